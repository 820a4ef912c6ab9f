//! Boards for a reception: made, read by nobody in particular, ended, and dead with what their maker may.

use chrono::TimeDelta;
use http::Method;
use luwes::requests::Decision;
use serde_json::json;

use super::{Office, office, path_of};
use crate::support::{Person, words};

/// It is Wednesday, 18 November, nine in the morning there: Sari is at home, Tono on leave.
async fn today() -> Office {
    let o = office().await;
    let request = o.ask_days(&o.sari, &[("2026-11-18", 3)]).await;
    o.decide(&request, Decision::Approve).await;
    o.world
        .absent(&o.tono, "leave", "2026-11-18", "2026-11-18")
        .await;
    o.app.pass(TimeDelta::days(1));
    o
}

impl Office {
    /// A board of the unit; its path and id.
    async fn board(&self, person: &Person, names: bool) -> (String, String) {
        let body = json!({ "name": "Lobi", "unit_id": self.unit.id, "names": names });
        let made = self.client(person).await.post("/boards", body).await;
        made.assert_status(201);
        let address = made.json["address"].as_str().expect("an address");
        let id = made.json["board"]["id"].as_str().expect("an id");
        (path_of(address), id.to_owned())
    }
}

#[tokio::test]
async fn a_head_makes_a_board_on_the_page_a_screen_reads_it_and_it_ends_with_revocation() {
    let o = today().await;
    let mut budi = o.app.as_(&o.budi).await;
    budi.get("/team").await.assert_link("/team/boards");
    budi.get("/team/boards")
        .await
        .assert_ok()
        .assert_h1(&words("boards-title"))
        .assert_text(&words("boards-empty"));
    let unit = o.unit.id.to_string();
    let typed = [
        ("name", "Lobi"),
        ("unit_id", unit.as_str()),
        ("names", "true"),
    ];
    let made = budi.submit("#new-board", &typed).await;
    made.assert_ok().assert_text(&words("boards-made"));
    let path = path_of(&made.attributes("#f-address", "value").remove(0));
    let shown = o.read(&path).await;
    shown.assert_ok().assert_h1("Analisis");
    assert_eq!(
        shown.all(".pile.wfa li"),
        ["Sari, S.E.; M.M."],
        "elsewhere, and no closer"
    );
    assert_eq!(shown.all(".pile.cuti li"), ["Tono"]);
    assert_eq!(shown.all(".pile.kantor b"), ["4"]);
    for secret in ["RAHASIA", "Rumah", "Cuti", "0812"] {
        shown.assert_no_text(secret);
    }
    let list = budi.get("/team/boards").await;
    list.assert_text("Lobi")
        .assert_text(&words("boards-with-names"));
    assert!(!list.body().contains(&path), "shown once");
    let secret = path.trim_start_matches("/board/");
    let dump: String = sqlx::query_scalar(
        "select coalesce((select string_agg(b::text, '|') from boards b), '') || (select string_agg(h::text, '|') from token_homes h)",
    )
    .fetch_one(&mut o.app.superuser().await)
    .await
    .unwrap();
    assert!(!dump.contains(secret), "only a hash is kept");
    budi.submit("/team/boards/", &[])
        .await
        .assert_text(&words("flash-board-revoked"))
        .assert_text(&words("feeds-ended"));
    o.read(&path).await.assert_status(404);
    for event in ["board-made", "board-revoked"] {
        let there = format!("event = '{event}'");
        assert_eq!(o.world.count("audit", &there).await, 1, "{event}");
    }
}

