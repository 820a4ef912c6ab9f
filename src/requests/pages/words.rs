//! Days, places and people in words, for every page of this area.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use super::trace::Coverage;
pub use crate::kernel::html::Choice;
use crate::{
    calendar::{DateRange, DayKind, WeekDay},
    kernel::{format, html::Page, id::EmployeeId},
    policy::{
        DayTimes, HoursTerms, HoursWeek, OfficeStretch, Place, StartEnd, Times,
        words as policy_words,
    },
    requests::{
        Board, Changed, InWindow, Span, State, Where,
        ask::place_code,
        board::Strength,
        check::{Quota, Situation},
        hours::Keeping,
        month::Month,
        rules::bits_of,
        store::lists::Row,
    },
    shifts::ShiftDay,
};

/// A window that is for the person, as a quiet note.
pub struct WindowNote {
    pub href: String,
    pub title: String,
    pub dates: String,
    pub text: String,
}

/// Two sentences, the first with its full stop.
pub fn two_sentences(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() {
        return format!("{first}{second}");
    }
    let stop = if first.ends_with('.') { "" } else { "." };
    format!("{first}{stop} {second}")
}

/// What is left of a week's quota, and which weekdays stay out of it; empty without one.
pub fn quota(quota: &Quota, page: &Page) -> String {
    let left = match quota.left_halves() {
        None => return String::new(),
        Some(halves) if halves % 2 == 0 => page.tn("requests-quota-left", halves / 2),
        Some(halves) => page.tn("requests-quota-left-half", halves / 2),
    };
    let name = |day: &WeekDay| format::weekday_name(*day as usize, page.language);
    let days: Vec<&str> = quota.uncounted.iter().map(name).collect();
    if days.is_empty() {
        return left;
    }
    let free = page.ta("requests-quota-uncounted", "days", days.join(", "));
    format!("{left} · {free}")
}

/// The windows that are for somebody and not over, at most two; with a range, those that overlap it.
pub fn windows(situation: &Situation, range: Option<DateRange>, page: &Page) -> Vec<WindowNote> {
    situation
        .windows()
        .filter(|open| {
            range.is_none_or(|range| {
                open.fact.first_on <= range.to && open.fact.last_on >= range.from
            })
        })
        .take(2)
        .map(|open| WindowNote {
            dates: format::date_range(open.fact.first_on, open.fact.last_on, page.language),
            href: format!("/windows/{}", open.fact.id),
            title: page.ta("requests-window", "title", &open.fact.title),
            text: page.ta2(
                "requests-window-until",
                "dates",
                format::date_range(open.fact.first_on, open.fact.last_on, page.language),
                "share",
                open.fact.share,
            ),
        })
        .collect()
}

/// What rules that were published since a request was sent put in the way, a sentence each.
pub fn rules_changed(all: &[Changed], page: &Page) -> Vec<String> {
    let lang = page.lang;
    all.iter()
        .map(|one| {
            let key = match one.base {
                true => "requests-rules-changed-base",
                false => "requests-rules-changed-own",
            };
            page.language.ta(
                key,
                &[
                    ("version", i64::from(one.version.unwrap_or_default()).into()),
                    ("day", short_day(one.on, bits_of(one.part), page).into()),
                    ("rule", one.title.get(lang).into()),
                    ("text", one.text.get(lang).into()),
                ],
            )
        })
        .collect()
}

/// `Jendela: Libur Natal (SE 5/2026)`, or nothing.
pub fn in_window(window: Option<&InWindow>) -> (String, String) {
    match window {
        None => (String::new(), String::new()),
        Some(window) => {
            let name = if window.number.is_empty() {
                window.title.clone()
            } else {
                format!("{} ({})", window.title, window.number)
            };
            (format!("/windows/{}", window.id), name)
        }
    }
}

/// `rumah`, `kantor lain`, `tempat lain`.
pub fn place(place: Place, page: &Page) -> String {
    page.t(&format!(
        "requests-place-{}",
        place_code(place).replace('_', "-")
    ))
}

