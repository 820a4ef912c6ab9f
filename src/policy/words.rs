//! Small pieces of text in both languages that sentences are filled with: dates, counts, lists.

use super::facts::WindowFact;
use super::rule::{Predikat, Words};
use crate::{
    calendar::{DateRange, IsoWeek, WeekDay},
    kernel::{
        format::{date_range, day_range},
        i18n::Lang,
    },
};
use chrono::{Datelike, Days, NaiveDate, NaiveTime};

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

/// The number of a month by its name or the first three letters of it, in either language.
pub(super) fn month(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let fits = |full: &str| {
        let full = full.to_lowercase();
        full == name || full.get(..3) == Some(name.as_str())
    };
    let at = MONTHS.iter().position(|(id, en)| fits(id) || fits(en))?;
    Some(at + 1)
}

const WEEKDAYS: [(&str, &str); 7] = [
    ("Senin", "Monday"),
    ("Selasa", "Tuesday"),
    ("Rabu", "Wednesday"),
    ("Kamis", "Thursday"),
    ("Jumat", "Friday"),
    ("Sabtu", "Saturday"),
    ("Minggu", "Sunday"),
];

fn pair((id, en): (&str, &str)) -> Words {
    Words::new(id, en)
}

/// "Jumat", "Friday".
pub fn weekday(day: WeekDay) -> Words {
    pair(WEEKDAYS[day as usize])
}

/// "25 November 2026" in both languages.
pub fn date(on: NaiveDate) -> Words {
    let (id, en) = MONTHS[on.month0() as usize];
    let (day, year) = (on.day(), on.year());
    Words::new(format!("{day} {id} {year}"), format!("{day} {en} {year}"))
}

/// "Rabu, 25 November 2026", "Wednesday, 25 November 2026".
pub fn day(on: NaiveDate) -> Words {
    let (name, date) = (weekday(WeekDay::of(on)), date(on));
    Words::new(
        format!("{}, {}", name.id, date.id),
        format!("{}, {}", name.en, date.en),
    )
}

/// "14–18 Des": the week of a day, to its Friday or to the day where that is later.
pub fn week(on: NaiveDate) -> Words {
    let monday = IsoWeek::of(on).monday().unwrap_or(on);
    let last = on.max(monday + Days::new(4));
    let name = |lang| day_range(monday, last, lang);
    Words::new(name(Lang::Id), name(Lang::En))
}

/// "24 Desember 2026 sampai 31 Desember 2026".
pub fn range(range: &DateRange) -> Words {
    let (from, to) = (date(range.from), date(range.to));
    if range.from == range.to {
        return from;
    }
    Words::new(
        format!("{} sampai {}", from.id, to.id),
        format!("{} to {}", from.en, to.en),
    )
}

fn counted(count: u32, id: &str, one: &str, many: &str) -> Words {
    let noun = if count == 1 { one } else { many };
    Words::new(format!("{count} {id}"), format!("{count} {noun}"))
}

/// "2 pekerjaan", "2 pieces of work".
pub fn pieces(count: u32) -> Words {
    counted(count, "pekerjaan", "piece of work", "pieces of work")
}

/// "2 hasil kerja", "2 deliverables".
pub fn deliverables(count: u32) -> Words {
    counted(count, "hasil kerja", "deliverable", "deliverables")
}

const NUMBERS: [(&str, &str); 10] = [
    ("satu", "one"),
    ("dua", "two"),
    ("tiga", "three"),
    ("empat", "four"),
    ("lima", "five"),
    ("enam", "six"),
    ("tujuh", "seven"),
    ("delapan", "eight"),
    ("sembilan", "nine"),
    ("sepuluh", "ten"),
];

/// "dua", "two"; figures beyond ten.
pub fn number(count: u32) -> Words {
    let word = count.checked_sub(1).and_then(|at| NUMBERS.get(at as usize));
    word.map_or_else(
        || Words::new(count.to_string(), count.to_string()),
        |word| pair(*word),
    )
}

const ORDINALS: [(&str, &str); 7] = [
    ("pertama", "first"),
    ("kedua", "second"),
    ("ketiga", "third"),
    ("keempat", "fourth"),
    ("kelima", "fifth"),
    ("keenam", "sixth"),
    ("ketujuh", "seventh"),
];

/// "kedua", "second": a day of a week by its number.
pub fn ordinal(number: u8) -> Words {
    let word = number.checked_sub(1).map(usize::from);
    word.and_then(|at| ORDINALS.get(at)).map_or_else(
        || Words::new(format!("ke-{number}"), format!("{number}th")),
        |word| pair(*word),
    )
}

/// "3 hari", "3 days".
pub fn days(count: u32) -> Words {
    counted(count, "hari", "day", "days")
}

/// "8 bulan", "8 months".
pub fn months(count: u32) -> Words {
    counted(count, "bulan", "month", "months")
}

/// "60 menit", "60 minutes".
pub fn minutes(count: u32) -> Words {
    counted(count, "menit", "minute", "minutes")
}

