//! From the posted form of a condition back to typed parameters, with an error beside each blank.

use super::{BlankError, bounds, earned, hours_bounds, starting};
use crate::calendar::{DateRange, WeekDay};
use crate::kernel::time::YEARS;
use crate::policy::rule::{Kind, Limit, Predikat, RuleKind, Words};
use crate::policy::words;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The posted values as typed parameters, or what is wrong with each. `form` holds the pairs in
/// the order posted; names that are not blanks of the kind are ignored.
pub fn parse(
    kind: Kind,
    form: &[(String, String)],
    base: Option<&RuleKind>,
) -> Result<RuleKind, Vec<BlankError>> {
    let mut reader = Reader {
        form,
        base,
        errors: Vec::new(),
    };
    let parsed = reader.read(kind);
    if reader.errors.is_empty() {
        Ok(parsed)
    } else {
        Err(reader.errors)
    }
}

struct Reader<'a> {
    form: &'a [(String, String)],
    base: Option<&'a RuleKind>,
    errors: Vec<BlankError>,
}

impl Reader<'_> {
    fn read(&mut self, kind: Kind) -> RuleKind {
        match kind {
            Kind::ExcludedAgency => RuleKind::ExcludedAgency {
                codes: self.texts("codes"),
                kinds: self.texts("kinds"),
            },
            Kind::ExcludedUnit => RuleKind::ExcludedUnit {
                units: self.ids("units"),
            },
            Kind::ExcludedPosition => RuleKind::ExcludedPosition {
                positions: self.ids("positions"),
                families: self.texts("families"),
            },
            Kind::TaskFlags => RuleKind::TaskFlags {
                extra: self.extra(),
            },
            Kind::MinMonthsSinceAppointment => RuleKind::MinMonthsSinceAppointment {
                months: self.number("months", kind) as u16,
            },
            Kind::MinPredikat => RuleKind::MinPredikat {
                at_least: self.predikat(),
                grace_days: match self.value("grace_days") {
                    "" => 0,
                    _ => self.number("grace_days", kind) as u16,
                },
            },
            Kind::NoOverdueWork => RuleKind::NoOverdueWork {
                days: self.number("days", kind) as u16,
                with_promises: self.one_of("counted", ["promised", "planned"]) == "promised",
            },
            Kind::Weekdays => {
                let allowed = self.weekdays("allowed");
                let uncounted = self.weekdays("uncounted");
                if allowed.is_empty() {
                    self.error(
                        "allowed",
                        "Pilih paling sedikit satu hari.",
                        "Choose a weekday.",
                    );
                }
                if !uncounted.is_subset(&allowed) {
                    self.error(
                        "uncounted",
                        "Pilih hari yang juga dibuka.",
                        "Choose from the open weekdays.",
                    );
                }
                RuleKind::Weekdays { allowed, uncounted }
            }
            Kind::AnchorDays => {
                let days = self.weekdays("weekdays");
                let least = match self.base {
                    Some(RuleKind::AnchorDays { days }) => days,
                    _ => &BTreeSet::new(),
                };
                if days.is_empty() {
                    self.error(
                        "weekdays",
                        "Pilih paling sedikit satu hari.",
                        "Choose a weekday.",
                    );
                } else if !days.is_superset(least) {
                    self.error(
                        "weekdays",
                        "Hari bersama nasional tetap dipilih.",
                        "The national anchor days stay chosen.",
                    );
                }
                RuleKind::AnchorDays { days }
            }
            Kind::BlockedDates => RuleKind::BlockedDates {
                dates: self.dates(),
            },
            Kind::AllowedDates => RuleKind::AllowedDates {
                dates: self.dates(),
            },
            Kind::LeadTimeDays => RuleKind::LeadTimeDays {
                days: self.number("days", kind) as u16,
            },
            Kind::HorizonDays => RuleKind::HorizonDays {
                days: self.number("days", kind) as u16,
            },
            Kind::MaxLengthDays => RuleKind::MaxLengthDays {
                days: self.number("days", kind) as u16,
            },
            Kind::MaxPlaceDaysPerWeek => {
                let exceptions = self.texts("exceptions");
                RuleKind::MaxPlaceDaysPerWeek {
                    days: self.number("days", kind) as u8,
                    except_duty_outside: exceptions.contains("duty_outside"),
                    except_special: exceptions.contains("special"),
                    may_leave_uncounted: self.weekdays("may_leave_uncounted"),
                }
            }
            Kind::EarnedDays => self.earned(),
            Kind::MinOfficeDaysPerWeek => RuleKind::MinOfficeDaysPerWeek {
                days: self.number("days", kind) as u8,
            },
            Kind::MaxConsecutiveDays => RuleKind::MaxConsecutiveDays {
                days: self.number("days", kind) as u8,
            },
            Kind::MaxFlexDaysPerMonth => RuleKind::MaxFlexDaysPerMonth {
                days: self.number("days", kind) as u8,
                with_own_hours: self.one_of("counted", ["place", "all"]) == "all",
                except_special: self.texts("exceptions").contains("special"),
            },
            Kind::UnitQuota => RuleKind::UnitQuota {
                limit: self.limit(kind),
                weekdays: self.weekdays("weekdays"),
                family_only: self.one_of("counted", ["everybody", "family"]) == "family",
            },
            Kind::MinOnSite => RuleKind::MinOnSite {
                limit: self.limit(kind),
            },
            Kind::OwnHours => {
                let with_place = self.one_of("with_place", ["yes", "no"]) == "yes";
                let mut number = |name| self.bounded(name, hours_bounds(name, self.base)) as u16;
                RuleKind::OwnHours {
                    window_minutes: number("window_minutes"),
                    core_minutes: number("core_minutes"),
                    day_minutes: number("day_minutes"),
                    period_days: number("period_days"),
                    with_place,
                }
            }
            Kind::WorkingDay
            | Kind::DirectService
            | Kind::DisciplinaryState
            | Kind::RegisteredHome => starting(kind),
        }
    }

    fn error(&mut self, field: &'static str, id: &str, en: &str) {
        self.errors.push(BlankError {
            field,
            text: Words::new(id, en),
        });
    }

    fn value(&self, name: &str) -> &str {
        self.form
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// One of two values; the first where nothing was sent.
    fn one_of(&mut self, name: &'static str, values: [&'static str; 2]) -> &'static str {
        let given = self.value(name);
        if given.is_empty() {
            return values[0];
        }
        let known = values.into_iter().find(|value| *value == given);
        known.unwrap_or_else(|| {
            self.error(name, "Pilih dari daftar.", "Choose from the list.");
            values[0]
        })
    }

    fn texts(&self, name: &str) -> BTreeSet<String> {
        let given = self.form.iter().filter(|(key, _)| key == name);
        given
            .map(|(_, value)| value.trim().to_owned())
            .filter(|v| !v.is_empty())
            .collect()
    }

    fn ids(&mut self, name: &'static str) -> BTreeSet<Uuid> {
        let texts = self.texts(name);
        let ids: BTreeSet<Uuid> = texts.iter().filter_map(|text| text.parse().ok()).collect();
        if ids.len() < texts.len() {
            self.error(name, "Pilih dari daftar.", "Choose from the list.");
        }
        ids
    }

    fn number(&mut self, name: &'static str, kind: Kind) -> u32 {
        self.bounded(name, bounds(&starting(kind), self.base))
    }

    fn bounded(&mut self, name: &'static str, (min, max): (u32, u32)) -> u32 {
        match self.value(name).parse::<u32>() {
            Ok(number) if (min..=max).contains(&number) => number,
            _ => {
                self.error(
                    name,
                    &format!("Isi angka dari {min} sampai {max}."),
                    &format!("Enter a number from {min} to {max}."),
                );
                min
            }
        }
    }

    fn limit(&mut self, kind: Kind) -> Limit {
        let by_number = match self.value("by") {
            "number" => true,
            "percent" => false,
            _ => {
                self.error(
                    "by",
                    "Pilih persen atau orang.",
                    "Choose per cent or people.",
                );
                return Limit::Percent(0);
            }
        };
        let example = if by_number {
            Limit::Number(0)
        } else {
            Limit::Percent(0)
        };
        let kind = if kind == Kind::UnitQuota {
            RuleKind::quota(example)
        } else {
            RuleKind::MinOnSite { limit: example }
        };
        let value = self.bounded("value", bounds(&kind, self.base));
        if by_number {
            Limit::Number(value as u16)
        } else {
            Limit::Percent(value as u8)
        }
    }

    fn predikat(&mut self) -> Predikat {
        let least = match self.base {
            Some(RuleKind::MinPredikat { at_least, .. }) => *at_least,
            _ => Predikat::SangatKurang,
        };
        let chosen = Predikat::from_code(self.value("at_least")).filter(|value| *value >= least);
        chosen.unwrap_or_else(|| {
            self.error("at_least", "Pilih dari daftar.", "Choose from the list.");
            least
        })
    }

    fn earned(&mut self) -> RuleKind {
        let mut number = |name| self.bounded(name, earned::bounds(name, self.base));
        let (beyond, accepted) = (number("beyond"), number("accepted"));
        let within_days = number("within_days");
        let least = earned::lowest(self.base);
        let at_least = match self.value("rating") {
            "" | earned::ANY if least.is_none() => None,
            code => {
                let chosen = Predikat::from_code(code).filter(|own| Some(*own) >= least);
                if chosen.is_none() {
                    self.error("rating", "Pilih dari daftar.", "Choose from the list.");
                }
                chosen
            }
        };
        if accepted == 0 && at_least.is_none() && self.errors.is_empty() {
            self.error(
                "accepted",
                "Isi paling sedikit 1 hasil kerja, atau pilih predikat.",
                "Enter at least 1 deliverable, or choose a rating.",
            );
        }
        RuleKind::EarnedDays {
            beyond: beyond as u8,
            accepted: accepted as u16,
            within_days: within_days as u16,
            at_least,
        }
    }

    fn weekdays(&mut self, name: &'static str) -> BTreeSet<WeekDay> {
        let texts = self.texts(name);
        let days: BTreeSet<_> = texts.iter().filter_map(|t| WeekDay::from_code(t)).collect();
        if days.len() < texts.len() {
            self.error(name, "Pilih dari daftar.", "Choose from the list.");
        }
        days
    }

    fn extra(&mut self) -> Option<Words> {
        let (id, en) = (
            self.value("extra_id").to_owned(),
            self.value("extra_en").to_owned(),
        );
        match (id.is_empty(), en.is_empty()) {
            (true, true) => None,
            (false, false) => Some(Words { id, en }),
            (empty, _) => {
                let field = if empty { "extra_id" } else { "extra_en" };
                self.error(field, "Isi dalam kedua bahasa.", "Fill in both languages.");
                None
            }
        }
    }

    fn dates(&mut self) -> Vec<DateRange> {
        let text = self.value("dates").to_owned();
        let mut dates = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match range(line) {
                Some(range) => dates.push(range),
                None => self.error(
                    "dates",
                    &format!("Tanggal belum terbaca: {line}. Tulis misalnya 17 Agustus 2027, atau 24-12-2027 s.d. 31-12-2027."),
                    &format!("This date cannot be read: {line}. Write for instance 17 August 2027, or 24-12-2027 - 31-12-2027."),
                ),
            }
        }
        if dates.is_empty() && self.errors.is_empty() {
            self.error(
                "dates",
                "Isi paling sedikit satu tanggal.",
                "Enter at least one date.",
            );
        }
        dates
    }
}

