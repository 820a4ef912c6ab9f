//! Who sees which feedback, and whom somebody finds to ask or to give to.

use chrono::NaiveDate;

use super::{Feedback, Relation, State, Subject, rules};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        id::{EmployeeId, FeedbackId, UnitId},
        list::like,
    },
    organisation::{self, Person},
    performance::{State as TargetsState, rating, read::this_year, store, work},
};

/// How the acting person relates to a feedback.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    /// It is about them.
    pub about: bool,
    pub giver: bool,
    /// Rates the person it is about.
    pub rates: bool,
}

/// A feedback for whom it is for, as far as they may know it; who may not see it does not find it.
pub async fn show(cx: &mut Cx, id: FeedbackId) -> Result<(Feedback, Sight)> {
    let agency = cx.agency();
    let mut one = store::feedback::find(cx.conn(), agency, id).await?;
    let me = cx.actor().employee;
    let sight = Sight {
        about: me == Some(one.about),
        giver: me == Some(one.giver),
        rates: rates(cx, one.about).await?,
    };
    // what was only asked for, and declined or taken back, is between the two
    let between = matches!(one.state, State::Asked | State::Declined | State::Retracted);
    if !(sight.about || sight.giver || (sight.rates && !between)) {
        return Err(Error::NotFound);
    }
    hide(&mut one, me);
    Ok((one, sight))
}

/// What was taken back is known to have been there, and says nothing any more but to whoever took it back.
fn hide(one: &mut Feedback, me: Option<EmployeeId>) {
    if one.state == State::Withdrawn && me != Some(one.giver) {
        one.kind = None;
        one.words = String::new();
        one.answer = String::new();
    }
    if one.state == State::Retracted && me != Some(one.about) {
        one.question = String::new();
    }
}

/// Whether the acting person rates somebody.
async fn rates(cx: &mut Cx, who: EmployeeId) -> Result<bool> {
    Ok(rating::rater_here(cx, who).await?.is_some())
}

/// What somebody has given, was asked for and has been given.
#[derive(Debug)]
pub struct Own {
    /// Asked of one, the oldest first.
    pub asked: Vec<Feedback>,
    /// About oneself, the newest first.
    pub about: Vec<Feedback>,
    /// Given by oneself, the newest first.
    pub given: Vec<Feedback>,
}

/// The acting person's feedback.
pub async fn own(cx: &mut Cx) -> Result<Own> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let mut all = store::feedback::of(cx.conn(), agency, me).await?;
    all.iter_mut().for_each(|one| hide(one, Some(me)));
    let (about, theirs): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.about == me);
    let (mut asked, given): (Vec<_>, Vec<_>) = theirs
        .into_iter()
        .partition(|one| one.state == State::Asked);
    asked.reverse();
    Ok(Own {
        asked,
        about,
        given,
    })
}

/// What the acting person was asked for and has not answered, the oldest first; nothing for an officer who is no employee.
pub async fn asked(cx: &mut Cx) -> Result<Vec<Feedback>> {
    let agency = cx.agency();
    match cx.actor().employee {
        Some(me) => store::feedback::asked_of(cx.conn(), agency, me).await,
        None => Ok(Vec::new()),
    }
}

/// What was given about somebody, the newest first: for the person and whoever rates them. With days: what was given on these, both
/// included.
pub async fn about(
    cx: &mut Cx,
    who: EmployeeId,
    days: Option<(NaiveDate, NaiveDate)>,
) -> Result<(String, Vec<Feedback>)> {
    let agency = cx.agency();
    let name = organisation::find(cx.conn(), agency, who).await?.name;
    let me = cx.actor().employee;
    if me != Some(who) && !rates(cx, who).await? {
        return Err(Error::NotFound);
    }
    let zone = cx.actor().zone;
    let all = store::feedback::of(cx.conn(), agency, who).await?;
    let mut all: Vec<Feedback> = all
        .into_iter()
        .filter(|one| one.about == who && matches!(one.state, State::Given | State::Withdrawn))
        .filter(|one| {
            let on = one.given_at.map(|at| at.with_timezone(&zone).date_naive());
            days.is_none_or(|(from, to)| on.is_some_and(|on| from <= on && on <= to))
        })
        .collect();
    all.iter_mut().for_each(|one| hide(one, me));
    Ok((name, all))
}

