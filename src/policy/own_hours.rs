//! Own start and end of work (PermenPANRB 4/2025, dynamic time): a week of times for a period, held against the office's hours, the
//! agency's terms, and the weekly total that Perpres 21/2023 asks for. Pure, like every rule.
//!
//! A day off, leave or a holiday counts as its own hours of that weekday: what is judged is the plan of the week, not one calendar week.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    base,
    checks::{Met, in_scope},
    combine::{Effective, EffectiveRule},
    eligibility::{explained, headed, overall, person_rules},
    explain,
    facts::{DayFacts, Fact, PersonFacts, Source},
    rule::{Citation, Kind, Rule, RuleKind, Severity, WaivableBy, Words},
    sentences,
    verdict::{Origin, Overall, Remedy, RemedyKind, RuleResult, UsedFact, Verdict},
    words,
};
use crate::calendar::{DateRange, DayHours, IsoWeek, WeekDay};

mod judged;
mod together;

pub use together::{DayTimes, StartEnd};

pub(super) use together::results as together;

use judged::{Aspect, Problem, problems};

/// Start and end of one working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Times {
    pub start: NaiveTime,
    pub end: NaiveTime,
}

impl Times {
    /// Working minutes without the break of the office's day.
    pub fn net_minutes(self, break_minutes: u16) -> u32 {
        let span = minute(self.end) - minute(self.start) - i32::from(break_minutes);
        u32::try_from(span).unwrap_or(0)
    }
}

/// A week of own times.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HoursWeek {
    pub normal: BTreeMap<WeekDay, Times>,
    /// The shorter days of Ramadan; on weekdays without own times the hours of the office hold there.
    #[serde(default)]
    pub ramadan: BTreeMap<WeekDay, Times>,
}

impl HoursWeek {
    /// The times of a weekday in a stretch of the calendar.
    pub fn on(&self, day: WeekDay, office: &OfficeStretch) -> Option<Times> {
        if !office.ramadan {
            return self.normal.get(&day).copied();
        }
        let usual = office.days.get(&day).map(|hours| Times {
            start: hours.start,
            end: hours.end,
        });
        self.ramadan.get(&day).copied().or(usual)
    }
}

/// Days on which the office keeps the same hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeStretch {
    pub days_in: DateRange,
    pub ramadan: bool,
    /// The hours of each weekday on which the office works.
    pub days: BTreeMap<WeekDay, DayHours>,
}

/// What is asked, and the calendar it is held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursFacts {
    pub period: DateRange,
    pub week: HoursWeek,
    /// The office's hours over the period, without a gap.
    pub office: Vec<OfficeStretch>,
    /// Another own-hours request of the person that holds or waits in the period.
    pub other: Fact<Option<DateRange>>,
}

/// How far own hours may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursTerms {
    pub window_minutes: u16,
    pub core_minutes: u16,
    pub day_minutes: u16,
    pub period_days: u16,
    /// Whether they may be asked for together with a place.
    pub with_place: bool,
}

/// The terms where an agency has set none: 60 minutes before or after the office's start as the city of Jakarta does, no day over 8 h 30 min
/// (beyond it work is a shift), half a year at a time.
pub fn usual() -> RuleKind {
    RuleKind::OwnHours {
        window_minutes: 60,
        core_minutes: 60,
        day_minutes: 510,
        period_days: 184,
        with_place: true,
    }
}

fn usual_rule() -> EffectiveRule {
    EffectiveRule {
        origin: Origin::Base,
        rule: Rule {
            citation: vec![
                base::permen(Some("11, 17"), None),
                base::setting(
                    "60 menit: pengaturan, seperti SE Sekda DKI 1/SE/2026",
                    "60 minutes: a setting, as in the circular DKI 1/SE/2026",
                ),
            ],
            waivable_by: WaivableBy::AgencyLeader,
            ..Rule::new("own_hours", usual())
        },
    }
}

