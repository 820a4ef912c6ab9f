//! Accounts: passwords, sessions, tokens, throttles.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use http::{Method, header};

use crate::support::{Browser, Client, Person, Shown, TestApp, World, app::Options};

const GOOD: &str = "kopi tubruk pagi hari di teras";
const OTHER: &str = "sepeda biru melaju ke pasar ikan";

async fn office() -> (TestApp, World, Person) {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let sari = world.employee("Sari").password(GOOD).await;
    (app, world, sari)
}

async fn sign_in(browser: &mut Browser, login: &str, password: &str) -> Shown {
    browser
        .post("/sign-in", &[("login", login), ("password", password)])
        .await
}

#[tokio::test]
async fn c02_a_new_password_ends_every_other_session_and_every_token() {
    let (app, world, sari) = office().await;
    let token = world.api(&sari).await;
    let (mut desk, mut phone, mut other) = (
        app.as_(&sari).await,
        app.as_(&sari).await,
        app.as_(&sari).await,
    );
    token.get("/me").await.assert_status(200);
    desk.get("/account").await;
    desk.submit("/account/password", &[("old", GOOD), ("new", OTHER)])
        .await
        .assert_ok();
    for browser in [&mut phone, &mut other] {
        browser
            .get("/account")
            .await
            .assert_at("/sign-in?next=/account");
    }
    token
        .get("/me")
        .await
        .assert_problem(401, "unauthenticated");
    desk.get("/account").await.assert_at("/account");
}

