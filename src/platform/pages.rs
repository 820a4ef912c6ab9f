//! The ministry's table of agencies: by need, with the reason as a sentence, and nothing that could point at a person.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{
    Row,
    rules::{Need, Shown, needs, shown, total},
    store::{self, After, Narrow},
};
use crate::{
    kernel::{
        chart::{Bars, Value},
        cx::Cx,
        door::Sheet,
        error::{Error, Result},
        export::{self, Kind},
        form::Query,
        format,
        html::{Page, page},
        id::AgencyId,
        list::{self, Cursor},
    },
    policy,
};

/// Every kind of agency in the directory.
const KINDS: [&str; 6] = [
    "kementerian",
    "lembaga_negara",
    "lpnk",
    "pemprov",
    "pemkab",
    "pemkot",
];

/// The fields of the search.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub kind: String,
    pub province: String,
    /// `live`, `not-yet` or both.
    pub live: String,
    pub after: String,
    pub format: String,
}

impl Search {
    fn link(&self, more: &[(&str, &str)]) -> String {
        let mut pairs = vec![
            ("q", self.q.as_str()),
            ("kind", &self.kind),
            ("province", &self.province),
            ("live", &self.live),
        ];
        pairs.extend_from_slice(more);
        format!("/agencies?{}", list::query(&pairs))
    }

    fn narrow(&self) -> Narrow {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Narrow {
            like: list::like(&self.q),
            kind: some(&self.kind),
            province: some(&self.province),
            live: match self.live.as_str() {
                "live" => Some(true),
                "not-yet" => Some(false),
                _ => None,
            },
        }
    }
}

struct Choice {
    value: String,
    label: String,
    selected: bool,
}

struct Line {
    name: String,
    code: String,
    kind: String,
    province: String,
    live: bool,
    stage: String,
    why: String,
    calm: bool,
    employees: String,
    able: String,
    pending: String,
    days: String,
    as_of: String,
}

struct Kpi {
    label: String,
    value: String,
    sub: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "platform/agencies.html")]
struct AgenciesPage {
    page: Page,
    closed: bool,
    search: Search,
    kinds: Vec<Choice>,
    provinces: Vec<Choice>,
    lives: Vec<Choice>,
    kpis: Vec<Kpi>,
    charts: Vec<Bars>,
    lines: Vec<Line>,
    summary: String,
    first: String,
    next: String,
    xlsx: String,
    csv: String,
}

/// What the ministry's own database user may see, read in one go.
struct Seen {
    all: Vec<Row>,
    rows: Vec<Row>,
    reasons: Vec<(String, i32)>,
    provinces: Vec<String>,
}

async fn seen(cx: &Cx, search: &Search, after: Option<&After>, limit: i64) -> Result<Seen> {
    let narrow = search.narrow();
    let mut tx = cx.core.db.platform().await?;
    let every = Narrow {
        live: None,
        ..narrow.clone()
    };
    let seen = Seen {
        all: store::agencies(tx.conn(), &every, None, list::EXPORT).await?,
        rows: store::agencies(tx.conn(), &narrow, after, limit).await?,
        reasons: store::reasons(tx.conn(), &narrow).await?,
        provinces: store::provinces(tx.conn()).await?,
    };
    tx.rollback().await?;
    Ok(seen)
}

/// The whole table as a file.
pub async fn sheet(cx: &Cx, kind: Kind, search: &Search) -> Result<Sheet> {
    let narrow = search.narrow();
    let mut tx = cx.core.db.platform().await?;
    let rows = store::agencies(tx.conn(), &narrow, None, list::EXPORT).await?;
    tx.rollback().await?;
    exported(kind, &rows, &Page::new(cx, "agencies-title"))
}

/// GET /agencies
pub async fn show(cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    let agency = cx.agency();
    if let Some(kind) = Kind::of(&search.format) {
        return match sheet(&cx, kind, &search).await {
            Ok(file) => Ok(file.into_response()),
            Err(Error::Unavailable(60)) => closed(&cx, search),
            Err(error) => Err(error),
        };
    }
    let after = after_of(&search.after, agency);
    let found = match seen(&cx, &search, after.as_ref(), list::PAGE + 1).await {
        Ok(found) => found,
        Err(Error::Unavailable(60)) => return closed(&cx, search),
        Err(error) => return Err(error),
    };
    let shown = Page::new(&cx, "agencies-title");
    let mut rows = found.rows;
    let size = usize::try_from(list::PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| search.link(&[("after", &cursor_of(row, agency))]))
        .unwrap_or_default();
    page(&AgenciesPage {
        closed: false,
        kinds: kinds(&search.kind, &shown),
        provinces: provinces(&search.province, found.provinces, &shown),
        lives: lives(&search.live, &shown),
        kpis: kpis(&found.all, &shown),
        charts: charts(&found.all, &found.reasons, &shown),
        lines: rows.iter().map(|row| line(row, &shown)).collect(),
        summary: shown.tn("agencies-shown", rows.len()),
        first: if after.is_some() {
            search.link(&[])
        } else {
            String::new()
        },
        next,
        xlsx: search.link(&[("format", "xlsx")]),
        csv: search.link(&[("format", "csv")]),
        page: shown,
        search,
    })
}

