//! What judging people of a unit on some days rests on, loaded once for all of them: who is where, the windows, the rules, and what
//! only some rules ask for.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    board::{Board, Stay},
    check::{Asked, Situation},
    hours::Held,
    rules::{bits_of, half_of, whole_weeks},
    store,
};
use crate::{
    calendar::{DateRange, DayKind, Half, IsoWeek},
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, UnitId},
    },
    policy::{
        self, Fact, InForce, MonthFacts, Needs, OwnDay, PersonFacts, Place, PlaceDay, Source,
        TeamDay,
    },
    windows,
};

/// The ground under every [`Situation`] of a unit.
#[derive(Clone)]
pub struct Ground {
    pub unit: UnitId,
    /// The whole weeks that may be judged; the board reaches further where a rule asks.
    pub range: DateRange,
    pub board: Arc<Board>,
    pub windows: Arc<Vec<windows::Open>>,
    /// Rules by the day from which they hold, oldest first.
    pub rules: Vec<(NaiveDate, Arc<InForce>)>,
    /// Own hours of the people asked about, where a rule counts them.
    pub hours: Arc<Vec<Held>>,
    pub now: DateTime<Utc>,
}

impl Ground {
    /// Loads a unit around the whole weeks of a range, for one person, who may be no member any more, or for every member.
    pub async fn load(
        conn: &mut PgConnection,
        agency: AgencyId,
        unit: UnitId,
        person: Option<EmployeeId>,
        range: DateRange,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let range = whole_weeks(range);
        let rules = policy::rules_over(conn, agency, range).await?;
        let needs = Needs::of(rules.iter().map(|(_, held)| &held.effective));
        let reach = needs.reach(range);
        let mut board =
            Board::load(conn, agency, &[unit], person.map(|id| (id, unit)), reach).await?;
        if needs.families {
            board.families = store::board::families(conn, agency, unit).await?;
        }
        let windows = windows::open_in(conn, agency, reach).await?;
        let hours = if needs.own_hours {
            let members = board.members.iter().map(|member| member.id);
            let ids: Vec<Uuid> = match person {
                Some(one) => vec![one.0],
                None => members.map(|id| id.0).collect(),
            };
            store::hours::held(conn, agency, &ids, reach).await?
        } else {
            Vec::new()
        };
        Ok(Self {
            unit,
            range,
            board: Arc::new(board),
            windows: Arc::new(windows),
            rules,
            hours: Arc::new(hours),
            now,
        })
    }

    /// What its rules ask for.
    pub fn needs(&self) -> Needs {
        Needs::of(self.rules.iter().map(|(_, held)| &held.effective))
    }

    /// One person on this ground.
    pub fn situation(&self, employee: EmployeeId, person: PersonFacts) -> Situation {
        Situation {
            employee,
            unit: self.unit,
            person,
            range: self.range,
            board: self.board.clone(),
            windows: self.windows.clone(),
            rules: self.rules.clone(),
            hours: self.hours.clone(),
            now: self.now,
            other_hours: None,
            kept: Vec::new(),
            seats: None,
        }
    }
}

