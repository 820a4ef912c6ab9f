//! Throttling that can neither lock the owner out nor block an office behind one address.
//!
//! Only failures cost: a try is taken before the proof is looked at and given back when it is good. A bucket belongs to (account, network): somebody guessing from elsewhere drains their own bucket,
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

/// Takes one try from both buckets, or refuses while one is empty. Before the proof is looked at, so that many tries at once
/// are many tries; in a transaction of its own, so that it outlives a failed sign-in.
pub async fn take(db: &Db, login: &str, network: &str, now: DateTime<Utc>) -> Result<()> {
    draw(db, &keys(login, network), 1.0, now).await
}

/// Gives a try back: the proof was good, or nobody looked at it.
pub async fn give_back(db: &Db, login: &str, network: &str, now: DateTime<Utc>) -> Result<()> {
    draw(db, &keys(login, network), -1.0, now).await
}

/// Counts a bearer token that is none against the network it came from. A good token is never asked: its 256 bits cannot be
/// guessed, and nobody may shut out a neighbour's program.
pub async fn doubt(db: &Db, network: &str, now: DateTime<Utc>) -> Result<()> {
    draw(db, &[keys("", network)[1]], 1.0, now).await
}

/// Takes from every bucket or from none; always in the order account, network.
async fn draw(
    db: &Db,
    buckets: &[([u8; 32], Limit)],
    tries: f64,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut tx = db.begin(Mode::Write).await?;
    for (key, limit) in buckets.iter().copied() {
        let (tokens, at) = store::lock_bucket(tx.conn(), key, limit.burst, now).await?;
        let left = refilled(limit, tokens, at, now);
        if left < tries {
            tx.rollback().await?;
            return Err(Error::TooMany(wait_seconds(limit, left)));
        }
        store::set_bucket(tx.conn(), key, (left - tries).min(limit.burst), now).await?;
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
