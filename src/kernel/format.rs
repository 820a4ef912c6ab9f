//! Dates, times and numbers as Indonesians and English readers write them (ux section 10).

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{i18n::Lang, time::zone_short};

const DAYS_ID: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];
const DAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const DAYS_SHORT_ID: [&str; 7] = ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"];
const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SHORT_ID: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];

/// `Selasa` or `Tuesday`.
pub fn weekday(day: NaiveDate, lang: Lang) -> &'static str {
    weekday_name(day.weekday().num_days_from_monday() as usize, lang)
}

/// The name of weekday 0 (Monday) to 6.
pub fn weekday_name(index: usize, lang: Lang) -> &'static str {
    match lang {
        Lang::Id => DAYS_ID[index % 7],
        Lang::En => DAYS_EN[index % 7],
    }
}

/// `Sel` or `Tue`.
pub fn weekday_short(day: NaiveDate, lang: Lang) -> &'static str {
    weekday_name_short(day.weekday().num_days_from_monday() as usize, lang)
}

/// The short name of weekday 0 (Monday) to 6.
pub fn weekday_name_short(index: usize, lang: Lang) -> &'static str {
    match lang {
        Lang::Id => DAYS_SHORT_ID[index % 7],
        Lang::En => &weekday_name(index, lang)[..3],
    }
}

/// `November` in the language.
pub fn month(index0: u32, lang: Lang) -> &'static str {
    match lang {
        Lang::Id => MONTHS_ID[index0 as usize % 12],
        Lang::En => MONTHS_EN[index0 as usize % 12],
    }
}

/// `Selasa, 24 November 2026`.
pub fn long_date(day: NaiveDate, lang: Lang) -> String {
    format!(
        "{}, {} {} {}",
        weekday(day, lang),
        day.day(),
        month(day.month0(), lang),
        day.year()
    )
}

/// `Selasa, 24 November`: for days near now.
pub fn day_month(day: NaiveDate, lang: Lang) -> String {
    format!(
        "{}, {} {}",
        weekday(day, lang),
        day.day(),
        month(day.month0(), lang)
    )
}

/// `24 Nov 2026`.
pub fn short_date(day: NaiveDate, lang: Lang) -> String {
    let month = match lang {
        Lang::Id => SHORT_ID[day.month0() as usize],
        Lang::En => &MONTHS_EN[day.month0() as usize][..3],
    };
    format!("{} {} {}", day.day(), month, day.year())
}

/// `23–27 Nov`, `30 Nov – 4 Des`: where the year goes without saying.
pub fn day_range(from: NaiveDate, to: NaiveDate, lang: Lang) -> String {
    let short = |day| {
        let text = short_date(day, lang);
        text.rsplit_once(' ')
            .map_or_else(|| text.clone(), |(day, _)| day.to_owned())
    };
    if from.month() == to.month() && from.year() == to.year() {
        format!("{}–{}", from.day(), short(to))
    } else {
        format!("{} – {}", short(from), short(to))
    }
}

/// `23–27 Nov 2026` or the two short dates.
pub fn date_range(from: NaiveDate, to: NaiveDate, lang: Lang) -> String {
    if from == to {
        short_date(from, lang)
    } else if from.year() == to.year() && from.month() == to.month() {
        format!("{}–{}", from.day(), short_date(to, lang))
    } else {
        format!("{} – {}", short_date(from, lang), short_date(to, lang))
    }
}

/// `07.42 WIB` (a dot in both languages, as the service prints it).
pub fn clock_time(at: DateTime<Utc>, zone: Tz) -> String {
    format!(
        "{} {}",
        at.with_timezone(&zone).format("%H.%M"),
        zone_short(zone)
    )
}

/// `19 Nov 2026 pukul 07.42 WIB`.
pub fn instant(at: DateTime<Utc>, zone: Tz, lang: Lang) -> String {
    let day = short_date(at.with_timezone(&zone).date_naive(), lang);
    let at_word = match lang {
        Lang::Id => "pukul",
        Lang::En => "at",
    };
    format!("{day} {at_word} {}", clock_time(at, zone))
}

/// `12.204` in Indonesian, `12,204` in English.
pub fn number(n: i64, lang: Lang) -> String {
    let digits = n.unsigned_abs().to_string();
    let mark = match lang {
        Lang::Id => '.',
        Lang::En => ',',
    };
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    if n < 0 { format!("−{out}") } else { out }
}

/// A share in basis points as `18,6%` (`18.6%` in English).
pub fn percent(basis_points: i64, lang: Lang) -> String {
    format!("{}%", decimal(basis_points, lang))
}

/// Hundredths with one decimal, rounded: `3,8`.
pub fn decimal(hundredths: i64, lang: Lang) -> String {
    let tenths = (hundredths + 5) / 10;
    let mark = match lang {
        Lang::Id => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{}", tenths / 10, tenths % 10)
}

/// A NIP as people read it: `19850312 201001 2 003`.
pub fn nip(digits: &str) -> String {
    match digits.len() {
        18 if digits.is_ascii() => format!(
            "{} {} {} {}",
            &digits[..8],
            &digits[8..14],
            &digits[14..15],
            &digits[15..]
        ),
        _ => digits.to_owned(),
    }
}

/// The first letters of the first two words: `RW` for Ratna Widyastuti.
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_alphabetic())
        .take(2)
        .collect::<String>()
        .to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        assert_eq!(long_date(day, Lang::Id), "Selasa, 24 November 2026");
        assert_eq!(long_date(day, Lang::En), "Tuesday, 24 November 2026");
        assert_eq!(
            date_range(day, day + chrono::Days::new(3), Lang::Id),
            "24–27 Nov 2026"
        );
        assert_eq!(number(1_204_331, Lang::Id), "1.204.331");
        assert_eq!(percent(1_860, Lang::Id), "18,6%");
        assert_eq!(nip("198503122010012003"), "19850312 201001 2 003");
        let at = "2026-11-19T00:42:00Z".parse().unwrap();
        assert_eq!(
            instant(at, chrono_tz::Asia::Jakarta, Lang::Id),
            "19 Nov 2026 pukul 07.42 WIB"
        );
        assert_eq!(clock_time(at, chrono_tz::Asia::Jayapura), "09.42 WIT");
    }
}
