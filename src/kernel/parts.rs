//! Pieces that many pages show, each compiled once. A macro of a template is copied into every page that calls it and checked
//! there again; with these pieces in `templates/layout` the macros are one line each.

use std::{borrow::Borrow, fmt};

use askama::{FastWritable, Template, Values, filters::HtmlSafe};

use super::html::Page;

/// A piece of a page: escaped already, so that no template has to say so.
pub struct Part<T>(pub T);

impl<T: Template> fmt::Display for Part<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.render_into(to).map_err(|_| fmt::Error)
    }
}

impl<T: Template> FastWritable for Part<T> {
    fn write_into(&self, to: &mut dyn fmt::Write, values: &dyn Values) -> askama::Result<()> {
        self.0.render_into_with_values(to, values)
    }
}

impl<T: Template> HtmlSafe for Part<T> {}

/// A decorative icon, beside a word; `name` is a symbol of static/icons.svg.
pub fn icon(name: impl AsRef<str>) -> Part<Icon> {
    Part(Icon {
        name: name.as_ref().to_owned(),
    })
}

#[derive(Template)]
#[template(
    source = r#"<svg class="i" aria-hidden="true"><use href="/static/icons.svg?v={{ crate::kernel::assets::version() }}#{{ name }}"/></svg>"#,
    ext = "html"
)]
pub struct Icon {
    name: String,
}

/// The head of every page.
#[derive(Template)]
#[template(path = "layout/_head.html")]
pub struct Head<'a> {
    page: &'a Page,
}

/// What stands above the content of a signed-in page.
#[derive(Template)]
#[template(path = "layout/_top.html")]
pub struct Top<'a> {
    page: &'a Page,
}

/// What just happened.
#[derive(Template)]
#[template(path = "layout/_flash.html")]
pub struct Flash<'a> {
    page: &'a Page,
}

/// What stands below the content of a signed-in page.
#[derive(Template)]
#[template(path = "layout/_foot.html")]
pub struct Foot<'a> {
    page: &'a Page,
}

/// Language, glossary, help.
#[derive(Template)]
#[template(path = "layout/_end.html")]
pub struct End<'a> {
    page: &'a Page,
}

/// The problems of a form, on top of it.
#[derive(Template)]
#[template(path = "layout/_summary.html")]
pub struct Summary<'a> {
    page: &'a Page,
    errors: &'a [(String, String)],
}

/// What stands around every field: label, hint, error.
struct Around {
    name: String,
    text: String,
    hint: String,
    error: String,
    required: bool,
}

/// The label of a field, its hint and its error.
#[derive(Template)]
#[template(path = "layout/_about.html")]
pub struct About<'a> {
    page: &'a Page,
    around: Around,
}

/// What a field says of itself to a screen reader.
#[derive(Template)]
#[template(path = "layout/_aria.html")]
pub struct Aria {
    name: String,
    hint: bool,
    error: bool,
}

/// A field of one line.
#[derive(Template)]
#[template(path = "layout/_input.html")]
pub struct Input<'a> {
    page: &'a Page,
    around: Around,
    value: String,
    kind: String,
    /// Further attributes; the empty ones are left out.
    more: [(&'static str, String); 6],
}

/// A field of several lines.
#[derive(Template)]
#[template(path = "layout/_textarea.html")]
pub struct Textarea<'a> {
    page: &'a Page,
    around: Around,
    value: String,
    rows: String,
    maxlength: String,
}

/// The ways on from a list.
#[derive(Template)]
#[template(path = "layout/_pager.html")]
pub struct Pager<'a> {
    page: &'a Page,
    prev: String,
    next: String,
    first: String,
}

/// The files a list can be had as.
#[derive(Template)]
#[template(path = "layout/_exports.html")]
pub struct Exports<'a> {
    page: &'a Page,
    xlsx: String,
    csv: String,
}

/// The state of a request: word, icon and colour.
#[derive(Template)]
#[template(
    source = r#"<span class="chip {{ tone }}">{{ crate::kernel::parts::icon(icon) }}{{ label }}</span>"#,
    ext = "html"
)]
pub struct State {
    tone: &'static str,
    icon: &'static str,
    label: String,
}

/// The state of a request or an exchange; `label` is its word.
pub fn state(code: impl AsRef<str>, label: impl fmt::Display) -> Part<State> {
    let (tone, icon) = match code.as_ref() {
        "submitted" | "proposed" | "agreed" => ("warn", "clock"),
        "queued" | "lapsed" => ("", "clock"),
        "offered" => ("brand", "calendar-plus"),
        "returned" => ("warn", "message-square-reply"),
        "approved" => ("ok", "circle-check"),
        "approved_adjusted" => ("ok", "calendar-plus"),
        "refused" => ("bad", "circle-x"),
        "revoked" => ("bad", "circle-minus"),
        "withdrawn" => ("", "undo-2"),
        "cancelled" | "declined" => ("", "ban"),
        "ended" => ("", "flag"),
        _ => ("", "circle-dashed"),
    };
    Part(State {
        tone,
        icon,
        label: label.to_string(),
    })
}

