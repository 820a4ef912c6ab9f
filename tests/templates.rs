//! Every page in both languages: headings, labels, ids, and no text that nobody translated.

use std::collections::BTreeSet;

use crate::support::{
    Shown, TestApp,
    crawl::{Seen, walk},
    twin::{self, Twin},
};

/// Pages of everybody, in one language.
async fn pages(app: &TestApp, twin: &Twin, lang: &str) -> Vec<(String, Shown)> {
    sqlx::query("update identities set lang = $1")
        .bind(lang)
        .execute(&mut app.superuser().await)
        .await
        .expect("the language is set");
    let starts: Vec<String> = app
        .routes
        .iter()
        .filter(|route| route.method == "GET" && !route.path.contains('{'))
        .map(|route| route.path.clone())
        .collect();
    let mut all = Vec::new();
    let mut visitor = app.visitor();
    if lang == "en" {
        visitor = visitor.english();
    }
    let mut seen: Vec<Seen> = vec![walk(&mut visitor, &starts).await];
    for (_, person) in twin.people() {
        let mut browser = app.as_(person).await;
        if lang == "en" {
            browser = browser.english();
        }
        seen.push(walk(&mut browser, &starts).await);
    }
    let mut known = BTreeSet::new();
    for (path, shown) in seen.into_iter().flat_map(|seen| seen.pages) {
        let html = shown.header("content-type").starts_with("text/html");
        if html && !shown.status.is_redirection() && known.insert((path.clone(), shown.h1())) {
            all.push((path, shown));
        }
    }
    assert!(all.len() > 20, "{} pages", all.len());
    all
}

/// What is wrong with a page for somebody who listens to it.
fn faults(path: &str, lang: &str, shown: &Shown) -> Vec<String> {
    let mut faults = Vec::new();
    let whole = shown.body().contains("<html");
    if shown.status.is_server_error() {
        faults.push(format!("{path}: {}", shown.status));
    }
    if whole {
        if shown.number_of("h1") != 1 {
            faults.push(format!("{path}: {} main headings", shown.number_of("h1")));
        }
        if shown.attributes("html", "lang") != [lang] {
            faults.push(format!("{path}: lang is not {lang}"));
        }
        if shown.all("title").iter().all(String::is_empty) {
            faults.push(format!("{path}: no title"));
        }
        if shown.number_of("main") != 1 {
            faults.push(format!("{path}: not one main part"));
        }
    }
    let ids = shown.attributes("[id]", "id");
    let unique: BTreeSet<&String> = ids.iter().collect();
    if unique.len() != ids.len() {
        let twice: Vec<&String> = unique
            .iter()
            .filter(|id| ids.iter().filter(|other| other == *id).count() > 1)
            .copied()
            .collect();
        faults.push(format!("{path}: ids stand twice: {twice:?}"));
    }
    for (css, attribute) in [
        ("label[for]", "for"),
        ("[aria-labelledby]", "aria-labelledby"),
        ("[aria-describedby]", "aria-describedby"),
    ] {
        for value in shown.attributes(css, attribute) {
            for id in value.split_whitespace() {
                if !ids.iter().any(|known| known == id) {
                    faults.push(format!("{path}: {attribute}={id} leads nowhere"));
                }
            }
        }
    }
    faults.extend(unnamed(path, shown));
    faults
}

/// Controls without a name of their own.
fn unnamed(path: &str, shown: &Shown) -> Vec<String> {
    let labels: BTreeSet<String> = shown.attributes("label[for]", "for").into_iter().collect();
    let html = shown.html();
    let css = "input:not([type=hidden]):not([type=submit]), select, textarea";
    let selector = scraper::Selector::parse(css).expect("a selector");
    html.select(&selector)
        .filter(|control| {
            let value = control.value();
            let labelled = value.attr("id").is_some_and(|id| labels.contains(id));
            let inside = control
                .ancestors()
                .filter_map(scraper::ElementRef::wrap)
                .any(|parent| parent.value().name() == "label");
            !labelled
                && !inside
                && value.attr("aria-label").is_none()
                && value.attr("aria-labelledby").is_none()
        })
        .map(|control| {
            format!(
                "{path}: the field {} has no label",
                control.value().attr("name").unwrap_or("?")
            )
        })
        .collect()
}

/// Words that look like a key of the catalogues and are no word of any text.
fn untranslated(shown: &Shown, keys: &BTreeSet<String>) -> Vec<String> {
    let text = shown.text();
    // addresses are no words
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !word.starts_with('/'))
        .collect();
    words
        .join(" ")
        .split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_'))
        .filter(|word| {
            let first = word.split('-').next().unwrap_or_default();
            word.contains('-') && word.len() > 6 && keys.contains(first) && !shown_on_purpose(word)
        })
        .map(str::to_owned)
        .collect()
}

fn shown_on_purpose(word: &str) -> bool {
    let texts = super::translations::catalogue("id")
        .into_iter()
        .chain(super::translations::catalogue("en"));
    texts
        .into_iter()
        .any(|(_, text)| text.to_lowercase().contains(word))
}

#[tokio::test]
async fn every_page_has_headings_labels_ids_and_translated_words() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let prefixes: BTreeSet<String> = super::translations::catalogue("id")
        .keys()
        .filter_map(|key| key.split('-').next())
        .map(str::to_owned)
        .collect();
    for lang in ["id", "en"] {
        let mut wrong = Vec::new();
        for (path, shown) in pages(&app, &twin, lang).await {
            wrong.extend(faults(&path, lang, &shown));
            let words = untranslated(&shown, &prefixes);
            if !words.is_empty() {
                wrong.push(format!("{path} ({lang}): untranslated {words:?}"));
            }
        }
        wrong.sort();
        wrong.dedup();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}

#[tokio::test]
async fn an_untranslated_word_is_noticed() {
    let shown = Shown {
        status: http::StatusCode::OK,
        headers: http::HeaderMap::new(),
        path: "/x".into(),
        bytes: b"<html><body><h1>account-no-such-title</h1><label for=a>x</label><input name=b></body></html>".to_vec(),
    };
    let keys = BTreeSet::from(["account".to_owned()]);
    assert_eq!(untranslated(&shown, &keys), ["account-no-such-title"]);
    assert_eq!(faults("/x", "id", &shown).len(), 5);
}
