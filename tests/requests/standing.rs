//! Standing approvals: what a supervisor says beforehand is approved in their name; whatever calls for a thought waits for them.
//! Who counts the places is the unit's lock, as for every submission (`crowd.rs`): nothing here takes another.

use luwes::policy::{self, Severity, base::Practice};
use serde_json::json;

use super::*;

/// HR allows standing approvals, or no longer, on the page of the agency.
async fn allow(office: &Office, allowed: bool) {
    let hr = office.world.officer("Tuti", &["hr"]).await;
    let mut hr = office.app.as_(&hr).await;
    hr.get("/agency").await.assert_ok();
    let choice = if allowed { "true" } else { "" };
    hr.submit("/agency", &[("standing_approvals", choice)])
        .await
        .assert_at("/agency")
        .assert_text(&words("flash-saved"));
}

async fn give(browser: &mut Browser, days: &str, until: &str) -> Shown {
    browser.get("/inbox/standing").await.assert_ok();
    browser
        .submit("#standing", &[("max_days", days), ("until", until)])
        .await
}

async fn end(browser: &mut Browser) -> Shown {
    browser.get("/inbox/standing").await.assert_ok();
    browser.submit("/inbox/standing/end", &[]).await
}

/// An office where Budi has approved beforehand what is of two days at most, until the end of November.
pub async fn beforehand() -> Office {
    let office = office().await;
    allow(&office, true).await;
    let mut budi = office.app.as_(&office.budi).await;
    give(&mut budi, "2", "2026-11-30")
        .await
        .assert_at("/inbox/standing")
        .assert_text(&words("flash-standing-given"));
    office
}

/// Sari asks and it waits for somebody: nothing was decided in anybody's name.
async fn waits(office: &Office, days: &[&str]) {
    let id = ask(office, 0, days).await;
    assert_eq!(state(office, &id).await, "submitted");
    let decided = "standing_id is not null or decided_by is not null";
    assert_eq!(office.world.count("requests", decided).await, 0);
}

#[tokio::test]
async fn a_request_that_no_rule_stands_against_is_approved_as_it_is_sent_and_everybody_learns_by_whom()
 {
    let office = beforehand().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/requests/new?day=2026-11-24").await.assert_ok();
    let sent = sari.submit("#ask", &[("plan_what", "Laporan")]).await;
    sent.assert_ok()
        .assert_text("1 hari langsung disetujui atas dasar persetujuan di muka Budi.")
        .assert_text("Disetujui atas dasar persetujuan di muka Budi tanggal 17 Nov 2026")
        .assert_text(&words("requests-beforehand-ground-own"))
        .assert_text("Disetujui atas dasar persetujuan di muka tanggal 17 Nov 2026");
    let id = sent.path.replace("/requests/", "");
    // Budi answers for it: in the record, on his page, in the trail, and he is told
    let named = format!(
        "id = '{id}' and state = 'approved' and decided_by = '{}' and standing_id is not null and undo_until is null and verdict is not null",
        office.budi.employee().0
    );
    assert_eq!(office.world.count("requests", &named).await, 1);
    let step = format!(
        "event = 'approved_standing' and actor_id = '{}' and verdict is not null",
        office.budi.employee().0
    );
    assert_eq!(office.world.count("request_events", &step).await, 1);
    for event in ["standing-approval-given", "request-approved-standing"] {
        let here = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &here).await, 1, "{event}");
    }
    let mails = office.app.drain().await;
    for (person, subject) in [
        (&office.staff[0], "Pengajuan Anda disetujui"),
        (&office.budi, "Pengajuan Sari disetujui atas nama Anda"),
    ] {
        let told: Vec<&str> = mails
            .iter()
            .filter(|mail| mail.to == person.email)
            .map(|mail| mail.subject.as_str())
            .collect();
        assert_eq!(told, [subject]);
    }
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_no_text("Sari")
        .assert_text("Pengajuan paling banyak 2 hari langsung disetujui atas nama Anda")
        .assert_link("/inbox/standing");
    budi.get("/inbox/standing")
        .await
        .assert_text("1 pengajuan")
        .assert_link(&format!("/requests/{id}"));
    // an auditor sees what it was, and no hasty hand
    let auditor = office.world.officer("Rudi", &["auditor"]).await;
    let mut rudi = office.app.as_(&auditor).await;
    rudi.get("/trail/requests")
        .await
        .assert_ok()
        .assert_no_text("Sari");
    rudi.get("/trail/requests?show=all")
        .await
        .assert_text("Sari")
        .assert_text(&words("trail-flag-standing"));
    // nothing to take back within ten seconds, but it can be revoked as always
    let page = format!("/requests/{id}");
    budi.get(&page).await.assert_ok();
    budi.submit(
        &format!("{page}/revocation"),
        &[("from", "2026-11-24"), ("reason", "Rapat")],
    )
    .await
    .assert_ok();
    assert_eq!(state(&office, &id).await, "revoked");
}

