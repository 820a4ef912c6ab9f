//! Requests and verdicts as programs see them.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use super::{asked::DayHours, chains::SeatView, hours::HoursView};
use crate::{
    calendar::Half,
    kernel::{
        i18n::Lang,
        id::{AgreementId, EmployeeId, ObjectionId, RequestId, UnitId},
    },
    policy::{
        Overall, Place, Route, WaivableBy,
        view::{self, VerdictView},
    },
    requests::{
        AskKind, Changed, Checked, Happened, InWindow, Objection, Precheck, Request, Span, State,
        board::Strength,
        chains::{Chair, Far},
        inbox::{Mandate, Waiting},
        rules::half_of,
        sight::Sight,
        store::lists::Row,
    },
};

/// A (half) day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Day")]
pub struct DayView {
    pub on: NaiveDate,
    pub part: Half,
}

/// People in the office in the weaker half of a day, against the minimum.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Strength")]
pub struct StrengthView {
    pub present: u32,
    pub total: u32,
    pub minimum: u32,
}

impl From<Strength> for StrengthView {
    fn from(strength: Strength) -> Self {
        Self {
            present: strength.present,
            total: strength.total,
            minimum: strength.minimum,
        }
    }
}

/// How a request is made.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Route", inline)]
pub enum RouteView {
    Task,
    Special,
}

impl From<Route> for RouteView {
    fn from(route: Route) -> Self {
        match route {
            Route::Ordinary => Self::Task,
            Route::SpecialCircumstances => Self::Special,
        }
    }
}

/// A request in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RequestLine")]
pub struct LineView {
    pub id: RequestId,
    pub version: i32,
    pub state: State,
    pub employee_name: String,
    pub unit_id: UnitId,
    pub unit_name: String,
    pub pattern: bool,
    /// Single days; of a pattern its exceptions.
    pub days: Vec<DayView>,
    pub first_on: Option<NaiveDate>,
    pub last_on: Option<NaiveDate>,
    pub kind: AskKind,
    /// Null for own hours.
    pub place: Option<String>,
    /// Own start and end of work; null for a place.
    pub hours: Option<HoursView>,
    /// Own start and end that go with the place; null for none.
    pub day_hours: Option<DayHours>,
    pub route: RouteView,
    /// Title of the window that all its days lie in.
    pub window: Option<String>,
    pub plan: String,
    pub approver_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
}

fn days(all: impl IntoIterator<Item = (NaiveDate, u8)>) -> Vec<DayView> {
    all.into_iter()
        .filter_map(|(on, bits)| {
            Some(DayView {
                on,
                part: half_of(bits)?,
            })
        })
        .collect()
}

/// A row of a list.
pub fn line(row: Row) -> LineView {
    LineView {
        id: row.id,
        version: row.version,
        state: row.state,
        employee_name: row.employee_name,
        unit_id: row.unit,
        unit_name: row.unit_name,
        pattern: row.pattern,
        days: days(row.days),
        first_on: row.first_on,
        last_on: row.last_on,
        kind: if row.hours.is_some() {
            AskKind::Time
        } else {
            AskKind::Place
        },
        place: Some(row.place).filter(|place| !place.is_empty()),
        hours: row.hours.as_ref().map(HoursView::from),
        day_hours: row.times.map(DayHours::from),
        route: if row.special {
            RouteView::Special
        } else {
            RouteView::Task
        },
        window: row.window,
        plan: row.plan,
        approver_name: row.approver_name,
        created_at: row.created_at,
        submitted_at: row.submitted_at,
    }
}

/// A request that waits for a decision.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Waiting")]
pub struct WaitingView {
    pub request: LineView,
    /// Nothing about it needs a thought.
    pub safe: bool,
    /// What stands in the way since rules were published after it was sent.
    pub rules_changed: Vec<RuleChangeView>,
    /// The weakest of its days for the team.
    pub weakest: Option<StrengthView>,
    /// Whoever decides by your mandate; you may decide all the same.
    pub handed_to: Option<String>,
    /// The head in whose name you decide.
    pub in_the_name_of: Option<String>,
}

