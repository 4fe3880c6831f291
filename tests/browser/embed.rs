//! The elements in somebody else's page: their manners, and what they answer to
//! a page that does things wrong.

use super::driver::{Browser, in_both};
use super::page::Page;
use super::site;
use serde_json::{Value, json};

in_both!(
    it_comes_and_goes_and_comes_again,
    the_page_keeps_the_work_and_says_how_it_went,
    only_words_change_where_the_layout_is_locked,
);

/// What the scripts of these tests may use.
const TOOLS: &str = "
    window.tools ??= (async () => {
        window.heard = [];
        window.shortcuts = [];
        addEventListener('keydown', (event) => shortcuts.push(event.key));
        for (const [name, target] of Object.entries({ window, document, body: document.body })) {
            const add = target.addEventListener;
            target.addEventListener = function (type, ...rest) {
                heard.push(`${name} ${type}`);
                return add.call(this, type, ...rest);
            };
        }
        window.L = await import('../embed/laureate.js');
        L.defineElements();
        window.design = await (await fetch('design.json')).json();
        window.put = (tag, props = {}, attributes = {}) => new Promise((ready, failed) => {
            const element = Object.assign(document.createElement(tag), props);
            for (const [name, value] of Object.entries({ locale: 'en', ...attributes })) element.setAttribute(name, value);
            element.style.cssText = 'display: block; width: 1200px; height: 640px';
            element.addEventListener('laureate-ready', () => ready(element), { once: true });
            element.addEventListener('laureate-error', ({ detail }) => failed(detail), { once: true });
            document.body.prepend(element);
            window.last = element;
        });
        window.pause = (ms) => new Promise((done) => setTimeout(done, ms));
        window.until = async (holds) => {
            for (let n = 0; n < 400 && !holds(); n++) await pause(25);
            return holds();
        };
        window.code = async (work) => {
            try {
                await work();
                return 'nothing';
            } catch (why) {
                return why.code ?? why.name;
            }
        };
    })();
";

/// A page of somebody else's, with nothing of ours in it yet.
pub(super) fn elsewhere(browser: Browser) -> Page {
    let page = Page::start(&browser.into());
    page.visit(&format!("{}examples/index.html", site::address()));
    page
}

/// Runs an asynchronous script; what it returns.
pub(super) fn run(page: &Page, script: &str) -> Value {
    let body = format!(
        "const done = arguments[arguments.length - 1]; {TOOLS}
         (async () => {{ await tools; {script} }})().then(done, (why) => done(`failed: ${{why?.message ?? JSON.stringify(why)}}`))"
    );
    match page.driver.post("execute/async", &json!({ "script": body, "args": [] })) {
        Ok(value) => value,
        Err(why) => page.fail(&format!("{script}\n{why}")),
    }
}

fn it_comes_and_goes_and_comes_again(browser: Browser) {
    let page = elsewhere(browser);
    let moved = run(
        &page,
        "const element = await put('laureate-designer', { template: design });
         const handle = element.handle;
         document.body.append(element);
         await pause(50);
         const stays = element.handle === handle && !handle.destroyed;
         element.remove();
         await pause(50);
         const gone = [element.handle, handle.destroyed, element.template !== null, await code(() => handle.template())];
         const again = new Promise((ready) => element.addEventListener('laureate-ready', ready, { once: true }));
         document.body.append(element);
         await again;
         return [stays, ...gone, element.template.name, element.handle !== handle, await code(() => handle.save())]",
    );
    page.same(
        "moved, removed, put back",
        moved,
        json!([true, null, true, true, "destroyed", "Work safety", true, "destroyed"]),
    );
    let calls = run(
        &page,
        "const place = document.createElement('div');
         document.body.append(place);
         const handle = await L.mountDesigner(place, { template: design });
         const loaded = [(await handle.load({ format: 'x' })).errors[0].code, (await handle.load({ ...design, name: 'Other' })).ok, handle.template().name];
         handle.destroy();
         handle.destroy();
         const codes = [];
         for (const call of ['template', 'value', 'load', 'save', 'flush', 'configure', 'pictures']) codes.push(await code(() => handle[call]()));
         return [...loaded, new Set(codes).size, codes[0], place.shadowRoot.childElementCount]",
    );
    let expected = json!(["not-a-template", true, "Other", 1, "destroyed", 0]);
    page.same("calls of a handle", calls, expected);
}

