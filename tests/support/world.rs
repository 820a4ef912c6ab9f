//! People, units and rules, in sentences. Rows are written as the tenant, through the application's own database user.
//!
//! A new employee is one whom every rule lets through: appointed in 2010, rated `baik`, a confirmed home, a position whose
//! five flags are all met. Say what is different: `.no_home()`, `.rated("kurang")`, `.appointed("2026-08-01")`.

use std::{
    future::IntoFuture,
    pin::Pin,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, NaiveDate, Utc};
use luwes::{
    kernel::{
        actor::{Actor, Agency},
        cx::{Core, Cx},
        db::{Mode, Tx},
        id::{AgencyId, PositionId, UnitId},
        time::zone,
    },
    policy::{self, RuleSet, base::Practice},
};
use uuid::Uuid;

use super::{
    app::TestApp,
    people::{EmployeeBuilder, Person, grant, member, nip},
};

/// A future that builds something.
pub type Built<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// One agency of a test.
#[derive(Clone)]
pub struct World {
    pub app: TestApp,
    pub agency: AgencyId,
    pub code: String,
    pub name: String,
    pub root: Unit,
    pub position: PositionId,
    zone: String,
    last: Arc<Mutex<Unit>>,
}

/// A unit.
#[derive(Clone, Debug)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
}

/// A date written as in a test.
pub fn date(text: &str) -> NaiveDate {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is not a date"))
}

/// Builds an agency.
pub struct AgencyBuilder {
    app: TestApp,
    name: String,
    code: Option<String>,
    zone: String,
    ministry: bool,
}

impl AgencyBuilder {
    pub fn new(app: TestApp, name: &str) -> Self {
        Self {
            app,
            name: name.into(),
            code: None,
            zone: "Asia/Jakarta".into(),
            ministry: false,
        }
    }

    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(code.into());
        self
    }

    pub fn zone(mut self, zone: &str) -> Self {
        self.zone = zone.into();
        self
    }

    /// The ministry that looks across agencies.
    pub fn ministry(mut self) -> Self {
        self.ministry = true;
        self
    }
}

impl IntoFuture for AgencyBuilder {
    type Output = World;
    type IntoFuture = Built<World>;

    fn into_future(self) -> Built<World> {
        Box::pin(async move {
            let app = self.app;
            let agency = AgencyId::new();
            let code = self.code.unwrap_or_else(|| format!("UJI{}", app.next()));
            let mut tx = app
                .core
                .db
                .tenant(agency, Mode::Write)
                .await
                .expect("a transaction");
            sqlx::query(
                "insert into agencies (id, code, name, kind, province, time_zone, live, ministry, created_at) \
                 values ($1, $2, $3, 'pemkot', 'Uji', $4, true, $5, $6)",
            )
            .bind(agency.0)
            .bind(&code)
            .bind(&self.name)
            .bind(&self.zone)
            .bind(self.ministry)
            .bind(app.now())
            .execute(tx.conn())
            .await
            .expect("the agency is stored");
            sqlx::query("insert into agency_settings (agency_id, display_name) values ($1, $2)")
                .bind(agency.0)
                .bind(&self.name)
                .execute(tx.conn())
                .await
                .expect("the settings are stored");
            let root = Unit {
                id: UnitId::new(),
                name: self.name.clone(),
            };
            sqlx::query("insert into units (agency_id, id, code, name, place) values ($1, $2, 'ROOT', $3, 'Kantor pusat')")
                .bind(agency.0)
                .bind(root.id.0)
                .bind(&root.name)
                .execute(tx.conn())
                .await
                .expect("the root unit is stored");
            tx.commit().await.expect("commit");
            let mut world = World {
                position: PositionId(Uuid::nil()),
                last: Arc::new(Mutex::new(root.clone())),
                app,
                agency,
                code,
                name: self.name,
                root,
                zone: self.zone,
            };
            world.position = world.position("Analis Kebijakan").await;
            world
        })
    }
}

impl World {
    /// A writing transaction of this agency as `luwes_app`.
    pub async fn tx(&self) -> Tx {
        self.app
            .core
            .db
            .tenant(self.agency, Mode::Write)
            .await
            .expect("a transaction")
    }

    /// The agency as operations know it.
    pub fn as_agency(&self) -> Agency {
        Agency {
            id: self.agency,
            code: self.code.clone(),
            name: self.name.clone(),
            brand: String::new(),
            zone: zone(&self.zone),
        }
    }

    /// A context of the system user, to call operations directly; end it with `finish()`.
    pub async fn cx(&self) -> Cx {
        Cx::system(&self.app.core, self.as_agency(), Mode::Write)
            .await
            .expect("a context")
    }

    /// A context of a person, with the roles that the sign-in hook finds.
    pub async fn cx_of(&self, person: &Person) -> Cx {
        Cx::acting(&self.app.core, self.actor(person).await, Mode::Write)
            .await
            .expect("a context")
    }

