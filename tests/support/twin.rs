//! An agency in which every table of a tenant has a row and every text carries a marker: what must never show elsewhere.

mod allowance;
mod targets;

use std::collections::BTreeMap;

use luwes::{
    kernel::{cx::Cx, id::RequestId},
    places::{self, Typed},
    policy::{Place, Route},
    presence,
    requests::{self, Ask, Decide, Decision, PlanLine, Sending, Span},
    shared_tasks::{self, Turns},
    shifts::{self, Pattern, Shift},
};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::{Person, TestApp, Unit, World, world::date};

/// A whole agency.
pub struct Twin {
    pub world: World,
    pub mark: String,
    pub unit: Unit,
    /// An employee with requests.
    pub sari: Person,
    /// The head of Sari's unit.
    pub budi: Person,
    pub hr: Person,
    pub leader: Person,
    pub auditor: Person,
    /// Sits in the ministry when the agency is the ministry's.
    pub ministry: Person,
    pub requests: Vec<RequestId>,
}

impl Twin {
    /// Everybody with the role they stand for.
    pub fn people(&self) -> [(&'static str, &Person); 6] {
        [
            ("employee", &self.sari),
            ("supervisor", &self.budi),
            ("hr", &self.hr),
            ("leader", &self.leader),
            ("auditor", &self.auditor),
            ("ministry", &self.ministry),
        ]
    }

    /// An id of every kind of row this agency has: table and id.
    pub async fn ids(&self) -> Vec<(String, Uuid)> {
        let mut conn = self.world.app.superuser().await;
        let mut ids = vec![("agencies".to_owned(), self.world.agency.0)];
        for table in tenant_tables(&mut conn).await {
            let has_id: bool = sqlx::query_scalar(
                "select exists (select from information_schema.columns where table_schema = 'public' and table_name = $1 and column_name = 'id')",
            )
            .bind(&table)
            .fetch_one(&mut conn)
            .await
            .expect("the catalogue answers");
            if has_id {
                let sql =
                    format!("select id from {table} where agency_id = $1 order by id limit 1");
                let found: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(sql))
                    .bind(self.world.agency.0)
                    .fetch_all(&mut conn)
                    .await
                    .expect("the ids are read");
                ids.extend(found.into_iter().map(|id| (table.clone(), id)));
            }
        }
        let offered = sqlx::query_scalar("select id from seat_agreements where host_id = $1")
            .bind(self.world.agency.0)
            .fetch_all(&mut conn)
            .await
            .expect("the agreements are read");
        ids.extend(
            offered
                .into_iter()
                .map(|id| ("seat_agreements".to_owned(), id)),
        );
        ids
    }

    /// One number over every row of every table of this agency.
    pub async fn checksum(&self) -> BTreeMap<String, String> {
        let mut conn = self.world.app.superuser().await;
        let mut sums = BTreeMap::new();
        for table in tenant_tables(&mut conn).await {
            let sql = format!(
                "select coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') from {table} t where t.agency_id = $1"
            );
            let sum: String = sqlx::query_scalar(AssertSqlSafe(sql))
                .bind(self.world.agency.0)
                .fetch_one(&mut conn)
                .await
                .expect("the rows are read");
            sums.insert(table, sum);
        }
        sums
    }
}

/// The tables of a tenant: those with an `agency_id` under row-level security, partitions left out.
pub async fn tenant_tables(conn: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'agency_id' \
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity order by 1",
    )
    .fetch_all(conn)
    .await
    .expect("the catalogue answers")
}

