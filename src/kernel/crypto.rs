//! Tokens and passwords.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRng, rngs::SysRng};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::error::{Error, Result};

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A fresh secret of 256 bits: what the person holds, and the hash we keep.
pub fn token() -> Result<(String, [u8; 32])> {
    let mut bytes = [0_u8; 32];
    SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    let text = URL_SAFE_NO_PAD.encode(bytes);
    Ok((text, sha256(&bytes)))
}

/// The hash under which a presented token would be kept; None when it is none of ours.
pub fn token_hash(text: &str) -> Option<[u8; 32]> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    (bytes.len() == 32).then(|| sha256(&bytes))
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Digits of base 62 that hold 256 bits.
const SECRET: usize = 43;

fn base62(mut bytes: [u8; 32]) -> String {
    let mut digits = [b'0'; SECRET];
    for digit in digits.iter_mut().rev() {
        let mut rest = 0_u32;
        for byte in &mut bytes {
            let value = (rest << 8) | u32::from(*byte);
            *byte = u8::try_from(value / 62).unwrap_or(u8::MAX);
            rest = value % 62;
        }
        *digit = BASE62[rest as usize];
    }
    digits.into_iter().map(char::from).collect()
}

/// A token of the JSON interface: `luwes_pat_<id>_<secret>`, what may be shown of it afterwards, and the hash we keep.
pub fn bearer(id: uuid::Uuid) -> Result<(String, String, [u8; 32])> {
    let mut bytes = [0_u8; 32];
    SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    let id = id.simple().to_string();
    let secret = base62(bytes);
    let shown = format!("luwes_pat_…{}_{}…", &id[id.len() - 6..], &secret[..4]);
    let text = format!("luwes_pat_{id}_{secret}");
    let hash = sha256(text.as_bytes());
    Ok((text, shown, hash))
}

/// The hash under which a presented bearer token would be kept; None when it is none of ours.
pub fn bearer_hash(text: &str) -> Option<[u8; 32]> {
    let (id, secret) = text.strip_prefix("luwes_pat_")?.split_once('_')?;
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (id.len() == 32 && secret.len() == SECRET && plain(id) && plain(secret))
        .then(|| sha256(text.as_bytes()))
}

/// argon2id with a bounded number of hashes at once and a bounded queue: a storm of sign-ins cannot take the memory.
#[derive(Clone)]
pub struct Passwords {
    slots: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    decoy: Arc<str>,
}

/// 19 MiB, two passes, one lane: 21 ms of one core.
fn argon2() -> Argon2<'static> {
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19 * 1024, 2, 1, None).unwrap_or_default(),
    )
}

struct Waiting(Arc<AtomicUsize>);
impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Passwords {
    /// `at_once` hashes run in parallel, `queue` may wait.
    pub fn new(at_once: usize, queue: usize) -> Result<Self> {
        let decoy = argon2()
            .hash_password(b"nobody has this password")
            .map_err(Error::internal)?
            .to_string();
        Ok(Self {
            slots: Arc::new(Semaphore::new(at_once)),
            waiting: Arc::default(),
            queue,
            decoy: decoy.into(),
        })
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= self.queue {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(Error::Unavailable(3));
        }
        let waiting = Waiting(self.waiting.clone());
        let slot = self
            .slots
            .clone()
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        drop(waiting);
        tokio::task::spawn_blocking(move || {
            let _slot = slot;
            work()
        })
        .await
        .map_err(Error::internal)
    }

    /// The PHC string of a password. Its length is checked by the caller, before.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.run(move || {
            argon2()
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(Error::internal)
        })
        .await?
    }

    /// Whether the password fits. Without a hash (unknown person) the same work is done and the answer is no.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let phc = hash.unwrap_or_else(|| self.decoy.to_string());
        let fits = self
            .run(move || {
                PasswordHash::new(&phc).is_ok_and(|parsed| {
                    argon2()
                        .verify_password(password.as_bytes(), &parsed)
                        .is_ok()
                })
            })
            .await?;
        Ok(fits && known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_and_a_stranger_costs_the_same_work() {
        let passwords = Passwords::new(2, 10).unwrap();
        let hash = passwords
            .hash("kopi tubruk pagi hari".into())
            .await
            .unwrap();
        assert!(
            passwords
                .verify("kopi tubruk pagi hari".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(!passwords.verify("kopi".into(), Some(hash)).await.unwrap());
        assert!(
            !passwords
                .verify("nobody has this password".into(), None)
                .await
                .unwrap()
        );
    }

    #[test]
    fn a_bearer_token_is_found_again_by_its_hash_only() {
        let (text, shown, hash) = bearer(uuid::Uuid::now_v7()).unwrap();
        assert_eq!(bearer_hash(&text), Some(hash));
        assert!(shown.len() < 30 && !shown.contains(&text[60..]));
        let mut digits = base62([0xff; 32]);
        assert_eq!(digits.len(), SECRET);
        assert_ne!(digits.remove(0), '0');
        assert_eq!(base62([0; 32]), "0".repeat(SECRET));
        for odd in ["", "luwes_pat_", "luwes_pat_x_y", &text[1..], &text[..70]] {
            assert_eq!(bearer_hash(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_token_is_found_again_by_its_hash_only() {
        let (text, hash) = token().unwrap();
        assert_eq!(token_hash(&text), Some(hash));
        assert_eq!(token_hash("x"), None);
    }
}
