//! Offices across agencies: seats that one agency offers and another takes up, from the offer to the days that are lost at its end.

mod walls;

use luwes::kernel::outbox::Mail;
use serde_json::{Value, json};

use crate::support::{Browser, Client, Person, Shown, TestApp, Unit, World, words};

/// Kota Tuan, whose HR is Tini, opens seats to Kota Tamu: Hana is its HR, Budi leads Sari and six more. Today is Tuesday, 17 November
/// 2026.
pub struct Two {
    pub app: TestApp,
    pub host: World,
    pub tini: Person,
    pub guest: World,
    pub unit: Unit,
    pub hana: Person,
    pub budi: Person,
    pub staff: Vec<Person>,
}

/// Tuesday to Thursday of the week after.
pub const DAYS: [&str; 3] = ["2026-11-24", "2026-11-25", "2026-11-26"];

impl Two {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let host = app.agency("Kota Tuan").await;
        host.rules().await;
        let tini = host.officer("Tini", &["hr"]).await;
        let guest = app.agency("Kota Tamu").await;
        guest.rules().await;
        let unit = guest.unit("Analisis").await;
        let budi = guest.employee("Budi").head_of(&unit).await;
        let mut staff = Vec::new();
        for name in ["Sari", "Tono", "Umi", "Vina", "Wawan", "Yani", "Zaki"] {
            staff.push(guest.employee(name).of(&unit).await);
        }
        let hana = guest.officer("Hana", &["hr"]).await;
        Self {
            app,
            host,
            tini,
            guest,
            unit,
            hana,
            budi,
            staff,
        }
    }

    /// The terms as a program sends them.
    pub fn terms(&self, seats: u16) -> Value {
        json!({
            "guest": self.guest.code,
            "place": "Gedung B",
            "address": "Jl. Pahlawan 1, Kota Tuan",
            "seats": seats,
            "weekdays": ["tue", "wed"],
            "first_on": "2026-11-17",
            "last_on": "2026-12-31",
            "number": "PKS-7/2026",
        })
    }

    /// Offers seats; gives the agreement.
    pub async fn offered(&self, seats: u16) -> String {
        let tini = self.host.api(&self.tini).await;
        let made = tini.post("/places", self.terms(seats)).await;
        made.assert_status(201);
        made.id()
    }

    /// An agreement that holds.
    pub async fn agreed(&self, seats: u16) -> String {
        let id = self.offered(seats).await;
        let hana = self.guest.api(&self.hana).await;
        let answer = json!({"accepted": true, "version": 1});
        hana.post(&format!("/places/{id}/answer"), answer)
            .await
            .assert_status(200);
        id
    }

    /// Ends an agreement as the host.
    pub async fn ended(&self, id: &str, last_on: &str) {
        let tini = self.host.api(&self.tini).await;
        let end = json!({"last_on": last_on, "reason": "Gedung direnovasi.", "version": 2});
        tini.post(&format!("/places/{id}/end"), end)
            .await
            .assert_status(200);
    }

    pub async fn ask(
        &self,
        who: usize,
        agreement: &str,
        days: &[&str],
    ) -> crate::support::api::Reply {
        let client = self.guest.api(&self.staff[who]).await;
        client.post("/requests", body(agreement, days)).await
    }

    /// Budi approves it.
    pub async fn approve(&self, id: &str) {
        let budi = self.guest.api(&self.budi).await;
        let seen = budi.get(&format!("/requests/{id}")).await;
        let decision = json!({"decision": "approve", "version": seen.json["version"]});
        budi.post(&format!("/requests/{id}/decision"), decision)
            .await
            .assert_status(200);
    }

    /// What the worker tells, and mails in its next round.
    async fn mails(&self) -> Vec<Mail> {
        self.app.drain().await;
        self.app.drain().await
    }

    async fn shown(&self, world: &World, person: &Person, id: &str) -> Value {
        world
            .api(person)
            .await
            .get(&format!("/places/{id}"))
            .await
            .json
    }
}

