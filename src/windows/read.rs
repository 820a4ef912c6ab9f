//! Reads windows: for the rules, for a list, and one with everything about it.

use sqlx::PgConnection;

use super::{Named, Open, Window, store};
use crate::{
    calendar::DateRange,
    kernel::{
        actor::Can,
        cx::Cx,
        error::Result,
        id::{AgencyId, WindowId},
    },
};

/// The open windows of an agency that touch a range of dates, as the rules see them.
pub async fn open_in(
    conn: &mut PgConnection,
    agency: AgencyId,
    range: DateRange,
) -> Result<Vec<Open>> {
    store::open_between(conn, agency, range.from, range.to).await
}

/// What the list of windows holds.
pub struct Lists {
    /// Running and coming, by first day.
    pub ahead: Vec<Window>,
    /// Over or ended, newest first; only for those who set windows.
    pub past: Vec<Window>,
}

/// The windows of the agency, as far as this person may read them.
pub async fn list(cx: &mut Cx) -> Result<Lists> {
    let (agency, today) = (cx.agency(), cx.today());
    let past = if sets(cx) {
        store::past(cx.conn(), agency, today).await?
    } else {
        Vec::new()
    };
    Ok(Lists {
        ahead: store::ahead(cx.conn(), agency, today).await?,
        past,
    })
}

/// Whether this person sets windows.
pub fn sets(cx: &Cx) -> bool {
    cx.actor().roles.may(Can::SetWindows)
}

/// One window; one that is over or ended too, because requests point at it.
pub async fn find(cx: &mut Cx, id: WindowId) -> Result<Window> {
    let agency = cx.agency();
    store::find(cx.conn(), agency, id).await
}

/// The first units of the tree, down to the third level, to choose from: name, id, depth.
pub async fn choosable(cx: &mut Cx) -> Result<Vec<(Named, i32)>> {
    let agency = cx.agency();
    store::choosable(cx.conn(), agency).await
}

/// How many requests lie in a window.
pub async fn requests_in(cx: &mut Cx, id: WindowId) -> Result<i64> {
    let agency = cx.agency();
    store::requests_in(cx.conn(), agency, id).await
}
