//! One's own ratings, and the page of somebody's rating in a period: what was promised, what was realised and the work beside it, and the forms
//! to tell, to rate, to object, to answer and to correct.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{
    Choice, feedback, rating_simulation,
    rating_words::{
        Matrix, level_word, matrix, period_word, predikat_look, predikat_word, rating_row,
    },
    work,
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, RatingPeriodId, TargetLineId},
    },
    organisation,
    performance::{
        self, credit,
        rating::{
            self, Account, Answer, Assessment, Evidence, Level, Named, PeriodState, Predikat, Rate,
            State,
            read::{self, Shown},
            rules,
        },
    },
};

#[derive(Template)]
#[template(path = "performance/ratings.html")]
struct ListPage {
    page: Page,
    rows: Vec<super::rating_words::Row>,
    /// Credit points concern the person.
    credit: bool,
    team: bool,
    periods: bool,
    matrix: Matrix,
}

/// GET /ratings
pub async fn list(mut cx: Cx) -> Result<Response> {
    let all = read::own(&mut cx).await?;
    let me = cx.employee()?;
    let credit = credit::read::concern(&mut cx).await?;
    let roles = cx.actor().roles;
    let page_ = Page::new(&cx, "rating-title");
    page(&ListPage {
        rows: all
            .iter()
            .map(|(period, one)| rating_row(period, one.as_ref(), me, &page_))
            .collect(),
        credit,
        team: roles.may(Can::DecideRequests),
        periods: roles.may(Can::SetWindows),
        matrix: matrix(&page_, None, None),
        page: page_,
    })
}

struct Measure {
    /// The name of its field.
    field: String,
    aspect: String,
    indicator: String,
    target: String,
    realised: String,
    /// How much of the target that is, where it can be measured.
    percent: String,
    error: String,
}

struct Line {
    number: usize,
    main: bool,
    result: String,
    kind: String,
    measures: Vec<Measure>,
    /// The work that counts for it, in words.
    work: String,
}

struct Old {
    title: String,
    text: String,
    reason: String,
}

struct Objected {
    statement: String,
    text: String,
    answered: String,
    answer: String,
}

#[derive(Template)]
#[template(path = "performance/rating.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    action: String,
    back: (&'static str, String),
    who: String,
    lead: String,
    version: i32,
    objection_version: i32,
    /// The rating as the acting person may know it: look, word, what it is made of.
    given: Option<(&'static str, String)>,
    judged: Vec<(String, String)>,
    note: String,
    reason: String,
    /// What was measured and what that advises, and the work of the period.
    numbers: Vec<(String, String)>,
    lines: Vec<Line>,
    /// Work that counts for no line.
    loose: String,
    /// The pieces of work behind the numbers, and whether the acting person may open them.
    pieces: Vec<work::Row>,
    may_open: bool,
    account: String,
    no_targets: String,
    matrix: Matrix,
    /// What the rating would come to, before it is final.
    simulation: Option<rating_simulation::Card>,
    /// Feedback of the period, beside the rating, and where all of it is; none: it is for others.
    feedback: Option<(Vec<feedback::Row>, String)>,
    old: Vec<Old>,
    objected: Vec<Objected>,
    can_tell: bool,
    can_rate: bool,
    can_correct: bool,
    can_object: bool,
    can_answer: bool,
    object_until: String,
    /// What the person waits for, or may expect.
    hint: String,
    results: Vec<Choice>,
    behaviours: Vec<Choice>,
    typed: Typed,
}

/// What is typed into one of the forms of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    account: String,
    /// Names of indicators and what was realised of each, in the same order.
    named: Vec<String>,
    realised: Vec<String>,
    result: String,
    behaviour: String,
    note: String,
    reason: String,
    statement: String,
    answer: String,
    act: String,
}

