//! Base and agency sets together, whole verdicts, alternatives and impact.

use super::*;
use chrono::Days;

fn stricter(base: RuleKind, own: RuleKind) -> bool {
    is_stricter_or_equal(&base, &own)
}

#[test]
fn the_example_set_stands_on_the_base_set() {
    let rules = typical();
    assert_eq!((rules.base_version, rules.version), (Some(1), Some(1)));
    let keys: Vec<&str> = rules
        .rules
        .iter()
        .map(|rule| rule.rule.key.as_str())
        .collect();
    assert_eq!(
        keys.iter()
            .filter(|key| **key == "max_place_days_per_week")
            .count(),
        1
    );
    assert!(keys.contains(&"direct_service") && keys.contains(&"unit_quota"));
    let order: Vec<Kind> = rules
        .rules
        .iter()
        .map(|rule| rule.rule.kind.name())
        .collect();
    let mut sorted = order.clone();
    sorted.sort();
    assert_eq!(order, sorted);
}

#[test]
fn every_rule_of_the_shipped_sets_is_cited() {
    let agency = base::typical_agency(&base::Practice::default());
    for rule in base::ministry().rules.iter().chain(&agency.rules) {
        assert!(!rule.citation.is_empty(), "{}", rule.key);
    }
    let friday = base::friday_circular();
    assert_eq!(
        friday.instrument.en,
        "circular of 31 March 2026, number not found"
    );
    assert_eq!(
        friday.instrument.id,
        "surat edaran 31 Maret 2026, nomor tidak ditemukan"
    );
    assert_eq!(friday.article, None);
}

#[test]
fn what_the_base_locks_can_only_become_stricter() {
    let base = base::ministry();
    let with = |key: &str, change: fn(&mut Rule)| {
        let mut rule = base
            .rules
            .iter()
            .find(|rule| rule.key == key)
            .unwrap()
            .clone();
        change(&mut rule);
        combine(&base, &set(3, vec![rule]))
    };
    let refused = |key, change: fn(&mut Rule)| -> Vec<Loosening> {
        with(key, change)
            .unwrap_err()
            .into_iter()
            .map(|loosened| loosened.what)
            .collect()
    };
    assert!(with("max_place_days_per_week", |rule| rule.kind = cap(1)).is_ok());
    let cap_key = "max_place_days_per_week";
    assert_eq!(
        refused(cap_key, |rule| rule.kind = cap(3)),
        [Loosening::Parameters]
    );
    assert_eq!(
        refused("disciplinary_state", |rule| rule.enabled = false),
        [Loosening::SwitchedOff]
    );
    assert_eq!(
        refused("disciplinary_state", |rule| rule.severity =
            Severity::Advice),
        [Loosening::Severity]
    );
    assert_eq!(
        refused("task_flags", |rule| rule.scope =
            Scope::UnitSubtree { unit: id(1) }),
        [Loosening::Scope]
    );
    assert_eq!(
        refused("task_flags", |rule| rule.waivable_by = WaivableBy::UnitHead),
        [Loosening::Waiver]
    );
    assert_eq!(
        refused("task_flags", |rule| rule.kind = RuleKind::WorkingDay {}),
        [Loosening::Kind]
    );
    let months = RuleKind::MinMonthsSinceAppointment { months: 3 };
    let own = set(3, vec![Rule::new("min_months_since_appointment", months)]);
    assert!(combine(&base, &own).is_ok(), "a setting is not locked");
}

#[test]
fn only_the_permitted_weekday_may_leave_the_weekly_count() {
    let weekdays = |uncounted: &[WeekDay]| {
        let allowed = days(&WeekDay::ALL[..5]);
        let kind = RuleKind::Weekdays {
            allowed,
            uncounted: days(uncounted),
        };
        combine(
            &base::ministry(),
            &set(3, vec![Rule::new("weekdays", kind)]),
        )
    };
    assert!(weekdays(&[WeekDay::Fri]).is_ok());
    let refused = weekdays(&[WeekDay::Fri, WeekDay::Mon]).unwrap_err();
    assert_eq!(refused[0].what, Loosening::UncountedWeekday);
}