/// A request for days in the office of an agreement.
pub fn body(agreement: &str, days: &[&str]) -> Value {
    let days: Vec<Value> = days.iter().map(|day| json!({ "on": day })).collect();
    json!({ "days": days, "place": "other_office", "agreement_id": agreement, "plan": [{"what": "Laporan"}] })
}

async fn send(browser: &mut Browser, agreement: &str, days: &[&str]) -> Shown {
    let place = format!("office:{agreement}");
    let mut fields: Vec<(&str, &str)> = days.iter().map(|day| ("days", *day)).collect();
    fields.extend([
        ("place", place.as_str()),
        ("plan_what", "Laporan"),
        ("plan_due", ""),
    ]);
    browser.post_multipart("/requests", &fields).await
}

#[tokio::test]
async fn hr_offers_seats_the_other_agency_accepts_and_its_people_come() {
    let two = Two::new().await;
    let mut tini = two.app.as_(&two.tini).await;
    tini.get("/places")
        .await
        .assert_ok()
        .assert_text(&words("places-none-ours"))
        .assert_link("/places/new");
    tini.get("/places/new").await.assert_ok();
    let page = tini
        .submit(
            "#offer",
            &[
                ("guest", "Kota Tamu"),
                ("place", "Gedung B"),
                ("address", "Jl. Pahlawan 1"),
                ("seats", "2"),
                ("first_on", "2026-11-17"),
                ("last_on", "2026-12-31"),
            ],
        )
        .await;
    page.assert_ok()
        .assert_h1("Gedung B, Kota Tamu")
        .assert_text(&words("flash-agreement-offered"))
        .assert_text(&words("places-state-offered"));
    let path = page.path.clone();
    let id = path.replace("/places/", "");
    let mails = two.mails().await;
    let told = mails
        .iter()
        .find(|mail| mail.to == two.hana.email)
        .expect("HR of the other agency is told");
    assert_eq!(told.subject, "Tawaran kursi dari Kota Tuan");

    // nobody can come before it is accepted
    let mut sari = two.app.as_(&two.staff[0]).await;
    sari.get("/requests/new")
        .await
        .assert_ok()
        .assert_no_text("Gedung B");
    let mut hana = two.app.as_(&two.hana).await;
    hana.get("/places")
        .await
        .assert_ok()
        .assert_text("Gedung B, Kota Tuan")
        .assert_link(&path);
    hana.get(&path).await.assert_ok();
    hana.submit("#answer", &[("accepted", "true")])
        .await
        .assert_ok()
        .assert_text(&words("flash-agreement-accepted"))
        .assert_text(&words("places-guests-none"));
    let mails = two.mails().await;
    let told = mails
        .iter()
        .find(|mail| mail.to == two.tini.email)
        .expect("HR of the host is told");
    assert_eq!(told.subject, "Kota Tamu menerima tawaran kursi");

    sari.get("/requests/new")
        .await
        .assert_ok()
        .assert_text("Gedung B")
        .assert_text("Kota Tuan, Jl. Pahlawan 1");
    let sent = send(&mut sari, &id, &DAYS[..1]).await;
    sent.assert_status(303);
    let request = sent.header("location").replace("/requests/", "");
    sari.get(&format!("/requests/{request}"))
        .await
        .assert_ok()
        .assert_text("Gedung B, Jl. Pahlawan 1, Kota Tuan")
        .assert_text("Kursi tamu");
    two.approve(&request).await;
    two.app.drain().await;
    // the host reads a number, and nobody's name
    let shown = tini.get(&path).await;
    shown
        .assert_ok()
        .assert_text("1 / 2")
        .assert_no_text("Sari")
        .assert_no_text(&two.staff[0].nip);
    sari.get(&format!("/requests/{request}")).await;
    sari.submit(&format!("/requests/{request}/cancellation"), &[])
        .await
        .assert_ok();
    two.app.drain().await;
    tini.get(&path)
        .await
        .assert_text(&words("places-guests-none"));
    for event in ["agreement-offered", "agreement-answered"] {
        let here = format!("event = '{event}' and actor_kind = 'person'");
        let all = two.host.count("audit", &here).await + two.guest.count("audit", &here).await;
        assert_eq!(all, 1, "{event}");
    }
}

