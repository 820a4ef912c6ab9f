//! Versions of a rule set and what officers do with them: draft, ask for publication, publish by a
//! second officer, give back, withdraw. The agency's set and the ministry's base set go the same way.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Rule, RuleSet, Words, base, combine, problems, store};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Reason, Result},
    form::Check,
    id::{IdentityId, RuleSetId},
    outbox::{self, Notice},
};

/// Whose set it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The agency's own.
    Agency,
    /// The ministry's, which every agency extends.
    Base,
}

impl Side {
    /// Who may work on it.
    pub fn can(self) -> Can {
        match self {
            Self::Agency => Can::ManageRules,
            Self::Base => Can::OverseeAgencies,
        }
    }

    /// Where its pages live.
    pub fn path(self) -> &'static str {
        match self {
            Self::Agency => "/rules",
            Self::Base => "/base-rules",
        }
    }

    fn event(self, agency: &'static str, base: &'static str) -> &'static str {
        match self {
            Self::Agency => agency,
            Self::Base => base,
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::Agency => "hr",
            Self::Base => "ministry",
        }
    }
}

/// Where a version stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Draft,
    /// Publication is asked for; a second officer decides.
    Waiting,
    Published,
    Withdrawn,
}

impl State {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Self {
        match code {
            "draft" => Self::Draft,
            "waiting" => Self::Waiting,
            "published" => Self::Published,
            _ => Self::Withdrawn,
        }
    }
}

/// What a version is today, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Draft,
    Waiting,
    Scheduled,
    /// Another holds from its first day on: it never comes into force.
    Superseded,
    InForce,
    Ended,
    Withdrawn,
}

impl Phase {
    /// The word under which the catalogue has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Scheduled => "scheduled",
            Self::Superseded => "superseded",
            Self::InForce => "in-force",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One version.
#[derive(Debug, Clone)]
pub struct Version {
    pub id: RuleSetId,
    pub number: i32,
    pub state: State,
    pub effective_from: Option<NaiveDate>,
    pub rules: Vec<Rule>,
    pub copied_from: Option<i32>,
    /// Why it was given back.
    pub note: String,
    pub requested_by: Option<IdentityId>,
    pub requested_at: Option<DateTime<Utc>>,
    pub published_by: Option<IdentityId>,
    pub published_at: Option<DateTime<Utc>>,
    /// The preview as it stood when publication was asked for.
    pub impact: Option<serde_json::Value>,
    pub row_version: i32,
}

impl Version {
    /// The rules as the engine takes them.
    pub fn set(&self) -> RuleSet {
        RuleSet {
            version: u32::try_from(self.number).unwrap_or(0),
            effective_from: self.effective_from.unwrap_or_default(),
            rules: self.rules.clone(),
        }
    }

