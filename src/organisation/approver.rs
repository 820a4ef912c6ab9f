//! Who decides for a person, and how a decider is named.

use serde::Serialize;

use crate::kernel::{
    i18n::Lang,
    id::{EmployeeId, UnitId},
};

/// As what somebody decides in a head's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    Plt,
    Plh,
    /// In the name of a head who handed the decisions down, and who may still decide.
    Mandate,
}

impl Capacity {
    /// The stored word.
    pub fn code(self) -> &'static str {
        ["plt", "plh", "mandate"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Plt, Self::Plh, Self::Mandate]
            .into_iter()
            .find(|capacity| capacity.code() == code)
    }
}

/// Who decides for a person on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approver {
    pub employee: EmployeeId,
    /// Set when the decider does so in a head's place.
    pub acting: Option<Capacity>,
    /// The unit the decider leads, or the explicit supervisor's own.
    pub unit: UnitId,
    /// The head for whom he decides: as stand-in, by mandate, or because that head is on leave.
    pub in_place_of: Option<EmployeeId>,
}

impl Approver {
    /// Who is asked, as far as `actor` goes: the head who gave a mandate may decide as well as its holder.
    pub fn asked(&self, actor: Option<EmployeeId>) -> EmployeeId {
        let giver = self
            .in_place_of
            .filter(|head| self.acting == Some(Capacity::Mandate) && actor == Some(*head));
        giver.unwrap_or(self.employee)
    }
}

/// A decider in words: with the capacity, and for whom. `acting` is the stored word.
pub fn decider_words(
    lang: Lang,
    name: &str,
    acting: Option<&str>,
    in_place_of: Option<&str>,
) -> String {
    let mandate = acting == Some(Capacity::Mandate.code());
    let by = match acting.filter(|_| !mandate) {
        Some(acting) => format!("{name} ({})", acting[..1].to_uppercase() + &acting[1..]),
        None => name.to_owned(),
    };
    let key = if mandate {
        "organisation-in-the-name-of"
    } else {
        "organisation-in-place-of"
    };
    match in_place_of {
        Some(head) => lang.ta(key, &[("by", by.into()), ("head", head.into())]),
        None => by,
    }
}
