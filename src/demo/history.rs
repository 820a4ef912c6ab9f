//! Three months of requests, played through the product's own operations: every verdict, decision and audit row is real.

mod allowance;
mod chains;
mod days;
mod exceptions;
mod exchanges;
mod feedback;
mod hours;
mod improvement;
mod paper;
mod plans;
mod presence;
mod ratings;
mod shared;
mod targets;
mod work;
mod year;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::{Dice, Today, people::Person};
use crate::{
    kernel::{
        actor::{Actor, Agency, Roles},
        cx::{Core, Cx},
        db::Mode,
        error::{Error, Result},
        i18n::Lang,
        id::{EmployeeId, IdentityId, MembershipId, RequestId, UnitId},
        time::zone,
    },
    policy::{Place, Route},
    requests::{self, Ask, Decide, Decision, PlanLine, Sending, Span, State},
};

/// How far back the story begins.
const DAYS_BACK: u64 = 88;

const WORK: [&str; 10] = [
    "Draf telaahan kebijakan",
    "Tabel data triwulan",
    "Notula rapat koordinasi",
    "Laporan bulanan unit",
    "Bahan paparan pimpinan",
    "Rekapitulasi usulan formasi",
    "Tinjauan rancangan peraturan",
    "Pemutakhiran basis data pegawai",
    "Konsep surat edaran",
    "Analisis beban kerja",
];

/// What happens next, and to whom.
enum Act {
    Ask(usize),
    /// The person of the sign-in page has asked before, so the next time is two taps.
    First(usize),
    Decide(RequestId),
    Withdraw(RequestId),
    Cancel(RequestId),
    Revoke(RequestId),
    Object(RequestId),
}

/// One agency's story while it is told.
struct Story<'a> {
    core: &'a Core,
    agency: &'a Agency,
    people: &'a [Person],
    actors: HashMap<EmployeeId, Actor>,
    queue: BTreeMap<(DateTime<Utc>, u64), Act>,
    turn: u64,
    dice: Dice,
    now: DateTime<Utc>,
}

/// Plays the story of an agency up to now.
pub async fn play(
    core: &Core,
    agency: &Agency,
    people: &[Person],
    hero: Option<&Person>,
    today: Today,
) -> Result<()> {
    let mut story = Story {
        core,
        agency,
        people,
        actors: actors(core, agency).await?,
        queue: BTreeMap::new(),
        turn: 0,
        dice: Dice::new(people.len() as u64),
        now: today.now,
    };
    let per_day = (people.len() / 240).max(2);
    for back in (0..=DAYS_BACK).rev() {
        let day = today.on - Days::new(back);
        if day.weekday().num_days_from_monday() >= 5 {
            continue;
        }
        let crowd = if back < 5 { per_day * 3 } else { per_day };
        for _ in 0..crowd {
            let who = story.dice.below(people.len());
            let minutes = story.dice.below(9 * 60) as i64;
            story.later(morning(day) + TimeDelta::minutes(minutes), Act::Ask(who));
        }
    }
    if let Some(hero) = hero.and_then(|hero| people.iter().position(|p| p.id == hero.id)) {
        let monday =
            today.on - Days::new(21 + u64::from(today.on.weekday().num_days_from_monday()));
        story.later(morning(monday), Act::First(hero));
    }
    while let Some(((at, _), act)) = story.queue.pop_first() {
        if at < story.now - TimeDelta::minutes(2) {
            story.perform(at, act).await?;
        }
    }
    if let Some(hero) = hero {
        story.scene(hero, today).await?;
        story.excepted(today).await?;
        story.allowance(hero, today).await?;
        if agency.code == "6409" {
            story.beforehand(hero, today).await?;
            story.chained(hero, today).await?;
        }
    }
    story.close().await
}

/// 07:30 in Jakarta.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(0, 30, 0).unwrap_or_default().and_utc()
}

