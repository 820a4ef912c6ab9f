//! The days of a plan as a table: who has which shift, and how many people each shift has.

use chrono::{Datelike, NaiveDate};

use super::{short_day, signs, words};
use crate::{
    kernel::{format, html::Page},
    shifts::{
        Member, Plan,
        read::Ground,
        rules::{self, Facts},
    },
};

/// A day.
pub struct Column {
    pub short: &'static str,
    pub long: &'static str,
    pub number: u32,
    pub now: bool,
}

/// A day of a person.
pub struct Cell {
    /// `on`, `off`, `away` or nothing outside the plan.
    pub code: &'static str,
    pub sign: String,
    pub word: String,
}

/// A person.
pub struct PersonRow {
    pub name: String,
    pub cells: Vec<Cell>,
}

/// A shift.
pub struct Cover {
    pub name: String,
    /// How many there are, whether that is too few.
    pub cells: Vec<(String, bool)>,
}

/// The days.
pub fn columns(days: &[NaiveDate], page: &Page) -> Vec<Column> {
    days.iter()
        .map(|day| Column {
            short: format::weekday_short(*day, page.language),
            long: format::weekday(*day, page.language),
            number: day.day(),
            now: *day == page.today,
        })
        .collect()
}

/// The people; leave and trips are marked in place of the shift that they take somebody from.
pub fn rows(plan: &Plan, ground: &Ground, days: &[NaiveDate], page: &Page) -> Vec<PersonRow> {
    let signs = signs(&plan.pattern);
    let cell = |member: &Member, day: NaiveDate| {
        let number = plan.pattern.number_of(member, day);
        let shift = number.and_then(|number| plan.shift(number));
        let of = (member.employee, day);
        match (number, shift) {
            (None, _) => Cell {
                code: "",
                sign: String::new(),
                word: page.t("shifts-outside"),
            },
            (_, None) => Cell {
                code: "off",
                sign: "–".to_owned(),
                word: page.t("shifts-off"),
            },
            (_, Some(shift)) if ground.away.contains(&of) => {
                let trip = ground.trips.contains(&of);
                Cell {
                    code: "away",
                    sign: page.t(if trip {
                        "shifts-sign-trip"
                    } else {
                        "shifts-sign-leave"
                    }),
                    word: page.ta("shifts-away", "shift", words(shift)),
                }
            }
            (Some(number), Some(shift)) => Cell {
                code: "on",
                sign: signs
                    .get(usize::from(number).saturating_sub(1))
                    .cloned()
                    .unwrap_or_default(),
                word: words(shift),
            },
        }
    };
    plan.members
        .iter()
        .map(|member| PersonRow {
            name: member.name.clone(),
            cells: days.iter().map(|day| cell(member, *day)).collect(),
        })
        .collect()
}

/// How many people each shift has.
pub fn covers(plan: &Plan, ground: &Ground, days: &[NaiveDate]) -> Vec<Cover> {
    let facts = ground.facts(plan);
    (1_u8..)
        .zip(&plan.pattern.shifts)
        .map(|(number, shift)| Cover {
            name: shift.name.clone(),
            cells: days
                .iter()
                .map(|day| {
                    let have = rules::covered(&facts, *day, number);
                    let need = usize::from(shift.least);
                    (format!("{have}/{need}"), have < need)
                })
                .collect(),
        })
        .collect()
}

/// Of each shift with too few people who is away: `Sel 24, Malam 0/1: Tono cuti atau dinas`.
pub fn missing(plan: &Plan, ground: &Ground, days: &[NaiveDate], page: &Page) -> Vec<String> {
    let facts = ground.facts(plan);
    let shifts = || (1_u8..).zip(&plan.pattern.shifts);
    let all = days
        .iter()
        .flat_map(|day| shifts().map(move |(number, shift)| (*day, number, shift)));
    all.filter_map(|(day, number, shift)| {
        let have = rules::covered(&facts, day, number);
        let need = usize::from(shift.least);
        let names = away(&facts, day, number);
        if have >= need || names.is_empty() {
            return None;
        }
        let count = format!("{}, {} {have}/{need}", short_day(day, page), shift.name);
        let names = names.join(", ");
        Some(page.ta2("shifts-missing", "count", count, "names", names))
    })
    .collect()
}

fn away(facts: &Facts<'_>, day: NaiveDate, number: u8) -> Vec<String> {
    let on_it = |one: &&Member| facts.pattern.number_of(one, day) == Some(number);
    let gone = |one: &&Member| facts.away.contains(&(one.employee, day));
    let members = facts.members.iter().filter(on_it).filter(gone);
    members.map(|one| one.name.clone()).collect()
}
