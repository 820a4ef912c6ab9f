//! The ministry's base set as data, and a starting set for an agency after real practice. What law
//! says carries its citation; what it leaves open says so ("setting, not found in law").

use super::rule::{
    Citation, Evidence, Limit, Predikat, Rule, RuleKind, RuleSet, Severity, WaivableBy, Words,
};
use crate::calendar::WeekDay;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Police headquarters and armed forces in the national list of agencies; defence ministry staff
/// assigned to the armed forces and missions abroad are marked at the person.
const EXCLUDED_CODES: [&str; 2] = ["4033", "4034"];

pub(super) fn permen(article: Option<&str>, url: Option<&str>) -> Citation {
    reported("PermenPANRB 4/2025", "PermenPANRB 4/2025", article, url)
}

pub(super) fn reported(id: &str, en: &str, article: Option<&str>, url: Option<&str>) -> Citation {
    Citation {
        instrument: Words::new(id, en),
        article: article.map(str::to_owned),
        url: url.map(|path| format!("https://{path}")),
        evidence: Evidence::Reported,
    }
}

pub(super) fn setting(id: &str, en: &str) -> Citation {
    Citation {
        instrument: Words::new(id, en),
        article: None,
        url: None,
        evidence: Evidence::Setting,
    }
}

/// The national Friday rule: announced on 31 March 2026; the number of the circular was not found.
pub fn friday_circular() -> Citation {
    reported(
        "surat edaran 31 Maret 2026, nomor tidak ditemukan",
        "circular of 31 March 2026, number not found",
        None,
        Some("jawawa.id/api/v1/article/government-officially-implements-wfh"),
    )
}

/// Supervision looks at results (as reported); what follows from work that is overdue is the agency's own choice.
pub(super) fn results_decide() -> Citation {
    by_results(
        "PermenPANRB 4/2025: pengawasan menurut capaian kinerja; akibat terlambat ditetapkan instansi",
        "PermenPANRB 4/2025: supervision by results; what follows from delay is the agency's choice",
    )
}

/// The same of days that results earn.
pub(super) fn results_earn() -> Citation {
    by_results(
        "PermenPANRB 4/2025: pengawasan menurut capaian kinerja; hari yang dibuka hasil kerja ditetapkan instansi",
        "PermenPANRB 4/2025: supervision by results; which days results open is the agency's choice",
    )
}

fn by_results(id: &str, en: &str) -> Citation {
    Citation {
        evidence: Evidence::Setting,
        ..reported(
            id,
            en,
            None,
            Some("economy.okezone.com/read/2025/06/22/320/3149378"),
        )
    }
}

fn agency_decision() -> Citation {
    setting(
        "keputusan pimpinan instansi",
        "decision of the head of the agency",
    )
}

fn locked(key: &str, kind: RuleKind, citation: Vec<Citation>) -> Rule {
    Rule {
        citation,
        locked: true,
        ..Rule::new(key, kind)
    }
}

/// The ministry's base set: what every agency starts from and may not loosen where locked.
pub fn ministry() -> RuleSet {
    let rules = vec![
        locked(
            "working_day",
            RuleKind::WorkingDay {},
            vec![reported(
                "Perpres 21/2023",
                "Perpres 21/2023",
                Some("3, 6"),
                None,
            )],
        ),
        locked(
            "excluded_agency",
            RuleKind::ExcludedAgency {
                codes: EXCLUDED_CODES.map(str::to_owned).into(),
                kinds: BTreeSet::new(),
            },
            vec![permen(Some("38"), None)],
        ),
        Rule {
            waivable_by: WaivableBy::AgencyLeader,
            ..locked(
                "direct_service",
                RuleKind::DirectService {},
                vec![reported(
                    "SE MenPANRB 1/2024",
                    "circular MenPANRB 1/2024",
                    None,
                    Some("origin.kompas.tv/nasional/500039"),
                )],
            )
        },
        locked(
            "task_flags",
            RuleKind::TaskFlags { extra: None },
            vec![permen(
                Some("23"),
                Some("cnbcindonesia.com/news/20250901070323-4-663049"),
            )],
        ),
        locked(
            "disciplinary_state",
            RuleKind::DisciplinaryState {},
            vec![permen(
                Some("25"),
                Some("sulawesinetwork.com/nasional/amp/65215458972"),
            )],
        ),
        new_employee(),
        locked(
            "registered_home",
            RuleKind::RegisteredHome {},
            vec![permen(Some("11, 17"), None)],
        ),
        weekly_cap(),
    ];
    RuleSet {
        version: 1,
        effective_from: date(2026, 4, 10),
        rules,
    }
}

