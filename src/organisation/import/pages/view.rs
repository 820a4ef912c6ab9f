//! Rows, columns and figures of a file in the words of the page.

use crate::{
    kernel::{
        cx::Cx,
        format,
        html::{Choice, Errors, Page},
        i18n::Lang,
    },
    organisation::{
        import::{
            Code, Fate, Kind, Row as SheetRow,
            header::Header,
            ratings_file::Becomes,
            reading::{Fated, Judged, Reading},
            rows::FillDown,
        },
        pages::{employee::period_words, key},
    },
};

/// A named column and the field it is mapped to.
pub struct Column {
    pub name: String,
    pub label: String,
    pub sample: String,
    pub fields: Vec<Choice>,
    pub open: bool,
}

/// A row with its fate, in words.
pub struct Line {
    pub row: u32,
    pub title: String,
    pub detail: String,
    pub fate: &'static str,
    pub fate_word: String,
    pub reasons: Vec<String>,
    pub warnings: Vec<String>,
}

/// Cells of people and agencies are shown up to this many characters.
const SHOWN: usize = 120;
/// What a row says is shown up to this many.
const DETAIL: usize = 200;

/// One problem beside a field, in words.
pub fn error(cx: &Cx, field: &str, key: &str) -> Errors {
    Errors(vec![(field.to_owned(), cx.lang().t(key))])
}

/// The kinds of files as cards.
pub fn kinds(page: &Page, chosen: Kind) -> Vec<Choice> {
    Kind::ALL
        .iter()
        .map(|kind| Choice {
            value: kind.code().to_owned(),
            label: page.t(&format!("imports-kind-{}", kind.code())),
            hint: page.t(&format!("imports-kind-{}-hint", kind.code())),
            selected: *kind == chosen,
            disabled: false,
        })
        .collect()
}

/// Names of fields, joined.
pub fn fields(page: &Page, names: &[&str]) -> String {
    let words: Vec<String> = names
        .iter()
        .map(|name| page.t(&Header::field_key(name)))
        .collect();
    words.join(", ")
}

/// Names of the fields that a file may have besides the needed ones.
pub fn useful(page: &Page, kind: Kind) -> String {
    let names: Vec<&str> = kind
        .dictionary()
        .fields
        .iter()
        .copied()
        .filter(|f| !kind.required().contains(f) && !hidden(f))
        .collect();
    fields(page, &names)
}

/// Fields that are read but of no use to a person who prepares a file.
fn hidden(field: &str) -> bool {
    matches!(
        field,
        "no" | "agency" | "education" | "years_of_service" | "assessor_nip" | "root"
    )
}

/// Every named column with the fields it may be mapped to.
pub fn columns(page: &Page, kind: Kind, reading: &Reading) -> Vec<Column> {
    let first = reading.fates().first().map(|f| f.row);
    let row = first.and_then(|number| sheet_row(reading, number));
    reading
        .header
        .columns
        .iter()
        .map(|column| {
            let mapped = reading.mapping.field_of(column.index);
            let choices = kind.dictionary().fields.iter().map(|field| Choice {
                value: (*field).to_owned(),
                label: page.t(&Header::field_key(field)),
                hint: String::new(),
                selected: mapped == Some(*field),
                disabled: false,
            });
            Column {
                name: format!("c{}", column.index),
                label: short(&column.label),
                sample: row.map_or_else(String::new, |r| short(&r.get(column.index).to_text())),
                fields: choices.collect(),
                open: mapped.is_none() && !column.ignored,
            }
        })
        .collect()
}

fn sheet_row(reading: &Reading, number: u32) -> Option<&SheetRow> {
    let rows = &reading.sheet().rows;
    rows.binary_search_by_key(&number, |r| r.number)
        .ok()
        .map(|i| &rows[i])
}

fn short(text: &str) -> String {
    cut(text, SHOWN)
}

fn cut(text: &str, most: usize) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most)
        .collect();
    if text.chars().count() > most {
        format!("{plain}…")
    } else {
        plain
    }
}

/// Which rows are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    All,
    Accepted,
    Warned,
    Rejected,
    Duplicates,
}

impl Filter {
    /// Every filter, in the order of the tabs.
    pub const ALL: [Self; 5] = [
        Self::All,
        Self::Rejected,
        Self::Warned,
        Self::Accepted,
        Self::Duplicates,
    ];

    /// The word in the address.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Accepted => "accepted",
            Self::Warned => "warned",
            Self::Rejected => "rejected",
            Self::Duplicates => "duplicates",
        }
    }

    /// Reads the word of the address.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.code() == code)
    }

    /// Whether a row is looked at.
    pub fn lets(self, fated: &Fated<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Accepted => fated.status == Fate::Accepted,
            Self::Warned => fated.status == Fate::Accepted && !fated.warnings.is_empty(),
            Self::Rejected => fated.status == Fate::Rejected,
            Self::Duplicates => fated.status == Fate::SkippedDuplicate,
        }
    }
}

