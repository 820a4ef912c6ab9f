//! Walks the product the way people do, link by link and form by form.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::Read,
};

use luwes::kernel::routes::RouteInfo;

use super::{Browser, Shown, browser::encoded, page::FoundForm};

/// What somebody came across.
#[derive(Default)]
pub struct Seen {
    /// Every page that answered, by address.
    pub pages: BTreeMap<String, Shown>,
    /// Every address that was shown as a link or by a search form.
    pub links: BTreeSet<String>,
    /// Forms that write, one of each shape.
    pub forms: Vec<FoundForm>,
}

/// Pages of one shape that are opened; lists of days or versions would go on for ever.
const OF_ONE_SHAPE: usize = 4;

/// Walks from these addresses through every link.
pub async fn walk(browser: &mut Browser, starts: &[String]) -> Seen {
    let mut seen = Seen::default();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let mut forms: BTreeSet<String> = BTreeSet::new();
    let mut queue: VecDeque<String> = starts.iter().cloned().collect();
    while let Some(path) = queue.pop_front() {
        if seen.pages.contains_key(&path) {
            continue;
        }
        let opened = shapes.entry(shape_of(&path)).or_default();
        if *opened >= OF_ONE_SHAPE {
            continue;
        }
        *opened += 1;
        let shown = browser.fetch(&path).await;
        let to = shown.header("location");
        if local(&to) {
            queue.push_back(to);
        }
        if shown.header("content-type").starts_with("text/html") {
            for link in shown.links().into_iter().chain(searches(&path, &shown)) {
                let link = link.split('#').next().unwrap_or_default().to_owned();
                if local(&link) && seen.links.insert(link.clone()) {
                    queue.push_back(link);
                }
            }
            for form in shown.forms() {
                let shape = format!("{} {:?}", shape_of(&form.action), form.names);
                if form.method == "post" && forms.insert(shape) {
                    seen.forms.push(form);
                }
            }
        }
        seen.pages.insert(path, shown);
    }
    seen
}

/// Addresses that the search forms of a page lead to, one per offered value. What a search has found offers the same form again: no
/// search follows a search, or every choice would be tried with every other.
fn searches(path: &str, shown: &Shown) -> Vec<String> {
    let forms = shown.forms();
    let reading = forms.iter().filter(|form| form.method != "post");
    reading
        .filter(|form| !path.starts_with(&format!("{}?", form.action)))
        .flat_map(|form| {
            form.offered.iter().take(40).map(|(name, value)| {
                let mut fields = form.fields.clone();
                fields.retain(|(known, _)| known != name);
                fields.push((name.clone(), value.clone()));
                format!("{}?{}", form.action, encoded(&fields))
            })
        })
        .collect()
}

fn local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/static/")
}

/// An address with its ids, numbers and values left out.
pub fn shape_of(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| {
            let number = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '-');
            if number || part.parse::<uuid::Uuid>().is_ok() {
                "*"
            } else {
                part
            }
        })
        .collect();
    let names: BTreeSet<&str> = query
        .split('&')
        .filter(|pair| !pair.ends_with('='))
        .filter_map(|pair| pair.split('=').next())
        .collect();
    format!("{} {names:?}", parts.join("/"))
}

/// Whether an address could be this route.
pub fn matches(route: &RouteInfo, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (route.path.split('/').collect(), path.split('/').collect());
    wanted.len() == given.len()
        && wanted
            .iter()
            .zip(&given)
            .all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}

/// The address of a route with every parameter replaced; files come as workbooks.
pub fn fill(route: &str, value: &str) -> String {
    route
        .split('/')
        .map(|part| match part {
            "{format}" => "xlsx",
            part if part.starts_with('{') => value,
            part => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// Everything an answer says: headers, body, and what is inside a workbook.
pub fn everything(shown: &Shown) -> String {
    let mut text = shown.body();
    for value in shown.headers.values() {
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(value.as_bytes()));
    }
    if shown.bytes.starts_with(b"PK") {
        let cursor = std::io::Cursor::new(&shown.bytes);
        let mut book = zip::ZipArchive::new(cursor).expect("a workbook is a zip file");
        for index in 0..book.len() {
            let mut part = book.by_index(index).expect("a part of the workbook");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("the part is read");
            text.push('\n');
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    text
}
