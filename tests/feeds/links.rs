//! Links: made, listed and ended by page and by program, and when they show nothing any more.

use chrono::TimeDelta;
use http::Method;
use luwes::kernel::door::Scope;
use serde_json::json;

use super::{office, office_in, path_of};
use crate::support::words;

#[tokio::test]
async fn a_person_makes_a_link_on_the_page_sees_it_once_and_revokes_it() {
    let o = office().await;
    let mut sari = o.app.as_(&o.sari).await;
    sari.get("/account").await.assert_link("/account/calendar");
    sari.get("/account/calendar")
        .await
        .assert_ok()
        .assert_h1(&words("feeds-title"))
        .assert_text(&words("feeds-empty"))
        .assert_text(&words("feeds-google"));
    let typed = [("name", "Ponsel"), ("shows", "own")];
    let made = sari.submit("#new-feed", &typed).await;
    made.assert_ok().assert_text(&words("feeds-made"));
    let address = made.attributes("#f-address", "value").remove(0);
    let link = path_of(&address);
    assert_eq!(
        made.attributes(".note a.btn", "href"),
        [format!("webcal://luwes.test{link}")]
    );
    o.read(&link).await.assert_status(200);
    let list = sari.get("/account/calendar").await;
    list.assert_text("Ponsel")
        .assert_text(&words("feeds-shows-own"));
    assert!(!list.body().contains(&link));
    let secret = link.trim_start_matches("/feeds/").trim_end_matches(".ics");
    let dump: String = sqlx::query_scalar(
        "select coalesce((select string_agg(f::text, '|') from feeds f), '') || (select string_agg(h::text, '|') from token_homes h)",
    )
    .fetch_one(&mut o.app.superuser().await)
    .await
    .unwrap();
    assert!(!dump.contains(secret));
    let action = list
        .attributes("form[action$='/revocation']", "action")
        .remove(0);
    let done = sari.submit(&format!("form[action='{action}']"), &[]).await;
    done.assert_text(&words("flash-feed-revoked"))
        .assert_text(&words("feeds-ended"));
    o.read(&link).await.assert_status(404);
    sari.post(&action, &[]).await.assert_status(409);
    for event in ["feed-made", "feed-revoked"] {
        let there = format!("event = '{event}'");
        assert_eq!(o.world.count("audit", &there).await, 1, "{event}");
    }
}

#[tokio::test]
async fn a_form_that_cannot_be_says_why_and_keeps_what_was_typed() {
    let o = office().await;
    let mut sari = o.app.as_(&o.sari).await;
    sari.get("/account/calendar").await;
    let shown = sari
        .submit("#new-feed", &[("name", ""), ("shows", "own")])
        .await;
    shown
        .assert_status(422)
        .assert_text(&words("invalid-required"));
    sari.get("/account/calendar").await;
    let root = o.world.root.id.to_string();
    let other = sari
        .post("/account/calendar", &[("name", "X"), ("shows", &root)])
        .await;
    other
        .assert_status(422)
        .assert_text(&words("invalid-feed-unit"));
    assert_eq!(other.attributes("#f-name", "value"), ["X"]);
    let odd = sari
        .post("/account/calendar", &[("name", "X"), ("shows", "semua")])
        .await;
    odd.assert_status(422);
    assert_eq!(o.world.count("feeds", "true").await, 0);
    // an officer who is no employee and sees no unit is offered nothing
    let audi = o.world.officer("Audi", &["auditor"]).await;
    let page = o.app.as_(&audi).await.get("/account/calendar").await;
    page.assert_text(&words("feeds-nothing"));
    let refused = o
        .client(&audi)
        .await
        .post("/me/feeds", json!({ "name": "X", "kind": "own" }))
        .await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "feed-own");
}

#[tokio::test]
async fn a_person_has_at_most_five_however_many_are_asked_for_at_once() {
    let o = office().await;
    let sari = o.client(&o.sari).await;
    let one = |n: usize| {
        let sari = sari.clone();
        async move {
            sari.post(
                "/me/feeds",
                json!({ "name": format!("P{n}"), "kind": "own" }),
            )
            .await
        }
    };
    let all = futures::future::join_all((0..8).map(one)).await;
    let made: Vec<_> = all.iter().filter(|reply| reply.status == 201).collect();
    assert_eq!(made.len(), 5);
    for refused in all.iter().filter(|reply| reply.status != 201) {
        refused.assert_problem(422, "feeds-many");
    }
    let id = made[0].json["feed"]["id"].as_str().unwrap();
    sari.delete(&format!("/me/feeds/{id}"))
        .await
        .assert_status(204);
    one(9).await.assert_status(201);
}

