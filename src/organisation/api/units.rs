//! Units through the JSON door: the tree, facts, heads and stand-ins.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    kernel::{
        cx::Cx,
        door::{Created, Date, IfMatch, Json, NoContent, Paged, Query, Sheet, Tagged, seen, typed},
        error::{Error, Result},
        export::Kind,
        form::Path,
        id::{EmployeeId, UnitId},
    },
    organisation::{
        Acting, ActingHead, Person, Unit, UnitRow, Visibility, pages,
        stand_in::{self, StandIn},
        store,
        unit::{self, Fate, Form, Head},
    },
};

/// A unit of the tree.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnitLine")]
pub struct LineView {
    id: UnitId,
    version: i32,
    code: String,
    parent_id: Option<UnitId>,
    name: String,
    place: String,
    direct_service: bool,
    min_on_site: Option<i16>,
    active: bool,
    head_name: Option<String>,
    proposed_head_name: Option<String>,
    people: i64,
}

impl From<UnitRow> for LineView {
    fn from(row: UnitRow) -> Self {
        Self {
            id: row.id,
            version: row.version,
            code: row.code,
            parent_id: row.parent,
            name: row.name,
            place: row.place,
            direct_service: row.direct_service,
            min_on_site: row.min_on_site,
            active: row.active,
            head_name: row.head,
            proposed_head_name: row.proposed,
            people: row.people,
        }
    }
}

/// A stand-in at the head of a unit.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StandIn")]
pub struct ActingView {
    id: Uuid,
    employee_id: EmployeeId,
    name: String,
    kind: Acting,
    from_on: NaiveDate,
    to_on: NaiveDate,
    /// The day on which it was ended; null: it runs, or ran, its course.
    ended_on: Option<NaiveDate>,
    /// The head who named the stand-in; null: HR.
    named_by: Option<String>,
    /// On leave for a part of what is left of the period: then whoever stands above decides.
    away: bool,
    open: bool,
}

impl From<ActingHead> for ActingView {
    fn from(one: ActingHead) -> Self {
        Self {
            id: one.id,
            employee_id: one.employee,
            name: one.name,
            kind: one.kind,
            from_on: one.from_on,
            to_on: one.to_on,
            ended_on: one.ended_on,
            named_by: one.named_by,
            away: one.away,
            open: one.open,
        }
    }
}

/// Somebody of a unit.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnitMember")]
pub struct MemberView {
    id: EmployeeId,
    name: String,
    nip: String,
    position: String,
}

impl From<Person> for MemberView {
    fn from(one: Person) -> Self {
        Self {
            id: one.id,
            name: one.name,
            nip: one.nip,
            position: one.position_name,
        }
    }
}

/// A unit with its head, stand-ins and people.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Unit")]
pub struct UnitView {
    id: UnitId,
    version: i32,
    code: Option<String>,
    parent_id: Option<UnitId>,
    name: String,
    head_title: Option<String>,
    head_id: Option<EmployeeId>,
    head_name: Option<String>,
    proposed_head_id: Option<EmployeeId>,
    proposed_head_name: Option<String>,
    place: String,
    /// The official code of its regency or city; null: the parent's.
    region: Option<String>,
    time_zone: Option<String>,
    direct_service: bool,
    min_on_site: Option<i16>,
    week_pattern: Option<i16>,
    /// Who besides those who may see its week learns where its people are.
    visibility: Visibility,
    active: bool,
    stand_ins: Vec<ActingView>,
    members: Vec<MemberView>,
}

/// Which units a file holds.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// A word of the name, the code or the place.
    #[schemars(length(max = 100))]
    q: Option<String>,
}

/// The units as a file.
pub async fn export(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<Search>,
) -> Result<Sheet> {
    let q = search.q.unwrap_or_default();
    pages::units::sheet(&mut cx, kind, &q).await
}