#[test]
fn a_weekday_leaves_the_count_of_those_only_for_whom_a_rule_asks_it() {
    let uncounted = |scope: Scope| {
        let mut rules = typical();
        for rule in &mut rules.rules {
            if matches!(rule.rule.kind, RuleKind::Weekdays { .. }) {
                rule.rule.scope = scope.clone();
            }
        }
        let caps = week_caps(&analyst(), &rules, on("2026-11-19"));
        assert_eq!(caps.len(), 1);
        caps[0].uncounted.clone()
    };
    let family = |name: &str| Scope::PositionFamily {
        family: name.into(),
    };
    assert_eq!(uncounted(Scope::Agency), days(&[WeekDay::Fri]));
    assert_eq!(uncounted(family("Analis Kebijakan")), days(&[WeekDay::Fri]));
    assert_eq!(uncounted(family("Pranata Komputer")), days(&[]));
}

#[test]
fn friday_stays_out_of_the_count_where_both_sets_say_so() {
    let place = |day: &str| PlaceDay {
        on: on(day),
        half: Half::Full,
    };
    let mut day = wednesday();
    day.week.value = vec![place("2026-11-24"), place("2026-11-27")];
    let capped = |rules: &Effective, day: &DayFacts| {
        let verdict = eligibility(&analyst(), rules, day);
        verdict
            .rules
            .into_iter()
            .find(|rule| rule.kind == Kind::MaxPlaceDaysPerWeek)
            .unwrap()
    };
    assert_eq!(capped(&typical(), &day).outcome, Outcome::Pass);
    assert_eq!(
        capped(&base_alone(&base::ministry()), &day).outcome,
        Outcome::Fail
    );
    day.day = on("2026-11-27");
    day.week.value = vec![place("2026-11-24"), place("2026-11-25")];
    let friday = capped(&typical(), &day);
    assert_eq!(friday.outcome, Outcome::Pass);
    assert_eq!(
        friday.text.id,
        "Hari Jumat tidak dihitung dalam batas 2 hari per pekan."
    );
}

#[test]
fn strictness_is_judged_per_kind() {
    use Limit::{Number, Percent};
    let quota = RuleKind::quota;
    let least = |limit| RuleKind::MinOnSite { limit };
    let months = |months| RuleKind::MinMonthsSinceAppointment { months };
    let lead = |days| RuleKind::LeadTimeDays { days };
    let horizon = |days| RuleKind::HorizonDays { days };
    assert!(stricter(quota(Percent(50)), quota(Percent(30))));
    assert!(!stricter(quota(Percent(30)), quota(Percent(50))));
    assert!(!stricter(quota(Percent(30)), quota(Number(1))));
    assert!(stricter(least(Number(2)), least(Number(3))));
    assert!(!stricter(least(Number(3)), least(Number(2))));
    assert!(stricter(months(12), months(24)) && !stricter(months(12), months(6)));
    assert!(stricter(lead(1), lead(2)) && !stricter(lead(2), lead(1)));
    assert!(stricter(horizon(30), horizon(14)) && !stricter(horizon(14), horizon(30)));
    let exceptions = |except_duty_outside, except_special, permitted: &[WeekDay]| {
        RuleKind::MaxPlaceDaysPerWeek {
            days: 2,
            except_duty_outside,
            except_special,
            may_leave_uncounted: days(permitted),
        }
    };
    let none = exceptions(false, false, &[]);
    for wider in [
        exceptions(true, false, &[]),
        exceptions(false, true, &[]),
        exceptions(false, false, &[WeekDay::Fri]),
    ] {
        assert!(!stricter(none.clone(), wider.clone()) && stricter(wider, none.clone()));
    }
    let range = |from, to| crate::calendar::DateRange {
        from: on(from),
        to: on(to),
    };
    let blocked = |dates| RuleKind::BlockedDates { dates };
    let whole = vec![range("2026-12-21", "2026-12-31")];
    let two = vec![
        range("2026-12-21", "2026-12-24"),
        range("2026-12-25", "2026-12-31"),
    ];
    assert!(
        stricter(blocked(whole.clone()), blocked(two.clone())),
        "touching ranges join"
    );
    assert!(!stricter(
        blocked(whole.clone()),
        blocked(two[..1].to_vec())
    ));
    let open = |dates| RuleKind::AllowedDates { dates };
    assert!(stricter(open(whole), open(two)));
}

