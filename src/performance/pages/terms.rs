//! How an agency writes targets, rates by them and takes work in.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form},
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    performance::terms::{self, Terms},
};

/// The terms as they are typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// `true`, or empty.
    weights: String,
    above_from: String,
    below_under: String,
    object_within: String,
    files: String,
    file_size: String,
    report_within: String,
    /// `true`, or empty.
    report_flexible: String,
    version: String,
}

impl Typed {
    fn terms(&self) -> Result<Terms> {
        let version = self.version.trim().parse();
        let version = version.map_err(|_| Error::Conflict("changed"))?;
        let mut check = Check::new();
        let mut mark = |field, text: &str| match text.trim() {
            "" => None,
            text => check.number(field, text, 1, 1_000),
        };
        let above_from = mark("above_from", &self.above_from);
        let below_under = mark("below_under", &self.below_under);
        let object_within = check.number("object_within", &self.object_within, 1, 90);
        let files = check.number("files", &self.files, 0, 10);
        let file_size = check.number("file_size", &self.file_size, 1, 100);
        let report_within = check.number("report_within", &self.report_within, 1, 30);
        check.done()?;
        let short = |number: i64| i16::try_from(number).ok();
        Ok(Terms {
            weights: self.weights == "true",
            above_from: above_from.and_then(short),
            below_under: below_under.and_then(short),
            object_within: object_within.and_then(short).unwrap_or_default(),
            files: files.and_then(short).unwrap_or_default(),
            file_size: file_size.and_then(short).unwrap_or_default(),
            report_within: report_within.and_then(short).unwrap_or_default(),
            report_flexible: self.report_flexible == "true",
            version,
        })
    }
}

#[derive(Template)]
#[template(path = "performance/terms.html")]
struct TermsPage {
    page: Page,
    errors: Errors,
    weights: bool,
    report_flexible: bool,
    typed: Typed,
    /// How files are looked at: the look of the note, and its words.
    scanner: (&'static str, &'static str),
}

fn template(cx: &Cx, typed: &Typed, errors: Errors) -> TermsPage {
    TermsPage {
        page: Page::new(cx, "targets-terms-title"),
        errors,
        weights: typed.weights == "true",
        report_flexible: typed.report_flexible == "true",
        typed: typed.clone(),
        scanner: match &cx.core.settings.depot {
            None => ("warn", "work-files-no-depot"),
            Some(depot) if depot.scans() => ("ok", "work-files-scanned"),
            Some(_) => ("warn", "work-files-unscanned"),
        },
    }
}

/// GET /targets/terms
pub async fn show(mut cx: Cx) -> Result<Response> {
    let kept = terms::show(&mut cx).await?;
    let words = |mark: Option<i16>| mark.map_or_else(String::new, |mark| mark.to_string());
    let typed = Typed {
        weights: kept.weights.to_string(),
        above_from: words(kept.above_from),
        below_under: words(kept.below_under),
        object_within: kept.object_within.to_string(),
        files: kept.files.to_string(),
        file_size: kept.file_size.to_string(),
        report_within: kept.report_within.to_string(),
        report_flexible: kept.report_flexible.to_string(),
        version: kept.version.to_string(),
    };
    page(&template(&cx, &typed, Errors::none()))
}

/// POST /targets/terms
pub async fn save(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let done = match typed.terms() {
        Ok(terms) => terms::save(&mut cx, terms).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            cx.flash(Flash::ok("flash-saved"));
            Ok(redirect("/targets/terms"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&template(&cx, &typed, errors))
        }
    }
}
