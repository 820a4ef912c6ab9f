//! What a person does with their own targets before and after they are agreed: starts, writes, copies, changes, throws away.

use uuid::Uuid;

use super::{
    Approach, Line, NewLine, State, Step, Targets,
    read::{self, above},
    rules::{self, From, next},
    store,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        id::{EmployeeId, TargetLineId, TargetsId},
    },
    organisation,
};

/// From whom lines are copied into a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    LastYear,
    /// Somebody of the same unit in the same position.
    Colleague(EmployeeId),
    /// The template of one's position.
    Template,
}

/// How targets are started, or a draft filled.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    pub year: i16,
    pub approach: Approach,
    pub from: Option<Source>,
}

/// What a draft says.
#[derive(Clone, Debug)]
pub struct Write {
    pub approach: Approach,
    /// All of them, in their order: those of the draft that are not among them go.
    pub lines: Vec<NewLine>,
    /// The version that was seen.
    pub version: i32,
}

/// Starts the acting person's targets of a year, or goes on with the draft there is; with a source its lines are added, those left out
/// whose result is there already.
pub async fn start(cx: &mut Cx, input: Start) -> Result<Targets> {
    let (agency, me, now) = (cx.agency(), cx.employee()?, cx.now());
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    if !rules::years(read::this_year(cx)).contains(&input.year) {
        return Err(Error::field("year", "choice"));
    }
    let open = [State::Draft, State::Proposed, State::Discussed];
    let found = store::targets::find_in(cx.conn(), agency, me, input.year, &open).await?;
    let fresh = found.is_none();
    let mut targets = match found {
        Some(found) => found,
        None => {
            let agreed = [State::Agreed];
            let year = input.year;
            let agreed = store::targets::find_in(cx.conn(), agency, me, year, &agreed).await?;
            if agreed.is_some() {
                return Err(Reason::new("targets-agreed").into());
            }
            let targets = blank(me, input.year, input.approach, "", now);
            let place = place(cx, me).await?;
            store::targets::insert(cx.conn(), agency, &targets, place).await?;
            targets
        }
    };
    let mut copied = 0;
    if let Some(source) = input.from {
        next(targets.state, Step::Write)?;
        let (from, lines) = copy_from(cx, me, input.year, source).await?;
        let carried = rules::carried(from, &lines, &targets.lines);
        copied = carried.len();
        let added = carried.into_iter().map(|line| placed(line, None));
        targets.lines.extend(added);
        if targets.lines.len() > rules::LINES {
            let wrong = FieldError::new("from", "targets-many").with("n", rules::LINES);
            return Err(Error::Invalid(vec![wrong]));
        }
        store::lines::write(cx.conn(), agency, targets.id, &targets.lines).await?;
    }
    if !fresh && input.from.is_some() {
        store::targets::save(cx.conn(), agency, &targets).await?;
    }
    if fresh || copied > 0 {
        let event = if fresh {
            "targets-started"
        } else {
            "targets-written"
        };
        record(cx, event, &targets).await?;
    }
    store::targets::find(cx.conn(), agency, targets.id).await
}

/// The lines of a source that this person may copy.
async fn copy_from(
    cx: &mut Cx,
    me: EmployeeId,
    year: i16,
    source: Source,
) -> Result<(From, Vec<Line>)> {
    let agency = cx.agency();
    match source {
        Source::LastYear => {
            let agreed = [State::Agreed];
            let last = store::targets::find_in(cx.conn(), agency, me, year - 1, &agreed).await?;
            let last = last.ok_or_else(|| Error::field("from", "targets-no-last-year"))?;
            Ok((From::LastYear, last.lines))
        }
        Source::Colleague(who) => {
            let all = store::people::colleagues(cx.conn(), agency, me, year).await?;
            let found = all.into_iter().find(|one| one.employee == who);
            // somebody else's are nothing one knows of
            let found = found.ok_or_else(|| Error::field("from", "targets-no-colleague"))?;
            let theirs = store::targets::find(cx.conn(), agency, found.targets).await?;
            Ok((From::Colleague, theirs.lines))
        }
        Source::Template => {
            let (_, position) = place(cx, me).await?;
            let found = store::templates::of_position(cx.conn(), agency, position).await?;
            let found = found.ok_or_else(|| Error::field("from", "targets-no-template"))?;
            Ok((From::Colleague, found.lines))
        }
    }
}

/// A version without lines.
pub(super) fn blank(
    employee: EmployeeId,
    year: i16,
    approach: Approach,
    reason: &str,
    started_at: chrono::DateTime<chrono::Utc>,
) -> Targets {
    Targets {
        id: TargetsId::new(),
        employee,
        employee_name: String::new(),
        unit_name: String::new(),
        position_name: String::new(),
        year,
        number: 1,
        state: State::Draft,
        approach,
        reason: reason.trim().to_owned(),
        started_at,
        proposed_at: None,
        approver: None,
        approver_name: None,
        note: String::new(),
        agreed_by: None,
        agreer_name: None,
        agreed_at: None,
        acting: None,
        deputised: None,
        in_place_of: None,
        ended_at: None,
        version: 1,
        lines: Vec::new(),
        expectations: Vec::new(),
    }
}