/// The rules about own hours that hold for a person; where the agency has set none, the usual one.
fn held(person: &PersonFacts, rules: &Effective) -> Vec<EffectiveRule> {
    let own: Vec<EffectiveRule> = rules
        .rules
        .iter()
        .filter(|rule| rule.rule.kind.name() == Kind::OwnHours)
        .filter(|rule| in_scope(&rule.rule.scope, person))
        .cloned()
        .collect();
    if own.is_empty() {
        vec![usual_rule()]
    } else {
        own
    }
}

fn terms(kind: &RuleKind) -> Option<HoursTerms> {
    match *kind {
        RuleKind::OwnHours {
            window_minutes,
            core_minutes,
            day_minutes,
            period_days,
            with_place,
        } => Some(HoursTerms {
            window_minutes,
            core_minutes,
            day_minutes,
            period_days,
            with_place,
        }),
        _ => None,
    }
}

/// The terms that hold for a person, the strictest of several rules that block.
pub fn hours_terms(person: &PersonFacts, rules: &Effective) -> HoursTerms {
    let widest = HoursTerms {
        window_minutes: u16::MAX,
        core_minutes: u16::MAX,
        day_minutes: u16::MAX,
        period_days: u16::MAX,
        with_place: true,
    };
    held(person, rules)
        .iter()
        .filter(|rule| rule.rule.severity == Severity::Blocks)
        .filter_map(|rule| terms(&rule.rule.kind))
        .fold(widest, |most, own| HoursTerms {
            window_minutes: most.window_minutes.min(own.window_minutes),
            core_minutes: most.core_minutes.min(own.core_minutes),
            day_minutes: most.day_minutes.min(own.day_minutes),
            period_days: most.period_days.min(own.period_days),
            with_place: most.with_place && own.with_place,
        })
}

/// Working minutes of the plan in a week of the calendar, and those the office asks for on the same days.
pub fn week_minutes(hours: &HoursFacts, week: IsoWeek) -> (u32, u32) {
    let days = week.days().filter(|on| hours.period.contains(*on));
    days.fold((0, 0), |(have, need), on| {
        let Some((office, day)) = office_on(hours, on) else {
            return (have, need);
        };
        let own = hours
            .week
            .on(WeekDay::of(on), office)
            .map_or(0, |times| times.net_minutes(day.break_minutes));
        (have + own, need + day.net_minutes())
    })
}

/// The plan of a whole week in a season, in minutes, and what the office asks for in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeasonTotal {
    pub ramadan: bool,
    pub have: u32,
    pub need: u32,
}

/// The weekly totals of each season that the period touches, once each.
pub fn season_totals(hours: &HoursFacts) -> Vec<SeasonTotal> {
    let mut totals: Vec<SeasonTotal> = Vec::new();
    for office in &hours.office {
        let have = office.days.iter().map(|(on, day)| {
            let own = hours.week.on(*on, office);
            own.map_or(0, |times| times.net_minutes(day.break_minutes))
        });
        let total = SeasonTotal {
            ramadan: office.ramadan,
            have: have.sum(),
            need: office.days.values().map(DayHours::net_minutes).sum(),
        };
        if !totals.contains(&total) {
            totals.push(total);
        }
    }
    totals
}

/// The stretch and the office's hours of a day on which the office works.
fn office_on(hours: &HoursFacts, on: NaiveDate) -> Option<(&OfficeStretch, &DayHours)> {
    let office = hours
        .office
        .iter()
        .find(|office| office.days_in.contains(on))?;
    Some((office, office.days.get(&WeekDay::of(on))?))
}

fn minute(at: NaiveTime) -> i32 {
    i32::try_from(at.num_seconds_from_midnight() / 60).unwrap_or(0)
}

fn clock(minutes: i32) -> NaiveTime {
    let minutes = u32::try_from(minutes.clamp(0, 1_439)).unwrap_or(0);
    NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap_or(NaiveTime::MIN)
}

