//! The OpenAPI 3.1 document, made from the lines of the route table and the types of their handlers.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::describe::{Operation, Told};

/// What every operation may answer besides its success, with when.
const REFUSALS: [(u16, &str); 11] = [
    (
        400,
        "The request cannot be read: JSON, query, headers; or a cookie came with the token.",
    ),
    (
        401,
        "No token, or one that is unknown, expired, revoked or ended.",
    ),
    (
        403,
        "The token's scope or the person's roles do not allow it.",
    ),
    (404, "Not there, or another agency's: the same answer."),
    (406, "`Accept` excludes everything this operation produces."),
    (
        409,
        "Somebody else was faster: read again, then decide again.",
    ),
    (413, "The body is larger than this operation takes."),
    (415, "The media type is not the one this operation takes."),
    (
        422,
        "A field needs correcting (`errors`) or a rule said no (`code`).",
    ),
    (
        429,
        "Too many failed attempts; `Retry-After` says when to come again.",
    ),
    (
        503,
        "Busy or away; `Retry-After` says when to come again. Safe to repeat with the same `Idempotency-Key`.",
    ),
];

/// The interface of this process: its operations, and the document once somebody asks for it.
#[derive(Clone, Default)]
pub struct Interface(Arc<Inner>);

#[derive(Default)]
struct Inner {
    operations: OnceLock<Vec<Operation>>,
    text: OnceLock<String>,
}

impl Interface {
    /// Takes the operations of the route table; the first time counts.
    pub fn set(&self, operations: Vec<Operation>) {
        self.0.operations.get_or_init(|| operations);
    }

    /// Every operation, by address.
    pub fn operations(&self) -> &[Operation] {
        self.0.operations.get().map_or(&[], Vec::as_slice)
    }

    /// The document as text.
    pub fn text(&self) -> &str {
        self.0
            .text
            .get_or_init(|| document(self.operations()).to_string())
    }

    /// The operations by area, as the page shows them.
    pub fn sections(&self) -> Vec<Section> {
        sections(self.operations())
    }
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12()
        .with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        })
        .into_generator()
}

/// The whole document.
fn document(operations: &[Operation]) -> Value {
    let mut schemas = generator();
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut tags: Vec<&str> = Vec::new();
    for operation in operations {
        let mut told = Told::default();
        (operation.tell)(&mut told, &mut schemas);
        if !tags.contains(&operation.doc.tag()) {
            tags.push(operation.doc.tag());
        }
        paths.entry(operation.path.clone()).or_default().insert(
            operation.method.to_ascii_lowercase(),
            described(operation, &told),
        );
    }
    tags.sort_unstable();
    let mut definitions = schemas.take_definitions(true);
    definitions.insert("Problem".into(), problem());
    let mut whole = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Luwes",
            "version": "1",
            "description": "Flexible work for Indonesia's civil service. Conventions, error codes and a walk through: docs/API.md.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": tags.iter().map(|tag| json!({"name": tag})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": definitions,
            "responses": responses(),
            "securitySchemes": {"token": {
                "type": "http", "scheme": "bearer", "bearerFormat": "luwes_pat_<id>_<secret>",
                "description": "A personal token (made at /account/tokens) or a service token (made by HR at /service-tokens). Never together with a cookie.",
            }},
        },
    });
    plain(&mut whole);
    whole
}

/// Words that schemas list one by one become one list: what every maker of clients understands.
fn plain(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Object(fields) => {
            fields.values_mut().for_each(plain);
            let words = fields
                .get("oneOf")
                .and_then(Value::as_array)
                .and_then(|all| {
                    let listed = all.iter().map(|one| match (&one["const"], &one["enum"]) {
                        (Value::String(word), _) => Some(vec![word.clone()]),
                        (_, Value::Array(words)) => words
                            .iter()
                            .map(|word| word.as_str().map(str::to_owned))
                            .collect(),
                        _ => None,
                    });
                    listed.collect::<Option<Vec<Vec<String>>>>()
                });
            if let Some(words) = words {
                fields.remove("oneOf");
                fields.insert("type".to_owned(), json!("string"));
                fields.insert("enum".to_owned(), json!(words.concat()));
            }
        }
        _ => {}
    }
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457. `code` is stable; the words follow `Accept-Language` (id, en).",
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": {"type": "string"},
            "request_id": {"type": "string"},
            "errors": {"type": "array", "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "remedy": {"type": "string"},
                },
            }},
        },
    })
}

