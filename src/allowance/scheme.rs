//! Schemes of an agency: one officer writes and asks, another puts it in force.

use std::collections::BTreeMap;

use super::{
    CLASSES, Scheme, SchemeState,
    rules::{MOST, Terms},
    store::schemes,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::{AllowanceSchemeId, IdentityId, MembershipId},
        outbox::{self, Notice},
    },
    requests::Month,
};

/// A scheme as it is written.
#[derive(Clone, Debug)]
pub struct Write {
    pub from: Option<Month>,
    /// Rupiah a month by class.
    pub amounts: BTreeMap<i16, i64>,
    pub terms: Terms,
    /// The scheme that a new draft was copied from.
    pub copied_from: Option<AllowanceSchemeId>,
    /// What is wrong with what was typed already.
    pub problems: Vec<FieldError>,
}

impl Write {
    fn checked(&self) -> Result<(Month, Terms)> {
        let mut check = Check::new();
        let mut terms = self.terms.clone();
        terms.instrument = check.text("instrument", &terms.instrument, 200);
        check.ensure(self.from.is_some(), "from", "month");
        check.ensure(!self.amounts.is_empty(), "kelas", "allowance-amounts");
        for (class, amount) in &self.amounts {
            let known = CLASSES.contains(class) && (0..=MOST).contains(amount);
            if !known {
                check.fail(
                    FieldError::new(format!("kelas_{class}"), "number")
                        .with("min", 0)
                        .with("max", MOST),
                );
            }
        }
        for problem in self.problems.iter().cloned().chain(terms.problems()) {
            check.fail(problem);
        }
        check.done()?;
        let from = self.from.ok_or(Error::field("from", "month"))?;
        Ok((from, terms))
    }
}

fn me(cx: &Cx) -> Result<MembershipId> {
    cx.actor().membership.ok_or(Error::Forbidden)
}

/// Writes a new draft, or over one that is a draft still. Whoever writes last does not put it in force.
pub async fn write(
    cx: &mut Cx,
    over: Option<(AllowanceSchemeId, i32)>,
    input: &Write,
) -> Result<Scheme> {
    let (agency, now) = (cx.agency(), cx.now());
    let old = match over {
        Some((id, version)) => Some(held(cx, id, version).await?),
        None => None,
    };
    cx.require(Can::ManageRules)?;
    let by = me(cx)?;
    if old
        .as_ref()
        .is_some_and(|one| one.state != SchemeState::Draft)
    {
        return Err(Reason::new("allowance-not-draft").into());
    }
    let (from, terms) = input.checked()?;
    let copied_from = match (&old, input.copied_from) {
        (None, Some(id)) => Some(copied(cx, id).await?),
        _ => None,
    };
    let mut scheme = match old {
        Some(old) => old,
        None => Scheme {
            id: AllowanceSchemeId::new(),
            number: 0,
            state: SchemeState::Draft,
            from,
            amounts: BTreeMap::new(),
            terms: terms.clone(),
            written_by: by,
            writer_name: None,
            written_at: now,
            asked_by: None,
            asked_at: None,
            put_by: None,
            putter_name: None,
            put_at: None,
            note: String::new(),
            copied_from,
            version: 0,
        },
    };
    scheme.from = from;
    scheme.amounts = input.amounts.clone();
    scheme.terms = terms;
    scheme.written_by = by;
    scheme.written_at = now;
    if scheme.version == 0 {
        scheme.number = schemes::insert(cx.conn(), agency, &scheme).await?;
    } else {
        schemes::save(cx.conn(), agency, &scheme).await?;
    }
    record(cx, "allowance-scheme-written", &scheme).await?;
    schemes::find(cx.conn(), agency, scheme.id).await
}

/// The scheme that is copied: any of the agency, by its number.
async fn copied(cx: &mut Cx, id: AllowanceSchemeId) -> Result<(AllowanceSchemeId, i32)> {
    let agency = cx.agency();
    match schemes::find(cx.conn(), agency, id).await {
        Ok(found) => Ok((id, found.number)),
        Err(Error::NotFound) => Err(Error::field("copied_from", "choice")),
        Err(error) => Err(error),
    }
}

/// Holds a scheme that was seen.
async fn held(cx: &mut Cx, id: AllowanceSchemeId, version: i32) -> Result<Scheme> {
    let agency = cx.agency();
    let scheme = schemes::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManageRules)?;
    if scheme.version == version {
        Ok(scheme)
    } else {
        Err(Error::Conflict("changed"))
    }
}

