//! Plans and reports of days: the person of the sign-in page has some that were accepted and one that came back; colleagues' wait for the
//! head, and one colleague has not reported.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::{Story, morning, tried};
use crate::{
    demo::{Today, people::Person},
    kernel::{error::Result, id::EmployeeId},
    performance::day::{self, Answer, DayReport, NewLine, Outcome, Reply, Write},
};

/// How many past days of the sign-in page's person are played.
const OWN: usize = 4;

const TASKS: [(&str, Outcome, &str); 6] = [
    ("Telaah usulan kerja fleksibel unit", Outcome::Done, ""),
    (
        "Naskah buletin kinerja, bagian dua",
        Outcome::Partly,
        "Menunggu data dua unit.",
    ),
    ("Jawab konsultasi lewat surel", Outcome::Done, ""),
    ("Rekap data kinerja triwulan", Outcome::Done, ""),
    (
        "Konsep surat edaran",
        Outcome::Not,
        "Bergeser karena rapat mendadak.",
    ),
    ("Pemutakhiran basis data", Outcome::Done, ""),
];

/// Three tasks, from one on; of a plan without what became of them.
pub(super) fn tasks(first: usize, reported: bool) -> Vec<NewLine> {
    let some = TASKS.iter().cycle().skip(first).take(3);
    some.map(|(what, outcome, note)| NewLine {
        what: (*what).into(),
        about: None,
        outcome: reported.then_some(*outcome),
        note: if reported {
            (*note).into()
        } else {
            String::new()
        },
    })
    .collect()
}

impl Story<'_> {
    /// In one agency, for the sign-in page's person, some colleagues and the head.
    pub(super) async fn days(
        &mut self,
        hero: &Person,
        colleagues: &[Person],
        today: Today,
    ) -> Result<()> {
        let people = self.people;
        let head = people.iter().find(|one| one.unit == hero.unit && one.head);
        let (Some(head), "4011") = (head, self.agency.code.as_str()) else {
            return Ok(());
        };
        let weekday = |on: &NaiveDate| on.weekday().num_days_from_monday() < 5;
        let past: Vec<NaiveDate> = (1..12)
            .map(|n| today.on - Days::new(n))
            .filter(weekday)
            .collect();
        for (index, on) in past.iter().take(OWN).enumerate() {
            let planned = self.day_written(hero.id, morning(*on), *on, 0, tasks(index, false));
            let seen = tried(planned.await)?.map_or(0, |day| day.version);
            let evening = morning(*on) + TimeDelta::hours(9);
            let sent = self.day_written(hero.id, evening, *on, seen, tasks(index, true));
            let Some(sent) = tried(sent.await)? else {
                continue;
            };
            let (answer, comment) = match index {
                0 => (Answer::Returned, "Sebutkan unit yang sudah ditelaah."),
                _ => (Answer::Accepted, ""),
            };
            let at = (evening + TimeDelta::hours(1)).min(self.now);
            tried(self.day_answered(head.id, at, &sent, answer, comment).await)?;
        }
        let others: Vec<EmployeeId> = people
            .iter()
            .filter(|one| one.unit == hero.unit && !one.head)
            .map(|one| one.id)
            .collect();
        self.reported(&others, head.id, today).await?;
        for (index, one) in colleagues.iter().enumerate().take(4) {
            // where they worked elsewhere lately, else the last working day
            let away = self.approved_days(one.id, today).await?;
            let away = away.first().map(|(on, _)| *on);
            let on = away.filter(|on| past.iter().take(2).any(|day| day == on));
            let (Some(on), true) = (on.or(past.first().copied()), index != 1) else {
                continue;
            };
            let evening = morning(on) + TimeDelta::minutes(530 + index as i64);
            tried(
                self.day_written(one.id, evening, on, 0, tasks(index, true))
                    .await,
            )?;
        }
        Ok(())
    }

    /// Written as a plan, or as a report where the lines say what became of them.
    pub(super) async fn day_written(
        &self,
        who: EmployeeId,
        at: DateTime<Utc>,
        on: NaiveDate,
        version: i32,
        lines: Vec<NewLine>,
    ) -> Result<DayReport> {
        let mut cx = self.cx(who, at).await?;
        let reported = lines.iter().any(|line| line.outcome.is_some());
        let write = Write { on, version, lines };
        let done = match reported {
            true => day::report(&mut cx, write).await?,
            false => day::plan(&mut cx, write).await?,
        };
        cx.finish().await?;
        Ok(done)
    }

    pub(super) async fn day_answered(
        &self,
        by: EmployeeId,
        at: DateTime<Utc>,
        to: &DayReport,
        answer: Answer,
        comment: &str,
    ) -> Result<DayReport> {
        let mut cx = self.cx(by, at).await?;
        let reply = Reply {
            answer,
            comment: comment.into(),
            version: to.version,
        };
        let done = day::answer(&mut cx, to.id, reply).await?;
        cx.finish().await?;
        Ok(done)
    }
}
