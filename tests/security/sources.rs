//! What the program is made of and stands on.

use luwes::kernel::db::patched;

use crate::support::TestApp;

#[tokio::test]
async fn c26_a_new_database_has_nobody_in_it_and_no_door_of_the_demo() {
    let app = TestApp::new().await;
    for table in [
        "identities",
        "agencies",
        "memberships",
        "employees",
        "api_tokens",
        "sessions",
    ] {
        let rows = app.count(&format!("select count(*) from {table}")).await;
        assert_eq!(rows, 0, "{table}");
    }
    assert!(app.routes.iter().all(|route| !route.path.contains("demo")));
    for path in [
        "/demo/sign-in",
        "/seed",
        "/setup",
        "/install",
        "/debug/vars",
        "/metrics",
        "/actuator",
    ] {
        app.visitor().fetch(path).await.assert_status(404);
    }
    for (login, password) in [
        ("admin", "admin"),
        ("admin", "password"),
        ("demo", "demo"),
        ("root", "root"),
    ] {
        let answer = app
            .visitor()
            .post("/sign-in", &[("login", login), ("password", password)])
            .await;
        answer.assert_status(422);
    }
}

#[test]
fn c26_the_demo_is_left_out_of_what_production_builds() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("the file is there");
    assert!(read("src/lib.rs").contains("#[cfg(feature = \"demo\")]\npub mod demo;"));
    let identity = read("src/identity/mod.rs");
    assert!(identity.contains("#[cfg(feature = \"demo\")]\npub mod demo_door;"));
    assert!(read("Dockerfile").contains("--no-default-features"));
    let serve = read("src/commands/serve.rs");
    assert!(serve.contains("demo: false") && serve.contains("Doors::default()"));
}

#[test]
fn c30_a_database_with_known_holes_is_refused() {
    for old in [140_019, 150_000, 150_013, 160_009, 170_005] {
        assert!(!patched(old), "{old}");
    }
    for good in [150_014, 150_020, 160_010, 170_006, 180_000, 190_001] {
        assert!(patched(good), "{good}");
    }
}

#[test]
fn c30_no_statement_changes_who_the_connection_is() {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("the folder is read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path)
                .unwrap_or_default()
                .to_lowercase();
            for words in [
                "\"set role",
                "set session authorization",
                "\"reset role",
                "\"listen ",
                "pg_advisory_lock(",
            ] {
                if text.contains(words) {
                    found.push(format!("{}: {words}", path.display()));
                }
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join("src"), &mut found);
    found.retain(|line| !line.contains("/kernel/postgres") && !line.contains("/commands/"));
    assert_eq!(found, Vec::<String>::new());
}
