//! A calendar as text (RFC 5545). Escaping is the library's; folding, which it does wrongly, and zones, which it cannot
//! write, are ours.

use chrono::{DateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use icalendar::{CalendarDateTime, Component, Event, EventLike, EventStatus, Property};

use super::{
    entry::{Entry, Status, What, When},
    rules::zones,
};
use crate::{
    kernel::{
        error::{Error, Result},
        i18n::{Arg, Lang},
        time::zone_short,
    },
    policy::{Place, words},
};

/// How often a program should read: asked for, not enforced.
const REFRESH: TimeDelta = TimeDelta::hours(1);

/// What stands at the head of a calendar.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    pub purpose: Purpose<'a>,
    pub lang: Lang,
    /// The address people type, without a slash at the end.
    pub public_url: &'a str,
}

/// What a calendar is for.
#[derive(Clone, Copy, Debug)]
pub enum Purpose<'a> {
    /// Read again and again, under a name.
    Feed { name: &'a str, zone: Tz },
    /// Sent along with a mail from an address: its events go into the reader's own calendar, and replace what earlier ones put there
    /// (the same UID with a higher SEQUENCE, RFC 5546 2.1.4, 3.2.1). A name would make programs set up a calendar of its own.
    Mail(&'a str),
}

/// Writes a calendar.
pub fn write(head: &Head<'_>, entries: &[Entry]) -> Result<String> {
    let mut out = String::with_capacity(512 + entries.len() * 420);
    out.push_str("BEGIN:VCALENDAR\r\n");
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Luwes//Luwes//ID"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        out.push_str(&line(Property::new(key, value))?);
    }
    if let Purpose::Feed { name, zone } = head.purpose {
        for (key, value) in [
            ("X-WR-CALNAME", &*clean(name)),
            ("X-WR-TIMEZONE", zone.name()),
            ("X-PUBLISHED-TTL", &REFRESH.to_string()),
        ] {
            out.push_str(&line(Property::new(key, value))?);
        }
        let mut refresh = Property::new("REFRESH-INTERVAL", REFRESH.to_string());
        out.push_str(&line(refresh.add_parameter("VALUE", "DURATION").done())?);
    }
    for zone in zones(entries) {
        out.push_str(&zone_text(zone));
    }
    for entry in entries {
        let text = event(head, entry).try_into_string();
        out.push_str(&text.map_err(Error::internal)?);
    }
    out.push_str("END:VCALENDAR\r\n");
    Ok(folded(&out))
}

/// Octets of a line.
const WIDTH: usize = 75;

/// Folds anew: the library leaves 76 octets on some last lines.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / WIDTH * 3);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > WIDTH {
                out.push_str("\r\n ");
                width = 1;
            }
            out.push(c);
            width += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

fn line(property: Property) -> Result<String> {
    property.try_into().map_err(Error::internal)
}

/// Control characters mean nothing in a calendar and are forbidden there; a line break stays one.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

/// Indonesian zones have kept one offset since 1988, so a zone is one line of rules.
fn zone_text(zone: Tz) -> String {
    let offset = zone.offset_from_utc_datetime(&DateTime::UNIX_EPOCH.naive_utc());
    let minutes = offset.fix().local_minus_utc() / 60;
    let offset = format!("+{:02}{:02}", minutes / 60, minutes % 60);
    let (id, name) = (zone.name(), zone_short(zone));
    format!(
        "BEGIN:VTIMEZONE\r\nTZID:{id}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
         TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nTZNAME:{name}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
}

fn event(head: &Head<'_>, entry: &Entry) -> Event {
    let mut event = Event::new();
    event
        .uid(&entry.uid)
        .timestamp(entry.changed_at)
        .last_modified(entry.changed_at)
        .sequence(entry.sequence)
        .summary(&summary(head.lang, entry));
    match entry.when {
        When::Days { from, to } => {
            event.starts(from).ends(to.succ_opt().unwrap_or(to));
        }
        When::Hours { start, end } => {
            let at = |date_time| CalendarDateTime::WithTimezone {
                date_time,
                tzid: entry.zone.name().to_owned(),
            };
            event.starts(at(start)).ends(at(end));
        }
    }
    event.status(match entry.status {
        Status::Confirmed => EventStatus::Confirmed,
        Status::Tentative => EventStatus::Tentative,
        Status::Cancelled => EventStatus::Cancelled,
    });
    let (transparent, busy) = busy(entry);
    event.add_property("TRANSP", transparent);
    event.add_property("X-MICROSOFT-CDO-BUSYSTATUS", busy);
    if let Purpose::Mail(from) = head.purpose {
        let mut organizer = Property::new("ORGANIZER", format!("mailto:{from}"));
        event.append_property(organizer.add_parameter("CN", "Luwes").done());
    }
    if let Some(path) = &entry.path {
        event.add_property("URL", format!("{}{path}", head.public_url));
    }
    event
}

/// Whether it takes the reader's time: leave, trips and shifts of their own do. A flexible day is work, elsewhere; where colleagues are
/// takes nobody's time.
fn busy(entry: &Entry) -> (&'static str, &'static str) {
    match (entry.status, &entry.who, &entry.what) {
        (Status::Cancelled, ..) | (_, Some(_), _) => ("TRANSPARENT", "FREE"),
        (_, None, What::Leave | What::Trip) => ("OPAQUE", "OOF"),
        (_, None, What::Waiting(_)) => ("TRANSPARENT", "TENTATIVE"),
        (_, None, What::Place(_) | What::Flexible) => ("TRANSPARENT", "WORKINGELSEWHERE"),
        (_, None, What::Shift(_)) => ("OPAQUE", "BUSY"),
    }
}

fn summary(lang: Lang, entry: &Entry) -> String {
    let what = match &entry.what {
        What::Leave => lang.t("feeds-what-leave"),
        What::Trip => lang.t("feeds-what-trip"),
        What::Place(place) => lang.t(place_key(*place)),
        What::Flexible => lang.t("feeds-what-flexible"),
        What::Waiting(None) => lang.t("feeds-what-waiting"),
        What::Waiting(Some(place)) => lang.ta(
            "feeds-what-waiting-for",
            &[("what", Arg::from(lang.t(place_key(*place))))],
        ),
        What::Shift(name) => clean(&lang.ta("feeds-what-shift", &[("name", Arg::from(name))])),
    };
    let what = match entry.times {
        Some(times) => {
            let clock = |at| words::time(at).get(lang.code()).to_owned();
            format!("{what}, {}–{}", clock(times.start), clock(times.end))
        }
        None => what,
    };
    let what = match &entry.who {
        Some(who) => clean(&format!("{who}: {what}")),
        None => what,
    };
    match entry.status {
        Status::Cancelled => lang.ta("feeds-what-cancelled", &[("what", Arg::from(what))]),
        _ => what,
    }
}

fn place_key(place: Place) -> &'static str {
    match place {
        Place::Home => "feeds-what-home",
        Place::OtherOffice => "feeds-what-other-office",
        Place::OtherPlace => "feeds-what-other-place",
    }
}

#[cfg(test)]
#[path = "ics_test.rs"]
mod tests;
