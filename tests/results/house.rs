//! People of some units with what they did, and the slow model that goes through every day of everybody.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Person, TestApp, Unit, World, world::date};

/// An approved request of somebody.
#[derive(Clone)]
pub struct Stay {
    pub who: usize,
    /// Day, bits of its halves, dropped.
    pub days: Vec<(NaiveDate, i16, bool)>,
    /// Bits by weekday from Monday, where it is a pattern: then `days` are its exceptions.
    pub week: Option<[i16; 7]>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub state: &'static str,
    pub stopped: Option<NaiveDate>,
}

impl Stay {
    /// Single whole days.
    pub fn on(who: usize, days: &[&str]) -> Self {
        let days: Vec<NaiveDate> = days.iter().map(|day| date(day)).collect();
        Self {
            who,
            first: days[0],
            last: days[days.len() - 1],
            days: days.into_iter().map(|day| (day, 3, false)).collect(),
            week: None,
            state: "approved",
            stopped: None,
        }
    }
}

/// Work that was delivered.
#[derive(Clone)]
pub struct Piece {
    pub who: usize,
    pub due: NaiveDate,
    pub first: DateTime<Utc>,
    pub rounds: i16,
    pub state: &'static str,
}

impl Piece {
    /// Accepted after the first delivery, which was on time.
    pub fn on(who: usize, at: &str) -> Self {
        let first: DateTime<Utc> = at.parse().expect("an instant");
        Self {
            who,
            due: first.date_naive() + Days::new(1),
            first,
            rounds: 1,
            state: "accepted",
        }
    }
}

/// Somebody on leave.
#[derive(Clone)]
pub struct Gone {
    pub who: usize,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub cancelled: bool,
}

/// People of some units, and what they did.
pub struct House {
    pub app: TestApp,
    pub world: World,
    pub people: Vec<(Person, usize)>,
    pub units: Vec<(Unit, i32, Tz)>,
    pub stays: Vec<Stay>,
    pub pieces: Vec<Piece>,
    pub gone: Vec<Gone>,
}

pub async fn house(sizes: &[usize]) -> House {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let (mut people, mut units) = (Vec::new(), Vec::new());
    for (at, size) in sizes.iter().enumerate() {
        let name = format!("Bidang {at}");
        // every second one works six days, every third in the east
        let (six, east) = (at % 2 == 1, at % 3 == 2);
        let mut unit = world.unit(&name);
        if six {
            unit = unit.six_days();
        }
        if east {
            unit = unit.zone("Asia/Jayapura");
        }
        let unit = unit.await;
        for n in 0..*size {
            let person = world.employee(&format!("Pegawai {at}-{n}")).of(&unit).await;
            people.push((person, at));
        }
        let zone = match east {
            true => chrono_tz::Asia::Jayapura,
            false => chrono_tz::Asia::Jakarta,
        };
        units.push((unit, if six { 6 } else { 5 }, zone));
    }
    House {
        app,
        world,
        people,
        units,
        stays: Vec::new(),
        pieces: Vec::new(),
        gone: Vec::new(),
    }
}

impl House {
    pub fn ids(&self, who: usize) -> (Uuid, Uuid) {
        let (person, unit) = &self.people[who];
        (person.employee().0, self.units[*unit].0.id.0)
    }

    /// Writes everything into the tables, and has the worker count it.
    pub async fn store(&self) {
        self.write().await;
        self.app.drain().await;
    }

