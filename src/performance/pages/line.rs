//! Writing one line of a draft.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{Choice, name};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Reason, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{TargetLineId, TargetsId},
    },
    performance::{
        Approach, Aspect, Indicator, Line, NewLine, Targets,
        read::{self, Above},
        terms,
        write::{self, Write},
    },
};

/// Rows for indicators in words that a form offers beyond those in use.
const SPARE: usize = 2;

pub struct Row {
    /// The end of the ids of its fields.
    end: String,
    aspect: &'static str,
    label: String,
    hint: String,
    indicator: String,
    target: String,
    measure: String,
    /// Rows of aspects that nobody filled in are folded away, but for the first.
    folded: bool,
}

#[derive(Template)]
#[template(path = "performance/line.html")]
pub struct LinePage {
    pub(super) page: Page,
    pub(super) errors: Errors,
    pub(super) back: String,
    pub(super) back_label: String,
    pub(super) action: String,
    /// Set where the line is there already.
    pub(super) removal: String,
    pub(super) typed: Typed,
    pub(super) kinds: Vec<Choice>,
    pub(super) above: Vec<Choice>,
    pub(super) above_hint: String,
    pub(super) rows: Vec<Row>,
    pub(super) quantitative: bool,
    pub(super) weights: bool,
    /// How much of each is asked: not in a template, where it is nobody's yet.
    pub(super) amounts: bool,
}

/// A line as it is typed. The lists go together: four fields for each indicator.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    /// `main` or `additional`.
    kind: String,
    result: String,
    /// The thread of the superior's line, or empty.
    above: String,
    above_text: String,
    weight: String,
    aspect: Vec<String>,
    indicator: Vec<String>,
    target: Vec<String>,
    measure: Vec<String>,
    /// Set by the button that goes on with another line.
    again: String,
}