impl Story<'_> {
    fn later(&mut self, at: DateTime<Utc>, act: Act) {
        self.turn += 1;
        self.queue.insert((at, self.turn), act);
    }

    async fn perform(&mut self, at: DateTime<Utc>, act: Act) -> Result<()> {
        let done = match act {
            Act::Ask(who) => self.ask(at, who).await,
            Act::First(who) => self.first(at, who).await,
            Act::Decide(id) => self.decide(at, id).await,
            Act::Withdraw(id) => self.own(at, id, Own::Withdraw).await,
            Act::Cancel(id) => self.own(at, id, Own::Cancel).await,
            Act::Object(id) => self.own(at, id, Own::Object).await,
            Act::Revoke(id) => self.revoke(at, id).await,
        };
        // a rule that says no, a state that has moved on: that, too, is how the days went
        tried(done).map(|_| ())
    }

    async fn cx(&self, employee: EmployeeId, at: DateTime<Utc>) -> Result<Cx> {
        let actor = self.actors.get(&employee).cloned().ok_or(Error::NotFound)?;
        Ok(Cx::acting(self.core, actor, Mode::Write).await?.at(at))
    }

    async fn ask(&mut self, at: DateTime<Utc>, who: usize) -> Result<()> {
        let person = &self.people[who];
        if person.direct_service && !self.dice.chance(12) {
            return Ok(());
        }
        let ahead = 1 + self.dice.below(9) as u64;
        let mut day = at.date_naive() + Days::new(ahead);
        while day.weekday().num_days_from_monday() >= 5 {
            day = day + Days::new(1);
        }
        let mut days = BTreeMap::from([(day, 3)]);
        if self.dice.chance(25) {
            days.insert(day + Days::new(1), if self.dice.chance(30) { 1 } else { 3 });
        }
        if self.now - at < TimeDelta::days(3) && self.dice.chance(6) {
            return self.draft(at, who, days).await;
        }
        let person = self.people[who].clone();
        let place = match self.dice.below(10) {
            0 => Place::OtherOffice,
            1 => Place::OtherPlace,
            _ => Place::Home,
        };
        let id = self.send(at, &person, days, place).await?;
        let hours = 1 + self.dice.below(26) as i64;
        if self.dice.chance(4) {
            self.later(at + TimeDelta::minutes(40), Act::Withdraw(id));
        } else if self.now - at > TimeDelta::days(4) || self.dice.chance(35) {
            self.later(at + TimeDelta::hours(hours), Act::Decide(id));
        }
        Ok(())
    }

    async fn first(&mut self, at: DateTime<Utc>, who: usize) -> Result<()> {
        let person = self.people[who].clone();
        let tuesday = at.date_naive() + Days::new(8);
        let id = self
            .send(at, &person, BTreeMap::from([(tuesday, 3)]), Place::Home)
            .await?;
        self.approve(at + TimeDelta::hours(3), id).await
    }

    async fn draft(
        &mut self,
        at: DateTime<Utc>,
        who: usize,
        days: BTreeMap<NaiveDate, u8>,
    ) -> Result<()> {
        let ask = self.words(days, Place::Home);
        let mut cx = self.cx(self.people[who].id, at).await?;
        requests::save_draft(
            &mut cx,
            Sending {
                ask,
                evidence: None,
                key: None,
                of: None,
            },
        )
        .await?;
        cx.finish().await
    }

    fn words(&mut self, days: BTreeMap<NaiveDate, u8>, place: Place) -> Ask {
        let due_on = days.keys().next_back().copied().unwrap_or_default();
        let what = (*self.dice.pick(&WORK)).to_owned();
        let elsewhere = "Kantor perwakilan di ibu kota provinsi";
        Ask {
            span: Span::Days(days),
            place,
            agreement: None,
            region: None,
            times: None,
            place_detail: if place == Place::Home {
                String::new()
            } else {
                elsewhere.into()
            },
            route: Route::Ordinary,
            special_ground: None,
            reason: String::new(),
            contact: "Pesan singkat, jam kerja".into(),
            plan: vec![PlanLine { what, due_on }],
        }
    }

    async fn send(
        &mut self,
        at: DateTime<Utc>,
        person: &Person,
        days: BTreeMap<NaiveDate, u8>,
        place: Place,
    ) -> Result<RequestId> {
        let ask = self.words(days, place);
        let mut cx = self.cx(person.id, at).await?;
        let request = requests::submit(
            &mut cx,
            Sending {
                ask,
                evidence: None,
                key: None,
                of: None,
            },
        )
        .await?;
        cx.finish().await?;
        Ok(request.id)
    }

    async fn approve(&mut self, at: DateTime<Utc>, id: RequestId) -> Result<()> {
        let (_, approver, version, _) = self.find(id).await?;
        let Some(approver) = approver else {
            return Ok(());
        };
        let mut cx = self.cx(approver, at).await?;
        let input = Decide {
            decision: Decision::Approve,
            version,
            note: String::new(),
            waive: false,
            batch: Uuid::now_v7(),
        };
        requests::decide(&mut cx, id, input).await?;
        cx.finish().await
    }

    /// Next week in the unit of the sign-in page's people: Wednesday is full, and a dozen safe requests wait.
    async fn scene(&mut self, hero: &Person, today: Today) -> Result<()> {
        let team: Vec<Person> = self
            .people
            .iter()
            .filter(|p| p.unit == hero.unit && !p.head && p.id != hero.id)
            .cloned()
            .collect();
        let monday = today.on + Days::new(7 - u64::from(today.on.weekday().num_days_from_monday()));
        let wednesday = monday + Days::new(2);
        self.own_hours(&team, today).await?;
        let mut at = today.now - TimeDelta::hours(6);
        for person in &team {
            at += TimeDelta::minutes(4);
            if let Some(id) = tried(
                self.send(at, person, BTreeMap::from([(wednesday, 3)]), Place::Home)
                    .await,
            )? {
                tried(self.approve(at + TimeDelta::minutes(2), id).await)?;
            }
        }
        let (ready, other): (Vec<_>, Vec<_>) = team
            .iter()
            .rev()
            .partition(|p| p.eligible && p.has_home && !p.direct_service);
        for (index, person) in other.into_iter().take(3).enumerate() {
            at += TimeDelta::minutes(1);
            let day = monday + Days::new([3, 1, 4][index % 3]);
            let days = BTreeMap::from([(day, 3)]);
            tried(self.send(at, person, days, Place::Home).await)?;
        }
        // whoever is ready asks for Thursday, Tuesday or Friday, then for another of them, then for the week after,
        // until a dozen wait: a demo that starts before a week of holidays has its inbox too
        let mut safe = 0;
        for round in 0..9 {
            for (index, person) in ready.iter().enumerate() {
                if safe >= 13 {
                    break;
                }
                at += TimeDelta::minutes(1);
                let week = monday + Days::new(7 * (round as u64 / 3));
                let day = week + Days::new([3, 1, 4][(index + round) % 3]);
                let days = BTreeMap::from([(day, 3)]);
                if let Some(id) = tried(self.send(at, person, days, Place::Home).await)? {
                    safe += usize::from(self.is_safe(id).await?);
                }
            }
        }
        let colleagues: Vec<Person> = ready.into_iter().take(5).cloned().collect();
        self.roster(hero.unit, monday + Days::new(14), at).await?;
        self.shared_tasks(hero, &colleagues, monday).await?;
        self.delivered(hero, &colleagues, today).await?;
        self.targets(hero, &colleagues).await?;
        self.shifts(hero, &colleagues, monday).await?;
        self.presence(hero, &colleagues, today).await?;
        self.days(hero, &colleagues, today).await?;
        self.improvement(hero, &colleagues, today).await?;
        self.feedback(hero, &colleagues).await?;
        self.exchanges(hero, &colleagues, monday + Days::new(7), at)
            .await
    }

    /// The agency allows standing approvals; the head of the unit has given one this morning, and some have asked since.
    async fn beforehand(&mut self, hero: &Person, today: Today) -> Result<()> {
        let people = self.people;
        let Some(head) = people.iter().find(|p| p.unit == hero.unit && p.head) else {
            return Ok(());
        };
        let mut cx = super::system(self.core, self.agency).await?;
        sqlx::query("update agency_settings set standing_approvals = true where agency_id = $1")
            .bind(self.agency.id)
            .execute(cx.conn())
            .await?;
        cx.finish().await?;
        let mut at = today.now - TimeDelta::hours(3);
        let mut cx = self.cx(head.id, at).await?;
        let terms = requests::Terms {
            max_days: "2".to_owned(),
            until: (cx.today() + Days::new(45)).to_string(),
        };
        requests::give_standing(&mut cx, &terms, 0).await?;
        cx.finish().await?;
        let monday =
            today.on + Days::new(14 - u64::from(today.on.weekday().num_days_from_monday()));
        let ready = |p: &&Person| {
            p.unit == hero.unit && !p.head && p.id != hero.id && p.eligible && p.has_home
        };
        for (index, person) in people.iter().filter(ready).take(6).enumerate() {
            at += TimeDelta::minutes(7);
            let days = BTreeMap::from([(monday + Days::new([1, 2, 3][index % 3]), 3)]);
            tried(self.send(at, person, days, Place::Home).await)?;
        }
        Ok(())
    }

    async fn is_safe(&self, id: RequestId) -> Result<bool> {
        let mut cx = super::system(self.core, self.agency).await?;
        let safe = sqlx::query_scalar("select safe from requests where agency_id = $1 and id = $2")
            .bind(self.agency.id)
            .bind(id)
            .fetch_one(cx.conn())
            .await?;
        Ok(safe)
    }

    async fn find(
        &self,
        id: RequestId,
    ) -> Result<(EmployeeId, Option<EmployeeId>, i32, BTreeMap<NaiveDate, u8>)> {
        let mut cx = super::system(self.core, self.agency).await?;
        let row: (EmployeeId, Option<EmployeeId>, i32) =
            sqlx::query_as("select employee_id, approver_id, version from requests where agency_id = $1 and id = $2")
                .bind(self.agency.id)
                .bind(id)
                .fetch_one(cx.conn())
                .await?;
        let days: Vec<(NaiveDate, i16)> =
            sqlx::query_as("select on_date, halves from request_days where agency_id = $1 and request_id = $2 and halves > 0 order by on_date")
                .bind(self.agency.id)
                .bind(id)
                .fetch_all(cx.conn())
                .await?;
        let days = days.into_iter().map(|(day, bits)| (day, bits as u8));
        Ok((row.0, row.1, row.2, days.collect()))
    }

    async fn decide(&mut self, at: DateTime<Utc>, id: RequestId) -> Result<()> {
        let (_, approver, version, days) = self.find(id).await?;
        let Some(approver) = approver else {
            return Ok(());
        };
        let (decision, note) = match self.dice.below(100) {
            0..6 => (
                Decision::Refuse,
                "Rapat kerja unit pada hari itu memerlukan kehadiran Anda.",
            ),
            6..10 => (
                Decision::Return,
                "Mohon lengkapi hasil kerja yang akan diserahkan.",
            ),
            10..18 => (
                Decision::Adjust(
                    days.iter()
                        .map(|(day, bits)| (shifted(*day), *bits))
                        .collect(),
                ),
                "Digeser satu hari agar petugas cukup.",
            ),
            _ => (Decision::Approve, ""),
        };
        let refused = decision == Decision::Refuse;
        let mut cx = self.cx(approver, at).await?;
        let input = Decide {
            decision,
            version,
            note: note.into(),
            waive: false,
            batch: Uuid::now_v7(),
        };
        let request = requests::decide(&mut cx, id, input).await?;
        cx.finish().await?;
        if refused && self.dice.chance(40) {
            self.later(at + TimeDelta::hours(3), Act::Object(id));
        } else if matches!(request.state, State::Approved | State::ApprovedAdjusted) {
            match self.dice.below(100) {
                0..5 => self.later(at + TimeDelta::hours(2), Act::Cancel(id)),
                5..7 => self.later(at + TimeDelta::hours(2), Act::Revoke(id)),
                _ => {}
            }
        }
        Ok(())
    }

    async fn own(&mut self, at: DateTime<Utc>, id: RequestId, what: Own) -> Result<()> {
        let (employee, _, version, _) = self.find(id).await?;
        let mut cx = self.cx(employee, at).await?;
        match what {
            Own::Withdraw => requests::withdraw(&mut cx, id, version).await?,
            Own::Cancel => requests::cancel(&mut cx, id, version, &[]).await?,
            Own::Object => {
                requests::object(
                    &mut cx,
                    id,
                    version,
                    "Hasil kerja saya sudah siap dan rapat dapat saya ikuti dari jauh.",
                )
                .await?;
            }
        }
        cx.finish().await
    }

    async fn revoke(&mut self, at: DateTime<Utc>, id: RequestId) -> Result<()> {
        let (_, approver, version, days) = self.find(id).await?;
        let (Some(approver), Some(first)) = (approver, days.keys().next().copied()) else {
            return Ok(());
        };
        let mut cx = self.cx(approver, at).await?;
        requests::revoke(
            &mut cx,
            id,
            version,
            first,
            "Kunjungan kerja pimpinan; semua petugas diperlukan di kantor.",
        )
        .await?;
        cx.finish().await
    }

    /// Ends what has passed, and counts old notices as delivered: the demo's post starts with today.
    async fn close(&mut self) -> Result<()> {
        let mut cx = super::system(self.core, self.agency).await?;
        requests::end_passed(&mut cx).await?;
        sqlx::query("update outbox set state = 'sent', sent_at = not_before where agency_id = $1 and not_before < $2")
            .bind(self.agency.id)
            .bind(self.now - TimeDelta::hours(20))
            .execute(cx.conn())
            .await?;
        // what was told before yesterday has been read
        sqlx::query("insert into notice_settings (agency_id, membership_id, seen_at) select agency_id, id, $2 from memberships where agency_id = $1")
            .bind(self.agency.id)
            .bind(self.now - TimeDelta::hours(20))
            .execute(cx.conn())
            .await?;
        cx.finish().await
    }
}

