//! The figures that only a browser can give, and the table of all figures.
//!
//! Needs the site made by `scripts/build-site.sh dist target/site-dist` (or the
//! folder that `LAUREATE_SITE` names) and `chromedriver` with its Chromium. The
//! native figures are those of the last `cargo bench --bench certificate`. The
//! table is printed, and kept in `target/bench.md`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "benchmarks"
)]

#[path = "../tests/browser/driver.rs"]
#[allow(dead_code, reason = "a part of what the tests use")]
mod driver;
#[path = "browser/site.rs"]
mod site;
#[path = "browser/table.rs"]
mod table;
#[path = "rules/workload.rs"]
#[allow(dead_code, reason = "the native benchmarks read it too")]
mod workload;

use driver::Driver;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Letters typed to measure an edit.
const LETTERS: &str = "abcde fghij klmno pqrst uvwxyz abcde fghij klmno pqrst uvwxy";
/// First visits that are measured; one before them fills the server's cache.
const VISITS: usize = 5;
/// The connection of a first visit: 10 Mbit/s both ways, with this delay.
const BYTES_PER_SECOND: u32 = 10_000_000 / 8;
const LATENCY_MS: u32 = 20;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os("LAUREATE_SITE");
    let folder = folder.map_or_else(|| root.join("target/site-dist"), PathBuf::from);
    assert!(
        folder.join("embed/laureate_export.js").is_file(),
        "no site in {}: run scripts/build-site.sh dist target/site-dist",
        folder.display()
    );
    let site = site::serve(folder);
    let mut figures = BTreeMap::new();
    // `cargo bench --bench browser -- rules`, `designer` or `room`: only that part, and no table.
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if asked.iter().any(|part| part == "rules") {
        return rules(&site, &mut figures);
    }
    if asked.iter().any(|part| part == "designer") {
        return designer(&site, 200, &mut figures);
    }
    if asked.iter().any(|part| part == "room") {
        return room(&site, &mut figures);
    }
    let version = works(&site, &mut figures);
    rules(&site, &mut figures);
    room(&site, &mut figures);
    for elements in [0, 200] {
        designer(&site, elements, &mut figures);
    }
    cold(&site, &mut figures);

    let table = table::table(&figures, &machine(&version));
    std::fs::write(root.join("target/bench.md"), &table).unwrap();
    println!("{table}");
}

/// Measures what `work.js` lists; gives the browser's version.
fn works(site: &str, figures: &mut BTreeMap<String, f64>) -> String {
    let driver = Driver::start();
    driver.post("timeouts", &json!({ "script": 80_000 })).unwrap();
    open(&driver, &format!("{site}/bench/page.html"));
    load(&driver, "work");
    for name in js(&driver, "return bench.names").as_array().unwrap() {
        let name = name.as_str().unwrap();
        let measured = js(&driver, &format!("return bench.measure({name:?})"));
        let (median, best) = (number(&measured["median"]), number(&measured["best"]));
        eprintln!("{name}: median {median:.2} ms, best {best:.2} ms");
        figures.insert(name.to_owned(), median);
    }
    let bytes = js(&driver, "return bench.bytesPerPage()");
    figures.insert("pdf, bytes".to_owned(), number(&bytes));
    let version = driver.devtools("Browser.getVersion", &json!({}));
    version["product"].as_str().unwrap_or_default().to_owned()
}

/// Measures what `rules.js` lists: the rules engine, in its own module.
fn rules(site: &str, figures: &mut BTreeMap<String, f64>) {
    let driver = Driver::start();
    driver.post("timeouts", &json!({ "script": 240_000 })).unwrap();
    open(&driver, &format!("{site}/bench/page.html"));
    load(&driver, "rules");
    for name in js(&driver, "return rulesBench.names").as_array().unwrap() {
        let name = name.as_str().unwrap();
        let measured = js(&driver, &format!("return rulesBench.measure({name:?})"));
        for (name, figure) in measured.as_object().unwrap() {
            eprintln!("rules, {name}: {:.2}", number(figure));
            figures.insert(format!("rules/{name}"), number(figure));
        }
    }
}

/// Opens, plays, browses and edits 100,000 learners with 1,000,000 events in the
/// rehearsal room.
fn room(site: &str, figures: &mut BTreeMap<String, f64>) {
    let driver = Driver::start();
    driver.post("timeouts", &json!({ "script": 300_000 })).unwrap();
    open(&driver, &format!("{site}/bench/page.html"));
    load(&driver, "room");
    let measured = js(&driver, "return room()");
    for (name, figure) in measured.as_object().unwrap() {
        eprintln!("room, {name}: {:.0} ms", number(figure));
        figures.insert(format!("room/{name}"), number(figure));
    }
}

