//! What hangs on a person's record: disciplinary cases, ratings, the registered home.

use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{HomeState, employee, region::Region, rules, store};
use crate::kernel::{
    audit::{self, Event},
    cx::Cx,
    error::{Error, Result},
    form::Check,
    id::EmployeeId,
    outbox::{self, Notice},
};

/// Levels of a disciplinary measure (PP 94/2021).
pub const LEVELS: [&str; 3] = ["light", "medium", "heavy"];
/// How far a disciplinary case is.
pub const STATES: [&str; 3] = ["in_process", "serving", "ended"];
/// The five ratings (PermenPANRB 6/2022), best first.
pub const RATINGS: [&str; 5] = [
    "sangat_baik",
    "baik",
    "butuh_perbaikan",
    "kurang",
    "sangat_kurang",
];

/// The form of a disciplinary case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Case {
    pub level: String,
    pub state: String,
    pub since_on: String,
    pub until_on: String,
}

/// Records a disciplinary case.
pub async fn add_case(cx: &mut Cx, id: EmployeeId, input: &Case) -> Result<()> {
    employee::lock_any(cx, id).await?;
    let (agency, now) = (cx.agency(), cx.now());
    let mut check = Check::new();
    let level = check.choice("level", &input.level, &LEVELS);
    let state = check.choice("state", &input.state, &STATES);
    let from = check.date("since_on", &input.since_on);
    let to = check.optional_date("until_on", &input.until_on);
    if let (Some(from), Some(to)) = (from, to) {
        check.ensure(from <= to, "until_on", "end-before-start");
    }
    check.done()?;
    let from = from.ok_or(Error::field("since_on", "required"))?;
    let case = store::records::NewCase {
        level,
        state,
        from,
        to,
    };
    let record = store::records::insert_case(cx.conn(), agency, id, &case, now).await?;
    audit::record(
        cx,
        Event::new("discipline-recorded", "employee", id.0)
            .with("record", record.to_string())
            .with("state", state),
    )
    .await
}

/// Moves a disciplinary case on: from in process to serving, and to ended.
pub async fn set_case_state(
    cx: &mut Cx,
    id: EmployeeId,
    record: Uuid,
    state: &str,
    today: NaiveDate,
) -> Result<()> {
    employee::lock_any(cx, id).await?;
    let agency = cx.agency();
    let mut check = Check::new();
    check.choice("state", state, &STATES);
    check.done()?;
    if !store::records::set_case_state(cx.conn(), agency, id, record, state, today).await? {
        return Err(Error::Conflict("changed"));
    }
    audit::record(
        cx,
        Event::new("discipline-changed", "employee", id.0)
            .with("record", record.to_string())
            .with("state", state),
    )
    .await
}

/// The form of a rating.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rating {
    pub period: String,
    pub predikat: String,
    pub rated_on: String,
    /// What the result was found to be: `above`, `meets`, `below`, or not told.
    pub result: String,
    /// What the behaviour was found to be, likewise.
    pub behaviour: String,
}

/// What a result or a behaviour may be found to be (PermenPANRB 6/2022), best first.
pub const LEVELS_FOUND: [&str; 3] = ["above", "meets", "below"];

fn level<'a>(check: &mut Check, field: &str, told: &'a str) -> Option<&'a str> {
    (!told.is_empty()).then(|| check.choice(field, told, &LEVELS_FOUND))
}

/// Enters a rating; the same period again replaces it.
pub async fn rate(cx: &mut Cx, id: EmployeeId, input: &Rating) -> Result<()> {
    employee::lock_any(cx, id).await?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut check = Check::new();
    let period = rules::rating_period(&input.period);
    check.ensure(period.is_some(), "period", "rating-period");
    let predikat = check.choice("predikat", &input.predikat, &RATINGS);
    let rated_on = check.date("rated_on", &input.rated_on);
    check.ensure(
        rated_on.is_none_or(|day| day <= today),
        "rated_on",
        "not-future",
    );
    let result = level(&mut check, "result", &input.result);
    let behaviour = level(&mut check, "behaviour", &input.behaviour);
    check.done()?;
    let (Some(period), Some(rated_on)) = (period, rated_on) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let rating = store::records::NewRating {
        period: &period,
        predikat,
        rated_on,
        result,
        behaviour,
    };
    if !store::records::save_rating(cx.conn(), agency, id, &rating, now).await? {
        return Err(Error::field("period", "rating-scored"));
    }
    audit::record(
        cx,
        Event::new("rating-entered", "employee", id.0).with("period", period),
    )
    .await
}

/// Keeps ratings that were scored in periods of the agency: person, period, rating and the day from which it counts. Whoever calls has
/// decided and recorded them.
pub async fn save_scored(
    cx: &mut Cx,
    ratings: &[(EmployeeId, &str, &str, NaiveDate)],
) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    store::records::save_scored(cx.conn(), agency, ratings, now).await
}

/// The form of a proposed home.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Home {
    pub address: String,
    pub city: String,
}

/// An employee proposes the own home; a proposal not yet decided is replaced.
pub async fn propose_home(cx: &mut Cx, input: &Home) -> Result<()> {
    let me = cx.employee()?;
    let (agency, now) = (cx.agency(), cx.now());
    store::employees::lock(cx.conn(), agency, me).await?;
    let mut check = Check::new();
    let address = check.text("address", &input.address, 400);
    let city = check.text("city", &input.city, 120);
    check.done()?;
    // a code, or a name written otherwise, is kept as the full name; any other text stays: not every home lies in a regency
    let city = Region::read(&city).map_or(city, |region| region.name.to_owned());
    store::records::replace_home(cx.conn(), agency, me, "proposed").await?;
    let home = store::records::insert_home(cx.conn(), agency, me, (&address, &city), now).await?;
    audit::record(
        cx,
        Event::new("home-proposed", "employee", me.0).with("home", home.to_string()),
    )
    .await
}

/// The form that decides a proposed home.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HomeDecision {
    pub home: String,
    pub decision: String,
    pub note: String,
}

/// HR confirms or declines the home a person proposed; never the own.
pub async fn decide_home(cx: &mut Cx, id: EmployeeId, input: &HomeDecision) -> Result<()> {
    employee::lock_any(cx, id).await?;
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let mut check = Check::new();
    let decision = check.choice("decision", &input.decision, &["confirm", "decline"]);
    let note = check.optional("note", &input.note, 500);
    check.ensure(
        decision != "decline" || !note.is_empty(),
        "note",
        "reason-needed",
    );
    check.done()?;
    let home: Uuid = input.home.parse().map_err(|_| Error::Conflict("changed"))?;
    let state = if decision == "confirm" {
        store::records::replace_home(cx.conn(), agency, id, "confirmed").await?;
        HomeState::Confirmed
    } else {
        HomeState::Declined
    };
    let decided = store::records::NewHomeState {
        state: state.code(),
        note: &note,
        by: by.map(|id| id.0),
    };
    if !store::records::decide_home(cx.conn(), agency, id, home, &decided, now).await? {
        return Err(Error::Conflict("changed"));
    }
    let (event, notice) = match state {
        HomeState::Confirmed => ("home-confirmed", "home-confirmed"),
        _ => ("home-declined", "home-declined"),
    };
    audit::record(
        cx,
        Event::new(event, "employee", id.0).with("home", home.to_string()),
    )
    .await?;
    let notice =
        Notice::new(notice, "/my-data", format!("home:{home}:{decision}")).with("note", note);
    outbox::tell(cx, id, notice).await
}
