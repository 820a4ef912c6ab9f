//! Plans for improvement: one's own, the form with its lines, those of a team, and those of the agency.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, ImprovementPlanId},
        list::{self, Cursor},
        time,
    },
    performance::improvement::{self, LINES, Line, Outcome, Plan, State, Write, read},
};

/// The look of a state: that of a request which stands alike.
pub(super) fn look(plan: &Plan) -> &'static str {
    match (plan.state, plan.closed.as_ref().map(|one| one.outcome)) {
        (State::Written, _) => "proposed",
        (State::Agreed, _) | (_, Some(Outcome::Met)) => "approved",
        _ => "returned",
    }
}

/// The word of a state, or of how it ended.
pub(super) fn state_word(plan: &Plan, page: &Page) -> String {
    let word = match &plan.closed {
        Some(closed) => closed.outcome.code(),
        None => plan.state.code(),
    };
    page.t(&format!("improvement-state-{word}"))
}

/// A plan in a list.
struct Row {
    href: String,
    title: String,
    text: String,
    state: &'static str,
    label: String,
}

/// "3 langkah, sampai 11 Des 2026".
fn summary(plan: &Plan, page: &Page) -> String {
    let lines = page.tn("improvement-lines", plan.lines.len());
    let last = plan.lines.iter().filter_map(|line| line.by_on).max();
    last.map_or(lines.clone(), |on| {
        page.ta2("improvement-summary", "lines", lines, "day", page.date(&on))
    })
}

#[derive(Template)]
#[template(path = "performance/improvement.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    /// Whether a new one can be begun.
    begins: bool,
    team: bool,
}

/// GET /improvement
pub async fn list(mut cx: Cx) -> Result<Response> {
    let all = read::own(&mut cx).await?;
    let page_ = Page::new(&cx, "improvement-title");
    let row = |plan: &Plan| Row {
        href: plan.path(),
        title: page_.ta("improvement-of", "day", day_of(plan, &page_)),
        text: summary(plan, &page_),
        state: look(plan),
        label: state_word(plan, &page_),
    };
    page(&ListPage {
        rows: all.iter().map(row).collect(),
        begins: all.iter().all(|plan| plan.state == State::Closed),
        team: cx.actor().roles.may(Can::DecideRequests),
        page: page_,
    })
}

/// The day on which a plan was written first.
fn day_of(plan: &Plan, page: &Page) -> String {
    page.instant(&plan.written_at)
}

#[derive(Template)]
#[template(path = "performance/improvement_team.html")]
struct TeamPage {
    page: Page,
    rows: Vec<Row>,
    /// Those without a plan: where one is begun, and their names.
    others: Vec<(String, String)>,
}

/// GET /team/improvement
pub async fn team(mut cx: Cx) -> Result<Response> {
    let all = read::team(&mut cx).await?;
    let page_ = Page::new(&cx, "improvement-team-title");
    let row = |(name, plan): (&String, &Plan)| Row {
        href: plan.path(),
        title: name.clone(),
        text: summary(plan, &page_),
        state: look(plan),
        label: state_word(plan, &page_),
    };
    let with = all
        .iter()
        .filter_map(|one| Some((&one.person.name, one.plan.as_ref()?)));
    let without = all.iter().filter(|one| one.plan.is_none());
    page(&TeamPage {
        rows: with.map(row).collect(),
        others: without
            .map(|one| {
                let href = format!("/improvement/new?employee={}", one.person.id);
                (href, one.person.name.clone())
            })
            .collect(),
        page: page_,
    })
}

#[derive(Template)]
#[template(path = "performance/improvement_agency.html")]
struct AgencyPage {
    page: Page,
    rows: Vec<Row>,
    /// States to narrow to: address, word, whether it is the one that is shown.
    states: Vec<(String, String, bool)>,
    narrowed: bool,
    next: String,
    first: String,
}

/// What the list of the agency is narrowed to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    state: String,
    after: String,
}

