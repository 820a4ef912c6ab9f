//! What a feedback may become, how long it may be taken back, and how many a day. Pure.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Feedback, State, Step};
use crate::kernel::error::Reason;

/// Longest text of a feedback, of a question and of an answer.
pub const WORDS: usize = 1_000;
/// Longest name of what it is about.
pub const TOPIC: usize = 200;
/// Most that one person gives, and most that one asks for, on a day. Ours.
pub const MOST: i64 = 10;
/// Hours within which the giver may take it back.
pub const HOURS: i64 = 24;

/// The state after a step, or why the step is not open.
pub fn next(one: &Feedback, step: Step, now: DateTime<Utc>) -> Result<State, Reason> {
    use State as S;
    let to = match (one.state, step) {
        (S::Asked, Step::Give) => S::Given,
        (S::Asked, Step::Decline) => S::Declined,
        (S::Asked, Step::Retract) => S::Retracted,
        (S::Given, Step::Withdraw) if one.given_at.is_some_and(|at| may_withdraw(at, now)) => {
            S::Withdrawn
        }
        (S::Given, Step::Withdraw) => {
            return Err(Reason::new("feedback-late").with("n", HOURS));
        }
        (S::Given, Step::Answer) if one.answered_at.is_none() => S::Given,
        (S::Given, Step::Answer) => return Err(Reason::new("feedback-answered")),
        _ => return Err(Reason::new("feedback-step").with("state", one.state.code())),
    };
    Ok(to)
}

/// Whether what was given at an instant may still be taken back.
pub fn may_withdraw(given_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < given_at + TimeDelta::hours(HOURS)
}

/// Why somebody who did so many today does no more.
pub fn within(today: i64, code: &'static str) -> Result<(), Reason> {
    if today < MOST {
        Ok(())
    } else {
        Err(Reason::new(code).with("n", MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kernel::id::{EmployeeId, FeedbackId},
        performance::feedback::{Relation, Subject},
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn feedback(state: State) -> Feedback {
        Feedback {
            id: FeedbackId::new(),
            about: EmployeeId::new(),
            about_name: String::new(),
            giver: EmployeeId::new(),
            giver_name: String::new(),
            relation: Relation::Peer,
            subject: Subject::General,
            topic: String::new(),
            question: String::new(),
            asked_at: None,
            state,
            kind: None,
            words: String::new(),
            given_at: Some(at("2026-11-17T03:00:00Z")),
            answer: String::new(),
            answered_at: None,
            ended_at: None,
            version: 1,
        }
    }

    #[test]
    fn every_step_is_open_in_the_states_it_belongs_to_and_in_no_other() {
        let now = at("2026-11-17T04:00:00Z");
        for state in State::ALL {
            for step in [
                Step::Give,
                Step::Decline,
                Step::Withdraw,
                Step::Answer,
                Step::Retract,
            ] {
                let wanted = match (state, step) {
                    (State::Asked, Step::Give) | (State::Given, Step::Answer) => Some(State::Given),
                    (State::Asked, Step::Decline) => Some(State::Declined),
                    (State::Given, Step::Withdraw) => Some(State::Withdrawn),
                    (State::Asked, Step::Retract) => Some(State::Retracted),
                    _ => None,
                };
                let found = next(&feedback(state), step, now).ok();
                assert_eq!(found, wanted, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn it_is_taken_back_within_a_day_and_answered_once() {
        let given = feedback(State::Given);
        let code =
            |one: &Feedback, step, now: &str| next(one, step, at(now)).map_err(|why| why.code);
        let last = "2026-11-18T02:59:59Z";
        assert_eq!(code(&given, Step::Withdraw, last), Ok(State::Withdrawn));
        let late = "2026-11-18T03:00:00Z";
        assert_eq!(code(&given, Step::Withdraw, late), Err("feedback-late"));
        let answered = Feedback {
            answered_at: given.given_at,
            ..given
        };
        assert_eq!(
            code(&answered, Step::Answer, last),
            Err("feedback-answered")
        );
    }

    #[test]
    fn ten_a_day_are_enough() {
        assert!(within(MOST - 1, "feedback-many").is_ok());
        assert_eq!(
            within(MOST, "feedback-many").unwrap_err().code,
            "feedback-many"
        );
    }
}
