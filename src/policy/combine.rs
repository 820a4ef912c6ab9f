//! The rules in force in an agency: the ministry's base set and the agency's own together. An
//! agency adds rules and may replace those of the base by their key, but what the base locks can
//! only become stricter.

use super::rule::{Limit, Rule, RuleKind, RuleSet, Scope, Severity, Words};
use super::sentences;
use super::verdict::Origin;
use crate::calendar::{DateRange, WeekDay};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A rule in force and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectiveRule {
    pub origin: Origin,
    pub rule: Rule,
}

/// The enabled rules of both sets in the order of explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effective {
    /// Version of the agency's set.
    pub version: Option<u32>,
    pub base_version: Option<u32>,
    pub rules: Vec<EffectiveRule>,
}

/// In what respect an agency rule is looser than the locked base rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loosening {
    Kind,
    Parameters,
    Severity,
    Scope,
    Waiver,
    SwitchedOff,
    /// A weekday taken out of the weekly count that the base set does not permit.
    UncountedWeekday,
}

/// An agency rule that may not stand as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loosened {
    pub key: String,
    pub what: Loosening,
    /// Why, for the editor.
    pub text: Words,
}

/// Both sets as one, or every way in which the agency's set is looser than what is locked.
pub fn combine(base: &RuleSet, agency: &RuleSet) -> Result<Effective, Vec<Loosened>> {
    let mut loosened = Vec::new();
    let mut rules = Vec::new();
    for rule in &base.rules {
        match agency.rules.iter().find(|own| own.key == rule.key) {
            None => rules.push(EffectiveRule {
                origin: Origin::Base,
                rule: rule.clone(),
            }),
            Some(own) => {
                if rule.locked && rule.enabled {
                    loosened.extend(
                        loosenings(rule, own)
                            .into_iter()
                            .map(|what| reported(rule, own, what)),
                    );
                }
                rules.push(EffectiveRule {
                    origin: Origin::Agency,
                    rule: replaced(rule, own),
                });
            }
        }
    }
    for own in &agency.rules {
        if !base.rules.iter().any(|rule| rule.key == own.key) {
            let rule = Rule {
                locked: false,
                ..own.clone()
            };
            rules.push(EffectiveRule {
                origin: Origin::Agency,
                rule,
            });
        }
    }
    loosened.extend(uncounted_beyond(base, agency));
    if !loosened.is_empty() {
        return Err(loosened);
    }
    Ok(effective(Some(base.version), Some(agency.version), rules))
}

/// The base set alone, for an agency without rules of its own.
pub fn base_alone(base: &RuleSet) -> Effective {
    let rules = base.rules.iter().map(|rule| EffectiveRule {
        origin: Origin::Base,
        rule: rule.clone(),
    });
    effective(Some(base.version), None, rules.collect())
}

fn effective(
    base_version: Option<u32>,
    version: Option<u32>,
    mut rules: Vec<EffectiveRule>,
) -> Effective {
    rules.retain(|rule| rule.rule.enabled);
    rules.sort_by(|a, b| {
        (a.rule.kind.name(), a.origin as u8, &a.rule.key).cmp(&(
            b.rule.kind.name(),
            b.origin as u8,
            &b.rule.key,
        ))
    });
    Effective {
        version,
        base_version,
        rules,
    }
}

/// The agency's rule in the place of the base rule; the national citation stays beside its own.
fn replaced(base: &Rule, own: &Rule) -> Rule {
    let mut citation = base.citation.clone();
    citation.extend(
        own.citation
            .iter()
            .filter(|cited| !base.citation.contains(cited))
            .cloned(),
    );
    Rule {
        citation,
        locked: base.locked,
        ..own.clone()
    }
}

/// In which respects `own` is looser than `base`; none when it is as strict or stricter.
pub fn loosenings(base: &Rule, own: &Rule) -> Vec<Loosening> {
    if base.kind.name() != own.kind.name() {
        return vec![Loosening::Kind];
    }
    let checks = [
        (own.enabled, Loosening::SwitchedOff),
        (
            is_stricter_or_equal(&base.kind, &own.kind),
            Loosening::Parameters,
        ),
        (own.severity >= base.severity, Loosening::Severity),
        (
            own.scope == Scope::Agency || own.scope == base.scope,
            Loosening::Scope,
        ),
        (own.waivable_by <= base.waivable_by, Loosening::Waiver),
    ];
    checks
        .into_iter()
        .filter(|(fine, _)| !fine)
        .map(|(_, what)| what)
        .collect()
}

