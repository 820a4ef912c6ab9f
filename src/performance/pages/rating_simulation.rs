//! What a rating would come to, as a card of its page.

use super::rating_words::{level_word, predikat_word};
use crate::{
    kernel::html::Page,
    performance::rating::{Marks, Simulation, Source, read::Shown},
};

/// An indicator with what is known of it.
pub struct Row {
    pub indicator: String,
    /// Target and what was realised of it.
    pub text: String,
    pub percent: String,
}

/// The card.
pub struct Card {
    /// Measured and what the numbers suggest, in a sentence each.
    pub says: Vec<String>,
    pub rows: Vec<Row>,
    /// By what it is reckoned.
    pub formula: String,
}

/// What the rating of a person would come to today.
pub fn card(one: &Simulation, shown: &Shown, page: &Page) -> Card {
    let mut says = vec![match one.reckoning.measured {
        Some(percent) => page.ta("simulation-measured", "percent", percent),
        None => page.t("simulation-unmeasured"),
    }];
    if let Some((result, behaviour)) = one.given {
        let row = Simulation::row(result).into_iter();
        let mut row = row.filter(|(with, _)| *with == behaviour);
        if let Some((_, found)) = row.next() {
            says.push(page.ta("simulation-given", "predikat", predikat_word(found, page)));
        }
    } else if let Some(result) = one.suggested {
        says.push(page.ta("simulation-suggests", "level", level_word(result, page)));
        for (behaviour, found) in Simulation::row(result) {
            says.push(page.ta2(
                "simulation-row",
                "behaviour",
                level_word(behaviour, page),
                "predikat",
                predikat_word(found, page),
            ));
        }
    } else {
        says.push(page.t("simulation-no-marks"));
    }
    Card {
        says,
        rows: rows(one, shown, page),
        formula: formula(one.marks, page),
    }
}

fn rows(one: &Simulation, shown: &Shown, page: &Page) -> Vec<Row> {
    let lines = shown.targets.iter().flat_map(|targets| &targets.lines);
    let all = lines.flat_map(|line| {
        let indicators = (0_i16..).zip(&line.indicators);
        indicators.map(|(index, indicator)| ((line.thread, index), indicator))
    });
    all.map(|(named, indicator)| {
        let figure = one.reckoning.figures.get(&named);
        let realised = match figure {
            None => page.t("simulation-nothing"),
            Some(figure) => match figure.source {
                Source::Told => page.ta("simulation-told", "words", &figure.realised),
                Source::Counted => page.ta("simulation-counted", "n", &figure.realised),
            },
        };
        let target = format!("{} {}", indicator.target, indicator.measure);
        Row {
            indicator: indicator.indicator.clone(),
            text: page.ta2(
                "simulation-of",
                "realised",
                realised,
                "target",
                target.trim(),
            ),
            percent: figure
                .and_then(|figure| figure.percent)
                .map_or_else(String::new, |percent| format!("{percent} %")),
        }
    })
    .collect()
}

/// By what something is reckoned, in words.
pub fn formula(marks: Marks, page: &Page) -> String {
    let mut words = vec![page.ta("simulation-formula", "n", marks.formula)];
    if let Some(above) = marks.above_from {
        words.push(page.ta("simulation-above", "percent", above));
    }
    if let Some(below) = marks.below_under {
        words.push(page.ta("simulation-below", "percent", below));
    }
    words.join(" · ")
}
