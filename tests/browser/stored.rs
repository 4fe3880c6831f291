//! Both rooms as places that keep words, and what is stored of them: looked at
//! and changed behind the page's back.

use super::page::{PATIENCE, Page};
use serde_json::{Value, json};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A room, with one text in it that stands for all of the person's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Designer,
    Room,
}

/// Both of them, for tests that hold of each.
pub(crate) const PLACES: [Place; 2] = [Place::Designer, Place::Room];

impl Place {
    /// Where its document is stored.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Designer => "laureate:certificate",
            Self::Room => "laureate:project",
        }
    }

    pub(crate) fn load(self, page: &Page) {
        match self {
            Self::Designer => page.load(),
            Self::Room => page.load_room(),
        }
    }

    pub(crate) fn reload(self, page: &Page) {
        match self {
            Self::Designer => page.reload(),
            Self::Room => page.reload_room(),
        }
    }

    /// Types words in place of those that are there.
    pub(crate) fn write(self, page: &Page, words: &str) {
        match self {
            Self::Designer => {
                page.rewrite("authority", words);
                page.done();
            }
            Self::Room => {
                // Messages stay: they are what is looked for.
                page.click(".topbar input.name");
                page.press("Control+a");
                page.type_keys(words);
                page.same("the words typed", self.words(page), words.to_owned());
                page.press("Tab");
            }
        }
    }

    /// The words that are there.
    pub(crate) fn words(self, page: &Page) -> String {
        match self {
            Self::Designer => page.words("authority"),
            Self::Room => page.text("return $('.topbar input.name').value", &[]),
        }
    }
}

/// `stored()`: every text in localStorage and every record of the database, by
/// key; `database(mode, work)`: a transaction over the records.
const STORED: &str = "
    const opened = () => new Promise((resolve, reject) => {
        const request = indexedDB.open('laureate');
        request.onupgradeneeded = () => request.transaction.abort();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const database = async (mode, work) => {
        const database = await opened().catch(() => null);
        if (!database?.objectStoreNames.contains('records')) return database?.close();
        return new Promise((resolve, reject) => {
            const transaction = database.transaction('records', mode);
            const result = work(transaction.objectStore('records'));
            transaction.oncomplete = () => { database.close(); resolve(result) };
            transaction.onabort = () => reject(transaction.error);
        });
    };
    const stored = async () => {
        const records = {};
        await database('readonly', (store) => {
            store.openCursor().onsuccess = ({ target }) => {
                if (!target.result) return;
                records[target.result.key] = target.result.value;
                target.result.continue();
            };
        });
        return { local: { ...localStorage }, records };
    };
";

/// Runs a script that may use [`STORED`].
pub(crate) fn run(page: &Page, script: &str, args: &[Value]) -> Value {
    page.js(&format!("{STORED} return (async () => {{ {script} }})()"), args)
}

/// Everything that is stored: `{ local, records }`.
pub(crate) fn stored(page: &Page) -> Value {
    run(page, "return stored()", &[])
}

/// Puts everything back as it was.
pub(crate) fn put_back(page: &Page, all: &Value) {
    run(
        page,
        "localStorage.clear();
         for (const [key, text] of Object.entries(args[0].local)) localStorage.setItem(key, text);
         await database('readwrite', (store) => {
             store.clear();
             for (const [key, text] of Object.entries(args[0].records)) store.put(text, key);
         })",
        std::slice::from_ref(all),
    );
}

/// The text of one copy of a document, if there is one: `main`, `last` or `second`.
pub(crate) fn copy(all: &Value, key: &str, which: &str) -> Option<String> {
    let text = match which {
        "main" => &all["local"][key],
        "last" => &all["local"][format!("{key}.last")],
        _ => &all["records"][key],
    };
    text.as_str().map(str::to_owned)
}

/// Changes one copy of a document.
pub(crate) fn set_copy(all: &mut Value, key: &str, which: &str, text: &str) {
    match which {
        "main" => all["local"][key] = json!(text),
        "last" => all["local"][format!("{key}.last")] = json!(text),
        _ => all["records"][key] = json!(text),
    }
}

/// Whether a text is stored anywhere, whole.
pub(crate) fn is_stored(all: &Value, text: &str) -> bool {
    let texts = ["local", "records"].into_iter().filter_map(|part| all[part].as_object());
    texts.flat_map(|part| part.values()).any(|found| found.as_str() == Some(text))
}

/// What the bar says of saving, once it says more than that it is at it.
pub(crate) fn settled(page: &Page) -> String {
    // What was typed is noticed within this.
    sleep(Duration::from_millis(600));
    let start = Instant::now();
    loop {
        let words = page.text("return $('.saved')?.innerText ?? ''", &[]);
        if !words.is_empty() && words != "Saving…" {
            return words;
        }
        if start.elapsed() > PATIENCE {
            page.fail(&format!("the bar never says whether it is saved, but “{words}”"));
        }
        sleep(Duration::from_millis(50));
    }
}

/// Whether a message on the page says that work is not saved, and what to do.
pub(crate) fn is_told(page: &Page) -> bool {
    let script = "return $$('.notice').some((n) => /not saved|not kept|keeps nothing|newer/i.test(n.innerText)
        && /download|save it as a file|reload|take over/i.test(n.innerText))";
    page.js(script, &[]) == json!(true)
}

/// The promise of every fault: what is typed is there after a reload, or the
/// person is told in the bar and in a message. Gives what the bar says.
pub(crate) fn kept_or_told(page: &Page, place: Place, fault: &str, words: &str) -> String {
    place.write(page, words);
    let bar = settled(page);
    if bar.starts_with("Saved") {
        place.reload(page);
        page.same(&format!("{place:?}, {fault}: words after a reload"), place.words(page), words);
    } else {
        if !bar.starts_with("Not saved") {
            page.fail(&format!("{place:?}, {fault}: the bar says “{bar}”"));
        }
        if !is_told(page) {
            page.fail(&format!("{place:?}, {fault}: no message says what to do"));
        }
        page.same(
            &format!("{place:?}, {fault}: words that are still here"),
            place.words(page),
            words,
        );
    }
    bar
}
