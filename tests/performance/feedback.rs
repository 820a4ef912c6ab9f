//! Feedback at any time: asked for and given unasked, seen by whom it is for, taken back, answered, what waits, and each refusal.

use super::*;

/// Given by a program; gives the answer.
async fn says(giver: &Client, about: &Person, words: &str) -> crate::support::api::Reply {
    let body = json!({"about_id": about.employee(), "kind": "praise", "words": words});
    giver.post("/feedback", body).await
}

impl Office {
    /// A unit that shows itself to nobody else, and one that shows itself to the agency, with somebody in each.
    async fn neighbours(&self) -> (Person, Person) {
        let closed = self.world.unit("Gudang").await;
        let open = self.world.unit("Layanan").await;
        let mut tx = self.world.tx().await;
        sqlx::query("update units set visibility = 'agency' where id = $1")
            .bind(open.id.0)
            .execute(tx.conn())
            .await
            .expect("open");
        tx.commit().await.expect("commit");
        let gita = self.world.employee("Gita").of(&closed).await;
        let lina = self.world.employee("Lina").of(&open).await;
        (gita, lina)
    }
}

#[tokio::test]
async fn feedback_is_asked_for_given_answered_and_read_beside_the_rating() {
    let office = office().await;
    let (id, _) = office
        .agreed(&office.sari, &office.budi, json!([line("Peta tersedia")]))
        .await;
    let own = office
        .api(&office.sari)
        .await
        .get(&format!("/targets/{id}"))
        .await;
    let thread = own.json["results"][0]["thread_id"]
        .as_str()
        .expect("a thread")
        .to_owned();
    let hana = office.api(&office.hana).await;
    let opened = hana
        .post(
            "/rating-periods",
            json!({"code": "2026-Q4", "due_on": "2027-01-08"}),
        )
        .await;
    let period = opened.id();
    office.app.drain().await;

    // Sari finds Tono and asks him about a line of her targets
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/ratings").await.assert_link("/feedback");
    sari.get("/feedback")
        .await
        .assert_ok()
        .assert_h1("Umpan balik")
        .assert_text("Belum ada umpan balik");
    sari.get("/feedback/new?ask=1")
        .await
        .assert_ok()
        .assert_h1("Minta umpan balik");
    let to = format!("/feedback/new?ask=1&to={}", office.tono.employee());
    sari.submit("#find", &[("q", "tono")])
        .await
        .assert_link(&to);
    sari.get(&to)
        .await
        .assert_ok()
        .assert_text("Sasaran: Peta tersedia");
    sari.submit("#feedback", &[]).await.assert_status(422);
    let subject = format!("line:{thread}");
    let asked = sari
        .submit(
            "#feedback",
            &[
                ("subject", subject.as_str()),
                ("question", "Apakah petanya mudah dibaca?"),
            ],
        )
        .await;
    asked
        .assert_text("Permintaan kepada Tono terkirim.")
        .assert_text("Diminta");
    let path = asked.path.clone();
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.tono),
        ["Sari meminta umpan balik Anda"]
    );
    // what is only asked for is between the two
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&path).await.assert_status(404);

    let mut tono = office.app.as_(&office.tono).await;
    tono.get("/feedback")
        .await
        .assert_text("Menunggu umpan balik Anda")
        .assert_link(&path);
    tono.get(&path)
        .await
        .assert_text("Apakah petanya mudah dibaca?");
    tono.submit("#give", &[]).await.assert_status(422);
    tono.submit(
        "#give",
        &[
            ("kind", "suggestion"),
            ("words", "Legendanya terlalu kecil"),
        ],
    )
    .await
    .assert_at(&path)
    .assert_text("Umpan balik untuk Sari terkirim.")
    .assert_text("Tarik kembali");
    let mails = office.app.drain().await;
    assert_eq!(subjects(&mails, &office.sari), ["Umpan balik dari Tono"]);

    sari.get(&path)
        .await
        .assert_text("Legendanya terlalu kecil")
        .assert_text("rekan kerja");
    sari.submit("#answer", &[("answer", "Akan saya perbesar")])
        .await
        .assert_text("Tanggapan terkirim.")
        .assert_text("Akan saya perbesar");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.tono),
        ["Sari menanggapi umpan balik Anda"]
    );

    // whoever rates reads it beside the rating; a colleague does not find it, nor the leader of the agency
    let of = format!("/ratings/{period}/{}", office.sari.employee());
    budi.get(&of)
        .await
        .assert_text("Umpan balik dalam periode ini")
        .assert_text("Legendanya terlalu kecil")
        .assert_link(&path);
    budi.get(&path)
        .await
        .assert_ok()
        .assert_text("Akan saya perbesar");
    budi.get(&format!("/team/feedback/{}", office.sari.employee()))
        .await
        .assert_ok()
        .assert_h1("Umpan balik untuk Sari");
    sari.get(&of).await.assert_text("Legendanya terlalu kecil");
    for person in [&office.umi, &office.laras] {
        let mut other = office.app.as_(person).await;
        other.get(&path).await.assert_status(404);
        other
            .get(&format!("/team/feedback/{}", office.sari.employee()))
            .await
            .assert_status(404);
    }
    for (event, times) in [("asked", 1), ("given", 1), ("answered", 1)] {
        let one = format!("event = 'feedback-{event}'");
        assert_eq!(office.world.count("audit", &one).await, times, "{event}");
    }
}

