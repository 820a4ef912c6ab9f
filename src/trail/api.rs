//! The trail through the JSON door: search, decisions, one decision replayed, the chain. Reading leaves the same mark as at
//! the pages.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Chain, Checked, Decision, Entry, event, pages,
    replay::{Agreement, Evaluation, again, rules_of, version_of},
    search::Find,
    store::{self, Narrow},
    verify,
};
use crate::{
    kernel::{
        actor::Can,
        audit::Event,
        cx::Cx,
        door::{self, Archive, Date, Deep, Doc, Json, Paged, Query, Scope, Sheet, cursor},
        error::{Error, Result},
        export::Kind,
        form::{Check, Path},
        id::RequestId,
        list::{self, Cursor, Listing},
        routes::Routes,
    },
    policy::{
        Overall,
        view::{self, VerdictView},
    },
};

/// The mark a reader leaves: which list, never what was typed.
fn read(what: &'static str) -> Event {
    Event::new("trail-read", "trail", None).with("page", what)
}

/// What narrows the search.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// A name or a NIP.
    #[schemars(length(max = 100))]
    q: Option<String>,
    /// An event's code, `group:requests` (or `rules`, `people`, `access`, `reading`), or `all`; changes only when left out.
    #[schemars(length(max = 60))]
    event: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
    request: Option<RequestId>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A row of the trail.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TrailEntry")]
pub struct EntryView {
    id: Uuid,
    at: DateTime<Utc>,
    /// The acting person or service; null for the system.
    actor: Option<String>,
    event: String,
    subject_kind: String,
    subject_id: Option<Uuid>,
    subject: Option<String>,
    request_id: Option<RequestId>,
    detail: Deep,
    /// The place in the chain; null while the seal is awaited.
    seq: Option<i64>,
}

impl From<Entry> for EntryView {
    fn from(one: Entry) -> Self {
        Self {
            id: one.id,
            at: one.at,
            actor: one.actor,
            event: one.event,
            subject_kind: one.subject_kind,
            subject_id: one.subject_id,
            subject: one.subject,
            request_id: one.request,
            detail: Deep(serde_json::from_str(&one.detail).unwrap_or_default()),
            seq: one.seq,
        }
    }
}

/// A cursor of a list by instant, which its statement can read.
fn by_instant(after: Option<&str>, cx: &Cx) -> Result<Option<Cursor>> {
    let found = cursor(after, cx.agency())?;
    match found {
        Some(cursor) if cursor.key.parse::<DateTime<Utc>>().is_err() => {
            Err(Error::field("after", "cursor"))
        }
        found => Ok(found),
    }
}

/// What is searched for, once it makes sense.
fn find(search: &Search, cx: &Cx) -> Result<Find> {
    let (from, to) = (search.from.map(|day| day.0), search.to.map(|day| day.0));
    let filter = search.event.as_deref().unwrap_or_default();
    let mut check = Check::new();
    check.ensure(
        from.zip(to).is_none_or(|(from, to)| from <= to),
        "to",
        "trail-span",
    );
    let known = filter.is_empty() || event::chosen(filter).is_none_or(|codes| !codes.is_empty());
    check.ensure(known, "event", "choice");
    check.done()?;
    let q = search.q.as_deref().unwrap_or_default();
    Ok(Find {
        request: search.request,
        ..Find::of(q, filter, from, to, cx.actor().zone)
    })
}

async fn entries(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<Paged<EntryView>>> {
    let agency = cx.agency();
    let find = find(&search, &cx)?;
    let after = by_instant(search.after.as_deref(), &cx)?;
    let rows = store::entries(cx.conn(), agency, &find, after.as_ref(), list::PAGE + 1).await?;
    let listing = Listing::cut(rows, list::PAGE, agency, |entry| Cursor {
        key: entry.at.to_rfc3339(),
        id: entry.id,
    });
    cx.record_after(read("trail").with("by_person", find.like.is_some()));
    Ok(Json(Paged::of(listing, EntryView::from)))
}

async fn export(mut cx: Cx, Path(kind): Path<Kind>, Query(search): Query<Search>) -> Result<Sheet> {
    let find = find(&search, &cx)?;
    pages::list::sheet(&mut cx, kind, &find).await
}

/// Which rows a file of evidence holds.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Span {
    from: Option<Date>,
    to: Option<Date>,
}

async fn bundle(mut cx: Cx, Query(span): Query<Span>) -> Result<Archive> {
    let (from, to) = (span.from.map(|day| day.0), span.to.map(|day| day.0));
    pages::list::archive(&mut cx, from, to).await
}

/// How the chain stands.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Chain")]
pub struct ChainView {
    /// How many rows are sealed.
    seq: i64,
    head: String,
    since: Option<DateTime<Utc>>,
    sealed_at: Option<DateTime<Utc>>,
    /// Rows that wait for their seal longer than they should.
    late: i64,
    last_verification: Option<VerificationView>,
}

