//! Saying where one works today, the last days with their four facts, and the days to look at of those one decides for.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::{
    tabs::{Tab, View, tabs},
    words::{self, Choice},
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::EmployeeId,
        time::zone_short,
    },
    presence::{self, At},
    requests::{
        Where,
        presence::{self as facts, Difference, Facts, at_of},
    },
};

/// What can be said of today.
pub struct Today {
    /// Where the person says they are, since when.
    pub line: String,
    pub note: String,
    /// The place that one tap declares: its word and its label; empty once work goes on.
    pub tap: Option<(&'static str, String)>,
    /// Work goes on.
    pub open: bool,
    pub places: Vec<Choice>,
    /// Where the forms lead back to.
    pub back: &'static str,
}

impl Today {
    /// From what was approved and what was said.
    pub fn of(
        morning: &Where,
        afternoon: &Where,
        day: &presence::Day,
        back: &'static str,
        page: &Page,
    ) -> Self {
        let open = day.open();
        let planned = [morning, afternoon].into_iter().find_map(approved);
        let tap = planned.unwrap_or(At::Office);
        let here = open.map(|spell| spell.place);
        let first = if open.is_none() { Some(tap) } else { here };
        Self {
            line: match spells(day, page) {
                said if said.is_empty() => page.t("presence-nothing-yet"),
                said => said,
            },
            note: day.note().to_owned(),
            tap: open.is_none().then(|| {
                let label = page.ta("presence-start-at", "place", place(tap, page));
                (tap.code(), label)
            }),
            open: open.is_some(),
            places: At::ALL
                .into_iter()
                .filter(|at| Some(*at) != first)
                .map(|at| Choice::new(at.code().to_owned(), place(at, page), false))
                .collect(),
            back,
        }
    }
}

/// Where a half was approved to be spent outside the own office.
fn approved(at: &Where) -> Option<At> {
    match at {
        Where::At {
            place,
            pending: false,
        } => Some(at_of(*place)),
        _ => None,
    }
}

/// Whether the first page asks: today is approved elsewhere, for a half at least.
pub fn is_elsewhere(morning: &Where, afternoon: &Where) -> bool {
    approved(morning).or(approved(afternoon)).is_some()
}

/// Whether the team's page shows the day: it is approved elsewhere, or something was said.
fn concerns(morning: &Where, afternoon: &Where, day: &presence::Day) -> bool {
    is_elsewhere(morning, afternoon) || !day.spells().is_empty()
}

fn place(at: At, page: &Page) -> String {
    page.t(&format!("presence-at-{}", at.code().replace('_', "-")))
}

/// `07.31–16.02 rumah`, each stretch.
pub fn spells(day: &presence::Day, page: &Page) -> String {
    let all: Vec<String> = day
        .spells()
        .iter()
        .map(|spell| {
            let from = clock(spell.from, page);
            let to = spell.to.map_or_else(String::new, |to| clock(to, page));
            let times = if to.is_empty() {
                page.ta("presence-since", "time", from)
            } else {
                format!("{from}–{to}")
            };
            format!("{times} {}", place(spell.place, page))
        })
        .collect();
    zoned(all.join(", "), page)
}

/// Times of the reader's zone, which is named once.
fn zoned(times: String, page: &Page) -> String {
    if times.is_empty() {
        return times;
    }
    format!("{times} ({})", zone_short(page.zone))
}

fn clock(at: DateTime<Utc>, page: &Page) -> String {
    at.with_timezone(&page.zone).format("%H.%M").to_string()
}

/// The first and the last time that attendance systems saw.
pub fn seen(day: &presence::Day, page: &Page) -> String {
    let Some((first, last, _)) = day.observed() else {
        return String::new();
    };
    let first = clock(first, page);
    let last = clock(last, page);
    if first == last {
        zoned(first, page)
    } else {
        zoned(format!("{first}–{last}"), page)
    }
}

struct Row {
    on: NaiveDate,
    day: String,
    approved: String,
    said: String,
    note: String,
    seen: String,
    differs: String,
    review: String,
}

fn whereabouts(day: &Facts, page: &Page) -> String {
    let word = |at| words::whereabouts(at, page).1;
    if day.morning == day.afternoon {
        return word(&day.morning);
    }
    page.ta2(
        "requests-find-halves",
        "morning",
        word(&day.morning),
        "afternoon",
        word(&day.afternoon),
    )
}

fn differs(difference: Difference, page: &Page) -> String {
    let key = format!("presence-differs-{}", difference.code().replace('_', "-"));
    match difference {
        Difference::Unapproved(at) | Difference::Elsewhere(at) => {
            page.ta(&key, "place", place(at, page))
        }
        Difference::CameIn | Difference::Seen => page.t(&key),
    }
}

fn row(day: &Facts, page: &Page) -> Row {
    Row {
        on: day.on,
        day: page.long_date(&day.on),
        approved: whereabouts(day, page),
        said: spells(&day.presence, page),
        note: day.presence.note().to_owned(),
        seen: seen(&day.presence, page),
        differs: day
            .difference
            .map_or_else(String::new, |one| differs(one, page)),
        review: day.review.as_ref().map_or_else(String::new, |one| {
            let said = page.ta2(
                "presence-reviewed-by",
                "name",
                &one.by_name,
                "at",
                page.instant(&one.at),
            );
            if one.note.is_empty() {
                said
            } else {
                format!("{said}: {}", one.note)
            }
        }),
    }
}

#[derive(Template)]
#[template(path = "requests/presence.html")]
struct OwnPage {
    page: Page,
    errors: Errors,
    tabs: Vec<Tab>,
    presence: Option<Today>,
    typed: String,
    rows: Vec<Row>,
    /// Whether there are people one decides for.
    led: bool,
}

async fn build(cx: &mut Cx, typed: String, errors: Errors) -> Result<OwnPage> {
    let (me, today) = (cx.employee()?, cx.today());
    let all = facts::of_person(cx, me).await?;
    let page_ = Page::new(cx, "presence-title");
    let said = |day: &&Facts| {
        day.on != today && (!day.presence.marks.is_empty() || day.difference.is_some())
    };
    Ok(OwnPage {
        errors,
        tabs: tabs(cx, &page_, View::Presence, today, None),
        presence: all
            .days
            .first()
            .map(|day| Today::of(&day.morning, &day.afternoon, &day.presence, "", &page_)),
        typed,
        rows: all
            .days
            .iter()
            .filter(said)
            .map(|day| row(day, &page_))
            .collect(),
        led: cx.actor().roles.supervisor,
        page: page_,
    })
}

/// GET /presence
pub async fn show(mut cx: Cx) -> Result<Response> {
    let template = build(&mut cx, String::new(), Errors::none()).await?;
    page(&template)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Said {
    place: String,
    note: String,
    back: String,
}

async fn answer(mut cx: Cx, done: Result<()>, flash: &str, input: Said) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect(if input.back == "home" {
                "/"
            } else {
                "/presence"
            }))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = build(&mut cx, input.note, errors).await?;
            invalid(&template)
        }
    }
}

