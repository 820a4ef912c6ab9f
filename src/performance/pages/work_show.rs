//! A piece of work: its versions and answers, and the forms to deliver and to answer.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{
    work::{due, links, look, state_word},
    work_file::{self, FileRow},
};
use crate::{
    kernel::{
        cx::Cx,
        depot::{self, Received},
        error::{Error, Result},
        form::{Check, Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::DeliverableId,
    },
    organisation,
    performance::work::{
        self, Answer, Content, Deliverable, Delivery, Reply,
        compare::{Change, Comparison, FileChange, Piece},
        read,
    },
};

struct Version {
    title: String,
    at: String,
    at_iso: String,
    words: String,
    links: Vec<String>,
    files: Vec<FileRow>,
    newest: bool,
    /// Where it is compared with the one before, and the words for it; empty of the first.
    compare: (String, String),
    /// What was answered: the look, the words, by whom and when; empty while nothing was.
    answer: &'static str,
    answered: String,
    answered_at: String,
    answered_iso: String,
    comment: String,
}

#[derive(Template)]
#[template(path = "performance/work_show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    back: (&'static str, String),
    state: &'static str,
    label: String,
    lead: String,
    versions: Vec<Version>,
    compared: Option<Compared>,
    /// The target that it counts for, and its indicator.
    target: String,
    indicator: String,
    due: String,
    rounds: String,
    /// The request that promised it.
    promise: String,
    can_deliver: bool,
    can_withdraw: bool,
    can_answer: bool,
    typed: Typed,
    /// What the file field says; empty where files are not taken.
    files: String,
    accepted: &'static str,
}

/// Two versions side by side.
struct Compared {
    title: String,
    same: bool,
    words: Vec<(&'static str, String)>,
    links: Vec<(&'static str, String)>,
    /// The word for what became of it, its look, and the file.
    files: Vec<(String, &'static str, FileRow)>,
    /// The versions to choose from, where there are more than two: number, words, whether it is the earlier, the later.
    choices: Vec<(i16, String, bool, bool)>,
}

fn compared(found: &Comparison, work: &Deliverable, page: &Page) -> Compared {
    let piece = |one: &Piece| {
        let tag = match one.change {
            Change::Kept => "",
            Change::Added => "ins",
            Change::Removed => "del",
        };
        (tag, one.text.clone())
    };
    let all = work.deliveries.iter().filter(|_| work.rounds > 2);
    Compared {
        title: page.ta2("work-compared", "from", found.from, "to", found.to),
        same: found.is_same(),
        words: found.words.iter().map(piece).collect(),
        links: found.links.iter().map(piece).collect(),
        files: found
            .files
            .iter()
            .map(|one| {
                let word = page.t(&format!("work-file-{}", one.change.code()));
                let look = match one.change {
                    FileChange::Same => "",
                    FileChange::Changed => "warn",
                    FileChange::Added => "ok",
                    FileChange::Removed => "bad",
                };
                (word, look, FileRow::of(&one.file, page))
            })
            .collect(),
        choices: all
            .map(|one| {
                let n = one.number;
                let words = page.ta("work-version-n", "n", n);
                (n, words, n == found.from, n == found.to)
            })
            .collect(),
    }
}

async fn build(
    cx: &mut Cx,
    id: DeliverableId,
    between: Option<(i16, i16)>,
    typed: Typed,
    errors: Errors,
) -> Result<ShowPage> {
    let (work, sight) = read::show(cx, id).await?;
    let found = match between {
        Some((from, to)) => Some(work::compare::compare(&work, from, to).ok_or(Error::NotFound)?),
        None => None,
    };
    let page_ = Page::new(cx, "work-title");
    let back = if sight.own {
        ("/work", page_.t("work-title"))
    } else if sight.decides {
        ("/team/work", page_.t("work-team-title"))
    } else {
        ("/", page_.t("layout-to-home"))
    };
    let due = if work.state.is_due() {
        due(work.due_on, &page_)
    } else {
        page_.ta("work-due", "day", page_.long_date(&work.due_on))
    };
    Ok(ShowPage {
        files: match sight.can_deliver(&work) {
            true => work_file::hint(cx, &errors).await?,
            false => String::new(),
        },
        accepted: depot::ACCEPTED,
        errors,
        id: id.to_string(),
        version: work.version,
        back,
        state: look(&work, page_.today),
        label: state_word(&work, &page_),
        lead: if sight.own {
            match (&work.approver_name, sight.can_deliver(&work)) {
                (Some(name), false) if work.ended_at.is_none() => {
                    page_.ta("work-waits", "name", name)
                }
                _ => due,
            }
        } else {
            format!("{} · {due}", work.employee_name)
        },
        versions: work
            .deliveries
            .iter()
            .map(|one| version(one, &work, &page_))
            .collect(),
        compared: found.map(|found| compared(&found, &work, &page_)),
        target: work.result.clone().unwrap_or_default(),
        indicator: work.indicator.clone(),
        due: page_.long_date(&work.due_on),
        rounds: match work.rounds {
            0 => String::new(),
            n => page_.tn("work-rounds", n),
        },
        promise: work
            .promise
            .filter(|_| sight.own || sight.decides)
            .map_or_else(String::new, |(request, _)| format!("/requests/{request}")),
        can_deliver: sight.can_deliver(&work),
        can_withdraw: sight.own && work.ended_at.is_none(),
        can_answer: sight.can_answer(&work),
        typed,
        page: page_.titled(&work.title),
    })
}

fn version(one: &Delivery, work: &Deliverable, page: &Page) -> Version {
    let by = organisation::decider_words(
        page.language,
        one.answerer_name.as_deref().unwrap_or_default(),
        one.acting.as_deref(),
        one.in_place_of.as_deref(),
    );
    Version {
        title: page.ta2("work-version", "name", &work.employee_name, "n", one.number),
        at: page.instant(&one.delivered_at),
        at_iso: one.delivered_at.to_rfc3339(),
        words: one.words.clone(),
        links: one.links.clone(),
        files: one
            .files
            .iter()
            .map(|file| FileRow::of(file, page))
            .collect(),
        newest: one.number == work.rounds && work.rounds > 1,
        compare: match one.number {
            ..=1 => Default::default(),
            n => (
                format!("{}?from={}&to={n}#h-compared", work.path(), n - 1),
                page.ta("work-compare", "n", n - 1),
            ),
        },
        answer: match one.answer {
            Some(Answer::Accepted) => "ok",
            Some(Answer::Revision) => "warn",
            Some(Answer::Refused) => "bad",
            None => "",
        },
        answered: one.answer.map_or_else(String::new, |answer| {
            page.ta(&format!("work-answered-{}", answer.code()), "name", by)
        }),
        answered_at: one
            .answered_at
            .map_or_else(String::new, |at| page.instant(&at)),
        answered_iso: one
            .answered_at
            .map_or_else(String::new, |at| at.to_rfc3339()),
        comment: one.comment.clone(),
    }
}

/// GET /work/{id}
pub async fn show(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    Query(between): Query<Between>,
) -> Result<Response> {
    let between = between.from.zip(between.to);
    page(&build(&mut cx, id, between, Typed::default(), Errors::none()).await?)
}

/// Which versions to compare.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Between {
    from: Option<i16>,
    to: Option<i16>,
}

/// What is typed into one of the forms of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    words: String,
    /// One address a line.
    links: String,
    answer: String,
    comment: String,
}

impl Typed {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }

