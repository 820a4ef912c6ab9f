//! What people are told: the bell and its page, mail as each person wants it, reminders, and what must not get through.

use chrono::TimeDelta;
use luwes::kernel::{
    i18n::Lang,
    outbox::{self, Mail, Notice},
};

use crate::support::{Browser, Person, TestApp, World, twin::ask, words};

/// A unit: Budi decides, Sari asks. It is Tuesday, 17 November 2026, 08:00 in Jakarta.
struct Office {
    app: TestApp,
    world: World,
    budi: Person,
    sari: Person,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    for name in ["Tono", "Umi", "Vina"] {
        world.employee(name).of(&unit).await;
    }
    let sari = world.employee("Sari").of(&unit).await;
    Office {
        app,
        world,
        budi,
        sari,
    }
}

/// Tells somebody that a request waits, as any operation would.
async fn tell(world: &World, to: &Person, event: &str) {
    let mut cx = world.cx().await;
    let notice = Notice::new("request-waiting", format!("/inbox/{event}"), event)
        .with("name", format!("Orang {event}"));
    outbox::tell_identity(&mut cx, to.identity, notice)
        .await
        .expect("the notice is stored");
    cx.finish().await.expect("commit");
}

/// Chooses at the account page, as a browser without script does.
async fn choose(browser: &mut Browser, fields: &[(&str, &str)]) {
    browser
        .get("/account")
        .await
        .assert_link("/account/notices");
    browser.get("/account/notices").await.assert_ok();
    browser
        .submit("/account/notices", fields)
        .await
        .assert_ok()
        .assert_text(&words("flash-notices-saved"));
}

fn to<'a>(mails: &'a [Mail], person: &Person) -> Vec<&'a Mail> {
    mails
        .iter()
        .filter(|mail| mail.to == person.email)
        .collect()
}

async fn bell(browser: &mut Browser) -> String {
    let shown = browser.get("/account").await;
    shown.assert_ok();
    let labels = shown.attributes("a[href='/notices'].btn", "aria-label");
    assert_eq!(labels.len(), 1, "one bell");
    labels[0].clone()
}

fn bell_words(n: i64) -> String {
    Lang::Id.tn("layout-unread", n)
}

#[tokio::test]
async fn a_request_and_its_decision_are_told_shown_counted_and_read() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/notices")
        .await
        .assert_ok()
        .assert_h1(&words("notices-title"))
        .assert_text(&words("notices-empty"));
    assert_eq!(bell(&mut budi).await, words("notices-title"));

    let mut cx = office.world.cx_of(&office.sari).await;
    let request = ask(&mut cx, "2026-11-24", "").await;
    cx.finish().await.expect("commit");
    assert_eq!(bell(&mut budi).await, bell_words(1));
    let item = format!("/inbox/{}", request.id);
    let page = budi.get("/notices").await;
    page.assert_ok().assert_link(&item);
    assert_eq!(page.all("li .chip"), [words("notices-new")]);
    budi.get(&item).await.assert_ok();

    budi.submit(
        "#decide",
        &[("decision", "refuse"), ("note", "Perlu di loket")],
    )
    .await
    .assert_at("/inbox");
    let mut sari = office.app.as_(&office.sari).await;
    assert_eq!(bell(&mut sari).await, words("notices-title"));
    office.app.pass(TimeDelta::seconds(11));
    assert_eq!(bell(&mut sari).await, bell_words(1));
    sari.get("/notices")
        .await
        .assert_link(&format!("/requests/{}", request.id))
        .assert_text(&words("mail-request-refused-subject"));

    budi.get("/notices").await;
    let read = budi.submit("/notices/read", &[]).await;
    read.assert_at("/notices").assert_link(&item);
    assert_eq!(read.number_of("li .chip"), 0);
    assert_eq!(bell(&mut budi).await, words("notices-title"));
    assert_eq!(
        bell(&mut sari).await,
        bell_words(1),
        "each reads for themselves"
    );
}

