//! Statements of the drill, as the superuser of the private cluster.

use anyhow::Result;
use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::ledger::Notes;

/// Requests in the database.
pub async fn requests(conn: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from requests")
        .fetch_one(conn)
        .await?)
}

/// Files of work that rows know, and their bytes together.
pub async fn files(conn: &mut PgConnection) -> Result<(usize, u64)> {
    let sql = "select count(*), coalesce(sum(size), 0)::bigint from delivery_files";
    let (rows, bytes): (i64, i64) = sqlx::query_as(sql).fetch_one(conn).await?;
    Ok((usize::try_from(rows)?, u64::try_from(bytes)?))
}

/// The database's clock.
pub async fn stamp(conn: &mut PgConnection) -> Result<DateTime<Utc>> {
    Ok(sqlx::query_scalar("select now()").fetch_one(conn).await?)
}

/// A backend that serves the application.
pub async fn some_backend(conn: &mut PgConnection) -> Result<Option<u32>> {
    let sql = "select pid from pg_stat_activity where usename = 'luwes_app' order by query_start desc limit 1";
    let pid: Option<i32> = sqlx::query_scalar(sql).fetch_optional(conn).await?;
    Ok(pid.and_then(|pid| u32::try_from(pid).ok()))
}

/// Ends every connection of the application; how many there were.
pub async fn end_backends(conn: &mut PgConnection) -> Result<i64> {
    let sql =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'luwes_app'";
    Ok(sqlx::query_scalar(sql).fetch_one(conn).await?)
}

/// Takes the table of plan lines away from everybody until [`unlock`].
pub async fn lock_plans(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql("begin; lock table plan_lines in access exclusive mode")
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives it back.
pub async fn unlock(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql("rollback").execute(conn).await?;
    Ok(())
}

/// What of a ledger is in the database.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Acknowledged {
    pub requests: i64,
    pub audited: i64,
    pub told: i64,
    pub refused: i64,
    pub withdrawn: i64,
    pub keyed: i64,
}

/// Counts acknowledged requests that are stored, those with exactly one audit row of their submission and exactly one notice
/// to the approver; refusals and withdrawals with exactly one audit row (refusals also with exactly one notice); and keys of
/// programs that are kept once, with the answer that was given.
pub async fn acknowledged(conn: &mut PgConnection, notes: &Notes) -> Result<Acknowledged> {
    let sql = "with audited as (select subject_id as id, event from audit where subject_id = any($1) \
                   group by 1, 2 having count(*) = 1), \
               told as (select split_part(dedupe, ':', 1) as event, split_part(dedupe, ':', 2) as id from outbox \
                   where dedupe like 'request-%' group by 1, 2 having count(*) = 1) \
               select (select count(*) from requests where id = any($1)) as requests, \
                      (select count(*) from audited where event = 'request-submitted') as audited, \
                      (select count(*) from told where event = 'request-waiting' and id = any($4)) as told, \
                      (select count(*) from requests r join audited a on a.id = r.id and a.event = 'request-decided' \
                       join told t on t.id = r.id::text and t.event = 'request-decided' \
                       where r.id = any($2) and r.state = 'refused') as refused, \
                      (select count(*) from requests r join audited a on a.id = r.id and a.event = 'request-withdrawn' \
                       where r.id = any($3) and r.state = 'withdrawn') as withdrawn, \
                      (select count(*) from (select k.key from unnest($5::text[], $6::text[]) as k(key, id) \
                       join api_answers a on a.key = k.key and a.status = 201 and a.body::jsonb ->> 'id' = k.id \
                       group by 1 having count(*) = 1) x) as keyed";
    let names: Vec<String> = notes.submitted.iter().map(Uuid::to_string).collect();
    let (keys, ids): (Vec<String>, Vec<String>) = notes
        .keyed
        .iter()
        .map(|(key, id)| (key.to_string(), id.to_string()))
        .unzip();
    Ok(sqlx::query_as(sql)
        .bind(&notes.submitted)
        .bind(&notes.refused)
        .bind(&notes.withdrawn)
        .bind(&names)
        .bind(&keys)
        .bind(&ids)
        .fetch_one(conn)
        .await?)
}

/// Requests made since then that lack their days, their event, their audit row or their notice.
pub async fn half_done(conn: &mut PgConnection, since: DateTime<Utc>) -> Result<i64> {
    let sql = "select count(*) from requests r where r.created_at >= $1 and ( \
                 not exists (select 1 from request_days d where d.agency_id = r.agency_id and d.request_id = r.id) or \
                 not exists (select 1 from request_events v where v.agency_id = r.agency_id and v.request_id = r.id) or \
                 not exists (select 1 from audit a where a.agency_id = r.agency_id and a.subject_id = r.id and a.event = 'request-submitted') or \
                 not exists (select 1 from outbox o where o.agency_id = r.agency_id and o.dedupe like 'request-waiting:' || r.id || ':%'))";
    Ok(sqlx::query_scalar(sql).bind(since).fetch_one(conn).await?)
}

