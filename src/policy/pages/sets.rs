//! The versions of a rule set: what holds, the editor of a draft, asking, publishing, giving back.
//! The agency's set and the ministry's base set share these pages.

mod steps;

use askama::Template;
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use http::HeaderMap;
use serde::Deserialize;

use super::card::{Card, Deck, Opt};
use super::compare::{self, Row};
use super::panel::{self, Panel};
use super::rail::{Stop, rail, when};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    policy::{
        Kind, Needs, RuleSet, Words, base,
        drafting::{base_for, saved_and_asked},
        form::{self, Ground, Posted, ReadForm},
        names::{Named, Names},
        preview, rules_in_force, sentences, store, together,
        version::{self, Phase, Side, State, Version, obstacles_to},
    },
};
use steps::*;

#[derive(Template)]
#[template(path = "policy/list.html")]
struct ListPage {
    page: Page,
    lead: String,
    errors: Errors,
    side: Side,
    rail: Vec<Stop>,
    cards: Vec<Card>,
    current: Option<i32>,
    /// In force or scheduled: what a draft starts from.
    newest: Option<i32>,
    since: String,
    base_note: String,
    aside: Vec<String>,
    open_draft: Option<i32>,
}

#[derive(Template)]
#[template(path = "policy/show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    side: Side,
    rail: Vec<Stop>,
    cards: Vec<Card>,
    number: i32,
    row_version: i32,
    phase: &'static str,
    phase_label: String,
    when: String,
    asked: String,
    published: String,
    note: String,
    own_request: bool,
    /// Of one that waits: the version whose place it takes, and what it changes.
    against: Option<i32>,
    changes: Vec<Row>,
    panel: Option<Panel>,
    others: Vec<i32>,
    open_draft: Option<i32>,
}

#[derive(Template)]
#[template(path = "policy/editor.html")]
struct EditPage {
    page: Page,
    errors: Errors,
    side: Side,
    rail: Vec<Stop>,
    cards: Vec<Card>,
    number: i32,
    row_version: String,
    effective_from: String,
    earliest: String,
    note: String,
    kinds: Vec<Opt>,
    panel: Option<Panel>,
    tried: String,
    units: Vec<Named>,
    positions: Vec<Named>,
    agencies: Vec<Named>,
    others: Vec<i32>,
}

#[derive(Template)]
#[template(path = "policy/impact.html")]
struct ImpactPart {
    page: Page,
    panel: Panel,
}

/// Whom the rules are tried on: one that was picked of several, else what was typed.
fn tried_in(posted: &Posted) -> &str {
    match posted.last("picked") {
        "" => posted.last("try"),
        picked => picked,
    }
}

fn open_draft(all: &[Version]) -> Option<i32> {
    all.iter()
        .find(|version| matches!(version.state, State::Draft | State::Waiting))
        .map(|version| version.number)
}

async fn list(cx: &mut Cx, side: Side, errors: Errors) -> Result<ListPage> {
    let all = version::list(cx, side).await?;
    let (agency, today, lang) = (cx.agency(), cx.today(), cx.lang());
    let current = version::in_force(&all, today);
    let holds = all.iter().find(|one| Some(one.number) == current);
    let base = base_for(cx, side, today).await?;
    let own = match (holds, side) {
        (Some(version), _) => version.rules.clone(),
        (None, Side::Base) => base::ministry().rules,
        (None, Side::Agency) => Vec::new(),
    };
    let mut known = own.clone();
    known.extend(base.iter().flat_map(|base| base.rules.clone()));
    let names = Names::load(cx.conn(), agency, &known).await?;
    let (base_note, aside) = match side {
        Side::Base => (String::new(), Vec::new()),
        Side::Agency => {
            let holds = rules_in_force(cx.conn(), agency, today).await?;
            let args = [("version", holds.base.version.to_string().into())];
            let title = |key: &str| {
                holds
                    .base
                    .rules
                    .iter()
                    .find(|rule| rule.key == key)
                    .map_or_else(
                        || key.to_owned(),
                        |rule| {
                            sentences::title(rule.kind.name())
                                .get(lang.code())
                                .to_owned()
                        },
                    )
            };
            let aside = holds
                .set_aside
                .iter()
                .map(|loose| format!("{}: {}", title(&loose.key), loose.text.get(lang.code())))
                .collect();
            (lang.ta("policy-base-note", &args), aside)
        }
    };
    let ground = Ground {
        side,
        base: base.as_ref(),
        stored: &own,
        names: &names,
    };
    let deck = Deck {
        lang,
        ground: &ground,
        before: None,
        posted: None,
        errors: &[],
    };
    Ok(ListPage {
        rail: rail(&all, side, current, today, lang),
        cards: deck
            .cards(&own)
            .into_iter()
            .filter(|card| card.on)
            .collect(),
        since: holds.map_or_else(String::new, |version| when(version, Phase::InForce, lang)),
        open_draft: open_draft(&all),
        lead: lang.t(match side {
            Side::Agency => "policy-lead",
            Side::Base => "policy-base-lead",
        }),
        page: Page::new(cx, title_of(side)),
        current,
        newest: version::in_force(&all, NaiveDate::MAX),
        errors,
        side,
        base_note,
        aside,
    })
}

