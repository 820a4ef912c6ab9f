//! Two hundred people and three heads in one agency, everything at once: people ask, withdraw, cancel, wait in the line, propose and
//! agree to exchanges; heads approve, refuse, revoke and decide exchanges; the worker seats who waits. Who wins is chance, what holds
//! afterwards is not.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use luwes::{kernel::error::Error, policy};
use serde_json::{Value, json};
use uuid::Uuid;

use super::race_account::{Account, LIMIT, settled};
use crate::support::{Client, Person, TestApp, World, api::Reply, app::Options};

pub const DAYS: [&str; 3] = ["2026-11-24", "2026-11-25", "2026-11-26"];
/// People of each of the three units, without their head.
const STAFF: usize = 67;
/// Those who hold a day when it begins: every day of every unit is full.
const HOLDERS: usize = 3 * LIMIT;
/// The first of them exchange their days, the next cancel theirs, the last lose theirs by revocation.
const SWAPPERS: usize = 21;
const CANCELLERS: usize = 30;

/// What every runner shares.
struct Race {
    app: TestApp,
    world: World,
    /// What was answered with "done": the event, and what it happened to.
    done: Mutex<Vec<(&'static str, Uuid)>>,
    /// What was answered with "no", by code.
    refused: Mutex<BTreeMap<String, usize>>,
    /// The people have sent everything.
    quiet: AtomicBool,
    over: AtomicBool,
}

struct Unit {
    head: Client,
    staff: Vec<(Person, Client)>,
    /// What the holders hold.
    held: Vec<Uuid>,
}

fn uuid(value: &Value) -> Uuid {
    let text = value.as_str().unwrap_or_default();
    text.parse()
        .unwrap_or_else(|_| panic!("{value} is not an id"))
}

async fn breathe() {
    tokio::time::sleep(Duration::from_millis(150)).await;
}

impl Race {
    /// Sends until the server is not busy any more; its key sees to it that it is done once. Nothing but "done" and "no" is answered.
    async fn send(&self, client: &Client, path: &str, body: Value) -> Option<Reply> {
        let client = client.clone().key(&Uuid::now_v7().to_string());
        loop {
            let reply = client.post(path, body.clone()).await;
            match reply.status.as_u16() {
                200 | 201 => return Some(reply),
                409 | 422 => {
                    let code = reply.json["code"].as_str().unwrap_or_default().to_owned();
                    *self.refused.lock().unwrap().entry(code).or_default() += 1;
                    return None;
                }
                503 => tokio::time::sleep(Duration::from_millis(300)).await,
                _ => panic!("{}: {} {}", reply.call, reply.status, reply.json),
            }
        }
    }

    async fn read(&self, client: &Client, path: &str) -> Value {
        loop {
            let reply = client.get(path).await;
            match reply.status.as_u16() {
                200 => return reply.json,
                503 => tokio::time::sleep(Duration::from_millis(300)).await,
                _ => panic!("{}: {} {}", reply.call, reply.status, reply.json),
            }
        }
    }

    fn note(&self, event: &'static str, subject: Uuid) {
        self.done.lock().unwrap().push((event, subject));
    }

    /// One step of what exists already; whether it was done.
    async fn step(
        &self,
        event: &'static str,
        client: &Client,
        subject: Uuid,
        (path, body): (String, Value),
    ) -> bool {
        let done = self.send(client, &path, body).await.is_some();
        if done {
            self.note(event, subject);
        }
        done
    }

    /// Asks for a day, or waits for it in the line.
    async fn ask(&self, client: &Client, day: &str, line: bool) -> Option<Uuid> {
        let path = if line {
            "/requests/waiting-list"
        } else {
            "/requests"
        };
        let sent = self.send(client, path, crate::api::ask(day)).await?;
        let id = uuid(&sent.json["id"]);
        let event = match sent.json["state"].as_str() {
            Some("queued") => "request-queued",
            Some("submitted") => "request-submitted",
            other => panic!("sent and {other:?}"),
        };
        self.note(event, id);
        Some(id)
    }

    /// Takes an own request back, as it stands now: withdrawn while it waits, else cancelled.
    async fn leave(&self, client: &Client, id: Uuid) -> bool {
        let one = self.read(client, &format!("/requests/{id}")).await;
        let body = json!({"version": one["version"]});
        match one["state"].as_str() {
            Some("queued" | "submitted") => {
                let path = format!("/requests/{id}/withdrawal");
                self.step("request-withdrawn", client, id, (path, body))
                    .await
            }
            Some("approved") => {
                let path = format!("/requests/{id}/cancellation");
                self.step("request-cancelled", client, id, (path, body))
                    .await
            }
            _ => false,
        }
    }

    /// Somebody without a day: asks, waits in the line where it is full; some think again, some twice.
    async fn seek(&self, unit: &Unit, n: usize) {
        let client = &unit.staff[n].1;
        let day = DAYS[n % 3];
        let mut mine = None;
        if n % 4 != 1 {
            mine = self.ask(client, day, false).await;
        }
        if mine.is_none() {
            mine = self.ask(client, day, true).await;
        }
        breathe().await;
        if let Some(id) = mine.filter(|_| n.is_multiple_of(4))
            && self.leave(client, id).await
        {
            self.ask(client, DAYS[(n + 1) % 3], n.is_multiple_of(8))
                .await;
        }
    }

