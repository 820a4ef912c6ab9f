//! What programs send when they ask for days, read by the same checks as the form.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::NaiveTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Half,
    kernel::{
        door::Date,
        error::{Error, FieldError, Result},
        files,
        id::{AgreementId, RequestId},
        upload::Part,
    },
    policy::{DayTimes, Place},
    requests::{
        Ask, Span,
        ask::{Typed, office_code},
        rules::bits_of,
    },
};

fn full() -> Half {
    Half::Full
}

/// One day, or half of it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AskedDay")]
pub struct DayIn {
    pub on: Date,
    #[serde(default = "full")]
    pub part: Half,
}

/// The parts of a week that repeat; days left out are spent in the office.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AskedWeek")]
pub struct WeekIn {
    pub monday: Option<Half>,
    pub tuesday: Option<Half>,
    pub wednesday: Option<Half>,
    pub thursday: Option<Half>,
    pub friday: Option<Half>,
    pub saturday: Option<Half>,
}

/// A week that repeats, at most half a year.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AskedPattern")]
pub struct PatternIn {
    pub first_on: Date,
    pub last_on: Date,
    pub week: WeekIn,
}

/// How it is asked: on the task's merits, or for special circumstances (PermenPANRB 4/2025 article 30).
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AskedRoute")]
pub enum RouteIn {
    #[default]
    Task,
    Special,
}

impl From<RouteIn> for crate::policy::Route {
    fn from(route: RouteIn) -> Self {
        match route {
            RouteIn::Task => Self::Ordinary,
            RouteIn::Special => Self::SpecialCircumstances,
        }
    }
}

/// The ground of special circumstances.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SpecialGround")]
pub enum GroundIn {
    Health,
    Family,
    Disaster,
    Other,
}

/// What will be delivered.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AskedPlan")]
pub struct PlanIn {
    #[schemars(length(min = 1, max = 500))]
    pub what: String,
    /// The last day asked for, when left out.
    pub due_on: Option<Date>,
}

/// Own start and end of work on the days asked for, with the place. They hold for the whole day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DayHours")]
pub struct DayHours {
    /// `06:30`
    #[schemars(length(max = 8))]
    pub start: String,
    /// `15:00`; left out, the day is as long as the office's.
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub end: Option<String>,
    /// In Ramadan; left out, the office's hours hold there.
    #[serde(default)]
    pub ramadan: Option<RamadanHours>,
}

/// Own start and end on the days asked for that lie in Ramadan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RamadanHours")]
pub struct RamadanHours {
    #[schemars(length(max = 8))]
    pub start: String,
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub end: Option<String>,
}

impl From<DayTimes> for DayHours {
    fn from(times: DayTimes) -> Self {
        let text = |at: NaiveTime| at.format("%H:%M").to_string();
        Self {
            start: text(times.normal.start),
            end: times.normal.end.map(text),
            ramadan: times.ramadan.map(|one| RamadanHours {
                start: text(one.start),
                end: one.end.map(text),
            }),
        }
    }
}

impl DayHours {
    fn put(&self, typed: &mut Typed) {
        let end = |end: &Option<String>| end.clone().unwrap_or_default();
        typed.own_start.clone_from(&self.start);
        typed.own_end = end(&self.end);
        if let Some(ramadan) = &self.ramadan {
            typed.ramadan_start.clone_from(&ramadan.start);
            typed.ramadan_end = end(&ramadan.end);
        }
    }
}

/// A file that proves special circumstances: PDF, JPEG or PNG, at most 5 MiB.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AskedEvidence")]
pub struct EvidenceIn {
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
    /// The bytes in base 64.
    pub base64: String,
}

/// A request as it is asked for: either `days` or a `pattern`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Ask")]
pub struct AskIn {
    #[serde(default)]
    #[schemars(length(max = 31))]
    pub days: Vec<DayIn>,
    pub pattern: Option<PatternIn>,
    pub place: Place,
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub place_detail: String,
    /// Own start and end of work on these days: one request, one decision for both.
    pub day_hours: Option<DayHours>,
    /// Regency or city of the place by its official code, such as `33.18`, or its full name; for chains that ask how far it lies.
    #[schemars(length(max = 120))]
    pub region: Option<String>,
    /// An office of another agency, as `/places/open` lists them: `place` is `other_office` then, and the agreement says where it is.
    pub agreement_id: Option<AgreementId>,
    #[serde(default)]
    pub route: RouteIn,
    pub special_ground: Option<GroundIn>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub reason: String,
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub contact: String,
    #[schemars(length(min = 1, max = 10))]
    pub plan: Vec<PlanIn>,
    pub evidence: Option<EvidenceIn>,
    /// The version that was seen, when a draft or a returned request is changed or sent again; or `If-Match`.
    pub version: Option<i32>,
}

/// Days to be judged, without asking anybody.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PrecheckAsk")]
pub struct PrecheckIn {
    #[serde(default)]
    #[schemars(length(max = 31))]
    pub days: Vec<DayIn>,
    pub pattern: Option<PatternIn>,
    pub place: Place,
    /// Own start and end of work on these days.
    pub day_hours: Option<DayHours>,
    /// An office of another agency; `place` is `other_office` then.
    pub agreement_id: Option<AgreementId>,
    #[serde(default)]
    pub route: RouteIn,
    /// An own request whose days are no obstacle to itself.
    pub request_id: Option<RequestId>,
}

