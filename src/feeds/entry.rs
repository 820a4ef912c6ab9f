//! One thing in a calendar, before it is written down.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use crate::policy::{Place, Times};

/// When it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Whole days, both included.
    Days { from: NaiveDate, to: NaiveDate },
    /// Hours of one day at the place of duty.
    Hours {
        start: NaiveDateTime,
        end: NaiveDateTime,
    },
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Place(Place),
    /// Some flexible place, for eyes that were not told which.
    Flexible,
    /// Asked for and not decided yet; with the place only where the person themselves reads.
    Waiting(Option<Place>),
    Leave,
    Trip,
    /// A shift by its name.
    Shift(String),
}

/// How firm it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Confirmed,
    Tentative,
    Cancelled,
}

/// Something in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same at every reading.
    pub uid: String,
    /// Grows with every change.
    pub sequence: u32,
    pub changed_at: DateTime<Utc>,
    pub when: When,
    pub zone: Tz,
    pub what: What,
    /// Own start and end of the day's work, where they go with its place.
    pub times: Option<Times>,
    pub status: Status,
    /// Whose it is; none in one's own calendar.
    pub who: Option<String>,
    /// Where it is read more about, below the public address.
    pub path: Option<String>,
}
