//! What a program reads, and how a day stays the same entry through everything that happens to it.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use http::{Method, StatusCode};
use luwes::{
    calendar::DateRange,
    requests::{self, Decision, Span},
};
use serde_json::json;

use super::{events, office};
use crate::support::world::date;

#[tokio::test]
async fn a_day_is_tentative_when_asked_for_firm_when_approved_and_cancelled_when_cancelled_under_one_name()
 {
    let o = office().await;
    let link = o.own(&o.sari).await;
    assert!(o.events(&link).await.is_empty());
    let request = o
        .ask_days(&o.sari, &[("2026-11-24", 3), ("2026-11-26", 3)])
        .await;
    let asked = o.events(&link).await;
    let day = &asked["20261124"];
    assert_eq!((day.status.as_str(), day.sequence), ("TENTATIVE", 1));
    assert_eq!(day.summary, "Bekerja dari rumah (menunggu keputusan)");
    assert_eq!(day.end, "20261125");
    assert_eq!(
        day.url,
        format!("https://luwes.test/requests/{}", request.id)
    );

    o.decide(&request, Decision::Approve).await;
    let firm = o.events(&link).await;
    let day = &firm["20261124"];
    assert_eq!((day.status.as_str(), day.sequence), ("CONFIRMED", 2));
    assert_eq!(day.summary, "Bekerja dari rumah");
    assert_eq!(day.uid, asked["20261124"].uid);
    assert_ne!(day.uid, firm["20261126"].uid);

    o.cancel(&o.sari, request.id, 2, &["2026-11-24"]).await;
    let after = o.events(&link).await;
    let (gone, left) = (&after["20261124"], &after["20261126"]);
    assert_eq!((gone.status.as_str(), gone.sequence), ("CANCELLED", 3));
    assert_eq!(gone.uid, asked["20261124"].uid);
    assert_eq!(gone.summary, "Batal: Bekerja dari rumah");
    assert_eq!((left.status.as_str(), left.sequence), ("CONFIRMED", 3));
    assert_eq!(left.uid, firm["20261126"].uid);

    // what fell away is told for sixty days and then no more
    o.app.pass(TimeDelta::days(61));
    assert_eq!(o.events(&link).await.len(), 1);
}

#[tokio::test]
async fn what_an_adjustment_drops_falls_away_and_what_it_keeps_changes_in_place() {
    let o = office().await;
    let link = o.own(&o.sari).await;
    let request = o
        .ask_days(&o.sari, &[("2026-11-24", 3), ("2026-11-26", 3)])
        .await;
    let asked = o.events(&link).await;
    let days = BTreeMap::from([(date("2026-11-26"), 3), (date("2026-12-01"), 1)]);
    o.decide(&request, Decision::Adjust(days)).await;
    let after = o.events(&link).await;
    let gone = &after["20261124"];
    assert_eq!((gone.status.as_str(), gone.sequence), ("CANCELLED", 2));
    assert_eq!(gone.uid, asked["20261124"].uid);
    let kept = &after["20261126"];
    assert_eq!((kept.status.as_str(), kept.sequence), ("CONFIRMED", 2));
    assert_eq!(kept.uid, asked["20261126"].uid);
    let half = &after["20261201T073000"];
    assert_eq!(half.status, "CONFIRMED");
    assert_eq!(
        (half.end.as_str(), half.zone.as_str()),
        ("20261201T111500", "Asia/Makassar")
    );
}

#[tokio::test]
async fn what_was_refused_withdrawn_or_revoked_is_cancelled_in_the_calendar() {
    let o = office().await;
    let link = o.own(&o.sari).await;
    let refused = o.ask_days(&o.sari, &[("2026-11-24", 3)]).await;
    o.decide(&refused, Decision::Refuse).await;
    assert_eq!(o.events(&link).await["20261124"].status, "CANCELLED");
    let withdrawn = o.ask_days(&o.sari, &[("2026-11-26", 3)]).await;
    let mut cx = o.world.cx_of(&o.sari).await;
    requests::withdraw(&mut cx, withdrawn.id, 1).await.unwrap();
    cx.finish().await.unwrap();
    assert_eq!(o.events(&link).await["20261126"].status, "CANCELLED");
    let revoked = o.ask_days(&o.sari, &[("2026-12-01", 3)]).await;
    o.decide(&revoked, Decision::Approve).await;
    let mut cx = o.world.cx_of(&o.budi).await;
    requests::revoke(&mut cx, revoked.id, 2, date("2026-11-30"), "Rapat")
        .await
        .unwrap();
    cx.finish().await.unwrap();
    let gone = &o.events(&link).await["20261201"];
    assert_eq!((gone.status.as_str(), gone.sequence), ("CANCELLED", 3));
    // a draft was never told to anybody
    let shown = o.read(&link).await;
    assert_eq!(events(&shown.body()).len(), 3);
}

