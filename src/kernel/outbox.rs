//! What must be told to people outside: written in the business transaction, delivered afterwards, at least once.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::header::ContentType,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    cx::{Core, Cx},
    db::Mode,
    error::{Error, Result},
    i18n::{Lang, with_pairs},
    id::{AgencyId, EmployeeId, IdentityId},
};

/// Something to tell one person: its words stand in the catalogues as `mail-<kind>-subject` and `mail-<kind>-body`.
#[derive(Clone, Debug)]
pub struct Notice {
    pub kind: &'static str,
    /// Values the words mention.
    pub args: BTreeMap<&'static str, String>,
    /// The page it is about, as a local path.
    pub link: String,
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
            dedupe: dedupe.into(),
            not_before: None,
        }
    }

    /// Adds a value.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }

    /// Leaves only after an instant.
    pub fn after(mut self, instant: DateTime<Utc>) -> Self {
        self.not_before = Some(instant);
        self
    }
}

#[derive(Serialize, Deserialize)]
struct Payload {
    args: BTreeMap<String, String>,
    link: String,
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

/// The same where no `Cx` exists (a reset link asked for before sign-in).
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: IdentityId,
    notice: Notice,
    now: DateTime<Utc>,
) -> Result<()> {
    let due = notice.not_before.unwrap_or(now);
    let payload = Payload {
        args: notice
            .args
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        link: notice.link,
    };
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) values ($1, $2, $7)) \
         insert into outbox (agency_id, id, created_at, kind, identity_id, payload, not_before, dedupe) \
         values ($2, $1, $3, $4, $5, $6, $7, $8) on conflict (agency_id, dedupe) do nothing",
        Uuid::now_v7(),
        agency.0,
        now,
        notice.kind,
        identity.0,
        serde_json::to_value(payload)?,
        due,
        notice.dedupe
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

/// A finished message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    pub at: DateTime<Utc>,
    pub to: String,
    pub name: String,
    pub subject: String,
    pub text: String,
    pub link: String,
}

/// Where messages go.
#[derive(Clone)]
pub enum Mailer {
    /// A mail server.
    Smtp {
        transport: AsyncSmtpTransport<Tokio1Executor>,
        from: Arc<str>,
    },
    /// One JSON file per message: the demo and the tests.
    Folder(PathBuf),
    /// No mail server is configured: messages stay where they are.
    Waiting,
}

impl Mailer {
    /// A mail server by its address, e.g. `smtp://user:password@host:587?tls=required`. Must be called inside the runtime.
    pub fn smtp(url: &str, from: &str) -> Result<Self, String> {
        from.parse::<lettre::message::Mailbox>()
            .map_err(|error| format!("LUWES_MAIL_FROM: {error}"))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| format!("LUWES_SMTP_URL: {error}"))?
            .build();
        Ok(Self::Smtp {
            transport,
            from: from.into(),
        })
    }

    async fn send(&self, id: Uuid, mail: &Mail) -> Result<()> {
        match self {
            Self::Waiting => Err(Error::Unavailable(60)),
            Self::Folder(folder) => {
                tokio::fs::create_dir_all(folder)
                    .await
                    .map_err(Error::internal)?;
                let path = folder.join(format!("{id}.json"));
                tokio::fs::write(path, serde_json::to_vec_pretty(mail)?)
                    .await
                    .map_err(Error::internal)
            }
            Self::Smtp { transport, from } => {
                let address: lettre::Address = mail.to.parse().map_err(Error::internal)?;
                let name: String = mail.name.chars().filter(|c| !c.is_control()).collect();
                let message = Message::builder()
                    .from(from.parse().map_err(Error::internal)?)
                    .to(lettre::message::Mailbox::new(Some(name), address))
                    .subject(mail.subject.replace(['\r', '\n'], " "))
                    .header(ContentType::TEXT_PLAIN)
                    .body(mail.text.clone())
                    .map_err(Error::internal)?;
                transport.send(message).await.map_err(Error::internal)?;
                Ok(())
            }
        }
    }
}

