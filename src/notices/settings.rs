//! How a person wants mail: for each event, once a day, or none, and when it keeps quiet.

use serde::Deserialize;

use super::store;
use crate::kernel::{
    audit::{self, Event},
    cx::Cx,
    error::{Error, Result},
    form::Check,
    outbox,
};

/// The ways mail may come.
pub const WAYS: [&str; 3] = ["each", "digest", "none"];

/// What is in force for one person in one agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mail: String,
    pub digest_hour: i16,
    pub quiet: Option<(i16, i16)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mail: "each".into(),
            digest_hour: 16,
            quiet: None,
        }
    }
}

/// The choice as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    pub mail: String,
    pub digest_hour: String,
    pub quiet_from: String,
    pub quiet_to: String,
}

impl From<Settings> for Form {
    fn from(settings: Settings) -> Self {
        let (from, to) = settings.quiet.unzip();
        let text = |hour: Option<i16>| hour.map(|hour| hour.to_string()).unwrap_or_default();
        Self {
            mail: settings.mail,
            digest_hour: settings.digest_hour.to_string(),
            quiet_from: text(from),
            quiet_to: text(to),
        }
    }
}

/// What the person chose; the defaults when they never did.
pub async fn current(cx: &mut Cx) -> Result<Settings> {
    let membership = cx.actor().membership.ok_or(Error::Forbidden)?;
    let agency = cx.agency();
    let found = store::settings(cx.conn(), agency, membership).await?;
    Ok(found.unwrap_or_default())
}

/// Saves the person's own choice; mail that waits follows it.
pub async fn save(cx: &mut Cx, form: &Form) -> Result<()> {
    let actor = cx.actor();
    let (identity, membership) = actor
        .identity
        .zip(actor.membership)
        .ok_or(Error::Forbidden)?;
    let settings = checked(form)?;
    let agency = cx.agency();
    store::save(cx.conn(), agency, membership, &settings).await?;
    audit::record(
        cx,
        Event::new("notice-settings-saved", "membership", membership.0)
            .with("mail", settings.mail.clone()),
    )
    .await?;
    outbox::reconsider(cx, identity).await
}

fn checked(form: &Form) -> Result<Settings> {
    let mut check = Check::new();
    let mail = check.choice("mail", &form.mail, &WAYS).to_owned();
    let hour = check.number("digest_hour", &form.digest_hour, 0, 23);
    let open = form.quiet_from.trim().is_empty() && form.quiet_to.trim().is_empty();
    let quiet = if open {
        None
    } else {
        let from = check.number("quiet_from", &form.quiet_from, 0, 23);
        let to = check.number("quiet_to", &form.quiet_to, 0, 23);
        check.ensure(
            from.is_none() || from != to,
            "quiet_to",
            "notices-quiet-same",
        );
        from.zip(to)
    };
    check.done()?;
    Ok(Settings {
        mail,
        digest_hour: hour.map_or(16, |hour| hour as i16),
        quiet: quiet.map(|(from, to)| (from as i16, to as i16)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(from: &str, to: &str) -> Form {
        Form {
            mail: "each".into(),
            digest_hour: "16".into(),
            quiet_from: from.into(),
            quiet_to: to.into(),
        }
    }

    #[test]
    fn quiet_hours_need_a_beginning_and_another_end() {
        assert_eq!(checked(&form("", "")).unwrap().quiet, None);
        assert_eq!(checked(&form("22", "6")).unwrap().quiet, Some((22, 6)));
        for (from, to) in [("22", ""), ("", "6"), ("6", "6"), ("24", "1"), ("x", "1")] {
            assert!(checked(&form(from, to)).is_err(), "{from}-{to}");
        }
    }
}
