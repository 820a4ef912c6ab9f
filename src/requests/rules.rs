//! What a request may become, and the arithmetic of its days. Pure: no clock, no database.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::{Span, Standing, State, Step};
use crate::{
    calendar::{DateRange, DayInput, DayKind, Half, kind_of_day, working_days},
    kernel::{error::Reason, id::EmployeeId},
    policy::Route,
};

/// The longest weekly pattern, in days: half a year, then it is asked for anew.
pub const PATTERN_DAYS: i64 = 184;
/// The most single days one request may carry.
pub const MOST_DAYS: usize = 31;
/// Seconds during which a decision may be taken back.
pub const UNDO_SECONDS: i64 = 10;

/// Working days that a request may wait before its approver is reminded.
pub const PATIENCE: u16 = 2;

/// Whether a request that waits since a day has waited more than `patience` working days, now that work has begun at the
/// approver's place.
pub fn overdue(
    office: &DayInput<'_>,
    since: NaiveDate,
    today: NaiveDate,
    at: NaiveTime,
    patience: u16,
) -> bool {
    let begun = match kind_of_day(office, today) {
        DayKind::Working { hours } => at >= hours.start,
        _ => false,
    };
    let from = since + Days::new(1);
    begun
        && working_days(office, DateRange { from, to: today })
            .nth(usize::from(patience))
            .is_some()
}

/// The state after a step, or why the step is not open.
pub fn next(state: State, step: Step) -> Result<State, Reason> {
    use State as S;
    use Step as T;
    let to = match (state, step) {
        (S::Draft | S::Returned, T::Queue) => S::Queued,
        (S::Draft | S::Queued | S::Returned, T::Submit) => S::Submitted,
        (S::Draft | S::Queued | S::Submitted | S::Offered | S::Returned, T::Withdraw) => {
            S::Withdrawn
        }
        (S::Submitted, T::Offer) => S::Offered,
        (S::Offered, T::Accept) => S::ApprovedAdjusted,
        (S::Offered, T::Confirm) => S::Approved,
        (S::Offered, T::Decline | T::Undo) => S::Submitted,
        (S::Submitted | S::Offered, T::Return) => S::Returned,
        (S::Submitted, T::Approve) => S::Approved,
        (S::Submitted, T::Adjust) => S::ApprovedAdjusted,
        (S::Submitted, T::Refuse) => S::Refused,
        (S::Approved | S::ApprovedAdjusted, T::Cancel) => S::Cancelled,
        (S::Approved | S::ApprovedAdjusted, T::Revoke) => S::Revoked,
        (S::Approved | S::ApprovedAdjusted, T::End) => S::Ended,
        (S::Approved | S::ApprovedAdjusted | S::Refused | S::Returned, T::Undo) => S::Submitted,
        (S::Refused, T::Uphold) => S::Submitted,
        (S::Refused, T::Reopen) => S::Returned,
        (S::Revoked, T::Restore) => S::Approved,
        _ => return Err(Reason::new("request-step").with("state", state.code())),
    };
    Ok(to)
}

/// Whether the person may object to what became of a request: to a refusal, and to a revocation.
pub fn may_object(state: State) -> Result<(), Reason> {
    let step = match state {
        State::Revoked => Step::Restore,
        _ => Step::Uphold,
    };
    next(state, step).map(|_| ())
}

/// The most single days that a standing approval may let through in one request.
pub const STANDING_DAYS: i64 = 5;
/// How far ahead a standing approval may reach, in days.
pub const STANDING_REACH: u64 = 92;

/// A request that was just sent, as far as a standing approval cares.
#[derive(Clone, Copy, Debug)]
pub struct JustSent<'a> {
    pub owner: EmployeeId,
    pub span: &'a Span,
    pub route: Route,
    /// Every rule passes on every day, and none of them even advises against it.
    pub clear: bool,
    /// A person has said no to one of its days before.
    pub denied: bool,
    /// Its days were put forward by the approver.
    pub assigned: bool,
    /// It takes more than the direct supervisor's word.
    pub chained: bool,
    /// It asks for own hours too, of which nothing was said beforehand.
    pub with_hours: bool,
}

/// Whether a request is approved on the standing approval of its present approver. Whatever calls for a thought waits for the person.
pub fn approved_on(
    standing: &Standing,
    sent: &JustSent<'_>,
    allowed: bool,
    today: NaiveDate,
) -> bool {
    let holds = standing.ended_at.is_none() && (standing.from_on..=standing.to_on).contains(&today);
    let small =
        matches!(sent.span, Span::Days(days) if (1..=standing.max_days).contains(&days.len()));
    let plain =
        sent.route == Route::Ordinary && !sent.assigned && !sent.chained && !sent.with_hours;
    allowed && holds && standing.by != sent.owner && small && plain && sent.clear && !sent.denied
}

