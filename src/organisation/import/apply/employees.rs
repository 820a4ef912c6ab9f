//! Employees: positions first, then people, their history, who leads whom, and their login identities.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};

use crate::{
    identity::{self, NewMember},
    kernel::{cx::Cx, error::Result, id::EmployeeId},
    organisation::{
        import::{
            Code, Employee, Judgement, judge,
            run::Applied,
            store::{
                self, CHUNK,
                people::{Line, Saved},
            },
        },
        nip::{Nip, NipKind},
    },
};

/// Applies the accepted rows of a file of employees.
pub async fn apply(cx: &mut Cx, judged: &Judgement) -> Result<Applied> {
    let agency = cx.agency();
    let accepted: Vec<&Employee> = judged.accepted().collect();
    let mut applied = Applied {
        positions: store::insert_positions(cx.conn(), agency, &positions(&accepted)).await?,
        ..Applied::default()
    };
    let shared = shared_addresses(judged);
    for some in accepted.chunks(CHUNK) {
        save(cx, some, &shared, &mut applied).await?;
    }
    link(cx, &accepted, &mut applied).await?;
    applied.heads = store::propose_heads(cx.conn(), agency).await?;
    Ok(applied)
}

/// Each position once, as it is first written.
fn positions(accepted: &[&Employee]) -> Vec<(String, Option<i16>)> {
    let mut seen = HashSet::new();
    accepted
        .iter()
        .filter(|e| seen.insert(e.values.position.as_str()))
        .map(|e| (e.values.position.clone(), e.class))
        .collect()
}

/// Numbers of people whose address an earlier row has: a sign-in by address must mean one person, so it becomes
/// a contact of the employee and not of the login identity.
fn shared_addresses(judged: &Judgement) -> HashSet<&str> {
    judged
        .rows
        .iter()
        .filter(|row| row.warnings.contains(&Code::EmailDuplicate))
        .filter_map(|row| row.employee.as_deref())
        .map(|e| e.values.nip.as_str())
        .collect()
}

async fn save(
    cx: &mut Cx,
    some: &[&Employee],
    shared: &HashSet<&str>,
    applied: &mut Applied,
) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let lines: Vec<Line<'_>> = some.iter().map(|e| line(e, today)).collect();
    let nips: Vec<String> = some.iter().map(|e| e.values.nip.clone()).collect();
    store::people::lock(cx.conn(), agency, &nips).await?;
    let saved = store::people::save(cx.conn(), agency, &lines, now).await?;
    let by_nip: HashMap<&str, &Employee> =
        some.iter().map(|e| (e.values.nip.as_str(), *e)).collect();
    let mut history: Vec<(EmployeeId, NaiveDate)> = Vec::new();
    let mut members: Vec<NewMember> = Vec::new();
    for one in &saved {
        let Some(employee) = by_nip.get(one.nip.as_str()) else {
            continue;
        };
        applied.created += u64::from(one.is_new);
        applied.updated += u64::from(one.changed && !one.is_new);
        applied.unchanged += u64::from(!one.changed);
        applied.moved += u64::from(one.moved);
        applied.members += u64::from(!one.member);
        if one.is_new || one.moved || one.open_from.is_none() {
            history.push((one.id, since(employee, one, today)));
        }
        if one.changed || !one.member {
            members.push(NewMember {
                employee: one.id,
                nip: one.nip.clone(),
                email: employee
                    .values
                    .email
                    .clone()
                    .filter(|_| !shared.contains(one.nip.as_str())),
                name: employee.values.name.clone(),
            });
        }
    }
    store::people::save_history(cx.conn(), agency, &history).await?;
    identity::ensure_members(cx, &members).await
}

