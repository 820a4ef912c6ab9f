//! The worker counts what flexible days came to: quarter after quarter, some people after the others, so that no statement is long however many work
//! in an agency. How people add up is pure.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    results::{Count, Counted, Side, Span, quarters, with_months},
    store,
};
use crate::kernel::{
    actor::Agency,
    audit,
    cx::{BoxFuture, Core, Cx},
    db::Mode,
    error::Result,
    id::AgencyId,
    jobs::Periodic,
};

/// People counted in one transaction.
const PIECE: i64 = 2_000;

/// Somebody of today.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Uuid,
    pub unit: Uuid,
    /// Whether their unit works on Saturdays.
    pub saturdays: bool,
    /// Where they work.
    pub zone: Tz,
}

/// A piece of accepted work.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The first time.
    pub delivered: DateTime<Utc>,
    pub due_on: NaiveDate,
    /// How often it was delivered again.
    pub again: i64,
}

/// What is known of some people in a range of days.
#[derive(Debug, Default)]
struct Known {
    /// From Monday to Saturday, without holidays; until today.
    days: Vec<NaiveDate>,
    /// Half days for which a place was approved, as bits.
    places: HashMap<(Uuid, NaiveDate), i16>,
    away: HashMap<Uuid, Vec<(NaiveDate, NaiveDate)>>,
    pieces: HashMap<Uuid, Vec<Piece>>,
}

/// What a day was to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Flexible,
    Office,
    Other,
}

impl Known {
    /// A flexible day is a working day of the unit's week on which a place was approved for at least a half, an office day any other on which
    /// nobody was on leave or a trip.
    fn kind(&self, person: &Person, on: NaiveDate) -> Kind {
        let worked = self.days.binary_search(&on).is_ok();
        if !worked || (on.weekday() == Weekday::Sat && !person.saturdays) {
            Kind::Other
        } else if self.halves(person, on) > 0 {
            Kind::Flexible
        } else if self.is_away(person, on) {
            Kind::Other
        } else {
            Kind::Office
        }
    }

    fn halves(&self, person: &Person, on: NaiveDate) -> i64 {
        let bits = self.places.get(&(person.id, on)).copied().unwrap_or(0);
        i64::from(bits.count_ones())
    }

    fn is_away(&self, person: &Person, on: NaiveDate) -> bool {
        let all = self.away.get(&person.id);
        all.is_some_and(|all| all.iter().any(|(from, to)| *from <= on && on <= *to))
    }

    /// What somebody did from one day to another. Work counts on the day of its first delivery where they work.
    fn did(&self, person: &Person, from: NaiveDate, to: NaiveDate) -> Did {
        let mut did = Did::default();
        let days = self.days.iter().filter(|on| from <= **on && **on <= to);
        for on in days {
            match self.kind(person, *on) {
                Kind::Flexible => {
                    did.flexible.days += 1;
                    did.half_days += self.halves(person, *on);
                }
                Kind::Office => did.office.days += 1,
                Kind::Other => {}
            }
        }
        for piece in self.pieces.get(&person.id).into_iter().flatten() {
            let on = piece.delivered.with_timezone(&person.zone).date_naive();
            if on < from || to < on {
                continue;
            }
            let one = Side {
                days: 0,
                accepted: 1,
                on_time: i64::from(on <= piece.due_on),
                revisions: piece.again,
            };
            did.work = did.work.plus(one);
            match self.kind(person, on) {
                Kind::Flexible => did.flexible = did.flexible.plus(one),
                Kind::Office => did.office = did.office.plus(one),
                Kind::Other => {}
            }
        }
        did
    }
}

/// What somebody did in a period.
#[derive(Clone, Copy, Debug, Default)]
struct Did {
    /// Approved half days on working days.
    half_days: i64,
    /// Accepted work on any day.
    work: Side,
    flexible: Side,
    office: Side,
}

