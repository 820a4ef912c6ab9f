//! What targets may become, who agrees to them, what is wrong or missing, what a copy carries, and whose line hangs on whose.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::performance::Aspect;

fn who(number: u128) -> EmployeeId {
    EmployeeId(Uuid::from_u128(number))
}

fn id(number: u128) -> TargetLineId {
    TargetLineId(Uuid::from_u128(number))
}

fn indicator(aspect: Option<Aspect>, target: &str) -> Indicator {
    Indicator {
        aspect,
        indicator: "Jumlah peta".into(),
        target: target.into(),
        measure: "peta".into(),
    }
}

fn line(number: u128, result: &str) -> Line {
    Line {
        id: id(number),
        thread: id(number),
        main: true,
        result: result.into(),
        above: None,
        above_text: String::new(),
        weight: None,
        indicators: vec![indicator(Some(Aspect::Quantity), "34")],
    }
}

fn codes(wrong: &[FieldError]) -> Vec<&'static str> {
    wrong.iter().map(|one| one.code).collect()
}

#[test]
fn every_step_is_open_in_the_states_it_belongs_to_and_in_no_other() {
    use State as S;
    use Step as T;
    let open = [
        (S::Draft, T::Write, S::Draft),
        (S::Discussed, T::Write, S::Discussed),
        (S::Draft, T::Propose, S::Proposed),
        (S::Discussed, T::Propose, S::Proposed),
        (S::Proposed, T::Retract, S::Draft),
        (S::Proposed, T::GiveBack, S::Discussed),
        (S::Proposed, T::Agree, S::Agreed),
        (S::Proposed, T::Remark, S::Proposed),
        (S::Discussed, T::Remark, S::Discussed),
        (S::Agreed, T::Change, S::Agreed),
        (S::Agreed, T::Replace, S::Replaced),
        (S::Draft, T::Discard, S::Discarded),
        (S::Discussed, T::Discard, S::Discarded),
    ];
    let steps = [
        T::Write,
        T::Propose,
        T::Retract,
        T::GiveBack,
        T::Agree,
        T::Remark,
        T::Change,
        T::Replace,
        T::Discard,
    ];
    for state in State::ALL {
        for step in steps {
            let to = open.iter().find(|one| one.0 == state && one.1 == step);
            let found = next(state, step).ok();
            assert_eq!(found, to.map(|one| one.2), "{state:?} {step:?}");
        }
    }
}

#[test]
fn whoever_decides_agrees_and_never_the_person() {
    let leader = Roles {
        leader: true,
        ..Roles::default()
    };
    let none = Roles::default();
    let (owner, head, other) = (who(1), who(2), who(3));
    assert!(may_agree(Some(head), none, owner, Some(head)).is_ok());
    assert!(may_agree(Some(other), leader, owner, None).is_ok());
    for (actor, roles, approver) in [
        (Some(owner), none, Some(head)),
        // not even as the leader, or were they their own approver
        (Some(owner), leader, None),
        (Some(owner), none, Some(owner)),
    ] {
        let refused = may_agree(actor, roles, owner, approver).unwrap_err();
        assert_eq!(refused.code, "own-targets");
    }
    for (actor, roles, approver) in [
        (Some(other), none, Some(head)),
        (Some(other), leader, Some(head)),
        (Some(other), none, None),
        (None, leader, None),
    ] {
        let refused = may_agree(actor, roles, owner, approver).unwrap_err();
        assert_eq!(refused.code, "not-approver");
    }
}

#[test]
fn what_is_written_stays_within_bounds() {
    let fine = line(1, "Peta tersedia").rewritten();
    assert!(problems(std::slice::from_ref(&fine)).is_empty());
    type Spoil = fn(&mut NewLine);
    let cases: [(Spoil, &str, &str); 7] = [
        (|line| line.result = " ".into(), "result", "required"),
        (|line| line.result = "x".repeat(501), "result", "too-long"),
        (
            |line| line.above_text = "x".repeat(501),
            "above_text",
            "too-long",
        ),
        (|line| line.weight = Some(0), "weight", "number"),
        (
            |line| line.indicators[0].indicator = String::new(),
            "indicator",
            "targets-nameless",
        ),
        (
            |line| line.indicators[0].target = "9".repeat(61),
            "target",
            "too-long",
        ),
        (
            |line| line.indicators = vec![indicator(None, ""); INDICATORS + 1],
            "indicator",
            "targets-indicators",
        ),
    ];
    for (spoil, field, code) in cases {
        let mut one = fine.clone();
        spoil(&mut one);
        let wrong = problems(&[one]);
        assert_eq!((wrong[0].field.as_str(), wrong[0].code), (field, code));
    }
    assert_eq!(
        codes(&problems(&[fine.clone(), fine.clone()])),
        ["targets-twice"]
    );
    let fresh = NewLine { id: None, ..fine };
    assert_eq!(codes(&problems(&vec![fresh; LINES + 1])), ["targets-many"]);
}

