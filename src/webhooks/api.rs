//! Webhooks through the JSON door.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Delivery, Fate, Webhook,
    manage::{self, AddWebhook, Revealed},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{Created, Doc, Json, NoContent, Paged, Query, Scope, cursor},
    error::{Error, Result},
    form::Path,
    id::WebhookId,
    list::{Cursor, Listing, PAGE},
    routes::Routes,
};

/// A webhook with its secret, which is never shown again.
#[derive(Serialize, JsonSchema)]
pub struct NewWebhook {
    webhook: Webhook,
    /// `whsec_` and 32 bytes in base64; null when the answer is that of an earlier attempt with the same `Idempotency-Key`.
    secret: Option<String>,
}

fn revealed(made: Revealed) -> Result<Created<NewWebhook>> {
    let location = format!("/api/v1/webhooks/{}", made.webhook.id);
    let mut view = NewWebhook {
        webhook: made.webhook,
        secret: None,
    };
    let kept = serde_json::to_string(&view)?;
    view.secret = Some(made.secret);
    Ok(Created {
        kept: Some(kept),
        ..Created::at(location, view)
    })
}

/// GET /webhooks
async fn list(mut cx: Cx) -> Result<Json<Paged<Webhook>>> {
    Ok(Json(Paged::whole(manage::list(&mut cx).await?)))
}

/// POST /webhooks
async fn add(mut cx: Cx, Json(input): Json<AddWebhook>) -> Result<Created<NewWebhook>> {
    revealed(manage::add(&mut cx, &input).await?)
}

/// GET /webhooks/{id}
async fn show(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Json<Webhook>> {
    Ok(Json(manage::find(&mut cx, id).await?))
}

/// DELETE /webhooks/{id}
async fn delete(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<NoContent> {
    manage::delete(&mut cx, id).await?;
    Ok(NoContent)
}

/// POST /webhooks/{id}/secret
async fn rotate(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Created<NewWebhook>> {
    revealed(manage::rotate(&mut cx, id).await?)
}

/// POST /webhooks/{id}/pause
async fn pause(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Json<Webhook>> {
    manage::pause(&mut cx, id).await?;
    show(cx, Path(id)).await
}

/// POST /webhooks/{id}/resumption
async fn resume(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Json<Webhook>> {
    manage::resume(&mut cx, id).await?;
    show(cx, Path(id)).await
}

/// POST /webhooks/{id}/test
async fn test(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<NoContent> {
    manage::test(&mut cx, id).await?;
    Ok(NoContent)
}

/// What narrows a list of events.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    state: Option<Fate>,
    /// `next` of the page before.
    after: Option<String>,
}

/// GET /webhooks/{id}/deliveries
async fn deliveries(
    mut cx: Cx,
    Path(id): Path<WebhookId>,
    Query(search): Query<Search>,
) -> Result<Json<Paged<Delivery>>> {
    let agency = cx.agency();
    let before = match cursor(search.after.as_deref(), agency)? {
        Some(cursor) => Some(
            cursor
                .key
                .parse()
                .map_err(|_| Error::field("after", "cursor"))?,
        ),
        None => None,
    };
    let rows = manage::told(&mut cx, id, search.state, before, PAGE + 1).await?;
    let listing = Listing::cut(rows, PAGE, agency, |row| Cursor {
        key: row.sequence.to_string(),
        id: row.event_id,
    });
    Ok(Json(Paged::of(listing, |row| row)))
}

/// How many events leave again.
#[derive(Serialize, JsonSchema)]
pub struct Repeated {
    events: u64,
}

/// POST /webhooks/{id}/repetition
async fn repeat_all(mut cx: Cx, Path(id): Path<WebhookId>) -> Result<Json<Repeated>> {
    let events = manage::repeat(&mut cx, id, None).await?;
    Ok(Json(Repeated { events }))
}

/// POST /webhooks/{id}/deliveries/{event}/repetition
async fn repeat(mut cx: Cx, Path((id, event)): Path<(WebhookId, Uuid)>) -> Result<NoContent> {
    manage::repeat(&mut cx, id, Some(event)).await?;
    Ok(NoContent)
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Can::GrantRoles;
    use Scope::{WebhooksRead, WebhooksWrite};
    routes
        .api_get(
            "/webhooks",
            GrantRoles,
            WebhooksRead,
            Doc::new("webhooks.list", "Where events go"),
            list,
        )
        .api_post(
            "/webhooks",
            GrantRoles,
            WebhooksWrite,
            Doc::new("webhooks.add", "Send events to an address")
                .about("The secret that signs them is in this answer only. A `webhook.test` event follows at once.")
                .example(r#"{"name":"SIMPEG","url":"https://simpeg.contoh.go.id/luwes","kinds":["request.submitted","request.decided"]}"#),
            add,
        )
        .api_get(
            "/webhooks/{id}",
            GrantRoles,
            WebhooksRead,
            Doc::new("webhooks.show", "One of them"),
            show,
        )
        .api_delete(
            "/webhooks/{id}",
            GrantRoles,
            WebhooksWrite,
            Doc::new("webhooks.delete", "Send nothing there any more")
                .about("What waits for it is not sent."),
            delete,
        )
        .api_post(
            "/webhooks/{id}/secret",
            GrantRoles,
            WebhooksWrite,
            Doc::new("webhooks.rotate_secret", "Make a new secret")
                .about("The new secret is in this answer only. For 24 hours messages carry the former one's signature too."),
            rotate,
        )
        .api_post(
            "/webhooks/{id}/test",
            GrantRoles,
            WebhooksWrite,
            Doc::new("webhooks.test", "Send a test event"),
            test,
        )
        .api_post(
            "/webhooks/{id}/pause",
            GrantRoles,
            WebhooksWrite,
            Doc::new("webhooks.pause", "Send nothing for now"),
            pause,
        )
        .api_post(
            "/webhooks/{id}/resumption",
            GrantRoles,
            WebhooksWrite,
            Doc::new("webhooks.resume", "Go on sending")
                .about("What happened meanwhile is sent too, up to thirty days back."),
            resume,
        )
        .api_get(
            "/webhooks/{id}/deliveries",
            GrantRoles,
            WebhooksRead,
            Doc::new("webhooks.deliveries", "What was sent there, waits, or was given up"),
            deliveries,
        )
        .api_post(
            "/webhooks/{id}/repetition",
            GrantRoles,
            WebhooksWrite,
            Doc::new("webhooks.repeat_dead", "Send again everything that was given up"),
            repeat_all,
        )
        .api_post(
            "/webhooks/{id}/deliveries/{event}/repetition",
            GrantRoles,
            WebhooksWrite,
            Doc::new("webhooks.repeat", "Send one event again")
                .about("It keeps its id, so a receiver that has it already can tell."),
            repeat,
        )
}