#[tokio::test]
async fn a_program_makes_lists_and_ends_links_and_a_repeated_attempt_shows_the_address_once() {
    let o = office().await;
    let sari = o.client(&o.sari).await;
    let body = json!({ "name": "Laptop", "kind": "unit", "unit_id": o.unit.id });
    let named = sari.clone().key("kalender-satu");
    let first = named.post("/me/feeds", body.clone()).await;
    let link = path_of(first.assert_status(201).json["address"].as_str().unwrap());
    o.read(&link).await.assert_status(200);
    let second = named.post("/me/feeds", body).await;
    assert!(second.assert_status(201).json["address"].is_null());
    assert_eq!(second.json["feed"]["id"], first.json["feed"]["id"]);
    let list = sari.get("/me/feeds").await;
    let feed = &list.assert_status(200).json["items"][0];
    assert_eq!(
        (&feed["unit_name"], &feed["live"]),
        (&json!("Analisis"), &json!(true))
    );
    assert!(!list.json.to_string().contains(&link));
    let path = format!("/me/feeds/{}", feed["id"].as_str().unwrap());
    o.client(&o.tono)
        .await
        .delete(&path)
        .await
        .assert_problem(404, "not-found");
    sari.delete(&path).await.assert_status(204);
    sari.delete(&path).await.assert_problem(409, "feed-ended");
    o.read(&link).await.assert_status(404);
}

#[tokio::test]
async fn a_token_gives_no_more_than_itself_and_the_link_ends_with_it() {
    let o = office().await;
    let body = json!({ "name": "Ponsel", "kind": "own" });
    let narrow = o
        .world
        .api_with(&o.sari, &[Scope::AccountRead, Scope::AccountWrite])
        .await;
    let refused = narrow.post("/me/feeds", body.clone()).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "feed-scope");
    let reader = o
        .world
        .api_with(&o.sari, &[Scope::AccountRead, Scope::RequestsRead])
        .await;
    reader
        .post("/me/feeds", body.clone())
        .await
        .assert_problem(403, "forbidden");
    reader.get("/me/feeds").await.assert_status(200);
    let unit = json!({ "name": "X", "kind": "own", "unit_id": o.unit.id });
    let sari = o.client(&o.sari).await;
    sari.post("/me/feeds", unit)
        .await
        .assert_problem(422, "invalid");
    let made = sari.post("/me/feeds", body).await;
    let link = path_of(made.assert_status(201).json["address"].as_str().unwrap());
    assert!(made.json["feed"]["expires_at"].is_string());
    o.read(&link).await.assert_status(200);
    o.app.pass(TimeDelta::days(366));
    o.read(&link).await.assert_status(404);
    // a service is nobody and has no calendar
    let service = o.world.service(&o.hana, &[Scope::RequestsRead]).await;
    service
        .get("/me/feeds")
        .await
        .assert_problem(403, "forbidden");
}

#[tokio::test]
async fn an_unknown_malformed_or_foreign_secret_is_a_plain_404() {
    let o = office().await;
    let link = o.own(&o.sari).await;
    let bare = link.trim_end_matches(".ics");
    let other = format!("/feeds/{}.ics", "A".repeat(43));
    for path in [bare, "/feeds/x.ics", "/feeds/.ics", &other] {
        let shown = o.read(path).await;
        shown.assert_status(404);
        assert_eq!(
            shown.header("content-type"),
            "text/plain; charset=utf-8",
            "{path}"
        );
        assert_eq!(shown.body(), "404\n", "{path}");
    }
    let post = o.app.visitor().request(Method::POST, &link, None).await;
    post.assert_status(405);
}

#[tokio::test]
async fn c17_guessing_secrets_from_one_network_stops_and_a_good_link_is_still_read() {
    let o = office().await;
    let link = o.own(&o.sari).await;
    let mut visitor = o.app.visitor().from("203.0.113.7");
    let mut refused = 0;
    for n in 0..320 {
        let path = format!("/feeds/{n:A>42}A.ics");
        let shown = visitor.request(Method::GET, &path, None).await;
        refused += usize::from(shown.status == 429);
    }
    assert_eq!(refused, 20);
    visitor
        .request(Method::GET, &link, None)
        .await
        .assert_status(200);
}

