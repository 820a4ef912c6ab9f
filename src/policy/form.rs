//! From the posted editor back to rules. Every problem is kept beside the control it belongs to, and
//! what could be read still counts, so that the preview goes on while somebody types.

use super::names::Names;
use super::version::Side;
use super::{
    Citation, Evidence, Kind, Rule, RuleKind, RuleSet, Scope, Severity, WaivableBy, Words, base,
    editor,
};

/// What the page sent, in its order.
#[derive(Debug, Clone, Default)]
pub struct Posted(pub Vec<(String, String)>);

impl Posted {
    /// The first value of a field.
    pub fn value(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The last value of a field that is not empty.
    pub fn last(&self, name: &str) -> &str {
        self.0
            .iter()
            .rev()
            .find(|(key, value)| key == name && !value.trim().is_empty())
            .map_or("", |(_, value)| value.trim())
    }

    /// Whether a field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The keys of the cards on the page.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for (name, value) in &self.0 {
            let plain = value
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if name == "rule" && plain && !value.is_empty() && !keys.contains(value) {
                keys.push(value.clone());
            }
        }
        keys
    }

    /// The fields of one card without the key before them.
    pub fn card(&self, key: &str) -> Self {
        let own = self.0.iter().filter_map(|(name, value)| {
            let rest = name.strip_prefix(key)?.strip_prefix('.')?;
            Some((rest.to_owned(), value.clone()))
        });
        Self(own.collect())
    }

    /// The date from which the version is to hold.
    pub fn effective_from(&self) -> Option<chrono::NaiveDate> {
        self.value("effective_from").parse().ok()
    }
}

/// The rules of the page and what is wrong with them: field, text.
#[derive(Debug, Clone, Default)]
pub struct ReadForm {
    pub rules: Vec<Rule>,
    pub errors: Vec<(String, Words)>,
}

/// What a form is read against.
pub struct Ground<'a> {
    pub side: Side,
    /// The ministry's set, for an agency.
    pub base: Option<&'a RuleSet>,
    /// The rules stored in the draft.
    pub stored: &'a [Rule],
    pub names: &'a Names,
}

impl Ground<'_> {
    /// The ministry's rule with that key.
    pub fn base_rule(&self, key: &str) -> Option<&Rule> {
        self.base
            .and_then(|base| base.rules.iter().find(|rule| rule.key == key))
    }
}

/// Reads every card; `without` names a card that is being taken away.
pub fn read(posted: &Posted, ground: &Ground<'_>, without: &str) -> ReadForm {
    let mut form = ReadForm::default();
    for key in posted.keys() {
        if key == without && ground.base_rule(&key).is_none() {
            continue;
        }
        let card = posted.card(&key);
        let Some(rule) = read_card(&key, &card, ground, &mut form.errors) else {
            continue;
        };
        let unchanged = ground
            .base_rule(&key)
            .is_some_and(|base| as_the_base_says(base, &rule));
        if !unchanged && key != without {
            form.rules.push(rule);
        }
    }
    form
}

fn as_the_base_says(base: &Rule, own: &Rule) -> bool {
    Rule {
        locked: base.locked,
        ..own.clone()
    } == *base
}

fn read_card(
    key: &str,
    card: &Posted,
    ground: &Ground<'_>,
    errors: &mut Vec<(String, Words)>,
) -> Option<Rule> {
    let base = ground.base_rule(key);
    let stored = ground.stored.iter().find(|rule| rule.key == key).or(base);
    let kind = match stored {
        Some(rule) => rule.kind.name(),
        None => Kind::from_code(card.value("kind"))?,
    };
    let locked = base.filter(|rule| rule.locked && rule.enabled);
    let mut fields = card.0.clone();
    added(kind, card, ground, key, &mut fields, errors);
    let parsed = match editor::parse(kind, &fields, locked.map(|rule| &rule.kind)) {
        Ok(parsed) => parsed,
        Err(problems) => {
            for problem in problems {
                errors.push((format!("{key}.{}", problem.field), problem.text));
            }
            stored.map_or_else(|| editor::starting(kind), |rule| rule.kind.clone())
        }
    };
    let mut rule = Rule::new(key, parsed);
    rule.enabled = card.has("on");
    rule.severity = severity(card.value("severity"));
    rule.waivable_by = waiver(card.value("waiver"));
    rule.scope = scope(key, card, ground, errors);
    family_needed(&rule, errors);
    rule.locked = ground.side == Side::Base && card.has("locked");
    if let Some(base) = locked {
        rule.enabled = true;
        rule.severity = base.severity;
        rule.scope = base.scope.clone();
    }
    rule.words = own_words(card);
    rule.citation = citations(card, base, stored);
    Some(rule)
}

