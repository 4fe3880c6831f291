//! The designs that certificates are drawn with: those of the gallery, and those
//! that the designer keeps in this browser.

use super::ask::args;
use super::state::Room;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::render::assets;
use crate::rules::Project;
use crate::storage::Library;
use crate::template::gallery::ENTRIES;
use crate::template::{AssetInfo, Template, plain, write};
use crate::ui::local_storage::LocalStorage;
use crate::ui::locale::said;
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The key that names the design of a certificate in a project file: unknown to
/// the rules, which look at its fields only.
pub(super) const DESIGN: &str = "design";

/// How long making a file may take, in milliseconds.
const LIMIT_MS: u32 = 120_000;

/// A design to choose.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Design {
    /// `gallery/<key>` or `library/<id>`.
    pub(super) key: String,
    pub(super) name: String,
    pub(super) template: Arc<Template>,
}

/// Every design there is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Designs {
    /// A person's own first.
    pub(super) list: Vec<Design>,
}

impl Designs {
    pub(super) fn find(&self, key: &str) -> Option<&Design> {
        self.list.iter().find(|design| design.key == key)
    }

    /// The design of a certificate: the chosen one, else a plain one with all of
    /// its fields. `None` when there is no such certificate.
    pub(super) fn of(&self, project: &Project, certificate: &str) -> Option<Arc<Template>> {
        let found = project.certificates.iter().find(|c| c.id == certificate)?;
        let chosen = found.extra.get(DESIGN).and_then(|key| self.find(key.as_str()?));
        if let Some(design) = chosen {
            return Some(design.template.clone());
        }
        let title = if found.title.is_empty() { found.id.as_str() } else { &found.title };
        plain(title, &found.fields).ok().map(Arc::new)
    }
}

impl Room {
    /// Reads the designs anew: they may have been changed in the designer.
    pub(super) fn read_designs(self) {
        let library = self.core.with_value(|core| core.designs_key.clone()).map(Library::new);
        let own = library.map(|library| {
            let listed = library.list(&LocalStorage).unwrap_or_default();
            let read = |listed: crate::storage::Listed| {
                let content = library.read(&LocalStorage, &listed.id).ok()?;
                let template = Arc::new(content.template()?.clone());
                let key = format!("library/{}", listed.id);
                Some(Design { key, name: content.name().to_owned(), template })
            };
            listed.into_iter().filter_map(read).collect::<Vec<_>>()
        });
        let gallery = ENTRIES.iter().filter_map(|entry| {
            let template = Arc::new(entry.template().ok()?);
            Some(Design { key: format!("gallery/{}", entry.key), name: said(entry.name), template })
        });
        let list = own.unwrap_or_default().into_iter().chain(gallery).collect();
        let designs = Designs { list };
        if self.designs.with_untracked(|old| **old != designs) {
            self.designs.set(Arc::new(designs));
        }
    }

    /// Asks the exporter for a file of a certificate. The answer's member of that
    /// name is its content.
    ///
    /// # Errors
    /// What the exporter refuses with.
    pub(super) async fn render(
        self,
        operation: &str,
        template: &Template,
        values: &Values<'_>,
        content: &str,
    ) -> Result<JsValue, Diagnostics> {
        let host = self.host();
        self.hand_over_pictures(template).await;
        let values = match values {
            Values::One(one) => to_js(one),
            Values::Many(many) => to_js(many),
        };
        let request = args(&[("template", to_js(&write(template))), ("values", values)]);
        let wrong = |why: &str| vec![Diagnostic::error("exporter-failed", "", why.to_owned())];
        let answer = JsFuture::from(host.request(operation, &request, LIMIT_MS))
            .await
            .map_err(|_| wrong(t!("The exporter gave no answer.")))?;
        let get = |name: &str| Reflect::get(&answer, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if get("ok").is_truthy() {
            return Ok(get(content));
        }
        Err(serde_wasm_bindgen::from_value(get("errors"))
            .unwrap_or_else(|_| wrong(t!("The exporter refused without a reason."))))
    }

    /// Makes the pictures of a design known to the exporter.
    async fn hand_over_pictures(self, template: &Template) {
        let host = self.host();
        for (id, asset) in assets::builtin() {
            if host.picture_url(&id.0).is_some() {
                continue;
            }
            let info = AssetInfo {
                mime: asset.mime,
                width: asset.width,
                height: asset.height,
                name: String::new(),
            };
            let bytes = Uint8Array::from(&*asset.bytes);
            let _ = JsFuture::from(host.put_picture(&id.0, &to_js(&info), &bytes)).await;
        }
        for id in template.used_assets() {
            let _ = JsFuture::from(host.get_picture(&id.0)).await;
        }
    }

    /// A picture of a certificate with some values, as the address of an image:
    /// drawn anew when what `what` reads changes. `None` until it is drawn.
    pub(super) fn picture(
        self,
        what: impl Fn() -> Option<(Arc<Template>, BTreeMap<String, String>)> + 'static,
    ) -> RwSignal<Option<String>> {
        let out = RwSignal::new(None::<String>);
        let turn = StoredValue::new(0_u64);
        let drawn = StoredValue::new(None);
        let forget = move || {
            if let Some(url) = out.try_get_untracked().flatten() {
                let _ = web_sys::Url::revoke_object_url(&url);
            }
        };
        on_cleanup(forget);
        Effect::new(move |_| {
            let wanted = what();
            if drawn.with_value(|drawn| *drawn == wanted) {
                return;
            }
            let now = turn.try_update_value(|turn| {
                *turn += 1;
                *turn
            });
            let Some((template, values)) = wanted.clone() else {
                drawn.set_value(None);
                out.set(None);
                return;
            };
            self.spawn(async move {
                // A moment's rest: while somebody types, only the last one is drawn.
                sleep(90).await;
                if turn.try_get_value() != now {
                    return;
                }
                let svg = self.render("renderSvg", &template, &Values::One(&values), "svg").await;
                if turn.try_get_value() != now {
                    return;
                }
                match svg {
                    Ok(svg) => {
                        let old = out.get_untracked();
                        out.set(blob_url(&svg, "image/svg+xml"));
                        drawn.set_value(wanted);
                        if let Some(old) = old {
                            let _ = web_sys::Url::revoke_object_url(&old);
                        }
                    }
                    Err(faults) => self.tell_all(faults),
                }
            });
        });
        out
    }
}

/// Values of one certificate, or of several.
pub(super) enum Values<'a> {
    One(&'a BTreeMap<String, String>),
    Many(&'a [BTreeMap<String, String>]),
}

pub(super) fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

fn blob_url(text: &JsValue, mime: &str) -> Option<String> {
    let parts = js_sys::Array::of1(text);
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// Waits.
pub(super) async fn sleep(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}
