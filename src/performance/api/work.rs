//! Work that is delivered, through the JSON door: an agency's own task system posts deliverables with a token.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, Paged, Query, Scope, Tagged, seen},
        error::{Error, Result},
        form::Path,
        id::{DeliverableId, EmployeeId, FileId, RequestId, TargetLineId},
        routes::Routes,
    },
    performance::work::{
        self, Answer, Content, Deliverable, Delivery, Fate, Item, Plan, Promise, Reply, State,
        WorkFile,
        compare::{Change, FileChange, Piece, compare},
        read::{self, Member, Sight},
    },
};

/// What is delivered at once: words, links or both.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeliveryContent")]
struct ContentIn {
    #[serde(default)]
    #[schemars(length(max = 4000))]
    words: String,
    /// Addresses on the web.
    #[serde(default)]
    #[schemars(length(max = 5))]
    links: Vec<String>,
}

impl From<ContentIn> for Content {
    fn from(one: ContentIn) -> Self {
        let text = |text: &str| text.trim().replace('\0', "");
        Self {
            words: text(&one.words),
            links: one.links.iter().map(|link| text(link)).collect(),
            ..Self::default()
        }
    }
}

/// A piece of work as it is planned.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeliverablePlan")]
struct PlanIn {
    #[schemars(length(min = 1, max = 200))]
    title: String,
    /// A working day of the unit, from today on; of a promise any day.
    due_on: Date,
    /// The thread of a line of one's targets in force.
    thread_id: Option<TargetLineId>,
    /// Which indicator of that line, from 0.
    #[serde(default)]
    indicator: usize,
    /// The approved request whose plan promised it, with `plan_line`.
    request_id: Option<RequestId>,
    plan_line: Option<i16>,
    /// Delivered at once.
    content: Option<ContentIn>,
}

/// A file, known by its hash.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliveryFile")]
pub(super) struct FileView {
    id: FileId,
    /// The version that it was delivered with; null: sent, not delivered yet.
    number: Option<i16>,
    name: String,
    media_type: String,
    /// Bytes.
    size: u64,
    /// In hexadecimal.
    sha256: String,
    /// Whether a scanner looked at it.
    scanned: bool,
    sent_at: DateTime<Utc>,
}

impl From<WorkFile> for FileView {
    fn from(one: WorkFile) -> Self {
        Self {
            sha256: one.hash(),
            id: one.id,
            number: one.number,
            name: one.name,
            media_type: one.media,
            size: one.size,
            scanned: one.scanned,
            sent_at: one.sent_at,
        }
    }
}

/// A version, with the answer it got.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Delivery")]
struct DeliveryView {
    number: i16,
    words: String,
    links: Vec<String>,
    files: Vec<FileView>,
    delivered_at: DateTime<Utc>,
    answer: Option<Answer>,
    answered_by: Option<EmployeeId>,
    answerer_name: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    acting: Option<String>,
    in_place_of: Option<String>,
    comment: String,
}

impl From<Delivery> for DeliveryView {
    fn from(one: Delivery) -> Self {
        Self {
            number: one.number,
            words: one.words,
            links: one.links,
            files: one.files.into_iter().map(FileView::from).collect(),
            delivered_at: one.delivered_at,
            answer: one.answer,
            answered_by: one.answered_by,
            answerer_name: one.answerer_name,
            answered_at: one.answered_at,
            acting: one.acting,
            in_place_of: one.in_place_of,
            comment: one.comment,
        }
    }
}

/// A piece of work in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliverableLine")]
struct LineView {
    id: DeliverableId,
    version: i32,
    employee_id: EmployeeId,
    employee_name: String,
    title: String,
    due_on: NaiveDate,
    state: State,
    /// It should have been delivered by now.
    overdue: bool,
    /// How often it was delivered.
    rounds: i16,
    thread_id: Option<TargetLineId>,
    /// The line of the targets that it counts for.
    result: Option<String>,
    indicator: String,
    request_id: Option<RequestId>,
    plan_line: Option<i16>,
}