#[tokio::test]
async fn a_decision_taken_back_is_never_told() {
    let office = office().await;
    let mut cx = office.world.cx_of(&office.sari).await;
    let request = ask(&mut cx, "2026-11-24", "").await;
    cx.finish().await.expect("commit");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/inbox/{}", request.id)).await;
    budi.submit("#decide", &[("decision", "refuse"), ("note", "Keliru")])
        .await;
    budi.submit("/inbox/undo/", &[]).await.assert_ok();
    office.app.pass(TimeDelta::minutes(1));
    let mails = office.app.drain().await;
    assert!(to(&mails, &office.sari).is_empty());
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/notices")
        .await
        .assert_text(&words("notices-empty"));
}

#[tokio::test]
async fn the_list_goes_on_by_keyset_and_another_agency_sees_none_of_it() {
    let office = office().await;
    for n in 0..60 {
        tell(&office.world, &office.budi, &format!("acara-{n:02}")).await;
        office.app.pass(TimeDelta::seconds(1));
    }
    let mut budi = office.app.as_(&office.budi).await;
    assert_eq!(bell(&mut budi).await, bell_words(60));
    let first = budi.get("/notices").await;
    assert_eq!(first.number_of("main .list li"), 50);
    first
        .assert_text("Orang acara-59")
        .assert_no_text("Orang acara-09");
    let next = first.attributes("a[rel=next]", "href");
    let second = budi.get(&next[0]).await;
    assert_eq!(second.number_of("main .list li"), 10);
    second
        .assert_text("Orang acara-09")
        .assert_no_text("Orang acara-10");

    // the same person in another agency: nothing, not by the cursor either
    let elsewhere = office.app.agency("Kota Lain").await;
    let guest = elsewhere.joins(&office.budi).await;
    tell(&elsewhere, &guest, "di-sana").await;
    let mut there = office.app.as_(&guest).await;
    assert_eq!(bell(&mut there).await, bell_words(1));
    for path in ["/notices", next[0].as_str()] {
        let shown = there.get(path).await;
        shown.assert_ok().assert_no_text("acara-");
        assert_eq!(shown.number_of("main .list li"), 1, "{path}");
    }
    assert_eq!(bell(&mut budi).await, bell_words(60));
}

#[tokio::test]
async fn a_hundred_unread_are_not_counted_further() {
    let office = office().await;
    for n in 0..105 {
        tell(&office.world, &office.budi, &format!("banyak-{n}")).await;
    }
    let mut budi = office.app.as_(&office.budi).await;
    let shown = budi.get("/account").await;
    assert_eq!(shown.all("a[href='/notices'] .count"), ["99+"]);
}

#[tokio::test]
async fn one_event_is_one_notice_and_one_mail_however_often_it_is_told() {
    let office = office().await;
    tell(&office.world, &office.budi, "sekali").await;
    tell(&office.world, &office.budi, "sekali").await;
    assert_eq!(office.app.drain().await.len(), 1);
    tell(&office.world, &office.budi, "sekali").await;
    assert!(office.app.drain().await.is_empty());
    let mut budi = office.app.as_(&office.budi).await;
    assert_eq!(bell(&mut budi).await, bell_words(1));
}

#[tokio::test]
async fn quiet_hours_across_midnight_hold_mail_but_not_the_bell() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    choose(
        &mut budi,
        &[("mail", "each"), ("quiet_from", "21"), ("quiet_to", "6")],
    )
    .await;
    // 23:30 in Jakarta
    office.app.set_clock("2026-11-17T16:30:00Z");
    tell(&office.world, &office.budi, "malam").await;
    tell(&office.world, &office.sari, "malam-sari").await;
    let mails = office.app.drain().await;
    assert!(to(&mails, &office.budi).is_empty());
    assert_eq!(to(&mails, &office.sari).len(), 1, "Sari has no quiet hours");
    let mut budi = office.app.as_(&office.budi).await;
    assert_eq!(bell(&mut budi).await, bell_words(1));
    // 05:59, then 06:00
    office.app.set_clock("2026-11-17T22:59:00Z");
    assert!(office.app.drain().await.is_empty());
    office.app.set_clock("2026-11-17T23:00:00Z");
    assert_eq!(to(&office.app.drain().await, &office.budi).len(), 1);
    assert!(office.app.drain().await.is_empty());
}

