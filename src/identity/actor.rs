//! How the kernel learns who a session belongs to: the hooks that `app` hands over.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::kernel::{
    actor::Actor,
    cx::{BoxFuture, Session},
    db::{Db, Mode},
    error::Result,
    id::SessionId,
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
    Box::pin(async move { store::actor_of(conn, session, now).await })
}
