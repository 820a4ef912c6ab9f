//! What only the agency knows and the editor offers to choose from: units, positions, families,
//! and for the ministry the national list of agencies.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{error::Result, id::AgencyId};
use crate::policy::{Kind, Rule};

/// Something that can be chosen by typing its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What is stored: an id or a code.
    pub value: String,
    pub label: String,
}

/// The lists of one agency.
#[derive(Debug, Clone, Default)]
pub struct Names {
    pub units: Vec<Named>,
    pub positions: Vec<Named>,
    pub families: Vec<String>,
    pub agencies: Vec<Named>,
    pub kinds: Vec<String>,
}

impl Names {
    /// The lists a set of rules needs; positions and agencies only where a rule speaks of them.
    pub async fn load(conn: &mut PgConnection, agency: AgencyId, rules: &[Rule]) -> Result<Self> {
        let speaks_of = |kind: Kind| rules.iter().any(|rule| rule.kind.name() == kind);
        let mut names = Self {
            units: units(conn, agency).await?,
            families: families(conn, agency).await?,
            ..Self::default()
        };
        if speaks_of(Kind::ExcludedPosition) {
            names.positions = positions(conn, agency).await?;
        }
        if speaks_of(Kind::ExcludedAgency) {
            (names.agencies, names.kinds) = agencies(conn).await?;
        }
        Ok(names)
    }

    /// The label of a unit.
    pub fn unit(&self, id: Uuid) -> String {
        label(&self.units, &id.to_string())
    }

    /// The label of a value in one of the lists; the value itself where it is not there.
    pub fn label(&self, list: &str, value: &str) -> String {
        label(self.list(list), value)
    }

    /// The value of a typed label in one of the lists.
    pub fn value(&self, list: &str, typed: &str) -> Option<String> {
        let typed = typed.trim().to_lowercase();
        self.list(list)
            .iter()
            .find(|named| named.label.to_lowercase() == typed || named.value == typed)
            .map(|named| named.value.clone())
    }

    fn list(&self, list: &str) -> &[Named] {
        match list {
            "units" => &self.units,
            "positions" => &self.positions,
            "agencies" | "codes" => &self.agencies,
            _ => &[],
        }
    }
}

fn label(list: &[Named], value: &str) -> String {
    list.iter()
        .find(|named| named.value == value)
        .map_or_else(|| value.to_owned(), |named| named.label.clone())
}

/// Labels made different where two would read the same.
fn told_apart(rows: Vec<(Uuid, String, String)>) -> Vec<Named> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (_, name, _) in &rows {
        *seen.entry(name.to_lowercase()).or_default() += 1;
    }
    let mut used: HashMap<String, usize> = HashMap::new();
    rows.into_iter()
        .map(|(id, name, under)| {
            let twice = seen.get(&name.to_lowercase()).copied().unwrap_or(0) > 1;
            let mut label = if twice && !under.is_empty() {
                format!("{name} ({under})")
            } else {
                name
            };
            let times = used.entry(label.to_lowercase()).or_default();
            *times += 1;
            if *times > 1 {
                label = format!("{label} [{times}]");
            }
            Named {
                value: id.to_string(),
                label,
            }
        })
        .collect()
}

async fn units(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Named>> {
    let rows = sqlx::query!(
        r#"select u.id, u.name, coalesce(p.name, '') as "parent!" from units u
           left join units p on p.agency_id = u.agency_id and p.id = u.parent_id
           where u.agency_id = $1 and u.active order by lower(u.name), u.id"#,
        agency.0
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(|row| (row.id, row.name, row.parent));
    Ok(told_apart(rows.collect()))
}

async fn positions(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Named>> {
    let rows = sqlx::query!(
        r#"select id, name, coalesce(jenjang, '') as "jenjang!" from positions where agency_id = $1 and active order by lower(name), id"#,
        agency.0
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(|row| (row.id, row.name, row.jenjang));
    Ok(told_apart(rows.collect()))
}

async fn families(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select distinct family as "family!" from positions where agency_id = $1 and family is not null and active order by 1"#,
        agency.0
    )
    .fetch_all(conn)
    .await?)
}

async fn agencies(conn: &mut PgConnection) -> Result<(Vec<Named>, Vec<String>)> {
    let rows = sqlx::query!("select code, name, kind from agencies order by name")
        .fetch_all(conn)
        .await?;
    let mut kinds: Vec<String> = rows.iter().map(|row| row.kind.clone()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let named = rows.into_iter().map(|row| Named {
        label: format!("{} ({})", row.name, row.code),
        value: row.code,
    });
    Ok((named.collect(), kinds))
}
