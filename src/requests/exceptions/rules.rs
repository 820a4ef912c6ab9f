//! Who may waive a rule, and where an exception goes from here. Pure.

use chrono::{Days, NaiveDate};

use super::State;
use crate::{
    kernel::{actor::Roles, error::Reason},
    policy::WaivableBy,
};

/// The longest exception, in days: it is given anew each year.
pub const LONGEST: u64 = 366;

/// What can be done with an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Grant,
    Decline,
    Withdraw,
    End,
}

/// Whether somebody may set a rule aside: whom the rule names, or who stands above them; never for oneself. `decides`: the person
/// concerned is one they decide for.
pub fn may_waive(
    waivable_by: WaivableBy,
    roles: Roles,
    decides: bool,
    own: bool,
) -> Result<(), Reason> {
    if own {
        return Err(Reason::new("own-exception"));
    }
    let may = match waivable_by {
        WaivableBy::None => false,
        WaivableBy::AgencyLeader => roles.leader,
        WaivableBy::Hr => roles.hr || roles.leader,
        WaivableBy::UnitHead => decides || roles.hr || roles.leader,
    };
    if may {
        Ok(())
    } else {
        Err(Reason::new("exception-not-yours"))
    }
}

/// The state after a step.
pub fn next(state: State, step: Step) -> Result<State, Reason> {
    match (state, step) {
        (State::Asked, Step::Grant) => Ok(State::Granted),
        (State::Asked, Step::Decline) => Ok(State::Declined),
        (State::Asked, Step::Withdraw) => Ok(State::Withdrawn),
        (State::Granted, Step::End) => Ok(State::Ended),
        _ => Err(Reason::new("exception-closed")),
    }
}

/// What is wrong with a period, by field.
pub fn period(
    from: NaiveDate,
    until: NaiveDate,
    today: NaiveDate,
) -> Result<(), (&'static str, &'static str)> {
    if until < from {
        Err(("until_on", "end-before-start"))
    } else if until < today {
        Err(("until_on", "period-over"))
    } else if until > from + Days::new(LONGEST) {
        Err(("until_on", "exception-too-long"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_the_rule_names_or_who_stands_above_waives_it_and_nobody_for_themselves() {
        let nobody = Roles::default();
        let hr = Roles { hr: true, ..nobody };
        let leader = Roles {
            leader: true,
            ..nobody
        };
        let all = [
            (WaivableBy::None, [false, false, false, false]),
            (WaivableBy::AgencyLeader, [false, false, false, true]),
            (WaivableBy::Hr, [false, false, true, true]),
            (WaivableBy::UnitHead, [false, true, true, true]),
        ];
        for (by, expected) in all {
            for ((roles, decides), expected) in [
                (nobody, false),
                (nobody, true),
                (hr, false),
                (leader, false),
            ]
            .into_iter()
            .zip(expected)
            {
                assert_eq!(may_waive(by, roles, decides, false).is_ok(), expected);
                let own = may_waive(by, roles, decides, true).map_err(|reason| reason.code);
                assert_eq!(own, Err("own-exception"));
            }
        }
    }

    #[test]
    fn an_answer_comes_once_and_only_what_holds_can_end() {
        let steps = [Step::Grant, Step::Decline, Step::Withdraw, Step::End];
        for state in State::ALL {
            let open: Vec<Step> = steps
                .into_iter()
                .filter(|step| next(state, *step).is_ok())
                .collect();
            let expected: &[Step] = match state {
                State::Asked => &[Step::Grant, Step::Decline, Step::Withdraw],
                State::Granted => &[Step::End],
                _ => &[],
            };
            assert_eq!(open, expected, "{state:?}");
        }
    }

    #[test]
    fn a_period_is_not_over_and_no_longer_than_a_year() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let today = day("2026-11-17");
        for (from, until, wrong) in [
            ("2026-11-17", "2026-11-17", None),
            ("2026-11-01", "2026-11-17", None),
            ("2026-11-17", "2027-11-18", None),
            ("2026-11-17", "2027-11-19", Some("exception-too-long")),
            ("2026-11-17", "2026-11-16", Some("end-before-start")),
            ("2026-11-01", "2026-11-16", Some("period-over")),
        ] {
            let found = period(day(from), day(until), today).err();
            assert_eq!(found.map(|(_, code)| code), wrong, "{from} {until}");
        }
    }
}