#[tokio::test]
async fn quiet_hours_go_by_the_clock_at_the_place_of_duty() {
    let office = office().await;
    let east = office.world.unit("Jayapura").zone("Asia/Jayapura").await;
    let yani = office.world.employee("Yani").of(&east).await;
    let mut browser = office.app.as_(&yani).await;
    choose(
        &mut browser,
        &[("mail", "each"), ("quiet_from", "21"), ("quiet_to", "6")],
    )
    .await;
    // 19:30 in Jakarta is 21:30 in Jayapura
    office.app.set_clock("2026-11-17T12:30:00Z");
    tell(&office.world, &yani, "timur").await;
    assert!(office.app.drain().await.is_empty());
    office.app.set_clock("2026-11-17T21:00:00Z");
    assert_eq!(office.app.drain().await.len(), 1);
}

#[tokio::test]
async fn a_digest_leaves_once_a_day_with_every_event_and_its_link() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    choose(&mut budi, &[("mail", "digest"), ("digest_hour", "16")]).await;
    for n in 0..70 {
        tell(&office.world, &office.budi, &format!("pagi-{n:02}")).await;
    }
    assert!(office.app.drain().await.is_empty());
    assert_eq!(bell(&mut budi).await, bell_words(70));
    office.app.set_clock("2026-11-17T08:59:00Z");
    assert!(office.app.drain().await.is_empty());
    office.app.set_clock("2026-11-17T09:00:00Z");
    tell(&office.world, &office.budi, "sore").await;
    let mails = office.app.drain().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, Lang::Id.tn("notices-digest-subject", 70));
    for n in 0..70 {
        let link = format!("https://luwes.test/inbox/pagi-{n:02}");
        assert!(mails[0].text.contains(&link) && mails[0].html.contains(&link));
    }
    assert!(!mails[0].text.contains("/inbox/sore"));
    office.app.pass(TimeDelta::hours(2));
    assert!(office.app.drain().await.is_empty());
    office.app.set_clock("2026-11-18T09:00:00Z");
    let mails = office.app.drain().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("/inbox/sore"));
    office.app.pass(TimeDelta::hours(1));
    assert!(office.app.drain().await.is_empty());
}

#[tokio::test]
async fn without_mail_the_page_still_tells_and_a_new_choice_frees_what_waited() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    choose(&mut budi, &[("mail", "none")]).await;
    tell(&office.world, &office.budi, "diam").await;
    assert!(office.app.drain().await.is_empty());
    assert_eq!(bell(&mut budi).await, bell_words(1));
    choose(&mut budi, &[("mail", "digest"), ("digest_hour", "23")]).await;
    tell(&office.world, &office.budi, "nanti").await;
    assert!(office.app.drain().await.is_empty());
    choose(&mut budi, &[("mail", "each")]).await;
    let mails = office.app.drain().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].link.ends_with("/inbox/nanti"));
    assert_eq!(
        office
            .world
            .count("audit", "event = 'notice-settings-saved'")
            .await,
        3
    );
}

#[tokio::test]
async fn a_choice_that_makes_no_sense_is_refused_with_what_was_typed() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/account/notices").await.assert_ok();
    let shown = budi
        .submit(
            "/account/notices",
            &[("quiet_from", "6"), ("quiet_to", "6")],
        )
        .await;
    shown.assert_refused(&words("invalid-notices-quiet-same"));
    assert_eq!(
        shown.attributes("#f-quiet_from option[selected]", "value"),
        ["6"]
    );
    let wrong = [("mail", "pigeon"), ("digest_hour", "16")];
    budi.post("/account/notices", &wrong)
        .await
        .assert_status(422);
    assert_eq!(office.world.count("notice_settings", "true").await, 0);
}

