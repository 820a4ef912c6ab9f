//! The bounds that a schema tells are the bounds that are kept: lengths, ranges, numbers of items, patterns.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, RwLock},
};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

use crate::kernel::error::FieldError;

/// A time of day.
pub const TIME: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
/// The name of a rule.
pub const KEY: &str = "^[a-z0-9_]+$";

static SCHEMAS: LazyLock<RwLock<HashMap<&'static str, Arc<Value>>>> =
    LazyLock::new(RwLock::default);

/// The schema of a type with everything it refers to.
fn schema_of<T: JsonSchema>() -> Arc<Value> {
    let name = std::any::type_name::<T>();
    let known = SCHEMAS
        .read()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .get(name)
        .cloned();
    known.unwrap_or_else(|| {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let schema = Arc::new(generator.into_root_schema_for::<T>().to_value());
        SCHEMAS
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .insert(name, schema.clone());
        schema
    })
}

/// Every bound that a body does not keep.
pub fn body<T: JsonSchema>(value: &Value) -> Vec<FieldError> {
    let root = schema_of::<T>();
    let mut found = Vec::new();
    walk(&root, &root, value, "", &mut found);
    found
}

/// Every bound that the pairs of a query do not keep.
pub fn query<T: JsonSchema>(pairs: &[(String, String)]) -> Vec<FieldError> {
    let root = schema_of::<T>();
    let mut found = Vec::new();
    for (name, text) in pairs {
        let schema = &root["properties"][name];
        let free = schema["format"].is_null()
            && schema["pattern"].is_null()
            && schema["enum"].is_null()
            && schema["anyOf"].is_null()
            && schema["$ref"].is_null()
            && says(schema, "string");
        if text.is_empty() && !free {
            found.push(FieldError::new(name, "shape"));
            continue;
        }
        let value = match text.parse::<i64>() {
            Ok(number) if says(schema, "integer") => Value::from(number),
            _ => Value::from(text.as_str()),
        };
        walk(&root, schema, &value, name, &mut found);
    }
    found
}

fn says(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(|one| one == kind),
        one => one == kind,
    }
}

fn walk(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<FieldError>) {
    let schema = match schema["$ref"].as_str() {
        Some(path) => root
            .pointer(path.trim_start_matches('#'))
            .unwrap_or(&Value::Null),
        None => schema,
    };
    if let Some(options) = schema["anyOf"].as_array() {
        // only "this or null" has bounds to keep
        for option in options.iter().filter(|one| one["type"] != "null") {
            if !value.is_null() {
                walk(root, option, value, at, found);
            }
        }
    }
    match value {
        Value::String(text) => found.extend(text_fault(schema, text, at)),
        Value::Number(number) => found.extend(number_fault(schema, number, at)),
        // serde reads a list as the fields of an object in their order
        Value::Array(_) if says(schema, "object") => found.push(FieldError::new(at, "shape")),
        Value::Array(items) => {
            let bound = |name: &str| schema[name].as_u64().and_then(|n| usize::try_from(n).ok());
            if let Some(max) = bound("maxItems").filter(|max| items.len() > *max) {
                found.push(FieldError::new(at, "too-many").with("max", max));
            }
            if bound("minItems").is_some_and(|min| items.len() < min) {
                found.push(FieldError::new(at, "required"));
            }
            for (index, item) in items.iter().enumerate() {
                walk(
                    root,
                    &schema["items"],
                    item,
                    &format!("{at}[{index}]"),
                    found,
                );
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields {
                let path = if at.is_empty() {
                    name.clone()
                } else {
                    format!("{at}.{name}")
                };
                walk(root, &schema["properties"][name], item, &path, found);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn text_fault(schema: &Value, text: &str, at: &str) -> Option<FieldError> {
    let length = text.chars().count() as u64;
    if let Some(max) = schema["maxLength"].as_u64().filter(|max| length > *max) {
        return Some(FieldError::new(at, "too-long").with("max", max));
    }
    if schema["minLength"].as_u64().is_some_and(|min| length < min) {
        return Some(FieldError::new(at, "required"));
    }
    let fits = match schema["pattern"].as_str() {
        Some(TIME) => text.len() == 5 && chrono::NaiveTime::parse_from_str(text, "%H:%M").is_ok(),
        Some(KEY) => {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        }
        _ => true,
    };
    (!fits).then(|| FieldError::new(at, "shape"))
}

fn number_fault(schema: &Value, number: &serde_json::Number, at: &str) -> Option<FieldError> {
    let (min, max) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
    let value = number.as_f64()?;
    if min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max) {
        let shown = |bound: Option<f64>| bound.map_or_else(|| "…".to_owned(), |n| n.to_string());
        return Some(
            FieldError::new(at, "number")
                .with("min", shown(min))
                .with("max", shown(max)),
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Deserialize, JsonSchema)]
    struct Line {
        #[schemars(length(min = 1, max = 5))]
        #[expect(dead_code, reason = "only its schema is read")]
        what: String,
    }

    #[derive(Deserialize, JsonSchema)]
    struct Input {
        #[schemars(length(max = 2))]
        #[expect(dead_code, reason = "only its schema is read")]
        lines: Vec<Line>,
        #[schemars(range(min = 1, max = 365))]
        #[expect(dead_code, reason = "only its schema is read")]
        days: Option<i64>,
        #[schemars(regex(pattern = TIME))]
        #[expect(dead_code, reason = "only its schema is read")]
        start: Option<String>,
        #[expect(dead_code, reason = "only its schema is read")]
        last: Option<Line>,
    }

    #[test]
    fn what_the_schema_bounds_is_refused_beyond() {
        let faults = |value: Value| -> Vec<(String, &'static str)> {
            let found = body::<Input>(&value);
            found.into_iter().map(|f| (f.field, f.code)).collect()
        };
        assert!(
            faults(json!({"lines": [{"what": "abc"}], "days": 3, "start": "07:30"})).is_empty()
        );
        assert_eq!(
            faults(
                json!({"lines": [{"what": "abcdef"}, {"what": ""}], "days": 366, "start": "7:30"})
            ),
            [
                ("days".to_owned(), "number"),
                ("lines[0].what".to_owned(), "too-long"),
                ("lines[1].what".to_owned(), "required"),
                ("start".to_owned(), "shape"),
            ]
        );
        let three = json!({"lines": [{"what": "a"}, {"what": "b"}, {"what": "c"}]});
        assert_eq!(faults(three), [("lines".to_owned(), "too-many")]);
        let listed = json!({"lines": [["abc"]], "last": ["abc"]});
        assert_eq!(
            faults(listed),
            [
                ("last".to_owned(), "shape"),
                ("lines[0]".to_owned(), "shape")
            ]
        );
        let of = |name: &str, text: &str| query::<Input>(&[(name.to_owned(), text.to_owned())]);
        assert_eq!(of("days", "0")[0].code, "number");
        assert_eq!(of("days", "")[0].code, "shape");
        assert!(of("days", "3").is_empty());
    }
}
