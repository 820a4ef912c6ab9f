//! What must be told to people: written in the business transaction, readable in the product from then on, and mailed
//! afterwards, at least once, when the person wants it.

mod deliver;
mod mail;
mod timing;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    actor::Agency,
    cx::{BoxFuture, Core, Cx},
    db::Mode,
    error::Result,
    id::{AgencyId, EmployeeId, IdentityId},
};

pub use deliver::deliver;
pub use mail::{Mail, Mailer};

/// How long what people were told stays readable.
pub const KEPT: TimeDelta = TimeDelta::days(90);
/// Messages about the person's own door, and emergencies: they leave at once, whatever was chosen.
const URGENT: [&str; 4] = ["invite", "reset", "password-changed", "window-emergency"];
/// Messages whose link is a secret: mailed, never shown in the product.
const SECRET: [&str; 2] = ["invite", "reset"];

/// Something to tell one person: its words stand in the catalogues as `mail-<kind>-subject` and `mail-<kind>-body`.
#[derive(Clone, Debug)]
pub struct Notice {
    pub kind: &'static str,
    /// Values the words mention.
    pub args: BTreeMap<&'static str, String>,
    /// The page it is about, as a local path.
    pub link: String,
    /// Cases whose days go along with the mail as a calendar file.
    pub days_of: Vec<Uuid>,
    /// The same event is told once, however often it is recorded.
    pub dedupe: String,
    /// Not before this instant (a decision may still be taken back).
    pub not_before: Option<DateTime<Utc>>,
}

impl Notice {
    /// A notice of a kind about a page; `dedupe` names the event.
    pub fn new(kind: &'static str, link: impl Into<String>, dedupe: impl Into<String>) -> Self {
        Self {
            kind,
            args: BTreeMap::new(),
            link: link.into(),
            days_of: Vec::new(),
            dedupe: dedupe.into(),
            not_before: None,
        }
    }

    /// Adds a value.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }

    /// The mail carries the days of a case of whoever is told, as they stand when it leaves, as a calendar file.
    pub fn with_days_of(mut self, case: Uuid) -> Self {
        self.days_of.push(case);
        self
    }

    /// Leaves only after an instant.
    pub fn after(mut self, instant: DateTime<Utc>) -> Self {
        self.not_before = Some(instant);
        self
    }
}

/// What a notice carries besides its kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Payload {
    pub args: BTreeMap<String, String>,
    pub link: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days_of: Vec<Uuid>,
}

impl From<&Notice> for Payload {
    fn from(notice: &Notice) -> Self {
        let args = notice.args.iter();
        Self {
            args: args
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            link: notice.link.clone(),
            days_of: notice.days_of.clone(),
        }
    }
}

/// Puts a notice to an employee into the outbox; without a login identity nobody is told.
pub async fn tell(cx: &mut Cx, employee: EmployeeId, notice: Notice) -> Result<()> {
    let agency = cx.agency();
    let identity = sqlx::query_scalar!(
        "select identity_id from memberships where agency_id = $1 and employee_id = $2",
        agency.0,
        employee.0
    )
    .fetch_optional(cx.conn())
    .await?;
    match identity {
        Some(identity) => tell_identity(cx, IdentityId(identity), notice).await,
        None => Ok(()),
    }
}

/// Puts a notice to a login identity into the outbox.
pub async fn tell_identity(cx: &mut Cx, identity: IdentityId, notice: Notice) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    insert(cx.conn(), agency, identity, notice, now).await
}

/// Puts one notice to each of several login identities into the outbox, at once; each is told of the event once.
pub async fn tell_each(cx: &mut Cx, identities: &[IdentityId], notice: &Notice) -> Result<()> {
    if identities.is_empty() {
        return Ok(());
    }
    let (agency, now) = (cx.agency(), cx.now());
    let due = notice.not_before.unwrap_or(now);
    let told_at = (!SECRET.contains(&notice.kind)).then_some(due);
    let payload = Payload::from(notice);
    let ids: Vec<Uuid> = identities.iter().map(|_| Uuid::now_v7()).collect();
    let to: Vec<Uuid> = identities.iter().map(|identity| identity.0).collect();
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) values ($1, $2, $6)) \
         insert into outbox (agency_id, id, created_at, kind, identity_id, payload, not_before, dedupe, told_at) \
         select $2, t.id, $3, $4, t.identity, $5, $6, $7::text || ':' || t.identity, $8 from unnest($9::uuid[], $10::uuid[]) as t (id, identity) \
         on conflict (agency_id, dedupe) do nothing",
        Uuid::now_v7(),
        agency.0,
        now,
        notice.kind,
        serde_json::to_value(payload)?,
        due,
        notice.dedupe,
        told_at,
        &ids,
        &to
    )
    .execute(cx.conn())
    .await?;
    Ok(())
}

