//! An objection to a final rating (law 4.8): within the agency's days, answered by the next level above whoever rated.

use chrono::{Days, NaiveDate};

use super::{
    Assessment, Level, Objection, Period, Step,
    period::local_day,
    rate::{Rate, replace},
    read,
    rules::next,
};
use crate::{
    calendar::{self, DateRange, add_working_days},
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        form::Check,
        id::{EmployeeId, RatingPeriodId, UnitId},
        outbox::{self, Notice},
    },
    organisation::{self, Approver},
    performance::store,
};

/// So many working days of a unit after a day.
async fn after(cx: &mut Cx, unit: UnitId, from: NaiveDate, days: u32) -> Result<Option<NaiveDate>> {
    let agency = cx.agency();
    let ahead = DateRange {
        from,
        to: from + Days::new(u64::from(days) * 3 + 60),
    };
    let calendars = calendar::load_offices(cx.conn(), agency, Some(&[unit.0]), ahead).await?;
    Ok(add_working_days(&calendars.office(unit, from), from, days))
}

/// The last day on which a person may object to a rating.
pub(super) async fn last_day(cx: &mut Cx, one: &Assessment) -> Result<Option<NaiveDate>> {
    let agency = cx.agency();
    let Some(closed) = one.closed_at else {
        return Ok(None);
    };
    let terms = store::people::terms(cx.conn(), agency).await?;
    let unit = organisation::find(cx.conn(), agency, one.employee)
        .await?
        .unit;
    let from = local_day(cx, closed);
    after(cx, unit, from, terms.object_within.unsigned_abs().into()).await
}

/// Objects to one's own rating.
pub async fn object(
    cx: &mut Cx,
    id: RatingPeriodId,
    version: i32,
    statement: &str,
) -> Result<Assessment> {
    let (agency, me, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    let period = store::periods::find(cx.conn(), agency, id).await?;
    let one = read::current(cx, &period, me).await?;
    next(one.state, period.state, Step::Object)?;
    if one.version != version {
        return Err(Error::Conflict("changed"));
    }
    let mut check = Check::new();
    let statement = check.text("statement", statement, 2_000);
    check.done()?;
    if let Some(last) = last_day(cx, &one).await?
        && today > last
    {
        return Err(Reason::new("rating-object-late").with("day", last).into());
    }
    let unit = organisation::find(cx.conn(), agency, me).await?.unit;
    let days = store::people::objection_days(cx.conn(), agency).await?;
    let due_on = after(cx, unit, today, days).await?;
    let reviewer = reviewer(cx, id, me).await?;
    let new = store::assessments::NewObjection {
        of: &one,
        statement: &statement,
        due_on,
        reviewer,
    };
    let filed = store::assessments::insert_objection(cx.conn(), agency, &new, now)
        .await?
        .ok_or_else(|| Reason::new("rating-object-once"))?;
    let event = Event::new("rating-objected", "assessment", one.id.0)
        .with("period", period.code.clone())
        .with("due_on", due_on.map(|day| day.to_string()));
    audit::record(cx, event).await?;
    let once = format!("rating-objected:{filed}");
    tell_reviewer(cx, "rating-objected", &period, me, reviewer, &once).await?;
    Ok(one)
}

/// Whoever answers objections to a person's rating in a period: the nearest above who has had no part in it, by giving or correcting it, as the
/// head in whose place that was done, or by answering before; nor stands in for any of them. None: the agency's leaders.
pub(super) async fn reviewer(
    cx: &mut Cx,
    id: RatingPeriodId,
    who: EmployeeId,
) -> Result<Option<EmployeeId>> {
    let agency = cx.agency();
    let part = store::assessments::involved(cx.conn(), agency, id, who).await?;
    nearest_without(cx, who, &part).await
}

/// The nearest above a person who is none of these, nor stands in for any of them.
async fn nearest_without(
    cx: &mut Cx,
    who: EmployeeId,
    part: &[EmployeeId],
) -> Result<Option<EmployeeId>> {
    let other = |one: &Approver| {
        let stands_for = one.in_place_of.unwrap_or(one.employee);
        !part.contains(&one.employee) && !part.contains(&stands_for)
    };
    let found = read::nearest(cx, who, other).await?;
    Ok(found.map(|one| one.employee))
}

/// Whether the acting person answers an objection: never the one who objects nor whom they lead, never who has had a part in the rating.
pub(super) async fn may_answer(cx: &mut Cx, id: RatingPeriodId, who: EmployeeId) -> Result<bool> {
    let (agency, roles) = (cx.agency(), cx.actor().roles);
    let Some(me) = cx.actor().employee.filter(|me| *me != who) else {
        return Ok(false);
    };
    let part = store::assessments::involved(cx.conn(), agency, id, who).await?;
    if let Some(reviewer) = nearest_without(cx, who, &part).await? {
        return Ok(reviewer == me);
    }
    Ok(roles.leader && !part.contains(&me) && !read::leads(cx, who, me).await?)
}

/// Tells whoever answers objections to a rating.
pub(super) async fn tell_reviewer(
    cx: &mut Cx,
    kind: &'static str,
    period: &Period,
    who: EmployeeId,
    reviewer: Option<EmployeeId>,
    once: &str,
) -> Result<()> {
    let agency = cx.agency();
    let name = organisation::find(cx.conn(), agency, who).await?.name;
    let notice = Notice::new(kind, period.path_of(who), once)
        .with("name", name)
        .with("period", &period.code);
    if let Some(reviewer) = reviewer {
        return outbox::tell(cx, reviewer, notice).await;
    }
    let mut part = store::assessments::involved(cx.conn(), agency, period.id, who).await?;
    let leaders = read::leaders_for(cx, who, &part).await?;
    if leaders.is_empty() {
        // nobody is left to answer: HR names somebody who leads the agency too
        part.push(who);
        let told = store::people::officers(cx.conn(), agency, "hr", &part).await?;
        return outbox::tell_each(cx, &told, &notice).await;
    }
    for leader in leaders {
        let mut notice = notice.clone();
        notice.dedupe = format!("{once}:{leader}");
        outbox::tell(cx, leader, notice).await?;
    }
    Ok(())
}

/// An answer to an objection.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The rating that it should be instead; none: it stays.
    pub instead: Option<(Level, Level)>,
    pub text: String,
    /// The version of the objection that was seen.
    pub version: i32,
}

