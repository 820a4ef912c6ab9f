//! Imports through the JSON door: upload, look, map, apply, discard.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Code, Fate, Kind, Run, State, UPLOAD,
    pages::show::refused_file,
    reading::{Problem, Reading},
    steps,
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{
        Created, Doc, IfMatch, Json, Paged, Query, Raw, Said, Scope, Tagged, Workbook, cursor, seen,
    },
    error::{Error, FieldError, Result},
    files,
    form::{Check, Path},
    i18n::Lang,
    id::ImportId,
    list::{self, Cursor, Listing},
    routes::Routes,
};

/// What a file is about.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ImportKind", inline)]
pub enum KindIn {
    Employees,
    Units,
    Absences,
    Targets,
    Ratings,
}

impl From<KindIn> for Kind {
    fn from(kind: KindIn) -> Self {
        match kind {
            KindIn::Employees => Self::Employees,
            KindIn::Units => Self::Units,
            KindIn::Absences => Self::Absences,
            KindIn::Targets => Self::Targets,
            KindIn::Ratings => Self::Ratings,
        }
    }
}

/// An import.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Import")]
pub struct RunView {
    id: ImportId,
    version: i32,
    kind: &'static str,
    file: String,
    sheet: Option<String>,
    /// `uploaded`, `applied` or `discarded`.
    state: &'static str,
    created_at: DateTime<Utc>,
    applied_at: Option<DateTime<Utc>>,
    by: String,
    accepted: i32,
    rejected: i32,
    duplicates: i32,
}

impl From<Run> for RunView {
    fn from(run: Run) -> Self {
        Self {
            id: run.id,
            version: run.version,
            kind: run.kind.code(),
            file: run.file,
            sheet: run.sheet,
            state: run.state.code(),
            created_at: run.created_at,
            applied_at: run.applied_at,
            by: run.by,
            accepted: run.accepted,
            rejected: run.rejected,
            duplicates: run.duplicates,
        }
    }
}

/// What is wrong with a file as a whole, as a problem with it.
fn told(problem: Problem, lang: Lang) -> Error {
    match problem {
        Problem::Other(error) => error,
        Problem::File(error) => Error::Invalid(vec![
            FieldError::new("file", "rule").with("text", lang.t(&error.key())),
        ]),
    }
}

/// Where a page starts.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// `next` of the page before.
    after: Option<String>,
}

async fn runs(mut cx: Cx, Query(place): Query<Place>) -> Result<Json<Paged<RunView>>> {
    let agency = cx.agency();
    let before = cursor(place.after.as_deref(), agency)?.map(|cursor| cursor.id);
    let found = steps::list(&mut cx, before, list::PAGE + 1).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |run| Cursor {
        key: String::new(),
        id: run.id.0,
    });
    Ok(Json(Paged::of(listing, RunView::from)))
}

/// What comes with a file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadIn {
    kind: KindIn,
    /// The file's name; its ending says how it is read (xlsx, xls, ods, csv).
    #[schemars(length(min = 1, max = 150))]
    name: String,
}

async fn upload(mut cx: Cx, Query(about): Query<UploadIn>, file: Raw) -> Result<Created<RunView>> {
    let mut check = Check::new();
    check.ensure(!file.bytes.is_empty(), "file", "required");
    check.done()?;
    let name = files::clean_name(&about.name);
    let lang = cx.lang();
    let id = steps::upload(&mut cx, about.kind.into(), &name, &file.bytes)
        .await
        .map_err(|problem| told(problem, lang))?;
    let run = steps::find(&mut cx, id).await?;
    Ok(Created::at(format!("/api/v1/imports/{id}"), run.into()))
}

/// A column of the file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImportColumn")]
pub struct ColumnView {
    index: usize,
    label: String,
    /// The field it is read as; null when it is not read.
    field: Option<String>,
}

/// A row and its fate.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImportRow")]
pub struct RowView {
    row: u32,
    /// `accepted`, `rejected` or `skipped_duplicate`.
    fate: &'static str,
    reasons: Vec<Said>,
    warnings: Vec<Said>,
}

