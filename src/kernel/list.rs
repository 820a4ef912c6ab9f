//! Lists: keyset pages bound to one agency, search, and the links that keep a filter.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{id::AgencyId, time};

/// Rows on one page.
pub const PAGE: i64 = 50;
/// The most an export carries.
pub const EXPORT: i64 = 100_000;

/// Where a page starts: after the row with this sort key and id. Bound to the agency it was made in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub key: String,
    pub id: Uuid,
}

impl Cursor {
    /// As text for an address.
    pub fn encode(&self, agency: AgencyId) -> String {
        let mut bytes = agency.0.as_bytes()[10..].to_vec();
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(self.key.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// From an address; another agency's cursor is none.
    pub fn decode(text: &str, agency: AgencyId) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (owner, rest) = bytes.split_at_checked(6)?;
        let (id, key) = rest.split_at_checked(16)?;
        if owner != &agency.0.as_bytes()[10..] {
            return None;
        }
        Some(Self {
            key: String::from_utf8(key.to_vec())
                .ok()
                .filter(|key| !key.contains('\0'))?,
            id: Uuid::from_slice(id).ok()?,
        })
    }

    /// The date it stands at, of a list sorted by date; its key comes from an address like any other text.
    pub fn day(&self) -> Option<(NaiveDate, Uuid)> {
        Some((time::day(&self.key)?, self.id))
    }

    /// The instant it stands at, of a list sorted by instant.
    pub fn instant(&self) -> Option<(DateTime<Utc>, Uuid)> {
        Some((time::instant(self.key.parse().ok()?)?, self.id))
    }
}

/// One page of a list and the address of the next.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    pub rows: Vec<T>,
    pub next: Option<String>,
}

impl<T> Listing<T> {
    /// Cuts a result that was fetched with one row more than the page holds.
    pub fn cut(mut rows: Vec<T>, size: i64, agency: AgencyId, key: impl Fn(&T) -> Cursor) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more {
            rows.last().map(|row| key(row).encode(agency))
        } else {
            None
        };
        Self { rows, next }
    }
}

/// A search word as a LIKE pattern with its own wildcards made harmless.
pub fn like(word: &str) -> Option<String> {
    let word = word.trim();
    if word.is_empty() {
        return None;
    }
    let escaped = word
        .to_lowercase()
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    Some(format!("%{escaped}%"))
}

/// A query string from pairs, empty values left out.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let text: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    text.join("&")
}

/// A value made safe for a query string.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_another_agency_is_worth_nothing() {
        let (ours, theirs) = (AgencyId::new(), AgencyId::new());
        let cursor = Cursor {
            key: "sari".into(),
            id: Uuid::now_v7(),
        };
        let text = cursor.encode(ours);
        assert_eq!(Cursor::decode(&text, ours), Some(cursor));
        assert_eq!(Cursor::decode(&text, theirs), None);
        assert_eq!(Cursor::decode("AAAA", ours), None);
    }
}
