//! How a field is written: one of the formats that suit its type, each with the
//! sample written that way, or one of one's own.

use super::Board;
use super::acts::Part;
use crate::field::Format;
use crate::field::choices::{example, formats};
use crate::template::{Field, FieldType};
use crate::ui::designer::target;
use crate::ui::locale::said;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

/// The list's entry for a format of one's own.
const OWN: &str = "own";

pub(super) fn format(board: Board, key: u64, field: Memo<Option<Field>>) -> impl IntoView {
    let designer = board.designer;
    let id = format!("l-field-{key}-format");
    let language = Memo::new(move |_| designer.track(|t| t.language.clone()));
    let now = Memo::new(move |_| {
        field.with(|f| f.as_ref().and_then(|f| f.format.clone()).unwrap_or_default())
    });
    let kind = Memo::new(move |_| field.with(|f| f.as_ref().map_or(FieldType::Text, |f| f.kind)));
    // The format at which the last entry was chosen: another one ends that.
    let wants_own = RwSignal::new(None::<String>);
    let own = Memo::new(move |_| {
        let known = now.with(|now| formats(kind.get()).iter().any(|(format, _)| format == now));
        !known || now.with(|now| wants_own.with(|at| at.as_ref() == Some(now)))
    });
    let options = Memo::new(move |_| {
        let Some(field) = field.get() else { return Vec::new() };
        let language = language.get();
        let shown = |(format, name): &(&'static str, &'static str)| {
            let example = example(&field, format, &language).unwrap_or_default();
            let example: String = example.chars().take(40).collect();
            (*format, t!("{name}: {example}", name = said(name), example = example))
        };
        formats(field.kind).iter().map(shown).collect::<Vec<_>>()
    });
    let set = move |format: String| {
        let format = (!format.trim().is_empty()).then(|| format.trim().to_owned());
        board.change(key, Part::Format, false, |f| Field { format, ..f });
    };
    let for_id = id.clone();
    view! {
        <div class="field">
            <label for=for_id>{t!("Format")}</label>
            <select
                id=id
                on:change=move |event| {
                    let Some(select) = target::<HtmlSelectElement>(&event) else { return };
                    let value = select.value();
                    wants_own.set((value == OWN).then(|| now.get_untracked()));
                    if value != OWN {
                        set(value);
                    }
                }
            >
                {move || options
                    .get()
                    .into_iter()
                    .map(|(format, words)| view! {
                        <option value=format prop:selected=move || !own.get() && now.with(|now| now == format)>
                            {words}
                        </option>
                    })
                    .collect::<Vec<_>>()}
                <option value=OWN prop:selected=move || own.get()>{t!("A pattern of your own…")}</option>
            </select>
        </div>
        <Show when=move || own.get()>
            {pattern(key, field, now, language, set)}
        </Show>
    }
}

/// A format as it is written behind the bar of a placeholder.
fn pattern(
    key: u64,
    field: Memo<Option<Field>>,
    now: Memo<String>,
    language: Memo<String>,
    set: impl Fn(String) + Copy + 'static,
) -> impl IntoView {
    let id = format!("l-field-{key}-pattern");
    let hint_id = format!("{id}-hint");
    // What was typed and refused, until it is put right.
    let refused = RwSignal::new(None::<String>);
    let tried = Memo::new(move |_| {
        let format = refused.get().unwrap_or_else(|| now.get());
        field.get().map(|field| language.with(|language| example(&field, &format, language)))
    });
    let wrong = Memo::new(move |_| matches!(tried.get(), Some(Err(_))));
    let take = move |event: &Event| {
        let Some(input) = target::<HtmlInputElement>(event) else { return };
        let typed = input.value();
        // A pattern alone is one of dates.
        let typed = if typed.trim_start().starts_with('%') {
            format!("date: {}", typed.trim())
        } else {
            typed
        };
        if !typed.trim().is_empty() && Format::parse(&typed).is_err() {
            refused.set(Some(typed));
            return;
        }
        refused.set(None);
        input.set_value(&typed);
        set(typed);
    };
    let (for_id, described) = (id.clone(), hint_id.clone());
    view! {
        <div class="field">
            <label for=for_id>{t!("Pattern")}</label>
            <input
                id=id
                class="code"
                maxlength="80"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=t!("date: %d.%m.%Y")
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=described
                prop:value=move || now.get()
                on:input=move |_| refused.set(None)
                on:change=move |event| take(&event)
                on:keydown=move |event| if event.key() == "Enter" && !event.is_composing() {
                    event.prevent_default();
                    take(&event);
                }
            />
            <p id=hint_id class=move || if wrong.get() { "fault" } else { "hint" }>
                {move || match tried.get() {
                    Some(Ok(shown)) => t!("Written: {shown}", shown = shown),
                    Some(Err(why)) => t!(
                        "{why} Known formats: {examples}.",
                        why = said(&why),
                        examples = Format::EXAMPLES
                    ),
                    None => String::new(),
                }}
            </p>
        </div>
    }
}
