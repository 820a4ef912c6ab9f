//! Templates of positions, for HR: which there are, what one says, and writing a line of it.

use axum::response::Response;
use serde::Deserialize;

use super::{
    Choice, Measured, kind,
    line::{LinePage, Seen, Typed as TypedLine, kinds, rows},
    list::approaches,
    measured,
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{PositionId, TargetLineId, TargetTemplateId, TargetsId},
    },
    performance::{
        Approach, Line, NewLine, Write,
        rules::LINES,
        template::{self, Template},
    },
};

struct Row {
    href: String,
    title: String,
    text: String,
}

#[derive(askama::Template)]
#[template(path = "performance/templates.html")]
struct ListPage {
    page: Page,
    errors: Errors,
    rows: Vec<Row>,
    positions: Vec<Choice>,
    approaches: Vec<Choice>,
}

struct Shown {
    id: String,
    number: usize,
    result: String,
    kind: String,
    main: bool,
    measured: Vec<Measured>,
}

#[derive(askama::Template)]
#[template(path = "performance/template.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    path: String,
    version: i32,
    approach: String,
    saved: String,
    lines: Vec<Shown>,
    can_add: bool,
    sources: Vec<Choice>,
}

/// How a template is begun.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    position: String,
    approach: String,
}

async fn listing(cx: &mut Cx, typed: &Typed, errors: Errors) -> Result<ListPage> {
    let all = template::list(cx).await?;
    let positions = template::positions(cx).await?;
    let page_ = Page::new(cx, "template-title");
    Ok(ListPage {
        errors,
        rows: all
            .iter()
            .map(|one| Row {
                href: one.path(),
                title: one.position_name.clone(),
                text: page_.tn("targets-lines", one.lines.len()),
            })
            .collect(),
        positions: positions
            .into_iter()
            .map(|(id, name)| {
                let id = id.to_string();
                let selected = id == typed.position;
                Choice::new(id, name, selected)
            })
            .collect(),
        approaches: approaches(&typed.approach, &page_),
        page: page_,
    })
}

/// GET /target-templates
pub async fn list(mut cx: Cx) -> Result<Response> {
    page(&listing(&mut cx, &Typed::default(), Errors::none()).await?)
}

async fn opened(cx: &mut Cx, typed: &Typed) -> Result<Template> {
    let mut check = Check::new();
    let position: Option<PositionId> = check.optional_id("position", &typed.position);
    check.ensure(!typed.position.trim().is_empty(), "position", "required");
    let words = Approach::ALL.map(Approach::code);
    check.choice("approach", &typed.approach, &words);
    check.done()?;
    let (Some(position), Some(approach)) = (position, Approach::of(&typed.approach)) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    template::open(cx, position, approach).await
}