#[tokio::test]
async fn people_of_the_guest_agency_find_what_is_open_through_the_interface() {
    let two = Two::new().await;
    let sari = two.guest.api(&two.staff[0]).await;
    let id = two.offered(2).await;
    assert_eq!(sari.get("/places/open").await.json["items"], json!([]));
    let hana = two.guest.api(&two.hana).await;
    hana.post(
        &format!("/places/{id}/answer"),
        json!({"accepted": true, "version": 1}),
    )
    .await
    .assert_status(200);
    let open = sari.get("/places/open").await;
    assert_eq!(open.json["items"][0]["agreement_id"], json!(id));
    assert_eq!(open.json["items"][0]["weekdays"], json!(["tue", "wed"]));
    let sent = two.ask(0, &id, &DAYS[..2]).await;
    sent.assert_status(201);
    assert_eq!(sent.json["agreement_id"], json!(id));
    assert_eq!(
        sent.json["place_detail"],
        "Gedung B, Jl. Pahlawan 1, Kota Tuan, Kota Tuan"
    );
    let drafted = sari
        .post("/requests/drafts", body(&id, &["2026-12-01"]))
        .await;
    drafted.assert_status(201);
    assert_eq!(drafted.json["agreement_id"], json!(id));
    two.app.drain().await;
    let days = two.shown(&two.host, &two.tini, &id).await["days"].clone();
    assert_eq!(
        days,
        json!([{"on": DAYS[0], "guests": 1}, {"on": DAYS[1], "guests": 1}]),
        "a draft takes no seat"
    );
    // nobody of the host has a way into the office by the agreement
    let rita = two.host.employee("Rita").await;
    let rita = two.host.api(&rita).await;
    assert_eq!(rita.get("/places/open").await.json["items"], json!([]));
    let strange = rita.post("/requests", body(&id, &DAYS[..1])).await;
    strange.assert_status(422);
    assert_eq!(strange.fields(), ["agreement_id"]);
}

#[tokio::test]
async fn a_seat_is_given_once_however_many_ask_at_the_same_time() {
    let two = Two::new().await;
    let id = two.agreed(1).await;
    let day = &DAYS[..1];
    let asking = (0..4).map(|who| two.ask(who, &id, day));
    let answers = futures::future::join_all(asking).await;
    let made = answers.iter().filter(|one| one.status == 201).count();
    assert_eq!(made, 1);
    let refused = answers
        .iter()
        .find(|one| one.status == 422)
        .expect("a refusal");
    let text = refused.json.to_string();
    assert!(text.contains("Semua 1 kursi"), "{text}");
    assert!(text.contains("Pilih hari lain"), "{text}");
    // another day is free, and so is a place that takes no seat
    two.ask(5, &id, &DAYS[1..2]).await.assert_status(201);
    let mut tono = two.app.as_(&two.staff[6]).await;
    send(&mut tono, &id, day)
        .await
        .assert_status(422)
        .assert_text("Semua 1 kursi");
}

