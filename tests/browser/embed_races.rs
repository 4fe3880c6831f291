//! The elements when things happen at the same time: nothing set is lost, nothing
//! that was made is lost, and no design reaches into another.

use super::driver::Browser;
use super::embed::{elsewhere, run};
use serde_json::json;

#[test]
fn what_is_set_while_it_is_mounted_counts() {
    let page = elsewhere(Browser::Chromium);
    let said = run(
        &page,
        "const element = document.createElement('laureate-designer');
         element.template = design;
         element.setAttribute('locale', 'en');
         document.body.prepend(element);
         const ready = new Promise((told) => element.addEventListener('laureate-ready', told, { once: true }));
         await pause(5);
         element.setAttribute('readonly', '');
         await ready;
         await pause(50);
         const out = [element.shadowRoot.querySelector('.rail') === null];
         // A wrong word is told, and a right one mends it.
         const wrong = document.createElement('laureate-designer');
         wrong.setAttribute('mode', 'bogus');
         const told = new Promise((code) => wrong.addEventListener('laureate-error', ({ detail }) => code(detail.code), { once: true }));
         document.body.prepend(wrong);
         out.push(await told);
         const mended = new Promise((ready) => wrong.addEventListener('laureate-ready', () => ready('ready'), { once: true }));
         wrong.setAttribute('mode', 'fields');
         out.push(await mended);
         const later = new Promise((code) => wrong.addEventListener('laureate-error', ({ detail }) => code(detail.code), { once: true }));
         wrong.setAttribute('mode', 'bogus');
         out.push(await later);
         return out",
    );
    page.same("late and wrong", said, json!([true, "wrong-argument", "ready", "wrong-argument"]));
}

#[test]
fn another_address_is_another_design_and_another_language_the_same() {
    let page = elsewhere(Browser::Chromium);
    let said = run(
        &page,
        "const file = (name) => URL.createObjectURL(new Blob([JSON.stringify({ ...design, name })], { type: 'application/json' }));
         const element = await put('laureate-designer', {}, { src: file('Seven') });
         const again = () => new Promise((ready) => element.addEventListener('laureate-ready', ready, { once: true }));
         const out = [element.template.name];
         let ready = again();
         element.setAttribute('src', file('Eight'));
         await ready;
         out.push(element.template.name);
         element.template = { ...design, name: 'First' };
         element.template = { ...design, name: 'Last' };
         out.push(await until(() => element.template.name === 'Last'));
         ready = again();
         element.setAttribute('locale', 'de');
         await ready;
         out.push(element.template.name, element.shadowRoot.querySelector('.laureate').lang);
         const room = await put('laureate-simulator', { project: { format: 'laureate-project', version: 1, name: 'Ours' } });
         const named = async () => (await room.handle.project()).name;
         out.push(await named());
         ready = new Promise((told) => room.addEventListener('laureate-ready', told, { once: true }));
         room.setAttribute('locale', 'fr');
         await ready;
         for (let n = 0; n < 100 && (await named()) !== 'Ours'; n++) await pause(50);
         out.push(await named());
         return out",
    );
    let expected = json!(["Seven", "Eight", true, "Last", "de", "Ours", "Ours"]);
    page.same("designs and projects", said, expected);
}

#[test]
fn a_change_during_a_slow_save_is_saved_after_it() {
    let page = elsewhere(Browser::Chromium);
    let said = run(
        &page,
        "const element = await put('laureate-designer', { template: design }, { saving: 'auto' });
         const names = [];
         element.addEventListener('laureate-save', ({ detail }) => {
             names.push(detail.value.name);
             detail.respondWith(pause(4000));
         });
         const rename = (name) => {
             const input = element.shadowRoot.querySelector('input.name');
             input.value = name;
             input.dispatchEvent(new InputEvent('input', { bubbles: true }));
         };
         rename('One');
         await until(() => names.length === 1);
         await pause(500);
         rename('Two');
         await until(() => names.length === 2);
         return names",
    );
    page.same("what was saved", said, json!(["One", "Two"]));
}

#[test]
fn designs_of_one_name_in_a_form_are_all_sent_and_so_is_one_that_loads() {
    let page = elsewhere(Browser::Chromium);
    let said = run(
        &page,
        "const form = document.createElement('form');
         document.body.append(form);
         for (const name of ['A', 'B']) form.append(await put('laureate-designer', { template: { ...design, name } }, { name: 'd' }));
         await pause(50);
         const loading = Object.assign(document.createElement('laureate-designer'), { template: { ...design, name: 'C' } });
         loading.setAttribute('name', 'd');
         form.append(loading);
         return new FormData(form).getAll('d').map((text) => JSON.parse(text).name)",
    );
    page.same("what a form sends", said, json!(["A", "B", "C"]));
}

#[test]
fn what_a_design_has_inside_passes_the_gate_and_stays_its_own() {
    let page = elsewhere(Browser::Chromium);
    let said = run(
        &page,
        "const id = 'a'.repeat(64);
         const drawing = (inside) => `<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><rect width=\"10\" height=\"10\" fill=\"red\"/>${inside}</svg>`;
         const square = async (colour) => {
             const canvas = new OffscreenCanvas(4, 4);
             const pen = canvas.getContext('2d');
             pen.fillStyle = colour;
             pen.fillRect(0, 0, 4, 4);
             return btoa(String.fromCharCode(...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())));
         };
         const having = (mime, data) => ({
             ...design,
             background: { ...design.background, picture: id },
             assets: { ...design.assets, [id]: { mime, width: 10, height: 10 } },
             files: { pictures: { [id]: { mime, data } } },
         });
         const out = [];
         for (const draw of ['renderSvg', 'renderPng']) {
             const answer = await L[draw]({ template: having('image/svg+xml', btoa(drawing('<script>alert(1)</script>'))) });
             out.push(answer.ok || answer.errors[0].code);
         }
         const red = await L.renderSvg({ template: having('image/png', await square('red')) });
         const blue = await L.renderSvg({ template: having('image/png', await square('blue')) });
         out.push(red.ok, blue.ok, red.svg !== blue.svg);
         out.push((await L.renderSvg({ template: having('image/png', '?') })).errors[0].code);
         return out",
    );
    page.same(
        "scripts, two pictures of one name, what is no picture",
        said,
        json!(["svg-scripts", "svg-scripts", true, true, true, "wrong-files"]),
    );
}
