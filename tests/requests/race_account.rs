//! What a race left in the database, held against what was answered.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use luwes::kernel::audit;
use sqlx::FromRow;
use uuid::Uuid;

use crate::support::{TestApp, World};

/// How many of a unit of 68 may be away on a day: a fifth.
pub const LIMIT: usize = 13;

/// A day of a request.
#[derive(FromRow)]
struct Held {
    request: Uuid,
    employee: Uuid,
    unit: Uuid,
    on_date: NaiveDate,
    counts: bool,
}

/// A line of the trail, in the order of what happened under a unit's lock.
#[derive(FromRow)]
struct Recorded {
    event: String,
    subject: Uuid,
    person: bool,
}

/// Everything that is stored.
pub struct Account {
    states: BTreeMap<Uuid, String>,
    days: Vec<Held>,
    trail: Vec<Recorded>,
}

impl Account {
    pub async fn read(app: &TestApp, world: &World) -> Self {
        let mut conn = app.superuser().await;
        let states: Vec<(Uuid, String)> =
            sqlx::query_as("select id, state from requests where agency_id = $1")
                .bind(world.agency.0)
                .fetch_all(&mut conn)
                .await
                .expect("requests");
        let days = sqlx::query_as(
            "select request_id as request, employee_id as employee, unit_id as unit, on_date, counts from request_days where agency_id = $1",
        )
        .bind(world.agency.0)
        .fetch_all(&mut conn)
        .await
        .expect("days");
        let trail = sqlx::query_as(
            "select event, subject_id as subject, actor_kind = 'person' as person from audit \
             where agency_id = $1 and subject_kind in ('request', 'swap') order by id",
        )
        .bind(world.agency.0)
        .fetch_all(&mut conn)
        .await
        .expect("the trail");
        Self {
            states: states.into_iter().collect(),
            days,
            trail,
        }
    }

    /// Days that a person holds.
    pub fn days_of(&self, employee: Uuid) -> usize {
        let own = |day: &&Held| day.employee == employee && day.counts;
        self.days.iter().filter(own).count()
    }

    fn away(&self) -> BTreeMap<(Uuid, NaiveDate), BTreeSet<Uuid>> {
        let mut away: BTreeMap<_, BTreeSet<Uuid>> = BTreeMap::new();
        for day in self.days.iter().filter(|day| day.counts) {
            let fresh = away
                .entry((day.unit, day.on_date))
                .or_default()
                .insert(day.employee);
            assert!(fresh, "{} is away twice on {}", day.employee, day.on_date);
        }
        away
    }

    pub fn no_limit_is_exceeded(&self) {
        for ((unit, on), people) in self.away() {
            assert!(people.len() <= LIMIT, "{} of {unit} on {on}", people.len());
        }
    }

    /// The trail holds what was answered with "done", each as often, and nothing else that a person did.
    pub fn every_answer_is_in_the_trail(&self, done: &[(&'static str, Uuid)]) {
        let mut answered: Vec<(&str, Uuid)> = done.to_vec();
        let people = self.trail.iter().filter(|line| line.person);
        let mut recorded: Vec<(&str, Uuid)> = people
            .map(|line| (line.event.as_str(), line.subject))
            .collect();
        answered.sort_unstable();
        recorded.sort_unstable();
        for event in answered
            .iter()
            .chain(&recorded)
            .map(|one| one.0)
            .collect::<BTreeSet<_>>()
        {
            let of = |all: &[(&str, Uuid)]| all.iter().filter(|one| one.0 == event).count();
            assert_eq!(of(&answered), of(&recorded), "{event}: answered, recorded");
        }
        assert_eq!(answered, recorded);
    }

    /// Nobody is lost: each request that was acknowledged is there, in the state of the last thing that was said about it.
    pub fn every_request_stands_where_its_answers_say(&self, done: &[(&'static str, Uuid)]) {
        let sent: BTreeSet<Uuid> = done
            .iter()
            .filter(|(event, _)| matches!(*event, "request-submitted" | "request-queued"))
            .map(|(_, id)| *id)
            .collect();
        assert!(sent.iter().eq(self.states.keys()), "sent and stored differ");
        for (id, state) in &self.states {
            let said: Vec<&str> = self
                .trail
                .iter()
                .filter(|line| line.subject == *id)
                .map(|line| line.event.as_str())
                .filter(|event| *event != "request-exchanged")
                .collect();
            let fits = match state.as_str() {
                "queued" => said == ["request-queued"],
                "submitted" => matches!(
                    said[..],
                    ["request-submitted"] | ["request-queued", "request-seated"]
                ),
                "approved" | "refused" => matches!(
                    said[..],
                    ["request-submitted", "request-decided"]
                        | ["request-queued", "request-seated", "request-decided"]
                ),
                "withdrawn" => {
                    said.last() == Some(&"request-withdrawn") && !said.contains(&"request-decided")
                }
                "cancelled" => said.ends_with(&["request-decided", "request-cancelled"]),
                "revoked" => said.ends_with(&["request-decided", "request-revoked"]),
                _ => false,
            };
            assert!(fits, "{id} is {state} after {said:?}");
            let counted = self
                .days
                .iter()
                .filter(|day| day.request == *id && day.counts)
                .count();
            let holds = matches!(state.as_str(), "submitted" | "approved");
            assert_eq!(counted, usize::from(holds), "{id} is {state}");
        }
    }

    /// The days of a request with its unit: the line in which it waits.
    fn lines(&self) -> BTreeMap<Uuid, (Uuid, NaiveDate)> {
        let asked = self
            .days
            .iter()
            .map(|day| (day.request, (day.unit, day.on_date)));
        asked.collect()
    }

    /// Follows each line through the trail: whoever is seated stands first, and nobody gets a place past those who wait.
    pub fn the_line_was_seated_in_order(&self) {
        let lines = self.lines();
        let mut waiting: BTreeMap<(Uuid, NaiveDate), Vec<Uuid>> = BTreeMap::new();
        let mut seated = 0;
        for line in &self.trail {
            let Some(place) = lines.get(&line.subject) else {
                continue;
            };
            let row = waiting.entry(*place).or_default();
            match line.event.as_str() {
                "request-queued" => row.push(line.subject),
                "request-withdrawn" => row.retain(|id| *id != line.subject),
                "request-seated" => {
                    assert_eq!(
                        row.first(),
                        Some(&line.subject),
                        "seated before those who came first"
                    );
                    row.remove(0);
                    seated += 1;
                }
                "request-submitted" => assert!(row.is_empty(), "{} overtook {row:?}", line.subject),
                _ => {}
            }
        }
        assert!(seated > 0, "nobody was seated");
    }

    pub fn whoever_still_waits_waits_for_a_full_day(&self) {
        let (away, lines) = (self.away(), self.lines());
        for id in self
            .states
            .iter()
            .filter(|(_, state)| *state == "queued")
            .map(|(id, _)| id)
        {
            let taken = away.get(&lines[id]).map_or(0, BTreeSet::len);
            assert_eq!(taken, LIMIT, "{id} waits although there is room");
        }
    }
}

/// The trail is sealed, and its chain is whole.
pub async fn settled(app: &TestApp, world: &World) {
    let mut tx = world.tx().await;
    let found = audit::verify(tx.conn(), world.agency, app.now())
        .await
        .expect("the trail is read");
    assert!(found.intact());
}