#[tokio::test]
async fn days_outside_the_agreement_are_refused_with_the_way_out() {
    let two = Two::new().await;
    let id = two.agreed(3).await;
    let sari = two.guest.api(&two.staff[0]).await;
    for (day, problem) in [
        (DAYS[2], "dibuka pada Selasa dan Rabu"),
        ("2027-01-05", "dibuka 17 Nov 2026 sampai 31 Des 2026"),
    ] {
        let found = sari.post("/requests/precheck", precheck(&id, day)).await;
        let text = found.json.to_string();
        assert_eq!(found.json["verdict"], "fail", "{text}");
        assert!(text.contains(problem), "{problem}: {text}");
        assert!(text.contains("Pilih hari lain"), "{text}");
    }
    let found = sari
        .post("/requests/precheck", precheck(&id, DAYS[0]))
        .await;
    assert_eq!(found.json["verdict"], "pass", "{}", found.json);
    let wrong = json!({"days": [{"on": DAYS[0]}], "place": "home", "agreement_id": id, "plan": [{"what": "Laporan"}]});
    let reply = sari.post("/requests", wrong).await;
    reply.assert_status(422);
    assert_eq!(reply.fields(), ["agreement_id"]);
    let nowhere = uuid::Uuid::now_v7().to_string();
    let reply = sari.post("/requests", body(&nowhere, &DAYS[..1])).await;
    reply.assert_status(422);
    assert_eq!(reply.fields(), ["agreement_id"]);
    let mut browser = two.app.as_(&two.staff[0]).await;
    send(&mut browser, &nowhere, &DAYS[..1])
        .await
        .assert_refused(&words("invalid-agreement-place"));
    send(&mut browser, "bukan-id", &DAYS[..1])
        .await
        .assert_status(422);
}

fn precheck(agreement: &str, day: &str) -> Value {
    json!({"days": [{"on": day}], "place": "other_office", "agreement_id": agreement})
}

#[tokio::test]
async fn days_after_the_end_of_an_agreement_are_revoked_and_those_before_stand() {
    let two = Two::new().await;
    let id = two.agreed(3).await;
    let sent = two.ask(0, &id, &DAYS[..2]).await;
    let request = sent.id();
    two.approve(&request).await;
    let waiting = two.ask(1, &id, &DAYS[1..2]).await.id();
    two.app.pass(chrono::TimeDelta::minutes(1));
    two.app.drain().await;
    two.ended(&id, DAYS[0]).await;
    let mails = two.mails().await;
    let about = |to: &Person| {
        let mut all = mails.iter().filter(|mail| mail.to == to.email);
        all.any(|mail| mail.subject.contains("tidak tersedia sesudah"))
    };
    assert!(about(&two.staff[0]), "the person is told");
    assert!(about(&two.budi), "and whoever approved it");
    assert!(mails.iter().any(|mail| mail.to == two.hana.email));
    let seen = two.guest.api(&two.staff[0]).await;
    let seen = seen.get(&format!("/requests/{request}")).await;
    assert_eq!(seen.json["state"], "revoked");
    let revoked = "event = 'request-revoked' and actor_kind = 'system'";
    assert_eq!(two.guest.count("audit", revoked).await, 1);
    let stands = format!("request_id = '{request}' and counts and not dropped");
    assert_eq!(two.guest.count("request_days", &stands).await, 1);
    let days = two.shown(&two.host, &two.tini, &id).await["days"].clone();
    assert_eq!(days[0], json!({"on": DAYS[0], "guests": 1}));
    // what waits is refused by the rules, and so are new days
    let budi = two.guest.api(&two.budi).await;
    let decision = json!({"decision": "approve", "version": 1});
    let refused = budi
        .post(&format!("/requests/{waiting}/decision"), decision)
        .await;
    refused.assert_status(422);
    let refused = two.ask(2, &id, &DAYS[1..2]).await;
    refused.assert_status(422);
    let text = refused.json.to_string();
    assert!(text.contains("berakhir 24 Nov 2026"), "{text}");
    two.ask(3, &id, &DAYS[..1]).await.assert_status(201);
    // an objection brings back nothing that the office is closed for
    let mut sari = two.app.as_(&two.staff[0]).await;
    sari.get(&format!("/requests/{request}"))
        .await
        .assert_ok()
        .assert_text("Gedung direnovasi.");
}