/// Builds an agency whose texts all carry `mark`.
pub async fn build(app: &TestApp, name: &str, mark: &str, ministry: bool) -> Twin {
    let agency = app.agency(name);
    let world = if ministry {
        agency.ministry().await
    } else {
        agency.await
    };
    world.rules().await;
    let named = |name: &str| format!("{mark}{name}");
    let unit = world.unit(&named("Loket")).await;
    let budi = world.employee(&named("Budi")).head_of(&unit).await;
    let leader = world
        .employee(&named("Laras"))
        .head_of(&world.root)
        .role("leader")
        .await;
    let hr = world.employee(&named("Hana")).of(&unit).role("hr").await;
    let auditor = world
        .employee(&named("Audi"))
        .of(&unit)
        .role("auditor")
        .await;
    let minister = world
        .employee(&named("Mira"))
        .of(&unit)
        .role("ministry")
        .await;
    let sari = world.employee(&named("Sari")).of(&unit).await;
    let mut twin = Twin {
        mark: mark.to_owned(),
        unit,
        sari,
        budi,
        hr,
        leader,
        auditor,
        ministry: minister,
        requests: Vec::new(),
        world,
    };
    if ministry {
        base_draft(&twin).await;
    }
    crowd(&twin).await;
    fill(&twin, ROWS).await;
    offer_seats(app, &twin).await;
    twin.requests = ask_and_decide(&twin).await;
    fill(&twin, ROWS_OF_REQUESTS).await;
    twin
}

