//! Approves many at once: the same decision for exactly the items shown, each with its own fate.

use uuid::Uuid;

use super::{
    State,
    approval::{Decide, Decision, decide_locked, lock_in_unit},
    guests,
    store::locks,
};
use crate::kernel::{
    cx::Cx,
    error::{Error, Result},
    id::RequestId,
};

/// One item as it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: RequestId,
    pub version: i32,
}

/// What became of one item.
#[derive(Clone, Debug)]
pub struct Fate {
    pub id: RequestId,
    pub employee_name: String,
    /// The state after; [`State::Submitted`]: agreed to and passed on.
    pub result: Result<State, Error>,
}

/// Approves these items and no others. A refusal or a change of one does not touch the rest; everything that is decided
/// is decided before anything is written, so one item never aborts another. Trouble with the database ends the whole.
pub async fn approve_all(cx: &mut Cx, items: &[Item], batch: Uuid) -> Result<Vec<Fate>> {
    let agency = cx.agency();
    let ids: Vec<RequestId> = items.iter().map(|item| item.id).collect();
    let subjects = locks::subjects(cx.conn(), agency, &ids).await?;
    let mut units: Vec<_> = subjects.iter().map(|(_, _, unit)| *unit).collect();
    units.sort_unstable();
    units.dedup();
    locks::lock_units(cx.conn(), agency, &units).await?;
    guests::hold_all(cx, &ids).await?;
    let mut fates = Vec::new();
    for (id, employee, unit) in subjects {
        let Some(item) = items.iter().find(|item| item.id == id) else {
            continue;
        };
        let mut employee_name = String::new();
        let decided = match lock_in_unit(cx, id, employee, unit).await {
            Ok(request) => {
                employee_name.clone_from(&request.employee_name);
                let input = Decide {
                    decision: Decision::Approve,
                    version: item.version,
                    note: String::new(),
                    waive: false,
                    batch,
                };
                decide_locked(cx, request, input)
                    .await
                    .map(|request| request.state)
            }
            Err(error) => Err(error),
        };
        if let Err(error @ (Error::Internal(_) | Error::Unavailable(_))) = decided {
            return Err(error);
        }
        fates.push(Fate {
            id,
            employee_name,
            result: decided,
        });
    }
    for item in items {
        if !fates.iter().any(|fate| fate.id == item.id) {
            fates.push(Fate {
                id: item.id,
                employee_name: String::new(),
                result: Err(Error::NotFound),
            });
        }
    }
    Ok(fates)
}
