//! How far each number of a condition may go: the national limit bounds the agency's.

use crate::policy::rule::{Limit, RuleKind};

/// The least and most a number about own hours may be: whatever is smaller is stricter.
pub(super) fn hours_bounds(name: &str, base: Option<&RuleKind>) -> (u32, u32) {
    let (min, most) = match name {
        "window_minutes" | "core_minutes" => (0, 240),
        "day_minutes" => (60, 720),
        _ => (1, 366),
    };
    let national = match (name, base) {
        ("window_minutes", Some(RuleKind::OwnHours { window_minutes, .. })) => *window_minutes,
        ("core_minutes", Some(RuleKind::OwnHours { core_minutes, .. })) => *core_minutes,
        ("day_minutes", Some(RuleKind::OwnHours { day_minutes, .. })) => *day_minutes,
        ("period_days", Some(RuleKind::OwnHours { period_days, .. })) => *period_days,
        _ => return (min, most),
    };
    (min, u32::from(national))
}

/// The least and most a number may be, within the national limit.
pub(super) fn bounds(kind: &RuleKind, base: Option<&RuleKind>) -> (u32, u32) {
    match (kind, base) {
        (_, Some(RuleKind::MaxPlaceDaysPerWeek { days, .. })) => (0, u32::from(*days)),
        (RuleKind::MaxPlaceDaysPerWeek { .. }, _) => (0, 6),
        (_, Some(RuleKind::MinOfficeDaysPerWeek { days })) => (u32::from(*days), 6),
        (RuleKind::MinOfficeDaysPerWeek { .. }, _) => (1, 6),
        (_, Some(RuleKind::MaxConsecutiveDays { days })) => (0, u32::from(*days)),
        (RuleKind::MaxConsecutiveDays { .. }, _) => (0, 20),
        (_, Some(RuleKind::MaxFlexDaysPerMonth { days, .. })) => (0, u32::from(*days)),
        (RuleKind::MaxFlexDaysPerMonth { .. }, _) => (0, 27),
        (_, Some(RuleKind::MinPredikat { grace_days, .. })) => (0, u32::from(*grace_days)),
        (RuleKind::MinPredikat { .. }, _) => (0, 366),
        (_, Some(RuleKind::NoOverdueWork { days, .. })) => (0, u32::from(*days)),
        (RuleKind::NoOverdueWork { .. }, _) => (0, 90),
        (_, Some(RuleKind::MinMonthsSinceAppointment { months })) => (u32::from(*months), 600),
        (RuleKind::MinMonthsSinceAppointment { .. }, _) => (0, 600),
        (_, Some(RuleKind::LeadTimeDays { days })) => (u32::from(*days), 90),
        (RuleKind::LeadTimeDays { .. }, _) => (0, 90),
        (_, Some(RuleKind::HorizonDays { days } | RuleKind::MaxLengthDays { days })) => {
            (1, u32::from(*days))
        }
        (RuleKind::HorizonDays { .. } | RuleKind::MaxLengthDays { .. }, _) => (1, 366),
        (
            RuleKind::UnitQuota {
                limit: Limit::Percent(_),
                ..
            },
            Some(RuleKind::UnitQuota {
                limit: Limit::Percent(most),
                ..
            }),
        ) => (0, u32::from(*most)),
        (
            RuleKind::MinOnSite {
                limit: Limit::Percent(_),
            },
            Some(RuleKind::MinOnSite {
                limit: Limit::Percent(least),
            }),
        ) => (u32::from(*least), 100),
        (
            RuleKind::UnitQuota {
                limit: Limit::Percent(_),
                ..
            }
            | RuleKind::MinOnSite {
                limit: Limit::Percent(_),
            },
            _,
        ) => (0, 100),
        (
            RuleKind::UnitQuota {
                limit: Limit::Number(_),
                ..
            },
            Some(RuleKind::UnitQuota {
                limit: Limit::Number(most),
                ..
            }),
        ) => (0, u32::from(*most)),
        (
            RuleKind::MinOnSite {
                limit: Limit::Number(_),
            },
            Some(RuleKind::MinOnSite {
                limit: Limit::Number(least),
            }),
        ) => (u32::from(*least), 9_999),
        _ => (0, 9_999),
    }
}
