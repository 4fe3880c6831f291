//! What a person does: keys, pointer and files, as real input of the browser.

use super::driver::Browser;
use super::page::Page;
use serde_json::{Value, json};
use std::path::Path;

/// WebDriver's code for a named key; other keys are the character itself.
fn key_code(name: &str) -> String {
    let code = match name {
        "Tab" => '\u{E004}',
        "Enter" => '\u{E007}',
        "Shift" => '\u{E008}',
        "Control" => '\u{E009}',
        "Escape" => '\u{E00C}',
        "Space" => ' ',
        "Backspace" => '\u{E003}',
        "Delete" => '\u{E017}',
        "End" => '\u{E010}',
        "Home" => '\u{E011}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "Alt" => '\u{E00A}',
        "F2" => '\u{E032}',
        _ => return name.to_owned(),
    };
    code.to_string()
}

impl Page {
    /// Presses keys together, e.g. `Control+Shift+z`, `Tab`.
    pub(crate) fn press(&self, chord: &str) {
        let keys: Vec<String> = chord.split('+').map(key_code).collect();
        let event = |kind: &str, key: &String| json!({ "type": kind, "value": key });
        let down = keys.iter().map(|key| event("keyDown", key));
        let up = keys.iter().rev().map(|key| event("keyUp", key));
        self.act(
            &json!({ "type": "key", "id": "keys", "actions": down.chain(up).collect::<Vec<_>>() }),
        );
    }

    /// Presses the same keys several times.
    pub(crate) fn press_times(&self, chord: &str, times: usize) {
        for _ in 0..times {
            self.press(chord);
        }
    }

    /// Types text key by key, where the focus is.
    pub(crate) fn type_keys(&self, text: &str) {
        self.act(&strokes(text));
    }

    /// Puts text in where the focus is, as an input method does when it is done.
    pub(crate) fn insert(&self, text: &str) {
        match self.driver.browser() {
            Browser::Chromium => {
                self.driver.devtools("Input.insertText", &json!({ "text": text }));
            }
            Browser::Firefox => {
                self.js("document.execCommand('insertText', false, args[0])", &[json!(text)]);
            }
        }
    }

    /// Clicks at a place of the window, so many times in a row.
    pub(crate) fn click_at(&self, x: f64, y: f64, times: usize) {
        let mut actions = vec![
            json!({ "type": "pointerMove", "origin": "viewport", "x": x.round() as i64, "y": y.round() as i64 }),
        ];
        for _ in 0..times {
            actions.push(json!({ "type": "pointerDown", "button": 0 }));
            actions.push(json!({ "type": "pointerUp", "button": 0 }));
        }
        self.act(&pointer(&actions));
    }

