//! Positions and their task criteria, one by one and in bulk.

use serde::Deserialize;

use super::{Position, rules, store, unit::Fate, unit::pair};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Reason, Result},
    form::Check,
    id::PositionId,
};

/// The five task criteria of PermenPANRB 4/2025 art. 23, in the order of the article, as fields and columns are named.
pub const FLAGS: [&str; 5] = [
    "outside_office",
    "no_special_room",
    "uses_ict",
    "little_face_to_face",
    "little_supervision",
];

/// The two task criteria of flexible time, as fields and columns are named: whether the duties need shifts, and whether they are bound
/// to the agency's hours (law.md 1.8, 1.9). They bear on no verdict about place.
pub const TIMES: [&str; 2] = ["shift_work", "hours_not_bound"];

/// The form of one position.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    pub name: String,
    pub family: String,
    pub jenjang: String,
    pub kelas: String,
    pub outside_office: String,
    pub no_special_room: String,
    pub uses_ict: String,
    pub little_face_to_face: String,
    pub little_supervision: String,
    pub shift_work: String,
    pub hours_not_bound: String,
    pub outside_duty: String,
    pub version: String,
}

/// A position's facts checked and ready to be stored.
pub struct Facts {
    pub name: String,
    pub family: Option<String>,
    pub jenjang: Option<String>,
    pub kelas: Option<i16>,
    pub flags: [Option<bool>; 5],
    pub times: [Option<bool>; 2],
    pub outside_duty: bool,
}

/// `yes`, `no`, or open.
fn answer(check: &mut Check, field: &'static str, text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        "" => None,
        _ => {
            check.choice(field, text, &["yes", "no"]);
            None
        }
    }
}

fn check_form(input: &Form) -> Result<Facts> {
    let mut check = Check::new();
    let some = |text: String| (!text.is_empty()).then_some(text);
    let facts = Facts {
        name: check.text("name", &input.name, 300),
        family: some(check.optional("family", &input.family, 120)),
        jenjang: some(check.optional("jenjang", &input.jenjang, 60)),
        kelas: match input.kelas.trim() {
            "" => None,
            text => check
                .number("kelas", text, 1, 17)
                .and_then(|n| i16::try_from(n).ok()),
        },
        flags: [
            answer(&mut check, FLAGS[0], &input.outside_office),
            answer(&mut check, FLAGS[1], &input.no_special_room),
            answer(&mut check, FLAGS[2], &input.uses_ict),
            answer(&mut check, FLAGS[3], &input.little_face_to_face),
            answer(&mut check, FLAGS[4], &input.little_supervision),
        ],
        times: [
            answer(&mut check, TIMES[0], &input.shift_work),
            answer(&mut check, TIMES[1], &input.hours_not_bound),
        ],
        outside_duty: input.outside_duty == "true",
    };
    check.done()?;
    Ok(facts)
}

async fn lock(cx: &mut Cx, id: PositionId, version: &str) -> Result<Position> {
    let agency = cx.agency();
    let position = store::positions::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    if version.parse() != Ok(position.version) {
        return Err(Error::Conflict("changed"));
    }
    Ok(position)
}

/// Adds a position; its criteria may stay undecided.
pub async fn create(cx: &mut Cx, input: &Form) -> Result<PositionId> {
    cx.require(Can::ManagePeople)?;
    let facts = check_form(input)?;
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let id = PositionId::new();
    if !store::positions::insert(cx.conn(), agency, id, &facts, now, by).await? {
        return Err(Error::field("name", "position-taken"));
    }
    audit::record(cx, Event::new("position-created", "position", id.0)).await?;
    Ok(id)
}

/// Changes a position. The criteria of the officer's own position are for another officer.
pub async fn edit(cx: &mut Cx, id: PositionId, input: &Form) -> Result<()> {
    let before = lock(cx, id, &input.version).await?;
    let facts = check_form(input)?;
    let agency = cx.agency();
    if store::positions::name_taken(cx.conn(), agency, id, &facts.name).await? {
        return Err(Error::field("name", "position-taken"));
    }
    put(cx, &before, &facts).await
}

