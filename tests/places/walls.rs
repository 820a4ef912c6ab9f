//! What the walls between agencies let through of an agreement: itself, and a number a day.

use sqlx::{AssertSqlSafe, Connection};

use super::*;

/// What a statement does as the application's user within an agency, taken back: rows, or the SQLSTATE it was refused with.
async fn tried(two: &Two, agency: &World, sql: &str) -> Result<u64, String> {
    let mut conn = two.app.as_app_role().await;
    let mut tx = conn.begin().await.expect("begin");
    let set = format!("set local app.agency_id = '{}'", agency.agency.0);
    sqlx::query(AssertSqlSafe(set))
        .execute(&mut *tx)
        .await
        .expect("the context is set");
    let done = sqlx::query(AssertSqlSafe(sql.to_owned()))
        .execute(&mut *tx)
        .await;
    tx.rollback().await.expect("rollback");
    match done {
        Ok(done) => Ok(done.rows_affected()),
        Err(sqlx::Error::Database(error)) => Err(error.code().unwrap_or_default().into_owned()),
        Err(error) => panic!("{sql}: {error}"),
    }
}

const DENIED: &str = "42501";
const WRONG: &str = "23514";

#[tokio::test]
async fn the_database_lets_each_agency_take_its_own_steps_and_nobody_else_any() {
    let two = Two::new().await;
    let third = two.app.agency("Kota Lain").await;
    let offered = two.offered(2).await;
    let agreed = two.agreed(2).await;
    two.ask(0, &agreed, &DAYS[..1]).await.assert_status(201);
    two.app.drain().await;
    let denied = || Err(DENIED.to_owned());
    let wrong = || Err(WRONG.to_owned());
    let set = |id: &str, state: &str| {
        format!(
            "update seat_agreements set state = '{state}', reason = 'x', answered_at = now() where id = '{id}'"
        )
    };
    let end = |by_host: bool| {
        format!(
            "update seat_agreements set state = 'ended', reason = 'x', ended_by_host = {by_host}, stops_on = '2026-11-30', ended_at = now() where id = '{agreed}'"
        )
    };
    for table in ["seat_agreements", "agreement_days"] {
        let all = format!("select * from {table}");
        assert_eq!(tried(&two, &third, &all).await, Ok(0), "{table}");
        let own = tried(&two, &two.host, &all).await;
        assert!(matches!(own, Ok(1..)), "{table}: {own:?}");
        let gone = format!("delete from {table}");
        let found = tried(&two, &two.host, &gone).await;
        assert!(found == denied() || found == Ok(0), "{table}: {found:?}");
    }
    // the steps
    assert_eq!(tried(&two, &third, &set(&offered, "accepted")).await, Ok(0));
    assert_eq!(
        tried(&two, &two.host, &set(&offered, "accepted")).await,
        wrong()
    );
    assert_eq!(
        tried(&two, &two.guest, &set(&offered, "withdrawn")).await,
        wrong()
    );
    assert_eq!(
        tried(&two, &two.guest, &set(&offered, "accepted")).await,
        Ok(1)
    );
    assert_eq!(
        tried(&two, &two.host, &set(&offered, "withdrawn")).await,
        Ok(1)
    );
    assert_eq!(tried(&two, &two.guest, &end(true)).await, wrong());
    assert_eq!(tried(&two, &two.guest, &end(false)).await, Ok(1));
    // the terms
    for (agency, change) in [
        (&two.host, "seats = 9"),
        (&two.guest, "place = 'x'"),
        (&two.host, "guest_id = host_id"),
    ] {
        let sql = format!("update seat_agreements set {change}");
        assert_eq!(tried(&two, agency, &sql).await, denied(), "{change}");
    }
    // an offer in another's name
    let forged = format!(
        "insert into seat_agreements (id, host_id, guest_id, place, address, seats, weekdays, first_on, last_on, offered_at) \
         values (gen_random_uuid(), '{}', '{}', 'x', 'x', 1, 1, '2026-11-17', '2026-11-18', now())",
        two.host.agency.0, two.guest.agency.0
    );
    assert_eq!(tried(&two, &two.guest, &forged).await, denied());
    assert_eq!(tried(&two, &third, &forged).await, denied());
    // the numbers are the guest's
    let number = |agency: &World| {
        format!(
            "insert into agreement_days (agreement_id, host_id, guest_id, on_date, guests) values ('{agreed}', '{}', '{}', '2026-12-01', 1)",
            two.host.agency.0, agency.agency.0
        )
    };
    assert_eq!(tried(&two, &two.host, &number(&two.guest)).await, denied());
    assert_eq!(
        tried(&two, &third, &number(&third)).await,
        Err("23503".into())
    );
    assert_eq!(tried(&two, &two.guest, &number(&two.guest)).await, Ok(1));
    // and a request names an agreement by which its own agency is the guest
    let take = format!("update requests set agreement_id = '{agreed}', place = 'other_office'");
    assert_eq!(tried(&two, &two.guest, &take).await, Ok(1));
    let hana = two.guest.api(&two.hana).await;
    let mut terms = two.terms(1);
    terms["guest"] = json!(third.code);
    let other = hana.post("/places", terms).await.id();
    let take = format!("update requests set agreement_id = '{other}', place = 'other_office'");
    assert_eq!(tried(&two, &two.guest, &take).await, Err("23503".into()));
    let columns: Vec<String> = sqlx::query_scalar(
        "select column_name::text from information_schema.columns where table_name = 'agreement_days' order by 1",
    )
    .fetch_all(&mut two.app.superuser().await)
    .await
    .expect("the catalogue answers");
    assert_eq!(
        columns,
        ["agreement_id", "guest_id", "guests", "host_id", "on_date"]
    );
}

