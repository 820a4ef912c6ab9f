//! What heads plan for their units: a roster that is not published, shifts that run and were handed over, shifts in draft.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{Story, morning, tried};
use crate::{
    demo::people::Person,
    kernel::{
        error::Result,
        id::{EmployeeId, ShiftPlanId, UnitId},
    },
    policy::Place,
    rosters,
    shifts::{self, Draft, Pattern, Plan, Shift},
};

impl Story<'_> {
    /// The head of a unit has a plan for two weeks that he has not published.
    pub(super) async fn roster(
        &mut self,
        unit: UnitId,
        from: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let Some(head) = self.people.iter().find(|p| p.unit == unit && p.head) else {
            return Ok(());
        };
        let mut cx = self.cx(head.id, at).await?;
        let settings = rosters::Settings {
            unit,
            from_on: from,
            to_on: from + Days::new(11),
            share: 1,
            place: Place::Home,
            place_detail: String::new(),
            office_weekdays: [true, false, false, false, false, false, false],
            office_dates: Vec::new(),
            plan: "Laporan kinerja triwulan".to_owned(),
        };
        tried(rosters::make(&mut cx, settings).await)?;
        cx.finish().await
    }

    /// In one agency: four colleagues who are not in the other stories watch a service round the clock; the next watch is a draft.
    pub(super) async fn shifts(
        &mut self,
        hero: &Person,
        busy: &[Person],
        next: NaiveDate,
    ) -> Result<()> {
        if self.agency.code != "4011" {
            return Ok(());
        }
        let of_unit = self.people.iter().filter(|one| one.unit == hero.unit);
        let head = of_unit.clone().find(|one| one.head).map(|one| one.id);
        let free = of_unit.filter(|one| {
            !one.head && one.id != hero.id && busy.iter().all(|other| other.id != one.id)
        });
        let watch: Vec<EmployeeId> = free.map(|one| one.id).take(6).collect();
        let (Some(head), true) = (head, watch.len() == 6) else {
            return Ok(());
        };
        let today = self.now.with_timezone(&self.agency.zone).date_naive();
        let from = today - Days::new(6);
        let begun = morning(from - Days::new(4)) + TimeDelta::hours(3);
        let name = "Pantau layanan e-kinerja";
        let draft = round_the_clock(hero.unit, name, from, &watch[..4]);
        if let Some(plan) = tried(self.assigned(begun, head, draft).await)? {
            self.watched(plan, &watch, today).await?;
        }
        let later = next + Days::new(21);
        let draft = round_the_clock(hero.unit, "Pantau lapor akhir tahun", later, &watch[4..]);
        let mut cx = self.cx(head, self.now - TimeDelta::hours(2)).await?;
        tried(shifts::draft(&mut cx, draft).await)?;
        cx.finish().await
    }

    async fn assigned(
        &mut self,
        at: DateTime<Utc>,
        head: EmployeeId,
        draft: Draft,
    ) -> Result<ShiftPlanId> {
        let mut cx = self.cx(head, at).await?;
        let plan = shifts::draft(&mut cx, draft).await?;
        let plan = shifts::assign(&mut cx, plan.id, plan.version, "").await?;
        cx.finish().await?;
        Ok(plan.id)
    }

    /// Three have answered, and one of them objects since this morning; yesterday's day was handed to the night and read, the night was handed to today's day.
    async fn watched(
        &mut self,
        plan: ShiftPlanId,
        watch: &[EmployeeId],
        today: NaiveDate,
    ) -> Result<()> {
        let answered = morning(today - Days::new(9)) + TimeDelta::hours(4);
        for who in &watch[..3] {
            let version = self.plan_version(plan).await?;
            let mut cx = self.cx(*who, answered).await?;
            tried(shifts::answer(&mut cx, plan, version, true, "").await)?;
            cx.finish().await?;
        }
        // half past six in the evening, five past seven, ten to seven in the morning, by the clock of Jakarta
        let evening = (today - Days::new(1)).and_time(NaiveTime::MIN).and_utc()
            + TimeDelta::minutes(11 * 60 + 30);
        let note = "Dua laporan layanan lambat dari daerah; yang satu sudah teratasi.";
        self.left(evening, watch[2], plan, note).await?;
        let version = self.plan_version(plan).await?;
        let mut cx = self.cx(watch[3], evening + TimeDelta::minutes(35)).await?;
        tried(shifts::read_hand_over(&mut cx, plan, version).await)?;
        cx.finish().await?;
        let dawn = evening + TimeDelta::minutes(12 * 60 + 20);
        if dawn < self.now {
            let note = "Pencadangan malam selesai. Satu server menunggu dinyalakan ulang.";
            self.left(dawn, watch[3], plan, note).await?;
        }
        let version = self.plan_version(plan).await?;
        let mut cx = self.cx(watch[1], self.now - TimeDelta::hours(3)).await?;
        let note = "Dua malam berturut-turut bertepatan dengan jadwal kuliah saya.";
        tried(shifts::answer(&mut cx, plan, version, false, note).await)?;
        cx.finish().await
    }

    async fn left(
        &mut self,
        at: DateTime<Utc>,
        who: EmployeeId,
        plan: ShiftPlanId,
        note: &str,
    ) -> Result<Option<Plan>> {
        let version = self.plan_version(plan).await?;
        let mut cx = self.cx(who, at).await?;
        let done = tried(shifts::hand_over(&mut cx, plan, version, note).await)?;
        cx.finish().await?;
        Ok(done)
    }

    async fn plan_version(&self, id: ShiftPlanId) -> Result<i32> {
        let mut cx = crate::demo::system(self.core, self.agency).await?;
        let sql = "select version from shift_plans where agency_id = $1 and id = $2";
        let version = sqlx::query_scalar(sql)
            .bind(self.agency.id)
            .bind(id)
            .fetch_one(cx.conn())
            .await?;
        Ok(version)
    }
}

/// Day and night of twelve hours for four weeks: two days, two nights, four days off.
fn round_the_clock(unit: UnitId, name: &str, from: NaiveDate, people: &[EmployeeId]) -> Draft {
    let shift = |name: &str, starts, ends| Shift {
        name: name.into(),
        starts: NaiveTime::from_hms_opt(starts, 0, 0).unwrap_or_default(),
        ends: NaiveTime::from_hms_opt(ends, 0, 0).unwrap_or_default(),
        break_minutes: 60,
        least: 1,
    };
    Draft {
        unit,
        name: name.into(),
        pattern: Pattern {
            from_on: from,
            to_on: from + Days::new(27),
            shifts: vec![shift("Siang", 7, 19), shift("Malam", 19, 7)],
            cycle: vec![1, 1, 2, 2, 0, 0, 0, 0],
        },
        members: people.iter().copied().zip([1, 3, 5, 7]).collect(),
        replaces: None,
        reason: String::new(),
        key: None,
    }
}
