//! Writing a draft: dates, shifts, the cycle, the people. The same form writes a draft anew and changes a plan that runs.

use askama::Template;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::Choice;
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::{Check, Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, ShiftPlanId, UnitId},
    },
    shifts::{
        Pattern, Plan, Shift, State,
        draft::{self, Draft, TypedShift},
        read,
        rules::{CYCLE, SHIFTS, monday},
    },
};

struct ShiftField {
    number: usize,
    name: String,
    starts: String,
    ends: String,
    pause: String,
    least: String,
    /// What is wrong about each field.
    wrong: WrongShift,
}

struct WrongShift {
    name: String,
    starts: String,
    ends: String,
    pause: String,
    least: String,
}

struct DayField {
    number: usize,
    choices: Vec<Choice>,
}

struct PersonField {
    number: usize,
    employee: String,
    name: String,
    position: String,
    starts: String,
}

#[derive(Template)]
#[template(path = "shifts/form.html")]
struct FormPage {
    page: Page,
    errors: Errors,
    action: String,
    back: String,
    typed: Typed,
    unit: String,
    shifts: Vec<ShiftField>,
    days: Vec<DayField>,
    people: Vec<PersonField>,
}

#[derive(Template)]
#[template(path = "shifts/choose.html")]
struct ChoosePage {
    page: Page,
    units: Vec<(String, String)>,
}

/// A draft as it is typed. The lists go together: five fields for each shift, a day of the cycle for each person.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    unit: String,
    name: String,
    from_on: String,
    to_on: String,
    shift_name: Vec<String>,
    shift_start: Vec<String>,
    shift_end: Vec<String>,
    shift_break: Vec<String>,
    shift_least: Vec<String>,
    /// The number of a shift, `0` for off, nothing where the cycle is over.
    cycle: Vec<String>,
    member: Vec<String>,
    starts: Vec<String>,
    replaces: String,
    reason: String,
    key: String,
    version: String,
}

/// For which unit.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chosen {
    unit: String,
}

fn at(list: &[String], index: usize) -> String {
    list.get(index).cloned().unwrap_or_default()
}

impl Typed {
    /// A form to begin with: four weeks from next Monday, a day and a night of twelve hours, two on and two off.
    fn first(unit: UnitId, today: NaiveDate, page: &Page) -> Self {
        let from = monday(today) + Days::new(7);
        let texts = |all: &[&str]| all.iter().map(ToString::to_string).collect();
        Self {
            unit: unit.to_string(),
            from_on: from.to_string(),
            to_on: (from + Days::new(27)).to_string(),
            shift_name: vec![page.t("shifts-first-day"), page.t("shifts-first-night")],
            shift_start: texts(&["07:00", "19:00"]),
            shift_end: texts(&["19:00", "07:00"]),
            shift_break: texts(&["60", "60"]),
            shift_least: texts(&["1", "1"]),
            cycle: texts(&["1", "1", "0", "0", "2", "2", "0", "0"]),
            key: Uuid::now_v7().to_string(),
            ..Self::default()
        }
    }

    /// What a plan holds, to be written anew.
    fn of(plan: &Plan) -> Self {
        let shifts = &plan.pattern.shifts;
        let each = |text: fn(&Shift) -> String| shifts.iter().map(text).collect();
        Self {
            unit: plan.unit.to_string(),
            name: plan.name.clone(),
            from_on: plan.pattern.from_on.to_string(),
            to_on: plan.pattern.to_on.to_string(),
            shift_name: each(|one| one.name.clone()),
            shift_start: each(|one| one.starts.format("%H:%M").to_string()),
            shift_end: each(|one| one.ends.format("%H:%M").to_string()),
            shift_break: each(|one| one.break_minutes.to_string()),
            shift_least: each(|one| one.least.to_string()),
            cycle: plan.pattern.cycle.iter().map(ToString::to_string).collect(),
            member: plan.present().map(|one| one.employee.to_string()).collect(),
            starts: plan
                .present()
                .map(|one| one.starts_on_day.to_string())
                .collect(),
            replaces: plan.replaces.map_or_else(String::new, |id| id.to_string()),
            reason: plan.reason.clone(),
            key: Uuid::now_v7().to_string(),
            version: plan.version.to_string(),
        }
    }

    fn unit(&self) -> Result<UnitId> {
        self.unit.trim().parse().map_err(|_| Error::NotFound)
    }

