//! Rosters through the JSON door: the same operations as the pages.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Roster, Settings, State,
    plan::{self, Sheet},
    rules::Breach,
};
use crate::{
    calendar::WeekDay,
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, NoContent, Paged, Scope, Tagged, seen},
        error::Result,
        form::Path,
        id::{EmployeeId, RequestId, RosterId, UnitId},
        routes::Routes,
    },
    policy::Place,
    requests::{Opening, Stand},
};

/// A roster without its days.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterLine")]
struct LineView {
    id: RosterId,
    version: i32,
    state: State,
    unit_id: UnitId,
    unit_name: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    share: u8,
    place: Place,
    plan: String,
    made_by_name: String,
    made_at: DateTime<Utc>,
    published_at: Option<DateTime<Utc>>,
}

fn line(one: &Roster) -> LineView {
    let settings = &one.settings;
    LineView {
        id: one.id,
        version: one.version,
        state: one.state,
        unit_id: settings.unit,
        unit_name: one.unit_name.clone(),
        from_on: settings.from_on,
        to_on: settings.to_on,
        share: settings.share,
        place: settings.place,
        plan: settings.plan.clone(),
        made_by_name: one.made_by_name.clone(),
        made_at: one.made_at,
        published_at: one.published_at,
    }
}

/// Where somebody stands on a day.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RosterStand", inline)]
enum StandView {
    /// A place day is possible.
    Open,
    /// A place day is there already.
    Away,
    /// Leave, a trip, or a day off.
    Off,
    /// In the office: by a rule, or because everybody is.
    Office,
}

/// One person and day of a roster.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterCell")]
struct CellView {
    on: NaiveDate,
    stand: StandView,
    /// Planned and not published.
    planned: bool,
    /// The request that was made of it.
    request_id: Option<RequestId>,
    wished: bool,
}

/// One person of a roster.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterPerson")]
struct PersonView {
    employee_id: EmployeeId,
    name: String,
    /// Place days earlier in the quarter.
    before: u32,
    days: Vec<CellView>,
}

/// One day of a roster.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterDay")]
struct DayView {
    on: NaiveDate,
    planned: usize,
    /// Places that are left besides those taken already.
    room: u32,
    /// More places with which everybody could have all their days; nothing where they can.
    more_needed: u32,
}

/// A family of positions of which a rule limits how many may be away.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterFamily")]
struct FamilyView {
    family: String,
    days: Vec<DayView>,
}

/// Something that stands in the way of publishing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterBreach")]
struct BreachView {
    /// `closed`, `cap`, `stretch`, `room` or `family`.
    kind: &'static str,
    employee_id: Option<EmployeeId>,
    /// The family of positions whose places are too few.
    family: Option<String>,
    /// The day, the Monday of the week, or the first day of a stretch.
    on: NaiveDate,
    /// The last day of a stretch of days of which the person may have some only.
    to: Option<NaiveDate>,
    by: u32,
}

/// A roster with everything it rests on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Roster")]
struct SheetView {
    roster: LineView,
    days: Vec<DayView>,
    families: Vec<FamilyView>,
    people: Vec<PersonView>,
    breaches: Vec<BreachView>,
}

fn breach(one: Breach, sheet: &Sheet) -> BreachView {
    let openings = &sheet.openings;
    let (people, days) = (&openings.people, &openings.days);
    let (kind, person, on, by) = match one {
        Breach::Closed { person, day } => ("closed", Some(person), days[day], 1),
        Breach::Cap { person, week, by } => ("cap", Some(person), openings.weeks[week], by),
        Breach::Stretch {
            person, first, by, ..
        } => ("stretch", Some(person), days[first], by),
        Breach::Room { day, by } => ("room", None, days[day], by),
        Breach::Family { day, by, .. } => ("family", None, days[day], by),
    };
    BreachView {
        kind,
        employee_id: person.map(|index| people[index].employee),
        family: match one {
            Breach::Family { family, .. } => Some(openings.families[family].name.clone()),
            _ => None,
        },
        on,
        to: match one {
            Breach::Stretch { last, .. } => Some(days[last]),
            _ => None,
        },
        by,
    }
}

/// The days of a unit, or of a family of its positions.
fn days(sheet: &Sheet, room: &[u32], more: &[u32], family: Option<usize>) -> Vec<DayView> {
    let people = || sheet.openings.people.iter().zip(&sheet.choice);
    let of = |one: &Opening| family.is_none() || one.family == family;
    let days = sheet.openings.days.iter().enumerate();
    days.map(|(index, on)| DayView {
        on: *on,
        planned: people().filter(|(one, row)| of(one) && row[index]).count(),
        room: room[index],
        more_needed: more.get(index).copied().unwrap_or(0),
    })
    .collect()
}

