//! Approval chains: more than the supervisor's word where the agency says so, step by step, frozen into each request as it is sent.

use luwes::kernel::outbox::Mail;
use serde_json::{Value, json};

use super::*;

/// The office with its chiefs: Bos above Budi, Tuti of HR, Kepala leads the agency.
struct House {
    office: Office,
    boss: Person,
    hr: Person,
    leader: Person,
}

async fn house(chains: Value) -> House {
    let office = office().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    let hr = office.world.employee("Tuti").role("hr").await;
    let leader = office.world.employee("Kepala").role("leader").await;
    let house = House {
        office,
        boss,
        hr,
        leader,
    };
    house.set(chains, 0).await;
    house
}

impl House {
    async fn set(&self, chains: Value, version: i32) {
        let hr = self.office.world.api(&self.hr).await;
        hr.put(
            "/approval-chains",
            json!({"chains": chains, "version": version}),
        )
        .await
        .assert_status(200);
    }

    async fn agree(&self, who: &Person, id: &str) -> Shown {
        let mut browser = self.office.app.as_(who).await;
        decide(&mut browser, id, "approve", "").await
    }

    /// Whether a request waits in somebody's inbox.
    async fn waits_for(&self, who: &Person, id: &str) -> bool {
        let mut browser = self.office.app.as_(who).await;
        let shown = browser.get("/inbox").await;
        shown.links().contains(&format!("/inbox/{id}"))
    }

    async fn seats(&self, rows: &str) -> i64 {
        self.office.world.count("approval_seats", rows).await
    }

    async fn mails(&self) -> Vec<Mail> {
        self.office.app.pass(TimeDelta::seconds(11));
        self.office.app.drain().await
    }
}

fn told(mails: &[Mail], person: &Person) -> Vec<String> {
    let own = mails.iter().filter(|mail| mail.to == person.email);
    own.map(|mail| mail.subject.clone()).collect()
}

const WAITS: &str = "Pengajuan Sari menunggu keputusan Anda";

fn step(seats: &[&str], every: bool) -> Value {
    json!({"seats": seats, "every": every})
}

/// Every request: the supervisor, then HR.
fn then_hr() -> Value {
    json!([{"steps": [step(&["supervisor"], false), step(&["hr"], false)]}])
}

#[tokio::test]
async fn hr_sets_a_chain_on_the_page_and_a_longer_request_takes_two_agreements() {
    let house = house(json!([])).await;
    let (office, hr) = (&house.office, &house.hr);
    let mut tuti = office.app.as_(hr).await;
    tuti.get("/approval-chains")
        .await
        .assert_ok()
        .assert_text(&words("chains-none"));
    tuti.submit(
        "#chain",
        &[("over_days", "1"), ("step1", "supervisor"), ("step2", "hr")],
    )
    .await
    .assert_at("/approval-chains")
    .assert_text(&words("flash-chain-saved"))
    .assert_text("Lebih dari 1 hari")
    .assert_text("Langkah 2: Kepegawaian");
    // one day is the supervisor's alone
    let short = ask(office, 1, &["2026-11-24"]).await;
    assert_eq!(house.seats("true").await, 0);
    house.agree(&office.budi, &short).await.assert_at("/inbox");
    assert_eq!(state(office, &short).await, "approved");
    let id = ask(office, 0, &["2026-11-24", "2026-11-25"]).await;
    let mails = house.mails().await;
    assert!(told(&mails, &office.budi).contains(&WAITS.to_owned()));
    assert!(told(&mails, hr).is_empty(), "it is not yet HR's turn");
    assert!(!house.waits_for(hr, &id).await);
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/inbox/{id}"))
        .await
        .assert_text(&words("chains-agree"))
        .assert_text("Atasan langsung (Budi) – menunggu jawaban");
    house
        .agree(&office.budi, &id)
        .await
        .assert_at("/inbox")
        .assert_text("diteruskan ke langkah berikutnya");
    assert_eq!(state(office, &id).await, "submitted");
    assert!(!house.waits_for(&office.budi, &id).await);
    // whoever agreed may still look at it
    let seen = budi.get(&format!("/requests/{id}")).await;
    seen.assert_ok();
    assert!(!seen.links().contains(&format!("/inbox/{id}")));
    let mails = house.mails().await;
    assert_eq!(told(&mails, hr), [WAITS]);
    assert!(
        told(&mails, &office.staff[0]).is_empty(),
        "nothing is decided yet"
    );
    assert!(house.waits_for(hr, &id).await);
    house
        .agree(hr, &id)
        .await
        .assert_text("Pengajuan Sari disetujui");
    assert_eq!(state(office, &id).await, "approved");
    assert_eq!(
        told(&house.mails().await, &office.staff[0]),
        ["Pengajuan Anda disetujui"]
    );
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_text("Atasan langsung (Budi) – setuju")
        .assert_text("Kepegawaian (Tuti) – setuju")
        .assert_text(&words("requests-event-agreed"));
    for (event, times) in [
        ("approval-chains-set", 2),
        ("request-agreed", 1),
        ("request-decided", 2),
    ] {
        let here = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &here).await, times, "{event}");
    }
}

