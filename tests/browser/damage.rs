//! Records that cannot be read, or are not for us: the newest good copy is
//! shown, what is unreadable is set aside and never lost, and what a newer build
//! wrote is never written over.

use super::driver::{Browser, in_both};
use super::page::Page;
use super::stored::{PLACES, Place, copy, is_stored, is_told, put_back, set_copy, settled, stored};
use serde_json::{Value, json};

in_both!(
    a_record_half_written_or_with_a_flipped_bit_costs_no_word,
    a_document_of_a_newer_version_is_never_written_over,
    a_newer_document_that_another_tab_wrote_is_never_written_over,
    junk_under_our_keys_costs_no_word,
);

/// A browser in which this was typed and saved, "Older words" and then "Newest
/// words", and from which the page was left; with what is stored.
fn two_saves(browser: Browser, place: Place) -> (Page, Value) {
    let page = Page::start(&browser.into());
    place.load(&page);
    for words in ["Older words", "Newest words"] {
        place.write(&page, words);
        page.until_saved();
    }
    page.leave();
    let all = stored(&page);
    (page, all)
}

/// A text with one bit flipped in the middle of its document. The bit is one that
/// leaves a letter a letter, so that the text is as readable as before.
fn flipped(text: &str, at: usize) -> String {
    let found = text.char_indices().skip(at).find(|(_, c)| c.is_ascii_lowercase());
    let (at, old) = found.expect("a letter");
    let new = char::from(old as u8 ^ 1);
    format!("{}{new}{}", &text[..at], &text[at + 1..])
}

/// Ways in which a record can be hurt.
fn hurt(text: &str) -> Vec<(&'static str, String)> {
    let head = text.find('\n').expect("a head");
    let cut = |at: usize| text.chars().take(at).collect::<String>();
    vec![
        ("cut to nothing", String::new()),
        ("cut in its head", cut(head / 2)),
        ("cut after its head", cut(head + 1)),
        ("cut in the middle", cut(text.chars().count() / 2)),
        ("cut at the last character", cut(text.chars().count() - 1)),
        ("a bit flipped in its head", flipped(text, head / 3)),
        ("a bit flipped in its document", flipped(text, head + (text.len() - head) / 2)),
    ]
}

fn a_record_half_written_or_with_a_flipped_bit_costs_no_word(browser: Browser) {
    let copies: [&[&str]; 5] =
        [&["main"], &["last"], &["second"], &["main", "last"], &["main", "last", "second"]];
    for place in PLACES {
        let (page, good) = two_saves(browser, place);
        let key = place.key();
        if copy(&good, key, "second").is_none() {
            page.fail(&format!("{place:?}: there is no second copy"));
        }
        let ways = hurt(&copy(&good, key, "main").expect("a record")).len();
        for which in copies {
            for way in 0..ways {
                // All ways for the copy that matters most; some for the others.
                if which != ["main"] && way % 3 != 1 {
                    continue;
                }
                let mut all = good.clone();
                let mut hurt_texts = Vec::new();
                let mut name = "";
                for copied in which {
                    let Some(text) = copy(&good, key, copied) else { continue };
                    let (how, text) = hurt(&text).swap_remove(way);
                    set_copy(&mut all, key, copied, &text);
                    hurt_texts.push(text);
                    name = how;
                }
                let name = format!("{place:?}, {which:?} {name}");
                put_back(&page, &all);
                damaged(&page, place, &name, which, &hurt_texts);
                page.leave();
            }
        }
    }
}

/// Opens what was damaged, works on, and looks at what became of it.
fn damaged(page: &Page, place: Place, name: &str, which: &[&str], texts: &[String]) {
    place.load(page);
    if which.len() < 3 {
        page.same(&format!("{name}: the words"), place.words(page), "Newest words");
    }
    if which.contains(&"main") {
        page.until(&format!("{name}: it is said"), "return $('.notice')?.innerText", &[]);
    }
    place.write(page, "Words after damage");
    page.until_saved();
    place.reload(page);
    page.same(&format!("{name}: words after a reload"), place.words(page), "Words after damage");
    page.leave();
    let all = stored(page);
    for text in texts.iter().filter(|text| text.len() > 1) {
        if !is_stored(&all, text) {
            page.fail(&format!("{name}: what could not be read is gone"));
        }
    }
}

