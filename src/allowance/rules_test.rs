//! The worked examples of law E7, every `example` row of data/tukin_rules.csv as terms, and what must hold for all terms and months.

use std::collections::BTreeMap;

use super::*;

#[path = "properties_test.rs"]
mod properties;

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
}

/// A month of twenty plain working days in a class that is paid five million.
fn month() -> Inputs {
    Inputs {
        month: day(1),
        until: day(30),
        kelas: Some(9),
        base: Some(5_000_000),
        cpns: false,
        legal_state: "Aktif".into(),
        rated: Some(Rated {
            period: "2026-Q3".into(),
            predikat: Predikat::Baik,
        }),
        working_days: 20,
        away: 0,
        days: Vec::new(),
        reports: Reports::default(),
        measures: Vec::new(),
    }
}

fn rated(predikat: Predikat) -> Inputs {
    let mut inputs = month();
    inputs.rated = Some(Rated {
        period: "2026-Q3".into(),
        predikat,
    });
    inputs
}

fn absent(days: std::ops::RangeInclusive<u8>) -> Inputs {
    let mut inputs = month();
    inputs.days = days
        .map(|n| Day {
            unseen: true,
            ..Day::plain(day(u32::from(n)), n)
        })
        .collect();
    inputs
}

fn late(minutes: u16) -> Inputs {
    let mut inputs = month();
    inputs.days = vec![Day {
        late: minutes,
        ..Day::plain(day(2), 1)
    }];
    inputs
}

fn early(minutes: u16) -> Inputs {
    let mut inputs = month();
    inputs.days = vec![Day {
        early: minutes,
        ..Day::plain(day(2), 1)
    }];
    inputs
}

/// Terms under which nothing is deducted.
fn nothing() -> Terms {
    Terms {
        instrument: "Contoh".into(),
        mode: Mode::Deductions,
        predikat: Predikat::ALL.into_iter().map(|one| (one, WHOLE)).collect(),
        cpns: WHOLE,
        late: Vec::new(),
        early: Vec::new(),
        no_in: None,
        no_out: None,
        absent: 0,
        unseen_absent: true,
        medium: 0,
        ..Terms::proposal()
    }
}

/// A class that is paid 5,000,000 under shares of performance and presence.
fn shares(performance: u16) -> Terms {
    Terms {
        mode: Mode::Shares { performance },
        ..nothing()
    }
}

#[test]
fn the_worked_examples_of_the_law_hold() {
    // 60/40, good, 5 % off the presence share
    let five = Terms {
        absent: 500,
        presence_base: Base::Presence,
        ..shares(6_000)
    };
    assert_eq!(evaluate(&five, &absent(3..=3)).amount, 4_900_000);
    // 60/40, a factor of 90 %, nothing deducted
    let weak = Terms {
        predikat: BTreeMap::from([(Predikat::ButuhPerbaikan, 9_000)]),
        predikat_base: Base::Performance,
        ..shares(6_000)
    };
    let needs = rated(Predikat::ButuhPerbaikan);
    assert_eq!(evaluate(&weak, &needs).amount, 4_700_000);
    // 70/30, a candidate
    let candidate = Terms {
        cpns: 8_000,
        ..shares(7_000)
    };
    let mut young = month();
    young.cpns = true;
    assert_eq!(evaluate(&candidate, &young).amount, 4_000_000);
    // the first with a cut of discipline
    let cut = Terms {
        medium: 2_500,
        ..five
    };
    let mut served = absent(3..=3);
    served.measures.push(Measure {
        level: "medium".into(),
        from: day(1),
        to: None,
    });
    assert_eq!(evaluate(&cut, &served).amount, 3_675_000);
    // the whole, three absent days at 2.5 %
    let pure = Terms {
        absent: 250,
        ..nothing()
    };
    assert_eq!(evaluate(&pure, &absent(3..=5)).amount, 4_625_000);
}

/// A row of the file, its columns by name.
type Row = BTreeMap<String, String>;

fn rows() -> Vec<Row> {
    let text = include_str!("../../data/tukin_rules.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

fn at<'a>(row: &'a Row, column: &str) -> &'a str {
    row[column].as_str()
}

fn number(row: &Row, column: &str) -> Option<u16> {
    let text = at(row, column);
    (!text.is_empty()).then(|| text.parse().expect("a number"))
}

