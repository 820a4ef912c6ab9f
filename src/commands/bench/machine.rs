//! What processes use, from /proc.

use std::fs;

/// Clock ticks a second in /proc (USER_HZ; 100 on every Linux this runs on).
const TICKS: f64 = 100.0;

/// Seconds of processor time of a process, of PostgreSQL with all its backends, and of the whole machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cpu {
    pub server: f64,
    pub postgres: f64,
    pub own: f64,
    pub machine: f64,
}

impl Cpu {
    /// Now; `server` and `postmaster` are process ids.
    pub fn now(server: u32, postmaster: u32) -> Self {
        Self {
            server: process(server).map_or(0.0, |one| one.used),
            postgres: family(postmaster),
            own: process(std::process::id()).map_or(0.0, |one| one.used),
            machine: machine(),
        }
    }

    /// What was used since.
    pub fn since(self, before: Self) -> Self {
        Self {
            server: self.server - before.server,
            postgres: self.postgres - before.postgres,
            own: self.own - before.own,
            machine: self.machine - before.machine,
        }
    }

    /// What neither server, database nor the bench used.
    pub fn others(self) -> f64 {
        (self.machine - self.server - self.postgres - self.own).max(0.0)
    }
}

struct Process {
    parent: u32,
    used: f64,
    with_children: f64,
}

fn process(pid: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // the name may hold spaces and brackets: fields are counted after its end
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok().map(|t| t / TICKS);
    let used = ticks(11)? + ticks(12)?;
    Some(Process {
        parent: fields.get(1)?.parse().ok()?,
        used,
        with_children: used + ticks(13)? + ticks(14)?,
    })
}

/// A process with its ended and its living children.
fn family(root: u32) -> f64 {
    let pids = fs::read_dir("/proc").into_iter().flatten().flatten();
    let children: f64 = pids
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter_map(process)
        .filter(|one| one.parent == root)
        .map(|one| one.used)
        .sum();
    children + process(root).map_or(0.0, |one| one.with_children)
}

/// Time that the processors were not idle, over all of them.
fn machine() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let first = stat.lines().next().unwrap_or_default();
    let fields: Vec<f64> = first
        .split_whitespace()
        .skip(1)
        .filter_map(|field| field.parse().ok())
        .collect();
    let idle: f64 = fields.iter().skip(3).take(2).sum();
    (fields.iter().take(8).sum::<f64>() - idle) / TICKS
}

/// Seconds of processor time of the thread that asks; finer than the ticks of a process.
pub fn thread() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split_whitespace().next().and_then(|n| n.parse().ok());
    nanoseconds.unwrap_or(0.0_f64) / 1e9
}

/// Resident memory of a process in MiB: now and at its highest.
pub fn memory(pid: u32) -> (f64, f64) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        kib.unwrap_or_default() / 1_024.0
    };
    (field("VmRSS:"), field("VmHWM:"))
}

/// Starts the highest mark of this process anew.
pub fn forget_peak() {
    forget_peak_of(std::process::id());
}

/// The same of another process of the same user.
pub fn forget_peak_of(pid: u32) {
    fs::write(format!("/proc/{pid}/clear_refs"), "5").ok();
}
