//! A plan: its days, what is wrong with it, its people and their answers, its hand-overs, and what may be done.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;

use super::{
    list::state_look,
    short_day, signs,
    table::{self, Column, Cover, PersonRow},
    words,
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::ShiftPlanId,
        time,
    },
    organisation,
    shifts::{
        Answer, HandOver, Plan, State,
        answer::{self},
        assign::{self, as_error},
        draft::{self},
        hand_over::{self},
        read::{self, Sight},
        reply::{self, Given, may_reply},
        rules::Weight,
    },
};

/// How many days a page shows at once.
const DAYS: u64 = 14;

struct Person {
    name: String,
    start: String,
    state: &'static str,
    label: String,
    note: String,
    /// The answer to an objection, in words.
    reply: String,
    /// Whether the plan still has to follow an objection that was upheld.
    to_change: bool,
    /// Until when an objection is answered, and whether that has passed.
    due: String,
    late: bool,
    /// The person, where the reader may answer their objection.
    objects: String,
    /// What was typed as the answer to them.
    typed: String,
}

struct Handed {
    title: String,
    by: String,
    at: String,
    at_iso: String,
    still_open: String,
    read: bool,
    chip: String,
}

struct Step {
    icon: &'static str,
    tone: &'static str,
    what: String,
    by: String,
    at: String,
    at_iso: String,
    quote: String,
}

#[derive(Template)]
#[template(path = "shifts/show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    state: &'static str,
    label: String,
    lead: String,
    reason: String,
    period: String,
    unit: String,
    average: String,
    blocking: Vec<String>,
    short: Vec<String>,
    hints: Vec<String>,
    short_reason: String,
    title: String,
    prev: String,
    next: String,
    columns: Vec<Column>,
    rows: Vec<PersonRow>,
    covers: Vec<Cover>,
    /// Who is away where a shift has too few people.
    missing: Vec<String>,
    legend: Vec<(String, String)>,
    people: Vec<Person>,
    handed: Vec<Handed>,
    to_read: bool,
    handing: String,
    steps: Vec<Step>,
    links: Vec<(String, String)>,
    can_draft: bool,
    can_answer: bool,
    can_change: bool,
    can_end: bool,
    can_revoke: bool,
    answered: &'static str,
    typed: Typed,
}

