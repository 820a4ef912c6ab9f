//! HR's editor: each condition as a sentence with blanks, from which the page is made, and the way
//! back from the posted form to typed parameters. National limits are part of the controls.

mod bounds;
mod earned;
mod parse;

use bounds::{bounds, hours_bounds};
pub use parse::parse;

use super::rule::{Kind, Limit, Predikat, RuleKind, Words};
use super::words;
use crate::calendar::{DateRange, WeekDay};
use std::collections::BTreeSet;

/// One thing to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub words: Words,
}

/// Where the choices of a multiple choice come from; the page fills in what only the agency knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Options {
    Given(Vec<Choice>),
    Agencies,
    AgencyKinds,
    Units,
    Positions,
    PositionFamilies,
}

/// A form control inside the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    Number {
        value: u32,
        min: u32,
        max: u32,
    },
    Choice {
        value: String,
        options: Vec<Choice>,
    },
    /// Posted once per chosen value under the same name.
    Multi {
        chosen: Vec<String>,
        options: Options,
    },
    /// One date or range per line.
    Dates {
        lines: String,
    },
    Text {
        value: String,
        max_length: u16,
    },
}

/// A named control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    pub name: &'static str,
    /// What a screen reader calls it.
    pub label: Words,
    pub control: Control,
}

/// A piece of the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Blank(Blank),
}

/// The sentence in both languages; the blanks are the same, their order may differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub id: Vec<Part>,
    pub en: Vec<Part>,
}

impl Sentence {
    /// The parts for a language code; anything but `en` reads Indonesian.
    pub fn parts(&self, language: &str) -> &[Part] {
        if language == "en" { &self.en } else { &self.id }
    }
}

/// What is wrong with one posted value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankError {
    pub field: &'static str,
    pub text: Words,
}

/// The sentence of a condition with its blanks filled with the present values. `base` is the
/// ministry's locked condition of the same kind, whose limits then bound the controls.
pub fn sentence(kind: &RuleKind, base: Option<&RuleKind>) -> Sentence {
    let (id, en) = template(kind.name());
    let blanks = blanks(kind, base);
    Sentence {
        id: parts(id, &blanks),
        en: parts(en, &blanks),
    }
}

/// The same sentence to be read, not edited: lists with nothing in them are left out.
pub fn plain(kind: &RuleKind) -> Sentence {
    let (id, en) = without_empty(kind).unwrap_or_else(|| template(kind.name()));
    let blanks = blanks(kind, None);
    Sentence {
        id: parts(id, &blanks),
        en: parts(en, &blanks),
    }
}

