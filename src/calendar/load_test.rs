//! A person's days from calendars, absences and working hours.

use super::*;
use crate::calendar::store::common::{AgencyDay, HoursRow};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn national(on: &str) -> Holiday {
    Holiday {
        on: date(on),
        name_id: "Libur".into(),
        name_en: "Holiday".into(),
        kind: HolidayKind::National,
    }
}

fn own(on: &str, working: bool, unit: Option<UnitId>) -> AgencyDay {
    AgencyDay {
        on: date(on),
        name: "Hari instansi".into(),
        working,
        unit,
    }
}

#[test]
fn a_units_own_day_beats_the_agency_and_the_nation() {
    let (unit, parent, other) = (UnitId::new(), UnitId::new(), UnitId::new());
    let days = [
        own("2026-12-25", true, Some(parent)),
        own("2026-12-28", false, None),
        own("2026-12-28", true, Some(unit)),
        own("2026-12-29", false, Some(other)),
    ];
    let nation = [national("2026-12-25")];
    let free = |line: &[UnitId]| {
        let mut dates: Vec<_> = holidays_at(line, &nation, &days)
            .into_iter()
            .map(|holiday| holiday.on.to_string())
            .collect();
        dates.sort();
        dates
    };
    assert!(free(&[unit, parent]).is_empty());
    assert_eq!(free(&[parent]), ["2026-12-28"]);
    assert_eq!(free(&[other]), ["2026-12-25", "2026-12-28", "2026-12-29"]);
    assert_eq!(free(&[]), ["2026-12-25", "2026-12-28"]);
}

#[test]
fn hours_change_on_their_date_and_the_other_season_stays() {
    let defaults = WorkingHours::five_day();
    let mut hours = defaults.normal;
    hours.mon_thu.break_minutes = 45;
    let row = HoursRow {
        ramadan: false,
        from_on: date("2026-07-01"),
        hours,
    };
    let line = timeline(defaults, &[row]);
    let pause = |on| in_force(&line, date(on)).normal.mon_thu.break_minutes;
    assert_eq!((pause("2026-06-30"), pause("2026-07-01")), (60, 45));
    assert_eq!(
        in_force(&line, date("2026-08-01")).ramadan,
        defaults.ramadan
    );
}

#[test]
fn a_tree_that_bites_its_tail_ends() {
    let (a, b) = (UnitId::new(), UnitId::new());
    let parents = HashMap::from([(a, Some(b)), (b, Some(a))]);
    assert_eq!(line(a, &parents), [a, b]);
}

#[test]
fn a_plan_of_shifts_takes_working_days_away_and_no_others() {
    let (who, unit) = (EmployeeId::new(), UnitId::new());
    let range = DateRange {
        from: date("2026-11-23"),
        to: date("2026-11-29"),
    };
    let mut calendars = Calendars::plain(range).with(who, unit, Vec::new(), Vec::new());
    for on in ["2026-11-25", "2026-11-28"] {
        calendars.leave_free(who, date(on));
    }
    let kind = |on: &str| calendars.kind(who, date(on), Half::Full);
    assert!(kind("2026-11-24").is_working());
    assert_eq!(kind("2026-11-25"), DayKind::ShiftOff);
    assert_eq!(kind("2026-11-28"), DayKind::Weekend);
}
