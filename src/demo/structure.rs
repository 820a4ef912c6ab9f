//! The directory of agencies, the four live tenants, their real unit trees, and rule sets modelled on real practice.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::Today;
use crate::{
    calendar::WeekDay,
    kernel::{
        actor::Agency,
        cx::Core,
        db::Mode,
        error::{Error, Result},
        id::UnitId,
    },
    organisation::region::Region,
    policy::{self, Limit, RuleSet},
};

/// One live agency of the demo.
pub struct Tenant {
    pub code: &'static str,
    /// Its name in `units_sample.csv`; empty for the fictional one.
    pub sample: &'static str,
    pub display: &'static str,
    pub zone: &'static str,
    /// The code of the regency or city of its main office; empty for the fictional one.
    pub region: &'static str,
    pub brand: &'static str,
    pub people: usize,
    pub quota: u8,
    pub on_site: Limit,
    pub mail: &'static str,
    pub day_off: NaiveDate,
    pub day_off_name: &'static str,
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// BKN, Pati, Katingan, and the fictional agency that the visitor fills.
pub const TENANTS: &[Tenant] = &[
    Tenant {
        code: "4011",
        sample: "Badan Kepegawaian Negara",
        display: "Badan Kepegawaian Negara",
        zone: "Asia/Jakarta",
        region: "31.75",
        brand: "laut",
        people: 960,
        quota: 50,
        on_site: Limit::Percent(50),
        mail: "bkn.example",
        day_off: day(2026, 12, 30),
        day_off_name: "Libur internal (contoh)",
    },
    Tenant {
        code: "6409",
        sample: "Pemerintah Kab. Pati",
        display: "Pemerintah Kabupaten Pati",
        zone: "Asia/Jakarta",
        region: "33.18",
        brand: "hijau",
        people: 800,
        quota: 30,
        on_site: Limit::Percent(60),
        mail: "pati.example",
        day_off: day(2026, 8, 7),
        day_off_name: "Hari Jadi Kabupaten Pati",
    },
    Tenant {
        code: "6711",
        sample: "Pemerintah Kab. Katingan",
        display: "Pemerintah Kabupaten Katingan",
        zone: "Asia/Jakarta",
        region: "62.06",
        brand: "tembaga",
        people: 230,
        quota: 30,
        on_site: Limit::Percent(50),
        mail: "katingan.example",
        day_off: day(2026, 12, 28),
        day_off_name: "Libur daerah (contoh)",
    },
    Tenant {
        code: "CONTOH",
        sample: "",
        display: "Pemerintah Kabupaten Contoh",
        zone: "Asia/Makassar",
        region: "",
        brand: "nila",
        people: 0,
        quota: 50,
        on_site: Limit::Percent(50),
        mail: "contoh.example",
        day_off: day(2026, 12, 29),
        day_off_name: "Hari Jadi Kabupaten Contoh",
    },
];

/// A unit that stands in the database.
#[derive(Clone, Debug)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    pub leaf: bool,
    pub direct_service: bool,
}

#[derive(Serialize)]
struct AgencyRow {
    id: Uuid,
    code: String,
    name: String,
    kind: String,
    province: Option<String>,
    time_zone: String,
    excluded: bool,
}

/// Every agency of the reference list, none of them live.
pub async fn directory(core: &Core, today: Today) -> Result<()> {
    let zones = zones()?;
    let mut reader = csv::Reader::from_reader(&include_bytes!("../../data/agencies.csv")[..]);
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(Error::internal)?;
        let province = Some(row[3].to_owned()).filter(|name| !name.is_empty());
        rows.push(AgencyRow {
            id: Uuid::now_v7(),
            code: row[0].to_owned(),
            name: row[1].to_owned(),
            kind: row[2].to_owned(),
            time_zone: province
                .as_ref()
                .and_then(|name| zones.get(name))
                .cloned()
                .unwrap_or_else(|| "Asia/Jakarta".into()),
            province,
            excluded: matches!(&row[0], "4033" | "4034"),
        });
    }
    let contoh = &TENANTS[3];
    rows.push(AgencyRow {
        id: Uuid::now_v7(),
        code: contoh.code.into(),
        name: contoh.display.into(),
        kind: "pemkab".into(),
        province: None,
        time_zone: contoh.zone.into(),
        excluded: false,
    });
    let mut tx = core.db.begin(Mode::Write).await?;
    sqlx::query(
        "insert into agencies (id, code, name, kind, province, time_zone, excluded, created_at) \
         select id, code, name, kind, province, time_zone, excluded, $2 from jsonb_to_recordset($1) \
         as t (id uuid, code text, name text, kind text, province text, time_zone text, excluded boolean) on conflict (code) do nothing",
    )
    .bind(serde_json::to_value(rows)?)
    .bind(today.now)
    .execute(tx.conn())
    .await?;
    sqlx::query("update agencies set ministry = true where code = '2060'")
        .execute(tx.conn())
        .await?;
    tx.commit().await
}

