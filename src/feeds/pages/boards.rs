//! `/team/boards`: boards for a reception, managed by whoever leads a unit and by HR. A new one is shown once, in the answer to the
//! form that made it.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::links::Choice;
use crate::{
    feeds::{
        Board,
        board::{self, MakeBoard},
    },
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::BoardId,
    },
};

/// A board as the list shows it.
pub struct Row {
    id: String,
    name: String,
    unit: String,
    shows: String,
    made: String,
    read: String,
    until: Option<String>,
    live: bool,
}

#[derive(Template)]
#[template(path = "feeds/boards.html")]
pub struct BoardsPage {
    page: Page,
    errors: Errors,
    typed_name: String,
    names: bool,
    units: Vec<Choice>,
    rows: Vec<Row>,
    /// The address of the board that was just made.
    address: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    name: String,
    unit_id: String,
    names: String,
}

fn row(page: &Page, board: &Board) -> Row {
    Row {
        id: board.id.to_string(),
        name: board.name.clone(),
        unit: board.unit_name.clone(),
        shows: page.t(if board.names {
            "boards-with-names"
        } else {
            "boards-counts"
        }),
        made: page.ta2(
            "boards-made-by",
            "at",
            page.instant(&board.created_at),
            "name",
            &board.made_by,
        ),
        read: board
            .read_at
            .map_or_else(|| page.t("feeds-never"), |at| page.instant(&at)),
        until: board.expires_at.map(|at| page.instant(&at)),
        live: board.live,
    }
}

async fn boards(cx: &mut Cx, typed: Input, address: String, errors: Errors) -> Result<BoardsPage> {
    let units = board::managed(cx).await?;
    let found = board::list(cx).await?;
    let page = Page::new(cx, "boards-title");
    Ok(BoardsPage {
        errors,
        typed_name: typed.name,
        names: typed.names == "true",
        units: units
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name, &typed.unit_id))
            .collect(),
        rows: found.iter().map(|board| row(&page, board)).collect(),
        address,
        page,
    })
}

/// GET /team/boards
pub async fn list(mut cx: Cx) -> Result<Response> {
    let (typed, address) = (Input::default(), String::new());
    page(&boards(&mut cx, typed, address, Errors::none()).await?)
}

fn read(input: &Input) -> Result<MakeBoard> {
    Ok(MakeBoard {
        name: input.name.clone(),
        unit_id: input
            .unit_id
            .parse()
            .map_err(|_| Error::field("unit_id", "choice"))?,
        names: input.names == "true",
    })
}

/// POST /team/boards
pub async fn make(mut cx: Cx, Form(input): Form<Input>) -> Result<Response> {
    board::managed(&mut cx).await?;
    let made = match read(&input) {
        Ok(wanted) => board::make(&mut cx, &wanted).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => {
            let typed = Input::default();
            page(&boards(&mut cx, typed, made.address, Errors::none()).await?)
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&boards(&mut cx, input, String::new(), errors).await?)
        }
    }
}

/// POST /team/boards/{id}/revocation
pub async fn revoke(mut cx: Cx, Path(id): Path<BoardId>) -> Result<Response> {
    board::revoke(&mut cx, id).await?;
    cx.flash(Flash::ok("flash-board-revoked"));
    Ok(redirect("/team/boards"))
}
