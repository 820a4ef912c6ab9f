//! The worker's side: claims what is due with a lease, sends with no transaction open, then marks.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Payload, URGENT,
    mail::{Link, Mail, Mailer, Words, address, one_line},
    timing::{Choice, Step, Way},
};
use crate::kernel::{
    cx::{Core, DaysWanted},
    db::Mode,
    error::{Error, Result},
    i18n::{Lang, with_pairs},
    id::{AgencyId, IdentityId},
    time::{local_date, zone},
};

/// Attempts before a message is given up.
const ATTEMPTS: i16 = 10;

struct Due {
    id: Uuid,
    kind: String,
    identity_id: Option<Uuid>,
    payload: serde_json::Value,
    attempts: i16,
    told_at: DateTime<Utc>,
}

/// Who is told, and how they want it.
struct Reader {
    membership: Option<Uuid>,
    email: String,
    name: String,
    lang: Lang,
    agency: String,
    choice: Choice,
}

/// A message about one event, or about all of a day.
struct Parcel {
    rows: Vec<(Uuid, i16)>,
    mail: Result<Mail>,
    /// Whose digest it is.
    digest: Option<Uuid>,
}

/// What a person is told by one message.
struct Letter<'a> {
    identity: Uuid,
    reader: &'a Reader,
    rows: Vec<Due>,
    /// All of a day, instead of one event.
    digest: bool,
}

impl Letter<'_> {
    fn parcel(self, calendar: Option<String>, public_url: &str, now: DateTime<Utc>) -> Parcel {
        let calendar = calendar.unwrap_or_default();
        let mail = match (self.digest, self.rows.as_slice()) {
            (false, [row]) => single(self.reader, row, calendar, public_url, now),
            (_, rows) => digest(self.reader, rows, calendar, public_url, now),
        };
        Parcel {
            rows: self.rows.iter().map(|row| (row.id, row.attempts)).collect(),
            mail,
            digest: self.reader.membership.filter(|_| self.digest),
        }
    }
}

/// How a message fared.
enum Fate {
    Sent,
    Again(String),
    Dead(String),
}

/// Delivers what is due in one agency. Gives the number of messages that left.
pub async fn deliver(core: &Core, mailer: &Mailer, agency: AgencyId) -> Result<usize> {
    if matches!(mailer, Mailer::Waiting) {
        return Ok(0);
    }
    let now = core.clock.now();
    let mut tx = core.db.tenant(agency, Mode::Write).await?;
    let mut due = claim(tx.conn(), agency, None, now).await?;
    if due.is_empty() {
        tx.rollback().await?;
        return Ok(0);
    }
    let readers = readers(tx.conn(), agency, &due).await?;
    let digests: Vec<Uuid> = readers
        .iter()
        .filter(|(_, reader)| matches!(reader.choice.way, Way::Digest(_)))
        .map(|(id, _)| *id)
        .collect();
    if !digests.is_empty() {
        due.extend(claim(tx.conn(), agency, Some(&digests), now).await?);
    }
    let letters = sort(tx.conn(), agency, due, &readers, now).await?;
    let calendars = calendars(core, tx.conn(), agency, mailer, &letters).await?;
    tx.commit().await?;
    let public_url = &core.settings.public_url;
    let mut fates = Vec::new();
    for (letter, calendar) in letters.into_iter().zip(calendars) {
        let parcel = letter.parcel(calendar, public_url, now);
        let fate = send(mailer, &parcel).await;
        fates.push((parcel, fate));
    }
    let sent = fates
        .iter()
        .filter(|(_, fate)| matches!(fate, Fate::Sent))
        .count();
    if !fates.is_empty() {
        let mut tx = core.db.tenant(agency, Mode::Write).await?;
        for (parcel, fate) in fates {
            mark(tx.conn(), agency, &parcel, fate, now).await?;
        }
        tx.commit().await?;
    }
    Ok(sent)
}

/// Takes up to fifty due rows, or every due row of some people, with a lease.
async fn claim(
    conn: &mut PgConnection,
    agency: AgencyId,
    of: Option<&[Uuid]>,
    now: DateTime<Utc>,
) -> Result<Vec<Due>> {
    Ok(sqlx::query_as!(
        Due,
        r#"update outbox set attempts = attempts + 1, not_before = $2::timestamptz + make_interval(secs => 30 * power(2, least(attempts, 8)))
           where agency_id = $1 and id in (select id from outbox where agency_id = $1 and state = 'pending' and not_before <= $2
             and ($3::uuid[] is null or identity_id = any($3)) order by not_before limit case when $3::uuid[] is null then 50 else 1000 end for update skip locked)
           returning id, kind, identity_id, payload, attempts, coalesce(told_at, created_at) as "told_at!""#,
        agency.0,
        now,
        of
    )
    .fetch_all(conn)
    .await?)
}

