//! The first page of an employee: this week and the next, a tile to ask, what waits, and one's standing.

use askama::Template;
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate, Timelike};

use super::{
    conditions::ahead,
    presence::{Today, is_elsewhere},
    trace,
    waits::{self, Said},
    words,
};
use crate::{
    calendar::{DateRange, DayKind, Half, WeekPattern},
    kernel::{
        cx::Cx,
        error::Result,
        format,
        html::{Page, page},
    },
    performance,
    policy::{self, Overall, Place},
    presence,
    requests::{
        Span, State, Swap, Where,
        ask::place_of,
        check::{Asked, Situation},
        hours::Keeping,
        rules::monday,
        store::{self, lists::Filter},
        swaps,
    },
    shared_tasks,
    shifts::{self, Shift},
};

/// A day of a week; a link where it leads somewhere.
pub struct Tile {
    class: String,
    href: String,
    short: &'static str,
    long: &'static str,
    number: u32,
    icon: &'static str,
    word: String,
    more: String,
    today: bool,
}

struct Week {
    title: String,
    quota: String,
    /// The own hours of the week.
    hours: String,
    six: bool,
    tiles: Vec<Tile>,
}

struct Waiting {
    href: String,
    version: i32,
    offered: bool,
    days: String,
    state: &'static str,
    label: String,
}

/// An exchange that waits for this person's answer.
struct Proposed {
    href: String,
    title: String,
    gives: String,
    gets: String,
}

#[derive(Template)]
#[template(path = "requests/home.html")]
struct HomePage {
    page: Page,
    greeting: String,
    date: String,
    weeks: Vec<Week>,
    pending: i64,
    waiting: Vec<Waiting>,
    proposed: Vec<Proposed>,
    /// Whatever waits for this person's answer or hand.
    tasks: Vec<Said>,
    windows: Vec<words::WindowNote>,
    /// Saying where one works, on a day that was approved elsewhere.
    presence: Option<Today>,
    /// Nothing was typed here before.
    typed: &'static str,
    tone: &'static str,
    standing: String,
    /// What holds from a day on that is near.
    ahead: String,
    /// What it takes until another day of a week opens; empty where nothing is said of it.
    next: String,
    chip: String,
    trace: trace::Trace,
}

