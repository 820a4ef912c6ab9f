//! The catalogues: every key in both languages with the same arguments, every used key there, every key used.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Prefixes under which code puts a key together from a stored word in a way the reader below does not see, and where.
const DYNAMIC: &[(&str, &str)] = &[("error-", "kernel::guard, by the error's code")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn texts(folder: &str, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is read") {
            let path = entry.expect("an entry").path();
            let ending = path
                .extension()
                .and_then(|e| e.to_str())
                .unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if endings.contains(&ending) {
                let text = fs::read_to_string(&path).expect("the file is text");
                let name = path.strip_prefix(root()).expect("inside the project");
                found.push((name.to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// Messages of one text: key and everything after `=`.
fn messages(text: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        let starts = line.starts_with(|c: char| c.is_ascii_alphabetic())
            && line.contains('=')
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if starts {
            let value = line.split_once('=').map_or("", |(_, value)| value);
            all.push((key.to_owned(), value.trim().to_owned()));
        } else if let Some((_, value)) = all.last_mut() {
            value.push('\n');
            value.push_str(line);
        }
    }
    all
}

/// The whole catalogue of a language.
pub fn catalogue(lang: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (path, text) in texts(&format!("locales/{lang}"), &["ftl"]) {
        for (key, value) in messages(&text) {
            let twice = all.insert(key.clone(), value);
            assert!(
                twice.is_none(),
                "{key} stands twice, again in {}",
                path.display()
            );
        }
    }
    assert!(all.len() > 100, "the catalogue {lang} is read");
    all
}

fn arguments(text: &str) -> BTreeSet<String> {
    text.match_indices('$')
        .map(|(at, _)| {
            text[at + 1..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                .collect()
        })
        .collect()
}

/// What one catalogue has and the other lacks, in keys and in arguments.
fn differences(id: &BTreeMap<String, String>, en: &BTreeMap<String, String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (a, b, name) in [(id, en, "en"), (en, id, "id")] {
        for (key, text) in a {
            match b.get(key) {
                None => wrong.push(format!("{key} is missing in {name}")),
                Some(other) if arguments(text) != arguments(other) => {
                    wrong.push(format!("{key}: other arguments in {name}"));
                }
                Some(other) if other.trim().is_empty() => {
                    wrong.push(format!("{key} is empty in {name}"));
                }
                Some(_) => {}
            }
        }
    }
    wrong
}

#[test]
fn both_languages_have_the_same_keys_and_arguments() {
    let wrong = differences(&catalogue("id"), &catalogue("en"));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_missing_key_and_a_lost_argument_are_noticed() {
    let id: BTreeMap<String, String> = messages("a-b = Satu { $n }\nc-d = Dua\n")
        .into_iter()
        .collect();
    let en: BTreeMap<String, String> = messages("a-b = One\n").into_iter().collect();
    assert_eq!(
        differences(&id, &en),
        [
            "a-b: other arguments in en",
            "c-d is missing in en",
            "a-b: other arguments in id"
        ]
    );
}

/// How code names a text: the call, and what is put before or after its code.
const CALLS: &[(&str, &[&str])] = &[
    (".t(\"", &[""]),
    (".ta(\"", &[""]),
    (".ta2(\"", &[""]),
    (".tn(\"", &[""]),
    ("Page::new(cx, \"", &[""]),
    ("Page::new(&cx, \"", &[""]),
    ("Page::public(&gx, \"", &[""]),
    ("Flash::ok(\"", &[""]),
    ("Flash::warn(\"", &[""]),
    ("Reason::new(\"", &["refused-"]),
    ("Error::Conflict(\"", &["conflict-"]),
    ("Error::BadRequest(\"", &["bad-request-"]),
    ("Notice::new(\"", &["mail-*-subject", "mail-*-body"]),
];

/// Source without its tests, and templates.
fn sources() -> Vec<(PathBuf, String)> {
    let mut all = texts("src", &["rs"]);
    all.retain(|(path, _)| {
        let name = path.to_string_lossy();
        !name.contains("/tests/") && !name.ends_with("_test.rs") && !name.ends_with("/tests.rs")
    });
    for (_, text) in &mut all {
        let live = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        *text = live.to_owned();
    }
    assert!(all.len() > 50, "the source is read");
    all.extend(texts("templates", &["html"]));
    all
}

/// Code on one line, so that a call that was broken over lines reads like any other.
fn joined(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace("( \"", "(\"")
}

#[test]
fn every_text_that_code_asks_for_is_there() {
    let id = catalogue("id");
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let text = joined(&text);
        for (call, shapes) in CALLS {
            for (at, _) in text.match_indices(call) {
                let rest = &text[at + call.len()..];
                let code = rest.split('"').next().unwrap_or_default();
                let whole = code.len() < rest.len()
                    && matches!(rest[code.len()..].chars().nth(1), Some(')' | ','));
                if !whole || code.contains('{') || code.contains(' ') || code.is_empty() {
                    continue;
                }
                for shape in *shapes {
                    let key = if shape.contains('*') {
                        shape.replace('*', code)
                    } else {
                        format!("{shape}{code}")
                    };
                    if !id.contains_key(&key) {
                        wrong.push(format!("{}: {key}", path.display()));
                    }
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "no such text:\n{}", wrong.join("\n"));
}

/// Every string literal of code and templates, and the beginnings of keys that are put together.
fn literals() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut whole, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
    for (_, text) in sources() {
        for literal in text.split('"') {
            let plain = literal
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            if plain {
                whole.insert(literal.to_owned());
                if literal.contains('-') {
                    let end = if literal.ends_with('-') { "" } else { "-" };
                    beginnings.insert(format!("{literal}{end}"));
                }
            } else if let Some((before, _)) = literal.split_once('{')
                && (before.ends_with('-') || before.is_empty())
            {
                beginnings.insert(before.to_owned());
            }
        }
    }
    beginnings.retain(|beginning| beginning.len() > 2);
    (whole, beginnings)
}

/// Ways in which code adds something before a code it names.
const ADDED: &[&str] = &["invalid-", "refused-", "conflict-", "bad-request-"];

#[test]
fn every_text_is_used() {
    let (whole, mut beginnings) = literals();
    for added in ADDED.iter().chain(&["mail-"]) {
        beginnings.remove(*added);
    }
    beginnings.extend(DYNAMIC.iter().map(|(prefix, _)| (*prefix).to_owned()));
    let unused: Vec<String> = catalogue("id")
        .into_keys()
        .filter(|key| {
            let code = ADDED.iter().find_map(|added| key.strip_prefix(added));
            let mail = key
                .strip_prefix("mail-")
                .and_then(|rest| rest.strip_suffix("-subject").or(rest.strip_suffix("-body")));
            !whole.contains(key)
                && !code.is_some_and(|code| whole.contains(code))
                && !mail.is_some_and(|kind| whole.contains(kind))
                && !beginnings
                    .iter()
                    .any(|beginning| key.starts_with(beginning.as_str()))
        })
        .collect();
    assert!(unused.is_empty(), "nobody uses:\n{}", unused.join("\n"));
}

#[test]
fn what_is_counted_has_a_plural_in_english() {
    let (id, en) = (catalogue("id"), catalogue("en"));
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let text = joined(&text);
        for (at, _) in text.match_indices(".tn(\"") {
            let key = text[at + 5..].split('"').next().unwrap_or_default();
            let Some(english) = en.get(key) else { continue };
            let chosen = english.contains("$n ->");
            if chosen && !(english.contains("[one]") && english.contains("*[other]")) {
                wrong.push(format!(
                    "{}: {key} has no [one] and *[other]",
                    path.display()
                ));
            }
            for (lang, text) in [("id", id.get(key)), ("en", Some(english))] {
                if text.is_some_and(|text| !text.contains("$n")) {
                    wrong.push(format!("{key} ({lang}) does not say the number"));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Refusals that no test can bring about, and why.
const UNMET: &[(&str, &str)] = &[(
    "refused-roster-unsolved",
    "an empty roster keeps every limit: only a solver that gives up on numbers would raise it",
)];

/// What tests say, with strings that go over several lines put together.
fn tested() -> String {
    let mut all = String::new();
    for (_, text) in texts("tests", &["rs"]) {
        all.push_str(&text);
    }
    for (name, text) in texts("src", &["rs"]) {
        let from = if name.to_string_lossy().ends_with("_test.rs") {
            Some(0)
        } else {
            text.find("#[cfg(test)]")
        };
        all.push_str(from.map_or("", |from| &text[from..]));
    }
    let mut parts = all.split("\\\n");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.trim_start())
}

/// Whether tests name a refusal: by its code, or by a piece of its words in Indonesian.
fn named(tests: &str, key: &str, words: &str) -> bool {
    let code = key.trim_start_matches("refused-");
    let piece = |words: &str| {
        let chars: Vec<char> = words.replace('"', "\\\"").chars().collect();
        let mut pieces = chars.windows(22).map(|piece| piece.iter().collect());
        pieces.any(|piece: String| tests.contains(&piece))
    };
    tests.contains(&format!("\"{code}\""))
        || tests.contains(&format!("\"{key}\""))
        || words.split(['{', '}']).step_by(2).any(piece)
}

#[test]
fn every_refusal_is_met_by_a_test() {
    let tests = tested();
    let mut missing = Vec::new();
    for (_, text) in texts("locales/id", &["ftl"]) {
        for (key, words) in messages(&text) {
            let unmet = UNMET.iter().any(|(one, _)| *one == key);
            if key.starts_with("refused-") && !unmet && !named(&tests, &key, &words) {
                missing.push(key);
            }
        }
    }
    assert!(missing.is_empty(), "no test meets {missing:?}");
}
