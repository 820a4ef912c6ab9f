//! Many members at once.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    identity::NewMember,
    kernel::{
        error::Result,
        id::{AgencyId, IdentityId, MembershipId},
    },
};

/// Makes many employees members of the agency, with login identities where they have none. An employee who has a
/// membership keeps it.
pub async fn ensure_members(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[NewMember],
    now: DateTime<Utc>,
) -> Result<()> {
    let employees: Vec<Uuid> = people.iter().map(|p| p.employee.0).collect();
    let identities: Vec<Uuid> = people.iter().map(|_| IdentityId::new().0).collect();
    let memberships: Vec<Uuid> = people.iter().map(|_| MembershipId::new().0).collect();
    let nips: Vec<String> = people.iter().map(|p| p.nip.clone()).collect();
    let emails: Vec<Option<String>> = people.iter().map(|p| p.email.clone()).collect();
    let names: Vec<String> = people.iter().map(|p| p.name.clone()).collect();
    sqlx::query!(
        "with person as materialized ( \
           select x.employee_id, x.membership_id, i.id as identity_id \
           from identities_ensure($4::uuid[], $6::text[], $7::text[], $8::text[]) i \
           join unnest($3::uuid[], $5::uuid[], $6::text[]) as x(employee_id, membership_id, nip) on x.nip = i.nip), \
         listed as (insert into identity_agencies (identity_id, agency_id) select identity_id, $1 from person on conflict do nothing) \
         insert into memberships (agency_id, id, identity_id, employee_id, created_at) \
         select $1, p.membership_id, p.identity_id, p.employee_id, $2 from person p \
         where not exists (select 1 from memberships m where m.agency_id = $1 and m.employee_id = p.employee_id) \
         on conflict (agency_id, identity_id) do update set employee_id = excluded.employee_id where memberships.employee_id is null",
        agency.0,
        now,
        &employees,
        &identities,
        &memberships,
        &nips,
        &emails as &[Option<String>],
        &names
    )
    .execute(conn)
    .await?;
    Ok(())
}
