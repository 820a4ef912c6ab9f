//! The worker counts the points of ratings of a year: those not counted yet, and those whose predikat, level or coefficient is another one by
//! now. Every figure stays, and the newest holds.

use super::{Points, rules};
use crate::{
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::Result,
        outbox::{self, Notice},
    },
    performance::store,
};

/// Counts the next ones. Gives how many.
pub async fn count(cx: &mut Cx) -> Result<usize> {
    let (agency, now) = (cx.agency(), cx.now());
    let due = store::credit::due(cx.conn(), agency).await?;
    let all: Vec<Points> = due
        .into_iter()
        .map(|one| {
            let percent = rules::percent(one.predikat);
            let named = || (rules::NAMED_HUNDREDTHS, rules::NAMED_SOURCE.to_owned());
            let (hundredths, instrument) = one.coefficient.unwrap_or_else(named);
            Points {
                employee: one.employee,
                year: one.year,
                number: one.number,
                formula: rules::FORMULA,
                predikat: one.predikat,
                jenjang: one.jenjang,
                coefficient: one.id,
                hundredths,
                instrument,
                percent,
                points: rules::points(hundredths, percent),
                counted_at: now,
            }
        })
        .collect();
    if all.is_empty() {
        return Ok(0);
    }
    store::credit::insert_points(cx.conn(), agency, &all).await?;
    let events: Vec<Event> = all
        .iter()
        .map(|one| {
            Event::new("credit-points-counted", "employee", one.employee.0)
                .with("year", one.year)
                .with("number", one.number)
                .with("formula", one.formula)
        })
        .collect();
    audit::record_each(cx, &events).await?;
    let notices = all
        .iter()
        .map(|one| {
            let once = format!("credit-points:{}:{}:{}", one.employee, one.year, one.number);
            let notice = Notice::new("credit-points-counted", "/credit-points", once)
                .with("year", one.year)
                .with("points", rules::decimal(one.points, 4));
            (one.employee, notice)
        })
        .collect();
    outbox::tell_people(cx, notices).await?;
    Ok(all.len())
}
