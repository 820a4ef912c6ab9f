//! Who acts, with which roles, and what that lets them reach (coarse; operations ask again, exactly).

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use super::{
    door::Scopes,
    i18n::Lang,
    id::{AgencyId, EmployeeId, IdentityId, MembershipId, SessionId, TokenId, UnitId},
};

/// The roles of a person in one agency. Supervisor is derived from the structure, never granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    pub employee: bool,
    pub supervisor: bool,
    pub hr: bool,
    /// An officer of HR where an approval chain of the agency asks HR.
    pub hr_decides: bool,
    pub leader: bool,
    pub auditor: bool,
    pub ministry: bool,
}

/// A coarse permission, asked at the route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Can {
    /// Anybody, signed in or not.
    Public,
    /// Any signed-in member of an agency.
    SignIn,
    /// Own requests, own facts.
    BeEmployee,
    /// The inbox and decisions.
    DecideRequests,
    /// Employees, units, positions, imports, absences, corrections, holidays.
    ManagePeople,
    /// Rule sets of the agency.
    ManageRules,
    /// Roles of others, agency settings.
    GrantRoles,
    /// The leader's overview and objections.
    LeadAgency,
    /// The trail and replays.
    ReadTrail,
    /// Aggregates across agencies and the base rule set.
    OverseeAgencies,
    /// Windows of the agency, and its agreements about offices: HR and the leader.
    SetWindows,
}

impl Can {
    /// Every permission, for tests and documents.
    pub const ALL: [Self; 11] = [
        Self::Public,
        Self::SignIn,
        Self::BeEmployee,
        Self::DecideRequests,
        Self::ManagePeople,
        Self::ManageRules,
        Self::GrantRoles,
        Self::LeadAgency,
        Self::ReadTrail,
        Self::OverseeAgencies,
        Self::SetWindows,
    ];

    /// The stable name used in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::SignIn => "sign_in",
            Self::BeEmployee => "be_employee",
            Self::DecideRequests => "decide_requests",
            Self::ManagePeople => "manage_people",
            Self::ManageRules => "manage_rules",
            Self::GrantRoles => "grant_roles",
            Self::LeadAgency => "lead_agency",
            Self::ReadTrail => "read_trail",
            Self::OverseeAgencies => "oversee_agencies",
            Self::SetWindows => "set_windows",
        }
    }
}

impl Roles {
    /// Whether somebody with these roles may come through a door.
    pub fn may(self, can: Can) -> bool {
        match can {
            Can::Public | Can::SignIn => true,
            Can::BeEmployee => self.employee,
            Can::DecideRequests => self.supervisor || self.leader || self.hr_decides,
            Can::ManagePeople | Can::ManageRules | Can::GrantRoles => self.hr,
            Can::LeadAgency => self.leader,
            Can::ReadTrail => self.auditor,
            Can::OverseeAgencies => self.ministry,
            Can::SetWindows => self.hr || self.leader,
        }
    }
}

/// The agency a person is working in.
#[derive(Clone, Debug)]
pub struct Agency {
    pub id: AgencyId,
    pub code: String,
    pub name: String,
    pub brand: String,
    pub zone: Tz,
}

/// The token that somebody acts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: TokenId,
    pub scopes: Scopes,
    /// A service of the agency rather than a person.
    pub service: bool,
    /// When it ends: what it makes ends no later.
    pub expires_at: DateTime<Utc>,
    /// The officer who made a service token, as an employee: it never works on their own record.
    pub behind: Option<EmployeeId>,
}

/// Who acts in one request: a signed-in person, a service, or the agency's system user.
#[derive(Clone, Debug)]
pub struct Actor {
    pub agency: Agency,
    /// None for the system user (jobs, command line).
    pub membership: Option<MembershipId>,
    pub identity: Option<IdentityId>,
    pub session: Option<SessionId>,
    /// Set when the request came through the JSON interface.
    pub token: Option<Held>,
    pub employee: Option<EmployeeId>,
    pub unit: Option<UnitId>,
    pub unit_name: String,
    pub name: String,
    pub roles: Roles,
    /// The zone of the person's place of duty.
    pub zone: Tz,
    pub lang: Lang,
    /// Requests waiting for this person's decision (for the menu).
    pub pending: i64,
    /// What this person was told and has not read yet; a hundred means at least as many.
    pub unread: i64,
    /// Other agencies the person belongs to: id and name.
    pub memberships: Vec<(AgencyId, String)>,
}

impl Actor {
    /// The agency's system user: jobs and the command line act as it.
    pub fn system(agency: Agency) -> Self {
        let zone = agency.zone;
        Self {
            agency,
            membership: None,
            identity: None,
            session: None,
            token: None,
            employee: None,
            unit: None,
            unit_name: String::new(),
            name: String::from("Luwes"),
            roles: Roles {
                hr: true,
                ..Roles::default()
            },
            zone,
            lang: Lang::Id,
            pending: 0,
            unread: 0,
            memberships: Vec::new(),
        }
    }

    /// Whether this is the system user rather than a person or a service.
    pub fn is_system(&self) -> bool {
        self.membership.is_none() && self.token.is_none()
    }

    /// Whether this is a service of the agency.
    pub fn is_service(&self) -> bool {
        self.token.is_some_and(|held| held.service)
    }

    /// Whose own record this actor may not touch: the person's, and for a service that of the officer behind it.
    pub fn own(&self) -> Option<EmployeeId> {
        self.employee
            .or_else(|| self.token.and_then(|held| held.behind))
    }

    /// How the trail names this actor: kind and id.
    pub fn mark(&self) -> (&'static str, Option<uuid::Uuid>) {
        match (self.membership, self.token) {
            (Some(id), _) => ("person", Some(id.0)),
            (None, Some(held)) => ("service", Some(held.id.0)),
            (None, None) => ("system", None),
        }
    }
}
