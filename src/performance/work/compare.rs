//! What differs between two versions of a piece of work, word by word. Pure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};

use super::{Deliverable, Delivery};

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DeliveryChange")]
pub enum Change {
    Kept,
    Added,
    Removed,
}

/// Words next to each other with the same fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub change: Change,
    pub text: String,
}

/// Two versions side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The numbers of the versions.
    pub from: i16,
    pub to: i16,
    pub words: Vec<Piece>,
    pub links: Vec<Piece>,
}

impl Comparison {
    /// Whether both versions say the same.
    pub fn is_same(&self) -> bool {
        let kept = |piece: &Piece| piece.change == Change::Kept;
        self.words.iter().all(kept) && self.links.iter().all(kept)
    }
}

/// Compares two versions of a piece of work; nothing where it has no such versions.
pub fn compare(work: &Deliverable, from: i16, to: i16) -> Option<Comparison> {
    let of = |number: i16| -> Option<&Delivery> {
        work.deliveries.iter().find(|one| one.number == number)
    };
    let (before, after) = (of(from)?, of(to)?);
    Some(Comparison {
        from,
        to,
        words: words(&before.words, &after.words),
        links: links(&before.links, &after.links),
    })
}

/// The words of both texts in their order; neighbours with the same fate are one piece.
fn words(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for one in TextDiff::from_words(before, after).iter_all_changes() {
        let change = match one.tag() {
            ChangeTag::Equal => Change::Kept,
            ChangeTag::Insert => Change::Added,
            ChangeTag::Delete => Change::Removed,
        };
        match pieces.last_mut() {
            Some(last) if last.change == change => last.text.push_str(one.value()),
            _ => pieces.push(Piece {
                change,
                text: one.value().to_owned(),
            }),
        }
    }
    pieces
}

/// The addresses of the later version, then those that are gone.
fn links(before: &[String], after: &[String]) -> Vec<Piece> {
    let piece = |change, link: &String| Piece {
        change,
        text: link.clone(),
    };
    let now = after.iter().map(|link| match before.contains(link) {
        true => piece(Change::Kept, link),
        false => piece(Change::Added, link),
    });
    let gone = before.iter().filter(|link| !after.contains(link));
    now.chain(gone.map(|link| piece(Change::Removed, link)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(pieces: &[Piece]) -> Vec<(Change, &str)> {
        pieces
            .iter()
            .map(|one| (one.change, one.text.as_str()))
            .collect()
    }

    #[test]
    fn words_that_came_and_went_are_told_apart_from_those_that_stayed() {
        let found = words("Baru 20 daerah", "Sudah 34 daerah lengkap");
        assert!(found.contains(&Piece {
            change: Change::Removed,
            text: "20".into()
        }));
        let of = |change: Change| -> String {
            let all = found.iter().filter(|one| one.change != change);
            all.map(|one| one.text.as_str()).collect()
        };
        assert_eq!(of(Change::Added), "Baru 20 daerah");
        assert_eq!(of(Change::Removed), "Sudah 34 daerah lengkap");
        assert_eq!(
            told(&words("Sama saja", "Sama saja")),
            [(Change::Kept, "Sama saja")]
        );
        assert!(words("", "").is_empty());
    }

    #[test]
    fn links_of_the_later_version_come_first_and_those_that_are_gone_last() {
        let all =
            |links: &[&str]| -> Vec<String> { links.iter().map(ToString::to_string).collect() };
        let found = links(
            &all(&["https://a.id", "https://b.id"]),
            &all(&["https://b.id", "https://c.id"]),
        );
        assert_eq!(
            told(&found),
            [
                (Change::Kept, "https://b.id"),
                (Change::Added, "https://c.id"),
                (Change::Removed, "https://a.id"),
            ]
        );
    }

    proptest! {
        #[test]
        fn a_comparison_holds_both_texts_whole(before in "[ab \n]{0,40}", after in "[ab \n]{0,40}") {
            let found = words(&before, &after);
            let without = |change: Change| -> String {
                let rest = found.iter().filter(|one| one.change != change);
                rest.map(|one| one.text.as_str()).collect()
            };
            prop_assert_eq!(without(Change::Added), before);
            prop_assert_eq!(without(Change::Removed), after);
            for pair in found.windows(2) {
                prop_assert_ne!(pair[0].change, pair[1].change);
            }
        }
    }
}
