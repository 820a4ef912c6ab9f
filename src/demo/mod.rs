//! The demo: real agencies, units, positions and holidays; invented people. Loaded by `luwes demo` into its own database.

mod calendar;
mod history;

mod names;
mod officers;
mod people;
mod places;
mod receiver;
mod structure;
mod windows;

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    identity::demo_door::Cast,
    kernel::{
        actor::Agency,
        cx::{Core, Cx},
        db::Mode,
        error::{Error, Result},
        id::AgencyId,
        time::{local_date, zone},
    },
};

/// A small generator of numbers: the same people on every machine.
pub struct Dice(u64);

impl Dice {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number (splitmix64).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the choices.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// The days the demo is about.
#[derive(Clone, Copy, Debug)]
pub struct Today {
    pub now: DateTime<Utc>,
    pub on: NaiveDate,
}

/// Whether the demo stands in this database already.
pub async fn is_loaded(core: &Core) -> Result<bool> {
    let mut tx = core.db.begin(Mode::Read).await?;
    let there: bool =
        sqlx::query_scalar("select exists (select 1 from agencies where code = 'CONTOH' and live)")
            .fetch_one(tx.conn())
            .await?;
    tx.rollback().await?;
    Ok(there)
}

/// Loads everything; `say` reports progress, `count` lets the database count what was just loaded: a plan made without knowing that
/// takes seconds. Ends with the cast of the sign-in page.
pub async fn load(
    core: &Core,
    mail: &Path,
    say: impl Fn(&str),
    count: impl AsyncFn() -> Result<()>,
) -> Result<Cast> {
    let now = core.clock.now();
    let today = Today {
        now,
        on: local_date(now, chrono_tz::Asia::Jakarta),
    };
    say("675 agencies, the holiday calendar and the ministry's base rules");
    structure::directory(core, today).await?;
    calendar::national(core).await?;
    let ministry = structure::open(core, "2060", today).await?;
    let mut cast = officers::ministry(core, &ministry, today).await?;
    structure::base_rules(core, today).await?;
    for tenant in structure::TENANTS {
        say(&format!("{}: units, positions and people", tenant.code));
        let agency = structure::open(core, tenant.code, today).await?;
        let units = structure::units(core, &agency, tenant).await?;
        calendar::agency(core, &agency, tenant, today).await?;
        let people = people::fill(core, &agency, tenant, &units, today).await?;
        cast.people
            .extend(officers::appoint(core, &agency, tenant, &people, today).await?);
        structure::rules(core, &agency, tenant, today).await?;
        if tenant.code == "CONTOH" {
            cast.open_agency = Some(agency.id);
        } else {
            say(&format!("{}: three months of requests", tenant.code));
            let hero = officers::protagonist(tenant, &people);
            if tenant.code == "4011" {
                // none of its officers: nobody enters a rating of their own
                let desk = |p: &people::Person| {
                    !p.unit_name.contains("Kepegawaian") && !p.unit_name.contains("SDM")
                };
                let apart = |p: &&people::Person| {
                    !p.head && desk(p) && hero.is_none_or(|h| h.unit != p.unit)
                };
                let some = people.iter().filter(apart).take(3);
                cast.ekinerja = some.map(|p| (p.nip.clone(), p.name.clone())).collect();
            }
            count().await?;
            history::play(core, &agency, &people, hero, today).await?;
        }
        if tenant.code == "4011" && core.settings.vault.is_some() {
            receiver::webhook(core, &agency).await?;
        }
    }
    windows::play(core, today).await?;
    places::play(core, today).await?;
    count().await?;
    cast.mail = mail.to_owned();
    Ok(cast)
}

/// An agency of the directory as the kernel knows it.
pub(crate) async fn agency(core: &Core, code: &str) -> Result<Agency> {
    let mut tx = core.db.begin(Mode::Read).await?;
    let row: (uuid::Uuid, String, String, String) =
        sqlx::query_as("select id, code, name, time_zone from agencies where code = $1")
            .bind(code)
            .fetch_optional(tx.conn())
            .await?
            .ok_or(Error::NotFound)?;
    tx.rollback().await?;
    Ok(Agency {
        id: AgencyId(row.0),
        code: row.1,
        name: row.2,
        brand: String::new(),
        zone: zone(&row.3),
    })
}

/// The agency's system user in a transaction that writes.
pub(crate) async fn system(core: &Core, agency: &Agency) -> Result<Cx> {
    Cx::system(core, agency.clone(), Mode::Write).await
}
