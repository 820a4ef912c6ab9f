//! The ministry's windows: the list with a form for one more, and one with its steps and the agencies' answers.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{Choice, allowed, dates, list::reply, number, place_words, places};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::NationalWindowId,
        list::{Cursor, Listing, PAGE, query},
    },
    windows::{
        Across, National, State, Tally,
        national::{self, Draft},
    },
};

struct Line {
    href: String,
    title: String,
    about: String,
    word: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "windows/national_list.html")]
struct ListPage {
    page: Page,
    errors: Errors,
    typed: Draft,
    places: Vec<Choice>,
    lines: Vec<Line>,
}

fn state(page: &Page, state: State) -> (String, &'static str) {
    match state {
        State::Draft => (page.t("windows-state-draft"), ""),
        State::Waiting => (page.t("windows-state-waiting"), "warn"),
        State::Published => (page.t("windows-state-published"), "ok"),
        State::Withdrawn => (page.t("windows-state-withdrawn"), ""),
    }
}

fn line(page: &Page, one: &National) -> Line {
    let (word, tone) = state(page, one.state);
    Line {
        href: format!("/national-windows/{}", one.id),
        title: one.title.clone(),
        about: format!(
            "{} · {}",
            dates(page, one.first_on, one.last_on),
            number(page, &one.number)
        ),
        word,
        tone,
    }
}

async fn build_list(cx: &mut Cx, typed: Draft, errors: Errors) -> Result<ListPage> {
    let all = national::list(cx).await?;
    let page = Page::new(cx, "national-windows-title");
    Ok(ListPage {
        places: places(&page, &typed.places),
        lines: all.iter().map(|one| line(&page, one)).collect(),
        typed,
        errors,
        page,
    })
}

/// GET /national-windows
pub async fn list(mut cx: Cx) -> Result<Response> {
    let typed = Draft {
        places: place_words(true, true),
        ..Draft::default()
    };
    page(&build_list(&mut cx, typed, Errors::none()).await?)
}

