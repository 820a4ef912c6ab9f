//! Who is where in a month: of a unit and of one person, by page and by program.

use serde_json::{Value, json};

use super::*;

/// Sari is at home on the 24th, Tono waits for the 25th, Umi is on leave on the 26th and 27th, Vina is at home on the morning of
/// the 24th.
async fn november() -> Office {
    let office = office().await;
    let sari = ask(&office, 0, &["2026-11-24"]).await;
    ask(&office, 1, &["2026-11-25"]).await;
    office
        .world
        .absent(&office.staff[2], "leave", "2026-11-26", "2026-11-27")
        .await;
    let vina = office.world.api(&office.staff[3]).await;
    let body = json!({
        "days": [{ "on": "2026-11-24", "part": "morning" }],
        "place": "home",
        "plan": [{ "what": "Laporan", "due_on": "2026-11-24" }],
    });
    let half = vina.post("/requests", body).await;
    half.assert_status(201);
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &sari, "approve", "")
        .await
        .assert_at("/inbox");
    decide(&mut budi, &half.id(), "approve", "")
        .await
        .assert_at("/inbox");
    office
}

/// The halves of a person on a day, as the interface tells them.
fn halves<'a>(member: &'a Value, on: &str) -> Vec<(&'a str, &'a str, bool)> {
    member["halves"]
        .as_array()
        .expect("halves")
        .iter()
        .filter(|half| half["on"] == on)
        .map(|half| {
            let text = |name: &str| half[name].as_str().unwrap_or("-");
            (
                text("is"),
                text("place"),
                half["pending"].as_bool().expect("pending"),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_month_shows_who_is_where_and_how_many_stay_in_the_office() {
    let office = november().await;
    let mut wawan = office.app.as_(&office.staff[4]).await;
    wawan.get("/team").await.assert_link(&format!(
        "/team/month?month=2026-11&unit={}",
        office.unit.id
    ));
    let shown = wawan.get("/team/month?month=2026-11").await;
    shown
        .assert_ok()
        .assert_h1(&words("requests-team-title"))
        .assert_text("November 2026. 8 orang.")
        .assert_link(&format!(
            "/team/month?month=2026-10&unit={}",
            office.unit.id
        ))
        .assert_link(&format!(
            "/team/month?month=2026-12&unit={}",
            office.unit.id
        ))
        .assert_link(&format!("/team?week=2026-11-17&unit={}", office.unit.id));
    assert_eq!(shown.number_of(".grid-month tbody tr"), 8);
    assert_eq!(shown.number_of(".grid-month thead th"), 31);
    // nine weekend days are shaded in the head, in every row and in the totals
    assert_eq!(shown.number_of(".grid-month thead .off"), 9);
    assert_eq!(shown.number_of(".grid-month td.off"), 9 * 9);
    // the scrolling region is reached by keyboard and has a name
    assert_eq!(shown.attributes(".scroll", "tabindex"), ["0"]);
    assert_eq!(shown.attributes(".scroll", "aria-label"), ["November 2026"]);
    assert_eq!(
        shown.all("#d24 p"),
        ["Rumah Sari, Vina (pagi)"],
        "a phone reads the day"
    );
    assert_eq!(shown.all("#d25 p"), ["Menunggu Tono"]);
    assert_eq!(shown.all("#d26 p"), ["Cuti Umi"]);
    assert!(shown.all("#d23 p").is_empty(), "the normal day is quiet");
    let office_of = |day: &str| shown.all(&format!("#{day} .num")).join("");
    assert!(
        office_of("d24").starts_with("6 dari 8"),
        "{}",
        office_of("d24")
    );
    assert!(office_of("d25").starts_with("7 dari 8"));
    assert!(office_of("d23").starts_with("8 dari 8"));
    assert!(shown.links().contains(&"#d17".to_owned()), "a way to today");
}

#[tokio::test]
async fn a_program_reads_the_same_month() {
    let office = november().await;
    let wawan = office.world.api(&office.staff[4]).await;
    let month = wawan.get("/team/month?month=2026-11").await;
    let month = &month.assert_status(200).json;
    assert_eq!(month["month"], "2026-11");
    assert_eq!(month["days"].as_array().unwrap().len(), 30);
    assert_eq!(month["days"][23]["strength"]["present"], 6);
    assert_eq!(month["days"][21]["working"], false);
    assert!(month["next"].is_null());
    let of = |name: &str| {
        let members = month["members"].as_array().unwrap();
        members.iter().find(|one| one["name"] == name).unwrap()
    };
    assert_eq!(
        halves(of("Sari"), "2026-11-24"),
        [("flexible", "home", false), ("flexible", "home", false)]
    );
    assert_eq!(
        halves(of("Vina"), "2026-11-24"),
        [("flexible", "home", false), ("office", "-", false)]
    );
    assert_eq!(
        halves(of("Tono"), "2026-11-25"),
        [("flexible", "home", true), ("flexible", "home", true)]
    );
    assert_eq!(halves(of("Umi"), "2026-11-27")[0].0, "leave");
    let mine = office.world.api(&office.staff[0]).await;
    let mine = mine.get("/me/month?month=2026-11").await;
    assert_eq!(
        halves(&mine.assert_status(200).json["person"], "2026-11-24"),
        [("flexible", "home", false), ("flexible", "home", false)]
    );
    for odd in ["2026-13", "November", "2026-11-01", "1999-01"] {
        let refused = wawan.get(&format!("/team/month?month={odd}")).await;
        refused.assert_problem(422, "invalid");
        assert_eq!(refused.fields(), ["month"], "{odd}");
    }
}

#[tokio::test]
async fn a_day_below_the_minimum_is_named_on_top() {
    let office = november().await;
    sqlx::query("update units set min_on_site = 7 where id = $1")
        .bind(office.unit.id.0)
        .execute(&mut office.app.superuser().await)
        .await
        .expect("the minimum is set");
    let mut budi = office.app.as_(&office.budi).await;
    let shown = budi.get("/team/month?month=2026-11").await;
    shown.assert_text(&words("requests-team-short"));
    assert_eq!(shown.all(".note.warn p"), ["Sel 24"]);
    assert_eq!(shown.all(".grid-month tfoot .low"), ["6 /7"]);
    let quiet = budi.get("/team/month?month=2026-12").await;
    quiet
        .assert_ok()
        .assert_no_text(&words("requests-team-short"));
}

#[tokio::test]
async fn a_crowd_comes_a_hundred_at_a_time_and_is_counted_whole() {
    let office = office().await;
    let mut tx = office.world.tx().await;
    sqlx::query(
        "insert into employees (agency_id, id, nip, name, asn_kind, unit_id, position_id, appointed_on, created_at, updated_at) \
         select $1, gen_random_uuid(), '19910101201502' || '1' || lpad(n::text, 3, '0'), 'Orang ' || lpad(n::text, 3, '0'), 'pns', $2, $3, '2015-01-05', $4, $4 \
         from generate_series(1, 112) n",
    )
    .bind(office.world.agency.0)
    .bind(office.unit.id.0)
    .bind(office.world.position.0)
    .bind(office.app.now())
    .execute(tx.conn())
    .await
    .expect("the crowd is stored");
    tx.commit().await.expect("commit");
    let mut sari = office.app.as_(&office.staff[0]).await;
    let first = sari.get("/team/month").await;
    first.assert_ok().assert_text("120 orang");
    assert_eq!(first.number_of(".grid-month tbody tr"), 100);
    let next = first.attributes("a[rel=next]", "href");
    let more = next
        .iter()
        .find(|href| href.contains("after="))
        .expect("a next page");
    let second = sari.get(more).await;
    assert_eq!(second.number_of(".grid-month tbody tr"), 20);
    assert!(second.all("#d17 .num").join("").starts_with("120 dari 120"));
    assert_eq!(second.number_of("a[rel=first]"), 1);
    let names: std::collections::BTreeSet<String> = [&first, &second]
        .iter()
        .flat_map(|page| page.all(".grid-month tbody th a"))
        .collect();
    assert_eq!(
        names.len(),
        120,
        "nobody is left out and nobody comes twice"
    );
    let client = office.world.api(&office.staff[0]).await;
    let page = client.get("/team/month").await;
    let after = page.json["next"].as_str().expect("a next page");
    let rest = client.get(&format!("/team/month?after={after}")).await;
    assert_eq!(
        rest.assert_status(200).json["members"]
            .as_array()
            .unwrap()
            .len(),
        20
    );
    client
        .get("/team/month?after=AAAA")
        .await
        .assert_problem(422, "invalid");
}

#[tokio::test]
async fn a_person_opens_the_own_days_and_sees_a_colleagues_without_the_request() {
    let office = november().await;
    let request = {
        let mut sari = office.app.as_(&office.staff[0]).await;
        let mine = sari.get("/me/month?month=2026-11").await;
        mine.assert_ok()
            .assert_h1(&words("requests-mine-title"))
            .assert_link("/me/month?month=2026-12")
            .assert_link("/me/month?month=2026-10");
        assert_eq!(
            mine.all(".totals li"),
            ["Kantor 20 hari", "Rumah 1 hari"],
            "twenty-one working days"
        );
        mine.attributes(".cal-month a", "href")
    };
    assert_eq!(request.len(), 1);
    assert!(request[0].starts_with("/requests/"));
    let page = format!(
        "/employees/{}/month?month=2026-11",
        office.staff[0].employee()
    );
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get("/team/month?month=2026-11")
        .await
        .assert_link(&page);
    let shown = tono.get(&page).await;
    shown.assert_ok().assert_h1("Sari").assert_text("Rumah");
    assert_eq!(shown.number_of(".cal-month a"), 0);
    let vina = format!(
        "/employees/{}/month?month=2026-11",
        office.staff[3].employee()
    );
    let halved = tono.get(&vina).await;
    assert_eq!(halved.number_of(".cal-month .halves"), 1);
    assert_eq!(
        halved.all(".totals li"),
        ["Kantor 20,5 hari", "Rumah 0,5 hari"]
    );
}

#[tokio::test]
async fn only_who_may_see_the_week_sees_the_month() {
    let office = november().await;
    let other = office.world.unit("Loket").await;
    let loki = office.world.employee("Loki").of(&other).await;
    let far = office.app.agency("Kota Jauh").await;
    let jauh = far.employee("Jauh").await;
    let sari = office.staff[0].employee();
    for stranger in [&loki, &jauh] {
        let mut browser = office.app.as_(stranger).await;
        browser
            .get(&format!("/team/month?unit={}", office.unit.id))
            .await
            .assert_status(404);
        browser
            .get(&format!("/employees/{sari}/month"))
            .await
            .assert_status(404);
        let world = if stranger.employee() == jauh.employee() {
            &far
        } else {
            &office.world
        };
        let client = world.api(stranger).await;
        client
            .get(&format!("/team/month?unit={}", office.unit.id))
            .await
            .assert_problem(404, "not-found");
        client
            .get(&format!("/employees/{sari}/month"))
            .await
            .assert_problem(404, "not-found");
    }
    for (role, status) in [("hr", 200), ("leader", 200), ("auditor", 404)] {
        let officer = office.world.officer("Pejabat", &[role]).await;
        let mut browser = office.app.as_(&officer).await;
        browser
            .get(&format!("/employees/{sari}/month"))
            .await
            .assert_status(status);
        browser.get("/me/month").await.assert_status(403);
    }
}

#[tokio::test]
async fn a_unit_without_people_is_not_offered() {
    let office = office().await;
    let empty = office.world.unit("Kosong").await;
    let head = office.world.employee("Pindah").head_of(&empty).await;
    sqlx::query("update employees set active = false where id = $1")
        .bind(head.employee().0)
        .execute(&mut office.app.superuser().await)
        .await
        .expect("the head has left");
    let hr = office.world.officer("Rina", &["hr"]).await;
    let mut hr = office.app.as_(&hr).await;
    hr.get(&format!("/team/month?unit={}", empty.id))
        .await
        .assert_status(404);
}