#[tokio::test]
async fn c02_a_link_dies_when_its_person_leaves_and_with_a_closed_access() {
    let o = office().await;
    let (own, unit) = (o.own(&o.sari).await, o.of_unit(&o.sari, &o.unit).await);
    for path in [&own, &unit] {
        o.read(path).await.assert_status(200);
    }
    // somebody else's closed access changes nothing
    let mut hana = o.app.as_(&o.hana).await;
    let here = format!("/employees/{}", o.tono.employee());
    hana.get(&here).await.assert_ok();
    hana.submit(&format!("{here}/departure"), &[("left_on", "2026-11-16")])
        .await;
    o.read(&own).await.assert_status(200);
    let here = format!("/employees/{}", o.sari.employee());
    hana.get(&here).await.assert_ok();
    hana.submit(&format!("{here}/departure"), &[("left_on", "2026-11-16")])
        .await;
    for path in [&own, &unit] {
        o.read(path).await.assert_status(404);
    }
}

#[tokio::test]
async fn c02_rights_are_those_of_the_moment_of_reading() {
    let o = office().await;
    let (own, unit) = (o.own(&o.sari).await, o.of_unit(&o.sari, &o.unit).await);
    let seen = o.of_unit(&o.hana, &o.unit).await;
    // another unit: her own days go with her, the former unit's do not
    let there = o.world.unit("Lain").await;
    sqlx::query("update employees set unit_id = $2 where id = $1")
        .bind(o.sari.employee().0)
        .bind(there.id.0)
        .execute(&mut o.app.superuser().await)
        .await
        .unwrap();
    o.read(&own).await.assert_status(200);
    o.read(&unit).await.assert_status(404);
    let list = o.client(&o.sari).await.get("/me/feeds").await;
    let live: Vec<bool> = list.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feed| feed["live"] == true)
        .collect();
    assert_eq!(live, [false, true]);
    // HR sees every unit while she is HR
    o.read(&seen).await.assert_status(200);
    o.set(
        "update role_grants set revoked_at = granted_at where membership_id = $1",
        o.hana.membership.0,
    )
    .await;
    o.read(&seen).await.assert_status(404);
    // the record alone is closed, then the membership, then the login
    o.set(
        "update employees set active = false where id = $1",
        o.sari.employee().0,
    )
    .await;
    o.read(&own).await.assert_status(404);
    o.set(
        "update employees set active = true where id = $1",
        o.sari.employee().0,
    )
    .await;
    o.read(&own).await.assert_status(200);
    o.set(
        "update memberships set active = false where id = $1",
        o.sari.membership.0,
    )
    .await;
    o.read(&own).await.assert_status(404);
    o.set(
        "update memberships set active = true where id = $1",
        o.sari.membership.0,
    )
    .await;
    o.set(
        "update identities set disabled = true where id = $1",
        o.sari.identity.0,
    )
    .await;
    o.read(&own).await.assert_status(404);
}

#[tokio::test]
async fn c02_a_new_password_ends_links_as_it_ends_tokens() {
    let o = office().await;
    let sari = o
        .world
        .employee("Siti")
        .of(&o.unit)
        .password("kopi tubruk pagi hari")
        .await;
    let link = o.own(&sari).await;
    let mut browser = o.app.as_(&sari).await;
    browser.get("/account").await;
    let typed = [
        ("old", "kopi tubruk pagi hari"),
        ("new", "teh poci sore hari sekali"),
    ];
    browser
        .submit("/account/password", &typed)
        .await
        .assert_ok();
    o.read(&link).await.assert_status(404);
    browser
        .get("/account/calendar")
        .await
        .assert_text(&words("feeds-ended"));
}

#[tokio::test]
async fn c21_a_link_of_one_agency_never_shows_another() {
    let o = office().await;
    let other = office_in(o.app.clone(), "Kota Lain").await;
    other.ask_days(&other.sari, &[("2026-11-24", 3)]).await;
    let (own, unit) = (o.own(&o.sari).await, o.of_unit(&o.sari, &o.unit).await);
    for path in [&own, &unit] {
        assert!(o.events(path).await.is_empty(), "{path}");
    }
    let body = json!({ "name": "X", "kind": "unit", "unit_id": other.unit.id });
    for person in [&o.sari, &o.hana] {
        let refused = o.client(person).await.post("/me/feeds", body.clone()).await;
        refused.assert_problem(422, "invalid");
        assert_eq!(refused.json["errors"][0]["code"], "feed-unit");
    }
    // the same person in two agencies: each link keeps to its own
    let guest = other.world.joins(&o.sari).await;
    assert_ne!(guest.membership, o.sari.membership);
    o.ask_days(&o.sari, &[("2026-11-26", 3)]).await;
    assert_eq!(o.events(&own).await.len(), 1);
    let theirs = other.of_unit(&other.hana, &other.unit).await;
    let seen = o.events(&theirs).await;
    assert_eq!(seen.len(), 1);
    assert!(seen.contains_key("20261124 Sari, S.E.; M.M."));
}
