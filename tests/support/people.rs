//! People: a login identity, its membership of an agency, and mostly an employee record.

use std::future::IntoFuture;

use chrono::NaiveDate;
use luwes::kernel::{
    db::Tx,
    id::{AgencyId, EmployeeId, IdentityId, MembershipId, PositionId, UnitId},
};
use uuid::Uuid;

use super::world::{Built, Unit, World, date};

/// A person who can sign in to one agency.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub nip: String,
    pub email: String,
    pub identity: IdentityId,
    pub membership: MembershipId,
    pub employee: Option<EmployeeId>,
    pub agency: AgencyId,
    pub unit: Option<UnitId>,
}

impl Person {
    /// The employee record; officers have none.
    pub fn employee(&self) -> EmployeeId {
        self.employee.expect("this person is an employee")
    }
}

/// A NIP that the rules of law.md E9 accept, different for every number.
pub fn nip(number: u32) -> String {
    let (day, serial) = (1 + number / 890 % 28, 1 + number % 890);
    format!("198503{day:02}201001{}{serial:03}", 1 + number % 2)
}

/// Makes a login identity (once) and its membership of this agency.
pub async fn member(
    world: &World,
    tx: &mut Tx,
    name: &str,
    nip: &str,
    email: Option<&str>,
    employee: Option<EmployeeId>,
) -> Person {
    let identity: Uuid = sqlx::query_scalar("select identity_ensure($1, $2, $3, $4)")
        .bind(Uuid::now_v7())
        .bind(nip)
        .bind(email)
        .bind(name)
        .fetch_one(tx.conn())
        .await
        .expect("the identity is there");
    sqlx::query("insert into identity_agencies (identity_id, agency_id) values ($1, $2)")
        .bind(identity)
        .bind(world.agency.0)
        .execute(tx.conn())
        .await
        .expect("the belonging is stored");
    let membership = MembershipId::new();
    sqlx::query("insert into memberships (agency_id, id, identity_id, employee_id, created_at) values ($1, $2, $3, $4, $5)")
        .bind(world.agency.0)
        .bind(membership.0)
        .bind(identity)
        .bind(employee.map(|id| id.0))
        .bind(world.app.now())
        .execute(tx.conn())
        .await
        .expect("the membership is stored");
    Person {
        name: name.into(),
        nip: nip.into(),
        email: email.unwrap_or_default().into(),
        identity: IdentityId(identity),
        membership,
        employee,
        agency: world.agency,
        unit: None,
    }
}

/// Gives a role.
pub async fn grant(world: &World, tx: &mut Tx, membership: MembershipId, role: &str) {
    sqlx::query("insert into role_grants (agency_id, id, membership_id, role, granted_at) values ($1, $2, $3, $4, $5)")
        .bind(world.agency.0)
        .bind(Uuid::now_v7())
        .bind(membership.0)
        .bind(role)
        .bind(world.app.now())
        .execute(tx.conn())
        .await
        .expect("the role is stored");
}

/// Builds an employee with a login.
pub struct EmployeeBuilder {
    world: World,
    name: String,
    unit: Unit,
    position: PositionId,
    kind: &'static str,
    appointed: Option<NaiveDate>,
    predikat: Option<&'static str>,
    discipline: Option<(&'static str, &'static str)>,
    home: bool,
    head: Option<UnitId>,
    supervisor: Option<EmployeeId>,
    roles: Vec<&'static str>,
    password: Option<String>,
    email: bool,
    nip: Option<String>,
}

impl EmployeeBuilder {
    /// Somebody whom every rule lets through.
    pub fn new(world: World, name: &str, unit: Unit) -> Self {
        Self {
            position: world.position,
            world,
            name: name.into(),
            unit,
            kind: "pns",
            appointed: Some(date("2010-01-04")),
            predikat: Some("baik"),
            discipline: None,
            home: true,
            head: None,
            supervisor: None,
            roles: Vec::new(),
            password: None,
            email: true,
            nip: None,
        }
    }

    /// In this unit.
    pub fn of(mut self, unit: &Unit) -> Self {
        self.unit = unit.clone();
        self
    }

    /// In this unit, as its head.
    pub fn head_of(mut self, unit: &Unit) -> Self {
        self.head = Some(unit.id);
        self.of(unit)
    }

    /// With an explicit supervisor instead of the unit's head.
    pub fn under(mut self, supervisor: &Person) -> Self {
        self.supervisor = Some(supervisor.employee());
        self
    }

    #[expect(clippy::wrong_self_convention, reason = "reads like a sentence")]
    pub fn as_a(mut self, position: PositionId) -> Self {
        self.position = position;
        self
    }

    /// `pns`, `cpns`, `pppk`, `pppk_part_time`.
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    pub fn appointed(mut self, on: &str) -> Self {
        self.appointed = Some(date(on));
        self
    }

    /// Last rating: `sangat_baik`, `baik`, `butuh_perbaikan`, `kurang`, `sangat_kurang`.
    pub fn rated(mut self, predikat: &'static str) -> Self {
        self.predikat = Some(predikat);
        self
    }

    pub fn unrated(mut self) -> Self {
        self.predikat = None;
        self
    }

    /// A disciplinary measure: level `light|medium|heavy`, state `in_process|serving`.
    pub fn disciplined(mut self, level: &'static str, state: &'static str) -> Self {
        self.discipline = Some((level, state));
        self
    }

