//! Files of delivered work: the story by page and by program, limits, who reads them, and what is swept.

use std::{io::Write, time::Duration};

use http::Method;
use luwes::kernel::crypto::{hex, sha256};

use super::*;
use crate::support::{
    api::Reply,
    browser::{Attachment, multipart},
};

pub const PDF: &[u8] = b"%PDF-1.4\nisi laporan\n%%EOF\n";

pub fn file<'a>(name: &'a str, bytes: &'a [u8]) -> Attachment<'a> {
    Attachment {
        field: "files",
        name,
        bytes,
    }
}

pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

impl Office {
    /// The names of the objects of the agency.
    pub fn objects(&self) -> Vec<String> {
        let folder = self.app.files.join(self.world.agency.to_string());
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    }

    /// Nothing lies in the depot, after what is still being taken away has had its time.
    pub async fn assert_nothing_left(&self, what: &str) {
        for _ in 0..100 {
            if self.objects().is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(self.objects(), Vec::<String>::new(), "{what}");
        assert_eq!(
            self.world.count("delivery_files", "true").await,
            0,
            "{what}"
        );
    }

    /// A planned piece of Sari's work; gives id and version.
    pub async fn begun(&self, api: &Client, title: &str) -> (String, i64) {
        let body = json!({"title": title, "due_on": "2026-11-20"});
        let sent = api.post("/deliverables", body).await;
        sent.assert_status(201);
        (sent.id(), sent.json["version"].as_i64().expect("a version"))
    }
}

/// Sends a file as a program does.
pub async fn put(api: &Client, id: &str, name: &str, bytes: &[u8]) -> Reply {
    let path = format!("/deliverables/{id}/files?name={name}");
    let body = Some(("application/octet-stream", bytes.to_vec()));
    api.send(Method::POST, &path, body).await
}

pub fn code(reply: &Reply) -> String {
    reply.assert_status(422);
    reply.json["errors"][0]["code"]
        .as_str()
        .expect("a code")
        .to_owned()
}

#[tokio::test]
async fn files_are_delivered_read_by_both_sides_and_compared_by_their_hashes() {
    let office = office().await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/work/new")
        .await
        .assert_ok()
        .assert_text("Paling banyak 5 berkas, masing-masing sampai 100 MB");
    let table = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
    ]);
    // files alone are something to deliver
    let sent = sari
        .upload_all(
            "#work",
            &[
                ("title", "Peta usulan"),
                ("due_on", "2026-11-20"),
                ("act", "deliver"),
            ],
            &[
                file("peta usulan.pdf", PDF),
                file("data \u{201c}akhir\u{201d}.xlsx", &table),
            ],
        )
        .await;
    sent.assert_ok()
        .assert_h1("Peta usulan")
        .assert_text("peta usulan.pdf")
        .assert_text("data “akhir”.xlsx")
        .assert_text("1 KB")
        .assert_text(&hex(&sha256(PDF)));
    let path = sent.path.clone();
    let links: Vec<String> = sent
        .links()
        .into_iter()
        .filter(|link| link.contains("/files/"))
        .collect();
    assert_eq!(links.len(), 2);
    let hash = format!(
        "event = 'work-file-delivered' and detail::jsonb ->> 'sha256' = '{}'",
        hex(&sha256(PDF))
    );
    assert_eq!(office.world.count("audit", &hash).await, 1);
    let named = "event like 'work-file%' and detail like '%peta%'";
    assert_eq!(
        office.world.count("audit", named).await,
        0,
        "the trail holds no names"
    );

    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&path)
        .await
        .assert_text("peta usulan.pdf")
        .assert_text(&hex(&sha256(PDF)));
    for browser in [&mut sari, &mut budi] {
        let got = browser.fetch(&links[0]).await;
        got.assert_ok();
        assert_eq!(got.bytes, PDF);
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-length", &PDF.len().to_string()),
            (
                "content-disposition",
                "attachment; filename=\"peta usulan.pdf\"; filename*=UTF-8''peta%20usulan.pdf",
            ),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "private, no-store"),
            ("content-security-policy", "sandbox; default-src 'none'"),
        ] {
            assert_eq!(got.header(name), value, "{name}");
        }
        let table_ = browser.fetch(&links[1]).await;
        assert_eq!(table_.bytes, table);
        assert!(
            table_
                .header("content-disposition")
                .contains("filename*=UTF-8''data%20%E2%80%9Cakhir%E2%80%9D.xlsx")
        );
    }

    budi.submit(
        "#answer",
        &[("answer", "revision"), ("comment", "Sumbernya?")],
    )
    .await;
    sari.get(&path).await;
    let second = b"%PDF-1.4\nisi laporan dengan sumber\n";
    sari.upload_all(
        "#deliver",
        &[("words", "Dengan sumber")],
        &[
            file("peta usulan.pdf", second),
            file("tabel.xlsx", &table),
            file("baru.pdf", b"%PDF-1.4 baru"),
        ],
    )
    .await
    .assert_at(&path)
    .assert_text("Sari menyerahkan versi 2");
    let compared = budi.get(&format!("{path}?from=1&to=2")).await;
    compared.assert_ok();
    let lines = compared.all("section .files li:has(.chip)");
    let told: Vec<(&str, bool)> = lines
        .iter()
        .map(|line| line.as_str())
        .zip(["Berubah", "Sama", "Baru"])
        .map(|(line, word)| (word, line.ends_with(word)))
        .collect();
    assert_eq!(
        told,
        [("Berubah", true), ("Sama", true), ("Baru", true)],
        "{lines:?}"
    );
    assert_eq!(office.objects().len(), 5);
    assert_eq!(office.world.count("delivery_files", "number = 1").await, 2);
    assert_eq!(
        office
            .world
            .count("delivery_files", "number = 2 and place = 3")
            .await,
        1
    );
    // both versions stay readable
    assert_eq!(budi.fetch(&links[0]).await.bytes, PDF);
}

