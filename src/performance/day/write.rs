//! What a person writes about their own day: what they mean to do, and what became of it. One page, two steps, the same lines.

use chrono::NaiveDate;

use super::{
    About, DayReport, NewLine, State, Step,
    answer::{record, tell_approver},
    read::{Ground, until},
    rules,
};
use crate::{
    calendar::DateRange,
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        id::{DayReportId, EmployeeId},
    },
    organisation,
    performance::{store, terms},
};

/// The lines of a day as they are written.
#[derive(Clone, Debug)]
pub struct Write {
    pub on: NaiveDate,
    /// The version that was seen; 0: nothing was written yet.
    pub version: i32,
    pub lines: Vec<NewLine>,
}

/// Writes the plan of a day over.
pub async fn plan(cx: &mut Cx, mut input: Write) -> Result<DayReport> {
    for line in &mut input.lines {
        line.outcome = None;
        line.note = String::new();
    }
    put(cx, input, Step::Plan).await
}

/// Reports a day, with or without a plan before; corrects a report that was not answered yet.
pub async fn report(cx: &mut Cx, input: Write) -> Result<DayReport> {
    put(cx, input, Step::Report).await
}

async fn put(cx: &mut Cx, input: Write, step: Step) -> Result<DayReport> {
    let (agency, me, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    let (on, reported) = (input.on, step == Step::Report);
    let lines = rules::cleaned(input.lines);
    let found = store::days::of_people(cx.conn(), agency, &[me], DateRange::day(on)).await?;
    let found = found.into_iter().next();
    let before = found.as_ref().map(|one| one.state);
    let state = rules::next(before, step);
    if found.as_ref().map_or(0, |one| one.version) != input.version {
        // the same page sent twice
        return match found {
            Some(one) if state == Ok(one.state) && says(&one, &lines) => Ok(one),
            _ => Err(Error::Conflict("changed")),
        };
    }
    let state = state?;
    let person = organisation::find_active(cx.conn(), agency, me).await?;
    let ground = Ground::load(cx.conn(), agency, &[(me, person.unit)], on, today).await?;
    if reported {
        let within = terms::show(cx).await?.report_within;
        let last = until(
            &ground,
            person.unit,
            (on, found.as_ref()),
            within,
            cx.actor().zone,
        );
        rules::may_report(on, today, last, ground.works(me, on))?;
    } else {
        rules::may_plan(on, today, ground.works(me, on))?;
    }
    let mut wrong = rules::problems(&lines, reported);
    wrong.extend(strangers(cx, &lines).await?);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let new = found.is_none();
    let mut day = found.unwrap_or_else(|| blank(me, on));
    if reported {
        if before != Some(State::Reported) {
            day.rounds += 1;
        }
        if day.rounds > rules::ROUNDS {
            return Err(Reason::new("day-rounds").with("n", rules::ROUNDS).into());
        }
        let approver = organisation::approver_of(cx.conn(), agency, me, today, 0).await?;
        day.approver = approver.map(|approver| approver.employee);
    } else {
        day.planned_at = Some(now);
    }
    day.state = state;
    if new {
        store::days::insert(cx.conn(), agency, &day).await?;
    } else {
        store::days::save(cx.conn(), agency, &day).await?;
    }
    store::days::put_lines(cx.conn(), agency, day.id, day.rounds, &lines).await?;
    if reported {
        store::days::put_round(cx.conn(), agency, &day, now).await?;
    }
    let event = if reported {
        "day-reported"
    } else {
        "day-planned"
    };
    record(cx, event, &day).await?;
    let day = store::days::find(cx.conn(), agency, day.id).await?;
    if reported {
        tell_approver(cx, &day).await?;
    }
    Ok(day)
}

/// A day about which nothing was written yet.
fn blank(me: EmployeeId, on: NaiveDate) -> DayReport {
    DayReport {
        id: DayReportId::new(),
        employee: me,
        employee_name: String::new(),
        on,
        state: State::Planned,
        rounds: 0,
        planned_at: None,
        approver: None,
        approver_name: None,
        version: 1,
        lines: Vec::new(),
        reports: Vec::new(),
    }
}

/// Whether a report reads like these lines already.
fn says(day: &DayReport, lines: &[NewLine]) -> bool {
    day.newest().map(|line| &line.written).eq(lines)
}

/// Lines about work that is not the person's own.
async fn strangers(cx: &mut Cx, lines: &[NewLine]) -> Result<Vec<FieldError>> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let (mut works, mut requests) = (Vec::new(), Vec::new());
    for line in lines {
        match line.about {
            Some(About::Work(work)) => works.push(work),
            Some(About::Promise(request, _)) => requests.push(request),
            None => {}
        }
    }
    let works = store::days::own_works(cx.conn(), agency, me, &works).await?;
    let promises = store::days::own_promises(cx.conn(), agency, me, &requests).await?;
    let own = |about: About| match about {
        About::Work(work) => works.contains(&work),
        About::Promise(request, line) => promises.contains(&(request, line)),
    };
    let wrong = lines.iter().enumerate().filter_map(|(number, line)| {
        let strange = line.about.is_some_and(|about| !own(about));
        strange
            .then(|| FieldError::new(format!("what-{number}"), "day-about").with("n", number + 1))
    });
    Ok(wrong.collect())
}
