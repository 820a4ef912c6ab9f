//! What differs between two versions of a piece of work: word by word, link by link, and file by file as their hashes say. Pure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};

use super::{Deliverable, Delivery, WorkFile};

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

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DeliveryFileChange")]
pub enum FileChange {
    /// The same bytes, under whatever name.
    Same,
    /// Other bytes under the same name.
    Changed,
    Added,
    Removed,
}

impl FileChange {
    /// The word in the catalogues.
    pub fn code(self) -> &'static str {
        ["same", "changed", "added", "removed"][self as usize]
    }
}

/// A file of either version with what became of it; one that changed is that of the later version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePiece {
    pub change: FileChange,
    pub file: WorkFile,
}

/// Two versions side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The numbers of the versions.
    pub from: i16,
    pub to: i16,
    pub words: Vec<Piece>,
    pub links: Vec<Piece>,
    pub files: Vec<FilePiece>,
}

impl Comparison {
    /// Whether both versions say the same.
    pub fn is_same(&self) -> bool {
        let kept = |piece: &Piece| piece.change == Change::Kept;
        let same = |piece: &FilePiece| piece.change == FileChange::Same;
        self.words.iter().all(kept) && self.links.iter().all(kept) && self.files.iter().all(same)
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
        files: files(&before.files, &after.files),
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

/// The files of the later version, then those that are gone. A file is known by its hash; where that is new, by its name.
fn files(before: &[WorkFile], after: &[WorkFile]) -> Vec<FilePiece> {
    let holds =
        |all: &[WorkFile], one: &WorkFile| all.iter().any(|other| other.sha256 == one.sha256);
    // an earlier file whose bytes are still there is not what another one took the place of
    let replaced = |one: &WorkFile| {
        let mut earlier = before.iter().filter(|other| !holds(after, other));
        earlier.any(|other| other.name == one.name)
    };
    let piece = |change, file: &WorkFile| FilePiece {
        change,
        file: file.clone(),
    };
    let now = after.iter().map(|one| match holds(before, one) {
        true => piece(FileChange::Same, one),
        false if replaced(one) => piece(FileChange::Changed, one),
        false => piece(FileChange::Added, one),
    });
    let taken = |one: &WorkFile| {
        after
            .iter()
            .any(|other| other.name == one.name && !holds(before, other))
    };
    let gone = before
        .iter()
        .filter(|one| !holds(after, one) && !taken(one));
    now.chain(gone.map(|one| piece(FileChange::Removed, one)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::{DeliverableId, FileId};
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

    fn file(name: &str, content: u8) -> WorkFile {
        WorkFile {
            id: FileId::new(),
            of: DeliverableId::new(),
            number: Some(1),
            name: name.into(),
            media: "application/pdf".into(),
            size: 1,
            sha256: [content; 32],
            scanned: false,
            sent_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn files_are_told_apart_by_their_hashes() {
        let before = [file("a.pdf", 1), file("b.pdf", 2), file("c.pdf", 3)];
        // one under another name, one written over, one new, one gone
        let after = [file("lain.pdf", 1), file("b.pdf", 4), file("d.pdf", 5)];
        let found = files(&before, &after);
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.change, one.file.name.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (FileChange::Same, "lain.pdf"),
                (FileChange::Changed, "b.pdf"),
                (FileChange::Added, "d.pdf"),
                (FileChange::Removed, "c.pdf"),
            ]
        );
        // the old one stays under another name: what has its name now is new
        let after = [file("a.pdf", 9), file("a lama.pdf", 1)];
        let told: Vec<_> = files(&before[..1], &after)
            .iter()
            .map(|one| one.change)
            .collect();
        assert_eq!(told, [FileChange::Added, FileChange::Same]);
        assert!(files(&[], &[]).is_empty());
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
