//! A file of units that would put a unit below itself, together with units it does not name.

use serde_json::json;

use super::*;

const TREE: &[u8] = b"Id;DiatasanId;NamaUnor\nB1;ROOT;Dinas Pohon\nB2;B1;Bidang Mutasi\n";
/// The upper unit comes below the lower one, of which the file says nothing.
const TURNED: &[u8] = b"Id;DiatasanId;NamaUnor\nB1;B2;Dinas Pohon\n";
const MENDED: &[u8] = b"Id;DiatasanId;NamaUnor\nB1;B2;Dinas Pohon\nB2;ROOT;Bidang Mutasi\n";

#[tokio::test]
async fn a_unit_file_that_would_close_a_circle_with_units_outside_it_stores_nothing() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Pohon").await;
    let (_, done) = apply(&world, Kind::Units, "unor.csv", TREE).await;
    assert_eq!(done.applied.created, 2);
    let rina = world.officer("Rina", &["hr"]).await;
    let door = world.api(&rina).await;
    let mut browser = app.as_(&rina).await;
    browser.get("/imports").await;
    let page = browser
        .upload(
            "/imports",
            &[("kind", "units")],
            xlsx("terbalik.csv", TURNED),
        )
        .await;
    page.assert_ok().assert_text("Terapkan 1 baris baik");
    let here = page.path.clone();
    let before = everything(&world).await;
    browser
        .submit(&format!("{here}/application"), &[])
        .await
        .assert_status(422)
        .assert_text("Unit Dinas Pohon akan menjadi bawahan dirinya sendiri")
        .assert_text("Terapkan 1 baris baik");
    assert_eq!(everything(&world).await, before, "nothing is stored");
    door.post(
        &format!("{here}/application"),
        json!({"version": 1, "accepted": 1}),
    )
    .await
    .assert_problem(422, "import-unit-circle");
    assert_eq!(everything(&world).await, before, "nothing is stored");
    let below = |lower: &str, upper: &str| {
        format!("code = '{lower}' and parent_id = (select id from units where code = '{upper}')")
    };
    assert_eq!(world.count("units", &below("B2", "B1")).await, 1);
    assert_eq!(world.count("units", &below("B1", "ROOT")).await, 1);
    // a file that moves the other unit too is applied
    browser.get("/imports").await;
    let page = browser
        .upload("/imports", &[("kind", "units")], xlsx("benar.csv", MENDED))
        .await;
    browser
        .submit(&format!("{}/application", page.path), &[])
        .await
        .assert_ok()
        .assert_text("2 baris sudah diterapkan.");
    assert_eq!(world.count("units", &below("B1", "B2")).await, 1);
    assert_eq!(world.count("units", &below("B2", "ROOT")).await, 1);
    app.drain().await;
}