#[tokio::test]
async fn a_program_sends_files_one_by_one_and_delivers_them_by_their_ids() {
    let office = office().await;
    let api = office.api(&office.sari).await;
    let (id, version) = office.begun(&api, "Peta").await;
    let first = put(&api, &id, "peta.pdf", PDF).await;
    first.assert_status(201);
    assert_eq!(first.json["sha256"], hex(&sha256(PDF)));
    assert_eq!(first.json["size"], PDF.len());
    assert_eq!(first.json["number"], Value::Null);
    assert_eq!(first.json["scanned"], false);
    // the same attempt, named: one file
    let named = api.clone().key("unggah-00001");
    let once = put(&named, &id, "dua.pdf", b"%PDF-1.4 dua").await;
    let again = put(&named, &id, "dua.pdf", b"%PDF-1.4 dua").await;
    assert_eq!(
        (once.status.as_u16(), once.id()),
        (again.status.as_u16(), again.id())
    );
    assert_eq!(again.header("idempotent-replayed"), "true");
    let other = put(&named, &id, "dua.pdf", b"%PDF-1.4 lain").await;
    other.assert_problem(422, "idempotency-reused");
    for _ in 0..100 {
        if office.objects().len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(office.objects().len(), 2, "what was sent twice lies once");
    // one is taken back; what waits is seen by its person only
    let third = put(&api, &id, "tiga.pdf", b"%PDF-1.4 tiga").await;
    let path = |id: &str, file: &str| format!("/deliverables/{id}/files/{file}");
    api.delete(&path(&id, &third.id())).await.assert_status(204);
    api.delete(&path(&id, &third.id())).await.assert_status(404);
    let budi = office.api(&office.budi).await;
    assert_eq!(
        budi.get(&format!("/deliverables/{id}/files")).await.json["items"],
        json!([])
    );
    budi.get(&path(&id, &first.id())).await.assert_status(404);
    assert_eq!(api.get(&path(&id, &first.id())).await.bytes, PDF);

    let deliver = |files: Value| json!({"files": files, "version": version});
    let to = format!("/deliverables/{id}/deliveries");
    for files in [
        json!([first.id(), third.id()]),
        json!([first.id(), first.id()]),
        json!([uuid::Uuid::now_v7()]),
    ] {
        assert_eq!(code(&api.post(&to, deliver(files)).await), "work-file");
    }
    // a file of another piece of work is none of this one
    let (second, _) = office.begun(&api, "Lain").await;
    let elsewhere = put(&api, &second, "lain.pdf", PDF).await.id();
    assert_eq!(
        code(&api.post(&to, deliver(json!([elsewhere]))).await),
        "work-file"
    );
    let done = api.post(&to, deliver(json!([once.id(), first.id()]))).await;
    done.assert_status(200);
    let names: Vec<&str> = done.json["deliveries"][0]["files"]
        .as_array()
        .expect("files")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(
        names,
        ["dua.pdf", "peta.pdf"],
        "in the order in which they were named"
    );
    // delivered, it is read by whoever decides, and stays
    assert_eq!(budi.get(&path(&id, &first.id())).await.bytes, PDF);
    assert_eq!(
        budi.get(&format!("/deliverables/{id}/files")).await.json["items"]
            .as_array()
            .expect("items")
            .len(),
        2
    );
    api.delete(&path(&id, &first.id())).await.assert_status(404);
    put(&api, &id, "lagi.pdf", PDF)
        .await
        .assert_problem(422, "work-step");

    let ask = json!({"answer": "revision", "comment": "Sumber?", "version": done.json["version"]});
    budi.post(&format!("/deliverables/{id}/answer"), ask)
        .await
        .assert_status(200);
    let fresh = put(&api, &id, "peta.pdf", b"%PDF-1.4 baru").await.id();
    let version = api.get(&format!("/deliverables/{id}")).await.json["version"].clone();
    api.post(&to, json!({"files": [fresh], "version": version}))
        .await
        .assert_status(200);
    let compared = budi.get(&format!("/deliverables/{id}/comparison")).await;
    let told: Vec<(&str, &str)> = compared.json["files"]
        .as_array()
        .expect("files")
        .iter()
        .filter_map(|one| Some((one["change"].as_str()?, one["file"]["name"].as_str()?)))
        .collect();
    assert_eq!(told, [("changed", "peta.pdf"), ("removed", "dua.pdf")]);
    assert_eq!(compared.json["same"], false);
}

#[tokio::test]
async fn files_are_as_many_and_as_large_as_the_agency_says() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/targets/terms")
        .await
        .assert_text("Berkas tidak diperiksa pemindai virus");
    hana.submit("#terms", &[("files", "11")])
        .await
        .assert_status(422);
    hana.submit("#terms", &[("files", "1"), ("file_size", "1")])
        .await
        .assert_at("/targets/terms");
    let api = office.api(&office.sari).await;
    let (id, version) = office.begun(&api, "Peta").await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.get(&format!("/work/{id}"))
        .await
        .assert_text("Paling banyak 1 berkas, masing-masing sampai 1 MB");
    let mut large = PDF.to_vec();
    large.resize((1 << 20) + 1, b' ');
    sari.upload("#deliver", &[], file("besar.pdf", &large))
        .await
        .assert_status(422)
        .assert_text("besar.pdf lebih besar daripada 1 MB");
    sari.upload_all("#deliver", &[], &[file("a.pdf", PDF), file("b.pdf", PDF)])
        .await
        .assert_status(422)
        .assert_text("Paling banyak 1 berkas");
    assert_eq!(
        code(&put(&api, &id, "besar.pdf", &large).await),
        "file-large"
    );
    office.assert_nothing_left("too many and too large").await;
    let sent = put(&api, &id, "a.pdf", PDF).await;
    sent.assert_status(201);
    assert_eq!(code(&put(&api, &id, "b.pdf", PDF).await), "file-many");
    // taken when it was allowed, it is not delivered once files are off
    hana.submit("#terms", &[("files", "0")])
        .await
        .assert_at("/targets/terms");
    sari.get(&format!("/work/{id}"))
        .await
        .assert_no_text("Paling banyak");
    let body = json!({"files": [sent.id()], "version": version});
    assert_eq!(
        code(
            &api.post(&format!("/deliverables/{id}/deliveries"), body)
                .await
        ),
        "file-off"
    );
    let body = json!({"words": "Tanpa berkas", "version": version});
    api.post(&format!("/deliverables/{id}/deliveries"), body)
        .await
        .assert_status(200);
}

