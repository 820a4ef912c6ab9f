//! Who is it, and of which agency: sign-in, links, sessions, roles, language.

mod officers;
mod refusals;

use chrono::TimeDelta;

use crate::support::{
    Browser, Person, Shown, TestApp, World, app::Options, app::PUBLIC_URL, words,
};

const GOOD: &str = "kopi tubruk pagi hari di teras";
const OTHER: &str = "sepeda biru melaju ke pasar ikan";

async fn office() -> (TestApp, World) {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    (app, world)
}

async fn try_sign_in(browser: &mut Browser, login: &str, password: &str) -> Shown {
    browser.get("/sign-in").await;
    browser
        .submit("/sign-in", &[("login", login), ("password", password)])
        .await
}

/// A refused sign-in without what differs by nature: the login that was typed.
fn face(shown: &Shown, login: &str) -> (u16, String) {
    (
        shown.status.as_u16(),
        shown.body().replace(login, "<login>"),
    )
}

fn link_of(mail: &luwes::kernel::outbox::Mail) -> String {
    mail.link
        .strip_prefix(PUBLIC_URL)
        .expect("the link leads to our own address")
        .to_owned()
}

#[tokio::test]
async fn somebody_signs_in_with_a_nip_and_signs_out_again() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let mut browser = app.visitor();
    browser
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    browser
        .submit("/sign-in", &[("login", &sari.nip), ("password", GOOD)])
        .await
        .assert_ok()
        .assert_at("/account")
        .assert_text("Sari");
    browser.submit("/sign-out", &[]).await.assert_at("/sign-in");
    browser
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
}

#[tokio::test]
async fn an_e_mail_address_and_a_nip_with_spaces_are_understood() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let spaced = format!(
        "{} {} {} {}",
        &sari.nip[..8],
        &sari.nip[8..14],
        &sari.nip[14..15],
        &sari.nip[15..]
    );
    for login in [spaced.as_str(), &sari.email.to_uppercase()] {
        let mut browser = app.visitor();
        try_sign_in(&mut browser, login, GOOD).await.assert_ok();
        browser.get("/account").await.assert_at("/account");
    }
}

#[tokio::test]
async fn c28_a_stranger_a_wrong_password_and_a_closed_account_read_the_same() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let invited = world.employee("Diundang").await;
    let closed = world.employee("Tutup").password(GOOD).await;
    sqlx::query("update identities set disabled = true where id = $1")
        .bind(closed.identity.0)
        .execute(&mut app.superuser().await)
        .await
        .unwrap();
    let mut faces = Vec::new();
    for (login, password) in [
        (sari.nip.as_str(), "salah sekali kata sandinya"),
        ("199001012015011001", GOOD),
        (&invited.nip, GOOD),
        (&closed.nip, GOOD),
        (&sari.nip, &"x".repeat(200)),
    ] {
        let shown = try_sign_in(&mut app.visitor(), login, password).await;
        shown.assert_refused(&words("invalid-sign-in"));
        faces.push(face(&shown, login));
    }
    faces.dedup();
    assert_eq!(faces.len(), 1, "every refusal is the same page");
}

#[tokio::test]
async fn c17_guessing_from_one_network_stops_there_and_never_locks_the_owner_out() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let budi = world.employee("Budi").password(GOOD).await;
    let mut guesser = app.visitor().from("10.9.9.9");
    for _ in 0..5 {
        try_sign_in(&mut guesser, &sari.nip, "tebakan yang keliru")
            .await
            .assert_status(422);
    }
    let stopped = try_sign_in(&mut guesser, &sari.nip, GOOD).await;
    stopped.assert_status(429);
    let wait: u32 = stopped.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    // the same office may go on with other accounts, the owner with theirs from elsewhere
    let mut colleague = app.visitor().from("10.9.9.10");
    try_sign_in(&mut colleague, &budi.nip, GOOD)
        .await
        .assert_ok();
    let mut owner = app.visitor().from("10.8.8.8");
    try_sign_in(&mut owner, &sari.nip, GOOD).await.assert_ok();
    // and after the wait the network is free again
    app.pass(TimeDelta::seconds(i64::from(wait) + 1));
    try_sign_in(&mut guesser, &sari.nip, GOOD).await.assert_ok();
}

