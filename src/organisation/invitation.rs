//! Inviting people to sign in: one, the chosen ones, or everybody who was never invited.

use super::store;
use crate::{
    identity,
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::EmployeeId,
    },
};

/// The most links one click sends.
pub const BATCH: i64 = 500;

/// What became of a bulk invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub sent: i64,
    pub without_email: i64,
    pub already: i64,
    pub left: i64,
}

/// Invites one person: the login identity is made when it is missing.
pub async fn invite(cx: &mut Cx, id: EmployeeId) -> Result<()> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    let person = store::employees::find(cx.conn(), agency, id).await?;
    if !person.active {
        return Err(Error::NotFound);
    }
    identity::ensure_member(cx, id, &person.nip, person.email.as_deref(), &person.name).await?;
    identity::invite_employee(cx, id).await
}

/// Invites several by the same operation, telling each one's fate.
pub async fn invite_many(cx: &mut Cx, ids: &[EmployeeId]) -> Result<Sent> {
    let mut fate = Sent::default();
    for id in ids {
        match invite(cx, *id).await {
            Ok(()) => fate.sent += 1,
            Err(Error::Refused(reason)) if reason.code == "no-email" => fate.without_email += 1,
            Err(Error::Refused(_) | Error::NotFound) => fate.already += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(fate)
}

/// Invites everybody with an address who never had an invitation, in batches.
pub async fn invite_all(cx: &mut Cx) -> Result<Sent> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    let mut ids = store::people::never_invited(cx.conn(), agency, BATCH + 1).await?;
    let more = ids.len() > usize::try_from(BATCH).unwrap_or(usize::MAX);
    ids.truncate(usize::try_from(BATCH).unwrap_or(usize::MAX));
    let mut fate = invite_many(cx, &ids).await?;
    fate.left = i64::from(more);
    Ok(fate)
}
