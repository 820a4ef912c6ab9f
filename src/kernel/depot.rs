//! Where files lie that are too large for a row: a folder, or a bucket of an S3-compatible store. An object is named by its agency and
//! a random id, never by a person's words; what it is called, and to whom it belongs, stands in the agency's rows.
//!
//! A file comes in without any connection to the database (`receive`): written to a nameless temporary file while its bytes are counted
//! and hashed, looked at by content (`kind`, `zipped`), shown to the operator's scanner (`scan`), and only then put here. A row is
//! written afterwards; what has no row is swept by the area that keeps the rows.

mod kind;
mod receive;
mod s3;
#[cfg(test)]
mod s3_test;
mod scan;
mod zipped;

use std::{
    fs::{DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path as FilePath, PathBuf},
    sync::Arc,
};

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use futures::{
    StreamExt, TryStreamExt,
    stream::{self, BoxStream},
};
use object_store::{
    MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path,
};
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncSeekExt},
    sync::Semaphore,
};

use super::{
    error::{Error, Result},
    id::{AgencyId, FileId},
};

pub use kind::{ACCEPTED, MEDIA};
pub use receive::{Arrived, BODY, FILE, FILES, Received};
pub use s3::Bucket;
pub use scan::Scanner;

pub(super) use receive::{carries, form, raw};

/// How many files are looked through at once: unpacking keeps a processor busy.
const LOOKING: usize = 2;
/// What is held of a file while it is put into a folder, and into a bucket (whose parts must not be smaller than 5 MiB).
const PART: usize = 1 << 20;
const PART_OF_BUCKET: usize = 8 << 20;

/// The bytes of a file, in pieces.
pub type Pieces = BoxStream<'static, io::Result<Bytes>>;

/// The place. Cheap to clone.
#[derive(Clone)]
pub struct Depot(Arc<Inner>);

struct Inner {
    objects: Box<dyn ObjectStore>,
    /// Where the objects are files of a folder.
    folder: Option<PathBuf>,
    scanner: Option<Scanner>,
    looking: Arc<Semaphore>,
}

impl std::fmt::Debug for Depot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Depot({})", self.0.objects)
    }
}

impl Depot {
    /// A folder, made when it is not there, for this user's eyes only.
    pub fn folder(path: &FilePath, scanner: Option<Scanner>) -> Result<Self, String> {
        let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let mut maker = DirBuilder::new();
        maker
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(|error| wrong(&error))?;
        // told when the program starts, not to the first person who hands something in
        tempfile::tempfile_in(path).map_err(|error| wrong(&error))?;
        let objects = LocalFileSystem::new_with_prefix(path).map_err(|error| wrong(&error))?;
        Ok(Self(Arc::new(Inner {
            objects: Box::new(objects.with_fsync(true)),
            folder: Some(path.to_owned()),
            scanner,
            looking: Arc::new(Semaphore::new(LOOKING)),
        })))
    }

    /// A bucket of an S3-compatible store.
    pub fn bucket(bucket: &Bucket, scanner: Option<Scanner>) -> Result<Self, String> {
        Ok(Self(Arc::new(Inner {
            objects: bucket.open()?,
            folder: None,
            scanner,
            looking: Arc::new(Semaphore::new(LOOKING)),
        })))
    }

    /// Whether the operator has a scanner look at every file.
    pub fn scans(&self) -> bool {
        self.0.scanner.is_some()
    }

    /// A file without a name, gone with the process whatever ends it; on the disk of the folder, else where `TMPDIR` says.
    fn nameless(&self) -> io::Result<File> {
        match &self.0.folder {
            Some(folder) => tempfile::tempfile_in(folder),
            None => tempfile::tempfile(),
        }
    }

    /// Puts a file here, durably.
    async fn put(&self, agency: AgencyId, id: FileId, file: File) -> Result<()> {
        let mut upload = self
            .0
            .objects
            .put_multipart(&place(agency, id))
            .await
            .map_err(trouble)?;
        let done = self.copy(file, upload.as_mut()).await;
        if done.is_err() {
            upload.abort().await.ok();
        }
        done
    }

