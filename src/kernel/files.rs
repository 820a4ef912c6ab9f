//! Files that people hand in, kept in the agency's own rows: the same transaction, the same backup, the same walls.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
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

/// The longest name, in characters.
const NAME: usize = 150;

/// A name without paths, control characters, and signs that nobody sees or that turn the direction of reading (`gpj.exe` behind one of
/// them reads `exe.jpg`). A long one is cut before its ending.
pub fn clean_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = base.chars().filter(|c| !deceives(*c)).collect();
    let clean = clean.trim();
    let length = clean.chars().count();
    if clean.is_empty() {
        return "file".into();
    }
    if length <= NAME {
        return clean.to_owned();
    }
    let ending = clean.rsplit_once('.').map_or("", |(_, ending)| ending);
    let kept = ending.chars().count() + 1;
    if kept > 10 {
        return clean.chars().take(NAME).collect();
    }
    let start: String = clean.chars().take(NAME - kept).collect();
    format!("{start}.{ending}")
}

/// Whether a character shows nothing, or shows others where they are not.
fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Sends bytes as a download: never shown in the page, never sniffed, never run.
pub fn download(name: &str, media_type: &str, bytes: Vec<u8>) -> Result<Response> {
    attached(name, media_type, (StatusCode::OK, bytes).into_response())
}

/// What is sent as it is: packing it again would cost time and save nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct AsItIs;

/// Sends a file out of the depot in pieces, in the same way; `size` is in bytes.
pub fn download_pieces(
    name: &str,
    media_type: &str,
    size: u64,
    pieces: super::depot::Pieces,
) -> Result<Response> {
    let mut response = Body::from_stream(pieces).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    response.extensions_mut().insert(AsItIs);
    attached(name, media_type, response)
}

fn attached(name: &str, media_type: &str, mut response: Response) -> Result<Response> {
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
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn a_name_shows_what_it_is_and_leads_nowhere() {
        for (given, kept) in [
            ("peta.pdf", "peta.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\laporan\\akhir.docx", "akhir.docx"),
            ("foto\u{202e}gpj.exe", "fotogpj.exe"),
            ("a\r\nb\0\u{200b}.pdf", "ab.pdf"),
            (" \u{2066} ", "file"),
            ("", "file"),
            ("Évaluasi “akhir”.pdf", "Évaluasi “akhir”.pdf"),
        ] {
            assert_eq!(clean_name(given), kept, "{given:?}");
        }
        let long = clean_name(&format!("{}.pdf", "é".repeat(400)));
        assert_eq!(long.chars().count(), 150);
        assert!(long.ends_with("é.pdf"));
        let odd = clean_name(&format!("a.{}", "b".repeat(400)));
        assert_eq!(odd.chars().count(), 150);
    }
}
