//! What must hold for any facts and any parameters.

use super::*;
use chrono::Days;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn any_weekdays() -> impl Strategy<Value = BTreeSet<WeekDay>> {
    proptest::collection::btree_set(proptest::sample::select(WeekDay::ALL.to_vec()), 0..6)
}

fn any_limit() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (0u8..=100).prop_map(Limit::Percent),
        (0u16..15).prop_map(Limit::Number)
    ]
}

fn any_ids() -> impl Strategy<Value = BTreeSet<Uuid>> {
    proptest::collection::btree_set((10u128..16).prop_map(id), 0..4)
}

fn any_ranges() -> impl Strategy<Value = Vec<crate::calendar::DateRange>> {
    let start = on("2026-11-01");
    let range = (0u64..40, 0u64..12).prop_map(move |(from, length)| {
        let from = start.checked_add_days(Days::new(from)).unwrap();
        let to = from.checked_add_days(Days::new(length)).unwrap();
        crate::calendar::DateRange { from, to }
    });
    proptest::collection::vec(range, 0..4)
}

fn any_cap() -> impl Strategy<Value = RuleKind> {
    (0u8..5, any::<bool>(), any::<bool>(), any_weekdays()).prop_map(
        |(days, except_duty_outside, except_special, may_leave_uncounted)| {
            RuleKind::MaxPlaceDaysPerWeek {
                days,
                except_duty_outside,
                except_special,
                may_leave_uncounted,
            }
        },
    )
}

fn any_earned() -> impl Strategy<Value = RuleKind> {
    let rating = proptest::option::of(proptest::sample::select(Predikat::ALL.to_vec()));
    (0u8..4, 0u16..4, 1u16..60, rating).prop_map(|(beyond, accepted, within_days, at_least)| {
        RuleKind::EarnedDays {
            beyond,
            accepted,
            within_days,
            at_least,
        }
    })
}

/// What was accepted in the last two months, newest first.
fn any_accepted() -> impl Strategy<Value = Option<Fact<Vec<NaiveDate>>>> {
    let days = proptest::collection::btree_set(0u64..60, 0..5).prop_map(|before| {
        let day = |days| on("2026-11-19").checked_sub_days(Days::new(days)).unwrap();
        fact(before.into_iter().map(day).collect())
    });
    proptest::option::weighted(0.8, days)
}

