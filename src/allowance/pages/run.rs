//! The amounts of a month for HR: made, compared with the month before, told for each person, locked by another officer, corrected once locked;
//! a correction begun by mistake is dropped.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{Act, list as start, own, run_state, words};
use crate::{
    allowance::{
        self, Run, RunState, read, run as operation,
        store::results::{Compared, Filter, Row},
    },
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{AllowanceRunId, EmployeeId},
        list::{self, Cursor},
    },
    requests::Month,
};

/// A month that is to be counted.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Make {
    month: String,
}

/// Why a month is corrected.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Because {
    reason: String,
}

/// POST /allowance/runs
pub async fn make(mut cx: Cx, Form(typed): Form<Make>) -> Result<Response> {
    let result = match Month::parse(typed.month.trim()) {
        Some(month) => allowance::make(&mut cx, month).await,
        None => Err(Error::field("month", "month")),
    };
    match result {
        Ok(run) => {
            cx.flash(Flash::ok(match run.state {
                RunState::Counting => "flash-allowance-counting",
                _ => "flash-allowance-counted",
            }));
            Ok(redirect(&run.path()))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&start::build(&mut cx, typed.month.trim(), errors).await?)
        }
    }
}

/// What the list is narrowed to.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
    only: String,
    after: String,
}

const ONLY: [&str; 2] = ["changed", "unknown"];

impl Search {
    fn filter(&self) -> Filter {
        Filter {
            word: Some(self.q.clone()).filter(|word| !word.trim().is_empty()),
            changed: self.only == "changed",
            unknown: self.only == "unknown",
            gone: false,
        }
    }
}

struct Person {
    href: String,
    name: String,
    nip: String,
    unit: String,
    amount: String,
    before: String,
    difference: String,
    /// No amount for their class.
    unknown: bool,
    /// No longer in the run.
    gone: bool,
}

#[derive(Template)]
#[template(path = "allowance/run.html")]
struct RunPage {
    page: Page,
    errors: Errors,
    action: String,
    month: String,
    version: i32,
    state: &'static str,
    label: String,
    lead: String,
    total: String,
    people: String,
    average: String,
    compared: String,
    unknown: i32,
    counting: bool,
    simulated: bool,
    locked: String,
    /// Who dropped it and when; empty: nobody did.
    dropped: String,
    can_discard: bool,
    /// What this run corrects, and why; empty: it is the month itself.
    corrects: String,
    corrects_path: String,
    reason: String,
    /// The correction of this run; empty: none was begun.
    corrected: String,
    can_correct: bool,
    before_label: String,
    /// The reason for a correction as it was typed.
    note: String,
    /// Why the acting officer does not lock it; empty: they may.
    barred: String,
    search: Search,
    only: Vec<super::Choice>,
    rows: Vec<Person>,
    narrowed: bool,
    next: String,
    first: String,
    xlsx: String,
    csv: String,
}

/// How the month differs from the one before, in a sentence.
fn compared(run: &Run, before: Option<&(Run, Compared)>, page: &Page) -> String {
    let Some((before, found)) = before else {
        return page.t(if run.locked_at.is_some() {
            "allowance-no-locked-before"
        } else {
            "allowance-no-before"
        });
    };
    let args = [
        (
            "difference",
            words::difference(run.total - before.total, page),
        ),
        ("month", words::run(before, page)),
        ("higher", page.number(found.higher)),
        ("lower", page.number(found.lower)),
        ("new", page.number(found.new)),
        ("gone", page.number(found.gone)),
    ];
    crate::kernel::i18n::with_args(page.language, "allowance-compared", &args)
}

fn person(run: &Run, row: Row, page: &Page) -> Person {
    Person {
        href: format!("{}/people/{}", run.path(), row.employee),
        name: row.name,
        nip: page.nip(&row.nip),
        unit: row.unit,
        amount: words::money(row.amount, page),
        before: row
            .before
            .map_or_else(|| "–".to_owned(), |before| words::money(before, page)),
        gone: row.gone,
        difference: row.before.map_or_else(
            || page.t("allowance-new"),
            |before| words::difference(row.amount - before, page),
        ),
        unknown: row.base.is_none() && !row.gone,
    }
}

