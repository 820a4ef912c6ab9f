//! What has to be read for some rules beyond the week of a day. What no rule asks for is not read and stands in no stored evaluation.

use super::combine::Effective;
use super::rule::RuleKind;
use crate::calendar::DateRange;
use chrono::{Datelike, Days, Months, NaiveDate};

/// The facts that rules ask for beside those of every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Needs {
    /// The working days of the week.
    pub week: bool,
    /// The longest row of days that a rule allows.
    pub row: Option<u8>,
    /// The flexible days of the month.
    pub month: bool,
    /// Own hours within it.
    pub own_hours: bool,
    /// Which of the unit hold positions of which family.
    pub families: bool,
    /// What is overdue of the work of a person.
    pub overdue: bool,
    /// How many days back a rule counts what was accepted of it.
    pub accepted: Option<u16>,
}

impl Needs {
    /// What these rules ask for, whomever they concern.
    pub fn of<'a>(rules: impl IntoIterator<Item = &'a Effective>) -> Self {
        let mut needs = Self::default();
        for rule in rules.into_iter().flat_map(|set| &set.rules) {
            match rule.rule.kind {
                RuleKind::MinOfficeDaysPerWeek { .. } => needs.week = true,
                RuleKind::MaxConsecutiveDays { days } => needs.row = needs.row.max(Some(days)),
                RuleKind::MaxFlexDaysPerMonth { with_own_hours, .. } => {
                    needs.month = true;
                    needs.own_hours |= with_own_hours;
                }
                RuleKind::UnitQuota { family_only, .. } => needs.families |= family_only,
                RuleKind::NoOverdueWork { .. } => needs.overdue = true,
                RuleKind::EarnedDays {
                    accepted: 1..,
                    within_days,
                    ..
                } => needs.accepted = needs.accepted.max(Some(within_days)),
                _ => {}
            }
        }
        needs
    }

    /// The days that have to be read to judge those of a range: whole months, and as far on both sides as a row that is too long
    /// can reach over weekends and a fortnight of holidays.
    pub fn reach(&self, range: DateRange) -> DateRange {
        let mut reach = range;
        if let Some(days) = self.row {
            let side = Days::new(2 * u64::from(days) + 14);
            reach.from = range.from.checked_sub_days(side).unwrap_or(range.from);
            reach.to = range.to.checked_add_days(side).unwrap_or(range.to);
        }
        if self.month {
            reach.from = reach.from.min(month(range.from).from);
            reach.to = reach.to.max(month(range.to).to);
        }
        reach
    }
}

/// The calendar month of a day.
pub fn month(on: NaiveDate) -> DateRange {
    let from = on.with_day(1).unwrap_or(on);
    let to = from
        .checked_add_months(Months::new(1))
        .and_then(|next| next.pred_opt())
        .unwrap_or(on);
    DateRange { from, to }
}
