//! A finished message, plain and in HTML, and the ways it leaves. Nothing that came from a person reaches a header unread.

use std::{path::PathBuf, sync::Arc};

use askama::Template;
use chrono::{DateTime, Utc};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{
    error::{Error, Result},
    i18n::Lang,
};

/// A finished message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    pub at: DateTime<Utc>,
    pub to: String,
    pub name: String,
    pub subject: String,
    pub text: String,
    #[serde(default)]
    pub html: String,
    pub link: String,
    /// The calendar file that goes along; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub calendar: String,
}

/// What a calendar file is called, and what it is.
const CALENDAR: (&str, &str) = ("luwes.ics", "text/calendar; charset=utf-8; method=PUBLISH");

impl Mail {
    /// The message as it goes over the wire; an address that is none, or carries more than itself, is refused.
    pub fn message(&self, from: &str) -> Result<Message> {
        let from: Mailbox = from.parse().map_err(Error::internal)?;
        let name = one_line(&self.name);
        let name = (!name.is_empty()).then_some(name);
        let mut parts = MultiPart::alternative_plain_html(self.text.clone(), self.html.clone());
        if !self.calendar.is_empty() {
            let (file, kind) = CALENDAR;
            let kind = kind.parse().map_err(Error::internal)?;
            let calendar = Attachment::new(file.to_owned()).body(self.calendar.clone(), kind);
            parts = MultiPart::mixed().multipart(parts).singlepart(calendar);
        }
        Message::builder()
            .from(from)
            .to(Mailbox::new(name, address(&self.to)?))
            .subject(one_line(&self.subject))
            .multipart(parts)
            .map_err(Error::internal)
    }
}

/// An address, or a refusal.
pub fn address(text: &str) -> Result<Address> {
    let plain = !text.chars().any(char::is_control) && !text.starts_with('-');
    text.parse::<Address>()
        .ok()
        .filter(|_| plain)
        .ok_or_else(|| Error::field("email", "email"))
}

/// A text for a header: one line, without control characters.
pub fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a message before they become plain text and HTML.
pub struct Words {
    pub lang: Lang,
    pub subject: String,
    pub body: String,
    /// What it leads to; the first is the message's own link.
    pub links: Vec<Link>,
    /// Whether links carry their words in the plain text (a digest).
    pub listed: bool,
    pub agency: String,
    /// Where mail is chosen; empty for messages that always leave.
    pub choose: String,
}

/// Words that lead somewhere.
pub struct Link {
    pub href: String,
    pub words: String,
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct Html<'a> {
    lang: &'a str,
    subject: &'a str,
    agency: &'a str,
    paragraphs: Vec<&'a str>,
    links: &'a [Link],
    listed: bool,
    choose: &'a str,
    choose_words: String,
}

impl Words {
    /// The plain text: the body, the links it does not name itself, the agency.
    pub fn text(&self) -> String {
        let mut text = self.body.trim_end().to_owned();
        for link in &self.links {
            if self.listed {
                text.push_str(&format!("\n\n* {}\n  {}", link.words, link.href));
            } else if !text.contains(&link.href) {
                text.push_str(&format!("\n\n{}", link.href));
            }
        }
        text.push_str(&format!("\n\n-- \nLuwes · {}\n", one_line(&self.agency)));
        if !self.choose.is_empty() {
            let words = self.lang.t("notices-mail-choose");
            text.push_str(&format!("{words}: {}\n", self.choose));
        }
        text
    }

    /// The same in HTML; what people wrote stays text.
    pub fn html(&self) -> Result<String> {
        let paragraphs = self
            .body
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && self.links.iter().all(|link| link.href != *line))
            .collect();
        Html {
            lang: self.lang.code(),
            subject: &self.subject,
            agency: &self.agency,
            paragraphs,
            links: &self.links,
            listed: self.listed,
            choose: &self.choose,
            choose_words: self.lang.t("notices-mail-choose"),
        }
        .render()
        .map_err(Error::internal)
    }
}

/// Where messages go.
#[derive(Clone)]
pub enum Mailer {
    /// A mail server.
    Smtp {
        transport: AsyncSmtpTransport<Tokio1Executor>,
        from: Arc<str>,
    },
    /// One JSON file per message: the demo and the tests.
    Folder(PathBuf),
    /// No mail server is configured: messages stay where they are.
    Waiting,
}

impl Mailer {
    /// A mail server by its address, e.g. `smtp://user:password@host:587?tls=required`. Must be called inside the runtime.
    pub fn smtp(url: &str, from: &str) -> Result<Self, String> {
        from.parse::<Mailbox>()
            .map_err(|error| format!("LUWES_MAIL_FROM: {error}"))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| format!("LUWES_SMTP_URL: {error}"))?
            .build();
        Ok(Self::Smtp {
            transport,
            from: from.into(),
        })
    }

    /// The address messages come from.
    pub fn sender(&self) -> Result<String> {
        match self {
            Self::Smtp { from, .. } => {
                let from: Mailbox = from.parse().map_err(Error::internal)?;
                Ok(from.email.to_string())
            }
            Self::Folder(_) | Self::Waiting => Ok("luwes@localhost".to_owned()),
        }
    }

    /// Hands a message over.
    pub async fn send(&self, id: Uuid, mail: &Mail) -> Result<()> {
        match self {
            Self::Waiting => Err(Error::Unavailable(60)),
            Self::Folder(folder) => {
                tokio::fs::create_dir_all(folder)
                    .await
                    .map_err(Error::internal)?;
                let path = folder.join(format!("{id}.json"));
                tokio::fs::write(path, serde_json::to_vec_pretty(mail)?)
                    .await
                    .map_err(Error::internal)
            }
            Self::Smtp { transport, from } => {
                let message = mail.message(from)?;
                transport.send(message).await.map_err(Error::internal)?;
                Ok(())
            }
        }
    }
}
