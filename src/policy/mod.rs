//! Who may work at a flexible place, when, and under which rule. The engine is pure: facts and rules
//! go in, a verdict that explains itself comes out and is stored with the request.
//!
//! `rule` and `facts` are the nouns, `checks` compares, `explain` and `sentences` put it into words,
//! `combine` joins the ministry's set with the agency's, `impact` counts what a change would do.
//! Around it: `in_force` and `load` bring rules and facts out of the database.

mod api;
pub mod base;
mod checks;
mod combine;
mod drafting;
pub mod editor;
mod eligibility;
mod explain;
mod facts;
pub mod form;
pub mod grace;
mod guest_office;
mod impact;
mod in_force;
mod load;
mod needs;
pub mod news;
mod own_hours;
mod pages;
mod path;
pub mod preview;
mod rule;
pub mod sentences;
pub mod store;
mod strictest;
mod verdict;
pub mod version;
pub mod view;
pub mod words;

pub use combine::{
    Effective, EffectiveRule, Loosened, Loosening, Problem, base_alone, combine,
    is_stricter_or_equal, loosenings, problems,
};
pub use eligibility::{
    Reach, WeekCap, alternatives, answer, eligibility, may, obstacles, office_days, reach,
    standing, week_caps,
};
pub use explain::place as place_words;
pub use facts::*;
pub use grace::{below, fallen};
pub use guest_office::SeatFacts;
pub use impact::{Change, Heads, Impact, PersonChange, Shift, changes, impact, person_change};
pub use in_force::{InForce, rules_in_force, rules_over, together};
pub use load::{People, complete, facts_of, person_facts};
pub use needs::{Needs, month};
pub use own_hours::{
    DayTimes, HoursFacts, HoursTerms, HoursWeek, OfficeStretch, SeasonTotal, StartEnd, Times,
    hours_terms, season_totals,
};
pub use path::{Step, path};
pub use rule::*;
pub use strictest::combine_strictest;
pub use verdict::*;
pub use version::to_publish;

use store::names;

use crate::kernel::{actor::Can, routes::Routes};

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use pages::{
        compare, impact,
        sets::{self, agency, ministry},
    };
    let (hr, overseer) = (Can::ManageRules, Can::OverseeAgencies);
    let routes = routes
        .get("/rules", hr, agency::index)
        .post("/rules", hr, agency::start)
        .get("/rules/{version}", hr, agency::one)
        .post("/rules/{version}", hr, agency::keep)
        .post("/rules/{version}/impact", hr, sets::impact_of)
        .get("/rules/{version}/impact/names", hr, impact::show)
        .get("/rules/{version}/compare", hr, compare::agency)
        .post("/rules/{version}/request", hr, agency::request)
        .post("/rules/{version}/publish", hr, agency::publish)
        .post("/rules/{version}/return", hr, agency::give_back)
        .post("/rules/{version}/withdraw", hr, agency::withdraw)
        .get("/base-rules", overseer, ministry::index)
        .post("/base-rules", overseer, ministry::start)
        .get("/base-rules/{version}", overseer, ministry::one)
        .post("/base-rules/{version}", overseer, ministry::keep)
        .get("/base-rules/{version}/compare", overseer, compare::ministry)
        .post("/base-rules/{version}/request", overseer, ministry::request)
        .post("/base-rules/{version}/publish", overseer, ministry::publish)
        .post(
            "/base-rules/{version}/return",
            overseer,
            ministry::give_back,
        )
        .post(
            "/base-rules/{version}/withdraw",
            overseer,
            ministry::withdraw,
        );
    api::routes(routes)
}

#[cfg(test)]
mod tests;
