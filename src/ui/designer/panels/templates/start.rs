//! "Start from": an empty page of a size, or an entry of the gallery.

use super::card::picture;
use crate::template::gallery::{Blank, ENTRIES, Entry, blanks};
use crate::ui::locale::said;
use crate::ui::shelf::Source;
use crate::ui::state::{Designer, Panel};
use leptos::prelude::*;

pub(super) fn section(designer: Designer) -> impl IntoView {
    let sources = ENTRIES.map(|entry| (Source::Gallery(entry.key.to_owned()), 0));
    designer.stock_shelf(sources);
    let kept = designer.documents().is_some();
    let hint = if kept {
        t!("Each begins a new certificate. The open one stays in your certificates.")
    } else {
        t!("It takes the place of the design that is open. You can undo it.")
    };
    view! {
        <section aria-labelledby="l-start">
            <h3 id="l-start">{t!("Start from")}</h3>
            <p class="hint">{hint}</p>
            <h4 id="l-start-blank">{t!("An empty page")}</h4>
            <ul class="blanks" aria-labelledby="l-start-blank">
                {blanks().into_iter().map(|b| blank(designer, b)).collect::<Vec<_>>()}
            </ul>
            <h4 id="l-start-gallery">{t!("The gallery")}</h4>
            <ul class="cards" aria-labelledby="l-start-gallery">
                {ENTRIES.map(|e| entry(designer, e)).into_iter().collect::<Vec<_>>()}
            </ul>
        </section>
    }
}

fn blank(designer: Designer, blank: Blank) -> impl IntoView {
    let (w, h) = (blank.page.width / blank.page.dpi, blank.page.height / blank.page.dpi);
    // The sheets beside each other are to scale, the largest 12 in.
    let px = |length: f64| format!("{:.1}px", length * 3.4);
    let (key, name, size) = (blank.name, said(blank.name), said(blank.size));
    let label = t!("Empty page, {name}, {size}", name = name, size = size);
    view! {
        <li>
            <button
                type="button"
                data-blank=key
                aria-label=label
                on:click=move |_| {
                    designer.start_from(blank.template());
                    // An empty page asks for something to put on it.
                    designer.panel.set(Some(Panel::Add));
                }
            >
                <span class="page-shape" style:inline-size=px(w.into()) style:block-size=px(h.into()) aria-hidden="true"></span>
                <span class="words">
                    <strong>{name}</strong>
                    <span>{size}</span>
                </span>
            </button>
        </li>
    }
}

fn entry(designer: Designer, entry: Entry) -> impl IntoView {
    let source = Source::Gallery(entry.key.to_owned());
    let about = format!("l-about-{}", entry.key);
    let start = move |_| match entry.template() {
        Ok(template) => designer.start_from(template),
        Err(faults) => faults.into_iter().for_each(|fault| designer.notify(fault)),
    };
    view! {
        <li class="card" data-card=source.mark()>
            <button
                type="button"
                class="thumb"
                aria-label=t!("Start from {name}", name = said(entry.name))
                aria-describedby=about.clone()
                data-entry=entry.key
                on:click=start
            >
                {picture(designer, &source)}
            </button>
            <strong>{said(entry.name)}</strong>
            <p id=about>{said(entry.about)}</p>
        </li>
    }
}