    /// How many rows of shifts are in use, gaps among them counted.
    fn rows(&self) -> usize {
        let all = [
            &self.shift_name,
            &self.shift_start,
            &self.shift_end,
            &self.shift_break,
            &self.shift_least,
        ];
        let last = |row: &Vec<String>| row.iter().rposition(|text| !text.trim().is_empty());
        let rows = all.into_iter().filter_map(last).max();
        rows.map_or(0, |last| last + 1).min(*SHIFTS.end())
    }

    /// What was typed, or every problem with it.
    fn read(&self) -> Result<Draft> {
        let mut check = Check::new();
        let name = check.text("name", &self.name, 120);
        let reason = check.optional("reason", &self.reason, 2_000);
        let from_on = check.date("from_on", &self.from_on);
        let to_on = check.date("to_on", &self.to_on);
        let shifts: Vec<Shift> = (0..self.rows())
            .filter_map(|index| {
                let typed = TypedShift {
                    name: &at(&self.shift_name, index),
                    starts: &at(&self.shift_start, index),
                    ends: &at(&self.shift_end, index),
                    break_minutes: &at(&self.shift_break, index),
                    least: &at(&self.shift_least, index),
                };
                typed.read(&mut check, index + 1)
            })
            .collect();
        let cycle = self.cycle(&mut check);
        let mut members = Vec::new();
        for (id, text) in self.member.iter().zip(&self.starts) {
            let who: Option<EmployeeId> = check.optional_id("members", id);
            if !text.trim().is_empty() {
                let most = i64::try_from(cycle.len().max(1)).unwrap_or(28);
                let day = check.number("members", text, 1, most);
                let day = day.and_then(|day| u8::try_from(day).ok());
                members.extend(who.zip(day));
            }
        }
        let replaces = check.optional_id("replaces", &self.replaces);
        check.done()?;
        let missing = || Error::field("from_on", "required");
        Ok(Draft {
            unit: self.unit()?,
            name,
            pattern: Pattern {
                from_on: from_on.ok_or_else(missing)?,
                to_on: to_on.ok_or_else(missing)?,
                shifts,
                cycle,
            },
            members,
            replaces,
            reason,
            key: self.key.parse().ok(),
        })
    }

    /// The days of the cycle up to the first one left empty; a gap in between is an error.
    fn cycle(&self, check: &mut Check) -> Vec<u8> {
        let typed: Vec<&str> = self.cycle.iter().map(|text| text.trim()).collect();
        let length = typed.iter().rposition(|text| !text.is_empty());
        let length = length.map_or(0, |last| last + 1);
        let mut cycle = Vec::new();
        for (index, text) in typed.iter().take(length).enumerate() {
            match text.parse::<u8>() {
                Ok(number) => cycle.push(number),
                Err(_) => check.fail(FieldError::new("cycle", "shift-gap").with("n", index + 1)),
            }
        }
        cycle
    }
}

async fn build(
    cx: &mut Cx,
    id: Option<ShiftPlanId>,
    typed: Typed,
    errors: Errors,
) -> Result<FormPage> {
    let unit = typed.unit()?;
    let people = read::candidates(cx, unit).await?;
    let units = read::units(cx).await?;
    let changes = !typed.replaces.is_empty();
    let page_ = Page::new(cx, "shifts-new-title");
    let title = match (id, changes) {
        (_, true) => Some("shifts-change-title"),
        (Some(_), _) => Some("shifts-edit-title"),
        _ => None,
    };
    let rows = (typed.rows() + 1).clamp(2, *SHIFTS.end());
    let off = page_.t("shifts-off");
    let days = *CYCLE.end();
    Ok(FormPage {
        action: id.map_or_else(|| "/shifts".to_owned(), |id| format!("/shifts/{id}/draft")),
        back: match (id, changes) {
            (Some(id), _) => format!("/shifts/{id}"),
            (None, true) => format!("/shifts/{}", typed.replaces),
            _ => "/shifts".to_owned(),
        },
        unit: units
            .into_iter()
            .find(|one| one.0 == unit)
            .map_or_else(String::new, |one| one.1),
        shifts: (0..rows)
            .map(|index| ShiftField {
                number: index + 1,
                name: at(&typed.shift_name, index),
                starts: at(&typed.shift_start, index),
                ends: at(&typed.shift_end, index),
                pause: at(&typed.shift_break, index),
                least: at(&typed.shift_least, index),
                wrong: {
                    let at = |field: &str| errors.at(&format!("shift_{field}_{}", index + 1));
                    WrongShift {
                        name: at("name"),
                        starts: at("start"),
                        ends: at("end"),
                        pause: at("break"),
                        least: at("least"),
                    }
                },
            })
            .collect(),
        days: (0..days)
            .map(|index| {
                let chosen = at(&typed.cycle, index);
                let choice = |value: String, label: String| Choice {
                    selected: value == chosen.trim(),
                    value,
                    label,
                };
                let shifts = (0..rows).map(|shift| {
                    let name = at(&typed.shift_name, shift);
                    let number = shift + 1;
                    let label = match name.trim() {
                        "" => page_.ta("shifts-number", "n", number),
                        name => format!("{number} {name}"),
                    };
                    choice(number.to_string(), label)
                });
                let none = choice(String::new(), "–".to_owned());
                let free = choice("0".to_owned(), off.clone());
                DayField {
                    number: index + 1,
                    choices: [none, free].into_iter().chain(shifts).collect(),
                }
            })
            .collect(),
        people: (1..)
            .zip(people)
            .map(|(number, one)| {
                let id = one.id.to_string();
                let known = typed.member.iter().position(|member| *member == id);
                PersonField {
                    number,
                    starts: known.map_or_else(String::new, |index| at(&typed.starts, index)),
                    employee: id,
                    name: one.name,
                    position: one.position,
                }
            })
            .collect(),
        errors,
        page: match title {
            Some(key) => {
                let title = page_.t(key);
                page_.titled(title)
            }
            None => page_,
        },
        typed,
    })
}

