//! Who sees what of requests: one request, and the week of a unit.

use super::{Request, State, chains::desk::Desk, store};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        id::UnitId,
    },
    organisation,
};

/// How somebody relates to a request.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub own: bool,
    /// Decides, or has decided or agreed.
    pub decider: bool,
    /// May decide now; of an approved request, revoke.
    pub decides: bool,
    pub hr: bool,
    pub leader: bool,
}

impl Sight {
    /// How the acting person relates to a request; who may not see it does not find it.
    pub async fn of(cx: &mut Cx, request: &Request) -> Result<Self> {
        let desk = Desk::of(cx, request).await?;
        let actor = cx.actor();
        let own = actor.employee == Some(request.employee);
        let decides = desk.seats_of(actor, request).is_ok();
        let was = (actor.employee.is_some() && request.decided_by == actor.employee)
            || desk.has_agreed(actor.employee);
        let sight = Self {
            own,
            decider: decides || was,
            decides,
            hr: actor.roles.hr,
            leader: actor.roles.leader,
        };
        let draft = request.state == State::Draft;
        let sees = own || (!draft && (sight.decider || sight.hr || sight.leader));
        if sees {
            Ok(sight)
        } else {
            Err(Error::NotFound)
        }
    }

    /// Whether the grounds of special circumstances are for these eyes: the person, who decides, the leader.
    pub fn intimate(self) -> bool {
        self.own || self.decider || self.leader
    }
}

/// The units somebody may choose to look at: one's own, those one decides for, for HR and the leader all, as far as a list holds them.
/// Whether a unit may be looked at is asked of [`visible_unit`].
pub async fn visible_units(cx: &mut Cx) -> Result<Vec<(UnitId, String)>> {
    let (agency, today, actor) = (cx.agency(), cx.today(), cx.actor().clone());
    if actor.roles.hr || actor.roles.leader {
        return store::lists::staffed_units(cx.conn(), agency).await;
    }
    let mut units: Vec<(UnitId, String)> = Vec::new();
    if let Some(unit) = actor.unit.filter(|_| actor.employee.is_some()) {
        units.push((unit, actor.unit_name.clone()));
    }
    if let Some(me) = actor.employee.filter(|_| actor.roles.supervisor) {
        for person in organisation::subordinates(cx.conn(), agency, me, today).await? {
            if !units.iter().any(|(id, _)| *id == person.unit) {
                units.push((person.unit, person.unit_name));
            }
        }
    }
    Ok(units)
}

/// The name of a unit that the acting person may look at; none where they may not.
pub async fn visible_unit(cx: &mut Cx, unit: UnitId) -> Result<Option<String>> {
    let (agency, roles) = (cx.agency(), cx.actor().roles);
    if roles.hr || roles.leader {
        return store::lists::staffed_unit(cx.conn(), agency, unit).await;
    }
    let mut units = visible_units(cx).await?.into_iter();
    let found = units.find(|(id, _)| *id == unit);
    Ok(found.map(|(_, name)| name))
}

/// Whether the acting person may see where the people of a unit are: the same as [`visible_unit`].
pub async fn sees_unit(cx: &mut Cx, unit: UnitId) -> Result<bool> {
    let roles = cx.actor().roles;
    Ok(roles.hr || roles.leader || visible_units(cx).await?.iter().any(|(id, _)| *id == unit))
}

/// The unit that is asked for, else one's own, else the first. `units` are those to choose from.
pub async fn chosen_unit(
    cx: &mut Cx,
    units: &[(UnitId, String)],
    wanted: Option<UnitId>,
) -> Result<UnitId> {
    if let Some(unit) = wanted.or(cx.actor().unit) {
        let listed = units.iter().any(|(id, _)| *id == unit);
        if listed || visible_unit(cx, unit).await?.is_some() {
            return Ok(unit);
        }
    }
    let first = units.first().filter(|_| wanted.is_none());
    first.map(|(id, _)| *id).ok_or(Error::NotFound)
}
