//! Runs through the JSON door.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MONTH, WhyView, schemes::VersionIn};
use crate::{
    allowance::{
        self, Run, RunState, pages,
        read::{self, Beside},
        store::results::{Filter, Row},
    },
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Doc, IfMatch, Json, Paged, Query, Scope, Sheet, Tagged, cursor, seen},
        error::{Error, Result},
        export::Kind,
        form::Path,
        id::{AllowanceRunId, AllowanceSchemeId, EmployeeId},
        routes::Routes,
    },
    requests::Month,
};

/// The amounts of a month, or a correction of them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AllowanceRun")]
struct RunView {
    id: AllowanceRunId,
    version: i32,
    month: String,
    /// The how manieth correction of a locked month; 0: the month itself.
    correction: i16,
    /// Why it is corrected.
    reason: String,
    scheme_id: AllowanceSchemeId,
    state: RunState,
    /// How often it was counted.
    attempt: i16,
    made_at: DateTime<Utc>,
    /// The last day that was looked at.
    until: NaiveDate,
    counted_at: Option<DateTime<Utc>>,
    people: i32,
    /// Of those: without an amount for their class.
    unknown: i32,
    /// Rupiah.
    total: i64,
    locked_at: Option<DateTime<Utc>>,
    /// When a correction that was begun by mistake was dropped.
    dropped_at: Option<DateTime<Utc>>,
}

impl From<Run> for RunView {
    fn from(one: Run) -> Self {
        Self {
            id: one.id,
            version: one.version,
            month: one.month.to_string(),
            correction: one.correction,
            reason: one.reason,
            scheme_id: one.scheme,
            state: one.state,
            attempt: one.attempt,
            made_at: one.made_at,
            until: one.until,
            counted_at: one.counted_at,
            people: one.people,
            unknown: one.unknown,
            total: one.total,
            locked_at: one.locked_at,
            dropped_at: one.dropped_at,
        }
    }
}

/// A run beside that of the month before; a correction beside what it corrects.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AllowanceRunCompared")]
struct BesideView {
    run: RunView,
    /// Null: the month before was not counted.
    before: Option<ComparedView>,
    /// The correction of this run.
    corrected_by: Option<AllowanceRunId>,
}

/// How the run it is compared with differs.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AllowanceCompared")]
struct ComparedView {
    run: RunView,
    /// People with a higher amount now, a lower one, new ones, and those who are gone.
    higher: i64,
    lower: i64,
    new: i64,
    gone: i64,
}

impl From<Beside> for BesideView {
    fn from(one: Beside) -> Self {
        Self {
            run: one.run.into(),
            before: one.before.map(|(run, found)| ComparedView {
                run: run.into(),
                higher: found.higher,
                lower: found.lower,
                new: found.new,
                gone: found.gone,
            }),
            corrected_by: one.corrected.map(|one| one.id),
        }
    }
}

/// GET /allowance-runs
async fn list(mut cx: Cx) -> Result<Json<Paged<RunView>>> {
    let all = read::runs(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(RunView::from).collect(),
    )))
}

/// Which month is counted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceRunDraft")]
struct MakeIn {
    #[schemars(regex(pattern = MONTH))]
    month: String,
}

/// POST /allowance-runs
async fn make(mut cx: Cx, Json(input): Json<MakeIn>) -> Result<Created<RunView>> {
    let month = Month::parse(&input.month).ok_or(Error::field("month", "month"))?;
    let run = allowance::make(&mut cx, month).await?;
    let location = format!("/api/v1/allowance-runs/{}", run.id);
    Ok(Created::at(location, run.into()))
}

/// GET /allowance-runs/{id}
async fn show(mut cx: Cx, Path(id): Path<AllowanceRunId>) -> Result<Tagged<BesideView>> {
    let beside = read::run(&mut cx, id).await?;
    Ok(Tagged(beside.run.version, beside.into()))
}

