//! One request: what was asked, what was decided and on which verdict, its timeline, and the next step that is open.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;

use super::{
    judged::{self, Judgement},
    steps::{self, Step},
    words,
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        files,
        form::Path,
        html::{Errors, Page, page},
        id::RequestId,
    },
    organisation::region,
    performance::{self, work::Kept},
    policy::Route,
    requests::{
        Objection, PlanLine, Request, Span, State, chains,
        sight::Sight,
        store::{self, cases},
        swaps::{self, propose::givable},
    },
};

mod acts;

pub use acts::*;

struct DayRow {
    day: String,
    label: String,
    open: bool,
}

/// A line of the plan, and what became of it.
struct PlanRow {
    what: String,
    due: String,
    /// The work that fulfils it, or where it is delivered; empty where neither can be.
    href: String,
    /// The look and the word of that work; empty where there is none.
    state: &'static str,
    label: String,
}

struct Complaint {
    id: String,
    statement: String,
    state: String,
    answer: String,
    /// The day by which it is answered, and whether it has passed.
    due: String,
    late: bool,
    version: i32,
    open: bool,
}

#[derive(Template)]
#[template(path = "requests/show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    heading: String,
    state: &'static str,
    label: String,
    /// Which days of a revoked one stand.
    stands: String,
    own: bool,
    name: String,
    nip: String,
    position: String,
    unit: String,
    days: Vec<DayRow>,
    /// What was asked for, where other days stand in its place.
    asked: String,
    /// Days that wait for this person's answer.
    offer: bool,
    assigned: String,
    /// Where one that waits for a place stands in the line.
    line: String,
    pattern: String,
    /// The days that the pattern leaves out.
    left_out: String,
    place: String,
    /// Own hours of the week and of Ramadan, in words; empty for a place.
    hours: (String, String),
    /// Own hours that go with the place, in words.
    day_hours: String,
    period: String,
    /// The form that this kind of request is asked for on.
    again: &'static str,
    window: (String, String),
    contact: String,
    ground: String,
    reason: String,
    evidence: bool,
    evidence_open: bool,
    approver: String,
    note: String,
    /// What rules published since it was sent put in the way.
    rules_changed: Vec<String>,
    /// On what standing approval it was approved, in words.
    ground_note: String,
    plan: Vec<PlanRow>,
    judgements: Vec<Judgement>,
    /// The steps of its chain; empty where the direct supervisor decides alone.
    chain: Vec<(String, String)>,
    steps: Vec<Step>,
    complaints: Vec<Complaint>,
    /// Exchanges of its days: page, words, state and its word.
    swaps: Vec<(String, String, &'static str, String)>,
    can_swap: bool,
    can_retract: bool,
    can_withdraw: bool,
    can_edit: bool,
    can_cancel: bool,
    can_object: bool,
    can_revoke: bool,
    can_decide: bool,
    can_answer: bool,
    /// What becomes of the request where its objection is upheld.
    upheld_hint: String,
    statement: String,
    from: String,
    revoke_reason: String,
}

