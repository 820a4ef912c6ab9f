//! Days in an office of another agency: the seats of an agreement, how many colleagues take them, and what becomes of days after its end.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{
    Ask, Request, Sending, Step,
    approval::lock_in_unit,
    revoke::{Revoked, take_away},
    rules::next,
    store::{self, locks},
};
use crate::{
    calendar::DateRange,
    kernel::{
        cx::Cx,
        error::{Error, Result},
        id::{AgencyId, AgreementId, EmployeeId, RequestId},
    },
    places::{self, Agreement},
    policy::{Fact, SeatFacts, Source},
};

/// An agreement with the seats that colleagues have on some days.
#[derive(Clone, Debug)]
pub struct Seats {
    agreement: Agreement,
    taken: BTreeMap<NaiveDate, u16>,
}

impl Seats {
    /// What the rules know of them on a day.
    pub fn on(&self, day: NaiveDate, now: DateTime<Utc>) -> Fact<SeatFacts> {
        let one = &self.agreement;
        let facts = SeatFacts {
            agreement: one.id.0,
            office: one.office(),
            first_on: one.first_on,
            last_on: one.until(),
            ended: one.state == places::State::Ended,
            weekdays: one.weekdays.clone(),
            seats: one.seats,
            taken: self.taken.get(&day).copied().unwrap_or(0),
        };
        Fact::new(facts, Source::Schedule, now)
    }
}

/// The agreement that somebody asks for, with the seats of colleagues.
pub async fn seats(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AgreementId,
    who: EmployeeId,
    range: DateRange,
) -> Result<Seats> {
    let agreement = guest_of(conn, agency, id).await?;
    let taken = taken(conn, agency, id, range, Some(who)).await?;
    Ok(Seats { agreement, taken })
}

/// An agreement by which the agency's people may come, or the problem with the place that was chosen.
async fn guest_of(conn: &mut PgConnection, agency: AgencyId, id: AgreementId) -> Result<Agreement> {
    places::guest_of(conn, agency, id)
        .await?
        .ok_or_else(|| Error::field("place", "agreement-place"))
}

/// What is asked for with its place in the words of the agreement; where that does not say the region, what was asked for does.
pub async fn described(cx: &mut Cx, ask: Ask) -> Result<Ask> {
    let agency = cx.agency();
    let Some(id) = ask.agreement else {
        return Ok(ask);
    };
    let office = guest_of(cx.conn(), agency, id).await?;
    Ok(Ask {
        place_detail: office.described(),
        region: office.region.or(ask.region),
        ..ask
    })
}

/// The same of a request on its way.
pub async fn named(cx: &mut Cx, send: Sending) -> Result<Sending> {
    let ask = described(cx, send.ask).await?;
    Ok(Sending { ask, ..send })
}

/// Holds an agreement until the transaction ends: its seats are counted one after the other.
pub async fn hold(cx: &mut Cx, id: Option<AgreementId>) -> Result<()> {
    let agency = cx.agency();
    match id {
        Some(id) => places::hold(cx.conn(), agency, &[id]).await,
        None => Ok(()),
    }
}

/// Holds the agreements of several requests, before any of them is handled.
pub async fn hold_all(cx: &mut Cx, requests: &[RequestId]) -> Result<()> {
    let agency = cx.agency();
    let ids = store::guests::of_requests(cx.conn(), agency, requests).await?;
    places::hold(cx.conn(), agency, &ids).await
}

/// How many people sit there on which day, approved and pending, without one of them.
async fn taken(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AgreementId,
    range: DateRange,
    without: Option<EmployeeId>,
) -> Result<BTreeMap<NaiveDate, u16>> {
    let people = store::guests::people(conn, agency, id, range).await?;
    let stays = store::board::stays(conn, agency, &people, range).await?;
    let mut seats: BTreeMap<NaiveDate, BTreeSet<EmployeeId>> = BTreeMap::new();
    for stay in stays {
        if stay.agreement == Some(id) && Some(stay.employee) != without {
            seats.entry(stay.on).or_default().insert(stay.employee);
        }
    }
    let count = |people: BTreeSet<EmployeeId>| u16::try_from(people.len()).unwrap_or(u16::MAX);
    Ok(seats
        .into_iter()
        .map(|(on, people)| (on, count(people)))
        .collect())
}

/// The regular work: days that lost their office end too, and the host reads how many come. Gives the number of requests that were
/// looked at.
pub async fn upkeep(cx: &mut Cx) -> Result<usize> {
    let lost = release(cx).await?;
    count(cx).await?;
    Ok(lost)
}

/// Days after the last one of an agreement that was ended are revoked, as an officer would; what is not approved yet is refused by the
/// rules. Gives their number.
async fn release(cx: &mut Cx) -> Result<usize> {
    let agency = cx.agency();
    let lost: BTreeMap<RequestId, NaiveDate> = store::guests::beyond(cx.conn(), agency)
        .await?
        .into_iter()
        .collect();
    let ids: Vec<RequestId> = lost.keys().copied().collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let subjects = locks::subjects(cx.conn(), agency, &ids).await?;
    let mut units: Vec<_> = subjects.iter().map(|(_, _, unit)| *unit).collect();
    units.sort_unstable();
    units.dedup();
    locks::lock_units(cx.conn(), agency, &units).await?;
    hold_all(cx, &ids).await?;
    for (id, employee, unit) in subjects {
        match lock_in_unit(cx, id, employee, unit).await {
            Ok(request) => release_one(cx, &request, lost.get(&id).copied()).await?,
            // the person works elsewhere by now: at the next round
            Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(lost.len())
}

async fn release_one(cx: &mut Cx, request: &Request, from: Option<NaiveDate>) -> Result<()> {
    let agency = cx.agency();
    let Some((id, from)) = request.agreement.zip(from) else {
        return Ok(());
    };
    if !request.state.is_approved() || !request.span.reaches(from) {
        return Ok(());
    }
    let office = guest_of(cx.conn(), agency, id).await?;
    let state = next(request.state, Step::Revoke)?;
    let revoked = Revoked {
        from,
        reason: &office.reason,
        office: Some(&office),
    };
    take_away(cx, request, state, &revoked).await
}

/// Writes how many come on which day, for the host to read: numbers, and nothing else of anybody.
async fn count(cx: &mut Cx) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let ahead = places::ahead(today);
    for one in places::open_for(cx.conn(), agency, ahead).await? {
        // what waits beyond the end of the agreement will not come
        let range = DateRange {
            to: ahead.to.min(one.until()),
            ..ahead
        };
        let days = taken(cx.conn(), agency, one.id, range, None).await?;
        places::count_again(cx.conn(), &one, today, &days).await?;
    }
    Ok(())
}