    async fn copy(&self, file: File, upload: &mut dyn MultipartUpload) -> Result<()> {
        let size = if self.0.folder.is_some() {
            PART
        } else {
            PART_OF_BUCKET
        };
        let mut file = tokio::fs::File::from_std(file);
        file.rewind().await.map_err(disk)?;
        loop {
            let mut part = Vec::with_capacity(size);
            (&mut file)
                .take(size as u64)
                .read_to_end(&mut part)
                .await
                .map_err(disk)?;
            if part.is_empty() {
                break;
            }
            let part = PutPayload::from(Bytes::from(part));
            upload.put_part(part).await.map_err(trouble)?;
        }
        upload.complete().await.map(|_| ()).map_err(trouble)
    }

    /// The bytes of a file that is recorded. Where they are not those with this hash, the last piece is withheld and the stream ends
    /// in an error: nobody takes an altered file for a whole one.
    pub async fn read(&self, agency: AgencyId, id: FileId, sha256: [u8; 32]) -> Result<Pieces> {
        let found = self.0.objects.get(&place(agency, id)).await;
        let found = found.map_err(|error| match error {
            object_store::Error::NotFound { .. } => {
                Error::internal(format!("the object of file {id} is missing"))
            }
            other => trouble(other),
        })?;
        let pieces = found.into_stream().map_err(io::Error::other).boxed();
        Ok(checked(pieces, sha256))
    }

    /// Takes files away; what is not there is gone already.
    pub async fn remove(&self, agency: AgencyId, ids: &[FileId]) -> Result<()> {
        for id in ids {
            match self.0.objects.delete(&place(agency, *id)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(trouble(error)),
            }
        }
        Ok(())
    }

    /// The files of an agency that were named before an instant, whether a row knows of them or not. What a crash left half written
    /// in a folder is taken away on the way; half of what goes into a bucket is the bucket's to forget (docs/OPERATIONS.md).
    pub async fn before(&self, agency: AgencyId, at: DateTime<Utc>) -> Result<Vec<FileId>> {
        if let Some(folder) = &self.0.folder {
            let folder = folder.join(agency.to_string());
            let cleared = tokio::task::spawn_blocking(move || clear(&folder, at)).await;
            cleared.map_err(Error::internal)?.map_err(disk)?;
        }
        let prefix = Path::from(agency.to_string());
        let mut all = self.0.objects.list(Some(&prefix));
        let mut old = Vec::new();
        while let Some(object) = all.next().await {
            let object = object.map_err(trouble)?;
            let name = object.location.filename().unwrap_or_default();
            match name.parse::<FileId>() {
                Ok(id) if named_before(id, at) => old.push(id),
                Ok(_) => {}
                Err(_) => tracing::warn!(object = %object.location, "not one of our files"),
            }
        }
        Ok(old)
    }
}

fn place(agency: AgencyId, id: FileId) -> Path {
    Path::from_iter([agency.to_string(), id.to_string()])
}

/// Whether an id was made before an instant: it holds the time.
fn named_before(id: FileId, at: DateTime<Utc>) -> bool {
    let made = id.0.get_timestamp().map_or(0, |made| made.to_unix().0);
    i64::try_from(made).unwrap_or(i64::MAX) < at.timestamp()
}

/// Takes away what was being written into a folder when the process ended: `<id>#<number>`.
fn clear(folder: &FilePath, at: DateTime<Utc>) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let id = name.split_once('#').and_then(|(id, _)| id.parse().ok());
        if id.is_some_and(|id| named_before(id, at)) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Hands pieces on one behind, so that the last leaves only when the hash of all is right.
