//! Every route × every role, compared with a snapshot that a person has read.

use std::collections::BTreeSet;

use http::Method;
use luwes::kernel::actor::Can;

use crate::support::{
    Browser, TestApp,
    crawl::fill,
    twin::{self, Twin},
};

/// Routes that need no sign-in. Another one belongs here only when somebody has thought about it.
const PUBLIC: &[&str] = &[
    "GET /api",
    "GET /api/v1/openapi.json",
    "GET /board/{secret}",
    "GET /feeds/{file}",
    "GET /glossary",
    "GET /healthz",
    "GET /help",
    "GET /link/{token}",
    "GET /readyz",
    "GET /reset",
    "GET /sign-in",
    "GET /static/{*name}",
    "POST /csp-report",
    "POST /language",
    "POST /link/{token}",
    "POST /reset",
    "POST /sign-in",
    "POST /sign-out",
];

/// A browser for every kind of person there is.
async fn everybody(app: &TestApp, twin: &Twin) -> Vec<(&'static str, Browser)> {
    let member = twin.world.officer("Tanpa Data", &[]).await;
    let mut all = vec![
        ("visitor", app.visitor()),
        ("member", app.as_(&member).await),
    ];
    for (role, person) in twin.people() {
        all.push((role, app.as_(person).await));
    }
    all
}

/// What the door says, whatever the room behind it answers.
fn class(status: u16, location: &str) -> &'static str {
    match status {
        401 => "who?",
        403 => "no",
        303 if location.starts_with("/sign-in?next=") => "who?",
        500 => "broken",
        _ => "in",
    }
}

#[tokio::test]
async fn c10_every_route_opens_to_exactly_the_roles_of_the_snapshot() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let nobody = uuid::Uuid::nil().to_string();
    let mut people = everybody(&app, &twin).await;
    let mut lines = vec![format!(
        "{:52} {:17} {}",
        "route",
        "permission",
        people
            .iter()
            .map(|(role, _)| format!("{role:11}"))
            .collect::<String>()
    )];
    for route in &app.routes {
        let path = fill(&route.path, &nobody);
        let method = Method::from_bytes(route.method.as_bytes()).expect("a method");
        let mut cells = String::new();
        for (role, browser) in &mut people {
            let kept = browser.cookies.clone();
            let shown = browser.request(method.clone(), &path, None).await;
            browser.cookies = kept;
            let class = class(shown.status.as_u16(), &shown.header("location"));
            assert_ne!(class, "broken", "{role} at {} {path}", route.method);
            cells.push_str(&format!("{class:11}"));
        }
        if route.path == "/sign-out" {
            people = everybody(&app, &twin).await;
        }
        lines.push(format!(
            "{:52} {:17} {}",
            format!("{} {}", route.method, route.path),
            route.permission,
            cells.trim_end()
        ));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn c10_what_needs_no_sign_in_is_listed() {
    let app = crate::support::cluster::on_own_runtime(TestApp::new());
    let public: BTreeSet<String> = app
        .routes
        .iter()
        .filter(|route| route.can == Can::Public)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let listed: BTreeSet<String> = PUBLIC.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(public, listed);
}

#[tokio::test]
async fn what_is_not_in_the_table_is_not_there() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    for (role, mut browser) in everybody(&app, &twin).await {
        for path in [
            "/admin",
            "/api/v2/requests",
            "/debug",
            "/demo/sign-in",
            "/.env",
        ] {
            let shown = browser.fetch(path).await;
            assert_eq!(shown.status.as_u16(), 404, "{role} at {path}");
        }
    }
}

#[tokio::test]
async fn a_removed_right_closes_the_door_at_once() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kota Uji", "", false).await;
    let mut auditor = app.as_(&twin.auditor).await;
    let mut hr = app.as_(&twin.hr).await;
    let doors = |can: Can| {
        app.routes
            .iter()
            .filter(|route| route.method == "GET" && !route.path.contains('{') && route.can == can)
            .map(|route| route.path.clone())
            .collect::<Vec<_>>()
    };
    for (browser, person, can) in [
        (&mut hr, &twin.hr, Can::ManageRules),
        (&mut auditor, &twin.auditor, Can::ReadTrail),
    ] {
        for path in doors(can) {
            assert_ne!(browser.fetch(&path).await.status.as_u16(), 403, "{path}");
        }
        sqlx::query("update role_grants set revoked_at = granted_at where membership_id = $1")
            .bind(person.membership.0)
            .execute(&mut app.superuser().await)
            .await
            .unwrap();
        for path in doors(can) {
            assert_eq!(browser.fetch(&path).await.status.as_u16(), 403, "{path}");
        }
    }
}

#[tokio::test]
async fn what_the_menu_the_home_page_and_the_help_lead_to_is_there() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    for (role, mut browser) in everybody(&app, &twin).await {
        let mut seen = BTreeSet::new();
        for start in ["/", "/more", "/help"] {
            let shown = browser.get(start).await;
            seen.extend(
                shown
                    .links()
                    .into_iter()
                    .filter(|link| link.starts_with('/')),
            );
        }
        for link in seen {
            let status = browser.get(&link).await.status.as_u16();
            assert!(![404, 500].contains(&status), "{role}: {link} is {status}");
        }
    }
}