#[tokio::test]
async fn the_page_changes_moves_and_removes_chains_and_keeps_what_is_typed_wrong() {
    let house = house(then_hr()).await;
    let mut tuti = house.office.app.as_(&house.hr).await;
    let path = "/approval-chains";
    tuti.get(path).await.assert_ok();
    let shown = tuti
        .submit("#chain", &[("over_days", "500"), ("step1", "leader")])
        .await;
    shown.assert_status(422);
    assert_eq!(shown.attributes("input[name=over_days]", "value"), ["500"]);
    assert_eq!(
        shown.attributes("input[name=step1][checked]", "value"),
        ["leader"]
    );
    tuti.submit(
        "#chain",
        &[
            ("route", "special"),
            ("over_days", ""),
            ("step1", "unit_head"),
        ],
    )
    .await
    .assert_text("2. Keadaan khusus");
    tuti.submit("/approval-chains/order", &[])
        .await
        .assert_text("1. Keadaan khusus");
    tuti.get(&format!("{path}?edit=1")).await.assert_ok();
    tuti.submit("#chain", &[("kind", "time")])
        .await
        .assert_text("1. Jam kerja sendiri · Keadaan khusus");
    // a page of before changes nothing
    let mut tab = house.office.app.as_(&house.hr).await;
    tab.get(path).await.assert_ok();
    tuti.submit("/approval-chains/removal", &[])
        .await
        .assert_text(&words("flash-chain-removed"));
    tab.submit("/approval-chains/removal", &[])
        .await
        .assert_status(422);
    let left = "jsonb_array_length(chains) = 1 and version = 5";
    assert_eq!(house.office.world.count("approval_chains", left).await, 1);
}

#[tokio::test]
async fn where_every_seat_has_to_agree_each_does_in_any_order() {
    let all = json!([{"steps": [step(&["supervisor", "unit_head"], true)]}]);
    let house = house(all).await;
    let office = &house.office;
    let id = ask(office, 0, &["2026-11-24"]).await;
    let mails = house.mails().await;
    for person in [&office.budi, &house.boss] {
        assert_eq!(told(&mails, person), [WAITS]);
    }
    house.agree(&house.boss, &id).await.assert_at("/inbox");
    assert_eq!(state(office, &id).await, "submitted");
    assert!(!house.waits_for(&house.boss, &id).await);
    house.agree(&office.budi, &id).await.assert_at("/inbox");
    assert_eq!(state(office, &id).await, "approved");
    let both = "state = 'agreed' and agreed_by is not null";
    assert_eq!(house.seats(both).await, 2);
}