/// A percentage with at most two decimals, in basis points.
fn bp(row: &Row) -> u16 {
    let text = at(row, "value_pct");
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<2}");
    whole.parse::<u16>().expect("a number") * 100 + part.parse::<u16>().expect("decimals")
}

fn base(row: &Row) -> Base {
    match at(row, "base") {
        "presence_weight" => Base::Presence,
        "performance_weight" => Base::Performance,
        "tukin_month" | "tukin_class" => Base::Whole,
        other => panic!("unknown base {other}"),
    }
}

fn only(row: &Row) -> Vec<Band> {
    vec![Band {
        from: number(row, "min_inclusive").expect("a first number"),
        to: number(row, "max_exclusive"),
        bp: bp(row),
    }]
}

fn predikat(row: &Row) -> Predikat {
    Predikat::of(&at(row, "code").to_lowercase()).expect("a rating")
}

/// Terms that hold nothing but a row, a month on which it bears, and what is left of five million. None: no row of this kind.
fn bearing(row: &Row) -> Option<(Terms, Inputs, i64)> {
    let of = |bp: u16| 5_000_000 / 10_000 * i64::from(WHOLE - bp);
    let found = match (at(row, "component"), at(row, "effect")) {
        ("late", "deduct") => {
            let late_by = late(number(row, "min_inclusive")?);
            let terms = Terms {
                late: only(row),
                ..nothing()
            };
            (terms, late_by, of(bp(row)))
        }
        ("early_leave", "deduct") => {
            let left = early(number(row, "min_inclusive")?);
            let terms = Terms {
                early: only(row),
                ..nothing()
            };
            (terms, left, of(bp(row)))
        }
        ("absent", "deduct") if at(row, "code") == "ALPA" => {
            let terms = Terms {
                absent: bp(row),
                ..nothing()
            };
            (terms, absent(2..=2), of(bp(row)))
        }
        ("absent", "deduct") => {
            let days = u8::try_from(number(row, "min_inclusive")?).ok()?;
            let in_row = Consecutive { days, bp: bp(row) };
            let terms = Terms {
                consecutive: Some(in_row),
                ..nothing()
            };
            (terms, absent(1..=days), of(bp(row)))
        }
        ("no_clock_in", "treat_as_late_minutes") => {
            let minutes = at(row, "value_pct").parse().ok()?;
            let mut inputs = month();
            inputs.days = vec![Day {
                no_in: true,
                ..Day::plain(day(2), 1)
            }];
            let terms = Terms {
                no_in: Some(minutes),
                late: vec![Band {
                    from: minutes,
                    to: None,
                    bp: 200,
                }],
                ..nothing()
            };
            (terms, inputs, of(200))
        }
        ("no_clock_out", "treat_as_early_minutes") => {
            let minutes = at(row, "value_pct").parse().ok()?;
            let mut inputs = month();
            inputs.days = vec![Day {
                no_out: true,
                ..Day::plain(day(2), 1)
            }];
            let terms = Terms {
                no_out: Some(minutes),
                early: vec![Band {
                    from: minutes,
                    to: None,
                    bp: 200,
                }],
                ..nothing()
            };
            (terms, inputs, of(200))
        }
        ("flexible_work", "must_record_attendance") => {
            // nothing was recorded on a flexible day: it counts as one without beginning and end
            let terms = Terms {
                flexible_marks: true,
                no_in: Some(91),
                late: vec![Band {
                    from: 91,
                    to: None,
                    bp: 200,
                }],
                ..nothing()
            };
            let mut inputs = flexible(Report::Accepted);
            inputs.days[0].unseen = true;
            (terms, inputs, of(200))
        }
        ("flexible_work", "credit_hours") => {
            let hours: f32 = at(row, "value_pct").parse().ok()?;
            let terms = Terms {
                credit_minutes: Some((hours * 60.0) as u16),
                absent: 400,
                ..nothing()
            };
            let mut inputs = flexible(Report::Pending);
            inputs.days[0].unseen = true;
            let told = evaluate(&terms, &inputs);
            assert!(
                told.lines
                    .iter()
                    .any(|one| one.code == Code::Flexible && one.minutes == 510)
            );
            (terms, inputs, 5_000_000)
        }
        ("weight", "weight") => {
            let weight = bp(row);
            let is_presence = at(row, "code") == "KEHADIRAN";
            // the other share is lost in whole: what is left is the weight
            let performance = if is_presence { WHOLE - weight } else { weight };
            let terms = Terms {
                predikat: BTreeMap::from([(Predikat::Baik, if is_presence { 0 } else { WHOLE })]),
                absent: if is_presence { 0 } else { WHOLE },
                ..shares(performance)
            };
            let left = 5_000_000 / 10_000 * i64::from(weight);
            (terms, absent(2..=2), left)
        }
        ("performance", "pay_factor") if at(row, "unit") == "failed_daily_report" => {
            let terms = Terms {
                failed_reports: only(row),
                failed_base: base(row),
                ..nothing()
            };
            let mut inputs = month();
            inputs.reports = Reports {
                due: 20,
                refused: number(row, "min_inclusive")?,
                ..Reports::default()
            };
            (terms, inputs, of(WHOLE - bp(row)))
        }
        ("performance", "pay_factor") => {
            let terms = Terms {
                predikat: BTreeMap::from([(predikat(row), bp(row))]),
                predikat_base: base(row),
                ..nothing()
            };
            (terms, rated(predikat(row)), of(WHOLE - bp(row)))
        }
        ("performance", "deduct") => {
            let terms = Terms {
                predikat: BTreeMap::from([(predikat(row), WHOLE - bp(row))]),
                predikat_base: base(row),
                ..nothing()
            };
            (terms, rated(predikat(row)), of(bp(row)))
        }
        ("no_report", "deduct") => {
            let terms = Terms {
                no_report: bp(row),
                no_report_base: base(row),
                ..nothing()
            };
            let mut inputs = month();
            inputs.reports = Reports {
                due: 20,
                missing: 20,
                ..Reports::default()
            };
            (terms, inputs, of(bp(row)))
        }
        ("status", "pay_factor") => {
            let terms = Terms {
                cpns: bp(row),
                ..nothing()
            };
            let mut inputs = month();
            inputs.cpns = true;
            (terms, inputs, of(WHOLE - bp(row)))
        }
        _ => return None,
    };
    Some(found)
}

