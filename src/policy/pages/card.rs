//! A condition as a card: its sentence with controls or as plain words, what stood there before,
//! its legal basis and the sentence employees read.

mod spoken;

use std::collections::BTreeMap;

use crate::{
    kernel::i18n::Lang,
    policy::{
        Citation, Effective, Evidence, Kind, Rule, RuleKind, Scope, Severity, WaivableBy, Words,
        editor::{self, Blank, Control, Options, Part},
        form::{Ground, Posted, own_citations},
        names::Names,
        sentences,
        version::Side,
    },
};
use spoken::laws;
pub use spoken::{compared, scope_words, spoken};

/// One thing to choose.
pub struct Opt {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// A control inside a sentence, ready for the template.
pub struct Field {
    /// `number`, `select`, `multi`, `dates` or `text`.
    pub kind: &'static str,
    pub name: String,
    pub label: String,
    pub value: String,
    pub min: u32,
    pub max: u32,
    pub options: Vec<Opt>,
    /// The list that "add" offers; empty where every choice is on the page.
    pub list: &'static str,
    pub add: String,
    pub add_name: String,
    pub error: String,
}

/// A piece of the sentence: words, or a control.
pub struct Piece {
    pub text: String,
    pub field: Option<Field>,
}

/// A piece of a spoken sentence: kept, struck or new.
pub struct Said {
    pub old: String,
    pub same: String,
    pub new: String,
}

/// A legal basis in words.
pub struct Law {
    pub text: String,
    pub url: String,
    /// Whether the address leads to a report, not to the text.
    pub reported: bool,
    pub evidence: String,
}

/// The card.
pub struct Card {
    pub key: String,
    pub kind: &'static str,
    pub icon: &'static str,
    pub title: String,
    pub on: bool,
    pub national: bool,
    pub locked: bool,
    pub changed: bool,
    pub removable: bool,
    pub back: bool,
    pub pieces: Vec<Piece>,
    /// The sentence as plain words.
    pub said: String,
    pub previous: String,
    pub limit: String,
    pub errors: Vec<String>,
    pub laws: Vec<Law>,
    pub words: String,
    pub severity: String,
    pub scope: String,
    /// Who may set it aside; empty where nothing has to be.
    pub waiver: String,
    pub severities: Vec<Opt>,
    pub scopes: Vec<Opt>,
    pub waivers: Vec<Opt>,
    pub evidences: Vec<Opt>,
    pub scope_unit: String,
    pub scope_unit_error: String,
    pub law_id: String,
    pub law_en: String,
    pub article: String,
    pub url: String,
    pub words_id: String,
    pub words_en: String,
    pub default_id: String,
    pub default_en: String,
    pub more_open: bool,
    /// Shown as words only: nothing an agency could set.
    pub fixed: bool,
}

/// The icon beside the name of a condition.
pub fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::WorkingDay
        | Kind::Weekdays
        | Kind::MaxPlaceDaysPerWeek
        | Kind::MaxConsecutiveDays
        | Kind::MaxFlexDaysPerMonth => "calendar-days",
        Kind::ExcludedAgency | Kind::ExcludedUnit | Kind::MinOfficeDaysPerWeek => "building-2",
        Kind::ExcludedPosition | Kind::TaskFlags => "briefcase",
        Kind::DirectService => "landmark",
        Kind::DisciplinaryState => "shield-check",
        Kind::MinMonthsSinceAppointment => "history",
        Kind::MinPredikat => "target",
        Kind::NoOverdueWork | Kind::EarnedDays => "file-check",
        Kind::RegisteredHome => "house",
        Kind::BlockedDates => "calendar-x",
        Kind::AllowedDates => "calendar-plus",
        Kind::LeadTimeDays | Kind::HorizonDays | Kind::MaxLengthDays | Kind::OwnHours => "clock",
        Kind::UnitQuota | Kind::MinOnSite | Kind::AnchorDays => "users",
    }
}

/// What the cards of a page share.
pub struct Deck<'a> {
    pub lang: Lang,
    pub ground: &'a Ground<'a>,
    /// What holds today, for "before".
    pub before: Option<&'a Effective>,
    pub posted: Option<&'a Posted>,
    pub errors: &'a [(String, Words)],
}