/// `Selasa 24 Nov` or `Selasa 24 Nov (pagi)`.
pub fn short_day(day: NaiveDate, bits: u8, page: &Page) -> String {
    let text = format!(
        "{} {} {}",
        format::weekday(day, page.language),
        day.day(),
        short_month(day, page)
    );
    match bits {
        1 => format!("{text} ({})", page.t("requests-morning")),
        2 => format!("{text} ({})", page.t("requests-afternoon")),
        _ => text,
    }
}

fn short_month(day: NaiveDate, page: &Page) -> String {
    let month: String = format::month(day.month0(), page.language)
        .chars()
        .take(3)
        .collect();
    month
}

/// The days of a request in one line: `Selasa 24 Nov, Kamis 26 Nov` or `Setiap Selasa, 1 Des 2026 – 28 Feb 2027`.
pub fn span(span: &Span, page: &Page) -> String {
    match span {
        Span::Days(days) => list(
            days.iter().map(|(day, bits)| short_day(*day, *bits, page)),
            page,
        ),
        Span::Pattern { validity, week, .. } => pattern(*week, *validity, page),
        Span::Hours { validity, week } => hours(week, *validity, page),
    }
}

/// Own start and end that go with a place: `jam kerja 06.30–15.00`, `jam kerja mulai 06.30; Ramadan mulai 08.30`; empty for none.
pub fn day_times(times: Option<&DayTimes>, page: &Page) -> String {
    let Some(times) = times else {
        return String::new();
    };
    let one = |at: StartEnd| {
        let from = policy_words::time(at.start);
        match at.end {
            None => page.ta("requests-day-hours-from", "start", from.get(page.lang)),
            Some(end) => self::times(
                Times {
                    start: at.start,
                    end,
                },
                page,
            ),
        }
    };
    let normal = page.ta("requests-day-hours-of", "times", one(times.normal));
    match times.ramadan {
        None => normal,
        Some(ramadan) => page.ta2(
            "requests-day-hours-ramadan-too",
            "normal",
            normal,
            "ramadan",
            one(ramadan),
        ),
    }
}

/// The same from the columns of a list.
pub fn row_days(row: &Row, page: &Page) -> String {
    let range = row
        .first_on
        .zip(row.last_on)
        .map(|(from, to)| DateRange { from, to });
    match (&row.hours, row.pattern, range) {
        (Some(week), _, Some(range)) => hours(week, range, page),
        (_, true, Some(range)) => pattern(row.week, range, page),
        _ => day_list(&row.days, page),
    }
}

/// The place of a request in a list, or that it is for own hours.
pub fn row_place(row: &Row, page: &Page) -> String {
    if row.hours.is_some() {
        return page.t("requests-kind-time");
    }
    let place = page.t(&format!("requests-place-{}", row.place.replace('_', "-")));
    with_times(named(place, &row.place_detail), row.times.as_ref(), page)
}

/// A kind of place with the name of this one: `dari lokasi lain: Perpustakaan Daerah, Jl. Salemba 1`.
pub fn named(place: String, name: &str) -> String {
    if name.is_empty() {
        place
    } else {
        format!("{place}: {name}")
    }
}

/// A place with the own hours that go with it: `rumah, jam kerja 06.30–15.00`.
pub fn with_times(place: String, times: Option<&DayTimes>, page: &Page) -> String {
    match times {
        None => place,
        Some(_) => format!("{place}, {}", day_times(times, page)),
    }
}

/// `Selasa 24 Nov, Kamis 26 Nov (pagi)`.
pub fn day_list(days: &[(NaiveDate, u8)], page: &Page) -> String {
    list(
        days.iter().map(|(day, bits)| short_day(*day, *bits, page)),
        page,
    )
}

/// `Senin–Kamis 07.00–15.30, Jumat 07.00–16.00; 30 November 2026 – 29 Januari 2027`.
fn hours(week: &HoursWeek, validity: DateRange, page: &Page) -> String {
    format!(
        "{}; {}",
        week_times(week.normal.iter().map(|(day, times)| (*day, *times)), page),
        format::date_range(validity.from, validity.to, page.language),
    )
}

