//! What a caller is ready to read: `Accept` against what an operation produces.

use http::{HeaderMap, header};

/// What every operation may answer.
const PROBLEM: &str = "application/problem+json";

/// Whether the caller takes any of what an operation produces, or a problem. Nothing said, or nothing readable said, is everything.
pub fn acceptable(headers: &HeaderMap, produced: &[&str]) -> bool {
    let mut asked = false;
    for range in headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|range| !range.is_empty())
    {
        asked = true;
        let mut parts = range.split(';').map(str::trim);
        let wanted = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts
            .filter_map(|part| part.split_once('='))
            .any(|(name, value)| {
                name.trim().eq_ignore_ascii_case("q") && value.trim().parse() == Ok(0.0_f32)
            });
        let mut all = produced.iter().copied().chain([PROBLEM]);
        if !refused && all.any(|media| fits(&wanted, media)) {
            return true;
        }
    }
    !asked
}

fn fits(wanted: &str, media: &str) -> bool {
    if wanted == "*/*" || wanted == "*" {
        return true;
    }
    match wanted.strip_suffix("/*") {
        Some(kind) => media.split('/').next() == Some(kind),
        None => wanted == media,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(accept: &[&str], produced: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for line in accept {
            headers.append(header::ACCEPT, line.parse().unwrap());
        }
        acceptable(&headers, produced)
    }

    #[test]
    fn what_excludes_everything_produced_is_seen() {
        let json = &["application/json"][..];
        for fine in [
            &[][..],
            &[""],
            &["*/*"],
            &["application/*;q=0.1"],
            &["Application/JSON; charset=utf-8"],
            &["application/problem+json"],
            &["text/html, application/json;q=0.5"],
            &["text/html", "*/*;q=0.1"],
        ] {
            assert!(takes(fine, json), "{fine:?}");
        }
        for none in [
            &["text/html"][..],
            &["text/*, image/png"],
            &["application/json;q=0"],
            &["*/*;q=0.0"],
            &["application/xml"],
        ] {
            assert!(!takes(none, json), "{none:?}");
        }
        assert!(takes(&["text/csv"], &["text/csv"]));
        assert!(!takes(&["application/json"], &["text/csv"]));
    }
}