fn zones() -> Result<HashMap<String, String>> {
    let mut reader =
        csv::Reader::from_reader(&include_bytes!("../../data/timezones_province.csv")[..]);
    let head = reader.headers().map_err(Error::internal)?.clone();
    let column = |wanted: &str| {
        head.iter()
            .position(|name| name == wanted)
            .ok_or(Error::NotFound)
    };
    let (name, zone) = (column("province")?, column("tz_iana")?);
    let mut zones = HashMap::new();
    for row in reader.records() {
        let row = row.map_err(Error::internal)?;
        let found = ["Asia/Jayapura", "Asia/Makassar"]
            .into_iter()
            .find(|iana| row[zone].contains(iana))
            .unwrap_or("Asia/Jakarta");
        zones.insert(row[name].to_owned(), found.to_owned());
    }
    Ok(zones)
}

/// Opens one agency of the directory.
pub async fn open(core: &Core, code: &str, today: Today) -> Result<Agency> {
    let tenant = TENANTS.iter().find(|tenant| tenant.code == code);
    let mut tx = core.db.begin(Mode::Write).await?;
    sqlx::query(
        "update agencies set live = true, time_zone = coalesce($2, time_zone) where code = $1",
    )
    .bind(code)
    .bind(tenant.map(|tenant| tenant.zone))
    .execute(tx.conn())
    .await?;
    tx.commit().await?;
    let agency = super::agency(core, code).await?;
    let mut cx = super::system(core, &agency)
        .await?
        .at(today.now - chrono::TimeDelta::days(120));
    let (display, brand) = tenant.map_or((agency.name.as_str(), "arang"), |tenant| {
        (tenant.display, tenant.brand)
    });
    sqlx::query("insert into agency_settings (agency_id, display_name, brand, contact) values ($1, $2, $3, $4)")
        .bind(agency.id)
        .bind(display)
        .bind(brand)
        .bind("Bagian kepegawaian, contoh")
        .execute(cx.conn())
        .await?;
    crate::kernel::audit::record(
        &mut cx,
        crate::kernel::audit::Event::new("agency-opened", "agency", agency.id.0),
    )
    .await?;
    cx.finish().await?;
    Ok(agency)
}

struct Plan {
    code: String,
    parent: Option<String>,
    name: String,
}

fn plans(tenant: &Tenant) -> Result<Vec<Plan>> {
    if tenant.sample.is_empty() {
        let expected: serde_json::Value =
            serde_json::from_slice(include_bytes!("../../data/pegawai_messy_expected.json"))?;
        let names = expected["unit_reference"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        return Ok(names
            .iter()
            .enumerate()
            .map(|(index, name)| Plan {
                code: format!("CONTOH.{:02}", index + 1),
                parent: None,
                name: name.as_str().unwrap_or_default().to_owned(),
            })
            .collect());
    }
    let mut reader = csv::Reader::from_reader(&include_bytes!("../../data/units_sample.csv")[..]);
    let mut plans = Vec::new();
    for row in reader.records() {
        let row = row.map_err(Error::internal)?;
        if &row[0] == tenant.sample {
            plans.push(Plan {
                code: row[1].to_owned(),
                parent: Some(row[2].to_owned()).filter(|code| !code.is_empty()),
                name: row[3].to_owned(),
            });
        }
    }
    Ok(plans)
}

/// Face-to-face service that stays open: civil registry, licensing, hospitals, sub-districts, order, disaster, fire (law.md 2.8).
fn serves_directly(name: &str) -> bool {
    [
        "Kependudukan",
        "Pelayanan Terpadu",
        "RSUD",
        "Kecamatan",
        "Polisi Pamong",
        "Penanggulangan Bencana",
        "Kemetrologian",
    ]
    .iter()
    .any(|word| name.contains(word))
}

fn office_zone(name: &str) -> Option<&'static str> {
    if ["Makassar", "Denpasar", "Manado", "Banjarmasin"]
        .iter()
        .any(|city| name.contains(city))
    {
        Some("Asia/Makassar")
    } else if ["Jayapura", "Manokwari"]
        .iter()
        .any(|city| name.contains(city))
    {
        Some("Asia/Jayapura")
    } else {
        None
    }
}

