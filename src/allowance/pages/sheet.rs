//! The people of a run as a file for the payroll system.

use axum::response::{IntoResponse, Response};

use super::run_state;
use crate::{
    allowance::{
        RunState, read,
        store::results::{Filter, Row},
    },
    kernel::{
        audit::Event,
        cx::Cx,
        door::Sheet,
        error::{Error, Reason, Result},
        export::{Kind, Table},
        form::Path,
        html::Page,
        id::AllowanceRunId,
        list::Cursor,
    },
};

/// People who are read and written at once.
pub const PIECE: i64 = 2_000;

/// The columns of a month.
const MONTH: [&str; 8] = [
    "nip", "name", "unit", "month", "base", "amount", "before", "state",
];

/// The columns of a correction. What was paid too little and too much stand apart: no cell begins with a minus, which a spreadsheet would calculate.
const CORRECTION: [&str; 10] = [
    "nip",
    "name",
    "unit",
    "month",
    "base",
    "amount",
    "corrected",
    "underpaid",
    "overpaid",
    "state",
];

/// The people of a run as a file, everybody, `piece` at a time: whole rupiah without marks. Of a correction only whoever has another amount than in
/// what it corrects: the differences are what is to be paid or taken back. A run that changes meanwhile is a conflict, never half a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, id: AllowanceRunId, piece: i64) -> Result<Sheet> {
    let beside = read::run(cx, id).await?;
    let run = &beside.run;
    if run.state == RunState::Counting {
        return Err(Reason::new("allowance-counting").into());
    }
    let page = Page::new(cx, "allowance-title");
    let corrects = run.correction > 0;
    let columns: &[&str] = if corrects { &CORRECTION } else { &MONTH };
    let head: Vec<String> = columns
        .iter()
        .map(|column| page.t(&format!("allowance-column-{column}")))
        .collect();
    let (_, state) = run_state(run.state, &page);
    let month = run.month.to_string();
    let whole = |amount: Option<i64>| amount.map_or_else(String::new, |n| n.to_string());
    let cells = |row: Row| {
        let mut cells = vec![row.nip, row.name, row.unit, month.clone(), whole(row.base)];
        cells.extend([row.amount.to_string(), whole(row.before)]);
        if corrects {
            let more = row.amount - row.before.unwrap_or(0);
            cells.extend([more.max(0), (-more).max(0)].map(|n| n.to_string()));
        }
        cells.push(state.clone());
        cells
    };
    let filter = Filter {
        changed: corrects,
        ..Filter::default()
    };
    let mut table = Table::begin(kind, &head)?;
    let (mut rows, mut after) = (0_usize, None);
    loop {
        let listing = read::sized(cx, &beside, &filter, after.as_ref(), piece).await?;
        let some: Vec<Vec<String>> = listing.rows.into_iter().map(cells).collect();
        rows += some.len();
        table.add(&some)?;
        let Some(next) = listing.next else { break };
        let next = Cursor::decode(&next, cx.agency());
        after = Some(next.ok_or_else(|| Error::internal("a cursor of its own"))?);
    }
    let expected = match &beside.before {
        Some((_, found)) if corrects => found.higher + found.lower + found.new + found.gone,
        _ => i64::from(run.people),
    };
    // between two pieces a name may change and somebody be passed over
    if i64::try_from(rows).ok() != Some(expected) {
        return Err(Error::Conflict("changed"));
    }
    let event = Event::new("allowance-exported", "allowance_run", id.0)
        .with("month", month.clone())
        .with("correction", run.correction)
        .with("rows", rows);
    cx.record_after(event);
    table.finish(&match run.correction {
        0 => format!("tunjangan-{month}"),
        n => format!("tunjangan-{month}-koreksi-{n}"),
    })
}

/// GET /allowance/runs/{id}/export/{format}
pub async fn export(
    mut cx: Cx,
    Path((id, format)): Path<(AllowanceRunId, String)>,
) -> Result<Response> {
    let kind = Kind::of(&format).ok_or(Error::NotFound)?;
    Ok(sheet(&mut cx, kind, id, PIECE).await?.into_response())
}
