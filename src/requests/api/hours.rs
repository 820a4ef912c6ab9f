//! Own working hours through the JSON door: the same checks and the same operation as the page.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{own::view, shown::RequestView};
use crate::{
    calendar::{DateRange, WeekDay},
    kernel::{
        cx::Cx,
        door::{Created, Date, Json},
        error::{Error, FieldError, Result},
        id::RequestId,
    },
    policy::{
        HoursWeek, Overall, Times, WaivableBy, season_totals,
        view::{self, VerdictView},
    },
    requests::{
        Sending,
        check::{Asked, precheck},
        hours::{TypedDay, TypedHours},
        store, submit,
    },
};

/// Start and end of a working day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DayTimes")]
pub struct DayTimes {
    /// `07:00`
    #[schemars(length(max = 8))]
    pub start: String,
    /// `15:30`
    #[schemars(length(max = 8))]
    pub end: String,
}

impl From<&Times> for DayTimes {
    fn from(times: &Times) -> Self {
        Self {
            start: times.start.format("%H:%M").to_string(),
            end: times.end.format("%H:%M").to_string(),
        }
    }
}

/// The working days of a week.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "WeekTimes")]
pub struct WeekTimes {
    pub monday: Option<DayTimes>,
    pub tuesday: Option<DayTimes>,
    pub wednesday: Option<DayTimes>,
    pub thursday: Option<DayTimes>,
    pub friday: Option<DayTimes>,
    pub saturday: Option<DayTimes>,
}

impl WeekTimes {
    fn of(week: &BTreeMap<WeekDay, Times>) -> Self {
        let on = |day| week.get(&day).map(DayTimes::from);
        Self {
            monday: on(WeekDay::Mon),
            tuesday: on(WeekDay::Tue),
            wednesday: on(WeekDay::Wed),
            thursday: on(WeekDay::Thu),
            friday: on(WeekDay::Fri),
            saturday: on(WeekDay::Sat),
        }
    }

    fn typed(&self) -> BTreeMap<WeekDay, TypedDay> {
        let days = [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
        ];
        WeekDay::ALL
            .into_iter()
            .zip(days)
            .filter_map(|(day, times)| {
                let times = times.as_ref()?;
                let (start, end) = (times.start.clone(), times.end.clone());
                Some((day, TypedDay { start, end }))
            })
            .collect()
    }
}

/// Own start and end of work.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnHours")]
pub struct HoursView {
    pub normal: WeekTimes,
    /// The days of Ramadan; where none are given the office's hours hold.
    pub ramadan: WeekTimes,
}

impl From<&HoursWeek> for HoursView {
    fn from(week: &HoursWeek) -> Self {
        Self {
            normal: WeekTimes::of(&week.normal),
            ramadan: WeekTimes::of(&week.ramadan),
        }
    }
}

/// Own hours as they are asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AskHours")]
pub struct HoursIn {
    pub first_on: Date,
    pub last_on: Date,
    pub normal: WeekTimes,
    #[serde(default)]
    pub ramadan: WeekTimes,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub reason: String,
    /// A returned request that is sent again; for the check, one that is no obstacle to itself.
    pub request_id: Option<RequestId>,
    /// The version of it that was seen.
    pub version: Option<i32>,
}

impl HoursIn {
    fn typed(&self) -> TypedHours {
        TypedHours {
            first_on: self.first_on.0.to_string(),
            last_on: self.last_on.0.to_string(),
            normal: self.normal.typed(),
            ramadan: self.ramadan.typed(),
            reason: self.reason.clone(),
        }
    }
}

const NAMES: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The form's name of a field as the body calls it: `ramadan_fri_end` is `ramadan.friday.end`.
fn renamed(field: &str) -> String {
    if matches!(field, "total" | "hours") {
        return "normal".to_owned();
    }
    let (season, rest) = match field.strip_prefix("ramadan_") {
        Some(rest) => ("ramadan", rest),
        None => ("normal", field),
    };
    let found = rest
        .split_once('_')
        .and_then(|(day, end)| Some((WeekDay::from_code(day)?, end)));
    match found {
        Some((day, end)) => format!("{season}.{}.{end}", NAMES[day as usize]),
        None => field.to_owned(),
    }
}

fn in_body(error: Error) -> Error {
    let Error::Invalid(fields) = error else {
        return error;
    };
    let fields = fields.into_iter().map(|error| FieldError {
        field: renamed(&error.field),
        ..error
    });
    Error::Invalid(fields.collect())
}

/// The weekly total of a season, in minutes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WeekTotal")]
pub struct TotalView {
    pub ramadan: bool,
    pub have: u32,
    pub need: u32,
}

/// What the rules say about own hours.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HoursCheck")]
pub struct HoursCheckView {
    pub verdict: VerdictView,
    /// Whether a request for these hours would be accepted.
    pub may_submit: bool,
    /// Who may set aside the rules in the way; null when none is, or none may be.
    pub waivable_by: Option<WaivableBy>,
    /// The planned minutes of a week against those required, for each season of the period.
    pub totals: Vec<TotalView>,
}

/// What the rules say about own hours, without asking anybody.
pub async fn check(mut cx: Cx, Json(input): Json<HoursIn>) -> Result<Json<HoursCheckView>> {
    let (agency, employee, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    let ask = input.typed();
    let span = ask.span().map_err(in_body)?;
    if let Some(id) = input.request_id
        && store::requests::find(cx.conn(), agency, id).await?.employee != employee
    {
        return Err(Error::NotFound);
    }
    let asked = Asked::for_hours(&span, today, input.request_id);
    let around = span.range().unwrap_or(DateRange::day(today));
    let found = precheck(cx.conn(), agency, employee, asked, around, now).await?;
    let day = found.days.first().ok_or(Error::NotFound)?;
    Ok(Json(HoursCheckView {
        verdict: view::verdict(day.verdict(), cx.lang()),
        may_submit: found.overall() != Overall::Fail,
        waivable_by: found.waivable_by(),
        totals: day
            .judged
            .facts
            .hours
            .iter()
            .flat_map(season_totals)
            .map(|total| TotalView {
                ramadan: total.ramadan,
                have: total.have,
                need: total.need,
            })
            .collect(),
    }))
}

/// Sends own hours to the approver, new or returned ones again.
pub async fn send(mut cx: Cx, Json(input): Json<HoursIn>) -> Result<Created<RequestView>> {
    let of = match (input.request_id, input.version) {
        (Some(id), Some(version)) => Some((id, version)),
        (Some(_), None) => return Err(Error::field("version", "required")),
        (None, _) => None,
    };
    let sending = Sending {
        ask: input.typed().read().map_err(in_body)?,
        evidence: None,
        key: None,
        of,
    };
    let one = submit(&mut cx, sending).await.map_err(in_body)?;
    let location = format!("/api/v1{}", one.path());
    Ok(Created::at(location, view(&mut cx, one).await?))
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn fields_are_named_as_the_body_names_them() {
        for (field, named) in [
            ("mon_start", "normal.monday.start"),
            ("ramadan_fri_end", "ramadan.friday.end"),
            ("total", "normal"),
            ("first_on", "first_on"),
            ("reason", "reason"),
        ] {
            assert_eq!(renamed(field), named);
        }
    }
}
