//! Every kind of event the product writes, in the groups a reader looks for them.

/// A group of events, as the filter offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Requests,
    Rules,
    People,
    Access,
    Reading,
}

impl Group {
    /// Every group, in the order of the filter.
    pub const ALL: [Self; 5] = [
        Self::Requests,
        Self::Rules,
        Self::People,
        Self::Access,
        Self::Reading,
    ];

    /// The stable word: `group:<code>` in the filter, `trail-group-<code>` in the catalogues.
    pub fn code(self) -> &'static str {
        ["requests", "rules", "people", "access", "reading"][self as usize]
    }

    /// The events of the group.
    pub fn events(self) -> Vec<&'static str> {
        EVENTS
            .iter()
            .filter(|(_, group)| *group == self)
            .map(|(code, _)| *code)
            .collect()
    }
}

use Group::{Access, People, Reading, Requests, Rules};

/// Every event with its group; each has `trail-event-<code>` in both catalogues.
pub const EVENTS: &[(&str, Group)] = &[
    ("request-drafted", Requests),
    ("request-submitted", Requests),
    ("request-decided", Requests),
    ("request-approved-standing", Requests),
    ("request-agreed", Requests),
    ("standing-approval-given", Requests),
    ("standing-approval-ended", Requests),
    ("decision-undone", Requests),
    ("request-rerouted", Requests),
    ("request-reminded", Requests),
    ("request-rejudged", Requests),
    ("request-withdrawn", Requests),
    ("request-cancelled", Requests),
    ("request-revoked", Requests),
    ("request-ended", Requests),
    ("request-escalated", Requests),
    ("request-lapsed", Requests),
    ("request-queued", Requests),
    ("request-expired", Requests),
    ("request-seated", Requests),
    ("days-assigned", Requests),
    ("offer-accepted", Requests),
    ("offer-declined", Requests),
    ("offer-retracted", Requests),
    ("swap-proposed", Requests),
    ("swap-agreed", Requests),
    ("swap-declined", Requests),
    ("swap-withdrawn", Requests),
    ("swap-decided", Requests),
    ("swap-undone", Requests),
    ("swap-rerouted", Requests),
    ("swap-lapsed", Requests),
    ("request-exchanged", Requests),
    ("shared-task-proposed", Requests),
    ("shared-task-agreed", Requests),
    ("shared-task-declined", Requests),
    ("shared-task-withdrawn", Requests),
    ("shared-task-decided", Requests),
    ("shared-task-replaced", Requests),
    ("shared-task-revoked", Requests),
    ("shared-task-rerouted", Requests),
    ("shared-task-handed-over", Requests),
    ("shared-task-handover-read", Requests),
    ("shared-task-ended", Requests),
    ("shift-plan-drafted", Requests),
    ("shift-plan-changed", Requests),
    ("shift-plan-discarded", Requests),
    ("shift-plan-assigned", Requests),
    ("shift-plan-gave-way", Requests),
    ("shift-plan-confirmed", Requests),
    ("shift-plan-objected", Requests),
    ("shift-objection-answered", Requests),
    ("shift-objection-late", Requests),
    ("shift-plan-shortened", Requests),
    ("shift-plan-revoked", Requests),
    ("shift-plan-left", Requests),
    ("shift-plan-ended", Requests),
    ("shift-handed-over", Requests),
    ("shift-handover-read", Requests),
    ("shift-terms-saved", People),
    ("presence-started", People),
    ("presence-finished", People),
    ("presence-observed", People),
    ("presence-reviewed", People),
    ("targets-started", People),
    ("targets-written", People),
    ("targets-proposed", People),
    ("targets-retracted", People),
    ("targets-given-back", People),
    ("targets-remarked", People),
    ("targets-agreed", People),
    ("targets-replaced", People),
    ("targets-changing", People),
    ("targets-discarded", People),
    ("targets-rerouted", People),
    ("target-terms-saved", People),
    ("targets-brought", People),
    ("target-template-opened", People),
    ("target-template-saved", People),
    ("target-template-dropped", People),
    ("work-planned", People),
    ("work-delivered", People),
    ("work-file-sent", People),
    ("work-file-delivered", People),
    ("work-file-removed", People),
    ("work-accepted", People),
    ("work-revision", People),
    ("work-refused", People),
    ("work-withdrawn", People),
    ("work-reminded", People),
    ("work-rerouted", People),
    ("allowance-scheme-written", People),
    ("allowance-scheme-asked", People),
    ("allowance-scheme-in-force", People),
    ("allowance-scheme-returned", People),
    ("allowance-scheme-withdrawn", People),
    ("allowance-made", People),
    ("allowance-counted", People),
    ("allowance-locked", People),
    ("allowance-exported", People),
    ("allowance-outage-entered", People),
    ("allowance-outage-removed", People),
    ("allowance-exception-entered", People),
    ("allowance-exception-removed", People),
    ("allowance-correction-made", People),
    ("allowance-correction-dropped", People),
    ("day-planned", People),
    ("day-reported", People),
    ("day-accepted", People),
    ("day-returned", People),
    ("day-reminded", People),
    ("day-rerouted", People),
    ("rating-period-opened", People),
    ("rating-period-told", People),
    ("rating-period-reminded", People),
    ("rating-achievement", People),
    ("rating-period-closing", People),
    ("rating-period-closed", People),
    ("rating-told", People),
    ("rating-given", People),
    ("rating-final", People),
    ("rating-corrected", People),
    ("rating-objected", People),
    ("rating-objection-late", People),
    ("rating-objection-rerouted", People),
    ("rating-objection-answered", People),
    ("feedback-asked", People),
    ("feedback-given", People),
    ("feedback-declined", People),
    ("feedback-withdrawn", People),
    ("feedback-answered", People),
    ("feedback-retracted", People),
    ("credit-coefficient-written", People),
    ("credit-coefficient-in-force", People),
    ("credit-coefficient-withdrawn", People),
    ("credit-points-counted", People),
    ("roster-made", Requests),
    ("roster-changed", Requests),
    ("roster-published", Requests),
    ("roster-discarded", Requests),
    ("roster-wishes-saved", People),
    ("objection-opened", Requests),
    ("objection-late", Requests),
    ("objection-answered", Requests),
    ("exception-asked", Requests),
    ("exception-granted", Requests),
    ("exception-declined", Requests),
    ("exception-withdrawn", Requests),
    ("exception-ended", Requests),
    ("exception-late", Requests),
    ("rules-drafted", Rules),
    ("rules-edited", Rules),
    ("rules-requested", Rules),
    ("rules-returned", Rules),
    ("rules-withdrawn", Rules),
    ("rules-published", Rules),
    ("base-rules-drafted", Rules),
    ("base-rules-edited", Rules),
    ("base-rules-requested", Rules),
    ("base-rules-returned", Rules),
    ("base-rules-withdrawn", Rules),
    ("base-rules-published", Rules),
    ("window-set", Rules),
    ("window-ended", Rules),
    ("window-answered", Rules),
    ("agreement-offered", Rules),
    ("agreement-answered", Rules),
    ("agreement-withdrawn", Rules),
    ("agreement-ended", Rules),
    ("national-window-drafted", Rules),
    ("national-window-saved", Rules),
    ("approval-chains-set", Rules),
    ("national-window-requested", Rules),
    ("national-window-returned", Rules),
    ("national-window-withdrawn", Rules),
    ("national-window-published", Rules),
    ("employee-created", People),
    ("employee-edited", People),
    ("employee-moved", People),
    ("employee-left", People),
    ("employee-returned", People),
    ("employee-email-changed", People),
    ("supervisor-set", People),
    ("unit-created", People),
    ("unit-edited", People),
    ("head-set", People),
    ("head-proposal-declined", People),
    ("acting-head-named", People),
    ("acting-head-ended", People),
    ("mandate-given", People),
    ("mandate-ended", People),
    ("position-created", People),
    ("position-edited", People),
    ("positions-decided", People),
    ("rating-entered", People),
    ("discipline-recorded", People),
    ("discipline-changed", People),
    ("home-proposed", People),
    ("home-confirmed", People),
    ("home-declined", People),
    ("correction-opened", People),
    ("correction-accepted", People),
    ("correction-declined", People),
    ("import-uploaded", People),
    ("import-applied", People),
    ("import-discarded", People),
    ("absence-entered", People),
    ("absence-cancelled", People),
    ("agency-day-added", People),
    ("agency-day-removed", People),
    ("working-hours-set", People),
    ("national-day-added", People),
    ("national-day-removed", People),
    ("ramadan-set", People),
    ("demo-people-loaded", People),
    ("signed-in", Access),
    ("session-ended", Access),
    ("agency-left", Access),
    ("password-set", Access),
    ("password-changed", Access),
    ("notice-settings-saved", Access),
    ("invited", Access),
    ("role-granted", Access),
    ("role-withdrawn", Access),
    ("access-closed", Access),
    ("access-opened", Access),
    ("login-closed", Access),
    ("login-opened", Access),
    ("agency-opened", Access),
    ("agency-settings-saved", Access),
    ("token-made", Access),
    ("token-revoked", Access),
    ("feed-made", Access),
    ("feed-revoked", Access),
    ("board-made", Access),
    ("board-revoked", Access),
    ("webhook-added", Access),
    ("webhook-tested", Access),
    ("webhook-paused", Access),
    ("webhook-resumed", Access),
    ("webhook-secret-changed", Access),
    ("webhook-repeated", Access),
    ("webhook-deleted", Access),
    ("trail-read", Reading),
    ("trail-verified", Reading),
];