/// The next day, or the one before where a week would end.
fn shifted(day: NaiveDate) -> NaiveDate {
    if day.weekday().num_days_from_monday() >= 3 {
        day - Days::new(1)
    } else {
        day + Days::new(1)
    }
}

/// A rule that says no is part of the story; anything else is an error.
pub(super) fn tried<T>(done: Result<T>) -> Result<Option<T>> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(
            Error::Invalid(_)
            | Error::Refused(_)
            | Error::Conflict(_)
            | Error::Forbidden
            | Error::NotFound,
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the person who asked does next.
enum Own {
    Withdraw,
    Cancel,
    Object,
}

/// A person with what acting takes: ids, unit, name, the unit's zone.
type Row = (
    EmployeeId,
    MembershipId,
    IdentityId,
    UnitId,
    String,
    String,
    Option<String>,
);

/// Everybody of the agency as somebody who acts.
pub(super) async fn actors(core: &Core, agency: &Agency) -> Result<HashMap<EmployeeId, Actor>> {
    let mut cx = super::system(core, agency).await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select e.id, m.id, m.identity_id, e.unit_id, u.name, e.name, u.time_zone from employees e \
         join memberships m on m.agency_id = e.agency_id and m.employee_id = e.id \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id where e.agency_id = $1",
    )
    .bind(agency.id)
    .fetch_all(cx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(
            |(employee, membership, identity, unit, unit_name, name, place)| {
                let actor = Actor {
                    agency: agency.clone(),
                    membership: Some(membership),
                    identity: Some(identity),
                    session: None,
                    token: None,
                    employee: Some(employee),
                    unit: Some(unit),
                    unit_name,
                    name,
                    roles: Roles {
                        employee: true,
                        supervisor: true,
                        ..Roles::default()
                    },
                    zone: place.as_deref().map_or(agency.zone, zone),
                    lang: Lang::Id,
                    pending: 0,
                    unread: 0,
                    memberships: Vec::new(),
                };
                (employee, actor)
            },
        )
        .collect())
}
