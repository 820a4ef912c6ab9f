//! Somebody whom an exception helps: a desk job in a unit that serves the public, where nothing but that unit stands in the way, or a
//! rating from an earlier job. They have asked, and the leader of the agency may grant it.

use chrono::{Datelike, Days, TimeDelta};

use super::{Person, Story, tried};
use crate::{
    calendar::Half,
    demo::Today,
    kernel::error::Result,
    policy::{Kind, Place, Route},
    requests::{self, ExceptionGround, Question, Suppose, TypedException},
};

impl Story<'_> {
    /// Looks for somebody who can be in this place and lets them ask.
    pub(super) async fn excepted(&mut self, today: Today) -> Result<()> {
        let weekday = u64::from(today.on.weekday().num_days_from_monday());
        let monday = today.on + Days::new(7 - weekday);
        let people = self.people;
        let serves = people.iter().filter(|p| p.direct_service).take(40);
        let rated = people.iter().filter(|p| !p.direct_service && !p.eligible);
        for person in serves.chain(rated.take(40)) {
            let can = person.has_home && !person.head;
            if can && tried(self.asks_for_exception(person, monday, today).await)? == Some(true) {
                break;
            }
        }
        Ok(())
    }

    /// Whether the person has asked; if not, nothing of them has changed.
    async fn asks_for_exception(
        &self,
        person: &Person,
        monday: chrono::NaiveDate,
        today: Today,
    ) -> Result<bool> {
        let mut cx = self.cx(person.id, today.now - TimeDelta::hours(5)).await?;
        let (kind, statement) = if person.direct_service {
            let desk = "Tugas saya menyusun laporan dan data unit, bukan melayani di loket.";
            (Kind::DirectService, desk)
        } else {
            let earlier = "Penilaian itu dari jabatan lama; hasil kerja saya sejak itu sesuai.";
            (Kind::MinPredikat, earlier)
        };
        // the work of the person is at a desk, the unit's is not
        sqlx::query(
            "update employees set position_id = p.id from (select id from positions where agency_id = $1 and name like 'Analis Kebijakan%' order by name limit 1) p \
             where agency_id = $1 and employees.id = $2 and $3",
        )
        .bind(self.agency.id)
        .bind(person.id)
        .bind(person.direct_service)
        .execute(cx.conn())
        .await?;
        for ahead in [1, 3, 4, 8, 10, 11] {
            let on = monday + Days::new(ahead);
            let question = Question {
                employee: person.id,
                on,
                half: Half::Full,
                place: Place::Home,
                route: Route::Ordinary,
                suppose: Suppose::default(),
            };
            let found = requests::explain(&mut cx, &question).await?;
            let bars = found.recorded.verdict().in_the_way();
            let [bar] = bars.as_slice() else { continue };
            if bar.kind != kind {
                continue;
            }
            let typed = TypedException {
                rule: bar.key.clone(),
                on: on.to_string(),
                ground: ExceptionGround::Objection.code().to_owned(),
                statement: statement.to_owned(),
                from_on: monday.to_string(),
                until_on: (monday + Days::new(60)).to_string(),
            };
            requests::ask_exception(&mut cx, &typed).await?;
            cx.finish().await?;
            return Ok(true);
        }
        Ok(false)
    }
}
