//! `luwes bench import`: a workbook of many employees into a fresh agency, then the impact of a stricter rule on all of them, and that
//! of a draft with every kind of rule while half of them have a day approved.

use std::{collections::BTreeSet, process::ExitCode, time::Instant};

use anyhow::{Context, Result, anyhow, bail};
use chrono::{Days, NaiveDate};
use clap::Args;
use luwes::{
    calendar::{DateRange, WeekDay},
    identity,
    kernel::{
        actor::Agency,
        crypto,
        cx::{Core, Cx},
        db::Mode,
        postgres::{Cluster, SUPERUSER},
    },
    organisation::import::{
        Kind,
        reading::{self, Source},
        steps,
    },
    policy::{self, Kind as Kinds, Predikat, Rule, RuleKind, Scope},
};
use rust_xlsxwriter::Workbook;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::{
    Place,
    client::{Call, Client},
    machine,
    run::core,
    server::Server,
    store,
};

/// Options of import.
#[derive(Args, Debug)]
pub struct Import {
    #[command(flatten)]
    place: Place,
    /// Rows of the workbook
    #[arg(long, default_value_t = 100_000)]
    rows: u32,
}

/// Measures preview, apply and impact.
pub async fn run(options: Import) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let done = measure(&cluster, &options).await;
    cluster.stop().await?;
    done.map(|()| ExitCode::SUCCESS)
}

async fn measure(cluster: &Cluster, options: &Import) -> Result<()> {
    let name = &options.place.database;
    luwes::kernel::db::migrate(cluster.options("luwes_migrator", name)).await?;
    let mut conn = PgConnection::connect_with(&cluster.options(SUPERUSER, name)).await?;
    let rules = serde_json::to_value(policy::base::typical_agency(&practice(2)?).rules)?;
    let stricter = serde_json::to_value(policy::base::typical_agency(&practice(1)?).rules)?;
    let base = serde_json::to_value(policy::base::ministry().rules)?;
    let code = store::agency_for_import(&mut conn, options.rows / 50 + 1, &base, &rules, &stricter)
        .await?;
    let core = core(cluster, name)?;
    let mut tx = core.db.begin(Mode::Read).await?;
    let agency = identity::agency_by_code(tx.conn(), &code).await?;
    tx.rollback().await?;
    let agency = agency.ok_or_else(|| anyhow!("agency {code} is not open"))?;
    let bytes = workbook(options.rows)?;
    println!(
        "{} rows, {:.1} MiB of xlsx",
        options.rows,
        bytes.len() as f64 / 1_048_576.0
    );
    steps_of_import(&core, &agency, bytes).await?;
    let officer = officer(&mut conn, &agency).await?;
    impact(cluster, options, &officer, "a stricter rule").await?;
    let units = store::draft(&mut conn, agency.id.0, &every_kind).await?;
    let booked = store::book(&mut conn, agency.id.0).await?;
    println!(
        "a draft with all {} kinds of rule, {units} units, {booked} approved days ahead",
        Kinds::ALL.len()
    );
    impact(cluster, options, &officer, "every kind of rule").await?;
    core.db.close().await;
    conn.close().await?;
    Ok(())
}

fn practice(days: u8) -> Result<policy::base::Practice> {
    Ok(policy::base::Practice {
        effective_from: NaiveDate::from_ymd_opt(2025, 1, 1).context("a date")?,
        min_predikat: None,
        days_per_week: days,
        min_months: if days == 1 { 240 } else { 12 },
        ..Default::default()
    })
}

async fn steps_of_import(core: &Core, agency: &Agency, bytes: Vec<u8>) -> Result<()> {
    let file = "pegawai.xlsx";
    for apply in [false, true] {
        machine::forget_peak();
        let began = Instant::now();
        let mode = if apply { Mode::Write } else { Mode::Read };
        let mut cx = Cx::system(core, agency.clone(), mode).await?;
        let source = Source {
            kind: Kind::Employees,
            name: file.into(),
            bytes: bytes.clone(),
            sheet: None,
            mapping: None,
        };
        let reading = reading::open(&mut cx, source)
            .await
            .map_err(|_| anyhow!("the workbook was not read"))?;
        let accepted = reading
            .fates()
            .iter()
            .filter(|row| row.reasons.is_empty())
            .count();
        if apply {
            steps::apply_file(&mut cx, Kind::Employees, file, &bytes, &reading).await?;
            cx.finish().await?;
        }
        println!(
            "{}: {:.1} s, {:.0} MiB at most, {accepted} rows accepted",
            if apply {
                "read again and apply"
            } else {
                "preview"
            },
            began.elapsed().as_secs_f64(),
            machine::memory(std::process::id()).1
        );
    }
    Ok(())
}