fn line(one: &Deliverable, today: NaiveDate) -> LineView {
    LineView {
        id: one.id,
        version: one.version,
        employee_id: one.employee,
        employee_name: one.employee_name.clone(),
        title: one.title.clone(),
        due_on: one.due_on,
        state: one.state,
        overdue: one.is_overdue(today),
        rounds: one.rounds,
        thread_id: one.thread,
        result: one.result.clone(),
        indicator: one.indicator.clone(),
        request_id: one.promise.map(|promise| promise.0),
        plan_line: one.promise.map(|promise| promise.1),
    }
}

/// A piece of work.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Deliverable")]
struct View {
    #[serde(flatten)]
    line: LineView,
    planned_at: DateTime<Utc>,
    approver_id: Option<EmployeeId>,
    approver_name: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    /// Oldest first.
    deliveries: Vec<DeliveryView>,
    /// What the acting person may do now.
    may_deliver: bool,
    may_answer: bool,
}

fn view_of(one: Deliverable, sight: Sight, today: NaiveDate) -> View {
    View {
        line: line(&one, today),
        may_deliver: sight.can_deliver(&one),
        may_answer: sight.can_answer(&one),
        planned_at: one.planned_at,
        approver_id: one.approver,
        approver_name: one.approver_name,
        ended_at: one.ended_at,
        deliveries: one.deliveries.into_iter().map(DeliveryView::from).collect(),
    }
}

async fn view(cx: &mut Cx, id: DeliverableId) -> Result<(i32, View)> {
    let today = cx.today();
    let (one, sight) = read::show(cx, id).await?;
    Ok((one.version, view_of(one, sight, today)))
}

async fn again(mut cx: Cx, id: DeliverableId) -> Result<Tagged<View>> {
    let (version, view) = view(&mut cx, id).await?;
    Ok(Tagged(version, view))
}

/// Which versions are compared.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct BetweenIn {
    /// The number of the earlier version; the one before the newest when left out.
    from: Option<i16>,
    /// The number of the later version; the newest when left out.
    to: Option<i16>,
}

/// Words, or an address, with the same fate.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliveryPiece")]
struct PieceView {
    change: Change,
    text: String,
}

/// Two versions side by side.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliveryComparison")]
struct ComparisonView {
    from: i16,
    to: i16,
    /// Both say the same.
    same: bool,
    /// The words of both in their order: kept and removed ones are the earlier version, kept and added ones the later.
    words: Vec<PieceView>,
    links: Vec<PieceView>,
    /// Those of the later version, then those that are gone.
    files: Vec<FilePieceView>,
}

/// A file of either version with what became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliveryFilePiece")]
struct FilePieceView {
    change: FileChange,
    file: FileView,
}

/// GET /deliverables/{id}/comparison
async fn comparison(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    Query(between): Query<BetweenIn>,
) -> Result<Json<ComparisonView>> {
    let (work, _) = read::show(&mut cx, id).await?;
    let to = between.to.unwrap_or(work.rounds);
    let from = between.from.unwrap_or((work.rounds - 1).max(1));
    let found = compare(&work, from, to).ok_or(Error::NotFound)?;
    let same = found.is_same();
    let pieces = |all: Vec<Piece>| {
        let view = |one: Piece| PieceView {
            change: one.change,
            text: one.text,
        };
        all.into_iter().map(view).collect()
    };
    Ok(Json(ComparisonView {
        from: found.from,
        to: found.to,
        same,
        words: pieces(found.words),
        links: pieces(found.links),
        files: found
            .files
            .into_iter()
            .map(|one| FilePieceView {
                change: one.change,
                file: one.file.into(),
            })
            .collect(),
    }))
}

/// A line of an approved request's plan that nothing was planned for yet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliverablePromise")]
struct PromiseView {
    request_id: RequestId,
    plan_line: i16,
    what: String,
    due_on: NaiveDate,
}