    /// Somebody who gives a day up and waits for another.
    async fn cancel(&self, unit: &Unit, n: usize) {
        let client = &unit.staff[n].1;
        if self.leave(client, unit.held[n]).await {
            self.ask(client, DAYS[(n + 1) % 3], true).await;
        }
    }

    /// Somebody who proposes to two colleagues and answers what is proposed to them; some step back, some cancel the day itself.
    async fn exchange(&self, unit: &Unit, n: usize) {
        let (person, client) = &unit.staff[n];
        let me = json!(person.employee());
        for step in [1, 2] {
            let other = (n + step) % SWAPPERS;
            let body = json!({"give_on": DAYS[n % 3], "from_request_id": unit.held[other], "take_on": DAYS[other % 3]});
            let path = format!("/requests/{}/swaps", unit.held[n]);
            if let Some(sent) = self.send(client, &path, body).await {
                self.note("swap-proposed", uuid(&sent.json["id"]));
            }
        }
        for round in 0..3 {
            breathe().await;
            let own = self.read(client, "/swaps").await;
            for (k, one) in own["items"].as_array().expect("items").iter().enumerate() {
                let id = uuid(&one["id"]);
                let body = json!({"version": one["version"]});
                let mine = one["proposer_id"] == me;
                let (event, verb) = match one["state"].as_str() {
                    Some("proposed") if !mine && (n + k) % 5 == 4 => {
                        ("swap-declined", "declination")
                    }
                    Some("proposed") if !mine => ("swap-agreed", "agreement"),
                    Some("agreed") if mine && (n + round) % 6 == 5 => {
                        ("swap-withdrawn", "withdrawal")
                    }
                    _ => continue,
                };
                let path = format!("/swaps/{id}/{verb}");
                self.step(event, client, id, (path, body)).await;
            }
        }
        if n.is_multiple_of(7) {
            self.leave(client, unit.held[n]).await;
        }
    }

    async fn run(&self, unit: &Unit, n: usize) {
        match n {
            _ if n < SWAPPERS => self.exchange(unit, n).await,
            _ if n < CANCELLERS => self.cancel(unit, n).await,
            _ if n < HOLDERS => {}
            _ => self.seek(unit, n).await,
        }
    }

    /// A head: decides one by one and many at once, decides exchanges, revokes, until nothing comes any more.
    async fn lead(&self, unit: &Unit) {
        let head = &unit.head;
        let mut revoke = unit.held[CANCELLERS..].iter();
        for turn in 0_usize.. {
            let last = self.quiet.load(Ordering::SeqCst);
            let inbox = self.read(head, "/inbox").await;
            let waiting = inbox["items"].as_array().expect("items");
            let (single, many): (Vec<_>, Vec<_>) = waiting
                .iter()
                .enumerate()
                .partition(|(k, _)| (turn + k).is_multiple_of(2));
            for (k, one) in single {
                let (id, version) = (uuid(&one["request"]["id"]), &one["request"]["version"]);
                let path = format!("/requests/{id}/decision");
                let body = match k % 3 {
                    2 => json!({"decision": "refuse", "version": version, "note": "Rapat"}),
                    _ => json!({"decision": "approve", "version": version}),
                };
                self.step("request-decided", head, id, (path, body)).await;
            }
            let items: Vec<Value> = many
                .iter()
                .map(|(_, one)| json!({"id": one["request"]["id"], "version": one["request"]["version"]}))
                .collect();
            self.approve(head, items).await;
            let swaps = self.read(head, "/inbox/swaps").await;
            for (k, one) in swaps["items"].as_array().expect("items").iter().enumerate() {
                self.decide_swap(head, one, (turn + k) % 6 != 5).await;
            }
            if let Some(id) = revoke.next() {
                let path = format!("/requests/{id}/revocation");
                let body =
                    json!({"version": 2, "from": "2026-11-20", "reason": "Layanan tatap muka"});
                self.step("request-revoked", head, *id, (path, body)).await;
            } else if last && waiting.is_empty() {
                break;
            }
            breathe().await;
        }
    }

    async fn approve(&self, head: &Client, items: Vec<Value>) {
        if items.is_empty() {
            return;
        }
        let sent = self.send(head, "/inbox/approvals", json!({"items": items}));
        let answer = sent.await.expect("each item has its own fate");
        for one in answer.json["items"].as_array().expect("items") {
            if one["approved"] == true {
                self.note("request-decided", uuid(&one["id"]));
            }
        }
    }

    async fn decide_swap(&self, head: &Client, one: &Value, approve: bool) {
        let id = uuid(&one["id"]);
        let path = format!("/swaps/{id}/decision");
        let body = match approve {
            true => json!({"decision": "approve", "version": one["version"]}),
            false => json!({"decision": "refuse", "version": one["version"], "note": "Rapat"}),
        };
        let Some(decided) = self.send(head, &path, body).await else {
            return;
        };
        self.note("swap-decided", id);
        if approve {
            for side in ["proposer", "colleague"] {
                self.note("request-exchanged", uuid(&decided.json[side]["request_id"]));
            }
        }
    }

