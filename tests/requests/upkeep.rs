//! The periodic work: what waits is with whoever decides by now, whatever changed, and however much there is to do is done.

use std::collections::BTreeMap;

use luwes::kernel::id::EmployeeId;
use uuid::Uuid;

use super::*;

/// Chance that comes out the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A statement of the agency with up to three ids: $2, $3, $4; $1 is the agency.
async fn change(world: &World, sql: &str, ids: &[Option<Uuid>]) -> u64 {
    let mut tx = world.tx().await;
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).bind(world.agency.0);
    for id in ids {
        query = query.bind(*id);
    }
    let done = query.execute(tx.conn()).await.expect("it is changed");
    tx.commit().await.expect("commit");
    done.rows_affected()
}

/// Requests that wait: who has each, and who would by the whole structure, asked for each alone.
async fn waiting(world: &World) -> BTreeMap<Uuid, (Option<Uuid>, Option<Uuid>)> {
    let mut tx = world.tx().await;
    let rows: Vec<(Uuid, Option<Uuid>, Option<Uuid>)> = sqlx::query_as(
        "select r.id, r.approver_id, (select a.employee_id from approver_of(r.agency_id, r.employee_id, '2026-11-17', r.level) a) from requests r \
         where r.agency_id = $1 and r.state = 'submitted'",
    )
    .bind(world.agency.0)
    .fetch_all(tx.conn())
    .await
    .expect("read");
    rows.into_iter()
        .map(|(id, has, should)| (id, (has, should)))
        .collect()
}

const REQUEST: &str = "insert into requests (agency_id, id, employee_id, unit_id, shape, place, state, approver_id, first_on, last_on, submitted_at, created_at, updated_at, level) \
    select e.agency_id, $2, e.id, e.unit_id, 'days', 'home', 'submitted', $4, '2027-01-12', '2027-01-12', '2026-11-17T01:00:00Z', '2026-11-17T01:00:00Z', '2026-11-17T01:00:00Z', \
    case when $4 is null then 1 else 0 end from employees e where e.agency_id = $1 and e.id = $3";

/// Small changes of a structure that somebody may make in a day; each binds the agency and two people, the third a unit.
const CHANGES: [&str; 10] = [
    "update units set head_id = $2 where agency_id = $1 and id = $4 and $3::uuid is not null",
    "update units set head_id = null where agency_id = $1 and id = $4 and $2::uuid <> $3::uuid and id <> (select unit_id from employees where agency_id = $1 and id = $2)",
    "update employees set supervisor_id = $3 where agency_id = $1 and id = $2 and $2 <> $3 and $4::uuid is not null",
    "update employees set supervisor_id = null where agency_id = $1 and id in ($2, $3) and $4::uuid is not null",
    "update employees set active = not active where agency_id = $1 and id = $2 and $3::uuid is not null and $4::uuid is not null",
    "insert into absences (agency_id, id, employee_id, kind, from_on, to_on, created_at) select $1, $4, $2, 'leave', '2026-11-16', '2026-11-18', now() where $3::uuid is not null \
        on conflict (agency_id, id) do update set employee_id = $2, cancelled_at = case when absences.cancelled_at is null then now() end",
    "insert into acting_heads (agency_id, id, unit_id, employee_id, kind, from_on, to_on, created_at) select $1, gen_random_uuid(), $4, $2, 'plh', '2026-11-17', '2026-11-17', now() where $3::uuid is not null",
    "update acting_heads set ended_at = now() where agency_id = $1 and ended_at is null and $2::uuid <> $3::uuid and $4::uuid is not null",
    "insert into mandates (agency_id, id, unit_id, giver_id, over_id, holder_id, from_on, to_on, created_at) select $1, gen_random_uuid(), u.id, u.head_id, $4, $2, '2026-11-17', '2026-11-17', now() \
        from units u where u.agency_id = $1 and u.head_id is not null and u.head_id <> $2 and $3::uuid is not null and (u.id = $4 or u.id = (select parent_id from units where agency_id = $1 and id = $4))",
    "update mandates set ended_at = now() where agency_id = $1 and ended_at is null and $2::uuid <> $3::uuid and over_id = $4",
];

