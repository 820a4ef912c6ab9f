//! A verdict as the rule trace shows it: cause, proof, way out (ux/README.md section 7). The same for everybody.

pub use crate::kernel::trace::{Cited, Coverage, Row, Trace, Way};
use chrono::NaiveDate;

use crate::{
    kernel::{actor::Roles, html::Page, id::EmployeeId, list},
    policy::{self, Evidence, Kind, Outcome, RemedyKind, RuleResult, Severity, WaivableBy},
    requests::exceptions::rules::may_waive,
};

/// Who looks: the person concerned gets the ways out as links, whoever may waive rules for them a link to do so, others read them.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    Owner,
    /// About whom, with the roles of who looks and may decide for them.
    Waiver(EmployeeId, Roles),
    /// Who decides about it now: what stands in no way is theirs to weigh.
    Decider,
    Other,
}

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

/// The day that a condition is about, as an address carries it.
fn asks(rule: &RuleResult, on: Option<NaiveDate>) -> String {
    let on = on.map_or_else(String::new, |day| format!("&on={day}"));
    format!("/exceptions/new?rule={}{on}", list::encode(&rule.key))
}

fn way(rule: &RuleResult, remedy: &policy::Remedy, on: Option<NaiveDate>, lang: &str) -> Way {
    let href = match (remedy.kind, remedy.value.as_deref()) {
        (RemedyKind::AskWaiver, Some(granted)) => Some(format!("/exceptions/{granted}")),
        (RemedyKind::AskWaiver, _) if rule.kind != Kind::OwnHours => Some(asks(rule, on)),
        (RemedyKind::MoveTo, Some(day)) => Some(format!("/requests/new?day={day}")),
        (RemedyKind::ConfirmHome | RemedyKind::CompleteData, _) => Some("/my-data".to_owned()),
        (RemedyKind::DeliverWork, _) | (RemedyKind::EarnDay, Some(_)) => Some("/work".to_owned()),
        (RemedyKind::SpecialCircumstances, _) => Some("/requests/new?route=special".to_owned()),
        _ => None,
    };
    Way {
        text: remedy.text.get(lang).to_owned(),
        href,
    }
}

/// A way out that is asked for says so: who may set a rule aside is none by itself.
fn asking(way: Way, page: &Page) -> Way {
    let href = way.href.as_deref().unwrap_or_default();
    if !href.starts_with("/exceptions/new") {
        return way;
    }
    Way {
        text: format!("{}: {}", page.t("exceptions-ask-title"), way.text),
        ..way
    }
}

fn cited(citation: &policy::Citation, page: &Page) -> Cited {
    let mut text = citation.instrument.get(page.lang).to_owned();
    if let Some(article) = &citation.article {
        text.push_str(", ");
        text.push_str(&page.ta("requests-article", "n", article));
    }
    let reported = citation.evidence == Evidence::Reported;
    if reported {
        let evidence = policy::sentences::evidence(citation.evidence);
        text.push_str(&format!(" ({})", evidence.get(page.lang)));
    }
    Cited {
        text,
        reported,
        url: citation.url.as_ref().map(|url| {
            if url.starts_with("https://") || url.starts_with("http://") {
                url.clone()
            } else {
                format!("https://{url}")
            }
        }),
    }
}

