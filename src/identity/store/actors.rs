//! Who a session belongs to.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::kernel::{
    actor::{Actor, Agency, Can, Roles},
    cx::Session,
    error::Result,
    i18n::Lang,
    id::{AgencyId, EmployeeId, IdentityId, MembershipId, SessionId, UnitId},
    time::{local_date, zone},
};

/// The live session of a token: not expired and not idle for too long.
pub async fn live_session(
    conn: &mut PgConnection,
    hash: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Session>> {
    let row = sqlx::query!(
        "select id, identity_id, agency_id, last_seen_at from sessions where token_hash = $1 and expires_at > $2 \
         and last_seen_at > $2::timestamptz - case when remembered then interval '30 days' else interval '12 hours' end",
        &hash[..],
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Session {
        id: SessionId(row.id),
        identity: IdentityId(row.identity_id),
        agency: row.agency_id.map(AgencyId),
        stale: now - row.last_seen_at > TimeDelta::seconds(60),
    }))
}

/// Writes the last-seen time of a session.
pub async fn touch_session(
    conn: &mut PgConnection,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update sessions set last_seen_at = $2 where id = $1 and last_seen_at < $2",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A person in an agency, as a session or a token of theirs acts: one statement, because every page pays for it.
pub async fn actor_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: IdentityId,
    now: DateTime<Utc>,
) -> Result<Option<Actor>> {
    let row = sqlx::query!(
        r#"select m.identity_id, m.id as membership_id, m.employee_id, a.id as agency_id, a.code, a.time_zone, a.ministry,
           coalesce(g.display_name, a.name) as "agency_name!", coalesce(g.brand, 'laut') as "brand!",
           i.name as "person!", i.lang as "lang!", e.name as "employee_name?", e.unit_id as "unit_id?", u.name as "unit_name?", u.time_zone as unit_zone,
           e.active as "employee_active?",
           (select count(*) from (select 1 from outbox o where o.agency_id = m.agency_id and o.identity_id = m.identity_id and o.state <> 'cancelled' and o.told_at <= $4
             and o.told_at > greatest((select n.seen_at from notice_settings n where n.agency_id = m.agency_id and n.membership_id = m.id), $4::timestamptz - interval '90 days') limit 100) told) as "unread!",
           exists (select 1 from approval_chains c where c.agency_id = m.agency_id and c.asks_hr) as "asks_hr!",
           array(select r.role from role_grants r where r.agency_id = m.agency_id and r.membership_id = m.id and r.revoked_at is null) as "roles!",
           (e.id is not null and (exists (select 1 from units h where h.agency_id = m.agency_id and h.head_id = e.id and h.active)
             or exists (select 1 from employees r where r.agency_id = m.agency_id and r.supervisor_id = e.id and r.active)
             or exists (select 1 from acting_heads t where t.agency_id = m.agency_id and t.employee_id = e.id and t.ended_at is null
                 and $3::date between t.from_on and t.to_on)
             or exists (select 1 from mandates d where d.agency_id = m.agency_id and d.holder_id = e.id and d.ended_at is null
                 and $3::date between d.from_on and d.to_on))) as "supervisor!",
           (select count(*) from requests q where q.agency_id = m.agency_id and q.state = 'submitted' and q.step is null and q.approver_id = e.id)
             + (select count(distinct t.request_id) from approval_seats t
                 join requests w on w.agency_id = t.agency_id and w.id = t.request_id and w.state = 'submitted'
                 where t.agency_id = m.agency_id and t.state = 'open' and t.employee_id is distinct from e.id
                 and (t.approver_id = e.id or (t.approver_id is null and t.seat = any(array(select r.role from role_grants r where r.agency_id = m.agency_id and r.membership_id = m.id and r.revoked_at is null)))))
             + (select count(*) from swaps s where s.agency_id = m.agency_id and s.state = 'agreed' and s.approver_id = e.id)
             + (select count(*) from shared_tasks t where t.agency_id = m.agency_id and t.state = 'agreed' and t.approver_id = e.id)
             + (select count(*) from targets y join employees ye on ye.agency_id = y.agency_id and ye.id = y.employee_id and ye.active
                 where y.agency_id = m.agency_id and y.state = 'proposed' and y.approver_id = e.id)
             + (select count(*) from deliverables y join employees ye on ye.agency_id = y.agency_id and ye.id = y.employee_id and ye.active
                 where y.agency_id = m.agency_id and y.state = 'delivered' and y.approver_id = e.id) as "pending!",
           case when exists (select 1 from role_grants r where r.agency_id = m.agency_id and r.membership_id = m.id and r.role = 'leader' and r.revoked_at is null) then
             (select count(*) from requests q where q.agency_id = m.agency_id and q.state = 'submitted' and q.employee_id is distinct from e.id
                and q.approver_id is distinct from e.id and (q.route = 'special' or (q.step is null and q.approver_id is null))
                and not exists (select 1 from approval_seats t where t.agency_id = q.agency_id and t.request_id = q.id and t.state = 'open'
                  and (t.approver_id = e.id or (t.approver_id is null and t.seat = 'leader'))))
             + (select count(*) from swaps s where s.agency_id = m.agency_id and s.state = 'agreed' and s.approver_id is null
                and s.proposer_id is distinct from e.id and s.colleague_id is distinct from e.id)
             + (select count(*) from shared_tasks t where t.agency_id = m.agency_id and t.state = 'agreed' and t.approver_id is null
                and not coalesce(e.id = any (t.member_ids), false))
             + (select count(*) from targets y join employees ye on ye.agency_id = y.agency_id and ye.id = y.employee_id and ye.active
                 where y.agency_id = m.agency_id and y.state = 'proposed' and y.approver_id is null and y.employee_id is distinct from e.id)
             + (select count(*) from deliverables y join employees ye on ye.agency_id = y.agency_id and ye.id = y.employee_id and ye.active
                 where y.agency_id = m.agency_id and y.state = 'delivered' and y.approver_id is null and y.employee_id is distinct from e.id) end as leads,
           array(select jsonb_build_array(x.id, x.name) from identity_agencies ia join agencies x on x.id = ia.agency_id and x.live
             where ia.identity_id = m.identity_id order by x.name) as "memberships!: Vec<serde_json::Value>"
           from memberships m
           join agencies a on a.id = m.agency_id and a.live
           cross join lateral identity_get(m.identity_id) i
           left join agency_settings g on g.agency_id = m.agency_id
           left join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
           left join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           where m.agency_id = $1 and m.identity_id = $2 and m.active and not i.disabled"#,
        agency.0,
        identity.0,
        local_date(now, chrono_tz::Asia::Makassar),
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let agency_zone = zone(&row.time_zone);
        let employee = row
            .employee_active
            .unwrap_or(false)
            .then_some(row.employee_id)
            .flatten()
            .map(EmployeeId);
        let has = |role: &str| row.roles.iter().any(|held| held == role);
        let roles = Roles {
            employee: employee.is_some(),
            supervisor: employee.is_some() && row.supervisor,
            hr: has("hr"),
            hr_decides: has("hr") && row.asks_hr && employee.is_some(),
            leader: has("leader"),
            auditor: has("auditor"),
            ministry: has("ministry") && row.ministry,
        };
        Actor {
            agency: Agency {
                id: AgencyId(row.agency_id),
                code: row.code,
                name: row.agency_name,
                brand: row.brand,
                zone: agency_zone,
            },
            membership: Some(MembershipId(row.membership_id)),
            identity: Some(IdentityId(row.identity_id)),
            session: None,
            token: None,
            employee,
            unit: row.unit_id.map(UnitId),
            unit_name: row.unit_name.unwrap_or_default(),
            name: row.employee_name.unwrap_or(row.person),
            roles,
            zone: row.unit_zone.as_deref().map_or(agency_zone, zone),
            lang: Lang::of(&row.lang),
            // what was theirs while they stood in for somebody moves on within a minute, and is not theirs any more
            pending: if roles.may(Can::DecideRequests) {
                row.pending + row.leads.unwrap_or(0)
            } else {
                0
            },
            unread: row.unread,
            memberships: row.memberships.iter().filter_map(membership).collect(),
        }
    }))
}

fn membership(pair: &serde_json::Value) -> Option<(AgencyId, String)> {
    Some((
        pair.get(0)?.as_str()?.parse().ok()?,
        pair.get(1)?.as_str()?.to_owned(),
    ))
}
