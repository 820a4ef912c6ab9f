//! Agencies and their settings.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    identity::{invite::NewAgency, settings::Settings},
    kernel::{
        actor::Agency,
        error::{Error, Result},
        id::AgencyId,
        time::zone,
    },
};

/// Opens an agency: a new one, or one that already stands in the directory.
pub async fn create_agency(
    conn: &mut PgConnection,
    new: &NewAgency,
    now: DateTime<Utc>,
) -> Result<AgencyId> {
    let id = sqlx::query_scalar!(
        "insert into agencies (id, code, name, kind, time_zone, live, ministry, created_at) values ($1, $2, $3, $4, $5, true, $6, $7) \
         on conflict (code) do update set live = true, name = excluded.name, kind = excluded.kind, time_zone = excluded.time_zone, \
         ministry = agencies.ministry or excluded.ministry where not agencies.live returning id",
        Uuid::now_v7(),
        new.code,
        new.name,
        new.kind,
        new.time_zone,
        new.ministry,
        now
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::Conflict("agency-exists"))?;
    Ok(AgencyId(id))
}

/// A live agency by its code, for the command line.
pub async fn agency_by_code(conn: &mut PgConnection, code: &str) -> Result<Option<Agency>> {
    let row = sqlx::query!(
        "select id, code, name, time_zone from agencies where code = $1 and live",
        code
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Agency {
        id: AgencyId(row.id),
        code: row.code,
        name: row.name,
        brand: String::new(),
        zone: zone(&row.time_zone),
    }))
}

/// The settings in force; an agency that never saved any has the defaults.
pub async fn settings(conn: &mut PgConnection, agency: AgencyId) -> Result<Settings> {
    let row = sqlx::query!(
        r#"select a.name, s.display_name as "display_name?", s.brand as "brand?", s.contact as "contact?", s.week_pattern as "week_pattern?",
           s.correction_days as "correction_days?", s.objection_days as "objection_days?", s.roster_credit as "roster_credit?", s.smallest_group as "smallest_group?", s.heads_name_stand_ins as "heads_name_stand_ins?", s.unanswered as "unanswered?",
           s.unanswered_days as "unanswered_days?", s.standing_approvals as "standing_approvals?", s.version as "version?"
           from agencies a left join agency_settings s on s.agency_id = a.id where a.id = $1"#,
        agency.0
    )
    .fetch_one(conn)
    .await?;
    Ok(Settings {
        display_name: row.display_name.unwrap_or(row.name),
        brand: row.brand.unwrap_or_else(|| "laut".into()),
        contact: row.contact.unwrap_or_default(),
        week_pattern: row.week_pattern.unwrap_or(5).to_string(),
        correction_days: row.correction_days.unwrap_or(3).to_string(),
        objection_days: row.objection_days.unwrap_or(5).to_string(),
        roster_credit: row.roster_credit.unwrap_or(0).to_string(),
        smallest_group: row.smallest_group.unwrap_or(5).to_string(),
        heads_name_stand_ins: row.heads_name_stand_ins.unwrap_or(true).to_string(),
        unanswered: row.unanswered.unwrap_or_else(|| "remind".into()),
        unanswered_days: row.unanswered_days.unwrap_or(5).to_string(),
        standing_approvals: row.standing_approvals.unwrap_or(false).to_string(),
        version: row.version.unwrap_or(0).to_string(),
    })
}

/// Settings as they are kept.
pub struct KeptSettings<'a> {
    pub display_name: &'a str,
    pub brand: &'a str,
    pub contact: &'a str,
    pub week_pattern: i16,
    pub correction_days: i16,
    pub objection_days: i16,
    pub roster_credit: i16,
    pub smallest_group: i16,
    pub heads_name_stand_ins: bool,
    pub unanswered: &'a str,
    pub unanswered_days: i16,
    pub standing_approvals: bool,
}

/// Saves the settings over the version that was read; false when somebody else saved in between.
pub async fn save_settings(
    conn: &mut PgConnection,
    agency: AgencyId,
    kept: &KeptSettings<'_>,
    version: i32,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into agency_settings (agency_id, display_name, brand, contact, week_pattern, correction_days, heads_name_stand_ins, unanswered, unanswered_days, standing_approvals, objection_days, roster_credit, smallest_group) \
         values ($1, $2, $3, $4, $5, $6, $8, $9, $10, $11, $12, $13, $14) \
         on conflict (agency_id) do update set display_name = excluded.display_name, brand = excluded.brand, contact = excluded.contact, \
         week_pattern = excluded.week_pattern, correction_days = excluded.correction_days, \
         heads_name_stand_ins = excluded.heads_name_stand_ins, unanswered = excluded.unanswered, unanswered_days = excluded.unanswered_days, \
         standing_approvals = excluded.standing_approvals, objection_days = excluded.objection_days, roster_credit = excluded.roster_credit, smallest_group = excluded.smallest_group, version = agency_settings.version + 1 \
         where agency_settings.version = $7",
        agency.0,
        kept.display_name,
        kept.brand,
        kept.contact,
        kept.week_pattern,
        kept.correction_days,
        version,
        kept.heads_name_stand_ins,
        kept.unanswered,
        kept.unanswered_days,
        kept.standing_approvals,
        kept.objection_days,
        kept.roster_credit,
        kept.smallest_group
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
