//! What waits for a decision, with the strength of the teams it would leave behind.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Board,
    board::Strength,
    store::{self, lists::Row},
};
use crate::{
    calendar::DateRange,
    kernel::{cx::Cx, error::Result, id::UnitId},
    policy,
};

/// A request that waits, and its weakest day.
pub struct Waiting {
    pub row: Row,
    pub weakest: Option<Strength>,
    pub mandate: Option<Mandate>,
}

/// How a mandate bears on a request that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mandate {
    /// Handed down to this person; the head who did so may decide all the same.
    HandedTo(String),
    /// Decided in the name of this head.
    InTheNameOf(String),
}

impl Waiting {
    /// Whether a day would fall below the minimum.
    pub fn short(&self) -> bool {
        self.weakest
            .is_some_and(|strength| strength.present < strength.minimum)
    }

    /// Whether nothing needs a thought.
    pub fn safe(&self) -> bool {
        self.row.safe && !self.short() && !self.row.reopened && self.row.rules_changed.is_empty()
    }

    /// Whether it waits for somebody else first: the acting person handed it down.
    pub fn handed(&self) -> bool {
        matches!(self.mandate, Some(Mandate::HandedTo(_)))
    }
}

/// Everything that waits for the acting person, also what they handed down.
pub async fn waiting(cx: &mut Cx) -> Result<Vec<Waiting>> {
    let (agency, today, actor) = (cx.agency(), cx.today(), cx.actor().clone());
    let mandated = match actor.employee {
        Some(me) => store::waiting::mandated(cx.conn(), agency, me, today).await?,
        None => Vec::new(),
    };
    let handed: Vec<Uuid> = mandated
        .iter()
        .filter(|one| Some(one.giver) == actor.employee)
        .map(|one| one.id.0)
        .collect();
    let rows = store::lists::inbox(cx.conn(), agency, &actor, &handed).await?;
    let strengths = strengths(cx, &rows).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let weakest = row
                .days
                .iter()
                .filter_map(|(day, _)| strengths.get(&(row.unit, *day)))
                .min_by_key(|strength| i64::from(strength.present) - i64::from(strength.minimum))
                .copied();
            let mandate = mandated.iter().find(|one| one.id == row.id).map(|one| {
                if actor.employee == Some(one.giver) {
                    Mandate::HandedTo(one.holder_name.clone())
                } else {
                    Mandate::InTheNameOf(one.giver_name.clone())
                }
            });
            Waiting {
                row,
                weakest,
                mandate,
            }
        })
        .collect())
}

/// The weakest half of the asked days in each unit, everybody who is away or waits to be counted.
async fn strengths(cx: &mut Cx, rows: &[Row]) -> Result<HashMap<(UnitId, NaiveDate), Strength>> {
    let (agency, today) = (cx.agency(), cx.today());
    let mut units: Vec<UnitId> = rows.iter().map(|row| row.unit).collect();
    units.sort_unstable();
    units.dedup();
    let from = rows.iter().filter_map(|row| row.first_on).min();
    let to = rows.iter().filter_map(|row| row.last_on).max();
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(HashMap::new());
    };
    let range = DateRange {
        from: from.max(today),
        to: to.min(today + chrono::Days::new(90)).max(today),
    };
    let board = Board::load(cx.conn(), agency, &units, None, range).await?;
    let rules = policy::rules_in_force(cx.conn(), agency, range.from).await?;
    let mut found = HashMap::new();
    for unit in units {
        let least = board.minimums(&rules.effective, unit);
        for row in rows.iter().filter(|row| row.unit == unit) {
            for (day, _) in &row.days {
                found.entry((unit, *day)).or_insert_with(|| {
                    board.strength(&board.team(unit, *day, None, None), &least, false)
                });
            }
        }
    }
    Ok(found)
}