/// One condition as a row.
pub fn row(rule: &RuleResult, page: &Page, reader: Reader, on: Option<NaiveDate>) -> Row {
    let lang = page.lang;
    let facts = rule
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
        .collect();
    Row {
        outcome: outcome(rule),
        title: rule.text.get(lang).to_owned(),
        sub: rule.title.get(lang).to_owned(),
        facts,
        coverage: coverage(rule),
        rule: rule.rule_text.get(lang).to_owned(),
        citations: rule.citation.iter().map(|one| cited(one, page)).collect(),
        remedies: ways(rule, page, reader, on),
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

/// The ways out as somebody reads them.
fn ways(rule: &RuleResult, page: &Page, reader: Reader, on: Option<NaiveDate>) -> Vec<Way> {
    let open = matches!(rule.outcome, Outcome::MissingFact | Outcome::NeedsLeader);
    if matches!(reader, Reader::Decider) && open {
        let text = page.t("requests-way-decide");
        return vec![Way { text, href: None }];
    }
    let as_read = |remedy: &policy::Remedy| {
        let way = way(rule, remedy, on, page.lang);
        match reader {
            Reader::Owner => asking(way, page),
            Reader::Waiver(employee, roles) => Way {
                href: way
                    .href
                    .filter(|_| remedy.kind == RemedyKind::AskWaiver)
                    .filter(|_| may_waive(rule.waivable_by, roles, true, false).is_ok())
                    .map(|href| format!("{href}&employee={employee}")),
                ..way
            },
            Reader::Decider | Reader::Other => Way { href: None, ..way },
        }
    };
    rule.remedy.iter().map(as_read).collect()
}

fn coverage(rule: &RuleResult) -> Option<Coverage> {
    if rule.kind != Kind::MinOnSite || rule.outcome == Outcome::NotApplicable {
        return None;
    }
    let number = |name: &str| {
        rule.facts
            .iter()
            .find(|fact| fact.name == name)
            .and_then(|fact| fact.value.as_u64())
            .and_then(|n| u32::try_from(n).ok())
    };
    Some(Coverage {
        present: number("on_site")?,
        total: number("headcount")?,
        minimum: 0,
        label: String::new(),
    })
}

/// The trace of some results under the rules of some versions, evaluated at an instant.
pub fn trace(
    rules: &[RuleResult],
    page: &Page,
    reader: Reader,
    on: Option<NaiveDate>,
    foot: String,
) -> Trace {
    let aside: Vec<_> = rules.iter().filter(|rule| set_aside(rule)).collect();
    let shown = rules
        .iter()
        .filter(|rule| rule.outcome != Outcome::NotApplicable);
    let (passed, mut open): (Vec<_>, Vec<_>) =
        shown.partition(|rule| rule.outcome == Outcome::Pass);
    open.sort_by_key(|rule| {
        (
            rule.severity == Severity::Advice,
            rule.outcome != Outcome::Fail,
        )
    });
    let appeal = matches!(reader, Reader::Owner)
        .then(|| open.iter().find(|rule| rule.appeal))
        .flatten()
        .map(|rule| {
            let shown: Vec<&str> = rule.facts.iter().map(|f| f.shown.get(page.lang)).collect();
            format!(
                "/my-data?fact={}&value={}",
                correctable(rule.kind),
                list::encode(&shown.join(", "))
            )
        });
    let all = passed.len() + open.len();
    let until: Vec<NaiveDate> = passed.iter().filter_map(|rule| excepted(rule)).collect();
    let met = passed.len() - until.len();
    let mut passed_label = if open.is_empty() {
        page.tn("requests-trace-all-passed", met)
    } else {
        page.tn("requests-trace-passed", met)
    };
    let mut count = page.ta2("requests-why-chip", "n", met, "total", all);
    if let Some(words) = excepted_words(&until, page) {
        passed_label = format!("{passed_label} · {words}");
        count = match open.len() {
            0 => page.tn("requests-why-chip-met", met),
            _ => count,
        };
        count = format!("{count} · {words}");
    }
    if !aside.is_empty() {
        passed_label = format!(
            "{passed_label} · {}",
            page.tn("requests-trace-set-aside", aside.len())
        );
    }
    Trace {
        passed_label,
        count,
        open: open
            .into_iter()
            .map(|rule| row(rule, page, reader, on))
            .collect(),
        passed: passed
            .into_iter()
            .chain(aside)
            .map(|rule| row(rule, page, reader, on))
            .collect(),
        foot,
        appeal,
    }
}

/// Until when an exception sets a rule aside that would say no; none: it is met by itself.
fn excepted(rule: &RuleResult) -> Option<NaiveDate> {
    let fact = rule.facts.iter().find(|fact| fact.name == "exception")?;
    fact.value.as_str()?.parse().ok()
}

/// Whether some rule of a day is met by an exception alone.
pub fn by_exception(verdict: &policy::Verdict) -> bool {
    verdict.rules.iter().any(|rule| excepted(rule).is_some())
}

fn excepted_words(until: &[NaiveDate], page: &Page) -> Option<String> {
    match until {
        [] => None,
        [one] => Some(page.ta("requests-trace-excepted-until", "date", page.date(one))),
        more => Some(page.tn("requests-trace-excepted", more.len())),
    }
}

/// Whether a window sets the condition aside: shown with the window's name, where others that do not concern the case are left out.
fn set_aside(rule: &RuleResult) -> bool {
    rule.outcome == Outcome::NotApplicable && rule.facts.iter().any(|fact| fact.name == "window")
}

/// The record behind a rule, as correction cases name it.
fn correctable(kind: Kind) -> &'static str {
    match kind {
        Kind::ExcludedUnit | Kind::DirectService => "unit",
        Kind::ExcludedPosition => "position",
        Kind::TaskFlags => "task_flags",
        Kind::DisciplinaryState => "discipline",
        Kind::MinMonthsSinceAppointment => "appointed_on",
        Kind::MinPredikat => "predikat",
        Kind::RegisteredHome => "home",
        _ => "other",
    }
}

/// The trace of one day.
pub fn of_verdict(verdict: &policy::Verdict, page: &Page, reader: Reader) -> Trace {
    let foot = foot(
        verdict.rule_set_version,
        verdict.base_rule_set_version,
        &page.instant(&verdict.evaluated_at),
        page,
    );
    trace(&verdict.rules, page, reader, Some(verdict.day), foot)
}

/// The trace of a person's standing.
pub fn of_standing(standing: &policy::Standing, page: &Page) -> Trace {
    let foot = foot(
        standing.rule_set_version,
        standing.base_rule_set_version,
        &page.instant(&standing.evaluated_at),
        page,
    );
    trace(&standing.rules, page, Reader::Owner, None, foot)
}

fn foot(own: Option<u32>, base: Option<u32>, at: &str, page: &Page) -> String {
    match own {
        Some(version) => page.ta2("requests-trace-foot", "version", version, "at", at),
        None => page.ta2(
            "requests-trace-foot-base",
            "version",
            base.unwrap_or_default(),
            "at",
            at,
        ),
    }
}

/// The short word on a day tile for the rule in the way.
pub fn short_reason(verdict: &policy::Verdict, page: &Page) -> String {
    let kind = verdict.in_the_way().first().map(|rule| rule.kind);
    page.t(match kind {
        Some(Kind::UnitQuota | Kind::MinOnSite) => "requests-why-full",
        Some(
            Kind::MaxPlaceDaysPerWeek
            | Kind::EarnedDays
            | Kind::MinOfficeDaysPerWeek
            | Kind::MaxConsecutiveDays
            | Kind::MaxFlexDaysPerMonth,
        ) => "requests-why-cap",
        Some(Kind::LeadTimeDays) => "requests-why-late",
        Some(Kind::HorizonDays) => "requests-why-early",
        Some(Kind::Weekdays | Kind::AnchorDays | Kind::BlockedDates | Kind::AllowedDates) => {
            "requests-why-weekday"
        }
        Some(Kind::WorkingDay) => "requests-why-off",
        _ => "requests-why-other",
    })
}