async fn build(
    cx: &mut Cx,
    id: AllowanceRunId,
    (search, note): (Search, String),
    errors: Errors,
) -> Result<RunPage> {
    let beside = read::run(cx, id).await?;
    let after = Cursor::decode(&search.after, cx.agency());
    let listing = read::people(cx, &beside, &search.filter(), after.as_ref()).await?;
    let page_ = Page::new(cx, "allowance-title");
    let run = &beside.run;
    let (state, label) = run_state(run.state, &page_);
    let barred = match cx.actor().membership {
        Some(me) if run.state == RunState::Simulated => {
            let reason = operation::barred(cx, run, me).await?;
            reason.map_or_else(String::new, |reason| {
                crate::kernel::i18n::with_args(
                    page_.language,
                    &format!("refused-{}", reason.code),
                    &reason.args,
                )
            })
        }
        _ => String::new(),
    };
    let officer =
        |name: &Option<String>| name.clone().unwrap_or_else(|| page_.t("allowance-officer"));
    let address = |after: &str| {
        let pairs = [
            ("q", search.q.as_str()),
            ("only", &search.only),
            ("after", after),
        ];
        format!("{}?{}", run.path(), list::query(&pairs))
    };
    let people = i64::from(run.people);
    Ok(RunPage {
        action: run.path(),
        month: run.month.to_string(),
        version: run.version,
        state,
        label,
        lead: page_.ta2(
            "allowance-run-lead",
            "until",
            page_.date(&run.until),
            "made",
            page_.ta2(
                "allowance-by-at",
                "name",
                officer(&run.maker_name),
                "at",
                page_.instant(&run.made_at),
            ),
        ),
        total: words::money(run.total, &page_),
        people: page_.number(run.people),
        average: words::money(run.total.checked_div(people).unwrap_or(0), &page_),
        compared: compared(run, beside.before.as_ref(), &page_),
        unknown: run.unknown,
        counting: run.state == RunState::Counting,
        simulated: run.state == RunState::Simulated,
        locked: run.locked_at.map_or_else(String::new, |at| {
            page_.ta2(
                "allowance-by-at",
                "name",
                officer(&run.locker_name),
                "at",
                page_.instant(&at),
            )
        }),
        dropped: run.dropped_at.map_or_else(String::new, |at| {
            page_.ta2(
                "allowance-by-at",
                "name",
                officer(&run.dropper_name),
                "at",
                page_.instant(&at),
            )
        }),
        can_discard: operation::may_discard(run).is_ok(),
        corrects: match &beside.before {
            Some((one, _)) if run.correction > 0 => words::run(one, &page_),
            _ => String::new(),
        },
        corrects_path: match &beside.before {
            Some((one, _)) if run.correction > 0 => one.path(),
            _ => String::new(),
        },
        reason: run.reason.clone(),
        can_correct: run.state == RunState::Locked && beside.corrected.is_none(),
        before_label: page_.t(match run.correction {
            0 => "allowance-column-before",
            _ => "allowance-column-corrected",
        }),
        corrected: beside
            .corrected
            .as_ref()
            .map_or_else(String::new, Run::path),
        note,
        barred,
        only: ONLY
            .iter()
            .map(|one| {
                super::Choice::new(
                    *one,
                    page_.t(&format!("allowance-only-{one}")),
                    &search.only,
                )
            })
            .collect(),
        next: listing.next.as_deref().map(&address).unwrap_or_default(),
        first: if search.after.is_empty() {
            String::new()
        } else {
            address("")
        },
        xlsx: format!("{}/export/xlsx", run.path()),
        csv: format!("{}/export/csv", run.path()),
        narrowed: !search.q.trim().is_empty() || !search.only.is_empty(),
        rows: listing
            .rows
            .into_iter()
            .map(|row| person(run, row, &page_))
            .collect(),
        errors,
        search: search.clone(),
        page: page_.titled(words::run(run, &Page::new(cx, "allowance-title"))),
    })
}

/// GET /allowance/runs/{id}
pub async fn show(
    mut cx: Cx,
    Path(id): Path<AllowanceRunId>,
    Query(search): Query<Search>,
) -> Result<Response> {
    page(&build(&mut cx, id, (search, String::new()), Errors::none()).await?)
}

/// POST /allowance/runs/{id}/lock
pub async fn lock(
    mut cx: Cx,
    Path(id): Path<AllowanceRunId>,
    Form(act): Form<Act>,
) -> Result<Response> {
    match allowance::lock(&mut cx, id, act.version()?).await {
        Ok(run) => {
            cx.flash(Flash::ok("flash-allowance-locked"));
            Ok(redirect(&run.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, Default::default(), errors).await?)
        }
    }
}

/// POST /allowance/runs/{id}/correction
pub async fn correct(
    mut cx: Cx,
    Path(id): Path<AllowanceRunId>,
    Form(typed): Form<Because>,
) -> Result<Response> {
    match allowance::correct(&mut cx, id, &typed.reason).await {
        Ok(run) => {
            cx.flash(Flash::ok("flash-allowance-correction"));
            Ok(redirect(&format!("{}?only=changed", run.path())))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let typed = (Search::default(), typed.reason);
            invalid(&build(&mut cx, id, typed, errors).await?)
        }
    }
}

/// POST /allowance/runs/{id}/discarding: on to what it was to correct.
pub async fn discard(
    mut cx: Cx,
    Path(id): Path<AllowanceRunId>,
    Form(act): Form<Act>,
) -> Result<Response> {
    match allowance::discard(&mut cx, id, act.version()?).await {
        Ok(run) => {
            cx.flash(Flash::ok("flash-allowance-dropped"));
            let corrected = read::run(&mut cx, run.id).await?.before;
            let to = corrected.map_or_else(|| run.path(), |(one, _)| one.path());
            Ok(redirect(&to))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, Default::default(), errors).await?)
        }
    }
}

/// GET /allowance/runs/{id}/people/{employee}
pub async fn person_page(
    mut cx: Cx,
    Path((id, who)): Path<(AllowanceRunId, EmployeeId)>,
) -> Result<Response> {
    let why = read::of_person(&mut cx, id, who).await?;
    let agency = cx.agency();
    let person = crate::organisation::find(cx.conn(), agency, who).await?;
    page(&own::of_person(&cx, &why, &person.name))
}
