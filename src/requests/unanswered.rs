//! What becomes of a request that nobody answers: it moves up to whoever stands above, or ends refused, as the agency chose; never
//! approved in silence.

use super::{
    State, Step,
    chains::desk,
    rules::next,
    store::{
        self, chains,
        waiting::{self, Waiting},
    },
    upkeep::patient_no_more,
};
use crate::kernel::{
    audit::{self, Event},
    cx::Cx,
    error::Result,
    id::{EmployeeId, IdentityId, RequestId},
    jobs::{CHUNK, Mark, next_mark},
    outbox::{self, Notice},
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
    let late = patient_no_more(cx, waiting, days, Waiting::place).await?;
    match choice {
        Unanswered::Refuse => lapse(cx, &late, days).await?,
        _ => escalate(cx, &late, days).await?,
    }
    Ok(next)
}

/// A request that moves up, with the person it is with then; none: the agency's leader.
type Moved<'a> = (&'a Waiting, Option<EmployeeId>);

/// Moves requests up where somebody stands above.
async fn escalate(cx: &mut Cx, late: &[Waiting], days: u16) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut moved: Vec<Moved<'_>> = Vec::new();
    // above the leader there is nobody
    let plain = late
        .iter()
        .filter(|case| case.step.is_none() && case.approver.is_some());
    let plain: Vec<&Waiting> = plain.collect();
    let ids: Vec<RequestId> = plain.iter().map(|case| case.id).collect();
    let above = waiting::above(cx.conn(), agency, &ids, today).await?;
    for case in plain {
        let to = above.get(&case.id).copied().flatten();
        if to.is_none() {
            let told =
                chains::addressees(cx.conn(), agency, &[], &["leader"], case.employee).await?;
            tell_above(cx, case, days, &told).await?;
        }
        moved.push((case, to));
    }
    for case in late.iter().filter(|case| case.step.is_some()) {
        let request = store::requests::find(cx.conn(), agency, case.id).await?;
        if let Some(told) = desk::move_up(cx, &request).await? {
            tell_above(cx, case, days, &told).await?;
            moved.push((case, desk::first(cx, case.id).await?));
        }
    }
    let up: Vec<_> = moved.iter().map(|(case, to)| (case.id, *to)).collect();
    waiting::move_up(cx.conn(), agency, &up, now).await?;
    let state = State::Submitted;
    let lines: Vec<_> = up.iter().map(|(id, to)| (*id, state, *to)).collect();
    store::steps::log_each(cx.conn(), agency, now, "escalated", &lines, state).await?;
    let (mut events, mut notices) = (Vec::new(), Vec::new());
    for (case, to) in moved {
        events.push(
            Event::new("request-escalated", "request", case.id.0)
                .with("from", case.approver.map(|id| id.to_string()))
                .with("approver", to.map(|id| id.to_string()))
                .with("days", days),
        );
        if let Some(to) = to.filter(|_| case.step.is_none()) {
            notices.push((to, up_notice(case, days).notice(to)));
        }
        notices.extend(both(case, days, "request-moved-up"));
    }
    audit::record_each(cx, &events).await?;
    outbox::tell_people(cx, notices).await
}

/// Ends requests refused.
async fn lapse(cx: &mut Cx, late: &[Waiting], days: u16) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    if late.is_empty() {
        return Ok(());
    }
    let state = next(State::Submitted, Step::Refuse)?;
    let ids: Vec<RequestId> = late.iter().map(|case| case.id).collect();
    waiting::lapse(cx.conn(), agency, &ids, state, now).await?;
    store::steps::set_counts(cx.conn(), agency, &ids, false).await?;
    let lines: Vec<_> = ids.iter().map(|id| (*id, State::Submitted, None)).collect();
    store::steps::log_each(cx.conn(), agency, now, "lapsed", &lines, state).await?;
    let events = late.iter().map(|case| {
        Event::new("request-lapsed", "request", case.id.0)
            .with("state", state.code())
            .with("approver", case.approver.map(|id| id.to_string()))
            .with("days", days)
    });
    audit::record_each(cx, &events.collect::<Vec<_>>()).await?;
    let notices = late
        .iter()
        .flat_map(|case| both(case, days, "request-lapsed"));
    outbox::tell_people(cx, notices.collect()).await
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

fn up_notice(case: &Waiting, days: u16) -> Told<'_> {
    Told {
        kind: "request-escalated",
        link: format!("/inbox/{}", case.id),
        case,
        days,
    }
}

/// Whoever stands above learns of it.
async fn tell_above(cx: &mut Cx, case: &Waiting, days: u16, told: &[IdentityId]) -> Result<()> {
    let notice = up_notice(case, days);
    for identity in told {
        outbox::tell_identity(cx, *identity, notice.notice(identity)).await?;
    }
    Ok(())
}

/// Who asked learns what became of it, and so does whoever did not answer.
fn both(case: &Waiting, days: u16, kind: &'static str) -> Vec<(EmployeeId, Notice)> {
    let own = Told {
        kind,
        link: format!("/requests/{}", case.id),
        case,
        days,
    };
    let mut notices = vec![(case.employee, own.notice(case.employee))];
    if let Some(silent) = case.approver {
        let passed = Told {
            kind: "request-unanswered",
            link: "/inbox".to_owned(),
            case,
            days,
        };
        notices.push((silent, passed.notice(silent)));
    }
    notices
}