fn title_of(side: Side) -> &'static str {
    match side {
        Side::Agency => "policy-title",
        Side::Base => "policy-base-title",
    }
}

/// What a handler shows of a draft that is being edited.
struct Editing<'a> {
    version: &'a Version,
    posted: Option<&'a Posted>,
    form: &'a ReadForm,
    errors: Errors,
}

fn default_start(today: NaiveDate) -> NaiveDate {
    let to_monday = 7 - u64::from(today.weekday().num_days_from_monday());
    today
        .checked_add_days(Days::new(to_monday))
        .unwrap_or(today)
}

async fn editor(cx: &mut Cx, side: Side, editing: Editing<'_>) -> Result<EditPage> {
    let Editing {
        version,
        posted,
        form,
        errors,
    } = editing;
    let (agency, today, lang) = (cx.agency(), cx.today(), cx.lang());
    let all = version::list(cx, side).await?;
    let from = version.effective_from.unwrap_or(today).max(today);
    let base = base_for(cx, side, from).await?;
    let mut known = form.rules.clone();
    known.extend(base.iter().flat_map(|base| base.rules.clone()));
    let names = Names::load(cx.conn(), agency, &known).await?;
    let before = match side {
        Side::Agency => Some(
            rules_in_force(cx.conn(), agency, version.held_against(today))
                .await?
                .effective
                .clone(),
        ),
        Side::Base => store::published_base(cx.conn(), today)
            .await?
            .map(|base| crate::policy::base_alone(&base)),
    };
    let mut problems = form.errors.clone();
    let set = RuleSet {
        rules: form.rules.clone(),
        ..version.set()
    };
    problems.extend(obstacles_to(&set, base.as_ref()));
    let ground = Ground {
        side,
        base: base.as_ref(),
        stored: &version.rules,
        names: &names,
    };
    let deck = Deck {
        lang,
        ground: &ground,
        before: before.as_ref(),
        posted,
        errors: &problems,
    };
    let cards = deck.cards(&form.rules);
    let tried = posted.map_or("", tried_in).to_owned();
    let panel = match side {
        Side::Agency => Some(impact(cx, version, form, &names, &tried).await?),
        Side::Base => None,
    };
    let typed = posted.map(|posted| posted.value("effective_from").to_owned());
    Ok(EditPage {
        rail: rail(&all, side, Some(version.number), today, lang),
        cards,
        number: version.number,
        row_version: posted.map_or_else(
            || version.row_version.to_string(),
            |posted| posted.value("row_version").to_owned(),
        ),
        effective_from: typed.unwrap_or_else(|| {
            version
                .effective_from
                .filter(|from| *from > today)
                .unwrap_or_else(|| default_start(today))
                .to_string()
        }),
        earliest: today.succ_opt().unwrap_or(today).to_string(),
        note: version.note.clone(),
        kinds: kinds(side, lang),
        panel,
        tried,
        others: others(&all, version.number),
        units: names.units,
        positions: names.positions,
        agencies: names.agencies,
        page: Page::new(cx, title_of(side)),
        errors,
        side,
    })
}

fn others(all: &[Version], number: i32) -> Vec<i32> {
    all.iter()
        .filter(|one| one.number != number && one.state == State::Published)
        .map(|one| one.number)
        .take(5)
        .collect()
}

