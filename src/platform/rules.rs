//! What may be shown of small numbers, and what an agency needs, as sentences. Pure.

use super::Row;

/// Below this a number could point at persons, and is not shown.
pub const LEAST: i32 = 5;

/// A number as the ministry may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Exact(i64),
    /// One to four.
    Few,
}

/// Hides numbers from one to four; none and five or more are told.
pub fn shown(n: i32) -> Shown {
    if n > 0 && n < LEAST {
        Shown::Few
    } else {
        Shown::Exact(i64::from(n))
    }
}

/// The sum of what is shown anyway: nothing hidden can be found by subtraction. Also how many cells are left out.
pub fn total(cells: impl Iterator<Item = i32>) -> (i64, usize) {
    cells.fold((0, 0), |(sum, hidden), n| match shown(n) {
        Shown::Exact(n) => (sum + n, hidden),
        Shown::Few => (sum, hidden + 1),
    })
}

/// What an agency needs, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Requests wait longer than three working days.
    Waiting(i32),
    /// Nobody has been brought in yet.
    NoPeople,
    /// Positions whose task criteria are not decided.
    Undecided(i32),
    /// Only the national rules hold.
    NoRules,
}

/// The needs of an agency that is in use; the same order and weight as the statement sorts by.
pub fn needs(row: &Row) -> Vec<Need> {
    let mut needs = Vec::new();
    let Some(counts) = row.counts.as_ref().filter(|_| row.live && !row.ministry) else {
        return needs;
    };
    if counts.pending_over_3_days > 0 {
        needs.push(Need::Waiting(counts.pending_over_3_days));
    }
    if counts.employees == 0 {
        needs.push(Need::NoPeople);
    }
    if counts.positions_undecided > 0 {
        needs.push(Need::Undecided(counts.positions_undecided));
    }
    if counts.rule_version.is_none() {
        needs.push(Need::NoRules);
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Counts;
    use uuid::Uuid;

    #[test]
    fn one_to_four_are_never_told_and_never_found_by_subtraction() {
        assert_eq!(shown(0), Shown::Exact(0));
        for few in 1..5 {
            assert_eq!(shown(few), Shown::Few);
        }
        assert_eq!(shown(5), Shown::Exact(5));
        let (sum, hidden) = total([12, 3, 0, 40].into_iter());
        assert_eq!((sum, hidden), (52, 1));
        assert_eq!(
            sum,
            total([12, 0, 40].into_iter()).0,
            "leaving the agency out changes nothing"
        );
    }

    #[test]
    fn the_gravest_need_comes_first_and_a_calm_agency_has_none() {
        let mut row = Row {
            id: Uuid::nil(),
            code: "UJI".into(),
            name: "Kota Uji".into(),
            kind: "pemkot".into(),
            province: None,
            live: true,
            excluded: false,
            ministry: false,
            need: 0,
            as_of: None,
            counts: Some(Counts {
                employees: 100,
                pending_over_3_days: 12,
                positions_undecided: 7,
                rule_version: Some(2),
                ..Counts::default()
            }),
        };
        assert_eq!(needs(&row), [Need::Waiting(12), Need::Undecided(7)]);
        row.live = false;
        assert!(needs(&row).is_empty());
    }
}
