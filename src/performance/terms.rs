//! How an agency writes targets and rates by them: whether main lines carry weights, which measured percent advises what, how long a
//! person may object, how many and how large files a delivery may have, and how days are reported. The law at hand names none of them
//! (daily reports are agencies' own practice, law 2.8 and 2.10).

use super::store;
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Result},
    form::Check,
};

/// How targets are written, and people rated by them, in an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Main lines carry weights that make a hundred.
    pub weights: bool,
    /// Measured percent from which a result counts as above expectation, as advice beside the numbers; none: no advice.
    pub above_from: Option<i16>,
    /// Measured percent under which it counts as below.
    pub below_under: Option<i16>,
    /// Working days within which a person may object to a closed rating; no law at hand names them (law 11.4).
    pub object_within: i16,
    /// Most files of a delivery; 0: files are not taken.
    pub files: i16,
    /// The largest file, in MiB.
    pub file_size: i16,
    /// Working days after a day until when it may be reported.
    pub report_within: i16,
    /// The agency asks for a report of each flexible day: who has not written it is reminded once.
    pub report_flexible: bool,
    /// 0 where none were saved yet.
    pub version: i32,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            weights: false,
            above_from: None,
            below_under: None,
            object_within: OBJECT_WITHIN,
            files: FILES,
            file_size: FILE_SIZE,
            report_within: REPORT_WITHIN,
            report_flexible: false,
            version: 0,
        }
    }
}

/// Working days for an objection where the agency says nothing else. Ours.
const OBJECT_WITHIN: i16 = 14;
/// Files of a delivery, and their size in MiB, where the agency says nothing else. Ours.
const FILES: i16 = 5;
const FILE_SIZE: i16 = 100;
/// Working days for the report of a day where the agency says nothing else. Ours.
const REPORT_WITHIN: i16 = 3;

/// The terms in force.
pub async fn show(cx: &mut Cx) -> Result<Terms> {
    let agency = cx.agency();
    store::people::terms(cx.conn(), agency).await
}

/// Saves the terms, unless somebody else saved in between.
pub async fn save(cx: &mut Cx, terms: Terms) -> Result<()> {
    cx.require(Can::GrantRoles)?;
    let (agency, now) = (cx.agency(), cx.now());
    let mut check = Check::new();
    for (field, mark) in [
        ("above_from", terms.above_from),
        ("below_under", terms.below_under),
    ] {
        if mark.is_some_and(|mark| !(1..=1_000).contains(&mark)) {
            check.fail(
                FieldError::new(field, "number")
                    .with("min", 1)
                    .with("max", 1_000),
            );
        }
    }
    if let (Some(above), Some(below)) = (terms.above_from, terms.below_under) {
        check.ensure(above > below, "below_under", "rating-marks");
    }
    for (field, value, min, max) in [
        ("object_within", terms.object_within, 1, 90),
        ("files", terms.files, 0, 10),
        ("file_size", terms.file_size, 1, 100),
        ("report_within", terms.report_within, 1, 30),
    ] {
        if !(min..=max).contains(&value) {
            check.fail(
                FieldError::new(field, "number")
                    .with("min", min)
                    .with("max", max),
            );
        }
    }
    check.done()?;
    if !store::people::save_terms(cx.conn(), agency, terms, now).await? {
        return Err(Error::Conflict("changed"));
    }
    let event = Event::new("target-terms-saved", "agency", agency.0)
        .with("weights", terms.weights)
        .with("above_from", terms.above_from)
        .with("below_under", terms.below_under)
        .with("object_within", terms.object_within)
        .with("files", terms.files)
        .with("file_size", terms.file_size)
        .with("report_within", terms.report_within)
        .with("report_flexible", terms.report_flexible);
    audit::record(cx, event).await
}
