//! Files that are refused, broken off, altered: each is told, and nothing is left of it.

use std::{convert::Infallible, time::Duration};

use axum::body::{Body, Bytes};
use futures::StreamExt;
use http::{Method, Request, header};
use tower::ServiceExt;

use super::{
    files::{PDF, code, file, put, zipped},
    *,
};
use crate::support::{
    Browser,
    browser::{Attachment, multipart},
};

#[tokio::test]
async fn hostile_files_are_refused_by_page_and_program_and_leave_nothing() {
    let office = office().await;
    let zeros = vec![0; 12 << 20];
    let bomb = zipped(&[("nol", &zeros)]);
    let nested = zipped(&[("dalam.zip", &bomb)]);
    let climbs = zipped(&[("../../../etc/cron.d/x", b"* * * * *")]);
    let macros = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<d/>"),
        ("word/vbaProject.bin", b"x"),
    ]);
    let cases: &[(&str, &[u8], &str, &str)] = &[
        (
            "laporan.pdf",
            b"MZ\x90\x00\x03\x00",
            "file-disguised",
            "Isi laporan.pdf tidak sesuai",
        ),
        (
            "foto.png",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "file-disguised",
            "Isi foto.png",
        ),
        (
            "halaman.pdf",
            b"<html><script>alert(1)</script>\n%PDF-1.4",
            "file-disguised",
            "Isi halaman.pdf",
        ),
        (
            "gambar.svg",
            b"<svg/>",
            "file-kind",
            "gambar.svg tidak dapat diterima",
        ),
        (
            "pasang.exe",
            b"MZ\x90",
            "file-kind",
            "pasang.exe tidak dapat diterima",
        ),
        (
            "foto\u{202e}gpj.exe",
            b"MZ\x90",
            "file-kind",
            "fotogpj.exe tidak dapat diterima",
        ),
        ("laporan.pdf.js", b"%PDF-1.4", "file-kind", "laporan.pdf.js"),
        ("kosong.pdf", b"", "file-empty", "kosong.pdf kosong"),
        (
            "bom.zip",
            &bomb,
            "file-bomb",
            "bom.zip terlalu besar bila dibuka",
        ),
        (
            "bom dalam.zip",
            &nested,
            "file-bomb",
            "bom dalam.zip terlalu besar",
        ),
        (
            "memanjat.zip",
            &climbs,
            "file-climbs",
            "nama yang tidak aman",
        ),
        (
            "makro.docx",
            &macros,
            "file-macros",
            "memuat program (makro)",
        ),
        (
            "potong.zip",
            &climbs[..20],
            "file-broken",
            "potong.zip rusak",
        ),
    ];
    let api = office.api(&office.sari).await;
    let (id, _) = office.begun(&api, "Peta").await;
    let mut sari = office.app.as_(&office.sari).await;
    for (name, bytes, problem, words) in cases {
        sari.get(&format!("/work/{id}")).await;
        sari.upload("#deliver", &[("words", "Tetap ada")], file(name, bytes))
            .await
            .assert_status(422)
            .assert_text(words)
            .assert_text("pilih lagi: yang sudah diketik tetap ada")
            .assert_text("Tetap ada");
        let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
        let sent = put(&api, &id, &encoded, bytes).await;
        assert_eq!(code(&sent), *problem, "{name}");
        assert_eq!(sent.fields(), ["files"], "{name}");
    }
    office
        .assert_nothing_left("what is refused is not kept")
        .await;
    // a good one beside a bad one goes with it
    sari.get(&format!("/work/{id}")).await;
    sari.upload_all(
        "#deliver",
        &[],
        &[file("baik.pdf", PDF), file("buruk.pdf", b"MZ")],
    )
    .await
    .assert_status(422);
    office
        .assert_nothing_left("a good file beside a bad one")
        .await;
    // names lead nowhere and hide nothing
    for (given, kept) in [
        ("..%2F..%2Fetc%2Fpeta.pdf", "peta.pdf"),
        ("C%3A%5Claporan%5Cpeta.pdf", "peta.pdf"),
        ("pe%00ta%0D%0A%E2%80%AEx.pdf", "petax.pdf"),
    ] {
        let sent = put(&api, &id, given, PDF).await;
        if given.contains("%00") {
            sent.assert_status(422);
            continue;
        }
        sent.assert_status(201);
        assert_eq!(sent.json["name"], kept);
        api.delete(&format!("/deliverables/{id}/files/{}", sent.id()))
            .await
            .assert_status(204);
    }
    let long = format!("{}.pdf", "a".repeat(190));
    let sent = put(&api, &id, &long, PDF).await;
    assert_eq!(sent.json["name"].as_str().expect("a name").len(), 150);
    // other media are not taken, nor other fields
    let json = Some(("application/json", b"{}".to_vec()));
    let path = format!("/deliverables/{id}/files?name=a.pdf");
    api.send(Method::POST, &path, json)
        .await
        .assert_problem(415, "media-type");
    sari.get(&format!("/work/{id}")).await;
    let odd = Attachment {
        field: "evidence",
        name: "a.pdf",
        bytes: PDF,
    };
    let (kind, body) = multipart(&[("version".into(), "1".into())], &[odd]);
    sari.request(
        Method::POST,
        &format!("/work/{id}/deliveries"),
        Some((kind, body)),
    )
    .await
    .assert_status(400);
}

