//! Own start and end of work asked for together with a place, for its days. Each day is held by itself against the office's hours of
//! that day: single days may fall away later (an adjusted approval, a cancelled day), and the week is whole all the same.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{
    DayFacts, EffectiveRule, HoursFacts, HoursTerms, HoursWeek, OfficeStretch, Times, held,
    judged::{self, Aspect, Problem},
    result, terms,
};
use crate::{
    calendar::{DateRange, DayHours, WeekDay},
    policy::{
        combine::Effective,
        facts::{Fact, PersonFacts},
        rule::Words,
        verdict::RuleResult,
        words,
    },
};

/// Start and end as they are asked for. Without an end the day is as long as the office's, its break included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartEnd {
    pub start: NaiveTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<NaiveTime>,
}

impl StartEnd {
    fn on(self, office: &DayHours) -> Times {
        let usual = || self.start + (office.end - office.start);
        Times {
            start: self.start,
            end: self.end.unwrap_or_else(usual),
        }
    }
}

/// Own start and end of the days of a request for a place. They hold for whole days, also where half of one is worked elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTimes {
    pub normal: StartEnd,
    /// The shorter days of Ramadan; without it the office's hours hold there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ramadan: Option<StartEnd>,
}

impl DayTimes {
    /// The times on a day of the office; none where the office's own hold.
    pub fn on(&self, office: &DayHours, ramadan: bool) -> Option<Times> {
        let asked = if ramadan {
            self.ramadan
        } else {
            Some(self.normal)
        };
        asked.map(|asked| asked.on(office))
    }

    /// What the rules need to know about one day; `office` is the office around it, `other` another set of own hours on it.
    pub fn facts(
        &self,
        on: NaiveDate,
        office: Vec<OfficeStretch>,
        other: Fact<Option<DateRange>>,
    ) -> HoursFacts {
        let weekday = WeekDay::of(on);
        let mut week = HoursWeek::default();
        for stretch in office.iter().filter(|one| one.days_in.contains(on)) {
            let usual = stretch.days.get(&weekday);
            if let Some(times) = usual.and_then(|usual| self.on(usual, stretch.ramadan)) {
                let season = if stretch.ramadan {
                    &mut week.ramadan
                } else {
                    &mut week.normal
                };
                season.insert(weekday, times);
            }
        }
        HoursFacts {
            period: DateRange::day(on),
            week,
            office,
            other,
        }
    }
}

/// What every term says about the own hours of one day of a place.
pub(in crate::policy) fn results(
    person: &PersonFacts,
    rules: &Effective,
    day: &DayFacts,
    hours: &HoursFacts,
) -> Vec<RuleResult> {
    let bound = person
        .position
        .as_ref()
        .and_then(|one| one.hours_not_bound)
        .is_some_and(|free| !free);
    held(person, rules)
        .iter()
        .flat_map(|rule| {
            let found = terms(&rule.rule.kind).map(|terms| problems(&terms, day, hours, bound));
            let found = found.unwrap_or_default().into_iter();
            found.map(|(aspect, problems)| one(rule, aspect, problems, day, hours))
        })
        .collect()
}

fn problems(
    terms: &HoursTerms,
    day: &DayFacts,
    hours: &HoursFacts,
    bound: bool,
) -> Vec<(Aspect, Vec<Problem>)> {
    let mut found: Vec<_> = judged::problems(terms, day, hours)
        .into_iter()
        .map(|(aspect, problems)| match aspect {
            Aspect::Total => (aspect, short(hours).into_iter().collect()),
            _ => (aspect, problems),
        })
        // the rules about the day itself say whether it is in time
        .filter(|(aspect, _)| *aspect != Aspect::Period)
        .collect();
    if bound {
        found.push((Aspect::Task, vec![judged::bound()]));
    }
    let apart = (!terms.with_place).then(apart);
    found.push((Aspect::Place, apart.into_iter().collect()));
    found
}

/// The day is shorter than the office's.
fn short(hours: &HoursFacts) -> Option<Problem> {
    let on = hours.period.from;
    let (office, usual) = super::office_on(hours, on)?;
    let own = hours.week.on(WeekDay::of(on), office)?;
    let (have, need) = (own.net_minutes(usual.break_minutes), usual.net_minutes());
    if have >= need || own.end <= own.start {
        return None;
    }
    let least = super::clock(super::minute(own.end) + i32::try_from(need - have).unwrap_or(0));
    let (day, least) = (words::weekday(WeekDay::of(on)), words::time(least));
    let (have, need) = (words::hours(have), words::hours(need));
    let prefix = if office.ramadan { "ramadan_" } else { "" };
    Some(Problem {
        field: format!("{prefix}{}_end", WeekDay::of(on).code()),
        text: Words::new(
            format!(
                "{} hanya {}; hari kantor {}, supaya jam sepekan tetap terpenuhi.",
                day.id, have.id, need.id
            ),
            format!(
                "{} has only {}; the office's day is {}, so that the weekly hours are met.",
                day.en, have.en, need.en
            ),
        ),
        remedy: Words::new(
            format!("Selesai {} pukul {} atau sesudahnya.", day.id, least.id),
            format!("End {} at {} or later.", day.en, least.en),
        ),
        week: None,
    })
}

/// The agency keeps places and own hours apart.
fn apart() -> Problem {
    Problem {
        field: "start".into(),
        text: Words::new(
            "Instansi Anda tidak menggabungkan jam kerja sendiri dengan tempat lain.",
            "Your agency does not combine own hours with another place.",
        ),
        remedy: Words::new(
            "Kosongkan jamnya, atau ajukan jam kerja sendiri terpisah.",
            "Leave the hours empty, or ask for own hours by themselves.",
        ),
        week: None,
    }
}

fn one(
    rule: &EffectiveRule,
    aspect: Aspect,
    mut problems: Vec<Problem>,
    day: &DayFacts,
    hours: &HoursFacts,
) -> RuleResult {
    let ramadan = hours.office.iter().any(|office| office.ramadan);
    for problem in &mut problems {
        problem.field = field(aspect, &problem.field, ramadan).to_owned();
        let remedy = match aspect {
            Aspect::Overlap => (
                "Kosongkan jamnya pada pengajuan ini, atau batalkan jam yang lain.",
                "Leave the hours of this request empty, or cancel the others.",
            ),
            Aspect::Day => ("Isi jam selesai yang lebih awal.", "Enter an earlier end."),
            _ => continue,
        };
        problem.remedy = Words::new(remedy.0, remedy.1);
    }
    let mut found = result(rule, aspect, &problems, day, hours);
    if aspect == Aspect::Total {
        for fact in &mut found.facts {
            fact.label = match fact.name.as_str() {
                "week_minutes" => Words::new("Jam hari itu", "Hours of the day"),
                _ => Words::new("Jam kantor hari itu", "Office hours of the day"),
            };
        }
    }
    found
}

/// The field of the form that mends a problem: one start and one end for all days, and the same for Ramadan.
fn field(aspect: Aspect, weekly: &str, ramadan: bool) -> &'static str {
    let end = weekly.ends_with("_end") && !matches!(aspect, Aspect::Overlap | Aspect::Place);
    match (ramadan && aspect != Aspect::Place, end) {
        (false, false) => "own_start",
        (false, true) => "own_end",
        (true, false) => "ramadan_start",
        (true, true) => "ramadan_end",
    }
}
