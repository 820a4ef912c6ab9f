//! Targets of the twin: Sari's are agreed and being changed, Audi's wait for Budi, Budi's for the leader. And Sari's work: one piece waits for
//! Budi, one is to be revised, one is planned.

use luwes::performance::{
    self, Agree, Approach, Aspect, Indicator, NewLine, Start, Targets, Value, Write, work,
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
    for (title, delivered) in [("waits", true), ("revised", true), ("planned", false)] {
        let plan = work::Plan {
            title: format!("{mark}{title}"),
            counts_for: Some((of.lines[0].thread, 0)),
            promise: None,
            due_on: crate::support::world::date("2026-11-20"),
            key: None,
            content: delivered.then(|| work::Content {
                words: format!("{mark}selesai"),
                links: vec![format!("https://contoh.go.id/{mark}peta")],
            }),
        };
        let mut cx = world.cx_of(&twin.sari).await;
        let done = work::plan(&mut cx, plan).await.expect("planned");
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
            cx.finish().await.expect("commit");
        }
    }
    // a row of its own: each sign-in of Hana is one of the twenty she may have
    let mut tx = world.tx().await;
    sqlx::query("insert into target_terms (agency_id, weights, saved_at) values ($1, false, $2)")
        .bind(world.agency.0)
        .bind(world.app.now())
        .execute(tx.conn())
        .await
        .expect("the terms are stored");
    tx.commit().await.expect("commit");
}
