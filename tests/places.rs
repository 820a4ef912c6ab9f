//! Offices across agencies: seats that one agency offers and another takes up, from the offer to the days that are lost at its end.

mod refusals;
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
    /// The two HRs as programs.
    pub host_hr: Client,
    pub guest_hr: Client,
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
            host_hr: host.api(&tini).await,
            guest_hr: guest.api(&hana).await,
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
        let made = self.host_hr.post("/places", self.terms(seats)).await;
        made.assert_status(201);
        made.id()
    }

    /// An agreement that holds.
    pub async fn agreed(&self, seats: u16) -> String {
        let id = self.offered(seats).await;
        let answer = json!({"accepted": true, "version": 1});
        self.guest_hr
            .post(&format!("/places/{id}/answer"), answer)
            .await
            .assert_status(200);
        id
    }

    /// Ends an agreement as the host.
    pub async fn ended(&self, id: &str, last_on: &str) {
        let end = json!({"last_on": last_on, "reason": "Gedung direnovasi.", "version": 2});
        self.host_hr
            .post(&format!("/places/{id}/end"), end)
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

    /// An agreement as its host sees it.
    async fn seen(&self, id: &str) -> Value {
        self.host_hr.get(&format!("/places/{id}")).await.json
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
    let hana = &two.guest_hr;
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
    let days = two.seen(&id).await["days"].clone();
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
    assert!(text.contains("Ganti ke"), "{text}");
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
    for (day, problem, way) in [
        (DAYS[2], "dibuka pada Selasa dan Rabu", "Ganti ke Rabu"),
        (
            "2027-01-05",
            "dibuka 17 November 2026 sampai 31 Desember 2026",
            "Pilih hari lain, atau tempat lain.",
        ),
    ] {
        let found = sari.post("/requests/precheck", precheck(&id, day)).await;
        let text = found.json.to_string();
        assert_eq!(found.json["verdict"], "fail", "{text}");
        assert!(text.contains(problem), "{problem}: {text}");
        assert!(text.contains(way), "{way}: {text}");
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
    // the page and the list say which days stand
    let mut own = two.app.as_(&two.staff[0]).await;
    own.get(&format!("/requests/{request}"))
        .await
        .assert_text("Dicabut sebagian")
        .assert_text("tetap berlaku; hari lainnya dicabut.");
    own.get("/requests").await.assert_text("Dicabut sebagian");
    let stands = format!("request_id = '{request}' and counts and not dropped");
    assert_eq!(two.guest.count("request_days", &stands).await, 1);
    let days = two.seen(&id).await["days"].clone();
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
    assert!(text.contains("berakhir 24 November 2026"), "{text}");
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

#[tokio::test]
async fn an_office_lies_where_its_host_says_or_else_where_the_guest_says() {
    let two = Two::new().await;
    let mut terms = two.terms(2);
    terms["region"] = json!("Antah");
    let refused = two.host_hr.post("/places", terms.clone()).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.fields(), ["region"]);
    let mut tini = two.app.as_(&two.tini).await;
    tini.get("/places/new").await.assert_ok();
    tini.submit("#offer", &[("region", "Bogor")])
        .await
        .assert_refused("Mungkin maksud Anda: Kabupaten Bogor; Kota Bogor.");
    terms["region"] = json!("Kabupaten Pati");
    let made = two.host_hr.post("/places", terms).await;
    assert_eq!(made.json["region"], "33.18");
    let (pati, silent) = (made.id(), two.offered(2).await);
    let mut hana = two.app.as_(&two.hana).await;
    hana.get(&format!("/places/{pati}"))
        .await
        .assert_ok()
        .assert_text("Kabupaten Pati, Jawa Tengah");
    for id in [&pati, &silent] {
        let answer = json!({"accepted": true, "version": 1});
        two.guest_hr
            .post(&format!("/places/{id}/answer"), answer)
            .await
            .assert_status(200);
    }

    two.guest.employee("Tuti").role("hr").await;
    let steps =
        json!([{"seats": ["supervisor"], "every": false}, {"seats": ["hr"], "every": false}]);
    let chains = json!({"chains": [{"outside": "regency", "steps": steps}], "version": 0});
    two.guest_hr
        .put("/approval-chains", chains)
        .await
        .assert_status(200);
    let unit = format!("/units/{}", two.unit.id);
    let seen = two.guest_hr.get(&unit).await.json;
    let facts = json!({"name": seen["name"], "code": seen["code"], "region": "33.19", "version": seen["version"]});
    two.guest_hr.put(&unit, facts).await.assert_status(200);
    let mut sari = two.app.as_(&two.staff[0]).await;
    for (id, typed, far) in [
        // what the agreement says counts, whatever is typed
        (&pati, "33.19", json!("regency")),
        (&silent, "33.19", json!(null)),
        (&silent, "", json!("unknown")),
    ] {
        let place = format!("office:{id}");
        let form = [
            ("days", DAYS[0]),
            ("place", &place),
            ("region", typed),
            ("plan_what", "Laporan"),
        ];
        let then = if far.is_null() {
            "Diputuskan Budi."
        } else {
            "Diputuskan Budi, lalu Kepegawaian."
        };
        sari.post_multipart("/requests/new", &form)
            .await
            .assert_ok()
            .assert_text(then);
        let sent = sari.post_multipart("/requests", &form).await;
        sent.assert_status(303);
        let request = sent.header("location").to_owned();
        let api = two.guest.api(&two.staff[0]).await;
        let kept = api.get(&request).await.json;
        assert_eq!(kept["far"], far, "{typed}");
        let withdrawal = json!({"version": kept["version"]});
        api.post(&format!("{request}/withdrawal"), withdrawal)
            .await
            .assert_status(200);
    }
}
