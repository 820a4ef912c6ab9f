//! What whoever decides reads: the place by its name, what is not met and yet theirs to weigh, the same counts everywhere.

use luwes::policy::base::{Practice, typical_agency};

use super::*;

#[tokio::test]
async fn a_gap_in_the_record_is_theirs_to_weigh_and_the_rules_say_so_too() {
    let office = office().await;
    let asri = office.world.employee("Asri").of(&office.unit);
    let asri = asri.no_home().await;
    let mut browser = office.app.as_(&asri).await;
    let id = id_of(&send(&mut browser, &["2026-11-24"]).await);
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/inbox/{id}"))
        .await
        .assert_text("Alamat rumah belum terdaftar.")
        .assert_text(&words("requests-unmet"))
        .assert_text(&words("requests-way-decide"))
        .assert_no_text("Daftarkan alamat rumah");
    decide(&mut budi, &id, "approve", "")
        .await
        .assert_at("/inbox");
    let hana = office.world.employee("Hana").role("hr").await;
    let rules = office.app.as_(&hana).await.get("/rules").await;
    rules
        .assert_text("Dapat diajukan; penyetuju melihatnya dan memutuskan")
        .assert_text(&words("policy-gaps"));
}

#[tokio::test]
async fn another_place_is_named_where_one_decides() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    // its name is no option where it is needed
    let mut typed = fields(&["2026-11-24"]);
    typed[1] = ("place", "other_place");
    let form = sari.post_multipart("/requests/new", &typed).await;
    assert_eq!(form.number_of("label[for=f-place_detail] .req"), 0);
    assert_eq!(form.number_of("#f-place_detail[required]"), 1);
    typed.push(("place_detail", "Perpustakaan Daerah, Jl. Salemba 1"));
    let id = id_of(&sari.post_multipart("/requests", &typed).await);
    let mut budi = office.app.as_(&office.budi).await;
    for page in ["/inbox".to_owned(), format!("/inbox/{id}")] {
        budi.get(&page)
            .await
            .assert_text("dari lokasi lain: Perpustakaan Daerah, Jl. Salemba 1");
    }
    // other days are offered with their date, and none that has passed
    let offers = budi.shown().all("button[value^=offer]");
    assert!(
        offers.iter().any(|offer| offer.ends_with(" Nov")),
        "{offers:?}"
    );
}

#[tokio::test]
async fn menu_first_page_and_heading_count_the_same() {
    let office = office().await;
    for who in 0..3 {
        ask(&office, who, &["2026-11-24"]).await;
    }
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/")
        .await
        .assert_text("3 hal menunggu keputusan Anda");
    let inbox = budi.get("/inbox").await;
    inbox
        .assert_h1("3 hal menunggu Anda")
        .assert_text("3 lolos semua syarat");
    assert_eq!(inbox.all(".nav .count span[aria-hidden]")[0], "3");
}

#[tokio::test]
async fn what_is_left_of_a_week_is_one_number_when_rules_change_within_it() {
    let office = office().await;
    let practice = Practice {
        version: 2,
        effective_from: "2026-11-18".parse().unwrap(),
        days_per_week: 1,
        ..Practice::default()
    };
    let set = typical_agency(&practice);
    office.world.rules_published(&set, office.app.now()).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/").await.assert_text("Sisa jatah 1 hari");
    sari.get("/requests/new?day=2026-11-19")
        .await
        .assert_text("Sisa jatah 1 hari");
}

#[tokio::test]
async fn every_address_of_the_menu_leads_somewhere() {
    let office = office().await;
    let hana = office
        .world
        .employee("Hana")
        .role("hr")
        .role("leader")
        .await;
    for person in [&office.staff[0], &office.budi, &hana] {
        let mut browser = office.app.as_(person).await;
        let links = browser.get("/").await.attributes(".nav a", "href");
        assert!(links.len() > 8);
        for link in links.iter().filter(|link| link.starts_with('/')) {
            browser.get(link).await.assert_ok();
        }
    }
}
