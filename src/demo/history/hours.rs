//! Own working hours in the story: one person keeps them, another's wait with the supervisor, a third asks for them with a place.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc};

use super::{Person, Story, tried};
use crate::{
    calendar::{DateRange, WeekDay},
    demo::Today,
    kernel::{error::Result, id::RequestId},
    policy::{DayTimes, HoursWeek, Place, Route, StartEnd, Times},
    requests::{self, Ask, Sending, Span},
};

impl Story<'_> {
    /// The first of a team starts half an hour early and may, the second would like to start half an hour late.
    pub(super) async fn own_hours(&mut self, team: &[Person], today: Today) -> Result<()> {
        let mut may = team.iter().filter(|p| p.eligible && !p.direct_service);
        let at = today.now - TimeDelta::hours(7);
        let reason = "Mengantar anak ke sekolah sebelum bekerja";
        if let Some(early) = may.next().cloned()
            && let Some(id) = tried(self.ask_hours(at, &early, -30, reason, today).await)?
        {
            tried(self.approve(at + TimeDelta::minutes(20), id).await)?;
        }
        if let Some(late) = may.next().cloned() {
            let at = at + TimeDelta::minutes(30);
            let reason = "Kereta pertama dari rumah tiba pukul 07.45";
            tried(self.ask_hours(at, &late, 30, reason, today).await)?;
        }
        if let Some(both) = may.find(|p| p.has_home).cloned() {
            tried(self.ask_both(at + TimeDelta::hours(1), &both, today).await)?;
        }
        Ok(())
    }

    /// Fridays from home, early, from the week after next on: one request that waits.
    async fn ask_both(&mut self, at: DateTime<Utc>, person: &Person, today: Today) -> Result<()> {
        let weekday = u64::from(today.on.weekday().num_days_from_monday());
        let monday = today.on + Days::new(14 - weekday);
        let start = NaiveTime::from_hms_opt(6, 30, 0).unwrap_or_default();
        let ask = Ask {
            span: Span::Pattern {
                validity: DateRange {
                    from: monday,
                    to: monday + Days::new(25),
                },
                week: [0, 0, 0, 0, 3, 0, 0],
                exceptions: std::collections::BTreeMap::new(),
            },
            times: Some(DayTimes {
                normal: StartEnd { start, end: None },
                ramadan: None,
            }),
            ..self.words([(monday + Days::new(25), 3)].into(), Place::Home)
        };
        let sending = Sending {
            ask,
            evidence: None,
            key: None,
            of: None,
        };
        let mut cx = self.cx(person.id, at).await?;
        requests::submit(&mut cx, sending).await?;
        cx.finish().await
    }

    async fn ask_hours(
        &self,
        at: DateTime<Utc>,
        person: &Person,
        shift: i64,
        reason: &str,
        today: Today,
    ) -> Result<RequestId> {
        let time = |hour, minute| {
            NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default() + TimeDelta::minutes(shift)
        };
        let day = |end| Times {
            start: time(7, 30),
            end,
        };
        let mut normal: std::collections::BTreeMap<WeekDay, Times> = WeekDay::ALL
            .into_iter()
            .take(4)
            .map(|on| (on, day(time(16, 0))))
            .collect();
        normal.insert(WeekDay::Fri, day(time(16, 30)));
        let week = HoursWeek {
            normal,
            ..HoursWeek::default()
        };
        let weekday = u64::from(today.on.weekday().num_days_from_monday());
        let validity = DateRange {
            from: today.on,
            to: today.on - Days::new(weekday) + Days::new(7 * 11 + 4),
        };
        let ask = Ask {
            span: Span::Hours { validity, week },
            place: Place::OtherOffice,
            agreement: None,
            region: None,
            times: None,
            place_detail: String::new(),
            route: Route::Ordinary,
            special_ground: None,
            reason: reason.to_owned(),
            contact: String::new(),
            plan: Vec::new(),
        };
        let sending = Sending {
            ask,
            evidence: None,
            key: None,
            of: None,
        };
        let mut cx = self.cx(person.id, at).await?;
        let request = requests::submit(&mut cx, sending).await?;
        cx.finish().await?;
        Ok(request.id)
    }
}
