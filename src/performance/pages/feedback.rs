//! Feedback: one's own, about somebody one rates, and the form to give or to ask for some.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::Choice;
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::EmployeeId,
    },
    performance::feedback::{self, Ask, Feedback, Give, Kind, Said, State, Subject, read},
};

/// A feedback as a line of a list.
pub struct Row {
    pub href: String,
    pub title: String,
    pub text: String,
    pub words: String,
    pub state: &'static str,
    pub label: String,
}

/// The look and the word of a feedback: its kind, or where it stands.
pub fn standing(one: &Feedback, page: &Page) -> (&'static str, String) {
    let look = match (one.state, one.kind) {
        (State::Asked, _) => "proposed",
        (State::Declined | State::Withdrawn | State::Retracted, _) => "withdrawn",
        (State::Given, Some(Kind::Praise)) => "approved",
        (State::Given, Some(Kind::Concern)) => "returned",
        (State::Given, _) => "draft",
    };
    let word = match one.kind.filter(|_| one.state == State::Given) {
        Some(kind) => format!("feedback-kind-{}", kind.code()),
        None => format!("feedback-state-{}", one.state.code()),
    };
    (look, page.t(&word))
}

/// What it is about, in words.
pub fn topic(one: &Feedback, page: &Page) -> String {
    if one.topic.is_empty() {
        page.t("feedback-general")
    } else {
        one.topic.clone()
    }
}

/// A line of a list, named by the giver or by the person.
pub fn row(one: &Feedback, by_giver: bool, page: &Page) -> Row {
    let (state, label) = standing(one, page);
    let at = one.given_at.or(one.asked_at);
    let at = at.map_or_else(String::new, |at| page.instant(&at));
    let who = if by_giver {
        let relation = page.t(&format!("feedback-relation-{}", one.relation.code()));
        format!("{} · {relation}", one.giver_name)
    } else {
        one.about_name.clone()
    };
    Row {
        href: one.path(),
        title: who,
        text: format!("{} · {at}", topic(one, page)),
        words: match one.state {
            State::Asked | State::Declined | State::Retracted => one.question.clone(),
            _ => one.words.clone(),
        },
        state,
        label,
    }
}

struct Group {
    id: &'static str,
    heading: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "performance/feedback.html")]
struct ListPage {
    page: Page,
    back: (&'static str, String),
    lead: String,
    groups: Vec<Group>,
    /// Where feedback is given to the person of the page; empty: to be searched for.
    to: String,
    own: bool,
}

/// GET /feedback
pub async fn list(mut cx: Cx) -> Result<Response> {
    let own = read::own(&mut cx).await?;
    let page_ = Page::new(&cx, "feedback-title");
    let group = |id: &'static str, all: &[Feedback], by_giver: bool| Group {
        id,
        heading: page_.t(&format!("feedback-group-{id}")),
        rows: all.iter().map(|one| row(one, by_giver, &page_)).collect(),
    };
    let groups = [
        group("asked", &own.asked, false),
        group("about", &own.about, true),
        group("given", &own.given, false),
    ];
    page(&ListPage {
        back: ("/ratings", page_.t("rating-title")),
        lead: page_.t("feedback-lead"),
        groups: groups
            .into_iter()
            .filter(|one| !one.rows.is_empty())
            .collect(),
        to: String::new(),
        own: true,
        page: page_,
    })
}

/// GET /team/feedback/{employee}
pub async fn about(mut cx: Cx, Path(who): Path<EmployeeId>) -> Result<Response> {
    let (name, all) = read::about(&mut cx, who, None).await?;
    let own = cx.actor().employee == Some(who);
    let page_ = Page::new(&cx, "feedback-title");
    let title = page_.ta("feedback-of", "name", &name);
    let rows: Vec<Row> = all.iter().map(|one| row(one, true, &page_)).collect();
    page(&ListPage {
        back: if own {
            ("/feedback", page_.t("feedback-title"))
        } else {
            ("/team/ratings", page_.t("rating-team-title"))
        },
        lead: page_.t("feedback-lead"),
        groups: if rows.is_empty() {
            Vec::new()
        } else {
            vec![Group {
                id: "about",
                heading: title.clone(),
                rows,
            }]
        },
        to: if own {
            String::new()
        } else {
            format!("?to={who}")
        },
        own,
        page: page_.titled(title),
    })
}

/// What is searched for or typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// Feedback is asked for; empty: given.
    ask: String,
    q: String,
    to: String,
    /// `line:…`, `work:…`, or empty: in general.
    subject: String,
    topic: String,
    kind: String,
    words: String,
    question: String,
}

impl Typed {
    fn asks(&self) -> bool {
        !self.ask.is_empty()
    }

    fn to(&self) -> Result<EmployeeId> {
        let to = self.to.trim().parse();
        to.map_err(|_| Error::field("to", "required"))
    }

    fn subject(&self) -> Result<Subject> {
        let wrong = || Error::field("subject", "feedback-subject");
        match self.subject.split_once(':') {
            None if self.subject.is_empty() => Ok(Subject::General),
            Some(("line", id)) => Ok(Subject::Line(id.parse().map_err(|_| wrong())?)),
            Some(("work", id)) => Ok(Subject::Work(id.parse().map_err(|_| wrong())?)),
            _ => Err(wrong()),
        }
    }
}