/// The units of a tenant, as a tree.
pub async fn units(core: &Core, agency: &Agency, tenant: &Tenant) -> Result<Vec<Unit>> {
    let plans = plans(tenant)?;
    let ids: HashMap<String, UnitId> = plans
        .iter()
        .map(|plan| (plan.code.clone(), UnitId::new()))
        .collect();
    let mut cx = super::system(core, agency).await?;
    let mut units = Vec::new();
    for plan in &plans {
        let id = ids[&plan.code];
        let parent = plan.parent.as_ref().and_then(|code| ids.get(code)).copied();
        let direct_service = serves_directly(&plan.name);
        let place = plan
            .name
            .strip_prefix("Kantor Regional ")
            .and_then(|rest| rest.split_once(' '))
            .map_or("", |(_, city)| city);
        // the units below follow the one above
        let region = match (place, parent) {
            ("", None) => Region::read(tenant.region),
            _ => Region::read(&format!("Kota {place}")),
        };
        sqlx::query(
            "insert into units (agency_id, id, code, parent_id, name, head_title, place, time_zone, direct_service, region) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(agency.id)
        .bind(id)
        .bind(&plan.code)
        .bind(parent)
        .bind(&plan.name)
        .bind(format!("Kepala {}", plan.name))
        .bind(place)
        .bind(office_zone(&plan.name))
        .bind(direct_service)
        .bind(region.map(|region| region.code))
        .execute(cx.conn())
        .await?;
        units.push(Unit {
            id,
            name: plan.name.clone(),
            leaf: !plans
                .iter()
                .any(|other| other.parent.as_ref() == Some(&plan.code)),
            direct_service,
        });
    }
    cx.finish().await?;
    Ok(units)
}

fn stored(set: &RuleSet) -> Result<serde_json::Value> {
    Ok(serde_json::to_value(&set.rules)?)
}

/// The ministry's base rules, published by two officers of the ministry.
pub async fn base_rules(core: &Core, today: Today) -> Result<()> {
    let set = policy::base::ministry();
    let ministry = super::agency(core, "2060").await?;
    let mut cx = super::system(core, &ministry).await?;
    let officers: Vec<Uuid> = sqlx::query_scalar(
        "select membership_id from role_grants where agency_id = $1 and role = 'ministry' order by granted_at, id",
    )
    .bind(ministry.id)
    .fetch_all(cx.conn())
    .await?;
    let at = today.now - chrono::TimeDelta::days(240);
    sqlx::query(
        "insert into base_rule_sets (id, version, state, effective_from, rules, created_by, created_at, requested_by, requested_at, published_by, published_at) \
         values ($1, $2, 'published', $3, $4, $5, $6, $5, $6, $7, $6)",
    )
    .bind(Uuid::now_v7())
    .bind(i32::try_from(set.version).unwrap_or(1))
    .bind(set.effective_from)
    .bind(stored(&set)?)
    .bind(officers.first())
    .bind(at)
    .bind(officers.get(1))
    .execute(cx.conn())
    .await?;
    cx.finish().await
}

/// The tenant's rule set: the Friday rule of April 2026, a two-day cap, a quota, a minimum in the office.
pub async fn rules(core: &Core, agency: &Agency, tenant: &Tenant, today: Today) -> Result<()> {
    let start = today.on - Days::new(110);
    let set = policy::base::typical_agency(&policy::base::Practice {
        version: 1,
        effective_from: start,
        allowed: [WeekDay::Tue, WeekDay::Wed, WeekDay::Thu, WeekDay::Fri].into(),
        quota_percent: tenant.quota,
        min_on_site: tenant.on_site,
        ..policy::base::Practice::default()
    });
    let mut cx = super::system(core, agency).await?;
    let officers: Vec<Uuid> = sqlx::query_scalar(
        "select membership_id from role_grants where agency_id = $1 and role = 'hr' order by granted_at, id",
    )
    .bind(agency.id)
    .fetch_all(cx.conn())
    .await?;
    let at = today.now - chrono::TimeDelta::days(115);
    sqlx::query(
        "insert into rule_sets (agency_id, id, version, state, effective_from, rules, created_by, created_at, requested_by, requested_at, published_by, published_at) \
         values ($1, $2, 1, 'published', $3, $4, $5, $6, $5, $6, $7, $6)",
    )
    .bind(agency.id)
    .bind(Uuid::now_v7())
    .bind(start)
    .bind(stored(&set)?)
    .bind(officers.first())
    .bind(at)
    .bind(officers.get(1))
    .execute(cx.conn())
    .await?;
    cx.finish().await
}
