//! The worker makes the ratings of a closed period final, a set at a time, and reminds of objections that are late.

use super::{
    PeriodState,
    objection::{reviewer, tell_reviewer},
    period,
};
use crate::{
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::Result,
        id::EmployeeId,
        jobs::{CHUNK, Mark, next_mark},
        outbox::{self, Notice},
    },
    organisation,
    performance::store,
};

/// Makes the next ratings final: each is a fact of its person from today on, and its person is told. Gives how many; the last piece closes
/// the period.
pub async fn finish(cx: &mut Cx) -> Result<usize> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let Some(mut closing) = store::periods::closing(cx.conn(), agency).await? else {
        return Ok(0);
    };
    let done = store::periods::close_some(cx.conn(), agency, closing.id, now, CHUNK).await?;
    let who = |one: &store::periods::Final| EmployeeId(one.employee);
    let scored: Vec<_> = done
        .iter()
        .map(|one| (who(one), closing.code.as_str(), one.predikat.code(), today))
        .collect();
    organisation::save_scored(cx, &scored).await?;
    let events: Vec<Event> = done
        .iter()
        .map(|one| {
            Event::new("rating-final", "assessment", one.assessment)
                .with("period", closing.code.clone())
        })
        .collect();
    audit::record_each(cx, &events).await?;
    let notices = done
        .iter()
        .map(|one| {
            let once = format!("rating-final:{}", one.assessment);
            let notice = Notice::new("rating-final", closing.path_of(who(one)), once)
                .with("period", &closing.code)
                .with("predikat", one.predikat.code());
            (who(one), notice)
        })
        .collect();
    outbox::tell_people(cx, notices).await?;
    if done.len() < CHUNK {
        closing.state = PeriodState::Closed;
        store::periods::save(cx.conn(), agency, &closing, now).await?;
        period::record(cx, "rating-period-closed", &closing).await?;
    }
    Ok(done.len())
}

/// Open objections looked at in one transaction: each asks who stands above.
const STRETCH: usize = 20;

/// Hands open objections to whoever answers them now, the oldest first.
pub async fn reroute(cx: &mut Cx, from: Mark) -> Result<Option<Mark>> {
    let agency = cx.agency();
    let all = store::assessments::lock_open(cx.conn(), agency, from, STRETCH).await?;
    let next = next_mark(&all, STRETCH, |one| (one.opened_at, one.id.0));
    for one in all {
        let reviewer = reviewer(cx, one.period, one.employee).await?;
        if reviewer == one.reviewer {
            continue;
        }
        store::assessments::hand_over(cx.conn(), agency, one.id, reviewer).await?;
        let event = Event::new("rating-objection-rerouted", "assessment", one.assessment.0)
            .with("reviewer", reviewer.map(|to| to.to_string()));
        audit::record(cx, event).await?;
        let period = store::periods::find(cx.conn(), agency, one.period).await?;
        let to = reviewer.map_or_else(|| "leader".to_owned(), |to| to.to_string());
        let once = format!("rating-objected:{}:{to}", one.id);
        tell_reviewer(
            cx,
            "rating-objected",
            &period,
            one.employee,
            reviewer,
            &once,
        )
        .await?;
    }
    Ok(next)
}

/// Reminds whoever answers, once, of each objection whose day has passed. Gives their number.
pub async fn remind(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let late = store::assessments::late_objections(cx.conn(), agency, today, CHUNK).await?;
    for one in &late {
        let period = store::periods::find(cx.conn(), agency, one.period).await?;
        let event = Event::new("rating-objection-late", "assessment", one.assessment.0);
        audit::record(cx, event).await?;
        let kind = "rating-objection-late";
        let once = format!("{kind}:{}", one.id);
        tell_reviewer(cx, kind, &period, one.employee, one.reviewer, &once).await?;
    }
    Ok(late.len())
}
