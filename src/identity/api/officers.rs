//! Officers, access and the agency's settings through the JSON door.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    identity::{
        Officer, Role, role,
        settings::{self, Settings},
        store,
    },
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Doc, IfMatch, Json, NoContent, Paged, Query, Scope, Tagged, seen},
        error::{Error, Result},
        form::Path,
        id::MembershipId,
        list,
        routes::Routes,
    },
};

/// A role that HR grants.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "GrantableRole", inline)]
pub enum RoleIn {
    Hr,
    Leader,
    Auditor,
}

impl From<RoleIn> for Role {
    fn from(role: RoleIn) -> Self {
        match role {
            RoleIn::Hr => Self::Hr,
            RoleIn::Leader => Self::Leader,
            RoleIn::Auditor => Self::Auditor,
        }
    }
}

/// What narrows the list.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// A name or a NIP; officers only when left out.
    #[schemars(length(max = 100))]
    q: Option<String>,
}

/// A member with what HR may grant.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Officer")]
pub struct OfficerView {
    membership_id: MembershipId,
    name: String,
    nip: String,
    unit: String,
    roles: Vec<&'static str>,
    active: bool,
    invited_at: Option<DateTime<Utc>>,
    has_password: bool,
}

impl From<Officer> for OfficerView {
    fn from(one: Officer) -> Self {
        Self {
            membership_id: one.membership,
            name: one.name,
            nip: one.nip,
            unit: one.unit,
            roles: one.roles.into_iter().map(Role::code).collect(),
            active: one.active,
            invited_at: one.invited_at,
            has_password: one.has_password,
        }
    }
}

