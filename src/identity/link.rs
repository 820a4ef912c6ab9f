//! Invitation and reset links: single use, thirty minutes, and no word about who exists.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{Identity, store, throttle};
use crate::kernel::{
    audit::{self, Event},
    crypto,
    cx::Gx,
    error::{Error, Result},
    id::IdentityId,
    outbox::{self, Notice},
};

/// How long a link works.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(30);

/// Makes a link for a person and returns its path.
pub async fn make(
    conn: &mut PgConnection,
    identity: IdentityId,
    purpose: &str,
    now: DateTime<Utc>,
) -> Result<String> {
    let (token, hash) = crypto::token()?;
    store::insert_link(conn, hash, identity, purpose, now, now + LIFETIME).await?;
    Ok(format!("/link/{token}"))
}

/// Somebody asks for a reset: a link goes to the address on record, if there is one. The answer is always the same.
pub async fn ask_reset(gx: &mut Gx, login: &str) -> Result<()> {
    let login: String = login
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(254)
        .collect();
    let (db, network, now) = (gx.core.db.clone(), gx.network.clone(), gx.now);
    let bucket = format!("reset:{login}");
    gx.pause().await?;
    throttle::take(&db, &bucket, &network, now).await?;
    gx.resume().await?;
    let person = store::find_by_login(gx.conn(), &login)
        .await?
        .filter(|person| !person.disabled && person.email.is_some());
    // the same statements run for a stranger, on an identity that does not exist
    let id = person
        .as_ref()
        .map_or_else(IdentityId::new, |person| person.id);
    let agency = store::agencies_of(gx.conn(), id)
        .await?
        .first()
        .map(|(id, _)| *id);
    if let (Some(person), Some(agency)) = (person, agency) {
        let path = make(gx.conn(), person.id, "reset", now).await?;
        gx.bind(agency).await?;
        let dedupe = format!("reset:{path}");
        outbox::insert(
            gx.conn(),
            agency,
            person.id,
            Notice::new("reset", path, dedupe),
            now,
        )
        .await?;
    }
    Ok(())
}

/// Whose link this is; nothing when it is used, expired or none of ours.
pub async fn owner(gx: &mut Gx, token: &str) -> Result<Option<(Identity, String)>> {
    let Some(hash) = crypto::token_hash(token) else {
        return Ok(None);
    };
    let now = gx.now;
    match store::find_link(gx.conn(), hash, now).await? {
        Some((id, purpose)) => Ok(store::get(gx.conn(), id)
            .await?
            .map(|person| (person, purpose))),
        None => Ok(None),
    }
}

/// Sets the password of the link's own person and nobody else; every session ends, the link is used up, and the person is signed in.
pub async fn set_password(gx: &mut Gx, token: &str, password: &str) -> Result<()> {
    let (person, purpose) = owner(gx, token)
        .await?
        .ok_or(Error::field("password", "link-over"))?;
    if person.disabled {
        return Err(Error::field("password", "link-over"));
    }
    let agencies = store::agencies_of(gx.conn(), person.id).await?;
    let names: Vec<&str> = agencies.iter().map(|(_, name)| name.as_str()).collect();
    let mut about = vec![
        person.name.as_str(),
        person.nip.as_deref().unwrap_or_default(),
    ];
    about.extend(names);
    super::check_password(password, &about)
        .map_err(|fault| Error::field("password", fault.code()))?;
    gx.pause().await?;
    let hash = gx.core.passwords.clone().hash(password.to_owned()).await?;
    gx.resume().await?;
    let now = gx.now;
    let token_hash = crypto::token_hash(token).ok_or(Error::field("password", "link-over"))?;
    let id = store::use_link(gx.conn(), token_hash, now)
        .await?
        .ok_or(Error::field("password", "link-over"))?;
    store::set_password(gx.conn(), id, &hash, now).await?;
    store::delete_sessions(gx.conn(), id, None).await?;
    let signed = super::session::start(gx, &person, false).await?;
    let request_id = gx.request_id.clone();
    let event = Event::new("password-set", "identity", id.0).with("purpose", purpose);
    audit::insert(
        gx.conn(),
        signed.agency,
        now,
        "person",
        None,
        &event,
        &request_id,
    )
    .await?;
    let dedupe = format!("password-changed:{id}:{}", now.timestamp_micros());
    let notice = Notice::new("password-changed", "/account", dedupe);
    outbox::insert(gx.conn(), signed.agency, id, notice, now).await
}