#[tokio::test]
async fn days_assigned_on_seats_are_not_agreed_to_after_the_end() {
    let two = Two::new().await;
    let id = two.agreed(3).await;
    let budi = two.guest.api(&two.budi).await;
    let employee = two.staff[0].employee().0;
    let assign = json!({"employee_id": employee, "days": body(&id, &DAYS[1..2])});
    let assigned = budi.post("/team/assignments", assign).await;
    assigned.assert_status(201);
    two.ended(&id, DAYS[0]).await;
    let mut sari = two.app.as_(&two.staff[0]).await;
    let request = assigned.id();
    sari.get(&format!("/requests/{request}")).await.assert_ok();
    sari.submit(&format!("/requests/{request}/acceptance"), &[])
        .await
        .assert_status(422)
        .assert_text("Kursi di kantor instansi lain itu tidak ada lagi.");
}

/// The terms with one of them another way; null leaves it out.
fn with(terms: &Value, name: &str, value: Value) -> Value {
    let mut terms = terms.clone();
    terms[name] = value;
    terms
}

#[tokio::test]
async fn an_offer_names_every_field_that_is_wrong() {
    let two = Two::new().await;
    two.host.employee("Rita Wijaya").await;
    let tini = two.host.api(&two.tini).await;
    let terms = two.terms(2);
    for (field, value, problem) in [
        (
            "guest",
            json!(two.host.code),
            words("invalid-agreement-own"),
        ),
        (
            "guest",
            json!("Kota Antah"),
            words("invalid-agreement-unknown"),
        ),
        (
            "guest",
            json!("Kota Ta"),
            "Mungkin maksud Anda: Kota Tamu.".into(),
        ),
        ("place", json!(" "), "Wajib diisi.".into()),
        ("address", json!(" "), "Wajib diisi.".into()),
        (
            "first_on",
            json!("2026-11-16"),
            words("invalid-window-from-today"),
        ),
        (
            "last_on",
            json!("2026-11-16"),
            "Tanggal akhir mendahului".into(),
        ),
        (
            "last_on",
            json!("2030-11-16"),
            "Paling lama 1.096 hari".into(),
        ),
        (
            "note",
            json!("Hubungi Rita Wijaya"),
            "nama pegawai: Rita Wijaya".into(),
        ),
        (
            "note",
            json!("NIP 199001012015031001"),
            words("invalid-agreement-number"),
        ),
    ] {
        let reply = tini
            .post("/places", with(&terms, field, value.clone()))
            .await;
        reply.assert_status(422);
        assert_eq!(reply.fields()[0], field, "{value}");
        let text = reply.json.to_string().replace("1096", "1.096");
        assert!(text.contains(&problem), "{field} {value}: {text}");
    }
    let reply = tini
        .post("/places", with(&terms, "weekdays", json!([])))
        .await;
    assert!(reply.status.is_client_error());
    let reply = tini.post("/places", with(&terms, "seats", json!(0))).await;
    assert!(reply.status.is_client_error());
    // the page keeps what was typed
    let mut browser = two.app.as_(&two.tini).await;
    let shown = browser
        .post("/places", &[("guest", "Kota Antah"), ("place", "Gedung B")])
        .await;
    shown
        .assert_refused(&words("invalid-agreement-unknown"))
        .assert_refused(&words("invalid-agreement-weekdays"));
    assert_eq!(shown.attributes("#f-place", "value"), ["Gedung B"]);
    assert_eq!(
        two.app.count("select count(*) from seat_agreements").await,
        0
    );
}

async fn refused(client: &Client, path: &str, body: Value, code: &str) {
    client.post(path, body).await.assert_problem(422, code);
}