async fn build(
    cx: &mut Cx,
    id: ShiftPlanId,
    from: Option<NaiveDate>,
    typed: Typed,
    errors: Errors,
) -> Result<ShowPage> {
    let (plan, sight) = read::show(cx, id).await?;
    let ground = read::ground(cx, &plan).await?;
    let course = read::course(cx, &plan, ground.zone).await?;
    let page_ = Page::new(cx, "shifts-title");
    let me = cx.actor().employee;
    let (first, last) = (plan.pattern.from_on, plan.pattern.to_on);
    let from = from.unwrap_or(page_.today).clamp(first, last);
    let days: Vec<NaiveDate> = from
        .iter_days()
        .take(DAYS as usize)
        .take_while(|day| *day <= last)
        .collect();
    let until = days.last().copied().unwrap_or(from);
    let link = |to: NaiveDate| format!("/shifts/{id}?from={to}");
    let problems = match plan.state {
        State::Draft | State::Assigned => ground.problems(&plan),
        _ => Vec::new(),
    };
    let said = |weight: Weight| -> Vec<String> {
        let some = problems.iter().filter(|one| one.weight == weight);
        some.map(|one| as_error(one).text(page_.language)).collect()
    };
    let answer = plan.member(me).map_or(Answer::Waiting, |one| one.answer);
    let hm = |minutes: i64| format!("{}:{:02}", minutes / 60, minutes % 60);
    let mut links = Vec::new();
    if let Some(old) = plan.replaces {
        links.push((format!("/shifts/{old}"), page_.t("shifts-replaces")));
    }
    if let Some(new) = &course.successor
        && (new.state != State::Draft || sight.may_plan.is_ok())
    {
        links.push((new.path(), page_.t("shifts-successor")));
    }
    let changing = course
        .successor
        .as_ref()
        .is_some_and(|one| matches!(one.state, State::Draft | State::Assigned));
    let can_change = sight.can_change(&plan, page_.today);
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: plan.version,
        state: state_look(&plan),
        label: page_.t(&format!("shifts-state-{}", plan.state.code())),
        lead: lead(&plan, &sight, &page_),
        reason: plan.reason.clone(),
        period: format::date_range(first, last, page_.language),
        unit: plan.unit_name.clone(),
        average: page_.ta2(
            "shifts-average-is",
            "have",
            hm(plan.pattern.week_minutes()),
            "need",
            hm(ground.weekly),
        ),
        blocking: said(Weight::Blocks),
        short: said(Weight::Reason),
        hints: said(Weight::Hint),
        short_reason: plan.short_reason.clone(),
        title: format::date_range(from, until, page_.language),
        prev: if from > first {
            link((from - Days::new(DAYS)).max(first))
        } else {
            String::new()
        },
        next: if until < last {
            link(until + Days::new(1))
        } else {
            String::new()
        },
        columns: table::columns(&days, &page_),
        rows: table::rows(&plan, &ground, &days, &page_),
        covers: table::covers(&plan, &ground, &days),
        missing: table::missing(&plan, &ground, &days, &page_),
        legend: signs(&plan.pattern)
            .into_iter()
            .zip(plan.pattern.shifts.iter().map(words))
            .collect(),
        people: people(&plan, &sight, &typed, can_change && !changing, &page_),
        to_read: !course.to_read.is_empty(),
        handing: match &course.handing {
            Ok((_, next)) if sight.member => {
                let shift = plan.shift(next.number).map_or_else(String::new, words);
                format!("{shift}, {}", short_day(next.on, &page_))
            }
            _ => String::new(),
        },
        steps: steps(&plan, &page_),
        handed: course
            .handovers
            .iter()
            .map(|one| handed(&plan, one, &page_))
            .collect(),
        links,
        can_draft: sight.can_draft(&plan),
        can_answer: sight.can_answer(&plan),
        can_change: can_change && !changing,
        can_end: can_change,
        can_revoke: sight.can_revoke(&plan),
        answered: answer.code(),
        typed,
        page: page_.titled(&plan.name),
    })
}

fn lead(plan: &Plan, sight: &Sight, page: &Page) -> String {
    match (plan.state, plan.why) {
        (State::Draft, _) => page.ta("shifts-lead-draft", "name", &plan.drafter_name),
        (State::Assigned, _) if sight.asked => page.t("shifts-lead-asked"),
        (State::Assigned, _) => {
            let name = plan.assigner_name.clone().unwrap_or_default();
            page.ta("shifts-lead-assigned", "name", name)
        }
        (_, Some(why)) => page.t(&format!("shifts-why-{}", why.code())),
        (State::Revoked, _) => page.t("shifts-lead-revoked"),
        _ => page.t("shifts-lead-discarded"),
    }
}

