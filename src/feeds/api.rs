//! Links for calendar programs, and boards, through the JSON door.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Board, Feed,
    board::{self, MakeBoard},
    manage::{self, MakeFeed},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{Created, Doc, Json, NoContent, Paged, Scope},
    error::Result,
    form::Path,
    id::{BoardId, FeedId},
    routes::Routes,
};

/// A link with its address, which is never shown again.
#[derive(Serialize, JsonSchema)]
pub struct NewFeed {
    feed: Feed,
    /// Where a calendar program reads; null when the answer is that of an earlier attempt with the same `Idempotency-Key`.
    address: Option<String>,
}

/// GET /me/feeds
async fn list(mut cx: Cx) -> Result<Json<Paged<Feed>>> {
    Ok(Json(Paged::whole(manage::own(&mut cx).await?)))
}

/// POST /me/feeds
async fn make(mut cx: Cx, Json(input): Json<MakeFeed>) -> Result<Created<NewFeed>> {
    let made = manage::make(&mut cx, &input).await?;
    let mut view = NewFeed {
        feed: made.feed,
        address: None,
    };
    let kept = serde_json::to_string(&view)?;
    view.address = Some(made.address);
    Ok(Created {
        kept: Some(kept),
        ..Created::at("/api/v1/me/feeds".to_owned(), view)
    })
}

/// DELETE /me/feeds/{id}
async fn revoke(mut cx: Cx, Path(id): Path<FeedId>) -> Result<NoContent> {
    manage::revoke(&mut cx, id).await?;
    Ok(NoContent)
}

/// A board with its address, which is never shown again.
#[derive(Serialize, JsonSchema)]
pub struct NewBoard {
    board: Board,
    /// Where a screen reads; null when the answer is that of an earlier attempt with the same `Idempotency-Key`.
    address: Option<String>,
}

/// GET /boards
async fn boards(mut cx: Cx) -> Result<Json<Paged<Board>>> {
    Ok(Json(Paged::whole(board::list(&mut cx).await?)))
}

/// POST /boards
async fn make_board(mut cx: Cx, Json(input): Json<MakeBoard>) -> Result<Created<NewBoard>> {
    let made = board::make(&mut cx, &input).await?;
    let mut view = NewBoard {
        board: made.board,
        address: None,
    };
    let kept = serde_json::to_string(&view)?;
    view.address = Some(made.address);
    Ok(Created {
        kept: Some(kept),
        ..Created::at("/api/v1/boards".to_owned(), view)
    })
}

/// DELETE /boards/{id}
async fn revoke_board(mut cx: Cx, Path(id): Path<BoardId>) -> Result<NoContent> {
    board::revoke(&mut cx, id).await?;
    Ok(NoContent)
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{AccountRead, AccountWrite};
    routes
        .api_get(
            "/me/feeds",
            Can::SignIn,
            AccountRead,
            Doc::new("account.feeds", "Own links for calendar programs"),
            list,
        )
        .api_post(
            "/me/feeds",
            Can::SignIn,
            AccountWrite,
            Doc::new("account.make_feed", "Make a link that a calendar program reads")
                .about("Of one's own days, or of who is where in a unit whose week one may see. The token needs `requests:read` too, and the link ends with it. The address is in this answer only; a repeated Idempotency-Key is answered without it.")
                .example(r#"{"name":"Ponsel","kind":"own"}"#),
            make,
        )
        .api_delete(
            "/me/feeds/{id}",
            Can::SignIn,
            AccountWrite,
            Doc::new("account.revoke_feed", "End a link"),
            revoke,
        )
        .api_get(
            "/boards",
            Can::SignIn,
            AccountRead,
            Doc::new("boards.list", "Boards for a reception, of the units one leads; for HR, of all"),
            boards,
        )
        .api_post(
            "/boards",
            Can::SignIn,
            AccountWrite,
            Doc::new("boards.make", "Make a board: a secret page that shows today of a unit on a screen")
                .about("For whoever leads the unit, and HR. The token needs `requests:read` too, and the board ends with it. The address is in this answer only; a repeated Idempotency-Key is answered without it."),
            make_board,
        )
        .api_delete(
            "/boards/{id}",
            Can::SignIn,
            AccountWrite,
            Doc::new("boards.revoke", "End a board"),
            revoke_board,
        )
}
