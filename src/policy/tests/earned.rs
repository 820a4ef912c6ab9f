//! Days that results open: who has earned them, what is said on the way, and what an earlier evaluation says.

use super::cases::Table;
use super::*;
use crate::policy::sentences::statement;

const WORK: RuleKind = rule(1, 3, None);
const BOTH: RuleKind = rule(1, 3, Some(Predikat::ButuhPerbaikan));

const fn rule(beyond: u8, accepted: u16, at_least: Option<Predikat>) -> RuleKind {
    RuleKind::EarnedDays {
        beyond,
        accepted,
        within_days: 90,
        at_least,
    }
}

/// Work that was accepted on these days; today is 19 November 2026.
fn accepted(days: &[&str]) -> Option<Fact<Vec<NaiveDate>>> {
    let days = days.iter().map(|day| on(day)).collect();
    Some(Fact::new(days, Source::Work, now()))
}

/// Another place day in the week of the day.
fn second(day: &mut DayFacts) {
    day.week.value = vec![PlaceDay {
        on: on("2026-11-23"),
        half: Half::Full,
    }];
}

fn person(days: &[&str], predikat: Option<Predikat>) -> PersonFacts {
    let mut person = analyst();
    person.accepted = accepted(days);
    person.predikat.value = predikat;
    person
}

/// The outcomes of the kind.
pub fn cases(t: &mut Table) {
    use Outcome::{Fail, MissingFact, NotApplicable, Pass};
    t.case(
        &WORK,
        Pass,
        "Pekan itu 1 hari di luar kantor; 1 hari terbuka bagi semua.",
        |_, _| {},
    );
    t.case(
        &WORK,
        Fail,
        "Pekan itu menjadi 2 hari; di atas 1 hari masih kurang 2 hasil kerja diterima.",
        |person, day| {
            second(day);
            // the first day that counts is 22 August
            person.accepted = accepted(&["2026-11-01", "2026-08-21"]);
        },
    );
    t.case(
        &WORK,
        Pass,
        "Pekan itu menjadi 2 hari; di atas 1 hari terbuka dengan 3 hasil kerja diterima.",
        |person, day| {
            second(day);
            person.accepted = accepted(&["2026-11-19", "2026-11-01", "2026-08-22"]);
        },
    );
    t.case(
        &BOTH,
        Fail,
        "Pekan itu menjadi 1,5 hari; di atas 1 hari masih kurang 1 hasil kerja diterima dan predikat Butuh Perbaikan.",
        |person, day| {
            second(day);
            day.half = Half::Morning;
            person.accepted = accepted(&["2026-11-02", "2026-11-01"]);
            person.predikat.value = Some(Predikat::Kurang);
        },
    );
    t.case(
        &BOTH,
        Pass,
        "Pekan itu menjadi 2 hari; di atas 1 hari terbuka dengan 3 hasil kerja diterima dan predikat Baik.",
        |person, day| {
            second(day);
            person.accepted = accepted(&["2026-11-03", "2026-11-02", "2026-11-01"]);
        },
    );
    let gap = "Hasil kerja atau predikat untuk hari di atas 1 hari belum tercatat.";
    t.case(&WORK, MissingFact, gap, |_, day| second(day));
    t.case(&BOTH, MissingFact, gap, |person, day| {
        second(day);
        person.accepted = accepted(&["2026-11-03", "2026-11-02", "2026-11-01"]);
        person.predikat.value = None;
    });
    t.case(
        &WORK,
        NotApplicable,
        "Tugas jabatan ini memang di luar kantor, jadi syarat ini tidak berlaku.",
        |person, day| {
            second(day);
            person.duty_outside.value = true;
        },
    );
    t.case(
        &WORK,
        NotApplicable,
        "Syarat ini tidak berlaku pada jalur keadaan khusus.",
        |_, day| {
            second(day);
            day.route = Route::SpecialCircumstances;
        },
    );
}

#[test]
fn the_rule_reads_by_what_it_asks() {
    let said = |kind: RuleKind| statement(&kind, None);
    assert_eq!(
        said(BOTH),
        Words::new(
            "Lebih dari 1 hari sepekan dibuka dengan 3 hasil kerja diterima dalam 90 hari dan predikat paling rendah Butuh Perbaikan.",
            "More than 1 day a week takes 3 accepted deliverables in 90 days and the rating Needs Improvement or better."
        )
    );
    assert_eq!(
        said(rule(0, 0, Some(Predikat::Baik))).en,
        "More than 0 days a week takes the rating Good or better."
    );
}

#[test]
fn the_way_out_says_how_much_is_missing_and_is_no_matter_of_the_record() {
    let mut day = wednesday();
    second(&mut day);
    let found = judged(WORK, &person(&["2026-11-01"], None), &day);
    assert_eq!(found.remedy[0].kind, RemedyKind::MoveTo);
    let earn = &found.remedy[1];
    assert_eq!(
        (earn.kind, earn.value.as_deref()),
        (RemedyKind::EarnDay, Some("2"))
    );
    assert_eq!(
        earn.text,
        Words::new(
            "Dua hasil kerja lagi yang diterima membuka hari kedua dalam sepekan.",
            "Two more accepted deliverables open a second day a week."
        )
    );
    assert!(!found.appeal);
    let counted = found.facts.iter().find(|fact| fact.name == "accepted");
    assert_eq!(counted.unwrap().value, serde_json::json!(["2026-11-01"]));
    let rated = rule(1, 0, Some(Predikat::Baik));
    let found = judged(rated, &person(&[], Some(Predikat::Kurang)), &day);
    assert_eq!(
        (
            found.remedy[1].value.as_deref(),
            found.remedy[1].text.en.as_str()
        ),
        (None, "A rating of at least Good opens a second day a week.")
    );
}

