//! Targets of the twin: Sari's are agreed and being changed, Audi's wait for Budi, Budi's for the leader. And Sari's work: one piece waits for
//! Budi, one is to be revised, one is planned. A month was rated and is objected to, another is open.

use luwes::{
    kernel::id::TargetLineId,
    performance::{
        self, Agree, Approach, Aspect, Indicator, NewLine, Start, Targets, Value, Write, credit,
        day, feedback, improvement, rating, work,
    },
};

use super::{Person, Twin};

/// Somebody's targets with one line, proposed.
async fn proposed(twin: &Twin, who: &Person) -> Targets {
    let mark = &twin.mark;
    let mut cx = twin.world.cx_of(who).await;
    let start = Start {
        year: 2026,
        approach: Approach::Quantitative,
        from: None,
    };
    let targets = performance::start(&mut cx, start).await.expect("begun");
    let line = NewLine {
        id: None,
        main: true,
        result: format!("{mark}peta"),
        above: None,
        above_text: format!("{mark}atas"),
        weight: None,
        indicators: vec![Indicator {
            aspect: Some(Aspect::Quantity),
            indicator: format!("{mark}jumlah"),
            target: format!("{mark}34"),
            measure: format!("{mark}daerah"),
        }],
    };
    let write = Write {
        approach: Approach::Quantitative,
        lines: vec![line],
        version: targets.version,
    };
    let targets = performance::write(&mut cx, targets.id, write)
        .await
        .expect("written");
    let targets = performance::propose(&mut cx, targets.id, targets.version)
        .await
        .expect("proposed");
    cx.finish().await.expect("commit");
    targets
}

/// Everything that targets can be.
pub async fn build(twin: &Twin) {
    let (world, mark) = (&twin.world, &twin.mark);
    proposed(twin, &twin.budi).await;
    proposed(twin, &twin.auditor).await;
    let of = proposed(twin, &twin.sari).await;
    let mut cx = world.cx_of(&twin.budi).await;
    performance::remark(
        &mut cx,
        of.id,
        Some(of.lines[0].id),
        &format!("{mark}sumber"),
    )
    .await
    .expect("remarked");
    let agree = Agree {
        version: of.version,
        note: format!("{mark}sepakat"),
        expectations: vec![(Value::Service, format!("{mark}ramah"))],
    };
    let of = performance::agree(&mut cx, of.id, agree)
        .await
        .expect("agreed");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.sari).await;
    performance::change(&mut cx, of.id, of.version, &format!("{mark}tugas baru"))
        .await
        .expect("being changed");
    cx.finish().await.expect("commit");
    let depot = world.app.core.settings.depot.clone().expect("a depot");
    // a day that Budi gives back; Sari's follow with her work: each sign-in is one of the twenty that a person may have
    let reported = || written(twin, "2026-11-17", Some(day::Outcome::Partly));
    let mut cx = world.cx_of(&twin.auditor).await;
    let given = day::report(&mut cx, reported()).await.expect("reported");
    // a plan for improvement that waits for Budi
    improvement::write(&mut cx, steps(twin))
        .await
        .expect("written");
    cx.finish().await.expect("commit");
    for (title, delivered) in [("waits", true), ("revised", true), ("planned", false)] {
        let plan = work::Plan {
            title: format!("{mark}{title}"),
            counts_for: Some((of.lines[0].thread, 0)),
            promise: None,
            due_on: crate::support::world::date("2026-11-20"),
            key: None,
            content: match delivered {
                true => Some(work::Content {
                    words: format!("{mark}selesai"),
                    links: vec![format!("https://contoh.go.id/{mark}peta")],
                    files: vec![
                        depot
                            .take(
                                world.agency,
                                &format!("{mark}peta.pdf"),
                                b"%PDF-1.4".to_vec(),
                            )
                            .await
                            .expect("a file"),
                    ],
                    sent: Vec::new(),
                }),
                false => None,
            },
        };
        let mut cx = world.cx_of(&twin.sari).await;
        let done = work::plan(&mut cx, plan).await.expect("planned");
        if title == "planned" {
            day::report(&mut cx, reported()).await.expect("reported");
            let plan = written(twin, "2026-11-18", None);
            day::plan(&mut cx, plan).await.expect("planned");
        }
        cx.finish().await.expect("commit");
        if title == "revised" {
            let reply = work::Reply {
                answer: work::Answer::Revision,
                comment: format!("{mark}sumber"),
                version: done.version,
            };
            let mut cx = world.cx_of(&twin.budi).await;
            work::answer(&mut cx, done.id, reply)
                .await
                .expect("answered");
            work::remind(&mut cx).await.expect("looked through");
            let reply = day::Reply {
                answer: day::Answer::Returned,
                comment: format!("{mark}kurang"),
                version: given.version,
            };
            day::answer(&mut cx, given.id, reply)
                .await
                .expect("given back");
            cx.finish().await.expect("commit");
        }
    }
    template(twin).await;
    // a row of its own: each sign-in of Hana is one of the twenty she may have
    let mut tx = world.tx().await;
    sqlx::query("insert into target_terms (agency_id, weights, saved_at, report_flexible) values ($1, false, $2, true)")
        .bind(world.agency.0)
        .bind(world.app.now())
        .execute(tx.conn())
        .await
        .expect("the terms are stored");
    sqlx::query(
        "insert into day_reminders (agency_id, employee_id, looked_on) values ($1, $2, '2026-11-17')",
    )
    .bind(world.agency.0)
    .bind(twin.sari.employee().0)
    .execute(tx.conn())
    .await
    .expect("it was looked");
    tx.commit().await.expect("commit");
    rated(twin, of.lines[0].thread).await;
}

