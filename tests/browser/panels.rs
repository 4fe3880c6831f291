//! Layers, fields, history, the gallery and the library.

use super::page::Page;
use serde_json::{Value, json};

fn open(page: &Page, panel: &str) {
    page.click(&format!("[data-panel={panel}]"));
    page.until("the panel is open", "return $('.panel-body')", &[]);
}

fn template(page: &Page, part: &str) -> Value {
    page.js(
        "const t = document.querySelector('laureate-designer').template; return t[args[0]]",
        &[json!(part)],
    )
}

fn order(page: &Page) -> String {
    page.text(
        "return document.querySelector('laureate-designer').template.elements.map((e) => e.id).join(' ')",
        &[],
    )
}

fn rows(page: &Page) -> Vec<String> {
    let rows = page.js("return $$('[role=treeitem]').map((r) => r.ariaLabel.split(',')[0])", &[]);
    rows.as_array().unwrap().iter().map(|r| r.as_str().unwrap().to_owned()).collect()
}

fn row(page: &Page, name: &str) {
    let script = "return $$('[role=treeitem]').find((r) => r.ariaLabel.startsWith(args[0] + ','))";
    page.click_found(&format!("the row {name}"), script, &[json!(name)]);
}

#[test]
fn layers_select_rename_and_reorder_by_keyboard_alone() {
    let page = Page::open();
    page.tab_to("[data-panel=Layers]");
    page.press("Enter");
    page.until("the tree is there", "return $$('[role=treeitem]').length === 9", &[]);
    page.same("topmost first", rows(&page)[0].as_str(), "Certificate number");
    page.tab_to("[role=treeitem]");
    page.press("End");
    page.press("Enter");
    page.same("the last is the lowest", page.selected(), "name");
    page.press("F2");
    page.until(
        "its name is edited",
        "return active?.matches('[role=treeitem] input, .layers input, input')",
        &[],
    );
    page.press("Control+a");
    page.type_keys("Kind of paper");
    page.press("Enter");
    page.same("renamed", page.element("name")["name"].clone(), json!("Kind of paper"));
    page.until(
        "the row has the focus",
        "return active?.ariaLabel?.startsWith('Kind of paper')",
        &[],
    );
    page.press("Alt+ArrowUp");
    page.same("moved up", order(&page).split(' ').take(2).collect::<Vec<_>>(), ["title", "name"]);
    page.until(
        "the focus goes along",
        "return active?.ariaLabel?.startsWith('Kind of paper')",
        &[],
    );
    page.until("it is said", "return $('[aria-live]').innerText.includes('moved up')", &[]);
    page.press("Control+z");
    page.same("undone", order(&page).split(' ').next(), Some("name"));
    page.press("Delete");
    page.same("deleted", page.element("name"), Value::Null);
}

#[test]
fn rows_are_dragged_to_another_place() {
    let page = Page::open();
    open(&page, "Layers");
    let place = |name: &str| {
        let at = page.js(
            "const box = $$('[role=treeitem]').find((r) => r.ariaLabel.startsWith(args[0] + ',')).getBoundingClientRect();
             return [box.x + 60, box.y + box.height / 2, box.height]",
            &[json!(name)],
        );
        (at[0].as_f64().unwrap(), at[1].as_f64().unwrap(), at[2].as_f64().unwrap())
    };
    let (from, to) = (place("Certificate name"), place("Certificate number"));
    page.drag((from.0, from.1), (to.0, to.1 - to.2 * 0.4));
    page.same("on top", order(&page).rsplit(' ').next(), Some("name"));
    page.press("Control+z");
    page.same("one step", order(&page).split(' ').next(), Some("name"));
}

#[test]
fn the_row_s_buttons_lock_and_hide() {
    let page = Page::open();
    open(&page, "Layers");
    row(&page, "Title");
    page.same("selected on the page", page.selected(), "title");
    let button = "return $$('[role=treeitem]').find((r) => r.ariaLabel.startsWith('Title,'))
        .querySelectorAll('button')[args[0]]";
    page.click_found("its padlock", button, &[json!(0)]);
    page.same("locked", page.element("title")["locked"].clone(), json!(true));
    page.click_found("its eye", button, &[json!(1)]);
    page.same("hidden", page.element("title")["hidden"].clone(), json!(true));
    page.until("its row says so", "return $$('[role=treeitem]').some((r) => r.ariaLabel.startsWith('Title,') && r.ariaLabel.includes('locked') && r.ariaLabel.includes('hidden'))", &[]);
}

