//! What a rating may become, the matrix (law 4.6), what can be measured of indicators, and the guide for a distribution (law 4.10). Pure.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::{
    Achievement, Assessment, Evidence, Facts, Figure, Level, Marks, Named, Objection, PeriodState,
    Predikat, Reckoning, Source, State, Step,
};
use crate::{
    kernel::{
        error::Reason,
        id::{EmployeeId, TargetLineId},
    },
    organisation::Approver,
    performance::{Aspect, Indicator, Line},
};

/// The version of the formula by which indicators are measured: a changed formula is a new number, kept with each rating.
///
/// * 1: what was told of an indicator against its target; the agency's marks as they are on the day.
/// * 2: where nothing was told of a quantity, the pieces of work that were accepted for it; the marks of the day on which the period was opened.
pub const FORMULA: u32 = 2;
/// The most that one indicator counts for, in percent: one that is far exceeded does not hide others. Ours; no law at hand names one.
pub const MOST: u32 = 150;
/// Most versions of one rating.
pub const VERSIONS: i16 = 20;

/// From how many working days before the day on which ratings are due whoever is behind is reminded. Ours; no law at hand names one.
pub const REMIND: usize = 3;

/// Whether people are reminded today of ratings that are due on a day: on working days shortly before it and on it, not on the day on which
/// they were told of the period.
pub fn reminds(
    today: NaiveDate,
    due_on: NaiveDate,
    opened_on: NaiveDate,
    working: impl Fn(NaiveDate) -> bool,
) -> bool {
    let ahead = today.iter_days().skip(1).take_while(|on| *on <= due_on);
    opened_on < today
        && today <= due_on
        && working(today)
        && ahead.filter(|on| working(*on)).count() <= REMIND
}

/// The state after a step, or why the step is not open.
pub fn next(state: State, period: PeriodState, step: Step) -> Result<State, Reason> {
    use State as S;
    let open = period == PeriodState::Open;
    let to = match (state, step) {
        (S::Open, Step::Tell) if open => S::Open,
        (S::Rated, Step::Tell) if open => return Err(Reason::new("rating-already")),
        (S::Open | S::Rated, Step::Rate) if open => S::Rated,
        (S::Open | S::Rated, Step::Tell | Step::Rate) => {
            return Err(Reason::new("rating-period-closed"));
        }
        (S::Rated, Step::Close) if period == PeriodState::Closing => S::Closed,
        (S::Closed, Step::Correct) => S::Replaced,
        (S::Closed, Step::Object) => S::Closed,
        _ => return Err(Reason::new("rating-step").with("state", state.code())),
    };
    Ok(to)
}

/// The state of a final rating after another version took its place, or why none may.
pub fn replaced(one: &Assessment, period: PeriodState) -> Result<State, Reason> {
    let to = next(one.state, period, Step::Correct)?;
    if one.number >= VERSIONS {
        return Err(Reason::new("rating-versions").with("n", VERSIONS));
    }
    Ok(to)
}

/// Why whoever rates a person today may not correct a final rating: an objection waits, for then somebody else decides, or one was upheld; who
/// only stands in corrects only what they gave themselves. `rater` is whoever decides for the person, none: the agency's leaders.
pub fn correctable(
    one: &Assessment,
    period: PeriodState,
    objections: &[Objection],
    rater: Option<&Approver>,
    me: Option<EmployeeId>,
) -> Result<(), Reason> {
    let is = |state: &str| objections.iter().any(|one| one.state == state);
    if is("open") {
        return Err(Reason::new("rating-objected"));
    }
    if is("upheld") {
        return Err(Reason::new("rating-upheld"));
    }
    let acts = rater.is_some_and(|rater| rater.acting.is_some());
    if acts && one.rated_by != me {
        return Err(Reason::new("not-rater"));
    }
    replaced(one, period).map(|_| ())
}

/// The rating of a result and a behaviour (law 4.6): good behaviour never lifts weak results to good, and bad behaviour is never better than
/// weak.
pub fn predikat(result: Level, behaviour: Level) -> Predikat {
    use Level as L;
    match (result, behaviour) {
        (L::Above, L::Above) => Predikat::SangatBaik,
        (L::Above | L::Meets, L::Above | L::Meets) => Predikat::Baik,
        (L::Above | L::Meets, L::Below) => Predikat::Kurang,
        (L::Below, L::Above | L::Meets) => Predikat::ButuhPerbaikan,
        (L::Below, L::Below) => Predikat::SangatKurang,
    }
}