impl Did {
    /// Adds it to what the people of a unit did.
    fn add_to(&self, sum: &mut Counted) {
        let (flexible, office) = (self.flexible, self.office);
        sum.employees += 1;
        sum.flexible.people += i64::from(self.half_days > 0);
        sum.flexible.half_days += self.half_days;
        sum.work.people += i64::from(self.work.accepted > 0);
        sum.work.accepted += self.work.accepted;
        sum.work.on_time += self.work.on_time;
        sum.work.revisions += self.work.revisions;
        if flexible.days > 0 && office.days > 0 && flexible.accepted + office.accepted > 0 {
            sum.compared.people += 1;
            sum.compared.flexible = sum.compared.flexible.plus(flexible);
            sum.compared.office = sum.compared.office.plus(office);
        }
    }
}

/// People added up, by the place of the span in its list and by unit.
type Sums = HashMap<(usize, Uuid), Counted>;

/// The regular work: counts this quarter again when something changed in the agency or the day did, the one before once a day, and whatever was
/// never counted.
pub fn periodic() -> Periodic {
    Periodic {
        name: "results",
        every: TimeDelta::hours(1),
        run,
    }
}

fn run(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut cx = Cx::system(core, agency.clone(), Mode::Read).await?;
        let (today, due) = (cx.today(), due(&mut cx).await?);
        cx.finish().await?;
        for quarter in due {
            count(core, &agency, quarter, today).await?;
        }
        Ok(())
    })
}

/// The quarters that are to be counted. In those before the last hardly anything changes.
async fn due(cx: &mut Cx) -> Result<Vec<Span>> {
    let (agency, today, zone) = (cx.agency(), cx.today(), cx.actor().zone);
    let mut due = Vec::new();
    for (back, quarter) in quarters(today).enumerate() {
        let again = match store::results::find(cx.conn(), agency, &quarter.code).await? {
            None => true,
            Some(old) => {
                let day = old.as_of.with_timezone(&zone).date_naive() != today;
                match back {
                    0 => day || !audit::quiet_since(cx.conn(), agency, old.as_of).await?,
                    1 => day && !audit::quiet_since(cx.conn(), agency, old.as_of).await?,
                    _ => false,
                }
            }
        };
        if again {
            due.push(quarter);
        }
    }
    Ok(due)
}

/// Reads what is known of some people.
async fn known(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Person],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Known> {
    let ids: Vec<Uuid> = people.iter().map(|one| one.id).collect();
    let mut known = Known {
        days: store::results::working_days(conn, agency, from, to).await?,
        ..Known::default()
    };
    for (who, on, bits) in store::results::places(conn, agency, &ids, from, to).await? {
        *known.places.entry((who, on)).or_default() |= bits;
    }
    for (who, first, last) in store::results::away(conn, agency, &ids, from, to).await? {
        known.away.entry(who).or_default().push((first, last));
    }
    for (who, piece) in store::results::accepted(conn, agency, &ids, from, to).await? {
        known.pieces.entry(who).or_default().push(piece);
    }
    Ok(known)
}