/// What the rules say about own hours: the conditions on the person that do not concern a place, then every term.
pub(super) fn verdict(
    person: &PersonFacts,
    rules: &Effective,
    day: &DayFacts,
    hours: &HoursFacts,
) -> Verdict {
    let nothing = std::collections::BTreeSet::new();
    let ground = super::checks::Ground {
        person,
        day: None,
        uncounted: &nothing,
    };
    let of_person = person_rules(rules)
        .filter(|rule| rule.rule.kind.name() != Kind::TaskFlags)
        .map(|rule| explained(rule, &ground));
    let of_hours = held(person, rules).into_iter().flat_map(|rule| {
        let mut found =
            terms(&rule.rule.kind).map_or_else(Vec::new, |terms| problems(&terms, day, hours));
        let position = person.position.as_ref();
        if position.and_then(|one| one.hours_not_bound) == Some(false) {
            found.push((Aspect::Task, vec![judged::bound()]));
        }
        found
            .into_iter()
            .map(move |(aspect, problems)| result(&rule, aspect, &problems, day, hours))
            .collect::<Vec<_>>()
    });
    let results: Vec<RuleResult> = of_hours.chain(of_person).collect();
    let verdict = overall(results.iter().map(|one| (one.outcome, one.severity)));
    headed(
        rules,
        day,
        verdict,
        headline(verdict, hours.period),
        results,
    )
}

fn headline(overall: Overall, period: DateRange) -> Words {
    let range = words::range(&period);
    let (id, en) = match overall {
        Overall::Pass => ("bisa", "are possible"),
        Overall::NeedsLeader => (
            "bisa diajukan, dengan keputusan pimpinan",
            "can be asked for; the leader decides",
        ),
        Overall::MissingFact => (
            "bisa diajukan; ada data yang perlu dilengkapi",
            "can be asked for; some data has to be completed",
        ),
        Overall::Fail => ("belum bisa", "are not possible yet"),
    };
    Words::new(
        format!("Jam kerja sendiri {} {id}.", range.id),
        format!("Own hours {} {en}.", range.en),
    )
}

fn result(
    rule: &EffectiveRule,
    aspect: Aspect,
    problems: &[Problem],
    day: &DayFacts,
    hours: &HoursFacts,
) -> RuleResult {
    // what law asks of everybody nobody sets aside
    let firm = matches!(aspect, Aspect::Total | Aspect::Overlap);
    let severity = if firm {
        Severity::Blocks
    } else {
        rule.rule.severity
    };
    let waivable_by = if firm {
        WaivableBy::None
    } else {
        rule.rule.waivable_by
    };
    let met = if problems.is_empty() {
        Met::Yes
    } else {
        Met::No
    };
    let mut remedy: Vec<Remedy> = problems.iter().map(|one| way(aspect, one)).collect();
    if met == Met::No && severity == Severity::Blocks {
        remedy.extend(sentences::ask_waiver(waivable_by));
    }
    RuleResult {
        key: format!("{}.{}", rule.rule.key, aspect.code()),
        kind: Kind::OwnHours,
        outcome: explain::outcome(met, severity),
        severity,
        origin: rule.origin,
        title: aspect.title(),
        text: text(aspect, problems),
        rule_text: match aspect {
            Aspect::Window => sentences::statement(&rule.rule.kind, rule.rule.words.as_ref()),
            _ => aspect.statement(&rule.rule.kind),
        },
        facts: facts(aspect, problems, day, hours),
        threshold: json!(rule.rule.kind),
        citation: citation(&rule.rule, aspect),
        remedy,
        waivable_by,
        appeal: false,
    }
}

fn text(aspect: Aspect, problems: &[Problem]) -> Words {
    let Some(first) = problems.first() else {
        return aspect.fine();
    };
    if problems.len() == 1 {
        return first.text.clone();
    }
    let more = problems.len() - 1;
    Words::new(
        format!("{} Ada {more} hal serupa.", first.text.id),
        format!("{} And {more} more like it.", first.text.en),
    )
}

