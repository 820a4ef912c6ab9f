//! The cascade of a team: whose line hangs on whose, what nobody takes up, what hangs on nothing, and how far everybody is.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{look, state_word};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Check, Query},
        html::{Page, page},
        id::EmployeeId,
    },
    performance::{
        cascade::{self, Member, Team},
        read::this_year,
        rules::Place,
    },
};

struct Below {
    href: String,
    result: String,
    name: String,
}

struct Row {
    result: String,
    below: Vec<Below>,
    /// A main line that nobody takes up.
    gap: bool,
}

struct Who {
    /// Their targets; empty: none to see.
    href: String,
    name: String,
    text: String,
    state: &'static str,
    label: String,
    /// Their own cascade, where they lead.
    down: String,
}

#[derive(Template)]
#[template(path = "performance/cascade.html")]
struct CascadePage {
    page: Page,
    lead: String,
    year: i16,
    /// Other years: address and number.
    years: Vec<(String, i16)>,
    /// The superior's own targets; empty: none to see.
    own: String,
    rows: Vec<Row>,
    orphans: Vec<Below>,
    people: Vec<Who>,
}

/// Whose cascade, of which year.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    of: String,
    year: String,
}

fn below(team: &Team, place: Place) -> Option<Below> {
    let (member, line) = team.at(place)?;
    Some(Below {
        href: member.targets.as_ref()?.path(),
        result: line.result.clone(),
        name: member.person.name.clone(),
    })
}

fn who(member: &Member, year: i16, page: &Page) -> Who {
    let (href, text, state, label) = match &member.targets {
        Some(one) => (
            one.path(),
            page.tn("targets-lines", one.lines.len()),
            look(one.state),
            state_word(one.state, page),
        ),
        None => (
            String::new(),
            String::new(),
            "draft",
            page.t("targets-cascade-not-yet"),
        ),
    };
    Who {
        href,
        name: member.person.name.clone(),
        text: match text.as_str() {
            "" => member.person.position_name.clone(),
            text => format!("{} · {text}", member.person.position_name),
        },
        state,
        label,
        down: if member.leads {
            format!("/team/targets?of={}&year={year}", member.person.id)
        } else {
            String::new()
        },
    }
}

/// GET /team/targets
pub async fn show(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let mut check = Check::new();
    let of: Option<EmployeeId> = check.optional_id("of", &asked.of);
    let year = match asked.year.as_str() {
        "" => None,
        text => check.number("year", text, 2000, 2199),
    };
    check.done()?;
    let year = year.and_then(|year| i16::try_from(year).ok());
    let team = cascade::of(&mut cx, of, year).await?;
    let own = cx.actor().employee == Some(team.of);
    let this = this_year(&cx);
    let page_ = Page::new(&cx, "targets-cascade-title");
    let gaps = team.lines().iter().zip(&team.laid.below);
    let gaps = gaps
        .filter(|(line, below)| line.main && below.is_empty())
        .count();
    let of = if own {
        String::new()
    } else {
        format!("&of={}", team.of)
    };
    let lead = if team.own.is_none() && own {
        page_.t("targets-cascade-lead-none")
    } else if gaps == 0 && team.laid.orphans.is_empty() {
        page_.t("targets-cascade-lead-whole")
    } else {
        let parts = [
            ("targets-cascade-gaps", gaps),
            ("targets-cascade-loose", team.laid.orphans.len()),
        ];
        let parts = parts.into_iter().filter(|(_, n)| *n > 0);
        let parts: Vec<String> = parts.map(|(key, n)| page_.tn(key, n)).collect();
        format!("{}.", parts.join(", "))
    };
    let rows = team.lines().iter().zip(&team.laid.below);
    let rows = rows
        .map(|(line, places)| Row {
            result: line.result.clone(),
            gap: line.main && places.is_empty(),
            below: places
                .iter()
                .filter_map(|place| below(&team, *place))
                .collect(),
        })
        .collect();
    page(&CascadePage {
        lead,
        year: team.year,
        years: [this - 1, this, this + 1]
            .into_iter()
            .filter(|year| *year != team.year)
            .map(|year| (format!("/team/targets?year={year}{of}"), year))
            .collect(),
        own: match &team.own {
            Some(one) => one.path(),
            None if own => "/targets".to_owned(),
            None => String::new(),
        },
        rows,
        orphans: team
            .laid
            .orphans
            .iter()
            .filter_map(|place| below(&team, *place))
            .collect(),
        people: team
            .members
            .iter()
            .map(|one| who(one, team.year, &page_))
            .collect(),
        page: if own {
            page_
        } else {
            let title = page_.ta("targets-cascade-of", "name", &team.name);
            page_.titled(title)
        },
    })
}
