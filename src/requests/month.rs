//! Who is where in one month: the people of a unit, or one person.

use std::{fmt, ops::Range};

use chrono::{Datelike, Months, NaiveDate};

use super::{
    Board,
    board::{Member, Strength},
    sight::sees_unit,
};
use crate::{
    calendar::{DateRange, is_working_day},
    kernel::{
        cx::Cx,
        error::{Error, Result},
        id::{EmployeeId, UnitId},
        list::Cursor,
    },
    organisation::{self, Employee},
    policy,
};

/// People on one page of a month.
const ROWS: usize = 100;
/// The years that can be looked at.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self {
            first: day.with_day(1).unwrap_or(day),
        }
    }

    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 7 {
            return None;
        }
        let first: NaiveDate = format!("{text}-01").parse().ok()?;
        YEARS.contains(&first.year()).then_some(Self { first })
    }

    /// Reads `2026-11`, and this month when nothing is given; anything else is a problem with `month`.
    pub fn asked(text: Option<&str>, today: NaiveDate) -> Result<Self> {
        match text {
            None => Ok(Self::of(today)),
            Some(text) => Self::parse(text).ok_or(Error::field("month", "month")),
        }
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its days.
    pub fn range(self) -> DateRange {
        let next = self.first.checked_add_months(Months::new(1));
        DateRange {
            from: self.first,
            to: next.and_then(|day| day.pred_opt()).unwrap_or(self.first),
        }
    }

    /// Its days, one by one.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        let last = self.range().to;
        self.first.iter_days().take_while(move |day| *day <= last)
    }

    /// The month before; none before the first year.
    pub fn before(self) -> Option<Self> {
        let first = self.first.checked_sub_months(Months::new(1))?;
        YEARS.contains(&first.year()).then_some(Self { first })
    }

    /// The month after; none after the last year.
    pub fn after(self) -> Option<Self> {
        let first = self.first.checked_add_months(Months::new(1))?;
        YEARS.contains(&first.year()).then_some(Self { first })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.format("%Y-%m"))
    }
}

/// The office of a unit on one day.
#[derive(Clone, Copy, Debug)]
pub struct OfficeDay {
    pub on: NaiveDate,
    pub working: bool,
    pub strength: Strength,
}

impl OfficeDay {
    /// Whether fewer people are in the office than the minimum.
    pub fn low(&self) -> bool {
        self.working && self.strength.present < self.strength.minimum
    }
}

/// The office of a unit on some days of its board, each against the minimum that the rules of that day ask.
pub async fn office_days(
    cx: &mut Cx,
    board: &Board,
    unit: UnitId,
    days: impl Iterator<Item = NaiveDate>,
) -> Result<Vec<OfficeDay>> {
    let agency = cx.agency();
    let rules = policy::rules_over(cx.conn(), agency, board.range).await?;
    let least: Vec<_> = rules
        .iter()
        .map(|(from, rules)| (*from, board.minimums(&rules.effective, unit)))
        .collect();
    Ok(days
        .map(|on| {
            let held = least.iter().rev().find(|(from, _)| *from <= on);
            let least = held.map_or(&[][..], |(_, least)| least);
            OfficeDay {
                on,
                working: is_working_day(&board.calendars.office(unit, on), on),
                strength: board.strength(&board.team(unit, on, None, None), least, false),
            }
        })
        .collect())
}

/// One month of a unit. Counts are of everybody there; the people are shown a hundred at a time.
pub struct UnitMonth {
    pub unit: UnitId,
    pub board: Board,
    pub days: Vec<OfficeDay>,
    shown: Range<usize>,
}

impl UnitMonth {
    /// The people of this page, by name.
    pub fn members(&self) -> &[Member] {
        self.board
            .members
            .get(self.shown.clone())
            .unwrap_or_default()
    }

    /// Where the next page starts.
    pub fn next(&self) -> Option<Cursor> {
        let last = self.members().last()?;
        (self.shown.end < self.board.members.len()).then(|| Cursor {
            key: last.name.to_lowercase(),
            id: last.id.0,
        })
    }
}

/// Where the page after a cursor starts. Who it names may have left meanwhile: then by the name.
fn start(members: &[Member], after: Option<&Cursor>) -> usize {
    let Some(cursor) = after else { return 0 };
    members
        .iter()
        .position(|one| one.id.0 == cursor.id)
        .map_or_else(
            || members.partition_point(|one| one.name.to_lowercase() <= cursor.key),
            |at| at + 1,
        )
}

/// One month of a unit that may be looked at.
pub async fn of_unit(
    cx: &mut Cx,
    unit: UnitId,
    month: Month,
    after: Option<&Cursor>,
) -> Result<UnitMonth> {
    let (agency, range) = (cx.agency(), month.range());
    let board = Board::load(cx.conn(), agency, &[unit], None, range).await?;
    let days = office_days(cx, &board, unit, month.days()).await?;
    let from = start(&board.members, after);
    Ok(UnitMonth {
        unit,
        days,
        shown: from..(from + ROWS).min(board.members.len()),
        board,
    })
}

/// One month of one person.
pub struct PersonMonth {
    pub person: Employee,
    /// Whether the acting person looks at the own days.
    pub own: bool,
    pub board: Board,
}

/// One month of a person: the own one, or of somebody whose unit's weeks one may see.
pub async fn of_person(cx: &mut Cx, who: EmployeeId, month: Month) -> Result<PersonMonth> {
    let (agency, own) = (cx.agency(), cx.actor().employee == Some(who));
    let person = organisation::find_active(cx.conn(), agency, who).await?;
    if !own && !sees_unit(cx, person.unit).await? {
        return Err(Error::NotFound);
    }
    let member = Member {
        id: person.id,
        name: person.name.clone(),
        unit: person.unit,
        position: person.position_name.clone(),
    };
    let board = Board::of_people(cx.conn(), agency, vec![member], month.range()).await?;
    Ok(PersonMonth { person, own, board })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Member {
        Member {
            id: EmployeeId::new(),
            name: name.into(),
            unit: UnitId::new(),
            position: String::new(),
        }
    }

    #[test]
    fn a_month_is_read_as_year_and_month_and_nothing_else() {
        let month = Month::parse("2028-02").unwrap();
        assert_eq!(month.range().to.to_string(), "2028-02-29");
        assert_eq!(month.days().count(), 29);
        assert_eq!(month.before().unwrap().to_string(), "2028-01");
        assert_eq!(month.after().unwrap().to_string(), "2028-03");
        for odd in [
            "2028-2",
            "2028-13",
            "2028-02-01",
            "1999-12",
            "2101-01",
            "",
            "ab-cd-e",
        ] {
            assert_eq!(Month::parse(odd), None, "{odd}");
        }
        assert_eq!(Month::parse("2000-01").unwrap().before(), None);
        assert_eq!(Month::parse("2100-12").unwrap().after(), None);
    }

    #[test]
    fn a_page_goes_on_after_its_last_person_even_when_that_person_left() {
        let all: Vec<Member> = ["Ani", "Budi", "Cici"].into_iter().map(member).collect();
        assert_eq!(start(&all, None), 0);
        let budi = Cursor {
            key: "budi".into(),
            id: all[1].id.0,
        };
        assert_eq!(start(&all, Some(&budi)), 2);
        let gone = Cursor {
            key: "bayu".into(),
            id: EmployeeId::new().0,
        };
        assert_eq!(start(&all, Some(&gone)), 1);
    }
}
