//! The standalone site with the network off: after one visit everything works.

use super::downloads::{downloaded, pdf_words};
use super::page::Page;
use super::site::{Server, copy};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Our page speaks of itself outside of the elements: `said(words)` finds the message.
const SAID: &str = "const said = (words) => [...document.querySelectorAll('#messages .message')]
      .find((m) => m.innerText.includes(words));";

/// A copy of the site in a folder of its own, as on `https://x/laureate/`.
pub(crate) struct Kept {
    pub(crate) page: Page,
    pub(crate) server: Server,
    /// Where the site's files are.
    pub(crate) folder: PathBuf,
}

impl Kept {
    /// The site in a fresh browser, not yet visited.
    pub(crate) fn new() -> Self {
        let page = Page::blank();
        let top = page.driver.folder().join("net");
        let folder = top.join("laureate");
        copy(&folder);
        list(&folder, &[]);
        Self { page, server: Server::start(top, true), folder }
    }

    /// The site after the first visit.
    pub(crate) fn visited() -> Self {
        let kept = Self::new();
        kept.go("laureate/");
        kept.page.until_ready();
        kept.until_said("Ready to work offline");
        kept
    }

    pub(crate) fn go(&self, path: &str) {
        let url = format!("{}{path}", self.server.address);
        self.page.driver.post("url", &json!({ "url": url })).expect("the page opens");
    }

    /// The server gone, and the browser's own switch.
    pub(crate) fn unplug(&self, off: bool) {
        self.server.switch_off(off);
        let throughput = if off { 0 } else { 100_000_000 };
        let conditions = json!({ "network_conditions": { "offline": off, "latency": 0,
            "download_throughput": throughput, "upload_throughput": throughput } });
        self.page.driver.post("chromium/network_conditions", &conditions).expect("the switch");
    }

    pub(crate) fn until_said(&self, words: &str) {
        let script = format!("{SAID} return Boolean(said(args[0]))");
        self.page.until(&format!("the page says “{words}”"), &script, &[json!(words)]);
    }

    /// Whether a message is there now.
    pub(crate) fn says(&self, words: &str) -> bool {
        let script = format!("{SAID} return Boolean(said(args[0]))");
        self.page.js(&script, &[json!(words)]) == json!(true)
    }

    /// Presses a button of a message.
    pub(crate) fn press(&self, words: &str, button: &str) {
        let script = format!(
            "{SAID} [...said(args[0]).querySelectorAll('button')]
               .find((b) => b.innerText === args[1]).click()"
        );
        self.page.js(&script, &[json!(words), json!(button)]);
    }

    /// A file replaced by a changed one, as a deployment does.
    pub(crate) fn change(&self, file: &str, change: impl FnOnce(String) -> String) {
        let file = self.folder.join(file);
        let text = change(std::fs::read_to_string(&file).unwrap());
        // It may be a link to the built site.
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, text).unwrap();
    }

    /// The build that the open page belongs to.
    pub(crate) fn build(&self) -> String {
        self.page.text(
            "return document.querySelector('meta[name=laureate-build]')?.content ?? 'none'",
            &[],
        )
    }

    /// The caches that there are, by their builds.
    pub(crate) fn caches(&self) -> Value {
        self.page.js(
            "return caches.keys().then((all) => all.map((name) => name.split(' ').at(-1)))",
            &[],
        )
    }
}

