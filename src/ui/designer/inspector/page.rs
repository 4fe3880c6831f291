//! The page, when nothing is selected: every text as a form field, the values
//! to try, the validity period, the background, size and guides.

use super::super::canvas::fit_words;
use super::guides::guides;
use super::size::size;
use crate::edit::{Command, add_field, shown_name, usual_fields};
use crate::locale::mark;
use crate::template::{Background, ElementKind, Field, FieldType, PictureFit, Template, Validity};
use crate::ui::designer::file_button::file_button;
use crate::ui::designer::panels::in_words;
use crate::ui::designer::target;
use crate::ui::designer::text_overlay::{content, limited, set_content};
use crate::ui::effects::{Destination, Format};
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::{Designer, Panel};
use icondata_lu as lu;
use leptos::html::Dialog;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

pub(super) fn page(designer: Designer, confirm: NodeRef<Dialog>) -> impl IntoView {
    view! {
        {words(designer)}
        <Show when=move || !designer.around.words_only()>
            {layout(designer, confirm)}
        </Show>
    }
}

/// What is written, and filled in.
fn words(designer: Designer) -> impl IntoView {
    view! {
            <section aria-labelledby="l-texts">
                <h2 id="l-texts">{t!("Texts")}</h2>
                {texts(designer)}
            </section>
            <section aria-labelledby="l-validity">
                <h2 id="l-validity">{t!("Validity period")}</h2>
                {validity(designer)}
            </section>
            <section aria-labelledby="l-values">
                <h2 id="l-values">{t!("Sample values")}</h2>
                <p class="hint">{t!("Real values take their place when a certificate is granted.")}</p>
                {values(designer)}
                <Show when=move || !designer.around.words_only()>{language(designer)}</Show>
            </section>
    }
}

/// What it is written on.
fn layout(designer: Designer, confirm: NodeRef<Dialog>) -> impl IntoView {
    view! {
            <section aria-labelledby="l-background">
                <h2 id="l-background">{t!("Background")}</h2>
                {background(designer)}
            </section>
            <section aria-labelledby="l-page">
                <h2 id="l-page">{t!("Page")}</h2>
                {size(designer)}
            </section>
            <section aria-labelledby="l-guides">
                <h2 id="l-guides">{t!("Margins and guides")}</h2>
                {guides(designer)}
            </section>
            <section>
                <button
                    type="button"
                    class="wide-button again"
                    on:click=move |_| {
                        if let Some(dialog) = confirm.get_untracked() {
                            let _ = dialog.show_modal();
                        }
                    }
                >
                    {icon(lu::LuRotateCcw)}
                    <span>{t!("Start again…")}</span>
                </button>
            </section>
    }
}

/// Ids of texts that have something of their own to type.
fn text_ids(template: &Template) -> Vec<String> {
    let is_text =
        |e: &&crate::template::Element| matches!(e.kind, ElementKind::Text(_)) && !e.locked;
    template.elements.iter().filter(is_text).map(|e| e.id.clone()).collect()
}

fn texts(designer: Designer) -> impl IntoView {
    let ids = Memo::new(move |_| designer.track(text_ids));
    view! {
        <Show when=move || ids.with(Vec::is_empty)>
            <p class="hint">{t!("There is no text on the page yet.")}</p>
            <button type="button" class="wide-button" on:click=move |_| designer.panel.set(Some(Panel::Add))>
                {icon(lu::LuCirclePlus)}<span>{t!("Add something")}</span>
            </button>
        </Show>
        <For each=move || ids.get() key=|id| id.clone() let:id>
            {text(designer, id)}
        </For>
    }
}