#[tokio::test]
async fn a_screen_comes_again_by_itself_without_script_and_nothing_keeps_or_finds_the_page() {
    let o = today().await;
    let (path, _) = o.board(&o.budi, false).await;
    let shown = o.read(&path).await;
    shown.assert_ok();
    assert_eq!(
        shown.attributes("meta[http-equiv=refresh]", "content"),
        ["300"]
    );
    assert_eq!(
        shown.attributes("meta[name=robots]", "content"),
        ["noindex"]
    );
    for (name, value) in [
        ("x-robots-tag", "noindex"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(shown.header(name), value, "{name}");
    }
    // the policy that stands around every page allows what the page does
    assert!(
        shown
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    assert_eq!(shown.header("set-cookie"), "");
    for part in ["script", "nav", "main a", "form", "button"] {
        assert_eq!(shown.number_of(part), 0, "{part}");
    }
    assert_eq!(shown.oddities(), Vec::<String>::new());
    // counts only
    assert_eq!(shown.all(".pile b"), ["4", "1", "1"]);
    shown.assert_no_text("Sari").assert_no_text("Tono");
}

#[tokio::test]
async fn a_board_tells_the_half_of_the_day_and_a_day_off() {
    let o = office().await;
    let request = o.ask_days(&o.sari, &[("2026-11-18", 1)]).await;
    o.decide(&request, Decision::Approve).await;
    o.app.pass(TimeDelta::days(1));
    let (path, _) = o.board(&o.budi, true).await;
    let morning = o.read(&path).await;
    assert_eq!(morning.all(".pile.wfa b"), ["1"]);
    // from nine in the morning to one in the afternoon
    o.app.pass(TimeDelta::hours(4));
    let afternoon = o.read(&path).await;
    assert_eq!(afternoon.all(".pile.wfa b"), ["0"]);
    // Saturday
    o.app.pass(TimeDelta::days(3));
    let off = o.read(&path).await;
    off.assert_ok().assert_text(&words("boards-off"));
    assert_eq!(off.number_of(".pile"), 0);
}

#[tokio::test]
async fn a_board_dies_when_its_maker_leads_the_unit_no_more_or_loses_access_or_password() {
    for end in [
        "update units set head_id = null where id = $1",
        "update memberships set active = false where employee_id = (select head_id from units where id = $1)",
        "delete from token_homes h using boards b where b.id = h.token_id and b.unit_id = $1",
        "update units set active = false where id = $1",
    ] {
        let o = today().await;
        let (path, _) = o.board(&o.budi, true).await;
        o.read(&path).await.assert_ok();
        o.set(end, o.unit.id.0).await;
        o.read(&path).await.assert_status(404);
    }
}

#[tokio::test]
async fn the_list_and_the_limit_count_only_boards_that_a_screen_can_still_read() {
    for (end, still) in [
        ("select id from units where id = $1", true),
        ("update units set head_id = null where id = $1", false),
        (
            "update memberships set active = false where employee_id = (select head_id from units where id = $1)",
            false,
        ),
        (
            "update employees set active = false where id = (select head_id from units where id = $1)",
            false,
        ),
        (
            "delete from token_homes h using boards b where b.id = h.token_id and b.unit_id = $1",
            false,
        ),
    ] {
        let o = today().await;
        let mut paths = Vec::new();
        for _ in 0..5 {
            paths.push(o.board(&o.budi, false).await.0);
        }
        o.set(end, o.unit.id.0).await;
        let hana = o.client(&o.hana).await;
        let list = hana.get("/boards").await;
        let list = list.json["items"].as_array().expect("items");
        assert_eq!(list.len(), 5);
        for path in &paths {
            o.read(path)
                .await
                .assert_status(if still { 200 } else { 404 });
        }
        assert!(list.iter().all(|one| one["live"] == still), "{end}");
        let body = json!({ "name": "Lobi", "unit_id": o.unit.id });
        let sixth = hana.post("/boards", body).await;
        sixth.assert_status(if still { 422 } else { 201 });
    }
}

#[tokio::test]
async fn a_board_of_a_stand_in_and_of_hr_lives_as_long_as_their_right() {
    let o = today().await;
    o.world
        .acting(&o.tono, &o.unit, "plh", "2026-11-18", "2026-11-19")
        .await;
    o.board(&o.tono, false).await;
    o.board(&o.hana, false).await;
    let live = || async {
        let hana = o.client(&o.hana).await;
        let list = hana.get("/boards").await.json;
        let mut live = Vec::new();
        for one in list["items"].as_array().expect("items") {
            if one["live"] == true {
                live.push(one["made_by"].as_str().expect("a name").to_owned());
            }
        }
        live.sort_unstable();
        live
    };
    assert_eq!(live().await, ["Hana", "Tono"]);
    o.app.pass(TimeDelta::days(2));
    assert_eq!(live().await, ["Hana"]);
}

#[tokio::test]
async fn a_screen_asks_again_whatever_it_was_answered() {
    let o = today().await;
    let (path, id) = o.board(&o.budi, false).await;
    assert_eq!(o.read(&path).await.assert_ok().header("refresh"), "300");
    let gone = o.client(&o.budi).await;
    gone.delete(&format!("/boards/{id}"))
        .await
        .assert_status(204);
    for path in [path.as_str(), "/board/x", "/board/a/b"] {
        let shown = o.read(path).await;
        shown.assert_status(404);
        assert_eq!(shown.header("refresh"), "300", "{path}");
    }
    // nobody else is sent round in circles
    assert_eq!(o.read("/sign-in").await.header("refresh"), "");
    assert_eq!(o.read("/boards").await.header("refresh"), "");
}

#[tokio::test]
async fn only_heads_and_hr_manage_boards_and_each_only_what_is_theirs() {
    let o = today().await;
    let (path, id) = o.board(&o.budi, true).await;
    let body = json!({ "name": "Lobi", "unit_id": o.unit.id });
    let mut sari = o.app.as_(&o.sari).await;
    sari.get("/team/boards").await.assert_status(403);
    sari.post("/team/boards", &[("name", "X"), ("unit_id", "Y")])
        .await
        .assert_status(403);
    sari.post(&format!("/team/boards/{id}/revocation"), &[])
        .await
        .assert_status(403);
    let client = o.client(&o.sari).await;
    client.get("/boards").await.assert_problem(403, "forbidden");
    client
        .post("/boards", body.clone())
        .await
        .assert_problem(403, "forbidden");
    // the head of another unit finds nothing of this one
    let loket = o.world.unit("Loket").await;
    let lina = o.world.employee("Lina").head_of(&loket).await;
    o.world.employee("Loki").of(&loket).await;
    let client = o.client(&lina).await;
    assert_eq!(client.get("/boards").await.json["items"], json!([]));
    let refused = client.post("/boards", body).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "board-unit");
    client
        .delete(&format!("/boards/{id}"))
        .await
        .assert_problem(404, "not-found");
    // another agency's HR neither
    let far = o.app.agency("Kota Jauh").await;
    let rani = far.officer("Rani", &["hr"]).await;
    let far = far.api(&rani).await;
    assert_eq!(far.get("/boards").await.json["items"], json!([]));
    far.delete(&format!("/boards/{id}"))
        .await
        .assert_problem(404, "not-found");
    o.read(&path).await.assert_ok();
    // HR of the agency ends it
    let hana = o.client(&o.hana).await;
    let list = hana.get("/boards").await;
    assert_eq!(list.json["items"][0]["made_by"], "Budi");
    assert!(!list.json.to_string().contains(&path));
    hana.delete(&format!("/boards/{id}"))
        .await
        .assert_status(204);
    hana.delete(&format!("/boards/{id}"))
        .await
        .assert_problem(409, "board-ended");
    o.read(&path).await.assert_status(404);
}

#[tokio::test]
async fn a_form_that_cannot_be_says_why_and_a_unit_has_at_most_five() {
    let o = today().await;
    let mut budi = o.app.as_(&o.budi).await;
    budi.get("/team/boards").await;
    let unit = o.unit.id.to_string();
    let shown = budi
        .submit("#new-board", &[("name", ""), ("unit_id", &unit)])
        .await;
    shown.assert_refused(&words("invalid-required"));
    let root = o.world.root.id.to_string();
    for (unit, text) in [
        (root.as_str(), "invalid-board-unit"),
        ("semua", "invalid-choice"),
    ] {
        let shown = budi
            .post("/team/boards", &[("name", "X"), ("unit_id", unit)])
            .await;
        shown.assert_refused(&words(text));
        assert_eq!(shown.attributes("#f-name", "value"), ["X"]);
    }
    let client = o.client(&o.budi).await;
    let one = |n: usize| {
        let (client, unit) = (client.clone(), o.unit.id);
        async move {
            let body = json!({ "name": format!("L{n}"), "unit_id": unit });
            client.post("/boards", body).await
        }
    };
    let all = futures::future::join_all((0..8).map(one)).await;
    assert_eq!(all.iter().filter(|reply| reply.status == 201).count(), 5);
    for refused in all.iter().filter(|reply| reply.status != 201) {
        refused.assert_problem(422, "boards-many");
    }
}

#[tokio::test]
async fn an_unknown_secret_is_a_plain_404_and_a_calendar_link_is_no_board() {
    let o = today().await;
    let feed = o.own(&o.sari).await;
    let secret = feed.trim_start_matches("/feeds/").trim_end_matches(".ics");
    let other = format!("/board/{}", "A".repeat(43));
    for path in [format!("/board/{secret}"), other, "/board/x".to_owned()] {
        let shown = o.app.visitor().request(Method::GET, &path, None).await;
        shown.assert_status(404);
        assert_eq!(shown.body(), "404\n", "{path}");
    }
    let (board, _) = o.board(&o.budi, false).await;
    let as_feed = format!("/feeds/{}.ics", board.trim_start_matches("/board/"));
    o.read(&as_feed).await.assert_status(404);
}
