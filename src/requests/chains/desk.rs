//! Who is to decide one request now, and how its chain moves on.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Chains, Chair, Far, Seat, SeatState,
    rules::{AskedFor, Lies, Voice, agree, length, may_sit, steps_for},
};
use crate::{
    kernel::{
        actor::Actor,
        audit::{self, Event},
        cx::Cx,
        error::{Reason, Result},
        id::{EmployeeId, IdentityId, RequestId},
        outbox::{self, Notice},
    },
    organisation::{self, Approver, Capacity},
    policy::Place,
    requests::{
        Request, State,
        store::{
            self, cases, chains as table,
            steps::{Line, Outcome},
        },
        upkeep::Moved,
    },
};

/// Who is to decide a request.
pub struct Desk {
    /// Every seat of its chain; none where the direct supervisor decides alone.
    pub chairs: Vec<Chair>,
    /// The seats that are asked now, with the person of each.
    open: Vec<(Seat, Option<Approver>)>,
    step: Option<i16>,
}

impl Desk {
    /// The desk of a request. One that waits for nobody stands with the direct supervisor, who may still revoke it.
    pub async fn of(cx: &mut Cx, request: &Request) -> Result<Self> {
        let people = people(cx, request.employee, request.level, request.step.is_some()).await?;
        let alone = |chairs| Self {
            chairs,
            open: vec![(Seat::Supervisor, people[0])],
            step: None,
        };
        let Some(step) = request.step else {
            return Ok(alone(Vec::new()));
        };
        let agency = cx.agency();
        let mut chairs = table::chairs(cx.conn(), agency, request.id).await?;
        if !request.state.is_pending() {
            return Ok(alone(chairs));
        }
        // what moved up for want of an answer moved up in this step alone
        let later = match request.level {
            0 => people,
            _ => self::people(cx, request.employee, 0, true).await?,
        };
        for chair in &mut chairs {
            let people = if chair.step == step { &people } else { &later };
            chair.person = who(people, chair.seat).map(|approver| approver.employee);
        }
        let open = chairs
            .iter()
            .filter(|chair| chair.state == SeatState::Open)
            .map(|chair| (chair.seat, who(&people, chair.seat)))
            .collect();
        Ok(Self {
            chairs,
            open,
            step: Some(step),
        })
    }

    /// The open seats that somebody may speak for; why not, where there is none.
    pub fn seats_of(&self, actor: &Actor, request: &Request) -> Result<Vec<Seat>, Reason> {
        let mut theirs = Vec::new();
        let mut refused = Reason::new("not-approver");
        for (seat, approver) in &self.open {
            let person = approver.map(|approver| approver.asked(actor.employee));
            let (owner, route) = (request.employee, request.route);
            match may_sit(*seat, actor.employee, actor.roles, owner, route, person) {
                Ok(()) => theirs.push(*seat),
                Err(reason) => refused = reason,
            }
        }
        if theirs.is_empty() {
            Err(refused)
        } else {
            Ok(theirs)
        }
    }

    /// As whom somebody sits there: the person of one of these seats, with whom they stand in for.
    pub fn approver(&self, seats: &[Seat], actor: Option<EmployeeId>) -> Option<Approver> {
        self.open
            .iter()
            .filter(|(seat, _)| seats.contains(seat))
            .find_map(|(_, approver)| approver.filter(|one| Some(one.employee) == actor))
    }

    /// The mandate by which somebody speaks for one of these seats, or which they gave about it.
    pub fn mandate(&self, seats: &[Seat], actor: Option<EmployeeId>) -> Option<Approver> {
        let mut open = self.open.iter().filter(|(seat, _)| seats.contains(seat));
        open.find_map(|(_, approver)| {
            approver.filter(|one| {
                one.acting == Some(Capacity::Mandate)
                    && actor.is_some_and(|who| one.employee == who || one.in_place_of == Some(who))
            })
        })
    }

    /// Whether more is asked after these seats have agreed.
    pub fn goes_on(&self, seats: &[Seat], voice: Voice) -> bool {
        self.after(seats, voice).1.is_some()
    }

    /// Whether somebody has agreed to it at an earlier step.
    pub fn has_agreed(&self, employee: Option<EmployeeId>) -> bool {
        employee.is_some() && self.chairs.iter().any(|chair| chair.agreed_by == employee)
    }