/// Makes the list of a folder's files, as a build does.
pub(crate) fn list(folder: &Path, more: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/offline-list.mjs");
    let done = Command::new("node").arg(script).arg(folder).args(more).output().expect("node");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn everything_works_with_the_network_off_after_one_visit() {
    let kept = Kept::visited();
    let page = &kept.page;
    page.same("the console", page.console(), Vec::<String>::new());
    kept.unplug(true);

    // At once: what this page has not loaded yet is there as well.
    page.click("[aria-haspopup=menu]");
    page.click("[data-format=Pdf]");
    let pdf = downloaded(page, "Certificate of completion.pdf");
    assert!(pdf_words(&pdf).contains("Ada Lovelace"));

    page.reload();
    page.rewrite("authority", "School of Weaving");
    page.until_saved();
    page.click("[aria-haspopup=menu]");
    page.click("[data-format=Png]");
    downloaded(page, "Certificate of completion.png");
    // Faces that nothing has used so far.
    let made = page.js(
        "const { renderPng } = await import(new URL('embed/laureate.js', location.href));
         const { template } = document.querySelector('laureate-designer');
         for (const element of template.elements) if (element.text) element.text.style.font = 'Inter';
         const title = template.elements.find((e) => e.text);
         title.text.content = '修了証書 수료증 شهادة תעודה ประกาศนียบัตร';
         const made = await renderPng({ template, values: {}, dpi: 72 });
         return [made.ok, JSON.stringify(made.errors ?? made.warnings ?? [])]",
        &[],
    );
    page.same("a picture in other faces", made[0].clone(), json!(true));
    assert!(!made[1].as_str().unwrap().contains("font-unavailable"), "{made}");

    // Another tab, and the other room, by their own addresses.
    let tab = page.driver.post("window/new", &json!({ "type": "tab" })).unwrap();
    page.driver.post("window", &json!({ "handle": tab["handle"] })).unwrap();
    kept.unplug(true);
    kept.go("laureate/index.html");
    page.until_ready();
    page.same("the words", page.words("authority"), "School of Weaving");
    kept.go("laureate/#rehearse");
    page.until_played();
    page.js("location.reload()", &[]);
    page.until_played();
}

#[test]
fn every_file_is_kept_and_nothing_else_is_answered() {
    let kept = Kept::visited();
    let page = &kept.page;
    kept.unplug(true);
    let found = page.js(
        "const worker = (await navigator.serviceWorker.ready).active;
         const [name] = await caches.keys();
         const kept = (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname);
         const failed = [];
         for (const path of kept) if (!(await fetch(path)).ok) failed.push(path);
         const other = await fetch('nothing.txt').then(() => 'answered', () => 'untouched');
         return [kept.length, failed, other]",
        &[],
    );
    let mut files = 0;
    let mut folders = vec![kept.folder.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            // The example pages are not the site.
            if entry.path().is_dir() && entry.file_name() != "examples" {
                folders.push(entry.path());
            } else if entry.path().is_file() {
                files += 1;
            }
        }
    }
    // All but the worker itself.
    page.same("the files that are kept", found[0].clone(), json!(files - 1));
    page.same("those that do not come", found[1].clone(), json!([]));
    page.same("what is not in the list", found[2].clone(), json!("untouched"));
}

#[test]
fn what_the_browser_threw_away_is_fetched_again() {
    let kept = Kept::visited();
    let page = &kept.page;
    let build = kept.caches();
    page.js(
        "return caches.keys().then((all) => Promise.all(all.map((n) => caches.delete(n))))",
        &[],
    );
    page.reload();
    let all = "const [name] = await caches.keys();
         return name && (await (await caches.open(name)).keys()).length >= args[0]";
    let files = std::fs::read_to_string(kept.folder.join("sw.js")).unwrap();
    let files = files
        .lines()
        .find(|line| line.starts_with("const BUILD"))
        .unwrap()
        .matches("\":\"")
        .count();
    // One of them is the build's id.
    page.until("all is kept again", all, &[json!(files - 1)]);
    page.same("the build that is kept", kept.caches(), build);
    kept.unplug(true);
    page.reload();
}

#[test]
fn a_page_that_embeds_the_elements_has_no_worker() {
    let kept = Kept::new();
    let page = &kept.page;
    let html = "<!doctype html><title>A course</title>\
        <script type=module src='/laureate/embed/laureate.js'></script>\
        <script type=module src='/course/define.js'></script><laureate-designer></laureate-designer>";
    let define = "import { defineElements } from '/laureate/embed/laureate.js'\ndefineElements()";
    for folder in [kept.folder.with_file_name("course"), kept.folder.join("course")] {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), html).unwrap();
        std::fs::write(folder.join("define.js"), define).unwrap();
    }
    kept.go("course/");
    page.until_ready();
    let registered = "return navigator.serviceWorker.getRegistrations().then((all) => all.length)";
    std::thread::sleep(std::time::Duration::from_secs(2));
    page.same("the workers that are registered", page.js(registered, &[]), json!(0));

    // Nor is it answered by the site's, where that was visited and the page lies within its scope.
    kept.go("laureate/");
    page.until_ready();
    kept.until_said("Ready to work offline");
    for place in ["course/", "laureate/course/"] {
        kept.server.asked();
        kept.go(place);
        page.until_ready();
        page.js(
            "return (await import('/laureate/embed/laureate.js')).renderPng({
            template: document.querySelector('laureate-designer').template, values: {}, dpi: 72 })",
            &[],
        );
        let asked = kept.server.asked();
        for file in ["embed/laureate.js", "embed/worker.js", "embed/laureate_export_bg.wasm"] {
            let file = format!("laureate/{file}");
            assert!(
                asked.contains(&file),
                "{place}: {file} came from elsewhere than the net: {asked:?}"
            );
        }
    }
}

#[test]
fn the_site_can_be_installed() {
    let kept = Kept::visited();
    kept.page.reload();
    let found = kept.page.driver.devtools("Page.getInstallabilityErrors", &json!({}));
    kept.page.same(
        "what keeps it from being installed",
        found["installabilityErrors"].clone(),
        json!([]),
    );
    let manifest = kept.page.driver.devtools("Page.getAppManifest", &json!({}));
    kept.page.same("the manifest's faults", manifest["errors"].clone(), json!([]));
    let text: Value = serde_json::from_str(manifest["data"].as_str().unwrap()).unwrap();
    for icon in text["icons"].as_array().unwrap() {
        assert!(kept.folder.join(icon["src"].as_str().unwrap()).is_file(), "{icon} is missing");
    }
}