fn people(plan: &Plan, sight: &Sight, typed: &Typed, can_change: bool, page: &Page) -> Vec<Person> {
    plan.members
        .iter()
        .map(|one| {
            let (state, key) = match (plan.state, one.out_on, one.answer) {
                (_, Some(_), _) => ("withdrawn", "shifts-answer-out"),
                (State::Draft | State::Discarded, ..) => ("", ""),
                (_, _, Answer::Waiting) => ("submitted", "shifts-answer-waiting"),
                (_, _, Answer::Confirmed) => ("approved", "shifts-answer-confirmed"),
                (_, _, Answer::Objected) => match one.reply.as_ref().map(|reply| reply.upheld) {
                    None => ("refused", "shifts-answer-objected"),
                    Some(true) => ("approved", "shifts-answer-upheld"),
                    Some(false) => ("withdrawn", "shifts-answer-refused"),
                },
            };
            let open = plan.state == State::Assigned && may_reply(one).is_ok();
            let due = one.due_on.filter(|_| open);
            let late = due.is_some_and(|day| day < page.today);
            let until = match late {
                true => "requests-objection-overdue",
                false => "requests-objection-due",
            };
            let may = open && sight.may_plan.is_ok();
            let who = one.employee.to_string();
            Person {
                name: one.name.clone(),
                start: page.ta("shifts-starts-on", "n", one.starts_on_day),
                state,
                label: if key.is_empty() {
                    String::new()
                } else {
                    page.t(key)
                },
                note: one.note.clone(),
                reply: one.reply.as_ref().map_or_else(String::new, |reply| {
                    let words = match reply.upheld {
                        true => "shifts-reply-upheld",
                        false => "shifts-reply-refused",
                    };
                    page.ta2(words, "name", &reply.by_name, "note", &reply.note)
                }),
                to_change: can_change && one.reply.as_ref().is_some_and(|reply| reply.upheld),
                due: due.map_or_else(String::new, |day| page.ta(until, "date", page.date(&day))),
                late,
                typed: if typed.employee == who {
                    typed.note.clone()
                } else {
                    String::new()
                },
                objects: if may { who } else { String::new() },
            }
        })
        .collect()
}

fn handed(plan: &Plan, one: &HandOver, page: &Page) -> Handed {
    let named = |number: u8, on: NaiveDate| {
        let shift = plan.shift(number).map_or("", |shift| shift.name.as_str());
        format!("{shift} {}", short_day(on, page))
    };
    Handed {
        title: format!(
            "{} → {}",
            named(one.off, one.off_on),
            named(one.next, one.next_on)
        ),
        by: one.from_name.clone(),
        at: page.instant(&one.handed_at),
        at_iso: one.handed_at.to_rfc3339(),
        still_open: one.still_open.clone(),
        read: one.read_at.is_some(),
        chip: match (&one.reader_name, &one.read_at) {
            (Some(name), Some(at)) => {
                page.ta2("shifts-read-by", "name", name, "at", page.instant(at))
            }
            _ => page.t("shifts-unread"),
        },
    }
}

fn steps(plan: &Plan, page: &Page) -> Vec<Step> {
    let step = |icon, tone, key: &str, by: &str, at: DateTime<Utc>, quote: &str| {
        let step = Step {
            icon,
            tone,
            what: page.t(key),
            by: by.to_owned(),
            at: page.instant(&at),
            at_iso: at.to_rfc3339(),
            quote: quote.to_owned(),
        };
        (at, step)
    };
    let by = plan.drafter_name.as_str();
    let mut all = vec![step(
        "pencil",
        "",
        "shifts-event-drafted",
        by,
        plan.drafted_at,
        "",
    )];
    if let Some(at) = plan.assigned_at {
        let by = organisation::decider_words(
            page.language,
            plan.assigner_name.as_deref().unwrap_or_default(),
            plan.acting.as_deref(),
            plan.in_place_of.as_deref(),
        );
        let quote = if plan.short_reason.is_empty() {
            &plan.reason
        } else {
            &plan.short_reason
        };
        all.push(step(
            "send",
            "brand",
            "shifts-event-assigned",
            &by,
            at,
            quote,
        ));
    }
    for one in &plan.members {
        let (icon, tone, key) = match one.answer {
            Answer::Waiting => continue,
            Answer::Confirmed => ("check", "ok", "shifts-answer-confirmed"),
            Answer::Objected => ("circle-x", "bad", "shifts-answer-objected"),
        };
        if let Some(at) = one.answered_at {
            all.push(step(icon, tone, key, &one.name, at, &one.note));
        }
        if let Some(reply) = &one.reply {
            let (tone, key) = match reply.upheld {
                true => ("ok", "shifts-event-upheld"),
                false => ("bad", "shifts-event-refused"),
            };
            all.push(step(
                "scale",
                tone,
                key,
                &reply.by_name,
                reply.at,
                &reply.note,
            ));
        }
    }
    if let Some(at) = plan.ended_at {
        let key = format!("shifts-state-{}", plan.state.code());
        let by = plan.ender_name.clone().unwrap_or_default();
        all.push(step("flag", "", &key, &by, at, &plan.end_note));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, step)| step).collect()
}

