//! What a piece of work may become, and what may be delivered. Pure.

use chrono::{Datelike, NaiveDate};

use super::{Answer, State, Step};
use crate::kernel::{
    depot::Arrived,
    error::{FieldError, Reason},
};

/// Most links of a delivery.
pub const LINKS: usize = 5;
/// Longest link.
pub const LINK: usize = 500;
/// Longest text of a delivery.
pub const WORDS: usize = 4_000;
/// Most rounds.
pub const ROUNDS: i16 = 50;
/// How far ahead something may be due, in days.
pub const AHEAD: i64 = 366;

/// The state after a step, or why the step is not open.
pub fn next(state: State, step: Step) -> Result<State, Reason> {
    use State as S;
    let to = match (state, step) {
        (S::Planned | S::Revision, Step::Deliver) => S::Delivered,
        (S::Delivered, Step::Answer(Answer::Accepted)) => S::Accepted,
        (S::Delivered, Step::Answer(Answer::Revision)) => S::Revision,
        (S::Delivered, Step::Answer(Answer::Refused)) => S::Refused,
        (S::Planned | S::Delivered | S::Revision, Step::Withdraw) => S::Withdrawn,
        _ => return Err(Reason::new("work-step").with("state", state.code())),
    };
    Ok(to)
}

/// What is wrong with a delivery: it says nothing and brings no file, or a link leads nowhere safe.
pub fn problems(words: &str, links: &[String], files: usize) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if words.trim().is_empty() && links.is_empty() && files == 0 {
        wrong.push(FieldError::new("words", "work-nothing"));
    }
    if words.chars().count() > WORDS {
        wrong.push(FieldError::new("words", "too-long").with("max", WORDS));
    }
    if links.len() > LINKS {
        wrong.push(FieldError::new("links", "work-links").with("n", LINKS));
    }
    let bad = links.iter().position(|link| !is_link(link));
    if let Some(bad) = bad {
        wrong.push(FieldError::new("links", "work-link").with("n", bad + 1));
    }
    wrong
}

/// What is wrong with files, of which there are `number` with those that were sent before; the agency takes `most`, each up to so
/// many MiB.
pub fn file_problems(files: &[&Arrived], number: usize, most: i16, mib: i16) -> Vec<FieldError> {
    if most == 0 {
        return vec![FieldError::new("files", "file-off")];
    }
    let mut wrong = Vec::new();
    if number > usize::from(most.unsigned_abs()) {
        wrong.push(FieldError::new("files", "file-many").with("n", most));
    }
    let large = |one: &&&Arrived| one.size > u64::from(mib.unsigned_abs()) << 20;
    wrong.extend(files.iter().filter(large).map(|one| {
        FieldError::new("files", "file-large")
            .with("name", &one.name)
            .with("n", mib)
    }));
    wrong
}

/// Whether a text is the address of something on the web, without a name or password in it.
fn is_link(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    !host.is_empty()
        && host.chars().all(fine)
        && text.chars().count() <= LINK
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// What is wrong with the day on which something is due. `working` says whether the unit works on it.
pub fn due(on: NaiveDate, today: NaiveDate, working: bool) -> Option<FieldError> {
    if on < today {
        return Some(FieldError::new("due_on", "work-past"));
    }
    if (on - today).num_days() > AHEAD {
        return Some(FieldError::new("due_on", "work-far"));
    }
    (!working).then(|| FieldError::new("due_on", "work-day-off"))
}

/// What somebody is reminded of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Due after today, until the next working day.
    pub soon: usize,
    pub late: usize,
    /// The last day that is told of: the next working day.
    pub until: NaiveDate,
}

