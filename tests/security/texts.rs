//! Hostile texts in every field, by form, by program and by file: they are kept as text and shown as text.

use std::sync::LazyLock;

use http::Method;
use luwes::kernel::door::Scope;
use serde_json::Value;

use crate::support::{
    Browser, Client, Shown, TestApp,
    browser::Attachment,
    crawl::{fill, walk},
    sample,
    twin::{self, Twin},
};

/// What has gone through elsewhere; the browser's tests read the same file. Every text that begins a tag or leaves an attribute
/// must come back escaped.
pub static HOSTILE: LazyLock<Vec<String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../fixtures/hostile.json")).expect("a list of texts")
});

/// What is wrong with an answer: a hostile text that came back as it went in, or what only such a text can have made.
pub fn fault(shown: &Shown) -> Option<String> {
    if !shown.header("content-type").starts_with("text/html") {
        return None;
    }
    let body = shown.body();
    // every hostile text says so; reading a page as a tree is dear
    if !body.contains("zq") {
        return None;
    }
    for text in HOSTILE.iter() {
        // the part that would act: from the first sign that HTML understands
        let from = text.find(['<', '"', '\'']).unwrap_or_default();
        if body.contains(&text[from..]) {
            return Some(format!("{text} stands there as it was typed"));
        }
    }
    let odd = shown.oddities();
    (!odd.is_empty()).then(|| odd.join(" "))
}

#[track_caller]
fn assert_harmless(what: &str, shown: &Shown) {
    assert!(shown.status.as_u16() != 500, "{what}: {}", shown.text());
    if let Some(fault) = fault(shown) {
        panic!("{what} ({}): {fault}", shown.status);
    }
}

fn starts(app: &TestApp) -> Vec<String> {
    app.routes
        .iter()
        .filter(|route| route.method == "GET" && route.scope.is_none() && !route.path.contains('{'))
        .map(|route| route.path.clone())
        .collect()
}

/// Opens every page as everybody, looking for what escaped; gives how many pages told a hostile text.
async fn look_around(app: &TestApp, twin: &Twin) -> usize {
    let mut told = 0;
    for (role, person) in twin.people() {
        let mut browser = app.as_(person).await;
        let seen = walk(&mut browser, &starts(app)).await;
        for (path, shown) in &seen.pages {
            assert_harmless(&format!("{role} at {path}"), shown);
            let html = shown.header("content-type").starts_with("text/html");
            told += usize::from(html && shown.text().contains("zq"));
        }
    }
    told
}

#[test]
fn an_unescaped_text_is_noticed() {
    let shown = |body: &str| Shown {
        status: http::StatusCode::OK,
        headers: http::HeaderMap::from_iter([(
            http::header::CONTENT_TYPE,
            "text/html; charset=utf-8".parse().expect("a type"),
        )]),
        path: "/".into(),
        bytes: body.as_bytes().to_vec(),
    };
    for text in HOSTILE.iter() {
        let page = shown(&format!("<p>{text}</p>"));
        assert!(fault(&page).is_some(), "{text}");
        let escaped = text
            .replace('&', "&#38;")
            .replace('<', "&#60;")
            .replace('>', "&#62;")
            .replace('"', "&#34;")
            .replace('\'', "&#39;");
        assert_eq!(
            fault(&shown(&format!("<p title=\"{escaped}\">{escaped}</p>"))),
            None,
            "{text}"
        );
    }
    for odd in [
        "<p onclick=zq>",
        "<a href=' javascript:zq'>",
        "<script>zq</script>",
        "<form action=//zq>",
    ] {
        assert!(fault(&shown(odd)).is_some(), "{odd}");
    }
}

#[tokio::test]
async fn c08_hostile_texts_in_every_form_come_back_as_text() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let left_alone = [
        "/sign-out",
        "/language",
        "/account/password",
        "/session/agency",
    ];
    let (mut sent, mut kept) = (0, 0);
    for (role, person) in twin.people() {
        let mut browser = app.as_(person).await;
        let seen = walk(&mut browser, &starts(&app)).await;
        for form in &seen.forms {
            if form.texts.is_empty() || left_alone.contains(&form.action.as_str()) {
                continue;
            }
            // three of the thirty at each form of each person; together every text meets every kind of field
            let first = sent;
            for text in (0..3).map(|n| &HOSTILE[(first + n * 7) % HOSTILE.len()]) {
                let mut fields = form.fields.clone();
                for (name, value) in &mut fields {
                    if form.texts.contains(name) {
                        value.clone_from(text);
                    }
                }
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect();
                let shown = if form.multipart {
                    browser.post_multipart(&form.action, &fields).await
                } else {
                    browser.post(&form.action, &fields).await
                };
                assert_harmless(&format!("{role} POST {} {text}", form.action), &shown);
                sent += 1;
                kept += usize::from(shown.status.is_redirection());
            }
        }
    }
    assert!(sent > 90 && kept > 12, "{sent} forms sent, {kept} kept");
    let told = look_around(&app, &twin).await;
    assert!(told > 10, "{told} pages tell a hostile text");
    for mail in app.drain().await {
        for text in HOSTILE.iter().filter(|text| text.contains('<')) {
            assert!(!mail.html.contains(text.as_str()), "a mail: {text}");
        }
    }
}