/// POST /allowance-runs/{id}/lock
async fn lock(
    mut cx: Cx,
    Path(id): Path<AllowanceRunId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<RunView>> {
    let version = seen(matched, input.version)?;
    let run = allowance::lock(&mut cx, id, version).await?;
    Ok(Tagged(run.version, run.into()))
}

/// Why a locked month is counted again.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceCorrection")]
struct CorrectIn {
    #[schemars(length(min = 1, max = 500))]
    reason: String,
}

/// POST /allowance-runs/{id}/correction
async fn correct(
    mut cx: Cx,
    Path(id): Path<AllowanceRunId>,
    Json(input): Json<CorrectIn>,
) -> Result<Created<RunView>> {
    let run = allowance::correct(&mut cx, id, &input.reason).await?;
    let location = format!("/api/v1/allowance-runs/{}", run.id);
    Ok(Created::at(location, run.into()))
}

/// POST /allowance-runs/{id}/discarding
async fn discard(
    mut cx: Cx,
    Path(id): Path<AllowanceRunId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<RunView>> {
    let version = seen(matched, input.version)?;
    let run = allowance::discard(&mut cx, id, version).await?;
    Ok(Tagged(run.version, run.into()))
}

/// Which people of a run.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Which {
    /// A part of a name or a NIP.
    #[schemars(length(max = 100))]
    q: Option<String>,
    /// Only amounts that differ from those of the month before, or of what a correction corrects.
    changed: bool,
    /// Only people without an amount for their class.
    unknown: bool,
    /// `next` of the page before.
    after: Option<String>,
}

/// What somebody comes to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AllowanceAmount")]
struct AmountView {
    employee_id: EmployeeId,
    name: String,
    nip: String,
    unit_name: String,
    /// Rupiah of the class; null: none is known.
    base: Option<i64>,
    /// Rupiah.
    amount: i64,
    /// In the month before, or in what is corrected.
    before: Option<i64>,
    /// Taken out of the month by a correction.
    gone: bool,
}

impl From<Row> for AmountView {
    fn from(one: Row) -> Self {
        Self {
            employee_id: one.employee,
            name: one.name,
            nip: one.nip,
            unit_name: one.unit,
            base: one.base,
            amount: one.amount,
            before: one.before,
            gone: one.gone,
        }
    }
}

/// GET /allowance-runs/{id}/people
async fn people(
    mut cx: Cx,
    Path(id): Path<AllowanceRunId>,
    Query(which): Query<Which>,
) -> Result<Json<Paged<AmountView>>> {
    let after = cursor(which.after.as_deref(), cx.agency())?;
    let beside = read::run(&mut cx, id).await?;
    let filter = Filter {
        word: which.q,
        changed: which.changed,
        unknown: which.unknown,
        gone: false,
    };
    let listing = read::people(&mut cx, &beside, &filter, after.as_ref()).await?;
    Ok(Json(Paged::of(listing, AmountView::from)))
}

/// GET /allowance-runs/{id}/people/{employee}
async fn person(
    mut cx: Cx,
    Path((id, who)): Path<(AllowanceRunId, EmployeeId)>,
) -> Result<Json<WhyView>> {
    let why = read::of_person(&mut cx, id, who).await?;
    Ok(Json(why.into()))
}

/// GET /allowance-runs/{id}/export/{format}
async fn export(mut cx: Cx, Path((id, kind)): Path<(AllowanceRunId, Kind)>) -> Result<Sheet> {
    pages::sheet::sheet(&mut cx, kind, id, pages::sheet::PIECE).await
}

/// The routes of runs.
pub(super) fn routes(routes: Routes) -> Routes {
    use Scope::{AllowanceRead as Read, AllowanceWrite as Write};
    let hr = Can::ManagePeople;
    routes
        .api_get(
            "/allowance-runs",
            hr,
            Read,
            Doc::new("allowance_runs.list", "The months that were counted"),
            list,
        )
        .api_post(
            "/allowance-runs",
            hr,
            Write,
            Doc::new(
                "allowance_runs.make",
                "Count a month, or count it again in place of a simulation",
            ),
            make,
        )
        .api_get(
            "/allowance-runs/{id}",
            hr,
            Read,
            Doc::new(
                "allowance_runs.show",
                "A run beside that of the month before, a correction beside what it corrects",
            ),
            show,
        )
        .api_post(
            "/allowance-runs/{id}/lock",
            hr,
            Write,
            Doc::new(
                "allowance_runs.lock",
                "Lock a simulation that another officer made",
            ),
            lock,
        )
        .api_post(
            "/allowance-runs/{id}/correction",
            hr,
            Write,
            Doc::new(
                "allowance_runs.correct",
                "Count a locked month again beside what was locked, as a correction",
            ),
            correct,
        )
        .api_post(
            "/allowance-runs/{id}/discarding",
            hr,
            Write,
            Doc::new(
                "allowance_runs.discard",
                "Drop a correction that was begun by mistake, while it is a simulation; what is locked stays as it is",
            ),
            discard,
        )
        .api_get(
            "/allowance-runs/{id}/people",
            hr,
            Read,
            Doc::new("allowance_runs.people", "The amounts of a run, by name"),
            people,
        )
        .api_get(
            "/allowance-runs/{id}/people/{employee}",
            hr,
            Read,
            Doc::new(
                "allowance_runs.person",
                "The amount of somebody, line by line",
            ),
            person,
        )
        .api_get(
            "/allowance-runs/{id}/export/{format}",
            hr,
            Read,
            Doc::new(
                "allowance_runs.export",
                "The amounts of a run as a file for the payroll system; of a correction, the differences",
            ),
            export,
        )
}
