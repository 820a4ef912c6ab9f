//! What is told to other systems: kinds of events, and the rows of the trail they come from.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    #[serde(rename = "request.submitted")]
    RequestSubmitted,
    #[serde(rename = "request.decided")]
    RequestDecided,
    #[serde(rename = "request.withdrawn")]
    RequestWithdrawn,
    #[serde(rename = "request.cancelled")]
    RequestCancelled,
    /// A day was exchanged with a colleague's, or such an exchange was taken back.
    #[serde(rename = "request.exchanged")]
    RequestExchanged,
    #[serde(rename = "request.revoked")]
    RequestRevoked,
    #[serde(rename = "request.ended")]
    RequestEnded,
    #[serde(rename = "objection.opened")]
    ObjectionOpened,
    #[serde(rename = "objection.answered")]
    ObjectionAnswered,
    #[serde(rename = "rules.published")]
    RulesPublished,
    #[serde(rename = "import.applied")]
    ImportApplied,
    #[serde(rename = "employee.created")]
    EmployeeCreated,
    #[serde(rename = "employee.changed")]
    EmployeeChanged,
    #[serde(rename = "employee.left")]
    EmployeeLeft,
    #[serde(rename = "unit.created")]
    UnitCreated,
    #[serde(rename = "unit.changed")]
    UnitChanged,
    /// A step of its chain has agreed and the next is asked.
    #[serde(rename = "request.agreed")]
    RequestAgreed,
    #[serde(rename = "window.set")]
    WindowSet,
    #[serde(rename = "window.ended")]
    WindowEnded,
    /// A rule was set aside for somebody, or is no longer.
    #[serde(rename = "exception.changed")]
    ExceptionChanged,
    #[serde(rename = "shared_task.changed")]
    SharedTaskChanged,
    /// Somebody's targets of a year were proposed, given back or agreed.
    #[serde(rename = "targets.changed")]
    TargetsChanged,
    #[serde(rename = "work.delivered")]
    WorkDelivered,
    /// A delivery was accepted, is to be revised, or was refused.
    #[serde(rename = "work.answered")]
    WorkAnswered,
    /// Somebody reported a day, or corrected the report.
    #[serde(rename = "day.reported")]
    DayReported,
    /// The report of a day was accepted or given back.
    #[serde(rename = "day.answered")]
    DayAnswered,
    /// A rating of performance became final, or was corrected.
    #[serde(rename = "rating.final")]
    RatingFinal,
    /// Somebody was given feedback, or it was taken back or answered.
    #[serde(rename = "feedback.changed")]
    FeedbackChanged,
    /// A plan for improvement was written, agreed to or closed.
    #[serde(rename = "improvement.changed")]
    ImprovementChanged,
    /// The allowance of a month was locked: its file is ready.
    #[serde(rename = "allowance.locked")]
    AllowanceLocked,
    /// A decision or agreement that was told already was taken back. Comes with `request.decided` and `request.agreed`.
    #[serde(rename = "request.reopened")]
    RequestReopened,
    /// Somebody wants to see whether messages arrive. Goes to that webhook only.
    #[serde(rename = "webhook.test")]
    Test,
}

