//! A plan for improvement: the head of the sign-in page's unit wrote one for somebody whose rating has fallen, and it waits for their agreement.

use chrono::{Days, TimeDelta};

use super::{Story, tried};
use crate::{
    demo::{Today, people::Person},
    kernel::{error::Result, id::EmployeeId},
    performance::improvement::{self, Line, Write},
    policy,
};

const STEPS: [(&str, u64, &str); 3] = [
    (
        "Selesaikan dua telaah yang tertunda",
        14,
        "Kedua telaah diterima atasan",
    ),
    (
        "Bahas rencana kerja tiap Senin dengan atasan",
        42,
        "Catatan pembahasan enam pekan",
    ),
    (
        "Ikuti pelatihan penulisan naskah dinas",
        60,
        "Sertifikat pelatihan",
    ),
];

impl Story<'_> {
    /// In one agency, from the head to whoever of the unit was rated too low.
    pub(super) async fn improvement(
        &mut self,
        hero: &Person,
        colleagues: &[Person],
        today: Today,
    ) -> Result<()> {
        let people = self.people;
        let unit: Vec<&Person> = people.iter().filter(|one| one.unit == hero.unit).collect();
        let head = unit.iter().find(|one| one.head);
        let (Some(head), "4011") = (head, self.agency.code.as_str()) else {
            return Ok(());
        };
        let others = unit.iter().filter(|one| !one.head && one.id != hero.id);
        let ids: Vec<EmployeeId> = others.map(|one| one.id).collect();
        let mut cx = self.cx(head.id, self.now - TimeDelta::hours(3)).await?;
        let fallen = policy::fallen(&mut cx, &ids).await?;
        let low = fallen.first().map(|(id, ..)| *id);
        let Some(employee) = low.or(colleagues.last().map(|one| one.id)) else {
            return Ok(());
        };
        let lines = STEPS.iter().map(|(what, days, known)| Line {
            what: (*what).into(),
            by_on: Some(today.on + Days::new(*days)),
            known: (*known).into(),
        });
        let write = Write {
            employee: Some(employee),
            plan: None,
            version: 0,
            lines: lines.collect(),
        };
        if tried(improvement::write(&mut cx, write).await)?.is_some() {
            cx.finish().await?;
        }
        Ok(())
    }
}
