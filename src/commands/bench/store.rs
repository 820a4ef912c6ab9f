//! Statements of the bench, as the superuser of the private cluster: they see every agency.

use anyhow::{Result, bail};
use chrono::{DateTime, NaiveDate, Utc};
use luwes::kernel::postgres::{Cluster, SUPERUSER};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// A connection that sees every agency.
pub async fn connect(cluster: &Cluster, database: &str) -> Result<PgConnection> {
    Ok(PgConnection::connect_with(&cluster.options(SUPERUSER, database)).await?)
}

/// Ends it politely.
pub async fn close(conn: PgConnection) -> Result<()> {
    Ok(conn.close().await?)
}

const SEED: &str = include_str!("seed.sql");
const NIGHT: &str = include_str!("nightly.sql");
const RATINGS: &str = include_str!("ratings.sql");

/// Agencies whose overview the worker has not counted yet.
pub async fn uncounted(conn: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "select count(*) from agencies a where a.live and not exists (select 1 from overviews o where o.agency_id = a.id)",
    )
    .fetch_one(conn)
    .await?)
}

/// Employees in the database.
pub async fn employees(conn: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from employees")
        .fetch_one(conn)
        .await?)
}

/// Bytes of the database.
pub async fn size(conn: &mut PgConnection) -> Result<i64> {
    Ok(
        sqlx::query_scalar("select pg_database_size(current_database())")
            .fetch_one(conn)
            .await?,
    )
}

/// Makes the population in one transaction, then tells the planner.
pub async fn seed(conn: &mut PgConnection, settings: &[(&str, String)]) -> Result<()> {
    for (name, value) in settings {
        sqlx::query("select set_config($1, $2, false)")
            .bind(name)
            .bind(value)
            .execute(&mut *conn)
            .await?;
    }
    sqlx::raw_sql("begin").execute(&mut *conn).await?;
    sqlx::raw_sql(SEED).execute(&mut *conn).await?;
    sqlx::raw_sql("commit").execute(&mut *conn).await?;
    sqlx::raw_sql("vacuum analyze").execute(&mut *conn).await?;
    sqlx::raw_sql("checkpoint").execute(conn).await?;
    Ok(())
}

/// One person who takes part: a member of a measured unit, its head first.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Member {
    pub agency: Uuid,
    pub identity: Uuid,
    pub membership: Uuid,
    pub nip: String,
    pub head: bool,
}

/// Everybody of the units that are measured: the first full unit of each agency, then the second, and so on.
pub async fn members(conn: &mut PgConnection, units: i64) -> Result<Vec<Member>> {
    let sql = "with full_units as ( \
                 select u.agency_id, u.id, u.head_id, row_number() over (partition by u.agency_id order by u.code) as turn \
                 from units u where u.head_id is not null \
                   and (select count(*) from employees e where e.agency_id = u.agency_id and e.unit_id = u.id and e.active) = 50), \
               chosen as (select * from full_units order by turn, agency_id limit $1) \
               select e.agency_id as agency, m.identity_id as identity, m.id as membership, e.nip, e.id = c.head_id as head \
               from chosen c join employees e on e.agency_id = c.agency_id and e.unit_id = c.id \
               join memberships m on m.agency_id = e.agency_id and m.employee_id = e.id \
               order by c.turn, c.agency_id, c.id, head desc, e.id";
    Ok(sqlx::query_as(sql).bind(units).fetch_all(conn).await?)
}

/// The leaders of the largest agencies: agency and identity.
pub async fn officers(conn: &mut PgConnection, role: &str, most: i64) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "select m.agency_id, m.identity_id from role_grants g \
               join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id \
               where g.role = $1 and g.revoked_at is null \
               order by (select count(*) from employees e where e.agency_id = g.agency_id) desc limit $2";
    Ok(sqlx::query_as(sql)
        .bind(role)
        .bind(most)
        .fetch_all(conn)
        .await?)
}

