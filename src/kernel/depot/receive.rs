//! Takes files out of a request's body while it streams in: nothing is held in memory, and no connection to the database waits for a
//! slow phone.

use std::{
    fs::File,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Multipart, Request},
};
use futures::{Stream, StreamExt};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use super::{Depot, disk, kind::Kind, scan::Verdict};
use crate::kernel::{
    crypto::hex,
    door::{Describe, Told, media},
    error::{Error, FieldError, Result},
    files::clean_name,
    id::{AgencyId, FileId},
    routes::FORM_LIMIT,
};

/// Most files of one request.
pub const FILES: usize = 10;
/// The largest file, in bytes.
pub const FILE: u64 = 100 << 20;
/// The largest body of a request with files, in bytes.
pub const BODY: usize = 512 << 20;
/// The field of a form in which files come, and the field that their problems are told at.
const FIELD: &str = "files";
/// The media type of a form without files.
const FORM: &str = "application/x-www-form-urlencoded";
/// How long the next bytes may be waited for.
const STALL: Duration = Duration::from_secs(30);

/// A file that arrived whole, is what it claims to be and lies in the depot. No row knows of it yet.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub id: FileId,
    /// As people read it; the object is named by the id.
    pub name: String,
    pub media: &'static str,
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
    /// Whether a scanner looked at it.
    pub scanned: bool,
}

/// The files that came with a request. Unless what they are for is done, they are taken away again.
#[derive(Clone, Debug)]
pub struct Received(Arc<Cargo>);

#[derive(Debug)]
struct Cargo {
    /// Where they lie, and whose they are.
    at: Option<(Depot, AgencyId)>,
    files: Vec<Arrived>,
    problems: Vec<FieldError>,
    kept: AtomicBool,
}

impl Received {
    fn new(
        depot: Option<&Depot>,
        agency: AgencyId,
        files: Vec<Arrived>,
        problems: Vec<FieldError>,
    ) -> Self {
        Self(Arc::new(Cargo {
            at: depot.map(|depot| (depot.clone(), agency)),
            files,
            problems,
            kept: AtomicBool::new(false),
        }))
    }

    fn none() -> Self {
        Self::new(None, AgencyId(uuid::Uuid::nil()), Vec::new(), Vec::new())
    }

    /// The files; or why some of them are refused.
    pub fn files(&self) -> Result<Vec<Arrived>> {
        if self.0.problems.is_empty() {
            Ok(self.0.files.clone())
        } else {
            Err(Error::Invalid(self.0.problems.clone()))
        }
    }

    /// Leaves them where they are: what they are for is about to be made durable. Should that fail, they are swept.
    pub(in crate::kernel) fn keep(&self) {
        self.0.kept.store(true, Ordering::Relaxed);
    }

    /// Takes them away now.
    pub(in crate::kernel) async fn discard(&self) {
        if let Some((depot, agency)) = &self.0.at
            && !self.0.kept.swap(true, Ordering::Relaxed)
        {
            remove(depot.clone(), *agency, &self.0.files).await;
        }
    }
}

impl Drop for Cargo {
    fn drop(&mut self) {
        let Some((depot, agency)) = self.at.take() else {
            return;
        };
        if *self.kept.get_mut() || self.files.is_empty() {
            return;
        }
        let files = std::mem::take(&mut self.files);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { remove(depot, agency, &files).await });
        }
    }
}

