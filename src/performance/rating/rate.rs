//! Whoever decides for a person rates result and behaviour; what is final is corrected by a new version with a reason.

use super::{
    Assessment, Facts, Level, Marks, Period, Step,
    period::local_day,
    read,
    rules::{self, next},
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        form::Check,
        id::{AssessmentId, EmployeeId, RatingPeriodId},
        outbox::{self, Notice},
    },
    organisation::{self, Approver},
    performance::{Targets, store},
};

/// A rating as it is given.
#[derive(Clone, Debug)]
pub struct Rate {
    pub result: Level,
    pub behaviour: Level,
    /// Feedback in words (law 4.5); needed where either is below expectation.
    pub note: String,
    /// The version that was seen; 0 where there was none yet.
    pub version: i32,
}

/// Rates somebody in a period that is open; again until it is closed.
pub async fn rate(
    cx: &mut Cx,
    id: RatingPeriodId,
    who: EmployeeId,
    input: &Rate,
) -> Result<Assessment> {
    let agency = cx.agency();
    store::targets::lock(cx.conn(), agency, who).await?;
    let period = store::periods::hold(cx.conn(), agency, id).await?;
    let rater = may_rate(cx, who).await?;
    let targets = read::targets_of(cx, &period, who).await?;
    let mut one = read::seen(cx, &period, who, input.version).await?;
    one.state = next(one.state, period.state, Step::Rate)?;
    judge(cx, &period, &targets, &mut one, input, rater).await?;
    store::assessments::begin(cx.conn(), agency, &mut one).await?;
    store::assessments::save(cx.conn(), agency, &one).await?;
    // what it says is nobody else's before the period is closed, not in the trail either
    let event =
        Event::new("rating-given", "assessment", one.id.0).with("period", period.code.clone());
    audit::record(cx, event).await?;
    read::current(cx, &period, who).await
}

/// Writes the judgement into a version, with the numbers it was made beside.
async fn judge(
    cx: &mut Cx,
    period: &Period,
    targets: &Targets,
    one: &mut Assessment,
    input: &Rate,
    rater: Option<Approver>,
) -> Result<()> {
    let now = cx.now();
    let mut check = Check::new();
    let note = check.optional("note", &input.note, 2_000);
    let weak = [input.result, input.behaviour].contains(&Level::Below);
    check.ensure(!weak || !note.is_empty(), "note", "rating-why-below");
    check.done()?;
    let me = cx.employee()?;
    let rater = rater.filter(|rater| rater.employee == me);
    one.result = Some(input.result);
    one.behaviour = Some(input.behaviour);
    one.predikat = Some(rules::predikat(input.result, input.behaviour));
    one.note = note;
    one.targets = Some(targets.id);
    one.rated_by = Some(me);
    one.rated_at = Some(now);
    one.acting = rater
        .and_then(|rater| rater.acting)
        .map(|acting| acting.code().to_owned());
    one.deputised = rater.and_then(|rater| rater.in_place_of);
    one.facts = Some(facts(cx, period, targets, one).await?);
    Ok(())
}

/// The numbers beside which somebody is rated.
pub(super) async fn facts(
    cx: &mut Cx,
    period: &Period,
    targets: &Targets,
    one: &Assessment,
) -> Result<Facts> {
    let (agency, today) = (cx.agency(), cx.today());
    let marks = marks(cx, period).await?;
    let people = [one.employee];
    let accepted = store::evidence::accepted(cx.conn(), agency, period, &people).await?;
    let accepted: Vec<_> = accepted.into_iter().map(|(_, one)| one).collect();
    let work = store::assessments::evidence(cx.conn(), agency, period, &people, today).await?;
    let work = work
        .into_values()
        .fold(super::Evidence::default(), super::Evidence::plus);
    let told = &one.realised;
    Ok(rules::facts(marks, &targets.lines, told, &accepted, work))
}

/// By what the numbers of a period are reckoned: as it is kept with it; in the first version of the formula by the agency's marks of today.
pub(super) async fn marks(cx: &mut Cx, period: &Period) -> Result<Marks> {
    let agency = cx.agency();
    let kept = period.marks();
    if kept.formula > 1 {
        return Ok(kept);
    }
    let terms = store::people::terms(cx.conn(), agency).await?;
    Ok(Marks {
        above_from: terms.above_from,
        below_under: terms.below_under,
        ..kept
    })
}

