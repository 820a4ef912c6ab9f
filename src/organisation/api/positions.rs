//! Positions through the JSON door, with their task criteria.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::units::FateView;
use crate::{
    kernel::{
        cx::Cx,
        door::{Created, IfMatch, Json, Paged, Query, Sheet, Tagged, cursor, seen, typed},
        error::Result,
        export::Kind,
        form::Path,
        id::PositionId,
        list::{self, Cursor, Listing},
    },
    organisation::{
        Position,
        pages::positions as pages,
        position::{self, Bulk, Form},
        store,
    },
};

/// A position and its task criteria (PermenPANRB 4/2025 art. 23); null is "not yet decided".
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Position")]
pub struct PositionView {
    id: PositionId,
    version: i32,
    name: String,
    family: Option<String>,
    jenjang: Option<String>,
    kelas: Option<i16>,
    outside_office: Option<bool>,
    no_special_room: Option<bool>,
    uses_ict: Option<bool>,
    little_face_to_face: Option<bool>,
    little_supervision: Option<bool>,
    /// Whether the duties need shifts: days over 8 hours 30 minutes, or more than five days a week. Bears on nothing about place.
    shift_work: Option<bool>,
    /// Whether the duties are not bound to the agency's hours; false: no own working hours.
    hours_not_bound: Option<bool>,
    outside_duty: bool,
    decided: bool,
    holders: i64,
}

impl From<Position> for PositionView {
    fn from(one: Position) -> Self {
        let [outside, room, ict, face, supervision] = one.flags;
        let [shift_work, hours_not_bound] = one.times;
        Self {
            id: one.id,
            version: one.version,
            name: one.name,
            family: one.family,
            jenjang: one.jenjang,
            kelas: one.kelas,
            outside_office: outside,
            no_special_room: room,
            uses_ict: ict,
            little_face_to_face: face,
            little_supervision: supervision,
            shift_work,
            hours_not_bound,
            outside_duty: one.outside_duty,
            decided: one.decided,
            holders: one.holders,
        }
    }
}

/// How far a position is.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PositionState", inline)]
pub enum StateIn {
    Undecided,
    Decided,
    /// All five criteria are met.
    Passing,
}

/// What narrows the list.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    #[schemars(length(max = 100))]
    q: Option<String>,
    state: Option<StateIn>,
    /// `next` of the page before.
    after: Option<String>,
}

fn state_code(state: Option<StateIn>) -> &'static str {
    match state {
        None => "",
        Some(StateIn::Undecided) => "undecided",
        Some(StateIn::Decided) => "decided",
        Some(StateIn::Passing) => "passing",
    }
}

/// Positions by name.
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<Paged<PositionView>>> {
    let agency = cx.agency();
    let like = list::like(search.q.as_deref().unwrap_or_default());
    let filter = store::positions::Filter {
        like: like.as_deref(),
        state: state_code(search.state),
    };
    let after = cursor(search.after.as_deref(), agency)?;
    let found =
        store::positions::list(cx.conn(), agency, &filter, after.as_ref(), list::PAGE + 1).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |row| Cursor {
        key: row.name.to_lowercase(),
        id: row.id.0,
    });
    Ok(Json(Paged::of(listing, PositionView::from)))
}

/// The whole list as a file.
pub async fn export(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<Search>,
) -> Result<Sheet> {
    let wanted = pages::Search {
        q: search.q.unwrap_or_default(),
        state: state_code(search.state).to_owned(),
        ..pages::Search::default()
    };
    pages::sheet(&mut cx, kind, &wanted).await
}

async fn again(mut cx: Cx, id: PositionId) -> Result<Tagged<PositionView>> {
    let agency = cx.agency();
    let one = store::positions::find(cx.conn(), agency, id).await?;
    Ok(Tagged(one.version, one.into()))
}

/// One position.
pub async fn show(cx: Cx, Path(id): Path<PositionId>) -> Result<Tagged<PositionView>> {
    again(cx, id).await
}