fn flexible(report: Report) -> Inputs {
    let mut inputs = month();
    inputs.days = vec![Day {
        flexible: Some(report),
        minutes: 450,
        ..Day::plain(day(2), 1)
    }];
    inputs
}

#[test]
fn every_example_of_the_file_can_be_set_and_has_its_effect() {
    let examples: Vec<Row> = rows()
        .into_iter()
        .filter(|row| at(row, "level") == "example")
        .collect();
    assert!(examples.len() >= 30, "{}", examples.len());
    for row in &examples {
        let (terms, inputs, left) = bearing(row).unwrap_or_else(|| panic!("no terms for {row:?}"));
        assert_eq!(evaluate(&terms, &inputs).amount, left, "{row:?}");
        // an untouched month is paid whole under the same terms, unless the row is a share
        if at(row, "component") != "weight" {
            assert_eq!(evaluate(&terms, &month()).amount, 5_000_000, "{row:?}");
        }
        // and what the row does not reach is not touched
        if let (Some(to), "late" | "early_leave") =
            (number(row, "max_exclusive"), at(row, "component"))
        {
            let beyond = match at(row, "component") {
                "late" => late(to),
                _ => early(to),
            };
            assert_eq!(evaluate(&terms, &beyond).amount, 5_000_000, "{row:?}");
        }
    }
}

#[test]
fn the_proposal_is_that_of_the_file_and_of_article_10() {
    let proposal = Terms::proposal();
    assert!(proposal.problems().is_empty(), "{:?}", proposal.problems());
    for row in rows().iter().filter(|row| at(row, "level") == "proposal") {
        match at(row, "component") {
            "late" | "early_leave" => {
                let bands = match at(row, "component") {
                    "late" => &proposal.late,
                    _ => &proposal.early,
                };
                assert!(bands.contains(&only(row)[0]), "{row:?}");
                assert_eq!(proposal.presence_base, base(row));
            }
            "absent" => assert_eq!(proposal.absent, bp(row)),
            "performance" => assert_eq!(proposal.predikat[&predikat(row)], bp(row)),
            "weight" => {
                let (performance, presence) = proposal.shares();
                let weight = match at(row, "code") {
                    "KINERJA" => performance,
                    _ => presence,
                };
                assert_eq!(weight, bp(row));
            }
            other => panic!("a new kind of proposal: {other}"),
        }
    }
    let medium: Vec<Row> = rows()
        .into_iter()
        .filter(|row| at(row, "component") == "discipline_medium")
        .collect();
    assert_eq!(medium.len(), 3);
    assert!(medium.iter().all(|row| bp(row) == proposal.medium));
}