/// GET /improvement/agency
pub async fn agency(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    let state = State::of(&search.state);
    let after = Cursor::decode(&search.after, cx.agency());
    let listing = read::agency(&mut cx, state, after.as_ref()).await?;
    let page_ = Page::new(&cx, "improvement-agency-title");
    let address = |state: Option<State>, after: &str| {
        let state = state.map_or("", State::code);
        let query = list::query(&[("state", state), ("after", after)]);
        match query.is_empty() {
            true => "/improvement/agency".to_owned(),
            false => format!("/improvement/agency?{query}"),
        }
    };
    let choice = |one: Option<State>| {
        let word = one.map_or("all", State::code);
        let word = page_.t(&format!("improvement-state-{word}"));
        (address(one, ""), word, one == state)
    };
    let row = |plan: &Plan| Row {
        href: plan.path(),
        title: plan.employee_name.clone(),
        text: format!("{} · {}", day_of(plan, &page_), summary(plan, &page_)),
        state: look(plan),
        label: state_word(plan, &page_),
    };
    let after = search.after.as_str();
    page(&AgencyPage {
        rows: listing.rows.iter().map(row).collect(),
        states: std::iter::once(None)
            .chain(State::ALL.map(Some))
            .map(choice)
            .collect(),
        narrowed: state.is_some() || !after.is_empty(),
        next: listing
            .next
            .map_or_else(String::new, |next| address(state, &next)),
        first: match after {
            "" => String::new(),
            _ => address(state, ""),
        },
        page: page_,
    })
}

/// A line of the form with what is wrong with each field.
struct Typed {
    number: usize,
    nth: usize,
    what: String,
    by: String,
    known: String,
    wrong: [String; 3],
    /// Stands open from the start: the first line, and what was written.
    open: bool,
}

impl Typed {
    fn required(&self) -> bool {
        self.open
    }
}

#[derive(Template)]
#[template(path = "performance/improvement_form.html")]
struct FormPage {
    page: Page,
    errors: Errors,
    lead: String,
    action: String,
    back: String,
    employee: String,
    version: i32,
    rows: Vec<Typed>,
    /// Empty lines, folded away.
    more: Vec<Typed>,
}

/// Whose plan a form is for, and what it is sent to.
struct Target {
    employee: EmployeeId,
    name: String,
    own: bool,
    /// None: a new one.
    plan: Option<ImprovementPlanId>,
    version: i32,
}

impl Target {
    async fn new(cx: &mut Cx, employee: Option<EmployeeId>) -> Result<Self> {
        let (employee, name) = read::whose(cx, employee).await?;
        Ok(Self {
            own: cx.actor().employee == Some(employee),
            employee,
            name,
            plan: None,
            version: 0,
        })
    }

    async fn of(cx: &mut Cx, id: ImprovementPlanId) -> Result<(Self, Vec<Line>)> {
        let (plan, sight) = read::show(cx, id).await?;
        if !sight.can_write(&plan) {
            return Err(Error::NotFound);
        }
        let target = Self {
            own: cx.actor().employee == Some(plan.employee),
            employee: plan.employee,
            name: plan.employee_name,
            plan: Some(id),
            version: plan.version,
        };
        Ok((target, plan.lines))
    }
}

fn form(cx: &Cx, target: &Target, lines: Vec<Line>, errors: Errors) -> FormPage {
    let page = Page::new(cx, "improvement-write");
    let path = match target.plan {
        Some(id) => format!("/improvement/{id}"),
        None => "/improvement".to_owned(),
    };
    let back = match (target.plan, target.own) {
        (None, false) => "/team/improvement".to_owned(),
        _ => path.clone(),
    };
    let lead = match target.own {
        true => page.t("improvement-write-lead"),
        false => page.ta("improvement-write-for", "name", &target.name),
    };
    let blank = || Line {
        what: String::new(),
        by_on: None,
        known: String::new(),
    };
    let filled = lines.len().max(1);
    let lines = lines.into_iter().chain(std::iter::repeat_with(blank));
    let rows = lines.take(LINES).enumerate().map(|(number, line)| Typed {
        number,
        nth: number + 1,
        what: line.what,
        by: line.by_on.map_or_else(String::new, |on| on.to_string()),
        known: line.known,
        wrong: ["what", "by", "known"].map(|field| errors.at(&format!("{field}-{number}"))),
        open: number < filled,
    });
    let (rows, more) = rows.partition(Typed::required);
    FormPage {
        rows,
        more,
        errors,
        lead,
        action: path,
        back,
        employee: target.employee.to_string(),
        version: target.version,
        page,
    }
}

