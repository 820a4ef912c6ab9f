//! The document of the JSON interface against what the interface does: examples run, schemas are accepted, answers fit.

use std::collections::BTreeMap;

use http::Method;
use luwes::kernel::{actor::Can, door::Operation};
use serde_json::Value;

use crate::support::{
    Client, Person, TestApp,
    crawl::fill,
    sample,
    twin::{self, Twin},
};

fn document(app: &TestApp) -> Value {
    serde_json::from_str(app.core.interface.text()).expect("the document is JSON")
}

/// Who may call an operation of the ministry's twin.
fn caller(twin: &Twin, can: Can) -> &Person {
    match can {
        Can::ManagePeople | Can::ManageRules | Can::GrantRoles | Can::SetWindows => &twin.hr,
        Can::DecideRequests => &twin.budi,
        Can::LeadAgency => &twin.leader,
        Can::ReadTrail => &twin.auditor,
        Can::OverseeAgencies => &twin.ministry,
        Can::Public | Can::SignIn | Can::BeEmployee => &twin.sari,
    }
}

fn told<'a>(document: &'a Value, operation: &Operation) -> &'a Value {
    &document["paths"][&operation.path][operation.method.to_ascii_lowercase()]["responses"]
}

#[tokio::test]
async fn every_example_of_the_document_works() {
    let app = TestApp::new().await;
    let world = app.agency("Kementerian Uji").ministry().await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    world.employee("Budi").head_of(&unit).await;
    let sari = world.employee("Sari").of(&unit).await;
    for name in ["Tono", "Umi", "Vina"] {
        world.employee(name).of(&unit).await;
    }
    let hana = world.employee("Hana").of(&unit).role("hr").await;
    let mira = world.employee("Mira").of(&unit).role("ministry").await;
    let document = document(&app);
    let mut clients: BTreeMap<&str, Client> = BTreeMap::new();
    for person in [&mira, &sari, &hana] {
        clients.insert(&person.nip, world.api(person).await);
    }
    let mut run = 0;
    for operation in app.core.interface.operations() {
        let Some(text) = operation.doc.example else {
            continue;
        };
        let example: Value = serde_json::from_str(text)
            .unwrap_or_else(|error| panic!("{}: {error}", operation.doc.id));
        let person = match operation.can {
            Can::OverseeAgencies => &mira,
            Can::BeEmployee | Can::SignIn => &sari,
            _ => &hana,
        };
        let client = &clients[person.nip.as_str()];
        let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
        let reply = client.call(method, &operation.path, Some(example)).await;
        let status = reply.status.as_u16().to_string();
        assert!(
            reply.status.is_success() && told(&document, operation)[&status].is_object(),
            "{}: {}",
            reply.call,
            reply.json
        );
        run += 1;
    }
    assert!(run >= 10, "{run} examples were run");
}

/// Makers of clients read text as text and the rest as bytes: a text that calls itself binary breaks what they make.
#[tokio::test]
async fn files_are_told_as_text_or_as_bytes_by_their_kind() {
    let app = TestApp::new().await;
    let document = document(&app);
    let (mut texts, mut files) = (0, 0);
    for operation in app.core.interface.operations() {
        let answer = &told(&document, operation)["200"]["content"];
        let body = &document["paths"][&operation.path][operation.method.to_ascii_lowercase()]["requestBody"]
            ["content"];
        let all = [answer, body].into_iter().filter_map(Value::as_object);
        for (media, content) in all.flatten().filter(|(media, _)| !media.ends_with("json")) {
            let schema = &content["schema"];
            let text = media.starts_with("text/");
            let format = if text { None } else { Some("binary") };
            assert_eq!(schema["type"], "string", "{} {media}", operation.doc.id);
            assert_eq!(
                schema["format"].as_str(),
                format,
                "{} {media}",
                operation.doc.id
            );
            *(if text { &mut texts } else { &mut files }) += 1;
        }
    }
    assert!(texts >= 10 && files > texts, "{texts} texts, {files} files");
}

#[tokio::test]
async fn every_operation_takes_what_its_schema_says_and_answers_what_it_tells() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let document = document(&app);
    let id = uuid::Uuid::nil().to_string();
    let mut wrong = Vec::new();
    let mut clients: BTreeMap<String, Client> = BTreeMap::new();
    for operation in app.core.interface.operations() {
        let person = caller(&twin, operation.can);
        if !clients.contains_key(&person.nip) {
            clients.insert(person.nip.clone(), twin.world.api(person).await);
        }
        let client = &clients[&person.nip];
        let path = fill(&operation.path, &id);
        let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
        let body = sample::body(&document, operation, &id);
        let reply = client.call(method, &path, body).await;
        let status = reply.status.as_u16().to_string();
        let responses = told(&document, operation);
        if !responses[&status].is_object() {
            wrong.push(format!("{}: {status} is not in the document", reply.call));
        }
        let misread = ["shape", "unknown-field", "object"];
        for error in reply.json["errors"].as_array().into_iter().flatten() {
            if misread.contains(&error["code"].as_str().unwrap_or_default()) {
                wrong.push(format!("{}: {error}", reply.call));
            }
        }
        if reply.status.is_success() && reply.status != 204 {
            let schema = &responses[&status]["content"]["application/json"]["schema"];
            if let Some(fault) = misfit(&document, schema, &reply.json, "") {
                wrong.push(format!("{}: {fault}", reply.call));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Where an answer does not fit its schema: objects, their required fields, and plain types.
fn misfit(document: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    let schema = match schema["$ref"].as_str() {
        Some(path) => document.pointer(path.trim_start_matches('#'))?,
        None => schema,
    };
    for several in ["anyOf", "oneOf"] {
        if let Some(options) = schema[several].as_array() {
            let fits = options
                .iter()
                .any(|option| misfit(document, option, value, at).is_none());
            return (!fits).then(|| format!("{at}: {value} fits none"));
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_i64() || n.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.contains(&kind) {
        return Some(format!("{at}: {kind} is not {kinds:?}"));
    }
    if let Some(items) = value.as_array() {
        return items
            .iter()
            .enumerate()
            .find_map(|(i, item)| misfit(document, &schema["items"], item, &format!("{at}[{i}]")));
    }
    let fields = value.as_object()?;
    for name in schema["required"].as_array().into_iter().flatten() {
        if !fields.contains_key(name.as_str().unwrap_or_default()) {
            return Some(format!("{at}: {name} is missing"));
        }
    }
    let properties = schema["properties"].as_object()?;
    fields.iter().find_map(|(name, value)| {
        let Some(schema) = properties.get(name) else {
            return Some(format!("{at}.{name} is not in the document"));
        };
        misfit(document, schema, value, &format!("{at}.{name}"))
    })
}

#[tokio::test]
async fn the_page_of_the_interface_needs_no_sign_in_and_no_script() {
    let app = TestApp::new().await;
    let shown = app.visitor().get("/api").await;
    shown.assert_ok();
    let (text, words) = (shown.body(), shown.text());
    for operation in app.core.interface.operations() {
        assert!(text.contains(&operation.path), "{}", operation.path);
        assert!(
            words.contains(operation.doc.summary),
            "{}",
            operation.doc.id
        );
    }
    assert!(
        shown
            .header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert!(!text.contains("<script>"));
    let file = app.visitor().fetch("/api/v1/openapi.json").await;
    assert!(file.header("content-type").starts_with("application/json"));
    assert_eq!(file.body(), app.core.interface.text());
}
