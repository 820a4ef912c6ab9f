//! Exchanges of days that wait: one for a colleague's answer, one for the head of both.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::{Story, tried};
use crate::{
    demo::people::Person,
    kernel::{
        error::Result,
        id::{EmployeeId, RequestId},
    },
    policy::Place,
    requests,
};

impl Story<'_> {
    /// The week after next: somebody would like the day of the sign-in page's person, and two others wait for their head.
    pub(super) async fn exchanges(
        &mut self,
        hero: &Person,
        colleagues: &[Person],
        monday: NaiveDate,
        mut at: DateTime<Utc>,
    ) -> Result<()> {
        let mut holds: Vec<(EmployeeId, RequestId, NaiveDate)> = Vec::new();
        for (index, person) in std::iter::once(hero).chain(colleagues).enumerate() {
            for turn in 0..4 {
                at += TimeDelta::minutes(1);
                let day = monday + Days::new([2, 1, 3, 4][(index + turn) % 4]);
                let days = BTreeMap::from([(day, 3)]);
                if let Some(id) = tried(self.send(at, person, days, Place::Home).await)? {
                    tried(self.approve(at + TimeDelta::seconds(30), id).await)?;
                    holds.push((person.id, id, day));
                    break;
                }
            }
        }
        let mut taken = vec![hero.id];
        for (to_hero, note) in [
            (true, "Anak saya ada kegiatan sekolah pada hari itu."),
            (false, "Hari itu lebih tenang untuk menulis laporan."),
        ] {
            let pairs = holds
                .iter()
                .flat_map(|one| holds.iter().map(move |other| (*one, *other)));
            for (one, other) in pairs {
                let hers = other.0 == hero.id;
                let free = !taken.contains(&one.0) && (hers || !taken.contains(&other.0));
                if one.2 == other.2 || hers != to_hero || !free {
                    continue;
                }
                at += TimeDelta::minutes(1);
                if tried(self.exchange(at, one, other, note, !to_hero).await)?.is_some() {
                    taken.extend([one.0, other.0]);
                    break;
                }
            }
        }
        Ok(())
    }

    /// One proposes to another to exchange days; where `agreed`, the other wants to as well.
    async fn exchange(
        &mut self,
        at: DateTime<Utc>,
        one: (EmployeeId, RequestId, NaiveDate),
        other: (EmployeeId, RequestId, NaiveDate),
        note: &str,
        agreed: bool,
    ) -> Result<()> {
        let mut cx = self.cx(one.0, at).await?;
        let propose = requests::Propose {
            request: one.1,
            give_on: one.2,
            from: other.1,
            take_on: other.2,
            note: note.to_owned(),
            key: None,
        };
        let swap = requests::propose_swap(&mut cx, propose).await?;
        cx.finish().await?;
        if agreed {
            let mut cx = self.cx(other.0, at + TimeDelta::minutes(20)).await?;
            requests::agree_swap(&mut cx, swap.id, swap.version, "").await?;
            cx.finish().await?;
        }
        Ok(())
    }
}