/// POST /national-windows
pub async fn draft(mut cx: Cx, Form(input): Form<Draft>) -> Result<Response> {
    match national::draft(&mut cx, &input).await {
        Ok(id) => {
            cx.flash(Flash::ok("flash-national-window-drafted"));
            Ok(redirect(&format!("/national-windows/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build_list(&mut cx, input, errors).await?)
        }
    }
}

struct Row {
    name: String,
    code: String,
    word: String,
    tone: &'static str,
    about: String,
    reason: String,
}

struct Filter {
    href: String,
    label: String,
    current: bool,
}

/// What the ministry's own database user reads.
#[derive(Default)]
struct Answers {
    /// Nothing is connected for the ministry.
    closed: bool,
    filters: Vec<Filter>,
    rows: Vec<Row>,
    first: String,
    next: String,
}

#[derive(Template)]
#[template(path = "windows/national.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    title: String,
    word: String,
    tone: &'static str,
    dates: String,
    number: String,
    allows: String,
    note: String,
    returned: String,
    draft: bool,
    waiting: bool,
    /// Somebody else asked for publication.
    second: bool,
    published: bool,
    typed: Draft,
    places: Vec<Choice>,
    reason: String,
    answers: Answers,
}

/// What narrows the answers.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    answer: String,
    after: String,
}

/// The answers one may narrow to.
pub const ANSWERS: [&str; 4] = ["accepted", "adjusted", "declined", "open"];

fn row(page: &Page, one: Across) -> Row {
    let (word, tone) = reply(page, one.reply);
    let about = match (one.first_on.zip(one.last_on), one.share) {
        (Some((first, last)), Some(share)) => {
            let text = page.ta2(
                "national-windows-taken",
                "dates",
                dates(page, first, last),
                "share",
                share,
            );
            if one.ended {
                format!("{text} · {}", page.t("national-windows-ended"))
            } else {
                text
            }
        }
        _ => String::new(),
    };
    Row {
        name: one.name,
        code: one.code,
        word,
        tone,
        about,
        reason: one.reason,
    }
}

/// The cursor that leads past an agency.
pub fn cursor_of(one: &Across) -> Cursor {
    Cursor {
        key: one.name.to_lowercase(),
        id: one.agency,
    }
}

fn filters(page: &Page, id: NationalWindowId, tally: Tally, chosen: &str) -> Vec<Filter> {
    let counted = [tally.accepted, tally.adjusted, tally.declined, tally.open];
    let all = Filter {
        href: format!("/national-windows/{id}"),
        label: page.ta("national-windows-all", "n", counted.iter().sum::<i64>()),
        current: chosen.is_empty(),
    };
    let each = ANSWERS.into_iter().zip(counted).map(|(code, n)| Filter {
        href: format!("/national-windows/{id}?answer={code}"),
        label: format!("{}: {}", word_of(page, code), page.number(n)),
        current: chosen == code,
    });
    std::iter::once(all).chain(each).collect()
}

fn word_of(page: &Page, code: &str) -> String {
    reply(page, crate::windows::Reply::of(code)).0
}

async fn answers(
    cx: &mut Cx,
    page: &Page,
    id: NationalWindowId,
    search: &Search,
) -> Result<Answers> {
    let agency = cx.agency();
    let only = ANSWERS.into_iter().find(|code| *code == search.answer);
    let after: Option<(String, Uuid)> =
        Cursor::decode(&search.after, agency).map(|cursor| (cursor.key, cursor.id));
    let started = after.is_some();
    let (tally, rows) = match national::answers(cx, id, only, after, PAGE + 1).await {
        Ok(found) => found,
        Err(Error::Unavailable(60)) => {
            return Ok(Answers {
                closed: true,
                ..Answers::default()
            });
        }
        Err(error) => return Err(error),
    };
    let listing = Listing::cut(rows, PAGE, agency, cursor_of);
    let code = only.unwrap_or_default();
    let link = |after: &str| {
        format!(
            "/national-windows/{id}?{}",
            query(&[("answer", code), ("after", after)])
        )
    };
    Ok(Answers {
        closed: false,
        filters: filters(page, id, tally, code),
        first: if started { link("") } else { String::new() },
        next: listing.next.as_deref().map(link).unwrap_or_default(),
        rows: listing.rows.into_iter().map(|one| row(page, one)).collect(),
    })
}

async fn build(
    cx: &mut Cx,
    id: NationalWindowId,
    search: &Search,
    typed: Option<Draft>,
    reason: String,
    errors: Errors,
) -> Result<ShowPage> {
    let one = national::find(cx, id).await?;
    let page = Page::new(cx, "national-windows-title").titled(one.title.clone());
    let published = one.state == State::Published;
    let answers = if published {
        answers(cx, &page, id, search).await?
    } else {
        Answers::default()
    };
    let (word, tone) = state(&page, one.state);
    let typed = typed.unwrap_or_else(|| Draft {
        number: one.number.clone(),
        title: one.title.clone(),
        first_on: one.first_on.to_string(),
        last_on: one.last_on.to_string(),
        places: place_words(one.home, one.elsewhere),
        share: one.share.to_string(),
        note: one.note.clone(),
        version: one.version.to_string(),
    });
    Ok(ShowPage {
        id: id.to_string(),
        version: one.version,
        word,
        tone,
        dates: dates(&page, one.first_on, one.last_on),
        number: number(&page, &one.number),
        allows: allowed(&page, one.home, one.elsewhere, one.share),
        note: one.note,
        returned: one.returned,
        draft: one.state == State::Draft,
        waiting: one.state == State::Waiting,
        second: one.requested_by.is_some() && one.requested_by != cx.actor().identity,
        published,
        places: places(&page, &typed.places),
        typed,
        reason,
        answers,
        errors,
        title: one.title,
        page,
    })
}

/// GET /national-windows/{id}
pub async fn show(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    Query(search): Query<Search>,
) -> Result<Response> {
    page(&build(&mut cx, id, &search, None, String::new(), Errors::none()).await?)
}

async fn answer_form(
    mut cx: Cx,
    id: NationalWindowId,
    done: Result<()>,
    flash: &'static str,
    typed: Option<Draft>,
    reason: String,
) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect(&format!("/national-windows/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, &Search::default(), typed, reason, errors).await?)
        }
    }
}

/// POST /national-windows/{id}
pub async fn save(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    Form(input): Form<Draft>,
) -> Result<Response> {
    national::find(&mut cx, id).await?;
    let done = national::save(&mut cx, id, &input).await;
    answer_form(
        cx,
        id,
        done,
        "flash-national-window-saved",
        Some(input),
        String::new(),
    )
    .await
}

/// A step of a window.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    step: String,
    version: String,
    reason: String,
}

/// POST /national-windows/{id}/step
pub async fn step(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    Form(input): Form<Step>,
) -> Result<Response> {
    national::find(&mut cx, id).await?;
    let version = input
        .version
        .trim()
        .parse()
        .map_err(|_| Error::Conflict("changed"));
    let (done, flash) = match (version, input.step.as_str()) {
        (Err(error), _) => (Err(error), ""),
        (Ok(version), "request") => (
            national::request(&mut cx, id, version).await,
            "flash-national-window-requested",
        ),
        (Ok(version), "publish") => (
            national::publish(&mut cx, id, version).await,
            "flash-national-window-published",
        ),
        (Ok(version), "return") => (
            national::give_back(&mut cx, id, version, &input.reason).await,
            "flash-national-window-returned",
        ),
        (Ok(version), "withdraw") => (
            national::withdraw(&mut cx, id, version).await,
            "flash-national-window-withdrawn",
        ),
        _ => (Err(Error::BadRequest("form")), ""),
    };
    answer_form(cx, id, done, flash, None, input.reason).await
}
