//! What is due and what is overdue: versions compared, reminders, and the request that promised it.

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
    async fn told(&self, who: &Person) -> Vec<String> {
        let mut mails = self.app.drain().await;
        mails.extend(self.app.drain().await);
        let own = mails.into_iter().filter(|mail| mail.to == who.email);
        own.map(|mail| mail.subject).collect()
    }

    /// A request of Sari for a day, approved by Budi; its plan says "laporan".
    async fn approved(&self, day: &str) -> String {
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
