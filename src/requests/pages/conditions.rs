//! One's own standing, whatever the day: every condition with its fact, rule and law.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, Days, Utc};

use super::{home::tone, trace, words};
use crate::{
    calendar::DateRange,
    kernel::{
        cx::Cx,
        error::{Error, Result},
        format,
        html::{Page, page},
        i18n::Lang,
        id::EmployeeId,
    },
    performance::improvement,
    policy::{self, InForce, Needs, PersonFacts},
};

/// How many days ahead rules are looked for that hold later.
const AHEAD: u64 = 60;

#[derive(Template)]
#[template(path = "requests/conditions.html")]
struct ConditionsPage {
    page: Page,
    tone: &'static str,
    headline: String,
    summary: String,
    trace: trace::Trace,
    data: String,
    /// The days of a week that results open.
    path: Vec<Step>,
    /// The plan for improvement that is open, or that there is to be one: words and where it is. None where the rating is high enough.
    plan: Option<(String, String)>,
}

/// A day of a week that results open, in words.
struct Step {
    open: bool,
    text: String,
    /// "1 dari 3 hasil kerja"; empty where no work is asked.
    have: String,
}

/// GET /conditions
pub async fn show(mut cx: Cx) -> Result<Response> {
    let page_ = Page::new(&cx, "requests-conditions-title");
    let (agency, employee, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    let soon = DateRange {
        from: today,
        to: today + Days::new(AHEAD),
    };
    let held = policy::rules_over(cx.conn(), agency, soon).await?;
    let (Some((_, rules)), Some((_, later))) = (held.first(), held.last()) else {
        return Err(Error::internal("no rules in a range of days"));
    };
    let needs = Needs::of([&rules.effective, &later.effective]);
    let person = policy::facts_of(cx.conn(), agency, employee, needs, now)
        .await?
        .ok_or(Error::NotFound)?;
    let mut standing = policy::standing(&person, &rules.effective, now);
    for rule in &mut standing.rules {
        let mut later = person.exceptions.iter().map(|one| &one.value);
        let later = later.rfind(|one| one.rule == rule.key);
        if let Some(one) = later.filter(|_| rule.matters()) {
            granted(rule, one);
        }
    }
    let summary = summary(&person, rules, &page_);
    let path = policy::path(&person, &rules.effective);
    let path = path.into_iter().map(|one| step(one, &page_)).collect();
    let plan = plan(&mut cx, &person, rules, &page_).await?;
    let ahead = ahead(&person, rules, later, now, &page_);
    let mut trace = trace::of_standing(&standing, &page_);
    let data = trace.appeal.take().unwrap_or_else(|| "/my-data".to_owned());
    page(&ConditionsPage {
        tone: tone(standing.verdict),
        headline: standing.headline.get(page_.lang).to_owned(),
        summary: words::two_sentences(&summary, &ahead),
        trace,
        data,
        path,
        plan,
        page: page_,
    })
}

async fn plan(
    cx: &mut Cx,
    person: &PersonFacts,
    rules: &InForce,
    page: &Page,
) -> Result<Option<(String, String)>> {
    let open = improvement::open_of(cx, &[EmployeeId(person.employee)]).await?;
    if let Some(plan) = open.first() {
        let state = page.t(&format!("improvement-state-{}", plan.state.code()));
        let words = page.ta("improvement-own-open", "state", state);
        return Ok(Some((words, plan.path())));
    }
    let fallen = policy::below(person, &rules.effective).is_some();
    Ok(fallen.then(|| {
        let words = page.t("improvement-own-none");
        (words, "/improvement/new".to_owned())
    }))
}

fn step(one: policy::Step, page: &Page) -> Step {
    let have = match one.need {
        0 => String::new(),
        need => page.language.ta(
            "requests-path-have",
            &[
                ("have", one.have.to_string().into()),
                ("need", need.to_string().into()),
                ("days", one.within_days.to_string().into()),
            ],
        ),
    };
    Step {
        open: one.open,
        text: one.text.get(page.lang).to_owned(),
        have,
    }
}

/// How many days a week the rules give a person.
fn summary(person: &PersonFacts, rules: &InForce, page: &Page) -> String {
    let reach = policy::reach(person, &rules.effective);
    reach.days_per_week.map_or_else(String::new, |days| {
        page.tn("requests-conditions-reach", i64::from(days))
    })
}

/// What rules that are published already will say of a person instead of what holds; empty where that is the same, and where they are the
/// same sets, without asking.
pub fn ahead(
    person: &PersonFacts,
    rules: &InForce,
    later: &InForce,
    now: DateTime<Utc>,
    page: &Page,
) -> String {
    if later.same_sets(rules) {
        return String::new();
    }
    let said = |rules: &InForce| {
        let standing = policy::standing(person, &rules.effective, now);
        let headline = standing.headline.get(page.lang);
        words::two_sentences(headline, &summary(person, rules, page))
    };
    let then = said(later);
    if then == said(rules) {
        return String::new();
    }
    let day = page.date(&later.since());
    page.ta2("requests-rules-ahead", "day", day, "what", then)
}

/// What is granted from a later day on stands in the place of asking for it.
fn granted(rule: &mut policy::RuleResult, one: &policy::Excepted) {
    let words = |lang: Lang| {
        let period = format::date_range(one.from_on, one.until_on, lang);
        lang.ta("requests-conditions-granted", &[("period", period.into())])
    };
    rule.remedy
        .retain(|way| way.kind != policy::RemedyKind::AskWaiver);
    rule.remedy.push(policy::Remedy {
        kind: policy::RemedyKind::AskWaiver,
        value: Some(one.id.to_string()),
        text: policy::Words::new(words(Lang::Id), words(Lang::En)),
    });
}
