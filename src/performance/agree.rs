//! The dialogue: proposed, remarked on line by line, given back or agreed; never by the person whose targets they are.

use uuid::Uuid;

use super::{
    Remark, State, Step, Targets, Value,
    read::{Sight, sight_of},
    rules::{self, may_agree, next},
    store, terms,
    write::{lock_own, place, record},
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::{EmployeeId, TargetLineId, TargetsId},
        outbox::{self, Notice},
    },
    organisation::{self, Approver},
};

/// Puts a draft forward to whoever decides for the person.
pub async fn propose(cx: &mut Cx, id: TargetsId, version: i32) -> Result<Targets> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut targets = lock_own(cx, id, version).await?;
    targets.state = next(targets.state, Step::Propose)?;
    let terms = terms::show(cx).await?;
    let wrong = rules::missing(&targets.lines, targets.approach, terms.weights);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let who = targets.employee;
    let agreed = [State::Agreed];
    let before = store::targets::find_in(cx.conn(), agency, who, targets.year, &agreed).await?;
    if before.is_some_and(|before| rules::unchanged(&before, &targets)) {
        return Err(Reason::new("targets-unchanged").into());
    }
    let approver = organisation::approver_of(cx.conn(), agency, who, today, 0).await?;
    targets.approver = approver.map(|approver| approver.employee);
    targets.proposed_at = Some(now);
    targets.note = String::new();
    let place = place(cx, who).await?;
    store::targets::save_place(cx.conn(), agency, id, place).await?;
    store::targets::save(cx.conn(), agency, &targets).await?;
    record(cx, "targets-proposed", &targets).await?;
    let targets = store::targets::find(cx.conn(), agency, id).await?;
    tell_approver(cx, &targets).await?;
    Ok(targets)
}

/// Takes a proposal back to write on.
pub async fn retract(cx: &mut Cx, id: TargetsId, version: i32) -> Result<Targets> {
    let agency = cx.agency();
    let mut targets = lock_own(cx, id, version).await?;
    targets.state = next(targets.state, Step::Retract)?;
    store::targets::save(cx.conn(), agency, &targets).await?;
    record(cx, "targets-retracted", &targets).await?;
    store::targets::find(cx.conn(), agency, id).await
}

/// Locks targets that the acting person may agree to today, and compares the version that was seen.
async fn lock_to_agree(
    cx: &mut Cx,
    id: TargetsId,
    version: i32,
) -> Result<(Targets, Option<Approver>)> {
    let (agency, today) = (cx.agency(), cx.today());
    let owner = store::targets::owner(cx.conn(), agency, id).await?;
    store::targets::lock(cx.conn(), agency, owner).await?;
    cx.require(Can::DecideRequests)?;
    let targets = store::targets::find(cx.conn(), agency, id).await?;
    sight_of(cx, &targets).await?;
    let approver = organisation::approver_of(cx.conn(), agency, owner, today, 0).await?;
    let (me, roles) = (cx.actor().employee, cx.actor().roles);
    may_agree(me, roles, owner, approver.map(|one| one.asked(me)))?;
    if targets.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok((targets, approver))
}

/// Gives a proposal back to be written on, with a reason or remarks on its lines.
pub async fn give_back(cx: &mut Cx, id: TargetsId, version: i32, note: &str) -> Result<Targets> {
    let agency = cx.agency();
    let (mut targets, _) = lock_to_agree(cx, id, version).await?;
    targets.state = next(targets.state, Step::GiveBack)?;
    let me = cx.employee()?;
    let remarks = store::lines::remarks(cx.conn(), agency, id).await?;
    let mut since = remarks
        .iter()
        .filter(|one| Some(one.made_at) >= targets.proposed_at);
    if note.trim().is_empty() && !since.any(|one| one.author == me) {
        return Err(Error::field("note", "targets-why-back"));
    }
    targets.note = note.trim().to_owned();
    store::targets::save(cx.conn(), agency, &targets).await?;
    record(cx, "targets-given-back", &targets).await?;
    tell_owner(cx, "targets-given-back", &targets).await?;
    store::targets::find(cx.conn(), agency, id).await
}

/// What the leader says on agreeing.
#[derive(Clone, Debug, Default)]
pub struct Agree {
    /// The version that was seen.
    pub version: i32,
    pub note: String,
    /// What is expected beyond the seven values themselves; empty words expect nothing more.
    pub expectations: Vec<(Value, String)>,
}