#[tokio::test]
async fn c01_a_reset_link_works_once_within_thirty_minutes_and_for_its_owner_only() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let budi = world.employee("Budi").password(GOOD).await;
    let hash_of = |person: &Person| {
        let (app, id) = (app.clone(), person.identity.0);
        async move {
            sqlx::query_scalar::<_, String>("select password_hash from identities where id = $1")
                .bind(id)
                .fetch_one(&mut app.superuser().await)
                .await
                .unwrap()
        }
    };
    let budis = hash_of(&budi).await;
    let mut browser = app.visitor();
    browser.get("/reset").await.assert_ok();
    browser.submit("/reset", &[("login", &sari.nip)]).await;
    let mails = app.drain().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, sari.email);
    let link = link_of(&mails[0]);

    // somebody else's id beside the token is not listened to
    let form = [
        ("password", OTHER),
        ("identity", &budi.identity.to_string()),
    ];
    app.visitor().post(&link, &form).await.assert_status(400);

    browser
        .get(&link)
        .await
        .assert_ok()
        .assert_h1(&words("link-title"));
    browser
        .submit(&link, &[("password", "pendek")])
        .await
        .assert_refused(&words("invalid-password-short"));
    browser
        .submit(&link, &[("password", OTHER)])
        .await
        .assert_ok();
    browser
        .get("/account")
        .await
        .assert_at("/account")
        .assert_text("Sari");
    assert_eq!(
        hash_of(&budi).await,
        budis,
        "nobody else's password changed"
    );
    try_sign_in(&mut app.visitor(), &sari.nip, GOOD)
        .await
        .assert_status(422);
    try_sign_in(&mut app.visitor(), &sari.nip, OTHER)
        .await
        .assert_ok();

    let mut again = app.visitor();
    again.get(&link).await.assert_h1(&words("link-over-title"));
    again
        .post(&link, &[("password", GOOD)])
        .await
        .assert_status(422)
        .assert_h1(&words("link-over-title"));
}

#[tokio::test]
async fn a_link_is_over_after_thirty_minutes_and_when_a_newer_one_was_sent() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let mut browser = app.visitor();
    let mut links = Vec::new();
    for _ in 0..2 {
        browser.get("/reset").await;
        browser.submit("/reset", &[("login", &sari.nip)]).await;
        links.push(link_of(&app.drain().await[0]));
    }
    browser
        .get(&links[0])
        .await
        .assert_h1(&words("link-over-title"));
    browser.get(&links[1]).await.assert_h1(&words("link-title"));
    app.pass(TimeDelta::minutes(30));
    browser
        .get(&links[1])
        .await
        .assert_h1(&words("link-over-title"));
    browser
        .post(&links[1], &[("password", OTHER)])
        .await
        .assert_status(422)
        .assert_h1(&words("link-over-title"));
}

#[tokio::test]
async fn c28_asking_for_a_reset_tells_nobody_who_exists() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let silent = world.employee("Tanpa surel").no_email().await;
    let mut faces = Vec::new();
    for login in [sari.nip.as_str(), &silent.nip, "199001012015011001"] {
        let mut browser = app.visitor();
        browser.get("/reset").await;
        let shown = browser.submit("/reset", &[("login", login)]).await;
        faces.push(face(&shown, login));
    }
    assert_eq!(faces[0].0, 200);
    faces.dedup();
    assert_eq!(faces.len(), 1);
    let mails = app.drain().await;
    assert_eq!(mails.len(), 1, "a link leaves for the person who exists");
}

#[tokio::test]
async fn changing_the_password_ends_every_other_session() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let (mut phone, mut desk) = (app.as_(&sari).await, app.as_(&sari).await);
    phone.get("/account").await.assert_at("/account");
    desk.get("/account").await;
    desk.submit("/account/password", &[("old", OTHER), ("new", OTHER)])
        .await
        .assert_refused(&words("invalid-password-wrong"));
    phone.get("/account").await.assert_at("/account");
    desk.get("/account").await;
    desk.submit("/account/password", &[("old", GOOD), ("new", OTHER)])
        .await
        .assert_ok()
        .assert_text(&words("flash-password-changed"));
    desk.get("/account").await.assert_at("/account");
    phone
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
}

#[tokio::test]
async fn c22_a_person_ends_their_own_sessions_and_nobody_elses() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").await;
    let budi = world.employee("Budi").await;
    let (mut desk, mut phone) = (app.as_(&sari).await, app.as_(&sari).await);
    let mut stranger = app.as_(&budi).await;
    let page = desk.get("/account").await;
    let end = page
        .forms()
        .into_iter()
        .map(|form| form.action)
        .find(|action| action.ends_with("/end"))
        .expect("the other device can be ended");
    stranger.post(&end, &[]).await.assert_status(404);
    phone.get("/account").await.assert_at("/account");
    desk.submit(&end, &[]).await.assert_ok();
    phone
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    desk.get("/account").await.assert_at("/account");
}

