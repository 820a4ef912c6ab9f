//! Office days and flexible days in turns: the least of a week, rows, anchor days, the month, and quotas of some days or people.

use luwes::policy::{
    Limit, Rule, RuleKind, RuleSet, Scope,
    base::{self, Practice},
};
use serde_json::{Value, json};

use super::*;
use luwes::calendar::WeekDay;

/// A set that limits weeks by nothing but these rules. Today is Tuesday, 17 November 2026.
fn set(kinds: Vec<(RuleKind, Scope)>) -> RuleSet {
    let mut set = base::typical_agency(&Practice {
        version: 2,
        effective_from: "2026-11-01".parse().expect("a date"),
        allowed: WeekDay::ALL[..5].iter().copied().collect(),
        ..Practice::default()
    });
    set.rules
        .extend(kinds.into_iter().enumerate().map(|(n, (kind, scope))| {
            let mut rule = Rule::new(format!("own_{n}"), kind);
            rule.scope = scope;
            rule
        }));
    set
}

fn for_all(kind: RuleKind) -> Vec<(RuleKind, Scope)> {
    vec![(kind, Scope::Agency)]
}

fn body(days: &[&str]) -> Value {
    let days: Vec<Value> = days.iter().map(|day| json!({ "on": day })).collect();
    json!({ "days": days, "place": "home" })
}

/// What one kind of rule says of each day that is asked for.
async fn said(office: &Office, who: usize, days: &[&str], kind: &str) -> Vec<(String, String)> {
    let door = office.world.api(&office.staff[who]).await;
    let found = door.post("/requests/precheck", body(days)).await;
    found.assert_status(200);
    let days = found.json["days"].as_array().expect("days");
    let rules = days
        .iter()
        .flat_map(|day| day["verdict"]["rules"].as_array().expect("rules"));
    rules
        .filter(|rule| rule["kind"] == kind)
        .map(|rule| {
            let word = |name: &str| rule[name].as_str().expect("a word").to_owned();
            (word("outcome"), word("text"))
        })
        .collect()
}

fn one(found: &[(String, String)]) -> (&str, &str) {
    assert_eq!(found.len(), 1, "{found:?}");
    (&found[0].0, &found[0].1)
}

