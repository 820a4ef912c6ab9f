//! Counts an amount line by line: each line is what the exact amount changes by when it is added, so that the lines always add up.

use chrono::NaiveDate;

use super::{
    Base, Code, Day, Excuse, Inputs, Line, Measure, Outcome, Report, Terms, Unreported, WHOLE, band,
};

/// What has been counted so far, in basis points.
struct Tally<'a> {
    terms: &'a Terms,
    base: i64,
    cpns: u16,
    /// The factors of what is cut by a factor, and what is deducted, by [`Base`].
    factor: [u16; 3],
    deducted: [u32; 3],
    discipline: u16,
    shown: i64,
    lines: Vec<Line>,
}

impl Tally<'_> {
    /// The amount by what has been counted, in rupiah, rounded down. Never negative, and never more than the class is paid.
    fn amount(&self) -> i64 {
        let whole = u64::from(WHOLE);
        let (performance, presence) = self.terms.shares();
        let left = |share: u16, base: Base| {
            let at = base as usize;
            let kept = whole.saturating_sub(u64::from(self.deducted[at]));
            // in hundred-millionths
            let factor = u64::from(self.factor[at]).min(whole);
            let part = kept.saturating_sub(whole - factor);
            u64::from(share) * part
        };
        let credit = left(performance, Base::Performance) + left(presence, Base::Presence);
        let at = Base::Whole as usize;
        let lost = whole - u64::from(self.factor[at]).min(whole) + u64::from(self.deducted[at]);
        let credit = credit.saturating_sub(whole * lost);
        let kept = WHOLE.saturating_sub(self.discipline);
        let exact = i128::from(self.base.max(0))
            * i128::from(self.cpns)
            * i128::from(credit)
            * i128::from(kept);
        // four factors of a whole
        i64::try_from(exact / 10_000_000_000_000_000).unwrap_or(0)
    }

    /// Adds a line with what the amount has changed by since the last.
    fn push(&mut self, mut line: Line) {
        let now = self.amount();
        line.rupiah = now - self.shown;
        self.shown = now;
        self.lines.push(line);
    }

    fn factor(&mut self, base: Base, bp: u16) {
        let at = self.terms.base(base) as usize;
        // a rating and failed reports tell of the same work: the lower of the two holds
        self.factor[at] = self.factor[at].min(bp);
    }

    fn deduct(&mut self, base: Base, bp: u32) {
        let at = self.terms.base(base) as usize;
        self.deducted[at] = self.deducted[at].saturating_add(bp);
    }
}

fn line(code: Code, bp: u32, of: Base) -> Line {
    Line {
        code,
        fact: String::new(),
        n: 0,
        minutes: 0,
        on: Vec::new(),
        bp,
        of,
        rupiah: 0,
        law: String::new(),
    }
}

