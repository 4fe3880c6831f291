//! The figures beside the aims of design.md, as Markdown.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// A row: the figure's name, what it is called, its unit, and the aim.
struct Row(&'static str, &'static str, Unit, Option<f64>);

#[derive(Clone, Copy)]
enum Unit {
    Milliseconds,
    /// A figure for this many pages, shown for one.
    PerPage(f64),
    Bytes,
}

use Unit::{Bytes, Milliseconds, PerPage};

const ROWS: [Row; 34] = [
    Row("layout, all of it", "layout, nothing known", Milliseconds, None),
    Row("layout, next record", "layout, next record", Milliseconds, None),
    Row("svg, next record", "SVG, next record", Milliseconds, None),
    Row("png, alone", "PNG, nothing shared with the last one", Milliseconds, None),
    Row(
        "png, next record",
        "PNG of a batch, 4 lines and the QR code change",
        Milliseconds,
        Some(12.0),
    ),
    Row(
        "png, next record, all changed",
        "PNG of a batch, all 12 lines and the QR code change",
        Milliseconds,
        Some(12.0),
    ),
    Row("png, canvas", "for comparison: PNG by the browser's canvas", Milliseconds, None),
    Row("pdf, one page", "one PDF alone, warm", Milliseconds, Some(15.0)),
    Row("long/pdf, 1000 pages", "PDF of 1,000 pages, per page", PerPage(1000.0), Some(2.0)),
    Row("pdf, bytes", "PDF of 1,000 pages, bytes a page over the background", Bytes, Some(4096.0)),
    Row("import, classic.svg", "import gate, classic.svg", Milliseconds, None),
    Row("import, background.jpg", "import gate, background.jpg", Milliseconds, None),
    Row(
        "rules/replay, 1000000 events, 200 rules",
        "1,000,000 events × 200 rules × 100,000 learners, outcomes and grants",
        Milliseconds,
        Some(3000.0),
    ),
    Row("rules/memory", "memory for that, with the project", Bytes, Some(1_073_741_824.0)),
    Row("rules/replay, 200000 events, 10 rules", "200,000 events × 10 rules", Milliseconds, None),
    Row(
        "rules/replay, 200000 events, 100 rules",
        "200,000 events × 100 rules",
        Milliseconds,
        Some(200.0),
    ),
    Row(
        "rules/replay, 200000 events, 1000 rules",
        "200,000 events × 1,000 rules (aim: three times the row with 10)",
        Milliseconds,
        None,
    ),
    Row(
        "rules/replay, 200000 events, 1000 rules, 400 activities",
        "the same over a small catalogue: 700,000 certificates",
        Milliseconds,
        None,
    ),
    Row(
        "room/open",
        "rehearsal room: 100,000 learners × 1,000,000 events read, checked, played, searched for gaps",
        Milliseconds,
        None,
    ),
    Row("room/edit", "the same after an edit of a rule", Milliseconds, None),
    Row(
        "room/longest",
        "the longest time for which the page was busy meanwhile, browsing included",
        Milliseconds,
        Some(50.0),
    ),
    Row(
        "rules/ten years of hourly rules, 1000 learners",
        "ten years of hourly rules, 1,000 learners",
        Milliseconds,
        Some(100.0),
    ),
    Row("rules/explain one learner", "one learner's explanation", Milliseconds, Some(5.0)),
    Row(
        "rules/after an edit, 10000 events",
        "a re-run after an edit, 10,000 events",
        Milliseconds,
        Some(50.0),
    ),
    Row(
        "rules/import, 100000 xAPI statements",
        "import of 100,000 xAPI statements",
        Milliseconds,
        Some(2000.0),
    ),
    Row(
        "type, 0",
        "a letter typed to the new picture, classic, 95 of 100",
        Milliseconds,
        Some(16.0),
    ),
    Row(
        "drag, 0",
        "a move of a drag to the new picture, classic, 95 of 100",
        Milliseconds,
        Some(16.0),
    ),
    Row("undo, 0", "an undo to the new picture, classic, 95 of 100", Milliseconds, Some(16.0)),
    Row(
        "type, 200",
        "a letter typed to the new picture, 200 elements, 95 of 100",
        Milliseconds,
        Some(16.0),
    ),
    Row(
        "drag, 200",
        "a move of a drag to the new picture, 200 elements, 95 of 100",
        Milliseconds,
        Some(16.0),
    ),
    Row(
        "undo, 200",
        "an undo to the new picture, 200 elements, 95 of 100",
        Milliseconds,
        Some(16.0),
    ),
    Row("cold, ready", "page ready, cold, 10 Mbit/s", Milliseconds, None),
    Row(
        "cold, drawn",
        "page usable and all text drawn, cold, 10 Mbit/s",
        Milliseconds,
        Some(1500.0),
    ),
    Row(
        "cold, bytes",
        "sent until then, brotli, with the first fonts",
        Bytes,
        Some(900.0 * 1024.0),
    ),
];

/// The table; `browser` holds the figures measured there, by name.
pub(crate) fn table(browser: &BTreeMap<String, f64>, machine: &str) -> String {
    let mut table = format!(
        "{machine}\n\n| work | aim | native | wasm, in Chromium | |\n|---|--:|--:|--:|---|\n"
    );
    for Row(name, title, unit, aim) in ROWS {
        let native = criterion(name);
        let wasm = browser.get(name).copied();
        let show = |figure: Option<f64>| figure.map_or("–".to_owned(), |f| unit.show(f));
        let verdict = match aim.zip(wasm.or(native)) {
            None => "",
            Some((aim, figure)) if unit.scaled(figure) <= aim => "hit",
            Some(_) => "**miss**",
        };
        let aim = aim.map_or(String::new(), |aim| format!("≤ {}", unit.show_scaled(aim)));
        let _ =
            writeln!(table, "| {title} | {aim} | {} | {} | {verdict} |", show(native), show(wasm));
    }
    table
}

impl Unit {
    fn scaled(self, figure: f64) -> f64 {
        match self {
            PerPage(pages) => figure / pages,
            Milliseconds | Bytes => figure,
        }
    }

    fn show(self, figure: f64) -> String {
        self.show_scaled(self.scaled(figure))
    }

    fn show_scaled(self, figure: f64) -> String {
        match self {
            Bytes if figure >= 10_485_760.0 => format!("{:.0} MB", figure / 1_048_576.0),
            Bytes if figure >= 10_240.0 => format!("{:.0} KB", figure / 1024.0),
            Bytes => format!("{:.1} KB", figure / 1024.0),
            Milliseconds | PerPage(_) if figure >= 1000.0 => format!("{:.2} s", figure / 1000.0),
            Milliseconds | PerPage(_) if figure >= 10.0 => format!("{figure:.0} ms"),
            Milliseconds | PerPage(_) => format!("{figure:.1} ms"),
        }
    }
}

/// The median that criterion measured in the last run, ms.
fn criterion(name: &str) -> Option<f64> {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = target.map_or_else(|| root.join("target"), Into::into);
    let file = target.join("criterion").join(name).join("new/estimates.json");
    let estimates: Value = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    Some(estimates.pointer("/median/point_estimate")?.as_f64()? / 1e6)
}