async fn readers(
    conn: &mut PgConnection,
    agency: AgencyId,
    due: &[Due],
) -> Result<BTreeMap<Uuid, Reader>> {
    let mut ids: Vec<Uuid> = due.iter().filter_map(|row| row.identity_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = sqlx::query!(
        r#"select x.id as "identity!", m.id as "membership?", i.email, i.name as "name!", i.lang as "lang!", coalesce(g.display_name, a.name) as "agency!",
           coalesce(u.time_zone, a.time_zone) as "zone!", coalesce(s.mail, 'each') as "mail!", coalesce(s.digest_hour, 16::smallint) as "digest_hour!",
           s.quiet_from as "quiet_from?", s.quiet_to as "quiet_to?", s.digested_on as "digested_on?"
           from unnest($2::uuid[]) x(id) join agencies a on a.id = $1 cross join lateral identity_get(x.id) i
           left join agency_settings g on g.agency_id = a.id
           left join memberships m on m.agency_id = a.id and m.identity_id = x.id
           left join notice_settings s on s.agency_id = m.agency_id and s.membership_id = m.id
           left join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
           left join units u on u.agency_id = e.agency_id and u.id = e.unit_id"#,
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    let hour = |hour: i16| u8::try_from(hour).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| {
            let way = match row.mail.as_str() {
                "digest" => Way::Digest(hour(row.digest_hour)),
                "none" => Way::Nothing,
                _ => Way::Each,
            };
            let choice = Choice {
                way,
                quiet: row
                    .quiet_from
                    .zip(row.quiet_to)
                    .map(|(from, to)| (hour(from), hour(to))),
                zone: zone(&row.zone),
                digested_on: row.digested_on,
            };
            let reader = Reader {
                membership: row.membership,
                email: row.email.unwrap_or_default(),
                name: row.name,
                lang: Lang::of(&row.lang),
                agency: row.agency,
                choice,
            };
            (row.identity, reader)
        })
        .collect())
}

/// Sorts claimed rows: what leaves now, by which message; what waits goes back.
async fn sort<'a>(
    conn: &mut PgConnection,
    agency: AgencyId,
    due: Vec<Due>,
    readers: &'a BTreeMap<Uuid, Reader>,
    now: DateTime<Utc>,
) -> Result<Vec<Letter<'a>>> {
    let mut letters = Vec::new();
    let mut gathered: BTreeMap<Uuid, Vec<Due>> = BTreeMap::new();
    for row in due {
        let known = row.identity_id.and_then(|id| Some((id, readers.get(&id)?)));
        let Some((id, reader)) = known.filter(|(_, reader)| !reader.email.is_empty()) else {
            settle(conn, agency, row.id, now).await?;
            continue;
        };
        let step = if URGENT.contains(&row.kind.as_str()) {
            Step::Send
        } else {
            reader.choice.step(row.told_at, now)
        };
        match step {
            Step::Send => letters.push(Letter {
                identity: id,
                reader,
                rows: vec![row],
                digest: false,
            }),
            Step::Gather => gathered.entry(id).or_default().push(row),
            Step::Hold(until) => hold(conn, agency, row.id, until).await?,
            Step::Skip => settle(conn, agency, row.id, now).await?,
        }
    }
    for (id, mut rows) in gathered {
        let Some(reader) = readers.get(&id) else {
            continue;
        };
        rows.sort_by_key(|row| (row.told_at, row.id));
        let today = local_date(now, reader.choice.zone);
        if let Some(member) = reader.membership {
            digested(conn, agency, member, Some(today)).await?;
        }
        letters.push(Letter {
            identity: id,
            reader,
            rows,
            digest: true,
        });
    }
    Ok(letters)
}

