//! Asks for an exception, or gives one: the rule is asked again about the day, and what it says is kept with it.

use chrono::NaiveDate;

use super::{
    Ground, State,
    rules::{may_waive, period},
};
use crate::{
    calendar::Half,
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::{EmployeeId, ExceptionId, IdentityId},
        outbox::{self, Notice},
    },
    organisation,
    policy::{Outcome, Place, Route, RuleResult, WaivableBy},
    requests::{
        explain::{Question, Suppose, explain},
        objection,
        store::{
            chains::addressees,
            exceptions::{self, Keep},
            locks,
        },
    },
};

/// The fields of the form, as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Key of the rule.
    pub rule: String,
    /// The day the rule is asked about.
    pub on: String,
    pub ground: String,
    pub statement: String,
    pub from_on: String,
    pub until_on: String,
}

struct Wanted {
    on: NaiveDate,
    ground: Ground,
    statement: String,
    from: NaiveDate,
    until: NaiveDate,
}

impl Typed {
    fn read(&self, today: NaiveDate) -> Result<Wanted> {
        let mut check = Check::new();
        let on = check.date("on", &self.on);
        let codes = Ground::ALL.map(Ground::code);
        check.choice("ground", &self.ground, &codes);
        let statement = check.text("statement", &self.statement, 2_000);
        let from = check.date("from_on", &self.from_on);
        let until = check.date("until_on", &self.until_on);
        if let (Some(from), Some(until)) = (from, until)
            && let Err((field, code)) = period(from, until, today)
        {
            check.fail(FieldError::new(field, code));
        }
        check.done()?;
        let missing = || Error::internal("a checked form without its parts");
        Ok(Wanted {
            on: on.ok_or_else(missing)?,
            ground: Ground::of(&self.ground).ok_or_else(missing)?,
            statement,
            from: from.ok_or_else(missing)?,
            until: until.ok_or_else(missing)?,
        })
    }
}

/// What a rule says about a person on a day, and what else stands in the way then and cannot be set aside.
pub struct Found {
    pub result: RuleResult,
    pub others: Vec<RuleResult>,
}

/// What a rule says about a person on a day, where it stands in the way and somebody may waive it: for the kind of place, of those where
/// the rule says no, that the fewest other rules bar.
pub async fn finding(
    cx: &mut Cx,
    employee: EmployeeId,
    rule: &str,
    on: NaiveDate,
) -> Result<Found> {
    let mut known = false;
    let mut best: Option<Found> = None;
    for place in [Place::Home, Place::OtherOffice, Place::OtherPlace] {
        let question = Question {
            employee,
            on,
            half: Half::Full,
            place,
            route: Route::Ordinary,
            suppose: Suppose::default(),
        };
        let found = explain(cx, &question).await?.recorded;
        let mut others = found.judged.verdict.rules;
        let Some(at) = others.iter().position(|one| one.key == rule) else {
            continue;
        };
        known = true;
        let result = others.remove(at);
        if !matches!(result.outcome, Outcome::Fail | Outcome::NeedsLeader) {
            continue;
        }
        if result.waivable_by == WaivableBy::None {
            return Err(Reason::new("exception-none").into());
        }
        others.retain(|one| one.matters() && one.waivable_by == WaivableBy::None);
        if best
            .as_ref()
            .is_none_or(|best| others.len() < best.others.len())
        {
            best = Some(Found { result, others });
        }
    }
    if let Some(found) = best {
        Ok(found)
    } else if known {
        Err(Reason::new("exception-not-needed").into())
    } else {
        Err(Error::NotFound)
    }
}

