//! Coefficients: one officer writes one by an instrument, another puts it in force.

use chrono::NaiveDate;

use super::{Coefficient, State, rules};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        form::Check,
        id::{CreditCoefficientId, MembershipId},
        outbox::{self, Notice},
    },
    performance::store,
};

/// A coefficient as it is written.
#[derive(Clone, Debug)]
pub struct Write {
    /// The level as positions name it.
    pub jenjang: String,
    /// Points a year, in hundredths; none: what was typed is no such number.
    pub hundredths: Option<i32>,
    pub instrument: String,
    /// It counts for the years that end on this day or later.
    pub from: Option<NaiveDate>,
}

fn me(cx: &Cx) -> Result<MembershipId> {
    cx.actor().membership.ok_or(Error::Forbidden)
}

async fn record(cx: &mut Cx, event: &'static str, one: &Coefficient) -> Result<()> {
    let event = Event::new(event, "credit_coefficient", one.id.0)
        .with("jenjang", one.jenjang.clone())
        .with("hundredths", one.hundredths)
        .with("instrument", one.instrument.clone())
        .with("from", one.from.to_string());
    audit::record(cx, event).await
}

/// Writes a coefficient, which waits for another officer.
pub async fn write(cx: &mut Cx, input: &Write) -> Result<Coefficient> {
    cx.require(Can::ManageRules)?;
    let (agency, by, now) = (cx.agency(), me(cx)?, cx.now());
    let mut check = Check::new();
    let jenjang = rules::level(&check.text("jenjang", &input.jenjang, 60));
    let instrument = check.text("instrument", &input.instrument, 200);
    let known = input.hundredths.filter(|n| (1..=rules::MOST).contains(n));
    check.ensure(known.is_some(), "coefficient", "credit-coefficient");
    check.ensure(input.from.is_some(), "from", "required");
    check.done()?;
    let (Some(hundredths), Some(from)) = (known, input.from) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let one = Coefficient {
        id: CreditCoefficientId::new(),
        jenjang,
        hundredths,
        instrument,
        from,
        state: State::Waiting,
        written_by: by,
        writer_name: None,
        written_at: now,
        putter_name: None,
        put_by: None,
        put_at: None,
        version: 1,
    };
    store::credit::insert(cx.conn(), agency, &one).await?;
    record(cx, "credit-coefficient-written", &one).await?;
    let own = cx.actor().identity;
    for officer in store::people::officers(cx.conn(), agency, "hr", &[]).await? {
        if Some(officer) != own {
            let once = format!("credit-coefficient-waiting:{}:{officer}", one.id);
            let path = "/credit-points/coefficients";
            let notice =
                Notice::new("credit-coefficient-waiting", path, once).with("jenjang", &one.jenjang);
            outbox::tell_identity(cx, officer, notice).await?;
        }
    }
    Ok(one)
}

/// Holds a coefficient that was seen.
async fn held(cx: &mut Cx, id: CreditCoefficientId, version: i32) -> Result<Coefficient> {
    let agency = cx.agency();
    let one = store::credit::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManageRules)?;
    if one.version == version {
        Ok(one)
    } else {
        Err(Error::Conflict("changed"))
    }
}

async fn save(cx: &mut Cx, event: &'static str, one: &Coefficient) -> Result<Coefficient> {
    let agency = cx.agency();
    store::credit::save(cx.conn(), agency, one).await?;
    record(cx, event, one).await?;
    store::credit::find(cx.conn(), agency, one.id).await
}

/// Puts a coefficient in force; only another officer than who wrote it. The worker counts the figures that it changes anew, and keeps the ones
/// before.
pub async fn put_in_force(
    cx: &mut Cx,
    id: CreditCoefficientId,
    version: i32,
) -> Result<Coefficient> {
    let mut one = held(cx, id, version).await?;
    let by = me(cx)?;
    rules::may_put(&one, by)?;
    one.state = State::InForce;
    one.put_by = Some(by);
    one.put_at = Some(cx.now());
    save(cx, "credit-coefficient-in-force", &one).await
}

/// Drops a coefficient that is not in force; it stays readable.
pub async fn withdraw(cx: &mut Cx, id: CreditCoefficientId, version: i32) -> Result<Coefficient> {
    let mut one = held(cx, id, version).await?;
    if one.state != State::Waiting {
        return Err(Reason::new("credit-not-waiting").into());
    }
    one.state = State::Withdrawn;
    save(cx, "credit-coefficient-withdrawn", &one).await
}