/// Article 25 leaves out new employees; how long somebody is new was not found.
fn new_employee() -> Rule {
    Rule {
        locked: false,
        ..locked(
            "min_months_since_appointment",
            RuleKind::MinMonthsSinceAppointment { months: 12 },
            vec![
                permen(
                    Some("25"),
                    Some("sulawesinetwork.com/nasional/amp/65215458972"),
                ),
                setting(
                    "lama 12 bulan: pengaturan, tidak ditemukan dalam peraturan",
                    "length of 12 months: a setting, not found in law",
                ),
            ],
        )
    }
}

/// Two working days a week with two exceptions; the number of the article was not found. That the
/// Fridays of the circular stand beside the cap is our reading of it.
fn weekly_cap() -> Rule {
    locked(
        "max_place_days_per_week",
        RuleKind::MaxPlaceDaysPerWeek {
            days: 2,
            except_duty_outside: true,
            except_special: true,
            may_leave_uncounted: [WeekDay::Fri].into(),
        },
        vec![permen(None, None), friday_circular()],
    )
}

/// What an agency chooses when it starts from the example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    pub version: u32,
    pub effective_from: NaiveDate,
    pub allowed: BTreeSet<WeekDay>,
    pub days_per_week: u8,
    /// 30 to 50 per cent in practice (ministry PANRB 30, Kemendagri 50).
    pub quota_percent: u8,
    pub min_on_site: Limit,
    pub lead_days: u16,
    pub horizon_days: u16,
    pub max_length_days: u16,
    pub min_months: u16,
    pub min_predikat: Option<Predikat>,
}

impl Default for Practice {
    fn default() -> Self {
        Self {
            version: 1,
            effective_from: date(2026, 4, 10),
            allowed: [WeekDay::Tue, WeekDay::Wed, WeekDay::Thu, WeekDay::Fri].into(),
            days_per_week: 2,
            quota_percent: 50,
            min_on_site: Limit::Percent(50),
            lead_days: 1,
            horizon_days: 30,
            max_length_days: 5,
            min_months: 12,
            min_predikat: Some(Predikat::Baik),
        }
    }
}

/// A rule set after real practice: the Friday rule of April 2026, a weekly cap, a quota, a minimum
/// in the office, a lead time. Every number is the agency's own choice within the national limits.
pub fn typical_agency(practice: &Practice) -> RuleSet {
    let uncounted: BTreeSet<WeekDay> = practice
        .allowed
        .iter()
        .copied()
        .filter(|day| *day == WeekDay::Fri)
        .collect();
    let mut weekdays = head(
        "weekdays",
        RuleKind::Weekdays {
            allowed: practice.allowed.clone(),
            uncounted,
        },
    );
    weekdays.citation.insert(0, friday_circular());
    let cap = RuleKind::MaxPlaceDaysPerWeek {
        days: practice.days_per_week,
        except_duty_outside: true,
        except_special: true,
        may_leave_uncounted: [WeekDay::Fri].into(),
    };
    let mut rules = vec![
        head(
            "min_months_since_appointment",
            RuleKind::MinMonthsSinceAppointment {
                months: practice.min_months,
            },
        ),
        weekdays,
        head(
            "lead_time_days",
            RuleKind::LeadTimeDays {
                days: practice.lead_days,
            },
        ),
        head(
            "horizon_days",
            RuleKind::HorizonDays {
                days: practice.horizon_days,
            },
        ),
        head(
            "max_length_days",
            RuleKind::MaxLengthDays {
                days: practice.max_length_days,
            },
        ),
        head("max_place_days_per_week", cap),
    ];
    rules.extend(staffing(practice));
    if let Some(at_least) = practice.min_predikat {
        let kind = RuleKind::MinPredikat {
            at_least,
            grace_days: 0,
        };
        let rule = Rule {
            severity: Severity::NeedsLeader,
            waivable_by: WaivableBy::AgencyLeader,
            ..head("min_predikat", kind)
        };
        rules.push(rule);
    }
    RuleSet {
        version: practice.version,
        effective_from: practice.effective_from,
        rules,
    }
}

fn head(key: &str, kind: RuleKind) -> Rule {
    Rule {
        citation: vec![agency_decision()],
        ..Rule::new(key, kind)
    }
}

/// Quota and minimum in the office, which the head of the unit may set aside.
fn staffing(practice: &Practice) -> [Rule; 2] {
    let quota = RuleKind::quota(Limit::Percent(practice.quota_percent));
    let least = RuleKind::MinOnSite {
        limit: practice.min_on_site,
    };
    [head("unit_quota", quota), head("min_on_site", least)].map(|rule| Rule {
        waivable_by: WaivableBy::UnitHead,
        ..rule
    })
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}