    /// What it is on `today` among `all` versions of its set.
    pub fn phase(&self, all: &[Self], today: NaiveDate) -> Phase {
        match (self.state, self.effective_from) {
            (State::Draft, _) => Phase::Draft,
            (State::Waiting, _) => Phase::Waiting,
            (State::Withdrawn, _) => Phase::Withdrawn,
            (State::Published, Some(from)) if from > today => {
                if in_force(all, from) == Some(self.number) {
                    Phase::Scheduled
                } else {
                    Phase::Superseded
                }
            }
            (State::Published, _) if in_force(all, today) == Some(self.number) => Phase::InForce,
            (State::Published, _) => Phase::Ended,
        }
    }
}

impl Version {
    /// The day whose rules it is held against: its first day, on which another that is scheduled may hold already; of one that is published
    /// itself, the day before.
    pub fn held_against(&self, today: NaiveDate) -> NaiveDate {
        let first = self.effective_from.unwrap_or(today);
        match self.state {
            State::Published => first.pred_opt().unwrap_or(first),
            _ => first.max(today),
        }
    }
}

/// The number of the version in force on a day.
pub fn in_force(all: &[Version], on: NaiveDate) -> Option<i32> {
    all.iter()
        .filter(|version| version.state == State::Published)
        .filter_map(|version| {
            Some((
                version.effective_from.filter(|from| *from <= on)?,
                version.number,
            ))
        })
        .max()
        .map(|(_, number)| number)
}

/// Every version of a set, newest first.
pub async fn list(cx: &mut Cx, side: Side) -> Result<Vec<Version>> {
    cx.require(side.can())?;
    let agency = cx.agency();
    store::versions(cx.conn(), agency, side).await
}

/// The versions that another officer asked the acting one to publish: address and number.
pub async fn to_publish(cx: &mut Cx) -> Result<Vec<(String, i32)>> {
    let (agency, me, roles) = (cx.agency(), cx.actor().identity, cx.actor().roles);
    let mut all = Vec::new();
    for side in [Side::Agency, Side::Base] {
        if roles.may(side.can()) {
            let waiting = store::waiting(cx.conn(), agency, side, me).await?;
            all.extend(waiting.map(|number| (format!("{}/{number}", side.path()), number)));
        }
    }
    Ok(all)
}

/// One version of a set.
pub async fn read(cx: &mut Cx, side: Side, number: i32) -> Result<Version> {
    cx.require(side.can())?;
    let agency = cx.agency();
    store::version(cx.conn(), agency, side, number).await
}

/// Starts a draft as a copy of a version (of nothing when `from` is None). The ministry's first
/// draft starts from the set that law and practice give.
pub async fn draft(cx: &mut Cx, side: Side, from: Option<i32>) -> Result<i32> {
    cx.require(side.can())?;
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().identity);
    let all = store::versions(cx.conn(), agency, side).await?;
    if all
        .iter()
        .any(|version| matches!(version.state, State::Draft | State::Waiting))
    {
        return Err(Reason::new("rules-open-draft").into());
    }
    let copied = match from {
        Some(number) => Some(store::version(cx.conn(), agency, side, number).await?),
        None => None,
    };
    let rules = match (&copied, side) {
        (Some(version), _) => version.rules.clone(),
        (None, Side::Base) => base::ministry().rules,
        (None, Side::Agency) => Vec::new(),
    };
    let number = all.first().map_or(0, |newest| newest.number) + 1;
    let draft = Version {
        id: RuleSetId::new(),
        number,
        state: State::Draft,
        effective_from: None,
        rules,
        copied_from: from,
        note: String::new(),
        requested_by: None,
        requested_at: None,
        published_by: None,
        published_at: None,
        impact: None,
        row_version: 1,
    };
    store::insert(cx.conn(), agency, side, &draft, by, now).await?;
    let event = side.event("rules-drafted", "base-rules-drafted");
    audit::record(
        cx,
        Event::new(event, "rule_set", draft.id.0).with("version", number),
    )
    .await?;
    Ok(number)
}

async fn locked(cx: &mut Cx, side: Side, number: i32, row_version: i32) -> Result<Version> {
    let agency = cx.agency();
    let version = store::lock(cx.conn(), agency, side, number).await?;
    cx.require(side.can())?;
    if version.row_version != row_version {
        return Err(Error::Conflict("changed"));
    }
    Ok(version)
}

async fn put(cx: &mut Cx, side: Side, version: &Version, event: &'static str) -> Result<()> {
    let agency = cx.agency();
    store::update(cx.conn(), agency, side, version).await?;
    audit::record(
        cx,
        Event::new(event, "rule_set", version.id.0)
            .with("version", version.number)
            .with(
                "effective_from",
                version.effective_from.map(|on| on.to_string()),
            ),
    )
    .await
}

