//! A scheme: written as a form, asked for, put in force by another officer, and told in sentences.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{Act, Choice, scheme_state, typed::Typed, words};
use crate::{
    allowance::{
        self, Scheme, SchemeState, read,
        rules::{Base, Terms},
        scheme as operation,
    },
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::AllowanceSchemeId,
    },
    performance::rating::Predikat,
    requests::Month,
};

/// A labelled field of a percentage.
struct Percent {
    name: &'static str,
    label: String,
    value: String,
}

#[derive(Template)]
#[template(path = "allowance/scheme_form.html")]
struct FormPage {
    page: Page,
    errors: Errors,
    action: String,
    note: String,
    typed: Typed,
    modes: Vec<Choice>,
    factors: Vec<Percent>,
    levels: Vec<Percent>,
    predikat_bases: Vec<Choice>,
    presence_bases: Vec<Choice>,
    failed_bases: Vec<Choice>,
    no_report_bases: Vec<Choice>,
    unreported: Vec<Choice>,
    /// It waits to be asked for: the draft's own step.
    can_ask: bool,
    proposal: bool,
    /// The scheme that it was copied from, and its page; empty: from none.
    copied: String,
    copied_path: String,
}

/// A scheme that a draft was copied from: its page and its name.
fn original(copied: Option<(AllowanceSchemeId, i32)>, page: &Page) -> (String, String) {
    copied.map_or_else(Default::default, |(id, number)| {
        let name = page.ta("allowance-scheme-n", "n", number);
        (format!("/allowance/schemes/{id}"), name)
    })
}

fn form(
    cx: &Cx,
    (scheme, copied): (Option<&Scheme>, Option<(AllowanceSchemeId, i32)>),
    typed: Typed,
    errors: Errors,
) -> FormPage {
    let page = Page::new(cx, "allowance-scheme-new");
    let choices = |kind: &str, all: &[&str], chosen: &str| {
        all.iter()
            .map(|one| Choice::new(*one, page.t(&format!("allowance-{kind}-{one}")), chosen))
            .collect::<Vec<_>>()
    };
    let bases = |all: &[Base], chosen: &str| {
        let codes: Vec<&str> = all.iter().map(|one| one.code()).collect();
        choices("base", &codes, chosen)
    };
    let values = [
        &typed.sangat_baik,
        &typed.baik,
        &typed.butuh_perbaikan,
        &typed.kurang,
        &typed.sangat_kurang,
    ];
    let factors = Predikat::ALL
        .into_iter()
        .zip(values)
        .map(|(one, value)| Percent {
            name: one.code(),
            label: page.t(&format!("rating-predikat-{}", one.code())),
            value: value.clone(),
        })
        .collect();
    let levels = [
        ("light", &typed.light),
        ("medium", &typed.medium),
        ("heavy", &typed.heavy),
    ]
    .into_iter()
    .map(|(name, value)| Percent {
        name,
        label: page.t(&format!("organisation-level-{name}")),
        value: value.clone(),
    })
    .collect();
    let title = scheme.map_or_else(
        || page.t("allowance-scheme-new"),
        |one| page.ta("allowance-scheme-n", "n", one.number),
    );
    let (copied_path, copied) = original(copied, &page);
    FormPage {
        action: scheme.map_or_else(|| "/allowance/schemes".to_owned(), Scheme::path),
        note: scheme.map_or_else(String::new, |one| one.note.clone()),
        modes: choices("mode", &["shares", "deductions"], &typed.mode),
        predikat_bases: bases(&Base::ALL, &typed.predikat_base),
        presence_bases: bases(&[Base::Whole, Base::Presence], &typed.presence_base),
        failed_bases: bases(&Base::ALL, &typed.failed_base),
        no_report_bases: bases(&Base::ALL, &typed.no_report_base),
        unreported: choices("unreported", &["marks", "nothing"], &typed.unreported),
        factors,
        levels,
        can_ask: scheme.is_some(),
        proposal: scheme.is_none() && copied.is_empty(),
        copied,
        copied_path,
        typed,
        errors,
        page: page.titled(title),
    }
}

/// Which scheme a new one is copied from.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Begin {
    copy: String,
}

/// GET /allowance/schemes/new: filled with a scheme that is named, or with the one in force; else with a proposal that comes from no instrument.
pub async fn new(mut cx: Cx, Query(begin): Query<Begin>) -> Result<Response> {
    let original = match begin.copy.trim() {
        "" => {
            let all = read::schemes(&mut cx).await?;
            all.into_iter()
                .find(|one| one.state == SchemeState::InForce)
        }
        id => {
            let id = id.parse().map_err(|_| Error::NotFound)?;
            Some(read::scheme(&mut cx, id).await?)
        }
    };
    let mut typed = original
        .as_ref()
        .map_or_else(|| Typed::terms(&Terms::proposal()), Typed::of);
    let copied = original.map(|one| (one.id, one.number));
    typed.version = String::new();
    typed.copied_from = copied.map_or_else(String::new, |(id, _)| id.to_string());
    typed.from = Month::of(cx.today()).to_string();
    page(&form(&cx, (None, copied), typed, Errors::none()))
}

/// POST /allowance/schemes
pub async fn add(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    match allowance::write(&mut cx, None, &typed.read()).await {
        Ok(scheme) => {
            cx.flash(Flash::ok("flash-allowance-written"));
            Ok(redirect(&scheme.path()))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let copied = match typed.read().copied_from {
                Some(id) => read::scheme(&mut cx, id).await.ok(),
                None => None,
            };
            let copied = copied.map(|one| (one.id, one.number));
            invalid(&form(&cx, (None, copied), typed, errors))
        }
    }
}

