//! Two hundred people and three heads at once: every day of every unit is full, and everybody wants to exchange.

use std::{collections::BTreeMap, time::Duration};

use luwes::{kernel::id::EmployeeId, policy};
use serde_json::{Value, json};

use crate::support::{Client, Person, TestApp, World, api::Reply, app::Options};

const DAYS: [&str; 3] = ["2026-11-24", "2026-11-25", "2026-11-26"];
/// People of each of the three units, without their head.
const STAFF: usize = 66;

/// Posts until the server is not busy any more, as `Retry-After` asks for.
async fn until_answered(client: &Client, path: String, body: Value) -> Reply {
    loop {
        let reply = client.post(&path, body.clone()).await;
        if reply.status.as_u16() != 503 {
            return reply;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

struct Unit {
    head: Client,
    staff: Vec<(Person, Client, String)>,
}

/// A unit in which a third of the staff is away on each of the three days, as many as may be.
async fn unit(world: &World, number: usize) -> Unit {
    let unit = world.unit(&format!("Bidang {number}")).await;
    let head = world
        .employee(&format!("Kepala {number}"))
        .head_of(&unit)
        .await;
    let head = world.api(&head).await;
    let mut people = Vec::new();
    for n in 0..STAFF {
        let name = format!("Pegawai {number}-{n}");
        people.push(world.employee(&name).of(&unit).await);
    }
    let mut staff = Vec::new();
    for (n, person) in people.into_iter().enumerate() {
        let client = world.api(&person).await;
        let sent = client.post("/requests", crate::api::ask(DAYS[n % 3])).await;
        sent.assert_status(201);
        staff.push((person, client, sent.id()));
    }
    let items: Vec<Value> = staff
        .iter()
        .map(|(_, _, id)| json!({"id": id, "version": 1}))
        .collect();
    let many = head.post("/inbox/approvals", json!({"items": items})).await;
    many.assert_status(200);
    assert!(
        many.json["items"]
            .as_array()
            .is_some_and(|all| all.iter().all(|one| one["approved"] == true))
    );
    Unit { head, staff }
}

/// People by how many counted days they hold, and how many are away in each unit on each day.
async fn held(app: &TestApp) -> (BTreeMap<EmployeeId, i64>, Vec<i64>) {
    let mut conn = app.superuser().await;
    let people: Vec<(EmployeeId, i64)> =
        sqlx::query_as("select employee_id, count(*) from request_days where counts group by 1")
            .fetch_all(&mut conn)
            .await
            .expect("read");
    let away = sqlx::query_scalar(
        "select count(*) from request_days where counts group by unit_id, on_date",
    )
    .fetch_all(&mut conn)
    .await
    .expect("read");
    (people.into_iter().collect(), away)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_exchange_at_once_and_nobody_loses_or_wins_a_day() {
    let app = TestApp::with(Options {
        connections: 10,
        ..Options::default()
    })
    .await;
    let world = app.agency("Kota Uji").await;
    let practice = policy::base::Practice {
        quota_percent: 34,
        ..Default::default()
    };
    world
        .rules_of(&policy::base::typical_agency(&practice))
        .await;
    let mut units = Vec::new();
    for number in 1..=3 {
        units.push(unit(&world, number).await);
    }
    let (_, away) = held(&app).await;
    assert_eq!(away, vec![22; 9], "every day of every unit is full");

    // everybody proposes to the next two, whose days are others than their own
    let mut asking = Vec::new();
    for unit in &units {
        for (n, (_, client, id)) in unit.staff.iter().enumerate() {
            for step in [1, 2] {
                let (_, _, theirs) = &unit.staff[(n + step) % STAFF];
                let body = json!({"give_on": DAYS[n % 3], "from_request_id": theirs, "take_on": DAYS[(n + step) % 3]});
                asking.push(until_answered(
                    client,
                    format!("/requests/{id}/swaps"),
                    body,
                ));
            }
        }
    }
    let proposals = futures::future::join_all(asking).await;
    for one in &proposals {
        one.assert_status(201);
    }

    // everybody says yes to everything at once: each day is promised once
    let mut answering = Vec::new();
    for one in &proposals {
        let colleague = one.json["colleague"]["employee_id"].clone();
        let (_, client, _) = units
            .iter()
            .flat_map(|unit| &unit.staff)
            .find(|(person, ..)| json!(person.employee()) == colleague)
            .expect("a colleague");
        let path = format!("/swaps/{}/agreement", one.id());
        answering.push(until_answered(client, path, json!({"version": 1})));
    }
    let answers = futures::future::join_all(answering).await;
    let agreed = answers.iter().filter(|one| one.status == 200).count();
    for lost in answers.iter().filter(|one| one.status != 200) {
        lost.assert_problem(422, "swap-promised");
    }
    assert!(agreed >= STAFF, "{agreed} are agreed");

    // the three heads approve everything, while some cancel their day and others step back
    let mut deciding = Vec::new();
    for unit in &units {
        let inbox = unit.head.get("/inbox/swaps").await;
        for one in inbox.json["items"].as_array().expect("items") {
            let path = format!("/swaps/{}/decision", one["id"].as_str().unwrap_or_default());
            let body = json!({"decision": "approve", "version": 2});
            deciding.push(until_answered(&unit.head, path, body));
        }
    }
    let mut leaving = Vec::new();
    for unit in &units {
        for (_, client, id) in unit.staff.iter().step_by(11) {
            let path = format!("/requests/{id}/cancellation");
            leaving.push(until_answered(client, path, json!({"version": 2})));
        }
    }
    let mut withdrawing = Vec::new();
    for one in answers.iter().filter(|one| one.status == 200).step_by(7) {
        let colleague = one.json["colleague"]["employee_id"].clone();
        let (_, client, _) = units
            .iter()
            .flat_map(|unit| &unit.staff)
            .find(|(person, ..)| json!(person.employee()) == colleague)
            .expect("a colleague");
        let path = format!("/swaps/{}/withdrawal", one.id());
        withdrawing.push(until_answered(client, path, json!({"version": 2})));
    }
    let (decided, left, withdrawn) = futures::future::join3(
        futures::future::join_all(deciding),
        futures::future::join_all(leaving),
        futures::future::join_all(withdrawing),
    )
    .await;
    let ok = |all: &[Reply]| all.iter().filter(|one| one.status == 200).count() as i64;
    for reply in decided.iter().chain(&left).chain(&withdrawn) {
        let status = reply.status.as_u16();
        assert!(
            matches!(status, 200 | 409 | 422),
            "{}: {}",
            reply.call,
            reply.json
        );
    }
    assert!(ok(&decided) > 0);

    // no limit exceeded, nobody lost a day or won one
    let (people, away) = held(&app).await;
    assert!(away.iter().all(|n| *n <= 22), "{away:?}");
    assert!(people.values().all(|n| *n == 1), "one day each");
    let all = (3 * STAFF) as i64;
    assert_eq!(people.len() as i64, all - ok(&left));
    // every change that was acknowledged is there and audited, and no other
    for (replies, state) in [(&decided, "approved"), (&withdrawn, "withdrawn")] {
        let here = format!("state = '{state}'");
        assert_eq!(world.count("swaps", &here).await, ok(replies), "{state}");
    }
    let events = [
        ("swap-proposed", all * 2),
        ("swap-agreed", agreed as i64),
        ("swap-decided", ok(&decided)),
        ("swap-withdrawn", ok(&withdrawn)),
        ("request-exchanged", ok(&decided) * 2),
        ("request-cancelled", ok(&left)),
    ];
    for (event, number) in events {
        let here = format!("event = '{event}'");
        assert_eq!(world.count("audit", &here).await, number, "{event}");
    }
    // what is left open and broken ends by itself
    app.pass(chrono::TimeDelta::minutes(2));
    app.drain().await;
    let promised = "state = 'agreed' and not exists (select 1 from request_days d where d.agency_id = swaps.agency_id \
        and d.request_id = swaps.give_request_id and d.on_date = swaps.give_on and d.counts)";
    assert_eq!(world.count("swaps", promised).await, 0);
}
