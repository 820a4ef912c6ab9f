//! How far an agency's plans may go. The law is silent: the defaults are this product's guess, and HR sets its own.

use super::{rules::Terms, store};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Result},
    form::Check,
};

/// The terms in force.
pub async fn show(cx: &mut Cx) -> Result<Terms> {
    let agency = cx.agency();
    store::terms(cx.conn(), agency).await
}

/// Whether terms can be: what is out of bounds, by its field.
fn bounds(terms: &Terms) -> Result<()> {
    let mut check = Check::new();
    for (field, value, min, max) in [
        ("rest_minutes", terms.rest_minutes, 0, 2_880),
        ("days_in_row", terms.days_in_row, 1, 28),
        ("shift_minutes", terms.shift_minutes, 60, 1_440),
        ("week_minutes", terms.week_minutes, 60, 10_080),
        ("plan_days", terms.plan_days, 1, 366),
    ] {
        check.number(field, &value.to_string(), min, max);
    }
    check.done()
}

/// Saves the terms, unless somebody else saved in between.
pub async fn save(cx: &mut Cx, terms: &Terms) -> Result<()> {
    cx.require(Can::GrantRoles)?;
    bounds(terms)?;
    let (agency, now) = (cx.agency(), cx.now());
    if !store::steps::save_terms(cx.conn(), agency, terms, now).await? {
        return Err(Error::Conflict("changed"));
    }
    let event = Event::new("shift-terms-saved", "agency", agency.0)
        .with("rest_minutes", terms.rest_minutes)
        .with("days_in_row", terms.days_in_row)
        .with("shift_minutes", terms.shift_minutes)
        .with("week_minutes", terms.week_minutes)
        .with("plan_days", terms.plan_days);
    audit::record(cx, event).await
}
