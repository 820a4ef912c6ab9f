//! Shifts: the story by page and by program, and each refusal.

mod refusals;
mod replies;

use chrono::TimeDelta;
use luwes::kernel::outbox::Mail;
use serde_json::{Value, json};

use crate::support::{Client, Person, TestApp, Unit, World};

/// A unit that Budi leads and in which Sari, Tono, Umi and Wati work. Today is Tuesday, 17 November 2026, in the morning.
struct Office {
    app: TestApp,
    world: World,
    unit: Unit,
    budi: Person,
    staff: Vec<Person>,
    hana: Person,
    /// Programs of the staff, and of Budi.
    programs: Vec<Client>,
    head: Client,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let unit = world.unit("Jaga").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let mut staff = Vec::new();
    for name in ["Sari", "Tono", "Umi", "Wati"] {
        staff.push(world.employee(name).of(&unit).await);
    }
    let hana = world.officer("Hana", &["hr"]).await;
    let mut programs = Vec::new();
    for person in &staff {
        programs.push(world.api(person).await);
    }
    Office {
        head: world.api(&budi).await,
        app,
        world,
        unit,
        budi,
        staff,
        hana,
        programs,
    }
}

impl Office {
    fn api(&self, who: usize) -> &Client {
        &self.programs[who]
    }

    fn id(&self, who: usize) -> String {
        self.staff[who].employee().to_string()
    }

    /// Day and night of twelve hours for all four, from today for four weeks: nobody is missing.
    fn plan(&self) -> Value {
        let members: Vec<Value> = (0..4)
            .map(|who| json!({"employee_id": self.id(who), "starts_on_day": 2 * who + 1}))
            .collect();
        json!({"unit_id": self.unit.id.to_string(), "name": "Jaga ruang server", "from_on": "2026-11-17", "to_on": "2026-12-14",
            "shifts": [
                {"name": "Siang", "starts": "07:00", "ends": "19:00", "break_minutes": 60, "least": 1},
                {"name": "Malam", "starts": "19.00", "ends": "07.00", "break_minutes": 60, "least": 1}
            ],
            "cycle": [1, 1, 2, 2, 0, 0, 0, 0], "members": members})
    }

    /// The draft as Budi writes it; gives its id.
    async fn drafted(&self, body: Value) -> String {
        let sent = self.head.post("/shifts", body).await;
        sent.assert_status(201);
        sent.id()
    }

    /// Budi has assigned it.
    async fn assigned(&self) -> String {
        let id = self.drafted(self.plan()).await;
        let path = format!("/shifts/{id}/assignment");
        let done = self.head.post(&path, json!({"version": 1})).await;
        done.assert_status(200);
        id
    }

    async fn assert_state(&self, id: &str, state: &str) {
        let one = format!("id = '{id}' and state = '{state}'");
        assert_eq!(self.world.count("shift_plans", &one).await, 1, "{state}");
    }

    /// The worker's round, ten minutes later.
    async fn round(&self) -> Vec<Mail> {
        self.app.pass(TimeDelta::minutes(11));
        let mut mails = self.app.drain().await;
        mails.extend(self.app.drain().await);
        mails
    }
}

fn subjects(mails: &[Mail], person: &Person) -> Vec<String> {
    let mine = mails.iter().filter(|mail| mail.to == person.email);
    mine.map(|mail| mail.subject.clone()).collect()
}

