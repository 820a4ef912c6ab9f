//! Every route with an id × every role × whose object it is: the owner's, a colleague's, another agency's, nobody's.

use std::collections::BTreeMap;

use http::Method;
use luwes::kernel::routes::RouteInfo;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{
    Browser, Client, Person, Shown, TestApp, sample,
    twin::{self, Twin},
};

/// The table whose row a route is about, by the word before its first id.
fn table_of(route: &RouteInfo) -> Option<&'static str> {
    let (before, _) = route.path.split_once("/{")?;
    Some(match before.rsplit('/').next().unwrap_or_default() {
        "requests" | "inbox" => "requests",
        "employees" => "employees",
        "units" => "units",
        "positions" => "positions",
        "imports" => "imports",
        "corrections" => "corrections",
        "objections" => "objections",
        "absences" => "absences",
        "windows" => "windows",
        "tasks" | "shared-tasks" => "shared_tasks",
        "shifts" => "shift_plans",
        "targets" => "targets",
        "target-templates" => "target_templates",
        "work" | "deliverables" => "deliverables",
        "today" | "day-reports" => "day_reports",
        "improvement" | "improvement-plans" => "improvement_plans",
        "rating-periods" => "rating_periods",
        "days" => "agency_days",
        "members" | "officers" => "memberships",
        "tokens" | "service-tokens" => "api_tokens",
        "boards" => "boards",
        _ => return None,
    })
}

fn address(route: &RouteInfo, id: &str) -> String {
    let filled = |part: &str| match part {
        "{format}" => "csv".to_owned(),
        "{role}" => "auditor".to_owned(),
        part if part.starts_with('{') => id.to_owned(),
        part => part.to_owned(),
    };
    route
        .path
        .split('/')
        .map(filled)
        .collect::<Vec<_>>()
        .join("/")
}

/// One row of a table of this agency, the employee's own where rows belong to people.
async fn row_of(app: &TestApp, twin: &Twin, owner: &Person, table: &str) -> Option<Uuid> {
    let mine = match table {
        "requests" | "corrections" | "absences" | "targets" | "deliverables" | "day_reports"
        | "improvement_plans" => "employee_id = $2",
        "employees" => "id = $2",
        "memberships" => "employee_id = $2",
        "api_tokens" => {
            "membership_id = (select m.id from memberships m where m.agency_id = $1 and m.employee_id = $2)"
        }
        _ => "$2::uuid is not null",
    };
    let sql = format!("select id from {table} where agency_id = $1 and {mine} order by id limit 1");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(twin.world.agency.0)
        .bind(owner.employee().0)
        .fetch_optional(&mut app.superuser().await)
        .await
        .expect("the row is looked up")
}

/// A browser and a program in one: which of the two a route wants.
struct Caller {
    browser: Browser,
    client: Client,
}

impl Caller {
    async fn new(app: &TestApp, person: &Person) -> Self {
        let browser = app.as_(person).await;
        let client = Client {
            token: browser.bearer.clone(),
            ..Client::stranger(app)
        };
        Self { browser, client }
    }

    async fn call(
        &mut self,
        document: &Value,
        app: &TestApp,
        route: &RouteInfo,
        id: &str,
    ) -> Shown {
        let path = address(route, id);
        let method = Method::from_bytes(route.method.as_bytes()).expect("a method");
        if route.scope.is_none() {
            let kept = self.browser.cookies.clone();
            let form = (
                "application/x-www-form-urlencoded".to_owned(),
                b"version=1".to_vec(),
            );
            let body = (route.method != "GET").then_some(form);
            let shown = self.browser.request(method, &path, body).await;
            self.browser.cookies = kept;
            return shown;
        }
        let operations = app.core.interface.operations();
        let operation = operations
            .iter()
            .find(|one| one.path == route.path && one.method == route.method);
        let body = operation.and_then(|one| sample::body(document, one, id));
        self.client.call(method, &path, body).await.shown(&path)
    }
}

fn document(app: &TestApp) -> Value {
    serde_json::from_str(app.core.interface.text()).expect("the document is JSON")
}

