//! One's own standing approval.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Date, Doc, IfMatch, Json, NoContent, Scope, Tagged, seen},
        error::Result,
        routes::Routes,
    },
    requests::{Standing, Terms, end_standing, give_standing, standing},
};

/// What was agreed to beforehand.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StandingApproval")]
struct CurrentView {
    id: Uuid,
    /// Single days a request may carry.
    max_days: usize,
    from_on: NaiveDate,
    /// The last day on which a request may be sent.
    until: NaiveDate,
    given_at: DateTime<Utc>,
}

impl From<Standing> for CurrentView {
    fn from(one: Standing) -> Self {
        Self {
            id: one.id,
            max_days: one.max_days,
            from_on: one.from_on,
            until: one.to_on,
            given_at: one.given_at,
        }
    }
}

/// What a supervisor sees about their own standing approval.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnStandingApproval")]
struct OwnView {
    /// 0 before the first; grows with each that is given or ended.
    version: i32,
    /// Whether the agency lets supervisors give one; otherwise none is in force.
    allowed: bool,
    /// The one that is neither ended nor over.
    current: Option<CurrentView>,
    /// How many requests were approved on it in the last thirty days.
    approved_30_days: i64,
}

async fn show(mut cx: Cx) -> Result<Tagged<OwnView>> {
    let own = standing::own(&mut cx).await?;
    Ok(Tagged(
        own.version,
        OwnView {
            version: own.version,
            allowed: own.allowed,
            current: own.current.map(CurrentView::from),
            approved_30_days: own.count,
        },
    ))
}

/// What is agreed to beforehand.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StandingApprovalTerms")]
struct TermsIn {
    /// Single days a request may carry.
    #[schemars(range(min = 1, max = 5))]
    max_days: i32,
    /// The last day on which a request may be sent, at most 92 days ahead.
    until: Date,
    /// Or `If-Match`.
    version: Option<i32>,
}

async fn give(mut cx: Cx, matched: IfMatch, Json(input): Json<TermsIn>) -> Result<Tagged<OwnView>> {
    let terms = Terms {
        max_days: input.max_days.to_string(),
        until: input.until.to_string(),
    };
    give_standing(&mut cx, &terms, seen(matched, input.version)?).await?;
    show(cx).await
}

async fn end(mut cx: Cx, matched: IfMatch) -> Result<NoContent> {
    end_standing(&mut cx, seen(matched, None)?).await?;
    Ok(NoContent)
}

/// The routes of one's own standing approval.
pub fn routes(routes: Routes) -> Routes {
    let decides = Can::DecideRequests;
    let path = "/me/standing-approval";
    routes
        .api_get(
            path,
            decides,
            Scope::DecisionsRead,
            Doc::new("standing_approval.show", "One's own standing approval"),
            show,
        )
        .api_put(
            path,
            decides,
            Scope::DecisionsWrite,
            Doc::new(
                "standing_approval.give",
                "Approve beforehand, in one's own name, what no rule stands against",
            )
            .about("From then on requests of the people one decides on are approved as they are sent, where every rule passes on every day, the days are single ones and no more than `max_days`, and nobody has said no to them before. One answers for each, is told of each, and may revoke each. It takes the place of the one before."),
            give,
        )
        .api_delete(
            path,
            decides,
            Scope::DecisionsWrite,
            Doc::new(
                "standing_approval.end",
                "End one's own standing approval at once; the version in `If-Match`",
            ),
            end,
        )
}