fn any_rule(kind: Kind) -> BoxedStrategy<RuleKind> {
    let number = 0u16..20;
    match kind {
        Kind::ExcludedAgency => {
            let some = |names: &'static [&'static str]| {
                let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
                proptest::collection::btree_set(proptest::sample::select(names), 0..3)
            };
            (some(&["4011", "4033"]), some(&["lpnk", "pemkab"]))
                .prop_map(|(codes, kinds)| RuleKind::ExcludedAgency { codes, kinds })
                .boxed()
        }
        Kind::ExcludedUnit => any_ids()
            .prop_map(|units| RuleKind::ExcludedUnit { units })
            .boxed(),
        Kind::ExcludedPosition => (any_ids(), any::<bool>())
            .prop_map(|(positions, analysts)| RuleKind::ExcludedPosition {
                positions,
                families: analysts
                    .then(|| "Analis Kebijakan".to_owned())
                    .into_iter()
                    .collect(),
            })
            .boxed(),
        Kind::TaskFlags => any::<bool>()
            .prop_map(|extra| RuleKind::TaskFlags {
                extra: extra.then(|| Words::new("a", "b")),
            })
            .boxed(),
        Kind::MinMonthsSinceAppointment => number
            .prop_map(|months| RuleKind::MinMonthsSinceAppointment { months })
            .boxed(),
        Kind::MinPredikat => (
            proptest::sample::select(Predikat::ALL.to_vec()),
            proptest::sample::select(vec![0, 14, 60]),
        )
            .prop_map(|(at_least, grace_days)| RuleKind::MinPredikat {
                at_least,
                grace_days,
            })
            .boxed(),
        Kind::NoOverdueWork => (0u16..6, any::<bool>())
            .prop_map(|(days, with_promises)| RuleKind::NoOverdueWork {
                days,
                with_promises,
            })
            .boxed(),
        Kind::Weekdays => (any_weekdays(), any_weekdays())
            .prop_map(|(allowed, uncounted)| RuleKind::Weekdays { allowed, uncounted })
            .boxed(),
        Kind::AnchorDays => any_weekdays()
            .prop_map(|days| RuleKind::AnchorDays { days })
            .boxed(),
        Kind::MinOfficeDaysPerWeek => (0u8..6)
            .prop_map(|days| RuleKind::MinOfficeDaysPerWeek { days })
            .boxed(),
        Kind::MaxConsecutiveDays => (0u8..6)
            .prop_map(|days| RuleKind::MaxConsecutiveDays { days })
            .boxed(),
        Kind::MaxFlexDaysPerMonth => (0u8..12, any::<bool>(), any::<bool>())
            .prop_map(
                |(days, with_own_hours, except_special)| RuleKind::MaxFlexDaysPerMonth {
                    days,
                    with_own_hours,
                    except_special,
                },
            )
            .boxed(),
        Kind::BlockedDates => any_ranges()
            .prop_map(|dates| RuleKind::BlockedDates { dates })
            .boxed(),
        Kind::AllowedDates => any_ranges()
            .prop_map(|dates| RuleKind::AllowedDates { dates })
            .boxed(),
        Kind::LeadTimeDays => number
            .prop_map(|days| RuleKind::LeadTimeDays { days })
            .boxed(),
        Kind::HorizonDays => number
            .prop_map(|days| RuleKind::HorizonDays { days })
            .boxed(),
        Kind::MaxLengthDays => number
            .prop_map(|days| RuleKind::MaxLengthDays { days })
            .boxed(),
        Kind::MaxPlaceDaysPerWeek => any_cap().boxed(),
        Kind::EarnedDays => any_earned().boxed(),
        Kind::UnitQuota => (any_limit(), any_weekdays(), any::<bool>(), any::<bool>())
            .prop_map(
                |(limit, weekdays, every_day, family_only)| RuleKind::UnitQuota {
                    limit,
                    weekdays: if every_day { BTreeSet::new() } else { weekdays },
                    family_only,
                },
            )
            .boxed(),
        Kind::MinOnSite => any_limit()
            .prop_map(|limit| RuleKind::MinOnSite { limit })
            .boxed(),
        Kind::OwnHours => (0u16..120, 0u16..120, 300u16..600, 30u16..200, any::<bool>())
            .prop_map(
                |(window_minutes, core_minutes, day_minutes, period_days, with_place)| {
                    RuleKind::OwnHours {
                        window_minutes,
                        core_minutes,
                        day_minutes,
                        period_days,
                        with_place,
                    }
                },
            )
            .boxed(),
        Kind::WorkingDay | Kind::DirectService | Kind::DisciplinaryState | Kind::RegisteredHome => {
            Just(editor::starting(kind)).boxed()
        }
    }
}

fn any_kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL.to_vec())
}

/// Two sets of parameters of one kind.
fn any_pair() -> impl Strategy<Value = (RuleKind, RuleKind)> {
    any_kind().prop_flat_map(|kind| (any_rule(kind), any_rule(kind)))
}

fn any_flag() -> impl Strategy<Value = Option<bool>> {
    prop_oneof![4 => Just(Some(true)), 1 => Just(Some(false)), 1 => Just(None)]
}

prop_compose! {
    fn any_person()(
        place in (10u128..16, any::<bool>(), any::<bool>()),
        flags in proptest::array::uniform6(any_flag()),
        discipline in proptest::option::of(proptest::sample::select(vec![
            Discipline::Clear, Discipline::InProcess, Discipline::Serving, Discipline::Finished,
        ])),
        months in proptest::option::of(0u32..30),
        rated in any_ratings(),
        home in proptest::sample::select(vec![
            HomeState::NotGiven, HomeState::Proposed, HomeState::Confirmed,
        ]),
        duty_outside in any::<bool>(),
        held in any::<bool>(),
        work in (any_overdue(), any_accepted()),
    ) -> PersonFacts {
        let mut person = analyst();
        person.unit.id = id(place.0);
        person.unit.direct_service.value = place.1;
        person.agency_excluded.value = place.2;
        let [outside_office, no_special_room, with_technology, little_contact, none, extra] = flags;
        person.position.as_mut().unwrap().flags.value = facts::TaskFlags {
            outside_office, no_special_room, with_technology, little_contact,
            no_constant_supervision: none, extra,
        };
        if !held {
            person.position = None;
        }
        person.discipline.value = discipline;
        person.appointed_on.value = months
            .map(|months| on("2026-11-19").checked_sub_months(chrono::Months::new(months)).unwrap());
        person.predikat.value = rated.first().map(|rated| rated.predikat);
        person.rated = (!rated.is_empty()).then(|| fact(rated));
        person.home.value = home;
        person.duty_outside.value = duty_outside;
        (person.overdue, person.accepted) = work;
        person
    }
}