/// For whom a plan is begun.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    employee: Option<EmployeeId>,
}

/// GET /improvement/new
pub async fn new(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let target = Target::new(&mut cx, asked.employee).await?;
    if let Some(plan) = improvement::open_of(&mut cx, &[target.employee])
        .await?
        .first()
    {
        return Ok(redirect(&plan.path()));
    }
    page(&form(&cx, &target, Vec::new(), Errors::none()))
}

/// GET /improvement/{id}/lines
pub async fn edit(mut cx: Cx, Path(id): Path<ImprovementPlanId>) -> Result<Response> {
    let (target, lines) = Target::of(&mut cx, id).await?;
    page(&form(&cx, &target, lines, Errors::none()))
}

/// A form as it was sent.
struct Sent {
    employee: Option<EmployeeId>,
    version: i32,
    lines: Vec<Line>,
}

impl Sent {
    fn read(pairs: Vec<(String, String)>) -> Result<Self> {
        let wrong = || Error::BadRequest("form");
        let mut lines: BTreeMap<usize, [String; 3]> = BTreeMap::new();
        let (mut employee, mut version) = (None, None);
        for (name, value) in pairs {
            match name.as_str() {
                "employee" => employee = Some(value.parse().map_err(|_| wrong())?),
                "version" => version = value.parse().ok(),
                _ => {
                    let (field, number) = name.split_once('-').ok_or_else(wrong)?;
                    let number: usize = number.parse().map_err(|_| wrong())?;
                    let field = ["what", "by", "known"].iter().position(|one| *one == field);
                    if number >= LINES {
                        return Err(wrong());
                    }
                    lines.entry(number).or_default()[field.ok_or_else(wrong)?] = value;
                }
            }
        }
        let lines = lines.into_values().map(|[what, by, known]| Line {
            what,
            by_on: time::day(by.trim()),
            known,
        });
        Ok(Self {
            employee,
            version: version.ok_or_else(wrong)?,
            // an empty line between two is none
            lines: lines
                .filter(|line| {
                    let texts = [&line.what, &line.known];
                    line.by_on.is_some() || texts.iter().any(|text| !text.trim().is_empty())
                })
                .collect(),
        })
    }
}

async fn put(mut cx: Cx, plan: Option<ImprovementPlanId>, sent: Sent) -> Result<Response> {
    let input = Write {
        employee: sent.employee,
        plan,
        version: sent.version,
        lines: sent.lines.clone(),
    };
    match improvement::write(&mut cx, input).await {
        Ok(plan) => {
            cx.flash(Flash::ok("flash-improvement-written"));
            Ok(redirect(&plan.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let mut target = match plan {
                Some(id) => Target::of(&mut cx, id).await?.0,
                None => Target::new(&mut cx, sent.employee).await?,
            };
            target.version = sent.version;
            invalid(&form(&cx, &target, sent.lines, errors))
        }
    }
}

/// POST /improvement
pub async fn send(cx: Cx, Form(pairs): Form<Vec<(String, String)>>) -> Result<Response> {
    put(cx, None, Sent::read(pairs)?).await
}

/// POST /improvement/{id}
pub async fn save(
    cx: Cx,
    Path(id): Path<ImprovementPlanId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    put(cx, Some(id), Sent::read(pairs)?).await
}
