//! Calendars as text: what a program reads, zones, and names that would write lines of their own.

use chrono::{NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Asia::{Jakarta, Jayapura, Makassar};
use icalendar::{Calendar, CalendarComponent};
use proptest::prelude::*;

use super::*;

fn entry(who: Option<&str>) -> Entry {
    let on: NaiveDate = "2026-11-24".parse().unwrap();
    Entry {
        uid: "7-2026-11-24@luwes".into(),
        sequence: 2,
        changed_at: "2026-11-17T01:00:00Z".parse::<DateTime<Utc>>().unwrap(),
        when: When::Days { from: on, to: on },
        zone: Jakarta,
        what: What::Place(Place::Home),
        times: None,
        status: Status::Confirmed,
        who: who.map(str::to_owned),
        path: Some("/requests/7".into()),
    }
}

fn hours(zone: Tz) -> Entry {
    let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
    Entry {
        when: When::Hours {
            start: at("2026-11-24T07:30:00"),
            end: at("2026-11-24T11:15:00"),
        },
        zone,
        ..entry(None)
    }
}

fn head(name: &str) -> Head<'_> {
    Head {
        purpose: Purpose::Feed {
            name,
            zone: Jakarta,
        },
        lang: Lang::En,
        public_url: "https://luwes.test",
    }
}

/// Every line as it was before folding.
fn unfolded(text: &str) -> Vec<String> {
    let whole = text.replace("\r\n ", "");
    whole.lines().map(str::to_owned).collect()
}

fn summary_of(text: &str) -> String {
    let calendar: Calendar = text.parse().unwrap();
    let event = calendar
        .components
        .iter()
        .find_map(CalendarComponent::as_event);
    event.unwrap().get_summary().unwrap().to_owned()
}

#[test]
fn a_day_is_written_with_everything_a_program_needs_to_keep_it_up_to_date() {
    let text = write(&head("Luwes: Sari"), &[entry(None)]).unwrap();
    let lines = unfolded(&text);
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Luwes//Luwes//ID",
        "X-WR-CALNAME:Luwes: Sari",
        "REFRESH-INTERVAL;VALUE=DURATION:PT3600S",
        "X-PUBLISHED-TTL:PT3600S",
        "UID:7-2026-11-24@luwes",
        "DTSTAMP:20261117T010000Z",
        "LAST-MODIFIED:20261117T010000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20261124",
        "DTEND;VALUE=DATE:20261125",
        "STATUS:CONFIRMED",
        "SUMMARY:Working from home",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
        "URL:https://luwes.test/requests/7",
        "END:VCALENDAR",
    ] {
        assert_eq!(
            lines.iter().filter(|found| *found == line).count(),
            1,
            "{line} in {text}"
        );
    }
    assert!(!text.contains("VTIMEZONE"));
    assert!(text.ends_with("END:VCALENDAR\r\n"));
}

#[test]
fn hours_stand_in_the_zone_of_the_place_and_each_zone_is_described_once() {
    let entries = [
        hours(Makassar),
        hours(Jayapura),
        hours(Makassar),
        entry(None),
    ];
    let text = write(&head("x"), &entries).unwrap();
    assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 2);
    for line in [
        "DTSTART;TZID=Asia/Makassar:20261124T073000",
        "DTEND;TZID=Asia/Jayapura:20261124T111500",
        "TZID:Asia/Makassar",
        "TZOFFSETTO:+0800",
        "TZNAME:WITA",
        "TZOFFSETTO:+0900",
        "TZNAME:WIT",
    ] {
        assert!(
            unfolded(&text).iter().any(|found| found == line),
            "{line} in {text}"
        );
    }
}

#[test]
fn leave_takes_ones_own_time_and_nobody_elses() {
    let mut leave = Entry {
        what: What::Leave,
        ..entry(None)
    };
    assert_eq!(busy(&leave), ("OPAQUE", "OOF"));
    leave.who = Some("Sari".into());
    assert_eq!(busy(&leave), ("TRANSPARENT", "FREE"));
    leave.who = None;
    leave.status = Status::Cancelled;
    assert_eq!(busy(&leave), ("TRANSPARENT", "FREE"));
}

#[test]
fn a_cancelled_day_says_so_in_words_too() {
    let gone = Entry {
        status: Status::Cancelled,
        ..entry(Some("Sari"))
    };
    let text = write(&head("x"), &[gone]).unwrap();
    assert!(text.contains("STATUS:CANCELLED"));
    assert_eq!(summary_of(&text), "Cancelled: Sari: Working from home");
}

#[test]
fn a_name_cannot_write_lines_of_its_own() {
    let hostile = "Sari\r\nEND:VEVENT\r\nBEGIN:VEVENT\nX,Y;Z\\n🙂\u{7}";
    let text = write(&head(hostile), &[entry(Some(hostile))]).unwrap();
    assert_eq!(text.matches("\r\nEND:VEVENT\r\n").count(), 1);
    assert_eq!(
        summary_of(&text),
        "Sari\nEND:VEVENT\nBEGIN:VEVENT\nX,Y;Z\\n🙂: Working from home"
    );
}

proptest! {
    #[test]
    fn any_name_is_folded_within_75_octets_and_reads_back_as_it_was(
        name in r#"([ -~]|[,;:\\"\n\r\t]|[àéü€]|[아-힣]|[🙂-🙏]|\PC){0,300}"#
    ) {
        let text = write(&head(&name), &[entry(Some(&name))]).unwrap();
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= 75, "{} octets: {line}", line.len());
            prop_assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        let said = format!("SUMMARY:{}", clean(&format!("{name}: Working from home")))
            .replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;").replace('\n', "\\n");
        prop_assert!(unfolded(&text).contains(&said), "{said} in {text}");
        prop_assert_eq!(summary_of(&text), clean(&format!("{name}: Working from home")));
    }
}

#[test]
fn what_goes_along_with_a_mail_names_its_sender_and_sets_up_no_calendar_of_its_own() {
    let head = Head {
        purpose: Purpose::Mail("luwes@uji.example"),
        ..head("")
    };
    let text = write(&head, &[entry(None), hours(Makassar)]).unwrap();
    let lines = unfolded(&text);
    let organizer = "ORGANIZER;CN=Luwes:mailto:luwes@uji.example";
    assert_eq!(lines.iter().filter(|line| *line == organizer).count(), 2);
    assert!(lines.contains(&"METHOD:PUBLISH".to_owned()));
    assert!(lines.contains(&"TZID:Asia/Makassar".to_owned()));
    for one in ["X-WR-", "REFRESH", "X-PUBLISHED"] {
        assert!(!text.contains(one), "{one}");
    }
}