#[tokio::test]
async fn without_a_place_for_files_work_is_delivered_without_them() {
    let office = office_with(Options {
        depot: false,
        ..Options::default()
    })
    .await;
    let api = office.api(&office.sari).await;
    let (id, _) = office.begun(&api, "Peta").await;
    assert_eq!(code(&put(&api, &id, "a.pdf", PDF).await), "file-off");
    let mut sari = office.app.as_(&office.sari).await;
    sari.get(&format!("/work/{id}"))
        .await
        .assert_no_text("Paling banyak");
    let fields = [
        ("version".into(), "1".into()),
        ("words".into(), "Selesai".into()),
    ];
    let (kind, body) = multipart(&fields, &[file("a.pdf", PDF)]);
    let path = format!("/work/{id}/deliveries");
    sari.request(Method::POST, &path, Some((kind, body)))
        .await
        .assert_status(422)
        .assert_text("Di sini hasil diserahkan tanpa berkas");
    sari.submit("#deliver", &[("words", "Selesai")])
        .await
        .assert_text("Sari menyerahkan versi 1");
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/targets/terms")
        .await
        .assert_text("Sistem ini belum menyimpan berkas");
}

#[tokio::test]
async fn whoever_reads_the_work_reads_its_files_and_nobody_else() {
    let office = office().await;
    let api = office.api(&office.sari).await;
    let (id, version) = office.begun(&api, "Peta").await;
    let own = put(&api, &id, "peta.pdf", PDF).await.id();
    let body = json!({"files": [own], "version": version});
    api.post(&format!("/deliverables/{id}/deliveries"), body)
        .await
        .assert_status(200);
    let auditor = office.world.officer("Adit", &["auditor"]).await;
    let elsewhere = office.app.agency("Kota Lain").await;
    let foreign_hr = elsewhere.officer("Hari", &["hr"]).await;
    let foreign_head = elsewhere
        .employee("Lala")
        .head_of(&elsewhere.root)
        .role("leader")
        .await;
    let missing = uuid::Uuid::now_v7().to_string();
    let people = [
        ("owner", &office.sari, true),
        ("who decides", &office.budi, true),
        ("leader", &office.laras, true),
        ("colleague", &office.tono, false),
        ("other position", &office.umi, false),
        ("hr", &office.hana, false),
        ("auditor", &auditor, false),
        ("foreign hr", &foreign_hr, false),
        ("foreign leader", &foreign_head, false),
    ];
    for (who, person, reads) in people {
        let mut browser = office.app.as_(person).await;
        let client = Client {
            token: browser.bearer.clone(),
            ..Client::stranger(&office.app)
        };
        let page = browser.fetch(&format!("/work/{id}/files/{own}")).await;
        let program = client.get(&format!("/deliverables/{id}/files/{own}")).await;
        let list = client.get(&format!("/deliverables/{id}/files")).await;
        let wanted = if reads { 200 } else { 404 };
        assert_eq!(page.status.as_u16(), wanted, "{who} by page");
        assert_eq!(program.status.as_u16(), wanted, "{who} by program");
        assert_eq!(list.status.as_u16(), wanted, "{who}: the list");
        assert_eq!(page.bytes == PDF, reads, "{who}");
        // not theirs and not there look the same, byte for byte but for the number of the request
        let face = |shown: &Shown| {
            shown
                .body()
                .replace(&shown.header("x-request-id"), "")
                .replace(&own, "")
                .replace(&missing, "")
        };
        let nobodys = browser.fetch(&format!("/work/{id}/files/{missing}")).await;
        nobodys.assert_status(404);
        if !reads {
            assert_eq!(face(&page), face(&nobodys), "{who}");
        }
        // nor is it there under another piece of work, whoever asks
        let odd = browser.fetch(&format!("/work/{missing}/files/{own}")).await;
        odd.assert_status(404);
    }
    office
        .app
        .visitor()
        .get(&format!("/work/{id}/files/{own}"))
        .await
        .assert_at(&format!("/sign-in?next=/work/{id}/files/{own}"));
    Client::stranger(&office.app)
        .get(&format!("/deliverables/{id}/files/{own}"))
        .await
        .assert_status(401);
}