#[rustfmt::skip]
fn without_empty(kind: &RuleKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        RuleKind::ExcludedAgency { kinds, .. } if kinds.is_empty() => ("Instansi bukan salah satu dari {codes}.", "The agency is none of {codes}."),
        RuleKind::ExcludedAgency { codes, .. } if codes.is_empty() => ("Instansi bukan jenis {kinds}.", "The agency is not of the kind {kinds}."),
        RuleKind::ExcludedPosition { families, .. } if families.is_empty() => ("Jabatan bukan salah satu dari {positions}.", "The position is none of {positions}."),
        RuleKind::ExcludedPosition { positions, .. } if positions.is_empty() => ("Jabatan bukan rumpun {families}.", "The position is not of the family {families}."),
        RuleKind::TaskFlags { extra: None } => ("Tugas jabatan memenuhi lima syarat nasional.", "The duties meet the five national criteria."),
        RuleKind::Weekdays { uncounted, .. } if uncounted.is_empty() => ("Harinya {allowed}.", "The day is {allowed}."),
        RuleKind::EarnedDays { at_least: None, .. } => ("Lebih dari {beyond} hari dalam satu pekan hanya bagi yang punya {accepted} hasil kerja diterima dalam {within_days} hari terakhir.", "More than {beyond} days a week only for whoever has {accepted} deliverables accepted within the last {within_days} days."),
        RuleKind::EarnedDays { accepted: 0, .. } => ("Lebih dari {beyond} hari dalam satu pekan hanya bagi yang predikat terakhirnya paling rendah {rating}.", "More than {beyond} days a week only for whoever's last rating is at least {rating}."),
        RuleKind::MinPredikat { grace_days: 0, .. } => ("Predikat kinerja terakhir paling rendah {at_least}.", "The last performance rating is at least {at_least}."),
        RuleKind::UnitQuota { weekdays, family_only, .. } => match (*family_only, weekdays.is_empty()) {
            (false, true) => ("Paling banyak {value} {by} unit di luar kantor pada saat yang sama.", "At most {value} {by} of the unit are away at the same time."),
            (true, true) => ("Paling banyak {value} {by} unit di luar kantor pada saat yang sama, dihitung {counted}.", "At most {value} {by} of the unit are away at the same time, counting {counted}."),
            (false, false) => ("Paling banyak {value} {by} unit di luar kantor pada saat yang sama; hanya pada hari: {weekdays}.", "At most {value} {by} of the unit are away at the same time; only on: {weekdays}."),
            (true, false) => ("Paling banyak {value} {by} unit di luar kantor pada saat yang sama, dihitung {counted}; hanya pada hari: {weekdays}.", "At most {value} {by} of the unit are away at the same time, counting {counted}; only on: {weekdays}."),
        },
        RuleKind::MaxFlexDaysPerMonth { except_special: false, .. } => ("Paling banyak {days} hari fleksibel dalam satu bulan, {counted}.", "At most {days} flexible days in a month, {counted}."),
        RuleKind::MaxPlaceDaysPerWeek { except_duty_outside, except_special, may_leave_uncounted, .. } => match (!except_duty_outside && !except_special, may_leave_uncounted.is_empty()) {
            (true, true) => ("Di luar kantor paling banyak {days} hari dalam satu pekan.", "At most {days} days a week outside the office."),
            (false, true) => ("Di luar kantor paling banyak {days} hari dalam satu pekan, kecuali {exceptions}.", "At most {days} days a week outside the office, except {exceptions}."),
            (true, false) => ("Di luar kantor paling banyak {days} hari dalam satu pekan; boleh tidak dihitung: {may_leave_uncounted}.", "At most {days} days a week outside the office; may stay uncounted: {may_leave_uncounted}."),
            (false, false) => return None,
        },
        _ => return None,
    })
}

fn parts(template: &str, blanks: &[Blank]) -> Vec<Part> {
    let mut parts = Vec::new();
    for piece in template.split('{') {
        match piece.split_once('}') {
            Some((name, rest)) => {
                parts.extend(
                    blanks
                        .iter()
                        .find(|b| b.name == name)
                        .cloned()
                        .map(Part::Blank),
                );
                parts.push(Part::Text(rest.to_owned()));
            }
            None => parts.push(Part::Text(piece.to_owned())),
        }
    }
    parts.retain(|part| *part != Part::Text(String::new()));
    parts
}

