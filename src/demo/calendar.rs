//! The national calendar and each tenant's hours.

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::{Today, structure::Tenant};
use crate::kernel::{
    actor::Agency,
    cx::Core,
    db::Mode,
    error::{Error, Result},
};

#[derive(Serialize)]
struct Day {
    id: Uuid,
    on_date: NaiveDate,
    name_id: String,
    name_en: String,
    kind: &'static str,
    status: String,
    legal_basis: String,
}

/// National holidays and joint leave as announced; Ramadan as an estimate from Idul Fitri, marked so.
pub async fn national(core: &Core) -> Result<()> {
    let mut reader = csv::Reader::from_reader(&include_bytes!("../../data/holidays_id.csv")[..]);
    let mut days = Vec::new();
    let mut eids = Vec::new();
    for row in reader.records() {
        let row = row.map_err(Error::internal)?;
        let on_date = row[0].parse().map_err(Error::internal)?;
        if &row[1] == "Hari Raya Idul Fitri" {
            eids.push(on_date);
        }
        days.push(Day {
            id: Uuid::now_v7(),
            on_date,
            name_id: row[1].to_owned(),
            name_en: row[2].to_owned(),
            kind: if &row[3] == "cuti_bersama" {
                "joint_leave"
            } else {
                "national"
            },
            status: row[6].to_owned(),
            legal_basis: row[7].to_owned(),
        });
    }
    let mut tx = core.db.begin(Mode::Write).await?;
    sqlx::query(
        "insert into national_days (id, on_date, name_id, name_en, kind, status, legal_basis) \
         select id, on_date, name_id, name_en, kind, status, legal_basis from jsonb_to_recordset($1) \
         as t (id uuid, on_date date, name_id text, name_en text, kind text, status text, legal_basis text) on conflict do nothing",
    )
    .bind(serde_json::to_value(days)?)
    .execute(tx.conn())
    .await?;
    for eid in eids {
        sqlx::query(
            "insert into ramadan_periods (id, year, from_on, to_on, source) values ($1, $2, $3, $4, $5) on conflict do nothing",
        )
        .bind(Uuid::now_v7())
        .bind(chrono::Datelike::year(&eid))
        .bind(eid - Days::new(30))
        .bind(eid - Days::new(1))
        .bind("perkiraan: 30 hari sebelum Idul Fitri")
        .execute(tx.conn())
        .await?;
    }
    tx.commit().await
}

/// A founding day off, and hours of six-day units.
pub async fn agency(core: &Core, agency: &Agency, tenant: &Tenant, today: Today) -> Result<()> {
    let mut cx = super::system(core, agency).await?;
    sqlx::query(
        "insert into agency_days (agency_id, id, on_date, name, kind, created_at) values ($1, $2, $3, $4, 'holiday', $5)",
    )
    .bind(agency.id)
    .bind(Uuid::now_v7())
    .bind(tenant.day_off)
    .bind(tenant.day_off_name)
    .bind(today.now)
    .execute(cx.conn())
    .await?;
    cx.finish().await
}
