//! People as a list through the JSON door, and as a file.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        cx::Cx,
        door::{Json, Paged, Query, Sheet, cursor, typed},
        error::Result,
        export::Kind,
        form::Path,
        id::{EmployeeId, PositionId, UnitId},
        list::{self, Cursor, Listing},
    },
    organisation::{pages::employees as pages, store::people},
};

/// A person in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EmployeeLine")]
pub struct LineView {
    id: EmployeeId,
    nip: String,
    name: String,
    asn_kind: String,
    grade: String,
    unit_name: String,
    position_name: String,
    email: String,
    supervisor_name: String,
    active: bool,
    left_on: Option<NaiveDate>,
    /// Whether the position's task criteria are decided.
    position_decided: bool,
    predikat: Option<String>,
    home: Option<String>,
    invited_at: Option<DateTime<Utc>>,
}

impl From<people::Row> for LineView {
    fn from(row: people::Row) -> Self {
        Self {
            id: row.id,
            nip: row.nip,
            name: row.name,
            asn_kind: row.asn_kind,
            grade: row.grade,
            unit_name: row.unit,
            position_name: row.position,
            email: row.email,
            supervisor_name: row.supervisor,
            active: row.active,
            left_on: row.left_on,
            position_decided: row.decided,
            predikat: row.rating,
            home: row.home,
            invited_at: row.invited_at,
        }
    }
}

/// Who is in service.
#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "EmployeeStatus", inline)]
pub enum StatusIn {
    #[default]
    Active,
    Left,
    All,
}

/// What still stands in a person's way.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "EmployeeNeed", inline)]
pub enum NeedIn {
    Undecided,
    NoRating,
    Home,
    NotInvited,
    NoEmail,
}

/// What narrows the list.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// A name, or at least four digits of a NIP.
    #[schemars(length(max = 100))]
    q: Option<String>,
    /// This unit and everything below it.
    unit: Option<UnitId>,
    position: Option<PositionId>,
    status: Option<StatusIn>,
    need: Option<NeedIn>,
    /// `next` of the page before.
    after: Option<String>,
}

fn status_code(status: Option<StatusIn>) -> &'static str {
    match status.unwrap_or_default() {
        StatusIn::Active => "active",
        StatusIn::Left => "left",
        StatusIn::All => "all",
    }
}

fn need_code(need: Option<NeedIn>) -> &'static str {
    match need {
        None => "",
        Some(NeedIn::Undecided) => "undecided",
        Some(NeedIn::NoRating) => "no_rating",
        Some(NeedIn::Home) => "home",
        Some(NeedIn::NotInvited) => "not_invited",
        Some(NeedIn::NoEmail) => "no_email",
    }
}

/// People by name.
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<Paged<LineView>>> {
    let agency = cx.agency();
    let word = search.q.as_deref().unwrap_or_default();
    let like = list::like(word);
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let digits = (digits.len() >= 4).then(|| format!("%{digits}%"));
    let filter = people::Filter {
        like: like.as_deref(),
        digits: digits.as_deref(),
        unit: search.unit,
        status: status_code(search.status),
        need: need_code(search.need),
        position: search.position.map(|id| id.0),
    };
    let after = cursor(search.after.as_deref(), agency)?;
    let found = people::list(cx.conn(), agency, &filter, after.as_ref(), list::PAGE + 1).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |row| Cursor {
        key: row.sort.clone(),
        id: row.id.0,
    });
    Ok(Json(Paged::of(listing, LineView::from)))
}

/// The whole list as a file.
pub async fn export(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<Search>,
) -> Result<Sheet> {
    let wanted = pages::Search {
        q: typed(search.q),
        unit: typed(search.unit),
        status: status_code(search.status).to_owned(),
        need: need_code(search.need).to_owned(),
        position: typed(search.position),
        ..pages::Search::default()
    };
    pages::sheet(&mut cx, kind, &wanted).await
}