/// `07.00–15.30`.
pub fn times(times: Times, page: &Page) -> String {
    let (from, to) = (
        policy_words::time(times.start),
        policy_words::time(times.end),
    );
    format!("{}–{}", from.get(page.lang), to.get(page.lang))
}

/// `7 jam 30 menit`.
pub fn minutes(total: u32, page: &Page) -> String {
    policy_words::hours(total).get(page.lang).to_owned()
}

/// `Mulai paling awal 06.30, selesai paling lambat 17.00. Jam inti 08.30–15.00.` of the first weekday.
pub fn hours_bounds(page: &Page, office: &OfficeStretch, terms: HoursTerms) -> String {
    let Some(day) = office.days.values().next() else {
        return String::new();
    };
    let (window, core) = (
        TimeDelta::minutes(i64::from(terms.window_minutes.min(240))),
        TimeDelta::minutes(i64::from(terms.core_minutes.min(240))),
    );
    let range = |from: NaiveTime, to: NaiveTime| {
        let (from, to) = (policy_words::time(from), policy_words::time(to));
        format!("{}–{}", from.get(page.lang), to.get(page.lang))
    };
    page.ta2(
        "requests-hours-bounds",
        "window",
        range(day.start - window, day.end + window),
        "core",
        range(day.start + core, day.end - core),
    )
}

/// Weekdays with their times, neighbours with the same times together: `Senin–Kamis 07.00–15.30, Jumat 07.00–16.00`.
pub fn week_times(days: impl Iterator<Item = (WeekDay, Times)>, page: &Page) -> String {
    let mut runs: Vec<(WeekDay, WeekDay, Times)> = Vec::new();
    for (day, times) in days {
        match runs.last_mut() {
            Some((_, last, same)) if *same == times && *last as usize + 1 == day as usize => {
                *last = day;
            }
            _ => runs.push((day, day, times)),
        }
    }
    let name = |day: WeekDay| format::weekday_name(day as usize, page.language);
    list(
        runs.into_iter().map(|(first, last, at)| {
            let at = times(at, page);
            if first == last {
                format!("{} {at}", name(first))
            } else {
                format!("{}–{} {at}", name(first), name(last))
            }
        }),
        page,
    )
}

/// The own hours of a person in a month: those of a period, and those that go with a place on some days, such as
/// `06.30–15.00 (3, 10, 17)`; empty where there are none.
pub fn held(
    keeping: &Keeping,
    board: &Board,
    who: EmployeeId,
    days: impl Iterator<Item = NaiveDate>,
    page: &Page,
) -> String {
    let mut with_place: Vec<(Times, Vec<String>)> = Vec::new();
    for on in days.filter(|on| board.day_times(who, *on).is_some()) {
        let Some(at) = keeping.times(who, on, board) else {
            continue;
        };
        let day = on.day().to_string();
        match with_place.iter_mut().find(|(known, _)| *known == at) {
            Some((_, days)) => days.push(day),
            None => with_place.push((at, vec![day])),
        }
    }
    let periods = keeping
        .of(who)
        .map(|held| hours(&held.week, held.period, page));
    let days = with_place
        .into_iter()
        .map(|(at, days)| format!("{} ({})", times(at, page), days.join(", ")));
    periods.chain(days).collect::<Vec<_>>().join("; ")
}

/// The own times of a person on some days of a week, in words; empty where there are none.
pub fn own_times(
    keeping: &Keeping,
    board: &Board,
    who: EmployeeId,
    days: impl Iterator<Item = NaiveDate>,
    page: &Page,
) -> String {
    let own = days.filter_map(|on| {
        let times = keeping.times(who, on, board)?;
        Some((WeekDay::of(on), times))
    });
    week_times(own, page)
}