#[tokio::test]
async fn the_host_reads_nothing_of_a_guest_through_any_door() {
    let two = Two::new().await;
    let id = two.agreed(2).await;
    let request = two.ask(0, &id, &DAYS[..1]).await.id();
    two.approve(&request).await;
    two.app.drain().await;
    let tini = two.host.api(&two.tini).await;
    let sari = &two.staff[0];
    for path in ["/places".to_owned(), format!("/places/{id}")] {
        let reply = tini.get(&path).await;
        reply.assert_status(200);
        let text = String::from_utf8_lossy(&reply.bytes).into_owned();
        for secret in [
            "Sari".to_owned(),
            sari.nip.clone(),
            sari.employee().0.to_string(),
            request.clone(),
            two.unit.id.0.to_string(),
        ] {
            assert!(!text.contains(&secret), "{secret}: {text}");
        }
    }
    tini.get(&format!("/requests/{request}"))
        .await
        .assert_status(404);
    // an agency that has no part in it finds nothing, as if it did not exist
    let third = two.app.agency("Kota Lain").await;
    let lisa = third.officer("Lisa", &["hr"]).await;
    let lisa = third.api(&lisa).await;
    assert_eq!(lisa.get("/places").await.json["items"], json!([]));
    for path in [
        format!("/places/{id}"),
        format!("/places/{}", uuid::Uuid::now_v7()),
    ] {
        lisa.get(&path).await.assert_problem(404, "not-found");
    }
    let answer = json!({"accepted": true, "version": 1});
    lisa.post(&format!("/places/{id}/answer"), answer)
        .await
        .assert_problem(404, "not-found");
    // its mails and notices name agencies and offices, never people
    let told = format!(
        "select count(*) from outbox where agency_id = '{}' and payload::text like '%Sari%'",
        two.host.agency.0
    );
    assert_eq!(two.app.count(&told).await, 0);
}

#[tokio::test]
async fn only_hr_and_the_leader_make_agreements() {
    let two = Two::new().await;
    let id = two.offered(2).await;
    let mut budi = two.app.as_(&two.budi).await;
    for path in ["/places", "/places/new"] {
        budi.fetch(path).await.assert_status(403);
    }
    let budi = two.guest.api(&two.budi).await;
    budi.get("/places").await.assert_status(403);
    budi.post(
        &format!("/places/{id}/answer"),
        json!({"accepted": true, "version": 1}),
    )
    .await
    .assert_status(403);
    let lead = two.guest.officer("Laras", &["leader"]).await;
    let lead = two.guest.api(&lead).await;
    lead.post(
        &format!("/places/{id}/answer"),
        json!({"accepted": true, "version": 1}),
    )
    .await
    .assert_status(200);
}
