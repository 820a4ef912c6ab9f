//! Amounts, lines and terms in words.

use crate::{
    allowance::rules::{Band, Base, Code, Line, Mode, Terms, Unreported},
    kernel::{format, html::Page, i18n::Arg},
    performance::{self, rating::Predikat},
    requests::Month,
};

/// `Rp 4.900.000`; what is taken away with a minus.
pub fn money(amount: i64, page: &Page) -> String {
    let number = format::number(amount, page.language);
    match number.strip_prefix('−') {
        Some(rest) => format!("−Rp {rest}"),
        None => format!("Rp {number}"),
    }
}

/// `+Rp 100.000`, `−Rp 100.000`, or words that nothing changed.
pub fn difference(amount: i64, page: &Page) -> String {
    match amount {
        0 => page.t("allowance-same"),
        1.. => format!("+{}", money(amount, page)),
        _ => money(amount, page),
    }
}

/// `0,5%`.
pub fn percent(bp: u32, page: &Page) -> String {
    let mark = match page.language {
        crate::kernel::i18n::Lang::Id => ',',
        crate::kernel::i18n::Lang::En => '.',
    };
    match (bp / 100, bp % 100) {
        (whole, 0) => format!("{whole}%"),
        (whole, part) if part % 10 == 0 => format!("{whole}{mark}{}%", part / 10),
        (whole, part) => format!("{whole}{mark}{part:02}%"),
    }
}

/// A run's month, with the number of a correction.
pub fn run(run: &crate::allowance::Run, page: &Page) -> String {
    let month = month(run.month, page);
    match run.correction {
        0 => month,
        n => page.ta2("allowance-run-correction", "month", month, "n", n),
    }
}

/// `November 2026`.
pub fn month(month: Month, page: &Page) -> String {
    use chrono::Datelike;
    let first = month.first();
    format!(
        "{} {}",
        format::month(first.month0(), page.language),
        first.year()
    )
}

fn base(of: Base, page: &Page) -> String {
    page.t(&format!("allowance-of-{}", of.code()))
}

/// A line as pages show it.
pub struct Told {
    pub title: String,
    /// What was found.
    pub fact: String,
    /// How much it counts.
    pub rule: String,
    pub rupiah: String,
    pub takes: bool,
    /// Days, joined.
    pub days: String,
    pub citation: String,
    /// What would change it.
    pub change: String,
}

/// A line in words; `instrument` is what the terms write out.
pub fn line(one: &Line, instrument: &str, page: &Page) -> Told {
    let key = one.code.word();
    let days: Vec<String> = one
        .on
        .iter()
        .map(|day| format::day_month(*day, page.language))
        .collect();
    let hours = format!("{}:{:02}", one.minutes / 60, one.minutes % 60);
    let args = [
        ("n", Arg::Number(i64::from(one.n))),
        ("minutes", Arg::Number(i64::from(one.minutes))),
        ("hours", Arg::Text(hours)),
        ("fact", Arg::Text(fact(one, page))),
    ];
    let rule = match one.code {
        Code::Base
        | Code::NoClass
        | Code::Unpaid
        | Code::Unrated
        | Code::Flexible
        | Code::Excused
        | Code::Cap
        | Code::Rounding => String::new(),
        Code::Cpns | Code::Predikat | Code::FailedReports => page.ta2(
            "allowance-rule-factor",
            "percent",
            percent(one.bp, page),
            "base",
            base(one.of, page),
        ),
        _ => page.ta2(
            "allowance-rule-deduct",
            "percent",
            percent(one.bp, page),
            "base",
            base(one.of, page),
        ),
    };
    let open = one.rupiah < 0 || matches!(one.code, Code::NoClass | Code::Unrated);
    let change = page.language.find(&format!("allowance-change-{key}"));
    Told {
        title: page.t(&format!("allowance-line-{key}")),
        fact: page.language.ta(&format!("allowance-fact-{key}"), &args),
        rule,
        rupiah: match one.code {
            Code::Base => money(one.rupiah, page),
            _ if one.rupiah == 0 => "–".to_owned(),
            _ => money(one.rupiah, page),
        },
        takes: one.rupiah < 0,
        days: match one.code {
            Code::Discipline => String::new(),
            _ => days.join("; "),
        },
        citation: if one.law.is_empty() {
            instrument.to_owned()
        } else {
            one.law.clone()
        },
        change: change.filter(|_| open).unwrap_or_default(),
    }
}

fn fact(one: &Line, page: &Page) -> String {
    match one.code {
        Code::Predikat => {
            let (code, period) = one.fact.split_once(' ').unwrap_or((one.fact.as_str(), ""));
            let word = page.t(&format!("rating-predikat-{code}"));
            format!("{word}, {}", performance::period_word(period, page))
        }
        Code::Discipline => {
            let level = page.t(&format!("organisation-level-{}", one.fact));
            let days: Vec<String> = one.on.iter().map(|day| page.date(day)).collect();
            format!("{level}, {}", days.join(" – "))
        }
        Code::Cap | Code::Rounding => {
            let limit = one.fact.parse().unwrap_or(0);
            money(limit, page)
        }
        _ => one.fact.clone(),
    }
}