/// The days of a period: a year (`2026`), a quarter (`2026-Q3`) or a month (`2026-09`).
pub fn days(code: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (year, part) = match code.split_once('-') {
        Some((year, part)) => (year, Some(part)),
        None => (code, None),
    };
    let number = |text: &str, digits: usize| -> Option<u32> {
        let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    };
    let year = i32::try_from(number(year, 4)?).ok()?;
    let (first, months) = match part {
        None => (1, 12),
        Some(part) => match part.strip_prefix('Q') {
            Some(quarter) => ((number(quarter, 1)?.checked_sub(1)?).checked_mul(3)? + 1, 3),
            None => (number(part, 2)?, 1),
        },
    };
    let from = NaiveDate::from_ymd_opt(year, first, 1)?;
    let to = from.checked_add_months(chrono::Months::new(months))? - Days::new(1);
    (2000..=2099).contains(&from.year()).then_some((from, to))
}

/// A number as people write it, in thousandths: `12`, `95 %`, `1.250`, `97,5`. None: it is none.
pub fn number(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim();
    let (whole, part) = match text.split_once(',') {
        Some((whole, part)) => (whole, part),
        None => match text.rsplit_once('.') {
            // three digits after a dot are thousands, others a fraction; nothing is written in thousands of nought
            Some((whole, part)) if part.len() != 3 || whole == "0" => (whole, part),
            _ => (text, ""),
        },
    };
    let whole: String = whole.split('.').collect();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 3 || !digits(&whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    Some(whole * 1_000 + part)
}

/// How much of an indicator was realised, in percent, rounded down. Only quantity and quality can be measured so: of time and cost less may
/// be more, and the forms do not say which.
pub fn percent(aspect: Option<Aspect>, target: &str, realised: &str) -> Option<u32> {
    if !matches!(aspect, Some(Aspect::Quantity | Aspect::Quality)) {
        return None;
    }
    let (target, realised) = (number(target)?, number(realised)?);
    if target == 0 {
        return None;
    }
    u32::try_from(realised.checked_mul(100)? / target).ok()
}

/// What was realised of all that can be measured, in percent: of each line the mean of its indicators, of the lines the mean by their
/// weights, where they carry some. None: nothing can be measured.
pub fn measured(lines: &[Line], realised: &BTreeMap<Named, String>) -> Option<u32> {
    let weighed = lines.iter().any(|line| line.weight.is_some());
    let (mut sum, mut weights) = (0_u64, 0_u64);
    for line in lines {
        let known: Vec<u64> = (0_i16..)
            .zip(&line.indicators)
            .filter_map(|(index, one)| {
                let told = realised.get(&(line.thread, index))?;
                percent(one.aspect, &one.target, told)
            })
            .map(|percent| u64::from(percent.min(MOST)))
            .collect();
        if known.is_empty() {
            continue;
        }
        let weight = if weighed {
            u64::from(line.weight.unwrap_or(0))
        } else {
            1
        };
        // in hundredths of a percent
        sum += weight * (known.iter().sum::<u64>() * 100 / known.len() as u64);
        weights += weight;
    }
    let mean = sum.checked_div(weights)?;
    u32::try_from(mean / 100).ok()
}

/// Whether accepted pieces of work can be counted for an indicator: a quantity with a number of something as its target, not a percentage.
pub fn countable(one: &Indicator) -> bool {
    let share = |text: &str| {
        let text = text.to_lowercase();
        ["%", "persen", "percent"]
            .iter()
            .any(|word| text.contains(word))
    };
    one.aspect == Some(Aspect::Quantity)
        && number(&one.target).is_some_and(|target| target > 0)
        && !share(&one.target)
        && !share(&one.measure)
}

/// Lays accepted pieces of work at the indicators that they were planned for, in the words of that time; where these are no longer on the
/// line, at the only indicator of it that counts pieces. Work that fits none is counted for none.
pub fn counted(lines: &[Line], accepted: &[(TargetLineId, String, u32)]) -> BTreeMap<Named, u32> {
    let mut all = BTreeMap::new();
    for (thread, words, pieces) in accepted {
        let Some(line) = lines.iter().find(|line| line.thread == *thread) else {
            continue;
        };
        let able = || (0_i16..).zip(&line.indicators);
        let named = able().find(|(_, one)| one.indicator == *words);
        let found = named.or_else(|| {
            let mut only = able().filter(|(_, one)| countable(one));
            only.next().filter(|_| only.next().is_none())
        });
        if let Some((index, _)) = found.filter(|(_, one)| countable(one)) {
            *all.entry((line.thread, index)).or_insert(0) += pieces;
        }
    }
    all
}

/// Reckons what somebody's indicators come to. The one place where it is done: a simulation, the sheet and a rating that is given ask it.
pub fn reckon(
    marks: Marks,
    lines: &[Line],
    told: &BTreeMap<Named, String>,
    counted: &BTreeMap<Named, u32>,
) -> Reckoning {
    let mut figures = BTreeMap::new();
    for line in lines {
        for (index, one) in (0_i16..).zip(&line.indicators) {
            let named = (line.thread, index);
            let words = told.get(&named).map(|words| (words.clone(), Source::Told));
            let pieces = counted.get(&named).filter(|_| marks.formula >= 2);
            let pieces = pieces.map(|pieces| (pieces.to_string(), Source::Counted));
            if let Some((realised, source)) = words.or(pieces) {
                let percent = percent(one.aspect, &one.target, &realised);
                let figure = Figure {
                    realised,
                    source,
                    percent,
                };
                figures.insert(named, figure);
            }
        }
    }
    let realised = figures
        .iter()
        .map(|(named, one)| (*named, one.realised.clone()))
        .collect();
    let measured = measured(lines, &realised);
    Reckoning {
        figures,
        measured,
        advice: advice(measured, marks.above_from, marks.below_under),
    }
}

/// The numbers beside which somebody is rated, with what they were reckoned from. `accepted`: pieces of work by line and indicator, in the words
/// of the time when they were planned.
pub fn facts(
    marks: Marks,
    lines: &[Line],
    told: &BTreeMap<Named, String>,
    accepted: &[(TargetLineId, String, u32)],
    work: Evidence,
) -> Facts {
    let counted = counted(lines, accepted);
    Facts {
        formula: marks.formula,
        measured: reckon(marks, lines, told, &counted).measured,
        counted: Facts::counting(&counted),
        work,
        above_from: marks.above_from,
        below_under: marks.below_under,
    }
}

/// What the agency's marks say to a measured result; advice, never a rating.
pub fn advice(measured: Option<u32>, above: Option<i16>, below: Option<i16>) -> Option<Level> {
    let measured = i64::from(measured?);
    match (above, below) {
        (Some(above), _) if measured >= i64::from(above) => Some(Level::Above),
        (_, Some(below)) if measured < i64::from(below) => Some(Level::Below),
        (Some(_), Some(_)) => Some(Level::Meets),
        _ => None,
    }
}

/// Where a distribution of ratings is other than the guide says (law 4.10), each with the share in percent that stands against it. It is for
/// the leader to consider, and stops nothing. `counts` are in the order of [`Predikat::ALL`].
pub fn distribution(of: Achievement, counts: [usize; 5]) -> Vec<(&'static str, usize)> {
    let all: usize = counts.iter().sum();
    if all == 0 {
        return Vec::new();
    }
    let share = |some: &[usize]| some.iter().map(|at| counts[*at]).sum::<usize>() * 100;
    let over = |some: &[usize], most: usize| share(some) > most * all;
    let under = |some: &[usize], least: usize| share(some) < least * all;
    let rule = |against: bool, code: &'static str, of: &'static [usize]| (against, code, of);
    let rules = match of {
        Achievement::Istimewa => vec![rule(over(&[0], 70), "guide-very-good-70", &[0])],
        Achievement::Baik => vec![
            rule(over(&[1], 70), "guide-good-70", &[1]),
            rule(share(&[2, 3]) == 0, "guide-some-weak", &[2, 3]),
        ],
        Achievement::ButuhPerbaikan => vec![
            rule(under(&[2], 60), "guide-improve-60", &[2]),
            rule(over(&[0], 10), "guide-very-good-10", &[0]),
        ],
        Achievement::Kurang => vec![
            rule(under(&[3], 60), "guide-weak-60", &[3]),
            rule(under(&[2], 10), "guide-improve-10", &[2]),
            rule(over(&[0], 10), "guide-very-good-10", &[0]),
        ],
        Achievement::SangatKurang => vec![
            rule(under(&[4], 60), "guide-very-weak-60", &[4]),
            rule(under(&[2, 3], 10), "guide-weak-10", &[2, 3]),
            rule(over(&[0], 0), "guide-no-very-good", &[0]),
        ],
    };
    rules
        .iter()
        .filter(|(against, ..)| *against)
        .map(|(_, code, of)| (*code, share(of) / all))
        .collect()
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
