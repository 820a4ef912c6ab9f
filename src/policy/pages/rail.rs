//! The rail of versions on top of every page about rule sets.

use chrono::NaiveDate;

use crate::{
    kernel::{format::short_date, i18n::Lang},
    policy::version::{Phase, Side, Version},
};

/// One version on the rail.
pub struct Stop {
    pub number: i32,
    pub href: String,
    pub when: String,
    pub phase: &'static str,
    pub phase_label: String,
    pub current: bool,
}

/// The versions as the rail shows them, newest first; withdrawn ones only when open.
pub fn rail(
    all: &[Version],
    side: Side,
    current: Option<i32>,
    today: NaiveDate,
    lang: Lang,
) -> Vec<Stop> {
    all.iter()
        .map(|version| (version, version.phase(all, today)))
        .filter(|(version, phase)| *phase != Phase::Withdrawn || current == Some(version.number))
        .take(8)
        .map(|(version, phase)| Stop {
            number: version.number,
            href: format!("{}/{}", side.path(), version.number),
            when: when(version, phase, lang),
            phase: phase.code(),
            phase_label: lang.t(&format!("policy-phase-{}", phase.code())),
            current: current == Some(version.number),
        })
        .collect()
}

/// "Mulai 1 Jan 2027", "Sejak 1 Jul 2026".
pub fn when(version: &Version, phase: Phase, lang: Lang) -> String {
    match version.effective_from {
        None => lang.t("policy-no-date"),
        Some(from) => {
            let key = match phase {
                Phase::InForce | Phase::Ended => "policy-since",
                _ => "policy-from",
            };
            lang.ta(key, &[("date", short_date(from, lang).into())])
        }
    }
}
