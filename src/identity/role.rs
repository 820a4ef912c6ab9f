//! Roles that HR grants and withdraws; nobody their own. Supervisor and employee are never granted: they follow from the structure.

use super::store;
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Reason, Result},
    id::MembershipId,
};

/// A role that is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Hr,
    Leader,
    Auditor,
    /// Only from the command line, only in the ministry's own agency.
    Ministry,
}

impl Role {
    /// What HR may grant at the page.
    pub const GRANTABLE: [Self; 3] = [Self::Hr, Self::Leader, Self::Auditor];

    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hr => "hr",
            Self::Leader => "leader",
            Self::Auditor => "auditor",
            Self::Ministry => "ministry",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Hr, Self::Leader, Self::Auditor, Self::Ministry]
            .into_iter()
            .find(|role| role.code() == code)
    }
}

/// Whether an actor may change a role of a member: never their own, never the ministry's.
pub fn may_change(
    actor: Option<MembershipId>,
    subject: MembershipId,
    role: Role,
) -> Result<(), Reason> {
    if actor == Some(subject) {
        return Err(Reason::new("own-role"));
    }
    if role == Role::Ministry {
        return Err(Reason::new("ministry-role"));
    }
    Ok(())
}

/// Grants a role to another member.
pub async fn grant(cx: &mut Cx, membership: MembershipId, role: Role) -> Result<()> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let (_, active) = store::lock_membership(cx.conn(), agency, membership).await?;
    cx.require(Can::GrantRoles)?;
    may_change(by, membership, role)?;
    if !active {
        return Err(Reason::new("member-inactive").into());
    }
    if !store::insert_grant(cx.conn(), agency, membership, role, by, now).await? {
        return Err(Error::Conflict("role-held"));
    }
    audit::record(
        cx,
        Event::new("role-granted", "membership", membership.0).with("role", role.code()),
    )
    .await
}

/// Withdraws a role from another member; the agency keeps at least one HR admin. Sessions go on with fewer rights at once,
/// because roles are read anew with every request.
pub async fn withdraw(cx: &mut Cx, membership: MembershipId, role: Role) -> Result<()> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    store::lock_role(cx.conn(), agency, role).await?;
    store::lock_membership(cx.conn(), agency, membership).await?;
    cx.require(Can::GrantRoles)?;
    may_change(by, membership, role)?;
    if role == Role::Hr && store::count_others(cx.conn(), agency, role, membership).await? == 0 {
        return Err(Reason::new("last-hr").into());
    }
    if !store::revoke_grant(cx.conn(), agency, membership, role, by, now).await? {
        return Err(Error::Conflict("role-gone"));
    }
    audit::record(
        cx,
        Event::new("role-withdrawn", "membership", membership.0).with("role", role.code()),
    )
    .await
}

/// Closes or opens a member's access; closing ends their sessions and leaves at least one HR admin.
pub async fn set_access(cx: &mut Cx, membership: MembershipId, active: bool) -> Result<()> {
    let (agency, by) = (cx.agency(), cx.actor().membership);
    store::lock_role(cx.conn(), agency, Role::Hr).await?;
    let (identity, was) = store::lock_membership(cx.conn(), agency, membership).await?;
    cx.require(Can::GrantRoles)?;
    if by == Some(membership) {
        return Err(Reason::new("own-access").into());
    }
    if was == active {
        return Err(Error::Conflict("changed"));
    }
    if !active && store::count_others(cx.conn(), agency, Role::Hr, membership).await? == 0 {
        return Err(Reason::new("last-hr").into());
    }
    store::set_active(cx.conn(), agency, membership, active).await?;
    if !active {
        store::delete_sessions(cx.conn(), identity, None).await?;
    }
    let code = if active {
        "access-opened"
    } else {
        "access-closed"
    };
    audit::record(cx, Event::new(code, "membership", membership.0)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_changes_their_own_role_or_makes_a_ministry() {
        let (me, other) = (MembershipId::new(), MembershipId::new());
        assert_eq!(
            may_change(Some(me), me, Role::Auditor).unwrap_err().code,
            "own-role"
        );
        assert_eq!(
            may_change(Some(me), other, Role::Ministry)
                .unwrap_err()
                .code,
            "ministry-role"
        );
        assert!(may_change(Some(me), other, Role::Auditor).is_ok());
    }
}