/// A kind, its word, and the audit rows that it comes from.
type Line = (Kind, &'static str, &'static [&'static str]);

/// How many kinds there are.
pub const KINDS: usize = 32;

const LINES: [Line; KINDS] = [
    (
        Kind::RequestSubmitted,
        "request.submitted",
        &["request-submitted", "request-seated"],
    ),
    (
        Kind::RequestDecided,
        "request.decided",
        &[
            "request-decided",
            "request-approved-standing",
            "request-lapsed",
            "offer-accepted",
        ],
    ),
    (
        Kind::RequestWithdrawn,
        "request.withdrawn",
        &["request-withdrawn", "request-expired"],
    ),
    (
        Kind::RequestCancelled,
        "request.cancelled",
        &["request-cancelled"],
    ),
    (
        Kind::RequestExchanged,
        "request.exchanged",
        &["request-exchanged"],
    ),
    (
        Kind::RequestRevoked,
        "request.revoked",
        &["request-revoked"],
    ),
    (Kind::RequestEnded, "request.ended", &["request-ended"]),
    (
        Kind::ObjectionOpened,
        "objection.opened",
        &["objection-opened"],
    ),
    (
        Kind::ObjectionAnswered,
        "objection.answered",
        &["objection-answered"],
    ),
    (
        Kind::RulesPublished,
        "rules.published",
        &["rules-published"],
    ),
    (Kind::ImportApplied, "import.applied", &["import-applied"]),
    (
        Kind::EmployeeCreated,
        "employee.created",
        &["employee-created"],
    ),
    (
        Kind::EmployeeChanged,
        "employee.changed",
        &[
            "employee-edited",
            "employee-moved",
            "employee-returned",
            "employee-email-changed",
            "supervisor-set",
        ],
    ),
    (Kind::EmployeeLeft, "employee.left", &["employee-left"]),
    (Kind::UnitCreated, "unit.created", &["unit-created"]),
    (
        Kind::UnitChanged,
        "unit.changed",
        &[
            "unit-edited",
            "head-set",
            "acting-head-named",
            "acting-head-ended",
            "mandate-given",
            "mandate-ended",
        ],
    ),
    (Kind::RequestAgreed, "request.agreed", &["request-agreed"]),
    (Kind::WindowSet, "window.set", &["window-set"]),
    (Kind::WindowEnded, "window.ended", &["window-ended"]),
    (
        Kind::ExceptionChanged,
        "exception.changed",
        &["exception-granted", "exception-declined", "exception-ended"],
    ),
    (
        Kind::SharedTaskChanged,
        "shared_task.changed",
        &[
            "shared-task-decided",
            "shared-task-replaced",
            "shared-task-revoked",
            "shared-task-ended",
        ],
    ),
    (
        Kind::TargetsChanged,
        "targets.changed",
        &["targets-proposed", "targets-given-back", "targets-agreed"],
    ),
    (Kind::WorkDelivered, "work.delivered", &["work-delivered"]),
    (
        Kind::WorkAnswered,
        "work.answered",
        &["work-accepted", "work-revision", "work-refused"],
    ),
    (Kind::DayReported, "day.reported", &["day-reported"]),
    (
        Kind::DayAnswered,
        "day.answered",
        &["day-accepted", "day-returned"],
    ),
    (
        Kind::RatingFinal,
        "rating.final",
        &["rating-final", "rating-corrected"],
    ),
    (
        Kind::FeedbackChanged,
        "feedback.changed",
        &["feedback-given", "feedback-withdrawn", "feedback-answered"],
    ),
    (
        Kind::ImprovementChanged,
        "improvement.changed",
        &[
            "improvement-written",
            "improvement-agreed",
            "improvement-closed",
        ],
    ),
    (
        Kind::AllowanceLocked,
        "allowance.locked",
        &["allowance-locked"],
    ),
    (
        Kind::RequestReopened,
        "request.reopened",
        &["decision-undone"],
    ),
    (
        Kind::Test,
        "webhook.test",
        &["webhook-added", "webhook-tested"],
    ),
];

impl Kind {
    /// What a webhook can listen to.
    pub const OFFERED: [Self; 30] = [
        Self::RequestSubmitted,
        Self::RequestDecided,
        Self::RequestWithdrawn,
        Self::RequestCancelled,
        Self::RequestExchanged,
        Self::RequestRevoked,
        Self::RequestEnded,
        Self::ObjectionOpened,
        Self::ObjectionAnswered,
        Self::RulesPublished,
        Self::ImportApplied,
        Self::EmployeeCreated,
        Self::EmployeeChanged,
        Self::EmployeeLeft,
        Self::UnitCreated,
        Self::UnitChanged,
        Self::RequestAgreed,
        Self::WindowSet,
        Self::WindowEnded,
        Self::ExceptionChanged,
        Self::SharedTaskChanged,
        Self::TargetsChanged,
        Self::WorkDelivered,
        Self::WorkAnswered,
        Self::DayReported,
        Self::DayAnswered,
        Self::RatingFinal,
        Self::FeedbackChanged,
        Self::ImprovementChanged,
        Self::AllowanceLocked,
    ];

    /// Its word, as stored and sent.
    pub fn code(self) -> &'static str {
        LINES[self as usize].1
    }

    /// Whether it can be taken back for some seconds, and is told only when it stands.
    pub fn settles(self) -> bool {
        Self::SETTLING.contains(&self)
    }

    /// The kinds that can be taken back for some seconds.
    pub const SETTLING: [Self; 2] = [Self::RequestDecided, Self::RequestAgreed];

    /// Its name in keys of the catalogues.
    pub fn key(self) -> String {
        format!("webhooks-kind-{}", self.code().replace('.', "-"))
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        let line = LINES.iter().find(|(_, word, _)| *word == code)?;
        Some(line.0)
    }

    /// The kind that a row of the trail is told as.
    pub fn of_audit(event: &str) -> Option<Self> {
        let line = LINES.iter().find(|(.., events)| events.contains(&event))?;
        Some(line.0)
    }

    /// Every audit event that is told.
    pub fn audited() -> Vec<String> {
        let events = LINES.iter().flat_map(|(.., events)| events.iter());
        events.map(|event| (*event).to_owned()).collect()
    }
}

impl JsonSchema for Kind {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "WebhookKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = LINES.iter().map(|(_, word, _)| *word).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::i18n::Lang;

    #[test]
    fn every_kind_stands_at_its_place_reads_back_and_has_words() {
        for (index, (kind, word, _)) in LINES.iter().enumerate() {
            assert_eq!(*kind as usize, index);
            assert_eq!(Kind::of(word), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), *word);
            for lang in [Lang::Id, Lang::En] {
                assert!(lang.find(&kind.key()).is_some(), "{}", kind.key());
            }
        }
        for kind in Kind::OFFERED {
            assert!(!matches!(kind, Kind::Test | Kind::RequestReopened));
        }
        for event in Kind::audited() {
            let key = format!("trail-event-{event}");
            assert!(
                Lang::Id.find(&key).is_some(),
                "{event} is no event of the trail"
            );
        }
    }
}
