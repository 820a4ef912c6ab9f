//! Boards: today of a unit on a screen at a reception. Made by whoever leads the unit or by HR, read by anybody who holds the link;
//! so it tells in brief: in the office, elsewhere, away. Never a place, a kind of leave, or what is not decided.

use chrono::{DateTime, Days, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Board,
    rules::MOST,
    store::boards::{self as store, NewBoard, Open},
};
use crate::{
    calendar::{DateRange, DayKind, Half, kind_of_day},
    identity,
    kernel::{
        actor::Actor,
        audit::{self, Event},
        crypto,
        cx::{Bearer, Core, Cx, Gx},
        db::Mode,
        door::Scope,
        error::{Error, Reason, Result},
        form::Check,
        i18n::Lang,
        id::{BoardId, UnitId},
        time::local_date,
    },
    organisation,
    requests::{self, Seen},
};

/// What a new board shall be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeBoard {
    /// Where the screen stands.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// A unit that one leads; for HR, any.
    pub unit_id: UnitId,
    /// Whether it names people; otherwise it counts them.
    #[serde(default)]
    pub names: bool,
}

/// A board that was just made: the only time its address is seen.
#[derive(Clone, Debug)]
pub struct Made {
    pub board: Board,
    /// The whole address.
    pub address: String,
}

/// The units whose boards the acting person manages, to choose from: those one leads, for HR all, as far as a list holds them.
/// Whether one manages a unit's boards is asked of [`manages`].
pub async fn managed(cx: &mut Cx) -> Result<Vec<(UnitId, String)>> {
    let (agency, today, actor) = (cx.agency(), cx.today(), cx.actor().clone());
    if actor.membership.is_none() {
        return Err(Error::Forbidden);
    }
    if actor.roles.hr {
        return requests::visible_units(cx).await;
    }
    match actor.employee {
        Some(me) if actor.roles.supervisor => {
            organisation::led_units(cx.conn(), agency, me, today).await
        }
        _ => Err(Error::Forbidden),
    }
}

/// The name of a unit whose boards the acting person manages; none where they do not.
async fn manages(cx: &mut Cx, unit: UnitId) -> Result<Option<String>> {
    if cx.actor().membership.is_some() && cx.actor().roles.hr {
        return requests::visible_unit(cx, unit).await;
    }
    let mut units = managed(cx).await?.into_iter();
    let found = units.find(|(id, _)| *id == unit);
    Ok(found.map(|(_, name)| name))
}

/// Makes a board.
pub async fn make(cx: &mut Cx, input: &MakeBoard) -> Result<Made> {
    let (agency, now) = (cx.agency(), cx.now());
    let membership = cx.actor().membership.ok_or(Error::Forbidden)?;
    let identity = cx.actor().identity.ok_or(Error::Forbidden)?;
    let unit = manages(cx, input.unit_id).await?;
    let mut check = Check::new();
    let name = check.text("name", &input.name, 100);
    check.ensure(!name.chars().any(char::is_control), "name", "token-name");
    if let Some(held) = cx.actor().token {
        check.ensure(
            held.scopes.has(Scope::RequestsRead),
            "unit_id",
            "feed-scope",
        );
    }
    check.ensure(unit.is_some(), "unit_id", "board-unit");
    check.done()?;
    let (unit_id, unit_name) = (input.unit_id, unit.ok_or(Error::NotFound)?);
    store::lock_unit(cx.conn(), agency, unit_id).await?;
    if store::count(cx.conn(), agency, unit_id, now).await? >= MOST {
        return Err(Reason::new("boards-many").with("max", MOST).into());
    }
    let id = BoardId::new();
    let (secret, hash) = crypto::token()?;
    let expires_at = cx.actor().token.map(|held| held.expires_at);
    let new = NewBoard {
        id,
        unit: unit_id,
        membership,
        name: &name,
        names: input.names,
        now,
        expires_at,
    };
    store::insert(cx.conn(), agency, &new).await?;
    identity::give_home(cx.conn(), agency, identity, id.0, hash).await?;
    let event = Event::new("board-made", "board", id.0)
        .with("unit", unit_id.to_string())
        .with("names", input.names);
    audit::record(cx, event).await?;
    Ok(Made {
        board: Board {
            id,
            unit_id,
            unit_name,
            name,
            names: input.names,
            made_by: cx.actor().name.clone(),
            created_at: now,
            expires_at,
            read_at: None,
            live: true,
        },
        address: format!("{}/board/{secret}", cx.core.settings.public_url),
    })
}

/// The boards that the acting person manages, whoever made them.
pub async fn list(cx: &mut Cx) -> Result<Vec<Board>> {
    let (agency, now, hr) = (cx.agency(), cx.now(), cx.actor().roles.hr);
    let units: Vec<_> = managed(cx).await?.into_iter().map(|(id, _)| id.0).collect();
    let units = (!hr).then_some(&units[..]);
    store::list(cx.conn(), agency, units, now).await
}

