//! Each term about own hours, held against the plan: which day is out of it, and what would mend it.

use chrono::NaiveDate;

use super::{HoursFacts, HoursTerms, OfficeStretch, clock, minute, week_minutes};
use crate::{
    calendar::{DayHours, IsoWeek, WeekDay},
    policy::{
        facts::DayFacts,
        rule::{RuleKind, Words},
        words,
    },
};

/// What is asked of own hours, in the order of explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    Window,
    Core,
    Day,
    Total,
    Period,
    Overlap,
    /// Whether the position's duties leave the hours free; asked only where HR said that they do not.
    Task,
    /// Whether own hours may be asked for together with a place.
    Place,
}

/// Something that is not as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field of the form and of the interface: `mon_start`, `ramadan_fri_end`, `total`, `first_on`, `last_on`.
    pub field: String,
    pub text: Words,
    pub remedy: Words,
    /// The week whose total is short.
    pub week: Option<IsoWeek>,
}

impl Aspect {
    /// The last part of the rule's key.
    pub fn code(self) -> &'static str {
        [
            "window", "core", "day", "total", "period", "overlap", "task", "place",
        ][self as usize]
    }

    /// Its name.
    pub fn title(self) -> Words {
        let (id, en) = match self {
            Self::Window => ("Rentang jam", "Window"),
            Self::Core => ("Jam inti", "Core hours"),
            Self::Day => ("Lama sehari", "Length of a day"),
            Self::Total => ("Jam sepekan", "Weekly total"),
            Self::Period => ("Masa berlaku", "Period"),
            Self::Overlap => ("Jam kerja sendiri lain", "Other own hours"),
            Self::Task => ("Tugas jabatan", "Duties of the position"),
            Self::Place => ("Jam sendiri bersama tempat lain", "Own hours with a place"),
        };
        Words::new(id, en)
    }

    /// Said where nothing is in the way.
    pub fn fine(self) -> Words {
        let (id, en) = match self {
            Self::Window => (
                "Mulai dan selesai ada dalam rentang jam instansi.",
                "Start and end lie within the agency's window.",
            ),
            Self::Core => (
                "Jam inti terpenuhi setiap hari.",
                "Core hours are covered every day.",
            ),
            Self::Day => (
                "Lama kerja sehari dalam batas.",
                "No day is longer than allowed.",
            ),
            Self::Total => ("Jam kerja sepekan terpenuhi.", "The weekly hours are met."),
            Self::Period => ("Masa berlakunya sesuai.", "The period is as asked."),
            Self::Overlap => (
                "Tidak bertumpuk dengan jam kerja sendiri lain.",
                "It overlaps with no other own hours.",
            ),
            Self::Task => (
                "Tugas jabatan tidak terikat jam instansi.",
                "The duties of the position are not bound to the agency's hours.",
            ),
            Self::Place => (
                "Instansi membolehkan jam kerja sendiri bersama tempat lain.",
                "The agency lets own hours go with another place.",
            ),
        };
        Words::new(id, en)
    }

    /// What is asked, in one sentence.
    pub fn statement(self, kind: &RuleKind) -> Words {
        let terms = super::terms(kind);
        let (core, day, days) = terms.map_or((0, 0, 0), |terms| {
            (terms.core_minutes, terms.day_minutes, terms.period_days)
        });
        let (core, day, days) = (
            words::minutes(u32::from(core)),
            words::hours(u32::from(day)),
            words::days(u32::from(days)),
        );
        match self {
            Self::Window | Self::Core => Words::new(
                format!(
                    "Jam inti mulai {} sesudah kantor buka dan selesai {} sebelum kantor tutup.",
                    core.id, core.id
                ),
                format!(
                    "Core hours start {} after the office opens and end {} before it closes.",
                    core.en, core.en
                ),
            ),
            Self::Day => Words::new(
                format!("Satu hari paling lama {} tanpa istirahat.", day.id),
                format!("A day is at most {} without breaks.", day.en),
            ),
            Self::Total => Words::new(
                "Jam kerja sepekan tetap dipenuhi: 37 jam 30 menit, dan 32 jam 30 menit selama Ramadan.",
                "The weekly hours are still met: 37 hours 30 minutes, and 32 hours 30 minutes in Ramadan.",
            ),
            Self::Period => Words::new(
                format!(
                    "Jam kerja sendiri diajukan sebelum mulai, paling lama {}.",
                    days.id
                ),
                format!(
                    "Own hours are asked for before they start, for at most {}.",
                    days.en
                ),
            ),
            Self::Overlap => Words::new(
                "Pada satu hari hanya berlaku satu jam kerja sendiri.",
                "On a day only one set of own hours holds.",
            ),
            Self::Task => Words::new(
                "Jam kerja sendiri untuk tugas yang tidak terikat jam instansi.",
                "Own hours are for duties that are not bound to the agency's hours.",
            ),
            Self::Place => Words::new(
                "Instansi menetapkan apakah jam kerja sendiri boleh diajukan bersama tempat lain.",
                "The agency says whether own hours may be asked for together with another place.",
            ),
        }
    }
}

