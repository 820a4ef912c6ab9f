//! The statements of this area: all of them read.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{Chain, Checked, Decision, Entry, bundle::Sealed, search::Find};
use crate::{
    kernel::{
        crypto::hex,
        error::Result,
        id::{AgencyId, RequestId},
        list::Cursor,
    },
    policy::{Rule, RuleSet},
};

/// Rows of the trail, newest first, with the names their references stand for.
pub async fn entries(
    conn: &mut PgConnection,
    agency: AgencyId,
    find: &Find,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let at = after.and_then(|cursor| cursor.key.parse::<DateTime<Utc>>().ok());
    let rows = sqlx::query!(
        r#"with people as materialized (
               select e.id from employees e where e.agency_id = $1 and $2::text is not null
                   and (lower(e.name) like $2 or e.nip like $2) order by e.id limit 200),
           members as materialized (
               select m.id, m.identity_id from memberships m
               where m.agency_id = $1 and $2::text is not null and (m.employee_id in (select id from people)
                   or (m.employee_id is null and exists (select 1 from identity_get(m.identity_id) i where lower(i.name) like $2 or i.nip like $2)))),
           subjects as materialized (
               select id from people union select id from members union select identity_id from members
               union select r.id from requests r where r.agency_id = $1 and r.employee_id in (select id from people)
               union select o.id from objections o where o.agency_id = $1 and o.employee_id in (select id from people)
               union select c.id from corrections c where c.agency_id = $1 and c.employee_id in (select id from people)
               union select b.id from absences b where b.agency_id = $1 and b.employee_id in (select id from people)),
           found as materialized (
               select a.* from audit a
               where a.agency_id = $1
                 and ($2::text is null or a.actor_id in (select id from members) or a.subject_id in (select id from subjects))
                 and ($3::text[] is null or a.event = any($3))
                 and (a.event not in ('trail-read', 'signed-in') or $4)
                 and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)
                 and ($7::uuid is null or a.subject_id = $7
                      or a.subject_id in (select o.id from objections o where o.agency_id = $1 and o.request_id = $7))
                 and ($8::timestamptz is null or (a.at, a.id) < ($8, $9))
               order by a.at desc, a.id desc limit $10)
           select f.id as "id!", f.at as "at!", f.event as "event!", f.subject_kind as "subject_kind!", f.subject_id, f.detail as "detail!",
               case when f.actor_kind = 'system' then null else coalesce(ae.name, (select i.name from identity_get(am.identity_id) i), at.name, '') end as actor,
               coalesce(se.name, su.name, sp.name, re.name, (select i.name from identity_get(sm.identity_id) i),
                   case when f.subject_kind = 'identity' then (select i.name from identity_get(f.subject_id) i) end,
                   case when f.subject_kind = 'agency' then g.name end) as subject,
               coalesce(sr.id, so.request_id) as request, s.seq as "seq?",
               (select jsonb_object_agg(i.id, n.name) from (select distinct m[1]::uuid as id
                       from regexp_matches(f.detail, '"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"', 'g') m) i
                   cross join lateral (select e.name from employees e where e.agency_id = f.agency_id and e.id = i.id
                       union all select u.name from units u where u.agency_id = f.agency_id and u.id = i.id
                       union all select p.name from positions p where p.agency_id = f.agency_id and p.id = i.id limit 1) n) as "named: Json<HashMap<Uuid, String>>"
           from found f
           join agencies g on g.id = f.agency_id
           left join audit_seals s on s.agency_id = f.agency_id and s.audit_id = f.id
           left join memberships am on am.agency_id = f.agency_id and am.id = f.actor_id
           left join api_tokens at on at.agency_id = f.agency_id and at.id = f.actor_id and f.actor_kind = 'service'
           left join employees ae on ae.agency_id = am.agency_id and ae.id = am.employee_id
           left join requests sr on sr.agency_id = f.agency_id and sr.id = f.subject_id and f.subject_kind = 'request'
           left join objections so on so.agency_id = f.agency_id and so.id = f.subject_id and f.subject_kind = 'objection'
           left join corrections sc on sc.agency_id = f.agency_id and sc.id = f.subject_id and f.subject_kind = 'correction'
           left join absences sb on sb.agency_id = f.agency_id and sb.id = f.subject_id and f.subject_kind = 'absence'
           left join employees re on re.agency_id = f.agency_id and re.id = coalesce(sr.employee_id, so.employee_id, sc.employee_id, sb.employee_id)
           left join employees se on se.agency_id = f.agency_id and se.id = f.subject_id and f.subject_kind = 'employee'
           left join units su on su.agency_id = f.agency_id and su.id = f.subject_id and f.subject_kind = 'unit'
           left join positions sp on sp.agency_id = f.agency_id and sp.id = f.subject_id and f.subject_kind = 'position'
           left join memberships sm on sm.agency_id = f.agency_id and sm.id = f.subject_id and f.subject_kind = 'membership'
           order by f.at desc, f.id desc"#,
        agency.0,
        find.like,
        find.events.as_deref() as Option<&[String]>,
        find.reading,
        find.from,
        find.until,
        find.request.map(|id| id.0),
        at,
        after.map(|cursor| cursor.id),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Entry {
            id: row.id,
            at: row.at,
            actor: row.actor,
            event: row.event,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            subject: row.subject,
            request: row.request.map(RequestId),
            detail: row.detail,
            named: row.named.map(|Json(named)| named).unwrap_or_default(),
            seq: row.seq,
        })
        .collect())
}