fn responses() -> Value {
    let mut all = Map::new();
    for (status, text) in REFUSALS {
        let mut response = json!({
            "description": text,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        });
        if matches!(status, 429 | 503) {
            response["headers"] = json!({"Retry-After": {"schema": {"type": "integer"}}});
        }
        if status == 401 {
            response["headers"] = json!({"WWW-Authenticate": {"schema": {"type": "string"}}});
        }
        all.insert(format!("Refused{status}"), response);
    }
    Value::Object(all)
}

fn described(operation: &Operation, told: &Told) -> Value {
    let mut refused = vec![400, 401, 403, 404, 406, 422, 429, 503];
    if operation.method != "GET" {
        refused.extend([409, 413]);
        if told.body.is_some() || told.file {
            refused.push(415);
        }
    }
    refused.sort_unstable();
    let mut responses = Map::new();
    responses.insert(told.status.to_string(), success(told));
    for status in refused {
        responses.insert(
            status.to_string(),
            json!({"$ref": format!("#/components/responses/Refused{status}")}),
        );
    }
    let scope = operation.scope.code();
    let mut value = json!({
        "operationId": operation.doc.id.replace('.', "_"),
        "summary": operation.doc.summary,
        "description": format!("{}\n\nScope `{scope}`, permission `{}`.", operation.doc.about, operation.can.name()).trim(),
        "tags": [operation.doc.tag()],
        "parameters": parameters(operation, told),
        "responses": responses,
        "x-scope": scope,
        "x-permission": operation.can.name(),
    });
    if let Some(schema) = &told.body {
        let mut media = json!({"schema": schema});
        if let Some(example) = operation.example() {
            media["example"] = example;
        }
        value["requestBody"] = json!({"required": true, "content": {"application/json": media}});
    } else if told.file {
        let file = json!({"schema": {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}});
        value["requestBody"] =
            json!({"required": true, "content": {"application/octet-stream": file}});
    }
    value
}

fn success(told: &Told) -> Value {
    let words = match told.status {
        201 => "Made.",
        204 => "Done.",
        _ => "All is well.",
    };
    let mut response = json!({"description": words});
    if let Some(schema) = &told.answer {
        response["content"] = json!({"application/json": {"schema": schema}});
    }
    for media in told.download {
        // a JSON file is read as JSON, whatever it is for, and text as text
        response["content"][*media] = match *media {
            "application/json" => json!({"schema": {"type": "object"}}),
            text if text.starts_with("text/") => json!({"schema": {"type": "string"}}),
            _ => json!({"schema": {"type": "string", "format": "binary"}}),
        };
    }
    if !told.download.is_empty() {
        response["headers"] = json!({"Content-Disposition": {"schema": {"type": "string"}}});
    }
    if told.status == 201 {
        response["headers"] =
            json!({"Location": {"schema": {"type": "string", "format": "uri-reference"}}});
    }
    if told.tagged {
        response["headers"] = json!({"ETag": {"schema": {"type": "string"}}});
    }
    response
}

fn parameters(operation: &Operation, told: &Told) -> Vec<Value> {
    let names = operation
        .path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next());
    let mut all: Vec<Value> = names
        .zip(&told.path)
        .map(|(name, schema)| json!({"name": name, "in": "path", "required": true, "schema": schema}))
        .collect();
    all.extend(told.query.iter().flat_map(query));
    if told.if_match {
        all.push(json!({
            "name": "If-Match", "in": "header", "required": false,
            "description": "The `ETag` of what was read, in place of `version` in the body.",
            "schema": {"type": "string", "pattern": "^\"[0-9]{1,9}\"$"},
        }));
    }
    if operation.method == "POST" {
        all.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Names this attempt: the same key with the same body is done once and answered alike for 48 hours.",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,128}$"},
        }));
    }
    all
}

