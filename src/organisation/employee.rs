//! Employees: taking on, correcting, moving, naming a supervisor, leaving and coming back.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{AsnKind, Employee, nip::Nip, rules, store};
use crate::{
    identity,
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Result},
        form::Check,
        id::{EmployeeId, PositionId, UnitId},
    },
};

/// The form of a new employee.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct New {
    pub nip: String,
    pub name: String,
    pub asn_kind: String,
    pub grade: String,
    pub unit: String,
    pub position: String,
    pub position_since: String,
    pub appointed_on: String,
    pub email: String,
    pub phone: String,
}

/// The form that corrects facts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Edit {
    pub name: String,
    pub asn_kind: String,
    pub grade: String,
    pub grade_since: String,
    pub appointed_on: String,
    pub legal_state: String,
    pub phone: String,
    pub version: String,
}

/// The form that moves a person to another unit or position.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Move {
    pub unit: String,
    pub position: String,
    pub from_on: String,
    pub version: String,
}

/// The form that names an explicit supervisor; empty returns to the head of the unit.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Supervisor {
    pub supervisor: String,
    pub version: String,
}

/// The form that changes the address for links and notices.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Email {
    pub email: String,
    pub version: String,
}

/// The form for a leaver.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Leave {
    pub left_on: String,
    pub version: String,
}

/// Facts checked and ready to be stored.
pub struct Facts {
    pub name: String,
    pub asn_kind: AsnKind,
    pub grade: Option<String>,
    pub grade_since: Option<NaiveDate>,
    pub appointed_on: Option<NaiveDate>,
    pub legal_state: String,
    pub phone: Option<String>,
}

/// A new record checked and ready to be stored.
pub struct Entry {
    pub nip: String,
    pub birth_on: NaiveDate,
    pub gender: &'static str,
    pub email: Option<String>,
    pub unit: UnitId,
    pub position: PositionId,
    pub position_since: Option<NaiveDate>,
    pub facts: Facts,
}

/// Text or nothing.
fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// The legal kind of a form, or a problem beside the field.
fn kind_of(check: &mut Check, text: &str) -> AsnKind {
    AsnKind::of(text).unwrap_or_else(|| {
        check.fail(FieldError::new("asn_kind", "choice"));
        AsnKind::Pns
    })
}

/// Locks a record for a change by HR: the right person, the version on the page, and never one's own.
pub async fn lock(cx: &mut Cx, id: EmployeeId, version: &str) -> Result<Employee> {
    let agency = cx.agency();
    store::employees::lock(cx.conn(), agency, id).await?;
    let employee = store::employees::find(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    rules::not_own(cx.actor().own(), id)?;
    if version.parse() != Ok(employee.version) {
        return Err(Error::Conflict("changed"));
    }
    Ok(employee)
}

/// The same for something that hangs on the record and has no version of its own.
pub async fn lock_any(cx: &mut Cx, id: EmployeeId) -> Result<()> {
    let agency = cx.agency();
    store::employees::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    rules::not_own(cx.actor().own(), id)?;
    Ok(())
}

fn check_new(input: &New, today: NaiveDate) -> Result<Entry> {
    let mut check = Check::new();
    let number = Nip::parse(&super::nip::strip(&input.nip));
    if let Err(fault) = &number {
        check.fail(FieldError::new("nip", rules::nip_fault(*fault)));
    }
    let name = check.text("name", &input.name, 200);
    let asn_kind = kind_of(&mut check, &input.asn_kind);
    let grade = check.optional("grade", &input.grade, 20);
    let unit = check.optional_id::<UnitId>("unit", &input.unit);
    let position = check.optional_id::<PositionId>("position", &input.position);
    check.ensure(unit.is_some(), "unit", "required");
    check.ensure(position.is_some(), "position", "required");
    let position_since = check.optional_date("position_since", &input.position_since);
    let appointed_on = check.optional_date("appointed_on", &input.appointed_on);
    check.ensure(
        position_since.is_none_or(|day| day <= today),
        "position_since",
        "not-future",
    );
    check.ensure(
        appointed_on.is_none_or(|day| day <= today),
        "appointed_on",
        "not-future",
    );
    let email = check.email("email", &input.email);
    let phone = check.optional("phone", &input.phone, 30);
    if let Ok(nip) = &number {
        check.ensure(rules::kind_fits(nip, asn_kind), "asn_kind", "kind-nip");
        check.ensure(nip.birth_date() < today, "nip", "nip-birth");
    }
    check.done()?;
    match (number, unit, position) {
        (Ok(nip), Some(unit), Some(position)) => Ok(Entry {
            birth_on: nip.birth_date(),
            gender: nip.sex().letter(),
            nip: nip.as_str().to_owned(),
            email,
            unit,
            position,
            position_since,
            facts: Facts {
                name,
                asn_kind,
                grade: some(grade),
                grade_since: None,
                appointed_on: appointed_on.or(nip.appointed()),
                legal_state: "Aktif".into(),
                phone: some(phone),
            },
        }),
        _ => Err(Error::internal("a checked form without its parts")),
    }
}

/// Takes a person on: the record, its first assignment, and a login identity without a password.
pub async fn create(cx: &mut Cx, input: &New) -> Result<EmployeeId> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    cx.require(Can::ManagePeople)?;
    let entry = check_new(input, today)?;
    let places =
        store::employees::places_exist(cx.conn(), agency, entry.unit, entry.position).await?;
    let mut check = Check::new();
    check.ensure(places.0, "unit", "choice");
    check.ensure(places.1, "position", "choice");
    check.done()?;
    let id = EmployeeId::new();
    if !store::employees::insert(cx.conn(), agency, id, &entry, now).await? {
        return Err(Error::field("nip", "nip-taken"));
    }
    let from = entry
        .position_since
        .or(entry.facts.appointed_on)
        .unwrap_or(today);
    store::employees::insert_assignment(cx.conn(), agency, id, (entry.unit, entry.position), from)
        .await?;
    identity::ensure_member(
        cx,
        id,
        &entry.nip,
        entry.email.as_deref(),
        &entry.facts.name,
    )
    .await?;
    audit::record(cx, Event::new("employee-created", "employee", id.0)).await?;
    Ok(id)
}

