//! One request, one person, one agency, one transaction.
//!
//! `gate` opens the transaction and finds the person before a handler runs, and ends it afterwards.

use std::{
    collections::HashSet,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::extract::FromRequestParts;
use chrono::{DateTime, NaiveDate, Utc};
use http::{HeaderValue, Method, header, request::Parts};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    actor::{Actor, Agency, Can},
    audit,
    brought::Brought,
    crypto,
    db::{Db, Mode, Tx},
    depot::Depot,
    door,
    error::{Error, Result},
    guard::RequestId,
    html::{Flash, NavItem},
    i18n::Lang,
    id::{AgencyId, EmployeeId, IdentityId, SessionId, TokenId},
    outgoing::Outgoing,
    time::{Clock, local_date},
    vault::Vault,
};

pub use super::cookies::{cookie, lang_of};

/// A future of a hook.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A session found by its cookie.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub identity: IdentityId,
    pub agency: Option<AgencyId>,
    /// The last-seen time is older than a minute and should be written.
    pub stale: bool,
}

/// Finds the live session of a token hash.
pub type FindSession =
    for<'a> fn(&'a mut PgConnection, [u8; 32], DateTime<Utc>) -> BoxFuture<'a, Found<Session>>;
/// Loads the person of a session.
pub type LoadActor =
    for<'a> fn(&'a mut PgConnection, &'a Session, DateTime<Utc>) -> BoxFuture<'a, Found<Actor>>;
/// A token of the JSON interface found by its secret.
#[derive(Clone, Debug)]
pub struct Bearer {
    pub id: TokenId,
    pub agency: AgencyId,
    /// The person it stands for; none for a service.
    pub identity: Option<IdentityId>,
    /// The last-used time is older than a minute and should be written.
    pub stale: bool,
}

/// Finds the token of a hash.
pub type FindBearer =
    for<'a> fn(&'a mut PgConnection, [u8; 32], DateTime<Utc>) -> BoxFuture<'a, Found<Bearer>>;
/// Loads who a token acts as, inside the agency's transaction; none when it has expired or was ended.
pub type LoadBearer =
    for<'a> fn(&'a mut PgConnection, &'a Bearer, DateTime<Utc>) -> BoxFuture<'a, Found<Actor>>;
/// Something that may not be there.
pub type Found<T> = Result<Option<T>>;

/// Somebody's days that go along with a mail as a calendar file.
#[derive(Clone, Debug)]
pub struct DaysWanted {
    pub identity: IdentityId,
    pub lang: Lang,
    /// The cases whose days they are.
    pub cases: Vec<Uuid>,
}

/// Writes the calendar file of each, in their order, as from an address; none where a case is not theirs or has no days.
pub type WriteDays = for<'a> fn(
    &'a Core,
    &'a mut PgConnection,
    AgencyId,
    &'a str,
    &'a [DaysWanted],
) -> BoxFuture<'a, Result<Vec<Option<String>>>>;

/// The days within a range, first and last, on which some people are approved to work elsewhere, as it stands at an instant.
pub type DaysElsewhere = for<'a> fn(
    &'a mut PgConnection,
    AgencyId,
    &'a [EmployeeId],
    (NaiveDate, NaiveDate),
    DateTime<Utc>,
) -> BoxFuture<'a, Result<HashSet<(EmployeeId, NaiveDate)>>>;

/// Begins the drafts of targets that a file brings, one for each person and year, in the transaction of whoever imports it.
pub type BringTargets = for<'a> fn(&'a mut Cx, &'a [Brought]) -> BoxFuture<'a, Result<()>>;

/// What the areas hand to the kernel so that it can know people without knowing areas.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Finds the live session of a token hash.
    pub session: FindSession,
    /// Loads the person of a session, inside the agency's transaction.
    pub actor: LoadActor,
    /// Writes the last-seen time of a session.
    pub touch: fn(Db, SessionId, DateTime<Utc>) -> BoxFuture<'static, ()>,
    /// Finds the token of a hash.
    pub bearer: FindBearer,
    /// Loads who a token acts as.
    pub bearer_actor: LoadBearer,
    /// Writes the last-used time of a token.
    pub touch_bearer: fn(Db, TokenId, DateTime<Utc>) -> BoxFuture<'static, ()>,
    /// Counts a failed token against its network; an error when there were too many.
    pub doubt: fn(Db, String, DateTime<Utc>) -> BoxFuture<'static, Result<()>>,
    /// Writes days as calendar files.
    pub days: WriteDays,
    /// Where people are approved to work elsewhere.
    pub elsewhere: DaysElsewhere,
    /// Begins drafts of targets.
    pub bring_targets: BringTargets,
    /// The menu of a person at a path.
    pub nav: fn(&Actor, &str) -> Vec<NavItem>,
}

