//! Files that people hand in, kept in the agency's own rows: the same transaction, the same backup, the same walls.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::{
    crypto::sha256,
    cx::Cx,
    error::{Error, Result},
    id::FileId,
};

/// A stored file.
pub struct StoredFile {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// What an evidence file may be: its type is told by its first bytes, never by its name alone.
pub fn evidence_type(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let extension = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "pdf" if bytes.starts_with(b"%PDF-") => Some("application/pdf"),
        "png" if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Some("image/png"),
        "jpg" | "jpeg" if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) => Some("image/jpeg"),
        _ => None,
    }
}

/// Keeps a file. `purpose` is `evidence` or `import`.
pub async fn keep(
    cx: &mut Cx,
    purpose: &str,
    name: &str,
    media_type: &str,
    bytes: &[u8],
) -> Result<FileId> {
    let (agency, now, owner) = (cx.agency(), cx.now(), cx.actor().employee);
    let id = FileId::new();
    sqlx::query!(
        "insert into files (agency_id, id, purpose, name, media_type, size, sha256, bytes, owner_id, created_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
        agency.0,
        id.0,
        purpose,
        clean_name(name),
        media_type,
        bytes.len() as i64,
        &sha256(bytes)[..],
        bytes,
        owner.map(|id| id.0),
        now
    )
    .execute(cx.conn())
    .await?;
    Ok(id)
}

/// Reads a file of the agency.
pub async fn read(cx: &mut Cx, id: FileId) -> Result<StoredFile> {
    let agency = cx.agency();
    let row = sqlx::query!(
        "select name, media_type, bytes from files where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .fetch_one(cx.conn())
    .await?;
    Ok(StoredFile {
        name: row.name,
        media_type: row.media_type,
        bytes: row.bytes,
    })
}

/// Removes a file that nothing refers to any more.
pub async fn remove(cx: &mut Cx, id: FileId) -> Result<()> {
    let agency = cx.agency();
    sqlx::query!(
        "delete from files where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .execute(cx.conn())
    .await?;
    Ok(())
}

/// A name without paths and control characters.
pub fn clean_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = base.chars().filter(|c| !c.is_control()).take(150).collect();
    if clean.trim().is_empty() {
        "file".into()
    } else {
        clean
    }
}

/// Sends bytes as a download: never shown in the page, never sniffed, never run.
pub fn download(name: &str, media_type: &str, bytes: Vec<u8>) -> Result<Response> {
    let ascii: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._- ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"._-".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    let mut response = (StatusCode::OK, bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(media_type).map_err(Error::internal)?,
    );
    let disposition = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}");
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).map_err(Error::internal)?,
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'"),
    );
    Ok(response)
}
