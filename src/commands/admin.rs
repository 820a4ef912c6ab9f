//! `luwes admin`: what makes an empty installation usable.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand, ValueEnum};
use luwes::{
    identity::{self, NewAgency, Role},
    kernel::{
        audit::{self, Event},
        cx::{Core, Cx},
        db::Mode,
    },
};

use super::target::{Target, quiet_settings};

/// Administration from the command line.
#[derive(Subcommand, Debug)]
pub enum Admin {
    /// Open an agency
    CreateAgency(CreateAgency),
    /// Make a one-time link (30 minutes) with which a person sets a password; prints the link
    Invite(Invite),
    /// Close a login identity everywhere; its sessions end
    Disable(Disable),
}

/// Options of create-agency.
#[derive(Args, Debug)]
pub struct CreateAgency {
    #[command(flatten)]
    target: Target,
    /// 2 to 16 letters, digits, hyphens
    #[arg(long)]
    code: String,
    #[arg(long)]
    name: String,
    /// kementerian, lpnk, lembaga_negara, pemprov, pemkab, pemkot
    #[arg(long)]
    kind: String,
    /// WIB, WITA, WIT or the IANA name
    #[arg(long)]
    timezone: String,
    /// This agency is the ministry that looks across agencies
    #[arg(long)]
    ministry: bool,
}

/// What an invited person is to be.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum InviteRole {
    Hr,
    Leader,
    Auditor,
    Ministry,
}

/// Options of invite.
#[derive(Args, Debug)]
pub struct Invite {
    #[command(flatten)]
    target: Target,
    #[arg(long, value_name = "CODE")]
    agency: String,
    /// 18 digits
    #[arg(long)]
    nip: String,
    #[arg(long, value_enum)]
    role: InviteRole,
    /// The person's name, when they are new
    #[arg(long, default_value = "")]
    name: String,
    /// The address people type, for the link
    #[arg(
        long,
        env = "LUWES_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080"
    )]
    public_url: String,
}

/// Options of disable.
#[derive(Args, Debug)]
pub struct Disable {
    #[command(flatten)]
    target: Target,
    /// 18 digits
    #[arg(long)]
    nip: String,
    /// Open it again
    #[arg(long)]
    undo: bool,
}

/// Runs the command.
pub async fn run(command: Admin) -> Result<ExitCode> {
    let (target, url) = match &command {
        Admin::CreateAgency(options) => (&options.target, "http://127.0.0.1"),
        Admin::Invite(options) => (&options.target, options.public_url.as_str()),
        Admin::Disable(options) => (&options.target, "http://127.0.0.1"),
    };
    let reached = target.reach().await?;
    let core = reached.core(quiet_settings(url))?;
    let done = match command {
        Admin::CreateAgency(options) => create_agency(&core, options).await,
        Admin::Invite(options) => invite(&core, options).await,
        Admin::Disable(options) => disable(&core, options).await,
    };
    reached.release().await?;
    done.map(|()| ExitCode::SUCCESS)
}

async fn create_agency(core: &Core, options: CreateAgency) -> Result<()> {
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !(2..=16).contains(&options.code.len()) || !options.code.chars().all(fine) {
        return Err(anyhow!(
            "--code must be 2 to 16 letters, digits or hyphens, such as 4011"
        ));
    }
    let time_zone = match options.timezone.as_str() {
        "WIB" | "Asia/Jakarta" => "Asia/Jakarta",
        "WITA" | "Asia/Makassar" => "Asia/Makassar",
        "WIT" | "Asia/Jayapura" => "Asia/Jayapura",
        other => {
            return Err(anyhow!(
                "--timezone {other} is not Indonesian: give WIB, WITA or WIT"
            ));
        }
    };
    let kinds = [
        "kementerian",
        "lpnk",
        "lembaga_negara",
        "pemprov",
        "pemkab",
        "pemkot",
    ];
    if !kinds.contains(&options.kind.as_str()) {
        return Err(anyhow!("--kind must be one of {}", kinds.join(", ")));
    }
    if options.name.trim().chars().count() < 2 {
        return Err(anyhow!("--name must be the agency's name"));
    }
    let new = NewAgency {
        code: options.code,
        name: options.name.trim().to_owned(),
        kind: options.kind,
        time_zone: time_zone.to_owned(),
        ministry: options.ministry,
    };
    let mut tx = core.db.begin(Mode::Write).await?;
    let id = identity::create_agency(tx.conn(), &new, core.clock.now())
        .await
        .map_err(|_| {
            anyhow!(
                "agency {} is open already, or another ministry exists",
                new.code
            )
        })?;
    tx.bind(id).await?;
    let event = Event::new("agency-opened", "agency", id.0);
    audit::insert(tx.conn(), id, core.clock.now(), "system", None, &event, "").await?;
    tx.commit().await?;
    eprintln!(
        "agency {} is open; invite its first HR admin: luwes admin invite --agency {} --nip … --role hr",
        new.code, new.code
    );
    Ok(())
}

async fn invite(core: &Core, options: Invite) -> Result<()> {
    let nip: String = options.nip.chars().filter(|c| !c.is_whitespace()).collect();
    if nip.len() != 18 || !nip.chars().all(|c| c.is_ascii_digit()) {
        return Err(anyhow!(
            "--nip must have 18 digits; this one has {}",
            nip.len()
        ));
    }
    let mut tx = core.db.begin(Mode::Read).await?;
    let agency = identity::agency_by_code(tx.conn(), &options.agency).await?;
    tx.rollback().await?;
    let agency = agency.ok_or_else(|| {
        anyhow!(
            "agency {} is not open: luwes admin create-agency",
            options.agency
        )
    })?;
    let role = match options.role {
        InviteRole::Hr => Role::Hr,
        InviteRole::Leader => Role::Leader,
        InviteRole::Auditor => Role::Auditor,
        InviteRole::Ministry => Role::Ministry,
    };
    let mut cx = Cx::system(core, agency, Mode::Write).await?;
    let path = identity::invite_link(&mut cx, &nip, &options.name, Some(role)).await?;
    cx.finish().await?;
    println!("{}{path}", core.settings.public_url);
    Ok(())
}

async fn disable(core: &Core, options: Disable) -> Result<()> {
    if !identity::disable_login(core, &options.nip, !options.undo).await? {
        return Err(anyhow!("nobody has the NIP {}", options.nip));
    }
    eprintln!(
        "{} is {}",
        options.nip,
        if options.undo {
            "open again"
        } else {
            "closed; all sessions have ended"
        }
    );
    Ok(())
}