async fn remove(depot: Depot, agency: AgencyId, files: &[Arrived]) {
    let ids: Vec<FileId> = files.iter().map(|one| one.id).collect();
    if let Err(error) = depot.remove(agency, &ids).await {
        tracing::warn!(%error, "files of a refused request are left to the sweep");
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Received {
    type Rejection = Error;

    /// None where a form came without files; another media type than a form's or a file's is refused.
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        match parts.extensions.get::<Self>() {
            Some(found) => Ok(found.clone()),
            None if media(&parts.headers).eq_ignore_ascii_case(FORM) => Ok(Self::none()),
            None => Err(Error::BadRequest("media-type")),
        }
    }
}

impl Describe for Received {
    fn describe(told: &mut Told, _: &mut schemars::SchemaGenerator) {
        told.file = true;
    }
}

/// Whether a request carries files: a form that can, or at the JSON door any file.
pub(in crate::kernel) fn carries(headers: &HeaderMap, page: bool) -> bool {
    let media = media(headers).to_ascii_lowercase();
    if page {
        media == "multipart/form-data"
    } else {
        media == "application/octet-stream" || super::MEDIA.contains(&media.as_str())
    }
}

/// Takes the files of a form; what goes on is the same form without them.
pub(in crate::kernel) async fn form(
    depot: Option<&Depot>,
    agency: AgencyId,
    request: Request,
) -> Result<Request> {
    let (mut parts, body) = request.into_parts();
    let over = Arc::new(AtomicBool::new(false));
    let body = Body::from_stream(paced(body, over.clone()));
    let torn = |_| too_large_or_torn(&over, "form");
    let mut form = Multipart::from_request(Request::from_parts(parts.clone(), body), &())
        .await
        .map_err(|_| Error::BadRequest("media-type"))?;
    // dropped on the way, it takes away what has come so far
    let mut taking = Taking::new(depot, agency);
    let (mut fields, mut length, mut count) = (Vec::new(), 0, 0);
    while let Some(field) = in_time(form.next_field()).await?.map_err(torn)? {
        count += 1;
        if count > 100 {
            return Err(Error::BadRequest("form"));
        }
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            if name != FIELD {
                return Err(Error::BadRequest("form"));
            }
            let pieces = field.map(|piece| piece.map_err(torn));
            taking.file(&file, pieces).await?;
            continue;
        }
        let (mut field, mut text) = (field, Vec::new());
        while let Some(piece) = in_time(field.chunk()).await?.map_err(torn)? {
            length += piece.len();
            if length > FORM_LIMIT / 3 {
                return Err(Error::BadRequest("too-large"));
            }
            text.extend_from_slice(&piece);
        }
        let text = String::from_utf8(text).map_err(|_| Error::BadRequest("form"))?;
        fields.push((name, text));
    }
    let mut written = url::form_urlencoded::Serializer::new(String::new());
    let text = written.extend_pairs(fields).finish();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
    parts.extensions.insert(taking.done());
    Ok(Request::from_parts(parts, Body::from(text)))
}

/// Takes a body that is a file; what goes on has its hash for a body, by which an attempt that is repeated is known.
pub(in crate::kernel) async fn raw(
    depot: Option<&Depot>,
    agency: AgencyId,
    request: Request,
) -> Result<Request> {
    let (mut parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let name = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "name");
    let name = name.map_or_else(String::new, |(_, name)| name.into_owned());
    let mut taking = Taking::new(depot, agency);
    let over = Arc::new(AtomicBool::new(false));
    let pieces = paced(body, over.clone());
    let pieces = pieces.map(|piece| piece.map_err(|_| too_large_or_torn(&over, "body")));
    taking.file(&name, pieces).await?;
    parts.headers.remove(header::CONTENT_LENGTH);
    let hash = taking
        .files
        .first()
        .map_or_else(String::new, |one| hex(&one.sha256));
    parts.extensions.insert(taking.done());
    Ok(Request::from_parts(parts, Body::from(hash)))
}

/// The files so far.
struct Taking {
    depot: Option<Depot>,
    agency: AgencyId,
    files: Vec<Arrived>,
    problems: Vec<FieldError>,
}

impl Drop for Taking {
    fn drop(&mut self) {
        // the request ended before all of it had come
        drop(self.done());
    }
}

