//! One roster: a grid of people and days to be changed by hand, what it breaks, and who got how many days.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, RosterId},
    },
    requests::Stand,
    rosters::{
        Day, State,
        plan::{self, Sheet},
        rules::{Breach, More},
    },
};

struct Column {
    short: &'static str,
    long: &'static str,
    number: u32,
}

struct Cell {
    /// `open`, `away`, `off`, `office` or `done`.
    code: &'static str,
    value: String,
    label: String,
    word: String,
    checked: bool,
    wished: bool,
}

struct PersonRow {
    name: String,
    initials: String,
    cells: Vec<Cell>,
    over: bool,
}

struct Foot {
    away: u32,
    room: u32,
    over: bool,
    present: u32,
    minimum: u32,
}

struct Week {
    title: String,
    six: bool,
    columns: Vec<Column>,
    rows: Vec<PersonRow>,
    feet: Vec<Foot>,
}

struct Share {
    name: String,
    days: usize,
    before: u32,
    why: String,
}

#[derive(Template)]
#[template(path = "rosters/sheet.html")]
struct SheetPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    unit: String,
    period: String,
    lead: String,
    draft: bool,
    weeks: Vec<Week>,
    breaches: Vec<String>,
    relax: Vec<String>,
    short: Vec<String>,
    shares: Vec<Share>,
    planned: usize,
}

async fn build(cx: &mut Cx, id: RosterId, errors: Errors) -> Result<SheetPage> {
    let sheet = plan::show(cx, id).await?;
    let page = Page::new(cx, "rosters-title");
    let settings = &sheet.roster.settings;
    let draft = sheet.roster.state == State::Draft;
    let relax = sheet.more_needed().await?;
    let day_words = |index: usize| super::short_day(sheet.openings.days[index], &page);
    Ok(SheetPage {
        errors,
        id: id.to_string(),
        version: sheet.roster.version,
        unit: sheet.roster.unit_name.clone(),
        period: format::date_range(settings.from_on, settings.to_on, page.language),
        lead: page.ta2(
            "rosters-sheet-lead",
            "share",
            settings.share,
            "plan",
            &settings.plan,
        ),
        draft,
        weeks: weeks(&sheet, &page),
        breaches: sheet
            .breaches
            .iter()
            .map(|breach| breach_words(*breach, &sheet, &page))
            .collect(),
        relax: relax_words(&relax, &sheet, &page),
        short: sheet
            .openings
            .strength
            .iter()
            .enumerate()
            .filter(|(_, strength)| strength.present < strength.minimum)
            .map(|(index, strength)| {
                page.ta2(
                    "rosters-short-day",
                    "day",
                    day_words(index),
                    "n",
                    strength.minimum - strength.present,
                )
            })
            .collect(),
        shares: shares(&sheet, &page),
        planned: sheet.choice.iter().flatten().filter(|away| **away).count(),
        page,
    })
}

fn relax_words(relax: &More, sheet: &Sheet, page: &Page) -> Vec<String> {
    let on = |day: usize| super::short_day(sheet.openings.days[day], page);
    let wanted = |days: &[u32]| -> Vec<(usize, u32)> {
        let days = days.iter().copied().enumerate();
        days.filter(|(_, more)| *more > 0).collect()
    };
    let mut lines: Vec<String> = wanted(&relax.room)
        .into_iter()
        .map(|(day, more)| page.ta2("rosters-relax-day", "day", on(day), "n", more))
        .collect();
    for (family, days) in sheet.openings.families.iter().zip(&relax.families) {
        lines.extend(wanted(days).into_iter().map(|(day, more)| {
            let args = [
                ("day", on(day).into()),
                ("n", i64::from(more).into()),
                ("family", family.name.as_str().into()),
            ];
            page.language.ta("rosters-relax-family", &args)
        }));
    }
    lines
}