#[tokio::test]
async fn c02_a_reset_ends_every_session_and_every_token() {
    let (app, world, sari) = office().await;
    let token = world.api(&sari).await;
    let mut phone = app.as_(&sari).await;
    let mut browser = app.visitor();
    browser.post("/reset", &[("login", &sari.nip)]).await;
    let link = app.drain().await.remove(0).link;
    let path = link.split_once("luwes.test").expect("our address").1;
    browser
        .post(path, &[("password", OTHER)])
        .await
        .assert_status(303);
    phone
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    token
        .get("/me")
        .await
        .assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn c15_no_parameter_or_header_leads_off_the_site() {
    let (app, _, sari) = office().await;
    for evil in [
        "//evil.example/",
        "///evil.example",
        "/\\/evil.example",
        "/%2F%2Fevil.example",
        "/%5c%5cevil.example",
        "https:evil.example",
        "https://luwes.test@evil.example/",
        "/\r\nLocation: https://evil.example",
        "/\u{9}/evil.example",
        " //evil.example",
    ] {
        let mut browser = app.visitor();
        let fields = [
            ("login", sari.nip.as_str()),
            ("password", GOOD),
            ("next", evil),
        ];
        let answer = browser.post("/sign-in", &fields).await;
        let to = answer.header("location");
        assert!(
            to.starts_with('/') && !to.contains("evil"),
            "{evil:?}: {to}"
        );
        let answer = browser
            .post("/language", &[("lang", "en"), ("back", evil)])
            .await;
        let to = answer.header("location");
        assert!(!to.contains("evil"), "{evil:?}: {to}");
    }
    // an error page offers the way back the browser names, if it is ours
    let mut browser = app.as_(&sari).await;
    browser
        .headers
        .push(("referer", "https://luwes.test.evil.example/x".into()));
    let page = browser.fetch("/nowhere").await;
    assert!(page.links().iter().all(|link| !link.contains("evil")));
}

#[tokio::test]
async fn c16_who_comes_next_at_the_same_browser_shares_nothing() {
    let (app, world, sari) = office().await;
    let budi = world.employee("Budi").password(GOOD).await;
    let name = app.core.settings.cookie_name();
    let mut browser = app.visitor();
    sign_in(&mut browser, &sari.nip, GOOD)
        .await
        .assert_status(303);
    let first = browser.cookies[name].clone();
    let out = browser.post("/sign-out", &[]).await;
    out.assert_status(303);
    assert!(out.header("clear-site-data").contains("cache") || !browser.cookies.contains_key(name));
    sign_in(&mut browser, &budi.nip, GOOD)
        .await
        .assert_status(303);
    assert_ne!(browser.cookies[name], first);
    browser
        .get("/account")
        .await
        .assert_text("Budi")
        .assert_no_text("Sari");
    let mut thief = app.visitor();
    thief.cookies.insert(name.into(), first);
    thief
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(clippy::disallowed_methods, reason = "guesses from many sides at once")]
async fn c17_many_guesses_at_once_are_many_guesses() {
    let (app, _, sari) = office().await;
    let tries = (0..40).map(|n| {
        let mut browser = app.visitor().from("10.9.9.9");
        let nip = sari.nip.clone();
        tokio::spawn(async move {
            let shown = sign_in(&mut browser, &nip, &format!("tebakan nomor {n} keliru")).await;
            shown.status.as_u16()
        })
    });
    let mut looked = 0;
    for answer in tries.collect::<Vec<_>>() {
        looked += usize::from(answer.await.expect("an answer") == 422);
    }
    assert_eq!(
        looked, 5,
        "no more proofs are looked at than the bucket holds"
    );
}

#[tokio::test]
async fn c17_the_old_password_is_not_guessed_at_the_account_page() {
    let (app, _, sari) = office().await;
    let mut thief = app.as_(&sari).await;
    thief.get("/account").await;
    let guess = [("old", "tebakan yang keliru"), ("new", OTHER)];
    for _ in 0..5 {
        thief
            .post("/account/password", &guess)
            .await
            .assert_status(422);
    }
    thief
        .post("/account/password", &[("old", GOOD), ("new", OTHER)])
        .await
        .assert_status(429);
    sign_in(&mut app.visitor(), &sari.nip, GOOD)
        .await
        .assert_status(303);
}

#[tokio::test]
async fn c17_asking_for_resets_is_throttled() {
    let (app, _, sari) = office().await;
    let mut browser = app.visitor();
    let mut last = 0;
    for _ in 0..7 {
        let shown = browser.post("/reset", &[("login", &sari.nip)]).await;
        last = shown.status.as_u16();
    }
    assert_eq!(last, 429);
    assert!(app.drain().await.len() <= 5);
}

#[tokio::test]
async fn c18_forged_headers_add_no_tries() {
    let (app, _, sari) = office().await;
    for n in 0..60 {
        let mut browser = app.visitor().from("10.9.9.9");
        let forged = format!("198.51.{}.{}", n % 250, n % 7);
        for name in ["x-forwarded-for", "x-real-ip", "forwarded", "client-ip"] {
            browser.headers.push((name, forged.clone()));
        }
        let shown = sign_in(&mut browser, &sari.nip, "tebakan yang keliru").await;
        let wanted = if n < 5 { 422 } else { 429 };
        assert_eq!(shown.status.as_u16(), wanted, "try {n}");
    }
}

#[tokio::test]
async fn c18_behind_a_proxy_only_its_own_word_counts() {
    let proxy = "10.0.0.1";
    let app = TestApp::with(Options {
        trusted_proxies: vec![proxy.parse().expect("an address")],
        ..Options::default()
    })
    .await;
    let world = app.agency("Kota Uji").await;
    let sari = world.employee("Sari").password(GOOD).await;
    let mut tries = 0;
    let mut guess = async |lines: Vec<String>| {
        let mut browser = app.visitor().from(proxy);
        for line in lines {
            browser.headers.push(("x-forwarded-for", line));
        }
        tries += 1;
        let shown = sign_in(&mut browser, &sari.nip, "tebakan yang keliru").await;
        (shown.status.as_u16(), tries)
    };
    // what the client wrote stands before what the proxy added, in the same line or in a line of its own
    for n in 0..6 {
        let lines = if n % 2 == 0 {
            vec![format!("203.0.113.{n}, 192.0.2.7")]
        } else {
            vec![format!("203.0.113.{n}"), "192.0.2.7".into()]
        };
        let wanted = if n < 5 { 422 } else { 429 };
        assert_eq!(guess(lines).await.0, wanted, "try {n}");
    }
    // words that are no address are nobody's, not a reason to believe what stands before them
    for n in 0..6 {
        let (status, _) = guess(vec![format!("198.51.100.{n}, unknown")]).await;
        assert_eq!(status, if n < 5 { 422 } else { 429 }, "odd try {n}");
    }
}

#[tokio::test]
async fn c18_a_home_with_many_addresses_is_one_network() {
    let (app, _, sari) = office().await;
    for n in 0..6 {
        let mut browser = app.visitor().from(&format!("2001:db8:1:2::{n}"));
        let shown = sign_in(&mut browser, &sari.nip, "tebakan yang keliru").await;
        assert_eq!(shown.status.as_u16(), if n < 5 { 422 } else { 429 }, "{n}");
    }
    let mut elsewhere = app.visitor().from("2001:db8:1:3::1");
    sign_in(&mut elsewhere, &sari.nip, GOOD)
        .await
        .assert_status(303);
}

#[tokio::test]
async fn c19_what_only_looks_like_a_token_opens_nothing() {
    let (app, world, sari) = office().await;
    let good = world.api(&sari).await;
    // {"alg":"none"} . {"sub":"…","exp":9999999999} and the like
    let none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzYXJpIiwiZXhwIjo5OTk5OTk5OTk5fQ.";
    let secret = good.token.clone().expect("a token");
    let (head, tail) = secret.split_at(secret.len() - 43);
    for wrong in [
        none.to_owned(),
        format!("{head}{}", "A".repeat(43)),
        format!("{head}{}", &tail[1..]),
        secret.to_uppercase(),
        format!("{secret}A"),
        head.trim_end_matches('_').to_owned(),
    ] {
        let caller = Client {
            token: Some(wrong.clone()),
            ..Client::stranger(&app)
        };
        let reply = caller.get("/me").await;
        assert_eq!(reply.status.as_u16(), 401, "{wrong}");
    }
    good.get("/me").await.assert_status(200);
}

#[tokio::test]
async fn c28_known_and_unknown_take_the_same_time() {
    let (app, _, sari) = office().await;
    let mut spent: [Vec<Duration>; 2] = [Vec::new(), Vec::new()];
    for n in 0..24 {
        // other networks, so that no throttle stands in the way
        let unknown = format!("1990010120150110{n:02}");
        for (kind, login) in [&sari.nip, &unknown].into_iter().enumerate() {
            let mut browser = app.visitor().from(&format!("10.{n}.{kind}.1"));
            let began = Instant::now();
            sign_in(&mut browser, login, "tebakan yang keliru")
                .await
                .assert_status(422);
            spent[kind].push(began.elapsed());
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64()
    };
    let (known, unknown) = (median(&mut spent[0]), median(&mut spent[1]));
    let apart = (known - unknown).abs() / known.max(unknown);
    // a missing hash would make it ten times; a busy machine shakes the rest
    assert!(apart < 0.5, "{known} s and {unknown} s");
}

#[tokio::test]
async fn c29_asking_all_the_time_does_not_keep_a_session_for_ever() {
    let (app, _, sari) = office().await;
    let mut desk = app.visitor();
    sign_in(&mut desk, &sari.nip, GOOD).await.assert_status(303);
    let mut lived = 0;
    for quarter in 1..=200 {
        app.pass(TimeDelta::minutes(15));
        let shown = desk
            .request(Method::GET, "/account?heartbeat=1&keepalive=true", None)
            .await;
        if shown.header("location").starts_with("/sign-in") {
            break;
        }
        lived = quarter;
    }
    assert!(
        (1..=48).contains(&lived),
        "{lived} quarters of an hour, at most twelve hours"
    );
    let name = app.core.settings.cookie_name();
    let value = desk.cookies.get(name).cloned().unwrap_or_default();
    let mut again = app.visitor();
    again.cookies.insert(name.into(), value);
    again
        .headers
        .push((header::CACHE_CONTROL.as_str(), "no-cache".into()));
    again
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
}
