//! What a proposal keeps beside the places of a day: quotas of families and of weekdays, rows, months, the length of a request.

use luwes::{
    calendar::WeekDay,
    policy::{
        Limit, Rule, RuleKind, Scope,
        base::{self, Practice},
    },
};
use serde_json::json;

use super::*;

/// At most two of the unit away on a Friday, one archivist at a time, two days in a row, four of a month, five of one request.
async fn strict(office: &Office) {
    let family = Scope::PositionFamily {
        family: "Arsiparis".into(),
    };
    let quota = |limit, weekdays: &[WeekDay], family_only| RuleKind::UnitQuota {
        limit: Limit::Number(limit),
        weekdays: weekdays.iter().copied().collect(),
        family_only,
    };
    let month = RuleKind::MaxFlexDaysPerMonth {
        days: 4,
        with_own_hours: false,
        except_special: false,
    };
    let mut set = base::typical_agency(&Practice {
        version: 2,
        effective_from: "2026-11-01".parse().expect("a date"),
        allowed: WeekDay::ALL[..5].iter().copied().collect(),
        horizon_days: 60,
        ..Practice::default()
    });
    let kinds = [
        (quota(2, &[WeekDay::Fri], false), Scope::Agency),
        (quota(1, &[], true), family),
        (RuleKind::MaxConsecutiveDays { days: 2 }, Scope::Agency),
        (month, Scope::Agency),
        (RuleKind::MaxLengthDays { days: 5 }, Scope::Agency),
    ];
    set.rules
        .extend(kinds.into_iter().enumerate().map(|(n, (kind, scope))| {
            let mut rule = Rule::new(format!("own_{n}"), kind);
            rule.scope = scope;
            rule
        }));
    office.world.rules_of(&set).await;
}

#[tokio::test]
async fn a_proposal_keeps_quotas_of_families_and_weekdays_rows_and_months() {
    let office = office().await;
    let archivist = office.world.position("Arsiparis").await;
    let (world, unit) = (&office.world, &office.unit);
    let clerks = [
        world.employee("Ani").of(unit).as_a(archivist).await,
        world.employee("Bima").of(unit).as_a(archivist).await,
        world.employee("Cici").of(unit).as_a(archivist).await,
    ];
    strict(&office).await;
    // one of them has two days in a row already
    let mut ani = office.app.as_(&clerks[0]).await;
    ani.post_multipart(
        "/requests",
        &[
            ("days", "2026-12-01"),
            ("days", "2026-12-02"),
            ("place", "home"),
            ("plan_what", "Naskah"),
            ("plan_due", ""),
        ],
    )
    .await
    .assert_status(303);
    let budi = office.world.api(&office.budi).await;
    let made = budi
        .post(
            "/team/rosters",
            json!({
                "unit_id": office.unit.id, "from_on": "2026-11-30", "to_on": "2026-12-18",
                "share": 4, "place": "home", "plan": "Laporan"
            }),
        )
        .await;
    made.assert_status(201);
    assert_eq!(made.json["breaches"], json!([]));
    let path = format!(
        "/team/rosters/{}",
        made.json["roster"]["id"].as_str().unwrap()
    );
    assert_eq!(made.json["families"][0]["family"], "Arsiparis");
    let days = made.json["families"][0]["days"].as_array().unwrap();
    for day in days {
        let taken = ["2026-12-01", "2026-12-02"].contains(&day["on"].as_str().unwrap());
        assert_eq!(day["room"], i64::from(!taken), "{day}");
        assert!(day["planned"].as_i64() <= day["room"].as_i64(), "{day}");
    }
    for day in made.json["days"].as_array().unwrap() {
        let on: chrono::NaiveDate = day["on"].as_str().unwrap().parse().unwrap();
        if WeekDay::of(on) == WeekDay::Fri {
            assert_eq!(day["room"], 2, "{day}");
            assert!(day["planned"].as_i64() <= Some(2), "{day}");
        }
    }
    let planned = |name: &str| {
        let people = made.json["people"].as_array().unwrap().iter();
        let mut one = people.filter(|one| one["name"] == name);
        let days = one.next().unwrap()["days"].as_array().unwrap();
        let planned = days.iter().filter(|day| day["planned"] == true);
        let days: Vec<String> = planned
            .map(|day| day["on"].as_str().unwrap().to_owned())
            .collect();
        days
    };
    let ani_days = planned("Ani");
    assert!(!ani_days.contains(&"2026-12-03".to_owned()), "{ani_days:?}");
    assert_eq!(
        ani_days.len(),
        2,
        "two of the four of December are taken, and the thirtieth would make three in a row: {ani_days:?}"
    );
    for name in ["Sari", "Tono", "Umi", "Vina", "Wawan", "Yani", "Zaki"] {
        let days = planned(name);
        assert!((4..=5).contains(&days.len()), "{name}: {days:?}");
        let december = days.iter().filter(|day| day.starts_with("2026-12"));
        assert_eq!(december.count(), 4, "{name}: {days:?}");
    }
    // everything that was proposed can be assigned
    let version = json!({"version": 1});
    let fates = budi.post(&format!("{path}/publication"), version).await;
    fates.assert_status(200);
    for fate in fates.json["items"].as_array().unwrap() {
        assert!(fate["detail"].is_null(), "{fate}");
    }
}

#[tokio::test]
async fn what_breaks_a_quota_of_a_family_or_a_row_by_hand_is_named() {
    let office = office().await;
    let archivist = office.world.position("Arsiparis").await;
    let (world, unit) = (&office.world, &office.unit);
    let ani = world.employee("Ani").of(unit).as_a(archivist).await;
    let bima = world.employee("Bima").of(unit).as_a(archivist).await;
    world.employee("Cici").of(unit).as_a(archivist).await;
    strict(&office).await;
    let mut budi = office.app.as_(&office.budi).await;
    let week = [("to_on", "2026-12-04"), ("share", "4")];
    let made = plan(&office, &mut budi, &week).await;
    let path = made.header("location").to_owned();
    let day = |person: &Person, on: &str| format!("{}:2026-12-{on}", person.employee().0);
    let sari = &office.staff[0];
    let days = [
        day(&ani, "01"),
        day(&bima, "01"),
        day(sari, "02"),
        day(sari, "03"),
        day(sari, "04"),
    ];
    let mut form = vec![("version", "1"), ("do", "publish")];
    form.extend(days.iter().map(|day| ("days", day.as_str())));
    budi.post(&path, &form).await.assert_status(303);
    budi.get(&path)
        .await
        .assert_text("Belum dapat diterbitkan")
        .assert_text("Sel 1: kelebihan 1 orang dari rumpun jabatan Arsiparis.")
        .assert_text("Sari dapat paling banyak 2 hari dari Rab 2 sampai Jum 4.")
        .assert_text("1 tempat lagi untuk rumpun jabatan Arsiparis");
    assert_eq!(office.world.count("requests", "true").await, 0);
    let door = office.world.api(&office.budi).await;
    let seen = door.get(&path).await;
    let breaches = seen.json["breaches"].as_array().unwrap();
    assert_eq!(breaches.len(), 3, "{breaches:?}");
    assert_eq!(breaches[0]["kind"], "cap");
    assert_eq!(breaches[1]["kind"], "stretch");
    assert_eq!(breaches[1]["on"], "2026-12-02");
    assert_eq!(breaches[1]["to"], "2026-12-04");
    assert_eq!(breaches[2]["kind"], "family");
    assert_eq!(breaches[2]["family"], "Arsiparis");
}
