//! Published rule sets: which are in force, and what stands in them.

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    kernel::{error::Result, id::AgencyId},
    policy::{Rule, RuleSet, version::Side},
};

/// A published set and the day from which it holds.
pub struct Dated {
    pub side: Side,
    /// Id and version of its row.
    pub key: (Uuid, i32),
    pub effective_from: NaiveDate,
}

/// Every published set of the ministry and of the agency in force by `to`, oldest first.
pub async fn dated(conn: &mut PgConnection, agency: AgencyId, to: NaiveDate) -> Result<Vec<Dated>> {
    let rows = sqlx::query!(
        r#"select true as "base!", id as "id!", version as "version!", effective_from as "from!", row_version as "row_version!" from base_rule_sets
               where state = 'published' and effective_from <= $2
           union all
           select false, id, version, effective_from, row_version from rule_sets
               where agency_id = $1 and state = 'published' and effective_from <= $2
           order by 4, 3"#,
        agency.0,
        to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Dated {
            side: if row.base { Side::Base } else { Side::Agency },
            key: (row.id, row.row_version),
            effective_from: row.from,
        })
        .collect())
}

/// A published set.
pub async fn set(
    conn: &mut PgConnection,
    agency: AgencyId,
    side: Side,
    id: Uuid,
) -> Result<RuleSet> {
    let row = match side {
        Side::Base => {
            sqlx::query_as!(
                SetRow,
                r#"select version, effective_from as "from!", rules as "rules: Json<Vec<Rule>>" from base_rule_sets
                   where id = $1 and state = 'published'"#,
                id
            )
            .fetch_one(conn)
            .await?
        }
        Side::Agency => {
            sqlx::query_as!(
                SetRow,
                r#"select version, effective_from as "from!", rules as "rules: Json<Vec<Rule>>" from rule_sets
                   where agency_id = $1 and id = $2 and state = 'published'"#,
                agency.0,
                id
            )
            .fetch_one(conn)
            .await?
        }
    };
    Ok(RuleSet {
        version: u32::try_from(row.version).unwrap_or(0),
        effective_from: row.from,
        rules: row.rules.0,
    })
}

struct SetRow {
    version: i32,
    from: NaiveDate,
    rules: Json<Vec<Rule>>,
}
