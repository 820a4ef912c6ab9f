//! The agency's approval chains: shown in words, and one form to add or change one.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::words::{self, Choice};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::EmployeeId,
    },
    organisation,
    policy::Route,
    requests::{
        AskKind, Request, ask,
        chains::{
            Chain, Chains, Chair, Far, Needed, Outside, Seat, SeatState, When, desk,
            rules::{AskedFor, MOST_CHAINS, MOST_STEPS, hidden_by},
            set,
        },
    },
};

/// A chain in words.
struct Shown {
    at: usize,
    when: String,
    steps: Vec<String>,
    /// The number of an earlier one that leaves nothing for it.
    hidden_by: Option<usize>,
}

/// One step of the form.
struct StepField {
    name: String,
    legend: String,
    hint: String,
    seats: Vec<Choice>,
    every: String,
    is_every: bool,
}

#[derive(Template)]
#[template(path = "requests/chains.html")]
struct ChainsPage {
    page: Page,
    errors: Errors,
    version: i32,
    chains: Vec<Shown>,
    /// Which one the form changes; empty: it adds one.
    at: String,
    room: bool,
    kinds: Vec<Choice>,
    routes: Vec<Choice>,
    places: Vec<Choice>,
    over_days: String,
    outsides: Vec<Choice>,
    steps: Vec<StepField>,
}

/// The form as it is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    at: String,
    kind: String,
    route: String,
    place: String,
    over_days: String,
    outside: String,
    step1: Vec<String>,
    every1: String,
    step2: Vec<String>,
    every2: String,
    step3: Vec<String>,
    every3: String,
}

impl Typed {
    fn steps(&self) -> [(&[String], bool); MOST_STEPS] {
        [
            (&self.step1, self.every1 == "true"),
            (&self.step2, self.every2 == "true"),
            (&self.step3, self.every3 == "true"),
        ]
    }

    fn of(chain: &Chain, at: usize) -> Self {
        let when = &chain.when;
        let step = |index: usize| {
            let step = chain.steps.get(index);
            let seats = step.map_or(&[][..], |step| &step.seats[..]);
            let codes: Vec<String> = seats.iter().map(|seat| seat.code().to_owned()).collect();
            let every = step.is_some_and(|step| step.every);
            (codes, every.to_string())
        };
        let ((step1, every1), (step2, every2), (step3, every3)) = (step(0), step(1), step(2));
        Self {
            version: String::new(),
            at: at.to_string(),
            kind: when.kind.map_or("", AskKind::code).to_owned(),
            route: when.route.map_or("", ask::route_code).to_owned(),
            place: when.place.map_or("", ask::place_code).to_owned(),
            over_days: when.over_days.map_or_else(String::new, |n| n.to_string()),
            outside: when.outside.map_or("", Outside::code).to_owned(),
            step1,
            every1,
            step2,
            every2,
            step3,
            every3,
        }
    }

    fn read(&self) -> Result<Chain> {
        let mut check = Check::new();
        let kind = check.choice("kind", &self.kind, &["", "place", "time"]);
        let route = check.choice("route", &self.route, &["", "task", "special"]);
        let places = ["", "home", "other_office", "other_place"];
        let place = check.choice("place", &self.place, &places);
        let over_days = if self.over_days.trim().is_empty() {
            None
        } else {
            check.number("over_days", &self.over_days, 1, 180)
        };
        let outside = check.choice("outside", &self.outside, &["", "regency", "province"]);
        let mut steps = Vec::new();
        for (codes, every) in self.steps() {
            let seats: Vec<Seat> = codes.iter().filter_map(|code| Seat::of(code)).collect();
            check.ensure(seats.len() == codes.len(), "step1", "choice");
            if !seats.is_empty() {
                steps.push(Needed { seats, every });
            }
        }
        check.ensure(!steps.is_empty(), "step1", "chain-steps");
        check.done()?;
        Ok(Chain {
            when: When {
                kind: match kind {
                    "place" => Some(AskKind::Place),
                    "time" => Some(AskKind::Time),
                    _ => None,
                },
                route: match route {
                    "task" => Some(Route::Ordinary),
                    "special" => Some(Route::SpecialCircumstances),
                    _ => None,
                },
                place: ask::place_of(place),
                over_days: over_days.and_then(|days| u16::try_from(days).ok()),
                outside: Outside::of(outside),
            },
            steps,
        })
    }
}

/// The conditions of a chain in one line.
fn when_words(when: &When, page: &Page) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(kind) = when.kind {
        parts.push(page.t(&format!("chains-kind-{}", kind.code())));
    }
    if let Some(route) = when.route {
        parts.push(page.t(&format!("chains-route-{}", ask::route_code(route))));
    }
    if let Some(place) = when.place {
        parts.push(words::place(place, page));
    }
    if let Some(days) = when.over_days {
        parts.push(page.tn("chains-over-days", usize::from(days)));
    }
    if let Some(outside) = when.outside {
        parts.push(page.t(&format!("chains-outside-{}", outside.code())));
    }
    if parts.is_empty() {
        page.t("chains-any")
    } else {
        parts.join(" · ")
    }
}