#[tokio::test]
async fn whatever_changes_each_request_waits_for_whom_the_structure_names() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let upper = world.unit("Bidang").await;
    let lower = world.unit("Seksi").under(&upper).await;
    let mut people = Vec::new();
    people.push(world.employee("Bos").head_of(&world.root).await);
    people.push(world.employee("Budi").head_of(&upper).await);
    people.push(world.employee("Citra").head_of(&lower).await);
    for n in 0..3 {
        people.push(world.employee(&format!("Atas {n}")).of(&upper).await);
        people.push(world.employee(&format!("Bawah {n}")).of(&lower).await);
    }
    let everybody: Vec<EmployeeId> = people.iter().map(Person::employee).collect();
    let units = [world.root.id.0, upper.id.0, lower.id.0];
    for person in &everybody {
        for approver in [Some(everybody[0].0), Some(everybody[1].0), None] {
            if approver != Some(person.0) {
                let ids = [Some(Uuid::now_v7()), Some(person.0), approver];
                assert_eq!(change(&world, REQUEST, &ids).await, 1);
            }
        }
    }

    let mut chance = Chance(11);
    let (mut moved_ever, mut mandated) = (0, 0);
    for round in 0..80 {
        let sql = CHANGES[chance.below(CHANGES.len())];
        let (one, other) = (chance.one(&everybody).0, chance.one(&everybody).0);
        let unit = *chance.one(&units);
        change(&world, sql, &[Some(one), Some(other), Some(unit)]).await;
        mandated += world.count("mandates", "ended_at is null").await;

        let before = waiting(&world).await;
        let expected: Vec<Uuid> = before
            .iter()
            .filter(|(_, (has, should))| has != should)
            .map(|(id, _)| *id)
            .collect();
        app.pass(TimeDelta::seconds(1));
        let at = app.now();
        luwes::requests::upkeep(&app.core, world.as_agency())
            .await
            .expect("the upkeep succeeds");
        let mut tx = world.tx().await;
        let moved: Vec<Uuid> = sqlx::query_scalar(
            "select request_id from request_events where agency_id = $1 and event = 'rerouted' and at = $2 order by request_id",
        )
        .bind(world.agency.0)
        .bind(at)
        .fetch_all(tx.conn())
        .await
        .expect("read");
        assert_eq!(moved, expected, "round {round} after {sql}");
        let after = waiting(&world).await;
        assert!(
            after.values().all(|(has, should)| has == should),
            "round {round} after {sql}"
        );
        moved_ever += moved.len();
    }
    assert!(
        moved_ever > 100 && mandated > 20,
        "{moved_ever} moved, {mandated}"
    );
}

#[tokio::test]
async fn what_waits_with_a_head_follows_the_mandate_from_its_first_day_to_its_last() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-26"]).await;
    let (budi, tono) = (&office.budi, &office.staff[1]);
    let unit = Some(office.unit.id.0);
    let ids = [
        unit,
        Some(budi.employee().0),
        Some(tono.employee().0),
        Some(Uuid::now_v7()),
    ];
    let sql = "insert into mandates (agency_id, id, unit_id, giver_id, over_id, holder_id, from_on, to_on, created_at) values ($1, $5, $2, $3, $2, $4, '2026-11-18', '2026-11-19', now())";
    change(&office.world, sql, &ids).await;
    for (day, who) in [
        ("2026-11-17", budi),
        ("2026-11-18", tono),
        ("2026-11-19", tono),
        ("2026-11-20", budi),
    ] {
        office.app.set_clock(&format!("{day}T02:00:00Z"));
        office.app.drain().await;
        let here = format!("id = '{id}' and approver_id = '{}'", who.employee());
        assert_eq!(
            office.world.count("requests", &here).await,
            1,
            "on {day} it is {}'s",
            who.name
        );
    }
}