#[tokio::test]
async fn a_weekly_pattern_is_one_entry_per_day_and_a_cancelled_day_of_it_says_so() {
    let o = office().await;
    let link = o.own(&o.sari).await;
    let span = Span::Pattern {
        validity: DateRange {
            from: date("2026-12-01"),
            to: date("2026-12-31"),
        },
        week: [0, 3, 0, 0, 0, 0, 0],
        exceptions: BTreeMap::new(),
    };
    let request = o.ask(&o.sari, span).await;
    o.decide(&request, Decision::Approve).await;
    let all = o.events(&link).await;
    let days: Vec<&str> = all.keys().map(String::as_str).collect();
    // the others are more than a month's share: the pattern steps around them
    assert_eq!(days, ["20261201", "20261208", "20261215"]);
    o.cancel(&o.sari, request.id, 2, &["2026-12-15"]).await;
    let after = o.events(&link).await;
    assert_eq!(after["20261215"].status, "CANCELLED");
    assert_eq!(after["20261215"].uid, all["20261215"].uid);
    assert!(after["20261215"].sequence > all["20261215"].sequence);
    assert_eq!(after["20261208"].status, "CONFIRMED");
    // a day that has become free is no day of work
    o.world.holiday("2026-12-01", "Libur uji").await;
    assert!(!o.events(&link).await.contains_key("20261201"));
}

#[tokio::test]
async fn leave_and_trips_stand_in_the_calendar_and_half_a_day_beside_them_keeps_its_hours() {
    let o = office().await;
    let link = o.own(&o.sari).await;
    o.world
        .absent(&o.sari, "leave", "2026-12-14", "2026-12-16")
        .await;
    o.world
        .absent(&o.sari, "official_trip", "2026-12-21", "2026-12-21")
        .await;
    let request = o.ask_days(&o.sari, &[("2026-11-24", 2)]).await;
    o.decide(&request, Decision::Approve).await;
    let all = o.events(&link).await;
    assert_eq!(
        (
            all["20261214"].summary.as_str(),
            all["20261214"].end.as_str()
        ),
        ("Cuti", "20261217")
    );
    assert_eq!(all["20261221"].summary, "Dinas luar");
    let half = &all["20261124T121500"];
    assert_eq!(
        (half.end.as_str(), half.zone.as_str()),
        ("20261124T160000", "Asia/Makassar")
    );
    let body = o.read(&link).await.body();
    assert_eq!(body.matches("TZNAME:WITA").count(), 1);
    assert!(body.contains("TRANSP:OPAQUE") && body.contains("X-MICROSOFT-CDO-BUSYSTATUS:OOF"));
    o.set("update absences set cancelled_at = created_at, version = version + 1 where employee_id = $1 and kind = 'leave'", o.sari.employee().0).await;
    let gone = &o.events(&link).await["20261214"];
    assert_eq!((gone.status.as_str(), gone.sequence), ("CANCELLED", 2));
    assert_eq!(gone.uid, all["20261214"].uid);
}

