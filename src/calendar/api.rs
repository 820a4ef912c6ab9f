//! The calendar through the JSON door: days off, working hours; leave and trips beside it.

mod absences;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    HoursSet, WeekPattern,
    days::{self, DayForm, HoursForm, NationalForm, RamadanForm},
    load_offices,
    store::{self, entries},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{self, Date, Doc, Json, NoContent, Paged, Query, Scope, TIME, typed},
    error::{Error, Result},
    form::Path,
    routes::Routes,
};

/// Which year.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct YearIn {
    /// This year when left out.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i32>,
}

/// A day that every agency has off, or not.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NationalDay")]
pub struct NationalView {
    id: Uuid,
    on: NaiveDate,
    name_id: String,
    name_en: String,
    /// `national` or `joint_leave`.
    kind: String,
    /// `ditetapkan` (decreed) or `perkiraan` (expected).
    status: String,
    legal_basis: String,
}

/// A day of the agency's own.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AgencyDay")]
pub struct OwnDayView {
    id: Uuid,
    on: NaiveDate,
    name: String,
    /// `holiday` or `working`.
    kind: String,
    /// The unit it is for; null for the whole agency.
    unit: Option<String>,
}

/// Working time of one day, local time.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DayHours")]
pub struct HoursView {
    start: String,
    end: String,
    break_minutes: u16,
}

/// Working time of a week.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WeekHours")]
pub struct WeekHoursView {
    monday_to_thursday: HoursView,
    friday: HoursView,
    saturday: Option<HoursView>,
}

/// First and last day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Period")]
pub struct PeriodView {
    from: NaiveDate,
    to: NaiveDate,
}

/// A year of the agency.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CalendarYear")]
pub struct YearView {
    year: i32,
    /// Working days a week, where a unit has no other.
    week_days: u8,
    national_days: Vec<NationalView>,
    agency_days: Vec<OwnDayView>,
    ramadan: Vec<PeriodView>,
    normal_hours: WeekHoursView,
    ramadan_hours: WeekHoursView,
}

fn hours_view(set: &HoursSet) -> WeekHoursView {
    let one = |day: &super::DayHours| HoursView {
        start: day.start.format("%H:%M").to_string(),
        end: day.end.format("%H:%M").to_string(),
        break_minutes: day.break_minutes,
    };
    WeekHoursView {
        monday_to_thursday: one(&set.mon_thu),
        friday: one(&set.fri),
        saturday: set.sat.as_ref().map(one),
    }
}

fn national(row: entries::NationalRow) -> NationalView {
    NationalView {
        id: row.id,
        on: row.on_date,
        name_id: row.name_id,
        name_en: row.name_en,
        kind: row.kind,
        status: row.status,
        legal_basis: row.legal_basis,
    }
}

fn range_of(cx: &Cx, asked: &YearIn) -> Result<(i32, super::DateRange)> {
    let year = asked.year.unwrap_or_else(|| cx.today().year());
    let range = days::year(year)
        .filter(|_| (2000..=2100).contains(&year))
        .ok_or(Error::field("year", "choice"))?;
    Ok((year, range))
}

async fn year(mut cx: Cx, Query(asked): Query<YearIn>) -> Result<Json<YearView>> {
    let (agency, today) = (cx.agency(), cx.today());
    let (year, range) = range_of(&cx, &asked)?;
    let calendars = load_offices(cx.conn(), agency, Some(&[]), range).await?;
    let input = calendars.agency(today);
    Ok(Json(YearView {
        year,
        week_days: if input.week == WeekPattern::Six { 6 } else { 5 },
        normal_hours: hours_view(&input.hours.normal),
        ramadan_hours: hours_view(&input.hours.ramadan),
        national_days: entries::national_rows(cx.conn(), range)
            .await?
            .into_iter()
            .map(national)
            .collect(),
        agency_days: entries::own_days(cx.conn(), agency, range)
            .await?
            .into_iter()
            .map(|row| OwnDayView {
                id: row.id,
                on: row.on_date,
                name: row.name,
                kind: row.kind,
                unit: row.unit,
            })
            .collect(),
        ramadan: store::ramadan(cx.conn(), range)
            .await?
            .into_iter()
            .map(|days| PeriodView {
                from: days.from,
                to: days.to,
            })
            .collect(),
    }))
}

