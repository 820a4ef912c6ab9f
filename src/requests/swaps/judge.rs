//! The rules about an exchange: each of the two is judged on the day they would get, as if the exchange had happened, with the other's
//! place on that day free.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{Hold, Part, rules};
use crate::{
    calendar::{DateRange, Half},
    kernel::{
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        id::{EmployeeId, UnitId},
    },
    policy::{self, DayFacts, Level, Overall, People, Route},
    requests::{
        Evaluation, Judged, Span, Where,
        check::{Asked, Situation},
        ground,
        rules::half_of,
    },
};

/// The people of a unit around some days, with everything the rules need to know about them.
pub struct Ground {
    pub people: Vec<(EmployeeId, Situation)>,
}

/// How one of the two would stand.
pub struct Stands {
    pub employee: EmployeeId,
    pub name: String,
    pub judged: Judged,
}

/// How both would stand: the proposer, then the colleague.
pub struct Verdicts {
    pub both: [Stands; 2],
    texts: [String; 2],
}

impl Ground {
    /// Loads these people of a unit for the whole weeks around a range.
    pub async fn load(
        cx: &mut Cx,
        unit: UnitId,
        people: &[EmployeeId],
        range: DateRange,
    ) -> Result<Self> {
        let (agency, now) = (cx.agency(), cx.now());
        let ground = ground::Ground::load(cx.conn(), agency, unit, None, range, now).await?;
        let (people, needs) = (People::These(people), ground.needs());
        let facts = policy::person_facts(cx.conn(), agency, people, needs, now).await?;
        let people = facts
            .into_iter()
            .map(|(employee, person)| (employee, ground.situation(employee, person)))
            .collect();
        Ok(Self { people })
    }

    /// The situation of one of them.
    pub fn of(&self, who: EmployeeId) -> Option<&Situation> {
        let mut people = self.people.iter();
        people.find(|(id, _)| *id == who).map(|(_, found)| found)
    }
}

/// The facts of the day that somebody would get. `hold` is the request that the day goes into, `now` its days after the exchange.
pub fn facts(
    situation: &Situation,
    hold: &Hold,
    now: &Span,
    gets: (NaiveDate, u8),
    giver: EmployeeId,
    proposed_on: NaiveDate,
) -> DayFacts {
    let asked = Asked::new(
        now,
        hold.place,
        Route::Ordinary,
        proposed_on,
        Some(hold.request),
    );
    let half = half_of(gets.1).unwrap_or(Half::Full);
    let mut facts = situation.facts(gets.0, half, &asked);
    let away = |part: Half| {
        let there = half.overlaps(part) && {
            let place = situation.board.place(giver, gets.0, part);
            matches!(place, Where::At { .. })
        };
        u16::from(there)
    };
    let (morning, afternoon) = (away(Half::Morning), away(Half::Afternoon));
    let families = &situation.board.families;
    let kin = families.get(&giver) == families.get(&situation.employee);
    let family = facts.family.as_mut().filter(|_| kin);
    for team in family.into_iter().chain([&mut facts.team]) {
        let team = &mut team.value;
        team.morning.away = team.morning.away.saturating_sub(morning);
        team.afternoon.away = team.afternoon.away.saturating_sub(afternoon);
    }
    facts
}

/// Judges both under the locks of the caller; a day that is no longer held is refused.
pub async fn judge(
    cx: &mut Cx,
    unit: UnitId,
    holds: [&Hold; 2],
    parts: [&Part; 2],
    proposed_at: DateTime<Utc>,
) -> Result<Verdicts> {
    let [proposer, colleague] = parts;
    let zone = cx.actor().zone;
    let proposed_on = crate::kernel::time::local_date(proposed_at, zone);
    let range = DateRange {
        from: proposer.on.min(colleague.on),
        to: proposer.on.max(colleague.on),
    };
    let ground = Ground::load(cx, unit, &[proposer.employee, colleague.employee], range).await?;
    let one = |hold: &Hold, own: &Part, other: &Part| -> Result<(Stands, String)> {
        let now = rules::after(&hold.span, own.day(), other.day())
            .map_err(|reason| reason.with("name", &own.name))?;
        let situation = ground.of(own.employee).ok_or(Error::NotFound)?;
        let facts = facts(
            situation,
            hold,
            &now,
            other.day(),
            other.employee,
            proposed_on,
        );
        let rules = &situation.rules(other.on).effective;
        let verdict = policy::eligibility(&situation.person, rules, &facts);
        let judged = Judged { facts, verdict };
        let text = serde_json::to_string(&Evaluation {
            person: situation.person.clone(),
            days: vec![judged.clone()],
        })?;
        let stands = Stands {
            employee: own.employee,
            name: own.name.clone(),
            judged,
        };
        Ok((stands, text))
    };
    let (first, first_text) = one(holds[0], proposer, colleague)?;
    let (second, second_text) = one(holds[1], colleague, proposer)?;
    Ok(Verdicts {
        both: [first, second],
        texts: [first_text, second_text],
    })
}