fn text(designer: Designer, id: String) -> impl IntoView {
    let (named, worded) = (designer.element(&id), designer.element(&id));
    let name =
        Memo::new(move |_| named.with(|e| e.as_ref().map(|e| shown_name(e)).unwrap_or_default()));
    let value = Memo::new(move |_| {
        worded.with(|e| match e.as_ref().map(|e| &e.kind) {
            Some(ElementKind::Text(text)) => text.content.clone(),
            _ => String::new(),
        })
    });
    let fitted = designer.fit(&id);
    let fit = move || {
        let dpi = designer.with_template(|t| t.page.dpi);
        fitted.get().as_ref().and_then(|fit| fit_words(fit, dpi))
    };
    let input_id = format!("l-text-{id}");
    let (typed, focused) = (id.clone(), id.clone());
    view! {
        <div class="field">
            <label for=input_id.clone()>{move || name.get()}</label>
            <span class="badge">{fit}</span>
            <textarea
                id=input_id
                data-field=id
                prop:value=move || value.get()
                rows=move || value.get().lines().count().clamp(1, 4).to_string()
                on:input=move |event| {
                    if let Some(area) = target::<HtmlTextAreaElement>(&event) {
                        set_content(designer, &typed, limited(designer, &area.value()));
                    }
                }
                on:focus=move |_| designer.pointed.set(Some(focused.clone()))
                on:blur=move |_| designer.pointed.set(None)
            ></textarea>
        </div>
    }
}

fn values(designer: Designer) -> impl IntoView {
    let names = Memo::new(move |_| {
        designer.track(|t| t.fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>())
    });
    view! {
        <For each=move || names.get() key=|name| name.clone() let:name>
            {sample(designer, name)}
        </For>
    }
}

fn sample(designer: Designer, name: String) -> impl IntoView {
    let field = {
        let name = name.clone();
        Memo::new(move |_| designer.track(|t| t.field(&name).cloned()))
    };
    let label = move || {
        field.with(|f| {
            f.as_ref().map_or(String::new(), |f: &Field| {
                if f.label.is_empty() { f.name.clone() } else { f.label.clone() }
            })
        })
    };
    let kind = move || {
        // A date picker shows days only: an instant stays text.
        field.with(|f| match f {
            Some(f) if f.kind == FieldType::Date && f.sample.len() <= 10 => "date",
            _ => "text",
        })
    };
    let value = move || field.with(|f| f.as_ref().map_or(String::new(), |f| f.sample.clone()));
    let input_id = format!("l-value-{name}");
    let placeholder = format!("{{{{{name}}}}}");
    view! {
        <div class="field">
            <label for=input_id.clone()>{label}</label>
            <code class="badge">{placeholder}</code>
            <input
                id=input_id
                data-value=name
                type=kind
                dir="auto"
                maxlength="1000"
                prop:value=value
                on:input=move |event| {
                    let input = target::<HtmlInputElement>(&event);
                    if let (Some(input), Some(field)) = (input, field.get_untracked()) {
                        let label = format!(mark!("Change {name}"), name = field.name);
                        let key = format!("sample:{}", field.name);
                        let field = Box::new(Field { sample: input.value(), ..field });
                        designer.dispatch(Command::SetField { field }, &label, Some(&key));
                    }
                }
            />
        </div>
    }
}