/// A rule that stands in the way of a day since rules were published after the request was sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleChange")]
pub struct RuleChangeView {
    pub on: NaiveDate,
    pub part: Half,
    /// Whether the rule is the ministry's.
    pub base: bool,
    /// The version of the set in which it stands.
    pub version: Option<u32>,
    pub title: String,
    pub text: String,
}

fn rule_changes(all: &[Changed], lang: Lang) -> Vec<RuleChangeView> {
    all.iter()
        .map(|one| RuleChangeView {
            on: one.on,
            part: one.part,
            base: one.base,
            version: one.version,
            title: one.title.get(lang.code()).to_owned(),
            text: one.text.get(lang.code()).to_owned(),
        })
        .collect()
}

/// What waits, as a line of the inbox.
pub fn waiting(one: Waiting, lang: Lang) -> WaitingView {
    let (handed_to, in_the_name_of) = match one.mandate.clone() {
        Some(Mandate::HandedTo(name)) => (Some(name), None),
        Some(Mandate::InTheNameOf(name)) => (None, Some(name)),
        None => (None, None),
    };
    WaitingView {
        safe: one.safe(),
        rules_changed: rule_changes(&one.row.rules_changed, lang),
        handed_to,
        in_the_name_of,
        weakest: one.weakest.map(StrengthView::from),
        request: line(one.row),
    }
}

/// What will be delivered, and by when.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Plan")]
pub struct PlanView {
    pub what: String,
    pub due_on: NaiveDate,
}

/// One step in the history of a request.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Step")]
pub struct StepView {
    pub at: DateTime<Utc>,
    pub event: String,
    pub to: Option<State>,
    pub by: Option<String>,
    /// `plt` or `plh`, when somebody acted for the head.
    pub acting: Option<String>,
    /// The head in whose place it was done.
    pub in_place_of: Option<String>,
    pub note: String,
}

/// An objection to a refusal or a revocation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Objection")]
pub struct ObjectionView {
    pub id: ObjectionId,
    pub version: i32,
    pub request_id: RequestId,
    pub employee_name: String,
    pub statement: String,
    /// `open`, `upheld` or `dismissed`.
    pub state: String,
    pub opened_at: DateTime<Utc>,
    /// The last day on which it is answered in time.
    pub due_on: Option<NaiveDate>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer: Option<String>,
}

impl From<Objection> for ObjectionView {
    fn from(one: Objection) -> Self {
        Self {
            id: one.id,
            version: one.version,
            request_id: one.request,
            employee_name: one.employee_name,
            statement: one.statement,
            state: one.state,
            opened_at: one.opened_at,
            due_on: one.due_on,
            answered_at: one.answered_at,
            answer: one.answer,
        }
    }
}

/// The standing approval that a request was approved on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Ground")]
pub struct GroundView {
    pub given_on: NaiveDate,
    /// The supervisor who gave it, and who answers for the decision.
    pub responsible_name: String,
}

/// A weekly pattern.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Pattern")]
pub struct PatternView {
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    /// Monday to Sunday; null is a day in the office.
    pub week: Vec<Option<Half>>,
    /// Days that differ from the pattern; a null part is a day taken out.
    pub exceptions: Vec<ExceptionView>,
}

/// A day that differs from the pattern.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PatternException")]
pub struct ExceptionView {
    pub on: NaiveDate,
    pub part: Option<Half>,
}