impl Deck<'_> {
    /// Every rule of the set in the order of explanation: the ministry's, with the agency's own in
    /// their place, and the agency's further ones.
    pub fn cards(&self, own: &[Rule]) -> Vec<Card> {
        let mut rules: Vec<&Rule> = own.iter().collect();
        if let Some(base) = self.ground.base {
            rules.extend(
                base.rules
                    .iter()
                    .filter(|rule| !own.iter().any(|own| own.key == rule.key)),
            );
        }
        rules.sort_by(|a, b| (a.kind.name(), &a.key).cmp(&(b.kind.name(), &b.key)));
        rules.into_iter().map(|rule| self.card(rule, own)).collect()
    }

    fn card(&self, rule: &Rule, own: &[Rule]) -> Card {
        let (lang, code) = (self.lang, self.lang.code());
        let base = self.ground.base_rule(&rule.key);
        let bound = base.filter(|base| base.locked && base.enabled);
        let kind = rule.kind.name();
        let posted = self.posted.map(|posted| posted.card(&rule.key));
        let errors = self.errors_of(&rule.key);
        let before = self.before.and_then(|before| {
            before
                .rules
                .iter()
                .map(|rule| &rule.rule)
                .find(|old| old.key == rule.key)
        });
        let was = before.map_or_else(String::new, |old| {
            spoken(&old.kind, lang, self.ground.names)
        });
        let said = spoken(&rule.kind, lang, self.ground.names);
        let national: &[Citation] = base.map_or(&[], |base| base.citation.as_slice());
        let first = own_citations(&rule.citation, national).into_iter().next();
        let all_laws: Vec<Citation> = national
            .iter()
            .chain(own_citations(&rule.citation, national))
            .cloned()
            .collect();
        let default = sentences::statement_template(kind);
        let scope_unit = match &rule.scope {
            Scope::UnitSubtree { unit } => self.ground.names.unit(*unit),
            _ => String::new(),
        };
        let t = |prefix: &str, value: &str| lang.t(&format!("{prefix}-{value}"));
        let changed = match (self.before, before) {
            (None, _) => false,
            (Some(_), Some(old)) => differs(old, rule),
            (Some(_), None) => rule.enabled,
        };
        Card {
            kind: kind.code(),
            icon: icon(kind),
            title: sentences::title(kind).get(code).to_owned(),
            on: rule.enabled,
            national: base.is_some(),
            locked: bound.is_some() || (self.ground.side == Side::Base && rule.locked),
            changed,
            removable: base.is_none(),
            back: base.is_some() && own.iter().any(|own| own.key == rule.key),
            pieces: self.pieces(rule, bound, posted.as_ref()),
            previous: if changed && was != said {
                was
            } else {
                String::new()
            },
            limit: bound
                .filter(|bound| has_limit(&bound.kind))
                .map_or_else(String::new, |bound| {
                    let text = sentences::statement(&bound.kind, None);
                    text.get(code).to_owned()
                }),
            errors,
            laws: laws(&all_laws, lang),
            words: sentences::statement(&rule.kind, rule.words.as_ref())
                .get(code)
                .to_owned(),
            severity: match kind.leaves_it_open() {
                true => lang.t("policy-severity-open"),
                false => t("policy-severity", severity_code(rule.severity)),
            },
            scope: scope_words(&rule.scope, lang, self.ground.names),
            waiver: match kind.leaves_it_open() {
                true => String::new(),
                false => sentences::waiver(rule.waivable_by).get(code).to_owned(),
            },
            severities: SEVERITIES
                .iter()
                .map(|severity| {
                    let value = severity_code(*severity);
                    Opt {
                        value: value.into(),
                        label: t("policy-severity", value),
                        selected: *severity == rule.severity,
                    }
                })
                .collect(),
            scopes: self.scopes(&rule.scope),
            waivers: waivers(rule, bound, lang),
            evidences: evidences(first.map(|cited| cited.evidence), lang),
            scope_unit_error: self.error(&format!("{}.scope_unit", rule.key)),
            scope_unit,
            law_id: first.map_or_else(String::new, |cited| cited.instrument.id.clone()),
            law_en: first.map_or_else(String::new, |cited| cited.instrument.en.clone()),
            article: first
                .and_then(|cited| cited.article.clone())
                .unwrap_or_default(),
            url: first
                .and_then(|cited| cited.url.clone())
                .unwrap_or_default(),
            words_id: rule
                .words
                .as_ref()
                .map_or_else(String::new, |words| words.id.clone()),
            words_en: rule
                .words
                .as_ref()
                .map_or_else(String::new, |words| words.en.clone()),
            default_id: default.id,
            default_en: default.en,
            more_open: rule.enabled && rule.citation.is_empty(),
            fixed: matches!(
                kind,
                Kind::WorkingDay
                    | Kind::DirectService
                    | Kind::DisciplinaryState
                    | Kind::RegisteredHome
            ) || (self.ground.side == Side::Agency && kind == Kind::ExcludedAgency),
            said,
            key: rule.key.clone(),
        }
    }

    fn error(&self, field: &str) -> String {
        self.errors
            .iter()
            .find(|(name, _)| name == field)
            .map_or_else(String::new, |(_, text)| {
                text.get(self.lang.code()).to_owned()
            })
    }

    fn errors_of(&self, key: &str) -> Vec<String> {
        let mut texts: Vec<String> = self
            .errors
            .iter()
            .filter(|(name, _)| name == key)
            .map(|(_, text)| text.get(self.lang.code()).to_owned())
            .collect();
        texts.dedup();
        texts
    }

    fn scopes(&self, chosen: &Scope) -> Vec<Opt> {
        let mut all = vec![
            Opt {
                value: "agency".into(),
                label: self.lang.t("policy-scope-agency"),
                selected: *chosen == Scope::Agency,
            },
            Opt {
                value: "unit".into(),
                label: self.lang.t("policy-scope-unit"),
                selected: matches!(chosen, Scope::UnitSubtree { .. }),
            },
        ];
        let mut families = self.ground.names.families.clone();
        if let Scope::PositionFamily { family } = chosen
            && !families.contains(family)
        {
            families.push(family.clone());
        }
        all.extend(families.into_iter().map(|family| {
            Opt {
                selected: matches!(chosen, Scope::PositionFamily { family: own } if *own == family),
                value: format!("family:{family}"),
                label: self
                    .lang
                    .ta("policy-scope-family", &[("family", family.as_str().into())]),
            }
        }));
        all
    }

    fn pieces(&self, rule: &Rule, bound: Option<&Rule>, posted: Option<&Posted>) -> Vec<Piece> {
        let sentence = editor::sentence(&rule.kind, bound.map(|bound| &bound.kind));
        let mut after_list = false;
        let mut pieces = Vec::new();
        for part in sentence.parts(self.lang.code()) {
            pieces.push(match part {
                Part::Text(text) => Piece {
                    text: if after_list {
                        opening(text)
                    } else {
                        text.clone()
                    },
                    field: None,
                },
                Part::Blank(blank) => Piece {
                    text: String::new(),
                    field: Some(self.field(&rule.key, blank, posted)),
                },
            });
            after_list = matches!(
                part,
                Part::Blank(Blank {
                    control: Control::Multi { .. },
                    ..
                })
            );
        }
        pieces
    }

    fn field(&self, key: &str, blank: &Blank, posted: Option<&Posted>) -> Field {
        let code = self.lang.code();
        let typed = |value: &str| {
            posted.filter(|card| card.has(blank.name)).map_or_else(
                || value.to_owned(),
                |card| card.value(blank.name).to_owned(),
            )
        };
        let name = format!("{key}.{}", blank.name);
        let mut field = Field {
            kind: "text",
            error: self.error(&name),
            name,
            label: blank.label.get(code).to_owned(),
            value: String::new(),
            min: 0,
            max: 0,
            options: Vec::new(),
            list: "",
            add: String::new(),
            add_name: format!("{key}.add"),
        };
        match &blank.control {
            Control::Number { value, min, max } => {
                field.kind = "number";
                field.value = typed(&value.to_string());
                (field.min, field.max) = (*min, *max);
            }
            Control::Choice { value, options } => {
                field.kind = "select";
                let value = typed(value);
                field.options = given(options, &[value], code);
            }
            Control::Multi { chosen, options } => {
                field.kind = "multi";
                self.choices(&mut field, chosen, options);
                if !field.list.is_empty() {
                    field.add = posted
                        .filter(|_| !field.error.is_empty())
                        .map_or_else(String::new, |card| card.value("add").to_owned());
                }
            }
            Control::Dates { lines } => {
                field.kind = "dates";
                field.value = typed(lines);
            }
            Control::Text { value, max_length } => {
                field.value = typed(value);
                field.max = u32::from(*max_length);
            }
        }
        field
    }

    fn choices(&self, field: &mut Field, chosen: &[String], options: &Options) {
        let names = self.ground.names;
        let plain = |all: &[String], label: &dyn Fn(&str) -> String| -> Vec<Opt> {
            let mut all = all.to_vec();
            all.extend(
                chosen
                    .iter()
                    .filter(|own| !all.contains(own))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
            all.into_iter()
                .map(|value| Opt {
                    label: label(&value),
                    selected: chosen.contains(&value),
                    value,
                })
                .collect()
        };
        let listed = |list: &'static str| -> Vec<Opt> {
            chosen
                .iter()
                .map(|value| Opt {
                    label: names.label(list, value),
                    value: value.clone(),
                    selected: true,
                })
                .collect()
        };
        match options {
            Options::Given(all) => field.options = given(all, chosen, self.lang.code()),
            Options::PositionFamilies => {
                field.options = plain(&names.families, &|value| value.to_owned());
            }
            Options::AgencyKinds => {
                field.options = plain(&names.kinds, &|value| value.replace('_', " "));
            }
            Options::Units => (field.list, field.options) = ("units", listed("units")),
            Options::Positions => {
                (field.list, field.options) = ("positions", listed("positions"));
            }
            Options::Agencies => (field.list, field.options) = ("agencies", listed("agencies")),
        }
    }
}

