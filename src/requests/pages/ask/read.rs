//! What the page of days sends, with or without a file.

use super::*;

/// A form with or without files.
pub struct Fields(pub(super) Upload);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let plain = request
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        if !plain {
            return Upload::from_request(request, state).await.map(Self);
        }
        let crate::kernel::form::Form(pairs) =
            crate::kernel::form::Form::<Vec<(String, String)>>::from_request(request, state)
                .await?;
        let mut upload = Upload::default();
        for (name, value) in pairs {
            upload.fields.entry(name).or_default().push(value);
        }
        Ok(Self(upload))
    }
}

/// The half-day bits of Monday to Saturday from the ticked weekdays (`2`) and the parts of them (`2=1`).
fn weekly(weekdays: &[String], halves: &[String]) -> Vec<String> {
    (1..=6)
        .map(|number: u8| {
            let number = number.to_string();
            if !weekdays.contains(&number) {
                return "0".to_owned();
            }
            let part = halves
                .iter()
                .filter_map(|text| text.split_once('='))
                .find(|(day, bits)| *day == number && ["1", "2", "3"].contains(bits));
            part.map_or("3", |(_, bits)| bits).to_owned()
        })
        .collect()
}

pub(super) fn read(upload: &Upload) -> (Typed, Around) {
    let field = |name: &str| upload.field(name).to_owned();
    let typed = Typed {
        shape: field("shape"),
        days: upload.all("days"),
        halves: upload.all("halves"),
        first_on: field("first_on"),
        last_on: field("last_on"),
        week: weekly(&upload.all("weekday"), &upload.all("halves")),
        place: field("place"),
        place_detail: field("place_detail"),
        region: field("region"),
        own_start: field("own_start"),
        own_end: field("own_end"),
        ramadan_start: field("ramadan_start"),
        ramadan_end: field("ramadan_end"),
        route: field("route"),
        special_ground: field("special_ground"),
        reason: field("reason"),
        contact: field("contact"),
        plan_what: upload.all("plan_what"),
        plan_due: upload.all("plan_due"),
    };
    let of = field("request")
        .parse()
        .ok()
        .zip(field("version").parse().ok());
    let around = Around {
        key: field("key"),
        subject: field("employee").parse().ok(),
        of,
        monday: field("monday").parse().ok(),
        has_evidence: field("has_evidence") == "true",
        draft: field("draft") == "true",
    };
    (typed, around)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weekdays_and_their_parts_make_the_week() {
        let week = weekly(
            &["2".into(), "4".into()],
            &["4=1".into(), "3=2".into(), "2=9".into()],
        );
        assert_eq!(week, ["0", "3", "0", "1", "0", "0"]);
    }
}
