//! One unit: its facts, its head, who stands in, who works there.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Choice, Hint, choices, held, hints, unit_choices,
    units::{VISIBILITIES, zones},
};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::UnitId,
    },
    organisation::{
        Acting, Person, Unit, region,
        stand_in::{self, StandIn},
        store::{self, people},
        unit::{self, Head},
    },
};

/// What was typed into the forms of the page.
#[derive(Debug, Default)]
pub struct Kept {
    open: &'static str,
    facts: Option<unit::Form>,
    head: Head,
    acting: StandIn,
}

/// A stand-in in words.
pub struct ActingRow {
    id: String,
    name: String,
    kind: String,
    period: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "organisation/unit.html")]
pub struct UnitPage {
    page: Page,
    errors: Errors,
    kept: Kept,
    unit: Unit,
    form: unit::Form,
    path: Vec<(UnitId, String)>,
    members: Vec<Person>,
    acting: Vec<ActingRow>,
    own_head: bool,
    own_proposal: bool,
    parents: Vec<Choice>,
    zones: Vec<Choice>,
    weeks: Vec<Choice>,
    visibilities: Vec<Choice>,
    kinds: Vec<Choice>,
    people: Vec<Hint>,
}

fn form_of(unit: &Unit) -> unit::Form {
    unit::Form {
        name: unit.name.clone(),
        code: unit.code.clone().unwrap_or_default(),
        parent: unit.parent.map(|id| id.to_string()).unwrap_or_default(),
        place: unit.place.clone(),
        region: region::field(unit.region.as_deref()),
        time_zone: unit.time_zone.clone().unwrap_or_default(),
        direct_service: unit.direct_service.to_string(),
        min_on_site: unit.min_on_site.map(|n| n.to_string()).unwrap_or_default(),
        week_pattern: unit.week_pattern.map(|n| n.to_string()).unwrap_or_default(),
        visibility: unit.visibility.code().to_owned(),
        head_title: unit.head_title.clone().unwrap_or_default(),
        active: unit.active.to_string(),
        version: String::new(),
    }
}

async fn build(cx: &mut Cx, id: UnitId, mut kept: Kept, errors: Errors) -> Result<UnitPage> {
    let (agency, lang, today) = (cx.agency(), cx.lang(), cx.today());
    let unit = store::units::find(cx.conn(), agency, id).await?;
    let rows = store::units::list(cx.conn(), agency, today).await?;
    let mut path = store::structure::unit_path(cx.conn(), agency, id).await?;
    path.reverse();
    path.pop();
    let near = people::Filter {
        unit: Some(id),
        status: "active",
        ..people::Filter::default()
    };
    let near = people::list(cx.conn(), agency, &near, None, 100).await?;
    let form = kept.facts.take().unwrap_or_else(|| form_of(&unit));
    let acting = store::stand_ins::of_unit(cx.conn(), agency, id, today).await?;
    let me = cx.actor().employee;
    let page = Page::new(cx, "organisation-units-title").titled(unit.name.clone());
    Ok(UnitPage {
        errors,
        members: store::structure::members_of_unit(cx.conn(), agency, id).await?,
        acting: acting
            .into_iter()
            .map(|entry| ActingRow {
                id: entry.id.to_string(),
                name: entry.name.clone(),
                kind: lang.t(&super::key("acting", entry.kind.code())),
                period: held(&page, (entry.from_on, entry.to_on), entry.ended_on),
                open: entry.open,
            })
            .collect(),
        own_head: me.is_some() && me == unit.head,
        own_proposal: me.is_some() && me == unit.proposed_head,
        parents: unit_choices(
            &rows
                .into_iter()
                .filter(|row| row.id != id)
                .collect::<Vec<_>>(),
            &form.parent,
        ),
        zones: zones(cx, &form.time_zone),
        weeks: choices(lang, "week", &["5", "6"], &form.week_pattern),
        visibilities: choices(lang, "visibility", &VISIBILITIES, &form.visibility),
        kinds: choices(
            lang,
            "acting",
            &[Acting::Plt.code(), Acting::Plh.code()],
            &kept.acting.kind,
        ),
        people: hints(&near),
        path,
        form,
        unit,
        kept,
        page,
    })
}

/// GET /units/{id}
pub async fn show(mut cx: Cx, Path(id): Path<UnitId>) -> Result<Response> {
    let template = build(&mut cx, id, Kept::default(), Errors::none()).await?;
    page(&template)
}

async fn answer(
    mut cx: Cx,
    id: UnitId,
    done: Result<()>,
    news: &str,
    kept: Kept,
) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(news));
            Ok(redirect(&format!("/units/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = build(&mut cx, id, kept, errors).await?;
            invalid(&template)
        }
    }
}

/// POST /units/{id}
pub async fn save(
    mut cx: Cx,
    Path(id): Path<UnitId>,
    Form(input): Form<unit::Form>,
) -> Result<Response> {
    let done = unit::edit(&mut cx, id, &input).await;
    let kept = Kept {
        open: "facts",
        facts: Some(input),
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-saved", kept).await
}

/// POST /units/{id}/head
pub async fn head(mut cx: Cx, Path(id): Path<UnitId>, Form(input): Form<Head>) -> Result<Response> {
    let done = unit::set_head(&mut cx, id, &input).await;
    let kept = Kept {
        open: "head",
        head: input,
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-head", kept).await
}

/// The form that settles a proposed head.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Proposal {
    decision: String,
    version: String,
}

/// POST /units/{id}/proposal
pub async fn proposal(
    mut cx: Cx,
    Path(id): Path<UnitId>,
    Form(input): Form<Proposal>,
) -> Result<Response> {
    let confirm = input.decision == "confirm";
    let done = unit::decide_proposed(&mut cx, id, &input.version, confirm).await;
    let news = if confirm {
        "flash-organisation-head"
    } else {
        "flash-organisation-proposal-declined"
    };
    answer(cx, id, done, news, Kept::default()).await
}

/// POST /units/{id}/acting
pub async fn acting(
    mut cx: Cx,
    Path(id): Path<UnitId>,
    Form(input): Form<StandIn>,
) -> Result<Response> {
    let done = stand_in::name(&mut cx, id, &input).await;
    let kept = Kept {
        open: "acting",
        acting: input,
        ..Kept::default()
    };
    answer(cx, id, done, "flash-organisation-acting", kept).await
}

/// A form without fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nothing {}

/// POST /units/{id}/acting/{record}/end
pub async fn end_acting(
    mut cx: Cx,
    Path((id, record)): Path<(UnitId, Uuid)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let done = stand_in::end(&mut cx, id, record).await;
    answer(
        cx,
        id,
        done,
        "flash-organisation-acting-ended",
        Kept::default(),
    )
    .await
}