fn given(options: &[editor::Choice], chosen: &[String], code: &str) -> Vec<Opt> {
    options
        .iter()
        .map(|option| Opt {
            value: option.value.clone(),
            label: option.words.get(code).to_owned(),
            selected: chosen.contains(&option.value),
        })
        .collect()
}

/// Whether two rules mean something different to anybody.
pub fn differs(old: &Rule, new: &Rule) -> bool {
    old.kind != new.kind
        || old.enabled != new.enabled
        || old.severity != new.severity
        || old.scope != new.scope
        || old.words != new.words
        || old.waivable_by != new.waivable_by
}

fn has_limit(kind: &RuleKind) -> bool {
    !matches!(
        kind,
        RuleKind::WorkingDay {}
            | RuleKind::DirectService {}
            | RuleKind::DisciplinaryState {}
            | RuleKind::RegisteredHome {}
            | RuleKind::ExcludedAgency { .. }
            | RuleKind::TaskFlags { .. }
    )
}

const SEVERITIES: [Severity; 3] = [Severity::Blocks, Severity::NeedsLeader, Severity::Advice];

/// The word a severity has in forms and in the catalogue.
pub fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocks => "blocks",
        Severity::NeedsLeader => "needs_leader",
        Severity::Advice => "advice",
    }
}

