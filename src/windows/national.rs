//! The ministry's windows: drafted, published by a second officer, then proposed to every agency. What is published is never
//! changed. The ministry never writes into an agency; it reads the answers from `stats_windows`.

use serde::Deserialize;

use super::{Across, National, State, Tally, rules, set::places, store};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Reason, Result},
    form::Check,
    id::{IdentityId, NationalWindowId},
    outbox::{self, Notice},
};

/// A draft as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub number: String,
    pub title: String,
    pub first_on: String,
    pub last_on: String,
    pub places: Vec<String>,
    pub share: String,
    pub note: String,
    /// The version that was seen, when changed.
    pub version: String,
}

/// The ministry's windows, newest first.
pub async fn list(cx: &mut Cx) -> Result<Vec<National>> {
    cx.require(Can::OverseeAgencies)?;
    store::national::list(cx.conn()).await
}

/// Those that another officer wants the acting one to publish.
pub async fn to_publish(cx: &mut Cx) -> Result<Vec<National>> {
    if !cx.actor().roles.may(Can::OverseeAgencies) {
        return Ok(Vec::new());
    }
    let me = cx.actor().identity;
    let mut all = list(cx).await?;
    all.retain(|one| one.state == State::Waiting && one.requested_by != me);
    Ok(all)
}

/// One of them.
pub async fn find(cx: &mut Cx, id: NationalWindowId) -> Result<National> {
    cx.require(Can::OverseeAgencies)?;
    store::national::find(cx.conn(), id).await
}

fn read(cx: &Cx, form: &Draft) -> Result<store::national::New> {
    let today = cx.today();
    let mut check = Check::new();
    let title = check.text("title", &form.title, 120);
    let number = check.optional("number", &form.number, 100);
    let first = check.date("first_on", &form.first_on);
    let last = check.date("last_on", &form.last_on);
    let (home, elsewhere) = places(&mut check, &form.places, false);
    let share = check.number("share", &form.share, 1, 100);
    let note = check.optional("note", &form.note, 2_000);
    if let (Some(first), Some(last)) = (first, last)
        && let Err(code) = rules::check_period(first, last, today)
    {
        check.fail(FieldError::new("last_on", code).with("days", rules::LONGEST));
    }
    check.done()?;
    let (Some(first_on), Some(last_on), Some(share)) = (first, last, share) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    Ok(store::national::New {
        number,
        title,
        first_on,
        last_on,
        home,
        elsewhere,
        share: i16::try_from(share).unwrap_or(100),
        note,
    })
}

/// Starts a draft.
pub async fn draft(cx: &mut Cx, form: &Draft) -> Result<NationalWindowId> {
    cx.require(Can::OverseeAgencies)?;
    let (now, by) = (cx.now(), cx.actor().identity);
    let new = read(cx, form)?;
    let id = NationalWindowId::new();
    store::national::insert(cx.conn(), id, &new, by, now).await?;
    audit::record(
        cx,
        Event::new("national-window-drafted", "national_window", id.0)
            .with("first_on", new.first_on.to_string())
            .with("last_on", new.last_on.to_string())
            .with("share", new.share),
    )
    .await?;
    Ok(id)
}

/// Saves a draft anew.
pub async fn save(cx: &mut Cx, id: NationalWindowId, form: &Draft) -> Result<()> {
    let version = form
        .version
        .trim()
        .parse()
        .map_err(|_| Error::Conflict("changed"))?;
    locked(cx, id, version, State::Draft).await?;
    let new = read(cx, form)?;
    store::national::save(cx.conn(), id, &new).await?;
    audit::record(
        cx,
        Event::new("national-window-saved", "national_window", id.0)
            .with("first_on", new.first_on.to_string())
            .with("last_on", new.last_on.to_string())
            .with("share", new.share),
    )
    .await
}

async fn locked(cx: &mut Cx, id: NationalWindowId, version: i32, state: State) -> Result<National> {
    let window = store::national::lock(cx.conn(), id).await?;
    cx.require(Can::OverseeAgencies)?;
    if window.version != version {
        return Err(Error::Conflict("changed"));
    }
    if window.state != state {
        return Err(Reason::new("window-step").into());
    }
    Ok(window)
}