async fn build(cx: &mut Cx, id: RequestId, errors: Errors) -> Result<ShowPage> {
    let (agency, today) = (cx.agency(), cx.today());
    let request = store::requests::find(cx.conn(), agency, id).await?;
    let sight = Sight::of(cx, &request).await?;
    let page_ = Page::new(cx, "requests-show-title");
    let steps = store::steps::timeline(cx.conn(), agency, id).await?;
    let complaints = cases::objections_of(cx.conn(), agency, id).await?;
    let days = request.span.days();
    let ahead = request.span.reaches(today);
    let approved = request.state.is_approved();
    let special = request.route == Route::SpecialCircumstances;
    // what lies behind special circumstances is for the person, the decider and the leader (ux/README.md section 7)
    let intimate = sight.intimate();
    let asked = store::steps::asked_days(cx.conn(), agency, id).await?;
    let chairs = chains::desk::seats(cx, &request).await?;
    let line = match request.state {
        State::Queued => Some(store::queue::position(cx.conn(), agency, id).await?),
        _ => None,
    };
    let exchanges = if sight.own {
        swaps::read::of_request(cx, id).await?
    } else {
        Vec::new()
    };
    let promises = approved || request.state == State::Ended;
    let kept = if promises && (sight.own || sight.decides) {
        performance::work::kept(cx, request.employee, id).await?
    } else {
        Vec::new()
    };
    let no_complaint = complaints.iter().all(|one| one.state != "open");
    let pattern = request.span.is_pattern();
    let stands = match (&request.span, request.stopped_on) {
        (Span::Days(left), _) if request.state == State::Revoked && !left.is_empty() => page_.ta(
            "requests-revoked-keeps",
            "days",
            words::day_list(&days, &page_),
        ),
        (Span::Pattern { validity, .. }, Some(from))
            if request.state == State::Revoked && from > validity.from =>
        {
            page_.ta("requests-revoked-from", "day", page_.date(&from))
        }
        _ => String::new(),
    };
    // nobody answered in time: refused by no person, so no person's words stand there
    let lapsed = request.state == State::Refused && request.decided_by.is_none();
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: request.version,
        heading: judged::heading(&request, &page_),
        state: request.state.code(),
        label: words::state_with(request.state, !stands.is_empty(), &page_),
        stands,
        own: sight.own,
        name: request.employee_name.clone(),
        nip: page_.nip(&request.employee_nip),
        position: request.position.clone(),
        unit: request.unit_name.clone(),
        asked: if pattern || asked == days || asked.is_empty() || !request.state.counts() {
            String::new()
        } else {
            words::day_list(&asked, &page_)
        },
        offer: sight.own && request.state == State::Offered,
        assigned: match request.assigned_by {
            Some(_) => request.approver_name.clone().unwrap_or_default(),
            None => String::new(),
        },
        line: line.map_or_else(String::new, |n| page_.ta("requests-queue-position", "n", n)),
        pattern: if pattern {
            words::span(&request.span, &page_)
        } else {
            String::new()
        },
        days: days
            .iter()
            .filter(|(day, _)| !pattern || *day >= today)
            .filter(|(day, _)| !pattern || request.stopped_on.is_none_or(|from| *day < from))
            .take(60)
            .map(|(day, bits)| DayRow {
                day: day.to_string(),
                label: words::short_day(*day, *bits, &page_),
                open: approved && *day >= today,
            })
            .collect(),
        left_out: left_out(&request, &page_),
        place: place_words(&request, &page_),
        hours: hours_words(&request, &page_),
        day_hours: words::day_times(request.times.as_ref(), &page_),
        period: request.span.hours().map_or_else(String::new, |(range, _)| {
            crate::kernel::format::date_range(range.from, range.to, page_.language)
        }),
        again: if request.span.hours().is_some() {
            "/requests/hours/new"
        } else {
            "/requests/new"
        },
        window: words::in_window(request.window.as_ref()),
        contact: request.contact.clone(),
        ground: match (&request.special_ground, intimate) {
            (Some(code), true) => page_.t(&format!("requests-ground-{code}")),
            (Some(_), false) => page_.t("requests-ground-hidden"),
            (None, _) => String::new(),
        },
        reason: if special && !intimate {
            String::new()
        } else {
            request.reason.clone()
        },
        evidence: request.evidence.is_some(),
        evidence_open: request.evidence.is_some() && intimate,
        approver: request.approver_name.clone().unwrap_or_default(),
        note: if lapsed {
            page_.t("requests-lapsed-note")
        } else {
            request.decision_note.clone()
        },
        rules_changed: words::rules_changed(&request.rules_changed, &page_),
        ground_note: request.ground.as_ref().map_or_else(String::new, |ground| {
            page_.ta2(
                "requests-beforehand-ground",
                "name",
                &ground.name,
                "date",
                page_.date(&ground.given_on),
            )
        }),
        plan: request
            .plan
            .iter()
            .zip(1..)
            .map(|(line, number)| {
                let found = kept.iter().find(|one| one.line == number);
                plan_row(line, found, &page_)
            })
            .collect(),
        chain: super::chains::of(&request, &chairs, &page_),
        judgements: judged::of(&request, &page_, sight.own),
        steps: steps
            .iter()
            .map(|step| steps::shown(step, request.ground.as_ref(), &page_))
            .collect(),
        complaints: complaints
            .into_iter()
            .map(|one| complaint(one, today, &page_))
            .collect(),
        swaps: exchanges
            .iter()
            .map(|one| {
                let code = one.state.code();
                let label = page_.t(&format!("swaps-state-{code}"));
                (one.path(), super::swaps::heading(one, &page_), code, label)
            })
            .collect(),
        can_swap: sight.own
            && givable(&request).is_ok()
            && days.iter().any(|(day, _)| *day > today),
        can_withdraw: sight.own
            && matches!(
                request.state,
                State::Draft | State::Queued | State::Submitted | State::Returned
            ),
        can_retract: !sight.own && sight.decides && request.state == State::Offered,
        can_edit: sight.own && matches!(request.state, State::Draft | State::Returned),
        can_cancel: sight.own && approved && ahead,
        can_object: sight.own
            && super::super::rules::may_object(request.state).is_ok()
            && no_complaint,
        can_revoke: !sight.own
            && (sight.hr || sight.decides)
            && approved
            && request.span.reaches(today + chrono::Days::new(1)),
        can_decide: !sight.own && sight.decides && request.state == State::Submitted,
        can_answer: !sight.own && sight.leader,
        upheld_hint: match (&request.approver_name, request.state) {
            (_, State::Revoked) => page_.t("requests-object-hint-revoked"),
            (Some(name), _) => page_.ta("requests-object-hint-again", "name", name),
            (None, _) => page_.t("requests-object-hint-open"),
        },
        statement: String::new(),
        from: String::new(),
        revoke_reason: String::new(),
        page: page_,
    })
}

