//! The facts behind the rules about the week, the month and the unit.

use serde_json::json;

use super::Used;
use crate::policy::{
    checks::{
        Ground, Heads, Terms, counted_halves, month_halves, office_halves, quota_heads, row,
        uncounted_days, week_halves, worst_on_site,
    },
    facts::{DayFacts, Fact, PersonFacts, TeamDay},
    path,
    rule::{Limit, RuleKind, Words},
    sentences, words,
};

/// The facts that a rule about the week, the month or the unit rests on.
pub(super) fn used(used: Used, kind: &RuleKind, ground: &Ground<'_>, day: &DayFacts) -> Used {
    match kind {
        RuleKind::MaxPlaceDaysPerWeek {
            may_leave_uncounted,
            ..
        } => {
            let halves = counted_halves(day, &uncounted_days(ground, may_leave_uncounted));
            used.add(
                "place_half_days",
                &day.week,
                json!(halves),
                Words::new("Di luar kantor pekan itu", "Outside the office that week"),
                words::half_days(halves),
            )
            .blank("have", words::half_days(halves))
            .blank("week", words::week(day.day))
        }
        RuleKind::EarnedDays { .. } => earned(used, kind, ground.person, day),
        RuleKind::MinOfficeDaysPerWeek { days } => {
            office(used, day, *days).blank("week", words::week(day.day))
        }
        RuleKind::MaxConsecutiveDays { .. } => in_a_row(used, day),
        RuleKind::MaxFlexDaysPerMonth { with_own_hours, .. } => month(used, day, *with_own_hours),
        RuleKind::UnitQuota {
            limit, family_only, ..
        } => quota(used, day, *limit, *family_only),
        RuleKind::MinOnSite { limit } => {
            let heads = worst_on_site(&day.team.value, day, *limit);
            let label = Words::new("Rekan di kantor", "Colleagues in the office");
            team(used, day, &day.team, ("on_site", label), heads)
                .blank("need", words::people(heads.need))
        }
        _ => used,
    }
}

fn quota(used: Used, day: &DayFacts, limit: Limit, family_only: bool) -> Used {
    let Some(heads) = quota_heads(day, limit, family_only) else {
        return used
            .blank("have", words::people(0))
            .blank("allowed", sentences::limit_words(limit));
    };
    let (counted, label) = match &day.family {
        Some(family) if family_only => (
            family,
            Words::new(
                "Serumpun jabatan di luar kantor, termasuk pengajuan ini",
                "Away of the family of positions, this request included",
            ),
        ),
        _ => (
            &day.team,
            Words::new(
                "Di luar kantor, termasuk pengajuan ini",
                "Away, this request included",
            ),
        ),
    };
    team(used, day, counted, ("away", label), heads).blank("allowed", words::people(heads.need))
}

fn team(
    used: Used,
    day: &DayFacts,
    counted: &Fact<TeamDay>,
    (name, label): (&str, Words),
    heads: Heads,
) -> Used {
    let active = counted
        .value
        .halves(day.half)
        .map(|team| team.headcount)
        .max()
        .unwrap_or(0);
    used.add(
        name,
        counted,
        json!(heads.have),
        label,
        words::people(heads.have),
    )
    .add(
        "headcount",
        counted,
        json!(active),
        Words::new("Pegawai aktif unit", "Active staff of the unit"),
        words::people(u32::from(active)),
    )
    .blank("have", words::people(heads.have))
}

fn earned(used: Used, kind: &RuleKind, person: &PersonFacts, day: &DayFacts) -> Used {
    let Some(terms) = Terms::of(kind) else {
        return used;
    };
    let halves = words::half_days(week_halves(day));
    let mut used = used
        .add(
            "place_half_days",
            &day.week,
            json!(week_halves(day)),
            Words::new("Di luar kantor pekan itu", "Outside the office that week"),
            halves.clone(),
        )
        .blank("have", halves)
        .blank("lack", path::lack_words(terms.lack(person)))
        .blank("got", path::got_words(&terms, person));
    if let (1.., Some(read), Some(days)) = (terms.accepted, &person.accepted, terms.counted(person))
    {
        let within = words::days(u32::from(terms.within_days));
        let label = Words::new(
            format!("Hasil kerja diterima dalam {}", within.id),
            format!("Deliverables accepted within {}", within.en),
        );
        let number = u32::try_from(days.len()).unwrap_or(u32::MAX);
        used = used.add(
            "accepted",
            read,
            json!(days),
            label,
            words::deliverables(number),
        );
    }
    if terms.at_least.is_some() {
        let fact = &person.predikat;
        used = used.add(
            "predikat",
            fact,
            json!(fact.value),
            Words::new("Predikat kinerja terakhir", "Last performance rating"),
            fact.value.map_or_else(words::unknown, words::predikat),
        );
    }
    used
}

fn office(used: Used, day: &DayFacts, least: u8) -> Used {
    let (Some(around), Some(office)) = (&day.around, office_halves(day, least)) else {
        return used
            .blank("have", words::days(0))
            .blank("need", words::days(u32::from(least)));
    };
    let have = words::half_days(office.have);
    used.add(
        "office_half_days",
        around,
        json!(office.have),
        Words::new("Di kantor pekan itu", "In the office that week"),
        have.clone(),
    )
    .add(
        "needed_half_days",
        around,
        json!(office.need),
        Words::new(
            "Dibutuhkan, menurut hari kerja pekan itu",
            "Needed, by the working days of that week",
        ),
        words::half_days(office.need),
    )
    .blank("have", have)
    .blank("need", words::half_days(office.need))
}

fn in_a_row(used: Used, day: &DayFacts) -> Used {
    let (Some(around), Some(row)) = (&day.around, row(day)) else {
        return used.blank("have", words::days(0));
    };
    used.add(
        "days_in_a_row",
        around,
        json!(row),
        Words::new(
            "Berturut-turut di luar kantor",
            "In a row outside the office",
        ),
        words::days(row),
    )
    .blank("have", words::days(row))
}

fn month(used: Used, day: &DayFacts, with_own_hours: bool) -> Used {
    let (Some(month), Some(halves)) = (&day.month, month_halves(day, with_own_hours)) else {
        return used.blank("have", words::days(0));
    };
    let label = if with_own_hours {
        Words::new(
            "Hari fleksibel bulan itu, termasuk jam kerja sendiri",
            "Flexible days that month, own hours included",
        )
    } else {
        Words::new(
            "Hari di luar kantor bulan itu",
            "Days outside the office that month",
        )
    };
    used.add(
        "month_half_days",
        month,
        json!(halves),
        label,
        words::half_days(halves),
    )
    .blank("have", words::half_days(halves))
}
