//! Leave and official trips through the JSON door.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::{
        Half,
        absence::{self, AbsenceForm},
        pages::absences::{Filter, sheet},
        store::entries::{self, AbsenceFilter, AbsenceRow},
    },
    kernel::{
        cx::Cx,
        door::{
            Created, Date, IfMatch, Json, NoContent, Paged, Query, Sheet, cursor_at, seen, typed,
        },
        error::{Error, Result},
        export::Kind,
        form::Path,
        id::{AbsenceId, EmployeeId},
        list::{self, Cursor, Listing},
    },
    organisation,
};

/// Leave or an official trip.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AbsenceKind")]
pub enum KindIn {
    Leave,
    OfficialTrip,
}

impl KindIn {
    fn code(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::OfficialTrip => "official_trip",
        }
    }
}

/// Which absences.
#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AbsenceWhen", inline)]
pub enum WhenIn {
    /// From today on.
    #[default]
    Ahead,
    All,
    /// Cancelled ones as well.
    Cancelled,
}

/// What narrows the list.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    #[schemars(length(max = 100))]
    q: Option<String>,
    kind: Option<KindIn>,
    when: Option<WhenIn>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Leave or an official trip of somebody.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Absence")]
pub struct AbsenceView {
    id: Uuid,
    version: i32,
    employee_id: Uuid,
    name: String,
    nip: String,
    unit: String,
    kind: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    part: Half,
    note: String,
    source: String,
    cancelled: bool,
}

impl From<AbsenceRow> for AbsenceView {
    fn from(row: AbsenceRow) -> Self {
        Self {
            id: row.id,
            version: row.version,
            employee_id: row.employee,
            name: row.name,
            nip: row.nip,
            unit: row.unit,
            kind: row.kind,
            from_on: row.from_on,
            to_on: row.to_on,
            part: match row.halves {
                1 => Half::Morning,
                2 => Half::Afternoon,
                _ => Half::Full,
            },
            note: row.note,
            source: row.source,
            cancelled: row.cancelled,
        }
    }
}

/// The whole list as a file.
pub async fn export(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<Search>,
) -> Result<Sheet> {
    let wanted = Filter {
        q: search.q.unwrap_or_default(),
        kind: typed(search.kind.map(KindIn::code)),
        when: match search.when.unwrap_or_default() {
            WhenIn::Ahead => "",
            WhenIn::All => "all",
            WhenIn::Cancelled => "cancelled",
        }
        .to_owned(),
        ..Filter::default()
    };
    sheet(&mut cx, kind, &wanted).await
}

/// Leave and trips, by their first day.
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<Paged<AbsenceView>>> {
    let agency = cx.agency();
    let word = list::like(search.q.as_deref().unwrap_or_default());
    let after = cursor_at(search.after.as_deref(), agency, Cursor::day)?;
    let when = search.when.unwrap_or_default();
    let wanted = AbsenceFilter {
        word: word.as_deref(),
        kind: search.kind.map(KindIn::code),
        from: matches!(when, WhenIn::Ahead).then(|| cx.today()),
        cancelled: matches!(when, WhenIn::Cancelled),
        after,
        limit: list::PAGE + 1,
    };
    let found = entries::list_absences(cx.conn(), agency, &wanted).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |row| Cursor {
        key: row.from_on.to_string(),
        id: row.id,
    });
    Ok(Json(Paged::of(listing, AbsenceView::from)))
}

fn full() -> Half {
    Half::Full
}

/// A new absence.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewAbsence")]
pub struct AbsenceIn {
    employee_id: EmployeeId,
    kind: KindIn,
    from_on: Date,
    /// One day when left out.
    to_on: Option<Date>,
    #[serde(default = "full")]
    part: Half,
    #[serde(default)]
    #[schemars(length(max = 300))]
    note: String,
}

/// The id of what was entered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EnteredAbsence")]
pub struct EnteredView {
    id: AbsenceId,
    version: i32,
}

/// Enters leave or a trip of somebody else.
pub async fn enter(mut cx: Cx, Json(input): Json<AbsenceIn>) -> Result<Created<EnteredView>> {
    let agency = cx.agency();
    let person = organisation::find_active(cx.conn(), agency, input.employee_id).await;
    let person = match person {
        Err(Error::NotFound) => return Err(Error::field("employee_id", "absence-nobody")),
        found => found?,
    };
    let form = AbsenceForm {
        who: person.nip,
        kind: input.kind.code().to_owned(),
        from_on: input.from_on.to_string(),
        to_on: typed(input.to_on),
        half: match input.part {
            Half::Full => "full",
            Half::Morning => "morning",
            Half::Afternoon => "afternoon",
        }
        .to_owned(),
        note: input.note,
    };
    let id = absence::enter(&mut cx, &form).await?;
    let entered = EnteredView { id, version: 1 };
    Ok(Created::at("/api/v1/absences".to_owned(), entered))
}

/// The version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AbsenceVersion")]
pub struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Cancels leave or a trip of somebody else.
pub async fn cancel(
    mut cx: Cx,
    Path(id): Path<AbsenceId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<NoContent> {
    absence::cancel(&mut cx, id, seen(matched, input.version)?).await?;
    Ok(NoContent)
}
