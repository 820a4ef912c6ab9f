//! Who has which shift on a day, for other areas: weeks, boards, calendars.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{Plan, Shift, store};
use crate::{
    calendar::DateRange,
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, ShiftPlanId},
    },
};

/// A day of somebody whom a plan holds.
#[derive(Clone, Copy, Debug)]
pub struct ShiftDay<'a> {
    pub plan: ShiftPlanId,
    pub version: i32,
    /// When it was assigned.
    pub changed_at: DateTime<Utc>,
    /// None: off.
    pub shift: Option<&'a Shift>,
}

/// The plans of some people within a range.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    plans: Vec<Plan>,
}

impl Roster {
    /// What a plan says of somebody's day; none where no plan holds them.
    pub fn on(&self, who: EmployeeId, day: NaiveDate) -> Option<ShiftDay<'_>> {
        self.plans.iter().find_map(|plan| {
            let number = plan.pattern.number_of(plan.member(Some(who))?, day)?;
            Some(ShiftDay {
                plan: plan.id,
                version: plan.version,
                changed_at: plan.assigned_at.unwrap_or(plan.drafted_at),
                shift: plan.shift(number),
            })
        })
    }

    /// The days of a range on which plans leave people free.
    pub fn off(&self, range: DateRange) -> Vec<(EmployeeId, NaiveDate)> {
        let mut all = Vec::new();
        for plan in &self.plans {
            let days = plan.pattern.days();
            for day in days.filter(|day| range.contains(*day)) {
                let free = plan
                    .members
                    .iter()
                    .filter(|one| plan.pattern.number_of(one, day) == Some(0));
                all.extend(free.map(|one| (one.employee, day)));
            }
        }
        all
    }
}

/// The plans of some people within a range.
pub async fn roster(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
) -> Result<Roster> {
    let ids: Vec<uuid::Uuid> = people.iter().map(|id| id.0).collect();
    let plans = store::holding(conn, agency, &ids, range.from, range.to).await?;
    Ok(Roster { plans })
}
