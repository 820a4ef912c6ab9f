//! How credit points are counted. Pure; whole numbers only.

use super::{Coefficient, State};
use crate::{
    kernel::{error::Reason, id::MembershipId},
    performance::rating::Predikat,
};

/// The version of the formula: a changed one is a new number, kept with each figure.
pub const FORMULA: i16 = 1;
/// The level whose coefficient the law's source names, in small letters.
pub const NAMED: &str = "terampil";
/// That coefficient, in hundredths of a point (law 4.12).
pub const NAMED_HUNDREDTHS: i32 = 500;
/// Where it comes from.
pub const NAMED_SOURCE: &str = "Rumus SIASN: Terampil 5 (law 4.12)";
/// The largest coefficient, in hundredths of a point.
pub const MOST: i32 = 100_000;

/// The share of a year's coefficient by the predikat of that year, in percent (law 4.12).
pub fn percent(predikat: Predikat) -> i16 {
    match predikat {
        Predikat::SangatBaik => 150,
        Predikat::Baik => 100,
        Predikat::ButuhPerbaikan => 75,
        Predikat::Kurang => 50,
        Predikat::SangatKurang => 25,
    }
}

/// The points of a year, in ten thousandths: hundredths of a point times percent, exactly.
pub fn points(hundredths: i32, percent: i16) -> i64 {
    i64::from(hundredths) * i64::from(percent)
}

/// A number of points from its parts, with a decimal comma and no more digits than it needs: `places` digits stand behind the comma.
pub fn decimal(parts: i64, places: usize) -> String {
    let digits = format!("{parts:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    if part.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole},{part}")
    }
}

/// Hundredths of a point as people write them: `5`, `12,5`, `12.50`. None: it is none, or out of bounds.
pub fn hundredths(text: &str) -> Option<i32> {
    let text = text.trim().replace('.', ",");
    let (whole, part) = text.split_once(',').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let all: i32 = format!("{whole}{part:0<2}").parse().ok()?;
    (1..=MOST).contains(&all).then_some(all)
}

/// A level as it is compared: in small letters, with single spaces.
pub fn level(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether somebody may put a coefficient in force: it waits, and another officer wrote it.
pub fn may_put(one: &Coefficient, by: MembershipId) -> Result<(), Reason> {
    if one.state != State::Waiting {
        Err(Reason::new("credit-not-waiting"))
    } else if one.written_by == by {
        Err(Reason::new("credit-second-officer"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MATRIX: &str = include_str!("../../../data/predikat_kinerja.csv");

    #[test]
    fn each_share_is_that_of_the_reference_data() {
        for row in MATRIX.lines().skip(1) {
            let row: Vec<&str> = row.split(',').collect();
            let predikat = Predikat::of(row[3]).unwrap();
            assert_eq!(percent(predikat).to_string(), row[5], "{row:?}");
        }
    }

    #[test]
    fn the_level_that_the_source_names_comes_to_what_it_says() {
        let all = Predikat::ALL.map(|one| decimal(points(NAMED_HUNDREDTHS, percent(one)), 4));
        assert_eq!(all, ["7,5", "5", "3,75", "2,5", "1,25"]);
        // a coefficient of halves times three quarters needs more than two digits
        assert_eq!(decimal(points(1_250, 75), 4), "9,375");
    }

    #[test]
    fn coefficients_are_read_as_people_write_them() {
        for (text, wanted) in [
            ("5", Some(500)),
            (" 12,5 ", Some(1_250)),
            ("12.50", Some(1_250)),
            ("0,01", Some(1)),
            ("1000", Some(100_000)),
            ("0", None),
            ("1000,01", None),
            ("12,505", None),
            ("-5", None),
            ("1e3", None),
            ("", None),
            (",5", None),
        ] {
            assert_eq!(hundredths(text), wanted, "{text}");
        }
        assert_eq!(level("  Ahli   Pertama "), "ahli pertama");
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_as_what_was_counted(hundred in 1..=MOST) {
            prop_assert_eq!(hundredths(&decimal(i64::from(hundred), 2)), Some(hundred));
            for predikat in Predikat::ALL {
                let all = points(hundred, percent(predikat));
                let shown = decimal(all, 4);
                let (whole, part) = shown.split_once(',').unwrap_or((&shown, ""));
                let back: i64 = format!("{whole}{part:0<4}").parse().unwrap();
                prop_assert_eq!(back, all);
            }
        }

        #[test]
        fn no_text_makes_a_coefficient_panic(text in ".{0,30}") {
            let _ = hundredths(&text);
        }
    }
}