/// Asks for an exception for oneself. Whoever may waive the rule hears of it and answers within the agency's clock for objections.
pub async fn ask(cx: &mut Cx, typed: &Typed) -> Result<ExceptionId> {
    let (agency, today) = (cx.agency(), cx.today());
    let employee = cx.employee()?;
    let unit = locks::lock_employee(cx.conn(), agency, employee).await?;
    let wanted = typed.read(today)?;
    let result = finding(cx, employee, &typed.rule, wanted.on).await?.result;
    let due_on = objection::due(cx, unit).await?;
    let waivable_by = result.waivable_by;
    let id = keep(cx, employee, &wanted, result, State::Asked, due_on)
        .await?
        .ok_or_else(|| Reason::new("exception-open"))?;
    let event = Event::new("exception-asked", "exception", id.0)
        .with("rule", typed.rule.clone())
        .with("due_on", due_on.map(|day| day.to_string()));
    audit::record(cx, event).await?;
    let link = format!("/exceptions/{id}");
    let notice = Notice::new("exception-asked", link, format!("exception-asked:{id}"))
        .with("name", cx.actor().name.clone());
    let asked = asked(cx, employee, waivable_by).await?;
    outbox::tell_each(cx, &asked, &notice).await?;
    Ok(id)
}

/// Gives somebody an exception that they have not asked for.
pub async fn give(cx: &mut Cx, employee: EmployeeId, typed: &Typed) -> Result<ExceptionId> {
    let (agency, today) = (cx.agency(), cx.today());
    locks::lock_employee(cx.conn(), agency, employee).await?;
    let wanted = typed.read(today)?;
    let result = finding(cx, employee, &typed.rule, wanted.on).await?.result;
    permit(cx, employee, result.waivable_by).await?;
    let id = keep(cx, employee, &wanted, result, State::Granted, None)
        .await?
        .ok_or_else(|| Reason::new("exception-open"))?;
    let event = Event::new("exception-granted", "exception", id.0)
        .with("rule", typed.rule.clone())
        .with("until_on", wanted.until.to_string());
    audit::record(cx, event).await?;
    let link = format!("/exceptions/{id}");
    let notice = Notice::new("exception-granted", link, format!("exception-granted:{id}"))
        .with("name", cx.actor().name.clone())
        .with("until", wanted.until.format("%d-%m-%Y"))
        .with("note", wanted.statement);
    outbox::tell(cx, employee, notice).await?;
    Ok(id)
}

async fn keep(
    cx: &mut Cx,
    employee: EmployeeId,
    wanted: &Wanted,
    result: RuleResult,
    state: State,
    due_on: Option<NaiveDate>,
) -> Result<Option<ExceptionId>> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().employee);
    let keep = Keep {
        employee,
        result,
        on: wanted.on,
        ground: wanted.ground,
        statement: &wanted.statement,
        state,
        from: wanted.from,
        until: wanted.until,
        due_on,
        by,
    };
    exceptions::insert(cx.conn(), agency, &keep, now).await
}

/// Whether the acting person may set such a rule aside for somebody.
pub async fn permit(cx: &mut Cx, employee: EmployeeId, waivable_by: WaivableBy) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let me = cx.actor().employee;
    let approver = organisation::approver_of(cx.conn(), agency, employee, today, 0).await?;
    let decides = me.is_some() && approver.is_some_and(|approver| Some(approver.asked(me)) == me);
    Ok(may_waive(
        waivable_by,
        cx.actor().roles,
        decides,
        me == Some(employee),
    )?)
}

/// The login identities of whoever is asked: whom the rule names, without those above.
pub(super) async fn asked(
    cx: &mut Cx,
    employee: EmployeeId,
    waivable_by: WaivableBy,
) -> Result<Vec<IdentityId>> {
    let (agency, today) = (cx.agency(), cx.today());
    let mut people = Vec::new();
    let mut roles: Vec<&str> = Vec::new();
    match waivable_by {
        WaivableBy::UnitHead => {
            let found = organisation::approver_of(cx.conn(), agency, employee, today, 0).await?;
            people.extend(found.map(|approver| approver.employee));
        }
        WaivableBy::Hr => roles.push("hr"),
        WaivableBy::AgencyLeader | WaivableBy::None => roles.push("leader"),
    }
    addressees(cx.conn(), agency, &people, &roles, employee).await
}

/// What the form is filled with before anything is typed: from the day asked about, for a month.
pub fn usual(rule: &str, on: NaiveDate) -> Typed {
    let month = chrono::Months::new(1);
    Typed {
        rule: rule.to_owned(),
        on: on.to_string(),
        from_on: on.to_string(),
        until_on: on
            .checked_add_months(month)
            .map_or_else(String::new, |day| day.to_string()),
        ..Typed::default()
    }
}
