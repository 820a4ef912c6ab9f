//! Links for calendar programs: what a program reads, how days stay up to date in it, and when a link shows nothing any more.

mod boards;
mod letters;
mod links;
mod reading;

use std::collections::BTreeMap;

use http::Method;
use icalendar::{Calendar, CalendarComponent, Component};
use luwes::{
    kernel::id::RequestId,
    policy::{Place, Route},
    requests::{self, Ask, Decide, Decision, PlanLine, Request, Sending, Span},
};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Client, Person, Shown, TestApp, Unit, World, world::date};

/// A unit in Makassar: Budi heads it, Sari and Tono work there; Hana is HR. It is Tuesday, 17 November 2026, 09:00 there.
struct Office {
    app: TestApp,
    world: World,
    unit: Unit,
    budi: Person,
    sari: Person,
    tono: Person,
    hana: Person,
}

async fn office_in(app: TestApp, name: &str) -> Office {
    let world = app.agency(name).await;
    world.rules().await;
    let unit = world.unit("Analisis").zone("Asia/Makassar").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    for name in ["Umi", "Vina", "Wawan"] {
        world.employee(name).of(&unit).await;
    }
    let sari = world.employee("Sari, S.E.; M.M.").of(&unit).await;
    let tono = world.employee("Tono").of(&unit).await;
    let hana = world.employee("Hana").of(&world.root).role("hr").await;
    Office {
        app,
        world,
        unit,
        budi,
        sari,
        tono,
        hana,
    }
}

async fn office() -> Office {
    office_in(TestApp::new().await, "Kota Uji").await
}

/// One event of a calendar, as a program sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Event {
    uid: String,
    sequence: u32,
    status: String,
    summary: String,
    start: String,
    end: String,
    zone: String,
    url: String,
}

/// The events of a calendar by their first day and hour.
fn events(text: &str) -> BTreeMap<String, Event> {
    let calendar: Calendar = text.parse().expect("a calendar");
    let found = calendar
        .components
        .iter()
        .filter_map(CalendarComponent::as_event);
    found
        .map(|event| {
            let value = |key: &str| event.property_value(key).unwrap_or_default().to_owned();
            let start = event.properties().get("DTSTART").expect("a start");
            let zone = start
                .params()
                .get("TZID")
                .map(|zone| zone.value().to_owned());
            let event = Event {
                uid: value("UID"),
                sequence: event.get_sequence().expect("a sequence"),
                status: value("STATUS"),
                summary: value("SUMMARY"),
                start: value("DTSTART"),
                end: value("DTEND"),
                zone: zone.unwrap_or_default(),
                url: value("URL"),
            };
            let name = match event.summary.split_once(": ") {
                Some((who, _)) if event.url.contains("/team") => {
                    format!("{} {who}", event.start)
                }
                _ => event.start.clone(),
            };
            (name, event)
        })
        .collect()
}

/// The path of an address that was shown.
fn path_of(address: &str) -> String {
    address
        .strip_prefix("https://luwes.test")
        .expect("the public address")
        .to_owned()
}

impl Office {
    async fn client(&self, person: &Person) -> Client {
        self.world.api(person).await
    }

    /// A link to a person's own days; its path.
    async fn own(&self, person: &Person) -> String {
        let made = self
            .client(person)
            .await
            .post("/me/feeds", json!({ "name": "Ponsel", "kind": "own" }))
            .await;
        path_of(
            made.assert_status(201).json["address"]
                .as_str()
                .expect("an address"),
        )
    }

    /// A link to a unit's days; its path.
    async fn of_unit(&self, person: &Person, unit: &Unit) -> String {
        let body = json!({ "name": "Unit", "kind": "unit", "unit_id": unit.id });
        let made = self.client(person).await.post("/me/feeds", body).await;
        path_of(
            made.assert_status(201).json["address"]
                .as_str()
                .expect("an address"),
        )
    }

    /// What a program reads: no session, no cookie.
    async fn read(&self, path: &str) -> Shown {
        self.app.visitor().request(Method::GET, path, None).await
    }

    async fn events(&self, path: &str) -> BTreeMap<String, Event> {
        let shown = self.read(path).await;
        events(&shown.assert_status(200).body())
    }

    async fn ask(&self, person: &Person, span: Span) -> Request {
        let sending = Sending {
            ask: Ask {
                span,
                place: Place::Home,
                agreement: None,
                region: None,
                times: None,
                place_detail: "RAHASIA tempat".into(),
                route: Route::Ordinary,
                special_ground: None,
                reason: "RAHASIA alasan".into(),
                contact: "RAHASIA kontak".into(),
                plan: vec![PlanLine {
                    what: "RAHASIA laporan".into(),
                    due_on: date("2026-11-24"),
                }],
            },
            evidence: None,
            key: None,
            of: None,
        };
        let mut cx = self.world.cx_of(person).await;
        let request = requests::submit(&mut cx, sending)
            .await
            .expect("the request is sent");
        cx.finish().await.expect("commit");
        request
    }

    async fn ask_days(&self, person: &Person, days: &[(&str, u8)]) -> Request {
        let days = days.iter().map(|(day, bits)| (date(day), *bits)).collect();
        self.ask(person, Span::Days(days)).await
    }

    async fn decide(&self, request: &Request, decision: Decision) {
        let mut cx = self.world.cx_of(&self.budi).await;
        let decide = Decide {
            decision,
            version: request.version,
            note: "RAHASIA catatan".into(),
            waive: false,
            batch: Uuid::now_v7(),
        };
        requests::decide(&mut cx, request.id, decide)
            .await
            .expect("the request is decided");
        cx.finish().await.expect("commit");
    }

    async fn cancel(&self, person: &Person, id: RequestId, version: i32, only: &[&str]) {
        let only: Vec<_> = only.iter().map(|day| date(day)).collect();
        let mut cx = self.world.cx_of(person).await;
        requests::cancel(&mut cx, id, version, &only)
            .await
            .expect("it is cancelled");
        cx.finish().await.expect("commit");
    }

    /// Writes as the database's owner, for what no operation of a test needs to do.
    async fn set(&self, sql: &'static str, id: Uuid) {
        sqlx::query(sql)
            .bind(id)
            .execute(&mut self.app.superuser().await)
            .await
            .expect(sql);
    }
}