/// A file as it would be applied now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImportPreview")]
pub struct PreviewView {
    import: RunView,
    sheets: Vec<String>,
    columns: Vec<ColumnView>,
    /// Fields without which no row can be accepted and which no column holds.
    missing: Vec<String>,
    accepted: usize,
    rejected: usize,
    duplicates: usize,
    rows: Vec<RowView>,
    /// Give this as `from_row` for the next rows; null after the last.
    next_row: Option<u32>,
}

/// Which rows.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ImportFate", inline)]
pub enum FateIn {
    Accepted,
    Rejected,
    SkippedDuplicate,
}

/// Which rows of a preview.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Look {
    fate: Option<FateIn>,
    /// From this row of the file on.
    from_row: Option<u32>,
}

fn said(codes: &[Code], lang: Lang) -> Vec<Said> {
    codes
        .iter()
        .map(|code| Said {
            code: code.as_str().to_owned(),
            text: lang.t(&code.key()),
        })
        .collect()
}

fn preview_of(run: Run, reading: &Reading, look: &Look, lang: Lang) -> PreviewView {
    let wanted = look.fate.map(|fate| match fate {
        FateIn::Accepted => Fate::Accepted,
        FateIn::Rejected => Fate::Rejected,
        FateIn::SkippedDuplicate => Fate::SkippedDuplicate,
    });
    let mut rows: Vec<RowView> = reading
        .fates()
        .into_iter()
        .filter(|fated| wanted.is_none_or(|fate| fate == fated.status))
        .filter(|fated| look.from_row.is_none_or(|row| fated.row >= row))
        .take(101)
        .map(|fated| RowView {
            row: fated.row,
            fate: fated.status.as_str(),
            reasons: said(fated.reasons, lang),
            warnings: said(fated.warnings, lang),
        })
        .collect();
    let next_row = rows.get(100).map(|row| row.row);
    rows.truncate(100);
    PreviewView {
        sheets: reading
            .book
            .sheets
            .iter()
            .map(|sheet| sheet.name.clone())
            .collect(),
        columns: reading
            .header
            .columns
            .iter()
            .map(|column| ColumnView {
                index: column.index,
                label: column.label.clone(),
                field: reading.mapping.field_of(column.index).map(str::to_owned),
            })
            .collect(),
        missing: run
            .kind
            .required()
            .iter()
            .filter(|field| reading.mapping.columns(field).is_empty())
            .map(|field| (*field).to_owned())
            .collect(),
        accepted: reading.count(Fate::Accepted),
        rejected: reading.count(Fate::Rejected),
        duplicates: reading.count(Fate::SkippedDuplicate),
        import: run.into(),
        rows,
        next_row,
    }
}

async fn looked(cx: &mut Cx, id: ImportId, look: &Look) -> Result<Tagged<PreviewView>> {
    let run = steps::find(cx, id).await?;
    if run.state != State::Uploaded {
        return Err(Error::Conflict("changed"));
    }
    let lang = cx.lang();
    let reading = steps::open(cx, &run)
        .await
        .map_err(|problem| told(problem, lang))?;
    Ok(Tagged(run.version, preview_of(run, &reading, look, lang)))
}

async fn show(mut cx: Cx, Path(id): Path<ImportId>) -> Result<Tagged<RunView>> {
    let run = steps::find(&mut cx, id).await?;
    Ok(Tagged(run.version, run.into()))
}

async fn preview(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    Query(look): Query<Look>,
) -> Result<Tagged<PreviewView>> {
    looked(&mut cx, id, &look).await
}

async fn rejected(mut cx: Cx, Path(id): Path<ImportId>) -> Result<Workbook> {
    refused_file(&mut cx, id).await
}

/// Which sheet is read, and which column holds which field.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImportMapping")]
pub struct MappingIn {
    #[schemars(length(max = 100))]
    sheet: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 200))]
    columns: Vec<ColumnIn>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// One column's field.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImportMappingColumn")]
