//! Names in many scripts: fonts come when needed, and what no font has is said.

use super::page::Page;
use serde_json::json;

/// A name, and the start of the font file that its script needs.
const NAMES: [(&str, &str); 7] = [
    ("محمد عبد الرحمن", "noto-naskh-arabic"),
    ("שרה כהן־לוי", "noto-serif-hebrew"),
    ("प्रियंका शर्मा", "noto-serif-devanagari"),
    ("สมชาย ใจดี", "noto-sans-thai"),
    ("さくら 山田", "noto-sans-jp"),
    ("李小龙", "noto-sans-"),
    ("김민준", "noto-sans-kr"),
];

const RECIPIENT: &str = "#l-value-recipient_name";

/// Waits until a font file has come.
pub(crate) fn until_loaded(page: &Page, font: &str) {
    let script = "return performance.getEntriesByType('resource')
        .some((e) => e.name.includes(`fonts/${args[0]}`) && e.responseEnd > 0)";
    page.until(&format!("{font} is loaded"), script, &[json!(font)]);
}

#[test]
fn names_in_many_scripts_are_drawn_with_fonts_that_have_them() {
    let page = Page::open();
    for (name, font) in NAMES {
        let before = page.drawn("recipient");
        page.fill(RECIPIENT, name);
        page.same("the value", page.text("return $(args[0]).value", &[json!(RECIPIENT)]), name);
        until_loaded(&page, font);
        page.until(
            &format!("{name} is drawn without a fault"),
            "return $('.status .fine')?.innerText.trim() === 'Everything fits' \
             && $('[data-node=recipient]').innerHTML !== args[0]",
            &[json!(before)],
        );
        page.holds(name, "return $('[data-node=recipient]').getBBox().width > 60", &[]);
    }
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn mixed_scripts_stand_in_one_line() {
    let page = Page::open();
    page.fill(RECIPIENT, "Ada محمد 山田 שרה");
    for font in ["noto-naskh-arabic", "noto-serif-hebrew", "noto-sans-"] {
        until_loaded(&page, font);
    }
    page.until_status("Everything fits");
    page.holds("it is drawn", "return $('[data-node=recipient]').getBBox().width > 300", &[]);
}

#[test]
fn a_character_without_a_font_is_named_and_leads_to_its_text() {
    let page = Page::open();
    page.fill(RECIPIENT, "ሰላም");
    page.until_status("to look at");
    page.click(".findings-button");
    let finding =
        page.until("it is listed", "return $('[data-code=missing-glyph]')?.innerText", &[]);
    let finding = finding.as_str().unwrap();
    for part in ["ሰ", "U+1230", "Ethiopic", "Recipient"] {
        assert!(finding.contains(part), "“{part}” is not in: {finding}");
    }
    page.holds("it is one finding", "return $$('[data-code=missing-glyph]').length === 1", &[]);
    page.click("[data-code=missing-glyph] button");
    page.same("the finding leads to", page.selected(), "recipient");
    page.fill(RECIPIENT, "Selam");
    page.until_status("Everything fits");
}

#[test]
fn a_long_name_shrinks_and_a_far_too_long_one_is_reported() {
    let page = Page::open();
    page.fill(RECIPIENT, "Wolfeschlegelsteinhausenbergerdorff the Elder of Philadelphia");
    page.until(
        "the inspector says so",
        "return $$('.badge').some((b) => b.innerText.startsWith('shrunk to'))",
        &[],
    );
    page.until_status("Everything fits");
    page.fill(RECIPIENT, &"Wolfeschlegelsteinhausen ".repeat(30));
    page.until_status("to look at");
    page.click(".findings-button");
    page.until(
        "it is listed",
        "return $('.findings [data-code=text-cut], .findings [data-code=text-overflows]')",
        &[],
    );
}
