//! Which passwords are good enough (ASVS 5.0 6.2): long, not guessable, no composition rules, no rotation.

/// Why a password is not good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    Short,
    Long,
    Guessable,
    Context,
}

impl PasswordFault {
    /// The catalogue code under `invalid-`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Short => "password-short",
            Self::Long => "password-long",
            Self::Guessable => "password-guessable",
            Self::Context => "password-context",
        }
    }
}

/// Fewest characters when the password is the only factor.
pub const MIN: usize = 15;
/// Most characters; checked before hashing.
pub const MAX: usize = 128;

/// Judges a password for a person with these words about them (NIP, name, agency).
pub fn check_password(password: &str, about: &[&str]) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < MIN {
        return Err(PasswordFault::Short);
    }
    if length > MAX {
        return Err(PasswordFault::Long);
    }
    let lower = password.to_lowercase();
    let words = about
        .iter()
        .flat_map(|text| text.split_whitespace())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 5);
    let mut context: Vec<String> = words.collect();
    context.extend(["luwes", "password", "sandi"].map(str::to_owned));
    let mut rest = lower.clone();
    for word in &context {
        rest = rest.replace(word.as_str(), "");
    }
    if rest.chars().count() < MIN / 2 {
        return Err(PasswordFault::Context);
    }
    let inputs: Vec<&str> = context.iter().map(String::as_str).collect();
    if zxcvbn::zxcvbn(password, &inputs).score() < zxcvbn::Score::Three {
        return Err(PasswordFault::Guessable);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_unlikely_is_all_it_takes() {
        let about = [
            "198503122010012003",
            "Ratna Widyastuti",
            "Badan Kepegawaian Negara",
        ];
        assert_eq!(
            check_password("kopi tubruk pagi hari di teras", &about),
            Ok(())
        );
        assert_eq!(check_password("pendek", &about), Err(PasswordFault::Short));
        assert_eq!(
            check_password(&"x".repeat(200), &about),
            Err(PasswordFault::Long)
        );
        assert_eq!(
            check_password("aaaaaaaaaaaaaaaaaaaa", &about),
            Err(PasswordFault::Guessable)
        );
        assert_eq!(
            check_password("198503122010012003", &about),
            Err(PasswordFault::Context)
        );
        assert_eq!(
            check_password("ratnawidyastuti1", &about),
            Err(PasswordFault::Context)
        );
    }
}
