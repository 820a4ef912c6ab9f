//! Where people say they work, and what attendance systems saw.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::team::{HalfView, half_of_where};
use crate::{
    calendar::Half,
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Date, Doc, Json, NoContent, Scope},
        error::{Error, Result},
        form::Path,
        id::EmployeeId,
        routes::Routes,
    },
    presence::{self, At, Fate, Kind, Mark, Observed},
    requests::presence::{self as facts, Facts, PersonDays},
};

/// The most sightings of one call.
const MOST: usize = 1_000;

/// A day with its four facts: planned (a half that waits) and approved in `halves`, declared and observed in `marks`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PresenceDay")]
struct DayView {
    on: NaiveDate,
    halves: [HalfView; 2],
    marks: Vec<Mark>,
    /// How what was declared or observed differs from what was approved.
    #[schemars(schema_with = "differences")]
    difference: Option<&'static str>,
    reviewed_by: Option<String>,
    reviewed_at: Option<DateTime<Utc>>,
    review_note: Option<String>,
}

fn differences(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"type": ["string", "null"], "enum": ["unapproved", "elsewhere", "came_in", "seen", null]})
}

impl From<Facts> for DayView {
    fn from(day: Facts) -> Self {
        let halves = [
            half_of_where(&day.morning, day.on, Half::Morning),
            half_of_where(&day.afternoon, day.on, Half::Afternoon),
        ];
        let (by, at, note) = match day.review {
            Some(one) => (Some(one.by_name), Some(one.at), Some(one.note)),
            None => (None, None, None),
        };
        Self {
            on: day.on,
            halves,
            marks: day.presence.marks,
            difference: day.difference.map(facts::Difference::code),
            reviewed_by: by,
            reviewed_at: at,
            review_note: note,
        }
    }
}

/// Somebody's last days, today first.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PresenceDays")]
struct PersonView {
    employee_id: EmployeeId,
    name: String,
    days: Vec<DayView>,
}

impl From<PersonDays> for PersonView {
    fn from(one: PersonDays) -> Self {
        Self {
            employee_id: one.person,
            name: one.name,
            days: one.days.into_iter().map(DayView::from).collect(),
        }
    }
}

/// GET /me/presence
async fn own(mut cx: Cx) -> Result<Json<PersonView>> {
    let me = cx.employee()?;
    Ok(Json(facts::of_person(&mut cx, me).await?.into()))
}

/// GET /employees/{id}/presence
async fn of(mut cx: Cx, Path(id): Path<EmployeeId>) -> Result<Json<PersonView>> {
    Ok(Json(facts::of_person(&mut cx, id).await?.into()))
}

/// GET /team/presence
async fn led(mut cx: Cx) -> Result<Json<Vec<PersonView>>> {
    let all = facts::of_led(&mut cx).await?;
    Ok(Json(all.into_iter().map(PersonView::from).collect()))
}

/// Where one works from now on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PresenceStart")]
struct StartIn {
    place: At,
    #[serde(default)]
    #[schemars(length(max = 200))]
    note: String,
}

/// The end of work.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "PresenceEnd")]
struct EndIn {
    #[schemars(length(max = 200))]
    note: String,
}

/// POST /me/presence/start
async fn start(mut cx: Cx, Json(input): Json<StartIn>) -> Result<Json<PersonView>> {
    presence::start(&mut cx, input.place, &input.note).await?;
    own(cx).await
}

/// POST /me/presence/end
async fn end(mut cx: Cx, Json(input): Json<EndIn>) -> Result<Json<PersonView>> {
    presence::finish(&mut cx, &input.note).await?;
    own(cx).await
}

/// A look at a day.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PresenceReview")]
struct ReviewIn {
    on: Date,
    #[serde(default)]
    #[schemars(length(max = 500))]
    note: String,
}

/// POST /employees/{id}/presence/review
async fn review(
    mut cx: Cx,
    Path(who): Path<EmployeeId>,
    Json(input): Json<ReviewIn>,
) -> Result<NoContent> {
    facts::review(&mut cx, who, input.on.0, &input.note).await?;
    Ok(NoContent)
}