/// GET / of an employee.
pub async fn show(mut cx: Cx) -> Result<Response> {
    let page_ = Page::new(&cx, "requests-home-title");
    let (agency, employee, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    let first = monday(today);
    let range = DateRange {
        from: first,
        to: first + Days::new(13),
    };
    let situation = Situation::load(cx.conn(), agency, employee, range, now).await?;
    let filter = Filter {
        employee: Some(employee),
        limit: 20,
        ..Filter::default()
    };
    let own = store::lists::list(cx.conn(), agency, &filter).await?;
    // the place of the last ordinary request stands for the one a tile would ask for
    let place = own
        .iter()
        .find(|row| row.submitted_at.is_some() && !row.special && row.hours.is_none())
        .and_then(|row| place_of(&row.place))
        .unwrap_or(Place::Home);
    let asked = Asked::new(
        &Span::Days(std::collections::BTreeMap::new()),
        place,
        policy::Route::Ordinary,
        today,
        None,
    );
    let keeping = Keeping::load(cx.conn(), agency, &[employee], range).await?;
    let rules = &situation.rules(today).effective;
    let standing = policy::standing(&situation.person, rules, now);
    let may = standing.verdict != Overall::Fail;
    let later = situation.rules(range.to);
    let ahead = ahead(
        &situation.person,
        situation.rules(today),
        later,
        now,
        &page_,
    );
    let steps = policy::path(&situation.person, rules);
    let next = steps.iter().find(|step| !step.open);
    let next = next.map_or_else(String::new, |step| step.text.get(page_.lang).to_owned());
    let weeks = [
        (first, "requests-this-week"),
        (first + Days::new(7), "requests-next-week-title"),
    ]
    .into_iter()
    .map(|(start, key)| Week {
        hours: words::own_times(
            &keeping,
            &situation.board,
            employee,
            start.iter_days().take(6),
            &page_,
        ),
        ..week(&page_, &situation, &asked, start, key, may)
    })
    .collect();
    let waiting = own
        .iter()
        .filter(|row| {
            let ahead = row.last_on.is_none_or(|last| last >= today);
            ahead
                && matches!(
                    row.state.code(),
                    "draft"
                        | "queued"
                        | "submitted"
                        | "offered"
                        | "returned"
                        | "approved"
                        | "approved_adjusted"
                        | "refused"
                )
                || (row.state == State::Revoked
                    && row.keeps_days()
                    && row.stopped_on.or(row.last_on) >= Some(today))
        })
        .take(5)
        .map(|row| Waiting {
            href: format!("/requests/{}", row.id),
            version: row.version,
            offered: row.state == State::Offered,
            days: words::row_days(row, &page_),
            state: row.state.code(),
            label: words::state_with(row.state, row.keeps_days(), &page_),
        })
        .collect();
    let actor = cx.actor().clone();
    let hints = store::hints::of(cx.conn(), &actor).await?;
    let proposed = match hints.exchanges {
        true => store::swaps::to_answer(cx.conn(), agency, employee).await?,
        false => Vec::new(),
    };
    let tasks = match hints.shares {
        true => shared_tasks::to_answer(&mut cx).await?,
        false => Vec::new(),
    };
    let returned = match hints.returned {
        true => performance::returned(&mut cx).await?,
        false => None,
    };
    let due = performance::work::to_deliver(&mut cx).await?;
    let untold = match hints.periods {
        true => performance::rating::untold(&mut cx).await?,
        false => Vec::new(),
    };
    let plans = match hints.plans {
        true => performance::improvement::to_agree(&mut cx).await?,
        false => Vec::new(),
    };
    let asked_shifts = match hints.shifts {
        true => shifts::to_answer(&mut cx).await?,
        false => Vec::new(),
    };
    let [morning, afternoon] =
        [Half::Morning, Half::Afternoon].map(|half| situation.board.place(employee, today, half));
    let elsewhere = is_elsewhere(&morning, &afternoon);
    let days = match elsewhere || hints.returned_days {
        true => performance::day::open(&mut cx, elsewhere).await?,
        false => Vec::new(),
    };
    let said = match elsewhere {
        true => {
            let days = DateRange::day(today);
            let mut marks = presence::marks(cx.conn(), agency, &[employee], days).await?;
            Some(marks.remove(&(employee, today)).unwrap_or_default())
        }
        false => None,
    };
    let waits = waits::said(&mut cx, &hints, &page_).await?;
    let trace = trace::of_standing(&standing, &page_);
    let hour = now.with_timezone(&cx.actor().zone).hour();
    let greeting = page_.ta(
        match hour {
            4..=10 => "requests-good-morning",
            11..=14 => "requests-good-noon",
            15..=17 => "requests-good-afternoon",
            _ => "requests-good-evening",
        },
        "name",
        plain(&cx.actor().name).to_owned(),
    );
    page(&HomePage {
        greeting,
        date: page_.long_date(&today),
        weeks,
        pending: cx.actor().pending,
        waiting,
        proposed: proposed.iter().map(|one| proposal(one, &page_)).collect(),
        tasks: tasks
            .iter()
            .map(|one| {
                let asked = page_.ta("shared-tasks-home", "name", &one.proposer_name);
                Said::new("users", one.path(), format!("{asked}: {}", one.title))
            })
            .chain(asked_shifts.iter().map(|one| {
                let by = one.assigner_name.clone().unwrap_or_default();
                let asked = page_.ta("shifts-home", "name", by);
                Said::new("clock", one.path(), format!("{asked}: {}", one.name))
            }))
            .chain(returned.iter().map(|one| {
                let words = page_.ta("targets-home", "year", one.year);
                Said::new("target", one.path(), words)
            }))
            .chain(days.into_iter().map(|one| day_line(one, &page_)))
            .chain(to_deliver(due, &page_))
            .chain(
                plans
                    .iter()
                    .filter(|plan| plan.employee == employee)
                    .map(|plan| Said::new("target", plan.path(), page_.t("improvement-home"))),
            )
            .chain(untold.iter().map(|one| {
                let period = performance::period_word(&one.code, &page_);
                let day = page_.date(&one.due_on);
                let words = page_.ta2("rating-home", "period", period, "day", day);
                Said::new("target", one.path.clone(), words)
            }))
            .chain(waits)
            .collect(),
        windows: words::windows(&situation, None, &page_),
        presence: said.map(|said| Today::of(&morning, &afternoon, &said, "home", &page_)),
        typed: "",
        tone: tone(standing.verdict),
        standing: standing.headline.get(page_.lang).to_owned(),
        ahead,
        next,
        chip: page_.t(match standing.verdict {
            Overall::Pass => "requests-standing-ok",
            Overall::Fail => "requests-standing-not-yet",
            _ => "requests-standing-thought",
        }),
        trace,
        page: page_,
    })
}

fn proposal(one: &Swap, page: &Page) -> Proposed {
    let day = |part: &swaps::Part| words::short_day(part.on, part.bits, page);
    Proposed {
        href: one.path(),
        title: page.ta("swaps-home-title", "name", &one.proposer.name),
        gives: day(&one.colleague),
        gets: day(&one.proposer),
    }
}

/// What is to be written about one's own days.
fn day_line(one: performance::day::Open, page: &Page) -> Said {
    let (href, words) = match one {
        performance::day::Open::Today => ("/today".to_owned(), page.t("day-home")),
        performance::day::Open::Returned(on) => (
            format!("/today?day={on}"),
            page.ta("day-home-returned", "day", page.date(&on)),
        ),
    };
    Said::new("list-checks", href, words)
}

/// What is to be delivered, and by when: several pieces share a line, so that the week stays in sight.
fn to_deliver(due: Vec<performance::work::ToDeliver>, page: &Page) -> Option<Said> {
    if due.len() > 1 {
        let words = page.tn("work-home-many", due.len());
        return Some(Said::new("file-check", "/work".into(), words));
    }
    let one = due.into_iter().next()?;
    let key = match one.revision {
        true => "work-home-revise",
        false if one.due_on < page.today => "work-home-late",
        false => "work-home-due",
    };
    let words = page.ta2(key, "what", &one.what, "day", page.date(&one.due_on));
    Some(Said::new("file-check", one.path, words))
}

/// A name as one is greeted: academic titles stay in letters.
fn plain(name: &str) -> &str {
    name.split(',').next().unwrap_or(name)
}

/// The colour of an answer: amber can be mended, red is in the way.
pub fn tone(verdict: Overall) -> &'static str {
    match verdict {
        Overall::Pass => "ok",
        Overall::Fail => "bad",
        _ => "warn",
    }
}

