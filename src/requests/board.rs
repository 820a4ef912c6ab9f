//! Who is where: the people of some units on the days of some weeks, two halves a day. Loaded once, then asked freely.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{rules::half_of, store};
use crate::{
    calendar::{self, AbsenceKind, Calendars, DateRange, DayKind, Half, hours_on},
    kernel::{
        error::Result,
        id::{AgencyId, AgreementId, EmployeeId, RequestId, UnitId},
    },
    policy::{DayTimes, Effective, Limit, Place, RuleKind, Scope, Severity, Team, TeamDay},
    shifts::{self, Roster},
};

/// A person on the board.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: EmployeeId,
    pub name: String,
    pub unit: UnitId,
    pub position: String,
}

/// A unit on the board.
#[derive(Clone, Debug)]
pub struct UnitInfo {
    pub name: String,
    pub min_on_site: Option<u16>,
}

/// A (half) day at a flexible place, approved or pending.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    pub request: RequestId,
    pub employee: EmployeeId,
    pub on: NaiveDate,
    pub bits: u8,
    pub place: Place,
    pub pending: bool,
    /// Since when it waits for a decision; none where it was decided, be it by an offer.
    pub waits_since: Option<DateTime<Utc>>,
    /// Own start and end of work that go with it.
    pub times: Option<DayTimes>,
    /// The agreement whose seat it takes.
    pub agreement: Option<AgreementId>,
}

/// Where somebody is in one half of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    Off(DayKind),
    Leave,
    Trip,
    At { place: Place, pending: bool },
    Office,
}

/// People in the office in the weaker half of a day, against the minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strength {
    pub present: u32,
    pub total: u32,
    pub minimum: u32,
}

/// The people of some units within a range of dates.
pub struct Board {
    pub range: DateRange,
    pub members: Vec<Member>,
    pub units: HashMap<UnitId, UnitInfo>,
    pub calendars: Calendars,
    /// Families of positions; read only where a rule counts them.
    pub families: HashMap<EmployeeId, String>,
    /// Who works in shifts on which day.
    pub roster: Roster,
    stays: HashMap<(EmployeeId, NaiveDate), Vec<Stay>>,
    own: Option<EmployeeId>,
}

impl Board {
    /// Loads the active people of these units; `also` is shown even where he is no member any more.
    pub async fn load(
        conn: &mut PgConnection,
        agency: AgencyId,
        units: &[UnitId],
        also: Option<(EmployeeId, UnitId)>,
        range: DateRange,
    ) -> Result<Self> {
        let unit_ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
        let (infos, members) = store::board::units(conn, agency, &unit_ids).await?;
        Self::gather(conn, agency, (infos, members), also, range).await
    }

    /// Loads chosen people, whatever units they work in. Who works beside them is not known: no head counts.
    pub async fn of_people(
        conn: &mut PgConnection,
        agency: AgencyId,
        members: Vec<Member>,
        range: DateRange,
    ) -> Result<Self> {
        Self::gather(conn, agency, (HashMap::new(), members), None, range).await
    }

    async fn gather(
        conn: &mut PgConnection,
        agency: AgencyId,
        (infos, members): (HashMap<UnitId, UnitInfo>, Vec<Member>),
        also: Option<(EmployeeId, UnitId)>,
        range: DateRange,
    ) -> Result<Self> {
        let mut people: HashMap<EmployeeId, UnitId> =
            members.iter().map(|one| (one.id, one.unit)).collect();
        people.extend(also);
        let people: Vec<(EmployeeId, UnitId)> = people.into_iter().collect();
        let ids: Vec<Uuid> = people.iter().map(|(id, _)| id.0).collect();
        let mut calendars = calendar::load(conn, agency, &people, range).await?;
        let everybody: Vec<EmployeeId> = people.iter().map(|(id, _)| *id).collect();
        let roster = shifts::roster(conn, agency, &everybody, range).await?;
        for (who, day) in roster.off(range) {
            calendars.leave_free(who, day);
        }
        let mut stays: HashMap<_, Vec<Stay>> = HashMap::new();
        for stay in store::board::stays(conn, agency, &ids, range).await? {
            stays
                .entry((stay.employee, stay.on))
                .or_default()
                .push(stay);
        }
        Ok(Self {
            range,
            members,
            units: infos,
            calendars,
            families: HashMap::new(),
            roster,
            stays,
            own: also.map(|(id, _)| id),
        })
    }

    /// The place days of a person on a day, without those of one request.
    pub fn stays(
        &self,
        who: EmployeeId,
        on: NaiveDate,
        without: Option<RequestId>,
    ) -> impl Iterator<Item = &Stay> {
        self.stays
            .get(&(who, on))
            .into_iter()
            .flatten()
            .filter(move |stay| Some(stay.request) != without)
    }

    /// Own start and end of work that were agreed to together with the place of a day.
    pub fn day_times(&self, who: EmployeeId, on: NaiveDate) -> Option<DayTimes> {
        let mut decided = self.stays(who, on, None).filter(|stay| !stay.pending);
        decided.find_map(|stay| stay.times)
    }

