//! Fonts come when a text wants them, and people bring their own.

use super::effects::Answer;
use super::host::Host;
use super::state::{Designer, set_if_new};
use crate::diagnostic::Diagnostic;
use crate::edit::Property;
use crate::locale::mark;
use crate::template::AssetId;
use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The largest font file that is read at all, in bytes.
const MAX_FONT_BYTES: f64 = 20.0 * 1024.0 * 1024.0;

impl Designer {
    /// The fonts that this person added before.
    pub(super) async fn load_own_fonts(self, host: &Host) {
        let Ok(found) = JsFuture::from(host.own_fonts()).await else { return };
        if self.gone() {
            return;
        }
        for font in Array::from(&found).iter() {
            let part = |name: &str| Reflect::get(&font, &name.into()).unwrap_or(JsValue::UNDEFINED);
            let name = part("name").as_string().unwrap_or_default();
            let bytes = Uint8Array::new(&part("bytes")).to_vec();
            // It was a font when it was kept.
            let _ = self.core.try_update_value(|core| core.fonts.add_custom(&name, bytes));
        }
        let own: Vec<String> = self
            .core
            .try_with_value(|core| {
                core.fonts.custom_families().into_iter().map(str::to_owned).collect()
            })
            .unwrap_or_default();
        set_if_new(self.own_fonts, own);
    }

    /// Lets a font file in and sets what is selected in it.
    pub(super) fn bring_font(self, file: web_sys::File) {
        spawn_local(async move {
            let (host, name) = (self.host(), file.name());
            let unreadable = || {
                Diagnostic::error(
                    "file-unreadable",
                    "font",
                    t!("“{name}” could not be read.", name = name),
                )
                .repair(t!("Choose the file again."))
            };
            let Ok(bytes) = JsFuture::from(host.read_file(&file, MAX_FONT_BYTES)).await else {
                return self.notify(unreadable());
            };
            if self.gone() {
                return;
            }
            if bytes.is_null() {
                let size = format!("{:.0}", file.size() / 1_048_576.0);
                let message =
                    t!("“{name}” is {size} MB large; 20 MB is the most.", name = name, size = size);
                return self.notify(
                    Diagnostic::error("file-too-large", "font", message)
                        .repair(t!("Choose a file with fewer scripts, or a subset of it.")),
                );
            }
            let bytes = Uint8Array::from(bytes);
            let copy = bytes.to_vec();
            let id = AssetId::of(&copy);
            let added = self.core.try_update_value(|core| core.fonts.add_custom(&name, copy));
            match added {
                Some(Ok(families)) => {
                    let kept = JsFuture::from(host.put_font(&id.0, &name, &bytes)).await;
                    if self.gone() {
                        return;
                    }
                    let keeps = self.core.try_with_value(|core| core.storage_key.is_some());
                    let kept = kept.is_ok_and(|answer| Answer(answer).get("kept").is_truthy());
                    if keeps == Some(true) && !kept {
                        self.notify(
                            Diagnostic::warning(
                                "font-not-kept",
                                "font",
                                t!("“{name}” will be gone after a reload.", name = name),
                            )
                            .repair(t!("Add it again then; this browser keeps no more files.")),
                        );
                    }
                    self.own_fonts.update(|own| {
                        own.extend(families.iter().cloned());
                        own.dedup();
                    });
                    if let Some(family) = families.into_iter().next() {
                        self.set(&[Property::Font(family.clone())], mark!("Font"), None);
                        self.say(t!("{family} added", family = family));
                    }
                    self.refresh();
                }
                Some(Err(fault)) => self.notify(fault),
                None => {}
            }
        });
    }

    /// Fetches the font files that are wanted and not on their way.
    pub(super) fn ask_for_fonts(self, wanted: BTreeSet<&'static str>) {
        let fresh: Vec<&'static str> = self
            .core
            .try_update_value(|core| wanted.into_iter().filter(|f| core.asked.insert(f)).collect())
            .unwrap_or_default();
        for file in fresh {
            self.fonts_loading.update(|n| *n += 1);
            let host = self.host();
            spawn_local(async move {
                let bytes = JsFuture::from(host.font(file)).await;
                if self.gone() {
                    return;
                }
                let _ = self.fonts_loading.try_update(|n| *n = n.saturating_sub(1));
                let added = match bytes {
                    Ok(bytes) => self
                        .core
                        .try_update_value(|core| {
                            core.fonts.add_file(file, Uint8Array::from(bytes).to_vec())
                        })
                        .unwrap_or(Ok(())),
                    Err(_) => {
                        self.core.try_update_value(|core| core.asked.remove(file));
                        Err(Diagnostic::error(
                            "font-unavailable",
                            "",
                            t!("The font {file} could not be loaded.", file = file),
                        )
                        .repair(t!(
                            "Check the connection and reload the page. Your work is saved."
                        )))
                    }
                };
                match added {
                    Ok(()) => self.refresh(),
                    Err(fault) => self.notify(fault),
                }
            });
        }
    }
}
