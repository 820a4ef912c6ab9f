//! The steps in the life of a request, as its page tells them.

use crate::{
    kernel::html::Page,
    organisation,
    requests::{Ground, Happened, State},
};

/// A step.
pub struct Step {
    pub icon: &'static str,
    pub tone: &'static str,
    pub what: String,
    pub by: String,
    pub at: String,
    pub at_iso: String,
    pub quote: String,
}

/// A step in words.
pub fn shown(step: &Happened, ground: Option<&Ground>, page: &Page) -> Step {
    let (icon, tone) = match step.event.as_str() {
        "submitted" | "resubmitted" | "seated" => ("send", "brand"),
        "agreed" => ("check", "ok"),
        "offered" | "assigned" => ("calendar-plus", "brand"),
        "queued" => ("clock", ""),
        "approved" | "approved_standing" | "approved_adjusted" | "accepted" | "confirmed" => {
            ("circle-check", "ok")
        }
        "refused" | "revoked" | "lapsed" => ("circle-x", "bad"),
        "escalated" => ("trending-up", "warn"),
        "returned" => ("message-square-reply", "warn"),
        "undone" | "withdrawn" | "declined" | "retracted" => ("undo-2", ""),
        "objected" | "objection-late" | "objection-upheld" | "objection-dismissed" => {
            ("gavel", "brand")
        }
        "cancelled" | "day-cancelled" => ("ban", ""),
        "exchanged" | "exchange-undone" => ("repeat", "brand"),
        _ => ("flag", ""),
    };
    let by = organisation::decider_words(
        page.language,
        step.by.as_deref().unwrap_or_default(),
        step.acting.as_deref(),
        step.in_place_of.as_deref(),
    );
    Step {
        icon,
        tone,
        what: match ground.filter(|_| step.event == "approved_standing") {
            Some(ground) => page.ta(
                "requests-event-approved-standing",
                "date",
                page.date(&ground.given_on),
            ),
            None => page.t(&event_key(step)),
        },
        by,
        at: page.instant(&step.at),
        at_iso: step.at.to_rfc3339(),
        quote: step.note.clone(),
    }
}

/// The catalogue key of a step; an upheld objection says where the request went.
fn event_key(step: &Happened) -> String {
    let event = step.event.replace('_', "-");
    match step.to.filter(|_| event == "objection-upheld") {
        Some(State::Submitted) => "requests-event-objection-reopened".into(),
        Some(State::Returned) => "requests-event-objection-returned".into(),
        _ => format!("requests-event-{event}"),
    }
}