fn kinds(side: Side, lang: crate::kernel::i18n::Lang) -> Vec<Opt> {
    form::addable(side)
        .into_iter()
        .map(|kind| Opt {
            value: kind.code().into(),
            label: sentences::title(kind).get(lang.code()).to_owned(),
            selected: false,
        })
        .collect()
}

/// Counts the form on everybody.
async fn impact(
    cx: &mut Cx,
    version: &Version,
    form: &ReadForm,
    names: &Names,
    tried: &str,
) -> Result<Panel> {
    let address = format!("{}/{}", Side::Agency.path(), version.number);
    if let Some((_, first)) = form.errors.first() {
        let why = first.get(cx.lang().code()).to_owned();
        return Ok(Panel::refused(address, version.number, why));
    }
    let (agency, today) = (cx.agency(), cx.today());
    let from = version
        .effective_from
        .unwrap_or(today)
        .max(today.succ_opt().unwrap_or(today));
    let before = rules_in_force(cx.conn(), agency, version.held_against(today)).await?;
    let base = base_for(cx, Side::Agency, from).await?;
    let set = RuleSet {
        rules: form.rules.clone(),
        ..version.set()
    };
    let after = together(base.unwrap_or_else(base::ministry), Some(set));
    let needs = Needs::of([&before.effective, &after.effective]);
    let crowd = preview::crowd(cx, from, needs).await?;
    let counted = preview::preview(&crowd, &before, &after.effective);
    let faces = panel::faces(cx, &counted).await?;
    let page = Page::new(cx, "policy-title");
    let mut panel = panel::panel(&counted, &faces, names, address, version.number, &page);
    panel.saves = true;
    panel::try_one(cx, &mut panel, tried, &crowd, &before, &after).await?;
    Ok(panel)
}

async fn show(cx: &mut Cx, side: Side, number: i32, errors: Errors) -> Result<ShowPage> {
    let all = version::list(cx, side).await?;
    let version = version::read(cx, side, number).await?;
    let (agency, today, lang) = (cx.agency(), cx.today(), cx.lang());
    let from = version.effective_from.unwrap_or(today);
    let base = base_for(cx, side, from).await?;
    let mut known = version.rules.clone();
    known.extend(base.iter().flat_map(|base| base.rules.clone()));
    let names = Names::load(cx.conn(), agency, &known).await?;
    let ground = Ground {
        side,
        base: base.as_ref(),
        stored: &version.rules,
        names: &names,
    };
    let deck = Deck {
        lang,
        ground: &ground,
        before: None,
        posted: None,
        errors: &[],
    };
    let cards = deck.cards(&version.rules);
    let page = Page::new(cx, title_of(side));
    let mut by = [String::new(), String::new()];
    let steps = [
        (
            version.requested_by,
            version.requested_at,
            "policy-asked-by",
            "policy-asked-at",
        ),
        (
            version.published_by,
            version.published_at,
            "policy-published-by",
            "policy-published-at",
        ),
    ];
    for (place, (who, at, key, unnamed)) in by.iter_mut().zip(steps) {
        if let (Some(who), Some(at)) = (who, at) {
            let name = store::identity_name(cx.conn(), who).await?;
            *place = if name.is_empty() {
                page.ta(unnamed, "at", page.instant(&at))
            } else {
                page.ta2(key, "name", name, "at", page.instant(&at))
            };
        }
    }
    let panel = stored_panel(cx, &version, &names, &page).await?;
    let phase = version.phase(&all, today);
    let against = version::in_force(&all, from).filter(|_| phase == Phase::Waiting);
    let mut changes = Vec::new();
    if let Some(old) = against {
        changes = compare::rows(cx, side, number, old).await?;
        changes.retain(|row| row.change != "same");
    }
    let [asked, published] = by;
    Ok(ShowPage {
        rail: rail(&all, side, Some(number), today, lang),
        cards,
        row_version: version.row_version,
        phase: phase.code(),
        phase_label: lang.t(&format!("policy-phase-{}", phase.code())),
        when: when(&version, phase, lang),
        own_request: version.requested_by.is_some() && version.requested_by == cx.actor().identity,
        note: version.note,
        against,
        changes,
        others: others(&all, number),
        open_draft: open_draft(&all),
        page,
        errors,
        side,
        number,
        asked,
        published,
        panel,
    })
}

