//! `luwes policy explain`: what the rules say about a person's day, in words, from the command line.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use luwes::{
    calendar::Half,
    identity,
    kernel::{
        cx::{Core, Cx},
        db::Mode,
        error::Error,
        i18n::Lang,
    },
    organisation,
    policy::{Overall, Place, Route, Verdict},
    requests::{Question, Suppose, explain},
};

use super::{
    database::Format,
    target::{Target, quiet_settings},
};

/// What can be asked of the rules.
#[derive(Subcommand, Debug)]
pub enum Policy {
    /// Say what the rules answer for a person's day, which of them decides, on which facts and with which legal basis
    Explain(Explain),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Where {
    Home,
    OtherOffice,
    OtherPlace,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    Morning,
    Afternoon,
    Full,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    Id,
    En,
}

/// Options of explain.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit status: 0 a request for the day may be sent, 3 a rule is in the way, 64 wrong usage, 1 failure."
)]
pub struct Explain {
    #[command(flatten)]
    target: Target,
    #[arg(long, value_name = "CODE")]
    agency: String,
    /// NIP of the person
    #[arg(long)]
    nip: String,
    /// Today or later, as 2026-11-24
    #[arg(long, value_name = "DATE")]
    on: NaiveDate,
    #[arg(long, value_enum, default_value = "full")]
    part: Part,
    #[arg(long, value_enum, default_value = "home")]
    place: Where,
    /// Asked for special circumstances (PermenPANRB 4/2025 art. 30)
    #[arg(long)]
    special: bool,
    #[arg(long, value_enum, default_value = "id")]
    lang: Language,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs the command.
pub async fn run(command: Policy) -> Result<ExitCode> {
    let Policy::Explain(options) = command;
    let reached = options.target.reach().await?;
    let core = reached.core(quiet_settings("http://127.0.0.1"))?;
    let done = answer(&core, &options).await;
    reached.release().await?;
    done
}

async fn answer(core: &Core, options: &Explain) -> Result<ExitCode> {
    let mut tx = core.db.begin(Mode::Read).await?;
    let agency = identity::agency_by_code(tx.conn(), &options.agency).await?;
    tx.rollback().await?;
    let agency = agency.ok_or_else(|| anyhow!("agency {} is not open", options.agency))?;
    let mut cx = Cx::system(core, agency.clone(), Mode::Read).await?;
    let employee = organisation::find_by_nip(cx.conn(), agency.id, &options.nip)
        .await?
        .ok_or_else(|| anyhow!("nobody with NIP {} works in {}", options.nip, agency.code))?;
    let question = Question {
        employee,
        on: options.on,
        half: match options.part {
            Part::Morning => Half::Morning,
            Part::Afternoon => Half::Afternoon,
            Part::Full => Half::Full,
        },
        place: match options.place {
            Where::Home => Place::Home,
            Where::OtherOffice => Place::OtherOffice,
            Where::OtherPlace => Place::OtherPlace,
        },
        route: if options.special {
            Route::SpecialCircumstances
        } else {
            Route::Ordinary
        },
        suppose: Suppose::default(),
    };
    let found = explain(&mut cx, &question).await;
    cx.finish().await?;
    let found = found.map_err(|error| said(error, options.lang))?;
    let verdict = found.recorded.verdict();
    match options.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(verdict)?),
        Format::Text => print!("{}", words(&found.person.name, verdict, options.lang)),
    }
    Ok(if verdict.verdict == Overall::Fail {
        ExitCode::from(3)
    } else {
        ExitCode::SUCCESS
    })
}

/// A question that cannot be answered, in words.
fn said(error: Error, lang: Language) -> anyhow::Error {
    let lang = match lang {
        Language::Id => Lang::Id,
        Language::En => Lang::En,
    };
    match error {
        Error::Invalid(fields) => {
            let words: Vec<String> = fields.iter().map(|field| field.text(lang)).collect();
            anyhow!("{}", words.join(" "))
        }
        other => other.into(),
    }
}

/// The verdict as lines: the answer, then each rule with its facts and legal basis.
fn words(name: &str, verdict: &Verdict, lang: Language) -> String {
    let lang = match lang {
        Language::Id => "id",
        Language::En => "en",
    };
    let version = |version: Option<u32>| version.map_or("-".to_owned(), |n| n.to_string());
    let mut lines = vec![
        format!("{name}, {}: {}", verdict.day, verdict.verdict.code()),
        verdict.headline.get(lang).to_owned(),
        format!(
            "base rules {}, rules of the agency {}",
            version(verdict.base_rule_set_version),
            version(verdict.rule_set_version)
        ),
    ];
    for rule in &verdict.rules {
        lines.push(format!(
            "\n[{}] {}",
            serde_json::to_value(rule.outcome)
                .ok()
                .and_then(|word| word.as_str().map(str::to_owned))
                .unwrap_or_default(),
            rule.text.get(lang)
        ));
        for fact in &rule.facts {
            lines.push(format!(
                "  {}: {}",
                fact.label.get(lang),
                fact.shown.get(lang)
            ));
        }
        for citation in &rule.citation {
            let article = citation.article.as_deref().unwrap_or_default();
            lines.push(
                format!("  {} {article}", citation.instrument.get(lang))
                    .trim_end()
                    .to_owned(),
            );
        }
        for remedy in &rule.remedy {
            lines.push(format!("  > {}", remedy.text.get(lang)));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}
