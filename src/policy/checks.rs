//! Whether one rule is met. The only place that compares facts with thresholds; verdicts, "my
//! conditions" and the impact preview all come through here.

mod earned;
mod rhythm;

pub(super) use earned::{Lack, Terms, week_halves};
pub(super) use rhythm::{month_halves, office_halves, row};

use super::facts::{
    DayFacts, Discipline, Fact, HomeState, PersonFacts, Place, PlaceDay, Route, Team, TeamDay,
    WindowFact, WindowKind,
};
use super::rule::{Limit, Predikat, RuleKind, Scope};
use crate::calendar::{DayKind, IsoWeek, WeekDay};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a condition is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    Yes,
    No,
    Unknown,
    NotApplicable,
}

/// The case of a rule that is not met and set aside for the person.
pub(super) const EXCEPTED: &str = "excepted";

/// The finding about one rule; `case` picks the sentence where a kind has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    pub met: Met,
    pub case: &'static str,
}

const YES: Finding = Finding {
    met: Met::Yes,
    case: "",
};
const NO: Finding = Finding {
    met: Met::No,
    case: "",
};
const UNKNOWN: Finding = Finding {
    met: Met::Unknown,
    case: "",
};

fn no(case: &'static str) -> Finding {
    Finding { met: Met::No, case }
}

fn unknown(case: &'static str) -> Finding {
    Finding {
        met: Met::Unknown,
        case,
    }
}

fn not_applicable(case: &'static str) -> Finding {
    Finding {
        met: Met::NotApplicable,
        case,
    }
}

fn met(yes: bool) -> Finding {
    if yes { YES } else { NO }
}

/// What a rule is judged on. Without a day only conditions about the person can be judged.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub person: &'a PersonFacts,
    pub day: Option<&'a DayFacts>,
    /// Weekdays that weekday rules for this person leave out of the weekly count.
    pub uncounted: &'a BTreeSet<WeekDay>,
}

impl Ground<'_> {
    /// The day the person's record is read for.
    pub fn on(&self) -> NaiveDate {
        self.day.map_or(self.person.today, |day| day.day)
    }

    /// The window the day lies in.
    pub fn window(&self) -> Option<&Fact<WindowFact>> {
        self.day?.window.as_ref()
    }
}

/// Whether a window of that kind sets a kind of rule aside on its days. Direct service, discipline, the minimum in the office and
/// the agency's blocked dates hold in every window.
pub(super) fn set_aside(kind: &RuleKind, window: WindowKind) -> bool {
    match kind {
        RuleKind::Weekdays { .. }
        | RuleKind::AllowedDates { .. }
        | RuleKind::LeadTimeDays { .. }
        | RuleKind::HorizonDays { .. }
        | RuleKind::MaxLengthDays { .. }
        | RuleKind::MaxPlaceDaysPerWeek { .. }
        | RuleKind::EarnedDays { .. }
        | RuleKind::MinOfficeDaysPerWeek { .. }
        | RuleKind::MaxConsecutiveDays { .. }
        | RuleKind::MaxFlexDaysPerMonth { .. } => true,
        RuleKind::AnchorDays { .. }
        | RuleKind::TaskFlags { .. }
        | RuleKind::MinMonthsSinceAppointment { .. }
        | RuleKind::MinPredikat { .. }
        | RuleKind::NoOverdueWork { .. } => window == WindowKind::Emergency,
        RuleKind::ExcludedAgency { .. }
        | RuleKind::ExcludedUnit { .. }
        | RuleKind::ExcludedPosition { .. }
        | RuleKind::DirectService {}
        | RuleKind::DisciplinaryState {}
        | RuleKind::RegisteredHome {}
        | RuleKind::WorkingDay {}
        | RuleKind::BlockedDates { .. }
        | RuleKind::UnitQuota { .. }
        | RuleKind::MinOnSite { .. }
        | RuleKind::OwnHours { .. } => false,
    }
}

/// The people away on a day against the most that may be: of the family of positions, or of the whole unit, where the share of a
/// window takes the place of the limit.
pub(super) fn quota_heads(day: &DayFacts, limit: Limit, family_only: bool) -> Option<Heads> {
    if family_only {
        let family = day.family.as_ref()?;
        return Some(worst_quota(&family.value, day, limit));
    }
    let limit = day
        .window
        .as_ref()
        .map_or(limit, |window| Limit::Percent(window.value.share));
    Some(worst_quota(&day.team.value, day, limit))
}

