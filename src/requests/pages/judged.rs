//! The stored verdicts of days: shown, never computed anew.

use super::{
    trace::{self, Reader, Trace},
    words,
};
use crate::{
    kernel::html::Page,
    requests::{Judged, Request, rules::bits_of},
};

/// A judged day: its verdict and trace.
pub struct Judgement {
    pub title: String,
    pub tone: &'static str,
    pub chip: String,
    pub trace: Trace,
}

/// What a request was last judged by.
pub fn of(request: &Request, page: &Page, own: bool) -> Vec<Judgement> {
    let reader = if own { Reader::Owner } else { Reader::Other };
    let evaluation = request.evaluation();
    evaluation.map_or_else(Vec::new, |one| shown(&one.days, page, reader))
}

/// Judged days as they are shown.
pub fn shown(days: &[Judged], page: &Page, reader: Reader) -> Vec<Judgement> {
    days.iter()
        .map(|day| {
            let trace = trace::of_verdict(&day.verdict, page, reader);
            Judgement {
                title: name(day, page),
                tone: super::home::tone(day.verdict.verdict),
                chip: trace.count.clone(),
                trace,
            }
        })
        .collect()
}

/// The day in short; own hours are judged as a whole.
pub fn name(day: &Judged, page: &Page) -> String {
    if day.facts.hours.is_some() {
        return page.t("requests-kind-time");
    }
    words::short_day(day.verdict.day, bits_of(day.verdict.half), page)
}

/// The days of a request; those it was judged for once none is left.
pub fn heading(request: &Request, page: &Page) -> String {
    let days = words::span(&request.span, page);
    if !days.is_empty() {
        return days;
    }
    let evaluation = request.evaluation();
    let judged = evaluation.iter().flat_map(|one| &one.days);
    let days: Vec<String> = judged.map(|day| name(day, page)).collect();
    days.join(", ")
}