    pub fn no_home(mut self) -> Self {
        self.home = false;
        self
    }

    /// `hr`, `leader`, `auditor`, `ministry`.
    pub fn role(mut self, role: &'static str) -> Self {
        self.roles.push(role);
        self
    }

    /// Can sign in with this password.
    pub fn password(mut self, password: &str) -> Self {
        self.password = Some(password.into());
        self
    }

    pub fn no_email(mut self) -> Self {
        self.email = false;
        self
    }

    pub fn nip(mut self, nip: &str) -> Self {
        self.nip = Some(nip.into());
        self
    }
}

impl IntoFuture for EmployeeBuilder {
    type Output = Person;
    type IntoFuture = Built<Person>;

    fn into_future(self) -> Built<Person> {
        Box::pin(async move {
            let world = self.world.clone();
            let number = world.app.next();
            let nip = self.nip.clone().unwrap_or_else(|| nip(number));
            let email = self.email.then(|| format!("orang{number}@uji.example"));
            let employee = EmployeeId::new();
            let mut tx = world.tx().await;
            insert_employee(&world, &mut tx, &self, employee, &nip, email.as_deref()).await;
            insert_facts(&world, &mut tx, &self, employee).await;
            let mut person = member(
                &world,
                &mut tx,
                &self.name,
                &nip,
                email.as_deref(),
                Some(employee),
            )
            .await;
            person.unit = Some(self.unit.id);
            for role in &self.roles {
                grant(&world, &mut tx, person.membership, role).await;
            }
            if let Some(password) = &self.password {
                let hash = world
                    .app
                    .core
                    .passwords
                    .hash(password.clone())
                    .await
                    .expect("a hash");
                sqlx::query("select identity_set_password($1, $2, $3)")
                    .bind(person.identity.0)
                    .bind(hash)
                    .bind(world.app.now())
                    .execute(tx.conn())
                    .await
                    .expect("the password is stored");
            }
            tx.commit().await.expect("commit");
            person
        })
    }
}

async fn insert_employee(
    world: &World,
    tx: &mut Tx,
    built: &EmployeeBuilder,
    id: EmployeeId,
    nip: &str,
    email: Option<&str>,
) {
    sqlx::query(
        "insert into employees (agency_id, id, nip, name, asn_kind, grade, unit_id, position_id, supervisor_id, birth_on, gender, email, appointed_on, created_at, updated_at) \
         values ($1, $2, $3, $4, $5, 'III/c', $6, $7, $8, '1985-03-12', 'P', $9, $10, $11, $11)",
    )
    .bind(world.agency.0)
    .bind(id.0)
    .bind(nip)
    .bind(&built.name)
    .bind(built.kind)
    .bind(built.unit.id.0)
    .bind(built.position.0)
    .bind(built.supervisor.map(|id| id.0))
    .bind(email)
    .bind(built.appointed)
    .bind(world.app.now())
    .execute(tx.conn())
    .await
    .expect("the employee is stored");
    sqlx::query("insert into assignments (agency_id, id, employee_id, unit_id, position_id, from_on) values ($1, $2, $3, $4, $5, '2020-01-01')")
        .bind(world.agency.0)
        .bind(Uuid::now_v7())
        .bind(id.0)
        .bind(built.unit.id.0)
        .bind(built.position.0)
        .execute(tx.conn())
        .await
        .expect("the assignment is stored");
    if let Some(unit) = built.head {
        sqlx::query("update units set head_id = $3 where agency_id = $1 and id = $2")
            .bind(world.agency.0)
            .bind(unit.0)
            .bind(id.0)
            .execute(tx.conn())
            .await
            .expect("the head is stored");
    }
}

async fn insert_facts(world: &World, tx: &mut Tx, built: &EmployeeBuilder, id: EmployeeId) {
    if let Some(predikat) = built.predikat {
        sqlx::query("insert into ratings (agency_id, id, employee_id, period, predikat, rated_on, created_at) values ($1, $2, $3, '2025', $4, '2026-01-15', $5)")
            .bind(world.agency.0)
            .bind(Uuid::now_v7())
            .bind(id.0)
            .bind(predikat)
            .bind(world.app.now())
            .execute(tx.conn())
            .await
            .expect("the rating is stored");
    }
    if let Some((level, state)) = built.discipline {
        sqlx::query("insert into discipline (agency_id, id, employee_id, level, state, from_on, created_at) values ($1, $2, $3, $4, $5, '2026-06-01', $6)")
            .bind(world.agency.0)
            .bind(Uuid::now_v7())
            .bind(id.0)
            .bind(level)
            .bind(state)
            .bind(world.app.now())
            .execute(tx.conn())
            .await
            .expect("the measure is stored");
    }
    if built.home {
        sqlx::query("insert into homes (agency_id, id, employee_id, address, city, state, proposed_at, decided_at) values ($1, $2, $3, $4, 'Kota Uji', 'confirmed', $5, $5)")
            .bind(world.agency.0)
            .bind(Uuid::now_v7())
            .bind(id.0)
            .bind(format!("Jalan {} 1", built.name))
            .bind(world.app.now())
            .execute(tx.conn())
            .await
            .expect("the home is stored");
    }
}