/// Unit and position of a person now.
pub(super) async fn place(cx: &mut Cx, who: EmployeeId) -> Result<(Uuid, Uuid)> {
    let agency = cx.agency();
    let person = organisation::find_active(cx.conn(), agency, who).await?;
    Ok((person.unit.0, person.position.0))
}

/// A line with its ids; without a thread it begins one.
pub(super) fn placed(line: NewLine, thread: Option<TargetLineId>) -> Line {
    let id = line.id.unwrap_or_else(TargetLineId::new);
    Line {
        id,
        thread: thread.unwrap_or(id),
        main: line.main,
        result: line.result.trim().to_owned(),
        above: line.above,
        above_text: line.above_text.trim().to_owned(),
        weight: line.weight,
        indicators: line.indicators,
    }
}

/// Locks the acting person's own targets and compares the version that was seen. Others do not find them.
pub(super) async fn lock_own(cx: &mut Cx, id: TargetsId, version: i32) -> Result<Targets> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    let targets = store::targets::find(cx.conn(), agency, id).await?;
    if targets.employee != me {
        return Err(Error::NotFound);
    }
    if targets.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok(targets)
}

/// Writes a draft whole.
pub async fn write(cx: &mut Cx, id: TargetsId, input: Write) -> Result<Targets> {
    let agency = cx.agency();
    let mut targets = lock_own(cx, id, input.version).await?;
    targets.state = next(targets.state, Step::Write)?;
    let mut wrong = rules::problems(&input.lines);
    let known = above(cx, targets.employee, targets.year).await?;
    let mut lines = Vec::new();
    for mut line in input.lines {
        let old = match line.id {
            Some(id) => match targets.line(id) {
                Some(old) => Some(old.clone()),
                None => return Err(Error::NotFound),
            },
            None => None,
        };
        if let Some(thread) = line.above {
            let kept = old.as_ref().is_some_and(|old| old.above == line.above);
            match known.lines.iter().find(|one| one.thread == thread) {
                Some(one) => line.above_text.clone_from(&one.result),
                None if kept => {}
                None => wrong.push(FieldError::new("above", "targets-above")),
            }
        }
        lines.push(placed(line, old.map(|old| old.thread)));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    targets.lines = lines;
    targets.approach = input.approach;
    store::lines::write(cx.conn(), agency, id, &targets.lines).await?;
    store::targets::save(cx.conn(), agency, &targets).await?;
    record(cx, "targets-written", &targets).await?;
    store::targets::find(cx.conn(), agency, id).await
}

/// Begins a new version of what is in force, with a reason; that one holds until the new one is agreed.
pub async fn change(cx: &mut Cx, id: TargetsId, version: i32, reason: &str) -> Result<Targets> {
    let (agency, now) = (cx.agency(), cx.now());
    let old = lock_own(cx, id, version).await?;
    next(old.state, Step::Change)?;
    if reason.trim().is_empty() {
        return Err(Error::field("reason", "reason-required"));
    }
    let open = [State::Draft, State::Proposed, State::Discussed];
    let found = store::targets::find_in(cx.conn(), agency, old.employee, old.year, &open).await?;
    if found.is_some() {
        return Err(Reason::new("targets-changing").into());
    }
    let mut new = blank(old.employee, old.year, old.approach, reason, now);
    let place = place(cx, old.employee).await?;
    store::targets::insert(cx.conn(), agency, &new, place).await?;
    let carried = rules::carried(From::Version, &old.lines, &[]);
    let threads = old.lines.iter().map(|line| Some(line.thread));
    new.lines = carried
        .into_iter()
        .zip(threads)
        .map(|(line, thread)| placed(line, thread))
        .collect();
    store::lines::write(cx.conn(), agency, new.id, &new.lines).await?;
    store::lines::expect(cx.conn(), agency, new.id, &old.expectations).await?;
    record(cx, "targets-changing", &new).await?;
    store::targets::find(cx.conn(), agency, new.id).await
}

/// Throws a draft away.
pub async fn discard(cx: &mut Cx, id: TargetsId, version: i32) -> Result<Targets> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut targets = lock_own(cx, id, version).await?;
    targets.state = next(targets.state, Step::Discard)?;
    targets.ended_at = Some(now);
    store::targets::save(cx.conn(), agency, &targets).await?;
    record(cx, "targets-discarded", &targets).await?;
    Ok(targets)
}

/// Records a step.
pub(super) async fn record(cx: &mut Cx, event: &'static str, one: &Targets) -> Result<()> {
    let event = Event::new(event, "targets", one.id.0)
        .with("year", one.year)
        .with("lines", one.lines.len());
    audit::record(cx, event).await
}
