//! What a rating does to a right: closes it on a day, opens it again, or nothing that is news.

use super::*;
use crate::policy::tests::{analyst, fact, on, only};
use crate::policy::{Outcome, Rated, tests::judged, tests::wednesday};

const RULE: RuleKind = RuleKind::MinPredikat {
    at_least: Predikat::Baik,
    grace_days: 30,
};

/// The analyst with ratings, newest first.
fn rated(ratings: &[(Predikat, &str)]) -> PersonFacts {
    let mut person = analyst();
    let all = ratings.iter().map(|(predikat, day)| Rated {
        predikat: *predikat,
        on: on(day),
    });
    let all: Vec<Rated> = all.collect();
    person.predikat.value = all.first().map(|rated| rated.predikat);
    person.rated = Some(fact(all));
    person
}

fn found(person: &PersonFacts) -> Option<Turn> {
    let turns = turns(person, &only(RULE));
    turns.first().map(|(_, turn)| *turn)
}

#[test]
fn a_low_rating_closes_the_right_after_the_days_of_grace_and_says_when() {
    let person = rated(&[
        (Predikat::Kurang, "2026-11-10"),
        (Predikat::Baik, "2026-01-10"),
    ]);
    let mut day = wednesday();
    let result = judged(RULE, &person, &day);
    assert_eq!(result.outcome, Outcome::Pass);
    assert_eq!(
        result.text.id,
        "Predikat kinerja terakhir Kurang; hak kerja fleksibel ditutup mulai 10 Desember 2026."
    );
    assert!(result.facts.iter().any(|fact| fact.name == "closes_on"));
    for (asked, outcome) in [("2026-12-09", Outcome::Pass), ("2026-12-10", Outcome::Fail)] {
        day.day = on(asked);
        assert_eq!(judged(RULE, &person, &day).outcome, outcome, "{asked}");
    }
    let closes = Turn::Closes {
        since: on("2026-11-10"),
        on: on("2026-12-10"),
    };
    assert_eq!(found(&person), Some(closes));
}

#[test]
fn another_low_rating_gives_no_new_days_of_grace() {
    let person = rated(&[
        (Predikat::Kurang, "2026-11-10"),
        (Predikat::ButuhPerbaikan, "2026-08-01"),
        (Predikat::Baik, "2026-05-01"),
        (Predikat::Kurang, "2026-02-01"),
    ]);
    assert_eq!(
        closes_on(&person, Predikat::Baik, 30),
        Some(on("2026-08-31"))
    );
    let result = judged(RULE, &person, &wednesday());
    assert_eq!(result.outcome, Outcome::Fail);
    assert_eq!(found(&person), None, "no news any more");
}

#[test]
fn a_better_rating_opens_the_right_again_and_is_news_for_a_month() {
    let ratings = |day| rated(&[(Predikat::Baik, day), (Predikat::Kurang, "2026-02-01")]);
    let opens = Turn::Opens {
        rated: on("2026-11-01"),
    };
    assert_eq!(found(&ratings("2026-11-01")), Some(opens));
    assert_eq!(found(&ratings("2026-10-01")), None);
    let result = judged(RULE, &ratings("2026-11-01"), &wednesday());
    assert_eq!(result.outcome, Outcome::Pass);
}

#[test]
fn nothing_is_told_without_grace_of_advice_or_to_others() {
    let person = rated(&[(Predikat::Kurang, "2026-11-10")]);
    let at_once = RuleKind::MinPredikat {
        at_least: Predikat::Baik,
        grace_days: 0,
    };
    assert!(turns(&person, &only(at_once.clone())).is_empty());
    assert_eq!(widest(&only(at_once.clone())), None);
    assert_eq!(
        judged(at_once, &person, &wednesday()).outcome,
        Outcome::Fail
    );
    let mut rules = only(RULE);
    for severity in [Severity::Advice, Severity::NeedsLeader] {
        rules.rules[0].rule.severity = severity;
        assert!(turns(&person, &rules).is_empty());
    }
    let mut rules = only(RULE);
    rules.rules[0].rule.scope = crate::policy::Scope::PositionFamily {
        family: "Perawat".into(),
    };
    assert!(turns(&person, &rules).is_empty());
}

#[test]
fn a_rule_without_grace_and_facts_without_ratings_are_written_as_before() {
    let old = r#"{"kind":"min_predikat","params":{"at_least":"baik"}}"#;
    let rule: RuleKind = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&rule).unwrap(), old);
    assert!(!serde_json::to_string(&analyst()).unwrap().contains("rated"));
}
