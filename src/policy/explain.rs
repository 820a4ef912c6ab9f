//! Turns a finding into something a person can follow: the facts that were used, the threshold,
//! the sentence, and the way out.

mod schedule;

use super::checks::{EXCEPTED, Finding, Ground, Met, closes_on, late, months_between};
use super::facts::{
    DayFacts, Discipline, Fact, HomeState, PersonFacts, Place, Source, TaskFlags, WindowFact,
};
use super::path;
use super::rule::{Limit, Rule, RuleKind, Severity, Words};
use super::sentences::{self, Blanks};
use super::verdict::{Origin, Outcome, Remedy, RemedyKind, RuleResult, UsedFact};
use super::words;
use crate::calendar::{DayKind, WeekDay};
use chrono::{DateTime, Months, Utc};
use serde_json::{Value, json};

/// What a finding under that severity means.
pub(super) fn outcome(met: Met, severity: Severity) -> Outcome {
    match met {
        Met::Yes => Outcome::Pass,
        Met::No if severity == Severity::NeedsLeader => Outcome::NeedsLeader,
        Met::No => Outcome::Fail,
        Met::Unknown => Outcome::MissingFact,
        Met::NotApplicable => Outcome::NotApplicable,
    }
}

/// The full result of one rule.
pub(super) fn result(
    rule: &Rule,
    origin: Origin,
    finding: Finding,
    ground: &Ground<'_>,
) -> RuleResult {
    let outcome = outcome(finding.met, rule.severity);
    let kind = rule.kind.name();
    let mut used = if outcome == Outcome::NotApplicable && finding.case == "scope" {
        Used::default()
    } else {
        used(&rule.kind, ground)
    };
    let window = ground
        .window()
        .filter(|_| matches!(finding.case, "window" | "emergency"));
    if let Some(window) = window {
        used = of_window(used, window);
    }
    let exception = ground
        .person
        .excepted(&rule.key, ground.on())
        .filter(|_| finding.case == EXCEPTED);
    if let Some(one) = exception {
        used = used.add(
            "exception",
            one,
            json!(one.value.until_on),
            Words::new("Pengecualian sampai", "Exception until"),
            words::date(one.value.until_on),
        );
    }
    used.blanks.extend(sentences::parameters(&rule.kind));
    let open = matches!(
        outcome,
        Outcome::Fail | Outcome::NeedsLeader | Outcome::MissingFact
    );
    RuleResult {
        key: rule.key.clone(),
        kind,
        outcome,
        severity: rule.severity,
        origin,
        title: sentences::title(kind),
        text: match exception {
            Some(one) => sentences::excepted(one.value.until_on),
            None => sentences::finding(kind, outcome, finding.case, &used.blanks),
        },
        rule_text: sentences::statement(&rule.kind, rule.words.as_ref()),
        facts: used.facts,
        threshold: match (&rule.kind, window) {
            (RuleKind::UnitQuota { .. }, Some(window)) => {
                json!(Limit::Percent(window.value.share))
            }
            _ => threshold(&rule.kind),
        },
        citation: rule.citation.clone(),
        remedy: if open {
            remedies(rule, finding, outcome, ground)
        } else {
            Vec::new()
        },
        waivable_by: rule.waivable_by,
        appeal: open && kind.appealable(),
    }
}

