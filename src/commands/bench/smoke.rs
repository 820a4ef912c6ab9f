//! `luwes bench smoke`: a person and the head of a unit go through running servers, through the doors that everybody has.
//!
//! Given several servers the steps alternate between them, so that what one wrote the other reads: that is how two releases
//! work on one schema while the program is rolled out (script/rolling-upgrade). The database is only asked who there is; it
//! must be a bench database, whose people have the bench's password.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use http::header;
use hyper::body::Bytes;
use luwes::kernel::time::{Clock, local_date};
use tokio::time::sleep;
use uuid::Uuid;

use super::{
    Place,
    calls::{Cast, FORM},
    client::{Answer, Call, Client},
    store,
};

/// Options of smoke.
#[derive(Args, Debug)]
pub struct Smoke {
    #[command(flatten)]
    place: Place,
    /// A running server, http://127.0.0.1:PORT; several take turns
    #[arg(long = "url", required = true, value_name = "URL")]
    urls: Vec<String>,
    /// Which unit: two runs at once take two
    #[arg(long, default_value_t = 0)]
    unit: usize,
}

/// How long a busy server is asked again.
const PATIENCE: Duration = Duration::from_secs(30);
/// The pages of a person, and of a head.
const PAGES: [&str; 9] = [
    "/",
    "/requests",
    "/requests/new",
    "/conditions",
    "/team",
    "/my-data",
    "/notices",
    "/account",
    "/api",
];
const PAGES_OF_A_HEAD: [&str; 3] = ["/inbox", "/team", "/notices"];

/// Runs it; the exit status says whether every answer was the expected one.
pub async fn run(options: Smoke) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let mut conn = store::connect(&cluster, &options.place.database).await?;
    let today = local_date(Clock::system().now(), chrono_tz::Asia::Jakarta);
    let members = store::members(&mut conn, 1 + i64::try_from(options.unit)?).await?;
    store::close(conn).await?;
    let unit = members.chunks(50).nth(options.unit);
    let (head, staff) = unit
        .and_then(<[_]>::split_first)
        .context("this database holds no such unit: luwes bench seed")?;
    let ports = options
        .urls
        .iter()
        .map(|url| port(url))
        .collect::<Result<Vec<u16>>>()?;
    let mut through = Through {
        clients: ports.into_iter().map(Client::new).collect(),
        turn: 0,
    };
    let person = staff.first().context("a unit of one")?;
    // the days differ from the drill's and the load's: those use next week
    let days = Cast::days_after(today, 3);
    let steps = through
        .story(&person.nip, &head.nip, &days[0].to_string())
        .await?;
    println!("{steps} answers, each as expected");
    cluster.stop().await?;
    Ok(ExitCode::SUCCESS)
}

fn port(url: &str) -> Result<u16> {
    url.trim_end_matches('/')
        .strip_prefix("http://127.0.0.1:")
        .and_then(|port| port.parse().ok())
        .ok_or_else(|| anyhow!("{url} is not http://127.0.0.1:PORT"))
}

/// Running servers that take turns.
struct Through {
    clients: Vec<Client>,
    turn: usize,
}

impl Through {
    /// Sends to the next server; any other status is an error that says what came. A busy server says when to come again
    /// (503 with Retry-After): then that is done, for a while.
    async fn ask(&mut self, call: &Call, expected: u16) -> Result<Answer> {
        let which = self.turn % self.clients.len();
        self.turn += 1;
        let began = Instant::now();
        let mut answer = self.clients[which].send(call).await?;
        while answer.status == 503
            && !answer.header(header::RETRY_AFTER).is_empty()
            && began.elapsed() < PATIENCE
        {
            sleep(Duration::from_millis(500)).await;
            answer = self.clients[which].send(call).await?;
        }
        if answer.status != expected {
            let text: String = String::from_utf8_lossy(&answer.body)
                .chars()
                .take(400)
                .collect();
            bail!(
                "{} {} at server {}: {} instead of {expected}: {text}",
                call.method,
                call.path,
                which + 1,
                answer.status
            );
        }
        Ok(answer)
    }

    async fn sign_in(&mut self, nip: &str) -> Result<String> {
        let answer = self.ask(&Cast::sign_in_as(nip), 303).await?;
        answer.session().context("signing in set no session cookie")
    }

