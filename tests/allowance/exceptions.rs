//! Days that do not count for one person: entered by HR, never one's own, and never by who locks the month.

use luwes::kernel::door::Scope;

use super::*;

const ON: &str = "2026-11-03";

fn except(who: &Person) -> Value {
    json!({"employee_id": who.employee(), "from": ON, "to": ON, "reason": "Mengantar korban kecelakaan, surat RSUD 12"})
}

/// Somebody of HR who is an employee too.
async fn ines(office: &Office) -> Person {
    let unit = office.world.unit("Kepegawaian").await;
    office.world.employee("Ines").of(&unit).role("hr").await
}

#[tokio::test]
async fn a_day_that_hr_excepts_deducts_nothing_and_the_person_hears_of_it() {
    let office = office().await;
    let clerk = office.api(&office.hana).await;
    let second = office.api(&office.heri).await;
    office.in_force().await;
    office.seen(&clerk, ON, "01:10", "09:05").await;
    office.app.set_clock("2026-12-02T02:00:00Z");
    let (run, _) = office.counted(&second, "2026-11").await;
    let why = office.why(&clerk, &run, &office.sari).await;
    assert_eq!(why["amount"], 4_980_000, "{why}");
    // typed by NIP on the page; what is wrong is told and nothing typed is lost
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/allowance/outages")
        .await
        .assert_ok()
        .assert_h1("Gangguan dan pengecualian");
    let wrong = [("who", "Tidak Ada"), ("from", ON), ("to", ON)];
    let wrong = hana.submit("#outage", &wrong).await;
    wrong
        .assert_status(422)
        .assert_text("Pegawai itu tidak ditemukan");
    assert_eq!(
        wrong.attributes("#outage input[name=who]", "value"),
        ["Tidak Ada"]
    );
    let right = [
        ("who", office.sari.nip.as_str()),
        ("reason", "Surat RSUD 12"),
    ];
    hana.submit("#outage", &right)
        .await
        .assert_at("/allowance/outages")
        .assert_text("Hari itu tidak mengurangi tunjangannya.")
        .assert_text("Sari")
        .assert_text("Surat RSUD 12");
    let mails = office.app.drain().await;
    let told = format!("{ON} sampai {ON} tidak mengurangi tunjangan Anda");
    assert!(subjects(&mails, &office.sari).contains(&told));
    // it bears once the month is counted again, on her alone
    office.counted(&second, "2026-11").await;
    let why = office.why(&clerk, &run, &office.sari).await;
    assert_eq!(why["amount"], 5_000_000, "{why}");
    assert_eq!(rupiah(&why, "excused"), Some(0));
    assert_eq!(rupiah(&why, "late"), None);
    let listed = clerk.get("/allowance-outages").await;
    let one = listed.json["items"][0].clone();
    assert_eq!(one["employee_name"], "Sari");
    assert_eq!(one["unit_id"], Value::Null);
    // taken back, it counts as before, and she hears of that too
    let path = format!("/allowance-outages/{}", one["id"].as_str().expect("an id"));
    clerk.delete(&path).await.assert_status(204);
    let mails = office.app.drain().await;
    let told = format!("Pengecualian {ON} sampai {ON} dihapus");
    assert!(subjects(&mails, &office.sari).contains(&told));
    office.counted(&second, "2026-11").await;
    let why = office.why(&clerk, &run, &office.sari).await;
    assert_eq!(why["amount"], 4_980_000, "{why}");
    for event in ["allowance-exception-entered", "allowance-exception-removed"] {
        let found = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &found).await, 1, "{event}");
    }
}

#[tokio::test]
async fn nobody_excepts_their_own_days_by_any_door() {
    let office = office().await;
    let ines = ines(&office).await;
    let program = office.api(&ines).await;
    let refused = program.post("/allowance-outages", except(&ines)).await;
    assert_eq!(refused.json["code"], "allowance-exception-own");
    let mut page = office.app.as_(&ines).await;
    page.get("/allowance/outages").await.assert_ok();
    let own = [
        ("who", ines.nip.as_str()),
        ("from", ON),
        ("to", ON),
        ("reason", "Sakit"),
    ];
    page.submit("#outage", &own)
        .await
        .assert_status(422)
        .assert_text("Anda tidak dapat mengecualikan hari Anda sendiri.");
    // what somebody else entered for her she does not take away either
    let clerk = office.api(&office.hana).await;
    let entered = clerk.post("/allowance-outages", except(&ines)).await;
    entered.assert_status(201);
    let path = format!("/allowance-outages/{}", entered.id());
    let refused = program.delete(&path).await;
    assert_eq!(refused.json["code"], "allowance-exception-own");
    page.get("/allowance/outages")
        .await
        .assert_text("Hari Anda sendiri");
    // and the table refuses both
    for column in ["officer_id", "remover_id"] {
        let mut tx = office.world.tx().await;
        let sql =
            format!("update allowance_outages set {column} = employee_id where agency_id = $1");
        let own = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(office.world.agency.0)
            .execute(tx.conn())
            .await;
        assert!(
            own.expect_err("the table refuses")
                .to_string()
                .contains("allowance_outages_not_own")
        );
    }
}

#[tokio::test]
async fn an_exception_names_what_is_wrong_and_its_officer_does_not_lock() {
    let office = office().await;
    let clerk = office.api(&office.hana).await;
    let unit: uuid::Uuid = office.sari.unit.expect("a unit").0;
    let mut both = except(&office.sari);
    both["unit_id"] = json!(unit);
    let refused = clerk.post("/allowance-outages", both).await;
    assert_eq!(refused.fields(), ["unit"]);
    let mut nobody = except(&office.sari);
    nobody["employee_id"] = json!(uuid::Uuid::nil());
    let refused = clerk.post("/allowance-outages", nobody).await;
    assert_eq!(refused.fields(), ["employee"]);
    // a supervisor excepts nobody
    let budi = office.api(&office.budi).await;
    budi.post("/allowance-outages", except(&office.sari))
        .await
        .assert_status(403);
    office.in_force().await;
    office.app.set_clock("2026-12-02T02:00:00Z");
    let heri = office.api(&office.heri).await;
    heri.post("/allowance-outages", except(&office.sari))
        .await
        .assert_status(201);
    let clerk = office.api(&office.hana).await;
    let (run, version) = office.counted(&clerk, "2026-11").await;
    let lock = json!({"version": version});
    let refused = heri
        .post(&format!("/allowance-runs/{run}/lock"), lock)
        .await;
    assert_eq!(refused.json["code"], "allowance-lock-outage");
}

#[tokio::test]
async fn a_service_token_excepts_nobody() {
    let office = office().await;
    // a program of the agency holds no scope of allowances
    let program = office
        .world
        .service(&office.hana, &[Scope::CalendarRead, Scope::CalendarWrite])
        .await;
    program
        .post("/allowance-outages", except(&office.sari))
        .await
        .assert_status(403);
    // and with the scope written into its token it is still nobody of HR
    let mut tx = office.world.tx().await;
    let given = sqlx::query(
        "update api_tokens set scopes = array_append(scopes, 'allowance:write') where agency_id = $1 and kind = 'service'",
    )
    .bind(office.world.agency.0)
    .execute(tx.conn())
    .await
    .expect("the scope is written");
    assert_eq!(given.rows_affected(), 1);
    tx.commit().await.expect("commit");
    program
        .post("/allowance-outages", except(&office.sari))
        .await
        .assert_status(403);
    assert_eq!(office.world.count("allowance_outages", "true").await, 0);
    let entered = "event = 'allowance-exception-entered'";
    assert_eq!(office.world.count("audit", entered).await, 0);
}
