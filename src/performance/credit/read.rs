//! One's own points, and those of a year for HR and the leader.

use super::{Coefficient, Listed, Points};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
    },
    performance::store,
};

/// Whether credit points concern the acting person: their position has a level, or something was counted. Without, they see nothing of them.
pub async fn concern(cx: &mut Cx) -> Result<bool> {
    let agency = cx.agency();
    match cx.actor().employee {
        Some(me) => store::credit::concern(cx.conn(), agency, me).await,
        None => Ok(false),
    }
}

/// The acting person's points, every figure of every year, the newest first.
pub async fn own(cx: &mut Cx) -> Result<Vec<Points>> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    if !concern(cx).await? {
        return Err(Error::NotFound);
    }
    store::credit::of_person(cx.conn(), agency, me).await
}

/// The figures that hold of a year, by name; for HR and the leader.
pub async fn list(cx: &mut Cx, year: i16) -> Result<Vec<Listed>> {
    cx.require(Can::SetWindows)?;
    let agency = cx.agency();
    store::credit::of_year(cx.conn(), agency, year).await
}

/// The years of which something was counted, the newest first.
pub async fn years(cx: &mut Cx) -> Result<Vec<i16>> {
    cx.require(Can::SetWindows)?;
    let agency = cx.agency();
    store::credit::years(cx.conn(), agency).await
}

/// Every coefficient of the agency, what waits first, and the levels that its positions name.
pub async fn coefficients(cx: &mut Cx) -> Result<(Vec<Coefficient>, Vec<String>)> {
    cx.require(Can::SetWindows)?;
    let agency = cx.agency();
    let all = store::credit::list(cx.conn(), agency).await?;
    let levels = store::credit::levels(cx.conn(), agency).await?;
    Ok((all, levels))
}
