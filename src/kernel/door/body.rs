//! What a handler of the JSON door takes: bodies, queries, versions. Everything unknown is refused and named.

use axum::extract::{FromRequest, FromRequestParts, Request};
use chrono::{Datelike, NaiveDate};
use http::{header, request::Parts};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{DEPTH, ELEMENTS, fit};
use crate::kernel::{
    error::{Error, FieldError, Result},
    id::AgencyId,
    list::Cursor,
    time::YEARS,
};

/// A JSON body, and a JSON answer.
pub struct Json<T>(pub T);

/// A file as the body of the request, with its media type. The gate has limited it.
pub struct Raw {
    pub media: String,
    pub bytes: Vec<u8>,
}

/// The query of an address of the JSON door.
pub struct Query<T>(pub T);

/// The version a caller has seen, as `If-Match`.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub Option<i32>);

/// A calendar date of our times: 2026-11-24.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let day = NaiveDate::deserialize(from)?;
        if YEARS.contains(&day.year()) {
            Ok(Self(day))
        } else {
            Err(serde::de::Error::custom("a date between 1900 and 2199"))
        }
    }
}

impl schemars::JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "format": "date",
            "pattern": "^(19[0-9]{2}|20[0-9]{2}|21[0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        })
    }
}

/// The media type of a body, without what follows it.
pub(in crate::kernel) fn media(headers: &http::HeaderMap) -> &str {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
}

impl<T: DeserializeOwned + JsonSchema, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if !media(request.headers()).eq_ignore_ascii_case("application/json") {
            return Err(Error::BadRequest("media-type"));
        }
        let bytes = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|_| Error::BadRequest("body"))?;
        read(&bytes).map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let media = media(request.headers()).to_ascii_lowercase();
        if !["application/octet-stream", "text/csv"].contains(&media.as_str())
            && !media.starts_with("application/vnd.")
        {
            return Err(Error::BadRequest("media-type"));
        }
        let bytes = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|_| Error::BadRequest("body"))?;
        Ok(Self {
            media,
            bytes: bytes.to_vec(),
        })
    }
}

/// Reads a body: well-formed, not too deep, no endless lists, nothing unknown.
fn read<T: DeserializeOwned + JsonSchema>(bytes: &[u8]) -> Result<T> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        Error::BadRequest(if error.to_string().starts_with("recursion") {
            "too-deep"
        } else {
            "json"
        })
    })?;
    if !value.is_object() {
        return Err(Error::field("", "object"));
    }
    measure(&value, 1, "")?;
    let beyond = fit::body::<T>(&value);
    let read = serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        Error::Invalid(vec![problem(&path, &error.inner().to_string())])
    })?;
    if beyond.is_empty() {
        Ok(read)
    } else {
        Err(Error::Invalid(beyond))
    }
}

fn join(path: &str, name: &str) -> String {
    let told = path.strip_suffix(name);
    if told.is_some_and(|before| before.is_empty() || before.ends_with('.')) {
        return path.to_owned();
    }
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn measure(value: &Value, depth: usize, path: &str) -> Result<()> {
    if depth > DEPTH {
        return Err(Error::BadRequest("too-deep"));
    }
    match value {
        Value::Array(items) if items.len() > ELEMENTS => Err(Error::Invalid(vec![
            FieldError::new(path, "too-many").with("max", ELEMENTS),
        ])),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| measure(item, depth + 1, &format!("{path}[{index}]"))),
        Value::Object(fields) => fields.iter().try_for_each(|(name, item)| {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            if name.contains('\0') {
                return Err(Error::field("", "nul"));
            }
            measure(item, depth + 1, &path)
        }),
        Value::String(text) if text.contains('\0') => Err(Error::field(path, "nul")),
        _ => Ok(()),
    }
}

/// A reader's complaint as a field's problem: serde names unknown and missing fields in its message only.
fn problem(path: &str, message: &str) -> FieldError {
    let quoted = |message: &str| message.split('`').nth(1).unwrap_or_default().to_owned();
    if message.starts_with("unknown field") {
        FieldError::new(join(path, &quoted(message)), "unknown-field")
    } else if message.starts_with("missing field") {
        FieldError::new(join(path, &quoted(message)), "required")
    } else if message.starts_with("duplicate field") {
        FieldError::new(join(path, &quoted(message)), "duplicate-field")
    } else if message.starts_with("unknown variant") {
        FieldError::new(path, "choice")
    } else {
        FieldError::new(path, "shape")
    }
}

