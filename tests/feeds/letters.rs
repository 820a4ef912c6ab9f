//! Mails of decisions carry the days as a calendar file, and later ones change and remove them in place.

use luwes::kernel::outbox::{self, Mail, Notice};

use super::*;

/// What a person's mails of this minute put into a calendar.
async fn told(office: &Office, person: &Person) -> (Vec<Mail>, BTreeMap<String, Event>) {
    office.app.pass(chrono::TimeDelta::seconds(11));
    let mut mails = office.app.drain().await;
    mails.retain(|mail| mail.to == person.email);
    let events = mails
        .iter()
        .filter(|mail| !mail.calendar.is_empty())
        .flat_map(|mail| events(&mail.calendar))
        .collect();
    (mails, events)
}

async fn version(office: &Office, id: RequestId) -> i32 {
    let mut cx = office.world.cx().await;
    sqlx::query_scalar("select version from requests where id = $1")
        .bind(id.0)
        .fetch_one(cx.conn())
        .await
        .expect("a request")
}

#[tokio::test]
async fn an_approval_brings_the_days_and_a_revocation_takes_them_away() {
    let office = office().await;
    let request = office
        .ask_days(&office.sari, &[("2026-11-24", 3), ("2026-11-26", 1)])
        .await;
    office.decide(&request, Decision::Approve).await;
    let (mails, days) = told(&office, &office.sari).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("luwes.ics"), "{}", mails[0].text);
    assert_eq!(
        days.keys().collect::<Vec<_>>(),
        ["20261124", "20261126T073000"]
    );
    assert!(days.values().all(|event| event.status == "CONFIRMED"));
    assert_eq!(
        days["20261124"].uid,
        format!("{}-2026-11-24@luwes", request.id)
    );
    let feed = office.own(&office.sari).await;
    assert_eq!(office.events(&feed).await, days, "the feed tells the same");

    let file = &mails[0].calendar;
    assert!(file.contains("\r\nMETHOD:PUBLISH\r\n"));
    assert!(file.contains("ORGANIZER;CN=Luwes:mailto:luwes@localhost"));
    assert!(
        !file.contains("X-WR-CALNAME") && !file.contains("RAHASIA"),
        "{file}"
    );
    let wire = mails[0]
        .message("Luwes <luwes@uji.example>")
        .expect("a message");
    let wire = String::from_utf8(wire.formatted()).expect("text");
    for part in [
        "multipart/mixed",
        "multipart/alternative",
        "text/calendar",
        "luwes.ics",
    ] {
        assert!(wire.contains(part), "{part}");
    }

    let mut cx = office.world.cx_of(&office.budi).await;
    let now = version(&office, request.id).await;
    requests::revoke(&mut cx, request.id, now, date("2026-11-25"), "Rapat besar")
        .await
        .expect("it is revoked");
    cx.finish().await.expect("commit");
    let (_, later) = told(&office, &office.sari).await;
    let gone = &later["20261126T073000"];
    assert_eq!(gone.status, "CANCELLED");
    assert_eq!(gone.uid, days["20261126T073000"].uid);
    assert!(gone.sequence > days["20261126T073000"].sequence);
    assert_eq!(later["20261124"].status, "CONFIRMED");
}

#[tokio::test]
async fn who_cancels_themselves_gets_the_change_too() {
    let office = office().await;
    let request = office.ask_days(&office.sari, &[("2026-11-24", 3)]).await;
    office.decide(&request, Decision::Approve).await;
    let (_, days) = told(&office, &office.sari).await;
    let now = version(&office, request.id).await;
    office.cancel(&office.sari, request.id, now, &[]).await;
    let (mails, later) = told(&office, &office.sari).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(later["20261124"].status, "CANCELLED");
    assert!(later["20261124"].sequence > days["20261124"].sequence);
}

#[tokio::test]
async fn a_refusal_brings_no_file_and_a_digest_one_for_all() {
    let office = office().await;
    let request = office.ask_days(&office.sari, &[("2026-11-24", 3)]).await;
    office.decide(&request, Decision::Refuse).await;
    let (mails, days) = told(&office, &office.sari).await;
    assert!(mails.len() == 1 && days.is_empty());

    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/account/notices").await.assert_ok();
    let digest = [("mail", "digest"), ("digest_hour", "16")];
    sari.submit("/account/notices", &digest).await.assert_ok();
    for day in ["2026-11-25", "2026-12-03"] {
        let request = office.ask_days(&office.sari, &[(day, 3)]).await;
        office.decide(&request, Decision::Approve).await;
    }
    let (mails, _) = told(&office, &office.sari).await;
    assert!(mails.is_empty(), "the digest waits");
    office.app.set_clock("2026-11-17T08:10:00Z");
    let (mails, days) = told(&office, &office.sari).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(days.keys().collect::<Vec<_>>(), ["20261125", "20261203"]);
}

#[tokio::test]
async fn days_of_somebody_else_never_go_along() {
    let office = office().await;
    let request = office.ask_days(&office.sari, &[("2026-11-24", 3)]).await;
    office.decide(&request, Decision::Approve).await;
    told(&office, &office.sari).await;
    let mut cx = office.world.cx().await;
    let notice = Notice::new("request-waiting", "/inbox", "fremd");
    let notice = notice.with("name", "Sari").with_days_of(request.id.0);
    outbox::tell_identity(&mut cx, office.tono.identity, notice)
        .await
        .expect("told");
    cx.finish().await.expect("commit");
    let (mails, days) = told(&office, &office.tono).await;
    assert!(mails.len() == 1 && days.is_empty());
}
