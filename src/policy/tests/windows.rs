//! What a window does to each kind of rule: sets it aside, replaces its limit, or leaves it as it is.

use super::cases::cases;
use super::*;

pub fn window(kind: WindowKind, share: u8) -> Option<Fact<WindowFact>> {
    let window = WindowFact {
        id: id(77),
        kind,
        number: "SE 5/2026".into(),
        title: "Libur Natal".into(),
        first_on: on("2026-11-23"),
        last_on: on("2026-12-04"),
        share,
    };
    Some(Fact::new(window, Source::Window, now()))
}

/// What happens to a kind in an ordinary window and in an emergency.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Effect {
    Aside,
    AsideInEmergency,
    Replaced,
    Stays,
}

fn effect(kind: Kind) -> Effect {
    match kind {
        Kind::Weekdays
        | Kind::AllowedDates
        | Kind::LeadTimeDays
        | Kind::HorizonDays
        | Kind::MaxLengthDays
        | Kind::MaxPlaceDaysPerWeek
        | Kind::EarnedDays
        | Kind::MinOfficeDaysPerWeek
        | Kind::MaxConsecutiveDays
        | Kind::MaxFlexDaysPerMonth => Effect::Aside,
        Kind::AnchorDays
        | Kind::TaskFlags
        | Kind::MinMonthsSinceAppointment
        | Kind::MinPredikat
        | Kind::NoOverdueWork => Effect::AsideInEmergency,
        Kind::UnitQuota => Effect::Replaced,
        Kind::ExcludedAgency
        | Kind::ExcludedUnit
        | Kind::ExcludedPosition
        | Kind::DirectService
        | Kind::DisciplinaryState
        | Kind::RegisteredHome
        | Kind::WorkingDay
        | Kind::BlockedDates
        | Kind::MinOnSite
        | Kind::OwnHours => Effect::Stays,
    }
}

#[test]
fn a_window_does_to_every_case_what_the_table_says() {
    for case in cases() {
        for kind in [
            WindowKind::National,
            WindowKind::Agency,
            WindowKind::Emergency,
        ] {
            let mut day = case.day.clone();
            day.window = window(kind, 100);
            let before = judged(case.rule.clone(), &case.person, &case.day);
            let after = judged(case.rule.clone(), &case.person, &day);
            let emergency = kind == WindowKind::Emergency;
            let said = effect(case.rule.name());
            match said {
                Effect::Aside => assert_eq!(after.outcome, Outcome::NotApplicable),
                Effect::AsideInEmergency if emergency => {
                    assert_eq!(after.outcome, Outcome::NotApplicable);
                    assert!(
                        after.text.id.contains("keadaan darurat"),
                        "{}",
                        after.text.id
                    );
                    assert!(after.text.en.contains("emergency"), "{}", after.text.en);
                }
                Effect::Replaced => assert_eq!(after.outcome, Outcome::Pass, "all may be away"),
                _ => assert_eq!(after, before, "{:?}", case.rule),
            }
            if after.outcome == Outcome::NotApplicable && said != Effect::Stays && after != before {
                for text in [&after.text.id, &after.text.en] {
                    assert!(text.contains("Libur Natal (SE 5/2026, 23 Nov"), "{text}");
                }
                assert!(after.facts.iter().any(|fact| fact.name == "window"));
                assert!(after.remedy.is_empty() && !after.appeal);
            }
        }
    }
}

#[test]
fn the_quota_is_judged_with_the_share_of_the_window() {
    let half = RuleKind::quota(Limit::Percent(50));
    let mut day = wednesday();
    day.window = window(WindowKind::National, 20);
    let result = judged(half, &analyst(), &day);
    assert_eq!(result.outcome, Outcome::Fail);
    assert_eq!(
        result.text.id,
        "Termasuk pengajuan ini, 3 orang di luar kantor; batas jendela Libur Natal (SE 5/2026, 23 Nov 2026 – 4 Des 2026) 2 orang."
    );
    assert_eq!(
        result.threshold,
        serde_json::json!({"by": "percent", "value": 20})
    );
}

#[test]
fn where_no_rule_limits_how_many_are_away_the_window_does() {
    let rules = only(RuleKind::WorkingDay {});
    let mut day = wednesday();
    assert_eq!(eligibility(&analyst(), &rules, &day).rules.len(), 1);
    for (share, verdict) in [(20, Overall::Fail), (30, Overall::Pass)] {
        day.window = window(WindowKind::Agency, share);
        let found = eligibility(&analyst(), &rules, &day);
        assert_eq!(found.verdict, verdict, "{share}");
        assert_eq!(found.rules.len(), 2);
        assert_eq!(answer(&analyst(), &rules, &day), verdict);
    }
}

#[test]
fn a_rule_that_does_not_block_leaves_the_share_of_the_window_to_block() {
    let mut rules = only(RuleKind::quota(Limit::Percent(50)));
    let mut day = wednesday();
    day.window = window(WindowKind::National, 20);
    for (severity, said) in [
        (Severity::Blocks, 1),
        (Severity::NeedsLeader, 2),
        (Severity::Advice, 2),
    ] {
        rules.rules[0].rule.severity = severity;
        let found = eligibility(&analyst(), &rules, &day);
        assert_eq!(found.verdict, Overall::Fail, "{severity:?}");
        assert_eq!(found.rules.len(), said, "{severity:?}");
    }
}

#[test]
fn a_window_without_a_number_says_so() {
    let mut day = wednesday();
    day.window = window(WindowKind::Agency, 50);
    if let Some(window) = &mut day.window {
        window.value.number = String::new();
        window.value.last_on = on("2026-11-27");
    }
    let result = judged(cap(0), &analyst(), &day);
    assert_eq!(
        result.text,
        Words::new(
            "Selama jendela Libur Natal (nomor belum ada, 23–27 Nov 2026), syarat ini tidak berlaku.",
            "During the window Libur Natal (no number yet, 23–27 Nov 2026) this condition does not apply."
        )
    );
}

#[test]
fn facts_without_a_window_are_written_as_before() {
    let text = serde_json::to_string(&wednesday()).unwrap();
    for later in ["window", "around", "month", "family"] {
        assert!(!text.contains(later), "{text}");
    }
    let read: DayFacts = serde_json::from_str(&text).unwrap();
    assert_eq!(read, wednesday());
}