/// A full verification.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Verification")]
pub struct VerificationView {
    at: DateTime<Utc>,
    by: Option<String>,
    checked: i64,
    intact: bool,
    /// The first bad row, and what is wrong with it.
    broken_seq: Option<i64>,
    fault: Option<String>,
    late: i64,
}

impl From<Checked> for VerificationView {
    fn from(one: Checked) -> Self {
        Self {
            intact: one.intact(),
            at: one.at,
            by: one.by,
            checked: one.checked,
            broken_seq: one.broken.as_ref().map(|(seq, _)| *seq),
            fault: one.broken.map(|(_, fault)| fault),
            late: one.late,
        }
    }
}

async fn chain(mut cx: Cx) -> Result<Json<ChainView>> {
    let (agency, now) = (cx.agency(), cx.now());
    let found: Chain = store::chain(cx.conn(), agency, now).await?;
    Ok(Json(ChainView {
        seq: found.seq,
        head: found.head,
        since: found.since,
        sealed_at: found.sealed_at,
        late: found.late,
        last_verification: found.last.map(VerificationView::from),
    }))
}

async fn verification(mut cx: Cx) -> Result<Json<VerificationView>> {
    let found = verify::verify(&mut cx).await?;
    Ok(Json(VerificationView {
        at: cx.now(),
        by: Some(cx.actor().name.clone()),
        checked: found.checked,
        intact: found.intact(),
        broken_seq: found.broken.map(|(seq, _)| seq),
        fault: found.broken.map(|(_, fault)| fault.code().to_owned()),
        late: found.unsealed_late,
    }))
}

/// Which decisions.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionSearch {
    #[schemars(length(max = 100))]
    q: Option<String>,
    /// All of them, not only those worth a look.
    all: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A decision, with what makes it worth a look.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DecisionLine")]
pub struct DecisionView {
    request_id: RequestId,
    person: String,
    nip: String,
    unit: String,
    state: String,
    decider: Option<String>,
    decided_at: DateTime<Utc>,
    /// Seconds from sending to deciding.
    seconds: i64,
    rule_set_version: Option<i32>,
    waived: bool,
    quick: bool,
    mutual: bool,
    /// Approved on the decider's standing approval.
    standing: bool,
    acting: bool,
}

impl From<Decision> for DecisionView {
    fn from(one: Decision) -> Self {
        Self {
            request_id: one.id,
            person: one.person,
            nip: one.nip,
            unit: one.unit,
            state: one.state,
            decider: one.decider,
            decided_at: one.decided_at,
            seconds: one.seconds,
            rule_set_version: one.rule_version,
            waived: one.waived,
            quick: one.quick,
            mutual: one.mutual,
            standing: one.standing,
            acting: one.acting,
        }
    }
}

async fn decisions(
    mut cx: Cx,
    Query(search): Query<DecisionSearch>,
) -> Result<Json<Paged<DecisionView>>> {
    let agency = cx.agency();
    let narrow = Narrow {
        like: list::like(search.q.as_deref().unwrap_or_default()),
        attention: !search.all.unwrap_or(false),
        state: None,
    };
    let after = by_instant(search.after.as_deref(), &cx)?;
    let limit = list::PAGE + 1;
    let found = store::decisions(cx.conn(), agency, &narrow, after.as_ref(), limit).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |decision| Cursor {
        key: decision.decided_at.to_rfc3339(),
        id: decision.id.0,
    });
    cx.record_after(read("decisions"));
    Ok(Json(Paged::of(listing, DecisionView::from)))
}

async fn export_decisions(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<DecisionSearch>,
) -> Result<Sheet> {
    let (q, all) = (search.q.unwrap_or_default(), search.all.unwrap_or(false));
    pages::decisions::sheet(&mut cx, kind, &q, all).await
}

/// Whether the stored facts give the same verdict again.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Agreement", inline)]
pub enum AgreementView {
    Same,
    Different,
    /// The version of the rules is no longer there.
    NoRules,
}

/// One day judged again.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReplayedDay")]
pub struct DayView {
    stored: VerdictView,
    agreement: AgreementView,
    /// The verdict now, where it differs.
    now: Option<Overall>,
    /// Rules whose outcome differs.
    differing: Vec<String>,
}

/// One time the rules were asked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Replay")]
pub struct JudgementView {
    event: String,
    at: Option<DateTime<Utc>>,
    days: Vec<DayView>,
}

/// One decision, replayed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReplayedDecision")]
pub struct CaseView {
    request_id: RequestId,
    person: String,
    nip: String,
    position: String,
    unit: String,
    /// Null for own hours.
    place: Option<String>,
    route: String,
    state: String,
    submitted_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    decider: Option<String>,
    note: String,
    first_on: Option<NaiveDate>,
    last_on: Option<NaiveDate>,
    judgements: Vec<JudgementView>,
}

