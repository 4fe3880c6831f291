//! What a person does in the rehearsal room: fields found by their labels, lists
//! to choose from, dates, learners and events.

use super::page::Page;
use super::rehearse::{part, story};
use serde_json::{Value, json};

/// `field(within, label)`: the control that is shown and has this name.
const FIELD: &str = "
    const said = (l) => (l.querySelector('.legend, span:not(.sr-only)') ?? l).innerText.trim();
    const named = (c, label) => c.ariaLabel === label || [...(c.labels ?? [])].some((l) => said(l) === label);
    const field = (within, label) => $$(within).flatMap((w) => [...w.querySelectorAll('input, select, textarea')])
        .find((c) => named(c, label) && (c.type === 'checkbox' || c.checkVisibility()));
";

fn find(within: &str, label: &str) -> (String, [Value; 2]) {
    let script = format!("{FIELD} return field(args[0], args[1])");
    (script, [json!(within), json!(label)])
}

/// Types into the field with this label, in place of what is there, and leaves it.
pub(crate) fn write(page: &Page, within: &str, label: &str, text: &str) {
    hush(page);
    let (script, args) = find(within, label);
    page.click_found(&format!("the field “{label}”"), &script, &args);
    page.press("Control+a");
    page.type_keys(text);
    let typed = format!("{FIELD} return field(args[0], args[1]).value === args[2]");
    page.holds(
        &format!("“{text}” is in “{label}”"),
        &typed,
        &[json!(within), json!(label), json!(text)],
    );
    page.press("Tab");
}

/// Chooses what has these words in the list with this label. The browser draws
/// open lists outside of the page, so the choice is made in its place.
pub(crate) fn choose(page: &Page, within: &str, label: &str, words: &str) {
    let script = format!(
        "{FIELD} const list = field(args[0], args[1]);
         const option = [...(list?.options ?? [])].find((o) => o.text.trim() === args[2]);
         if (!option) return false;
         list.scrollIntoView({{ block: 'nearest' }});
         list.focus();
         list.value = option.value;
         list.dispatchEvent(new Event('input', {{ bubbles: true, composed: true }}));
         list.dispatchEvent(new Event('change', {{ bubbles: true, composed: true }}));
         return true"
    );
    page.until(
        &format!("“{words}” can be chosen in “{label}”"),
        &script,
        &[json!(within), json!(label), json!(words)],
    );
}

/// What is chosen in a list, or written in a field.
pub(crate) fn shown(page: &Page, within: &str, label: &str) -> String {
    let script = format!(
        "{FIELD} const f = field(args[0], args[1]);
         return f?.options ? f.options[f.selectedIndex]?.text ?? '' : f?.value ?? ''"
    );
    page.text(&script, &[json!(within), json!(label)])
}

/// Ticks a box, or takes its tick away, by a click.
pub(crate) fn tick(page: &Page, within: &str, label: &str) {
    hush(page);
    let (script, args) = find(within, label);
    page.click_found(&format!("the box “{label}”"), &script, &args);
}

/// Types a date and a time, such as `2026-04-13 08:00`, segment by segment.
pub(crate) fn write_moment(page: &Page, within: &str, label: &str, moment: &str) {
    let part = |from: usize, to: usize| moment.get(from..to).expect("a moment");
    let hour: u32 = part(11, 13).parse().expect("an hour");
    let (half, hour) = (if hour < 12 { "A" } else { "P" }, (hour + 11) % 12 + 1);
    let focus = format!(
        "{FIELD} const f = field(args[0], args[1]); f?.scrollIntoView({{ block: 'nearest' }}); f?.focus(); return !!f"
    );
    page.until(&format!("“{label}” is there"), &focus, &[json!(within), json!(label)]);
    page.type_keys(&format!("{}{}{}", part(5, 7), part(8, 10), part(0, 4)));
    page.press("ArrowRight");
    page.type_keys(&format!("{hour:02}{}{half}", part(14, 16)));
    let typed = format!("{FIELD} return field(args[0], args[1]).value");
    let value = page.text(&typed, &[json!(within), json!(label)]);
    page.same(&format!("“{label}” as typed"), value, moment.replace(' ', "T"));
    page.press("Tab");
}

/// Starts from nothing: an empty project with this name, on the clocks of Berlin.
pub(crate) fn begin(page: &Page, name: &str) {
    story(page, "new");
    page.until("it is empty", "return $('input.name').value === 'My project'", &[]);
    write(page, ".topbar", "Name of the project", name);
    shelf(page, "Options");
    write(page, ".options", "Time zone", "Europe/Berlin");
}

/// Goes to a list of the catalogue.
pub(crate) fn shelf(page: &Page, name: &str) {
    part(page, "Catalogue");
    page.click(&format!("[data-shelf={name}]"));
    page.until(
        &format!("the list “{name}” is shown"),
        "return $(`[data-shelf=\"${args[0]}\"]`).ariaCurrent === 'page'",
        &[json!(name)],
    );
}

/// Types activities one below the other, Enter leads from row to row.
pub(crate) fn activities(page: &Page, titles: &[&str]) {
    shelf(page, "Activities");
    page.click_button("Add activity");
    for (n, title) in titles.iter().enumerate() {
        page.until(
            "an empty title has the focus",
            "return $$('[data-activity]').length === args[0] && active?.matches('input.title') && active.value === ''",
            &[json!(n + 1)],
        );
        page.type_keys(title);
        if n + 1 < titles.len() {
            page.press("Enter");
        }
    }
    page.same(
        "the titles",
        page.js("return $$('[data-activity] input.title').map((i) => i.value)", &[]),
        json!(titles),
    );
}

