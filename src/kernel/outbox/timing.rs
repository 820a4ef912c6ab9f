//! When a message leaves: pure answers over a person's choice, by the clock at their place of duty.

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

/// How a person wants their mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One message for each event.
    Each,
    /// One message a day, at this hour.
    Digest(u8),
    /// None: they read it in the product.
    Nothing,
}

/// What a person chose, and where they work.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub way: Way,
    /// Hours between which no mail leaves; they may span midnight.
    pub quiet: Option<(u8, u8)>,
    pub zone: Tz,
    /// The last day on which a digest left.
    pub digested_on: Option<NaiveDate>,
}

/// What to do with one event's mail now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It leaves by itself.
    Send,
    /// It is a line of the digest that leaves now.
    Gather,
    /// Not before this instant.
    Hold(DateTime<Utc>),
    /// No mail about it.
    Skip,
}

impl Choice {
    /// What to do now with an event that was told at `told_at`.
    pub fn step(&self, told_at: DateTime<Utc>, now: DateTime<Utc>) -> Step {
        match self.way {
            Way::Nothing => Step::Skip,
            Way::Each => self.quiet_until(now).map_or(Step::Send, Step::Hold),
            Way::Digest(hour) => {
                let due = self.digest_after(told_at, hour);
                if now < due {
                    return Step::Hold(due);
                }
                let today = super::super::time::local_date(now, self.zone);
                if self.digested_on == Some(today) {
                    return Step::Hold(self.after_quiet(self.at(next(today), hour)));
                }
                self.quiet_until(now).map_or(Step::Gather, Step::Hold)
            }
        }
    }

    /// The end of the quiet hours that an instant lies in.
    fn quiet_until(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (from, to) = self.quiet?;
        let local = at.with_timezone(&self.zone);
        let hour = u8::try_from(local.hour()).unwrap_or(0);
        let quiet = if from < to {
            (from..to).contains(&hour)
        } else {
            hour >= from || hour < to
        };
        let day = if hour < to {
            local.date_naive()
        } else {
            next(local.date_naive())
        };
        quiet.then(|| self.at(day, to))
    }

    fn after_quiet(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.quiet_until(at).unwrap_or(at)
    }

    /// The digest that carries what was told at an instant.
    fn digest_after(&self, told_at: DateTime<Utc>, hour: u8) -> DateTime<Utc> {
        let day = super::super::time::local_date(told_at, self.zone);
        let same = self.at(day, hour);
        let due = if told_at < same {
            same
        } else {
            self.at(next(day), hour)
        };
        self.after_quiet(due)
    }

    fn at(&self, day: NaiveDate, hour: u8) -> DateTime<Utc> {
        let wall = day.and_hms_opt(u32::from(hour), 0, 0).unwrap_or_default();
        wall.and_local_timezone(self.zone)
            .earliest()
            .map_or_else(|| wall.and_utc(), |at| at.to_utc())
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(way: Way, quiet: Option<(u8, u8)>) -> Choice {
        Choice {
            way,
            quiet,
            zone: chrono_tz::Asia::Jayapura,
            digested_on: None,
        }
    }

    /// 17 November 2026 in Jayapura (UTC+9), or so many days later.
    fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        let wall = NaiveDate::from_ymd_opt(2026, 11, 17 + day)
            .and_then(|day| day.and_hms_opt(hour, minute, 0))
            .unwrap();
        wall.and_utc() - chrono::TimeDelta::hours(9)
    }

    #[test]
    fn quiet_hours_hold_mail_until_they_end_also_across_midnight() {
        let night = choice(Way::Each, Some((21, 6)));
        for (now, step) in [
            (at(0, 20, 59), Step::Send),
            (at(0, 21, 0), Step::Hold(at(1, 6, 0))),
            (at(0, 23, 59), Step::Hold(at(1, 6, 0))),
            (at(1, 0, 0), Step::Hold(at(1, 6, 0))),
            (at(1, 5, 59), Step::Hold(at(1, 6, 0))),
            (at(1, 6, 0), Step::Send),
        ] {
            assert_eq!(night.step(now, now), step, "{now}");
        }
        let noon = choice(Way::Each, Some((12, 13)));
        assert_eq!(
            noon.step(at(0, 12, 30), at(0, 12, 30)),
            Step::Hold(at(0, 13, 0))
        );
        assert_eq!(noon.step(at(0, 13, 0), at(0, 13, 0)), Step::Send);
        let late = choice(Way::Each, Some((22, 0)));
        assert_eq!(
            late.step(at(0, 22, 30), at(0, 22, 30)),
            Step::Hold(at(1, 0, 0))
        );
    }

    #[test]
    fn a_digest_leaves_once_a_day_at_its_hour() {
        let mut daily = choice(Way::Digest(16), None);
        let told = at(0, 10, 0);
        assert_eq!(daily.step(told, told), Step::Hold(at(0, 16, 0)));
        assert_eq!(daily.step(told, at(0, 16, 0)), Step::Gather);
        // what comes at four or later is for tomorrow
        assert_eq!(
            daily.step(at(0, 16, 0), at(0, 16, 0)),
            Step::Hold(at(1, 16, 0))
        );
        // a straggler of today does not make a second message
        daily.digested_on = Some(at(0, 16, 0).date_naive());
        assert_eq!(daily.step(told, at(0, 16, 5)), Step::Hold(at(1, 16, 0)));
        assert_eq!(daily.step(told, at(1, 16, 0)), Step::Gather);
    }

    #[test]
    fn a_digest_in_quiet_hours_waits_for_their_end() {
        let late = choice(Way::Digest(23), Some((22, 6)));
        assert_eq!(
            late.step(at(0, 10, 0), at(0, 10, 0)),
            Step::Hold(at(1, 6, 0))
        );
        assert_eq!(late.step(at(0, 10, 0), at(1, 6, 0)), Step::Gather);
        assert_eq!(
            choice(Way::Nothing, None).step(at(0, 1, 0), at(0, 2, 0)),
            Step::Skip
        );
    }
}
