//! `luwes audit verify`: recomputes every seal.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use luwes::kernel::{actor::Agency, audit, cx::Core, db::Mode, jobs};

use super::target::{Target, quiet_settings};

/// What can be done with the trail.
#[derive(Subcommand, Debug)]
pub enum Audit {
    /// Recompute the chain of every agency, or of one; exits 0 intact, 3 broken
    Verify(Verify),
}

/// Options of verify.
#[derive(Args, Debug)]
pub struct Verify {
    #[command(flatten)]
    target: Target,
    /// Only this agency
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,
}

/// Runs the command.
pub async fn run(command: Audit) -> Result<ExitCode> {
    let Audit::Verify(options) = command;
    let reached = options.target.reach().await?;
    let core = reached.core(quiet_settings("http://127.0.0.1"))?;
    let done = verify(&core, options.agency.as_deref()).await;
    reached.release().await?;
    done
}

async fn verify(core: &Core, only: Option<&str>) -> Result<ExitCode> {
    let agencies: Vec<Agency> = jobs::live(core)
        .await?
        .into_iter()
        .filter(|agency| only.is_none_or(|code| agency.code == code))
        .collect();
    if agencies.is_empty() {
        return Err(anyhow!(
            "no live agency {}: see the agencies with `luwes psql -- -c 'select code from agencies where live'`",
            only.unwrap_or_default()
        ));
    }
    let mut broken = false;
    for agency in agencies {
        let mut tx = core.db.tenant(agency.id, Mode::Read).await?;
        let found = audit::verify(tx.conn(), agency.id, core.clock.now()).await?;
        tx.rollback().await?;
        if let Some((seq, what)) = &found.broken {
            println!("{} seq {seq}: {what}", agency.code);
        }
        if found.unsealed_late > 0 {
            println!(
                "{} seq {}: {} audit rows are not sealed in time",
                agency.code,
                found.checked + 1,
                found.unsealed_late
            );
        }
        if found.intact() {
            println!(
                "{} intact: {} rows, head {}",
                agency.code, found.checked, found.head
            );
        }
        broken |= !found.intact();
    }
    Ok(if broken {
        ExitCode::from(3)
    } else {
        ExitCode::SUCCESS
    })
}