#[tokio::test]
async fn a_head_plans_shifts_its_people_answer_and_one_shift_hands_over_to_the_next() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/shifts")
        .await
        .assert_ok()
        .assert_text("Belum ada rencana sif")
        .assert_link("/shifts/new");
    budi.get("/shifts/new")
        .await
        .assert_ok()
        .assert_text("Sari");
    // nobody named and a break that is no number: told at once, and nothing that was typed is lost
    let missed = budi.submit("#plan", &[("name", "Jaga ruang server")]).await;
    missed
        .assert_status(422)
        .assert_text("Pilih satu sampai 60 orang, masing-masing sekali.")
        .assert_text("Siang");
    let starts = ["1", "3", "5", ""].map(|day| ("starts", day));
    let sent = budi
        .submit(
            "#plan",
            &[
                ("from_on", "2026-11-17"),
                ("to_on", "2026-12-14"),
                starts[0],
                starts[1],
                starts[2],
                starts[3],
            ],
        )
        .await;
    sent.assert_ok()
        .assert_h1("Jaga ruang server")
        .assert_text("Konsep")
        .assert_text("Orangnya kurang");
    let path = sent.path.clone();
    let id = path.replace("/shifts/", "");
    // a draft is nobody else's business
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&path).await.assert_status(404);
    // too few people: a reason, or a fourth person
    let refused = budi.submit("#assign", &[]).await;
    refused
        .assert_status(422)
        .assert_text("Tambah orang, atau tulis alasannya.");
    budi.get(&format!("{path}/draft")).await.assert_ok();
    let starts = ["1", "3", "5", "7"].map(|day| ("starts", day));
    budi.submit("#plan", &starts)
        .await
        .assert_at(&path)
        .assert_no_text("Orangnya kurang");
    assert!(
        office.app.drain().await.is_empty(),
        "nobody is told of a draft"
    );
    let done = budi.submit("#assign", &[]).await;
    done.assert_at(&path).assert_text("Belum menjawab");
    office.assert_state(&id, "assigned").await;
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Budi menugaskan Anda kerja sif: Jaga ruang server"]
    );

    // Sari sees her days, confirms; Tono objects, and the plan holds
    sari.get("/")
        .await
        .assert_ok()
        .assert_text("Budi menugaskan Anda kerja sif")
        .assert_text("Siang");
    sari.get("/shifts")
        .await
        .assert_ok()
        .assert_text("Siang 07.00–19.00")
        .assert_text("Libur");
    sari.get(&path)
        .await
        .assert_ok()
        .assert_text("Anda ditugaskan.");
    sari.submit("#answer", &[])
        .await
        .assert_at(&path)
        .assert_text("Siap");
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get(&path).await.assert_ok();
    tono.post(
        &format!("{path}/answer"),
        &[("version", "4"), ("answer", "object")],
    )
    .await
    .assert_status(422)
    .assert_text("Tulis alasannya.");
    tono.post(
        &format!("{path}/answer"),
        &[
            ("version", "4"),
            ("answer", "object"),
            ("note", "Malam ini ada acara keluarga"),
        ],
    )
    .await
    .assert_status(303);
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.budi),
        [
            "Sari siap: Jaga ruang server",
            "Tono keberatan: Jaga ruang server"
        ]
    );
    budi.get("/team").await.assert_ok().assert_text("Malam");

    // Sari is on the day shift and leaves something to Umi's night
    sari.get(&path)
        .await
        .assert_ok()
        .assert_text("Serah terima ke Malam 19.00–07.00");
    sari.submit("#hand-over", &[("still_open", "Pendingin ruang dua bunyi")])
        .await
        .assert_at(&path)
        .assert_text("Pendingin ruang dua bunyi")
        .assert_text("Belum dibaca");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[2]),
        ["Sari menulis serah terima sif: Jaga ruang server"]
    );
    let mut umi = office.app.as_(&office.staff[2]).await;
    umi.get(&path).await.assert_ok();
    umi.submit("#reading", &[])
        .await
        .assert_at(&path)
        .assert_text("Dibaca Umi");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Umi sudah membaca serah terima sif"]
    );

    // it ends by itself once its last night is over
    office.app.set_clock("2026-12-15T18:00:00Z");
    office.round().await;
    office.assert_state(&id, "ended").await;
}

