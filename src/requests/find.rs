//! A colleague: where today and on the next working days, and how to be reached. Whoever may see the unit's week sees the same
//! here; everybody else of the agency sees as much as the unit's level lets them, and otherwise finds nobody.

use chrono::{Days, NaiveDate};

use super::{
    Board, Where,
    board::Member,
    sight::visible_units,
    store::find::{self, Filter},
};
use crate::{
    calendar::{DateRange, Half},
    kernel::{
        cx::Cx,
        error::Result,
        id::{EmployeeId, UnitId},
        list::{Cursor, Listing, like},
    },
};

/// People on one page.
const FOUND: i64 = 20;
/// The fewest letters that are searched for.
const LETTERS: usize = 2;
/// The fewest digits that count as the beginning of a NIP.
const DIGITS: usize = 6;
/// Working days that are told, with today.
const TOLD: usize = 5;
/// Days within which they are looked for.
const AHEAD: u64 = 21;

/// Where somebody is, as far as it may be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    Exactly(Where),
    Office,
    Elsewhere,
    Away,
    Off,
}

impl Seen {
    /// What the agency at large learns: neither the place nor why somebody is away, and nothing that is not decided.
    pub fn roughly(at: &Where) -> Self {
        match at {
            Where::Off(_) => Self::Off,
            Where::Leave | Where::Trip => Self::Away,
            Where::At { pending: false, .. } => Self::Elsewhere,
            Where::At { pending: true, .. } | Where::Office => Self::Office,
        }
    }
}

/// One day of somebody who was found.
#[derive(Clone, Debug)]
pub struct Day {
    pub on: NaiveDate,
    pub morning: Seen,
    pub afternoon: Seen,
}

/// Somebody who was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: EmployeeId,
    pub name: String,
    pub position: String,
    pub unit_name: String,
    /// Seen as the unit's own people see it; otherwise in brief.
    pub full: bool,
    /// Today, then the next working days.
    pub days: Vec<Day>,
    /// What the person gave for today's flexible day.
    pub contact: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Whether a search is worth the asking.
pub fn enough(q: &str) -> bool {
    q.trim().chars().count() >= LETTERS
}

/// The digits of a NIP, as a LIKE pattern.
fn digits(q: &str) -> Option<String> {
    let digits: String = q.chars().filter(|c| !c.is_whitespace()).collect();
    let number = digits.len() >= DIGITS && digits.chars().all(|c| c.is_ascii_digit());
    number.then(|| format!("{digits}%"))
}

/// People by a part of their name, or for HR by their NIP.
pub async fn find(cx: &mut Cx, q: &str, after: Option<&Cursor>) -> Result<Listing<Found>> {
    let word = like(q).filter(|_| enough(q));
    let Some(word) = word else {
        return Ok(Listing {
            rows: Vec::new(),
            next: None,
        });
    };
    let (agency, today, actor) = (cx.agency(), cx.today(), cx.actor().clone());
    let everybody = actor.roles.hr || actor.roles.leader;
    let units: Vec<UnitId> = if everybody {
        Vec::new()
    } else {
        let units = visible_units(cx).await?;
        units.into_iter().map(|(id, _)| id).collect()
    };
    let filter = Filter {
        word: &word,
        digits: digits(q).filter(|_| actor.roles.hr),
        everybody,
        units: units.iter().map(|id| id.0).collect(),
        after,
        limit: FOUND + 1,
    };
    let rows = find::people(cx.conn(), agency, &filter).await?;
    let listing = Listing::cut(rows, FOUND, agency, |row| Cursor {
        key: row.sort.clone(),
        id: row.member.id.0,
    });
    let members: Vec<Member> = listing.rows.iter().map(|row| row.member.clone()).collect();
    let range = DateRange {
        from: today,
        to: today + Days::new(AHEAD),
    };
    let board = Board::of_people(cx.conn(), agency, members, range).await?;
    let close: Vec<EmployeeId> = listing
        .rows
        .iter()
        .filter(|row| row.full)
        .map(|row| row.member.id)
        .collect();
    let asked: Vec<_> = close
        .iter()
        .flat_map(|who| board.stays(*who, today, None))
        .filter(|stay| !stay.pending)
        .map(|stay| stay.request.0)
        .collect();
    let mut contacts = find::contacts(cx.conn(), agency, &asked).await?;
    let rows = listing
        .rows
        .into_iter()
        .map(|row| {
            let contact = contacts.remove(&row.member.id).filter(|_| row.full);
            Found {
                days: days(&board, row.member.id, today, row.full),
                id: row.member.id,
                name: row.member.name,
                position: row.member.position,
                unit_name: row.unit_name,
                full: row.full,
                contact,
                email: row.email,
                phone: row.phone.filter(|_| row.full),
            }
        })
        .collect();
    Ok(Listing {
        rows,
        next: listing.next,
    })
}

/// Today and the next days on which the person's place of duty works.
fn days(board: &Board, who: EmployeeId, today: NaiveDate, full: bool) -> Vec<Day> {
    let seen = |at: Where| {
        if full {
            Seen::Exactly(at)
        } else {
            Seen::roughly(&at)
        }
    };
    today
        .iter_days()
        .take_while(|on| *on <= board.range.to)
        .map(|on| {
            let morning = board.place(who, on, Half::Morning);
            let afternoon = board.place(who, on, Half::Afternoon);
            (on, morning, afternoon)
        })
        .filter(|(on, morning, afternoon)| {
            let off = matches!((morning, afternoon), (Where::Off(_), Where::Off(_)));
            *on == today || !off
        })
        .take(TOLD)
        .map(|(on, morning, afternoon)| Day {
            on,
            morning: seen(morning),
            afternoon: seen(afternoon),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{calendar::DayKind, policy::Place};

    #[test]
    fn the_agency_at_large_learns_neither_place_nor_reason_nor_what_is_undecided() {
        let at = |place, pending| Where::At { place, pending };
        for (exactly, roughly) in [
            (at(Place::Home, false), Seen::Elsewhere),
            (at(Place::OtherOffice, false), Seen::Elsewhere),
            (at(Place::OtherPlace, false), Seen::Elsewhere),
            (at(Place::Home, true), Seen::Office),
            (Where::Leave, Seen::Away),
            (Where::Trip, Seen::Away),
            (Where::Office, Seen::Office),
            (Where::Off(DayKind::Weekend), Seen::Off),
        ] {
            assert_eq!(Seen::roughly(&exactly), roughly, "{exactly:?}");
        }
    }

    #[test]
    fn a_number_is_a_nip_from_six_digits_on() {
        assert_eq!(digits("1990 0101"), Some("19900101%".into()));
        assert_eq!(digits("19900"), None);
        assert_eq!(digits("Sari 1990"), None);
        assert!(enough("Sa") && !enough(" S "));
    }
}