#[tokio::test]
async fn where_one_is_enough_the_other_is_no_longer_asked() {
    let any = json!([{"steps": [step(&["supervisor", "hr"], false)]}]);
    let house = house(any).await;
    let id = ask(&house.office, 0, &["2026-11-24"]).await;
    assert!(house.waits_for(&house.office.budi, &id).await);
    house.agree(&house.hr, &id).await.assert_at("/inbox");
    assert_eq!(state(&house.office, &id).await, "approved");
    assert!(!house.waits_for(&house.office.budi, &id).await);
    assert_eq!(
        house
            .seats("state = 'passed' and seat = 'supervisor'")
            .await,
        1
    );
}

#[tokio::test]
async fn an_agreement_is_taken_back_within_ten_seconds_and_the_next_never_hears_of_it() {
    let house = house(then_hr()).await;
    let office = &house.office;
    let id = ask(office, 0, &["2026-11-24"]).await;
    house.mails().await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "")
        .await
        .assert_at("/inbox");
    budi.submit("/inbox/undo/", &[]).await.assert_at("/inbox");
    assert!(house.waits_for(&office.budi, &id).await);
    assert!(!house.waits_for(&house.hr, &id).await);
    assert!(house.mails().await.is_empty());
    // the last agreement too: the step before it stands
    house.agree(&office.budi, &id).await;
    let mut tuti = office.app.as_(&house.hr).await;
    decide(&mut tuti, &id, "approve", "")
        .await
        .assert_at("/inbox");
    tuti.submit("/inbox/undo/", &[]).await.assert_at("/inbox");
    assert_eq!(state(office, &id).await, "submitted");
    assert!(house.waits_for(&house.hr, &id).await);
    assert!(!house.waits_for(&office.budi, &id).await);
}

#[tokio::test]
async fn what_is_on_its_way_keeps_the_chain_it_was_sent_with() {
    let house = house(then_hr()).await;
    let id = ask(&house.office, 0, &["2026-11-24"]).await;
    house.set(json!([]), 1).await;
    house.agree(&house.office.budi, &id).await;
    assert_eq!(state(&house.office, &id).await, "submitted");
    house.agree(&house.hr, &id).await.assert_at("/inbox");
    assert_eq!(state(&house.office, &id).await, "approved");
    let later = ask(&house.office, 1, &["2026-11-24"]).await;
    house.agree(&house.office.budi, &later).await;
    assert_eq!(state(&house.office, &later).await, "approved");
}

#[tokio::test]
async fn nobody_speaks_for_a_seat_that_is_not_theirs_or_in_their_own_case() {
    let house = house(then_hr()).await;
    let office = &house.office;
    let id = ask(office, 0, &["2026-11-24"]).await;
    let early = office.world.api(&house.hr).await;
    let decision = json!({"decision": "approve", "version": 1});
    let path = format!("/requests/{id}/decision");
    early
        .post(&path, decision.clone())
        .await
        .assert_problem(422, "not-approver");
    house.agree(&office.budi, &id).await;
    // twice is not two voices
    let budi = office.world.api(&office.budi).await;
    let again = json!({"decision": "approve", "version": 2});
    budi.post(&path, again.clone())
        .await
        .assert_problem(422, "not-approver");
    let boss = office.world.api(&house.boss).await;
    boss.post(&path, again)
        .await
        .assert_problem(422, "not-approver");
    // HR's own request is for another officer, and without one for the leader
    let mut tuti = office.app.as_(&house.hr).await;
    let own = id_of(&send(&mut tuti, &["2026-11-24"]).await);
    house.agree(&office.budi, &own).await.assert_at("/inbox");
    assert!(!house.waits_for(&house.hr, &own).await);
    assert!(house.waits_for(&house.leader, &own).await);
    early
        .post(
            &format!("/requests/{own}/decision"),
            json!({"decision": "approve", "version": 2}),
        )
        .await
        .assert_problem(422, "own-request");
    house.agree(&house.leader, &own).await.assert_at("/inbox");
    assert_eq!(state(office, &own).await, "approved");
}