#[tokio::test]
async fn a_program_plans_changes_shortens_and_revokes_shifts() {
    let office = office().await;
    let id = office.assigned().await;
    let path = format!("/shifts/{id}");
    let shown = office.api(0).get(&path).await;
    shown.assert_status(200);
    assert_eq!(shown.json["week_minutes"], 2310);
    assert_eq!(shown.json["office_week_minutes"], 2250);
    assert_eq!(shown.json["may_answer"], true);
    assert_eq!(shown.json["may_hand_over"], true);
    let rules: Vec<&str> = shown.json["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect();
    assert_eq!(
        rules, ["open"; 4],
        "HR has not said whether the position needs shifts"
    );
    assert_eq!(
        office.api(0).get("/shifts").await.json["items"][0]["id"],
        json!(id)
    );
    assert_eq!(
        office.head.get("/team/shifts").await.json["items"][0]["id"],
        json!(id)
    );

    // a day off by shifts is no working day to ask for: Wati is off on Wednesday and Thursday
    let ask = json!({"days": [{"on": "2026-11-18"}], "place": "home"});
    let judged = office.api(3).post("/requests/precheck", ask).await;
    assert!(
        judged
            .json
            .to_string()
            .contains("libur menurut rencana sif"),
        "{}",
        judged.json
    );

    // a change from next Monday: the old one stops the day before
    let mut body = office.plan();
    body["from_on"] = json!("2026-11-23");
    body["replaces_id"] = json!(id);
    let refused = office.head.post("/shifts", body.clone()).await;
    assert_eq!(refused.fields(), ["reason"]);
    body["reason"] = json!("Pola baru");
    let next = office.drafted(body.clone()).await;
    office
        .head
        .post("/shifts", body)
        .await
        .assert_problem(422, "shift-changing");
    let assignment = format!("/shifts/{next}/assignment");
    office
        .head
        .post(&assignment, json!({"version": 1}))
        .await
        .assert_status(200);
    let old = office.head.get(&path).await;
    assert_eq!(old.json["to_on"], "2026-11-22");
    assert_eq!(old.json["successor_id"], json!(next));
    let mails = office.app.drain().await;
    assert!(
        subjects(&mails, &office.staff[0])
            .contains(&"Budi mengubah rencana sif: Jaga ruang server".to_owned())
    );

    // shortened, then taken back
    let end = json!({"version": 2, "last_on": "2026-11-30", "note": "Ruang server pindah"});
    let ended = office
        .head
        .post(&format!("/shifts/{next}/ending"), end)
        .await;
    ended.assert_status(200);
    assert_eq!(ended.json["to_on"], "2026-11-30");
    let mut hana = office.app.as_(&office.hana).await;
    let typed = [("version", "3"), ("note", "Dihentikan")];
    hana.post(&format!("/shifts/{next}/revocation"), &typed)
        .await
        .assert_status(303);
    office.assert_state(&next, "revoked").await;
}

#[tokio::test]
async fn an_agency_sets_how_far_shifts_go() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/agency")
        .await
        .assert_ok()
        .assert_link("/shifts/terms");
    hana.get("/shifts/terms")
        .await
        .assert_ok()
        .assert_text("Hukum tidak menyebut angka-angka ini");
    hana.submit("#terms", &[("rest_hours", "90")])
        .await
        .assert_status(422);
    hana.submit("#terms", &[("rest_hours", "13")])
        .await
        .assert_at("/shifts/terms");
    let id = office.drafted(office.plan()).await;
    let refused = office
        .head
        .post(&format!("/shifts/{id}/assignment"), json!({"version": 1}))
        .await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "shift-rest");
    let hr = office.world.api(&office.hana).await;
    let mut terms = hr.get("/shift-terms").await.json;
    assert_eq!(terms["rest_minutes"], 780);
    terms["rest_minutes"] = json!(660);
    hr.put("/shift-terms", terms).await.assert_status(200);
    office
        .head
        .post(&format!("/shifts/{id}/assignment"), json!({"version": 1}))
        .await
        .assert_status(200);
}