/// A draft in which each kind of rule stands, in the base set or beside it, with every kind of scope.
fn every_kind(units: &[Uuid]) -> Result<serde_json::Value> {
    let mut set = policy::base::typical_agency(&practice(1)?);
    let day = |month, day| {
        let on = NaiveDate::from_ymd_opt(2027, month, day).context("a date")?;
        Ok::<_, anyhow::Error>(DateRange::day(on))
    };
    let year = DateRange {
        from: NaiveDate::from_ymd_opt(2026, 1, 1).context("a date")?,
        to: NaiveDate::from_ymd_opt(2027, 12, 31).context("a date")?,
    };
    let family = || "Analis 3".to_owned();
    let (left_out, first) = (units.iter().take(20).copied(), units.last().copied());
    let kinds = [
        (
            "excluded_unit",
            RuleKind::ExcludedUnit {
                units: left_out.collect(),
            },
        ),
        (
            "excluded_position",
            RuleKind::ExcludedPosition {
                positions: BTreeSet::new(),
                families: [family()].into(),
            },
        ),
        (
            "min_predikat",
            RuleKind::MinPredikat {
                at_least: Predikat::Baik,
                grace_days: 30,
            },
        ),
        (
            "no_overdue_work",
            RuleKind::NoOverdueWork {
                days: 3,
                with_promises: true,
            },
        ),
        (
            "earned_days",
            RuleKind::EarnedDays {
                beyond: 1,
                accepted: 3,
                within_days: 90,
                at_least: Some(Predikat::Baik),
            },
        ),
        (
            "blocked_dates",
            RuleKind::BlockedDates {
                dates: vec![day(1, 4)?, day(3, 31)?],
            },
        ),
        (
            "allowed_dates",
            RuleKind::AllowedDates { dates: vec![year] },
        ),
        (
            "anchor_days",
            RuleKind::AnchorDays {
                days: [WeekDay::Mon].into(),
            },
        ),
        (
            "min_office_days_per_week",
            RuleKind::MinOfficeDaysPerWeek { days: 2 },
        ),
        (
            "max_consecutive_days",
            RuleKind::MaxConsecutiveDays { days: 2 },
        ),
        (
            "max_flex_days_per_month",
            RuleKind::MaxFlexDaysPerMonth {
                days: 8,
                with_own_hours: true,
                except_special: true,
            },
        ),
        (
            "own_hours",
            RuleKind::OwnHours {
                window_minutes: 90,
                core_minutes: 240,
                day_minutes: 600,
                period_days: 92,
                with_place: true,
            },
        ),
    ];
    set.rules
        .extend(kinds.map(|(key, kind)| Rule::new(key, kind)));
    let quota = |family_only| RuleKind::UnitQuota {
        limit: policy::Limit::Percent(20),
        weekdays: BTreeSet::new(),
        family_only,
    };
    set.rules.push(Rule {
        scope: Scope::PositionFamily { family: family() },
        ..Rule::new("family_quota", quota(true))
    });
    set.rules.extend(first.map(|unit| Rule {
        scope: Scope::UnitSubtree { unit },
        ..Rule::new("unit_quota_2", quota(false))
    }));
    let base = policy::base::ministry();
    let there = |kind: &Kinds| {
        let all = base.rules.iter().chain(&set.rules);
        all.map(|rule| rule.kind.name()).any(|name| name == *kind)
    };
    if let Some(missing) = Kinds::ALL.iter().find(|kind| !there(kind)) {
        bail!("the draft has no rule of the kind {}", missing.code());
    }
    Ok(serde_json::to_value(&set.rules)?)
}

/// The session of an HR officer of that agency.
async fn officer(conn: &mut PgConnection, agency: &Agency) -> Result<String> {
    let identity = store::make_officer(conn, agency.id.0).await?;
    let (token, hash) = crypto::token()?;
    store::sessions(conn, &[(hash.to_vec(), identity, agency.id.0)]).await?;
    Ok(token)
}

/// The rule editor with its exact impact, as the officer opens it.
async fn impact(cluster: &Cluster, options: &Import, token: &str, what: &str) -> Result<()> {
    let server = Server::start_without_worker(cluster, &options.place.database).await?;
    let mut client = Client::new(server.port);
    for _ in 0..3 {
        let began = Instant::now();
        let answer = client.send(&Call::get("/rules/2", token)).await?;
        println!(
            "impact of {what} on {} employees: {:.2} s, status {}, server {:.0} MiB at most",
            options.rows,
            began.elapsed().as_secs_f64(),
            answer.status,
            machine::memory(server.pid).1
        );
    }
    server.stop().await
}

fn workbook(rows: u32) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    let heads = [
        "NIP",
        "NAMA",
        "UNIT KERJA",
        "JABATAN",
        "STATUS KEPEGAWAIAN",
        "GOLONGAN",
    ];
    for (column, head) in (0_u16..).zip(heads) {
        sheet.write_string(0, column, head)?;
    }
    let birth = NaiveDate::from_ymd_opt(1970, 1, 1).context("a date")?;
    for k in 0..rows {
        let born = (birth + Days::new(u64::from(k % 10_000))).format("%Y%m%d");
        let cells = [
            format!("{born}2015011{:03}", 500 + k / 10_000),
            format!("Pegawai Impor {k}"),
            format!("Unit {}", k / 50),
            format!("Analis {}", k % 40),
            "PNS".into(),
            "III/c".into(),
        ];
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(k + 1, column, cell)?;
        }
    }
    Ok(book.save_to_buffer()?)
}
