//! The leader's answer to a window that the ministry proposes: taken up, adjusted, or declined with a reason. Until then it has no
//! effect; no agency has to (law.md 2.12).

use serde::Deserialize;
use uuid::Uuid;

use super::{
    National, Proposal, Reply, rules, set,
    set::{Facts, put, tell_officers, units},
    store,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::{NationalWindowId, WindowId},
    },
    organisation::{self, Named},
    policy::WindowKind,
};

/// An answer as the form sends it. What an acceptance does not need is left aside.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    /// `accepted`, `adjusted` or `declined`.
    pub answer: String,
    pub first_on: String,
    pub last_on: String,
    pub share: String,
    pub excluded: Vec<String>,
    pub excluded_codes: String,
    pub reason: String,
}

/// The ministry's windows that still may be answered or were lately, with this agency's answers.
pub async fn list(cx: &mut Cx) -> Result<Vec<Proposal>> {
    cx.require(Can::SetWindows)?;
    let (agency, today) = (cx.agency(), cx.today());
    store::national::proposals(cx.conn(), agency, today).await
}

/// Those that wait for the acting leader's answer.
pub async fn to_answer(cx: &mut Cx) -> Result<Vec<National>> {
    if !cx.actor().roles.may(Can::LeadAgency) {
        return Ok(Vec::new());
    }
    let open = list(cx).await?.into_iter();
    let open = open.filter(|one| one.answer.is_none());
    Ok(open.map(|one| one.national).collect())
}

/// One of them.
pub async fn find(cx: &mut Cx, id: NationalWindowId) -> Result<Proposal> {
    cx.require(Can::SetWindows)?;
    let agency = cx.agency();
    store::national::proposal(cx.conn(), agency, id).await
}

/// Answers a proposal for this agency. Gives the window that it became.
pub async fn answer(cx: &mut Cx, id: NationalWindowId, input: &Answer) -> Result<Option<WindowId>> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    store::lock_agency(cx.conn(), agency).await?;
    let proposal = store::national::proposal(cx.conn(), agency, id).await?;
    cx.require(Can::LeadAgency)?;
    let by = cx.actor().membership.ok_or(Error::Forbidden)?;
    if proposal.answer.is_some() {
        return Err(Reason::new("window-answered").into());
    }
    let national = proposal.national;
    if national.last_on < today {
        return Err(Reason::new("window-not-open").into());
    }
    let mut check = Check::new();
    let reply = Reply::of(&input.answer);
    check.ensure(reply.is_some(), "answer", "choice");
    check.done()?;
    let (reply, facts, reason) = match reply {
        Some(Reply::Declined) => {
            let mut check = Check::new();
            let reason = check.text("reason", &input.reason, 500);
            match organisation::named_in(cx.conn(), agency, &reason).await? {
                Some(Named::Number) => {
                    check.fail(FieldError::new("reason", "window-reason-number"));
                }
                Some(Named::Name(name)) => {
                    check.fail(FieldError::new("reason", "window-reason-name").with("name", name));
                }
                None => {}
            }
            check.done()?;
            (Reply::Declined, None, reason)
        }
        Some(Reply::Adjusted) => {
            let facts = adjusted(cx, &national, input).await?;
            if Facts::same(&facts, &as_proposed(&national)) {
                return Err(Error::field("answer", "window-not-adjusted"));
            }
            (Reply::Adjusted, Some(facts), String::new())
        }
        _ => (Reply::Accepted, Some(as_proposed(&national)), String::new()),
    };
    let window = match &facts {
        Some(facts) => Some(put(cx, facts).await?),
        None => None,
    };
    let said = store::national::Said {
        national: id,
        reply,
        window,
        reason: &reason,
        facts: facts.as_ref(),
    };
    store::national::save_answer(cx.conn(), agency, &said, by, now).await?;
    audit::record(
        cx,
        Event::new("window-answered", "national_window", id.0)
            .with("answer", reply.code())
            .with("window", window.map(|id| id.to_string())),
    )
    .await?;
    if let (Some(window), Some(facts)) = (window, &facts) {
        tell_officers(cx, "window-set", window, facts).await?;
    }
    Ok(window)
}

fn as_proposed(national: &National) -> Facts {
    Facts {
        kind: WindowKind::National,
        national: Some(national.id.0),
        number: national.number.clone(),
        title: national.title.clone(),
        first_on: national.first_on,
        last_on: national.last_on,
        home: national.home,
        elsewhere: national.elsewhere,
        share: i16::from(national.share),
        direct_service: false,
        scope: Vec::new(),
        excluded: Vec::new(),
        note: national.note.clone(),
    }
}

/// The proposal within narrower bounds: fewer days, a lower share, units left out.
async fn adjusted(cx: &mut Cx, national: &National, input: &Answer) -> Result<Facts> {
    let today = cx.today();
    let mut check = Check::new();
    let first = check.date("first_on", &input.first_on);
    let last = check.date("last_on", &input.last_on);
    let share = check.number("share", &input.share, 1, i64::from(national.share));
    let excluded = units(
        cx,
        &mut check,
        "excluded",
        &input.excluded,
        &input.excluded_codes,
    )
    .await?;
    if let Some(first) = first {
        check.ensure(first >= national.first_on, "first_on", "window-within");
    }
    if let Some(last) = last {
        check.ensure(last <= national.last_on, "last_on", "window-within");
    }
    if let (Some(first), Some(last)) = (first, last)
        && let Err(code) = rules::check_period(first, last, today)
    {
        check.fail(FieldError::new("last_on", code).with("days", rules::LONGEST));
    }
    check.done()?;
    let (Some(first_on), Some(last_on), Some(share)) = (first, last, share) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    Ok(Facts {
        first_on,
        last_on,
        share: i16::try_from(share).unwrap_or(1),
        excluded,
        ..as_proposed(national)
    })
}

impl set::Facts {
    /// Whether two windows ask for the same.
    fn same(one: &Self, other: &Self) -> bool {
        let key = |facts: &Self| {
            let excluded: Vec<Uuid> = facts.excluded.iter().map(|unit| unit.0).collect();
            (facts.first_on, facts.last_on, facts.share, excluded)
        };
        key(one) == key(other)
    }
}