/// Whether everything that fails under `base` also fails under `own`. Limits of different nature
/// (a share against a number) cannot be compared and count as looser.
pub fn is_stricter_or_equal(base: &RuleKind, own: &RuleKind) -> bool {
    use RuleKind as K;
    match (base, own) {
        (K::WorkingDay {}, K::WorkingDay {})
        | (K::DirectService {}, K::DirectService {})
        | (K::DisciplinaryState {}, K::DisciplinaryState {})
        | (K::RegisteredHome {}, K::RegisteredHome {}) => true,
        (
            K::ExcludedAgency {
                codes: least_codes,
                kinds: least_kinds,
            },
            K::ExcludedAgency { codes, kinds },
        ) => codes.is_superset(least_codes) && kinds.is_superset(least_kinds),
        (K::ExcludedUnit { units: least }, K::ExcludedUnit { units }) => units.is_superset(least),
        (
            K::ExcludedPosition {
                positions: least,
                families: least_families,
            },
            K::ExcludedPosition {
                positions,
                families,
            },
        ) => positions.is_superset(least) && families.is_superset(least_families),
        (K::TaskFlags { extra: least }, K::TaskFlags { extra }) => {
            least.is_none() || extra.is_some()
        }
        (
            K::MinMonthsSinceAppointment { months: least },
            K::MinMonthsSinceAppointment { months },
        ) => months >= least,
        (
            K::MinPredikat {
                at_least: least,
                grace_days: most,
            },
            K::MinPredikat {
                at_least,
                grace_days,
            },
        ) => at_least >= least && grace_days <= most,
        (
            K::NoOverdueWork {
                days: most,
                with_promises: least,
            },
            K::NoOverdueWork {
                days,
                with_promises,
            },
        ) => days <= most && with_promises >= least,
        (
            K::Weekdays {
                allowed: most,
                uncounted: most_uncounted,
            },
            K::Weekdays { allowed, uncounted },
        ) => allowed.is_subset(most) && uncounted.is_subset(most_uncounted),
        (K::AnchorDays { days: least }, K::AnchorDays { days }) => days.is_superset(least),
        (K::BlockedDates { dates: least }, K::BlockedDates { dates }) => all_within(least, dates),
        (K::AllowedDates { dates: most }, K::AllowedDates { dates }) => all_within(dates, most),
        (K::LeadTimeDays { days: least }, K::LeadTimeDays { days }) => days >= least,
        (K::HorizonDays { days: most }, K::HorizonDays { days })
        | (K::MaxLengthDays { days: most }, K::MaxLengthDays { days }) => days <= most,
        (
            K::MaxPlaceDaysPerWeek {
                days: most,
                except_duty_outside: most_duty,
                except_special: most_special,
                may_leave_uncounted: most_uncounted,
            },
            K::MaxPlaceDaysPerWeek {
                days,
                except_duty_outside,
                except_special,
                may_leave_uncounted,
            },
        ) => {
            days <= most
                && except_duty_outside <= most_duty
                && except_special <= most_special
                && may_leave_uncounted.is_subset(most_uncounted)
        }
        (
            K::EarnedDays {
                beyond: most,
                accepted: least,
                within_days: widest,
                at_least: lowest,
            },
            K::EarnedDays {
                beyond,
                accepted,
                within_days,
                at_least,
            },
        ) => {
            beyond <= most
                && accepted >= least
                && (*least == 0 || within_days <= widest)
                && at_least >= lowest
        }
        (K::MinOfficeDaysPerWeek { days: least }, K::MinOfficeDaysPerWeek { days }) => {
            days >= least
        }
        (K::MaxConsecutiveDays { days: most }, K::MaxConsecutiveDays { days }) => days <= most,
        (
            K::MaxFlexDaysPerMonth {
                days: most,
                with_own_hours: least_own,
                except_special: most_special,
            },
            K::MaxFlexDaysPerMonth {
                days,
                with_own_hours,
                except_special,
            },
        ) => days <= most && with_own_hours >= least_own && except_special <= most_special,
        (
            K::UnitQuota {
                limit: most,
                weekdays: least,
                family_only: of_family,
            },
            K::UnitQuota {
                limit,
                weekdays,
                family_only,
            },
        ) => {
            compared(*limit, *most).is_some_and(|order| order.is_le())
                && (weekdays.is_empty() || (!least.is_empty() && weekdays.is_superset(least)))
                && family_only == of_family
        }
        (K::MinOnSite { limit: least }, K::MinOnSite { limit }) => {
            compared(*limit, *least).is_some_and(|order| order.is_ge())
        }
        (
            K::OwnHours {
                window_minutes: most_window,
                core_minutes: most_core,
                day_minutes: most_day,
                period_days: most_period,
                with_place: most_place,
            },
            K::OwnHours {
                window_minutes,
                core_minutes,
                day_minutes,
                period_days,
                with_place,
            },
        ) => {
            window_minutes <= most_window
                && core_minutes <= most_core
                && day_minutes <= most_day
                && period_days <= most_period
                && with_place <= most_place
        }
        _ => false,
    }
}

