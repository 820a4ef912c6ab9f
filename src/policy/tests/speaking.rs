//! Sentences: each one fills for each status, is short, and shows no code.

use super::cases::cases;
use super::*;
use crate::policy::sentences::{MAX_WORDS, problems_with, statement, statement_blanks};

fn check(text: &str) {
    assert!(!text.is_empty());
    assert!(!text.contains(['{', '}', '_', '!']), "{text}");
    for sentence in text.split_inclusive(". ") {
        assert!(sentence.split_whitespace().count() <= MAX_WORDS, "{text}");
    }
    let lower = text.to_lowercase();
    for kind in Kind::ALL
        .into_iter()
        .filter(|kind| kind.code().contains('_'))
    {
        assert!(!lower.contains(kind.code()), "{text}");
    }
    assert!(
        text.chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric()),
        "{text}"
    );
}

fn check_both(words: &Words) {
    check(&words.id);
    check(&words.en);
}

#[test]
fn every_sentence_fills_for_every_status() {
    for case in cases() {
        for severity in [Severity::Blocks, Severity::NeedsLeader, Severity::Advice] {
            for waivable_by in [WaivableBy::None, WaivableBy::UnitHead, WaivableBy::Hr] {
                let rule = Rule {
                    severity,
                    waivable_by,
                    ..Rule::new("rule", case.rule.clone())
                };
                let rules = base_alone(&set(1, vec![rule]));
                let verdict = eligibility(&case.person, &rules, &case.day);
                let result = &verdict.rules[0];
                check_both(&verdict.headline);
                check_both(&result.title);
                check_both(&result.text);
                check_both(&result.rule_text);
                for way in &result.remedy {
                    check_both(&way.text);
                }
                for fact in &result.facts {
                    assert!(!fact.shown.id.is_empty() && !fact.shown.en.is_empty());
                    assert!(!fact.shown.id.contains('_') && !fact.label.id.contains('_'));
                }
            }
        }
    }
}

#[test]
fn every_kind_speaks_for_every_outcome() {
    let outcomes = [
        Outcome::Pass,
        Outcome::Fail,
        Outcome::NeedsLeader,
        Outcome::MissingFact,
        Outcome::NotApplicable,
    ];
    let all: Vec<Case> = cases();
    for kind in Kind::ALL {
        let case = all.iter().find(|case| case.rule.name() == kind).unwrap();
        let result = judged(case.rule.clone(), &case.person, &case.day);
        assert_eq!(result.kind, kind);
        for outcome in outcomes {
            let blanks = explain_blanks(case);
            let words = sentences::finding(kind, outcome, "", &blanks);
            check_both(&words);
        }
    }
}

fn explain_blanks(case: &Case) -> Vec<(&'static str, Words)> {
    let nothing = std::collections::BTreeSet::new();
    let ground = checks::Ground {
        person: &case.person,
        day: Some(&case.day),
        uncounted: &nothing,
    };
    explain::blanks(&case.rule, &ground)
}

#[test]
fn passing_rules_offer_no_way_out_and_failing_ones_do() {
    for case in cases() {
        let result = judged(case.rule.clone(), &case.person, &case.day);
        let open = matches!(case.outcome, Outcome::Fail | Outcome::MissingFact);
        assert_eq!(!result.remedy.is_empty(), open, "{:?}", case.rule);
        assert!(open || !result.appeal);
    }
}

#[test]
fn a_new_employee_reads_from_when_to_ask_again() {
    let mut person = analyst();
    person.appointed_on.value = Some(on("2026-03-31"));
    let rule = RuleKind::MinMonthsSinceAppointment { months: 12 };
    let result = judged(rule, &person, &wednesday());
    assert_eq!(
        result.remedy[0].text.id,
        "Ajukan lagi mulai Rabu, 31 Maret 2027."
    );
    assert_eq!(result.remedy[0].value.as_deref(), Some("2027-03-31"));
}

#[test]
fn an_agency_may_use_its_own_words_with_the_blanks_of_the_kind() {
    let own = Words::new("Maksimum {days} sepekan.", "No more than {days} a week.");
    assert_eq!(
        statement(&cap(2), Some(&own)).id,
        "Maksimum 2 hari sepekan."
    );
    assert!(problems_with(&own, Kind::MaxPlaceDaysPerWeek).is_empty());
    assert!(
        !problems_with(&own, Kind::DirectService).is_empty(),
        "no such blank there"
    );
    assert!(!problems_with(&Words::new("", "x"), Kind::DirectService).is_empty());
    let long = "kata ".repeat(21);
    assert!(!problems_with(&Words::new(&long, "short"), Kind::DirectService).is_empty());
    for kind in Kind::ALL {
        let template = sentences::statement_template(kind);
        assert!(problems_with(&template, kind).is_empty(), "{kind:?}");
        for name in statement_blanks(kind) {
            assert!(
                template.id.contains(&format!("{{{name}}}")),
                "{kind:?} {name}"
            );
        }
    }
}
