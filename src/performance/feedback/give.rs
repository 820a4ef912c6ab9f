//! Feedback is given, taken back within a day, declined where it was asked for, and answered once by the person.

use super::{Feedback, Kind, State, Step, Subject, read, record, rules, rules::next};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Reason, Result},
        form::Check,
        id::{EmployeeId, FeedbackId},
        outbox::{self, Notice},
    },
    performance::store,
};

/// A feedback as it is given unasked.
#[derive(Clone, Debug)]
pub struct Give {
    pub about: EmployeeId,
    pub subject: Subject,
    /// What it is about in words, where it is about no line and no work.
    pub topic: String,
    pub said: Said,
}

/// What is said.
#[derive(Clone, Debug)]
pub struct Said {
    pub kind: Kind,
    pub words: String,
}

/// The words of what a feedback is about; a line or work that whoever acts may not choose is an error of the field.
pub(super) async fn topic(
    cx: &mut Cx,
    check: &mut Check,
    about: EmployeeId,
    (subject, words): (Subject, &str),
) -> Result<String> {
    if subject == Subject::General {
        return Ok(check.optional("topic", words, rules::TOPIC));
    }
    let known = read::subjects(cx, about).await?;
    let found = known.into_iter().find(|(one, _)| *one == subject);
    check.ensure(found.is_some(), "subject", "feedback-subject");
    Ok(found.map_or_else(String::new, |(_, words)| words))
}

/// Gives feedback about somebody unasked. The same words to the same person again within a day are the same feedback.
///
/// # Errors
/// `feedback-own`: about oneself. `feedback-many`: too many given today. Somebody whom the giver does not find is not found.
pub async fn give(cx: &mut Cx, input: &Give) -> Result<Feedback> {
    let (agency, me, now) = (cx.agency(), cx.employee()?, cx.now());
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    if input.about == me {
        return Err(Reason::new("feedback-own").into());
    }
    let about = read::found(cx, input.about).await?;
    let mut check = Check::new();
    let words = check.text("words", &input.said.words, rules::WORDS);
    let topic = topic(cx, &mut check, about.id, (input.subject, &input.topic)).await?;
    check.done()?;
    let since = now - chrono::TimeDelta::hours(rules::HOURS);
    let pair = (me, about.id);
    if let Some(known) = store::feedback::same(cx.conn(), agency, pair, &words, since).await? {
        return Ok(known);
    }
    let mut one = Feedback {
        id: FeedbackId::new(),
        about: about.id,
        about_name: about.name,
        giver: me,
        giver_name: cx.actor().name.clone(),
        relation: read::relation(cx, me, about.id).await?,
        subject: input.subject,
        topic,
        question: String::new(),
        asked_at: None,
        state: State::Given,
        kind: None,
        words: String::new(),
        given_at: None,
        answer: String::new(),
        answered_at: None,
        ended_at: None,
        version: 1,
    };
    say(cx, &mut one, input.said.kind, words).await?;
    store::feedback::insert(cx.conn(), agency, &one).await?;
    tell(cx, &one).await?;
    Ok(one)
}

/// Writes what is said into a feedback, unless the giver said enough today.
async fn say(cx: &mut Cx, one: &mut Feedback, kind: Kind, words: String) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let given = store::feedback::given_on(cx.conn(), agency, one.giver, today).await?;
    rules::within(given, "feedback-many")?;
    one.kind = Some(kind);
    one.words = words;
    one.given_at = Some(now);
    Ok(())
}

/// Records that it was given, and tells the person.
async fn tell(cx: &mut Cx, one: &Feedback) -> Result<()> {
    record(cx, "feedback-given", one).await?;
    let once = format!("feedback-given:{}", one.id);
    let notice = Notice::new("feedback-given", one.path(), once).with("name", &one.giver_name);
    outbox::tell(cx, one.about, notice).await
}

/// One of the acting person's: as the giver, or as the person it is about. Others do not find it.
pub(super) async fn lock(
    cx: &mut Cx,
    id: FeedbackId,
    giver: bool,
    version: i32,
) -> Result<Feedback> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    let one = store::feedback::find(cx.conn(), agency, id).await?;
    let whose = if giver { one.giver } else { one.about };
    if whose != me {
        // who sees it learns why; nobody else finds it
        read::show(cx, id).await?;
        return Err(Reason::new("feedback-not-yours").into());
    }
    if one.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok(one)
}

/// Writes what a step changed.
pub(super) async fn save(cx: &mut Cx, one: &Feedback) -> Result<Feedback> {
    let agency = cx.agency();
    store::feedback::save(cx.conn(), agency, one).await?;
    store::feedback::find(cx.conn(), agency, one.id).await
}

/// Gives feedback that was asked for.
pub async fn give_asked(
    cx: &mut Cx,
    id: FeedbackId,
    version: i32,
    said: &Said,
) -> Result<Feedback> {
    let now = cx.now();
    let mut one = lock(cx, id, true, version).await?;
    one.state = next(&one, Step::Give, now)?;
    let mut check = Check::new();
    let words = check.text("words", &said.words, rules::WORDS);
    check.done()?;
    say(cx, &mut one, said.kind, words).await?;
    let one = save(cx, &one).await?;
    tell(cx, &one).await?;
    Ok(one)
}

/// Has nothing to say to what was asked.
pub async fn decline(cx: &mut Cx, id: FeedbackId, version: i32) -> Result<Feedback> {
    let now = cx.now();
    let mut one = lock(cx, id, true, version).await?;
    one.state = next(&one, Step::Decline, now)?;
    one.ended_at = Some(now);
    let one = save(cx, &one).await?;
    record(cx, "feedback-declined", &one).await?;
    let once = format!("feedback-declined:{}", one.id);
    let notice = Notice::new("feedback-declined", one.path(), once).with("name", &one.giver_name);
    outbox::tell(cx, one.about, notice).await?;
    Ok(one)
}

/// Takes back what one gave, within a day: that it was there stays known, what it said does not.
pub async fn withdraw(cx: &mut Cx, id: FeedbackId, version: i32) -> Result<Feedback> {
    let now = cx.now();
    let mut one = lock(cx, id, true, version).await?;
    one.state = next(&one, Step::Withdraw, now)?;
    one.ended_at = Some(now);
    let one = save(cx, &one).await?;
    record(cx, "feedback-withdrawn", &one).await?;
    let once = format!("feedback-withdrawn:{}", one.id);
    let notice = Notice::new("feedback-withdrawn", one.path(), once).with("name", &one.giver_name);
    outbox::tell(cx, one.about, notice).await?;
    Ok(one)
}

/// The person says something to it, once.
pub async fn answer(cx: &mut Cx, id: FeedbackId, version: i32, words: &str) -> Result<Feedback> {
    let now = cx.now();
    let mut one = lock(cx, id, false, version).await?;
    one.state = next(&one, Step::Answer, now)?;
    let mut check = Check::new();
    one.answer = check.text("answer", words, rules::WORDS);
    check.done()?;
    one.answered_at = Some(now);
    let one = save(cx, &one).await?;
    record(cx, "feedback-answered", &one).await?;
    let once = format!("feedback-answered:{}", one.id);
    let notice = Notice::new("feedback-answered", one.path(), once).with("name", &one.about_name);
    outbox::tell(cx, one.giver, notice).await?;
    Ok(one)
}