async fn view(cx: &mut Cx, one: Unit) -> Result<UnitView> {
    let (agency, today) = (cx.agency(), cx.today());
    let stand_ins = store::stand_ins::of_unit(cx.conn(), agency, one.id, today).await?;
    let members = store::structure::members_of_unit(cx.conn(), agency, one.id).await?;
    Ok(UnitView {
        id: one.id,
        version: one.version,
        code: one.code,
        parent_id: one.parent,
        name: one.name,
        head_title: one.head_title,
        head_id: one.head,
        head_name: one.head_name,
        proposed_head_id: one.proposed_head,
        proposed_head_name: one.proposed_name,
        place: one.place,
        region: one.region,
        time_zone: one.time_zone,
        direct_service: one.direct_service,
        min_on_site: one.min_on_site,
        week_pattern: one.week_pattern,
        visibility: one.visibility,
        active: one.active,
        stand_ins: stand_ins.into_iter().map(ActingView::from).collect(),
        members: members.into_iter().map(MemberView::from).collect(),
    })
}

async fn again(mut cx: Cx, id: UnitId) -> Result<Tagged<UnitView>> {
    let agency = cx.agency();
    let one = store::units::find(cx.conn(), agency, id).await?;
    Ok(Tagged(one.version, view(&mut cx, one).await?))
}

/// The whole tree, parents before children.
pub async fn list(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let (agency, today) = (cx.agency(), cx.today());
    let rows = store::units::list(cx.conn(), agency, today).await?;
    let items = rows.into_iter().map(LineView::from).collect();
    Ok(Json(Paged::whole(items)))
}

/// One unit.
pub async fn show(cx: Cx, Path(id): Path<UnitId>) -> Result<Tagged<UnitView>> {
    again(cx, id).await
}

fn yes() -> bool {
    true
}

/// The facts of a unit.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "UnitFacts")]
pub struct FactsIn {
    #[schemars(length(min = 1, max = 300))]
    name: String,
    #[schemars(length(max = 60))]
    code: Option<String>,
    parent_id: Option<UnitId>,
    #[serde(default)]
    #[schemars(length(max = 200))]
    place: String,
    /// Regency or city by its official code, such as `33.18`, or its full name; the parent's when left out.
    #[schemars(length(max = 120))]
    region: Option<String>,
    /// `Asia/Jakarta`, `Asia/Makassar` or `Asia/Jayapura`; the agency's when left out.
    time_zone: Option<String>,
    #[serde(default)]
    direct_service: bool,
    #[schemars(range(min = 0, max = 10000))]
    min_on_site: Option<i16>,
    /// 5 or 6 working days a week; the agency's when left out.
    #[schemars(range(min = 5, max = 6))]
    week_pattern: Option<i16>,
    /// `unit` at first; left as it is when left out.
    visibility: Option<Visibility>,
    #[schemars(length(max = 200))]
    head_title: Option<String>,
    #[serde(default = "yes")]
    active: bool,
    /// The version that was seen, when changed; or `If-Match`.
    version: Option<i32>,
}

impl FactsIn {
    fn form(&self, version: String) -> Form {
        Form {
            name: self.name.clone(),
            code: typed(self.code.as_ref()),
            parent: typed(self.parent_id),
            place: self.place.clone(),
            region: typed(self.region.as_ref()),
            time_zone: typed(self.time_zone.as_ref()),
            direct_service: self.direct_service.to_string(),
            min_on_site: typed(self.min_on_site),
            week_pattern: typed(self.week_pattern),
            visibility: typed(self.visibility.map(Visibility::code)),
            head_title: typed(self.head_title.as_ref()),
            active: self.active.to_string(),
            version,
        }
    }
}

/// Opens a unit.
pub async fn create(mut cx: Cx, Json(input): Json<FactsIn>) -> Result<Created<UnitView>> {
    let id = unit::create(&mut cx, &input.form(String::new())).await?;
    let agency = cx.agency();
    let one = store::units::find(cx.conn(), agency, id).await?;
    let shown = view(&mut cx, one).await?;
    Ok(Created::at(format!("/api/v1/units/{id}"), shown))
}

