//! How the kernel learns who a session belongs to: the hooks that `app` hands over.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{store, throttle};
use crate::kernel::{
    actor::Actor,
    cx::{Bearer, BoxFuture, Session},
    db::{Db, Mode},
    error::Result,
    id::{AgencyId, IdentityId, SessionId, TokenId},
};

/// Finds the live session of a token: not expired and not idle for too long (twelve hours, or thirty days on a remembered phone).
pub fn session(
    conn: &mut PgConnection,
    hash: [u8; 32],
    now: DateTime<Utc>,
) -> BoxFuture<'_, Result<Option<Session>>> {
    Box::pin(async move { store::live_session(conn, hash, now).await })
}

/// Writes the last-seen time; a failure costs nothing but the time.
pub fn touch(db: Db, id: SessionId, now: DateTime<Utc>) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        let written = async {
            let mut tx = db.begin(Mode::Write).await?;
            store::touch_session(tx.conn(), id, now).await?;
            tx.commit().await
        };
        if let Err(error) = written.await {
            tracing::debug!(%error, "last-seen time not written");
        }
    })
}

/// Loads the person of a session in its agency: one statement, because every page pays for it.
pub fn actor<'a>(
    conn: &'a mut PgConnection,
    session: &'a Session,
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<Option<Actor>>> {
    Box::pin(async move {
        let Some(agency) = session.agency else {
            return Ok(None);
        };
        let actor = store::actor_of(conn, agency, session.identity, now).await?;
        Ok(actor.map(|actor| Actor {
            session: Some(session.id),
            ..actor
        }))
    })
}

/// A person as they are now: none when their access to the agency is closed.
pub async fn person(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: IdentityId,
    now: DateTime<Utc>,
) -> Result<Option<Actor>> {
    store::actor_of(conn, agency, identity, now).await
}

/// Finds the token of a hash.
pub fn bearer(
    conn: &mut PgConnection,
    hash: [u8; 32],
    now: DateTime<Utc>,
) -> BoxFuture<'_, Result<Option<Bearer>>> {
    Box::pin(async move { store::find_bearer(conn, hash, now).await })
}

/// Loads who a token acts as: its person with what the scopes leave, or the service in its own name.
pub fn bearer_actor<'a>(
    conn: &'a mut PgConnection,
    bearer: &'a Bearer,
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<Option<Actor>>> {
    Box::pin(async move {
        let Some(live) = store::live_token(conn, bearer, now).await? else {
            return Ok(None);
        };
        match bearer.identity {
            None if live.held.service => Ok(Some(live.service)),
            None => Ok(None),
            Some(identity) => {
                let person = store::actor_of(conn, bearer.agency, identity, now).await?;
                Ok(person.map(|actor| Actor {
                    token: Some(live.held),
                    ..actor
                }))
            }
        }
    })
}

/// Writes the last-used time; a failure costs nothing but the time.
pub fn touch_bearer(db: Db, id: TokenId, now: DateTime<Utc>) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        let written = async {
            let mut tx = db.begin(Mode::Write).await?;
            store::touch_bearer(tx.conn(), id, now).await?;
            tx.commit().await
        };
        if let Err(error) = written.await {
            tracing::debug!(%error, "last-used time not written");
        }
    })
}

/// Counts a failed token against its network.
pub fn doubt(db: Db, network: String, now: DateTime<Utc>) -> BoxFuture<'static, Result<()>> {
    Box::pin(async move { throttle::doubt(&db, &network, now).await })
}
