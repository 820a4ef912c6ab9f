//! Reads Rust text just well enough: without comments and strings, and with every path spelled out.

/// A path that code names, from the root of the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    pub line: usize,
    pub segments: Vec<String>,
}

/// The text with comments, strings and character literals blanked; lines stay where they are.
pub fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        let end = match chars[at] {
            '/' if next == '/' => until(&chars, at, |i| chars[i] == '\n'),
            '/' if next == '*' => {
                until(&chars, at + 2, |i| {
                    chars[i] == '*' && chars.get(i + 1) == Some(&'/')
                }) + 2
            }
            'r' if raw_marks(&chars, at).is_some() => {
                let marks = raw_marks(&chars, at).unwrap_or_default();
                let open = at + 2 + marks;
                until(&chars, open, |i| {
                    chars[i] == '"' && (1..=marks).all(|k| chars.get(i + k) == Some(&'#'))
                }) + 1
                    + marks
            }
            '"' => {
                let mut i = at + 1;
                while i < chars.len() && chars[i] != '"' {
                    i += if chars[i] == '\\' { 2 } else { 1 };
                }
                i + 1
            }
            '\'' if next == '\\' => until(&chars, at + 3, |i| chars[i] == '\'') + 1,
            '\'' if chars.get(at + 2) == Some(&'\'') => at + 3,
            _ => {
                out.push(chars[at]);
                at += 1;
                continue;
            }
        };
        let end = end.min(chars.len());
        out.extend(chars[at..end].iter().filter(|c| **c == '\n'));
        out.push(' ');
        at = end;
    }
    out
}

fn until(chars: &[char], from: usize, stop: impl Fn(usize) -> bool) -> usize {
    (from..chars.len())
        .find(|i| stop(*i))
        .unwrap_or(chars.len())
}

/// How many `#` a raw string that begins here has; None when none begins.
fn raw_marks(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|i| chars[i]);
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let marks = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + marks) == Some(&'"')).then_some(marks)
}

/// The module a file is, as a path from the crate's root.
fn module_of(file: &str) -> Vec<String> {
    let inner = file.strip_prefix("src/").unwrap_or(file);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let mut parts: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// Every path that leads through `crate::`, `luwes::` or up through `super::`, groups spelled out.
pub fn paths_of(file: &str, code: &str) -> Vec<Paths> {
    let module = module_of(file);
    let mut found = Vec::new();
    let bytes = code.as_bytes();
    for word in ["crate::", "luwes::", "super::"] {
        for (start, _) in code.match_indices(word) {
            let before = start.checked_sub(1).map(|i| bytes[i]);
            if before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b':') {
                continue;
            }
            let line = code[..start].matches('\n').count() + 1;
            let mut base = Vec::new();
            let mut rest = &code[start + word.len()..];
            if word == "super::" {
                let mut up = 1;
                while let Some(further) = rest.strip_prefix("super::") {
                    rest = further;
                    up += 1;
                }
                base = module[..module.len().saturating_sub(up)].to_vec();
            }
            let mut tree = Vec::new();
            spell_out(rest, &base, &mut tree);
            found.extend(tree.into_iter().map(|segments| Paths { line, segments }));
        }
    }
    found
}

/// Spells out a use tree or a path; returns what is left of the text.
fn spell_out<'a>(text: &'a str, base: &[String], out: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = base.to_vec();
    let mut text = text.trim_start();
    loop {
        if let Some(inside) = text.strip_prefix('{') {
            text = inside.trim_start();
            while !text.is_empty() && !text.starts_with('}') {
                let left = spell_out(text, &path, out).trim_start();
                let left = skip_alias(left);
                let left = left.strip_prefix(',').unwrap_or(left).trim_start();
                if left.len() == text.len() {
                    return left;
                }
                text = left;
            }
            return text.strip_prefix('}').unwrap_or(text);
        }
        let name: String = text
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '*')
            .collect();
        if name.is_empty() {
            break;
        }
        text = text[name.len()..].trim_start();
        if name != "self" {
            path.push(name);
        }
        match text.strip_prefix("::") {
            Some(further) => text = further.trim_start(),
            None => break,
        }
    }
    out.push(path);
    text
}

fn skip_alias(text: &str) -> &str {
    match text.strip_prefix("as ") {
        Some(rest) => rest
            .trim_start()
            .trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
            .trim_start(),
        None => text,
    }
}