/// POST /target-templates
pub async fn open(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    match opened(&mut cx, &typed).await {
        Ok(template) => {
            cx.flash(Flash::ok("flash-template-opened"));
            Ok(redirect(&template.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&listing(&mut cx, &typed, errors).await?)
        }
    }
}

async fn showing(cx: &mut Cx, id: TargetTemplateId, errors: Errors) -> Result<ShowPage> {
    let template = template::find(cx, id).await?;
    let sources = template::sources(cx, &template).await?;
    let page_ = Page::new(cx, "template-title").titled(template.position_name.clone());
    let can_add = template.lines.len() < LINES;
    Ok(ShowPage {
        errors,
        path: template.path(),
        version: template.version,
        approach: page_.t(&format!("targets-approach-{}", template.approach.code())),
        saved: page_.ta("template-saved", "at", page_.instant(&template.saved_at)),
        lines: (1..)
            .zip(&template.lines)
            .map(|(number, line)| Shown {
                id: line.id.to_string(),
                number,
                result: line.result.clone(),
                kind: kind(line, &page_),
                main: line.main,
                measured: line
                    .indicators
                    .iter()
                    .map(|one| measured(one, &page_))
                    .collect(),
            })
            .collect(),
        sources: sources
            .into_iter()
            .filter(|_| can_add)
            .map(|one| {
                let label = page_.ta2(
                    "targets-from-colleague",
                    "name",
                    &one.name,
                    "year",
                    one.year,
                );
                Choice::new(one.id.to_string(), label, false)
            })
            .collect(),
        can_add,
        page: page_,
    })
}

/// GET /target-templates/{id}
pub async fn show(mut cx: Cx, Path(id): Path<TargetTemplateId>) -> Result<Response> {
    page(&showing(&mut cx, id, Errors::none()).await?)
}

/// After a step: back to the template with good news, or its page with what is in the way.
async fn answer(mut cx: Cx, id: TargetTemplateId, done: Result<Template>) -> Result<Response> {
    match done {
        Ok(template) => {
            cx.flash(Flash::ok("flash-template-saved").with("n", template.lines.len()));
            Ok(redirect(&template.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&showing(&mut cx, id, errors).await?)
        }
    }
}

/// From which targets lines are taken.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Copied {
    from: String,
    version: String,
}

fn seen(version: &str) -> Result<i32> {
    let version = version.trim().parse();
    version.map_err(|_| Error::Conflict("changed"))
}

async fn copied(cx: &mut Cx, id: TargetTemplateId, input: &Copied) -> Result<Template> {
    let mut check = Check::new();
    let from: Option<TargetsId> = check.optional_id("from", &input.from);
    check.ensure(!input.from.trim().is_empty(), "from", "required");
    check.done()?;
    let from = from.ok_or(Error::field("from", "required"))?;
    template::copy(cx, id, from, seen(&input.version)?).await
}

/// POST /target-templates/{id}/copy
pub async fn copy(
    mut cx: Cx,
    Path(id): Path<TargetTemplateId>,
    Form(input): Form<Copied>,
) -> Result<Response> {
    let done = copied(&mut cx, id, &input).await;
    answer(cx, id, done).await
}

/// POST /target-templates/{id}/discarding
pub async fn discard(
    mut cx: Cx,
    Path(id): Path<TargetTemplateId>,
    Form(input): Form<Seen>,
) -> Result<Response> {
    template::discard(&mut cx, id, seen(&input.version)?).await?;
    cx.flash(Flash::ok("flash-template-dropped"));
    Ok(redirect("/target-templates"))
}

fn line_page(
    cx: &Cx,
    template: &Template,
    line: Option<TargetLineId>,
    typed: TypedLine,
    errors: Errors,
) -> LinePage {
    let action = match line {
        Some(line) => format!("{}/lines/{line}", template.path()),
        None => format!("{}/lines", template.path()),
    };
    let key = match line {
        Some(_) => "targets-line-edit",
        None => "targets-line-new",
    };
    let page = Page::new(cx, key);
    let quantitative = template.approach == Approach::Quantitative;
    LinePage {
        errors,
        back: template.path(),
        back_label: template.position_name.clone(),
        removal: line.map_or_else(String::new, |_| format!("{action}/removal")),
        action,
        kinds: kinds(&typed, &page),
        above: Vec::new(),
        above_hint: String::new(),
        rows: rows(&typed, quantitative, &page),
        quantitative,
        weights: false,
        amounts: false,
        typed,
        page,
    }
}

/// GET /target-templates/{id}/lines/new
pub async fn new_line(mut cx: Cx, Path(id): Path<TargetTemplateId>) -> Result<Response> {
    let template = template::find(&mut cx, id).await?;
    let typed = TypedLine::blank(template.version);
    page(&line_page(&cx, &template, None, typed, Errors::none()))
}

/// GET /target-templates/{id}/lines/{line}
pub async fn edit_line(
    mut cx: Cx,
    Path((id, line)): Path<(TargetTemplateId, TargetLineId)>,
) -> Result<Response> {
    let template = template::find(&mut cx, id).await?;
    let own = template.lines.iter().find(|one| one.id == line);
    let typed = TypedLine::of(own.ok_or(Error::NotFound)?, template.version);
    page(&line_page(
        &cx,
        &template,
        Some(line),
        typed,
        Errors::none(),
    ))
}

async fn put(
    cx: &mut Cx,
    template: &Template,
    line: Option<TargetLineId>,
    typed: &TypedLine,
) -> Result<Template> {
    let input = Write {
        approach: template.approach,
        lines: typed.among(&template.lines, line)?,
        version: typed.version()?,
    };
    template::write(cx, template.id, input).await
}

async fn kept(
    mut cx: Cx,
    id: TargetTemplateId,
    line: Option<TargetLineId>,
    typed: TypedLine,
) -> Result<Response> {
    let template = template::find(&mut cx, id).await?;
    if line.is_some_and(|line| template.lines.iter().all(|one| one.id != line)) {
        return Err(Error::NotFound);
    }
    match put(&mut cx, &template, line, &typed).await {
        Ok(template) => {
            cx.flash(Flash::ok("flash-template-saved").with("n", template.lines.len()));
            Ok(redirect(&typed.onwards(&template.path())))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&line_page(&cx, &template, line, typed, errors))
        }
    }
}

/// POST /target-templates/{id}/lines
pub async fn add_line(
    cx: Cx,
    Path(id): Path<TargetTemplateId>,
    Form(typed): Form<TypedLine>,
) -> Result<Response> {
    kept(cx, id, None, typed).await
}

/// POST /target-templates/{id}/lines/{line}
pub async fn save_line(
    cx: Cx,
    Path((id, line)): Path<(TargetTemplateId, TargetLineId)>,
    Form(typed): Form<TypedLine>,
) -> Result<Response> {
    kept(cx, id, Some(line), typed).await
}

/// POST /target-templates/{id}/lines/{line}/removal
pub async fn remove_line(
    mut cx: Cx,
    Path((id, line)): Path<(TargetTemplateId, TargetLineId)>,
    Form(input): Form<Seen>,
) -> Result<Response> {
    let template = template::find(&mut cx, id).await?;
    if template.lines.iter().all(|one| one.id != line) {
        return Err(Error::NotFound);
    }
    let rest = template.lines.iter().filter(|one| one.id != line);
    let lines: Vec<NewLine> = rest.map(Line::rewritten).collect();
    let input = Write {
        approach: template.approach,
        lines,
        version: seen(&input.version)?,
    };
    let done = template::write(&mut cx, id, input).await;
    answer(cx, id, done).await
}