async fn put(cx: &mut Cx, before: &Position, facts: &Facts) -> Result<()> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let weighs = before.flags != facts.flags
        || before.times != facts.times
        || before.outside_duty != facts.outside_duty
        || before.family != facts.family;
    if weighs && own(cx, before.id).await? {
        return Err(Reason::new("own-position").into());
    }
    store::positions::save(cx.conn(), agency, before.id, facts, now, by).await?;
    let mut event = Event::new("position-edited", "position", before.id.0)
        .with("decided", rules::decided(&facts.flags))
        .with("outside_duty", facts.outside_duty);
    let times = TIMES.iter().zip(facts.times);
    for (name, value) in FLAGS.iter().zip(facts.flags).chain(times) {
        event = event.with(name, value);
    }
    audit::record(cx, event).await
}

/// Whether the acting person holds the position.
async fn own(cx: &mut Cx, id: PositionId) -> Result<bool> {
    let (agency, me) = (cx.agency(), cx.actor().own());
    match me {
        Some(me) => Ok(store::employees::find(cx.conn(), agency, me)
            .await?
            .position
            == id),
        None => Ok(false),
    }
}

/// The form that sets criteria on the chosen rows; an empty answer leaves that criterion as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bulk {
    pub pick: Vec<String>,
    pub outside_office: String,
    pub no_special_room: String,
    pub uses_ict: String,
    pub little_face_to_face: String,
    pub little_supervision: String,
    pub shift_work: String,
    pub hours_not_bound: String,
    pub outside_duty: String,
    pub back: String,
}

/// Sets criteria on the chosen positions, exactly those posted, each by the single operation's rules.
pub async fn set_flags(cx: &mut Cx, input: &Bulk) -> Result<Fate> {
    cx.require(Can::ManagePeople)?;
    let mut check = Check::new();
    let answers = [
        answer(&mut check, FLAGS[0], &input.outside_office),
        answer(&mut check, FLAGS[1], &input.no_special_room),
        answer(&mut check, FLAGS[2], &input.uses_ict),
        answer(&mut check, FLAGS[3], &input.little_face_to_face),
        answer(&mut check, FLAGS[4], &input.little_supervision),
    ];
    let times = [
        answer(&mut check, TIMES[0], &input.shift_work),
        answer(&mut check, TIMES[1], &input.hours_not_bound),
    ];
    let duty = answer(&mut check, "outside_duty", &input.outside_duty);
    check.ensure(!input.pick.is_empty(), "pick", "pick-some");
    check.ensure(
        duty.is_some() || answers.iter().chain(&times).any(Option::is_some),
        FLAGS[0],
        "flags-some",
    );
    check.done()?;
    let mut picks: Vec<(PositionId, &str)> =
        input.pick.iter().filter_map(|text| pair(text)).collect();
    picks.sort();
    picks.dedup();
    let mut fate = Fate::default();
    for (id, version) in picks {
        match set_one(cx, id, version, &answers, &times, duty).await {
            Ok(()) => fate.done += 1,
            Err(Error::Conflict(_) | Error::NotFound) => fate.changed += 1,
            Err(Error::Refused(_)) => fate.own += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(fate)
}

async fn set_one(
    cx: &mut Cx,
    id: PositionId,
    version: &str,
    answers: &[Option<bool>; 5],
    time_answers: &[Option<bool>; 2],
    duty: Option<bool>,
) -> Result<()> {
    let before = lock(cx, id, version).await?;
    let mut flags = before.flags;
    for (flag, answer) in flags.iter_mut().zip(answers) {
        *flag = answer.or(*flag);
    }
    let mut times = before.times;
    for (time, answer) in times.iter_mut().zip(time_answers) {
        *time = answer.or(*time);
    }
    let facts = Facts {
        name: before.name.clone(),
        family: before.family.clone(),
        jenjang: before.jenjang.clone(),
        kelas: before.kelas,
        flags,
        times,
        outside_duty: duty.unwrap_or(before.outside_duty),
    };
    put(cx, &before, &facts).await
}
