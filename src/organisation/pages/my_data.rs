//! What HR keeps about the person who looks: own facts, own home, own cases.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{
    Choice,
    corrections::{self, fact_name},
    employee::{CaseRow, RatingRow, approver_how, case_rows, rating_rows},
    key, positions,
};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Form, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    organisation::{
        Employee, HomeEntry, HomeState,
        correction::{FACTS, Open},
        record::{self, Home},
        store,
    },
};

/// What was typed into the forms of the page.
#[derive(Debug, Default)]
pub struct Kept {
    home: Home,
    case: Open,
    open: &'static str,
}

impl Kept {
    /// A case that could not be opened yet.
    pub fn case(case: Open) -> Self {
        Self {
            case,
            open: "case",
            ..Self::default()
        }
    }
}

/// One fact with its value, as the person reads it.
pub struct Fact {
    code: &'static str,
    label: String,
    value: String,
}

#[derive(Template)]
#[template(path = "organisation/my_data.html")]
pub struct MyDataPage {
    page: Page,
    errors: Errors,
    kept: Kept,
    facts: Vec<Fact>,
    cases: Vec<CaseRow>,
    ratings: Vec<RatingRow>,
    proposed: Option<HomeEntry>,
    confirmed: Option<HomeEntry>,
    declined: Option<HomeEntry>,
    choices: Vec<Choice>,
    corrections: Vec<corrections::Row>,
}

/// What the address carries: the fact somebody wants corrected.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct About {
    fact: String,
    value: String,
}

async fn build(cx: &mut Cx, kept: Kept, errors: Errors) -> Result<MyDataPage> {
    let (agency, lang, today, me) = (cx.agency(), cx.lang(), cx.today(), cx.employee()?);
    let person = store::employees::find(cx.conn(), agency, me).await?;
    let position = store::positions::find(cx.conn(), agency, person.position).await?;
    let leader = match store::structure::approver_of(cx.conn(), agency, me, today, 0).await? {
        Some(found) => {
            let who = store::employees::find(cx.conn(), agency, found.employee).await?;
            format!("{} ({})", who.name, approver_how(cx, &person, &found))
        }
        None => lang.t("organisation-no-approver"),
    };
    let homes = store::records::homes(cx.conn(), agency, me).await?;
    let home = |state: HomeState| homes.iter().find(|home| home.state == state).cloned();
    let (_, flags) = positions::verdict(cx, &position.flags);
    let cases = store::records::cases(cx.conn(), agency, me).await?;
    let ratings = store::records::ratings(cx.conn(), agency, me).await?;
    let mine = store::corrections::of_employee(cx.conn(), agency, me).await?;
    let (proposed, confirmed) = (home(HomeState::Proposed), home(HomeState::Confirmed));
    Ok(MyDataPage {
        page: Page::new(cx, "organisation-my-data-title"),
        errors,
        facts: facts(cx, &person, leader, flags),
        cases: case_rows(cx, &cases),
        ratings: rating_rows(cx, &ratings),
        declined: home(HomeState::Declined).filter(|_| proposed.is_none() && confirmed.is_none()),
        proposed,
        confirmed,
        choices: FACTS
            .iter()
            .map(|code| Choice::new(*code, fact_name(lang, code), &kept.case.fact))
            .collect(),
        corrections: mine
            .into_iter()
            .map(|case| corrections::row(cx, case))
            .collect(),
        kept,
    })
}

/// The facts of the record in the order of the page.
fn facts(cx: &Cx, person: &Employee, leader: String, flags: String) -> Vec<Fact> {
    let lang = cx.lang();
    let grade = match (&person.grade, person.grade_since) {
        (Some(grade), Some(since)) => lang.ta(
            "organisation-grade-since",
            &[
                ("grade", grade.into()),
                ("day", format::short_date(since, lang).into()),
            ],
        ),
        (Some(grade), None) => grade.clone(),
        _ => String::new(),
    };
    let values: [(&'static str, String); 10] = [
        ("name", person.name.clone()),
        ("asn_kind", lang.t(&key("kind", person.asn_kind.code()))),
        ("grade", grade),
        ("unit", person.unit_name.clone()),
        ("position", person.position_name.clone()),
        ("task_flags", flags),
        ("supervisor", leader),
        (
            "appointed_on",
            person
                .appointed_on
                .map(|day| format::short_date(day, lang))
                .unwrap_or_default(),
        ),
        ("legal_state", person.legal_state.clone()),
        ("email", person.email.clone().unwrap_or_default()),
    ];
    values
        .into_iter()
        .map(|(code, value)| Fact {
            code,
            label: fact_name(lang, code),
            value: if value.is_empty() {
                lang.t("organisation-not-recorded")
            } else {
                value
            },
        })
        .collect()
}

/// GET /my-data
pub async fn show(mut cx: Cx, Query(about): Query<About>) -> Result<Response> {
    let mut kept = Kept::default();
    if !about.fact.is_empty() {
        kept = Kept::case(Open {
            fact: about.fact,
            shown_value: about.value,
            ..Open::default()
        });
    }
    let template = build(&mut cx, kept, Errors::none()).await?;
    page(&template)
}

/// The page again, with what was typed and what is wrong with it.
pub async fn show_again(mut cx: Cx, kept: Kept, errors: Errors) -> Result<Response> {
    let template = build(&mut cx, kept, errors).await?;
    invalid(&template)
}

/// POST /my-data/home
pub async fn propose(mut cx: Cx, Form(input): Form<Home>) -> Result<Response> {
    match record::propose_home(&mut cx, &input).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-organisation-home-proposed"));
            Ok(redirect("/my-data"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let kept = Kept {
                home: input,
                open: "home",
                ..Kept::default()
            };
            show_again(cx, kept, errors).await
        }
    }
}