#[tokio::test]
async fn the_table_refuses_an_agreement_to_ones_own_request() {
    let house = house(then_hr()).await;
    ask(&house.office, 0, &["2026-11-24"]).await;
    let mut tx = house.office.world.tx().await;
    let own = "update approval_seats set state = 'agreed', agreed_by = employee_id where step = 1";
    let refused = sqlx::query(own).execute(tx.conn()).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("approval_seats_check")));
}

#[tokio::test]
async fn other_days_are_set_at_the_last_step_only() {
    let house = house(then_hr()).await;
    let id = ask(&house.office, 0, &["2026-11-24"]).await;
    let path = format!("/requests/{id}/decision");
    let days = json!([{"on": "2026-11-25", "part": "full"}]);
    for kind in ["adjust", "offer"] {
        let budi = house.office.world.api(&house.office.budi).await;
        budi.post(&path, json!({"decision": kind, "days": days, "version": 1}))
            .await
            .assert_problem(422, "chain-not-last");
    }
    house.agree(&house.office.budi, &id).await;
    let hr = house.office.world.api(&house.hr).await;
    hr.post(
        &path,
        json!({"decision": "offer", "days": days, "version": 2}),
    )
    .await
    .assert_status(200);
    let sari = house.office.world.api(&house.office.staff[0]).await;
    sari.post(
        &format!("/requests/{id}/declination"),
        json!({"version": 3}),
    )
    .await
    .assert_status(200);
    assert!(house.waits_for(&house.hr, &id).await, "HR decides again");
}

#[tokio::test]
async fn one_refusal_ends_it_and_what_is_sent_anew_begins_at_the_first_step() {
    let house = house(then_hr()).await;
    let office = &house.office;
    let id = ask(office, 0, &["2026-11-24"]).await;
    house.agree(&office.budi, &id).await;
    let mut tuti = office.app.as_(&house.hr).await;
    decide(&mut tuti, &id, "return", "Rencana kurang jelas")
        .await
        .assert_at("/inbox");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/new?again={id}"))
        .await
        .assert_ok();
    sari.submit("#ask", &[("plan_what", "Laporan bulan")])
        .await
        .assert_ok();
    assert!(house.waits_for(&office.budi, &id).await);
    assert_eq!(house.seats("state in ('agreed', 'passed')").await, 0);
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "refuse", "Rapat besar")
        .await
        .assert_at("/inbox");
    assert_eq!(state(office, &id).await, "refused");
    assert!(!house.waits_for(&house.hr, &id).await);
}

#[tokio::test]
async fn whoever_has_agreed_is_not_asked_again() {
    let chain = json!([{"steps": [step(&["supervisor"], false), step(&["unit_head"], false), step(&["leader"], false)]}]);
    let house = house(chain).await;
    let office = &house.office;
    // Bos leads the whole agency, too
    let mut tx = office.world.tx().await;
    crate::support::people::grant(&office.world, &mut tx, house.boss.membership, "leader").await;
    tx.commit().await.expect("commit");
    let id = ask(office, 0, &["2026-11-24"]).await;
    house.agree(&office.budi, &id).await;
    house.agree(&house.boss, &id).await.assert_at("/inbox");
    assert_eq!(state(office, &id).await, "approved");
    assert_eq!(house.seats("state = 'passed' and seat = 'leader'").await, 1);
}

#[tokio::test]
async fn a_seat_follows_the_structure_and_a_stand_in_is_named() {
    let house = house(then_hr()).await;
    let office = &house.office;
    let id = ask(office, 0, &["2026-11-24"]).await;
    office
        .world
        .absent(&office.budi, "leave", "2026-11-18", "2026-11-19")
        .await;
    office.app.set_clock("2026-11-18T02:00:00Z");
    office.app.drain().await;
    assert_eq!(told(&office.app.drain().await, &house.boss), [WAITS]);
    house.agree(&house.boss, &id).await.assert_at("/inbox");
    let mut tuti = office.app.as_(&house.hr).await;
    tuti.get(&format!("/inbox/{id}"))
        .await
        .assert_text("Bos, menggantikan Budi");
}