impl Typed {
    /// A new main line.
    pub(super) fn blank(version: i32) -> Self {
        Self {
            version: version.to_string(),
            kind: "main".to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn of(line: &Line, version: i32) -> Self {
        let texts = |text: fn(&Indicator) -> String| line.indicators.iter().map(text).collect();
        Self {
            version: version.to_string(),
            kind: if line.main { "main" } else { "additional" }.to_owned(),
            result: line.result.clone(),
            above: line.above.map_or_else(String::new, |id| id.to_string()),
            above_text: line.above_text.clone(),
            weight: line
                .weight
                .map_or_else(String::new, |weight| weight.to_string()),
            aspect: texts(|one| one.aspect.map_or("", Aspect::code).to_owned()),
            indicator: texts(|one| one.indicator.clone()),
            target: texts(|one| one.target.clone()),
            measure: texts(|one| one.measure.clone()),
            again: String::new(),
        }
    }

    /// All lines of a draft with this one as it was typed: over the one it is, or after the last.
    pub(super) fn among(&self, all: &[Line], line: Option<TargetLineId>) -> Result<Vec<NewLine>> {
        let new = self.read(line)?;
        let mut lines: Vec<NewLine> = all.iter().map(Line::rewritten).collect();
        match lines
            .iter_mut()
            .find(|one| line.is_some() && one.id == line)
        {
            Some(old) => *old = new,
            None => lines.push(new),
        }
        Ok(lines)
    }

    /// Where saving leads to: back, or on with another line.
    pub(super) fn onwards(&self, own: &str) -> String {
        if self.again.is_empty() {
            own.to_owned()
        } else {
            format!("{own}/lines/new")
        }
    }

    pub(super) fn version(&self) -> Result<i32> {
        self.version
            .trim()
            .parse()
            .map_err(|_| Error::Conflict("changed"))
    }

    /// What was typed, or every problem with it; rows left empty do not count.
    fn read(&self, id: Option<TargetLineId>) -> Result<NewLine> {
        let mut check = Check::new();
        let result = check.text("result", &self.result, 500);
        let above_text = check.optional("above_text", &self.above_text, 500);
        check.choice("kind", &self.kind, &["main", "additional"]);
        let weight = match self.weight.trim() {
            "" => None,
            text => check.number("weight", text, 1, 100),
        };
        let above = check.optional_id("above", &self.above);
        let at = |all: &[String], index: usize| {
            all.get(index)
                .map_or_else(String::new, |text| text.trim().to_owned())
        };
        let rows = self.indicator.len().max(self.target.len());
        let mut indicators = Vec::new();
        for index in 0..rows {
            let one = Indicator {
                aspect: Aspect::of(&at(&self.aspect, index)),
                indicator: at(&self.indicator, index),
                target: at(&self.target, index),
                measure: at(&self.measure, index),
            };
            if !(one.indicator.is_empty() && one.target.is_empty() && one.measure.is_empty()) {
                indicators.push(one);
            }
        }
        check.done()?;
        Ok(NewLine {
            id,
            main: self.kind == "main",
            result,
            above,
            above_text,
            weight: weight.and_then(|weight| u8::try_from(weight).ok()),
            indicators,
        })
    }
}

/// One's own draft, to write in.
async fn draft(cx: &mut Cx, id: TargetsId) -> Result<Targets> {
    let (targets, sight, _) = read::show(cx, id).await?;
    if !sight.own {
        return Err(Error::NotFound);
    }
    if !targets.state.is_written() {
        return Err(Reason::new("targets-step")
            .with("state", targets.state.code())
            .into());
    }
    Ok(targets)
}

async fn build(
    cx: &mut Cx,
    targets: &Targets,
    line: Option<TargetLineId>,
    typed: Typed,
    errors: Errors,
) -> Result<LinePage> {
    let above = read::above(cx, targets.employee, targets.year).await?;
    let weights = terms::show(cx).await?.weights;
    let page_ = Page::new(cx, "targets-line-new");
    let quantitative = targets.approach == Approach::Quantitative;
    let action = match line {
        Some(line) => format!("{}/lines/{line}", targets.path()),
        None => format!("{}/lines", targets.path()),
    };
    Ok(LinePage {
        errors,
        back: targets.path(),
        back_label: name(targets, &page_),
        removal: line.map_or_else(String::new, |_| format!("{action}/removal")),
        action,
        kinds: kinds(&typed, &page_),
        above: choices(&above, &typed),
        above_hint: match &above.name {
            Some(name) if above.lines.is_empty() => {
                page_.ta2("targets-above-none", "name", name, "year", targets.year)
            }
            Some(name) => page_.ta("targets-above-hint", "name", name),
            None => page_.t("targets-above-nobody"),
        },
        rows: rows(&typed, quantitative, &page_),
        quantitative,
        weights,
        amounts: true,
        page: match line {
            Some(_) => {
                let title = page_.t("targets-line-edit");
                page_.titled(title)
            }
            None => page_,
        },
        typed,
    })
}

/// Main or additional.
pub(super) fn kinds(typed: &Typed, page: &Page) -> Vec<Choice> {
    ["main", "additional"]
        .map(|kind| {
            Choice::new(kind, page.t(&format!("targets-{kind}")), typed.kind == kind)
                .hint(page.t(&format!("targets-{kind}-hint")))
        })
        .into()
}

fn choices(above: &Above, typed: &Typed) -> Vec<Choice> {
    let lines = above.lines.iter();
    lines
        .map(|line| {
            let value = line.thread.to_string();
            let selected = value == typed.above;
            Choice::new(value, &line.result, selected)
        })
        .collect()
}

/// The rows in use, then one for each aspect that has none; or some more for words.
pub(super) fn rows(typed: &Typed, quantitative: bool, page: &Page) -> Vec<Row> {
    let at = |all: &[String], index: usize| all.get(index).cloned().unwrap_or_default();
    let mut all: Vec<(Option<Aspect>, [String; 3])> = Vec::new();
    for index in 0..typed.indicator.len().max(typed.target.len()) {
        let words = [
            at(&typed.indicator, index),
            at(&typed.target, index),
            at(&typed.measure, index),
        ];
        if words.iter().any(|text| !text.trim().is_empty()) {
            all.push((Aspect::of(&at(&typed.aspect, index)), words));
        }
    }
    let used = all.len();
    if quantitative {
        for aspect in Aspect::ALL {
            if !all.iter().any(|one| one.0 == Some(aspect)) {
                all.push((Some(aspect), Default::default()));
            }
        }
        // an indicator in words becomes one of quantity
        for one in &mut all {
            one.0 = one.0.or(Some(Aspect::Quantity));
        }
        all.sort_by_key(|one| one.0.map(|aspect| aspect as u8));
    } else {
        all.extend((0..SPARE).map(|_| (None, Default::default())));
    }
    all.into_iter()
        .enumerate()
        .map(|(index, (aspect, [indicator, target, measure]))| Row {
            end: match index {
                0 => String::new(),
                _ => format!("-{}", index + 1),
            },
            aspect: aspect.map_or("", Aspect::code),
            label: match aspect {
                Some(aspect) => page.t(&format!("targets-aspect-{}", aspect.code())),
                None => page.ta("targets-words", "n", index + 1),
            },
            hint: match aspect {
                Some(aspect) => page.t(&format!("targets-aspect-{}-hint", aspect.code())),
                None => String::new(),
            },
            folded: indicator.is_empty() && index >= used.max(1),
            indicator,
            target,
            measure,
        })
        .collect()
}

/// GET /targets/{id}/lines/new
pub async fn new(mut cx: Cx, Path(id): Path<TargetsId>) -> Result<Response> {
    let targets = draft(&mut cx, id).await?;
    let typed = Typed::blank(targets.version);
    page(&build(&mut cx, &targets, None, typed, Errors::none()).await?)
}

/// GET /targets/{id}/lines/{line}
pub async fn edit(
    mut cx: Cx,
    Path((id, line)): Path<(TargetsId, TargetLineId)>,
) -> Result<Response> {
    let targets = draft(&mut cx, id).await?;
    let typed = Typed::of(targets.line(line).ok_or(Error::NotFound)?, targets.version);
    page(&build(&mut cx, &targets, Some(line), typed, Errors::none()).await?)
}

/// Writes the draft with the line as it was typed.
async fn put(
    cx: &mut Cx,
    targets: &Targets,
    line: Option<TargetLineId>,
    typed: &Typed,
) -> Result<Targets> {
    let input = Write {
        approach: targets.approach,
        lines: typed.among(&targets.lines, line)?,
        version: typed.version()?,
    };
    write::write(cx, targets.id, input).await
}

async fn kept(
    mut cx: Cx,
    id: TargetsId,
    line: Option<TargetLineId>,
    typed: Typed,
) -> Result<Response> {
    let targets = draft(&mut cx, id).await?;
    if let Some(line) = line {
        targets.line(line).ok_or(Error::NotFound)?;
    }
    match put(&mut cx, &targets, line, &typed).await {
        Ok(targets) => {
            cx.flash(Flash::ok("flash-targets-line-saved").with("n", targets.lines.len()));
            Ok(redirect(&typed.onwards(&targets.path())))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, &targets, line, typed, errors).await?)
        }
    }
}

