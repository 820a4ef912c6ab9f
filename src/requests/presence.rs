//! The four facts of a day side by side: what was planned and what was approved (the board), what the person declared and what an
//! attendance system saw (`presence`). Where they differ, whoever decides for the person looks at it once; nothing follows by itself.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::{
    Where,
    board::{Board, Member},
    explain::may_ask,
};
use crate::{
    calendar::{DateRange, Half},
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        form::Check,
        id::EmployeeId,
        outbox::{self, Notice},
    },
    organisation,
    policy::Place,
    presence::{self, At, Review},
};

/// Days back that are shown, and may still be looked at.
pub const BACK: u64 = 30;

/// How what happened differs from what was approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Declared at a place that nothing was approved for.
    Unapproved(At),
    /// Approved for one place, declared at another.
    Elsewhere(At),
    /// Approved for another place and declared in the office.
    CameIn,
    /// Approved for another place and seen in the office.
    Seen,
}

impl Difference {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unapproved(_) => "unapproved",
            Self::Elsewhere(_) => "elsewhere",
            Self::CameIn => "came_in",
            Self::Seen => "seen",
        }
    }
}

/// The place as people declare it.
pub fn at_of(place: Place) -> At {
    match place {
        Place::Home => At::Home,
        Place::OtherOffice => At::OtherOffice,
        Place::OtherPlace => At::OtherPlace,
    }
}

/// How a day differs; nothing where it fits, or where nothing was said or seen. Coming to the office in the course of a day that was
/// approved elsewhere is no difference. Days off are nobody's concern here.
pub fn difference(morning: &Where, afternoon: &Where, day: &presence::Day) -> Option<Difference> {
    let halves = [morning, afternoon];
    let working = |half: &&Where| matches!(half, Where::Office | Where::At { .. });
    if !halves.iter().any(working) {
        return None;
    }
    let approved: Vec<At> = halves
        .iter()
        .filter_map(|half| match half {
            Where::At {
                place,
                pending: false,
            } => Some(at_of(*place)),
            _ => None,
        })
        .collect();
    let office = halves
        .iter()
        .any(|half| matches!(half, Where::Office | Where::At { pending: true, .. }));
    let said: Vec<At> = day.spells().iter().map(|spell| spell.place).collect();
    let odd = said
        .iter()
        .find(|at| **at != At::Office && !approved.contains(at));
    if let Some(at) = odd {
        return Some(if approved.is_empty() {
            Difference::Unapproved(*at)
        } else {
            Difference::Elsewhere(*at)
        });
    }
    if office {
        return None;
    }
    let came = said.contains(&At::Office);
    if came && !said.iter().any(|at| approved.contains(at)) {
        return Some(Difference::CameIn);
    }
    let seen = day.observed().is_some_and(|(.., office)| office);
    (seen && !came).then_some(Difference::Seen)
}

/// A person's day with its four facts.
pub struct Facts {
    pub on: NaiveDate,
    pub morning: Where,
    pub afternoon: Where,
    pub presence: presence::Day,
    pub difference: Option<Difference>,
    pub review: Option<Review>,
}

/// Some people's days, newest first.
pub struct PersonDays {
    pub person: EmployeeId,
    pub name: String,
    pub days: Vec<Facts>,
}

async fn facts(cx: &mut Cx, members: Vec<Member>, range: DateRange) -> Result<Vec<PersonDays>> {
    let agency = cx.agency();
    let ids: Vec<EmployeeId> = members.iter().map(|one| one.id).collect();
    let board = Board::of_people(cx.conn(), agency, members, range).await?;
    let mut marks = presence::marks(cx.conn(), agency, &ids, range).await?;
    let mut reviews: HashMap<_, Review> = presence::reviews(cx.conn(), agency, &ids, range).await?;
    let people = board.members.iter().map(|one| {
        let days = range.from.iter_days().take_while(|on| *on <= range.to);
        let mut days: Vec<Facts> = days
            .map(|on| {
                let (morning, afternoon) = (
                    board.place(one.id, on, Half::Morning),
                    board.place(one.id, on, Half::Afternoon),
                );
                let presence = marks.remove(&(one.id, on)).unwrap_or_default();
                Facts {
                    on,
                    difference: difference(&morning, &afternoon, &presence),
                    morning,
                    afternoon,
                    presence,
                    review: reviews.remove(&(one.id, on)),
                }
            })
            .collect();
        days.reverse();
        PersonDays {
            person: one.id,
            name: one.name.clone(),
            days,
        }
    });
    Ok(people.collect())
}

fn lately(today: NaiveDate) -> DateRange {
    DateRange {
        from: today - Days::new(BACK),
        to: today,
    }
}

/// The last days of a person, today first: for the person, whoever decides for them, HR and the leader; others do not find it.
pub async fn of_person(cx: &mut Cx, who: EmployeeId) -> Result<PersonDays> {
    may_ask(cx, who).await?;
    let range = lately(cx.today());
    within(cx, who, range).await
}

/// A person's days within a range.
async fn within(cx: &mut Cx, who: EmployeeId, range: DateRange) -> Result<PersonDays> {
    let agency = cx.agency();
    let person = organisation::find(cx.conn(), agency, who).await?;
    let member = Member {
        id: who,
        name: person.name,
        unit: person.unit,
        position: person.position_name,
    };
    let all = facts(cx, vec![member], range).await?;
    all.into_iter().next().ok_or(Error::NotFound)
}

/// The days of those for whom the acting person decides: of each, newest first.
pub async fn of_led(cx: &mut Cx) -> Result<Vec<PersonDays>> {
    cx.require(Can::DecideRequests)?;
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let people = organisation::subordinates(cx.conn(), agency, me, today).await?;
    let members = people.into_iter().map(|one| Member {
        id: one.id,
        name: one.name,
        unit: one.unit,
        position: one.position_name,
    });
    let members: Vec<Member> = members.collect();
    facts(cx, members, lately(today)).await
}

/// Notes that a day that differs was looked at; the person is told. By whoever decides for them, never by themselves.
pub async fn review(cx: &mut Cx, who: EmployeeId, on: NaiveDate, note: &str) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    presence::lock(cx.conn(), agency, who).await?;
    cx.require(Can::DecideRequests)?;
    let me = cx.employee()?;
    if me == who {
        return Err(Reason::new("own-request").into());
    }
    let approver = organisation::approver_of(cx.conn(), agency, who, today, 0).await?;
    if approver.is_none_or(|one| one.asked(Some(me)) != me) {
        return Err(Error::NotFound);
    }
    let mut check = Check::new();
    let note = check.optional("note", note, 500);
    check.done()?;
    if !lately(today).contains(on) {
        return Err(Error::NotFound);
    }
    let days = within(cx, who, DateRange::day(on)).await?.days;
    let day = days.into_iter().next().ok_or(Error::NotFound)?;
    let difference = day.difference.ok_or_else(|| Reason::new("presence-fits"))?;
    if !presence::put_review(cx.conn(), agency, (who, on), me, &note, now).await? {
        return Err(Reason::new("presence-reviewed").into());
    }
    let event = Event::new("presence-reviewed", "employee", who.0)
        .with("on", on.to_string())
        .with("was", difference.code());
    audit::record(cx, event).await?;
    let notice = Notice::new(
        "presence-reviewed",
        "/presence",
        format!("presence-reviewed:{who}:{on}"),
    )
    .with("name", cx.actor().name.clone())
    .with("on", on.format("%d-%m-%Y"))
    .with("note", note);
    outbox::tell(cx, who, notice).await
}

#[cfg(test)]
#[path = "presence_test.rs"]
mod tests;