/// A seat in words.
pub fn seat(seat: Seat, page: &Page) -> String {
    page.t(&format!("chains-seat-{}", seat.code().replace('_', "-")))
}

fn step_words(step: &Needed, page: &Page) -> String {
    let seats: Vec<String> = step.seats.iter().map(|one| seat(*one, page)).collect();
    let joined = if step.every {
        "chains-and"
    } else {
        "chains-or"
    };
    seats.join(&format!(" {} ", page.t(joined)))
}

async fn build(
    cx: &mut Cx,
    typed: Option<Typed>,
    edit: Option<usize>,
    errors: Errors,
) -> Result<ChainsPage> {
    let chains = set::show(cx).await?;
    let page = Page::new(cx, "chains-title");
    let typed = typed.unwrap_or_else(|| {
        let edited = edit.and_then(|at| Some((at, chains.list.get(at.checked_sub(1)?)?)));
        match edited {
            Some((at, chain)) => Typed::of(chain, at),
            None => Typed {
                step1: vec![Seat::Supervisor.code().to_owned()],
                ..Typed::default()
            },
        }
    });
    let choices = |field: &str, codes: &[&str], chosen: &str| -> Vec<Choice> {
        let choice = |code: &&str| {
            let key = if code.is_empty() { "any" } else { *code };
            let label = page.t(&format!("chains-{field}-{}", key.replace('_', "-")));
            Choice::new(*code, label, chosen == *code)
        };
        codes.iter().map(choice).collect()
    };
    let steps = typed
        .steps()
        .into_iter()
        .enumerate()
        .map(|(index, (codes, every))| StepField {
            name: format!("step{}", index + 1),
            legend: page.ta("chains-step", "n", index + 1),
            hint: if index == 0 {
                String::new()
            } else {
                page.t("chains-step-optional")
            },
            seats: Seat::ALL
                .into_iter()
                .map(|one| {
                    let chosen = codes.iter().any(|code| code == one.code());
                    Choice::new(one.code(), seat(one, &page), chosen)
                })
                .collect(),
            every: format!("every{}", index + 1),
            is_every: every,
        })
        .collect();
    Ok(ChainsPage {
        errors,
        version: chains.version,
        room: chains.list.len() < MOST_CHAINS,
        chains: chains
            .list
            .iter()
            .zip(hidden_by(&chains.list))
            .enumerate()
            .map(|(index, (chain, hidden))| Shown {
                at: index + 1,
                hidden_by: hidden.map(|at| at + 1),
                when: when_words(&chain.when, &page),
                steps: chain
                    .steps
                    .iter()
                    .map(|step| step_words(step, &page))
                    .collect(),
            })
            .collect(),
        kinds: choices("kind", &["", "place", "time"], &typed.kind),
        routes: choices("route", &["", "task", "special"], &typed.route),
        places: choices(
            "place",
            &["", "home", "other_office", "other_place"],
            &typed.place,
        ),
        outsides: choices("outside", &["", "regency", "province"], &typed.outside),
        at: typed.at,
        over_days: typed.over_days,
        steps,
        page,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    /// The number of the chain to change.
    edit: String,
}

/// GET /approval-chains
pub async fn show(mut cx: Cx, Query(which): Query<Which>) -> Result<Response> {
    let template = build(&mut cx, None, which.edit.parse().ok(), Errors::none()).await?;
    page(&template)
}

/// Changes the list as it was seen; a stale page changes nothing.
async fn change(
    cx: &mut Cx,
    version: &str,
    edit: impl FnOnce(&mut Vec<Chain>) -> Result<()>,
) -> Result<()> {
    let seen: i32 = version
        .trim()
        .parse()
        .map_err(|_| Error::Conflict("changed"))?;
    let mut chains = set::show(cx).await?;
    if chains.version != seen {
        return Err(Error::Conflict("changed"));
    }
    edit(&mut chains.list)?;
    set::set(cx, &chains.list, seen).await
}

/// The place of a chain in the list.
fn place(at: &str, list: &[Chain]) -> Result<usize> {
    let at: usize = at.trim().parse().map_err(|_| Error::NotFound)?;
    at.checked_sub(1)
        .filter(|at| *at < list.len())
        .ok_or(Error::NotFound)
}

async fn answer(
    mut cx: Cx,
    done: Result<()>,
    flash: &str,
    typed: Option<Typed>,
) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect("/approval-chains"))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = build(&mut cx, typed, None, errors).await?;
            invalid(&template)
        }
    }
}

