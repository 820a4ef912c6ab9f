//! The clock. Everything that needs the time takes it from here or as an argument.

use std::{
    ops::RangeInclusive,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

/// Tells the time: the system's, or one that a test moves by hand.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Mutex<DateTime<Utc>>>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until it is moved.
    pub fn frozen(at: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(Mutex::new(at))))
    }

    /// The instant now, in UTC, cut to microseconds as the database keeps it.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.0 {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that reads the machine's clock"
            )]
            None => Utc::now(),
            Some(at) => *at.lock().unwrap_or_else(|poisoned| poisoned.into_inner()),
        };
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// Moves a frozen clock; does nothing to the machine's.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Some(at) = &self.0 {
            *at.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = to;
        }
    }
}

/// The years whose dates are taken from outside: neither arithmetic nor the database knows every date that can be written.
pub const YEARS: RangeInclusive<i32> = 1900..=2199;

/// Reads a date that came from outside (2026-11-24); one beyond [`YEARS`] is none.
pub fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    YEARS.contains(&day.year()).then_some(day)
}

/// Reads an instant that came from outside, in microseconds since 1970; one beyond [`YEARS`] is none.
pub fn instant(micros: i64) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp_micros(micros)?;
    YEARS.contains(&at.year()).then_some(at)
}

/// The calendar date of an instant at a place.
pub fn local_date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// Reads an IANA zone name; falls back to WIB when a row holds something else.
pub fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(chrono_tz::Asia::Jakarta)
}

/// The zone's Indonesian short name: WIB, WITA or WIT.
pub fn zone_short(zone: Tz) -> &'static str {
    match zone {
        chrono_tz::Asia::Makassar => "WITA",
        chrono_tz::Asia::Jayapura => "WIT",
        _ => "WIB",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_nothing_can_reckon_with_are_none() {
        assert!(day("2026-11-24").is_some());
        for far in [
            "+262142-12-31",
            "-262143-01-01",
            "9999-12-31",
            "0001-01-01",
            "2200-01-01",
            "24-11-2026",
        ] {
            assert_eq!(day(far), None, "{far}");
        }
    }

    #[test]
    fn instants_that_nothing_can_reckon_with_are_none() {
        assert!(instant(1_795_000_000_000_000).is_some());
        for far in [
            8_210_266_876_799_999_999,
            -8_334_601_228_800_000_000,
            i64::MAX,
        ] {
            assert_eq!(instant(far), None, "{far}");
        }
    }
}