/// What a day of the agency's own is.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AgencyDayKind")]
pub enum DayKindIn {
    Holiday,
    Working,
}

/// A day of the agency's own.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewAgencyDay")]
pub struct DayIn {
    on: Date,
    #[schemars(length(min = 1, max = 120))]
    name: String,
    kind: DayKindIn,
    /// A unit's name or code; the whole agency when left out.
    #[schemars(length(max = 300))]
    unit: Option<String>,
}

async fn add_day(mut cx: Cx, Json(input): Json<DayIn>) -> Result<NoContent> {
    let form = DayForm {
        on_date: input.on.to_string(),
        name: input.name,
        kind: match input.kind {
            DayKindIn::Holiday => "holiday",
            DayKindIn::Working => "working",
        }
        .to_owned(),
        unit: typed(input.unit),
    };
    days::add_day(&mut cx, &form).await?;
    Ok(NoContent)
}

async fn remove_day(mut cx: Cx, Path(id): Path<Uuid>) -> Result<NoContent> {
    days::remove_day(&mut cx, id).await?;
    Ok(NoContent)
}

/// Working time of one day, local time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewDayHours")]
pub struct HoursIn {
    #[schemars(regex(pattern = TIME))]
    start: String,
    #[schemars(regex(pattern = TIME))]
    end: String,
    #[schemars(range(min = 0, max = 240))]
    break_minutes: u16,
}

/// Which hours.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Season")]
pub enum SeasonIn {
    Normal,
    Ramadan,
}

/// Working time of a season from a date on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewWeekHours")]
pub struct WeekHoursIn {
    season: SeasonIn,
    /// Today at the earliest.
    from_on: Date,
    monday_to_thursday: HoursIn,
    friday: HoursIn,
    saturday: Option<HoursIn>,
}

async fn set_hours(mut cx: Cx, Json(input): Json<WeekHoursIn>) -> Result<NoContent> {
    let saturday = input.saturday.unwrap_or(HoursIn {
        start: String::new(),
        end: String::new(),
        break_minutes: 0,
    });
    let form = HoursForm {
        season: match input.season {
            SeasonIn::Normal => "normal",
            SeasonIn::Ramadan => "ramadan",
        }
        .to_owned(),
        from_on: input.from_on.to_string(),
        mon_thu_start: input.monday_to_thursday.start,
        mon_thu_end: input.monday_to_thursday.end,
        mon_thu_break: input.monday_to_thursday.break_minutes.to_string(),
        fri_start: input.friday.start,
        fri_end: input.friday.end,
        fri_break: input.friday.break_minutes.to_string(),
        sat_start: saturday.start,
        sat_end: saturday.end,
        sat_break: saturday.break_minutes.to_string(),
    };
    days::set_hours(&mut cx, &form).await?;
    Ok(NoContent)
}

async fn national_days(
    mut cx: Cx,
    Query(asked): Query<YearIn>,
) -> Result<Json<Paged<NationalView>>> {
    let (_, range) = range_of(&cx, &asked)?;
    let rows = entries::national_rows(cx.conn(), range).await?;
    let items = rows.into_iter().map(national).collect();
    Ok(Json(Paged::whole(items)))
}

/// A day for every agency.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewNationalDay")]
pub struct NationalIn {
    on: Date,
    #[schemars(length(min = 1, max = 120))]
    name_id: String,
    #[schemars(length(min = 1, max = 120))]
    name_en: String,
    /// `national` or `joint_leave`.
    kind: String,
    /// `ditetapkan` (decreed) or `perkiraan` (expected).
    status: String,
    #[serde(default)]
    #[schemars(length(max = 300))]
    legal_basis: String,
}

