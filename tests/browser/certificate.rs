//! `<laureate-certificate>`: a page of its own under a strict security policy shows
//! one finished certificate, downloads it and shares it.

use super::downloads::{downloaded, pdf_words};
use super::page::Page;
use super::site::{self, Server};
use serde_json::{Value, json};

/// The page that the element is in. Its script is a file: the policy allows no other.
const HTML: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Course</title>
<link rel="icon" href="favicon.svg"></head>
<body><laureate-certificate></laureate-certificate><script type="module" src="course.js"></script></body></html>"#;

/// It hears what the element tells, and counts addresses of pictures and files.
const SCRIPT: &str = "import * as laureate from './embed/laureate.js'
const element = document.querySelector('laureate-certificate')
Object.assign(window, { laureate, element, told: [], keys: [], urls: new Set() })
for (const name of ['laureate-ready', 'laureate-error', 'laureate-export'])
  document.addEventListener(name, ({ detail }) => told.push({ name, code: detail.code, file: detail.name, type: detail.type }))
document.addEventListener('keydown', ({ key }) => keys.push(key))
const { createObjectURL, revokeObjectURL } = URL
URL.createObjectURL = (blob) => { const url = createObjectURL.call(URL, blob); urls.add(url); return url }
URL.revokeObjectURL = (url) => { urls.delete(url); revokeObjectURL.call(URL, url) }
laureate.defineElements()";

const TEMPLATE: &str = include_str!("../golden/classic/template.json");

/// A browser at that page.
struct Course {
    page: Page,
    server: Server,
}

impl Course {
    /// Opens the page; the element has nothing to show yet.
    fn open() -> Self {
        let page = Page::blank();
        let folder = page.driver.folder().join("course");
        site::copy(&folder);
        std::fs::write(folder.join("course.html"), HTML).expect("a page");
        std::fs::write(folder.join("course.js"), SCRIPT).expect("its script");
        let server = Server::start(folder, true);
        page.visit(&format!("{}course.html", server.address));
        let course = Self { page, server };
        course.until_is("empty");
        course
    }

    /// The same, and waits until a certificate is drawn.
    fn shown() -> Self {
        let course = Self::open();
        course.give(&template(), &values("Ada Lovelace"));
        course.until_is("drawn");
        course
    }

    fn give(&self, template: &Value, values: &Value) {
        let script = "Object.assign(window.element, { template: args[0], values: args[1] })";
        self.page.js(script, &[template.clone(), values.clone()]);
    }

    /// Waits until nothing is under way and the frame is in a state.
    fn until_is(&self, state: &str) {
        self.page.until(
            &format!("the certificate is {state}"),
            "const frame = $('.frame');
             return window.element?.handle && frame?.dataset.state === args[0] && !frame.ariaBusy",
            &[json!(state)],
        );
    }

    /// The words that stand for the picture.
    fn alt(&self) -> String {
        self.page.text("return $('.holder img')?.alt ?? ''", &[])
    }

    /// Opens a menu with the pointer: 0 is “Download”, 1 is “Share”.
    fn menu(&self, which: usize) {
        self.page.click_found(
            "the button of a menu",
            "const button = $$('[aria-haspopup=menu]')[args[0]];
             return button?.ariaDisabled === 'false' ? button : null",
            &[json!(which)],
        );
        self.page.until(
            "the menu is open, the focus in it",
            "return $('.menu:popover-open')?.contains(active)",
            &[],
        );
    }

    /// Names of what was told since the last time.
    fn told(&self) -> Value {
        self.page.js("return window.told.splice(0)", &[])
    }

    /// Waits until the line beside the buttons says something.
    fn until_said(&self, words: &str) {
        let script = "return $('.status').innerText.includes(args[0])";
        self.page.until(&format!("it says “{words}”"), script, &[json!(words)]);
    }
}

fn template() -> Value {
    serde_json::from_str(TEMPLATE).expect("a template")
}

fn values(name: &str) -> Value {
    json!({ "recipient_name": name, "completed_at": "2026-03-15", "certificate_number": "ISW-2026-00042" })
}