/// One week; what is left of the quota is said only to those who may ask.
fn week(
    page: &Page,
    situation: &Situation,
    asked: &Asked,
    start: NaiveDate,
    key: &str,
    may: bool,
) -> Week {
    let input = situation.board.calendars.office(situation.unit, start);
    let six = input.week == WeekPattern::Six;
    let over = situation.today() > start + Days::new(if six { 5 } else { 4 });
    let quota = Some(situation.quota(situation.ahead(start), asked)).filter(|_| may && !over);
    Week {
        title: page.t(key),
        quota: quota.map_or_else(String::new, |quota| words::quota(&quota, page)),
        hours: String::new(),
        six,
        tiles: start
            .iter_days()
            .take(if six { 6 } else { 5 })
            .map(|day| tile(page, situation, asked, day))
            .collect(),
    }
}

fn tile(page: &Page, situation: &Situation, asked: &Asked, day: NaiveDate) -> Tile {
    let today = situation.today();
    let mut tile = Tile {
        class: String::new(),
        href: String::new(),
        short: format::weekday_short(day, page.language),
        long: format::weekday(day, page.language),
        number: day.day(),
        icon: "building-2",
        word: String::new(),
        more: String::new(),
        today: day == today,
    };
    let [morning, afternoon] = [Half::Morning, Half::Afternoon]
        .map(|half| situation.board.place(situation.employee, day, half));
    let shown = if morning == Where::Office {
        &afternoon
    } else {
        &morning
    };
    if *shown != Where::Office {
        let (code, word) = words::whereabouts(shown, page);
        (tile.class, tile.icon) = look(code);
        tile.word = word;
        if let Where::Off(kind) = shown {
            tile.more = words::holiday_name(kind, page);
        } else if morning != afternoon {
            tile.more = page.t(if *shown == morning {
                "requests-morning"
            } else {
                "requests-afternoon"
            });
        }
        if let Some(stay) = situation.board.stays(situation.employee, day, None).next() {
            tile.href = format!("/requests/{}", stay.request);
        }
        return tile;
    }
    if let Some(held) = situation.board.roster.on(situation.employee, day) {
        let (code, word) = words::shift(held, page);
        (tile.class, tile.icon) = look(code);
        tile.word = word;
        tile.more = held.shift.map_or_else(String::new, Shift::times);
        tile.href = format!("/shifts/{}", held.plan);
        return tile;
    }
    if day < today {
        tile.class = "kantor".into();
        tile.word = page.t("requests-where-office");
        return tile;
    }
    let mut asked = asked.clone();
    asked.days.insert(day, 3);
    let facts = situation.facts(day, Half::Full, &asked);
    tile.href = format!("/requests/new?day={day}");
    if matches!(facts.kind_of_day.value, DayKind::Working { .. })
        && situation.answer(&facts).may_submit()
    {
        tile.class = "ask".into();
        tile.icon = "plus";
        tile.word = page.t("requests-tile-ask");
        tile.more = page.ta("requests-tile-ask-more", "day", page.day_month(&day));
    } else {
        tile.class = "no".into();
        tile.icon = "calendar-x";
        let judged = situation.judge(day, Half::Full, &asked);
        tile.word = trace::short_reason(&judged.verdict, page);
        tile.more = page.ta("requests-tile-no-more", "day", page.day_month(&day));
    }
    tile
}

fn look(code: &str) -> (String, &'static str) {
    let (class, icon) = match code {
        "home" => ("wfa", "house"),
        "other_office" => ("wfa", "landmark"),
        "other_place" => ("wfa", "map-pin"),
        "pending" => ("tunggu", "circle-dashed"),
        "trip" => ("dinas", "briefcase"),
        "leave" => ("cuti", "palmtree"),
        "shift" => ("kantor", "clock"),
        _ => ("libur", "minus"),
    };
    (class.to_owned(), icon)
}
