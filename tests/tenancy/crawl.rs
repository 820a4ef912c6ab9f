//! Every route, every link and every form, walked with another agency's ids, cursors and fields in hand.

use std::collections::{BTreeMap, BTreeSet};

use http::Method;

use crate::support::{
    Browser, Client, Shown, TestApp,
    crawl::{Seen, everything, fill, matches, walk},
    sample,
    twin::{self, Twin},
};

const B: &str = "ZZ-B-";

/// Routes that no link or id of the twin can open, and why.
const NOT_OPENED: &[(&str, &str)] = &[
    (
        "/link/{token}",
        "the token is a secret; tests/identity.rs opens it",
    ),
    (
        "/feeds/{file}",
        "the file's name is a secret; tests/feeds.rs opens it",
    ),
    (
        "/board/{secret}",
        "the address is a secret; tests/feeds/boards.rs opens it",
    ),
    ("/static/{*name}", "files of the program"),
];

async fn twins() -> (TestApp, Twin, Twin) {
    let app = TestApp::new().await;
    let a = twin::build(&app, "Kota A", "ZZ-A-", true).await;
    let b = twin::build(&app, "Kota B", B, false).await;
    (app, a, b)
}

fn starts(app: &TestApp) -> Vec<String> {
    app.routes
        .iter()
        .filter(|route| route.method == "GET" && !route.path.contains('{'))
        .map(|route| route.path.clone())
        .collect()
}

/// Everything the people of an agency come across, each with their own role.
async fn walked(app: &TestApp, twin: &Twin) -> Seen {
    let mut all = Seen::default();
    for (_, person) in twin.people() {
        let mut browser = app.as_(person).await;
        let mut starts = starts(app);
        starts.retain(|path| path != "/sign-out");
        let seen = walk(&mut browser, &starts).await;
        all.links.extend(seen.links);
        all.forms.extend(seen.forms);
        for (path, shown) in seen.pages {
            let better = all
                .pages
                .get(&path)
                .is_none_or(|old| old.status.as_u16() > shown.status.as_u16());
            if better {
                all.pages.insert(path, shown);
            }
        }
    }
    all
}

/// Routes with parameters, filled with ids of an agency and with what else stands in addresses.
async fn filled(app: &TestApp, twin: &Twin, method: &str) -> Vec<String> {
    let mut values: Vec<String> = twin
        .ids()
        .await
        .into_iter()
        .map(|(_, id)| id.to_string())
        .collect();
    values.extend(["1", "2", "2026", "2026-11-24"].map(str::to_owned));
    app.routes
        .iter()
        .filter(|route| route.method == method && route.path.contains('{'))
        .filter(|route| !route.path.starts_with("/static") && !route.path.starts_with("/link"))
        .flat_map(|route| values.iter().map(|value| fill(&route.path, value)))
        .collect()
}

fn leak(shown: &Shown) -> Option<String> {
    let text = everything(shown);
    let at = text.find(B)?;
    Some(
        text.chars()
            .skip(text[..at].chars().count().saturating_sub(80))
            .take(200)
            .collect(),
    )
}

fn assert_clean(role: &str, what: &str, shown: &Shown) {
    if let Some(around) = leak(shown) {
        panic!(
            "{role} of A reads B at {what} ({}): …{around}…",
            shown.status
        );
    }
    assert_ne!(
        shown.status.as_u16(),
        500,
        "{role} of A at {what}: {}",
        shown.text()
    );
}

async fn everybody_of(app: &TestApp, twin: &Twin) -> Vec<(&'static str, Browser)> {
    let mut all = vec![("visitor", app.visitor())];
    for (role, person) in twin.people() {
        all.push((role, app.as_(person).await));
    }
    all
}

#[tokio::test]
async fn c21_no_page_export_or_file_shows_another_agency() {
    let (app, a, b) = twins().await;
    let of_b = walked(&app, &b).await;
    let own = of_b
        .pages
        .values()
        .filter(|shown| leak(shown).is_some())
        .count();
    assert!(own > 10, "B's own pages carry the marker ({own})");
    let before = b.checksum().await;
    // words of B that somebody types into an address come back to them; ids and cursors are what could reach B
    let mut paths: BTreeSet<String> = of_b
        .links
        .iter()
        .map(|link| link.replace(B, "ZZ-A-"))
        .collect();
    paths.extend(starts(&app));
    paths.remove("/sign-out");
    paths.extend(filled(&app, &b, "GET").await);
    for (role, mut browser) in everybody_of(&app, &a).await {
        for path in &paths {
            let shown = browser.fetch(path).await;
            assert_clean(role, path, &shown);
        }
    }
    assert_eq!(b.checksum().await, before);
}

