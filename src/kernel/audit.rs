//! The audit trail: append-only rows inside the business transaction, sealed into a hash chain per agency a moment later.
//!
//! Rows carry references, never names, so that erasing a person does not break the chain.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    actor::Actor,
    crypto::{hex, sha256},
    cx::{Core, Cx},
    db::Mode,
    error::Result,
    id::AgencyId,
};

/// What happened, to what, with which details (codes, counts, ids; no names).
#[derive(Clone, Debug)]
pub struct Event {
    pub code: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: Option<Uuid>,
    pub detail: Map<String, Value>,
}

impl Event {
    /// An event on a subject.
    pub fn new(
        code: &'static str,
        subject_kind: &'static str,
        subject_id: impl Into<Option<Uuid>>,
    ) -> Self {
        Self {
            code,
            subject_kind,
            subject_id: subject_id.into(),
            detail: Map::new(),
        }
    }

    /// Adds a detail.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }
}

/// Records an event in the transaction of the work itself, and wakes the sealer.
pub async fn record(cx: &mut Cx, event: Event) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let (kind, actor) = cx.actor().mark();
    let request_id = cx.request_id().to_owned();
    let event = match cx.actor().token {
        Some(held) => event.with("token", held.id.to_string()),
        None => event,
    };
    insert(cx.conn(), agency, now, kind, actor, &event, &request_id).await
}

/// Records events of work on many things at once: a row each, one call of the sealer.
pub async fn record_each(cx: &mut Cx, events: &[Event]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let (agency, now) = (cx.agency(), cx.now());
    let (kind, actor) = cx.actor().mark();
    let request_id = cx.request_id().to_owned();
    let ids: Vec<Uuid> = events.iter().map(|_| Uuid::now_v7()).collect();
    let codes: Vec<String> = events.iter().map(|one| one.code.to_owned()).collect();
    let kinds: Vec<String> = events
        .iter()
        .map(|one| one.subject_kind.to_owned())
        .collect();
    let subjects: Vec<Option<Uuid>> = events.iter().map(|one| one.subject_id).collect();
    let details: Vec<String> = events
        .iter()
        .map(|one| Value::Object(one.detail.clone()).to_string())
        .collect();
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) values ($1, $2, $3)) \
         insert into audit (agency_id, id, at, actor_kind, actor_id, event, subject_kind, subject_id, detail, request_id) \
         select $2, t.id, $3, $4, $5, t.event, t.subject_kind, t.subject_id, t.detail, $6 \
         from unnest($7::uuid[], $8::text[], $9::text[], $10::uuid[], $11::text[]) as t (id, event, subject_kind, subject_id, detail)",
        Uuid::now_v7(),
        agency.0,
        now,
        kind,
        actor,
        request_id,
        &ids,
        &codes,
        &kinds,
        &subjects as &[Option<Uuid>],
        &details
    )
    .execute(cx.conn())
    .await?;
    Ok(())
}

/// Records an event where no `Cx` exists (sign-in).
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    at: DateTime<Utc>,
    kind: &str,
    actor: Option<Uuid>,
    event: &Event,
    request_id: &str,
) -> Result<()> {
    let detail = Value::Object(event.detail.clone()).to_string();
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) values ($1, $2, $3)) \
         insert into audit (agency_id, id, at, actor_kind, actor_id, event, subject_kind, subject_id, detail, request_id) \
         values ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10)",
        Uuid::now_v7(),
        agency.0,
        at,
        kind,
        actor,
        event.code,
        event.subject_kind,
        event.subject_id,
        detail,
        request_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records events of a page that only read, in a transaction of their own once the page's has ended ([`Cx::record_after`]).
pub async fn record_apart(
    core: &Core,
    actor: &Actor,
    events: &[Event],
    request_id: &str,
) -> Result<()> {
    let (agency, (kind, by)) = (actor.agency.id, actor.mark());
    let mut tx = core.db.tenant(agency, Mode::Write).await?;
    for event in events {
        let now = core.clock.now();
        insert(tx.conn(), agency, now, kind, by, event, request_id).await?;
    }
    tx.commit().await?;
    core.wake.notify_one();
    Ok(())
}

/// One audit row as it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub agency_id: Uuid,
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub event: String,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    pub detail: String,
    pub request_id: String,
}

