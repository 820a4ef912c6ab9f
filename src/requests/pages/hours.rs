//! Asking for own working hours: five rows of start and end, the weekly total as it is filled, and the reason with a way out.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use chrono::{Days, NaiveTime, TimeDelta};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    chains,
    trace::{self, Reader, Trace},
    words,
};
use crate::{
    calendar::{DateRange, DayHours, WeekDay},
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::RequestId,
    },
    policy::{self, HoursTerms, OfficeStretch, Overall, Times, season_totals},
    requests::{
        AskKind, Precheck, Request, Sending, State,
        chains::{rules::AskedFor, set},
        check::{Asked, Situation, precheck},
        hours::{self, TypedDay, TypedHours, prefix},
        rules::monday,
        store, submit,
    },
};

/// Weeks that are offered at first.
const WEEKS: u64 = 12;

/// A weekday with its own times.
struct Row {
    start: String,
    end: String,
    name: &'static str,
    typed: TypedDay,
    /// Working time of the day, as far as it can be reckoned.
    length: String,
}

/// The weekdays of a season, and what bounds them.
struct Season {
    ramadan: bool,
    rows: Vec<Row>,
    hint: String,
}

/// The total of a week.
struct Total {
    label: String,
    text: String,
    tone: &'static str,
}

struct HoursForm {
    errors: Errors,
    /// Whether the problems are told above the form too: it was sent.
    sent: bool,
    key: String,
    of: String,
    version: String,
    first_on: String,
    last_on: String,
    same: String,
    seasons: Vec<Season>,
    totals: Vec<Total>,
    reason: String,
    verdict: Option<(String, &'static str, String, Trace)>,
    dock_title: String,
    dock_text: String,
}

#[derive(Template)]
#[template(path = "requests/hours.html")]
struct HoursPage {
    page: Page,
    form: HoursForm,
}

#[derive(Template)]
#[template(path = "requests/_hours_form.html")]
struct HoursPart {
    page: Page,
    form: HoursForm,
}

/// What the form carries besides the request itself.
#[derive(Clone, Debug, Default)]
struct Around {
    key: String,
    of: Option<(RequestId, i32)>,
    same: String,
    /// Whether what stands in it is judged: an untouched form is not.
    sent: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Start {
    /// A returned request to go on with.
    again: Option<RequestId>,
    /// A request to take as an example.
    like: Option<RequestId>,
}

fn read(pairs: &[(String, String)]) -> (TypedHours, Around) {
    let field = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map_or_else(String::new, |(_, value)| value.clone())
    };
    let week = |ramadan: bool| -> BTreeMap<WeekDay, TypedDay> {
        WeekDay::ALL
            .into_iter()
            .map(|day| {
                let name = format!("{}{}", prefix(ramadan), day.code());
                let typed = TypedDay {
                    start: field(&format!("{name}_start")),
                    end: field(&format!("{name}_end")),
                };
                (day, typed)
            })
            .collect()
    };
    let typed = TypedHours {
        first_on: field("first_on"),
        last_on: field("last_on"),
        normal: week(false),
        ramadan: week(true),
        reason: field("reason"),
    };
    let of = field("request")
        .parse()
        .ok()
        .zip(field("version").parse().ok());
    let around = Around {
        key: field("key"),
        of,
        same: field("same"),
        sent: false,
    };
    (typed, around)
}

fn typed_week(week: &BTreeMap<WeekDay, Times>) -> BTreeMap<WeekDay, TypedDay> {
    week.iter()
        .map(|(day, times)| (*day, typed_day(times.start, times.end)))
        .collect()
}

fn typed_day(start: NaiveTime, end: NaiveTime) -> TypedDay {
    TypedDay {
        start: start.format("%H:%M").to_string(),
        end: end.format("%H:%M").to_string(),
    }
}

fn typed_of(old: &Request) -> Option<TypedHours> {
    let (validity, week) = old.span.hours()?;
    Some(TypedHours {
        first_on: validity.from.to_string(),
        last_on: validity.to.to_string(),
        normal: typed_week(&week.normal),
        ramadan: typed_week(&week.ramadan),
        reason: old.reason.clone(),
    })
}

/// GET /requests/hours/new
pub async fn show(mut cx: Cx, Query(start): Query<Start>) -> Result<Response> {
    let (agency, employee, today) = (cx.agency(), cx.employee()?, cx.today());
    let first = monday(today) + Days::new(7);
    let mut typed = TypedHours {
        first_on: first.to_string(),
        last_on: (first + Days::new(7 * WEEKS - 3)).to_string(),
        ..TypedHours::default()
    };
    let mut around = Around {
        key: Uuid::now_v7().to_string(),
        ..Around::default()
    };
    if let Some(id) = start.again.or(start.like) {
        let old = store::requests::find(cx.conn(), agency, id).await?;
        if old.employee != employee {
            return Err(Error::NotFound);
        }
        let found = typed_of(&old).ok_or(Error::NotFound)?;
        if start.again.is_some() {
            if old.state != State::Returned {
                return Err(Error::NotFound);
            }
            around.of = Some((old.id, old.version));
            typed = found;
        } else {
            typed = TypedHours {
                first_on: typed.first_on,
                last_on: typed.last_on,
                ..found
            };
        }
    }
    let (page_, form) = build(&mut cx, typed, &around, Errors::none(), true).await?;
    page(&HoursPage { page: page_, form })
}

/// POST /requests/hours/new: shows the form again with the total and the verdict. Nothing is stored.
pub async fn change(
    mut cx: Cx,
    headers: http::HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let (mut typed, around) = read(&pairs);
    if pairs
        .iter()
        .any(|(name, value)| name == "do" && value == "same")
    {
        same_every_day(&mut cx, &mut typed, &around.same).await?;
    }
    let (page_, form) = build(&mut cx, typed, &around, Errors::none(), false).await?;
    if headers.contains_key("hx-request") {
        page(&HoursPart { page: page_, form })
    } else {
        page(&HoursPage { page: page_, form })
    }
}

/// Every day starts at the same time and lasts as long as the office's day, its break included.
async fn same_every_day(cx: &mut Cx, typed: &mut TypedHours, start: &str) -> Result<()> {
    let Ok(start) = NaiveTime::parse_from_str(start.trim(), "%H:%M") else {
        return Ok(());
    };
    let situation = situation(cx, typed).await?;
    let offices = stretches(&situation, typed);
    let usual = offices.iter().find(|office| !office.ramadan);
    let shift = usual
        .and_then(|office| office.days.values().next())
        .map_or_else(TimeDelta::zero, |day| start - day.start);
    for office in &offices {
        let week = if office.ramadan {
            &mut typed.ramadan
        } else {
            &mut typed.normal
        };
        for (on, day) in &office.days {
            let (from, to) = (day.start + shift, day.end + shift);
            if from < to {
                week.insert(*on, typed_day(from, to));
            }
        }
    }
    Ok(())
}

/// POST /requests/hours
pub async fn send(mut cx: Cx, Form(pairs): Form<Vec<(String, String)>>) -> Result<Response> {
    let (typed, mut around) = read(&pairs);
    let sent = match typed.read() {
        Ok(ask) => {
            let sending = Sending {
                ask,
                evidence: None,
                key: around.key.parse().ok(),
                of: around.of,
            };
            submit(&mut cx, sending).await
        }
        Err(error) => Err(error),
    };
    match sent {
        Ok(request) => {
            cx.flash(Flash::ok("flash-hours-sent"));
            Ok(redirect(&request.path()))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            around.sent = true;
            let (page_, form) = build(&mut cx, typed, &around, errors, false).await?;
            invalid(&HoursPage { page: page_, form })
        }
    }
}

/// The person and the calendar of the period, or of the coming week while it cannot be read.
async fn situation(cx: &mut Cx, typed: &TypedHours) -> Result<Situation> {
    let (agency, employee, now) = (cx.agency(), cx.employee()?, cx.now());
    let range = period(typed).unwrap_or(DateRange::day(cx.today()));
    Situation::load(cx.conn(), agency, employee, range, now).await
}

fn period(typed: &TypedHours) -> Option<DateRange> {
    let dates = TypedHours {
        normal: BTreeMap::from([(WeekDay::Mon, typed_day(NaiveTime::MIN, NaiveTime::MIN))]),
        ramadan: BTreeMap::new(),
        ..typed.clone()
    };
    dates.span().ok()?.range()
}

fn stretches(situation: &Situation, typed: &TypedHours) -> Vec<OfficeStretch> {
    let range = period(typed).unwrap_or(DateRange::day(situation.today()));
    hours::offices(&situation.board.calendars, situation.employee, range)
}

async fn build(
    cx: &mut Cx,
    mut typed: TypedHours,
    around: &Around,
    mut errors: Errors,
    fresh: bool,
) -> Result<(Page, HoursForm)> {
    let page_ = Page::new(cx, "requests-hours-title");
    let (agency, employee, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    let known = situation(cx, &typed).await?;
    let offices = stretches(&known, &typed);
    prefill(&mut typed, &offices, fresh);
    let found = match typed.span() {
        Ok(span) => {
            let asked = Asked::for_hours(&span, today, around.of.map(|(id, _)| id));
            let around = span.range().unwrap_or(DateRange::day(today));
            Some(precheck(cx.conn(), agency, employee, asked, around, now).await?)
        }
        Err(error) if errors.is_empty() => {
            errors = Errors::from_error(error, cx.lang())?;
            None
        }
        Err(_) => None,
    };
    if errors.is_empty()
        && let Some(Err(error)) = found.as_ref().map(|found| hours::refuse(found, page_.lang))
    {
        errors = Errors::from_error(error, cx.lang())?;
    }
    let terms = policy::hours_terms(&known.person, &known.rules(today).effective);
    let days = typed
        .span()
        .map_or(0, |span| crate::requests::chains::rules::length(&span));
    let mut form = form(
        &page_,
        typed,
        around,
        errors,
        &offices,
        terms,
        found.as_ref(),
    );
    if found.is_some() {
        let asked = AskedFor {
            kind: AskKind::Time,
            with_hours: false,
            route: policy::Route::Ordinary,
            place: None,
            days,
            region: None,
        };
        let kept = set::show(cx).await?;
        let (by, _) = chains::foreseen(cx, employee, &asked, &kept, &page_).await?;
        form.dock_text = words::two_sentences(&form.dock_text, &by);
    }
    Ok((page_, form))
}

/// Where no times stand yet, those of the office: the days of the season in a new form, Ramadan as soon as the period touches it.
fn prefill(typed: &mut TypedHours, offices: &[OfficeStretch], fresh: bool) {
    let blank = |week: &BTreeMap<WeekDay, TypedDay>| {
        week.values()
            .all(|day| day.start.trim().is_empty() && day.end.trim().is_empty())
    };
    for office in offices {
        let week = if office.ramadan {
            &mut typed.ramadan
        } else {
            &mut typed.normal
        };
        if blank(week) && (fresh || office.ramadan) {
            *week = office
                .days
                .iter()
                .map(|(on, day)| (*on, typed_day(day.start, day.end)))
                .collect();
        }
    }
}

fn form(
    page: &Page,
    typed: TypedHours,
    around: &Around,
    errors: Errors,
    offices: &[OfficeStretch],
    terms: HoursTerms,
    found: Option<&Precheck>,
) -> HoursForm {
    let fails = found.is_none_or(|found| found.overall() == Overall::Fail);
    let week = found
        .and_then(|found| found.asked.hours.as_ref())
        .map_or_else(String::new, |(_, week)| {
            words::week_times(week.normal.iter().map(|(on, at)| (*on, *at)), page)
        });
    let mut seasons: Vec<Season> = Vec::new();
    for office in offices {
        if !seasons.iter().any(|one| one.ramadan == office.ramadan) {
            seasons.push(season(page, &typed, office, terms));
        }
    }
    seasons.sort_by_key(|one| one.ramadan);
    let unchanged = found.is_some_and(|found| hours::must_differ(found).is_err());
    let missing = if unchanged {
        Some("requests-hours-unchanged")
    } else if typed.reason.trim().is_empty() {
        Some("requests-hours-no-reason")
    } else {
        None
    };
    HoursForm {
        sent: around.sent,
        key: around.key.clone(),
        of: around.of.map(|(id, _)| id.to_string()).unwrap_or_default(),
        version: around.of.map(|(_, v)| v.to_string()).unwrap_or_default(),
        same: around.same.clone(),
        seasons,
        totals: found.map_or_else(Vec::new, |found| totals(page, found)),
        verdict: found.and_then(|found| verdict(page, found)),
        dock_title: page.t(if fails || missing.is_some() {
            "requests-hours-not-yet"
        } else {
            "requests-hours-ready"
        }),
        dock_text: match found.and_then(|found| found.days.first()) {
            Some(day) if fails => day.verdict().headline.get(page.lang).to_owned(),
            Some(_) => missing.map_or(week, |key| page.t(key)),
            None => page.t("requests-hours-missing"),
        },
        first_on: typed.first_on,
        last_on: typed.last_on,
        reason: typed.reason,
        errors,
    }
}

fn season(page: &Page, typed: &TypedHours, office: &OfficeStretch, terms: HoursTerms) -> Season {
    let (week, prefix) = (
        if office.ramadan {
            &typed.ramadan
        } else {
            &typed.normal
        },
        prefix(office.ramadan),
    );
    Season {
        ramadan: office.ramadan,
        rows: office
            .days
            .iter()
            .map(|(on, day)| {
                let fields = week.get(on).cloned().unwrap_or_default();
                Row {
                    start: format!("{prefix}{}_start", on.code()),
                    end: format!("{prefix}{}_end", on.code()),
                    name: format::weekday_name(*on as usize, page.language),
                    length: length(&fields, day, page),
                    typed: fields,
                }
            })
            .collect(),
        hint: words::hours_bounds(page, office, terms),
    }
}

fn length(fields: &TypedDay, day: &DayHours, page: &Page) -> String {
    let at = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    match (at(&fields.start), at(&fields.end)) {
        (Some(start), Some(end)) if start < end => {
            let net = Times { start, end }.net_minutes(day.break_minutes);
            page.ta2(
                "requests-hours-length",
                "h",
                net / 60,
                "m",
                format!("{:02}", net % 60),
            )
        }
        _ => String::new(),
    }
}

fn totals(page: &Page, found: &Precheck) -> Vec<Total> {
    let facts = found
        .days
        .first()
        .and_then(|day| day.judged.facts.hours.as_ref());
    facts
        .into_iter()
        .flat_map(season_totals)
        .map(|total| Total {
            label: page.t(if total.ramadan {
                "requests-hours-total-ramadan"
            } else {
                "requests-hours-total"
            }),
            text: page.ta2(
                "requests-hours-of",
                "have",
                words::minutes(total.have, page),
                "need",
                words::minutes(total.need, page),
            ),
            tone: if total.have < total.need { "bad" } else { "ok" },
        })
        .collect()
}

fn verdict(page: &Page, found: &Precheck) -> Option<(String, &'static str, String, Trace)> {
    let verdict = found.days.first()?.verdict();
    let trace = trace::of_verdict(verdict, page, Reader::Owner);
    let chip = trace.count.clone();
    let title = page.t(match verdict.verdict {
        Overall::Pass => "requests-hours-pass",
        Overall::Fail => "requests-hours-fail",
        _ => "requests-hours-thought",
    });
    Some((title, super::home::tone(verdict.verdict), chip, trace))
}