fn the_page_keeps_the_work_and_says_how_it_went(browser: Browser) {
    let page = elsewhere(browser);
    let kept = run(
        &page,
        "const element = await put('laureate-designer', { template: design });
         const saved = () => element.shadowRoot.querySelector('.saved').innerText;
         const answer = (promise) => element.addEventListener('laureate-save', (event) => event.detail.respondWith(promise), { once: true });
         const out = [];
         let yes;
         answer(new Promise((resolve) => (yes = resolve)));
         const asked = element.save();
         await pause(50);
         out.push(saved());
         yes();
         out.push(await asked);
         await pause(50);
         out.push(saved());
         answer(Promise.reject(new Error('the server is down')));
         out.push(await element.save());
         await pause(50);
         out.push(saved(), element.shadowRoot.querySelector('.notices').innerText.includes('the server is down'));
         let late;
         element.addEventListener('laureate-save', (event) => { late = event.detail; event.preventDefault() }, { once: true });
         out.push(await element.save(), await code(() => late.respondWith(1)));
         return out",
    );
    page.same(
        "saving, saved, refused, prevented, too late",
        kept,
        json!(["Saving…", true, "Saved", false, "Not saved", true, true, "too-late"]),
    );
    let removed = run(
        &page,
        "const element = await put('laureate-designer', { template: design });
         let yes;
         element.addEventListener('laureate-save', (event) => event.detail.respondWith(new Promise((resolve) => (yes = resolve))), { once: true });
         const asked = element.save();
         await pause(50);
         element.remove();
         await pause(50);
         yes();
         return asked",
    );
    page.same("saved by a page that took the element away", removed, json!(true));
    let unheard = run(
        &page,
        "const element = await put('laureate-designer', { template: design });
         const file = new Promise((told) => element.addEventListener('laureate-export', ({ detail }) => told(detail.name), { once: true }));
         return [await element.save(), await file]",
    );
    page.same("where nobody listens it is downloaded", unheard, json!([false, "Work safety.json"]));
}

fn only_words_change_where_the_layout_is_locked(browser: Browser) {
    let page = elsewhere(browser);
    run(&page, "await put('laureate-designer', { template: design }, { mode: 'fields' })");
    let layout = "const t = document.querySelector('laureate-designer').template;
        return JSON.stringify([t.page, t.background, t.elements.map((e) => [e.id, e.frame, e.text?.style])])";
    let before = page.text(layout, &[]);
    page.holds(
        "no panel that adds",
        "return !$('[data-panel=Add]') && !$('[data-panel=Templates]')",
        &[],
    );
    // Everything that would change it: keys, a drag, what a file or paste brings.
    let (x, y) = {
        let at = page.js("const r = $('[data-node=title]').getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]", &[]);
        (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
    };
    page.click_at(x, y, 1);
    for keys in ["ArrowRight", "Shift+ArrowDown", "Delete", "Control+d", "]", "Control+Shift+l"] {
        page.press(keys);
    }
    page.drag((x, y), (x + 120.0, y + 60.0));
    page.same("the layout", page.text(layout, &[]), before.clone());
    let words = run(
        &page,
        "const element = document.querySelector('laureate-designer');
         const area = element.shadowRoot.querySelector('#l-inspector textarea');
         area.value = 'Diploma';
         area.dispatchEvent(new InputEvent('input', { bubbles: true }));
         await pause(100);
         return element.template.elements.some((e) => e.text?.content === 'Diploma')",
    );
    page.same("words may change", words, json!(true));
    page.same("the layout, after that", page.text(layout, &[]), before);
    run(&page, "document.querySelector('laureate-designer').setAttribute('readonly', '')");
    page.until(
        "one may only look",
        "return !$('.rail') && !$('#l-inspector') && $('input.name').readOnly",
        &[],
    );
}

#[test]
fn nothing_global_is_touched() {
    let page = elsewhere(Browser::Chromium);
    let counted = run(
        &page,
        "for (const tag of ['laureate-designer', 'laureate-designer', 'laureate-simulator', 'laureate-certificate', 'laureate-certificate']) {
             await put(tag, tag === 'laureate-simulator' ? {} : { template: design });
         }
         await pause(300);
         return [heard, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.title, history.length, document.styleSheets.length, document.adoptedStyleSheets.length, navigator.serviceWorker.controller, Object.keys(window).filter((name) => /laureate/i.test(name))]",
    );
    let history = &counted[5];
    page.same(
        "listeners, storage, title, history, styles, workers, names",
        counted.clone(),
        json!([[], 0, 0, 0, "Laureate in other pages", history, 1, 0, null, []]),
    );
    page.js("document.querySelector('laureate-designer').shadowRoot.querySelector('input.name').focus()", &[]);
    page.type_keys("kz/");
    page.press("Control+z");
    page.press("Escape");
    page.same("shortcuts heard", page.js("return window.shortcuts", &[]), json!([]));
    page.js("document.activeElement.blur()", &[]);
    page.press("k");
    page.same("outside", page.js("return window.shortcuts", &[]), json!(["k"]));
}

