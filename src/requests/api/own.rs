//! Asking, and changing one's mind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    asked::{AskIn, PrecheckIn, renamed},
    shown::{self, LineView, PrecheckView, RequestView},
};
use crate::{
    calendar::DateRange,
    kernel::{
        cx::Cx,
        door::{Created, Date, File, IfMatch, Json, Paged, Query, Sheet, Tagged, cursor_at, seen},
        error::{Error, Result},
        export::Kind,
        files,
        form::{Check, Path},
        i18n::Lang,
        id::RequestId,
        list::{self, Cursor, Listing, PAGE},
    },
    policy::{
        self, Needs, Overall, Predikat,
        view::{self, RuleView},
    },
    requests::{
        self, Request, Sending, State, chains,
        check::{Asked, precheck},
        pages, save_draft,
        sight::Sight,
        store::{self, cases, lists::Filter},
        submit,
    },
};

/// What the rules say about days, without asking anybody.
pub async fn check(mut cx: Cx, Json(input): Json<PrecheckIn>) -> Result<Json<PrecheckView>> {
    let (agency, employee, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    let span = input.span()?;
    if let Some(id) = input.request_id
        && store::requests::find(cx.conn(), agency, id).await?.employee != employee
    {
        return Err(Error::NotFound);
    }
    let asked = Asked::new(&span, input.place, input.route(), today, input.request_id)
        .with_times(input.times()?)
        .at(input.agreement()?);
    let around = span.range().unwrap_or(DateRange::day(today));
    let found = precheck(cx.conn(), agency, employee, asked, around, now).await;
    let found = found.map_err(|error| renamed(error, false))?;
    Ok(Json(shown::precheck(&found, cx.lang())))
}

/// What narrows a list of requests.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// A word of the name or the plan.
    #[schemars(length(max = 100))]
    q: Option<String>,
    state: Option<State>,
    /// `next` of the page before.
    after: Option<String>,
}

/// One page of requests: a person's own, or the agency's.
async fn page(cx: &mut Cx, search: Search, own: bool) -> Result<Json<Paged<LineView>>> {
    let agency = cx.agency();
    let employee = if own { Some(cx.employee()?) } else { None };
    let after = cursor_at(search.after.as_deref(), agency, Cursor::instant)?;
    let filter = Filter {
        employee,
        state: search.state.map(|state| state.code().to_owned()),
        word: list::like(search.q.as_deref().unwrap_or_default()),
        after,
        limit: PAGE + 1,
    };
    let rows = store::lists::list(cx.conn(), agency, &filter).await?;
    let listing = Listing::cut(rows, PAGE, agency, |row| Cursor {
        key: row.created_at.timestamp_micros().to_string(),
        id: row.id.0,
    });
    Ok(Json(Paged::of(listing, shown::line)))
}

/// One's own requests, newest first.
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<Paged<LineView>>> {
    page(&mut cx, search, true).await
}