/// What was not delivered in the last days.
fn any_overdue() -> impl Strategy<Value = Option<Fact<Overdue>>> {
    let days = || {
        proptest::collection::vec(1u64..8, 0..3).prop_map(|before| {
            let day = |days| on("2026-11-19").checked_sub_days(Days::new(days)).unwrap();
            before.into_iter().map(day).collect::<Vec<NaiveDate>>()
        })
    };
    let late = (days(), days()).prop_map(|(planned, promised)| fact(Overdue { planned, promised }));
    proptest::option::weighted(0.8, late)
}

/// A few ratings, newest first.
fn any_ratings() -> impl Strategy<Value = Vec<Rated>> {
    let one = (proptest::sample::select(Predikat::ALL.to_vec()), 1u64..40);
    proptest::collection::vec(one, 0..4).prop_map(|ratings| {
        let mut on = on("2026-11-19");
        let mut all = Vec::new();
        for (predikat, before) in ratings {
            on = on.checked_sub_days(Days::new(before)).unwrap();
            all.push(Rated { predikat, on });
        }
        all
    })
}

fn any_half() -> impl Strategy<Value = Half> {
    proptest::sample::select(vec![Half::Morning, Half::Afternoon, Half::Full])
}

prop_compose! {
    fn any_team()(headcount in 1u16..15, away in 0u16..8, on_leave in 0u16..3, on_trip in 0u16..3)
        -> Team {
        Team { headcount, away, on_leave, on_trip }
    }
}

fn any_around() -> impl Strategy<Value = Option<Fact<Vec<OwnDay>>>> {
    let half = || proptest::option::of(any_half());
    let own = (half(), half(), proptest::bool::weighted(0.1));
    let days = proptest::collection::vec(proptest::option::weighted(0.8, own), 26);
    let listed = days.prop_map(|days| {
        let listed = days.into_iter().zip(0u64..).filter_map(|(own, offset)| {
            let (works, away, in_window) = own?;
            let on = on("2026-11-16").checked_add_days(Days::new(offset))?;
            let away = works.and(away);
            Some(OwnDay {
                on,
                works,
                away,
                in_window,
            })
        });
        fact(listed.collect())
    });
    proptest::option::weighted(0.8, listed)
}

fn any_month() -> impl Strategy<Value = Option<Fact<MonthFacts>>> {
    let later = |days| on("2026-11-10").checked_add_days(Days::new(days)).unwrap();
    let place = proptest::collection::vec((0u64..30, any_half()), 0..12);
    let hours = proptest::collection::vec(0u64..30, 0..8);
    let month = (place, hours).prop_map(move |(place, hours)| {
        let place = place.into_iter();
        fact(MonthFacts {
            place: place
                .map(|(days, half)| PlaceDay {
                    on: later(days),
                    half,
                })
                .collect(),
            own_hours: hours.into_iter().map(later).collect(),
        })
    });
    proptest::option::weighted(0.8, month)
}

fn any_window() -> impl Strategy<Value = Option<Fact<WindowFact>>> {
    let kinds = vec![
        WindowKind::National,
        WindowKind::Agency,
        WindowKind::Emergency,
    ];
    let some = (proptest::sample::select(kinds), 1u8..=100)
        .prop_map(|(kind, share)| windows::window(kind, share));
    prop_oneof![3 => Just(None), 1 => some]
}