#[test]
fn several_of_them_are_each_for_itself() {
    let page = elsewhere(Browser::Chromium);
    let names = run(
        &page,
        "const a = await put('laureate-designer', { template: design });
         const b = await put('laureate-designer', { template: { ...design, name: 'Second' } }, { locale: 'fr' });
         const rename = (element, name) => {
             const input = element.shadowRoot.querySelector('input.name');
             input.value = name;
             input.dispatchEvent(new InputEvent('input', { bubbles: true }));
         };
         rename(a, 'First');
         const words = [a, b].map((e) => e.shadowRoot.querySelector('.laureate').lang);
         b.remove();
         await pause(50);
         return [a.template.name, JSON.parse(b.value).name, ...words]",
    );
    page.same("names and languages", names, json!(["First", "Second", "en", "fr"]));
}

#[test]
fn wrong_input_is_a_typed_error_and_shows_what_to_do() {
    let page = elsewhere(Browser::Chromium);
    let told = run(
        &page,
        "const cyclic = { ...design };
         cyclic.self = cyclic;
         const throwing = Object.defineProperty({ ...design }, 'name', { enumerable: true, get() { throw new Error('not today') } });
         const out = {};
         for (const [name, props, attributes] of [
             ['number', { template: 7 }],
             ['cycle', { template: cyclic }],
             ['getter', { template: throwing }],
             ['newer', { template: { ...design, version: 99 } }],
             ['text', { template: '{' }],
             ['src', {}, { src: 'nowhere.json' }],
             ['storage', {}, { storage: 'session' }],
             ['mode', {}, { mode: 'layout' }],
             ['texts', { texts: 'none' }],
         ]) {
             try {
                 await put('laureate-designer', props, attributes);
                 out[name] = 'ready';
             } catch ({ code }) {
                 out[name] = last.shadowRoot.textContent.length > 20 ? code : `${code} without a word`;
             }
             last.remove();
         }
         for (const [name, work] of Object.entries({
             selector: () => L.mountDesigner('#x'),
             options: () => L.mountDesigner(document.body, 7),
             image: () => L.mountDesigner(document.createElement('img'), {}),
             room: () => L.mountSimulator(document.createElement('div'), { storage: 'x' }),
             nothing: () => L.mountCertificate(null),
         })) out[name] = await code(work);
         const other = await import('../embed/elements.js?second');
         out.versions = Object.values(other.defineElements());
         return out",
    );
    page.same(
        "codes",
        told,
        json!({
            "number": "not-a-template", "cycle": "not-plain-data", "getter": "not-plain-data",
            "newer": "newer-version", "text": "not-json", "src": "src-unreadable",
            "storage": "wrong-argument", "mode": "wrong-argument", "texts": "wrong-argument",
            "selector": "wrong-argument", "options": "wrong-argument", "image": "wrong-argument",
            "room": "wrong-argument", "nothing": "wrong-argument",
            "versions": [false, false, false],
        }),
    );
}

#[test]
fn a_form_has_the_design_as_a_value() {
    let page = elsewhere(Browser::Chromium);
    let told = run(
        &page,
        "const form = document.createElement('form');
         document.body.append(form);
         const element = await put('laureate-designer', { template: design }, { name: 'design' });
         form.append(element);
         await pause(50);
         const value = () => new FormData(form).get('design');
         const out = [element.form === form, JSON.parse(value()).name, form.elements.length];
         element.template = { ...design, name: 'Set' };
         out.push(await until(() => JSON.parse(value()).name === 'Set'));
         form.reset();
         out.push(await until(() => JSON.parse(value()).name === 'Work safety'));
         element.setAttribute('disabled', '');
         out.push(value());
         return out",
    );
    let expected = json!([true, "Work safety", 1, true, true, null]);
    page.same("the value in a form", told, expected);
}

/// Collects garbage, thoroughly: what one round lets go of, the next one finds.
fn collect(page: &Page) {
    for _ in 0..3 {
        page.driver.devtools("HeapProfiler.collectGarbage", &json!({}));
        run(page, "await pause(60)");
    }
}

