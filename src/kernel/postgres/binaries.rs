//! Finds the server's programs on this machine.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{PostgresError, place::Place};

/// The oldest PostgreSQL with `security_invoker` views.
const OLDEST: u32 = 15;

/// One installed PostgreSQL.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    pub folder: PathBuf,
    /// As `show server_version` says it: `15.20 (Debian 15.20-0+deb12u1)`.
    pub version: String,
    pub major: u32,
}

impl Binaries {
    /// The PostgreSQL that fits the folder's version, else the newest. Debian's own folders come before PATH, where a wrapper may stand.
    pub fn find(place: &Place) -> Result<Self, PostgresError> {
        let mut found: Vec<Self> = folders()
            .iter()
            .filter_map(|folder| probe(folder))
            .collect();
        found.retain(|binaries| binaries.major >= OLDEST);
        let newest = found
            .iter()
            .rev()
            .max_by_key(|binaries| binaries.major)
            .cloned()
            .ok_or(PostgresError::Missing)?;
        let made: Option<u32> = fs::read_to_string(place.pg.join("PG_VERSION"))
            .ok()
            .and_then(|text| text.trim().parse().ok());
        let Some(made) = made else {
            return Ok(newest);
        };
        found
            .into_iter()
            .find(|binaries| binaries.major == made)
            .ok_or_else(|| PostgresError::OtherMajor {
                data: place.pg.display().to_string(),
                made,
                installed: newest.version,
            })
    }
}

/// Folders that hold both programs.
fn folders() -> Vec<PathBuf> {
    let versions = |root: &str, tail: &str| {
        let entries = fs::read_dir(root).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.path().join(tail))
            .collect::<Vec<_>>()
    };
    let mut folders = versions("/usr/lib/postgresql", "bin");
    folders.push(PathBuf::from("/usr/lib/postgresql/bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.retain(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file());
    folders
}

fn probe(folder: &Path) -> Option<Binaries> {
    let output = Command::new(folder.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.trim().strip_prefix("postgres (PostgreSQL) ")?;
    let digits = version.find(|letter: char| !letter.is_ascii_digit());
    Some(Binaries {
        folder: folder.to_owned(),
        major: version[..digits.unwrap_or(version.len())].parse().ok()?,
        version: version.to_owned(),
    })
}