#[rustfmt::skip]
fn template(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::WorkingDay => ("Hari itu hari kerja, bebas dari cuti, dinas luar, dan pengajuan lain.", "The day is a working day, free of leave, trips and other requests."),
        Kind::ExcludedAgency => ("Instansi bukan salah satu dari {codes} dan bukan jenis {kinds}.", "The agency is none of {codes} and not of the kind {kinds}."),
        Kind::ExcludedUnit => ("Unit kerja bukan salah satu dari {units} atau unit di bawahnya.", "The unit is none of {units} or the units below."),
        Kind::ExcludedPosition => ("Jabatan bukan salah satu dari {positions} dan bukan rumpun {families}.", "The position is none of {positions} and not of the family {families}."),
        Kind::DirectService => ("Unit kerja tidak melayani masyarakat secara langsung.", "The unit does not serve the public directly."),
        Kind::TaskFlags => ("Tugas jabatan memenuhi lima syarat nasional, dan syarat instansi bila ada: {extra_id} (Inggris: {extra_en}).", "The duties meet the five national criteria, and the agency's own where it has one: {extra_en} (Indonesian: {extra_id})."),
        Kind::DisciplinaryState => ("Pegawai tidak sedang menjalani atau dalam proses hukuman disiplin.", "The employee is neither serving nor in process of a disciplinary sanction."),
        Kind::MinMonthsSinceAppointment => ("Pegawai sudah bekerja paling sedikit {months} bulan sejak diangkat.", "The employee has worked at least {months} months since appointment."),
        Kind::MinPredikat => ("Predikat kinerja terakhir paling rendah {at_least}; bila turun, hak ditutup {grace_days} hari sesudah penilaian.", "The last performance rating is at least {at_least}; after a fall the right closes {grace_days} days after the rating."),
        Kind::NoOverdueWork => ("Tidak ada pekerjaan yang terlambat diserahkan lebih dari {days} hari; yang dihitung {counted}.", "No work is overdue by more than {days} days; counting {counted}."),
        Kind::RegisteredHome => ("Kerja dari rumah di alamat yang sudah dikonfirmasi SDM.", "Work from home is at an address confirmed by HR."),
        Kind::Weekdays => ("Harinya {allowed}; yang tidak dihitung dalam batas pekan: {uncounted}.", "The day is {allowed}; not counted in the weekly limit: {uncounted}."),
        Kind::AnchorDays => ("Pada hari bersama semua bekerja di kantor: {weekdays}.", "On the anchor days everybody is in the office: {weekdays}."),
        Kind::BlockedDates => ("Harinya bukan tanggal wajib kantor: {dates}.", "The day is not a date in the office: {dates}."),
        Kind::AllowedDates => ("Harinya termasuk tanggal yang dibuka: {dates}.", "The day is one of the open dates: {dates}."),
        Kind::LeadTimeDays => ("Pengajuan dikirim paling lambat {days} hari sebelumnya.", "The request is sent at least {days} days ahead."),
        Kind::HorizonDays => ("Pengajuan dibuka paling jauh {days} hari ke depan.", "Requests open at most {days} days ahead."),
        Kind::MaxLengthDays => ("Satu pengajuan paling lama {days} hari kerja.", "One request spans at most {days} working days."),
        Kind::MaxPlaceDaysPerWeek => ("Di luar kantor paling banyak {days} hari dalam satu pekan, kecuali {exceptions}; boleh tidak dihitung: {may_leave_uncounted}.", "At most {days} days a week outside the office, except {exceptions}; may stay uncounted: {may_leave_uncounted}."),
        Kind::EarnedDays => ("Lebih dari {beyond} hari dalam satu pekan hanya bagi yang punya {accepted} hasil kerja diterima dalam {within_days} hari terakhir dan predikat terakhir paling rendah {rating}.", "More than {beyond} days a week only for whoever has {accepted} deliverables accepted within the last {within_days} days and a last rating of at least {rating}."),
        Kind::MinOfficeDaysPerWeek => ("Paling sedikit {days} hari kerja dalam satu pekan di kantor.", "At least {days} working days of a week are in the office."),
        Kind::MaxConsecutiveDays => ("Paling banyak {days} hari kerja berturut-turut di luar kantor.", "At most {days} working days in a row are outside the office."),
        Kind::MaxFlexDaysPerMonth => ("Paling banyak {days} hari fleksibel dalam satu bulan, {counted}; dikecualikan: {exceptions}.", "At most {days} flexible days in a month, {counted}; exceptions: {exceptions}."),
        Kind::UnitQuota => ("Paling banyak {value} {by} unit di luar kantor pada saat yang sama, dihitung {counted}; hari yang dibatasi (kosong: setiap hari): {weekdays}.", "At most {value} {by} of the unit are away at the same time, counting {counted}; on these days (none: every day): {weekdays}."),
        Kind::MinOnSite => ("Paling sedikit {value} {by} unit tetap di kantor.", "At least {value} {by} of the unit stay in the office."),
        Kind::OwnHours => ("Jam kerja sendiri bergeser paling banyak {window_minutes} menit, jam inti mulai {core_minutes} menit sesudah jam kantor mulai, paling lama {day_minutes} menit sehari dan {period_days} hari sekali ajukan; diajukan bersama tempat lain {with_place}.", "Own hours move by at most {window_minutes} minutes, core hours start {core_minutes} minutes after the office opens, at most {day_minutes} minutes a day and {period_days} days at a time; asking for them together with a place {with_place}."),
    }
}

