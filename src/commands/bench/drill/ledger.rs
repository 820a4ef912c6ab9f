//! What was acknowledged, written down and synced before anybody goes on, and how the crowd was answered.

use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use uuid::Uuid;

/// The ids that were acknowledged, by what was acknowledged.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    pub submitted: Vec<Uuid>,
    pub refused: Vec<Uuid>,
    pub withdrawn: Vec<Uuid>,
    /// Idempotency keys of programs, with the request each made.
    pub keyed: Vec<(Uuid, Uuid)>,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    Submitted,
    /// Through the JSON door, under this key.
    Keyed(Uuid),
    Refused,
    Withdrawn,
}

/// The synced file with its copy in memory.
pub struct Ledger {
    file: Mutex<File>,
    notes: Mutex<Notes>,
    odd: Mutex<Vec<String>>,
    slowest: Mutex<Duration>,
    /// Answers "try again", those of them that did not say when, and attempts without an answer in time.
    pub later: AtomicUsize,
    pub bare: AtomicUsize,
    pub hung: AtomicUsize,
    /// Submissions that were still unanswered at the end: they may be stored or not.
    pub unanswered: AtomicUsize,
}

/// Locks, whatever happened to others who held it.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

impl Ledger {
    /// A new file.
    pub fn create(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(Self {
            file: Mutex::new(File::create(path)?),
            notes: Mutex::default(),
            odd: Mutex::default(),
            slowest: Mutex::default(),
            later: AtomicUsize::new(0),
            bare: AtomicUsize::new(0),
            hung: AtomicUsize::new(0),
            unanswered: AtomicUsize::new(0),
        })
    }

    /// Writes one acknowledgement and waits until the disk has it.
    pub fn note(&self, event: Event, id: Uuid) -> Result<()> {
        let mut file = locked(&self.file);
        match event {
            Event::Submitted => writeln!(file, "submitted {id}")?,
            Event::Keyed(key) => writeln!(file, "submitted {id} {key}")?,
            Event::Refused => writeln!(file, "refused {id}")?,
            Event::Withdrawn => writeln!(file, "withdrawn {id}")?,
        }
        file.sync_data()?;
        let mut notes = locked(&self.notes);
        match event {
            Event::Submitted => notes.submitted.push(id),
            Event::Keyed(key) => {
                notes.submitted.push(id);
                notes.keyed.push((key, id));
            }
            Event::Refused => notes.refused.push(id),
            Event::Withdrawn => notes.withdrawn.push(id),
        }
        Ok(())
    }

    /// Everything acknowledged so far.
    pub fn notes(&self) -> Notes {
        locked(&self.notes).clone()
    }

    /// An answer that no fault excuses.
    pub fn odd(&self, what: String) {
        locked(&self.odd).push(what);
    }

    /// Those answers.
    pub fn oddities(&self) -> Vec<String> {
        locked(&self.odd).clone()
    }

    /// How long an answer took.
    pub fn took(&self, time: Duration) {
        let mut slowest = locked(&self.slowest);
        *slowest = time.max(*slowest);
    }

    /// The slowest answer.
    pub fn slowest(&self) -> Duration {
        *locked(&self.slowest)
    }

    /// A counter's value.
    pub fn read(counter: &AtomicUsize) -> usize {
        counter.load(Ordering::Relaxed)
    }
}