/// Puts what was typed into "add" beside what is chosen.
fn added(
    kind: Kind,
    card: &Posted,
    ground: &Ground<'_>,
    key: &str,
    fields: &mut Vec<(String, String)>,
    errors: &mut Vec<(String, Words)>,
) {
    let list = match kind {
        Kind::ExcludedUnit => "units",
        Kind::ExcludedPosition => "positions",
        Kind::ExcludedAgency => "codes",
        _ => return,
    };
    let typed = card.value("add");
    if typed.is_empty() {
        return;
    }
    match ground.names.value(list, typed) {
        Some(value) => fields.push((list.to_owned(), value)),
        None => errors.push((
            format!("{key}.{list}"),
            Words::new("Pilih dari daftar.", "Choose from the list."),
        )),
    }
}

fn severity(code: &str) -> Severity {
    match code {
        "advice" => Severity::Advice,
        "needs_leader" => Severity::NeedsLeader,
        _ => Severity::Blocks,
    }
}

fn waiver(code: &str) -> WaivableBy {
    match code {
        "unit_head" => WaivableBy::UnitHead,
        "hr" => WaivableBy::Hr,
        "agency_leader" => WaivableBy::AgencyLeader,
        _ => WaivableBy::None,
    }
}

fn scope(
    key: &str,
    card: &Posted,
    ground: &Ground<'_>,
    errors: &mut Vec<(String, Words)>,
) -> Scope {
    let code = card.value("scope");
    if let Some(family) = code.strip_prefix("family:") {
        return Scope::PositionFamily {
            family: family.to_owned(),
        };
    }
    if code != "unit" {
        return Scope::Agency;
    }
    let found = ground
        .names
        .value("units", card.value("scope_unit"))
        .and_then(|id| id.parse().ok());
    match found {
        Some(unit) => Scope::UnitSubtree { unit },
        None => {
            errors.push((
                format!("{key}.scope_unit"),
                Words::new("Pilih unit dari daftar.", "Choose a unit from the list."),
            ));
            Scope::Agency
        }
    }
}

/// A quota that counts one family of positions only is for that family.
fn family_needed(rule: &Rule, errors: &mut Vec<(String, Words)>) {
    let counts_family = matches!(
        rule.kind,
        RuleKind::UnitQuota {
            family_only: true,
            ..
        }
    );
    if counts_family && !matches!(rule.scope, Scope::PositionFamily { .. }) {
        errors.push((
            format!("{}.counted", rule.key),
            Words::new(
                "Pilih rumpun jabatan pada cakupan, atau hitung semua pegawai.",
                "Choose a family of positions as the scope, or count everybody.",
            ),
        ));
    }
}

fn own_words(card: &Posted) -> Option<Words> {
    let words = Words::new(card.value("words_id"), card.value("words_en"));
    (!words.id.is_empty() || !words.en.is_empty()).then_some(words)
}

/// The national citation stays; the first own one is edited; what else is stored stays too.
fn citations(card: &Posted, base: Option<&Rule>, stored: Option<&Rule>) -> Vec<Citation> {
    let national: &[Citation] = base.map_or(&[], |rule| rule.citation.as_slice());
    let own = own_citations(
        stored.map_or(&[], |rule| rule.citation.as_slice()),
        national,
    );
    let text = |name| Some(card.value(name).to_owned()).filter(|text| !text.is_empty());
    let first = text("law_id").map(|id| Citation {
        instrument: Words::new(id.clone(), text("law_en").unwrap_or(id)),
        article: text("article"),
        url: text("url").filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        evidence: evidence(card.value("evidence")),
    });
    national
        .iter()
        .cloned()
        .chain(first)
        .chain(own.into_iter().skip(1).cloned())
        .collect()
}

/// The citations that are not the ministry's.
pub fn own_citations<'a>(all: &'a [Citation], national: &[Citation]) -> Vec<&'a Citation> {
    all.iter()
        .filter(|cited| !national.contains(cited))
        .collect()
}

fn evidence(code: &str) -> Evidence {
    match code {
        "text" => Evidence::Text,
        "reported" => Evidence::Reported,
        _ => Evidence::Setting,
    }
}

/// A fresh condition of a kind under a key that is not taken.
pub fn fresh(kind: Kind, taken: &[String]) -> Rule {
    let code = kind.code();
    let key = (1..)
        .map(|n| match n {
            1 => code.to_owned(),
            n => format!("{code}_{n}"),
        })
        .find(|key| !taken.contains(key))
        .unwrap_or_else(|| code.to_owned());
    let rule = Rule::new(key, editor::starting(kind));
    match kind {
        Kind::NoOverdueWork => Rule {
            citation: vec![base::results_decide()],
            waivable_by: WaivableBy::UnitHead,
            ..rule
        },
        Kind::EarnedDays => Rule {
            citation: vec![base::results_earn()],
            waivable_by: WaivableBy::Hr,
            ..rule
        },
        _ => rule,
    }
}

/// The kinds of condition that can be added to a set.
pub fn addable(side: Side) -> Vec<Kind> {
    Kind::ALL
        .into_iter()
        .filter(|kind| match side {
            Side::Agency => !matches!(kind, Kind::WorkingDay | Kind::ExcludedAgency),
            Side::Base => !matches!(kind, Kind::ExcludedUnit | Kind::ExcludedPosition),
        })
        .collect()
}

#[cfg(test)]
#[path = "form_test.rs"]
mod tests;