fn pattern(week: [u8; 7], validity: DateRange, page: &Page) -> String {
    let days = week.iter().enumerate().filter(|(_, bits)| **bits > 0);
    let names = list(
        days.map(|(index, bits)| {
            let name = format::weekday_name(index, page.language);
            match bits {
                1 => format!("{name} ({})", page.t("requests-morning")),
                2 => format!("{name} ({})", page.t("requests-afternoon")),
                _ => name.to_owned(),
            }
        }),
        page,
    );
    page.ta2(
        "requests-every",
        "days",
        names,
        "range",
        format::date_range(validity.from, validity.to, page.language),
    )
}

fn list(items: impl Iterator<Item = String>, _page: &Page) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// `November 2026`.
pub fn month(month: Month, page: &Page) -> String {
    let first = month.first();
    format!(
        "{} {}",
        format::month(first.month0(), page.language),
        first.year()
    )
}

/// Half days as days: `2`, `1,5`.
pub fn days(halves: u32, page: &Page) -> String {
    let half = match (halves % 2, page.lang) {
        (0, _) => "",
        (_, "en") => ".5",
        _ => ",5",
    };
    format!("{}{half}", halves / 2)
}

/// The days that a pattern leaves out; of many the first.
pub fn days_out(out: &[String], page: &Page) -> String {
    const SHOWN: usize = 4;
    let mut days = out
        .iter()
        .take(SHOWN)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if out.len() > SHOWN {
        days = page.ta2("requests-out-more", "days", days, "n", out.len() - SHOWN);
    }
    page.ta("requests-out", "days", days)
}

/// A state in words.
pub fn state(code: &str, page: &Page) -> String {
    page.t(&format!("requests-state-{}", code.replace('_', "-")))
}

/// The state of a request in words; of a revoked one that keeps days of its own, that it is revoked in part.
pub fn state_with(state: State, keeps_days: bool, page: &Page) -> String {
    if state == State::Revoked && keeps_days {
        return page.t("requests-state-revoked-partly");
    }
    self::state(state.code(), page)
}

/// People in the office, for the coverage strip and in words.
pub fn coverage(strength: Strength, page: &Page) -> Coverage {
    let mut label = page.ta2(
        "requests-on-site",
        "present",
        strength.present,
        "total",
        strength.total,
    );
    if strength.minimum > 0 {
        label.push_str(&page.ta("requests-on-site-least", "n", strength.minimum));
    }
    Coverage {
        present: strength.present,
        total: strength.total,
        minimum: strength.minimum,
        label,
    }
}

/// Code (for icon and colour) and words of where somebody is.
pub fn whereabouts(at: &Where, page: &Page) -> (&'static str, String) {
    match at {
        Where::Office => ("office", page.t("requests-where-office")),
        Where::Leave => ("leave", page.t("requests-where-leave")),
        Where::Trip => ("trip", page.t("requests-where-trip")),
        Where::At { pending: true, .. } => ("pending", page.t("requests-where-pending")),
        Where::At { place: at, .. } => (
            place_code(*at),
            page.t(&format!(
                "requests-where-{}",
                place_code(*at).replace('_', "-")
            )),
        ),
        Where::Off(kind) => ("off", day_off(kind, page)),
    }
}

/// A day of somebody who works in shifts: the shift by its name, or off.
pub fn shift(held: ShiftDay<'_>, page: &Page) -> (&'static str, String) {
    match held.shift {
        Some(shift) => ("shift", shift.name.clone()),
        None => ("off", page.t("shifts-off")),
    }
}

/// The name of a day off.
pub fn day_off(kind: &DayKind, page: &Page) -> String {
    match kind {
        DayKind::Holiday { .. } | DayKind::JointLeave { .. } | DayKind::AgencyDay { .. } => {
            page.t("requests-where-holiday")
        }
        _ => page.t("requests-where-off"),
    }
}

/// The full name of a holiday, or nothing.
pub fn holiday_name(kind: &DayKind, page: &Page) -> String {
    kind.name(page.language).to_owned()
}
