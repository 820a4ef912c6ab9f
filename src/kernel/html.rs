//! Pages: what every page carries, and how a template becomes an answer.

use askama::Template;
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};

use super::{
    cx::{Cx, Gx},
    error::{Error, FieldError, Result},
    format,
    i18n::{Arg, Lang},
};

/// One entry of the menu.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    pub href: &'static str,
    pub icon: &'static str,
    pub label: String,
    pub current: bool,
    pub count: i64,
    /// Shown on wide screens only; a phone finds it under "Lainnya".
    pub wide_only: bool,
    /// The heading this entry starts, on wide screens.
    pub group: Option<String>,
    /// The heading this entry starts under "Lainnya".
    pub more_group: Option<String>,
}

/// A message carried to the next page in a short-lived cookie: a catalogue key and its values, never markup.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flash {
    pub key: String,
    #[serde(default)]
    pub args: Vec<(String, String)>,
    /// `ok`, `warn` or `bad`.
    #[serde(default)]
    pub kind: String,
    /// Where "undo" posts to, while that is possible.
    #[serde(default)]
    pub undo: Option<String>,
}

impl Flash {
    /// Good news.
    pub fn ok(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            args: Vec::new(),
            kind: "ok".into(),
            undo: None,
        }
    }

    /// News that needs a look.
    pub fn warn(key: &str) -> Self {
        Self {
            kind: "warn".into(),
            ..Self::ok(key)
        }
    }

    /// Adds a value its words mention.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }

    /// Offers to take it back.
    pub fn undo(mut self, action: String) -> Self {
        self.undo = Some(action);
        self
    }

    /// As a cookie value.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// From a cookie value; anything odd is no message.
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() > 3_000 {
            return None;
        }
        let flash: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let undo_is_local = flash
            .undo
            .as_deref()
            .is_none_or(|path| super::form::local_path(path) == path);
        (flash.key.starts_with("flash-") && undo_is_local).then_some(flash)
    }
}

/// A message with its words.
#[derive(Clone, Debug)]
pub struct ShownFlash {
    pub kind: String,
    pub text: String,
    pub undo: Option<Undo>,
}

/// The way back that a message offers.
#[derive(Clone, Debug)]
pub struct Undo {
    pub action: String,
    pub label: String,
    pub seconds: u32,
}

/// What every page carries.
#[derive(Clone, Debug)]
pub struct Page {
    pub title: String,
    pub lang: &'static str,
    pub language: Lang,
    pub brand: String,
    pub agency: String,
    pub unit: String,
    pub person: String,
    pub initials: String,
    pub nav: Vec<NavItem>,
    pub flash: Option<ShownFlash>,
    pub path: String,
    pub memberships: Vec<(String, String)>,
    pub demo: bool,
    /// What was told and not read; a hundred means at least as many.
    pub unread: i64,
    /// The version of static files, for their addresses.
    pub v: &'static str,
    pub zone: Tz,
    pub today: NaiveDate,
}

impl Page {
    /// The page of a signed-in person; `title` is a catalogue key.
    pub fn new(cx: &Cx, title: &str) -> Self {
        let actor = cx.actor();
        let lang = actor.lang;
        Self {
            title: lang.t(title),
            lang: lang.code(),
            language: lang,
            brand: actor.agency.brand.clone(),
            agency: actor.agency.name.clone(),
            unit: actor.unit_name.clone(),
            person: actor.name.clone(),
            initials: format::initials(&actor.name),
            nav: (cx.core.hooks.nav)(actor, cx.path()),
            flash: cx.flash_in().map(|flash| shown(flash, lang)),
            path: cx.path().to_owned(),
            memberships: actor
                .memberships
                .iter()
                .map(|(id, name)| (id.to_string(), name.clone()))
                .collect(),
            demo: cx.core.settings.demo,
            unread: actor.unread,
            v: super::assets::version(),
            zone: actor.zone,
            today: cx.today(),
        }
    }

    /// A page before anybody is known.
    pub fn public(gx: &Gx, title: &str) -> Self {
        let mut page = Self::bare(gx.lang, title, gx.core.settings.demo);
        page.flash = gx.flash_in.as_ref().map(|flash| shown(flash, gx.lang));
        page.today = super::time::local_date(gx.now, chrono_tz::Asia::Jakarta);
        page
    }

    /// A page without any person: errors.
    pub fn bare(lang: Lang, title: &str, demo: bool) -> Self {
        Self {
            title: lang.t(title),
            lang: lang.code(),
            language: lang,
            brand: "laut".into(),
            agency: String::new(),
            unit: String::new(),
            person: String::new(),
            initials: String::new(),
            nav: Vec::new(),
            flash: None,
            path: String::new(),
            memberships: Vec::new(),
            demo,
            unread: 0,
            v: super::assets::version(),
            zone: chrono_tz::Asia::Jakarta,
            today: NaiveDate::default(),
        }
    }

