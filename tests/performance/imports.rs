//! What e-Kinerja says comes in by HR: targets as drafts of their people, ratings as if entered by hand.

use http::Method;
use serde_json::json;

use super::*;
use crate::support::{api::Reply, browser::Attachment};

const FORM: &str = "NIP;NAMA;TAHUN;RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI;RENCANA HASIL KERJA;ASPEK;INDIKATOR KINERJA INDIVIDU;TARGET;SATUAN\n";

async fn sent(api: &Client, kind: &str, text: &str) -> (String, Reply) {
    let path = format!("/imports?kind={kind}&name=ekinerja.csv");
    let reply = api
        .send(Method::POST, &path, Some(("text/csv", text.into())))
        .await;
    reply.assert_status(201);
    let id = reply.id();
    let preview = api.get(&format!("/imports/{id}/preview")).await;
    preview.assert_status(200);
    (id, preview)
}

async fn applied(api: &Client, id: &str, preview: &Reply) -> Reply {
    let body = json!({"accepted": preview.json["accepted"], "version": 1});
    api.post(&format!("/imports/{id}/application"), body).await
}

/// The first reason of each row, or what is to be looked at.
fn reasons(preview: &Reply) -> Vec<String> {
    let rows = preview.json["rows"].as_array().expect("rows");
    let first = |row: &Value| row["reasons"][0]["code"].as_str().unwrap_or("").to_owned();
    rows.iter().map(first).collect()
}

#[tokio::test]
async fn targets_from_e_kinerja_come_in_as_drafts_that_their_people_propose() {
    let office = office().await;
    let (sari, tono) = (&office.sari, &office.tono);
    let text = format!(
        "{FORM}{0};Sari;2026;Kebijakan tersedia;Peta jabatan;Kuantitas;Jumlah peta;34;daerah\n\
         {0};Sari;2026;Kebijakan tersedia;Peta jabatan;Waktu;Selesai;;\n\
         {0};Sari;2026;;Buletin;Kuantitas;Terbit;12;buletin\n\
         {1};Tono;2026;;Arsip;Mutu;Lengkap;100;persen\n",
        sari.nip, tono.nip
    );
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/imports")
        .await
        .assert_ok()
        .assert_text("SKP dari e-Kinerja");
    let page = hana
        .upload(
            "/imports",
            &[("kind", "targets")],
            Attachment {
                field: "file",
                name: "skp.csv",
                bytes: text.as_bytes(),
            },
        )
        .await;
    page.assert_ok()
        .assert_text("Tidak ada yang disepakati lewat impor")
        .assert_text("Aspek tidak dikenal. Tulis Kuantitas, Kualitas, Waktu, atau Biaya.")
        .assert_text("Terapkan 3 baris baik");
    let here = page.path.clone();
    hana.get(&format!("{here}?show=accepted"))
        .await
        .assert_text("Sari")
        .assert_text("SKP 2026 · konsep baru · Peta jabatan · Jumlah peta · 34 daerah")
        .assert_text("Target kosong. Pegawai melengkapinya sebelum mengusulkan.");
    assert_eq!(office.world.count("targets", "true").await, 0, "a preview");
    hana.submit(&format!("{here}/application"), &[])
        .await
        .assert_ok()
        .assert_text("Pegawai sudah diberi tahu");
    let world = &office.world;
    assert_eq!(world.count("targets", "state = 'draft'").await, 1);
    assert_eq!(world.count("targets", "agreed_by is not null").await, 0);
    assert_eq!(world.count("target_indicators", "true").await, 3);
    assert_eq!(world.count("audit", "event = 'targets-brought'").await, 1);
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, sari),
        ["Konsep SKP 2026 Anda dimuat dari e-Kinerja"]
    );
    assert!(subjects(&mails, tono).is_empty());
    // a draft is its person's alone: they complete it, propose it, and whoever decides agrees
    let api = office.api(sari).await;
    let own = api.get("/targets").await;
    let id = own.json["items"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    hana.get(&format!("/targets/{id}")).await.assert_status(404);
    let mut browser = office.app.as_(sari).await;
    browser
        .get(&format!("/targets/{id}"))
        .await
        .assert_ok()
        .assert_text("mendukung: Kebijakan tersedia")
        .assert_text("34 daerah");
    browser
        .submit("#propose", &[])
        .await
        .assert_status(422)
        .assert_text("isi aspek dan target untuk");
    // the same again is refused: what is there is not written over
    let api = office.api(&office.hana).await;
    let (_, again) = sent(&api, "targets", &text).await;
    assert_eq!(
        reasons(&again),
        [
            "PLAN_EXISTS",
            "PLAN_EXISTS",
            "PLAN_EXISTS",
            "ASPECT_UNKNOWN"
        ]
    );
}