async fn add_national(mut cx: Cx, Json(input): Json<NationalIn>) -> Result<NoContent> {
    let form = NationalForm {
        on_date: input.on.to_string(),
        name_id: input.name_id,
        name_en: input.name_en,
        kind: input.kind,
        status: input.status,
        legal_basis: input.legal_basis,
    };
    days::add_national(&mut cx, &form).await?;
    Ok(NoContent)
}

async fn remove_national(mut cx: Cx, Path(id): Path<Uuid>) -> Result<NoContent> {
    days::remove_national(&mut cx, id).await?;
    Ok(NoContent)
}

/// A Ramadan.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRamadan")]
pub struct RamadanIn {
    from_on: Date,
    to_on: Date,
    #[serde(default)]
    #[schemars(length(max = 200))]
    source: String,
}

async fn set_ramadan(mut cx: Cx, Json(input): Json<RamadanIn>) -> Result<NoContent> {
    let form = RamadanForm {
        from_on: input.from_on.to_string(),
        to_on: input.to_on.to_string(),
        source: input.source,
    };
    days::set_ramadan(&mut cx, &form).await?;
    Ok(NoContent)
}

const DAY: &str = r#"{"on":"2026-12-28","name":"Hari jadi","kind":"holiday"}"#;
const HOURS: &str = r#"{"season":"normal","from_on":"2026-12-01","monday_to_thursday":{"start":"07:30","end":"16:00","break_minutes":60},"friday":{"start":"07:30","end":"16:30","break_minutes":90}}"#;
const NATIONAL: &str = r#"{"on":"2027-11-17","name_id":"Hari uji","name_en":"Test day","kind":"national","status":"perkiraan"}"#;

/// The routes of the calendar.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{CalendarRead as Read, CalendarWrite as Write};
    let (hr, overseer) = (Can::ManagePeople, Can::OverseeAgencies);
    routes
        .api_get(
            "/calendar",
            hr,
            Read,
            Doc::new("calendar.year", "A year: days off, Ramadan, working hours"),
            year,
        )
        .api_post(
            "/calendar/days",
            hr,
            Write,
            Doc::new("calendar.add_day", "Add a day of the agency's own").example(DAY),
            add_day,
        )
        .api_delete(
            "/calendar/days/{id}",
            hr,
            Write,
            Doc::new("calendar.remove_day", "Take a day of the agency's own away"),
            remove_day,
        )
        .api_put(
            "/calendar/hours",
            hr,
            Write,
            Doc::new("calendar.set_hours", "Set the working hours of a season").example(HOURS),
            set_hours,
        )
        .api_get(
            "/absences",
            hr,
            Read,
            Doc::new("calendar.absences", "Leave and official trips"),
            absences::list,
        )
        .api_get(
            "/absences/export/{format}",
            hr,
            Read,
            Doc::new("calendar.export_absences", "Leave and trips as a file")
                .about(door::WHOLE_LIST),
            absences::export,
        )
        .api_post(
            "/absences",
            hr,
            Write,
            Doc::new(
                "calendar.add_absence",
                "Enter leave or a trip of somebody else",
            ),
            absences::enter,
        )
        .api_post(
            "/absences/{id}/cancellation",
            hr,
            Write,
            Doc::new(
                "calendar.cancel_absence",
                "Cancel leave or a trip of somebody else",
            ),
            absences::cancel,
        )
        .api_get(
            "/national-days",
            overseer,
            Read,
            Doc::new("calendar.national_days", "National days of a year"),
            national_days,
        )
        .api_post(
            "/national-days",
            overseer,
            Write,
            Doc::new("calendar.add_national_day", "Add a national day").example(NATIONAL),
            add_national,
        )
        .api_delete(
            "/national-days/{id}",
            overseer,
            Write,
            Doc::new("calendar.remove_national_day", "Take a national day away"),
            remove_national,
        )
        .api_put(
            "/ramadan",
            overseer,
            Write,
            Doc::new("calendar.set_ramadan", "Set a Ramadan")
                .example(r#"{"from_on":"2027-02-08","to_on":"2027-03-09"}"#),
            set_ramadan,
        )
}
