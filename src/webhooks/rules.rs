//! What becomes of a row of the trail at each webhook, when an attempt is repeated, and when a webhook rests.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Kind;
use crate::kernel::id::WebhookId;

/// Attempts at one event: twelve, over seventeen hours.
pub const ATTEMPTS: i16 = 12;
/// A decision may be taken back for ten seconds; the seal and the worker take another two.
const SETTLED: TimeDelta = TimeDelta::seconds(15);
/// Without anything accepted for so long a webhook is paused.
const PATIENCE: TimeDelta = TimeDelta::days(3);
/// A webhook that refused rests for at most so long before the next event is tried.
const REST: TimeDelta = TimeDelta::minutes(15);
/// How long a former secret still signs.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);
/// What was missed while a webhook was paused is made up for so far back.
pub const MADE_UP: TimeDelta = TimeDelta::days(30);

/// Work that began before a webhook was made and ended after it is told; no transaction lives nearly as long.
const BEFORE: TimeDelta = TimeDelta::minutes(10);

/// A sealed row of the trail that may be told.
#[derive(Clone, Debug)]
pub struct Happening {
    pub seq: i64,
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub event: String,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    /// The details, as JSON.
    pub detail: String,
}

/// A webhook that may hear of it.
#[derive(Clone, Debug)]
pub struct Listener {
    pub id: WebhookId,
    pub kinds: Vec<Kind>,
    pub seen: i64,
    pub created_at: DateTime<Utc>,
}

impl Listener {
    fn hears(&self, kind: Kind, what: &Happening) -> bool {
        what.seq > self.seen
            && what.at >= self.created_at - BEFORE
            && match kind {
                Kind::Test => what.subject_id == Some(self.id.0),
                Kind::RequestReopened => self.kinds.iter().any(|kind| kind.settles()),
                _ => self.kinds.contains(&kind),
            }
    }
}

/// An event for a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub webhook: WebhookId,
    pub kind: Kind,
    pub seq: i64,
    pub event_id: Uuid,
    pub at: DateTime<Utc>,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    pub path: String,
    pub outcome: Option<String>,
    pub not_before: DateTime<Utc>,
}

/// What becomes of rows, in the order they happened: events to tell, and those among them that take a decision back. Such a
/// one is told only where the decision itself cannot be dropped any more, which the store knows.
pub fn plan(rows: &[Happening], listeners: &[Listener], now: DateTime<Utc>) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    for row in rows {
        let Some(kind) = Kind::of_audit(&row.event) else {
            continue;
        };
        let detail: Map<String, Value> = serde_json::from_str(&row.detail).unwrap_or_default();
        for listener in listeners.iter().filter(|one| one.hears(kind, row)) {
            if kind == Kind::RequestReopened && drop_decision(&mut told, listener.id, row) {
                continue;
            }
            told.push(Told {
                webhook: listener.id,
                kind,
                seq: row.seq,
                event_id: row.id,
                at: row.at,
                subject_kind: row.subject_kind.clone(),
                subject_id: row.subject_id,
                path: path(row, &detail),
                outcome: outcome(kind, &detail),
                not_before: if kind.settles() {
                    now.max(row.at + SETTLED)
                } else {
                    now
                },
            });
        }
    }
    told
}

/// Drops the decision on the same request that was planned a moment before; whether there was one.
fn drop_decision(told: &mut Vec<Told>, webhook: WebhookId, row: &Happening) -> bool {
    let at = told.iter().rposition(|one| {
        one.webhook == webhook && one.kind.settles() && one.subject_id == row.subject_id
    });
    at.map(|at| told.remove(at)).is_some()
}

/// Where the subject is read, below `/api/v1`.
fn path(row: &Happening, detail: &Map<String, Value>) -> String {
    let named = |name: &str| match detail.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let own = row.subject_id.map(|id| id.to_string());
    let (folder, id) = match row.subject_kind.as_str() {
        "request" => ("requests", own),
        // an objection is read with its request
        "objection" => ("requests", named("request")),
        "rule_set" => ("rule-sets", named("version")),
        "import" => ("imports", own),
        "employee" => ("employees", own),
        "unit" => ("units", own),
        "webhook" => ("webhooks", own),
        "window" => ("windows", own),
        "exception" => ("exceptions", own),
        "shared_task" => ("shared-tasks", own),
        "targets" => ("targets", own),
        "deliverable" => ("deliverables", own),
        "day_report" => ("day-reports", own),
        "improvement_plan" => ("improvement-plans", own),
        _ => return String::new(),
    };
    id.map(|id| format!("/{folder}/{id}")).unwrap_or_default()
}

/// How it ended: a word of a closed list, never text that a person typed.
fn outcome(kind: Kind, detail: &Map<String, Value>) -> Option<String> {
    let word = detail.get("state").and_then(Value::as_str)?;
    matches!(kind, Kind::RequestDecided | Kind::ObjectionAnswered).then(|| word.to_owned())
}

/// The pause after so many attempts.
pub fn backoff(attempts: i16) -> TimeDelta {
    TimeDelta::seconds(30 << (attempts.max(1) - 1).min(11))
}

/// How long the whole webhook rests after so many failures in a row.
pub fn rest(failures: i32) -> TimeDelta {
    TimeDelta::seconds(30 << (failures.max(1) - 1).min(10)).min(REST)
}

