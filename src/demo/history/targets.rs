//! Targets of a unit for a year: everybody's are agreed in its first weeks; one change waits for the head, one came back with remarks, and the sign-in
//! page's person is changing theirs.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::{Story, tried, year::Member};
use crate::{
    demo::{people::Person, windows::officer},
    kernel::{
        error::Result,
        id::{EmployeeId, TargetsId},
    },
    organisation,
    performance::{
        self, Agree, Approach, Aspect, Indicator, Line, NewLine, Start, Targets, Value, Write,
    },
};

/// A line as it is told here: result, indicator, aspect, target, what it counts.
type Told = (
    &'static str,
    &'static str,
    Aspect,
    &'static str,
    &'static str,
);

const HEAD: [Told; 3] = [
    (
        "Kebijakan kerja fleksibel berbasis bukti tersedia",
        "Naskah kebijakan yang dipakai",
        Aspect::Quantity,
        "4",
        "naskah",
    ),
    (
        "Unit kerja menyusun sasaran kinerja dengan benar",
        "Unit kerja yang sasarannya selaras",
        Aspect::Quality,
        "90",
        "persen",
    ),
    (
        "Data kinerja terbuka bagi pengambil keputusan",
        "Laporan triwulan terbit tepat waktu",
        Aspect::Time,
        "4",
        "laporan",
    ),
];
const OWN: [Told; 3] = [
    (
        "Analisis pemakaian hari fleksibel per unit",
        "Analisis yang selesai",
        Aspect::Quantity,
        "12",
        "analisis",
    ),
    (
        "Layanan konsultasi penyusunan sasaran berjalan",
        "Pertanyaan dijawab dalam satu hari kerja",
        Aspect::Quality,
        "95",
        "persen",
    ),
    (
        "Buletin kinerja bulanan terbit",
        "Buletin yang terbit",
        Aspect::Quantity,
        "12",
        "buletin",
    ),
];
const OTHERS: [Told; 3] = [
    (
        "Pendampingan unit kerja dalam menyusun sasaran",
        "Unit kerja yang didampingi",
        Aspect::Quantity,
        "18",
        "unit",
    ),
    (
        "Arsip naskah kebijakan tertata",
        "Naskah yang terarsip lengkap",
        Aspect::Quality,
        "100",
        "persen",
    ),
    (
        "Rekap data kinerja triwulan siap pakai",
        "Rekap selesai sebelum tanggal 10",
        Aspect::Time,
        "4",
        "rekap",
    ),
];

/// Somebody with targets in force.
fn member(agreed: &Targets) -> Member {
    Member {
        who: agreed.employee,
        lines: agreed.lines.iter().map(|line| line.thread).collect(),
    }
}