/// Puts notices to many employees into the outbox at once; those without a login identity are not told.
pub async fn tell_people(cx: &mut Cx, notices: Vec<(EmployeeId, Notice)>) -> Result<()> {
    if notices.is_empty() {
        return Ok(());
    }
    let (agency, now) = (cx.agency(), cx.now());
    let mut rows = Rows::default();
    for (employee, notice) in notices {
        let due = notice.not_before.unwrap_or(now);
        let payload = Payload::from(&notice);
        rows.ids.push(Uuid::now_v7());
        rows.employees.push(employee.0);
        rows.kinds.push(notice.kind.to_owned());
        rows.payloads.push(serde_json::to_value(payload)?);
        rows.due.push(due);
        rows.dedupes.push(notice.dedupe);
        rows.told
            .push((!SECRET.contains(&notice.kind)).then_some(due));
    }
    sqlx::query!(
        "with told as (select t.*, m.identity_id from unnest($3::uuid[], $4::uuid[], $5::text[], $6::jsonb[], $7::timestamptz[], $8::text[], $9::timestamptz[]) \
             as t (id, employee_id, kind, payload, due, dedupe, told_at) join memberships m on m.agency_id = $1 and m.employee_id = t.employee_id), \
           w as (insert into wakeups (id, agency_id, due_at) select gen_random_uuid(), $1, due from (select distinct due from told) d) \
         insert into outbox (agency_id, id, created_at, kind, identity_id, payload, not_before, dedupe, told_at) \
         select $1, id, $2, kind, identity_id, payload, due, dedupe, told_at from told on conflict (agency_id, dedupe) do nothing",
        agency.0,
        now,
        &rows.ids,
        &rows.employees,
        &rows.kinds,
        &rows.payloads,
        &rows.due,
        &rows.dedupes,
        &rows.told as &[Option<DateTime<Utc>>]
    )
    .execute(cx.conn())
    .await?;
    Ok(())
}

/// Rows of many notices, column by column.
#[derive(Default)]
struct Rows {
    ids: Vec<Uuid>,
    employees: Vec<Uuid>,
    kinds: Vec<String>,
    payloads: Vec<serde_json::Value>,
    due: Vec<DateTime<Utc>>,
    dedupes: Vec<String>,
    told: Vec<Option<DateTime<Utc>>>,
}

/// The same where no `Cx` exists (a reset link asked for before sign-in).
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: IdentityId,
    notice: Notice,
    now: DateTime<Utc>,
) -> Result<()> {
    let due = notice.not_before.unwrap_or(now);
    let told_at = (!SECRET.contains(&notice.kind)).then_some(due);
    let payload = Payload::from(&notice);
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) values ($1, $2, $7)) \
         insert into outbox (agency_id, id, created_at, kind, identity_id, payload, not_before, dedupe, told_at) \
         values ($2, $1, $3, $4, $5, $6, $7, $8, $9) on conflict (agency_id, dedupe) do nothing",
        Uuid::now_v7(),
        agency.0,
        now,
        notice.kind,
        identity.0,
        serde_json::to_value(payload)?,
        due,
        notice.dedupe,
        told_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes back notices of an event that have not left yet.
pub async fn cancel(cx: &mut Cx, dedupe: &str) -> Result<bool> {
    let agency = cx.agency();
    let done = sqlx::query!("update outbox set state = 'cancelled' where agency_id = $1 and dedupe = $2 and state = 'pending'", agency.0, dedupe)
        .execute(cx.conn())
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Lets mail that waits for a digest or for the end of quiet hours be looked at anew: the person has chosen otherwise.
pub async fn reconsider(cx: &mut Cx, identity: IdentityId) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) values ($4, $1, $3)) \
         update outbox set not_before = greatest($3, coalesce(told_at, created_at)) where agency_id = $1 and identity_id = $2 and state = 'pending' and not_before > $3",
        agency.0,
        identity.0,
        now,
        Uuid::now_v7()
    )
    .execute(cx.conn())
    .await?;
    Ok(())
}

/// Forgets what was told longer ago than people may read it.
pub fn forget(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut tx = core.db.tenant(agency.id, Mode::Write).await?;
        let old = core.clock.now() - KEPT;
        sqlx::query!(
            "delete from outbox where agency_id = $1 and created_at < $2 and state <> 'pending' and coalesce(told_at, created_at) < $2",
            agency.id.0,
            old
        )
        .execute(tx.conn())
        .await?;
        tx.commit().await
    })
}
