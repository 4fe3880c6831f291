//! Holds the directions that `src/lib.rs` promises: which room of the program
//! may name which, who may know the browser, and that nobody reads a clock.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may name. `template`, `diagnostic` and
/// `locale` are the ground; `api` and `ui` stand on everything.
const ROOMS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("migrate", &["diagnostic"]),
    ("locale", &[]),
    ("template", &["diagnostic", "migrate", "locale"]),
    ("edit", &["diagnostic", "template", "locale"]),
    ("field", &["diagnostic", "template", "locale"]),
    ("text", &["diagnostic", "template", "field"]),
    ("render", &["diagnostic", "template", "field", "text"]),
    // Field contracts are those of templates.
    ("catalogue", &["diagnostic", "template", "locale"]),
    ("rules", &["diagnostic", "migrate", "template", "catalogue", "locale"]),
    ("simulate", &["diagnostic", "template", "catalogue", "rules", "locale"]),
    // Gives its pictures the form in which scenes draw them, and its histories
    // that of the catalogue.
    ("import", &["diagnostic", "template", "render", "catalogue", "rules", "locale"]),
    ("storage", &["diagnostic", "migrate", "template", "locale"]),
    // The file of everything: pictures pass the gate, fonts the reader of fonts.
    ("bundle", &["diagnostic", "template", "text", "import", "storage", "locale"]),
    ("desk", &["diagnostic", "template", "catalogue", "rules", "simulate", "import", "locale"]),
    ("screen", &["diagnostic", "template", "edit", "catalogue", "locale"]),
    ("api", EVERYTHING),
    ("ui", EVERYTHING),
];
const EVERYTHING: &[&str] = &[
    "diagnostic",
    "migrate",
    "locale",
    "template",
    "edit",
    "field",
    "text",
    "render",
    "screen",
    "import",
    "storage",
    "bundle",
    "api",
    "catalogue",
    "rules",
    "simulate",
    "desk",
];

/// Crates of the browser, and who may name them.
const BROWSER: &[&str] =
    &["leptos", "web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "serde_wasm_bindgen"];
const KNOWS_THE_BROWSER: &[&str] =
    &["ui", "api/export.rs", "api/renderer.rs", "api/simulator.rs", "api/desk.rs", "api/js.rs"];

/// Clocks and chance: given from outside, never read.
const CLOCKS: &[&str] = &[
    "SystemTime",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "std::time::Instant",
    "rand::",
    "getrandom::",
    "thread_rng",
    "RandomState",
];
/// As well, where the browser's own (`Date::now`) would not even be there.
const CLOCKS_OF_THE_BROWSER: &[&str] = &["std::time::", "Date::now", "Math::random"];

struct Source {
    /// Below `src`, with `/`.
    path: String,
    /// Without comments and texts.
    code: String,
}

impl Source {
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    fn knows_the_browser(&self) -> bool {
        KNOWS_THE_BROWSER.iter().any(|place| {
            self.path == *place || self.path.strip_prefix(place).is_some_and(|p| p.starts_with('/'))
        })
    }

    /// Tests may measure time.
    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }
}

fn sources() -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut out = Vec::new();
    let mut folders: Vec<PathBuf> = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let below = path.strip_prefix(&top).unwrap();
                let parts: Vec<_> = below.iter().map(|p| p.to_str().unwrap()).collect();
                let code = code(&std::fs::read_to_string(&path).unwrap());
                out.push(Source { path: parts.join("/"), code });
            }
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// What is left of a source when comments and the insides of texts are blank.
fn code(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (skipped, put) = match first {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), ""),
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |i| i + 2), ""),
            '"' => (text_end(rest, 1), "\"\""),
            'r' if !out.ends_with(is_word) => match raw_text_end(rest) {
                Some(end) => (end, "\"\""),
                None => (1, "r"),
            },
            '\'' => match char_end(rest) {
                Some(end) => (end, "' '"),
                None => (1, "'"),
            },
            c => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
                continue;
            }
        };
        out.push_str(put);
        rest = &rest[skipped..];
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where a text that starts with `"` ends.
fn text_end(rest: &str, from: usize) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(from) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Where `r"…"` or `r#"…"#` ends.
fn raw_text_end(rest: &str) -> Option<usize> {
    let marks = rest[1..].len() - rest[1..].trim_start_matches('#').len();
    let inside = rest[1 + marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    Some(inside.find(&end).map_or(rest.len(), |at| 2 + marks + at + end.len()))
}

/// Where `'x'` or `'\n'` ends; nothing for a lifetime.
fn char_end(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next()?;
        return rest[3..].find('\'').map(|at| at + 4);
    }
    let (at, end) = chars.next()?;
    (end == '\'').then_some(at + 1)
}

