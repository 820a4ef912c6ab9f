//! The pages of this area: thin handlers around its operations.

pub mod corrections;
pub mod employee;
pub mod employee_edit;
pub mod employees;
pub mod mandates;
pub mod my_data;
pub mod positions;
pub mod stand_ins;
pub mod summary;
pub mod unit;
pub mod units;

use chrono::NaiveDate;

use crate::{
    kernel::{format, html::Page, i18n::Lang, id::UnitId},
    organisation::{UnitRow, store::people},
};

/// One choice of a select or of cards.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
    pub disabled: bool,
}

impl Choice {
    /// A choice that is selected when its value is the kept one.
    pub fn new(value: impl Into<String>, label: impl Into<String>, kept: &str) -> Self {
        let value = value.into();
        Self {
            selected: value == kept,
            value,
            label: label.into(),
            disabled: false,
        }
    }
}

/// The catalogue key of a stored word: `organisation-<prefix>-<word>`, underscores as dashes.
pub fn key(prefix: &str, code: &str) -> String {
    format!("organisation-{prefix}-{}", code.replace('_', "-"))
}

/// The period in which a stand-in or a mandate held: one that was ended held until that day, or not at all.
pub fn held(
    page: &Page,
    (from, to): (NaiveDate, NaiveDate),
    ended_on: Option<NaiveDate>,
) -> String {
    let range = |last| format::date_range(from, last, page.language);
    match ended_on {
        Some(day) if day < from => page.ta("organisation-ended-before", "period", range(to)),
        Some(day) => range(day.min(to)),
        None => range(to),
    }
}

/// Choices of stored words with their labels.
pub fn choices(lang: Lang, prefix: &str, codes: &[&str], kept: &str) -> Vec<Choice> {
    codes
        .iter()
        .map(|code| Choice::new(*code, lang.t(&key(prefix, code)), kept))
        .collect()
}

/// Yes, no, as criteria are answered.
pub fn yes_no(lang: Lang, kept: &str) -> Vec<Choice> {
    choices(lang, "answer", &["yes", "no"], kept)
}

/// A unit of the tree, in reading order.
#[derive(Clone, Debug)]
pub struct Node {
    pub row: UnitRow,
    pub depth: usize,
    pub has_children: bool,
    /// How many open levels end after this unit.
    pub closes: usize,
}

/// Puts units into reading order: each followed by what hangs under it. A unit whose parent is missing stands at the top.
pub fn tree(rows: &[UnitRow]) -> Vec<Node> {
    let known: std::collections::HashSet<UnitId> = rows.iter().map(|row| row.id).collect();
    let mut below: std::collections::HashMap<Option<UnitId>, Vec<&UnitRow>> =
        std::collections::HashMap::new();
    for row in rows {
        let parent = row.parent.filter(|id| known.contains(id));
        below.entry(parent).or_default().push(row);
    }
    let mut nodes: Vec<Node> = Vec::with_capacity(rows.len());
    let mut stack: Vec<(&UnitRow, usize)> = below
        .get(&None)
        .map(|roots| roots.iter().rev().map(|row| (*row, 0)).collect())
        .unwrap_or_default();
    while let Some((row, depth)) = stack.pop() {
        let children = below.get(&Some(row.id));
        nodes.push(Node {
            row: row.clone(),
            depth,
            has_children: children.is_some(),
            closes: 0,
        });
        stack.extend(
            children
                .into_iter()
                .flat_map(|list| list.iter().rev())
                .map(|child| (*child, depth + 1)),
        );
    }
    let depths: Vec<usize> = nodes.iter().map(|node| node.depth).collect();
    for (index, node) in nodes.iter_mut().enumerate() {
        let next = depths.get(index + 1).copied().unwrap_or(0);
        node.closes = node.depth.saturating_sub(next);
    }
    nodes
}

/// Units as choices of a select, indented by their place in the tree; closed ones are left out unless kept.
pub fn unit_choices(rows: &[UnitRow], kept: &str) -> Vec<Choice> {
    tree(rows)
        .into_iter()
        .filter(|node| node.row.active || node.row.id.to_string() == kept)
        .map(|node| {
            let indent = "\u{2003}".repeat(node.depth);
            Choice::new(
                node.row.id.to_string(),
                format!("{indent}{}", node.row.name),
                kept,
            )
        })
        .collect()
}

/// People offered while a name or number is typed.
#[derive(Clone, Debug)]
pub struct Hint {
    pub nip: String,
    pub label: String,
}

/// Hints from people of a list.
pub fn hints(rows: &[people::Row]) -> Vec<Hint> {
    rows.iter()
        .map(|row| Hint {
            nip: row.nip.clone(),
            label: format!("{}, {}", row.name, row.position),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str, parent: Option<UnitId>) -> UnitRow {
        UnitRow {
            id: UnitId::new(),
            code: String::new(),
            parent,
            name: name.into(),
            place: String::new(),
            direct_service: false,
            min_on_site: None,
            active: true,
            version: 1,
            head: None,
            proposed: None,
            acting: None,
            people: 0,
        }
    }

    #[test]
    fn the_tree_reads_from_the_top_and_closes_every_level() {
        let root = unit("Root", None);
        let a = unit("A", Some(root.id));
        let deep = unit("A1", Some(a.id));
        let b = unit("B", Some(root.id));
        let lost = unit("Lost", Some(UnitId::new()));
        let rows = [b, a, deep, root, lost];
        let nodes = tree(&rows);
        let names: Vec<&str> = nodes.iter().map(|node| node.row.name.as_str()).collect();
        assert_eq!(names, ["Root", "B", "A", "A1", "Lost"]);
        assert_eq!(
            nodes.iter().map(|node| node.closes).collect::<Vec<_>>(),
            [0, 0, 0, 2, 0]
        );
        let opened = nodes.iter().filter(|node| node.has_children).count();
        assert_eq!(opened, nodes.iter().map(|node| node.closes).sum::<usize>());
    }
}
