//! Work that is overdue: who may ask meanwhile, what counts, and what an earlier evaluation says.

use super::cases::Table;
use super::*;

const RULE: RuleKind = RuleKind::NoOverdueWork {
    days: 3,
    with_promises: true,
};

fn overdue(planned: &[&str], promised: &[&str]) -> Option<Fact<Overdue>> {
    let days = |all: &[&str]| all.iter().map(|day| on(day)).collect();
    let overdue = Overdue {
        planned: days(planned),
        promised: days(promised),
    };
    Some(Fact::new(overdue, Source::Work, now()))
}

/// The outcomes of the kind.
pub fn cases(t: &mut Table) {
    for (late, outcome, says) in [
        (
            overdue(&["2026-11-16"], &[]),
            Outcome::Pass,
            "Tidak ada pekerjaan yang terlambat melewati batas.",
        ),
        (
            overdue(&["2026-11-15"], &["2026-11-12"]),
            Outcome::Fail,
            "Ada 2 pekerjaan terlambat; yang paling lama jatuh tempo 12 November 2026.",
        ),
        (
            None,
            Outcome::MissingFact,
            "Catatan pekerjaan belum terbaca.",
        ),
    ] {
        t.case(&RULE, outcome, says, |person, _| person.overdue = late);
    }
}

fn outcome(kind: RuleKind, late: Option<Fact<Overdue>>) -> Outcome {
    let person = PersonFacts {
        overdue: late,
        ..analyst()
    };
    judged(kind, &person, &wednesday()).outcome
}

#[test]
fn the_last_day_of_delay_is_still_fine_and_promises_count_where_the_agency_says_so() {
    let rule = |days, with_promises| RuleKind::NoOverdueWork {
        days,
        with_promises,
    };
    let promised = || overdue(&[], &["2026-11-10"]);
    for (kind, late, said) in [
        (rule(3, true), overdue(&["2026-11-16"], &[]), Outcome::Pass),
        (rule(2, true), overdue(&["2026-11-16"], &[]), Outcome::Fail),
        (rule(0, true), overdue(&["2026-11-18"], &[]), Outcome::Fail),
        (rule(0, true), overdue(&[], &[]), Outcome::Pass),
        (rule(3, true), promised(), Outcome::Fail),
        (rule(3, false), promised(), Outcome::Pass),
    ] {
        assert_eq!(outcome(kind.clone(), late), said, "{kind:?}");
    }
}

#[test]
fn the_way_out_is_to_deliver_and_an_exception_opens_the_right() {
    let mut person = PersonFacts {
        overdue: overdue(&["2026-11-10"], &[]),
        ..analyst()
    };
    let found = judged(RULE, &person, &wednesday());
    assert_eq!(found.remedy[0].kind, RemedyKind::DeliverWork);
    assert!(!found.appeal, "nobody corrects a record: it is delivered");
    let late = found.facts.iter().find(|fact| fact.name == "overdue");
    assert_eq!(
        late.unwrap().value,
        serde_json::json!(["2026-11-10"]),
        "the days are kept with the verdict"
    );
    let rule = Rule {
        waivable_by: WaivableBy::UnitHead,
        ..Rule::new("rule", RULE)
    };
    let rules = base_alone(&set(1, vec![rule]));
    assert_eq!(may(&person, &rules), Overall::Fail);
    person.exceptions = vec![fact(Excepted {
        id: id(7),
        rule: "rule".into(),
        from_on: on("2026-11-01"),
        until_on: on("2026-12-31"),
    })];
    assert_eq!(may(&person, &rules), Overall::Pass);
    assert_eq!(
        eligibility(&person, &rules, &wednesday()).rules[0].outcome,
        Outcome::Pass
    );
}

#[test]
fn work_is_read_only_where_a_rule_asks_and_an_older_evaluation_reads_as_before() {
    assert!(Needs::of([&only(RULE)]).overdue);
    assert!(!Needs::of([&typical()]).overdue);
    let stored = serde_json::to_string(&analyst()).unwrap();
    assert!(!stored.contains("overdue"), "{stored}");
    let read: PersonFacts = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, analyst());
}

#[test]
fn a_rule_can_be_made_stricter_and_not_looser() {
    let rule = |days, with_promises| RuleKind::NoOverdueWork {
        days,
        with_promises,
    };
    assert!(is_stricter_or_equal(&rule(3, false), &rule(2, true)));
    assert!(!is_stricter_or_equal(&rule(3, false), &rule(4, true)));
    assert!(!is_stricter_or_equal(&rule(3, true), &rule(3, false)));
}
