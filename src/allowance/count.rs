//! Counts the people of a run, some after the others, each piece in a transaction of its own.

use super::{
    RunState, facts,
    rules::{self, FORMULA},
    store,
};
use crate::kernel::{
    audit::{self, Event},
    cx::Cx,
    error::{Error, Result},
    id::AgencyId,
    outbox::{self, Notice},
};

/// People counted in one transaction.
pub const PIECE: i64 = 2_000;

/// Counts the next people of a run that waits; gives how many. The last piece makes it a simulation.
pub async fn count(cx: &mut Cx) -> Result<usize> {
    let (agency, now) = (cx.agency(), cx.now());
    let Some(mut run) = store::runs::counting(cx.conn(), agency).await? else {
        return Ok(0);
    };
    let scheme = store::schemes::find(cx.conn(), agency, run.scheme).await?;
    let asked = facts::Asked {
        month: run.month,
        until: run.until,
    };
    let known = facts::gather(cx.conn(), agency, &scheme, asked, run.reached, PIECE).await?;
    let mut results = Vec::with_capacity(known.len());
    for (employee, inputs) in &known {
        let told = rules::evaluate(&scheme.terms, inputs);
        run.people += 1;
        run.unknown += i32::from(inputs.base.is_none());
        run.total += told.amount;
        results.push(store::results::New {
            employee: *employee,
            base: inputs.base,
            amount: told.amount,
            inputs: serde_json::to_string(inputs).map_err(Error::internal)?,
            outcome: serde_json::to_string(&told).map_err(Error::internal)?,
        });
    }
    let kept = (run.attempt, FORMULA);
    store::results::put(cx.conn(), agency, run.id, kept, &results).await?;
    run.reached = known.last().map(|(id, _)| *id).or(run.reached);
    if i64::try_from(known.len()).is_ok_and(|n| n < PIECE) {
        store::results::drop_earlier(cx.conn(), agency, run.id, run.attempt).await?;
        run.state = RunState::Simulated;
        run.counted_at = Some(now);
        run.reached = None;
    }
    store::runs::save(cx.conn(), agency, &run).await?;
    if run.state == RunState::Simulated {
        let event = Event::new("allowance-counted", "allowance_run", run.id.0)
            .with("month", run.month.to_string())
            .with("correction", run.correction)
            .with("people", run.people)
            .with("attempt", run.attempt);
        audit::record(cx, event).await?;
        tell_officers(cx, agency, &run).await?;
    }
    Ok(known.len())
}

/// Whoever may lock it hears that it can be looked at.
async fn tell_officers(cx: &mut Cx, agency: AgencyId, run: &super::Run) -> Result<()> {
    for officer in store::schemes::officers(cx.conn(), agency).await? {
        let once = format!("allowance-counted:{}:{}:{officer}", run.id, run.attempt);
        let notice =
            Notice::new("allowance-counted", run.path(), once).with("month", run.month.to_string());
        outbox::tell_identity(cx, officer, notice).await?;
    }
    Ok(())
}
