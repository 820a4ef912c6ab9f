//! Roles that HR grants, access that HR closes, and the switcher between agencies.

use super::{GOOD, office, try_sign_in};
use crate::support::{Person, words};

#[tokio::test]
async fn c02_hr_closes_an_access_and_its_sessions_die_at_once() {
    let (app, world) = office().await;
    let hr = world.employee("Hana").role("hr").await;
    let auditor = world.employee("Audi").role("auditor").password(GOOD).await;
    let mut desk = app.as_(&hr).await;
    let mut phone = app.as_(&auditor).await;
    phone.get("/account").await.assert_at("/account");
    desk.get("/officers").await.assert_ok();
    let close = format!("/members/{}/disable", auditor.membership);
    desk.submit(&close, &[]).await.assert_ok();
    phone
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    try_sign_in(&mut app.visitor(), &auditor.nip, GOOD)
        .await
        .assert_status(422);
    // opened again, the person comes in with a new session only
    desk.get("/officers").await;
    desk.submit(&close, &[]).await.assert_ok();
    phone
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    try_sign_in(&mut app.visitor(), &auditor.nip, GOOD)
        .await
        .assert_ok();
}

#[tokio::test]
async fn the_switcher_leads_to_own_agencies_only() {
    let (app, first) = office().await;
    let second = app.agency("Provinsi Uji").await;
    let third = app.agency("Badan Asing").await;
    let sari = first.employee("Sari").await;
    second.joins(&sari).await;
    let mut browser = app.as_(&sari).await;
    browser.get("/account").await.assert_text("Kota Uji");
    let foreign = third.agency.to_string();
    browser
        .post("/session/agency", &[("agency", &foreign)])
        .await
        .assert_status(404);
    browser.get("/account").await.assert_text("Kota Uji");
    let own = second.agency.to_string();
    browser
        .submit("/session/agency", &[("agency", &own)])
        .await
        .assert_ok();
    let page = browser.get("/account").await;
    assert_eq!(
        page.all(".defs dd").get(2).map(String::as_str),
        Some("Provinsi Uji")
    );
    assert!(
        !page.body().contains("Badan Asing"),
        "an agency one does not belong to is never offered"
    );
}

#[tokio::test]
async fn nobody_changes_their_own_role_or_access() {
    let (app, world) = office().await;
    let hr = world.employee("Hana").role("hr").await;
    let mut browser = app.as_(&hr).await;
    let me = hr.membership.to_string();
    for role in ["auditor", "leader", "hr", "ministry"] {
        browser
            .post("/officers", &[("member", &me), ("role", role)])
            .await
            .assert_refused(&words("refused-own-role"));
    }
    browser
        .post(&format!("/officers/{me}/withdraw"), &[("role", "hr")])
        .await
        .assert_refused(&words("refused-own-role"));
    browser
        .post(&format!("/members/{me}/disable"), &[("active", "false")])
        .await
        .assert_refused(&words("refused-own-access"));
    assert_eq!(world.count("role_grants", "revoked_at is null").await, 1);
}

#[tokio::test]
async fn hr_grants_and_withdraws_and_the_rights_follow_at_once() {
    let (app, world) = office().await;
    let hr = world.employee("Hana").role("hr").await;
    let sari = world.employee("Sari").await;
    let (mut desk, mut other) = (app.as_(&hr).await, app.as_(&sari).await);
    other.get("/officers").await.assert_status(403);
    desk.get("/officers").await;
    desk.get("/officers?q=sari").await.assert_text("Sari");
    desk.post(
        "/officers",
        &[("member", &sari.membership.to_string()), ("role", "hr")],
    )
    .await;
    other.get("/officers").await.assert_ok();
    // the ministry's role is never granted at the page
    desk.post(
        "/officers",
        &[
            ("member", &sari.membership.to_string()),
            ("role", "ministry"),
        ],
    )
    .await
    .assert_refused(&words("refused-ministry-role"));
    desk.get("/officers").await;
    desk.submit(&format!("/officers/{}/withdraw", sari.membership), &[])
        .await
        .assert_ok();
    other.get("/officers").await.assert_status(403);
    assert_eq!(
        world
            .count("audit", "event in ('role-granted', 'role-withdrawn')")
            .await,
        2
    );
}

#[tokio::test]
async fn two_admins_who_remove_each_other_leave_one() {
    for close in [false, true] {
        let (app, world) = office().await;
        for _ in 0..4 {
            let a = world.employee("Adi").role("hr").await;
            let b = world.employee("Bima").role("hr").await;
            let (mut as_a, mut as_b) = (app.as_(&a).await, app.as_(&b).await);
            let path = |person: &Person| {
                if close {
                    format!("/members/{}/disable", person.membership)
                } else {
                    format!("/officers/{}/withdraw", person.membership)
                }
            };
            let fields: &[(&str, &str)] = if close {
                &[("active", "false")]
            } else {
                &[("role", "hr")]
            };
            let (to_b, to_a) = (path(&b), path(&a));
            tokio::join!(as_a.post(&to_b, fields), as_b.post(&to_a, fields));
            let left: i64 = sqlx::query_scalar(
                "select count(*) from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id \
                 where g.agency_id = $1 and g.role = 'hr' and g.revoked_at is null and m.active",
            )
            .bind(world.agency.0)
            .fetch_one(&mut app.superuser().await)
            .await
            .unwrap();
            assert!(left >= 1, "the agency has lost its last HR admin");
            sqlx::query("update role_grants set revoked_at = now() where agency_id = $1")
                .bind(world.agency.0)
                .execute(&mut app.superuser().await)
                .await
                .unwrap();
        }
    }
}
