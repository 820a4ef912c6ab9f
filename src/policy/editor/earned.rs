//! The controls of days that results earn: four blanks, each within the national limit.

use super::{Blank, Control, choice, label};
use crate::policy::rule::{Predikat, RuleKind, Words};
use crate::policy::words;

/// How far back work counts where nobody says otherwise: a quarter.
const QUARTER: u16 = 90;

/// The condition as HR first sees it.
pub(super) fn starting() -> RuleKind {
    RuleKind::EarnedDays {
        beyond: 1,
        accepted: 3,
        within_days: QUARTER,
        at_least: None,
    }
}

/// The least and most a number of the condition may be.
pub(super) fn bounds(name: &str, base: Option<&RuleKind>) -> (u32, u32) {
    let national = match base {
        Some(RuleKind::EarnedDays {
            beyond,
            accepted,
            within_days,
            ..
        }) => Some((*beyond, *accepted, *within_days)),
        _ => None,
    };
    match (name, national) {
        ("beyond", Some((beyond, ..))) => (0, u32::from(beyond)),
        ("beyond", None) => (0, 5),
        ("accepted", Some((_, accepted, _))) => (u32::from(accepted), 99),
        ("accepted", None) => (0, 99),
        (_, Some((_, 1.., within))) => (1, u32::from(within)),
        _ => (1, 366),
    }
}

/// The least rating that may be chosen; None: none has to be.
pub(super) fn lowest(base: Option<&RuleKind>) -> Option<Predikat> {
    match base {
        Some(RuleKind::EarnedDays { at_least, .. }) => *at_least,
        _ => None,
    }
}

/// The value of "no rating is asked".
pub(super) const ANY: &str = "any";

/// The blanks with their present values.
pub(super) fn blanks(kind: &RuleKind, base: Option<&RuleKind>) -> Vec<Blank> {
    let RuleKind::EarnedDays {
        beyond,
        accepted,
        within_days,
        at_least,
    } = kind
    else {
        return Vec::new();
    };
    let number = |name, value: u32| {
        let (min, max) = bounds(name, base);
        Blank {
            name,
            label: label(name),
            control: Control::Number { value, min, max },
        }
    };
    let least = lowest(base);
    let none = Words::new("tidak diminta", "not asked");
    let any = least.is_none().then(|| choice(ANY, none));
    let open = Predikat::ALL.into_iter().filter(|own| Some(*own) >= least);
    let rated = open.map(|own| choice(own.code(), words::predikat(own)));
    vec![
        number("beyond", u32::from(*beyond)),
        number("accepted", u32::from(*accepted)),
        number("within_days", u32::from(*within_days)),
        Blank {
            name: "rating",
            label: label("rating"),
            control: Control::Choice {
                value: at_least.map_or(ANY, Predikat::code).to_owned(),
                options: any.into_iter().chain(rated).collect(),
            },
        },
    ]
}
