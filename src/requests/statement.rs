//! The monthly statement of a person: every day with what kind of day it was, where the person was planned to be, by whose
//! decision, and the place days of its week against the cap.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{
    State, Where,
    check::{Asked, Quota, Situation},
    explain::may_ask,
    hours::Keeping,
    month::Month,
    store,
};
use crate::{
    calendar::{DayKind, Half, kind_of_day},
    kernel::{
        cx::Cx,
        error::Result,
        id::{EmployeeId, RequestId},
    },
    organisation::{self, Employee},
    policy::{Place, Route, Times},
    presence,
    requests::Span,
};

/// The request that a day rests on.
#[derive(Clone, Debug)]
pub struct Ground {
    pub id: RequestId,
    pub state: State,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// One day of a statement.
#[derive(Clone, Debug)]
pub struct Day {
    pub on: NaiveDate,
    pub kind: DayKind,
    pub morning: Where,
    pub afternoon: Where,
    /// One where a request covers the day; two where its halves rest on different ones.
    pub grounds: Vec<Ground>,
    pub week: Quota,
    /// Own start and end of work, where the person works by them.
    pub times: Option<Times>,
    /// What the person declared and attendance systems saw.
    pub presence: presence::Day,
}

/// A month of a person.
pub struct Statement {
    pub person: Employee,
    pub days: Vec<Day>,
}

/// The statement of a month: for the person, whoever decides for them, HR and the leader; others do not find it.
pub async fn statement(cx: &mut Cx, who: EmployeeId, month: Month) -> Result<Statement> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    may_ask(cx, who).await?;
    let person = organisation::find(cx.conn(), agency, who).await?;
    let situation = Situation::load(cx.conn(), agency, who, month.range(), now).await?;
    let ids: Vec<uuid::Uuid> = month
        .days()
        .flat_map(|on| situation.board.stays(who, on, None))
        .map(|stay| stay.request.0)
        .collect();
    let grounds = store::statement::grounds(cx.conn(), agency, &ids).await?;
    let keeping = Keeping::load(cx.conn(), agency, &[who], month.range()).await?;
    let mut marks = presence::marks(cx.conn(), agency, &[who], month.range()).await?;
    let nothing = Span::Days(std::collections::BTreeMap::new());
    let asked = Asked::new(&nothing, Place::Home, Route::Ordinary, today, None);
    let mut weeks: HashMap<u32, Quota> = HashMap::new();
    let days = month
        .days()
        .map(|on| {
            let week = weeks
                .entry(on.iso_week().week())
                .or_insert_with(|| situation.quota(on, &asked))
                .clone();
            Day {
                times: keeping.times(who, on, &situation.board),
                presence: marks.remove(&(who, on)).unwrap_or_default(),
                ..day(&situation, who, on, week, &grounds)
            }
        })
        .collect();
    Ok(Statement { person, days })
}

fn day(
    situation: &Situation,
    who: EmployeeId,
    on: NaiveDate,
    week: Quota,
    grounds: &HashMap<RequestId, Ground>,
) -> Day {
    let board = &situation.board;
    let kind = board.calendars.person(who, on).map_or_else(
        || board.calendars.kind(who, on, Half::Full),
        |input| kind_of_day(&input, on),
    );
    let morning = board.place(who, on, Half::Morning);
    let afternoon = board.place(who, on, Half::Afternoon);
    let away = [&morning, &afternoon]
        .iter()
        .any(|at| matches!(at, Where::At { .. }));
    let mut ids: Vec<RequestId> = board
        .stays(who, on, None)
        .filter(|_| away)
        .map(|stay| stay.request)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    Day {
        on,
        kind,
        morning,
        afternoon,
        grounds: ids
            .iter()
            .filter_map(|id| grounds.get(id).cloned())
            .collect(),
        week,
        times: None,
        presence: presence::Day::default(),
    }
}
