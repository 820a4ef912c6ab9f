//! A stored verdict as the rule trace shows it: the same object the employee and the supervisor saw.

pub use crate::kernel::trace::{Cited, Row, Trace, Way};
use crate::{
    kernel::html::Page,
    policy::{
        self, Citation, Evidence, Outcome, RuleResult, Severity, Verdict, WaivableBy, sentences,
    },
};

fn outcome(rule: &RuleResult) -> &'static str {
    match rule.outcome {
        Outcome::Pass => "pass",
        Outcome::NotApplicable => "not_applicable",
        _ if rule.severity == Severity::Advice => "advice",
        Outcome::Fail => "fail",
        Outcome::NeedsLeader => "needs_leader",
        Outcome::MissingFact => "missing_fact",
    }
}

fn cited(citation: &Citation, page: &Page) -> Cited {
    let mut text = citation.instrument.get(page.lang).to_owned();
    if let Some(article) = &citation.article {
        text.push_str(", ");
        text.push_str(&page.ta("trail-article", "n", article));
    }
    let url = citation.url.as_ref().map(|url| {
        if url.starts_with("https://") || url.starts_with("http://") {
            url.clone()
        } else {
            format!("https://{url}")
        }
    });
    let reported = citation.evidence == Evidence::Reported;
    if reported {
        let evidence = sentences::evidence(citation.evidence);
        text.push_str(&format!(" ({})", evidence.get(page.lang)));
    }
    Cited {
        text,
        url,
        reported,
    }
}

fn row(rule: &RuleResult, page: &Page) -> Row {
    let lang = page.lang;
    Row {
        outcome: outcome(rule),
        title: rule.text.get(lang).to_owned(),
        sub: rule.title.get(lang).to_owned(),
        facts: rule
            .facts
            .iter()
            .map(|fact| {
                format!(
                    "{}: {} ({}, {})",
                    fact.label.get(lang),
                    fact.shown.get(lang),
                    policy::sentences::source(fact.source).get(lang),
                    page.instant(&fact.as_of)
                )
            })
            .collect(),
        coverage: None,
        rule: rule.rule_text.get(lang).to_owned(),
        citations: rule.citation.iter().map(|one| cited(one, page)).collect(),
        remedies: rule
            .remedy
            .iter()
            .map(|remedy| Way {
                text: remedy.text.get(lang).to_owned(),
                href: None,
            })
            .collect(),
        applies: String::new(),
        waiver: if rule.outcome == Outcome::Fail && rule.waivable_by != WaivableBy::None {
            policy::sentences::waiver(rule.waivable_by)
                .get(lang)
                .to_owned()
        } else {
            String::new()
        },
    }
}

/// The trace of a stored verdict.
pub fn of(verdict: &Verdict, page: &Page) -> Trace {
    let (passed, mut open): (Vec<&RuleResult>, Vec<&RuleResult>) = verdict
        .rules
        .iter()
        .filter(|rule| rule.outcome != Outcome::NotApplicable)
        .partition(|rule| rule.outcome == Outcome::Pass);
    open.sort_by_key(|rule| {
        (
            rule.severity == Severity::Advice,
            rule.outcome != Outcome::Fail,
        )
    });
    let at = page.instant(&verdict.evaluated_at);
    Trace {
        passed_label: page.tn("trail-trace-passed", passed.len()),
        count: String::new(),
        open: open.into_iter().map(|rule| row(rule, page)).collect(),
        passed: passed.into_iter().map(|rule| row(rule, page)).collect(),
        foot: match verdict.rule_set_version {
            Some(version) => page.ta2("trail-trace-foot", "version", version, "at", at),
            None => page.ta2(
                "trail-trace-foot-base",
                "version",
                verdict.base_rule_set_version.unwrap_or_default(),
                "at",
                at,
            ),
        },
        appeal: None,
    }
}
