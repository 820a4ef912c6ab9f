//! What a person does with their links: make one, look at them, end one.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Feed, Kind, rules::MOST, store};
use crate::{
    identity,
    kernel::{
        actor::Can,
        audit::{self, Event},
        crypto,
        cx::Cx,
        door::Scope,
        error::{Error, Reason, Result},
        form::Check,
        id::{FeedId, UnitId},
    },
    requests,
};

/// What a new link shall be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeFeed {
    /// Where it will be read, in the owner's words.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    pub kind: Kind,
    /// The unit, for who is where: one whose week the owner may see.
    #[serde(default)]
    pub unit_id: Option<UnitId>,
}

/// A link that was just made: the only time its address is seen.
#[derive(Clone, Debug)]
pub struct Made {
    pub feed: Feed,
    /// The whole address.
    pub address: String,
}

/// What the acting person may make a link of: their own days, and units.
pub async fn offered(cx: &mut Cx) -> Result<(bool, Vec<(UnitId, String)>)> {
    let units = requests::visible_units(cx).await?;
    Ok((cx.actor().employee.is_some(), units))
}

/// Makes a link of the acting person.
pub async fn make(cx: &mut Cx, input: &MakeFeed) -> Result<Made> {
    let (agency, now) = (cx.agency(), cx.now());
    let membership = cx.actor().membership.ok_or(Error::Forbidden)?;
    let identity = cx.actor().identity.ok_or(Error::Forbidden)?;
    store::lock_membership(cx.conn(), agency, membership).await?;
    cx.require(Can::SignIn)?;
    let (name, unit) = checked(cx, input).await?;
    if store::count(cx.conn(), agency, membership, now).await? >= MOST {
        return Err(Reason::new("feeds-many").with("max", MOST).into());
    }
    let id = FeedId::new();
    let (secret, hash) = crypto::token()?;
    let expires_at = cx.actor().token.map(|held| held.expires_at);
    let new = store::NewFeed {
        id,
        membership,
        kind: input.kind,
        unit: unit.as_ref().map(|(id, _)| *id),
        name: &name,
        now,
        expires_at,
    };
    store::insert(cx.conn(), agency, &new).await?;
    identity::give_home(cx.conn(), agency, identity, id.0, hash).await?;
    let mut event = Event::new("feed-made", "feed", id.0).with("kind", input.kind.code());
    if let Some(unit) = new.unit {
        event = event.with("unit", unit.to_string());
    }
    audit::record(cx, event).await?;
    let (unit_id, unit_name) = unit.unzip();
    Ok(Made {
        feed: Feed {
            id,
            kind: input.kind,
            unit_id,
            unit_name,
            name,
            created_at: now,
            expires_at,
            read_at: None,
            live: true,
        },
        address: format!("{}/feeds/{secret}.ics", cx.core.settings.public_url),
    })
}

/// The name and the unit, when the person may see what is asked for; so may the token that asks.
async fn checked(cx: &mut Cx, input: &MakeFeed) -> Result<(String, Option<(UnitId, String)>)> {
    let own = cx.actor().employee.is_some();
    let mut check = Check::new();
    let name = check.text("name", &input.name, 100);
    check.ensure(!name.chars().any(char::is_control), "name", "token-name");
    if let Some(held) = cx.actor().token {
        check.ensure(held.scopes.has(Scope::RequestsRead), "kind", "feed-scope");
    }
    let unit = match input.kind {
        Kind::Own => {
            check.ensure(own, "kind", "feed-own");
            check.ensure(input.unit_id.is_none(), "unit_id", "feed-no-unit");
            None
        }
        Kind::Unit => {
            let found = match input.unit_id {
                Some(id) => requests::visible_unit(cx, id).await?.map(|name| (id, name)),
                None => None,
            };
            check.ensure(found.is_some(), "unit_id", "feed-unit");
            found
        }
    };
    check.done()?;
    Ok((name, unit))
}

/// The acting person's own links.
pub async fn own(cx: &mut Cx) -> Result<Vec<Feed>> {
    let (agency, now) = (cx.agency(), cx.now());
    let membership = cx.actor().membership.ok_or(Error::Forbidden)?;
    let mut feeds = store::list(cx.conn(), agency, membership, now).await?;
    for feed in &mut feeds {
        feed.live = feed.live
            && match (feed.kind, feed.unit_id) {
                (Kind::Own, _) => cx.actor().employee.is_some(),
                (Kind::Unit, Some(unit)) => requests::visible_unit(cx, unit).await?.is_some(),
                (Kind::Unit, None) => false,
            };
    }
    Ok(feeds)
}

/// Ends an own link. Somebody else's is not found.
pub async fn revoke(cx: &mut Cx, id: FeedId) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let (owner, kind, open) = store::lock(cx.conn(), agency, id).await?;
    if cx.actor().membership != Some(owner) {
        return Err(Error::NotFound);
    }
    if !open {
        return Err(Error::Conflict("feed-ended"));
    }
    identity::take_home(cx.conn(), id.0).await?;
    store::revoke(cx.conn(), agency, id, now).await?;
    audit::record(
        cx,
        Event::new("feed-revoked", "feed", id.0).with("kind", kind.code()),
    )
    .await
}
