//! Feedback around the person of the sign-in page: given by the head and by a colleague, answered once; one question waits for them, one of theirs for
//! a colleague.

use chrono::TimeDelta;

use super::{Story, tried};
use crate::{
    demo::people::Person,
    kernel::{error::Result, id::EmployeeId},
    performance::feedback::{self, Ask, Feedback, Give, Kind, Said, Subject},
};

impl Story<'_> {
    /// In one agency, among the people of the sign-in page's unit.
    pub(super) async fn feedback(&self, hero: &Person, colleagues: &[Person]) -> Result<()> {
        let unit = |one: &&Person| one.unit == hero.unit && one.head;
        let head = self.people.iter().find(unit);
        let (Some(head), [first, second, ..], "4011") =
            (head, colleagues, self.agency.code.as_str())
        else {
            return Ok(());
        };
        let praise = "Paparan beban kerja Anda jelas: tiap angka ada sumbernya. Pertahankan.";
        self.gives(
            head.id,
            hero.id,
            (Kind::Praise, "Paparan beban kerja"),
            praise,
            72,
        )
        .await?;
        let words =
            "Bahan rapat datang sejam sebelum mulai. Sehari sebelumnya kami sempat membacanya.";
        let given = self
            .gives(
                first.id,
                hero.id,
                (Kind::Suggestion, "Rapat koordinasi"),
                words,
                48,
            )
            .await?;
        if let Some(given) = given {
            let mut cx = self.cx(hero.id, self.now - TimeDelta::hours(47)).await?;
            let answer = "Terima kasih. Mulai rapat berikutnya saya kirim sehari sebelumnya.";
            if tried(feedback::answer(&mut cx, given.id, given.version, answer).await)?.is_some() {
                cx.finish().await?;
            }
        }
        let question = "Apakah rekap pendampingan saya mudah Anda pakai? Apa yang kurang?";
        self.asks(second.id, hero.id, ("Rekap pendampingan", question), 5)
            .await?;
        let question = "Bagian mana dari telaahan saya yang sulit diikuti?";
        self.asks(hero.id, first.id, ("Telaahan triwulan", question), 4)
            .await
    }

    async fn gives(
        &self,
        giver: EmployeeId,
        about: EmployeeId,
        (kind, topic): (Kind, &str),
        words: &str,
        hours: i64,
    ) -> Result<Option<Feedback>> {
        let mut cx = self.cx(giver, self.now - TimeDelta::hours(hours)).await?;
        let give = Give {
            about,
            subject: Subject::General,
            topic: topic.into(),
            said: Said {
                kind,
                words: words.into(),
            },
        };
        let given = tried(feedback::give(&mut cx, &give).await)?;
        if given.is_some() {
            cx.finish().await?;
        }
        Ok(given)
    }

    async fn asks(
        &self,
        from: EmployeeId,
        giver: EmployeeId,
        (topic, question): (&str, &str),
        hours: i64,
    ) -> Result<()> {
        let mut cx = self.cx(from, self.now - TimeDelta::hours(hours)).await?;
        let ask = Ask {
            giver,
            subject: Subject::General,
            topic: topic.into(),
            question: question.into(),
        };
        if tried(feedback::ask(&mut cx, &ask).await)?.is_some() {
            cx.finish().await?;
        }
        Ok(())
    }
}