fn weeks(sheet: &Sheet, page: &Page) -> Vec<Week> {
    let openings = &sheet.openings;
    openings
        .weeks
        .iter()
        .enumerate()
        .map(|(week, monday)| {
            let days: Vec<usize> = (0..openings.days.len())
                .filter(|day| sheet.problem.weeks[*day] == week)
                .collect();
            let six = days.len() > 5;
            let last = days.last().map_or(*monday, |day| openings.days[*day]);
            Week {
                title: format::date_range(*monday, last, page.language),
                six,
                columns: days
                    .iter()
                    .map(|day| column(openings.days[*day], page))
                    .collect(),
                rows: (0..openings.people.len())
                    .map(|person| person_row(sheet, person, &days, page))
                    .collect(),
                feet: days.iter().map(|day| foot(sheet, *day)).collect(),
            }
        })
        .collect()
}

fn column(day: chrono::NaiveDate, page: &Page) -> Column {
    use chrono::Datelike;
    Column {
        short: format::weekday_short(day, page.language),
        long: format::weekday(day, page.language),
        number: day.day(),
    }
}

fn person_row(sheet: &Sheet, person: usize, days: &[usize], page: &Page) -> PersonRow {
    let one = &sheet.openings.people[person];
    let over = sheet.breaches.iter().any(|breach| {
        matches!(breach, Breach::Cap { person: who, week, .. }
            if *who == person && days.first().is_some_and(|day| sheet.problem.weeks[*day] == *week))
    });
    PersonRow {
        name: one.name.clone(),
        initials: format::initials(&one.name),
        cells: days
            .iter()
            .map(|day| cell(sheet, person, *day, page))
            .collect(),
        over,
    }
}

fn cell(sheet: &Sheet, person: usize, day: usize, page: &Page) -> Cell {
    let one = &sheet.openings.people[person];
    let on = sheet.openings.days[day];
    let candidate = &sheet.problem.people[person];
    let checked = sheet.choice[person][day];
    let published = sheet
        .published
        .iter()
        .any(|(planned, _)| *planned == (one.employee, on));
    let (code, word) = match &one.stands[day] {
        Stand::Open if candidate.open[day] => ("open", String::new()),
        Stand::Open => ("office", page.t("rosters-office-day")),
        Stand::Away if published => ("done", page.t("rosters-planned")),
        Stand::Away => ("away", page.t("rosters-away")),
        Stand::Off => ("off", page.t("rosters-off")),
        Stand::Office(words) => ("office", words.get(page.lang).to_owned()),
    };
    Cell {
        // a day that was chosen and is closed by now can still be taken out
        code: if checked { "open" } else { code },
        value: format!("{}:{on}", one.employee),
        label: format!("{}, {}", one.name, page.date(&on)),
        word,
        checked,
        wished: candidate.wished[day],
    }
}

fn foot(sheet: &Sheet, day: usize) -> Foot {
    let count = |people: usize| u32::try_from(people).unwrap_or(u32::MAX);
    let planned = count(sheet.choice.iter().filter(|row| row[day]).count());
    // days that stand, the published ones among them, have their places already
    let people = sheet.openings.people.iter();
    let standing = count(people.filter(|one| one.stands[day] == Stand::Away).count());
    let room = sheet.problem.room[day];
    let strength = sheet.openings.strength[day];
    Foot {
        away: planned + standing,
        room: room + standing,
        over: planned > room,
        present: strength.present.saturating_sub(planned),
        minimum: strength.minimum,
    }
}

fn breach_words(breach: Breach, sheet: &Sheet, page: &Page) -> String {
    let people = &sheet.openings.people;
    let days = &sheet.openings.days;
    match breach {
        Breach::Closed { person, day } => page.ta2(
            "rosters-breach-closed",
            "name",
            &people[person].name,
            "day",
            super::short_day(days[day], page),
        ),
        Breach::Cap { person, week, .. } => page.ta2(
            "rosters-breach-cap",
            "name",
            &people[person].name,
            "week",
            page.date(&sheet.openings.weeks[week]),
        ),
        Breach::Room { day, by } => page.ta2(
            "rosters-breach-room",
            "day",
            super::short_day(days[day], page),
            "n",
            by,
        ),
        Breach::Family { family, day, by } => page.language.ta(
            "rosters-breach-family",
            &[
                ("day", super::short_day(days[day], page).into()),
                ("n", i64::from(by).into()),
                (
                    "family",
                    sheet.openings.families[family].name.as_str().into(),
                ),
            ],
        ),
        Breach::Stretch {
            person,
            first,
            last,
            most,
            ..
        } => page.language.ta(
            "rosters-breach-stretch",
            &[
                ("name", people[person].name.as_str().into()),
                ("n", i64::from(most).into()),
                ("from", super::short_day(days[first], page).into()),
                ("to", super::short_day(days[last], page).into()),
            ],
        ),
    }
}

