//! Who may import whom, and what may stand where: the walls that one crate does not have by itself.
//! The table is that of docs/ARCHITECTURE.md; `the_checker_sees_…` prove that the checks can fail.

mod source;

use std::{fs, path::Path};

use source::{Paths, code_of, paths_of};

/// An area and what it may import besides itself and the kernel.
const TABLE: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("identity", &[]),
    ("guide", &[]),
    ("notices", &[]),
    ("webhooks", &[]),
    ("organisation", &["identity"]),
    ("calendar", &["organisation"]),
    ("policy", &["organisation", "calendar", "performance"]),
    (
        "windows",
        &["identity", "organisation", "calendar", "policy"],
    ),
    ("places", &["organisation", "calendar"]),
    ("shared_tasks", &["organisation", "calendar"]),
    ("presence", &["calendar"]),
    ("performance", &["organisation", "calendar", "shifts"]),
    ("shifts", &["organisation", "calendar"]),
    (
        "allowance",
        &[
            "organisation",
            "calendar",
            "performance",
            "presence",
            "requests",
        ],
    ),
    (
        "requests",
        &[
            "policy",
            "organisation",
            "calendar",
            "windows",
            "places",
            "shared_tasks",
            "shifts",
            "presence",
            "performance",
        ],
    ),
    (
        "feeds",
        &[
            "identity",
            "organisation",
            "calendar",
            "policy",
            "requests",
            "shifts",
        ],
    ),
    (
        "rosters",
        &["organisation", "calendar", "policy", "requests"],
    ),
    // the auditor's replay judges stored facts again, the ministry's and the leader's figures name the rules in the way
    ("trail", &["identity", "organisation", "policy"]),
    ("reports", &["policy"]),
    ("platform", &["identity", "organisation", "policy"]),
    ("config", &[]),
    (
        "demo",
        &[
            "app",
            "allowance",
            "identity",
            "organisation",
            "calendar",
            "performance",
            "places",
            "policy",
            "presence",
            "requests",
            "rosters",
            "shared_tasks",
            "shifts",
            "webhooks",
            "windows",
        ],
    ),
    ("app", ANY),
    ("commands", ANY),
    ("main", &["commands"]),
    ("lib", ANY),
];
const ANY: &[&str] = &["*"];

/// Statements outside a store, the kernel, the reports and the demo's loader: the file and why.
const STATEMENTS_ELSEWHERE: &[(&str, &str)] = &[
    (
        "src/policy/load.rs",
        "gathers the facts of many people over the tables of three areas in one statement",
    ),
    (
        "src/calendar/load.rs",
        "gathers a person's days over two areas in one statement",
    ),
    (
        "src/commands/database.rs",
        "names the database for psql, runs nothing",
    ),
    ("src/commands/target.rs", "builds connection options"),
    ("src/commands/serve.rs", "builds connection options"),
    ("src/commands/bench/mod.rs", "hands its store on"),
    (
        "src/commands/bench/seed.rs",
        "opens the superuser's connection",
    ),
    (
        "src/commands/bench/run.rs",
        "opens the superuser's connection",
    ),
    (
        "src/commands/bench/import.rs",
        "opens the superuser's connection",
    ),
    ("src/commands/bench/calls.rs", "hands a connection on"),
    (
        "src/commands/bench/floor.rs",
        "replays the statements that the server itself sent",
    ),
];

/// What puts text into a statement: the tenant's id (from a `Uuid`), names of databases, and the bench, which replays a log.
const BUILT_STATEMENTS: &[&str] = &[
    "src/kernel/db.rs",
    "src/kernel/postgres.rs",
    "src/commands/bench/floor.rs",
];

fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                let name = path
                    .strip_prefix(root)
                    .expect("inside the project")
                    .to_string_lossy();
                let text = fs::read_to_string(&path).expect("the file is text");
                found.push((name.into_owned(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no .{ending} files");
    found
}

fn area_of(file: &str) -> &str {
    let rest = file.strip_prefix("src/").unwrap_or(file);
    rest.split('/')
        .next()
        .unwrap_or_default()
        .trim_end_matches(".rs")
}

fn is_store(file: &str) -> bool {
    file.ends_with("/store.rs") || file.contains("/store/")
}

fn is_test(file: &str) -> bool {
    file.contains("/tests/") || file.ends_with("_test.rs") || file.ends_with("/tests.rs")
}

/// Imports that the table does not allow.
fn import_faults(file: &str, code: &str) -> Vec<String> {
    let area = area_of(file);
    let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == area) else {
        return vec![format!(
            "{file}: the area {area} is not in the table of who may import whom"
        )];
    };
    let mut faults = Vec::new();
    for path in paths_of(file, code) {
        let Paths { line, segments } = &path;
        let Some(to) = segments.first().map(String::as_str) else {
            continue;
        };
        let known = TABLE.iter().any(|(name, _)| *name == to);
        let fine = to == area || to == "kernel" || allowed.contains(&to) || *allowed == ANY;
        if known && !fine {
            faults.push(format!(
                "{file}:{line}: {area} may not import {to} ({})",
                segments.join("::")
            ));
        }
        let inside_pages = file.contains("/pages") || file.contains("/api");
        let to_pages = segments.iter().any(|part| part == "pages" || part == "api");
        if to_pages && !inside_pages && !file.ends_with("/mod.rs") {
            faults.push(format!(
                "{file}:{line}: nothing imports pages ({})",
                segments.join("::")
            ));
        }
    }
    faults
}

/// Things that stand where they may not.
fn place_faults(file: &str, code: &str) -> Vec<String> {
    let area = area_of(file);
    let statements = area == "kernel"
        || area == "reports"
        || area == "demo"
        || is_store(file)
        || is_test(file)
        || STATEMENTS_ELSEWHERE.iter().any(|(name, _)| *name == file);
    let rules = file.ends_with("/rules.rs") || file.contains("/rules/");
    let mut faults = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut fault = |what: &str| faults.push(format!("{file}:{}: {what}", index + 1));
        let sqlx = line.replace("sqlx::PgConnection", "").contains("sqlx::");
        if sqlx && !statements {
            fault("statements belong into a store");
        }
        if line.contains("AssertSqlSafe") && !BUILT_STATEMENTS.contains(&file) && !is_test(file) {
            fault("a statement is static text, never put together");
        }
        let calls = line.replace(".route()", "");
        let routing = [
            "axum::routing",
            ".route(",
            ".nest(",
            "route_service(",
            "nest_service(",
        ];
        if routing.iter().any(|way| calls.contains(way)) && file != "src/kernel/routes.rs" {
            fault("a route without permission: only the route table makes routes");
        }
        if line.contains("QueryBuilder") {
            fault("no query builder");
        }
        if (line.contains("Utc::now(") || line.contains("Local::now("))
            && file != "src/kernel/time.rs"
        {
            fault("time is an argument; only the clock reads the machine's");
        }
        if rules && (line.contains("sqlx") || line.contains("axum") || contains_word(line, "Cx")) {
            fault("rules are pure: no Cx, sqlx or axum");
        }
        if is_store(file) && line.contains("axum") {
            fault("a store knows no axum");
        }
    }
    faults
}

fn contains_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|part| part == word)
}

/// Size, head, and what may only stand in tests.
fn form_faults(file: &str, text: &str, code: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > 600 {
        faults.push(format!("{file}: {lines} lines, at most 600"));
    }
    if !text.starts_with("//!") {
        faults.push(format!("{file}: no head that says what the file is for"));
    }
    if file.starts_with("src/") && !is_test(file) {
        let live = code.split("#[cfg(test)]").next().unwrap_or_default();
        for (index, line) in live.lines().enumerate() {
            if line.contains(".unwrap()") || line.contains("todo!(") || line.contains("dbg!(") {
                faults.push(format!(
                    "{file}:{}: unwrap, todo or dbg outside tests",
                    index + 1
                ));
            }
        }
    }
    faults
}

/// What a strict content policy and honest escaping forbid in a template.
fn template_faults(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut rest = text.to_owned();
    // comments of the template language say such words legitimately
    while let Some(start) = rest.find("{#") {
        let end = rest[start..]
            .find("#}")
            .map_or(rest.len(), |end| start + end + 2);
        let lines = rest[start..end].matches('\n').count();
        rest.replace_range(start..end, &"\n".repeat(lines));
    }
    for (index, line) in rest.lines().enumerate() {
        let squeezed: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let lower = line.to_lowercase();
        let mut fault = |what: &str| faults.push(format!("{file}:{}: {what}", index + 1));
        if squeezed.contains("|safe") {
            fault("nothing is unescaped with |safe");
        }
        if lower.contains(" style=") || lower.contains("<style") {
            fault("no inline style");
        }
        let scripts = lower.match_indices("<script");
        if scripts.into_iter().any(|(at, _)| {
            !lower[at..]
                .split('>')
                .next()
                .unwrap_or_default()
                .contains("src=")
        }) {
            fault("no inline script");
        }
        let handler = lower.match_indices(" on").any(|(at, _)| {
            let name: String = lower[at + 3..]
                .chars()
                .take_while(char::is_ascii_alphabetic)
                .collect();
            !name.is_empty() && lower[at + 3 + name.len()..].starts_with("=\"")
        });
        if handler || lower.contains("javascript:") || lower.contains("hx-on") {
            fault("no inline handler");
        }
    }
    faults
}