#[tokio::test]
async fn targets_that_were_begun_meanwhile_stop_the_whole_import() {
    let office = office().await;
    let api = office.api(&office.hana).await;
    let text = format!(
        "{FORM}{};S;2026;;Peta;Kuantitas;Jumlah;1;peta\n{};T;2026;;Peta;Kuantitas;Jumlah;1;peta\n",
        office.sari.nip, office.tono.nip
    );
    let (id, preview) = sent(&api, "targets", &text).await;
    assert_eq!(preview.json["accepted"], 2);
    office.drafted(&office.tono, json!([line("Arsip")])).await;
    applied(&api, &id, &preview)
        .await
        .assert_problem(409, "import-preview");
    assert_eq!(office.world.count("targets", "true").await, 1);
    let preview = api.get(&format!("/imports/{id}/preview")).await;
    assert_eq!(reasons(&preview), ["", "PLAN_EXISTS"]);
    let done = applied(&api, &id, &preview).await;
    done.assert_status(200);
    assert_eq!(done.json["figures"]["created"], 1);
    assert_eq!(
        office.world.count("target_lines", "result = 'Arsip'").await,
        1,
        "what Tono wrote stays"
    );
}

#[tokio::test]
async fn ratings_from_e_kinerja_are_entered_as_by_hand_and_never_ones_own_or_over_scored_ones() {
    let office = office().await;
    let rina = office.world.employee("Rina").role("hr").await;
    let api = office.api(&rina).await;
    let head = "NIP;TAHUN;PERIODE;HASIL KERJA;PERILAKU KERJA;PREDIKAT KINERJA;TANGGAL PENILAIAN\n";
    let (sari, tono) = (&office.sari, &office.tono);
    let text = format!(
        "{head}{0};2026;Triwulan III;Di Atas Ekspektasi;Sesuai Ekspektasi;Baik;05-10-2026\n\
         {1};2026;Triwulan III;;;Butuh Perbaikan;05-10-2026\n\
         {2};2026;Triwulan III;;;Sangat Baik;05-10-2026\n",
        sari.nip, tono.nip, rina.nip
    );
    let (id, preview) = sent(&api, "ratings", &text).await;
    assert_eq!(reasons(&preview), ["", "", "OWN_RECORD"]);
    let done = applied(&api, &id, &preview).await;
    done.assert_status(200);
    assert_eq!(done.json["figures"]["created"], 2);
    let world = &office.world;
    let kept = "period = '2026-Q3' and predikat = 'baik' and source = 'entered' and result = 'above' and behaviour = 'meets'";
    assert_eq!(world.count("ratings", kept).await, 1);
    assert_eq!(world.count("audit", "event = 'rating-entered'").await, 2);
    let mine = format!("employee_id = '{}' and period = '2026-Q3'", rina.employee());
    assert_eq!(world.count("ratings", &mine).await, 0);
    // again the same changes nothing; another rating takes the place of the one that was entered
    let (id, preview) = sent(&api, "ratings", &text).await;
    let done = applied(&api, &id, &preview).await;
    assert_eq!(done.json["figures"]["unchanged"], 2);
    let other = format!("{head}{};2026;Triwulan III;;;Baik;06-10-2026\n", tono.nip);
    let (id, preview) = sent(&api, "ratings", &other).await;
    let done = applied(&api, &id, &preview).await;
    assert_eq!(done.json["figures"]["updated"], 1);
    assert_eq!(
        world
            .count("ratings", "predikat = 'baik' and period = '2026-Q3'")
            .await,
        2
    );
    // what was given here stays
    sqlx::query("update ratings set source = 'scored' where agency_id = $1 and period = '2026-Q3'")
        .bind(world.agency.0)
        .execute(&mut office.app.superuser().await)
        .await
        .expect("scored here");
    let worse = format!("{head}{};2026;Triwulan III;;;Kurang;06-10-2026\n", sari.nip);
    let (id, preview) = sent(&api, "ratings", &worse).await;
    assert_eq!(reasons(&preview), ["RATING_SCORED"]);
    applied(&api, &id, &preview)
        .await
        .assert_problem(422, "import-nothing");
    // what result and behaviour were found to be shows on the record
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&format!("/employees/{}", sari.employee()))
        .await
        .assert_ok()
        .assert_text("Hasil kerja: Di atas ekspektasi · Perilaku: Sesuai ekspektasi");
}

#[tokio::test]
async fn c23_hostile_cells_of_e_kinerja_stay_text_in_preview_and_draft() {
    let office = office().await;
    let text = format!(
        "{FORM}{};<b>S</b>;2026;=1+1;<img src=x onerror=alert(1)>;Kuantitas;<svg onload=alert(2)>;=cmd;<i>\n\
         {};T;2026;;<script>alert(3)</script>;<u>;x;1;x\n",
        office.sari.nip, office.tono.nip
    );
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/imports").await;
    let page = hana
        .upload(
            "/imports",
            &[("kind", "targets")],
            Attachment {
                field: "file",
                name: "<i>skp.csv",
                bytes: text.as_bytes(),
            },
        )
        .await;
    let here = page.path.clone();
    let all = hana.get(&format!("{here}?show=all")).await;
    all.assert_ok().assert_text("<img src=x onerror=alert(1)>");
    hana.submit(&format!("{here}/application"), &[])
        .await
        .assert_ok();
    let api = office.api(&office.sari).await;
    let own = api.get("/targets").await;
    let id = own.json["items"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let mut sari = office.app.as_(&office.sari).await;
    let draft = sari.get(&format!("/targets/{id}")).await;
    draft.assert_ok().assert_text("<svg onload=alert(2)>");
    for shown in [&all, &draft] {
        for tag in [
            "main script",
            "main img",
            "main svg[onload]",
            "h1 i",
            "main b b",
            "main u",
        ] {
            assert_eq!(shown.number_of(tag), 0, "{tag}");
        }
    }
}
