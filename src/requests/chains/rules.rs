//! Which chain a request takes, who may sit where, and where an agreement leads. Pure.

use super::{Chain, Chair, Needed, Seat, SeatState};
use crate::{
    kernel::{actor::Roles, error::Reason, id::EmployeeId},
    policy::{Place, Route},
    requests::{AskKind, Span, may_decide},
};

/// The most chains an agency keeps.
pub const MOST_CHAINS: usize = 10;
/// The most steps of a chain.
pub const MOST_STEPS: usize = 3;

/// A request, as far as the choice of its chain cares.
#[derive(Clone, Copy, Debug)]
pub struct AskedFor {
    pub kind: AskKind,
    /// A place with own hours: what is asked of own hours is asked of it too.
    pub with_hours: bool,
    pub route: Route,
    /// None for own hours.
    pub place: Option<Place>,
    pub days: usize,
}

/// How long a request is: the days it takes from the office, or for own hours those from first to last.
pub fn length(span: &Span) -> usize {
    match span.hours() {
        Some((period, _)) => period
            .from
            .iter_days()
            .take_while(|day| *day <= period.to)
            .count(),
        None => span.days().len(),
    }
}

/// The steps of the first chain that is for such a request; none: the direct supervisor decides alone.
pub fn steps_for<'a>(chains: &'a [Chain], asked: &AskedFor) -> &'a [Needed] {
    let fits = |chain: &&Chain| {
        let when = &chain.when;
        let of_kind = |kind| kind == asked.kind || (kind == AskKind::Time && asked.with_hours);
        when.kind.is_none_or(of_kind)
            && when.route.is_none_or(|route| route == asked.route)
            && when.place.is_none_or(|place| Some(place) == asked.place)
            && when
                .over_days
                .is_none_or(|days| asked.days > usize::from(days))
    };
    match chains.iter().find(fits).map(|chain| chain.steps.as_slice()) {
        Some([only]) if only.seats == [Seat::Supervisor] => &[],
        steps => steps.unwrap_or_default(),
    }
}

/// Whether somebody may speak for a seat: its person or role, the leader where the seat has nobody or the circumstances are special;
/// never the person who asks.
pub fn may_sit(
    seat: Seat,
    actor: Option<EmployeeId>,
    roles: Roles,
    owner: EmployeeId,
    route: Route,
    person: Option<EmployeeId>,
) -> Result<(), Reason> {
    let has_role = match seat {
        Seat::Supervisor | Seat::UnitHead => return may_decide(actor, roles, owner, route, person),
        Seat::Hr => roles.hr || (roles.leader && route == Route::SpecialCircumstances),
        Seat::Leader => roles.leader,
    };
    match actor {
        Some(actor) if actor == owner => Err(Reason::new("own-request")),
        Some(_) if has_role => Ok(()),
        _ => Err(Reason::new("not-approver")),
    }
}

/// Who agrees.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    pub person: EmployeeId,
    pub roles: Roles,
}