pub struct ColumnIn {
    #[schemars(range(min = 0, max = 199))]
    index: usize,
    /// Null when it is not to be read.
    #[schemars(length(max = 60))]
    field: Option<String>,
}

async fn map(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    matched: IfMatch,
    Json(input): Json<MappingIn>,
) -> Result<Tagged<PreviewView>> {
    let lang = cx.lang();
    let mut version = seen(matched, input.version)?;
    if let Some(sheet) = &input.sheet {
        steps::choose_sheet(&mut cx, id, &version.to_string(), sheet)
            .await
            .map_err(|problem| told(problem, lang))?;
        version = steps::find(&mut cx, id).await?.version;
    }
    if !input.columns.is_empty() {
        let chosen: HashMap<usize, String> = input
            .columns
            .into_iter()
            .map(|column| (column.index, column.field.unwrap_or_default()))
            .collect();
        steps::choose_columns(&mut cx, id, &version.to_string(), &chosen)
            .await
            .map_err(|problem| told(problem, lang))?;
    }
    looked(&mut cx, id, &Look::default()).await
}

/// Applies what was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImportApplication")]
pub struct ApplyIn {
    /// How many rows the preview accepted; when it would be another number now, nothing happens.
    accepted: u32,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// What applying did.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImportApplied")]
pub struct AppliedView {
    import: RunView,
    /// Figures by name: `created`, `updated`, `unchanged`, `moved`, …
    figures: HashMap<String, u64>,
}

async fn apply(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    matched: IfMatch,
    Json(input): Json<ApplyIn>,
) -> Result<Json<AppliedView>> {
    let lang = cx.lang();
    let version = seen(matched, input.version)?.to_string();
    let applied = steps::apply_run(&mut cx, id, &version, &input.accepted.to_string())
        .await
        .map_err(|problem| told(problem, lang))?;
    let run = steps::find(&mut cx, id).await?;
    Ok(Json(AppliedView {
        figures: applied
            .figures()
            .into_iter()
            .map(|(name, figure)| (name.to_owned(), figure))
            .collect(),
        import: run.into(),
    }))
}

/// The version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImportVersion")]
pub struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

async fn discard(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Json<RunView>> {
    let version = seen(matched, input.version)?.to_string();
    steps::discard(&mut cx, id, &version).await?;
    Ok(Json(steps::find(&mut cx, id).await?.into()))
}

/// The routes of imports.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{ImportRead as Read, ImportWrite as Write};
    let hr = Can::ManagePeople;
    routes
        .api_get(
            "/imports",
            hr,
            Read,
            Doc::new("imports.list", "Imports, latest first"),
            runs,
        )
        .api_post(
            "/imports",
            hr,
            Write,
            Doc::new(
                "imports.upload",
                "Upload a spreadsheet; nothing of it is stored yet",
            )
            .about("The body is the file itself.")
            .limit(UPLOAD),
            upload,
        )
        .api_get(
            "/imports/{id}",
            hr,
            Read,
            Doc::new("imports.show", "One import"),
            show,
        )
        .api_get(
            "/imports/{id}/preview",
            hr,
            Read,
            Doc::new("imports.preview", "What would become of every row"),
            preview,
        )
        .api_get(
            "/imports/{id}/rejected",
            hr,
            Read,
            Doc::new(
                "imports.rejected",
                "The refused rows with their reasons, as a workbook to correct",
            ),
            rejected,
        )
        .api_put(
            "/imports/{id}/mapping",
            hr,
            Write,
            Doc::new("imports.map", "Choose sheet and columns"),
            map,
        )
        .api_post(
            "/imports/{id}/application",
            hr,
            Write,
            Doc::new("imports.apply", "Store the good rows"),
            apply,
        )
        .api_post(
            "/imports/{id}/discard",
            hr,
            Write,
            Doc::new("imports.discard", "Throw an upload away"),
            discard,
        )
}
