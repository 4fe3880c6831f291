//! The designer's page: opening it, looking at it, waiting for it.
//!
//! Everything of ours is in the shadow root of `<laureate-designer>`, so looking
//! is done by scripts that start there; [`super::input`] does what a person does.

use super::driver::{Browser, Driver, Start};
use super::site;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long anything may take to come about.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// What every script may use: `root`, the shadow root; `$` and `$$`, which find
/// one element or all; `args`, what the test passed; `active`, what has the focus.
const PRELUDE: &str = "
    const root = document.querySelector('laureate-simulator:not([hidden]), laureate-designer:not([hidden]), laureate-certificate')?.shadowRoot;
    const $ = (selector) => root?.querySelector(selector);
    const $$ = (selector) => [...(root?.querySelectorAll(selector) ?? [])];
    const active = root?.activeElement;
    const args = [...arguments];
";

/// The designer in a browser.
pub(crate) struct Page {
    pub(crate) driver: Driver,
    /// Where the site is opened, without the part that names a room.
    address: String,
    name: String,
}

impl Page {
    /// Opens the designer in a fresh browser, as a first visit.
    pub(crate) fn open() -> Self {
        let page = Self::blank();
        page.load();
        page
    }

    /// The same in one of the browsers.
    pub(crate) fn open_in(browser: Browser) -> Self {
        let page = Self::start(&browser.into());
        page.load();
        page
    }

    /// A fresh browser in which nothing is open yet.
    pub(crate) fn blank() -> Self {
        Self::start(&Start::default())
    }

    /// The same, started as is said.
    pub(crate) fn start(start: &Start) -> Self {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("test").replace("::", "-");
        Self { driver: Driver::start_with(start), address: site::address().to_owned(), name }
    }

    /// Has the site be opened at another of its addresses.
    pub(crate) fn at(mut self, address: String) -> Self {
        self.address = address;
        self
    }

    /// Goes to an address, whatever is there.
    pub(crate) fn visit(&self, url: &str) {
        self.driver.post("url", &json!({ "url": url })).expect("the page opens");
    }

    /// Goes to a page of the same origin on which nothing of ours runs: what is
    /// stored can be looked at and changed there.
    pub(crate) fn leave(&self) {
        self.visit(&format!("{}favicon.svg", site::address()));
    }

    /// Opens an empty tab and goes there; its name for [`Self::to_tab`].
    pub(crate) fn new_tab(&self) -> String {
        let made = self.driver.post("window/new", &json!({ "type": "tab" })).expect("a new tab");
        let handle = made["handle"].as_str().expect("its name").to_owned();
        self.to_tab(&handle);
        handle
    }

    /// The tab that is looked at.
    pub(crate) fn tab(&self) -> String {
        let handle = self.driver.get("window").expect("a tab");
        handle.as_str().expect("its name").to_owned()
    }

    pub(crate) fn to_tab(&self, handle: &str) {
        self.driver.post("window", &json!({ "handle": handle })).expect("the tab is there");
    }

    /// Goes to the page and waits until it is ready.
    pub(crate) fn load(&self) {
        self.visit(&self.address);
        self.until_ready();
    }

    /// Loads the page anew, as F5 does.
    pub(crate) fn reload(&self) {
        self.driver.post("refresh", &json!({})).expect("the page reloads");
        self.until_ready();
    }

    /// Waits until the certificate is drawn with all its fonts.
    pub(crate) fn until_ready(&self) {
        self.until(
            "the certificate is drawn",
            "return $$('[data-node] path').length >= 9 && $('.status') \
             && !$('.status').innerText.includes('Loading')",
            &[],
        );
    }

    /// Opens the rehearsal room in a fresh browser, as a first visit.
    pub(crate) fn rehearse() -> Self {
        let page = Self::blank();
        page.load_room();
        page
    }

    /// Goes to the rehearsal room and waits until its example was played.
    pub(crate) fn load_room(&self) {
        self.visit(&format!("{}#rehearse", self.address));
        self.until_played();
    }

    /// Loads the room anew, as F5 does.
    pub(crate) fn reload_room(&self) {
        self.driver.post("refresh", &json!({})).expect("the page reloads");
        self.until_played();
    }

    /// Waits until the room has a project and everybody was played.
    pub(crate) fn until_played(&self) {
        self.until(
            "everybody was played",
            "return $('.room .view section') && !$('.room-status .working') && $('[data-count=grants]')?.innerText",
            &[],
        );
    }

    /// Runs a script; what it returns. Fails with a browser that is gone.
    pub(crate) fn try_js(&self, script: &str, args: &[Value]) -> Result<Value, String> {
        let body = json!({ "script": format!("{PRELUDE}{script}"), "args": args });
        self.driver.post("execute/sync", &body)
    }

    /// Runs a script; what it returns.
    pub(crate) fn js(&self, script: &str, args: &[Value]) -> Value {
        match self.try_js(script, args) {
            Ok(value) => value,
            Err(why) => self.fail(&format!("{script}\n{why}")),
        }
    }

