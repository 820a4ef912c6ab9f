//! The cascade of a team, and how an agency writes targets, through the JSON door.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineView, line};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Doc, IfMatch, Json, Query, Scope, Tagged, seen},
        error::Result,
        id::{EmployeeId, TargetsId},
        routes::Routes,
    },
    performance::{
        State, Terms,
        cascade::{self, Team},
        rules::Place,
        terms::{self},
    },
};

/// Whose cascade, of which year.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetsCascadeQuery")]
struct CascadeIn {
    /// The superior; none: oneself.
    of: Option<EmployeeId>,
    /// None: this one.
    #[schemars(range(min = 2000, max = 2199))]
    year: Option<i16>,
}

/// A line of somebody below.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetsBelow")]
struct BelowView {
    employee_id: EmployeeId,
    name: String,
    targets_id: TargetsId,
    line: LineView,
}

/// A superior's line with those that hang on it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetsCascadeLine")]
struct HangingView {
    line: LineView,
    /// A main line that nobody takes up.
    gap: bool,
    below: Vec<BelowView>,
}

/// Somebody below, and how far they are; null: nothing proposed yet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetsPerson")]
struct PersonView {
    employee_id: EmployeeId,
    name: String,
    targets_id: Option<TargetsId>,
    state: Option<State>,
}

/// Whose line hangs on whose.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetsCascade")]
struct CascadeView {
    employee_id: EmployeeId,
    name: String,
    year: i16,
    lines: Vec<HangingView>,
    /// Main lines that hang on none of them.
    orphans: Vec<BelowView>,
    people: Vec<PersonView>,
}

fn below(team: &Team, place: Place) -> Option<BelowView> {
    let (member, of) = team.at(place)?;
    Some(BelowView {
        employee_id: member.person.id,
        name: member.person.name.clone(),
        targets_id: member.targets.as_ref()?.id,
        line: line(of.clone()),
    })
}

/// GET /team/targets
async fn team(mut cx: Cx, Query(input): Query<CascadeIn>) -> Result<Json<CascadeView>> {
    let team = cascade::of(&mut cx, input.of, input.year).await?;
    let all = |places: &[Place]| -> Vec<BelowView> {
        places
            .iter()
            .filter_map(|place| below(&team, *place))
            .collect()
    };
    let lines = team.lines().iter().zip(&team.laid.below);
    Ok(Json(CascadeView {
        employee_id: team.of,
        name: team.name.clone(),
        year: team.year,
        lines: lines
            .map(|(one, places)| HangingView {
                line: line(one.clone()),
                gap: one.main && places.is_empty(),
                below: all(places),
            })
            .collect(),
        orphans: all(&team.laid.orphans),
        people: team
            .members
            .iter()
            .map(|one| PersonView {
                employee_id: one.person.id,
                name: one.person.name.clone(),
                targets_id: one.targets.as_ref().map(|targets| targets.id),
                state: one.targets.as_ref().map(|targets| targets.state),
            })
            .collect(),
    }))
}

/// How an agency writes targets.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetTerms")]
struct TermsBody {
    /// Main lines carry weights that make a hundred.
    weights: bool,
    /// Measured percent from which a result counts as above expectation, as advice; null: no advice.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1000))]
    above_from: Option<i16>,
    /// Measured percent under which it counts as below.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1000))]
    below_under: Option<i16>,
    /// Working days within which a person may object to a closed rating; null: fourteen.
    #[serde(default)]
    #[schemars(range(min = 1, max = 90))]
    object_within: Option<i16>,
    /// Most files of a delivery, 0 takes none; null: five.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10))]
    files: Option<i16>,
    /// The largest file, in MiB; null: a hundred.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    file_size: Option<i16>,
    /// Working days after a day until when it may be reported; null: three.
    #[serde(default)]
    #[schemars(range(min = 1, max = 30))]
    report_within: Option<i16>,
    /// The report of each flexible day is asked for, and reminded of once.
    #[serde(default)]
    report_flexible: bool,
    /// 0 where none were saved yet; to save, or `If-Match`.
    version: Option<i32>,
}

async fn terms_again(mut cx: Cx) -> Result<Tagged<TermsBody>> {
    let kept = terms::show(&mut cx).await?;
    let body = TermsBody {
        weights: kept.weights,
        above_from: kept.above_from,
        below_under: kept.below_under,
        object_within: Some(kept.object_within),
        files: Some(kept.files),
        file_size: Some(kept.file_size),
        report_within: Some(kept.report_within),
        report_flexible: kept.report_flexible,
        version: Some(kept.version),
    };
    Ok(Tagged(kept.version, body))
}

/// GET /target-terms
async fn show_terms(cx: Cx) -> Result<Tagged<TermsBody>> {
    terms_again(cx).await
}

/// PUT /target-terms
async fn save_terms(
    mut cx: Cx,
    matched: IfMatch,
    Json(input): Json<TermsBody>,
) -> Result<Tagged<TermsBody>> {
    let usual = Terms::default();
    let terms = Terms {
        weights: input.weights,
        above_from: input.above_from,
        below_under: input.below_under,
        object_within: input.object_within.unwrap_or(usual.object_within),
        files: input.files.unwrap_or(usual.files),
        file_size: input.file_size.unwrap_or(usual.file_size),
        report_within: input.report_within.unwrap_or(usual.report_within),
        report_flexible: input.report_flexible,
        version: seen(matched, input.version)?,
    };
    terms::save(&mut cx, terms).await?;
    terms_again(cx).await
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let (read, write) = (Scope::PerformanceRead, Scope::PerformanceWrite);
    let (decides, terms) = (Can::DecideRequests, Can::GrantRoles);
    routes
        .api_get("/team/targets", decides, read, Doc::new("targets.cascade", "Whose line hangs on whose: a superior's lines, gaps, orphans and how far everybody is"), team)
        .api_get("/target-terms", terms, read, Doc::new("targets.terms", "How targets are written in the agency"), show_terms)
        .api_put("/target-terms", terms, write, Doc::new("targets.save_terms", "Set whether main lines carry weights, which measured percent advises what, how long a person may object, and how many and how large files a delivery may have"), save_terms)
}
