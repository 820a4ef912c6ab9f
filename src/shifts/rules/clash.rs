//! What else stands in somebody's calendar on the days of their shifts: good to know before a plan is assigned. Pure.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{Facts, Problem, Weight, plain, worked};
use crate::{kernel::id::EmployeeId, shifts::Member};

/// The members who are on leave or a trip, or approved to work elsewhere, on days of their shifts: once a member and reason.
pub(super) fn clashes(facts: &Facts<'_>) -> Vec<Problem> {
    let present = facts.members.iter().filter(|one| one.out_on.is_none());
    present
        .flat_map(|member| {
            let leave = clash(facts, member, "leave", facts.away);
            let elsewhere = clash(facts, member, "elsewhere", facts.elsewhere);
            leave.into_iter().chain(elsewhere)
        })
        .collect()
}

fn clash(
    facts: &Facts<'_>,
    member: &Member,
    rule: &'static str,
    taken: &HashSet<(EmployeeId, NaiveDate)>,
) -> Option<Problem> {
    let days: Vec<NaiveDate> = worked(facts.pattern, member)
        .map(|(day, _)| day)
        .filter(|day| taken.contains(&(member.employee, *day)))
        .collect();
    Some(Problem {
        who: Some(member.employee),
        name: member.name.clone(),
        first_on: *days.first()?,
        last_on: *days.last()?,
        ..plain(
            rule,
            Weight::Hint,
            facts.pattern,
            vec![("n", days.len().to_string())],
        )
    })
}