#[tokio::test]
async fn mail_about_the_password_leaves_at_once_and_its_link_shows_nowhere() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    choose(
        &mut budi,
        &[("mail", "none"), ("quiet_from", "0"), ("quiet_to", "23")],
    )
    .await;
    let mut visitor = office.app.visitor();
    visitor.get("/reset").await;
    visitor
        .submit("/reset", &[("login", &office.budi.nip)])
        .await
        .assert_ok();
    let mails = office.app.drain().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].link.contains("/link/"));
    budi.get("/notices")
        .await
        .assert_text(&words("notices-empty"));
    let link = mails[0].link.replace("https://luwes.test", "");
    visitor.get(&link).await.assert_ok();
    visitor
        .submit(&link, &[("password", "kopi susu gula aren 71")])
        .await
        .assert_ok();
    let mails = office.app.drain().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, words("mail-password-changed-subject"));
}

#[tokio::test]
async fn a_link_of_a_mail_opens_its_item_after_sign_in() {
    let office = office().await;
    let mut cx = office.world.cx_of(&office.sari).await;
    let request = ask(&mut cx, "2026-11-24", "").await;
    cx.finish().await.expect("commit");
    let mails = office.app.drain().await;
    let link = mails[0].link.replace("https://luwes.test", "");
    assert_eq!(link, format!("/inbox/{}", request.id));
    let shown = office.app.visitor().fetch(&link).await;
    assert_eq!(
        shown.header("location"),
        format!("/sign-in?next=/inbox/{}", request.id)
    );
}

#[tokio::test]
async fn mail_is_plain_text_and_html_in_the_persons_language_and_escaped() {
    let office = office().await;
    let mut cx = office.world.cx().await;
    let notice = Notice::new("request-refused", "/requests/satu", "aneh")
        .with("name", "<b>Budi</b>")
        .with("note", "<script>alert(1)</script>");
    outbox::tell_identity(&mut cx, office.sari.identity, notice)
        .await
        .expect("told");
    cx.finish().await.expect("commit");
    sqlx::query("update identities set lang = 'en' where id = $1")
        .bind(office.sari.identity.0)
        .execute(&mut office.app.superuser().await)
        .await
        .expect("the language is set");
    let mails = office.app.drain().await;
    let mail = &mails[0];
    assert_eq!(mail.subject, "Your request was declined");
    assert!(mail.text.contains("<script>alert(1)</script>"));
    assert!(mail.text.contains("Kota Uji") && mail.html.contains("Kota Uji"));
    assert!(!mail.html.contains("<script>") && !mail.html.contains("<b>Budi"));
    assert!(
        mail.html
            .contains("href=\"https://luwes.test/requests/satu\"")
    );
    assert!(mail.html.contains("lang=\"en\""));
    let wire = mail
        .message("Luwes <luwes@uji.example>")
        .expect("a message");
    let wire = String::from_utf8(wire.formatted()).expect("text");
    for part in ["multipart/alternative", "text/plain", "text/html"] {
        assert!(wire.contains(part), "{part}");
    }
}

#[tokio::test]
async fn c04_line_breaks_reach_no_header_of_a_mail() {
    let office = office().await;
    let evil = "Sari\r\nBcc: semua@uji.example\r\n\r\nIsi";
    let mut conn = office.app.superuser().await;
    sqlx::query("update identities set name = $2 where id = $1")
        .bind(office.sari.identity.0)
        .bind(evil)
        .execute(&mut conn)
        .await
        .expect("the name is set");
    sqlx::query("update identities set email = $2 where id = $1")
        .bind(office.budi.identity.0)
        .bind("budi@uji.example\r\nBcc: semua@uji.example")
        .execute(&mut conn)
        .await
        .expect("the address is set");
    for person in [&office.sari, &office.budi] {
        let mut cx = office.world.cx().await;
        let event = format!("c4-{}", person.nip);
        let notice = Notice::new("request-waiting", "/inbox", event).with("name", evil);
        outbox::tell_identity(&mut cx, person.identity, notice)
            .await
            .expect("told");
        cx.finish().await.expect("commit");
    }
    let mails = office.app.drain().await;
    assert_eq!(mails.len(), 1, "an address with a line break gets none");
    let dead = "state = 'dead' and last_error is not null";
    assert_eq!(office.world.count("outbox", dead).await, 1);
    let mut mail = mails[0].clone();
    for text in [&mail.name, &mail.subject, &mail.to] {
        assert!(!text.contains(['\r', '\n']), "{text:?}");
    }
    mail.name = evil.into();
    mail.subject = evil.into();
    let wire = mail
        .message("Luwes <luwes@uji.example>")
        .expect("a message");
    let wire = String::from_utf8(wire.formatted()).expect("text");
    let (head, _) = wire.split_once("\r\n\r\n").expect("head and body");
    assert!(head.lines().all(|line| !line.starts_with("Bcc")), "{head}");
    for address in [
        "a@uji.example\r\nBcc: b@uji.example",
        "a@uji.example, b@uji.example",
        "\"a\r\nBcc: b\"@uji.example",
        "-f@uji.example",
        "",
    ] {
        mail.to = address.into();
        assert!(mail.message("luwes@uji.example").is_err(), "{address:?}");
    }
}

