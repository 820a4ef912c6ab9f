//! Offices of one agency in which people of another may work: seats that the host offers and the guest takes up, by agreement of both.
//! Nothing but the agreement itself and numbers a day crosses between them.

mod agree;
mod api;
mod news;
mod pages;
mod rules;
mod store;

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{DateRange, WeekDay},
    kernel::{
        actor::Can,
        id::{AgencyId, AgreementId},
        jobs::Periodic,
        routes::Routes,
    },
};

pub use agree::{Answer, Typed, answer, offer};
pub use store::{count_again, guest_of, hold, open_for};

/// Where an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AgreementState", inline)]
pub enum State {
    Offered,
    Accepted,
    Declined,
    Withdrawn,
    /// With notice: its seats are there until its last day.
    Ended,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Offered,
        Self::Accepted,
        Self::Declined,
        Self::Withdrawn,
        Self::Ended,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["offered", "accepted", "declined", "withdrawn", "ended"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Which of the two an agency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AgreementSide", inline)]
pub enum Side {
    /// The office is ours.
    Host,
    /// Our people may come.
    Guest,
}

/// An agreement as one of its two agencies sees it.
#[derive(Clone, Debug)]
pub struct Agreement {
    pub id: AgreementId,
    pub side: Side,
    pub host: AgencyId,
    pub guest: AgencyId,
    pub host_name: String,
    pub guest_name: String,
    /// What its guests call the office, and where it is.
    pub place: String,
    pub address: String,
    /// The code of its regency or city.
    pub region: Option<String>,
    /// Guests a day, at most.
    pub seats: u16,
    pub weekdays: BTreeSet<WeekDay>,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub number: String,
    pub note: String,
    pub state: State,
    pub reason: String,
    /// Which side ended it.
    pub ended_by: Option<Side>,
    /// Its last day since it was ended.
    pub stops_on: Option<NaiveDate>,
    pub offered_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Agreement {
    /// Its last day as it stands now.
    pub fn until(&self) -> NaiveDate {
        self.stops_on.unwrap_or(self.last_on)
    }

    /// The days on which its seats may be taken; none while it was never accepted.
    pub fn days(&self) -> Option<DateRange> {
        let (from, to) = (self.first_on, self.until());
        let taken_up = matches!(self.state, State::Accepted | State::Ended);
        (taken_up && from <= to).then_some(DateRange { from, to })
    }

    /// The office and whose it is.
    pub fn office(&self) -> String {
        format!("{}, {}", self.place, self.host_name)
    }

    /// The same with its address, as a request keeps it.
    pub fn described(&self) -> String {
        let whole = format!("{}, {}, {}", self.place, self.address, self.host_name);
        whole.chars().take(200).collect()
    }

    /// The other agency's name.
    pub fn other(&self) -> &str {
        match self.side {
            Side::Host => &self.guest_name,
            Side::Guest => &self.host_name,
        }
    }

    /// Its page.
    pub fn path(&self) -> String {
        format!("/places/{}", self.id)
    }
}

/// From a day on, as far as anybody asks ahead.
pub fn ahead(today: NaiveDate) -> DateRange {
    DateRange {
        from: today,
        to: today + Days::new(400),
    }
}

/// The regular work: each agency hears of what the other did.
pub fn periodic() -> Periodic {
    Periodic {
        name: "places",
        every: TimeDelta::minutes(5),
        run: news::run,
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Can::SetWindows;
    use pages::{list, new, show};
    let routes = routes
        .get("/places", SetWindows, list::show)
        .post("/places", SetWindows, new::send)
        .get("/places/new", SetWindows, new::show)
        .get("/places/{id}", SetWindows, show::show)
        .post("/places/{id}/answer", SetWindows, show::answer)
        .post("/places/{id}/withdrawal", SetWindows, show::withdraw)
        .post("/places/{id}/end", SetWindows, show::end);
    api::routes(routes)
}
