//! Offers seats, answers an offer, takes one back, ends an agreement with notice. By HR or the leader of either side.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    Agreement, Side, State,
    rules::{self, LONGEST, SEATS},
    store,
};
use crate::{
    calendar::WeekDay,
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::{AgencyId, AgreementId},
        list,
    },
    organisation::{self, Named, region},
};

/// An offer as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// Code or name of the other agency.
    pub guest: String,
    pub place: String,
    pub address: String,
    /// Code or name of its regency or city.
    pub region: String,
    pub seats: String,
    /// Codes of weekdays.
    pub weekdays: Vec<String>,
    pub first_on: String,
    pub last_on: String,
    pub number: String,
    pub note: String,
}

/// An offer that was read.
#[derive(Clone, Debug)]
pub struct Offer {
    pub place: String,
    pub address: String,
    pub region: Option<String>,
    pub seats: i16,
    pub weekdays: BTreeSet<WeekDay>,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub number: String,
    pub note: String,
}

/// What the guest says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    /// `true`: the offer is accepted.
    pub accepted: String,
    pub reason: String,
    pub version: String,
}

/// How one side ends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct End {
    /// Its last day.
    pub last_on: String,
    pub reason: String,
    pub version: String,
}

/// Offers seats in an office of the agency to another agency.
pub async fn offer(cx: &mut Cx, typed: &Typed) -> Result<AgreementId> {
    cx.require(Can::SetWindows)?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut check = Check::new();
    let guest = guest(cx, &mut check, &typed.guest).await?;
    let place = check.text("place", &typed.place, 80);
    let address = check.text("address", &typed.address, 200);
    let region = region::check(&mut check, "region", &typed.region);
    let seats = check.number("seats", &typed.seats, 1, SEATS);
    let mut weekdays = BTreeSet::new();
    for code in &typed.weekdays {
        match WeekDay::from_code(code) {
            Some(day) => weekdays.extend([day]),
            None => check.fail(FieldError::new("weekdays", "choice")),
        }
    }
    check.ensure(!typed.weekdays.is_empty(), "weekdays", "agreement-weekdays");
    let first = check.date("first_on", &typed.first_on);
    let last = check.date("last_on", &typed.last_on);
    let number = check.optional("number", &typed.number, 100);
    let note = check.optional("note", &typed.note, 1_000);
    if let Some((first, last)) = first.zip(last) {
        check.ensure(first >= today, "first_on", "window-from-today");
        check.ensure(last >= first, "last_on", "end-before-start");
        if (last - first).num_days() >= LONGEST {
            check.fail(FieldError::new("last_on", "window-too-long").with("days", LONGEST));
        }
    }
    for (field, text) in [
        ("place", &place),
        ("address", &address),
        ("number", &number),
        ("note", &note),
    ] {
        nobody_named(cx, &mut check, field, text).await?;
    }
    check.done()?;
    let (Some(first_on), Some(last_on), Some(seats), Some(guest)) = (first, last, seats, guest)
    else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let offer = Offer {
        place,
        address,
        region,
        seats: i16::try_from(seats).unwrap_or(i16::MAX),
        weekdays,
        first_on,
        last_on,
        number,
        note,
    };
    let id = AgreementId::new();
    store::insert(cx.conn(), agency, guest, id, &offer, now).await?;
    let event = Event::new("agreement-offered", "agreement", id.0)
        .with("guest", guest.to_string())
        .with("seats", offer.seats)
        .with("first_on", first_on.to_string())
        .with("last_on", last_on.to_string());
    audit::record(cx, event).await?;
    Ok(id)
}

/// The names of the agencies to which seats may be offered.
pub async fn choosable(cx: &mut Cx) -> Result<Vec<String>> {
    let agency = cx.agency();
    let others = store::others(cx.conn(), agency, None).await?;
    Ok(others.into_iter().map(|(_, name)| name).collect())
}

/// The agency that is meant; it must be another one that can answer.
async fn guest(cx: &mut Cx, check: &mut Check, typed: &str) -> Result<Option<AgencyId>> {
    let agency = cx.agency();
    let called = check.text("guest", typed, 200);
    if called.is_empty() {
        return Ok(None);
    }
    match store::agency_called(cx.conn(), &called).await? {
        Some((id, _)) if id == agency => {
            check.fail(FieldError::new("guest", "agreement-own"));
            Ok(None)
        }
        Some((id, true)) => Ok(Some(id)),
        Some((_, false)) => {
            check.fail(FieldError::new("guest", "agreement-absent"));
            Ok(None)
        }
        None => {
            let plain = rules::plain_name(&called);
            // the kind of agency is written in many ways, its own name in one
            let own = list::like(plain.rsplit(' ').next().unwrap_or_default());
            let others = match &own {
                Some(like) => store::others(cx.conn(), agency, Some(like)).await?,
                None => Vec::new(),
            };
            let mut same = others
                .iter()
                .filter(|one| rules::plain_name(&one.1) == plain);
            if let (Some((id, _)), None) = (same.next(), same.next()) {
                return Ok(Some(*id));
            }
            let like = others.iter().map(|one| one.1.as_str());
            let like = like.filter(|name| rules::plain_name(name).contains(&plain));
            let names: Vec<&str> = like.take(3).collect();
            check.fail(if names.is_empty() {
                FieldError::new("guest", "agreement-unknown")
            } else {
                FieldError::new("guest", "agreement-meant").with("names", names.join("; "))
            });
            Ok(None)
        }
    }
}

