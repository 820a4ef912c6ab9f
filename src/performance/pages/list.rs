//! One's own targets, and where they begin.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{Choice, look, name, state_word};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form},
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    performance::{
        Approach, Start, Targets,
        read::{self, this_year},
        rules::years,
        write::{self, Source},
    },
};

struct Row {
    href: String,
    title: String,
    text: String,
    state: &'static str,
    label: String,
}

#[derive(Template)]
#[template(path = "performance/list.html")]
struct ListPage {
    page: Page,
    errors: Errors,
    rows: Vec<Row>,
    /// The year for which targets can be started; none: each has some.
    year: Option<i16>,
    approaches: Vec<Choice>,
    sources: Vec<Choice>,
    /// May look at the cascade of a team.
    team: bool,
    /// Nothing stands for this year yet: the form is what the page is for.
    first: bool,
}

/// How targets are started.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    year: String,
    approach: String,
    /// Empty, `last_year`, `template`, or the id of a colleague.
    from: String,
}

/// From whom lines may be copied, as choices.
pub(super) async fn sources(cx: &mut Cx, year: i16, chosen: &str) -> Result<Vec<Choice>> {
    let from = read::sources(cx, year).await?;
    let page = Page::new(cx, "targets-title");
    let mut all = Vec::new();
    if from.last_year {
        let label = page.ta("targets-from-last-year", "year", year - 1);
        let hint = page.t("targets-from-last-year-hint");
        all.push(Choice::new("last_year", label, chosen == "last_year").hint(hint));
    }
    if let Some(position) = from.template {
        let label = page.ta("targets-from-template", "position", position);
        let hint = page.t("targets-from-template-hint");
        all.push(Choice::new("template", label, chosen == "template").hint(hint));
    }
    for one in from.colleagues {
        let id = one.employee.to_string();
        let label = page.ta2(
            "targets-from-colleague",
            "name",
            &one.name,
            "year",
            one.year,
        );
        let selected = id == chosen;
        all.push(Choice::new(id, label, selected).hint(page.t("targets-from-colleague-hint")));
    }
    Ok(all)
}

async fn build(cx: &mut Cx, typed: &Typed, errors: Errors) -> Result<ListPage> {
    let all = read::own(cx).await?;
    let this = this_year(cx);
    let has = |year: i16| all.iter().any(|one| one.year == year);
    let year = years(this).into_iter().find(|year| !has(*year));
    let mut choices = match year {
        Some(year) => sources(cx, year, &typed.from).await?,
        None => Vec::new(),
    };
    let page_ = Page::new(cx, "targets-title");
    if !choices.is_empty() {
        let none = choices.iter().all(|one| !one.selected);
        choices.insert(0, Choice::new("", page_.t("targets-from-nothing"), none));
    }
    Ok(ListPage {
        errors,
        rows: all.iter().map(|one| row(one, &page_)).collect(),
        year,
        approaches: approaches(&typed.approach, &page_),
        sources: choices,
        team: cx.actor().roles.may(Can::DecideRequests),
        first: year == Some(this),
        page: page_,
    })
}

/// Both approaches, the first where none is chosen.
pub(super) fn approaches(chosen: &str, page: &Page) -> Vec<Choice> {
    Approach::ALL
        .map(|one| {
            let code = one.code();
            let selected = chosen == code || (chosen.is_empty() && one == Approach::Quantitative);
            Choice::new(code, page.t(&format!("targets-approach-{code}")), selected)
                .hint(page.t(&format!("targets-approach-{code}-hint")))
        })
        .into()
}

fn row(one: &Targets, page: &Page) -> Row {
    let lines = page.tn("targets-lines", one.lines.len());
    let text = match (&one.agreer_name, one.agreed_at) {
        (Some(name), Some(at)) => {
            let by = page.ta2("targets-agreed-by", "name", name, "at", page.instant(&at));
            format!("{lines} · {by}")
        }
        _ => lines,
    };
    Row {
        href: one.path(),
        title: name(one, page),
        text,
        state: look(one.state),
        label: state_word(one.state, page),
    }
}

/// GET /targets
pub async fn show(mut cx: Cx) -> Result<Response> {
    let template = build(&mut cx, &Typed::default(), Errors::none()).await?;
    page(&template)
}

impl Typed {
    fn read(&self) -> Result<Start> {
        let mut check = Check::new();
        let year = check.number("year", &self.year, 2000, 2199);
        let words = Approach::ALL.map(Approach::code);
        check.choice("approach", &self.approach, &words);
        let from = match self.from.as_str() {
            "" => None,
            "last_year" => Some(Source::LastYear),
            "template" => Some(Source::Template),
            id => check.optional_id("from", id).map(Source::Colleague),
        };
        check.done()?;
        Ok(Start {
            year: year.and_then(|year| i16::try_from(year).ok()).unwrap_or(0),
            approach: Approach::of(&self.approach).unwrap_or(Approach::Quantitative),
            from,
        })
    }
}

/// POST /targets
pub async fn start(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let done = match typed.read() {
        Ok(input) => write::start(&mut cx, input).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(targets) => {
            let flash = if typed.from.is_empty() {
                "flash-targets-started"
            } else {
                "flash-targets-copied"
            };
            cx.flash(Flash::ok(flash).with("n", targets.lines.len()));
            Ok(redirect(&targets.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, &typed, errors).await?)
        }
    }
}
