//! Days of a week that results open: one day goes, the second is refused with the path, work is accepted, and it goes.

use luwes::{
    calendar::DateRange,
    policy::{Place, Rule, RuleKind, WaivableBy, base},
};
use serde_json::{Value, json};

use super::*;
use crate::support::world::date;

/// The usual rules, and that the second day of a week takes two deliverables.
async fn earned_days(office: &Office, version: u32, waivable_by: WaivableBy) {
    let mut set = base::typical_agency(&base::Practice {
        version,
        ..base::Practice::default()
    });
    set.rules.push(Rule {
        waivable_by,
        ..Rule::new(
            "earned_days",
            RuleKind::EarnedDays {
                beyond: 1,
                accepted: 2,
                within_days: 90,
                at_least: None,
            },
        )
    });
    office.world.rules_of(&set).await;
}

fn body(day: &str) -> Value {
    json!({"days": [{"on": day}], "place": "home", "plan": [{"what": "Laporan", "due_on": day}]})
}

impl Office {
    /// Delivered by somebody and accepted by Budi.
    async fn accepted(&self, who: &Person, title: &str) {
        let body = json!({"title": title, "due_on": "2026-11-20", "content": {"words": "Selesai"}});
        let sent = self.api(who).await.post("/deliverables", body).await;
        sent.assert_status(201);
        let answer = json!({"answer": "accepted", "version": sent.json["version"]});
        let path = format!("/deliverables/{}/answer", sent.id());
        let budi = self.api(&self.budi).await;
        budi.post(&path, answer).await.assert_status(200);
    }

    /// Whole days that the week of the 23rd can still take, as a planner of a roster sees it.
    async fn left(&self, who: &Person) -> u32 {
        let week = DateRange {
            from: date("2026-11-23"),
            to: date("2026-11-27"),
        };
        let mut tx = self.world.tx().await;
        let (agency, now) = (self.world.agency, self.app.now());
        let found =
            luwes::requests::openings(tx.conn(), agency, self.unit.id, week, Place::Home, now);
        let found = found.await.expect("openings");
        let mut people = found.people.into_iter();
        let one = people.find(|one| one.employee == who.employee());
        one.expect("a member").left[0]
    }
}

const FAILS: &str = "Pekan itu menjadi 2 hari; di atas 1 hari masih kurang 2 hasil kerja diterima.";
const PATH: &str =
    "Dua hasil kerja lagi yang diterima, lalu Anda boleh meminta hari kedua dalam sepekan.";

#[tokio::test]
async fn the_second_day_of_a_week_opens_with_accepted_work() {
    let office = office().await;
    earned_days(&office, 1, WaivableBy::None).await;
    let sari = office.api(&office.sari).await;
    assert_eq!(office.left(&office.sari).await, 1);
    sari.post("/requests", body("2026-11-24"))
        .await
        .assert_status(201);
    assert_eq!(office.left(&office.sari).await, 0);
    assert_eq!(office.left(&office.tono).await, 1);
    // the second day is refused, and the path is told wherever one looks
    let refused = sari.post("/requests", body("2026-11-26")).await;
    refused.assert_status(422);
    assert_eq!(office.world.count("requests", "true").await, 1);
    let mut page = office.app.as_(&office.sari).await;
    page.get("/requests/new?day=2026-11-26")
        .await
        .assert_ok()
        .assert_text(FAILS)
        .assert_text("Dua hasil kerja lagi yang diterima membuka hari kedua dalam sepekan.")
        .assert_link("/work");
    page.get("/conditions")
        .await
        .assert_ok()
        .assert_text(PATH)
        .assert_text("0 dari 2 hasil kerja diterima dalam 90 hari terakhir.");
    page.get("/").await.assert_ok().assert_text(PATH);
    let told = sari.get("/conditions").await;
    told.assert_status(200);
    assert_eq!(told.json["days_per_week"], 1);
    let step = &told.json["path"][0];
    assert_eq!(
        (
            &step["day"],
            &step["open"],
            &step["accepted"],
            &step["asked"]
        ),
        (&json!(2), &json!(false), &json!(0), &json!(2))
    );
    assert_eq!(step["text"], PATH);
    // what if: the same question with two deliverables, over the door and on the page
    let what_if = |accepted: Value| json!({"on": "2026-11-26", "place": "home", "suppose": {"accepted": accepted}});
    for (accepted, verdict) in [(1, "fail"), (2, "pass")] {
        let found = sari.post("/policy/what-if", what_if(json!(accepted))).await;
        found.assert_status(200);
        assert_eq!(found.json["recorded"]["verdict"]["verdict"], "fail");
        assert_eq!(found.json["supposed"]["verdict"]["verdict"], verdict);
    }
    let why = format!(
        "/employees/{}/why?on=2026-11-26&accepted",
        office.sari.employee()
    );
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("{why}=2"))
        .await
        .assert_ok()
        .assert_text("terbuka dengan 2 hasil kerja diterima")
        .assert_text("pengandaian");
    budi.get(&format!("{why}=banyak"))
        .await
        .assert_status(422)
        .assert_text("Isi angka 0 sampai 99.");
    // one is accepted: one more; both: the day opens, and the verdict keeps what opened it
    office.accepted(&office.sari, "Peta").await;
    page.get("/conditions")
        .await
        .assert_text("Satu hasil kerja lagi yang diterima, lalu Anda boleh meminta hari kedua");
    sari.post("/requests", body("2026-11-26"))
        .await
        .assert_status(422);
    office.accepted(&office.sari, "Telaah").await;
    sari.post("/requests", body("2026-11-26"))
        .await
        .assert_status(201);
    let kept = "verdict like '%\"accepted\":{\"value\":[\"2026-11-17\",\"2026-11-17\"]%'";
    assert_eq!(office.world.count("requests", kept).await, 1);
    page.get("/conditions")
        .await
        .assert_text("Hari kedua dalam sepekan terbuka: 2 hasil kerja diterima.");
    page.get("/")
        .await
        .assert_ok()
        .assert_no_text("lalu Anda boleh meminta");
    assert_eq!(
        office.left(&office.sari).await,
        0,
        "the usual two are taken"
    );
    // what is accepted counts for its days only
    office.app.pass(TimeDelta::days(89));
    let told = office.api(&office.sari).await.get("/conditions").await;
    assert_eq!(told.json["path"][0]["open"], true);
    office.app.pass(TimeDelta::days(1));
    let told = office.api(&office.sari).await.get("/conditions").await;
    assert_eq!(told.json["path"][0]["accepted"], 0);
}

