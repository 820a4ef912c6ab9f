//! Own start and end of work that go with the days of a request.

use chrono::NaiveTime;

use super::*;
use crate::{
    policy::{self, StartEnd},
    requests::hours,
};

/// Own start and end of work as the form shows them.
pub(super) struct OwnTimes {
    pub(super) start: String,
    pub(super) end: String,
    /// Start and end of the days in Ramadan, where there are some.
    pub(super) ramadan: Option<(String, String)>,
    pub(super) open: bool,
    /// How far they may go, or how the days come out.
    pub(super) hint: String,
}

/// The own hours of an earlier request.
pub(super) fn put_times(typed: &mut Typed, request: &Asking) {
    let text = |at: NaiveTime| at.format("%H:%M").to_string();
    let end = |at: StartEnd| at.end.map(text).unwrap_or_default();
    if let Some(times) = request.times {
        typed.own_start = text(times.normal.start);
        typed.own_end = end(times.normal);
        if let Some(ramadan) = times.ramadan {
            typed.ramadan_start = text(ramadan.start);
            typed.ramadan_end = end(ramadan);
        }
    }
}

/// Own start and end of work as they stand in the form.
pub(super) fn own_times(page: &Page, typed: &Typed, errors: &Errors, found: &Precheck) -> OwnTimes {
    let situation = &found.situation;
    let (who, today) = (situation.employee, situation.today());
    let mut days = found.asked.days.keys().copied().collect::<Vec<_>>();
    if days.is_empty() {
        days.push(today);
    }
    let offices: Vec<_> = days
        .iter()
        .flat_map(|on| {
            let day = DateRange::day(*on);
            hours::offices(&situation.board.calendars, who, day)
        })
        .collect();
    let ramadan = offices.iter().any(|office| office.ramadan);
    let blank = |text: &String| text.trim().is_empty();
    let fields = [
        ("own_start", &typed.own_start),
        ("own_end", &typed.own_end),
        ("ramadan_start", &typed.ramadan_start),
        ("ramadan_end", &typed.ramadan_end),
    ];
    let filled =
        |(name, text): &(&'static str, &String)| !blank(text) || !errors.at(name).is_empty();
    let terms = policy::hours_terms(&situation.person, &situation.rules(today).effective);
    let usual = offices.iter().find(|office| !office.ramadan);
    OwnTimes {
        start: typed.own_start.clone(),
        end: typed.own_end.clone(),
        ramadan: (ramadan || fields[2..].iter().any(filled))
            .then(|| (typed.ramadan_start.clone(), typed.ramadan_end.clone())),
        open: fields.iter().any(filled),
        hint: match usual.or(offices.first()) {
            Some(_) if !terms.with_place => page.t("requests-day-hours-apart"),
            Some(office) => words::hours_bounds(page, office, terms),
            None => String::new(),
        },
    }
}