/// The units whose people the acting person always finds: those they lead.
async fn led(cx: &mut Cx) -> Result<Vec<UnitId>> {
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let units = organisation::led_units(cx.conn(), agency, me, today).await?;
    Ok(units.into_iter().map(|(id, _)| id).collect())
}

/// People to ask or to give to by a part of their name, at most twenty: those one works with, one's leaders and people, and of other units
/// those which show themselves to the agency.
pub async fn find(cx: &mut Cx, q: &str) -> Result<Vec<Person>> {
    let (agency, me, roles) = (cx.agency(), cx.employee()?, cx.actor().roles);
    let Some(word) = like(q).filter(|_| q.trim().chars().count() >= 2) else {
        return Ok(Vec::new());
    };
    let led = led(cx).await?;
    let above = organisation::posts_above(cx.conn(), agency, me).await?;
    let everybody = roles.hr || roles.leader;
    let reach = store::feedback::Reach {
        word: Some(&word),
        who: None,
        led: &led,
        above: &above,
        everybody,
    };
    store::feedback::people(cx.conn(), agency, me, &reach).await
}

/// Somebody whom the acting person finds; otherwise nobody.
pub async fn found(cx: &mut Cx, who: EmployeeId) -> Result<Person> {
    let (agency, me, roles) = (cx.agency(), cx.employee()?, cx.actor().roles);
    let led = led(cx).await?;
    let above = organisation::posts_above(cx.conn(), agency, me).await?;
    let reach = store::feedback::Reach {
        word: None,
        who: Some(who),
        led: &led,
        above: &above,
        everybody: roles.hr || roles.leader || rates(cx, who).await?,
    };
    let all = store::feedback::people(cx.conn(), agency, me, &reach).await?;
    all.into_iter().next().ok_or(Error::NotFound)
}

/// How a giver stands to a person today.
pub(super) async fn relation(
    cx: &mut Cx,
    giver: EmployeeId,
    about: EmployeeId,
) -> Result<Relation> {
    let (agency, today) = (cx.agency(), cx.today());
    let above = organisation::posts_above(cx.conn(), agency, about).await?;
    let decides = organisation::approver_of(cx.conn(), agency, about, today, 0).await?;
    if above.contains(&giver) || decides.is_some_and(|one| one.employee == giver) {
        return Ok(Relation::Superior);
    }
    let together = store::feedback::together(cx.conn(), agency, giver, about).await?;
    Ok(if together {
        Relation::Peer
    } else {
        Relation::Other
    })
}

/// What a feedback about somebody can be about besides in general: lines of the targets in force and work that was delivered, each with its
/// words; only the person and whoever rates them may choose from these.
pub async fn subjects(cx: &mut Cx, about: EmployeeId) -> Result<Vec<(Subject, String)>> {
    let (agency, year) = (cx.agency(), this_year(cx));
    if cx.actor().employee != Some(about) && !rates(cx, about).await? {
        return Ok(Vec::new());
    }
    let agreed = [TargetsState::Agreed];
    let targets = store::targets::find_in(cx.conn(), agency, about, year, &agreed).await?;
    let lines = targets.into_iter().flat_map(|one| one.lines);
    let lines = lines.map(|line| (Subject::Line(line.thread), line.result));
    let work = store::work::of_people(cx.conn(), agency, &[about]).await?;
    let work = work
        .into_iter()
        .filter(|one| one.rounds > 0 && one.state != work::State::Withdrawn);
    let work = work.map(|one| (Subject::Work(one.id), one.title));
    let cut = |(subject, words): (Subject, String)| {
        let words: String = words.chars().take(rules::TOPIC).collect();
        (subject, words)
    };
    Ok(lines.chain(work).map(cut).collect())
}
