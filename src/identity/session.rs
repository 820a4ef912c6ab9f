//! Signing in and out, and moving between agencies.

use chrono::TimeDelta;
use serde::Deserialize;

use super::{Identity, store, throttle};
use crate::kernel::{
    audit::{self, Event},
    crypto,
    cx::{Cx, Gx},
    error::{Error, Result},
    id::{AgencyId, IdentityId, SessionId},
    outbox::{self, Notice},
};

/// What the sign-in form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignIn {
    pub login: String,
    pub password: String,
    /// `yes` on a personal phone: the device stays signed in for thirty days.
    pub remember: String,
    pub next: String,
}

/// Somebody who has just signed in.
#[derive(Clone, Debug)]
pub struct Signed {
    pub identity: IdentityId,
    pub agency: AgencyId,
}

/// Checks NIP or e-mail and password, and opens a session. The same words, and the same work, whether the person exists or not.
pub async fn sign_in(gx: &mut Gx, input: &SignIn) -> Result<Signed> {
    let login: String = input
        .login
        .trim()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'')
        .take(254)
        .collect();
    if login.is_empty()
        || input.password.is_empty()
        || input.password.chars().count() > super::password::MAX
    {
        return Err(Error::field("login", "sign-in"));
    }
    let (db, network, now) = (gx.core.db.clone(), gx.network.clone(), gx.now);
    let found = store::find_by_login(gx.conn(), &login).await?;
    gx.pause().await?;
    throttle::take(&db, &login, &network, now).await?;
    let hash = found
        .as_ref()
        .filter(|person| !person.disabled)
        .and_then(|person| person.password_hash.clone());
    let fits = gx
        .core
        .passwords
        .clone()
        .verify(input.password.clone(), hash)
        .await;
    if !matches!(fits, Ok(false)) {
        throttle::give_back(&db, &login, &network, now).await?;
    }
    let fits = fits?;
    let Some(person) = found.filter(|_| fits) else {
        tracing::info!(network, "sign-in refused");
        return Err(Error::field("login", "sign-in"));
    };
    gx.resume().await?;
    start(gx, &person, input.remember == "yes").await
}

/// Opens a session for a person whose identity is proved: a new token, in a cookie, never one that was there before.
pub async fn start(gx: &mut Gx, person: &Identity, remember: bool) -> Result<Signed> {
    let agency = store::agencies_of(gx.conn(), person.id)
        .await?
        .first()
        .map(|(id, _)| *id)
        .ok_or(Error::field("login", "no-agency"))?;
    gx.bind(agency).await?;
    let membership = store::active_membership(gx.conn(), agency, person.id)
        .await?
        .ok_or(Error::field("login", "no-agency"))?;
    if let Some(old) = gx.token.as_deref().and_then(crypto::token_hash) {
        store::delete_session_by_token(gx.conn(), old).await?;
    }
    let (token, hash) = crypto::token()?;
    let lifetime = if remember {
        TimeDelta::days(30)
    } else {
        TimeDelta::hours(12)
    };
    let (now, network, device) = (gx.now, gx.network.clone(), gx.device.clone());
    let id = SessionId::new();
    let session = store::NewSession {
        id,
        hash,
        identity: person.id,
        agency,
        device: &device,
        network: &network,
        remembered: remember,
        now,
        expires_at: now + lifetime,
    };
    store::insert_session(gx.conn(), &session).await?;
    let request_id = gx.request_id.clone();
    let event = Event::new("signed-in", "membership", membership.0).with("remembered", remember);
    audit::insert(
        gx.conn(),
        agency,
        now,
        "person",
        Some(membership.0),
        &event,
        &request_id,
    )
    .await?;
    let cookie = cookie(
        gx.core.settings.cookie_name(),
        &token,
        remember.then_some(lifetime.num_seconds()),
        gx.core.settings.secure,
    );
    gx.set_cookie(&cookie);
    // public pages (help, glossary) then speak the person's language too
    let secure = if gx.core.settings.secure {
        "; Secure"
    } else {
        ""
    };
    let lang = crate::kernel::i18n::Lang::of(&person.lang).code();
    gx.set_cookie(&format!(
        "lang={lang}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}"
    ));
    Ok(Signed {
        identity: person.id,
        agency,
    })
}