/// Texts by row: what the agency's people know a row by.
pub struct Names<'r> {
    reading: &'r Reading,
    kind: Kind,
    lang: Lang,
    fill: FillDown<'r>,
}

impl<'r> Names<'r> {
    /// For a file.
    pub fn new(reading: &'r Reading, kind: Kind, lang: Lang) -> Self {
        let columns: Vec<usize> = reading.header.columns.iter().map(|c| c.index).collect();
        Self {
            reading,
            kind,
            lang,
            fill: FillDown::new(reading.sheet(), &columns),
        }
    }

    /// Title and detail of a row: the accepted values, else the cells as they stand in the file.
    pub fn of(&self, place: usize, number: u32) -> (String, String) {
        let lang = self.lang;
        let told = match &self.reading.judged {
            Judged::Employees(judged) => judged.rows.get(place).and_then(|r| {
                let values = &r.employee.as_ref()?.values;
                let nip = format::nip(&values.nip);
                Some((
                    values.name.clone(),
                    format!("{nip} · {} · {}", values.position, values.unit),
                ))
            }),
            Judged::Units(judged) => judged.rows.get(place).and_then(|r| {
                let line = r.values.as_ref()?;
                Some((line.name.clone(), line.id.clone()))
            }),
            Judged::Absences(judged) => judged.rows.get(place).and_then(|r| {
                let line = r.values.as_ref()?;
                let nip = format::nip(&line.nip);
                let (from, to) = (line.starts_on, line.ends_on);
                Some((
                    nip,
                    format!(
                        "{} · {} – {}",
                        line.label,
                        from.format("%d-%m-%Y"),
                        to.format("%d-%m-%Y")
                    ),
                ))
            }),
            Judged::Targets(judged) => judged.rows.get(place).and_then(|r| {
                let line = r.values.as_ref()?;
                let target = format!("{} {}", line.target, line.measure);
                let parts = [
                    format::nip(&line.nip),
                    lang.ta("targets-name", &[("year", line.year.to_string().into())]),
                    lang.t("imports-becomes-draft"),
                    line.result.clone(),
                    line.indicator.clone(),
                    target.trim().to_owned(),
                ];
                Some((line.name.clone(), joined(&parts)))
            }),
            Judged::Ratings(judged) => judged.rows.get(place).and_then(|r| {
                let line = r.values.as_ref()?;
                let level = |field: &str, level: Option<&str>| {
                    level.map_or_else(String::new, |level| {
                        let level = lang.t(&format!("rating-level-{level}"));
                        format!("{}: {level}", lang.t(&Header::field_key(field)))
                    })
                };
                let parts = [
                    format::nip(&line.nip),
                    period_words(&line.period, lang),
                    lang.t(&key("predikat", line.predikat)),
                    lang.t(match line.becomes {
                        Becomes::New => "imports-becomes-new",
                        Becomes::Changed => "imports-becomes-changed",
                        Becomes::Same => "imports-becomes-same",
                    }),
                    format::short_date(line.rated_on, lang),
                    level("result_rating", line.result),
                    level("behaviour_rating", line.behaviour),
                ];
                Some((line.name.clone(), joined(&parts)))
            }),
        };
        let (title, detail) = told.unwrap_or_else(|| self.raw(number));
        (short(&title), cut(&detail, DETAIL))
    }

    fn raw(&self, number: u32) -> (String, String) {
        let (first, more): (&[&str], &[&str]) = match self.kind {
            Kind::Employees => (&["name"], &["nip", "position", "unit"]),
            Kind::Units => (&["unit_name"], &["id", "parent"]),
            Kind::Absences => (&["person", "nip"], &["kind", "starts_on", "ends_on"]),
            Kind::Targets => (
                &["person", "nip"],
                &["year", "result_plan", "indicator", "target", "measure"],
            ),
            Kind::Ratings => (&["person", "nip"], &["period", "year", "predikat"]),
        };
        let Some(row) = sheet_row(self.reading, number) else {
            return (String::new(), String::new());
        };
        let join = |fields: &[&str]| {
            let texts: Vec<String> = fields
                .iter()
                .map(|field| self.fill.cell(&self.reading.mapping, row, field).to_text())
                .filter(|text| !text.trim().is_empty())
                .collect();
            texts.join(" · ")
        };
        (join(first), join(more))
    }
}

fn joined(parts: &[String]) -> String {
    let told: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    told.join(" · ")
}

/// A row in words.
pub fn line(page: &Page, fated: &Fated<'_>, (title, detail): (String, String)) -> Line {
    let words = |codes: &[Code]| codes.iter().map(|c| page.t(&c.key())).collect();
    Line {
        row: fated.row,
        title: if title.is_empty() {
            page.t("imports-unnamed")
        } else {
            title
        },
        detail,
        fate: match fated.status {
            Fate::Accepted if fated.warnings.is_empty() => "ok",
            Fate::Accepted => "warn",
            Fate::Rejected => "bad",
            Fate::SkippedDuplicate => "",
        },
        fate_word: page.t(&fated.status.key()),
        reasons: words(fated.reasons),
        warnings: words(fated.warnings),
    }
}