/// Opens sessions as sign-in would: token hash, identity, agency.
pub async fn sessions(conn: &mut PgConnection, all: &[(Vec<u8>, Uuid, Uuid)]) -> Result<()> {
    let hashes: Vec<Vec<u8>> = all.iter().map(|one| one.0.clone()).collect();
    let identities: Vec<Uuid> = all.iter().map(|one| one.1).collect();
    let agencies: Vec<Uuid> = all.iter().map(|one| one.2).collect();
    sqlx::query(
        "insert into sessions (id, token_hash, identity_id, agency_id, device, network, remembered, created_at, last_seen_at, expires_at) \
         select gen_random_uuid(), h, i, a, 'bench', '127.0.0.0', true, now(), now(), now() + interval '1 day' \
         from unnest($1::bytea[], $2::uuid[], $3::uuid[]) as t(h, i, a)",
    )
    .bind(&hashes)
    .bind(&identities)
    .bind(&agencies)
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes personal tokens as `/account/tokens` would: id, hash, whose.
pub async fn bearers(conn: &mut PgConnection, all: &[(Uuid, Vec<u8>, Member)]) -> Result<()> {
    let ids: Vec<Uuid> = all.iter().map(|one| one.0).collect();
    let hashes: Vec<Vec<u8>> = all.iter().map(|one| one.1.clone()).collect();
    let agencies: Vec<Uuid> = all.iter().map(|one| one.2.agency).collect();
    let identities: Vec<Uuid> = all.iter().map(|one| one.2.identity).collect();
    let memberships: Vec<Uuid> = all.iter().map(|one| one.2.membership).collect();
    sqlx::query(
        "with given as (select * from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::uuid[], $5::uuid[]) as t(id, hash, agency, identity, membership)), \
         homes as (insert into token_homes (token_hash, token_id, agency_id, identity_id) select hash, id, agency, identity from given) \
         insert into api_tokens (agency_id, id, kind, membership_id, name, prefix, scopes, created_at, expires_at) \
         select agency, id, 'personal', membership, 'bench', '', array['requests:read', 'requests:write'], now(), now() + interval '1 day' from given",
    )
    .bind(&ids)
    .bind(&hashes)
    .bind(&agencies)
    .bind(&identities)
    .bind(&memberships)
    .execute(conn)
    .await?;
    Ok(())
}

/// What stands in the database of what was acknowledged since a run began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct Written {
    pub requests: i64,
    pub days: i64,
    pub submitted_in_trail: i64,
    pub decided: i64,
    pub decided_in_trail: i64,
}

/// Counts the requests of the measured days, their decisions and their audit rows.
pub async fn written(conn: &mut PgConnection, from: NaiveDate) -> Result<Written> {
    let sql = "select (select count(*) from requests where first_on >= $1 and state in ('submitted', 'approved')) as requests, \
                      (select count(*) from request_days where on_date >= $1 and counts) as days, \
                      (select count(*) from audit where event = 'request-submitted') as submitted_in_trail, \
                      (select count(*) from requests where first_on >= $1 and state = 'approved') as decided, \
                      (select count(*) from audit where event = 'request-decided') as decided_in_trail";
    Ok(sqlx::query_as(sql).bind(from).fetch_one(conn).await?)
}

/// Log every statement of the application's user in this database, or stop that.
pub async fn log_statements(conn: &mut PgConnection, on: bool) -> Result<()> {
    let sql = if on {
        "alter role luwes_app set log_min_duration_statement = 0"
    } else {
        "alter role luwes_app reset log_min_duration_statement"
    };
    sqlx::raw_sql(sql).execute(conn).await?;
    Ok(())
}