/// Events that were told twice to the same person.
pub async fn told_twice(conn: &mut PgConnection) -> Result<i64> {
    let sql = "select count(*) from (select 1 from outbox where dedupe like 'request-%' \
               group by agency_id, identity_id, split_part(dedupe, ':', 1), split_part(dedupe, ':', 2) having count(*) > 1) x";
    Ok(sqlx::query_scalar(sql).fetch_one(conn).await?)
}

/// Transactions of the application that nobody works in.
pub async fn left_open(conn: &mut PgConnection) -> Result<i64> {
    let sql = "select count(*) from pg_stat_activity where usename = 'luwes_app' and state like 'idle in transaction%' \
               and state_change < now() - interval '1 second'";
    Ok(sqlx::query_scalar(sql).fetch_one(conn).await?)
}

/// Bytes of the tables that [`move_tables`] moves.
pub async fn size_to_move(conn: &mut PgConnection) -> Result<i64> {
    let sql = "select (pg_total_relation_size('request_events') + pg_total_relation_size('files'))::bigint";
    Ok(sqlx::query_scalar(sql).fetch_one(conn).await?)
}

/// Moves two tables that grow (histories of requests, and the files people hand in) to the tablespace `drill_small`, or back.
pub async fn move_tables(conn: &mut PgConnection, there: bool) -> Result<()> {
    let sql = if there {
        "set lock_timeout = '10s'; \
         alter table request_events set tablespace drill_small; alter table files set tablespace drill_small"
    } else {
        "set lock_timeout = '10s'; \
         alter table request_events set tablespace pg_default; alter table files set tablespace pg_default"
    };
    sqlx::raw_sql(sql).execute(&mut *conn).await?;
    // so that nothing is left to be written or removed where the tables were
    sqlx::raw_sql("checkpoint").execute(conn).await?;
    Ok(())
}

/// Makes the tablespace `drill_small` inside the data folder and gives its number: `pg_tblspc/<number>`.
pub async fn make_tablespace(conn: &mut PgConnection) -> Result<u32> {
    sqlx::raw_sql("set allow_in_place_tablespaces = on")
        .execute(&mut *conn)
        .await?;
    sqlx::raw_sql("create tablespace drill_small location ''")
        .execute(&mut *conn)
        .await?;
    let number: i64 =
        sqlx::query_scalar("select oid::bigint from pg_tablespace where spcname = 'drill_small'")
            .fetch_one(conn)
            .await?;
    Ok(number.try_into()?)
}

/// Removes the tablespace.
pub async fn drop_tablespace(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql("drop tablespace drill_small")
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps every piece of the write-ahead log from now on, as a standby that has stopped reading would.
pub async fn hold_wal(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql("select pg_create_physical_replication_slot('drill', true)")
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets go of it.
pub async fn free_wal(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql("select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = 'drill'")
        .execute(conn)
        .await?;
    Ok(())
}

/// Goes on to the next piece of the write-ahead log.
pub async fn next_wal(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql("select pg_switch_wal()")
        .execute(conn)
        .await?;
    Ok(())
}

/// Opens sessions that end so many seconds from now (before now when negative).
pub async fn session_until(
    conn: &mut PgConnection,
    hash: &[u8],
    like: &[u8],
    seconds: i32,
) -> Result<()> {
    sqlx::query(
        "insert into sessions (id, token_hash, identity_id, agency_id, device, network, remembered, created_at, last_seen_at, expires_at) \
         select gen_random_uuid(), $1, identity_id, agency_id, device, network, true, now() - interval '1 hour', now(), now() + make_interval(secs => $3) \
         from sessions where token_hash = $2",
    )
    .bind(hash)
    .bind(like)
    .bind(seconds)
    .execute(conn)
    .await?;
    Ok(())
}

/// How many sessions there are, the sum of their ends, and how many seconds the latest was seen after now.
pub async fn sessions(conn: &mut PgConnection) -> Result<(i64, f64, f64)> {
    let sql = "select count(*), coalesce(sum(extract(epoch from expires_at))::float8, 0), \
               coalesce(extract(epoch from max(last_seen_at) - now())::float8, 0) from sessions";
    Ok(sqlx::query_as(sql).fetch_one(conn).await?)
}

/// By how many seconds the newest seal of an agency's trail was set after now.
pub async fn last_sealed(conn: &mut PgConnection, agency: Uuid) -> Result<Option<f64>> {
    let sql = "select extract(epoch from sealed_at - now())::float8 from audit_seals where agency_id = $1 order by seq desc limit 1";
    Ok(sqlx::query_scalar(sql)
        .bind(agency)
        .fetch_optional(conn)
        .await?)
}
