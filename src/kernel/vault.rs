//! Secrets that must be used again, kept encrypted: AES-256-GCM under the operator's key, bound to whom they belong.
//!
//! Most secrets need only their hash. A signing secret is used for every message, so its bytes must come back; the key is no
//! row of the database (`LUWES_SECRET_KEY`), and a box of one agency does not open as another's.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use rand::{TryRng, rngs::SysRng};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::error::{Error, Result};

/// The form of a box, its first byte.
const FORM: u8 = 1;

/// Keys of the operator: the first closes, each may open.
#[derive(Clone)]
pub struct Vault(Arc<Vec<LessSafeKey>>);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// From the setting: 32 bytes in base64; after a change the new key first, then the old one, separated by a comma.
    pub fn read(setting: &str) -> Result<Self, String> {
        let wrong = || {
            "LUWES_SECRET_KEY must be 32 random bytes in base64: openssl rand -base64 32".to_owned()
        };
        let keys = setting
            .split(',')
            .map(|text| {
                let bytes = STANDARD.decode(text.trim()).map_err(|_| wrong())?;
                let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| wrong())?;
                Ok(LessSafeKey::new(key))
            })
            .collect::<Result<Vec<_>, String>>()?;
        Ok(Self(Arc::new(keys)))
    }

    /// A key of its own, as text for the setting.
    pub fn fresh() -> Result<String> {
        Ok(STANDARD.encode(random::<32>()?))
    }

    /// Closes a secret; `owner` must be the same when it is opened.
    pub fn close(&self, owner: &[u8], secret: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_LEN>()?;
        let key = self.0.first().ok_or(Error::internal("no key"))?;
        let mut sealed = secret.to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(owner),
            &mut sealed,
        )
        .map_err(Error::internal)?;
        let mut closed = vec![FORM];
        closed.extend_from_slice(&nonce);
        closed.append(&mut sealed);
        Ok(closed)
    }

    /// Opens a secret; none when it was closed under another key, for somebody else, or changed.
    pub fn open(&self, owner: &[u8], closed: &[u8]) -> Option<Vec<u8>> {
        let rest = closed.strip_prefix(&[FORM])?;
        let (nonce, sealed) = rest.split_at_checked(NONCE_LEN)?;
        self.0.iter().find_map(|key| {
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let mut bytes = sealed.to_vec();
            key.open_in_place(nonce, Aad::from(owner), &mut bytes)
                .ok()
                .map(|secret| secret.to_vec())
        })
    }
}

/// Bytes nobody can guess.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> (Vault, String) {
        let text = Vault::fresh().unwrap();
        (Vault::read(&text).unwrap(), text)
    }

    #[test]
    fn a_secret_opens_for_its_owner_only_and_only_unchanged() {
        let (vault, _) = vault();
        let closed = vault.close(b"a", b"rahasia").unwrap();
        assert!(!closed.windows(7).any(|part| part == b"rahasia"));
        assert_eq!(vault.open(b"a", &closed).unwrap(), b"rahasia");
        assert_eq!(vault.open(b"b", &closed), None);
        for at in 0..closed.len() {
            let mut other = closed.clone();
            other[at] ^= 1;
            assert_eq!(vault.open(b"a", &other), None, "byte {at}");
        }
        assert_eq!(vault.open(b"a", &[]), None);
        assert_ne!(vault.close(b"a", b"rahasia").unwrap(), closed);
    }

    #[test]
    fn an_old_key_still_opens_and_the_new_one_closes() {
        let (old, old_text) = vault();
        let (new, new_text) = vault();
        let closed = old.close(b"a", b"x").unwrap();
        assert_eq!(new.open(b"a", &closed), None);
        let both = Vault::read(&format!("{new_text}, {old_text}")).unwrap();
        assert_eq!(both.open(b"a", &closed).unwrap(), b"x");
        let again = both.close(b"a", b"x").unwrap();
        assert_eq!(new.open(b"a", &again).unwrap(), b"x");
    }

    #[test]
    fn a_key_that_is_none_is_named() {
        for odd in ["", "abc", "AAAA", &STANDARD.encode([0; 31])] {
            assert!(Vault::read(odd).unwrap_err().contains("LUWES_SECRET_KEY"));
        }
        assert_eq!(format!("{:?}", vault().0), "Vault");
    }
}
