//! Targets: their page for the person, for whoever agrees, and for those who may look; and what they do there.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, Datelike, Utc};
use serde::Deserialize;

use super::{Choice, Measured, kind, list::sources, look, measured, name, state_word};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::TargetsId,
    },
    organisation,
    performance::{
        Agree, Line, Remark, State, Targets, Value, agree,
        read::{self, Sight},
        rules::{LINES, same_line},
        write,
    },
};

struct Said {
    name: String,
    at: String,
    at_iso: String,
    words: String,
}

struct Shown {
    id: String,
    number: usize,
    result: String,
    kind: String,
    main: bool,
    /// The superior's line that is intervened.
    above: String,
    measured: Vec<Measured>,
    /// New or changed against the version before, in a word.
    mark: String,
    /// What the version before said instead.
    was: Vec<String>,
    remarks: Vec<Said>,
    /// What was typed for a remark on it that was not taken.
    typed: String,
}

struct Expected {
    code: &'static str,
    name: String,
    words: String,
}

struct Step {
    icon: &'static str,
    tone: &'static str,
    what: String,
    by: String,
    at: String,
    at_iso: String,
    quote: String,
}

#[derive(Template)]
#[template(path = "performance/show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    year: i16,
    back: (String, String),
    state: &'static str,
    label: String,
    lead: String,
    who: String,
    approach: String,
    approach_code: &'static str,
    reason: String,
    /// What the leader wrote on giving it back.
    note: String,
    lines: Vec<Shown>,
    /// Lines of the version before that are no longer there.
    gone: Vec<String>,
    values: Vec<Expected>,
    /// The values of which nothing in particular is expected.
    plain: String,
    steps: Vec<Step>,
    /// Other versions of the year: address and words.
    versions: Vec<(String, String)>,
    sources: Vec<Choice>,
    can_write: bool,
    can_add: bool,
    can_retract: bool,
    can_change: bool,
    can_agree: bool,
    can_remark: bool,
    /// What was typed for a remark on the whole.
    whole: String,
    typed: Typed,
}

async fn build(cx: &mut Cx, id: TargetsId, typed: Typed, errors: Errors) -> Result<ShowPage> {
    let (targets, sight, remarks) = read::show(cx, id).await?;
    let versions = read::versions(cx, &targets, sight).await?;
    let can_write = sight.own && targets.state.is_written();
    let choices = if can_write && targets.lines.len() < LINES {
        sources(cx, targets.year, &typed.from).await?
    } else {
        Vec::new()
    };
    let changing = versions.iter().any(|one| one.state.is_open());
    let page_ = Page::new(cx, "targets-title");
    // what a change is held against: the version that was in force
    let before = versions.iter().find(|one| {
        one.number < targets.number && matches!(one.state, State::Agreed | State::Replaced)
    });
    let values: Vec<Expected> = Value::ALL
        .into_iter()
        .map(|value| expected(value, &targets, &typed, &page_))
        .collect();
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: targets.version,
        year: targets.year,
        back: back(sight, &page_),
        state: look(targets.state),
        label: state_word(targets.state, &page_),
        lead: lead(&targets, sight, &page_),
        who: if sight.own {
            String::new()
        } else {
            format!(
                "{}, {}, {}",
                targets.employee_name, targets.position_name, targets.unit_name
            )
        },
        approach: page_.t(&format!("targets-approach-{}", targets.approach.code())),
        approach_code: targets.approach.code(),
        reason: targets.reason.clone(),
        note: match targets.state {
            State::Discussed => targets.note.clone(),
            _ => String::new(),
        },
        lines: (1..)
            .zip(&targets.lines)
            .map(|(number, line)| Shown {
                mark: mark(line, before, &page_),
                was: was(line, before, &page_),
                ..shown(number, line, &remarks, &typed, &page_)
            })
            .collect(),
        gone: before.map_or_else(Vec::new, |before| {
            let kept = |old: &&Line| targets.lines.iter().all(|one| one.thread != old.thread);
            let gone = before.lines.iter().filter(kept);
            gone.map(|old| old.result.clone()).collect()
        }),
        plain: values
            .iter()
            .filter(|one| one.words.is_empty())
            .map(|one| one.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        values,
        steps: steps(&targets, &remarks, &page_),
        versions: versions
            .iter()
            .map(|one| {
                let words = format!("{}: {}", name(one, &page_), state_word(one.state, &page_));
                (one.path(), words)
            })
            .collect(),
        sources: choices,
        can_write,
        can_add: can_write && targets.lines.len() < LINES,
        can_retract: sight.own && targets.state == State::Proposed,
        can_change: sight.own && targets.state == State::Agreed && !changing,
        can_agree: sight.can_agree(&targets),
        can_remark: sight.can_remark(&targets),
        whole: match typed.line.as_str() {
            "" => typed.remark.clone(),
            _ => String::new(),
        },
        typed,
        page: {
            let title = name(&targets, &page_);
            page_.titled(title)
        },
    })
}

