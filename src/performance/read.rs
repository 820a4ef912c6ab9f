//! Who sees which targets, and what a page shows of them.

use chrono::Datelike;

use super::{
    Line, Remark, State, Targets,
    rules::may_agree,
    store::{self, people::Colleague},
    write::place,
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::{EmployeeId, TargetsId},
    },
    organisation,
};

/// How the acting person relates to somebody's targets.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub own: bool,
    /// Decides for the person today.
    pub decides: bool,
    /// May see them for another reason: agreed to them, HR, the leader.
    pub looks: bool,
}

/// The year it is.
pub fn this_year(cx: &Cx) -> i16 {
    i16::try_from(cx.today().year()).unwrap_or(0)
}

/// How the acting person relates to targets; who may not see them does not find them. A draft is its writer's alone.
pub async fn sight_of(cx: &mut Cx, targets: &Targets) -> Result<Sight> {
    let (agency, today) = (cx.agency(), cx.today());
    let who = targets.employee;
    let approver = organisation::approver_of(cx.conn(), agency, who, today, 0).await?;
    let (me, roles) = (cx.actor().employee, cx.actor().roles);
    let approver = approver.map(|one| one.asked(me));
    let sight = Sight {
        own: me == Some(who),
        decides: may_agree(me, roles, who, approver).is_ok(),
        looks: roles.hr || roles.leader || (me.is_some() && targets.agreed_by == me),
    };
    let private = matches!(targets.state, State::Draft | State::Discarded);
    if sight.own || (!private && (sight.decides || sight.looks)) {
        Ok(sight)
    } else {
        Err(Error::NotFound)
    }
}

/// Targets for whom they are for, with the dialogue about them.
pub async fn show(cx: &mut Cx, id: TargetsId) -> Result<(Targets, Sight, Vec<Remark>)> {
    let agency = cx.agency();
    let mut targets = store::targets::find(cx.conn(), agency, id).await?;
    let sight = sight_of(cx, &targets).await?;
    let me = cx.actor().employee;
    // the dialogue is between the two of them
    if sight.own || sight.decides || (me.is_some() && targets.agreed_by == me) {
        let remarks = store::lines::remarks(cx.conn(), agency, id).await?;
        return Ok((targets, sight, remarks));
    }
    if targets.state == State::Discussed {
        targets.note = String::new();
    }
    Ok((targets, sight, Vec::new()))
}

/// The other versions of the same year that the acting person may see, the newest first.
pub async fn versions(cx: &mut Cx, targets: &Targets, sight: Sight) -> Result<Vec<Targets>> {
    let agency = cx.agency();
    let mut all = store::targets::of_person(cx.conn(), agency, targets.employee).await?;
    all.retain(|one| {
        one.year == targets.year && one.id != targets.id && (sight.own || one.state != State::Draft)
    });
    Ok(all)
}

/// The acting person's targets of every year, the newest first.
pub async fn own(cx: &mut Cx) -> Result<Vec<Targets>> {
    cx.require(Can::BeEmployee)?;
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::targets::of_person(cx.conn(), agency, me).await
}

/// The acting person's targets that were given back.
pub async fn returned(cx: &mut Cx) -> Result<Option<Targets>> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::targets::given_back(cx.conn(), agency, me).await
}

/// What waits for the acting person to agree.
pub async fn waiting(cx: &mut Cx) -> Result<Vec<Targets>> {
    let (agency, actor) = (cx.agency(), cx.actor().clone());
    store::targets::inbox(cx.conn(), agency, actor.employee, actor.roles.leader).await
}

/// A superior's lines, as those below may know them.
#[derive(Debug, Default)]
pub struct Above {
    /// None: nobody stands above.
    pub name: Option<String>,
    pub lines: Vec<Line>,
}

/// The lines of a year of the superior of somebody: the head in whose place somebody acts, else whoever decides.
pub async fn above(cx: &mut Cx, who: EmployeeId, year: i16) -> Result<Above> {
    let (agency, today) = (cx.agency(), cx.today());
    let approver = organisation::approver_of(cx.conn(), agency, who, today, 0).await?;
    let Some(approver) = approver else {
        return Ok(Above::default());
    };
    let superior = approver.in_place_of.unwrap_or(approver.employee);
    let name = organisation::find(cx.conn(), agency, superior).await?.name;
    let known = store::targets::known(cx.conn(), agency, &[superior], year).await?;
    Ok(Above {
        name: Some(name),
        lines: known
            .into_iter()
            .next()
            .map_or_else(Vec::new, |one| one.lines),
    })
}

/// From where the acting person may copy lines for a year.
pub struct Sources {
    /// From their own, agreed in the year before.
    pub last_year: bool,
    /// From the template of their position: its name.
    pub template: Option<String>,
    pub colleagues: Vec<Colleague>,
}

/// From where the acting person may copy lines for a year.
pub async fn sources(cx: &mut Cx, year: i16) -> Result<Sources> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let agreed = [State::Agreed];
    let last = store::targets::find_in(cx.conn(), agency, me, year - 1, &agreed).await?;
    let colleagues = store::people::colleagues(cx.conn(), agency, me, year).await?;
    let (_, position) = place(cx, me).await?;
    let template = store::templates::of_position(cx.conn(), agency, position).await?;
    Ok(Sources {
        last_year: last.is_some(),
        template: template
            .filter(|one| !one.lines.is_empty())
            .map(|one| one.position_name),
        colleagues,
    })
}