impl Row {
    /// The canonical bytes: every field in fixed order, each led by its length, instants as microseconds since 1970.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        let mut put = |bytes: &[u8]| {
            out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend_from_slice(bytes);
        };
        put(b"luwes-audit-1");
        put(self.agency_id.as_bytes());
        put(self.id.as_bytes());
        put(&self.at.timestamp_micros().to_be_bytes());
        put(self.actor_kind.as_bytes());
        put(self.actor_id.as_ref().map_or(&[][..], |id| id.as_bytes()));
        put(self.event.as_bytes());
        put(self.subject_kind.as_bytes());
        put(self.subject_id.as_ref().map_or(&[][..], |id| id.as_bytes()));
        put(self.detail.as_bytes());
        put(self.request_id.as_bytes());
        out
    }

    /// The seal: SHA-256 over the sequence number, the previous seal and the row.
    pub fn seal(&self, seq: i64, prev: &[u8]) -> [u8; 32] {
        let mut bytes = seq.to_be_bytes().to_vec();
        bytes.extend_from_slice(prev);
        bytes.extend_from_slice(&self.canonical());
        sha256(&bytes)
    }
}

/// How many rows one batch seals.
const BATCH: i64 = 500;

/// Seals what is not sealed yet, oldest first, inside the given tenant transaction. Returns how many rows it sealed.
pub async fn seal(conn: &mut PgConnection, agency: AgencyId, now: DateTime<Utc>) -> Result<usize> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1::text, 7))",
        agency.0.to_string()
    )
    .execute(&mut *conn)
    .await?;
    let head = sqlx::query!("select seq, hash, audit_at from audit_seals where agency_id = $1 order by seq desc limit 1", agency.0)
        .fetch_optional(&mut *conn)
        .await?;
    // A transaction lives seconds: nothing older than an hour before the newest seal can still appear.
    let floor = head.as_ref().map_or(DateTime::UNIX_EPOCH, |row| {
        row.audit_at - chrono::TimeDelta::hours(1)
    });
    let (mut seq, mut prev) = head
        .as_ref()
        .map_or((0, vec![0; 32]), |row| (row.seq, row.hash.clone()));
    let rows = sqlx::query_as!(
        Row,
        "select a.agency_id, a.id, a.at, a.actor_kind, a.actor_id, a.event, a.subject_kind, a.subject_id, a.detail, a.request_id \
         from audit a where a.agency_id = $1 and a.at >= $3 \
         and not exists (select 1 from audit_seals s where s.agency_id = a.agency_id and s.audit_id = a.id) \
         order by a.at, a.id limit $2",
        agency.0,
        BATCH,
        floor
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut batch = Seals::default();
    for row in &rows {
        seq += 1;
        let hash = row.seal(seq, &prev);
        batch.seq.push(seq);
        batch.audit.push(row.id);
        batch.at.push(row.at);
        batch.prev.push(prev);
        batch.hash.push(hash.to_vec());
        prev = hash.to_vec();
    }
    if !rows.is_empty() {
        sqlx::query!(
            "insert into audit_seals (agency_id, seq, audit_id, audit_at, prev_hash, hash, sealed_at) \
             select $1, t.seq, t.audit, t.at, t.prev, t.hash, $7 \
             from unnest($2::bigint[], $3::uuid[], $4::timestamptz[], $5::bytea[], $6::bytea[]) as t (seq, audit, at, prev, hash)",
            agency.0,
            &batch.seq,
            &batch.audit,
            &batch.at,
            &batch.prev,
            &batch.hash,
            now
        )
        .execute(conn)
        .await?;
    }
    Ok(rows.len())
}

#[derive(Default)]
struct Seals {
    seq: Vec<i64>,
    audit: Vec<Uuid>,
    at: Vec<DateTime<Utc>>,
    prev: Vec<Vec<u8>>,
    hash: Vec<Vec<u8>>,
}

/// Whether nothing has been recorded in the agency since an instant: what was counted then still holds. Looks a minute
/// further back, because a row carries the instant at which its transaction began.
pub async fn quiet_since(
    conn: &mut PgConnection,
    agency: AgencyId,
    since: DateTime<Utc>,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select not exists (select 1 from audit where agency_id = $1 and at >= $2) as "quiet!""#,
        agency.0,
        since - chrono::TimeDelta::minutes(1)
    )
    .fetch_one(conn)
    .await?)
}

/// What is wrong with a link of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A sequence number is left out; the next one that stands.
    Missing(i64),
    /// The seal names another one before it.
    Unlinked,
    /// The row differs from what was sealed.
    Changed(Uuid),
    /// The row is not there, or stands at another time.
    Gone(Uuid),
}

