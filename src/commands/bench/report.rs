//! One row for each operation; a table for people and one JSON document for programs.

use serde::Serialize;

use super::{load::Seen, machine::Cpu};

/// What an operation cost.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub operation: String,
    pub concurrency: usize,
    pub requests: usize,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
    /// Microseconds of processor time for one request.
    pub server_us: f64,
    pub postgres_us: f64,
    /// Processors that everything else on the machine used meanwhile.
    pub others: f64,
    pub bytes: usize,
    /// Answers that were not the expected ones, by status; 0 is no answer at all.
    pub errors: std::collections::BTreeMap<u16, usize>,
}

impl Row {
    /// Puts a load and its cost into one row; `fine` is the status that was expected.
    pub fn new(operation: &str, concurrency: usize, seen: &Seen, cpu: Cpu, fine: u16) -> Self {
        let requests = seen.times.len() + seen.broken;
        let each = |seconds: f64| seconds * 1e6 / (requests.max(1) as f64);
        let mut errors = seen.statuses.clone();
        errors.remove(&fine);
        if seen.broken > 0 {
            errors.insert(0, seen.broken);
        }
        let seconds = seen.elapsed.as_secs_f64().max(1e-9);
        Self {
            operation: operation.to_owned(),
            concurrency,
            requests,
            per_second: requests as f64 / seconds,
            p50_ms: seen.quantile(0.50),
            p95_ms: seen.quantile(0.95),
            p99_ms: seen.quantile(0.99),
            max_ms: seen.quantile(1.0),
            server_us: each(cpu.server),
            postgres_us: each(cpu.postgres),
            others: cpu.others() / seconds,
            bytes: seen.bytes / requests.max(1),
            errors,
        }
    }

    /// Heads of the table.
    pub fn head() -> String {
        format!(
            "| {:<22} | {:>2} | {:>7} | {:>8} | {:>7} | {:>7} | {:>7} | {:>7} | {:>9} | {:>9} | {:>6} | {:>7} | errors |\n|{}|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|",
            "operation",
            "c",
            "count",
            "per s",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "max ms",
            "server us",
            "pg us",
            "others",
            "bytes",
            "-".repeat(24)
        )
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let errors: Vec<String> = self
            .errors
            .iter()
            .map(|(status, count)| format!("{status}: {count}"))
            .collect();
        write!(
            f,
            "| {:<22} | {:>2} | {:>7} | {:>8.1} | {:>7.2} | {:>7.2} | {:>7.2} | {:>7.1} | {:>9.0} | {:>9.0} | {:>6.2} | {:>7} | {} |",
            self.operation,
            self.concurrency,
            self.requests,
            self.per_second,
            self.p50_ms,
            self.p95_ms,
            self.p99_ms,
            self.max_ms,
            self.server_us,
            self.postgres_us,
            self.others,
            self.bytes,
            errors.join(", ")
        )
    }
}
