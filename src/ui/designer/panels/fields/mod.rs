//! The dynamic fields: which there are, what their values are, where they are
//! used; the values to try; and the contract with whoever fills them.

mod acts;
mod computed;
mod contract;
mod copy;
mod form;
mod format;
mod row;

use crate::edit::{follow_names, missing_usual, name_for, new_field};
use crate::template::{Field, FieldType};
use crate::ui::designer::panels::in_words;
use crate::ui::designer::{target, tries};
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use copy::Copier;
use icondata_core::Icon;
use icondata_lu as lu;
use leptos::html::Div;
use leptos::prelude::*;
use std::collections::BTreeSet;
use web_sys::HtmlInputElement;

/// The longest label and name that can be typed.
const MAX_NAME: &str = "60";
/// What opens the list of fields while one types.
const BRACES: &str = "{{";

/// The sign of a type.
pub(in crate::ui::designer) fn kind_icon(kind: FieldType) -> Icon {
    match kind {
        FieldType::Text => lu::LuType,
        FieldType::Date => lu::LuCalendar,
        FieldType::Number => lu::LuHash,
        FieldType::Url => lu::LuLink,
    }
}

/// What people call a field.
fn called(field: &Field) -> String {
    if field.label.trim().is_empty() { field.name.clone() } else { field.label.clone() }
}

/// The panel of one designer; copies are the same panel.
#[derive(Clone, Copy)]
struct Board {
    designer: Designer,
    fields: Memo<Vec<Field>>,
    /// A key for each field that stays when its name changes, and the last key
    /// that was given.
    rows: Memo<(Vec<(u64, String)>, u64)>,
    /// The rows that are open.
    open: RwSignal<BTreeSet<u64>>,
    root: NodeRef<Div>,
    copier: Copier,
}

impl Board {
    fn new(designer: Designer) -> Self {
        let fields = Memo::new(move |_| designer.track(|t| t.fields.clone()));
        let rows = Memo::new(move |before: Option<&(Vec<(u64, String)>, u64)>| {
            let (old, mut last) = before.map_or((&[][..], 0), |(old, last)| (old, *last));
            let names: Vec<String> =
                fields.with(|fields| fields.iter().map(|f| f.name.clone()).collect());
            let rows = follow_names(old, &names, &mut last);
            (rows, last)
        });
        Self {
            designer,
            fields,
            rows,
            open: RwSignal::new(BTreeSet::new()),
            root: NodeRef::new(),
            copier: Copier::new(designer),
        }
    }

    /// The field of a row. Tracks.
    fn field(self, key: u64) -> Option<Field> {
        let name = self.rows.with(|(rows, _)| {
            rows.iter().find(|(row, _)| *row == key).map(|(_, name)| name.clone())
        })?;
        self.fields.with(|fields| fields.iter().find(|f| f.name == name).cloned())
    }

    fn field_now(self, key: u64) -> Option<Field> {
        untrack(|| self.field(key))
    }

    /// Opens the row of a field that was just added.
    fn open_named(self, name: &str) {
        let key = self.rows.with_untracked(|(rows, _)| {
            rows.iter().find(|(_, row)| row == name).map(|(key, _)| *key)
        });
        if let Some(key) = key {
            self.open.update(|open| {
                open.insert(key);
            });
        }
    }
}

pub(super) fn panel(designer: Designer) -> impl IntoView {
    let board = Board::new(designer);
    let none = move || board.fields.with(Vec::is_empty);
    view! {
        <div class="panel-body fields-panel" node_ref=board.root>
            {tries::pills(designer)}
            <section aria-labelledby="l-fields-own">
                <h3 id="l-fields-own">{t!("Filled in for each person")}</h3>
                <Show when=none>
                    <p class="hint">
                        {t!("No fields yet. A field is a place for what differs from one certificate to the next, such as the recipient’s name.")}
                    </p>
                </Show>
                <ul class="field-cards">
                    <For each=move || board.rows.with(|(rows, _)| rows.iter().map(|(key, _)| *key).collect::<Vec<_>>()) key=|key| *key let:key>
                        {row::row(board, key)}
                    </For>
                </ul>
                {adding(board)}
            </section>
            {computed::computed(board)}
            {contract::contract(board)}
            {board.copier.refused()}
            <p class="hint">{opener()}</p>
        </div>
    }
}

/// How to get at the fields from the keys. The language says where the braces
/// stand in its sentence; they look like code.
fn opener() -> impl IntoView {
    let words = t!("While typing in a text, {braces} opens the list of fields.", braces = BRACES);
    let (before, after) = words.split_once(BRACES).unwrap_or((&words, ""));
    let (before, after) = (before.to_owned(), after.to_owned());
    view! { {before}<code>{BRACES}</code>{after} }
}

/// One field more: by its label, or one of those that most certificates have.
fn adding(board: Board) -> impl IntoView {
    let designer = board.designer;
    let label = RwSignal::new(String::new());
    let name = move || {
        label.with(|label| {
            let label = label.trim();
            (!label.is_empty()).then(|| designer.track(|t| name_for(t, label)))
        })
    };
    let input = NodeRef::<leptos::html::Input>::new();
    let submit = move || {
        let words = label.get_untracked();
        if words.trim().is_empty() {
            designer.say(t!("Type what the field is called first").into());
            if let Some(input) = input.get_untracked() {
                let _ = input.focus();
            }
            return;
        }
        let field = designer.with_template(|t| new_field(t, &words));
        if board.add(field) {
            label.set(String::new());
        }
    };
    let usual = Memo::new(move |_| designer.track(missing_usual));
    view! {
        <form
            class="add-field"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <label for="l-field-new">{t!("New field")}</label>
            <div class="line">
                <input
                    id="l-field-new"
                    node_ref=input
                    maxlength=MAX_NAME
                    autocomplete="off"
                    placeholder=t!("e.g. Trainer")
                    aria-describedby="l-field-new-name"
                    prop:value=move || label.get()
                    on:input=move |event| {
                        if let Some(input) = target::<HtmlInputElement>(&event) {
                            label.set(input.value());
                        }
                    }
                />
                <button type="submit">{icon(lu::LuPlus)}<span>{t!("Add field")}</span></button>
            </div>
            <p id="l-field-new-name" class="hint">
                {move || match name() {
                    Some(name) => t!("Texts name it {name}.", name = format!("{{{{{name}}}}}")),
                    None => t!("Type what people call it; its name follows.").to_owned(),
                }}
            </p>
        </form>
        <Show when=move || !usual.with(Vec::is_empty)>
            <div class="chips" role="group" aria-label=t!("Usual fields")>
                <For each=move || usual.get() key=|field| field.name.clone() let:field>
                    {chip(board, field)}
                </For>
            </div>
        </Show>
    }
}

fn chip(board: Board, field: Field) -> impl IntoView {
    let field = in_words(field);
    let label = field.label.clone();
    let name = t!("Add {item}", item = label);
    view! {
        <button
            type="button"
            class="chip"
            aria-label=name
            on:click=move |_| {
                if board.add(field.clone()) {
                    // The chip is gone with that: the focus goes to where it was put.
                    board.focus_named(&field.name);
                }
            }
        >
            {icon(lu::LuPlus)}
            <span>{label}</span>
        </button>
    }
}
