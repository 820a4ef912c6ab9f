//! Which chain a request takes, who may sit where, and where an agreement leads. Pure.

use super::{Chain, Chair, Far, Needed, Outside, Seat, SeatState, When};
use crate::{
    kernel::{actor::Roles, error::Reason, id::EmployeeId},
    organisation::region::province,
    policy::{Place, Route},
    requests::{AskKind, Span, may_decide},
};

/// The most chains an agency keeps.
pub const MOST_CHAINS: usize = 10;
/// The most steps of a chain.
pub const MOST_STEPS: usize = 3;

/// A request, as far as the choice of its chain cares.
#[derive(Clone, Debug)]
pub struct AskedFor {
    pub kind: AskKind,
    /// A place with own hours: what is asked of own hours is asked of it too.
    pub with_hours: bool,
    pub route: Route,
    /// None for own hours.
    pub place: Option<Place>,
    pub days: usize,
    /// The code of the region of the place, where the request says it.
    pub region: Option<String>,
}

/// Where a place lies and from where that is seen: codes of regions, as far as they are known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lies<'a> {
    pub office: Option<&'a str>,
    pub place: Option<&'a str>,
}

/// How a place lies outside; none: it does not.
pub fn far(outside: Outside, lies: Lies<'_>) -> Option<Far> {
    let (Some(office), Some(place)) = (lies.office, lies.place) else {
        return Some(Far::Unknown);
    };
    match outside {
        Outside::Regency => (office != place).then_some(Far::Regency),
        Outside::Province => (province(office) != province(place)).then_some(Far::Province),
    }
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

/// The steps of the first chain that is for such a request, and how its place lies outside where that was asked; none: the direct
/// supervisor decides alone.
pub fn steps_for<'a>(
    chains: &'a [Chain],
    asked: &AskedFor,
    lies: Lies<'_>,
) -> (&'a [Needed], Option<Far>) {
    let mut all = chains.iter();
    let Some(chain) = all.find(|chain| chain.when.fits(asked, lies)) else {
        return (&[], None);
    };
    match chain.steps.as_slice() {
        [only] if only.seats == [Seat::Supervisor] => (&[], None),
        steps => {
            let outside = chain.when.outside;
            (steps, outside.and_then(|outside| asked.far(outside, lies)))
        }
    }
}

impl AskedFor {
    /// How its place lies outside; own hours are worked in the office.
    fn far(&self, outside: Outside, lies: Lies<'_>) -> Option<Far> {
        self.place.and_then(|_| far(outside, lies))
    }
}

impl When {
    /// Whether such a request is one of these.
    fn fits(&self, asked: &AskedFor, lies: Lies<'_>) -> bool {
        let of_kind = |kind| kind == asked.kind || (kind == AskKind::Time && asked.with_hours);
        let longer = |days| asked.days > usize::from(days);
        let far = |outside| asked.far(outside, lies).is_some();
        self.kind.is_none_or(of_kind)
            && self.route.is_none_or(|route| route == asked.route)
            && self.place.is_none_or(|place| Some(place) == asked.place)
            && self.over_days.is_none_or(longer)
            && self.outside.is_none_or(far)
    }

    /// Whether every request that the other conditions fit fits these as well.
    fn covers(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(mine: Option<T>, theirs: Option<T>) -> bool {
            mine.is_none() || mine == theirs
        }
        let longer = self.over_days.is_none_or(|days| {
            let theirs = other.over_days;
            theirs.is_some_and(|theirs| theirs >= days)
        });
        // what lies outside the province lies outside the regency, and what is not known counts as outside of both
        let outside = self.outside == Some(Outside::Regency) && other.outside.is_some();
        same(self.kind, other.kind)
            && same(self.route, other.route)
            && same(self.place, other.place)
            && longer
            && (outside || same(self.outside, other.outside))
    }
}