fn still_ahead(cx: &Cx, window: &National) -> Result<()> {
    if window.last_on < cx.today() {
        return Err(Reason::new("window-not-open").into());
    }
    Ok(())
}

/// Asks a second officer to publish a draft.
pub async fn request(cx: &mut Cx, id: NationalWindowId, version: i32) -> Result<()> {
    let window = locked(cx, id, version, State::Draft).await?;
    let by = cx.actor().identity.ok_or(Error::Forbidden)?;
    still_ahead(cx, &window)?;
    let (agency, now) = (cx.agency(), cx.now());
    store::national::ask(cx.conn(), id, by, now).await?;
    audit::record(
        cx,
        Event::new("national-window-requested", "national_window", id.0),
    )
    .await?;
    let mut officers = store::officers(cx.conn(), agency, &["ministry"]).await?;
    officers.retain(|officer| *officer != by);
    let notice = notice("national-window-waiting", &window);
    outbox::tell_each(cx, &officers, &notice).await
}

fn notice(kind: &'static str, window: &National) -> Notice {
    let once = format!("{kind}:{}:{}", window.id, window.version);
    Notice::new(kind, format!("/national-windows/{}", window.id), once)
        .with("title", window.title.clone())
}

/// Publishes a window that waits; only another officer than the one who asked.
pub async fn publish(cx: &mut Cx, id: NationalWindowId, version: i32) -> Result<()> {
    let window = locked(cx, id, version, State::Waiting).await?;
    let by = cx.actor().identity.ok_or(Error::Forbidden)?;
    let asked = window.requested_by.ok_or(Error::Conflict("changed"))?;
    if asked == by {
        return Err(Reason::new("window-second-officer").into());
    }
    still_ahead(cx, &window)?;
    let now = cx.now();
    store::national::publish(cx.conn(), id, by, now).await?;
    audit::record(
        cx,
        Event::new("national-window-published", "national_window", id.0),
    )
    .await?;
    tell(cx, asked, notice("national-window-published", &window)).await
}

async fn tell(cx: &mut Cx, to: IdentityId, notice: Notice) -> Result<()> {
    outbox::tell_each(cx, &[to], &notice).await
}

/// Gives a waiting window back as a draft, with a reason.
pub async fn give_back(
    cx: &mut Cx,
    id: NationalWindowId,
    version: i32,
    reason: &str,
) -> Result<()> {
    let window = locked(cx, id, version, State::Waiting).await?;
    let mut check = Check::new();
    let reason = check.text("reason", reason, 500);
    check.done()?;
    store::national::give_back(cx.conn(), id, &reason).await?;
    audit::record(
        cx,
        Event::new("national-window-returned", "national_window", id.0),
    )
    .await?;
    match window
        .requested_by
        .filter(|asked| Some(*asked) != cx.actor().identity)
    {
        Some(asked) => tell(cx, asked, notice("national-window-returned", &window)).await,
        None => Ok(()),
    }
}

/// Drops a draft; it stays readable.
pub async fn withdraw(cx: &mut Cx, id: NationalWindowId, version: i32) -> Result<()> {
    locked(cx, id, version, State::Draft).await?;
    store::national::withdraw(cx.conn(), id).await?;
    audit::record(
        cx,
        Event::new("national-window-withdrawn", "national_window", id.0),
    )
    .await
}

/// How the agencies answered: counts, and a page of agencies by name.
pub async fn answers(
    cx: &mut Cx,
    id: NationalWindowId,
    only: Option<&str>,
    after: Option<(String, uuid::Uuid)>,
    limit: i64,
) -> Result<(Tally, Vec<Across>)> {
    cx.require(Can::OverseeAgencies)?;
    let mut tx = cx.core.db.platform().await?;
    let tally = store::national::tally(tx.conn(), id).await?;
    let rows = store::national::across(tx.conn(), id, only, after, limit).await?;
    tx.rollback().await?;
    Ok((tally, rows))
}
