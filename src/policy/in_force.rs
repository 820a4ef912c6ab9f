//! Which rules hold on a day: the newest published base set and the agency's, together.
//!
//! A published set is never changed, so what two of them come to is worked out once in a process and kept under their
//! ids; every page asks the database only which sets are in force. The row's version is part of the key: what a
//! publication read that was rolled back in the end is never taken for what is published later.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Effective, Loosened, RuleSet, base, base_alone, combine_strictest,
    store::in_force::{Dated, dated, set},
    version::Side,
};
use crate::{
    calendar::DateRange,
    kernel::{error::Result, id::AgencyId},
};

/// The rules that hold in an agency on a day.
#[derive(Debug, Clone)]
pub struct InForce {
    pub base: RuleSet,
    /// None while the agency has published nothing: then the base set alone holds.
    pub agency: Option<RuleSet>,
    pub effective: Effective,
    /// Agency rules that gave way because the ministry has locked something stricter since.
    pub set_aside: Vec<Loosened>,
}

impl InForce {
    /// The day from which the newer of both sets holds.
    pub fn since(&self) -> NaiveDate {
        let base = self.base.effective_from;
        self.agency
            .as_ref()
            .map_or(base, |own| own.effective_from.max(base))
    }

    /// Whether the same two sets hold: then they say the same of everybody.
    pub fn same_sets(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.base == other.base && self.agency == other.agency)
    }
}

/// How many pairs of sets are kept; a few hundred agencies with a current and a coming one.
const KEPT: usize = 512;

/// A set as it was read: id and version of the row.
type Key = (Uuid, i32);
/// A published base set and an agency's; none where nothing is published.
type Pair = (Option<Key>, Option<Key>);

static KNOWN: LazyLock<Mutex<HashMap<Pair, Arc<InForce>>>> = LazyLock::new(Mutex::default);

fn known<T>(use_it: impl FnOnce(&mut HashMap<Pair, Arc<InForce>>) -> T) -> T {
    use_it(
        &mut KNOWN
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()),
    )
}

/// The newest published base and agency sets that are in force on `on`, together. Without a
/// published base set the ministry's starting set holds.
pub async fn rules_in_force(
    conn: &mut PgConnection,
    agency: AgencyId,
    on: NaiveDate,
) -> Result<Arc<InForce>> {
    let mut held = rules_over(conn, agency, DateRange::day(on)).await?;
    Ok(held.swap_remove(0).1)
}

/// The rules that hold in a range of days, each from the day it starts to hold; the first entry is for the first day.
pub async fn rules_over(
    conn: &mut PgConnection,
    agency: AgencyId,
    range: DateRange,
) -> Result<Vec<(NaiveDate, Arc<InForce>)>> {
    let sets = dated(conn, agency, range.to).await?;
    let mut held = Vec::new();
    for (from, pair) in pairs(&sets, range) {
        held.push((from, of_pair(conn, agency, pair).await?));
    }
    Ok(held)
}

/// The pair that holds on the first day of a range, and each that follows. `sets` are those in force up to the last day,
/// oldest first: the later entry of a side holds.
fn pairs(sets: &[Dated], range: DateRange) -> Vec<(NaiveDate, Pair)> {
    let mut held: Vec<(NaiveDate, Pair)> = vec![(range.from, (None, None))];
    for set in sets {
        let from = set.effective_from.max(range.from);
        let (last, mut pair) = held[held.len() - 1];
        match set.side {
            Side::Base => pair.0 = Some(set.key),
            Side::Agency => pair.1 = Some(set.key),
        }
        if last == from {
            held.pop();
        }
        held.push((from, pair));
    }
    held
}

async fn of_pair(conn: &mut PgConnection, agency: AgencyId, pair: Pair) -> Result<Arc<InForce>> {
    if let Some(found) = known(|all| all.get(&pair).cloned()) {
        return Ok(found);
    }
    let base = match pair.0 {
        Some((id, _)) => set(conn, agency, Side::Base, id).await?,
        None => base::ministry(),
    };
    let own = match pair.1 {
        Some((id, _)) => Some(set(conn, agency, Side::Agency, id).await?),
        None => None,
    };
    let made = Arc::new(together(base, own));
    known(|all| {
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert(pair, made.clone());
    });
    Ok(made)
}

/// A base set and an agency's as they hold together.
pub fn together(base: RuleSet, agency: Option<RuleSet>) -> InForce {
    let (effective, set_aside) = match &agency {
        Some(own) => combine_strictest(&base, own),
        None => (base_alone(&base), Vec::new()),
    };
    InForce {
        base,
        agency,
        effective,
        set_aside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn dated(side: Side, id: u128, from: &str) -> Dated {
        Dated {
            side,
            key: (Uuid::from_u128(id), 1),
            effective_from: day(from),
        }
    }

    #[test]
    fn the_newest_sets_of_both_sides_hold_from_the_day_they_name() {
        let sets = [
            dated(Side::Base, 1, "2026-01-01"),
            dated(Side::Agency, 2, "2026-02-01"),
            dated(Side::Agency, 3, "2026-11-09"),
            dated(Side::Base, 4, "2026-11-11"),
            dated(Side::Agency, 5, "2026-11-11"),
        ];
        let range = DateRange {
            from: day("2026-11-02"),
            to: day("2026-11-15"),
        };
        let id = |n| Some((Uuid::from_u128(n), 1));
        assert_eq!(
            pairs(&sets, range),
            [
                (day("2026-11-02"), (id(1), id(2))),
                (day("2026-11-09"), (id(1), id(3))),
                (day("2026-11-11"), (id(4), id(5))),
            ]
        );
    }

    #[test]
    fn the_same_two_sets_are_the_same_and_a_change_on_either_side_is_not() {
        let ministry = base::ministry();
        let own = RuleSet {
            version: 1,
            effective_from: day("2026-11-09"),
            rules: Vec::new(),
        };
        let alone = together(ministry.clone(), None);
        let both = together(ministry.clone(), Some(own.clone()));
        assert!(both.same_sets(&both.clone()));
        assert!(!both.same_sets(&alone));
        let newer = RuleSet { version: 2, ..own };
        assert!(!both.same_sets(&together(ministry.clone(), Some(newer))));
        let base = RuleSet {
            version: ministry.version + 1,
            ..ministry
        };
        assert!(!alone.same_sets(&together(base, None)));
    }

    #[test]
    fn nothing_published_is_the_starting_set_from_the_first_day() {
        let range = DateRange::day(day("2026-11-02"));
        assert_eq!(pairs(&[], range), [(day("2026-11-02"), (None, None))]);
    }
}