    /// Draws the pressed pointer from one place to another.
    pub(crate) fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        self.act(&dragging(from, to));
    }

    /// Does what WebDriver calls an action. Fails with a browser that is gone.
    pub(crate) fn try_act(&self, source: &Value) -> Result<(), String> {
        self.driver.post("actions", &json!({ "actions": [source] })).map(drop)
    }

    /// Presses a key and holds it, or lets it go.
    pub(crate) fn hold(&self, key: &str, down: bool) {
        let kind = if down { "keyDown" } else { "keyUp" };
        let event = json!({ "type": kind, "value": key_code(key) });
        self.act(&json!({ "type": "key", "id": "keys", "actions": [event] }));
    }

    /// Presses the pointer somewhere.
    pub(crate) fn pointer_down(&self, at: (f64, f64)) {
        self.pointer_move(at);
        self.act(&pointer(&[json!({ "type": "pointerDown", "button": 0 })]));
    }

    /// Moves the pointer, pressed or not.
    pub(crate) fn pointer_move(&self, (x, y): (f64, f64)) {
        self.act(&pointer(&[json!({ "type": "pointerMove", "origin": "viewport", "duration": 30, "x": x.round() as i64, "y": y.round() as i64 })]));
    }

    /// Lets the pointer go.
    pub(crate) fn pointer_up(&self) {
        self.act(&pointer(&[json!({ "type": "pointerUp", "button": 0 })]));
    }

    /// Clicks the middle of the element that a script returns, where it is seen.
    pub(crate) fn click_found(&self, what: &str, script: &str, args: &[Value]) {
        let found = format!(
            "const found = (() => {{ {script} }})(); if (!found) return null;
             found.scrollIntoView({{ block: 'nearest' }});
             const box = found.getBoundingClientRect();
             return [box.x + box.width / 2, box.y + box.height / 2]"
        );
        let place = self.until(&format!("{what} is there to be clicked"), &found, args);
        let part = |n: usize| place[n].as_f64().unwrap_or(0.0);
        self.click_at(part(0), part(1), 1);
    }

    /// Clicks the middle of the element that a selector finds.
    pub(crate) fn click(&self, selector: &str) {
        self.click_found(selector, "return $(args[0])", &[json!(selector)]);
    }

    /// Clicks the button with these words, or with this name.
    pub(crate) fn click_button(&self, name: &str) {
        let script = "return $$('button').find((b) => b.checkVisibility() \
            && (b.innerText.trim() === args[0] || b.getAttribute('aria-label') === args[0]))";
        self.click_found(&format!("the button “{name}”"), script, &[json!(name)]);
    }

    /// Selects an element of the certificate by a click on it.
    pub(crate) fn select(&self, id: &str) {
        if !self.edited().is_empty() {
            self.press("Escape");
        }
        self.click(&format!("[data-node=\"{id}\"]"));
    }

    /// Begins to edit a text of the certificate: selects it by a click, and goes
    /// in with Enter. All of it is selected then.
    pub(crate) fn edit(&self, id: &str) {
        if self.selected() == id && self.edited().is_empty() {
            // Another click would put the caret somewhere.
            self.js("$('.room').focus()", &[]);
        } else {
            self.select(id);
        }
        self.press("Enter");
        let script = "return active?.dataset?.text === args[0]";
        self.until(&format!("“{id}” has the focus"), script, &[json!(id)]);
        if self.edited() != id {
            self.fail(&format!("a click on “{id}” does not begin editing it"));
        }
    }

    /// Leaves the text that is typed in and what is selected: the inspector
    /// shows the page then.
    pub(crate) fn done(&self) {
        for _ in 0..3 {
            if self.js("return !$('.overlay') && !$('.marks .outline')", &[]) == json!(true) {
                return;
            }
            self.press("Escape");
        }
        self.until("nothing is selected", "return !$('.marks .outline')", &[]);
    }

    /// Edits a text of the certificate from nothing.
    pub(crate) fn rewrite(&self, id: &str, text: &str) {
        self.edit(id);
        self.press("Control+a");
        self.type_keys(text);
        self.same("the words typed", self.words(id), text.to_owned());
    }

    /// Puts a value into a form field of the inspector, in place of what is there.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        if selector.starts_with("#l-value") {
            self.done();
        }
        self.click(selector);
        self.press("Control+a");
        self.insert(text);
    }

    /// Presses Tab until what has the focus matches a selector.
    pub(crate) fn tab_to(&self, selector: &str) {
        for _ in 0..90 {
            if self.js("return active?.matches(args[0]) ?? false", &[json!(selector)])
                == json!(true)
            {
                return;
            }
            if self.js("return active?.matches('.room') ?? false", &[]) == json!(true) {
                // Else Tab goes from element to element.
                self.press("Escape");
            }
            self.press("Tab");
        }
        self.fail(&format!("Tab never comes to {selector}"));
    }

    /// Chooses a file in the browser's file chooser.
    pub(crate) fn choose_file(&self, path: &Path) {
        self.done();
        self.choose_file_in(".inspector input.background-file", path);
    }

    /// Chooses a file for the input that a selector finds.
    pub(crate) fn choose_file_in(&self, selector: &str, path: &Path) {
        let input = self.js("return $(args[0])", &[json!(selector)]);
        let id = input.as_object().and_then(|element| element.values().next()?.as_str());
        let Some(id) = id else { self.fail("no input for files") };
        let path = path.to_str().expect("a path in Unicode");
        if let Err(why) = self.driver.post(&format!("element/{id}/value"), &json!({ "text": path }))
        {
            self.fail(&format!("{path}: {why}"));
        }
    }

    /// Drops a file with these bytes on the certificate. The browser lets no test
    /// drag from outside, so the events are made.
    pub(crate) fn drop_file(&self, name: &str, mime: &str, base64: &str) {
        let script = "
            const bytes = Uint8Array.from(atob(args[2]), (c) => c.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], args[0], { type: args[1] }));
            for (const kind of ['dragenter', 'dragover', 'drop'])
                $('.drop-background').dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true, composed: true }))";
        self.js(script, &[json!(name), json!(mime), json!(base64)]);
    }

    fn act(&self, source: &Value) {
        if let Err(why) = self.try_act(source) {
            self.fail(&why);
        }
    }
}

fn pointer(actions: &[Value]) -> Value {
    json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions })
}

/// The strokes that type a text.
pub(crate) fn strokes(text: &str) -> Value {
    let strokes = text.chars().flat_map(|c| {
        ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": c.to_string() }))
    });
    json!({ "type": "key", "id": "keys", "actions": strokes.collect::<Vec<_>>() })
}

/// The pressed pointer's way from one place to another.
pub(crate) fn dragging(from: (f64, f64), to: (f64, f64)) -> Value {
    let at = |(x, y): (f64, f64)| json!({ "type": "pointerMove", "origin": "viewport", "duration": 50, "x": x.round() as i64, "y": y.round() as i64 });
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let (down, up) = (
        json!({ "type": "pointerDown", "button": 0 }),
        json!({ "type": "pointerUp", "button": 0 }),
    );
    pointer(&[at(from), down, at(middle), at(to), up])
}
