//! What is refused about roles, access, invitations, addresses and tokens, by page and by program; and that nothing came of it.

use std::time::Duration;

use http::Method;
use serde_json::json;

use super::{GOOD, office};
use crate::support::{Person, TestApp, World, words};

/// Two requests that both came in while both might: each waits for the agency's HR admins, then they go on one after the other.
async fn at_once<T>(
    app: &TestApp,
    world: &World,
    one: impl Future<Output = T>,
    other: impl Future<Output = T>,
) -> [T; 2] {
    let mut gate = app.superuser().await;
    sqlx::query("begin").execute(&mut gate).await.unwrap();
    sqlx::query("select id from role_grants where agency_id = $1 and role = 'hr' for update")
        .bind(world.agency.0)
        .execute(&mut gate)
        .await
        .unwrap();
    let open = async {
        for _ in 0..1_000 {
            let waiting: i64 = sqlx::query_scalar(
                "with recursive behind (pid) as (select pg_backend_pid() union \
                 select l.pid from pg_locks l join behind b on not l.granted and b.pid = any (pg_blocking_pids(l.pid))) \
                 select count(*) - 1 from behind",
            )
            .fetch_one(&mut gate)
            .await
            .unwrap();
            if waiting == 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        sqlx::query("commit").execute(&mut gate).await.unwrap();
    };
    let (one, other, ()) = tokio::join!(one, other, open);
    [one, other]
}

/// How many active people are HR admins.
async fn admins(app: &TestApp, world: &World) -> i64 {
    sqlx::query_scalar(
        "select count(*) from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id \
         where g.agency_id = $1 and g.role = 'hr' and g.revoked_at is null and m.active",
    )
    .bind(world.agency.0)
    .fetch_one(&mut app.superuser().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn the_last_hr_admin_is_neither_withdrawn_nor_closed_on_the_page() {
    for close in [false, true] {
        let (app, world) = office().await;
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
        let mut both = at_once(
            &app,
            &world,
            as_a.post(&to_b, fields),
            as_b.post(&to_a, fields),
        )
        .await;
        both.sort_by_key(|shown| shown.status);
        both[0].assert_status(303);
        both[1].assert_refused(&words("refused-last-hr"));
        // the page tells what is: of the two, one alone is closed
        let closed = both[1].text().matches(&words("officers-closed")).count();
        assert_eq!(closed, usize::from(close), "{}", both[1].text());
        assert_eq!(admins(&app, &world).await, 1);
    }
}

#[tokio::test]
async fn the_last_hr_admin_is_neither_withdrawn_nor_closed_by_a_program() {
    for close in [false, true] {
        let (app, world) = office().await;
        let a = world.employee("Adi").role("hr").await;
        let b = world.employee("Bima").role("hr").await;
        let (as_a, as_b) = (world.api(&a).await, world.api(&b).await);
        let (path, method, body) = if close {
            ("access", Method::PUT, Some(json!({"active": false})))
        } else {
            ("roles/hr", Method::DELETE, None)
        };
        let to = |person: &Person| {
            let noun = if close { "members" } else { "officers" };
            format!("/{noun}/{}/{path}", person.membership)
        };
        let (to_b, to_a) = (to(&b), to(&a));
        let mut both = at_once(
            &app,
            &world,
            as_a.call(method.clone(), &to_b, body.clone()),
            as_b.call(method, &to_a, body),
        )
        .await;
        both.sort_by_key(|reply| reply.status);
        both[0].assert_status(204);
        both[1].assert_problem(422, "last-hr");
        assert_eq!(admins(&app, &world).await, 1);
    }
}

#[tokio::test]
async fn an_hr_admin_whose_access_is_closed_is_not_the_last_one() {
    let (app, world) = office().await;
    let hr = world.employee("Hana").role("hr").await;
    let gone = world.employee("Gilang").role("hr").await;
    let sari = world.employee("Sari").await;
    let desk = world.api(&hr).await;
    desk.put(
        &format!("/members/{}/access", gone.membership),
        json!({"active": false}),
    )
    .await
    .assert_status(204);
    desk.delete(&format!("/officers/{}/roles/hr", gone.membership))
        .await
        .assert_status(204);
    // nor is somebody who never was one
    desk.delete(&format!("/officers/{}/roles/hr", sari.membership))
        .await
        .assert_problem(409, "role-gone");
    assert_eq!(admins(&app, &world).await, 1);
}

#[tokio::test]
async fn whose_access_is_closed_is_granted_no_role() {
    let (app, world) = office().await;
    let hr = world.employee("Hana").role("hr").await;
    let sari = world.employee("Sari").await;
    let member = sari.membership.to_string();
    let mut desk = app.as_(&hr).await;
    desk.post(
        &format!("/members/{member}/disable"),
        &[("active", "false")],
    )
    .await
    .assert_status(303);
    desk.get("/officers?q=sari")
        .await
        .assert_text(&words("officers-closed"));
    desk.post("/officers", &[("member", &member), ("role", "auditor")])
        .await
        .assert_refused(&words("refused-member-inactive"));
    let program = world.api(&hr).await;
    let grant = format!("/officers/{member}/roles/auditor");
    program
        .call(Method::PUT, &grant, None)
        .await
        .assert_problem(422, "member-inactive");
    assert_eq!(world.count("role_grants", "role = 'auditor'").await, 0);
}

#[tokio::test]
async fn only_who_has_an_address_and_no_password_is_invited() {
    let (app, world) = office().await;
    let hr = world.employee("Hana").role("hr").await;
    let bare = world.employee("Tanpa Surel").no_email().await;
    let sari = world.employee("Sari").password(GOOD).await;
    let mut desk = app.as_(&hr).await;
    let program = world.api(&hr).await;
    let invited = "invited_at is not null";
    let before = world.count("memberships", invited).await;
    for (person, code) in [(&bare, "no-email"), (&sari, "already-active")] {
        let path = format!("/employees/{}/invitation", person.employee());
        desk.post(&path, &[])
            .await
            .assert_refused(&words(&format!("refused-{code}")));
        program
            .call(Method::POST, &path, None)
            .await
            .assert_problem(422, code);
    }
    assert_eq!(world.count("audit", "event = 'invited'").await, 0);
    assert_eq!(world.count("memberships", invited).await, before);
    let mails = app.drain().await;
    assert!(
        !mails.iter().any(|mail| mail.to == sari.email),
        "nothing was sent"
    );
}

#[tokio::test]
async fn an_address_that_two_agencies_share_is_changed_by_neither() {
    let (app, world) = office().await;
    let second = app.agency("Provinsi Uji").await;
    let hr = world.employee("Hana").role("hr").await;
    let sari = world.employee("Sari").await;
    second.joins(&sari).await;
    let here = format!("/employees/{}", sari.employee());
    let mut desk = app.as_(&hr).await;
    desk.get(&here).await.assert_ok();
    desk.submit(
        &format!("{here}/email"),
        &[("email", "sari.baru@kota.go.id")],
    )
    .await
    .assert_refused(&words("refused-email-shared"));
    let typed = desk.shown().form(&format!("{here}/email")).fields;
    let kept = ("email".to_owned(), "sari.baru@kota.go.id".to_owned());
    assert!(typed.contains(&kept), "{typed:?}");
    let program = world.api(&hr).await;
    let stands = program.get(&here).await;
    let body = json!({"email": "sari.baru@kota.go.id", "version": stands.json["version"]});
    program
        .put(&format!("{here}/email"), body)
        .await
        .assert_problem(422, "email-shared");
    let kept = format!("id = '{}' and email = '{}'", sari.employee(), sari.email);
    assert_eq!(world.count("employees", &kept).await, 1);
    let mut hers = app.as_(&sari).await;
    hers.get("/account")
        .await
        .assert_ok()
        .assert_text(&sari.email);
}

#[tokio::test]
async fn nobody_has_more_tokens_than_they_can_oversee() {
    let (app, world) = office().await;
    let hr = world.employee("Hana").role("hr").await;
    let program = world.api(&hr).await;
    let mut desk = app.as_(&hr).await;
    let name = [("name", "Laptop"), ("days", "30")];
    for (page, path, kind, scope, most) in [
        (
            "/account/tokens",
            "/me/tokens",
            "personal",
            "account:read",
            20,
        ),
        (
            "/service-tokens",
            "/service-tokens",
            "service",
            "organisation:read",
            50,
        ),
    ] {
        let live = format!("kind = '{kind}' and revoked_at is null");
        let fields = [name[0], name[1], ("scopes", scope)];
        desk.post(page, &fields).await.assert_ok();
        // as often as it takes
        let more = most - i32::try_from(world.count("api_tokens", &live).await).unwrap();
        sqlx::query(
            "insert into api_tokens (agency_id, id, kind, membership_id, name, prefix, scopes, created_at, expires_at) \
             select agency_id, gen_random_uuid(), kind, membership_id, name, prefix, scopes, created_at, expires_at \
             from (select * from api_tokens where agency_id = $1 and kind = $2 and name = 'Laptop' limit 1) t, generate_series(1, $3)",
        )
        .bind(world.agency.0)
        .bind(kind)
        .bind(more)
        .execute(&mut app.superuser().await)
        .await
        .unwrap();
        desk.post(page, &fields)
            .await
            .assert_refused(&format!("Sudah ada {most} token yang berlaku."));
        let body = json!({"name": "Laptop", "scopes": [scope], "days": 30});
        program
            .post(path, body)
            .await
            .assert_problem(422, "tokens-many");
        assert_eq!(world.count("api_tokens", &live).await, i64::from(most));
    }
}
