//! `/webhooks/{id}`: one receiver, what was sent to it, and what can be done about it.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::WebhookId,
        list::{Cursor, Listing, PAGE},
    },
    webhooks::{Delivery, Fate, Pause, State, Webhook, manage},
};

/// An event as the list shows it.
struct Line {
    what: String,
    at: String,
    how: String,
    problem: String,
    answer: String,
    tone: &'static str,
    icon: &'static str,
    word: String,
    /// Where it is sent again.
    again: String,
    id: String,
}

/// A narrowing of the list.
struct Tab {
    href: String,
    word: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "webhooks/show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    href: String,
    url: String,
    tone: &'static str,
    icon: &'static str,
    word: String,
    /// Why it rests, in a sentence.
    pause: String,
    /// Since when nothing is accepted, in a sentence.
    failing: String,
    paused: bool,
    on: bool,
    dead: i64,
    kinds: Vec<String>,
    facts: Vec<(String, String)>,
    secret: String,
    /// What is said above the secret.
    secret_title: String,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    first: String,
    next: String,
}

/// What the list is narrowed to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Place {
    state: String,
    after: String,
}

/// Tone, icon and word of how a webhook fares.
pub fn state(page: &Page, webhook: &Webhook) -> (&'static str, &'static str, String) {
    let (tone, icon, key) = match webhook {
        Webhook {
            state: State::Paused,
            pause: Some(Pause::Officer),
            ..
        } => ("", "circle-minus", "webhooks-state-paused"),
        Webhook {
            state: State::Paused,
            ..
        } => ("bad", "circle-x", "webhooks-state-stopped"),
        Webhook {
            failing_since: Some(_),
            ..
        } => ("warn", "triangle-alert", "webhooks-state-failing"),
        _ => ("ok", "circle-check", "webhooks-state-active"),
    };
    (tone, icon, page.t(key))
}

fn line(page: &Page, href: &str, one: &Delivery) -> Line {
    let (tone, icon) = match one.state {
        Fate::Sent => ("ok", "circle-check"),
        Fate::Pending => ("warn", "clock"),
        Fate::Dead => ("bad", "circle-x"),
    };
    let how = match (one.state, one.tried_at, one.next_at) {
        (Fate::Pending, None, Some(next)) => page.ta("webhooks-first", "at", page.instant(&next)),
        (Fate::Pending, Some(_), Some(next)) => page.ta2(
            "webhooks-next",
            "n",
            one.attempts,
            "at",
            page.instant(&next),
        ),
        (_, Some(tried), _) => page.ta2(
            "webhooks-tried",
            "n",
            one.attempts.max(1),
            "at",
            page.instant(&tried),
        ),
        _ => String::new(),
    };
    let problem = match (one.problem.as_deref(), one.status) {
        (Some("status"), Some(status)) => page.ta("webhooks-answered", "status", status),
        (Some("redirect"), Some(status)) => page.ta("webhooks-redirected", "status", status),
        (Some(code), _) => page.t(&format!("outgoing-{code}")),
        (None, _) => String::new(),
    };
    Line {
        what: page.t(&one.kind.key()),
        at: page.instant(&one.happened_at),
        how,
        problem,
        answer: one.answer.clone().unwrap_or_default(),
        tone,
        icon,
        word: page.t(&format!("webhooks-fate-{}", one.state.code())),
        again: if one.state == Fate::Pending {
            String::new()
        } else {
            format!("{href}/deliveries/{}/repetition", one.event_id)
        },
        id: one.event_id.to_string(),
    }
}

/// What is known about it.
fn facts(page: &Page, one: &Webhook) -> Vec<(String, String)> {
    let mut facts = vec![
        (
            page.t("webhooks-fact-sent"),
            match &one.sent_at {
                Some(at) => page.instant(at),
                None => page.t("webhooks-never"),
            },
        ),
        (page.t("webhooks-fact-waiting"), page.number(one.waiting)),
        (page.t("webhooks-fact-dead"), page.number(one.dead)),
    ];
    if let Some(until) = &one.old_secret_until {
        let text = page.ta("webhooks-old-until", "at", page.instant(until));
        facts.push((page.t("webhooks-fact-secret"), text));
    }
    let made = page.ta2(
        "webhooks-made-by",
        "name",
        &one.created_by,
        "at",
        page.instant(&one.created_at),
    );
    facts.push((page.t("webhooks-fact-made"), made));
    facts
}

fn tabs(page: &Page, href: &str, state: Option<Fate>) -> Vec<Tab> {
    let all = [None, Some(Fate::Dead), Some(Fate::Pending)];
    all.into_iter()
        .map(|fate| Tab {
            href: match fate {
                Some(fate) => format!("{href}?state={}", fate.code()),
                None => href.to_owned(),
            },
            word: match fate {
                Some(fate) => page.t(&format!("webhooks-fate-{}", fate.code())),
                None => page.t("webhooks-all"),
            },
            current: fate == state,
        })
        .collect()
}

