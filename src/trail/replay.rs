//! One decision again: the stored facts go through the stored version of the rules once more, and the two results are compared.

use serde::Deserialize;

use crate::policy::{self, DayFacts, Effective, Outcome, Overall, PersonFacts, Verdict};

/// What a decision rested on, as it was stored with the request.
#[derive(Clone, Debug, Deserialize)]
pub struct Evaluation {
    pub person: PersonFacts,
    pub days: Vec<Judged>,
}

/// One day: the facts that went in and the verdict that came out.
#[derive(Clone, Debug, Deserialize)]
pub struct Judged {
    pub facts: DayFacts,
    pub verdict: Verdict,
}

/// How the replay compares with what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    Same,
    /// The result now, and the rules whose outcome differs.
    Different(Overall, Vec<String>),
    /// The version of the rules is no longer there.
    NoRules,
}

impl Evaluation {
    /// Reads what is stored; an older or foreign form is none.
    pub fn read(stored: Option<&str>) -> Option<Self> {
        serde_json::from_str(stored?).ok()
    }

    /// The rule versions its days were judged by: base and agency.
    pub fn versions(&self) -> Vec<(Option<u32>, Option<u32>)> {
        let mut versions: Vec<_> = self
            .days
            .iter()
            .map(|day| version_of(&day.verdict))
            .collect();
        versions.sort_unstable();
        versions.dedup();
        versions
    }
}

/// The versions a verdict names: base and agency.
pub fn version_of(verdict: &Verdict) -> (Option<u32>, Option<u32>) {
    (verdict.base_rule_set_version, verdict.rule_set_version)
}

/// Judges the stored facts again by the same rules and compares, rule by rule.
pub fn again(person: &PersonFacts, day: &Judged, rules: Option<&Effective>) -> Agreement {
    let Some(rules) = rules else {
        return Agreement::NoRules;
    };
    let now = policy::eligibility(person, rules, &day.facts);
    let stored = outcomes(&day.verdict);
    let found = outcomes(&now);
    if now.verdict == day.verdict.verdict && stored == found {
        return Agreement::Same;
    }
    let mut differing: Vec<String> = found
        .iter()
        .filter(|pair| !stored.contains(pair))
        .chain(stored.iter().filter(|pair| !found.contains(pair)))
        .map(|(key, _)| (*key).to_owned())
        .collect();
    differing.sort();
    differing.dedup();
    Agreement::Different(now.verdict, differing)
}

fn outcomes(verdict: &Verdict) -> Vec<(&str, Outcome)> {
    verdict
        .rules
        .iter()
        .map(|rule| (rule.key.as_str(), rule.outcome))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{DayKind, Half},
        policy::{
            Discipline, Fact, HomeState, Place, PositionFacts, Predikat, Route, Source, TaskFlags,
            Team, TeamDay, UnitFacts, base,
        },
    };
    use chrono::{DateTime, NaiveDate, Utc};
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
            }),
            discipline: fact(Some(Discipline::Clear)),
            appointed_on: fact(Some(day("2015-03-01"))),
            predikat: fact(Some(Predikat::Baik)),
            home: fact(HomeState::Confirmed),
            duty_outside: fact(false),
            today: day("2026-11-17"),
        }
    }

    fn facts() -> DayFacts {
        let team = Team {
            headcount: 12,
            ..Team::default()
        };
        DayFacts {
            day: day("2026-11-24"),
            half: Half::Whole,
            place: Place::Home,
            route: Route::Ordinary,
            kind_of_day: fact(DayKind::Weekend),
            taken: fact(false),
            length_days: Some(1),
            submitted_on: day("2026-11-17"),
            today: day("2026-11-17"),
            week: fact(Vec::new()),
            team: fact(TeamDay::all_day(team, None)),
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
}
