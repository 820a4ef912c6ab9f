//! Schemes through the JSON door.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MONTH;
use crate::{
    allowance::{self, Scheme, SchemeState, Write as Written, read, rules::Terms},
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Doc, IfMatch, Json, Paged, Scope, Tagged, seen},
        error::Result,
        form::Path,
        id::AllowanceSchemeId,
        routes::Routes,
    },
    requests::Month,
};

/// What an agency pays by, from a month on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AllowanceScheme")]
struct SchemeView {
    id: AllowanceSchemeId,
    version: i32,
    number: i32,
    state: SchemeState,
    /// The first month that it counts.
    from: String,
    /// Rupiah a month by class.
    amounts: Vec<ClassView>,
    terms: Terms,
    written_at: DateTime<Utc>,
    asked_at: Option<DateTime<Utc>>,
    put_at: Option<DateTime<Utc>>,
    /// Why it was given back.
    note: String,
    /// The scheme it was copied from.
    copied_from: Option<AllowanceSchemeId>,
}

/// The amount of a class.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceClass")]
struct ClassView {
    #[schemars(range(min = 1, max = 17))]
    class: i16,
    /// Rupiah a month.
    #[schemars(range(min = 0, max = 1_000_000_000_i64))]
    amount: i64,
}

impl From<Scheme> for SchemeView {
    fn from(one: Scheme) -> Self {
        Self {
            id: one.id,
            version: one.version,
            number: one.number,
            state: one.state,
            from: one.from.to_string(),
            amounts: one
                .amounts
                .into_iter()
                .map(|(class, amount)| ClassView { class, amount })
                .collect(),
            terms: one.terms,
            written_at: one.written_at,
            asked_at: one.asked_at,
            put_at: one.put_at,
            note: one.note,
            copied_from: one.copied_from.map(|(id, _)| id),
        }
    }
}

fn tagged(one: Scheme) -> Tagged<SchemeView> {
    Tagged(one.version, one.into())
}

/// GET /allowance-schemes
async fn list(mut cx: Cx) -> Result<Json<Paged<SchemeView>>> {
    let all = read::schemes(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(SchemeView::from).collect(),
    )))
}

/// GET /allowance-schemes/{id}
async fn show(mut cx: Cx, Path(id): Path<AllowanceSchemeId>) -> Result<Tagged<SchemeView>> {
    read::scheme(&mut cx, id).await.map(tagged)
}

/// A scheme as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceSchemeDraft")]
struct SchemeIn {
    /// The first month that it counts.
    #[schemars(regex(pattern = MONTH))]
    from: String,
    #[schemars(length(min = 1, max = 17))]
    amounts: Vec<ClassView>,
    terms: Terms,
    /// The scheme that a new one is copied from.
    copied_from: Option<AllowanceSchemeId>,
    /// Or `If-Match`; left out for a new one.
    version: Option<i32>,
}

impl SchemeIn {
    fn written(self) -> Written {
        let amounts: BTreeMap<i16, i64> = self
            .amounts
            .into_iter()
            .map(|one| (one.class, one.amount))
            .collect();
        Written {
            from: Month::parse(&self.from),
            amounts,
            terms: self.terms,
            copied_from: self.copied_from,
            problems: Vec::new(),
        }
    }
}

/// POST /allowance-schemes
async fn add(mut cx: Cx, Json(input): Json<SchemeIn>) -> Result<Created<SchemeView>> {
    let scheme = allowance::write(&mut cx, None, &input.written()).await?;
    let location = format!("/api/v1/allowance-schemes/{}", scheme.id);
    Ok(Created::at(location, scheme.into()))
}

/// PUT /allowance-schemes/{id}
async fn save(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    matched: IfMatch,
    Json(input): Json<SchemeIn>,
) -> Result<Tagged<SchemeView>> {
    let version = seen(matched, input.version)?;
    allowance::write(&mut cx, Some((id, version)), &input.written())
        .await
        .map(tagged)
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceVersion")]
pub(super) struct VersionIn {
    /// Or `If-Match`.
    pub version: Option<i32>,
}

/// POST /allowance-schemes/{id}/asking
async fn ask(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<SchemeView>> {
    let version = seen(matched, input.version)?;
    allowance::ask(&mut cx, id, version).await.map(tagged)
}

/// POST /allowance-schemes/{id}/force
async fn put(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<SchemeView>> {
    let version = seen(matched, input.version)?;
    allowance::put_in_force(&mut cx, id, version)
        .await
        .map(tagged)
}

/// Why a scheme is given back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceReturn")]
struct ReturnIn {
    #[schemars(length(min = 1, max = 500))]
    note: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /allowance-schemes/{id}/return
async fn give_back(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    matched: IfMatch,
    Json(input): Json<ReturnIn>,
) -> Result<Tagged<SchemeView>> {
    let version = seen(matched, input.version)?;
    allowance::give_back(&mut cx, id, version, &input.note)
        .await
        .map(tagged)
}

/// POST /allowance-schemes/{id}/withdrawal
async fn withdraw(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<SchemeView>> {
    let version = seen(matched, input.version)?;
    allowance::withdraw(&mut cx, id, version).await.map(tagged)
}

/// The routes of schemes.
pub(super) fn routes(routes: Routes) -> Routes {
    use Scope::{AllowanceRead as Read, AllowanceWrite as Write};
    let rules = Can::ManageRules;
    routes
        .api_get(
            "/allowance-schemes",
            rules,
            Read,
            Doc::new("allowance_schemes.list", "The schemes of the agency"),
            list,
        )
        .api_post(
            "/allowance-schemes",
            rules,
            Write,
            Doc::new("allowance_schemes.write", "Write a draft of a scheme"),
            add,
        )
        .api_get(
            "/allowance-schemes/{id}",
            rules,
            Read,
            Doc::new("allowance_schemes.show", "A scheme: amounts and terms"),
            show,
        )
        .api_put(
            "/allowance-schemes/{id}",
            rules,
            Write,
            Doc::new("allowance_schemes.save", "Write over a draft"),
            save,
        )
        .api_post(
            "/allowance-schemes/{id}/asking",
            rules,
            Write,
            Doc::new(
                "allowance_schemes.ask",
                "Ask another officer to put a draft in force",
            ),
            ask,
        )
        .api_post(
            "/allowance-schemes/{id}/force",
            rules,
            Write,
            Doc::new(
                "allowance_schemes.put_in_force",
                "Put a scheme in force that another officer wrote and asked for",
            ),
            put,
        )
        .api_post(
            "/allowance-schemes/{id}/return",
            rules,
            Write,
            Doc::new(
                "allowance_schemes.give_back",
                "Give a scheme back with a reason",
            ),
            give_back,
        )
        .api_post(
            "/allowance-schemes/{id}/withdrawal",
            rules,
            Write,
            Doc::new(
                "allowance_schemes.withdraw",
                "Drop a scheme that is not in force",
            ),
            withdraw,
        )
}