/// Seats are offered to an agency that is no twin of anybody.
async fn offer_seats(app: &TestApp, twin: &Twin) {
    let guest = app.agency(&format!("Tamu {}", twin.world.name)).await;
    let mark = &twin.mark;
    let offer = Typed {
        guest: guest.code,
        place: format!("{mark}Gedung"),
        address: format!("{mark}Jalan"),
        region: "33.18".into(),
        seats: "2".into(),
        weekdays: vec!["mon".into()],
        first_on: "2027-01-04".into(),
        last_on: "2027-01-29".into(),
        number: format!("{mark}PKS"),
        note: format!("{mark}catatan"),
    };
    let mut cx = twin.world.cx_of(&twin.hr).await;
    places::offer(&mut cx, &offer)
        .await
        .expect("the seats are offered");
    cx.finish().await.expect("commit");
    // it has no people and no worker's round: nothing counts it
    sqlx::query("update agencies set live = false where id = $1")
        .bind(guest.agency.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("the agency is closed");
}

/// The ministry is writing the next version of the base set.
async fn base_draft(twin: &Twin) {
    let mut tx = twin.world.tx().await;
    sqlx::query(
        "insert into base_rule_sets (id, version, state, effective_from, rules, created_at) \
         select gen_random_uuid(), 2, 'draft', '2027-01-01', rules, $1 from base_rule_sets where version = 1",
    )
    .bind(twin.world.app.now())
    .execute(tx.conn())
    .await
    .expect("the draft is stored");
    tx.commit().await.expect("commit");
}

/// Enough people for a second page of every list.
async fn crowd(twin: &Twin) {
    let mut tx = twin.world.tx().await;
    sqlx::query(
        "insert into employees (agency_id, id, nip, name, asn_kind, unit_id, position_id, appointed_on, created_at, updated_at) \
         select $1, gen_random_uuid(), '19900101201501' || (1 + n % 2) || lpad(n::text, 3, '0'), $2 || 'Orang ' || n, 'pns', $3, $4, '2015-01-05', $5, $5 \
         from generate_series(1, 60) n",
    )
    .bind(twin.world.agency.0)
    .bind(&twin.mark)
    .bind(twin.unit.id.0)
    .bind(twin.world.position.0)
    .bind(twin.world.app.now())
    .execute(tx.conn())
    .await
    .expect("the crowd is stored");
    tx.commit().await.expect("commit");
}

/// Rows that no operation below makes, written with `$1` agency, `$2` marker, `$3` employee, `$4` unit, `$5` now, `$6` position.
const ROWS: &[&str] = &[
    "update agency_settings set display_name = $2 || 'Tampil', contact = $2 || 'kontak' where agency_id = $1 and ($3::uuid, $4::uuid, $5::timestamptz, $6::uuid) is not null",
    "update units set head_title = $2 || 'Kepala', place = $2 || 'Gedung' where agency_id = $1 and ($3::uuid, $4::uuid, $5::timestamptz, $6::uuid) is not null",
    "update positions set name = $2 || 'Jabatan', family = $2 || 'Rumpun' where agency_id = $1 and id = $6 and ($3::uuid, $4::uuid, $5::timestamptz) is not null",
    "update employees set phone = $2 || '0812', email = lower($2) || 'x@uji.example' where agency_id = $1 and id = $3 and ($4::uuid, $5::timestamptz, $6::uuid) is not null",
    "insert into files (agency_id, id, purpose, name, media_type, size, sha256, bytes, owner_id, created_at) \
     select $1, gen_random_uuid(), p, $2 || p || '.csv', 'text/csv', 4, '\\x00', convert_to($2 || 'isi', 'UTF8'), $3, $5 from unnest(array['import', 'evidence']) p where ($4::uuid, $6::uuid) is not null",
    "insert into acting_heads (agency_id, id, unit_id, employee_id, kind, from_on, to_on, created_at) select $1, gen_random_uuid(), $4, $3, 'plh', '2027-01-04', '2027-01-08', $5 where ($2::text, $6::uuid) is not null",
    "insert into mandates (agency_id, id, unit_id, giver_id, over_id, holder_id, from_on, to_on, created_at) \
     select $1, gen_random_uuid(), $4, h.id, $4, $3, '2027-02-01', '2027-02-05', $5 from (select id from employees where agency_id = $1 and id <> $3 order by id limit 1) h where ($2::text, $6::uuid) is not null",
    "insert into exceptions (agency_id, id, employee_id, rule_key, result, on_date, ground, statement, state, from_on, until_on, asked_at, created_at) \
     select $1, gen_random_uuid(), $3, 'lead_time', '{\"key\":\"lead_time\",\"kind\":\"lead_time_days\",\"outcome\":\"fail\",\"severity\":\"blocks\",\"origin\":\"agency\",\"title\":{\"id\":\"\",\"en\":\"\"},\"text\":{\"id\":\"\",\"en\":\"\"},\"rule_text\":{\"id\":\"\",\"en\":\"\"},\"facts\":[],\"threshold\":null,\"citation\":[],\"remedy\":[],\"waivable_by\":\"hr\",\"appeal\":false}', '2027-03-01', 'family', $2 || 'alasan', 'asked', '2027-03-01', '2027-03-05', $5, $5 where ($4::uuid, $6::uuid) is not null",
    "insert into discipline (agency_id, id, employee_id, level, state, from_on, to_on, created_at) select $1, gen_random_uuid(), $3, 'light', 'ended', '2020-01-01', '2020-07-01', $5 where ($2::text, $4::uuid, $6::uuid) is not null",
    "update homes set address = $2 || 'Jalan', city = $2 || 'Kota', note = $2 || 'catatan' where agency_id = $1 and ($3::uuid, $4::uuid, $5::timestamptz, $6::uuid) is not null",
    "insert into homes (agency_id, id, employee_id, address, city, state, proposed_at) select $1, gen_random_uuid(), $3, $2 || 'Jalan baru', $2 || 'Kota', 'proposed', $5 where ($4::uuid, $6::uuid) is not null",
    "insert into corrections (agency_id, id, employee_id, fact, shown_value, statement, opened_at, due_on) select $1, gen_random_uuid(), $3, 'unit', $2 || 'nilai', $2 || 'keliru', $5, '2026-11-20' where ($4::uuid, $6::uuid) is not null",
    "insert into imports (agency_id, id, kind, file_id, sheet, state, created_by, created_at) \
     select $1, gen_random_uuid(), 'employees', (select id from files where agency_id = $1 and purpose = 'import' limit 1), $2 || 'lembar', 'uploaded', (select id from memberships where agency_id = $1 limit 1), $5 where ($3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into agency_days (agency_id, id, on_date, name, kind, created_at) select $1, gen_random_uuid(), '2026-12-28', $2 || 'Hari jadi', 'holiday', $5 where ($3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into working_hours (agency_id, id, season, from_on, mon_thu_start, mon_thu_end, mon_thu_break, fri_start, fri_end, fri_break) \
     select $1, gen_random_uuid(), 'normal', '2026-01-01', '07:30', '16:00', 60, '07:30', '16:30', 90 where ($2::text, $3::uuid, $4::uuid, $5::timestamptz, $6::uuid) is not null",
    "insert into absences (agency_id, id, employee_id, kind, from_on, to_on, note, created_at) select $1, gen_random_uuid(), $3, 'leave', '2026-12-14', '2026-12-15', $2 || 'cuti', $5 where ($4::uuid, $6::uuid) is not null",
    "insert into rule_sets (agency_id, id, version, state, effective_from, rules, created_at) \
     select $1, gen_random_uuid(), 2, 'draft', '2027-01-01', (select rules from rule_sets where agency_id = $1 and version = 1), $5 where ($2::text, $3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into stats_agencies (agency_id, as_of, employees, standing_ok, positions_undecided, pending, pending_over_3_days, approved_30_days, refused_30_days, place_days_next_7) \
     select $1, $5, 66, 60, 0, 3, 1, 5, 1, 9 where ($2::text, $3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into stats_reasons (agency_id, rule_kind, people, as_of) select $1, 'task_flags', 12, $5 where ($2::text, $3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into api_tokens (agency_id, id, kind, membership_id, name, prefix, scopes, created_at, expires_at) \
     select $1, gen_random_uuid(), 'service', (select id from memberships where agency_id = $1 limit 1), $2 || 'SIMPEG', $2 || 'awal', '{organisation:read}', $5, $5::timestamptz + interval '30 days' where ($3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into api_answers (agency_id, holder_id, route, key, request_hash, status, body, created_at) \
     select $1, $3, 'POST /api/v1/requests', $2 || 'kunci', '\\x00', 201, $2 || 'jawaban', $5 where ($4::uuid, $6::uuid) is not null",
    "insert into notice_settings (agency_id, membership_id, mail, quiet_from, quiet_to) \
     select agency_id, id, 'each', 22, 5 from memberships where agency_id = $1 and employee_id = $3 and ($2::text, $4::uuid, $5::timestamptz, $6::uuid) is not null",
    "insert into webhooks (agency_id, id, name, url, kinds, state, pause, paused_at, secret, seen_seq, created_by, created_at) \
     select $1, gen_random_uuid(), $2 || 'SIMPEG', 'https://hooks.contoh.go.id/' || $2, '{request.decided}', 'paused', 'officer', $5, '\\x00', 0, \
     (select id from memberships where agency_id = $1 limit 1), $5 where ($3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into webhook_deliveries (agency_id, webhook_id, event_id, seq, kind, subject_kind, subject_id, happened_at, state, attempts, not_before, tried_at, status, problem, answer) \
     select $1, (select id from webhooks where agency_id = $1), gen_random_uuid(), 1, 'request.decided', 'request', $3, $5, 'dead', 12, $5, $5, 500, 'status', $2 || 'jawaban' where ($4::uuid, $6::uuid) is not null",
    "insert into feeds (agency_id, id, membership_id, kind, unit_id, name, created_at) \
     select $1, gen_random_uuid(), (select id from memberships where agency_id = $1 and employee_id = $3), 'unit', $4, $2 || 'Ponsel', $5 where ($6::uuid) is not null",
    "insert into rosters (agency_id, id, unit_id, from_on, to_on, share, place, place_detail, plan, made_by, made_at) \
     select $1, gen_random_uuid(), $4, '2026-11-30', '2026-12-04', 2, 'home', $2 || 'tempat', $2 || 'Laporan', $3, $5 where ($6::uuid) is not null",
    "insert into roster_days (agency_id, roster_id, employee_id, on_date) select agency_id, id, $3, '2026-12-01' from rosters where agency_id = $1 and ($2::text, $4::uuid, $5::timestamptz, $6::uuid) is not null",
    "insert into roster_wishes (agency_id, employee_id, weekdays, updated_at) select $1, $3, 2, $5 where ($2::text, $4::uuid, $6::uuid) is not null",
    "insert into standing_approvals (agency_id, id, employee_id, max_days, from_on, to_on, given_at, version) \
     select $1, gen_random_uuid(), $3, 1, '2026-11-17', '2026-11-30', $5, 1 where ($2::text, $4::uuid, $6::uuid) is not null",
    "insert into approval_chains (agency_id, chains, asks_hr, version, set_at) \
     select $1, jsonb_build_array(jsonb_build_object('when', jsonb_build_object('over_days', 170, 'mark', $2), 'steps', '[{\"seats\":[\"hr\"],\"every\":false}]'::jsonb)), false, 1, $5 \
     where ($3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into boards (agency_id, id, unit_id, membership_id, name, names, created_at) \
     select $1, gen_random_uuid(), $4, (select id from memberships where agency_id = $1 and employee_id = $3), $2 || 'Lobi', true, $5 where ($6::uuid) is not null",
    "insert into windows (agency_id, id, kind, number, title, first_on, last_on, home, elsewhere, share, note, set_at) \
     select $1, gen_random_uuid(), 'agency', $2 || 'SE-1', $2 || 'Jendela', '2027-02-01', '2027-02-05', true, false, 40, $2 || 'catatan', $5 where ($3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into window_units (agency_id, window_id, unit_id, excluded) \
     select $1, (select id from windows where agency_id = $1), $4, false where ($2::text, $3::uuid, $5::timestamptz, $6::uuid) is not null",
    "insert into national_windows (id, title, first_on, last_on, home, elsewhere, share, state, created_at, published_at) \
     select '00000000-0000-7000-8000-00000000beef', 'Nasional', '2027-03-01', '2027-03-05', true, true, 50, 'published', $5, $5 \
     where ($1::uuid, $2::text, $3::uuid, $4::uuid, $6::uuid) is not null on conflict do nothing",
    "insert into window_answers (agency_id, national_id, answer, reason, answered_by, answered_at) \
     select $1, '00000000-0000-7000-8000-00000000beef', 'declined', $2 || 'alasan', (select id from memberships where agency_id = $1 limit 1), $5 where ($3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into stats_windows (agency_id, national_id, answer, reason, as_of) \
     select $1, '00000000-0000-7000-8000-00000000beef', 'declined', $2 || 'alasan', $5 where ($3::uuid, $4::uuid, $6::uuid) is not null",
    "insert into outbox (agency_id, id, created_at, kind, identity_id, payload, not_before, dedupe) \
     select $1, gen_random_uuid(), $5, 'request-decided', null, jsonb_build_object('args', jsonb_build_object('who', $2::text), 'link', '/'), $5::timestamptz + interval '10 years', $2 || 'sekali' where ($3::uuid, $4::uuid, $6::uuid) is not null",
];

/// Rows that hang on a request.
const ROWS_OF_REQUESTS: &[&str] = &[
    "insert into approval_seats (agency_id, request_id, step, seat, every, employee_id, state) \
     select agency_id, id, 1, 'leader', false, employee_id, 'later' from requests where agency_id = $1 and ($2::text, $3::uuid, $4::uuid, $5::timestamptz, $6::uuid) is not null order by id limit 1",
];

async fn fill(twin: &Twin, rows: &[&'static str]) {
    let mut tx = twin.world.tx().await;
    for sql in rows {
        sqlx::query(*sql)
            .bind(twin.world.agency.0)
            .bind(&twin.mark)
            .bind(twin.sari.employee().0)
            .bind(twin.unit.id.0)
            .bind(twin.world.app.now())
            .bind(twin.world.position.0)
            .execute(tx.conn())
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    tx.commit().await.expect("commit");
}

/// A request for one day, through the real operation.
pub async fn ask(cx: &mut Cx, day: &str, mark: &str) -> requests::Request {
    let ask = Ask {
        span: Span::Days([(date(day), 3)].into()),
        place: Place::Home,
        agreement: None,
        region: None,
        times: None,
        place_detail: format!("{mark}tempat"),
        route: Route::Ordinary,
        special_ground: None,
        reason: format!("{mark}alasan"),
        contact: format!("{mark}kontak"),
        plan: vec![PlanLine {
            what: format!("{mark}laporan"),
            due_on: date(day),
        }],
    };
    let sending = Sending {
        ask,
        evidence: None,
        key: None,
        of: None,
    };
    requests::submit(cx, sending)
        .await
        .unwrap_or_else(|error| panic!("a request for {day}: {error:?}"))
}

/// Three requests: one waiting, one approved, one refused and objected to.
async fn ask_and_decide(twin: &Twin) -> Vec<RequestId> {
    let (world, mark) = (&twin.world, &twin.mark);
    let mut asked = Vec::new();
    for day in ["2026-11-24", "2026-11-25", "2026-12-02"] {
        let mut cx = world.cx_of(&twin.sari).await;
        asked.push(ask(&mut cx, day, mark).await);
        cx.finish().await.expect("commit");
    }
    for (request, decision) in [
        (&asked[1], Decision::Approve),
        (&asked[2], Decision::Refuse),
    ] {
        let mut cx = world.cx_of(&twin.budi).await;
        let decide = Decide {
            decision,
            version: request.version,
            note: format!("{mark}keputusan"),
            waive: false,
            batch: Uuid::now_v7(),
        };
        requests::decide(&mut cx, request.id, decide)
            .await
            .expect("the request is decided");
        cx.finish().await.expect("commit");
    }
    world.app.pass(chrono::TimeDelta::seconds(11));
    let mut cx = world.cx_of(&twin.sari).await;
    requests::object(
        &mut cx,
        asked[2].id,
        asked[2].version + 1,
        &format!("{mark}keberatan"),
    )
    .await
    .expect("the objection is opened");
    cx.finish().await.expect("commit");
    exchange(twin, &asked[1]).await;
    share(twin, true).await;
    share(twin, false).await;
    shifts(twin).await;
    present(twin).await;
    targets::build(twin).await;
    allowance::build(twin).await;
    asked.iter().map(|request| request.id).collect()
}

/// Sari's approved day for one of Hana's: agreed by both, and it waits for Budi.
async fn exchange(twin: &Twin, given: &requests::Request) {
    let (world, mark) = (&twin.world, &twin.mark);
    let mut cx = world.cx_of(&twin.hr).await;
    let theirs = ask(&mut cx, "2026-11-26", mark).await;
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.budi).await;
    let decide = Decide {
        decision: Decision::Approve,
        version: theirs.version,
        note: String::new(),
        waive: false,
        batch: Uuid::now_v7(),
    };
    requests::decide(&mut cx, theirs.id, decide)
        .await
        .expect("the request is decided");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.sari).await;
    let propose = requests::Propose {
        request: given.id,
        give_on: date("2026-11-25"),
        from: theirs.id,
        take_on: date("2026-11-26"),
        note: format!("{mark}tukar"),
        key: None,
    };
    let swap = requests::propose_swap(&mut cx, propose)
        .await
        .expect("the exchange is proposed");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.hr).await;
    requests::agree_swap(&mut cx, swap.id, swap.version, &format!("{mark}setuju"))
        .await
        .expect("the exchange is agreed to");
    cx.finish().await.expect("commit");
    world.app.pass(chrono::TimeDelta::seconds(11));
}

