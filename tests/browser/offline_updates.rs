//! New versions of the standalone site: they wait, are announced, and two are never mixed.

use super::offline::{Kept, list};
use serde_json::json;

const NEW: &str = "A new version is ready";

impl Kept {
    /// A deployment of another version: a file of the modules and one of the site.
    fn deploy(&self) {
        self.change("embed/client.js", |text| text + "\n// another version\n");
        self.change("site.css", |text| text + "\n/* another version */\n");
        list(&self.folder, &[]);
    }

    /// Has the browser look for a new version, as it does by itself on each visit; how that ended.
    fn look(&self) -> String {
        self.page.text(
            "const registration = await navigator.serviceWorker.getRegistration();
             await registration.update();
             const worker = registration.installing;
             if (!worker) return registration.waiting ? 'installed' : 'nothing new';
             await new Promise((done) => worker.onstatechange = done);
             return worker.state",
            &[],
        )
    }

    /// Which version the page gets of the files: those of one build.
    fn parts(&self) -> String {
        self.page.text(
            "const texts = await Promise.all(['embed/client.js', 'site.css'].map((f) => fetch(f).then((r) => r.text())));
             return texts.map((t) => t.includes('another version') ? 'new' : 'old').join(' ')",
            &[],
        )
    }

    fn switch_to(&self, tab: &serde_json::Value) {
        self.page.driver.post("window", &json!({ "handle": tab })).unwrap();
    }
}

#[test]
fn a_new_version_waits_is_announced_and_takes_over_in_all_tabs() {
    let kept = Kept::visited();
    let page = &kept.page;
    let old = kept.build();
    let first = page.driver.get("window").unwrap();
    page.rewrite("authority", "School of Weaving");
    page.until_saved();

    let second =
        page.driver.post("window/new", &json!({ "type": "tab" })).unwrap()["handle"].take();
    kept.switch_to(&second);
    kept.go("laureate/#rehearse");
    page.until_played();

    kept.server.asked();
    kept.deploy();
    page.same("the new version", kept.look(), "installed");
    // Only what has changed was fetched: not the fonts, not the modules.
    let mut fetched = kept.server.asked();
    fetched.sort();
    let changed = ["embed/client.js", "index.html", "site.css", "sw.js"];
    page.same("what was fetched", fetched, changed.map(|file| format!("laureate/{file}")).to_vec());

    // It is announced, and waits, even when a page is loaded anew.
    kept.until_said(NEW);
    page.same("what this page gets", kept.parts(), "old old");
    page.js("location.reload()", &[]);
    page.until_played();
    kept.until_said(NEW);
    page.same("the build after a reload", kept.build(), old.clone());
    page.same("what a page gets after a reload", kept.parts(), "old old");
    kept.press(NEW, "Later");
    page.until(
        "the announcement is gone",
        "return !document.querySelector('#messages .message')",
        &[],
    );

    // Typed just now in one tab; the other one's button is pressed.
    kept.switch_to(&first);
    kept.until_said(NEW);
    page.js("window.before = true", &[]);
    page.rewrite("authority", "Guild of Weavers");
    kept.switch_to(&second);
    page.js("location.reload()", &[]);
    page.until_played();
    kept.until_said(NEW);
    page.js("window.before = true", &[]);
    kept.press(NEW, "Update");
    for tab in [&second, &first] {
        kept.switch_to(tab);
        page.until(
            "the tab is loaded anew",
            "return !window.before && document.readyState === 'complete'",
            &[],
        );
        let build = kept.build();
        assert_ne!(build, old, "the tab has the old build");
        page.until(
            "the files are those of the new build",
            "return navigator.serviceWorker.controller",
            &[],
        );
        page.same("what the tab gets", kept.parts(), "new new");
    }
    page.until_ready();
    page.same("the words", page.words("authority"), "Guild of Weavers");
    let build = kept.build();
    page.until(
        "the old build is gone",
        "return caches.keys().then((all) => all.length === 1)",
        &[],
    );
    page.same("the build that is kept", kept.caches(), json!([build]));
    kept.unplug(true);
    page.reload();
    page.same("the words with the network off", page.words("authority"), "Guild of Weavers");
}

#[test]
fn a_torn_deployment_leaves_the_old_version_at_work() {
    let kept = Kept::visited();
    let page = &kept.page;
    let old = kept.build();
    kept.deploy();
    // Copied after the list was made: of yet another version.
    kept.change("embed/client.js", |text| text + "// and another\n");
    page.same("what becomes of it", kept.look(), "redundant");
    page.same("what this page gets", kept.parts(), "old old");
    assert!(!kept.says(NEW), "a version that is not whole is announced");
    kept.unplug(true);
    page.reload();
    page.same("the build with the network off", kept.build(), old);
    page.same("what the page gets with the network off", kept.parts(), "old old");

    // Once the deployment is whole, it comes.
    kept.unplug(false);
    list(&kept.folder, &[]);
    page.same("the whole version", kept.look(), "installed");
    kept.until_said(NEW);
    page.js("window.before = true", &[]);
    kept.press(NEW, "Update");
    page.until("the tab is loaded anew", "return !window.before", &[]);
    page.until_ready();
    page.same("what the page gets", kept.parts(), "new new");
}

#[test]
fn a_site_that_is_not_to_be_kept_takes_the_worker_away() {
    let kept = Kept::visited();
    let page = &kept.page;
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/site/sw-none.js");
    std::fs::copy(source, kept.folder.join("sw-none.js")).unwrap();
    list(&kept.folder, &["--none"]);
    page.js("navigator.serviceWorker.getRegistration().then((r) => r.update())", &[]);
    page.until("nothing is kept", "return caches.keys().then((all) => all.length === 0)", &[]);
    page.until_ready();
    page.until(
        "the page is that of the net",
        "return !document.querySelector('meta[name=laureate-build]')",
        &[],
    );
    let registered =
        "return navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)";
    page.until("no worker is left", registered, &[]);
}