/// From which day the table begins.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Which {
    from: String,
}

/// GET /shifts/{id}
pub async fn show(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Query(which): Query<Which>,
) -> Result<Response> {
    let from = time::day(&which.from);
    let template = build(&mut cx, id, from, Typed::default(), Errors::none()).await?;
    page(&template)
}

/// What is typed into one of the forms of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    note: String,
    short_reason: String,
    last_on: String,
    still_open: String,
    /// Of an answer: `confirm` or `object`; of one to an objection `uphold` or `refuse`.
    answer: String,
    /// Whose objection is answered.
    employee: String,
}

impl Typed {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }

    fn words(&self, field: &str, text: &str) -> Result<(i32, String)> {
        let mut check = Check::new();
        let words = check.optional(field, text, 2_000);
        check.done()?;
        Ok((self.version()?, words))
    }
}

/// On to the plan or to `to`, or the page again with what is wrong and what was typed.
async fn done(
    mut cx: Cx,
    id: ShiftPlanId,
    result: Result<Plan>,
    flash: &str,
    to: &str,
    typed: Typed,
) -> Result<Response> {
    match result {
        Ok(plan) => {
            cx.flash(Flash::ok(flash));
            let own = plan.path();
            Ok(redirect(if to.is_empty() { &own } else { to }))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, None, typed, errors).await?)
        }
    }
}

/// POST /shifts/{id}/assignment
pub async fn assign(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.words("short_reason", &typed.short_reason) {
        Ok((version, reason)) => assign::assign(&mut cx, id, version, &reason).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shift-assigned", "", typed).await
}

/// POST /shifts/{id}/discarding
pub async fn discard(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.version() {
        Ok(version) => draft::discard(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shift-discarded", "/shifts", typed).await
}

/// POST /shifts/{id}/answer
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let confirms = typed.answer != "object";
    let result = match typed.words("note", &typed.note) {
        Ok((version, note)) => answer::answer(&mut cx, id, version, confirms, &note).await,
        Err(error) => Err(error),
    };
    let flash = if confirms {
        "flash-shift-confirmed"
    } else {
        "flash-shift-objected"
    };
    done(cx, id, result, flash, "", typed).await
}

/// POST /shifts/{id}/reply: the answer to a member's objection.
pub async fn reply(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let to = typed.employee.parse().map_err(|_| Error::NotFound)?;
    let upheld = typed.answer == "uphold";
    let result = match typed.words("note", &typed.note) {
        Ok((version, note)) => {
            let given = Given {
                to,
                upheld,
                note,
                version,
            };
            reply::reply(&mut cx, id, given).await
        }
        Err(error) => Err(error),
    };
    let flash = match upheld {
        true => "flash-shift-upheld",
        false => "flash-shift-refused",
    };
    done(cx, id, result, flash, "", typed).await
}

/// POST /shifts/{id}/ending
pub async fn end(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let mut check = Check::new();
    let last_on = check.date("last_on", &typed.last_on);
    let result = match (typed.words("note", &typed.note), check.done()) {
        (Ok((version, note)), Ok(())) => {
            let last_on = last_on.ok_or_else(|| Error::field("last_on", "required"))?;
            assign::end(&mut cx, id, version, last_on, &note).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    done(cx, id, result, "flash-shift-shortened", "", typed).await
}

/// POST /shifts/{id}/revocation
pub async fn revoke(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.words("note", &typed.note) {
        Ok((version, note)) => assign::revoke(&mut cx, id, version, &note).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shift-revoked", "", typed).await
}

/// POST /shifts/{id}/handovers
pub async fn hand_over(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.words("still_open", &typed.still_open) {
        Ok((version, note)) => hand_over::hand_over(&mut cx, id, version, &note).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shift-handed-over", "", typed).await
}

/// POST /shifts/{id}/reading
pub async fn read(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.version() {
        Ok(version) => hand_over::read(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shift-read", "", typed).await
}
