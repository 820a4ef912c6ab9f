//! A webhook of the demo. Nothing listens there until somebody starts a receiver on the same machine (docs/API.md has one).

use crate::{
    kernel::{
        actor::{Actor, Agency},
        cx::{Core, Cx},
        db::Mode,
        error::Result,
        id::MembershipId,
    },
    webhooks::{self, AddWebhook, Kind},
};

/// Where the demo's receiver would listen.
const URL: &str = "http://127.0.0.1:9999/luwes";

/// Adds it in the name of an officer.
pub async fn webhook(core: &Core, agency: &Agency) -> Result<()> {
    let mut cx = super::system(core, agency).await?;
    let officer: MembershipId = sqlx::query_scalar(
        "select membership_id from role_grants where agency_id = $1 and role = 'hr' order by granted_at, id limit 1",
    )
    .bind(agency.id)
    .fetch_one(cx.conn())
    .await?;
    cx.finish().await?;
    let actor = Actor {
        membership: Some(officer),
        ..Actor::system(agency.clone())
    };
    let mut cx = Cx::acting(core, actor, Mode::Write).await?;
    let wanted = AddWebhook {
        name: "SIMPEG".into(),
        url: URL.into(),
        kinds: vec![
            Kind::RequestSubmitted,
            Kind::RequestDecided,
            Kind::RequestCancelled,
            Kind::RequestRevoked,
        ],
    };
    webhooks::add(&mut cx, &wanted).await?;
    cx.finish().await
}