#[test]
fn five_hundred_comings_and_goings_leave_nothing_behind() {
    let page = elsewhere(Browser::Chromium);
    for (tag, module, times) in [
        ("laureate-simulator", "room", 500),
        ("laureate-designer", "page", 500),
        ("laureate-certificate", "view", 500),
    ] {
        let cycle = |times: usize| {
            // In parts: a script may only run for so long.
            for _ in 0..times.div_ceil(50) {
                run(
                    &page,
                    &format!(
                        "for (let n = 0; n < {}; n++) {{
                             const element = await put('{tag}', '{tag}' === 'laureate-simulator' ? {{}} : {{ template: design }});
                             await pause(0);
                             const handle = element.handle;
                             element.remove();
                             // The room hands its project over first.
                             await until(() => handle.destroyed);
                             await pause(0);
                         }}",
                        times.min(50)
                    ),
                );
                // Memory of wasm never shrinks: what is let go of has to be found before
                // the next part, or the measure is of how lazy the collector is.
                collect(&page);
            }
            let heap = page.driver.devtools("Runtime.getHeapUsage", &json!({}));
            let dom = page.driver.devtools("Memory.getDOMCounters", &json!({}));
            let wasm = run(
                &page,
                &format!(
                    "return (await (await import('../embed/laureate_{module}.js')).default()).memory.buffer.byteLength"
                ),
            );
            let number = |value: &Value| value.as_f64().unwrap_or_default();
            [
                number(&heap["usedSize"]),
                number(&dom["jsEventListeners"]),
                number(&dom["nodes"]),
                number(&wasm),
            ]
        };
        cycle(50);
        let before = cycle(50);
        let after = cycle(times);
        let grown: Vec<f64> =
            after.iter().zip(before).map(|(after, before)| after - before).collect();
        println!(
            "{tag}: after {times} more: heap {:+} B, listeners {:+}, nodes {:+}, wasm {:+} B",
            grown[0], grown[1], grown[2], grown[3]
        );
        // A leak of an instance would be MB; what engines keep of their own is not ours.
        let flat =
            grown[0] < 400_000.0 && grown[1] < 60.0 && grown[2] < 600.0 && grown[3] < 1_000_000.0;
        assert!(
            flat,
            "{tag} grew in {times} cycles: {grown:?} (bytes, listeners, nodes, wasm bytes)"
        );
    }
}

