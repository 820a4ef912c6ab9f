//! Parameters: what sorts and filters, what looks like a path.

use http::Method;
use luwes::kernel::list::Cursor;
use uuid::Uuid;

use crate::support::{
    TestApp,
    browser::encoded,
    crawl::fill,
    twin::{self},
};

/// Every name that a list or a search knows.
const NAMES: [&str; 27] = [
    "q", "state", "after", "format", "kind", "when", "unit", "status", "need", "position", "event",
    "from", "to", "show", "change", "week", "year", "day", "sort", "order", "province", "live",
    "route", "with", "month", "on", "until",
];

/// Those among them that name a day.
const DAYS: [&str; 6] = ["week", "day", "month", "from", "to", "on"];

/// Days that can be written, and that no calendar or database can reckon with.
const FAR: [&str; 2] = ["+262142-12-31", "-262143-01-01"];

const EVIL: [&str; 5] = [
    "' or 1=1; drop table employees; --",
    "1) union select password_hash from identities --",
    "'||pg_sleep(5)||'",
    "\\'; select set_config('app.agency_id', '', false); --%_",
    "a\0b",
];

#[tokio::test]
async fn c11_what_sorts_and_filters_is_a_value_and_never_sql() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let before = untouched(&twin).await;
    let mut asked = std::collections::BTreeSet::new();
    for (role, person) in twin.people() {
        let mut browser = app.as_(person).await;
        let roles = twin.world.actor(person).await.roles;
        for route in app
            .routes
            .iter()
            .filter(|route| route.method == "GET" && route.scope.is_none() && roles.may(route.can))
        {
            if !asked.insert(&route.path) {
                continue;
            }
            let path = fill(&route.path, &twin.requests[0].to_string());
            // what one page reads it reads beside what it does not know; `q` also alone, since another may be refused first
            let all = |evil: &str| {
                NAMES
                    .map(|name| (name.to_owned(), evil.to_owned()))
                    .to_vec()
            };
            let asks = EVIL
                .iter()
                .flat_map(|evil| [all(evil), vec![("q".to_owned(), (*evil).to_owned())]]);
            for typed in asks {
                let typed = encoded(&typed);
                let shown = browser.fetch(&format!("{path}?{typed}")).await;
                // a statement that slept would be ended by its limit: 503
                assert!(shown.status.as_u16() < 500, "{role} {path} {typed}");
                assert!(!shown.body().contains("argon2id"), "{role} {path} {typed}");
            }
        }
    }
    assert_eq!(untouched(&twin).await, before);
}

#[tokio::test]
async fn c11_a_day_far_from_our_times_is_the_senders_mistake() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let mut asked = std::collections::BTreeSet::new();
    for (role, person) in twin.people() {
        let mut browser = app.as_(person).await;
        let actor = twin.world.actor(person).await;
        // lists by day and lists by instant
        let cursors = [
            "+262142-12-31",
            "-262143-01-01",
            "8210266876799999999",
            "-8334601228800000000",
        ]
        .map(|key| {
            Cursor {
                key: key.to_owned(),
                id: Uuid::nil(),
            }
            .encode(actor.agency.id)
        });
        for route in app
            .routes
            .iter()
            .filter(|route| route.method == "GET" && actor.roles.may(route.can))
        {
            if !asked.insert(&route.path) {
                continue;
            }
            let path = fill(&route.path, &twin.requests[0].to_string());
            let days = DAYS
                .iter()
                .flat_map(|name| FAR.iter().map(|far| (*name, *far)));
            let places = cursors.iter().map(|cursor| ("after", cursor.as_str()));
            for (name, value) in days.chain([("year", "262142")]).chain(places) {
                let typed = encoded(&[(name.to_owned(), value.to_owned())]);
                let shown = browser.fetch(&format!("{path}?{typed}")).await;
                let status = shown.status.as_u16();
                assert!(
                    status < 500 && status != 429,
                    "{status} {role} {path} {typed}"
                );
            }
        }
    }
}

/// What reading leaves alone: not the trail, which notes who read what, nor the tokens that this test signs in with.
async fn untouched(twin: &twin::Twin) -> std::collections::BTreeMap<String, String> {
    let mut sums = twin.checksum().await;
    sums.retain(|table, _| !["audit", "api_tokens"].contains(&table.as_str()));
    sums
}

#[tokio::test]
async fn c11_a_nul_character_is_the_senders_mistake() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kota Uji", "", false).await;
    let mut hr = app.as_(&twin.hr).await;
    let mut visitor = app.visitor();
    let password = ("password", "kata-sandi-yang-panjang");
    let answers = [
        hr.fetch("/employees?q=a%00b").await,
        visitor
            .post("/sign-in", &[("login", "a\0b"), password])
            .await,
        visitor.post("/reset", &[("login", "a\0b")]).await,
    ];
    for answer in answers {
        answer.assert_status(400);
        assert!(answer.body().contains("NUL"), "it says what is wrong");
    }
}

#[tokio::test]
async fn c13_nothing_typed_becomes_a_path() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kota Uji", "", false).await;
    let ways = [
        "../../../../etc/passwd",
        "..%2f..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "....//....//etc/passwd",
        "..\\..\\..\\windows\\win.ini",
        "/etc/passwd",
        "%00/etc/passwd",
        "app.css/../../Cargo.toml",
        "file:///etc/passwd",
    ];
    let mut browser = app.as_(&twin.hr).await;
    let mut speaker = app.as_(&twin.hr).await;
    for way in ways {
        for path in [
            format!("/static/{way}"),
            format!("/link/{way}"),
            format!("/requests/{way}"),
            format!("/imports/{way}/rejected.xlsx"),
        ] {
            if path.parse::<http::Uri>().is_err() {
                continue;
            }
            let shown = browser.fetch(&path).await;
            let body = shown.body();
            assert!(
                !body.contains("root:") && !body.contains("[package]"),
                "{path}"
            );
            assert!(shown.status.as_u16() < 500, "{path}: {}", shown.status);
        }
        for name in [
            "lang", "theme", "format", "report", "file", "next", "template",
        ] {
            let typed = encoded(&[(name.to_owned(), way.to_owned())]);
            let shown = browser.fetch(&format!("/employees?{typed}")).await;
            assert!(
                shown.status.as_u16() < 500 && !shown.body().contains("root:"),
                "{name}"
            );
        }
        let shown = browser
            .post("/language", &[("lang", way), ("back", "/")])
            .await;
        assert!(shown.status.as_u16() < 500, "{way}");
        speaker
            .headers
            .retain(|(name, _)| *name != "accept-language");
        speaker
            .headers
            .push(("accept-language", way.replace('\\', "/")));
        speaker.fetch("/employees").await.assert_ok();
    }
    let client = twin.world.api(&twin.hr).await;
    let typed = encoded(&[
        ("kind".into(), "units".into()),
        ("name".into(), "../../../tmp/x.csv".into()),
    ]);
    let body = Some((
        "text/csv",
        b"Id;DiatasanId;NamaUnor\nB1;ROOT;Dinas\n".to_vec(),
    ));
    let sent = client
        .send(Method::POST, &format!("/imports?{typed}"), body)
        .await;
    sent.assert_status(201);
    assert_eq!(sent.json["file"], "x.csv", "a name keeps no folders");
}
