//! Whoever decides for a person answers what they delivered: accepts it, asks for a revision, or refuses it; one by one or many at once.

use super::{Answer, Deliverable, Step, deliver::record, read::sight_of, rules::next};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Result},
        form::Check,
        id::DeliverableId,
        outbox::{self, Notice},
    },
    organisation,
    performance::{rules::may_agree, store},
};

/// An answer to the newest version.
#[derive(Clone, Debug)]
pub struct Reply {
    pub answer: Answer,
    /// Needed for all but accepting.
    pub comment: String,
    /// The version that was seen.
    pub version: i32,
}

/// Answers a delivery.
pub async fn answer(cx: &mut Cx, id: DeliverableId, input: Reply) -> Result<Deliverable> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let owner = store::work::owner(cx.conn(), agency, id).await?;
    store::targets::lock(cx.conn(), agency, owner).await?;
    cx.require(Can::DecideRequests)?;
    let mut work = store::work::find(cx.conn(), agency, id).await?;
    sight_of(cx, &work).await?;
    let approver = organisation::approver_of(cx.conn(), agency, owner, today, 0).await?;
    let (by, roles) = (cx.actor().employee, cx.actor().roles);
    may_agree(by, roles, owner, approver.map(|one| one.asked(by)))?;
    if work.version != input.version {
        return Err(Error::Conflict("changed"));
    }
    work.state = next(work.state, Step::Answer(input.answer))?;
    let mut check = Check::new();
    let comment = check.optional("comment", &input.comment, 2_000);
    check.ensure(
        input.answer == Answer::Accepted || !comment.is_empty(),
        "comment",
        "reason-required",
    );
    check.done()?;
    if input.answer != Answer::Revision {
        work.ended_at = Some(now);
    }
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
    store::work::save_answer(cx.conn(), agency, &work, &answered).await?;
    store::work::save(cx.conn(), agency, &work).await?;
    let (event, kind) = match input.answer {
        Answer::Accepted => ("work-accepted", "work-accepted"),
        Answer::Revision => ("work-revision", "work-revision"),
        Answer::Refused => ("work-refused", "work-refused"),
    };
    record(cx, event, &work).await?;
    let once = format!("{kind}:{id}:{}", work.version);
    let notice = Notice::new(kind, work.path(), once)
        .with("name", cx.actor().name.clone())
        .with("title", &work.title)
        .with("note", &comment);
    outbox::tell(cx, owner, notice).await?;
    store::work::find(cx.conn(), agency, id).await
}

/// One item as it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: DeliverableId,
    pub version: i32,
}

/// What became of one item.
#[derive(Clone, Debug)]
pub struct Fate {
    pub id: DeliverableId,
    /// The piece of work after; an error: it is as it was.
    pub result: Result<Deliverable, Error>,
}

/// Accepts these items and no others. A refusal of one does not touch the rest: everything about an item is decided before anything is
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

/// Whoever is to answer is told; where nobody stands above, the agency's leaders.
pub(super) async fn tell_approver(cx: &mut Cx, work: &Deliverable) -> Result<()> {
    let agency = cx.agency();
    let notice = |to: String| {
        let once = format!("work-delivered:{}:{}:{to}", work.id, work.version);
        Notice::new("work-delivered", work.path(), once)
            .with("name", &work.employee_name)
            .with("title", &work.title)
    };
    if let Some(approver) = work.approver {
        return outbox::tell(cx, approver, notice(approver.to_string())).await;
    }
    for leader in store::people::officers(cx.conn(), agency, "leader", &[work.employee]).await? {
        outbox::tell_identity(cx, leader, notice(leader.to_string())).await?;
    }
    Ok(())
}

/// Hands what waits to whoever decides now. Gives the number.
pub async fn reroute(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let moved = store::work::lock_moved(cx.conn(), agency, today).await?;
    for (id, to) in &moved {
        let mut work = store::work::find(cx.conn(), agency, *id).await?;
        work.approver = *to;
        store::work::save(cx.conn(), agency, &work).await?;
        let event = Event::new("work-rerouted", "deliverable", id.0)
            .with("approver", to.map(|to| to.to_string()));
        audit::record(cx, event).await?;
        tell_approver(cx, &work).await?;
    }
    Ok(moved.len())
}