fn label(name: &str) -> Words {
    match name {
        "codes" => Words::new("Instansi", "Agencies"),
        "kinds" => Words::new("Jenis instansi", "Kinds of agency"),
        "units" => Words::new("Unit kerja", "Units"),
        "positions" => Words::new("Jabatan", "Positions"),
        "families" => Words::new("Rumpun jabatan", "Families of positions"),
        "extra_id" => Words::new(
            "Syarat instansi, Bahasa Indonesia",
            "Own criterion, Indonesian",
        ),
        "extra_en" => Words::new("Syarat instansi, Bahasa Inggris", "Own criterion, English"),
        "months" => Words::new("Jumlah bulan", "Number of months"),
        "at_least" | "rating" => Words::new("Predikat paling rendah", "Lowest rating"),
        "beyond" => Words::new("Hari yang terbuka bagi semua", "Days open to all"),
        "accepted" => Words::new(
            "Hasil kerja diterima; 0: tidak diminta",
            "Accepted deliverables; 0: none asked",
        ),
        "within_days" => Words::new("Dihitung berapa hari ke belakang", "Days back that count"),
        "grace_days" => Words::new("Tenggang, hari", "Days of grace"),
        "allowed" => Words::new("Hari yang dibuka", "Open weekdays"),
        "weekdays" => Words::new("Hari dalam pekan", "Weekdays"),
        "counted" => Words::new("Yang dihitung", "What is counted"),
        "uncounted" | "may_leave_uncounted" => {
            Words::new("Hari yang tidak dihitung", "Weekdays not counted")
        }
        "dates" => Words::new("Tanggal, satu per baris", "Dates, one per line"),
        "days" => Words::new("Jumlah hari", "Number of days"),
        "exceptions" => Words::new("Pengecualian", "Exceptions"),
        "window_minutes" => Words::new("Pergeseran, menit", "Shift, minutes"),
        "core_minutes" => Words::new(
            "Jam inti sesudah mulai, menit",
            "Core hours after the start, minutes",
        ),
        "day_minutes" => Words::new("Terlama sehari, menit", "Longest day, minutes"),
        "period_days" => Words::new("Masa terlama, hari", "Longest period, days"),
        "with_place" => Words::new("Bersama tempat lain", "Together with a place"),
        "by" => Words::new("Persen atau orang", "Per cent or people"),
        _ => Words::new("Jumlah", "Amount"),
    }
}

fn blanks(kind: &RuleKind, base: Option<&RuleKind>) -> Vec<Blank> {
    let blank = |name, control| Blank {
        name,
        label: label(name),
        control,
    };
    let number = |name, value: u32| {
        let (min, max) = bounds(kind, base);
        blank(name, Control::Number { value, min, max })
    };
    let text = |name, value: Option<&str>| {
        blank(
            name,
            Control::Text {
                value: value.unwrap_or_default().to_owned(),
                max_length: 200,
            },
        )
    };
    match kind {
        RuleKind::ExcludedAgency { codes, kinds } => vec![
            blank("codes", multi(codes, Options::Agencies)),
            blank("kinds", multi(kinds, Options::AgencyKinds)),
        ],
        RuleKind::ExcludedUnit { units } => vec![blank("units", multi(units, Options::Units))],
        RuleKind::ExcludedPosition {
            positions,
            families,
        } => vec![
            blank("positions", multi(positions, Options::Positions)),
            blank("families", multi(families, Options::PositionFamilies)),
        ],
        RuleKind::TaskFlags { extra } => vec![
            text("extra_id", extra.as_ref().map(|words| words.id.as_str())),
            text("extra_en", extra.as_ref().map(|words| words.en.as_str())),
        ],
        RuleKind::MinMonthsSinceAppointment { months } => vec![number("months", (*months).into())],
        RuleKind::MinPredikat {
            at_least,
            grace_days,
        } => vec![
            blank("at_least", predikat(*at_least, base)),
            number("grace_days", (*grace_days).into()),
        ],
        RuleKind::NoOverdueWork {
            days,
            with_promises,
        } => vec![
            number("days", (*days).into()),
            blank("counted", counted_work(*with_promises)),
        ],
        RuleKind::Weekdays { allowed, uncounted } => vec![
            blank("allowed", weekdays(allowed)),
            blank("uncounted", weekdays(uncounted)),
        ],
        RuleKind::EarnedDays { .. } => earned::blanks(kind, base),
        RuleKind::AnchorDays { days } => vec![blank("weekdays", weekdays(days))],
        RuleKind::MinOfficeDaysPerWeek { days } | RuleKind::MaxConsecutiveDays { days } => {
            vec![number("days", (*days).into())]
        }
        RuleKind::MaxFlexDaysPerMonth {
            days,
            with_own_hours,
            except_special,
        } => vec![
            number("days", (*days).into()),
            blank("counted", counted(*with_own_hours)),
            blank("exceptions", exceptions(&[(*except_special, "special")])),
        ],
        RuleKind::BlockedDates { dates } | RuleKind::AllowedDates { dates } => {
            vec![blank(
                "dates",
                Control::Dates {
                    lines: lines(dates),
                },
            )]
        }
        RuleKind::LeadTimeDays { days }
        | RuleKind::HorizonDays { days }
        | RuleKind::MaxLengthDays { days } => vec![number("days", (*days).into())],
        RuleKind::MaxPlaceDaysPerWeek {
            days,
            except_duty_outside,
            except_special,
            may_leave_uncounted,
        } => vec![
            number("days", (*days).into()),
            blank(
                "exceptions",
                exceptions(&[
                    (*except_duty_outside, "duty_outside"),
                    (*except_special, "special"),
                ]),
            ),
            blank("may_leave_uncounted", weekdays(may_leave_uncounted)),
        ],
        RuleKind::UnitQuota { limit, .. } | RuleKind::MinOnSite { limit } => {
            let (by, value) = match limit {
                Limit::Percent(share) => ("percent", u32::from(*share)),
                Limit::Number(count) => ("number", u32::from(*count)),
            };
            let mut blanks = vec![number("value", value), blank("by", percent_or_people(by))];
            if let RuleKind::UnitQuota {
                weekdays: chosen,
                family_only,
                ..
            } = kind
            {
                blanks.push(blank("counted", counted_people(*family_only)));
                blanks.push(Blank {
                    label: Words::new(
                        "Hari; tanpa pilihan berlaku setiap hari",
                        "Weekdays; none chosen means every day",
                    ),
                    ..blank("weekdays", weekdays(chosen))
                });
            }
            blanks
        }
        RuleKind::OwnHours {
            window_minutes,
            core_minutes,
            day_minutes,
            period_days,
            with_place,
        } => [
            ("window_minutes", window_minutes),
            ("core_minutes", core_minutes),
            ("day_minutes", day_minutes),
            ("period_days", period_days),
        ]
        .into_iter()
        .map(|(name, value)| {
            let (min, max) = hours_bounds(name, base);
            let value = u32::from(*value);
            blank(name, Control::Number { value, min, max })
        })
        .chain([blank("with_place", together(*with_place))])
        .collect(),
        _ => Vec::new(),
    }
}

