//! Officers and roles: who holds which, granting and withdrawing, closing access.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    identity::{Officer, Role, role, store},
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::MembershipId,
        list,
    },
};

/// A row as the page shows it.
pub struct Row {
    id: String,
    name: String,
    nip: String,
    unit: String,
    active: bool,
    own: bool,
    held: Vec<(&'static str, String)>,
    free: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "identity/officers.html")]
pub struct OfficersPage {
    page: Page,
    errors: Errors,
    q: String,
    rows: Vec<Row>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
}

async fn officers(cx: &mut Cx, q: String, errors: Errors) -> Result<OfficersPage> {
    let agency = cx.agency();
    let word = list::like(&q);
    let people = store::list_officers(cx.conn(), agency, word.as_deref()).await?;
    let (own, lang) = (cx.actor().membership, cx.lang());
    let name = |role: &Role| (role.code(), lang.t(&format!("role-{}", role.code())));
    let rows = people
        .into_iter()
        .map(|person: Officer| Row {
            id: person.membership.to_string(),
            own: own == Some(person.membership),
            held: person.roles.iter().map(name).collect(),
            free: Role::GRANTABLE
                .iter()
                .filter(|role| !person.roles.contains(role))
                .map(name)
                .collect(),
            name: if person.name.is_empty() {
                lang.t("officers-unnamed")
            } else {
                person.name
            },
            nip: crate::kernel::format::nip(&person.nip),
            unit: person.unit,
            active: person.active,
        })
        .collect();
    Ok(OfficersPage {
        page: Page::new(cx, "officers-title"),
        errors,
        q,
        rows,
    })
}

/// GET /officers
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    let template = officers(&mut cx, search.q, Errors::none()).await?;
    page(&template)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    #[serde(default)]
    member: Option<MembershipId>,
    role: String,
}

async fn answer(mut cx: Cx, done: Result<()>, flash: &str) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect("/officers"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = officers(&mut cx, String::new(), errors).await?;
            invalid(&template)
        }
    }
}

/// POST /officers
pub async fn grant(mut cx: Cx, Form(input): Form<Change>) -> Result<Response> {
    let role = Role::of(&input.role).ok_or(Error::field("role", "choice"))?;
    let done = role::grant(
        &mut cx,
        input.member.ok_or(Error::field("member", "required"))?,
        role,
    )
    .await;
    answer(cx, done, "flash-role-granted").await
}

/// POST /officers/{id}/withdraw
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<MembershipId>,
    Form(input): Form<Change>,
) -> Result<Response> {
    let role = Role::of(&input.role).ok_or(Error::field("role", "choice"))?;
    let done = role::withdraw(&mut cx, id, role).await;
    answer(cx, done, "flash-role-withdrawn").await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    active: bool,
}

/// POST /members/{id}/disable
pub async fn disable(
    mut cx: Cx,
    Path(id): Path<MembershipId>,
    Form(input): Form<Access>,
) -> Result<Response> {
    let done = role::set_access(&mut cx, id, input.active).await;
    answer(
        cx,
        done,
        if input.active {
            "flash-access-opened"
        } else {
            "flash-access-closed"
        },
    )
    .await
}
