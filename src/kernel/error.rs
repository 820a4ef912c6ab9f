//! One error type with a stable code per case; the words live in the catalogues under `error-<code>`.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;

/// The result of every operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong, as the person and the program need to tell it apart.
#[derive(Debug, Clone)]
pub enum Error {
    /// Nobody is signed in, or the session has ended.
    Unauthenticated,
    /// Signed in, but this is not theirs to do.
    Forbidden,
    /// Not there, or another agency's: the same answer.
    NotFound,
    /// Fields that need correcting; the form is shown again with what was typed.
    Invalid(Vec<FieldError>),
    /// A rule said no and says why.
    Refused(Reason),
    /// Somebody else was faster; the code names what changed.
    Conflict(&'static str),
    /// Too many tries; seconds until the next.
    TooMany(u32),
    /// The database is away or overloaded; seconds until a new try makes sense.
    Unavailable(u32),
    /// The request itself cannot be read (size, type, shape).
    BadRequest(&'static str),
    /// Our fault; logged once, the person gets only the request id.
    Internal(String),
}

/// One field's problem: `field` names the form field, `code` the catalogue key `invalid-<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    pub field: String,
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl FieldError {
    /// A problem without arguments.
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self {
            field: field.into(),
            code,
            args: Vec::new(),
        }
    }

    /// Adds a value that the words mention.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The words of this problem.
    pub fn text(&self, lang: super::i18n::Lang) -> String {
        let args: Vec<(&'static str, super::i18n::Arg)> = self
            .args
            .iter()
            .map(|(name, value)| (*name, super::i18n::Arg::Text(value.clone())))
            .collect();
        lang.ta(&format!("invalid-{}", self.code), &args)
    }
}

/// Why a rule refused: a code under `refused-<code>` and the values its words mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Reason {
    /// A reason without values.
    pub fn new(code: &'static str) -> Self {
        Self {
            code,
            args: Vec::new(),
        }
    }

    /// Adds a value.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        Self::Refused(reason)
    }
}

impl Error {
    /// One invalid field.
    pub fn field(field: impl Into<String>, code: &'static str) -> Self {
        Self::Invalid(vec![FieldError::new(field, code)])
    }

    /// Something that cannot happen unless we made a mistake.
    pub fn internal(source: impl std::fmt::Display) -> Self {
        Self::Internal(source.to_string())
    }

    /// The stable code of the case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::Invalid(_) => "invalid",
            Self::Refused(_) => "refused",
            Self::Conflict(_) => "conflict",
            Self::TooMany(_) => "too-many",
            Self::Unavailable(_) => "unavailable",
            Self::BadRequest(_) => "bad-request",
            Self::Internal(_) => "internal",
        }
    }

    /// Why something was not done, for a program: the code of the refusal or of the conflict, else that of the case.
    pub fn reason(&self) -> &str {
        match self {
            Self::Refused(reason) => reason.code,
            Self::Conflict(code) => code,
            other => other.code(),
        }
    }

    /// The HTTP status of the case.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::BadRequest("too-large") => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadRequest("media-type") => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BadRequest("not-acceptable") => StatusCode::NOT_ACCEPTABLE,
            Self::BadRequest("method") => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Internal(source) => write!(f, "internal: {source}"),
            Self::Refused(reason) => write!(f, "refused: {}", reason.code),
            Self::Invalid(fields) => {
                write!(f, "invalid:")?;
                fields
                    .iter()
                    .try_for_each(|field| write!(f, " {} {}", field.field, field.code))
            }
            other => f.write_str(other.code()),
        }
    }
}

impl std::error::Error for Error {}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(3),
            sqlx::Error::Database(db) => match db.code().as_deref() {
                // lock timeout, statement timeout, deadlock, serialization, too many connections, shutting down, starting up
                Some(
                    "55P03" | "57014" | "40P01" | "40001" | "53300" | "57P01" | "57P02" | "57P03"
                    | "25P03" | "53100" | "53200",
                ) => Self::Unavailable(3),
                Some("23505" | "23503" | "23P01") => Self::Conflict("changed"),
                // a NUL character in a text or in JSON: whoever sent it must leave it out
                Some("22021" | "22P05") => Self::BadRequest("nul"),
                _ => Self::Internal(error.to_string()),
            },
            sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) => Self::Unavailable(3),
            _ => Self::Internal(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl IntoResponse for Error {
    /// Only the status and the error itself: the outer layer gives it a face (page or problem+json).
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
