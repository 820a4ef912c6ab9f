//! Who holds which role, and the cast of the sign-in page.

use chrono::{Days, NaiveDate};

use super::{Dice, Today, names::Registry, people::Person, structure::Tenant};
use crate::{
    identity::demo_door::{Cast, Member},
    kernel::{
        actor::Agency,
        cx::{Core, Cx},
        error::Result,
        id::{EmployeeId, MembershipId, PositionId, UnitId},
    },
};

async fn member(
    cx: &mut Cx,
    nip: &str,
    name: &str,
    employee: Option<EmployeeId>,
) -> Result<MembershipId> {
    let (agency, now) = (cx.agency(), cx.now());
    let identity: uuid::Uuid = sqlx::query_scalar("select identity_ensure($1, $2, $3, $4)")
        .bind(uuid::Uuid::now_v7())
        .bind(nip)
        .bind(format!(
            "{nip}@{}.example",
            cx.actor().agency.code.to_lowercase()
        ))
        .bind(name)
        .fetch_one(cx.conn())
        .await?;
    sqlx::query("insert into identity_agencies (identity_id, agency_id) values ($1, $2) on conflict do nothing")
        .bind(identity)
        .bind(agency)
        .execute(cx.conn())
        .await?;
    let id: uuid::Uuid = sqlx::query_scalar(
        "insert into memberships (agency_id, id, identity_id, employee_id, created_at) values ($1, $2, $3, $4, $5) \
         on conflict (agency_id, identity_id) do update set employee_id = coalesce(memberships.employee_id, excluded.employee_id) returning id",
    )
    .bind(agency)
    .bind(uuid::Uuid::now_v7())
    .bind(identity)
    .bind(employee)
    .bind(now)
    .fetch_one(cx.conn())
    .await?;
    Ok(MembershipId(id))
}

async fn grant(cx: &mut Cx, membership: MembershipId, role: &str) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    sqlx::query("insert into role_grants (agency_id, id, membership_id, role, granted_at) values ($1, $2, $3, $4, $5)")
        .bind(agency)
        .bind(uuid::Uuid::now_v7())
        .bind(membership)
        .bind(role)
        .bind(now)
        .execute(cx.conn())
        .await?;
    crate::kernel::audit::record(
        cx,
        crate::kernel::audit::Event::new("role-granted", "membership", membership.0)
            .with("role", role),
    )
    .await
}

fn cast(key: &str, nip: &str, what: &str, group: &str) -> Member {
    Member {
        key: key.into(),
        nip: nip.into(),
        what: format!("demo-what-{what}"),
        group: format!("demo-group-{group}"),
    }
}

/// Two officers of the ministry.
pub async fn ministry(core: &Core, agency: &Agency, today: Today) -> Result<Cast> {
    let mut cx = super::system(core, agency)
        .await?
        .at(today.now - chrono::TimeDelta::days(250));
    let mut dice = Dice::new(2060);
    let mut names = Registry::new()?;
    let mut people = Vec::new();
    for key in ["ministry", "ministry-2"] {
        let born = names.born(&mut dice, today.on, true);
        let membership = member(&mut cx, &born.nip, &born.name, None).await?;
        grant(&mut cx, membership, "ministry").await?;
        people.push(cast(key, &born.nip, key, "ministry"));
    }
    cx.finish().await?;
    Ok(Cast {
        ekinerja: Vec::new(),
        people,
        ..Cast::default()
    })
}

