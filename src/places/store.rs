//! Statements about agreements. The tables are global; their policies show each agency its own, and a trigger keeps the steps to whom
//! they belong (migration 0031).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Agreement, Side, State, agree::Offer, rules};
use crate::{
    calendar::DateRange,
    kernel::{
        error::{Error, Result},
        id::{AgencyId, AgreementId, IdentityId},
    },
};

struct Row {
    id: Uuid,
    host_id: Uuid,
    guest_id: Uuid,
    host_name: String,
    guest_name: String,
    place: String,
    address: String,
    region: Option<String>,
    seats: i16,
    weekdays: i16,
    first_on: NaiveDate,
    last_on: NaiveDate,
    number: String,
    note: String,
    state: String,
    reason: String,
    ended_by_host: Option<bool>,
    stops_on: Option<NaiveDate>,
    offered_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    version: i32,
}

impl Row {
    fn seen_by(self, agency: AgencyId) -> Result<Agreement> {
        let side = |host| if host { Side::Host } else { Side::Guest };
        Ok(Agreement {
            id: AgreementId(self.id),
            side: side(self.host_id == agency.0),
            host: AgencyId(self.host_id),
            guest: AgencyId(self.guest_id),
            host_name: self.host_name,
            guest_name: self.guest_name,
            place: self.place,
            address: self.address,
            region: self.region,
            seats: u16::try_from(self.seats).unwrap_or(0),
            weekdays: rules::weekdays(self.weekdays),
            first_on: self.first_on,
            last_on: self.last_on,
            number: self.number,
            note: self.note,
            state: State::of(&self.state).ok_or_else(|| Error::internal("unknown state"))?,
            reason: self.reason,
            ended_by: self.ended_by_host.map(side),
            stops_on: self.stops_on,
            offered_at: self.offered_at,
            answered_at: self.answered_at,
            ended_at: self.ended_at,
            version: self.version,
        })
    }
}

/// Which agreements of an agency are read.
#[derive(Default)]
struct Which {
    id: Option<Uuid>,
    /// Those by which its people may come elsewhere on some of these days.
    open: Option<DateRange>,
}

async fn rows(conn: &mut PgConnection, agency: AgencyId, which: Which) -> Result<Vec<Agreement>> {
    let rows = sqlx::query_as!(
        Row,
        "select a.id, a.host_id, a.guest_id, h.name as host_name, g.name as guest_name, a.place, a.address, a.region, a.seats, a.weekdays, a.first_on, a.last_on, a.number, a.note, \
           a.state, a.reason, a.ended_by_host, a.stops_on, a.offered_at, a.answered_at, a.ended_at, a.version \
         from seat_agreements a join agencies h on h.id = a.host_id join agencies g on g.id = a.guest_id \
         where (a.host_id = $1 or a.guest_id = $1) and ($2::uuid is null or a.id = $2) \
           and ($3::date is null or (a.guest_id = $1 and a.state in ('accepted', 'ended') and a.first_on <= $4 and coalesce(a.stops_on, a.last_on) >= $3)) \
         order by a.offered_at desc, a.id desc limit 200",
        agency.0,
        which.id,
        which.open.map(|range| range.from),
        which.open.map(|range| range.to)
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| row.seen_by(agency)).collect()
}