/// Languages whose dates are written in their own words, by their own names.
const LANGUAGES: [(&str, &str); 12] = [
    ("en", "English"),
    ("en-US", "English (US)"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("pt", "Português"),
    ("nl", "Nederlands"),
    ("ar", "العربية"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("zh", "中文"),
];

/// The certificate's language: how dates are written and what a PDF reader speaks.
fn language(designer: Designer) -> impl IntoView {
    let now = Memo::new(move |_| designer.track(|t| t.language.clone()));
    let known = move || LANGUAGES.iter().any(|(tag, _)| *tag == now.get());
    view! {
        <div class="field">
            <label for="l-language">{t!("Language of the certificate")}</label>
            <select
                id="l-language"
                on:change=move |event| {
                    if let Some(select) = target::<HtmlSelectElement>(&event) {
                        let command = Command::SetLanguage { language: select.value() };
                        designer.dispatch(command, mark!("Change language"), None);
                    }
                }
            >
                <Show when=move || !known()>
                    <option value=move || now.get() prop:selected=true>{move || now.get()}</option>
                </Show>
                {LANGUAGES
                    .map(|(tag, name)| {
                        view! {
                            <option value=tag prop:selected=move || now.get() == tag>{name}</option>
                        }
                    })}
            </select>
        </div>
    }
}

/// The words that the validity text gets when the kind changes.
fn until() -> &'static str {
    t!("Valid until {{valid_until | date: long}}")
}
const NO_END: &str = mark!("Valid without limit");

fn validity(designer: Designer) -> impl IntoView {
    let months = Memo::new(move |_| {
        designer.track(|t| match &t.validity {
            Validity::Months { months, .. } => Some(*months),
            Validity::Text => None,
        })
    });
    let choose = move |with_months: bool| {
        // The period starts from a date: the first there is, else a new field.
        let start = designer.with_template(|t| {
            let dates = || t.fields.iter().filter(|f| f.kind == FieldType::Date);
            dates()
                .find(|f| f.name == "completed_at")
                .or_else(|| dates().next())
                .map(|f| f.name.clone())
        });
        let mut commands = Vec::new();
        let (validity, words) = if with_months {
            let from = start.unwrap_or_else(|| {
                let usual = usual_fields().into_iter().find(|f| f.kind == FieldType::Date);
                let usual = usual.map(in_words);
                let name = usual.as_ref().map(|f| f.name.clone()).unwrap_or_default();
                let add = usual.and_then(|f| designer.with_template(|t| add_field(t, f)).ok());
                commands.extend(add);
                name
            });
            (Validity::Months { months: 24, from }, until().to_owned())
        } else {
            (Validity::Text, said(NO_END))
        };
        commands.push(Command::SetValidity { validity });
        // The text keeps words of the person's own; only ours change.
        let ours = designer.with_template(|t| {
            let words = content(t, "validity");
            t.element("validity").is_some()
                && (words.contains("valid_until") || words == NO_END || words == said(NO_END))
        });
        if ours {
            commands.push(Command::SetContent { element: "validity".into(), content: words });
        }
        designer.dispatch(Command::All { commands }, mark!("Change validity"), None);
    };
    view! {
        <div class="segments" role="radiogroup" aria-label=t!("Validity period")>
            <label>
                <input type="radio" name="l-validity" prop:checked=move || months.get().is_none() on:change=move |_| choose(false) />
                <span>{t!("Text")}</span>
            </label>
            <label>
                <input type="radio" name="l-validity" prop:checked=move || months.get().is_some() on:change=move |_| choose(true) />
                <span>{t!("Months")}</span>
            </label>
        </div>
        <Show
            when=move || months.get().is_some()
            fallback=|| view! { <p class="hint">{t!("A text on the page says it in your words.")}</p> }
        >
            <div class="field">
                <label for="l-months">{t!("Months after completion")}</label>
                <input
                    id="l-months"
                    type="number"
                    min="1"
                    max="1200"
                    step="1"
                    inputmode="numeric"
                    prop:value=move || months.get().map(|m| m.to_string()).unwrap_or_default()
                    on:change=move |event| set_months(designer, &event)
                />
            </div>
        </Show>
    }
}

fn set_months(designer: Designer, event: &web_sys::Event) {
    let Some(input) = target::<HtmlInputElement>(event) else { return };
    // What is no number leaves things as they were; what is too much is the most.
    let wanted = input.value().trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let (now, from) = designer.with_template(|t| match &t.validity {
        Validity::Months { months, from } => (*months, from.clone()),
        Validity::Text => (24, "completed_at".into()),
    });
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let months = wanted.map_or(now, |n| n.round().clamp(1.0, 1200.0) as u32);
    input.set_value(&months.to_string());
    if months != now {
        let validity = Validity::Months { months, from };
        designer.dispatch(Command::SetValidity { validity }, mark!("Change validity"), None);
    }
}

fn background(designer: Designer) -> impl IntoView {
    let about = move || {
        designer.track(|t| {
            let id = t.background.picture.as_ref()?;
            let info = t.assets.get(id)?;
            let name = if info.name.is_empty() { t!("Picture") } else { &info.name };
            Some(format!("{name}, {:.0}×{:.0}", info.width, info.height))
        })
    };
    let has_picture = move || about().is_some();
    let fit = move || {
        designer.track(|t| match t.background.fit {
            PictureFit::Cover => "cover",
            PictureFit::Contain => "contain",
            PictureFit::Stretch => "stretch",
        })
    };
    let change = move |label: &str, key: Option<&str>, edit: &dyn Fn(&mut Background)| {
        let mut background = designer.with_template(|t| t.background.clone());
        edit(&mut background);
        designer.dispatch(Command::SetBackground { background, info: None }, label, key);
    };
    view! {
        <p class="hint">{move || about().unwrap_or_else(|| t!("No picture").into())}</p>
        <div class="row">
            {file_button(designer, t!("Choose picture…"), "background-file", || Destination::Background)}
            <Show when=has_picture>
                <button
                    type="button"
                    on:click=move |_| change(mark!("Remove background"), None, &|b| b.picture = None)
                >
                    {icon(lu::LuTrash2)}
                    <span>{t!("Remove")}</span>
                </button>
            </Show>
        </div>
        <p class="hint">
            {move || designer.track(|t| t!(
                "PNG, JPEG, WebP or SVG; {width}×{height} px is best. It stays on this device.",
                width = format!("{:.0}", t.page.width),
                height = format!("{:.0}", t.page.height)
            ))}
        </p>
        <Show when=has_picture>
            <div class="field">
                <label for="l-fit">{t!("How it fills the page")}</label>
                <select
                    id="l-fit"
                    prop:value=fit
                    on:change=move |event| {
                        if let Some(select) = target::<HtmlSelectElement>(&event) {
                            let fit = match select.value().as_str() {
                                "contain" => PictureFit::Contain,
                                "stretch" => PictureFit::Stretch,
                                _ => PictureFit::Cover,
                            };
                            change(mark!("Fit background"), None, &|b| b.fit = fit);
                        }
                    }
                >
                    <option value="cover" prop:selected=move || fit() == "cover">{t!("Cover (edges may be cut)")}</option>
                    <option value="contain" prop:selected=move || fit() == "contain">{t!("Contain (margins may show)")}</option>
                    <option value="stretch" prop:selected=move || fit() == "stretch">{t!("Stretch (out of proportion)")}</option>
                </select>
            </div>
        </Show>
        <div class="field">
            <label for="l-paper">{t!("Paper colour")}</label>
            <input
                id="l-paper"
                type="color"
                prop:value=move || designer.track(|t| t.background.color.hex_rgb())
                on:input=move |event| {
                    let color = target::<HtmlInputElement>(&event)
                        .and_then(|input| crate::template::Color::parse(&input.value()));
                    if let Some(color) = color {
                        change(mark!("Paper colour"), Some("paper"), &|b| b.color = color);
                    }
                }
            />
        </div>
        <div class="field">
            <span id="l-guide" class="label">{t!("Download safe-zone guide")}</span>
            <span class="badge">{t!("where the text stands")}</span>
            <div class="row" role="group" aria-labelledby="l-guide">
                {[(Format::GuidePng, "PNG"), (Format::GuideSvg, "SVG")]
                    .map(|(format, name)| {
                        view! {
                            <button
                                type="button"
                                aria-label=format.label()
                                on:click=move |_| designer.download(format)
                            >
                                {icon(lu::LuRuler)}
                                <span>{name}</span>
                            </button>
                        }
                    })}
            </div>
        </div>
    }
}