/// What the whole process shares.
#[derive(Clone)]
pub struct Core {
    pub db: Db,
    pub clock: Clock,
    pub hooks: Hooks,
    pub settings: Arc<Settings>,
    pub passwords: crypto::Passwords,
    pub wake: Arc<tokio::sync::Notify>,
    /// The JSON interface as its document tells it.
    pub interface: door::Interface,
}

/// Settings that handlers need.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address people type, without a slash at the end: `https://luwes.example.go.id`.
    pub public_url: String,
    /// Cookies carry `Secure` and the `__Host-` prefix.
    pub secure: bool,
    /// The demo's doors are open.
    pub demo: bool,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Keeps secrets that must be used again; without it nothing that needs one is offered.
    pub vault: Option<Vault>,
    /// Which addresses outside may be called.
    pub outgoing: Outgoing,
    /// How long a request may take; with files six times as long.
    pub patience: Duration,
    /// Where files lie that are too large for a row; without it none are taken.
    pub depot: Option<Depot>,
}

impl Settings {
    /// The name of the session cookie.
    pub fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-sid" } else { "sid" }
    }
}

/// Where the transaction waits while nobody holds it.
#[derive(Clone, Default)]
pub(super) struct Slot(Arc<Mutex<SlotState>>);

#[derive(Default)]
pub(super) struct SlotState {
    pub tx: Option<Tx>,
    pub actor: Option<Arc<Actor>>,
    pub flash: Option<Flash>,
    pub cookies: Vec<HeaderValue>,
    pub after: Vec<audit::Event>,
}

