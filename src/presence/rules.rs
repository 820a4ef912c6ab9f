//! What a day's marks say, and what may be added to them. Pure.

use chrono::{DateTime, Utc};

use super::{At, Day, Kind, Mark, Source, Spell};
use crate::kernel::error::Reason;

/// The most declarations of a day.
const MOST: usize = 20;

impl Day {
    fn declared(&self) -> impl Iterator<Item = &Mark> {
        self.marks
            .iter()
            .filter(|mark| mark.source == Source::Declared)
    }

    /// What the person said, as stretches of work: a start ends the one before.
    pub fn spells(&self) -> Vec<Spell> {
        let mut all: Vec<Spell> = Vec::new();
        for mark in self.declared() {
            if let Some(open) = all.last_mut().filter(|spell| spell.to.is_none()) {
                open.to = Some(mark.at);
            }
            if let (Kind::Start, Some(place)) = (mark.kind, mark.place) {
                all.push(Spell {
                    place,
                    from: mark.at,
                    to: None,
                });
            }
        }
        all
    }

    /// The stretch that goes on.
    pub fn open(&self) -> Option<Spell> {
        self.spells()
            .last()
            .copied()
            .filter(|spell| spell.to.is_none())
    }

    /// The first and the last moment that attendance systems saw, and whether one of them stands in the office.
    pub fn observed(&self) -> Option<(DateTime<Utc>, DateTime<Utc>, bool)> {
        let seen = || {
            self.marks
                .iter()
                .filter(|mark| mark.source == Source::Observed)
        };
        let first = seen().map(|mark| mark.at).min()?;
        let last = seen().map(|mark| mark.at).max()?;
        Some((
            first,
            last,
            seen().any(|mark| mark.place == Some(At::Office)),
        ))
    }

    /// The last words of the person about the day.
    pub fn note(&self) -> &str {
        let noted = self.declared().filter(|mark| !mark.note.is_empty());
        noted.last().map_or("", |mark| &mark.note)
    }
}

/// Whether somebody may say that they work at a place from now on.
pub fn may_start(day: &Day, place: At) -> Result<(), Reason> {
    if day.open().is_some_and(|spell| spell.place == place) {
        return Err(Reason::new("presence-same"));
    }
    may_add(day)
}

/// Whether somebody may say that they stop working now.
pub fn may_finish(day: &Day) -> Result<(), Reason> {
    if day.open().is_none() {
        return Err(Reason::new("presence-not-started"));
    }
    may_add(day)
}

fn may_add(day: &Day) -> Result<(), Reason> {
    if day.declared().count() >= MOST {
        return Err(Reason::new("presence-many").with("n", MOST));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn mark(minute: i64, kind: Kind, place: Option<At>, source: Source) -> Mark {
        let at: DateTime<Utc> = "2026-11-17T00:30:00Z".parse().unwrap();
        Mark {
            on: "2026-11-17".parse().unwrap(),
            at: at + TimeDelta::minutes(minute),
            kind,
            place,
            source,
            note: String::new(),
            device: String::new(),
        }
    }

    fn declared(marks: &[(i64, Option<At>)]) -> Day {
        let one = |(minute, place): &(i64, Option<At>)| {
            let kind = if place.is_some() {
                Kind::Start
            } else {
                Kind::End
            };
            mark(*minute, kind, *place, Source::Declared)
        };
        Day {
            marks: marks.iter().map(one).collect(),
        }
    }

    #[test]
    fn a_new_place_ends_the_one_before_and_an_end_ends_the_day() {
        let day = declared(&[(0, Some(At::Home)), (120, Some(At::Office)), (480, None)]);
        let spells = day.spells();
        assert_eq!(spells.len(), 2);
        assert_eq!(spells[0].to, Some(spells[1].from));
        assert_eq!(spells[1].to, Some(day.marks[2].at));
        assert_eq!(day.open(), None);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let code = |result: Result<(), Reason>| result.unwrap_err().code;
        let home = declared(&[(0, Some(At::Home))]);
        assert_eq!(code(may_start(&home, At::Home)), "presence-same");
        assert_eq!(may_start(&home, At::Office), Ok(()));
        assert_eq!(may_finish(&home), Ok(()));
        assert_eq!(code(may_finish(&Day::default())), "presence-not-started");
        let places = [At::Home, At::Office];
        let busy: Vec<_> = (0..MOST).map(|n| (n as i64, Some(places[n % 2]))).collect();
        assert_eq!(code(may_finish(&declared(&busy))), "presence-many");
    }

    #[test]
    fn an_attendance_system_says_nothing_of_what_was_declared() {
        let mut day = declared(&[(0, Some(At::Home))]);
        day.marks
            .push(mark(60, Kind::Start, Some(At::Office), Source::Observed));
        assert_eq!(day.spells().len(), 1);
        assert_eq!(day.open().map(|spell| spell.place), Some(At::Home));
        let (first, last, office) = day.observed().unwrap();
        assert!(first == last && office);
    }

    proptest! {
        /// Minute by minute the spells say what the last mark before said.
        #[test]
        fn spells_equal_the_last_word(steps in prop::collection::vec((1_i64..90, prop::option::of(0_usize..4)), 0..12)) {
            let mut minute = 0;
            let marks: Vec<(i64, Option<At>)> = steps
                .iter()
                .map(|(pause, place)| {
                    minute += pause;
                    (minute, place.map(|at| At::ALL[at]))
                })
                .collect();
            let day = declared(&marks);
            let spells = day.spells();
            for now in 0..minute + 10 {
                let last = marks.iter().rev().find(|(at, _)| *at <= now).and_then(|(_, place)| *place);
                let at = mark(now, Kind::End, None, Source::Declared).at;
                let said = spells.iter().find(|spell| spell.from <= at && spell.to.is_none_or(|to| at < to));
                prop_assert_eq!(said.map(|spell| spell.place), last);
            }
        }
    }
}