/// Saves a draft. What is not ready to be published may be saved all the same.
pub async fn save(
    cx: &mut Cx,
    side: Side,
    number: i32,
    row_version: i32,
    rules: Vec<Rule>,
    effective_from: Option<NaiveDate>,
) -> Result<Version> {
    let mut version = locked(cx, side, number, row_version).await?;
    if version.state != State::Draft {
        return Err(Reason::new("rules-not-draft").into());
    }
    version.rules = rules;
    version.effective_from = effective_from;
    put(
        cx,
        side,
        &version,
        side.event("rules-saved", "base-rules-saved"),
    )
    .await?;
    version.row_version += 1;
    Ok(version)
}

/// What keeps a set from being published, at the rule it belongs to: its own problems, and for an
/// agency every way in which it is looser than what the ministry locks.
pub fn obstacles_to(set: &RuleSet, base: Option<&RuleSet>) -> Vec<(String, Words)> {
    let mut found: Vec<(String, Words)> = problems(set)
        .into_iter()
        .map(|problem| (problem.key, problem.text))
        .collect();
    if let Some(base) = base
        && let Err(loosened) = combine(base, set)
    {
        found.extend(loosened.into_iter().map(|loose| (loose.key, loose.text)));
    }
    found
}

async fn publishable(cx: &mut Cx, side: Side, version: &Version) -> Result<NaiveDate> {
    let today = cx.today();
    let Some(from) = version.effective_from.filter(|from| *from > today) else {
        return Err(Error::field("effective_from", "rules-from-tomorrow"));
    };
    let base = match side {
        Side::Agency => Some(
            store::published_base(cx.conn(), from)
                .await?
                .unwrap_or_else(base::ministry),
        ),
        Side::Base => None,
    };
    let found = obstacles_to(&version.set(), base.as_ref());
    let mut check = Check::new();
    for (key, _) in &found {
        check.ensure(false, key, "rules-obstacle");
    }
    check.done()?;
    if side == Side::Base && version.rules.iter().all(|rule| !rule.enabled) {
        return Err(Reason::new("rules-empty").into());
    }
    Ok(from)
}

/// Asks a second officer to publish a draft from a date on, tomorrow at the earliest; never back
/// in time, so that what is approved already stays as it was.
pub async fn request(
    cx: &mut Cx,
    side: Side,
    number: i32,
    row_version: i32,
    effective_from: Option<NaiveDate>,
    impact: Option<serde_json::Value>,
) -> Result<()> {
    let mut version = locked(cx, side, number, row_version).await?;
    if version.state != State::Draft {
        return Err(Reason::new("rules-not-draft").into());
    }
    let by = cx.actor().identity.ok_or(Error::Forbidden)?;
    version.effective_from = effective_from;
    publishable(cx, side, &version).await?;
    version.state = State::Waiting;
    version.requested_by = Some(by);
    version.requested_at = Some(cx.now());
    version.impact = impact;
    version.note = String::new();
    let event = side.event("rules-requested", "base-rules-requested");
    put(cx, side, &version, event).await?;
    let agency = cx.agency();
    for officer in store::officers(cx.conn(), agency, side.role()).await? {
        if officer != by {
            let notice = notice(side, "rules-waiting", &version, officer);
            outbox::tell_identity(cx, officer, notice).await?;
        }
    }
    Ok(())
}

fn notice(side: Side, kind: &'static str, version: &Version, to: IdentityId) -> Notice {
    let link = format!("{}/{}", side.path(), version.number);
    let dedupe = format!("{kind}-{}-{}-{to}", version.id, version.row_version);
    Notice::new(kind, link, dedupe).with("version", version.number)
}

