//! Throttling that can neither lock the owner out nor block an office behind one address.
//!
//! Only failures cost. A bucket belongs to (account, network): somebody guessing from elsewhere drains their own bucket,
//! not the owner's. A wide second bucket belongs to the network, large enough for an office of thousands.

use chrono::{DateTime, Utc};

use super::store;
use crate::kernel::{
    crypto::sha256,
    db::{Db, Mode},
    error::{Error, Result},
};

/// How many failures a bucket holds and how fast it fills again.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub burst: f64,
    pub per_minute: f64,
}

/// One account from one network.
pub const ACCOUNT: Limit = Limit {
    burst: 5.0,
    per_minute: 1.0,
};
/// Everybody from one network.
pub const NETWORK: Limit = Limit {
    burst: 300.0,
    per_minute: 60.0,
};

/// What a bucket holds now.
pub fn refilled(limit: Limit, tokens: f64, updated_at: DateTime<Utc>, now: DateTime<Utc>) -> f64 {
    let minutes = (now - updated_at).num_milliseconds().max(0) as f64 / 60_000.0;
    (tokens + minutes * limit.per_minute).min(limit.burst)
}

/// Seconds until a bucket holds one whole try again.
pub fn wait_seconds(limit: Limit, tokens: f64) -> u32 {
    (((1.0 - tokens) / limit.per_minute) * 60.0).ceil().max(1.0) as u32
}

fn keys(login: &str, network: &str) -> [([u8; 32], Limit); 2] {
    let account = sha256(format!("account\0{}\0{network}", login.to_lowercase()).as_bytes());
    let office = sha256(format!("network\0{network}").as_bytes());
    [(account, ACCOUNT), (office, NETWORK)]
}

/// Refuses while a bucket is empty. Runs in a transaction of its own: it must not be undone with the sign-in.
pub async fn check(db: &Db, login: &str, network: &str, now: DateTime<Utc>) -> Result<()> {
    check_buckets(db, &keys(login, network), now).await
}

async fn check_buckets(db: &Db, buckets: &[([u8; 32], Limit)], now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin(Mode::Read).await?;
    for (key, limit) in buckets.iter().copied() {
        if let Some((tokens, at)) = store::bucket(tx.conn(), key).await? {
            let left = refilled(limit, tokens, at, now);
            if left < 1.0 {
                return Err(Error::TooMany(wait_seconds(limit, left)));
            }
        }
    }
    tx.rollback().await
}

/// Takes one try from both buckets after a failure; outlives the failed sign-in.
pub async fn fail(db: &Db, login: &str, network: &str, now: DateTime<Utc>) -> Result<()> {
    drain_buckets(db, &keys(login, network), now).await
}

/// Counts a bearer token that is none against the network it came from. A good token is never asked: its 256 bits cannot be
/// guessed, and nobody may shut out a neighbour's program.
pub async fn doubt(db: &Db, network: &str, now: DateTime<Utc>) -> Result<()> {
    let office = [keys("", network)[1]];
    check_buckets(db, &office, now).await?;
    drain_buckets(db, &office, now).await
}

async fn drain_buckets(db: &Db, buckets: &[([u8; 32], Limit)], now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin(Mode::Write).await?;
    for (key, limit) in buckets.iter().copied() {
        let left = match store::bucket(tx.conn(), key).await? {
            Some((tokens, at)) => refilled(limit, tokens, at, now),
            None => limit.burst,
        };
        store::set_bucket(tx.conn(), key, (left - 1.0).max(0.0), now).await?;
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_fills_again_and_never_overflows() {
        let start: DateTime<Utc> = "2026-11-19T00:00:00Z".parse().unwrap();
        assert!(refilled(ACCOUNT, 0.0, start, start) < 1.0);
        assert!(refilled(ACCOUNT, 0.0, start, start + chrono::TimeDelta::seconds(60)) >= 1.0);
        assert!(
            (refilled(ACCOUNT, 4.0, start, start + chrono::TimeDelta::days(1)) - 5.0).abs()
                < f64::EPSILON
        );
        assert_eq!(wait_seconds(ACCOUNT, 0.5), 30);
        // a clock that jumps back gives nothing away
        assert!(refilled(ACCOUNT, 0.0, start, start - chrono::TimeDelta::hours(1)) < 1.0);
    }
}
