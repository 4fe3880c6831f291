//! One certificate of a learner: its picture, its files, and why she has it.

use super::super::controls::action;
use super::super::designs::{Designs, Values};
use super::super::navigate::View;
use super::super::state::Room;
use super::super::words::{certificate_title, file_name, instant, rule_title};
use super::share;
use crate::simulate::report::GrantReport;
use crate::template::Template;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Copy)]
enum Format {
    Pdf,
    Png,
    Svg,
}

impl Format {
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Pdf => ("renderPdf", "pdf", "application/pdf"),
            Self::Png => ("renderPng", "png", "image/png"),
            Self::Svg => ("renderSvg", "svg", "image/svg+xml"),
        }
    }
}

pub(super) fn card(
    room: Room,
    grant: &GrantReport,
    at: i64,
    name: Memo<String>,
) -> impl IntoView + use<> {
    let title = match grant.title.as_str() {
        "" => room.peek(|p| certificate_title(p, &grant.certificate)),
        title => title.to_owned(),
    };
    let template = {
        let id = grant.certificate.clone();
        Memo::new(move |_| {
            room.designs.with(|designs: &Arc<Designs>| room.track(|p| designs.of(p, &id)))
        })
    };
    let values = Arc::new(grant.values.clone());
    let shown = values.clone();
    let picture = room.picture(move || Some((template.get()?, (*shown).clone())));
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let when = instant(&room.zone(), at);
    let alt = t!("{title}, granted on {when}", title = title, when = when);
    let by = room.peek(|p| rule_title(p, &grant.by));
    let unfit = (!grant.unfit_fields.is_empty()).then(|| {
        let fields = grant.unfit_fields.join(t!(", "));
        let words = t!("Empty, since there was no fitting value: {fields}", fields = fields);
        view! {
            <p class="finding" data-severity="Warning">
                {icon(lu::LuTriangleAlert)} <span>{words}</span>
            </p>
        }
    });
    let save = {
        let (values, title) = (values.clone(), title.clone());
        move |format: Format| {
            let Some(template) = template.get_untracked() else { return };
            let file = format!("{} - {}", file_name(&title), file_name(&name.get_untracked()));
            download(room, template, values.clone(), file, format);
        }
    };
    let (pdf, png, svg) = (save.clone(), save.clone(), save);
    let (learner, certificate) = (grant.learner.clone(), grant.certificate.clone());
    let big = alt.clone();
    let heading = title.clone();
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    view! {
        <li class="card certificate" data-certificate=grant.certificate.to_string()>
            <button
                type="button"
                class="picture"
                // Its height is known before it is drawn: nothing jumps.
                style:aspect-ratio=move || {
                    template.with(|t| t.as_ref().map(|t| format!("{} / {}", t.page.width, t.page.height)))
                }
                aria-label=t!("Open “{title}”", title = title)
                on:click=open
            >
                {move || match picture.get() {
                    Some(url) => view! { <img src=url alt=alt.clone() /> }.into_any(),
                    None => view! { <span class="waiting">{t!("Drawing…")}</span> }.into_any(),
                }}
            </button>
            <div class="stack">
                <h3>{heading}</h3>
                <span class="soft">{t!("Granted on {when} by “{rule}”", when = when, rule = by)}</span>
                {unfit}
                <div class="row">
                    {action(lu::LuDownload, "PDF", move || pdf(Format::Pdf))}
                    {action(lu::LuDownload, "PNG", move || png(Format::Png))}
                    {action(lu::LuDownload, "SVG", move || svg(Format::Svg))}
                    <button
                        type="button"
                        on:click=move |_| {
                            room.go(View::Why { learner: learner.clone(), certificate: certificate.clone() });
                        }
                    >
                        {t!("Why?")}
                    </button>
                </div>
                {share::share(room, &title, grant, template)}
            </div>
            <dialog node_ref=dialog class="big" aria-label=title.clone()>
                {move || picture.get().map(|url| view! { <img src=url alt=big.clone() /> })}
                <div class="foot">
                    <button
                        type="button"
                        on:click=move |_| {
                            if let Some(dialog) = dialog.get_untracked() {
                                dialog.close();
                            }
                        }
                    >
                        {t!("Close")}
                    </button>
                </div>
            </dialog>
        </li>
    }
}

fn download(
    room: Room,
    template: Arc<Template>,
    values: Arc<BTreeMap<String, String>>,
    file: String,
    format: Format,
) {
    room.say(t!("Making the file"));
    room.spawn(async move {
        let (operation, content, mime) = format.parts();
        match room.render(operation, &template, &Values::One(&values), content).await {
            Ok(made) => {
                let file = format!("{file}.{content}");
                room.host().download(&file, mime, &made);
                room.say(t!("Downloaded {file}", file = file));
            }
            Err(faults) => room.tell_all(faults),
        }
    });
}