async fn officers(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<Paged<OfficerView>>> {
    let agency = cx.agency();
    let word = list::like(search.q.as_deref().unwrap_or_default());
    let people = store::list_officers(cx.conn(), agency, word.as_deref()).await?;
    let items = people.into_iter().map(OfficerView::from).collect();
    Ok(Json(Paged::whole(items)))
}

async fn grant(
    mut cx: Cx,
    Path((member, role)): Path<(MembershipId, RoleIn)>,
) -> Result<NoContent> {
    role::grant(&mut cx, member, role.into()).await?;
    Ok(NoContent)
}

async fn withdraw(
    mut cx: Cx,
    Path((member, role)): Path<(MembershipId, RoleIn)>,
) -> Result<NoContent> {
    role::withdraw(&mut cx, member, role.into()).await?;
    Ok(NoContent)
}

/// Whether a member may come in.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MemberAccess")]
pub struct AccessIn {
    active: bool,
}

async fn access(
    mut cx: Cx,
    Path(member): Path<MembershipId>,
    Json(input): Json<AccessIn>,
) -> Result<NoContent> {
    role::set_access(&mut cx, member, input.active).await?;
    Ok(NoContent)
}

/// The agency's settings.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AgencySettings")]
pub struct SettingsView {
    version: i32,
    display_name: String,
    brand: String,
    contact: String,
    week_days: i32,
    correction_days: i32,
    /// Working days within which the leader answers an objection.
    objection_days: i32,
    /// Days of the quarter by which whoever is rated `sangat_baik` is ahead when rosters share days out.
    roster_credit: i32,
    /// From how many people on reports of results say anything about a group.
    smallest_group: i32,
    /// Whether heads name their own stand-ins; otherwise HR does.
    heads_name_stand_ins: bool,
    /// `remind`, `escalate` or `refuse`: what becomes of a request that nobody answers.
    unanswered: String,
    /// After how many working days.
    unanswered_days: i32,
    /// Whether supervisors may approve beforehand what no rule stands against.
    standing_approvals: bool,
}

fn number(text: &str) -> Result<i32> {
    text.parse().map_err(Error::internal)
}

async fn shown(mut cx: Cx) -> Result<Tagged<SettingsView>> {
    let found = settings::show(&mut cx).await?;
    let version = number(&found.version)?;
    Ok(Tagged(
        version,
        SettingsView {
            version,
            week_days: number(&found.week_pattern)?,
            correction_days: number(&found.correction_days)?,
            objection_days: number(&found.objection_days)?,
            roster_credit: number(&found.roster_credit)?,
            smallest_group: number(&found.smallest_group)?,
            heads_name_stand_ins: found.heads_name_stand_ins == "true",
            unanswered_days: number(&found.unanswered_days)?,
            unanswered: found.unanswered,
            standing_approvals: found.standing_approvals == "true",
            display_name: found.display_name,
            brand: found.brand,
            contact: found.contact,
        },
    ))
}

/// Settings to save.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgencySettingsFacts")]
pub struct SettingsIn {
    #[schemars(length(min = 1, max = 120))]
    display_name: String,
    /// `laut`, `hijau`, `marun`, `nila`, `ungu`, `tembaga` or `arang`.
    #[schemars(length(max = 20))]
    brand: String,
    #[serde(default)]
    #[schemars(length(max = 300))]
    contact: String,
    /// 5 or 6.
    #[schemars(range(min = 5, max = 6))]
    week_days: i32,
    #[schemars(range(min = 1, max = 30))]
    correction_days: i32,
    /// Left out: as it stands.
    #[schemars(range(min = 1, max = 30))]
    objection_days: Option<i32>,
    /// Left out: as it stands.
    #[schemars(range(min = 0, max = 5))]
    roster_credit: Option<i32>,
    /// Left out: as it stands.
    #[schemars(range(min = 3, max = 50))]
    smallest_group: Option<i32>,
    /// Left out: as it stands.
    heads_name_stand_ins: Option<bool>,
    /// `remind`, `escalate` or `refuse`. Left out: as it stands.
    #[schemars(length(max = 20))]
    unanswered: Option<String>,
    /// Left out: as it stands.
    #[schemars(range(min = 3, max = 30))]
    unanswered_days: Option<i32>,
    /// Left out: as it stands.
    standing_approvals: Option<bool>,
    /// Or `If-Match`.
    version: Option<i32>,
}

async fn save(
    mut cx: Cx,
    matched: IfMatch,
    Json(input): Json<SettingsIn>,
) -> Result<Tagged<SettingsView>> {
    let stands = settings::show(&mut cx).await?;
    let form = Settings {
        heads_name_stand_ins: match input.heads_name_stand_ins {
            Some(may) => may.to_string(),
            None => stands.heads_name_stand_ins,
        },
        unanswered: input.unanswered.unwrap_or(stands.unanswered),
        unanswered_days: match input.unanswered_days {
            Some(days) => days.to_string(),
            None => stands.unanswered_days,
        },
        objection_days: match input.objection_days {
            Some(days) => days.to_string(),
            None => stands.objection_days,
        },
        roster_credit: match input.roster_credit {
            Some(days) => days.to_string(),
            None => stands.roster_credit,
        },
        smallest_group: match input.smallest_group {
            Some(people) => people.to_string(),
            None => stands.smallest_group,
        },
        standing_approvals: match input.standing_approvals {
            Some(may) => may.to_string(),
            None => stands.standing_approvals,
        },
        display_name: input.display_name,
        brand: input.brand,
        contact: input.contact,
        week_pattern: input.week_days.to_string(),
        correction_days: input.correction_days.to_string(),
        version: seen(matched, input.version)?.to_string(),
    };
    settings::save(&mut cx, &form).await?;
    shown(cx).await
}

/// The routes of officers and settings. Personal tokens only: no service holds these scopes.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{AccountRead as Read, AccountWrite as Write};
    let can = Can::GrantRoles;
    routes
        .api_get(
            "/officers",
            can,
            Read,
            Doc::new(
                "officers.list",
                "Who holds which role, or people found by name",
            ),
            officers,
        )
        .api_put(
            "/officers/{member}/roles/{role}",
            can,
            Write,
            Doc::new("officers.grant", "Grant a role to another member"),
            grant,
        )
        .api_delete(
            "/officers/{member}/roles/{role}",
            can,
            Write,
            Doc::new("officers.withdraw", "Withdraw a role from another member"),
            withdraw,
        )
        .api_put(
            "/members/{member}/access",
            can,
            Write,
            Doc::new("officers.access", "Close or open a member's access"),
            access,
        )
        .api_get(
            "/agency",
            can,
            Read,
            Doc::new("officers.settings", "The agency's settings"),
            shown,
        )
        .api_put(
            "/agency",
            can,
            Write,
            Doc::new("officers.save_settings", "Save the agency's settings"),
            save,
        )
}