/// Puts an agreement to these open seats of a step and gives the step that is open then; none: nothing more is asked. Whoever has
/// agreed is not asked again: a later seat that is theirs is passed.
pub fn agree(chairs: &mut [Chair], step: i16, seats: &[Seat], voice: Voice) -> Option<i16> {
    for chair in chairs.iter_mut() {
        if chair.step == step && chair.state == SeatState::Open && seats.contains(&chair.seat) {
            chair.state = SeatState::Agreed;
            chair.agreed_by = Some(voice.person);
        }
    }
    let agreed: Vec<EmployeeId> = chairs.iter().filter_map(|chair| chair.agreed_by).collect();
    let mut step = step;
    loop {
        let enough = |chair: &Chair| matches!(chair.state, SeatState::Agreed | SeatState::Passed);
        let mut here = chairs.iter().filter(|chair| chair.step == step).peekable();
        here.peek()?;
        let done = if here.peek().is_some_and(|chair| chair.every) {
            here.all(enough)
        } else {
            here.any(enough)
        };
        if !done {
            return Some(step);
        }
        for chair in chairs
            .iter_mut()
            .filter(|chair| chair.step == step && !enough(chair))
        {
            chair.state = SeatState::Passed;
        }
        step += 1;
        for chair in chairs.iter_mut().filter(|chair| chair.step == step) {
            let theirs = match chair.seat {
                Seat::Supervisor | Seat::UnitHead => {
                    chair.person.is_some_and(|person| agreed.contains(&person))
                }
                Seat::Hr => voice.roles.hr,
                Seat::Leader => voice.roles.leader,
            };
            chair.state = if theirs {
                SeatState::Passed
            } else {
                SeatState::Open
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::requests::chains::When;

    fn needed(seats: &[Seat]) -> Vec<Needed> {
        vec![Needed {
            seats: seats.to_vec(),
            every: false,
        }]
    }

    #[test]
    fn the_first_chain_that_fits_is_taken_and_the_supervisor_alone_is_none() {
        let asked = AskedFor {
            kind: AskKind::Place,
            with_hours: false,
            route: Route::Ordinary,
            place: Some(Place::Home),
            days: 2,
        };
        let chain = |when: When, seats: &[Seat]| Chain {
            when,
            steps: needed(seats),
        };
        let (hr, leader) = (&[Seat::Hr][..], &[Seat::Leader][..]);
        let own_hours = When {
            kind: Some(AskKind::Time),
            ..When::default()
        };
        let longer = |days| When {
            over_days: Some(days),
            ..When::default()
        };
        let special = When {
            route: Some(Route::SpecialCircumstances),
            ..When::default()
        };
        let office = When {
            place: Some(Place::OtherOffice),
            ..When::default()
        };
        let home = When {
            place: Some(Place::Home),
            route: Some(Route::Ordinary),
            ..longer(1)
        };
        for (chains, taken) in [
            (vec![], None),
            (vec![chain(When::default(), hr)], Some(hr)),
            (vec![chain(own_hours.clone(), hr)], None),
            (vec![chain(longer(2), hr)], None),
            (vec![chain(longer(1), hr)], Some(hr)),
            (vec![chain(special, hr)], None),
            (vec![chain(office, hr)], None),
            (vec![chain(home, hr)], Some(hr)),
            (
                vec![
                    chain(own_hours, hr),
                    chain(longer(1), leader),
                    chain(When::default(), hr),
                ],
                Some(leader),
            ),
            (
                vec![
                    chain(When::default(), &[Seat::Supervisor]),
                    chain(When::default(), hr),
                ],
                None,
            ),
        ] {
            let steps = steps_for(&chains, &asked);
            assert_eq!(
                steps.first().map(|step| step.seats.as_slice()),
                taken,
                "{chains:?}"
            );
        }
    }

    #[test]
    fn a_seat_is_for_its_person_or_role_and_never_for_the_one_who_asks() {
        let (owner, head) = (EmployeeId::new(), EmployeeId::new());
        let plain = Roles::default();
        let hr = Roles { hr: true, ..plain };
        let leader = Roles {
            leader: true,
            ..plain
        };
        let (ordinary, special) = (Route::Ordinary, Route::SpecialCircumstances);
        for (seat, actor, roles, route, person, may) in [
            (Seat::Supervisor, head, plain, ordinary, Some(head), true),
            (Seat::UnitHead, head, plain, ordinary, None, false),
            (Seat::UnitHead, head, leader, ordinary, None, true),
            (Seat::Hr, head, hr, ordinary, None, true),
            (Seat::Hr, head, leader, ordinary, None, false),
            (Seat::Hr, head, leader, special, None, true),
            (Seat::Hr, owner, hr, ordinary, None, false),
            (Seat::Leader, head, leader, ordinary, None, true),
            (Seat::Leader, head, hr, special, None, false),
            (Seat::Leader, owner, leader, special, None, false),
            (Seat::Supervisor, owner, leader, special, Some(owner), false),
        ] {
            let found = may_sit(seat, Some(actor), roles, owner, route, person);
            assert_eq!(found.is_ok(), may, "{seat:?} {roles:?} {route:?}");
        }
        assert!(may_sit(Seat::Hr, None, hr, owner, ordinary, None).is_err());
    }

    fn chairs(steps: &[(Vec<Seat>, bool)], people: &[EmployeeId; 2]) -> Vec<Chair> {
        let mut chairs = Vec::new();
        for (index, (seats, every)) in steps.iter().enumerate() {
            for seat in seats {
                let person = seat.level().map(|level| people[level as usize]);
                chairs.push(Chair::asked(index as i16 + 1, *seat, *every, person));
            }
        }
        chairs
    }

    proptest! {
        /// Whoever agrees in whatever order: the chain ends only when each step has what it needs, a voice changes no earlier step,
        /// and it ends after no more agreements than there are seats.
        #[test]
        fn a_chain_ends_when_every_step_has_what_it_needs(
            steps in prop::collection::vec((prop::sample::subsequence(Seat::ALL.to_vec(), 1..=4), any::<bool>()), 1..=3),
            picks in prop::collection::vec(any::<prop::sample::Index>(), 12),
            same in any::<bool>(),
        ) {
            let head = EmployeeId::new();
            let people = [head, if same { head } else { EmployeeId::new() }];
            let mut all = chairs(&steps, &people);
            let mut step = Some(1);
            let mut times = 0;
            while let Some(now) = step {
                let open: Vec<Seat> = all
                    .iter()
                    .filter(|chair| chair.step == now && chair.state == SeatState::Open)
                    .map(|chair| chair.seat)
                    .collect();
                prop_assert!(!open.is_empty(), "a step that waits for nobody");
                let seat = *picks[times % picks.len()].get(&open);
                let person = seat.level().map_or_else(EmployeeId::new, |level| people[level as usize]);
                let roles = Roles {
                    hr: seat == Seat::Hr,
                    leader: seat == Seat::Leader,
                    ..Roles::default()
                };
                step = agree(&mut all, now, &[seat], Voice { person, roles });
                prop_assert!(step.is_none_or(|next| next >= now));
                times += 1;
                prop_assert!(times <= all.len());
            }
            for (index, (seats, every)) in steps.iter().enumerate() {
                let here: Vec<&Chair> = all.iter().filter(|chair| chair.step == index as i16 + 1).collect();
                prop_assert_eq!(here.len(), seats.len());
                prop_assert!(here.iter().all(|chair| matches!(chair.state, SeatState::Agreed | SeatState::Passed)));
                // nobody is passed over where everybody has to agree, unless they agreed before
                let passed = here.iter().filter(|chair| chair.state == SeatState::Passed).count();
                prop_assert!(!every || index > 0 || passed == 0);
            }
        }
    }
}