/// POST /presence/start
pub async fn start(mut cx: Cx, Form(input): Form<Said>) -> Result<Response> {
    let done = match At::of(&input.place) {
        Some(place) => presence::start(&mut cx, place, &input.note).await,
        None => Err(Error::field("place", "choice")),
    };
    answer(cx, done, "flash-presence-started", input).await
}

/// POST /presence/end
pub async fn end(mut cx: Cx, Form(input): Form<Said>) -> Result<Response> {
    let done = presence::finish(&mut cx, &input.note).await;
    answer(cx, done, "flash-presence-finished", input).await
}

struct Case {
    href: String,
    name: String,
    row: Row,
}

/// One of those one decides for who works elsewhere today, or said where.
struct Now {
    name: String,
    href: String,
    approved: String,
    said: String,
}

#[derive(Template)]
#[template(path = "requests/presence_team.html")]
struct TeamPage {
    page: Page,
    errors: Errors,
    cases: Vec<Case>,
    people: Vec<Now>,
}

fn to_look_at(days: &[Facts]) -> impl Iterator<Item = &Facts> {
    days.iter()
        .filter(|day| day.difference.is_some() && day.review.is_none())
}

async fn team(cx: &mut Cx, errors: Errors) -> Result<TeamPage> {
    let people = facts::of_led(cx).await?;
    let page_ = Page::new(cx, "presence-team-title");
    let cases = people
        .iter()
        .flat_map(|one| to_look_at(&one.days).map(move |day| (one, day)))
        .map(|(one, day)| Case {
            href: format!("/team/presence/{}/{}", one.person, day.on),
            name: one.name.clone(),
            row: row(day, &page_),
        });
    let mut cases: Vec<Case> = cases.collect();
    cases.sort_by_key(|case| std::cmp::Reverse(case.row.on));
    Ok(TeamPage {
        errors,
        cases,
        people: people
            .iter()
            .filter_map(|one| {
                let day = one.days.first()?;
                if !concerns(&day.morning, &day.afternoon, &day.presence) {
                    return None;
                }
                Some(Now {
                    name: one.name.clone(),
                    href: format!("/employees/{}/month", one.person),
                    approved: whereabouts(day, &page_),
                    said: spells(&day.presence, &page_),
                })
            })
            .collect(),
        page: page_,
    })
}

/// GET /team/presence
pub async fn show_team(mut cx: Cx) -> Result<Response> {
    let template = team(&mut cx, Errors::none()).await?;
    page(&template)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reviewed {
    note: String,
}

/// POST /team/presence/{employee}/{day}
pub async fn review(
    mut cx: Cx,
    Path((who, on)): Path<(EmployeeId, NaiveDate)>,
    Form(input): Form<Reviewed>,
) -> Result<Response> {
    match facts::review(&mut cx, who, on, &input.note).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-presence-reviewed"));
            Ok(redirect("/team/presence"))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = team(&mut cx, errors).await?;
            invalid(&template)
        }
    }
}