impl Typed {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }

    fn realised(&self) -> Result<BTreeMap<Named, String>> {
        if self.named.len() != self.realised.len() {
            return Err(Error::BadRequest("form"));
        }
        let pairs = self.named.iter().zip(&self.realised);
        pairs
            .map(|(name, words)| Ok((named(name)?, words.clone())))
            .collect()
    }

    fn account(&self) -> Result<Account> {
        Ok(Account {
            realised: self.realised()?,
            account: self.account.clone(),
            version: self.version()?,
        })
    }

    fn levels(&self) -> Result<(Level, Level)> {
        let mut check = Check::new();
        let known = Level::ALL.map(Level::code);
        check.ensure(!self.result.is_empty(), "result", "required");
        check.ensure(!self.behaviour.is_empty(), "behaviour", "required");
        if check.is_ok() {
            check.choice("result", &self.result, &known);
            check.choice("behaviour", &self.behaviour, &known);
        }
        check.done()?;
        let level = |word| Level::of(word).ok_or(Error::BadRequest("form"));
        Ok((level(&self.result)?, level(&self.behaviour)?))
    }

    fn rate(&self) -> Result<Rate> {
        let (result, behaviour) = self.levels()?;
        Ok(Rate {
            result,
            behaviour,
            note: self.note.clone(),
            version: self.version()?,
        })
    }

    fn answer(&self) -> Result<Answer> {
        let instead = (self.act == "uphold").then(|| self.levels()).transpose()?;
        Ok(Answer {
            instead,
            text: self.answer.clone(),
            version: self.version()?,
        })
    }
}

/// The name of an indicator in a form: its line's thread and its number.
fn named(text: &str) -> Result<Named> {
    let wrong = || Error::BadRequest("form");
    let (thread, index) = text.rsplit_once(':').ok_or_else(wrong)?;
    let thread: TargetLineId = thread.parse().map_err(|_| wrong())?;
    Ok((thread, index.parse().map_err(|_| wrong())?))
}

async fn build(
    cx: &mut Cx,
    (id, who): (RatingPeriodId, EmployeeId),
    typed: Option<Typed>,
    errors: Errors,
) -> Result<ShowPage> {
    let shown = read::show(cx, id, who).await?;
    let page_ = Page::new(cx, "rating-title");
    let rating = &shown.rating;
    let simulation = shown.simulation();
    let days = Some((shown.period.from, shown.period.to));
    let said = if shown.sight.own || shown.sight.rates {
        Some(performance::feedback::read::about(cx, who, days).await?.1)
    } else {
        None
    };
    let again = typed.is_some();
    let kept = typed.unwrap_or_else(|| Typed {
        account: rating.account.clone(),
        note: rating.note.clone(),
        result: level_code(rating.result),
        behaviour: level_code(rating.behaviour),
        ..Typed::default()
    });
    let words = if again {
        kept.realised().unwrap_or_default()
    } else {
        rating.realised.clone()
    };
    let choices = |chosen: &str| -> Vec<Choice> {
        Level::ALL
            .iter()
            .map(|level| {
                let word = level_word(*level, &page_);
                Choice::new(level.code(), word, chosen == level.code())
            })
            .collect()
    };
    let title = page_.ta("rating-of", "period", period_word(&shown.period, &page_));
    Ok(ShowPage {
        action: shown.period.path_of(who),
        back: if shown.sight.own {
            ("/ratings", page_.t("rating-title"))
        } else if shown.sight.rates || shown.sight.reviews {
            ("/team/ratings", page_.t("rating-team-title"))
        } else {
            ("/ratings/periods", page_.t("rating-periods-title"))
        },
        who: if shown.sight.own {
            String::new()
        } else {
            shown.name.clone()
        },
        lead: lead(&shown, &page_),
        version: rating.version,
        objection_version: shown.waits().map_or(0, |one| one.version),
        given: rating
            .predikat
            .map(|found| (predikat_look(found), predikat_word(found, &page_))),
        judged: judged(rating, &page_),
        note: rating.note.clone(),
        reason: rating.reason.clone(),
        numbers: numbers(&shown, &page_),
        lines: lines(&shown, &words, &errors, &page_),
        loose: shown
            .work
            .get(&None)
            .map_or_else(String::new, |work| evidence(*work, &page_)),
        pieces: work::rows(&shown.pieces, &page_),
        may_open: shown.sight.own || shown.sight.rates,
        account: rating.account.clone(),
        no_targets: match (&shown.targets, shown.sight.own) {
            (Some(_), _) => String::new(),
            (None, true) => page_.t("rating-no-targets-own"),
            (None, false) => page_.ta("rating-no-targets-of", "name", &shown.name),
        },
        matrix: matrix(
            &page_,
            rating.result.zip(rating.behaviour),
            simulation.as_ref().and_then(|one| one.suggested),
        ),
        feedback: said.map(|all| {
            let rows = all.iter().map(|one| feedback::row(one, true, &page_));
            (rows.collect(), format!("/team/feedback/{who}"))
        }),
        simulation: simulation.map(|one| rating_simulation::card(&one, &shown, &page_)),
        old: shown.before.iter().map(|one| old(one, &page_)).collect(),
        objected: shown
            .objections
            .iter()
            .map(|one| Objected {
                statement: one.statement.clone(),
                text: match one.due_on.filter(|_| one.state == "open") {
                    Some(due) => page_.ta("rating-objection-due", "day", page_.long_date(&due)),
                    None => page_.instant(&one.opened_at),
                },
                answered: one.answerer_name.as_ref().map_or_else(String::new, |name| {
                    page_.ta(&format!("rating-objection-{}", one.state), "name", name)
                }),
                answer: one.answer.clone(),
            })
            .collect(),
        can_tell: shown.can_tell(),
        can_rate: shown.can_rate(),
        can_correct: shown.can_correct(),
        can_object: shown.can_object(page_.today),
        can_answer: shown.sight.reviews,
        object_until: shown.object_until.map_or_else(String::new, |last| {
            page_.ta("rating-object-until", "day", page_.long_date(&last))
        }),
        hint: hint(&shown, &page_),
        results: choices(&kept.result),
        behaviours: choices(&kept.behaviour),
        typed: kept,
        errors,
        page: page_.titled(title),
    })
}