#[tokio::test]
async fn by_the_interface_it_is_given_seen_replaced_and_ended() {
    let office = office().await;
    let budi = office.world.api(&office.budi).await;
    let path = "/me/standing-approval";
    let terms = |days: i32, until: &str, version: i32| json!({"max_days": days, "until": until, "version": version});
    let none = budi.get(path).await;
    none.assert_status(200);
    assert_eq!(none.header("etag"), "\"0\"");
    assert_eq!(none.json["allowed"], false);
    assert_eq!(none.json["current"], json!(null));
    budi.put(path, terms(1, "2026-11-30", 0))
        .await
        .assert_problem(422, "standing-not-allowed");
    allow(&office, true).await;
    for (days, until, field) in [
        (0, "2026-11-30", "max_days"),
        (6, "2026-11-30", "max_days"),
        (1, "2026-11-16", "until"),
        (1, "2027-02-18", "until"),
    ] {
        let refused = budi.put(path, terms(days, until, 0)).await;
        refused.assert_status(422);
        assert_eq!(refused.fields(), [field], "{days} {until}");
    }
    // 92 days ahead is the furthest
    let given = budi.put(path, terms(1, "2027-02-17", 0)).await;
    given.assert_status(200);
    assert_eq!(given.json["current"]["max_days"], 1);
    budi.put(path, terms(2, "2026-12-01", 0))
        .await
        .assert_problem(409, "changed");
    let replaced = budi.put(path, terms(2, "2026-12-01", 1)).await;
    replaced.assert_status(200);
    assert_eq!(replaced.json["current"]["until"], "2026-12-01");
    let open = "ended_at is null";
    assert_eq!(office.world.count("standing_approvals", open).await, 1);
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let read = budi.get(&format!("/requests/{id}")).await;
    assert_eq!(read.json["state"], "approved");
    assert_eq!(read.json["ground"]["responsible_name"], "Budi");
    assert_eq!(read.json["ground"]["given_on"], "2026-11-17");
    let seen = budi.get(path).await;
    assert_eq!(seen.json["approved_30_days"], 1);
    let tag = seen.header("etag").to_owned();
    budi.delete(path).await.assert_status(422);
    let holding = budi.clone().header("if-match", &tag);
    holding.delete(path).await.assert_status(204);
    holding.delete(path).await.assert_problem(409, "changed");
    assert_eq!(budi.get(path).await.json["current"], json!(null));
    // nobody but whoever decides
    let sari = office.world.api(&office.staff[0]).await;
    sari.get(path).await.assert_problem(403, "forbidden");
}

#[tokio::test]
async fn what_is_typed_wrong_is_named_and_kept() {
    let office = office().await;
    allow(&office, true).await;
    let mut budi = office.app.as_(&office.budi).await;
    let shown = give(&mut budi, "3", "2027-06-01").await;
    shown.assert_refused(&words("invalid-standing-too-long"));
    assert_eq!(
        shown.attributes("input[name=until]", "value"),
        ["2027-06-01"]
    );
    give(&mut budi, "9", "2026-11-30").await.assert_status(422);
    // a form of before: another tab has given one meanwhile
    budi.get("/inbox/standing").await.assert_ok();
    let mut tab = office.app.as_(&office.budi).await;
    give(&mut tab, "1", "2026-11-30").await.assert_ok();
    budi.submit("#standing", &[("max_days", "5"), ("until", "2026-11-30")])
        .await
        .assert_status(422);
    let one = "ended_at is null and max_days = 1";
    assert_eq!(office.world.count("standing_approvals", one).await, 1);
}

#[tokio::test]
async fn where_the_agency_does_not_allow_it_there_is_none_and_those_given_no_longer_hold() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_no_text(&words("requests-beforehand-link"));
    let shown = budi.get("/inbox/standing").await;
    shown
        .assert_ok()
        .assert_text(&words("refused-standing-not-allowed"));
    assert_eq!(shown.number_of("#standing"), 0);
    allow(&office, true).await;
    budi.get("/inbox")
        .await
        .assert_text(&words("requests-beforehand-offer"));
    give(&mut budi, "2", "2026-11-30").await.assert_ok();
    allow(&office, false).await;
    budi.get("/inbox")
        .await
        .assert_text(&words("requests-beforehand-suspended"));
    waits(&office, &["2026-11-24"]).await;
    end(&mut budi)
        .await
        .assert_text(&words("flash-standing-ended"));
}

