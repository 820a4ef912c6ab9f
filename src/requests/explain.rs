//! Why a person may or may not work elsewhere on a day, and what would follow if a fact were another: the check that every request
//! goes through, asked without asking for anything. Nothing is stored.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{
    check::{Asked, Checked, Situation, check},
    rules::bits_of,
};
use crate::{
    calendar::{DateRange, Half},
    kernel::{
        cx::Cx,
        error::{Error, Result},
        id::EmployeeId,
    },
    organisation::{self, Employee},
    policy::{
        Discipline, Fact, HomeState, PersonFacts, Place, Predikat, Rated, Route, Source, TaskFlags,
    },
};

/// The farthest day that can be asked about, in days from today.
pub const FARTHEST: u64 = 366;
/// Days around the asked one on which others are looked for.
const AROUND: u64 = 14;

/// A question about one day of one person.
#[derive(Clone, Debug)]
pub struct Question {
    pub employee: EmployeeId,
    pub on: NaiveDate,
    pub half: Half,
    pub place: Place,
    pub route: Route,
    pub suppose: Suppose,
}

/// Facts to put in place of the recorded ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suppose {
    pub predikat: Option<Predikat>,
    /// How many deliverables were accepted lately, within the days that any rule counts.
    pub accepted: Option<u8>,
    pub discipline: Option<Discipline>,
    pub home: Option<HomeState>,
    /// Whether the position meets every task criterion; false: none of them.
    pub criteria_met: Option<bool>,
    /// Whether the unit serves the public directly.
    pub direct_service: Option<bool>,
}

impl Suppose {
    /// Whether anything is supposed at all.
    pub fn anything(&self) -> bool {
        *self != Self::default()
    }

    /// The person as if the supposed facts were so. Those facts say that they are supposed.
    pub fn of(&self, mut person: PersonFacts) -> PersonFacts {
        fn put<T>(fact: &mut Fact<T>, value: T) {
            fact.value = value;
            fact.source = Source::Supposed;
        }
        if let Some(predikat) = self.predikat {
            put(&mut person.predikat, Some(predikat));
            let today = vec![Rated {
                predikat,
                on: person.today,
            }];
            let at = person.predikat.as_of;
            person.rated = Some(Fact::new(today, Source::Supposed, at));
        }
        if let Some(number) = self.accepted {
            let today = vec![person.today; usize::from(number)];
            let at = person.predikat.as_of;
            person.accepted = Some(Fact::new(today, Source::Supposed, at));
        }
        if let Some(discipline) = self.discipline {
            put(&mut person.discipline, Some(discipline));
        }
        if let Some(home) = self.home {
            put(&mut person.home, home);
        }
        if let Some(met) = self.criteria_met
            && let Some(position) = &mut person.position
        {
            let flags = if met {
                TaskFlags::all_met()
            } else {
                TaskFlags::none_met()
            };
            put(&mut position.flags, flags);
        }
        if let Some(direct) = self.direct_service {
            put(&mut person.unit.direct_service, direct);
        }
        person
    }
}

/// The answer, and the answer under the supposition where there is one.
pub struct Explained {
    pub person: Employee,
    pub recorded: Checked,
    pub supposed: Option<Checked>,
}

/// Asks the rules about a day. Open to the person, to whoever decides for him, to HR and the leader; others do not find him.
pub async fn explain(cx: &mut Cx, question: &Question) -> Result<Explained> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    may_ask(cx, question.employee).await?;
    let person = organisation::find_active(cx.conn(), agency, question.employee).await?;
    if question.on < today {
        return Err(Error::field("on", "explain-past"));
    }
    if question.on > today + Days::new(FARTHEST) {
        return Err(Error::field("on", "explain-far"));
    }
    let asked = Asked {
        hours: None,
        times: None,
        agreement: None,
        days: BTreeMap::from([(question.on, bits_of(question.half))]),
        place: question.place,
        route: question.route,
        pattern: false,
        submitted_on: today,
        request: None,
        waits_since: None,
    };
    let range = DateRange {
        from: question.on - Days::new(AROUND),
        to: question.on + Days::new(AROUND),
    };
    let situation = Situation::load(cx.conn(), agency, question.employee, range, now).await?;
    let facts = situation.person.clone();
    let mut found = check(situation, asked);
    let recorded = found.days.pop().ok_or(Error::NotFound)?;
    let mut supposed = None;
    if question.suppose.anything() {
        found.situation.person = question.suppose.of(facts);
        supposed = check(found.situation, found.asked).days.pop();
    }
    Ok(Explained {
        person,
        recorded,
        supposed,
    })
}

/// Whether the acting person may ask about somebody; who may not does not find him.
pub async fn may_ask(cx: &mut Cx, employee: EmployeeId) -> Result<()> {
    let (agency, today, actor) = (cx.agency(), cx.today(), cx.actor().clone());
    if actor.employee == Some(employee) || actor.roles.hr || actor.roles.leader {
        return Ok(());
    }
    let approver = organisation::approver_of(cx.conn(), agency, employee, today, 0).await?;
    match (approver, actor.employee) {
        (Some(approver), Some(me)) if approver.asked(Some(me)) == me => Ok(()),
        _ => Err(Error::NotFound),
    }
}