/// The half of stored bits: 1 morning, 2 afternoon, 3 both; none for 0.
pub fn half_of(bits: u8) -> Option<Half> {
    match bits {
        1 => Some(Half::Morning),
        2 => Some(Half::Afternoon),
        3 => Some(Half::Full),
        _ => None,
    }
}

/// The stored bits of a half.
pub fn bits_of(half: Half) -> u8 {
    match half {
        Half::Morning => 1,
        Half::Afternoon => 2,
        Half::Full => 3,
    }
}

/// The days of a weekly pattern within its validity and a range; exceptions take the place of the pattern.
pub fn pattern_days(
    week: [u8; 7],
    validity: DateRange,
    exceptions: &BTreeMap<NaiveDate, u8>,
    range: DateRange,
) -> Vec<(NaiveDate, u8)> {
    let (from, to) = (validity.from.max(range.from), validity.to.min(range.to));
    from.iter_days()
        .take_while(|day| *day <= to)
        .map(|day| {
            let usual = week[day.weekday().num_days_from_monday() as usize];
            (day, exceptions.get(&day).copied().unwrap_or(usual))
        })
        .filter(|(_, bits)| *bits > 0)
        .collect()
}

/// The Monday of a date's week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// The whole weeks around a range, from Monday to Sunday.
pub fn whole_weeks(range: DateRange) -> DateRange {
    DateRange {
        from: monday(range.from),
        to: monday(range.to) + Days::new(6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_request_is_overdue_when_work_begins_on_the_third_working_day() {
        use crate::calendar::{Holiday, HolidayKind, WeekPattern, WorkingHours};
        let hours = WorkingHours::five_day();
        let free = [Holiday {
            on: on("2026-11-24"),
            name_id: String::new(),
            name_en: String::new(),
            kind: HolidayKind::National,
        }];
        let office = DayInput {
            week: WeekPattern::Five,
            hours: &hours,
            holidays: &free,
            ramadan: &[],
            absences: &[],
        };
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        for (since, today, time, overdue_then) in [
            ("2026-11-17", "2026-11-19", at(16, 0), false),
            ("2026-11-17", "2026-11-20", at(7, 29), false),
            ("2026-11-17", "2026-11-20", at(7, 30), true),
            // Thursday: Friday, then the weekend, Monday, a holiday on Tuesday, Wednesday
            ("2026-11-19", "2026-11-21", at(9, 0), false),
            ("2026-11-19", "2026-11-23", at(9, 0), false),
            ("2026-11-19", "2026-11-24", at(9, 0), false),
            ("2026-11-19", "2026-11-25", at(9, 0), true),
        ] {
            assert_eq!(
                overdue(&office, on(since), on(today), time, PATIENCE),
                overdue_then,
                "{since} {today} {time}"
            );
        }
    }

    #[test]
    fn a_standing_approval_covers_small_plain_clear_requests_of_others_while_it_holds() {
        let (budi, sari) = (EmployeeId::new(), EmployeeId::new());
        let days = |n: u32| {
            Span::Days(
                (0..n)
                    .map(|i| (on("2026-11-23") + Days::new(i.into()), 3))
                    .collect(),
            )
        };
        let (two, three, none) = (days(2), days(3), days(0));
        let pattern = Span::Pattern {
            validity: DateRange {
                from: on("2026-11-23"),
                to: on("2026-11-27"),
            },
            week: [3, 0, 0, 0, 0, 0, 0],
            exceptions: BTreeMap::new(),
        };
        let standing = Standing {
            id: uuid::Uuid::nil(),
            by: budi,
            by_name: String::new(),
            max_days: 2,
            from_on: on("2026-11-17"),
            to_on: on("2026-11-30"),
            given_at: chrono::DateTime::UNIX_EPOCH,
            ended_at: None,
            version: 1,
        };
        let ended = Standing {
            ended_at: Some(standing.given_at),
            ..standing.clone()
        };
        let sent = JustSent {
            owner: sari,
            span: &two,
            route: Route::Ordinary,
            clear: true,
            denied: false,
            assigned: false,
            chained: false,
            with_hours: false,
        };
        let day = on("2026-11-17");
        let special = Route::SpecialCircumstances;
        for (what, standing, sent, allowed, today, approved) in [
            ("all is well", &standing, sent, true, day, true),
            (
                "its last day",
                &standing,
                sent,
                true,
                on("2026-11-30"),
                true,
            ),
            (
                "the agency does not allow it",
                &standing,
                sent,
                false,
                day,
                false,
            ),
            ("it was ended", &ended, sent, true, day, false),
            (
                "it has run out",
                &standing,
                sent,
                true,
                on("2026-12-01"),
                false,
            ),
            (
                "it has not begun",
                &standing,
                sent,
                true,
                on("2026-11-16"),
                false,
            ),
            (
                "one's own request",
                &standing,
                JustSent {
                    owner: budi,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "too many days",
                &standing,
                JustSent {
                    span: &three,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "no day at all",
                &standing,
                JustSent {
                    span: &none,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "a pattern",
                &standing,
                JustSent {
                    span: &pattern,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "special circumstances",
                &standing,
                JustSent {
                    route: special,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "days that were assigned",
                &standing,
                JustSent {
                    assigned: true,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "more than one has to agree",
                &standing,
                JustSent {
                    chained: true,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "own hours with the place",
                &standing,
                JustSent {
                    with_hours: true,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "a rule that warns",
                &standing,
                JustSent {
                    clear: false,
                    ..sent
                },
                true,
                day,
                false,
            ),
            (
                "somebody said no before",
                &standing,
                JustSent {
                    denied: true,
                    ..sent
                },
                true,
                day,
                false,
            ),
        ] {
            assert_eq!(
                approved_on(standing, &sent, allowed, today),
                approved,
                "{what}"
            );
        }
    }

    #[test]
    fn every_step_leads_where_the_table_says_and_nowhere_else() {
        use State as S;
        use Step as T;
        let table = [
            (S::Draft, T::Queue, S::Queued),
            (S::Returned, T::Queue, S::Queued),
            (S::Queued, T::Submit, S::Submitted),
            (S::Queued, T::Withdraw, S::Withdrawn),
            (S::Submitted, T::Offer, S::Offered),
            (S::Offered, T::Accept, S::ApprovedAdjusted),
            (S::Offered, T::Confirm, S::Approved),
            (S::Offered, T::Decline, S::Submitted),
            (S::Offered, T::Return, S::Returned),
            (S::Offered, T::Undo, S::Submitted),
            (S::Offered, T::Withdraw, S::Withdrawn),
            (S::Draft, T::Submit, S::Submitted),
            (S::Draft, T::Withdraw, S::Withdrawn),
            (S::Submitted, T::Return, S::Returned),
            (S::Submitted, T::Approve, S::Approved),
            (S::Submitted, T::Adjust, S::ApprovedAdjusted),
            (S::Submitted, T::Refuse, S::Refused),
            (S::Submitted, T::Withdraw, S::Withdrawn),
            (S::Returned, T::Submit, S::Submitted),
            (S::Returned, T::Withdraw, S::Withdrawn),
            (S::Returned, T::Undo, S::Submitted),
            (S::Approved, T::Cancel, S::Cancelled),
            (S::Approved, T::Revoke, S::Revoked),
            (S::Approved, T::End, S::Ended),
            (S::Approved, T::Undo, S::Submitted),
            (S::ApprovedAdjusted, T::Cancel, S::Cancelled),
            (S::ApprovedAdjusted, T::Revoke, S::Revoked),
            (S::ApprovedAdjusted, T::End, S::Ended),
            (S::ApprovedAdjusted, T::Undo, S::Submitted),
            (S::Refused, T::Undo, S::Submitted),
            (S::Refused, T::Uphold, S::Submitted),
            (S::Refused, T::Reopen, S::Returned),
            (S::Revoked, T::Restore, S::Approved),
        ];
        for state in State::ALL {
            for step in Step::ALL {
                let expected = table
                    .iter()
                    .find(|(from, by, _)| (*from, *by) == (state, step))
                    .map(|(_, _, to)| *to);
                assert_eq!(next(state, step).ok(), expected, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn a_pattern_gives_its_weekdays_and_exceptions_win() {
        let range = |from, to| DateRange {
            from: on(from),
            to: on(to),
        };
        let exceptions = BTreeMap::from([(on("2026-12-01"), 0), (on("2026-12-08"), 1)]);
        let days = pattern_days(
            [0, 3, 0, 0, 2, 0, 0],
            range("2026-11-25", "2026-12-08"),
            &exceptions,
            range("2026-11-01", "2026-12-31"),
        );
        assert_eq!(
            days,
            [
                (on("2026-11-27"), 2),
                (on("2026-12-04"), 2),
                (on("2026-12-08"), 1)
            ]
        );
    }

    #[test]
    fn a_range_grows_to_whole_weeks() {
        let weeks = whole_weeks(DateRange {
            from: on("2026-11-25"),
            to: on("2026-12-01"),
        });
        assert_eq!((weeks.from, weeks.to), (on("2026-11-23"), on("2026-12-06")));
    }
}
