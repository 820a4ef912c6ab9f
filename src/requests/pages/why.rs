//! Why a person may or may not work elsewhere on a day, and what if a fact were another: for HR, the leader and whoever decides.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{
    home::tone,
    trace::{self, Reader, Trace},
    words::Choice,
};
use crate::{
    calendar::Half,
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Path, Query},
        html::{Errors, Page, invalid, page},
        id::EmployeeId,
    },
    organisation,
    policy::{Discipline, HomeState, Place, Predikat, Route},
    requests::{
        Checked,
        ask::place_of,
        explain::{self, Explained, Question, Suppose},
    },
};

const PLACES: [&str; 3] = ["home", "other_office", "other_place"];
const PARTS: [(&str, Half); 3] = [
    ("full", Half::Full),
    ("morning", Half::Morning),
    ("afternoon", Half::Afternoon),
];
const DISCIPLINES: [(&str, Discipline); 3] = [
    ("clear", Discipline::Clear),
    ("in_process", Discipline::InProcess),
    ("serving", Discipline::Serving),
];
const HOMES: [(&str, HomeState); 3] = [
    ("not_given", HomeState::NotGiven),
    ("proposed", HomeState::Proposed),
    ("confirmed", HomeState::Confirmed),
];
const YES_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

/// The question as the address carries it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    on: String,
    part: String,
    place: String,
    special: String,
    predikat: String,
    accepted: String,
    discipline: String,
    home: String,
    criteria: String,
    service: String,
}

struct Answer {
    title: String,
    tone: &'static str,
    headline: String,
    trace: Trace,
}

#[derive(Template)]
#[template(path = "requests/why.html")]
struct WhyPage {
    page: Page,
    errors: Errors,
    id: String,
    name: String,
    unit: String,
    hr: bool,
    on: String,
    special: bool,
    parts: Vec<Choice>,
    places: Vec<Choice>,
    predikats: Vec<Choice>,
    accepted: String,
    disciplines: Vec<Choice>,
    homes: Vec<Choice>,
    criteria: Vec<Choice>,
    services: Vec<Choice>,
    supposing: bool,
    answers: Vec<Answer>,
}

fn known<T: Copy>(all: &[(&str, T)], code: &str) -> Option<T> {
    all.iter()
        .find(|(known, _)| *known == code)
        .map(|(_, value)| *value)
}

impl Asked {
    fn suppose(&self) -> Suppose {
        Suppose {
            predikat: Predikat::from_code(&self.predikat),
            accepted: self.accepted.trim().parse().ok(),
            discipline: known(&DISCIPLINES, &self.discipline),
            home: known(&HOMES, &self.home),
            criteria_met: known(&YES_NO, &self.criteria),
            direct_service: known(&YES_NO, &self.service),
        }
    }

    fn question(&self, cx: &Cx, employee: EmployeeId) -> Result<Question> {
        let mut check = Check::new();
        let on = if self.on.is_empty() {
            Some(cx.today())
        } else {
            check.date("on", &self.on)
        };
        if !self.accepted.trim().is_empty() {
            check.number("accepted", &self.accepted, 0, 99);
        }
        check.done()?;
        Ok(Question {
            employee,
            on: on.ok_or_else(|| Error::field("on", "required"))?,
            half: known(&PARTS, &self.part).unwrap_or(Half::Full),
            place: place_of(&self.place).unwrap_or(Place::Home),
            route: if self.special == "true" {
                Route::SpecialCircumstances
            } else {
                Route::Ordinary
            },
            suppose: self.suppose(),
        })
    }
}

fn answer(title: String, day: &Checked, page: &Page, reader: Reader) -> Answer {
    let verdict = day.verdict();
    Answer {
        title,
        tone: tone(verdict.verdict),
        headline: verdict.headline.get(page.lang).to_owned(),
        trace: trace::of_verdict(verdict, page, reader),
    }
}

fn answers(found: &Explained, page: &Page, reader: Reader) -> Vec<Answer> {
    let mut all = vec![answer(
        page.t("requests-why-recorded"),
        &found.recorded,
        page,
        reader,
    )];
    if let Some(day) = &found.supposed {
        all.insert(
            0,
            answer(page.t("requests-why-supposed"), day, page, Reader::Other),
        );
    }
    all
}

async fn build(
    cx: &mut Cx,
    id: EmployeeId,
    asked: &Asked,
    found: Result<Explained>,
) -> Result<WhyPage> {
    let page = Page::new(cx, "requests-why-title");
    let reader = if cx.actor().employee == Some(id) {
        Reader::Owner
    } else {
        Reader::Waiver(id, cx.actor().roles)
    };
    let (errors, answers, name, unit) = match found {
        Ok(found) => (
            Errors::none(),
            answers(&found, &page, reader),
            found.person.name,
            found.person.unit_name,
        ),
        Err(error @ Error::Invalid(_)) => {
            let agency = cx.agency();
            let person = organisation::find_active(cx.conn(), agency, id).await?;
            let errors = Errors::from_error(error, cx.lang())?;
            (errors, Vec::new(), person.name, person.unit_name)
        }
        Err(error) => return Err(error),
    };
    let choices = |prefix: &str, codes: &[&str], kept: &str| -> Vec<Choice> {
        codes
            .iter()
            .map(|code| {
                let key = format!("{prefix}-{}", code.replace('_', "-"));
                Choice::new(*code, page.t(&key), *code == kept)
            })
            .collect()
    };
    let codes =
        |all: &[(&'static str, bool)]| all.iter().map(|(code, _)| *code).collect::<Vec<_>>();
    let yes_no = codes(&YES_NO);
    Ok(WhyPage {
        errors,
        id: id.to_string(),
        name,
        unit,
        hr: cx.actor().roles.hr,
        on: if asked.on.is_empty() {
            cx.today().to_string()
        } else {
            asked.on.clone()
        },
        special: asked.special == "true",
        parts: choices(
            "requests-why-part",
            &PARTS.map(|(code, _)| code),
            &asked.part,
        ),
        places: choices("requests-place-card", &PLACES, &asked.place),
        predikats: choices(
            "organisation-predikat",
            &Predikat::ALL.map(Predikat::code),
            &asked.predikat,
        ),
        accepted: asked.accepted.clone(),
        disciplines: choices(
            "requests-why-discipline",
            &DISCIPLINES.map(|(code, _)| code),
            &asked.discipline,
        ),
        homes: choices(
            "requests-why-home",
            &HOMES.map(|(code, _)| code),
            &asked.home,
        ),
        criteria: choices("organisation-answer", &yes_no, &asked.criteria),
        services: choices("organisation-answer", &yes_no, &asked.service),
        supposing: asked.suppose().anything() || !asked.accepted.is_empty(),
        answers,
        page,
    })
}

/// GET /employees/{id}/why
pub async fn show(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let found = match asked.question(&cx, id) {
        Ok(question) => explain::explain(&mut cx, &question).await,
        Err(error) => {
            explain::may_ask(&mut cx, id).await?;
            Err(error)
        }
    };
    let template = build(&mut cx, id, &asked, found).await?;
    if template.errors.0.is_empty() {
        page(&template)
    } else {
        invalid(&template)
    }
}
