//! The list of employees, taking somebody on, inviting many.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Choice, choices, key, unit_choices};
use crate::{
    kernel::{
        cx::Cx,
        door::Sheet,
        error::Result,
        export::{self, Kind},
        form::{Form, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, UnitId},
        list::{self, Cursor, Listing},
    },
    organisation::{
        AsnKind,
        employee::{self, New},
        invitation::{self, Sent},
        store::{self, people},
    },
};

const STATUSES: [&str; 3] = ["active", "left", "all"];
const NEEDS: [&str; 5] = ["undecided", "no_rating", "home", "not_invited", "no_email"];

/// What the address of the list carries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub unit: String,
    pub status: String,
    pub need: String,
    pub position: String,
    pub after: String,
    pub format: String,
}

impl Search {
    fn status(&self) -> &str {
        STATUSES
            .into_iter()
            .find(|status| *status == self.status)
            .unwrap_or("active")
    }

    fn address(&self, extra: (&str, &str)) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("unit", &self.unit),
            ("status", &self.status),
            ("need", &self.need),
            ("position", &self.position),
            extra,
        ];
        format!("/employees?{}", list::query(&pairs))
    }

    /// What `q` asks for: a name, and the digits of a NIP.
    fn words(&self) -> (Option<String>, Option<String>) {
        let digits: String = self.q.chars().filter(char::is_ascii_digit).collect();
        let digits = (digits.len() >= 4).then(|| format!("%{digits}%"));
        (list::like(&self.q), digits)
    }

    fn filter<'a>(
        &'a self,
        (like, digits): &'a (Option<String>, Option<String>),
    ) -> people::Filter<'a> {
        people::Filter {
            like: like.as_deref(),
            digits: digits.as_deref(),
            unit: self.unit.parse::<UnitId>().ok(),
            status: self.status(),
            need: &self.need,
            position: self.position.parse().ok(),
        }
    }

    fn narrowed(&self) -> bool {
        !(self.q.is_empty()
            && self.unit.is_empty()
            && self.need.is_empty()
            && self.position.is_empty())
    }
}

/// A row as the page shows it.
pub struct Row {
    id: String,
    name: String,
    nip: String,
    initials: String,
    unit: String,
    position: String,
    chips: Vec<(&'static str, String)>,
    invitable: bool,
}

#[derive(Template)]
#[template(path = "organisation/employees.html")]
pub struct EmployeesPage {
    page: Page,
    search: Search,
    units: Vec<Choice>,
    statuses: Vec<Choice>,
    needs: Vec<Choice>,
    rows: Vec<Row>,
    summary: String,
    next: String,
    xlsx: String,
    csv: String,
    first: String,
    narrowed: bool,
    not_invited: i64,
}

/// GET /employees
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    if let Some(kind) = Kind::of(&search.format) {
        return Ok(sheet(&mut cx, kind, &search).await?.into_response());
    }
    let (agency, lang, today) = (cx.agency(), cx.lang(), cx.today());
    let words = search.words();
    let filter = search.filter(&words);
    let after = Cursor::decode(&search.after, agency);
    let found = people::list(cx.conn(), agency, &filter, after.as_ref(), list::PAGE + 1).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |row| Cursor {
        key: row.sort.clone(),
        id: row.id.0,
    });
    let total = people::count(cx.conn(), agency, &filter).await?;
    let missing = people::Filter {
        status: "active",
        need: "not_invited",
        ..people::Filter::default()
    };
    let not_invited = people::count(cx.conn(), agency, &missing).await?;
    let units = store::units::list(cx.conn(), agency, today).await?;
    let page_of = Page::new(&cx, "organisation-employees-title");
    let summary = page_of.ta2(
        "organisation-shown",
        "shown",
        page_of.number(listing.rows.len()),
        "total",
        page_of.number(total),
    );
    let template = EmployeesPage {
        units: unit_choices(&units, &search.unit),
        statuses: choices(lang, "status", &STATUSES, search.status()),
        needs: choices(lang, "need", &NEEDS, &search.need),
        rows: listing.rows.iter().map(|row| shown(&cx, row)).collect(),
        summary,
        next: listing
            .next
            .map(|cursor| search.address(("after", &cursor)))
            .unwrap_or_default(),
        first: if search.after.is_empty() {
            String::new()
        } else {
            search.address(("after", ""))
        },
        xlsx: search.address(("format", "xlsx")),
        csv: search.address(("format", "csv")),
        narrowed: search.narrowed(),
        not_invited,
        page: page_of,
        search,
    };
    page(&template)
}

fn shown(cx: &Cx, row: &people::Row) -> Row {
    let lang = cx.lang();
    let mut chips = Vec::new();
    if !row.active {
        chips.push(("", lang.t("organisation-status-left")));
    } else {
        if !row.decided {
            chips.push(("warn", lang.t("organisation-need-undecided")));
        }
        if row.home.as_deref() == Some("proposed") {
            chips.push(("warn", lang.t("organisation-need-home")));
        }
        if row.rating.is_none() {
            chips.push(("", lang.t("organisation-need-no-rating")));
        }
        if row.email.is_empty() {
            chips.push(("", lang.t("organisation-need-no-email")));
        } else if row.invited_at.is_none() {
            chips.push(("", lang.t("organisation-need-not-invited")));
        }
    }
    Row {
        id: row.id.to_string(),
        name: row.name.clone(),
        nip: format::nip(&row.nip),
        initials: format::initials(&row.name),
        unit: row.unit.clone(),
        position: row.position.clone(),
        chips,
        invitable: row.active && row.invited_at.is_none() && !row.email.is_empty(),
    }
}

