//! Help by role, and every term of the product explained once, in the words the pages use.

use askama::Template;
use axum::response::Response;

use crate::kernel::{
    cx::Gx,
    door::Section,
    error::Result,
    html::{Page, page},
};

/// The terms of the glossary; each has `guide-term-<name>` and `guide-term-<name>-is` in the catalogues.
const TERMS: [&str; 27] = [
    "asn",
    "pns",
    "pppk",
    "nip",
    "wfa",
    "wfh",
    "flexible",
    "request",
    "approval",
    "standing",
    "supervisor",
    "acting",
    "condition",
    "trace",
    "exception",
    "rule-set",
    "shared-task",
    "shift",
    "window",
    "impact",
    "quota",
    "staffing",
    "targets",
    "predikat",
    "discipline",
    "correction",
    "trail",
];

/// The questions of the help page, with where to begin; each has `guide-help-<name>` and `guide-help-<name>-is`.
const QUESTIONS: [(&str, &str, &str); 14] = [
    ("ask", "plus", "/requests/new"),
    ("not-yet", "circle-alert", ""),
    ("wrong-data", "pencil", ""),
    ("decide", "inbox", "/inbox"),
    ("presence", "clock", "/presence"),
    ("shift", "repeat", "/shifts"),
    ("shared-task", "users", "/tasks"),
    ("day", "list-checks", "/today"),
    ("work", "file-check", "/work"),
    ("targets", "target", "/targets"),
    ("exception", "gavel", "/exceptions"),
    ("mandate", "shield-check", "/team/mandates"),
    ("sign-in", "key-round", ""),
    ("contact", "mail", ""),
];

#[derive(Template)]
#[template(path = "guide/help.html")]
struct HelpPage {
    page: Page,
    /// Icon, question, answer, where to begin.
    questions: Vec<(&'static str, String, String, &'static str)>,
}

#[derive(Template)]
#[template(path = "guide/glossary.html")]
struct GlossaryPage {
    page: Page,
    terms: Vec<(&'static str, String, String)>,
}

/// GET /help
pub async fn help(gx: Gx) -> Result<Response> {
    let shown = Page::public(&gx, "guide-help-title");
    let questions = QUESTIONS
        .iter()
        .map(|(name, icon, href)| {
            let key = format!("guide-help-{name}");
            (*icon, shown.t(&key), shown.t(&format!("{key}-is")), *href)
        })
        .collect();
    page(&HelpPage {
        page: shown,
        questions,
    })
}

#[derive(Template)]
#[template(path = "guide/api.html")]
struct ApiPage {
    page: Page,
    sections: Vec<Section>,
    problems: Vec<(&'static str, u16, String, String)>,
}

/// The cases of a problem, each with `error-<code>-title` and `error-<code>-text`.
const PROBLEMS: [(&str, u16); 10] = [
    ("bad-request", 400),
    ("unauthenticated", 401),
    ("forbidden", 403),
    ("not-found", 404),
    ("conflict", 409),
    ("invalid", 422),
    ("refused", 422),
    ("too-many", 429),
    ("internal", 500),
    ("unavailable", 503),
];

/// GET /api: the interface for programs, told from the document itself.
pub async fn api(gx: Gx) -> Result<Response> {
    let shown = Page::public(&gx, "guide-api-title");
    let problems = PROBLEMS
        .into_iter()
        .map(|(code, status)| {
            (
                code,
                status,
                shown.t(&format!("error-{code}-title")),
                shown.t(&format!("error-{code}-text")),
            )
        })
        .collect();
    page(&ApiPage {
        sections: gx.core.interface.sections(),
        problems,
        page: shown,
    })
}

/// GET /glossary
pub async fn glossary(gx: Gx) -> Result<Response> {
    let shown = Page::public(&gx, "guide-glossary-title");
    let mut terms: Vec<_> = TERMS
        .iter()
        .map(|name| {
            let key = format!("guide-term-{name}");
            (*name, shown.t(&key), shown.t(&format!("{key}-is")))
        })
        .collect();
    terms.sort_by_key(|(_, term, _)| term.to_lowercase());
    page(&GlossaryPage { page: shown, terms })
}

#[cfg(test)]
mod tests {
    use super::{QUESTIONS, TERMS};
    use crate::kernel::i18n::Lang;

    #[test]
    fn every_term_and_question_is_explained_in_both_languages() {
        let keys = TERMS.iter().map(|name| format!("guide-term-{name}")).chain(
            QUESTIONS
                .iter()
                .map(|(name, ..)| format!("guide-help-{name}")),
        );
        for key in keys {
            for lang in [Lang::of("id"), Lang::of("en")] {
                assert!(lang.find(&key).is_some(), "{key}");
                assert!(lang.find(&format!("{key}-is")).is_some(), "{key}-is");
            }
        }
    }
}
