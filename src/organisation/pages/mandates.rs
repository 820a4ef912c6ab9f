//! Who decides in my name: a head's own units, the mandates given there, and the form that gives one.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{Choice, held, unit::Nothing};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    organisation::mandate::{self, Give, Handed},
};

struct Entry {
    id: Uuid,
    holder: String,
    over: String,
    period: String,
    gone: bool,
    open: bool,
}

struct UnitCard {
    id: String,
    name: String,
    entries: Vec<Entry>,
    people: Vec<Choice>,
    units: Vec<Choice>,
    /// The unit whose form is on the page; the others lead to theirs.
    chosen: bool,
    /// The form is unfolded.
    open: bool,
    from_on: String,
    to_on: String,
}

#[derive(Template)]
#[template(path = "organisation/mandates.html")]
struct MandatesPage {
    page: Page,
    errors: Errors,
    units: Vec<UnitCard>,
}

async fn build(cx: &mut Cx, kept: &Give, errors: Errors) -> Result<MandatesPage> {
    let own = mandate::own(cx).await?;
    let page = Page::new(cx, "organisation-mandates-title");
    let today = cx.today().to_string();
    let mut units: Vec<UnitCard> = own
        .into_iter()
        .map(|unit| card(&page, unit, kept, &today))
        .collect();
    let chosen = units
        .iter()
        .position(|unit| unit.id == kept.unit)
        .unwrap_or(0);
    if let Some(unit) = units.get_mut(chosen) {
        unit.chosen = true;
    }
    Ok(MandatesPage {
        page,
        errors,
        units,
    })
}

fn card(page: &Page, unit: Handed, kept: &Give, today: &str) -> UnitCard {
    let id = unit.id.to_string();
    let mine = kept.unit == id;
    let typed = |typed: &str, usual: &str| if mine { typed } else { usual }.to_owned();
    let (over, person) = (typed(&kept.over, &id), typed(&kept.person, ""));
    let units = unit.units.into_iter();
    let people = unit.people.into_iter();
    UnitCard {
        chosen: false,
        open: mine,
        from_on: typed(&kept.from_on, today),
        to_on: typed(&kept.to_on, ""),
        entries: unit
            .mandates
            .into_iter()
            .map(|one| Entry {
                id: one.id,
                period: held(page, (one.from_on, one.to_on), one.ended_on),
                holder: one.holder_name,
                over: one.over_name,
                gone: one.gone && one.open,
                open: one.open,
            })
            .collect(),
        units: units
            .map(|(id, name)| Choice::new(id.to_string(), name, &over))
            .collect(),
        people: people
            .map(|one| {
                let label = format!("{}, {}", one.name, one.position_name);
                Choice::new(one.id.to_string(), label, &person)
            })
            .collect(),
        name: unit.name,
        id,
    }
}

/// The unit whose form is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    unit: String,
}

/// GET /team/mandates
pub async fn show(mut cx: Cx, Query(which): Query<Which>) -> Result<Response> {
    let over = which.unit.clone();
    let from_on = cx.today().to_string();
    let kept = Give {
        unit: which.unit,
        over,
        from_on,
        ..Give::default()
    };
    page(&build(&mut cx, &kept, Errors::none()).await?)
}

/// POST /team/mandates
pub async fn give(mut cx: Cx, Form(input): Form<Give>) -> Result<Response> {
    match mandate::give(&mut cx, &input).await {
        Ok(_) => {
            cx.flash(Flash::ok("flash-organisation-mandate"));
            Ok(redirect("/team/mandates"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, &input, errors).await?)
        }
    }
}

/// POST /team/mandates/{record}/end
pub async fn end(
    mut cx: Cx,
    Path(record): Path<Uuid>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    match mandate::end(&mut cx, record).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-organisation-mandate-ended"));
            Ok(redirect("/team/mandates"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, &Give::default(), errors).await?)
        }
    }
}
