//! Plans and reports of days, through the JSON door.

use chrono::{DateTime, Days, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::DateRange,
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Date, Doc, IfMatch, Json, Paged, Query, Scope, Tagged, seen},
        error::{Error, Result},
        form::Path,
        id::{DayReportId, DeliverableId, EmployeeId, RequestId},
        routes::Routes,
    },
    performance::day::{
        self, About, Answer, DayReport, Fate, Item, NewLine, Outcome, Reply, Round, Standing,
        State, Stay, Write,
        read::{self, Member, OwnDay, Sight},
        rules::{Works, standing},
    },
};

/// Most days that a list goes back.
const RANGE: u64 = 92;

/// A line of a day.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DayLine")]
struct LineBody {
    #[schemars(length(min = 1, max = 200))]
    what: String,
    /// The own piece of work that it is about.
    deliverable_id: Option<DeliverableId>,
    /// Or the approved request whose plan promised it, with `plan_line`.
    request_id: Option<RequestId>,
    plan_line: Option<i16>,
    /// Needed in a report; none in a plan.
    outcome: Option<Outcome>,
    #[serde(default)]
    #[schemars(length(max = 500))]
    note: String,
}

impl From<LineBody> for NewLine {
    fn from(one: LineBody) -> Self {
        let promise = one.request_id.zip(one.plan_line);
        Self {
            what: one.what,
            about: match (one.deliverable_id, promise) {
                (Some(work), _) => Some(About::Work(work)),
                (None, Some((request, line))) => Some(About::Promise(request, line)),
                (None, None) => None,
            },
            outcome: one.outcome,
            note: one.note,
        }
    }
}

impl From<&NewLine> for LineBody {
    fn from(one: &NewLine) -> Self {
        let (mut work, mut request, mut plan_line) = (None, None, None);
        match one.about {
            Some(About::Work(id)) => work = Some(id),
            Some(About::Promise(id, line)) => (request, plan_line) = (Some(id), Some(line)),
            None => {}
        }
        Self {
            what: one.what.clone(),
            deliverable_id: work,
            request_id: request,
            plan_line,
            outcome: one.outcome,
            note: one.note.clone(),
        }
    }
}

/// A report, with the answer it got.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DayRound")]
struct RoundView {
    number: i16,
    lines: Vec<LineBody>,
    reported_at: DateTime<Utc>,
    answer: Option<Answer>,
    answered_by: Option<EmployeeId>,
    answerer_name: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    acting: Option<String>,
    in_place_of: Option<String>,
    comment: String,
}

fn lines(day: &DayReport, round: i16) -> Vec<LineBody> {
    day.of_round(round)
        .map(|line| LineBody::from(&line.written))
        .collect()
}

fn round(day: &DayReport, one: &Round) -> RoundView {
    RoundView {
        number: one.number,
        lines: lines(day, one.number),
        reported_at: one.reported_at,
        answer: one.answer,
        answered_by: one.answered_by,
        answerer_name: one.answerer_name.clone(),
        answered_at: one.answered_at,
        acting: one.acting.clone(),
        in_place_of: one.in_place_of.clone(),
        comment: one.comment.clone(),
    }
}

/// The plan and report of somebody's day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DayReport")]
struct View {
    id: DayReportId,
    version: i32,
    employee_id: EmployeeId,
    employee_name: String,
    on: NaiveDate,
    state: State,
    planned_at: Option<DateTime<Utc>>,
    plan: Vec<LineBody>,
    /// Oldest first.
    reports: Vec<RoundView>,
    approver_id: Option<EmployeeId>,
    approver_name: Option<String>,
}

fn view(one: &DayReport) -> View {
    View {
        id: one.id,
        version: one.version,
        employee_id: one.employee,
        employee_name: one.employee_name.clone(),
        on: one.on,
        state: one.state,
        planned_at: one.planned_at,
        plan: lines(one, 0),
        reports: one.reports.iter().map(|last| round(one, last)).collect(),
        approver_id: one.approver,
        approver_name: one.approver_name.clone(),
    }
}

/// A report with what the acting person may do with it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DayReportShown")]
struct ShownView {
    #[serde(flatten)]
    report: View,
    may_answer: bool,
}

fn shown((one, sight): (DayReport, Sight)) -> Tagged<ShownView> {
    let view = ShownView {
        may_answer: sight.can_answer(&one),
        report: view(&one),
    };
    Tagged(one.version, view)
}

/// Days from and to, both included.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct RangeIn {
    /// Thirty days back when left out.
    from: Option<Date>,
    /// A week ahead when left out; at most 92 days after `from`.
    to: Option<Date>,
}

