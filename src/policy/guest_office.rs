//! A seat in an office of another agency: the days that the two agencies agreed on, and the seats of each. No rule set may set it aside:
//! it is the host's office.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    base,
    checks::Met,
    explain,
    facts::{DayFacts, Fact, Source},
    rule::{Kind, Severity, WaivableBy, Words},
    verdict::{Origin, Remedy, RemedyKind, RuleResult, UsedFact},
    words,
};
use crate::calendar::WeekDay;

/// What the rules know of a seat on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatFacts {
    pub agreement: Uuid,
    /// The office and its agency, as it is shown.
    pub office: String,
    pub first_on: NaiveDate,
    /// Its last day as it stands now.
    pub last_on: NaiveDate,
    /// Whether one of the two ended it.
    pub ended: bool,
    pub weekdays: BTreeSet<WeekDay>,
    pub seats: u16,
    /// Taken by colleagues on the day, approved and pending.
    pub taken: u16,
}

/// What the agreement says about the day: whether its seats are there, and whether one is free.
pub(super) fn results(day: &DayFacts, seat: &Fact<SeatFacts>) -> Vec<RuleResult> {
    vec![open(day, seat), free(day, seat)]
}

fn result(
    (key, title): (&str, Words),
    met: bool,
    text: Words,
    rule_text: Words,
    remedy: Words,
    fact: UsedFact,
    threshold: Value,
) -> RuleResult {
    let met = if met { Met::Yes } else { Met::No };
    RuleResult {
        key: format!("guest_office.{key}"),
        kind: Kind::AllowedDates,
        outcome: explain::outcome(met, Severity::Blocks),
        severity: Severity::Blocks,
        origin: Origin::Agency,
        title,
        text,
        rule_text,
        facts: vec![fact],
        threshold,
        citation: vec![base::permen(Some("11, 17"), None)],
        remedy: if met == Met::No {
            vec![Remedy {
                kind: RemedyKind::MoveTo,
                value: None,
                text: remedy,
            }]
        } else {
            Vec::new()
        },
        waivable_by: WaivableBy::None,
        appeal: false,
    }
}

fn open(day: &DayFacts, seat: &Fact<SeatFacts>) -> RuleResult {
    let facts = &seat.value;
    let within = facts.first_on <= day.day && day.day <= facts.last_on;
    let weekday = facts.weekdays.contains(&WeekDay::of(day.day));
    let (on, first, last) = (
        words::date(day.day),
        words::date(facts.first_on),
        words::date(facts.last_on),
    );
    let names = words::list(facts.weekdays.iter().copied().map(words::weekday));
    let text = match (within, weekday) {
        (true, true) => Words::new(
            format!("{} dibuka untuk instansi Anda.", facts.office),
            format!("{} is open to your agency.", facts.office),
        ),
        (true, false) => Words::new(
            format!("{} dibuka pada {}.", facts.office, names.id),
            format!("{} is open on {}.", facts.office, names.en),
        ),
        (false, _) if facts.ended && day.day > facts.last_on => Words::new(
            format!("Kesepakatan dengan {} berakhir {}.", facts.office, last.id),
            format!("The agreement about {} ends on {}.", facts.office, last.en),
        ),
        (false, _) => Words::new(
            format!("{} dibuka {} sampai {}.", facts.office, first.id, last.id),
            format!("{} is open from {} to {}.", facts.office, first.en, last.en),
        ),
    };
    result(
        (
            "open",
            Words::new("Kantor instansi lain", "Office of another agency"),
        ),
        within && weekday,
        text,
        Words::new(
            format!("{} sampai {}, pada {}.", first.id, last.id, names.id),
            format!("From {} to {}, on {}.", first.en, last.en, names.en),
        ),
        Words::new(
            "Pilih hari lain, atau tempat lain.",
            "Choose another day, or another place.",
        ),
        UsedFact {
            name: "day".into(),
            value: json!(day.day),
            source: Source::Request,
            as_of: seat.as_of,
            label: Words::new("Hari", "Day"),
            shown: on,
        },
        json!({ "first_on": facts.first_on, "last_on": facts.last_on, "weekdays": facts.weekdays }),
    )
}

fn free(day: &DayFacts, seat: &Fact<SeatFacts>) -> RuleResult {
    let facts = &seat.value;
    let on = words::date(day.day);
    let (taken, seats) = (facts.taken, facts.seats);
    let free = taken < seats;
    result(
        ("seats", Words::new("Kursi tamu", "Seats for guests")),
        free,
        if free {
            Words::new(
                format!("Masih ada kursi pada {}.", on.id),
                format!("There is a seat on {}.", on.en),
            )
        } else {
            Words::new(
                format!("Semua {seats} kursi pada {} sudah terisi.", on.id),
                format!("All {seats} seats on {} are taken.", on.en),
            )
        },
        Words::new(
            format!("Paling banyak {seats} orang sehari dari instansi Anda."),
            format!("At most {seats} people a day of your agency."),
        ),
        Words::new("Pilih hari lain.", "Choose another day."),
        UsedFact {
            name: "taken".into(),
            value: json!(taken),
            source: seat.source,
            as_of: seat.as_of,
            label: Words::new("Kursi terisi", "Seats taken"),
            shown: Words::new(
                format!("{taken} dari {seats}"),
                format!("{taken} of {seats}"),
            ),
        },
        json!(seats),
    )
}
