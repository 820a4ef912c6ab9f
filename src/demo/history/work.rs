//! Work of a unit: some accepted, one to be revised, one overdue, and some that wait for the head.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::{Story, morning, paper::pdf, tried};
use crate::{
    demo::{Today, people::Person},
    kernel::{
        depot::Arrived,
        error::Result,
        id::{EmployeeId, TargetLineId},
    },
    performance::work::{self, Answer, Content, Deliverable, Plan, Reply},
    policy::Place,
};

/// What colleagues delivered lately.
const DELIVERED: [&str; 5] = [
    "Notula rapat koordinasi",
    "Tabel capaian unit kerja",
    "Konsep surat jawaban",
    "Bahan paparan bulanan",
    "Verifikasi data indikator",
];

/// The first day from another on that is none of a weekend.
pub(super) fn weekday(mut day: NaiveDate) -> NaiveDate {
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
            let paper = pdf(title, &["Naskah pertama", "Data ada di lembar kedua"]);
            let files = vec![("analisis.pdf", paper)];
            let done = self
                .handed_in(ago(days), hero.id, title, counts_for, words, files)
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
            let files = match index {
                0 => vec![("rekap.pdf", pdf(title, &["Ringkasan ada di halaman ini"]))],
                _ => Vec::new(),
            };
            let sent = self.handed_in(at, one.id, title, None, words, files).await;
            tried(sent)?;
        }
        Ok(())
    }

    /// In one agency: what colleagues delivered in the last weeks, on flexible days and in the office, accepted by the head the day after.
    pub(super) async fn delivered(
        &mut self,
        hero: &Person,
        colleagues: &[Person],
        today: Today,
    ) -> Result<()> {
        let people = self.people;
        let head = people.iter().find(|one| one.unit == hero.unit && one.head);
        let Some(head) = head.filter(|_| self.agency.code == "4011") else {
            return Ok(());
        };
        for (index, one) in colleagues.iter().enumerate() {
            // a Tuesday, Wednesday or Thursday two weeks ago
            let monday = today.on.week(chrono::Weekday::Mon).first_day() - Days::new(14);
            let day = monday + Days::new(1 + index as u64 % 3);
            let at = morning(day) - TimeDelta::days(5);
            let days = BTreeMap::from([(day, 3)]);
            if let Some(id) = tried(self.send(at, one, days, Place::Home).await)? {
                tried(self.approve(at + TimeDelta::hours(2), id).await)?;
            }
            let approved = self.approved_days(one.id, today).await?;
            let flexible: Vec<NaiveDate> = approved.into_iter().map(|(on, _)| on).collect();
            let office = (2..19)
                .map(|n| today.on - Days::new(n))
                .filter(|on| weekday(*on) == *on && !flexible.contains(on));
            let all = office
                .step_by(4 + index % 2)
                .chain(flexible.iter().copied());
            for (n, on) in all.enumerate() {
                let at = morning(on) + TimeDelta::minutes(150 + n as i64);
                let title = DELIVERED[(index + n) % DELIVERED.len()];
                let words = "Selesai; mohon dilihat bagian ringkasan lebih dahulu.";
                let done = self
                    .handed_in(at, one.id, title, None, words, Vec::new())
                    .await;
                let Some(mut done) = tried(done)? else {
                    continue;
                };
                let mut at = at + TimeDelta::hours(5);
                // every fourth is given back once
                if (index + n) % 4 == 3 {
                    let asked = self.replied(at, head.id, &done, Answer::Revision).await;
                    let Some(asked) = tried(asked)? else {
                        continue;
                    };
                    let again = self.handed_again(at + TimeDelta::hours(1), &asked).await;
                    let Some(again) = tried(again)? else {
                        continue;
                    };
                    (done, at) = (again, at + TimeDelta::hours(2));
                }
                tried(self.replied(at, head.id, &done, Answer::Accepted).await)?;
            }
        }
        Ok(())
    }

    pub(super) async fn handed_in(
        &self,
        at: DateTime<Utc>,
        who: EmployeeId,
        title: &str,
        counts_for: Option<(TargetLineId, usize)>,
        words: &str,
        files: Vec<(&str, Vec<u8>)>,
    ) -> Result<Deliverable> {
        let files = self.filed(files).await?;
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
                files,
                sent: Vec::new(),
            }),
        };
        let done = work::plan(&mut cx, plan).await?;
        cx.finish().await?;
        Ok(done)
    }

    pub(super) async fn handed_again(
        &self,
        at: DateTime<Utc>,
        of: &Deliverable,
    ) -> Result<Deliverable> {
        let paper = pdf(&of.title, &["Naskah kedua", "Tiap angka bersumber"]);
        let sources = pdf("Daftar sumber", &["Satu sumber tiap angka"]);
        let files = vec![("analisis.pdf", paper), ("sumber.pdf", sources)];
        let content = Content {
            words: "Naskah lengkap; tiap angka bersumber, data dan sumber ada di lembar ketiga."
                .into(),
            links: vec!["https://berkas.contoh.go.id/kinerja/naskah-2".into()],
            files: self.filed(files).await?,
            sent: Vec::new(),
        };
        let mut cx = self.cx(of.employee, at).await?;
        let done = work::deliver(&mut cx, of.id, of.version, &content).await?;
        cx.finish().await?;
        Ok(done)
    }

    /// Files in the depot; none where there is no depot.
    async fn filed(&self, files: Vec<(&str, Vec<u8>)>) -> Result<Vec<Arrived>> {
        let mut all = Vec::new();
        if let Some(depot) = &self.core.settings.depot {
            for (name, bytes) in files {
                all.push(depot.take(self.agency.id, name, bytes).await?);
            }
        }
        Ok(all)
    }

    pub(super) async fn replied(
        &self,
        at: DateTime<Utc>,
        by: EmployeeId,
        to: &Deliverable,
        answer: Answer,
    ) -> Result<Deliverable> {
        let comment = match answer {
            Answer::Accepted => "Lengkap dan jelas, terima kasih.",
            Answer::Refused => "Tidak lagi diperlukan: rapatnya dibatalkan.",
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