/// A request with everything this reader may know of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Request")]
pub struct RequestView {
    pub id: RequestId,
    pub version: i32,
    pub state: State,
    pub employee_id: EmployeeId,
    pub employee_name: String,
    pub employee_nip: String,
    pub position: String,
    pub unit_id: UnitId,
    pub unit_name: String,
    pub days: Vec<DayView>,
    /// The days as the person asked for them, before other days took their place; empty for a pattern.
    pub asked_days: Vec<DayView>,
    pub pattern: Option<PatternView>,
    pub kind: AskKind,
    /// Own start and end of work, from `first_on` to `last_on`; null for a place.
    pub hours: Option<HoursView>,
    pub first_on: Option<NaiveDate>,
    pub last_on: Option<NaiveDate>,
    /// Null for own hours.
    pub place: Option<Place>,
    pub place_detail: String,
    /// Own start and end of work that go with the place: decided together with it.
    pub day_hours: Option<DayHours>,
    /// The agreement whose seats its days take, in an office of another agency.
    pub agreement_id: Option<AgreementId>,
    /// The official code of the regency or city of the place, where it was said.
    pub region: Option<String>,
    /// Why its chain was taken, where that asks how far the place lies from the office.
    pub far: Option<Far>,
    pub route: RouteView,
    /// Shown to the person, the approver and the leader only.
    pub special_ground: Option<String>,
    /// Under special circumstances shown to the person, the approver and the leader only.
    pub reason: Option<String>,
    pub contact: String,
    pub plan: Vec<PlanView>,
    pub has_evidence: bool,
    pub approver_id: Option<EmployeeId>,
    pub approver_name: Option<String>,
    /// Whose agreement it takes, step by step; empty: the direct supervisor decides alone.
    pub seats: Vec<SeatView>,
    /// Who assigned the days; null: the person asked.
    pub assigned_by: Option<EmployeeId>,
    /// Since when it waits, or waited, for a place.
    pub queued_at: Option<DateTime<Utc>>,
    /// The place in the line of one that waits, from 1.
    pub queue_position: Option<i64>,
    pub decision_note: String,
    pub rule_set_version: Option<i32>,
    pub base_rule_set_version: Option<i32>,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    /// The standing approval it was approved on; null: somebody decided it themselves.
    pub ground: Option<GroundView>,
    /// Until when the decision may be taken back, by its `batch`.
    pub undo_until: Option<DateTime<Utc>>,
    pub batch: Option<Uuid>,
    pub stopped_on: Option<NaiveDate>,
    /// The window that all its days lie in.
    pub window: Option<InWindow>,
    /// What stands in the way since rules were published after it was sent; it is decided by the rules of its days.
    pub rules_changed: Vec<RuleChangeView>,
    /// The verdicts it rests on: stored, never computed anew.
    pub verdicts: Vec<VerdictView>,
    pub history: Vec<StepView>,
    pub objections: Vec<ObjectionView>,
}

fn pattern(span: &Span) -> Option<PatternView> {
    let Span::Pattern {
        validity,
        week,
        exceptions,
    } = span
    else {
        return None;
    };
    Some(PatternView {
        first_on: validity.from,
        last_on: validity.to,
        week: week.iter().map(|bits| half_of(*bits)).collect(),
        exceptions: exceptions
            .iter()
            .map(|(on, bits)| ExceptionView {
                on: *on,
                part: half_of(*bits),
            })
            .collect(),
    })
}

/// What is read beside a request.
pub struct More {
    pub asked: Vec<(NaiveDate, u8)>,
    pub position: Option<i64>,
    pub chairs: Vec<Chair>,
}

/// A request as this reader may see it.
pub fn request(
    one: Request,
    sight: Sight,
    history: Vec<Happened>,
    objections: Vec<Objection>,
    more: More,
    lang: Lang,
) -> RequestView {
    let special = one.route == Route::SpecialCircumstances;
    let open = sight.intimate();
    let verdicts = one.evaluation().map_or_else(Vec::new, |evaluation| {
        evaluation
            .days
            .iter()
            .map(|day| view::verdict(&day.verdict, lang))
            .collect()
    });
    RequestView {
        id: one.id,
        version: one.version,
        state: one.state,
        employee_id: one.employee,
        employee_name: one.employee_name,
        employee_nip: one.employee_nip,
        position: one.position,
        unit_id: one.unit,
        unit_name: one.unit_name,
        days: days(one.span.days()),
        asked_days: days(more.asked),
        pattern: pattern(&one.span),
        kind: one.span.kind(),
        hours: one.span.hours().map(|(_, week)| HoursView::from(week)),
        first_on: one.span.range().map(|range| range.from),
        last_on: one.span.range().map(|range| range.to),
        place: one.place,
        place_detail: one.place_detail,
        day_hours: one.times.map(DayHours::from),
        agreement_id: one.agreement,
        region: one.region,
        far: one.far,
        route: one.route.into(),
        special_ground: one.special_ground.filter(|_| open),
        reason: (open || !special).then_some(one.reason),
        contact: one.contact,
        plan: one
            .plan
            .into_iter()
            .map(|line| PlanView {
                what: line.what,
                due_on: line.due_on,
            })
            .collect(),
        has_evidence: one.evidence.is_some(),
        approver_id: one.approver,
        approver_name: one.approver_name,
        seats: more.chairs.into_iter().map(SeatView::from).collect(),
        assigned_by: one.assigned_by,
        queued_at: one.queued_at,
        queue_position: more.position,
        decision_note: one.decision_note,
        rule_set_version: one.rule_version,
        base_rule_set_version: one.base_version,
        created_at: one.created_at,
        submitted_at: one.submitted_at,
        decided_at: one.decided_at,
        ground: one.ground.map(|ground| GroundView {
            given_on: ground.given_on,
            responsible_name: ground.name,
        }),
        undo_until: one.undo_until,
        batch: one.batch,
        stopped_on: one.stopped_on,
        window: one.window.clone(),
        rules_changed: rule_changes(&one.rules_changed, lang),
        verdicts,
        history: history.into_iter().map(step).collect(),
        objections: objections.into_iter().map(ObjectionView::from).collect(),
    }
}

