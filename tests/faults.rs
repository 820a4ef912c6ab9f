//! Clients that hang up, a database that goes away, requests that make no sense: each answered, nothing half done.

use std::time::{Duration, Instant};

use http::Method;
use luwes::kernel::db::Mode;
use tokio::time::{sleep, timeout};

use crate::support::{
    Browser, Person, TestApp, World,
    app::Options,
    cluster::Server,
    proxy::{Proxy, Weather},
    words,
};

/// Waits of different length without chance: the test does the same every time.
fn waits(count: u64, most_micros: u64) -> impl Iterator<Item = Duration> {
    (0..count).map(move |n| Duration::from_micros(n.wrapping_mul(2_654_435_761) % most_micros))
}

async fn office(options: Options) -> (TestApp, World, Person, Person) {
    let app = TestApp::with(options).await;
    let world = app.agency("Kota Uji").await;
    let hr = world.employee("Hana").role("hr").await;
    let sari = world.employee("Sari").await;
    (app, world, hr, sari)
}

/// Transactions that the application left open, once running work has had time to end.
async fn left_open(app: &TestApp) -> i64 {
    let sql = "select count(*) from pg_stat_activity where datname = current_database() \
               and usename = 'luwes_app' and state like 'idle in transaction%'";
    let begun = Instant::now();
    loop {
        let open = app.count(sql).await;
        if open == 0 || begun.elapsed() > Duration::from_secs(5) {
            return open;
        }
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn two_thousand_cancelled_begins_poison_no_connection() {
    let (app, world, ..) = office(Options {
        connections: 2,
        ..Options::default()
    })
    .await;
    let db = &app.core.db;
    let mut cancelled = 0;
    for turns in (0..2_000_u64).map(|n| n.wrapping_mul(2_654_435_761) % 400) {
        // given up after so many turns of the scheduler: at any step of the way, whatever the machine's speed
        let patience = async {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            _ = db.tenant(world.agency, Mode::Write) => {}
            () = patience => cancelled += 1,
        }
    }
    assert!(cancelled > 200, "only {cancelled} were cancelled");
    // what is written and acknowledged afterwards is there, on every connection
    for n in 0..20 {
        let mut tx = db.tenant(world.agency, Mode::Write).await.unwrap();
        sqlx::query("insert into agency_days (agency_id, id, on_date, name, kind, created_at) values ($1, $2, $3::date + $4, 'Uji', 'holiday', $5)")
            .bind(world.agency.0)
            .bind(uuid::Uuid::now_v7())
            .bind(chrono::NaiveDate::from_ymd_opt(2027, 1, 1))
            .bind(n)
            .bind(app.now())
            .execute(tx.conn())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(world.count("agency_days", "true").await, 20);
    // a borrower without an agency sees nothing of the one before
    for _ in 0..20 {
        let mut tx = db.begin(Mode::Read).await.unwrap();
        let seen: i64 = sqlx::query_scalar("select count(*) from agency_days")
            .fetch_one(tx.conn())
            .await
            .unwrap();
        assert_eq!(seen, 0);
        tx.rollback().await.unwrap();
    }
    assert_eq!(left_open(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_hung_up_requests_leave_nothing_half_done() {
    let (app, world, hr, sari) = office(Options::default()).await;
    let mut browser = app.as_(&hr).await;
    let member = sari.membership.to_string();
    let withdraw = format!("/officers/{member}/withdraw");
    for (n, wait) in waits(2_000, 6_000).enumerate() {
        let granted = [("member", member.as_str()), ("role", "auditor")];
        let role = [("role", "auditor")];
        let answer = async {
            match n % 3 {
                0 => browser.post("/officers", &granted).await,
                1 => browser.post(&withdraw, &role).await,
                _ => browser.fetch("/officers").await,
            }
        };
        timeout(wait, answer).await.ok();
    }
    assert_eq!(left_open(&app).await, 0);
    // every grant and withdrawal stands with its audit row, and none without: counted in one look, because some who hung
    // up are still being served
    let granted = world.count("role_grants", "role = 'auditor'").await;
    assert!(granted > 0, "some requests got through");
    for (what, event) in [
        ("true", "role-granted"),
        ("revoked_at is not null", "role-withdrawn"),
    ] {
        let sql = format!(
            "select (select count(*) from role_grants where role = 'auditor' and {what}) \
                  - (select count(*) from audit where event = '{event}')"
        );
        assert_eq!(app.count(&sql).await, 0, "{event}");
    }
    let mut after = app.as_(&hr).await;
    let begun = Instant::now();
    while after.fetch("/officers").await.status == 503 && begun.elapsed() < Duration::from_secs(20)
    {
        sleep(Duration::from_millis(200)).await;
    }
    after.get("/officers").await.assert_ok();
}

/// An office whose product reaches the database through a network that can be spoiled.
async fn office_behind_proxy(options: Options) -> (Proxy, (TestApp, World, Person, Person)) {
    let proxy = Proxy::start(Server::get().address()).await.unwrap();
    let through = Some(proxy.port);
    let office = office(Options { through, ..options }).await;
    (proxy, office)
}

/// Waits until a page is shown again, for at most five seconds.
async fn well_again(browser: &mut Browser) {
    let begun = Instant::now();
    while browser.fetch("/officers").await.status.as_u16() != 200 {
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "well again within five seconds"
        );
        sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn the_database_goes_away_and_comes_back() {
    let (proxy, (app, _, hr, sari)) = office_behind_proxy(Options::default()).await;
    let mut browser = app.as_(&hr).await;
    browser.get("/officers").await.assert_ok();
    proxy.set(Weather::Cut);
    let member = sari.membership.to_string();
    for _ in 0..3 {
        let begun = Instant::now();
        let page = browser.fetch("/officers").await;
        page.assert_status(503)
            .assert_h1(&words("error-unavailable-title"));
        assert_eq!(page.header("retry-after"), "3");
        assert!(begun.elapsed() < Duration::from_secs(4), "never a hang");
        let fields = [("member", member.as_str()), ("role", "auditor")];
        browser.post("/officers", &fields).await.assert_status(503);
        browser.fetch("/readyz").await.assert_status(503);
        browser.fetch("/healthz").await.assert_ok();
    }
    proxy.set(Weather::Fine);
    well_again(&mut browser).await;
    browser.fetch("/readyz").await.assert_ok();
    assert_eq!(
        app.count("select count(*) from role_grants where role = 'auditor'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_database_that_goes_without_a_word_keeps_no_place() {
    // more requests at once than there are connections, each of which would wait for ever
    let (proxy, (app, _, hr, sari)) = office_behind_proxy(Options {
        connections: 3,
        patience: Duration::from_secs(1),
        ..Options::default()
    })
    .await;
    let mut browser = app.as_(&hr).await;
    browser.get("/officers").await.assert_ok();
    proxy.set(Weather::Silent);
    let member = sari.membership.to_string();
    for _ in 0..2 {
        let begun = Instant::now();
        let page = browser.fetch("/officers").await;
        page.assert_status(503);
        assert_eq!(page.header("retry-after"), "3");
        let fields = [("member", member.as_str()), ("role", "auditor")];
        browser.post("/officers", &fields).await.assert_status(503);
        assert!(begun.elapsed() < Duration::from_secs(5), "never a hang");
    }
    // silence begins in the middle of running work too: connections in use are given up
    proxy.set(Weather::Fine);
    well_again(&mut browser).await;
    let held = [
        app.core.db.begin(Mode::Read).await.unwrap(),
        app.core.db.begin(Mode::Write).await.unwrap(),
        app.core.db.begin(Mode::Write).await.unwrap(),
    ];
    proxy.set(Weather::Silent);
    drop(held);
    sleep(Duration::from_secs(4)).await;
    proxy.set(Weather::Fine);
    well_again(&mut browser).await;
    assert_eq!(
        app.count("select count(*) from role_grants where role = 'auditor'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_slow_or_torn_network_is_answered_and_leaves_nothing_open() {
    let (proxy, (app, _, hr, _)) = office_behind_proxy(Options::default()).await;
    let mut browser = app.as_(&hr).await;
    browser.get("/officers").await.assert_ok();
    proxy.set(Weather::Slow(Duration::from_millis(20)));
    browser.fetch("/officers").await.assert_ok();
    proxy.set(Weather::Torn);
    let mut refused = 0;
    for _ in 0..9 {
        let page = browser.fetch("/officers").await;
        if page.status.as_u16() == 503 {
            assert_eq!(page.header("retry-after"), "3");
            refused += 1;
        } else {
            page.assert_ok();
        }
    }
    assert!(
        proxy.torn() > 0 && refused > 0,
        "BEGINs were cut in the middle"
    );
    proxy.set(Weather::Fine);
    well_again(&mut browser).await;
    assert_eq!(left_open(&app).await, 0);
}

#[tokio::test]
async fn connections_that_the_server_ended_are_replaced_unseen() {
    let (app, _, hr, _) = office(Options::default()).await;
    let mut browser = app.as_(&hr).await;
    browser.get("/officers").await.assert_ok();
    for _ in 0..5 {
        let ended = app
            .count("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'luwes_app' and datname = current_database()")
            .await;
        assert!(ended > 0);
        sleep(Duration::from_millis(50)).await;
        browser.get("/officers").await.assert_ok();
    }
}

#[tokio::test]
async fn a_locked_table_and_an_empty_pool_answer_in_time() {
    let (app, _, hr, _) = office(Options {
        connections: 1,
        ..Options::default()
    })
    .await;
    let mut browser = app.as_(&hr).await;
    let mut other = app.superuser().await;
    sqlx::raw_sql("begin; lock table role_grants in access exclusive mode")
        .execute(&mut other)
        .await
        .unwrap();
    let begun = Instant::now();
    let page = browser.fetch("/officers").await;
    page.assert_status(503);
    assert_eq!(page.header("retry-after"), "3");
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
    browser.fetch("/sign-in").await.assert_ok();
    sqlx::raw_sql("rollback").execute(&mut other).await.unwrap();
    browser.fetch("/officers").await.assert_ok();
    // the only connection is out
    let held = app.core.db.begin(Mode::Read).await.unwrap();
    let begun = Instant::now();
    browser.fetch("/officers").await.assert_status(503);
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
    held.rollback().await.unwrap();
    browser.fetch("/officers").await.assert_ok();
}

#[tokio::test]
async fn requests_that_make_no_sense_are_answered_in_words() {
    let (app, _, hr, _) = office(Options::default()).await;
    let mut browser = app.as_(&hr).await;
    let form = "application/x-www-form-urlencoded";
    let long = format!("/officers?q={}", "x".repeat(5_000));
    type Body<'a> = Option<(&'a str, Vec<u8>)>;
    let cases: [(&str, Method, &str, Body<'_>, u16); 9] = [
        ("unknown path", Method::GET, "/nowhere", None, 404),
        ("wrong method", Method::DELETE, "/officers", None, 405),
        (
            "no such row",
            Method::POST,
            "/officers/00000000-0000-7000-8000-000000000000/withdraw",
            Some((form, b"role=hr".to_vec())),
            404,
        ),
        (
            "no id at all",
            Method::POST,
            "/officers/satu/withdraw",
            Some((form, b"role=hr".to_vec())),
            404,
        ),
        (
            "too large",
            Method::POST,
            "/officers",
            Some((form, vec![b'x'; 70_000])),
            413,
        ),
        (
            "another type",
            Method::POST,
            "/officers",
            Some(("application/json", b"{}".to_vec())),
            415,
        ),
        (
            "unknown field",
            Method::POST,
            "/officers",
            Some((form, b"role=hr&agency_id=1".to_vec())),
            400,
        ),
        ("long address", Method::GET, &long, None, 400),
        ("bad percent", Method::GET, "/officers?q=%ff%fe", None, 200),
    ];
    for (name, method, path, body, status) in cases {
        let body = body.map(|(kind, bytes)| (kind.to_owned(), bytes));
        let shown = browser.request(method, path, body).await;
        let got = shown.status.as_u16();
        if name == "bad percent" {
            assert!(got == 200 || got == 400, "{name}: {got}");
            continue;
        }
        assert_eq!(got, status, "{name}: {}", shown.text());
        let id = shown.header("x-request-id");
        assert_eq!(id.len(), 32, "{name}: a request id");
        assert!(
            shown.text().contains(&id),
            "{name}: the page says the request id"
        );
        assert!(!shown.h1().is_empty(), "{name}: a heading");
        assert!(
            shown.links().iter().any(|link| link == "/"),
            "{name}: a way back"
        );
        for secret in ["sqlx", "SELECT", "select ", "panicked", "src/"] {
            assert!(!shown.body().contains(secret), "{name} shows {secret}");
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_of_safety() {
    let (app, _, hr, _) = office(Options::default()).await;
    let mut browser: Browser = app.as_(&hr).await;
    for path in [
        "/officers",
        "/sign-in",
        "/nowhere",
        "/healthz",
        "/static/app.css",
    ] {
        let shown = browser.fetch(path).await;
        let policy = shown.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(shown.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(shown.header("referrer-policy"), "same-origin", "{path}");
    }
    let page = browser.fetch("/officers").await;
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_program_gets_its_errors_as_problem_json() {
    let (app, ..) = office(Options::default()).await;
    let shown = app.visitor().fetch("/api/v1/nowhere").await;
    shown.assert_status(404);
    assert_eq!(shown.header("content-type"), "application/problem+json");
    let problem: serde_json::Value = serde_json::from_slice(&shown.bytes).unwrap();
    assert_eq!(problem["code"], "not-found");
    assert_eq!(problem["request_id"], shown.header("x-request-id"));
}
