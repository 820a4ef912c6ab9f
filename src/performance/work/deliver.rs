//! What a person does with their own work: plans it, delivers it as often as it takes, or no longer means to.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Deliverable, State, Step,
    answer::tell_approver,
    files,
    rules::{self, next},
};
use crate::{
    calendar::{self, DateRange},
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        depot::Arrived,
        error::{Error, Reason, Result},
        form::Check,
        id::{DeliverableId, EmployeeId, FileId, RequestId, TargetLineId},
    },
    organisation,
    performance::{State as TargetsState, read::this_year, store},
};

/// What is delivered.
#[derive(Clone, Debug, Default)]
pub struct Content {
    pub words: String,
    pub links: Vec<String>,
    /// Files that came along.
    pub files: Vec<Arrived>,
    /// Files that were sent before.
    pub sent: Vec<FileId>,
}

impl Content {
    /// Whether there is nothing to deliver.
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty() && self.links.is_empty() && self.number_of_files() == 0
    }

    fn number_of_files(&self) -> usize {
        self.files.len() + self.sent.len()
    }
}

/// A piece of work as it is planned.
#[derive(Clone, Debug)]
pub struct Plan {
    pub title: String,
    /// The thread of a line of one's targets in force, and the number of its indicator from 0.
    pub counts_for: Option<(TargetLineId, usize)>,
    /// The line of an approved request's plan that promised it.
    pub promise: Option<(RequestId, i16)>,
    pub due_on: NaiveDate,
    /// Names the form: the same form sent twice plans once.
    pub key: Option<Uuid>,
    /// Delivered at once.
    pub content: Option<Content>,
}

/// Plans a piece of work, and delivers it at once where there is something to deliver.
pub async fn plan(cx: &mut Cx, input: Plan) -> Result<Deliverable> {
    let (agency, me, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    if let Some(key) = input.key
        && let Some(known) = store::work::find_by_key(cx.conn(), agency, me, key).await?
    {
        return Ok(known);
    }
    let mut check = Check::new();
    let title = check.text("title", &input.title, 200);
    let person = organisation::find_active(cx.conn(), agency, me).await?;
    // what a request promised may be late already
    if input.promise.is_none() {
        let range = DateRange::day(input.due_on);
        let units = [person.unit.0];
        let calendars = calendar::load_offices(cx.conn(), agency, Some(&units), range).await?;
        let office = calendars.office(person.unit, input.due_on);
        let working = calendar::is_working_day(&office, input.due_on);
        if let Some(wrong) = rules::due(input.due_on, today, working) {
            check.fail(wrong);
        }
    }
    // everything that is wrong, before anything is kept
    if let Some(content) = &input.content {
        let files = content.number_of_files();
        let wrong = rules::problems(&content.words, &content.links, files);
        wrong.into_iter().for_each(|one| check.fail(one));
    }
    check.done()?;
    let id = DeliverableId::new();
    if let Some(content) = &input.content {
        files::look(cx, id, &content.files, &content.sent).await?;
    }
    let (thread, indicator) = counts_for(cx, me, input.counts_for).await?;
    if let Some((request, line)) = input.promise {
        let all = store::work::promises(cx.conn(), agency, me, today).await?;
        let known = all
            .iter()
            .any(|one| one.request == request && one.line == line);
        if !known {
            return Err(Error::field("promise", "work-promise"));
        }
    }
    let work = Deliverable {
        id,
        employee: me,
        employee_name: String::new(),
        title,
        thread,
        result: None,
        indicator,
        promise: input.promise,
        due_on: input.due_on,
        state: State::Planned,
        rounds: 0,
        planned_at: now,
        approver: None,
        approver_name: None,
        ended_at: None,
        version: 1,
        deliveries: Vec::new(),
    };
    if !store::work::insert(cx.conn(), agency, &work, input.key).await? {
        return Err(Error::field("promise", "work-promise"));
    }
    record(cx, "work-planned", &work).await?;
    match input.content {
        Some(content) => hand_in(cx, work, &content).await,
        None => store::work::find(cx.conn(), agency, work.id).await,
    }
}

/// The line of one's targets in force and the words of the indicator.
async fn counts_for(
    cx: &mut Cx,
    me: EmployeeId,
    wanted: Option<(TargetLineId, usize)>,
) -> Result<(Option<TargetLineId>, String)> {
    let Some((thread, number)) = wanted else {
        return Ok((None, String::new()));
    };
    let (agency, year) = (cx.agency(), this_year(cx));
    let agreed = [TargetsState::Agreed];
    let targets = store::targets::find_in(cx.conn(), agency, me, year, &agreed).await?;
    let lines = targets.iter().flat_map(|one| &one.lines);
    let line = lines.into_iter().find(|line| line.thread == thread);
    let indicator = line.and_then(|line| line.indicators.get(number));
    let indicator = indicator.ok_or_else(|| Error::field("counts_for", "work-target"))?;
    Ok((Some(thread), indicator.indicator.clone()))
}

/// Locks the acting person's own work. Others do not find it.
pub(super) async fn own(cx: &mut Cx, id: DeliverableId) -> Result<Deliverable> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    let work = store::work::find(cx.conn(), agency, id).await?;
    if work.employee != me {
        return Err(Error::NotFound);
    }
    Ok(work)
}

/// The same, and compares the version that was seen.
async fn lock_own(cx: &mut Cx, id: DeliverableId, version: i32) -> Result<Deliverable> {
    let work = own(cx, id).await?;
    if work.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok(work)
}

/// Delivers a version.
pub async fn deliver(
    cx: &mut Cx,
    id: DeliverableId,
    version: i32,
    content: &Content,
) -> Result<Deliverable> {
    let work = lock_own(cx, id, version).await?;
    hand_in(cx, work, content).await
}

async fn hand_in(cx: &mut Cx, mut work: Deliverable, content: &Content) -> Result<Deliverable> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    work.state = next(work.state, Step::Deliver)?;
    let number = content.number_of_files();
    let wrong = rules::problems(&content.words, &content.links, number);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    if work.rounds >= rules::ROUNDS {
        return Err(Reason::new("work-rounds").with("n", rules::ROUNDS).into());
    }
    files::look(cx, work.id, &content.files, &content.sent).await?;
    work.rounds += 1;
    let who = work.employee;
    let approver = organisation::approver_of(cx.conn(), agency, who, today, 0).await?;
    work.approver = approver.map(|approver| approver.employee);
    let what = (content.words.trim(), content.links.as_slice());
    store::work::insert_delivery(cx.conn(), agency, &work, what, number, now).await?;
    files::bind(cx, &work, &content.files, &content.sent).await?;
    store::work::save(cx.conn(), agency, &work).await?;
    record(cx, "work-delivered", &work).await?;
    let work = store::work::find(cx.conn(), agency, work.id).await?;
    tell_approver(cx, &work).await?;
    Ok(work)
}

/// No longer means to deliver it.
pub async fn withdraw(cx: &mut Cx, id: DeliverableId, version: i32) -> Result<Deliverable> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut work = lock_own(cx, id, version).await?;
    work.state = next(work.state, Step::Withdraw)?;
    work.ended_at = Some(now);
    store::work::save(cx.conn(), agency, &work).await?;
    record(cx, "work-withdrawn", &work).await?;
    Ok(work)
}

/// Records a step.
pub(super) async fn record(cx: &mut Cx, event: &'static str, work: &Deliverable) -> Result<()> {
    let event = Event::new(event, "deliverable", work.id.0).with("rounds", work.rounds);
    audit::record(cx, event).await
}
