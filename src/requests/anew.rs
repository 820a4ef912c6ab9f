//! Rules that change while a request waits: it is judged anew under those that will decide it. The verdict it was sent on stays as it
//! was; what the new rules put in the way is kept beside it, shown to whoever decides, and told to the person once.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{
    Evaluation, Judged,
    check::recheck,
    store::{self, anew as list},
};
use crate::{
    calendar::Half,
    kernel::{
        actor::Agency,
        audit::{self, Event},
        cx::{Core, Cx},
        db::Mode,
        error::Result,
        id::RequestId,
        jobs::Turn,
        outbox::{self, Notice},
    },
    policy::{Origin, RuleResult, Words},
};

/// How many requests one transaction judges: each takes a handful of statements, and their rows are held meanwhile.
pub const AT_ONCE: usize = 50;

/// A rule that stands in the way of a day since rules were published after the request was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub on: NaiveDate,
    pub part: Half,
    /// Whether the rule is the ministry's.
    pub base: bool,
    /// The version of the set in which it stands.
    pub version: Option<u32>,
    pub title: Words,
    pub text: Words,
}

/// Judges every waiting request of an agency for whose days rules were published since it was last judged.
pub async fn judge_all(core: &Core, agency: &Agency) -> Result<()> {
    let turn = Turn::begin();
    while !turn.over() {
        let mut cx = Cx::system(core, agency.clone(), Mode::Write).await?;
        let done = judge(&mut cx).await?;
        cx.finish().await?;
        if done < AT_ONCE {
            break;
        }
    }
    Ok(())
}

/// Minutes after which what was found to be in the way is looked at again.
const STALE: i64 = 10;

/// Judges some of them. Gives their number.
async fn judge(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let stale = cx.now() - TimeDelta::minutes(STALE);
    let ids = list::lock_outdated(cx.conn(), agency, today, stale).await?;
    for id in &ids {
        judge_one(cx, *id).await?;
    }
    Ok(ids.len())
}

async fn judge_one(cx: &mut Cx, id: RequestId) -> Result<()> {
    let (agency, now, zone) = (cx.agency(), cx.now(), cx.actor().zone);
    let request = store::requests::find(cx.conn(), agency, id).await?;
    let found = recheck(cx.conn(), agency, &request, &request.span, zone, now).await?;
    let changed = request
        .evaluation()
        .map_or_else(Vec::new, |sent| changes(&sent, &found.evaluation()));
    list::save(cx.conn(), agency, id, &changed, now).await?;
    if changed == request.rules_changed {
        return Ok(());
    }
    let (_, base, own) = found.record()?;
    let event = Event::new("request-rejudged", "request", id.0)
        .with("rules", changed.len())
        .with("base_version", base)
        .with("rule_version", own);
    audit::record(cx, event).await?;
    if changed.is_empty() || !request.rules_changed.is_empty() {
        return Ok(());
    }
    let once = format!("request-rules-changed:{id}:{}", now.timestamp_micros());
    let notice = Notice::new("request-rules-changed", request.path(), once);
    outbox::tell(cx, request.employee, notice).await
}

/// What is in the way by the rules of `now` and was not by those of `sent`: a rule that is new or says something else. What only
/// other people's days brought about is no change of rules.
pub fn changes(sent: &Evaluation, now: &Evaluation) -> Vec<Changed> {
    let mut found = Vec::new();
    for day in &now.days {
        let verdict = &day.verdict;
        // of a pattern not every day is kept: its rules are the same on the others
        let same_day = |one: &&Judged| one.verdict.day == verdict.day;
        let before = sent.days.iter().find(same_day).or(sent.days.first());
        for rule in verdict.in_the_way() {
            let old = before.and_then(|one| {
                let mut rules = one.verdict.rules.iter();
                rules.find(|old| old.key == rule.key)
            });
            if old.is_some_and(|old| old.matters() || says_the_same(old, rule)) {
                continue;
            }
            let base = rule.origin == Origin::Base;
            found.push(Changed {
                on: verdict.day,
                part: verdict.half,
                base,
                version: match base {
                    true => verdict.base_rule_set_version,
                    false => verdict.rule_set_version,
                },
                title: rule.title.clone(),
                text: rule.text.clone(),
            });
        }
    }
    found
}

fn says_the_same(old: &RuleResult, new: &RuleResult) -> bool {
    old.threshold == new.threshold
        && old.severity == new.severity
        && old.rule_text == new.rule_text
        && old.origin == new.origin
}
