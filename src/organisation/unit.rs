//! Units: opening, changing, their heads.

use serde::Deserialize;

use super::{Unit, Visibility, employee, region, rules, store};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Result},
    form::Check,
    id::{EmployeeId, UnitId},
};

/// Zones a unit may lie in.
pub const ZONES: [&str; 3] = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"];

/// The form of a unit, new or changed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    pub name: String,
    pub code: String,
    pub parent: String,
    pub place: String,
    /// Code or name of the regency or city; empty: the parent's.
    pub region: String,
    pub time_zone: String,
    pub direct_service: String,
    pub min_on_site: String,
    pub week_pattern: String,
    /// Left as it is when empty.
    pub visibility: String,
    pub head_title: String,
    pub active: String,
    pub version: String,
}

/// A unit's facts checked and ready to be stored.
pub struct Facts {
    pub name: String,
    pub code: Option<String>,
    pub parent: Option<UnitId>,
    pub place: String,
    pub region: Option<String>,
    pub time_zone: Option<String>,
    pub direct_service: bool,
    pub min_on_site: Option<i16>,
    pub week_pattern: Option<i16>,
    /// None: as it is.
    pub visibility: Option<Visibility>,
    pub head_title: Option<String>,
    pub active: bool,
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn check_form(input: &Form) -> Result<Facts> {
    let mut check = Check::new();
    let facts = Facts {
        name: check.text("name", &input.name, 300),
        code: some(check.optional("code", &input.code, 60)),
        parent: check.optional_id("parent", &input.parent),
        place: check.optional("place", &input.place, 200),
        region: region::check(&mut check, "region", &input.region),
        time_zone: match input.time_zone.as_str() {
            "" => None,
            zone => Some(check.choice("time_zone", zone, &ZONES).to_owned()),
        },
        direct_service: input.direct_service == "true",
        min_on_site: match input.min_on_site.trim() {
            "" => None,
            text => check
                .number("min_on_site", text, 0, 10_000)
                .and_then(|n| i16::try_from(n).ok()),
        },
        week_pattern: match input.week_pattern.as_str() {
            "" => None,
            text => Some(if check.choice("week_pattern", text, &["5", "6"]) == "6" {
                6
            } else {
                5
            }),
        },
        visibility: match input.visibility.as_str() {
            "" => None,
            text => Visibility::of(check.choice("visibility", text, &["unit", "agency"])),
        },
        head_title: some(check.optional("head_title", &input.head_title, 200)),
        active: input.active == "true",
    };
    check.done()?;
    Ok(facts)
}

/// Locks a unit for a change by HR on the version the page showed.
pub(super) async fn lock(cx: &mut Cx, id: UnitId, version: &str) -> Result<Unit> {
    let agency = cx.agency();
    let unit = store::units::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    if version.parse() != Ok(unit.version) {
        return Err(Error::Conflict("changed"));
    }
    Ok(unit)
}

/// Opens a unit.
pub async fn create(cx: &mut Cx, input: &Form) -> Result<UnitId> {
    cx.require(Can::ManagePeople)?;
    let facts = check_form(input)?;
    let agency = cx.agency();
    check_parent(cx, None, facts.parent).await?;
    let id = UnitId::new();
    if !store::units::insert(cx.conn(), agency, id, &facts).await? {
        return Err(Error::field("code", "code-taken"));
    }
    audit::record(cx, Event::new("unit-created", "unit", id.0)).await?;
    Ok(id)
}

async fn check_parent(cx: &mut Cx, unit: Option<UnitId>, parent: Option<UnitId>) -> Result<()> {
    let Some(parent) = parent else { return Ok(()) };
    let agency = cx.agency();
    let parents = store::units::parents(cx.conn(), agency).await?;
    if !parents.contains_key(&parent) {
        return Err(Error::field("parent", "choice"));
    }
    match unit {
        Some(unit) if rules::would_loop(&parents, unit, parent) => {
            Err(Error::field("parent", "unit-circle"))
        }
        _ => Ok(()),
    }
}

/// Whether it is the unit of whoever acts, or of the officer behind a service.
async fn own(cx: &mut Cx, id: UnitId) -> Result<bool> {
    let (agency, me) = (cx.agency(), cx.actor().own());
    match me {
        Some(me) => Ok(store::employees::find(cx.conn(), agency, me).await?.unit == id),
        None => Ok(false),
    }
}

/// Changes a unit. What counts for the editor's own eligibility in the own unit is for another officer.
pub async fn edit(cx: &mut Cx, id: UnitId, input: &Form) -> Result<()> {
    let before = lock(cx, id, &input.version).await?;
    let facts = check_form(input)?;
    let agency = cx.agency();
    check_parent(cx, Some(id), facts.parent).await?;
    let weighs = before.direct_service != facts.direct_service
        || before.min_on_site != facts.min_on_site
        || before.week_pattern != facts.week_pattern
        || before.parent != facts.parent;
    if weighs && own(cx, id).await? {
        return Err(crate::kernel::error::Reason::new("own-unit").into());
    }
    if before.active && !facts.active && store::units::in_use(cx.conn(), agency, id).await? {
        return Err(Error::field("active", "unit-in-use"));
    }
    if let Some(code) = &facts.code
        && store::units::code_taken(cx.conn(), agency, id, code).await?
    {
        return Err(Error::field("code", "code-taken"));
    }
    store::units::save(cx.conn(), agency, id, &facts).await?;
    let changed: Vec<&str> = [
        ("name", before.name != facts.name),
        ("code", before.code != facts.code),
        ("parent", before.parent != facts.parent),
        ("place", before.place != facts.place),
        ("region", before.region != facts.region),
        ("time_zone", before.time_zone != facts.time_zone),
        (
            "direct_service",
            before.direct_service != facts.direct_service,
        ),
        ("min_on_site", before.min_on_site != facts.min_on_site),
        ("week_pattern", before.week_pattern != facts.week_pattern),
        (
            "visibility",
            facts
                .visibility
                .is_some_and(|level| level != before.visibility),
        ),
        ("head_title", before.head_title != facts.head_title),
        ("active", before.active != facts.active),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect();
    audit::record(
        cx,
        Event::new("unit-edited", "unit", id.0).with("fields", changed),
    )
    .await
}

/// The form that chooses a head; empty leaves the post vacant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Head {
    pub head: String,
    pub version: String,
}

/// Chooses the head of a unit, or leaves the post vacant. Nobody puts himself there.
pub async fn set_head(cx: &mut Cx, id: UnitId, input: &Head) -> Result<()> {
    let before = lock(cx, id, &input.version).await?;
    let head = match input.head.trim() {
        "" => None,
        text => Some(employee::resolve(cx, "head", text).await?),
    };
    put_head(cx, &before, head).await
}

async fn put_head(cx: &mut Cx, unit: &Unit, head: Option<EmployeeId>) -> Result<()> {
    let me = cx.actor().own();
    for person in [head, unit.head].into_iter().flatten() {
        rules::not_own(me, person)?;
    }
    let agency = cx.agency();
    store::units::set_head(cx.conn(), agency, unit.id, head).await?;
    audit::record(
        cx,
        Event::new("head-set", "unit", unit.id.0)
            .with("head", head.map(|id| id.to_string()))
            .with("before", unit.head.map(|id| id.to_string())),
    )
    .await
}

/// Confirms or sets aside the head that an import proposed.
pub async fn decide_proposed(cx: &mut Cx, id: UnitId, version: &str, confirm: bool) -> Result<()> {
    let unit = lock(cx, id, version).await?;
    let proposed = unit.proposed_head.ok_or(Error::Conflict("changed"))?;
    rules::not_own(cx.actor().own(), proposed)?;
    if confirm {
        return put_head(cx, &unit, Some(proposed)).await;
    }
    let agency = cx.agency();
    store::units::drop_proposed(cx.conn(), agency, id).await?;
    audit::record(
        cx,
        Event::new("head-proposal-declined", "unit", id.0).with("proposed", proposed.to_string()),
    )
    .await
}

/// What became of each item of a bulk action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    pub done: i64,
    pub changed: i64,
    pub own: i64,
}

/// An `id:version` pair as a page posts it.
pub fn pair<T: std::str::FromStr>(text: &str) -> Option<(T, &str)> {
    let (id, version) = text.split_once(':')?;
    Some((id.parse().ok()?, version))
}

/// Confirms several proposed heads by the same operation, telling each one's fate.
pub async fn confirm_heads(cx: &mut Cx, picks: &[String]) -> Result<Fate> {
    let mut fate = Fate::default();
    let mut sorted: Vec<(UnitId, &str)> = picks.iter().filter_map(|text| pair(text)).collect();
    sorted.sort();
    sorted.dedup();
    for (id, version) in sorted {
        match decide_proposed(cx, id, version, true).await {
            Ok(()) => fate.done += 1,
            Err(Error::Conflict(_) | Error::NotFound) => fate.changed += 1,
            Err(Error::Refused(_)) => fate.own += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(fate)
}