    /// The same page under another title that is already words.
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.language.t(key)
    }

    /// The text of a key with one value.
    pub fn ta(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.language
            .ta(key, &[(name, Arg::Text(value.to_string()))])
    }

    /// The text of a key with two values.
    pub fn ta2(
        &self,
        key: &str,
        a: &'static str,
        x: impl ToString,
        b: &'static str,
        y: impl ToString,
    ) -> String {
        self.language.ta(
            key,
            &[(a, Arg::Text(x.to_string())), (b, Arg::Text(y.to_string()))],
        )
    }

    /// The text of a key with a number that picks the plural.
    pub fn tn(&self, key: &str, n: impl Count) -> String {
        self.language.tn(key, n.count())
    }

    /// `24 Nov 2026`.
    pub fn date(&self, day: &NaiveDate) -> String {
        format::short_date(*day, self.language)
    }

    /// `Selasa, 24 November 2026`.
    pub fn long_date(&self, day: &NaiveDate) -> String {
        format::long_date(*day, self.language)
    }

    /// `Selasa, 24 November`.
    pub fn day_month(&self, day: &NaiveDate) -> String {
        format::day_month(*day, self.language)
    }

    /// `19 Nov 2026 pukul 07.42 WIB`, in the person's zone.
    pub fn instant(&self, at: &DateTime<Utc>) -> String {
        format::instant(*at, self.zone, self.language)
    }

    /// `12.204`.
    pub fn number(&self, n: impl Count) -> String {
        format::number(n.count(), self.language)
    }

    /// A NIP in groups.
    pub fn nip(&self, digits: &str) -> String {
        format::nip(digits)
    }
}

/// Any whole number a template may hold, by value or by reference.
pub trait Count {
    /// As i64; what does not fit counts as the largest.
    fn count(self) -> i64;
}

macro_rules! counts {
    ($($kind:ty),*) => {$(
        impl Count for $kind {
            fn count(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        }
        impl Count for &$kind {
            fn count(self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
        impl Count for &&$kind {
            fn count(self) -> i64 {
                i64::try_from(**self).unwrap_or(i64::MAX)
            }
        }
    )*};
}
counts!(i16, i32, i64, u8, u16, u32, u64, usize);

/// The words of a message.
fn shown(flash: &Flash, lang: Lang) -> ShownFlash {
    let text = super::i18n::with_pairs(lang, &flash.key, &flash.args);
    let undo = flash.undo.clone().map(|action| Undo {
        action,
        label: lang.t("layout-undo"),
        seconds: 10,
    });
    ShownFlash {
        kind: flash.kind.clone(),
        text,
        undo,
    }
}

/// A choice of a select, of cards or of boxes.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A line beneath; empty: none.
    pub hint: String,
    pub selected: bool,
    pub disabled: bool,
}

impl Choice {
    /// An open choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
            selected,
            disabled: false,
        }
    }

    /// With a line beneath.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The problems of a form, by field: for the summary on top and the words beside each field.
#[derive(Clone, Debug, Default)]
pub struct Errors(pub Vec<(String, String)>);

impl Errors {
    /// None.
    pub fn none() -> Self {
        Self::default()
    }

    /// With their words.
    pub fn of(fields: &[FieldError], lang: Lang) -> Self {
        Self(
            fields
                .iter()
                .map(|error| (error.field.clone(), error.text(lang)))
                .collect(),
        )
    }

    /// From any error that a form can show; other errors are given back.
    pub fn from_error(error: Error, lang: Lang) -> Result<Self> {
        match error {
            Error::Invalid(fields) => Ok(Self::of(&fields, lang)),
            Error::Refused(reason) => Ok(Self(vec![(
                String::new(),
                super::i18n::with_args(lang, &format!("refused-{}", reason.code), &reason.args),
            )])),
            Error::Conflict(code) => Ok(Self(vec![(
                String::new(),
                lang.t(&format!("conflict-{code}")),
            )])),
            other => Err(other),
        }
    }

    /// The words beside a field, or empty.
    pub fn at(&self, field: &str) -> String {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, text)| text.clone())
            .unwrap_or_default()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A template as an answer.
pub fn page(template: &impl Template) -> Result<Response> {
    page_with(StatusCode::OK, template)
}

/// A form shown again because something in it needs correcting; its title says so first.
pub fn invalid(template: &impl Template) -> Result<Response> {
    let body = template.render().map_err(Error::internal)?;
    Ok(html(
        StatusCode::UNPROCESSABLE_ENTITY,
        titled_as_error(body),
    ))
}

/// "<title>Kesalahan: Tambah pegawai", which is what a screen reader reads first.
fn titled_as_error(body: String) -> String {
    let lang = if body.contains("<html lang=\"en\"") {
        Lang::En
    } else {
        Lang::Id
    };
    let title = format!("<title>{}", lang.t("layout-error-prefix"));
    if body.contains(&title) {
        body
    } else {
        body.replacen("<title>", &format!("{title} "), 1)
    }
}

/// A template under a status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<Response> {
    Ok(html(status, template.render().map_err(Error::internal)?))
}

fn html(status: StatusCode, body: String) -> Response {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}

/// Goes on to another page (303).
pub fn redirect(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    match HeaderValue::from_str(path) {
        Ok(value) => {
            response.headers_mut().insert(header::LOCATION, value);
            response
        }
        Err(_) => Error::internal("redirect to an unreadable path").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::titled_as_error;

    #[test]
    fn a_form_with_errors_says_so_in_its_title_once() {
        let page = |lang: &str, title: &str| {
            format!("<html lang=\"{lang}\"><title>{title}</title><svg><title>x</title></svg>")
        };
        assert_eq!(
            titled_as_error(page("id", "Tambah")),
            page("id", "Kesalahan: Tambah")
        );
        assert_eq!(titled_as_error(page("en", "Add")), page("en", "Error: Add"));
        let twice = titled_as_error(titled_as_error(page("id", "Tambah")));
        assert_eq!(twice, page("id", "Kesalahan: Tambah"));
    }
}