prop_compose! {
    fn any_day()(
        offset in 0u64..20,
        half in any_half(),
        place in proptest::sample::select(vec![Place::Home, Place::OtherOffice, Place::OtherPlace]),
        special in any::<bool>(),
        taken in any::<bool>(),
        length_days in proptest::option::of(0u16..10),
        week in proptest::collection::vec((0u64..20, any_half()), 0..6),
        team in (any_team(), any_team(), proptest::option::of(0u16..6)),
        window in any_window(),
        rhythm in (any_around(), any_month(), proptest::option::of((any_team(), any_team()))),
    ) -> DayFacts {
        let later = |days| on("2026-11-19").checked_add_days(Days::new(days)).unwrap();
        let mut day = wednesday();
        day.day = later(offset);
        (day.half, day.place, day.length_days) = (half, place, length_days);
        day.route = if special { Route::SpecialCircumstances } else { Route::Ordinary };
        day.taken.value = taken;
        day.window = window;
        (day.around, day.month) = (rhythm.0, rhythm.1);
        day.family = rhythm.2.map(|(morning, afternoon)| {
            fact(TeamDay { morning, afternoon, unit_min_on_site: None })
        });
        day.week.value =
            week.into_iter().map(|(days, half)| PlaceDay { on: later(days), half }).collect();
        day.team.value = TeamDay { morning: team.0, afternoon: team.1, unit_min_on_site: team.2 };
        day
    }
}

