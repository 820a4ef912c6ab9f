//! Words in two languages from Fluent catalogues (`locales/id`, `locales/en`).

use std::{borrow::Cow, collections::HashMap};

use chrono::NaiveDate;
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, static_loader};
use serde::{Deserialize, Serialize};

use super::format;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "id",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const ID: LanguageIdentifier = fluent_templates::langid!("id");
const EN: LanguageIdentifier = fluent_templates::langid!("en");

/// Bahasa Indonesia first, English second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Id,
    En,
}

impl Lang {
    /// The two-letter code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// Reads a code; anything unknown is Indonesian.
    pub fn of(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Id }
    }

    /// The better of the two for an `Accept-Language` header.
    pub fn accept(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| {
                let mut bits = part.trim().split(';');
                let tag = bits.next()?.trim().to_ascii_lowercase();
                let quality = bits
                    .find_map(|bit| bit.trim().strip_prefix("q=")?.parse::<f32>().ok())
                    .unwrap_or(1.0);
                let lang = match tag.split('-').next()? {
                    "id" | "in" | "ms" => Self::Id,
                    "en" => Self::En,
                    _ => return None,
                };
                Some((lang, quality))
            })
            .max_by(|a, b| {
                a.1.total_cmp(&b.1)
                    .then((b.0 == Self::En).cmp(&(a.0 == Self::En)))
            })
            .map_or(Self::Id, |(lang, _)| lang)
    }

    fn tag(self) -> &'static LanguageIdentifier {
        static TAGS: [LanguageIdentifier; 2] = [ID, EN];
        &TAGS[self as usize]
    }

    /// The text of a key. A missing key shows as the key itself; a test finds those.
    pub fn t(self, key: &str) -> String {
        LOCALES
            .try_lookup(self.tag(), key)
            .unwrap_or_else(|| key.to_owned())
    }

    /// The text, when the catalogue has it.
    pub fn find(self, key: &str) -> Option<String> {
        LOCALES.try_lookup(self.tag(), key)
    }

    /// The text with arguments.
    pub fn ta(self, key: &str, args: &[(&'static str, Arg)]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue> = args
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), value.fluent(self)))
            .collect();
        let text = LOCALES
            .try_lookup_with_args(self.tag(), key, &values)
            .unwrap_or_else(|| key.to_owned());
        let values = args.iter().filter_map(|(_, value)| match value {
            Arg::Text(value) => Some(value.as_str()),
            Arg::Number(_) => None,
        });
        one_full_stop(text, values)
    }

    /// The text with a number `n` that also picks the plural form.
    pub fn tn(self, key: &str, n: i64) -> String {
        self.ta(key, &[("n", Arg::Number(n))])
    }
}

/// A sentence that ends with a value which brings its own full stop, such as a name with titles, has one and not two.
fn one_full_stop<'v>(text: String, values: impl Iterator<Item = &'v str>) -> String {
    if !text.contains("..") {
        return text;
    }
    values
        .filter(|value| value.ends_with('.'))
        .fold(text, |text, value| {
            text.replace(&format!("{value}."), value)
        })
}

/// A value put into a text.
#[derive(Clone, Debug)]
pub enum Arg {
    Text(String),
    Number(i64),
}

/// A value as people read it: a day that is kept with an error or a notice is written as everywhere else.
fn said(text: &str, lang: Lang) -> String {
    let day = Some(text).filter(|text| text.len() == 10);
    let day = day.and_then(|text| NaiveDate::parse_from_str(text, "%d-%m-%Y").ok());
    day.map_or_else(|| text.to_owned(), |day| format::short_date(day, lang))
}

impl Arg {
    fn fluent(&self, lang: Lang) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from(said(text, lang)),
            Self::Number(n) => FluentValue::from(*n),
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Arg {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}
impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

/// The text with owned names and values (error reasons).
pub fn with_args(lang: Lang, key: &str, args: &[(&'static str, String)]) -> String {
    let args: Vec<(&'static str, Arg)> = args
        .iter()
        .map(|(name, value)| (*name, Arg::Text(value.clone())))
        .collect();
    lang.ta(key, &args)
}

/// The text with names that came from outside (a message cookie); whole numbers pick plural forms.
pub fn with_pairs(lang: Lang, key: &str, pairs: &[(String, String)]) -> String {
    let args: HashMap<Cow<'static, str>, FluentValue> = pairs
        .iter()
        .map(|(name, value)| {
            let value = value
                .parse::<i64>()
                .map_or_else(|_| FluentValue::from(said(value, lang)), FluentValue::from);
            (Cow::Owned(name.clone()), value)
        })
        .collect();
    let text = LOCALES
        .try_lookup_with_args(lang.tag(), key, &args)
        .unwrap_or_else(|| key.to_owned());
    one_full_stop(text, pairs.iter().map(|(_, value)| value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{Arg, Lang, said};

    #[test]
    fn a_day_in_a_sentence_is_written_as_everywhere_else() {
        assert_eq!(said("08-12-2026", Lang::Id), "8 Des 2026");
        assert_eq!(said("08-12-2026", Lang::En), "8 Dec 2026");
        for other in ["08-13-2026", "0812345678", "Budi"] {
            assert_eq!(said(other, Lang::Id), other);
        }
    }

    #[test]
    fn a_browser_that_prefers_english_gets_english() {
        assert_eq!(Lang::accept("en-GB,en;q=0.9,id;q=0.8"), Lang::En);
        assert_eq!(Lang::accept("id-ID,id;q=0.9,en;q=0.8"), Lang::Id);
        assert_eq!(Lang::accept("fr"), Lang::Id);
        assert_eq!(Lang::accept(""), Lang::Id);
    }

    #[test]
    fn a_name_with_titles_ends_a_sentence_with_one_full_stop() {
        let args = [("name", Arg::from("Bayu Dewi, S.Tr.IP."))];
        let text = Lang::Id.ta("swaps-lead-agreed", &args);
        assert!(text.ends_with("Bayu Dewi, S.Tr.IP."), "{text}");
        assert!(!text.ends_with(".."), "{text}");
    }
}
