//! What an officer does with webhooks: add, look, try out, pause, go on, change the secret, send again, take away.

use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Delivery, Fate, Kind, Pause, State, Webhook,
    kind::KINDS,
    message,
    rules::{MADE_UP, OVERLAP},
    store::{deliveries, endpoints},
};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Reason, Result},
    form::Check,
    id::WebhookId,
    outgoing,
    vault::Vault,
};

/// Webhooks an agency may have.
const MOST: i64 = 10;

/// What a new webhook shall be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWebhook {
    /// Which system listens there, in the officer's words.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Its address: https, public, without a password in it.
    #[schemars(length(min = 1, max = 500))]
    pub url: String,
    /// What it hears.
    #[schemars(length(min = 1, max = KINDS))]
    pub kinds: Vec<Kind>,
}

/// A webhook whose secret was just made: the only time it is seen.
#[derive(Clone, Debug)]
pub struct Revealed {
    pub webhook: Webhook,
    pub secret: String,
}

/// Whether the operator has switched webhooks on.
pub fn is_on(cx: &Cx) -> bool {
    cx.core.settings.vault.is_some()
}

fn vault(cx: &Cx) -> Result<Vault> {
    let vault = cx.core.settings.vault.clone();
    vault.ok_or_else(|| Reason::new("webhooks-off").into())
}

/// The agency's webhooks.
pub async fn list(cx: &mut Cx) -> Result<Vec<Webhook>> {
    cx.require(Can::GrantRoles)?;
    let (agency, now) = (cx.agency(), cx.now());
    endpoints::list(cx.conn(), agency, None, now).await
}

