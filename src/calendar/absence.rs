//! Leave and official trips that HR enters and cancels; nobody their own.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::entries as store;
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Reason, Result},
    form::Check,
    id::{AbsenceId, EmployeeId},
};

/// The longest absence that is entered in one piece.
const MOST_DAYS: u64 = 366;

/// The form as it is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AbsenceForm {
    /// A NIP, or a name that only one person has.
    pub who: String,
    pub kind: String,
    pub from_on: String,
    pub to_on: String,
    pub half: String,
    pub note: String,
}

/// An absence that can be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAbsence {
    pub kind: &'static str,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub halves: i16,
    pub note: String,
}

/// Reads the form; every problem at once. Without an end the absence is of one day.
pub fn checked(form: &AbsenceForm, check: &mut Check) -> Option<NewAbsence> {
    let kind = match check.choice("kind", &form.kind, &["leave", "official_trip"]) {
        "official_trip" => "official_trip",
        _ => "leave",
    };
    let from = check.date("from_on", &form.from_on);
    let to = check.optional_date("to_on", &form.to_on).or(from);
    let halves = match check.choice("half", &form.half, &["full", "morning", "afternoon"]) {
        "morning" => 1,
        "afternoon" => 2,
        _ => 3,
    };
    let note = check.optional("note", &form.note, 300);
    let (from, to) = (from?, to?);
    check.ensure(from <= to, "to_on", "absence-order");
    check.ensure(
        to <= from.checked_add_days(Days::new(MOST_DAYS)).unwrap_or(from),
        "to_on",
        "absence-long",
    );
    check.ensure(halves == 3 || from == to, "half", "absence-half");
    Some(NewAbsence {
        kind,
        from,
        to,
        halves,
        note,
    })
}

/// The active person whom an officer typed by NIP, or by a name that only one has; or what is wrong with the field `who`.
pub async fn person_named(cx: &mut Cx, who: &str) -> Result<Result<EmployeeId, FieldError>> {
    let who = who.trim();
    if who.is_empty() {
        return Ok(Err(FieldError::new("who", "required")));
    }
    let agency = cx.agency();
    let found = store::find_employee(cx.conn(), agency, who).await?;
    Ok(match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(FieldError::new("who", "absence-nobody")),
        _ => Err(FieldError::new("who", "absence-several")),
    })
}

/// Enters an absence of somebody else.
pub async fn enter(cx: &mut Cx, form: &AbsenceForm) -> Result<AbsenceId> {
    cx.require(Can::ManagePeople)?;
    let mut check = Check::new();
    let who = person_named(cx, &form.who).await?;
    if let Err(error) = &who {
        check.fail(error.clone());
    }
    let absence = checked(form, &mut check);
    check.done()?;
    let (Ok(employee), Some(absence)) = (who, absence) else {
        return Err(Error::BadRequest("form"));
    };
    let (agency, now) = (cx.agency(), cx.now());
    store::lock_employee(cx.conn(), agency, employee).await?;
    if cx.actor().own() == Some(employee) {
        return Err(Reason::new("own-absence").into());
    }
    if store::overlaps(cx.conn(), agency, employee, &absence).await? {
        return Err(Reason::new("absence-overlap").into());
    }
    let id = AbsenceId::new();
    let by = cx.actor().identity.map(|id| id.0);
    store::insert_absence(cx.conn(), agency, id, employee, &absence, by, now).await?;
    audit::record(
        cx,
        Event::new("absence-entered", "employee", employee.0)
            .with("kind", absence.kind)
            .with("from", absence.from.to_string())
            .with("to", absence.to.to_string())
            .with("halves", absence.halves),
    )
    .await?;
    Ok(id)
}

/// Cancels an absence of somebody else, unless somebody was faster.
pub async fn cancel(cx: &mut Cx, id: AbsenceId, version: i32) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let (employee, stored, cancelled) = store::lock_absence(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    if stored != version || cancelled {
        return Err(Error::Conflict("changed"));
    }
    if cx.actor().own() == Some(employee) {
        return Err(Reason::new("own-absence").into());
    }
    store::cancel_absence(cx.conn(), agency, id, now).await?;
    audit::record(
        cx,
        Event::new("absence-cancelled", "employee", employee.0).with("absence", id.to_string()),
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(from: &str, to: &str, half: &str) -> AbsenceForm {
        AbsenceForm {
            kind: "leave".into(),
            from_on: from.into(),
            to_on: to.into(),
            half: half.into(),
            ..AbsenceForm::default()
        }
    }

    fn codes(form: &AbsenceForm) -> Vec<&'static str> {
        let mut check = Check::new();
        checked(form, &mut check);
        match check.done() {
            Err(Error::Invalid(fields)) => fields.into_iter().map(|field| field.code).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_half_belongs_to_a_single_day_and_the_end_comes_after_the_start() {
        assert!(codes(&form("2026-11-24", "", "morning")).is_empty());
        assert_eq!(
            codes(&form("2026-11-24", "2026-11-25", "morning")),
            ["absence-half"]
        );
        assert_eq!(
            codes(&form("2026-11-24", "2026-11-20", "full")),
            ["absence-order"]
        );
        assert_eq!(
            codes(&form("2026-01-01", "2028-01-01", "full")),
            ["absence-long"]
        );
    }
}