#[test]
fn fields_are_added_renamed_everywhere_and_deleted_with_a_way_back() {
    let page = Page::open();
    open(&page, "Fields");
    page.click("#l-field-new");
    page.type_keys("Course name");
    page.press("Enter");
    page.same("added", template(&page, "fields")[3]["name"].clone(), json!("course_name"));
    page.click("[data-field-name=recipient_name] [data-act=open]");
    let name = "return $('[data-field-name=recipient_name] input[id$=name], [data-field-name=recipient_name] .form input:nth-of-type(1)')";
    page.until("its form is open", name, &[]);
    let id = page.text("return [...$('[data-field-name=recipient_name]').querySelectorAll('input')].find((i) => i.value === 'recipient_name').id", &[]);
    page.js("$('#' + args[0]).focus(); $('#' + args[0]).select()", &[json!(id)]);
    page.type_keys("learner");
    page.press("Enter");
    page.same("the text follows", page.words("recipient"), "{{learner}}");
    page.js("$('#' + args[0]).focus(); $('#' + args[0]).select()", &[json!(id)]);
    page.type_keys("no good");
    page.press("Enter");
    page.until("a bad name is said where it is", "return $('.fault')?.innerText.length > 5", &[]);
    page.same("and what holds stays", page.words("recipient"), "{{learner}}");
    page.press("Escape");
    page.click("[data-field-name=learner] [data-act=delete]");
    page.until(
        "it says where it is used",
        "return $$('.notice').some((n) => n.innerText.includes('Recipient'))",
        &[],
    );
    page.same("gone", template(&page, "fields").as_array().unwrap().len(), 3);
    page.click_button("Undo");
    page.same("back", template(&page, "fields").as_array().unwrap().len(), 4);
}

#[test]
fn two_braces_open_the_list_of_fields_while_typing() {
    let page = Page::open();
    page.edit("authority");
    page.type_keys("By {{comp");
    page.until("the list is open", "return $$('[role=option]').length >= 1", &[]);
    page.holds(
        "the field is offered",
        "return $('[role=option]').innerText.includes('Completion date')",
        &[],
    );
    page.press("Enter");
    page.same("it is put in", page.words("authority"), "By {{completed_at}}");
    page.type_keys("!");
    page.same("and typing goes on behind it", page.words("authority"), "By {{completed_at}}!");
    page.type_keys(" {{");
    page.until("it opens again", "return $('[role=option]')", &[]);
    page.press("Escape");
    page.until("Escape closes the list only", "return !$('[role=option]')", &[]);
    page.same("still typing", page.edited(), "authority");
}

#[test]
fn values_to_try_change_the_page_and_nothing_else() {
    let page = Page::open();
    let (sample, before) = (page.drawn("recipient"), template(&page, "fields"));
    open(&page, "Fields");
    for name in ["Longest", "Shortest", "Accented", "Right-to-left", "East Asian", "Empty"] {
        let script =
            "return $$('.panel label, .panel button').find((b) => b.innerText.trim() === args[0])";
        page.click_found(name, script, &[json!(name)]);
        page.until(
            &format!("{name} is drawn"),
            "return $('[data-node=recipient]')?.innerHTML !== args[0]",
            &[json!(sample)],
        );
    }
    page.same("the template is as it was", template(&page, "fields"), before);
    page.holds(
        "nothing is to be undone",
        "return $$('button').find((b) => b.ariaLabel?.startsWith('Undo')).ariaDisabled === 'true'",
        &[],
    );
}