#[test]
fn a_verdict_reads_verdict_first_and_survives_storage() {
    let mut day = wednesday();
    day.team.value = TeamDay::all_day(
        Team {
            headcount: 6,
            away: 1,
            on_leave: 0,
            on_trip: 0,
        },
        Some(5),
    );
    let verdict = eligibility(&analyst(), &typical(), &day);
    assert_eq!(verdict.verdict, Overall::Fail);
    assert_eq!(
        verdict.headline.id,
        "Rabu, 25 November 2026 belum bisa. Hanya 4 orang di kantor, dibutuhkan 5 orang."
    );
    let cause = verdict.in_the_way()[0];
    assert_eq!(
        (cause.kind, cause.waivable_by, cause.appeal),
        (Kind::MinOnSite, WaivableBy::UnitHead, true)
    );
    assert_eq!(
        (cause.facts[0].name.as_str(), &cause.facts[0].value),
        ("on_site", &4.into())
    );
    let json = serde_json::to_value(&verdict).unwrap();
    assert_eq!(json["verdict"], "fail");
    assert_eq!(json["rule_set_version"], 1);
    assert_eq!(json["day"], "2026-11-25");
    let back: Verdict = serde_json::from_value(json).unwrap();
    assert_eq!(back, verdict);
}

#[test]
fn rule_sets_and_facts_survive_storage() {
    for set in [
        base::ministry(),
        base::typical_agency(&base::Practice::default()),
    ] {
        let back: RuleSet = serde_json::from_str(&serde_json::to_string(&set).unwrap()).unwrap();
        assert_eq!(back, set);
    }
    let person = analyst();
    let json = serde_json::to_string(&person).unwrap();
    assert_eq!(serde_json::from_str::<PersonFacts>(&json).unwrap(), person);
    let rule = serde_json::to_value(Rule::new("cap", cap(2))).unwrap();
    assert_eq!(rule["kind"], "max_place_days_per_week");
    assert_eq!(rule["params"]["days"], 2);
}

#[test]
fn alternatives_come_nearest_first_and_fill_the_buttons() {
    let wanted = on("2026-11-25");
    let near = (0..14).map(|offset| {
        on("2026-11-20")
            .checked_add_days(Days::new(offset))
            .unwrap()
    });
    let passes = |day: NaiveDate| match WeekDay::of(day) {
        WeekDay::Tue | WeekDay::Thu | WeekDay::Mon => Overall::Pass,
        _ => Overall::Fail,
    };
    let found = alternatives(wanted, near, 3, passes);
    assert_eq!(found, ["2026-11-26", "2026-11-24", "2026-11-23"].map(on));
    let open = |day: NaiveDate| match passes(day) {
        Overall::Pass => Overall::MissingFact,
        other => other,
    };
    let near = (0..14).map(|offset| on("2026-11-20") + Days::new(offset));
    assert_eq!(
        alternatives(wanted, near, 3, open),
        found,
        "a home that is not registered hides no other day"
    );
    let mut day = wednesday();
    day.team.value.unit_min_on_site = Some(9);
    let mut verdict = eligibility(&analyst(), &typical(), &day);
    verdict.offer(&found);
    let ways = &verdict.in_the_way()[0].remedy;
    assert_eq!(ways[0].value.as_deref(), Some("2026-11-26"));
    assert_eq!(ways[0].text.id, "Ganti ke Kamis, 26 November 2026");
    assert_eq!(
        ways.iter()
            .filter(|way| way.kind == RemedyKind::MoveTo)
            .count(),
        3
    );
}

#[test]
fn the_standing_of_a_person_needs_no_day() {
    let rules = typical();
    let mut person = analyst();
    let fine = standing(&person, &rules, now());
    assert_eq!(fine.verdict, Overall::Pass);
    assert!(
        fine.rules
            .iter()
            .all(|rule| rule.kind.level() != Level::Day)
    );
    person.home.value = HomeState::NotGiven;
    assert_eq!(
        standing(&person, &rules, now()).verdict,
        Overall::Pass,
        "home never weighs here"
    );
    person.unit.direct_service.value = true;
    assert_eq!(standing(&person, &rules, now()).verdict, Overall::Fail);
    assert_eq!(obstacles(&person, &rules), ["direct_service"]);
}

