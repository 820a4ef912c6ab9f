//! A handler's signature as its description.

use std::future::Future;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use super::{
    body::{IfMatch, Json, Query, Raw},
    reply::{Archive, Created, File, NoContent, Sheet, Tagged, Whole, Workbook},
    scope::Scope,
};
use crate::kernel::{actor::Can, cx::Cx, depot, error::Result, export::XLSX, form::Path};

/// What a line of the route table says about an operation besides its types.
#[derive(Clone, Copy, Debug)]
pub struct Doc {
    /// `requests.submit`: the name of a method in a generated client; the part before the dot is the tag.
    pub id: &'static str,
    pub summary: &'static str,
    pub about: &'static str,
    /// A body that works, as JSON.
    pub example: Option<&'static str>,
    /// The largest body.
    pub limit: usize,
    /// Its body is a file that streams into the depot.
    pub streams: bool,
}

impl Doc {
    /// An operation.
    pub const fn new(id: &'static str, summary: &'static str) -> Self {
        Self {
            id,
            summary,
            about: "",
            example: None,
            limit: crate::kernel::routes::FORM_LIMIT,
            streams: false,
        }
    }

    /// More words.
    pub const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// A body that works.
    pub const fn example(mut self, json: &'static str) -> Self {
        self.example = Some(json);
        self
    }

    /// Takes a large body.
    pub const fn limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Takes a large file.
    pub const fn streams(mut self) -> Self {
        self.streams = true;
        self
    }

    /// The area it belongs to.
    pub fn tag(&self) -> &'static str {
        self.id.split('.').next().unwrap_or_default()
    }
}

/// What a signature tells.
#[derive(Default)]
pub struct Told {
    /// Schemas of the parts of the path, in order.
    pub path: Vec<Schema>,
    /// The object whose properties are the query's parameters.
    pub query: Option<Schema>,
    pub body: Option<Schema>,
    pub file: bool,
    pub if_match: bool,
    pub status: u16,
    pub answer: Option<Schema>,
    pub tagged: bool,
    /// Answers with the bytes of a file of one of these types.
    pub download: &'static [&'static str],
}

/// One operation of the interface: a line of the route table.
#[derive(Clone)]
pub struct Operation {
    pub method: &'static str,
    pub path: String,
    pub can: Can,
    pub scope: Scope,
    pub doc: Doc,
    pub tell: fn(&mut Told, &mut SchemaGenerator),
}

impl Operation {
    /// A body that works, when one is written down.
    pub fn example(&self) -> Option<Value> {
        serde_json::from_str(self.doc.example?).ok()
    }
}

/// A part of a handler's signature.
pub trait Describe {
    /// Says what it is.
    fn describe(told: &mut Told, schemas: &mut SchemaGenerator);
}

/// What a handler answers when all is well.
pub trait Answer {
    /// The media types it may have.
    const MEDIA: &'static [&'static str] = &["application/json"];
    /// Says what it is.
    fn answer(told: &mut Told, schemas: &mut SchemaGenerator);
}

/// A handler whose answer can be described; `T` is axum's marker of its arguments.
pub trait Returns<T> {
    /// The answer.
    type Out: Answer;
}

impl Describe for Cx {
    fn describe(_: &mut Told, _: &mut SchemaGenerator) {}
}

impl<T: JsonSchema> Describe for Path<T> {
    fn describe(told: &mut Told, schemas: &mut SchemaGenerator) {
        let schema = schemas.subschema_for::<T>();
        let parts = schema
            .get("prefixItems")
            .and_then(Value::as_array)
            .map(|items| {
                items
                    .iter()
                    .filter_map(|item| Schema::try_from(item.clone()).ok())
                    .collect::<Vec<_>>()
            });
        told.path.extend(parts.unwrap_or_else(|| vec![schema]));
    }
}

impl<T: JsonSchema> Describe for Query<T> {
    fn describe(told: &mut Told, schemas: &mut SchemaGenerator) {
        told.query = Some(T::json_schema(schemas));
    }
}

impl<T: JsonSchema> Describe for Json<T> {
    fn describe(told: &mut Told, schemas: &mut SchemaGenerator) {
        told.body = Some(schemas.subschema_for::<T>());
    }
}

impl Describe for Raw {
    fn describe(told: &mut Told, _: &mut SchemaGenerator) {
        told.file = true;
    }
}

impl Describe for IfMatch {
    fn describe(told: &mut Told, _: &mut SchemaGenerator) {
        told.if_match = true;
    }
}

impl<T: JsonSchema> Answer for Json<T> {
    fn answer(told: &mut Told, schemas: &mut SchemaGenerator) {
        told.status = 200;
        told.answer = Some(schemas.subschema_for::<T>());
    }
}

impl<T: JsonSchema> Answer for Tagged<T> {
    fn answer(told: &mut Told, schemas: &mut SchemaGenerator) {
        told.status = 200;
        told.tagged = true;
        told.answer = Some(schemas.subschema_for::<T>());
    }
}

impl<T: JsonSchema> Answer for Created<T> {
    fn answer(told: &mut Told, schemas: &mut SchemaGenerator) {
        told.status = 201;
        told.answer = Some(schemas.subschema_for::<T>());
    }
}

macro_rules! files {
    ($($file:ty => $media:expr),+ $(,)?) => {$(
        impl Answer for $file {
            const MEDIA: &'static [&'static str] = $media;

            fn answer(told: &mut Told, _: &mut SchemaGenerator) {
                told.status = 200;
                told.download = Self::MEDIA;
            }
        }
    )+};
}

files! {
    File => &["application/pdf", "image/png", "image/jpeg"],
    Sheet => &[XLSX, "text/csv"],
    Workbook => &[XLSX],
    Archive => &["application/json"],
    Whole => depot::MEDIA,
}

impl Answer for NoContent {
    fn answer(told: &mut Told, _: &mut SchemaGenerator) {
        told.status = 204;
    }
}

macro_rules! signatures {
    ($(($($part:ident),+)),+ $(,)?) => {$(
        impl<M, $($part: Describe),+> Describe for (M, $($part,)+) {
            fn describe(told: &mut Told, schemas: &mut SchemaGenerator) {
                $($part::describe(told, schemas);)+
            }
        }

        impl<F, Fut, O, M, $($part),+> Returns<(M, $($part,)+)> for F
        where
            F: Fn($($part),+) -> Fut,
            Fut: Future<Output = Result<O>>,
            O: Answer,
        {
            type Out = O;
        }
    )+};
}

signatures!((A), (A, B), (A, B, C), (A, B, C, D));