#[test]
fn the_history_lists_steps_jumps_and_outlives_a_reload() {
    let page = Page::open();
    page.rewrite("authority", "One");
    page.done();
    page.rewrite("title", "Two");
    page.done();
    open(&page, "History");
    page.until("three lines", "return $$('.step').length === 3", &[]);
    page.click_found("the oldest", "return $$('.step').at(-1)", &[]);
    page.same("all the way back", page.words("authority"), "Institute for Safe Working");
    page.click_found("the first step", "return $$('.step')[1]", &[]);
    page.same("one step on", page.words("authority"), "One");
    page.same("and no further", page.words("title"), "Work Safety Essentials");
    page.until_saved();
    page.reload();
    page.js("$('.room').focus()", &[]);
    page.press("Control+Shift+z");
    page.same("redo after a reload", page.words("title"), "Two");
    page.press("Control+z");
    page.press("Control+z");
    page.same("undo after a reload", page.words("authority"), "Institute for Safe Working");
}

#[test]
fn the_gallery_starts_new_certificates_and_the_library_keeps_them() {
    let page = Page::open();
    page.rewrite("authority", "Mine");
    page.done();
    page.until_saved();
    open(&page, "Templates");
    page.until("nine to start from", "return $$('[data-entry]').length >= 9", &[]);
    page.click("[data-entry=modern-minimal]");
    page.until(
        "it is open",
        "return document.querySelector('laureate-designer').template.page.width === 1754",
        &[],
    );
    page.click("[data-entry=dark]");
    page.until("three are kept", "return $$('.library .card').length === 3", &[]);
    let card = |name: &str, act: &str| {
        let script = "const card = $$('.library .card').find((c) => c.innerText.includes(args[0]));
            return args[1] ? card?.querySelector(`[data-act=${args[1]}]`) : card?.querySelector('.thumb')";
        page.click_found(&format!("{act} of {name}"), script, &[json!(name), json!(act)]);
    };
    card("Certificate of completion", "");
    page.until("the first is open again", "return document.querySelector('laureate-designer').template.page.width === 1500 && document.querySelector('laureate-designer').template.elements.some((e) => e.text?.content === 'Mine')", &[]);
    card("Certificate of completion", "Delete");
    page.until("two are left", "return $$('.library .card').length === 2", &[]);
    page.click(".notice button");
    page.until("three again", "return $$('.library .card').length === 3", &[]);
    page.until("with every word", "return document.querySelector('laureate-designer').template.elements.some((e) => e.text?.content === 'Mine')", &[]);
    page.reload();
    page.same("and after a reload", page.words("authority"), "Mine");
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn a_font_of_ones_own_is_used_kept_and_printed() {
    let page = Page::open();
    page.select("authority");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let choose = |path: &std::path::Path| {
        let input = page.js("return $('input.font-file')", &[]);
        let id = input.as_object().and_then(|e| e.values().next()?.as_str()).expect("an input");
        let body = json!({ "text": path.to_str().unwrap() });
        page.driver.post(&format!("element/{id}/value"), &body).expect("a file is chosen");
    };
    choose(&root.join("tests/fixtures/pictures/good/plain.png"));
    page.until("what is no font is refused", "return $('[data-code=not-a-font]')", &[]);
    // A family that the program does not have: its name is changed in a copy.
    let mut bytes = std::fs::read(root.join("www/fonts/inter-700.ttf")).unwrap();
    rename_family(&mut bytes);
    let own = page.driver.folder().join("own.ttf");
    std::fs::write(&own, bytes).unwrap();
    let before = page.drawn("authority");
    choose(&own);
    page.until(
        "it is drawn in it",
        "return $('[data-node=authority]').innerHTML !== args[0]",
        &[json!(before)],
    );
    page.same(
        "by its name",
        page.element("authority")["text"]["style"]["font"].clone(),
        json!("Oxter"),
    );
    page.until_saved();
    page.reload();
    page.until_status("Everything fits");
    page.until(
        "after a reload as well",
        "return $('[data-node=authority] path') && $('[data-node=authority]').innerHTML !== args[0]",
        &[json!(before)],
    );
}

/// Puts another name of the same length for "Inter" everywhere in a font file,
/// as UTF-16 and as bytes.
pub(crate) fn rename_family(bytes: &mut [u8]) {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    for (from, to) in [(wide("Inter"), wide("Oxter")), (b"Inter".to_vec(), b"Oxter".to_vec())] {
        let mut at = 0;
        while at + from.len() <= bytes.len() {
            if bytes[at..at + from.len()] == from[..] {
                bytes[at..at + from.len()].copy_from_slice(&to);
            }
            at += 1;
        }
    }
}
