//! Ratings: each is entered as by hand, so that nobody enters their own and nothing that was given here is written over.

use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
    },
    organisation::{
        import::{
            ratings_file::{Becomes, RatingLine},
            report::Judged,
            run::Applied,
        },
        record::{self, Rating},
    },
};

/// Applies the accepted rows of a file of ratings, in the order of the people's records.
pub async fn apply(cx: &mut Cx, judged: &Judged<RatingLine>) -> Result<Applied> {
    let mut lines: Vec<&RatingLine> = judged.accepted().collect();
    lines.sort_by_key(|line| line.employee);
    let mut applied = Applied::default();
    for line in lines {
        match line.becomes {
            Becomes::New => applied.created += 1,
            Becomes::Changed => applied.updated += 1,
            Becomes::Same => {
                applied.unchanged += 1;
                continue;
            }
        }
        let who = line.employee.ok_or(Error::Conflict("import-preview"))?;
        let rating = Rating {
            period: line.period.clone(),
            predikat: line.predikat.to_owned(),
            rated_on: line.rated_on.to_string(),
            result: line.result.unwrap_or_default().to_owned(),
            behaviour: line.behaviour.unwrap_or_default().to_owned(),
        };
        record::rate(cx, who, &rating).await?;
    }
    Ok(applied)
}
