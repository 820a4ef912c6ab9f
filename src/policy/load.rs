//! Brings facts out of the database, ready for the pure engine.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Discipline, Excepted, Fact, HomeState, Needs, Overdue, PersonFacts, PositionFacts, Predikat,
    Rated, Source, TaskFlags, UnitFacts, store,
};
use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId},
        time::{local_date, zone},
    },
    performance::work,
};

/// Whose facts are wanted.
#[derive(Debug, Clone, Copy)]
pub enum People<'a> {
    /// Every active employee.
    All,
    /// These, active or not.
    These(&'a [EmployeeId]),
}

/// What the rules know about people at an instant: one statement for the people and one for the
/// units above them, whatever their number, and what only some rules need. Sorted by name.
pub async fn person_facts(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: People<'_>,
    needs: Needs,
    at: DateTime<Utc>,
) -> Result<Vec<(EmployeeId, PersonFacts)>> {
    let ids: Option<Vec<Uuid>> = match people {
        People::All => None,
        People::These(ids) => Some(ids.iter().map(|id| id.0).collect()),
    };
    let rows = store::people(conn, agency, ids.as_deref(), at).await?;
    let mut units: Vec<Uuid> = rows.iter().map(|row| row.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let tree = Tree::new(store::parents(conn, agency, &units).await?);
    let mut exceptions = exceptions(
        store::exceptions(conn, agency, ids.as_deref(), at).await?,
        at,
    );
    let mut zones: HashMap<String, NaiveDate> = HashMap::new();
    let mut all: Vec<(EmployeeId, PersonFacts)> = rows
        .into_iter()
        .map(|row| {
            let today = *zones
                .entry(row.zone.clone())
                .or_insert_with(|| local_date(at, zone(&row.zone)));
            let id = row.id;
            let mut facts = facts(row, &tree, today, at);
            facts.exceptions = exceptions.remove(&id).unwrap_or_default();
            (EmployeeId(id), facts)
        })
        .collect();
    let some = matches!(people, People::These(_));
    read_work(conn, agency, needs, &mut all, some, at).await?;
    Ok(all)
}

/// Adds what only some rules need to the facts of a person.
pub async fn complete(
    conn: &mut PgConnection,
    agency: AgencyId,
    needs: Needs,
    person: PersonFacts,
    at: DateTime<Utc>,
) -> Result<PersonFacts> {
    let mut one = [(EmployeeId(person.employee), person)];
    read_work(conn, agency, needs, &mut one, true, at).await?;
    let [(_, person)] = one;
    Ok(person)
}

/// What is overdue of the work of these people and what was accepted, where a rule asks; of nearly everybody it is asked at once.
async fn read_work(
    conn: &mut PgConnection,
    agency: AgencyId,
    needs: Needs,
    people: &mut [(EmployeeId, PersonFacts)],
    some: bool,
    at: DateTime<Utc>,
) -> Result<()> {
    if !needs.overdue && needs.accepted.is_none() {
        return Ok(());
    }
    let ids: Vec<EmployeeId> = people.iter().map(|(id, _)| *id).collect();
    let latest = people.iter().map(|(_, person)| person.today).max();
    let Some(today) = latest else {
        return Ok(());
    };
    let ids = some.then_some(ids.as_slice());
    if let Some(back) = needs.accepted {
        let first = today.checked_sub_days(Days::new(u64::from(back) + 1));
        let first = first.unwrap_or(today);
        let mut found = work::accepted(conn, agency, ids, first).await?;
        for (id, person) in people.iter_mut() {
            let mut days = found.remove(id).unwrap_or_default();
            days.retain(|on| (0..i64::from(back)).contains(&(person.today - *on).num_days()));
            person.accepted = Some(Fact::new(days, Source::Work, at));
        }
    }
    if !needs.overdue {
        return Ok(());
    }
    let mut found = work::overdue(conn, agency, ids, today).await?;
    for (id, person) in people {
        let (planned, promised) = found.remove(id).unwrap_or_default();
        let mut overdue = Overdue { planned, promised };
        overdue.planned.retain(|due| *due < person.today);
        overdue.promised.retain(|due| *due < person.today);
        person.overdue = Some(Fact::new(overdue, Source::Work, at));
    }
    Ok(())
}

/// The facts of one person; None when the agency has no such employee.
pub async fn facts_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    needs: Needs,
    at: DateTime<Utc>,
) -> Result<Option<PersonFacts>> {
    let found = person_facts(conn, agency, People::These(&[employee]), needs, at).await?;
    Ok(found.into_iter().next().map(|(_, facts)| facts))
}