fn count(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// What the terms make of what was known.
pub fn evaluate(terms: &Terms, inputs: &Inputs) -> Outcome {
    let mut all = Tally {
        terms,
        base: inputs.base.unwrap_or(0),
        cpns: WHOLE,
        factor: [WHOLE; 3],
        deducted: [0; 3],
        discipline: 0,
        shown: 0,
        lines: Vec::new(),
    };
    let class = inputs.kelas.map_or_else(String::new, |one| one.to_string());
    let code = match inputs.base {
        Some(_) => Code::Base,
        None => Code::NoClass,
    };
    all.push(Line {
        fact: class,
        ..line(code, u32::from(WHOLE), Base::Whole)
    });
    if terms.unpaid.contains(&inputs.legal_state) {
        all.base = 0;
        all.push(Line {
            fact: inputs.legal_state.clone(),
            ..line(Code::Unpaid, u32::from(WHOLE), Base::Whole)
        });
    }
    if inputs.cpns {
        all.cpns = terms.cpns;
        all.push(line(Code::Cpns, u32::from(terms.cpns), Base::Whole));
    }
    performance(&mut all, inputs);
    presence(&mut all, inputs);
    discipline(&mut all, &inputs.measures);
    let Tally {
        shown, mut lines, ..
    } = all;
    let capped = terms.cap.map_or(shown, |cap| shown.min(cap.max(0)));
    let step = terms.round_to.max(1);
    let amount = capped / step * step;
    for (code, from, to, limit) in [
        (Code::Cap, shown, capped, capped),
        (Code::Rounding, capped, amount, step),
    ] {
        if to < from {
            lines.push(Line {
                fact: limit.to_string(),
                rupiah: to - from,
                ..line(code, 0, Base::Whole)
            });
        }
    }
    Outcome { amount, lines }
}

/// The rating, and the reports of the month.
fn performance(all: &mut Tally<'_>, inputs: &Inputs) {
    let terms = all.terms;
    match &inputs.rated {
        Some(rated) => {
            let factor = terms.predikat.get(&rated.predikat).copied();
            let factor = factor.unwrap_or(WHOLE);
            all.factor(terms.predikat_base, factor);
            all.push(Line {
                fact: format!("{} {}", rated.predikat.code(), rated.period),
                ..line(
                    Code::Predikat,
                    u32::from(factor),
                    terms.base(terms.predikat_base),
                )
            });
        }
        None => all.push(line(Code::Unrated, u32::from(WHOLE), Base::Whole)),
    }
    let reports = inputs.reports;
    let missing = if terms.missing_fails {
        reports.missing
    } else {
        0
    };
    let failed = reports.refused.saturating_add(missing);
    if let Some(found) = band(&terms.failed_reports, failed) {
        all.factor(terms.failed_base, found.bp);
        all.push(Line {
            n: failed,
            ..line(
                Code::FailedReports,
                u32::from(found.bp),
                terms.base(terms.failed_base),
            )
        });
    }
    let delivered = reports.accepted + reports.waiting + reports.refused;
    if terms.no_report > 0 && reports.due > 0 && delivered == 0 {
        all.deduct(terms.no_report_base, u32::from(terms.no_report));
        all.push(Line {
            n: reports.due,
            ..line(
                Code::NoReport,
                u32::from(terms.no_report),
                terms.base(terms.no_report_base),
            )
        });
    }
}

/// Whether a flexible day counts as scheduled hours: its work was accepted, or waits; presence never pays by itself.
fn credited(terms: &Terms, day: &Day, report: Report) -> bool {
    let told = matches!(report, Report::Accepted | Report::Pending | Report::Unasked);
    told && !(terms.flexible_marks && day.unseen)
}

/// What a day's marks come to.
#[derive(Default)]
struct Found {
    minutes: u16,
    on: Vec<NaiveDate>,
    bp: u32,
}

impl Found {
    fn add(&mut self, on: NaiveDate, minutes: u16, bands: &[super::Band]) {
        if minutes > 0 {
            self.minutes = self.minutes.saturating_add(minutes);
            self.on.push(on);
            self.bp += band(bands, minutes).map_or(0, |one| u32::from(one.bp));
        }
    }

    /// Lines of minutes that cost nothing are not shown.
    fn tell(self, all: &mut Tally<'_>, code: Code, bands: &[super::Band]) {
        let bp = if all.terms.cumulative {
            band(bands, self.minutes).map_or(0, |one| u32::from(one.bp))
        } else {
            self.bp
        };
        if bp == 0 {
            return;
        }
        let base = all.terms.presence_base;
        all.deduct(base, bp);
        all.push(Line {
            n: count(self.on.len()),
            minutes: self.minutes,
            on: self.on,
            ..line(code, bp, all.terms.base(base))
        });
    }
}

/// The days of the month: late, early, absent; and those that deduct nothing.
fn presence(all: &mut Tally<'_>, inputs: &Inputs) {
    let terms = all.terms;
    let (mut late, mut early) = (Found::default(), Found::default());
    let (mut absent, mut flexible, mut excused) = (Vec::new(), Vec::new(), Vec::new());
    let mut credit: u16 = 0;
    for day in &inputs.days {
        if let Some(Excuse::Outage | Excuse::Recorded | Excuse::Reviewed) = day.excuse {
            excused.push(day.on);
            continue;
        }
        if let Some(report) = day.flexible {
            if credited(terms, day, report) {
                credit = credit.saturating_add(terms.credit_minutes.unwrap_or(day.minutes));
                flexible.push(day.on);
                continue;
            }
            let told = !matches!(report, Report::Refused | Report::Missing);
            if terms.unreported == Unreported::Nothing && !told {
                continue;
            }
        }
        if day.unseen {
            // a flexible day on which nothing was recorded counts as one without beginning and end
            if day.flexible.is_some() && terms.flexible_marks {
                late.add(day.on, terms.no_in.unwrap_or(0), &terms.late);
                early.add(day.on, terms.no_out.unwrap_or(0), &terms.early);
            } else if terms.unseen_absent {
                absent.push((day.nth, day.on));
            }
            continue;
        }
        let begun = match day.no_in {
            true => terms.no_in.unwrap_or(0),
            false => day.late.saturating_sub(terms.tolerance),
        };
        let ended = match day.no_out {
            true => terms.no_out.unwrap_or(0),
            false => day.early,
        };
        late.add(day.on, begun, &terms.late);
        early.add(day.on, ended, &terms.early);
    }
    late.tell(all, Code::Late, &terms.late);
    early.tell(all, Code::Early, &terms.early);
    absences(all, &absent);
    if !flexible.is_empty() {
        all.push(Line {
            n: count(flexible.len()),
            minutes: credit,
            on: flexible,
            ..line(Code::Flexible, 0, Base::Presence)
        });
    }
    if !excused.is_empty() {
        all.push(Line {
            n: count(excused.len()),
            on: excused,
            ..line(Code::Excused, 0, Base::Presence)
        });
    }
}

/// Absent days one by one, or in a row where that is more.
fn absences(all: &mut Tally<'_>, absent: &[(u8, NaiveDate)]) {
    let terms = all.terms;
    if absent.is_empty() {
        return;
    }
    let base = terms.base(terms.presence_base);
    let each = u32::from(terms.absent) * u32::from(count(absent.len()));
    let (mut row, mut longest, mut before) = (0_u8, 0_u8, None::<u8>);
    for (nth, _) in absent {
        let follows = before.is_some_and(|last| last.checked_add(1) == Some(*nth));
        row = if follows { row + 1 } else { 1 };
        longest = longest.max(row);
        before = Some(*nth);
    }
    let in_row = terms.consecutive.filter(|one| longest >= one.days);
    let in_row = in_row.map(|one| u32::from(one.bp)).filter(|bp| *bp > each);
    let (code, bp) = match in_row {
        Some(bp) => (Code::Consecutive, bp),
        None => (Code::Absent, each),
    };
    all.deduct(terms.presence_base, bp);
    all.push(Line {
        n: count(absent.len()),
        on: absent.iter().map(|(_, on)| *on).collect(),
        ..line(code, bp, base)
    });
}

/// The cut of a decided measure that is served in the month; of several the hardest (PP 94/2021 art. 10; always a decision, law 6.3).
fn discipline(all: &mut Tally<'_>, measures: &[Measure]) {
    let terms = all.terms;
    let bp = |one: &Measure| match one.level.as_str() {
        "light" => terms.light,
        "medium" => terms.medium,
        _ => terms.heavy,
    };
    let Some(hardest) = measures.iter().max_by_key(|one| bp(one)) else {
        return;
    };
    let cut = bp(hardest).min(WHOLE);
    if cut == 0 {
        return;
    }
    all.discipline = cut;
    all.push(Line {
        fact: hardest.level.clone(),
        on: [Some(hardest.from), hardest.to]
            .into_iter()
            .flatten()
            .collect(),
        law: "PP 94/2021 Pasal 10".to_owned(),
        ..line(Code::Discipline, u32::from(cut), Base::Whole)
    });
}