#[tokio::test]
async fn what_a_scanner_finds_is_refused_and_what_it_cannot_see_too() {
    let home = std::env::temp_dir().join(format!("luwes-scanner-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&home).expect("a folder");
    let program = home.join("scan");
    let text = "#!/bin/sh\nread -r line\ncase \"$line\" in *EICAR*) exit 1;; *rusak*) exit 2;; esac\nexit 0\n";
    std::fs::write(&program, text).expect("a program");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&program, mode).expect("it runs");
    let scanner = Some(
        format!("command:{}", program.display())
            .parse()
            .expect("a scanner"),
    );
    let office = office_with(Options {
        scanner,
        ..Options::default()
    })
    .await;
    let api = office.api(&office.sari).await;
    let (id, _) = office.begun(&api, "Peta").await;
    let mut sari = office.app.as_(&office.sari).await;
    for (content, words) in [
        ("%PDF-1.4 EICAR\n", "Pemindai virus menolak a.pdf"),
        ("%PDF-1.4 rusak\n", "belum dapat diperiksa pemindai virus"),
    ] {
        sari.get(&format!("/work/{id}")).await;
        sari.upload(
            "#deliver",
            &[("words", "x")],
            file("a.pdf", content.as_bytes()),
        )
        .await
        .assert_status(422)
        .assert_text(words);
    }
    office.assert_nothing_left("what a scanner refuses").await;
    let sent = put(&api, &id, "a.pdf", b"%PDF-1.4 bersih\n").await;
    assert_eq!(sent.json["scanned"], true);
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/targets/terms")
        .await
        .assert_text("Setiap berkas diperiksa pemindai virus");
    std::fs::remove_dir_all(&home).ok();
}

#[tokio::test]
async fn what_the_operation_refuses_takes_its_files_with_it() {
    let office = office().await;
    let api = office.api(&office.sari).await;
    let (id, _) = office.begun(&api, "Peta").await;
    let path = format!("/work/{id}/deliveries");
    let mut sari = office.app.as_(&office.sari).await;
    let send =
        |version: &str| multipart(&[("version".into(), version.into())], &[file("a.pdf", PDF)]);
    // a version that is none, and one that is not the newest
    for version in ["x", "7"] {
        sari.request(Method::POST, &path, Some(send(version)))
            .await
            .assert_status(422);
    }
    office.assert_nothing_left("a stale version").await;
    // somebody else's work, one that is not there, nobody signed in, another role
    let mut tono = office.app.as_(&office.tono).await;
    tono.request(Method::POST, &path, Some(send("1")))
        .await
        .assert_status(404);
    let nowhere = format!("/work/{}/deliveries", uuid::Uuid::now_v7());
    sari.request(Method::POST, &nowhere, Some(send("1")))
        .await
        .assert_status(404);
    let mut hana = office.app.as_(&office.hana).await;
    hana.request(Method::POST, &path, Some(send("1")))
        .await
        .assert_status(403);
    office
        .app
        .visitor()
        .request(Method::POST, &path, Some(send("1")))
        .await
        .assert_status(401);
    let read_only = [luwes::kernel::door::Scope::PerformanceRead];
    let reader = office.world.api_with(&office.sari, &read_only).await;
    put(&reader, &id, "a.pdf", PDF).await.assert_status(403);
    let other = office.api(&office.tono).await;
    put(&other, &id, "a.pdf", PDF).await.assert_status(404);
    office.assert_nothing_left("who may not").await;
}

/// A request whose body is what this stream gives.
fn streamed(browser: &Browser, path: &str, kind: &str, body: Body) -> Request<Body> {
    let cookies: Vec<String> = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "luwes.test")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookies.join("; "))
        .header(header::CONTENT_TYPE, kind)
        .body(body)
        .expect("a request")
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let office = office().await;
    let api = office.api(&office.sari).await;
    let (id, version) = office.begun(&api, "Peta").await;
    let sari = office.app.as_(&office.sari).await;
    let path = format!("/work/{id}/deliveries");
    let mut long = PDF.to_vec();
    long.resize(3 << 20, b' ');
    let fields = [("version".into(), version.to_string())];
    // a whole file before the one that breaks off
    let files = [file("utuh.pdf", PDF), file("putus.pdf", &long)];
    let (kind, bytes) = multipart(&fields, &files);
    let half = Bytes::from(bytes[..bytes.len() / 2].to_vec());
    let pieces = [
        Ok(half.clone()),
        Err(std::io::Error::other("the line is dead")),
    ];
    let torn = Body::from_stream(futures::stream::iter(pieces));
    let answer = office
        .app
        .router
        .clone()
        .oneshot(streamed(&sari, &path, &kind, torn))
        .await;
    assert_eq!(answer.expect("an answer").status(), 400);
    office.assert_nothing_left("torn").await;
    // the client goes away: whatever was being done for it ends there
    let silent =
        futures::stream::iter([Ok::<_, Infallible>(half)]).chain(futures::stream::pending());
    let request = streamed(&sari, &path, &kind, Body::from_stream(silent));
    let gone = office.app.router.clone().oneshot(request);
    tokio::time::timeout(Duration::from_millis(600), gone)
        .await
        .expect_err("it waits for more");
    office.assert_nothing_left("gone").await;
    // too much: told before anything is read
    let mut request = streamed(&sari, &path, &kind, Body::empty());
    request
        .headers_mut()
        .insert(header::CONTENT_LENGTH, (600_u64 << 20).into());
    let answer = office
        .app
        .router
        .clone()
        .oneshot(request)
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 413);
    let state = format!("id = '{id}' and state = 'planned'");
    assert_eq!(office.world.count("deliverables", &state).await, 1);
}

