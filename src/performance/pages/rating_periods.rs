//! The periods of an agency, for HR and the leader: opened, closed, and how people were rated across units.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{
    Choice,
    rating_simulation::formula,
    rating_words::{achievement_word, period_word, predikat_word},
};
use crate::{
    kernel::{
        actor::Can,
        chart::{Bars, Value},
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::RatingPeriodId,
    },
    performance::rating::{
        self, Achievement, Open, PeriodState, Predikat,
        read::{self, UnitSpread},
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
#[template(path = "performance/rating_periods.html")]
struct ListPage {
    page: Page,
    errors: Errors,
    rows: Vec<Row>,
    can_open: bool,
    typed: Typed,
}

/// What is typed to open a period.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    code: String,
    due_on: String,
}

/// The look and the word of a state.
fn standing(state: PeriodState, page: &Page) -> (&'static str, String) {
    let look = match state {
        PeriodState::Open => "approved",
        PeriodState::Closing => "proposed",
        PeriodState::Closed => "ended",
    };
    (
        look,
        page.t(&format!("rating-period-{}-word", state.code())),
    )
}

async fn listing(cx: &mut Cx, typed: Typed, errors: Errors) -> Result<ListPage> {
    let all = read::periods(cx).await?;
    let page_ = Page::new(cx, "rating-periods-title");
    Ok(ListPage {
        rows: all
            .iter()
            .map(|one| {
                let (state, label) = standing(one.state, &page_);
                Row {
                    href: one.path(),
                    title: period_word(one, &page_),
                    text: page_.ta2(
                        "rating-days",
                        "from",
                        page_.date(&one.from),
                        "to",
                        page_.date(&one.to),
                    ),
                    state,
                    label,
                }
            })
            .collect(),
        can_open: cx.actor().roles.may(Can::ManagePeople),
        typed,
        errors,
        page: page_,
    })
}

/// GET /ratings/periods
pub async fn list(mut cx: Cx) -> Result<Response> {
    page(&listing(&mut cx, Typed::default(), Errors::none()).await?)
}

/// POST /ratings/periods
pub async fn open(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let mut check = Check::new();
    let due_on = check.optional_date("due_on", &typed.due_on);
    let done = match check.done() {
        Ok(()) => {
            let input = Open {
                code: typed.code.clone(),
                due_on,
            };
            rating::open(&mut cx, &input).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(period) => {
            cx.flash(Flash::ok("flash-rating-period-opened"));
            Ok(redirect(&period.path()))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&listing(&mut cx, typed, errors).await?)
        }
    }
}

struct Unit {
    name: String,
    people: usize,
    rated: usize,
    /// None: too few to say.
    counts: Option<[usize; 5]>,
    apart: bool,
}

#[derive(Template)]
#[template(path = "performance/rating_period.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    action: String,
    version: i32,
    state: &'static str,
    label: String,
    lead: String,
    /// By what its numbers are reckoned.
    formula: String,
    /// Those who still have to be rated.
    missing: String,
    chart: Option<Bars>,
    heads: Vec<String>,
    units: Vec<Unit>,
    guide: Vec<String>,
    /// Those above whom nobody stands: name and unit, and who rates them or what to do.
    unled: Vec<(String, String)>,
    achievement: String,
    achievements: Vec<Choice>,
    can_manage: bool,
    can_close: bool,
}

