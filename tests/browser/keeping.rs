//! What was made stays on this device.

use super::backgrounds::picture;
use super::driver::{Browser, in_both};
use super::page::Page;

in_both!(
    typed_words_are_there_after_a_reload,
    a_reload_at_once_loses_nothing,
    pictures_survive_a_reload,
    several_documents_are_there_after_a_reload,
);

fn typed_words_are_there_after_a_reload(browser: Browser) {
    let page = Page::open_in(browser);
    page.rewrite("authority", "School of Weaving");
    page.until_saved();
    page.holds(
        "it is in localStorage",
        "return Object.values({ ...localStorage }).join().includes('School of Weaving')",
        &[],
    );
    let drawn = page.drawn("authority");
    page.reload();
    page.same("the words after a reload", page.words("authority"), "School of Weaving");
    page.same("what is drawn after a reload", page.drawn("authority"), drawn);
    page.same("the console", page.console(), Vec::<String>::new());
}

fn a_reload_at_once_loses_nothing(browser: Browser) {
    let page = Page::open_in(browser);
    page.rewrite("authority", "Quick Work");
    page.reload();
    page.same("the words after a reload", page.words("authority"), "Quick Work");
}

fn pictures_survive_a_reload(browser: Browser) {
    let page = Page::open_in(browser);
    page.choose_file(&picture("good/plain.png"));
    let is_drawn = "const image = $('[data-node=background] image');
        const href = image?.getAttribute('xlink:href') ?? image?.getAttribute('href');
        if (!href?.startsWith('blob:')) return false;
        const picture = new Image(); picture.src = href;
        return picture.decode().then(() => picture.naturalWidth === 48, () => false)";
    page.until("the picture is drawn", is_drawn, &[]);
    page.until_saved();
    page.reload();
    page.until("the picture is drawn after a reload", is_drawn, &[]);
}

fn several_documents_are_there_after_a_reload(browser: Browser) {
    let page = Page::open_in(browser);
    page.rewrite("authority", "School of Weaving");
    page.done();
    page.until_saved();
    page.click("[data-panel=Templates]");
    page.click(".library [data-act=Duplicate]");
    let two = "return $$('.library [data-card] .thumb').length === 2";
    page.until("there are two", two, &[]);
    let other = |words: &str| {
        page.click(".library .card:not(.is-open) .thumb");
        page.until("the other is open", "return $('[data-node=authority] path')", &[]);
        page.same("its words", page.words("authority"), words.to_owned());
    };
    other("School of Weaving");
    page.rewrite("authority", "School of Dyeing");
    page.done();
    page.until_saved();
    page.reload();
    page.same("the words after a reload", page.words("authority"), "School of Dyeing");
    page.click("[data-panel=Templates]");
    page.until("there are two after a reload", two, &[]);
    other("School of Weaving");
}

#[test]
fn start_again_asks_first_and_can_be_undone_by_keyboard_alone() {
    let page = Page::open();
    page.tab_to(".room");
    for _ in 0..12 {
        page.press("Tab");
        if page.selected() == "authority" {
            break;
        }
    }
    page.press("F2");
    page.until("it is typed in", "return active?.dataset.text === 'authority'", &[]);
    page.type_keys("My own house");
    page.done();
    page.until_saved();
    let open = "return $('dialog').open";

    page.tab_to(".again");
    page.press("Enter");
    page.until("it asks", open, &[]);
    page.holds("the safe answer has the focus", "return active.innerText === 'Keep my work'", &[]);
    page.press("Escape");
    page.until("Escape closes it", "return !$('dialog').open", &[]);
    page.same("nothing happened", page.words("authority"), "My own house");
    page.holds("the focus is back", "return active?.classList.contains('again')", &[]);

    page.press("Space");
    page.until("it asks", open, &[]);
    page.press("Enter");
    page.until("“Keep my work” closes it", "return !$('dialog').open", &[]);
    page.same("nothing happened", page.words("authority"), "My own house");

    page.press("Enter");
    page.until("it asks", open, &[]);
    page.press("Tab");
    page.press("Enter");
    page.until("the dialog is gone", "return !$('dialog').open", &[]);
    page.same("it started again", page.words("authority"), "Institute for Safe Working");
    page.until("it is said", "return $('[aria-live]').innerText.includes('Started again')", &[]);

    page.press("Control+z");
    page.same("undo brings the work back", page.words("authority"), "My own house");
    page.until_saved();
    page.reload();
    page.same("and keeps it", page.words("authority"), "My own house");
}

#[test]
fn a_full_storage_is_said_and_the_work_can_be_downloaded() {
    let page = Page::open();
    page.rewrite("authority", "First words");
    page.until_saved();
    page.js(
        // The history would give way: it is no part of what must be kept. Nor has
        // the database any room, which would keep the work.
        "IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError') }
         for (const key of Object.keys(localStorage)) if (key.endsWith('.history')) localStorage.removeItem(key)
         let size = 5 * 1024 * 1024;
         while (size > 0) {
           try { localStorage.setItem('other' + localStorage.length, 'x'.repeat(size)) }
           catch { size = Math.floor(size / 2) }
         }",
        &[],
    );
    page.press("Control+End");
    page.type_keys(", and many more than fitted into the storage before");
    page.until(
        "the bar says so",
        "return $('.saved').innerText === 'Not saved: storage is full — download your work'",
        &[],
    );
    page.until("a message says so", "return $('.notice[role=alert][data-code=storage-full]')", &[]);
    page.holds(
        "and what to do",
        "return $('.notice').innerText.includes('ownload your work')",
        &[],
    );
    page.type_keys("!");
    page.holds("typing goes on", "return $('[data-text=authority]').value.endsWith('!')", &[]);
    page.holds(
        "what was saved before is still there",
        "return Object.values({ ...localStorage }).some((v) => v.includes('First words'))",
        &[],
    );
    page.js("for (const key of Object.keys(localStorage)) if (key.startsWith('other')) localStorage.removeItem(key)", &[]);
    page.type_keys("!");
    page.until_saved();
}

#[test]
fn a_damaged_record_is_said_and_set_aside() {
    let page = Page::open();
    page.rewrite("authority", "Good words");
    page.until_saved();
    page.press("Escape");
    // The page saves when it is left: damage is done where it no longer can.
    page.leave();
    page.js("for (const key of Object.keys(localStorage)) localStorage.setItem(key, localStorage.getItem(key).slice(0, 50))", &[]);
    page.load();
    page.until("it is said", "return $('.notice')", &[]);
    page.holds(
        "what could not be read is kept",
        "return Object.keys(localStorage).some((key) => key.includes('.damaged.'))",
        &[],
    );
    page.edit("authority");
    page.type_keys("x");
    page.until_saved();
}
