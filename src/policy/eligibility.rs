//! Puts the rules together: the verdict on a day, the standing of a person, nearby days that pass.

use super::checks::{EXCEPTED, Finding, Ground, Met, Terms, in_scope, judge};
use super::combine::{Effective, EffectiveRule};
use super::explain;
use super::facts::{DayFacts, PersonFacts};
use super::guest_office;
use super::own_hours;
use super::rule::{Kind, Level, Limit, Rule, RuleKind, Severity, WaivableBy, Words};
use super::sentences;
use super::verdict::{Origin, Outcome, Overall, RemedyKind, RuleResult, Standing, Verdict};
use crate::calendar::WeekDay;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// What the rules say about one (half) day of one person. The same facts and rules always give the
/// same verdict; it is advice, the approver decides (UU 27/2022 article 10).
pub fn eligibility(person: &PersonFacts, rules: &Effective, day: &DayFacts) -> Verdict {
    if let Some(hours) = &day.hours {
        return own_hours::verdict(person, rules, day, hours);
    }
    let uncounted = uncounted_weekdays(person, rules);
    let ground = Ground {
        person,
        day: Some(day),
        uncounted: &uncounted,
    };
    let share = window_share(rules, &ground);
    let mut results: Vec<_> = rules
        .rules
        .iter()
        .chain(&share)
        .filter(|rule| day.day_hours.is_none() || rule.rule.kind.name() != Kind::OwnHours)
        .map(|rule| explained(rule, &ground))
        .collect();
    if let Some(hours) = &day.day_hours {
        results.extend(own_hours::together(person, rules, day, hours));
    }
    if let Some(seat) = &day.seat {
        results.extend(guest_office::results(day, seat));
    }
    let verdict = overall(
        results
            .iter()
            .map(|result| (result.outcome, result.severity)),
    );
    let headline = sentences::day_headline(verdict, day.day);
    headed(rules, day, verdict, headline, results)
}

/// The verdict with its first cause in the headline.
pub(super) fn headed(
    rules: &Effective,
    day: &DayFacts,
    verdict: Overall,
    headline: Words,
    results: Vec<RuleResult>,
) -> Verdict {
    let mut found = Verdict {
        verdict,
        day: day.day,
        half: day.half,
        rule_set_version: rules.version,
        base_rule_set_version: rules.base_version,
        evaluated_at: day.evaluated_at,
        headline,
        rules: results,
    };
    if let Some(cause) = found.in_the_way().first().map(|rule| rule.text.clone()) {
        let head = &found.headline;
        found.headline = Words::new(
            format!("{} {}", head.id, cause.id),
            format!("{} {}", head.en, cause.en),
        );
    }
    found
}

/// The verdict of [`eligibility`] alone, without a word: for days that are only looked through.
pub fn answer(person: &PersonFacts, rules: &Effective, day: &DayFacts) -> Overall {
    if day.hours.is_some() || day.day_hours.is_some() || day.seat.is_some() {
        return eligibility(person, rules, day).verdict;
    }
    let uncounted = uncounted_weekdays(person, rules);
    let ground = Ground {
        person,
        day: Some(day),
        uncounted: &uncounted,
    };
    let share = window_share(rules, &ground);
    let all = rules.rules.iter().chain(&share);
    overall(all.map(|rule| weighed(rule, &ground)))
}

/// A window limits how many of a unit are away also where no rule of the agency does, or one that does not block.
fn window_share(rules: &Effective, ground: &Ground<'_>) -> Option<EffectiveRule> {
    let share = ground.window()?.value.share;
    let limited = rules.rules.iter().any(|rule| {
        for_everybody(&rule.rule.kind, WeekDay::of(ground.on()))
            && rule.rule.severity == Severity::Blocks
            && in_scope(&rule.rule.scope, ground.person)
    });
    let limit = Limit::Percent(share);
    (!limited).then(|| EffectiveRule {
        origin: Origin::Agency,
        rule: Rule {
            waivable_by: WaivableBy::UnitHead,
            ..Rule::new("window_share", RuleKind::quota(limit))
        },
    })
}

/// Whether a quota counts the whole unit on a weekday.
fn for_everybody(kind: &RuleKind, on: WeekDay) -> bool {
    match kind {
        RuleKind::UnitQuota {
            weekdays,
            family_only: false,
            ..
        } => weekdays.is_empty() || weekdays.contains(&on),
        _ => false,
    }
}

