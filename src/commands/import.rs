//! `luwes import`: what becomes of every row of an employee spreadsheet; with `--apply` the good rows are stored.

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use luwes::{
    identity,
    kernel::{
        cx::{Core, Cx},
        db::Mode,
        i18n::Lang,
    },
    organisation::import::{
        Kind, Outcome, Report,
        reading::{self, Judged, Problem, Reading, Source},
        steps,
    },
};

use super::{
    database::Format,
    target::{Target, quiet_settings},
};

/// Options of import.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit status: 0 no row rejected, 2 some rows rejected, 64 wrong usage, 1 failure."
)]
pub struct Import {
    #[command(flatten)]
    target: Target,
    #[arg(long, value_name = "CODE")]
    agency: String,
    /// .xlsx, .xls, .ods or .csv
    file: PathBuf,
    /// The sheet to read; without it the one whose header fits best
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Store the accepted rows; without it nothing is stored
    #[arg(long)]
    apply: bool,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs the command.
pub async fn run(options: Import) -> Result<ExitCode> {
    let bytes = std::fs::read(&options.file)
        .with_context(|| format!("{} cannot be read", options.file.display()))?;
    let reached = options.target.reach().await?;
    let core = reached.core(quiet_settings("http://127.0.0.1"))?;
    let done = import(&core, &options, bytes).await;
    reached.release().await?;
    done
}

async fn import(core: &Core, options: &Import, bytes: Vec<u8>) -> Result<ExitCode> {
    let mut tx = core.db.begin(Mode::Read).await?;
    let agency = identity::agency_by_code(tx.conn(), &options.agency).await?;
    tx.rollback().await?;
    let agency = agency.ok_or_else(|| {
        anyhow!(
            "agency {} is not open: luwes admin create-agency",
            options.agency
        )
    })?;
    let name = options
        .file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mode = if options.apply {
        Mode::Write
    } else {
        Mode::Read
    };
    let mut cx = Cx::system(core, agency, mode).await?;
    let source = Source {
        kind: Kind::Employees,
        name: name.clone(),
        bytes: bytes.clone(),
        sheet: options.sheet.clone(),
        mapping: None,
    };
    let reading = reading::open(&mut cx, source).await.map_err(words)?;
    let outcome = if options.apply {
        let done = steps::apply_file(&mut cx, Kind::Employees, &name, &bytes, &reading).await?;
        cx.finish().await?;
        Some(done)
    } else {
        None
    };
    let report = report(&name, &reading, outcome.is_some())?;
    match options.format {
        Format::Json => print(&serde_json::to_string(&report)?),
        Format::Text => print(&text(&report, outcome.as_ref())),
    }
    Ok(if report.rejected == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

fn words(problem: Problem) -> anyhow::Error {
    match problem {
        Problem::File(error) => anyhow!("{}", Lang::En.t(&error.key())),
        Problem::Other(error) => error.into(),
    }
}

fn report(name: &str, reading: &Reading, applied: bool) -> Result<Report> {
    match &reading.judged {
        Judged::Employees(judged) => Ok(Report::new(name, &reading.header.sheet, applied, judged)),
        _ => Err(anyhow!("this is not a file of employees")),
    }
}

/// Writes to stdout; a reader that went away is no failure of the import.
fn print(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    if let Err(error) = writeln!(out, "{text}") {
        tracing::debug!(%error, "stdout is closed");
    }
}

fn text(report: &Report, outcome: Option<&Outcome>) -> String {
    let lang = Lang::En;
    let mut lines = vec![format!(
        "{} · {}: {} accepted, {} rejected, {} duplicates",
        report.file, report.sheet, report.accepted, report.rejected, report.duplicates
    )];
    let mut warned: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &report.rows {
        for code in &row.reasons {
            lines.push(format!(
                "row {:>6}  {}  {}",
                row.row,
                code.as_str(),
                lang.t(&code.key())
            ));
        }
        for code in &row.warnings {
            *warned.entry(code.as_str()).or_default() += 1;
        }
    }
    for (code, rows) in warned {
        lines.push(format!("{rows:>5} rows accepted with {code}"));
    }
    lines.push(match outcome {
        None => "nothing was stored: add --apply to store the accepted rows".to_owned(),
        Some(outcome) => {
            let done = &outcome.applied;
            format!(
                "stored: {} new, {} changed, {} as before; {} new positions, {} heads proposed; {} active employees are not in the file (proposed as leavers, not removed)",
                done.created, done.updated, done.unchanged, done.positions, done.heads, outcome.leavers
            )
        }
    });
    lines.join("\n")
}
