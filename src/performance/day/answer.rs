//! Whoever decides for a person accepts the report of a day or gives it back; one by one or many at once.

use super::{Answer, DayReport, Step, read::sight_of, rules::next};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Result},
        form::Check,
        id::DayReportId,
        outbox::{self, Notice},
    },
    organisation,
    performance::{rules::may_agree, store},
};

/// Longest comment of an answer.
const COMMENT: usize = 1_000;

/// An answer to the newest report.
#[derive(Clone, Debug)]
pub struct Reply {
    pub answer: Answer,
    /// Needed to give it back.
    pub comment: String,
    /// The version that was seen.
    pub version: i32,
}

/// Answers a report.
pub async fn answer(cx: &mut Cx, id: DayReportId, input: Reply) -> Result<DayReport> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let owner = store::days::owner(cx.conn(), agency, id).await?;
    store::targets::lock(cx.conn(), agency, owner).await?;
    cx.require(Can::DecideRequests)?;
    let mut day = store::days::find(cx.conn(), agency, id).await?;
    sight_of(cx, &day).await?;
    let approver = organisation::approver_of(cx.conn(), agency, owner, today, 0).await?;
    let (by, roles) = (cx.actor().employee, cx.actor().roles);
    may_agree(by, roles, owner, approver.map(|one| one.asked(by)))?;
    if day.version != input.version {
        return Err(Error::Conflict("changed"));
    }
    day.state = next(Some(day.state), Step::Answer(input.answer))?;
    let mut check = Check::new();
    let comment = check.optional("comment", &input.comment, COMMENT);
    check.ensure(
        input.answer == Answer::Accepted || !comment.is_empty(),
        "comment",
        "reason-required",
    );
    check.done()?;
    let me = cx.employee()?;
    let approver = approver.filter(|one| one.employee == me);
    let answered = store::Answered {
        answer: input.answer,
        by: me,
        acting: approver
            .and_then(|one| one.acting)
            .map(|acting| acting.code()),
        deputised: approver.and_then(|one| one.in_place_of),
        comment: &comment,
        at: now,
    };
    store::days::save_answer(cx.conn(), agency, &day, &answered).await?;
    store::days::save(cx.conn(), agency, &day).await?;
    let event = match input.answer {
        Answer::Accepted => "day-accepted",
        Answer::Returned => "day-returned",
    };
    record(cx, event, &day).await?;
    if input.answer == Answer::Returned {
        let once = format!("day-returned:{id}:{}", day.version);
        let link = format!("/today?day={}", day.on);
        let notice = Notice::new("day-returned", link, once)
            .with("name", cx.actor().name.clone())
            .with("on", day.on.format("%d-%m-%Y"))
            .with("note", &comment);
        outbox::tell(cx, owner, notice).await?;
    }
    store::days::find(cx.conn(), agency, id).await
}

/// One item as it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: DayReportId,
    pub version: i32,
}

/// What became of one item.
#[derive(Clone, Debug)]
pub struct Fate {
    pub id: DayReportId,
    /// The report after; an error: it is as it was.
    pub result: Result<DayReport, Error>,
}

/// Accepts these reports and no others. A refusal of one does not touch the rest: everything about an item is decided before anything is
/// written. Trouble with the database ends the whole.
pub async fn accept_all(cx: &mut Cx, items: &[Item]) -> Result<Vec<Fate>> {
    let mut all = items.to_vec();
    // whoever accepts the same at the same time meets them in the same order
    all.sort_unstable_by_key(|item| item.id);
    all.dedup_by_key(|item| item.id);
    let mut fates = Vec::new();
    for item in all {
        let input = Reply {
            answer: Answer::Accepted,
            comment: String::new(),
            version: item.version,
        };
        let result = answer(cx, item.id, input).await;
        if let Err(error @ (Error::Internal(_) | Error::Unavailable(_))) = result {
            return Err(error);
        }
        fates.push(Fate {
            id: item.id,
            result,
        });
    }
    Ok(fates)
}

/// Whoever is to answer is told, once a day of everything that comes in; where nobody stands above, the agency's leaders.
pub(super) async fn tell_approver(cx: &mut Cx, day: &DayReport) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let notice = |to: String| {
        let once = format!("day-reported:{to}:{today}");
        Notice::new("day-reported", "/team/today", once).with("name", &day.employee_name)
    };
    if let Some(approver) = day.approver {
        return outbox::tell(cx, approver, notice(approver.to_string())).await;
    }
    for leader in store::people::officers(cx.conn(), agency, "leader", &[day.employee]).await? {
        outbox::tell_identity(cx, leader, notice(leader.to_string())).await?;
    }
    Ok(())
}

/// Hands what waits to whoever decides now. Gives the number.
pub async fn reroute(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let moved = store::days::lock_moved(cx.conn(), agency, today).await?;
    for (id, to) in &moved {
        let mut day = store::days::find(cx.conn(), agency, *id).await?;
        day.approver = *to;
        store::days::save(cx.conn(), agency, &day).await?;
        let event = Event::new("day-rerouted", "day_report", id.0)
            .with("approver", to.map(|to| to.to_string()));
        audit::record(cx, event).await?;
        tell_approver(cx, &day).await?;
    }
    Ok(moved.len())
}

/// Records a step.
pub(super) async fn record(cx: &mut Cx, event: &'static str, day: &DayReport) -> Result<()> {
    let event = Event::new(event, "day_report", day.id.0)
        .with("on", day.on.to_string())
        .with("rounds", day.rounds);
    audit::record(cx, event).await
}
