//! Ratings of a unit: the quarters of the year that are over are closed, with an objection that was upheld and a correction; this quarter is open.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};

use super::{Story, tried, year::Member};
use crate::{
    demo::windows::officer,
    kernel::{
        error::Result,
        id::{EmployeeId, RatingPeriodId},
    },
    performance::rating::{self, Account, Answer, Level, Open, Period, Rate},
};

/// A quarter of a year: its code and its last day.
fn quarter(year: i32, n: u32) -> Option<(String, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(year, n * 3 - 2, 1)?;
    let last = first.checked_add_months(Months::new(3))? - Days::new(1);
    Some((format!("{year}-Q{n}"), last))
}

/// How somebody is rated in a quarter; in the last one the people of the sign-in page stand first.
fn levels(index: usize, quarter: usize, last: bool) -> (Level, Level) {
    use Level::{Above, Below, Meets};
    match (last, index, (index + 2 * quarter) % 9) {
        (true, 0, _) => (Meets, Above),
        (true, 1, _) => (Above, Above),
        (true, 2, _) => (Below, Meets),
        (true, 3.., 4) => (Above, Meets),
        (true, 3.., _) => (Meets, Meets),
        (false, _, 0) => (Above, Above),
        (false, _, 3) => (Below, Meets),
        (false, _, 5) => (Meets, Above),
        (false, ..) => (Meets, Meets),
    }
}

