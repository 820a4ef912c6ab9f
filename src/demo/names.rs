//! Invented names from real name particles (`data/names_id.csv`), and invented numbers.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, Days, NaiveDate};

use super::Dice;
use crate::kernel::error::{Error, Result};

/// Makes names and numbers; never the same number twice.
pub struct Registry {
    parts: HashMap<String, Vec<String>>,
    used: HashSet<String>,
}

/// A person to be.
#[derive(Clone, Debug)]
pub struct Born {
    pub name: String,
    pub gender: &'static str,
    pub birth: NaiveDate,
    pub appointed: NaiveDate,
    pub nip: String,
    pub pppk: bool,
}

impl Registry {
    /// Reads the particles.
    pub fn new() -> Result<Self> {
        let mut parts: HashMap<String, Vec<String>> = HashMap::new();
        let mut reader = csv::Reader::from_reader(&include_bytes!("../../data/names_id.csv")[..]);
        for row in reader.records() {
            let row = row.map_err(Error::internal)?;
            parts
                .entry(row[0].to_owned())
                .or_default()
                .push(row[1].to_owned());
        }
        Ok(Self {
            parts,
            used: HashSet::new(),
        })
    }

    fn part(&self, kind: &str, dice: &mut Dice) -> String {
        self.parts
            .get(kind)
            .map(|choices| dice.pick(choices).clone())
            .unwrap_or_default()
    }

    fn name(&self, woman: bool, dice: &mut Dice) -> String {
        let (given, family) = if woman {
            ("given_female", "family_female")
        } else {
            ("given_male", "family_male")
        };
        let mut name = match dice.below(20) {
            0 => self.part("sunda_javanese_mononym", dice),
            1 => format!(
                "{} {}",
                self.part(given, dice),
                self.part("batak_marga", dice)
            ),
            2 => format!(
                "{} {}",
                self.part(given, dice),
                self.part("minahasa_fam", dice)
            ),
            _ => format!("{} {}", self.part(given, dice), self.part(family, dice)),
        };
        if dice.chance(60) {
            name = format!("{name}, {}", self.part("academic_suffix", dice));
        }
        name
    }

    /// A new person, appointed up to 30 years before `today`; a senior one is PNS and at least ten years in service.
    /// Serials stay below 900.
    pub fn born(&mut self, dice: &mut Dice, today: NaiveDate, senior: bool) -> Born {
        loop {
            let woman = dice.chance(48);
            let pppk = dice.chance(22) && !senior;
            let years = if senior {
                10 + dice.below(18)
            } else if dice.chance(4) {
                0
            } else {
                1 + dice.below(if pppk { 4 } else { 28 })
            };
            let start = today - Days::new(years as u64 * 365 + 40 + dice.below(300) as u64);
            let appointed = start.with_day(1).unwrap_or(start);
            let age = 22 + dice.below(12) as u64;
            let birth = appointed - Days::new(age * 365 + dice.below(360) as u64);
            let gender = if woman { "P" } else { "L" };
            let sex = if woman { 2 } else { 1 };
            let serial = 1 + dice.below(899);
            let tail = if pppk {
                format!("{}{}", appointed.year(), 21)
            } else {
                appointed.format("%Y%m").to_string()
            };
            let nip = format!("{}{tail}{sex}{serial:03}", birth.format("%Y%m%d"));
            if self.used.insert(nip.clone()) {
                return Born {
                    name: self.name(woman, dice),
                    gender,
                    birth,
                    appointed,
                    nip,
                    pppk,
                };
            }
        }
    }
}
