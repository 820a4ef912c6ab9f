//! What flow tests stand on.
//!
//! ```ignore
//! let app = TestApp::new().await;
//! let world = app.agency("Kota Uji").await;
//! let loket = world.unit("Loket").direct_service().await;
//! let budi = world.employee("Budi").head_of(&loket).await;
//! let sari = world.employee("Sari").of(&loket).await;
//! let mut browser = app.as_(&sari).await;
//! browser.get("/requests").await.assert_ok().assert_h1("Pengajuan");
//! browser.submit("/requests", &[("place", "home")]).await.assert_text("Terkirim");
//! let mails = app.drain().await;
//! ```
#![allow(
    dead_code,
    unused_imports,
    reason = "a toolbox: not every test area needs every tool"
)]

pub mod api;
pub mod app;
pub mod browser;
pub mod cluster;
pub mod crawl;
pub mod page;
pub mod people;
#[path = "../../src/commands/bench/drill/proxy.rs"]
pub mod proxy;
pub mod sample;
pub mod twin;
pub mod world;

pub use api::Client;
pub use app::TestApp;
pub use browser::Browser;
pub use page::Shown;
pub use people::Person;
pub use world::{Unit, World};

/// The Indonesian words of a catalogue key.
#[track_caller]
pub fn words(key: &str) -> String {
    luwes::kernel::i18n::Lang::Id
        .find(key)
        .unwrap_or_else(|| panic!("no text {key}"))
}