#[test]
fn it_draws_with_the_small_module_alone_and_draws_new_values() {
    let course = Course::open();
    let page = &course.page;
    page.same(
        "without a design",
        page.text("return $('.note').innerText", &[]),
        "No certificate to show yet.",
    );
    course.server.asked();
    course.give(&template(), &values("Ada Lovelace"));
    course.until_is("drawn");
    page.holds("it is seen", "return $('.holder img').naturalWidth > 0", &[]);
    page.same(
        "its shape",
        page.js(
            "const box = $('.frame').getBoundingClientRect(); return Math.round(box.width / box.height * 100)",
            &[],
        ),
        json!(143),
    );
    let alt = course.alt();
    for words in ["Certificate of completion", "Ada Lovelace", "15 March 2026", "ISW-2026-00042"] {
        if !alt.contains(words) {
            page.fail(&format!("“{words}” is not in “{alt}”"));
        }
    }
    page.holds(
        "the same is there to be read",
        "return $('p.sr-only').textContent.includes('Ada Lovelace')",
        &[],
    );
    let asked = course.server.asked();
    let wasm: Vec<_> = asked.iter().filter(|path| path.ends_with(".wasm")).collect();
    page.same("modules", wasm, ["embed/laureate_view_bg.wasm"]);

    // Of many changes the last one is shown, and one address is left.
    let many = "window.done = Promise.all(Array.from({ length: 20 }, (_, n) =>
            window.element.handle.update({ values: { ...args[0], recipient_name: `Zoë ${n}` } })));
        return window.done.then(() => true)";
    page.js(many, &[values("")]);
    course.until_is("drawn");
    page.holds("the last one is shown", "return $('.holder img').alt.includes('Zoë 19.')", &[]);
    page.same("addresses", page.js("return window.urls.size", &[]), json!(1));

    // Nothing to show any more.
    page.js("window.element.template = null", &[]);
    course.until_is("empty");
    page.same("addresses", page.js("return window.urls.size", &[]), json!(0));
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn it_downloads_by_pointer_and_keyboard() {
    let course = Course::shown();
    let page = &course.page;
    course.told();
    let name = "Certificate of completion - Ada Lovelace";

    course.menu(0);
    page.click("[data-type=svg]");
    let svg = downloaded(page, &format!("{name}.svg"));
    let source = std::fs::read_to_string(svg).expect("text");
    page.same("the SVG has the name", source.contains(">Ada Lovelace</text>"), true);

    page.until("nothing is under way", "return $('.primary').ariaDisabled === 'false'", &[]);
    page.press("ArrowDown");
    let at = |key: &str, wanted: &str| {
        if !key.is_empty() {
            page.press(key);
        }
        page.until(
            &format!("{key} leads to {wanted}"),
            "return active?.dataset.type === args[0]",
            &[json!(wanted)],
        );
    };
    at("", "pdf");
    at("ArrowDown", "png");
    at("End", "svg");
    at("ArrowDown", "pdf");
    at("ArrowUp", "svg");
    at("Home", "pdf");
    page.press("Escape");
    page.until(
        "the menu is closed, the focus on its button",
        "return !$('.menu:popover-open') && active?.matches('.primary')",
        &[],
    );
    page.press("Enter");
    at("", "pdf");
    page.press("Enter");
    let pdf = downloaded(page, &format!("{name}.pdf"));
    page.same("the PDF has the name", pdf_words(&pdf).contains("Ada Lovelace"), true);
    course.until_said("was downloaded");

    page.js("window.element.setAttribute('file-name', 'Award: 1/2.png')", &[]);
    course.menu(0);
    page.click("[data-type=png]");
    let png = std::fs::read(downloaded(page, "Award 1 2.png")).expect("a file");
    page.same("a PNG", png.starts_with(b"\x89PNG"), true);

    let told = course.told();
    let types: Vec<_> = told.as_array().into_iter().flatten().map(|t| t["type"].clone()).collect();
    page.same(
        "what was told",
        types,
        [json!("image/svg+xml"), json!("application/pdf"), json!("image/png")],
    );
    page.same("keys that the page heard", page.js("return window.keys", &[]), json!([]));
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn it_shares_by_linkedin_and_by_a_link() {
    let course = Course::shown();
    let page = &course.page;
    let ways = || page.js("return $$('.menu:popover-open > *').map((way) => way.dataset.way)", &[]);
    course.menu(1);
    page.same(
        "the link",
        page.text("return $('[data-way=linkedin]').href", &[]),
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME\
         &name=Certificate%20of%20completion&issueYear=2026&issueMonth=3\
         &expirationYear=2028&expirationMonth=3&certId=ISW-2026-00042",
    );
    page.holds(
        "it opens another page, which knows nothing of this one",
        "const link = $('[data-way=linkedin]');
         return link.target === '_blank' && link.relList.contains('noopener')",
        &[],
    );
    page.same("a link to copy", ways().to_string().contains("\"link\""), false);
    page.press("Escape");

    course.told();
    page.js("window.element.setAttribute('verify-url', 'javascript:alert(1)')", &[]);
    page.same("an address that is none", course.told()[0]["code"].clone(), json!("wrong-argument"));
    course.menu(1);
    page.same("a link to copy", ways().to_string().contains("\"link\""), false);
    page.press("Escape");

    let clipboard = "window.element.setAttribute('verify-url', 'https://example.org/verify?id=42');
        Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { async writeText(text) {
            if (window.copied) throw new DOMException('denied', 'NotAllowedError');
            window.copied = text;
        } } })";
    page.js(clipboard, &[]);
    course.menu(1);
    page.click("[data-way=link]");
    course.until_said("The link was copied.");
    page.same("copied", page.text("return window.copied", &[]), "https://example.org/verify?id=42");
    course.menu(1);
    page.click("[data-way=link]");
    page.until(
        "where the clipboard is refused it is there to be copied",
        "return active?.matches('input') && active.value === window.copied && active.selectionEnd > 10",
        &[],
    );
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn what_cannot_be_drawn_is_said_with_what_to_do() {
    let course = Course::shown();
    let page = &course.page;
    course.told();
    let bad = [
        (json!("{ \"format\":"), "not-json"),
        (json!({ "format": "laureate-template", "version": 99 }), "newer-version"),
        (json!([1]), "not-a-template"),
    ];
    for (template, code) in bad {
        course.give(&template, &values("Ada Lovelace"));
        page.until(
            &format!("{code} is told"),
            "return window.told.at(-1)?.code === args[0]",
            &[json!(code)],
        );
        course.until_is("failed");
        page.holds(
            "it is said in the place of the picture, with a repair",
            "const note = $('.note');
             return note.role === 'alert' && note.querySelector('strong') && note.innerText.length > note.querySelector('strong').innerText.length + 10
                 && !$('.holder img') && $('.primary').ariaDisabled === 'true'",
            &[],
        );
    }
    course.give(&template(), &values("Ada Lovelace"));
    course.until_is("drawn");
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn it_opens_large_and_escape_leads_back() {
    let course = Course::shown();
    let page = &course.page;
    page.click(".open");
    page.until("it is large", "return $('dialog').open && $('dialog img').naturalWidth > 0", &[]);
    page.press("Escape");
    page.until(
        "it is closed, the focus where it was",
        "return !$('dialog').open && active?.matches('.open')",
        &[],
    );
    page.press("Enter");
    page.until("it is large", "return $('dialog').open", &[]);
    page.press("Enter");
    page.until("its button closes it", "return !$('dialog').open", &[]);
    page.js("window.element.setAttribute('controls', 'none')", &[]);
    page.holds(
        "without controls there is the picture alone",
        "return !$$('button').some((button) => button.checkVisibility()) && $('.holder img').alt",
        &[],
    );
}

#[test]
fn taken_away_while_a_file_is_made_it_tells_nothing_more() {
    let course = Course::shown();
    let page = &course.page;
    course.told();
    course.menu(0);
    // The click and the end in one go: nothing can be ready between them.
    let script = "const { element } = window;
        window.handle = element.handle;
        $('[data-type=png]').click();
        window.made = handle.render('pdf');
        element.remove();
        return window.made.then((answer) => answer.ok)";
    page.same("what was asked for comes", page.js(script, &[]), json!(true));
    // The worker is alive, and answers one after the other: the PNG is made by now.
    let script = "return window.laureate.renderPng({ template: args[0], values: args[1] }).then((answer) => answer.ok)";
    page.same("the next one", page.js(script, &[template(), values("Ada")]), json!(true));
    page.same("told", course.told(), json!([]));
    page.same("addresses", page.js("return window.urls.size", &[]), json!(0));
    let files = std::fs::read_dir(page.driver.downloads()).expect("a folder").count();
    page.same("files", files, 0);
    let script = "const { handle } = window;
        const code = (work) => { try { work(); return '' } catch (why) { return why.code } };
        return [handle.destroyed, code(() => handle.update({})), code(() => handle.render('svg')), code(() => handle.warnings), code(() => handle.destroy())]";
    page.same(
        "the handle",
        page.js(script, &[]),
        json!([true, "destroyed", "destroyed", "destroyed", ""]),
    );

    page.js("document.body.append(window.element)", &[]);
    course.until_is("drawn");
    page.same("put back, it is as before", course.alt().contains("Ada Lovelace"), true);
    page.same("the console", page.console(), Vec::<String>::new());
}