async fn build(cx: &mut Cx, id: RatingPeriodId, errors: Errors) -> Result<ShowPage> {
    let found = read::calibration(cx, id).await?;
    let page_ = Page::new(cx, "rating-periods-title");
    let period = &found.period;
    let (state, label) = standing(period.state, &page_);
    let manages = cx.actor().roles.may(Can::ManagePeople);
    let days = page_.ta2(
        "rating-days",
        "from",
        page_.date(&period.from),
        "to",
        page_.date(&period.to),
    );
    let title = period_word(period, &page_);
    Ok(ShowPage {
        action: period.path(),
        version: period.version,
        state,
        label,
        formula: formula(period.marks(), &page_),
        lead: format!(
            "{days} · {}",
            page_.ta2(
                "rating-team-lead",
                "done",
                found.all.rated,
                "of",
                found.all.people
            )
        ),
        missing: match found.all.people - found.all.rated {
            0 => String::new(),
            n => page_.tn("rating-missing", n),
        },
        chart: found
            .all
            .counts
            .iter()
            .any(|n| *n > 0)
            .then(|| chart(&found.all, &page_)),
        heads: Predikat::ALL
            .iter()
            .map(|one| predikat_word(*one, &page_))
            .collect(),
        units: found
            .units
            .into_iter()
            .map(|one| Unit {
                name: one.name,
                people: one.people,
                rated: one.rated,
                counts: (!one.few).then_some(one.counts),
                apart: one.apart,
            })
            .collect(),
        guide: found
            .guide
            .iter()
            .map(|(code, share)| page_.ta(&format!("rating-{code}"), "share", share))
            .collect(),
        unled: found
            .unled
            .iter()
            .map(|(one, rated)| {
                let what = match rated {
                    true => "rating-unled-leader",
                    false => "rating-unled-nobody",
                };
                (format!("{}, {}", one.name, one.unit_name), page_.t(what))
            })
            .collect(),
        achievement: period
            .achievement
            .map_or_else(String::new, |one| achievement_word(one, &page_)),
        achievements: Achievement::ALL
            .iter()
            .map(|one| {
                let chosen = period.achievement == Some(*one);
                Choice::new(one.code(), achievement_word(*one, &page_), chosen)
            })
            .collect(),
        can_manage: manages,
        can_close: manages && period.state == PeriodState::Open && page_.today >= period.to,
        errors,
        page: page_.titled(title),
    })
}

/// How many were rated how, as bars.
fn chart(all: &UnitSpread, page: &Page) -> Bars {
    let most = all.counts.iter().max().copied().unwrap_or(0);
    let mut those = (0..5).filter(|at| all.counts[*at] == most);
    // one that leads alone is what the chart says
    let alone = those.next().filter(|_| those.next().is_none());
    let title = alone.map_or_else(
        || page.t("rating-chart-even"),
        |at| {
            let share = (most * 100)
                .checked_div(all.counts.iter().sum())
                .unwrap_or(0);
            let word = predikat_word(Predikat::ALL[at], page);
            page.ta2("rating-chart", "word", word, "share", share)
        },
    );
    let values: Vec<Value> = Predikat::ALL
        .iter()
        .zip(all.counts)
        .enumerate()
        .map(|(at, (one, count))| Value {
            label: predikat_word(*one, page),
            shown: page.number(count),
            drawn: u32::try_from(count).ok().map(f64::from),
            strong: Some(at) == alone,
        })
        .collect();
    Bars::new("spread", title, page.t("rating-chart-desc"), &values)
        .heads(page.t("rating-predikat"), page.t("rating-people"))
}

/// GET /ratings/periods/{id}
pub async fn show(mut cx: Cx, Path(id): Path<RatingPeriodId>) -> Result<Response> {
    page(&build(&mut cx, id, Errors::none()).await?)
}

/// What is done to a period.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Act {
    version: String,
    achievement: String,
}

impl Act {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }
}

async fn done(
    mut cx: Cx,
    id: RatingPeriodId,
    result: Result<rating::Period>,
    flash: &str,
) -> Result<Response> {
    match result {
        Ok(period) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect(&period.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, errors).await?)
        }
    }
}

/// POST /ratings/periods/{id}/achievement
pub async fn achieve(
    mut cx: Cx,
    Path(id): Path<RatingPeriodId>,
    Form(act): Form<Act>,
) -> Result<Response> {
    let known = Achievement::of(&act.achievement);
    let result = match (act.version(), known, act.achievement.is_empty()) {
        (Err(error), ..) => Err(error),
        (_, None, false) => Err(Error::field("achievement", "required")),
        (Ok(version), found, _) => rating::achieve(&mut cx, id, version, found).await,
    };
    done(cx, id, result, "flash-saved").await
}

/// POST /ratings/periods/{id}/closing
pub async fn close(
    mut cx: Cx,
    Path(id): Path<RatingPeriodId>,
    Form(act): Form<Act>,
) -> Result<Response> {
    let result = match act.version() {
        Ok(version) => rating::close(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-rating-period-closing").await
}
