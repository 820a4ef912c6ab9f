//! Who sees which ratings, one's own, and how people were rated across units.

use std::collections::BTreeMap;

use super::{
    Assessment, Evidence, Facts, Objection, Period, PeriodState, State, Step, objection, rate,
    rules::{self, next},
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Reason, Result},
        id::{AssessmentId, EmployeeId, RatingPeriodId, TargetLineId},
    },
    organisation::{self, Approver, Person},
    performance::{State as TargetsState, Targets, store, work::Deliverable},
};

/// How many levels up are looked at.
const LEVELS: i16 = 8;

/// The nearest above a person today that is wanted: whoever decides for them, or a level over that; never somebody whom the person leads,
/// which a stand-in could bring about.
pub(super) async fn nearest(
    cx: &mut Cx,
    who: EmployeeId,
    wanted: impl Fn(&Approver) -> bool,
) -> Result<Option<Approver>> {
    let (agency, today) = (cx.agency(), cx.today());
    for level in 0..LEVELS {
        let found = organisation::approver_of(cx.conn(), agency, who, today, level).await?;
        let Some(approver) = found else {
            break;
        };
        if wanted(&approver) && !leads(cx, who, approver.employee).await? {
            return Ok(Some(approver));
        }
    }
    Ok(None)
}

/// Whether a person stands above another by their post, not by standing in for somebody.
pub(super) async fn leads(cx: &mut Cx, who: EmployeeId, other: EmployeeId) -> Result<bool> {
    let agency = cx.agency();
    let above = organisation::posts_above(cx.conn(), agency, other).await?;
    Ok(above.contains(&who))
}

/// Who rates a person today. None: the agency's leaders.
pub(super) async fn rater_of(cx: &mut Cx, who: EmployeeId) -> Result<Option<Approver>> {
    nearest(cx, who, |_| true).await
}

/// The agency's leaders who act where nobody stands above a person: none of `part`, not the person, and nobody whom the person leads.
pub(super) async fn leaders_for(
    cx: &mut Cx,
    who: EmployeeId,
    part: &[EmployeeId],
) -> Result<Vec<EmployeeId>> {
    let agency = cx.agency();
    let mut all = Vec::new();
    for leader in store::concerned::leaders(cx.conn(), agency).await? {
        let other = leader != who && !part.contains(&leader);
        if other && !leads(cx, who, leader).await? {
            all.push(leader);
        }
    }
    Ok(all)
}

/// The targets by which somebody is rated in a period: those in force in its year.
pub(super) async fn targets_of(cx: &mut Cx, period: &Period, who: EmployeeId) -> Result<Targets> {
    let agency = cx.agency();
    let (year, agreed) = (store::periods::period_year(period), [TargetsState::Agreed]);
    store::targets::find_in(cx.conn(), agency, who, year, &agreed)
        .await?
        .ok_or_else(|| Reason::new("rating-no-targets").with("year", year).into())
}

