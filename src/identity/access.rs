//! What HR may change about an employee's way in: opening, closing, the registered address. Never the own.

use super::store;
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Reason, Result},
    id::EmployeeId,
};

/// Opens or closes the access of an employee who comes or leaves; closing ends the sessions. Nobody's own.
pub async fn set_employee_access(cx: &mut Cx, employee: EmployeeId, active: bool) -> Result<()> {
    cx.require(Can::ManagePeople)?;
    if cx.actor().own() == Some(employee) {
        return Err(Reason::new("own-access").into());
    }
    let agency = cx.agency();
    let Some((membership, identity)) =
        store::membership_of_employee(cx.conn(), agency, employee).await?
    else {
        return Ok(());
    };
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

/// Changes the address of an employee's login identity: open links die and every session ends. Refused where another agency
/// shares the identity and where somebody else signs in with the address.
pub async fn change_email(cx: &mut Cx, employee: EmployeeId, email: Option<&str>) -> Result<()> {
    cx.require(Can::ManagePeople)?;
    if cx.actor().own() == Some(employee) {
        return Err(Reason::new("own-access").into());
    }
    let agency = cx.agency();
    let Some((_, identity)) = store::membership_of_employee(cx.conn(), agency, employee).await?
    else {
        return Ok(());
    };
    if store::agencies_of(cx.conn(), identity).await?.len() > 1 {
        return Err(Reason::new("email-shared").into());
    }
    if let Some(email) = email {
        let holder = store::find_by_login(cx.conn(), email).await?;
        if holder.is_some_and(|other| other.id != identity && other.password_hash.is_some()) {
            return Err(Error::field("email", "email-taken"));
        }
    }
    store::set_email(cx.conn(), identity, email).await?;
    store::delete_links(cx.conn(), identity).await?;
    store::delete_sessions(cx.conn(), identity, None).await
}