/// What to remind somebody of on a working day, given the ones before and after it: of what is due until the next one, and of what is
/// overdue on the first working day on which it is, and on the first of each week. What is due today was told the day before.
pub fn reminder(
    due: &[NaiveDate],
    today: NaiveDate,
    (before, next): (NaiveDate, NaiveDate),
) -> Option<Reminder> {
    let count = |fits: &dyn Fn(NaiveDate) -> bool| due.iter().filter(|on| fits(**on)).count();
    let soon = count(&|on| on > today && on <= next);
    let late = count(&|on| on < today);
    let fresh = count(&|on| on >= before && on < today);
    let new_week = before.iso_week() != today.iso_week();
    (soon > 0 || fresh > 0 || (late > 0 && new_week)).then_some(Reminder {
        soon,
        late,
        until: next,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_open_in_the_states_it_belongs_to_and_in_no_other() {
        use State as S;
        let open = [
            (S::Planned, Step::Deliver, S::Delivered),
            (S::Revision, Step::Deliver, S::Delivered),
            (S::Delivered, Step::Answer(Answer::Accepted), S::Accepted),
            (S::Delivered, Step::Answer(Answer::Revision), S::Revision),
            (S::Delivered, Step::Answer(Answer::Refused), S::Refused),
            (S::Planned, Step::Withdraw, S::Withdrawn),
            (S::Delivered, Step::Withdraw, S::Withdrawn),
            (S::Revision, Step::Withdraw, S::Withdrawn),
        ];
        let answers = Answer::ALL.map(Step::Answer);
        for state in State::ALL {
            for step in answers.into_iter().chain([Step::Deliver, Step::Withdraw]) {
                let to = open.iter().find(|one| one.0 == state && one.1 == step);
                assert_eq!(next(state, step).ok(), to.map(|one| one.2));
            }
        }
    }

    #[test]
    fn a_delivery_says_something_and_its_links_lead_to_the_web() {
        let links = |all: &[&str]| -> Vec<String> { all.iter().map(ToString::to_string).collect() };
        assert!(problems("Selesai", &[], 0).is_empty());
        assert!(problems("", &links(&["https://contoh.go.id/a?b=c#d"]), 0).is_empty());
        assert_eq!(problems(" ", &[], 0)[0].code, "work-nothing");
        assert!(problems(" ", &[], 1).is_empty());
        assert_eq!(problems(&"x".repeat(4_001), &[], 0)[0].code, "too-long");
        assert_eq!(
            problems("", &links(&["https://a.id"; 6]), 0)[0].code,
            "work-links"
        );
        for evil in [
            "javascript:alert(1)",
            "https://",
            "https://user:pass@evil.id/",
            "ftp://contoh.id",
            "//contoh.id",
            "https://contoh.id/a b",
            "https://contoh.id/\u{7}",
        ] {
            let wrong = problems("Selesai", &links(&["https://a.id", evil]), 0);
            assert_eq!(
                (wrong[0].code, wrong[0].args[0].1.as_str()),
                ("work-link", "2"),
                "{evil}"
            );
        }
    }

    #[test]
    fn files_are_as_many_and_as_large_as_the_agency_takes() {
        let file = |mib: u64| Arrived {
            id: crate::kernel::id::FileId::new(),
            name: "peta.pdf".into(),
            media: "application/pdf",
            size: mib << 20,
            sha256: [0; 32],
            scanned: false,
        };
        let (small, large) = (file(10), file(11));
        let codes = |files: &[&Arrived], number, most| -> Vec<&str> {
            let wrong = file_problems(files, number, most, 10);
            wrong.iter().map(|one| one.code).collect()
        };
        assert!(codes(&[&small, &small], 2, 2).is_empty());
        assert_eq!(codes(&[&small, &small], 3, 2), ["file-many"]);
        assert_eq!(codes(&[&small, &large], 2, 2), ["file-large"]);
        assert_eq!(codes(&[&small], 1, 0), ["file-off"]);
    }

    #[test]
    fn one_is_reminded_before_it_is_due_once_it_is_late_and_every_week_from_then_on() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // Friday, Monday and Tuesday of two weeks, and a Friday before a Monday off
        let told = |due: &[&str], before: &str, today: &str, next: &str| {
            let due: Vec<NaiveDate> = due.iter().map(|on| day(on)).collect();
            reminder(&due, day(today), (day(before), day(next))).map(|told| (told.soon, told.late))
        };
        let tuesday = |due: &[&str]| told(due, "2026-11-16", "2026-11-17", "2026-11-18");
        assert_eq!(tuesday(&["2026-11-18"]), Some((1, 0)));
        assert_eq!(tuesday(&["2026-11-17"]), None, "told the day before");
        assert_eq!(tuesday(&["2026-11-19"]), None, "not yet");
        assert_eq!(tuesday(&["2026-11-16"]), Some((0, 1)), "late since today");
        assert_eq!(tuesday(&["2026-11-13"]), None, "told on Monday");
        assert_eq!(
            tuesday(&["2026-11-13", "2026-11-18"]),
            Some((1, 1)),
            "one notice for both"
        );
        let monday = |due: &[&str]| told(due, "2026-11-13", "2026-11-16", "2026-11-17");
        assert_eq!(monday(&["2026-11-02"]), Some((0, 1)), "every week");
        // over a long weekend the next working day is Tuesday
        assert_eq!(
            told(&["2026-11-17"], "2026-11-12", "2026-11-13", "2026-11-17"),
            Some((1, 0))
        );
        assert_eq!(tuesday(&[]), None);
    }

    #[test]
    fn what_is_due_is_due_on_a_working_day_within_a_year() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-17");
        let code = |on: &str, working| due(day(on), today, working).map(|one| one.code);
        assert_eq!(code("2026-11-17", true), None);
        assert_eq!(code("2026-11-16", true), Some("work-past"));
        assert_eq!(code("2026-11-22", false), Some("work-day-off"));
        assert_eq!(code("2028-01-03", true), Some("work-far"));
    }
}