impl Taking {
    fn new(depot: Option<&Depot>, agency: AgencyId) -> Self {
        Self {
            depot: depot.cloned(),
            agency,
            files: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn done(&mut self) -> Received {
        let (files, problems) = (
            std::mem::take(&mut self.files),
            std::mem::take(&mut self.problems),
        );
        Received::new(self.depot.as_ref(), self.agency, files, problems)
    }

    /// Reads one file to its end, whatever becomes of it: a browser listens only once it has said everything.
    async fn file(
        &mut self,
        name: &str,
        mut from: impl Stream<Item = Result<Bytes>> + Unpin,
    ) -> Result<()> {
        let Some(depot) = self.depot.clone() else {
            let mut any = false;
            while let Some(piece) = in_time(from.next()).await? {
                any |= !piece?.is_empty();
            }
            if any {
                self.problems.push(FieldError::new(FIELD, "file-off"));
            }
            return Ok(());
        };
        let nameless = depot.clone();
        let nameless = blocking(move || nameless.nameless()).await?.map_err(disk)?;
        let mut file = tokio::fs::File::from_std(nameless);
        let (mut size, mut hash) = (0_u64, Sha256::new());
        let wanted = self.files.len() < FILES;
        while let Some(piece) = in_time(from.next()).await? {
            let piece = piece?;
            size += piece.len() as u64;
            if size <= FILE && wanted {
                hash.update(&piece);
                file.write_all(&piece).await.map_err(disk)?;
            }
        }
        file.flush().await.map_err(disk)?;
        if name.is_empty() && size == 0 {
            // a field in which nothing was chosen
            return Ok(());
        }
        let name = clean_name(name);
        let wrong = |code| FieldError::new(FIELD, code).with("name", &name);
        let problem = match Kind::of(&name) {
            _ if !wanted => FieldError::new(FIELD, "file-many").with("n", FILES),
            _ if size > FILE => wrong("file-large").with("n", FILE >> 20),
            _ if size == 0 => wrong("file-empty"),
            None => wrong("file-kind"),
            Some(kind) => {
                let sha256 = hash.finalize().into();
                let file = file.into_std().await;
                match depot.admit(self.agency, kind, file).await? {
                    Ok((id, scanned)) => {
                        self.files.push(Arrived {
                            id,
                            name,
                            media: kind.media,
                            size,
                            sha256,
                            scanned,
                        });
                        return Ok(());
                    }
                    Err(code) => wrong(code),
                }
            }
        };
        // of many alike one is told
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
        Ok(())
    }
}

impl Depot {
    /// Looks at a file and puts it here; gives its id and whether it was scanned, or the code of its problem.
    async fn admit(
        &self,
        agency: AgencyId,
        kind: &'static Kind,
        mut file: File,
    ) -> Result<Result<(FileId, bool), &'static str>> {
        let turn = self.0.looking.clone().acquire_owned().await;
        let turn = turn.map_err(Error::internal)?;
        let depot = self.clone();
        let (file, looked) = blocking(move || {
            let looked = kind.check(&mut file, &|| depot.nameless());
            drop(turn);
            (file, looked)
        })
        .await?;
        if let Err(fault) = looked {
            return Ok(Err(fault.code()));
        }
        if let Some(scanner) = &self.0.scanner {
            match scanner.look(&file).await {
                Verdict::Clean => {}
                Verdict::Found => return Ok(Err("file-virus")),
                Verdict::Unknown => return Ok(Err("file-unscanned")),
            }
        }
        let id = FileId::new();
        self.put(agency, id, file).await?;
        Ok(Ok((id, self.scans())))
    }

    /// Takes a file that is already in memory, under the same looks: the demo and tests.
    pub async fn take(&self, agency: AgencyId, name: &str, bytes: Vec<u8>) -> Result<Arrived> {
        let mut taking = Taking::new(Some(self), agency);
        let one = futures::stream::iter([Ok(Bytes::from(bytes))]);
        taking.file(name, one).await?;
        let received = taking.done();
        let files = received.files()?;
        received.keep();
        files
            .into_iter()
            .next()
            .ok_or_else(|| Error::field(FIELD, "file-empty"))
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::internal)
}

async fn in_time<T>(next: impl Future<Output = T>) -> Result<T> {
    let next = tokio::time::timeout(STALL, next).await;
    next.map_err(|_| Error::BadRequest("body"))
}

/// The pieces of a body, up to [`BODY`] bytes, one at a time: the reader of forms would take whatever the client has sent at once.
fn paced(
    body: Body,
    over: Arc<AtomicBool>,
) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send + Unpin {
    let (mut pieces, mut length, mut given) = (body.into_data_stream(), 0, false);
    futures::stream::poll_fn(move |cx| {
        if std::mem::take(&mut given) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = std::task::ready!(pieces.poll_next_unpin(cx));
        given = true;
        Poll::Ready(next.map(|piece| {
            let piece = piece?;
            length += piece.len();
            if length > BODY {
                over.store(true, Ordering::Relaxed);
                return Err(axum::Error::new("too large"));
            }
            Ok(piece)
        }))
    })
}

fn too_large_or_torn(over: &AtomicBool, torn: &'static str) -> Error {
    Error::BadRequest(if over.load(Ordering::Relaxed) {
        "too-large"
    } else {
        torn
    })
}