/// The range within which days can be exchanged from a day on.
pub fn ahead(today: NaiveDate) -> DateRange {
    DateRange {
        from: today + Days::new(1),
        to: today + Days::new(rules::AHEAD),
    }
}

impl Stands {
    fn fails(&self) -> bool {
        self.judged.verdict.verdict == Overall::Fail
    }

    /// The name of the rule in the way as a colleague may read it: what a rule of the person rests on is the person's own.
    pub fn rule_for_colleagues(&self, lang: &str) -> Option<String> {
        let verdict = &self.judged.verdict;
        let rule = verdict.in_the_way().into_iter().next()?;
        (rule.kind.level() == Level::Day).then(|| rule.title.get(lang).to_owned())
    }

    /// What is in the way, in full.
    fn headline(&self, lang: &str) -> String {
        self.judged.verdict.headline.get(lang).to_owned()
    }

    /// What is in the way, for the person's own eyes.
    fn own_problem(&self, field: &str, lang: &str) -> FieldError {
        let problem = FieldError::new(field, "verdict").with("text", self.headline(lang));
        let rules = self.judged.verdict.in_the_way();
        let mut ways = rules.into_iter().flat_map(|rule| &rule.remedy);
        match ways.next() {
            Some(way) => problem.with("remedy", way.text.get(lang)),
            None => problem,
        }
    }

    /// What is in the way, for a colleague's eyes.
    fn other_problem(&self, field: &str, cx: &Cx) -> FieldError {
        let lang = cx.lang();
        let problem = |code| {
            FieldError::new(field, code)
                .with("name", &self.name)
                .with("remedy", lang.t("swaps-remedy-other"))
        };
        match self.rule_for_colleagues(lang.code()) {
            Some(rule) => problem("swap-colleague").with("rule", rule),
            None => problem("swap-colleague-own"),
        }
    }
}

impl Verdicts {
    /// A rule in the way stops one of the two, who reads their own facts in full and of the other only which rule it is.
    pub fn refuse_to(&self, cx: &Cx, reader: EmployeeId, field: &str) -> Result<()> {
        let lang = cx.lang().code();
        let problems: Vec<FieldError> = self
            .both
            .iter()
            .filter(|one| one.fails())
            .map(|one| {
                if one.employee == reader {
                    one.own_problem(field, lang)
                } else {
                    one.other_problem(field, cx)
                }
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(problems))
        }
    }

    /// A rule in the way stops the approver, who reads on whose case and why.
    pub fn refuse_approval(&self, cx: &Cx) -> Result<()> {
        let lang = cx.lang().code();
        let words: Vec<String> = self
            .both
            .iter()
            .filter(|one| one.fails())
            .map(|one| format!("{}: {}", one.name, one.headline(lang)))
            .collect();
        if words.is_empty() {
            Ok(())
        } else {
            Err(Reason::new("swap-blocked")
                .with("text", words.join(" "))
                .into())
        }
    }

    /// Both evaluations as stored text, with the versions of the rules.
    pub fn record(&self) -> Record {
        let verdict = &self.both[0].judged.verdict;
        let number = |version: Option<u32>| version.and_then(|v| i32::try_from(v).ok());
        Record {
            texts: self.texts.clone(),
            base_version: number(verdict.base_rule_set_version),
            rule_version: number(verdict.rule_set_version),
        }
    }
}

/// What is kept of both verdicts.
#[derive(Clone, Debug)]
pub struct Record {
    /// The proposer's and the colleague's.
    pub texts: [String; 2],
    pub base_version: Option<i32>,
    pub rule_version: Option<i32>,
}