/// Every text of a body in the place of the samples; ids, dates and words of lists stay.
fn poison(value: &mut Value, text: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, text)),
        Value::Object(fields) => fields.values_mut().for_each(|field| poison(field, text)),
        Value::String(old) if old == "198503122010012003" => text.clone_into(old),
        _ => {}
    }
}

#[tokio::test]
async fn c08_hostile_texts_through_programs_come_back_as_text() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let document: Value =
        serde_json::from_str(app.core.interface.text()).expect("the document is JSON");
    let ids = twin.ids().await;
    let (mut sent, mut kept) = (0_usize, 0);
    for (_, person) in twin.people() {
        let client = Client {
            token: app.as_(person).await.bearer,
            ..Client::stranger(&app)
        };
        let roles = twin.world.actor(person).await.roles;
        for operation in app.core.interface.operations() {
            if operation.method == "GET"
                || operation.method == "DELETE"
                || !roles.may(operation.can)
            {
                continue;
            }
            let kind = operation.path.split('/').nth(3).unwrap_or_default();
            let own = ids
                .iter()
                .find(|(table, _)| table == kind || kind == "inbox" && table == "requests");
            let id = own.map_or_else(|| ids[0].1.to_string(), |(_, id)| id.to_string());
            let path = fill(&operation.path, &id);
            for n in 0..2 {
                let text = &HOSTILE[(sent + n * 11) % HOSTILE.len()];
                let Some(mut body) = sample::body(&document, operation, &id) else {
                    continue;
                };
                poison(&mut body, text);
                let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
                let reply = client.call(method, &path, Some(body)).await;
                assert_ne!(reply.status.as_u16(), 500, "{}: {}", reply.call, reply.json);
                assert!(
                    reply.header("content-type").is_empty()
                        || reply.header("content-type").contains("json")
                );
                assert_eq!(reply.header("x-content-type-options"), "nosniff");
                sent += 1;
                kept += usize::from(reply.status.is_success());
            }
        }
        let ask = serde_json::json!({
            "days": [{"on": "2026-12-03"}], "place": "home", "place_detail": HOSTILE[1], "reason": HOSTILE[4], "contact": HOSTILE[6],
            "plan": [{"what": HOSTILE[2]}, {"what": HOSTILE[12]}, {"what": HOSTILE[28]}],
        });
        kept += usize::from(client.post("/requests", ask).await.status.is_success());
    }
    assert!(sent > 100 && kept > 10, "{sent} sent, {kept} kept");
    let told = look_around(&app, &twin).await;
    assert!(told > 5, "{told} pages tell a hostile text");
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[tokio::test]
async fn c23_hostile_headers_sheets_and_cells_of_a_file_stay_text() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let mut browser = app.as_(&twin.hr).await;
    browser.get("/imports").await.assert_ok();
    // each text once in every column, and all of them as names of columns
    let heads: Vec<String> = HOSTILE.iter().map(|text| quoted(text)).collect();
    let mut csv = format!("NIP;NAMA;GOL;JABATAN;UNIT KERJA;{}\n", heads.join(";"));
    for (n, text) in HOSTILE.iter().enumerate() {
        let cell = quoted(text);
        csv.push_str(&format!(
            "1985031220100120{n:02};{cell};{cell};{cell};{cell};{cell}\n"
        ));
    }
    let file = Attachment {
        field: "file",
        name: "<img src=x onerror=alert('zq')>.csv",
        bytes: csv.as_bytes(),
    };
    let page = browser
        .upload("/imports", &[("kind", "employees")], file)
        .await;
    page.assert_ok().assert_text("zq");
    assert_harmless("the preview", &page);
    let path = page.path.split('?').next().unwrap_or_default().to_owned();
    for more in [
        "?show=rejected",
        "?show=accepted",
        "?fate=rejected",
        "?q=zq",
    ] {
        let shown = browser.fetch(&format!("{path}{more}")).await;
        assert_harmless(more, &shown);
    }
    // names of sheets, and a file that cannot be read
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["<b onclick=alert(1)>", "\"><svg onload=x>"] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name of a sheet");
        sheet.write_string(0, 0, "NIP").expect("a cell");
        sheet.write_string(0, 1, &HOSTILE[0]).expect("a cell");
        sheet.write_string(1, 1, &HOSTILE[1]).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    for (name, bytes) in [
        ("dua.xlsx", bytes.as_slice()),
        (
            "<script>alert('zq')</script>.xlsx",
            b"no workbook".as_slice(),
        ),
        (
            "<script>alert('zq')</script>.csv",
            b"\xff\xfe<\x00".as_slice(),
        ),
    ] {
        browser.get("/imports").await;
        let file = Attachment {
            field: "file",
            name,
            bytes,
        };
        let shown = browser.upload("/imports", &[("kind", "units")], file).await;
        assert_harmless(name, &shown);
        assert!(!shown.body().contains("<b onclick"), "{name}");
    }
    assert!(look_around(&app, &twin).await > 1);
}