/// How the chain stands, and what the last verification in the trail says.
pub async fn chain(conn: &mut PgConnection, agency: AgencyId, now: DateTime<Utc>) -> Result<Chain> {
    let row = sqlx::query!(
        r#"select h.seq as "seq?", h.hash as "hash?", h.sealed_at as "sealed_at?",
               (select s.audit_at from audit_seals s where s.agency_id = $1 and s.seq = 1) as since,
               (select count(*) from audit a where a.agency_id = $1 and a.at < $2::timestamptz - interval '10 seconds' and a.at > $2::timestamptz - interval '1 day'
                   and not exists (select 1 from audit_seals s where s.agency_id = a.agency_id and s.audit_id = a.id)) as "late!"
           from (select 1) one left join lateral (select seq, hash, sealed_at from audit_seals where agency_id = $1 order by seq desc limit 1) h on true"#,
        agency.0,
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    let last = sqlx::query!(
        r#"select a.at, a.detail, (select i.name from identity_get(m.identity_id) i) as by from audit a
           left join memberships m on m.agency_id = a.agency_id and m.id = a.actor_id
           where a.agency_id = $1 and a.event = 'trail-verified' order by a.at desc, a.id desc limit 1"#,
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(Chain {
        seq: row.seq.unwrap_or(0),
        head: row.hash.as_deref().map(hex).unwrap_or_default(),
        since: row.since,
        sealed_at: row.sealed_at,
        late: row.late,
        last: last.map(|row| checked(row.at, row.by, &row.detail)),
    })
}

fn checked(at: DateTime<Utc>, by: Option<String>, detail: &str) -> Checked {
    let detail: Value = serde_json::from_str(detail).unwrap_or_default();
    let number = |name: &str| detail[name].as_i64().unwrap_or(0);
    Checked {
        at,
        by,
        checked: number("checked"),
        broken: detail["fault"]
            .as_str()
            .map(|fault| (number("seq"), fault.to_owned())),
        late: number("late"),
    }
}

/// What narrows the list of decisions.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    pub like: Option<String>,
    pub attention: bool,
    pub state: Option<String>,
}

/// Decisions, newest first, with what makes them worth a look.
pub async fn decisions(
    conn: &mut PgConnection,
    agency: AgencyId,
    narrow: &Narrow,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Decision>> {
    let at = after.and_then(|cursor| cursor.key.parse::<DateTime<Utc>>().ok());
    let rows = sqlx::query!(
        r#"with named as (
               select e.id from employees e where e.agency_id = $1 and (lower(e.name) like $2 or e.nip like $2)),
           mutual as (
               select a.employee_id, a.decided_by from requests a where a.agency_id = $1 and a.decided_at is not null
               intersect
               select b.decided_by, b.employee_id from requests b where b.agency_id = $1 and b.decided_at is not null),
           found as (
               select r.id from requests r where r.agency_id = $1 and r.decided_at is not null
                 and ($2::text is null or r.employee_id in (select n.id from named n) or r.decided_by in (select n.id from named n))
                 and ($3::text is null or r.state = $3)
                 and ($5::timestamptz is null or (r.decided_at, r.id) < ($5, $6))
                 and (not $4 or r.waived or (r.employee_id, r.decided_by) in (select m.employee_id, m.decided_by from mutual m)
                     or (r.standing_id is null and r.state in ('approved', 'approved_adjusted', 'refused')
                         and r.decided_at < coalesce(r.submitted_at, r.created_at) + interval '60 seconds'))
               order by r.decided_at desc, r.id desc limit $7)
           select r.id, e.name as person, e.nip, u.name as unit, r.state, d.name as "decider?", r.decided_at as "at!", r.rule_version, r.waived,
               extract(epoch from r.decided_at - coalesce(r.submitted_at, r.created_at))::bigint as "seconds!",
               exists (select 1 from requests o where o.agency_id = r.agency_id and o.employee_id = r.decided_by and o.decided_by = r.employee_id) as "mutual!",
               r.standing_id is not null as "standing!",
               exists (select 1 from request_events v where v.agency_id = r.agency_id and v.request_id = r.id and v.at = r.decided_at and v.acting_kind is not null) as "acting!"
           from unnest(array(select f.id from found f)) as f(id)
           join requests r on r.agency_id = $1 and r.id = f.id
           join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           join units u on u.agency_id = r.agency_id and u.id = r.unit_id
           left join employees d on d.agency_id = r.agency_id and d.id = r.decided_by
           order by r.decided_at desc, r.id desc"#,
        agency.0,
        narrow.like,
        narrow.state,
        narrow.attention,
        at,
        after.map(|cursor| cursor.id),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Decision {
            id: RequestId(row.id),
            person: row.person,
            nip: row.nip,
            unit: row.unit,
            state: row.state,
            decider: row.decider,
            decided_at: row.at,
            seconds: row.seconds,
            rule_version: row.rule_version,
            waived: row.waived,
            quick: row.seconds < 60 && !row.standing,
            mutual: row.mutual,
            standing: row.standing,
            acting: row.acting,
        })
        .collect())
}

