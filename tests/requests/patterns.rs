//! Weekly patterns: one count of days from the form to the store, the same again, and few taps.

use super::*;

/// Tuesdays and Thursdays of two weeks.
const PATTERN: [(&str, &str); 8] = [
    ("shape", "pattern"),
    ("first_on", "2026-11-30"),
    ("last_on", "2026-12-13"),
    ("weekday", "2"),
    ("weekday", "4"),
    ("place", "home"),
    ("plan_what", "Rekap mingguan"),
    ("plan_due", ""),
];

/// The fields of a form by name, in their order.
fn values(form: &Shown, name: &str) -> Vec<String> {
    let fields = form.form("#ask").fields;
    let own = fields.into_iter().filter(|(field, _)| field == name);
    own.map(|(_, value)| value).collect()
}

#[tokio::test]
async fn headline_button_message_inbox_and_store_tell_the_same_days() {
    let office = office().await;
    office.world.holiday("2026-12-10", "Hari Uji Dua").await;
    // one of two days of that week is taken: of the pattern there is room for the first
    ask(&office, 0, &["2026-12-02"]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.post_multipart("/requests/new", &PATTERN)
        .await
        .assert_ok()
        .assert_text("2 hari bisa diajukan")
        .assert_text("2 dari 4 hari siap dikirim")
        .assert_text("Tidak ikut: Kamis 3 Des (batas per pekan), Kamis 10 Des (libur)")
        .assert_text("Kirim 2 hari");
    let sent = sari.post_multipart("/requests", &PATTERN).await;
    let id = id_of(&sent);
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_ok()
        .assert_text("Tidak ikut: Kamis 3 Des, Kamis 10 Des");
    let left_out = "halves = 0 and on_date in ('2026-12-03', '2026-12-10')";
    assert_eq!(office.world.count("request_days", left_out).await, 2);
    assert_eq!(
        office.world.count("request_days", "halves = 0").await,
        2,
        "the first of the two days of that week stays"
    );
    // what is stored was judged, and every day of it passes
    assert_eq!(office.world.count("requests", "safe").await, 2);
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_no_text("Perlu pertimbangan");
}

#[tokio::test]
async fn the_same_again_is_the_pattern_after_the_earlier_one() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let id = id_of(&sari.post_multipart("/requests", &PATTERN).await);
    let again = sari.get(&format!("/requests/new?like={id}")).await;
    again.assert_ok();
    for (name, wanted) in [
        ("shape", vec!["pattern"]),
        ("first_on", vec!["2026-12-14"]),
        // as long as before, but no further than may be asked for: thirty days ahead
        ("last_on", vec!["2026-12-17"]),
        ("weekday", vec!["2", "4"]),
    ] {
        assert_eq!(values(&again, name), wanted, "{name}");
    }
    // what follows that one is too far ahead as a whole: the form says when it opens, not that dates are missing
    let mut later = PATTERN;
    later[1].1 = "2026-12-14";
    later[2].1 = "2026-12-20";
    let id = id_of(&sari.post_multipart("/requests", &later).await);
    let again = sari.get(&format!("/requests/new?like={id}")).await;
    assert_eq!(values(&again, "first_on"), ["2026-12-21"]);
    again
        .assert_text("Dapat diajukan mulai 22 Nov 2026.")
        .assert_no_text("Isi masa berlaku");
}

#[tokio::test]
async fn a_pattern_needs_its_weekdays_only_and_says_what_else_is_missing() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let form = sari.get("/requests/new?shape=pattern").await;
    form.assert_ok();
    assert_eq!(values(&form, "first_on"), ["2026-11-23"]);
    assert_eq!(values(&form, "last_on"), ["2026-12-20"]);
    let chosen = [("shape", "pattern"), ("weekday", "2"), ("place", "home")];
    sari.post_multipart("/requests/new", &chosen)
        .await
        .assert_ok()
        .assert_text("4 hari bisa diajukan")
        .assert_text("Masih perlu diisi: hasil yang akan diserahkan.")
        .assert_no_text("siap dikirim");
}
