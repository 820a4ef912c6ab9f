//! Amounts of the twin: every table of the allowance has a row.

use luwes::{allowance, requests};

use super::{Twin, date};

/// A scheme is in force and another a draft, attendance could not be recorded for a day, a day of Sari does not count, and a month was counted, locked
/// and corrected; a correction before that was dropped.
pub async fn build(twin: &Twin) {
    let (world, mark) = (&twin.world, &twin.mark);
    let write = |name: &str| allowance::Write {
        from: requests::Month::parse("2026-01"),
        amounts: [(9, 5_000_000)].into(),
        terms: allowance::rules::Terms {
            instrument: format!("{mark}{name}"),
            ..allowance::rules::Terms::proposal()
        },
        copied_from: None,
        problems: Vec::new(),
    };
    let mut cx = world.cx_of(&twin.hr).await;
    let first = allowance::write(&mut cx, None, &write("Perka 1"))
        .await
        .expect("the scheme is written");
    allowance::ask(&mut cx, first.id, first.version)
        .await
        .expect("it is asked");
    allowance::write(&mut cx, None, &write("Perka 2"))
        .await
        .expect("the draft is written");
    cx.finish().await.expect("commit");
    // the twin has one officer of HR
    let mut tx = world.tx().await;
    sqlx::query("update allowance_schemes set state = 'in_force', put_by = $3, put_at = asked_at where agency_id = $1 and id = $2")
        .bind(world.agency.0)
        .bind(first.id.0)
        .bind(twin.leader.membership.0)
        .execute(tx.conn())
        .await
        .expect("the scheme is in force");
    tx.commit().await.expect("commit");
    let mut cx = world.cx_of(&twin.hr).await;
    let outage = allowance::Enter {
        unit: Some(twin.unit.id),
        employee: None,
        from: Some(date("2026-10-05")),
        to: Some(date("2026-10-05")),
        reason: format!("{mark}listrik padam"),
    };
    allowance::enter(&mut cx, &outage)
        .await
        .expect("the outage is entered");
    let exception = allowance::Enter {
        unit: None,
        employee: Some(twin.sari.employee()),
        reason: format!("{mark}surat RSUD"),
        ..outage
    };
    allowance::enter(&mut cx, &exception)
        .await
        .expect("the exception is entered");
    let month = requests::Month::parse("2026-10").expect("a month");
    let run = allowance::make(&mut cx, month)
        .await
        .expect("the month is counted");
    cx.finish().await.expect("commit");
    let mut tx = world.tx().await;
    sqlx::query("update allowance_runs set state = 'locked', locked_by = $3, locked_at = counted_at where agency_id = $1 and id = $2")
        .bind(world.agency.0)
        .bind(run.id.0)
        .bind(twin.leader.membership.0)
        .execute(tx.conn())
        .await
        .expect("the month is locked");
    tx.commit().await.expect("commit");
    let mut cx = world.cx_of(&twin.hr).await;
    let mistaken = allowance::correct(&mut cx, run.id, &format!("{mark}keliru"))
        .await
        .expect("a correction is begun");
    allowance::discard(&mut cx, mistaken.id, mistaken.version)
        .await
        .expect("it is dropped");
    allowance::correct(&mut cx, run.id, &format!("{mark}surat terlambat"))
        .await
        .expect("another is begun");
    cx.finish().await.expect("commit");
}