    async fn write(&self) {
        let agency = self.world.agency.0;
        let now = self.app.now();
        let mut tx = self.world.tx().await;
        for stay in &self.stays {
            let id = Uuid::now_v7();
            let (who, unit) = self.ids(stay.who);
            let shape = if stay.week.is_some() {
                "pattern"
            } else {
                "days"
            };
            sqlx::query(
                "insert into requests (agency_id, id, employee_id, unit_id, shape, place, state, first_on, last_on, stopped_on, week_halves, created_at, updated_at) \
                 values ($1, $2, $3, $4, $5, 'home', $6, $7, $8, $9, $10, $11, $11)",
            )
            .bind(agency)
            .bind(id)
            .bind(who)
            .bind(unit)
            .bind(shape)
            .bind(stay.state)
            .bind(stay.first)
            .bind(stay.last)
            .bind(stay.stopped)
            .bind(stay.week.map(|week| week.to_vec()))
            .bind(now)
            .execute(tx.conn())
            .await
            .expect("a request");
            for (on, halves, dropped) in &stay.days {
                sqlx::query("insert into request_days (agency_id, request_id, on_date, employee_id, unit_id, halves, dropped) values ($1, $2, $3, $4, $5, $6, $7)")
                    .bind(agency)
                    .bind(id)
                    .bind(on)
                    .bind(who)
                    .bind(unit)
                    .bind(halves)
                    .bind(dropped)
                    .execute(tx.conn())
                    .await
                    .expect("a day");
            }
        }
        for piece in &self.pieces {
            let id = Uuid::now_v7();
            let (who, _) = self.ids(piece.who);
            let ended = (piece.state == "accepted").then_some(now);
            sqlx::query(
                "insert into deliverables (agency_id, id, employee_id, title, due_on, state, rounds, planned_at, ended_at) values ($1, $2, $3, 'Peta', $4, $5, $6, $7, $8)",
            )
            .bind(agency)
            .bind(id)
            .bind(who)
            .bind(piece.due)
            .bind(piece.state)
            .bind(piece.rounds)
            .bind(piece.first)
            .bind(ended)
            .execute(tx.conn())
            .await
            .expect("work");
            for number in 1..=piece.rounds {
                let later = i64::from(number - 1);
                sqlx::query("insert into deliveries (agency_id, deliverable_id, number, employee_id, words, delivered_at) values ($1, $2, $3, $4, 'Selesai', $5)")
                    .bind(agency)
                    .bind(id)
                    .bind(number)
                    .bind(who)
                    .bind(piece.first + chrono::TimeDelta::days(later))
                    .execute(tx.conn())
                    .await
                    .expect("a delivery");
            }
        }
        for gone in &self.gone {
            let (who, _) = self.ids(gone.who);
            sqlx::query("insert into absences (agency_id, id, employee_id, kind, from_on, to_on, created_at, cancelled_at) values ($1, $2, $3, 'leave', $4, $5, $6, $7)")
                .bind(agency)
                .bind(Uuid::now_v7())
                .bind(who)
                .bind(gone.from)
                .bind(gone.to)
                .bind(now)
                .bind(gone.cancelled.then_some(now))
                .execute(tx.conn())
                .await
                .expect("leave");
        }
        tx.commit().await.expect("commit");
    }

    pub async fn smallest(&self, people: i16) {
        let mut tx = self.world.tx().await;
        sqlx::query("insert into agency_settings (agency_id, display_name, smallest_group) values ($1, 'Uji', $2) on conflict (agency_id) do update set smallest_group = $2")
            .bind(self.world.agency.0)
            .bind(people)
            .execute(tx.conn())
            .await
            .expect("a setting");
        tx.commit().await.expect("commit");
    }

    /// Days on which nobody works.
    pub async fn holidays(&self) -> BTreeSet<NaiveDate> {
        let mut tx = self.world.tx().await;
        let rows: Vec<(NaiveDate,)> = sqlx::query_as(
            "select on_date from national_days union select on_date from agency_days where agency_id = $1 and kind = 'holiday' and unit_id is null",
        )
        .bind(self.world.agency.0)
        .fetch_all(tx.conn())
        .await
        .expect("days");
        rows.into_iter().map(|row| row.0).collect()
    }

    /// What somebody's requests say of a day.
    pub fn bits(&self, who: usize, on: NaiveDate) -> i16 {
        let mut bits = 0;
        for stay in self.stays.iter().filter(|stay| stay.who == who) {
            let holds = ["approved", "approved_adjusted", "ended"].contains(&stay.state);
            let before = stay.stopped.is_none_or(|stopped| on < stopped);
            if !(holds || stay.stopped.is_some()) || !before {
                continue;
            }
            let named = stay.days.iter().find(|(day, ..)| *day == on);
            bits |= match (stay.week, named) {
                (None, Some((_, halves, false))) => *halves,
                (None, _) => 0,
                (Some(_), Some((_, halves, _))) => *halves,
                (Some(week), None) if stay.first <= on && on <= stay.last => {
                    week[on.weekday().num_days_from_monday() as usize]
                }
                (Some(_), None) => 0,
            };
        }
        bits
    }