/// The facts of a position.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PositionFacts")]
pub struct FactsIn {
    #[schemars(length(min = 1, max = 300))]
    name: String,
    #[schemars(length(max = 120))]
    family: Option<String>,
    #[schemars(length(max = 60))]
    jenjang: Option<String>,
    #[schemars(range(min = 1, max = 17))]
    kelas: Option<i16>,
    outside_office: Option<bool>,
    no_special_room: Option<bool>,
    uses_ict: Option<bool>,
    little_face_to_face: Option<bool>,
    little_supervision: Option<bool>,
    /// Whether the duties need shifts: days over 8 hours 30 minutes, or more than five days a week. Bears on nothing about place.
    shift_work: Option<bool>,
    /// Whether the duties are not bound to the agency's hours; false: no own working hours.
    hours_not_bound: Option<bool>,
    #[serde(default)]
    outside_duty: bool,
    /// The version that was seen, when changed; or `If-Match`.
    version: Option<i32>,
}

fn answer(flag: Option<bool>) -> String {
    typed(flag.map(|yes| if yes { "yes" } else { "no" }))
}

impl FactsIn {
    fn form(&self, version: String) -> Form {
        Form {
            name: self.name.clone(),
            family: typed(self.family.as_ref()),
            jenjang: typed(self.jenjang.as_ref()),
            kelas: typed(self.kelas),
            outside_office: answer(self.outside_office),
            no_special_room: answer(self.no_special_room),
            uses_ict: answer(self.uses_ict),
            little_face_to_face: answer(self.little_face_to_face),
            little_supervision: answer(self.little_supervision),
            shift_work: answer(self.shift_work),
            hours_not_bound: answer(self.hours_not_bound),
            outside_duty: self.outside_duty.to_string(),
            version,
        }
    }
}

/// Adds a position; its criteria may stay undecided.
pub async fn create(mut cx: Cx, Json(input): Json<FactsIn>) -> Result<Created<PositionView>> {
    let id = position::create(&mut cx, &input.form(String::new())).await?;
    let agency = cx.agency();
    let one = store::positions::find(cx.conn(), agency, id).await?;
    Ok(Created::at(format!("/api/v1/positions/{id}"), one.into()))
}

/// Changes a position.
pub async fn edit(
    mut cx: Cx,
    Path(id): Path<PositionId>,
    matched: IfMatch,
    Json(input): Json<FactsIn>,
) -> Result<Tagged<PositionView>> {
    let version = seen(matched, input.version)?;
    position::edit(&mut cx, id, &input.form(version.to_string())).await?;
    again(cx, id).await
}

/// A position as it was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PositionItem")]
pub struct ItemIn {
    id: PositionId,
    version: i32,
}

/// Criteria for several positions; what is left out stays.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PositionFlags")]
pub struct FlagsIn {
    #[schemars(length(min = 1, max = 500))]
    items: Vec<ItemIn>,
    outside_office: Option<bool>,
    no_special_room: Option<bool>,
    uses_ict: Option<bool>,
    little_face_to_face: Option<bool>,
    little_supervision: Option<bool>,
    /// Whether the duties need shifts: days over 8 hours 30 minutes, or more than five days a week. Bears on nothing about place.
    shift_work: Option<bool>,
    /// Whether the duties are not bound to the agency's hours; false: no own working hours.
    hours_not_bound: Option<bool>,
    outside_duty: Option<bool>,
}

/// Sets criteria on exactly these positions.
pub async fn flags(mut cx: Cx, Json(input): Json<FlagsIn>) -> Result<Json<FateView>> {
    let bulk = Bulk {
        pick: input
            .items
            .iter()
            .map(|item| format!("{}:{}", item.id, item.version))
            .collect(),
        outside_office: answer(input.outside_office),
        no_special_room: answer(input.no_special_room),
        uses_ict: answer(input.uses_ict),
        little_face_to_face: answer(input.little_face_to_face),
        little_supervision: answer(input.little_supervision),
        shift_work: answer(input.shift_work),
        hours_not_bound: answer(input.hours_not_bound),
        outside_duty: answer(input.outside_duty),
        back: String::new(),
    };
    Ok(Json(position::set_flags(&mut cx, &bulk).await?.into()))
}