/// GET /shifts/new
pub async fn new(mut cx: Cx, Query(chosen): Query<Chosen>) -> Result<Response> {
    let units = read::units(&mut cx).await?;
    let asked: Option<UnitId> = chosen.unit.trim().parse().ok();
    let unit = asked.or(match units.as_slice() {
        [only] => Some(only.0),
        _ => None,
    });
    let page_ = Page::new(&cx, "shifts-new-title");
    let Some(unit) = unit else {
        return page(&ChoosePage {
            units: units
                .into_iter()
                .map(|(id, name)| (format!("/shifts/new?unit={id}"), name))
                .collect(),
            page: page_,
        });
    };
    let typed = Typed::first(unit, cx.today(), &page_);
    page(&build(&mut cx, None, typed, Errors::none()).await?)
}

/// GET /shifts/{id}/draft
pub async fn edit(mut cx: Cx, Path(id): Path<ShiftPlanId>) -> Result<Response> {
    let (plan, sight) = read::show(&mut cx, id).await?;
    sight.may_plan.clone()?;
    if plan.state != State::Draft {
        return Err(Reason::new("shift-step")
            .with("state", plan.state.code())
            .into());
    }
    let typed = Typed::of(&plan);
    page(&build(&mut cx, Some(id), typed, Errors::none()).await?)
}

/// GET /shifts/{id}/change
pub async fn change(mut cx: Cx, Path(id): Path<ShiftPlanId>) -> Result<Response> {
    let (plan, sight) = read::show(&mut cx, id).await?;
    sight.may_plan.clone()?;
    if plan.state != State::Assigned {
        return Err(Reason::new("shift-not-running").into());
    }
    let from = plan.pattern.from_on.max(cx.today() + Days::new(1));
    let mut typed = Typed::of(&plan);
    typed.from_on = from.to_string();
    typed.to_on = plan.pattern.to_on.max(from).to_string();
    typed.replaces = id.to_string();
    typed.reason = String::new();
    // everybody goes on where the cycle has brought them
    let length = plan.pattern.cycle.len().max(1);
    let past = usize::try_from((from - plan.pattern.from_on).num_days()).unwrap_or(0);
    typed.starts = plan
        .present()
        .map(|one| (past + usize::from(one.starts_on_day) - 1) % length + 1)
        .map(|day| day.to_string())
        .collect();
    page(&build(&mut cx, None, typed, Errors::none()).await?)
}

/// The form again with what is wrong, or on to the draft.
async fn done(
    mut cx: Cx,
    id: Option<ShiftPlanId>,
    typed: Typed,
    result: Result<Plan>,
) -> Result<Response> {
    match result {
        Ok(plan) => {
            cx.flash(Flash::ok("flash-shift-drafted"));
            Ok(redirect(&plan.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, typed, errors).await?)
        }
    }
}

/// POST /shifts
pub async fn send(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let result = match typed.read() {
        Ok(input) => draft::draft(&mut cx, input).await,
        Err(error) => Err(error),
    };
    done(cx, None, typed, result).await
}

/// POST /shifts/{id}/draft
pub async fn save(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let version = typed.version.trim().parse();
    let version = version.map_err(|_| Error::Conflict("changed"));
    let result = match (typed.read(), version) {
        (Ok(input), Ok(version)) => draft::change(&mut cx, id, version, input).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    done(cx, Some(id), typed, result).await
}
