//! What somebody sees of exceptions.

use super::{Exception, State, ask::permit};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        id::{EmployeeId, ExceptionId},
    },
    organisation,
    policy::WaivableBy,
    requests::store::exceptions,
};

/// How somebody relates to an exception.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub own: bool,
    /// May answer it, and end it.
    pub waives: bool,
}

/// The exceptions a person meets, newest first.
#[derive(Debug)]
pub struct Lists {
    /// What waits for the acting person's answer.
    pub waiting: Vec<Exception>,
    pub own: Vec<Exception>,
    /// What holds for others, as far as the acting person may end it.
    pub holding: Vec<Exception>,
}

/// An exception for the person and for whoever may waive the rule; others do not find it.
pub async fn find(cx: &mut Cx, id: ExceptionId) -> Result<(Exception, Sight)> {
    let agency = cx.agency();
    let one = exceptions::find(cx.conn(), agency, id).await?;
    let own = cx.actor().employee == Some(one.employee);
    let waives = permit(cx, one.employee, one.result.waivable_by)
        .await
        .is_ok();
    if own || waives {
        Ok((one, Sight { own, waives }))
    } else {
        Err(Error::NotFound)
    }
}

/// The rules that the acting person may waive for everybody, by who may waive them.
fn by_role(cx: &Cx) -> Vec<WaivableBy> {
    let roles = cx.actor().roles;
    let mut all = Vec::new();
    if roles.hr || roles.leader {
        all.extend([WaivableBy::Hr, WaivableBy::UnitHead]);
    }
    if roles.leader {
        all.push(WaivableBy::AgencyLeader);
    }
    all
}

/// The people one decides for.
async fn subordinates(cx: &mut Cx) -> Result<Vec<EmployeeId>> {
    let (agency, today) = (cx.agency(), cx.today());
    let Some(me) = cx.actor().employee.filter(|_| cx.actor().roles.supervisor) else {
        return Ok(Vec::new());
    };
    let people = organisation::subordinates(cx.conn(), agency, me, today).await?;
    Ok(people.into_iter().map(|one| one.id).collect())
}

async fn others(cx: &mut Cx, state: State) -> Result<Vec<Exception>> {
    let agency = cx.agency();
    if !exceptions::any(cx.conn(), agency, state).await? {
        return Ok(Vec::new());
    }
    let of = exceptions::Of {
        state,
        own: cx.actor().employee,
        people: subordinates(cx).await?,
        by: by_role(cx),
    };
    exceptions::others(cx.conn(), agency, of).await
}

/// What waits for the acting person's answer.
pub async fn waiting(cx: &mut Cx) -> Result<Vec<Exception>> {
    others(cx, State::Asked).await
}

/// Everything the acting person meets.
pub async fn lists(cx: &mut Cx) -> Result<Lists> {
    let agency = cx.agency();
    Ok(Lists {
        waiting: waiting(cx).await?,
        holding: others(cx, State::Granted).await?,
        own: match cx.actor().employee {
            Some(me) => exceptions::of(cx.conn(), agency, me).await?,
            None => Vec::new(),
        },
    })
}