/// One of them.
pub async fn find(cx: &mut Cx, id: WebhookId) -> Result<Webhook> {
    cx.require(Can::GrantRoles)?;
    let (agency, now) = (cx.agency(), cx.now());
    let found = endpoints::list(cx.conn(), agency, Some(id), now).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// What was told to it, newest first; `before` is the sequence number of the last one seen.
pub async fn told(
    cx: &mut Cx,
    id: WebhookId,
    state: Option<Fate>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Delivery>> {
    find(cx, id).await?;
    let agency = cx.agency();
    deliveries::list(cx.conn(), agency, id, state, before, limit).await
}

/// Adds a webhook. A test event follows, so that everybody sees whether it works.
pub async fn add(cx: &mut Cx, input: &AddWebhook) -> Result<Revealed> {
    let (agency, now) = (cx.agency(), cx.now());
    // one at a time, so that the limit holds
    let there = endpoints::lock_count(cx.conn(), agency).await?;
    cx.require(Can::GrantRoles)?;
    let by = cx.actor().membership.ok_or(Error::Forbidden)?;
    let vault = vault(cx)?;
    let (name, url, kinds) = checked(cx, input)?;
    if there >= MOST {
        return Err(Reason::new("webhooks-many").with("max", MOST).into());
    }
    let id = WebhookId::new();
    let secret = message::secret()?;
    let new = endpoints::New {
        id,
        name: &name,
        url: &url,
        kinds: &kinds,
        secret: &message::close(&vault, agency, id, &secret)?,
        by,
        now,
    };
    endpoints::insert(cx.conn(), agency, &new).await?;
    let words: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let event = Event::new("webhook-added", "webhook", id.0)
        .with("kinds", words)
        .with("host", host(&url));
    audit::record(cx, event).await?;
    Ok(Revealed {
        webhook: find(cx, id).await?,
        secret: message::shown(&secret),
    })
}

/// The machine of an address, for the trail: paths and queries of addresses often hold secrets.
fn host(url: &str) -> String {
    let parsed = url::Url::parse(url).ok();
    let host = parsed.as_ref().and_then(url::Url::host_str);
    host.unwrap_or_default().to_owned()
}

fn checked(cx: &Cx, input: &AddWebhook) -> Result<(String, String, Vec<Kind>)> {
    let mut check = Check::new();
    let name = check.text("name", &input.name, 100);
    check.ensure(!name.chars().any(char::is_control), "name", "token-name");
    let typed = check.text("url", &input.url, outgoing::URL);
    let mut url = String::new();
    if !typed.is_empty() {
        match cx.core.settings.outgoing.target(&typed) {
            Ok(found) => url = found.into(),
            Err(code) => check.fail(FieldError::new("url", code)),
        }
    }
    check.ensure(!input.kinds.is_empty(), "kinds", "no-kinds");
    for (index, kind) in input.kinds.iter().enumerate() {
        let offered = Kind::OFFERED.contains(kind);
        check.ensure(offered, &format!("kinds[{index}]"), "choice");
    }
    check.done()?;
    let mut kinds = input.kinds.clone();
    kinds.sort_unstable();
    kinds.dedup();
    Ok((name, url, kinds))
}

/// Locks one of the agency's webhooks for an officer.
async fn lock(cx: &mut Cx, id: WebhookId) -> Result<State> {
    let agency = cx.agency();
    let state = endpoints::lock(cx.conn(), agency, id).await?;
    cx.require(Can::GrantRoles)?;
    Ok(state)
}

/// Makes a new secret. Messages carry both signatures for a day.
pub async fn rotate(cx: &mut Cx, id: WebhookId) -> Result<Revealed> {
    let (agency, now) = (cx.agency(), cx.now());
    lock(cx, id).await?;
    let vault = vault(cx)?;
    let secret = message::secret()?;
    let closed = message::close(&vault, agency, id, &secret)?;
    endpoints::rotate(cx.conn(), agency, id, &closed, now + OVERLAP).await?;
    audit::record(cx, Event::new("webhook-secret-changed", "webhook", id.0)).await?;
    Ok(Revealed {
        webhook: find(cx, id).await?,
        secret: message::shown(&secret),
    })
}

/// Sends a test event.
pub async fn test(cx: &mut Cx, id: WebhookId) -> Result<()> {
    if lock(cx, id).await? == State::Paused {
        return Err(Reason::new("webhook-paused").into());
    }
    vault(cx)?;
    audit::record(cx, Event::new("webhook-tested", "webhook", id.0)).await
}

/// Stops sending until somebody lets it go on.
pub async fn pause(cx: &mut Cx, id: WebhookId) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    if lock(cx, id).await? == State::Paused {
        return Err(Error::Conflict("changed"));
    }
    endpoints::pause(cx.conn(), agency, id, Pause::Officer, now).await?;
    audit::record(
        cx,
        Event::new("webhook-paused", "webhook", id.0).with("why", Pause::Officer.code()),
    )
    .await
}

/// Goes on. What happened meanwhile is told, up to thirty days back.
pub async fn resume(cx: &mut Cx, id: WebhookId) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    if lock(cx, id).await? == State::Active {
        return Err(Error::Conflict("changed"));
    }
    endpoints::resume(cx.conn(), agency, id, now - MADE_UP).await?;
    audit::record(cx, Event::new("webhook-resumed", "webhook", id.0)).await
}

/// Takes a webhook away, with what waits for it.
pub async fn delete(cx: &mut Cx, id: WebhookId) -> Result<()> {
    let agency = cx.agency();
    lock(cx, id).await?;
    endpoints::delete(cx.conn(), agency, id).await?;
    audit::record(cx, Event::new("webhook-deleted", "webhook", id.0)).await
}

/// Sends one event again, or every one that was given up. Gives how many.
pub async fn repeat(cx: &mut Cx, id: WebhookId, only: Option<Uuid>) -> Result<u64> {
    let (agency, now) = (cx.agency(), cx.now());
    lock(cx, id).await?;
    if let Some(event) = only
        && deliveries::state(cx.conn(), agency, id, event).await? == Fate::Pending
    {
        return Err(Reason::new("webhook-waiting").into());
    }
    let number = deliveries::repeat(cx.conn(), agency, id, only, now).await?;
    if number == 0 {
        return Err(Reason::new("webhook-none-dead").into());
    }
    audit::record(
        cx,
        Event::new("webhook-repeated", "webhook", id.0).with("events", number),
    )
    .await?;
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_trail_names_the_machine_and_not_the_path() {
        assert_eq!(
            host("https://hooks.contoh.go.id:8443/rahasia?x=1"),
            "hooks.contoh.go.id"
        );
        assert_eq!(host("nonsense"), "");
    }
}
