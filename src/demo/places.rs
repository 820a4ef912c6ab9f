//! Offices across agencies in the demo: one agreement that holds and is used, and one offer that waits for its answer.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};

use super::{
    Today,
    history::{actors, tried},
    windows::{monday, officer},
};
use crate::{
    kernel::{
        cx::{Core, Cx},
        db::Mode,
        error::Result,
        id::{AgreementId, EmployeeId},
    },
    places::{self, Answer, Typed},
    policy::{Place, Route},
    requests::{self, Ask, PlanLine, Sending, Span},
};

/// How many people ask for a day in the other agency's office.
const GUESTS: usize = 3;

/// Pati opens seats to BKN, which accepts, and three of its people ask for a day there; BKN offers seats to Katingan.
pub async fn play(core: &Core, today: Today) -> Result<()> {
    let seats = |guest: &str, place: &str, address: &str, region: &str, number: u16| Typed {
        guest: guest.into(),
        place: place.into(),
        address: address.into(),
        region: region.into(),
        seats: number.to_string(),
        weekdays: ["mon", "tue", "wed", "thu", "fri"].map(String::from).into(),
        first_on: today.on.to_string(),
        last_on: (today.on + Days::new(182)).to_string(),
        number: format!("PKS-07/{}", today.on.year()),
        note: "Kartu tamu diambil di meja penerimaan.".into(),
    };
    let pati = super::agency(core, "6409").await?;
    let bkn = super::agency(core, "4011").await?;
    let mut cx = officer(core, &pati, "hr", 0).await?;
    let open = seats(
        "4011",
        "Gedung Layanan Terpadu",
        "Jl. Tombronegoro 1, Pati",
        "33.18",
        4,
    );
    let accepted = places::offer(&mut cx, &open).await?;
    cx.finish().await?;
    let mut cx = officer(core, &bkn, "hr", 0).await?;
    let yes = Answer {
        accepted: "true".into(),
        version: "1".into(),
        ..Answer::default()
    };
    places::answer(&mut cx, accepted, &yes).await?;
    let open = seats(
        "6711",
        "Kantor Pusat, Blok II",
        "Jl. Mayjen Sutoyo 12, Jakarta Timur",
        "31.75",
        6,
    );
    places::offer(&mut cx, &open).await?;
    cx.finish().await?;
    guests(core, accepted, today).await
}

/// Some people of BKN ask for the Wednesday of the week after next.
async fn guests(core: &Core, agreement: AgreementId, today: Today) -> Result<()> {
    let bkn = super::agency(core, "4011").await?;
    let people: BTreeMap<EmployeeId, _> = actors(core, &bkn).await?.into_iter().collect();
    let day = monday(today, 8) + Days::new(2);
    let mut sent = 0;
    for actor in people.into_values() {
        let mut cx = Cx::acting(core, actor, Mode::Write).await?;
        let ask = Ask {
            span: Span::Days([(day, 3)].into()),
            place: Place::OtherOffice,
            place_detail: String::new(),
            region: None,
            times: None,
            agreement: Some(agreement),
            route: Route::Ordinary,
            special_ground: None,
            reason: String::new(),
            contact: String::new(),
            plan: vec![PlanLine {
                what: "Verifikasi data kepegawaian bersama daerah".into(),
                due_on: day,
            }],
        };
        let sending = Sending {
            ask,
            evidence: None,
            key: None,
            of: None,
        };
        if tried(requests::submit(&mut cx, sending).await)?.is_some() {
            cx.finish().await?;
            sent += 1;
            if sent == GUESTS {
                break;
            }
        }
    }
    Ok(())
}