fn back(sight: Sight, page: &Page) -> (String, String) {
    let (to, key) = if sight.own {
        ("/targets", "targets-title")
    } else if sight.decides {
        ("/team/targets", "targets-cascade-title")
    } else {
        ("/", "layout-to-home")
    };
    (to.to_owned(), page.t(key))
}

fn lead(targets: &Targets, sight: Sight, page: &Page) -> String {
    match targets.state {
        State::Draft => page.t("targets-lead-draft"),
        State::Proposed if sight.decides => page.t("targets-lead-decide"),
        State::Proposed => match &targets.approver_name {
            Some(name) => page.ta("targets-lead-proposed", "name", name),
            None => page.t("targets-lead-proposed-leader"),
        },
        State::Discussed => page.t("targets-lead-discussed"),
        State::Agreed | State::Replaced => {
            let at = targets
                .agreed_at
                .map_or_else(String::new, |at| page.instant(&at));
            let ahead = i32::from(targets.year) > page.today.year();
            let key = match targets.state {
                State::Agreed if ahead => "targets-lead-ahead",
                State::Agreed => "targets-lead-agreed",
                _ => "targets-lead-replaced",
            };
            page.ta2(key, "name", agreer(targets, page), "at", at)
        }
        State::Discarded => page.t("targets-lead-discarded"),
    }
}

fn agreer(targets: &Targets, page: &Page) -> String {
    organisation::decider_words(
        page.language,
        targets.agreer_name.as_deref().unwrap_or_default(),
        targets.acting.as_deref(),
        targets.in_place_of.as_deref(),
    )
}

fn earlier<'a>(line: &Line, before: Option<&'a Targets>) -> Option<&'a Line> {
    let mut lines = before?.lines.iter();
    lines.find(|old| old.thread == line.thread)
}

/// New or changed against the version before, in a word.
fn mark(line: &Line, before: Option<&Targets>, page: &Page) -> String {
    match (before, earlier(line, before)) {
        (None, _) => String::new(),
        (_, None) => page.t("targets-line-new-mark"),
        (_, Some(old)) if same_line(old, line) => String::new(),
        _ => page.t("targets-line-changed"),
    }
}

/// What the version before said where the line says something else now.
fn was(line: &Line, before: Option<&Targets>, page: &Page) -> Vec<String> {
    let Some(old) = earlier(line, before) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut held = |was: String, is: &str| {
        if was != is && !was.is_empty() {
            all.push(was);
        }
    };
    held(old.result.clone(), &line.result);
    held(kind(old, page), &kind(line, page));
    held(old.above_text.clone(), &line.above_text);
    for (index, one) in old.indicators.iter().enumerate() {
        if line.indicators.get(index) != Some(one) {
            let one = measured(one, page);
            held(format!("{}: {}", one.indicator, one.target), "");
        }
    }
    all
}

fn shown(number: usize, line: &Line, remarks: &[Remark], typed: &Typed, page: &Page) -> Shown {
    let id = line.id.to_string();
    let own = remarks.iter().filter(|one| one.line == Some(line.id));
    Shown {
        number,
        result: line.result.clone(),
        kind: kind(line, page),
        main: line.main,
        above: line.above_text.clone(),
        measured: line
            .indicators
            .iter()
            .map(|one| measured(one, page))
            .collect(),
        mark: String::new(),
        was: Vec::new(),
        remarks: own
            .map(|one| Said {
                name: one.author_name.clone(),
                at: page.instant(&one.made_at),
                at_iso: one.made_at.to_rfc3339(),
                words: one.remark.clone(),
            })
            .collect(),
        typed: if typed.line == id {
            typed.remark.clone()
        } else {
            String::new()
        },
        id,
    }
}

fn expected(value: Value, targets: &Targets, typed: &Typed, page: &Page) -> Expected {
    let kept = targets.expectations.iter().find(|one| one.0 == value);
    let index = value as usize;
    Expected {
        code: value.code(),
        name: page.t(&format!("targets-value-{}", value.code())),
        words: match typed.expectation.get(index) {
            Some(words) => words.clone(),
            None => kept.map_or_else(String::new, |one| one.1.clone()),
        },
    }
}