/// Whether a scope takes in the person.
pub(super) fn in_scope(scope: &Scope, person: &PersonFacts) -> bool {
    match scope {
        Scope::Agency => true,
        Scope::UnitSubtree { unit } => {
            person.unit.id == *unit || person.unit.ancestors.contains(unit)
        }
        Scope::PositionFamily { family } => person
            .position
            .as_ref()
            .and_then(|position| position.family.as_ref())
            .is_some_and(|own| own == family),
    }
}

/// Judges one kind on the facts.
pub(super) fn judge(kind: &RuleKind, ground: &Ground<'_>) -> Finding {
    let person = ground.person;
    if let Some(window) = ground.window()
        && set_aside(kind, window.value.kind)
    {
        return not_applicable(match kind {
            RuleKind::AnchorDays { .. }
            | RuleKind::TaskFlags { .. }
            | RuleKind::MinMonthsSinceAppointment { .. }
            | RuleKind::MinPredikat { .. }
            | RuleKind::NoOverdueWork { .. } => "emergency",
            _ => "window",
        });
    }
    match kind {
        RuleKind::ExcludedAgency { codes, kinds } => met(!person.agency_excluded.value
            && !codes.contains(&person.agency_code)
            && !kinds.contains(&person.agency_kind.value)),
        RuleKind::ExcludedUnit { units } => met(!units.contains(&person.unit.id)
            && !person
                .unit
                .ancestors
                .iter()
                .any(|unit| units.contains(unit))),
        RuleKind::ExcludedPosition {
            positions,
            families,
        } => match &person.position {
            None => unknown("no_position"),
            Some(position) => met(!positions.contains(&position.id)
                && !position
                    .family
                    .as_ref()
                    .is_some_and(|family| families.contains(family))),
        },
        RuleKind::DirectService {} => met(!person.unit.direct_service.value),
        RuleKind::TaskFlags { extra } => task_flags(person, extra.is_some()),
        RuleKind::DisciplinaryState {} => match person.discipline.value {
            None => UNKNOWN,
            Some(Discipline::InProcess) => no("in_process"),
            Some(Discipline::Serving) => no("serving"),
            Some(Discipline::Clear | Discipline::Finished) => YES,
        },
        RuleKind::MinMonthsSinceAppointment { months } => match person.appointed_on.value {
            None => UNKNOWN,
            Some(appointed) => met(months_between(appointed, ground.on()) >= u32::from(*months)),
        },
        RuleKind::MinPredikat {
            at_least,
            grace_days,
        } => match person.predikat.value {
            None => UNKNOWN,
            Some(predikat) if predikat >= *at_least => YES,
            Some(_) => match closes_on(person, *at_least, *grace_days) {
                Some(on) if ground.on() < on => Finding {
                    met: Met::Yes,
                    case: "grace",
                },
                _ => NO,
            },
        },
        RuleKind::NoOverdueWork {
            days,
            with_promises,
        } => match late(person, *days, *with_promises) {
            None => UNKNOWN,
            Some(late) => met(late.is_empty()),
        },
        RuleKind::RegisteredHome {} => match (ground.day, person.home.value) {
            (Some(day), _) if day.place != Place::Home => not_applicable("place"),
            (_, HomeState::Confirmed) => YES,
            (_, HomeState::Proposed) => unknown("proposed"),
            (_, HomeState::NotGiven) => unknown("not_given"),
        },
        _ => match ground.day {
            None => not_applicable("no_day"),
            Some(day) => judge_day(kind, ground, day),
        },
    }
}

/// Since when the ratings of a person have been below a rating without a break.
pub(super) fn below_since(person: &PersonFacts, at_least: Predikat) -> Option<NaiveDate> {
    let rated = person.rated.as_ref()?.value.iter();
    let low = rated.take_while(|rated| rated.predikat < at_least);
    low.last().map(|rated| rated.on)
}

/// The day on which the right of a person closes, where days of grace follow a rating that is too low. Further low ratings do not
/// begin them anew.
pub(super) fn closes_on(
    person: &PersonFacts,
    at_least: Predikat,
    grace_days: u16,
) -> Option<NaiveDate> {
    let since = below_since(person, at_least).filter(|_| grace_days > 0)?;
    since.checked_add_days(Days::new(u64::from(grace_days)))
}

