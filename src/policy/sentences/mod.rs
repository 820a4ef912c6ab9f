//! Sentences for people: what a rule asks, what was found, and what can be done, always in both
//! languages, at most twenty words, without code names.

mod texts;

pub use texts::statement_blanks;

use super::checks::Terms;
use super::facts::Source;
use super::path;
use super::rule::{Evidence, Kind, Limit, RuleKind, WaivableBy, Words};
use super::verdict::{Outcome, Overall, Remedy, RemedyKind};
use super::words;
use chrono::NaiveDate;
use texts::{NOT_APPLICABLE, Pair, texts, variant};

/// The longest sentence people are shown.
pub const MAX_WORDS: usize = 20;

/// Values for the blanks of a sentence, by name.
pub(super) type Blanks = Vec<(&'static str, Words)>;

fn pair((id, en): Pair) -> Words {
    Words::new(id, en)
}

/// Puts the values into the braces; unknown names stay as they are.
pub(super) fn fill(template: &Words, blanks: &Blanks) -> Words {
    Words::new(
        capitalised(filled(&template.id, blanks, |value| &value.id)),
        capitalised(filled(&template.en, blanks, |value| &value.en)),
    )
}

fn filled(template: &str, blanks: &Blanks, side: impl Fn(&Words) -> &str) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let named = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = blanks.iter().find(|(blank, _)| *blank == name)?;
            Some((side(value), after))
        });
        rest = match named {
            Some((value, after)) => {
                text.push_str(value);
                after
            }
            None => {
                text.push('{');
                after
            }
        };
    }
    text.push_str(rest);
    text
}

fn capitalised(text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => text,
    }
}

/// The name of a condition: "Petugas di kantor".
pub fn title(kind: Kind) -> Words {
    pair(texts(kind).title)
}

/// The default sentence of a rule, with its blanks open, as HR starts from it.
pub fn statement_template(kind: Kind) -> Words {
    pair(texts(kind).statement)
}

/// The rule in one sentence, in the agency's words where it has some.
pub fn statement(kind: &RuleKind, own: Option<&Words>) -> Words {
    let template = own
        .cloned()
        .unwrap_or_else(|| closer(kind).map_or_else(|| statement_template(kind.name()), pair));
    fill(&template, &parameters(kind))
}

/// A closer sentence for a rule whose parameters say more than the sentence of its kind.
fn closer(kind: &RuleKind) -> Option<Pair> {
    match kind {
        RuleKind::MinPredikat {
            grace_days: 1.., ..
        } => Some((
            "Predikat kinerja terakhir paling rendah {predikat}; bila turun, hak ditutup {grace} sesudah penilaian.",
            "The last performance rating is at least {predikat}; after a fall the right closes {grace} after the rating.",
        )),
        RuleKind::NoOverdueWork { days: 0, .. } => Some((
            "Tidak ada pekerjaan yang melewati tanggal penyerahannya.",
            "No work is past the day on which it was due.",
        )),
        RuleKind::UnitQuota { weekdays, .. } if !weekdays.is_empty() => Some((
            "Pada hari {weekdays} paling banyak {limit} di luar kantor.",
            "On {weekdays} at most {limit} may be away.",
        )),
        _ => None,
    }
}

/// The values that a rule's parameters give to its sentences.
pub(super) fn parameters(kind: &RuleKind) -> Blanks {
    match kind {
        RuleKind::TaskFlags { extra } => {
            let total = if extra.is_some() { "6" } else { "5" };
            vec![("total", Words::new(total, total))]
        }
        RuleKind::MinMonthsSinceAppointment { months } => {
            vec![("months", words::months(u32::from(*months)))]
        }
        RuleKind::MinPredikat {
            at_least,
            grace_days,
        } => vec![
            ("predikat", words::predikat(*at_least)),
            ("grace", words::days(u32::from(*grace_days))),
        ],
        RuleKind::Weekdays { allowed, .. } => {
            vec![(
                "weekdays",
                words::list(allowed.iter().copied().map(words::weekday)),
            )]
        }
        RuleKind::AnchorDays { days } => {
            vec![(
                "weekdays",
                words::list(days.iter().copied().map(words::weekday)),
            )]
        }
        RuleKind::LeadTimeDays { days }
        | RuleKind::HorizonDays { days }
        | RuleKind::MaxLengthDays { days }
        | RuleKind::NoOverdueWork { days, .. } => vec![("days", words::days(u32::from(*days)))],
        RuleKind::MaxPlaceDaysPerWeek { days, .. }
        | RuleKind::MinOfficeDaysPerWeek { days }
        | RuleKind::MaxConsecutiveDays { days }
        | RuleKind::MaxFlexDaysPerMonth { days, .. } => {
            vec![("days", words::days(u32::from(*days)))]
        }
        RuleKind::EarnedDays { beyond, .. } => {
            let terms = Terms::of(kind).map(|terms| path::asked_words(&terms));
            vec![
                ("days", words::days(u32::from(*beyond))),
                ("earned", terms.unwrap_or_default()),
            ]
        }
        RuleKind::UnitQuota {
            limit,
            weekdays,
            family_only,
        } => {
            let mut limit = limit_words(*limit);
            if *family_only {
                limit.id.push_str(" serumpun jabatan");
                limit.en.push_str(" in the family of positions");
            }
            let weekdays = weekdays.iter().copied().map(words::weekday);
            vec![("limit", limit), ("weekdays", words::list(weekdays))]
        }
        RuleKind::MinOnSite { limit } => vec![("limit", limit_words(*limit))],
        RuleKind::OwnHours {
            window_minutes,
            core_minutes,
            ..
        } => vec![
            ("window", words::minutes(u32::from(*window_minutes))),
            ("core", words::minutes(u32::from(*core_minutes))),
        ],
        _ => Vec::new(),
    }
}

