//! A file read and judged against what the agency has now. Reading is work for the processor: it runs beside the
//! server's own threads, one file at a time.

use std::time::Duration;

use chrono::NaiveDate;
use tokio::sync::Semaphore;

use super::{
    Code, Fate, FileError, Header, Mapping, Reference, Sheet, Workbook,
    absence::{self, AbsenceJudgement, AbsenceKind, AbsenceLine, Half},
    clean, header,
    judge::{self, Judgement},
    ratings_file::{self, RatingLine},
    report,
    run::{KeptMapping, Kind},
    store::{self, absences::Standing},
    targets_file::{self, TargetLine},
    units_file::{self, UnitJudgement},
};
use crate::kernel::{
    cx::Cx,
    error::{Error, Result},
};

/// One large file at a time, so that uploads never use up the memory.
static TURN: Semaphore = Semaphore::const_new(1);

/// What is to be read.
pub struct Source {
    pub kind: Kind,
    pub name: String,
    pub bytes: Vec<u8>,
    pub sheet: Option<String>,
    pub mapping: Option<KeptMapping>,
}

/// Why an upload does not come to a preview.
#[derive(Debug)]
pub enum Problem {
    /// The file as a whole.
    File(FileError),
    /// Anything else.
    Other(Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// The rows with their fates, by kind of file.
pub enum Judged {
    Employees(Judgement),
    Units(UnitJudgement),
    Absences(AbsenceJudgement),
    Targets(report::Judged<TargetLine>),
    Ratings(report::Judged<RatingLine>),
}

/// One row and its fate.
#[derive(Clone, Copy, Debug)]
pub struct Fated<'r> {
    pub row: u32,
    pub status: Fate,
    pub reasons: &'r [Code],
    pub warnings: &'r [Code],
}

/// A file, where its columns are, and what happens to its rows.
pub struct Reading {
    pub book: Workbook,
    at: usize,
    pub header: Header,
    pub mapping: Mapping,
    pub judged: Judged,
}

impl Reading {
    /// The sheet that was read.
    pub fn sheet(&self) -> &Sheet {
        &self.book.sheets[self.at]
    }

    /// Every row with data, in file order.
    pub fn fates(&self) -> Vec<Fated<'_>> {
        match &self.judged {
            Judged::Employees(judged) => judged
                .rows
                .iter()
                .map(|r| fated(r.row, r.status, &r.reasons, &r.warnings))
                .collect(),
            Judged::Units(judged) => listed(&judged.rows),
            Judged::Absences(judged) => listed(&judged.rows),
            Judged::Targets(judged) => listed(&judged.rows),
            Judged::Ratings(judged) => listed(&judged.rows),
        }
    }

    /// How many rows have a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.fates().iter().filter(|f| f.status == fate).count()
    }

    /// Numbers and names that refused rows carry, as far as they can be read: nobody is proposed as a leaver because
    /// their row has a mistake.
    pub fn refused_people(&self) -> (Vec<String>, Vec<String>) {
        let (mut nips, mut names) = (Vec::new(), Vec::new());
        let refused: std::collections::HashSet<u32> = self
            .fates()
            .iter()
            .filter(|f| f.status != Fate::Accepted)
            .map(|f| f.row)
            .collect();
        for row in &self.sheet().rows {
            if refused.contains(&row.number) {
                nips.extend(clean::nip_digits(
                    self.mapping.cell(row, header::field::NIP),
                ));
                names.extend(clean::name(self.mapping.cell(row, header::field::NAME)));
            }
        }
        (nips, names)
    }
}

fn listed<V>(rows: &[report::ReportRow<V>]) -> Vec<Fated<'_>> {
    rows.iter()
        .map(|r| fated(r.row, r.status, &r.reasons, &r.warnings))
        .collect()
}

fn fated<'r>(row: u32, status: Fate, reasons: &'r [Code], warnings: &'r [Code]) -> Fated<'r> {
    Fated {
        row,
        status,
        reasons,
        warnings,
    }
}

/// Reads a file and judges its rows against the agency as it is now. Writes nothing.
pub async fn open(cx: &mut Cx, source: Source) -> Result<Reading, Problem> {
    let (agency, today) = (cx.agency(), cx.today());
    let reference = store::reference(cx.conn(), agency, today).await?;
    let work = async {
        let _turn = TURN.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || judge_all(source, &reference))
            .await
            .map_err(Error::internal)
    };
    let mut reading = awake(cx, work).await??;
    match &mut reading.judged {
        Judged::Absences(judged) => compare_with_standing(cx, judged).await?,
        Judged::Targets(judged) => {
            let nips: Vec<String> = judged.accepted().map(|line| line.nip.clone()).collect();
            let standing = store::performance::targets(cx.conn(), agency, &nips).await?;
            targets_file::compare(judged, &standing);
        }
        Judged::Ratings(judged) => {
            let nips: Vec<String> = judged.accepted().map(|line| line.nip.clone()).collect();
            let standing = store::performance::ratings(cx.conn(), agency, &nips).await?;
            ratings_file::compare(judged, &standing, cx.actor().own());
        }
        Judged::Employees(_) | Judged::Units(_) => {}
    }
    Ok(reading)
}

