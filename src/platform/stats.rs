//! Counts one agency for the ministry, inside that agency's own transaction, when something changed in it.

use std::collections::BTreeMap;

use super::store;
use crate::{
    kernel::{
        actor::Agency,
        audit,
        cx::{BoxFuture, Core, Cx},
        db::Mode,
        error::Result,
        time::local_date,
    },
    policy::{self, Needs, People},
};

/// The regular work.
pub fn run(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut cx = Cx::system(core, agency, Mode::Write).await?;
        let (id, now, today) = (cx.agency(), cx.now(), cx.today());
        let counted = store::counted_at(cx.conn(), id).await?;
        if let Some(at) =
            counted.filter(|at| *at <= now && local_date(*at, cx.actor().zone) == today)
            && audit::quiet_since(cx.conn(), id, at).await?
        {
            store::still(cx.conn(), id, now).await?;
        } else {
            refresh(&mut cx).await?;
        }
        cx.finish().await
    })
}

/// Counts the agency again and stores the counts.
pub async fn refresh(cx: &mut Cx) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let rules = policy::rules_in_force(cx.conn(), agency, today).await?;
    let needs = Needs::of([&rules.effective]);
    let people = policy::person_facts(cx.conn(), agency, People::All, needs, now).await?;
    let mut standing_ok = 0;
    let mut reasons: BTreeMap<&'static str, i32> = BTreeMap::new();
    for (_, person) in &people {
        if policy::may(person, &rules.effective).is_eligible() {
            standing_ok += 1;
        }
        let keys = policy::obstacles(person, &rules.effective);
        let mut kinds: Vec<&'static str> = rules
            .effective
            .rules
            .iter()
            .filter(|rule| keys.contains(&rule.rule.key))
            .map(|rule| rule.rule.kind.name().code())
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *reasons.entry(kind).or_default() += 1;
        }
    }
    let mut counts = store::count(cx.conn(), agency, now, today).await?;
    counts.employees = i32::try_from(people.len()).unwrap_or(i32::MAX);
    counts.standing_ok = standing_ok;
    counts.rule_version = rules
        .agency
        .as_ref()
        .map(|set| i32::try_from(set.version).unwrap_or(i32::MAX));
    store::save(cx.conn(), agency, now, &counts, &reasons).await
}