#[tokio::test]
async fn without_an_answer_a_step_moves_up_and_what_hr_leaves_lying_is_the_leaders() {
    let house = house(then_hr()).await;
    let office = &house.office;
    let mut tuti = office.app.as_(&house.hr).await;
    tuti.get("/agency").await.assert_ok();
    tuti.submit(
        "/agency",
        &[("unanswered", "escalate"), ("unanswered_days", "3")],
    )
    .await
    .assert_at("/agency");
    let id = ask(office, 0, &["2026-12-15"]).await;
    office.app.set_clock("2026-11-23T02:00:00Z");
    office.app.drain().await;
    assert!(!house.waits_for(&office.budi, &id).await);
    house.agree(&house.boss, &id).await.assert_at("/inbox");
    assert!(house.waits_for(&house.hr, &id).await);
    assert!(!house.waits_for(&house.leader, &id).await);
    office.app.set_clock("2026-11-27T02:00:00Z");
    office.app.drain().await;
    assert_eq!(
        told(&office.app.drain().await, &house.leader),
        ["Pengajuan Sari naik kepada Anda"]
    );
    assert!(!house.waits_for(&house.hr, &id).await);
    house.agree(&house.leader, &id).await.assert_at("/inbox");
    assert_eq!(state(office, &id).await, "approved");
}

