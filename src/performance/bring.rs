//! Targets that HR brings from e-Kinerja: a draft of each person, as if they had written it. Nobody agrees to anything by an import.

use super::{
    Approach, Aspect, Indicator, NewLine, State,
    read::this_year,
    rules, store,
    write::{blank, place, placed, record},
};
use crate::kernel::{
    actor::Can,
    brought::{Brought, BroughtResult},
    cx::{BoxFuture, Cx},
    error::{Error, Result},
    outbox::{self, Notice},
};

/// Begins a draft for each, in the order of the people's records; somebody who has targets of the year by now stops the whole before anything
/// is written.
pub fn bring<'a>(cx: &'a mut Cx, all: &'a [Brought]) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        for one in all {
            lock(cx, one).await?;
        }
        cx.require(Can::ManagePeople)?;
        for one in all {
            begin(cx, one).await?;
        }
        Ok(())
    })
}

/// Holds a person's record; their year is one for targets, and they have none of it.
async fn lock(cx: &mut Cx, one: &Brought) -> Result<()> {
    let agency = cx.agency();
    store::targets::lock(cx.conn(), agency, one.employee).await?;
    if !rules::years(this_year(cx)).contains(&one.year) {
        return Err(Error::field("year", "choice"));
    }
    let mut there = State::ALL.to_vec();
    there.retain(|state| *state != State::Discarded);
    let found = store::targets::find_in(cx.conn(), agency, one.employee, one.year, &there).await?;
    if found.is_some() {
        return Err(Error::Conflict("import-preview"));
    }
    Ok(())
}

async fn begin(cx: &mut Cx, one: &Brought) -> Result<()> {
    let (agency, now, who, year) = (cx.agency(), cx.now(), one.employee, one.year);
    let approach = if one.quantitative {
        Approach::Quantitative
    } else {
        Approach::Qualitative
    };
    let lines: Vec<NewLine> = one.results.iter().map(line).collect();
    let wrong = rules::problems(&lines);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let mut targets = blank(who, year, approach, "", now);
    let place = place(cx, who).await?;
    store::targets::insert(cx.conn(), agency, &targets, place).await?;
    targets.lines = lines.into_iter().map(|line| placed(line, None)).collect();
    store::lines::write(cx.conn(), agency, targets.id, &targets.lines).await?;
    record(cx, "targets-brought", &targets).await?;
    let once = format!("targets-brought:{}", targets.id);
    let notice = Notice::new("targets-brought", targets.path(), once)
        .with("name", cx.actor().name.clone())
        .with("year", year);
    outbox::tell(cx, who, notice).await
}

fn line(one: &BroughtResult) -> NewLine {
    NewLine {
        id: None,
        main: one.main,
        result: one.result.clone(),
        above: None,
        above_text: one.above.clone(),
        weight: one.weight,
        indicators: one
            .indicators
            .iter()
            .map(|one| Indicator {
                aspect: one.aspect.and_then(Aspect::of),
                indicator: one.indicator.clone(),
                target: one.target.clone(),
                measure: one.measure.clone(),
            })
            .collect(),
    }
}