impl From<Promise> for PromiseView {
    fn from(one: Promise) -> Self {
        Self {
            request_id: one.request,
            plan_line: one.line,
            what: one.what,
            due_on: one.due_on,
        }
    }
}

/// One's own work.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnDeliverables")]
struct OwnView {
    /// What is open by the day it is due, then what ended last, at most two hundred.
    items: Vec<LineView>,
    /// What one's approved requests promised, without a plan yet.
    promises: Vec<PromiseView>,
}

/// GET /deliverables
async fn list(mut cx: Cx) -> Result<Json<OwnView>> {
    let today = cx.today();
    let (all, promises) = read::own(&mut cx).await?;
    Ok(Json(OwnView {
        items: all.iter().map(|one| line(one, today)).collect(),
        promises: promises.into_iter().map(PromiseView::from).collect(),
    }))
}

/// POST /deliverables
async fn plan(mut cx: Cx, Json(input): Json<PlanIn>) -> Result<Created<View>> {
    if input.request_id.is_some() != input.plan_line.is_some() {
        return Err(Error::field("plan_line", "work-promise"));
    }
    let plan = Plan {
        title: input.title,
        counts_for: input.thread_id.map(|thread| (thread, input.indicator)),
        promise: input.request_id.zip(input.plan_line),
        due_on: input.due_on.0,
        key: None,
        content: input.content.map(Content::from),
    };
    let work = work::plan(&mut cx, plan).await?;
    let location = format!("/api/v1/deliverables/{}", work.id);
    Ok(Created::at(location, view(&mut cx, work.id).await?.1))
}

/// GET /deliverables/{id}
async fn show(cx: Cx, Path(id): Path<DeliverableId>) -> Result<Tagged<View>> {
    again(cx, id).await
}

