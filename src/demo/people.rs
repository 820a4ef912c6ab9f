//! Invented people in real units and positions, with the facts that rules look at.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Dice, Today,
    names::{Born, Registry},
    structure::{Tenant, Unit},
};
use crate::kernel::{
    actor::Agency,
    audit::{self, Event},
    cx::{Core, Cx},
    error::Result,
    id::{EmployeeId, PositionId, UnitId},
};

/// A person of the demo.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: EmployeeId,
    pub nip: String,
    pub name: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub head: bool,
    pub direct_service: bool,
    pub has_home: bool,
    /// A desk job, a good rating, more than a year in service: nothing personal is in the way.
    pub eligible: bool,
}

/// A kind of work: its positions, and the five task flags (no room, outside, ICT, few visitors, little supervision).
struct Work {
    positions: &'static [(&'static str, &'static str, i16)],
    /// outside office, no special room, uses ICT, little face to face, little supervision
    flags: [Option<bool>; 5],
}

const DESK: Work = Work {
    positions: &[
        ("Analis Kebijakan Ahli Muda", "Analis Kebijakan", 10),
        ("Analis Kebijakan Ahli Pertama", "Analis Kebijakan", 8),
        ("Perencana Ahli Muda", "Perencana", 10),
        ("Perencana Ahli Pertama", "Perencana", 8),
        ("Statistisi Ahli Pertama", "Statistisi", 8),
        ("Pranata Komputer Ahli Muda", "Pranata Komputer", 9),
        ("Pranata Komputer Ahli Pertama", "Pranata Komputer", 8),
        ("Analis Hukum Ahli Pertama", "Analis Hukum", 8),
        (
            "Pranata Hubungan Masyarakat Ahli Pertama",
            "Pranata Hubungan Masyarakat",
            8,
        ),
        ("Auditor Ahli Muda", "Auditor", 9),
        ("Penata Kelola Keuangan", "Pelaksana", 7),
        ("Penyusun Laporan", "Pelaksana", 6),
    ],
    flags: [Some(true); 5],
};
const ARCHIVE: Work = Work {
    positions: &[
        ("Arsiparis Ahli Pertama", "Arsiparis", 8),
        ("Arsiparis Terampil", "Arsiparis", 6),
        ("Pengadministrasi Perkantoran", "Pelaksana", 5),
        ("Pengemudi Dinas", "Pelaksana", 4),
    ],
    flags: [Some(true), Some(false), Some(true), Some(true), Some(false)],
};
const COUNTER: Work = Work {
    positions: &[
        ("Petugas Loket Pelayanan", "Pelaksana", 6),
        (
            "Administrator Database Kependudukan Ahli Pertama",
            "Administrator Database Kependudukan",
            8,
        ),
        ("Penata Perizinan Ahli Pertama", "Penata Perizinan", 8),
        ("Pengelola Layanan Kecamatan", "Pelaksana", 6),
    ],
    flags: [Some(false), Some(true), Some(true), Some(false), Some(true)],
};
const HEALTH: Work = Work {
    positions: &[
        ("Perawat Terampil", "Perawat", 7),
        ("Perawat Mahir", "Perawat", 8),
        ("Bidan Terampil", "Bidan", 7),
        ("Dokter Ahli Pertama", "Dokter", 9),
        (
            "Administrator Kesehatan Ahli Pertama",
            "Administrator Kesehatan",
            8,
        ),
    ],
    flags: [
        Some(false),
        Some(false),
        Some(true),
        Some(false),
        Some(true),
    ],
};
const UNDECIDED: Work = Work {
    positions: &[
        ("Penelaah Teknis Kebijakan", "Pelaksana", 7),
        ("Pengelola Data dan Informasi", "Pelaksana", 6),
    ],
    flags: [None; 5],
};

