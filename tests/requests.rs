//! Asking for days, deciding, changing one's mind: the stories of employee and supervisor, then each refusal.

mod anew;
mod chains;
mod crowd;
mod decider;
mod exceptions;
mod explain;
mod find;
mod hours;
mod later;
mod mandates;
mod month;
mod offers;
mod patterns;
mod queue;
mod race;
mod race_account;
mod refusals;
mod regions;
mod rhythm;
mod spans;
mod standing;
mod statement;
mod swap_crowd;
mod swaps;
mod together;
mod unanswered;
mod upkeep;
mod weeks;

use chrono::TimeDelta;
use luwes::requests::State;

use crate::support::{Browser, Person, Shown, TestApp, Unit, World, browser::Attachment, words};

/// A unit of eight: Budi leads, seven work there. Half may be away at a time. Today is Tuesday, 17 November 2026.
struct Office {
    app: TestApp,
    world: World,
    unit: Unit,
    budi: Person,
    staff: Vec<Person>,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let mut staff = Vec::new();
    for name in ["Sari", "Tono", "Umi", "Vina", "Wawan", "Yani", "Zaki"] {
        staff.push(world.employee(name).of(&unit).await);
    }
    Office {
        app,
        world,
        unit,
        budi,
        staff,
    }
}

fn fields<'a>(days: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = days.iter().map(|day| ("days", *day)).collect();
    fields.extend([
        ("place", "home"),
        ("plan_what", "Laporan"),
        ("plan_due", ""),
    ]);
    fields
}

/// Sends a request as the form would; gives the answer to the post itself.
async fn send(browser: &mut Browser, days: &[&str]) -> Shown {
    browser.post_multipart("/requests", &fields(days)).await
}

/// The id of a request that was just sent.
fn id_of(sent: &Shown) -> String {
    sent.assert_status(303);
    sent.header("location").replace("/requests/", "")
}

async fn ask(office: &Office, who: usize, days: &[&str]) -> String {
    let mut browser = office.app.as_(&office.staff[who]).await;
    id_of(&send(&mut browser, days).await)
}

async fn state(office: &Office, id: &str) -> String {
    for state in State::ALL {
        let here = format!("id = '{id}' and state = '{}'", state.code());
        if office.world.count("requests", &here).await == 1 {
            return state.code().to_owned();
        }
    }
    panic!("no request {id}");
}

async fn decide(browser: &mut Browser, id: &str, decision: &str, note: &str) -> Shown {
    browser.get(&format!("/inbox/{id}")).await.assert_ok();
    browser
        .submit("#decide", &[("decision", decision), ("note", note)])
        .await
}

#[tokio::test]
async fn sari_asks_from_the_home_page_and_budi_approves() {
    let office = office().await;
    ask(&office, 0, &["2026-11-18"]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let home = sari.get("/").await;
    home.assert_ok().assert_link("/requests/new?day=2026-11-24");
    let form = sari.get("/requests/new?day=2026-11-24").await;
    form.assert_ok()
        .assert_text("Kirim 1 hari")
        .assert_text("Selasa 24 Nov");
    let sent = sari.submit("#ask", &[]).await;
    sent.assert_ok()
        .assert_text("Selasa 24 Nov")
        .assert_text("Menunggu keputusan")
        // a rule that is known from the press says so, and its link does not call itself the rule
        .assert_text("menurut pemberitaan, naskah belum dibaca")
        .assert_text("Baca beritanya");
    let id = sent.path.replace("/requests/", "");
    let mails = office.app.drain().await;
    assert!(
        mails.iter().any(
            |mail| mail.to == office.budi.email && mail.link.ends_with(&format!("/inbox/{id}"))
        )
    );

    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_h1("2 hal menunggu Anda")
        .assert_text("Aman disetujui");
    budi.submit("#inbox", &[])
        .await
        .assert_at("/inbox")
        .assert_text("2 pengajuan disetujui");
    assert_eq!(state(&office, &id).await, "approved");
    assert!(
        office.app.drain().await.is_empty(),
        "the notice left before ten seconds"
    );
    office.app.pass(TimeDelta::seconds(11));
    let mails = office.app.drain().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.to == office.staff[0].email && mail.link.contains("/requests/"))
            .count(),
        2,
        "one of each decision"
    );
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_ok()
        .assert_text("Disetujui")
        .assert_text("Riwayat");
}

#[tokio::test]
async fn a_decision_is_taken_back_within_ten_seconds_and_nobody_hears_of_it() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    office.app.drain().await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "refuse", "Rapat besar")
        .await
        .assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "refused");
    budi.submit("/inbox/undo/", &[]).await.assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "submitted");
    office.app.pass(TimeDelta::seconds(20));
    assert!(office.app.drain().await.is_empty());
    assert_eq!(
        office
            .world
            .count("audit", "event = 'decision-undone'")
            .await,
        1
    );

    decide(&mut budi, &id, "approve", "").await;
    let undo = budi.shown().form("/inbox/undo/").action;
    office.app.pass(TimeDelta::seconds(11));
    budi.post(&undo, &[])
        .await
        .assert_status(422)
        .assert_text(&words("refused-undo-late"));
    assert_eq!(state(&office, &id).await, "approved");
}