fn waivers(rule: &Rule, bound: Option<&Rule>, lang: Lang) -> Vec<Opt> {
    [
        (WaivableBy::None, "none"),
        (WaivableBy::AgencyLeader, "agency_leader"),
        (WaivableBy::Hr, "hr"),
        (WaivableBy::UnitHead, "unit_head"),
    ]
    .into_iter()
    .filter(|(by, _)| bound.is_none_or(|bound| *by <= bound.waivable_by))
    .map(|(by, value)| Opt {
        value: value.into(),
        label: sentences::waiver(by).get(lang.code()).to_owned(),
        selected: by == rule.waivable_by,
    })
    .collect()
}

fn evidences(chosen: Option<Evidence>, lang: Lang) -> Vec<Opt> {
    [
        (Evidence::Setting, "setting"),
        (Evidence::Text, "text"),
        (Evidence::Reported, "reported"),
    ]
    .into_iter()
    .map(|(evidence, value)| Opt {
        value: value.into(),
        label: sentences::evidence(evidence).get(lang.code()).to_owned(),
        selected: chosen == Some(evidence),
    })
    .collect()
}

/// What follows a list of choices stands on a line of its own: it opens like a sentence, not with the mark that closed the list.
fn opening(text: &str) -> String {
    let text = text.trim_start_matches([';', '.', ',', ' ']);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_uppercase(), letters.as_str())
    })
}