/// The officers of a tenant: from its people, or, for the fictional agency, people of their own.
pub async fn appoint(
    core: &Core,
    agency: &Agency,
    tenant: &Tenant,
    people: &[Person],
    today: Today,
) -> Result<Vec<Member>> {
    let mut cx = super::system(core, agency)
        .await?
        .at(today.now - chrono::TimeDelta::days(117));
    let group = tenant.code.to_lowercase();
    let mut members = Vec::new();
    let roles = [
        ("leader", "leader"),
        ("hr", "hr"),
        ("hr-2", "hr"),
        ("auditor", "auditor"),
    ];
    if people.is_empty() {
        let units: Vec<(UnitId, String)> =
            sqlx::query_as("select id, name from units where agency_id = $1 order by code")
                .bind(agency.id)
                .fetch_all(cx.conn())
                .await?;
        let mut dice = Dice::new(77);
        let mut names = Registry::new()?;
        let posts = [
            "Sekretaris Daerah",
            "Analis SDM Aparatur Ahli Madya",
            "Analis SDM Aparatur Ahli Muda",
            "Auditor Ahli Madya",
        ];
        for (index, (key, role)) in roles.iter().enumerate() {
            let born = names.born(&mut dice, today.on, true);
            let unit = units[[0, 2, 2, 1][index]].0;
            let employee = employ(
                &mut cx,
                &born.nip,
                &born.name,
                unit,
                posts[index],
                born.birth,
                born.appointed.min(today.on - Days::new(900)),
                born.gender,
            )
            .await?;
            let membership = member(&mut cx, &born.nip, &born.name, Some(employee)).await?;
            grant(&mut cx, membership, role).await?;
            members.push(cast(&format!("{key}-{group}"), &born.nip, key, &group));
        }
    } else {
        let employee = protagonist(tenant, people);
        if let Some(employee) = employee {
            members.push(cast(
                &format!("employee-{group}"),
                &employee.nip,
                "employee",
                &group,
            ));
            if let Some(head) = people.iter().find(|p| p.head && p.unit == employee.unit) {
                members.push(cast(
                    &format!("supervisor-{group}"),
                    &head.nip,
                    "supervisor",
                    &group,
                ));
            }
        }
        let hr_unit = people.iter().filter(|p| {
            !p.head && (p.unit_name.contains("SDM") || p.unit_name.contains("Kepegawaian"))
        });
        let mut hr: Vec<&Person> = hr_unit.take(2).collect();
        let spare: Vec<&Person> = people
            .iter()
            .filter(|p| !p.head && !hr.iter().any(|h| h.id == p.id))
            .skip(30)
            .step_by(17)
            .collect();
        let mut spare = spare.into_iter();
        while hr.len() < 2 {
            hr.extend(spare.next());
        }
        let auditor = people
            .iter()
            .find(|p| !p.head && p.unit_name.contains("Inspektorat"))
            .or_else(|| spare.next());
        let chosen = [people.first(), Some(hr[0]), Some(hr[1]), auditor];
        for ((key, role), person) in roles.iter().zip(chosen) {
            let Some(person) = person else { continue };
            let membership = member(&mut cx, &person.nip, &person.name, Some(person.id)).await?;
            grant(&mut cx, membership, role).await?;
            members.push(cast(&format!("{key}-{group}"), &person.nip, key, &group));
        }
    }
    cx.finish().await?;
    Ok(members)
}

/// The employee of the sign-in page: desk work, a confirmed home, in a unit of some size.
pub fn protagonist<'a>(tenant: &Tenant, people: &'a [Person]) -> Option<&'a Person> {
    let fits = |p: &&Person| !p.head && !p.direct_service && p.has_home && p.eligible;
    let mut inside = people
        .iter()
        .filter(fits)
        .filter(|p| p.unit_name.contains(prefer(tenant)));
    inside
        .next()
        .or_else(|| people.iter().find(fits))
        .or_else(|| people.first())
}

fn prefer(tenant: &Tenant) -> &'static str {
    match tenant.code {
        "4011" => "Direktorat Kinerja",
        "6409" => "Komunikasi dan Informatika",
        _ => "Koperasi dan UMKM",
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "a person is put together from all of these"
)]
async fn employ(
    cx: &mut Cx,
    nip: &str,
    name: &str,
    unit: UnitId,
    post: &str,
    birth: NaiveDate,
    appointed: NaiveDate,
    gender: &str,
) -> Result<EmployeeId> {
    let (agency, now) = (cx.agency(), cx.now());
    let position = PositionId::new();
    sqlx::query(
        "insert into positions (agency_id, id, name, family, outside_office, no_special_room, uses_ict, little_face_to_face, little_supervision, decided_at) \
         values ($1, $2, $3, 'Analis SDM Aparatur', true, true, true, true, true, $4)",
    )
    .bind(agency)
    .bind(position)
    .bind(post)
    .bind(now)
    .execute(cx.conn())
    .await?;
    let employee = EmployeeId::new();
    sqlx::query(
        "insert into employees (agency_id, id, nip, name, asn_kind, grade, unit_id, position_id, position_since, birth_on, gender, appointed_on, created_at, updated_at) \
         values ($1, $2, $3, $4, 'pns', 'IV/a', $5, $6, $8, $7, $9, $8, $10, $10)",
    )
    .bind(agency)
    .bind(employee)
    .bind(nip)
    .bind(name)
    .bind(unit)
    .bind(position)
    .bind(birth)
    .bind(appointed)
    .bind(gender)
    .bind(now)
    .execute(cx.conn())
    .await?;
    Ok(employee)
}