/// Every aspect with what is wrong about it.
pub fn problems(
    terms: &HoursTerms,
    day: &DayFacts,
    hours: &HoursFacts,
) -> Vec<(Aspect, Vec<Problem>)> {
    vec![
        (Aspect::Window, of_days(hours, |at| window(terms, at))),
        (Aspect::Core, of_days(hours, |at| core(terms, at))),
        (Aspect::Day, of_days(hours, |at| length(terms, at))),
        (Aspect::Total, total(hours)),
        (Aspect::Period, period(terms, day, hours)),
        (Aspect::Overlap, overlap(hours)),
    ]
}

/// The position's duties are bound to the agency's hours.
pub fn bound() -> Problem {
    Problem {
        field: "total".into(),
        text: Words::new(
            "Tugas jabatan Anda ditetapkan terikat jam instansi.",
            "The duties of your position are set as bound to the agency's hours.",
        ),
        remedy: Words::new(
            "Minta bagian kepegawaian memeriksa penetapan jabatan Anda.",
            "Ask HR to look at what is set for your position.",
        ),
        week: None,
    }
}

/// One weekday of a stretch of the calendar.
struct Place<'a> {
    prefix: &'static str,
    day: WeekDay,
    name: Words,
    office: &'a DayHours,
    own: Option<super::Times>,
}

impl Place<'_> {
    fn problem(&self, end: &str, text: (String, String), remedy: (String, String)) -> Problem {
        Problem {
            field: format!("{}{}_{end}", self.prefix, self.day.code()),
            text: Words::new(text.0, text.1),
            remedy: Words::new(remedy.0, remedy.1),
            week: None,
        }
    }
}

/// What is wrong with the weekdays of the plan, each said once.
fn of_days(hours: &HoursFacts, mut judge: impl FnMut(&Place<'_>) -> Vec<Problem>) -> Vec<Problem> {
    let mut found: Vec<Problem> = Vec::new();
    for office in &hours.office {
        for (day, usual) in worked(hours, office) {
            let name = words::weekday(day);
            let place = Place {
                prefix: if office.ramadan { "ramadan_" } else { "" },
                day,
                name: if office.ramadan {
                    Words::new(
                        format!("{} (Ramadan)", name.id),
                        format!("{} (Ramadan)", name.en),
                    )
                } else {
                    name
                },
                office: usual,
                own: hours.week.on(day, office),
            };
            for problem in judge(&place) {
                if found.iter().all(|known| known.field != problem.field) {
                    found.push(problem);
                }
            }
        }
    }
    found
}

/// The weekdays of a stretch that lie in the period.
fn worked<'a>(
    hours: &'a HoursFacts,
    office: &'a OfficeStretch,
) -> impl Iterator<Item = (WeekDay, &'a DayHours)> {
    let from = office.days_in.from.max(hours.period.from);
    let to = office.days_in.to.min(hours.period.to);
    office
        .days
        .iter()
        .filter(move |(day, _)| {
            from.iter_days()
                .take(7)
                .take_while(|on| *on <= to)
                .any(|on| WeekDay::of(on) == **day)
        })
        .map(|(day, hours)| (*day, hours))
}