/// Answers an objection: the rating stays, or another stands in its place from now on.
pub async fn answer(
    cx: &mut Cx,
    id: RatingPeriodId,
    who: EmployeeId,
    input: &Answer,
) -> Result<Assessment> {
    let (agency, now) = (cx.agency(), cx.now());
    store::targets::lock(cx.conn(), agency, who).await?;
    cx.require(Can::DecideRequests)?;
    let period = store::periods::find(cx.conn(), agency, id).await?;
    let found = open_one(cx, id, who).await?;
    if !may_answer(cx, id, who).await? {
        return Err(Reason::new("not-reviewer").into());
    }
    let one = read::current(cx, &period, who).await?;
    let mut check = Check::new();
    let text = check.text("answer", &input.text, 2_000);
    let same = input.instead.is_some() && input.instead == one.result.zip(one.behaviour);
    check.ensure(!same, "result", "rating-same");
    check.done()?;
    let state = if input.instead.is_some() {
        "upheld"
    } else {
        "dismissed"
    };
    // another rating first: what it refuses is refused before anything is kept
    let now_stands = match input.instead {
        Some((result, behaviour)) => {
            let rate = Rate {
                result,
                behaviour,
                note: text.clone(),
                version: one.version,
            };
            replace(cx, &period, one.clone(), &rate, &text, None).await?
        }
        None => one.clone(),
    };
    let me = cx.employee()?;
    let seen = Objection {
        version: input.version,
        ..found
    };
    if !store::assessments::answer_objection(cx.conn(), agency, &seen, (state, &text), me, now)
        .await?
    {
        return Err(Error::Conflict("changed"));
    }
    let event = Event::new("rating-objection-answered", "assessment", one.id.0)
        .with("period", period.code.clone())
        .with("state", state);
    audit::record(cx, event).await?;
    if input.instead.is_some() {
        return Ok(now_stands);
    }
    let once = format!("rating-objection-dismissed:{}", seen.id);
    let notice = Notice::new("rating-objection-dismissed", period.path_of(who), once)
        .with("name", cx.actor().name.clone())
        .with("period", &period.code)
        .with("note", &text);
    outbox::tell(cx, who, notice).await?;
    Ok(one)
}

async fn open_one(cx: &mut Cx, id: RatingPeriodId, who: EmployeeId) -> Result<Objection> {
    let agency = cx.agency();
    let all = store::assessments::objections(cx.conn(), agency, id, who).await?;
    all.into_iter()
        .find(|one| one.state == "open")
        .ok_or(Error::Conflict("changed"))
}
