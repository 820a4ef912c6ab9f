//! Working on a draft, whichever door it comes through: what it is read against, what it would change, asking for publication.

use chrono::NaiveDate;

use super::{
    Needs, Rule, RuleSet, base,
    form::{self, Ground, Posted, ReadForm},
    names::Names,
    preview::{self, Preview},
    rules_in_force, store, together,
    version::{self, Side, Version},
};
use crate::kernel::{cx::Cx, error::Result};

/// The ministry's set as it will be when a version of the agency starts.
pub async fn base_for(cx: &mut Cx, side: Side, from: NaiveDate) -> Result<Option<RuleSet>> {
    Ok(match side {
        Side::Base => None,
        Side::Agency => Some(
            store::published_base(cx.conn(), from)
                .await?
                .unwrap_or_else(base::ministry),
        ),
    })
}

/// Reads fields as the editor posts them against the draft they belong to.
pub async fn read(cx: &mut Cx, side: Side, version: &Version, posted: &Posted) -> Result<ReadForm> {
    let (agency, today) = (cx.agency(), cx.today());
    let from = version.effective_from.unwrap_or(today).max(today);
    let base = base_for(cx, side, from).await?;
    let mut known = version.rules.clone();
    known.extend(base.iter().flat_map(|base| base.rules.clone()));
    let names = Names::load(cx.conn(), agency, &known).await?;
    let ground = Ground {
        side,
        base: base.as_ref(),
        stored: &version.rules,
        names: &names,
    };
    Ok(form::read(posted, &ground, ""))
}

/// What a draft of the agency would change for everybody.
pub async fn counted(cx: &mut Cx, version: &Version, rules: &[Rule]) -> Result<Preview> {
    let (agency, today) = (cx.agency(), cx.today());
    let from = version
        .effective_from
        .unwrap_or(today)
        .max(today.succ_opt().unwrap_or(today));
    let before = rules_in_force(cx.conn(), agency, version.held_against(today)).await?;
    let base = base_for(cx, Side::Agency, from).await?;
    let set = RuleSet {
        rules: rules.to_vec(),
        ..version.set()
    };
    let after = together(base.unwrap_or_else(base::ministry), Some(set));
    let needs = Needs::of([&before.effective, &after.effective]);
    let crowd = preview::crowd(cx, from, needs).await?;
    Ok(preview::preview(&crowd, &before, &after.effective))
}

/// Saves the rules and asks a second officer to publish them, with what they would change.
pub async fn saved_and_asked(
    cx: &mut Cx,
    side: Side,
    version: &Version,
    at: i32,
    rules: &[Rule],
    base: Option<RuleSet>,
) -> Result<()> {
    let (agency, today, from) = (cx.agency(), cx.today(), version.effective_from);
    let saved = version::save(cx, side, version.number, at, rules.to_vec(), from).await?;
    let counted = match base {
        Some(base) => {
            let before = rules_in_force(cx.conn(), agency, saved.held_against(today)).await?;
            let after = together(base, Some(saved.set()));
            let needs = Needs::of([&before.effective, &after.effective]);
            let crowd = preview::crowd(cx, from.unwrap_or(today), needs).await?;
            let counted = preview::preview(&crowd, &before, &after.effective);
            Some(serde_json::to_value(counted)?)
        }
        None => None,
    };
    version::request(cx, side, version.number, saved.row_version, from, counted).await
}
