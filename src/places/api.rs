//! Agreements about offices through the JSON door.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Agreement, Side, State,
    agree::{self, Answer, End, Typed},
    ahead, store,
};
use crate::{
    calendar::WeekDay,
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, Paged, Scope, Tagged, seen},
        error::Result,
        form::Path,
        id::AgreementId,
        routes::Routes,
    },
};
use chrono::{DateTime, NaiveDate, Utc};

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Can::SetWindows;
    use Scope::{WindowsRead, WindowsWrite};
    routes
        .api_get(
            "/places",
            SetWindows,
            WindowsRead,
            Doc::new("places.list", "Agreements about offices, newest first")
                .about("Those in which the agency is host or guest, at most 200."),
            list,
        )
        .api_post(
            "/places",
            SetWindows,
            WindowsWrite,
            Doc::new("places.offer", "Offer seats in an office to another agency")
                .about("HR or the leader. The other agency accepts or declines; until then nobody can come."),
            offer,
        )
        .api_get(
            "/places/open",
            Can::BeEmployee,
            Scope::RequestsRead,
            Doc::new("places.open", "Offices of other agencies in which one may ask to work")
                .about("A request names one by `agreement_id`."),
            open,
        )
        .api_get(
            "/places/{id}",
            SetWindows,
            WindowsRead,
            Doc::new("places.show", "One of them, with the guests per day")
                .about("Numbers only: who comes never crosses the agencies."),
            show,
        )
        .api_post(
            "/places/{id}/answer",
            SetWindows,
            WindowsWrite,
            Doc::new("places.answer", "Accept or decline an offer"),
            answer,
        )
        .api_post(
            "/places/{id}/withdrawal",
            SetWindows,
            WindowsWrite,
            Doc::new("places.withdraw", "Take back an offer that is not answered"),
            withdraw,
        )
        .api_post(
            "/places/{id}/end",
            SetWindows,
            WindowsWrite,
            Doc::new("places.end", "End an agreement with notice")
                .about("By either side. Days until the last one stand; those after it end, and the people concerned are told."),
            end,
        )
}

/// An agreement as this side sees it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Agreement")]
pub struct AgreementView {
    pub id: AgreementId,
    pub version: i32,
    pub side: Side,
    pub state: State,
    pub host_name: String,
    pub guest_name: String,
    pub place: String,
    pub address: String,
    /// The official code of its regency or city, where the host says so.
    pub region: Option<String>,
    /// Guests a day, at most.
    pub seats: u16,
    pub weekdays: Vec<WeekDay>,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub number: String,
    pub note: String,
    pub reason: String,
    pub ended_by: Option<Side>,
    /// Its last day since it was ended.
    pub stops_on: Option<NaiveDate>,
    pub offered_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The guests of each day from today on; empty in a list.
    pub days: Vec<GuestDayView>,
}

impl From<Agreement> for AgreementView {
    fn from(one: Agreement) -> Self {
        Self {
            id: one.id,
            version: one.version,
            side: one.side,
            state: one.state,
            host_name: one.host_name,
            guest_name: one.guest_name,
            place: one.place,
            address: one.address,
            region: one.region,
            seats: one.seats,
            weekdays: one.weekdays.into_iter().collect(),
            first_on: one.first_on,
            last_on: one.last_on,
            number: one.number,
            note: one.note,
            reason: one.reason,
            ended_by: one.ended_by,
            stops_on: one.stops_on,
            offered_at: one.offered_at,
            answered_at: one.answered_at,
            ended_at: one.ended_at,
            days: Vec::new(),
        }
    }
}

/// Guests of one day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GuestDay")]
pub struct GuestDayView {
    pub on: NaiveDate,
    pub guests: i16,
}

/// GET /places
pub async fn list(mut cx: Cx) -> Result<Json<Paged<AgreementView>>> {
    let agency = cx.agency();
    let all = store::list(cx.conn(), agency).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(AgreementView::from).collect(),
    )))
}

async fn view(cx: &mut Cx, id: AgreementId) -> Result<(i32, AgreementView)> {
    let (agency, today) = (cx.agency(), cx.today());
    let one = store::find(cx.conn(), agency, id).await?;
    let days = store::counted(cx.conn(), id, today).await?;
    let days = days.into_iter().map(|day| GuestDayView {
        on: day.on,
        guests: day.guests,
    });
    let view = AgreementView {
        days: days.collect(),
        ..AgreementView::from(one)
    };
    Ok((view.version, view))
}

/// GET /places/{id}
pub async fn show(mut cx: Cx, Path(id): Path<AgreementId>) -> Result<Tagged<AgreementView>> {
    let (version, view) = view(&mut cx, id).await?;
    Ok(Tagged(version, view))
}