/// The preview as it stood when publication was asked for.
async fn stored_panel(
    cx: &mut Cx,
    version: &Version,
    names: &Names,
    page: &Page,
) -> Result<Option<Panel>> {
    let Some(stored) = version.impact.clone() else {
        return Ok(None);
    };
    let counted: preview::Preview = serde_json::from_value(stored)?;
    let faces = panel::faces(cx, &counted).await?;
    let address = format!("/rules/{}", version.number);
    let mut panel = panel::panel(&counted, &faces, names, address, version.number, page);
    panel.with_names = version.state == State::Waiting;
    panel.published = !panel.with_names;
    Ok(Some(panel))
}

async fn open(mut cx: Cx, side: Side, number: i32) -> Result<Response> {
    let version = version::read(&mut cx, side, number).await?;
    if version.state == State::Draft {
        let form = ReadForm {
            rules: version.rules.clone(),
            errors: Vec::new(),
        };
        let editing = Editing {
            version: &version,
            posted: None,
            form: &form,
            errors: Errors::none(),
        };
        let template = editor(&mut cx, side, editing).await?;
        return page(&template);
    }
    let template = show(&mut cx, side, number, Errors::none()).await?;
    page(&template)
}

/// POST /rules/{version}/impact: the panel alone for the script, the whole editor without it.
pub async fn impact_of(
    mut cx: Cx,
    Path(number): Path<i32>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let posted = Posted(pairs);
    let (version, form) = read_form(&mut cx, Side::Agency, number, &posted).await?;
    if headers.contains_key("hx-request") {
        let agency = cx.agency();
        let names = Names::load(cx.conn(), agency, &form.rules).await?;
        let tried = tried_in(&posted);
        let panel = impact(&mut cx, &version, &form, &names, tried).await?;
        let page_of = Page::new(&cx, "policy-title");
        return page(&ImpactPart {
            page: page_of,
            panel,
        });
    }
    let errors = words_of(&form.errors, cx.lang().code());
    let editing = Editing {
        version: &version,
        posted: Some(&posted),
        form: &form,
        errors,
    };
    let template = editor(&mut cx, Side::Agency, editing).await?;
    page(&template)
}

macro_rules! doors {
    ($module:ident, $side:expr) => {
        /// The doors of one side.
        pub mod $module {
            use super::*;

            /// The versions and what holds.
            pub async fn index(mut cx: Cx) -> Result<Response> {
                let template = list(&mut cx, $side, Errors::none()).await?;
                page(&template)
            }

            /// Starts a draft.
            pub async fn start(cx: Cx, Form(step): Form<Step>) -> Result<Response> {
                create(cx, $side, step).await
            }

            /// A version: its editor while it is a draft.
            pub async fn one(cx: Cx, Path(number): Path<i32>) -> Result<Response> {
                open(cx, $side, number).await
            }

            /// Saves a draft.
            pub async fn keep(
                cx: Cx,
                Path(number): Path<i32>,
                Form(pairs): Form<Vec<(String, String)>>,
            ) -> Result<Response> {
                save(cx, $side, number, Posted(pairs)).await
            }

            /// Asks for publication.
            pub async fn request(
                cx: Cx,
                Path(number): Path<i32>,
                Form(pairs): Form<Vec<(String, String)>>,
            ) -> Result<Response> {
                ask(cx, $side, number, Posted(pairs)).await
            }

            /// Publishes as the second officer.
            pub async fn publish(
                mut cx: Cx,
                Path(number): Path<i32>,
                Form(step): Form<Step>,
            ) -> Result<Response> {
                let done = version::publish(&mut cx, $side, number, at(&step)?).await;
                stepped(cx, $side, number, done, "flash-rules-published").await
            }

            /// Gives back with a note.
            pub async fn give_back(
                mut cx: Cx,
                Path(number): Path<i32>,
                Form(step): Form<Step>,
            ) -> Result<Response> {
                let done = version::give_back(&mut cx, $side, number, at(&step)?, &step.note).await;
                stepped(cx, $side, number, done, "flash-rules-returned").await
            }

            /// Drops a draft.
            pub async fn withdraw(
                mut cx: Cx,
                Path(number): Path<i32>,
                Form(step): Form<Step>,
            ) -> Result<Response> {
                let done = version::withdraw(&mut cx, $side, number, at(&step)?).await;
                stepped(cx, $side, number, done, "flash-rules-withdrawn").await
            }
        }
    };
}

doors!(agency, Side::Agency);
doors!(ministry, Side::Base);
