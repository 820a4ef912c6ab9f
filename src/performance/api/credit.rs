//! Credit points through the JSON door.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, Paged, Scope, Sheet, Tagged, seen},
        error::Result,
        export::Kind,
        form::Path,
        id::{CreditCoefficientId, EmployeeId},
        routes::Routes,
    },
    performance::{
        credit::{self, Coefficient, Listed, Points, State, Write, read, rules},
        pages::credit::table,
        rating::Predikat,
    },
};

/// What somebody's rating of a year came to, with what it was counted from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CreditPoints")]
struct PointsView {
    employee_id: EmployeeId,
    year: i16,
    /// Counts the figures of the year: the highest holds.
    number: i16,
    /// The version of the formula.
    formula: i16,
    predikat: Predikat,
    jenjang: String,
    /// Points of a year, exactly, with a point: `12.5`.
    coefficient: String,
    /// Null: the one that the law's source names.
    coefficient_id: Option<CreditCoefficientId>,
    instrument: String,
    percent: i16,
    /// Exactly, with a point: `9.375`.
    points: String,
    counted_at: DateTime<Utc>,
}

/// With a point, as programs read it.
fn exact(parts: i64, places: usize) -> String {
    rules::decimal(parts, places).replace(',', ".")
}

impl From<Points> for PointsView {
    fn from(one: Points) -> Self {
        Self {
            employee_id: one.employee,
            year: one.year,
            number: one.number,
            formula: one.formula,
            predikat: one.predikat,
            jenjang: one.jenjang,
            coefficient: exact(i64::from(one.hundredths), 2),
            coefficient_id: one.coefficient,
            instrument: one.instrument,
            percent: one.percent,
            points: exact(one.points, 4),
            counted_at: one.counted_at,
        }
    }
}

/// GET /credit-points
async fn own(mut cx: Cx) -> Result<Json<Paged<PointsView>>> {
    let all = read::own(&mut cx).await?;
    let views = all.into_iter().map(PointsView::from).collect();
    Ok(Json(Paged::whole(views)))
}

/// Somebody's points of a year.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CreditPointsOf")]
struct ListedView {
    name: String,
    nip: String,
    unit_name: String,
    position_name: String,
    points: PointsView,
}

impl From<Listed> for ListedView {
    fn from(one: Listed) -> Self {
        Self {
            name: one.name,
            nip: one.nip,
            unit_name: one.unit_name,
            position_name: one.position_name,
            points: one.points.into(),
        }
    }
}

/// GET /credit-points/years/{year}
async fn list(mut cx: Cx, Path(year): Path<i16>) -> Result<Json<Paged<ListedView>>> {
    let all = read::list(&mut cx, year).await?;
    let views = all.into_iter().map(ListedView::from).collect();
    Ok(Json(Paged::whole(views)))
}

/// GET /credit-points/years/{year}/export/{format}
async fn export(mut cx: Cx, Path((year, kind)): Path<(i16, Kind)>) -> Result<Sheet> {
    table(&mut cx, kind, year).await
}

/// What a year is worth at a level, by an instrument.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CreditCoefficient")]
struct CoefficientView {
    id: CreditCoefficientId,
    version: i32,
    state: State,
    /// In small letters.
    jenjang: String,
    /// Points of a year, exactly, with a point.
    coefficient: String,
    instrument: String,
    /// It counts for the years that end on this day or later, until another one does.
    from: NaiveDate,
    writer_name: Option<String>,
    written_at: DateTime<Utc>,
    putter_name: Option<String>,
    put_at: Option<DateTime<Utc>>,
}

impl From<Coefficient> for CoefficientView {
    fn from(one: Coefficient) -> Self {
        Self {
            id: one.id,
            version: one.version,
            state: one.state,
            jenjang: one.jenjang,
            coefficient: exact(i64::from(one.hundredths), 2),
            instrument: one.instrument,
            from: one.from,
            writer_name: one.writer_name,
            written_at: one.written_at,
            putter_name: one.putter_name,
            put_at: one.put_at,
        }
    }
}

/// GET /credit-coefficients
async fn coefficients(mut cx: Cx) -> Result<Json<Paged<CoefficientView>>> {
    let (all, _) = read::coefficients(&mut cx).await?;
    let views = all.into_iter().map(CoefficientView::from).collect();
    Ok(Json(Paged::whole(views)))
}

/// A coefficient as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CreditCoefficientDraft")]
struct WriteIn {
    /// The level as positions name it.
    #[schemars(length(min = 1, max = 60))]
    jenjang: String,
    /// Points of a year with two digits behind the point at most: `12.5`.
    #[schemars(length(min = 1, max = 9))]
    coefficient: String,
    #[schemars(length(min = 1, max = 200))]
    instrument: String,
    /// It counts for the years that end on this day or later.
    from: Date,
}

/// POST /credit-coefficients
async fn write(mut cx: Cx, Json(input): Json<WriteIn>) -> Result<Created<CoefficientView>> {
    let input = Write {
        jenjang: input.jenjang,
        hundredths: rules::hundredths(&input.coefficient),
        instrument: input.instrument,
        from: Some(input.from.0),
    };
    let one = credit::write(&mut cx, &input).await?;
    Ok(Created::at(
        "/api/v1/credit-coefficients".into(),
        one.into(),
    ))
}

/// Which version was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CreditCoefficientSeen")]
struct SeenIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /credit-coefficients/{id}/in-force
async fn put(
    mut cx: Cx,
    Path(id): Path<CreditCoefficientId>,
    matched: IfMatch,
    Json(input): Json<SeenIn>,
) -> Result<Tagged<CoefficientView>> {
    let version = seen(matched, input.version)?;
    let one = credit::put_in_force(&mut cx, id, version).await?;
    Ok(Tagged(one.version, one.into()))
}

/// POST /credit-coefficients/{id}/withdrawal
async fn withdraw(
    mut cx: Cx,
    Path(id): Path<CreditCoefficientId>,
    matched: IfMatch,
    Json(input): Json<SeenIn>,
) -> Result<Tagged<CoefficientView>> {
    let version = seen(matched, input.version)?;
    let one = credit::withdraw(&mut cx, id, version).await?;
    Ok(Tagged(one.version, one.into()))
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{PerformanceRead as Read, PerformanceWrite as WriteScope};
    let (employee, looks, rules_) = (Can::BeEmployee, Can::SetWindows, Can::ManageRules);
    routes
        .api_get("/credit-points", employee, Read, Doc::new("credit_points.own", "Own credit points, every figure of every year").about("Whoever has no functional position finds nothing here. Only the rating of a year counts: the law at hand names no shares for less."), own)
        .api_get("/credit-points/years/{year}", looks, Read, Doc::new("credit_points.list", "The credit points that hold of a year, by name"), list)
        .api_get("/credit-points/years/{year}/export/{format}", looks, Read, Doc::new("credit_points.export", "The same as csv or xlsx"), export)
        .api_get("/credit-coefficients", looks, Read, Doc::new("credit_coefficients.list", "The coefficients of the agency, what waits first"), coefficients)
        .api_post("/credit-coefficients", rules_, WriteScope, Doc::new("credit_coefficients.write", "Write a coefficient by an instrument; another officer puts it in force"), write)
        .api_post("/credit-coefficients/{id}/in-force", rules_, WriteScope, Doc::new("credit_coefficients.put", "Put a coefficient in force; never one's own"), put)
        .api_post("/credit-coefficients/{id}/withdrawal", rules_, WriteScope, Doc::new("credit_coefficients.withdraw", "Drop a coefficient that is not in force"), withdraw)
}
