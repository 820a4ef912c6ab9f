//! Who is where.

use chrono::{Days, NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shown::StrengthView;
use crate::{
    calendar::{DateRange, Half, WeekPattern},
    kernel::{
        cx::Cx,
        door::{Date, Json, Paged, Query},
        error::Result,
        id::{EmployeeId, UnitId},
    },
    policy::Place,
    requests::{
        Board, Where,
        board::Member,
        hours::Keeping,
        month::{OfficeDay, office_days},
        rules::monday,
        sight::{chosen_unit, visible_units},
    },
};

/// Which week of which unit.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Which {
    /// Any day of the week; this week when left out.
    week: Option<Date>,
    /// One's own unit when left out.
    unit: Option<UnitId>,
}

/// Where somebody is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Whereabouts", inline)]
pub enum Is {
    Office,
    Flexible,
    Leave,
    Trip,
    Off,
}

/// One half of a day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TeamHalf")]
pub struct HalfView {
    on: NaiveDate,
    part: Half,
    is: Is,
    place: Option<Place>,
    /// Asked for and not decided yet.
    pending: bool,
}

/// A day worked by own start and end, decided ones only.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnDay")]
pub struct OwnDayView {
    on: NaiveDate,
    /// `06:30`
    start: String,
    /// `15:00`
    end: String,
}

/// One person's days.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TeamMember")]
pub struct MemberView {
    employee_id: EmployeeId,
    name: String,
    position: String,
    halves: Vec<HalfView>,
    /// Days worked by own hours, wherever; on the others the office's hold.
    own_hours: Vec<OwnDayView>,
}

impl MemberView {
    /// Both halves of each day of a person, and from when to when it is worked.
    pub fn of(board: &Board, keeping: &Keeping, member: &Member, days: &[NaiveDate]) -> Self {
        let text = |at: NaiveTime| at.format("%H:%M").to_string();
        let own = |on: &NaiveDate| {
            let times = keeping.times(member.id, *on, board)?;
            Some(OwnDayView {
                on: *on,
                start: text(times.start),
                end: text(times.end),
            })
        };
        Self {
            own_hours: days.iter().filter_map(own).collect(),
            employee_id: member.id,
            name: member.name.clone(),
            position: member.position.clone(),
            halves: days
                .iter()
                .flat_map(|on| [(*on, Half::Morning), (*on, Half::Afternoon)])
                .map(|(on, part)| half(board, member.id, on, part))
                .collect(),
        }
    }
}

/// The office on one day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TeamDay")]
pub struct CoverView {
    pub on: NaiveDate,
    pub working: bool,
    pub strength: StrengthView,
}

impl CoverView {
    /// The office on a day.
    pub fn of(day: &OfficeDay) -> Self {
        Self {
            on: day.on,
            working: day.working,
            strength: day.strength.into(),
        }
    }
}

/// A unit's week.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TeamWeek")]
pub struct WeekView {
    unit_id: UnitId,
    unit_name: String,
    monday: NaiveDate,
    days: Vec<CoverView>,
    members: Vec<MemberView>,
}

/// Where somebody is in one half of a day.
pub fn half(board: &Board, who: EmployeeId, on: NaiveDate, part: Half) -> HalfView {
    half_of_where(&board.place(who, on, part), on, part)
}

/// The same of what is known.
pub fn half_of_where(at: &Where, on: NaiveDate, part: Half) -> HalfView {
    let (is, place, pending) = match *at {
        Where::Off(_) => (Is::Off, None, false),
        Where::Leave => (Is::Leave, None, false),
        Where::Trip => (Is::Trip, None, false),
        Where::At { place, pending } => (Is::Flexible, Some(place), pending),
        Where::Office => (Is::Office, None, false),
    };
    HalfView {
        on,
        part,
        is,
        place,
        pending,
    }
}

/// One week of a unit.
pub async fn week(mut cx: Cx, Query(which): Query<Which>) -> Result<Json<WeekView>> {
    let (agency, today) = (cx.agency(), cx.today());
    let units = visible_units(&mut cx).await?;
    let unit = chosen_unit(&mut cx, &units, which.unit).await?;
    let start = monday(which.week.map_or(today + Days::new(1), |day| day.0));
    let range = DateRange {
        from: start,
        to: start + Days::new(6),
    };
    let board = Board::load(cx.conn(), agency, &[unit], None, range).await?;
    let six = board.calendars.office(unit, start).week == WeekPattern::Six;
    let days: Vec<NaiveDate> = start.iter_days().take(if six { 6 } else { 5 }).collect();
    let office = office_days(&mut cx, &board, unit, days.iter().copied()).await?;
    let everybody: Vec<_> = board.members.iter().map(|member| member.id).collect();
    let keeping = Keeping::load(cx.conn(), agency, &everybody, range).await?;
    Ok(Json(WeekView {
        unit_id: unit,
        unit_name: board
            .units
            .get(&unit)
            .map(|info| info.name.clone())
            .unwrap_or_default(),
        monday: start,
        days: office.iter().map(CoverView::of).collect(),
        members: board
            .members
            .iter()
            .map(|member| MemberView::of(&board, &keeping, member, &days))
            .collect(),
    }))
}

/// A unit that may be looked at.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TeamUnit")]
pub struct UnitView {
    id: UnitId,
    name: String,
}

/// The units whose weeks the acting person may see.
pub async fn units(mut cx: Cx) -> Result<Json<Paged<UnitView>>> {
    let units = visible_units(&mut cx).await?;
    Ok(Json(Paged::whole(
        units
            .into_iter()
            .map(|(id, name)| UnitView { id, name })
            .collect(),
    )))
}
