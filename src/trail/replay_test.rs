//! A replay gives the stored result, or says that it does not.

use super::replay::{Agreement, Judged, again};
use crate::policy::{
    self, DayFacts, Discipline, Fact, HomeState, Overall, PersonFacts, Place, PositionFacts,
    Predikat, Route, Rule, RuleKind, Source, TaskFlags, Team, TeamDay, UnitFacts, base,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use uuid::Uuid;

fn at() -> DateTime<Utc> {
    "2026-11-17T01:00:00Z".parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn fact<T>(value: T) -> Fact<T> {
    Fact::new(value, Source::EmployeeRecord, at())
}

fn person() -> PersonFacts {
    PersonFacts {
        employee: Uuid::now_v7(),
        agency_code: "UJI".into(),
        agency_kind: fact("pemkab".into()),
        agency_excluded: fact(false),
        unit: UnitFacts {
            id: Uuid::now_v7(),
            ancestors: Vec::new(),
            direct_service: fact(false),
        },
        position: Some(PositionFacts {
            id: Uuid::now_v7(),
            family: None,
            flags: fact(TaskFlags::all_met()),
            hours_not_bound: None,
        }),
        discipline: fact(Some(Discipline::Clear)),
        appointed_on: fact(Some(day("2015-03-01"))),
        predikat: fact(Some(Predikat::Baik)),
        rated: None,
        overdue: None,
        accepted: None,
        home: fact(HomeState::Confirmed),
        duty_outside: fact(false),
        today: day("2026-11-17"),
        exceptions: Vec::new(),
    }
}

/// A value as it stands in a stored evaluation.
fn stored<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn facts() -> DayFacts {
    let team = Team {
        headcount: 12,
        ..Team::default()
    };
    DayFacts {
        day: day("2026-11-24"),
        half: stored(r#""full""#),
        place: Place::Home,
        route: Route::Ordinary,
        kind_of_day: fact(stored(r#"{"kind":"weekend"}"#)),
        taken: fact(false),
        length_days: Some(1),
        submitted_on: day("2026-11-17"),
        today: day("2026-11-17"),
        week: fact(Vec::new()),
        around: None,
        month: None,
        team: fact(TeamDay::all_day(team, None)),
        family: None,
        window: None,
        hours: None,
        day_hours: None,
        seat: None,
        evaluated_at: at(),
    }
}

#[test]
fn the_same_facts_and_rules_give_the_stored_result() {
    let (person, facts) = (person(), facts());
    let rules = policy::base_alone(&base::ministry());
    let verdict = policy::eligibility(&person, &rules, &facts);
    let stored = Judged { facts, verdict };
    assert_eq!(again(&person, &stored, Some(&rules)), Agreement::Same);
    assert_eq!(again(&person, &stored, None), Agreement::NoRules);
}

#[test]
fn days_that_results_opened_replay_byte_for_byte_from_what_was_stored() {
    let (mut person, facts) = (person(), facts());
    person.accepted = Some(fact(vec![day("2026-11-16"), day("2026-08-20")]));
    let earned = RuleKind::EarnedDays {
        beyond: 0,
        accepted: 2,
        within_days: 90,
        at_least: Some(Predikat::Baik),
    };
    let rules = policy::base_alone(&policy::RuleSet {
        rules: vec![Rule::new("earned_days", earned)],
        ..base::ministry()
    });
    let verdict = policy::eligibility(&person, &rules, &facts);
    assert_eq!(verdict.verdict, Overall::Pass);
    let text = |value: &policy::Verdict| serde_json::to_string(value).unwrap();
    let written = text(&verdict);
    let kept = Judged {
        facts: stored(&serde_json::to_string(&facts).unwrap()),
        verdict: stored(&written),
    };
    let mut later: PersonFacts = stored(&serde_json::to_string(&person).unwrap());
    assert_eq!(again(&later, &kept, Some(&rules)), Agreement::Same);
    let anew = policy::eligibility(&later, &rules, &kept.facts);
    assert_eq!(text(&anew), written);
    // without the work that opened them the result does not follow any more
    later.accepted = Some(fact(vec![day("2026-11-16")]));
    let different = Agreement::Different(Overall::Fail, vec!["earned_days".to_owned()]);
    assert_eq!(again(&later, &kept, Some(&rules)), different);
}

#[test]
fn a_stored_result_that_does_not_follow_from_its_facts_shows() {
    let (mut person, facts) = (person(), facts());
    let rules = policy::base_alone(&base::ministry());
    let verdict = policy::eligibility(&person, &rules, &facts);
    let stored = Judged { facts, verdict };
    person.discipline = fact(Some(Discipline::Serving));
    let Agreement::Different(now, keys) = again(&person, &stored, Some(&rules)) else {
        panic!("the difference is not seen");
    };
    assert_eq!(now, Overall::Fail);
    assert!(!keys.is_empty());
}
