//! Statements about the ministry's windows, an agency's answers, and the ministry's reading of them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::share;
use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, IdentityId, MembershipId, NationalWindowId, WindowId},
    },
    windows::{Across, Answered, National, Proposal, Reply, State, Tally, set::Facts},
};

/// What a draft says.
#[derive(Clone, Debug)]
pub struct New {
    pub number: String,
    pub title: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub home: bool,
    pub elsewhere: bool,
    pub share: i16,
    pub note: String,
}

struct Row {
    id: Uuid,
    number: String,
    title: String,
    first_on: NaiveDate,
    last_on: NaiveDate,
    home: bool,
    elsewhere: bool,
    share: i16,
    note: String,
    state: String,
    returned: String,
    requested_by: Option<Uuid>,
    published_at: Option<DateTime<Utc>>,
    version: i32,
}

impl From<Row> for National {
    fn from(row: Row) -> Self {
        Self {
            id: NationalWindowId(row.id),
            number: row.number,
            title: row.title,
            first_on: row.first_on,
            last_on: row.last_on,
            home: row.home,
            elsewhere: row.elsewhere,
            share: share(row.share),
            note: row.note,
            state: State::of(&row.state),
            returned: row.returned,
            requested_by: row.requested_by.map(IdentityId),
            published_at: row.published_at,
            version: row.version,
        }
    }
}

/// The ministry's windows, newest first.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<National>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, number, title, first_on, last_on, home, elsewhere, share, note, state, returned, requested_by, published_at, version \
         from national_windows order by created_at desc, id desc limit 100"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(National::from).collect())
}

