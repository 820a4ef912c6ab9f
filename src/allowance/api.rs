//! The allowance through the JSON door.

mod runs;
mod schemes;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Enter, Outage, RunState, enter, read,
    read::Why,
    remove,
    rules::{Base, Code, Line},
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, Json, NoContent, Paged, Query, Scope},
        error::{Error, Result},
        form::Path,
        id::{AllowanceOutageId, AllowanceRunId, EmployeeId, UnitId},
        routes::Routes,
    },
    requests::Month,
};

/// `2026-11`.
const MONTH: &str = "^20[0-9]{2}-(0[1-9]|1[0-2])$";

/// One thing that bore on an amount.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AllowanceLine")]
struct LineView {
    code: Code,
    /// What was found, where numbers do not say it.
    fact: String,
    /// Days, events or reports.
    n: u16,
    minutes: u16,
    on: Vec<NaiveDate>,
    /// Basis points: a factor or a deduction.
    basis_points: u32,
    of: Base,
    /// What it adds or takes; all lines together are the amount.
    rupiah: i64,
    /// The law, or else the agency's instrument.
    citation: String,
}

impl LineView {
    fn of(one: Line, instrument: &str) -> Self {
        Self {
            code: one.code,
            fact: one.fact,
            n: one.n,
            minutes: one.minutes,
            on: one.on,
            basis_points: one.bp,
            of: one.of,
            rupiah: one.rupiah,
            citation: if one.law.is_empty() {
                instrument.to_owned()
            } else {
                one.law
            },
        }
    }
}

/// An amount and why.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Allowance")]
struct WhyView {
    run_id: AllowanceRunId,
    month: String,
    /// A simulation until it is locked.
    state: RunState,
    /// The last day that was looked at.
    until: NaiveDate,
    /// The version of the formula.
    formula: i16,
    /// Rupiah.
    amount: i64,
    /// The amount of the month before; null: there is none.
    before: Option<i64>,
    lines: Vec<LineView>,
}

impl From<Why> for WhyView {
    fn from(why: Why) -> Self {
        Self {
            run_id: why.run.id,
            month: why.run.month.to_string(),
            state: why.run.state,
            until: why.inputs.until,
            formula: why.formula,
            amount: why.outcome.amount,
            before: why.before.map(|(_, told)| told.amount),
            lines: why
                .outcome
                .lines
                .into_iter()
                .map(|line| LineView::of(line, &why.terms.instrument))
                .collect(),
        }
    }
}

/// Which month.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Which {
    /// The newest that was counted when left out.
    #[schemars(regex(pattern = MONTH))]
    month: Option<String>,
}

/// GET /allowance
async fn own(mut cx: Cx, Query(which): Query<Which>) -> Result<Json<WhyView>> {
    let month = match which.month.as_deref() {
        Some(text) => Some(Month::parse(text).ok_or(Error::field("month", "month"))?),
        None => None,
    };
    let (found, _) = read::own(&mut cx, month).await?;
    found.map(|why| Json(why.into())).ok_or(Error::NotFound)
}

/// Days on which attendance could not be recorded, or which do not count for one person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AllowanceOutage")]
struct OutageView {
    id: AllowanceOutageId,
    /// With the units below it; neither unit nor person: the agency.
    unit_id: Option<UnitId>,
    unit_name: Option<String>,
    /// The person whose days do not count.
    employee_id: Option<EmployeeId>,
    employee_name: Option<String>,
    from: NaiveDate,
    to: NaiveDate,
    reason: String,
    entered_at: DateTime<Utc>,
}

impl From<Outage> for OutageView {
    fn from(one: Outage) -> Self {
        Self {
            id: one.id,
            unit_id: one.unit,
            unit_name: one.unit_name,
            employee_id: one.employee,
            employee_name: one.employee_name,
            from: one.from,
            to: one.to,
            reason: one.reason,
            entered_at: one.entered_at,
        }
    }
}

/// GET /allowance-outages
async fn outages(mut cx: Cx) -> Result<Json<Paged<OutageView>>> {
    let all = read::outages(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(OutageView::from).collect(),
    )))
}

/// An outage as it is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceOutageDraft")]
struct OutageIn {
    /// With the units below it; with neither unit nor person: the agency.
    unit_id: Option<UnitId>,
    /// The person whose days do not count; nobody their own.
    employee_id: Option<EmployeeId>,
    from: Date,
    to: Date,
    #[schemars(length(min = 1, max = 300))]
    reason: String,
}

/// POST /allowance-outages
async fn put_outage(mut cx: Cx, Json(input): Json<OutageIn>) -> Result<Created<OutageView>> {
    let input = Enter {
        unit: input.unit_id,
        employee: input.employee_id,
        from: Some(input.from.0),
        to: Some(input.to.0),
        reason: input.reason,
    };
    let one = enter(&mut cx, &input).await?;
    Ok(Created::at(
        "/api/v1/allowance-outages".to_owned(),
        one.into(),
    ))
}

/// DELETE /allowance-outages/{id}
async fn drop_outage(mut cx: Cx, Path(id): Path<AllowanceOutageId>) -> Result<NoContent> {
    remove(&mut cx, id).await?;
    Ok(NoContent)
}

/// The routes of this area.
pub(super) fn routes(routes: Routes) -> Routes {
    use Scope::{AllowanceRead as Read, AllowanceWrite as Write};
    let (me, hr) = (Can::BeEmployee, Can::ManagePeople);
    let routes = routes
        .api_get(
            "/allowance",
            me,
            Read,
            Doc::new("allowance.own", "One's own amount of a month, line by line"),
            own,
        )
        .api_get(
            "/allowance-outages",
            hr,
            Read,
            Doc::new(
                "allowance_outages.list",
                "Days of the last months on which attendance could not be recorded, or which do not count for one person",
            ),
            outages,
        )
        .api_post(
            "/allowance-outages",
            hr,
            Write,
            Doc::new(
                "allowance_outages.enter",
                "Say on which days attendance could not be recorded, or that days of one person do not count: they deduct nothing",
            ),
            put_outage,
        )
        .api_delete(
            "/allowance-outages/{id}",
            hr,
            Write,
            Doc::new(
                "allowance_outages.remove",
                "Take away what was entered by mistake",
            ),
            drop_outage,
        );
    runs::routes(schemes::routes(routes))
}