/// Whether a path such as `rand::` stands in the code as words of its own.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let after = code[at + path.len()..].chars().next();
        !code[..at].ends_with(is_word) && (path.ends_with(':') || !after.is_some_and(is_word))
    })
}

/// The rooms that a source names: `crate::room`, or `crate::{room, …}`.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (at, prefix) in code.match_indices("crate::") {
        if code[..at].ends_with(is_word) || code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            None => out.extend([rest.chars().take_while(|c| is_word(*c)).collect()]),
            Some(group) => out.extend(first_words(group)),
        }
    }
    out
}

/// The first word of each part of `a, b::{c, d}, e}`.
fn first_words(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            c => parts.last_mut().unwrap().push(c),
        }
    }
    let word = |part: &String| part.trim().chars().take_while(|c| is_word(*c)).collect();
    parts.iter().map(word).filter(|w: &String| !w.is_empty()).collect()
}

#[test]
fn rooms_name_only_those_below() {
    let allowed: BTreeMap<_, _> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.room() != "lib") {
        let room = source.room();
        let may = allowed.get(room).unwrap_or_else(|| panic!("`{room}` is not among the rooms"));
        for named in rooms_named(&source.code) {
            if named != room && !may.contains(&named.as_str()) {
                wrong.push(format!("{}: `{room}` may not name `{named}`", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_room_is_reached_around_the_corner() {
    // `super` from a file of its own room's top leads out of the room.
    for source in sources().iter().filter(|s| s.room() != "lib") {
        let depth = source.path.trim_end_matches("/mod.rs").matches('/').count() + 1;
        // One more inside `mod tests { … }`.
        let out = "super::".repeat(depth + 1);
        assert!(!names(&source.code, &out), "{}: {out} leads out of the room", source.path);
        let before_tests = source.code.split("#[cfg(test)]").next().unwrap();
        let out = "super::".repeat(depth);
        assert!(!names(before_tests, &out), "{}: {out} leads out of the room", source.path);
    }
}

#[test]
fn the_arrows_make_no_circle() {
    // A room names only rooms that come before it in an order that exists.
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    while settled.len() < ROOMS.len() {
        let before = settled.len();
        let next =
            ROOMS.iter().filter(|(room, may)| may.iter().all(|m| m == room || settled.contains(m)));
        let next: Vec<&str> = next.map(|(room, _)| *room).collect();
        settled.extend(next);
        assert!(settled.len() > before, "a circle among the rooms that are not in {settled:?}");
    }
}

#[test]
fn only_the_page_and_the_bindings_know_the_browser() {
    for source in sources().iter().filter(|s| !s.knows_the_browser()) {
        for name in BROWSER {
            assert!(!names(&source.code, name), "{} names `{name}`", source.path);
        }
    }
}

#[test]
fn nobody_reads_a_clock_or_throws_dice() {
    for source in sources().iter().filter(|s| !s.is_test()) {
        for name in CLOCKS {
            assert!(!names(&source.code, name), "{} names `{name}`", source.path);
        }
        for name in CLOCKS_OF_THE_BROWSER.iter().filter(|_| !source.knows_the_browser()) {
            assert!(!names(&source.code, name), "{} names `{name}`", source.path);
        }
    }
}

#[test]
fn this_test_sees_what_it_should() {
    let source = "use crate::{ui, text::{a, b}}; // crate::edit\n/* crate::api */\n\
                  let c = 'r'; let q = '\"'; let s = \"crate::field\"; fn f<'a>(x: &'a str) {}\n\
                  let r = r#\"crate::storage \" leptos\"#; crate::render::f(); let n = '\\n';";
    let code = code(source);
    assert_eq!(rooms_named(&code).into_iter().collect::<Vec<_>>(), ["render", "text", "ui"]);
    assert!(!names(&code, "leptos") && names("use leptos::x", "leptos"));
    assert!(names("x = rand::random()", "rand::") && !names("x = brand::new()", "rand::"));
    assert!(!names("web_system", "web_sys"));
}
