//! The rosters of one's units, the form that makes one, and the weekdays one would like.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{Choice, read_weekdays, weekdays};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Check, Form},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    policy::Place,
    rosters::{Roster, Settings, plan},
};

struct Row {
    href: String,
    unit: String,
    period: String,
    by: String,
    published: bool,
}

#[derive(Template)]
#[template(path = "rosters/list.html")]
struct ListPage {
    page: Page,
    errors: Errors,
    rows: Vec<Row>,
    /// Units one may plan for; none where one leads nobody.
    units: Vec<Choice>,
    open: bool,
    from_on: String,
    to_on: String,
    shares: Vec<Choice>,
    office: Vec<Choice>,
    dates: String,
    places: Vec<Choice>,
    place_detail: String,
    plan: String,
    own: bool,
    wishes: Vec<Choice>,
}

/// The form as it was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    unit: String,
    from_on: String,
    to_on: String,
    share: String,
    office: Vec<String>,
    office_dates: String,
    place: String,
    place_detail: String,
    plan: String,
}

async fn build(cx: &mut Cx, typed: &Input, open: bool, errors: Errors) -> Result<ListPage> {
    let units = plan::led_units(cx).await?;
    let rows = plan::list(cx, &units).await?;
    let wished = plan::own_wishes(cx).await?;
    let page = Page::new(cx, "rosters-title");
    let share = if typed.share.is_empty() {
        "2"
    } else {
        &typed.share
    };
    Ok(ListPage {
        errors,
        rows: rows.iter().map(|one| row(one, &page)).collect(),
        units: units
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name, id.to_string() == typed.unit))
            .collect(),
        open: open || rows.is_empty(),
        from_on: typed.from_on.clone(),
        to_on: typed.to_on.clone(),
        shares: (1..=5)
            .map(|days: u8| {
                let label = page.tn("rosters-share-n", days);
                Choice::new(days.to_string(), label, days.to_string() == share)
            })
            .collect(),
        office: weekdays(&page, read_weekdays(&typed.office), true),
        dates: typed.office_dates.clone(),
        places: [
            ("home", "rosters-place-home"),
            ("other_office", "rosters-place-other-office"),
            ("other_place", "rosters-place-other-place"),
        ]
        .into_iter()
        .map(|(value, key)| {
            let chosen = typed.place == value || (typed.place.is_empty() && value == "home");
            Choice::new(value, page.t(key), chosen)
        })
        .collect(),
        place_detail: typed.place_detail.clone(),
        plan: typed.plan.clone(),
        own: cx.actor().employee.is_some(),
        wishes: weekdays(&page, wished, true),
        page,
    })
}

fn row(one: &Roster, page: &Page) -> Row {
    let settings = &one.settings;
    Row {
        href: format!("/team/rosters/{}", one.id),
        unit: one.unit_name.clone(),
        period: format::date_range(settings.from_on, settings.to_on, page.language),
        by: page.ta2(
            "rosters-made",
            "name",
            &one.made_by_name,
            "at",
            page.instant(&one.made_at),
        ),
        published: one.published_at.is_some(),
    }
}

/// GET /team/rosters
pub async fn show(mut cx: Cx) -> Result<Response> {
    let template = build(&mut cx, &Input::default(), false, Errors::none()).await?;
    page(&template)
}

impl Input {
    /// What was typed, or every problem with it.
    fn read(&self) -> Result<Settings> {
        let mut check = Check::new();
        let unit = check.optional_id("unit", &self.unit);
        check.ensure(
            unit.is_some() || self.unit.trim().is_empty(),
            "unit",
            "choice",
        );
        check.ensure(!self.unit.trim().is_empty(), "unit", "required");
        let from_on = check.date("from_on", &self.from_on);
        let to_on = check.date("to_on", &self.to_on);
        let share = check.number("share", &self.share, 1, 5);
        let place = match self.place.as_str() {
            "home" => Some(Place::Home),
            "other_office" => Some(Place::OtherOffice),
            "other_place" => Some(Place::OtherPlace),
            _ => None,
        };
        check.ensure(place.is_some(), "place", "choice");
        let place_detail = check.optional("place_detail", &self.place_detail, 200);
        if place.is_some_and(|place| place != Place::Home) {
            check.ensure(!place_detail.is_empty(), "place_detail", "required");
        }
        let plan = check.text("plan", &self.plan, 500);
        let mut office_dates = Vec::new();
        for text in self.office_dates.split([',', ';', ' ', '\n', '\r']) {
            if !text.trim().is_empty() {
                office_dates.extend(check.date("office_dates", text));
            }
        }
        check.done()?;
        let missing = || crate::kernel::error::Error::field("from_on", "required");
        Ok(Settings {
            unit: unit.ok_or_else(missing)?,
            from_on: from_on.ok_or_else(missing)?,
            to_on: to_on.ok_or_else(missing)?,
            share: share
                .and_then(|n| u8::try_from(n).ok())
                .ok_or_else(missing)?,
            place: place.ok_or_else(missing)?,
            place_detail,
            office_weekdays: read_weekdays(&self.office),
            office_dates,
            plan,
        })
    }
}

/// POST /team/rosters
pub async fn make(mut cx: Cx, Form(input): Form<Input>) -> Result<Response> {
    let made = match input.read() {
        Ok(settings) => plan::make(&mut cx, settings).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => {
            cx.flash(Flash::ok("flash-roster-made"));
            Ok(redirect(&format!("/team/rosters/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, &input, true, errors).await?)
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wishes {
    wish: Vec<String>,
}

/// POST /team/rosters/wishes
pub async fn wish(mut cx: Cx, Form(input): Form<Wishes>) -> Result<Response> {
    plan::wish(&mut cx, read_weekdays(&input.wish)).await?;
    cx.flash(Flash::ok("flash-saved"));
    Ok(redirect("/team/rosters"))
}
