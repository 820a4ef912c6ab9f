//! Whoever has something to deliver hears of it on working days: what is due on the next one, and what is overdue. One notice for everything.

use chrono::{Days, NaiveDate};

use super::rules::{Reminder, reminder};
use crate::{
    calendar::{self, Calendars, DateRange},
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::Result,
        id::{EmployeeId, UnitId},
        outbox::{self, Notice},
    },
    performance::store,
};

/// How far a working day is looked for, over holidays and joint leave.
const AROUND: u64 = 21;
/// How many pieces of work a notice names.
const NAMED: usize = 5;

/// Looks through the work of some people who were not looked at today. Gives their number.
pub async fn remind(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let all = store::remind::due(cx.conn(), agency, today).await?;
    let people: Vec<&[store::remind::Due]> =
        all.chunk_by(|a, b| a.employee == b.employee).collect();
    if people.is_empty() {
        return Ok(0);
    }
    let mut units: Vec<_> = all.iter().map(|one| one.unit.0).collect();
    units.sort_unstable();
    units.dedup();
    let side = Days::new(AROUND);
    let range = DateRange {
        from: today.checked_sub_days(side).unwrap_or(today),
        to: today.checked_add_days(side).unwrap_or(today),
    };
    let calendars = calendar::load_offices(cx.conn(), agency, Some(&units), range).await?;
    let mut notices = Vec::new();
    for own in &people {
        let (who, unit) = (own[0].employee, own[0].unit);
        if let Some(days) = around(&calendars, unit, range, today) {
            let due: Vec<NaiveDate> = own.iter().map(|one| one.due_on).collect();
            let told = reminder(&due, today, days);
            notices.extend(told.map(|told| (who, notice(who, own, today, told))));
        }
    }
    let ids: Vec<EmployeeId> = people.iter().map(|own| own[0].employee).collect();
    let events: Vec<Event> = notices
        .iter()
        .map(|(who, notice)| {
            Event::new("work-reminded", "employee", who.0).with("kind", notice.kind)
        })
        .collect();
    audit::record_each(cx, &events).await?;
    outbox::tell_people(cx, notices).await?;
    store::remind::looked(cx.conn(), agency, &ids, today).await?;
    Ok(ids.len())
}

/// The working days of a unit before and after today; none where today is none.
fn around(
    calendars: &Calendars,
    unit: UnitId,
    range: DateRange,
    today: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let office = |on| calendar::is_working_day(&calendars.office(unit, on), on);
    if !office(today) {
        return None;
    }
    let before = today.pred_opt()?;
    let mut earlier =
        std::iter::successors(Some(before), |on| on.pred_opt()).take_while(|on| *on >= range.from);
    let mut later = std::iter::successors(today.succ_opt(), |on| on.succ_opt())
        .take_while(|on| *on <= range.to);
    Some((
        earlier.find(|on| office(*on)).unwrap_or(range.from),
        later.find(|on| office(*on)).unwrap_or(range.to),
    ))
}

fn notice(who: EmployeeId, own: &[store::remind::Due], today: NaiveDate, told: Reminder) -> Notice {
    let named = own.iter().filter(|one| one.due_on <= told.until);
    let line =
        |one: &store::remind::Due| format!("{} ({})", one.what, one.due_on.format("%d-%m-%Y"));
    let lines: Vec<String> = named.map(line).take(NAMED).collect();
    let rest = (told.soon + told.late).saturating_sub(lines.len());
    let (kind, n) = match told.late {
        0 => ("work-due", told.soon),
        late => ("work-late", late),
    };
    let mut text = lines.join("; ");
    if rest > 0 {
        text.push_str(&format!("; … +{rest}"));
    }
    Notice::new(kind, "/work", format!("work-due:{who}:{today}"))
        .with("n", n)
        .with("work", text)
}
