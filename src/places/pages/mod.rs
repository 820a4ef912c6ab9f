//! The pages about offices of other agencies: what was agreed, an offer, and one agreement.

pub mod list;
pub mod new;
pub mod show;

use chrono::NaiveDate;

use super::{Agreement, State};
use crate::kernel::{
    format,
    html::{Choice, Page},
};

/// The state in words, with its colour.
fn state(one: &Agreement, page: &Page, today: NaiveDate) -> (String, &'static str) {
    if one.state == State::Accepted && one.last_on < today {
        return (page.t("places-state-over"), "");
    }
    let tone = match one.state {
        State::Accepted => "ok",
        State::Offered => "warn",
        State::Declined => "bad",
        State::Withdrawn | State::Ended => "",
    };
    (page.t(&format!("places-state-{}", one.state.code())), tone)
}

/// `Senin, Selasa, Rabu`.
fn weekdays(one: &Agreement, page: &Page) -> String {
    let names = one
        .weekdays
        .iter()
        .map(|day| format::weekday_name(*day as usize, page.language));
    names.collect::<Vec<_>>().join(", ")
}

fn dates(one: &Agreement, page: &Page) -> String {
    format::date_range(one.first_on, one.until().max(one.first_on), page.language)
}
