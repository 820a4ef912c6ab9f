//! Notices through the JSON door: what one was told, the mark of what is read, the choice of mail.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Told, read,
    settings::{self, Form, Settings},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{Doc, Json, NoContent, Paged, Query, Scope, cursor_at, typed},
    error::{Error, Result},
    i18n::{Lang, with_pairs},
    list::Cursor,
    routes::Routes,
    time,
};

/// Something the person was told.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Notice")]
pub struct NoticeView {
    id: Uuid,
    /// `request-approved`, `rules-published`, …
    kind: String,
    text: String,
    /// The page it is about.
    link: String,
    at: DateTime<Utc>,
    unread: bool,
}

fn view(told: Told, person: &str, lang: Lang) -> NoticeView {
    let mut args: Vec<(String, String)> = told.payload.args.into_iter().collect();
    args.push(("person".into(), person.to_owned()));
    args.push(("link".into(), told.payload.link.clone()));
    NoticeView {
        id: told.id,
        text: with_pairs(lang, &format!("mail-{}-subject", told.kind), &args),
        kind: told.kind,
        link: told.payload.link,
        at: told.told_at,
        unread: told.unread,
    }
}

/// Where a page starts.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// `next` of the page before.
    after: Option<String>,
}

async fn list(mut cx: Cx, Query(place): Query<Place>) -> Result<Json<Paged<NoticeView>>> {
    let after = cursor_at(place.after.as_deref(), cx.agency(), Cursor::instant)?;
    let listing = read::list(&mut cx, after).await?;
    let (name, lang) = (cx.actor().name.clone(), cx.lang());
    Ok(Json(Paged::of(listing, |told| view(told, &name, lang))))
}

/// Up to when everything is read.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NoticesRead")]
pub struct MarkIn {
    /// The `at` of the newest notice that was seen.
    until: DateTime<Utc>,
}

async fn mark(mut cx: Cx, Json(input): Json<MarkIn>) -> Result<NoContent> {
    let until = time::instant(input.until.timestamp_micros());
    read::mark(&mut cx, until.ok_or(Error::field("until", "date"))?).await?;
    Ok(NoContent)
}

/// How mail comes.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MailWay", inline)]
pub enum WayIn {
    /// For each event.
    Each,
    /// Once a day.
    Digest,
    None,
}

/// The choice of mail.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NoticeSettings")]
pub struct SettingsBody {
    mail: WayIn,
    /// The hour of the daily mail, at the place of duty.
    #[schemars(range(min = 0, max = 23))]
    digest_hour: i16,
    /// Mail waits from this hour …
    #[schemars(range(min = 0, max = 23))]
    quiet_from: Option<i16>,
    /// … to this one; both or neither.
    #[schemars(range(min = 0, max = 23))]
    quiet_to: Option<i16>,
}

impl From<Settings> for SettingsBody {
    fn from(settings: Settings) -> Self {
        let (quiet_from, quiet_to) = settings.quiet.unzip();
        Self {
            mail: match settings.mail.as_str() {
                "digest" => WayIn::Digest,
                "none" => WayIn::None,
                _ => WayIn::Each,
            },
            digest_hour: settings.digest_hour,
            quiet_from,
            quiet_to,
        }
    }
}

async fn show(mut cx: Cx) -> Result<Json<SettingsBody>> {
    Ok(Json(settings::current(&mut cx).await?.into()))
}

async fn save(mut cx: Cx, Json(input): Json<SettingsBody>) -> Result<Json<SettingsBody>> {
    let form = Form {
        mail: match input.mail {
            WayIn::Each => "each",
            WayIn::Digest => "digest",
            WayIn::None => "none",
        }
        .to_owned(),
        digest_hour: input.digest_hour.to_string(),
        quiet_from: typed(input.quiet_from),
        quiet_to: typed(input.quiet_to),
    };
    settings::save(&mut cx, &form).await?;
    show(cx).await
}

/// The routes of notices.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{AccountRead as Read, AccountWrite as Write};
    let can = Can::SignIn;
    routes
        .api_get(
            "/me/notices",
            can,
            Read,
            Doc::new("account.notices", "What one was told, newest first"),
            list,
        )
        .api_post(
            "/me/notices/read",
            can,
            Write,
            Doc::new(
                "account.read_notices",
                "Mark everything until an instant as read",
            )
            .example(r#"{"until":"2026-11-17T01:00:00Z"}"#),
            mark,
        )
        .api_get(
            "/me/notices/settings",
            can,
            Read,
            Doc::new("account.notice_settings", "How mail comes"),
            show,
        )
        .api_put(
            "/me/notices/settings",
            can,
            Write,
            Doc::new("account.save_notice_settings", "Choose how mail comes")
                .example(r#"{"mail":"digest","digest_hour":16,"quiet_from":21,"quiet_to":6}"#),
            save,
        )
}