async fn replay(mut cx: Cx, Path(id): Path<RequestId>) -> Result<Json<CaseView>> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let case = store::case(cx.conn(), agency, id).await?;
    let steps = store::steps(cx.conn(), agency, id).await?;
    let mut stored: Vec<(String, Option<DateTime<Utc>>, Evaluation)> = steps
        .into_iter()
        .rev()
        .filter_map(|step| {
            let found = Evaluation::read(step.verdict.as_deref())?;
            Some((step.event, Some(step.at), found))
        })
        .collect();
    if stored.is_empty() {
        let found = Evaluation::read(case.verdict.as_deref());
        stored.extend(found.map(|found| ("submitted".to_owned(), case.submitted_at, found)));
    }
    let rules = rules_of(&mut cx, stored.iter().map(|(_, _, found)| found)).await?;
    let judgements = stored
        .iter()
        .map(|(event, at, found)| JudgementView {
            event: event.clone(),
            at: *at,
            days: found
                .days
                .iter()
                .map(|day| {
                    let held = rules
                        .get(&version_of(&day.verdict))
                        .and_then(Option::as_ref);
                    let (agreement, now, differing) = match again(&found.person, day, held) {
                        Agreement::Same => (AgreementView::Same, None, Vec::new()),
                        Agreement::NoRules => (AgreementView::NoRules, None, Vec::new()),
                        Agreement::Different(now, keys) => {
                            (AgreementView::Different, Some(now), keys)
                        }
                    };
                    DayView {
                        stored: view::verdict(&day.verdict, lang),
                        agreement,
                        now,
                        differing,
                    }
                })
                .collect(),
        })
        .collect();
    cx.record_after(Event {
        subject_kind: "request",
        subject_id: Some(id.0),
        ..read("replay")
    });
    Ok(Json(CaseView {
        request_id: id,
        person: case.person,
        nip: case.nip,
        position: case.position,
        unit: case.unit,
        place: case.place,
        route: case.route,
        state: case.state,
        submitted_at: case.submitted_at,
        decided_at: case.decided_at,
        decider: case.decider,
        note: case.note,
        first_on: case.first_on,
        last_on: case.last_on,
        judgements,
    }))
}

/// Whom a reader's marks are about.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReadingSearch {
    #[schemars(length(max = 100))]
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
}

async fn readings(
    mut cx: Cx,
    Query(search): Query<ReadingSearch>,
) -> Result<Json<Paged<EntryView>>> {
    let agency = cx.agency();
    let q = search.q.as_deref().unwrap_or_default();
    let find = Find::of(q, "group:reading", None, None, cx.actor().zone);
    let after = by_instant(search.after.as_deref(), &cx)?;
    let rows = store::entries(cx.conn(), agency, &find, after.as_ref(), list::PAGE + 1).await?;
    let listing = Listing::cut(rows, list::PAGE, agency, |entry| Cursor {
        key: entry.at.to_rfc3339(),
        id: entry.id,
    });
    Ok(Json(Paged::of(listing, EntryView::from)))
}

async fn export_readings(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<ReadingSearch>,
) -> Result<Sheet> {
    let q = search.q.unwrap_or_default();
    pages::readings::sheet(&mut cx, kind, &q).await
}

/// The routes of the trail.
pub fn routes(routes: Routes) -> Routes {
    let (can, read) = (Can::ReadTrail, Scope::TrailRead);
    routes
        .api_get(
            "/trail",
            can,
            read,
            Doc::new("trail.search", "Who did what, newest first")
                .about("Reading leaves a mark in the trail itself."),
            entries,
        )
        .api_get(
            "/trail/export/{format}",
            can,
            read,
            Doc::new("trail.export", "The trail as a file").about(door::WHOLE_LIST),
            export,
        )
        .api_get(
            "/trail/bundle",
            can,
            read,
            Doc::new(
                "trail.bundle",
                "Rows with their seals, as a file that verifies without a database",
            )
            .about("Taking it leaves a mark in the trail itself."),
            bundle,
        )
        .api_get(
            "/trail/chain",
            can,
            read,
            Doc::new("trail.chain", "How the chain stands"),
            chain,
        )
        .api_post(
            "/trail/verification",
            can,
            read,
            Doc::new(
                "trail.verify",
                "Verify the whole chain and record what was found",
            ),
            verification,
        )
        .api_get(
            "/trail/requests",
            can,
            read,
            Doc::new("trail.decisions", "Decisions worth a look"),
            decisions,
        )
        .api_get(
            "/trail/requests/export/{format}",
            can,
            read,
            Doc::new("trail.export_decisions", "Decisions as a file").about(door::WHOLE_LIST),
            export_decisions,
        )
        .api_get(
            "/trail/requests/{id}",
            can,
            read,
            Doc::new(
                "trail.replay",
                "One decision, judged again on its stored facts",
            ),
            replay,
        )
        .api_get(
            "/trail/readings",
            Can::GrantRoles,
            Scope::OrganisationRead,
            Doc::new("trail.readings", "Who read the trail"),
            readings,
        )
        .api_get(
            "/trail/readings/export/{format}",
            Can::GrantRoles,
            Scope::OrganisationRead,
            Doc::new("trail.export_readings", "Who read the trail, as a file")
                .about(door::WHOLE_LIST),
            export_readings,
        )
}
