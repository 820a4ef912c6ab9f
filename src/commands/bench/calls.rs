//! The people of a run and what they send.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{Datelike, Days, NaiveDate};
use hyper::body::Bytes;
use luwes::kernel::crypto;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{client::Call, seed::PASSWORD, store};

/// How an ordinary form is sent.
pub const FORM: &str = "application/x-www-form-urlencoded";
const BOUNDARY: &str = "----luwes";
const MULTIPART: &str = "multipart/form-data; boundary=----luwes";

/// How many of a unit of fifty ask for a day.
pub const ASKING: usize = 26;
/// How many of them are decided one by one; the others in one press.
pub const SINGLY: usize = 6;

/// A unit that is measured: its head and its staff, signed in.
pub struct Office {
    pub agency: Uuid,
    pub head: String,
    pub staff: Vec<String>,
    pub logins: Vec<String>,
    /// Bearer tokens of the staff, where they were made.
    pub bearers: Vec<String>,
}

/// Everybody who takes part.
pub struct Cast {
    pub offices: Vec<Office>,
    pub leaders: Vec<String>,
    /// An HR officer.
    pub hr: String,
    /// Tuesday and Wednesday of next week.
    pub days: [NaiveDate; 2],
}

impl Cast {
    /// Signs everybody of `units` measured units in, and the leaders of the largest agencies.
    pub async fn sign_in(conn: &mut PgConnection, units: i64, today: NaiveDate) -> Result<Self> {
        let members = store::members(conn, units).await?;
        let officers = store::officers(conn, "leader", 10).await?;
        let hr = store::officers(conn, "hr", 1).await?;
        let Some(hr) = hr
            .first()
            .filter(|_| !members.is_empty() && !officers.is_empty())
        else {
            bail!("this database holds no population: luwes bench seed");
        };
        let mut open = Vec::new();
        let mut session = |identity: Uuid, agency: Uuid| -> Result<String> {
            let (token, hash) = crypto::token()?;
            open.push((hash.to_vec(), identity, agency));
            Ok(token)
        };
        let mut offices: BTreeMap<usize, Office> = BTreeMap::new();
        for (n, member) in members.iter().enumerate() {
            let token = session(member.identity, member.agency)?;
            let office = offices.entry(n / 50).or_insert_with(|| Office {
                agency: member.agency,
                head: String::new(),
                staff: Vec::new(),
                logins: Vec::new(),
                bearers: Vec::new(),
            });
            if member.head {
                office.head = token;
            } else {
                office.staff.push(token);
                office.logins.push(member.nip.clone());
            }
        }
        let leaders = officers
            .into_iter()
            .map(|(agency, identity)| session(identity, agency))
            .collect::<Result<_>>()?;
        let hr = session(hr.1, hr.0)?;
        store::sessions(conn, &open).await?;
        Ok(Self {
            offices: offices.into_values().collect(),
            leaders,
            hr,
            days: Self::days_after(today, 1),
        })
    }

    /// Tuesday and Wednesday, so many weeks after this one.
    pub fn days_after(today: NaiveDate, weeks: u64) -> [NaiveDate; 2] {
        let monday =
            today + Days::new(7 * weeks - u64::from(today.weekday().num_days_from_monday()));
        [monday + Days::new(1), monday + Days::new(2)]
    }

    /// Makes a personal token for everybody of the staff: the same people as programs.
    pub async fn make_bearers(&mut self, conn: &mut PgConnection) -> Result<()> {
        let members = store::members(conn, self.offices.len().try_into()?).await?;
        let mut made = Vec::new();
        for (office, people) in self.offices.iter_mut().zip(members.chunks(50)) {
            for member in people.iter().filter(|member| !member.head) {
                let id = Uuid::now_v7();
                let (bearer, _, hash) = crypto::bearer(id)?;
                office.bearers.push(bearer);
                made.push((id, hash.to_vec(), member.clone()));
            }
        }
        store::bearers(conn, &made).await
    }

    fn office(&self, n: usize) -> &Office {
        &self.offices[n % self.offices.len()]
    }

    /// Somebody of the staff, another one each time.
    pub fn employee(&self, n: usize) -> &str {
        let office = self.office(n);
        &office.staff[n / self.offices.len() % office.staff.len()]
    }

    /// The head of a unit, another one each time.
    pub fn head(&self, n: usize) -> &str {
        &self.office(n).head
    }

    /// GET of a page as staff, as heads, or as leaders.
    pub fn page(&self, path: &str, n: usize) -> Call {
        let who = match path {
            "/inbox" | "/team/ratings" => self.head(n),
            "/overview" => &self.leaders[n % self.leaders.len()],
            _ => self.employee(n),
        };
        Call::get(path, who)
    }

    /// The five days of next week, judged while they are chosen.
    pub fn precheck(&self, n: usize) -> Call {
        let monday = self.days[0] - Days::new(1);
        let mut fields: Vec<(&str, String)> = (0..5)
            .map(|day| ("days", (monday + Days::new(day)).to_string()))
            .collect();
        fields.extend(plan("do", "check"));
        multipart("/requests/new", self.employee(n), &fields)
    }

    /// How many submissions there are.
    pub fn submissions(&self) -> usize {
        self.offices.len() * ASKING
    }

