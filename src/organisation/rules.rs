//! What is allowed and what follows, as pure functions: no clock, no database.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::AsnKind;
use crate::{
    kernel::{
        error::Reason,
        id::{EmployeeId, UnitId},
    },
    organisation::nip::{Nip, NipError, NipKind},
};

/// Nobody changes or decides what HR keeps about himself; the system user has no record of its own.
pub fn not_own(actor: Option<EmployeeId>, subject: EmployeeId) -> Result<(), Reason> {
    if actor == Some(subject) {
        Err(Reason::new("own-record"))
    } else {
        Ok(())
    }
}

/// Whether hanging a unit under another would close a circle.
pub fn would_loop(parents: &HashMap<UnitId, Option<UnitId>>, unit: UnitId, parent: UnitId) -> bool {
    let mut at = Some(parent);
    for _ in 0..=parents.len() {
        match at {
            Some(id) if id == unit => return true,
            Some(id) => at = parents.get(&id).copied().flatten(),
            None => return false,
        }
    }
    true
}

/// A move starts after the present assignment did and not later than today: the record says what is, not what will be.
pub fn check_move(
    since: Option<NaiveDate>,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<(), &'static str> {
    if from > today {
        Err("not-future")
    } else if since.is_some_and(|since| from <= since) {
        Err("after-present")
    } else {
        Ok(())
    }
}

/// A period that is not over yet and does not end before it starts.
pub fn check_period(from: NaiveDate, to: NaiveDate, today: NaiveDate) -> Result<(), &'static str> {
    if to < from {
        Err("end-before-start")
    } else if to < today {
        Err("period-over")
    } else {
        Ok(())
    }
}

/// The catalogue code of what is wrong with a number (law.md E9).
pub fn nip_fault(error: NipError) -> &'static str {
    match error {
        NipError::Length => "nip-length",
        NipError::NotDigits => "nip-digits",
        NipError::BirthDate => "nip-birth",
        NipError::Appointment => "nip-appointment",
        NipError::Sex => "nip-sex",
        NipError::Serial => "nip-serial",
    }
}

/// A number with a contract code belongs to contract employees only.
pub fn kind_fits(nip: &Nip, kind: AsnKind) -> bool {
    nip.kind() != NipKind::Pppk || matches!(kind, AsnKind::Pppk | AsnKind::PppkPartTime)
}

/// A rating period: a year (`2025`), a quarter of it (`2026-Q3`) or a month (`2026-09`).
pub fn rating_period(text: &str) -> Option<String> {
    let text = text.trim().to_uppercase();
    let (year, quarter) = match text.split_once('-') {
        Some((year, quarter)) => (year, Some(quarter)),
        None => (text.as_str(), None),
    };
    let year_ok = year.len() == 4
        && year
            .parse::<u16>()
            .is_ok_and(|y| (2000..=2100).contains(&y));
    let month = |part: &str| {
        part.len() == 2
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part
                .parse::<u8>()
                .is_ok_and(|month| (1..=12).contains(&month))
    };
    let part_ok =
        quarter.is_none_or(|part| matches!(part, "Q1" | "Q2" | "Q3" | "Q4") || month(part));
    (year_ok && part_ok).then_some(text)
}

/// The first and the last day of a rating period.
pub fn period_days(code: &str) -> Option<(NaiveDate, NaiveDate)> {
    let code = rating_period(code)?;
    let (year, part) = code.split_once('-').unwrap_or((&code, ""));
    let (first, months) = match (part, part.strip_prefix('Q')) {
        ("", _) => (1, 12),
        (_, Some(quarter)) => (quarter.parse::<u32>().ok()? * 3 - 2, 3),
        (month, None) => (month.parse().ok()?, 1),
    };
    let from = NaiveDate::from_ymd_opt(year.parse().ok()?, first, 1)?;
    let after = from.checked_add_months(chrono::Months::new(months))?;
    Some((from, after.pred_opt()?))
}