impl Situation {
    /// The stored place days of a day that count before what is asked for. Of requests of one person that wait, the first sent comes
    /// first: were each counted against the other, a limit that has become lower would leave room for none.
    fn counted<'a>(
        &'a self,
        on: NaiveDate,
        asked: &'a Asked,
    ) -> impl Iterator<Item = &'a Stay> + 'a {
        let later = move |stay: &&Stay| match (stay.waits_since, asked.waits_since, asked.request) {
            (Some(theirs), Some(own), Some(id)) => (theirs, stay.request.0) > (own, id.0),
            _ => false,
        };
        let stays = self.board.stays(self.employee, on, asked.request);
        stays.filter(move |stay| !later(stay))
    }

    /// The place half days of a day, stored and asked for.
    pub(super) fn places<'a>(
        &'a self,
        on: NaiveDate,
        asked: &'a Asked,
    ) -> impl Iterator<Item = (u8, Place)> + 'a {
        let stays = self.counted(on, asked);
        let asked_for = asked.days.get(&on).map(|bits| (*bits, asked.place));
        stays.map(|stay| (stay.bits, stay.place)).chain(asked_for)
    }

    /// The place days of some days that no window covers.
    pub(super) fn place_days(
        &self,
        days: impl Iterator<Item = NaiveDate>,
        asked: &Asked,
    ) -> Vec<PlaceDay> {
        let mut found = Vec::new();
        for on in days {
            found.extend(
                self.places(on, asked)
                    .filter(|(_, place)| self.window(on, *place).is_none())
                    .filter_map(|(bits, _)| half_of(bits))
                    .map(|half| PlaceDay { on, half }),
            );
        }
        found
    }

    /// The head counts of the person's family of positions in the unit, where a rule asks for them.
    pub(super) fn family_team(
        &self,
        needs: Needs,
        on: NaiveDate,
        asked: &Asked,
    ) -> Option<Fact<TeamDay>> {
        let position = self.person.position.as_ref();
        let family = position.filter(|_| needs.families)?.family.as_ref()?;
        let (who, board) = (Some(self.employee), &self.board);
        let team = board.family_team((self.unit, family), on, who, asked.request);
        Some(Fact::new(team, Source::Schedule, self.now))
    }

    /// A day as the rules about its order see it; none of a day off.
    fn own_day(&self, on: NaiveDate, asked: &Asked) -> Option<OwnDay> {
        let (mut works, mut absent) = (0, false);
        for half in [Half::Morning, Half::Afternoon] {
            match self.board.calendars.kind(self.employee, on, half) {
                DayKind::Working { .. } => works |= bits_of(half),
                DayKind::Leave { .. } | DayKind::OfficialTrip { .. } => absent = true,
                _ => {}
            }
        }
        if works == 0 && !absent {
            return None;
        }
        let places: Vec<(u8, Place)> = self.places(on, asked).collect();
        let away = places.iter().fold(0, |all, (bits, _)| all | bits);
        let mut covered = places.iter().map(|(_, place)| self.window(on, *place));
        Some(OwnDay {
            on,
            works: half_of(works),
            away: half_of(away & works),
            in_window: covered.any(|window| window.is_some()),
        })
    }

    /// The week of a day, and beyond it the days that continue a row of place days.
    pub(super) fn around(&self, day: NaiveDate, asked: &Asked) -> Vec<OwnDay> {
        let own = |on: &NaiveDate| self.own_day(*on, asked);
        let goes_on =
            |own: &OwnDay| own.in_window || (own.works.is_some() && own.away == own.works);
        let week: Vec<NaiveDate> = IsoWeek::of(day).days().collect();
        let (Some(first), Some(last)) = (week.first(), week.last()) else {
            return Vec::new();
        };
        let range = self.board.range;
        let before = std::iter::successors(first.pred_opt(), |on| on.pred_opt())
            .take_while(|on| *on >= range.from);
        let after = std::iter::successors(last.succ_opt(), |on| on.succ_opt())
            .take_while(|on| *on <= range.to);
        let mut days: Vec<OwnDay> = before
            .filter_map(|on| own(&on))
            .take_while(goes_on)
            .collect();
        days.reverse();
        days.extend(week.iter().filter_map(own));
        days.extend(after.filter_map(|on| own(&on)).take_while(goes_on));
        days
    }

    /// The flexible days of the month of a day.
    pub(super) fn month(&self, day: NaiveDate, asked: &Asked) -> MonthFacts {
        let month = policy::month(day);
        let days = || month.from.iter_days().take_while(|on| *on <= month.to);
        let held = self.hours.iter();
        let held = held.filter(|held| held.employee == self.employee);
        let periods: Vec<DateRange> = held.map(|held| held.period).collect();
        let works = |on: &NaiveDate| {
            let kind = |half| self.board.calendars.kind(self.employee, *on, half);
            kind(Half::Morning).is_working() || kind(Half::Afternoon).is_working()
        };
        let placed = |on: &NaiveDate| {
            let mut stays = self.counted(*on, asked);
            let asked_for = asked.times.is_some() && asked.days.contains_key(on);
            asked_for || stays.any(|stay| stay.times.is_some())
        };
        let under =
            |on: &NaiveDate| periods.iter().any(|period| period.contains(*on)) || placed(on);
        let own_hours = days().filter(under).filter(works).collect();
        MonthFacts {
            place: self.place_days(days(), asked),
            own_hours,
        }
    }
}