#[tokio::test]
async fn the_hours_follow_the_zone_of_each_unit() {
    let o = office().await;
    let papua = o.world.unit("Perwakilan Papua").zone("Asia/Jayapura").await;
    let head = o.world.employee("Yosep").head_of(&papua).await;
    for name in ["Agus", "Beny", "Citra"] {
        o.world.employee(name).of(&papua).await;
    }
    let dina = o.world.employee("Dina").of(&papua).await;
    for person in [&dina, &o.sari] {
        o.ask_days(person, &[("2026-11-24", 1)]).await;
    }
    let of_dina = o.own(&dina).await;
    let east = o.read(&of_dina).await.body();
    assert!(
        east.contains("DTSTART;TZID=Asia/Jayapura:20261124T073000"),
        "{east}"
    );
    assert!(east.contains("TZOFFSETTO:+0900") && !east.contains("Makassar"));
    let of_sari = o.own(&o.sari).await;
    let middle = o.read(&of_sari).await.body();
    assert!(
        middle.contains("DTSTART;TZID=Asia/Makassar:20261124T073000"),
        "{middle}"
    );
    let seen = o.of_unit(&head, &papua).await;
    assert_eq!(
        o.events(&seen).await["20261124T073000 Dina"].zone,
        "Asia/Jayapura"
    );
}

#[tokio::test]
async fn a_units_calendar_names_people_and_kinds_and_nothing_that_anybody_wrote() {
    let o = office().await;
    let request = o.ask_days(&o.sari, &[("2026-11-24", 3)]).await;
    let link = o.of_unit(&o.tono, &o.unit).await;
    o.world
        .absent(&o.tono, "leave", "2026-12-14", "2026-12-15")
        .await;
    let name = "20261124 Sari, S.E.; M.M.";
    let asked = o.events(&link).await;
    assert_eq!(asked[name].summary, "Sari, S.E.; M.M.: Menunggu keputusan");
    assert_eq!(asked[name].status, "TENTATIVE");
    o.decide(&request, Decision::Approve).await;
    let agreed = o.events(&link).await;
    assert_eq!(agreed[name].summary, "Sari, S.E.; M.M.: Bekerja dari rumah");
    assert_eq!(agreed[name].uid, asked[name].uid);
    assert_eq!(agreed["20261214 Tono"].summary, "Tono: Cuti");
    let body = o.read(&link).await.body().replace("\r\n ", "");
    for secret in ["RAHASIA", &request.id.to_string(), "OPAQUE"] {
        assert!(!body.contains(secret), "{secret} in {body}");
    }
    assert!(body.contains(&format!("/team?week=2026-11-24&unit={}", o.unit.id)));
    assert!(body.contains("X-WR-CALNAME:Luwes: Analisis"));
}

#[tokio::test]
async fn a_program_asks_again_cheaply_and_is_told_when_something_changed() {
    let o = office().await;
    let link = o.own(&o.sari).await;
    let first = o.read(&link).await;
    first.assert_status(200);
    assert_eq!(first.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(first.header("cache-control"), "private, max-age=300");
    assert_eq!(first.header("set-cookie"), "");
    let tag = first.header("etag");
    let mut visitor = o.app.visitor();
    visitor
        .headers
        .push(("if-none-match", format!("\"other\", {tag}")));
    let kept = visitor.request(Method::GET, &link, None).await;
    assert_eq!(kept.status, StatusCode::NOT_MODIFIED);
    assert!(kept.bytes.is_empty() && kept.header("etag") == tag);
    let head = visitor.request(Method::HEAD, &link, None).await;
    assert_eq!(head.status, StatusCode::NOT_MODIFIED);
    let head = o.app.visitor().request(Method::HEAD, &link, None).await;
    head.assert_status(200);
    assert!(head.bytes.is_empty() && head.header("etag") == tag);
    o.ask_days(&o.sari, &[("2026-11-24", 3)]).await;
    let changed = visitor.request(Method::GET, &link, None).await;
    changed.assert_status(200);
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn the_calendar_speaks_the_language_of_its_owner_whoever_reads() {
    let o = office().await;
    let link = o.own(&o.sari).await;
    o.world
        .absent(&o.sari, "leave", "2026-12-14", "2026-12-14")
        .await;
    o.set(
        "update identities set lang = 'en' where id = $1",
        o.sari.identity.0,
    )
    .await;
    assert_eq!(o.events(&link).await["20261214"].summary, "Leave");
    let list = o.client(&o.sari).await.get("/me/feeds").await;
    let read_at = &list.assert_status(200).json["items"][0]["read_at"];
    assert_eq!(read_at, &json!(o.app.now()));
}