/// The other agency reads these words: no employee's name or number crosses.
async fn nobody_named(cx: &mut Cx, check: &mut Check, field: &str, text: &str) -> Result<()> {
    let agency = cx.agency();
    match organisation::named_in(cx.conn(), agency, text).await? {
        Some(Named::Number) => check.fail(FieldError::new(field, "agreement-number")),
        Some(Named::Name(name)) => {
            check.fail(FieldError::new(field, "agreement-name").with("name", name));
        }
        None => {}
    }
    Ok(())
}

/// Locks and reads one, as it was seen; another agency's is not found.
async fn lock(cx: &mut Cx, id: AgreementId, version: &str) -> Result<Agreement> {
    let agency = cx.agency();
    store::hold(cx.conn(), agency, &[id]).await?;
    cx.require(Can::SetWindows)?;
    let one = store::find(cx.conn(), agency, id).await?;
    if version.trim().parse() != Ok(one.version) {
        return Err(Error::Conflict("changed"));
    }
    Ok(one)
}

/// Accepts or declines an offer.
pub async fn answer(cx: &mut Cx, id: AgreementId, answer: &Answer) -> Result<()> {
    let one = lock(cx, id, &answer.version).await?;
    let (now, today) = (cx.now(), cx.today());
    let mut check = Check::new();
    check.choice("accepted", &answer.accepted, &["true", "false"]);
    let accepted = answer.accepted == "true";
    let to = if accepted {
        State::Accepted
    } else {
        State::Declined
    };
    rules::may(one.state, one.side, to)?;
    let reason = if accepted {
        String::new()
    } else {
        check.text("reason", &answer.reason, 500)
    };
    nobody_named(cx, &mut check, "reason", &reason).await?;
    check.done()?;
    if accepted && one.last_on < today {
        return Err(Reason::new("agreement-over").into());
    }
    store::save_answer(cx.conn(), id, to, &reason, now).await?;
    let event = Event::new("agreement-answered", "agreement", id.0).with("answer", to.code());
    audit::record(cx, event).await
}

/// Takes an offer back that is not answered.
pub async fn withdraw(cx: &mut Cx, id: AgreementId, version: &str) -> Result<()> {
    let one = lock(cx, id, version).await?;
    let now = cx.now();
    rules::may(one.state, one.side, State::Withdrawn)?;
    store::save_answer(cx.conn(), id, State::Withdrawn, "", now).await?;
    audit::record(cx, Event::new("agreement-withdrawn", "agreement", id.0)).await
}

/// Ends an agreement with notice: its seats are there until the last day, and what was approved until then stands. Days after it are
/// revoked by the guests' agency, which its people hear from it.
pub async fn end(cx: &mut Cx, id: AgreementId, end: &End) -> Result<()> {
    let one = lock(cx, id, &end.version).await?;
    let (now, today) = (cx.now(), cx.today());
    rules::may(one.state, one.side, State::Ended)?;
    let days = rules::ends(one.last_on, today).ok_or(Reason::new("agreement-ends-itself"))?;
    let mut check = Check::new();
    let last = check.date("last_on", &end.last_on);
    let reason = check.text("reason", &end.reason, 500);
    if let Some(last) = last.filter(|last| !days.contains(*last)) {
        let code = if last < days.from {
            "agreement-notice"
        } else {
            "agreement-later"
        };
        let shown = |day: NaiveDate| day.format("%d-%m-%Y").to_string();
        let bounds = FieldError::new("last_on", code);
        check.fail(
            bounds
                .with("from", shown(days.from))
                .with("to", shown(days.to)),
        );
    }
    nobody_named(cx, &mut check, "reason", &reason).await?;
    check.done()?;
    let last = last.ok_or_else(|| Error::field("last_on", "required"))?;
    store::save_end(cx.conn(), id, one.side, last, &reason, now).await?;
    let event = Event::new("agreement-ended", "agreement", id.0)
        .with(
            "by",
            if one.side == Side::Host {
                "host"
            } else {
                "guest"
            },
        )
        .with("last_on", last.to_string());
    audit::record(cx, event).await
}