/// An office of another agency that is open to one's own.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenPlace")]
pub struct OpenView {
    /// What a request names.
    pub agreement_id: AgreementId,
    pub place: String,
    pub address: String,
    /// The official code of its regency or city, where the host says so.
    pub region: Option<String>,
    pub host_name: String,
    /// Colleagues a day, at most.
    pub seats: u16,
    pub weekdays: Vec<WeekDay>,
    pub first_on: NaiveDate,
    /// Its last day as it stands now.
    pub last_on: NaiveDate,
}

/// GET /places/open
pub async fn open(mut cx: Cx) -> Result<Json<Paged<OpenView>>> {
    let (agency, today) = (cx.agency(), cx.today());
    let all = store::open_for(cx.conn(), agency, ahead(today)).await?;
    let views = all.into_iter().map(|one| OpenView {
        agreement_id: one.id,
        last_on: one.until(),
        place: one.place,
        address: one.address,
        region: one.region,
        host_name: one.host_name,
        seats: one.seats,
        weekdays: one.weekdays.into_iter().collect(),
        first_on: one.first_on,
    });
    Ok(Json(Paged::whole(views.collect())))
}

/// Seats to offer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewAgreement")]
pub struct OfferIn {
    /// Code or name of the agency whose people may come.
    #[schemars(length(min = 1, max = 200))]
    guest: String,
    /// What its guests call the office.
    #[schemars(length(min = 1, max = 80))]
    place: String,
    #[schemars(length(min = 1, max = 200))]
    address: String,
    /// Regency or city by its official code, such as `33.18`, or its full name.
    #[schemars(length(max = 120))]
    region: Option<String>,
    #[schemars(range(min = 1, max = 500))]
    seats: i64,
    #[schemars(length(min = 1, max = 7))]
    weekdays: Vec<WeekDay>,
    first_on: Date,
    last_on: Date,
    #[serde(default)]
    #[schemars(length(max = 100))]
    number: String,
    #[serde(default)]
    #[schemars(length(max = 1000))]
    note: String,
}

/// POST /places
pub async fn offer(mut cx: Cx, Json(input): Json<OfferIn>) -> Result<Created<AgreementView>> {
    let typed = Typed {
        guest: input.guest,
        place: input.place,
        address: input.address,
        region: input.region.unwrap_or_default(),
        seats: input.seats.to_string(),
        weekdays: input
            .weekdays
            .iter()
            .map(|day| day.code().to_owned())
            .collect(),
        first_on: input.first_on.to_string(),
        last_on: input.last_on.to_string(),
        number: input.number,
        note: input.note,
    };
    let id = agree::offer(&mut cx, &typed).await?;
    let (_, view) = view(&mut cx, id).await?;
    Ok(Created::at(format!("/api/v1/places/{id}"), view))
}

/// The answer to an offer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgreementAnswer")]
pub struct AnswerIn {
    accepted: bool,
    /// Required to decline; the other agency reads it.
    #[serde(default)]
    #[schemars(length(max = 500))]
    reason: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /places/{id}/answer
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<AgreementId>,
    matched: IfMatch,
    Json(input): Json<AnswerIn>,
) -> Result<Tagged<AgreementView>> {
    let answer = Answer {
        accepted: input.accepted.to_string(),
        reason: input.reason,
        version: seen(matched, input.version)?.to_string(),
    };
    agree::answer(&mut cx, id, &answer).await?;
    show(cx, Path(id)).await
}

/// The version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgreementVersion")]
pub struct SeenIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /places/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<AgreementId>,
    matched: IfMatch,
    Json(input): Json<SeenIn>,
) -> Result<Tagged<AgreementView>> {
    let version = seen(matched, input.version)?.to_string();
    agree::withdraw(&mut cx, id, &version).await?;
    show(cx, Path(id)).await
}

/// How an agreement ends.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgreementEnd")]
pub struct EndIn {
    /// Its last day: tomorrow at the earliest.
    last_on: Date,
    #[schemars(length(min = 1, max = 500))]
    reason: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /places/{id}/end
pub async fn end(
    mut cx: Cx,
    Path(id): Path<AgreementId>,
    matched: IfMatch,
    Json(input): Json<EndIn>,
) -> Result<Tagged<AgreementView>> {
    let end = End {
        last_on: input.last_on.to_string(),
        reason: input.reason,
        version: seen(matched, input.version)?.to_string(),
    };
    agree::end(&mut cx, id, &end).await?;
    show(cx, Path(id)).await
}
