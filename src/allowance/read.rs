//! What is read: schemes and runs by HR, one's own amounts by the person. Nobody else sees amounts, a supervisor neither.

use chrono::{Days, NaiveDate};

use super::{
    Outage, Run, RunState, Scheme,
    rules::{Inputs, Outcome, Terms},
    store::{
        self,
        results::{Compared, Filter, Row},
    },
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::{AllowanceRunId, AllowanceSchemeId, EmployeeId},
        list::{Cursor, Listing, PAGE},
    },
    requests::Month,
};

/// The schemes of the agency, the newest first.
pub async fn schemes(cx: &mut Cx) -> Result<Vec<Scheme>> {
    cx.require(Can::ManageRules)?;
    let agency = cx.agency();
    store::schemes::list(cx.conn(), agency).await
}

/// One scheme.
pub async fn scheme(cx: &mut Cx, id: AllowanceSchemeId) -> Result<Scheme> {
    cx.require(Can::ManageRules)?;
    let agency = cx.agency();
    store::schemes::find(cx.conn(), agency, id).await
}

/// The runs of the agency, the newest month first.
pub async fn runs(cx: &mut Cx) -> Result<Vec<Run>> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    store::runs::list(cx.conn(), agency).await
}

/// A run beside what it is compared with: that of the month before, or for a correction what it corrects.
pub struct Beside {
    pub run: Run,
    pub before: Option<(Run, Compared)>,
    /// The correction of this very run.
    pub corrected: Option<Run>,
}

/// What a run is compared with. What is locked is compared with what was locked by then, so that its file can be had again as it was.
async fn before(cx: &mut Cx, run: &Run) -> Result<Option<Run>> {
    let agency = cx.agency();
    if run.correction > 0 {
        return store::runs::corrected_by(cx.conn(), agency, run.month, run.correction).await;
    }
    match run.month.before() {
        Some(month) => store::runs::holding(cx.conn(), agency, month, run.locked_at).await,
        None => Ok(None),
    }
}

/// A run and how it differs from what it is compared with.
pub async fn run(cx: &mut Cx, id: AllowanceRunId) -> Result<Beside> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    let run = store::runs::find(cx.conn(), agency, id).await?;
    let before = match before(cx, &run).await? {
        Some(one) => {
            let compared = store::results::compare(cx.conn(), agency, run.id, one.id).await?;
            Some((one, compared))
        }
        None => None,
    };
    let corrected = match run.state {
        RunState::Locked => {
            store::runs::correcting(cx.conn(), agency, run.month, run.correction).await?
        }
        _ => None,
    };
    Ok(Beside {
        run,
        before,
        corrected,
    })
}

/// The people of a run by name, from a cursor on.
pub async fn people(
    cx: &mut Cx,
    beside: &Beside,
    filter: &Filter,
    after: Option<&Cursor>,
) -> Result<Listing<Row>> {
    sized(cx, beside, filter, after, PAGE).await
}

/// The people of a run, as many as asked for; of a correction also those who were taken out of the month.
pub async fn sized(
    cx: &mut Cx,
    beside: &Beside,
    filter: &Filter,
    after: Option<&Cursor>,
    size: i64,
) -> Result<Listing<Row>> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    let ids = (beside.run.id, beside.before.as_ref().map(|(one, _)| one.id));
    let filter = Filter {
        gone: beside.run.correction > 0,
        ..filter.clone()
    };
    store::results::list(cx.conn(), agency, ids, &filter, after, size).await
}

/// An amount of a person with what it was counted from and by.
pub struct Why {
    pub run: Run,
    /// The version of the formula that it was counted by.
    pub formula: i16,
    pub terms: Terms,
    pub inputs: Inputs,
    pub outcome: Outcome,
    /// The amount and lines of the month before, or of what was corrected.
    pub before: Option<(Run, Outcome)>,
}

async fn kept(cx: &mut Cx, run: &Run, who: EmployeeId) -> Result<Option<(i16, Inputs, Outcome)>> {
    let agency = cx.agency();
    let Some(kept) = store::results::find_opt(cx.conn(), agency, run.id, who).await? else {
        return Ok(None);
    };
    let inputs = serde_json::from_str(&kept.inputs).map_err(Error::internal)?;
    let outcome: Outcome = serde_json::from_str(&kept.outcome).map_err(Error::internal)?;
    if outcome.amount != kept.amount {
        return Err(Error::internal("an amount that differs from its lines"));
    }
    Ok(Some((kept.formula, inputs, outcome)))
}

async fn why(cx: &mut Cx, run: Run, who: EmployeeId) -> Result<Option<Why>> {
    let agency = cx.agency();
    let Some((formula, inputs, outcome)) = kept(cx, &run, who).await? else {
        return Ok(None);
    };
    let terms = store::schemes::find(cx.conn(), agency, run.scheme)
        .await?
        .terms;
    let before = match before(cx, &run).await? {
        Some(one) => kept(cx, &one, who).await?.map(|(.., told)| (one, told)),
        None => None,
    };
    Ok(Some(Why {
        run,
        formula,
        terms,
        inputs,
        outcome,
        before,
    }))
}

/// The amount of somebody in a run, for HR.
pub async fn of_person(cx: &mut Cx, id: AllowanceRunId, who: EmployeeId) -> Result<Why> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    let run = store::runs::find(cx.conn(), agency, id).await?;
    why(cx, run, who).await?.ok_or(Error::NotFound)
}

/// The acting person's own amount of a month, and the months that have one, the newest first. While it is counted there is none to be seen, and a
/// correction shows once it is locked.
pub async fn own(cx: &mut Cx, month: Option<Month>) -> Result<(Option<Why>, Vec<Month>)> {
    cx.require(Can::BeEmployee)?;
    let (agency, me) = (cx.agency(), cx.employee()?);
    let runs = store::runs::list(cx.conn(), agency).await?;
    // a month that was locked shows what is locked, until a correction of it is locked too
    let locked = |one: &Run| one.state == RunState::Locked;
    let mut months: Vec<Run> = Vec::new();
    for one in runs
        .into_iter()
        .filter(|one| matches!(one.state, RunState::Simulated | RunState::Locked))
    {
        match months.last_mut().filter(|last| last.month == one.month) {
            Some(last) if locked(last) => {}
            Some(last) => *last = one,
            None => months.push(one),
        }
    }
    let wanted = months
        .iter()
        .find(|one| month.is_none_or(|month| one.month == month));
    let found = match wanted.cloned() {
        Some(run) => why(cx, run, me).await?,
        None => None,
    };
    Ok((found, months.iter().map(|one| one.month).collect()))
}

/// How far back outages are shown, in days.
const BACK: u64 = 92;

/// The outages of the last months, the newest first.
pub async fn outages(cx: &mut Cx) -> Result<Vec<Outage>> {
    cx.require(Can::ManagePeople)?;
    let (agency, today) = (cx.agency(), cx.today());
    let from: NaiveDate = today - Days::new(BACK);
    store::outages::within(cx.conn(), agency, from, today).await
}
