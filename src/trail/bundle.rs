//! A piece of the trail as a file that verifies without a database: rows, seals, and nothing else.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{
    audit::{Fault, Row},
    crypto::hex,
};

/// The name of the format, and of the way rows become bytes.
pub const FORMAT: &str = "luwes-audit-1";
/// The most rows one file carries.
pub const MOST: i64 = 50_000;

/// The file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bundle {
    pub format: String,
    pub agency: Uuid,
    pub agency_code: String,
    pub made_at: DateTime<Utc>,
    /// The chain goes on after the last row of this file.
    pub cut: bool,
    pub rows: Vec<Sealed>,
}

/// A row with its seal; hashes in hexadecimal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sealed {
    pub seq: i64,
    pub prev_hash: String,
    pub hash: String,
    pub sealed_at: DateTime<Utc>,
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub event: String,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    /// The detail exactly as it was sealed, as text.
    pub detail: String,
    pub request_id: String,
}

impl Sealed {
    fn row(&self, agency: Uuid) -> Row {
        Row {
            agency_id: agency,
            id: self.id,
            at: self.at,
            actor_kind: self.actor_kind.clone(),
            actor_id: self.actor_id,
            event: self.event.clone(),
            subject_kind: self.subject_kind.clone(),
            subject_id: self.subject_id,
            detail: self.detail.clone(),
            request_id: self.request_id.clone(),
        }
    }
}

impl Bundle {
    /// The first row that is not as it was sealed, or nothing.
    pub fn fault(&self) -> Option<(i64, Fault)> {
        let mut before: Option<(i64, &str)> = None;
        for sealed in &self.rows {
            if let Some((seq, hash)) = before {
                if sealed.seq != seq + 1 {
                    return Some((seq + 1, Fault::Missing(sealed.seq)));
                }
                if sealed.prev_hash != hash {
                    return Some((sealed.seq, Fault::Unlinked));
                }
            }
            let prev = unhex(&sealed.prev_hash);
            if hex(&sealed.row(self.agency).seal(sealed.seq, &prev)) != sealed.hash {
                return Some((sealed.seq, Fault::Changed(sealed.id)));
            }
            before = Some((sealed.seq, &sealed.hash));
        }
        None
    }
}

/// Bytes from hexadecimal; what cannot be read gives none, and then no seal fits.
fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| {
            std::str::from_utf8(pair)
                .ok()
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        })
        .collect::<Option<Vec<u8>>>()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        let agency = Uuid::now_v7();
        let mut prev = vec![0; 32];
        let rows = (1..=3)
            .map(|seq| {
                let mut sealed = Sealed {
                    seq,
                    prev_hash: hex(&prev),
                    hash: String::new(),
                    sealed_at: "2026-11-19T00:42:02Z".parse().unwrap(),
                    id: Uuid::now_v7(),
                    at: "2026-11-19T00:42:00Z".parse().unwrap(),
                    actor_kind: "person".into(),
                    actor_id: Some(Uuid::now_v7()),
                    event: "request-decided".into(),
                    subject_kind: "request".into(),
                    subject_id: None,
                    detail: "{\"state\":\"approved\"}".into(),
                    request_id: String::new(),
                };
                let hash = sealed.row(agency).seal(seq, &prev);
                sealed.hash = hex(&hash);
                prev = hash.to_vec();
                sealed
            })
            .collect();
        Bundle {
            format: FORMAT.into(),
            agency,
            agency_code: "UJI".into(),
            made_at: "2026-11-19T01:00:00Z".parse().unwrap(),
            cut: false,
            rows,
        }
    }

    #[test]
    fn a_file_verifies_by_itself_and_after_a_trip_through_json() {
        let good = bundle();
        assert_eq!(good.fault(), None);
        let text = serde_json::to_string(&good).unwrap();
        assert_eq!(serde_json::from_str::<Bundle>(&text).unwrap().fault(), None);
    }

    #[test]
    fn a_changed_a_missing_and_a_swapped_row_are_named() {
        let mut changed = bundle();
        changed.rows[1].detail = "{\"state\":\"refused\"}".into();
        let id = changed.rows[1].id;
        assert_eq!(changed.fault(), Some((2, Fault::Changed(id))));
        let mut missing = bundle();
        missing.rows.remove(1);
        assert_eq!(missing.fault(), Some((2, Fault::Missing(3))));
        let mut forged = bundle();
        forged.rows[2].prev_hash = forged.rows[0].hash.clone();
        assert_eq!(forged.fault(), Some((3, Fault::Unlinked)));
    }
}
