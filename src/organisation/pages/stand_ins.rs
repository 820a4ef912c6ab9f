//! Who decides while I am away: a head's own units, their stand-ins, and the form that names one.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{Choice, held, key, unit::Nothing};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Form, Path, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    organisation::stand_in::{self, Led, OwnStandIn},
};

struct Entry {
    id: Uuid,
    name: String,
    kind: String,
    period: String,
    /// Who named the stand-in, in words.
    by: String,
    away: bool,
    open: bool,
}

struct UnitCard {
    id: String,
    name: String,
    entries: Vec<Entry>,
    people: Vec<Choice>,
    /// The unit whose form is on the page; the others lead to theirs.
    chosen: bool,
    open: bool,
    from_on: String,
    to_on: String,
}

#[derive(Template)]
#[template(path = "organisation/stand_ins.html")]
struct StandInsPage {
    page: Page,
    errors: Errors,
    units: Vec<UnitCard>,
    allowed: bool,
    /// The period of a leave for which nobody is named yet.
    uncovered: String,
}

async fn build(cx: &mut Cx, kept: &OwnStandIn, errors: Errors) -> Result<StandInsPage> {
    let own = stand_in::own_units(cx).await?;
    let page = Page::new(cx, "organisation-stand-ins-title");
    let today = cx.today();
    let leave = own.leave.map(|(from, to)| (from.max(today), to));
    let uncovered = leave.filter(|leave| own.units.iter().any(|unit| !covered(unit, *leave)));
    let mut units: Vec<UnitCard> = own
        .units
        .into_iter()
        .map(|unit| card(&page, unit, kept, leave))
        .collect();
    // one form on the page: of the unit that was asked for, else the first that needs somebody, else the first
    let chosen = units
        .iter()
        .position(|unit| unit.id == kept.unit)
        .or_else(|| units.iter().position(|unit| unit.open))
        .unwrap_or(0);
    if let Some(unit) = units.get_mut(chosen) {
        unit.chosen = true;
    }
    Ok(StandInsPage {
        errors,
        units,
        allowed: own.allowed,
        uncovered: uncovered
            .map(|(from, to)| format::date_range(from, to, page.language))
            .unwrap_or_default(),
        page,
    })
}

/// Whether somebody stands in on every day of a period.
fn covered(unit: &Led, (from, to): (NaiveDate, NaiveDate)) -> bool {
    from.iter_days().take_while(|day| *day <= to).all(|day| {
        let mut open = unit.stand_ins.iter().filter(|one| one.open);
        open.any(|one| (one.from_on..=one.to_on).contains(&day))
    })
}

fn card(
    page: &Page,
    unit: Led,
    kept: &OwnStandIn,
    leave: Option<(NaiveDate, NaiveDate)>,
) -> UnitCard {
    let id = unit.id.to_string();
    let mine = kept.unit == id;
    let offered = leave.filter(|leave| !covered(&unit, *leave));
    let typed = |typed: &str, offer: Option<NaiveDate>| match offer {
        Some(day) if typed.is_empty() || !mine => day.to_string(),
        _ if mine => typed.to_owned(),
        _ => String::new(),
    };
    UnitCard {
        chosen: false,
        open: mine || offered.is_some(),
        from_on: typed(&kept.from_on, offered.map(|(from, _)| from)),
        to_on: typed(&kept.to_on, offered.map(|(_, to)| to)),
        entries: unit
            .stand_ins
            .into_iter()
            .map(|one| Entry {
                id: one.id,
                kind: page.t(&key("acting", one.kind.code())),
                period: held(page, (one.from_on, one.to_on), one.ended_on),
                by: match one.named_by {
                    Some(name) => page.ta("organisation-stand-in-by", "name", name),
                    None => page.t("organisation-stand-in-by-hr"),
                },
                name: one.name,
                away: one.away,
                open: one.open,
            })
            .collect(),
        people: unit
            .people
            .into_iter()
            .map(|person| {
                let kept = if mine { kept.person.as_str() } else { "" };
                let label = format!("{}, {}", person.name, person.position_name);
                Choice::new(person.id.to_string(), label, kept)
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

/// GET /team/stand-ins
pub async fn show(mut cx: Cx, Query(which): Query<Which>) -> Result<Response> {
    let kept = OwnStandIn {
        unit: which.unit,
        ..OwnStandIn::default()
    };
    page(&build(&mut cx, &kept, Errors::none()).await?)
}

/// POST /team/stand-ins
pub async fn name(mut cx: Cx, Form(input): Form<OwnStandIn>) -> Result<Response> {
    match stand_in::name_own(&mut cx, &input).await {
        Ok(_) => {
            cx.flash(Flash::ok("flash-organisation-acting"));
            Ok(redirect("/team/stand-ins"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, &input, errors).await?)
        }
    }
}

/// POST /team/stand-ins/{record}/end
pub async fn end(
    mut cx: Cx,
    Path(record): Path<Uuid>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    match stand_in::end_own(&mut cx, record).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-organisation-acting-ended"));
            Ok(redirect("/team/stand-ins"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, &OwnStandIn::default(), errors).await?)
        }
    }
}