/// For each chain the place (from 0) of the first one before it that takes every request it is for, so that it is never used.
pub fn hidden_by(chains: &[Chain]) -> Vec<Option<usize>> {
    let earlier = |(at, chain): (usize, &Chain)| {
        let mut before = chains[..at].iter();
        before.position(|one| one.when.covers(&chain.when))
    };
    chains.iter().enumerate().map(earlier).collect()
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
            region: None,
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
            let (steps, _) = steps_for(&chains, &asked, Lies::default());
            assert_eq!(
                steps.first().map(|step| step.seats.as_slice()),
                taken,
                "{chains:?}"
            );
        }
    }

    fn conditions() -> impl Strategy<Value = When> {
        (
            proptest::option::of(prop_oneof![Just(AskKind::Place), Just(AskKind::Time)]),
            proptest::option::of(prop_oneof![
                Just(Route::Ordinary),
                Just(Route::SpecialCircumstances)
            ]),
            proptest::option::of(prop_oneof![Just(Place::Home), Just(Place::OtherOffice)]),
            proptest::option::of(1..4_u16),
            proptest::option::of(prop_oneof![Just(Outside::Regency), Just(Outside::Province)]),
        )
            .prop_map(|(kind, route, place, over_days, outside)| When {
                kind,
                route,
                place,
                over_days,
                outside,
            })
    }

    proptest! {
        #[test]
        fn a_hidden_chain_is_never_taken(
            whens in proptest::collection::vec(conditions(), 1..6),
            with_hours in any::<bool>(),
            special in any::<bool>(),
            place in proptest::option::of(prop_oneof![Just(Place::Home), Just(Place::OtherOffice)]),
            days in 1..6_usize,
            office in prop_oneof![Just(None), Just(Some("33.18")), Just(Some("32.71"))],
            lies in prop_oneof![Just(None), Just(Some("33.18")), Just(Some("33.19"))],
        ) {
            let chains: Vec<Chain> = whens.into_iter().map(|when| Chain { when, steps: needed(&[Seat::Hr]) }).collect();
            let asked = AskedFor {
                kind: if place.is_some() { AskKind::Place } else { AskKind::Time },
                with_hours: with_hours && place.is_some(),
                route: if special { Route::SpecialCircumstances } else { Route::Ordinary },
                place,
                days,
                region: None,
            };
            let lies = Lies { office, place: lies };
            let taken = chains.iter().position(|chain| chain.when.fits(&asked, lies));
            if let Some(taken) = taken {
                prop_assert_eq!(hidden_by(&chains)[taken], None, "{:?}", chains);
            }
        }
    }

    #[test]
    fn a_chain_after_one_for_more_is_hidden_and_one_for_less_hides_nothing() {
        let chain = |when: When| Chain {
            when,
            steps: needed(&[Seat::Hr]),
        };
        let longer = |days| {
            chain(When {
                over_days: Some(days),
                ..When::default()
            })
        };
        let far = |outside| {
            chain(When {
                outside: Some(outside),
                ..When::default()
            })
        };
        for (chains, hidden) in [
            (vec![chain(When::default()), longer(3)], vec![None, Some(0)]),
            (vec![longer(3), chain(When::default())], vec![None, None]),
            (
                vec![longer(2), longer(3), longer(1)],
                vec![None, Some(0), None],
            ),
            (
                vec![far(Outside::Regency), far(Outside::Province)],
                vec![None, Some(0)],
            ),
            (
                vec![far(Outside::Province), far(Outside::Regency)],
                vec![None, None],
            ),
        ] {
            assert_eq!(hidden_by(&chains), hidden, "{chains:?}");
        }
    }

    #[test]
    fn a_place_is_far_in_another_region_and_where_nothing_is_known_of_one() {
        let (pati, kudus, bogor) = (Some("33.18"), Some("33.19"), Some("32.71"));
        for (office, place, regency, province) in [
            (pati, pati, None, None),
            (pati, kudus, Some(Far::Regency), None),
            (pati, bogor, Some(Far::Regency), Some(Far::Province)),
            (None, pati, Some(Far::Unknown), Some(Far::Unknown)),
            (pati, None, Some(Far::Unknown), Some(Far::Unknown)),
            (None, None, Some(Far::Unknown), Some(Far::Unknown)),
        ] {
            let lies = Lies { office, place };
            assert_eq!(far(Outside::Regency, lies), regency, "{lies:?}");
            assert_eq!(far(Outside::Province, lies), province, "{lies:?}");
        }
    }

    #[test]
    fn a_chain_for_far_places_is_taken_for_those_alone_and_says_why() {
        let outside = |seat| Chain {
            when: When {
                outside: Some(Outside::Regency),
                ..When::default()
            },
            steps: needed(&[seat]),
        };
        let place = AskedFor {
            kind: AskKind::Place,
            with_hours: false,
            route: Route::Ordinary,
            place: Some(Place::OtherPlace),
            days: 1,
            region: None,
        };
        let with_hours = AskedFor {
            with_hours: true,
            ..place.clone()
        };
        let hours = AskedFor {
            kind: AskKind::Time,
            place: None,
            ..place.clone()
        };
        let at = |place| Lies {
            office: Some("33.18"),
            place: Some(place),
        };
        let (near, far) = (at("33.18"), at("33.19"));
        for (seat, asked, lies, taken) in [
            (Seat::Hr, &place, near, None),
            (Seat::Hr, &place, far, Some(Far::Regency)),
            (Seat::Hr, &with_hours, near, None),
            (Seat::Hr, &with_hours, far, Some(Far::Regency)),
            (Seat::Hr, &place, Lies::default(), Some(Far::Unknown)),
            // own hours alone lie nowhere but in the office
            (Seat::Hr, &hours, Lies::default(), None),
            // the supervisor alone is no chain
            (Seat::Supervisor, &place, far, None),
        ] {
            let chains = [outside(seat)];
            let (steps, why) = steps_for(&chains, asked, lies);
            assert_eq!(why, taken, "{asked:?} {lies:?}");
            assert_eq!(steps.is_empty(), taken.is_none(), "{asked:?} {lies:?}");
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
