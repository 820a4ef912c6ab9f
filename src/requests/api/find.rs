//! Searching a colleague.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Half,
    kernel::{
        cx::Cx,
        door::{Json, Paged, Query, cursor},
        error::Result,
        id::EmployeeId,
    },
    policy::Place,
    requests::{
        Where,
        find::{self, Day, Found, Seen},
    },
};

/// Who is searched for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A part of the name, or for HR the beginning of a NIP; at least two letters.
    #[schemars(length(min = 2, max = 100))]
    q: String,
    /// `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

/// Where somebody is, as far as it may be seen.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FoundWhere", inline)]
pub enum Is {
    Office,
    Flexible,
    Leave,
    Trip,
    Off,
    /// On leave or on a trip: which, is not for these eyes.
    Away,
}

/// One half of a day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FoundHalf")]
pub struct HalfView {
    on: NaiveDate,
    part: Half,
    is: Is,
    /// Null where the place is not for these eyes.
    place: Option<Place>,
    /// Asked for and not decided yet.
    pending: bool,
}

/// Somebody who was found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Colleague")]
pub struct FoundView {
    employee_id: EmployeeId,
    name: String,
    position: String,
    unit_name: String,
    /// Seen as the unit's own people see it; otherwise in brief: in the office, elsewhere or away.
    full: bool,
    /// Today, then the next working days.
    halves: Vec<HalfView>,
    /// What the person gave for today's flexible day.
    contact: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

fn half(on: NaiveDate, part: Half, seen: &Seen) -> HalfView {
    let (is, place, pending) = match seen {
        Seen::Exactly(Where::At { place, pending }) => (Is::Flexible, Some(*place), *pending),
        Seen::Exactly(Where::Leave) => (Is::Leave, None, false),
        Seen::Exactly(Where::Trip) => (Is::Trip, None, false),
        Seen::Exactly(Where::Office) | Seen::Office => (Is::Office, None, false),
        Seen::Exactly(Where::Off(_)) | Seen::Off => (Is::Off, None, false),
        Seen::Elsewhere => (Is::Flexible, None, false),
        Seen::Away => (Is::Away, None, false),
    };
    HalfView {
        on,
        part,
        is,
        place,
        pending,
    }
}

fn view(one: Found) -> FoundView {
    let halves = |day: &Day| {
        [
            half(day.on, Half::Morning, &day.morning),
            half(day.on, Half::Afternoon, &day.afternoon),
        ]
    };
    FoundView {
        employee_id: one.id,
        name: one.name,
        position: one.position,
        unit_name: one.unit_name,
        full: one.full,
        halves: one.days.iter().flat_map(halves).collect(),
        contact: one.contact,
        email: one.email,
        phone: one.phone,
    }
}

/// Colleagues by name.
pub async fn search(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Json<Paged<FoundView>>> {
    let after = cursor(asked.after.as_deref(), cx.agency())?;
    let found = find::find(&mut cx, &asked.q, after.as_ref()).await?;
    Ok(Json(Paged::of(found, view)))
}
