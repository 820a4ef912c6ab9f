//! Exceptions from a rule.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, Scope, Tagged, seen},
        error::{Error, Result},
        form::Path,
        id::{EmployeeId, ExceptionId},
        routes::Routes,
    },
    policy::WaivableBy,
    requests::{
        Exception, ExceptionAnswer, ExceptionGround, ExceptionState, TypedException,
        answer_exception, ask_exception, end_exception, exceptions::read, give_exception,
    },
};

/// A rule that is set aside for one person and a period, or that somebody asks to be.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleException")]
struct View {
    id: ExceptionId,
    version: i32,
    state: ExceptionState,
    employee_id: EmployeeId,
    employee_name: String,
    unit_name: String,
    /// Key of the rule.
    rule: String,
    waivable_by: WaivableBy,
    /// The day the rule was asked about, and what it said in Bahasa Indonesia and English.
    on: NaiveDate,
    finding_id: String,
    finding_en: String,
    ground: ExceptionGround,
    statement: String,
    from_on: NaiveDate,
    until_on: NaiveDate,
    /// Null: given without being asked for.
    asked_at: Option<DateTime<Utc>>,
    /// The last day on which it is answered in time.
    due_on: Option<NaiveDate>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<String>,
    note: String,
    ended_at: Option<DateTime<Utc>>,
    ended_by: Option<String>,
    end_note: String,
}

impl From<Exception> for View {
    fn from(one: Exception) -> Self {
        Self {
            id: one.id,
            version: one.version,
            state: one.state,
            employee_id: one.employee,
            employee_name: one.employee_name,
            unit_name: one.unit_name,
            rule: one.result.key,
            waivable_by: one.result.waivable_by,
            on: one.on,
            finding_id: one.result.text.id,
            finding_en: one.result.text.en,
            ground: one.ground,
            statement: one.statement,
            from_on: one.from_on,
            until_on: one.until_on,
            asked_at: one.asked_at,
            due_on: one.due_on,
            decided_at: one.decided_at,
            decided_by: one.decided_by_name,
            note: one.note,
            ended_at: one.ended_at,
            ended_by: one.ended_by_name,
            end_note: one.end_note,
        }
    }
}

/// The exceptions one meets.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleExceptions")]
struct ListsView {
    /// What waits for one's answer.
    waiting: Vec<View>,
    own: Vec<View>,
    /// What holds for others, as far as one may end it.
    holding: Vec<View>,
}

async fn list(mut cx: Cx) -> Result<Json<ListsView>> {
    let found = read::lists(&mut cx).await?;
    let views = |all: Vec<Exception>| all.into_iter().map(View::from).collect();
    Ok(Json(ListsView {
        waiting: views(found.waiting),
        own: views(found.own),
        holding: views(found.holding),
    }))
}

async fn show(mut cx: Cx, Path(id): Path<ExceptionId>) -> Result<Tagged<View>> {
    let (one, _) = read::find(&mut cx, id).await?;
    Ok(Tagged(one.version, one.into()))
}

/// Which rule is to be set aside, why, and for how long.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleExceptionIn")]
struct ExceptionIn {
    /// Key of a rule that stands in the way on that day.
    #[schemars(length(min = 1, max = 200))]
    rule: String,
    /// The day the rule is asked about.
    on: Date,
    ground: ExceptionGround,
    #[schemars(length(min = 1, max = 2000))]
    statement: String,
    from_on: Date,
    /// At most 366 days later.
    until_on: Date,
}

impl From<ExceptionIn> for TypedException {
    fn from(one: ExceptionIn) -> Self {
        Self {
            rule: one.rule,
            on: one.on.to_string(),
            ground: one.ground.code().to_owned(),
            statement: one.statement,
            from_on: one.from_on.to_string(),
            until_on: one.until_on.to_string(),
        }
    }
}

async fn created(cx: &mut Cx, id: ExceptionId) -> Result<Created<View>> {
    let (one, _) = read::find(cx, id).await?;
    Ok(Created::at(format!("/api/v1/exceptions/{id}"), one.into()))
}

async fn ask(mut cx: Cx, Json(input): Json<ExceptionIn>) -> Result<Created<View>> {
    let id = ask_exception(&mut cx, &input.into()).await?;
    created(&mut cx, id).await
}

async fn give(
    mut cx: Cx,
    Path(employee): Path<EmployeeId>,
    Json(input): Json<ExceptionIn>,
) -> Result<Created<View>> {
    let id = give_exception(&mut cx, employee, &input.into()).await?;
    created(&mut cx, id).await
}

/// The answer to what was asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleExceptionAnswer")]
struct AnswerIn {
    grant: bool,
    /// The last day, where it is another than the one asked for.
    until_on: Option<Date>,
    /// Why not, where it is declined.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

async fn answer(
    mut cx: Cx,
    Path(id): Path<ExceptionId>,
    matched: IfMatch,
    Json(input): Json<AnswerIn>,
) -> Result<Tagged<View>> {
    read::find(&mut cx, id).await?;
    let answer = ExceptionAnswer {
        grant: input.grant,
        until_on: input
            .until_on
            .map_or_else(String::new, |day| day.to_string()),
        note: input.note,
        version: seen(matched, input.version)?,
    };
    let one = answer_exception(&mut cx, id, &answer).await?;
    Ok(Tagged(one.version, one.into()))
}

/// Why it ends.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleExceptionEnd")]
struct EndIn {
    /// Needed from whoever waives the rule, not from the person.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

async fn end(
    mut cx: Cx,
    Path(id): Path<ExceptionId>,
    matched: IfMatch,
    Json(input): Json<EndIn>,
) -> Result<Tagged<View>> {
    let (_, sight) = read::find(&mut cx, id).await?;
    if !sight.own
        && cx
            .actor()
            .token
            .is_some_and(|held| !held.scopes.has(Scope::DecisionsWrite))
    {
        return Err(Error::Forbidden);
    }
    let one = end_exception(&mut cx, id, &input.note, seen(matched, input.version)?).await?;
    Ok(Tagged(one.version, one.into()))
}

/// The routes of exceptions.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{DecisionsWrite as Decide, RequestsRead as Read, RequestsWrite as Write};
    routes
        .api_get(
            "/exceptions",
            Can::SignIn,
            Read,
            Doc::new("exceptions.list", "Exceptions from a rule: one's own, those that wait for one's answer, those one may end"),
            list,
        )
        .api_post(
            "/exceptions",
            Can::BeEmployee,
            Write,
            Doc::new("exceptions.ask", "Ask that a rule be set aside for oneself")
                .about("An objection to what a rule says, before anybody has decided. Whoever may waive the rule answers within the agency's clock for objections."),
            ask,
        )
        .api_get(
            "/exceptions/{id}",
            Can::SignIn,
            Read,
            Doc::new("exceptions.show", "One exception"),
            show,
        )
        .api_post(
            "/employees/{id}/exceptions",
            Can::SignIn,
            Decide,
            Doc::new("exceptions.give", "Set a rule aside for somebody; never for oneself")
                .about("By whom the rule names as able to waive it, or who stands above."),
            give,
        )
        .api_post(
            "/exceptions/{id}/answer",
            Can::SignIn,
            Decide,
            Doc::new("exceptions.answer", "Grant or decline an exception; never one's own"),
            answer,
        )
        .api_post(
            "/exceptions/{id}/end",
            Can::SignIn,
            Write,
            Doc::new("exceptions.end", "Take back or give up one's own exception, or end somebody's (scope `decisions:write`)"),
            end,
        )
}
