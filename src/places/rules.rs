//! What may become of an agreement and on which days its seats are there. Pure: the clock is an argument.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Side, State};
use crate::{
    calendar::{DateRange, WeekDay},
    kernel::error::Reason,
};

/// The longest an agreement may last, in days.
pub const LONGEST: i64 = 1_096;
/// The most seats a day.
pub const SEATS: i64 = 500;

/// The name of an agency as it is compared: `Kabupaten Pati`, `Kab Pati` and `Pemerintah Kab. Pati` are one.
pub fn plain_name(name: &str) -> String {
    let name = name.to_lowercase();
    let words = name.split(|sign: char| !sign.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && *word != "pemerintah");
    let words = words.map(|word| match word {
        "kabupaten" => "kab",
        "provinsi" => "prov",
        "pemkab" => "kab",
        "pemkot" => "kota",
        "pemprov" => "prov",
        "kementrian" | "kemen" => "kementerian",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The stored bits of weekdays.
pub fn bits(weekdays: &BTreeSet<WeekDay>) -> i16 {
    weekdays
        .iter()
        .fold(0, |bits, day| bits | (1 << (*day as i16)))
}

/// The weekdays of stored bits.
pub fn weekdays(bits: i16) -> BTreeSet<WeekDay> {
    WeekDay::ALL
        .into_iter()
        .filter(|day| bits & (1 << (*day as i16)) != 0)
        .collect()
}

/// The last days an agreement may be given when it is ended: from tomorrow, so that whoever comes hears of it before, to the day
/// before the one it had. None where it ends by itself as soon.
pub fn ends(last_on: NaiveDate, today: NaiveDate) -> Option<DateRange> {
    let (from, to) = (today.succ_opt()?, last_on.pred_opt()?);
    (from <= to).then_some(DateRange { from, to })
}

/// Whether a side may take a step to a state, or why not.
pub fn may(from: State, side: Side, to: State) -> Result<(), Reason> {
    let open = match (from, to) {
        (State::Offered, State::Accepted | State::Declined) => side == Side::Guest,
        (State::Offered, State::Withdrawn) => side == Side::Host,
        (State::Accepted, State::Ended) => true,
        _ => false,
    };
    if open {
        Ok(())
    } else {
        Err(Reason::new("agreement-step"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_is_found_by_the_ways_its_name_is_written() {
        for typed in [
            "Kabupaten Pati",
            "kab pati",
            "Kab. Pati",
            "pemerintah kab pati",
            "Pemkab Pati",
            "Pemerintah  Kabupaten Pati",
        ] {
            assert_eq!(
                plain_name(typed),
                plain_name("Pemerintah Kab. Pati"),
                "{typed}"
            );
        }
        for other in ["Pati", "Kota Pati", "Kab. Pati Lama"] {
            assert_ne!(plain_name(other), plain_name("Pemerintah Kab. Pati"));
        }
    }

    #[test]
    fn weekdays_are_bits_and_back() {
        for bits_ in 0..128 {
            assert_eq!(bits(&weekdays(bits_)), bits_);
        }
    }

    #[test]
    fn an_agreement_ends_from_tomorrow_and_before_its_own_end() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let found = ends(on("2026-12-31"), on("2026-11-17"));
        let (from, to) = (on("2026-11-18"), on("2026-12-30"));
        assert_eq!(found, Some(DateRange { from, to }));
        assert_eq!(
            ends(on("2026-11-19"), on("2026-11-17")),
            Some(DateRange::day(on("2026-11-18")))
        );
        assert_eq!(ends(on("2026-11-18"), on("2026-11-17")), None);
    }

    #[test]
    fn each_side_has_its_own_steps() {
        let open = |side| {
            let mut steps = Vec::new();
            for from in State::ALL {
                steps.extend(
                    State::ALL
                        .into_iter()
                        .filter(|to| may(from, side, *to).is_ok())
                        .map(|to| (from, to)),
                );
            }
            steps
        };
        use State::{Accepted, Declined, Ended, Offered, Withdrawn};
        assert_eq!(open(Side::Host), [(Offered, Withdrawn), (Accepted, Ended)]);
        let guest = [(Offered, Accepted), (Offered, Declined), (Accepted, Ended)];
        assert_eq!(open(Side::Guest), guest);
    }
}