/// What the rules say about a person whatever the day: every rule that can be judged without one.
/// A condition on the place (registered home) is listed but does not weigh.
pub fn standing(person: &PersonFacts, rules: &Effective, at: DateTime<Utc>) -> Standing {
    let nothing = BTreeSet::new();
    let ground = Ground {
        person,
        day: None,
        uncounted: &nothing,
    };
    let results: Vec<RuleResult> = rules
        .rules
        .iter()
        .filter(|rule| rule.rule.kind.name().level() != Level::Day)
        .map(|rule| explained(rule, &ground))
        .collect();
    let verdict = may(person, rules);
    Standing {
        verdict,
        rule_set_version: rules.version,
        base_rule_set_version: rules.base_version,
        evaluated_at: at,
        headline: sentences::standing_headline(verdict),
        rules: results,
    }
}

/// The verdict of [`standing`] alone, without a word: fast enough for a whole agency.
pub fn may(person: &PersonFacts, rules: &Effective) -> Overall {
    let nothing = BTreeSet::new();
    let ground = Ground {
        person,
        day: None,
        uncounted: &nothing,
    };
    overall(person_rules(rules).map(|rule| weighed(rule, &ground)))
}

fn weighed(rule: &EffectiveRule, ground: &Ground<'_>) -> (Outcome, Severity) {
    let severity = rule.rule.severity;
    (
        explain::outcome(finding(rule, ground).met, severity),
        severity,
    )
}

/// The rules about the person that keep a yes away, by key.
pub fn obstacles(person: &PersonFacts, rules: &Effective) -> Vec<String> {
    let nothing = BTreeSet::new();
    let ground = Ground {
        person,
        day: None,
        uncounted: &nothing,
    };
    person_rules(rules)
        .filter(|rule| rule.rule.severity != Severity::Advice)
        .filter(|rule| matches!(finding(rule, &ground).met, Met::No | Met::Unknown))
        .map(|rule| rule.rule.key.clone())
        .collect()
}

pub(super) fn person_rules(rules: &Effective) -> impl Iterator<Item = &EffectiveRule> {
    rules
        .rules
        .iter()
        .filter(|rule| rule.rule.kind.name().level() == Level::Person)
}

fn finding(rule: &EffectiveRule, ground: &Ground<'_>) -> Finding {
    if !in_scope(&rule.rule.scope, ground.person) {
        return Finding {
            met: Met::NotApplicable,
            case: "scope",
        };
    }
    let found = judge(&rule.rule.kind, ground);
    match found.met {
        Met::No if excepted(rule, ground.person, ground.on()) => Finding {
            met: Met::Yes,
            case: EXCEPTED,
        },
        _ => found,
    }
}

/// Whether a rule is set aside for a person on a day; one that nobody may waive never is.
fn excepted(rule: &EffectiveRule, person: &PersonFacts, on: NaiveDate) -> bool {
    rule.rule.waivable_by != WaivableBy::None && person.excepted(&rule.rule.key, on).is_some()
}

pub(super) fn explained(rule: &EffectiveRule, ground: &Ground<'_>) -> RuleResult {
    explain::result(&rule.rule, rule.origin, finding(rule, ground), ground)
}

/// The gravest outcome; advice never weighs.
pub(super) fn overall(outcomes: impl Iterator<Item = (Outcome, Severity)>) -> Overall {
    outcomes
        .filter(|(_, severity)| *severity != Severity::Advice)
        .map(|(outcome, _)| match outcome {
            Outcome::Pass | Outcome::NotApplicable => Overall::Pass,
            Outcome::NeedsLeader => Overall::NeedsLeader,
            Outcome::MissingFact => Overall::MissingFact,
            Outcome::Fail => Overall::Fail,
        })
        .max()
        .unwrap_or(Overall::Pass)
}

fn uncounted_weekdays(person: &PersonFacts, rules: &Effective) -> BTreeSet<WeekDay> {
    let mut days = BTreeSet::new();
    for rule in &rules.rules {
        if let RuleKind::Weekdays { allowed, uncounted } = &rule.rule.kind
            && in_scope(&rule.rule.scope, person)
        {
            days.extend(uncounted.intersection(allowed));
        }
    }
    days
}

/// How much flexible place a person may have, whatever the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    pub verdict: Overall,
    /// Place days a week; None without a limit.
    pub days_per_week: Option<u8>,
    /// Weekdays on which a request can pass.
    pub weekdays: BTreeSet<WeekDay>,
}

/// A weekly limit that holds for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekCap {
    pub days: u8,
    /// Weekdays that stay out of the count: a weekday rule for this person asks it, and the limit permits it.
    pub uncounted: BTreeSet<WeekDay>,
}