/// What somebody is asked; gives the id.
async fn asks(from: &Client, giver: &Person, question: &str) -> String {
    let body = json!({"giver_id": giver.employee(), "question": question});
    let sent = from.post("/feedback/asks", body).await;
    sent.assert_status(201);
    sent.id()
}

#[tokio::test]
async fn what_is_asked_waits_on_the_first_page_and_in_the_inbox_until_it_is_answered() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let mut tono = office.app.as_(&office.tono).await;
    let mut budi = office.app.as_(&office.budi).await;
    for page in [tono.get("/").await, budi.get("/").await] {
        page.assert_ok()
            .assert_link("/feedback")
            .assert_no_text("meminta umpan balik Anda");
    }
    let of_tono = asks(&sari, &office.tono, "Apakah petanya mudah dibaca?").await;
    tono.get("/")
        .await
        .assert_text("Sari meminta umpan balik Anda")
        .assert_link(&format!("/feedback/{of_tono}"));
    // whoever decides finds the same in the inbox, beside what the menu counts
    let first = asks(&sari, &office.budi, "Apa yang sebaiknya saya ubah?").await;
    let path = format!("/feedback/{first}");
    budi.get("/")
        .await
        .assert_text("Sari meminta umpan balik Anda")
        .assert_link(&path);
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_text("1 permintaan umpan balik")
        .assert_text("Menunggu umpan balik Anda")
        .assert_text("Apa yang sebaiknya saya ubah?")
        .assert_link(&path);
    // several share a line of the first page, and stand one by one in the inbox
    let of = office.api(&office.tono).await;
    let second = asks(&of, &office.budi, "Bagaimana notula saya?").await;
    budi.get("/")
        .await
        .assert_text("2 permintaan umpan balik menunggu jawaban Anda")
        .assert_no_text("Sari meminta umpan balik Anda");
    budi.get("/inbox")
        .await
        .assert_text("2 permintaan umpan balik")
        .assert_link(&path)
        .assert_link(&format!("/feedback/{second}"));
    // what is answered or declined waits no more
    let of_budi = office.api(&office.budi).await;
    let said = json!({"kind": "praise", "words": "Lanjutkan", "version": 1});
    of_budi
        .post(&format!("{path}/giving"), said)
        .await
        .assert_status(200);
    of_budi
        .post(
            &format!("/feedback/{second}/declining"),
            json!({"version": 1}),
        )
        .await
        .assert_status(200);
    for door in ["/", "/inbox"] {
        budi.get(door)
            .await
            .assert_ok()
            .assert_no_text("permintaan umpan balik")
            .assert_no_text("meminta umpan balik Anda");
    }
}