#[test]
fn the_path_names_the_nearest_day_first_and_what_has_been_earned() {
    let rules = |kinds: Vec<RuleKind>| {
        let named = kinds.into_iter().enumerate();
        let all = named.map(|(number, kind)| Rule::new(format!("rule-{number}"), kind));
        base_alone(&set(1, all.collect()))
    };
    let said = |rules: &Effective, person: &PersonFacts| -> Vec<String> {
        let steps = path(person, rules);
        steps.into_iter().map(|step| step.text.id).collect()
    };
    let two = rules(vec![rule(2, 5, Some(Predikat::SangatBaik)), WORK, cap(4)]);
    let third = "Lima hasil kerja lagi yang diterima dan predikat paling rendah Sangat Baik, lalu Anda boleh meminta hari ketiga dalam sepekan.";
    let nobody = person(&[], Some(Predikat::Baik));
    assert_eq!(
        said(&two, &nobody),
        [
            "Tiga hasil kerja lagi yang diterima, lalu Anda boleh meminta hari kedua dalam sepekan.",
            third
        ]
    );
    let some = person(&["2026-11-03", "2026-11-02", "2026-11-01"], None);
    assert_eq!(
        said(&two, &some)[0],
        "Hari kedua dalam sepekan terbuka: 3 hasil kerja diterima."
    );
    let steps = path(&some, &two);
    assert_eq!((steps[0].open, steps[1].open), (true, false));
    assert_eq!((steps[1].day, steps[1].have, steps[1].need), (3, 3, 5));
    assert_eq!(
        path(
            &person(&["2026-11-02", "2026-11-01"], None),
            &rules(vec![WORK])
        )[0]
        .text
        .en,
        "One more accepted deliverable, then you may ask for a second day."
    );
    // a day that another limit keeps closed is on nobody's path, nor is any where the person may not ask at all
    assert!(said(&rules(vec![WORK, cap(1)]), &nobody).is_empty());
    let least = RuleKind::MinOfficeDaysPerWeek { days: 4 };
    assert!(said(&rules(vec![WORK, least]), &nobody).is_empty());
    let mut serving = nobody.clone();
    serving.discipline.value = Some(Discipline::Serving);
    assert!(said(&rules(vec![WORK, RuleKind::DisciplinaryState {}]), &serving).is_empty());
}

#[test]
fn what_is_not_earned_limits_the_week_until_it_is_or_is_set_aside() {
    let waivable = Rule {
        waivable_by: WaivableBy::Hr,
        ..Rule::new("rule", WORK)
    };
    let rules = base_alone(&set(1, vec![waivable, Rule::new("cap", cap(3))]));
    let days = |person: &PersonFacts| reach(person, &rules).days_per_week;
    let mut nobody = person(&[], None);
    assert_eq!(days(&nobody), Some(1));
    let some = person(&["2026-11-03", "2026-11-02", "2026-11-01"], None);
    assert_eq!(days(&some), Some(3));
    // the change counts for whom it narrows
    let found = impact(&only(cap(3)), &rules, [&nobody, &some]);
    assert_eq!((found.total.narrower, found.total.wider), (1, 0));
    nobody.exceptions = vec![fact(Excepted {
        id: id(7),
        rule: "rule".into(),
        from_on: on("2026-11-01"),
        until_on: on("2026-12-31"),
    })];
    assert_eq!(days(&nobody), Some(3));
    assert!(path(&nobody, &rules).is_empty());
    let mut day = wednesday();
    second(&mut day);
    assert_eq!(eligibility(&nobody, &rules, &day).verdict, Overall::Pass);
}

#[test]
fn accepted_work_is_read_as_far_back_as_a_rule_asks_and_an_older_evaluation_reads_as_before() {
    let wide = RuleKind::EarnedDays {
        beyond: 2,
        accepted: 1,
        within_days: 180,
        at_least: None,
    };
    assert_eq!(Needs::of([&only(WORK), &only(wide)]).accepted, Some(180));
    assert_eq!(Needs::of([&typical()]).accepted, None);
    let rated = rule(1, 0, Some(Predikat::Baik));
    assert_eq!(Needs::of([&only(rated)]).accepted, None);
    let stored = serde_json::to_string(&analyst()).unwrap();
    assert!(!stored.contains("accepted"), "{stored}");
    let read: PersonFacts = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, analyst());
    let some = person(&["2026-11-01"], None);
    let stored = serde_json::to_string(&some).unwrap();
    assert_eq!(serde_json::from_str::<PersonFacts>(&stored).unwrap(), some);
}