#[test]
fn a_flexible_day_counts_when_its_work_is_accepted_or_waits_and_an_outage_deducts_nothing() {
    let terms = Terms {
        absent: 400,
        ..nothing()
    };
    let left = |inputs: &Inputs| evaluate(&terms, inputs).amount;
    for (report, amount) in [
        (Report::Accepted, 5_000_000),
        (Report::Pending, 5_000_000),
        (Report::Unasked, 5_000_000),
        (Report::Refused, 4_800_000),
        (Report::Missing, 4_800_000),
    ] {
        let mut inputs = flexible(report);
        inputs.days[0].unseen = true;
        assert_eq!(left(&inputs), amount, "{report:?}");
        inputs.days[0].excuse = Some(Excuse::Outage);
        assert_eq!(left(&inputs), 5_000_000);
    }
    // a day on which nobody was seen is an absence only where the agency says so
    let seen_only = Terms {
        unseen_absent: false,
        ..terms.clone()
    };
    assert_eq!(evaluate(&seen_only, &absent(2..=9)).amount, 5_000_000);
    // nor does a flexible day that failed cost anything where the agency says so
    let lenient = Terms {
        unreported: Unreported::Nothing,
        ..terms
    };
    let mut failed = flexible(Report::Refused);
    failed.days[0].unseen = true;
    assert_eq!(evaluate(&lenient, &failed).amount, 5_000_000);
}

#[test]
fn minutes_count_a_day_or_a_month_together() {
    let each = Terms {
        tolerance: 5,
        ..Terms {
            late: Terms::proposal().late,
            ..nothing()
        }
    };
    let mut inputs = month();
    inputs.days = (2..6)
        .map(|n| Day {
            late: 20,
            ..Day::plain(day(n), 1)
        })
        .collect();
    // four times 15 minutes: four times half a percent, or an hour together
    assert_eq!(evaluate(&each, &inputs).amount, 4_900_000);
    let together = Terms {
        cumulative: true,
        ..each
    };
    assert_eq!(evaluate(&together, &inputs).amount, 4_950_000);
}

#[test]
fn absences_in_a_row_are_those_of_working_days_that_follow() {
    let terms = Terms {
        absent: 250,
        consecutive: Some(Consecutive {
            days: 10,
            bp: WHOLE,
        }),
        ..nothing()
    };
    assert_eq!(evaluate(&terms, &absent(1..=9)).amount, 3_875_000);
    assert_eq!(evaluate(&terms, &absent(1..=10)).amount, 0);
    let mut broken = absent(1..=11);
    broken.days.remove(5);
    assert_eq!(evaluate(&terms, &broken).amount, 3_750_000);
}

#[test]
fn nobody_is_paid_without_a_class_or_in_a_state_that_is_not_paid() {
    let mut unknown = month();
    unknown.base = None;
    let told = evaluate(&nothing(), &unknown);
    assert_eq!((told.amount, told.lines[0].code), (0, Code::NoClass));
    let terms = Terms {
        unpaid: vec!["CLTN".into()],
        ..nothing()
    };
    let mut away = month();
    away.legal_state = "CLTN".into();
    let told = evaluate(&terms, &away);
    assert_eq!((told.amount, told.lines[1].code), (0, Code::Unpaid));
    assert_eq!(told.lines[1].rupiah, -5_000_000);
}

#[test]
fn bands_follow_one_another_and_more_is_never_cheaper() {
    let code = |terms: &Terms| {
        let all = terms.problems();
        all.into_iter().map(|one| one.field).collect::<Vec<_>>()
    };
    let band = |from, to, bp| Band { from, to, bp };
    let gap = Terms {
        late: vec![band(1, Some(31), 50), band(40, None, 100)],
        ..Terms::proposal()
    };
    assert_eq!(code(&gap), ["late"]);
    let cheaper = Terms {
        early: vec![band(1, Some(31), 50), band(31, None, 20)],
        ..Terms::proposal()
    };
    assert_eq!(code(&cheaper), ["early"]);
    let rising = Terms {
        failed_reports: vec![band(1, Some(6), 8_000), band(6, None, 9_000)],
        ..Terms::proposal()
    };
    assert_eq!(code(&rising), ["failed_reports"]);
    let wild = Terms {
        cpns: 10_001,
        round_to: 0,
        ..Terms::proposal()
    };
    assert_eq!(code(&wild), ["cpns", "round_to"]);
}