/// Who gets how many days, and why somebody gets none.
fn shares(sheet: &Sheet, page: &Page) -> Vec<Share> {
    let people = sheet.openings.people.iter().zip(&sheet.choice);
    people
        .map(|(person, row)| {
            let published = sheet.openings.days.iter().zip(&person.stands);
            let published = published.filter(|(day, stand)| {
                let one = (person.employee, **day);
                **stand == Stand::Away && sheet.published.iter().any(|(day, _)| *day == one)
            });
            let days = row.iter().filter(|away| **away).count() + published.count();
            let closed = person.stands.iter().find_map(|stand| match stand {
                Stand::Office(words) => Some(words.get(page.lang).to_owned()),
                _ => None,
            });
            let all = person.stands.iter().all(|stand| *stand != Stand::Open);
            Share {
                name: person.name.clone(),
                days,
                before: person.before,
                why: closed.filter(|_| all).unwrap_or_default(),
            }
        })
        .collect()
}

/// GET /team/rosters/{id}
pub async fn show(mut cx: Cx, Path(id): Path<RosterId>) -> Result<Response> {
    let template = build(&mut cx, id, Errors::none()).await?;
    page(&template)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    version: String,
    /// `save`, `propose`, `publish` or `discard`.
    #[serde(rename = "do")]
    action: String,
    /// `employee:date`
    days: Vec<String>,
}

impl Input {
    fn version(&self) -> Result<i32> {
        self.version
            .trim()
            .parse()
            .map_err(|_| Error::Conflict("changed"))
    }

    fn days(&self) -> Result<Vec<Day>> {
        self.days
            .iter()
            .map(|text| {
                let (person, day) = text.split_once(':').unwrap_or_default();
                let person = person.parse::<EmployeeId>().ok();
                person
                    .zip(day.parse().ok())
                    .ok_or_else(|| Error::field("days", "choice"))
            })
            .collect()
    }
}

/// What is done with a roster, and where that leads.
async fn done(cx: &mut Cx, id: RosterId, input: &Input) -> Result<(Flash, String)> {
    let here = format!("/team/rosters/{id}");
    let version = input.version()?;
    match input.action.as_str() {
        "propose" => {
            plan::propose(cx, id, version).await?;
            Ok((Flash::ok("flash-roster-proposed"), here))
        }
        "discard" => {
            plan::discard(cx, id, version).await?;
            Ok((Flash::ok("flash-roster-discarded"), "/team/rosters".into()))
        }
        "publish" => {
            // what is on the page is what is published; the unit is held first, as by the other door
            plan::hold(cx, id).await?;
            plan::keep(cx, id, version, &input.days()?).await?;
            // days that cannot be published yet are kept all the same
            let fates = match plan::publish(cx, id, version + 1).await {
                Err(Error::Refused(_)) => {
                    return Ok((Flash::warn("flash-roster-not-yet"), here));
                }
                other => other?,
            };
            let left: Vec<String> = fates
                .iter()
                .filter_map(|fate| Some(format!("{}: {}", fate.name, fate.why(cx.lang())?)))
                .collect();
            let told = fates.len() - left.len();
            if left.is_empty() {
                return Ok((Flash::ok("flash-roster-published").with("n", told), here));
            }
            let named: Vec<String> = left.iter().take(3).cloned().collect();
            let flash = Flash::warn("flash-roster-partly")
                .with("n", told)
                .with("m", left.len())
                .with("left", named.join(" "));
            Ok((flash, here))
        }
        _ => {
            plan::keep(cx, id, version, &input.days()?).await?;
            Ok((Flash::ok("flash-saved"), here))
        }
    }
}

/// POST /team/rosters/{id}
pub async fn change(
    mut cx: Cx,
    Path(id): Path<RosterId>,
    Form(input): Form<Input>,
) -> Result<Response> {
    match done(&mut cx, id, &input).await {
        Ok((flash, to)) => {
            cx.flash(flash);
            Ok(redirect(&to))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, errors).await?)
        }
    }
}
