//! Pages of shared tasks.

pub mod list;
pub mod new;
pub mod show;

use crate::kernel::html::Choice;

/// The name by which colleagues call somebody among others: the first word that is no academic title, and as many more as tell them
/// apart.
fn call_name<'n>(name: &str, all: impl IntoIterator<Item = &'n str>) -> String {
    let own = plain(name);
    let others: Vec<Vec<&str>> = all
        .into_iter()
        .filter(|other| *other != name)
        .map(plain)
        .collect();
    let apart = |count: &usize| {
        let same = |other: &Vec<&str>| other.get(..*count) == own.get(..*count);
        !others.iter().any(same)
    };
    let words = (1..=own.len()).find(apart).unwrap_or(own.len());
    own[..words].join(" ")
}

/// The words of a name without titles; of nothing but titles the first.
fn plain(name: &str) -> Vec<&str> {
    let name = name.split(',').next().unwrap_or(name).trim();
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| !word.ends_with('.'))
        .collect();
    if words.is_empty() { vec![name] } else { words }
}

#[cfg(test)]
mod tests {
    use super::call_name;

    #[test]
    fn people_are_called_without_their_titles() {
        for (name, called) in [
            ("Sari", "Sari"),
            ("Dr. Ir. Sari Dewi, M.Si.", "Sari"),
            ("Tono Wibowo, S.Kom.", "Tono"),
            ("H.", "H."),
        ] {
            assert_eq!(call_name(name, [name, "Umi"]), called);
        }
    }

    #[test]
    fn people_of_one_first_name_are_told_apart() {
        let all = [
            "Calista Ayu, S.T.",
            "Calista Dewi",
            "Calista Dewi Lestari",
            "Budi",
        ];
        let called: Vec<String> = all.iter().map(|one| call_name(one, all)).collect();
        assert_eq!(
            called,
            [
                "Calista Ayu",
                "Calista Dewi",
                "Calista Dewi Lestari",
                "Budi"
            ]
        );
    }
}