async fn view(sheet: &Sheet) -> Result<SheetView> {
    let more = sheet.more_needed().await?;
    let families = sheet.openings.families.iter().enumerate();
    Ok(SheetView {
        roster: line(&sheet.roster),
        days: days(sheet, &sheet.openings.room, &more.room, None),
        families: families
            .map(|(index, one)| {
                let more = more.families.get(index).map_or(&[][..], Vec::as_slice);
                FamilyView {
                    family: one.name.clone(),
                    days: days(sheet, &one.room, more, Some(index)),
                }
            })
            .collect(),
        people: (0..sheet.openings.people.len())
            .map(|index| person(sheet, index))
            .collect(),
        breaches: sheet
            .breaches
            .iter()
            .map(|one| breach(*one, sheet))
            .collect(),
    })
}

fn person(sheet: &Sheet, index: usize) -> PersonView {
    let one = &sheet.openings.people[index];
    let candidate = &sheet.problem.people[index];
    let cells = sheet.openings.days.iter().enumerate();
    PersonView {
        employee_id: one.employee,
        name: one.name.clone(),
        before: one.before,
        days: cells
            .map(|(day, on)| CellView {
                on: *on,
                stand: match &one.stands[day] {
                    Stand::Open if candidate.open[day] => StandView::Open,
                    Stand::Open | Stand::Office(_) => StandView::Office,
                    Stand::Away => StandView::Away,
                    Stand::Off => StandView::Off,
                },
                planned: sheet.choice[index][day],
                request_id: sheet
                    .published
                    .iter()
                    .find(|(planned, _)| *planned == (one.employee, *on))
                    .map(|(_, request)| *request),
                wished: candidate.wished[day],
            })
            .collect(),
    }
}

fn two() -> u8 {
    2
}

/// What a roster is planned with.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MakeRoster")]
struct MakeIn {
    unit_id: UnitId,
    /// Tomorrow at the earliest.
    from_on: Date,
    /// At most six weeks later.
    to_on: Date,
    /// Place days a week for each person, at most.
    #[serde(default = "two")]
    #[schemars(range(min = 1, max = 6))]
    share: u8,
    place: Place,
    #[serde(default)]
    #[schemars(length(max = 200))]
    place_detail: String,
    /// Weekdays on which everybody is in the office.
    #[serde(default)]
    #[schemars(length(max = 7))]
    office_weekdays: Vec<WeekDay>,
    #[serde(default)]
    #[schemars(length(max = 31))]
    office_dates: Vec<Date>,
    /// What will be delivered on the days.
    #[schemars(length(min = 1, max = 500))]
    plan: String,
}

/// POST /team/rosters
async fn make(mut cx: Cx, Json(input): Json<MakeIn>) -> Result<Created<SheetView>> {
    let settings = Settings {
        unit: input.unit_id,
        from_on: input.from_on.0,
        to_on: input.to_on.0,
        share: input.share,
        place: input.place,
        place_detail: input.place_detail.trim().to_owned(),
        office_weekdays: WeekDay::ALL.map(|day| input.office_weekdays.contains(&day)),
        office_dates: input.office_dates.iter().map(|day| day.0).collect(),
        plan: input.plan.trim().to_owned(),
    };
    let id = plan::make(&mut cx, settings).await?;
    let sheet = plan::show(&mut cx, id).await?;
    let location = format!("/api/v1/team/rosters/{id}");
    Ok(Created::at(location, view(&sheet).await?))
}

/// GET /team/rosters
async fn list(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let units = plan::led_units(&mut cx).await?;
    let all = plan::list(&mut cx, &units).await?;
    Ok(Json(Paged::whole(all.iter().map(line).collect())))
}

async fn again(cx: &mut Cx, id: RosterId) -> Result<Tagged<SheetView>> {
    let sheet = plan::show(cx, id).await?;
    Ok(Tagged(sheet.roster.version, view(&sheet).await?))
}

/// GET /team/rosters/{id}
async fn show(mut cx: Cx, Path(id): Path<RosterId>) -> Result<Tagged<SheetView>> {
    again(&mut cx, id).await
}

/// A person's planned day.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterPlannedDay")]
struct PlannedIn {
    employee_id: EmployeeId,
    on: Date,
}

/// The days of a draft, in place of those it has.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterDays")]
struct DaysIn {
    /// Or `If-Match`.
    version: Option<i32>,
    #[schemars(length(max = 20000))]
    days: Vec<PlannedIn>,
}

