//! Words and looks of ratings, shared by their pages.

use crate::{
    kernel::{format, html::Page, id::EmployeeId},
    performance::rating::{
        Achievement, Assessment, Level, Period, PeriodState, Predikat, Simulation, State,
    },
};

/// A period in words: "Triwulan III 2026".
pub fn period_word(period: &Period, page: &Page) -> String {
    code_word(&period.code, page)
}

/// The code of a period in words.
pub fn code_word(code: &str, page: &Page) -> String {
    let Some((year, part)) = code.split_once('-') else {
        return page.ta("rating-year", "year", code);
    };
    match (part.strip_prefix('Q'), part.parse::<u32>()) {
        (Some(quarter), _) => page.ta(&format!("rating-quarter-{quarter}"), "year", year),
        (None, Ok(month)) => {
            let month = format::month(month.saturating_sub(1), page.language);
            format!("{month} {year}")
        }
        _ => code.to_owned(),
    }
}

/// A level in words.
pub fn level_word(level: Level, page: &Page) -> String {
    page.t(&format!("rating-level-{}", level.code()))
}

/// A rating in words, with its name by law.
pub fn predikat_word(predikat: Predikat, page: &Page) -> String {
    page.t(&format!("rating-predikat-{}", predikat.code()))
}

/// An achievement in words.
pub fn achievement_word(achievement: Achievement, page: &Page) -> String {
    page.t(&format!("rating-achievement-{}", achievement.code()))
}

/// The look of a rating: that of a request which stands alike.
pub fn predikat_look(predikat: Predikat) -> &'static str {
    match predikat {
        Predikat::SangatBaik | Predikat::Baik => "approved",
        Predikat::ButuhPerbaikan => "returned",
        Predikat::Kurang | Predikat::SangatKurang => "refused",
    }
}

/// A line of a list of ratings.
pub struct Row {
    pub href: String,
    pub title: String,
    pub text: String,
    pub state: &'static str,
    pub label: String,
}

/// One of one's own ratings as a line.
pub fn rating_row(period: &Period, one: Option<&Assessment>, who: EmployeeId, page: &Page) -> Row {
    let (state, label) = match one {
        Some(one) => match (one.state, one.predikat) {
            (State::Closed, Some(found)) => (predikat_look(found), predikat_word(found, page)),
            (State::Open, _) if one.told_at.is_some() => ("proposed", page.t("rating-state-told")),
            (State::Open, _) => ("draft", page.t("rating-state-open")),
            _ => ("proposed", page.t("rating-state-rated")),
        },
        None => ("returned", page.t("rating-state-untold")),
    };
    let text = match period.state {
        PeriodState::Open => page.ta("rating-due-on", "day", page.date(&period.due_on)),
        PeriodState::Closing => page.t("rating-period-closing"),
        PeriodState::Closed => one.and_then(|one| one.rater_name.clone()).map_or_else(
            || page.t("rating-period-closed-word"),
            |name| page.ta("rating-by-name", "name", name),
        ),
    };
    Row {
        href: period.path_of(who),
        title: period_word(period, page),
        text,
        state,
        label,
    }
}

/// The matrix of the law: the names of its columns, and its rows.
pub struct Matrix {
    pub heads: Vec<String>,
    pub rows: Vec<MatrixRow>,
}

/// A row of the matrix: a result.
pub struct MatrixRow {
    pub head: String,
    /// The numbers suggest it.
    pub suggested: bool,
    pub cells: Vec<Cell>,
}

/// A cell of the matrix.
pub struct Cell {
    pub word: String,
    pub look: &'static str,
    /// The one that was given, or of the result that the numbers suggest.
    pub here: bool,
}

/// The matrix (law 4.6), with the cell that was given, or the result that the numbers suggest.
pub fn matrix(page: &Page, given: Option<(Level, Level)>, suggested: Option<Level>) -> Matrix {
    Matrix {
        heads: Level::ALL
            .iter()
            .map(|level| level_word(*level, page))
            .collect(),
        rows: Level::ALL
            .iter()
            .map(|result| {
                let suggested = suggested == Some(*result);
                let row = Simulation::row(*result).into_iter();
                let cells = row.map(|(behaviour, found)| Cell {
                    word: predikat_word(found, page),
                    look: predikat_look(found),
                    here: suggested || given == Some((*result, behaviour)),
                });
                MatrixRow {
                    head: level_word(*result, page),
                    suggested,
                    cells: cells.collect(),
                }
            })
            .collect(),
    }
}