impl Slot {
    pub(super) fn with<T>(&self, f: impl FnOnce(&mut SlotState) -> T) -> T {
        f(&mut self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

/// A known person in a known agency inside an open transaction.
pub struct Cx {
    pub core: Core,
    tx: Option<Tx>,
    slot: Slot,
    actor: Arc<Actor>,
    now: DateTime<Utc>,
    request_id: String,
    path: String,
    flash_in: Option<Flash>,
}

impl Cx {
    /// The connection, inside the agency's transaction.
    pub fn conn(&mut self) -> &mut PgConnection {
        self.tx
            .as_mut()
            .map(Tx::conn)
            .unwrap_or_else(|| unreachable!("a Cx holds its transaction until it is dropped"))
    }

    /// Gives the connection back for work that takes long and needs none (hashing a password). Nothing may have been written.
    pub async fn pause(&mut self) -> Result<()> {
        match self.tx.take() {
            Some(tx) => tx.rollback().await,
            None => Ok(()),
        }
    }

    /// Opens the agency's transaction again after [`Cx::pause`].
    pub async fn resume(&mut self) -> Result<()> {
        self.tx = Some(self.core.db.tenant(self.agency(), Mode::Write).await?);
        Ok(())
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The agency.
    pub fn agency(&self) -> AgencyId {
        self.actor.agency.id
    }

    /// The acting person's employee record.
    pub fn employee(&self) -> Result<EmployeeId> {
        self.actor.employee.ok_or(Error::Forbidden)
    }

    /// The instant of this request.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The date at the person's place of duty.
    pub fn today(&self) -> NaiveDate {
        local_date(self.now, self.actor.zone)
    }

    /// The person's language.
    pub fn lang(&self) -> Lang {
        self.actor.lang
    }

    /// The id that logs, answers and error pages carry.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The path of the page.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The message left by the step before.
    pub fn flash_in(&self) -> Option<&Flash> {
        self.flash_in.as_ref()
    }

    /// Leaves a message for the next page.
    pub fn flash(&mut self, flash: Flash) {
        self.slot.with(|slot| slot.flash = Some(flash));
    }

    /// Sets a cookie on the answer.
    pub fn set_cookie(&mut self, cookie: &str) {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            self.slot.with(|slot| slot.cookies.push(value));
        }
    }

    /// Writes an event once this request's own transaction has ended well: for reading that leaves a mark, since a page to
    /// read cannot write. An answer whose mark cannot be written is not given.
    pub fn record_after(&mut self, event: audit::Event) {
        self.slot.with(|slot| slot.after.push(event));
    }

    /// Refuses unless the roles allow it; operations then ask exactly.
    pub fn require(&self, can: Can) -> Result<()> {
        if self.actor.roles.may(can) {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }

    /// The context of a job or the command line: the agency's system user in a transaction of its own. Commit with [`Cx::finish`].
    pub async fn system(core: &Core, agency: Agency, mode: Mode) -> Result<Self> {
        Self::acting(core, Actor::system(agency), mode).await
    }

    /// A context for an actor that is already known (tests, the demo's loader). Commit with [`Cx::finish`].
    pub async fn acting(core: &Core, actor: Actor, mode: Mode) -> Result<Self> {
        let tx = core.db.tenant(actor.agency.id, mode).await?;
        Ok(Self {
            core: core.clone(),
            tx: Some(tx),
            slot: Slot::default(),
            actor: Arc::new(actor),
            now: core.clock.now(),
            request_id: String::new(),
            path: String::new(),
            flash_in: None,
        })
    }

    /// Sets another instant: only for the demo's history and tests.
    pub fn at(mut self, now: DateTime<Utc>) -> Self {
        self.now = now;
        self
    }

    /// Commits a context made by [`Cx::system`] or [`Cx::acting`].
    pub async fn finish(mut self) -> Result<()> {
        match self.tx.take() {
            Some(tx) => tx.commit().await,
            None => Ok(()),
        }
    }
}

impl Drop for Cx {
    fn drop(&mut self) {
        if let Some(tx) = self.tx.take() {
            self.slot.with(|slot| slot.tx = Some(tx));
        }
    }
}

/// A transaction before anybody is known: sign-in, links, public pages. Sees global tables only until it is bound.
pub struct Gx {
    pub core: Core,
    tx: Option<Tx>,
    slot: Slot,
    pub now: DateTime<Utc>,
    pub lang: Lang,
    pub request_id: String,
    /// The network the request came from: /24 for IPv4, /64 for IPv6.
    pub network: String,
    pub device: String,
    /// The token of the session cookie, when there is one.
    pub token: Option<String>,
    pub flash_in: Option<Flash>,
}

impl Gx {
    /// The connection.
    pub fn conn(&mut self) -> &mut PgConnection {
        self.tx
            .as_mut()
            .map(Tx::conn)
            .unwrap_or_else(|| unreachable!("a Gx holds its transaction until it is dropped"))
    }

    /// Gives the connection back for work that takes long and needs none (hashing a password). Nothing may have been written.
    pub async fn pause(&mut self) -> Result<()> {
        match self.tx.take() {
            Some(tx) => tx.rollback().await,
            None => Ok(()),
        }
    }

    /// Opens a transaction again after [`Gx::pause`].
    pub async fn resume(&mut self) -> Result<()> {
        self.tx = Some(self.core.db.begin(Mode::Write).await?);
        Ok(())
    }

    /// Binds the transaction to an agency once it is known.
    pub async fn bind(&mut self, agency: AgencyId) -> Result<()> {
        match self.tx.as_mut() {
            Some(tx) => tx.bind(agency).await,
            None => Err(Error::internal("no transaction")),
        }
    }

    /// Sets a cookie on the answer.
    pub fn set_cookie(&mut self, cookie: &str) {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            self.slot.with(|slot| slot.cookies.push(value));
        }
    }

    /// Leaves a message for the next page.
    pub fn flash(&mut self, flash: Flash) {
        self.slot.with(|slot| slot.flash = Some(flash));
    }
}

impl Drop for Gx {
    fn drop(&mut self) {
        if let Some(tx) = self.tx.take() {
            self.slot.with(|slot| slot.tx = Some(tx));
        }
    }
}

pub(super) fn request_id(extensions: &http::Extensions) -> String {
    extensions
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default()
}

impl<S: Send + Sync> FromRequestParts<S> for Cx {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        let slot = parts
            .extensions
            .get::<Slot>()
            .cloned()
            .ok_or(Error::Unauthenticated)?;
        let core = parts
            .extensions
            .get::<Core>()
            .cloned()
            .ok_or(Error::Unauthenticated)?;
        let (tx, actor) = slot.with(|state| (state.tx.take(), state.actor.clone()));
        let now = core.clock.now();
        Ok(Self {
            now,
            core,
            tx: Some(tx.ok_or(Error::Unauthenticated)?),
            slot,
            actor: actor.ok_or(Error::Unauthenticated)?,
            request_id: request_id(&parts.extensions),
            path: parts.uri.path().to_owned(),
            flash_in: cookie(&parts.headers, "flash").and_then(|text| Flash::decode(&text)),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Gx {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        let slot = parts
            .extensions
            .get::<Slot>()
            .cloned()
            .ok_or_else(|| Error::internal("route without gate"))?;
        let core = parts
            .extensions
            .get::<Core>()
            .cloned()
            .ok_or_else(|| Error::internal("route without gate"))?;
        let read_only = matches!(parts.method, Method::GET | Method::HEAD);
        let tx = core
            .db
            .begin(if read_only { Mode::Read } else { Mode::Write })
            .await?;
        let device = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        Ok(Self {
            now: core.clock.now(),
            lang: lang_of(&parts.headers),
            request_id: request_id(&parts.extensions),
            network: super::guard::network(
                &parts.extensions,
                &parts.headers,
                &core.settings.trusted_proxies,
            ),
            device: device
                .chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect(),
            token: cookie(&parts.headers, core.settings.cookie_name()),
            flash_in: cookie(&parts.headers, "flash").and_then(|text| Flash::decode(&text)),
            tx: Some(tx),
            slot,
            core,
        })
    }
}