#[tokio::test]
async fn of_a_weekly_pattern_the_day_beyond_is_left_out_and_another_s_work_opens_nothing() {
    let office = office().await;
    earned_days(&office, 1, WaivableBy::None).await;
    office.accepted(&office.sari, "Peta").await;
    office.accepted(&office.sari, "Telaah").await;
    let pattern = json!({"pattern": {"first_on": "2026-11-30", "last_on": "2026-12-11",
        "week": {"tuesday": "full", "thursday": "full"}}, "place": "home"});
    for (who, said) in [
        (&office.sari, ["pass", "pass", "pass", "pass"]),
        (&office.tono, ["pass", "fail", "pass", "fail"]),
    ] {
        let found = office
            .api(who)
            .await
            .post("/requests/precheck", pattern.clone())
            .await;
        found.assert_status(200);
        let days = found.json["days"].as_array().expect("days");
        let all: Vec<&str> = days
            .iter()
            .map(|day| day["verdict"]["verdict"].as_str().expect("a verdict"))
            .collect();
        assert_eq!(all, said);
    }
}

#[tokio::test]
async fn a_rule_that_is_not_there_reads_no_work_and_hr_may_set_one_aside() {
    let office = office().await;
    office.world.rules().await;
    let sari = office.api(&office.sari).await;
    office.accepted(&office.sari, "Peta").await;
    sari.post("/requests", body("2026-11-24"))
        .await
        .assert_status(201);
    let unread = "verdict not like '%\"accepted\"%'";
    assert_eq!(office.world.count("requests", unread).await, 1);
    let told = sari.get("/conditions").await;
    assert_eq!(told.json["path"], json!([]));
    let mut page = office.app.as_(&office.sari).await;
    page.get("/conditions")
        .await
        .assert_ok()
        .assert_no_text("Hari yang dibuka hasil kerja");
    earned_days(&office, 2, WaivableBy::Hr).await;
    sari.post("/requests", body("2026-11-26"))
        .await
        .assert_status(422);
    page.get("/exceptions/new?rule=earned_days&on=2026-11-26")
        .await
        .assert_ok();
    let typed = [
        ("ground", "family"),
        ("statement", "Merawat ibu."),
        ("until_on", "2026-12-31"),
    ];
    let path = page
        .submit("#exception", &typed)
        .await
        .assert_ok()
        .path
        .clone();
    let grant = [
        ("decision", "grant"),
        ("until_on", "2026-12-31"),
        ("note", ""),
    ];
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&path).await.assert_ok();
    hana.submit("#answer", &grant).await.assert_ok();
    sari.post("/requests", body("2026-11-26"))
        .await
        .assert_status(201);
}
