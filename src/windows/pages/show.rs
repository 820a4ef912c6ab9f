//! One window: what it allows and for whom; for those who set windows also who set it, and the form that ends it.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{allowed, dates, kind, names, number, phase};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::WindowId,
    },
    policy::WindowKind,
    windows::{Phase, read, set},
};

#[derive(Template)]
#[template(path = "windows/show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    title: String,
    kind: String,
    icon: &'static str,
    kind_tone: &'static str,
    word: String,
    tone: &'static str,
    dates: String,
    number: String,
    allows: String,
    scope: String,
    excluded: String,
    direct_service: bool,
    emergency: bool,
    note: String,
    sets: bool,
    employee: bool,
    open: bool,
    set_by: String,
    ended_by: String,
    end_reason: String,
    requests: i64,
    reason: String,
}

async fn build(cx: &mut Cx, id: WindowId, reason: String, errors: Errors) -> Result<ShowPage> {
    let window = read::find(cx, id).await?;
    let sets = read::sets(cx);
    let requests = if sets {
        read::requests_in(cx, id).await?
    } else {
        0
    };
    let page = Page::new(cx, "windows-title").titled(window.title.clone());
    let today = window.phase(cx.today());
    let (word, tone) = phase(&page, today);
    let (kind_word, icon, kind_tone) = kind(&page, window.kind);
    let by = |name: Option<String>, at: &chrono::DateTime<chrono::Utc>| {
        let name = name.unwrap_or_else(|| page.t("windows-by-system"));
        format!("{name}, {}", page.instant(at))
    };
    Ok(ShowPage {
        id: id.to_string(),
        version: window.version,
        kind: kind_word,
        icon,
        kind_tone,
        word,
        tone,
        dates: dates(&page, window.first_on, window.last_on),
        number: number(&page, &window.number),
        allows: allowed(&page, window.home, window.elsewhere, window.share),
        scope: names(&page, &window.scope, "windows-scope-whole"),
        excluded: names(&page, &window.excluded, "windows-excluded-none"),
        direct_service: window.direct_service,
        emergency: window.kind == WindowKind::Emergency,
        note: window.note,
        sets,
        employee: cx.actor().roles.employee,
        open: matches!(today, Phase::Running | Phase::Coming),
        set_by: by(window.set_by, &window.set_at),
        ended_by: window
            .ended_at
            .map(|at| by(window.ended_by, &at))
            .unwrap_or_default(),
        end_reason: window.end_reason,
        requests,
        reason,
        errors,
        title: window.title,
        page,
    })
}

/// GET /windows/{id}
pub async fn show(mut cx: Cx, Path(id): Path<WindowId>) -> Result<Response> {
    page(&build(&mut cx, id, String::new(), Errors::none()).await?)
}

/// The form that ends a window.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct End {
    version: String,
    reason: String,
}

/// POST /windows/{id}/end
pub async fn end(mut cx: Cx, Path(id): Path<WindowId>, Form(input): Form<End>) -> Result<Response> {
    let done = match input.version.trim().parse() {
        Ok(version) => set::end(&mut cx, id, version, &input.reason).await,
        Err(_) => {
            read::find(&mut cx, id).await?;
            Err(Error::Conflict("changed"))
        }
    };
    match done {
        Ok(()) => {
            cx.flash(Flash::ok("flash-window-ended"));
            Ok(redirect(&format!("/windows/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, input.reason, errors).await?)
        }
    }
}
