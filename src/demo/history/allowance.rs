//! The performance allowance of one agency by an invented scheme: three months are locked, the last of them was corrected, this month is a simulation.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::{Story, morning, tried, work::weekday};
use crate::{
    allowance::{self, CLASSES, Enter, Write, rules::Terms},
    demo::{Today, people::Person, windows::officer},
    kernel::{error::Result, id::EmployeeId},
    presence::{self, Kind, Observed},
    requests::Month,
};

/// Marks that a device is given in one call.
const CALL: usize = 400;

impl Story<'_> {
    /// In one agency, where the sign-in page's person came late twice.
    pub(super) async fn allowance(&mut self, hero: &Person, today: Today) -> Result<()> {
        let this = Month::of(today.on);
        let (Some(last), true) = (this.before(), self.agency.code == "4011") else {
            return Ok(());
        };
        let before = last.before().unwrap_or(last);
        let first = before.before().unwrap_or(before);
        let begun = morning(first.first());
        let written = Write {
            from: Some(first),
            amounts: CLASSES
                .map(|class| (class, 1_250_000 + 750_000 * i64::from(class)))
                .collect::<BTreeMap<i16, i64>>(),
            terms: Terms {
                instrument: "Contoh peragaan, bukan peraturan".into(),
                lag: 3,
                round_to: 100,
                ..Terms::proposal()
            },
            copied_from: None,
            problems: Vec::new(),
        };
        let mut cx = officer(self.core, self.agency, "hr", 0).await?.at(begun);
        let scheme = allowance::write(&mut cx, None, &written).await?;
        let scheme = allowance::ask(&mut cx, scheme.id, scheme.version).await?;
        cx.finish().await?;
        let at = begun + TimeDelta::hours(5);
        let mut cx = officer(self.core, self.agency, "hr", 1).await?.at(at);
        allowance::put_in_force(&mut cx, scheme.id, scheme.version).await?;
        cx.finish().await?;
        self.passed(hero, last, today).await?;
        for month in [first, before, last] {
            let after = month.after().unwrap_or(this);
            let at = (morning(after.first()) + TimeDelta::hours(2)).min(today.now);
            self.counted(month, at).await?;
            self.locked(month, at).await?;
        }
        self.month_corrected(hero, last, today).await?;
        self.counted(this, today.now).await
    }

    /// A second officer locks what was counted of a month.
    async fn locked(&self, month: Month, at: DateTime<Utc>) -> Result<()> {
        let mut cx = officer(self.core, self.agency, "hr", 1).await?.at(at);
        let runs = allowance::runs(&mut cx).await?;
        if let Some(run) = runs.into_iter().find(|one| one.month == month) {
            tried(allowance::lock(&mut cx, run.id, run.version).await)?;
        }
        cx.finish().await
    }

    /// After the month was locked a paper came in for one of the days on which the sign-in page's person was late: a correction.
    async fn month_corrected(&self, hero: &Person, month: Month, today: Today) -> Result<()> {
        let after = month.after().unwrap_or(month);
        let at = (morning(after.first()) + TimeDelta::days(8)).min(today.now);
        let mut cx = officer(self.core, self.agency, "hr", 0).await?.at(at);
        let runs = allowance::runs(&mut cx).await?;
        let Some(run) = runs.into_iter().find(|one| one.month == month) else {
            return Ok(());
        };
        let reason = "Surat keterangan untuk satu hari terlambat diterima setelah bulan dikunci.";
        if tried(allowance::correct(&mut cx, run.id, reason).await)?.is_none() {
            return Ok(());
        }
        let day = weekday(month.first() + chrono::Days::new(5));
        let except = Enter {
            unit: None,
            employee: Some(hero.id),
            from: Some(day),
            to: Some(day),
            reason: "Mengantar korban kecelakaan, surat RSUD 12/2026".into(),
        };
        tried(allowance::enter(&mut cx, &except).await)?;
        cx.finish().await?;
        // nothing of the story lies ahead of now
        let later = |hours: i64| (at + TimeDelta::hours(hours)).min(today.now);
        self.counted(month, later(1)).await?;
        self.locked(month, later(4)).await
    }

    /// An officer counts a month, and the worker whoever is left.
    async fn counted(&self, month: Month, at: DateTime<Utc>) -> Result<()> {
        let mut cx = officer(self.core, self.agency, "hr", 0).await?.at(at);
        // on the first day of a month there is nothing of it to look at
        if tried(allowance::make(&mut cx, month).await)?.is_none() {
            return Ok(());
        }
        cx.finish().await?;
        let mut cx = crate::demo::system(self.core, self.agency).await?.at(at);
        while allowance::count(&mut cx).await? > 0 {}
        cx.finish().await
    }

    /// The days of people since a month on which no device at an entrance sees them: approved elsewhere, on leave or on a trip.
    async fn away(&self, from: Month) -> Result<HashSet<(EmployeeId, NaiveDate)>> {
        let mut cx = crate::demo::system(self.core, self.agency).await?;
        let rows: Vec<(EmployeeId, NaiveDate)> = sqlx::query_as(
            "select d.employee_id, d.on_date from request_days d join requests r on r.agency_id = d.agency_id and r.id = d.request_id \
             where d.agency_id = $1 and d.counts and d.on_date >= $2 and r.state in ('approved', 'approved_adjusted', 'ended') \
             union select a.employee_id, g::date from absences a cross join generate_series(a.from_on, a.to_on, interval '1 day') g \
             where a.agency_id = $1 and a.cancelled_at is null and a.to_on >= $2",
        )
        .bind(self.agency.id)
        .bind(from.first())
        .fetch_all(cx.conn())
        .await?;
        Ok(rows.into_iter().collect())
    }

    /// The device at the entrance saw the unit on its working days; the sign-in page's person was late on two of them.
    async fn passed(&self, hero: &Person, from: Month, today: Today) -> Result<()> {
        let team: Vec<&Person> = self
            .people
            .iter()
            .filter(|one| one.unit == hero.unit)
            .collect();
        let away = self.away(from).await?;
        let days = from.first().iter_days().take_while(|on| *on < today.on);
        let mut late = [6_u32, 17].into_iter().peekable();
        let mut all = Vec::new();
        for on in days.filter(|on| on.weekday().num_days_from_monday() < 5) {
            let is_late = late.peek().is_some_and(|day| on.day() >= *day);
            for (index, person) in team.iter().enumerate() {
                if away.contains(&(person.id, on)) {
                    continue;
                }
                let mine = person.id == hero.id;
                let minutes = match (mine && is_late, index as i64) {
                    (true, _) => 38,
                    (false, index) => -(4 + 3 * (index % 7)),
                };
                let start = morning(on) + TimeDelta::minutes(minutes);
                for (kind, at) in [
                    (Kind::Start, start),
                    (Kind::End, morning(on) + TimeDelta::minutes(9 * 60 + 12)),
                ] {
                    all.push(Observed {
                        nip: person.nip.clone(),
                        at,
                        kind,
                        place: None,
                        key: format!("{on}-{}-{}", person.nip, kind.code()),
                    });
                }
            }
            if is_late {
                late.next();
            }
        }
        let mut cx = crate::demo::system(self.core, self.agency).await?;
        // what lies further back than a device may tell is left out
        let oldest = today.now - TimeDelta::days(presence::OLDEST);
        all.retain(|one| one.at > oldest);
        for call in all.chunks(CALL) {
            presence::observe(&mut cx, "Mesin pintu masuk", call).await?;
        }
        cx.finish().await
    }
}
