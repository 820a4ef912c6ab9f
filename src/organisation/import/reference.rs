//! What the agency already has, as far as rows are compared with it.

use super::clean::key;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A unit of the agency's tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceUnit {
    /// Its id.
    pub id: Uuid,
    /// Its name, as it is stored and shown.
    pub name: String,
    /// The unit above.
    pub parent_id: Option<Uuid>,
    /// Identifier in the outside register (SIASN), where known.
    pub external_id: Option<String>,
}

/// The agency's units and active employees, and today's date.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Today at the agency's place.
    pub today: NaiveDate,
    units: Vec<ReferenceUnit>,
    by_name: HashMap<String, Vec<usize>>,
    by_id: HashMap<Uuid, usize>,
    active: HashSet<String>,
}

/// What the tree says of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitMatch<'r> {
    /// Exactly this one.
    Found(&'r ReferenceUnit),
    /// None of that name.
    Unknown,
    /// Several, and the parent's name does not tell.
    Ambiguous,
}

impl Reference {
    /// Prepares the comparison. `active` are the numbers of the agency's active employees.
    pub fn new(
        today: NaiveDate,
        units: Vec<ReferenceUnit>,
        active: impl IntoIterator<Item = String>,
    ) -> Reference {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_id = HashMap::new();
        for (i, unit) in units.iter().enumerate() {
            by_name.entry(key(&unit.name)).or_default().push(i);
            by_id.insert(unit.id, i);
        }
        Reference {
            today,
            units,
            by_name,
            by_id,
            active: active.into_iter().collect(),
        }
    }

    /// The units handed in.
    pub fn units(&self) -> &[ReferenceUnit] {
        &self.units
    }

    /// Whether an active employee has the number.
    pub fn is_active(&self, nip: &str) -> bool {
        self.active.contains(nip)
    }

    /// Looks a unit up by name; a name that stands twice is told apart by the name of a unit above it.
    pub fn unit(&self, name: &str, parent: Option<&str>) -> UnitMatch<'_> {
        let places = self.by_name.get(&key(name)).map_or(&[][..], Vec::as_slice);
        match (places, parent.map(key)) {
            ([], _) => UnitMatch::Unknown,
            ([only], _) => UnitMatch::Found(&self.units[*only]),
            (many, Some(parent)) => self.told_apart(many, &parent),
            (_, None) => UnitMatch::Ambiguous,
        }
    }

    /// The nearest relation that leaves exactly one: the parent, then any unit above, then the unit itself at the top.
    fn told_apart(&self, places: &[usize], parent: &str) -> UnitMatch<'_> {
        let above = |i: usize| {
            std::iter::successors(self.parent(i), |p| self.parent(*p)).take(self.units.len())
        };
        let direct: Vec<usize> = places
            .iter()
            .copied()
            .filter(|i| {
                above(*i)
                    .next()
                    .is_some_and(|p| key(&self.units[p].name) == parent)
            })
            .collect();
        let any: Vec<usize> = places
            .iter()
            .copied()
            .filter(|i| above(*i).any(|p| key(&self.units[p].name) == parent))
            .collect();
        let top: Vec<usize> = places
            .iter()
            .copied()
            .filter(|i| self.parent(*i).is_none() && key(&self.units[*i].name) == parent)
            .collect();
        for narrowed in [direct, any, top] {
            match narrowed.as_slice() {
                [] => {}
                [one] => return UnitMatch::Found(&self.units[*one]),
                _ => return UnitMatch::Ambiguous,
            }
        }
        UnitMatch::Ambiguous
    }

    fn parent(&self, i: usize) -> Option<usize> {
        self.units[i]
            .parent_id
            .and_then(|id| self.by_id.get(&id).copied())
    }
}
