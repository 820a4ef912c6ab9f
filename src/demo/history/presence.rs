//! What the people of a unit declared on their flexible days of the last weeks: most of it fits, two days do not, and a device in the
//! lobby saw somebody.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::{Story, morning, tried};
use crate::{
    demo::{Today, people::Person},
    kernel::{error::Result, id::EmployeeId},
    presence::{self, At, Kind, Observed},
    requests::{self, Where},
};

/// Days back that are played.
const BACK: u64 = 20;

impl Story<'_> {
    /// In one agency, for the sign-in page's person and some colleagues.
    pub(super) async fn presence(
        &mut self,
        hero: &Person,
        colleagues: &[Person],
        today: Today,
    ) -> Result<()> {
        if self.agency.code != "4011" {
            return Ok(());
        }
        let people: Vec<&Person> = std::iter::once(hero).chain(colleagues).collect();
        for (index, person) in people.iter().enumerate() {
            let approved = self.approved_days(person.id, today).await?;
            for (n, (on, at)) in approved.into_iter().enumerate() {
                // the first colleague's last day was spent elsewhere
                let odd = index == 1 && n == 0;
                let place = if odd { At::OtherPlace } else { at };
                let note = if odd {
                    "Listrik padam di rumah, pindah ke perpustakaan."
                } else {
                    ""
                };
                let start = morning(on) + TimeDelta::minutes(20 + 3 * index as i64);
                tried(self.declared(person.id, start, place, note).await)?;
            }
        }
        let weekday = |on: &NaiveDate| on.weekday().num_days_from_monday() < 5;
        let lately = (1..8).map(|n| today.on - Days::new(n)).find(weekday);
        let (Some(on), Some(one)) = (lately, colleagues.get(1)) else {
            return Ok(());
        };
        // approved or not, the device was passed; and somebody worked from home without asking
        let start = morning(on) + TimeDelta::minutes(31);
        let mut cx = crate::demo::system(self.core, self.agency).await?;
        let seen = [Kind::Start, Kind::End].map(|kind| Observed {
            nip: one.nip.clone(),
            at: match kind {
                Kind::Start => start,
                Kind::End => start + TimeDelta::hours(9),
            },
            kind,
            place: Some(At::Office),
            key: format!("{on}-{}", kind.code()),
        });
        presence::observe(&mut cx, "Mesin lobi", &seen).await?;
        cx.finish().await?;
        if let Some(other) = colleagues.get(2) {
            let note = "Anak sakit, dikabarkan lewat pesan.";
            tried(self.declared(other.id, start, At::Home, note).await)?;
        }
        Ok(())
    }

    /// The past days on which somebody was approved outside the office, latest first.
    pub(super) async fn approved_days(
        &self,
        who: EmployeeId,
        today: Today,
    ) -> Result<Vec<(NaiveDate, At)>> {
        let mut cx = self.cx(who, today.now).await?;
        let days = requests::presence_of(&mut cx, who).await?.days;
        let away = |at: &Where| match at {
            Where::At {
                place,
                pending: false,
            } => Some(requests::at_of(*place)),
            _ => None,
        };
        let first = today.on - Days::new(BACK);
        let past = days
            .into_iter()
            .filter(|day| (first..today.on).contains(&day.on));
        Ok(past
            .filter_map(|day| Some((day.on, away(&day.morning)?)))
            .collect())
    }

    async fn declared(
        &self,
        who: EmployeeId,
        start: DateTime<Utc>,
        place: At,
        note: &str,
    ) -> Result<()> {
        let mut cx = self.cx(who, start).await?;
        presence::start(&mut cx, place, note).await?;
        cx.finish().await?;
        let mut cx = self
            .cx(who, start + TimeDelta::minutes(8 * 60 + 35))
            .await?;
        presence::finish(&mut cx, "").await?;
        cx.finish().await
    }
}