fn facts(row: store::PersonRow, tree: &Tree, today: NaiveDate, at: DateTime<Utc>) -> PersonFacts {
    let flags = TaskFlags {
        outside_office: row.outside_office,
        no_special_room: row.no_special_room,
        with_technology: row.uses_ict,
        little_contact: row.little_face_to_face,
        no_constant_supervision: row.little_supervision,
        extra: None,
    };
    let employee = Source::EmployeeRecord;
    let rated: Vec<Rated> = row
        .predikats
        .into_iter()
        .flatten()
        .zip(row.rated_on.into_iter().flatten())
        .filter_map(|(code, on)| {
            let predikat = Predikat::from_code(&code)?;
            Some(Rated { predikat, on })
        })
        .collect();
    PersonFacts {
        employee: row.id,
        agency_code: row.agency_code,
        agency_kind: Fact::new(row.agency_kind, Source::AgencyRecord, at),
        agency_excluded: Fact::new(row.agency_excluded, Source::AgencyRecord, at),
        unit: UnitFacts {
            id: row.unit_id,
            ancestors: tree.above(row.unit_id),
            direct_service: Fact::new(row.direct_service, Source::UnitRecord, at),
        },
        position: Some(PositionFacts {
            id: row.position_id,
            family: row.family,
            flags: Fact::new(flags, Source::PositionRecord, at),
            hours_not_bound: row.hours_not_bound,
        }),
        discipline: Fact::new(Some(discipline(row.discipline.as_deref())), employee, at),
        appointed_on: Fact::new(row.appointed_on, employee, at),
        predikat: Fact::new(rated.first().map(|rated| rated.predikat), employee, at),
        rated: (!rated.is_empty()).then(|| Fact::new(rated, employee, at)),
        overdue: None,
        accepted: None,
        home: Fact::new(home(row.home.as_deref()), employee, at),
        duty_outside: Fact::new(row.outside_duty, Source::PositionRecord, at),
        today,
        exceptions: Vec::new(),
    }
}

/// What is set aside for whom.
fn exceptions(
    rows: Vec<(Uuid, Excepted)>,
    at: DateTime<Utc>,
) -> HashMap<Uuid, Vec<Fact<Excepted>>> {
    let mut all: HashMap<Uuid, Vec<Fact<Excepted>>> = HashMap::new();
    for (employee, one) in rows {
        let fact = Fact::new(one, Source::EmployeeRecord, at);
        all.entry(employee).or_default().push(fact);
    }
    all
}

/// No case on record means none; an ended one no longer counts (PermenPANRB 4/2025 article 25).
fn discipline(state: Option<&str>) -> Discipline {
    match state {
        Some("serving") => Discipline::Serving,
        Some("in_process") => Discipline::InProcess,
        Some(_) => Discipline::Finished,
        None => Discipline::Clear,
    }
}

fn home(state: Option<&str>) -> HomeState {
    match state {
        Some("confirmed") => HomeState::Confirmed,
        Some(_) => HomeState::Proposed,
        None => HomeState::NotGiven,
    }
}

/// The unit tree, upwards.
struct Tree(HashMap<Uuid, Option<Uuid>>);

impl Tree {
    fn new(rows: Vec<(Uuid, Option<Uuid>)>) -> Self {
        Self(rows.into_iter().collect())
    }

    fn above(&self, unit: Uuid) -> Vec<Uuid> {
        let mut above: Vec<Uuid> = Vec::new();
        let mut at = unit;
        while let Some(Some(parent)) = self.0.get(&at) {
            if *parent == unit || above.contains(parent) {
                break;
            }
            above.push(*parent);
            at = *parent;
        }
        above
    }
}