/// The events a filter value stands for; none means every event. Nothing chosen means everything but reading.
pub fn chosen(filter: &str) -> Option<Vec<&'static str>> {
    if filter == "all" {
        return None;
    }
    if let Some(group) = filter.strip_prefix("group:") {
        let group = Group::ALL.into_iter().find(|known| known.code() == group);
        return Some(group.map(Group::events).unwrap_or_default());
    }
    if filter.is_empty() {
        return None;
    }
    let known = EVENTS.iter().find(|(code, _)| *code == filter);
    Some(known.map(|(code, _)| vec![*code]).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::i18n::Lang;
    use std::{fs, path::Path};

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// The codes written literally in `Event::new("…"`.
    fn written() -> Vec<String> {
        let mut texts = Vec::new();
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut texts,
        );
        let marker = concat!("Event::", "new(");
        let mut codes: Vec<String> = texts
            .iter()
            .flat_map(|text| text.split(marker).skip(1))
            .filter_map(|rest| rest.trim_start().strip_prefix('"'))
            .filter_map(|rest| rest.split_once('"').map(|(code, _)| code.to_owned()))
            .filter(|code| !code.is_empty() && code.is_ascii())
            .collect();
        codes.sort();
        codes.dedup();
        codes
    }

    #[test]
    fn every_event_the_product_writes_has_words_and_a_group() {
        let written = written();
        assert!(written.len() > 10, "found only {written:?}");
        for code in written {
            assert!(
                EVENTS.iter().any(|(known, _)| *known == code),
                "{code} stands in no group of trail::EVENTS"
            );
        }
        for (code, _) in EVENTS {
            for lang in [Lang::Id, Lang::En] {
                let key = format!("trail-event-{code}");
                assert!(lang.find(&key).is_some(), "{key} ({})", lang.code());
            }
        }
    }

    #[test]
    fn a_filter_names_one_event_a_group_or_everything() {
        assert_eq!(chosen(""), None);
        assert_eq!(chosen("all"), None);
        assert_eq!(
            chosen("group:reading").unwrap(),
            ["trail-read", "trail-verified"]
        );
        assert_eq!(chosen("signed-in").unwrap(), ["signed-in"]);
        assert_eq!(chosen("nonsense"), Some(Vec::new()));
    }
}
