//! A person tells what they realised, indicator by indicator, before they are rated.

use std::collections::BTreeMap;

use super::{Assessment, Named, Step, read, rules::next};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Result},
        form::Check,
        id::RatingPeriodId,
        outbox::{self, Notice},
    },
    performance::store,
};

/// Most signs of what was realised of an indicator.
pub const REALISED: usize = 300;

/// What somebody tells of a period.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// What was realised, by indicator; empty words say nothing.
    pub realised: BTreeMap<Named, String>,
    /// In own words: what went well, what stood in the way.
    pub account: String,
    /// The version that was seen; 0 where there was none yet.
    pub version: i32,
}

/// Tells what was realised in a period; again until one is rated.
pub async fn tell(cx: &mut Cx, id: RatingPeriodId, input: &Account) -> Result<Assessment> {
    let (agency, me, now) = (cx.agency(), cx.employee()?, cx.now());
    store::targets::lock(cx.conn(), agency, me).await?;
    cx.require(Can::BeEmployee)?;
    let period = store::periods::hold(cx.conn(), agency, id).await?;
    let targets = read::targets_of(cx, &period, me).await?;
    let mut one = read::seen(cx, &period, me, input.version).await?;
    one.state = next(one.state, period.state, Step::Tell)?;
    let mut check = Check::new();
    let account = check.optional("account", &input.account, 2_000);
    let mut realised = BTreeMap::new();
    for (named, words) in &input.realised {
        let words = words.trim().replace('\0', "");
        let known = targets.lines.iter().any(|line| {
            let index = usize::try_from(named.1).unwrap_or(usize::MAX);
            line.thread == named.0 && index < line.indicators.len()
        });
        if !known {
            return Err(Error::field("realised", "rating-indicator"));
        }
        if words.chars().count() > REALISED {
            let field = format!("realised-{}-{}", named.0, named.1);
            check.fail(FieldError::new(field, "too-long").with("max", REALISED));
        } else if !words.is_empty() {
            realised.insert(*named, words);
        }
    }
    check.ensure(
        !realised.is_empty() || !account.is_empty(),
        "account",
        "rating-nothing",
    );
    check.done()?;
    let first = one.told_at.is_none();
    one.account = account;
    one.told_at = Some(now);
    store::assessments::begin(cx.conn(), agency, &mut one).await?;
    store::assessments::realise(cx.conn(), agency, one.id, &realised).await?;
    store::assessments::save(cx.conn(), agency, &one).await?;
    let event = Event::new("rating-told", "assessment", one.id.0)
        .with("period", period.code.clone())
        .with("indicators", realised.len());
    audit::record(cx, event).await?;
    if first && let Some(rater) = read::rater_of(cx, me).await? {
        let once = format!("rating-told:{}", one.id);
        let notice = Notice::new("rating-told", period.path_of(me), once)
            .with("name", cx.actor().name.clone())
            .with("period", &period.code);
        outbox::tell(cx, rater.employee, notice).await?;
    }
    read::current(cx, &period, me).await
}
