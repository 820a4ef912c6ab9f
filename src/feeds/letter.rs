//! The days of a person's cases as a file that goes along with a mail: put into a calendar, it puts them there; what comes later with
//! the same names and a higher sequence changes or removes them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    ics::{self, Head, Purpose},
    rules::{self, Reader, since, window},
    store,
};
use crate::{
    calendar::{self, Calendars},
    kernel::{
        cx::{BoxFuture, Core, DaysWanted},
        error::Result,
        id::{AgencyId, EmployeeId, IdentityId, UnitId},
    },
    requests::{self, Dated},
};

/// Writes the file of each, in their order, sent from an address; none where nothing of it is theirs. What is not decided yet is
/// left out: nothing would take it away again.
pub fn write_days<'a>(
    core: &'a Core,
    conn: &'a mut PgConnection,
    agency: AgencyId,
    from: &'a str,
    wanted: &'a [DaysWanted],
) -> BoxFuture<'a, Result<Vec<Option<String>>>> {
    Box::pin(async move {
        let read = Read::of(conn, agency, wanted, core.clock.now()).await?;
        let public_url = &core.settings.public_url;
        wanted
            .iter()
            .map(|one| read.file(one, from, public_url))
            .collect()
    })
}

/// What the files are written from.
struct Read {
    owners: BTreeMap<IdentityId, (EmployeeId, UnitId)>,
    calendars: Calendars,
    days: Vec<Dated>,
}

impl Read {
    async fn of(
        conn: &mut PgConnection,
        agency: AgencyId,
        wanted: &[DaysWanted],
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let told: BTreeSet<IdentityId> = wanted
            .iter()
            .filter(|one| !one.cases.is_empty())
            .map(|one| one.identity)
            .collect();
        let owners = store::letters::owners(conn, agency, &told).await?;
        let people: Vec<(EmployeeId, UnitId)> = owners.values().copied().collect();
        let ids: Vec<EmployeeId> = people.iter().map(|(id, _)| *id).collect();
        let range = window(now.date_naive());
        Ok(Self {
            calendars: calendar::load(conn, agency, &people, range).await?,
            days: requests::dated(conn, agency, &ids, range, since(now)).await?,
            owners,
        })
    }

    fn file(&self, wanted: &DaysWanted, from: &str, public_url: &str) -> Result<Option<String>> {
        let Some((owner, _)) = self.owners.get(&wanted.identity) else {
            return Ok(None);
        };
        let theirs = |day: &&Dated| {
            day.employee == *owner && !day.pending && wanted.cases.contains(&day.request.0)
        };
        let days = self.days.iter().filter(theirs);
        let entries: Vec<_> = days
            .filter_map(|day| rules::of_day(Reader::Own, &self.calendars, None, day))
            .collect();
        if entries.is_empty() {
            return Ok(None);
        }
        let head = Head {
            purpose: Purpose::Mail(from),
            lang: wanted.lang,
            public_url,
        };
        ics::write(&head, &rules::sorted(entries)).map(Some)
    }
}