#[tokio::test]
async fn a_session_dies_with_its_time_and_with_idleness() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let mut desk = app.visitor();
    try_sign_in(&mut desk, &sari.nip, GOOD).await;
    let mut phone = app.visitor();
    phone.get("/sign-in").await;
    phone
        .submit(
            "/sign-in",
            &[
                ("login", &sari.nip),
                ("password", GOOD),
                ("remember", "yes"),
            ],
        )
        .await;
    app.pass(TimeDelta::hours(13));
    desk.get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    phone.get("/account").await.assert_at("/account");
    app.pass(TimeDelta::days(30));
    phone
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
}

#[tokio::test]
async fn c16_a_session_id_that_was_there_before_is_never_kept() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let mut planted = app.as_(&sari).await;
    let name = app.core.settings.cookie_name();
    let old = planted.cookies[name].clone();
    try_sign_in(&mut planted, &sari.nip, GOOD).await;
    assert_ne!(planted.cookies[name], old);
    let mut thief = app.visitor();
    thief.cookies.insert(name.into(), old);
    thief
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    // a made-up value opens nothing and is replaced as well
    let made_up = "A".repeat(43);
    let mut browser = app.visitor();
    browser.cookies.insert(name.into(), made_up.clone());
    try_sign_in(&mut browser, &sari.nip, GOOD).await;
    assert_ne!(browser.cookies[name], made_up);
}

#[tokio::test]
async fn c15_the_way_back_never_leaves_the_site() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    for evil in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/%2f%2fevil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
    ] {
        let mut browser = app.visitor();
        let answer = browser
            .post(
                "/sign-in",
                &[("login", &sari.nip), ("password", GOOD), ("next", evil)],
            )
            .await;
        assert_eq!(answer.header("location"), "/", "{evil}");
        let answer = browser
            .post("/language", &[("lang", "en"), ("back", evil)])
            .await;
        assert_eq!(answer.header("location"), "/", "{evil}");
    }
}

#[tokio::test]
async fn the_session_cookie_is_for_this_host_over_tls_only() {
    let app = TestApp::with(Options {
        secure: true,
        ..Options::default()
    })
    .await;
    let world = app.agency("Kota Uji").await;
    let sari = world.employee("Sari").password(GOOD).await;
    let answer = app
        .visitor()
        .post("/sign-in", &[("login", &sari.nip), ("password", GOOD)])
        .await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-sid="), "{cookie}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} is missing in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(
        answer
            .header("strict-transport-security")
            .contains("max-age=")
    );
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let (app, world) = office().await;
    let hr = world.employee("Hana").role("hr").await;
    let sari = world.employee("Sari").await;
    let member = sari.membership.to_string();
    let fields = [("member", member.as_str()), ("role", "auditor")];
    let mut cross = app.as_(&hr).await;
    cross.headers = vec![("sec-fetch-site", "cross-site".into())];
    cross.post("/officers", &fields).await.assert_status(403);
    let mut other = app.as_(&hr).await;
    other.headers = vec![("origin", "https://evil.example".into())];
    other.post("/officers", &fields).await.assert_status(403);
    let mut silent = app.as_(&hr).await.from("10.1.1.1");
    silent.headers.clear();
    silent.post("/officers", &fields).await.assert_status(403);
    assert_eq!(world.count("role_grants", "role = 'auditor'").await, 0);
    let mut own = app.as_(&hr).await;
    own.post("/officers", &fields).await.assert_status(303);
    assert_eq!(world.count("role_grants", "role = 'auditor'").await, 1);
}

#[tokio::test]
async fn a_person_has_ten_sessions_at_most() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let mut first = app.visitor();
    try_sign_in(&mut first, &sari.nip, GOOD).await;
    for _ in 0..10 {
        app.pass(TimeDelta::minutes(1));
        try_sign_in(&mut app.visitor(), &sari.nip, GOOD)
            .await
            .assert_ok();
    }
    assert_eq!(app.count("select count(*) from sessions").await, 10);
    first
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
}

#[tokio::test]
async fn the_language_follows_the_browser_then_the_choice_then_the_person() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let lang = |shown: &Shown| shown.attributes("html", "lang");
    let mut browser = app.visitor();
    assert_eq!(lang(&browser.get("/sign-in").await), ["id"]);
    let mut english = app.visitor().english();
    assert_eq!(lang(&english.get("/sign-in").await), ["en"]);
    browser
        .post("/language", &[("lang", "en"), ("back", "/sign-in")])
        .await;
    assert_eq!(lang(&browser.get("/sign-in").await), ["en"]);
    // with the person it goes from device to device
    let mut desk = app.as_(&sari).await;
    assert_eq!(lang(&desk.get("/account").await), ["id"]);
    desk.submit("/language", &[("lang", "en")])
        .await
        .assert_ok();
    let mut phone = app.as_(&sari).await;
    assert_eq!(lang(&phone.get("/account").await), ["en"]);
    phone.get("/nowhere").await.assert_status(404);
}
