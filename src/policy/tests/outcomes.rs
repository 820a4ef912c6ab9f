//! What the table of cases must come out as, under each severity and scope.

use super::cases::cases;
use super::*;
use Outcome::{Fail, MissingFact, NotApplicable, Pass};

#[test]
fn every_kind_gives_the_expected_outcome_and_sentence() {
    for case in cases() {
        let result = judged(case.rule.clone(), &case.person, &case.day);
        assert_eq!(
            result.outcome, case.outcome,
            "{:?}: {}",
            case.rule, case.says
        );
        assert_eq!(result.text.id, case.says);
    }
}

#[test]
fn every_kind_is_in_the_table_with_pass_and_fail() {
    let cases = cases();
    for kind in Kind::ALL {
        let outcomes: Vec<Outcome> = cases
            .iter()
            .filter(|c| c.rule.name() == kind)
            .map(|c| c.outcome)
            .collect();
        assert!(outcomes.contains(&Pass), "{kind:?} never passes");
        let against = if kind == Kind::RegisteredHome {
            MissingFact
        } else {
            Fail
        };
        assert!(outcomes.contains(&against), "{kind:?} never says no");
    }
}

#[test]
fn the_severity_decides_what_a_condition_not_met_means() {
    for case in cases().into_iter().filter(|case| case.outcome == Fail) {
        let with = |severity| {
            let rule = Rule {
                severity,
                ..Rule::new("rule", case.rule.clone())
            };
            eligibility(&case.person, &base_alone(&set(1, vec![rule])), &case.day)
        };
        assert_eq!(with(Severity::Blocks).verdict, Overall::Fail);
        let leader = with(Severity::NeedsLeader);
        assert_eq!(leader.verdict, Overall::NeedsLeader);
        assert_eq!(leader.rules[0].outcome, Outcome::NeedsLeader);
        let advice = with(Severity::Advice);
        assert_eq!(advice.verdict, Overall::Pass);
        assert_eq!(advice.rules[0].outcome, Fail);
    }
}

#[test]
fn a_gap_in_the_record_does_not_keep_a_request_back() {
    for case in cases()
        .into_iter()
        .filter(|case| case.outcome == MissingFact)
    {
        let verdict = eligibility(&case.person, &only(case.rule.clone()), &case.day);
        assert_eq!(verdict.verdict, Overall::MissingFact);
        assert!(verdict.verdict.may_submit() && !verdict.verdict.is_eligible());
        assert!(!verdict.rules[0].remedy.is_empty(), "{:?}", case.rule);
    }
}

#[test]
fn a_rule_for_others_does_not_apply() {
    let blocked = RuleKind::WorkingDay {};
    let mut day = wednesday();
    day.taken.value = true;
    for (scope, outcome) in [
        (Scope::Agency, Fail),
        (Scope::UnitSubtree { unit: id(12) }, Fail),
        (Scope::UnitSubtree { unit: id(10) }, Fail),
        (Scope::UnitSubtree { unit: id(13) }, NotApplicable),
        (
            Scope::PositionFamily {
                family: "Analis Kebijakan".into(),
            },
            Fail,
        ),
        (
            Scope::PositionFamily {
                family: "Perawat".into(),
            },
            NotApplicable,
        ),
    ] {
        let rule = Rule {
            scope,
            ..Rule::new("rule", blocked.clone())
        };
        let found = eligibility(&analyst(), &base_alone(&set(1, vec![rule])), &day);
        assert_eq!(found.rules[0].outcome, outcome);
    }
}
