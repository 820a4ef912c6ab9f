//! Windows of the demo: one that the ministry proposes, answered by two agencies and open in a third, and an agency's own.

use chrono::{Datelike, Days, NaiveDate};

use super::Today;
use crate::{
    kernel::{
        actor::{Actor, Agency, Roles},
        cx::{Core, Cx},
        db::Mode,
        error::{Error, Result},
        id::{IdentityId, MembershipId},
    },
    policy::WindowKind,
    windows::{self, Answer, Draft, Form},
};

/// The officer of a role, the first or the second of them.
pub(super) async fn officer(core: &Core, agency: &Agency, role: &str, which: i64) -> Result<Cx> {
    let mut cx = super::system(core, agency).await?;
    let (membership, identity, name): (uuid::Uuid, uuid::Uuid, String) = sqlx::query_as(
        "select m.id, m.identity_id, i.name from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id \
         cross join lateral identity_get(m.identity_id) i where g.agency_id = $1 and g.role = $2 order by g.granted_at, g.id limit 1 offset $3",
    )
    .bind(agency.id)
    .bind(role)
    .bind(which)
    .fetch_optional(cx.conn())
    .await?
    .ok_or(Error::NotFound)?;
    cx.finish().await?;
    let actor = Actor {
        membership: Some(MembershipId(membership)),
        identity: Some(IdentityId(identity)),
        name,
        roles: Roles {
            hr: role == "hr",
            leader: role == "leader",
            ministry: role == "ministry",
            ..Roles::default()
        },
        ..Actor::system(agency.clone())
    };
    Cx::acting(core, actor, Mode::Write).await
}

/// The first Monday at least so many days ahead.
pub(super) fn monday(today: Today, ahead: u64) -> NaiveDate {
    let day = today.on + Days::new(ahead);
    day + Days::new(u64::from((7 - day.weekday().num_days_from_monday()) % 7))
}

/// Two officers of the ministry propose a window; one agency takes it up, one adjusts it; two set their own.
pub async fn play(core: &Core, today: Today) -> Result<()> {
    let first = monday(today, 21);
    let last = first + Days::new(11);
    let ministry = super::agency(core, "2060").await?;
    let mut cx = officer(core, &ministry, "ministry", 0).await?;
    let draft = Draft {
        title: "Arus mudik dan arus balik akhir tahun".into(),
        first_on: first.to_string(),
        last_on: last.to_string(),
        places: vec!["home".into(), "elsewhere".into()],
        share: "50".into(),
        note: "Pimpinan instansi membagi pegawai. Layanan esensial tetap dapat dijangkau. Bukan tambahan cuti.".into(),
        ..Draft::default()
    };
    let proposed = windows::draft(&mut cx, &draft).await?;
    windows::request(&mut cx, proposed, 1).await?;
    cx.finish().await?;
    let mut cx = officer(core, &ministry, "ministry", 1).await?;
    windows::publish(&mut cx, proposed, 2).await?;
    cx.finish().await?;
    let narrower = Answer {
        answer: "adjusted".into(),
        first_on: first.to_string(),
        last_on: (first + Days::new(4)).to_string(),
        share: "30".into(),
        ..Answer::default()
    };
    let accepted = Answer {
        answer: "accepted".into(),
        ..Answer::default()
    };
    for (code, answer) in [("4011", accepted), ("6409", narrower)] {
        let agency = super::agency(core, code).await?;
        let mut cx = officer(core, &agency, "leader", 0).await?;
        windows::answer(&mut cx, proposed, &answer).await?;
        cx.finish().await?;
    }
    let after = monday(today, 42);
    own(core, "4011", "Pekan arsip dan penataan ruang", after).await?;
    own(core, "6711", "Perbaikan gedung", monday(today, 1)).await
}

/// An agency's own window of a working week.
async fn own(core: &Core, code: &str, title: &str, first: NaiveDate) -> Result<()> {
    let agency = super::agency(core, code).await?;
    let mut cx = officer(core, &agency, "hr", 0).await?;
    let form = Form {
        title: title.into(),
        number: format!("SE-12/{}", first.year()),
        first_on: first.to_string(),
        last_on: (first + Days::new(4)).to_string(),
        places: vec!["home".into()],
        share: "40".into(),
        note: "Kepala unit membagi hari kerja di kantor.".into(),
        ..Form::default()
    };
    windows::set(&mut cx, WindowKind::Agency, &form).await?;
    cx.finish().await
}