/// The version of somebody that counts, where it is the one that was seen; one that is not stored yet, of version 0, where there was none.
pub(super) async fn seen(
    cx: &mut Cx,
    period: &Period,
    who: EmployeeId,
    version: i32,
) -> Result<Assessment> {
    let agency = cx.agency();
    let found = store::assessments::find(cx.conn(), agency, period.id, who).await?;
    let one = found.unwrap_or_else(|| empty(period.id, who));
    if one.version == version {
        Ok(one)
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// A rating that nobody has begun.
fn empty(period: RatingPeriodId, employee: EmployeeId) -> Assessment {
    Assessment {
        id: AssessmentId::new(),
        period,
        employee,
        number: 1,
        state: State::Open,
        account: String::new(),
        told_at: None,
        targets: None,
        result: None,
        behaviour: None,
        predikat: None,
        note: String::new(),
        reason: String::new(),
        rated_by: None,
        rater_name: None,
        rated_at: None,
        acting: None,
        deputised: None,
        in_place_of: None,
        facts: None,
        closed_at: None,
        version: 0,
        realised: BTreeMap::new(),
    }
}

/// The version of somebody that counts.
pub(super) async fn current(cx: &mut Cx, period: &Period, who: EmployeeId) -> Result<Assessment> {
    let agency = cx.agency();
    store::assessments::find(cx.conn(), agency, period.id, who)
        .await?
        .ok_or(Error::NotFound)
}

/// How the acting person relates to somebody's rating.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub own: bool,
    /// Rates the person today.
    pub rates: bool,
    /// May put another version in the place of this final one.
    pub corrects: bool,
    /// Answers objections to this rating.
    pub reviews: bool,
    /// Answered one.
    pub reviewed: bool,
    /// May see a final rating for another reason: gave it, HR, the leader.
    pub looks: bool,
}

/// Somebody's rating in a period as a page shows it.
#[derive(Debug)]
pub struct Shown {
    pub period: Period,
    pub who: EmployeeId,
    pub name: String,
    /// None where the year has no targets in force, and nobody was rated by any.
    pub targets: Option<Targets>,
    /// What the acting person may know of the version that counts; version 0 where there is none yet.
    pub rating: Assessment,
    /// Versions that others took the place of, the newest first.
    pub before: Vec<Assessment>,
    /// The newest first.
    pub objections: Vec<Objection>,
    /// The work of the period by the line that it counts for; none: for no line.
    pub work: BTreeMap<Option<TargetLineId>, Evidence>,
    /// The pieces of it.
    pub pieces: Vec<Deliverable>,
    /// The numbers as they are known now, or were when it was rated.
    pub facts: Facts,
    /// Until when the person may object.
    pub object_until: Option<chrono::NaiveDate>,
    pub sight: Sight,
}

impl Shown {
    /// The person may tell what was realised.
    pub fn can_tell(&self) -> bool {
        self.sight.own && self.targets.is_some() && self.open(Step::Tell)
    }

    /// May be rated by the acting person.
    pub fn can_rate(&self) -> bool {
        self.sight.rates && self.targets.is_some() && self.open(Step::Rate)
    }

    /// May be corrected by the acting person.
    pub fn can_correct(&self) -> bool {
        self.sight.corrects
    }

    /// The person may object.
    pub fn can_object(&self, today: chrono::NaiveDate) -> bool {
        let before = self
            .objections
            .iter()
            .any(|one| one.assessment == self.rating.id);
        self.sight.own
            && self.open(Step::Object)
            && !before
            && self.object_until.is_none_or(|last| today <= last)
    }

    /// The objection that waits for an answer.
    pub fn waits(&self) -> Option<&Objection> {
        self.objections.iter().find(|one| one.state == "open")
    }

    fn open(&self, step: Step) -> bool {
        next(self.rating.state, self.period.state, step).is_ok()
    }
}

/// Somebody's rating in a period, for whom it is for; who may not see it does not find it.
pub async fn show(cx: &mut Cx, id: RatingPeriodId, who: EmployeeId) -> Result<Shown> {
    let (agency, today) = (cx.agency(), cx.today());
    let period = store::periods::find(cx.conn(), agency, id).await?;
    let person = organisation::find(cx.conn(), agency, who).await?;
    let found = store::assessments::find(cx.conn(), agency, id, who).await?;
    let mut rating = found.unwrap_or_else(|| empty(id, who));
    let (me, roles) = (cx.actor().employee, cx.actor().roles);
    let objections = store::assessments::objections(cx.conn(), agency, id, who).await?;
    let waits = objections.iter().any(|one| one.state == "open");
    let rater = rate::rater_here(cx, who).await?;
    let corrects = rater.as_ref().is_some_and(|rater| {
        rules::correctable(&rating, period.state, &objections, rater.as_ref(), me).is_ok()
    });
    let sight = Sight {
        own: me == Some(who),
        rates: rater.is_some(),
        corrects,
        reviews: waits && objection::may_answer(cx, id, who).await?,
        reviewed: me.is_some() && objections.iter().any(|one| one.answered_by == me),
        looks: rating.state.is_final()
            && (roles.hr || roles.leader || (me.is_some() && rating.rated_by == me)),
    };
    let close = sight.own || sight.rates || sight.reviews || sight.reviewed;
    if !(close || sight.looks) {
        return Err(Error::NotFound);
    }
    let year = store::periods::period_year(&period);
    let targets = match rating.targets {
        Some(id) => Some(store::targets::find(cx.conn(), agency, id).await?),
        None => {
            let agreed = [TargetsState::Agreed];
            store::targets::find_in(cx.conn(), agency, who, year, &agreed).await?
        }
    };
    let work = if close {
        store::assessments::evidence(cx.conn(), agency, &period, &[who], today).await?
    } else {
        BTreeMap::new()
    };
    let pieces = if close {
        store::work::due_in(cx.conn(), agency, who, &period).await?
    } else {
        Vec::new()
    };
    let facts = match (&rating.facts, &targets) {
        (Some(facts), _) if rating.state.is_final() => facts.clone(),
        (_, Some(targets)) => rate::facts(cx, &period, targets, &rating).await?,
        _ => Facts::default(),
    };
    let before = store::assessments::replaced(cx.conn(), agency, id, who).await?;
    let object_until = objection::last_day(cx, &rating).await?;
    // what is not final yet is between the one who rates and the file
    if rating.state == State::Rated && !sight.rates {
        rating.result = None;
        rating.behaviour = None;
        rating.predikat = None;
        rating.note = String::new();
        rating.facts = None;
    }
    // the dialogue is between the person and those above
    if !close {
        rating.account = String::new();
        rating.realised = BTreeMap::new();
    }
    Ok(Shown {
        who,
        name: person.name,
        targets,
        rating,
        before,
        objections: if close { objections } else { Vec::new() },
        work: work
            .into_iter()
            .map(|((_, line), evidence)| (line, evidence))
            .collect(),
        pieces,
        facts,
        object_until,
        sight,
        period,
    })
}

/// The acting person's ratings: every period that is open or in which they were rated, the newest first.
pub async fn own(cx: &mut Cx) -> Result<Vec<(Period, Option<Assessment>)>> {
    cx.require(Can::BeEmployee)?;
    let (agency, me) = (cx.agency(), cx.employee()?);
    let periods = store::periods::list(cx.conn(), agency).await?;
    let mut known = store::assessments::of_person(cx.conn(), agency, me).await?;
    Ok(periods
        .into_iter()
        .filter_map(|period| {
            let at = known.iter().position(|one| one.period == period.id);
            let mut one = at.map(|at| known.swap_remove(at));
            if let Some(one) = &mut one
                && one.state == State::Rated
            {
                one.predikat = None;
            }
            (one.is_some() || period.state == PeriodState::Open).then_some((period, one))
        })
        .collect())
}

/// The periods of the agency, for HR and the leader.
pub async fn periods(cx: &mut Cx) -> Result<Vec<Period>> {
    cx.require(Can::SetWindows)?;
    let agency = cx.agency();
    store::periods::list(cx.conn(), agency).await
}

/// How people were rated across units in a period, and what the guide says to it; for HR and the leader.
#[derive(Debug)]
pub struct Calibration {
    pub period: Period,
    pub units: Vec<UnitSpread>,
    pub all: UnitSpread,
    /// Where the distribution is other than the guide says (law 4.10), with the share in percent.
    pub guide: Vec<(&'static str, usize)>,
    /// Those above whom nobody stands, and whether one of the agency's leaders rates them; without one nobody can.
    pub unled: Vec<(Person, bool)>,
}

/// How the people of a unit were rated.
#[derive(Clone, Debug, Default)]
pub struct UnitSpread {
    pub name: String,
    /// To be rated.
    pub people: usize,
    pub rated: usize,
    /// In the order of [`super::Predikat::ALL`].
    pub counts: [usize; 5],
    /// The share of good and very good ratings is far from that of the whole: more than a quarter away, of five people or more.
    pub apart: bool,
    /// Too few are rated to say how while that is nobody else's business: nothing is counted.
    pub few: bool,
}

/// How many people of a unit have to be rated before its share is compared.
const FEW: usize = 5;

/// The distribution of a period.
pub async fn calibration(cx: &mut Cx, id: RatingPeriodId) -> Result<Calibration> {
    cx.require(Can::SetWindows)?;
    let agency = cx.agency();
    let period = store::periods::find(cx.conn(), agency, id).await?;
    let spread = store::periods::spread(cx.conn(), agency, &period).await?;
    // before the period is closed a handful would tell who was rated how
    let few = |rated: usize| period.state == PeriodState::Open && (1..FEW).contains(&rated);
    let mut all = UnitSpread::default();
    for unit in &spread {
        all.people += unit.people;
        all.rated += unit.rated;
    }
    all.few = few(all.rated);
    for unit in spread.iter().filter(|unit| !few(unit.rated)) {
        for (sum, count) in all.counts.iter_mut().zip(unit.counts) {
            *sum += count;
        }
    }
    let good = |counts: &[usize; 5], rated: usize| {
        ((counts[0] + counts[1]) * 100)
            .checked_div(rated)
            .unwrap_or(0)
    };
    let counted: usize = all.counts.iter().sum();
    let mean = good(&all.counts, counted);
    let units = spread
        .into_iter()
        .map(|unit| UnitSpread {
            apart: unit.rated >= FEW && good(&unit.counts, unit.rated).abs_diff(mean) > 25,
            few: few(unit.rated),
            name: unit.name,
            people: unit.people,
            rated: unit.rated,
            counts: if few(unit.rated) { [0; 5] } else { unit.counts },
        })
        .collect();
    let guide = period
        .achievement
        .map_or_else(Vec::new, |of| rules::distribution(of, all.counts));
    let year = store::periods::period_year(&period);
    let mut alone = Vec::new();
    for one in super::sheet::unled(cx, id, year).await? {
        let rated = !leaders_for(cx, one.id, &[]).await?.is_empty();
        alone.push((one, rated));
    }
    Ok(Calibration {
        unled: alone,
        period,
        units,
        all,
        guide,
    })
}

/// The objections that wait for the acting person's answer, oldest first.
pub async fn objections(cx: &mut Cx) -> Result<Vec<Objection>> {
    let (agency, leader) = (cx.agency(), cx.actor().roles.leader);
    let Some(me) = cx.actor().employee else {
        return Ok(Vec::new());
    };
    let mut all = store::assessments::open_objections(cx.conn(), agency, me, leader).await?;
    if leader && !all.is_empty() {
        // a leader answers nothing for whoever leads them
        let above = organisation::posts_above(cx.conn(), agency, me).await?;
        all.retain(|one| !above.contains(&one.employee));
    }
    Ok(all)
}