fn compared(a: Limit, b: Limit) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Limit::Percent(a), Limit::Percent(b)) => Some(a.cmp(&b)),
        (Limit::Number(a), Limit::Number(b)) => Some(a.cmp(&b)),
        _ => None,
    }
}

fn all_within(inner: &[DateRange], outer: &[DateRange]) -> bool {
    let joined = joined(outer);
    inner
        .iter()
        .all(|range| joined.iter().any(|whole| whole.covers(range)))
}

/// The same days as few ranges, touching ones joined.
fn joined(ranges: &[DateRange]) -> Vec<DateRange> {
    let mut sorted: Vec<DateRange> = ranges.iter().copied().filter(|r| r.from <= r.to).collect();
    sorted.sort();
    let mut whole: Vec<DateRange> = Vec::new();
    for range in sorted {
        match whole.last_mut() {
            Some(last) if last.to.succ_opt().is_none_or(|next| range.from <= next) => {
                last.to = last.to.max(range.to);
            }
            _ => whole.push(range),
        }
    }
    whole
}

/// Something that keeps a set from being published, at the rule with that key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub key: String,
    pub text: Words,
}

/// What has to be put right before a set can be published: keys used twice, rules without a legal
/// basis, own sentences that are too long or incomplete.
pub fn problems(set: &RuleSet) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for rule in &set.rules {
        let mut report = |text| {
            problems.push(Problem {
                key: rule.key.clone(),
                text,
            })
        };
        if !seen.insert(rule.key.as_str()) {
            report(Words::new(
                "Syarat ini tercantum dua kali.",
                "This condition stands twice.",
            ));
        }
        if rule.enabled && rule.citation.is_empty() {
            report(Words::new("Isi dasar hukumnya.", "Enter the legal basis."));
        }
        if let Some(own) = &rule.words {
            sentences::problems_with(own, rule.kind.name())
                .into_iter()
                .for_each(&mut report);
        }
    }
    problems
}

/// Weekday rules of the agency that would hollow out a locked weekly cap.
fn uncounted_beyond(base: &RuleSet, agency: &RuleSet) -> Vec<Loosened> {
    let Some(permitted) = permitted_uncounted(base) else {
        return Vec::new();
    };
    let beyond = |rule: &&Rule| match &rule.kind {
        RuleKind::Weekdays { uncounted, .. } => rule.enabled && !uncounted.is_subset(permitted),
        _ => false,
    };
    let report = |rule: &Rule| Loosened {
        key: rule.key.clone(),
        what: Loosening::UncountedWeekday,
        text: Words::new(
            "Aturan nasional tetap menghitung hari itu dalam batas per pekan.",
            "The national rule still counts that day in the weekly limit.",
        ),
    };
    agency.rules.iter().filter(beyond).map(report).collect()
}

pub(super) fn permitted_uncounted(base: &RuleSet) -> Option<&BTreeSet<WeekDay>> {
    base.rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::MaxPlaceDaysPerWeek {
            may_leave_uncounted,
            ..
        } if rule.locked && rule.enabled && rule.severity == Severity::Blocks => {
            Some(may_leave_uncounted)
        }
        _ => None,
    })
}

fn reported(base: &Rule, own: &Rule, what: Loosening) -> Loosened {
    let limit = sentences::statement(&base.kind, None);
    let text = match what {
        Loosening::Parameters | Loosening::Kind | Loosening::UncountedWeekday => Words::new(
            format!("Aturan nasional tidak dapat dilonggarkan: {}", limit.id),
            format!("The national rule cannot be loosened: {}", limit.en),
        ),
        Loosening::SwitchedOff => Words::new(
            "Syarat nasional ini tidak dapat dimatikan.",
            "This national condition cannot be switched off.",
        ),
        Loosening::Severity => Words::new(
            "Syarat nasional ini tidak dapat dijadikan lebih ringan.",
            "This national condition cannot be made less binding.",
        ),
        Loosening::Scope => Words::new(
            "Syarat nasional ini berlaku bagi semua pegawai instansi.",
            "This national condition holds for everybody in the agency.",
        ),
        Loosening::Waiver => Words::new(
            "Pengecualian syarat nasional ini tidak dapat diperluas.",
            "Exceptions to this national condition cannot be widened.",
        ),
    };
    Loosened {
        key: own.key.clone(),
        what,
        text,
    }
}