    /// The slow model: goes through every day of everybody of a unit.
    pub fn model(
        &self,
        unit: usize,
        from: NaiveDate,
        to: NaiveDate,
        off: &BTreeSet<NaiveDate>,
    ) -> Counted {
        let (_, week, zone) = &self.units[unit];
        let mut all = Counted::default();
        for (who, (_, of)) in self.people.iter().enumerate() {
            if *of != unit {
                continue;
            }
            all.employees += 1;
            let mut kinds: BTreeMap<NaiveDate, char> = BTreeMap::new();
            let mut half_days = 0;
            for on in from.iter_days().take_while(|on| *on <= to) {
                let weekday = on.weekday().num_days_from_monday();
                if weekday >= u32::try_from(*week).unwrap() || off.contains(&on) {
                    continue;
                }
                let bits = self.bits(who, on);
                let mut gone = self
                    .gone
                    .iter()
                    .filter(|gone| gone.who == who && !gone.cancelled);
                let away = gone.any(|gone| gone.from <= on && on <= gone.to);
                let kind = match (bits, away) {
                    (0, true) => 'a',
                    (0, false) => 'o',
                    _ => 'f',
                };
                kinds.insert(on, kind);
                half_days += i64::from(bits & 1) + i64::from(bits >> 1 & 1);
            }
            let days = |kind| kinds.values().filter(|one| **one == kind).count() as i64;
            let mut own = [[0_i64; 3]; 3];
            for piece in self.pieces.iter().filter(|piece| piece.who == who) {
                let on = piece.first.with_timezone(zone).date_naive();
                if piece.state != "accepted" || on < from || on > to {
                    continue;
                }
                let of = match kinds.get(&on) {
                    Some('f') => &[0, 1][..],
                    Some('o') => &[0, 2][..],
                    _ => &[0][..],
                };
                for at in of {
                    own[*at][0] += 1;
                    own[*at][1] += i64::from(on <= piece.due);
                    own[*at][2] += i64::from(piece.rounds - 1);
                }
            }
            all.flexible[0] += i64::from(half_days > 0);
            all.flexible[1] += half_days;
            all.work[0] += i64::from(own[0][0] > 0);
            for (sum, n) in all.work[1..].iter_mut().zip(own[0]) {
                *sum += n;
            }
            if days('f') > 0 && days('o') > 0 && own[1][0] + own[2][0] > 0 {
                all.both += 1;
                for (side, kind, at) in [(0, 'f', 1), (1, 'o', 2)] {
                    all.sides[side][0] += days(kind);
                    for (sum, n) in all.sides[side][1..].iter_mut().zip(own[at]) {
                        *sum += n;
                    }
                }
            }
        }
        all
    }
}

#[derive(Clone, Debug, Default)]
pub struct Counted {
    pub employees: i64,
    pub flexible: [i64; 2],
    pub work: [i64; 4],
    pub both: i64,
    pub sides: [[i64; 4]; 2],
}

impl Counted {
    /// As the program shows it; `beside`: the other months of the quarter.
    pub fn view(&self, beside: &[Self], least: i64) -> Value {
        let enough = |of: fn(&Self) -> i64| {
            let mut all = beside.iter().chain([self]).map(of);
            self.employees >= least && all.all(|n| n == 0 || n >= least)
        };
        let [people, half_days] = self.flexible;
        let flexible = enough(|one| one.flexible[0])
            .then(|| json!({"people": people, "half_days": half_days}));
        let [people, accepted, on_time, revisions] = self.work;
        let shown = enough(|one| one.work[0]);
        let work = shown.then(|| json!({"people": people, "accepted": accepted, "on_time": on_time, "revisions": revisions}));
        let side = |[days, accepted, on_time, revisions]: [i64; 4]| json!({"days": days, "accepted": accepted, "on_time": on_time, "revisions": revisions});
        let compared = (flexible.is_some() && shown && enough(|one| one.both)).then(|| {
            json!({"people": self.both, "flexible": side(self.sides[0]), "office": side(self.sides[1])})
        });
        json!({"flexible": flexible, "work": work, "compared": compared})
    }
}

/// Numbers that look drawn by lot and are the same each time.
pub struct Lot(pub u64);

impl Lot {
    pub fn next(&mut self, under: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % under
    }

    pub fn day(&mut self, from: NaiveDate, days: u64) -> NaiveDate {
        from + Days::new(self.next(days))
    }
}