fn multi<T: ToString>(chosen: &BTreeSet<T>, options: Options) -> Control {
    Control::Multi {
        chosen: chosen.iter().map(ToString::to_string).collect(),
        options,
    }
}

fn choice(value: &str, words: Words) -> Choice {
    Choice {
        value: value.to_owned(),
        words,
    }
}

fn weekdays(chosen: &BTreeSet<WeekDay>) -> Control {
    let options = WeekDay::ALL[..6]
        .iter()
        .map(|day| choice(day.code(), words::weekday(*day)));
    Control::Multi {
        chosen: chosen.iter().map(|day| day.code().to_owned()).collect(),
        options: Options::Given(options.collect()),
    }
}

fn predikat(value: Predikat, base: Option<&RuleKind>) -> Control {
    let least = match base {
        Some(RuleKind::MinPredikat { at_least, .. }) => *at_least,
        _ => Predikat::SangatKurang,
    };
    let open = Predikat::ALL
        .into_iter()
        .filter(|predikat| *predikat >= least);
    Control::Choice {
        value: value.code().to_owned(),
        options: open
            .map(|own| choice(own.code(), words::predikat(own)))
            .collect(),
    }
}

/// The exceptions that a limit can make, each with whether it does.
fn exceptions(all: &[(bool, &str)]) -> Control {
    let named = |name: &str| match name {
        "duty_outside" => Words::new("tugas di luar kantor", "duty outside the office"),
        _ => Words::new("keadaan khusus", "special circumstances"),
    };
    let chosen = all.iter().filter(|(on, _)| *on);
    Control::Multi {
        chosen: chosen.map(|(_, name)| (*name).to_owned()).collect(),
        options: Options::Given(
            all.iter()
                .map(|(_, name)| choice(name, named(name)))
                .collect(),
        ),
    }
}

fn counted(with_own_hours: bool) -> Control {
    Control::Choice {
        value: if with_own_hours { "all" } else { "place" }.to_owned(),
        options: vec![
            choice("place", Words::new("tempat saja", "places only")),
            choice(
                "all",
                Words::new("tempat dan jam kerja sendiri", "places and own hours"),
            ),
        ],
    }
}

fn together(with_place: bool) -> Control {
    Control::Choice {
        value: if with_place { "yes" } else { "no" }.to_owned(),
        options: vec![
            choice("yes", Words::new("boleh", "is possible")),
            choice("no", Words::new("tidak boleh", "is not possible")),
        ],
    }
}

