//! The ministry's aggregates through the JSON door: never a row about a person, small numbers hidden.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Row,
    pages::{self, after_of, cursor_of},
    rules::{Need, Shown, needs, shown},
    store::{self, Narrow},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{self, Doc, Json, Paged, Query, Said, Scope, Sheet},
    error::{Error, Result},
    export::Kind,
    form::Path,
    list,
    routes::Routes,
};

/// What narrows the table.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    #[schemars(length(max = 100))]
    q: Option<String>,
    #[schemars(length(max = 40))]
    kind: Option<String>,
    #[schemars(length(max = 100))]
    province: Option<String>,
    /// In use or not.
    live: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A number as the ministry may see it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Aggregate")]
pub struct NumberView {
    /// Null when it is one to four: too few to be told.
    value: Option<i64>,
    few: bool,
}

fn number(n: i32) -> NumberView {
    match shown(n) {
        Shown::Exact(n) => NumberView {
            value: Some(n),
            few: false,
        },
        Shown::Few => NumberView {
            value: None,
            few: true,
        },
    }
}

/// What is counted of one agency.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AgencyCounts")]
pub struct CountsView {
    as_of: Option<DateTime<Utc>>,
    employees: NumberView,
    standing_ok: NumberView,
    positions_undecided: NumberView,
    pending: NumberView,
    pending_over_3_days: NumberView,
    approved_30_days: NumberView,
    refused_30_days: NumberView,
    place_days_next_7: NumberView,
    rule_set_version: Option<i32>,
}

/// An agency.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AgencyLine")]
pub struct AgencyView {
    id: Uuid,
    code: String,
    name: String,
    kind: String,
    province: Option<String>,
    live: bool,
    excluded: bool,
    counts: Option<CountsView>,
    /// What it needs, gravest first.
    needs: Vec<Said>,
}

fn need(one: Need, words: impl Fn(Need) -> String) -> Said {
    let code = match one {
        Need::Waiting(_) => "waiting",
        Need::NoPeople => "no_people",
        Need::Undecided(_) => "undecided",
        Need::NoRules => "no_rules",
    };
    Said {
        code: code.to_owned(),
        text: words(one),
    }
}

fn view(row: Row, cx: &Cx) -> AgencyView {
    let wants = needs(&row);
    let page = crate::kernel::html::Page::new(cx, "agencies-title");
    AgencyView {
        id: row.id,
        code: row.code,
        name: row.name,
        kind: row.kind,
        province: row.province,
        live: row.live,
        excluded: row.excluded,
        needs: wants
            .into_iter()
            .map(|one| need(one, |one| super::pages::need_words(one, &page)))
            .collect(),
        counts: row.counts.map(|counts| CountsView {
            as_of: row.as_of,
            employees: number(counts.employees),
            standing_ok: number(counts.standing_ok),
            positions_undecided: number(counts.positions_undecided),
            pending: number(counts.pending),
            pending_over_3_days: number(counts.pending_over_3_days),
            approved_30_days: number(counts.approved_30_days),
            refused_30_days: number(counts.refused_30_days),
            place_days_next_7: number(counts.place_days_next_7),
            rule_set_version: counts.rule_version,
        }),
    }
}

async fn agencies(cx: Cx, Query(search): Query<Search>) -> Result<Json<Paged<AgencyView>>> {
    let agency = cx.agency();
    let after = match search.after.as_deref() {
        Some(text) => Some(after_of(text, agency).ok_or(Error::field("after", "cursor"))?),
        None => None,
    };
    let narrow = Narrow {
        like: list::like(search.q.as_deref().unwrap_or_default()),
        kind: search.kind,
        province: search.province,
        live: search.live,
    };
    let mut tx = cx.core.db.platform().await?;
    let mut rows = store::agencies(tx.conn(), &narrow, after.as_ref(), list::PAGE + 1).await?;
    tx.rollback().await?;
    let size = usize::try_from(list::PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| cursor_of(row, agency));
    Ok(Json(Paged {
        items: rows.into_iter().map(|row| view(row, &cx)).collect(),
        next,
    }))
}

async fn export(cx: Cx, Path(kind): Path<Kind>, Query(search): Query<Search>) -> Result<Sheet> {
    let live = match search.live {
        Some(true) => "live",
        Some(false) => "not-yet",
        None => "",
    };
    let wanted = pages::Search {
        q: search.q.unwrap_or_default(),
        kind: search.kind.unwrap_or_default(),
        province: search.province.unwrap_or_default(),
        live: live.to_owned(),
        ..pages::Search::default()
    };
    pages::sheet(&cx, kind, &wanted).await
}

/// The routes of the ministry.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes.api_get(
        "/agencies/export/{format}",
        Can::OverseeAgencies,
        Scope::PlatformRead,
        Doc::new("platform.export", "Every agency in aggregates, as a file")
            .about(door::WHOLE_LIST),
        export,
    );
    routes.api_get(
        "/agencies",
        Can::OverseeAgencies,
        Scope::PlatformRead,
        Doc::new("platform.agencies", "Every agency in aggregates, by need"),
        agencies,
    )
}