fn query(schema: &Schema) -> Vec<Value> {
    let object = schema.as_value();
    let required: Vec<&str> = object["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = object["properties"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    properties
        .into_iter()
        .map(|(name, mut schema)| {
            let description = schema
                .as_object_mut()
                .and_then(|schema| schema.remove("description"))
                .unwrap_or_default();
            let mut parameter = json!({
                "name": name, "in": "query", "required": required.contains(&name.as_str()),
                "schema": without_null(schema),
            });
            if description.is_string() {
                parameter["description"] = description;
            }
            parameter
        })
        .collect()
}

/// A query cannot say null: what may be left out is simply not there.
fn without_null(mut schema: Value) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.remove("default");
        if let Some(kinds) = object.get_mut("type").filter(|kind| kind.is_array()) {
            let kept: Vec<Value> = kinds
                .as_array()
                .into_iter()
                .flatten()
                .filter(|kind| *kind != "null")
                .cloned()
                .collect();
            if let [one] = kept.as_slice() {
                *kinds = one.clone();
            }
        }
        if let Some(Value::Array(values)) = object.get_mut("enum") {
            values.retain(|value| !value.is_null());
        }
        let several = object.get("anyOf").and_then(Value::as_array).cloned();
        if let Some(several) = several {
            let kept: Vec<Value> = several
                .into_iter()
                .filter(|one| one["type"] != "null")
                .collect();
            if let [one] = kept.as_slice() {
                return one.clone();
            }
        }
    }
    schema
}

/// An operation as the page shows it.
#[derive(Clone, Debug)]
pub struct Section {
    pub tag: String,
    pub operations: Vec<Entry>,
}

/// One line of the page.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: String,
    pub method: &'static str,
    pub path: String,
    pub summary: &'static str,
    pub about: &'static str,
    pub scope: &'static str,
    pub permission: &'static str,
    /// Name, place, type, words.
    pub parameters: Vec<[String; 4]>,
    pub body: String,
    pub example: String,
    pub status: u16,
    pub answer: String,
}

/// The operations by area, as the page shows them.
fn sections(operations: &[Operation]) -> Vec<Section> {
    let mut schemas = generator();
    let mut all: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for operation in operations {
        let mut told = Told::default();
        (operation.tell)(&mut told, &mut schemas);
        let mut definitions = Value::Object(schemas.definitions().clone());
        plain(&mut definitions);
        let resolve = |schema: &Option<Schema>| {
            schema.as_ref().map_or_else(String::new, |schema| {
                outline(schema.as_value(), &definitions)
            })
        };
        let mut parameters = parameters(operation, &told);
        parameters.iter_mut().for_each(plain);
        all.entry(operation.doc.tag()).or_default().push(Entry {
            id: operation.doc.id.replace('.', "-"),
            method: operation.method,
            path: operation.path.clone(),
            summary: operation.doc.summary,
            about: operation.doc.about,
            scope: operation.scope.code(),
            permission: operation.can.name(),
            parameters: parameters.iter().map(row).collect(),
            body: resolve(&told.body),
            example: operation
                .example()
                .and_then(|value| serde_json::to_string_pretty(&value).ok())
                .unwrap_or_default(),
            status: told.status,
            answer: if told.download.is_empty() {
                resolve(&told.answer)
            } else {
                told.download.join("\n")
            },
        });
    }
    all.into_iter()
        .map(|(tag, operations)| Section {
            tag: tag.to_owned(),
            operations,
        })
        .collect()
}

fn row(parameter: &Value) -> [String; 4] {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    [
        text(&parameter["name"]),
        text(&parameter["in"]),
        kind(&parameter["schema"]),
        text(&parameter["description"]),
    ]
}

/// A schema as one word: `string (date)`, `Person`, `[Person]`.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(several) = schema["anyOf"].as_array() {
        return several.iter().map(kind).collect::<Vec<_>>().join(" | ");
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return words.join(" | ");
    }
    let plain = match &schema["type"] {
        Value::String(one) => one.clone(),
        Value::Array(several) => several
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" | "),
        _ => "any".to_owned(),
    };
    if plain.starts_with("array") {
        return format!("[{}]", kind(&schema["items"]));
    }
    match schema["format"].as_str() {
        Some(format) => format!("{plain} ({format})"),
        None => plain,
    }
}

/// The fields of an object, one per line.
fn outline(schema: &Value, definitions: &Value) -> String {
    let name = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next());
    let object = name
        .and_then(|name| definitions.get(name))
        .unwrap_or(schema);
    let required: Vec<&str> = object["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let Some(properties) = object["properties"].as_object() else {
        return kind(schema);
    };
    properties
        .iter()
        .map(|(name, schema)| {
            let mark = if required.contains(&name.as_str()) {
                ""
            } else {
                "?"
            };
            format!("{name}{mark}: {}", kind(schema))
        })
        .collect::<Vec<_>>()
        .join("\n")
}