/// Counts a quarter with its months and writes them in the place of what was counted before.
async fn count(core: &Core, agency: &Agency, quarter: Span, today: NaiveDate) -> Result<()> {
    let id = agency.id;
    let spans = with_months(quarter.clone(), today);
    let (from, to) = (quarter.from, quarter.to.min(today));
    let (mut sums, mut after, mut as_of) = (Sums::new(), None, None);
    loop {
        let mut cx = Cx::system(core, agency.clone(), Mode::Read).await?;
        as_of.get_or_insert(cx.now());
        let people = store::results::people(cx.conn(), id, after, PIECE).await?;
        let known = known(cx.conn(), id, &people, from, to).await?;
        cx.finish().await?;
        let Some(last) = people.last() else { break };
        after = Some(last.id);
        for (at, span) in spans.iter().enumerate() {
            for person in &people {
                let sum = sums.entry((at, person.unit)).or_default();
                known.did(person, span.from, span.to.min(today)).add_to(sum);
            }
        }
    }
    let mut cx = Cx::system(core, agency.clone(), Mode::Write).await?;
    let as_of = as_of.unwrap_or_else(|| cx.now());
    let names = store::results::units(cx.conn(), id).await?;
    for (at, span) in spans.iter().enumerate() {
        let named = names.iter().filter_map(|(unit, name)| {
            let sum = sums.remove(&(at, *unit))?;
            Some(Counted {
                id: *unit,
                name: name.clone(),
                ..sum
            })
        });
        let units = named.collect();
        store::results::save(cx.conn(), id, &span.code, &Count { as_of, units }).await?;
    }
    cx.finish().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sari() -> Person {
        Person {
            id: Uuid::from_u128(1),
            unit: Uuid::from_u128(2),
            saturdays: false,
            zone: chrono_tz::Asia::Jayapura,
        }
    }

    /// Two weeks of November 2026 without Sundays; at home on Tuesday the 3rd, Wednesday's morning and Saturday, on leave from Wednesday to Thursday.
    fn known() -> Known {
        let id = sari().id;
        let places = [("2026-11-03", 3), ("2026-11-04", 1), ("2026-11-07", 3)];
        let piece = |at: &str, due: &str| Piece {
            delivered: at.parse().unwrap(),
            due_on: day(due),
            again: 1,
        };
        Known {
            days: day("2026-11-02")
                .iter_days()
                .take(13)
                .filter(|on| on.weekday() != Weekday::Sun)
                .collect(),
            places: places.map(|(on, bits)| ((id, day(on)), bits)).into(),
            away: [(id, vec![(day("2026-11-04"), day("2026-11-05"))])].into(),
            pieces: [(
                id,
                vec![
                    // in Jayapura it is Tuesday already, and Saturday
                    piece("2026-11-02T16:00:00Z", "2026-11-03"),
                    piece("2026-11-06T16:00:00Z", "2026-11-06"),
                    piece("2026-11-09T02:00:00Z", "2026-11-08"),
                ],
            )]
            .into(),
        }
    }

    #[test]
    fn flexible_days_go_before_leave_and_saturdays_are_those_of_the_unit() {
        let (known, sari) = (known(), sari());
        let kinds = |who: &Person| {
            ["03", "04", "05", "06", "07", "08"]
                .map(|n| known.kind(who, day(&format!("2026-11-{n}"))))
        };
        use Kind::{Flexible, Office, Other};
        assert_eq!(
            kinds(&sari),
            [Flexible, Flexible, Other, Office, Other, Other]
        );
        let six = Person {
            saturdays: true,
            ..sari
        };
        assert_eq!(
            kinds(&six),
            [Flexible, Flexible, Other, Office, Flexible, Other]
        );
    }

    #[test]
    fn work_counts_on_the_day_of_its_first_delivery_where_its_person_works() {
        let did = known().did(&sari(), day("2026-11-01"), day("2026-11-30"));
        assert_eq!(did.half_days, 3);
        assert_eq!((did.flexible.days, did.office.days), (2, 7));
        assert_eq!((did.work.accepted, did.work.on_time), (3, 1));
        assert_eq!((did.flexible.accepted, did.flexible.on_time), (1, 1));
        assert_eq!((did.office.accepted, did.office.on_time), (1, 0));
        assert_eq!(did.work.revisions, 3);
    }

    #[test]
    fn only_people_with_both_kinds_of_days_and_work_are_compared() {
        let (known, sari) = (known(), sari());
        let mut sum = Counted::default();
        let first = known.did(&sari, day("2026-11-02"), day("2026-11-06"));
        first.add_to(&mut sum);
        assert_eq!((sum.employees, sum.compared.people), (1, 1));
        // no flexible day in the second week, nothing at all in the third
        known
            .did(&sari, day("2026-11-08"), day("2026-11-14"))
            .add_to(&mut sum);
        known
            .did(&sari, day("2026-11-15"), day("2026-11-21"))
            .add_to(&mut sum);
        assert_eq!((sum.employees, sum.compared.people), (3, 1));
        assert_eq!((sum.flexible.people, sum.work.people), (1, 2));
    }
}
