//! Work of a unit: some accepted, one to be revised, one overdue, and some that wait for the head.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::{Story, tried};
use crate::{
    demo::people::Person,
    kernel::{
        error::Result,
        id::{EmployeeId, TargetLineId},
    },
    performance::work::{self, Answer, Content, Deliverable, Plan, Reply},
};

/// The first day from another on that is none of a weekend.
fn weekday(mut day: NaiveDate) -> NaiveDate {
    while day.weekday().num_days_from_monday() >= 5 {
        day = day + Days::new(1);
    }
    day
}

impl Story<'_> {
    /// In one agency; `lines` are the threads of the targets of the sign-in page's person.
    pub(super) async fn work(
        &mut self,
        hero: &Person,
        head: EmployeeId,
        colleagues: &[Person],
        lines: &[TargetLineId],
    ) -> Result<()> {
        let now = self.now;
        let ago = |days: i64| now - TimeDelta::days(days);
        let own = [
            (
                24,
                "Analisis hari fleksibel, bulan lalu",
                Some(Answer::Accepted),
            ),
            (9, "Buletin kinerja, naskah pertama", Some(Answer::Revision)),
            (2, "Analisis hari fleksibel, bulan ini", None),
        ];
        for (index, (days, title, reply)) in own.into_iter().enumerate() {
            let counts_for = lines.get(index).map(|thread| (*thread, 0));
            let words = "Naskah lengkap; data dan sumber ada di lembar kedua.";
            let done = self
                .handed_in(ago(days), hero.id, title, counts_for, words)
                .await;
            let (Some(done), Some(reply)) = (tried(done)?, reply) else {
                continue;
            };
            let asked = self
                .replied(ago(days - 1), head, &done, Answer::Revision)
                .await;
            // what is accepted by now was revised once before
            if let (Some(asked), Answer::Accepted) = (tried(asked)?, reply)
                && let Some(again) = tried(self.handed_again(ago(days - 2), &asked).await)?
            {
                tried(self.replied(ago(days - 3), head, &again, reply).await)?;
            }
        }
        let plan = Plan {
            title: "Paparan hasil uji coba".into(),
            counts_for: lines.first().map(|thread| (*thread, 0)),
            promise: None,
            due_on: weekday(ago(4).date_naive()),
            key: None,
            content: None,
        };
        let mut cx = self.cx(hero.id, ago(6)).await?;
        if tried(work::plan(&mut cx, plan).await)?.is_some() {
            cx.finish().await?;
        }
        let titles = [
            "Rekap pendampingan unit kerja",
            "Daftar arsip naskah kebijakan",
            "Rekap data kinerja triwulan",
            "Tanya jawab penyusunan sasaran",
        ];
        for (index, (one, title)) in colleagues.iter().zip(titles).enumerate() {
            let at = now - TimeDelta::hours(3 + index as i64);
            let words = "Selesai; mohon dilihat bagian ringkasan lebih dahulu.";
            tried(self.handed_in(at, one.id, title, None, words).await)?;
        }
        Ok(())
    }

    async fn handed_in(
        &self,
        at: DateTime<Utc>,
        who: EmployeeId,
        title: &str,
        counts_for: Option<(TargetLineId, usize)>,
        words: &str,
    ) -> Result<Deliverable> {
        let mut cx = self.cx(who, at).await?;
        let plan = Plan {
            title: title.into(),
            counts_for,
            promise: None,
            due_on: weekday(cx.today() + Days::new(1)),
            key: None,
            content: Some(Content {
                words: words.into(),
                links: vec!["https://berkas.contoh.go.id/kinerja/naskah".into()],
            }),
        };
        let done = work::plan(&mut cx, plan).await?;
        cx.finish().await?;
        Ok(done)
    }

    async fn handed_again(&self, at: DateTime<Utc>, of: &Deliverable) -> Result<Deliverable> {
        let content = Content {
            words: "Naskah lengkap; tiap angka bersumber, data dan sumber ada di lembar ketiga."
                .into(),
            links: vec!["https://berkas.contoh.go.id/kinerja/naskah-2".into()],
        };
        let mut cx = self.cx(of.employee, at).await?;
        let done = work::deliver(&mut cx, of.id, of.version, &content).await?;
        cx.finish().await?;
        Ok(done)
    }

    async fn replied(
        &self,
        at: DateTime<Utc>,
        by: EmployeeId,
        to: &Deliverable,
        answer: Answer,
    ) -> Result<Deliverable> {
        let comment = match answer {
            Answer::Accepted => "Lengkap dan jelas, terima kasih.",
            _ => "Tambahkan sumber pada tiap angka, lalu serahkan lagi.",
        };
        let mut cx = self.cx(by, at).await?;
        let reply = Reply {
            answer,
            comment: comment.into(),
            version: to.version,
        };
        let done = work::answer(&mut cx, to.id, reply).await?;
        cx.finish().await?;
        Ok(done)
    }
}
