//! Approval chains in the story: requests of more than a day take HR's word after the supervisor's, and one waits for each of them.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, TimeDelta};

use super::{Person, Story, tried};
use crate::{
    demo::Today,
    kernel::error::Result,
    policy::Place,
    requests::{self, Chain, Needed, Seat, When},
};

impl Story<'_> {
    /// HR has set a chain this morning; two colleagues of `hero` have asked for two days since, and the head has agreed to the first.
    pub(super) async fn chained(&mut self, hero: &Person, today: Today) -> Result<()> {
        let step = |seat: Seat| Needed {
            seats: vec![seat],
            every: false,
        };
        let chain = Chain {
            when: When {
                over_days: Some(1),
                ..When::default()
            },
            steps: vec![step(Seat::Supervisor), step(Seat::Hr)],
        };
        let mut cx = crate::demo::system(self.core, self.agency).await?;
        requests::set_chains(&mut cx, &[chain], 0).await?;
        cx.finish().await?;
        let mut at = today.now - TimeDelta::hours(2);
        let weekday = u64::from(today.on.weekday().num_days_from_monday());
        let monday = today.on + Days::new(14 - weekday);
        let people = self.people;
        let ready = |p: &&Person| {
            p.unit == hero.unit && !p.head && p.id != hero.id && p.eligible && p.has_home
        };
        let pairs = [[1, 3], [2, 4], [8, 10], [9, 11], [15, 17], [16, 18]];
        let mut sent = 0;
        for person in people.iter().filter(ready) {
            at += TimeDelta::minutes(4);
            for pair in pairs {
                let days = pair.map(|ahead| (monday + Days::new(ahead), 3));
                let days = BTreeMap::from(days);
                let asked = self.send(at, person, days, Place::Home).await;
                let Some(id) = tried(asked)? else { continue };
                sent += 1;
                if sent == 2 {
                    return Ok(());
                }
                tried(self.approve(at + TimeDelta::minutes(1), id).await)?;
                break;
            }
        }
        Ok(())
    }
}
