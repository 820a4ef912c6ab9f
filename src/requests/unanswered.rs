//! What becomes of a request that nobody answers: it moves up to whoever stands above, or ends refused, as the agency chose; never
//! approved in silence.

use super::{
    State, Step,
    chains::desk,
    rules::next,
    store::{
        self, chains,
        steps::{Line, Outcome},
        waiting::{self, Waiting},
    },
    upkeep::patient_no_more,
};
use crate::{
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::Result,
        id::{EmployeeId, IdentityId},
        jobs::{CHUNK, Mark, next_mark},
        outbox::{self, Notice},
    },
    organisation,
};

/// An agency's choice for requests that nobody answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unanswered {
    /// The approver is reminded, nothing else.
    #[default]
    Remind,
    /// Whoever stands above decides; above everybody, the agency's leader.
    Escalate,
    /// Refused; the person may object or ask again.
    Refuse,
}

impl Unanswered {
    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "remind" => Some(Self::Remind),
            "escalate" => Some(Self::Escalate),
            "refuse" => Some(Self::Refuse),
            _ => None,
        }
    }
}

/// Moves up or ends what has waited longer than the agency allows.
pub async fn answer_for_nobody(cx: &mut Cx, from: Mark) -> Result<Option<Mark>> {
    let (agency, now) = (cx.agency(), cx.now());
    let (choice, days) = waiting::chosen(cx.conn(), agency).await?;
    if choice == Unanswered::Remind {
        return Ok(None);
    }
    let waiting = waiting::lock_unanswered(cx.conn(), agency, now, days, from).await?;
    let next = next_mark(&waiting, CHUNK, Waiting::mark);
    for case in patient_no_more(cx, waiting, days, Waiting::place).await? {
        match choice {
            Unanswered::Refuse => lapse(cx, &case, days).await?,
            _ => escalate(cx, &case, days).await?,
        }
    }
    Ok(next)
}

/// Moves a request up where somebody stands above.
async fn escalate(cx: &mut Cx, case: &Waiting, days: u16) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let Some((to, told)) = above(cx, case).await? else {
        return Ok(());
    };
    waiting::move_up(cx.conn(), agency, case.id, to, now).await?;
    log(cx, case, "escalated", State::Submitted, to).await?;
    audit::record(
        cx,
        Event::new("request-escalated", "request", case.id.0)
            .with("from", case.approver.map(|id| id.to_string()))
            .with("approver", to.map(|id| id.to_string()))
            .with("days", days),
    )
    .await?;
    let notice = Told {
        kind: "request-escalated",
        link: format!("/inbox/{}", case.id),
        case,
        days,
    };
    for identity in told {
        outbox::tell_identity(cx, identity, notice.notice(identity)).await?;
    }
    tell_both(cx, case, days, "request-moved-up").await
}

/// Who stands above, and the login identities of whoever learns of it; none where nobody does.
async fn above(
    cx: &mut Cx,
    case: &Waiting,
) -> Result<Option<(Option<EmployeeId>, Vec<IdentityId>)>> {
    let (agency, today) = (cx.agency(), cx.today());
    if case.step.is_some() {
        let request = store::requests::find(cx.conn(), agency, case.id).await?;
        let told = desk::move_up(cx, &request).await?;
        let to = desk::first(cx, case.id).await?;
        return Ok(told.map(|told| (to, told)));
    }
    // above the leader there is nobody
    if case.approver.is_none() {
        return Ok(None);
    }
    let above =
        organisation::approver_of(cx.conn(), agency, case.employee, today, case.level + 1).await?;
    let to = above.map(|approver| approver.employee);
    let (people, roles): (&[_], &[_]) = match &to {
        Some(to) => (std::slice::from_ref(to), &[]),
        None => (&[], &["leader"]),
    };
    let told = chains::addressees(cx.conn(), agency, people, roles, case.employee).await?;
    Ok(Some((to, told)))
}

async fn lapse(cx: &mut Cx, case: &Waiting, days: u16) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let state = next(State::Submitted, Step::Refuse)?;
    let outcome = Outcome {
        decided_at: Some(now),
        ..Outcome::default()
    };
    store::steps::save_outcome(
        cx.conn(),
        agency,
        case.id,
        case.version,
        state,
        &outcome,
        now,
    )
    .await?;
    store::steps::set_counts(cx.conn(), agency, &[case.id], false).await?;
    log(cx, case, "lapsed", state, None).await?;
    audit::record(
        cx,
        Event::new("request-lapsed", "request", case.id.0)
            .with("state", state.code())
            .with("approver", case.approver.map(|id| id.to_string()))
            .with("days", days),
    )
    .await?;
    tell_both(cx, case, days, "request-lapsed").await
}

async fn log(
    cx: &mut Cx,
    case: &Waiting,
    event: &str,
    to: State,
    actor: Option<EmployeeId>,
) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let line = Line {
        event,
        from: Some(State::Submitted),
        to,
        actor,
        acting: None,
        in_place_of: None,
        note: "",
        verdict: None,
    };
    store::steps::log(cx.conn(), agency, case.id, now, &line).await
}

struct Told<'a> {
    kind: &'static str,
    link: String,
    case: &'a Waiting,
    days: u16,
}

impl Told<'_> {
    fn notice(&self, to: impl std::fmt::Display) -> Notice {
        let case = self.case;
        let once = format!(
            "{}:{}:{}:{}:{to}",
            self.kind, case.id, case.version, case.level
        );
        Notice::new(self.kind, self.link.clone(), once)
            .with("name", case.name.clone())
            .with("days", self.days)
    }
}

/// Who asked learns what became of it, and so does whoever did not answer.
async fn tell_both(cx: &mut Cx, case: &Waiting, days: u16, kind: &'static str) -> Result<()> {
    let link = format!("/requests/{}", case.id);
    let own = Told {
        kind,
        link,
        case,
        days,
    };
    outbox::tell(cx, case.employee, own.notice(case.employee)).await?;
    let Some(silent) = case.approver else {
        return Ok(());
    };
    let passed = Told {
        kind: "request-unanswered",
        link: "/inbox".to_owned(),
        case,
        days,
    };
    outbox::tell(cx, silent, passed.notice(silent)).await
}
