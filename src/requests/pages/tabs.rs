//! The ways from one view of who is where to the next.

use chrono::NaiveDate;

use crate::{
    kernel::{cx::Cx, html::Page, id::UnitId},
    requests::month::Month,
};

/// A view of who is where.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum View {
    Week,
    Month,
    Mine,
    Find,
    Presence,
}

/// One way.
pub struct Tab {
    pub href: String,
    pub label: String,
    pub current: bool,
}

/// The ways that are open to the acting person, around a day and a unit.
pub fn tabs(cx: &Cx, page: &Page, here: View, on: NaiveDate, unit: Option<UnitId>) -> Vec<Tab> {
    let month = Month::of(on);
    let of = unit.map_or_else(String::new, |unit| format!("&unit={unit}"));
    let tab = |view, key: &str, href| Tab {
        href,
        label: page.t(key),
        current: view == here,
    };
    let mut tabs = vec![
        tab(
            View::Week,
            "requests-tab-week",
            format!("/team?week={on}{of}"),
        ),
        tab(
            View::Month,
            "requests-tab-month",
            format!("/team/month?month={month}{of}"),
        ),
    ];
    if cx.actor().employee.is_some() {
        let href = format!("/me/month?month={month}");
        tabs.push(tab(View::Mine, "requests-tab-mine", href));
        let href = "/presence".to_owned();
        tabs.push(tab(View::Presence, "requests-tab-presence", href));
    }
    tabs.push(tab(
        View::Find,
        "requests-tab-find",
        "/team/find".to_owned(),
    ));
    let roles = cx.actor().roles;
    if roles.hr || roles.supervisor {
        tabs.push(Tab {
            href: "/team/boards".to_owned(),
            label: page.t("requests-tab-boards"),
            current: false,
        });
    }
    tabs
}
