//! What a token may be used for. A scope never adds to what the person may do; it only takes away.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::actor::{Can, Roles};

/// One kind of use.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[schemars(inline)]
pub enum Scope {
    #[serde(rename = "account:read")]
    AccountRead,
    #[serde(rename = "account:write")]
    AccountWrite,
    #[serde(rename = "requests:read")]
    RequestsRead,
    #[serde(rename = "requests:write")]
    RequestsWrite,
    #[serde(rename = "decisions:read")]
    DecisionsRead,
    #[serde(rename = "decisions:write")]
    DecisionsWrite,
    #[serde(rename = "organisation:read")]
    OrganisationRead,
    #[serde(rename = "organisation:write")]
    OrganisationWrite,
    #[serde(rename = "import:read")]
    ImportRead,
    #[serde(rename = "import:write")]
    ImportWrite,
    #[serde(rename = "calendar:read")]
    CalendarRead,
    #[serde(rename = "calendar:write")]
    CalendarWrite,
    #[serde(rename = "policy:read")]
    PolicyRead,
    #[serde(rename = "policy:write")]
    PolicyWrite,
    #[serde(rename = "trail:read")]
    TrailRead,
    #[serde(rename = "platform:read")]
    PlatformRead,
    #[serde(rename = "webhooks:read")]
    WebhooksRead,
    #[serde(rename = "webhooks:write")]
    WebhooksWrite,
    #[serde(rename = "windows:read")]
    WindowsRead,
    #[serde(rename = "windows:write")]
    WindowsWrite,
    #[serde(rename = "performance:read")]
    PerformanceRead,
    #[serde(rename = "performance:write")]
    PerformanceWrite,
    #[serde(rename = "allowance:read")]
    AllowanceRead,
    #[serde(rename = "allowance:write")]
    AllowanceWrite,
}

impl Scope {
    /// Every scope with its word, in the order of the enum.
    const WORDS: [(Self, &'static str); 24] = [
        (Self::AccountRead, "account:read"),
        (Self::AccountWrite, "account:write"),
        (Self::RequestsRead, "requests:read"),
        (Self::RequestsWrite, "requests:write"),
        (Self::DecisionsRead, "decisions:read"),
        (Self::DecisionsWrite, "decisions:write"),
        (Self::OrganisationRead, "organisation:read"),
        (Self::OrganisationWrite, "organisation:write"),
        (Self::ImportRead, "import:read"),
        (Self::ImportWrite, "import:write"),
        (Self::CalendarRead, "calendar:read"),
        (Self::CalendarWrite, "calendar:write"),
        (Self::PolicyRead, "policy:read"),
        (Self::PolicyWrite, "policy:write"),
        (Self::TrailRead, "trail:read"),
        (Self::PlatformRead, "platform:read"),
        (Self::WebhooksRead, "webhooks:read"),
        (Self::WebhooksWrite, "webhooks:write"),
        (Self::WindowsRead, "windows:read"),
        (Self::WindowsWrite, "windows:write"),
        (Self::PerformanceRead, "performance:read"),
        (Self::PerformanceWrite, "performance:write"),
        (Self::AllowanceRead, "allowance:read"),
        (Self::AllowanceWrite, "allowance:write"),
    ];

    /// What a service token may hold: never a decision, a rule, the trail, where events go, or somebody's account.
    pub const SERVICE: [Self; 9] = [
        Self::RequestsRead,
        Self::OrganisationRead,
        Self::OrganisationWrite,
        Self::ImportRead,
        Self::ImportWrite,
        Self::CalendarRead,
        Self::CalendarWrite,
        Self::PolicyRead,
        Self::WindowsRead,
    ];

    /// Every scope.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::WORDS.into_iter().map(|(scope, _)| scope)
    }

    /// The stored word.
    pub fn code(self) -> &'static str {
        Self::WORDS[self as usize].1
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::WORDS
            .into_iter()
            .find(|(_, word)| *word == code)
            .map(|(scope, _)| scope)
    }

    /// Whether somebody with these roles has any use for it.
    pub fn useful(self, roles: Roles) -> bool {
        match self {
            Self::AccountRead | Self::AccountWrite | Self::RequestsRead | Self::WindowsRead => true,
            Self::RequestsWrite | Self::PerformanceWrite => roles.employee || roles.hr,
            Self::PerformanceRead => roles.employee || roles.hr || roles.leader,
            Self::DecisionsRead | Self::DecisionsWrite => {
                roles.may(Can::DecideRequests) || roles.hr
            }
            Self::OrganisationRead | Self::OrganisationWrite => roles.hr || roles.employee,
            Self::AllowanceRead => roles.employee || roles.hr,
            Self::ImportRead | Self::ImportWrite | Self::AllowanceWrite => roles.hr,
            Self::WebhooksRead | Self::WebhooksWrite => roles.hr,
            Self::PolicyRead | Self::PolicyWrite | Self::CalendarRead | Self::CalendarWrite => {
                roles.hr || roles.ministry
            }
            Self::WindowsWrite => roles.hr || roles.leader || roles.ministry,
            Self::TrailRead => roles.auditor,
            Self::PlatformRead => roles.ministry,
        }
    }
}

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes(u32);

impl Scopes {
    /// Whether a scope is among them.
    pub fn has(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u32) != 0
    }

    /// Whether all of these are among them.
    pub fn covers(self, wanted: &[Scope]) -> bool {
        wanted.iter().all(|scope| self.has(*scope))
    }

    /// From stored words; unknown ones are left out.
    pub fn read(words: &[String]) -> Self {
        words.iter().filter_map(|word| Scope::of(word)).collect()
    }

    /// One by one.
    pub fn list(self) -> Vec<Scope> {
        Scope::all().filter(|scope| self.has(*scope)).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(
            scopes
                .into_iter()
                .fold(0, |bits, scope| bits | (1 << scope as u32)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_stands_at_its_place() {
        for scope in Scope::all() {
            assert_eq!(Scope::of(scope.code()), Some(scope));
            assert_eq!(
                serde_json::to_value(scope).unwrap(),
                serde_json::json!(scope.code())
            );
            let one: Scopes = [scope].into_iter().collect();
            assert!(one.has(scope));
            assert_eq!(one.list(), [scope]);
        }
    }
}