    /// The chairs after an agreement, and the step that is open then; none: nothing more is asked.
    pub fn after(&self, seats: &[Seat], voice: Voice) -> (Vec<Chair>, Option<i16>) {
        let mut chairs = self.chairs.clone();
        let step = self
            .step
            .and_then(|step| agree(&mut chairs, step, seats, voice));
        (chairs, step)
    }
}

fn who(people: &[Option<Approver>; 2], seat: Seat) -> Option<Approver> {
    people[usize::try_from(seat.level()?).ok()?]
}

/// The direct supervisor, and whoever stands next above.
async fn people(
    cx: &mut Cx,
    employee: EmployeeId,
    level: i16,
    both: bool,
) -> Result<[Option<Approver>; 2]> {
    let (agency, today) = (cx.agency(), cx.today());
    let first = organisation::approver_of(cx.conn(), agency, employee, today, level).await?;
    let above = if both {
        organisation::approver_of(cx.conn(), agency, employee, today, level + 1).await?
    } else {
        None
    };
    Ok([first, above])
}

/// Freezes the agency's chain into a request that was just sent; one that the direct supervisor decides alone stays as it is.
pub async fn begin(cx: &mut Cx, request: Request) -> Result<Request> {
    let (agency, id) = (cx.agency(), request.id);
    if request.version > 1 {
        // sent anew: what was agreed to before is no longer what is asked
        table::clear(cx.conn(), agency, id).await?;
    }
    let asked = AskedFor {
        kind: request.span.kind(),
        with_hours: request.times.is_some(),
        route: request.route,
        place: request.place,
        days: length(&request.span),
        region: request.region.clone(),
    };
    let kept = table::of_agency(cx.conn(), agency).await?;
    let (chairs, far) = foreseen(cx, request.employee, &asked, &kept).await?;
    if chairs.is_empty() {
        return Ok(request);
    }
    table::insert(cx.conn(), agency, id, request.employee, &chairs).await?;
    stand(cx, id, 1, &chairs).await?;
    if let Some(far) = far {
        table::far(cx.conn(), agency, id, far).await?;
    }
    store::requests::find(cx.conn(), agency, id).await
}

/// The seats that a request of somebody takes by the agency's chains, and how its place lies outside where a chain was
/// taken for that; none: the direct supervisor decides alone.
pub async fn foreseen(
    cx: &mut Cx,
    employee: EmployeeId,
    asked: &AskedFor,
    chains: &Chains,
) -> Result<(Vec<Chair>, Option<Far>)> {
    let agency = cx.agency();
    let (office, place) = regions(cx, employee, asked, chains).await?;
    let lies = Lies {
        office: office.as_deref(),
        place: place.as_deref(),
    };
    let (steps, far) = steps_for(&chains.list, asked, lies);
    let mut chairs: Vec<Chair> = Vec::new();
    if steps.is_empty() {
        return Ok((chairs, None));
    }
    let people = people(cx, employee, 0, true).await?;
    let roles = table::held_by_others(cx.conn(), agency, employee).await?;
    let there = |seat: Seat| seat.level().is_some() || roles.iter().any(|role| role == seat.code());
    for (index, needed) in steps.iter().enumerate() {
        let step = i16::try_from(index).unwrap_or(0) + 1;
        for seat in &needed.seats {
            // a role that nobody else has is the leader's, and where there is no other leader the supervisor's
            let seat = [*seat, Seat::Leader, Seat::Supervisor]
                .into_iter()
                .find(|seat| there(*seat))
                .unwrap_or(Seat::Supervisor);
            if chairs
                .iter()
                .any(|chair| chair.step == step && chair.seat == seat)
            {
                continue;
            }
            let person = who(&people, seat).map(|approver| approver.employee);
            chairs.push(Chair::asked(step, seat, needed.every, person));
        }
    }
    Ok((chairs, far))
}

/// The regions of somebody's office and of the place they ask for, where a chain cares.
async fn regions(
    cx: &mut Cx,
    employee: EmployeeId,
    asked: &AskedFor,
    chains: &Chains,
) -> Result<(Option<String>, Option<String>)> {
    if !chains.ask_where() || asked.place.is_none() {
        return Ok((None, None));
    }
    let agency = cx.agency();
    let (office, home) = organisation::regions_of(cx.conn(), agency, employee).await?;
    let place = match asked.place {
        Some(Place::Home) => home,
        _ => asked.region.clone(),
    };
    Ok((office, place))
}