fn work(unit: &str, dice: &mut Dice) -> &'static Work {
    if unit.contains("Kesehatan") || unit.contains("RSUD") {
        return &HEALTH;
    }
    if ["Kependudukan", "Terpadu", "Kecamatan", "Pamong", "Bencana"]
        .iter()
        .any(|word| unit.contains(word))
    {
        return if dice.chance(75) { &COUNTER } else { &ARCHIVE };
    }
    match dice.below(100) {
        0..78 => &DESK,
        78..92 => &ARCHIVE,
        _ => &UNDECIDED,
    }
}

#[derive(Serialize)]
struct EmployeeRow {
    id: Uuid,
    nip: String,
    name: String,
    asn_kind: &'static str,
    grade: &'static str,
    unit_id: Uuid,
    position_id: Uuid,
    position_since: NaiveDate,
    birth_on: NaiveDate,
    gender: &'static str,
    email: String,
    appointed_on: NaiveDate,
    membership: Uuid,
    assignment: Uuid,
}

#[derive(Serialize)]
struct FactRow {
    id: Uuid,
    employee_id: Uuid,
    text: String,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

/// Everything that is collected before it is written at once.
#[derive(Default)]
struct Batch {
    employees: Vec<EmployeeRow>,
    ratings: Vec<FactRow>,
    homes: Vec<FactRow>,
    discipline: Vec<FactRow>,
    absences: Vec<FactRow>,
    heads: Vec<(UnitId, EmployeeId)>,
}

/// Fills a tenant's units with people.
pub async fn fill(
    core: &Core,
    agency: &Agency,
    tenant: &Tenant,
    units: &[Unit],
    today: Today,
) -> Result<Vec<Person>> {
    if tenant.people == 0 {
        return Ok(Vec::new());
    }
    let seed = agency
        .code
        .bytes()
        .fold(7_u64, |sum, byte| sum * 131 + u64::from(byte));
    let mut dice = Dice::new(seed);
    let mut names = Registry::new()?;
    let mut cx = super::system(core, agency)
        .await?
        .at(today.now - chrono::TimeDelta::days(118));
    let mut positions = Positions::default();
    let mut batch = Batch::default();
    let mut people = Vec::new();
    let per_unit = (tenant.people / units.len()).max(2);
    for unit in units {
        let size = if unit.leaf {
            per_unit + dice.below(per_unit.min(9))
        } else {
            1 + dice.below(3)
        };
        for place in 0..size {
            let head = place == 0;
            let born = names.born(&mut dice, today.on, head);
            let mut desk = false;
            let position = if head {
                positions.head(&mut cx, &unit.name).await?
            } else {
                let work = work(&unit.name, &mut dice);
                desk = work.flags == [Some(true); 5];
                let choice = dice.pick(work.positions);
                positions.staff(&mut cx, choice, work.flags).await?
            };
            let mut person = batch.add(&mut dice, &born, unit, position, head, tenant, today);
            person.eligible &= desk;
            people.push(person);
        }
    }
    batch.write(&mut cx, agency).await?;
    let count = people.len();
    audit::record(
        &mut cx,
        Event::new("demo-people-loaded", "agency", agency.id.0).with("people", count),
    )
    .await?;
    cx.finish().await?;
    Ok(people)
}

#[derive(Default)]
struct Positions(HashMap<String, PositionId>);

impl Positions {
    async fn staff(
        &mut self,
        cx: &mut Cx,
        choice: &(&str, &str, i16),
        flags: [Option<bool>; 5],
    ) -> Result<PositionId> {
        let (name, family, kelas) = *choice;
        self.ensure(cx, name, family, kelas, flags).await
    }

    async fn head(&mut self, cx: &mut Cx, unit: &str) -> Result<PositionId> {
        self.ensure(
            cx,
            &format!("Kepala {unit}"),
            "Manajerial",
            14,
            [Some(true), Some(true), Some(true), Some(false), Some(true)],
        )
        .await
    }

