//! Days on which attendance could not be recorded, or which do not count for one person.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::Choice;
use crate::{
    allowance::{self, Enter, read, store},
    calendar::person_named,
    kernel::{
        cx::Cx,
        error::Result,
        form::{Check, Form, Path},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::AllowanceOutageId,
    },
};

/// An outage as it is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    unit: String,
    /// A NIP or a name, where the days are of one person.
    who: String,
    from: String,
    to: String,
    reason: String,
}

struct Row {
    action: String,
    title: String,
    text: String,
    /// One's own days: somebody else takes that back.
    own: bool,
}

#[derive(Template)]
#[template(path = "allowance/outages.html")]
struct OutagesPage {
    page: Page,
    errors: Errors,
    rows: Vec<Row>,
    units: Vec<Choice>,
    typed: Typed,
}

async fn build(cx: &mut Cx, typed: Typed, errors: Errors) -> Result<OutagesPage> {
    let all = read::outages(cx).await?;
    let (agency, me) = (cx.agency(), cx.actor().own());
    let units = store::outages::units(cx.conn(), agency).await?;
    let page_ = Page::new(cx, "allowance-outages-title");
    Ok(OutagesPage {
        rows: all
            .iter()
            .map(|one| {
                let whole = || page_.t("allowance-outage-agency");
                let days = format::date_range(one.from, one.to, page_.language);
                Row {
                    action: format!("/allowance/outages/{}/removal", one.id),
                    title: format!(
                        "{days} · {}",
                        one.employee_name
                            .clone()
                            .or_else(|| one.unit_name.clone())
                            .unwrap_or_else(whole)
                    ),
                    text: one.reason.clone(),
                    own: one.employee.is_some() && one.employee == me,
                }
            })
            .collect(),
        units: units
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name, &typed.unit))
            .collect(),
        typed,
        errors,
        page: page_,
    })
}

/// GET /allowance/outages
pub async fn show(mut cx: Cx) -> Result<Response> {
    page(&build(&mut cx, Typed::default(), Errors::none()).await?)
}

/// POST /allowance/outages
pub async fn add(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let mut check = Check::new();
    let employee = match typed.who.trim() {
        "" => None,
        who => match person_named(&mut cx, who).await? {
            Ok(found) => Some(found),
            Err(error) => {
                check.fail(error);
                None
            }
        },
    };
    let input = Enter {
        unit: check.optional_id("unit", &typed.unit),
        employee,
        from: check.date("from", &typed.from),
        to: check.date("to", &typed.to),
        reason: typed.reason.clone(),
    };
    let result = match check.done() {
        Ok(()) => allowance::enter(&mut cx, &input).await.map(|_| ()),
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => {
            cx.flash(Flash::ok(match employee {
                Some(_) => "flash-allowance-exception",
                None => "flash-allowance-outage",
            }));
            Ok(redirect("/allowance/outages"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, typed, errors).await?)
        }
    }
}

/// POST /allowance/outages/{id}/removal
pub async fn remove(mut cx: Cx, Path(id): Path<AllowanceOutageId>) -> Result<Response> {
    match allowance::remove(&mut cx, id).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-allowance-outage-removed"));
            Ok(redirect("/allowance/outages"))
        }
        Err(error @ crate::kernel::error::Error::NotFound) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, Typed::default(), errors).await?)
        }
    }
}