/// "30 persen pegawai unit", "5 orang".
pub fn limit_words(limit: Limit) -> Words {
    match limit {
        Limit::Percent(share) => {
            let share = words::percent(share);
            Words::new(
                format!("{} pegawai unit", share.id),
                format!("{} of the unit's staff", share.en),
            )
        }
        Limit::Number(number) => words::people(u32::from(number)),
    }
}

/// What was found about a rule, in one sentence.
pub(super) fn finding(kind: Kind, outcome: Outcome, case: &str, blanks: &Blanks) -> Words {
    let own = texts(kind);
    let template = match outcome {
        Outcome::NeedsLeader => own.needs_leader,
        Outcome::Fail => variant(kind, case).unwrap_or(own.fail),
        Outcome::Pass => variant(kind, case).unwrap_or(own.pass),
        Outcome::MissingFact => variant(kind, case).unwrap_or(own.missing),
        Outcome::NotApplicable => variant(kind, case).unwrap_or(NOT_APPLICABLE),
    };
    fill(&pair(template), blanks)
}

/// The status word before a condition: terpenuhi, belum terpenuhi, perlu dilengkapi.
pub fn status(outcome: Outcome) -> Words {
    pair(match outcome {
        Outcome::Pass => ("terpenuhi", "met"),
        Outcome::Fail => ("belum terpenuhi", "not met yet"),
        Outcome::NeedsLeader => ("perlu keputusan pimpinan", "needs the leader"),
        Outcome::MissingFact => ("perlu dilengkapi", "to be completed"),
        Outcome::NotApplicable => ("tidak berlaku", "does not apply"),
    })
}

/// The verdict on a day: "Rabu, 25 November 2026 belum bisa."
pub(super) fn day_headline(overall: Overall, day: NaiveDate) -> Words {
    let template = pair(match overall {
        Overall::Pass => ("{day} bisa.", "{day} is possible."),
        Overall::NeedsLeader => (
            "{day} bisa diajukan, dengan keputusan pimpinan.",
            "{day} can be asked for; the leader decides.",
        ),
        Overall::MissingFact => (
            "{day} bisa diajukan; ada data yang perlu dilengkapi.",
            "{day} can be asked for; some data has to be completed.",
        ),
        Overall::Fail => ("{day} belum bisa.", "{day} is not possible yet."),
    });
    fill(&template, &vec![("day", words::day(day))])
}

/// The verdict on a person.
pub(super) fn standing_headline(overall: Overall) -> Words {
    pair(match overall {
        Overall::Pass => (
            "Anda memenuhi syarat kerja fleksibel.",
            "You meet the conditions for flexible work.",
        ),
        Overall::NeedsLeader => (
            "Anda bisa mengajukan, dengan keputusan pimpinan.",
            "You can ask; the leader decides.",
        ),
        Overall::MissingFact => (
            "Ada data yang perlu dilengkapi; Anda tetap bisa mengajukan.",
            "Some data has to be completed; you can still ask.",
        ),
        Overall::Fail => (
            "Anda belum memenuhi syarat kerja fleksibel.",
            "You do not meet the conditions for flexible work yet.",
        ),
    })
}

/// Where a fact was read, for "Data Anda".
pub fn source(source: Source) -> Words {
    pair(match source {
        Source::AgencyRecord => ("data instansi", "agency record"),
        Source::UnitRecord => ("data unit kerja", "unit record"),
        Source::PositionRecord => ("data jabatan", "position record"),
        Source::EmployeeRecord => ("data kepegawaian", "personnel record"),
        Source::Calendar => ("kalender kerja", "working calendar"),
        Source::Schedule => ("jadwal unit", "schedule of the unit"),
        Source::Work => ("catatan pekerjaan", "record of work"),
        Source::Request => ("pengajuan ini", "this request"),
        Source::Supposed => ("pengandaian", "supposed"),
        Source::Window => ("penetapan jendela", "window as set"),
    })
}

/// Who may set a rule aside.
pub fn waiver(by: WaivableBy) -> Words {
    pair(match by {
        WaivableBy::None => ("tidak dapat dikecualikan", "cannot be waived"),
        WaivableBy::AgencyLeader => ("pimpinan instansi", "the leader of the agency"),
        WaivableBy::Hr => ("SDM instansi", "HR of the agency"),
        WaivableBy::UnitHead => ("pimpinan unit", "the head of the unit"),
    })
}

