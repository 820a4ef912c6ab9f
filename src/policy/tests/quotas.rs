//! Quotas of certain weekdays, and of one family of positions in a unit.

use super::*;
use std::collections::BTreeSet;

fn quota(number: u16, weekdays: &[WeekDay], family_only: bool) -> RuleKind {
    RuleKind::UnitQuota {
        limit: Limit::Number(number),
        weekdays: days(weekdays),
        family_only,
    }
}

/// Ten in the unit, two away; of the analyst's family four, one away.
fn day() -> DayFacts {
    let mut day = wednesday();
    let family = Team {
        headcount: 4,
        away: 1,
        ..Team::default()
    };
    day.family = Some(Fact::new(
        TeamDay::all_day(family, None),
        Source::Schedule,
        now(),
    ));
    day
}

#[test]
fn a_quota_for_certain_weekdays_leaves_the_others_alone() {
    let on_wednesday = judged(quota(2, &[WeekDay::Wed], false), &analyst(), &day());
    assert_eq!(on_wednesday.outcome, Outcome::Fail);
    assert_eq!(
        on_wednesday.rule_text,
        Words::new(
            "Pada hari Rabu paling banyak 2 orang di luar kantor.",
            "On Wednesday at most 2 people may be away."
        )
    );
    let on_fridays = judged(quota(2, &[WeekDay::Fri], false), &analyst(), &day());
    assert_eq!(on_fridays.outcome, Outcome::NotApplicable);
    assert_eq!(on_fridays.text.id, "Batas ini untuk hari lain dalam pekan.");
}

#[test]
fn a_quota_of_a_family_counts_only_its_people() {
    let fits = judged(quota(2, &[], true), &analyst(), &day());
    assert_eq!(fits.outcome, Outcome::Pass);
    let full = judged(quota(1, &[], true), &analyst(), &day());
    assert_eq!(full.outcome, Outcome::Fail);
    assert_eq!(
        full.text.id,
        "Termasuk pengajuan ini, 2 orang serumpun jabatan di luar kantor; batas rumpun 1 orang."
    );
    assert_eq!(full.facts[1].value, serde_json::json!(4));
    let mut unread = day();
    unread.family = None;
    let unread = judged(quota(1, &[], true), &analyst(), &unread);
    assert_eq!(unread.outcome, Outcome::MissingFact);
}

#[test]
fn a_window_holds_the_unit_to_its_share_beside_a_quota_of_some() {
    for narrow in [quota(9, &[WeekDay::Fri], false), quota(9, &[], true)] {
        let mut day = day();
        day.window = windows::window(WindowKind::Agency, 20);
        let found = eligibility(&analyst(), &only(narrow.clone()), &day);
        assert_eq!(found.verdict, Overall::Fail, "{narrow:?}");
        assert_eq!(found.rules.len(), 2);
    }
}

#[test]
fn more_weekdays_are_stricter_and_other_people_are_not_compared() {
    let some = quota(3, &[WeekDay::Fri], false);
    let every = quota(3, &[], false);
    assert!(is_stricter_or_equal(&some, &every));
    assert!(!is_stricter_or_equal(&every, &some));
    assert!(is_stricter_or_equal(
        &some,
        &quota(2, &[WeekDay::Fri, WeekDay::Mon], false)
    ));
    assert!(!is_stricter_or_equal(&every, &quota(3, &[], true)));
}

#[test]
fn a_plain_quota_is_written_as_before() {
    let old = r#"{"kind":"unit_quota","params":{"limit":{"by":"percent","value":50}}}"#;
    let rule: RuleKind = serde_json::from_str(old).unwrap();
    assert_eq!(rule, RuleKind::quota(Limit::Percent(50)));
    assert_eq!(serde_json::to_string(&rule).unwrap(), old);
}

#[test]
fn the_editor_gives_back_what_it_shows_and_asks_whom_a_family_quota_counts() {
    let form = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let full = form(&[
        ("value", "3"),
        ("by", "number"),
        ("counted", "family"),
        ("weekdays", "mon"),
        ("weekdays", "fri"),
    ]);
    assert_eq!(
        editor::parse(Kind::UnitQuota, &full, None),
        Ok(quota(3, &[WeekDay::Mon, WeekDay::Fri], true))
    );
    let short = form(&[("value", "3"), ("by", "number")]);
    assert_eq!(
        editor::parse(Kind::UnitQuota, &short, None),
        Ok(RuleKind::UnitQuota {
            limit: Limit::Number(3),
            weekdays: BTreeSet::new(),
            family_only: false
        })
    );
    let wrong = form(&[("value", "3"), ("by", "number"), ("counted", "all")]);
    let errors = editor::parse(Kind::UnitQuota, &wrong, None).unwrap_err();
    assert_eq!(errors[0].field, "counted");
}