/// The days on which work was due that is later than a rule lets it be, oldest first.
pub(super) fn late(person: &PersonFacts, days: u16, with_promises: bool) -> Option<Vec<NaiveDate>> {
    let overdue = &person.overdue.as_ref()?.value;
    let promised = overdue.promised.iter().filter(|_| with_promises);
    let mut late: Vec<NaiveDate> = overdue
        .planned
        .iter()
        .chain(promised)
        .filter(|due| (person.today - **due).num_days() > i64::from(days))
        .copied()
        .collect();
    late.sort_unstable();
    Some(late)
}

fn task_flags(person: &PersonFacts, with_extra: bool) -> Finding {
    let Some(position) = &person.position else {
        return unknown("no_position");
    };
    let flags = &position.flags.value;
    let extra = with_extra.then_some(flags.extra);
    let mut all = flags.national().into_iter().chain(extra);
    let mut gap = false;
    if all.any(|flag| {
        gap |= flag.is_none();
        flag == Some(false)
    }) {
        NO
    } else if gap {
        UNKNOWN
    } else {
        YES
    }
}

fn judge_day(kind: &RuleKind, ground: &Ground<'_>, day: &DayFacts) -> Finding {
    let ahead = (day.day - day.submitted_on).num_days();
    match kind {
        RuleKind::WorkingDay {} => working_day(day),
        RuleKind::Weekdays { allowed, .. } => met(allowed.contains(&WeekDay::of(day.day))),
        RuleKind::AnchorDays { days } => met(!days.contains(&WeekDay::of(day.day))),
        RuleKind::BlockedDates { dates } => met(!dates.iter().any(|range| range.contains(day.day))),
        RuleKind::AllowedDates { dates } => met(dates.iter().any(|range| range.contains(day.day))),
        RuleKind::LeadTimeDays { days } => met(ahead >= i64::from(*days)),
        RuleKind::HorizonDays { days } => met(ahead <= i64::from(*days)),
        RuleKind::MaxLengthDays { days } => match day.length_days {
            None => not_applicable("pattern"),
            Some(length) => met(length <= *days),
        },
        RuleKind::MaxPlaceDaysPerWeek {
            days,
            except_duty_outside,
            except_special,
            may_leave_uncounted,
        } => {
            let special = day.route == Route::SpecialCircumstances;
            let uncounted = uncounted_days(ground, may_leave_uncounted);
            if *except_duty_outside && ground.person.duty_outside.value {
                not_applicable("duty_outside")
            } else if *except_special && special {
                not_applicable("special")
            } else if uncounted.contains(&WeekDay::of(day.day)) {
                Finding {
                    met: Met::Yes,
                    case: "uncounted",
                }
            } else {
                met(counted_halves(day, &uncounted) <= 2 * u32::from(*days))
            }
        }
        RuleKind::EarnedDays { .. } => earned::judge(kind, ground.person, day),
        RuleKind::MinOfficeDaysPerWeek { .. }
        | RuleKind::MaxConsecutiveDays { .. }
        | RuleKind::MaxFlexDaysPerMonth { .. } => rhythm::judge(kind, day),
        RuleKind::UnitQuota {
            limit,
            weekdays,
            family_only,
        } => {
            if !weekdays.is_empty() && !weekdays.contains(&WeekDay::of(day.day)) {
                return not_applicable("weekday");
            }
            match quota_heads(day, *limit, *family_only) {
                None => UNKNOWN,
                Some(heads) => Finding {
                    case: match (*family_only, &day.window) {
                        (true, _) => "family",
                        (false, Some(_)) => "window",
                        (false, None) => "",
                    },
                    ..met(heads.fits())
                },
            }
        }
        RuleKind::MinOnSite { limit } => met(worst_on_site(&day.team.value, day, *limit).fits()),
        RuleKind::OwnHours { .. } => not_applicable("no_hours"),
        _ => not_applicable("no_day"),
    }
}