async fn record(cx: &mut Cx, event: &'static str, scheme: &Scheme) -> Result<()> {
    let event = Event::new(event, "allowance_scheme", scheme.id.0)
        .with("number", scheme.number)
        .with("from", scheme.from.to_string());
    audit::record(cx, event).await
}

async fn done(cx: &mut Cx, event: &'static str, scheme: &Scheme) -> Result<Scheme> {
    let agency = cx.agency();
    schemes::save(cx.conn(), agency, scheme).await?;
    record(cx, event, scheme).await?;
    schemes::find(cx.conn(), agency, scheme.id).await
}

/// Tells the officers of HR but the acting one.
async fn tell(cx: &mut Cx, kind: &'static str, scheme: &Scheme) -> Result<()> {
    let (agency, own) = (cx.agency(), cx.actor().identity);
    for officer in schemes::officers(cx.conn(), agency).await? {
        if Some(officer) != own {
            outbox::tell_identity(cx, officer, notice(kind, scheme, officer)).await?;
        }
    }
    Ok(())
}

fn notice(kind: &'static str, scheme: &Scheme, to: IdentityId) -> Notice {
    let once = format!("{kind}:{}:{}:{to}", scheme.id, scheme.version);
    Notice::new(kind, scheme.path(), once).with("number", scheme.number)
}

/// Asks another officer to put a draft in force.
pub async fn ask(cx: &mut Cx, id: AllowanceSchemeId, version: i32) -> Result<Scheme> {
    let mut scheme = held(cx, id, version).await?;
    if scheme.state != SchemeState::Draft {
        return Err(Reason::new("allowance-not-draft").into());
    }
    scheme.state = SchemeState::Waiting;
    scheme.asked_by = Some(me(cx)?);
    scheme.asked_at = Some(cx.now());
    scheme.note = String::new();
    let scheme = done(cx, "allowance-scheme-asked", &scheme).await?;
    tell(cx, "allowance-scheme-waiting", &scheme).await?;
    Ok(scheme)
}

/// Whether somebody may put a scheme in force: neither who wrote it nor who asked.
pub fn may_put(scheme: &Scheme, by: MembershipId) -> Result<(), Reason> {
    if scheme.state != SchemeState::Waiting {
        return Err(Reason::new("allowance-not-waiting"));
    }
    if scheme.written_by == by || scheme.asked_by == Some(by) {
        return Err(Reason::new("allowance-second-officer"));
    }
    Ok(())
}

/// Puts a scheme in force; only another officer than who wrote it and who asked. Months that are locked stay as they are.
pub async fn put_in_force(cx: &mut Cx, id: AllowanceSchemeId, version: i32) -> Result<Scheme> {
    let mut scheme = held(cx, id, version).await?;
    let by = me(cx)?;
    may_put(&scheme, by)?;
    scheme.state = SchemeState::InForce;
    scheme.put_by = Some(by);
    scheme.put_at = Some(cx.now());
    let scheme = done(cx, "allowance-scheme-in-force", &scheme).await?;
    tell(cx, "allowance-scheme-in-force", &scheme).await?;
    Ok(scheme)
}

/// Gives a scheme back to whoever wrote it, with a reason.
pub async fn give_back(
    cx: &mut Cx,
    id: AllowanceSchemeId,
    version: i32,
    note: &str,
) -> Result<Scheme> {
    let mut scheme = held(cx, id, version).await?;
    if scheme.state != SchemeState::Waiting {
        return Err(Reason::new("allowance-not-waiting").into());
    }
    let mut check = Check::new();
    scheme.note = check.text("note", note, 500);
    check.done()?;
    scheme.state = SchemeState::Draft;
    scheme.asked_by = None;
    scheme.asked_at = None;
    let scheme = done(cx, "allowance-scheme-returned", &scheme).await?;
    tell(cx, "allowance-scheme-returned", &scheme).await?;
    Ok(scheme)
}

/// Drops a scheme that is not in force; it stays readable.
pub async fn withdraw(cx: &mut Cx, id: AllowanceSchemeId, version: i32) -> Result<Scheme> {
    let mut scheme = held(cx, id, version).await?;
    if !matches!(scheme.state, SchemeState::Draft | SchemeState::Waiting) {
        return Err(Reason::new("allowance-not-draft").into());
    }
    scheme.state = SchemeState::Withdrawn;
    done(cx, "allowance-scheme-withdrawn", &scheme).await
}