fn window(terms: &HoursTerms, at: &Place<'_>) -> Vec<Problem> {
    let Some(own) = at.own else {
        return vec![at.problem(
            "start",
            (
                format!("Jam kerja {} belum diisi.", at.name.id),
                format!("The hours of {} are not filled in.", at.name.en),
            ),
            (
                format!("Isi jam mulai dan selesai {}.", at.name.id),
                format!("Enter the start and end of {}.", at.name.en),
            ),
        )];
    };
    let shift = i32::from(terms.window_minutes);
    let earliest = clock(minute(at.office.start) - shift);
    let latest = clock(minute(at.office.end) + shift);
    let mut found = Vec::new();
    if own.end <= own.start {
        found.push(at.problem(
            "end",
            (
                format!("Jam selesai {} tidak sesudah jam mulai.", at.name.id),
                format!("The end of {} is not after its start.", at.name.en),
            ),
            (
                format!("Isi jam selesai {} sesudah jam mulai.", at.name.id),
                format!("Enter an end of {} after its start.", at.name.en),
            ),
        ));
    }
    if own.start < earliest {
        let (start, least) = (words::time(own.start), words::time(earliest));
        found.push(at.problem(
            "start",
            (
                format!(
                    "{} mulai {}; paling awal {}.",
                    at.name.id, start.id, least.id
                ),
                format!(
                    "{} starts at {}; {} at the earliest.",
                    at.name.en, start.en, least.en
                ),
            ),
            (
                format!("Mulai {} pukul {} atau sesudahnya.", at.name.id, least.id),
                format!("Start {} at {} or later.", at.name.en, least.en),
            ),
        ));
    }
    if own.end > latest {
        let (end, most) = (words::time(own.end), words::time(latest));
        found.push(at.problem(
            "end",
            (
                format!(
                    "{} selesai {}; paling lambat {}.",
                    at.name.id, end.id, most.id
                ),
                format!(
                    "{} ends at {}; {} at the latest.",
                    at.name.en, end.en, most.en
                ),
            ),
            (
                format!("Selesai {} pukul {} atau sebelumnya.", at.name.id, most.id),
                format!("End {} at {} or earlier.", at.name.en, most.en),
            ),
        ));
    }
    found
}

fn core(terms: &HoursTerms, at: &Place<'_>) -> Vec<Problem> {
    let Some(own) = at.own else {
        return Vec::new();
    };
    let after = i32::from(terms.core_minutes);
    let from = clock(minute(at.office.start) + after);
    let to = clock(minute(at.office.end) - after);
    let mut found = Vec::new();
    if from >= to {
        return found;
    }
    let (first, last) = (words::time(from), words::time(to));
    if own.start > from {
        let start = words::time(own.start);
        found.push(at.problem(
            "start",
            (
                format!(
                    "{} mulai {}; jam inti mulai {}.",
                    at.name.id, start.id, first.id
                ),
                format!(
                    "{} starts at {}; core hours start at {}.",
                    at.name.en, start.en, first.en
                ),
            ),
            (
                format!("Mulai {} paling lambat pukul {}.", at.name.id, first.id),
                format!("Start {} by {}.", at.name.en, first.en),
            ),
        ));
    }
    if own.end < to {
        let end = words::time(own.end);
        found.push(at.problem(
            "end",
            (
                format!(
                    "{} selesai {}; jam inti sampai {}.",
                    at.name.id, end.id, last.id
                ),
                format!(
                    "{} ends at {}; core hours last until {}.",
                    at.name.en, end.en, last.en
                ),
            ),
            (
                format!("Selesai {} paling awal pukul {}.", at.name.id, last.id),
                format!("End {} no earlier than {}.", at.name.en, last.en),
            ),
        ));
    }
    found
}

fn length(terms: &HoursTerms, at: &Place<'_>) -> Vec<Problem> {
    let Some(own) = at.own else {
        return Vec::new();
    };
    let (have, most) = (
        own.net_minutes(at.office.break_minutes),
        u32::from(terms.day_minutes),
    );
    if have <= most {
        return Vec::new();
    }
    let (have, most) = (words::hours(have), words::hours(most));
    vec![at.problem(
        "end",
        (
            format!(
                "{} bekerja {}; paling lama {}.",
                at.name.id, have.id, most.id
            ),
            format!(
                "{} has {} of work; {} at most.",
                at.name.en, have.en, most.en
            ),
        ),
        (
            format!("Pindahkan sebagian jam {} ke hari lain.", at.name.id),
            format!("Move some of the hours of {} to another day.", at.name.en),
        ),
    )]
}

/// The weeks of the calendar that the period touches, each by a day of it.
fn weeks(hours: &HoursFacts) -> impl Iterator<Item = IsoWeek> {
    let monday = IsoWeek::of(hours.period.from).monday();
    let to = hours.period.to;
    monday
        .into_iter()
        .flat_map(move |monday| monday.iter_weeks().take_while(move |on| *on <= to))
        .map(IsoWeek::of)
}

/// The week with the most work asked for: a whole one where there is one.
pub fn fullest(hours: &HoursFacts) -> Option<IsoWeek> {
    weeks(hours).max_by_key(|week| (week_minutes(hours, *week).1, std::cmp::Reverse(*week)))
}

