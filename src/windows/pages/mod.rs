//! The pages of this area.

pub mod form;
pub mod list;
pub mod national;
pub mod proposal;
pub mod show;

use chrono::NaiveDate;

use super::{Named, Phase};
use crate::{
    kernel::{
        format,
        html::{Choice, Page},
    },
    policy::WindowKind,
};

/// The places to choose from, as cards.
fn places(page: &Page, chosen: &[String]) -> Vec<Choice> {
    let has = |wanted: &str| chosen.iter().any(|place| place == wanted);
    vec![
        Choice::new("home", page.t("windows-place-home"), has("home")),
        Choice::new(
            "elsewhere",
            page.t("windows-place-elsewhere"),
            has("elsewhere"),
        )
        .hint(page.t("windows-place-elsewhere-hint")),
    ]
}

/// The places of a window as the form names them.
fn place_words(home: bool, elsewhere: bool) -> Vec<String> {
    [(home, "home"), (elsewhere, "elsewhere")]
        .into_iter()
        .filter(|(allowed, _)| *allowed)
        .map(|(_, place)| place.to_owned())
        .collect()
}

/// The first units of the tree as cards.
fn units(all: &[(Named, i32)], chosen: &[String]) -> Vec<Choice> {
    all.iter()
        .map(|(unit, depth)| {
            let id = unit.id.to_string();
            let label = if *depth > 1 {
                format!("– {}", unit.name)
            } else {
                unit.name.clone()
            };
            Choice::new(id.clone(), label, chosen.contains(&id))
        })
        .collect()
}

/// `21–31 Des 2026`.
fn dates(page: &Page, first: NaiveDate, last: NaiveDate) -> String {
    format::date_range(first, last, page.language)
}

/// `Rumah dan tempat lain, paling banyak 80% pegawai tiap unit pada saat yang sama`.
fn allowed(page: &Page, home: bool, elsewhere: bool, share: u8) -> String {
    let places = match (home, elsewhere) {
        (true, true) => page.t("windows-allows-both"),
        (true, false) => page.t("windows-allows-home"),
        _ => page.t("windows-allows-elsewhere"),
    };
    page.ta2("windows-allows", "places", places, "share", share)
}

/// The number of the instrument, or that there is none yet.
fn number(page: &Page, number: &str) -> String {
    if number.is_empty() {
        page.t("windows-no-number")
    } else {
        number.to_owned()
    }
}

/// The kind of a window in words, with its icon and colour.
fn kind(page: &Page, kind: WindowKind) -> (String, &'static str, &'static str) {
    match kind {
        WindowKind::National => (page.t("windows-kind-national"), "landmark", ""),
        WindowKind::Agency => (page.t("windows-kind-agency"), "building-2", ""),
        WindowKind::Emergency => (page.t("windows-kind-emergency"), "triangle-alert", "bad"),
    }
}

/// What a window is today, in words, with its colour.
fn phase(page: &Page, phase: Phase) -> (String, &'static str) {
    match phase {
        Phase::Running => (page.t("windows-phase-running"), "ok"),
        Phase::Coming => (page.t("windows-phase-coming"), "brand"),
        Phase::Over => (page.t("windows-phase-over"), ""),
        Phase::Ended => (page.t("windows-phase-ended"), ""),
    }
}

fn names(page: &Page, units: &[Named], none: &str) -> String {
    if units.is_empty() {
        return page.t(none);
    }
    let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
    names.join(", ")
}
