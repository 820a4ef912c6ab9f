//! Correcting the facts of an employee.

use askama::Template;
use axum::response::Response;

use super::{Choice, choices};
use crate::{
    kernel::{
        cx::Cx,
        error::{Reason, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::EmployeeId,
    },
    organisation::{
        AsnKind, Employee,
        employee::{self, Edit},
        rules, store,
    },
};

#[derive(Template)]
#[template(path = "organisation/employee_edit.html")]
pub struct EditPage {
    page: Page,
    errors: Errors,
    person: Employee,
    form: Edit,
    kinds: Vec<Choice>,
}

async fn edit_page(
    cx: &mut Cx,
    id: EmployeeId,
    kept: Option<Edit>,
    errors: Errors,
) -> Result<EditPage> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let person = store::employees::find(cx.conn(), agency, id).await?;
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut form = kept.unwrap_or_else(|| Edit {
        name: person.name.clone(),
        asn_kind: person.asn_kind.code().into(),
        grade: person.grade.clone().unwrap_or_default(),
        grade_since: day(person.grade_since),
        appointed_on: day(person.appointed_on),
        legal_state: person.legal_state.clone(),
        phone: person.phone.clone().unwrap_or_default(),
        version: String::new(),
    });
    form.version = person.version.to_string();
    let kinds: Vec<&str> = AsnKind::ALL.iter().map(|kind| kind.code()).collect();
    Ok(EditPage {
        page: Page::new(cx, "organisation-edit-title").titled(person.name.clone()),
        errors,
        kinds: choices(lang, "kind", &kinds, &form.asn_kind),
        form,
        person,
    })
}

/// GET /employees/{id}/edit
pub async fn show(mut cx: Cx, Path(id): Path<EmployeeId>) -> Result<Response> {
    rules::not_own(cx.actor().employee, id).map_err(|_| Reason::new("own-record"))?;
    let template = edit_page(&mut cx, id, None, Errors::none()).await?;
    page(&template)
}

/// POST /employees/{id}/edit
pub async fn save(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Form(input): Form<Edit>,
) -> Result<Response> {
    match employee::edit(&mut cx, id, &input).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-organisation-saved"));
            Ok(redirect(&format!("/employees/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = edit_page(&mut cx, id, Some(input), errors).await?;
            invalid(&template)
        }
    }
}