impl<T: DeserializeOwned + JsonSchema, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let text = parts.uri.query().unwrap_or_default();
        if text.contains("%00") {
            return Err(Error::field("query", "nul"));
        }
        let pairs =
            axum_extra::extract::Query::<Vec<(String, String)>>::from_request_parts(parts, state);
        let beyond = match pairs.await {
            Ok(axum_extra::extract::Query(pairs)) => fit::query::<T>(&pairs),
            Err(_) => return Err(Error::BadRequest("query")),
        };
        let read = axum_extra::extract::Query::<T>::from_request_parts(parts, state)
            .await
            .map(|axum_extra::extract::Query(value)| Self(value))
            .map_err(|rejection| {
                let text = std::error::Error::source(&rejection)
                    .map_or_else(|| rejection.to_string(), ToString::to_string);
                let (path, message) = text.split_once(": ").unwrap_or(("", &text));
                let named = ["unknown", "missing", "duplicate"]
                    .iter()
                    .any(|word| text.starts_with(word));
                Error::Invalid(vec![if named || message.is_empty() {
                    problem("", &text)
                } else {
                    problem(if path.contains(' ') { "query" } else { path }, message)
                }])
            })?;
        if beyond.is_empty() {
            Ok(read)
        } else {
            Err(Error::Invalid(beyond))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Ok(Self(None));
        };
        let number = value
            .to_str()
            .ok()
            .map(|text| text.trim().trim_start_matches("W/").trim_matches('"'))
            .and_then(|text| text.parse().ok());
        number
            .map(|version| Self(Some(version)))
            .ok_or_else(|| Error::field("If-Match", "shape"))
    }
}

/// Where a page starts: a cursor of this agency, or a problem with `after`.
pub fn cursor(after: Option<&str>, agency: AgencyId) -> Result<Option<Cursor>> {
    after
        .map(|text| Cursor::decode(text, agency).ok_or(Error::field("after", "cursor")))
        .transpose()
}

/// The same for a list sorted by day or by instant: `read` is [`Cursor::day`] or [`Cursor::instant`].
pub fn cursor_at<T>(
    after: Option<&str>,
    agency: AgencyId,
    read: impl Fn(&Cursor) -> Option<T>,
) -> Result<Option<T>> {
    cursor(after, agency)?
        .map(|cursor| read(&cursor).ok_or(Error::field("after", "cursor")))
        .transpose()
}

/// A value as a form would carry it: empty when it is left out.
pub fn typed(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The version that was seen: in the body or as `If-Match`; both must agree.
pub fn seen(header: IfMatch, body: Option<i32>) -> Result<i32> {
    match (header.0, body) {
        (Some(a), Some(b)) if a != b => Err(Error::Conflict("changed")),
        (Some(version), _) | (None, Some(version)) => Ok(version),
        (None, None) => Err(Error::field("version", "required")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[expect(dead_code, reason = "only read")]
        what: String,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Input {
        #[expect(dead_code, reason = "only read")]
        lines: Vec<Line>,
    }

    fn fault(body: &str) -> (String, &'static str) {
        match read::<Input>(body.as_bytes()) {
            Err(Error::Invalid(fields)) => (fields[0].field.clone(), fields[0].code),
            Err(Error::BadRequest(code)) => (String::new(), code),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_with_a_body_is_named() {
        let named = |field: &str, code| (field.to_owned(), code);
        assert!(read::<Input>(br#"{"lines":[{"what":"x"}]}"#).is_ok());
        assert_eq!(fault("{"), named("", "json"));
        assert_eq!(fault("[]"), named("", "object"));
        assert_eq!(
            fault(r#"{"lines":[],"agency_id":1}"#),
            named("agency_id", "unknown-field")
        );
        assert_eq!(
            fault(r#"{"lines":[{"what":"x","by":1}]}"#),
            named("lines[0].by", "unknown-field")
        );
        assert_eq!(fault("{}"), named("lines", "required"));
        assert_eq!(
            fault(r#"{"lines":[{"what":7}]}"#),
            named("lines[0].what", "shape")
        );
        assert_eq!(
            fault(r#"{"lines":[{"what":"a\u0000b"}]}"#),
            named("lines[0].what", "nul")
        );
        let deep = format!("{{\"lines\":{}{}}}", "[".repeat(40), "]".repeat(40));
        assert_eq!(fault(&deep), named("", "too-deep"));
        let endless = format!("{{\"lines\":{}{}}}", "[".repeat(400), "]".repeat(400));
        assert_eq!(fault(&endless), named("", "too-deep"));
        let long = format!("{{\"lines\":[{}0]}}", "0,".repeat(500));
        assert_eq!(fault(&long), named("lines", "too-many"));
    }
}