    fn content(&self, received: &Received) -> Result<Content> {
        Ok(Content {
            words: self.words.trim().replace('\0', ""),
            links: links(&self.links),
            files: received.files()?,
            sent: Vec::new(),
        })
    }

    fn reply(&self) -> Result<Reply> {
        let mut check = Check::new();
        let words = Answer::ALL.map(Answer::code);
        check.choice("answer", &self.answer, &words);
        check.done()?;
        Ok(Reply {
            answer: Answer::of(&self.answer).unwrap_or(Answer::Revision),
            comment: self.comment.clone(),
            version: self.version()?,
        })
    }
}

/// On to `to`, or the page of what came of it; or the page again with what is wrong and what was typed.
async fn done(
    mut cx: Cx,
    id: DeliverableId,
    result: Result<Deliverable>,
    flash: &str,
    to: &str,
    typed: Typed,
) -> Result<Response> {
    match result {
        Ok(work) => {
            cx.flash(Flash::ok(flash).with("title", &work.title));
            let own = work.path();
            Ok(redirect(if to.is_empty() { &own } else { to }))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, None, typed, errors).await?)
        }
    }
}

/// POST /work/{id}/deliveries
pub async fn hand_in(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    received: Received,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let input = typed
        .version()
        .and_then(|version| Ok((version, typed.content(&received)?)));
    let result = match input {
        Ok((version, content)) => work::deliver(&mut cx, id, version, &content).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-work-delivered", "", typed).await
}

/// POST /work/{id}/withdrawal
pub async fn drop_it(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.version() {
        Ok(version) => work::withdraw(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-work-withdrawn", "/work", typed).await
}

/// POST /work/{id}/answer
pub async fn reply(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.reply() {
        Ok(input) => work::answer(&mut cx, id, input).await,
        Err(error) => Err(error),
    };
    let flash = match typed.answer.as_str() {
        "accepted" => "flash-work-accepted",
        "refused" => "flash-work-refused",
        _ => "flash-work-revision",
    };
    done(cx, id, result, flash, "/team/work", typed).await
}