impl Story<'_> {
    /// For the people of a unit with targets in force.
    pub(super) async fn ratings(&self, head: EmployeeId, team: &[Member]) -> Result<()> {
        let today = self.now.date_naive();
        let all: Vec<_> = (1..=4).filter_map(|n| quarter(today.year(), n)).collect();
        // three weeks after its end a quarter is closed, objected to and corrected
        let over = all
            .iter()
            .filter(|(_, end)| *end + Days::new(21) < today)
            .count();
        for (n, (code, end)) in all.iter().take(over).enumerate() {
            let at = end.and_hms_opt(2, 0, 0).unwrap_or_default().and_utc();
            let Some(period) = self.opened(at, code, *end).await? else {
                continue;
            };
            self.rated(at, &period, head, team, (n, n + 1 == over))
                .await?;
            let below = |one: &(usize, &Member)| levels(one.0, n, false).0 == Level::Below;
            let weak = team.iter().enumerate().find(below).map(|(_, one)| one.who);
            if let (0, Some(who)) = (n, weak) {
                self.objected(at + TimeDelta::days(13), period.id, who)
                    .await?;
            }
            if let (1, Some(one)) = (n, team.last()) {
                let at = at + TimeDelta::days(16);
                tried(self.corrected(at, period.id, head, one.who).await)?;
            }
        }
        if let Some((code, end)) = all.get(over) {
            self.opened(self.now - TimeDelta::hours(1), code, *end)
                .await?;
        }
        Ok(())
    }

    /// HR opens a period.
    async fn opened(
        &self,
        at: DateTime<Utc>,
        code: &str,
        end: NaiveDate,
    ) -> Result<Option<Period>> {
        let mut cx = officer(self.core, self.agency, "hr", 0).await?.at(at);
        let open = Open {
            code: code.to_owned(),
            due_on: Some(end + Days::new(14)),
        };
        let period = tried(rating::open(&mut cx, &open).await)?;
        if period.is_some() {
            cx.finish().await?;
        }
        Ok(period)
    }

    /// Everybody tells, the head rates, HR closes, and the worker makes it final.
    async fn rated(
        &self,
        at: DateTime<Utc>,
        period: &Period,
        head: EmployeeId,
        team: &[Member],
        (quarter, last): (usize, bool),
    ) -> Result<()> {
        let day = |n: i64| at + TimeDelta::days(n);
        for (index, one) in team.iter().enumerate() {
            let realised = one
                .lines
                .iter()
                .zip(["3", "92 %", "4"])
                .map(|(thread, words)| ((*thread, 0), words.to_owned()));
            let account = match index % 3 {
                0 => "Data provinsi datang terlambat; analisis terakhir mundur seminggu.",
                1 => "Sesuai rencana; dua unit kerja didampingi lebih lama.",
                _ => "",
            };
            let account = Account {
                realised: realised.collect(),
                account: account.into(),
                version: 0,
            };
            let minute = TimeDelta::minutes(index as i64);
            let mut cx = self.cx(one.who, day(2) + minute).await?;
            let told = tried(rating::tell(&mut cx, period.id, &account).await)?;
            cx.finish().await?;
            let (result, behaviour) = levels(index, quarter, last);
            let note = match result {
                Level::Below => "Dua laporan terlambat lebih dari sebulan; susun jadwal bersama.",
                _ => "Analisis dipakai pimpinan; catat sumber tiap angka.",
            };
            let rate = Rate {
                result,
                behaviour,
                note: note.into(),
                version: told.map_or(0, |one| one.version),
            };
            let mut cx = self.cx(head, day(5) + minute).await?;
            if tried(rating::rate(&mut cx, period.id, one.who, &rate).await)?.is_some() {
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
        cx.finish().await
    }

    /// The version of somebody's final rating.
    async fn version(&self, period: RatingPeriodId, who: EmployeeId) -> Result<Option<i32>> {
        let mut cx = crate::demo::system(self.core, self.agency).await?;
        let sql = "select version from assessments where agency_id = $1 and period_id = $2 and employee_id = $3 and state = 'closed'";
        Ok(sqlx::query_scalar(sql)
            .bind(self.agency.id)
            .bind(period)
            .bind(who)
            .fetch_optional(cx.conn())
            .await?)
    }

    /// Somebody objects; the next above answers a week later that it should have been more.
    async fn objected(
        &self,
        at: DateTime<Utc>,
        period: RatingPeriodId,
        who: EmployeeId,
    ) -> Result<()> {
        let Some(version) = self.version(period, who).await? else {
            return Ok(());
        };
        let mut cx = self.cx(who, at).await?;
        let statement = "Dua laporan itu menunggu data unit lain; bukti surat permintaan saya lampirkan pada hasil kerja.";
        if tried(rating::object(&mut cx, period, version, statement).await)?.is_none() {
            return Ok(());
        }
        let sql = "select reviewer_id, version from rating_objections where agency_id = $1 and employee_id = $2 and state = 'open'";
        let (reviewer, version): (Option<EmployeeId>, i32) = sqlx::query_as(sql)
            .bind(self.agency.id)
            .bind(who)
            .fetch_one(cx.conn())
            .await?;
        cx.finish().await?;
        let Some(reviewer) = reviewer else {
            return Ok(());
        };
        let mut cx = self.cx(reviewer, at + TimeDelta::days(7)).await?;
        let answer = Answer {
            instead: Some((Level::Meets, Level::Meets)),
            text: "Surat permintaan data dikirim tepat waktu; keterlambatan bukan padanya.".into(),
            version,
        };
        if tried(rating::answer(&mut cx, period, who, &answer).await)?.is_some() {
            cx.finish().await?;
        }
        Ok(())
    }

    /// The head corrects what they gave, with a reason.
    async fn corrected(
        &self,
        at: DateTime<Utc>,
        period: RatingPeriodId,
        head: EmployeeId,
        who: EmployeeId,
    ) -> Result<()> {
        let Some(version) = self.version(period, who).await? else {
            return Ok(());
        };
        let mut cx = self.cx(head, at).await?;
        let rate = Rate {
            result: Level::Above,
            behaviour: Level::Meets,
            note: "Rekap tambahan untuk pimpinan ikut dihitung.".into(),
            version,
        };
        let reason = "Dua rekap yang diterima pada hari terakhir belum ikut dilihat.";
        rating::correct(&mut cx, period, who, &rate, reason).await?;
        cx.finish().await
    }
}
