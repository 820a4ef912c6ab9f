//! One employee as HR sees them, with everything that can be done for them.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{Choice, Hint, choices, hints, key, unit_choices};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Form, Path},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        i18n::Lang,
        id::EmployeeId,
    },
    organisation::{
        Approver, Assignment, Correction, DisciplineCase, Employee, HomeEntry, HomeState,
        RatingEntry,
        employee::{self, Email, Leave, Move, Supervisor},
        invitation,
        record::{self, Case, HomeDecision, Rating},
        store::{self, people},
    },
};

/// What was typed into the forms of the page, and which of them is open.
#[derive(Debug, Default)]
pub struct Kept {
    open: &'static str,
    assign: Move,
    supervisor: Supervisor,
    email: Email,
    case: Case,
    rating: Rating,
    home: HomeDecision,
    leave: Leave,
}

/// A disciplinary case in words.
pub struct CaseRow {
    pub id: String,
    pub title: String,
    pub state: String,
    pub period: String,
    pub open: bool,
    pub serving: bool,
}

/// A rating in words.
pub struct RatingRow {
    pub period: String,
    pub predikat: String,
    pub on: String,
    pub source: String,
    /// What result and behaviour were found to be, in words, where it is known.
    pub found: String,
}

/// Everything stored about the person.
struct Stored {
    person: Employee,
    history: Vec<Assignment>,
    cases: Vec<DisciplineCase>,
    ratings: Vec<RatingEntry>,
    homes: Vec<HomeEntry>,
    corrections: Vec<Correction>,
    access: people::Access,
    approver: Option<(Approver, Employee)>,
}

#[derive(Template)]
#[template(path = "organisation/employee.html")]
pub struct EmployeePage {
    page: Page,
    errors: Errors,
    kept: Kept,
    own: bool,
    person: Employee,
    initials: String,
    kind: String,
    approver: String,
    approver_id: String,
    approver_how: String,
    history: Vec<Assignment>,
    cases: Vec<CaseRow>,
    ratings: Vec<RatingRow>,
    proposed: Option<HomeEntry>,
    confirmed: Option<HomeEntry>,
    open_corrections: usize,
    access: people::Access,
    units: Vec<Choice>,
    positions: Vec<Choice>,
    people: Vec<Hint>,
    levels: Vec<Choice>,
    states: Vec<Choice>,
    predikats: Vec<Choice>,
}

async fn read(cx: &mut Cx, id: EmployeeId) -> Result<Stored> {
    let (agency, today) = (cx.agency(), cx.today());
    let person = store::employees::find(cx.conn(), agency, id).await?;
    let approver = match store::structure::approver_of(cx.conn(), agency, id, today, 0).await? {
        Some(found) => {
            let who = store::employees::find(cx.conn(), agency, found.employee).await?;
            Some((found, who))
        }
        None => None,
    };
    Ok(Stored {
        history: store::employees::assignments(cx.conn(), agency, id).await?,
        cases: store::records::cases(cx.conn(), agency, id).await?,
        ratings: store::records::ratings(cx.conn(), agency, id).await?,
        homes: store::records::homes(cx.conn(), agency, id).await?,
        corrections: store::corrections::of_employee(cx.conn(), agency, id).await?,
        access: people::access(cx.conn(), agency, id).await?,
        approver,
        person,
    })
}

/// How the decider came to be: named, standing in, or head of a unit.
pub fn approver_how(cx: &Cx, person: &Employee, found: &Approver) -> String {
    let lang = cx.lang();
    match found.acting {
        Some(kind) => lang.t(&key("acting", kind.code())),
        None if person.supervisor == Some(found.employee) => lang.t("organisation-by-name"),
        None => lang.t("organisation-by-head"),
    }
}