    /// A personal token, as its page shows it once.
    async fn token(&mut self, session: &str) -> Result<String> {
        let body = "name=smoke&scopes=requests%3Aread&scopes=requests%3Awrite&days=30";
        let call = Call::post("/account/tokens", session, FORM, Bytes::from(body));
        let answer = self.ask(&call, 200).await?;
        let page = String::from_utf8_lossy(&answer.body);
        let found = page.match_indices("luwes_pat_").find_map(|(at, _)| {
            let token: String = page[at..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            (token.len() > 60).then_some(token)
        });
        found.context("the page of tokens shows no new token")
    }

    /// The state of a request, as a program reads it.
    async fn state(&mut self, id: Uuid, bearer: &str, expected: &str) -> Result<()> {
        let path = format!("/api/v1/requests/{id}");
        let answer = self.ask(&Call::api(&path, bearer), 200).await?;
        let state = answer.json()["state"].clone();
        if state != expected {
            bail!("request {id} is {state} instead of {expected}");
        }
        Ok(())
    }

    /// How many answers there were when every one was right.
    async fn story(&mut self, person: &str, head: &str, day: &str) -> Result<usize> {
        for path in ["/healthz", "/readyz", "/sign-in", "/api/v1/openapi.json"] {
            self.ask(&Call::get(path, ""), 200).await?;
        }
        let (person, head) = (self.sign_in(person).await?, self.sign_in(head).await?);
        for path in PAGES {
            self.ask(&Call::get(path, &person), 200).await?;
        }
        for path in PAGES_OF_A_HEAD {
            self.ask(&Call::get(path, &head), 200).await?;
        }
        let bearer = self.token(&person).await?;
        self.by_pages(&person, &head, &bearer, day).await?;
        self.by_programs(&head, &bearer, day).await?;
        let out = Call::post("/sign-out", &person, FORM, Bytes::new());
        self.ask(&out, 303).await?;
        let gone = self.ask(&Call::get("/account", &person), 303).await?;
        if !gone.location.starts_with("/sign-in") {
            bail!("a session that was ended still reads");
        }
        Ok(self.turn)
    }

    /// Asks, is approved, cancels; asks again and withdraws.
    async fn by_pages(&mut self, person: &str, head: &str, bearer: &str, day: &str) -> Result<()> {
        let asked = Cast::ask(person, day);
        let id = self.ask(&asked, 303).await?.location;
        // the same form once more makes nothing new
        let again = self.ask(&asked, 303).await?.location;
        if id != again {
            bail!("the same form made {id} and {again}");
        }
        let id = Uuid::parse_str(id.trim_start_matches("/requests/"))?;
        self.ask(&Call::get(&format!("/inbox/{id}"), head), 200)
            .await?;
        let body = Bytes::from("version=1&decision=approve&note=");
        self.ask(&Call::post(&format!("/inbox/{id}"), head, FORM, body), 303)
            .await?;
        self.state(id, bearer, "approved").await?;
        let path = format!("/requests/{id}/cancellation");
        let call = Call::post(&path, person, FORM, Bytes::from("version=2"));
        self.ask(&call, 303).await?;
        self.state(id, bearer, "cancelled").await?;
        let id = self.ask(&Cast::ask(person, day), 303).await?.location;
        let id = Uuid::parse_str(id.trim_start_matches("/requests/"))?;
        let path = format!("/requests/{id}/withdrawal");
        let call = Call::post(&path, person, FORM, Bytes::from("version=1"));
        self.ask(&call, 303).await?;
        self.state(id, bearer, "withdrawn").await
    }

    /// The same key twice makes one request; the head refuses it.
    async fn by_programs(&mut self, head: &str, bearer: &str, day: &str) -> Result<()> {
        let key = Uuid::now_v7().to_string();
        let body = format!(
            r#"{{"days":[{{"on":"{day}"}}],"place":"home","plan":[{{"what":"Laporan pekan"}}]}}"#
        );
        let call = Call::json("/api/v1/requests", bearer, &key, body);
        let first = self.ask(&call, 201).await?;
        let second = self.ask(&call, 201).await?;
        let (one, two) = (first.json()["id"].clone(), second.json()["id"].clone());
        let replayed = !second
            .header(header::HeaderName::from_static("idempotent-replayed"))
            .is_empty();
        if one != two || !replayed {
            bail!("one key made {one} and {two}");
        }
        let id = Uuid::parse_str(one.as_str().unwrap_or_default())?;
        let body = Bytes::from("version=1&decision=refuse&note=Rapat+unit");
        let call = Call::post(&format!("/inbox/{id}"), head, FORM, body);
        self.ask(&call, 303).await?;
        self.state(id, bearer, "refused").await
    }
}