    /// Who a person is to operations.
    pub async fn actor(&self, person: &Person) -> Actor {
        let browser = self.app.as_(person).await;
        let core: &Core = &self.app.core;
        let token = browser.cookies.values().next().expect("a session");
        let hash = luwes::kernel::crypto::token_hash(token).expect("a token");
        let mut tx = self.tx().await;
        let session = (core.hooks.session)(tx.conn(), hash, self.app.now())
            .await
            .expect("the hook answers")
            .expect("the session lives");
        (core.hooks.actor)(tx.conn(), &session, self.app.now())
            .await
            .expect("the hook answers")
            .expect("the person is a member")
    }

    /// A unit below the root.
    pub fn unit(&self, name: &str) -> UnitBuilder {
        UnitBuilder {
            world: self.clone(),
            name: name.into(),
            parent: self.root.id,
            direct_service: false,
            minimum: None,
            zone: None,
            week: None,
        }
    }

    /// A position whose five task flags are all met.
    pub async fn position(&self, name: &str) -> PositionId {
        self.position_with(name, [Some(true); 5]).await
    }

    /// A position with these flags: outside office, no special room, uses ICT, little face to face, little supervision.
    pub async fn position_with(&self, name: &str, flags: [Option<bool>; 5]) -> PositionId {
        let id = PositionId::new();
        let mut tx = self.tx().await;
        sqlx::query(
            "insert into positions (agency_id, id, name, family, jenjang, kelas, outside_office, no_special_room, uses_ict, little_face_to_face, little_supervision, decided_at) \
             values ($1, $2, $3, $3, 'Ahli Muda', 9, $4, $5, $6, $7, $8, $9)",
        )
        .bind(self.agency.0)
        .bind(id.0)
        .bind(name)
        .bind(flags[0])
        .bind(flags[1])
        .bind(flags[2])
        .bind(flags[3])
        .bind(flags[4])
        .bind(flags.iter().all(Option::is_some).then(|| self.app.now()))
        .execute(tx.conn())
        .await
        .expect("the position is stored");
        tx.commit().await.expect("commit");
        id
    }

    /// An employee of the unit made last.
    pub fn employee(&self, name: &str) -> EmployeeBuilder {
        let unit = self.last.lock().expect("the last unit").clone();
        EmployeeBuilder::new(self.clone(), name, unit)
    }

