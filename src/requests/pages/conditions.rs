//! One's own standing, whatever the day: every condition with its fact, rule and law.

use askama::Template;
use axum::response::Response;

use super::{home::tone, trace};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        format,
        html::{Page, page},
        i18n::Lang,
    },
    policy::{self, Needs},
};

#[derive(Template)]
#[template(path = "requests/conditions.html")]
struct ConditionsPage {
    page: Page,
    tone: &'static str,
    headline: String,
    summary: String,
    trace: trace::Trace,
    data: String,
}

/// GET /conditions
pub async fn show(mut cx: Cx) -> Result<Response> {
    let page_ = Page::new(&cx, "requests-conditions-title");
    let (agency, employee, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    let rules = policy::rules_in_force(cx.conn(), agency, today).await?;
    let needs = Needs::of([&rules.effective]);
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
    let reach = policy::reach(&person, &rules.effective);
    let mut trace = trace::of_standing(&standing, &page_);
    let data = trace.appeal.take().unwrap_or_else(|| "/my-data".to_owned());
    page(&ConditionsPage {
        tone: tone(standing.verdict),
        headline: standing.headline.get(page_.lang).to_owned(),
        summary: reach.days_per_week.map_or_else(String::new, |days| {
            page_.tn("requests-conditions-reach", days_of(days))
        }),
        trace,
        data,
        page: page_,
    })
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

fn days_of(days: u8) -> i64 {
    i64::from(days)
}
