//! Rules that are published while a request waits.

use luwes::calendar::WeekDay;
use luwes::policy::{
    WaivableBy,
    base::{Practice, typical_agency},
};

use super::*;

/// One day a week instead of two from a day on, published now; of the agency's sets this is the second.
async fn publish_less(office: &Office, from: &str) {
    let practice = Practice {
        version: 2,
        effective_from: from.parse().unwrap(),
        days_per_week: 1,
        ..Practice::default()
    };
    office.app.pass(TimeDelta::seconds(1));
    let set = typical_agency(&practice);
    office.world.rules_published(&set, office.app.now()).await;
}

/// The worker's minute passes, and what it told leaves.
async fn minute(office: &Office) -> Vec<luwes::kernel::outbox::Mail> {
    office.app.pass(TimeDelta::minutes(2));
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    mails
}

#[tokio::test]
async fn a_request_that_waits_while_rules_change_is_no_longer_called_safe_and_its_owner_hears_once()
{
    let office = office().await;
    let two = ask(&office, 0, &["2026-11-24", "2026-11-25"]).await;
    let one = ask(&office, 1, &["2026-11-24"]).await;
    let early = ask(&office, 2, &["2026-11-18", "2026-11-19"]).await;
    minute(&office).await;
    let verdict = |id: &str| format!("id = '{id}' and verdict not like '%\"rule_set_version\":2%'");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_no_text("Perlu pertimbangan");

    publish_less(&office, "2026-11-23").await;
    let mails = minute(&office).await;
    let told: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject.contains("Aturan berubah"))
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].to, office.staff[0].email);
    assert!(told[0].link.ends_with(&format!("/requests/{two}")));

    let inbox = budi.get("/inbox").await;
    inbox
        .assert_text("Aturan berubah sejak dikirim")
        .assert_text("Menurut aturan versi 2");
    assert_eq!(inbox.number_of("section[aria-labelledby=h-thought] li"), 1);
    assert_eq!(inbox.number_of("section[aria-labelledby=h-safe] li"), 2);
    budi.get(&format!("/inbox/{two}"))
        .await
        .assert_text("Aturan berubah sejak pengajuan ini dikirim");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/{two}"))
        .await
        .assert_text("Menurut aturan versi 2")
        .assert_text("Anda dapat menariknya")
        .assert_text("Saat dikirim:");
    // what comes is said beside what holds
    for page in ["/", "/conditions"] {
        sari.get(page)
            .await
            .assert_text("Mulai 23 Nov 2026, menurut aturan yang sudah terbit")
            .assert_text("Paling banyak 1 hari dalam satu minggu.");
    }
    // the other door says the same
    let budi = office.world.api(&office.budi).await;
    let list = budi.get("/inbox").await;
    let items = list.json["items"].as_array().unwrap();
    let of = |id: &str| items.iter().find(|one| one["request"]["id"] == id).unwrap();
    assert_eq!(of(&two)["safe"], false);
    assert_eq!(of(&two)["rules_changed"][0]["version"], 2);
    assert_eq!(of(&one)["safe"], true);
    // what it was sent on stays, and nobody is told twice
    for id in [&two, &one, &early] {
        assert_eq!(office.world.count("requests", &verdict(id)).await, 1);
    }
    let again = minute(&office).await;
    assert!(
        again
            .iter()
            .all(|mail| !mail.subject.contains("Aturan berubah"))
    );
    let rejudged = office.world.count("audit", "event = 'request-rejudged'");
    assert_eq!(rejudged.await, 1);
}

#[tokio::test]
async fn what_is_sent_again_after_the_change_says_nothing_of_it() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24", "2026-11-25"]).await;
    publish_less(&office, "2026-11-23").await;
    minute(&office).await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_text("Aturan berubah sejak dikirim");
    decide(&mut budi, &id, "return", "Pilih satu hari")
        .await
        .assert_at("/inbox");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_no_text("Aturan berubah sejak pengajuan ini dikirim");
}

