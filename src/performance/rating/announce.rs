//! The worker tells the people of a period that it was opened, and reminds whoever is behind shortly before it is due: each once, a set of people
//! at a time.

use chrono::{DateTime, Days, Utc};

use super::{Period, period::local_day, read, rules};
use crate::{
    calendar::{self, DateRange, is_working_day},
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::Result,
        id::EmployeeId,
        jobs::CHUNK,
        outbox::{self, Notice},
    },
    organisation,
    performance::store::{self, concerned::News},
};

/// How far ahead periods are looked for that are due soon: the working days before it, over holidays and joint leave.
const AHEAD: u64 = 21;

/// When a piece was the last one: the instant, else none.
fn ended(cx: &Cx, people: &[EmployeeId]) -> Option<DateTime<Utc>> {
    (people.len() < CHUNK).then(|| cx.now())
}

/// Tells the next people who have targets in force that a period was opened. Gives how many.
pub async fn announce(cx: &mut Cx) -> Result<usize> {
    let agency = cx.agency();
    let Some(news) = store::concerned::untold(cx.conn(), agency).await? else {
        return Ok(0);
    };
    let people = store::concerned::people(cx.conn(), agency, &news).await?;
    let (last, done) = (people.last().copied(), ended(cx, &people));
    store::concerned::told(cx.conn(), agency, news.id, last, done).await?;
    let event = Event::new("rating-period-told", "rating_period", news.id.0)
        .with("period", news.code.clone())
        .with("people", people.len());
    audit::record(cx, event).await?;
    let notices = people.iter().map(|who| {
        let path = Period::path_in(news.id, *who);
        let once = format!("rating-opened:{}:{who}", news.id);
        (*who, notice("rating-opened", path, once, &news))
    });
    outbox::tell_people(cx, notices.collect()).await?;
    Ok(people.len())
}

fn notice(kind: &'static str, path: String, once: String, news: &News) -> Notice {
    Notice::new(kind, path, once)
        .with("period", &news.code)
        .with("day", news.due_on.format("%d-%m-%Y"))
}

/// Reminds the next people of a period that is due shortly: who has not told what was realised, and whoever has not rated somebody. Gives how
/// many people were looked at.
pub async fn remind_due(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let until = today + Days::new(AHEAD);
    let all = store::concerned::unreminded(cx.conn(), agency, today, until).await?;
    if all.is_empty() {
        return Ok(0);
    }
    let range = DateRange {
        from: today,
        to: until,
    };
    let calendars = calendar::load_offices(cx.conn(), agency, Some(&[]), range).await?;
    let working = |on| is_working_day(&calendars.agency(on), on);
    let near = |one: &News| {
        let opened = local_day(cx, one.opened_at);
        rules::reminds(today, one.due_on, opened, working)
    };
    let Some(news) = all.into_iter().find(near) else {
        return Ok(0);
    };
    let people = store::concerned::people(cx.conn(), agency, &news).await?;
    let (last, done) = (people.last().copied(), ended(cx, &people));
    store::concerned::reminded(cx.conn(), agency, news.id, last, done).await?;
    let behind = store::concerned::unrated(cx.conn(), agency, news.id, &people).await?;
    let event = Event::new("rating-period-reminded", "rating_period", news.id.0)
        .with("period", news.code.clone())
        .with("people", behind.len());
    audit::record(cx, event).await?;
    let untold = behind.iter().filter(|(_, told)| !told).map(|(who, _)| {
        let path = Period::path_in(news.id, *who);
        let once = format!("rating-due:{}:{who}", news.id);
        (*who, notice("rating-due", path, once, &news))
    });
    outbox::tell_people(cx, untold.collect()).await?;
    let who: Vec<EmployeeId> = behind.iter().map(|(who, _)| *who).collect();
    tell_raters(cx, &news, &who).await?;
    Ok(people.len())
}

/// Reminds whoever rates these people, once each; of those above whom nobody stands the agency's leaders.
async fn tell_raters(cx: &mut Cx, news: &News, people: &[EmployeeId]) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let mut raters = Vec::new();
    let above = organisation::approvers_of(cx.conn(), agency, people, today).await?;
    for (who, approver, _) in above {
        // who stands in may be led by the person: then somebody else rates
        let rater = match approver {
            Some(one) if one.acting.is_some() => read::rater_of(cx, who).await?,
            one => one,
        };
        match rater {
            Some(rater) => raters.push(rater.employee),
            None => raters.extend(read::leaders_for(cx, who, &[]).await?),
        }
    }
    raters.sort_unstable();
    raters.dedup();
    let notices = raters.into_iter().map(|rater| {
        let path = format!("/team/ratings?period={}", news.id);
        let once = format!("rating-waits:{}:{rater}", news.id);
        (rater, notice("rating-waits", path, once, news))
    });
    outbox::tell_people(cx, notices.collect()).await
}
