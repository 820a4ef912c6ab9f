//! One's own day on one short page: what one will do, what one did, and the days before.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        form::{Form, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    organisation,
    performance::day::{
        self, About, Answer, DayReport, NewLine, Outcome, Round, State, Stay, Write,
        read::{self, OwnDay},
        rules::{LINES, Works, cleaned},
    },
};

/// Fewest lines of a form, and how many are empty at least.
const FEWEST: usize = 3;
const EMPTY: usize = 1;

/// A line of the form.
struct Row {
    number: usize,
    /// The same as people count.
    nth: usize,
    what: String,
    about: String,
    outcome: &'static str,
    note: String,
    /// What is wrong with each field.
    what_wrong: String,
    outcome_wrong: String,
    note_wrong: String,
}

/// A line as it is read.
pub(super) struct Shown {
    pub what: String,
    pub note: String,
    /// What became of it: tone, icon and word; empty in a plan.
    pub outcome: (&'static str, &'static str, String),
    /// Where the work it is about is delivered, once it is done.
    pub deliver: String,
}

/// A day in a list.
struct Earlier {
    href: String,
    title: String,
    text: String,
    state: &'static str,
    label: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "performance/day.html")]
struct DayPage {
    page: Page,
    errors: Errors,
    on: NaiveDate,
    date: String,
    version: i32,
    /// Where the person works: code and words.
    places: Vec<(&'static str, String)>,
    /// Nothing can be written about this day: icon, title, text.
    closed: Option<(&'static str, String, String)>,
    before: String,
    after: String,
    today: bool,
    state: &'static str,
    label: String,
    /// What was answered last, with the words that go with it.
    answered: String,
    comment: String,
    /// The lines as they were reported; empty while nothing was.
    shown: Vec<Shown>,
    history: String,
    rows: Vec<Row>,
    more: Vec<Row>,
    outcomes: bool,
    /// The buttons that are offered.
    may_plan: bool,
    may_report: bool,
    /// The report is written, and may still be corrected.
    corrects: bool,
    until: String,
    earlier: Vec<Earlier>,
    team: bool,
}

/// The look of a state: that of a request which stands alike.
pub(super) fn look(state: State) -> &'static str {
    match state {
        State::Planned => "draft",
        State::Reported => "proposed",
        State::Accepted => "approved",
        State::Returned => "returned",
    }
}

/// The word of a state.
pub(super) fn state_word(state: State, page: &Page) -> String {
    page.t(&format!("day-state-{}", state.code()))
}

/// What became of a line: tone, icon and word.
fn outcome(one: Outcome, page: &Page) -> (&'static str, &'static str, String) {
    let word = page.t(&format!("day-outcome-{}", one.code()));
    match one {
        Outcome::Done => ("ok", "circle-check", word),
        Outcome::Partly => ("warn", "circle-dot", word),
        Outcome::Not => ("", "circle-dashed", word),
    }
}

/// The lines of a plan (0) or a report as they are read; `own`: what is done leads to delivering it.
pub(super) fn lines(day: &DayReport, round: i16, own: bool, page: &Page) -> Vec<Shown> {
    let shown = day.of_round(round).map(|line| {
        let done = line.written.outcome == Some(Outcome::Done);
        let deliver = line.deliver.clone().filter(|_| own && done);
        Shown {
            what: line.written.what.clone(),
            note: line.written.note.clone(),
            outcome: line
                .written
                .outcome
                .map_or_else(Default::default, |one| outcome(one, page)),
            deliver: deliver.unwrap_or_default(),
        }
    });
    shown.collect()
}

/// By whom and how a report was answered; empty while it was not.
pub(super) fn answered(round: &Round, page: &Page) -> String {
    let by = organisation::decider_words(
        page.language,
        round.answerer_name.as_deref().unwrap_or_default(),
        round.acting.as_deref(),
        round.in_place_of.as_deref(),
    );
    let answer = round.answer.map(Answer::code);
    answer.map_or_else(String::new, |answer| {
        page.ta(&format!("day-answered-{answer}"), "name", by)
    })
}

/// Where somebody works, as approved: code and words. None elsewhere: the office.
pub(super) fn places(works: Works, stays: &[Stay], page: &Page) -> Vec<(&'static str, String)> {
    match works {
        Works::DayOff => return vec![("off", page.t("day-place-off"))],
        Works::Leave => return vec![("leave", page.t("day-place-leave"))],
        Works::Yes if stays.is_empty() => return vec![("office", page.t("presence-at-office"))],
        Works::Yes => {}
    }
    let place = |stay: &Stay| {
        let (code, key) = match stay.place.as_str() {
            "home" => ("home", "presence-at-home"),
            "other_office" => ("other_office", "presence-at-other-office"),
            _ => ("other_place", "presence-at-other-place"),
        };
        let word = page.t(key);
        let half = match stay.halves {
            1 => "requests-morning",
            2 => "requests-afternoon",
            _ => return (code, word),
        };
        (code, format!("{word}, {}", page.t(half)))
    };
    stays.iter().map(place).collect()
}

/// Why nothing can be written about a day; none where something was or can be.
fn closed(day: &OwnDay, page: &Page) -> Option<(&'static str, String, String)> {
    if day.may_plan || day.may_report || day.report.is_some() {
        return None;
    }
    Some(match day.works {
        Works::Leave => (
            "palmtree",
            page.t("day-closed-leave"),
            page.t("day-closed-leave-text"),
        ),
        Works::DayOff => {
            let name = day.kind.name(page.language);
            let text = if name.is_empty() {
                page.t("day-closed-off-text")
            } else {
                name.to_owned()
            };
            ("calendar-x", page.t("day-closed-off"), text)
        }
        Works::Yes => {
            let text = page.ta("day-closed-late-text", "until", page.date(&day.until));
            ("lock", page.t("day-closed-late"), text)
        }
    })
}

fn about(line: &NewLine) -> String {
    match line.about {
        Some(About::Work(work)) => format!("work:{work}"),
        Some(About::Promise(request, line)) => format!("promise:{request}:{line}"),
        None => String::new(),
    }
}

fn earlier(all: &[DayReport], on: NaiveDate, page: &Page) -> Vec<Earlier> {
    let row = |one: &DayReport| Earlier {
        href: format!("/today?day={}", one.on),
        title: page.date(&one.on),
        text: summary(one, page),
        state: look(one.state),
        label: state_word(one.state, page),
        current: one.on == on,
    };
    all.iter().map(row).collect()
}

/// "3 pekerjaan, 2 selesai".
pub(super) fn summary(day: &DayReport, page: &Page) -> String {
    let all = page.tn("day-lines", day.newest().count());
    let done = |line: &&day::Line| line.written.outcome == Some(Outcome::Done);
    match day.rounds {
        0 => all,
        _ => format!(
            "{all}, {}",
            page.tn("day-lines-done", day.newest().filter(done).count())
        ),
    }
}

async fn build(
    cx: &mut Cx,
    on: NaiveDate,
    typed: Option<(Vec<NewLine>, bool)>,
    errors: Errors,
) -> Result<DayPage> {
    let own = read::own(cx, on).await?;
    let today = cx.today();
    let all = read::list(cx, read::lately(today)).await?;
    let page_ = Page::new(cx, "day-title");
    let report = own.report.as_ref();
    let (typed, reports) = typed.unzip();
    let written = report.map(|one| one.newest().map(|line| line.written.clone()).collect());
    let filled: Vec<NewLine> = typed.or(written).unwrap_or_else(|| own.suggested.clone());
    let outcomes = own.may_report && (report.is_some() || !own.may_plan || reports == Some(true));
    let count = filled.len();
    let blank = || NewLine {
        what: String::new(),
        about: None,
        outcome: None,
        note: String::new(),
    };
    let lines = filled.into_iter().chain(std::iter::repeat_with(blank));
    let wanted = (count + EMPTY).max(FEWEST).min(LINES.max(count));
    let mut rows: Vec<Row> = lines
        .take(wanted)
        .enumerate()
        .map(|(number, line)| Row {
            number,
            nth: number + 1,
            about: about(&line),
            outcome: line.outcome.map_or("", Outcome::code),
            what: line.what,
            note: line.note,
            what_wrong: errors.at(&format!("what-{number}")),
            outcome_wrong: errors.at(&format!("outcome-{number}")),
            note_wrong: errors.at(&format!("note-{number}")),
        })
        .collect();
    // with their outcomes the empty lines would make the page long
    let more = match outcomes && count > 0 {
        true => rows.split_off(count),
        false => Vec::new(),
    };
    let last = report.and_then(DayReport::last);
    // what was answered last, also while it waits again
    let last_answer = report.and_then(|one| one.reports.iter().rfind(|one| one.answer.is_some()));
    let link =
        |day: Option<NaiveDate>| day.map_or_else(String::new, |day| format!("/today?day={day}"));
    Ok(DayPage {
        errors,
        on,
        date: page_.long_date(&on),
        version: report.map_or(0, |one| one.version),
        places: places(own.works, &own.stays, &page_),
        closed: closed(&own, &page_),
        before: link(own.before),
        after: link(own.after),
        today: on == today,
        state: report.map_or("", |one| look(one.state)),
        label: report.map_or_else(String::new, |one| state_word(one.state, &page_)),
        answered: last_answer.map_or_else(String::new, |one| answered(one, &page_)),
        comment: last_answer.map_or_else(String::new, |one| one.comment.clone()),
        shown: match (report, last) {
            // the form says the same
            (Some(one), _) if one.state == State::Returned && own.may_report => Vec::new(),
            (Some(one), Some(last)) => self::lines(one, last.number, true, &page_),
            (Some(one), None) if !own.may_plan && !own.may_report => {
                self::lines(one, 0, false, &page_)
            }
            _ => Vec::new(),
        },
        history: report
            .filter(|one| one.rounds > 0)
            .map_or_else(String::new, DayReport::path),
        rows,
        more,
        outcomes,
        may_plan: own.may_plan,
        may_report: own.may_report,
        corrects: report.is_some_and(|one| one.state == State::Reported),
        until: page_.date(&own.until),
        earlier: earlier(&all, on, &page_),
        team: cx.actor().roles.may(Can::DecideRequests),
        page: page_,
    })
}

/// Which day is shown.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    day: Option<NaiveDate>,
}

