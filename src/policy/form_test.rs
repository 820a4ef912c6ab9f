//! What the editor posts, read into rules.

use super::*;
use crate::policy::base;

fn posted(pairs: &[(&str, &str)]) -> Posted {
    Posted(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn ground<'a>(base: &'a RuleSet, names: &'a Names) -> Ground<'a> {
    Ground {
        side: Side::Agency,
        base: Some(base),
        stored: &[],
        names,
    }
}

const CAP: &str = "max_place_days_per_week";

fn cap(days: &str) -> Posted {
    posted(&[
        ("rule", CAP),
        ("max_place_days_per_week.days", days),
        ("max_place_days_per_week.exceptions", "duty_outside"),
        ("max_place_days_per_week.exceptions", "special"),
        ("max_place_days_per_week.may_leave_uncounted", "fri"),
        ("max_place_days_per_week.severity", "advice"),
    ])
}

#[test]
fn a_national_rule_left_alone_is_not_copied() {
    let (base, names) = (base::ministry(), Names::default());
    let form = read(&cap("2"), &ground(&base, &names), "");
    assert!(form.errors.is_empty());
    assert!(form.rules.is_empty());
}

#[test]
fn a_stricter_value_becomes_the_agencys_and_stays_blocking() {
    let (base, names) = (base::ministry(), Names::default());
    let form = read(&cap("1"), &ground(&base, &names), "");
    assert_eq!(form.rules.len(), 1);
    assert_eq!(form.rules[0].severity, Severity::Blocks);
    assert!(form.rules[0].enabled);
}

#[test]
fn a_value_beyond_the_national_limit_is_told_at_its_control() {
    let (base, names) = (base::ministry(), Names::default());
    let form = read(&cap("3"), &ground(&base, &names), "");
    assert_eq!(form.errors[0].0, "max_place_days_per_week.days");
}

#[test]
fn a_unit_is_found_by_its_label() {
    let (base, mut names) = (base::ministry(), Names::default());
    let id = uuid::Uuid::now_v7();
    names.units.push(crate::policy::names::Named {
        value: id.to_string(),
        label: "Loket (Dinas Dukcapil)".into(),
    });
    let card = |typed| {
        posted(&[
            ("rule", "excluded_unit"),
            ("excluded_unit.kind", "excluded_unit"),
            ("excluded_unit.on", "on"),
            ("excluded_unit.add", typed),
            ("excluded_unit.law_id", "Keputusan Bupati 5/2026"),
        ])
    };
    let form = read(&card("loket (dinas dukcapil)"), &ground(&base, &names), "");
    assert!(form.errors.is_empty());
    assert!(
        matches!(&form.rules[0].kind, crate::policy::RuleKind::ExcludedUnit { units } if units.contains(&id))
    );
    assert_eq!(
        form.rules[0].citation[0].instrument.en,
        "Keputusan Bupati 5/2026"
    );
    let form = read(&card("unit lain"), &ground(&base, &names), "");
    assert_eq!(form.errors[0].0, "excluded_unit.units");
}

#[test]
fn a_second_condition_of_a_kind_gets_its_own_key() {
    let taken = ["unit_quota".to_owned()];
    assert_eq!(fresh(Kind::UnitQuota, &taken).key, "unit_quota_2");
}

#[test]
fn a_card_taken_away_is_gone() {
    let (base, names) = (base::ministry(), Names::default());
    let form = read(&cap("1"), &ground(&base, &names), CAP);
    assert!(form.rules.is_empty(), "back to the national value");
}