/// Nothing is connected for the ministry: said plainly, not as an error.
fn closed(cx: &Cx, search: Search) -> Result<Response> {
    page(&AgenciesPage {
        page: Page::new(cx, "agencies-title"),
        closed: true,
        search,
        kinds: Vec::new(),
        provinces: Vec::new(),
        lives: Vec::new(),
        kpis: Vec::new(),
        charts: Vec::new(),
        lines: Vec::new(),
        summary: String::new(),
        first: String::new(),
        next: String::new(),
        xlsx: String::new(),
        csv: String::new(),
    })
}

/// The cursor that leads past a row.
pub fn cursor_of(row: &Row, agency: AgencyId) -> String {
    Cursor {
        key: format!("{}|{}", row.need, row.name.to_lowercase()),
        id: row.id,
    }
    .encode(agency)
}

/// Where a cursor leads.
pub fn after_of(text: &str, agency: AgencyId) -> Option<After> {
    let Cursor { key, id } = Cursor::decode(text, agency)?;
    let (need, name) = key.split_once('|')?;
    Some(After {
        need: need.parse().ok()?,
        name: name.to_owned(),
        id,
    })
}

fn kinds(chosen: &str, page: &Page) -> Vec<Choice> {
    std::iter::once((String::new(), page.t("agencies-any-kind")))
        .chain(KINDS.map(|kind| (kind.to_owned(), kind_words(kind, page))))
        .map(|(value, label)| Choice {
            selected: value == chosen,
            value,
            label,
        })
        .collect()
}

fn provinces(chosen: &str, known: Vec<String>, page: &Page) -> Vec<Choice> {
    std::iter::once((String::new(), page.t("agencies-any-province")))
        .chain(known.into_iter().map(|name| (name.clone(), name)))
        .map(|(value, label)| Choice {
            selected: value == chosen,
            value,
            label,
        })
        .collect()
}

fn lives(chosen: &str, page: &Page) -> Vec<Choice> {
    ["", "live", "not-yet"]
        .map(|value| Choice {
            label: page.t(match value {
                "live" => "agencies-live",
                "not-yet" => "agencies-not-yet",
                _ => "agencies-any-stage",
            }),
            selected: value == chosen,
            value: value.to_owned(),
        })
        .into()
}

fn kind_words(kind: &str, page: &Page) -> String {
    page.t(&format!("agencies-kind-{}", kind.replace('_', "-")))
}

fn number(n: i32, page: &Page) -> String {
    match shown(n) {
        Shown::Exact(n) => page.number(n),
        Shown::Few => page.t("agencies-few"),
    }
}

fn percent(part: i64, whole: i64, page: &Page) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    format::percent(part * 10_000 / whole, page.language)
}

fn line(row: &Row, page: &Page) -> Line {
    let needs = needs(row);
    let why = needs
        .first()
        .map(|need| need_words(*need, page))
        .unwrap_or_else(|| {
            page.t(if row.excluded {
                "agencies-excluded"
            } else if row.ministry {
                "agencies-ministry"
            } else if !row.live {
                "agencies-not-yet-why"
            } else if row.counts.is_none() {
                "agencies-not-counted"
            } else {
                "agencies-calm"
            })
        });
    let cell = |pick: fn(&super::Counts) -> i32| {
        row.counts
            .as_ref()
            .map(|counts| number(pick(counts), page))
            .unwrap_or_default()
    };
    Line {
        name: row.name.clone(),
        code: row.code.clone(),
        kind: kind_words(&row.kind, page),
        province: row.province.clone().unwrap_or_default(),
        live: row.live,
        stage: page.t(if row.live {
            "agencies-live"
        } else {
            "agencies-not-yet"
        }),
        why,
        calm: needs.is_empty(),
        employees: cell(|counts| counts.employees),
        able: cell(|counts| counts.standing_ok),
        pending: cell(|counts| counts.pending),
        days: cell(|counts| counts.place_days_next_7),
        as_of: row.as_of.map(|at| page.instant(&at)).unwrap_or_default(),
    }
}

/// A need as a sentence.
pub fn need_words(need: Need, page: &Page) -> String {
    match need {
        Need::Waiting(n) => page.ta("agencies-need-waiting", "n", number(n, page)),
        Need::Undecided(n) => page.ta("agencies-need-undecided", "n", number(n, page)),
        Need::NoPeople => page.t("agencies-need-people"),
        Need::NoRules => page.t("agencies-need-rules"),
    }
}