#[tokio::test]
async fn each_side_takes_its_own_steps_once() {
    let two = Two::new().await;
    let id = two.offered(2).await;
    let (answer, end, back) = (
        format!("/places/{id}/answer"),
        format!("/places/{id}/end"),
        format!("/places/{id}/withdrawal"),
    );
    let tini = two.host.api(&two.tini).await;
    let hana = two.guest.api(&two.hana).await;
    let seen = |version: i32| json!({ "version": version });
    let yes = |version: i32| json!({"accepted": true, "version": version});
    let over = |last: &str, version: i32| json!({"last_on": last, "reason": "Pindah gedung.", "version": version});
    refused(&tini, &answer, yes(1), "agreement-step").await;
    refused(&hana, &back, seen(1), "agreement-step").await;
    refused(&hana, &end, over("2026-11-30", 1), "agreement-step").await;
    hana.post(&answer, yes(7))
        .await
        .assert_problem(409, "changed");
    let no = hana
        .post(&answer, json!({"accepted": false, "version": 1}))
        .await;
    no.assert_status(422);
    assert_eq!(no.fields(), ["reason"]);
    hana.post(
        &answer,
        json!({"accepted": false, "reason": "Terlalu jauh.", "version": 1}),
    )
    .await
    .assert_status(200);
    refused(&hana, &answer, yes(2), "agreement-step").await;
    let declined = two.shown(&two.host, &two.tini, &id).await;
    assert_eq!(declined["state"], "declined");
    assert_eq!(declined["reason"], "Terlalu jauh.");
    let told = two.mails().await;
    assert!(told.iter().any(|mail| mail.to == two.tini.email));

    let id = two.offered(2).await;
    tini.post(&format!("/places/{id}/withdrawal"), seen(1))
        .await
        .assert_status(200);
    refused(
        &hana,
        &format!("/places/{id}/answer"),
        yes(2),
        "agreement-step",
    )
    .await;

    let id = two.agreed(2).await;
    let end = format!("/places/{id}/end");
    for last in ["2026-11-17", "2026-12-31"] {
        let reply = hana.post(&end, over(last, 2)).await;
        reply.assert_status(422);
        assert_eq!(reply.fields(), ["last_on"], "{last}");
    }
    let reply = hana
        .post(
            &end,
            json!({"last_on": "2026-11-30", "reason": " ", "version": 2}),
        )
        .await;
    assert!(reply.status.is_client_error());
    // the guest may end it too, by its page
    let mut browser = two.app.as_(&two.hana).await;
    browser.get(&format!("/places/{id}")).await.assert_ok();
    let last = [("last_on", "2026-11-30"), ("reason", "Pindah gedung.")];
    browser
        .submit("#end", &last)
        .await
        .assert_ok()
        .assert_text(&words("flash-agreement-ended"))
        .assert_text(&words("places-state-ended"));
    refused(&tini, &end, over("2026-11-25", 3), "agreement-step").await;
    assert_eq!(
        two.shown(&two.host, &two.tini, &id).await["ended_by"],
        "guest"
    );

    // an offer whose time is over can only be declined
    let id = two.offered(2).await;
    two.app.set_clock("2027-01-04T02:00:00Z");
    let tini = two.host.api(&two.tini).await;
    let hana = two.guest.api(&two.hana).await;
    refused(
        &hana,
        &format!("/places/{id}/answer"),
        yes(1),
        "agreement-over",
    )
    .await;
    tini.post(&format!("/places/{id}/withdrawal"), seen(1))
        .await
        .assert_status(200);
}

#[tokio::test]
async fn an_agreement_that_ends_tomorrow_is_not_ended() {
    let two = Two::new().await;
    let id = two.agreed(2).await;
    two.app.set_clock("2026-12-30T02:00:00Z");
    let tini = two.host.api(&two.tini).await;
    let end = json!({"last_on": "2026-12-31", "reason": "Pindah.", "version": 2});
    refused(
        &tini,
        &format!("/places/{id}/end"),
        end,
        "agreement-ends-itself",
    )
    .await;
}

#[tokio::test]
async fn days_on_a_seat_are_not_exchanged() {
    let two = Two::new().await;
    let id = two.agreed(3).await;
    let request = two.ask(0, &id, &DAYS[..1]).await.id();
    two.approve(&request).await;
    let mut sari = two.app.as_(&two.staff[0]).await;
    sari.fetch(&format!("/requests/{request}/swap"))
        .await
        .assert_no_text("Umi");
    let sari = two.guest.api(&two.staff[0]).await;
    let options = sari.get(&format!("/requests/{request}/swap-options")).await;
    options.assert_problem(422, "swap-seat");
}