fn level_code(level: Option<Level>) -> String {
    level.map_or_else(String::new, |level| level.code().to_owned())
}

fn lead(shown: &Shown, page: &Page) -> String {
    let days = page.ta2(
        "rating-days",
        "from",
        page.date(&shown.period.from),
        "to",
        page.date(&shown.period.to),
    );
    match shown.period.state {
        PeriodState::Open => {
            let due = page.ta("rating-due-on", "day", page.date(&shown.period.due_on));
            format!("{days} · {due}")
        }
        _ => days,
    }
}

/// What a person waits for; empty where the page says it otherwise.
fn hint(shown: &Shown, page: &Page) -> String {
    match (shown.rating.state, shown.period.state) {
        (State::Rated, _) if shown.sight.own => page.t("rating-hint-rated"),
        (State::Open, PeriodState::Open) if shown.sight.own => page.t("rating-hint-open"),
        (State::Open, PeriodState::Closing | PeriodState::Closed) => page.t("rating-hint-missed"),
        _ => String::new(),
    }
}

/// What a rating is made of, and who gave it.
fn judged(one: &Assessment, page: &Page) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (key, level) in [("result", one.result), ("behaviour", one.behaviour)] {
        if let Some(level) = level {
            all.push((page.t(&format!("rating-{key}")), level_word(level, page)));
        }
    }
    if let (Some(name), Some(at), Some(_)) = (&one.rater_name, &one.rated_at, one.predikat) {
        let by = organisation::decider_words(
            page.language,
            name,
            one.acting.as_deref(),
            one.in_place_of.as_deref(),
        );
        all.push((page.t("rating-by"), format!("{by}, {}", page.instant(at))));
    }
    all
}

fn numbers(shown: &Shown, page: &Page) -> Vec<(String, String)> {
    let facts = &shown.facts;
    let mut all = Vec::new();
    // until the period is closed the simulation says it
    let told = shown.simulation().is_none();
    if let Some(measured) = facts.measured.filter(|_| told) {
        all.push((page.t("rating-measured"), format!("{measured} %")));
    }
    let advice = rules::advice(facts.measured, facts.above_from, facts.below_under);
    if let Some(level) = advice.filter(|_| told) {
        all.push((page.t("rating-advice"), level_word(level, page)));
    }
    if facts.work != Evidence::default() {
        all.push((page.t("rating-work"), evidence(facts.work, page)));
    }
    all
}

/// The work behind a line, in words.
fn evidence(work: Evidence, page: &Page) -> String {
    let mut words = vec![page.tn("rating-accepted", work.accepted)];
    if work.accepted > 0 {
        words.push(page.tn("rating-on-time", work.on_time));
    }
    if work.revisions > 0 {
        words.push(page.tn("rating-revisions", work.revisions));
    }
    if work.open > 0 {
        words.push(page.tn("rating-open", work.open));
    }
    words.join(" · ")
}

