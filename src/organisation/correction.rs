//! "Data saya keliru": an employee says which fact is wrong, HR answers within its clock.

use serde::Deserialize;

use super::{Correction, CorrectionState, rules, store};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Reason, Result},
    form::{Check, local_path},
    id::CorrectionId,
    outbox::{self, Notice},
};

/// Facts people see about themselves, in the order of the page.
pub const FACTS: [&str; 14] = [
    "name",
    "asn_kind",
    "grade",
    "unit",
    "position",
    "task_flags",
    "supervisor",
    "appointed_on",
    "legal_state",
    "discipline",
    "predikat",
    "home",
    "email",
    "other",
];

/// The form of a case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Open {
    pub fact: String,
    pub shown_value: String,
    pub statement: String,
    /// Where to go afterwards.
    pub back: String,
}

impl Open {
    /// The page to return to.
    pub fn back(&self) -> &str {
        match local_path(&self.back) {
            "/" => "/my-data",
            path => path,
        }
    }
}

/// Opens a case about one's own data; one open case per fact.
pub async fn open(cx: &mut Cx, input: &Open) -> Result<CorrectionId> {
    let me = cx.employee()?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    store::employees::lock(cx.conn(), agency, me).await?;
    let mut check = Check::new();
    let fact = check.text("fact", &input.fact, 60);
    let shape = fact
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    check.ensure(shape, "fact", "choice");
    let shown = check.optional("shown_value", &input.shown_value, 400);
    let statement = check.text("statement", &input.statement, 2_000);
    check.done()?;
    if store::corrections::is_open(cx.conn(), agency, me, &fact).await? {
        return Err(Reason::new("correction-open").into());
    }
    let clock = store::corrections::clock(cx.conn(), agency, me, today).await?;
    let due_on = rules::due_on(today, clock.days, clock.six_day_week, &clock.free);
    let id = CorrectionId::new();
    let case = store::corrections::NewCase {
        fact: &fact,
        shown: &shown,
        statement: &statement,
        due_on,
    };
    store::corrections::insert(cx.conn(), agency, id, me, &case, now).await?;
    audit::record(
        cx,
        Event::new("correction-opened", "correction", id.0)
            .with("fact", fact)
            .with("due_on", due_on.to_string()),
    )
    .await?;
    for officer in store::corrections::officers(cx.conn(), agency, me).await? {
        let dedupe = format!("correction:{id}:{officer}");
        let notice = Notice::new("correction-opened", "/corrections", dedupe)
            .with("due", due_on.format("%d-%m-%Y"));
        outbox::tell(cx, officer, notice).await?;
    }
    Ok(id)
}

/// The form of HR's answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    pub decision: String,
    pub answer: String,
    pub version: String,
}

/// HR accepts or declines a case with words; never the own. The fact itself is changed at the person's record.
pub async fn answer(cx: &mut Cx, id: CorrectionId, input: &Answer) -> Result<Correction> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let case = store::corrections::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    rules::not_own(cx.actor().own(), case.employee)?;
    if case.state != CorrectionState::Open || input.version.parse() != Ok(case.version) {
        return Err(Error::Conflict("changed"));
    }
    let mut check = Check::new();
    let decision = check.choice("decision", &input.decision, &["accept", "decline"]);
    let words = check.text("answer", &input.answer, 2_000);
    check.done()?;
    let state = if decision == "accept" {
        CorrectionState::Accepted
    } else {
        CorrectionState::Declined
    };
    store::corrections::save_answer(cx.conn(), agency, id, (state, &words), by, now).await?;
    let (event, kind) = match state {
        CorrectionState::Accepted => ("correction-accepted", "correction-accepted"),
        _ => ("correction-declined", "correction-declined"),
    };
    audit::record(
        cx,
        Event::new(event, "correction", id.0).with("fact", case.fact.clone()),
    )
    .await?;
    let notice = Notice::new(kind, "/my-data#cases", format!("correction:{id}:answer"))
        .with("answer", words);
    outbox::tell(cx, case.employee, notice).await?;
    Ok(case)
}