/// "37 jam 30 menit", "37 hours 30 minutes"; whole hours without minutes.
pub fn hours(total: u32) -> Words {
    let (whole, rest) = (total / 60, minutes(total % 60));
    if whole == 0 && total > 0 {
        return rest;
    }
    let whole = counted(whole, "jam", "hour", "hours");
    if total.is_multiple_of(60) {
        return whole;
    }
    Words::new(
        format!("{} {}", whole.id, rest.id),
        format!("{} {}", whole.en, rest.en),
    )
}

/// "07.30", "07:30".
pub fn time(at: NaiveTime) -> Words {
    Words::new(
        at.format("%H.%M").to_string(),
        at.format("%H:%M").to_string(),
    )
}

/// "4 orang", "4 people".
pub fn people(count: u32) -> Words {
    counted(count, "orang", "person", "people")
}

/// "30 persen", "30 per cent".
pub fn percent(share: u8) -> Words {
    Words::new(format!("{share} persen"), format!("{share} per cent"))
}

/// Half days as days: "1,5 hari", "1.5 days".
pub fn half_days(halves: u32) -> Words {
    if halves.is_multiple_of(2) {
        return days(halves / 2);
    }
    let whole = halves / 2;
    let noun = if whole == 0 { "day" } else { "days" };
    Words::new(format!("{whole},5 hari"), format!("{whole}.5 {noun}"))
}

/// "Baik", "Good".
pub fn predikat(value: Predikat) -> Words {
    pair(match value {
        Predikat::SangatKurang => ("Sangat Kurang", "Very Poor"),
        Predikat::Kurang => ("Kurang", "Poor"),
        Predikat::ButuhPerbaikan => ("Butuh Perbaikan", "Needs Improvement"),
        Predikat::Baik => ("Baik", "Good"),
        Predikat::SangatBaik => ("Sangat Baik", "Very Good"),
    })
}

/// "a, b dan c", "a, b and c".
pub fn list(items: impl IntoIterator<Item = Words>) -> Words {
    let items: Vec<Words> = items.into_iter().collect();
    let join = |pick: fn(&Words) -> &str, and: &str| match items.split_last() {
        None => String::new(),
        Some((last, [])) => pick(last).to_owned(),
        Some((last, rest)) => {
            let rest: Vec<&str> = rest.iter().map(pick).collect();
            format!("{} {and} {}", rest.join(", "), pick(last))
        }
    };
    Words::new(
        join(|words| &words.id, "dan"),
        join(|words| &words.en, "and"),
    )
}

/// "Ya", "Yes"; "Tidak", "No".
pub fn yes_no(value: bool) -> Words {
    pair(if value {
        ("Ya", "Yes")
    } else {
        ("Tidak", "No")
    })
}

/// The kind of an agency; a kind the directory does not know is shown as it was written.
pub fn agency_kind(code: &str) -> Words {
    match code {
        "kementerian" => pair(("kementerian", "ministry")),
        "lembaga_negara" => pair(("lembaga negara", "state institution")),
        "lpnk" => pair((
            "lembaga pemerintah nonkementerian",
            "non-ministerial agency",
        )),
        "pemprov" => pair(("pemerintah provinsi", "province")),
        "pemkab" => pair(("pemerintah kabupaten", "regency")),
        "pemkot" => pair(("pemerintah kota", "city")),
        other => Words::new(other.replace('_', " "), other.replace('_', " ")),
    }
}

/// "Libur Natal (SE 5/2026, 21–31 Des 2026)": title, number and dates of a window.
pub fn window(window: &WindowFact) -> Words {
    let dates = |lang| date_range(window.first_on, window.last_on, lang);
    let name = |none: &str, dates: String| {
        let number = if window.number.is_empty() {
            none
        } else {
            &window.number
        };
        format!("{} ({number}, {dates})", window.title)
    };
    Words::new(
        name("nomor belum ada", dates(Lang::Id)),
        name("no number yet", dates(Lang::En)),
    )
}

/// What is shown for a gap in the record.
pub fn unknown() -> Words {
    Words::new("belum tercatat", "not recorded yet")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_dates_read_naturally_in_both_languages() {
        let on: NaiveDate = "2026-11-25".parse().unwrap();
        assert_eq!(
            day(on),
            Words::new("Rabu, 25 November 2026", "Wednesday, 25 November 2026")
        );
        assert_eq!(days(1), Words::new("1 hari", "1 day"));
        assert_eq!(half_days(4), Words::new("2 hari", "2 days"));
        assert_eq!(half_days(3), Words::new("1,5 hari", "1.5 days"));
        assert_eq!(half_days(1), Words::new("0,5 hari", "0.5 day"));
        assert_eq!(people(1).en, "1 person");
        let three = [WeekDay::Mon, WeekDay::Wed, WeekDay::Fri].map(weekday);
        assert_eq!(list(three).id, "Senin, Rabu dan Jumat");
        assert_eq!(list([weekday(WeekDay::Fri)]).en, "Friday");
        assert_eq!(list([]).en, "");
    }
}
