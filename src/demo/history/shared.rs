//! Tasks that several people hold in turns: one runs and was handed over, one waits for an answer, one for the head.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::{Story, morning, tried};
use crate::{
    demo::people::Person,
    kernel::{
        error::Result,
        id::{EmployeeId, SharedTaskId},
    },
    shared_tasks::{self, Decide, Note, Propose, Stretch, Turns},
};

impl Story<'_> {
    /// In one agency: `next` begins next week; this week the sign-in page's person holds a task that a colleague handed over on Friday.
    pub(super) async fn shared_tasks(
        &mut self,
        hero: &Person,
        colleagues: &[Person],
        next: NaiveDate,
    ) -> Result<()> {
        if self.agency.code != "4011" {
            return Ok(());
        }
        let head = self
            .people
            .iter()
            .find(|one| one.unit == hero.unit && one.head);
        let ([one, other, third, ..], Some(head)) = (colleagues, head) else {
            return Ok(());
        };
        let first = next - Days::new(21);
        let holders = [hero.id, one.id, hero.id, other.id, one.id, hero.id];
        let weeks = (0..).zip(holders).map(|(week, holder)| Stretch {
            holder,
            from: first + Days::new(7 * week),
            to: first + Days::new(7 * week + 4),
        });
        let consulting = Propose {
            title: "Layanan konsultasi kinerja".into(),
            description: "Menjawab pertanyaan unit kerja tentang penyusunan sasaran kinerja."
                .into(),
            from_on: first,
            to_on: first + Days::new(39),
            members: vec![(hero.id, 40), (one.id, 35), (other.id, 25)],
            turns: Turns::Stretches(weeks.collect()),
            replaces: None,
            reason: String::new(),
            key: None,
        };
        let at = morning(first - Days::new(4)) + TimeDelta::hours(2);
        if let Some(id) = tried(self.agreed(at, hero.id, consulting).await)? {
            tried(
                self.approve_shared(at + TimeDelta::hours(3), head.id, id)
                    .await,
            )?;
            let fridays = [first + Days::new(4), first + Days::new(11)].map(morning);
            for (at, from, done, still_open) in [
                (
                    fridays[0],
                    hero.id,
                    "Dua belas pertanyaan dijawab dan dicatat.",
                    "Pertanyaan Biro Umum tentang indikator menunggu data.",
                ),
                (
                    fridays[1],
                    one.id,
                    "Jawaban untuk Biro Umum terkirim; sembilan pertanyaan lain dijawab.",
                    "Dua unit meminta pendampingan minggu ini.",
                ),
            ] {
                let note = Note {
                    done: done.into(),
                    still_open: still_open.into(),
                    lies: "Map bersama, lembar Konsultasi".into(),
                };
                tried(
                    self.pass_on(at + TimeDelta::hours(8), from, id, &note)
                        .await,
                )?;
            }
            tried(self.read(fridays[0] + TimeDelta::days(3), one.id, id).await)?;
        }
        let now = self.now;
        let asked = pair("Buletin kinerja bulanan", next, other.id, hero.id);
        tried(
            self.propose_shared(now - TimeDelta::hours(5), other.id, asked)
                .await,
        )?;
        let waits = pair("Rekap usulan diklat", next, third.id, one.id);
        tried(
            self.agreed(now - TimeDelta::hours(4), third.id, waits)
                .await,
        )?;
        Ok(())
    }

    async fn propose_shared(
        &mut self,
        at: DateTime<Utc>,
        by: EmployeeId,
        input: Propose,
    ) -> Result<SharedTaskId> {
        let mut cx = self.cx(by, at).await?;
        let task = shared_tasks::propose(&mut cx, input).await?;
        cx.finish().await?;
        Ok(task.id)
    }

    /// Proposed by one, agreed to by all others.
    async fn agreed(
        &mut self,
        at: DateTime<Utc>,
        by: EmployeeId,
        input: Propose,
    ) -> Result<SharedTaskId> {
        let members: Vec<EmployeeId> = input.members.iter().map(|one| one.0).collect();
        let id = self.propose_shared(at, by, input).await?;
        let others = members.into_iter().filter(|one| *one != by);
        for (version, who) in (1..).zip(others) {
            let mut cx = self.cx(who, at + TimeDelta::minutes(30)).await?;
            shared_tasks::agree(&mut cx, id, version, "").await?;
            cx.finish().await?;
        }
        Ok(id)
    }

    async fn approve_shared(
        &mut self,
        at: DateTime<Utc>,
        head: EmployeeId,
        id: SharedTaskId,
    ) -> Result<()> {
        let mut cx = self.cx(head, at).await?;
        let decide = Decide {
            approve: true,
            version: self.version_of(id).await?,
            note: String::new(),
        };
        shared_tasks::decide(&mut cx, id, decide).await?;
        cx.finish().await
    }

    async fn pass_on(
        &mut self,
        at: DateTime<Utc>,
        from: EmployeeId,
        id: SharedTaskId,
        note: &Note,
    ) -> Result<()> {
        let version = self.version_of(id).await?;
        let mut cx = self.cx(from, at).await?;
        shared_tasks::hand_over(&mut cx, id, version, note).await?;
        cx.finish().await
    }

    async fn read(&mut self, at: DateTime<Utc>, by: EmployeeId, id: SharedTaskId) -> Result<()> {
        let version = self.version_of(id).await?;
        let mut cx = self.cx(by, at).await?;
        shared_tasks::confirm(&mut cx, id, version).await?;
        cx.finish().await
    }

    async fn version_of(&self, id: SharedTaskId) -> Result<i32> {
        let mut cx = crate::demo::system(self.core, self.agency).await?;
        let version =
            sqlx::query_scalar("select version from shared_tasks where agency_id = $1 and id = $2")
                .bind(self.agency.id)
                .bind(id)
                .fetch_one(cx.conn())
                .await?;
        Ok(version)
    }
}

/// A task of two people for four weeks: one to Wednesday, the other the rest of the week.
fn pair(title: &str, monday: NaiveDate, one: EmployeeId, other: EmployeeId) -> Propose {
    let (a, b) = (Some(one), Some(other));
    Propose {
        title: title.into(),
        description: String::new(),
        from_on: monday,
        to_on: monday + Days::new(25),
        members: vec![(one, 60), (other, 40)],
        turns: Turns::Week([a, a, a, b, b, None, None]),
        replaces: None,
        reason: String::new(),
        key: None,
    }
}