/// The parameter a fact is held against, as stored in the verdict.
pub(super) fn threshold(kind: &RuleKind) -> Value {
    match kind {
        RuleKind::ExcludedAgency { codes, kinds } => json!({ "codes": codes, "kinds": kinds }),
        RuleKind::ExcludedUnit { units } => json!(units),
        RuleKind::ExcludedPosition {
            positions,
            families,
        } => {
            json!({ "positions": positions, "families": families })
        }
        RuleKind::MinMonthsSinceAppointment { months } => json!(months),
        RuleKind::MinPredikat { at_least, .. } => json!(at_least),
        RuleKind::NoOverdueWork { days, .. } => json!(days),
        RuleKind::Weekdays { allowed, .. } => json!(allowed),
        RuleKind::AnchorDays { days } => json!(days),
        RuleKind::BlockedDates { dates } | RuleKind::AllowedDates { dates } => json!(dates),
        RuleKind::LeadTimeDays { days }
        | RuleKind::HorizonDays { days }
        | RuleKind::MaxLengthDays { days } => json!(days),
        RuleKind::MaxPlaceDaysPerWeek { days, .. }
        | RuleKind::MinOfficeDaysPerWeek { days }
        | RuleKind::MaxConsecutiveDays { days }
        | RuleKind::MaxFlexDaysPerMonth { days, .. } => json!(days),
        RuleKind::UnitQuota { limit, .. } | RuleKind::MinOnSite { limit } => json!(limit),
        RuleKind::OwnHours { .. } | RuleKind::EarnedDays { .. } => json!(kind),
        RuleKind::TaskFlags { extra } => json!(if extra.is_some() { 6 } else { 5 }),
        RuleKind::WorkingDay {}
        | RuleKind::DirectService {}
        | RuleKind::DisciplinaryState {}
        | RuleKind::RegisteredHome {} => Value::Null,
    }
}

/// The values that facts and parameters give to the sentences of a rule.
#[cfg(test)]
pub(super) fn blanks(kind: &RuleKind, ground: &Ground<'_>) -> Blanks {
    let mut blanks = used(kind, ground).blanks;
    blanks.extend(sentences::parameters(kind));
    blanks
}

#[derive(Default)]
struct Used {
    facts: Vec<UsedFact>,
    blanks: Blanks,
}

impl Used {
    fn add<T>(
        mut self,
        name: &str,
        fact: &Fact<T>,
        value: Value,
        label: Words,
        shown: Words,
    ) -> Self {
        self.facts.push(UsedFact {
            name: name.to_owned(),
            value,
            source: fact.source,
            as_of: fact.as_of,
            label,
            shown,
        });
        self
    }

    fn asked(
        self,
        name: &str,
        at: DateTime<Utc>,
        value: Value,
        label: Words,
        shown: Words,
    ) -> Self {
        self.add(
            name,
            &Fact::new((), Source::Request, at),
            value,
            label,
            shown,
        )
    }

    fn blank(mut self, name: &'static str, value: Words) -> Self {
        self.blanks.push((name, value));
        self
    }
}

/// Names the window, for the sentence and among the facts.
fn of_window(used: Used, window: &Fact<WindowFact>) -> Used {
    let name = words::window(&window.value);
    used.add(
        "window",
        window,
        json!(window.value.id),
        Words::new("Jendela", "Window"),
        name.clone(),
    )
    .blank("window", name)
}

fn used(kind: &RuleKind, ground: &Ground<'_>) -> Used {
    match ground.day {
        Some(day) if !about_person(kind) => used_day(kind, ground, day),
        _ => used_person(kind, ground),
    }
}

fn about_person(kind: &RuleKind) -> bool {
    kind.name().level() != super::rule::Level::Day
}