fn steps(bands: &[Band], page: &Page) -> String {
    let one = |band: &Band| {
        page.ta2(
            "allowance-band",
            "from",
            band.from,
            "percent",
            percent(u32::from(band.bp), page),
        )
    };
    bands.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The terms as sentences, for whoever is counted by them.
pub fn sentences(terms: &Terms, page: &Page) -> Vec<String> {
    let pc = |bp: u16| percent(u32::from(bp), page);
    let mut all = Vec::new();
    let (performance, presence) = terms.shares();
    all.push(match terms.mode {
        Mode::Shares { .. } => page.ta2(
            "allowance-says-shares",
            "performance",
            pc(performance),
            "presence",
            pc(presence),
        ),
        Mode::Deductions => page.t("allowance-says-deductions"),
    });
    let factors: Vec<String> = Predikat::ALL
        .into_iter()
        .map(|one| {
            let word = page.t(&format!("rating-predikat-{}", one.code()));
            let factor = terms.predikat.get(&one).copied().unwrap_or_default();
            format!("{word} {}", pc(factor))
        })
        .collect();
    all.push(page.ta2(
        "allowance-says-predikat",
        "factors",
        factors.join(", "),
        "base",
        base(terms.predikat_base, page),
    ));
    all.push(match terms.lag {
        0 => page.t("allowance-says-no-lag"),
        lag => page.tn("allowance-says-lag", lag),
    });
    all.push(page.ta("allowance-says-cpns", "percent", pc(terms.cpns)));
    let on = base(terms.presence_base, page);
    if !terms.late.is_empty() {
        all.push(page.ta2(
            "allowance-says-late",
            "bands",
            steps(&terms.late, page),
            "base",
            &on,
        ));
    }
    if !terms.early.is_empty() {
        all.push(page.ta2(
            "allowance-says-early",
            "bands",
            steps(&terms.early, page),
            "base",
            &on,
        ));
    }
    if terms.cumulative {
        all.push(page.t("allowance-says-cumulative"));
    }
    if terms.tolerance > 0 {
        all.push(page.tn("allowance-says-tolerance", terms.tolerance));
    }
    for (key, minutes) in [
        ("allowance-says-no-in", terms.no_in),
        ("allowance-says-no-out", terms.no_out),
    ] {
        if let Some(minutes) = minutes {
            all.push(page.tn(key, minutes));
        }
    }
    if terms.absent > 0 {
        all.push(page.ta2(
            "allowance-says-absent",
            "percent",
            pc(terms.absent),
            "base",
            &on,
        ));
    }
    all.push(page.t(if terms.unseen_absent {
        "allowance-says-unseen"
    } else {
        "allowance-says-not-unseen"
    }));
    if let Some(one) = terms.consecutive {
        all.push(page.ta2(
            "allowance-says-consecutive",
            "n",
            one.days,
            "percent",
            pc(one.bp),
        ));
    }
    if !terms.failed_reports.is_empty() {
        all.push(page.ta2(
            "allowance-says-failed",
            "bands",
            steps(&terms.failed_reports, page),
            "base",
            base(terms.failed_base, page),
        ));
    }
    if terms.no_report > 0 {
        all.push(page.ta2(
            "allowance-says-no-report",
            "percent",
            pc(terms.no_report),
            "base",
            base(terms.no_report_base, page),
        ));
    }
    all.push(page.t(match (terms.flexible_marks, terms.unreported) {
        (true, _) => "allowance-says-flexible-marks",
        (false, Unreported::Marks) => "allowance-says-flexible",
        (false, Unreported::Nothing) => "allowance-says-flexible-nothing",
    }));
    all.push(page.t("allowance-says-excused"));
    for (level, bp) in [
        ("light", terms.light),
        ("medium", terms.medium),
        ("heavy", terms.heavy),
    ] {
        if bp > 0 {
            let word = page.t(&format!("organisation-level-{level}"));
            all.push(page.ta2(
                "allowance-says-discipline",
                "level",
                word,
                "percent",
                pc(bp),
            ));
        }
    }
    if !terms.unpaid.is_empty() {
        all.push(page.ta("allowance-says-unpaid", "states", terms.unpaid.join(", ")));
    }
    if let Some(cap) = terms.cap {
        all.push(page.ta("allowance-says-cap", "amount", money(cap, page)));
    }
    if terms.round_to > 1 {
        all.push(page.ta(
            "allowance-says-round",
            "amount",
            money(terms.round_to, page),
        ));
    }
    all
}