/// A version to deliver.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeliveryDraft")]
struct DeliverIn {
    #[serde(default)]
    #[schemars(length(max = 4000))]
    words: String,
    /// Addresses on the web.
    #[serde(default)]
    #[schemars(length(max = 5))]
    links: Vec<String>,
    /// Files that were sent to `/deliverables/{id}/files` before.
    #[serde(default)]
    #[schemars(length(max = 10))]
    files: Vec<FileId>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /deliverables/{id}/deliveries
async fn deliver(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    matched: IfMatch,
    Json(input): Json<DeliverIn>,
) -> Result<Tagged<View>> {
    let version = seen(matched, input.version)?;
    let content = ContentIn {
        words: input.words,
        links: input.links,
    };
    let content = Content {
        sent: input.files,
        ..content.into()
    };
    work::deliver(&mut cx, id, version, &content).await?;
    again(cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeliverableVersion")]
struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /deliverables/{id}/withdrawal
async fn withdraw(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<View>> {
    work::withdraw(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// GET /inbox/deliverables
async fn waiting(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let today = cx.today();
    let all = work::waiting(&mut cx).await?;
    let lines = all.iter().map(|one| line(one, today));
    Ok(Json(Paged::whole(lines.collect())))
}

/// An answer to the newest version.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeliverableReply")]
struct ReplyIn {
    answer: Answer,
    /// Needed for all but accepting.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    comment: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /deliverables/{id}/answer
async fn answer(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    matched: IfMatch,
    Json(input): Json<ReplyIn>,
) -> Result<Tagged<View>> {
    let reply = Reply {
        answer: input.answer,
        comment: input.comment,
        version: seen(matched, input.version)?,
    };
    work::answer(&mut cx, id, reply).await?;
    again(cx, id).await
}

/// One of those that are accepted, as it was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeliverableItem")]
struct ItemIn {
    id: DeliverableId,
    version: i32,
}

/// Those that are accepted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeliverableItems")]
struct ItemsIn {
    #[schemars(length(min = 1, max = 200))]
    items: Vec<ItemIn>,
}

/// What became of one: its state after, or why it is as it was.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliverableFate")]
struct FateView {
    id: DeliverableId,
    state: Option<State>,
    /// The code of the reason.
    reason: Option<String>,
}

fn fate(one: Fate) -> FateView {
    let reason = one.result.as_ref().err();
    let reason = reason.map(|error| error.reason().to_owned());
    FateView {
        id: one.id,
        state: one.result.ok().map(|work| work.state),
        reason,
    }
}

/// POST /inbox/deliverables/acceptance
async fn accept(mut cx: Cx, Json(input): Json<ItemsIn>) -> Result<Json<Paged<FateView>>> {
    if input.items.is_empty() {
        return Err(Error::field("items", "required"));
    }
    let items: Vec<Item> = input
        .items
        .iter()
        .take(200)
        .map(|one| Item {
            id: one.id,
            version: one.version,
        })
        .collect();
    let fates = work::accept_all(&mut cx, &items).await?;
    Ok(Json(Paged::whole(fates.into_iter().map(fate).collect())))
}

/// Somebody below with how much of their work stands where.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliverableCounts")]
struct MemberView {
    employee_id: EmployeeId,
    name: String,
    overdue: usize,
    planned: usize,
    revision: usize,
    delivered: usize,
    /// Due this year.
    accepted: usize,
}

fn member(one: Member) -> MemberView {
    MemberView {
        employee_id: one.person.id,
        name: one.person.name,
        overdue: one.overdue,
        planned: one.planned,
        revision: one.revision,
        delivered: one.delivered,
        accepted: one.accepted,
    }
}

/// GET /team/deliverables
async fn team(mut cx: Cx) -> Result<Json<Paged<MemberView>>> {
    let all = read::team(&mut cx).await?;
    Ok(Json(Paged::whole(all.into_iter().map(member).collect())))
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{
        DecisionsRead as Decisions, DecisionsWrite as Decide, PerformanceRead as Read,
        PerformanceWrite as Write,
    };
    let (own, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    routes
        .api_get("/deliverables", own, Read, Doc::new("deliverables.list", "Own work, and what one's requests promised without a plan yet"), list)
        .api_post(
            "/deliverables",
            own,
            Write,
            Doc::new("deliverables.plan", "Plan a piece of work, and deliver it at once where `content` is given")
                .about("It may count for an indicator of one's targets in force, and fulfil a line of the plan of an approved request. An example: `{\"title\":\"Peta usulan\",\"due_on\":\"2026-11-20\",\"content\":{\"words\":\"Selesai\",\"links\":[\"https://…\"]}}`."),
            plan,
        )
        .api_get("/deliverables/{id}", any, Read, Doc::new("deliverables.show", "A piece of work with its versions and answers"), show)
        .api_get("/deliverables/{id}/comparison", any, Read, Doc::new("deliverables.compare", "What differs between two versions: word by word, link by link, file by file as their hashes say"), comparison)
        .api_post("/deliverables/{id}/deliveries", own, Write, Doc::new("deliverables.deliver", "Deliver a version: the first, or after a revision was asked for").about("Files are sent to `/deliverables/{id}/files` first and named here by their ids."), deliver)
        .api_post("/deliverables/{id}/withdrawal", own, Write, Doc::new("deliverables.withdraw", "No longer mean to deliver it"), withdraw)
        .api_get("/inbox/deliverables", decides, Decisions, Doc::new("decisions.deliverables", "Deliveries that wait for an answer"), waiting)
        .api_post("/deliverables/{id}/answer", decides, Decide, Doc::new("decisions.answer_deliverable", "Accept a delivery, ask for a revision, or refuse it; never one's own"), answer)
        .api_post("/inbox/deliverables/acceptance", decides, Decide, Doc::new("decisions.accept_deliverables", "Accept several deliveries, exactly those that were seen; each has its own fate"), accept)
        .api_get("/team/deliverables", decides, Read, Doc::new("deliverables.team", "How much of the work of one's people stands where"), team)
}