fn kpis(all: &[Row], page: &Page) -> Vec<Kpi> {
    let counted: Vec<_> = all.iter().filter_map(|row| row.counts.as_ref()).collect();
    let sum = |pick: fn(&super::Counts) -> i32| total(counted.iter().map(|counts| pick(counts)));
    let hidden = |n: usize| {
        if n == 0 {
            String::new()
        } else {
            page.tn("agencies-left-out", n)
        }
    };
    let live = all.iter().filter(|row| row.live).count();
    let (employees, employees_out) = sum(|counts| counts.employees);
    let (able, _) = sum(|counts| counts.standing_ok);
    let (late, late_out) = sum(|counts| counts.pending_over_3_days);
    let (days, days_out) = sum(|counts| counts.place_days_next_7);
    vec![
        Kpi {
            label: page.t("agencies-kpi-live"),
            value: page.number(live),
            sub: page.ta("agencies-kpi-of", "n", page.number(all.len())),
            tone: "",
        },
        Kpi {
            label: page.t("agencies-kpi-able"),
            value: percent(able, employees, page),
            sub: match employees_out {
                0 => page.ta("agencies-kpi-people", "n", page.number(employees)),
                n => hidden(n),
            },
            tone: "",
        },
        Kpi {
            label: page.t("agencies-kpi-days"),
            value: page.number(days),
            sub: hidden(days_out),
            tone: "",
        },
        Kpi {
            label: page.t("agencies-kpi-late"),
            value: page.number(late),
            sub: hidden(late_out),
            tone: if late > 0 { "bad" } else { "" },
        },
    ]
}

fn charts(all: &[Row], reasons: &[(String, i32)], page: &Page) -> Vec<Bars> {
    let mut charts = Vec::new();
    charts.extend(by_kind(all, page));
    charts.extend(by_reason(reasons, page));
    charts
}

/// Flexible days of the coming week for each hundred people, by kind of agency.
fn by_kind(all: &[Row], page: &Page) -> Option<Bars> {
    let mut found: Vec<(String, i64)> = KINDS
        .iter()
        .filter_map(|kind| {
            let of_kind: Vec<_> = all
                .iter()
                .filter(|row| row.kind == *kind)
                .filter_map(|row| row.counts.as_ref())
                .collect();
            let (people, _) = total(of_kind.iter().map(|counts| counts.employees));
            let (days, _) = total(of_kind.iter().map(|counts| counts.place_days_next_7));
            (people > 0).then(|| (kind_words(kind, page), days * 1_000 / people))
        })
        .collect();
    found.sort_by_key(|(_, tenths)| -tenths);
    let (most, _) = found.first().filter(|(_, tenths)| *tenths > 0)?.clone();
    let values: Vec<Value> = found
        .iter()
        .map(|(label, tenths)| Value {
            label: label.clone(),
            shown: tenths_words(*tenths, page),
            drawn: Some(*tenths as f64),
            strong: false,
        })
        .collect();
    let title = page.ta("agencies-chart-kind", "kind", most);
    Some(
        Bars::new(
            "by-kind",
            title,
            page.t("agencies-chart-kind-desc"),
            &values,
        )
        .heads(
            page.t("agencies-column-kind"),
            page.t("agencies-chart-kind-value"),
        ),
    )
}

fn tenths_words(tenths: i64, page: &Page) -> String {
    let mark = if page.lang == "id" { ',' } else { '.' };
    format!("{}{mark}{}", tenths / 10, tenths % 10)
}

/// What keeps most people away, over all agencies.
fn by_reason(reasons: &[(String, i32)], page: &Page) -> Option<Bars> {
    let mut kinds: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    for (kind, people) in reasons {
        kinds.entry(kind).or_default().push(*people);
    }
    let mut found: Vec<(String, i64)> = kinds
        .into_iter()
        .map(|(kind, cells)| (rule_words(kind, page), total(cells.into_iter()).0))
        .filter(|(_, people)| *people > 0)
        .collect();
    found.sort_by_key(|(_, people)| -people);
    found.truncate(6);
    let (most, _) = found.first()?.clone();
    let values: Vec<Value> = found
        .iter()
        .map(|(label, people)| Value {
            label: label.clone(),
            shown: page.number(*people),
            drawn: Some(*people as f64),
            strong: false,
        })
        .collect();
    let title = page.ta("agencies-chart-reason", "reason", most);
    Some(
        Bars::new(
            "by-reason",
            title,
            page.t("agencies-chart-reason-desc"),
            &values,
        )
        .heads(
            page.t("agencies-column-reason"),
            page.t("agencies-column-employees"),
        ),
    )
}

fn rule_words(kind: &str, page: &Page) -> String {
    policy::Kind::from_code(kind)
        .map(|kind| policy::sentences::title(kind).get(page.lang).to_owned())
        .unwrap_or_else(|| kind.replace('_', " "))
}

fn exported(kind: Kind, rows: &[Row], page: &Page) -> Result<Sheet> {
    let head = [
        "name",
        "code",
        "kind",
        "province",
        "stage",
        "why",
        "employees",
        "able",
        "pending",
        "days",
        "as-of",
    ]
    .map(|column| page.t(&format!("agencies-column-{column}")));
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| line(row, page))
        .map(|line| {
            vec![
                line.name,
                line.code,
                line.kind,
                line.province,
                line.stage,
                line.why,
                line.employees,
                line.able,
                line.pending,
                line.days,
                line.as_of,
            ]
        })
        .collect();
    export::table(kind, &page.t("agencies-file"), &head, &cells)
}