    /// A member with roles and no employee record.
    pub async fn officer(&self, name: &str, roles: &[&'static str]) -> Person {
        let number = self.app.next();
        let nip = nip(number);
        let email = format!("orang{number}@uji.example");
        let mut tx = self.tx().await;
        let person = member(self, &mut tx, name, &nip, Some(&email), None).await;
        for role in roles {
            grant(self, &mut tx, person.membership, role).await;
        }
        tx.commit().await.expect("commit");
        person
    }

    /// Makes somebody of another agency a member of this one too.
    pub async fn joins(&self, person: &Person) -> Person {
        let mut tx = self.tx().await;
        let here = member(
            self,
            &mut tx,
            &person.name,
            &person.nip,
            Some(&person.email),
            None,
        )
        .await;
        tx.commit().await.expect("commit");
        assert_eq!(here.identity, person.identity);
        here
    }

    /// Gives a role.
    pub async fn grant(&self, person: &Person, role: &str) {
        let mut tx = self.tx().await;
        grant(self, &mut tx, person.membership, role).await;
        tx.commit().await.expect("commit");
    }

    /// An acting head of a unit between two dates; kind is `plt` or `plh`.
    pub async fn acting(&self, person: &Person, unit: &Unit, kind: &str, from: &str, to: &str) {
        let mut tx = self.tx().await;
        sqlx::query(
            "insert into acting_heads (agency_id, id, unit_id, employee_id, kind, from_on, to_on, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(self.agency.0)
        .bind(Uuid::now_v7())
        .bind(unit.id.0)
        .bind(person.employee().0)
        .bind(kind)
        .bind(date(from))
        .bind(date(to))
        .bind(self.app.now())
        .execute(tx.conn())
        .await
        .expect("the acting head is stored");
        tx.commit().await.expect("commit");
    }

    /// An agency that leaves stand-ins to HR.
    pub async fn stand_ins_by_hr(&self) {
        let mut tx = self.tx().await;
        sqlx::query("insert into agency_settings (agency_id, display_name, heads_name_stand_ins) values ($1, 'Uji', false) on conflict (agency_id) do update set heads_name_stand_ins = false")
            .bind(self.agency.0)
            .execute(tx.conn())
            .await
            .expect("the choice is stored");
        tx.commit().await.expect("commit");
    }

    /// Leave or an official trip (`leave`, `official_trip`).
    pub async fn absent(&self, person: &Person, kind: &str, from: &str, to: &str) {
        let mut tx = self.tx().await;
        sqlx::query("insert into absences (agency_id, id, employee_id, kind, from_on, to_on, created_at) values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(self.agency.0)
            .bind(Uuid::now_v7())
            .bind(person.employee().0)
            .bind(kind)
            .bind(date(from))
            .bind(date(to))
            .bind(self.app.now())
            .execute(tx.conn())
            .await
            .expect("the absence is stored");
        tx.commit().await.expect("commit");
    }

    /// A national holiday (for every agency of this test).
    pub async fn holiday(&self, on: &str, name: &str) {
        let mut tx = self.tx().await;
        sqlx::query("insert into national_days (id, on_date, name_id, name_en, kind, legal_basis) values ($1, $2, $3, $3, 'national', 'SKB uji')")
            .bind(Uuid::now_v7())
            .bind(date(on))
            .bind(name)
            .execute(tx.conn())
            .await
            .expect("the holiday is stored");
        tx.commit().await.expect("commit");
    }

    /// The ministry's base set and a typical agency's rules, both published and in force since April 2026.
    pub async fn rules(&self) {
        self.rules_of(&policy::base::typical_agency(&Practice::default()))
            .await;
    }

    /// The ministry's base set (once) and this set of the agency, published.
    pub async fn rules_of(&self, set: &RuleSet) {
        let at = "2026-04-01T02:00:00Z".parse().expect("an instant");
        self.rules_published(set, at).await;
    }

    /// The same, published at an instant: what is published cannot be changed afterwards.
    pub async fn rules_published(&self, set: &RuleSet, at: DateTime<Utc>) {
        let mut tx = self.tx().await;
        let base = policy::base::ministry();
        sqlx::query(
            "insert into base_rule_sets (id, version, state, effective_from, rules, created_at, published_at) \
             values ($1, $2, 'published', $3, $4, $5, $5) on conflict (version) do nothing",
        )
        .bind(Uuid::now_v7())
        .bind(i32::try_from(base.version).expect("a version"))
        .bind(base.effective_from)
        .bind(serde_json::to_value(&base.rules).expect("rules are JSON"))
        .bind(at)
        .execute(tx.conn())
        .await
        .expect("the base set is stored");
        sqlx::query(
            "insert into rule_sets (agency_id, id, version, state, effective_from, rules, created_at, published_at) \
             values ($1, $2, $3, 'published', $4, $5, $6, $6)",
        )
        .bind(self.agency.0)
        .bind(Uuid::now_v7())
        .bind(i32::try_from(set.version).expect("a version"))
        .bind(set.effective_from)
        .bind(serde_json::to_value(&set.rules).expect("rules are JSON"))
        .bind(at)
        .execute(tx.conn())
        .await
        .expect("the rule set is stored");
        tx.commit().await.expect("commit");
    }

    /// How many rows of a table this agency has, as a superuser sees it.
    pub async fn count(&self, table: &str, condition: &str) -> i64 {
        self.app
            .count(&format!(
                "select count(*) from {table} where agency_id = '{}' and {condition}",
                self.agency.0
            ))
            .await
    }
}

/// Builds a unit.
pub struct UnitBuilder {
    world: World,
    name: String,
    parent: UnitId,
    direct_service: bool,
    minimum: Option<i16>,
    zone: Option<String>,
    week: Option<i16>,
}

impl UnitBuilder {
    pub fn under(mut self, parent: &Unit) -> Self {
        self.parent = parent.id;
        self
    }

    pub fn direct_service(mut self) -> Self {
        self.direct_service = true;
        self
    }

    pub fn min_on_site(mut self, people: i16) -> Self {
        self.minimum = Some(people);
        self
    }

    pub fn zone(mut self, zone: &str) -> Self {
        self.zone = Some(zone.into());
        self
    }

    pub fn six_days(mut self) -> Self {
        self.week = Some(6);
        self
    }
}

impl IntoFuture for UnitBuilder {
    type Output = Unit;
    type IntoFuture = Built<Unit>;

    fn into_future(self) -> Built<Unit> {
        Box::pin(async move {
            let unit = Unit {
                id: UnitId::new(),
                name: self.name,
            };
            let world = self.world;
            let mut tx = world.tx().await;
            sqlx::query(
                "insert into units (agency_id, id, code, parent_id, name, place, time_zone, direct_service, min_on_site, week_pattern) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(world.agency.0)
            .bind(unit.id.0)
            .bind(format!("U{}", world.app.next()))
            .bind(self.parent.0)
            .bind(&unit.name)
            .bind(format!("Kantor {}", unit.name))
            .bind(self.zone)
            .bind(self.direct_service)
            .bind(self.minimum)
            .bind(self.week)
            .execute(tx.conn())
            .await
            .expect("the unit is stored");
            tx.commit().await.expect("commit");
            *world.last.lock().expect("the last unit") = unit.clone();
            unit
        })
    }
}
