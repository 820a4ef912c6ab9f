//! `Idempotency-Key`: an attempt that is repeated is done once. Its row is written in the transaction of the work itself, so
//! that fifty at once make one thing and the others wait for it and are answered alike.

use axum::{
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use sqlx::PgConnection;
use uuid::Uuid;

use super::reply::Kept;
use crate::kernel::{
    actor::{Actor, Agency},
    crypto::sha256,
    cx::{BoxFuture, Core},
    db::Mode,
    error::{Error, Reason, Result},
    id::AgencyId,
    jobs::Periodic,
};

/// How long an answer is kept.
const HOURS: i64 = 48;

/// An attempt with a name.
#[derive(Clone, Debug)]
pub struct Attempt {
    key: String,
    route: String,
    hash: [u8; 32],
}

/// Whose attempt it is.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    pub agency: AgencyId,
    pub id: Uuid,
}

impl Holder {
    /// The person, or the service token.
    pub fn of(actor: &Actor) -> Option<Self> {
        let person = actor.membership.map(|id| id.0);
        let id = person.or_else(|| actor.token.map(|held| held.id.0))?;
        Some(Self {
            agency: actor.agency.id,
            id,
        })
    }
}

impl Attempt {
    /// The attempt of a request, when it is named.
    pub fn of(headers: &HeaderMap, route: &str, path: &str, body: &[u8]) -> Result<Option<Self>> {
        let Some(key) = headers.get("idempotency-key") else {
            return Ok(None);
        };
        let key = key
            .to_str()
            .ok()
            .filter(|key| (8..=128).contains(&key.len()))
            .filter(|key| {
                key.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte))
            })
            .ok_or(Error::BadRequest("idempotency-key"))?;
        let mut said = path.as_bytes().to_vec();
        said.push(0);
        said.extend_from_slice(body);
        Ok(Some(Self {
            key: key.to_owned(),
            route: format!("POST {route}"),
            hash: sha256(&said),
        }))
    }

    /// Takes the name, waiting for whoever holds it: None when this is the first time, else what was answered then.
    pub async fn begin(
        &self,
        conn: &mut PgConnection,
        holder: Holder,
        now: DateTime<Utc>,
    ) -> Result<Option<Response>> {
        let taken = sqlx::query_scalar!(
            "insert into api_answers (agency_id, holder_id, route, key, request_hash, created_at) values ($1, $2, $3, $4, $5, $6) \
             on conflict do nothing returning status",
            holder.agency.0,
            holder.id,
            self.route,
            self.key,
            &self.hash[..],
            now
        )
        .fetch_optional(&mut *conn)
        .await?;
        if taken.is_some() {
            return Ok(None);
        }
        let row = sqlx::query!(
            "select request_hash, status, body, location, etag from api_answers where agency_id = $1 and holder_id = $2 and route = $3 and key = $4",
            holder.agency.0,
            holder.id,
            self.route,
            self.key
        )
        .fetch_one(conn)
        .await?;
        if row.request_hash != self.hash {
            return Err(Reason::new("idempotency-reused").into());
        }
        let status = u16::try_from(row.status)
            .ok()
            .and_then(|status| StatusCode::from_u16(status).ok())
            .filter(StatusCode::is_success)
            .ok_or(Error::Unavailable(1))?;
        Ok(Some(again(status, row.body, row.location, row.etag)))
    }

    /// Keeps the answer beside the work; the response goes on unchanged.
    pub async fn finish(
        &self,
        conn: &mut PgConnection,
        holder: Holder,
        response: Response,
    ) -> Result<Response> {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 4 * 1024 * 1024)
            .await
            .map_err(Error::internal)?;
        let text = |name: HeaderName| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let kept = match parts.extensions.get::<Kept>() {
            Some(Kept(body)) => body.clone(),
            None => String::from_utf8_lossy(&bytes).into_owned(),
        };
        sqlx::query!(
            "update api_answers set status = $5, body = $6, location = $7, etag = $8 where agency_id = $1 and holder_id = $2 and route = $3 and key = $4",
            holder.agency.0,
            holder.id,
            self.route,
            self.key,
            i16::try_from(parts.status.as_u16()).unwrap_or_default(),
            kept,
            text(header::LOCATION),
            text(header::ETAG)
        )
        .execute(conn)
        .await?;
        Ok(Response::from_parts(parts, Body::from(bytes)))
    }
}

fn again(
    status: StatusCode,
    body: String,
    location: Option<String>,
    etag: Option<String>,
) -> Response {
    let empty = body.is_empty();
    let mut response = (status, Bytes::from(body)).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    if !empty {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
    }
    let kept = [(header::LOCATION, location), (header::ETAG, etag)];
    for (name, value) in kept {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    }
    headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    response
}

/// Forgets answers that are older than two days.
pub fn periodic() -> Periodic {
    Periodic {
        name: "api-answers",
        every: TimeDelta::hours(1),
        run: forget,
    }
}

fn forget(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let before = core.clock.now() - TimeDelta::hours(HOURS);
        let mut tx = core.db.tenant(agency.id, Mode::Write).await?;
        sqlx::query!(
            "delete from api_answers where agency_id = $1 and created_at < $2",
            agency.id.0,
            before
        )
        .execute(tx.conn())
        .await?;
        tx.commit().await
    })
}