fn all_faults(file: &str, text: &str) -> Vec<String> {
    let code = code_of(text);
    let mut faults = import_faults(file, &code);
    faults.extend(place_faults(file, &code));
    faults.extend(form_faults(file, text, &code));
    faults
}

#[test]
fn imports_follow_the_table_and_things_stand_where_they_may() {
    let faults: Vec<String> = files("src", "rs")
        .iter()
        .flat_map(|(file, text)| all_faults(file, text))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn tests_have_heads_and_stay_readable() {
    let faults: Vec<String> = files("tests", "rs")
        .iter()
        .flat_map(|(file, text)| form_faults(file, text, &code_of(text)))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn c08_templates_hold_no_script_style_handler_or_raw_text() {
    let faults: Vec<String> = files("templates", "html")
        .iter()
        .flat_map(|(file, text)| template_faults(file, text))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_exception_still_has_its_file() {
    let sources: Vec<String> = files("src", "rs")
        .into_iter()
        .map(|(file, _)| file)
        .collect();
    for (file, why) in STATEMENTS_ELSEWHERE {
        assert!(!why.is_empty());
        assert!(sources.iter().any(|name| name == file), "{file} is gone");
    }
}

#[test]
fn the_checker_sees_an_import_turned_round() {
    let seen = |file: &str, source: &str| {
        let faults = import_faults(file, &code_of(source));
        assert_eq!(faults.len(), 1, "{file}: {source}: {faults:?}");
    };
    seen("src/kernel/cx.rs", "use crate::identity::Identity;");
    seen(
        "src/organisation/mod.rs",
        "use crate::{kernel::cx::Cx, requests::{submit}};",
    );
    seen(
        "src/policy/load.rs",
        "use crate::{\n    kernel::{cx::Cx, id::EmployeeId},\n    requests::submit,\n};",
    );
    seen(
        "src/calendar/store.rs",
        "fn f() { let x = crate::policy::combine(1); }",
    );
    seen("src/identity/mod.rs", "use super::organisation::find;");
    seen(
        "src/identity/pages/account.rs",
        "use super::super::super::organisation::find;",
    );
    seen(
        "src/identity/link.rs",
        "use crate::identity::pages::link::open;",
    );
    seen("src/requests/api.rs", "use crate::reports::overview;");
    seen("src/newcomer/mod.rs", "use crate::kernel::cx::Cx;");
    // what is allowed, and what only looks like an import, is left alone
    for (file, source) in [
        ("src/requests/submit.rs", "use crate::policy::eligibility;"),
        (
            "src/organisation/mod.rs",
            "use crate::identity::{self, Role};",
        ),
        ("src/kernel/cx.rs", "//! not crate::identity::Identity"),
        (
            "src/kernel/cx.rs",
            "const X: &str = \"crate::identity::x\";",
        ),
        ("src/identity/store.rs", "mod tests { use super::*; }"),
        ("src/app.rs", "use crate::{identity, reports, requests};"),
    ] {
        let faults = import_faults(file, &code_of(source));
        assert!(faults.is_empty(), "{faults:?}");
    }
}

#[test]
fn the_checker_sees_what_stands_in_the_wrong_place() {
    for (file, source) in [
        (
            "src/requests/approval.rs",
            "sqlx::query!(\"select 1\").execute(conn)",
        ),
        ("src/requests/rules.rs", "use crate::kernel::cx::Cx;"),
        ("src/requests/store.rs", "use axum::response::Response;"),
        (
            "src/requests/store.rs",
            "sqlx::query(AssertSqlSafe(format!(\"select {x}\")))",
        ),
        ("src/requests/submit.rs", "let now = Utc::now();"),
        ("src/app.rs", "router.route(\"/raw\", handler)"),
        ("src/requests/mod.rs", "use axum::routing::get;"),
    ] {
        assert_eq!(
            place_faults(file, &code_of(source)).len(),
            1,
            "{file}: {source}"
        );
    }
    let long = format!("//! Long.\n{}", "\n".repeat(600));
    assert_eq!(form_faults("src/x/y.rs", &long, &long).len(), 1);
    assert_eq!(form_faults("src/x/y.rs", "use x;", "use x;").len(), 1);
    let hasty = "//! Hasty.\nx.unwrap()";
    assert_eq!(form_faults("src/x/y.rs", hasty, hasty).len(), 1);
    for html in [
        "{{ text | safe }}",
        "<p style=\"color: red\">",
        "<script>x</script>",
        "<a onclick=\"x()\">",
        "<a href=\"javascript:x\">",
    ] {
        assert_eq!(template_faults("x.html", html).len(), 1, "{html}");
    }
    assert!(template_faults("x.html", "{# |safe #}<script src=\"/a.js\"></script>").is_empty());
}