fn counted_people(family_only: bool) -> Control {
    Control::Choice {
        value: if family_only { "family" } else { "everybody" }.to_owned(),
        options: vec![
            choice("everybody", Words::new("semua pegawai", "everybody")),
            choice(
                "family",
                Words::new("rumpun jabatan ini saja", "this family of positions only"),
            ),
        ],
    }
}

fn counted_work(with_promises: bool) -> Control {
    Control::Choice {
        value: if with_promises { "promised" } else { "planned" }.to_owned(),
        options: vec![
            choice(
                "promised",
                Words::new(
                    "rencana kerja dan janji pengajuan",
                    "planned work and what requests promised",
                ),
            ),
            choice(
                "planned",
                Words::new("rencana kerja saja", "planned work only"),
            ),
        ],
    }
}

fn percent_or_people(value: &str) -> Control {
    Control::Choice {
        value: value.to_owned(),
        options: vec![
            choice(
                "percent",
                Words::new("persen pegawai", "per cent of the staff"),
            ),
            choice("number", Words::new("orang", "people")),
        ],
    }
}

fn lines(dates: &[DateRange]) -> String {
    let line = |range: &DateRange| {
        if range.from == range.to {
            range.from.to_string()
        } else {
            format!("{} s.d. {}", range.from, range.to)
        }
    };
    dates.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A condition of that kind as HR first sees it when adding one.
pub fn starting(kind: Kind) -> RuleKind {
    match kind {
        Kind::WorkingDay => RuleKind::WorkingDay {},
        Kind::ExcludedAgency => RuleKind::ExcludedAgency {
            codes: BTreeSet::new(),
            kinds: BTreeSet::new(),
        },
        Kind::ExcludedUnit => RuleKind::ExcludedUnit {
            units: BTreeSet::new(),
        },
        Kind::ExcludedPosition => RuleKind::ExcludedPosition {
            positions: BTreeSet::new(),
            families: BTreeSet::new(),
        },
        Kind::DirectService => RuleKind::DirectService {},
        Kind::TaskFlags => RuleKind::TaskFlags { extra: None },
        Kind::DisciplinaryState => RuleKind::DisciplinaryState {},
        Kind::MinMonthsSinceAppointment => RuleKind::MinMonthsSinceAppointment { months: 12 },
        Kind::MinPredikat => RuleKind::MinPredikat {
            at_least: Predikat::Baik,
            grace_days: 0,
        },
        Kind::NoOverdueWork => RuleKind::NoOverdueWork {
            days: 3,
            with_promises: true,
        },
        Kind::RegisteredHome => RuleKind::RegisteredHome {},
        Kind::Weekdays => RuleKind::Weekdays {
            allowed: WeekDay::ALL[..5].iter().copied().collect(),
            uncounted: BTreeSet::new(),
        },
        Kind::AnchorDays => RuleKind::AnchorDays {
            days: BTreeSet::from([WeekDay::Mon]),
        },
        Kind::EarnedDays => earned::starting(),
        Kind::MinOfficeDaysPerWeek => RuleKind::MinOfficeDaysPerWeek { days: 3 },
        Kind::MaxConsecutiveDays => RuleKind::MaxConsecutiveDays { days: 2 },
        Kind::MaxFlexDaysPerMonth => RuleKind::MaxFlexDaysPerMonth {
            days: 8,
            with_own_hours: false,
            except_special: true,
        },
        Kind::BlockedDates => RuleKind::BlockedDates { dates: Vec::new() },
        Kind::AllowedDates => RuleKind::AllowedDates { dates: Vec::new() },
        Kind::LeadTimeDays => RuleKind::LeadTimeDays { days: 1 },
        Kind::HorizonDays => RuleKind::HorizonDays { days: 30 },
        Kind::MaxLengthDays => RuleKind::MaxLengthDays { days: 5 },
        Kind::MaxPlaceDaysPerWeek => RuleKind::MaxPlaceDaysPerWeek {
            days: 2,
            except_duty_outside: true,
            except_special: true,
            may_leave_uncounted: BTreeSet::new(),
        },
        Kind::UnitQuota => RuleKind::quota(Limit::Percent(50)),
        Kind::MinOnSite => RuleKind::MinOnSite {
            limit: Limit::Percent(50),
        },
        Kind::OwnHours => super::own_hours::usual(),
    }
}