/// "2026-12-24", "24-12-2026 s.d. 31-12-2026", "24/12/2026 - 31/12/2026", "17 Agustus 2027".
fn range(line: &str) -> Option<DateRange> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (mut dates, mut rest) = (Vec::new(), words.as_slice());
    while let [first, after @ ..] = rest {
        rest = after;
        if let [month, year, after @ ..] = after
            && let Some(month) = words::month(month)
        {
            dates.push(date(&format!("{first}-{month}-{year}"))?);
            rest = after;
        } else if first.contains(|c: char| c.is_ascii_digit()) {
            dates.push(date(first)?);
        }
    }
    match dates.as_slice() {
        [on] => Some(DateRange::day(*on)),
        [from, to] if from <= to => Some(DateRange {
            from: *from,
            to: *to,
        }),
        _ => None,
    }
}

fn date(token: &str) -> Option<NaiveDate> {
    let token = token.replace('/', "-");
    ["%Y-%m-%d", "%d-%m-%Y"]
        .into_iter()
        .filter_map(|format| NaiveDate::parse_from_str(&token, format).ok())
        .find(|date| YEARS.contains(&chrono::Datelike::year(date)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for text in [
            "17 Agustus 2027",
            "17 august 2027",
            "17 Agu 2027",
            "17/08/2027",
            "2027-08-17",
        ] {
            assert_eq!(
                range(text),
                Some(DateRange::day(day("2027-08-17"))),
                "{text}"
            );
        }
        let week = Some(DateRange {
            from: day("2026-12-24"),
            to: day("2026-12-31"),
        });
        for text in [
            "24 Desember 2026 s.d. 31 Des 2026",
            "24-12-2026 - 31-12-2026",
        ] {
            assert_eq!(range(text), week, "{text}");
        }
        for text in [
            "17 Agustus",
            "31 Februari 2027",
            "besok",
            "17 Agustus 2027 besok 18",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