#[test]
fn what_is_missing_before_a_proposal_is_told_line_by_line() {
    use Approach::{Qualitative, Quantitative};
    let fine = || line(1, "Peta tersedia");
    assert!(missing(&[fine()], Quantitative, false).is_empty());
    assert_eq!(
        codes(&missing(&[], Quantitative, false)),
        ["targets-no-main"]
    );
    let mut extra = fine();
    extra.main = false;
    assert_eq!(
        codes(&missing(&[extra], Quantitative, false)),
        ["targets-no-main"]
    );
    let mut bare = fine();
    bare.indicators.clear();
    let wrong = missing(&[fine(), bare], Qualitative, false);
    assert_eq!(codes(&wrong), ["targets-no-indicator"]);
    assert_eq!(wrong[0].args[0], ("n", "2".to_owned()));
    let mut words = fine();
    words.indicators = vec![indicator(None, "")];
    assert!(missing(&[words.clone()], Qualitative, false).is_empty());
    assert_eq!(
        codes(&missing(&[words], Quantitative, false)),
        ["targets-no-target"]
    );
    let weighted = |weight| Line { weight, ..fine() };
    let two = [weighted(Some(60)), weighted(Some(40))];
    assert!(missing(&two, Quantitative, true).is_empty());
    let short = [weighted(Some(60)), weighted(None)];
    assert_eq!(
        codes(&missing(&short, Quantitative, true)),
        ["targets-weights"]
    );
    assert!(missing(&short, Quantitative, false).is_empty());
}

#[test]
fn a_copy_carries_what_it_may_and_nothing_twice() {
    let mut told = line(1, "Peta tersedia");
    told.above = Some(id(9));
    told.above_text = "Data satu peta".into();
    told.weight = Some(40);
    let all = [told, line(2, "Layanan cepat")];
    let own = carried(From::LastYear, &all, &[]);
    assert_eq!(
        (own[0].id, own[0].above, own[0].weight),
        (None, None, Some(40))
    );
    assert_eq!(own[0].above_text, "Data satu peta");
    assert_eq!(own[0].indicators[0].target, "34");
    let theirs = carried(From::Colleague, &all, &[]);
    assert_eq!((theirs[0].above, theirs[0].weight), (None, None));
    assert!(theirs[0].above_text.is_empty() && theirs[0].indicators[0].target.is_empty());
    assert_eq!(theirs[0].indicators[0].measure, "peta");
    let version = carried(From::Version, &all, &[]);
    assert_eq!((version[0].id, version[0].above), (None, Some(id(9))));
    let rest = carried(From::LastYear, &all, &[line(5, " peta TERSEDIA ")]);
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].result, "Layanan cepat");
}

#[test]
fn lines_hang_where_they_are_tied_gaps_and_orphans_show() {
    let own = [line(1, "Satu"), line(2, "Dua")];
    let mut tied = line(11, "Anak satu");
    tied.above = Some(id(1));
    let mut lost = line(12, "Lepas");
    lost.above = Some(id(77));
    let mut extra = line(13, "Tambahan");
    extra.main = false;
    let people: [&[Line]; 2] = [&[tied], &[lost, extra]];
    let laid = cascade(&own, &people);
    assert_eq!(laid.below, [vec![(0, 0)], vec![]]);
    assert_eq!(laid.orphans, [(1, 0)]);
    assert_eq!(cascade(&[], &people).orphans, [(0, 0), (1, 0)]);
}

proptest! {
    #[test]
    fn every_line_below_stands_in_the_cascade_at_most_once_and_every_main_one_exactly_once(
        ties in proptest::collection::vec((0_u128..6, any::<bool>()), 0..12),
    ) {
        let own: Vec<Line> = (1..4).map(|number| line(number, "Atas")).collect();
        let below: Vec<Line> = ties
            .iter()
            .zip(100..)
            .map(|((above, main), number)| Line {
                above: (*above > 0).then(|| id(*above)),
                main: *main,
                ..line(number, "Bawah")
            })
            .collect();
        let laid = cascade(&own, &[&below]);
        let mut seen: Vec<Place> = laid.below.concat();
        seen.extend(&laid.orphans);
        for (index, one) in below.iter().enumerate() {
            let times = seen.iter().filter(|place| **place == (0, index)).count();
            prop_assert!(times <= 1 && (!one.main || times == 1));
        }
    }
}
