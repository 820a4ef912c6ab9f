//! What is refused: offers, steps that are not one's own, and in which words.

use super::*;

/// The terms with one of them another way; null leaves it out.
fn with(terms: &Value, name: &str, value: Value) -> Value {
    let mut terms = terms.clone();
    terms[name] = value;
    terms
}

#[tokio::test]
async fn an_offer_names_every_field_that_is_wrong() {
    let two = Two::new().await;
    two.host.employee("Rita Wijaya").await;
    let tini = &two.host_hr;
    let terms = two.terms(2);
    for (field, value, problem) in [
        (
            "guest",
            json!(two.host.code),
            words("invalid-agreement-own"),
        ),
        (
            "guest",
            json!("Kota Antah"),
            words("invalid-agreement-unknown"),
        ),
        (
            "guest",
            json!("Kota Ta"),
            "Mungkin maksud Anda: Kota Tamu.".into(),
        ),
        ("place", json!(" "), "Wajib diisi.".into()),
        ("address", json!(" "), "Wajib diisi.".into()),
        (
            "first_on",
            json!("2026-11-16"),
            words("invalid-window-from-today"),
        ),
        (
            "last_on",
            json!("2026-11-16"),
            "Tanggal akhir mendahului".into(),
        ),
        (
            "last_on",
            json!("2030-11-16"),
            "Paling lama 1.096 hari".into(),
        ),
        (
            "note",
            json!("Hubungi Rita Wijaya"),
            "nama pegawai: Rita Wijaya".into(),
        ),
        (
            "note",
            json!("NIP 199001012015031001"),
            words("invalid-agreement-number"),
        ),
    ] {
        let reply = tini
            .post("/places", with(&terms, field, value.clone()))
            .await;
        reply.assert_status(422);
        assert_eq!(reply.fields()[0], field, "{value}");
        let text = reply.json.to_string().replace("1096", "1.096");
        assert!(text.contains(&problem), "{field} {value}: {text}");
    }
    let reply = tini
        .post("/places", with(&terms, "weekdays", json!([])))
        .await;
    assert!(reply.status.is_client_error());
    let reply = tini.post("/places", with(&terms, "seats", json!(0))).await;
    assert!(reply.status.is_client_error());
    // the page keeps what was typed
    let mut browser = two.app.as_(&two.tini).await;
    let shown = browser
        .post("/places", &[("guest", "Kota Antah"), ("place", "Gedung B")])
        .await;
    shown
        .assert_refused(&words("invalid-agreement-unknown"))
        .assert_refused(&words("invalid-agreement-weekdays"));
    assert_eq!(shown.attributes("#f-place", "value"), ["Gedung B"]);
    assert_eq!(
        two.app.count("select count(*) from seat_agreements").await,
        0
    );
}

async fn refused(client: &Client, path: &str, body: Value, code: &str) {
    client.post(path, body).await.assert_problem(422, code);
}