/// One of them.
pub async fn find(conn: &mut PgConnection, id: NationalWindowId) -> Result<National> {
    let row = sqlx::query_as!(
        Row,
        "select id, number, title, first_on, last_on, home, elsewhere, share, note, state, returned, requested_by, published_at, version \
         from national_windows where id = $1",
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(row.into())
}

/// Locks and reads one.
pub async fn lock(conn: &mut PgConnection, id: NationalWindowId) -> Result<National> {
    sqlx::query_scalar!(
        "select id from national_windows where id = $1 for update",
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    find(conn, id).await
}

/// Puts a draft in place.
pub async fn insert(
    conn: &mut PgConnection,
    id: NationalWindowId,
    new: &New,
    by: Option<IdentityId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into national_windows (id, number, title, first_on, last_on, home, elsewhere, share, note, state, created_by, created_at) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,'draft',$10,$11)",
        id.0,
        new.number,
        new.title,
        new.first_on,
        new.last_on,
        new.home,
        new.elsewhere,
        new.share,
        new.note,
        by.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Saves a draft anew.
pub async fn save(conn: &mut PgConnection, id: NationalWindowId, new: &New) -> Result<()> {
    sqlx::query!(
        "update national_windows set number = $2, title = $3, first_on = $4, last_on = $5, home = $6, elsewhere = $7, share = $8, note = $9, version = version + 1 where id = $1",
        id.0,
        new.number,
        new.title,
        new.first_on,
        new.last_on,
        new.home,
        new.elsewhere,
        new.share,
        new.note
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Publication is asked for.
pub async fn ask(
    conn: &mut PgConnection,
    id: NationalWindowId,
    by: IdentityId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update national_windows set state = 'waiting', requested_by = $2, requested_at = $3, returned = '', version = version + 1 where id = $1",
        id.0,
        by.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Published, from now on for every agency to answer.
pub async fn publish(
    conn: &mut PgConnection,
    id: NationalWindowId,
    by: IdentityId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update national_windows set state = 'published', published_by = $2, published_at = $3, version = version + 1 where id = $1",
        id.0,
        by.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Back to a draft.
pub async fn give_back(conn: &mut PgConnection, id: NationalWindowId, reason: &str) -> Result<()> {
    sqlx::query!(
        "update national_windows set state = 'draft', requested_by = null, requested_at = null, returned = $2, version = version + 1 where id = $1",
        id.0,
        reason
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Dropped.
pub async fn withdraw(conn: &mut PgConnection, id: NationalWindowId) -> Result<()> {
    sqlx::query!(
        "update national_windows set state = 'withdrawn', version = version + 1 where id = $1",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

struct Asked {
    id: Uuid,
    number: String,
    title: String,
    first_on: NaiveDate,
    last_on: NaiveDate,
    home: bool,
    elsewhere: bool,
    share: i16,
    note: String,
    published_at: Option<DateTime<Utc>>,
    version: i32,
    answer: Option<String>,
    window_id: Option<Uuid>,
    reason: Option<String>,
    answered_by: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

impl From<Asked> for Proposal {
    fn from(row: Asked) -> Self {
        let reply = row.answer.as_deref().and_then(Reply::of);
        Self {
            answer: reply.zip(row.answered_at).map(|(reply, at)| Answered {
                reply,
                window: row.window_id.map(WindowId),
                reason: row.reason.unwrap_or_default(),
                by: row.answered_by.unwrap_or_default(),
                at,
            }),
            national: National {
                id: NationalWindowId(row.id),
                number: row.number,
                title: row.title,
                first_on: row.first_on,
                last_on: row.last_on,
                home: row.home,
                elsewhere: row.elsewhere,
                share: share(row.share),
                note: row.note,
                state: State::Published,
                returned: String::new(),
                requested_by: None,
                published_at: row.published_at,
                version: row.version,
            },
        }
    }
}

/// The published windows that are not over, with this agency's answers; by first day.
pub async fn proposals(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<Proposal>> {
    let rows = sqlx::query_as!(
        Asked,
        r#"select n.id, n.number, n.title, n.first_on, n.last_on, n.home, n.elsewhere, n.share, n.note, n.published_at, n.version,
           a.answer as "answer?", a.window_id as "window_id?", a.reason as "reason?", a.answered_at as "answered_at?",
           (select i.name from memberships m cross join lateral identity_get(m.identity_id) i where m.agency_id = a.agency_id and m.id = a.answered_by) as answered_by
           from national_windows n left join window_answers a on a.agency_id = $1 and a.national_id = n.id
           where n.state = 'published' and n.last_on >= $2 order by n.first_on, n.id limit 50"#,
        agency.0,
        today
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Proposal::from).collect())
}

/// One published window with this agency's answer.
pub async fn proposal(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: NationalWindowId,
) -> Result<Proposal> {
    let row = sqlx::query_as!(
        Asked,
        r#"select n.id, n.number, n.title, n.first_on, n.last_on, n.home, n.elsewhere, n.share, n.note, n.published_at, n.version,
           a.answer as "answer?", a.window_id as "window_id?", a.reason as "reason?", a.answered_at as "answered_at?",
           (select i.name from memberships m cross join lateral identity_get(m.identity_id) i where m.agency_id = a.agency_id and m.id = a.answered_by) as answered_by
           from national_windows n left join window_answers a on a.agency_id = $1 and a.national_id = n.id
           where n.state = 'published' and n.id = $2"#,
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Proposal::from).ok_or(Error::NotFound)
}

/// An answer as it is kept.
pub struct Said<'a> {
    pub national: NationalWindowId,
    pub reply: Reply,
    pub window: Option<WindowId>,
    pub reason: &'a str,
    pub facts: Option<&'a Facts>,
}

/// Keeps an answer, and what the ministry may read of it.
pub async fn save_answer(
    conn: &mut PgConnection,
    agency: AgencyId,
    said: &Said<'_>,
    by: MembershipId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into window_answers (agency_id, national_id, answer, window_id, reason, answered_by, answered_at) values ($1,$2,$3,$4,$5,$6,$7)",
        agency.0,
        said.national.0,
        said.reply.code(),
        said.window.map(|id| id.0),
        said.reason,
        by.0,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into stats_windows (agency_id, national_id, answer, first_on, last_on, share, reason, as_of) values ($1,$2,$3,$4,$5,$6,$7,$8)",
        agency.0,
        said.national.0,
        said.reply.code(),
        said.facts.map(|facts| facts.first_on),
        said.facts.map(|facts| facts.last_on),
        said.facts.map(|facts| facts.share),
        said.reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many live agencies answered how; read by the ministry's own user.
pub async fn tally(conn: &mut PgConnection, id: NationalWindowId) -> Result<Tally> {
    let row = sqlx::query!(
        r#"select count(*) filter (where s.answer = 'accepted') as "accepted!", count(*) filter (where s.answer = 'adjusted') as "adjusted!",
           count(*) filter (where s.answer = 'declined') as "declined!", count(*) filter (where s.answer is null) as "open!"
           from agencies a left join stats_windows s on s.agency_id = a.id and s.national_id = $1 where a.live"#,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(Tally {
        accepted: row.accepted,
        adjusted: row.adjusted,
        declined: row.declined,
        open: row.open,
    })
}

/// The live agencies with their answers, by name; `only` is an answer or `open`.
pub async fn across(
    conn: &mut PgConnection,
    id: NationalWindowId,
    only: Option<&str>,
    after: Option<(String, Uuid)>,
    limit: i64,
) -> Result<Vec<Across>> {
    let (after_name, after_id) = after.unzip();
    let rows = sqlx::query!(
        r#"select a.id, a.name, a.code, s.answer as "answer?", s.first_on as "first_on?", s.last_on as "last_on?", s.share as "share?",
           s.reason as "reason?", s.ended as "ended?"
           from agencies a left join stats_windows s on s.agency_id = a.id and s.national_id = $1
           where a.live and ($2::text is null or coalesce(s.answer, 'open') = $2) and ($3::text is null or (lower(a.name), a.id) > ($3, $4))
           order by lower(a.name), a.id limit $5"#,
        id.0,
        only,
        after_name,
        after_id,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Across {
            agency: row.id,
            name: row.name,
            code: row.code,
            reply: row.answer.as_deref().and_then(Reply::of),
            first_on: row.first_on,
            last_on: row.last_on,
            share: row.share,
            reason: row.reason.unwrap_or_default(),
            ended: row.ended.unwrap_or(false),
        })
        .collect())
}
