//! The message a receiver gets: a small body of references, and its signature as the Standard Webhooks convention has it.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;
use uuid::Uuid;

use crate::kernel::{
    error::{Error, Result},
    id::{AgencyId, WebhookId},
    vault::{Vault, random},
};

/// What marks a secret, so that people and scanners recognise one.
const MARK: &str = "whsec_";

/// The body. Personal data by reference only: no name, no NIP, no reason.
#[derive(Serialize)]
pub struct Message<'a> {
    pub id: Uuid,
    pub kind: &'a str,
    /// With the offset of the agency's zone.
    pub at: String,
    /// Grows with everything that happens in the agency.
    pub sequence: i64,
    /// The agency's code.
    pub agency: &'a str,
    pub subject: Subject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'a str>,
}

/// What it is about.
#[derive(Serialize)]
pub struct Subject<'a> {
    pub kind: &'a str,
    pub id: Option<Uuid>,
    /// Where it is read with a token.
    pub href: Option<String>,
}

/// An instant with the offset of a zone.
pub fn instant(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).to_rfc3339()
}

/// A fresh secret, as bytes.
pub fn secret() -> Result<[u8; 32]> {
    random()
}

/// A secret as the receiver keeps it.
pub fn shown(secret: &[u8]) -> String {
    format!("{MARK}{}", STANDARD.encode(secret))
}

/// Whose secret it is: a box moved to another agency or webhook does not open.
fn owner(agency: AgencyId, webhook: WebhookId) -> Vec<u8> {
    [
        &b"webhook-secret"[..],
        agency.0.as_bytes(),
        webhook.0.as_bytes(),
    ]
    .concat()
}

/// A secret as it is stored.
pub fn close(
    vault: &Vault,
    agency: AgencyId,
    webhook: WebhookId,
    secret: &[u8],
) -> Result<Vec<u8>> {
    vault.close(&owner(agency, webhook), secret)
}

/// A stored secret, when the operator's key fits.
pub fn open(vault: &Vault, agency: AgencyId, webhook: WebhookId, closed: &[u8]) -> Option<Vec<u8>> {
    vault.open(&owner(agency, webhook), closed)
}

/// One signature: `v1,` and HMAC-SHA-256 over id, time and body.
pub fn signature(secret: &[u8], id: Uuid, timestamp: i64, body: &[u8]) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(Error::internal)?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Ok(format!(
        "v1,{}",
        STANDARD.encode(mac.finalize().into_bytes())
    ))
}

/// The headers of a message; during a rotation with one signature for each secret.
pub fn headers(
    secrets: &[Vec<u8>],
    id: Uuid,
    now: DateTime<Utc>,
    body: &[u8],
) -> Result<Vec<(&'static str, String)>> {
    let timestamp = now.timestamp();
    let signatures = secrets
        .iter()
        .map(|secret| signature(secret, id, timestamp, body))
        .collect::<Result<Vec<_>>>()?;
    Ok(vec![
        ("webhook-id", id.to_string()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signatures.join(" ")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_an_independent_implementation() {
        // printf '%s' '00000000-0000-0000-0000-000000000001.1700000000.{"a":1}' |
        //     openssl dgst -sha256 -mac HMAC -macopt hexkey:0909…09 (32 bytes) -binary | base64
        let secret = [9_u8; 32];
        let made = signature(&secret, Uuid::from_u128(1), 1_700_000_000, br#"{"a":1}"#).unwrap();
        assert_eq!(made, "v1,5mtCFc1LDSda9mEMsii0id+97hp9mZE+iXEoEWCb+o0=");
        assert_eq!(shown(&secret).len(), MARK.len() + 44);
    }

    #[test]
    fn a_secret_is_bound_to_its_agency_and_webhook() {
        let vault = Vault::read(&Vault::fresh().unwrap()).unwrap();
        let (agency, webhook) = (AgencyId::new(), WebhookId::new());
        let secret = secret().unwrap();
        let closed = close(&vault, agency, webhook, &secret).unwrap();
        assert_eq!(open(&vault, agency, webhook, &closed).unwrap(), secret);
        assert_eq!(open(&vault, AgencyId::new(), webhook, &closed), None);
        assert_eq!(open(&vault, agency, WebhookId::new(), &closed), None);
    }

    #[test]
    fn an_instant_carries_the_offset_of_the_agency() {
        let at = DateTime::from_timestamp(1_795_000_000, 250_000_000).unwrap();
        assert!(instant(at, chrono_tz::Asia::Jayapura).ends_with("+09:00"));
    }
}
