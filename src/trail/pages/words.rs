//! Rows of the trail and the state of the chain in words.

use serde_json::{Map, Value};

use super::Status;
use crate::{
    kernel::{format, html::Page},
    policy::{Kind, sentences},
    trail::{Chain, Checked, Entry},
};

/// A row as the list, the replay and the export show it.
pub struct Line {
    pub iso: String,
    pub at: String,
    pub who: String,
    pub what: String,
    pub subject: String,
    pub replay: String,
    pub details: Vec<(String, String)>,
    pub seal: String,
    pub sealed: bool,
    pub icon: &'static str,
}

impl Line {
    /// A row in the reader's language.
    pub fn of(entry: &Entry, page: &Page) -> Self {
        Self {
            iso: entry.at.to_rfc3339(),
            at: page.instant(&entry.at),
            who: match entry.actor.as_deref() {
                None => page.t("trail-system"),
                Some("") => page.t("trail-unknown-person"),
                Some(name) => name.to_owned(),
            },
            what: what(&entry.event, page),
            subject: subject(entry, page),
            replay: entry
                .request
                .map(|id| format!("/trail/requests/{id}"))
                .unwrap_or_default(),
            details: details(entry, page),
            seal: match entry.seq {
                Some(seq) => page.ta("trail-seal", "n", page.number(seq)),
                None => page.t("trail-unsealed"),
            },
            sealed: entry.seq.is_some(),
            icon: icon(&entry.event),
        }
    }

    /// The details in one text.
    pub fn detail_text(&self) -> String {
        self.details
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// What happened; an event that has no words yet shows its code.
pub fn what(event: &str, page: &Page) -> String {
    page.language
        .find(&format!("trail-event-{event}"))
        .unwrap_or_else(|| page.ta("trail-event-unknown", "code", event))
}

fn subject(entry: &Entry, page: &Page) -> String {
    let kind = page
        .language
        .find(&format!(
            "trail-subject-{}",
            entry.subject_kind.replace('_', "-")
        ))
        .unwrap_or_else(|| entry.subject_kind.replace('_', " "));
    match &entry.subject {
        Some(name) => format!("{kind}: {name}"),
        None => kind,
    }
}

fn icon(event: &str) -> &'static str {
    match event {
        "request-decided"
        | "request-agreed"
        | "request-approved-standing"
        | "swap-decided"
        | "shared-task-decided" => "gavel",
        "objection-opened" | "objection-late" | "objection-answered" => "scale",
        "trail-read" => "eye",
        "trail-verified" => "shield-check",
        "role-granted" | "role-withdrawn" => "shield",
        "signed-in" => "log-in",
        _ if event.starts_with("request-")
            || event.starts_with("decision-")
            || event.starts_with("offer-")
            || event.starts_with("standing-")
            || event == "days-assigned" =>
        {
            "inbox"
        }
        _ if event.starts_with("swap-") => "repeat",
        _ if event.starts_with("shared-task-") => "users",
        _ if event.starts_with("shift-") || event.starts_with("presence-") => "clock",
        _ if event.starts_with("target")
            || event.starts_with("work-")
            || event.starts_with("rating-")
            || event.starts_with("credit-") =>
        {
            "target"
        }
        _ if event.starts_with("feedback-") => "message-square-reply",
        _ if event.starts_with("allowance-") => "banknote",
        _ if event.contains("rules-") => "list-checks",
        _ if event.starts_with("import-") => "upload",
        _ if event.starts_with("unit-") || event.starts_with("head-") => "network",
        _ if event.starts_with("position-") => "briefcase",
        _ if event.starts_with("employee-") => "user",
        _ => "file-text",
    }
}

/// The details with names and values in words where the catalogues have some; empty ones are left out.
fn details(entry: &Entry, page: &Page) -> Vec<(String, String)> {
    let map: Map<String, Value> = serde_json::from_str(&entry.detail).unwrap_or_default();
    map.iter()
        // the row leads to its request already
        .filter(|(name, _)| name.as_str() != "request" || entry.request.is_none())
        .filter_map(|(name, value)| {
            let shown = value_words(name, value, entry, page)?;
            let label = page
                .language
                .find(&format!("trail-detail-{}", name.replace('_', "-")))
                .unwrap_or_else(|| name.replace('_', " "));
            Some((label, shown))
        })
        .collect()
}

fn value_words(name: &str, value: &Value, entry: &Entry, page: &Page) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(page.t(if *yes { "trail-yes" } else { "trail-no" })),
        Value::Number(n) => Some(n.as_i64().map_or_else(|| n.to_string(), |n| page.number(n))),
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(word(name, text, entry, page)),
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(
            items
                .iter()
                .filter_map(|item| value_words(name, item, entry, page))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        Value::Object(_) => Some(value.to_string()),
    }
}

