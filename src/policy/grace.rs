//! Tells people, once, that a rating closes their right to flexible work on a day, and once that a later rating opened it again.
//! Only where a rule gives days of grace: nothing closes without notice there.

use chrono::{Days, NaiveDate};

use super::{
    Effective, Needs, People, PersonFacts, Predikat, RuleKind, Severity,
    checks::{below_since, closes_on, in_scope},
    person_facts, rules_in_force, store, words,
};
use crate::kernel::{
    actor::Agency,
    cx::{BoxFuture, Core, Cx},
    db::Mode,
    error::Result,
    id::EmployeeId,
    jobs::CHUNK,
    outbox::{self, Notice},
};

/// How many days late somebody is still told.
const FRESH: u64 = 30;

/// What a rating did to the right of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// It closes on `on`, after ratings that have been too low since a day.
    Closes { since: NaiveDate, on: NaiveDate },
    /// The rating of a day opened it again.
    Opens { rated: NaiveDate },
}

/// The periodic work for one agency.
pub fn tell_about_ratings(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut cx = Cx::system(core, agency, Mode::Write).await?;
        tell(&mut cx).await?;
        cx.finish().await
    })
}

/// Tells each person once; the outbox keeps repeats away.
pub async fn tell(cx: &mut Cx) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let rules = rules_in_force(cx.conn(), agency, today).await?;
    let Some((highest, longest)) = widest(&rules.effective) else {
        return Ok(());
    };
    let back = Days::new(u64::from(longest) + FRESH);
    let since = today.checked_sub_days(back).unwrap_or(today);
    let low = Predikat::ALL.into_iter().filter(|one| *one < highest);
    let low: Vec<String> = low.map(|one| one.code().to_owned()).collect();
    let rated = store::rated_since(cx.conn(), agency, since, &low).await?;
    for some in rated.chunks(CHUNK) {
        let (some, needs) = (People::These(some), Needs::default());
        let people = person_facts(cx.conn(), agency, some, needs, now).await?;
        let notices = people.iter().flat_map(|(employee, person)| {
            let turns = turns(person, &rules.effective).into_iter();
            turns.map(|(at_least, turn)| (*employee, notice(*employee, person, at_least, turn)))
        });
        outbox::tell_people(cx, notices.collect()).await?;
    }
    Ok(())
}

/// The highest rating that a rule with days of grace asks for, and the longest days of grace of any.
fn widest(rules: &Effective) -> Option<(Predikat, u16)> {
    let found = rules.rules.iter().filter_map(|rule| match rule.rule.kind {
        RuleKind::MinPredikat {
            at_least,
            grace_days,
        } => Some((at_least, grace_days)),
        _ => None,
    });
    found
        .filter(|(_, days)| *days > 0)
        .reduce(|one, other| (one.0.max(other.0), one.1.max(other.1)))
}

/// What the last ratings did to a person under each rule that blocks after days of grace, as far as it is news.
fn turns(person: &PersonFacts, rules: &Effective) -> Vec<(Predikat, Turn)> {
    let held = rules.rules.iter().map(|rule| &rule.rule);
    held.filter(|rule| rule.severity == Severity::Blocks && in_scope(&rule.scope, person))
        .filter_map(|rule| match rule.kind {
            RuleKind::MinPredikat {
                at_least,
                grace_days,
            } if grace_days > 0 => Some((at_least, turn(person, at_least, grace_days)?)),
            _ => None,
        })
        .collect()
}

fn turn(person: &PersonFacts, at_least: Predikat, grace_days: u16) -> Option<Turn> {
    let news = |on: NaiveDate| on.checked_add_days(Days::new(FRESH)) > Some(person.today);
    if let Some(on) = closes_on(person, at_least, grace_days) {
        let since = below_since(person, at_least)?;
        return news(on).then_some(Turn::Closes { since, on });
    }
    match person.rated.as_ref()?.value.as_slice() {
        [newest, before, ..] if before.predikat < at_least && news(newest.on) => {
            Some(Turn::Opens { rated: newest.on })
        }
        _ => None,
    }
}

fn notice(employee: EmployeeId, person: &PersonFacts, at_least: Predikat, turn: Turn) -> Notice {
    let (kind, since) = match turn {
        Turn::Closes { since, .. } => ("rating-closes", since),
        Turn::Opens { rated } => ("rating-opens", rated),
    };
    let once = format!("{kind}:{employee}:{}:{since}", at_least.code());
    let have = person.predikat.value.map(words::predikat);
    let notice = Notice::new(kind, "/conditions", once)
        .with("have", have.unwrap_or_default().id)
        .with("least", words::predikat(at_least).id);
    match turn {
        Turn::Closes { on, .. } => notice.with("date", on.format("%d-%m-%Y")),
        Turn::Opens { .. } => notice,
    }
}

/// What the last rating of a person is and what the rules ask at least, where it is lower. Advice asks nothing, nor does what is set aside.
pub fn below(person: &PersonFacts, rules: &Effective) -> Option<(Predikat, Predikat)> {
    let have = person.predikat.value?;
    let held = rules.rules.iter().map(|rule| &rule.rule);
    let asked = held
        .filter(|rule| rule.severity != Severity::Advice && in_scope(&rule.scope, person))
        .filter(|rule| person.excepted(&rule.key, person.today).is_none())
        .filter_map(|rule| match rule.kind {
            RuleKind::MinPredikat { at_least, .. } => Some(at_least),
            _ => None,
        });
    asked
        .max()
        .filter(|least| have < *least)
        .map(|least| (have, least))
}

/// The people of some whose last rating is lower than the rules in force ask, with both.
pub async fn fallen(
    cx: &mut Cx,
    people: &[EmployeeId],
) -> Result<Vec<(EmployeeId, Predikat, Predikat)>> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rules = rules_in_force(cx.conn(), agency, today).await?;
    let (people, needs) = (People::These(people), Needs::default());
    let facts = person_facts(cx.conn(), agency, people, needs, now).await?;
    let fallen = facts.into_iter().filter_map(|(id, person)| {
        let (have, least) = below(&person, &rules.effective)?;
        Some((id, have, least))
    });
    Ok(fallen.collect())
}

#[cfg(test)]
#[path = "grace_test.rs"]
mod tests;
