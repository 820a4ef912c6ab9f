//! One shift leaves to the next what is open; somebody of the next confirms having read it.

use uuid::Uuid;

use super::{
    HandOver, Plan,
    answer::lock_own,
    assign::tell,
    draft::record,
    read::{handing, may_read},
    store,
};
use crate::{
    calendar::{self, DateRange},
    kernel::{
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, ShiftPlanId},
    },
};

/// Writes what is open for the next shift; everybody on it is told.
pub async fn hand_over(
    cx: &mut Cx,
    id: ShiftPlanId,
    version: i32,
    still_open: &str,
) -> Result<Plan> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let (plan, me) = lock_own(cx, id, version).await?;
    if still_open.trim().is_empty() {
        return Err(Error::field("still_open", "required"));
    }
    let office = [plan.unit.0];
    let range = DateRange::day(today);
    let calendars = calendar::load_offices(cx.conn(), agency, Some(&office), range).await?;
    let local = now.with_timezone(&calendars.unit_zone(plan.unit));
    let (off, next) = handing(&plan, local.naive_local(), Some(me))?;
    let one = HandOver {
        id: Uuid::now_v7(),
        from: me,
        from_name: String::new(),
        off_on: off.on,
        off: off.number,
        next_on: next.on,
        next: next.number,
        still_open: still_open.trim().to_owned(),
        handed_at: now,
        read_by: None,
        reader_name: None,
        read_at: None,
    };
    store::steps::insert_handover(cx.conn(), agency, id, &one).await?;
    store::steps::save(cx.conn(), agency, &plan).await?;
    record(cx, "shift-handed-over", &plan).await?;
    for to in next.people.into_iter().filter(|to| *to != me) {
        tell(cx, &plan, "shift-handed-over", to, "").await?;
    }
    store::find(cx.conn(), agency, id).await
}

/// Confirms having read what was left to the acting person's shift.
pub async fn read(cx: &mut Cx, id: ShiftPlanId, version: i32) -> Result<Plan> {
    let (agency, now) = (cx.agency(), cx.now());
    let (plan, me) = lock_own(cx, id, version).await?;
    let all = store::steps::handovers(cx.conn(), agency, id).await?;
    let mine = all.iter().filter(|one| may_read(&plan, one, Some(me)));
    let (ids, mut from): (Vec<Uuid>, Vec<EmployeeId>) = mine.map(|one| (one.id, one.from)).unzip();
    if ids.is_empty() {
        return Err(Reason::new("shift-nothing-to-read").into());
    }
    store::steps::read(cx.conn(), agency, &ids, me, now).await?;
    store::steps::save(cx.conn(), agency, &plan).await?;
    record(cx, "shift-handover-read", &plan).await?;
    from.sort_unstable();
    from.dedup();
    for to in from {
        tell(cx, &plan, "shift-handover-read", to, "").await?;
    }
    store::find(cx.conn(), agency, id).await
}