#[tokio::test]
async fn a_week_keeps_its_office_days_and_leave_is_none_of_them() {
    let office = office().await;
    let least = RuleKind::MinOfficeDaysPerWeek { days: 4 };
    office.world.rules_of(&set(for_all(least))).await;
    ask(&office, 0, &["2026-11-24"]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let text = "Pekan 23–27 Nov tinggal 3 hari di kantor, dibutuhkan 4 hari.";
    let form = sari.get("/requests/new?day=2026-11-25").await;
    form.assert_ok().assert_text(text);
    let refused = send(&mut sari, &["2026-11-25"]).await;
    refused.assert_status(422).assert_text(text);
    assert_eq!(office.world.count("requests", "true").await, 1);
    // the next week is another
    ask(&office, 0, &["2026-12-02"]).await;
    // with three days of leave two working days are left, and both are in the office
    office
        .world
        .absent(&office.staff[1], "leave", "2026-11-23", "2026-11-25")
        .await;
    let kind = "min_office_days_per_week";
    let found = said(&office, 1, &["2026-11-26"], kind).await;
    let says = "Pekan 23–27 Nov tinggal 1 hari di kantor, dibutuhkan 2 hari.";
    assert_eq!(one(&found), ("fail", says));
    let stored = "verdict like '%\"around\"%'";
    assert_eq!(office.world.count("requests", stored).await, 2);
}

#[tokio::test]
async fn a_row_goes_on_over_the_weekend_and_over_the_edge_of_the_week() {
    let office = office().await;
    let row = RuleKind::MaxConsecutiveDays { days: 2 };
    let mut rules = set(for_all(row));
    rules
        .rules
        .retain(|rule| rule.key != "max_place_days_per_week");
    office.world.rules_of(&rules).await;
    let kind = "max_consecutive_days";
    ask(&office, 0, &["2026-11-26", "2026-11-27"]).await;
    let found = said(&office, 0, &["2026-11-30"], kind).await;
    let says = "Akan menjadi 3 hari berturut-turut di luar kantor, paling banyak 2 hari.";
    assert_eq!(one(&found), ("fail", says));
    let door = office.world.api(&office.staff[0]).await;
    let mut request = body(&["2026-11-30"]);
    request["plan"] = json!([{ "what": "Laporan", "due_on": "2026-11-30" }]);
    door.post("/requests", request).await.assert_status(422);
    let found = said(&office, 0, &["2026-12-01"], kind).await;
    assert_eq!(one(&found).0, "pass");
    // a holiday in between does not break it, leave does
    office.world.holiday("2026-11-30", "Hari Uji").await;
    let found = said(&office, 0, &["2026-12-01"], kind).await;
    assert_eq!(one(&found), ("fail", says));
    let tono = &office.staff[1];
    ask(&office, 1, &["2026-11-26", "2026-11-27"]).await;
    office
        .world
        .absent(tono, "leave", "2026-12-01", "2026-12-01")
        .await;
    let found = said(&office, 1, &["2026-12-02"], kind).await;
    assert_eq!(one(&found).0, "pass");
}

#[tokio::test]
async fn on_the_anchor_day_of_a_unit_its_people_are_in_the_office() {
    let office = office().await;
    let anchor = RuleKind::AnchorDays {
        days: [WeekDay::Wed].into(),
    };
    let scope = Scope::UnitSubtree {
        unit: office.unit.id.0,
    };
    office.world.rules_of(&set(vec![(anchor, scope)])).await;
    let other = office.world.unit("Arsip").await;
    let dewi = office.world.employee("Dewi").of(&other).await;
    office.world.employee("Eka").of(&other).await;
    let text = "Hari Rabu hari bersama: semua di kantor.";
    let mut sari = office.app.as_(&office.staff[0]).await;
    let refused = send(&mut sari, &["2026-11-25"]).await;
    refused.assert_status(422).assert_text(text);
    id_of(&send(&mut sari, &["2026-11-26"]).await);
    let mut elsewhere = office.app.as_(&dewi).await;
    id_of(&send(&mut elsewhere, &["2026-11-25"]).await);
}

#[tokio::test]
async fn the_cap_of_a_month_counts_places_and_own_hours_together() {
    let office = office().await;
    let cap = |days| RuleKind::MaxFlexDaysPerMonth {
        days,
        with_own_hours: true,
        except_special: true,
    };
    office.world.rules_of(&set(for_all(cap(3)))).await;
    let kind = "max_flex_days_per_month";
    ask(&office, 0, &["2026-11-18", "2026-11-24"]).await;
    let found = said(&office, 0, &["2026-11-26"], kind).await;
    let says = "Bulan ini 3 hari fleksibel, paling banyak 3 hari.";
    assert_eq!(one(&found), ("pass", says));
    // own hours of the last six working days of November
    hours::ask_hours(&office, 0).await;
    let found = said(&office, 0, &["2026-11-26"], kind).await;
    let says = "Bulan ini akan menjadi 7 hari fleksibel, paling banyak 3 hari.";
    assert_eq!(one(&found), ("fail", says));
}

#[tokio::test]
async fn a_quota_counts_some_weekdays_and_some_people() {
    let office = office().await;
    let fridays = RuleKind::UnitQuota {
        limit: Limit::Number(1),
        weekdays: [WeekDay::Fri].into(),
        family_only: false,
    };
    let family = RuleKind::UnitQuota {
        limit: Limit::Number(1),
        weekdays: [].into(),
        family_only: true,
    };
    let clerks = office.world.position("Arsiparis").await;
    let unit = &office.unit;
    let clerk = office.world.employee("Ani").of(unit).as_a(clerks).await;
    let other = office.world.employee("Bima").of(unit).as_a(clerks).await;
    let scope = Scope::PositionFamily {
        family: "Arsiparis".into(),
    };
    let rules = vec![(fridays, Scope::Agency), (family, scope)];
    office.world.rules_of(&set(rules)).await;
    // one on a Friday, any number on a Tuesday
    ask(&office, 0, &["2026-11-24", "2026-11-27"]).await;
    ask(&office, 1, &["2026-11-24"]).await;
    let mut umi = office.app.as_(&office.staff[2]).await;
    send(&mut umi, &["2026-11-27"]).await.assert_status(422);
    // one of the two clerks, whatever the others do
    let mut ani = office.app.as_(&clerk).await;
    id_of(&send(&mut ani, &["2026-11-24"]).await);
    let mut bima = office.app.as_(&other).await;
    send(&mut bima, &["2026-11-24"])
        .await
        .assert_status(422)
        .assert_text("2 orang serumpun jabatan di luar kantor");
    id_of(&send(&mut bima, &["2026-11-25"]).await);
}
