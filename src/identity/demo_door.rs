//! The demo's one-click sign-in. Compiled only with the `demo` feature and mounted only by `luwes demo`; `serve` has no trace of it.

mod ekinerja;

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{session, store};
use crate::kernel::{
    actor::Can,
    cx::Gx,
    error::{Error, Result},
    form::{Form, Path, Query},
    html::{Page, page, redirect},
    id::AgencyId,
    list,
    outbox::Mail,
    routes::Routes,
};

/// A person offered at the demo's door.
pub struct Person {
    key: String,
    name: String,
    what: String,
    agency: String,
    initials: String,
}

#[derive(Template)]
#[template(path = "identity/demo.html")]
pub struct DemoPage {
    page: Page,
    groups: Vec<(String, Vec<Person>)>,
    q: String,
    found: Vec<Person>,
}

/// The persons of the door, written by the demo's loader: (NIP, catalogue key of what they show).
#[derive(Clone, Debug, Default, serde::Serialize, Deserialize)]
pub struct Cast {
    pub people: Vec<Member>,
    /// The folder where messages are written.
    pub mail: std::path::PathBuf,
    /// People without targets, for whom a workbook of e-Kinerja is offered: NIP and name.
    #[serde(default)]
    pub ekinerja: Vec<(String, String)>,
    /// The agency whose every member is offered.
    pub open_agency: Option<AgencyId>,
}

/// One of the cast.
#[derive(Clone, Debug, serde::Serialize, Deserialize)]
pub struct Member {
    /// A short stable key, such as `hr-contoh`.
    pub key: String,
    pub nip: String,
    /// Catalogue key of what this person shows.
    pub what: String,
    /// Catalogue key or name of the group they stand under.
    pub group: String,
}

/// The demo's doors.
pub fn routes(routes: Routes, cast: Cast) -> Routes {
    let cast = std::sync::Arc::new(cast);
    let (a, b, c, d, e) = (cast.clone(), cast.clone(), cast.clone(), cast.clone(), cast);
    routes
        .get(
            "/demo/sign-in",
            Can::Public,
            move |gx: Gx, query: Query<Search>| show(gx, a.clone(), query),
        )
        .post(
            "/demo/sign-in",
            Can::Public,
            move |gx: Gx, form: Form<Choose>| enter(gx, b.clone(), form),
        )
        .get("/demo/mail", Can::Public, move |gx: Gx| mail(gx, c.clone()))
        .get("/demo/mail/{id}", Can::Public, move |path: Path<Uuid>| {
            calendar(d.clone(), path)
        })
        .get("/demo/pegawai_messy.xlsx", Can::Public, messy)
        .get("/demo/ekinerja.xlsx", Can::Public, move |gx: Gx| {
            ekinerja::download(gx, e.clone())
        })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
}

async fn show(
    mut gx: Gx,
    cast: std::sync::Arc<Cast>,
    Query(search): Query<Search>,
) -> Result<Response> {
    let mut groups: Vec<(String, Vec<Person>)> = Vec::new();
    for member in &cast.people {
        let Some(person) = store::find_by_login(gx.conn(), &member.nip).await? else {
            continue;
        };
        let agency = store::agencies_of(gx.conn(), person.id)
            .await?
            .first()
            .map(|(_, name)| name.clone())
            .unwrap_or_default();
        let shown = Person {
            key: member.key.clone(),
            initials: crate::kernel::format::initials(&person.name),
            name: person.name,
            what: gx.lang.t(&member.what),
            agency,
        };
        let group = gx.lang.t(&member.group);
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, people)) => people.push(shown),
            None => groups.push((group, vec![shown])),
        }
    }
    let found = match cast.open_agency {
        Some(agency) => members(&mut gx, agency, &search.q).await?,
        None => Vec::new(),
    };
    page(&DemoPage {
        page: Page::public(&gx, "demo-title"),
        groups,
        q: search.q,
        found,
    })
}

async fn members(gx: &mut Gx, agency: AgencyId, q: &str) -> Result<Vec<Person>> {
    gx.bind(agency).await?;
    let found = store::offered(gx.conn(), agency, list::like(q).as_deref()).await?;
    Ok(found
        .into_iter()
        .map(|person| Person {
            key: person.nip,
            initials: crate::kernel::format::initials(&person.name),
            name: person.name,
            what: person.position,
            agency: person.unit,
        })
        .collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choose {
    person: String,
}

async fn enter(
    mut gx: Gx,
    cast: std::sync::Arc<Cast>,
    Form(input): Form<Choose>,
) -> Result<Response> {
    let nip = cast
        .people
        .iter()
        .find(|member| member.key == input.person)
        .map_or(input.person.clone(), |member| member.nip.clone());
    let person = store::find_by_login(gx.conn(), &nip)
        .await?
        .ok_or(Error::NotFound)?;
    session::start(&mut gx, &person, false).await?;
    Ok(redirect("/"))
}

#[derive(Template)]
#[template(path = "identity/mail.html")]
pub struct MailPage {
    page: Page,
    mails: Vec<(String, Mail)>,
}

async fn mail(gx: Gx, cast: std::sync::Arc<Cast>) -> Result<Response> {
    let mut mails = Vec::new();
    if let Ok(mut folder) = tokio::fs::read_dir(&cast.mail).await {
        while let Ok(Some(entry)) = folder.next_entry().await {
            let path = entry.path();
            let id = path.file_stem().map(|id| id.to_string_lossy().into_owned());
            let read = read_mail(&path).await.ok();
            mails.extend(id.zip(read));
        }
    }
    mails.sort_by_key(|(_, mail)| std::cmp::Reverse(mail.at));
    mails.truncate(40);
    page(&MailPage {
        page: Page::public(&gx, "demo-mail-title"),
        mails,
    })
}

async fn read_mail(path: &std::path::Path) -> Result<Mail> {
    let bytes = tokio::fs::read(path).await.map_err(|_| Error::NotFound)?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// The calendar file of a message.
async fn calendar(cast: std::sync::Arc<Cast>, Path(id): Path<Uuid>) -> Result<Response> {
    let mail = read_mail(&cast.mail.join(format!("{id}.json"))).await?;
    if mail.calendar.is_empty() {
        return Err(Error::NotFound);
    }
    crate::kernel::files::download(
        "luwes.ics",
        "text/calendar; charset=utf-8",
        mail.calendar.into_bytes(),
    )
}

/// The personnel file that the visitor imports.
async fn messy() -> Result<Response> {
    crate::kernel::files::download(
        "pegawai_messy.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        MESSY.to_vec(),
    )
}

/// Three hundred invented people in a file as messy as real ones.
const MESSY: &[u8] = include_bytes!("../../data/pegawai_messy.xlsx");