#[tokio::test]
async fn who_is_off_by_shift_is_none_of_the_strength_and_shifts_stand_in_the_own_calendar() {
    let office = office().await;
    let week = "/team/week?week=2026-11-24";
    let before = office.head.get(week).await;
    let tuesday = |found: &Value| found["days"][1]["strength"].clone();
    assert_eq!(tuesday(&before.json)["total"], 5);
    let id = office.assigned().await;
    // Tono by day and Budi; Umi comes for the night
    let strength = tuesday(&office.head.get(week).await.json);
    assert_eq!(
        (&strength["total"], &strength["present"]),
        (&json!(2), &json!(2))
    );

    let made = office
        .api(0)
        .post("/me/feeds", json!({"name": "Ponsel", "kind": "own"}))
        .await;
    let address = made.assert_status(201).json["address"]
        .as_str()
        .expect("an address")
        .to_owned();
    let path = address.replace("https://luwes.test", "");
    office
        .world
        .absent(&office.staff[0], "leave", "2026-11-18", "2026-11-18")
        .await;
    let feed = async || {
        office
            .app
            .visitor()
            .get(&path)
            .await
            .body()
            .replace("\r\n ", "")
    };
    let told = feed().await;
    let night = format!("UID:{id}-2026-11-19@luwes");
    assert!(told.contains(&night), "{told}");
    for edge in [
        "DTSTART;TZID=Asia/Jakarta:20261119T190000",
        "DTEND;TZID=Asia/Jakarta:20261120T070000",
    ] {
        assert!(told.contains(edge), "{told}");
    }
    assert!(told.contains("SUMMARY:Sif Malam"));
    assert!(
        !told.contains(&format!("UID:{id}-2026-11-18")),
        "on leave: {told}"
    );
    assert!(
        !told.contains(&format!("UID:{id}-2026-11-24")),
        "off: {told}"
    );
    let revoked = json!({"version": 2, "note": "Ruang server pindah"});
    let done = office
        .head
        .post(&format!("/shifts/{id}/revocation"), revoked)
        .await;
    done.assert_status(200);
    assert!(!feed().await.contains("SUMMARY:Sif"));
}

#[tokio::test]
async fn a_plan_that_follows_too_closely_on_another_is_not_assigned() {
    let office = office().await;
    office.assigned().await;
    // Umi (who began on the fifth day of the cycle) is on nights on 13 and 14 December
    let mut next = office.plan();
    next["from_on"] = json!("2026-12-15");
    next["to_on"] = json!("2027-01-11");
    let id = office.drafted(next).await;
    let found = office.head.get(&format!("/shifts/{id}")).await;
    let problems = found.json["problems"].as_array().expect("problems").clone();
    let of = |who: usize| {
        let own = problems
            .iter()
            .filter(|one| one["employee_id"] == office.id(who));
        own.map(|one| one["rule"].as_str().expect("a rule").to_owned())
            .collect::<Vec<_>>()
    };
    let rest: Vec<usize> = (0..4)
        .filter(|who| of(*who).contains(&"rest".to_owned()))
        .collect();
    assert!(!rest.is_empty(), "{problems:?}");
    let path = format!("/shifts/{id}/assignment");
    let refused = office.head.post(&path, json!({"version": 1})).await;
    refused.assert_status(422);
}

#[tokio::test]
async fn a_head_who_gave_a_mandate_plans_on_and_so_does_its_holder() {
    let office = office().await;
    let deputy = office.world.employee("Dewi").of(&office.unit).await;
    let body = json!({
        "unit_id": office.unit.id.to_string(), "over_id": office.unit.id.to_string(),
        "holder_id": deputy.employee().to_string(), "from_on": "2026-11-17", "to_on": "2026-12-31",
    });
    office
        .head
        .post("/team/mandates", body)
        .await
        .assert_status(201);
    let id = office.drafted(office.plan()).await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/shifts")
        .await
        .assert_link(&format!("/shifts/{id}"));
    budi.get("/shifts/new").await.assert_text("Sari");
    // the holder sees it, and plans too; with themselves in it only the head does
    let mut dewi = office.app.as_(&deputy).await;
    dewi.get("/shifts")
        .await
        .assert_link(&format!("/shifts/{id}"));
    let holder = office.world.api(&deputy).await;
    holder
        .post("/shifts", office.plan())
        .await
        .assert_status(201);
    let mut with_holder = office.plan();
    with_holder["members"][0]["employee_id"] = json!(deputy.employee().to_string());
    office.drafted(with_holder).await;
}