/// A stored word: a date, an instant, an id, the key of a rule, or a code that the catalogues may know.
fn word(name: &str, text: &str, entry: &Entry, page: &Page) -> String {
    if let Ok(day) = text.parse::<chrono::NaiveDate>() {
        return page.date(&day);
    }
    if let Ok(at) = text.parse::<chrono::DateTime<chrono::Utc>>() {
        return page.instant(&at);
    }
    if let Ok(id) = uuid::Uuid::parse_str(text)
        && let Some(name) = entry.named.get(&id)
    {
        return name.clone();
    }
    if name == "sha256" {
        return text.to_owned();
    }
    if text.len() > 36 || uuid::Uuid::parse_str(text).is_ok() {
        let tail: String = text.chars().rev().take(8).collect();
        return format!("…{}", tail.chars().rev().collect::<String>());
    }
    if matches!(name, "rule" | "waived")
        && let Ok(kind) = serde_json::from_value::<Kind>(Value::from(text))
    {
        return sentences::title(kind).get(page.lang).to_owned();
    }
    page.language
        .find(&format!("trail-word-{}", text.replace('_', "-")))
        .unwrap_or_else(|| text.replace('_', " "))
}

/// A state of a request in words.
pub fn state(code: &str, page: &Page) -> String {
    page.t(&format!("trail-word-{}", code.replace('_', "-")))
}

/// The chain in one sentence, with what stands beneath it.
pub fn status(chain: &Chain, page: &Page) -> Status {
    let since = chain
        .since
        .map(|at| format::long_date(at.with_timezone(&page.zone).date_naive(), page.language))
        .unwrap_or_default();
    let broken = chain.last.as_ref().filter(|last| !last.intact());
    let (tone, title, text) = if let Some(last) = broken {
        ("bad", page.t("trail-chain-broken"), fault(last, page))
    } else if chain.late > 0 {
        (
            "warn",
            page.tn("trail-chain-late", chain.late),
            page.t("trail-chain-late-text"),
        )
    } else if chain.seq == 0 {
        (
            "warn",
            page.t("trail-chain-empty"),
            page.t("trail-chain-empty-text"),
        )
    } else if chain.last.is_none() {
        (
            "warn",
            page.ta2(
                "trail-chain-unverified",
                "since",
                since,
                "n",
                page.number(chain.seq),
            ),
            page.t("trail-chain-unverified-text"),
        )
    } else {
        (
            "ok",
            page.ta2(
                "trail-chain-intact",
                "since",
                since,
                "n",
                page.number(chain.seq),
            ),
            page.t("trail-chain-intact-text"),
        )
    };
    Status {
        tone,
        title,
        text,
        seq: chain.seq,
        head: chain.head.clone(),
        sealed: chain
            .sealed_at
            .map(|at| page.instant(&at))
            .unwrap_or_else(|| page.t("trail-never")),
        verified: match &chain.last {
            None => page.t("trail-never"),
            Some(last) => {
                let by = last.by.clone().unwrap_or_else(|| page.t("trail-system"));
                format!(
                    "{} · {} · {}",
                    page.instant(&last.at),
                    by,
                    page.ta("trail-rows-checked", "n", page.number(last.checked))
                )
            }
        },
    }
}

/// What a verification found to be wrong.
pub fn fault(found: &Checked, page: &Page) -> String {
    match &found.broken {
        Some((seq, fault)) => page.ta(&format!("trail-fault-{fault}"), "seq", page.number(*seq)),
        None => page.tn("trail-chain-late", found.late),
    }
}