/// An amount of a class.
struct Class {
    name: String,
    amount: String,
}

#[derive(Template)]
#[template(path = "allowance/scheme.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    action: String,
    version: i32,
    state: &'static str,
    label: String,
    lead: String,
    written: String,
    put: String,
    classes: Vec<Class>,
    sentences: Vec<String>,
    waits: bool,
    /// The scheme that it was copied from, and its page; empty: from none.
    copied: String,
    copied_path: String,
    /// Where a copy of it begins.
    copy: String,
    /// Why the acting officer does not put it in force; empty: they may.
    barred: String,
    note: String,
}

fn shown(cx: &Cx, scheme: &Scheme, note: String, errors: Errors) -> ShowPage {
    let page = Page::new(cx, "allowance-title");
    let (state, label) = scheme_state(scheme.state, &page);
    let waits = scheme.state == SchemeState::Waiting;
    let barred = match cx.actor().membership {
        Some(me) if waits => operation::may_put(scheme, me)
            .err()
            .map_or_else(String::new, |reason| {
                page.t(&format!("refused-{}", reason.code))
            }),
        _ => String::new(),
    };
    let officer =
        |name: &Option<String>| name.clone().unwrap_or_else(|| page.t("allowance-officer"));
    let (copied_path, copied) = original(scheme.copied_from, &page);
    ShowPage {
        copied,
        copied_path,
        copy: format!("/allowance/schemes/new?copy={}", scheme.id),
        action: scheme.path(),
        version: scheme.version,
        state,
        label,
        lead: page.ta2(
            "allowance-scheme-text",
            "from",
            words::month(scheme.from, &page),
            "instrument",
            &scheme.terms.instrument,
        ),
        written: page.ta2(
            "allowance-by-at",
            "name",
            officer(&scheme.writer_name),
            "at",
            page.instant(&scheme.written_at),
        ),
        put: scheme.put_at.map_or_else(String::new, |at| {
            page.ta2(
                "allowance-by-at",
                "name",
                officer(&scheme.putter_name),
                "at",
                page.instant(&at),
            )
        }),
        classes: scheme
            .amounts
            .iter()
            .map(|(class, amount)| Class {
                name: page.ta("allowance-class", "n", class),
                amount: words::money(*amount, &page),
            })
            .collect(),
        sentences: words::sentences(&scheme.terms, &page),
        waits,
        barred,
        note,
        errors,
        page: page.titled(cx.lang().ta(
            "allowance-scheme-n",
            &[(
                "n",
                crate::kernel::i18n::Arg::Text(scheme.number.to_string()),
            )],
        )),
    }
}

/// GET /allowance/schemes/{id}
pub async fn show(mut cx: Cx, Path(id): Path<AllowanceSchemeId>) -> Result<Response> {
    let scheme = read::scheme(&mut cx, id).await?;
    match scheme.state {
        SchemeState::Draft => {
            let typed = Typed::of(&scheme);
            page(&form(
                &cx,
                (Some(&scheme), scheme.copied_from),
                typed,
                Errors::none(),
            ))
        }
        _ => page(&shown(&cx, &scheme, String::new(), Errors::none())),
    }
}

/// POST /allowance/schemes/{id}
pub async fn save(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let version = typed.version.trim().parse();
    let version = version.map_err(|_| Error::Conflict("changed"))?;
    match allowance::write(&mut cx, Some((id, version)), &typed.read()).await {
        Ok(scheme) => {
            cx.flash(Flash::ok("flash-allowance-written"));
            Ok(redirect(&scheme.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let scheme = read::scheme(&mut cx, id).await?;
            invalid(&form(
                &cx,
                (Some(&scheme), scheme.copied_from),
                typed,
                errors,
            ))
        }
    }
}

/// The way on after a step, or the page again with what stands against it.
async fn done(
    mut cx: Cx,
    id: AllowanceSchemeId,
    result: Result<Scheme>,
    act: Act,
    flash: &str,
) -> Result<Response> {
    match result {
        Ok(scheme) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect(&scheme.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let scheme = read::scheme(&mut cx, id).await?;
            if scheme.state == SchemeState::Draft {
                let typed = Typed::of(&scheme);
                return invalid(&form(
                    &cx,
                    (Some(&scheme), scheme.copied_from),
                    typed,
                    errors,
                ));
            }
            invalid(&shown(&cx, &scheme, act.note, errors))
        }
    }
}

/// POST /allowance/schemes/{id}/asking
pub async fn ask(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    Form(act): Form<Act>,
) -> Result<Response> {
    let result = allowance::ask(&mut cx, id, act.version()?).await;
    done(cx, id, result, act, "flash-allowance-asked").await
}

/// POST /allowance/schemes/{id}/force
pub async fn put(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    Form(act): Form<Act>,
) -> Result<Response> {
    let result = allowance::put_in_force(&mut cx, id, act.version()?).await;
    done(cx, id, result, act, "flash-allowance-in-force").await
}

/// POST /allowance/schemes/{id}/return
pub async fn give_back(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    Form(act): Form<Act>,
) -> Result<Response> {
    let result = allowance::give_back(&mut cx, id, act.version()?, &act.note).await;
    done(cx, id, result, act, "flash-allowance-returned").await
}

/// POST /allowance/schemes/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<AllowanceSchemeId>,
    Form(act): Form<Act>,
) -> Result<Response> {
    let result = allowance::withdraw(&mut cx, id, act.version()?).await;
    done(cx, id, result, act, "flash-allowance-withdrawn").await
}