struct Due {
    id: Uuid,
    kind: String,
    identity_id: Option<Uuid>,
    payload: serde_json::Value,
    attempts: i16,
}

/// Delivers what is due in one agency. Claims first (with a lease), sends with no transaction open, then marks.
pub async fn deliver(core: &Core, mailer: &Mailer, agency: AgencyId) -> Result<usize> {
    if matches!(mailer, Mailer::Waiting) {
        return Ok(0);
    }
    let now = core.clock.now();
    let mut tx = core.db.tenant(agency, Mode::Write).await?;
    let due = sqlx::query_as!(
        Due,
        "update outbox set attempts = attempts + 1, not_before = $2::timestamptz + make_interval(secs => 30 * power(2, least(attempts, 8))) \
         where agency_id = $1 and id in (select id from outbox where agency_id = $1 and state = 'pending' and not_before <= $2 \
         order by not_before limit 50 for update skip locked) returning id, kind, identity_id, payload, attempts",
        agency.0,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    let mut mails = Vec::new();
    for row in &due {
        mails.push(compose(tx.conn(), row, &core.settings.public_url, now).await?);
    }
    tx.commit().await?;
    let mut results = Vec::new();
    for (row, mail) in due.iter().zip(mails) {
        let outcome = match &mail {
            Some(mail) => mailer
                .send(row.id, mail)
                .await
                .map_err(|error| error.to_string()),
            None => Ok(()),
        };
        results.push((row.id, row.attempts, outcome));
    }
    let sent = results
        .iter()
        .filter(|(_, _, outcome)| outcome.is_ok())
        .count();
    if !results.is_empty() {
        let mut tx = core.db.tenant(agency, Mode::Write).await?;
        for (id, attempts, outcome) in results {
            mark(tx.conn(), agency, id, attempts, outcome, now).await?;
        }
        tx.commit().await?;
    }
    Ok(sent)
}

async fn mark(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
    attempts: i16,
    outcome: Result<(), String>,
    now: DateTime<Utc>,
) -> Result<()> {
    let (state, error, retry) = match outcome {
        Ok(()) => ("sent", None, None),
        Err(error) if attempts >= 10 => ("dead", Some(error), None),
        Err(error) => (
            "pending",
            Some(error),
            Some(now + TimeDelta::seconds(30 << attempts.clamp(0, 8))),
        ),
    };
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) select $7, $1, $6::timestamptz where $6::timestamptz is not null) \
         update outbox set state = $3, last_error = $4, sent_at = case when $3 = 'sent' then $5::timestamptz end where agency_id = $1 and id = $2",
        agency.0,
        id,
        state,
        error,
        now,
        retry,
        Uuid::now_v7()
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn compose(
    conn: &mut PgConnection,
    row: &Due,
    public_url: &str,
    now: DateTime<Utc>,
) -> Result<Option<Mail>> {
    let Some(identity) = row.identity_id else {
        return Ok(None);
    };
    let person = sqlx::query!(
        r#"select email, name as "name!", lang as "lang!", nip from identity_get($1)"#,
        identity
    )
    .fetch_optional(conn)
    .await?;
    let Some(person) = person else {
        return Ok(None);
    };
    let Some(email) = person.email else {
        return Ok(None);
    };
    let payload: Payload = serde_json::from_value(row.payload.clone())?;
    let lang = Lang::of(&person.lang);
    let link = if payload.link.is_empty() {
        String::new()
    } else {
        format!("{public_url}{}", payload.link)
    };
    let mut args: Vec<(String, String)> = payload.args.into_iter().collect();
    args.push(("link".into(), link.clone()));
    args.push(("person".into(), person.name.clone()));
    Ok(Some(Mail {
        at: now,
        to: email,
        name: person.name,
        subject: with_pairs(lang, &format!("mail-{}-subject", row.kind), &args),
        text: with_pairs(lang, &format!("mail-{}-body", row.kind), &args),
        link,
    }))
}
