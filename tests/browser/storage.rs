//! "Storage on this device": what was set aside comes out again, raw.

use super::downloads::downloaded;
use super::page::Page;
use super::stored::{PLACES, Place, is_stored, put_back, set_copy, stored};
use serde_json::json;

const RAW: &str = "{\"format\":\"laureate-record\",\"version\":1,\"rev";

fn open(page: &Page, place: Place) {
    match place {
        Place::Designer => {
            page.click("[data-panel=Templates]");
            // What the card says moves all below it.
            page.until("the card was read", "return $('.library [data-act=Download]')", &[]);
        }
        Place::Room => page.click_found("the menu", "return $('.topbar .menu > button')", &[]),
    }
    page.click("[data-do=storage]");
    page.until("the dialog is open", "return $('.storage')?.open", &[]);
}

#[test]
fn what_was_set_aside_is_listed_downloaded_deleted_and_had_back() {
    for place in PLACES {
        let page = Page::blank();
        page.leave();
        let mut all = json!({ "local": {}, "records": {} });
        set_copy(&mut all, place.key(), "main", RAW);
        put_back(&page, &all);
        place.load(&page);
        super::build::hush(&page);
        open(&page, place);
        let one = "return $$('.asides li').length === 1";
        page.until("one is listed", one, &[]);
        page.until(
            "the browser has answered",
            "return /[kMG]B of up to/.test($('[data-storage=all]').innerText)",
            &[],
        );
        let key = page.text("return $('[data-aside]').dataset.aside", &[]);
        page.click_found("“Download raw”", "return $('.asides [aria-label^=Download]')", &[]);
        let file = downloaded(&page, &format!("{}.txt", key.replace(':', "-")));
        assert_eq!(std::fs::read_to_string(file).unwrap(), RAW);

        page.click_found("“Delete”", "return $('.asides [aria-label^=Delete]')", &[]);
        page.until("it is gone", "return !$('.asides') && $('.told .undo')", &[]);
        page.click_found("“Undo”", "return $('.told .undo button')", &[]);
        page.until("it is back", one, &[]);
        page.press("Escape");
        page.until("Escape closes it", "return !$('.storage').open", &[]);
        assert!(is_stored(&stored(&page), RAW));
    }
}