/// POST /targets/{id}/lines
pub async fn add(cx: Cx, Path(id): Path<TargetsId>, Form(typed): Form<Typed>) -> Result<Response> {
    kept(cx, id, None, typed).await
}

/// POST /targets/{id}/lines/{line}
pub async fn save(
    cx: Cx,
    Path((id, line)): Path<(TargetsId, TargetLineId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    kept(cx, id, Some(line), typed).await
}

/// The version that was seen.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seen {
    pub(super) version: String,
}

/// POST /targets/{id}/lines/{line}/removal
pub async fn remove(
    mut cx: Cx,
    Path((id, line)): Path<(TargetsId, TargetLineId)>,
    Form(seen): Form<Seen>,
) -> Result<Response> {
    let targets = draft(&mut cx, id).await?;
    targets.line(line).ok_or(Error::NotFound)?;
    let rest = targets.lines.iter().filter(|one| one.id != line);
    let input = Write {
        approach: targets.approach,
        lines: rest.map(Line::rewritten).collect(),
        version: seen
            .version
            .trim()
            .parse()
            .map_err(|_| Error::Conflict("changed"))?,
    };
    let targets = write::write(&mut cx, id, input).await?;
    cx.flash(Flash::ok("flash-targets-line-removed"));
    Ok(redirect(&targets.path()))
}
