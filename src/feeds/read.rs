//! A calendar program reads a link. Nobody is signed in: the secret finds the agency and the person, and the person's rights of
//! this moment decide.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{
    Kind,
    entry::Entry,
    ics::{self, Head, Purpose},
    rules::{self, Reader, since, window},
    store::{self, Open},
};
use crate::{
    calendar, identity,
    kernel::{
        actor::Actor,
        crypto::{hex, sha256},
        cx::{Bearer, Core, Cx, Gx},
        db::Mode,
        error::Result,
        i18n::Arg,
        id::{EmployeeId, FeedId, UnitId},
    },
    organisation, requests, shifts,
};

/// What a program reads.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub text: String,
    /// Changes when the text does.
    pub tag: String,
}

/// Reads the link whose secret has this hash; none when there is no such link, or nothing it may show.
pub async fn read(mut gx: Gx, hash: [u8; 32]) -> Result<Option<Calendar>> {
    let (core, now) = (gx.core.clone(), gx.now);
    let found = find(&mut gx, hash).await?;
    // the person's own transaction follows: one connection at a time
    gx.pause().await?;
    let Some((home, actor, open)) = found else {
        return Ok(None);
    };
    let calendar = shown(&core, actor, &open).await?;
    if calendar.is_some() && home.stale {
        (core.hooks.touch_bearer)(core.db.clone(), home.id, now).await;
    }
    Ok(calendar)
}

/// The link, and its owner as they are now.
async fn find(gx: &mut Gx, hash: [u8; 32]) -> Result<Option<(Bearer, Actor, Open)>> {
    let (find, now) = (gx.core.hooks.bearer, gx.now);
    let Some(home) = find(gx.conn(), hash, now).await? else {
        return Ok(None);
    };
    let Some(identity) = home.identity else {
        return Ok(None);
    };
    gx.bind(home.agency).await?;
    let id = FeedId(home.id.0);
    let Some(open) = store::find_open(gx.conn(), home.agency, id, now).await? else {
        return Ok(None);
    };
    let person = identity::person(gx.conn(), home.agency, identity, now).await?;
    Ok(person
        .filter(|actor| actor.membership == Some(open.membership))
        .map(|actor| (home, actor, open)))
}

/// What the person may see now, written down.
async fn shown(core: &Core, actor: Actor, open: &Open) -> Result<Option<Calendar>> {
    let mut cx = Cx::acting(core, actor, Mode::Read).await?;
    let told = match (open.kind, open.unit) {
        (Kind::Own, _) => own(&mut cx).await?,
        (Kind::Unit, Some(unit)) => of_unit(&mut cx, unit).await?,
        (Kind::Unit, None) => None,
    };
    let Some((name, entries)) = told else {
        return Ok(None);
    };
    let head = Head {
        purpose: Purpose::Feed {
            name: &name,
            zone: cx.actor().zone,
        },
        lang: cx.lang(),
        public_url: &core.settings.public_url,
    };
    let text = ics::write(&head, &entries)?;
    cx.finish().await?;
    let tag = format!("W/\"{}\"", hex(&sha256(text.as_bytes())[..16]));
    Ok(Some(Calendar { text, tag }))
}

/// The name of a calendar and what stands in it.
type Told = Option<(String, Vec<Entry>)>;

async fn own(cx: &mut Cx) -> Result<Told> {
    let actor = cx.actor();
    let (Some(me), Some(unit)) = (actor.employee, actor.unit) else {
        return Ok(None);
    };
    let args = [("name", Arg::from(&actor.name))];
    let name = cx.lang().ta("feeds-name-own", &args);
    let people = [(me, None, unit)];
    let entries = entries(cx, Reader::Own, &people).await?;
    Ok(Some((name, entries)))
}

async fn of_unit(cx: &mut Cx, unit: UnitId) -> Result<Told> {
    let Some(unit_name) = requests::visible_unit(cx, unit).await? else {
        return Ok(None);
    };
    let agency = cx.agency();
    let people: Vec<Member> = organisation::members_of_unit(cx.conn(), agency, unit)
        .await?
        .into_iter()
        .map(|person| (person.id, Some(person.name), unit))
        .collect();
    let args = [("unit", Arg::from(unit_name))];
    let name = cx.lang().ta("feeds-name-unit", &args);
    let entries = entries(cx, Reader::Unit(unit), &people).await?;
    Ok(Some((name, entries)))
}

/// A person whose days are told: by name where others read, and the unit they work in.
type Member = (EmployeeId, Option<String>, UnitId);

async fn entries(cx: &mut Cx, reader: Reader, people: &[Member]) -> Result<Vec<Entry>> {
    let (agency, range, since) = (cx.agency(), window(cx.today()), since(cx.now()));
    let ids: Vec<EmployeeId> = people.iter().map(|(id, ..)| *id).collect();
    let placed: Vec<(EmployeeId, UnitId)> =
        people.iter().map(|(id, _, unit)| (*id, *unit)).collect();
    let names: HashMap<EmployeeId, &Option<String>> =
        people.iter().map(|(id, name, _)| (*id, name)).collect();
    let who = |id: EmployeeId| names.get(&id).and_then(|name| (*name).clone());
    let calendars = calendar::load(cx.conn(), agency, &placed, range).await?;
    let days = requests::dated(cx.conn(), agency, &ids, range, since).await?;
    let aways = calendar::away(cx.conn(), agency, &ids, range, since).await?;
    let days = days
        .iter()
        .filter_map(|day| rules::of_day(reader, &calendars, who(day.employee), day));
    let aways = aways
        .iter()
        .map(|away| rules::of_absence(reader, &calendars, who(away.employee), away));
    let mut all: Vec<Entry> = days.chain(aways).collect();
    if let (Reader::Own, [me]) = (reader, ids.as_slice()) {
        let roster = shifts::roster(cx.conn(), agency, &ids, range).await?;
        let days = range
            .from
            .iter_days()
            .take_while(|day| range.contains(*day));
        let turns = days.filter_map(|day| Some((day, roster.on(*me, day)?)));
        all.extend(turns.filter_map(|(day, turn)| rules::of_shift(&calendars, *me, day, &turn)));
    }
    Ok(rules::sorted(all))
}

/// Where a program came from, for when its secret is none.
pub struct Doubt {
    core: Core,
    network: String,
    now: DateTime<Utc>,
}

impl Doubt {
    /// Before the secret is looked at.
    pub fn of(gx: &Gx) -> Self {
        Self {
            core: gx.core.clone(),
            network: gx.network.clone(),
            now: gx.now,
        }
    }

    /// Counts the secret against the network it came from; an error when there were too many.
    pub async fn count(self) -> Result<()> {
        (self.core.hooks.doubt)(self.core.db.clone(), self.network, self.now).await
    }
}
