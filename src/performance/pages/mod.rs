//! Pages of targets.

pub mod cascade;
pub mod credit;
pub mod day;
pub mod day_show;
pub mod day_team;
pub mod feedback;
pub mod feedback_show;
pub mod improvement;
pub mod improvement_show;
pub mod line;
pub mod list;
pub mod rating;
pub mod rating_periods;
mod rating_simulation;
pub mod rating_team;
pub mod rating_words;
pub mod show;
pub mod templates;
pub mod terms;
pub mod work;
pub mod work_file;
pub mod work_show;
pub mod work_team;

use super::{Indicator, Line, State, Targets};
use crate::kernel::{
    error::{Error, Result},
    html::{Choice, Errors, Page},
};

/// What became of one item of several that were answered at once.
struct Told {
    name: String,
    ok: bool,
    text: String,
}

/// Why an item is as it was; `gone` is said of one that waits no more.
fn why(error: Error, gone: &str, page: &Page) -> String {
    let errors = Errors::from_error(error, page.language).ok();
    errors
        .and_then(|errors| errors.0.into_iter().next())
        .map_or_else(|| page.t(gone), |(_, text)| text)
}

/// An item as a form posts it: `id:version`.
fn seen<T: std::str::FromStr>(text: &str) -> Result<(T, i32)> {
    text.split_once(':')
        .and_then(|(id, version)| Some((id.parse().ok()?, version.parse().ok()?)))
        .ok_or(Error::BadRequest("form"))
}

/// The look of a state: that of a request which stands alike.
fn look(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Proposed => "proposed",
        State::Discussed => "returned",
        State::Agreed => "approved",
        State::Replaced => "ended",
        State::Discarded => "withdrawn",
    }
}

/// The word of a state.
fn state_word(state: State, page: &Page) -> String {
    page.t(&format!("targets-state-{}", state.code()))
}

/// "SKP 2026, versi 2".
fn name(targets: &Targets, page: &Page) -> String {
    if targets.number == 1 {
        page.ta("targets-name", "year", targets.year)
    } else {
        page.ta2(
            "targets-name-version",
            "year",
            targets.year,
            "n",
            targets.number,
        )
    }
}

/// An indicator as pages show it: aspect, words, target with what it counts.
struct Measured {
    aspect: String,
    indicator: String,
    target: String,
}

fn measured(one: &Indicator, page: &Page) -> Measured {
    let aspect = one
        .aspect
        .map(|aspect| page.t(&format!("targets-aspect-{}", aspect.code())));
    Measured {
        aspect: aspect.unwrap_or_default(),
        indicator: one.indicator.clone(),
        target: format!("{} {}", one.target, one.measure).trim().to_owned(),
    }
}

/// "Utama, bobot 40%".
fn kind(line: &Line, page: &Page) -> String {
    let kind = page.t(if line.main {
        "targets-main"
    } else {
        "targets-additional"
    });
    match line.weight {
        Some(weight) => page.ta2("targets-kind-weight", "kind", kind, "n", weight),
        None => kind,
    }
}
