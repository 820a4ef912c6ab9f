//! A year of work of a unit: pieces of work every month, most accepted, some revised once or twice, some late, a few refused; and reports of days.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};

use super::{Story, days::tasks, morning, tried, work::weekday};
use crate::{
    demo::Today,
    kernel::{
        error::Result,
        format,
        i18n::Lang,
        id::{EmployeeId, TargetLineId},
    },
    performance::{
        day,
        work::{self, Answer, Content, Deliverable, Plan},
    },
};

/// Somebody of the unit with the threads of their targets.
pub(super) struct Member {
    pub who: EmployeeId,
    pub lines: Vec<TargetLineId>,
}

const TITLES: [&str; 9] = [
    "Analisis beban kerja unit",
    "Rekap pendampingan unit kerja",
    "Naskah buletin",
    "Tabel capaian indikator",
    "Telaahan rancangan peraturan",
    "Notula rapat koordinasi",
    "Bahan paparan pimpinan",
    "Verifikasi data indikator",
    "Jawaban atas pertanyaan unit kerja",
];

/// What becomes of a piece of work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Accepted,
    Revised(usize),
    Late,
    Refused,
}

/// The fate of somebody's work of a month: of twelve pieces two are revised, one of them twice, one is late, and one in twenty-four is refused.
fn fate(index: usize, month: usize) -> Fate {
    match (index * 7 + month * 5) % 24 {
        0 | 13 => Fate::Revised(1),
        5 | 18 => Fate::Revised(2),
        9 | 20 => Fate::Late,
        15 => Fate::Refused,
        _ => Fate::Accepted,
    }
}

impl Story<'_> {
    /// From the month in which the targets were agreed until a day, answered by the head.
    pub(super) async fn year(
        &self,
        team: &[Member],
        head: EmployeeId,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<()> {
        for (index, one) in team.iter().enumerate() {
            for month in 0.. {
                let first = from.with_day(1).unwrap_or(from);
                let Some(first) = first.checked_add_months(Months::new(month as u32)) else {
                    break;
                };
                let day = weekday(first + Days::new(6 + (index as u64 * 5 + month * 3) % 17));
                if day + Days::new(9) > until {
                    break;
                }
                if day <= from {
                    continue;
                }
                let month = month as usize;
                let title = format!(
                    "{}, {}",
                    TITLES[(index * 2 + month) % TITLES.len()],
                    format::month(day.month0(), Lang::Id)
                );
                let line = one.lines.get((index + month) % one.lines.len().max(1));
                let at = morning(day) + TimeDelta::minutes(95 + (index * 11 + month) as i64);
                let fate = fate(index, month);
                tried(
                    self.piece(at, one.who, head, (&title, line.copied()), fate)
                        .await,
                )?;
            }
        }
        Ok(())
    }

    /// One piece of work from its plan to the last answer.
    async fn piece(
        &self,
        at: DateTime<Utc>,
        who: EmployeeId,
        head: EmployeeId,
        (title, line): (&str, Option<TargetLineId>),
        fate: Fate,
    ) -> Result<()> {
        let counts_for = line.map(|thread| (thread, 0));
        let day = |n: i64| at + TimeDelta::days(n);
        if fate == Fate::Late {
            let done = self.late(at, who, title, counts_for).await?;
            self.replied(day(5), head, &done, Answer::Accepted).await?;
            return Ok(());
        }
        let words = "Selesai; ringkasan ada di halaman pertama.";
        let mut done = self
            .handed_in(at, who, title, counts_for, words, Vec::new())
            .await?;
        let rounds = match fate {
            Fate::Revised(rounds) => rounds,
            _ => 0,
        };
        for round in 0..rounds {
            let asked = 1 + 2 * round as i64;
            let back = self
                .replied(day(asked), head, &done, Answer::Revision)
                .await?;
            done = self.handed_again(day(asked + 1), &back).await?;
        }
        let answer = match fate {
            Fate::Refused => Answer::Refused,
            _ => Answer::Accepted,
        };
        let last = day(1 + 2 * rounds as i64);
        self.replied(last, head, &done, answer).await?;
        Ok(())
    }

    /// Planned in time and handed in some days after it was due.
    async fn late(
        &self,
        at: DateTime<Utc>,
        who: EmployeeId,
        title: &str,
        counts_for: Option<(TargetLineId, usize)>,
    ) -> Result<Deliverable> {
        let mut cx = self.cx(who, at).await?;
        let plan = Plan {
            title: title.into(),
            counts_for,
            promise: None,
            due_on: weekday(cx.today() + Days::new(1)),
            key: None,
            content: None,
        };
        let planned = work::plan(&mut cx, plan).await?;
        cx.finish().await?;
        let content = Content {
            words: "Maaf, data dua unit datang terlambat. Sekarang lengkap.".into(),
            links: Vec::new(),
            files: Vec::new(),
            sent: Vec::new(),
        };
        let mut cx = self.cx(who, at + TimeDelta::days(4)).await?;
        let done = work::deliver(&mut cx, planned.id, planned.version, &content).await?;
        cx.finish().await?;
        Ok(done)
    }

    /// A day a week of each of the last two months was reported by everybody of the unit, and answered the evening after.
    pub(super) async fn reported(
        &self,
        team: &[EmployeeId],
        head: EmployeeId,
        today: Today,
    ) -> Result<()> {
        let monday = today.on.week(chrono::Weekday::Mon).first_day();
        for (index, who) in team.iter().enumerate() {
            for week in 2..10_u64 {
                let on = monday - Days::new(7 * week) + Days::new((index as u64 + week) % 5);
                let evening = morning(on) + TimeDelta::minutes(520 + index as i64);
                let lines = tasks(index + week as usize, true);
                let sent = self.day_written(*who, evening, on, 0, lines).await;
                let Some(sent) = tried(sent)? else { continue };
                let (answer, comment) = match (index as u64 + week) % 11 {
                    4 => (day::Answer::Returned, "Sebutkan unit yang dilayani."),
                    _ => (day::Answer::Accepted, ""),
                };
                let at = evening + TimeDelta::hours(15);
                let answered = self.day_answered(head, at, &sent, answer, comment).await;
                let Some(answered) = tried(answered)? else {
                    continue;
                };
                if answer == day::Answer::Returned {
                    let lines = tasks(index + week as usize + 1, true);
                    let at = at + TimeDelta::hours(2);
                    let again = self
                        .day_written(*who, at, on, answered.version, lines)
                        .await;
                    if let Some(again) = tried(again)? {
                        let at = at + TimeDelta::hours(3);
                        let accepted = day::Answer::Accepted;
                        tried(self.day_answered(head, at, &again, accepted, "").await)?;
                    }
                }
            }
        }
        Ok(())
    }
}