/// The blocking weekly limits that hold for a person on a day, with those that results have not lifted yet.
pub fn week_caps(person: &PersonFacts, rules: &Effective, on: NaiveDate) -> Vec<WeekCap> {
    let asked = uncounted_weekdays(person, rules);
    blocking(person, rules, on)
        .filter_map(|rule| match &rule.rule.kind {
            RuleKind::MaxPlaceDaysPerWeek {
                days,
                except_duty_outside,
                may_leave_uncounted,
                ..
            } if !(*except_duty_outside && person.duty_outside.value) => Some(WeekCap {
                days: *days,
                uncounted: asked.intersection(may_leave_uncounted).copied().collect(),
            }),
            kind => unearned(kind, person),
        })
        .collect()
}

/// The limit of a rule about earned days, for whoever has not earned them.
fn unearned(kind: &RuleKind, person: &PersonFacts) -> Option<WeekCap> {
    let terms = Terms::of(kind).filter(|_| !person.duty_outside.value)?;
    (terms.earned_by(person) == Some(false)).then(|| WeekCap {
        days: terms.beyond,
        uncounted: BTreeSet::new(),
    })
}

/// The days of a week that blocking rules leave a person whatever the results; None without a limit.
pub(super) fn fixed_days(person: &PersonFacts, rules: &Effective, on: NaiveDate) -> Option<u8> {
    let caps = blocking(person, rules, on).filter_map(|rule| match rule.rule.kind {
        RuleKind::MaxPlaceDaysPerWeek { days, .. } => Some(days),
        _ => None,
    });
    caps.chain(office_days(person, rules, on).map(|least| WEEK.saturating_sub(least)))
        .min()
}

pub(super) fn blocking<'a>(
    person: &'a PersonFacts,
    rules: &'a Effective,
    on: NaiveDate,
) -> impl Iterator<Item = &'a EffectiveRule> {
    rules
        .rules
        .iter()
        .filter(|rule| rule.rule.severity == Severity::Blocks && in_scope(&rule.rule.scope, person))
        .filter(move |rule| !excepted(rule, person, on))
}

/// The working days of a week (Perpres 21/2023 article 3), where no week is at hand.
const WEEK: u8 = 5;

/// The most office days a week that a blocking rule asks of a person on a day.
pub fn office_days(person: &PersonFacts, rules: &Effective, on: NaiveDate) -> Option<u8> {
    blocking(person, rules, on)
        .filter_map(|rule| match rule.rule.kind {
            RuleKind::MinOfficeDaysPerWeek { days } => Some(days),
            _ => None,
        })
        .max()
}

/// The weekly reach of a person under blocking rules; used by the impact preview and the home page.
pub fn reach(person: &PersonFacts, rules: &Effective) -> Reach {
    let mut weekdays: BTreeSet<WeekDay> = WeekDay::ALL.into_iter().take(6).collect();
    for rule in blocking(person, rules, person.today) {
        match &rule.rule.kind {
            RuleKind::Weekdays { allowed, .. } => weekdays.retain(|day| allowed.contains(day)),
            RuleKind::AnchorDays { days } => weekdays.retain(|day| !days.contains(day)),
            _ => {}
        }
    }
    let caps = week_caps(person, rules, person.today);
    Reach {
        verdict: may(person, rules),
        days_per_week: caps
            .iter()
            .map(|cap| cap.days)
            .chain(office_days(person, rules, person.today).map(|least| WEEK.saturating_sub(least)))
            .min(),
        weekdays,
    }
}

/// Days other than `wanted` that pass, nearest first (the later one where two are equally near); where none passes, because
/// something about the person is still open, those that do not fail. `verdict` is asked for one day after the other and only as
/// often as needed.
pub fn alternatives(
    wanted: NaiveDate,
    candidates: impl IntoIterator<Item = NaiveDate>,
    at_most: usize,
    mut verdict: impl FnMut(NaiveDate) -> Overall,
) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = candidates
        .into_iter()
        .filter(|day| *day != wanted)
        .collect();
    days.sort_by_key(|day| ((*day - wanted).num_days().abs(), *day < wanted));
    days.dedup();
    let (mut passing, mut open) = (Vec::new(), Vec::new());
    for day in days {
        match verdict(day) {
            Overall::Pass => passing.push(day),
            Overall::Fail => {}
            _ => open.push(day),
        }
        if passing.len() == at_most {
            break;
        }
    }
    if passing.is_empty() {
        open.truncate(at_most);
        return open;
    }
    passing
}

impl Verdict {
    /// Names the days that pass in the rules that another day would satisfy, nearest first.
    pub fn offer(&mut self, days: &[NaiveDate]) {
        for rule in &mut self.rules {
            let Some(place) = rule
                .remedy
                .iter()
                .position(|way| way.kind == RemedyKind::MoveTo)
            else {
                continue;
            };
            if !days.is_empty() {
                rule.remedy
                    .splice(place..=place, days.iter().copied().map(sentences::move_to));
            }
        }
    }
}
