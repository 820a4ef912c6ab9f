//! How far an agency's plans may go, through the JSON door.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Doc, IfMatch, Json, Scope, Tagged, seen},
        error::Result,
        routes::Routes,
    },
    shifts::{
        rules::Terms,
        terms::{self},
    },
};

/// How far plans may go.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftTerms")]
struct TermsBody {
    /// Least time between two shifts, in minutes.
    #[schemars(range(max = 2880))]
    rest_minutes: u16,
    /// Most days in a row with a shift.
    #[schemars(range(min = 1, max = 28))]
    days_in_row: u16,
    /// Longest shift from start to end, in minutes.
    #[schemars(range(min = 60, max = 1440))]
    shift_minutes: u16,
    /// Most working time in an average week, in minutes.
    #[schemars(range(min = 60, max = 10080))]
    week_minutes: u16,
    /// Longest plan, in days.
    #[schemars(range(min = 1, max = 366))]
    plan_days: u16,
    /// 0 where none were saved yet; to save, or `If-Match`.
    version: Option<i32>,
}

async fn terms_again(mut cx: Cx) -> Result<Tagged<TermsBody>> {
    let kept = terms::show(&mut cx).await?;
    let body = TermsBody {
        rest_minutes: kept.rest_minutes,
        days_in_row: kept.days_in_row,
        shift_minutes: kept.shift_minutes,
        week_minutes: kept.week_minutes,
        plan_days: kept.plan_days,
        version: Some(kept.version),
    };
    Ok(Tagged(kept.version, body))
}

/// GET /shift-terms
async fn show_terms(cx: Cx) -> Result<Tagged<TermsBody>> {
    terms_again(cx).await
}

/// PUT /shift-terms
async fn save_terms(
    mut cx: Cx,
    matched: IfMatch,
    Json(input): Json<TermsBody>,
) -> Result<Tagged<TermsBody>> {
    let read = Terms {
        rest_minutes: input.rest_minutes,
        days_in_row: input.days_in_row,
        shift_minutes: input.shift_minutes,
        week_minutes: input.week_minutes,
        plan_days: input.plan_days,
        version: seen(matched, input.version)?,
    };
    terms::save(&mut cx, &read).await?;
    terms_again(cx).await
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let terms = Can::GrantRoles;
    routes
        .api_get(
            "/shift-terms",
            terms,
            Scope::CalendarRead,
            Doc::new(
                "shifts.terms",
                "How far plans of shifts may go in the agency",
            ),
            show_terms,
        )
        .api_put(
            "/shift-terms",
            terms,
            Scope::CalendarWrite,
            Doc::new(
                "shifts.save_terms",
                "Set how far plans of shifts may go; defaults are no law",
            ),
            save_terms,
        )
}