    /// A day from home, one request of each person.
    pub fn submit(&self, n: usize) -> Option<Call> {
        let who = n / self.offices.len();
        if who >= ASKING {
            return None;
        }
        Some(Self::ask(self.employee(n), &self.days[who % 2].to_string()))
    }

    /// A day from home, as the form sends it.
    pub fn ask(token: &str, day: &str) -> Call {
        let mut fields = vec![("days", day.to_owned())];
        fields.extend(plan("key", &Uuid::now_v7().to_string()));
        multipart("/requests", token, &fields)
    }

    /// A day of the week after, asked by people who take part in nothing else: what a head finds waiting.
    pub fn waiting(&self, n: usize) -> Call {
        let asker = ASKING * self.offices.len() + n;
        let day = self.days[n / self.offices.len() % 2] + Days::new(7);
        Self::ask(self.employee(asker), &day.to_string())
    }

    /// Takes the request of this submission back.
    pub fn withdraw(&self, n: usize, id: Uuid) -> Call {
        let body = Bytes::from("version=1");
        Call::post(
            &format!("/requests/{id}/withdrawal"),
            self.employee(n),
            FORM,
            body,
        )
    }

    /// The bearer token of an employee.
    fn bearer(&self, n: usize) -> &str {
        let office = self.office(n);
        &office.bearers[n / self.offices.len() % office.bearers.len()]
    }

    /// The same request through the JSON door, named by a key.
    pub fn api_submit(&self, n: usize, key: &str) -> Call {
        let day = self.days[n / self.offices.len() % 2];
        let body = format!(
            r#"{{"days":[{{"on":"{day}"}}],"place":"home","plan":[{{"what":"Laporan pekan"}}]}}"#
        );
        Call::json("/api/v1/requests", self.bearer(n), key, body)
    }

    /// Takes it back through the JSON door.
    pub fn api_withdraw(&self, n: usize, id: Uuid, key: &str) -> Call {
        let path = format!("/api/v1/requests/{id}/withdrawal");
        Call::json(&path, self.bearer(n), key, r#"{"version":1}"#.into())
    }

    /// A request for special circumstances with a file of this many bytes, by somebody whom the crowd leaves alone.
    pub fn api_evidence(&self, key: &str, bytes: usize) -> Call {
        let n = (ASKING + 4) * self.offices.len();
        let mut file = b"%PDF-1.7\n".to_vec();
        // text that cannot be squeezed: the disk must hold all of it
        file.extend(
            key.bytes()
                .cycle()
                .zip(0..bytes)
                .map(|(letter, place)| (place.wrapping_mul(2_654_435_761) >> 16) as u8 ^ letter),
        );
        let file = STANDARD.encode(file);
        let body = format!(
            r#"{{"days":[{{"on":"{}"}}],"place":"home","route":"special","special_ground":"family","reason":"Orang tua dirawat","contact":"0811","plan":[{{"what":"Laporan pekan"}}],"evidence":{{"name":"surat.pdf","base64":"{file}"}}}}"#,
            self.days[0]
        );
        Call::json("/api/v1/requests", self.bearer(n), key, body)
    }

    /// The agency's employees as a spreadsheet.
    pub fn export(&self) -> Call {
        Call::get("/employees?format=xlsx", &self.hr)
    }

    /// The head says no, with a reason.
    pub fn refuse(&self, n: usize, id: Uuid) -> Call {
        let body = Bytes::from("version=1&decision=refuse&note=Rapat+unit");
        Call::post(&format!("/inbox/{id}"), self.head(n), FORM, body)
    }

    /// One decision of the head of the unit that this submission belonged to.
    pub fn decide(&self, n: usize, id: &str) -> Call {
        let body = "version=1&decision=approve&note=";
        Call::post(
            &format!("/inbox/{id}"),
            self.head(n),
            FORM,
            Bytes::from(body),
        )
    }

    /// Everything that still waits in one press.
    pub fn bulk(&self, office: usize, ids: &[String]) -> Call {
        let items: Vec<String> = ids.iter().map(|id| format!("item={id}%3A1")).collect();
        Call::post(
            "/inbox",
            self.head(office),
            FORM,
            Bytes::from(items.join("&")),
        )
    }

    /// A sign-in with the right password.
    pub fn login(&self, n: usize) -> Call {
        let office = self.office(n);
        let nip = &office.logins[n / self.offices.len() % office.logins.len()];
        Self::sign_in_as(nip)
    }

    /// A sign-in of this person with the right password.
    pub fn sign_in_as(nip: &str) -> Call {
        let body = format!("login={nip}&password={}", PASSWORD.replace(' ', "+"));
        Call::post("/sign-in", "", FORM, Bytes::from(body))
    }

    /// The same office of another agency.
    pub fn elsewhere(&self, office: usize) -> Result<usize> {
        let home = self.offices[office].agency;
        self.offices
            .iter()
            .position(|other| other.agency != home)
            .context("there is only one agency")
    }
}

fn multipart(path: &str, token: &str, fields: &[(&str, String)]) -> Call {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    body += &format!("--{BOUNDARY}--\r\n");
    Call::post(path, token, MULTIPART, Bytes::from(body))
}

fn plan(name: &'static str, value: &str) -> Vec<(&'static str, String)> {
    vec![
        ("place", "home".into()),
        ("plan_what", "Laporan pekan".into()),
        ("plan_due", String::new()),
        (name, value.to_owned()),
    ]
}