/// The agency's requests, newest first.
pub async fn agency(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<Paged<LineView>>> {
    page(&mut cx, search, false).await
}

fn searched(search: Search) -> pages::list::Search {
    pages::list::Search {
        q: search.q.unwrap_or_default(),
        state: search
            .state
            .map_or_else(String::new, |state| state.code().to_owned()),
        ..pages::list::Search::default()
    }
}

/// One's own requests as a file.
pub async fn export(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<Search>,
) -> Result<Sheet> {
    let employee = cx.employee()?;
    pages::list::sheet(&mut cx, kind, &searched(search), Some(employee)).await
}

/// The agency's requests as a file.
pub async fn export_agency(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<Search>,
) -> Result<Sheet> {
    pages::list::sheet(&mut cx, kind, &searched(search), None).await
}

/// A request as the acting person may see it.
pub async fn view(cx: &mut Cx, one: Request) -> Result<RequestView> {
    let agency = cx.agency();
    let sight = Sight::of(cx, &one).await?;
    let history = store::steps::timeline(cx.conn(), agency, one.id).await?;
    let asked = store::steps::asked_days(cx.conn(), agency, one.id).await?;
    let position = match one.state {
        State::Queued => Some(store::queue::position(cx.conn(), agency, one.id).await?),
        _ => None,
    };
    let more = shown::More {
        asked: if one.span.is_pattern() {
            Vec::new()
        } else {
            asked
        },
        position,
        chairs: chains::desk::seats(cx, &one).await?,
    };
    let objections = cases::objections_of(cx.conn(), agency, one.id).await?;
    Ok(shown::request(
        one,
        sight,
        history,
        objections,
        more,
        cx.lang(),
    ))
}

/// The request as it stands after a step.
pub async fn again(mut cx: Cx, id: RequestId) -> Result<Tagged<RequestView>> {
    let agency = cx.agency();
    let one = store::requests::find(cx.conn(), agency, id).await?;
    Ok(Tagged(one.version, view(&mut cx, one).await?))
}

/// One request.
pub async fn show(cx: Cx, Path(id): Path<RequestId>) -> Result<Tagged<RequestView>> {
    again(cx, id).await
}

/// The file that proves special circumstances.
pub async fn evidence(mut cx: Cx, Path(id): Path<RequestId>) -> Result<File> {
    let agency = cx.agency();
    let one = store::requests::find(cx.conn(), agency, id).await?;
    let sight = Sight::of(&mut cx, &one).await?;
    let file = one.evidence.filter(|_| sight.intimate());
    let stored = files::read(&mut cx, file.ok_or(Error::NotFound)?).await?;
    Ok(File {
        name: stored.name,
        media: stored.media_type,
        bytes: stored.bytes,
    })
}

fn sending(input: &AskIn, of: Option<(RequestId, i32)>) -> Result<Sending> {
    Ok(Sending {
        ask: input.read()?,
        evidence: input.evidence()?,
        key: None,
        of,
    })
}

/// Problems with own hours or an office, named as the body names them; those with days keep their name.
fn in_body(error: Error, input: &AskIn) -> Error {
    if input.day_hours.is_some() || input.agreement_id.is_some() {
        renamed(error, false)
    } else {
        error
    }
}

/// Sends a new request.
pub async fn send(mut cx: Cx, Json(input): Json<AskIn>) -> Result<Created<RequestView>> {
    let sent = submit(&mut cx, sending(&input, None)?).await;
    let one = sent.map_err(|error| in_body(error, &input))?;
    let location = format!("/api/v1{}", one.path());
    Ok(Created::at(location, view(&mut cx, one).await?))
}

/// Waits for a place on full days; where there is room by now, the request is sent at once.
pub async fn queue(mut cx: Cx, Json(input): Json<AskIn>) -> Result<Created<RequestView>> {
    let queued = requests::queue(&mut cx, sending(&input, None)?).await;
    let one = queued.map_err(|error| in_body(error, &input))?;
    let location = format!("/api/v1{}", one.path());
    Ok(Created::at(location, view(&mut cx, one).await?))
}

/// Keeps a draft.
pub async fn draft(mut cx: Cx, Json(input): Json<AskIn>) -> Result<Created<RequestView>> {
    let kept = save_draft(&mut cx, sending(&input, None)?).await;
    let one = kept.map_err(|error| in_body(error, &input))?;
    let location = format!("/api/v1{}", one.path());
    Ok(Created::at(location, view(&mut cx, one).await?))
}

/// Changes a draft.
pub async fn redraft(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<AskIn>,
) -> Result<Tagged<RequestView>> {
    let version = seen(matched, input.version)?;
    let kept = save_draft(&mut cx, sending(&input, Some((id, version)))?).await;
    kept.map_err(|error| in_body(error, &input))?;
    again(cx, id).await
}

/// Sends a draft, or a returned request again.
pub async fn resend(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<AskIn>,
) -> Result<Tagged<RequestView>> {
    let version = seen(matched, input.version)?;
    let sent = submit(&mut cx, sending(&input, Some((id, version)))?).await;
    sent.map_err(|error| in_body(error, &input))?;
    again(cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Versioned")]
pub struct VersionIn {
    /// Or `If-Match`.
    pub version: Option<i32>,
}

/// Withdraws an own request before it is decided.
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<RequestView>> {
    requests::withdraw(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// Agrees to days that were offered or assigned.
pub async fn accept(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<RequestView>> {
    requests::accept(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// Why the days do not suit.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Declination")]
pub struct DeclineIn {
    /// Or `If-Match`.
    pub version: Option<i32>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub note: String,
}

/// Declines days that were offered or assigned.
pub async fn decline(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<DeclineIn>,
) -> Result<Tagged<RequestView>> {
    let mut check = Check::new();
    let note = check.optional("note", &input.note, 2_000);
    check.done()?;
    requests::decline(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// Which days of an own request are given up.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cancellation")]
pub struct CancelIn {
    /// Or `If-Match`.
    pub version: Option<i32>,
    /// These days only; all that lie ahead when empty.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub days: Vec<Date>,
}

/// Cancels an own approved request, whole or single days.
pub async fn cancel(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<CancelIn>,
) -> Result<Tagged<RequestView>> {
    let only: Vec<chrono::NaiveDate> = input.days.iter().map(|day| day.0).collect();
    requests::cancel(&mut cx, id, seen(matched, input.version)?, &only).await?;
    again(cx, id).await
}

/// Why a refusal or a revocation is objected to.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ObjectionStatement")]
pub struct ObjectIn {
    /// Or `If-Match`.
    pub version: Option<i32>,
    #[schemars(length(min = 1, max = 2000))]
    pub statement: String,
}

/// Objects to the refusal or the revocation of an own request.
pub async fn object(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<ObjectIn>,
) -> Result<Tagged<RequestView>> {
    let mut check = Check::new();
    let statement = check.text("statement", &input.statement, 2_000);
    check.done()?;
    requests::object(&mut cx, id, seen(matched, input.version)?, &statement).await?;
    again(cx, id).await
}

/// One's own standing, whatever the day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Standing")]
pub struct StandingView {
    verdict: Overall,
    headline: String,
    /// Flexible days a week the rules allow this person; null where nothing limits them.
    days_per_week: Option<u8>,
    rules: Vec<RuleView>,
    /// The days of a week that results open, the nearest first; empty where no rule gives any, or the person may not ask at all.
    path: Vec<StepView>,
}

/// A day of a week that results open.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PathStep")]
struct StepView {
    /// Key of the rule.
    rule: String,
    /// Which day of a week it is: 2 for the second.
    day: u8,
    /// Whether the person has earned it.
    open: bool,
    /// Deliverables accepted within the days that count.
    accepted: u32,
    /// How many are asked; zero where none are.
    asked: u32,
    within_days: u16,
    /// The rating that is still missing.
    at_least: Option<Predikat>,
    /// What it takes, or by what it is open.
    text: String,
}

/// Every condition with its fact, rule and law.
pub async fn conditions(mut cx: Cx) -> Result<Json<StandingView>> {
    let (agency, employee, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    let rules = policy::rules_in_force(cx.conn(), agency, today).await?;
    let needs = Needs::of([&rules.effective]);
    let person = policy::facts_of(cx.conn(), agency, employee, needs, now)
        .await?
        .ok_or(Error::NotFound)?;
    let standing = policy::standing(&person, &rules.effective, now);
    let reach = policy::reach(&person, &rules.effective);
    let path = policy::path(&person, &rules.effective);
    let shown = |step: policy::Step, lang: Lang| StepView {
        rule: step.rule,
        day: step.day,
        open: step.open,
        accepted: step.have,
        asked: step.need,
        within_days: step.within_days,
        at_least: step.at_least,
        text: step.text.get(lang.code()).to_owned(),
    };
    Ok(Json(StandingView {
        verdict: standing.verdict,
        headline: standing.headline.get(cx.lang().code()).to_owned(),
        days_per_week: reach.days_per_week,
        rules: view::rules(&standing.rules, cx.lang()),
        path: path
            .into_iter()
            .map(|step| shown(step, cx.lang()))
            .collect(),
    }))
}