/// A task that Sari and Hana hold in turns: one runs and was handed over, one waits for Budi.
async fn share(twin: &Twin, approved: bool) {
    let (world, mark) = (&twin.world, &twin.mark);
    let (sari, hana) = (twin.sari.employee(), twin.hr.employee());
    let (one, other) = (Some(sari), Some(hana));
    let mut cx = world.cx_of(&twin.sari).await;
    let propose = shared_tasks::Propose {
        title: format!("{mark}Konsultasi"),
        description: format!("{mark}uraian"),
        from_on: date("2026-11-17"),
        to_on: date("2026-12-18"),
        members: vec![(sari, 60), (hana, 40)],
        turns: Turns::Week([one, one, one, other, other, None, None]),
        replaces: None,
        reason: String::new(),
        key: None,
    };
    let task = shared_tasks::propose(&mut cx, propose)
        .await
        .expect("the task is proposed");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.hr).await;
    let task = shared_tasks::agree(&mut cx, task.id, task.version, &format!("{mark}setuju"))
        .await
        .expect("the task is agreed to");
    cx.finish().await.expect("commit");
    if !approved {
        return;
    }
    let mut cx = world.cx_of(&twin.budi).await;
    let decide = shared_tasks::Decide {
        approve: true,
        version: task.version,
        note: format!("{mark}keputusan"),
    };
    let task = shared_tasks::decide(&mut cx, task.id, decide)
        .await
        .expect("the task is approved");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.sari).await;
    let note = shared_tasks::Note {
        done: format!("{mark}selesai"),
        still_open: format!("{mark}belum"),
        lies: format!("{mark}map"),
    };
    shared_tasks::hand_over(&mut cx, task.id, task.version, &note)
        .await
        .expect("the task is handed over");
    cx.finish().await.expect("commit");
}

