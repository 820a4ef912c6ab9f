//! Sending: a webhook is leased, its due events leave one after the other with no transaction open, each is marked. A refusal
//! lets the webhook rest; other webhooks, other agencies and the mail go on meanwhile.

use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::{
    Fate, Pause, message,
    rules::{ATTEMPTS, backoff, exhausted, rest},
    spread::spread,
    store::{
        deliveries::{self, Due, Ended},
        endpoints,
    },
};
use crate::kernel::{
    audit::{self, Event},
    cx::{BoxFuture, Core},
    db::Mode,
    error::Result,
    id::{AgencyId, WebhookId},
    jobs::Errand,
    outbox::{self, Notice},
    outgoing::{Answer, Trouble},
};

/// Webhooks of one agency that are served at once.
const AT_ONCE: i64 = 4;
/// How long a webhook belongs to the worker that leased it. Longer than a turn and its last attempt.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// No attempt begins later in a turn.
const TURN: Duration = Duration::from_secs(20);

/// Looks what is new in an agency's trail, and gives one errand for each webhook that has something due.
pub fn errands(core: &Core, agency: AgencyId) -> BoxFuture<'_, Result<Vec<Errand>>> {
    Box::pin(async move {
        // without the operator's key nothing is sent, and nothing is lost: the trail is read on later
        if core.settings.vault.is_none() {
            return Ok(Vec::new());
        }
        spread(core, agency).await?;
        let now = core.clock.now();
        let mut tx = core.db.tenant(agency, Mode::Write).await?;
        let ids = endpoints::lease(tx.conn(), agency, AT_ONCE, now, now + LEASE).await?;
        tx.commit().await?;
        Ok(ids
            .into_iter()
            .map(|id| -> Errand {
                let core = core.clone();
                Box::pin(async move {
                    if let Err(error) = turn(&core, agency, id).await {
                        tracing::warn!(webhook = %id, %error, "events wait");
                    }
                })
            })
            .collect())
    })
}

/// A turn of one webhook: until nothing is due, an attempt fails, or it has taken long enough.
async fn turn(core: &Core, agency: AgencyId, id: WebhookId) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < TURN {
        let now = core.clock.now();
        let mut tx = core.db.tenant(agency, Mode::Write).await?;
        let due = deliveries::claim(tx.conn(), agency, id, now).await?;
        tx.commit().await?;
        let Some(due) = due else { break };
        let outcome = send(core, agency, id, &due).await?;
        if !mark(core, agency, id, &due, outcome).await? {
            return Ok(());
        }
    }
    let mut tx = core.db.tenant(agency, Mode::Write).await?;
    endpoints::release(tx.conn(), agency, id, core.clock.now()).await?;
    tx.commit().await
}

/// What an attempt came to.
enum Outcome {
    Answered(Answer),
    Failed(&'static str),
}

async fn send(core: &Core, agency: AgencyId, id: WebhookId, due: &Due) -> Result<Outcome> {
    let settings = &core.settings;
    let Some(vault) = &settings.vault else {
        return Ok(Outcome::Failed("secret"));
    };
    let boxes = std::iter::once(&due.secret).chain(&due.old_secret);
    let secrets: Vec<Vec<u8>> = boxes
        .filter_map(|closed| message::open(vault, agency, id, closed))
        .collect();
    if secrets.is_empty() {
        return Ok(Outcome::Failed("secret"));
    }
    let body = serde_json::to_vec(&message::Message {
        id: due.event_id,
        kind: &due.kind,
        at: message::instant(due.happened_at, due.zone),
        sequence: due.seq,
        agency: &due.agency,
        subject: message::Subject {
            kind: &due.subject_kind,
            id: due.subject_id,
            href: (!due.path.is_empty())
                .then(|| format!("{}/api/v1{}", settings.public_url, due.path)),
        },
        outcome: due.outcome.as_deref(),
    })?;
    let headers = message::headers(&secrets, due.event_id, core.clock.now(), &body)?;
    let answer = settings.outgoing.post(&due.url, &headers, body).await;
    Ok(match answer {
        Ok(answer) => Outcome::Answered(answer),
        Err(trouble) => Outcome::Failed(Trouble::code(trouble)),
    })
}

/// Writes down an attempt; whether the next may follow at once.
async fn mark(
    core: &Core,
    agency: AgencyId,
    id: WebhookId,
    due: &Due,
    outcome: Outcome,
) -> Result<bool> {
    let now = core.clock.now();
    let (status, problem, answer) = match outcome {
        Outcome::Answered(Answer { status, .. }) if (200..300).contains(&status) => {
            (Some(status), None, None)
        }
        Outcome::Answered(Answer { status, body }) if (300..400).contains(&status) => {
            (Some(status), Some("redirect"), Some(body))
        }
        Outcome::Answered(Answer { status, body }) => (Some(status), Some("status"), Some(body)),
        Outcome::Failed(code) => (None, Some(code), None),
    };
    let state = match problem {
        None => Fate::Sent,
        Some(_) if due.attempts >= ATTEMPTS => Fate::Dead,
        Some(_) => Fate::Pending,
    };
    let ended = Ended {
        state,
        status: status.and_then(|status| i16::try_from(status).ok()),
        problem,
        answer: answer.as_deref().filter(|text| !text.is_empty()),
        next: match state {
            Fate::Pending => now + backoff(due.attempts),
            _ => now,
        },
    };
    let mut tx = core.db.tenant(agency, Mode::Write).await?;
    let conn = tx.conn();
    // the webhook before its delivery, as everywhere: locks are taken in one order
    if problem.is_none() {
        endpoints::accepted(conn, agency, id, now).await?;
        deliveries::mark(conn, agency, id, due.event_id, &ended).await?;
        tx.commit().await?;
        return Ok(true);
    }
    if let Some(failing) = endpoints::failed(conn, agency, id, now).await? {
        endpoints::rest(conn, agency, id, now + rest(failing.failures)).await?;
        let why = match status {
            Some(410) => Some(Pause::Gone),
            _ if exhausted(failing.since, now) => Some(Pause::Failing),
            _ => None,
        };
        if let (Some(why), true) = (why, failing.active) {
            endpoints::pause(conn, agency, id, why, now).await?;
            let event = Event::new("webhook-paused", "webhook", id.0).with("why", why.code());
            audit::insert(conn, agency, now, "system", None, &event, "").await?;
            for officer in endpoints::officers(conn, agency).await? {
                let dedupe = format!("webhook-paused:{id}:{}:{officer}", now.timestamp());
                let notice = Notice::new("webhook-paused", format!("/webhooks/{id}"), dedupe)
                    .with("name", &failing.name);
                outbox::insert(conn, agency, officer, notice, now).await?;
            }
        }
    }
    deliveries::mark(conn, agency, id, due.event_id, &ended).await?;
    tx.commit().await?;
    Ok(false)
}