impl Story<'_> {
    /// For the unit of the sign-in page's person, with what came of them over the year; some states of it in one agency only.
    pub(super) async fn targets(&mut self, hero: &Person, colleagues: &[Person]) -> Result<()> {
        let people = self.people;
        let Some(head) = people.iter().find(|one| one.unit == hero.unit && one.head) else {
            return Ok(());
        };
        let now = self.now;
        let last = now - TimeDelta::days(365);
        tried(self.agreed_targets(last, hero.id, &OWN, None).await)?;
        // in the second week of the year, or since it began
        let early = i64::from(now.ordinal0());
        let early = if early < 12 { early } else { early - 11 };
        let at = now - TimeDelta::days(early) + TimeDelta::minutes(5);
        let above = tried(self.agreed_targets(at, head.id, &HEAD, None).await)?;
        let at = at + TimeDelta::hours(1);
        let agreed = tried(self.agreed_targets(at, hero.id, &OWN, above.as_ref()).await)?;
        let mut team: Vec<Member> = agreed.iter().map(member).collect();
        let told_of = |one: &&Person| colleagues.iter().any(|known| known.id == one.id);
        let others = people
            .iter()
            .filter(|one| one.unit == hero.unit && !one.head && one.id != hero.id)
            .filter(|one| !told_of(one));
        for (index, one) in colleagues.iter().chain(others).enumerate() {
            let at = at + TimeDelta::minutes(10 + index as i64);
            let told = &OTHERS[index % 3..];
            let tie = above.as_ref().filter(|_| index % 2 == 0);
            let agreed = tried(self.agreed_targets(at, one.id, told, tie).await)?;
            team.extend(agreed.iter().map(member));
            if let (Some(agreed), 2 | 3) = (agreed, index) {
                let at = now - TimeDelta::days(3) + TimeDelta::minutes(index as i64);
                let proposed = tried(self.changed_targets(at, &agreed).await)?;
                if let Some(proposed) = proposed.filter(|_| index == 3) {
                    tried(self.returned_targets(at, &proposed).await)?;
                }
            }
        }
        if let Some(agreed) = agreed {
            let lines: Vec<_> = agreed.lines.iter().map(|line| line.thread).collect();
            // what is nearer is told of one by one where the other people are too
            let near = match self.agency.code.as_str() {
                "4011" => 26,
                _ => 2,
            };
            let until = (now - TimeDelta::days(near)).date_naive();
            let year = (agreed.started_at.date_naive(), until);
            self.year(&team, head.id, year).await?;
            self.ratings(head.id, &team).await?;
            if self.agency.code != "4011" {
                return Ok(());
            }
            self.template(hero, agreed.id).await?;
            self.work(hero, head.id, colleagues, &lines).await?;
            let reason = "Penugasan baru untuk uji coba kerja fleksibel.";
            let mut cx = self.cx(hero.id, now - TimeDelta::hours(6)).await?;
            let changed = performance::change(&mut cx, agreed.id, agreed.version, reason).await;
            if tried(changed)?.is_some() {
                cx.finish().await?;
            }
        }
        Ok(())
    }

    /// HR keeps what was agreed as the template of the position, a while later.
    async fn template(&self, hero: &Person, agreed: TargetsId) -> Result<()> {
        let at = self.now - TimeDelta::days(2);
        let mut cx = officer(self.core, self.agency, "hr", 0).await?.at(at);
        let agency = cx.agency();
        let position = organisation::find_active(cx.conn(), agency, hero.id)
            .await?
            .position;
        let begun = performance::open_template(&mut cx, position, Approach::Quantitative).await;
        if let Some(begun) = tried(begun)? {
            let copied =
                performance::copy_into_template(&mut cx, begun.id, agreed, begun.version).await;
            if tried(copied)?.is_some() {
                cx.finish().await?;
            }
        }
        Ok(())
    }

    /// Written and proposed; tied to the superior's lines in turn.
    async fn proposed_targets(
        &self,
        at: DateTime<Utc>,
        who: EmployeeId,
        told: &[Told],
        above: Option<&Targets>,
    ) -> Result<Targets> {
        let mut cx = self.cx(who, at).await?;
        let start = Start {
            year: i16::try_from(cx.today().year()).unwrap_or(0),
            approach: Approach::Quantitative,
            from: None,
        };
        let begun = performance::start(&mut cx, start).await?;
        let lines = told.iter().enumerate().map(|(index, one)| NewLine {
            id: None,
            main: true,
            result: one.0.into(),
            above: above
                .and_then(|above| above.lines.get(index))
                .map(|line| line.thread),
            above_text: String::new(),
            weight: None,
            indicators: vec![Indicator {
                aspect: Some(one.2),
                indicator: one.1.into(),
                target: one.3.into(),
                measure: one.4.into(),
            }],
        });
        let write = Write {
            approach: Approach::Quantitative,
            lines: lines.collect(),
            version: begun.version,
        };
        let written = performance::write(&mut cx, begun.id, write).await?;
        let proposed = performance::propose(&mut cx, written.id, written.version).await?;
        cx.finish().await?;
        Ok(proposed)
    }

    /// A change of what was agreed, proposed.
    async fn changed_targets(&self, at: DateTime<Utc>, agreed: &Targets) -> Result<Targets> {
        let reason = "Tugas bertambah: satu unit kerja lagi didampingi.";
        let mut cx = self.cx(agreed.employee, at).await?;
        let begun = performance::change(&mut cx, agreed.id, agreed.version, reason).await?;
        let mut lines: Vec<NewLine> = begun.lines.iter().map(Line::rewritten).collect();
        for indicator in lines.iter_mut().take(1).flat_map(|one| &mut one.indicators) {
            indicator.target = "20".into();
        }
        let write = Write {
            approach: begun.approach,
            lines,
            version: begun.version,
        };
        let written = performance::write(&mut cx, begun.id, write).await?;
        let proposed = performance::propose(&mut cx, written.id, written.version).await?;
        cx.finish().await?;
        Ok(proposed)
    }

    /// Proposed, and agreed two hours later by whom they wait for.
    async fn agreed_targets(
        &self,
        at: DateTime<Utc>,
        who: EmployeeId,
        told: &[Told],
        above: Option<&Targets>,
    ) -> Result<Targets> {
        let proposed = self.proposed_targets(at, who, told, above).await?;
        let Some(by) = proposed.approver else {
            return Ok(proposed);
        };
        let mut cx = self.cx(by, at + TimeDelta::minutes(2)).await?;
        let agree = Agree {
            version: proposed.version,
            note: "Selaras dengan sasaran unit.".into(),
            expectations: vec![(
                Value::Service,
                "Jawab pertanyaan unit kerja pada hari yang sama.".into(),
            )],
        };
        let agreed = performance::agree(&mut cx, proposed.id, agree).await?;
        cx.finish().await?;
        Ok(agreed)
    }

    /// Remarked on and given back.
    async fn returned_targets(&self, at: DateTime<Utc>, proposed: &Targets) -> Result<()> {
        let Some(by) = proposed.approver else {
            return Ok(());
        };
        let mut cx = self.cx(by, at + TimeDelta::minutes(3)).await?;
        let line = proposed.lines.first().map(|line| line.id);
        let words = "Sebutkan unit kerja mana yang didahulukan.";
        performance::remark(&mut cx, proposed.id, line, words).await?;
        let note = "Arahnya sudah tepat. Lengkapi catatan pada barisnya.";
        performance::give_back(&mut cx, proposed.id, proposed.version, note).await?;
        cx.finish().await
    }
}