/// The five task criteria are decided when each has an answer (PermenPANRB 4/2025 art. 23).
pub fn decided(flags: &[Option<bool>; 5]) -> bool {
    flags.iter().all(Option::is_some)
}

/// The last day HR has to answer: so many working days after the case was opened; `free` holds the days off.
pub fn due_on(opened: NaiveDate, days: i64, six_day_week: bool, free: &[NaiveDate]) -> NaiveDate {
    let (mut day, mut left) = (opened, days);
    while left > 0 {
        let Some(next) = day.succ_opt() else { break };
        day = next;
        let weekday = day.weekday().number_from_monday();
        let works = weekday <= if six_day_week { 6 } else { 5 };
        if works && !free.contains(&day) {
            left -= 1;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn nobody_touches_their_own_record() {
        let (me, other) = (EmployeeId::new(), EmployeeId::new());
        assert_eq!(not_own(Some(me), me).unwrap_err().code, "own-record");
        assert!(not_own(Some(me), other).is_ok());
        assert!(not_own(None, other).is_ok());
    }

    #[test]
    fn a_unit_never_hangs_under_itself() {
        let (a, b, c) = (UnitId::new(), UnitId::new(), UnitId::new());
        let parents = HashMap::from([(a, None), (b, Some(a)), (c, Some(b))]);
        assert!(would_loop(&parents, a, c));
        assert!(would_loop(&parents, a, a));
        assert!(!would_loop(&parents, c, a));
        let circle = HashMap::from([(a, Some(b)), (b, Some(a))]);
        assert!(would_loop(&circle, c, a));
    }

    #[test]
    fn a_move_starts_after_the_present_post_and_not_in_the_future() {
        let (since, today) = (day("2026-01-05"), day("2026-11-20"));
        assert!(check_move(Some(since), day("2026-11-20"), today).is_ok());
        assert_eq!(check_move(Some(since), since, today), Err("after-present"));
        assert_eq!(
            check_move(None, day("2026-11-21"), today),
            Err("not-future")
        );
    }

    #[test]
    fn three_working_days_skip_the_weekend_and_holidays() {
        let friday = day("2026-11-20");
        assert_eq!(due_on(friday, 3, false, &[]), day("2026-11-25"));
        assert_eq!(
            due_on(friday, 3, false, &[day("2026-11-24")]),
            day("2026-11-26")
        );
        assert_eq!(due_on(friday, 3, true, &[]), day("2026-11-24"));
    }

    #[test]
    fn a_rating_period_is_a_year_a_quarter_or_a_month() {
        assert_eq!(rating_period(" 2026-q3 ").as_deref(), Some("2026-Q3"));
        assert_eq!(rating_period("2025").as_deref(), Some("2025"));
        assert_eq!(rating_period("2026-09").as_deref(), Some("2026-09"));
        for wrong in [
            "", "26", "2026-Q5", "2026-", "2026-13", "2026-+1", "1999", "tahun",
        ] {
            assert_eq!(rating_period(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_rating_period_has_days() {
        let last = |code| period_days(code).map(|(from, to)| format!("{from} {to}"));
        assert_eq!(last("2026").as_deref(), Some("2026-01-01 2026-12-31"));
        assert_eq!(last("2026-Q1").as_deref(), Some("2026-01-01 2026-03-31"));
        assert_eq!(last("2026-Q4").as_deref(), Some("2026-10-01 2026-12-31"));
        assert_eq!(last("2028-02").as_deref(), Some("2028-02-01 2028-02-29"));
        assert_eq!(last("2026-13"), None);
    }

    #[test]
    fn a_contract_number_needs_a_contract_kind() {
        let contract = Nip::parse("190001011930211001").unwrap();
        assert!(!kind_fits(&contract, AsnKind::Pns));
        assert!(kind_fits(&contract, AsnKind::Pppk));
        let month = Nip::parse("190001011920011001").unwrap();
        assert!(kind_fits(&month, AsnKind::Pns) && kind_fits(&month, AsnKind::PppkPartTime));
    }
}