/// Whether a webhook that has failed since then is paused.
pub fn exhausted(failing_since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - failing_since >= PATIENCE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn row(seq: i64, event: &str, subject: u128, detail: &str) -> Happening {
        Happening {
            seq,
            id: Uuid::from_u128(seq.unsigned_abs().into()),
            at: at(seq),
            event: event.into(),
            subject_kind: "request".into(),
            subject_id: Some(Uuid::from_u128(subject)),
            detail: detail.into(),
        }
    }

    fn listener(id: u128, kinds: &[Kind], seen: i64) -> Listener {
        Listener {
            id: WebhookId(Uuid::from_u128(id)),
            kinds: kinds.to_vec(),
            seen,
            created_at: at(0),
        }
    }

    fn told(rows: &[Happening], listeners: &[Listener]) -> Vec<(u128, &'static str, i64)> {
        plan(rows, listeners, at(100))
            .into_iter()
            .map(|one| (one.webhook.0.as_u128(), one.kind.code(), one.seq))
            .collect()
    }

    #[test]
    fn each_webhook_hears_its_kinds_after_the_number_it_has_seen() {
        let rows = [
            row(1, "request-submitted", 7, "{}"),
            row(2, "signed-in", 7, "{}"),
            row(3, "request-withdrawn", 7, "{}"),
        ];
        let all = [
            listener(1, &[Kind::RequestSubmitted, Kind::RequestWithdrawn], 0),
            listener(2, &[Kind::RequestSubmitted, Kind::RequestWithdrawn], 1),
            listener(3, &[Kind::ImportApplied], 0),
        ];
        assert_eq!(
            told(&rows, &all),
            [
                (1, "request.submitted", 1),
                (1, "request.withdrawn", 3),
                (2, "request.withdrawn", 3)
            ]
        );
    }

    #[test]
    fn what_happened_before_a_webhook_was_made_is_not_told() {
        let mut late = listener(1, &[Kind::RequestSubmitted], 0);
        late.created_at = at(1_000);
        let rows = [
            row(399, "request-submitted", 7, "{}"),
            row(400, "request-submitted", 7, "{}"),
        ];
        assert_eq!(told(&rows, &[late]), [(1, "request.submitted", 400)]);
    }

    #[test]
    fn a_decision_waits_until_it_stands_and_is_dropped_when_taken_back() {
        let hears = [listener(1, &[Kind::RequestDecided], 0)];
        let decided = row(95, "request-decided", 7, r#"{"state":"refused"}"#);
        let planned = plan(std::slice::from_ref(&decided), &hears, at(100));
        assert_eq!(planned[0].not_before, at(110));
        assert_eq!(planned[0].outcome.as_deref(), Some("refused"));
        let undone = row(96, "decision-undone", 7, r#"{"was":"refused"}"#);
        let other = row(97, "decision-undone", 8, "{}");
        assert_eq!(told(&[decided.clone(), undone], &hears), []);
        // taken back in a later batch: the store drops it, or tells both
        assert_eq!(
            told(&[decided, other], &hears),
            [(1, "request.decided", 95), (1, "request.reopened", 97)]
        );
        // so is the agreement of a step
        let hears = [listener(1, &[Kind::RequestAgreed], 0)];
        let agreed = row(95, "request-agreed", 7, "{}");
        let planned = plan(std::slice::from_ref(&agreed), &hears, at(100));
        assert_eq!(planned[0].not_before, at(110));
        let undone = row(96, "decision-undone", 7, "{}");
        assert_eq!(told(&[agreed, undone], &hears), []);
    }

    #[test]
    fn a_test_goes_to_the_webhook_it_is_for() {
        let rows = [row(1, "webhook-tested", 2, "{}")];
        let all = [
            listener(1, &Kind::OFFERED, 0),
            listener(2, &[Kind::ImportApplied], 0),
        ];
        assert_eq!(told(&rows, &all), [(2, "webhook.test", 1)]);
    }

    #[test]
    fn an_event_refers_to_its_subject_and_tells_nothing_a_person_typed() {
        let hears = [listener(1, &Kind::OFFERED, 0)];
        let shown = |event: &str, subject: &str, detail: &str| {
            let mut one = row(1, event, 7, detail);
            one.subject_kind = subject.into();
            let told = plan(&[one], &hears, at(100)).remove(0);
            (told.path, told.outcome)
        };
        let seven = Uuid::from_u128(7);
        let (path, outcome) = shown(
            "request-revoked",
            "request",
            r#"{"from":"2026-01-01","state":"x"}"#,
        );
        assert_eq!((path, outcome), (format!("/requests/{seven}"), None));
        let request = format!(r#"{{"request":"{seven}","state":"upheld"}}"#);
        let (path, outcome) = shown("objection-answered", "objection", &request);
        assert_eq!(
            (path, outcome.as_deref()),
            (format!("/requests/{seven}"), Some("upheld"))
        );
        let (path, _) = shown("rules-published", "rule_set", r#"{"version":4}"#);
        assert_eq!(path, "/rule-sets/4");
        let (path, _) = shown("window-set", "window", r#"{"kind":"emergency"}"#);
        assert_eq!(path, format!("/windows/{seven}"));
        let (path, _) = shown("objection-opened", "objection", "{}");
        assert_eq!(path, "");
    }

    #[test]
    fn attempts_are_spread_over_most_of_a_day() {
        assert_eq!(backoff(1), TimeDelta::seconds(30));
        assert_eq!(backoff(4), TimeDelta::minutes(4));
        let all: TimeDelta = (1..ATTEMPTS).map(backoff).sum();
        assert_eq!(all.num_hours(), 17);
        assert_eq!(rest(1), TimeDelta::seconds(30));
        assert_eq!(rest(i32::MAX), REST);
        assert!(!exhausted(at(0), at(3 * 86_400 - 1)) && exhausted(at(0), at(3 * 86_400)));
    }
}
