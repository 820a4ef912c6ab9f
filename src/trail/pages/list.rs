//! The trail itself: search, the state of the chain, verification, and the file that verifies alone.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::{Choice, Status, read, words::Line};
use crate::{
    kernel::{
        cx::Cx,
        door::{Archive, File, Sheet},
        error::Result,
        export::{self, Kind},
        form::{Check, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        list::{self, Cursor, Listing},
    },
    trail::{
        EVENTS, Entry, Group,
        bundle::{Bundle, FORMAT, MOST},
        search::Find,
        store, verify,
    },
};

/// The fields of the search.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub event: String,
    pub from: String,
    pub to: String,
    pub after: String,
    pub format: String,
}

impl Search {
    fn link(&self, more: &[(&str, &str)]) -> String {
        let mut pairs = vec![
            ("q", self.q.as_str()),
            ("event", &self.event),
            ("from", &self.from),
            ("to", &self.to),
        ];
        pairs.extend_from_slice(more);
        format!("/trail?{}", list::query(&pairs))
    }

    fn find(&self, cx: &Cx) -> Result<Find> {
        let mut check = Check::new();
        let from = check.optional_date("from", &self.from);
        let to = check.optional_date("to", &self.to);
        if let (Some(from), Some(to)) = (from, to) {
            check.ensure(from <= to, "to", "trail-span");
        }
        check.done()?;
        Ok(Find::of(&self.q, &self.event, from, to, cx.actor().zone))
    }
}

struct Options {
    label: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "trail/list.html")]
struct ListPage {
    page: Page,
    errors: Errors,
    search: Search,
    status: Status,
    plain: Vec<Choice>,
    groups: Vec<Options>,
    lines: Vec<Line>,
    summary: String,
    first: String,
    next: String,
    xlsx: String,
    csv: String,
    bundle: String,
}

/// GET /trail
pub async fn show(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    let find = match search.find(&cx) {
        Ok(find) => find,
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = template(&mut cx, search, Vec::new(), None, errors).await?;
            return invalid(&template);
        }
    };
    let agency = cx.agency();
    if let Some(kind) = Kind::of(&search.format) {
        return Ok(sheet(&mut cx, kind, &find).await?.into_response());
    }
    let after = Cursor::decode(&search.after, agency);
    let rows = store::entries(cx.conn(), agency, &find, after.as_ref(), list::PAGE + 1).await?;
    let listing = Listing::cut(rows, list::PAGE, agency, |entry| Cursor {
        key: entry.at.to_rfc3339(),
        id: entry.id,
    });
    let mark = read("trail").with("by_person", find.like.is_some());
    let template = template(&mut cx, search, listing.rows, listing.next, Errors::none()).await?;
    cx.record_after(mark);
    page(&template)
}

async fn template(
    cx: &mut Cx,
    search: Search,
    entries: Vec<Entry>,
    next: Option<String>,
    errors: Errors,
) -> Result<ListPage> {
    let (agency, now) = (cx.agency(), cx.now());
    let chain = store::chain(cx.conn(), agency, now).await?;
    let shown = Page::new(cx, "trail-title");
    Ok(ListPage {
        status: Status::of(&chain, &shown),
        plain: plain(&search.event, &shown),
        groups: groups(&search.event, &shown),
        lines: entries
            .iter()
            .map(|entry| Line::of(entry, &shown))
            .collect(),
        summary: shown.tn("trail-shown", entries.len()),
        first: if search.after.is_empty() {
            String::new()
        } else {
            search.link(&[])
        },
        next: next
            .map(|cursor| search.link(&[("after", &cursor)]))
            .unwrap_or_default(),
        xlsx: search.link(&[("format", "xlsx")]),
        csv: search.link(&[("format", "csv")]),
        bundle: format!(
            "/trail/bundle?{}",
            list::query(&[("from", &search.from), ("to", &search.to)])
        ),
        page: shown,
        errors,
        search,
    })
}

fn plain(chosen: &str, page: &Page) -> Vec<Choice> {
    [("", "trail-filter-changes"), ("all", "trail-filter-all")]
        .into_iter()
        .map(|(value, key)| Choice {
            value: value.to_owned(),
            label: page.t(key),
            selected: chosen == value,
        })
        .collect()
}

fn groups(chosen: &str, page: &Page) -> Vec<Options> {
    Group::ALL
        .into_iter()
        .map(|group| {
            let label = page.t(&format!("trail-group-{}", group.code()));
            let whole = format!("group:{}", group.code());
            let mut choices = vec![Choice {
                label: page.ta("trail-filter-group", "group", &label),
                selected: chosen == whole,
                value: whole,
            }];
            choices.extend(
                EVENTS
                    .iter()
                    .filter(|(_, of)| *of == group)
                    .map(|(code, _)| Choice {
                        value: (*code).to_owned(),
                        label: page.t(&format!("trail-event-{code}")),
                        selected: chosen == *code,
                    }),
            );
            Options { label, choices }
        })
        .collect()
}

/// The whole list as a file; taking it leaves a mark.
pub async fn sheet(cx: &mut Cx, kind: Kind, find: &Find) -> Result<Sheet> {
    let agency = cx.agency();
    let entries = store::entries(cx.conn(), agency, find, None, list::EXPORT).await?;
    cx.record_after(read("export").with("rows", entries.len()));
    exported(cx, kind, &entries)
}

fn exported(cx: &Cx, kind: Kind, entries: &[Entry]) -> Result<Sheet> {
    let shown = Page::new(cx, "trail-title");
    let head = ["at", "who", "what", "subject", "details", "seal"]
        .map(|column| shown.t(&format!("trail-column-{column}")));
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| {
            let line = Line::of(entry, &shown);
            let details = line.detail_text();
            vec![
                line.at,
                line.who,
                line.what,
                line.subject,
                details,
                line.seal,
            ]
        })
        .collect();
    export::table(kind, &shown.t("trail-file"), &head, &rows)
}

/// POST /trail/verification
pub async fn verify(mut cx: Cx) -> Result<Response> {
    let found = verify::verify(&mut cx).await?;
    let flash = if found.intact() {
        Flash::ok("flash-trail-intact")
    } else {
        Flash::warn("flash-trail-broken")
    };
    cx.flash(flash.with("n", found.checked));
    Ok(redirect("/trail"))
}

/// The span of a file.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Span {
    from: String,
    to: String,
}

/// GET /trail/bundle
pub async fn bundle(mut cx: Cx, Query(span): Query<Span>) -> Result<Response> {
    let mut check = Check::new();
    let from = check.optional_date("from", &span.from);
    let to = check.optional_date("to", &span.to);
    check.done()?;
    Ok(archive(&mut cx, from, to).await?.into_response())
}

/// The rows of a span with their seals, as a file; taking it leaves a mark.
pub async fn archive(
    cx: &mut Cx,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Archive> {
    let find = Find::of("", "", from, to, cx.actor().zone);
    let (agency, made_at) = (cx.agency(), cx.now());
    let mut rows = store::sealed(cx.conn(), agency, find.from, find.until, MOST + 1).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let cut = rows.len() > most;
    rows.truncate(most);
    let bundle = Bundle {
        format: FORMAT.to_owned(),
        agency: agency.0,
        agency_code: cx.actor().agency.code.clone(),
        made_at,
        cut,
        rows,
    };
    let name = format!("luwes-{}-{}.json", bundle.agency_code, cx.today());
    cx.record_after(read("bundle").with("rows", bundle.rows.len()));
    Ok(Archive(File {
        name,
        media: "application/json".to_owned(),
        bytes: serde_json::to_vec_pretty(&bundle)?,
    }))
}