#[tokio::test]
async fn an_altered_or_lost_object_is_never_taken_for_the_file() {
    let office = office().await;
    let api = office.api(&office.sari).await;
    let (id, _) = office.begun(&api, "Peta").await;
    let own = put(&api, &id, "peta.pdf", PDF).await.id();
    let object = office
        .app
        .files
        .join(office.world.agency.to_string())
        .join(&own);
    let mut altered = PDF.to_vec();
    altered[10] ^= 1;
    std::fs::write(&object, &altered).expect("altered");
    let path = format!("/api/v1/deliverables/{id}/files/{own}");
    let request = Request::builder()
        .uri(&path)
        .header(header::HOST, "luwes.test")
        .header(
            header::AUTHORIZATION,
            format!("Bearer {}", api.token.clone().expect("a token")),
        );
    let request = request.body(Body::empty()).expect("a request");
    let answer = office
        .app
        .router
        .clone()
        .oneshot(request)
        .await
        .expect("an answer");
    let read: Vec<Result<Bytes, axum::Error>> =
        answer.into_body().into_data_stream().collect().await;
    assert!(
        read.last().expect("an end").is_err(),
        "the download breaks off"
    );
    let length: usize = read.iter().flatten().map(Bytes::len).sum();
    assert!(length < PDF.len());
    std::fs::remove_file(&object).expect("lost");
    api.get(&format!("/deliverables/{id}/files/{own}"))
        .await
        .assert_status(500);
}
