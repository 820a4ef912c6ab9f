//! Forms that keep what was typed: fields arrive as text, are checked one by one, and every problem is collected.

use axum::extract::{FromRequest, Request};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use super::error::{Error, FieldError, Result};

/// A form's fields. Unknown or unreadable fields are refused; ours, not axum's, because it answers in our words.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        match axum_extra::extract::Form::<T>::from_request(request, state).await {
            Ok(axum_extra::extract::Form(value)) => Ok(Self(value)),
            Err(rejection) => {
                tracing::debug!(%rejection, "form refused");
                let media = rejection.to_string().contains("Content-Type");
                Err(Error::BadRequest(if media { "media-type" } else { "form" }))
            }
        }
    }
}

/// The query of an address.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> axum::extract::FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut http::request::Parts, state: &S) -> Result<Self> {
        axum_extra::extract::Query::<T>::from_request_parts(parts, state)
            .await
            .map(|axum_extra::extract::Query(value)| Self(value))
            .map_err(|_| Error::BadRequest("query"))
    }
}

/// A part of the path; what cannot be an id is simply not there.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> axum::extract::FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut http::request::Parts, state: &S) -> Result<Self> {
        axum::extract::Path::<T>::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Error::NotFound)
    }
}

/// Collects the problems of a form while its fields are read.
#[derive(Default, Debug)]
pub struct Check(Vec<FieldError>);

impl Check {
    /// No problems yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn fail(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Adds a problem when the condition does not hold.
    pub fn ensure(&mut self, holds: bool, field: &str, code: &'static str) {
        if !holds {
            self.0.push(FieldError::new(field, code));
        }
    }

    /// A text that must not be empty and stays within `max` characters; spaces at the ends are cut.
    pub fn text(&mut self, field: &str, value: &str, max: usize) -> String {
        let text = self.optional(field, value, max);
        if text.is_empty() {
            self.0.push(FieldError::new(field, "required"));
        }
        text
    }

    /// A text that may be empty.
    pub fn optional(&mut self, field: &str, value: &str, max: usize) -> String {
        let text = value.trim().replace('\0', "");
        if text.chars().count() > max {
            self.0
                .push(FieldError::new(field, "too-long").with("max", max));
        }
        text
    }

    /// A date as the browser sends it (2026-11-24).
    pub fn date(&mut self, field: &str, value: &str) -> Option<NaiveDate> {
        match self.optional_date(field, value) {
            None if value.trim().is_empty() => {
                self.0.push(FieldError::new(field, "required"));
                None
            }
            other => other,
        }
    }

    /// A date that may be left open.
    pub fn optional_date(&mut self, field: &str, value: &str) -> Option<NaiveDate> {
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let day = super::time::day(value);
        if day.is_none() {
            self.0.push(FieldError::new(field, "date"));
        }
        day
    }

    /// A whole number within bounds.
    pub fn number(&mut self, field: &str, value: &str, min: i64, max: i64) -> Option<i64> {
        let value = value.trim();
        if value.is_empty() {
            self.0.push(FieldError::new(field, "required"));
            return None;
        }
        match value.parse::<i64>() {
            Ok(n) if (min..=max).contains(&n) => Some(n),
            _ => {
                self.0.push(
                    FieldError::new(field, "number")
                        .with("min", min)
                        .with("max", max),
                );
                None
            }
        }
    }

    /// An id, or nothing when left empty.
    pub fn optional_id<T: std::str::FromStr>(&mut self, field: &str, value: &str) -> Option<T> {
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        match value.parse() {
            Ok(id) => Some(id),
            Err(_) => {
                self.0.push(FieldError::new(field, "choice"));
                None
            }
        }
    }

    /// One of a fixed set of words.
    pub fn choice<'a>(&mut self, field: &str, value: &'a str, allowed: &[&str]) -> &'a str {
        if !allowed.contains(&value) {
            self.0.push(FieldError::new(field, "choice"));
        }
        value
    }

    /// An e-mail address, plain enough to be safe in a header.
    pub fn email(&mut self, field: &str, value: &str) -> Option<String> {
        let value = value.trim().to_lowercase();
        if value.is_empty() {
            return None;
        }
        if value.parse::<lettre::Address>().is_err()
            || value.starts_with('-')
            || value.chars().any(char::is_control)
            || value.len() > 254
        {
            self.0.push(FieldError::new(field, "email"));
            return None;
        }
        Some(value)
    }

    /// Whether nothing is wrong so far.
    pub fn is_ok(&self) -> bool {
        self.0.is_empty()
    }

    /// All problems, or nothing.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.0))
        }
    }
}

/// A local path to go back to; anything that could leave the site becomes `/`.
pub fn local_path(next: &str) -> &str {
    let fine = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(|c| c.is_control())
        && !next.to_ascii_lowercase().contains("%2f%2f")
        && !next.to_ascii_lowercase().starts_with("/%2f")
        && !next.to_ascii_lowercase().starts_with("/%5c")
        && next.len() < 512;
    if fine { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn a_way_back_never_leaves_the_site() {
        assert_eq!(
            local_path("/requests/new?day=2026-11-24"),
            "/requests/new?day=2026-11-24"
        );
        for evil in [
            "//evil.example",
            "/\\evil",
            "https://evil",
            "/%2f%2fevil",
            "/%5cevil",
            "/a\r\nSet-Cookie: x",
            "evil",
        ] {
            assert_eq!(local_path(evil), "/", "{evil}");
        }
    }
}