/// Ends a board of a unit that one manages. Another unit's is not found.
pub async fn revoke(cx: &mut Cx, id: BoardId) -> Result<()> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let units = managed(cx).await?;
    let (unit, open) = store::lock(cx.conn(), agency, id).await?;
    if !cx.actor().roles.hr && !units.iter().any(|(id, _)| *id == unit) {
        return Err(Error::NotFound);
    }
    if !open {
        return Err(Error::Conflict("board-ended"));
    }
    identity::take_home(cx.conn(), id.0).await?;
    store::revoke(cx.conn(), agency, id, by, now).await?;
    let event = Event::new("board-revoked", "board", id.0).with("unit", unit.to_string());
    audit::record(cx, event).await
}

/// What a screen shows: one half of today, at the place of the unit.
pub struct Shown {
    pub lang: Lang,
    pub zone: Tz,
    pub now: DateTime<Utc>,
    pub brand: String,
    pub agency: String,
    pub unit: String,
    pub on: NaiveDate,
    pub half: Half,
    /// Set when nobody works.
    pub off: Option<DayKind>,
    /// Whether people are named.
    pub names: bool,
    pub office: Vec<String>,
    pub elsewhere: Vec<String>,
    pub away: Vec<String>,
}

/// Reads the board whose secret has this hash; none when there is no such board, or whoever made it may not show the unit any more.
pub async fn read(mut gx: Gx, hash: [u8; 32]) -> Result<Option<Shown>> {
    let (core, now) = (gx.core.clone(), gx.now);
    let found = find(&mut gx, hash).await?;
    // the maker's own transaction follows: one connection at a time
    gx.pause().await?;
    let Some((home, actor, open)) = found else {
        return Ok(None);
    };
    let shown = shown(&core, actor, &open).await?;
    if shown.is_some() && home.stale {
        (core.hooks.touch_bearer)(core.db.clone(), home.id, now).await;
    }
    Ok(shown)
}

/// The board, and whoever made it as they are now.
async fn find(gx: &mut Gx, hash: [u8; 32]) -> Result<Option<(Bearer, Actor, Open)>> {
    let (find, now) = (gx.core.hooks.bearer, gx.now);
    let Some(home) = find(gx.conn(), hash, now).await? else {
        return Ok(None);
    };
    let Some(identity) = home.identity else {
        return Ok(None);
    };
    gx.bind(home.agency).await?;
    let id = BoardId(home.id.0);
    let Some(open) = store::find_open(gx.conn(), home.agency, id, now).await? else {
        return Ok(None);
    };
    let person = identity::person(gx.conn(), home.agency, identity, now).await?;
    Ok(person
        .filter(|actor| actor.membership == Some(open.membership))
        .map(|actor| (home, actor, open)))
}

async fn shown(core: &Core, actor: Actor, open: &Open) -> Result<Option<Shown>> {
    let mut cx = Cx::acting(core, actor, Mode::Read).await?;
    match manages(&mut cx, open.unit).await {
        Ok(Some(_)) => {}
        Ok(None) | Err(Error::Forbidden) => return Ok(None),
        Err(error) => return Err(error),
    }
    let (agency, now) = (cx.agency(), cx.now());
    // the unit may lie in another zone than whoever made the board
    let range = DateRange {
        from: cx.today() - Days::new(1),
        to: cx.today() + Days::new(1),
    };
    let board = requests::Board::load(cx.conn(), agency, &[open.unit], None, range).await?;
    let zone = board.calendars.unit_zone(open.unit);
    let on = local_date(now, zone);
    let half = half_at(now, zone);
    let kind = kind_of_day(&board.calendars.office(open.unit, on), on);
    let actor = cx.actor();
    let mut shown = Shown {
        lang: actor.lang,
        zone,
        now,
        brand: actor.agency.brand.clone(),
        agency: actor.agency.name.clone(),
        unit: board
            .units
            .get(&open.unit)
            .map(|info| info.name.clone())
            .unwrap_or_default(),
        on,
        half,
        off: (!kind.is_working()).then_some(kind),
        names: open.names,
        office: Vec::new(),
        elsewhere: Vec::new(),
        away: Vec::new(),
    };
    for member in &board.members {
        let pile = match Seen::roughly(&board.place(member.id, on, half)) {
            Seen::Elsewhere => &mut shown.elsewhere,
            Seen::Away => &mut shown.away,
            Seen::Office => &mut shown.office,
            Seen::Off | Seen::Exactly(_) => continue,
        };
        pile.push(member.name.clone());
    }
    cx.finish().await?;
    Ok(Some(shown))
}

/// The half of the day that an instant lies in.
fn half_at(now: DateTime<Utc>, zone: Tz) -> Half {
    if now.with_timezone(&zone).hour() < 12 {
        Half::Morning
    } else {
        Half::Afternoon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_is_that_of_the_units_own_clock() {
        let noon_in_makassar: DateTime<Utc> = "2026-11-17T04:00:00Z".parse().unwrap();
        assert_eq!(
            half_at(noon_in_makassar, chrono_tz::Asia::Makassar),
            Half::Afternoon
        );
        assert_eq!(
            half_at(noon_in_makassar, chrono_tz::Asia::Jakarta),
            Half::Morning
        );
    }
}