/// Publishes a version that waits; only another officer than the one who asked.
pub async fn publish(cx: &mut Cx, side: Side, number: i32, row_version: i32) -> Result<()> {
    let mut version = locked(cx, side, number, row_version).await?;
    if version.state != State::Waiting {
        return Err(Reason::new("rules-not-waiting").into());
    }
    let by = cx.actor().identity.ok_or(Error::Forbidden)?;
    let asked = version.requested_by.ok_or(Error::Conflict("changed"))?;
    if asked == by {
        return Err(Reason::new("rules-second-officer").into());
    }
    if version.effective_from.is_none_or(|from| from <= cx.today()) {
        return Err(Reason::new("rules-date-passed").into());
    }
    publishable(cx, side, &version).await?;
    version.state = State::Published;
    version.published_by = Some(by);
    version.published_at = Some(cx.now());
    let event = side.event("rules-published", "base-rules-published");
    put(cx, side, &version, event).await?;
    let notice = notice(side, "rules-published", &version, asked);
    outbox::tell_identity(cx, asked, notice).await
}

/// Gives a waiting version back as a draft, with a reason.
pub async fn give_back(
    cx: &mut Cx,
    side: Side,
    number: i32,
    row_version: i32,
    note: &str,
) -> Result<()> {
    let mut version = locked(cx, side, number, row_version).await?;
    if version.state != State::Waiting {
        return Err(Reason::new("rules-not-waiting").into());
    }
    let mut check = Check::new();
    version.note = check.text("note", note, 500);
    check.done()?;
    let asked = version.requested_by.take();
    version.state = State::Draft;
    version.requested_at = None;
    version.impact = None;
    let event = side.event("rules-returned", "base-rules-returned");
    put(cx, side, &version, event).await?;
    match asked.filter(|asked| Some(*asked) != cx.actor().identity) {
        Some(asked) => {
            let notice = notice(side, "rules-returned", &version, asked);
            outbox::tell_identity(cx, asked, notice).await
        }
        None => Ok(()),
    }
}

/// Drops a draft or a waiting version; it stays readable.
pub async fn withdraw(cx: &mut Cx, side: Side, number: i32, row_version: i32) -> Result<()> {
    let mut version = locked(cx, side, number, row_version).await?;
    if !matches!(version.state, State::Draft | State::Waiting) {
        return Err(Reason::new("rules-not-draft").into());
    }
    version.state = State::Withdrawn;
    let event = side.event("rules-withdrawn", "base-rules-withdrawn");
    put(cx, side, &version, event).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: i32, state: State, from: &str) -> Version {
        Version {
            id: RuleSetId::new(),
            number,
            state,
            effective_from: Some(from.parse().unwrap()),
            rules: Vec::new(),
            copied_from: None,
            note: String::new(),
            requested_by: None,
            requested_at: None,
            published_by: None,
            published_at: None,
            impact: None,
            row_version: 1,
        }
    }

    #[test]
    fn the_newest_start_that_has_come_is_in_force() {
        let all = [
            version(4, State::Draft, "2026-11-01"),
            version(3, State::Published, "2027-01-01"),
            version(2, State::Published, "2026-07-01"),
            version(1, State::Published, "2026-01-01"),
        ];
        let today = "2026-11-22".parse().unwrap();
        let phases: Vec<_> = all.iter().map(|one| one.phase(&all, today)).collect();
        assert_eq!(
            phases,
            [Phase::Draft, Phase::Scheduled, Phase::InForce, Phase::Ended]
        );
        assert_eq!(in_force(&all, "2025-12-31".parse().unwrap()), None);
        // another one from the same day on takes its place before it began
        let mut more = all.to_vec();
        more.insert(0, version(5, State::Published, "2027-01-01"));
        assert_eq!(more[2].phase(&more, today), Phase::Superseded);
        assert_eq!(more[0].phase(&more, today), Phase::Scheduled);
    }

    #[test]
    fn a_draft_is_held_against_its_first_day_and_a_published_one_against_the_day_before() {
        let today = "2026-11-22".parse().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let held = |state, from| version(1, state, from).held_against(today);
        assert_eq!(held(State::Draft, "2026-12-07"), day("2026-12-07"));
        assert_eq!(held(State::Waiting, "2026-11-01"), today);
        assert_eq!(held(State::Published, "2026-12-07"), day("2026-12-06"));
    }
}
