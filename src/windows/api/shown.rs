//! Windows as programs see them.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::id::{NationalWindowId, WindowId},
    policy::WindowKind,
    windows::{Answered, Named, National, Phase, Proposal, Reply, State, Window},
};

/// Where a window lets people work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WindowPlace", inline)]
pub enum PlaceView {
    Home,
    /// Another office or another place.
    Elsewhere,
}

impl PlaceView {
    /// The word of the form.
    pub fn code(self) -> String {
        match self {
            Self::Home => "home".to_owned(),
            Self::Elsewhere => "elsewhere".to_owned(),
        }
    }
}

fn places(home: bool, elsewhere: bool) -> Vec<PlaceView> {
    [(home, PlaceView::Home), (elsewhere, PlaceView::Elsewhere)]
        .into_iter()
        .filter(|(allowed, _)| *allowed)
        .map(|(_, place)| place)
        .collect()
}

/// A window of the agency.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Window")]
pub struct WindowView {
    id: WindowId,
    version: i32,
    kind: WindowKind,
    phase: Phase,
    /// The ministry's window it takes up.
    national_window_id: Option<NationalWindowId>,
    /// Empty while the instrument has no number.
    number: String,
    title: String,
    first_on: NaiveDate,
    last_on: NaiveDate,
    places: Vec<PlaceView>,
    /// Share of a unit's staff that may be away at once, in per cent.
    share: u8,
    /// Whether units that serve the public are meant, too.
    direct_service: bool,
    /// Units it is for, each with everything below; empty: the whole agency.
    scope: Vec<Named>,
    /// Units it leaves out, each with everything below.
    excluded: Vec<Named>,
    note: String,
    /// Told to those who set windows.
    set_by: Option<String>,
    set_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    end_reason: Option<String>,
}

/// A window as a reader sees it; who set it is told to those who set windows.
pub fn window(one: Window, today: NaiveDate, sets: bool) -> WindowView {
    WindowView {
        id: one.id,
        version: one.version,
        kind: one.kind,
        phase: one.phase(today),
        national_window_id: one.national,
        places: places(one.home, one.elsewhere),
        end_reason: one.ended_at.map(|_| one.end_reason),
        set_by: one.set_by.filter(|_| sets),
        number: one.number,
        title: one.title,
        first_on: one.first_on,
        last_on: one.last_on,
        share: one.share,
        direct_service: one.direct_service,
        scope: one.scope,
        excluded: one.excluded,
        note: one.note,
        set_at: one.set_at,
        ended_at: one.ended_at,
    }
}

/// A window of the ministry.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NationalWindow")]
pub struct NationalView {
    id: NationalWindowId,
    pub version: i32,
    state: State,
    number: String,
    title: String,
    first_on: NaiveDate,
    last_on: NaiveDate,
    places: Vec<PlaceView>,
    share: u8,
    note: String,
    /// Why the second officer gave it back.
    returned: Option<String>,
    published_at: Option<DateTime<Utc>>,
}

impl From<National> for NationalView {
    fn from(one: National) -> Self {
        Self {
            id: one.id,
            version: one.version,
            state: one.state,
            places: places(one.home, one.elsewhere),
            returned: (!one.returned.is_empty()).then_some(one.returned),
            number: one.number,
            title: one.title,
            first_on: one.first_on,
            last_on: one.last_on,
            share: one.share,
            note: one.note,
            published_at: one.published_at,
        }
    }
}

/// What was answered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WindowAnswer")]
pub struct AnswerView {
    answer: Reply,
    /// The window it became.
    window_id: Option<WindowId>,
    reason: Option<String>,
    answered_by: String,
    answered_at: DateTime<Utc>,
}

impl From<Answered> for AnswerView {
    fn from(one: Answered) -> Self {
        Self {
            answer: one.reply,
            window_id: one.window,
            reason: (!one.reason.is_empty()).then_some(one.reason),
            answered_by: one.by,
            answered_at: one.at,
        }
    }
}

/// A window of the ministry with this agency's answer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WindowProposal")]
pub struct ProposalView {
    window: NationalView,
    /// Null while it is open.
    answer: Option<AnswerView>,
}

impl From<Proposal> for ProposalView {
    fn from(one: Proposal) -> Self {
        Self {
            window: one.national.into(),
            answer: one.answer.map(AnswerView::from),
        }
    }
}
