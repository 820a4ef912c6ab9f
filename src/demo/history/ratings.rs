//! Ratings of a unit: the quarter before is closed and the sign-in page's person was rated good, this quarter is open.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use super::{Story, tried};
use crate::{
    demo::{people::Person, windows::officer},
    kernel::{
        error::Result,
        id::{EmployeeId, TargetLineId},
    },
    performance::rating::{self, Account, Level, Open, Rate},
};

/// The quarter of a day: its code and its last day.
fn quarter(day: NaiveDate) -> Option<(String, NaiveDate)> {
    let code = format!("{}-Q{}", day.year(), day.quarter());
    let first = NaiveDate::from_ymd_opt(day.year(), day.quarter() * 3 - 2, 1)?;
    let last = first.checked_add_months(chrono::Months::new(3))? - Days::new(1);
    Some((code, last))
}

impl Story<'_> {
    /// In one agency; `lines` are the threads of the targets of the sign-in page's person.
    pub(super) async fn ratings(
        &mut self,
        hero: &Person,
        head: EmployeeId,
        colleagues: &[Person],
        lines: &[TargetLineId],
    ) -> Result<()> {
        let today = self.now.date_naive();
        let Some((now, last)) = quarter(today) else {
            return Ok(());
        };
        let before = last
            .checked_sub_months(chrono::Months::new(3))
            .and_then(quarter);
        // targets are those of one year: in its first quarter nothing was rated by them yet
        let before = before.filter(|(_, end)| end.year() == today.year());
        if let Some((code, end)) = before {
            let at = end.and_hms_opt(2, 0, 0).unwrap_or_default().and_utc();
            let mut cx = officer(self.core, self.agency, "hr", 0).await?.at(at);
            let due_on = Some(end + Days::new(14));
            let open = rating::open(&mut cx, &Open { code, due_on }).await;
            if let Some(period) = tried(open)? {
                cx.finish().await?;
                let told = ["3", "92 %", "4"];
                let account = Account {
                    realised: lines
                        .iter()
                        .zip(told)
                        .map(|(thread, words)| ((*thread, 0), words.to_owned()))
                        .collect(),
                    account: "Data provinsi datang terlambat; analisis terakhir mundur seminggu."
                        .into(),
                    version: 0,
                };
                let day = |n: i64| at + TimeDelta::days(n);
                let mut cx = self.cx(hero.id, day(2)).await?;
                let told = tried(rating::tell(&mut cx, period.id, &account).await)?;
                cx.finish().await?;
                let people = [Some(hero), colleagues.first(), colleagues.get(1)];
                let levels = [
                    (Level::Meets, Level::Above),
                    (Level::Above, Level::Above),
                    (Level::Below, Level::Meets),
                ];
                for (index, (one, (result, behaviour))) in
                    people.into_iter().flatten().zip(levels).enumerate()
                {
                    let rate = Rate {
                        result,
                        behaviour,
                        note: "Analisis dipakai pimpinan; catat sumber tiap angka.".into(),
                        version: told
                            .as_ref()
                            .filter(|_| index == 0)
                            .map_or(0, |one| one.version),
                    };
                    let mut cx = self.cx(head, day(5)).await?;
                    if tried(rating::rate(&mut cx, period.id, one.id, &rate).await)?.is_some() {
                        cx.finish().await?;
                    }
                }
                let mut cx = officer(self.core, self.agency, "hr", 0).await?.at(day(10));
                if tried(rating::close(&mut cx, period.id, period.version).await)?.is_some() {
                    cx.finish().await?;
                }
                let mut cx = crate::demo::system(self.core, self.agency)
                    .await?
                    .at(day(10));
                rating::finish(&mut cx).await?;
                cx.finish().await?;
            }
        }
        let mut cx = officer(self.core, self.agency, "hr", 0).await?;
        let open = Open {
            code: now,
            due_on: Some(last + Days::new(14)),
        };
        if tried(rating::open(&mut cx, &open).await)?.is_some() {
            cx.finish().await?;
        }
        Ok(())
    }
}
