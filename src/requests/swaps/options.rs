//! What one can give and what one may take for it: colleagues of the same unit with the same approver, judged both ways.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Hold, Part,
    judge::{Ground, ahead, facts},
    propose::{decider, givable, hold},
    rules,
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::{EmployeeId, RequestId},
    },
    organisation,
    policy::Overall,
    requests::{Where, check::Situation, rules::half_of, sight, store},
};

/// The most days that are offered.
const SHOWN: usize = 60;

/// A colleague's day that may be taken.
#[derive(Clone, Debug)]
pub struct Taking {
    pub day: Part,
    pub position: String,
}

/// What an own request can give, and what may be taken for one of its days.
#[derive(Clone, Debug)]
pub struct Options {
    /// The days that lie ahead.
    pub gives: Vec<(NaiveDate, u8)>,
    /// The day that is given, once it is chosen.
    pub give: Option<(NaiveDate, u8)>,
    pub takings: Vec<Taking>,
    /// Days of colleagues that a rule keeps from being taken for it.
    pub barred: usize,
}

/// The choices for an own approved request. With one day it is chosen already.
pub async fn options(cx: &mut Cx, id: RequestId, give: Option<NaiveDate>) -> Result<Options> {
    cx.require(Can::BeEmployee)?;
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let request = store::requests::find(cx.conn(), agency, id).await?;
    if request.employee != me {
        return Err(Error::NotFound);
    }
    givable(&request)?;
    let range = ahead(today);
    let gives: Vec<(NaiveDate, u8)> = request
        .span
        .days()
        .into_iter()
        .filter(|(day, _)| range.contains(*day))
        .collect();
    let chosen = match give {
        Some(day) => {
            let found = gives.iter().find(|(on, _)| *on == day);
            Some(*found.ok_or_else(|| Error::field("give", "swap-give"))?)
        }
        None if gives.len() == 1 => gives.first().copied(),
        None => None,
    };
    let mut found = Options {
        gives,
        give: chosen,
        takings: Vec::new(),
        barred: 0,
    };
    if let Some(give) = chosen {
        take(cx, &mut found, &hold(&request), give).await?;
    }
    Ok(found)
}

async fn take(cx: &mut Cx, found: &mut Options, mine: &Hold, give: (NaiveDate, u8)) -> Result<()> {
    let (agency, me, today) = (cx.agency(), mine.employee, cx.today());
    let unit = cx.actor().unit.ok_or(Error::Forbidden)?;
    if !sight::sees_unit(cx, unit).await? {
        return Ok(());
    }
    let range = ahead(today);
    let approver = organisation::approver_of(cx.conn(), agency, me, today, 0).await?;
    let peers = store::swaps::peers(cx.conn(), agency, unit, me, decider(approver), today).await?;
    let ids: Vec<Uuid> = peers.iter().map(|peer| peer.id.0).collect();
    let holds = store::swaps::holds(cx.conn(), agency, &ids, range).await?;
    let mut people: Vec<EmployeeId> = holds.iter().map(|hold| hold.employee).collect();
    people.push(me);
    people.sort_unstable();
    people.dedup();
    let ground = Ground::load(cx, unit, &people, range).await?;
    let Some(own) = ground.of(me) else {
        return Ok(());
    };
    let peers: BTreeMap<EmployeeId, _> = peers.iter().map(|peer| (peer.id, peer)).collect();
    for theirs in &holds {
        let (Some(peer), Some(other)) = (peers.get(&theirs.employee), ground.of(theirs.employee))
        else {
            continue;
        };
        for day in theirs.span.days() {
            if !range.contains(day.0) || !is_there(other, theirs.employee, day) {
                continue;
            }
            if !fits(own, mine, other, theirs, give, day, today) {
                found.barred += 1;
                continue;
            }
            found.takings.push(Taking {
                day: Part {
                    employee: peer.id,
                    name: peer.name.clone(),
                    request: theirs.request,
                    on: day.0,
                    bits: day.1,
                },
                position: peer.position.clone(),
            });
        }
    }
    found.takings.sort_by(|one, other| {
        (one.day.on, &one.day.name, one.day.bits).cmp(&(
            other.day.on,
            &other.day.name,
            other.day.bits,
        ))
    });
    found.takings.truncate(SHOWN);
    Ok(())
}

/// Whether somebody works elsewhere on a day of theirs: not on leave, no holiday.
fn is_there(situation: &Situation, who: EmployeeId, (on, bits): (NaiveDate, u8)) -> bool {
    half_of(bits).is_some_and(|half| {
        let place = situation.board.place(who, on, half);
        matches!(place, Where::At { .. })
    })
}

/// Whether both would pass.
fn fits(
    own: &Situation,
    mine: &Hold,
    other: &Situation,
    theirs: &Hold,
    give: (NaiveDate, u8),
    day: (NaiveDate, u8),
    today: NaiveDate,
) -> bool {
    let passes = |situation: &Situation, hold: &Hold, gives, gets, giver| {
        rules::after(&hold.span, gives, gets).is_ok_and(|now| {
            let facts = facts(situation, hold, &now, gets, giver, today);
            situation.answer(&facts) != Overall::Fail
        })
    };
    passes(own, mine, give, day, theirs.employee) && passes(other, theirs, day, give, mine.employee)
}
