//! What the rating of a period would come to by what is known so far, before it is given: advice, and no promise.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Counted, Facts, Level, Named, Period, PeriodState, Predikat, State, read::Shown, rules,
};

/// By which formula, and by which marks of the agency, something is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The version of the formula ([`rules::FORMULA`]).
    pub formula: u32,
    /// Measured percent from which a result counts as above expectation; none: no advice.
    pub above_from: Option<i16>,
    /// Measured percent under which it counts as below.
    pub below_under: Option<i16>,
}

impl Period {
    /// By what its numbers are reckoned, as it is kept with it.
    pub fn marks(&self) -> Marks {
        Marks {
            formula: self.formula,
            above_from: self.above_from,
            below_under: self.below_under,
        }
    }
}

impl Facts {
    /// By what these numbers are reckoned.
    pub fn marks(&self) -> Marks {
        Marks {
            formula: self.formula,
            above_from: self.above_from,
            below_under: self.below_under,
        }
    }

    /// The accepted pieces of work by their indicator.
    pub fn pieces(&self) -> BTreeMap<Named, u32> {
        let all = self.counted.iter();
        all.map(|one| ((one.thread, one.indicator), one.pieces))
            .collect()
    }

    /// Accepted pieces of work as they are kept.
    pub fn counting(pieces: &BTreeMap<Named, u32>) -> Vec<Counted> {
        let all = pieces.iter();
        all.map(|((thread, indicator), pieces)| Counted {
            thread: *thread,
            indicator: *indicator,
            pieces: *pieces,
        })
        .collect()
    }
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RatingFigureSource")]
pub enum Source {
    /// The person told it.
    Told,
    /// Counted from pieces of work that were accepted.
    Counted,
}

/// What is known of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// In the person's words, or a number of pieces.
    pub realised: String,
    pub source: Source,
    /// Of its target, where it can be measured.
    pub percent: Option<u32>,
}

/// What somebody's indicators come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reckoning {
    pub figures: BTreeMap<Named, Figure>,
    /// Percent, where any indicator can be measured.
    pub measured: Option<u32>,
    /// What the agency's marks say to it.
    pub advice: Option<Level>,
}

/// A rating before it is given.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub marks: Marks,
    pub reckoning: Reckoning,
    /// What was given already, for whoever rates; the person learns it when the period is closed.
    pub given: Option<(Level, Level)>,
    /// What the numbers suggest for the result; only where nothing was given. Behaviour is not measured.
    pub suggested: Option<Level>,
}

impl Simulation {
    /// The rating that would follow from each behaviour, where the result were this (law 4.6).
    pub fn row(result: Level) -> [(Level, Predikat); 3] {
        Level::ALL.map(|behaviour| (behaviour, rules::predikat(result, behaviour)))
    }
}

impl Shown {
    /// What the rating would come to; for the person and whoever rates them, until the period is closed. None: it is closed, there is nothing
    /// to reckon by, or it is for somebody else.
    pub fn simulation(&self) -> Option<Simulation> {
        let close = self.sight.own || self.sight.rates;
        let open = self.period.state == PeriodState::Open
            && matches!(self.rating.state, State::Open | State::Rated);
        let targets = self.targets.as_ref().filter(|_| close && open)?;
        let marks = self.facts.marks();
        let told = &self.rating.realised;
        let reckoning = rules::reckon(marks, &targets.lines, told, &self.facts.pieces());
        let given = self.rating.result.zip(self.rating.behaviour);
        Some(Simulation {
            marks,
            suggested: reckoning.advice.filter(|_| given.is_none()),
            given,
            reckoning,
        })
    }
}