/// Makes units of a hundred: the next full unit moves into each of so many measured ones.
pub async fn join_units(conn: &mut PgConnection, units: i64) -> Result<()> {
    let sql = "with full_units as ( \
                 select u.agency_id, u.id, row_number() over (partition by u.agency_id order by u.code) as turn \
                 from units u where u.head_id is not null \
                   and (select count(*) from employees e where e.agency_id = u.agency_id and e.unit_id = u.id and e.active) = 50), \
               pairs as ( \
                 select a.agency_id, a.id as into_id, b.id as from_id from full_units a \
                 join full_units b on b.agency_id = a.agency_id and b.turn = a.turn + 1 \
                 where a.turn % 2 = 1 order by a.turn, a.agency_id limit $1) \
               update employees e set unit_id = p.into_id from pairs p where e.agency_id = p.agency_id and e.unit_id = p.from_id";
    sqlx::query(sql).bind(units).execute(&mut *conn).await?;
    sqlx::raw_sql("vacuum analyze employees")
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts everybody back into the unit they were assigned to.
pub async fn part_units(conn: &mut PgConnection) -> Result<()> {
    let sql = "update employees e set unit_id = a.unit_id from assignments a \
               where a.agency_id = e.agency_id and a.employee_id = e.id and a.to_on is null and a.unit_id <> e.unit_id";
    sqlx::query(sql).execute(conn).await?;
    Ok(())
}

/// A fresh agency with units, a published rule set and a stricter draft; gives its code.
pub async fn agency_for_import(
    conn: &mut PgConnection,
    units: u32,
    base: &serde_json::Value,
    rules: &serde_json::Value,
    stricter: &serde_json::Value,
) -> Result<String> {
    let agency = Uuid::now_v7();
    let code = format!("I{}", &agency.simple().to_string()[20..]);
    let [a, b, c, d] = [
        "insert into agencies (id, code, name, kind, time_zone, live) values ($1, $2, 'Instansi Impor', 'kementerian', 'Asia/Jakarta', true)",
        "insert into base_rule_sets (id, version, state, effective_from, rules, created_at, published_at) \
         values (gen_random_uuid(), 1, 'published', '2025-01-01', $1, now(), now()) on conflict (version) do nothing",
        "insert into rule_sets (agency_id, id, version, state, effective_from, rules, created_at, published_at) \
         values ($1, gen_random_uuid(), 1, 'published', '2025-01-01', $2, now(), now()), \
                ($1, gen_random_uuid(), 2, 'draft', current_date + 1, $3, now(), null)",
        "insert into units (agency_id, id, code, name, place) \
         select $1, gen_random_uuid(), 'U' || n, 'Unit ' || n, 'Jakarta' from generate_series(0, $2::int - 1) as n",
    ];
    sqlx::query(a)
        .bind(agency)
        .bind(&code)
        .execute(&mut *conn)
        .await?;
    sqlx::query("insert into agency_settings (agency_id, display_name) values ($1, 'Instansi Impor') on conflict do nothing")
        .bind(agency)
        .execute(&mut *conn)
        .await?;
    sqlx::query(b).bind(base).execute(&mut *conn).await?;
    sqlx::query(c)
        .bind(agency)
        .bind(rules)
        .bind(stricter)
        .execute(&mut *conn)
        .await?;
    sqlx::query(d)
        .bind(agency)
        .bind(i32::try_from(units)?)
        .execute(&mut *conn)
        .await?;
    Ok(code)
}

/// Decides every position of an agency and makes one of its people an HR officer; gives that person's identity.
pub async fn make_officer(conn: &mut PgConnection, agency: Uuid) -> Result<Uuid> {
    sqlx::query(
        "update positions set outside_office = true, no_special_room = true, uses_ict = true, little_face_to_face = true, \
         little_supervision = true, decided_at = now() where agency_id = $1",
    )
    .bind(agency)
    .execute(&mut *conn)
    .await?;
    sqlx::raw_sql("vacuum analyze").execute(&mut *conn).await?;
    Ok(sqlx::query_scalar(
        "with chosen as (select agency_id, id, identity_id from memberships where agency_id = $1 limit 1), \
         granted as (insert into role_grants (agency_id, id, membership_id, role, granted_at) \
                     select agency_id, gen_random_uuid(), id, 'hr', now() from chosen) \
         select identity_id from chosen",
    )
    .bind(agency)
    .fetch_one(conn)
    .await?)
}

/// Makes what a night finds before the morning of a day; once in a population.
pub async fn night(conn: &mut PgConnection, day: NaiveDate) -> Result<()> {
    let before = "select exists (select 1 from requests where reason = 'bench nightly')";
    if sqlx::query_scalar(before).fetch_one(&mut *conn).await? {
        bail!("this population has had its night: seed another one");
    }
    sqlx::query("select set_config('bench.day', $1, false)")
        .bind(day.to_string())
        .execute(&mut *conn)
        .await?;
    sqlx::raw_sql("begin").execute(&mut *conn).await?;
    sqlx::raw_sql(NIGHT).execute(&mut *conn).await?;
    sqlx::raw_sql("commit").execute(&mut *conn).await?;
    sqlx::raw_sql("vacuum analyze").execute(&mut *conn).await?;
    sqlx::raw_sql("checkpoint").execute(conn).await?;
    Ok(())
}

/// Makes the quarter of a day in which everybody but the heads is rated, every `step`th already; gives the number of ratings.
pub async fn ratings(conn: &mut PgConnection, day: NaiveDate, step: u32) -> Result<i64> {
    sqlx::query("select set_config('bench.day', $1, false), set_config('bench.rated', $2, false)")
        .bind(day.to_string())
        .bind(step.to_string())
        .execute(&mut *conn)
        .await?;
    sqlx::raw_sql("begin").execute(&mut *conn).await?;
    sqlx::raw_sql(RATINGS).execute(&mut *conn).await?;
    sqlx::raw_sql("commit").execute(&mut *conn).await?;
    sqlx::raw_sql("vacuum analyze").execute(&mut *conn).await?;
    sqlx::raw_sql("checkpoint").execute(&mut *conn).await?;
    Ok(sqlx::query_scalar("select count(*) from assessments")
        .fetch_one(conn)
        .await?)
}

/// Asks the worker to close every period, as an officer of HR does.
pub async fn close_ratings(conn: &mut PgConnection) -> Result<()> {
    let sql = "update rating_periods set state = 'closing', closing_at = now(), version = version + 1 where state = 'open'";
    sqlx::query(sql).execute(conn).await?;
    Ok(())
}

/// Ratings that are not final yet, and periods that are not closed.
pub async fn unfinal_ratings(conn: &mut PgConnection, _: DateTime<Utc>) -> Result<i64> {
    let sql = "select (select count(*) from assessments where state = 'rated') + (select count(*) from rating_periods where state = 'closing')";
    Ok(sqlx::query_scalar(sql).fetch_one(conn).await?)
}

/// Agencies whose results were not counted at an instant.
pub async fn uncounted_results(conn: &mut PgConnection, at: DateTime<Utc>) -> Result<i64> {
    let sql = "select count(*) from agencies a where a.live and exists (select 1 from employees e where e.agency_id = a.id) \
               and not exists (select 1 from results r where r.agency_id = a.id and r.as_of >= $1)";
    Ok(sqlx::query_scalar(sql).bind(at).fetch_one(conn).await?)
}

/// People of today, and how many of them the newest results of a quarter counted.
pub async fn counted_people(conn: &mut PgConnection, quarter: &str) -> Result<(i64, i64)> {
    let sql = "select (select count(*) from employees where active), (select coalesce(sum((one->>'employees')::bigint), 0)::bigint \
                 from results r cross join jsonb_array_elements(r.summary) one where r.code = $1)";
    Ok(sqlx::query_as(sql).bind(quarter).fetch_one(conn).await?)
}

/// What of a night is still to be done, by kind.
pub async fn night_due(conn: &mut PgConnection, day: NaiveDate) -> Result<Vec<(String, i64)>> {
    let sql = "select what, count(*) from (select case \
                 when state = 'approved' and last_on < $1 then 'to end' \
                 when state in ('queued', 'offered') and first_on <= $1 then 'to lapse' \
                 when state = 'queued' then 'to seat' \
                 when state = 'submitted' and submitted_at < $1 - 10 and level = 0 then 'to answer for nobody' \
                 when state = 'submitted' and submitted_at < $1 - 5 and level = 0 and not exists (select 1 from outbox o \
                   where o.agency_id = r.agency_id and o.dedupe > 'request-reminder:' || r.id || ':' and o.dedupe < 'request-reminder:' || r.id || ';') then 'to remind of' \
                 when state = 'submitted' and level = 0 and r.approver_id is distinct from (select coalesce(d.holder_id, u.head_id) from units u left join mandates d \
                   on d.agency_id = u.agency_id and d.unit_id = u.id and d.giver_id = u.head_id and d.holder_id <> r.employee_id \
                   where u.agency_id = r.agency_id and u.id = r.unit_id) then 'to reroute' \
                 end as what from requests r where reason = 'bench nightly' \
               union all select 'exchanges to end' from swaps where state = 'proposed') t where what is not null group by what order by what";
    Ok(sqlx::query_as(sql).bind(day).fetch_all(conn).await?)
}

/// Lets PostgreSQL explain the application's statements of more than a second in its log, with what they did; or stops that.
pub async fn explain_slow(conn: &mut PgConnection, on: bool) -> Result<()> {
    let sql = if on {
        "alter role luwes_app set session_preload_libraries = 'auto_explain'; \
         alter role luwes_app set auto_explain.log_min_duration = 1000; \
         alter role luwes_app set auto_explain.log_analyze = on; alter role luwes_app set auto_explain.log_timing = off"
    } else {
        "alter role luwes_app reset session_preload_libraries; alter role luwes_app reset auto_explain.log_min_duration; \
         alter role luwes_app reset auto_explain.log_analyze; alter role luwes_app reset auto_explain.log_timing"
    };
    sqlx::raw_sql(sql).execute(conn).await?;
    Ok(())
}

/// Puts other rules into the draft of an agency, made with its units in mind; gives the number of units.
pub async fn draft(
    conn: &mut PgConnection,
    agency: Uuid,
    rules: &dyn Fn(&[Uuid]) -> Result<serde_json::Value>,
) -> Result<usize> {
    let units: Vec<Uuid> =
        sqlx::query_scalar("select id from units where agency_id = $1 order by code")
            .bind(agency)
            .fetch_all(&mut *conn)
            .await?;
    sqlx::query("update rule_sets set rules = $2 where agency_id = $1 and state = 'draft'")
        .bind(agency)
        .bind(rules(&units)?)
        .execute(conn)
        .await?;
    Ok(units.len())
}

/// Approves a day of the coming weeks for every other person of an agency; gives the number.
pub async fn book(conn: &mut PgConnection, agency: Uuid) -> Result<u64> {
    let sql = "with people as (select id, unit_id, row_number() over (order by id) as n from employees where agency_id = $1), \
                 asked as (insert into requests (agency_id, id, employee_id, unit_id, shape, place, state, first_on, last_on, base_version, rule_version, submitted_at, created_at, updated_at) \
                   select $1, gen_random_uuid(), id, unit_id, 'days', 'home', 'approved', day, day, 1, 1, now(), now(), now() \
                   from people, lateral (select current_date + 2 + (n % 26)::int as day) d where n % 2 = 0 returning id, employee_id, unit_id, first_on) \
               insert into request_days (agency_id, request_id, on_date, employee_id, unit_id, halves, counts) \
                 select $1, id, first_on, employee_id, unit_id, 3, true from asked";
    let done = sqlx::query(sql).bind(agency).execute(&mut *conn).await?;
    sqlx::raw_sql("analyze requests, request_days")
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// Makes a month of marks for the largest agency, a scheme in force and a run that waits to be counted; gives the agency and its people.
pub async fn allowance_month(
    conn: &mut PgConnection,
    month: NaiveDate,
    terms: &str,
) -> Result<(Uuid, i64)> {
    let (agency, people): (Uuid, i64) = sqlx::query_as(
        "select agency_id, count(*) from employees where active group by agency_id order by count(*) desc limit 1",
    )
    .fetch_one(&mut *conn)
    .await?;
    let steps = [
        "delete from allowance_results where agency_id = $1 and $2::date is not null and $3::text is not null",
        "delete from allowance_runs where agency_id = $1 and $2::date is not null and $3::text is not null",
        "delete from allowance_schemes where agency_id = $1 and $2::date is not null and $3::text is not null",
        "update positions set kelas = 5 + length(name) % 10 where agency_id = $1 and kelas is null and $2::date is not null and $3::text is not null",
        // a beginning and an end on every working day: one in eight late, one in nine early
        "insert into presence_marks (agency_id, id, employee_id, on_date, at, mark, source, device, device_key, recorded_at) \
         select $1, gen_random_uuid(), e.id, d::date, d + case m.mark when 'start' then interval '30 minutes' * case when e.n % 8 = 0 then 2 else 1 end - interval '4 minutes' \
         else interval '9 hours' + interval '15 minutes' * case when e.n % 9 = 0 then 0 else 1 end end, m.mark, 'observed', 'ukur', e.id::text || d::date::text || m.mark, now() \
         from (select id, row_number() over (order by id) as n from employees where agency_id = $1 and active) e \
         cross join generate_series($2::date::timestamp, $2::date + interval '1 month - 1 day', interval '1 day') as g(t) \
         cross join lateral (select (g.t at time zone 'UTC') as d) x cross join (values ('start'), ('end')) as m(mark) \
         where extract(isodow from g.t) < 6 and $3::text is not null \
           and not exists (select 1 from presence_marks p where p.agency_id = $1 and p.on_date between $2::date and ($2::date + interval '1 month - 1 day')::date)",
        "insert into allowance_schemes (agency_id, id, number, state, from_month, amounts, terms, written_by, written_at, asked_by, asked_at, put_by, put_at) \
         select $1, gen_random_uuid(), 1, 'in_force', $2, (select jsonb_object_agg(k::text, 1250000 + 750000 * k) from generate_series(1, 17) k), $3::jsonb, a.id, now(), a.id, now(), b.id, now() \
         from (select id from memberships where agency_id = $1 order by id limit 1) a, (select id from memberships where agency_id = $1 order by id desc limit 1) b",
        "insert into allowance_runs (agency_id, id, month, scheme_id, made_by, made_at, until_on) \
         select $1, gen_random_uuid(), $2, s.id, s.written_by, now(), ($2::date + interval '1 month - 1 day')::date from allowance_schemes s where s.agency_id = $1 and $3::text is not null",
        // as after a night: marks that nobody changes are read from their index
        "vacuum analyze presence_marks",
    ];
    for sql in steps {
        let query = sqlx::query(sql);
        let query = if sql.contains("$1") {
            query.bind(agency).bind(month).bind(terms)
        } else {
            query
        };
        query.execute(&mut *conn).await?;
    }
    Ok((agency, people))
}

/// How far the run is, and its total.
pub async fn allowance_result(conn: &mut PgConnection) -> Result<(String, i64)> {
    Ok(
        sqlx::query_as("select state, total from allowance_runs order by made_at desc limit 1")
            .fetch_one(conn)
            .await?,
    )
}
