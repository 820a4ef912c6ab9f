//! The way to more days, in words: what a person has yet to deliver, or to be rated, before another day of a week opens.

use super::checks::{Lack, Terms};
use super::combine::Effective;
use super::eligibility::{blocking, fixed_days, may};
use super::facts::PersonFacts;
use super::rule::{Predikat, RuleKind, Words};
use super::sentences;
use super::verdict::{Overall, Remedy, RemedyKind};
use super::words;

/// A day of a week that results open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Key of the rule.
    pub rule: String,
    /// Which day of a week it is: 2 for the second.
    pub day: u8,
    /// Whether the person has earned it.
    pub open: bool,
    /// Deliverables accepted within the days that count.
    pub have: u32,
    /// Deliverables that are asked; zero where none are.
    pub need: u32,
    /// How many days back they count.
    pub within_days: u16,
    /// The rating that is still missing.
    pub at_least: Option<Predikat>,
    /// "Dua hasil kerja lagi yang diterima, lalu Anda boleh meminta hari kedua dalam sepekan."
    pub text: Words,
}

/// The days that results open to a person under blocking rules, the nearest first. Nothing for whoever may not ask at all, and no day that
/// another limit of the week keeps closed anyway.
pub fn path(person: &PersonFacts, rules: &Effective) -> Vec<Step> {
    if person.duty_outside.value || may(person, rules) == Overall::Fail {
        return Vec::new();
    }
    let most = fixed_days(person, rules, person.today);
    let mut steps: Vec<Step> = blocking(person, rules, person.today)
        .filter_map(|rule| Some((&rule.rule.key, Terms::of(&rule.rule.kind)?)))
        .filter(|(_, terms)| most.is_none_or(|most| terms.beyond < most))
        .map(|(key, terms)| step(key, &terms, person))
        .collect();
    steps.sort_by(|a, b| (a.day, &a.rule).cmp(&(b.day, &b.rule)));
    steps
}

fn step(key: &str, terms: &Terms, person: &PersonFacts) -> Step {
    let lack = terms.lack(person);
    let open = lack == Lack::default();
    let day = terms.beyond.saturating_add(1);
    let nth = words::ordinal(day);
    let text = if open {
        let got = got_words(terms, person);
        Words::new(
            format!("Hari {} dalam sepekan terbuka: {}.", nth.id, got.id),
            format!("A {} day a week is open: {}.", nth.en, got.en),
        )
    } else {
        let need = need_words(lack);
        Words::new(
            format!(
                "{}, lalu Anda boleh meminta hari {} dalam sepekan.",
                need.id, nth.id
            ),
            format!("{}, then you may ask for a {} day.", need.en, nth.en),
        )
    };
    Step {
        rule: key.to_owned(),
        day,
        open,
        have: counted(terms, person),
        need: u32::from(terms.accepted),
        within_days: terms.within_days,
        at_least: lack.at_least,
        text,
    }
}

/// What opens the day that a rule keeps closed: "Dua hasil kerja lagi yang diterima membuka hari kedua dalam sepekan."
pub(super) fn remedy(kind: &RuleKind, person: &PersonFacts) -> Option<Remedy> {
    let terms = Terms::of(kind)?;
    let lack = Some(terms.lack(person)).filter(|lack| *lack != Lack::default())?;
    let (need, nth) = (
        need_words(lack),
        words::ordinal(terms.beyond.saturating_add(1)),
    );
    let one = lack.accepted <= 1 && (lack.accepted == 0 || lack.at_least.is_none());
    let opens = if one { "opens" } else { "open" };
    Some(Remedy {
        kind: RemedyKind::EarnDay,
        value: (lack.accepted > 0).then(|| lack.accepted.to_string()),
        text: Words::new(
            format!("{} membuka hari {} dalam sepekan.", need.id, nth.id),
            format!("{} {opens} a {} day a week.", need.en, nth.en),
        ),
    })
}

/// "Dua hasil kerja lagi yang diterima dan predikat paling rendah Baik".
fn need_words(lack: Lack) -> Words {
    let work = (lack.accepted > 0).then(|| {
        let number = words::number(lack.accepted);
        let noun = if lack.accepted == 1 {
            "deliverable"
        } else {
            "deliverables"
        };
        Words::new(
            format!("{} hasil kerja lagi yang diterima", number.id),
            format!("{} more accepted {noun}", number.en),
        )
    });
    let rating = lack.at_least.map(|least| {
        let least = words::predikat(least);
        Words::new(
            format!("predikat paling rendah {}", least.id),
            format!("a rating of at least {}", least.en),
        )
    });
    let all = words::list(work.into_iter().chain(rating));
    sentences::fill(&all, &Vec::new())
}

/// What a rule asks: "3 hasil kerja diterima dalam 90 hari dan predikat paling rendah Baik".
pub(super) fn asked_words(terms: &Terms) -> Words {
    let work = (terms.accepted > 0).then(|| {
        let (count, within) = (
            accepted_words(u32::from(terms.accepted)),
            words::days(u32::from(terms.within_days)),
        );
        Words::new(
            format!("{} dalam {}", count.id, within.id),
            format!("{} in {}", count.en, within.en),
        )
    });
    let rating = terms.at_least.map(|least| {
        let least = words::predikat(least);
        Words::new(
            format!("predikat paling rendah {}", least.id),
            format!("the rating {} or better", least.en),
        )
    });
    words::list(work.into_iter().chain(rating))
}

/// What is missing, short: "2 hasil kerja diterima dan predikat Baik".
pub(super) fn lack_words(lack: Lack) -> Words {
    let work = (lack.accepted > 0).then(|| accepted_words(lack.accepted));
    words::list(work.into_iter().chain(lack.at_least.map(rating_words)))
}

/// What a person has of what is asked: "3 hasil kerja diterima dan predikat Baik".
pub(super) fn got_words(terms: &Terms, person: &PersonFacts) -> Words {
    let work = (terms.accepted > 0).then(|| accepted_words(counted(terms, person)));
    let rating = person.predikat.value.filter(|_| terms.at_least.is_some());
    words::list(work.into_iter().chain(rating.map(rating_words)))
}

fn counted(terms: &Terms, person: &PersonFacts) -> u32 {
    let days = terms.counted(person).map_or(0, |days| days.len());
    u32::try_from(days).unwrap_or(u32::MAX)
}

fn accepted_words(count: u32) -> Words {
    let noun = if count == 1 {
        "deliverable"
    } else {
        "deliverables"
    };
    Words::new(
        format!("{count} hasil kerja diterima"),
        format!("{count} accepted {noun}"),
    )
}

fn rating_words(predikat: Predikat) -> Words {
    let name = words::predikat(predikat);
    Words::new(
        format!("predikat {}", name.id),
        format!("the rating {}", name.en),
    )
}
