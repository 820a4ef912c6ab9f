//! What is due and what is overdue: versions compared, reminders, the request that promised it, and the rule that waits for it.

use luwes::policy::{Rule, RuleKind, WaivableBy, base};
use serde_json::json;

use super::*;
use crate::support::twin::ask;

impl Office {
    /// Planned and not delivered; gives the id.
    async fn planned(&self, who: &Person, title: &str, due_on: &str) -> String {
        let body = json!({"title": title, "due_on": due_on});
        let done = self.api(who).await.post("/deliverables", body).await;
        done.assert_status(201);
        done.id()
    }

    /// What the worker tells people now: its upkeep writes it down, the next round mails it.
    pub(super) async fn told(&self, who: &Person) -> Vec<String> {
        let mut mails = self.app.drain().await;
        mails.extend(self.app.drain().await);
        let own = mails.into_iter().filter(|mail| mail.to == who.email);
        own.map(|mail| mail.subject).collect()
    }

    /// A request of Sari for a day, approved by Budi; its plan says "laporan".
    pub(super) async fn approved(&self, day: &str) -> String {
        let mut cx = self.world.cx_of(&self.sari).await;
        let request = ask(&mut cx, day, "").await;
        cx.finish().await.expect("commit");
        let mut cx = self.world.cx_of(&self.budi).await;
        let decide = luwes::requests::Decide {
            decision: luwes::requests::Decision::Approve,
            version: request.version,
            note: String::new(),
            waive: false,
            batch: uuid::Uuid::now_v7(),
        };
        luwes::requests::decide(&mut cx, request.id, decide)
            .await
            .expect("approved");
        cx.finish().await.expect("commit");
        request.id.to_string()
    }
}

#[tokio::test]
async fn two_versions_are_compared_word_by_word() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let first = json!({"title": "Peta", "due_on": "2026-11-20", "content": {"words": "Baru 20 daerah", "links": ["https://a.go.id/1"]}});
    let sent = sari.post("/deliverables", first).await;
    let path = format!("/deliverables/{}", sent.id());
    let back = json!({"answer": "revision", "comment": "Kurang", "version": sent.json["version"]});
    let budi = office.api(&office.budi).await;
    let back = budi.post(&format!("{path}/answer"), back).await;
    let second = json!({"words": "Sudah 34 daerah", "links": ["https://a.go.id/2"], "version": back.json["version"]});
    sari.post(&format!("{path}/deliveries"), second)
        .await
        .assert_status(200);

    let mut page = office.app.as_(&office.budi).await;
    let page_of = format!("/work/{}", sent.id());
    page.get(&page_of)
        .await
        .assert_ok()
        .assert_link(&format!("{page_of}?from=1&to=2#h-compared"));
    page.get(&format!("{page_of}?from=1&to=2"))
        .await
        .assert_ok()
        .assert_text("Dari versi 1 ke versi 2")
        .assert_text("Bergaris bawah: ditambah. Dicoret: dihapus.");
    page.get(&format!("{page_of}?from=1&to=9"))
        .await
        .assert_status(404);
    let found = budi.get(&format!("{path}/comparison?from=1&to=2")).await;
    found.assert_status(200);
    assert_eq!(found.json["same"], false);
    let text = |change: &str| -> String {
        let words = found.json["words"].as_array().expect("words");
        let some = words.iter().filter(|one| one["change"] != change);
        some.filter_map(|one| one["text"].as_str()).collect()
    };
    assert_eq!(text("added"), "Baru 20 daerah");
    assert_eq!(text("removed"), "Sudah 34 daerah");
    assert_eq!(found.json["links"][0]["change"], "added");
    assert_eq!(found.json["links"][1]["text"], "https://a.go.id/1");
    let same = budi.get(&format!("{path}/comparison?from=2&to=2")).await;
    assert_eq!(same.json["same"], true);
    budi.get(&format!("{path}/comparison?from=0&to=2"))
        .await
        .assert_problem(404, "not-found");
    let tono = office.api(&office.tono).await;
    tono.get(&format!("{path}/comparison?from=1&to=2"))
        .await
        .assert_problem(404, "not-found");
}

#[tokio::test]
async fn one_is_reminded_of_everything_by_one_notice_on_working_days() {
    let office = office().await;
    office.app.drain().await;
    office.planned(&office.sari, "Peta", "2026-11-18").await;
    office.planned(&office.sari, "Telaah", "2026-11-18").await;
    office.planned(&office.tono, "Arsip", "2026-11-20").await;
    assert_eq!(
        office.told(&office.sari).await,
        ["2 hasil kerja segera jatuh tempo"]
    );
    assert!(office.told(&office.sari).await.is_empty(), "once a day");
    assert!(office.told(&office.tono).await.is_empty(), "not yet");
    // the day itself says nothing new; the day after says that it is late
    office.app.pass(TimeDelta::days(1));
    assert!(office.told(&office.sari).await.is_empty());
    office.app.pass(TimeDelta::days(1));
    assert_eq!(
        office.told(&office.sari).await,
        ["2 hasil kerja lewat tenggat"]
    );
    // nobody is reminded on a Saturday, and of what is late again on Monday
    office.app.pass(TimeDelta::days(2));
    assert!(office.told(&office.sari).await.is_empty());
    office.app.pass(TimeDelta::days(2));
    assert_eq!(
        office.told(&office.sari).await,
        ["2 hasil kerja lewat tenggat"]
    );
    assert_eq!(
        office.told(&office.tono).await,
        Vec::<String>::new(),
        "told in the same round as Sari"
    );
    let looked = "looked_on = '2026-11-23'";
    assert_eq!(office.world.count("work_reminders", looked).await, 2);
}