#[tokio::test]
async fn a_question_is_taken_back_while_it_is_not_answered() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let id = asks(&sari, &office.tono, "Apakah petanya mudah dibaca?").await;
    office.app.drain().await;
    let path = format!("/feedback/{id}");
    let mut page = office.app.as_(&office.sari).await;
    page.get(&path).await.assert_text("Tarik pertanyaan");
    page.submit("#retract", &[])
        .await
        .assert_at(&path)
        .assert_text("Pertanyaan ditarik kembali.")
        .assert_text("Pertanyaan ditarik")
        .assert_text("Apakah petanya mudah dibaca?")
        .assert_no_text("Tarik pertanyaan");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.tono),
        ["Sari menarik kembali pertanyaannya"]
    );
    // he knows that it was there and what it asked no more; nothing waits, and nothing can be given
    let mut tono = office.app.as_(&office.tono).await;
    tono.get("/")
        .await
        .assert_no_text("meminta umpan balik Anda");
    tono.get(&path)
        .await
        .assert_ok()
        .assert_no_text("Apakah petanya mudah dibaca?")
        .assert_no_text("Kirim umpan balik");
    let of_tono = office.api(&office.tono).await;
    let own = of_tono.get("/feedback").await;
    assert_eq!(own.json["asked"], json!([]));
    assert_eq!(own.json["given"][0]["question"], "");
    let said = json!({"kind": "praise", "words": "Baik", "version": 2});
    of_tono
        .post(&format!("{path}/giving"), said.clone())
        .await
        .assert_problem(422, "feedback-step");
    // it is between the two, and may be asked anew
    let budi = office.api(&office.budi).await;
    budi.get(&path).await.assert_status(404);
    let again = asks(&sari, &office.tono, "Apakah legendanya jelas?").await;
    assert_ne!(again, id);
    for (event, times) in [("asked", 2), ("retracted", 1)] {
        let one = format!("event = 'feedback-{event}'");
        assert_eq!(office.world.count("audit", &one).await, times, "{event}");
    }
}

#[tokio::test]
async fn each_refusal_of_taking_a_question_back() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let tono = office.api(&office.tono).await;
    let id = asks(&sari, &office.tono, "Apakah petanya mudah dibaca?").await;
    let path = format!("/feedback/{id}/retraction");
    let back = |version: i32| json!({"version": version});
    tono.post(&path, back(1))
        .await
        .assert_problem(422, "feedback-not-yours");
    let umi = office.api(&office.umi).await;
    umi.post(&path, back(1)).await.assert_status(404);
    sari.post(&path, back(9))
        .await
        .assert_problem(409, "changed");
    let done = sari.post(&path, back(1)).await;
    done.assert_status(200);
    assert_eq!(done.json["state"], "retracted");
    assert_ne!(done.json["ended_at"], Value::Null);
    sari.post(&path, back(2))
        .await
        .assert_problem(422, "feedback-step");
    // what was given is no question any more, and what was declined neither
    for answer in ["giving", "declining"] {
        let id = asks(&sari, &office.tono, "Apakah legendanya jelas?").await;
        let said = match answer {
            "giving" => json!({"kind": "praise", "words": "Jelas", "version": 1}),
            _ => back(1),
        };
        tono.post(&format!("/feedback/{id}/{answer}"), said)
            .await
            .assert_status(200);
        sari.post(&format!("/feedback/{id}/retraction"), back(2))
            .await
            .assert_problem(422, "feedback-step");
    }
    assert_eq!(
        office
            .world
            .count("audit", "event = 'feedback-retracted'")
            .await,
        1
    );
}

