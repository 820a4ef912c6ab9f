//! Making people members, inviting them, and opening an agency: used by HR's pages, the importer and the command line.

use super::{Role, link, store};
use crate::kernel::{
    audit::{self, Event},
    cx::{Core, Cx},
    db::Mode,
    error::{Error, Result},
    id::{EmployeeId, MembershipId},
    outbox::{self, Notice},
};

/// The login identity and membership of an employee, made without a password when there are none.
pub async fn ensure_member(
    cx: &mut Cx,
    employee: EmployeeId,
    nip: &str,
    email: Option<&str>,
    name: &str,
) -> Result<MembershipId> {
    let (agency, now) = (cx.agency(), cx.now());
    let identity = store::ensure_identity(cx.conn(), nip, email, name).await?;
    store::insert_membership(cx.conn(), agency, identity, Some(employee), now).await
}

/// One employee to make a member.
#[derive(Clone, Debug)]
pub struct NewMember {
    pub employee: EmployeeId,
    pub nip: String,
    pub email: Option<String>,
    pub name: String,
}

/// The same as [`ensure_member`] for many employees in few statements (imports).
pub async fn ensure_members(cx: &mut Cx, people: &[NewMember]) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    for some in people.chunks(10_000) {
        store::ensure_members(cx.conn(), agency, some, now).await?;
    }
    Ok(())
}

/// Sends an employee a link to set a password. Nothing secret is shown to whoever invites.
pub async fn invite_employee(cx: &mut Cx, employee: EmployeeId) -> Result<()> {
    cx.require(crate::kernel::actor::Can::ManagePeople)?;
    let (agency, now) = (cx.agency(), cx.now());
    let (membership, identity) = store::membership_of_employee(cx.conn(), agency, employee)
        .await?
        .ok_or(Error::NotFound)?;
    let person = store::get(cx.conn(), identity)
        .await?
        .ok_or(Error::NotFound)?;
    if person.email.is_none() {
        return Err(crate::kernel::error::Reason::new("no-email").into());
    }
    if person.password_hash.is_some() {
        return Err(crate::kernel::error::Reason::new("already-active").into());
    }
    let path = link::make(cx.conn(), identity, "invite", now).await?;
    store::set_invited(cx.conn(), agency, membership, now).await?;
    audit::record(cx, Event::new("invited", "membership", membership.0)).await?;
    let agency_name = cx.actor().agency.name.clone();
    let dedupe = format!("invite:{path}");
    outbox::tell_identity(
        cx,
        identity,
        Notice::new("invite", path, dedupe).with("agency", agency_name),
    )
    .await
}

/// An invitation link for the command line: who, with which role. Makes the membership when it is missing.
pub async fn invite_link(cx: &mut Cx, nip: &str, name: &str, role: Option<Role>) -> Result<String> {
    let (agency, now) = (cx.agency(), cx.now());
    let identity = store::ensure_identity(cx.conn(), nip, None, name).await?;
    let membership = store::insert_membership(cx.conn(), agency, identity, None, now).await?;
    if let Some(role) = role {
        store::insert_grant(cx.conn(), agency, membership, role, None, now).await?;
        audit::record(
            cx,
            Event::new("role-granted", "membership", membership.0).with("role", role.code()),
        )
        .await?;
    }
    audit::record(cx, Event::new("invited", "membership", membership.0)).await?;
    link::make(cx.conn(), identity, "invite", now).await
}

/// Closes (or opens again) a login identity everywhere; its sessions end. False when nobody has the NIP.
pub async fn disable_login(core: &Core, nip: &str, disabled: bool) -> Result<bool> {
    let now = core.clock.now();
    let mut tx = core.db.begin(Mode::Write).await?;
    let Some(person) = store::find_by_login(tx.conn(), nip).await? else {
        return Ok(false);
    };
    store::set_disabled(tx.conn(), person.id, disabled).await?;
    store::delete_sessions(tx.conn(), person.id, None).await?;
    let code = if disabled {
        "login-closed"
    } else {
        "login-opened"
    };
    for (agency, _) in store::agencies_of(tx.conn(), person.id).await? {
        tx.bind(agency).await?;
        let event = Event::new(code, "identity", person.id.0);
        audit::insert(tx.conn(), agency, now, "system", None, &event, "").await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// What an agency is opened with.
#[derive(Clone, Debug)]
pub struct NewAgency {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub time_zone: String,
    pub ministry: bool,
}
