//! What follows from the answers about the days of a request: whether it can be sent, who may set a rule aside, what is kept.

use super::{
    Ask, Checked, Evaluation, KEPT, Overall, Precheck, Result, Severity, Span, WaivableBy,
    WindowId, policy,
};

impl Precheck {
    /// The gravest answer of all days.
    pub fn overall(&self) -> Overall {
        self.days
            .iter()
            .map(|day| day.verdict().verdict)
            .max()
            .unwrap_or(Overall::Pass)
    }

    /// Whether every rule passes on every day, advice included.
    pub fn is_clear(&self) -> bool {
        !self.days.is_empty()
            && self.overall() == Overall::Pass
            && self
                .days
                .iter()
                .flat_map(|day| &day.verdict().rules)
                .all(|rule| {
                    matches!(
                        rule.outcome,
                        policy::Outcome::Pass | policy::Outcome::NotApplicable
                    )
                })
    }

    /// Whether own hours that go with the days fit on each of them. One start and one end are asked for: no day is left out for them.
    pub fn hours_fit(&self) -> bool {
        super::super::hours::refuse(self, "id").is_ok()
    }

    /// The days on which a rule is in the way.
    pub fn failing(&self) -> impl Iterator<Item = &Checked> {
        self.days
            .iter()
            .filter(|day| day.verdict().verdict == Overall::Fail)
    }

    /// How many days can be asked for: of a pattern those on which no rule is in the way, else all.
    pub fn possible(&self) -> usize {
        if self.asked.pattern {
            self.asked.days.len()
        } else {
            self.days.len()
        }
    }

    /// What is sent and kept: a pattern without the days on which a rule is in the way.
    pub fn sent(mut self) -> Self {
        if self.asked.pattern {
            self.days
                .retain(|day| day.verdict().verdict != Overall::Fail);
        }
        self
    }

    /// Whether nothing but the want of places is in the way.
    pub fn only_full(&self) -> bool {
        let mut failing = self.failing().peekable();
        failing.peek().is_some()
            && failing.all(|day| {
                day.verdict().rules.iter().all(|rule| {
                    rule.outcome != policy::Outcome::Fail
                        || rule.severity != Severity::Blocks
                        || matches!(rule.kind, policy::Kind::UnitQuota | policy::Kind::MinOnSite)
                })
            })
    }

    /// Who may set aside the rules in the way: the strictest of them; none in the way gives nothing.
    pub fn waivable_by(&self) -> Option<WaivableBy> {
        self.failing()
            .flat_map(|day| day.verdict().rules.iter())
            .filter(|rule| {
                rule.outcome == policy::Outcome::Fail && rule.severity == Severity::Blocks
            })
            .map(|rule| rule.waivable_by)
            .min()
    }

    /// The window that all days which can be had lie in; those that are only full can be waited for.
    pub fn window(&self) -> Option<WindowId> {
        let all = !self.asked.pattern && self.only_full();
        let mut days = self
            .days
            .iter()
            .filter(|day| all || day.verdict().verdict != Overall::Fail)
            .map(|day| day.judged.facts.window.as_ref().map(|one| one.value.id));
        let first = days.next()??;
        days.all(|other| other == Some(first))
            .then_some(WindowId(first))
    }

    /// What is stored with the request; of a pattern the failing days and the first ones.
    pub fn evaluation(&self) -> Evaluation {
        let mut days: Vec<&Checked> = self.days.iter().collect();
        if self.asked.pattern {
            days.sort_by_key(|day| (day.verdict().verdict != Overall::Fail, day.day));
            days.truncate(KEPT);
            days.sort_by_key(|day| day.day);
        }
        Evaluation {
            person: self.situation.person.clone(),
            days: days.into_iter().map(|day| day.judged.clone()).collect(),
        }
    }

    /// The evaluation as stored text, with the versions of the rules on the first day.
    pub fn record(&self) -> Result<(String, Option<i32>, Option<i32>)> {
        let text = serde_json::to_string(&self.evaluation())?;
        let verdict = self.days.first().map(Checked::verdict);
        let number = |version: Option<u32>| version.and_then(|v| i32::try_from(v).ok());
        Ok((
            text,
            number(verdict.and_then(|v| v.base_rule_set_version)),
            number(verdict.and_then(|v| v.rule_set_version)),
        ))
    }

    /// A pattern whose days that cannot be sent, holidays among them, are exceptions; single days as they are.
    pub fn settled(&self, ask: &Ask) -> Span {
        match &ask.span {
            Span::Pattern {
                validity,
                week,
                exceptions,
            } => {
                let mut exceptions = exceptions.clone();
                let wanted = ask.span.days().into_iter().map(|(day, _)| day);
                let left_out = wanted.filter(|day| !self.asked.days.contains_key(day));
                exceptions.extend(left_out.map(|day| (day, 0)));
                Span::Pattern {
                    validity: *validity,
                    week: *week,
                    exceptions,
                }
            }
            other => other.clone(),
        }
    }
}
