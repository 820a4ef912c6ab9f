//! The reckoning: everything of the ledger is there exactly once, and nothing is half done.

use std::{collections::HashSet, time::Duration};

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::sleep;

use super::{
    super::{run::intact, store::close},
    ledger::{Ledger, Notes},
    stage::Stage,
    store,
};

/// What there was before the first fault.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    pub at: DateTime<Utc>,
    pub requests: i64,
}

/// Compares the ledger with the database.
pub async fn settle(stage: &mut Stage, ledger: &Ledger, before: Before) -> Result<()> {
    // the worker seals what was written last
    sleep(Duration::from_secs(4)).await;
    answers(stage, ledger);
    let notes = ledger.notes();
    stored(stage, ledger, &notes, before).await?;
    let whole = intact(stage.cluster()?, &stage.name).await?;
    stage.say(whole, "the trail of every agency verifies".into());
    let log = std::fs::read_to_string(stage.server_log()).unwrap_or_default();
    // the writer of spreadsheets panics when its temporary file cannot grow; the export catches that
    let internal: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("internal error") || line.contains("panicked"))
        .filter(|line| !line.contains("rust_xlsxwriter"))
        .collect();
    for line in internal.iter().take(5) {
        println!("{line}");
    }
    stage.say(
        internal.is_empty(),
        format!(
            "errors of the program's own in the server's log: {}",
            internal.len()
        ),
    );
    Ok(())
}

/// How the crowd was answered.
fn answers(stage: &mut Stage, ledger: &Ledger) {
    let odd = ledger.oddities();
    for one in odd.iter().take(5) {
        println!("{one}");
    }
    let (bare, hung) = (Ledger::read(&ledger.bare), Ledger::read(&ledger.hung));
    let later = Ledger::read(&ledger.later);
    stage.say(
        odd.is_empty() && bare == 0 && hung == 0,
        format!("the crowd's attempts: {later} were told to try again, {bare} of them without saying when; {hung} had no answer within 30 s; {} were answered in a way that no fault excuses; slowest answer {:.1?}", odd.len(), ledger.slowest()),
    );
}

async fn stored(stage: &mut Stage, ledger: &Ledger, notes: &Notes, before: Before) -> Result<()> {
    let mut conn = stage.superuser().await?;
    let found = store::acknowledged(&mut conn, notes).await?;
    let made = store::requests(&mut conn).await? - before.requests;
    // the server's clock was behind for a while
    let half = store::half_done(&mut conn, before.at - TimeDelta::hours(1)).await?;
    let twice = store::told_twice(&mut conn).await?;
    let open = store::left_open(&mut conn).await?;
    close(conn).await?;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let submitted = count(notes.submitted.len());
    let doubles = notes.submitted.len() - notes.submitted.iter().collect::<HashSet<_>>().len();
    stage.say(
        doubles == 0 && submitted > 0 && [found.requests, found.audited, found.told] == [submitted; 3],
        format!("{submitted} acknowledged requests: {} stored once, {} with one audit row, {} with one notice", found.requests, found.audited, found.told),
    );
    let keyed = count(notes.keyed.len());
    stage.say(
        keyed == found.keyed && keyed > 0,
        format!("{keyed} of them by programs with an Idempotency-Key: {} keys kept once, with the answer that was given", found.keyed),
    );
    let (unanswered, more) = (count(Ledger::read(&ledger.unanswered)), made - submitted);
    stage.say(
        (0..=unanswered + stage.uploads).contains(&more),
        format!("stored beyond the ledger: {more} (submissions still unanswered when the crowd left: {unanswered}; uploads of the full disk: {})", stage.uploads),
    );
    let refused = count(notes.refused.len());
    stage.say(
        refused == found.refused,
        format!(
            "{refused} acknowledged refusals: {} stored with one audit row and one notice",
            found.refused
        ),
    );
    let withdrawn = count(notes.withdrawn.len());
    stage.say(
        withdrawn == found.withdrawn,
        format!(
            "{withdrawn} acknowledged withdrawals: {} stored with one audit row",
            found.withdrawn
        ),
    );
    stage.say(
        half == 0,
        format!("requests without days, event, audit row or notice: {half}"),
    );
    stage.say(twice == 0, format!("events told twice: {twice}"));
    stage.say(open == 0, format!("transactions left open: {open}"));
    Ok(())
}