/// Adds an entry to the list that is shown, and types its title.
pub(crate) fn entry(page: &Page, kind: &str, title: &str) {
    hush(page);
    page.click_button(&format!("Add {kind}"));
    let label = format!("Title of the {kind}");
    page.until(
        "its title has the focus",
        "return active?.matches('.entry-name') && active.value === ''",
        &[],
    );
    page.type_keys(title);
    page.same("the title", shown(page, ".open-entry", &label), title.to_owned());
}

/// A certificate with the two fields that a new one has and a number.
pub(crate) fn certificate(page: &Page, title: &str) {
    entry(page, "certificate", title);
    page.until("it is drawn", "return $('.certificate-picture img')?.naturalWidth > 0", &[]);
    page.click_button("Add field");
    let field = "[data-field='2']";
    write(page, field, "Label", "Certificate number");
    write(page, field, "Name in designs", "certificate_number");
    write(page, field, "Sample", "ISW-2026-00042");
    tick(page, field, "Required");
}

/// Adds a rule that starts as one of those that are offered.
pub(crate) fn rule(page: &Page, starter: &str) {
    hush(page);
    part(page, "Rules");
    page.click("[data-focus=add-rule]");
    page.click(&format!("[data-do={starter}]"));
    page.until(
        "the rule is open",
        "return $('.rule-list [aria-current]') && $('.rule-editor [data-sentence]')",
        &[],
    );
}

/// Adds the first learner by name, the others as a list.
pub(crate) fn learners(page: &Page, people: &[(&str, &str)]) {
    part(page, "Learners");
    page.click_button("Add learners");
    let ((name, email), rest) = people.split_first().expect("somebody");
    write(page, "dialog[open]", "Name", name);
    write(page, "dialog[open]", "E-mail", email);
    page.click("[data-do=add-learner]");
    let list: Vec<String> = rest.iter().map(|(name, email)| format!("{name}, {email}")).collect();
    page.until("it was added", "return $('dialog[open] input').value === ''", &[]);
    page.click("dialog[open] textarea");
    page.type_keys(&list.join("\n"));
    page.click_found(
        "the button that adds the list",
        "return $$('dialog[open] [type=submit]').find((b) => b.innerText.includes('of the list'))",
        &[],
    );
    page.until(
        "everybody is there",
        "return !$('dialog[open]') && $$('.lane').length === args[0]",
        &[json!(people.len())],
    );
}

/// Closes the messages, which may lie over what comes next.
pub(crate) fn hush(page: &Page) {
    while page.js("return !!$('.notice') && !$('dialog[open]')", &[]) == json!(true) {
        // It may go by itself meanwhile.
        page.click_found(
            "the button that closes a message",
            "return $('.notice [aria-label=\"Close message\"]') ?? $('.brand')",
            &[],
        );
    }
}

/// Adds a completion with the form.
pub(crate) fn event(page: &Page, who: &str, activity: &str, at: &str, ended: (&str, &str)) {
    let form = ".event-form";
    part(page, "Learners");
    page.click_found("“Add event”", "return $('.learners > .head button')", &[]);
    choose(page, form, "Learner", who);
    choose(page, form, "Activity", activity);
    write_moment(page, form, "When", at);
    choose(page, form, "How it ended", ended.0);
    if !ended.1.is_empty() {
        write(page, form, "Score", ended.1);
    }
    hush(page);
    page.click("[data-do=save-event]");
    page.until("it was added", "return !$('.event-form')", &[]);
}

/// Pastes a table of events, and adds what is good of it.
pub(crate) fn paste_events(page: &Page, table: &str, events: usize) {
    part(page, "Learners");
    page.click_button("Import");
    page.click("dialog[open] summary");
    page.click("dialog[open] textarea");
    page.insert(table);
    page.click("[data-do=read-pasted]");
    page.until(
        "it was read",
        "return $('[data-import=counts]')?.innerText.includes(`${args[0]} can be added, 0 with a fault. 0 new learners`)",
        &[json!(events)],
    );
    page.click("[data-do=add-imported]");
    page.until("they were added", "return !$('dialog[open]')", &[]);
}

/// Opens the page that says why a learner has a certificate, or has not.
pub(crate) fn why(page: &Page, learner: &str, certificate: &str) {
    part(page, "Results");
    page.click("[data-report=Everyone]");
    page.click_found(
        "the cell",
        "const titles = $$('.grid-head [role=columnheader]').map((c) => c.innerText);
         const at = titles.indexOf(args[1]) - 1;
         return $$(`.grid [data-learner='${args[0]}'] .cell`)[at]",
        &[json!(learner), json!(certificate)],
    );
    page.until("why is shown", "return $('[data-why]') && !$('.why > .waiting')", &[]);
}

/// Waits until the page that says why has these words.
pub(crate) fn until_why(page: &Page, words: &str) {
    page.until(
        &format!("it says “{words}”"),
        "return $('section.why').innerText.replace(/\\s+/g, ' ').includes(args[0])",
        &[json!(words)],
    );
}

/// Fails where the console has an error.
pub(crate) fn quiet(page: &Page) {
    let mut said = page.console();
    said.retain(|line| line.starts_with("SEVERE"));
    page.same("errors in the console", said, Vec::<String>::new());
}