fn step(one: Happened) -> StepView {
    StepView {
        at: one.at,
        event: one.event,
        to: one.to,
        by: one.by,
        acting: one.acting,
        in_place_of: one.in_place_of,
        note: one.note,
    }
}

/// One day with its verdict, and days nearby that would pass.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CheckedDay")]
pub struct CheckedView {
    pub verdict: VerdictView,
    pub alternatives: Vec<NaiveDate>,
    pub strength: StrengthView,
}

/// Flexible half days of a week against the cap.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Quota")]
pub struct QuotaView {
    pub monday: NaiveDate,
    pub used_halves: u32,
    /// Null where nothing limits the week.
    pub cap_halves: Option<u32>,
}

/// What the rules say about everything asked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Precheck")]
pub struct PrecheckView {
    pub verdict: Overall,
    /// Whether a request for these days would be accepted.
    pub may_submit: bool,
    /// Who may set aside the rules in the way; null when none is, or none may be.
    pub waivable_by: Option<WaivableBy>,
    /// How many days are asked for in all.
    pub asked: usize,
    /// Of a pattern: the days on which a rule is in the way and some others, at most twelve.
    pub days: Vec<CheckedView>,
    pub quotas: Vec<QuotaView>,
}

/// The most days of a pattern that are shown in full.
const SHOWN: usize = 12;

/// One day with its verdict.
pub fn checked(day: &Checked, lang: Lang) -> CheckedView {
    CheckedView {
        verdict: view::verdict(day.verdict(), lang),
        alternatives: day.alternatives.clone(),
        strength: day.strength.into(),
    }
}

/// The answer about days.
pub fn precheck(found: &Precheck, lang: Lang) -> PrecheckView {
    let mut shown: Vec<&Checked> = found.days.iter().collect();
    if found.asked.pattern {
        shown.sort_by_key(|day| (day.verdict().verdict != Overall::Fail, day.day));
        shown.truncate(SHOWN);
        shown.sort_by_key(|day| day.day);
    }
    let mut mondays: Vec<NaiveDate> = shown
        .iter()
        .map(|day| crate::requests::rules::monday(day.day))
        .collect();
    mondays.dedup();
    let failing = found.failing().count();
    PrecheckView {
        verdict: found.overall(),
        may_submit: !found.days.is_empty()
            && (found.asked.times.is_none() || found.hours_fit())
            && if found.asked.pattern {
                failing < found.days.len()
            } else {
                failing == 0
            },
        waivable_by: found.waivable_by(),
        asked: found.days.len(),
        days: shown.into_iter().map(|day| checked(day, lang)).collect(),
        quotas: mondays
            .into_iter()
            .map(|monday| {
                let quota = found.situation.quota(monday, &found.asked);
                QuotaView {
                    monday: quota.monday,
                    used_halves: quota.used_halves,
                    cap_halves: quota.cap_halves,
                }
            })
            .collect(),
    }
}
