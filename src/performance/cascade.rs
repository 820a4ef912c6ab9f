//! Whose line hangs on whose: a superior's lines of a year with those of the people below, what nobody takes up, and what hangs on nothing.

use super::{
    Line, Targets,
    read::this_year,
    rules::{self, may_agree},
    store,
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::EmployeeId,
    },
    organisation::{self, Person},
};

/// Somebody below, with what may be known of their targets.
pub struct Member {
    pub person: Person,
    /// In force, else proposed; none: neither.
    pub targets: Option<Targets>,
    /// Leads a unit: has people below, too.
    pub leads: bool,
}

/// The cascade of one superior.
pub struct Team {
    pub of: EmployeeId,
    pub name: String,
    pub year: i16,
    pub own: Option<Targets>,
    pub members: Vec<Member>,
    pub laid: rules::Cascade,
}

impl Team {
    /// The superior's lines.
    pub fn lines(&self) -> &[Line] {
        self.own.as_ref().map_or(&[], |own| &own.lines)
    }

    /// A line of somebody below.
    pub fn at(&self, (member, line): rules::Place) -> Option<(&Member, &Line)> {
        let member = self.members.get(member)?;
        let line = member.targets.as_ref()?.lines.get(line)?;
        Some((member, line))
    }
}

/// The cascade of a superior: one's own, that of somebody one decides for, for HR and the leader anybody's.
pub async fn of(cx: &mut Cx, of: Option<EmployeeId>, year: Option<i16>) -> Result<Team> {
    cx.require(Can::DecideRequests)?;
    let (agency, today) = (cx.agency(), cx.today());
    let year = year.unwrap_or_else(|| this_year(cx));
    let (me, roles) = (cx.actor().employee, cx.actor().roles);
    let of = of.or(me).ok_or(Error::NotFound)?;
    if me != Some(of) && !roles.hr && !roles.leader {
        let approver = organisation::approver_of(cx.conn(), agency, of, today, 0).await?;
        let approver = approver.map(|one| one.asked(me));
        may_agree(me, roles, of, approver).map_err(|_| Error::NotFound)?;
    }
    let name = organisation::find(cx.conn(), agency, of).await?.name;
    let people = organisation::subordinates(cx.conn(), agency, of, today).await?;
    let mut ids: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
    let heads = store::people::heads(cx.conn(), agency, &ids).await?;
    ids.push(of);
    let mut known = store::targets::known(cx.conn(), agency, &ids, year).await?;
    let mut take = |who: EmployeeId| {
        let at = known.iter().position(|one| one.employee == who)?;
        Some(known.swap_remove(at))
    };
    let own = take(of);
    let members: Vec<Member> = people
        .into_iter()
        .map(|person| Member {
            targets: take(person.id),
            leads: heads.contains(&person.id),
            person,
        })
        .collect();
    let lines = |targets: &Option<Targets>| -> Vec<Line> {
        targets
            .as_ref()
            .map_or_else(Vec::new, |one| one.lines.clone())
    };
    let below: Vec<Vec<Line>> = members.iter().map(|one| lines(&one.targets)).collect();
    let below: Vec<&[Line]> = below.iter().map(Vec::as_slice).collect();
    let laid = rules::cascade(&lines(&own), &below);
    Ok(Team {
        of,
        name,
        year,
        own,
        members,
        laid,
    })
}
