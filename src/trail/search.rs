//! What is looked for in the trail.

use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

use super::event;
use crate::kernel::{id::RequestId, list};

/// A search, ready for the statement.
#[derive(Clone, Debug, Default)]
pub struct Find {
    /// A name or NIP as a pattern.
    pub like: Option<String>,
    /// The events wanted; none means every one.
    pub events: Option<Vec<String>>,
    /// Whether signing in and reading the trail, which change nothing, are listed.
    pub reading: bool,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    pub request: Option<RequestId>,
}

impl Find {
    /// From the fields of the page: name or NIP, event filter, first and last day at the reader's place.
    pub fn of(
        q: &str,
        filter: &str,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        zone: Tz,
    ) -> Self {
        let digits: String = q.chars().filter(char::is_ascii_digit).collect();
        let spaced_nip = digits.len() >= 6 && q.chars().all(|c| c.is_ascii_digit() || c == ' ');
        let events = event::chosen(filter)
            .map(|codes| codes.into_iter().map(str::to_owned).collect::<Vec<_>>());
        Self {
            like: list::like(if spaced_nip { &digits } else { q }),
            reading: filter == "all" || events.is_some(),
            events,
            from: from.and_then(|day| midnight(day, zone)),
            until: to
                .and_then(|day| day.checked_add_days(Days::new(1)))
                .and_then(|day| midnight(day, zone)),
            request: None,
        }
    }
}

/// The first instant of a day.
pub fn midnight(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    zone.from_local_datetime(&day.and_hms_opt(0, 0, 0)?)
        .earliest()
        .map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_reader_and_a_nip_may_be_typed_in_groups() {
        let day = |text: &str| text.parse().ok();
        let find = Find::of(
            "19850312 201001",
            "",
            day("2026-11-01"),
            day("2026-11-02"),
            chrono_tz::Asia::Jakarta,
        );
        assert_eq!(find.like.as_deref(), Some("%19850312201001%"));
        assert_eq!(find.from.unwrap().to_rfc3339(), "2026-10-31T17:00:00+00:00");
        assert_eq!(
            find.until.unwrap().to_rfc3339(),
            "2026-11-02T17:00:00+00:00"
        );
        assert!(!find.reading);
        assert!(Find::of("", "all", None, None, chrono_tz::Asia::Jakarta).reading);
    }
}