/// One thing that a system saw.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PresenceSighting")]
struct SeenIn {
    #[schemars(length(max = 30))]
    nip: String,
    at: DateTime<Utc>,
    kind: Kind,
    /// Left out when the system does not know.
    place: Option<At>,
    /// The system's own number of it: sent again it changes nothing.
    #[schemars(length(min = 1, max = 120))]
    key: String,
}

/// What a system saw.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PresenceSightings")]
struct SightingsIn {
    /// The system's name, such as `SIMPEG`.
    #[schemars(length(min = 1, max = 80))]
    device: String,
    #[schemars(length(min = 1, max = MOST))]
    seen: Vec<SeenIn>,
}

/// What became of one of them.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PresenceSightingFate")]
enum FateView {
    Kept,
    /// It was here before.
    Repeated,
    /// Nobody active has this NIP.
    UnknownNip,
    /// It lies ahead, or more than 62 days back.
    OutsideDays,
    /// It concerns whoever brings it.
    OwnRecord,
}

/// What became of them, in the order they came.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PresenceSightingFates")]
struct FatesView {
    fates: Vec<FateView>,
}

/// POST /presence/observations
async fn observe(mut cx: Cx, Json(input): Json<SightingsIn>) -> Result<Json<FatesView>> {
    if input.seen.is_empty() || input.seen.len() > MOST {
        return Err(Error::field("seen", "choice"));
    }
    let seen: Vec<Observed> = input
        .seen
        .into_iter()
        .map(|one| Observed {
            nip: one.nip,
            at: one.at,
            kind: one.kind,
            place: one.place,
            key: one.key,
        })
        .collect();
    let fates = presence::observe(&mut cx, &input.device, &seen).await?;
    let fates = fates.into_iter().map(|fate| match fate {
        Fate::Kept => FateView::Kept,
        Fate::Repeated => FateView::Repeated,
        Fate::Unknown => FateView::UnknownNip,
        Fate::When => FateView::OutsideDays,
        Fate::Own => FateView::OwnRecord,
    });
    Ok(Json(FatesView {
        fates: fates.collect(),
    }))
}

/// The routes of presence.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{
        CalendarWrite, DecisionsRead, DecisionsWrite, RequestsRead as Read, RequestsWrite as Write,
    };
    let own_ = Can::BeEmployee;
    routes
        .api_get("/me/presence", own_, Read, Doc::new("presence.own", "One's own last 31 days: approved, declared, observed"), own)
        .api_post(
            "/me/presence/start",
            own_,
            Write,
            Doc::new("presence.start", "Say where one works from now on")
                .about("Marks are added and never changed: a new place ends the one before.")
                .example(r#"{"place": "home"}"#),
            start,
        )
        .api_post("/me/presence/end", own_, Write, Doc::new("presence.end", "Say that one stops working now"), end)
        .api_get(
            "/employees/{id}/presence",
            Can::SignIn,
            Read,
            Doc::new("presence.of", "A person's last 31 days").about("For the person, whoever decides for them, HR and the leader."),
            of,
        )
        .api_get(
            "/team/presence",
            Can::DecideRequests,
            DecisionsRead,
            Doc::new("presence.led", "The last 31 days of those one decides for"),
            led,
        )
        .api_post(
            "/employees/{id}/presence/review",
            Can::DecideRequests,
            DecisionsWrite,
            Doc::new("presence.review", "Note that a day that differs was looked at; never one's own")
                .about("Nothing follows by itself; the person is told."),
            review,
        )
        .api_post(
            "/presence/observations",
            Can::ManagePeople,
            CalendarWrite,
            Doc::new("presence.observe", "Bring what an attendance system saw")
                .about("At most a thousand. Each is known by the system's name and its own number, so that it may be sent again. What stands against one does not touch the others.")
                .example(r#"{"device": "Mesin lobi", "seen": [{"nip": "198001012005011001", "at": "2026-11-17T00:31:00Z", "kind": "start", "place": "office", "key": "A-1"}]}"#),
            observe,
        )
}
