//! What holds when the ministry locks something after an agency has published: the agency's looser
//! rule gives way to the national one until the agency publishes again.

use super::combine::{Effective, Loosened, Loosening, combine, permitted_uncounted};
use super::rule::{RuleKind, RuleSet};

/// Both sets as one, never looser than what the base locks, and the agency rules that gave way.
/// A rule that was looser is replaced by the base rule of its key; a weekday taken out of the weekly
/// count without permission is counted again.
pub fn combine_strictest(base: &RuleSet, agency: &RuleSet) -> (Effective, Vec<Loosened>) {
    let set_aside = match combine(base, agency) {
        Ok(effective) => return (effective, Vec::new()),
        Err(loosened) => loosened,
    };
    let mut own = agency.clone();
    let looser = |key: &str| {
        set_aside
            .iter()
            .any(|found| found.key == key && found.what != Loosening::UncountedWeekday)
    };
    own.rules.retain(|rule| !looser(&rule.key));
    if let Some(permitted) = permitted_uncounted(base) {
        for rule in &mut own.rules {
            if let RuleKind::Weekdays { uncounted, .. } = &mut rule.kind {
                uncounted.retain(|day| permitted.contains(day));
            }
        }
    }
    let effective = combine(base, &own).unwrap_or_else(|_| {
        let mut alone = super::combine::base_alone(base);
        alone.version = Some(agency.version);
        alone
    });
    (effective, set_aside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WeekDay;
    use crate::policy::base;
    use crate::policy::rule::{Rule, Severity};
    use std::collections::BTreeSet;

    fn agency(rules: Vec<Rule>) -> RuleSet {
        RuleSet {
            version: 3,
            rules,
            ..base::ministry()
        }
    }

    fn cap(days: u8) -> Rule {
        let mut rule = base::ministry()
            .rules
            .into_iter()
            .find(|rule| matches!(rule.kind, RuleKind::MaxPlaceDaysPerWeek { .. }))
            .unwrap();
        if let RuleKind::MaxPlaceDaysPerWeek { days: own, .. } = &mut rule.kind {
            *own = days;
        }
        rule
    }

    #[test]
    fn a_looser_rule_gives_way_to_the_national_one() {
        let (effective, aside) = combine_strictest(&base::ministry(), &agency(vec![cap(5)]));
        let national = cap(2);
        assert_eq!(aside.len(), 1);
        let found: Vec<_> = effective
            .rules
            .iter()
            .filter(|rule| rule.rule.key == national.key)
            .collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rule.kind, national.kind);
        assert_eq!(effective.version, Some(3));
    }

    #[test]
    fn a_stricter_rule_stays() {
        let (effective, aside) = combine_strictest(&base::ministry(), &agency(vec![cap(1)]));
        assert!(aside.is_empty());
        assert!(effective.rules.iter().any(|rule| rule.rule == cap(1)));
    }

    #[test]
    fn a_weekday_out_of_the_count_is_counted_again() {
        let kind = RuleKind::Weekdays {
            allowed: BTreeSet::from([WeekDay::Mon, WeekDay::Fri]),
            uncounted: BTreeSet::from([WeekDay::Mon]),
        };
        let mut rule = Rule::new("own_days", kind);
        rule.severity = Severity::Blocks;
        let (effective, aside) = combine_strictest(&base::ministry(), &agency(vec![rule]));
        assert_eq!(aside.len(), 1);
        let kept = effective
            .rules
            .iter()
            .find(|rule| rule.rule.key == "own_days")
            .unwrap();
        assert!(matches!(
            &kept.rule.kind,
            RuleKind::Weekdays { allowed, uncounted } if allowed.len() == 2 && uncounted.is_empty()
        ));
    }
}