#[test]
fn impact_counts_gains_and_losses_apart_and_by_unit() {
    let before = typical();
    let practice = base::Practice {
        min_months: 24,
        min_predikat: None,
        ..Default::default()
    };
    let after = combine(&base::ministry(), &base::typical_agency(&practice)).unwrap();
    let person = |number: u128, unit: u128, change: fn(&mut PersonFacts)| {
        let mut person = analyst();
        person.employee = id(number);
        person.unit.id = id(unit);
        change(&mut person);
        person
    };
    let people = [
        person(1, 12, |_| {}),
        person(2, 12, |p| p.appointed_on.value = Some(on("2025-06-01"))),
        person(3, 13, |p| p.predikat.value = None),
        person(4, 13, |p| p.predikat.value = Some(Predikat::Kurang)),
        person(5, 13, |p| p.unit.direct_service.value = true),
    ];
    let found = impact(&before, &after, &people);
    let total = found.total;
    assert_eq!(
        (total.gained, total.lost, total.wider, total.narrower),
        (1, 1, 1, 0)
    );
    assert_eq!((total.before.eligible, total.after.eligible), (3, 3));
    assert_eq!((total.before.to_complete, total.after.to_complete), (1, 0));
    assert_eq!(
        (found.by_unit[&id(12)].lost, found.by_unit[&id(13)].gained),
        (1, 1)
    );
    assert_eq!(total.lost_to_gap, 0);
    let back = impact(&after, &before, &people).total;
    assert_eq!(
        (back.gained, back.lost, back.lost_to_gap, back.narrower),
        (1, 1, 1, 1)
    );
    let names: Vec<_> = changes(&before, &after, &people).collect();
    assert_eq!(names.len(), 3);
    assert_eq!((names[0].employee, names[0].change), (id(2), Change::Lost));
    assert_eq!(names[0].because, ["min_months_since_appointment"]);
    assert_eq!(names[1].because, ["min_predikat"]);
}

#[test]
fn a_smaller_weekly_cap_shows_as_narrower() {
    let with = |days| {
        let practice = base::Practice {
            days_per_week: days,
            ..Default::default()
        };
        combine(&base::ministry(), &base::typical_agency(&practice)).unwrap()
    };
    let found = impact(&with(2), &with(1), [analyst()]);
    assert_eq!((found.total.lost, found.total.narrower), (0, 1));
    let one = crate::policy::person_change(&analyst(), &with(2), &with(1));
    assert_eq!(one.days, [Some(2), Some(1)]);
    let found = impact(&with(1), &with(2), [analyst()]);
    assert_eq!((found.total.gained, found.total.wider), (0, 1));
}

#[test]
fn the_impact_on_a_hundred_thousand_people_is_quick() {
    let (before, after) = (typical(), base_alone(&base::ministry()));
    let person = analyst();
    let started = std::time::Instant::now();
    let found = impact(&before, &after, std::iter::repeat_n(&person, 100_000));
    assert_eq!(found.total.before.people, 100_000);
    assert!(
        started.elapsed().as_secs() < 10,
        "unoptimised build: {:?}",
        started.elapsed()
    );
}

#[test]
fn a_set_with_gaps_cannot_be_published() {
    let cited = base::typical_agency(&base::Practice::default());
    assert!(problems(&cited).is_empty());
    let twice = set(2, vec![cited.rules[0].clone(), cited.rules[0].clone()]);
    assert_eq!(problems(&twice).len(), 1);
    let bare = Rule::new("cap", cap(2));
    assert_eq!(problems(&set(2, vec![bare.clone()]))[0].key, "cap");
    let off = Rule {
        enabled: false,
        ..bare
    };
    assert!(problems(&set(2, vec![off])).is_empty());
    let words = Some(Words::new("Paling banyak {month}.", "At most {days}."));
    let spoken = Rule {
        words,
        ..cited.rules[0].clone()
    };
    assert!(!problems(&set(2, vec![spoken])).is_empty());
}
