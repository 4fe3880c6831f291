//! A template of another designer becomes a certificate here.

use super::page::Page;
use serde_json::json;
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pdfme").join(name)
}

#[test]
fn a_template_of_pdfme_becomes_a_new_certificate() {
    let page = Page::open();
    page.click_button("Templates");
    page.choose_file_in("input.bring-pdfme", &fixture("left-out.json"));
    page.until(
        "it is open",
        "return document.querySelector('laureate-designer').template.elements
           .find((e) => e.id === 'validity')?.text.content === '{{validity_text}}'",
        &[],
    );
    let listed = page.number("return $$('.left-behind li').length", &[]);
    assert!(listed > 10.0, "{listed} things are listed");
    page.holds(
        "each says what to do, and the list has the focus",
        "return $$('.left-behind li').every((li) => li.innerText.split('\\n').length === 2) && active?.id === 'l-left'",
        &[],
    );
    page.click(".left-behind button");
    page.until("the list is gone", "return !$('.left-behind')", &[]);

    page.choose_file_in("input.bring-pdfme", &fixture("certificate.json"));
    page.until("its pictures are shown", "return $$('[data-node=logo] image').length === 1", &[]);
    page.until_saved();
    page.reload_brought();
    page.holds("its pictures were kept", "return $$('[data-node=logo] image').length === 1", &[]);

    page.click_button("Templates");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    page.choose_file_in("input.bring-pdfme", &project);
    page.until("another file is refused", "return $('.notice[data-code=not-json]')", &[]);
    page.same("the design", page.element("logo")["name"].clone(), json!("logo"));
}

impl Page {
    fn reload_brought(&self) {
        self.driver.post("refresh", &json!({})).expect("the page reloads");
        self.until("it is drawn", "return $('[data-node=statement] path')", &[]);
    }
}