/// Corrects facts; the trail names the fields, not their values.
pub async fn edit(cx: &mut Cx, id: EmployeeId, input: &Edit) -> Result<()> {
    let before = lock(cx, id, &input.version).await?;
    let today = cx.today();
    let mut check = Check::new();
    let facts = Facts {
        name: check.text("name", &input.name, 200),
        asn_kind: kind_of(&mut check, &input.asn_kind),
        grade: some(check.optional("grade", &input.grade, 20)),
        grade_since: check.optional_date("grade_since", &input.grade_since),
        appointed_on: check.optional_date("appointed_on", &input.appointed_on),
        legal_state: check.text("legal_state", &input.legal_state, 60),
        phone: some(check.optional("phone", &input.phone, 30)),
    };
    check.ensure(
        facts.appointed_on.is_none_or(|day| day <= today),
        "appointed_on",
        "not-future",
    );
    if let Ok(nip) = Nip::parse(&before.nip) {
        check.ensure(
            rules::kind_fits(&nip, facts.asn_kind),
            "asn_kind",
            "kind-nip",
        );
    }
    check.done()?;
    let changed = changed_fields(&before, &facts);
    if changed.is_empty() {
        return Ok(());
    }
    let (agency, now) = (cx.agency(), cx.now());
    store::employees::save(cx.conn(), agency, id, &facts, now).await?;
    audit::record(
        cx,
        Event::new("employee-edited", "employee", id.0).with("fields", changed),
    )
    .await
}

fn changed_fields(before: &Employee, after: &Facts) -> Vec<&'static str> {
    [
        ("name", before.name != after.name),
        ("asn_kind", before.asn_kind != after.asn_kind),
        ("grade", before.grade != after.grade),
        ("grade_since", before.grade_since != after.grade_since),
        ("appointed_on", before.appointed_on != after.appointed_on),
        ("legal_state", before.legal_state != after.legal_state),
        ("phone", before.phone != after.phone),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect()
}

/// Moves a person: closes the present assignment the day before and opens the next.
pub async fn reassign(cx: &mut Cx, id: EmployeeId, input: &Move) -> Result<()> {
    let before = lock(cx, id, &input.version).await?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut check = Check::new();
    let unit = check.optional_id::<UnitId>("unit", &input.unit);
    let position = check.optional_id::<PositionId>("position", &input.position);
    check.ensure(unit.is_some(), "unit", "required");
    check.ensure(position.is_some(), "position", "required");
    let from = check.date("from_on", &input.from_on);
    let open = store::employees::open_assignment(cx.conn(), agency, id).await?;
    if let Some(from) = from
        && let Err(code) = rules::check_move(open, from, today)
    {
        check.fail(FieldError::new("from_on", code));
    }
    check.done()?;
    let (Some(unit), Some(position), Some(from)) = (unit, position, from) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    if (unit, position) == (before.unit, before.position) {
        return Err(Error::field("position", "same-post"));
    }
    let places = store::employees::places_exist(cx.conn(), agency, unit, position).await?;
    let mut check = Check::new();
    check.ensure(places.0, "unit", "choice");
    check.ensure(places.1, "position", "choice");
    check.done()?;
    store::employees::close_assignment(cx.conn(), agency, id, from).await?;
    store::employees::insert_assignment(cx.conn(), agency, id, (unit, position), from).await?;
    store::employees::set_post(cx.conn(), agency, id, (unit, position), from, now).await?;
    audit::record(
        cx,
        Event::new("employee-moved", "employee", id.0)
            .with("unit", unit.to_string())
            .with("position", position.to_string())
            .with("from_on", from.to_string()),
    )
    .await
}

