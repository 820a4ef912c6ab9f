//! Who acts, with which roles, and what that lets them reach (coarse; operations ask again, exactly).

use chrono_tz::Tz;
use serde::Serialize;

use super::{
    i18n::Lang,
    id::{AgencyId, EmployeeId, IdentityId, MembershipId, SessionId, UnitId},
};

/// The roles of a person in one agency. Supervisor is derived from the structure, never granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    pub employee: bool,
    pub supervisor: bool,
    pub hr: bool,
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
}

impl Can {
    /// Every permission, for tests and documents.
    pub const ALL: [Self; 10] = [
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
        }
    }
}

impl Roles {
    /// Whether somebody with these roles may come through a door.
    pub fn may(self, can: Can) -> bool {
        match can {
            Can::Public | Can::SignIn => true,
            Can::BeEmployee => self.employee,
            Can::DecideRequests => self.supervisor || self.leader,
            Can::ManagePeople | Can::ManageRules | Can::GrantRoles => self.hr,
            Can::LeadAgency => self.leader,
            Can::ReadTrail => self.auditor,
            Can::OverseeAgencies => self.ministry,
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

/// Who acts in one request: a signed-in person or the agency's system user.
#[derive(Clone, Debug)]
pub struct Actor {
    pub agency: Agency,
    /// None for the system user (jobs, command line).
    pub membership: Option<MembershipId>,
    pub identity: Option<IdentityId>,
    pub session: Option<SessionId>,
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
            memberships: Vec::new(),
        }
    }

    /// Whether this is the system user rather than a person.
    pub fn is_system(&self) -> bool {
        self.membership.is_none()
    }
}
