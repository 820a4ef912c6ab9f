//! Pages of shared tasks.

pub mod list;
pub mod new;
pub mod show;

/// One choice of a form.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub selected: bool,
    pub disabled: bool,
}

impl Choice {
    fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
            selected,
            disabled: false,
        }
    }

    /// With a line beneath.
    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The name by which colleagues call somebody: the first word that is no academic title.
fn call_name(name: &str) -> &str {
    let plain = name.split(',').next().unwrap_or(name);
    let mut words = plain.split_whitespace();
    words
        .find(|word| !word.ends_with('.'))
        .unwrap_or(plain.trim())
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
            assert_eq!(call_name(name), called);
        }
    }
}