/// A request as the replay needs it.
pub struct Case {
    pub person: String,
    pub nip: String,
    pub position: String,
    pub unit: String,
    /// None for own hours.
    pub place: Option<String>,
    pub route: String,
    pub reason: String,
    pub state: String,
    pub submitted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decider: Option<String>,
    pub note: String,
    pub verdict: Option<String>,
    pub base_version: Option<i32>,
    pub rule_version: Option<i32>,
    pub first_on: Option<chrono::NaiveDate>,
    pub last_on: Option<chrono::NaiveDate>,
}

/// One request; another agency's is not found.
pub async fn case(conn: &mut PgConnection, agency: AgencyId, id: RequestId) -> Result<Case> {
    Ok(sqlx::query_as!(
        Case,
        r#"select e.name as person, e.nip, p.name as position, u.name as unit, r.place, r.route, r.reason, r.state, r.submitted_at, r.decided_at,
               d.name as "decider?", r.decision_note as note, r.verdict, r.base_version, r.rule_version, r.first_on, r.last_on
           from requests r
           join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           join units u on u.agency_id = r.agency_id and u.id = r.unit_id
           left join employees d on d.agency_id = r.agency_id and d.id = r.decided_by
           where r.agency_id = $1 and r.id = $2"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?)
}

/// A step of a request's life with the evaluation it was taken on.
pub struct Step {
    pub at: DateTime<Utc>,
    pub event: String,
    pub by: Option<String>,
    pub acting: Option<String>,
    pub in_place_of: Option<String>,
    pub note: String,
    pub verdict: Option<String>,
}

/// The steps of a request, oldest first.
pub async fn steps(conn: &mut PgConnection, agency: AgencyId, id: RequestId) -> Result<Vec<Step>> {
    Ok(sqlx::query_as!(
        Step,
        r#"select v.at, v.event, e.name as "by?", v.acting_kind as acting, f.name as "in_place_of?", v.note, v.verdict from request_events v
           left join employees e on e.agency_id = v.agency_id and e.id = v.actor_id
           left join employees f on f.agency_id = v.agency_id and f.id = v.for_id
           where v.agency_id = $1 and v.request_id = $2 order by v.at, v.id"#,
        agency.0,
        id.0
    )
    .fetch_all(conn)
    .await?)
}

/// A version of the agency's rules, as it was published.
pub async fn rules(
    conn: &mut PgConnection,
    agency: AgencyId,
    version: u32,
) -> Result<Option<RuleSet>> {
    let row = sqlx::query!(
        r#"select effective_from as "from!", rules as "rules: Json<Vec<Rule>>" from rule_sets
           where agency_id = $1 and version = $2 and state = 'published'"#,
        agency.0,
        i32::try_from(version).unwrap_or(i32::MAX)
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| RuleSet {
        version,
        effective_from: row.from,
        rules: row.rules.0,
    }))
}

/// A version of the ministry's base set, as it was published.
pub async fn base_rules(conn: &mut PgConnection, version: u32) -> Result<Option<RuleSet>> {
    let row = sqlx::query!(
        r#"select effective_from as "from!", rules as "rules: Json<Vec<Rule>>" from base_rule_sets where version = $1 and state = 'published'"#,
        i32::try_from(version).unwrap_or(i32::MAX)
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| RuleSet {
        version,
        effective_from: row.from,
        rules: row.rules.0,
    }))
}

/// The sealed rows of a span, in the order of the chain, without a gap between them.
pub async fn sealed(
    conn: &mut PgConnection,
    agency: AgencyId,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Sealed>> {
    let rows = sqlx::query!(
        r#"with span as (select min(seq) as low, max(seq) as high from audit_seals
               where agency_id = $1 and ($2::timestamptz is null or audit_at >= $2) and ($3::timestamptz is null or audit_at < $3))
           select s.seq, s.prev_hash, s.hash, s.sealed_at, a.id, a.at, a.actor_kind, a.actor_id, a.event, a.subject_kind, a.subject_id, a.detail, a.request_id
           from span join audit_seals s on s.agency_id = $1 and s.seq between span.low and span.high
           join audit a on a.agency_id = s.agency_id and a.id = s.audit_id and a.at = s.audit_at
           order by s.seq limit $4"#,
        agency.0,
        from,
        until,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Sealed {
            seq: row.seq,
            prev_hash: hex(&row.prev_hash),
            hash: hex(&row.hash),
            sealed_at: row.sealed_at,
            id: row.id,
            at: row.at,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            event: row.event,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            detail: row.detail,
            request_id: row.request_id,
        })
        .collect())
}