/// Changes a unit.
pub async fn edit(
    mut cx: Cx,
    Path(id): Path<UnitId>,
    matched: IfMatch,
    Json(input): Json<FactsIn>,
) -> Result<Tagged<UnitView>> {
    let version = seen(matched, input.version)?;
    unit::edit(&mut cx, id, &input.form(version.to_string())).await?;
    again(cx, id).await
}

/// Who leads a unit.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "UnitHead")]
pub struct HeadIn {
    /// Null leaves the unit without a head.
    employee_id: Option<EmployeeId>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// The NIP that names an employee to the operations of the form.
pub async fn nip_of(cx: &mut Cx, field: &str, id: EmployeeId) -> Result<String> {
    let agency = cx.agency();
    match store::employees::find(cx.conn(), agency, id).await {
        Ok(person) => Ok(person.nip),
        Err(Error::NotFound) => Err(Error::field(field, "person-unknown")),
        Err(error) => Err(error),
    }
}

/// Names the head of a unit, or nobody; never oneself.
pub async fn head(
    mut cx: Cx,
    Path(id): Path<UnitId>,
    matched: IfMatch,
    Json(input): Json<HeadIn>,
) -> Result<Tagged<UnitView>> {
    let head = match input.employee_id {
        Some(person) => nip_of(&mut cx, "employee_id", person).await?,
        None => String::new(),
    };
    let input = Head {
        head,
        version: seen(matched, input.version)?.to_string(),
    };
    unit::set_head(&mut cx, id, &input).await?;
    again(cx, id).await
}

/// What becomes of the head that an import proposed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "HeadProposal")]
pub struct ProposalIn {
    confirm: bool,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Confirms or sets aside a proposed head.
pub async fn proposal(
    mut cx: Cx,
    Path(id): Path<UnitId>,
    matched: IfMatch,
    Json(input): Json<ProposalIn>,
) -> Result<Tagged<UnitView>> {
    let version = seen(matched, input.version)?.to_string();
    unit::decide_proposed(&mut cx, id, &version, input.confirm).await?;
    again(cx, id).await
}

/// A unit as it was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "UnitItem")]
pub struct ItemIn {
    id: UnitId,
    version: i32,
}

/// Units whose proposed heads are confirmed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "UnitItems")]
pub struct ItemsIn {
    #[schemars(length(min = 1, max = 500))]
    items: Vec<ItemIn>,
}

/// What became of many.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BulkFate")]
pub struct FateView {
    done: i64,
    /// Changed meanwhile, or not there.
    changed: i64,
    /// Refused because one's own record would be touched.
    own: i64,
}

impl From<Fate> for FateView {
    fn from(fate: Fate) -> Self {
        Self {
            done: fate.done,
            changed: fate.changed,
            own: fate.own,
        }
    }
}

/// Confirms several proposed heads.
pub async fn confirm_heads(mut cx: Cx, Json(input): Json<ItemsIn>) -> Result<Json<FateView>> {
    let picks: Vec<String> = input
        .items
        .iter()
        .map(|item| format!("{}:{}", item.id, item.version))
        .collect();
    Ok(Json(unit::confirm_heads(&mut cx, &picks).await?.into()))
}

/// Who stands in for the head, and when.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StandInFacts")]
pub struct ActingIn {
    employee_id: EmployeeId,
    kind: Acting,
    from_on: Date,
    to_on: Date,
    /// The unit's version; or `If-Match`.
    version: Option<i32>,
}

/// Names a stand-in.
pub async fn acting(
    mut cx: Cx,
    Path(id): Path<UnitId>,
    matched: IfMatch,
    Json(input): Json<ActingIn>,
) -> Result<Tagged<UnitView>> {
    let form = StandIn {
        person: nip_of(&mut cx, "employee_id", input.employee_id).await?,
        kind: input.kind.code().to_owned(),
        from_on: input.from_on.to_string(),
        to_on: input.to_on.to_string(),
        version: seen(matched, input.version)?.to_string(),
    };
    stand_in::name(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// Ends a stand-in today.
pub async fn end_acting(mut cx: Cx, Path((id, record)): Path<(UnitId, Uuid)>) -> Result<NoContent> {
    stand_in::end(&mut cx, id, record).await?;
    Ok(NoContent)
}
