//! An agency's own settings: its name on the page, colours, contact, working week, answer times.

use serde::Deserialize;
use sqlx::PgConnection;

use crate::kernel::{
    actor::{Agency, Can},
    audit::{self, Event},
    cx::Cx,
    error::{Error, Result},
    form::Check,
    id::AgencyId,
    time::zone,
};

/// Colour presets with tested contrast.
pub const BRANDS: [&str; 7] = ["laut", "hijau", "marun", "nila", "ungu", "tembaga", "arang"];

/// The settings as the form sends and shows them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub display_name: String,
    pub brand: String,
    pub contact: String,
    pub week_pattern: String,
    pub correction_days: String,
    pub version: String,
}

/// The settings in force; an agency that never saved any has the defaults.
pub async fn show(cx: &mut Cx) -> Result<Settings> {
    let agency = cx.agency();
    let row = sqlx::query!(
        r#"select a.name, s.display_name as "display_name?", s.brand as "brand?", s.contact as "contact?", s.week_pattern as "week_pattern?",
           s.correction_days as "correction_days?", s.version as "version?"
           from agencies a left join agency_settings s on s.agency_id = a.id where a.id = $1"#,
        agency.0
    )
    .fetch_one(cx.conn())
    .await?;
    Ok(Settings {
        display_name: row.display_name.unwrap_or(row.name),
        brand: row.brand.unwrap_or_else(|| "laut".into()),
        contact: row.contact.unwrap_or_default(),
        week_pattern: row.week_pattern.unwrap_or(5).to_string(),
        correction_days: row.correction_days.unwrap_or(3).to_string(),
        version: row.version.unwrap_or(0).to_string(),
    })
}

/// Saves the settings, unless somebody else saved in between.
pub async fn save(cx: &mut Cx, input: &Settings) -> Result<()> {
    cx.require(Can::GrantRoles)?;
    let mut check = Check::new();
    let name = check.text("display_name", &input.display_name, 120);
    let brand = check.choice("brand", &input.brand, &BRANDS);
    let contact = check.optional("contact", &input.contact, 300);
    let week = check.choice("week_pattern", &input.week_pattern, &["5", "6"]);
    let days = check
        .number("correction_days", &input.correction_days, 1, 30)
        .unwrap_or(3);
    check.done()?;
    let version: i32 = input
        .version
        .parse()
        .map_err(|_| Error::Conflict("changed"))?;
    let agency = cx.agency();
    let done = sqlx::query!(
        "insert into agency_settings (agency_id, display_name, brand, contact, week_pattern, correction_days) values ($1, $2, $3, $4, $5, $6) \
         on conflict (agency_id) do update set display_name = excluded.display_name, brand = excluded.brand, contact = excluded.contact, \
         week_pattern = excluded.week_pattern, correction_days = excluded.correction_days, version = agency_settings.version + 1 \
         where agency_settings.version = $7",
        agency.0,
        name,
        brand,
        contact,
        if week == "6" { 6 } else { 5 },
        days as i16,
        version
    )
    .execute(cx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Conflict("changed"));
    }
    audit::record(
        cx,
        Event::new("agency-settings-saved", "agency", agency.0)
            .with("brand", brand)
            .with("week_pattern", week),
    )
    .await
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