impl Fault {
    /// The stable word for catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unlinked => "unlinked",
            Self::Changed(_) => "changed",
            Self::Gone(_) => "gone",
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(next) => write!(f, "the seal is missing; the next one is {next}"),
            Self::Unlinked => f.write_str("the seal does not follow the one before it"),
            Self::Changed(id) => write!(f, "audit row {id} was changed after it was sealed"),
            Self::Gone(id) => write!(f, "audit row {id} is gone or its time was changed"),
        }
    }
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Sealed rows that were checked.
    pub checked: i64,
    /// The first broken link: its sequence number and what is wrong.
    pub broken: Option<(i64, Fault)>,
    /// Rows older than ten seconds that no seal covers.
    pub unsealed_late: i64,
    /// The hash of the last seal, in hexadecimal.
    pub head: String,
    /// When the oldest sealed row was written.
    pub since: Option<DateTime<Utc>>,
}

impl Verification {
    /// Whether everything is as it was written.
    pub fn intact(&self) -> bool {
        self.broken.is_none() && self.unsealed_late == 0
    }
}

/// Recomputes the chain of one agency inside its transaction.
pub async fn verify(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
) -> Result<Verification> {
    let mut found = Verification::default();
    let mut prev = vec![0; 32];
    let mut after = 0_i64;
    loop {
        let seals = sqlx::query!(
            r#"select s.seq, s.audit_id, s.prev_hash, s.hash, a.id as "id?", a.at as "at?", a.actor_kind as "actor_kind?", a.actor_id,
               a.event as "event?", a.subject_kind as "subject_kind?", a.subject_id, a.detail as "detail?", a.request_id as "request_id?"
               from audit_seals s left join audit a on a.agency_id = s.agency_id and a.id = s.audit_id and a.at = s.audit_at
               where s.agency_id = $1 and s.seq > $2 order by s.seq limit 5000"#,
            agency.0,
            after
        )
        .fetch_all(&mut *conn)
        .await?;
        if seals.is_empty() {
            break;
        }
        for seal in seals {
            let expected = after + 1;
            after = seal.seq;
            if seal.seq != expected {
                found.broken = Some((expected, Fault::Missing(seal.seq)));
            } else if seal.prev_hash != prev {
                found.broken = Some((seal.seq, Fault::Unlinked));
            } else if let (Some(id), Some(at)) = (seal.id, seal.at) {
                let row = Row {
                    agency_id: agency.0,
                    id,
                    at,
                    actor_kind: seal.actor_kind.unwrap_or_default(),
                    actor_id: seal.actor_id,
                    event: seal.event.unwrap_or_default(),
                    subject_kind: seal.subject_kind.unwrap_or_default(),
                    subject_id: seal.subject_id,
                    detail: seal.detail.unwrap_or_default(),
                    request_id: seal.request_id.unwrap_or_default(),
                };
                if row.seal(seal.seq, &prev)[..] != seal.hash[..] {
                    found.broken = Some((seal.seq, Fault::Changed(seal.audit_id)));
                }
                found.since = found.since.or(Some(at));
            } else {
                found.broken = Some((seal.seq, Fault::Gone(seal.audit_id)));
            }
            if found.broken.is_some() {
                return Ok(found);
            }
            found.checked += 1;
            prev = seal.hash;
        }
    }
    found.head = hex(&prev);
    found.unsealed_late = sqlx::query_scalar!(
        r#"select count(*) as "n!" from audit a where a.agency_id = $1 and a.at < $2::timestamptz - interval '10 seconds'
           and not exists (select 1 from audit_seals s where s.agency_id = a.agency_id and s.audit_id = a.id)"#,
        agency.0,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            agency_id: Uuid::nil(),
            id: Uuid::max(),
            at: "2026-11-19T00:42:00Z".parse().unwrap(),
            actor_kind: "person".into(),
            actor_id: None,
            event: "request-approved".into(),
            subject_kind: "request".into(),
            subject_id: Some(Uuid::nil()),
            detail: "{}".into(),
            request_id: String::new(),
        }
    }

    #[test]
    fn any_changed_field_breaks_the_seal() {
        let good = row().seal(1, &[0; 32]);
        let changes: [fn(&mut Row); 5] = [
            |r| r.event = "request-refused".into(),
            |r| r.detail = "{\"x\":1}".into(),
            |r| r.at += chrono::TimeDelta::microseconds(1),
            |r| r.actor_id = Some(Uuid::nil()),
            |r| r.agency_id = Uuid::max(),
        ];
        for change in changes {
            let mut other = row();
            change(&mut other);
            assert_ne!(other.seal(1, &[0; 32]), good);
        }
        assert_ne!(row().seal(2, &[0; 32]), good);
        assert_ne!(row().seal(1, &[1; 32]), good);
    }

    #[test]
    fn bytes_cannot_slide_between_fields() {
        let (mut a, mut b) = (row(), row());
        (a.event, a.subject_kind) = ("ab".into(), "c".into());
        (b.event, b.subject_kind) = ("a".into(), "bc".into());
        assert_ne!(a.canonical(), b.canonical());
    }
}
