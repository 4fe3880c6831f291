//! The interface in other languages: nothing cut off, nothing left in English
//! that a person sees at once, and a host's own words.

use super::driver::Browser;
use super::page::Page;
use super::site;
use serde_json::{Value, json};

/// Opens the designer or the room in a language; waits until it is ready.
fn open(tag: &str, language: &str) -> Page {
    let page = Page::start(&Browser::Chromium.into());
    page.visit(&format!("{}examples/index.html", site::address()));
    let script = "const [tag, language, done] = arguments;
        (async () => {
            const { defineElements } = await import('../embed/laureate.js');
            defineElements();
            const element = document.createElement(tag);
            element.setAttribute('locale', language);
            element.style.cssText = 'display: block; height: 900px';
            document.body.replaceChildren(element);
            document.body.style.margin = 0;
            element.addEventListener('laureate-ready', () => done(true));
            element.addEventListener('laureate-error', ({ detail }) => done(detail.message));
        })()";
    let body = json!({ "script": script, "args": [tag, language] });
    page.same("it is ready", page.driver.post("execute/async", &body).unwrap(), json!(true));
    page
}

#[test]
fn every_panel_of_the_designer_speaks_the_language() {
    for language in ["fr", "de", "es", "ar"] {
        let page = open("laureate-designer", language);
        page.until("it is drawn", "return $$('[data-node] path').length >= 9", &[]);
        for panel in ["Templates", "Add", "Fields", "Layers", "History"] {
            page.js("$(`[data-panel=\"${args[0]}\"]`).click()", &[json!(panel)]);
            still_english(&page, language, panel);
            page.holds(
                "nothing is wider than its place",
                "return [...$$('.rail button, .topbar button')].every((b) => b.scrollWidth <= b.clientWidth + 1)",
                &[],
            );
        }
    }
}

#[test]
fn every_view_of_the_room_speaks_the_language() {
    for language in ["fr", "ar"] {
        let page = open("laureate-simulator", language);
        page.until_played();
        let views = page.number("return $$('.rail button').length", &[]) as usize;
        for view in 0..views {
            page.js("$$('.rail button')[args[0]].click()", &[json!(view)]);
            page.until("it is there", "return $('.room .view section')", &[]);
            still_english(&page, language, &format!("view {view}"));
        }
    }
}

/// Fails where a label or button still shows an English text that has another in
/// this language.
fn still_english(page: &Page, language: &str, place: &str) {
    let path = format!("{}/www/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
    let texts: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let keys: Vec<&String> = english_keys(&texts);
    let script = "const known = new Set(args[0]);
        // What the design itself calls its parts is no text of the interface.
        const design = document.querySelector('laureate-designer')?.template;
        for (const part of [...(design?.elements ?? []), ...(design?.fields ?? [])]) {
            known.delete(part.name);
            known.delete(part.label);
        }
        const shown = [...$$('button, h1, h2, h3, h4, label, legend, summary, th, option, p')]
            .filter((e) => e.checkVisibility?.() ?? true)
            .map((e) => e.innerText.trim());
        return [...new Set(shown.filter((words) => known.has(words)))]";
    let found = page.js(script, &[json!(keys)]);
    page.same(&format!("{language}, {place}: texts in English"), found, json!([]));
}

/// The English texts that are other words in a language.
fn english_keys(texts: &Value) -> Vec<&String> {
    let texts = texts["texts"].as_object().unwrap();
    let differs = |(key, said): &(&String, &Value)| {
        said.as_str().is_some_and(|said| said != key.as_str()) && key.chars().count() > 3
    };
    // Words that are the same as another text of the language are none of ours to tell.
    let said: std::collections::BTreeSet<&str> = texts.values().filter_map(Value::as_str).collect();
    texts
        .iter()
        .filter(differs)
        .map(|(key, _)| key)
        .filter(|key| !said.contains(key.as_str()))
        .collect()
}

#[test]
fn a_host_puts_its_own_words() {
    let page = Page::start(&Browser::Chromium.into());
    page.visit(&format!("{}examples/index.html", site::address()));
    let script = "const done = arguments[0];
        (async () => {
            const { defineElements } = await import('../embed/laureate.js');
            defineElements();
            const element = document.createElement('laureate-designer');
            element.texts = { Save: 'Keep in the portal' };
            document.body.replaceChildren(element);
            element.addEventListener('laureate-ready', () => done(element.shadowRoot.querySelector('.save').innerText));
        })()";
    let body = json!({ "script": script, "args": [] });
    let said = page.driver.post("execute/async", &body).unwrap();
    page.same("the button", said, json!("Keep in the portal"));
}
