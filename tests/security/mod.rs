//! What went wrong elsewhere must not go wrong here: one test or more for every known hole of comparable products, C1 to C30.
//! A test carries the id in its name; where a test of an area proves a line already, it carries the id there.
//!
//! | id | the hole | proved by (`cNN_…`) | state |
//! |---|---|---|---|
//! | C1 | a reset believes who one says one is | identity, accounts | tested |
//! | C2 | sessions and tokens outlive a closed access or a new password | identity/officers, api, accounts | tested |
//! | C3 | a file asks only for a session | requests/later, matrix | tested |
//! | C4 | line breaks in addresses become mail headers | notices, texts | tested |
//! | C5 | a missing one-time code equals an unset one | | not yet: no one-time codes |
//! | C6 | somebody approves their own request | requests, api_flows, rights | tested |
//! | C7 | a body sets what is not the sender's to set | rights | tested |
//! | C8 | stored script | texts, architecture, browser | tested |
//! | C9 | a PDF of user text reads files | | not yet: no PDF |
//! | C10 | an endpoint without a permission | authorisation, api | tested |
//! | C11 | sort and filter parameters reach SQL | inputs, architecture | tested |
//! | C12 | templates that an admin edits run | texts | tested |
//! | C13 | a parameter becomes a path | inputs | tested |
//! | C14 | script in the query before sign-in | texts | tested |
//! | C15 | an open redirect | identity, accounts | tested |
//! | C16 | session fixation | identity, accounts | tested |
//! | C17 | a side door without a throttle, many tries at once | identity, api, accounts | tested |
//! | C18 | a forged header or an address of IPv6 resets the throttle | accounts | tested |
//! | C19 | a token is decoded, not verified | accounts | tested for our own; no OpenID Connect |
//! | C20 | an account is linked by an unproved address | | not yet: no OpenID Connect |
//! | C21 | another agency's rows by any route | tenancy, api_flows, imports | tested |
//! | C22 | somebody ends other people's sessions | identity | tested |
//! | C23 | script in an imported file and its warnings | imports, texts | tested |
//! | C24 | formulas in exports | files | tested |
//! | C25 | decompression bombs | src/organisation/import/tests/bombs, files | tested |
//! | C26 | demo accounts and doors in production | sources | tested |
//! | C27 | unsigned webhooks are believed | | not yet: nothing calls in |
//! | C28 | an answer tells who exists | identity, accounts | tested |
//! | C29 | a request skips the end of a session | accounts | tested |
//! | C30 | a PostgreSQL with known holes in row-level security | sources | tested |

mod accounts;
mod files;
mod inputs;
mod matrix;
mod rights;
mod sources;
mod texts;

use std::{collections::BTreeSet, fs, path::Path};

/// What does not exist yet, so that nothing can be wrong with it.
const NOT_YET: &[&str] = &["c05", "c09", "c20", "c27"];

fn ids_under(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            ids_under(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            for pair in lines.windows(2) {
                let name = pair[1].trim_start_matches("async ").strip_prefix("fn ");
                let id = name.and_then(|name| name.split_once('_')).map(|(id, _)| id);
                let test = pair[0] == "#[test]" || pair[0].starts_with("#[tokio::test");
                found.extend(id.filter(|_| test).map(str::to_owned));
            }
        }
    }
}

#[test]
fn every_known_hole_has_its_test_or_nothing_to_be_wrong_with() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tested = BTreeSet::new();
    for folder in ["tests", "src"] {
        ids_under(&root.join(folder), &mut tested);
    }
    for number in 1..=30 {
        let id = format!("c{number:02}");
        let waits = NOT_YET.contains(&id.as_str());
        assert_ne!(
            tested.contains(&id),
            waits,
            "{id}: a test or a reason, not both"
        );
    }
}