/// Many requests of one person in a state, straight into the table.
async fn many(office: &Office, n: i32, what: &str) {
    let sql = format!(
        "insert into requests (agency_id, id, employee_id, unit_id, shape, place, created_at, updated_at, state, approver_id, first_on, last_on, submitted_at, queued_at) \
         select $1, gen_random_uuid(), $2, $3, 'days', 'home', '2026-11-01', '2026-11-01', {what} from generate_series(1, {n}) as g (n)"
    );
    let (sari, unit) = (office.staff[0].employee().0, office.unit.id.0);
    let made = change(&office.world, &sql, &[Some(sari), Some(unit)]).await;
    assert_eq!(made, u64::try_from(n).unwrap());
}

#[tokio::test]
async fn one_round_ends_all_that_is_over_and_lapses_all_that_is_late() {
    let office = office().await;
    many(
        &office,
        1_100,
        "'approved', null, '2026-11-02', '2026-11-03', '2026-10-20', null::timestamptz",
    )
    .await;
    many(
        &office,
        700,
        "'queued', null, '2026-11-17', '2026-11-18', null::timestamptz, '2026-10-20'",
    )
    .await;
    office.app.drain().await;
    for (state, event, logged, n) in [
        ("ended", "request-ended", "ended", 1_100),
        ("withdrawn", "request-expired", "queue-lapsed", 700),
    ] {
        let here = format!("state = '{state}' and version = 2");
        assert_eq!(office.world.count("requests", &here).await, n);
        let here = format!("event = '{logged}' and to_state = '{state}'");
        assert_eq!(office.world.count("request_events", &here).await, n);
        let here = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &here).await, n);
    }
    let told = office.world.count("outbox", "kind = 'queue-lapsed'").await;
    assert_eq!(told, 700);
}

#[tokio::test]
async fn what_cannot_move_up_does_not_keep_the_others_waiting() {
    let office = office().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    // longer than a transaction takes at once: above the leader there is nobody
    many(
        &office,
        600,
        "'submitted', null, '2027-01-12', '2027-01-12', '2026-10-20', null::timestamptz",
    )
    .await;
    change(
        &office.world,
        "insert into request_events (agency_id, id, request_id, at, event, to_state) select $1, gen_random_uuid(), id, submitted_at, 'submitted', 'submitted' from requests where agency_id = $1",
        &[],
    )
    .await;
    change(
        &office.world,
        "update requests set level = 3 where agency_id = $1",
        &[],
    )
    .await;
    let id = ask(&office, 1, &["2026-12-15"]).await;
    change(
        &office.world,
        "insert into agency_settings (agency_id, display_name, unanswered, unanswered_days) values ($1, 'Uji', 'escalate', 5) \
         on conflict (agency_id) do update set unanswered = 'escalate', unanswered_days = 5",
        &[],
    )
    .await;
    office.app.set_clock("2026-11-27T02:00:00Z");
    office.app.drain().await;
    let here = format!("id = '{id}' and approver_id = '{}'", boss.employee());
    assert_eq!(office.world.count("requests", &here).await, 1);
    assert_eq!(
        office
            .world
            .count("requests", "approver_id is null and level = 3")
            .await,
        600
    );
}

#[tokio::test]
async fn a_long_line_is_looked_at_to_its_end() {
    let office = office().await;
    // all of these wait for a day that Sari has already
    let own = ask(&office, 0, &["2026-11-25"]).await;
    many(
        &office,
        110,
        "'queued', null, '2026-11-25', '2026-11-25', null::timestamptz, timestamptz '2026-11-10' + n * interval '1 second'",
    )
    .await;
    change(
        &office.world,
        "insert into request_days (agency_id, request_id, on_date, employee_id, unit_id, halves, counts) select agency_id, id, first_on, employee_id, unit_id, 3, false from requests where agency_id = $1 and state = 'queued'",
        &[],
    )
    .await;
    let last = ask(&office, 1, &["2026-11-26"]).await;
    change(
        &office.world,
        "update requests set state = 'queued', queued_at = '2026-11-16', submitted_at = null, approver_id = null where agency_id = $1 and id = $2",
        &[Some(last.parse().unwrap())],
    )
    .await;
    office.app.drain().await;
    assert_eq!(state(&office, &own).await, "submitted");
    assert_eq!(state(&office, &last).await, "submitted");
    let here = "state = 'queued' and tried_at is not null";
    assert_eq!(office.world.count("requests", here).await, 110);
}
