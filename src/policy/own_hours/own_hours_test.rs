//! Each term by a table, and the weekly total against a slow, obvious model.

use super::*;
use crate::{
    calendar::WorkingHours,
    policy::{
        base_alone, eligibility,
        facts::Fact,
        rule::RuleSet,
        tests::{analyst, now, on, set, wednesday},
    },
};
use proptest::prelude::*;

fn at(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn times(start: &str, end: &str) -> Times {
    Times {
        start: at(&format!("{start}:00")),
        end: at(&format!("{end}:00")),
    }
}

fn office(from: &str, to: &str, ramadan: bool) -> OfficeStretch {
    let hours = WorkingHours::five_day();
    let hours = if ramadan { hours.ramadan } else { hours.normal };
    OfficeStretch {
        days_in: DateRange {
            from: on(from),
            to: on(to),
        },
        ramadan,
        days: WeekDay::ALL[..5]
            .iter()
            .map(|day| (*day, hours.on(*day)))
            .collect(),
    }
}

/// Half an hour earlier every day, for four whole weeks.
fn early() -> HoursFacts {
    let mut normal: BTreeMap<WeekDay, Times> = WeekDay::ALL[..4]
        .iter()
        .map(|day| (*day, times("07:00", "15:30")))
        .collect();
    normal.insert(WeekDay::Fri, times("07:00", "16:00"));
    HoursFacts {
        period: DateRange {
            from: on("2026-11-30"),
            to: on("2026-12-25"),
        },
        week: HoursWeek {
            normal,
            ramadan: BTreeMap::new(),
        },
        office: vec![office("2026-11-30", "2026-12-25", false)],
        other: Fact::new(None, Source::Schedule, now()),
    }
}

fn judged(hours: HoursFacts, rules: RuleSet) -> Verdict {
    let mut day = wednesday();
    day.day = hours.period.from;
    day.hours = Some(hours);
    eligibility(&analyst(), &base_alone(&rules), &day)
}

/// Keys of the rules in the way, with the fields that mend them.
fn in_the_way(hours: HoursFacts) -> Vec<(String, Vec<String>)> {
    judged(hours, set(1, Vec::new()))
        .in_the_way()
        .into_iter()
        .map(|rule| {
            let fields = rule.remedy.iter().filter_map(|way| way.value.clone());
            (rule.key.clone(), fields.collect())
        })
        .collect()
}

fn one(key: &str, fields: &[&str]) -> Vec<(String, Vec<String>)> {
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    vec![(format!("own_hours.{key}"), fields)]
}

#[test]
fn the_plan_of_an_early_bird_passes_and_says_so() {
    let verdict = judged(early(), set(1, Vec::new()));
    assert_eq!(verdict.verdict, Overall::Pass);
    assert_eq!(
        verdict.headline.id,
        "Jam kerja sendiri 30 November 2026 sampai 25 Desember 2026 bisa."
    );
    assert_eq!(verdict.rules.len(), 6);
}

#[test]
fn every_term_is_held_and_names_the_field_that_mends_it() {
    let with = |change: &dyn Fn(&mut HoursFacts)| {
        let mut hours = early();
        change(&mut hours);
        in_the_way(hours)
    };
    let day = |hours: &mut HoursFacts, day, start, end| {
        hours.week.normal.insert(day, times(start, end));
    };
    use WeekDay::{Fri, Mon, Tue};
    assert_eq!(
        with(&|h| day(h, Mon, "06:29", "15:00")),
        one("window", &["mon_start"])
    );
    assert!(with(&|h| day(h, Mon, "06:30", "15:00")).is_empty());
    assert_eq!(
        with(&|h| day(h, Tue, "08:30", "17:01")),
        one("window", &["tue_end"])
    );
    assert_eq!(
        with(&|h| day(h, Tue, "08:31", "17:00")).first(),
        one("core", &["tue_start"]).first()
    );
    assert_eq!(
        with(&|h| {
            day(h, Mon, "07:00", "14:59");
            day(h, Tue, "07:00", "16:01");
        }),
        one("core", &["mon_end"])
    );
    // 8 h 30 min is a long day, more is a shift
    assert!(with(&|h| day(h, Mon, "07:00", "16:30")).is_empty());
    assert_eq!(
        with(&|h| day(h, Mon, "07:00", "16:31")),
        one("day", &["mon_end"])
    );
    assert_eq!(
        with(&|h| day(h, Fri, "07:00", "15:59")),
        one("total", &["total"])
    );
    assert_eq!(
        with(&|h| {
            h.week.normal.remove(&Mon);
        })
        .first(),
        one("window", &["mon_start"]).first()
    );
    assert_eq!(
        with(&|h| h.period.from = on("2026-11-18")).first(),
        one("period", &["first_on"]).first()
    );
    assert_eq!(
        with(&|h| {
            h.period.to = on("2027-06-04");
            h.office = vec![office("2026-11-30", "2027-06-04", false)];
        }),
        one("period", &["last_on"])
    );
    assert_eq!(
        with(&|h| {
            h.period = DateRange {
                from: on("2026-12-05"),
                to: on("2026-12-06"),
            };
        }),
        one("period", &["last_on"])
    );
    let other = DateRange {
        from: on("2026-12-21"),
        to: on("2027-01-01"),
    };
    assert_eq!(
        with(&|h| h.other.value = Some(other)),
        one("overlap", &["first_on"])
    );
}

#[test]
fn an_edge_of_the_period_is_short_where_the_plan_is_uneven() {
    let mut hours = early();
    // a long Monday, a short Friday: fine in whole weeks
    hours
        .week
        .normal
        .insert(WeekDay::Mon, times("07:00", "16:00"));
    hours
        .week
        .normal
        .insert(WeekDay::Fri, times("07:00", "15:30"));
    assert!(in_the_way(hours.clone()).is_empty());
    hours.period.from = on("2026-12-01");
    assert_eq!(in_the_way(hours.clone()), one("total", &["first_on"]));
    hours.period.from = on("2026-11-30");
    hours
        .week
        .normal
        .insert(WeekDay::Mon, times("07:30", "15:30"));
    hours
        .week
        .normal
        .insert(WeekDay::Fri, times("07:00", "16:30"));
    hours.period.to = on("2026-12-22");
    assert_eq!(in_the_way(hours), one("total", &["last_on"]));
}

#[test]
fn ramadan_keeps_the_hours_of_the_office_unless_it_has_its_own() {
    let mut hours = early();
    hours.period = DateRange {
        from: on("2027-02-01"),
        to: on("2027-02-26"),
    };
    hours.office = vec![
        office("2027-02-01", "2027-02-07", false),
        office("2027-02-08", "2027-02-26", true),
    ];
    assert!(in_the_way(hours.clone()).is_empty());
    hours.week.ramadan = WeekDay::ALL[..5]
        .iter()
        .map(|day| (*day, times("07:30", "14:30")))
        .collect();
    // Friday has the longer break
    assert_eq!(in_the_way(hours.clone()), one("total", &["total"]));
    hours
        .week
        .ramadan
        .insert(WeekDay::Fri, times("07:30", "15:00"));
    assert!(in_the_way(hours.clone()).is_empty());
    hours
        .week
        .ramadan
        .insert(WeekDay::Fri, times("06:59", "15:00"));
    assert_eq!(
        in_the_way(hours.clone()),
        one("window", &["ramadan_fri_start"])
    );
    let totals: Vec<(bool, u32)> = season_totals(&hours)
        .iter()
        .map(|total| (total.ramadan, total.need))
        .collect();
    assert_eq!(totals, [(false, 2_250), (true, 1_950)]);
}

#[test]
fn the_person_must_qualify_but_not_by_the_criteria_of_a_place() {
    let mut day = wednesday();
    let hours = early();
    day.day = hours.period.from;
    day.hours = Some(hours);
    let rules = base_alone(&base::ministry());
    let mut person = analyst();
    if let Some(position) = &mut person.position {
        position.flags.value = super::super::facts::TaskFlags::none_met();
    }
    assert_eq!(eligibility(&person, &rules, &day).verdict, Overall::Pass);
    person.unit.direct_service.value = true;
    let verdict = eligibility(&person, &rules, &day);
    assert_eq!(verdict.verdict, Overall::Fail);
    assert_eq!(verdict.in_the_way()[0].kind, Kind::DirectService);
}

#[test]
fn duties_bound_to_the_hours_of_the_agency_leave_none_of_ones_own() {
    let mut day = wednesday();
    let hours = early();
    day.day = hours.period.from;
    day.hours = Some(hours);
    let rules = base_alone(&base::ministry());
    let mut person = analyst();
    let said = |person: &mut PersonFacts, answer| {
        let position = person.position.as_mut().expect("a position");
        position.hours_not_bound = answer;
        eligibility(person, &rules, &day)
    };
    let open = said(&mut person, None);
    assert_eq!(open.verdict, Overall::Pass);
    // a yes and an open answer say no more than before
    assert_eq!(said(&mut person, Some(true)), open);
    let bound = said(&mut person, Some(false));
    let first = bound.in_the_way()[0];
    assert_eq!(first.key, "own_hours.task");
    assert_eq!(first.waivable_by, WaivableBy::AgencyLeader);
    assert_eq!(first.citation[0].instrument.id, "PermenPANRB 4/2025");
}

#[test]
fn the_agency_sets_its_own_terms() {
    let rule = Rule::new(
        "own_hours",
        RuleKind::OwnHours {
            window_minutes: 15,
            core_minutes: 60,
            day_minutes: 480,
            period_days: 20,
            with_place: true,
        },
    );
    let verdict = judged(early(), set(7, vec![rule]));
    let keys: Vec<&str> = verdict
        .in_the_way()
        .iter()
        .map(|rule| rule.key.as_str())
        .collect();
    assert_eq!(keys, ["own_hours.window", "own_hours.period"]);
    assert_eq!(
        verdict.rule_set_version.or(verdict.base_rule_set_version),
        Some(7)
    );
}

/// Day by day: what is worked and what the office works, on the days of one week.
fn slow_total(hours: &HoursFacts, week: IsoWeek) -> (u32, u32) {
    let (mut have, mut need) = (0, 0);
    let mut day = hours.period.from;
    while day <= hours.period.to {
        let stretch = hours
            .office
            .iter()
            .find(|one| one.days_in.from <= day && day <= one.days_in.to);
        if IsoWeek::of(day) == week
            && let Some(stretch) = stretch
            && let Some(usual) = stretch.days.get(&WeekDay::of(day))
        {
            let own = if stretch.ramadan {
                let own = hours.week.ramadan.get(&WeekDay::of(day));
                Some(own.map_or((usual.start, usual.end), |own| (own.start, own.end)))
            } else {
                let own = hours.week.normal.get(&WeekDay::of(day));
                own.map(|own| (own.start, own.end))
            };
            let net = |from: NaiveTime, to: NaiveTime| {
                (to - from)
                    .num_minutes()
                    .max(i64::from(usual.break_minutes))
                    - i64::from(usual.break_minutes)
            };
            have += own.map_or(0, |(from, to)| net(from, to));
            need += net(usual.start, usual.end);
        }
        day = day.succ_opt().unwrap();
    }
    (u32::try_from(have).unwrap(), u32::try_from(need).unwrap())
}

prop_compose! {
    fn any_times()(start in 300u32..600, length in 0u32..700) -> Times {
        let at = |minute: u32| NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
        Times { start: at(start), end: at(start + length) }
    }
}

fn any_week() -> impl Strategy<Value = BTreeMap<WeekDay, Times>> {
    let day = proptest::sample::select(WeekDay::ALL[..6].to_vec());
    proptest::collection::btree_map(day, any_times(), 0..7)
}

prop_compose! {
    fn any_hours()(
        from in 0u64..20, length in 0u64..60, season in 0u64..80,
        normal in any_week(), ramadan in any_week(),
    ) -> HoursFacts {
        let start = on("2026-11-30");
        let later = |days| start + chrono::Days::new(days);
        let (first, last) = (later(from), later(from + length));
        let turn = later(season).clamp(first, last);
        let part = |from: NaiveDate, to: NaiveDate, ramadan| OfficeStretch {
            days_in: DateRange { from, to },
            ..office("2026-11-30", "2026-11-30", ramadan)
        };
        HoursFacts {
            period: DateRange { from: first, to: last },
            week: HoursWeek { normal, ramadan },
            office: vec![
                part(first, turn.pred_opt().unwrap(), false),
                part(turn, last, true),
            ],
            other: Fact::new(None, Source::Schedule, now()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_weekly_total_is_that_of_a_slow_model(hours in any_hours(), day in 0u64..80) {
        let week = IsoWeek::of(hours.period.from + chrono::Days::new(day));
        prop_assert_eq!(week_minutes(&hours, week), slow_total(&hours, week));
    }

    #[test]
    fn the_total_is_met_exactly_when_no_week_of_the_slow_model_is_short(hours in any_hours()) {
        let mut short = false;
        let mut day = hours.period.from;
        while day <= hours.period.to {
            let (have, need) = slow_total(&hours, IsoWeek::of(day));
            short |= have < need;
            day = day.succ_opt().unwrap();
        }
        let verdict = judged(hours, set(1, Vec::new()));
        let total = verdict.rules.iter().find(|rule| rule.key == "own_hours.total").unwrap();
        prop_assert_eq!(total.outcome == super::super::verdict::Outcome::Fail, short);
    }
}
