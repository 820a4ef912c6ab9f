//! Column names and the fields they stand for: the house list of real files, a few spellings beside it, and the
//! comparison that lets `NIP BARU`, `nip_baru` and `nipBaru` be one.

use std::collections::{HashMap, HashSet};

/// Real column names with their sources.
const LIST: &str = include_str!("../../../data/import_column_aliases.csv");

/// What a column name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A field, and how early its name stands in the list (earlier is preferred).
    Field(&'static str, usize),
    /// Known and deliberately not read.
    Ignored,
    /// Not known.
    Unknown,
}

/// A set of column names for one kind of file.
pub struct Dictionary {
    names: HashMap<String, (&'static str, usize)>,
    ignored: HashSet<String>,
    /// Every field, in the order of the list.
    pub fields: Vec<&'static str>,
    /// A header must name one of these.
    pub(super) keys: &'static [&'static str],
    /// Least number of columns a header must name.
    pub(super) least: usize,
}

impl Dictionary {
    /// A dictionary from pairs of field and column name.
    pub(super) fn new(
        pairs: impl IntoIterator<Item = (&'static str, &'static str)>,
        keys: &'static [&'static str],
        least: usize,
    ) -> Dictionary {
        let mut this = Dictionary {
            names: HashMap::new(),
            ignored: HashSet::new(),
            fields: Vec::new(),
            keys,
            least,
        };
        for (rank, (field, name)) in pairs.into_iter().enumerate() {
            if let Some(name) = name.strip_suffix("(ignore)") {
                this.ignored.insert(squash(name));
                continue;
            }
            if !this.fields.contains(&field) {
                this.fields.push(field);
            }
            this.names.entry(squash(name)).or_insert((field, rank));
            let plain = squash(&without_hint(name));
            if !plain.is_empty() {
                this.names.entry(plain).or_insert((field, rank));
            }
        }
        this
    }

    /// Employees: the house list and [`EXTRA`].
    pub(super) fn employees() -> Dictionary {
        let listed = LIST.lines().skip(1).filter_map(|line| {
            let mut parts = line.splitn(3, ',');
            Some((parts.next()?.trim(), parts.next()?.trim()))
        });
        Dictionary::new(listed.chain(EXTRA.iter().copied()), &["nip", "name"], 3)
    }

    /// What a column name means, with and without the hint in brackets.
    pub(super) fn meaning(&self, name: &str) -> Meaning {
        for key in [squash(name), squash(&without_hint(name))] {
            if self.ignored.contains(&key) {
                return Meaning::Ignored;
            }
            if let Some((field, rank)) = self.names.get(&key) {
                return Meaning::Field(field, *rank);
            }
        }
        Meaning::Unknown
    }
}

/// Letters and digits only, in small letters.
pub(super) fn squash(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn without_hint(name: &str) -> String {
    let mut depth = 0;
    name.chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                _ => return depth <= 0,
            }
            false
        })
        .collect()
}

/// Spellings of the same columns that differ from the list by a word.
const EXTRA: &[(&str, &str)] = &[
    ("no", "NO"),
    ("no", "NOMOR"),
    ("no", "NO URUT"),
    ("no", "NOMOR URUT"),
    ("nip", "NIP / NIPPPK"),
    ("nip", "NIP PEGAWAI"),
    ("nip", "NI PPPK"),
    ("nip", "NIPPPK"),
    ("nip", "NIP LAMA (ignore)"),
    ("name", "NAMA PNS"),
    ("name", "NAMA ASN"),
    ("name", "NAMA LENGKAP"),
    ("birth_date", "TANGGAL LAHIR PEGAWAI"),
    ("gender", "JENIS KELAMIN (L/P)"),
    ("gender", "KELAMIN"),
    ("email", "ALAMAT EMAIL"),
    ("email", "SUREL"),
    ("phone", "HP"),
    ("phone", "NO TELEPON"),
    ("phone", "NO TELP"),
    ("phone", "NOMOR TELEPON"),
    ("phone", "NOMOR WHATSAPP"),
    ("phone", "NO WA"),
    ("asn_kind", "STATUS KEPEGAWAIAN"),
    ("asn_kind", "STATUS ASN"),
    ("asn_kind", "JENIS ASN"),
    ("legal_state", "KEDUDUKAN HUKUM PEGAWAI"),
    ("grade", "PANGKAT > GOL"),
    ("grade", "PANGKAT > GOLONGAN"),
    ("grade", "PANGKAT GOLONGAN RUANG"),
    ("grade", "PANGKAT TERAKHIR > GOL RUANG"),
    ("grade", "PKT TERAKHIR > GOL"),
    ("grade", "PANGKAT (GOL/RUANG)"),
    ("grade", "GOLONGAN RUANG"),
    ("grade", "GOL RUANG"),
    ("grade", "GOLONGAN"),
    ("grade", "GOL"),
    ("grade_since", "PKT TERAKHIR > TMT"),
    ("grade_since", "PANGKAT TERAKHIR > TMT"),
    ("grade_since", "TMT PANGKAT"),
    ("grade_since", "TMT GOL"),
    ("grade_since", "TMT GOL AKHIR"),
    ("grade_since", "TMT GOLONGAN RUANG"),
    ("position", "NAMA JABATAN TERAKHIR"),
    ("position_since", "TMT JABATAN TERAKHIR"),
    ("years_of_service", "MASA KERJA > THN"),
    ("years_of_service", "MASA KERJA > BLN"),
    ("years_of_service", "MASA KERJA > TAHUN"),
    ("years_of_service", "MASA KERJA > BULAN"),
    ("unit", "NAMA UNIT KERJA"),
    ("unit", "UNIT ORGANISASI"),
    ("unit_parent", "UNIT INDUK"),
    ("unit_parent", "NAMA UNOR INDUK"),
    ("supervisor_nip", "NIP ATASAN LANGSUNG PEGAWAI"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_means_its_field_and_the_old_number_is_ignored() {
        let dictionary = Dictionary::employees();
        for line in LIST.lines().skip(1) {
            let (field, rest) = line.split_once(',').unwrap();
            let name = rest.split(',').next().unwrap();
            match dictionary.meaning(name.trim_end_matches(" (ignore)")) {
                Meaning::Field(found, _) => assert_eq!(found, field, "{name}"),
                Meaning::Ignored => assert!(name.contains("(ignore)"), "{name}"),
                Meaning::Unknown => panic!("{name} is not known"),
            }
        }
        assert_eq!(dictionary.meaning("NIP_LAMA"), Meaning::Ignored);
        assert_eq!(dictionary.meaning("NIP LAMA (ignore)"), Meaning::Ignored);
        assert!(matches!(
            dictionary.meaning("tmt_jabatan"),
            Meaning::Field("position_since", _)
        ));
        assert_eq!(dictionary.meaning("KET"), Meaning::Unknown);
    }
}