#[tokio::test]
async fn what_nothing_knows_is_swept_and_what_was_delivered_stays() {
    let office = office().await;
    let api = office.api(&office.sari).await;
    let (id, version) = office.begun(&api, "Peta").await;
    let kept = put(&api, &id, "peta.pdf", PDF).await.id();
    let body = json!({"files": [kept], "version": version});
    api.post(&format!("/deliverables/{id}/deliveries"), body)
        .await
        .assert_status(200);
    let (second, _) = office.begun(&api, "Lain").await;
    let waiting = put(&api, &second, "lain.pdf", PDF).await.id();
    // as a crash leaves it: an object whose row was never made durable, and one half written
    let folder = office.app.files.join(office.world.agency.to_string());
    let lost = uuid::Uuid::now_v7().to_string();
    std::fs::write(folder.join(&lost), PDF).expect("an object");
    std::fs::write(folder.join(format!("{}#1", uuid::Uuid::now_v7())), b"half")
        .expect("half an object");
    office.app.drain().await;
    assert_eq!(
        office.objects().len(),
        4,
        "young: it may be on its way to its row"
    );
    // ids hold the time of this machine: two days from now they are old
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    office.app.core.clock.set(now + TimeDelta::days(2));
    office.app.drain().await;
    assert_eq!(office.objects(), std::slice::from_ref(&kept));
    let gone = format!("id = '{waiting}'");
    assert_eq!(office.world.count("delivery_files", &gone).await, 0);
    assert_eq!(
        office
            .world
            .count("audit", "event = 'work-file-removed'")
            .await,
        1
    );
    office.app.set_clock("2026-11-17T01:00:00Z");
    assert_eq!(
        api.get(&format!("/deliverables/{id}/files/{kept}"))
            .await
            .bytes,
        PDF
    );
}
