//! Units: by code, else by name; parents before children; heads are proposed.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{
    kernel::{
        cx::Cx,
        error::{Reason, Result},
    },
    organisation::{
        import::{
            clean::key,
            judge,
            run::Applied,
            store::{
                self,
                units::{Known, Line},
            },
            units_file::{UnitJudgement, UnitLine},
        },
        nip::Nip,
    },
};

/// Applies the accepted rows of a unit file. `coded` says whether the file has codes of its own or only names.
pub async fn apply(cx: &mut Cx, judged: &UnitJudgement, coded: bool) -> Result<Applied> {
    let agency = cx.agency();
    let known = store::units::lock_all(cx.conn(), agency).await?;
    let lines = judged.parents_first();
    let plan = plan(&lines, &known, coded)?;
    let titles: Vec<(String, Option<i16>)> = lines
        .iter()
        .filter_map(|l| Some((l.head_title.clone()?, None)))
        .collect();
    let mut applied = Applied {
        positions: store::insert_positions(cx.conn(), agency, &titles).await?,
        ..Applied::default()
    };
    let (created, updated) = store::units::save(cx.conn(), agency, &plan.lines, &plan.new).await?;
    applied.created = created;
    applied.updated = updated;
    applied.unchanged = (plan.lines.len() as u64).saturating_sub(created + updated);
    applied.heads = store::units::propose_heads(cx.conn(), agency, &plan.heads).await?;
    if plan.heads.is_empty() {
        applied.heads += store::propose_heads(cx.conn(), agency).await?;
    }
    Ok(applied)
}

#[derive(Debug)]
struct Plan {
    lines: Vec<Line>,
    new: Vec<Uuid>,
    heads: Vec<(Uuid, String)>,
}

/// Finds each unit of the file in the tree or makes it new. A unit keeps its parent where the file names none.
fn plan(lines: &[&UnitLine], known: &[Known], coded: bool) -> Result<Plan> {
    let by_code: HashMap<&str, &Known> = known
        .iter()
        .filter_map(|u| Some((u.code.as_deref()?, u)))
        .collect();
    let mut by_name: HashMap<String, Vec<&Known>> = HashMap::new();
    for unit in known {
        if !coded || unit.code.is_none() {
            by_name.entry(key(&unit.name)).or_default().push(unit);
        }
    }
    let mut ids: HashMap<&str, Uuid> = HashMap::new();
    let mut taken: HashSet<Uuid> = HashSet::new();
    let mut plan = Plan {
        lines: Vec::new(),
        new: Vec::new(),
        heads: Vec::new(),
    };
    for line in lines {
        let named = by_name.get(&key(&line.name)).map(Vec::as_slice);
        let only = match named {
            Some([only]) => Some(*only),
            _ => None,
        };
        let found = by_code
            .get(line.id.as_str())
            .copied()
            .filter(|_| coded)
            .or(only)
            .filter(|unit| taken.insert(unit.id));
        let id = found.map_or_else(Uuid::now_v7, |unit| unit.id);
        if found.is_none() {
            plan.new.push(id);
        }
        ids.insert(&line.id, id);
        let parent = line.parent_id.as_deref().and_then(|code| {
            ids.get(code)
                .copied()
                .or_else(|| by_code.get(code).map(|u| u.id))
        });
        if let Some(nip) = line
            .head_person_id
            .as_deref()
            .and_then(|p| Nip::parse(p).ok())
        {
            plan.heads.push((id, nip.as_str().to_owned()));
        }
        plan.lines.push(Line {
            id,
            code: coded.then(|| line.id.clone()),
            name: line.name.clone(),
            head_title: line.head_title.clone(),
            parent_id: parent
                .or(found.and_then(|unit| unit.parent_id))
                .filter(|parent| *parent != id),
        });
    }
    refuse_circles(&plan.lines, known)?;
    Ok(plan)
}

/// The file may not turn the tree into a circle together with units it does not name.
fn refuse_circles(lines: &[Line], known: &[Known]) -> Result<()> {
    let mut above: HashMap<Uuid, Option<Uuid>> =
        known.iter().map(|unit| (unit.id, unit.parent_id)).collect();
    above.extend(lines.iter().map(|line| (line.id, line.parent_id)));
    let units: Vec<Uuid> = above.keys().copied().collect();
    let places: HashMap<Uuid, usize> = units.iter().enumerate().map(|(i, u)| (*u, i)).collect();
    let graph: Vec<Option<usize>> = units
        .iter()
        .map(|unit| above[unit].and_then(|parent| places.get(&parent).copied()))
        .collect();
    // every circle goes through the file: it is told by a unit that stands there
    let circle = judge::loops(&graph);
    let line = lines
        .iter()
        .find(|line| circle.iter().any(|at| units[*at] == line.id));
    match line {
        None => Ok(()),
        Some(line) => {
            let refused = Reason::new("import-unit-circle").with("unit", line.name.clone());
            Err(refused.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: &str, name: &str, parent: Option<&str>) -> UnitLine {
        UnitLine {
            row: 2,
            id: id.into(),
            name: name.into(),
            parent_id: parent.map(str::to_owned),
            head_title: None,
            head_person_id: None,
            code: None,
            echelon: None,
            kind: None,
        }
    }

    fn known(n: u128, code: Option<&str>, name: &str, parent: Option<u128>) -> Known {
        Known {
            id: Uuid::from_u128(n),
            code: code.map(str::to_owned),
            name: name.into(),
            parent_id: parent.map(Uuid::from_u128),
        }
    }

    #[test]
    fn a_unit_is_found_by_code_else_by_its_name_while_it_has_no_code() {
        let have = [
            known(1, Some("A"), "Dinas", None),
            known(2, None, "Bidang  Satu", Some(1)),
        ];
        let (a, b, c) = (
            unit("A", "Dinas Baru", None),
            unit("B", "bidang satu", None),
            unit("C", "Bidang Dua", Some("B")),
        );
        let plan = plan(&[&a, &b, &c], &have, true).unwrap();
        assert_eq!(plan.lines[0].id, Uuid::from_u128(1));
        assert_eq!(plan.lines[1].id, Uuid::from_u128(2));
        assert_eq!(plan.lines[1].parent_id, Some(Uuid::from_u128(1)));
        assert_eq!(plan.lines[2].parent_id, Some(Uuid::from_u128(2)));
        assert_eq!(plan.new, [plan.lines[2].id]);
    }

    #[test]
    fn a_file_may_not_turn_the_tree_into_a_circle() {
        let have = [
            known(1, Some("A"), "Dinas", None),
            known(2, Some("B"), "Bidang", Some(1)),
        ];
        let a = unit("A", "Dinas", Some("B"));
        assert!(plan(&[&a], &have, true).is_err());
    }
}