#[tokio::test]
async fn c14_what_stands_in_an_address_before_sign_in_comes_back_as_text() {
    let app = TestApp::new().await;
    let mut browser: Browser = app.visitor();
    let public: Vec<String> = app
        .routes
        .iter()
        .filter(|route| route.method == "GET" && route.permission == "public")
        .map(|route| fill(&route.path, "%3Cscript%3Ealert('zq')%3C%2Fscript%3E"))
        .collect();
    assert!(public.len() > 6, "{public:?}");
    for text in HOSTILE.iter() {
        let typed = crate::support::browser::encoded(&[
            ("next".into(), text.clone()),
            ("lang".into(), text.clone()),
            ("login".into(), text.clone()),
            (text.clone(), text.clone()),
        ]);
        for path in &public {
            let shown = browser.fetch(&format!("{path}?{typed}")).await;
            assert_harmless(path, &shown);
        }
        browser.get("/sign-in").await;
        let shown = browser
            .post(
                "/sign-in",
                &[("login", text), ("password", text), ("next", text)],
            )
            .await;
        assert_harmless("/sign-in", &shown);
        if shown.status == 429 {
            app.pass(chrono::TimeDelta::minutes(5));
        }
        app.pass(chrono::TimeDelta::minutes(1));
    }
}

#[tokio::test]
async fn c12_what_looks_like_a_template_stays_as_it_was_typed() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kota Uji", "", false).await;
    let template = "Hasil {{7*7}} {$count} { $name } ${7*7} %(x)s {0} {{ page.person }}";
    let sari = Client {
        token: app.as_(&twin.sari).await.bearer,
        ..Client::stranger(&app)
    };
    let ask = serde_json::json!({
        "days": [{"on": "2026-12-03"}], "place": "home", "reason": template, "plan": [{"what": template}],
    });
    let sent = sari.post("/requests", ask).await;
    sent.assert_status(201);
    let shown = app
        .as_(&twin.budi)
        .await
        .get(&format!("/requests/{}", sent.id()))
        .await;
    shown.assert_ok().assert_text(template);
    for mail in app.drain().await {
        assert!(
            !mail.text.contains("Hasil 49") && !mail.html.contains("Hasil 49"),
            "{}",
            mail.text
        );
    }
}

#[tokio::test]
async fn c04_line_breaks_and_nulls_in_names_and_addresses_are_refused_by_every_door() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kota Uji", "", false).await;
    let hr = twin
        .world
        .api_with(
            &twin.hr,
            &[Scope::OrganisationRead, Scope::OrganisationWrite],
        )
        .await;
    let path = format!("/employees/{}/email", twin.sari.employee());
    for evil in [
        "sari@uji.example\r\nBcc: x@uji.example",
        "sari@uji.example\nTo: x@uji.example",
        "-f@uji.example",
        "sari@uji.example\u{0}",
        "a@uji.example,b@uji.example",
        "Sari <sari@uji.example>",
    ] {
        let reply = hr
            .put(&path, serde_json::json!({"email": evil, "version": 1}))
            .await;
        reply.assert_problem(422, "invalid");
        assert_eq!(reply.fields(), ["email"], "{evil:?}");
        let mut browser = app.as_(&twin.hr).await;
        let page = format!("/employees/{}/email", twin.sari.employee());
        let shown = browser.post(&page, &[("email", evil)]).await;
        assert!(shown.status.is_client_error(), "{evil:?}: {}", shown.status);
    }
    let kept: String = sqlx::query_scalar("select email from identities where id = $1")
        .bind(twin.sari.identity.0)
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("the address");
    assert_eq!(kept, twin.sari.email);
}
