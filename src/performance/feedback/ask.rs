//! A person asks somebody for feedback, and takes the question back while it is not answered.

use super::{
    Feedback, State, Step, Subject,
    give::{lock, save, topic},
    read, record, rules,
    rules::next,
};
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

/// What is asked of whom.
#[derive(Clone, Debug)]
pub struct Ask {
    pub giver: EmployeeId,
    pub subject: Subject,
    /// What it is about in words, where it is about no line and no work.
    pub topic: String,
    pub question: String,
}

/// Asks somebody for feedback about oneself.
///
/// # Errors
/// `feedback-own`: asked of oneself. `feedback-asks-many`: too many asked for today. `feedback-asked`: that person was asked and has not
/// answered.
pub async fn ask(cx: &mut Cx, input: &Ask) -> Result<Feedback> {
    let (agency, me, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    if input.giver == me {
        return Err(Reason::new("feedback-own").into());
    }
    let giver = read::found(cx, input.giver).await?;
    let mut check = Check::new();
    let question = check.text("question", &input.question, rules::WORDS);
    let topic = topic(cx, &mut check, me, (input.subject, &input.topic)).await?;
    check.done()?;
    let asked = store::feedback::asked_on(cx.conn(), agency, me, today).await?;
    rules::within(asked, "feedback-asks-many")?;
    let one = Feedback {
        id: FeedbackId::new(),
        about: me,
        about_name: cx.actor().name.clone(),
        giver: giver.id,
        giver_name: giver.name,
        relation: read::relation(cx, giver.id, me).await?,
        subject: input.subject,
        topic,
        question,
        asked_at: Some(now),
        state: State::Asked,
        kind: None,
        words: String::new(),
        given_at: None,
        answer: String::new(),
        answered_at: None,
        ended_at: None,
        version: 1,
    };
    if !store::feedback::insert(cx.conn(), agency, &one).await? {
        return Err(Error::Refused(
            Reason::new("feedback-asked").with("name", &one.giver_name),
        ));
    }
    record(cx, "feedback-asked", &one).await?;
    let once = format!("feedback-asked:{}", one.id);
    let notice = Notice::new("feedback-asked", one.path(), once).with("name", &one.about_name);
    outbox::tell(cx, one.giver, notice).await?;
    Ok(one)
}

/// Takes a question back while it is not answered: that it was asked stays known, what it asked does not.
///
/// # Errors
/// `feedback-not-yours`: asked by somebody else. `feedback-step`: it was answered, declined or taken back before.
pub async fn retract(cx: &mut Cx, id: FeedbackId, version: i32) -> Result<Feedback> {
    let now = cx.now();
    let mut one = lock(cx, id, false, version).await?;
    one.state = next(&one, Step::Retract, now)?;
    one.ended_at = Some(now);
    let one = save(cx, &one).await?;
    record(cx, "feedback-retracted", &one).await?;
    let once = format!("feedback-retracted:{}", one.id);
    let notice = Notice::new("feedback-retracted", one.path(), once).with("name", &one.about_name);
    outbox::tell(cx, one.giver, notice).await?;
    Ok(one)
}