fn route_code(route: RouteIn) -> &'static str {
    match route {
        RouteIn::Task => "task",
        RouteIn::Special => "special",
    }
}

fn ground_code(ground: GroundIn) -> &'static str {
    match ground {
        GroundIn::Health => "health",
        GroundIn::Family => "family",
        GroundIn::Disaster => "disaster",
        GroundIn::Other => "other",
    }
}

/// The days as the form would send them.
fn typed(days: &[DayIn], pattern: Option<&PatternIn>, place: Place, route: RouteIn) -> Typed {
    let mut typed = Typed {
        place: crate::requests::ask::place_code(place).to_owned(),
        route: route_code(route).to_owned(),
        days: days.iter().map(|day| day.on.0.to_string()).collect(),
        halves: days
            .iter()
            .map(|day| format!("{}={}", day.on.0, bits_of(day.part)))
            .collect(),
        ..Typed::default()
    };
    if let Some(pattern) = pattern {
        let week = &pattern.week;
        typed.shape = "pattern".to_owned();
        typed.first_on = pattern.first_on.0.to_string();
        typed.last_on = pattern.last_on.0.to_string();
        typed.week = [
            week.monday,
            week.tuesday,
            week.wednesday,
            week.thursday,
            week.friday,
            week.saturday,
        ]
        .into_iter()
        .map(|part| part.map_or(0, bits_of).to_string())
        .collect();
    }
    typed
}

/// The agreement that goes with a place.
fn agreement(place: Place, id: Option<AgreementId>) -> Result<Option<AgreementId>> {
    if id.is_some() && place != Place::OtherOffice {
        return Err(Error::field("agreement_id", "agreement-other-office"));
    }
    Ok(id)
}

fn one_of(days: &[DayIn], pattern: Option<&PatternIn>) -> Result<()> {
    if pattern.is_some() && !days.is_empty() {
        return Err(Error::field("pattern", "days-or-pattern"));
    }
    Ok(())
}

/// The form's names of fields as the body calls them.
pub fn renamed(error: Error, pattern: bool) -> Error {
    let Error::Invalid(fields) = error else {
        return error;
    };
    let name = |field: String, code: &str| match field.as_str() {
        "place" if code == "agreement-place" => "agreement_id".to_owned(),
        "plan_what" | "plan_due" => "plan".to_owned(),
        "first_on" | "last_on" | "week" => format!("pattern.{field}"),
        "days" if pattern => "pattern".to_owned(),
        "own_start" => "day_hours.start".to_owned(),
        "own_end" => "day_hours.end".to_owned(),
        "ramadan_start" => "day_hours.ramadan.start".to_owned(),
        "ramadan_end" => "day_hours.ramadan.end".to_owned(),
        _ => field,
    };
    Error::Invalid(
        fields
            .into_iter()
            .map(|error| FieldError {
                field: name(error.field, error.code),
                ..error
            })
            .collect(),
    )
}

impl AskIn {
    /// The whole request, or every problem with it.
    pub fn read(&self) -> Result<Ask> {
        one_of(&self.days, self.pattern.as_ref())?;
        let mut typed = typed(&self.days, self.pattern.as_ref(), self.place, self.route);
        if let Some(id) = agreement(self.place, self.agreement_id)? {
            typed.place = office_code(id);
        }
        typed.place_detail.clone_from(&self.place_detail);
        typed.region = self.region.clone().unwrap_or_default();
        typed.special_ground = self.special_ground.map_or("", ground_code).to_owned();
        typed.reason.clone_from(&self.reason);
        typed.contact.clone_from(&self.contact);
        if let Some(hours) = &self.day_hours {
            hours.put(&mut typed);
        }
        typed.plan_what = self.plan.iter().map(|line| line.what.clone()).collect();
        typed.plan_due = self
            .plan
            .iter()
            .map(|line| {
                line.due_on
                    .map_or_else(String::new, |day| day.0.to_string())
            })
            .collect();
        typed
            .read()
            .map_err(|error| renamed(error, self.pattern.is_some()))
    }

    /// The file that came with it.
    pub fn evidence(&self) -> Result<Option<Part>> {
        let Some(evidence) = &self.evidence else {
            return Ok(None);
        };
        let bytes = STANDARD
            .decode(&evidence.base64)
            .map_err(|_| Error::field("evidence.base64", "shape"))?;
        Ok(Some(Part {
            name: files::clean_name(&evidence.name),
            bytes,
        }))
    }
}

impl PrecheckIn {
    /// The days, or every problem with them.
    pub fn span(&self) -> Result<Span> {
        one_of(&self.days, self.pattern.as_ref())?;
        typed(&self.days, self.pattern.as_ref(), self.place, self.route)
            .sure_span()
            .map_err(|error| renamed(error, self.pattern.is_some()))
    }

    /// The office of another agency.
    pub fn agreement(&self) -> Result<Option<AgreementId>> {
        agreement(self.place, self.agreement_id)
    }

    /// The own hours, or every problem with them.
    pub fn times(&self) -> Result<Option<DayTimes>> {
        let mut typed = Typed::default();
        if let Some(hours) = &self.day_hours {
            hours.put(&mut typed);
        }
        typed.sure_times().map_err(|error| renamed(error, false))
    }

    /// How it is asked.
    pub fn route(&self) -> crate::policy::Route {
        self.route.into()
    }
}