/// GET /days
async fn list(mut cx: Cx, Query(range): Query<RangeIn>) -> Result<Json<Paged<View>>> {
    let lately = read::lately(cx.today());
    let from = range.from.map_or(lately.from, |day| day.0);
    let to = range.to.map_or(lately.to.max(from), |day| day.0);
    if to < from
        || from
            .checked_add_days(Days::new(RANGE))
            .is_some_and(|last| to > last)
    {
        return Err(Error::field("to", "choice"));
    }
    let all = read::list(&mut cx, DateRange { from, to }).await?;
    Ok(Json(Paged::whole(all.iter().map(view).collect())))
}

/// Which day.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct OnIn {
    /// Today when left out.
    on: Option<Date>,
}

/// Whether somebody works on a day.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DayWorks")]
enum WorksView {
    Yes,
    DayOff,
    Leave,
}

impl From<Works> for WorksView {
    fn from(works: Works) -> Self {
        match works {
            Works::Yes => Self::Yes,
            Works::DayOff => Self::DayOff,
            Works::Leave => Self::Leave,
        }
    }
}

/// A (half) day elsewhere, as approved.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DayElsewhere")]
struct StayView {
    /// `home`, `other_office` or `other_place`.
    place: String,
    morning: bool,
    afternoon: bool,
    request_id: RequestId,
}

fn stay(one: &Stay) -> StayView {
    StayView {
        place: one.place.clone(),
        morning: one.halves & 1 != 0,
        afternoon: one.halves & 2 != 0,
        request_id: one.request,
    }
}

/// A day of one's own.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnDay")]
struct OwnView {
    on: NaiveDate,
    works: WorksView,
    /// Empty: in the office.
    elsewhere: Vec<StayView>,
    report: Option<View>,
    /// What the plan begins with while nothing was written.
    suggested: Vec<LineBody>,
    /// The last day on which it may be reported.
    report_until: NaiveDate,
    may_plan: bool,
    may_report: bool,
}

fn own_view(one: &OwnDay) -> OwnView {
    OwnView {
        on: one.on,
        works: one.works.into(),
        elsewhere: one.stays.iter().map(stay).collect(),
        report: one.report.as_ref().map(view),
        suggested: one.suggested.iter().map(LineBody::from).collect(),
        report_until: one.until,
        may_plan: one.may_plan,
        may_report: one.may_report,
    }
}

/// GET /days/own
async fn own(mut cx: Cx, Query(asked): Query<OnIn>) -> Result<Json<OwnView>> {
    let on = asked.on.map_or(cx.today(), |day| day.0);
    Ok(Json(own_view(&read::own(&mut cx, on).await?)))
}

/// The lines of a day, whole: lines that are left out go.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DayLines")]
struct WriteIn {
    on: Date,
    #[schemars(length(min = 1, max = 12))]
    lines: Vec<LineBody>,
    /// The version that was seen, 0 where nothing was written yet. Or `If-Match`.
    version: Option<i32>,
}

impl WriteIn {
    fn write(self, matched: IfMatch) -> Result<Write> {
        Ok(Write {
            on: self.on.0,
            version: seen(matched, self.version)?,
            lines: self.lines.into_iter().map(NewLine::from).collect(),
        })
    }
}

/// PUT /days/plan
async fn plan(mut cx: Cx, matched: IfMatch, Json(input): Json<WriteIn>) -> Result<Tagged<View>> {
    let day = day::plan(&mut cx, input.write(matched)?).await?;
    Ok(Tagged(day.version, view(&day)))
}

/// PUT /days/report
async fn report(mut cx: Cx, matched: IfMatch, Json(input): Json<WriteIn>) -> Result<Tagged<View>> {
    let day = day::report(&mut cx, input.write(matched)?).await?;
    Ok(Tagged(day.version, view(&day)))
}

/// GET /day-reports/{id}
async fn show(mut cx: Cx, Path(id): Path<DayReportId>) -> Result<Tagged<ShownView>> {
    Ok(shown(read::show(&mut cx, id).await?))
}

/// GET /inbox/day-reports
async fn waiting(mut cx: Cx) -> Result<Json<Paged<View>>> {
    let all = day::waiting(&mut cx).await?;
    Ok(Json(Paged::whole(all.iter().map(view).collect())))
}