async fn build(cx: &mut Cx, id: EmployeeId, kept: Kept, errors: Errors) -> Result<EmployeePage> {
    let (agency, lang, today) = (cx.agency(), cx.lang(), cx.today());
    let stored = read(cx, id).await?;
    let units = store::units::list(cx.conn(), agency, today).await?;
    let unit_kept = match kept.assign.unit.as_str() {
        "" => stored.person.unit.to_string(),
        typed => typed.to_owned(),
    };
    let position_kept = match kept.assign.position.as_str() {
        "" => stored.person.position.to_string(),
        typed => typed.to_owned(),
    };
    let positions = super::employees::position_choices(cx, &position_kept).await?;
    let near = people::Filter {
        unit: Some(stored.person.unit),
        status: "active",
        ..people::Filter::default()
    };
    let near = people::list(cx.conn(), agency, &near, None, 60).await?;
    let page_of = Page::new(cx, "organisation-employees-title").titled(stored.person.name.clone());
    let home = |state: HomeState| {
        stored
            .homes
            .iter()
            .find(|home| home.state == state)
            .cloned()
    };
    Ok(EmployeePage {
        errors,
        own: cx.actor().employee == Some(id),
        initials: format::initials(&stored.person.name),
        kind: lang.t(&key("kind", stored.person.asn_kind.code())),
        approver: stored
            .approver
            .as_ref()
            .map(|(_, who)| who.name.clone())
            .unwrap_or_default(),
        approver_id: stored
            .approver
            .as_ref()
            .map(|(_, who)| who.id.to_string())
            .unwrap_or_default(),
        approver_how: stored
            .approver
            .as_ref()
            .map(|(found, _)| approver_how(cx, &stored.person, found))
            .unwrap_or_default(),
        cases: case_rows(cx, &stored.cases),
        ratings: rating_rows(cx, &stored.ratings),
        proposed: home(HomeState::Proposed),
        confirmed: home(HomeState::Confirmed),
        open_corrections: stored
            .corrections
            .iter()
            .filter(|case| case.answered_at.is_none())
            .count(),
        access: stored.access,
        units: unit_choices(&units, &unit_kept),
        positions,
        people: hints(&near),
        levels: choices(lang, "level", &record::LEVELS, &kept.case.level),
        states: choices(lang, "case", &record::STATES, &kept.case.state),
        predikats: choices(lang, "predikat", &record::RATINGS, &kept.rating.predikat),
        history: stored.history,
        person: stored.person,
        page: page_of,
        kept,
    })
}

/// Disciplinary cases in words.
pub fn case_rows(cx: &Cx, cases: &[DisciplineCase]) -> Vec<CaseRow> {
    let lang = cx.lang();
    cases
        .iter()
        .map(|case| CaseRow {
            id: case.id.to_string(),
            title: lang.t(&key("level", &case.level)),
            state: lang.t(&key("case", &case.state)),
            period: match case.to_on {
                Some(to) => format::date_range(case.from_on, to, lang),
                None => lang.ta(
                    "organisation-since",
                    &[(
                        "day",
                        format::short_date(case.from_on, lang).as_str().into(),
                    )],
                ),
            },
            open: case.state != "ended",
            serving: case.state == "serving",
        })
        .collect()
}

/// "2026-Q3" as "triwulan III 2026"; a year stays a year.
pub fn period_words(period: &str, lang: Lang) -> String {
    let roman = |quarter| match quarter {
        "Q1" => Some("I"),
        "Q2" => Some("II"),
        "Q3" => Some("III"),
        "Q4" => Some("IV"),
        _ => None,
    };
    period
        .split_once('-')
        .and_then(|(year, quarter)| Some((year, roman(quarter)?)))
        .map_or_else(
            || period.to_owned(),
            |(year, quarter)| {
                lang.ta(
                    "organisation-quarter",
                    &[("quarter", quarter.into()), ("year", year.into())],
                )
            },
        )
}