    /// Where somebody is in one half of a day.
    pub fn place(&self, who: EmployeeId, on: NaiveDate, half: Half) -> Where {
        match self.calendars.kind(who, on, half) {
            DayKind::Leave { .. } => Where::Leave,
            DayKind::OfficialTrip { .. } => Where::Trip,
            DayKind::Working { .. } => self
                .stays(who, on, None)
                .filter(|stay| half_of(stay.bits).is_some_and(|taken| taken.overlaps(half)))
                .min_by_key(|stay| stay.pending)
                .map_or(Where::Office, |stay| Where::At {
                    place: stay.place,
                    pending: stay.pending,
                }),
            off => Where::Off(off),
        }
    }

    /// Head counts of a unit on a day. Who is `except`ed counts as staff and nowhere else; the days of request `without` do not count.
    pub fn team(
        &self,
        unit: UnitId,
        on: NaiveDate,
        except: Option<EmployeeId>,
        without: Option<RequestId>,
    ) -> TeamDay {
        let members = || self.members.iter().filter(|one| one.unit == unit);
        TeamDay {
            morning: self.half_team(members(), on, Half::Morning, except, without),
            afternoon: self.half_team(members(), on, Half::Afternoon, except, without),
            unit_min_on_site: self.units.get(&unit).and_then(|info| info.min_on_site),
        }
    }

    /// The same for the people of a unit whose positions are of one family.
    pub fn family_team(
        &self,
        (unit, family): (UnitId, &str),
        on: NaiveDate,
        except: Option<EmployeeId>,
        without: Option<RequestId>,
    ) -> TeamDay {
        let of_family = |one: &&Member| {
            let own = self.families.get(&one.id);
            one.unit == unit && own.is_some_and(|own| own == family)
        };
        let members = || self.members.iter().filter(of_family);
        TeamDay {
            morning: self.half_team(members(), on, Half::Morning, except, without),
            afternoon: self.half_team(members(), on, Half::Afternoon, except, without),
            unit_min_on_site: None,
        }
    }

    /// Whom a plan of shifts leaves free, or lets work outside the office's hours, is none of the day's strength.
    fn outside_hours(&self, member: &Member, on: NaiveDate) -> bool {
        let Some(held) = self.roster.on(member.id, on) else {
            return false;
        };
        let office = hours_on(&self.calendars.office(member.unit, on), on);
        held.shift.is_none_or(|shift| {
            let (start, end) = shift.on(on);
            start >= on.and_time(office.end) || end <= on.and_time(office.start)
        })
    }

    fn half_team<'a>(
        &self,
        members: impl Iterator<Item = &'a Member>,
        on: NaiveDate,
        half: Half,
        except: Option<EmployeeId>,
        without: Option<RequestId>,
    ) -> Team {
        let mut team = Team::default();
        for member in members {
            if self.outside_hours(member, on) {
                continue;
            }
            team.headcount += 1;
            if Some(member.id) == except {
                continue;
            }
            let away = |kind| {
                self.calendars.absences(member.id).iter().any(|absence| {
                    absence.kind == kind && absence.days.contains(on) && absence.half.overlaps(half)
                })
            };
            if away(AbsenceKind::Leave) {
                team.on_leave += 1;
            } else if away(AbsenceKind::OfficialTrip) {
                team.on_trip += 1;
            } else if self
                .stays(member.id, on, without)
                .any(|stay| half_of(stay.bits).is_some_and(|taken| taken.overlaps(half)))
            {
                team.away += 1;
            }
        }
        team
    }

    /// People in the office in the weaker half of the day; `leaving` counts the person as away too.
    pub fn strength(
        &self,
        team: &TeamDay,
        least: &[(Limit, Option<UnitId>)],
        leaving: bool,
    ) -> Strength {
        let gone = |team: Team| {
            u32::from(team.away)
                + u32::from(team.on_leave)
                + u32::from(team.on_trip)
                + u32::from(leaving)
        };
        let total = u32::from(team.morning.headcount);
        let present = [team.morning, team.afternoon]
            .into_iter()
            .map(|half| total.saturating_sub(gone(half)))
            .min()
            .unwrap_or(0);
        let minimum = least
            .iter()
            .map(|(limit, _)| match limit {
                Limit::Percent(share) => (total * u32::from(*share)).div_ceil(100),
                Limit::Number(number) => u32::from(*number),
            })
            .chain(team.unit_min_on_site.map(u32::from))
            .max()
            .unwrap_or(0);
        Strength {
            present,
            total,
            minimum,
        }
    }

    /// The minimum staff rules that hold for one of the units.
    pub fn minimums(&self, rules: &Effective, unit: UnitId) -> Vec<(Limit, Option<UnitId>)> {
        let above = self.calendars.above(unit);
        rules
            .rules
            .iter()
            .filter(|rule| rule.rule.severity != Severity::Advice)
            .filter_map(|rule| match (&rule.rule.kind, &rule.rule.scope) {
                (RuleKind::MinOnSite { limit }, Scope::Agency) => Some((*limit, None)),
                (RuleKind::MinOnSite { limit }, Scope::UnitSubtree { unit })
                    if above.contains(&UnitId(*unit)) =>
                {
                    Some((*limit, Some(UnitId(*unit))))
                }
                _ => None,
            })
            .collect()
    }

    /// The person the board was loaded for.
    pub fn own(&self) -> Option<EmployeeId> {
        self.own
    }
}

#[cfg(test)]
#[path = "board_test.rs"]
mod tests;