#[tokio::test]
async fn of_two_requests_of_a_week_that_has_room_for_one_now_the_first_can_be_approved() {
    let office = office().await;
    let first = ask(&office, 0, &["2026-11-24"]).await;
    office.app.pass(TimeDelta::seconds(1));
    let second = ask(&office, 0, &["2026-11-26"]).await;
    publish_less(&office, "2026-11-23").await;
    minute(&office).await;
    // what waits counts against what is sent now
    let mut sari = office.app.as_(&office.staff[0]).await;
    send(&mut sari, &["2026-11-25"]).await.assert_status(422);
    // the later one makes room for the earlier, not the other way round
    let mut budi = office.app.as_(&office.budi).await;
    let button = "button[value=approve]";
    let page = budi.get(&format!("/inbox/{first}")).await;
    assert!(page.number_of(button) > 0);
    let page = budi.get(&format!("/inbox/{second}")).await;
    page.assert_text("Aturan berubah sejak pengajuan ini dikirim");
    decide(&mut budi, &second, "approve", "")
        .await
        .assert_status(422);
    decide(&mut budi, &first, "approve", "")
        .await
        .assert_at("/inbox");
    decide(&mut budi, &second, "approve", "")
        .await
        .assert_status(422);
}

#[tokio::test]
async fn what_was_in_the_way_is_looked_at_again_after_ten_minutes() {
    let office = office().await;
    let first = ask(&office, 0, &["2026-11-24"]).await;
    office.app.pass(TimeDelta::seconds(1));
    let second = ask(&office, 0, &["2026-11-26"]).await;
    publish_less(&office, "2026-11-23").await;
    minute(&office).await;
    let held = format!("id = '{second}' and rules_changed is not null");
    assert_eq!(office.world.count("requests", &held).await, 1);
    // room is made for it; it is not judged at once
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/{first}")).await;
    sari.submit(&format!("/requests/{first}/withdrawal"), &[])
        .await
        .assert_ok();
    minute(&office).await;
    assert_eq!(office.world.count("requests", &held).await, 1);
    office.app.pass(TimeDelta::minutes(9));
    let mails = minute(&office).await;
    assert_eq!(office.world.count("requests", &held).await, 0);
    let rejudged = office.world.count("audit", "event = 'request-rejudged'");
    assert_eq!(rejudged.await, 2);
    assert!(
        mails
            .iter()
            .all(|mail| !mail.subject.contains("Aturan berubah"))
    );
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_no_text("Aturan berubah sejak dikirim");
}

#[tokio::test]
async fn who_approves_against_a_rule_gives_a_reason_and_the_auditor_finds_it_among_the_others() {
    let office = office().await;
    let two = ask(&office, 0, &["2026-11-24", "2026-11-25"]).await;
    let one = ask(&office, 1, &["2026-11-25"]).await;
    let mut practice = Practice {
        version: 2,
        effective_from: "2026-11-23".parse().unwrap(),
        ..Practice::default()
    };
    practice.allowed.remove(&WeekDay::Tue);
    let mut set = typical_agency(&practice);
    for rule in &mut set.rules {
        if rule.key == "weekdays" {
            rule.waivable_by = WaivableBy::UnitHead;
        }
    }
    office.app.pass(TimeDelta::seconds(1));
    office.world.rules_published(&set, office.app.now()).await;
    minute(&office).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &two, "approve", "Perlu")
        .await
        .assert_text("Pakai \"Setujui khusus\" dengan alasan");
    decide(&mut budi, &two, "waive", "")
        .await
        .assert_status(422);
    assert_eq!(state(&office, &two).await, "submitted");
    decide(&mut budi, &two, "waive", "Laporan tahunan jatuh tempo")
        .await
        .assert_ok();
    decide(&mut budi, &one, "approve", "").await.assert_ok();
    for id in [&two, &one] {
        assert_eq!(state(&office, id).await, "approved");
    }

    let tuti = office.world.officer("Tuti", &["auditor"]).await;
    let mut browser = office.app.as_(&tuti).await;
    let link = |id: &str| format!("/trail/requests/{id}");
    let few = browser.get("/trail/requests").await;
    few.assert_text("Disetujui dengan pengecualian")
        .assert_link(&link(&two));
    assert!(!few.body().contains(&link(&one)));
    let all = browser.get("/trail/requests?show=all").await;
    all.assert_link(&link(&two)).assert_link(&link(&one));
    let named = browser.get("/trail/requests?show=all&q=tidakada").await;
    assert!(!named.body().contains(&link(&two)));
}
