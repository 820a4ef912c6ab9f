//! What the calendars of an agency rest on, in one statement: every page that knows a day asks for it.

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    calendar::{DateRange, DayHours, Holiday, HolidayKind, HoursSet, WeekPattern},
    kernel::{
        error::Result,
        id::{AgencyId, UnitId},
    },
};

/// A day that an agency, or one of its units, keeps free or works although it is a national day off.
#[derive(Debug, Deserialize)]
pub struct AgencyDay {
    pub on: NaiveDate,
    pub name: String,
    pub working: bool,
    pub unit: Option<UnitId>,
}

/// Hours of a season from a date on.
pub struct HoursRow {
    pub ramadan: bool,
    pub from_on: NaiveDate,
    pub hours: HoursSet,
}

/// Days off, hours, Ramadan, and the agency's own week and zone.
pub struct Common {
    pub national: Vec<Holiday>,
    pub own: Vec<AgencyDay>,
    pub ramadan: Vec<DateRange>,
    /// Every set of hours the agency has entered.
    pub hours: Vec<HoursRow>,
    pub week: WeekPattern,
    pub zone: String,
    /// The units that were asked for and those above them.
    pub offices: Vec<OfficeRow>,
}

/// A unit with what its calendar depends on.
#[derive(Debug, Deserialize)]
pub struct OfficeRow {
    pub id: UnitId,
    #[serde(rename = "parent_id")]
    pub parent: Option<UnitId>,
    /// Of the unit, else of the agency.
    week: i32,
    pub zone: String,
}

impl OfficeRow {
    /// Its working days of a week.
    pub fn week(&self) -> WeekPattern {
        pattern(self.week)
    }
}

fn pattern(days: i32) -> WeekPattern {
    match days {
        6 => WeekPattern::Six,
        _ => WeekPattern::Five,
    }
}

#[derive(Debug, Deserialize)]
struct NationalDay {
    on_date: NaiveDate,
    name_id: String,
    name_en: String,
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Hours {
    season: String,
    from_on: NaiveDate,
    mon_thu_start: NaiveTime,
    mon_thu_end: NaiveTime,
    mon_thu_break: i16,
    fri_start: NaiveTime,
    fri_end: NaiveTime,
    fri_break: i16,
    sat_start: Option<NaiveTime>,
    sat_end: Option<NaiveTime>,
    sat_break: i16,
}

#[derive(Debug, Deserialize)]
struct Period {
    from_on: NaiveDate,
    to_on: NaiveDate,
}

/// Reads it for the days of a range and some units (every unit of the agency when `units` is none).
pub async fn common(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: Option<&[Uuid]>,
    range: DateRange,
) -> Result<Common> {
    let row = sqlx::query!(
        r#"with recursive wanted as (
               select u.id, u.parent_id, u.week_pattern, u.time_zone from units u
               where u.agency_id = $1 and ($4::uuid[] is null or u.id = any($4))
               union
               select p.id, p.parent_id, p.week_pattern, p.time_zone from wanted w join units p on p.agency_id = $1 and p.id = w.parent_id)
           select a.time_zone, coalesce(s.week_pattern, 5) as "week!",
               (select coalesce(json_agg(n order by n.on_date, n.kind desc), '[]') from national_days n where n.on_date between $2 and $3)
                   as "national!: Json<Vec<NationalDay>>",
               (select coalesce(json_agg(json_build_object('on', d.on_date, 'name', d.name, 'working', d.kind = 'working', 'unit', d.unit_id)), '[]')
                   from agency_days d where d.agency_id = $1 and d.on_date between $2 and $3) as "own!: Json<Vec<AgencyDay>>",
               (select coalesce(json_agg(r order by r.from_on), '[]') from ramadan_periods r where r.from_on <= $3 and r.to_on >= $2)
                   as "ramadan!: Json<Vec<Period>>",
               (select coalesce(json_agg(h order by h.from_on), '[]') from working_hours h where h.agency_id = $1) as "hours!: Json<Vec<Hours>>",
               (select coalesce(json_agg(json_build_object('id', w.id, 'parent_id', w.parent_id, 'week', coalesce(w.week_pattern, s.week_pattern, 5),
                   'zone', coalesce(w.time_zone, a.time_zone))), '[]') from wanted w) as "offices!: Json<Vec<OfficeRow>>"
           from agencies a left join agency_settings s on s.agency_id = a.id where a.id = $1"#,
        agency.0,
        range.from,
        range.to,
        units
    )
    .fetch_one(conn)
    .await?;
    Ok(Common {
        national: row.national.0.into_iter().map(Holiday::from).collect(),
        own: row.own.0,
        ramadan: row
            .ramadan
            .0
            .into_iter()
            .map(|period| DateRange {
                from: period.from_on,
                to: period.to_on,
            })
            .collect(),
        hours: row.hours.0.into_iter().map(HoursRow::from).collect(),
        week: pattern(row.week),
        zone: row.time_zone,
        offices: row.offices.0,
    })
}

impl From<NationalDay> for Holiday {
    fn from(row: NationalDay) -> Self {
        Self {
            on: row.on_date,
            name_id: row.name_id,
            name_en: row.name_en,
            kind: if row.kind == "national" {
                HolidayKind::National
            } else {
                HolidayKind::JointLeave
            },
        }
    }
}

impl From<Hours> for HoursRow {
    fn from(row: Hours) -> Self {
        let day = |start: NaiveTime, end: NaiveTime, pause: i16| DayHours {
            start,
            end,
            break_minutes: u16::try_from(pause).unwrap_or(0),
        };
        Self {
            ramadan: row.season == "ramadan",
            from_on: row.from_on,
            hours: HoursSet {
                mon_thu: day(row.mon_thu_start, row.mon_thu_end, row.mon_thu_break),
                fri: day(row.fri_start, row.fri_end, row.fri_break),
                sat: row
                    .sat_start
                    .zip(row.sat_end)
                    .map(|(start, end)| day(start, end, row.sat_break)),
            },
        }
    }
}