impl Asked {
    /// The day, else `today`.
    pub(super) fn or(self, today: NaiveDate) -> NaiveDate {
        self.day.unwrap_or(today)
    }
}

/// GET /today
pub async fn show(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let on = asked.or(cx.today());
    page(&build(&mut cx, on, None, Errors::none()).await?)
}

/// A form as it was sent: the day, the version that was seen, the lines in their order, and what is to happen.
struct Sent {
    on: NaiveDate,
    version: i32,
    lines: Vec<NewLine>,
    act: String,
}

/// A line as it was typed: what, the work it is about, what became of it, and a note.
type Typed = [String; 4];
/// The fields of a line, before its number.
const FIELDS: [&str; 4] = ["what", "about", "outcome", "note"];

fn about_of(text: &str) -> Result<Option<About>> {
    let wrong = || Error::BadRequest("form");
    let (kind, rest) = match text.split_once(':') {
        Some(found) => found,
        None if text.is_empty() => return Ok(None),
        None => return Err(wrong()),
    };
    let about = match (kind, rest.split_once(':')) {
        ("work", None) => About::Work(rest.parse().map_err(|_| wrong())?),
        ("promise", Some((request, line))) => About::Promise(
            request.parse().map_err(|_| wrong())?,
            line.parse().map_err(|_| wrong())?,
        ),
        _ => return Err(wrong()),
    };
    Ok(Some(about))
}