/// Writes the step a request stands at, with the person it waits for.
async fn stand(cx: &mut Cx, id: RequestId, step: i16, chairs: &[Chair]) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let person = open_people(chairs).next();
    table::stand(cx.conn(), agency, id, step, person, now).await
}

fn open_people(chairs: &[Chair]) -> impl Iterator<Item = EmployeeId> + '_ {
    chairs
        .iter()
        .filter(|chair| chair.state == SeatState::Open)
        .filter_map(|chair| chair.person)
}

/// An agreement as it is kept.
pub struct Agreed<'a> {
    pub chairs: &'a [Chair],
    pub approver: Option<Approver>,
    pub by: EmployeeId,
    pub batch: Uuid,
}

/// Writes the seats that an agreement changed.
pub async fn save(
    cx: &mut Cx,
    request: &Request,
    before: &Desk,
    agreed: &Agreed<'_>,
) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let sits = agreed.approver.filter(|one| one.employee == agreed.by);
    for (old, new) in before.chairs.iter().zip(agreed.chairs) {
        if old.state != new.state {
            let by = table::By {
                acting: sits.and_then(|one| one.acting).map(Capacity::code),
                in_place_of: sits.and_then(|one| one.in_place_of),
                batch: agreed.batch,
                at: now,
            };
            table::save(cx.conn(), agency, request.id, new, &by).await?;
        }
    }
    Ok(())
}

/// One step has agreed and the next is asked: save, record, tell. The request waits on.
pub async fn move_on(
    cx: &mut Cx,
    request: &Request,
    step: i16,
    agreed: &Agreed<'_>,
    outcome: &Outcome,
    waived: Vec<String>,
) -> Result<Request> {
    let (agency, now, id) = (cx.agency(), cx.now(), request.id);
    let state = State::Submitted;
    let kept = Outcome {
        decided_by: None,
        decided_at: None,
        note: String::new(),
        ..outcome.clone()
    };
    store::steps::save_outcome(cx.conn(), agency, id, request.version, state, &kept, now).await?;
    stand(cx, id, step, agreed.chairs).await?;
    let sits = agreed.approver.filter(|one| one.employee == agreed.by);
    let line = Line {
        event: "agreed",
        from: Some(request.state),
        to: state,
        actor: Some(agreed.by),
        acting: sits.and_then(|one| one.acting).map(Capacity::code),
        in_place_of: sits.and_then(|one| one.in_place_of),
        note: &outcome.note,
        verdict: outcome.verdict.as_ref().map(|(text, _, _)| text.as_str()),
    };
    store::steps::log(cx.conn(), agency, id, now, &line).await?;
    audit::record(
        cx,
        Event::new("request-agreed", "request", id.0)
            .with("step", request.step)
            .with("next", step)
            .with("acting", line.acting)
            .with("in_place_of", line.in_place_of.map(|id| id.to_string()))
            .with("waived", waived),
    )
    .await?;
    if request.step != Some(step) {
        tell(
            cx,
            request,
            agreed.chairs,
            &agreed.batch.to_string(),
            outcome.undo_until,
        )
        .await?;
    }
    store::requests::find(cx.conn(), agency, id).await
}

/// Whoever is asked now learns of it: the person of each open seat, or everybody who has its role.
pub async fn tell(
    cx: &mut Cx,
    request: &Request,
    chairs: &[Chair],
    once: &str,
    after: Option<DateTime<Utc>>,
) -> Result<()> {
    let link = format!("/inbox/{}", request.id);
    let mut notice = Notice::new("request-waiting", link, waiting(request.id, once))
        .with("name", request.employee_name.clone());
    if let Some(after) = after {
        notice = notice.after(after);
    }
    let asked = asked(cx, request.employee, chairs).await?;
    outbox::tell_each(cx, &asked, &notice).await
}

fn waiting(id: RequestId, once: &str) -> String {
    format!("request-waiting:{id}:{once}")
}

/// The login identities of whoever is asked about a request at this moment.
pub async fn asked_now(cx: &mut Cx, id: RequestId, owner: EmployeeId) -> Result<Vec<IdentityId>> {
    let agency = cx.agency();
    let chairs = table::chairs(cx.conn(), agency, id).await?;
    asked(cx, owner, &chairs).await
}