    /// The worker's minute, again and again.
    async fn seat(&self) {
        while !self.over.load(Ordering::SeqCst) {
            match luwes::requests::upkeep(&self.app.core, self.world.as_agency()).await {
                Ok(()) | Err(Error::Unavailable(_)) => breathe().await,
                Err(error) => panic!("the worker: {error}"),
            }
        }
    }

    /// Looks all the while: no limit is exceeded at any moment. Gives the number of looks.
    async fn watch(&self) -> usize {
        let mut conn = self.app.superuser().await;
        let mut looks = 0;
        while !self.over.load(Ordering::SeqCst) {
            let most: Option<i64> = sqlx::query_scalar(
                "select max(n) from (select count(distinct employee_id) as n from request_days where counts group by unit_id, on_date) d",
            )
            .fetch_one(&mut conn)
            .await
            .expect("read");
            assert!(
                most.unwrap_or_default() <= LIMIT as i64,
                "{most:?} are away at once"
            );
            looks += 1;
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        looks
    }

    /// A unit in which every day is full: a third of the holders on each, approved.
    async fn unit(&self, number: usize) -> Unit {
        let unit = self.world.unit(&format!("Bidang {number}")).await;
        let name = format!("Kepala {number}");
        let head = self.world.employee(&name).head_of(&unit).await;
        let head = self.world.api(&head).await;
        let mut staff = Vec::new();
        for n in 0..STAFF {
            let name = format!("Pegawai {number}-{n}");
            let person = self.world.employee(&name).of(&unit).await;
            let client = self.world.api(&person).await;
            staff.push((person, client));
        }
        let mut held = Vec::new();
        for (n, (_, client)) in staff.iter().take(HOLDERS).enumerate() {
            let id = self.ask(client, DAYS[n % 3], false).await;
            held.push(id.expect("there is room"));
        }
        let items = held.iter().map(|id| json!({"id": id, "version": 1}));
        self.approve(&head, items.collect()).await;
        Unit { head, staff, held }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_and_three_heads_do_everything_at_once() {
    let app = TestApp::with(Options {
        connections: 12,
        patience: Duration::from_secs(60),
        ..Options::default()
    })
    .await;
    let world = app.agency("Kota Uji").await;
    let practice = policy::base::Practice {
        quota_percent: 20,
        ..Default::default()
    };
    let rules = policy::base::typical_agency(&practice);
    world.rules_of(&rules).await;
    let race = Race {
        app: app.clone(),
        world: world.clone(),
        done: Mutex::default(),
        refused: Mutex::default(),
        quiet: AtomicBool::new(false),
        over: AtomicBool::new(false),
    };
    let mut units = Vec::new();
    for number in 1..=3 {
        units.push(race.unit(number).await);
    }

    let people = units
        .iter()
        .flat_map(|unit| (0..STAFF).map(move |n| (unit, n)))
        .map(|(unit, n)| race.run(unit, n));
    let people = async {
        futures::future::join_all(people).await;
        race.quiet.store(true, Ordering::SeqCst);
    };
    let heads = futures::future::join_all(units.iter().map(|unit| race.lead(unit)));
    let everybody = async {
        tokio::join!(people, heads);
        race.over.store(true, Ordering::SeqCst);
    };
    let ((), (), looks) = tokio::join!(everybody, race.seat(), race.watch());
    assert!(looks > 20, "{looks} looks");

    // the worker has its say once more about places that became free at the very end
    app.pass(chrono::TimeDelta::minutes(2));
    for _ in 0..2 {
        app.drain().await;
    }
    let account = Account::read(&app, &world).await;
    let done = race.done.into_inner().unwrap();
    let refused = race.refused.into_inner().unwrap();
    for event in [
        "request-submitted",
        "request-queued",
        "request-withdrawn",
        "request-cancelled",
        "request-decided",
        "request-revoked",
        "request-exchanged",
        "swap-proposed",
        "swap-agreed",
        "swap-decided",
    ] {
        let times = done.iter().filter(|(name, _)| *name == event).count();
        assert!(
            times >= 3,
            "{event} was done {times} times, refused {refused:?}"
        );
    }
    account.no_limit_is_exceeded();
    account.every_answer_is_in_the_trail(&done);
    account.every_request_stands_where_its_answers_say(&done);
    account.the_line_was_seated_in_order();
    account.whoever_still_waits_waits_for_a_full_day();
    settled(&app, &world).await;

    // an exchange gives and takes: whoever only exchanged has one day, and no other
    let left: BTreeSet<Uuid> = done
        .iter()
        .filter(|(event, _)| *event == "request-cancelled")
        .map(|(_, id)| *id)
        .collect();
    for unit in &units {
        for (n, id) in unit.held.iter().take(SWAPPERS).enumerate() {
            let days = account.days_of(unit.staff[n].0.employee().0);
            assert_eq!(
                days,
                usize::from(!left.contains(id)),
                "{}",
                unit.staff[n].0.name
            );
        }
    }
}