/// POST /approval-chains
pub async fn save(mut cx: Cx, Form(input): Form<Typed>) -> Result<Response> {
    let done = match input.read() {
        Ok(chain) => {
            change(&mut cx, &input.version, |list| {
                if input.at.trim().is_empty() {
                    list.push(chain);
                } else {
                    let at = place(&input.at, list)?;
                    list[at] = chain;
                }
                Ok(())
            })
            .await
        }
        Err(error) => Err(error),
    };
    answer(cx, done, "flash-chain-saved", Some(input)).await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chosen {
    version: String,
    at: String,
}

/// POST /approval-chains/removal
pub async fn remove(mut cx: Cx, Form(input): Form<Chosen>) -> Result<Response> {
    let done = change(&mut cx, &input.version, |list| {
        let at = place(&input.at, list)?;
        list.remove(at);
        Ok(())
    })
    .await;
    answer(cx, done, "flash-chain-removed", None).await
}

/// POST /approval-chains/order: one place up.
pub async fn raise(mut cx: Cx, Form(input): Form<Chosen>) -> Result<Response> {
    let done = change(&mut cx, &input.version, |list| {
        let at = place(&input.at, list)?;
        list.swap(at, at.saturating_sub(1));
        Ok(())
    })
    .await;
    answer(cx, done, "flash-chain-saved", None).await
}

/// How a place lies outside, in words.
pub fn far_words(far: Far, page: &Page) -> String {
    page.t(&format!("chains-far-{}", far.code()))
}

/// The chain of one request: why it was taken, where that hangs on where the place lies, then step by step what became of it.
pub fn of(request: &Request, chairs: &[Chair], page: &Page) -> Vec<(String, String)> {
    let why = request
        .far
        .map(|far| (page.t("chains-why"), far_words(far, page)));
    let steps = lines(chairs, request.state.is_pending(), page);
    why.into_iter().chain(steps).collect()
}

/// Step by step: the step, and what became of it.
fn lines(chairs: &[Chair], waits: bool, page: &Page) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for chair in chairs {
        let name = page.ta("chains-step", "n", i64::from(chair.step));
        let text = chair_words(chair, waits, page);
        match lines.last_mut() {
            Some((step, before)) if *step == name => {
                let joined = if chair.every {
                    "chains-and"
                } else {
                    "chains-or"
                };
                *before = format!("{before} {} {text}", page.t(joined));
            }
            _ => lines.push((name, text)),
        }
    }
    lines
}

fn chair_words(chair: &Chair, waits: bool, page: &Page) -> String {
    let title = seat(chair.seat, page);
    let named = |name: &Option<String>| match name {
        Some(name) => format!("{title} ({name})"),
        None => title.clone(),
    };
    match chair.state {
        SeatState::Agreed => {
            let by = organisation::decider_words(
                page.language,
                chair.agreed_by_name.as_deref().unwrap_or_default(),
                chair.acting.as_deref(),
                chair.in_place_of.as_deref(),
            );
            let at = chair
                .agreed_at
                .map_or_else(String::new, |at| page.instant(&at));
            format!(
                "{} – {}",
                named(&Some(by)),
                page.ta("chains-agreed", "at", at)
            )
        }
        SeatState::Passed => format!("{title} – {}", page.t("chains-passed")),
        SeatState::Open if waits => {
            format!("{} – {}", named(&chair.person_name), page.t("chains-open"))
        }
        SeatState::Open | SeatState::Later => named(&chair.person_name),
    }
}

/// Who will decide what is being asked for, in one sentence: "Diputuskan Budi, lalu Kepegawaian." And how its place lies outside, where
/// that is why.
pub async fn foreseen(
    cx: &mut Cx,
    employee: EmployeeId,
    asked: &AskedFor,
    kept: &Chains,
    page: &Page,
) -> Result<(String, Option<Far>)> {
    let (agency, today) = (cx.agency(), cx.today());
    let (chairs, far) = desk::foreseen(cx, employee, asked, kept).await?;
    if chairs.is_empty() {
        let direct = organisation::approver_name(cx.conn(), agency, employee, today).await?;
        let name = direct.unwrap_or_else(|| seat(Seat::Leader, page));
        return Ok((page.ta("chains-decides", "name", name), None));
    }
    let mut steps: Vec<(i16, String)> = Vec::new();
    for chair in &chairs {
        let name = match chair.person {
            Some(person) => organisation::find(cx.conn(), agency, person).await?.name,
            None => seat(chair.seat, page),
        };
        match steps.last_mut() {
            Some((step, before)) if *step == chair.step => {
                let joined = match chair.every {
                    true => "chains-and",
                    false => "chains-or",
                };
                *before = format!("{before} {} {name}", page.t(joined));
            }
            _ => steps.push((chair.step, name)),
        }
    }
    let mut names: Vec<String> = steps.into_iter().map(|(_, name)| name).collect();
    // whoever has agreed is not asked again
    names.dedup();
    let then = page.t("chains-then");
    let name = names.join(&format!(", {then} "));
    Ok((page.ta("chains-decides", "name", name), far))
}