/// The session cookie; kept by the browser only on a remembered device.
pub fn cookie(name: &str, token: &str, max_age: Option<i64>, secure: bool) -> String {
    let age = max_age
        .map(|seconds| format!("; Max-Age={seconds}"))
        .unwrap_or_default();
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")
}

/// Ends the session in hand, on the server too.
pub async fn sign_out(gx: &mut Gx) -> Result<()> {
    if let Some(hash) = gx.token.as_deref().and_then(crypto::token_hash) {
        store::delete_session_by_token(gx.conn(), hash).await?;
    }
    let gone = cookie(
        gx.core.settings.cookie_name(),
        "",
        Some(0),
        gx.core.settings.secure,
    );
    gx.set_cookie(&gone);
    Ok(())
}

/// Ends one of the person's own sessions.
pub async fn end(cx: &mut Cx, id: SessionId) -> Result<()> {
    let identity = cx.actor().identity.ok_or(Error::Forbidden)?;
    if !store::delete_session(cx.conn(), identity, id).await? {
        return Err(Error::NotFound);
    }
    let subject = cx.actor().membership.map(|id| id.0);
    audit::record(cx, Event::new("session-ended", "membership", subject)).await
}

/// Moves the session to another agency of the same person; the agency never comes from anywhere but the session.
pub async fn switch(cx: &mut Cx, agency: AgencyId) -> Result<()> {
    let (identity, session) = (
        cx.actor().identity.ok_or(Error::Forbidden)?,
        cx.actor().session.ok_or(Error::Forbidden)?,
    );
    if !store::agencies_of(cx.conn(), identity)
        .await?
        .iter()
        .any(|(id, _)| *id == agency)
    {
        return Err(Error::NotFound);
    }
    let subject = cx.actor().membership.map(|id| id.0);
    audit::record(cx, Event::new("agency-left", "membership", subject)).await?;
    store::set_session_agency(cx.conn(), session, agency).await
}

/// Changes the password of the signed-in person; every other session ends.
pub async fn change_password(cx: &mut Cx, old: &str, new: &str) -> Result<()> {
    let identity = cx.actor().identity.ok_or(Error::Forbidden)?;
    let person = store::get(cx.conn(), identity)
        .await?
        .ok_or(Error::NotFound)?;
    let now = cx.now();
    cx.pause().await?;
    let hashed = prove_and_hash(cx, &person, old, new).await;
    cx.resume().await?;
    let hash = hashed?;
    let session = cx.actor().session;
    store::set_password(cx.conn(), identity, &hash, now).await?;
    store::delete_sessions(cx.conn(), identity, session).await?;
    let subject = cx.actor().membership.map(|id| id.0);
    audit::record(cx, Event::new("password-changed", "membership", subject)).await?;
    let dedupe = format!("password-changed:{identity}:{}", now.timestamp_micros());
    let notice = Notice::new("password-changed", "/account", dedupe);
    outbox::tell_identity(cx, identity, notice).await
}

/// Proves the old password and hashes the new one, with no connection held.
async fn prove_and_hash(cx: &Cx, person: &Identity, old: &str, new: &str) -> Result<String> {
    let (db, now, passwords) = (cx.core.db.clone(), cx.now(), cx.core.passwords.clone());
    let login = person.id.to_string();
    throttle::take(&db, &login, "change", now).await?;
    let known = person.password_hash.clone();
    let fits = if old.chars().count() > super::password::MAX {
        Ok(false)
    } else {
        passwords.verify(old.to_owned(), known).await
    };
    if !matches!(fits, Ok(false)) {
        throttle::give_back(&db, &login, "change", now).await?;
    }
    if !fits? {
        return Err(Error::field("old", "password-wrong"));
    }
    let nip = person.nip.as_deref().unwrap_or_default();
    super::check_password(new, &[&person.name, nip, &cx.actor().agency.name])
        .map_err(|fault| Error::field("new", fault.code()))?;
    passwords.hash(new.to_owned()).await
}

/// The person of a live session's token, for what happens outside an agency (the language).
pub async fn identity_of(
    gx: &mut Gx,
    hash: [u8; 32],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<IdentityId>> {
    store::identity_of_session(gx.conn(), hash, now).await
}