#[test]
fn taken_away_during_an_export_it_tells_nothing_more() {
    let page = elsewhere(Browser::Chromium);
    let told = run(
        &page,
        "const element = await put('laureate-designer', { template: design });
         const told = [];
         for (const type of ['laureate-export', 'laureate-error']) element.addEventListener(type, () => told.push(type));
         const root = element.shadowRoot;
         root.querySelector('.menu button.primary').click();
         await pause(50);
         root.querySelector('[data-format=Pdf]').click();
         await pause(10);
         element.remove();
         await pause(2000);
         return told",
    );
    page.same("what it told", told, json!([]));
    let console = page.console();
    let faults: Vec<&String> = console
        .iter()
        .filter(|line| line.starts_with("SEVERE") && !line.contains("favicon"))
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn a_worker_of_the_page_draws_and_rehearses_without_a_document() {
    let page = elsewhere(Browser::Chromium);
    let said = run(
        &page,
        "const source = `
             import { checkRules, renderPdf, renderPng, renderSvg, simulate } from '${new URL('../embed/laureate.js', location.href)}'
             onmessage = async ({ data: design }) => {
                 const request = { template: design, values: { recipient_name: 'Ana' }, created: '2026-03-15T09:00:00Z' }
                 const [svg, png, pdf] = [await renderSvg(request), await renderPng(request), await renderPdf(request)]
                 const project = { format: 'laureate-project', version: 1 }
                 postMessage({ svg: svg.svg, png: png.png, pdf: pdf.pdf, played: (await simulate({ project })).ok, checked: (await checkRules({ project })).ok })
             }`;
         const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })), { type: 'module' });
         const there = await new Promise((answer, failed) => {
             worker.onmessage = ({ data }) => answer(data);
             worker.onerror = (event) => failed(new Error(event.message));
             worker.postMessage(design);
         });
         const request = { template: design, values: { recipient_name: 'Ana' }, created: '2026-03-15T09:00:00Z' };
         const here = { svg: (await L.renderSvg(request)).svg, png: (await L.renderPng(request)).png, pdf: (await L.renderPdf(request)).pdf };
         const same = (a, b) => a.length === b.length && a.every((byte, n) => byte === b[n]);
         return [there.svg === here.svg, same(there.png, here.png), same(there.pdf, here.pdf), there.played, there.checked]",
    );
    page.same("the same bytes, and a rehearsal", said, json!([true, true, true, true, true]));
}

#[test]
fn from_another_origin_everything_works_in_the_page_itself() {
    let page = elsewhere(Browser::Chromium);
    let other = site::Server::start(site::folder(), false);
    let said = run(
        &page,
        &format!(
            "const far = await import('{}embed/laureate.js');
             const place = document.createElement('div');
             place.style.height = '600px';
             document.body.append(place);
             const designer = await far.mountDesigner(place, {{ template: design }});
             const png = await far.renderPng({{ template: design, values: {{ recipient_name: 'Ana' }} }});
             const played = await far.simulate({{ project: {{ format: 'laureate-project', version: 1 }} }});
             const name = designer.template().name;
             designer.destroy();
             return [name, png.ok, played.ok]",
            other.address
        ),
    );
    page.same("from another origin", said, json!(["Work safety", true, true]));
}

#[test]
fn a_frame_hears_nobody_but_its_page_and_no_other_protocol() {
    let page = elsewhere(Browser::Chromium);
    let said = run(
        &page,
        "const { LaureateFrame } = await import('../embed/frame-host.js');
         const frame = (query = '') => {
             const element = document.createElement('iframe');
             element.src = `../embed/frame.html${query}`;
             document.body.append(element);
             return element;
         };
         const out = [];
         // A frame that was told of another page says nothing to us, and hears nothing.
         const stranger = frame('?parent=https://else.example');
         await new Promise((loaded) => (stranger.onload = loaded));
         const talk = new LaureateFrame(stranger, { origin: location.origin });
         out.push(await Promise.race([talk.ready.then(() => 'ready', (why) => why.code), pause(1500).then(() => 'silence')]));
         talk.close();
         // A page that expects another origin hears nothing either.
         const wrong = new LaureateFrame(frame(), { origin: 'https://else.example' });
         out.push(await Promise.race([wrong.ready.then(() => 'ready', (why) => why.code), pause(1500).then(() => 'silence')]));
         wrong.close();
         // Another protocol is refused with a word.
         const newer = frame();
         const answered = new Promise((answer) => addEventListener('message', ({ data }) => data?.type === 'other-protocol' && answer(data.laureate)));
         await new Promise((loaded) => (newer.onload = loaded));
         await pause(300);
         newer.contentWindow.postMessage({ laureate: 2, type: 'open' }, location.origin, [new MessageChannel().port2]);
         out.push(await answered);
         // Errors of what is shown reach the page.
         const bad = new LaureateFrame(frame(), { origin: location.origin, show: { element: 'badge' } });
         out.push(await bad.ready.then(() => 'ready', (why) => why.code));
         bad.close();
         // A good one answers, and refuses calls that there are none of.
         const good = new LaureateFrame(frame(), { origin: location.origin, show: { options: { template: design } } });
         await good.ready;
         out.push((await good.call('template')).name, await code(() => good.call('nothing')));
         good.close();
         out.push(await code(() => good.call('template')));
         return out",
    );
    page.same(
        "who is heard",
        said,
        json!([
            "silence",
            "silence",
            1,
            "wrong-argument",
            "Work safety",
            "wrong-argument",
            "destroyed"
        ]),
    );
}

#[test]
fn colours_and_scheme_are_those_that_the_page_sets() {
    let page = elsewhere(Browser::Chromium);
    let said = run(
        &page,
        "const element = await put('laureate-designer', { template: design }, { theme: 'dark' });
         const look = (selector, property) => getComputedStyle(element.shadowRoot.querySelector(selector))[property];
         const dark = look('.topbar', 'backgroundColor');
         element.setAttribute('theme', 'light');
         const light = look('.topbar', 'backgroundColor');
         element.style.setProperty('--laureate-accent', 'rgb(90, 20, 140)');
         element.style.setProperty('--laureate-surface', 'rgb(250, 240, 255)');
         element.style.setProperty('--laureate-font', 'Georgia');
         element.style.setProperty('--laureate-radius', '3px');
         // Colours fade in for a moment after a change.
         await until(() => look('.topbar .primary', 'backgroundColor') === 'rgb(90, 20, 140)');
         return [dark !== light, element.handle !== null, look('.topbar .primary', 'backgroundColor'), look('.topbar', 'backgroundColor'), look('.topbar .primary', 'fontFamily'), look('.topbar .primary', 'borderRadius')]",
    );
    page.same(
        "the page's own look",
        said,
        json!([true, true, "rgb(90, 20, 140)", "rgb(250, 240, 255)", "Georgia", "3px"]),
    );
}
