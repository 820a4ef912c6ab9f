//! The approval chains of the agency, and the chain of one request.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{asked::RouteIn, shown::RouteView};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Doc, IfMatch, Json, Scope, Tagged, seen},
        error::Result,
        routes::Routes,
    },
    policy::Place,
    requests::{
        AskKind,
        chains::{Chain, Chains, Chair, Needed, Outside, Seat, SeatState, When, set},
    },
};

/// A step of a chain.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ApprovalStep")]
struct StepIn {
    /// Whose agreement it takes, each once.
    #[schemars(length(min = 1, max = 4))]
    seats: Vec<Seat>,
    /// Every seat has to agree; otherwise one is enough.
    every: bool,
}

impl From<StepIn> for Needed {
    fn from(step: StepIn) -> Self {
        Self {
            seats: step.seats,
            every: step.every,
        }
    }
}

impl From<Needed> for StepIn {
    fn from(step: Needed) -> Self {
        Self {
            seats: step.seats,
            every: step.every,
        }
    }
}

/// A chain: which requests it is for, and its steps. What is null does not matter.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ApprovalChain")]
struct ChainIn {
    kind: Option<AskKind>,
    route: Option<RouteIn>,
    place: Option<Place>,
    /// Longer than so many days.
    #[schemars(range(min = 1, max = 180))]
    over_days: Option<u16>,
    /// Its place lies outside this of the person's office; where the region of one of them is not recorded, it counts as outside.
    outside: Option<Outside>,
    #[schemars(length(min = 1, max = 3))]
    steps: Vec<StepIn>,
}

impl From<ChainIn> for Chain {
    fn from(chain: ChainIn) -> Self {
        Self {
            when: When {
                kind: chain.kind,
                route: chain.route.map(Into::into),
                place: chain.place,
                over_days: chain.over_days,
                outside: chain.outside,
            },
            steps: chain.steps.into_iter().map(Needed::from).collect(),
        }
    }
}

/// A chain as it is kept.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "KeptApprovalChain")]
struct ChainView {
    kind: Option<AskKind>,
    route: Option<RouteView>,
    place: Option<Place>,
    over_days: Option<u16>,
    outside: Option<Outside>,
    steps: Vec<StepIn>,
}

impl From<Chain> for ChainView {
    fn from(chain: Chain) -> Self {
        Self {
            kind: chain.when.kind,
            route: chain.when.route.map(RouteView::from),
            place: chain.when.place,
            over_days: chain.when.over_days,
            outside: chain.when.outside,
            steps: chain.steps.into_iter().map(StepIn::from).collect(),
        }
    }
}

/// The chains of the agency, in the order in which they are tried.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ApprovalChains")]
struct ChainsView {
    /// 0 before the first.
    version: i32,
    chains: Vec<ChainView>,
}

/// Chains to keep.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ApprovalChainsIn")]
struct ChainsIn {
    #[schemars(length(max = 10))]
    chains: Vec<ChainIn>,
    /// Or `If-Match`.
    version: Option<i32>,
}

async fn show(mut cx: Cx) -> Result<Tagged<ChainsView>> {
    let Chains { list, version } = set::show(&mut cx).await?;
    let chains = list.into_iter().map(ChainView::from).collect();
    Ok(Tagged(version, ChainsView { version, chains }))
}

async fn put(
    mut cx: Cx,
    matched: IfMatch,
    Json(input): Json<ChainsIn>,
) -> Result<Tagged<ChainsView>> {
    let seen = seen(matched, input.version)?;
    let chains: Vec<Chain> = input.chains.into_iter().map(Chain::from).collect();
    set::set(&mut cx, &chains, seen).await?;
    show(cx).await
}

/// A seat in the chain of one request.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RequestSeat")]
pub struct SeatView {
    /// From 1.
    step: i16,
    seat: Seat,
    /// Every seat of this step has to agree; otherwise one is enough.
    every: bool,
    state: SeatState,
    /// With whom it is; null: with everybody who has the role, or with nobody.
    person: Option<String>,
    agreed_by: Option<String>,
    agreed_at: Option<DateTime<Utc>>,
    acting: Option<String>,
    in_place_of: Option<String>,
}

impl From<Chair> for SeatView {
    fn from(chair: Chair) -> Self {
        Self {
            step: chair.step,
            seat: chair.seat,
            every: chair.every,
            state: chair.state,
            person: chair.person_name,
            agreed_by: chair.agreed_by_name,
            agreed_at: chair.agreed_at,
            acting: chair.acting,
            in_place_of: chair.in_place_of,
        }
    }
}

/// The routes of the agency's chains.
pub fn routes(routes: Routes) -> Routes {
    let path = "/approval-chains";
    routes
        .api_get(
            path,
            Can::ManageRules,
            Scope::PolicyRead,
            Doc::new("approval_chains.show", "The approval chains of the agency"),
            show,
        )
        .api_put(
            path,
            Can::ManageRules,
            Scope::PolicyWrite,
            Doc::new("approval_chains.set", "Set the approval chains of the agency")
                .about("The whole list takes the place of the one before. Chains are tried in order; the first that fits a request when it is sent is frozen into it, else the direct supervisor decides alone. The last agreement approves; one refusal ends it."),
            put,
        )
}