fn outcome(kind: &RuleKind, person: &PersonFacts, day: &DayFacts) -> Outcome {
    judged(kind.clone(), person, day).outcome
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_stricter_rule_never_turns_no_into_yes(
        (base, own) in any_pair(), person in any_person(), day in any_day(),
    ) {
        if is_stricter_or_equal(&base, &own) {
            let (before, after) = (outcome(&base, &person, &day), outcome(&own, &person, &day));
            if before == Outcome::Fail {
                prop_assert_eq!(after, Outcome::Fail);
            }
            if after == Outcome::Pass {
                prop_assert!(matches!(before, Outcome::Pass | Outcome::NotApplicable));
            }
        }
    }

    #[test]
    fn a_window_never_touches_direct_service_discipline_or_the_minimum_in_the_office(
        kind in proptest::sample::select(vec![
            Kind::DirectService, Kind::DisciplinaryState, Kind::MinOnSite, Kind::BlockedDates,
            Kind::WorkingDay, Kind::RegisteredHome, Kind::ExcludedUnit,
        ]).prop_flat_map(any_rule),
        person in any_person(), day in any_day(),
    ) {
        let mut plain = day.clone();
        plain.window = None;
        prop_assert_eq!(judged(kind.clone(), &person, &day), judged(kind, &person, &plain));
    }

    #[test]
    fn strictness_is_reflexive(kind in any_kind().prop_flat_map(any_rule)) {
        prop_assert!(is_stricter_or_equal(&kind, &kind));
    }

    #[test]
    fn a_verdict_is_the_same_every_time(
        person in any_person(), day in any_day(),
        kinds in proptest::collection::vec(any_kind().prop_flat_map(any_rule), 0..8),
    ) {
        let rules: Vec<Rule> = kinds.into_iter().enumerate()
            .map(|(number, kind)| Rule::new(format!("rule-{number}"), kind)).collect();
        let reversed: Vec<Rule> = rules.iter().rev().cloned().collect();
        let (one, other) = (base_alone(&set(1, rules)), base_alone(&set(1, reversed)));
        let verdict = eligibility(&person, &one, &day);
        prop_assert_eq!(&verdict, &eligibility(&person, &one, &day));
        prop_assert_eq!(&verdict, &eligibility(&person, &other, &day));
        prop_assert_eq!(verdict.verdict, answer(&person, &one, &day));
        let failing = verdict.rules.iter().any(|rule| rule.outcome == Outcome::Fail);
        prop_assert_eq!(verdict.verdict == Overall::Fail, failing);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_combines_is_never_looser_than_the_locked_base(
        person in any_person(), day in any_day(),
        changed in proptest::collection::vec(any_kind().prop_flat_map(any_rule), 0..6),
        severities in proptest::collection::vec(
            proptest::sample::select(vec![Severity::Blocks, Severity::NeedsLeader]), 6),
        added in any::<bool>(),
    ) {
        let mut ministry = base::ministry();
        ministry.rules.iter_mut().for_each(|rule| rule.locked = true);
        let mut own: Vec<Rule> = Vec::new();
        for (kind, severity) in changed.into_iter().zip(severities) {
            let key = if added { format!("own_{}", own.len()) } else { kind.name().code().to_owned() };
            if own.iter().all(|rule| rule.key != key) {
                own.push(Rule { severity, ..Rule::new(key, kind) });
            }
        }
        if let Ok(rules) = combine(&ministry, &set(1, own)) {
            let base = eligibility(&person, &base_alone(&ministry), &day);
            // The one opening the base itself grants: a weekday it permits to stay uncounted.
            let granted = WeekDay::of(day.day) == WeekDay::Fri
                || day.week.value.iter().any(|place| WeekDay::of(place.on) == WeekDay::Fri);
            if base.verdict == Overall::Fail && !granted {
                prop_assert_eq!(eligibility(&person, &rules, &day).verdict, Overall::Fail);
            }
            if may(&person, &base_alone(&ministry)) == Overall::Fail {
                prop_assert_eq!(may(&person, &rules), Overall::Fail);
            }
        }
    }

    #[test]
    fn more_results_never_take_a_day_away_and_the_path_names_what_opens_it(
        kind in any_earned(), person in any_person(), day in any_day(), ago in 0u64..60,
    ) {
        let more = {
            let mut more = person.clone();
            let on = more.today.checked_sub_days(Days::new(ago)).unwrap();
            if let Some(read) = &mut more.accepted {
                read.value.push(on);
            }
            more
        };
        let (before, after) = (outcome(&kind, &person, &day), outcome(&kind, &more, &day));
        if before != Outcome::Fail {
            prop_assert_eq!(before == Outcome::Pass, after == Outcome::Pass);
        }
        let rules = only(kind.clone());
        for step in path(&person, &rules) {
            let caps = week_caps(&person, &rules, person.today);
            prop_assert!(!step.open || caps.is_empty(), "an open day is in no limit");
            let mut there = person.clone();
            there.accepted = Some(fact(vec![there.today; step.need as usize]));
            there.predikat.value = step.at_least.or(there.predikat.value);
            prop_assert!(week_caps(&there, &rules, there.today).is_empty(), "what is asked is enough");
            prop_assert!(path(&there, &rules).iter().all(|step| step.open));
        }
    }

    #[test]
    fn the_preview_agrees_with_the_standing_of_each(person in any_person()) {
        let rules = typical();
        let standing = standing(&person, &rules, now());
        prop_assert_eq!(standing.verdict, may(&person, &rules));
        let found = impact(&rules, &rules, [&person]);
        prop_assert_eq!((found.total.gained, found.total.lost), (0, 0));
        prop_assert_eq!(found.total.before.eligible == 1, standing.verdict.is_eligible());
    }

    #[test]
    fn an_exception_only_relaxes_and_only_what_somebody_may_waive(
        person in any_person(), day in any_day(), keys in proptest::collection::vec(0usize..20, 0..6),
    ) {
        let mut rules = typical();
        for (index, rule) in rules.rules.iter_mut().enumerate() {
            if index % 3 != 0 {
                rule.rule.waivable_by = WaivableBy::Hr;
            }
        }
        let keys: Vec<String> = keys
            .into_iter()
            .filter_map(|index| rules.rules.get(index).map(|rule| rule.rule.key.clone()))
            .collect();
        let mut excepted = person.clone();
        excepted.exceptions = keys.iter().map(|key| exception(key)).collect();
        let (before, after) = (eligibility(&person, &rules, &day), eligibility(&excepted, &rules, &day));
        prop_assert!(after.verdict <= before.verdict);
        prop_assert_eq!(after.verdict, answer(&excepted, &rules, &day));
        for (old, new) in before.rules.iter().zip(&after.rules) {
            let aside = keys.contains(&old.key)
                && old.waivable_by != WaivableBy::None
                && matches!(old.outcome, Outcome::Fail | Outcome::NeedsLeader);
            prop_assert_eq!(new.outcome, if aside { Outcome::Pass } else { old.outcome });
            prop_assert_eq!(new.facts.iter().any(|fact| fact.name == "exception"), aside);
        }
    }
}

fn exception(rule: &str) -> Fact<facts::Excepted> {
    let excepted = facts::Excepted {
        id: id(9),
        rule: rule.to_owned(),
        from_on: on("2026-01-01"),
        until_on: on("2027-12-31"),
    };
    Fact::new(excepted, Source::EmployeeRecord, now())
}