/// PUT /team/rosters/{id}/days
async fn keep(
    mut cx: Cx,
    Path(id): Path<RosterId>,
    matched: IfMatch,
    Json(input): Json<DaysIn>,
) -> Result<Tagged<SheetView>> {
    let days: Vec<_> = input
        .days
        .iter()
        .map(|day| (day.employee_id, day.on.0))
        .collect();
    plan::keep(&mut cx, id, seen(matched, input.version)?, &days).await?;
    again(&mut cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterVersion")]
struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /team/rosters/{id}/proposal
async fn propose(
    mut cx: Cx,
    Path(id): Path<RosterId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<SheetView>> {
    plan::propose(&mut cx, id, seen(matched, input.version)?).await?;
    again(&mut cx, id).await
}

/// What became of one person's days.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterFate")]
struct FateView {
    name: String,
    /// As few as the rules about the length of a request allow.
    request_ids: Vec<RequestId>,
    /// Why not, where not all could be assigned.
    detail: Option<String>,
}

/// POST /team/rosters/{id}/publication
async fn publish(
    mut cx: Cx,
    Path(id): Path<RosterId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Json<Paged<FateView>>> {
    let fates = plan::publish(&mut cx, id, seen(matched, input.version)?).await?;
    let lang = cx.lang();
    let fates = fates.into_iter().map(|fate| FateView {
        detail: fate.why(lang),
        name: fate.name,
        request_ids: fate.requests,
    });
    Ok(Json(Paged::whole(fates.collect())))
}

/// DELETE /team/rosters/{id}
async fn discard(mut cx: Cx, Path(id): Path<RosterId>, matched: IfMatch) -> Result<NoContent> {
    plan::discard(&mut cx, id, seen(matched, None)?).await?;
    Ok(NoContent)
}

/// The weekdays one would like.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterWishes")]
struct Wishes {
    #[schemars(length(max = 7))]
    weekdays: Vec<WeekDay>,
}

/// GET /me/wishes
async fn wishes(mut cx: Cx) -> Result<Json<Wishes>> {
    let wished = plan::own_wishes(&mut cx).await?;
    let weekdays = WeekDay::ALL.into_iter().zip(wished);
    Ok(Json(Wishes {
        weekdays: weekdays
            .filter(|(_, yes)| *yes)
            .map(|(day, _)| day)
            .collect(),
    }))
}

/// PUT /me/wishes
async fn wish(mut cx: Cx, Json(input): Json<Wishes>) -> Result<Json<Wishes>> {
    let wished = WeekDay::ALL.map(|day| input.weekdays.contains(&day));
    plan::wish(&mut cx, wished).await?;
    Ok(Json(input))
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{DecisionsRead as Read, DecisionsWrite as Write};
    let decides = Can::DecideRequests;
    routes
        .api_get(
            "/team/rosters",
            decides,
            Read,
            Doc::new("rosters.list", "The rosters of one's units"),
            list,
        )
        .api_post(
            "/team/rosters",
            decides,
            Write,
            Doc::new("rosters.make", "Plan a unit's days: a draft with a proposal that keeps every limit")
                .about("The days are shared evenly over the quarter; wished days are met where that costs nobody. Nothing holds before it is published and each person has confirmed."),
            make,
        )
        .api_get(
            "/team/rosters/{id}",
            decides,
            Read,
            Doc::new("rosters.show", "A roster, judged as things stand now"),
            show,
        )
        .api_put(
            "/team/rosters/{id}/days",
            decides,
            Write,
            Doc::new("rosters.keep", "Put other days in a draft"),
            keep,
        )
        .api_post(
            "/team/rosters/{id}/proposal",
            decides,
            Write,
            Doc::new("rosters.propose", "Propose a draft's days anew"),
            propose,
        )
        .api_post(
            "/team/rosters/{id}/publication",
            decides,
            Write,
            Doc::new("rosters.publish", "Assign the planned days, in as few requests for each person as the rules allow"),
            publish,
        )
        .api_delete(
            "/team/rosters/{id}",
            decides,
            Write,
            Doc::new("rosters.discard", "Throw a draft away; the version in `If-Match`"),
            discard,
        )
        .api_get(
            "/me/wishes",
            Can::BeEmployee,
            Scope::RequestsRead,
            Doc::new("rosters.wishes", "The weekdays one would like to work elsewhere"),
            wishes,
        )
        .api_put(
            "/me/wishes",
            Can::BeEmployee,
            Scope::RequestsWrite,
            Doc::new("rosters.wish", "Say which weekdays one would like; a wish, not a promise"),
            wish,
        )
}