fn lines(
    shown: &Shown,
    words: &BTreeMap<Named, String>,
    errors: &Errors,
    page: &Page,
) -> Vec<Line> {
    let all = shown.targets.iter().flat_map(|one| &one.lines);
    all.enumerate()
        .map(|(at, line)| Line {
            number: at + 1,
            main: line.main,
            result: line.result.clone(),
            kind: page.t(if line.main {
                "targets-main"
            } else {
                "targets-additional"
            }),
            measures: (0_i16..)
                .zip(&line.indicators)
                .map(|(index, one)| {
                    let realised = words.get(&(line.thread, index)).cloned();
                    let realised = realised.unwrap_or_default();
                    Measure {
                        field: format!("{}:{index}", line.thread),
                        aspect: one.aspect.map_or_else(String::new, |aspect| {
                            page.t(&format!("targets-aspect-{}", aspect.code()))
                        }),
                        indicator: one.indicator.clone(),
                        target: format!("{} {}", one.target, one.measure).trim().to_owned(),
                        percent: rules::percent(one.aspect, &one.target, &realised)
                            .map_or_else(String::new, |percent| format!("{percent} %")),
                        error: errors.at(&format!("realised-{}-{index}", line.thread)),
                        realised,
                    }
                })
                .collect(),
            work: shown
                .work
                .get(&Some(line.thread))
                .map_or_else(String::new, |work| evidence(*work, page)),
        })
        .collect()
}

fn old(one: &Assessment, page: &Page) -> Old {
    let word = |found: Option<Predikat>| {
        found.map_or_else(String::new, |found| predikat_word(found, page))
    };
    Old {
        title: page.ta2(
            "rating-version",
            "n",
            one.number,
            "word",
            word(one.predikat),
        ),
        text: one.rater_name.clone().unwrap_or_default(),
        reason: if one.reason.is_empty() {
            one.note.clone()
        } else {
            one.reason.clone()
        },
    }
}

/// GET /ratings/{period}/{employee}
pub async fn show(mut cx: Cx, Path(of): Path<(RatingPeriodId, EmployeeId)>) -> Result<Response> {
    page(&build(&mut cx, of, None, Errors::none()).await?)
}

/// Back to the page, or to the sheet; or the page again with what is wrong and what was typed.
async fn done(
    mut cx: Cx,
    of: (RatingPeriodId, EmployeeId),
    result: Result<Assessment>,
    flash: &str,
    to: Option<String>,
    typed: Typed,
) -> Result<Response> {
    match result {
        Ok(_) => {
            cx.flash(Flash::ok(flash));
            let own = format!("/ratings/{}/{}", of.0, of.1);
            Ok(redirect(&to.unwrap_or(own)))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, of, Some(typed), errors).await?)
        }
    }
}

/// POST /ratings/{period}/{employee}/account
pub async fn tell(
    mut cx: Cx,
    Path(of): Path<(RatingPeriodId, EmployeeId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    if cx.employee()? != of.1 {
        return Err(Error::NotFound);
    }
    let result = async { rating::tell(&mut cx, of.0, &typed.account()?).await }.await;
    done(cx, of, result, "flash-rating-told", None, typed).await
}

/// POST /ratings/{period}/{employee}/rating
pub async fn rate(
    mut cx: Cx,
    Path(of): Path<(RatingPeriodId, EmployeeId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    read::show(&mut cx, of.0, of.1).await?;
    let result = async { rating::rate(&mut cx, of.0, of.1, &typed.rate()?).await }.await;
    let to = Some(format!("/team/ratings?period={}", of.0));
    done(cx, of, result, "flash-rating-given", to, typed).await
}

/// POST /ratings/{period}/{employee}/correction
pub async fn correct(
    mut cx: Cx,
    Path(of): Path<(RatingPeriodId, EmployeeId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    read::show(&mut cx, of.0, of.1).await?;
    let result = async {
        let input = typed.rate()?;
        rating::correct(&mut cx, of.0, of.1, &input, &typed.reason).await
    }
    .await;
    done(cx, of, result, "flash-rating-corrected", None, typed).await
}

/// POST /ratings/{period}/{employee}/objection
pub async fn object(
    mut cx: Cx,
    Path(of): Path<(RatingPeriodId, EmployeeId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    if cx.employee()? != of.1 {
        return Err(Error::NotFound);
    }
    let result =
        async { rating::object(&mut cx, of.0, typed.version()?, &typed.statement).await }.await;
    done(cx, of, result, "flash-rating-objected", None, typed).await
}

/// POST /ratings/{period}/{employee}/answer
pub async fn answer(
    mut cx: Cx,
    Path(of): Path<(RatingPeriodId, EmployeeId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    read::show(&mut cx, of.0, of.1).await?;
    let result = async { rating::answer(&mut cx, of.0, of.1, &typed.answer()?).await }.await;
    let to = Some("/team/ratings".to_owned());
    done(cx, of, result, "flash-rating-answered", to, typed).await
}