/// The agreements of an agency, newest first.
pub async fn list(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Agreement>> {
    rows(conn, agency, Which::default()).await
}

/// One agreement of an agency.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: AgreementId) -> Result<Agreement> {
    let which = Which {
        id: Some(id.0),
        ..Which::default()
    };
    let found = rows(conn, agency, which).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Agreements by which an agency's people may come elsewhere on some of the days.
pub async fn open_for(
    conn: &mut PgConnection,
    agency: AgencyId,
    range: DateRange,
) -> Result<Vec<Agreement>> {
    let which = Which {
        open: Some(range),
        ..Which::default()
    };
    rows(conn, agency, which).await
}

/// An agreement by which an agency's people may come elsewhere; none where it is no guest of it.
pub async fn guest_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AgreementId,
) -> Result<Option<Agreement>> {
    match find(conn, agency, id).await {
        Ok(one) => Ok((one.side == Side::Guest && one.days().is_some()).then_some(one)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Holds agreements, always in the order of their ids: whoever takes their seats, or ends them, comes one after the other. One that is
/// not the agency's is not found.
pub async fn hold(conn: &mut PgConnection, agency: AgencyId, ids: &[AgreementId]) -> Result<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let held = sqlx::query_scalar!(
        "select id from seat_agreements where (host_id = $1 or guest_id = $1) and id = any($2) order by id for no key update",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    if held.is_empty() && !ids.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// The agency with this code or name, and whether it uses Luwes.
pub async fn agency_called(
    conn: &mut PgConnection,
    text: &str,
) -> Result<Option<(AgencyId, bool)>> {
    let row = sqlx::query!(
        "select id, live from agencies where code = $1 or lower(name) = lower($1) order by live desc, code limit 1",
        text
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (AgencyId(row.id), row.live)))
}

/// The other agencies that use Luwes, by name; those alone that are called something like this.
pub async fn others(
    conn: &mut PgConnection,
    agency: AgencyId,
    like: Option<&str>,
) -> Result<Vec<(AgencyId, String)>> {
    let rows = sqlx::query!(
        "select id, name from agencies where live and id <> $1 and ($2::text is null or name ilike $2) order by name, id limit 1000",
        agency.0,
        like
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (AgencyId(row.id), row.name))
        .collect())
}

/// Offers seats.
pub async fn insert(
    conn: &mut PgConnection,
    host: AgencyId,
    guest: AgencyId,
    id: AgreementId,
    offer: &Offer,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into seat_agreements (id, host_id, guest_id, place, address, seats, weekdays, first_on, last_on, number, note, offered_at, region) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
        id.0,
        host.0,
        guest.0,
        offer.place,
        offer.address,
        offer.seats,
        rules::bits(&offer.weekdays),
        offer.first_on,
        offer.last_on,
        offer.number,
        offer.note,
        now,
        offer.region
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Answered by the guest, or withdrawn by the host.
pub async fn save_answer(
    conn: &mut PgConnection,
    id: AgreementId,
    state: State,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update seat_agreements set state = $2, reason = $3, answered_at = $4, version = version + 1 where id = $1",
        id.0,
        state.code(),
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ended by one side, with its last day.
pub async fn save_end(
    conn: &mut PgConnection,
    id: AgreementId,
    by: Side,
    stops_on: NaiveDate,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update seat_agreements set state = 'ended', ended_by_host = $2, stops_on = $3, reason = $4, ended_at = $5, version = version + 1 where id = $1",
        id.0,
        by == Side::Host,
        stops_on,
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Guests on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub on: NaiveDate,
    pub guests: i16,
}

/// How many guests come on which days from a day on.
pub async fn counted(
    conn: &mut PgConnection,
    id: AgreementId,
    from: NaiveDate,
) -> Result<Vec<Counted>> {
    let rows = sqlx::query!(
        "select on_date, guests from agreement_days where agreement_id = $1 and on_date >= $2 order by on_date limit 200",
        id.0,
        from
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Counted {
            on: row.on_date,
            guests: row.guests,
        })
        .collect())
}

/// Puts the numbers of an agreement from a day on in place, where they are others than those that stand.
pub async fn count_again(
    conn: &mut PgConnection,
    one: &Agreement,
    from: NaiveDate,
    days: &BTreeMap<NaiveDate, u16>,
) -> Result<()> {
    let wanted: Vec<Counted> = days
        .range(from..)
        .map(|(on, guests)| Counted {
            on: *on,
            guests: i16::try_from(*guests).unwrap_or(i16::MAX),
        })
        .collect();
    if counted(conn, one.id, from).await? == wanted {
        return Ok(());
    }
    sqlx::query!(
        "delete from agreement_days where agreement_id = $1 and guest_id = $2 and on_date >= $3",
        one.id.0,
        one.guest.0,
        from
    )
    .execute(&mut *conn)
    .await?;
    let (on, guests): (Vec<NaiveDate>, Vec<i16>) =
        wanted.iter().map(|day| (day.on, day.guests)).unzip();
    sqlx::query!(
        "insert into agreement_days (agreement_id, on_date, host_id, guest_id, guests) \
         select $1, d.on_date, $2, $3, d.guests from unnest($4::date[], $5::int2[]) as d (on_date, guests)",
        one.id.0,
        one.host.0,
        one.guest.0,
        &on,
        &guests
    )
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Those of an agency who speak for it: HR and the leader.
pub async fn officers(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<IdentityId>> {
    let ids = sqlx::query_scalar!(
        "select distinct m.identity_id from memberships m join role_grants g on g.agency_id = m.agency_id and g.membership_id = m.id \
         where m.agency_id = $1 and m.active and g.role in ('hr', 'leader') and g.revoked_at is null",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}