#[tokio::test]
async fn what_waits_more_than_two_working_days_is_reminded_of_once() {
    let office = office().await;
    office.world.holiday("2026-11-19", "Libur uji").await;
    let mut cx = office.world.cx_of(&office.sari).await;
    let request = ask(&mut cx, "2026-12-01", "").await;
    cx.finish().await.expect("commit");
    assert_eq!(to(&office.app.drain().await, &office.budi).len(), 1);
    // Wednesday, a holiday on Thursday, Friday; Monday 07:29 in Jakarta
    for early in [
        "2026-11-20T08:00:00Z",
        "2026-11-21T08:00:00Z",
        "2026-11-23T00:29:00Z",
    ] {
        office.app.set_clock(early);
        office.app.drain().await;
        assert!(office.app.drain().await.is_empty(), "{early}");
    }
    office.app.set_clock("2026-11-23T00:30:00Z");
    // the upkeep tells, the next round delivers
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    let mine = to(&mails, &office.budi);
    assert_eq!(mine.len(), 1);
    assert!(mine[0].link.ends_with(&format!("/inbox/{}", request.id)));
    assert!(mine[0].subject.contains("Pengingat"));
    office.app.pass(TimeDelta::days(3));
    office.app.drain().await;
    assert!(office.app.drain().await.is_empty());
    let reminded = "event = 'request-reminded'";
    assert_eq!(office.world.count("audit", reminded).await, 1);
}

#[tokio::test]
async fn what_is_older_than_ninety_days_is_forgotten() {
    let office = office().await;
    tell(&office.world, &office.budi, "lama").await;
    office.app.drain().await;
    office.app.pass(TimeDelta::days(89));
    tell(&office.world, &office.budi, "baru").await;
    office.app.drain().await;
    assert_eq!(office.world.count("outbox", "dedupe = 'lama'").await, 1);
    office.app.pass(TimeDelta::days(2));
    let mut budi = office.app.as_(&office.budi).await;
    assert_eq!(bell(&mut budi).await, bell_words(1));
    office.app.drain().await;
    assert_eq!(office.world.count("outbox", "dedupe = 'lama'").await, 0);
    assert_eq!(office.world.count("outbox", "dedupe = 'baru'").await, 1);
}

#[tokio::test]
async fn a_failed_digest_is_tried_again_the_same_day() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    choose(&mut budi, &[("mail", "digest"), ("digest_hour", "9")]).await;
    tell(&office.world, &office.budi, "gagal").await;
    office.app.drain().await;
    office.app.set_clock("2026-11-17T02:00:00Z");
    let nowhere = outbox::Mailer::Folder("/proc/nowhere".into());
    let sent = outbox::deliver(&office.app.core, &nowhere, office.world.agency)
        .await
        .expect("a failure is kept, not thrown");
    assert_eq!(sent, 0);
    office.app.pass(TimeDelta::minutes(2));
    assert_eq!(office.app.drain().await.len(), 1);
}