fn used_person(kind: &RuleKind, ground: &Ground<'_>) -> Used {
    let person = ground.person;
    let used = Used::default();
    match kind {
        RuleKind::ExcludedAgency { .. } => {
            let excluded = &person.agency_excluded;
            used.add(
                "agency_excluded",
                excluded,
                json!(excluded.value),
                Words::new(
                    "Instansi atau penugasan dikecualikan",
                    "Agency or assignment excepted",
                ),
                words::yes_no(excluded.value),
            )
            .add(
                "agency_kind",
                &person.agency_kind,
                json!(person.agency_kind.value),
                Words::new("Jenis instansi", "Kind of agency"),
                words::agency_kind(&person.agency_kind.value),
            )
        }
        RuleKind::ExcludedUnit { units } => {
            let inside = units.contains(&person.unit.id)
                || person
                    .unit
                    .ancestors
                    .iter()
                    .any(|unit| units.contains(unit));
            used.add(
                "unit_excluded",
                &Fact::new((), Source::UnitRecord, person.unit.direct_service.as_of),
                json!(inside),
                Words::new("Unit tetap di kantor", "Unit stays in the office"),
                words::yes_no(inside),
            )
        }
        RuleKind::ExcludedPosition { .. } => match &person.position {
            None => used,
            Some(position) => {
                let family = position.family.clone();
                let shown = family
                    .clone()
                    .map_or_else(words::unknown, |name| Words::new(&name, &name));
                used.add(
                    "position_family",
                    &position.flags,
                    json!(family),
                    Words::new("Rumpun jabatan", "Family of positions"),
                    shown,
                )
            }
        },
        RuleKind::DirectService {} => {
            let fact = &person.unit.direct_service;
            used.add(
                "direct_service",
                fact,
                json!(fact.value),
                Words::new("Unit melayani langsung", "Unit serves the public"),
                words::yes_no(fact.value),
            )
        }
        _ => used_record(used, kind, ground),
    }
}

fn used_record(used: Used, kind: &RuleKind, ground: &Ground<'_>) -> Used {
    let person = ground.person;
    match kind {
        RuleKind::TaskFlags { extra } => used_flags(used, ground, extra.as_ref()),
        RuleKind::DisciplinaryState {} => {
            let fact = &person.discipline;
            used.add(
                "discipline",
                fact,
                json!(fact.value),
                Words::new("Hukuman disiplin", "Disciplinary sanction"),
                fact.value.map_or_else(words::unknown, discipline),
            )
        }
        RuleKind::MinMonthsSinceAppointment { .. } => {
            let fact = &person.appointed_on;
            let shown = fact.value.map_or_else(words::unknown, words::date);
            let have = fact
                .value
                .map(|from| months_between(from, ground.on()))
                .unwrap_or(0);
            used.add(
                "appointed_on",
                fact,
                json!(fact.value),
                Words::new("Tanggal pengangkatan", "Date of appointment"),
                shown,
            )
            .blank("have", words::months(have))
        }
        RuleKind::MinPredikat {
            at_least,
            grace_days,
        } => {
            let fact = &person.predikat;
            let shown = fact.value.map_or_else(words::unknown, words::predikat);
            let used = used.add(
                "predikat",
                fact,
                json!(fact.value),
                Words::new("Predikat kinerja terakhir", "Last performance rating"),
                shown.clone(),
            );
            let used = used.blank("have", shown);
            match (&person.rated, closes_on(person, *at_least, *grace_days)) {
                (Some(rated), Some(on)) => used
                    .add(
                        "closes_on",
                        rated,
                        json!(on),
                        Words::new("Hak ditutup mulai", "The right closes on"),
                        words::date(on),
                    )
                    .blank("closes", words::date(on)),
                _ => used,
            }
        }
        RuleKind::NoOverdueWork {
            days,
            with_promises,
        } => used_overdue(used, person, *days, *with_promises),
        RuleKind::RegisteredHome {} => {
            let fact = &person.home;
            used.add(
                "home",
                fact,
                json!(fact.value),
                Words::new("Alamat rumah", "Home address"),
                home(fact.value),
            )
        }
        _ => used,
    }
}

fn used_overdue(used: Used, person: &PersonFacts, days: u16, with_promises: bool) -> Used {
    let (Some(fact), Some(late)) = (&person.overdue, late(person, days, with_promises)) else {
        return used;
    };
    let have = words::pieces(u32::try_from(late.len()).unwrap_or(u32::MAX));
    let used = used.add(
        "overdue",
        fact,
        json!(late),
        Words::new("Pekerjaan terlambat", "Overdue work"),
        have.clone(),
    );
    let oldest = late
        .first()
        .map_or_else(words::unknown, |on| words::date(*on));
    used.blank("have", have).blank("oldest", oldest)
}