fn way(aspect: Aspect, problem: &Problem) -> Remedy {
    Remedy {
        kind: match aspect {
            Aspect::Period | Aspect::Overlap => RemedyKind::ChangePeriod,
            Aspect::Task => RemedyKind::CompleteData,
            _ => RemedyKind::ChangeHours,
        },
        value: (aspect != Aspect::Task).then(|| problem.field.clone()),
        text: problem.remedy.clone(),
    }
}

fn citation(rule: &Rule, aspect: Aspect) -> Vec<Citation> {
    let law = match aspect {
        Aspect::Total => base::reported("Perpres 21/2023", "Perpres 21/2023", Some("4, 9"), None),
        // longer days are the mark of a shift
        Aspect::Day | Aspect::Task => base::permen(None, None),
        _ => return rule.citation.clone(),
    };
    let mut all = vec![law];
    if aspect == Aspect::Day {
        all.extend(
            rule.citation
                .iter()
                .filter(|own| own.evidence == super::rule::Evidence::Setting)
                .cloned(),
        );
    }
    all
}

fn facts(
    aspect: Aspect,
    problems: &[Problem],
    day: &DayFacts,
    hours: &HoursFacts,
) -> Vec<UsedFact> {
    let fact = |name: &str, value, source, label: Words, shown: Words| UsedFact {
        name: name.to_owned(),
        value,
        source,
        as_of: day.evaluated_at,
        label,
        shown,
    };
    let asked = |name: &str, value, label, shown| fact(name, value, Source::Request, label, shown);
    match aspect {
        Aspect::Period => vec![asked(
            "period",
            json!(hours.period),
            Words::new("Masa berlaku", "Period"),
            words::range(&hours.period),
        )],
        Aspect::Overlap => {
            let shown = hours
                .other
                .value
                .as_ref()
                .map_or_else(|| Words::new("tidak ada", "none"), words::range);
            vec![fact(
                "other_hours",
                json!(hours.other.value),
                Source::Schedule,
                Words::new("Jam kerja sendiri lain", "Other own hours"),
                shown,
            )]
        }
        Aspect::Total => {
            let week = problems
                .first()
                .and_then(|one| one.week)
                .or_else(|| judged::fullest(hours));
            let (have, need) = week.map_or((0, 0), |week| week_minutes(hours, week));
            vec![
                asked(
                    "week_minutes",
                    json!(have),
                    Words::new("Jam sepekan", "Hours a week"),
                    words::hours(have),
                ),
                fact(
                    "office_minutes",
                    json!(need),
                    Source::Calendar,
                    Words::new("Jam kerja kantor", "Office hours"),
                    words::hours(need),
                ),
            ]
        }
        Aspect::Task => vec![fact(
            "hours_not_bound",
            json!(false),
            Source::PositionRecord,
            Words::new(
                "Tugas tidak terikat jam instansi",
                "Duties not bound to the hours",
            ),
            Words::new("tidak", "no"),
        )],
        Aspect::Window | Aspect::Core | Aspect::Day | Aspect::Place => {
            let times = |season: &BTreeMap<WeekDay, Times>, ramadan: bool| {
                season
                    .iter()
                    .map(|(on, times)| {
                        let name = words::weekday(*on);
                        let (from, to) = (words::time(times.start), words::time(times.end));
                        asked(
                            on.code(),
                            json!({ "start": times.start, "end": times.end, "ramadan": ramadan }),
                            if ramadan {
                                Words::new(
                                    format!("{} (Ramadan)", name.id),
                                    format!("{} (Ramadan)", name.en),
                                )
                            } else {
                                name
                            },
                            Words::new(
                                format!("{}–{}", from.id, to.id),
                                format!("{}–{}", from.en, to.en),
                            ),
                        )
                    })
                    .collect::<Vec<_>>()
            };
            let mut all = times(&hours.week.normal, false);
            if hours.office.iter().any(|office| office.ramadan) {
                all.extend(times(&hours.week.ramadan, true));
            }
            all
        }
    }
}

#[cfg(test)]
#[path = "own_hours/own_hours_test.rs"]
mod tests;