/// How well a citation is known.
pub fn evidence(evidence: Evidence) -> Words {
    pair(match evidence {
        Evidence::Text => ("naskah peraturan sudah dibaca", "the text was read"),
        Evidence::Reported => (
            "menurut pemberitaan, naskah belum dibaca",
            "as reported; the text was not read",
        ),
        Evidence::Setting => (
            "pengaturan instansi, tidak ditemukan dalam peraturan",
            "setting, not found in law",
        ),
    })
}

/// A way out without a value.
pub(super) fn remedy(kind: RemedyKind) -> Remedy {
    let text = pair(match kind {
        RemedyKind::MoveTo => ("Pilih hari lain.", "Choose another day."),
        RemedyKind::WaitUntil => ("Ajukan lagi nanti.", "Ask again later."),
        RemedyKind::CompleteData => (
            "Minta SDM melengkapi data ini.",
            "Ask HR to complete this data.",
        ),
        RemedyKind::ConfirmHome => (
            "Daftarkan alamat rumah di halaman Data saya.",
            "Register the home address on the page My data.",
        ),
        RemedyKind::ShortenRequest => ("Kurangi jumlah harinya.", "Ask for fewer days."),
        RemedyKind::SpecialCircumstances => (
            "Ajukan lewat jalur keadaan khusus bila alasannya sesuai.",
            "Ask by the special circumstances route where the reason fits.",
        ),
        RemedyKind::OtherPlace => ("Pilih tempat lain.", "Choose another place."),
        RemedyKind::ChangeHours => ("Ubah jam kerjanya.", "Change the hours."),
        RemedyKind::ChangePeriod => ("Ubah masa berlakunya.", "Change the period."),
        RemedyKind::AskWaiver => ("Bicarakan pengecualian.", "Talk about an exception."),
        RemedyKind::DeliverWork => (
            "Serahkan pekerjaan yang terlambat.",
            "Deliver the work that is overdue.",
        ),
        RemedyKind::EarnDay => (
            "Hasil kerja yang diterima membuka hari berikutnya.",
            "Accepted deliverables open the next day.",
        ),
        RemedyKind::WorkAtOffice => (
            "Bekerja di kantor untuk saat ini.",
            "Work at the office for now.",
        ),
    });
    Remedy {
        kind,
        value: None,
        text,
    }
}

/// "Ganti ke Kamis, 26 November 2026".
pub(super) fn move_to(day: NaiveDate) -> Remedy {
    let text = Words::new("Ganti ke {day}", "Move to {day}");
    dated(RemedyKind::MoveTo, day, &text)
}

/// "Ajukan lagi mulai 1 Maret 2027."
pub(super) fn wait_until(day: NaiveDate) -> Remedy {
    let text = Words::new("Ajukan lagi mulai {day}.", "Ask again from {day}.");
    dated(RemedyKind::WaitUntil, day, &text)
}

fn dated(kind: RemedyKind, day: NaiveDate, text: &Words) -> Remedy {
    let text = fill(text, &vec![("day", words::day(day))]);
    Remedy {
        kind,
        value: Some(day.to_string()),
        text,
    }
}

/// What is said of a rule that is set aside for the person.
pub(super) fn excepted(until: NaiveDate) -> Words {
    let text = Words::new("Dikecualikan sampai {day}.", "Set aside until {day}.");
    fill(&text, &vec![("day", words::date(until))])
}

/// "Pimpinan unit dapat memberi pengecualian."
pub(super) fn ask_waiver(by: WaivableBy) -> Option<Remedy> {
    if by == WaivableBy::None {
        return None;
    }
    let template = Words::new(
        "{who} dapat memberi pengecualian.",
        "{who} may grant an exception.",
    );
    Some(Remedy {
        kind: RemedyKind::AskWaiver,
        value: None,
        text: fill(&template, &vec![("who", waiver(by))]),
    })
}

/// What is wrong with an agency's own sentence for a rule; nothing when it can be published.
pub fn problems_with(own: &Words, kind: Kind) -> Vec<Words> {
    let mut problems = Vec::new();
    for text in [&own.id, &own.en] {
        if text.trim().is_empty() {
            problems.push(pair((
                "Isi kalimat dalam Bahasa Indonesia dan Inggris.",
                "Fill in the sentence in Indonesian and English.",
            )));
        }
        if text.split_whitespace().count() > MAX_WORDS {
            problems.push(pair(("Paling banyak 20 kata.", "Use at most 20 words.")));
        }
        if blank_names(text).any(|name| !statement_blanks(kind).contains(&name)) {
            problems.push(pair((
                "Kalimat memakai isian yang tidak dikenal.",
                "The sentence uses a blank that does not exist.",
            )));
        }
    }
    problems.dedup();
    problems
}

fn blank_names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap_or(rest))
}