/// An answer to the newest report.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DayReportReply")]
struct ReplyIn {
    answer: Answer,
    /// Needed to give it back.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    comment: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /day-reports/{id}/answer
async fn answer(
    mut cx: Cx,
    Path(id): Path<DayReportId>,
    matched: IfMatch,
    Json(input): Json<ReplyIn>,
) -> Result<Tagged<ShownView>> {
    let reply = Reply {
        answer: input.answer,
        comment: input.comment,
        version: seen(matched, input.version)?,
    };
    day::answer(&mut cx, id, reply).await?;
    Ok(shown(read::show(&mut cx, id).await?))
}

/// One of those that are accepted, as it was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DayReportItem")]
struct ItemIn {
    id: DayReportId,
    version: i32,
}

/// Those that are accepted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DayReportItems")]
struct ItemsIn {
    #[schemars(length(min = 1, max = 200))]
    items: Vec<ItemIn>,
}

/// What became of one: its state after, or why it is as it was.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DayReportFate")]
struct FateView {
    id: DayReportId,
    state: Option<State>,
    /// The code of the reason.
    reason: Option<String>,
}

fn fate(one: Fate) -> FateView {
    let reason = one.result.as_ref().err();
    let reason = reason.map(|error| error.reason().to_owned());
    FateView {
        id: one.id,
        state: one.result.ok().map(|day| day.state),
        reason,
    }
}

/// POST /inbox/day-reports/acceptance
async fn accept(mut cx: Cx, Json(input): Json<ItemsIn>) -> Result<Json<Paged<FateView>>> {
    if input.items.is_empty() {
        return Err(Error::field("items", "required"));
    }
    let items = input.items.iter().take(200);
    let items: Vec<Item> = items
        .map(|one| Item {
            id: one.id,
            version: one.version,
        })
        .collect();
    let fates = day::accept_all(&mut cx, &items).await?;
    Ok(Json(Paged::whole(fates.into_iter().map(fate).collect())))
}

/// Somebody below with their day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TeamDayReport")]
struct MemberView {
    employee_id: EmployeeId,
    name: String,
    works: WorksView,
    /// Empty: in the office.
    elsewhere: Vec<StayView>,
    standing: Standing,
    /// They worked elsewhere and nothing was reported.
    missing: bool,
    report: Option<View>,
}

fn member(one: Member) -> MemberView {
    MemberView {
        employee_id: one.person.id,
        works: one.works.into(),
        elsewhere: one.stays.iter().map(stay).collect(),
        standing: standing(one.report.as_ref().map(|day| day.state)),
        missing: one.missing,
        report: one.report.as_ref().map(view),
        name: one.person.name,
    }
}

/// GET /team/day-reports
async fn team(mut cx: Cx, Query(asked): Query<OnIn>) -> Result<Json<Paged<MemberView>>> {
    let on = asked.on.map_or(cx.today(), |day| day.0);
    let team = read::team(&mut cx, on).await?;
    let members = team.members.into_iter().map(member);
    Ok(Json(Paged::whole(members.collect())))
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{
        DecisionsRead as Decisions, DecisionsWrite as Decide, PerformanceRead as Read,
        PerformanceWrite as Write,
    };
    let (mine, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    routes
        .api_get("/days", mine, Read, Doc::new("days.list", "Own plans and reports of days, the newest first"), list)
        .api_get("/days/own", mine, Read, Doc::new("days.own", "A day of one's own: where one works, its plan and report, and what its plan begins with"), own)
        .api_put(
            "/days/plan",
            mine,
            Write,
            Doc::new("days.plan", "Write the plan of a day whole, until the day ends")
                .about("An example: `{\"on\":\"2026-11-20\",\"version\":0,\"lines\":[{\"what\":\"Peta usulan\"}]}`."),
            plan,
        )
        .api_put(
            "/days/report",
            mine,
            Write,
            Doc::new("days.report", "Report a day whole, with or without a plan, until some working days later; or correct a report that was not answered yet")
                .about("Every line says what became of it: `{\"what\":\"Peta usulan\",\"outcome\":\"done\"}`."),
            report,
        )
        .api_get("/day-reports/{id}", any, Read, Doc::new("day_reports.show", "The plan and reports of a day, with their answers"), show)
        .api_get("/inbox/day-reports", decides, Decisions, Doc::new("decisions.day_reports", "Reports of days that wait for an answer"), waiting)
        .api_post("/day-reports/{id}/answer", decides, Decide, Doc::new("decisions.answer_day_report", "Accept the report of a day, or give it back with a reason; never one's own"), answer)
        .api_post("/inbox/day-reports/acceptance", decides, Decide, Doc::new("decisions.accept_day_reports", "Accept several reports of days, exactly those that were seen; each has its own fate"), accept)
        .api_get("/team/day-reports", decides, Read, Doc::new("day_reports.team", "A day of one's people: where they work and how far their report is"), team)
}
