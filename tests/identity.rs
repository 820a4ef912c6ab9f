//! Who is it, and of which agency: sign-in, links, sessions, roles, language.

use crate::support::TestApp;

const GOOD: &str = "kopi tubruk pagi hari di teras";

#[tokio::test]
async fn somebody_signs_in_with_a_nip_and_signs_out_again() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let sari = world.employee("Sari").password(GOOD).await;
    let mut browser = app.visitor();
    browser
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    browser
        .submit("/sign-in", &[("login", &sari.nip), ("password", GOOD)])
        .await
        .assert_ok()
        .assert_at("/account")
        .assert_text("Sari");
    browser.submit("/sign-out", &[]).await.assert_at("/sign-in");
    browser
        .get("/account")
        .await
        .assert_at("/sign-in?next=/account");
}