/// Types into a text, drags an element and undoes: ms on the main thread until
/// the new picture is drawn, that 95 of 100 keep within.
fn designer(site: &str, elements: u32, figures: &mut BTreeMap<String, f64>) {
    let driver = Driver::start();
    open(&driver, &format!("{site}/bench/page.html?elements={elements}"));
    load(&driver, "designer");
    let find = "const box = designer.root.querySelector('[data-node=\"title\"] path')?.getBoundingClientRect();
        return box?.width > 0 && designer.root.querySelectorAll('[data-node] path').length > 8
            ? { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) } : null";
    let place = until(&driver, find);
    // Fonts and the exporter come in the background after the first picture.
    sleep(Duration::from_secs(2));
    let (x, y) = (number(&place["x"]), number(&place["y"]));
    let mouse = |actions: Vec<Value>| {
        act(
            &driver,
            &json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions }),
        );
    };
    let to = |x: f64, y: f64| json!({ "type": "pointerMove", "origin": "viewport", "duration": 16, "x": x.round(), "y": y.round() });
    let (down, up) = (
        json!({ "type": "pointerDown", "button": 0 }),
        json!({ "type": "pointerUp", "button": 0 }),
    );
    let key = |down: bool, key: &str| json!({ "type": if down { "keyDown" } else { "keyUp" }, "value": key });
    let keys = |actions: Vec<Value>| {
        act(&driver, &json!({ "type": "key", "id": "keys", "actions": actions }));
    };

    js(&driver, "designer.measure('drag')");
    mouse(vec![to(x, y), down.clone()]);
    for step in 1..=LETTERS.len() {
        let turn = step as f64 / 6.0;
        mouse(vec![to(x + 90.0 * turn.sin(), y + 60.0 * (1.0 - turn.cos()))]);
    }
    mouse(vec![to(x + 40.0, y + 30.0), up.clone()]);
    report(&driver, "drag", elements, figures);

    js(&driver, "designer.measure('undo')");
    for round in 0..30 {
        let letter = if round % 2 == 0 { "z" } else { "y" };
        keys(vec![
            key(true, "\u{E009}"),
            key(true, letter),
            key(false, letter),
            key(false, "\u{E009}"),
        ]);
    }
    report(&driver, "undo", elements, figures);

    // What was dragged is still selected, and the page has the focus.
    keys(vec![key(true, "\u{E007}"), key(false, "\u{E007}")]);
    until(&driver, "return designer.root.querySelector('textarea.overlay') !== null");
    js(&driver, "designer.measure('type')");
    for letter in LETTERS.chars() {
        let letter = letter.to_string();
        keys(vec![key(true, &letter), key(false, &letter)]);
    }
    report(&driver, "type", elements, figures);
}

/// Waits for enough of what was measured, and prints it.
fn report(driver: &Driver, what: &str, elements: u32, figures: &mut BTreeMap<String, f64>) {
    sleep(Duration::from_millis(300));
    let samples = until(
        driver,
        &format!("const all = designer.samples('{what}'); return all.length >= 25 && all"),
    );
    let sorted = |name: &str| {
        let mut all: Vec<f64> =
            samples.as_array().unwrap().iter().map(|s| number(&s[name])).collect();
        all.sort_by(f64::total_cmp);
        all
    };
    let (handled, work, shown) = (sorted("handled"), sorted("work"), sorted("shown"));
    let (half, most) = (work.len() / 2, work.len() * 95 / 100);
    for (part, times) in [
        ("our own part", &handled),
        ("with the browser's drawing", &work),
        ("with the wait for the screen's next frame", &shown),
    ] {
        let (median, most) = (times[half], times[most]);
        eprintln!("{what}, {elements} elements, {part}: median {median:.1} ms, p95 {most:.1} ms");
    }
    figures.insert(format!("{what}, {elements}"), work[most]);
}

/// First visits on a slow line: medians.
fn cold(site: &str, figures: &mut BTreeMap<String, f64>) {
    let script = include_str!("browser/cold.js");
    let mut all: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for visit in 0..=VISITS {
        let driver = Driver::start();
        driver.devtools("Page.enable", &json!({}));
        driver.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
        driver.devtools("Network.enable", &json!({}));
        driver.devtools(
            "Network.emulateNetworkConditions",
            &json!({
                "offline": false, "latency": LATENCY_MS,
                "downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND,
            }),
        );
        open(&driver, &format!("{site}/"));
        let seen = until(&driver, "return seen.files && seen");
        let files = seen["files"].as_array().unwrap();
        let bytes: f64 = files.iter().map(|file| number(&file[1])).sum();
        let (ready, drawn) = (number(&seen["ready"]), number(&seen["drawn"]));
        eprintln!(
            "first visit {visit}: ready {ready:.0} ms, drawn {drawn:.0} ms, {bytes:.0} bytes"
        );
        if visit == 0 {
            files.iter().for_each(|file| eprintln!("  {} {}", file[1], file[0].as_str().unwrap()));
            continue;
        }
        for (name, figure) in
            [("cold, ready", ready), ("cold, drawn", drawn), ("cold, bytes", bytes)]
        {
            all.entry(name).or_default().push(figure);
        }
    }
    for (name, mut found) in all {
        found.sort_by(f64::total_cmp);
        figures.insert(name.to_owned(), found[found.len() / 2]);
    }
}

fn open(driver: &Driver, url: &str) {
    driver.post("url", &json!({ "url": url })).unwrap();
}

fn js(driver: &Driver, script: &str) -> Value {
    driver
        .post("execute/sync", &json!({ "script": script, "args": [] }))
        .unwrap_or_else(|why| panic!("{script}: {why}"))
}

/// Runs a module of ours in the page, to its end.
fn load(driver: &Driver, name: &str) {
    js(driver, &format!("return import('/bench/{name}.js').then(() => null)"));
}

/// Waits until a script returns something true.
fn until(driver: &Driver, script: &str) -> Value {
    let start = Instant::now();
    loop {
        let value = js(driver, script);
        if !matches!(value, Value::Null | Value::Bool(false)) {
            return value;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "waited in vain: {script}");
        sleep(Duration::from_millis(50));
    }
}

fn act(driver: &Driver, action: &Value) {
    driver.post("actions", &json!({ "actions": [action] })).unwrap();
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

/// What the figures were measured on.
fn machine(browser: &str) -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let browser = browser.replace('/', " ");
    format!("{} ({cores} cores), {browser}; medians.", model.trim_start_matches(['\t', ':', ' ']))
}