/// The whole list as a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, search: &Search) -> Result<Sheet> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let words = search.words();
    let filter = search.filter(&words);
    let rows = people::list(cx.conn(), agency, &filter, None, list::EXPORT).await?;
    let head: Vec<String> = [
        "nip",
        "name",
        "asn_kind",
        "grade",
        "unit",
        "position",
        "supervisor",
        "email",
        "predikat",
        "home",
        "status",
        "left_on",
        "invited_at",
    ]
    .iter()
    .map(|column| lang.t(&key("column", column)))
    .collect();
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let status = if row.active { "active" } else { "left" };
            vec![
                row.nip.clone(),
                row.name.clone(),
                lang.t(&key("kind", &row.asn_kind)),
                row.grade.clone(),
                row.unit.clone(),
                row.position.clone(),
                row.supervisor.clone(),
                row.email.clone(),
                row.rating
                    .as_ref()
                    .map(|code| lang.t(&key("predikat", code)))
                    .unwrap_or_default(),
                row.home
                    .as_ref()
                    .map(|code| lang.t(&key("home", code)))
                    .unwrap_or_default(),
                lang.t(&key("status", status)),
                row.left_on.map(|day| day.to_string()).unwrap_or_default(),
                row.invited_at
                    .map(|at| at.date_naive().to_string())
                    .unwrap_or_default(),
            ]
        })
        .collect();
    export::table(kind, "employees", &head, &lines)
}

#[derive(Template)]
#[template(path = "organisation/employee_new.html")]
pub struct NewPage {
    page: Page,
    errors: Errors,
    form: New,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    positions: Vec<Choice>,
}

async fn new_page(cx: &mut Cx, form: New, errors: Errors) -> Result<NewPage> {
    let (agency, lang, today) = (cx.agency(), cx.lang(), cx.today());
    let units = store::units::list(cx.conn(), agency, today).await?;
    let positions = position_choices(cx, &form.position).await?;
    let kinds: Vec<&str> = AsnKind::ALL.iter().map(|kind| kind.code()).collect();
    Ok(NewPage {
        page: Page::new(cx, "organisation-new-title"),
        errors,
        kinds: choices(lang, "kind", &kinds, &form.asn_kind),
        units: unit_choices(&units, &form.unit),
        positions,
        form,
    })
}

/// Every position in use as a choice.
pub async fn position_choices(cx: &mut Cx, kept: &str) -> Result<Vec<Choice>> {
    let agency = cx.agency();
    let filter = store::positions::Filter::default();
    let rows = store::positions::list(cx.conn(), agency, &filter, None, 5_000).await?;
    Ok(rows
        .into_iter()
        .map(|row| Choice::new(row.id.to_string(), row.name, kept))
        .collect())
}

/// GET /employees/new
pub async fn new(mut cx: Cx) -> Result<Response> {
    let template = new_page(&mut cx, New::default(), Errors::none()).await?;
    page(&template)
}

/// POST /employees
pub async fn create(mut cx: Cx, Form(input): Form<New>) -> Result<Response> {
    match employee::create(&mut cx, &input).await {
        Ok(id) => {
            cx.flash(Flash::ok("flash-organisation-created"));
            Ok(redirect(&format!("/employees/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = new_page(&mut cx, input, errors).await?;
            invalid(&template)
        }
    }
}

/// The form of a bulk invitation: the chosen rows, or everybody.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Invite {
    pick: Vec<String>,
    all: String,
}

/// POST /employees/invitations
pub async fn invite(mut cx: Cx, Form(input): Form<Invite>) -> Result<Response> {
    let fate = if input.all == "true" {
        invitation::invite_all(&mut cx).await?
    } else {
        let mut ids: Vec<EmployeeId> = input
            .pick
            .iter()
            .filter_map(|text| text.parse().ok())
            .collect();
        ids.sort();
        ids.dedup();
        invitation::invite_many(&mut cx, &ids).await?
    };
    cx.flash(told(fate));
    Ok(redirect("/employees"))
}

fn told(fate: Sent) -> Flash {
    let flash = match fate {
        Sent {
            sent: 0,
            without_email: 0,
            already: 0,
            ..
        } => Flash::warn("flash-organisation-invite-none"),
        Sent { left: 1.., .. } => Flash::ok("flash-organisation-invited-more"),
        Sent {
            without_email: 0,
            already: 0,
            ..
        } => Flash::ok("flash-organisation-invited"),
        _ => Flash::warn("flash-organisation-invited-some"),
    };
    flash
        .with("sent", fate.sent)
        .with("bare", fate.without_email)
        .with("already", fate.already)
}
