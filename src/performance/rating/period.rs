//! HR opens a period, says what the organisation achieved, and closes it.

use chrono::{NaiveDate, Utc};

use super::{Achievement, Period, PeriodState, rules};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::RatingPeriodId,
    },
    performance::store,
};

/// A period as it is opened.
#[derive(Clone, Debug, Default)]
pub struct Open {
    /// `2026`, `2026-Q3` or `2026-09`.
    pub code: String,
    /// Until when people are asked to have written and rated: from its last day on.
    pub due_on: Option<NaiveDate>,
}

/// Opens a period: from now on people are rated in it.
pub async fn open(cx: &mut Cx, input: &Open) -> Result<Period> {
    cx.require(Can::ManagePeople)?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut check = Check::new();
    let code = input.code.trim().to_uppercase();
    let days = rules::days(&code);
    check.ensure(days.is_some(), "code", "rating-code");
    if let Some((from, to)) = days {
        check.ensure(from <= today, "code", "rating-future");
        match input.due_on {
            None => check.ensure(false, "due_on", "required"),
            Some(due) if due < to => {
                check.fail(FieldError::new("due_on", "rating-due").with("day", to));
            }
            Some(_) => {}
        }
    }
    check.done()?;
    let (Some((from, to)), Some(due_on)) = (days, input.due_on) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let terms = store::people::terms(cx.conn(), agency).await?;
    let period = Period {
        id: RatingPeriodId::new(),
        code,
        from,
        to,
        due_on,
        state: PeriodState::Open,
        achievement: None,
        formula: rules::FORMULA,
        above_from: terms.above_from,
        below_under: terms.below_under,
        opened_at: now,
        closed_at: None,
        version: 1,
    };
    if !store::periods::insert(cx.conn(), agency, &period).await? {
        return Err(Error::field("code", "rating-twice"));
    }
    record(cx, "rating-period-opened", &period).await?;
    Ok(period)
}

/// Holds a period that was seen.
async fn seen(cx: &mut Cx, id: RatingPeriodId, version: i32) -> Result<Period> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    let period = store::periods::find(cx.conn(), agency, id).await?;
    if period.version == version {
        Ok(period)
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Says what the organisation as a whole achieved: the guide for the distribution follows from it (law 4.9, 4.10). None: it is not known.
pub async fn achieve(
    cx: &mut Cx,
    id: RatingPeriodId,
    version: i32,
    achievement: Option<Achievement>,
) -> Result<Period> {
    let mut period = seen(cx, id, version).await?;
    period.achievement = achievement;
    save(cx, "rating-achievement", &period).await
}

/// Closes a period: nobody is rated in it any more, and the worker makes its ratings final, one after the other.
pub async fn close(cx: &mut Cx, id: RatingPeriodId, version: i32) -> Result<Period> {
    let mut period = seen(cx, id, version).await?;
    if period.state != PeriodState::Open {
        return Err(Reason::new("rating-period-closed").into());
    }
    if cx.today() < period.to {
        return Err(Reason::new("rating-period-runs")
            .with("day", period.to)
            .into());
    }
    period.state = PeriodState::Closing;
    save(cx, "rating-period-closing", &period).await
}

async fn save(cx: &mut Cx, event: &'static str, period: &Period) -> Result<Period> {
    let (agency, now) = (cx.agency(), cx.now());
    store::periods::save(cx.conn(), agency, period, now).await?;
    record(cx, event, period).await?;
    store::periods::find(cx.conn(), agency, period.id).await
}

/// Records a step of a period.
pub(super) async fn record(cx: &mut Cx, event: &'static str, period: &Period) -> Result<()> {
    let event = Event::new(event, "rating_period", period.id.0)
        .with("period", period.code.clone())
        .with("achievement", period.achievement.map(Achievement::code))
        .with("formula", period.formula)
        .with("above_from", period.above_from)
        .with("below_under", period.below_under);
    audit::record(cx, event).await
}

/// The local day of an instant.
pub(super) fn local_day(cx: &Cx, at: chrono::DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&cx.actor().zone).date_naive()
}