    async fn ensure(
        &mut self,
        cx: &mut Cx,
        name: &str,
        family: &str,
        kelas: i16,
        flags: [Option<bool>; 5],
    ) -> Result<PositionId> {
        if let Some(id) = self.0.get(name) {
            return Ok(*id);
        }
        let id = PositionId::new();
        let (agency, now) = (cx.agency(), cx.now());
        sqlx::query(
            "insert into positions (agency_id, id, name, family, kelas, outside_office, no_special_room, uses_ict, little_face_to_face, little_supervision, decided_at, jenjang) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(agency)
        .bind(id)
        .bind(name)
        .bind(family)
        .bind(kelas)
        .bind(flags[0])
        .bind(flags[1])
        .bind(flags[2])
        .bind(flags[3])
        .bind(flags[4])
        .bind(flags[0].map(|_| now))
        .bind(level(name))
        .execute(cx.conn())
        .await?;
        self.0.insert(name.to_owned(), id);
        Ok(id)
    }
}

/// The level that the name of a functional position ends in: "Ahli Muda" of "Perencana Ahli Muda".
fn level(name: &str) -> Option<&'static str> {
    const LEVELS: [&str; 8] = [
        "Pemula",
        "Terampil",
        "Mahir",
        "Penyelia",
        "Ahli Pertama",
        "Ahli Muda",
        "Ahli Madya",
        "Ahli Utama",
    ];
    LEVELS.into_iter().find(|level| name.ends_with(level))
}

impl Batch {
    #[expect(
        clippy::too_many_arguments,
        reason = "a person is put together from all of these"
    )]
    fn add(
        &mut self,
        dice: &mut Dice,
        born: &Born,
        unit: &Unit,
        position: PositionId,
        head: bool,
        tenant: &Tenant,
        today: Today,
    ) -> Person {
        let id = EmployeeId::new();
        let slug: String = born
            .name
            .to_lowercase()
            .chars()
            .take_while(|c| *c != ',')
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '.' })
            .collect();
        let kind = if born.pppk {
            "pppk"
        } else if today.on - born.appointed < chrono::TimeDelta::days(365) {
            "cpns"
        } else {
            "pns"
        };
        self.employees.push(EmployeeRow {
            id: id.0,
            nip: born.nip.clone(),
            name: born.name.clone(),
            asn_kind: kind,
            grade: if born.pppk {
                "IX"
            } else if head {
                "IV/a"
            } else {
                dice.pick::<&str>(&["III/a", "III/b", "III/c", "III/d"])
            },
            unit_id: unit.id.0,
            position_id: position.0,
            position_since: born.appointed.max(today.on - Days::new(900)),
            birth_on: born.birth,
            gender: born.gender,
            email: format!(
                "{}.{}@{}",
                slug.trim_matches('.'),
                &born.nip[15..],
                tenant.mail
            ),
            appointed_on: born.appointed,
            membership: Uuid::now_v7(),
            assignment: Uuid::now_v7(),
        });
        let fact = |text: &str, from_on: NaiveDate, to_on: Option<NaiveDate>| FactRow {
            id: Uuid::now_v7(),
            employee_id: id.0,
            text: text.to_owned(),
            from_on,
            to_on,
        };
        let mut eligible = today.on - born.appointed > chrono::TimeDelta::days(400);
        let rated = dice.chance(93);
        eligible &= rated;
        if rated {
            let predikat = match dice.below(100) {
                0..15 => "sangat_baik",
                15..93 => "baik",
                93..98 => "butuh_perbaikan",
                _ => "kurang",
            };
            eligible &= predikat.ends_with("baik");
            self.ratings
                .push(fact(predikat, today.on - Days::new(45), None));
        }
        let has_home = dice.chance(86);
        if has_home {
            let city = dice.pick(&[
                "Kota Depok",
                "Kota Bekasi",
                "Kabupaten Pati",
                "Kota Semarang",
                "Kasongan",
                "Kota Makassar",
            ]);
            self.homes.push(fact(city, today.on - Days::new(100), None));
        }
        if dice.chance(1) {
            eligible = false;
            self.discipline.push(fact(
                "serving",
                today.on - Days::new(60),
                Some(today.on + Days::new(120)),
            ));
        }
        if dice.chance(24) {
            eligible = false;
            let from = today.on - Days::new(60) + Days::new(dice.below(85) as u64);
            let kind = if dice.chance(60) {
                "leave"
            } else {
                "official_trip"
            };
            self.absences.push(fact(
                kind,
                from,
                Some(from + Days::new(dice.below(4) as u64)),
            ));
        }
        if head {
            self.heads.push((unit.id, id));
        }
        Person {
            id,
            nip: born.nip.clone(),
            name: born.name.clone(),
            unit: unit.id,
            unit_name: unit.name.clone(),
            head,
            direct_service: unit.direct_service,
            has_home,
            eligible,
        }
    }

    async fn write(&self, cx: &mut Cx, agency: &Agency) -> Result<()> {
        let now = cx.now();
        let statements: [(&'static str, serde_json::Value); 6] = [
            (
                "with t as (select * from jsonb_to_recordset($1) as t (id uuid, nip text, name text, asn_kind text, grade text, unit_id uuid, position_id uuid, \
                   position_since date, birth_on date, gender text, email text, appointed_on date, membership uuid, assignment uuid)), \
                 e as (insert into employees (agency_id, id, nip, name, asn_kind, grade, unit_id, position_id, position_since, birth_on, gender, email, appointed_on, created_at, updated_at) \
                   select $2, id, nip, name, asn_kind, grade, unit_id, position_id, position_since, birth_on, gender, email, appointed_on, $3, $3 from t) \
                 insert into assignments (agency_id, id, employee_id, unit_id, position_id, from_on) \
                   select $2, assignment, id, unit_id, position_id, position_since from t",
                serde_json::to_value(&self.employees)?,
            ),
            (
                "with t as (select * from jsonb_to_recordset($1) as t (id uuid, nip text, name text, email text, membership uuid)), \
                 i as (select t.*, identity_ensure(t.membership, t.nip, t.email, t.name) as identity from t), \
                 a as (insert into identity_agencies (identity_id, agency_id) select identity, $2 from i on conflict do nothing) \
                 insert into memberships (agency_id, id, identity_id, employee_id, created_at, invited_at) \
                   select $2, membership, identity, id, $3, case when right(nip, 2) <> '37' then $3::timestamptz end from i",
                serde_json::to_value(&self.employees)?,
            ),
            (
                "insert into ratings (agency_id, id, employee_id, period, predikat, rated_on, created_at) \
                 select $2, id, employee_id, '2026-Q3', text, from_on, $3 from jsonb_to_recordset($1) as t (id uuid, employee_id uuid, text text, from_on date)",
                serde_json::to_value(&self.ratings)?,
            ),
            (
                "insert into homes (agency_id, id, employee_id, address, city, state, proposed_at, decided_at) \
                 select $2, id, employee_id, 'Alamat contoh, ' || text, text, 'confirmed', $3, $3 from jsonb_to_recordset($1) as t (id uuid, employee_id uuid, text text)",
                serde_json::to_value(&self.homes)?,
            ),
            (
                "insert into discipline (agency_id, id, employee_id, level, state, from_on, to_on, created_at) \
                 select $2, id, employee_id, 'light', text, from_on, to_on, $3 from jsonb_to_recordset($1) as t (id uuid, employee_id uuid, text text, from_on date, to_on date)",
                serde_json::to_value(&self.discipline)?,
            ),
            (
                "insert into absences (agency_id, id, employee_id, kind, from_on, to_on, source, created_at) \
                 select $2, id, employee_id, text, from_on, to_on, 'import', $3 from jsonb_to_recordset($1) as t (id uuid, employee_id uuid, text text, from_on date, to_on date)",
                serde_json::to_value(&self.absences)?,
            ),
        ];
        for (statement, rows) in statements {
            sqlx::query(statement)
                .bind(rows)
                .bind(agency.id)
                .bind(now)
                .execute(cx.conn())
                .await?;
        }
        for (unit, head) in &self.heads {
            sqlx::query("update units set head_id = $3 where agency_id = $1 and id = $2")
                .bind(agency.id)
                .bind(unit)
                .bind(head)
                .execute(cx.conn())
                .await?;
        }
        Ok(())
    }
}