#[tokio::test]
async fn a_full_day_names_the_rule_and_offers_another_with_one_tap() {
    let office = office().await;
    for who in 1..5 {
        ask(&office, who, &["2026-11-25"]).await;
    }
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/")
        .await
        .assert_link("/requests/new?day=2026-11-25");
    sari.get("/requests/new?day=2026-11-25")
        .await
        .assert_ok()
        .assert_text("Rabu belum bisa")
        .assert_text("Ganti Rabu ke Kamis");
    let refused = send(&mut sari, &["2026-11-24", "2026-11-25"]).await;
    refused.assert_refused("Rabu, 25 November 2026 belum bisa.");
    assert_eq!(
        office
            .world
            .count(
                "requests",
                &format!("employee_id = '{}'", office.staff[0].employee().0)
            )
            .await,
        0
    );
    let mut again = fields(&["2026-11-24", "2026-11-25"]);
    again.push(("do", "swap:2026-11-25:2026-11-26"));
    let shown = sari.post_multipart("/requests/new", &again).await;
    shown
        .assert_ok()
        .assert_text("Kirim 2 hari")
        .assert_text("2 hari bisa diajukan");
    send(&mut sari, &["2026-11-24", "2026-11-26"])
        .await
        .assert_status(303);
}

#[tokio::test]
async fn of_many_who_want_the_last_places_exactly_as_many_get_them() {
    let office = office().await;
    let mut asking = Vec::new();
    for who in &office.staff {
        let mut browser = office.app.as_(who).await;
        asking.push(async move { send(&mut browser, &["2026-11-24"]).await });
    }
    let answers = futures::future::join_all(asking).await;
    let won = answers.iter().filter(|one| one.status == 303).count();
    assert_eq!(won, 4, "half of eight may be away");
    for lost in answers.iter().filter(|one| one.status != 303) {
        lost.assert_refused("Selasa, 24 November 2026 belum bisa.");
    }
    assert_eq!(office.world.count("request_days", "counts").await, 4);
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_request() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let mut fields = fields(&["2026-11-24"]);
    fields.push(("key", "0193a1b2-0000-7000-8000-000000000001"));
    let first = sari.post_multipart("/requests", &fields).await;
    let second = sari.post_multipart("/requests", &fields).await;
    assert_eq!(id_of(&first), id_of(&second));
    assert_eq!(office.world.count("requests", "true").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_form_sent_many_times_at_once_makes_one_request_that_every_answer_names() {
    let office = office().await;
    for round in 1..=5 {
        let key = format!("0193a1b2-0000-7000-8000-00000000010{round}");
        let day = format!("2026-12-0{}", round + 1);
        let day = if round == 4 { "2026-12-08" } else { &day };
        let day = if round == 5 { "2026-12-15" } else { day };
        let mut sending = Vec::new();
        for _ in 0..8 {
            let mut browser = office.app.as_(&office.staff[round]).await;
            let key = key.clone();
            sending.push(async move {
                let mut form = fields(&[day]);
                form.push(("key", &key));
                browser.post_multipart("/requests", &form).await
            });
        }
        let answers = futures::future::join_all(sending).await;
        let ids: std::collections::BTreeSet<String> = answers.iter().map(id_of).collect();
        assert_eq!(ids.len(), 1, "round {round}");
    }
    assert_eq!(office.world.count("requests", "true").await, 5);
}

#[tokio::test]
async fn days_that_cannot_be_are_refused_in_words() {
    let office = office().await;
    office
        .world
        .holiday("2026-12-02", "Hari Uji Nasional")
        .await;
    office
        .world
        .absent(&office.staff[0], "leave", "2026-11-26", "2026-11-26")
        .await;
    ask(&office, 0, &["2026-11-24"]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    for (day, because) in [
        ("2026-11-12", "12 November 2026 belum bisa."),
        ("2026-12-02", "Hari Uji Nasional"),
        ("2026-11-26", "cuti"),
        ("2026-11-24", "24 November 2026 belum bisa."),
        ("2026-11-21", "21 November 2026 belum bisa."),
    ] {
        send(&mut sari, &[day]).await.assert_refused(because);
    }
    send(&mut sari, &[])
        .await
        .assert_refused(&words("invalid-no-days"));
    let no_plan = [("days", "2026-11-25"), ("place", "home")];
    sari.post_multipart("/requests", &no_plan)
        .await
        .assert_refused(&words("invalid-no-plan"));
    assert_eq!(office.world.count("requests", "true").await, 1);
}

#[tokio::test]
async fn c06_nobody_approves_their_own_request_by_any_door() {
    let office = office().await;
    office.world.grant(&office.budi, "leader").await;
    let mut budi = office.app.as_(&office.budi).await;
    let id = id_of(&send(&mut budi, &["2026-11-24"]).await);
    budi.get("/inbox").await.assert_ok().assert_no_text(&id);
    budi.get(&format!("/inbox/{id}")).await.assert_status(422);
    let own = words("refused-own-request");
    let decision = [("version", "1"), ("decision", "approve"), ("note", "")];
    budi.post(&format!("/inbox/{id}"), &decision)
        .await
        .assert_status(422)
        .assert_text(&own);
    let item = format!("{id}:1");
    budi.post("/inbox", &[("item", &item)])
        .await
        .assert_ok()
        .assert_text(&own);
    assert_eq!(state(&office, &id).await, "submitted");
    assert_eq!(
        office
            .world
            .count("requests", "approver_id = employee_id")
            .await,
        0
    );
}

#[tokio::test]
async fn a_supervisor_who_moved_away_is_told_who_decides_now() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let dewi = office.world.employee("Dewi").of(&office.unit).await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/inbox/{id}")).await.assert_ok();
    let form = budi.shown().form("#decide");
    office
        .world
        .acting(&dewi, &office.unit, "plh", "2026-11-17", "2026-11-20")
        .await;
    let version = form
        .fields
        .iter()
        .find(|(name, _)| name == "version")
        .expect("a version");
    let decision = [
        ("version", version.1.as_str()),
        ("decision", "approve"),
        ("note", ""),
    ];
    let refused = budi.post(&format!("/inbox/{id}"), &decision).await;
    refused
        .assert_status(422)
        .assert_text(&words("refused-not-approver"));
    office.app.drain().await;
    let mut plh = office.app.as_(&dewi).await;
    plh.get("/inbox").await.assert_ok().assert_text("Sari");
    decide(&mut plh, &id, "approve", "")
        .await
        .assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "approved");
    assert_eq!(
        office
            .world
            .count("request_events", "acting_kind = 'plh'")
            .await,
        1
    );
    // the trail says as what, and in whose place
    let detail = format!(
        "event = 'request-decided' and detail::jsonb @> '{}'",
        serde_json::json!({"acting": "plh", "in_place_of": office.budi.employee().to_string()})
    );
    assert_eq!(office.world.count("audit", &detail).await, 1);
}

#[tokio::test]
async fn many_are_approved_at_once_and_each_fate_is_reported() {
    let office = office().await;
    let first = ask(&office, 0, &["2026-11-24"]).await;
    let second = ask(&office, 1, &["2026-11-25"]).await;
    let third = ask(&office, 2, &["2026-11-26"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get(&format!("/requests/{second}")).await;
    tono.submit(&format!("/requests/{second}/withdrawal"), &[])
        .await
        .assert_ok();
    let told = budi.submit("#inbox", &[]).await;
    told.assert_ok()
        .assert_text("2 disetujui, 1 tidak")
        .assert_text("Tono");
    assert_eq!(state(&office, &first).await, "approved");
    assert_eq!(state(&office, &second).await, "withdrawn");
    assert_eq!(state(&office, &third).await, "approved");
    let late = ask(&office, 3, &["2026-11-24"]).await;
    assert_eq!(
        state(&office, &late).await,
        "submitted",
        "only what was shown is approved"
    );
}

#[tokio::test]
async fn the_menu_and_the_help_lead_to_what_is_theirs_to_use() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let home = sari.get("/").await;
    for page in ["/presence", "/shifts", "/tasks", "/exceptions"] {
        home.assert_link(page);
        sari.get(page).await.assert_ok();
    }
    assert!(!home.links().contains(&"/team/mandates".to_owned()));
    let help = sari.get("/help").await;
    for page in [
        "/presence",
        "/shifts",
        "/tasks",
        "/exceptions",
        "/team/mandates",
    ] {
        help.assert_link(page);
    }
    let mut budi = office.app.as_(&office.budi).await;
    let home = budi.get("/").await;
    for page in ["/team/presence", "/team/stand-ins", "/team/mandates"] {
        home.assert_link(page);
        budi.get(page).await.assert_ok();
    }
}

#[tokio::test]
async fn who_is_where_leads_hr_to_nothing_that_is_closed_to_it() {
    let office = office().await;
    let hana = office.world.officer("Hana", &["hr"]).await;
    let mut desk = office.app.as_(&hana).await;
    let team = desk.get(&format!("/team?unit={}", office.unit.id)).await;
    team.assert_ok().assert_text("Sari");
    let mut links = team.links();
    links.retain(|link| link.starts_with('/'));
    links.sort();
    links.dedup();
    assert!(links.iter().any(|link| link.starts_with("/team/month")));
    for link in links {
        let there = desk.fetch(&link).await;
        let status = there.status.as_u16();
        assert!((200..400).contains(&status), "{link}: {status}");
    }
}