#[tokio::test]
async fn each_side_takes_its_own_steps_once() {
    let two = Two::new().await;
    let id = two.offered(2).await;
    let (answer, end, back) = (
        format!("/places/{id}/answer"),
        format!("/places/{id}/end"),
        format!("/places/{id}/withdrawal"),
    );
    let tini = &two.host_hr;
    let hana = &two.guest_hr;
    let seen = |version: i32| json!({ "version": version });
    let yes = |version: i32| json!({"accepted": true, "version": version});
    let over = |last: &str, version: i32| json!({"last_on": last, "reason": "Pindah gedung.", "version": version});
    refused(tini, &answer, yes(1), "agreement-step").await;
    refused(hana, &back, seen(1), "agreement-step").await;
    refused(hana, &end, over("2026-11-30", 1), "agreement-step").await;
    hana.post(&answer, yes(7))
        .await
        .assert_problem(409, "changed");
    let no = hana
        .post(&answer, json!({"accepted": false, "version": 1}))
        .await;
    no.assert_status(422);
    assert_eq!(no.fields(), ["reason"]);
    hana.post(
        &answer,
        json!({"accepted": false, "reason": "Terlalu jauh.", "version": 1}),
    )
    .await
    .assert_status(200);
    refused(hana, &answer, yes(2), "agreement-step").await;
    let declined = two.seen(&id).await;
    assert_eq!(declined["state"], "declined");
    assert_eq!(declined["reason"], "Terlalu jauh.");
    let told = two.mails().await;
    assert!(told.iter().any(|mail| mail.to == two.tini.email));

    let id = two.offered(2).await;
    tini.post(&format!("/places/{id}/withdrawal"), seen(1))
        .await
        .assert_status(200);
    refused(
        hana,
        &format!("/places/{id}/answer"),
        yes(2),
        "agreement-step",
    )
    .await;

    let id = two.agreed(2).await;
    let end = format!("/places/{id}/end");
    for last in ["2026-11-17", "2026-12-31"] {
        let reply = hana.post(&end, over(last, 2)).await;
        reply.assert_status(422);
        assert_eq!(reply.fields(), ["last_on"], "{last}");
    }
    let reply = hana
        .post(
            &end,
            json!({"last_on": "2026-11-30", "reason": " ", "version": 2}),
        )
        .await;
    assert!(reply.status.is_client_error());
    // the guest may end it too, by its page
    let mut browser = two.app.as_(&two.hana).await;
    browser.get(&format!("/places/{id}")).await.assert_ok();
    let last = [("last_on", "2026-11-30"), ("reason", "Pindah gedung.")];
    browser
        .submit("#end", &last)
        .await
        .assert_ok()
        .assert_text(&words("flash-agreement-ended"))
        .assert_text(&words("places-state-ended"));
    refused(tini, &end, over("2026-11-25", 3), "agreement-step").await;
    assert_eq!(two.seen(&id).await["ended_by"], "guest");

    // an offer whose time is over can only be declined
    let id = two.offered(2).await;
    two.app.set_clock("2027-01-04T02:00:00Z");
    let tini = two.host.api(&two.tini).await;
    let hana = two.guest.api(&two.hana).await;
    refused(
        &hana,
        &format!("/places/{id}/answer"),
        yes(1),
        "agreement-over",
    )
    .await;
    tini.post(&format!("/places/{id}/withdrawal"), seen(1))
        .await
        .assert_status(200);
}

#[tokio::test]
async fn an_agreement_that_ends_tomorrow_is_not_ended() {
    let two = Two::new().await;
    let id = two.agreed(2).await;
    two.app.set_clock("2026-12-30T02:00:00Z");
    let tini = two.host.api(&two.tini).await;
    let end = json!({"last_on": "2026-12-31", "reason": "Pindah.", "version": 2});
    refused(
        &tini,
        &format!("/places/{id}/end"),
        end,
        "agreement-ends-itself",
    )
    .await;
}

#[tokio::test]
async fn the_guest_is_found_by_the_ways_its_name_is_written_and_suggested() {
    let two = Two::new().await;
    let muara = two.app.agency("Pemerintah Kab. Ujimuara").await;
    let form = two.app.as_(&two.tini).await.get("/places/new").await;
    let suggested = form.attributes("#agencies option", "value");
    assert!(suggested.len() > 1 && form.number_of("#f-guest[list=agencies]") == 1);
    let named = |name: &str| with(&two.terms(2), "guest", json!(name));
    // a part of its name is a question
    let part = two.host_hr.post("/places", named("Ujimuar")).await;
    part.assert_status(422);
    assert!(part.json.to_string().contains("Pemerintah Kab. Ujimuara"));
    let made = two
        .host_hr
        .post("/places", named("Kabupaten ujimuara"))
        .await;
    made.assert_status(201);
    let guest = format!("id = '{}' and guest_id = '{}'", made.id(), muara.agency.0);
    let found = format!("select count(*) from seat_agreements where {guest}");
    assert_eq!(two.app.count(&found).await, 1);
}