/// The days that a pattern leaves out: holidays, leave, and what a condition was in the way of.
fn left_out(request: &Request, page: &Page) -> String {
    let Span::Pattern { exceptions, .. } = &request.span else {
        return String::new();
    };
    let out = exceptions.iter().filter(|(_, bits)| **bits == 0);
    let out: Vec<String> = out
        .map(|(day, _)| words::short_day(*day, 3, page))
        .collect();
    match out.is_empty() {
        true => String::new(),
        false => words::days_out(&out, page),
    }
}

/// Own hours of the week and of Ramadan, in words.
pub(super) fn hours_words(request: &Request, page: &Page) -> (String, String) {
    request
        .span
        .hours()
        .map_or_else(Default::default, |(_, week)| {
            let words = |days: &std::collections::BTreeMap<_, _>| {
                words::week_times(days.iter().map(|(day, times)| (*day, *times)), page)
            };
            (words(&week.normal), words(&week.ramadan))
        })
}

fn plan_row(line: &PlanLine, kept: Option<&Kept>, page: &Page) -> PlanRow {
    let work = kept.and_then(|one| one.work.as_ref());
    let open = kept.filter(|one| one.open);
    let (state, label) = work.map_or(("", String::new()), |work| {
        performance::work_badge(work, page)
    });
    PlanRow {
        what: line.what.clone(),
        due: page.date(&line.due_on),
        href: match (work, open) {
            (Some(work), _) => work.path(),
            (None, Some(one)) => one.form(),
            (None, None) => String::new(),
        },
        state,
        label,
    }
}

/// The place of a request, and where that is as far as the request says.
pub fn place_words(request: &Request, page: &Page) -> String {
    let Some(place) = request.place.map(|place| words::place(place, page)) else {
        return page.t("requests-kind-time");
    };
    let named = words::named(place, &request.place_detail);
    match region::described(request.region.as_deref()) {
        region if region.is_empty() => named,
        region => format!("{named}, {region}"),
    }
}

fn complaint(one: Objection, today: NaiveDate, page: &Page) -> Complaint {
    let open = one.state == "open";
    let due = one.due_on.filter(|_| open);
    let late = due.is_some_and(|day| day < today);
    let word = if late { "overdue" } else { "due" };
    let due = due.map(|day| {
        page.ta(
            &format!("requests-objection-{word}"),
            "date",
            page.date(&day),
        )
    });
    Complaint {
        id: one.id.to_string(),
        statement: one.statement,
        due: due.unwrap_or_default(),
        late,
        open,
        state: page.t(&format!("requests-objection-{}", one.state)),
        answer: one.answer.unwrap_or_default(),
        version: one.version,
    }
}

/// GET /requests/{id}
pub async fn show(mut cx: Cx, Path(id): Path<RequestId>) -> Result<Response> {
    let template = build(&mut cx, id, Errors::none()).await?;
    page(&template)
}

/// GET /requests/{id}/evidence: for the person, whoever decides, and the leader.
pub async fn evidence(mut cx: Cx, Path(id): Path<RequestId>) -> Result<Response> {
    let agency = cx.agency();
    let request = store::requests::find(cx.conn(), agency, id).await?;
    let sight = Sight::of(&mut cx, &request).await?;
    let file = request.evidence.ok_or(Error::NotFound)?;
    if !sight.intimate() {
        return Err(Error::NotFound);
    }
    let stored = files::read(&mut cx, file).await?;
    files::download(&stored.name, &stored.media_type, stored.bytes)
}