fn used_flags(used: Used, ground: &Ground<'_>, extra: Option<&Words>) -> Used {
    let total = if extra.is_some() { 6 } else { 5 };
    let Some(position) = &ground.person.position else {
        return used.blank("have", Words::new("0", "0"));
    };
    let flags = &position.flags;
    let mut met = 0;
    let mut used = used;
    for (name, label, value) in named_flags(&flags.value, extra).into_iter().take(total) {
        met += u32::from(value == Some(true));
        let shown = value.map_or_else(
            || Words::new("belum ditetapkan", "not yet decided"),
            words::yes_no,
        );
        used = used.add(name, flags, json!(value), label, shown);
    }
    used.blank("have", Words::new(met.to_string(), met.to_string()))
}

/// The task criteria with their labels, the agency's own last.
pub(super) fn named_flags(
    flags: &TaskFlags,
    extra: Option<&Words>,
) -> [(&'static str, Words, Option<bool>); 6] {
    let own = Words::new(
        "Syarat tugas dari instansi",
        "The agency's own task criterion",
    );
    [
        (
            "outside_office",
            Words::new(
                "Dapat dikerjakan di luar kantor",
                "Can be done outside the office",
            ),
            flags.outside_office,
        ),
        (
            "no_special_room",
            Words::new(
                "Tanpa ruang atau alat khusus",
                "Needs no special room or equipment",
            ),
            flags.no_special_room,
        ),
        (
            "with_technology",
            Words::new(
                "Dapat dikerjakan dengan teknologi",
                "Can be done with technology",
            ),
            flags.with_technology,
        ),
        (
            "little_contact",
            Words::new("Sedikit tatap muka", "Little face-to-face contact"),
            flags.little_contact,
        ),
        (
            "no_constant_supervision",
            Words::new(
                "Tanpa pengawasan terus-menerus",
                "Needs no constant supervision",
            ),
            flags.no_constant_supervision,
        ),
        ("extra", extra.cloned().unwrap_or(own), flags.extra),
    ]
}

fn used_day(kind: &RuleKind, ground: &Ground<'_>, day: &DayFacts) -> Used {
    let at = day.evaluated_at;
    let weekday = words::weekday(WeekDay::of(day.day));
    let used = Used::default()
        .blank("day", words::day(day.day))
        .blank("weekday", weekday);
    match kind {
        RuleKind::WorkingDay {} => {
            let (shown, name) = day_kind(&day.kind_of_day.value);
            used.add(
                "kind_of_day",
                &day.kind_of_day,
                json!(day.kind_of_day.value),
                Words::new("Jenis hari", "Kind of day"),
                shown,
            )
            .add(
                "taken",
                &day.taken,
                json!(day.taken.value),
                Words::new("Ada pengajuan lain", "Another request"),
                words::yes_no(day.taken.value),
            )
            .blank("name", name)
        }
        RuleKind::Weekdays { .. }
        | RuleKind::AnchorDays { .. }
        | RuleKind::BlockedDates { .. }
        | RuleKind::AllowedDates { .. } => used.asked(
            "day",
            at,
            json!(day.day),
            Words::new("Hari yang diminta", "Day asked for"),
            words::day(day.day),
        ),
        RuleKind::LeadTimeDays { .. } | RuleKind::HorizonDays { .. } => {
            let ahead = (day.day - day.submitted_on).num_days();
            let shown = words::days(u32::try_from(ahead).unwrap_or(0));
            used.asked(
                "days_ahead",
                at,
                json!(ahead),
                Words::new("Jarak dari pengajuan", "Days after asking"),
                shown.clone(),
            )
            .blank("have", shown)
        }
        RuleKind::MaxLengthDays { .. } => {
            let shown = words::days(u32::from(day.length_days.unwrap_or(0)));
            used.asked(
                "length_days",
                at,
                json!(day.length_days),
                Words::new("Lama pengajuan", "Length of the request"),
                shown.clone(),
            )
            .blank("have", shown)
        }
        _ => schedule::used(used, kind, ground, day),
    }
}

fn remedies(rule: &Rule, finding: Finding, outcome: Outcome, ground: &Ground<'_>) -> Vec<Remedy> {
    let mut ways: Vec<Remedy> = Vec::new();
    let mut way = |kind| ways.push(sentences::remedy(kind));
    match (&rule.kind, outcome) {
        (RuleKind::RegisteredHome {}, _) => {
            if finding.case == "proposed" {
                way(RemedyKind::CompleteData);
            } else {
                way(RemedyKind::ConfirmHome);
            }
            way(RemedyKind::OtherPlace);
        }
        (_, Outcome::MissingFact) => way(RemedyKind::CompleteData),
        (RuleKind::MinMonthsSinceAppointment { months }, _) => {
            let from = ground.person.appointed_on.value;
            let due = from.and_then(|on| on.checked_add_months(Months::new(u32::from(*months))));
            ways.extend(due.map(sentences::wait_until));
        }
        (RuleKind::NoOverdueWork { .. }, _) => way(RemedyKind::DeliverWork),
        (RuleKind::HorizonDays { .. }, _) => {
            way(RemedyKind::WaitUntil);
            way(RemedyKind::MoveTo);
        }
        (RuleKind::MaxLengthDays { .. }, _) => way(RemedyKind::ShortenRequest),
        (
            RuleKind::MaxPlaceDaysPerWeek { except_special, .. }
            | RuleKind::MaxFlexDaysPerMonth { except_special, .. },
            _,
        ) => {
            way(RemedyKind::MoveTo);
            if *except_special {
                way(RemedyKind::SpecialCircumstances);
            }
        }
        (kind @ RuleKind::EarnedDays { .. }, _) => {
            way(RemedyKind::MoveTo);
            ways.extend(path::remedy(kind, ground.person));
        }
        (kind, _) if !about_person(kind) => way(RemedyKind::MoveTo),
        _ => way(RemedyKind::WorkAtOffice),
    }
    if outcome == Outcome::Fail {
        ways.extend(sentences::ask_waiver(rule.waivable_by));
    }
    ways
}

fn discipline(state: Discipline) -> Words {
    match state {
        Discipline::Clear => Words::new("tidak ada", "none"),
        Discipline::InProcess => Words::new("dalam proses", "in process"),
        Discipline::Serving => Words::new("sedang dijalani", "being served"),
        Discipline::Finished => Words::new("selesai", "finished"),
    }
}

fn home(state: HomeState) -> Words {
    match state {
        HomeState::NotGiven => Words::new("belum terdaftar", "not registered"),
        HomeState::Proposed => Words::new("menunggu konfirmasi SDM", "awaiting HR"),
        HomeState::Confirmed => Words::new("terdaftar", "registered"),
    }
}

fn day_kind(kind: &DayKind) -> (Words, Words) {
    match kind {
        DayKind::Working { .. } => (Words::new("hari kerja", "working day"), Words::default()),
        DayKind::Weekend => (Words::new("akhir pekan", "weekend"), Words::default()),
        DayKind::ShiftOff => (Words::new("libur sif", "off by shifts"), Words::default()),
        DayKind::Holiday { name_id, name_en }
        | DayKind::JointLeave { name_id, name_en }
        | DayKind::AgencyDay { name_id, name_en } => {
            let name = Words::new(name_id, name_en);
            (name.clone(), name)
        }
        DayKind::Leave { .. } => (Words::new("cuti", "leave"), Words::default()),
        DayKind::OfficialTrip { .. } => {
            (Words::new("dinas luar", "official trip"), Words::default())
        }
    }
}

/// The kind of place in words.
pub fn place(place: Place) -> Words {
    match place {
        Place::Home => Words::new("rumah", "home"),
        Place::OtherOffice => Words::new("kantor lain", "another office"),
        Place::OtherPlace => Words::new("tempat lain", "another place"),
    }
}