fn total(hours: &HoursFacts) -> Vec<Problem> {
    let short: Vec<(IsoWeek, u32, u32)> = weeks(hours)
        .map(|week| {
            let (have, need) = week_minutes(hours, week);
            (week, have, need)
        })
        .filter(|(_, have, need)| have < need)
        .collect();
    // the whole weeks say it best; one at the edge of the period speaks only where they are fine
    let Some(&(week, have, need)) = short
        .iter()
        .max_by_key(|(week, _, need)| (*need, std::cmp::Reverse(*week)))
    else {
        return Vec::new();
    };
    let days: Vec<NaiveDate> = week
        .days()
        .filter(|on| hours.period.contains(*on))
        .collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Vec::new();
    };
    let (have_words, need_words, lack) = (
        words::hours(have),
        words::hours(need),
        words::hours(need - have),
    );
    let whole = days.len() == 7 || need_of_week(hours, *first) == need;
    let when = words::date(*first);
    let field = if whole {
        "total"
    } else if *first == hours.period.from {
        "first_on"
    } else {
        "last_on"
    };
    let text = if whole {
        Words::new(
            format!("Sepekan {}; yang wajib {}.", have_words.id, need_words.id),
            format!(
                "A week has {}; {} are required.",
                have_words.en, need_words.en
            ),
        )
    } else {
        Words::new(
            format!(
                "Pekan {} terpotong: {}, yang wajib {}.",
                when.id, have_words.id, need_words.id
            ),
            format!(
                "The week of {} is cut: {}, required are {}.",
                when.en, have_words.en, need_words.en
            ),
        )
    };
    let remedy = match field {
        "total" => Words::new(
            format!("Tambah {} dalam sepekan.", lack.id),
            format!("Add {} to the week.", lack.en),
        ),
        "first_on" => Words::new("Mulai pada hari Senin.", "Start on a Monday."),
        _ => {
            let to = words::date(*last);
            Words::new(
                format!("Selesai pada akhir pekan kerja, bukan {}.", to.id),
                format!("End with a working week, not on {}.", to.en),
            )
        }
    };
    vec![Problem {
        field: field.to_owned(),
        text,
        remedy,
        week: Some(week),
    }]
}

/// The minutes the office asks for in the whole week of a day, were it all in the period.
fn need_of_week(hours: &HoursFacts, on: NaiveDate) -> u32 {
    hours
        .office
        .iter()
        .find(|office| office.days_in.contains(on))
        .map_or(0, |office| {
            office.days.values().map(DayHours::net_minutes).sum()
        })
}

fn period(terms: &HoursTerms, day: &DayFacts, hours: &HoursFacts) -> Vec<Problem> {
    let period = hours.period;
    let problem = |field: &str, text: (String, String), remedy: (String, String)| {
        vec![Problem {
            field: field.to_owned(),
            text: Words::new(text.0, text.1),
            remedy: Words::new(remedy.0, remedy.1),
            week: None,
        }]
    };
    let asked_on = words::date(day.submitted_on);
    if period.from < day.submitted_on || period.to < day.today {
        let from = words::date(period.from);
        return problem(
            "first_on",
            (
                format!("{} sudah lewat saat diajukan.", from.id),
                format!("{} was over when it was asked for.", from.en),
            ),
            (
                format!("Mulai {} atau sesudahnya.", asked_on.id),
                format!("Start on {} or later.", asked_on.en),
            ),
        );
    }
    let length = u32::try_from((period.to - period.from).num_days() + 1).unwrap_or(0);
    if length > u32::from(terms.period_days) {
        let (have, most) = (
            words::days(length),
            words::days(u32::from(terms.period_days)),
        );
        return problem(
            "last_on",
            (
                format!("Masanya {}; paling lama {}.", have.id, most.id),
                format!("The period is {}; {} at most.", have.en, most.en),
            ),
            (
                format!("Pendekkan menjadi paling lama {}.", most.id),
                format!("Shorten it to at most {}.", most.en),
            ),
        );
    }
    let works = hours
        .office
        .iter()
        .any(|office| worked(hours, office).next().is_some());
    if works {
        return Vec::new();
    }
    problem(
        "last_on",
        (
            "Tidak ada hari kerja dalam masa ini.".to_owned(),
            "There is no working day in the period.".to_owned(),
        ),
        (
            "Pilih masa yang memuat hari kerja.".to_owned(),
            "Choose a period with working days.".to_owned(),
        ),
    )
}

fn overlap(hours: &HoursFacts) -> Vec<Problem> {
    let Some(other) = &hours.other.value else {
        return Vec::new();
    };
    let (range, end) = (words::range(other), words::date(other.to));
    vec![Problem {
        field: "first_on".to_owned(),
        text: Words::new(
            format!("Sudah ada jam kerja sendiri {}.", range.id),
            format!("There are own hours already, {}.", range.en),
        ),
        remedy: Words::new(
            format!("Mulai sesudah {}, atau batalkan yang lain.", end.id),
            format!("Start after {}, or cancel the other.", end.en),
        ),
        week: None,
    }]
}
