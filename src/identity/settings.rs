//! An agency's own settings: its name on the page, colours, contact, working week, answer times and what happens without an answer.

use serde::Deserialize;

use super::store;
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Result},
    form::Check,
};

/// Colour presets with tested contrast.
pub const BRANDS: [&str; 7] = ["laut", "hijau", "marun", "nila", "ungu", "tembaga", "arang"];

/// What becomes of a request that nobody answers.
pub const UNANSWERED: [&str; 3] = ["remind", "escalate", "refuse"];

/// The settings as the form sends and shows them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub display_name: String,
    pub brand: String,
    pub contact: String,
    pub week_pattern: String,
    pub correction_days: String,
    /// Working days within which the leader answers an objection.
    pub objection_days: String,
    /// Days of the quarter by which whoever is rated best is ahead when rosters share days out.
    pub roster_credit: String,
    /// From how many people on reports of results say anything about a group.
    pub smallest_group: String,
    /// `true`, or empty: HR names stand-ins.
    pub heads_name_stand_ins: String,
    /// One of [`UNANSWERED`].
    pub unanswered: String,
    pub unanswered_days: String,
    /// `true`, or empty: every request is decided one by one.
    pub standing_approvals: String,
    pub version: String,
}

/// The settings in force; an agency that never saved any has the defaults.
pub async fn show(cx: &mut Cx) -> Result<Settings> {
    let agency = cx.agency();
    store::settings(cx.conn(), agency).await
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
    let objection_days = check
        .number("objection_days", &input.objection_days, 1, 30)
        .unwrap_or(5);
    let roster_credit = check
        .number("roster_credit", &input.roster_credit, 0, 5)
        .unwrap_or(0);
    let smallest_group = check
        .number("smallest_group", &input.smallest_group, 3, 50)
        .unwrap_or(5);
    let unanswered = check.choice("unanswered", &input.unanswered, &UNANSWERED);
    // the approver is reminded after two working days; anything else comes later
    let unanswered_days = check
        .number("unanswered_days", &input.unanswered_days, 3, 30)
        .unwrap_or(5);
    check.done()?;
    let version: i32 = input
        .version
        .parse()
        .map_err(|_| Error::Conflict("changed"))?;
    let agency = cx.agency();
    let kept = store::KeptSettings {
        display_name: &name,
        brand,
        contact: &contact,
        week_pattern: if week == "6" { 6 } else { 5 },
        correction_days: days as i16,
        objection_days: objection_days as i16,
        roster_credit: roster_credit as i16,
        smallest_group: smallest_group as i16,
        heads_name_stand_ins: input.heads_name_stand_ins == "true",
        unanswered,
        unanswered_days: unanswered_days as i16,
        standing_approvals: input.standing_approvals == "true",
    };
    let saved = store::save_settings(cx.conn(), agency, &kept, version).await?;
    if !saved {
        return Err(Error::Conflict("changed"));
    }
    audit::record(
        cx,
        Event::new("agency-settings-saved", "agency", agency.0)
            .with("brand", brand)
            .with("week_pattern", week)
            .with("objection_days", objection_days)
            .with("roster_credit", roster_credit)
            .with("smallest_group", smallest_group)
            .with("heads_name_stand_ins", kept.heads_name_stand_ins)
            .with("unanswered", unanswered)
            .with("unanswered_days", unanswered_days)
            .with("standing_approvals", kept.standing_approvals),
    )
    .await
}
