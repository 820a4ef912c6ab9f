//! The agency's own days and hours, and the national calendar that the ministry keeps.

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use uuid::Uuid;

use super::{DayHours, HoursSet, entries as store};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Result},
    form::Check,
    id::UnitId,
};

/// A day of the agency as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DayForm {
    pub on_date: String,
    pub name: String,
    pub kind: String,
    /// Empty for the whole agency.
    pub unit: String,
}

/// Adds a day that the agency, or a unit and those below it, keeps free or works.
pub async fn add_day(cx: &mut Cx, form: &DayForm) -> Result<()> {
    cx.require(Can::ManagePeople)?;
    let (agency, now) = (cx.agency(), cx.now());
    let mut check = Check::new();
    let on = check.date("on_date", &form.on_date);
    let name = check.text("name", &form.name, 120);
    let kind = check.choice("kind", &form.kind, &["holiday", "working"]);
    let unit: Option<UnitId> = match form.unit.trim() {
        "" => None,
        typed => {
            let found = store::find_unit(cx.conn(), agency, typed).await?;
            check.ensure(found.len() == 1, "unit", "calendar-unit");
            found.first().copied()
        }
    };
    check.done()?;
    let on = on.ok_or(Error::BadRequest("form"))?;
    let id = Uuid::now_v7();
    if !store::insert_day(cx.conn(), agency, id, on, &name, kind, unit, now).await? {
        return Err(Error::Invalid(vec![FieldError::new(
            "on_date",
            "calendar-day-exists",
        )]));
    }
    audit::record(
        cx,
        Event::new("agency-day-added", "agency_day", id)
            .with("on", on.to_string())
            .with("kind", kind)
            .with("unit", unit.map(|unit| unit.to_string())),
    )
    .await
}

/// Takes a day of the agency away.
pub async fn remove_day(cx: &mut Cx, id: Uuid) -> Result<()> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    let on = store::delete_day(cx.conn(), agency, id)
        .await?
        .ok_or(Error::NotFound)?;
    audit::record(
        cx,
        Event::new("agency-day-removed", "agency_day", id).with("on", on.to_string()),
    )
    .await
}

/// Working hours as the form sends them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HoursForm {
    pub season: String,
    pub from_on: String,
    pub mon_thu_start: String,
    pub mon_thu_end: String,
    pub mon_thu_break: String,
    pub fri_start: String,
    pub fri_end: String,
    pub fri_break: String,
    pub sat_start: String,
    pub sat_end: String,
    pub sat_break: String,
}

fn time(check: &mut Check, field: &str, value: &str) -> Option<NaiveTime> {
    let value = value.trim().replace('.', ":");
    let found = ["%H:%M", "%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(&value, format).ok());
    check.ensure(found.is_some(), field, "calendar-time");
    found
}

fn day(check: &mut Check, prefix: &str, from: &str, to: &str, pause: &str) -> Option<DayHours> {
    let field = |name: &str| format!("{prefix}_{name}");
    let start = time(check, &field("start"), from);
    let end = time(check, &field("end"), to);
    let minutes = check.number(&field("break"), pause, 0, 240);
    let (start, end, minutes) = (start?, end?, minutes?);
    let worked = (end - start).num_minutes() - minutes;
    check.ensure(worked > 0, &field("end"), "calendar-hours-order");
    Some(DayHours {
        start,
        end,
        break_minutes: u16::try_from(minutes).unwrap_or(0),
    })
}

/// Reads the hours of a week; Saturday may stay open.
pub fn checked_hours(form: &HoursForm, check: &mut Check) -> Option<HoursSet> {
    let mon_thu = day(
        check,
        "mon_thu",
        &form.mon_thu_start,
        &form.mon_thu_end,
        &form.mon_thu_break,
    );
    let fri = day(
        check,
        "fri",
        &form.fri_start,
        &form.fri_end,
        &form.fri_break,
    );
    let sat = if form.sat_start.trim().is_empty() && form.sat_end.trim().is_empty() {
        None
    } else {
        let pause = if form.sat_break.trim().is_empty() {
            "0"
        } else {
            &form.sat_break
        };
        day(check, "sat", &form.sat_start, &form.sat_end, pause)
    };
    Some(HoursSet {
        mon_thu: mon_thu?,
        fri: fri?,
        sat,
    })
}

/// Sets the hours of a season from a date on, today at the earliest.
pub async fn set_hours(cx: &mut Cx, form: &HoursForm) -> Result<()> {
    cx.require(Can::ManagePeople)?;
    let (agency, today) = (cx.agency(), cx.today());
    let mut check = Check::new();
    let season = check.choice("season", &form.season, &["normal", "ramadan"]);
    let from = check.date("from_on", &form.from_on);
    check.ensure(
        from.is_none_or(|from| from >= today),
        "from_on",
        "calendar-past",
    );
    let hours = checked_hours(form, &mut check);
    check.done()?;
    let (Some(from), Some(hours)) = (from, hours) else {
        return Err(Error::BadRequest("form"));
    };
    let id = Uuid::now_v7();
    store::upsert_hours(cx.conn(), agency, id, season, from, &hours).await?;
    audit::record(
        cx,
        Event::new("working-hours-set", "agency", agency.0)
            .with("season", season)
            .with("from", from.to_string()),
    )
    .await
}

/// A national day as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NationalForm {
    pub on_date: String,
    pub name_id: String,
    pub name_en: String,
    pub kind: String,
    pub status: String,
    pub legal_basis: String,
}