/// Agrees to what is proposed: from now on it is in force, and what it changes is not.
pub async fn agree(cx: &mut Cx, id: TargetsId, input: Agree) -> Result<Targets> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut targets, approver) = lock_to_agree(cx, id, input.version).await?;
    targets.state = next(targets.state, Step::Agree)?;
    let mut check = Check::new();
    let mut expectations: Vec<(Value, String)> = Vec::new();
    for (value, words) in &input.expectations {
        let words = check.optional(value.code(), words, 500);
        if expectations.iter().any(|one| one.0 == *value) {
            check.fail(FieldError::new(value.code(), "targets-expected-twice"));
        } else if !words.is_empty() {
            expectations.push((*value, words));
        }
    }
    check.done()?;
    let (who, year) = (targets.employee, targets.year);
    let before = [State::Agreed];
    if let Some(mut old) = store::targets::find_in(cx.conn(), agency, who, year, &before).await? {
        old.state = next(old.state, Step::Replace)?;
        old.ended_at = Some(now);
        store::targets::save(cx.conn(), agency, &old).await?;
        record(cx, "targets-replaced", &old).await?;
    }
    let me = cx.employee()?;
    let approver = approver.filter(|one| one.employee == me);
    targets.agreed_by = Some(me);
    targets.agreed_at = Some(now);
    targets.acting = approver
        .and_then(|one| one.acting)
        .map(|acting| acting.code().to_owned());
    targets.deputised = approver.and_then(|one| one.in_place_of);
    targets.note = input.note.trim().to_owned();
    store::lines::expect(cx.conn(), agency, id, &expectations).await?;
    store::targets::save(cx.conn(), agency, &targets).await?;
    record(cx, "targets-agreed", &targets).await?;
    tell_owner(cx, "targets-agreed", &targets).await?;
    store::targets::find(cx.conn(), agency, id).await
}

/// A remark on a line, or on the whole, by the person or by whoever agrees, while it is open between them.
pub async fn remark(
    cx: &mut Cx,
    id: TargetsId,
    line: Option<TargetLineId>,
    words: &str,
) -> Result<Targets> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let me = cx.employee()?;
    let owner = store::targets::owner(cx.conn(), agency, id).await?;
    store::targets::lock(cx.conn(), agency, owner).await?;
    let targets = store::targets::find(cx.conn(), agency, id).await?;
    let sight = sight_of(cx, &targets).await?;
    if !sight.own && !sight.decides {
        return Err(Reason::new("not-approver").into());
    }
    next(targets.state, Step::Remark)?;
    let mut check = Check::new();
    let words = check.text("remark", words, 1_000);
    check.done()?;
    let about = match line {
        Some(line) => targets.line(line).ok_or(Error::NotFound)?.result.clone(),
        None => String::new(),
    };
    let made = store::lines::remarks(cx.conn(), agency, id).await?.len();
    if i64::try_from(made).unwrap_or(i64::MAX) >= rules::REMARKS {
        return Err(Reason::new("targets-remarks")
            .with("n", rules::REMARKS)
            .into());
    }
    let one = Remark {
        id: Uuid::now_v7(),
        line,
        about,
        author: me,
        author_name: String::new(),
        remark: words,
        made_at: now,
    };
    store::lines::insert_remark(cx.conn(), agency, id, &one).await?;
    record(cx, "targets-remarked", &targets).await?;
    let to = if sight.own {
        targets.approver
    } else {
        Some(owner)
    };
    if let Some(to) = to {
        // once a day, however many there are
        let once = format!("targets-remarked:{id}:{me}:{today}");
        tell(cx, "targets-remarked", &targets, to, once).await?;
    }
    Ok(targets)
}

/// Tells one person of a step, with the name of whoever took it.
async fn tell(
    cx: &mut Cx,
    kind: &'static str,
    targets: &Targets,
    to: EmployeeId,
    once: String,
) -> Result<()> {
    let notice = Notice::new(kind, targets.path(), once)
        .with("name", cx.actor().name.clone())
        .with("year", targets.year)
        .with("note", &targets.note);
    outbox::tell(cx, to, notice).await
}

async fn tell_owner(cx: &mut Cx, kind: &'static str, targets: &Targets) -> Result<()> {
    let once = format!("{kind}:{}:{}", targets.id, targets.version);
    tell(cx, kind, targets, targets.employee, once).await
}

/// Whoever is to agree is told; where nobody stands above, the agency's leaders.
pub(super) async fn tell_approver(cx: &mut Cx, targets: &Targets) -> Result<()> {
    let agency = cx.agency();
    let notice = |to: String| {
        let once = format!("targets-proposed:{}:{}:{to}", targets.id, targets.version);
        Notice::new("targets-proposed", targets.path(), once)
            .with("name", &targets.employee_name)
            .with("year", targets.year)
    };
    if let Some(approver) = targets.approver {
        return outbox::tell(cx, approver, notice(approver.to_string())).await;
    }
    for leader in store::people::officers(cx.conn(), agency, "leader", &[targets.employee]).await? {
        outbox::tell_identity(cx, leader, notice(leader.to_string())).await?;
    }
    Ok(())
}

impl Sight {
    /// May agree to it or give it back now.
    pub fn can_agree(self, targets: &Targets) -> bool {
        self.decides && targets.state == State::Proposed
    }

    /// May remark on it now.
    pub fn can_remark(self, targets: &Targets) -> bool {
        (self.own || self.decides) && next(targets.state, Step::Remark).is_ok()
    }
}