#[tokio::test]
async fn c21_no_form_reaches_into_another_agency() {
    let (app, a, b) = twins().await;
    let of_b = walked(&app, &b).await;
    let before = b.checksum().await;
    let left_alone = ["/sign-out", "/language", "/sign-in", "/reset"];
    let mut posted: BTreeMap<&str, usize> = BTreeMap::new();
    let guessed = filled(&app, &b, "POST").await;
    for (turn, (role, mut browser)) in everybody_of(&app, &a).await.into_iter().enumerate() {
        for form in &of_b.forms {
            if left_alone.contains(&form.action.as_str()) {
                continue;
            }
            // B's ids and versions, but A's words: what A writes itself is no leak
            let fields: Vec<(String, String)> = form
                .fields
                .iter()
                .map(|(name, value)| (name.clone(), value.replace(B, "ZZ-A-")))
                .collect();
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let shown = if form.multipart {
                browser.post_multipart(&form.action, &fields).await
            } else {
                browser.post(&form.action, &fields).await
            };
            *posted.entry(role).or_default() += 1;
            assert_clean(role, &format!("POST {}", form.action), &shown);
        }
        // what stands in B's pages was sent by everybody; of what is only guessed, each sends another third
        for path in guessed.iter().skip(turn % 3).step_by(3) {
            let shown = browser.request(Method::POST, path, None).await;
            assert_clean(role, &format!("POST {path}"), &shown);
        }
    }
    assert!(posted.values().all(|forms| *forms > 10), "{posted:?}");
    assert_eq!(b.checksum().await, before, "B's rows are as they were");
}

#[tokio::test]
async fn c21_no_program_reaches_into_another_agency() {
    let (app, a, b) = twins().await;
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (table, id) in b.ids().await {
        ids.entry(table).or_insert_with(|| id.to_string());
    }
    let ids: Vec<String> = ids.into_values().collect();
    let before = b.checksum().await;
    let document: serde_json::Value =
        serde_json::from_str(app.core.interface.text()).expect("the document is JSON");
    let operations: Vec<_> = app
        .core
        .interface
        .operations()
        .iter()
        .filter(|operation| operation.method != "GET")
        .collect();
    let mut sent = 0;
    for (role, person) in a.people() {
        let browser = app.as_(person).await;
        let client = Client {
            token: browser.bearer.clone(),
            ..Client::stranger(&app)
        };
        let roles = a.world.actor(person).await.roles;
        for operation in operations.iter().filter(|one| roles.may(one.can)) {
            for id in &ids {
                let path = fill(&operation.path, id);
                let body = sample::body(&document, operation, id);
                let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
                let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
                let reply = client.send(method, &path, body).await;
                sent += 1;
                assert_clean(role, &reply.call.clone(), &reply.shown(&path));
            }
        }
    }
    assert!(sent > 1_000, "{sent} requests were sent");
    assert_eq!(b.checksum().await, before, "B's rows are as they were");
}

#[tokio::test]
async fn the_walk_opens_every_page() {
    let (app, a, _) = twins().await;
    let seen = walked(&app, &a).await;
    let mut opened: BTreeSet<String> = seen
        .pages
        .iter()
        .filter(|(_, shown)| shown.status.is_success() || shown.status.is_redirection())
        .map(|(path, _)| path.clone())
        .collect();
    let unopened: Vec<_> = app
        .routes
        .iter()
        .filter(|route| route.method == "GET")
        .filter(|route| !opened.iter().any(|path| matches(route, path)))
        .filter(|route| !NOT_OPENED.iter().any(|(path, _)| *path == route.path))
        .collect();
    let candidates = filled(&app, &a, "GET").await;
    let mut missing = Vec::new();
    let mut people = everybody_of(&app, &a).await;
    for route in unopened {
        let mut found = false;
        for path in candidates.iter().filter(|path| matches(route, path)) {
            for (_, browser) in &mut people {
                found = found || browser.fetch(path).await.status.is_success();
            }
        }
        if found {
            opened.insert(route.path.clone());
        } else {
            missing.push(&route.path);
        }
    }
    // these hang on an uploaded file, or ask which version to compare with or whom to find; tests/imports.rs, tests/requests.rs,
    // tests/api_flows.rs and tests/api_files.rs open them, and the walk opens the pages of both comparisons
    missing.retain(|path| {
        ![
            "/imports/{id}/rejected.xlsx",
            "/requests/{id}/evidence",
            "/api/v1/requests/{id}/evidence",
            "/api/v1/imports/{id}/preview",
            "/api/v1/imports/{id}/rejected",
            "/api/v1/rule-sets/{number}/compare",
            "/api/v1/base-rule-sets/{number}/compare",
            "/api/v1/team/find",
            // of a person in a period: its page is walked, and tests/performance/rating.rs opens it
            "/api/v1/ratings/{period}/{employee}",
            "/api/v1/ratings/{period}/{employee}/simulation",
            // of a year, or asked whom to find: tests/performance/credit.rs and feedback.rs open them
            "/api/v1/credit-points/years/{year}",
            "/api/v1/credit-points/years/{year}/export/{format}",
            "/api/v1/feedback/people",
            // of a person or a kind of file in a run: their pages are walked, and tests/allowance.rs opens them
            "/api/v1/allowance-runs/{id}/people/{employee}",
            "/api/v1/allowance-runs/{id}/export/{format}",
            // a file of a piece of work: the walk opens it by its link, and tests/performance/files.rs by program
            "/api/v1/deliverables/{id}/files/{file}",
            // asked of an approved request only; tests/requests/swaps.rs opens it
            "/api/v1/requests/{id}/swap-options",
            // the ministry's own ids, which belong to no agency; tests/windows/national.rs opens them
            "/api/v1/national-windows/{id}",
            "/api/v1/national-windows/{id}/answers",
            "/api/v1/window-proposals/{id}",
        ]
        .contains(&path.as_str())
    });
    assert!(missing.is_empty(), "the twin opens none of {missing:?}");
}