/// Names an explicit supervisor, or returns to the head of the unit.
pub async fn set_supervisor(cx: &mut Cx, id: EmployeeId, input: &Supervisor) -> Result<()> {
    lock(cx, id, &input.version).await?;
    let (agency, now) = (cx.agency(), cx.now());
    let supervisor = match input.supervisor.trim() {
        "" => None,
        text => Some(resolve(cx, "supervisor", text).await?),
    };
    if supervisor == Some(id) {
        return Err(Error::field("supervisor", "supervisor-self"));
    }
    if let Some(supervisor) = supervisor
        && store::employees::answers_to(cx.conn(), agency, supervisor, id).await?
    {
        return Err(Error::field("supervisor", "supervisor-circle"));
    }
    store::employees::set_supervisor(cx.conn(), agency, id, supervisor, now).await?;
    let event = Event::new("supervisor-set", "employee", id.0);
    audit::record(
        cx,
        event.with("supervisor", supervisor.map(|id| id.to_string())),
    )
    .await
}

/// The one active person a typed NIP or full name means.
pub async fn resolve(cx: &mut Cx, field: &str, text: &str) -> Result<EmployeeId> {
    let agency = cx.agency();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let found =
        store::employees::find_by_text(cx.conn(), agency, &digits, &text.trim().to_lowercase())
            .await?;
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Error::field(field, "person-unknown")),
        _ => Err(Error::field(field, "person-ambiguous")),
    }
}

/// Changes the registered address; the login identity follows, and whoever is signed in signs in anew.
pub async fn set_email(cx: &mut Cx, id: EmployeeId, input: &Email) -> Result<()> {
    lock(cx, id, &input.version).await?;
    let (agency, now) = (cx.agency(), cx.now());
    let mut check = Check::new();
    let email = check.email("email", &input.email);
    check.done()?;
    identity::change_email(cx, id, email.as_deref()).await?;
    store::employees::set_email(cx.conn(), agency, id, email.as_deref(), now).await?;
    audit::record(cx, Event::new("employee-email-changed", "employee", id.0)).await
}

/// A person leaves: the record stays, the access closes, posts at the head of units become vacant.
pub async fn leave(cx: &mut Cx, id: EmployeeId, input: &Leave) -> Result<()> {
    let before = lock(cx, id, &input.version).await?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut check = Check::new();
    let left_on = check.date("left_on", &input.left_on);
    check.ensure(
        left_on.is_none_or(|day| day <= today),
        "left_on",
        "not-future",
    );
    check.done()?;
    let left_on = left_on.ok_or(Error::field("left_on", "required"))?;
    if !before.active {
        return Err(Error::Conflict("changed"));
    }
    store::employees::set_active(cx.conn(), agency, id, Some(left_on), now).await?;
    let vacated = store::units::vacate(cx.conn(), agency, id).await?;
    store::employees::close_assignment(
        cx.conn(),
        agency,
        id,
        left_on.succ_opt().unwrap_or(left_on),
    )
    .await?;
    identity::set_employee_access(cx, id, false).await?;
    audit::record(
        cx,
        Event::new("employee-left", "employee", id.0)
            .with("left_on", left_on.to_string())
            .with("units_without_head", vacated),
    )
    .await
}

/// A leaver comes back to the same record.
pub async fn come_back(cx: &mut Cx, id: EmployeeId, version: &str) -> Result<()> {
    let before = lock(cx, id, version).await?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    if before.active {
        return Err(Error::Conflict("changed"));
    }
    store::employees::set_active(cx.conn(), agency, id, None, now).await?;
    store::employees::insert_assignment(
        cx.conn(),
        agency,
        id,
        (before.unit, before.position),
        today,
    )
    .await?;
    identity::set_employee_access(cx, id, true).await?;
    audit::record(cx, Event::new("employee-returned", "employee", id.0)).await
}