/// What result and behaviour were found to be.
fn found(rating: &RatingEntry, lang: Lang) -> String {
    let parts = [
        ("organisation-result-found", &rating.result),
        ("organisation-behaviour-found", &rating.behaviour),
    ];
    let told = parts.iter().filter_map(|(key, level)| {
        let level = lang.t(&format!("rating-level-{}", level.as_deref()?));
        Some(lang.ta(key, &[("level", level.into())]))
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// Ratings in words.
pub fn rating_rows(cx: &Cx, ratings: &[RatingEntry]) -> Vec<RatingRow> {
    let lang = cx.lang();
    ratings
        .iter()
        .map(|rating| RatingRow {
            period: period_words(&rating.period, lang),
            predikat: lang.t(&key("predikat", &rating.predikat)),
            on: format::short_date(rating.rated_on, lang),
            source: lang.t(&key("source", &rating.source)),
            found: found(rating, lang),
        })
        .collect()
}

/// GET /employees/{id}
pub async fn show(mut cx: Cx, Path(id): Path<EmployeeId>) -> Result<Response> {
    let template = build(&mut cx, id, Kept::default(), Errors::none()).await?;
    page(&template)
}

/// After a form of the page: back to it with good news, or the page again with what was typed.
async fn answer(
    mut cx: Cx,
    id: EmployeeId,
    done: Result<()>,
    news: &str,
    kept: Kept,
) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(news));
            Ok(redirect(&format!("/employees/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = build(&mut cx, id, kept, errors).await?;
            invalid(&template)
        }
    }
}

/// POST /employees/{id}/assignment
pub async fn assign(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<Move>,
) -> Result<Response> {
    let done = employee::reassign(&mut cx, id, &input).await;
    let kept = Kept {
        open: "assign",
        assign: input,
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-moved", kept).await
}

/// POST /employees/{id}/supervisor
pub async fn supervisor(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<Supervisor>,
) -> Result<Response> {
    let done = employee::set_supervisor(&mut cx, id, &input).await;
    let kept = Kept {
        open: "supervisor",
        supervisor: input,
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-supervisor", kept).await
}

/// POST /employees/{id}/email
pub async fn email(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<Email>,
) -> Result<Response> {
    let done = employee::set_email(&mut cx, id, &input).await;
    let kept = Kept {
        open: "email",
        email: input,
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-email", kept).await
}

/// POST /employees/{id}/discipline
pub async fn discipline(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<Case>,
) -> Result<Response> {
    let done = record::add_case(&mut cx, id, &input).await;
    let kept = Kept {
        open: "case",
        case: input,
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-case", kept).await
}

/// The form that moves a case on.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseState {
    state: String,
}

/// POST /employees/{id}/discipline/{record}
pub async fn discipline_state(
    mut cx: Cx,
    Path((id, case)): Path<(EmployeeId, Uuid)>,
    Form(input): Form<CaseState>,
) -> Result<Response> {
    let today = cx.today();
    let done = record::set_case_state(&mut cx, id, case, &input.state, today).await;
    answer(cx, id, done, "flash-organisation-case", Kept::default()).await
}

/// POST /employees/{id}/ratings
pub async fn rate(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<Rating>,
) -> Result<Response> {
    let done = record::rate(&mut cx, id, &input).await;
    let kept = Kept {
        open: "rating",
        rating: input,
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-rating", kept).await
}

/// POST /employees/{id}/home
pub async fn home(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<HomeDecision>,
) -> Result<Response> {
    let done = record::decide_home(&mut cx, id, &input).await;
    let news = if input.decision == "confirm" {
        "flash-organisation-home-confirmed"
    } else {
        "flash-organisation-home-declined"
    };
    let kept = Kept {
        open: "home",
        home: input,
        ..Kept::default()
    };
    answer(cx, id, done, news, kept).await
}

/// A form without fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nothing {}

/// POST /employees/{id}/invitation
pub async fn invite(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let done = invitation::invite(&mut cx, id).await;
    answer(
        cx,
        id,
        done,
        "flash-organisation-invited-one",
        Kept::default(),
    )
    .await
}

/// POST /employees/{id}/departure
pub async fn leave(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<Leave>,
) -> Result<Response> {
    let done = employee::leave(&mut cx, id, &input).await;
    let kept = Kept {
        open: "leave",
        leave: input,
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-left", kept).await
}

/// The form of a return.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Return {
    version: String,
}

/// POST /employees/{id}/return
pub async fn come_back(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<Return>,
) -> Result<Response> {
    let done = employee::come_back(&mut cx, id, &input.version).await;
    answer(cx, id, done, "flash-organisation-returned", Kept::default()).await
}
