//! Regencies and cities (kabupaten, kota) by their official code. Reference data: the same for every agency, and no row of anybody.

use std::sync::LazyLock;

use crate::kernel::{error::FieldError, form::Check};

const LIST: &str = include_str!("../../data/regions.csv");

/// A regency or city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// `33.18`; the province is the part before the point.
    pub code: &'static str,
    /// `Kabupaten Pati`
    pub name: &'static str,
    pub province: &'static str,
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let lines = LIST.lines().filter(|line| !line.starts_with('#')).skip(1);
    let region = |line: &'static str| {
        let mut parts = line.splitn(3, ',');
        Some(Region {
            code: parts.next()?,
            name: parts.next()?,
            province: parts.next()?,
        })
    };
    lines.filter_map(region).collect()
});

impl Region {
    /// The region with this code.
    pub fn of(code: &str) -> Option<&'static Self> {
        REGIONS.iter().find(|region| region.code == code)
    }

    /// The region that a text names: by its code, its full name as people write it (`Kab. Pati`, `Kota Adm. Jakarta Timur`), or its bare name
    /// where one region only has it.
    pub fn read(text: &str) -> Option<&'static Self> {
        let text = plain(text);
        let whole = |region: &&Self| region.code == text || plain(region.name) == text;
        if let Some(found) = REGIONS.iter().find(whole) {
            return Some(found);
        }
        let mut alike = REGIONS.iter().filter(|region| bare(region.name) == text);
        alike.next().filter(|_| alike.next().is_none())
    }

    /// `Kabupaten Pati, Jawa Tengah`
    pub fn described(&self) -> String {
        format!("{}, {}", self.name, self.province)
    }
}

/// The province in the code of a region.
pub fn province(code: &str) -> &str {
    code.split('.').next().unwrap_or_default()
}

/// A name as it is compared: small letters, `kabupaten` and `kota` in full, without `administrasi`.
fn plain(text: &str) -> String {
    let text = text
        .to_lowercase()
        .replace("kab.", "kab ")
        .replace("adm.", "adm ");
    let words = text.split_whitespace().filter_map(|word| match word {
        "kab" => Some("kabupaten"),
        "kotamadya" => Some("kota"),
        "adm" | "administrasi" => None,
        word => Some(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The name without `kabupaten` or `kota`.
fn bare(name: &str) -> String {
    let name = plain(name);
    let bare = name
        .split_once(' ')
        .filter(|(kind, _)| ["kabupaten", "kota"].contains(kind));
    bare.map_or(name.clone(), |(_, rest)| rest.to_owned())
}

/// Names that hold what was typed, at most three; those of just that name first.
fn like(text: &str) -> Vec<&'static str> {
    let word = plain(text);
    let mut found: Vec<&Region> = REGIONS
        .iter()
        .filter(|region| word.len() > 2 && plain(region.name).contains(&word))
        .collect();
    found.sort_by_key(|region| bare(region.name) != word);
    found
        .into_iter()
        .map(|region| region.name)
        .take(3)
        .collect()
}

/// What is wrong with a text that is to name a region; nothing when it is empty or names one.
pub fn wrong(field: &str, text: &str) -> Option<FieldError> {
    if text.trim().is_empty() || Region::read(text).is_some() {
        return None;
    }
    let names = like(text);
    Some(if names.is_empty() {
        FieldError::new(field, "region")
    } else {
        FieldError::new(field, "region-meant").with("names", names.join("; "))
    })
}

/// The code of the region that a field of a form names; nothing when it is empty.
pub fn check(check: &mut Check, field: &str, text: &str) -> Option<String> {
    if let Some(wrong) = wrong(field, text) {
        check.fail(wrong);
    }
    let found = Region::read(text);
    found.map(|region| region.code.to_owned())
}

/// A stored code in words; the code itself where the list no longer has it, nothing for none.
pub fn described(code: Option<&str>) -> String {
    code.map_or_else(String::new, |code| {
        Region::of(code).map_or_else(|| code.to_owned(), Region::described)
    })
}

/// A stored code as a field of a form shows it.
pub fn field(code: Option<&str>) -> String {
    code.map_or_else(String::new, |code| {
        Region::of(code)
            .map_or(code, |region| region.name)
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_a_code_a_name_and_a_province() {
        assert_eq!(REGIONS.len(), 514);
        for region in REGIONS.iter() {
            assert!(
                region.code.len() == 5 && region.code.as_bytes()[2] == b'.',
                "{region:?}"
            );
            assert!(!region.province.is_empty(), "{region:?}");
            assert_eq!(Region::of(region.code), Some(region));
            assert_eq!(Region::read(region.name), Some(region));
        }
    }

    #[test]
    fn a_region_is_read_from_its_code_or_full_name_and_guessed_from_less() {
        let pati = Region::of("33.18").unwrap();
        assert_eq!(pati.described(), "Kabupaten Pati, Jawa Tengah");
        assert_eq!(province(pati.code), "33");
        for text in ["33.18", " Kabupaten Pati ", "kab. pati", "Kab.Pati", "Pati"] {
            assert_eq!(Region::read(text), Some(pati), "{text}");
        }
        let east = Region::of("31.75").unwrap();
        for text in [
            "Jakarta Timur",
            "Kota Jakarta Timur",
            "kota adm. jakarta timur",
        ] {
            assert_eq!(Region::read(text), Some(east), "{text}");
        }
        assert_eq!(Region::read("Bogor"), None);
        assert_eq!(like("Bogor"), ["Kabupaten Bogor", "Kota Bogor"]);
        let bandung = [
            "Kabupaten Bandung",
            "Kota Bandung",
            "Kabupaten Bandung Barat",
        ];
        assert_eq!(like("bandung"), bandung);
        assert_eq!(Region::read(""), None);
        assert!(like("x").is_empty());
    }
}