fn checked(pieces: Pieces, sha256: [u8; 32]) -> Pieces {
    struct State {
        pieces: Pieces,
        hash: Sha256,
        held: Option<Bytes>,
    }
    let start = State {
        pieces,
        hash: Sha256::new(),
        held: None,
    };
    stream::try_unfold(start, move |mut state| async move {
        while let Some(piece) = state.pieces.try_next().await? {
            state.hash.update(&piece);
            if let Some(before) = state.held.replace(piece) {
                return Ok(Some((before, state)));
            }
        }
        let Some(last) = state.held.take() else {
            return Ok(None);
        };
        if state.hash.clone().finalize()[..] != sha256 {
            tracing::error!("a stored file is not the one that was handed in");
            return Err(io::Error::other("altered"));
        }
        Ok(Some((last, state)))
    })
    .boxed()
}

/// Trouble with the store: the operator's to mend, and nobody's fault who hands something in.
fn trouble(error: object_store::Error) -> Error {
    tracing::error!(%error, "the store of files (LUWES_FILES)");
    Error::Unavailable(30)
}

/// The same with the disk under it.
fn disk(error: io::Error) -> Error {
    tracing::error!(%error, "the disk of files (LUWES_FILES, TMPDIR)");
    Error::Unavailable(30)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// When an id was made.
    pub fn made(id: FileId) -> DateTime<Utc> {
        let (seconds, _) = id.0.get_timestamp().unwrap().to_unix();
        DateTime::from_timestamp(seconds as i64, 0).unwrap()
    }

    async fn told(pieces: &[&'static str], sha256: [u8; 32]) -> (String, bool) {
        let pieces: Vec<io::Result<Bytes>> = pieces
            .iter()
            .map(|text| Ok(Bytes::from_static(text.as_bytes())))
            .collect();
        let mut all = checked(stream::iter(pieces).boxed(), sha256);
        let mut read = String::new();
        loop {
            match all.next().await {
                Some(Ok(piece)) => read.push_str(&String::from_utf8_lossy(&piece)),
                Some(Err(_)) => return (read, false),
                None => return (read, true),
            }
        }
    }

    #[tokio::test]
    async fn an_altered_file_never_arrives_whole() {
        let hash = crate::kernel::crypto::sha256(b"satu dua tiga");
        let whole = told(&["satu ", "dua ", "tiga"], hash).await;
        assert_eq!(whole, ("satu dua tiga".into(), true));
        let altered = told(&["satu ", "dua ", "lima"], hash).await;
        assert_eq!(altered, ("satu dua ".into(), false));
        assert_eq!(told(&["lima"], hash).await, (String::new(), false));
    }

    #[tokio::test]
    async fn a_folder_keeps_gives_forgets_and_clears_what_a_crash_left() {
        let home = tempfile::tempdir().unwrap();
        let depot = Depot::folder(&home.path().join("files"), None).unwrap();
        let (agency, id) = (AgencyId::new(), FileId::new());
        let mut file = depot.nameless().unwrap();
        let bytes = vec![7_u8; PART + 11];
        io::Write::write_all(&mut file, &bytes).unwrap();
        depot.put(agency, id, file).await.unwrap();
        let folder = home.path().join("files").join(agency.to_string());
        let half = folder.join(format!("{}#1", FileId::new()));
        std::fs::write(&half, b"half").unwrap();
        let hash = crate::kernel::crypto::sha256(&bytes);
        let pieces = depot.read(agency, id, hash).await.unwrap();
        let read: Vec<Bytes> = pieces.try_collect().await.unwrap();
        assert_eq!(read.concat(), bytes);
        let day = |days| made(id) + chrono::TimeDelta::days(days);
        // young: it may be on its way to its row
        assert!(depot.before(agency, day(-1)).await.unwrap().is_empty());
        assert!(half.exists());
        assert_eq!(depot.before(agency, day(1)).await.unwrap(), [id]);
        assert!(!half.exists());
        // another agency's is not there
        assert!(
            depot
                .before(AgencyId::new(), day(1))
                .await
                .unwrap()
                .is_empty()
        );
        depot.remove(agency, &[id, FileId::new()]).await.unwrap();
        assert!(depot.read(agency, id, hash).await.is_err());
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    }
}