async fn asked(cx: &mut Cx, owner: EmployeeId, chairs: &[Chair]) -> Result<Vec<IdentityId>> {
    let agency = cx.agency();
    let persons: Vec<EmployeeId> = open_people(chairs).collect();
    let roles: Vec<&str> = chairs
        .iter()
        .filter(|chair| chair.state == SeatState::Open && chair.person.is_none())
        .map(|chair| {
            if chair.seat == Seat::Hr {
                "hr"
            } else {
                "leader"
            }
        })
        .collect();
    table::addressees(cx.conn(), agency, &persons, &roles, owner).await
}

/// Whoever is asked first learns of a request that was just sent.
pub async fn tell_begun(cx: &mut Cx, request: &Request, once: &str) -> Result<()> {
    let agency = cx.agency();
    let chairs = match (request.step, request.approver) {
        (Some(_), _) => table::chairs(cx.conn(), agency, request.id).await?,
        (None, Some(approver)) => vec![Chair::asked(1, Seat::Supervisor, false, Some(approver))],
        // where nobody decides the leader finds it in the inbox
        (None, None) => return Ok(()),
    };
    tell(cx, request, &chairs, once, None).await
}

/// Moves the open step of a request up for want of an answer: each person's seat to whoever stands above, that of HR to the leader.
/// Gives the people it is with then; none where it cannot move.
pub async fn move_up(cx: &mut Cx, request: &Request) -> Result<Option<Vec<IdentityId>>> {
    let (agency, id) = (cx.agency(), request.id);
    let above = people(cx, request.employee, request.level + 1, true).await?;
    let chairs = table::chairs(cx.conn(), agency, id).await?;
    let mut moved = false;
    for chair in chairs.iter().filter(|chair| chair.state == SeatState::Open) {
        moved |= match chair.seat {
            Seat::Supervisor | Seat::UnitHead => {
                let to = who(&above, chair.seat).map(|approver| approver.employee);
                table::hand(cx.conn(), agency, id, chair.seat, to).await?;
                chair.person.is_some()
            }
            Seat::Hr => table::hr_to_leader(cx.conn(), agency, id).await?,
            Seat::Leader => false,
        };
    }
    if !moved {
        return Ok(None);
    }
    let chairs = table::chairs(cx.conn(), agency, id).await?;
    asked(cx, request.employee, &chairs).await.map(Some)
}

/// Every seat of the chain of a request; none where the direct supervisor decides alone.
pub async fn seats(cx: &mut Cx, request: &Request) -> Result<Vec<Chair>> {
    if request.step.is_none() {
        return Ok(Vec::new());
    }
    let agency = cx.agency();
    table::chairs(cx.conn(), agency, request.id).await
}

/// The first person whose seat is open.
pub async fn first(cx: &mut Cx, id: RequestId) -> Result<Option<EmployeeId>> {
    let agency = cx.agency();
    let chairs = table::chairs(cx.conn(), agency, id).await?;
    Ok(open_people(&chairs).next())
}

/// Hands open seats to whoever decides by now. Gives their requests, with each one's new person.
pub async fn reroute(cx: &mut Cx) -> Result<Vec<Moved>> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let moved = table::moved(cx.conn(), agency, today).await?;
    let mut told = Vec::new();
    for (id, seat, to) in &moved {
        table::hand(cx.conn(), agency, *id, *seat, *to).await?;
        let chairs = table::chairs(cx.conn(), agency, *id).await?;
        let first = open_people(&chairs).next();
        cases::set_approver(cx.conn(), agency, *id, first, now).await?;
        let request = store::requests::find(cx.conn(), agency, *id).await?;
        told.push((*id, *to, request.employee_name));
    }
    Ok(told)
}

/// Takes an agreement back: its seats are open again, and those after it wait.
pub async fn reopen(cx: &mut Cx, request: &Request, batch: Uuid) -> Result<()> {
    let agency = cx.agency();
    let before = table::chairs(cx.conn(), agency, request.id).await?;
    let mut chairs = before.clone();
    let taken = |chair: &&Chair| chair.batch == Some(batch);
    let Some(first) = chairs.iter().filter(taken).map(|chair| chair.step).min() else {
        return Ok(());
    };
    for chair in &mut chairs {
        if chair.step > first {
            chair.state = SeatState::Later;
        } else if chair.batch == Some(batch) {
            chair.state = SeatState::Open;
        }
    }
    let once = waiting(request.id, &batch.to_string());
    for identity in asked(cx, request.employee, &before).await? {
        outbox::cancel(cx, &format!("{once}:{identity}")).await?;
    }
    table::reopen(cx.conn(), agency, request.id, first, batch).await?;
    stand(cx, request.id, first, &chairs).await
}