/// Adds a national holiday or joint leave.
pub async fn add_national(cx: &mut Cx, form: &NationalForm) -> Result<()> {
    cx.require(Can::OverseeAgencies)?;
    let mut check = Check::new();
    let on = check.date("on_date", &form.on_date);
    let name_id = check.text("name_id", &form.name_id, 120);
    let name_en = check.text("name_en", &form.name_en, 120);
    let kind = check.choice("kind", &form.kind, &["national", "joint_leave"]);
    let status = check.choice("status", &form.status, &["ditetapkan", "perkiraan"]);
    let basis = check.optional("legal_basis", &form.legal_basis, 300);
    check.done()?;
    let on = on.ok_or(Error::BadRequest("form"))?;
    let id = Uuid::now_v7();
    let day = store::NationalRow {
        id,
        on_date: on,
        name_id,
        name_en,
        kind: kind.to_owned(),
        status: status.to_owned(),
        legal_basis: basis,
    };
    if !store::insert_national(cx.conn(), &day).await? {
        return Err(Error::field("on_date", "calendar-day-exists"));
    }
    audit::record(
        cx,
        Event::new("national-day-added", "national_day", id)
            .with("on", on.to_string())
            .with("kind", kind),
    )
    .await
}

/// Takes a national day away.
pub async fn remove_national(cx: &mut Cx, id: Uuid) -> Result<()> {
    cx.require(Can::OverseeAgencies)?;
    let on = store::delete_national(cx.conn(), id)
        .await?
        .ok_or(Error::NotFound)?;
    audit::record(
        cx,
        Event::new("national-day-removed", "national_day", id).with("on", on.to_string()),
    )
    .await
}

/// Ramadan as announced.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RamadanForm {
    pub from_on: String,
    pub to_on: String,
    pub source: String,
}

/// Sets the Ramadan that begins in the year of its first day (Perpres 21/2023 article 4).
pub async fn set_ramadan(cx: &mut Cx, form: &RamadanForm) -> Result<()> {
    cx.require(Can::OverseeAgencies)?;
    let mut check = Check::new();
    let from = check.date("from_on", &form.from_on);
    let to = check.date("to_on", &form.to_on);
    let source = check.optional("source", &form.source, 200);
    if let (Some(from), Some(to)) = (from, to) {
        let days = (to - from).num_days() + 1;
        check.ensure((28..=31).contains(&days), "to_on", "calendar-ramadan");
    }
    check.done()?;
    let (Some(from), Some(to)) = (from, to) else {
        return Err(Error::BadRequest("form"));
    };
    let id = Uuid::now_v7();
    store::upsert_ramadan(cx.conn(), id, from, to, &source).await?;
    audit::record(
        cx,
        Event::new("ramadan-set", "ramadan", id)
            .with("from", from.to_string())
            .with("to", to.to_string()),
    )
    .await
}

/// The first and last day of a year.
pub fn year(year: i32) -> Option<super::DateRange> {
    Some(super::DateRange {
        from: NaiveDate::from_ymd_opt(year, 1, 1)?,
        to: NaiveDate::from_ymd_opt(year, 12, 31)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_with_dot_or_colon_and_must_leave_time_to_work() {
        let mut form = HoursForm {
            mon_thu_start: "07.30".into(),
            mon_thu_end: "16:00".into(),
            mon_thu_break: "60".into(),
            fri_start: "07.30".into(),
            fri_end: "16.30".into(),
            fri_break: "90".into(),
            ..HoursForm::default()
        };
        let mut check = Check::new();
        let hours = checked_hours(&form, &mut check).unwrap();
        assert!(check.is_ok());
        assert_eq!(
            (hours.mon_thu.net_minutes(), hours.fri.net_minutes()),
            (450, 450)
        );
        form.fri_end = "08.00".into();
        let mut check = Check::new();
        checked_hours(&form, &mut check);
        assert!(!check.is_ok());
    }
}