impl Sent {
    fn read(pairs: Vec<(String, String)>) -> Result<Self> {
        let wrong = || Error::BadRequest("form");
        let mut lines: BTreeMap<usize, Typed> = BTreeMap::new();
        let (mut day, mut version, mut act) = (None, None, String::new());
        for (name, value) in pairs {
            match name.as_str() {
                "day" => day = value.parse().ok(),
                "version" => version = value.parse().ok(),
                "act" => act = value,
                _ => {
                    let (field, number) = name.split_once('-').ok_or_else(wrong)?;
                    let number: usize = number.parse().map_err(|_| wrong())?;
                    let field = FIELDS.iter().position(|one| *one == field);
                    if number >= LINES {
                        return Err(wrong());
                    }
                    lines.entry(number).or_default()[field.ok_or_else(wrong)?] = value;
                }
            }
        }
        let line = |[what, about, outcome, note]: Typed| -> Result<NewLine> {
            Ok(NewLine {
                what,
                about: about_of(&about)?,
                outcome: match outcome.as_str() {
                    "" => None,
                    word => Some(Outcome::of(word).ok_or_else(wrong)?),
                },
                note,
            })
        };
        let lines = lines.into_values().map(line).collect::<Result<_>>()?;
        Ok(Self {
            on: day.ok_or_else(wrong)?,
            version: version.ok_or_else(wrong)?,
            lines: cleaned(lines),
            act,
        })
    }
}

/// POST /today: `act` is `plan`, `report`, or `done`, which reports every line without an outcome as done.
pub async fn send(mut cx: Cx, Form(pairs): Form<Vec<(String, String)>>) -> Result<Response> {
    let mut sent = Sent::read(pairs)?;
    let reports = sent.act != "plan";
    if sent.act == "done" {
        for line in &mut sent.lines {
            line.outcome.get_or_insert(Outcome::Done);
        }
    }
    let input = Write {
        on: sent.on,
        version: sent.version,
        lines: sent.lines.clone(),
    };
    let done = match reports {
        true => day::report(&mut cx, input).await,
        false => day::plan(&mut cx, input).await,
    };
    match done {
        Ok(day) => {
            let flash = match (day.state, &day.approver_name) {
                (State::Reported, Some(name)) => Flash::ok("flash-day-reported").with("name", name),
                (State::Reported, None) => Flash::ok("flash-day-reported-leader"),
                _ => Flash::ok("flash-day-planned"),
            };
            cx.flash(flash);
            Ok(redirect(&format!("/today?day={}", day.on)))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, sent.on, Some((sent.lines, reports)), errors).await?)
        }
    }
}