/// A record of a newer build: its envelope is newer, or the document in it.
fn newer(text: &str, envelope: bool) -> String {
    let (head, document) = text.split_once('\n').expect("a head");
    let mut head: Value = serde_json::from_str(head).expect("a head");
    let mut document: Value = serde_json::from_str(document).expect("a document");
    head["revision"] = json!(head["revision"].as_u64().expect("a number") + 100);
    if envelope {
        head["version"] = json!(99);
    } else {
        document["version"] = json!(99);
    }
    document["of the future"] = json!("precious");
    let document = document.to_string();
    head["digest"] = json!(laureate::template::AssetId::of(document.as_bytes()).0);
    format!("{head}\n{document}")
}

/// Types on, and fails where that is not said to go nowhere, or goes over it.
fn stays(page: &Page, place: Place, name: &str, text: &str) {
    place.write(page, "Words of an older build");
    let bar = settled(page);
    if !bar.starts_with("Not saved") || !is_told(page) {
        page.fail(&format!("{name}: it is not told that nothing is saved; the bar says “{bar}”"));
    }
    page.leave();
    let all = stored(page);
    page.same(
        &format!("{name}: what is stored"),
        copy(&all, place.key(), "main"),
        Some(text.into()),
    );
    if let Some(second) = copy(&all, place.key(), "second")
        && second.contains("Words of an older build")
    {
        page.fail(&format!("{name}: the second copy was written over"));
    }
}

fn a_document_of_a_newer_version_is_never_written_over(browser: Browser) {
    for place in PLACES {
        let (page, good) = two_saves(browser, place);
        for envelope in [true, false] {
            let text = newer(&copy(&good, place.key(), "main").expect("a record"), envelope);
            let mut all = good.clone();
            set_copy(&mut all, place.key(), "main", &text);
            set_copy(&mut all, place.key(), "second", &text);
            put_back(&page, &all);
            place.load(&page);
            let what = if envelope { "a newer envelope" } else { "a newer document" };
            let name = format!("{place:?}, {what}");
            page.until(
                &format!("{name}: it is said"),
                "return $$('.notice').some((n) => n.innerText.includes('newer'))",
                &[],
            );
            stays(&page, place, &name, &text);
        }
    }
}

fn a_newer_document_that_another_tab_wrote_is_never_written_over(browser: Browser) {
    for place in PLACES {
        let (page, good) = two_saves(browser, place);
        for envelope in [true, false] {
            put_back(&page, &good);
            place.load(&page);
            let ours = page.tab();
            let text = newer(&copy(&good, place.key(), "main").expect("a record"), envelope);
            let theirs = page.new_tab();
            page.leave();
            let mut all = stored(&page);
            set_copy(&mut all, place.key(), "main", &text);
            set_copy(&mut all, place.key(), "second", &text);
            put_back(&page, &all);
            page.driver.delete("window").expect("the tab closes");
            page.to_tab(&ours);
            let what = if envelope { "a newer envelope" } else { "a newer document" };
            let name = format!("{place:?}, {what} of another tab");
            let _ = theirs;
            stays(&page, place, &name, &text);
        }
    }
}

fn junk_under_our_keys_costs_no_word(browser: Browser) {
    for place in PLACES {
        let (page, good) = two_saves(browser, place);
        let key = place.key();
        let junk = ["junk", "null", "{}", "[1,2", "\u{0}\u{1}\u{ffff}", "{\"format\":1}\n{}"];
        for (n, junk) in junk.iter().enumerate() {
            let mut all = good.clone();
            let beside = [
                ".history",
                ".open",
                ".previous",
                ".journal",
                ".trash/d123456789",
                "/d123456789",
                ".zzz",
            ];
            for ending in beside {
                all["local"][format!("{key}{ending}")] = json!(junk);
                all["records"][format!("{key}{ending}")] = json!(junk);
            }
            put_back(&page, &all);
            place.load(&page);
            let name = format!("{place:?}, junk {n}");
            page.same(&format!("{name}: the words"), place.words(&page), "Newest words");
            place.write(&page, "Words beside junk");
            page.until_saved();
            place.reload(&page);
            page.same(
                &format!("{name}: words after a reload"),
                place.words(&page),
                "Words beside junk",
            );
            page.leave();
        }
        // In place of the document itself, where nothing else is left of it.
        let mut all = json!({ "local": {}, "records": {} });
        for which in ["main", "last", "second"] {
            set_copy(&mut all, key, which, "written by somebody else");
        }
        put_back(&page, &all);
        place.load(&page);
        page.until(&format!("{place:?}: it is said"), "return $('.notice')?.innerText", &[]);
        place.write(&page, "Words in place of junk");
        page.until_saved();
        page.leave();
        if !is_stored(&stored(&page), "written by somebody else") {
            page.fail(&format!("{place:?}: what was there is gone"));
        }
    }
}
