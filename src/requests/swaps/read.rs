//! Who sees an exchange, and the lists of exchanges.

use super::{
    Swap, SwapState, Verdicts,
    propose::{apart, approvers, asked, decider, hold, standing, weigh},
    rules::may_decide,
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Reason, Result},
        id::{RequestId, SwapId},
    },
    requests::store,
};

/// How the acting person relates to an exchange.
#[derive(Clone, Copy, Debug)]
pub struct SwapSight {
    pub proposer: bool,
    pub colleague: bool,
    /// Decides for both, or did, or is who it waits for.
    pub decider: bool,
    /// May decide today.
    pub decides: bool,
    /// Sees the facts of both: who decides, HR, the leader.
    pub both: bool,
}

impl SwapSight {
    /// Whether one of the two looks.
    pub fn own(self) -> bool {
        self.proposer || self.colleague
    }

    /// The colleague may answer.
    pub fn can_answer(self, swap: &Swap) -> bool {
        self.colleague && swap.state == SwapState::Proposed
    }

    /// May step back: the proposer until the decision, the colleague after agreeing.
    pub fn can_withdraw(self, swap: &Swap) -> bool {
        (self.proposer && swap.state.is_open())
            || (self.colleague && swap.state == SwapState::Agreed)
    }

    /// May decide it now.
    pub fn can_decide(self, swap: &Swap) -> bool {
        self.decides && !self.own() && swap.state == SwapState::Agreed
    }
}

/// An exchange for whom it is for; others do not find it.
pub async fn show(cx: &mut Cx, id: SwapId) -> Result<(Swap, SwapSight)> {
    let agency = cx.agency();
    let swap = store::swaps::find(cx.conn(), agency, id).await?;
    let two = [swap.proposer.employee, swap.colleague.employee];
    let [own, other] = approvers(cx, two).await?;
    let actor = cx.actor();
    let me = actor.employee;
    let roles = actor.roles;
    let decides = may_decide(me, roles, two, [asked(own, me), asked(other, me)]).is_ok();
    let decided = me.is_some() && swap.decided_by == me;
    let waits = me.is_some() && swap.approver == me && swap.state == SwapState::Agreed;
    let mut sight = SwapSight {
        proposer: me == Some(two[0]),
        colleague: me == Some(two[1]),
        // what the colleague has not agreed to is between the two
        decider: (decides && swap.was_agreed()) || decided || waits,
        decides,
        both: false,
    };
    sight.both = !sight.own() && (sight.decider || roles.hr || roles.leader);
    if sight.own() || sight.both {
        Ok((swap, sight))
    } else {
        Err(Error::NotFound)
    }
}

/// Why nobody may decide an open exchange today, and until when; none where somebody may.
pub async fn waits(cx: &mut Cx, swap: &Swap) -> Result<Option<Reason>> {
    let two = [swap.proposer.employee, swap.colleague.employee];
    let [own, other] = approvers(cx, two).await?;
    if !swap.state.is_open() || decider(own) == decider(other) {
        return Ok(None);
    }
    apart(cx, two, Reason::new("swap-approvers"))
        .await
        .map(Some)
}

/// What the rules say about both as things stand, for whoever is to decide.
pub async fn preview(cx: &mut Cx, swap: &Swap) -> Result<Verdicts> {
    let [mine, theirs] = standing(cx, swap, Some(swap.unit)).await?;
    weigh(cx, swap, [&hold(&mine), &hold(&theirs)]).await
}

/// The acting person's exchanges, open ones first.
pub async fn own(cx: &mut Cx) -> Result<Vec<Swap>> {
    cx.require(Can::BeEmployee)?;
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::swaps::of_person(cx.conn(), agency, me).await
}

/// What waits for the acting person's decision.
pub async fn waiting(cx: &mut Cx) -> Result<Vec<Swap>> {
    let (agency, actor) = (cx.agency(), cx.actor().clone());
    store::swaps::inbox(cx.conn(), agency, actor.employee, actor.roles.leader).await
}

/// The exchanges that an own request has part in, newest first.
pub async fn of_request(cx: &mut Cx, request: RequestId) -> Result<Vec<Swap>> {
    let agency = cx.agency();
    store::swaps::of_request(cx.conn(), agency, request).await
}