/// An answer without what differs by nature: the id in it and the number of the request.
fn face(shown: &Shown, id: &str) -> (u16, String) {
    let request = shown.header("x-request-id");
    let body = shown
        .body()
        .replace(id, "<id>")
        .replace(&request, "<request>");
    (shown.status.as_u16(), body)
}

#[tokio::test]
async fn c21_another_agencys_id_reads_like_one_that_is_not_there_at_every_route() {
    let app = TestApp::new().await;
    let a = twin::build(&app, "Kota A", "ZZ-A-", true).await;
    let b = twin::build(&app, "Kota B", "ZZ-B-", false).await;
    let (document, before) = (document(&app), b.checksum().await);
    let missing = Uuid::now_v7().to_string();
    let mut asked = 0;
    for (role, person) in a.people() {
        let mut caller = Caller::new(&app, person).await;
        for route in &app.routes {
            let Some(table) = table_of(route) else {
                continue;
            };
            let Some(id) = row_of(&app, &b, &b.sari, table).await else {
                continue;
            };
            let id = id.to_string();
            let theirs = caller.call(&document, &app, route, &id).await;
            let nobodys = caller.call(&document, &app, route, &missing).await;
            let what = format!("{role} {} {}", route.method, route.path);
            assert!(theirs.status.is_client_error(), "{what}: {}", theirs.status);
            assert_eq!(face(&theirs, &id), face(&nobodys, &missing), "{what}");
            asked += 1;
        }
    }
    assert!(asked > 300, "{asked} routes were asked");
    assert_eq!(b.checksum().await, before, "B's rows are as they were");
}

#[tokio::test]
async fn c03_who_reads_whose_object_is_as_the_snapshot_says() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let tono = twin.world.employee("Tono").of(&twin.unit).await;
    let other = twin::build(&app, "Kota Lain", "", false).await;
    sqlx::query(
        "update requests set evidence_id = (select f.id from files f where f.agency_id = requests.agency_id and f.purpose = 'evidence' limit 1) where agency_id = $1",
    )
    .bind(twin.world.agency.0)
    .execute(&mut app.superuser().await)
    .await
    .expect("evidence is there");
    let people = [
        ("owner", &twin.sari),
        ("colleague", &tono),
        ("supervisor", &twin.budi),
        ("hr", &twin.hr),
        ("leader", &twin.leader),
        ("auditor", &twin.auditor),
        ("ministry", &twin.ministry),
        ("other hr", &other.hr),
    ];
    let mut callers = Vec::new();
    for (name, person) in people {
        callers.push((name, Caller::new(&app, person).await));
    }
    let document = document(&app);
    let head: String = people
        .iter()
        .map(|(name, _)| format!("{name:11}"))
        .collect();
    let mut lines = vec![format!("{:52} {head}", "of the owner")];
    for route in app.routes.iter().filter(|route| route.method == "GET") {
        let Some(table) = table_of(route) else {
            continue;
        };
        let Some(id) = row_of(&app, &twin, &twin.sari, table).await else {
            continue;
        };
        let mut cells = String::new();
        for (_, caller) in &mut callers {
            let shown = caller.call(&document, &app, route, &id.to_string()).await;
            cells.push_str(&format!("{:11}", shown.status.as_u16()));
        }
        lines.push(format!("{:52} {}", route.path, cells.trim_end()));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn c07_a_colleague_without_a_role_changes_nothing_of_anybody() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let tono = twin.world.employee("Tono").of(&twin.unit).await;
    let mut caller = Caller::new(&app, &tono).await;
    let (document, before) = (document(&app), twin.checksum().await);
    let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
    for route in app.routes.iter().filter(|route| route.method != "GET") {
        let Some(table) = table_of(route) else {
            continue;
        };
        let Some(id) = row_of(&app, &twin, &twin.sari, table).await else {
            continue;
        };
        let shown = caller.call(&document, &app, route, &id.to_string()).await;
        let status = shown.status.as_u16();
        assert!(
            shown.status.is_client_error(),
            "{} {}: {status}",
            route.method,
            route.path
        );
        *answers.entry(status).or_default() += 1;
    }
    assert!(answers.values().sum::<usize>() > 50, "{answers:?}");
    let mut after = twin.checksum().await;
    // the token notes when it was used
    after.insert("api_tokens".into(), before["api_tokens"].clone());
    assert_eq!(after, before);
}