fn line<'e>(e: &'e Employee, today: NaiveDate) -> Line<'e> {
    let told = |state: &&str| !state.is_empty();
    Line {
        id: EmployeeId::new().0,
        nip: &e.values.nip,
        name: &e.values.name,
        asn_kind: e.status.stored(),
        grade: e.values.golongan.as_deref(),
        grade_since: e.values.tmt_golongan,
        unit_id: e.unit_id,
        position: &e.values.position,
        position_since: e.values.tmt_jabatan,
        birth_on: e.values.birth_date,
        gender: e.values.gender,
        email: e.values.email.as_deref(),
        phone: e.values.phone.as_deref(),
        appointed_on: appointed(&e.nip, today),
        legal_state: e.legal_state.as_deref().filter(told),
        active: e.legal_state.as_deref().filter(told).map(|_| e.active),
    }
}

/// The appointment as the number tells it: the month of a PNS, the year of a PPPK (law.md E9).
fn appointed(nip: &Nip, today: NaiveDate) -> Option<NaiveDate> {
    let day = match nip.kind() {
        NipKind::Month => nip.appointed(),
        NipKind::Pppk => nip
            .as_str()
            .get(8..12)
            .and_then(|year| year.parse().ok())
            .and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)),
    };
    day.filter(|day| *day <= today && day.year() >= 1950)
}

/// Since when the person is where the file says: the date of the position where it can be, else today; for new people
/// without such a date the appointment.
fn since(employee: &Employee, saved: &Saved, today: NaiveDate) -> NaiveDate {
    let told = employee.values.tmt_jabatan.filter(|day| *day <= today);
    match saved.open_from {
        Some(open) => told.filter(|day| *day > open).unwrap_or(today),
        None => told
            .or_else(|| appointed(&employee.nip, today))
            .unwrap_or(today),
    }
}

/// Explicit supervisors, in a second pass: everybody is there now. Links that would lead back to the employee through
/// people outside the file are left out.
async fn link(cx: &mut Cx, accepted: &[&Employee], applied: &mut Applied) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut links: Vec<(&str, &str)> = accepted
        .iter()
        .filter_map(|e| Some((e.values.nip.as_str(), e.supervisor.as_deref()?)))
        .collect();
    let standing = store::people::supervisors(cx.conn(), agency).await?;
    let looping = looping(&links, &standing);
    links.retain(|(nip, _)| !looping.contains(*nip));
    applied.loops = looping.len() as u64;
    for some in links.chunks(CHUNK) {
        applied.supervisors +=
            store::people::save_supervisors(cx.conn(), agency, some, now).await?;
    }
    Ok(())
}

/// Employees of the file whose new supervisor closes a circle.
fn looping(links: &[(&str, &str)], standing: &[(String, String)]) -> HashSet<String> {
    let mut above: HashMap<&str, &str> = standing
        .iter()
        .map(|(nip, above)| (nip.as_str(), above.as_str()))
        .collect();
    above.extend(links.iter().copied());
    let nips: Vec<&str> = above.keys().copied().collect();
    let places: HashMap<&str, usize> = nips.iter().enumerate().map(|(i, n)| (*n, i)).collect();
    let graph: Vec<Option<usize>> = nips
        .iter()
        .map(|nip| places.get(above[nip]).copied())
        .collect();
    let told: HashSet<&str> = links.iter().map(|(nip, _)| *nip).collect();
    judge::loops(&graph)
        .into_iter()
        .map(|i| nips[i])
        .filter(|nip| told.contains(nip))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supervisor_of_the_file_never_closes_a_circle_with_those_outside() {
        let standing = [("A".to_owned(), "B".to_owned())];
        assert_eq!(
            looping(&[("B", "A"), ("C", "A")], &standing),
            HashSet::from(["B".to_owned()])
        );
        assert!(looping(&[("A", "C"), ("B", "A")], &standing).is_empty());
    }

    #[test]
    fn the_appointment_is_read_from_the_number() {
        let today: NaiveDate = "2026-11-17".parse().unwrap();
        let of = |digits: &str| appointed(&Nip::parse(digits).unwrap(), today);
        assert_eq!(of("198503012010041001"), "2010-04-01".parse().ok());
        assert_eq!(of("198503012024211001"), "2024-01-01".parse().ok());
        assert_eq!(of("198503012030041001"), None);
        assert_eq!(of("198503010010041001"), None);
    }
}