/// The template of Sari's position.
async fn template(twin: &Twin) {
    let mark = &twin.mark;
    let mut cx = twin.world.cx_of(&twin.hr).await;
    let agency = twin.world.agency;
    let sari = luwes::organisation::find_active(cx.conn(), agency, twin.sari.employee())
        .await
        .expect("Sari works");
    let begun = performance::open_template(&mut cx, sari.position, Approach::Quantitative)
        .await
        .expect("begun");
    let line = NewLine {
        id: None,
        main: true,
        result: format!("{mark}templat"),
        above: None,
        above_text: String::new(),
        weight: None,
        indicators: vec![Indicator {
            aspect: Some(Aspect::Quantity),
            indicator: format!("{mark}jumlah"),
            target: String::new(),
            measure: format!("{mark}daerah"),
        }],
    };
    let write = Write {
        approach: Approach::Quantitative,
        lines: vec![line],
        version: begun.version,
    };
    performance::write_template(&mut cx, begun.id, write)
        .await
        .expect("written");
    cx.finish().await.expect("commit");
}

/// A day as it is written, with one line.
fn written(twin: &Twin, on: &str, outcome: Option<day::Outcome>) -> day::Write {
    let mark = &twin.mark;
    day::Write {
        on: crate::support::world::date(on),
        version: 0,
        lines: vec![day::NewLine {
            what: format!("{mark}telaah"),
            about: None,
            outcome,
            note: format!("{mark}menunggu"),
        }],
    }
}

/// A plan for improvement of one's own, with one line.
fn steps(twin: &Twin) -> improvement::Write {
    let mark = &twin.mark;
    improvement::Write {
        employee: None,
        plan: None,
        version: 0,
        lines: vec![improvement::Line {
            what: format!("{mark}langkah"),
            by_on: Some(crate::support::world::date("2026-12-11")),
            known: format!("{mark}tanda"),
        }],
    }
}

/// A month in which Sari was rated, and objects; and one that is open.
async fn rated(twin: &Twin, thread: TargetLineId) {
    let (world, mark) = (&twin.world, &twin.mark);
    let mut cx = world.cx_of(&twin.hr).await;
    let mut opened = Vec::new();
    for (code, due_on) in [("2026-10", "2026-11-30"), ("2026-11", "2026-12-10")] {
        let open = rating::Open {
            code: code.into(),
            due_on: Some(crate::support::world::date(due_on)),
        };
        opened.push(rating::open(&mut cx, &open).await.expect("opened"));
    }
    let coefficient = credit::Write {
        jenjang: format!("{mark}Mahir"),
        hundredths: Some(1_250),
        instrument: format!("{mark}peraturan"),
        from: Some(crate::support::world::date("2026-01-01")),
    };
    credit::write(&mut cx, &coefficient).await.expect("written");
    cx.finish().await.expect("commit");
    let period = opened[0].id;
    let account = rating::Account {
        realised: [((thread, 0), format!("{mark}20"))].into(),
        account: format!("{mark}terlambat"),
        version: 0,
    };
    let mut cx = world.cx_of(&twin.sari).await;
    let told = rating::tell(&mut cx, period, &account).await.expect("told");
    // a plan for improvement that Budi agrees to and notes something on
    let plan = improvement::write(&mut cx, steps(twin))
        .await
        .expect("written");
    let ask = feedback::Ask {
        giver: twin.budi.employee(),
        subject: feedback::Subject::Line(thread),
        topic: String::new(),
        question: format!("{mark}bagaimana"),
    };
    feedback::ask(&mut cx, &ask).await.expect("asked");
    cx.finish().await.expect("commit");
    let rate = rating::Rate {
        result: rating::Level::Meets,
        behaviour: rating::Level::Meets,
        note: format!("{mark}cukup"),
        version: told.version,
    };
    let mut cx = world.cx_of(&twin.budi).await;
    rating::rate(&mut cx, period, twin.sari.employee(), &rate)
        .await
        .expect("rated");
    improvement::agree(&mut cx, plan.id, plan.version)
        .await
        .expect("agreed");
    improvement::note(&mut cx, plan.id, &format!("{mark}maju"))
        .await
        .expect("noted");
    let give = feedback::Give {
        about: twin.sari.employee(),
        subject: feedback::Subject::General,
        topic: format!("{mark}rapat"),
        said: feedback::Said {
            kind: feedback::Kind::Suggestion,
            words: format!("{mark}lebih ringkas"),
        },
    };
    feedback::give(&mut cx, &give).await.expect("given");
    cx.finish().await.expect("commit");
    let mut tx = world.tx().await;
    sqlx::query("update rating_periods set state = 'closing', closing_at = $3 where agency_id = $1 and id = $2")
        .bind(world.agency.0)
        .bind(period.0)
        .bind(world.app.now())
        .execute(tx.conn())
        .await
        .expect("being closed");
    sqlx::query(
        "insert into credit_points (agency_id, employee_id, year, number, formula, predikat, jenjang, hundredths, instrument, percent, points, counted_at) \
         values ($1, $2, 2025, 1, 1, 'baik', 'terampil', 500, $3, 100, 50000, $4)",
    )
    .bind(world.agency.0)
    .bind(twin.sari.employee().0)
    .bind(format!("{mark}dasar"))
    .bind(world.app.now())
    .execute(tx.conn())
    .await
    .expect("counted");
    tx.commit().await.expect("commit");
    let mut cx = world.cx().await;
    rating::finish(&mut cx).await.expect("closed");
    cx.finish().await.expect("commit");
    let mut cx = world.cx_of(&twin.sari).await;
    let version = rating::show(&mut cx, period, twin.sari.employee())
        .await
        .expect("shown")
        .rating
        .version;
    rating::object(&mut cx, period, version, &format!("{mark}keberatan"))
        .await
        .expect("objected");
    cx.finish().await.expect("commit");
}
