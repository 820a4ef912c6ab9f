//! What a handler of the JSON door answers.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use schemars::JsonSchema;
use serde::Serialize;

use super::body::Json;
use crate::kernel::{error::Error, list::Listing};

fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => (
            status,
            [(header::CONTENT_TYPE, "application/json; charset=utf-8")],
            bytes,
        )
            .into_response(),
        Err(error) => Error::from(error).into_response(),
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0)
    }
}

/// Something new: 201 with the address where it is read.
pub struct Created<T> {
    pub value: T,
    pub location: String,
    /// What is kept for a repeated `Idempotency-Key` when the answer holds a secret.
    pub kept: Option<String>,
}

impl<T> Created<T> {
    /// A new thing that is read at this address.
    pub fn at(location: String, value: T) -> Self {
        Self {
            value,
            location,
            kept: None,
        }
    }
}

/// The body that is kept instead of the real one, because that one shows a secret once.
#[derive(Clone, Debug)]
pub struct Kept(pub String);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut response = json(StatusCode::CREATED, &self.value);
        if let Ok(value) = HeaderValue::from_str(&self.location) {
            response.headers_mut().insert(header::LOCATION, value);
        }
        if let Some(body) = self.kept {
            response.extensions_mut().insert(Kept(body));
        }
        response
    }
}

/// Done, and nothing more to say.
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

/// A stored file, as a download.
pub struct File {
    pub name: String,
    pub media: String,
    pub bytes: Vec<u8>,
}

impl IntoResponse for File {
    fn into_response(self) -> Response {
        crate::kernel::files::download(&self.name, &self.media, self.bytes).into_response()
    }
}

/// A list as a spreadsheet or csv.
pub struct Sheet(pub File);

/// A workbook made for this answer.
pub struct Workbook(pub File);

/// A JSON file that is kept, not read as an answer.
pub struct Archive(pub File);

macro_rules! downloads {
    ($($file:ident),+) => {$(
        impl IntoResponse for $file {
            fn into_response(self) -> Response {
                self.0.into_response()
            }
        }
    )+};
}

downloads!(Sheet, Workbook, Archive);

/// A file out of the depot, as it was handed in: a download whose bytes stream.
pub struct Whole(pub Response);

impl IntoResponse for Whole {
    fn into_response(self) -> Response {
        self.0
    }
}

/// A thing with its version as an entity tag.
pub struct Tagged<T>(pub i32, pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = json(StatusCode::OK, &self.1);
        if let Ok(value) = HeaderValue::from_str(&format!("\"{}\"", self.0)) {
            response.headers_mut().insert(header::ETAG, value);
        }
        response
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "PageOf{T}")]
pub struct Paged<T> {
    pub items: Vec<T>,
    /// Give this as `after` for the next page; null on the last one.
    pub next: Option<String>,
}

impl<T> Paged<T> {
    /// A page of a list, each row shown by `view`.
    pub fn of<R>(listing: Listing<R>, view: impl FnMut(R) -> T) -> Self {
        Self {
            items: listing.rows.into_iter().map(view).collect(),
            next: listing.next,
        }
    }

    /// A list that fits on one page.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// A JSON value whose shape is the rules' own and documented in words only.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Deep(pub serde_json::Value);