    /// The string that a script returns.
    pub(crate) fn text(&self, script: &str, args: &[Value]) -> String {
        let value = self.js(script, args);
        match value.as_str() {
            Some(text) => text.to_owned(),
            None => self.fail(&format!("{script}\nreturned {value}, no string")),
        }
    }

    /// The number that a script returns.
    pub(crate) fn number(&self, script: &str, args: &[Value]) -> f64 {
        let value = self.js(script, args);
        value.as_f64().unwrap_or_else(|| self.fail(&format!("{script}\nreturned {value}")))
    }

    /// Waits until a script returns something true; what that is.
    pub(crate) fn until(&self, what: &str, script: &str, args: &[Value]) -> Value {
        let start = Instant::now();
        loop {
            let value = self.js(script, args);
            if is_true(&value) {
                return value;
            }
            if start.elapsed() > PATIENCE {
                self.fail(&format!("waited {PATIENCE:?} in vain until {what}"));
            }
            sleep(Duration::from_millis(40));
        }
    }

    /// Fails unless a script returns something true now.
    pub(crate) fn holds(&self, what: &str, script: &str, args: &[Value]) {
        if !is_true(&self.js(script, args)) {
            self.fail(&format!("does not hold: {what}"));
        }
    }

    /// Fails unless two things are equal, with a picture of the page.
    pub(crate) fn same<A: PartialEq<B> + std::fmt::Debug, B: std::fmt::Debug>(
        &self,
        what: &str,
        found: A,
        expected: B,
    ) {
        if found != expected {
            self.fail(&format!("{what}: found {found:?}, expected {expected:?}"));
        }
    }

    /// Fails with a message, what the console says, and a picture of the page.
    pub(crate) fn fail(&self, message: &str) -> ! {
        let mut at = String::new();
        if let Ok(Value::String(picture)) = self.driver.get("screenshot")
            && let Ok(bytes) = BASE64_STANDARD.decode(picture)
        {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/output");
            let file = folder.join(format!("{}.png", self.name));
            let _ = std::fs::create_dir_all(&folder);
            let _ = std::fs::write(&file, bytes);
            at = format!("\npicture: {}", file.display());
        }
        let console = self.console().join("\n  ");
        panic!("{message}{at}\nconsole:\n  {console}");
    }

    /// What the console says since the last time, worst things included.
    pub(crate) fn console(&self) -> Vec<String> {
        let log = self.driver.post("se/log", &json!({ "type": "browser" })).unwrap_or_default();
        let line = |entry: &Value| {
            let part = |name: &str| entry[name].as_str().unwrap_or("").to_owned();
            format!("{} {}", part("level"), part("message"))
        };
        log.as_array().map(|log| log.iter().map(line).collect()).unwrap_or_default()
    }

    /// Waits until the status line says something.
    pub(crate) fn until_status(&self, words: &str) {
        let script = "return $('.status').innerText.includes(args[0])";
        self.until(&format!("the status line says “{words}”"), script, &[json!(words)]);
    }

    /// Waits until the bar says that all is saved.
    pub(crate) fn until_saved(&self) {
        let script = "return $('.saved').innerText === 'Saved on this device'";
        self.until("the bar says “Saved on this device”", script, &[]);
    }

    /// The words of a text, as the template has them.
    pub(crate) fn words(&self, id: &str) -> String {
        let script = "const element = document.querySelector('laureate-designer').template.elements
              .find((e) => e.id === args[0]);
            return (element.text ?? element.qr).content";
        self.text(script, &[json!(id)])
    }

    /// The outlines that are drawn for an element: they change with its words.
    pub(crate) fn drawn(&self, id: &str) -> String {
        self.text("return $(`[data-node=\"${args[0]}\"]`)?.innerHTML ?? ''", &[json!(id)])
    }

    /// The id of the text on the certificate that has the focus, or "".
    pub(crate) fn edited(&self) -> String {
        self.text("return active?.dataset?.text ?? ''", &[])
    }

    /// The ids of what is selected on the page, bottom to top.
    pub(crate) fn selected(&self) -> String {
        self.text("return $$('.marks .outline').map((o) => o.dataset.of).join(' ')", &[])
    }

    /// An element of the template, as data.
    pub(crate) fn element(&self, id: &str) -> Value {
        let script = "return document.querySelector('laureate-designer').template.elements
              .find((e) => e.id === args[0]) ?? null";
        self.js(script, &[json!(id)])
    }

    /// Start and end of the selection of the text that has the focus.
    pub(crate) fn selection(&self) -> (u64, u64) {
        let found = self.js("return [active.selectionStart, active.selectionEnd]", &[]);
        let end =
            |n: usize| found[n].as_u64().unwrap_or_else(|| self.fail("no text has the focus"));
        (end(0), end(1))
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => true,
    }
}
