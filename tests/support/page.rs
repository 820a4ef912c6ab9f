//! What came back, read as a person reads it: headings, words, links, forms.

use std::{cell::RefCell, rc::Rc};

use http::{HeaderMap, StatusCode};
use scraper::{ElementRef, Html, Selector};

/// An answer of the product.
#[derive(Clone, Debug)]
pub struct Shown {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The path and query it was found at, after redirects.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A form of a page with what it would send.
#[derive(Clone, Debug)]
pub struct FoundForm {
    pub method: String,
    pub action: String,
    pub multipart: bool,
    /// What the browser would send if nothing was typed.
    pub fields: Vec<(String, String)>,
    /// Every name the form knows, buttons and unticked boxes too.
    pub names: Vec<String>,
    /// The names of what people type freely.
    pub texts: Vec<String>,
    /// The values that selects, radios and checkboxes offer.
    pub offered: Vec<(String, String)>,
}

thread_local! {
    /// The page that was read last: a test asks the same one many things, and reading it is dear.
    static LAST: RefCell<(Vec<u8>, Rc<Html>)> = RefCell::new((Vec::new(), Rc::new(Html::parse_document(""))));
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

fn words(element: ElementRef<'_>) -> String {
    let text: Vec<&str> = element.text().collect();
    text.join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

impl Shown {
    /// The body as text.
    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as a tree.
    pub fn html(&self) -> Rc<Html> {
        LAST.with_borrow_mut(|last| {
            if last.0 != self.bytes {
                *last = (
                    self.bytes.clone(),
                    Rc::new(Html::parse_document(&self.body())),
                );
            }
            Rc::clone(&last.1)
        })
    }

    /// The words of every element that matches.
    pub fn all(&self, css: &str) -> Vec<String> {
        self.html().select(&selector(css)).map(words).collect()
    }

    /// How many elements match.
    pub fn number_of(&self, css: &str) -> usize {
        self.html().select(&selector(css)).count()
    }

    /// An attribute of every element that matches.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.html()
            .select(&selector(css))
            .filter_map(|element| element.value().attr(name).map(str::to_owned))
            .collect()
    }

    /// The main heading.
    pub fn h1(&self) -> String {
        self.all("h1").join(" / ")
    }

    /// The words of the body, without scripts.
    pub fn text(&self) -> String {
        self.all("body").join(" ")
    }

    /// Addresses of all links.
    pub fn links(&self) -> Vec<String> {
        self.attributes("a[href]", "href")
    }

    /// The sentences of the error summary.
    pub fn errors(&self) -> Vec<String> {
        let list = self.all(".errors li");
        if list.is_empty() {
            self.all(".errors, [role=alert]")
        } else {
            list
        }
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> String {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    }

    /// What a page of ours never has: handlers, inline script or style, addresses that run, things from elsewhere.
    pub fn oddities(&self) -> Vec<String> {
        let mut found = Vec::new();
        for element in self.html().select(&selector("*")) {
            let name = element.value().name();
            let text: String = element.text().collect();
            let inline = matches!(name, "script" | "style") && !text.trim().is_empty();
            let foreign = [
                "iframe", "object", "embed", "math", "base", "marquee", "video", "audio",
            ];
            if inline || foreign.contains(&name) {
                found.push(format!("<{name}>"));
            }
            for (key, value) in element.value().attrs() {
                let plain: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                let plain = plain.to_ascii_lowercase();
                let address =
                    matches!(key, "href" | "src" | "action" | "formaction" | "xlink:href");
                let runs = ["javascript:", "data:", "vbscript:"]
                    .iter()
                    .any(|way| plain.starts_with(way));
                let outside = matches!(key, "src" | "action" | "formaction")
                    && !plain.is_empty()
                    && (!plain.starts_with('/') || plain.starts_with("//"));
                if key.starts_with("on")
                    || matches!(key, "style" | "srcdoc")
                    || address && runs
                    || outside
                {
                    found.push(format!("<{name} {key}=\"{value}\">"));
                }
            }
        }
        found
    }

    /// The forms of the page.
    pub fn forms(&self) -> Vec<FoundForm> {
        self.html().select(&selector("form")).map(form).collect()
    }

    /// A form by CSS selector (`#id`, `.class`, `form…`) or by its action: exactly, else by its beginning.
    pub fn form(&self, which: &str) -> FoundForm {
        let html = self.html();
        if which.starts_with(['#', '.']) || which.starts_with("form") {
            return html
                .select(&selector(which))
                .next()
                .map(form)
                .unwrap_or_else(|| panic!("no form {which} at {}", self.path));
        }
        let forms = self.forms();
        let post = |form: &&FoundForm| form.method == "post";
        forms
            .iter()
            .filter(post)
            .find(|form| form.action == which)
            .or_else(|| {
                forms
                    .iter()
                    .filter(post)
                    .find(|form| form.action.starts_with(which))
            })
            .or_else(|| forms.iter().find(|form| form.action.starts_with(which)))
            .cloned()
            .unwrap_or_else(|| {
                let actions: Vec<&String> = forms.iter().map(|form| &form.action).collect();
                panic!(
                    "no form posts to {which} at {} ({}); there are {actions:?}\n{}",
                    self.path,
                    self.status,
                    self.text()
                )
            })
    }

    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "at {}: {}",
            self.path,
            self.text()
        );
        self
    }

    #[track_caller]
    pub fn assert_ok(&self) -> &Self {
        self.assert_status(200)
    }

    #[track_caller]
    pub fn assert_h1(&self, words: &str) -> &Self {
        assert_eq!(self.h1(), words, "at {}", self.path);
        self
    }

    #[track_caller]
    pub fn assert_at(&self, path: &str) -> &Self {
        assert_eq!(self.path, path, "{}", self.text());
        self
    }

    #[track_caller]
    pub fn assert_text(&self, words: &str) -> &Self {
        assert!(
            self.text().contains(words),
            "{words:?} is not at {} ({}): {}",
            self.path,
            self.status,
            self.text()
        );
        self
    }

    #[track_caller]
    pub fn assert_no_text(&self, words: &str) -> &Self {
        assert!(
            !self.body().contains(words),
            "{words:?} is at {}: {}",
            self.path,
            self.text()
        );
        self
    }

    #[track_caller]
    pub fn assert_link(&self, href: &str) -> &Self {
        assert!(
            self.links().iter().any(|link| link == href),
            "no link to {href} at {}: {:?}",
            self.path,
            self.links()
        );
        self
    }

    /// The form was refused for this reason (words in the error summary).
    #[track_caller]
    pub fn assert_refused(&self, words: &str) -> &Self {
        self.assert_status(422);
        assert!(
            self.errors().iter().any(|error| error.contains(words)),
            "{words:?} is not among {:?} at {}: {}",
            self.errors(),
            self.path,
            self.text()
        );
        self
    }
}

fn form(element: ElementRef<'_>) -> FoundForm {
    let attr = |e: ElementRef<'_>, name: &str| e.value().attr(name).unwrap_or_default().to_owned();
    let mut fields = Vec::new();
    let mut names = Vec::new();
    let mut offered = Vec::new();
    let mut texts = Vec::new();
    for control in element.select(&selector("input, select, textarea, button")) {
        let name = attr(control, "name");
        if name.is_empty() || control.value().attr("disabled").is_some() {
            continue;
        }
        names.push(name.clone());
        let of_choice = matches!(
            attr(control, "type").as_str(),
            "checkbox" | "radio" | "submit"
        );
        if of_choice && !attr(control, "value").is_empty() {
            offered.push((name.clone(), attr(control, "value")));
        }
        for option in control.select(&selector("option")) {
            offered.push((name.clone(), attr(option, "value")));
        }
        let kind = attr(control, "type");
        let typed = ["", "text", "search", "email", "tel", "url", "password"];
        if control.value().name() == "textarea"
            || control.value().name() == "input" && typed.contains(&kind.as_str())
        {
            texts.push(name.clone());
        }
        match control.value().name() {
            "input" => match attr(control, "type").as_str() {
                "checkbox" | "radio" if control.value().attr("checked").is_none() => {}
                "submit" | "button" | "file" | "reset" | "image" => {}
                _ => {
                    let value = control.value().attr("value").unwrap_or(
                        if matches!(attr(control, "type").as_str(), "checkbox" | "radio") {
                            "on"
                        } else {
                            ""
                        },
                    );
                    fields.push((name, value.to_owned()));
                }
            },
            "textarea" => {
                let text: String = control.text().collect();
                fields.push((name, text));
            }
            "select" => {
                let options: Vec<ElementRef<'_>> = control.select(&selector("option")).collect();
                let chosen = options
                    .iter()
                    .find(|option| option.value().attr("selected").is_some())
                    .or(options.first());
                if let Some(option) = chosen {
                    fields.push((name, attr(*option, "value")));
                }
            }
            _ => {}
        }
    }
    FoundForm {
        method: attr(element, "method").to_lowercase(),
        action: attr(element, "action"),
        multipart: attr(element, "enctype") == "multipart/form-data",
        fields,
        names,
        texts,
        offered,
    }
}