/// The calendar file of each message, of those cases that it tells of.
async fn calendars(
    core: &Core,
    conn: &mut PgConnection,
    agency: AgencyId,
    mailer: &Mailer,
    letters: &[Letter<'_>],
) -> Result<Vec<Option<String>>> {
    let wanted: Vec<DaysWanted> = letters
        .iter()
        .map(|letter| {
            let told = letter.rows.iter().filter_map(|row| payload(row).ok());
            DaysWanted {
                identity: IdentityId(letter.identity),
                lang: letter.reader.lang,
                cases: told.flat_map(|payload| payload.days_of).collect(),
            }
        })
        .collect();
    if wanted.iter().all(|one| one.cases.is_empty()) {
        return Ok(vec![None; letters.len()]);
    }
    (core.hooks.days)(core, conn, agency, &mailer.sender()?, &wanted).await
}

fn payload(row: &Due) -> Result<Payload> {
    Ok(serde_json::from_value(row.payload.clone())?)
}

/// The words of one event: subject, body, absolute link.
fn words(reader: &Reader, row: &Due, public_url: &str) -> Result<(String, String, String)> {
    let payload = payload(row)?;
    let link = if payload.link.is_empty() {
        String::new()
    } else {
        format!("{public_url}{}", payload.link)
    };
    let mut args: Vec<(String, String)> = payload.args.into_iter().collect();
    args.push(("link".into(), link.clone()));
    args.push(("person".into(), reader.name.clone()));
    let subject = with_pairs(reader.lang, &format!("mail-{}-subject", row.kind), &args);
    let body = with_pairs(reader.lang, &format!("mail-{}-body", row.kind), &args);
    Ok((one_line(&subject), body, link))
}

fn single(
    reader: &Reader,
    row: &Due,
    calendar: String,
    public_url: &str,
    now: DateTime<Utc>,
) -> Result<Mail> {
    let (subject, body, link) = words(reader, row, public_url)?;
    let urgent = URGENT.contains(&row.kind.as_str());
    let links = (!link.is_empty()).then(|| Link {
        href: link.clone(),
        words: reader.lang.t("notices-mail-open"),
    });
    let words = Words {
        lang: reader.lang,
        subject,
        body,
        links: links.into_iter().collect(),
        listed: false,
        agency: reader.agency.clone(),
        choose: if urgent {
            String::new()
        } else {
            format!("{public_url}/account/notices")
        },
    };
    finish(reader, words, link, calendar, now)
}

/// One message about everything a person was told since the last.
fn digest(
    reader: &Reader,
    rows: &[Due],
    calendar: String,
    public_url: &str,
    now: DateTime<Utc>,
) -> Result<Mail> {
    let mut links = Vec::new();
    for row in rows {
        let (subject, _, link) = words(reader, row, public_url)?;
        links.push(Link {
            href: link,
            words: subject,
        });
    }
    let lang = reader.lang;
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let person = [("person", reader.name.clone().into())];
    let words = Words {
        lang,
        subject: lang.tn("notices-digest-subject", count),
        body: lang.ta("notices-digest-body", &person),
        links,
        listed: true,
        agency: reader.agency.clone(),
        choose: format!("{public_url}/account/notices"),
    };
    let link = format!("{public_url}/notices");
    finish(reader, words, link, calendar, now)
}

fn finish(
    reader: &Reader,
    mut words: Words,
    link: String,
    calendar: String,
    now: DateTime<Utc>,
) -> Result<Mail> {
    address(&reader.email)?;
    if !calendar.is_empty() {
        words.body = format!(
            "{}\n\n{}",
            words.body.trim_end(),
            reader.lang.t("notices-mail-calendar")
        );
    }
    Ok(Mail {
        at: now,
        to: reader.email.clone(),
        name: one_line(&reader.name),
        text: words.text(),
        html: words.html()?,
        subject: words.subject,
        link,
        calendar,
    })
}

async fn send(mailer: &Mailer, parcel: &Parcel) -> Fate {
    let Some((id, attempts)) = parcel.rows.first() else {
        return Fate::Sent;
    };
    let mail = match &parcel.mail {
        Ok(mail) => mail,
        Err(error) => return Fate::Dead(error.to_string()),
    };
    match mailer.send(*id, mail).await {
        Ok(()) => Fate::Sent,
        Err(error @ Error::Invalid(_)) => Fate::Dead(error.to_string()),
        Err(error) if *attempts >= ATTEMPTS => Fate::Dead(error.to_string()),
        Err(error) => Fate::Again(error.to_string()),
    }
}

/// Told without mail: nothing is left to do.
async fn settle(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update outbox set state = 'sent', sent_at = $3 where agency_id = $1 and id = $2",
        agency.0,
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a row back until an instant; waiting is no attempt.
async fn hold(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
    until: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) values ($4, $1, $3)) \
         update outbox set not_before = $3, attempts = attempts - 1 where agency_id = $1 and id = $2",
        agency.0,
        id,
        until,
        Uuid::now_v7()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Remembers the day of the last digest, or that today's did not leave.
async fn digested(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: Uuid,
    on: Option<NaiveDate>,
) -> Result<()> {
    sqlx::query!(
        "update notice_settings set digested_on = $3 where agency_id = $1 and membership_id = $2",
        agency.0,
        membership,
        on
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn mark(
    conn: &mut PgConnection,
    agency: AgencyId,
    parcel: &Parcel,
    fate: Fate,
    now: DateTime<Utc>,
) -> Result<()> {
    let attempts = parcel.rows.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let (state, error, retry) = match fate {
        Fate::Sent => ("sent", None, None),
        Fate::Dead(error) => ("dead", Some(error), None),
        Fate::Again(error) => {
            let pause = TimeDelta::seconds(30 << attempts.clamp(0, 8));
            ("pending", Some(error), Some(now + pause))
        }
    };
    if let (Some(membership), true) = (parcel.digest, state != "sent") {
        digested(conn, agency, membership, None).await?;
    }
    let ids: Vec<Uuid> = parcel.rows.iter().map(|(id, _)| *id).collect();
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) select $7, $1, $6::timestamptz where $6::timestamptz is not null) \
         update outbox set state = $3, last_error = $4, sent_at = case when $3 = 'sent' then $5::timestamptz end, \
         not_before = coalesce($6::timestamptz, not_before) where agency_id = $1 and id = any($2)",
        agency.0,
        &ids,
        state,
        error,
        now,
        retry,
        Uuid::now_v7()
    )
    .execute(conn)
    .await?;
    Ok(())
}