fn working_day(day: &DayFacts) -> Finding {
    if day.day < day.today {
        return no("past");
    }
    match day.kind_of_day.value {
        DayKind::Weekend => no("weekend"),
        DayKind::ShiftOff => no("shift_off"),
        DayKind::Holiday { .. } => no("holiday"),
        DayKind::JointLeave { .. } => no("joint_leave"),
        DayKind::AgencyDay { .. } => no("agency_day"),
        DayKind::Leave { .. } => no("leave"),
        DayKind::OfficialTrip { .. } => no("trip"),
        DayKind::Working { .. } if day.taken.value => no("taken"),
        DayKind::Working { .. } => YES,
    }
}

/// The weekdays that really stay out of the count: asked by a weekday rule and permitted by the cap.
pub(super) fn uncounted_days(
    ground: &Ground<'_>,
    permitted: &BTreeSet<WeekDay>,
) -> BTreeSet<WeekDay> {
    ground.uncounted.intersection(permitted).copied().collect()
}

/// Half days at a flexible place in the week of the day, this day included, each counted once.
pub(super) fn counted_halves(day: &DayFacts, uncounted: &BTreeSet<WeekDay>) -> u32 {
    let week = IsoWeek::of(day.day);
    let this = PlaceDay {
        on: day.day,
        half: day.half,
    };
    let mut halves: BTreeMap<NaiveDate, (bool, bool)> = BTreeMap::new();
    for place in day.week.value.iter().chain(std::iter::once(&this)) {
        if IsoWeek::of(place.on) == week && !uncounted.contains(&WeekDay::of(place.on)) {
            let (morning, afternoon) = halves.entry(place.on).or_default();
            *morning |= place.half.overlaps(crate::calendar::Half::Morning);
            *afternoon |= place.half.overlaps(crate::calendar::Half::Afternoon);
        }
    }
    halves
        .values()
        .map(|(morning, afternoon)| u32::from(*morning) + u32::from(*afternoon))
        .sum()
}

/// A head count beside what the rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heads {
    pub have: u32,
    pub need: u32,
    at_most: bool,
}

impl Heads {
    fn fits(self) -> bool {
        if self.at_most {
            self.have <= self.need
        } else {
            self.have >= self.need
        }
    }

    fn slack(self) -> i64 {
        let gap = i64::from(self.need) - i64::from(self.have);
        if self.at_most { gap } else { -gap }
    }
}

/// People away with this person (`have`) against the most allowed (`need`), in the tightest half.
fn worst_quota(team: &TeamDay, day: &DayFacts, limit: Limit) -> Heads {
    tightest(team, day, |team| {
        let need = match limit {
            Limit::Percent(share) => u32::from(team.headcount) * u32::from(share) / 100,
            Limit::Number(number) => u32::from(number),
        };
        Heads {
            have: u32::from(team.away) + 1,
            need,
            at_most: true,
        }
    })
}

/// People left in the office without this person (`have`) against the least needed (`need`).
pub(super) fn worst_on_site(team: &TeamDay, day: &DayFacts, limit: Limit) -> Heads {
    let own = u32::from(team.unit_min_on_site.unwrap_or(0));
    tightest(team, day, |team| {
        let need = match limit {
            Limit::Percent(share) => (u32::from(team.headcount) * u32::from(share)).div_ceil(100),
            Limit::Number(number) => u32::from(number),
        };
        let gone = u32::from(team.away) + u32::from(team.on_leave) + u32::from(team.on_trip) + 1;
        let have = u32::from(team.headcount).saturating_sub(gone);
        Heads {
            have,
            need: need.max(own),
            at_most: false,
        }
    })
}

fn tightest(team: &TeamDay, day: &DayFacts, heads: impl Fn(Team) -> Heads) -> Heads {
    team.halves(day.half)
        .map(heads)
        .min_by_key(|heads| heads.slack())
        .unwrap_or(Heads {
            have: 0,
            need: 0,
            at_most: true,
        })
}

/// Full calendar months from `from` to `to`; none when `to` comes first.
pub(super) fn months_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = (to.year() - from.year()) * 12 + to.month0() as i32 - from.month0() as i32;
    let short = i32::from(to.day() < from.day() && !is_month_end(to));
    u32::try_from(months - short).unwrap_or(0)
}

fn is_month_end(date: NaiveDate) -> bool {
    date.succ_opt()
        .is_none_or(|next| next.month() != date.month())
}
