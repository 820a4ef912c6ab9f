//! The smallest body that a schema of the document accepts, with one id wherever an id stands.

use luwes::kernel::door::Operation;
use serde_json::{Map, Value, json};

/// A body for an operation, when it takes one.
pub fn body(document: &Value, operation: &Operation, id: &str) -> Option<Value> {
    let method = operation.method.to_ascii_lowercase();
    let schema = &document["paths"][&operation.path][&method]["requestBody"]["content"]["application/json"]
        ["schema"];
    (!schema.is_null()).then(|| sample(document, schema, id))
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(path) => document
            .pointer(path.trim_start_matches('#'))
            .expect("the reference leads somewhere"),
        None => schema,
    }
}

fn sample(document: &Value, schema: &Value, id: &str) -> Value {
    let schema = resolve(document, schema);
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(first) = schema[several].get(0) {
            return sample(document, first, id);
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[0].as_str().unwrap_or_default(),
        kind => kind.as_str().unwrap_or_default(),
    };
    match kind {
        "object" => object(document, schema, id),
        "array" => json!([sample(document, &schema["items"], id)]),
        "boolean" => json!(true),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "null" => Value::Null,
        _ => text(schema, id),
    }
}

fn text(schema: &Value, id: &str) -> Value {
    match schema["format"].as_str() {
        Some("uuid") => json!(id),
        Some("date-time") => json!("2026-11-17T01:00:00Z"),
        Some("date") => json!("2026-12-01"),
        _ if schema["pattern"].as_str().is_some_and(|p| p.contains(':')) => json!("07:30"),
        _ => json!("198503122010012003"),
    }
}

fn object(document: &Value, schema: &Value, id: &str) -> Value {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut all = Map::new();
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if name == "version" {
            all.insert(name.clone(), json!(1));
        } else if required.contains(&name.as_str()) || name.ends_with("_id") {
            all.insert(name.clone(), sample(document, schema, id));
        }
    }
    Value::Object(all)
}