/// Waits for long work without letting the database take the open transaction for a forgotten one.
async fn awake<T>(cx: &mut Cx, work: impl Future<Output = Result<T>>) -> Result<T> {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(Duration::from_secs(2)) => store::touch(cx.conn()).await?,
        }
    }
}

fn judge_all(source: Source, reference: &Reference) -> Result<Reading, FileError> {
    let dictionary = source.kind.dictionary();
    let book = super::read(&source.name, &source.bytes)?;
    drop(source.bytes);
    let (sheet, header) = header::pick(&book, dictionary, source.sheet.as_deref())?;
    let mapping = match &source.mapping {
        Some(kept) => Mapping::restore(dictionary, kept),
        None => header.mapping.clone(),
    };
    let judged = match source.kind {
        Kind::Employees => Judged::Employees(judge::judge(sheet, &header, &mapping, reference)),
        Kind::Units => Judged::Units(units_file::judge(
            sheet,
            &header,
            &mapping,
            reference.units(),
        )),
        Kind::Absences => Judged::Absences(absence::judge(sheet, &header, &mapping, reference)),
        Kind::Targets => Judged::Targets(targets_file::judge(sheet, &header, &mapping, reference)),
        Kind::Ratings => Judged::Ratings(ratings_file::judge(sheet, &header, &mapping, reference)),
    };
    let at = book
        .sheets
        .iter()
        .position(|s| std::ptr::eq(s, sheet))
        .unwrap_or_default();
    Ok(Reading {
        at,
        header,
        mapping,
        judged,
        book,
    })
}

async fn compare_with_standing(cx: &mut Cx, judged: &mut AbsenceJudgement) -> Result<()> {
    let nips: Vec<String> = judged.accepted().map(|line| line.nip.clone()).collect();
    let from = judged.accepted().map(|line| line.starts_on).min();
    let to = judged.accepted().map(|line| line.ends_on).max();
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(());
    };
    let agency = cx.agency();
    let standing = store::absences::standing(cx.conn(), agency, &nips, from, to).await?;
    refuse_taken(judged, &standing);
    Ok(())
}

/// Refuses rows whose days are taken by an absence that stands; the same absence again stays accepted and changes nothing.
fn refuse_taken(judged: &mut AbsenceJudgement, standing: &[Standing]) {
    for row in &mut judged.rows {
        let Some(line) = &row.values else { continue };
        let mine = || standing.iter().filter(|s| s.nip == line.nip);
        let same = |s: &Standing| {
            s.kind == kind_code(line.kind)
                && (s.from_on, s.to_on, s.halves) == (line.starts_on, line.ends_on, halves(line))
        };
        let taken = |s: &Standing| {
            overlap(
                (s.from_on, s.to_on, s.halves),
                (line.starts_on, line.ends_on, halves(line)),
            )
        };
        if mine().any(taken) && !mine().any(same) {
            row.status = Fate::Rejected;
            row.reasons = vec![Code::AbsenceOverlap];
            row.values = None;
        }
    }
}

fn overlap(a: (NaiveDate, NaiveDate, i16), b: (NaiveDate, NaiveDate, i16)) -> bool {
    a.0 <= b.1 && b.0 <= a.1 && a.2 & b.2 != 0
}

/// The stored word of a kind of absence.
pub fn kind_code(kind: AbsenceKind) -> &'static str {
    match kind {
        AbsenceKind::Leave => "leave",
        AbsenceKind::OfficialTrip => "official_trip",
    }
}

/// The stored halves of an absence: 1 morning, 2 afternoon, 3 whole days.
pub fn halves(line: &AbsenceLine) -> i16 {
    match line.half {
        Some(Half::Morning) => 1,
        Some(Half::Afternoon) => 2,
        None => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(from: &str, to: &str, half: Option<Half>) -> AbsenceLine {
        AbsenceLine {
            row: 2,
            nip: "198503012010011001".into(),
            kind: AbsenceKind::Leave,
            label: "Cuti".into(),
            starts_on: from.parse().unwrap(),
            ends_on: to.parse().unwrap(),
            half,
            note: None,
        }
    }

    fn fate_beside(standing: &Standing, line: AbsenceLine) -> Fate {
        let mut judged = AbsenceJudgement {
            rows: vec![super::super::report::ReportRow {
                row: 2,
                status: Fate::Accepted,
                reasons: Vec::new(),
                warnings: Vec::new(),
                values: Some(line),
            }],
        };
        refuse_taken(&mut judged, std::slice::from_ref(standing));
        judged.rows[0].status
    }

    #[test]
    fn days_that_stand_already_are_refused_and_the_same_again_is_not() {
        let standing = Standing {
            nip: "198503012010011001".into(),
            kind: "leave".into(),
            from_on: "2026-12-01".parse().unwrap(),
            to_on: "2026-12-03".parse().unwrap(),
            halves: 3,
        };
        let same = line("2026-12-01", "2026-12-03", None);
        assert_eq!(fate_beside(&standing, same), Fate::Accepted);
        let longer = line("2026-12-03", "2026-12-04", None);
        assert_eq!(fate_beside(&standing, longer), Fate::Rejected);
        let half = line("2026-12-02", "2026-12-02", Some(Half::Morning));
        assert_eq!(fate_beside(&standing, half), Fate::Rejected);
        let after = line("2026-12-04", "2026-12-04", None);
        assert_eq!(fate_beside(&standing, after), Fate::Accepted);
    }
}
