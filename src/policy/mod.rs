//! Who may work at a flexible place, when, and under which rule. The engine is pure: facts and rules
//! go in, a verdict that explains itself comes out and is stored with the request.
//!
//! `rule` and `facts` are the nouns, `checks` compares, `explain` and `sentences` put it into words,
//! `combine` joins the ministry's set with the agency's, `impact` counts what a change would do.
//! Around it: `load` brings rules and facts out of the database.

pub mod base;
mod checks;
mod combine;
pub mod editor;
mod eligibility;
mod explain;
mod facts;
mod impact;
mod load;
mod rule;
pub mod sentences;
pub mod store;
mod strictest;
mod verdict;
pub mod words;

pub use combine::{
    Effective, EffectiveRule, Loosened, Loosening, Problem, base_alone, combine,
    is_stricter_or_equal, loosenings, problems,
};
pub use eligibility::{Reach, alternatives, eligibility, may, obstacles, reach, standing};
pub use explain::place as place_words;
pub use facts::*;
pub use impact::{Change, Heads, Impact, PersonChange, Shift, changes, impact, person_change};
pub use load::{InForce, People, facts_of, person_facts, rules_in_force, together};
pub use rule::*;
pub use strictest::combine_strictest;
pub use verdict::*;

#[cfg(test)]
mod tests;