/// A right that somebody has; none where they are told that they do not have it. Whatever else went wrong stays an error.
fn held<T>(right: Result<T>) -> Result<Option<T>> {
    match right {
        Ok(right) => Ok(Some(right)),
        Err(Error::Forbidden | Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// As whom the acting person rates somebody; none: they do not.
pub(in crate::performance) async fn rater_here(
    cx: &mut Cx,
    who: EmployeeId,
) -> Result<Option<Option<Approver>>> {
    held(may_rate(cx, who).await)
}

/// Whether the acting person rates somebody: whoever decides for them, the leader where nobody stands above; never oneself, and nobody whom the
/// person leads, by whatever stand-in.
async fn may_rate(cx: &mut Cx, who: EmployeeId) -> Result<Option<Approver>> {
    cx.require(Can::DecideRequests)?;
    let (me, roles) = (cx.actor().employee, cx.actor().roles);
    if me == Some(who) {
        return Err(Reason::new("own-rating").into());
    }
    let rater = read::rater_of(cx, who).await?;
    let asked = rater.map(|rater| rater.asked(me));
    let may = match (asked, me) {
        (Some(asked), _) => me == Some(asked),
        // nobody above: a leader, but none whom the person leads
        (None, Some(me)) => roles.leader && !read::leads(cx, who, me).await?,
        (None, None) => false,
    };
    if may {
        Ok(rater)
    } else {
        Err(Reason::new("not-rater").into())
    }
}

/// Corrects a final rating by a new version with a reason. Whoever rates the person today does it, and who only stands in only what they gave
/// themselves; not while an objection waits, for then somebody else decides, nor after one was upheld.
pub async fn correct(
    cx: &mut Cx,
    id: RatingPeriodId,
    who: EmployeeId,
    input: &Rate,
    reason: &str,
) -> Result<Assessment> {
    let agency = cx.agency();
    store::targets::lock(cx.conn(), agency, who).await?;
    let period = store::periods::hold(cx.conn(), agency, id).await?;
    let rater = may_rate(cx, who).await?;
    let old = read::current(cx, &period, who).await?;
    if old.version != input.version {
        return Err(Error::Conflict("changed"));
    }
    let objections = store::assessments::objections(cx.conn(), agency, id, who).await?;
    let me = cx.actor().employee;
    rules::correctable(&old, period.state, &objections, rater.as_ref(), me)?;
    replace(cx, &period, old, input, reason, rater).await
}

/// Puts a new version in the place of a final one.
pub(super) async fn replace(
    cx: &mut Cx,
    period: &Period,
    mut old: Assessment,
    input: &Rate,
    reason: &str,
    rater: Option<Approver>,
) -> Result<Assessment> {
    let (agency, now, who) = (cx.agency(), cx.now(), old.employee);
    old.state = rules::replaced(&old, period.state)?;
    let mut check = Check::new();
    let reason = check.text("reason", reason, 2_000);
    let same = (old.result, old.behaviour) == (Some(input.result), Some(input.behaviour));
    check.ensure(!same, "result", "rating-same");
    check.done()?;
    let targets = match old.targets {
        Some(id) => store::targets::find(cx.conn(), agency, id).await?,
        None => read::targets_of(cx, period, who).await?,
    };
    let mut one = Assessment {
        id: AssessmentId::new(),
        number: old.number + 1,
        reason,
        closed_at: Some(now),
        ..old.clone()
    };
    judge(cx, period, &targets, &mut one, input, rater).await?;
    store::assessments::save(cx.conn(), agency, &old).await?;
    store::assessments::insert_corrected(cx.conn(), agency, &one, old.id).await?;
    let predikat = rules::predikat(input.result, input.behaviour);
    let today = local_day(cx, now);
    let scored = [(who, period.code.as_str(), predikat.code(), today)];
    organisation::save_scored(cx, &scored).await?;
    let event = Event::new("rating-corrected", "assessment", one.id.0)
        .with("period", period.code.clone())
        .with("result", input.result.code())
        .with("behaviour", input.behaviour.code());
    audit::record(cx, event).await?;
    let once = format!("rating-corrected:{}", one.id);
    let notice = Notice::new("rating-corrected", period.path_of(who), once)
        .with("name", cx.actor().name.clone())
        .with("period", &period.code)
        .with("note", &one.reason);
    outbox::tell(cx, who, notice).await?;
    read::current(cx, period, who).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_right_that_is_not_held_is_none_and_a_fault_stays_an_error() {
        assert!(matches!(held(Ok(1)), Ok(Some(1))));
        let refused = Error::from(Reason::new("not-rater"));
        for none in [Error::Forbidden, refused] {
            assert!(matches!(held::<i32>(Err(none)), Ok(None)));
        }
        for fault in [Error::Unavailable(3), Error::internal("a broken statement")] {
            assert!(held::<i32>(Err(fault)).is_err());
        }
    }
}