fn around(
    name: impl fmt::Display,
    text: impl fmt::Display,
    hint: impl fmt::Display,
    error: impl fmt::Display,
    required: impl Borrow<bool>,
) -> Around {
    Around {
        name: name.to_string(),
        text: text.to_string(),
        hint: hint.to_string(),
        error: error.to_string(),
        required: *required.borrow(),
    }
}

impl Around {
    fn aria(&self) -> Part<Aria> {
        Part(Aria {
            name: self.name.clone(),
            hint: !self.hint.is_empty(),
            error: !self.error.is_empty(),
        })
    }
}

/// What a field that is not one of those here says of itself.
pub fn aria(name: impl fmt::Display, hint: impl AsRef<str>, error: impl AsRef<str>) -> Part<Aria> {
    Part(Aria {
        name: name.to_string(),
        hint: !hint.as_ref().is_empty(),
        error: !error.as_ref().is_empty(),
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "named where they are written: in the macros of templates/layout/_fields.html"
)]
impl Page {
    /// The head of every page.
    pub fn head(&self) -> Part<Head<'_>> {
        Part(Head { page: self })
    }

    /// What stands above the content.
    pub fn top(&self) -> Part<Top<'_>> {
        Part(Top { page: self })
    }

    /// Whether it may be taken back: then it stands first, so that the keyboard reaches it in time.
    pub fn may_undo(&self) -> bool {
        self.flash
            .as_ref()
            .is_some_and(|flash| flash.undo.is_some())
    }

    /// What just happened.
    pub fn news(&self) -> Part<Flash<'_>> {
        Part(Flash { page: self })
    }

    /// What stands below the content.
    pub fn foot(&self) -> Part<Foot<'_>> {
        Part(Foot { page: self })
    }

    /// Language, glossary, help.
    pub fn end(&self) -> Part<End<'_>> {
        Part(End { page: self })
    }

    /// The problems of a form.
    pub fn problems<'a>(&'a self, errors: &'a [(String, String)]) -> Part<Summary<'a>> {
        Part(Summary { page: self, errors })
    }

    /// The label of a field, its hint and its error; without a label where `text` is empty.
    pub fn about(
        &self,
        name: impl fmt::Display,
        text: impl fmt::Display,
        hint: impl fmt::Display,
        error: impl fmt::Display,
        required: impl Borrow<bool>,
    ) -> Part<About<'_>> {
        Part(About {
            page: self,
            around: around(name, text, hint, error, required),
        })
    }

    /// A field of one line.
    pub fn input(
        &self,
        name: impl fmt::Display,
        text: impl fmt::Display,
        value: impl fmt::Display,
        hint: impl fmt::Display,
        error: impl fmt::Display,
        required: impl Borrow<bool>,
        kind: impl fmt::Display,
        autocomplete: impl fmt::Display,
        inputmode: impl fmt::Display,
        maxlength: impl fmt::Display,
        min: impl fmt::Display,
        max: impl fmt::Display,
        list: impl fmt::Display,
    ) -> Part<Input<'_>> {
        Part(Input {
            page: self,
            around: around(name, text, hint, error, required),
            value: value.to_string(),
            kind: kind.to_string(),
            more: [
                ("list", list.to_string()),
                ("autocomplete", autocomplete.to_string()),
                ("inputmode", inputmode.to_string()),
                ("maxlength", maxlength.to_string()),
                ("min", min.to_string()),
                ("max", max.to_string()),
            ],
        })
    }

    /// A field of several lines.
    pub fn textarea(
        &self,
        name: impl fmt::Display,
        text: impl fmt::Display,
        value: impl fmt::Display,
        hint: impl fmt::Display,
        error: impl fmt::Display,
        required: impl Borrow<bool>,
        rows: impl fmt::Display,
        maxlength: impl fmt::Display,
    ) -> Part<Textarea<'_>> {
        Part(Textarea {
            page: self,
            around: around(name, text, hint, error, required),
            value: value.to_string(),
            rows: rows.to_string(),
            maxlength: maxlength.to_string(),
        })
    }

    /// The ways on from a list; the empty ones are left out.
    pub fn pager(
        &self,
        prev: impl fmt::Display,
        next: impl fmt::Display,
        first: impl fmt::Display,
    ) -> Part<Pager<'_>> {
        Part(Pager {
            page: self,
            prev: prev.to_string(),
            next: next.to_string(),
            first: first.to_string(),
        })
    }

    /// The files a list can be had as; the empty ones are left out.
    pub fn exports(&self, xlsx: impl fmt::Display, csv: impl fmt::Display) -> Part<Exports<'_>> {
        Part(Exports {
            page: self,
            xlsx: xlsx.to_string(),
            csv: csv.to_string(),
        })
    }
}