#[tokio::test]
async fn feedback_is_given_unasked_and_taken_back_within_a_day() {
    let office = office().await;
    let budi = office.api(&office.budi).await;
    let sent = says(&budi, &office.sari, "Rapat berjalan baik").await;
    sent.assert_status(201);
    assert_eq!(sent.json["relation"], "superior");
    // sent twice it is one
    let twice = says(&budi, &office.sari, "Rapat berjalan baik").await;
    assert_eq!(twice.id(), sent.id());
    assert_eq!(office.world.count("feedback", "true").await, 1);
    let path = format!("/feedback/{}", sent.id());
    let back = budi
        .post(&format!("{path}/withdrawal"), json!({"version": 1}))
        .await;
    back.assert_status(200);
    assert_eq!(back.json["state"], "withdrawn");
    // she knows that it was there, and reads it no more; the trail keeps both steps
    let sari = office.api(&office.sari).await;
    let seen = sari.get(&path).await;
    assert_eq!(
        (&seen.json["words"], &seen.json["kind"]),
        (&json!(""), &Value::Null)
    );
    let own = sari.get("/feedback").await;
    assert_eq!(own.json["about"][0]["words"], "");
    assert_eq!(
        office.world.count("audit", "event like 'feedback-%'").await,
        2
    );
    sari.post(
        &format!("{path}/answer"),
        json!({"answer": "Terima kasih", "version": 2}),
    )
    .await
    .assert_problem(422, "feedback-step");

    let kept = says(&budi, &office.sari, "Laporan rapi").await;
    office.app.set_clock("2026-11-19T03:00:00Z");
    budi.post(
        &format!("/feedback/{}/withdrawal", kept.id()),
        json!({"version": 1}),
    )
    .await
    .assert_problem(422, "feedback-late");
}