fn steps(targets: &Targets, remarks: &[Remark], page: &Page) -> Vec<Step> {
    let step = |(icon, tone, key): (&'static str, &'static str, &str),
                by: &str,
                at: DateTime<Utc>,
                quote: &str| {
        let step = Step {
            icon,
            tone,
            what: page.t(key),
            by: by.to_owned(),
            at: page.instant(&at),
            at_iso: at.to_rfc3339(),
            quote: quote.to_owned(),
        };
        (at, step)
    };
    let mut all = Vec::new();
    if let Some(at) = targets.proposed_at {
        let look = ("send", "brand", "targets-event-proposed");
        all.push(step(look, &targets.employee_name, at, ""));
    }
    for one in remarks {
        // what was said of a line stands beside it, as long as it is there
        if one.line.is_some() {
            continue;
        }
        let words = match one.about.as_str() {
            "" => one.remark.clone(),
            about => page.ta2("targets-remark-about", "line", about, "words", &one.remark),
        };
        let look = ("message-square-reply", "", "targets-event-remark");
        all.push(step(look, &one.author_name, one.made_at, &words));
    }
    if let Some(at) = targets.agreed_at {
        let look = ("circle-check", "ok", "targets-event-agreed");
        all.push(step(look, &agreer(targets, page), at, &targets.note));
    }
    let ended = match targets.state {
        State::Replaced => Some(("flag", "", "targets-event-replaced")),
        State::Discarded => Some(("undo-2", "", "targets-event-discarded")),
        _ => None,
    };
    if let (Some(look), Some(at)) = (ended, targets.ended_at) {
        all.push(step(look, "", at, ""));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, step)| step).collect()
}

/// GET /targets/{id}
pub async fn show(mut cx: Cx, Path(id): Path<TargetsId>) -> Result<Response> {
    let template = build(&mut cx, id, Typed::default(), Errors::none()).await?;
    page(&template)
}

/// What is typed into one of the forms of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    note: String,
    /// `agree` or `return`.
    decision: String,
    /// What is expected of each value, in their order.
    expectation: Vec<String>,
    /// Why a version in force is changed.
    reason: String,
    /// Of a remark: the line, or empty for the whole.
    line: String,
    remark: String,
    from: String,
}

impl Typed {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }

    fn note(&self) -> Result<String> {
        let mut check = Check::new();
        let note = check.optional("note", &self.note, 2_000);
        check.done()?;
        Ok(note)
    }

    fn reason(&self) -> Result<String> {
        let mut check = Check::new();
        let reason = check.optional("reason", &self.reason, 2_000);
        check.done()?;
        Ok(reason)
    }

    fn agreed(&self) -> Result<Agree> {
        let all = Value::ALL.into_iter().zip(&self.expectation);
        Ok(Agree {
            version: self.version()?,
            note: self.note()?,
            expectations: all.map(|(value, words)| (value, words.clone())).collect(),
        })
    }
}

/// On to `to`, or to the page of what came of it; or the page again with what is wrong and what was typed.
async fn done(
    mut cx: Cx,
    id: TargetsId,
    result: Result<Targets>,
    flash: &str,
    to: &str,
    typed: Typed,
) -> Result<Response> {
    match result {
        Ok(targets) => {
            let flash = Flash::ok(flash)
                .with("name", &targets.employee_name)
                .with("year", targets.year);
            cx.flash(flash);
            let own = targets.path();
            Ok(redirect(if to.is_empty() { &own } else { to }))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, typed, errors).await?)
        }
    }
}

/// POST /targets/{id}/proposal
pub async fn propose(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.version() {
        Ok(version) => agree::propose(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-targets-proposed", "", typed).await
}

/// POST /targets/{id}/retraction
pub async fn retract(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.version() {
        Ok(version) => agree::retract(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-targets-retracted", "", typed).await
}

/// POST /targets/{id}/change
pub async fn change(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match (typed.version(), typed.reason()) {
        (Ok(version), Ok(reason)) => write::change(&mut cx, id, version, &reason).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    done(cx, id, result, "flash-targets-changing", "", typed).await
}

/// POST /targets/{id}/discarding
pub async fn discard(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.version() {
        Ok(version) => write::discard(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-targets-discarded", "/targets", typed).await
}

/// POST /targets/{id}/remarks
pub async fn remark(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let mut check = Check::new();
    let line = check.optional_id("remark", &typed.line);
    let result = match check.done() {
        Ok(()) => agree::remark(&mut cx, id, line, &typed.remark).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-targets-remarked", "", typed).await
}

/// POST /targets/{id}/decision
pub async fn decide(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let mut check = Check::new();
    check.choice("decision", &typed.decision, &["agree", "return"]);
    let agrees = typed.decision == "agree";
    let result = match (check.done(), typed.agreed()) {
        (Ok(()), Ok(input)) if agrees => agree::agree(&mut cx, id, input).await,
        (Ok(()), Ok(input)) => agree::give_back(&mut cx, id, input.version, &input.note).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let flash = if agrees {
        "flash-targets-agreed"
    } else {
        "flash-targets-given-back"
    };
    done(cx, id, result, flash, "/inbox", typed).await
}
