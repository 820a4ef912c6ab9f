//! Table tests of the rules of a day.

use super::*;
use crate::{
    calendar::{DayHours, Half, WeekDay, WorkingHours},
    kernel::id::DeliverableId,
    performance::day::{Answer, Outcome},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hours() -> DayHours {
    WorkingHours::five_day().normal.on(WeekDay::Mon)
}

fn line(what: &str, outcome: Option<Outcome>) -> NewLine {
    NewLine {
        what: what.to_owned(),
        about: None,
        outcome,
        note: String::new(),
    }
}

#[test]
fn a_report_goes_from_the_plan_over_the_report_to_its_answer() {
    use State as S;
    let accept = Step::Answer(Answer::Accepted);
    let give_back = Step::Answer(Answer::Returned);
    let states = [
        None,
        Some(S::Planned),
        Some(S::Reported),
        Some(S::Accepted),
        Some(S::Returned),
    ];
    for (step, wanted) in [
        (
            Step::Plan,
            [Some(S::Planned), Some(S::Planned), None, None, None],
        ),
        (
            Step::Report,
            [
                Some(S::Reported),
                Some(S::Reported),
                // corrected before it is answered
                Some(S::Reported),
                None,
                Some(S::Reported),
            ],
        ),
        (accept, [None, None, Some(S::Accepted), None, None]),
        (give_back, [None, None, Some(S::Returned), None, None]),
    ] {
        for (state, to) in states.into_iter().zip(wanted) {
            assert_eq!(next(state, step).ok(), to, "{state:?} {step:?}");
        }
    }
    let refused = next(Some(S::Accepted), Step::Report).unwrap_err();
    assert_eq!(
        (refused.code, refused.args[0].1.as_str()),
        ("day-step", "accepted")
    );
}

#[test]
fn a_plan_is_open_until_the_day_ends_and_a_report_some_days_longer() {
    let today = day("2026-11-17");
    let plan = |on, works| may_plan(day(on), today, works).err().map(|one| one.code);
    assert_eq!(plan("2026-11-17", Works::Yes), None);
    assert_eq!(plan("2026-11-24", Works::Yes), None);
    assert_eq!(plan("2026-11-25", Works::Yes), Some("day-far"));
    assert_eq!(plan("2026-11-16", Works::Yes), Some("day-past"));
    assert_eq!(plan("2026-11-22", Works::DayOff), Some("day-off"));
    assert_eq!(plan("2026-11-18", Works::Leave), Some("day-leave"));
    let report = |on, until, works| {
        let refused = may_report(day(on), today, day(until), works).err();
        refused.map(|one| one.code)
    };
    assert_eq!(report("2026-11-17", "2026-11-20", Works::Yes), None);
    assert_eq!(
        report("2026-11-12", "2026-11-17", Works::Yes),
        None,
        "the last day"
    );
    assert_eq!(
        report("2026-11-11", "2026-11-16", Works::Yes),
        Some("day-late")
    );
    assert_eq!(
        report("2026-11-18", "2026-11-23", Works::Yes),
        Some("day-future")
    );
    assert_eq!(
        report("2026-11-15", "2026-11-18", Works::DayOff),
        Some("day-off")
    );
}

#[test]
fn who_works_is_said_by_the_calendar_and_by_a_plan_of_shifts() {
    let working = || DayKind::Working { hours: hours() };
    let leave = || DayKind::Leave { half: Half::Full };
    let trip = || DayKind::OfficialTrip { half: Half::Full };
    assert_eq!(works(&[working(), working()], None), Works::Yes);
    assert_eq!(
        works(&[working(), leave()], None),
        Works::Yes,
        "half a day is left"
    );
    assert_eq!(works(&[trip(), trip()], None), Works::Yes, "a trip is work");
    assert_eq!(works(&[leave(), leave()], None), Works::Leave);
    assert_eq!(works(&[leave(), leave()], Some(true)), Works::Leave);
    let weekend = [DayKind::Weekend, DayKind::Weekend];
    assert_eq!(works(&weekend, None), Works::DayOff);
    assert_eq!(
        works(&weekend, Some(true)),
        Works::Yes,
        "a shift on a Sunday"
    );
    assert_eq!(works(&[working(), working()], Some(false)), Works::DayOff);
}

#[test]
fn lines_that_say_nothing_fall_away() {
    let lines = vec![
        line(" ", None),
        line(" Peta\0 ", None),
        line("", Some(Outcome::Done)),
    ];
    let kept = cleaned(lines);
    assert_eq!(kept, [line("Peta", None), line("", Some(Outcome::Done))]);
}

#[test]
fn what_is_wrong_names_the_line() {
    let wrong = |lines: &[NewLine], reported| {
        let all = problems(lines, reported);
        let all = all.into_iter().map(|one| (one.field, one.code));
        all.collect::<Vec<_>>()
    };
    let of = |field: &str, code| (field.to_owned(), code);
    assert_eq!(wrong(&[], false), [of("what-0", "day-nothing")]);
    let done = Some(Outcome::Done);
    assert_eq!(wrong(&[line("Peta", None)], false), []);
    assert_eq!(wrong(&[line("Peta", done)], true), []);
    assert_eq!(
        wrong(&[line("Peta", done), line("Surat", None)], true),
        [of("outcome-1", "day-outcome")]
    );
    assert_eq!(wrong(&[line("", done)], true), [of("what-0", "day-what")]);
    assert_eq!(
        wrong(&[line(&"x".repeat(201), None)], false),
        [of("what-0", "too-long")]
    );
    let mut long = line("Peta", done);
    long.note = "x".repeat(501);
    assert_eq!(wrong(&[long], true), [of("note-0", "too-long")]);
    let many: Vec<NewLine> = (0..=LINES).map(|_| line("Peta", done)).collect();
    assert_eq!(wrong(&many, true), [of("what-0", "day-many")]);
}

#[test]
fn a_plan_begins_with_what_is_due_soon_revised_or_promised_for_the_day() {
    let on = day("2026-11-17");
    let (today, other) = (RequestId::new(), RequestId::new());
    let work = DeliverableId::new();
    let due = |what: &str, due_on: &str, work, promise: Option<RequestId>, revision| Due {
        work,
        promise: promise.map(|request| (request, 2)),
        what: what.to_owned(),
        due_on: day(due_on),
        revision,
    };
    let all = [
        due("lewat", "2026-11-10", Some(work), None, false),
        due("segera", "2026-11-20", None, Some(other), false),
        due("nanti", "2026-11-21", None, Some(other), false),
        due("perbaikan", "2026-12-21", Some(work), None, true),
        due("dijanjikan", "2026-12-01", None, Some(today), false),
        due("jauh", "2026-12-01", Some(work), None, false),
    ];
    let lines = suggested(&all, on, &[today]);
    let what: Vec<&str> = lines.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(what, ["lewat", "segera", "perbaikan", "dijanjikan"]);
    assert_eq!(lines[0].about, Some(About::Work(work)));
    assert_eq!(lines[3].about, Some(About::Promise(today, 2)));
    let many: Vec<Due> = (0..20)
        .map(|_| due("x", "2026-11-17", None, None, false))
        .collect();
    assert_eq!(suggested(&many, on, &[]).len(), SUGGESTED);
    let long = [due(&"é".repeat(500), "2026-11-17", None, None, false)];
    assert_eq!(suggested(&long, on, &[])[0].what.chars().count(), WHAT);
}

#[test]
fn a_plan_alone_is_no_report() {
    use Standing as T;
    let of = [
        None,
        Some(State::Planned),
        Some(State::Reported),
        Some(State::Accepted),
        Some(State::Returned),
    ];
    let standings = of.map(standing);
    assert_eq!(
        standings,
        [T::None, T::None, T::Pending, T::Accepted, T::Returned]
    );
}