#[tokio::test]
async fn each_refusal_of_feedback() {
    let office = office().await;
    let (gita, lina) = office.neighbours().await;
    let of_gita = office.api(&gita).await;
    let sari = office.api(&office.sari).await;
    // about oneself, and asked of oneself
    says(&sari, &office.sari, "Saya hebat")
        .await
        .assert_problem(422, "feedback-own");
    let ask = |giver: &Person| json!({"giver_id": giver.employee(), "question": "Bagaimana?"});
    sari.post("/feedback/asks", ask(&office.sari))
        .await
        .assert_problem(422, "feedback-own");
    // somebody of a closed unit is not found, of an open one is, and of a task in common too
    says(&of_gita, &office.sari, "Baik")
        .await
        .assert_status(404);
    says(&sari, &gita, "Baik").await.assert_status(404);
    let given = says(&sari, &lina, "Loketnya cepat").await;
    given.assert_status(201);
    assert_eq!(given.json["relation"], "other");
    let found = |seen: &Value| -> Vec<String> {
        let all = seen["items"].as_array().expect("items").iter();
        all.map(|one| one["name"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(
        found(&sari.get("/feedback/people?q=li").await.json),
        ["Lina"]
    );
    assert!(found(&sari.get("/feedback/people?q=gi").await.json).is_empty());
    assert!(
        found(&sari.get("/feedback/people?q=s").await.json).is_empty(),
        "too short"
    );

    // asked twice, and answered by somebody else
    let asked = sari.post("/feedback/asks", ask(&lina)).await;
    asked.assert_status(201);
    sari.post("/feedback/asks", ask(&lina))
        .await
        .assert_problem(422, "feedback-asked");
    let path = format!("/feedback/{}", asked.id());
    let said = json!({"kind": "praise", "words": "Baik", "version": 1});
    office
        .api(&office.tono)
        .await
        .post(&format!("{path}/giving"), said.clone())
        .await
        .assert_status(404);
    sari.post(&format!("{path}/giving"), said.clone())
        .await
        .assert_problem(422, "feedback-not-yours");
    sari.post(
        &format!("{path}/answer"),
        json!({"answer": "Ya", "version": 1}),
    )
    .await
    .assert_problem(422, "feedback-step");
    let of_lina = office.api(&lina).await;
    of_lina
        .post(
            &format!("{path}/giving"),
            json!({"kind": "praise", "words": "Baik", "version": 9}),
        )
        .await
        .assert_problem(409, "changed");
    let empty = of_lina
        .post(
            &format!("{path}/giving"),
            json!({"kind": "praise", "words": " ", "version": 1}),
        )
        .await;
    empty.assert_status(422);
    of_lina
        .post(&format!("{path}/giving"), said)
        .await
        .assert_status(200);
    sari.post(&format!("{path}/withdrawal"), json!({"version": 2}))
        .await
        .assert_problem(422, "feedback-not-yours");
    let thanks = json!({"answer": "Terima kasih", "version": 2});
    sari.post(&format!("{path}/answer"), thanks)
        .await
        .assert_status(200);
    sari.post(
        &format!("{path}/answer"),
        json!({"answer": "Lagi", "version": 3}),
    )
    .await
    .assert_problem(422, "feedback-answered");
    // asked again she has nothing to say
    let again = sari.post("/feedback/asks", ask(&lina)).await;
    let gone = of_lina
        .post(
            &format!("/feedback/{}/declining", again.id()),
            json!({"version": 1}),
        )
        .await;
    assert_eq!(gone.json["state"], "declined");

    // a line of the targets is for the person and whoever rates them
    let (id, _) = office
        .agreed(&office.sari, &office.budi, json!([line("Peta tersedia")]))
        .await;
    let own = sari.get(&format!("/targets/{id}")).await;
    let about = json!({"about_id": office.sari.employee(), "thread_id": own.json["results"][0]["thread_id"], "kind": "praise", "words": "Baik"});
    let refused = office
        .api(&office.tono)
        .await
        .post("/feedback", about.clone())
        .await;
    refused.assert_status(422);
    assert_eq!(refused.json["errors"][0]["code"], "feedback-subject");
    let given = office
        .api(&office.budi)
        .await
        .post("/feedback", about)
        .await;
    given.assert_status(201);
    assert_eq!(given.json["topic"], "Peta tersedia");
}

#[tokio::test]
async fn nobody_gives_or_asks_for_more_than_ten_a_day() {
    let office = office().await;
    let budi = office.api(&office.budi).await;
    for n in 0..10 {
        let words = format!("Baik {n}");
        says(&budi, &office.sari, &words).await.assert_status(201);
    }
    says(&budi, &office.tono, "Baik")
        .await
        .assert_problem(422, "feedback-many");
    // taken back it counts all the same
    let own = budi.get("/feedback").await;
    let id = own.json["given"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    budi.post(&format!("/feedback/{id}/withdrawal"), json!({"version": 1}))
        .await
        .assert_status(200);
    says(&budi, &office.tono, "Baik")
        .await
        .assert_problem(422, "feedback-many");
    office.app.set_clock("2026-11-18T03:00:00Z");
    says(&budi, &office.tono, "Baik").await.assert_status(201);
}

#[tokio::test]
async fn nobody_asks_for_more_than_ten_a_day() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    for _ in 0..10 {
        let id = asks(&sari, &office.tono, "Apakah petanya jelas?").await;
        // taken back it counts all the same
        sari.post(&format!("/feedback/{id}/retraction"), json!({"version": 1}))
            .await
            .assert_status(200);
    }
    let mut page = office.app.as_(&office.sari).await;
    let to = format!("/feedback/new?ask=1&to={}", office.tono.employee());
    page.get(&to).await.assert_ok();
    page.submit("#feedback", &[("question", "Bagaimana legendanya?")])
        .await
        .assert_refused("Hari ini Anda sudah meminta 10 umpan balik. Lanjutkan besok.")
        .assert_text("Bagaimana legendanya?");
    let body = json!({"giver_id": office.tono.employee(), "question": "Bagaimana legendanya?"});
    sari.post("/feedback/asks", body)
        .await
        .assert_problem(422, "feedback-asks-many");
    assert_eq!(office.world.count("feedback", "true").await, 10);
    office.app.set_clock("2026-11-18T03:00:00Z");
    asks(&sari, &office.tono, "Bagaimana legendanya?").await;
}

#[tokio::test]
async fn nobody_writes_feedback_about_themselves_past_the_operation() {
    let office = office().await;
    let mut tx = office.world.tx().await;
    let refused = sqlx::query(
        "insert into feedback (agency_id, id, about_id, giver_id, relation, state, kind, words, given_at) \
         values ($1, gen_random_uuid(), $2, $2, 'peer', 'given', 'praise', 'x', now())",
    )
    .bind(office.world.agency.0)
    .bind(office.sari.employee().0)
    .execute(tx.conn())
    .await
    .expect_err("refused");
    assert!(
        refused.to_string().contains("feedback_not_own"),
        "{refused}"
    );
}