#[tokio::test]
async fn many_at_once_say_what_is_approved_and_what_goes_on() {
    let over =
        json!([{"over_days": 1, "steps": [step(&["supervisor"], false), step(&["hr"], false)]}]);
    let house = house(over).await;
    let office = &house.office;
    ask(office, 0, &["2026-11-24", "2026-11-25"]).await;
    ask(office, 1, &["2026-11-24"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await.assert_ok();
    budi.submit("#inbox", &[])
        .await
        .assert_text("1 pengajuan disetujui, 1 diteruskan");
    budi.submit("/inbox/undo/", &[]).await.assert_at("/inbox");
    assert_eq!(
        office.world.count("requests", "state = 'submitted'").await,
        2
    );
}

#[tokio::test]
async fn by_the_interface_chains_are_read_set_and_refused_with_reasons() {
    let house = house(json!([])).await;
    let hr = house.office.world.api(&house.hr).await;
    let path = "/approval-chains";
    let put = |chains: Value, version: i32| json!({"chains": chains, "version": version});
    let steps = |n: usize| json!([{"steps": vec![step(&["hr"], false); n]}]);
    for (chains, field) in [
        (steps(0), "chains[0].steps"),
        (steps(4), "chains[0].steps"),
        (
            json!([{"steps": [step(&[], false)]}]),
            "chains[0].steps[0].seats",
        ),
        (json!([{"steps": [step(&["hr", "hr"], true)]}]), "steps"),
        (
            json!([{"kind": "time", "place": "home", "steps": [step(&["hr"], false)]}]),
            "place",
        ),
    ] {
        let refused = hr.put(path, put(chains.clone(), 1)).await;
        refused.assert_status(422);
        assert_eq!(refused.fields(), [field], "{chains}");
    }
    let many: Vec<Value> = (0..11).map(|_| steps(1)[0].clone()).collect();
    hr.put(path, put(json!(many), 1)).await.assert_status(422);
    hr.put(path, put(then_hr(), 0))
        .await
        .assert_problem(409, "changed");
    let set = hr.put(path, put(then_hr(), 1)).await;
    set.assert_status(200);
    assert_eq!(set.header("etag"), "\"2\"");
    assert_eq!(set.json["chains"][0]["steps"][1]["seats"], json!(["hr"]));
    let id = ask(&house.office, 0, &["2026-11-24"]).await;
    house.agree(&house.office.budi, &id).await;
    let read = hr.get(&format!("/requests/{id}")).await;
    assert_eq!(read.json["state"], "submitted");
    assert_eq!(read.json["seats"][0]["agreed_by"], "Budi");
    assert_eq!(read.json["seats"][1]["state"], "open");
    let budi = house.office.world.api(&house.office.budi).await;
    budi.get(path).await.assert_problem(403, "forbidden");
}

#[tokio::test]
async fn without_a_chain_that_asks_it_hr_has_no_inbox() {
    let house = house(json!([])).await;
    let mut tuti = house.office.app.as_(&house.hr).await;
    tuti.get("/inbox").await.assert_status(403);
    house.set(then_hr(), 1).await;
    tuti.get("/inbox").await.assert_ok();
    let id = ask(&house.office, 0, &["2026-11-24"]).await;
    // it stays while a request waits for HR
    house.set(json!([]), 2).await;
    house.agree(&house.office.budi, &id).await;
    house.agree(&house.hr, &id).await.assert_at("/inbox");
}

#[tokio::test]
async fn of_two_who_answer_at_once_one_decides_and_the_other_learns_of_it() {
    let any = json!([{"steps": [step(&["supervisor", "hr"], false)]}]);
    let house = house(any).await;
    let office = &house.office;
    let mut ids = Vec::new();
    for who in 0..4 {
        ids.push(ask(office, who, &["2026-11-24"]).await);
    }
    let budi = office.world.api(&office.budi).await;
    let tuti = office.world.api(&house.hr).await;
    for id in &ids {
        let path = format!("/requests/{id}/decision");
        let yes = json!({"decision": "approve", "version": 1});
        let no = json!({"decision": "refuse", "note": "Rapat", "version": 1});
        let (one, other) = tokio::join!(budi.post(&path, yes), tuti.post(&path, no));
        let mut codes = [one.status.as_u16(), other.status.as_u16()];
        codes.sort_unstable();
        assert!(codes[0] == 200 && codes[1] > 400, "{codes:?}");
        let lines = format!("request_id = '{id}' and event in ('approved', 'refused')");
        assert_eq!(office.world.count("request_events", &lines).await, 1);
    }
}

#[tokio::test]
async fn each_step_is_reminded_of_once_after_two_working_days_of_its_own() {
    let house = house(then_hr()).await;
    let office = &house.office;
    let id = ask(office, 0, &["2026-12-15"]).await;
    office.app.drain().await;
    let reminded = async |instant: &str| {
        office.app.set_clock(instant);
        let mut mails = office.app.drain().await;
        mails.extend(office.app.drain().await);
        let about = |mail: &&Mail| mail.subject.contains("masih menunggu");
        mails
            .iter()
            .filter(about)
            .map(|mail| mail.to.clone())
            .collect::<Vec<_>>()
    };
    let (budi, hr) = (office.budi.email.clone(), house.hr.email.clone());
    // asked on Tuesday: it is Friday morning; a day later nobody is told again
    assert_eq!(reminded("2026-11-20T02:00:00Z").await, [budi]);
    assert!(reminded("2026-11-23T02:00:00Z").await.is_empty());
    house.agree(&office.budi, &id).await;
    assert!(reminded("2026-11-24T02:00:00Z").await.is_empty());
    assert_eq!(reminded("2026-11-26T02:00:00Z").await, [hr]);
    assert!(reminded("2026-11-27T02:00:00Z").await.is_empty());
}

#[tokio::test]
async fn the_form_says_who_decides_and_what_follows_before_anything_is_sent() {
    let hr =
        json!([{"over_days": 1, "steps": [step(&["supervisor"], false), step(&["hr"], false)]}]);
    let house = house(hr).await;
    let mut sari = house.office.app.as_(&house.office.staff[0]).await;
    let one = fields(&["2026-11-24"]);
    sari.post_multipart("/requests/new", &one)
        .await
        .assert_ok()
        .assert_text("Diputuskan Budi.")
        .assert_no_text("lalu Kepegawaian");
    let two = fields(&["2026-11-24", "2026-11-25"]);
    sari.post_multipart("/requests/new", &two)
        .await
        .assert_ok()
        .assert_text("Diputuskan Budi, lalu Kepegawaian.");
}