async fn webhook(cx: &mut Cx, id: WebhookId, place: Place, errors: Errors) -> Result<ShowPage> {
    let agency = cx.agency();
    let one = manage::find(cx, id).await?;
    let narrowed = Fate::of(&place.state);
    let before = Cursor::decode(&place.after, agency).and_then(|cursor| cursor.key.parse().ok());
    let rows = manage::told(cx, id, narrowed, before, PAGE + 1).await?;
    let listing = Listing::cut(rows, PAGE, agency, |row| Cursor {
        key: row.sequence.to_string(),
        id: row.event_id,
    });
    let page = Page::new(cx, "webhooks-title").titled(one.name.clone());
    let href = format!("/webhooks/{id}");
    let (tone, icon, word) = state(&page, &one);
    let kept = |more: &[(&str, &str)]| {
        let mut pairs = vec![("state", place.state.as_str())];
        pairs.extend_from_slice(more);
        format!("{href}?{}", crate::kernel::list::query(&pairs))
    };
    let pause = match (one.pause, &one.paused_at) {
        (Some(pause), Some(at)) => {
            let key = format!("webhooks-pause-{}", pause.code());
            page.ta(&key, "at", page.instant(at))
        }
        _ => String::new(),
    };
    let failing = match &one.failing_since {
        Some(since) if one.state == State::Active => {
            page.ta("webhooks-failing-since", "at", page.instant(since))
        }
        _ => String::new(),
    };
    Ok(ShowPage {
        errors,
        tone,
        icon,
        word,
        pause,
        failing,
        paused: one.state == State::Paused,
        on: manage::is_on(cx),
        dead: one.dead,
        kinds: one.kinds.iter().map(|kind| page.t(&kind.key())).collect(),
        facts: facts(&page, &one),
        secret: String::new(),
        secret_title: String::new(),
        tabs: tabs(&page, &href, narrowed),
        lines: listing
            .rows
            .iter()
            .map(|row| line(&page, &href, row))
            .collect(),
        first: if before.is_some() {
            kept(&[])
        } else {
            String::new()
        },
        next: match &listing.next {
            Some(next) => kept(&[("after", next)]),
            None => String::new(),
        },
        url: one.url,
        href,
        page,
    })
}

/// The page with a secret that was just made; the only time it is seen.
pub async fn revealed(cx: &mut Cx, id: WebhookId, secret: String, title: &str) -> Result<Response> {
    let mut template = webhook(cx, id, Place::default(), Errors::none()).await?;
    template.secret = secret;
    template.secret_title = template.page.t(title);
    page(&template)
}

/// GET /webhooks/{id}
pub async fn show(
    mut cx: Cx,
    Path(id): Path<WebhookId>,
    Query(place): Query<Place>,
) -> Result<Response> {
    let template = webhook(&mut cx, id, place, Errors::none()).await?;
    page(&template)
}

/// The page again: with what was done, or with why not.
async fn answer<T>(mut cx: Cx, id: WebhookId, done: Result<T>, flash: Flash) -> Result<Response> {
    match done {
        Ok(_) => {
            cx.flash(flash);
            Ok(redirect(&format!("/webhooks/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = webhook(&mut cx, id, Place::default(), errors).await?;
            invalid(&template)
        }
    }
}

/// POST /webhooks/{id}/secret
pub async fn rotate(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Response> {
    match manage::rotate(&mut cx, id).await {
        Ok(made) => revealed(&mut cx, id, made.secret, "webhooks-rotated").await,
        Err(error) => answer::<()>(cx, id, Err(error), Flash::ok("flash-webhook-tested")).await,
    }
}

/// POST /webhooks/{id}/test
pub async fn test(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Response> {
    let done = manage::test(&mut cx, id).await;
    answer(cx, id, done, Flash::ok("flash-webhook-tested")).await
}

/// POST /webhooks/{id}/pause
pub async fn pause(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Response> {
    let done = manage::pause(&mut cx, id).await;
    answer(cx, id, done, Flash::ok("flash-webhook-paused")).await
}

/// POST /webhooks/{id}/resumption
pub async fn resume(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Response> {
    let done = manage::resume(&mut cx, id).await;
    answer(cx, id, done, Flash::ok("flash-webhook-resumed")).await
}

/// POST /webhooks/{id}/deletion
pub async fn delete(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Response> {
    manage::delete(&mut cx, id).await?;
    cx.flash(Flash::ok("flash-webhook-deleted"));
    Ok(redirect("/webhooks"))
}

/// POST /webhooks/{id}/repetition
pub async fn repeat_all(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Response> {
    let done = manage::repeat(&mut cx, id, None).await;
    answer(cx, id, done, Flash::ok("flash-webhook-repeated")).await
}

/// POST /webhooks/{id}/deliveries/{event}/repetition
pub async fn repeat(mut cx: Cx, Path((id, event)): Path<(WebhookId, Uuid)>) -> Result<Response> {
    let done = manage::repeat(&mut cx, id, Some(event)).await;
    answer(cx, id, done, Flash::ok("flash-webhook-repeated")).await
}