/// Sari and Hana in shifts that Budi assigned and that were handed over, how far shifts go, and a draft.
async fn shifts(twin: &Twin) {
    let (world, mark) = (&twin.world, &twin.mark);
    let (sari, hana) = (twin.sari.employee(), twin.hr.employee());
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
    let shift = |name: &str, starts, ends| Shift {
        name: format!("{mark}{name}"),
        starts: at(starts),
        ends: at(ends),
        break_minutes: 60,
        least: 1,
    };
    let draft = |from: &str, to: &str| shifts::Draft {
        unit: twin.unit.id,
        name: format!("{mark}Jaga"),
        pattern: Pattern {
            from_on: date(from),
            to_on: date(to),
            shifts: vec![shift("siang", 7, 19), shift("malam", 19, 7)],
            cycle: vec![1, 1, 2, 2, 0, 0, 0],
        },
        members: vec![(sari, 1), (hana, 3)],
        replaces: None,
        reason: String::new(),
        key: None,
    };
    let mut cx = world.cx_of(&twin.budi).await;
    shifts::draft(&mut cx, draft("2027-01-04", "2027-01-31"))
        .await
        .expect("the draft is written");
    let plan = shifts::draft(&mut cx, draft("2026-11-17", "2026-12-14"))
        .await
        .expect("the draft is written");
    let plan = shifts::assign(&mut cx, plan.id, plan.version, &format!("{mark}kurang"))
        .await
        .expect("the shifts are assigned");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.hr).await;
    let plan = shifts::answer(
        &mut cx,
        plan.id,
        plan.version,
        false,
        &format!("{mark}keberatan"),
    )
    .await
    .expect("Hana objects");
    shifts::save_terms(&mut cx, &shifts::Terms::default())
        .await
        .expect("the terms are saved");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.sari).await;
    shifts::hand_over(&mut cx, plan.id, plan.version, &format!("{mark}terbuka"))
        .await
        .expect("the shift is handed over");
    cx.finish().await.expect("commit");
}

/// Sari says where she works though nothing was approved, Budi looks at it, and a device saw her.
async fn present(twin: &Twin) {
    let (world, mark) = (&twin.world, &twin.mark);
    let sari = twin.sari.employee();
    let mut cx = world.cx_of(&twin.sari).await;
    let on = cx.today();
    presence::start(
        &mut cx,
        presence::At::OtherPlace,
        &format!("{mark}perpustakaan"),
    )
    .await
    .expect("it is declared");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.hr).await;
    let seen = presence::Observed {
        nip: twin.sari.nip.clone(),
        at: cx.now(),
        kind: presence::Kind::Start,
        place: None,
        key: format!("{mark}1"),
    };
    presence::observe(&mut cx, &format!("{mark}lobi"), &[seen])
        .await
        .expect("it is observed");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.budi).await;
    requests::review_presence(&mut cx, sari, on, &format!("{mark}dibicarakan"))
        .await
        .expect("it is looked at");
    cx.finish().await.expect("commit");
}