/// What a form says: its kind and words.
pub fn said(kind: &str, words: &str) -> Result<Said> {
    let mut check = Check::new();
    let known = Kind::ALL.map(Kind::code);
    check.ensure(!kind.is_empty(), "kind", "required");
    check.ensure(!words.trim().is_empty(), "words", "required");
    if check.is_ok() {
        check.choice("kind", kind, &known);
    }
    check.done()?;
    Ok(Said {
        kind: Kind::of(kind).ok_or(Error::BadRequest("form"))?,
        words: words.to_owned(),
    })
}

/// The kinds to choose from.
pub fn kinds(chosen: &str, page: &Page) -> Vec<Choice> {
    let kinds = Kind::ALL.iter();
    kinds
        .map(|kind| {
            let key = format!("feedback-kind-{}", kind.code());
            Choice::new(kind.code(), page.t(&key), chosen == kind.code())
                .hint(page.t(&format!("{key}-hint")))
        })
        .collect()
}

struct Hit {
    href: String,
    name: String,
    text: String,
}

#[derive(Template)]
#[template(path = "performance/feedback_new.html")]
struct NewPage {
    page: Page,
    errors: Errors,
    asks: bool,
    /// Who was chosen: name, position and unit.
    who: Option<(String, String)>,
    /// None: nothing was searched for yet.
    hits: Option<Vec<Hit>>,
    subjects: Vec<Choice>,
    kinds: Vec<Choice>,
    typed: Typed,
}

async fn build(cx: &mut Cx, typed: Typed, errors: Errors) -> Result<NewPage> {
    let asks = typed.asks();
    let person = match typed.to.trim() {
        "" => None,
        to => Some(read::found(cx, to.parse().map_err(|_| Error::NotFound)?).await?),
    };
    let hits = match (&person, typed.q.trim()) {
        (None, q) if !q.is_empty() => Some(read::find(cx, q).await?),
        _ => None,
    };
    let subjects = match &person {
        Some(person) => {
            let about = if asks { cx.employee()? } else { person.id };
            read::subjects(cx, about).await?
        }
        None => Vec::new(),
    };
    let page_ = Page::new(
        cx,
        if asks {
            "feedback-ask-title"
        } else {
            "feedback-give-title"
        },
    );
    let more = if asks { "ask=1&" } else { "" };
    Ok(NewPage {
        asks,
        who: person.map(|one| {
            let text = format!("{} · {}", one.position_name, one.unit_name);
            (one.name, text)
        }),
        hits: hits.map(|all| {
            let all = all.into_iter();
            all.map(|one| Hit {
                href: format!("/feedback/new?{more}to={}", one.id),
                name: one.name,
                text: format!("{} · {}", one.position_name, one.unit_name),
            })
            .collect()
        }),
        subjects: subjects
            .into_iter()
            .filter_map(|(subject, words)| {
                let (value, key) = match subject {
                    Subject::General => return None,
                    Subject::Line(thread) => (format!("line:{thread}"), "feedback-line"),
                    Subject::Work(work) => (format!("work:{work}"), "feedback-work"),
                };
                let label = page_.ta(key, "what", words);
                let chosen = typed.subject == value;
                Some(Choice::new(value, label, chosen))
            })
            .collect(),
        kinds: kinds(&typed.kind, &page_),
        typed,
        errors,
        page: page_,
    })
}

/// GET /feedback/new
pub async fn new(mut cx: Cx, Query(typed): Query<Typed>) -> Result<Response> {
    page(&build(&mut cx, typed, Errors::none()).await?)
}

/// On to what was sent, or the form again with what is wrong and what was typed.
async fn done(mut cx: Cx, result: Result<Feedback>, flash: &str, typed: Typed) -> Result<Response> {
    match result {
        Ok(one) => {
            let name = if typed.asks() {
                &one.giver_name
            } else {
                &one.about_name
            };
            cx.flash(Flash::ok(flash).with("name", name));
            Ok(redirect(&one.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let mut typed = typed;
            // one's own id finds nobody: the search again, with the reason
            if typed.to().ok() == cx.actor().employee {
                typed.to = String::new();
            }
            invalid(&build(&mut cx, typed, errors).await?)
        }
    }
}

/// POST /feedback
pub async fn give(mut cx: Cx, Form(mut typed): Form<Typed>) -> Result<Response> {
    typed.ask = String::new();
    let result = async {
        let input = Give {
            about: typed.to()?,
            subject: typed.subject()?,
            topic: typed.topic.clone(),
            said: said(&typed.kind, &typed.words)?,
        };
        feedback::give(&mut cx, &input).await
    }
    .await;
    done(cx, result, "flash-feedback-given", typed).await
}

/// POST /feedback/asks
pub async fn ask(mut cx: Cx, Form(mut typed): Form<Typed>) -> Result<Response> {
    typed.ask = "1".into();
    let result = async {
        let input = Ask {
            giver: typed.to()?,
            subject: typed.subject()?,
            topic: typed.topic.clone(),
            question: typed.question.clone(),
        };
        feedback::ask(&mut cx, &input).await
    }
    .await;
    done(cx, result, "flash-feedback-asked", typed).await
}