#[tokio::test]
async fn the_request_shows_what_came_of_its_plan_and_the_first_page_what_is_due() {
    let office = office().await;
    office.world.rules().await;
    let request = office.approved("2026-11-24").await;
    let page_of = format!("/requests/{request}");
    let form = format!("/work/new?request={request}&line=1");
    let mut sari = office.app.as_(&office.sari).await;
    sari.get(&page_of).await.assert_ok().assert_link(&form);
    sari.get("/").await.assert_ok().assert_no_text("tenggat 24");
    // the day is over, the request has ended, and the promise still stands
    office.app.pass(TimeDelta::days(8));
    office.app.drain().await;
    let ended = format!("id = '{request}' and state = 'ended'");
    assert_eq!(office.world.count("requests", &ended).await, 1);
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/").await.assert_ok().assert_link(&form);
    sari.get(&form)
        .await
        .assert_ok()
        .assert_text("Dijanjikan: laporan");
    let sent = sari.submit("#work", &[("words", "Selesai")]).await;
    let work = sent.path.clone();
    sent.assert_ok().assert_link(&page_of);
    sari.get(&page_of)
        .await
        .assert_ok()
        .assert_link(&work)
        .assert_text("Menunggu tanggapan");
    sari.get("/").await.assert_no_text("lewat tenggat");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&page_of).await.assert_ok().assert_link(&work);
}

/// The usual rules, and that nothing may be overdue.
async fn results_first(office: &Office, version: u32, with_promises: bool) {
    let mut set = base::typical_agency(&base::Practice {
        version,
        ..base::Practice::default()
    });
    set.rules.push(Rule {
        waivable_by: WaivableBy::UnitHead,
        ..Rule::new(
            "no_overdue_work",
            RuleKind::NoOverdueWork {
                days: 0,
                with_promises,
            },
        )
    });
    office.world.rules_of(&set).await;
}

/// What the rule says of a day that somebody asks for.
async fn said(office: &Office, who: &Person) -> (String, String) {
    let body = json!({"days": [{"on": "2026-11-25"}], "place": "home"});
    let found = office.api(who).await.post("/requests/precheck", body).await;
    found.assert_status(200);
    let rules = found.json["days"][0]["verdict"]["rules"]
        .as_array()
        .expect("rules");
    let rule = rules.iter().find(|rule| rule["kind"] == "no_overdue_work");
    let rule = rule.expect("the rule");
    let word = |name: &str| rule[name].as_str().expect("a word").to_owned();
    (word("outcome"), word("text"))
}

#[tokio::test]
async fn whoever_is_late_asks_after_delivering_or_with_an_exception() {
    let office = office().await;
    results_first(&office, 1, true).await;
    let peta = office.planned(&office.sari, "Peta", "2026-11-18").await;
    office.planned(&office.tono, "Arsip", "2026-11-18").await;
    assert_eq!(said(&office, &office.sari).await.0, "pass");
    office.app.pass(TimeDelta::days(2));
    let late = "Ada 1 pekerjaan terlambat; yang paling lama jatuh tempo 18 November 2026.";
    let fails = ("fail".to_owned(), late.to_owned());
    assert_eq!(said(&office, &office.sari).await, fails);
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/conditions")
        .await
        .assert_ok()
        .assert_text(late)
        .assert_link("/work");
    let ask = json!({"days": [{"on": "2026-11-25"}], "place": "home", "plan": [{"what": "Laporan", "due_on": "2026-11-25"}]});
    let door = office.api(&office.sari).await;
    door.post("/requests", ask.clone()).await.assert_status(422);
    assert_eq!(office.world.count("requests", "true").await, 0);
    // delivered: it waits for an answer, and Sari may ask
    let version = json!({"words": "Selesai", "version": 1});
    door.post(&format!("/deliverables/{peta}/deliveries"), version)
        .await
        .assert_status(200);
    assert_eq!(said(&office, &office.sari).await.0, "pass");
    door.post("/requests", ask.clone()).await.assert_status(201);
    let kept = "verdict like '%\"overdue\"%'";
    assert_eq!(office.world.count("requests", kept).await, 1);
    // Tono asks for an exception, and Budi grants it
    let mut tono = office.app.as_(&office.tono).await;
    tono.get("/exceptions/new?rule=no_overdue_work&on=2026-11-25")
        .await
        .assert_ok();
    let typed = [
        ("ground", "family"),
        ("statement", "Menunggu data dari daerah."),
        ("until_on", "2026-12-31"),
    ];
    let asked = tono.submit("#exception", &typed).await;
    let path = asked.assert_ok().path.clone();
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&path).await.assert_ok();
    let grant = [
        ("decision", "grant"),
        ("until_on", "2026-12-01"),
        ("note", ""),
    ];
    budi.submit("#answer", &grant).await.assert_ok();
    assert_eq!(
        said(&office, &office.tono).await,
        (
            "pass".to_owned(),
            "Dikecualikan sampai 1 Desember 2026.".to_owned()
        )
    );
}

#[tokio::test]
async fn a_promise_that_nothing_came_of_counts_where_the_rule_says_so_and_work_is_read_for_it_alone()
 {
    let office = office().await;
    office.world.rules().await;
    let request = office.approved("2026-11-18").await;
    let unread = format!("id = '{request}' and verdict not like '%\"overdue\"%'");
    assert_eq!(office.world.count("requests", &unread).await, 1);
    office.app.pass(TimeDelta::days(2));
    results_first(&office, 2, false).await;
    assert_eq!(said(&office, &office.sari).await.0, "pass");
    results_first(&office, 3, true).await;
    let late = "Ada 1 pekerjaan terlambat; yang paling lama jatuh tempo 18 November 2026.";
    assert_eq!(
        said(&office, &office.sari).await,
        ("fail".to_owned(), late.to_owned())
    );
}