#[tokio::test]
async fn once_it_is_ended_everything_waits_again() {
    let office = beforehand().await;
    let mut budi = office.app.as_(&office.budi).await;
    end(&mut budi)
        .await
        .assert_at("/inbox/standing")
        .assert_text(&words("flash-standing-ended"));
    waits(&office, &["2026-11-24"]).await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get("/inbox/standing").await.assert_status(403);
}

#[tokio::test]
async fn after_its_last_day_everything_waits_again() {
    let office = beforehand().await;
    office.app.set_clock("2026-12-01T02:00:00Z");
    waits(&office, &["2026-12-08"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    let shown = budi.get("/inbox/standing").await;
    shown.assert_no_text(&words("requests-beforehand-now"));
    // another one may be given in its place
    give(&mut budi, "1", "2026-12-31").await.assert_ok();
}

#[tokio::test]
async fn more_days_than_were_agreed_to_wait() {
    let office = office().await;
    allow(&office, true).await;
    let mut budi = office.app.as_(&office.budi).await;
    give(&mut budi, "1", "2026-11-30").await.assert_ok();
    waits(&office, &["2026-11-24", "2026-11-26"]).await;
}

#[tokio::test]
async fn a_gap_in_the_record_waits() {
    let office = beforehand().await;
    let new = office
        .world
        .employee("Baru")
        .of(&office.unit)
        .unrated()
        .await;
    let mut browser = office.app.as_(&new).await;
    let id = id_of(&send(&mut browser, &["2026-11-24"]).await);
    assert_eq!(state(&office, &id).await, "submitted");
}

#[tokio::test]
async fn a_rule_that_only_advises_against_a_day_waits_too() {
    let office = {
        let app = TestApp::new().await;
        let world = app.agency("Kota Uji").await;
        let mut set = policy::base::typical_agency(&Practice::default());
        for rule in &mut set.rules {
            if rule.key == "weekdays" {
                rule.severity = Severity::Advice;
            }
        }
        world.rules_of(&set).await;
        let unit = world.unit("Analisis").await;
        let budi = world.employee("Budi").head_of(&unit).await;
        let mut staff = Vec::new();
        for name in ["Sari", "Tono", "Umi", "Vina"] {
            staff.push(world.employee(name).of(&unit).await);
        }
        Office {
            app,
            world,
            unit,
            budi,
            staff,
        }
    };
    allow(&office, true).await;
    let mut budi = office.app.as_(&office.budi).await;
    give(&mut budi, "2", "2026-11-30").await.assert_ok();
    // a Monday
    waits(&office, &["2026-11-23"]).await;
    let id = ask(&office, 1, &["2026-11-24"]).await;
    assert_eq!(state(&office, &id).await, "approved");
}

#[tokio::test]
async fn a_weekly_pattern_and_special_circumstances_wait() {
    let office = beforehand().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let pattern = [
        ("shape", "pattern"),
        ("first_on", "2026-11-23"),
        ("last_on", "2026-12-18"),
        ("weekday", "2"),
        ("place", "home"),
        ("plan_what", "Laporan"),
    ];
    let id = id_of(&sari.post_multipart("/requests", &pattern).await);
    assert_eq!(state(&office, &id).await, "submitted");
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get("/requests/new?day=2026-11-25&route=special")
        .await
        .assert_ok();
    let typed = [
        ("special_ground", "family"),
        ("reason", "Merawat ibu"),
        ("plan_what", "Laporan"),
    ];
    let proof = Attachment {
        field: "evidence",
        name: "surat.pdf",
        bytes: b"%PDF-1.7 surat",
    };
    let sent = tono.upload("#ask", &typed, proof).await;
    sent.assert_ok();
    let id = sent.path.replace("/requests/", "");
    assert_eq!(state(&office, &id).await, "submitted");
}

#[tokio::test]
async fn days_that_somebody_said_no_to_wait_for_a_person() {
    let office = office().await;
    let refused = ask(&office, 0, &["2026-11-24"]).await;
    let returned = ask(&office, 1, &["2026-11-24"]).await;
    allow(&office, true).await;
    let mut budi = office.app.as_(&office.budi).await;
    give(&mut budi, "2", "2026-11-30").await.assert_ok();
    decide(&mut budi, &refused, "refuse", "Perlu di loket")
        .await
        .assert_at("/inbox");
    decide(&mut budi, &returned, "return", "Sebutkan hasilnya")
        .await
        .assert_at("/inbox");
    let again = ask(&office, 0, &["2026-11-24"]).await;
    assert_eq!(state(&office, &again).await, "submitted");
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get(&format!("/requests/new?again={returned}"))
        .await
        .assert_ok();
    tono.submit("#ask", &[("plan_what", "Naskah"), ("plan_due", "")])
        .await
        .assert_ok();
    assert_eq!(state(&office, &returned).await, "submitted");
    // another day is nothing that anybody refused
    let other = ask(&office, 0, &["2026-11-26"]).await;
    assert_eq!(state(&office, &other).await, "approved");
}

#[tokio::test]
async fn a_head_does_not_approve_the_own_request_beforehand() {
    let office = beforehand().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    let mut budi = office.app.as_(&office.budi).await;
    let id = id_of(&send(&mut budi, &["2026-11-24"]).await);
    assert_eq!(state(&office, &id).await, "submitted");
    let waits = format!("id = '{id}' and approver_id = '{}'", boss.employee().0);
    assert_eq!(office.world.count("requests", &waits).await, 1);
    // nor where nobody stands above: the agency's leader decides then
    let alone = beforehand().await;
    let mut budi = alone.app.as_(&alone.budi).await;
    let id = id_of(&send(&mut budi, &["2026-11-24"]).await);
    assert_eq!(state(&alone, &id).await, "submitted");
}

#[tokio::test]
async fn who_stands_in_for_a_head_on_leave_decides_by_the_own_standing_approval_or_not_at_all() {
    let office = beforehand().await;
    let tono = &office.staff[1];
    office
        .world
        .acting(tono, &office.unit, "plh", "2026-11-17", "2026-11-20")
        .await;
    waits(&office, &["2026-11-24"]).await;
    let mut browser = office.app.as_(tono).await;
    browser
        .get("/inbox")
        .await
        .assert_text("Anda memutuskan sebagai Plh Budi sampai 20 Nov 2026.");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_text("Tono (Plh) memutuskan untuk Anda sampai 20 Nov 2026.");
    give(&mut browser, "1", "2026-11-30").await.assert_ok();
    let id = ask(&office, 2, &["2026-11-24"]).await;
    assert_eq!(state(&office, &id).await, "approved");
    let mut umi = office.app.as_(&office.staff[2]).await;
    umi.get(&format!("/requests/{id}"))
        .await
        .assert_text("Tono (Plh), menggantikan Budi");
}

#[tokio::test]
async fn whose_access_is_closed_approves_nothing() {
    let office = beforehand().await;
    let mut conn = office.app.superuser().await;
    sqlx::query("update memberships set active = false where agency_id = $1 and employee_id = $2")
        .bind(office.world.agency.0)
        .bind(office.budi.employee().0)
        .execute(&mut conn)
        .await
        .expect("the access is closed");
    waits(&office, &["2026-11-24"]).await;
}

#[tokio::test]
async fn who_waited_for_a_place_is_approved_with_it() {
    let office = beforehand().await;
    // Budi's word of before has approved four of eight: the day is full
    let mut first = String::new();
    for who in 1..5 {
        let id = ask(&office, who, &["2026-11-25"]).await;
        assert_eq!(state(&office, &id).await, "approved");
        if who == 1 {
            first = id;
        }
    }
    let mut sari = office.app.as_(&office.staff[0]).await;
    let mut form = fields(&["2026-11-25"]);
    form.push(("do", "queue"));
    let id = id_of(&sari.post_multipart("/requests", &form).await);
    assert_eq!(state(&office, &id).await, "queued");
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get(&format!("/requests/{first}")).await.assert_ok();
    tono.submit(&format!("/requests/{first}/cancellation"), &[])
        .await
        .assert_ok();
    office.app.drain().await;
    office.app.pass(TimeDelta::minutes(2));
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    assert_eq!(state(&office, &id).await, "approved");
    let told: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.to == office.staff[0].email)
        .map(|mail| mail.subject.as_str())
        .collect();
    assert_eq!(told, ["Pengajuan Anda disetujui"]);
    assert!(mails.iter().any(|mail| mail.to == office.budi.email
        && mail.subject == "Pengajuan Sari disetujui atas nama Anda"));
    let by_system = "event = 'request-approved-standing' and actor_kind = 'system'";
    assert_eq!(office.world.count("audit", by_system).await, 1);
}
