//! The versions of the document that is open, in both rooms: taken, listed, named,
//! deleted. When one is taken and which ones stay is said by
//! [`crate::storage::versions`]; what a room does with one is the room's own.

mod list;

pub(in crate::ui) use list::{List, list};

use crate::storage::versions::{Budget, Kind, Parts, Take, Version, Watch, sort, thin};
use crate::ui::host::Host;
use crate::ui::locale::{said, tongue};
use js_sys::{Array, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// What is not reactive.
struct Inner {
    host: Host,
    /// The key of the open document; a name of its own where nothing is kept.
    document: String,
    watch: Watch,
    budget: Budget,
    /// What a text is made of, where lists tell it.
    parts: Option<fn(&str) -> Parts>,
}

/// A handle; copies are of the same document.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Versions {
    inner: StoredValue<Inner, LocalStorage>,
    /// The newest first; `None` until they were read.
    pub(in crate::ui) all: RwSignal<Option<Vec<Version>>>,
    /// What was deleted last, with its text, until something else is done.
    deleted: RwSignal<Option<(Version, String)>>,
    /// What the list has to tell.
    told: RwSignal<Option<String>>,
    /// Whether those that were asked for take more room than there is for them.
    over: RwSignal<bool>,
    /// Whether one is about to be kept.
    busy: RwSignal<bool>,
}

/// Milliseconds since 1970.
pub(in crate::ui) fn now() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole milliseconds of this age"
    )]
    {
        js_sys::Date::now() as u64
    }
}

/// What a version is called: by its name, else in the words of the page.
pub(in crate::ui) fn called(version: &Version) -> String {
    version.called(tongue())
}

/// Whether a write is kept, else why not.
fn outcome(answer: Result<JsValue, JsValue>) -> Result<(), Option<String>> {
    let answer = answer.map_err(|_| None)?;
    let get = |name: &str| Reflect::get(&answer, &name.into()).unwrap_or(JsValue::UNDEFINED);
    if get("kept").is_truthy() { Ok(()) } else { Err(get("why").as_string()) }
}

impl Versions {
    pub(in crate::ui) fn new(host: Host, budget: Budget, parts: Option<fn(&str) -> Parts>) -> Self {
        let (document, watch) = (String::new(), Watch::default());
        Self {
            inner: StoredValue::new_local(Inner { host, document, watch, budget, parts }),
            all: RwSignal::new(None),
            deleted: RwSignal::new(None),
            told: RwSignal::new(None),
            over: RwSignal::new(false),
            busy: RwSignal::new(false),
        }
    }

    /// A document was opened: where it is kept, and its text with the time since
    /// which it is so, where it is stored.
    pub(in crate::ui) fn open(self, key: Option<String>, stand: Option<Take>) {
        self.inner.try_update_value(|inner| {
            inner.document = key.unwrap_or_else(|| "open".to_owned());
            inner.watch = Watch::opened(now(), stand);
        });
        self.all.set(None);
        self.deleted.set(None);
        self.told.set(None);
        self.over.set(false);
    }

    fn document(self) -> Option<(Host, String)> {
        self.inner.try_with_value(|inner| (inner.host.clone(), inner.document.clone()))
    }

    /// Whether that document is still the open one.
    fn is_open(self, document: &str) -> bool {
        self.inner.try_with_value(|inner| inner.document == document) == Some(true)
    }

    /// Reads what there is; another tab may have kept some.
    pub(in crate::ui) fn refresh(self) {
        spawn_local(async move {
            self.read().await;
        });
    }

    async fn read(self) {
        let Some((host, document)) = self.document() else { return };
        let found = JsFuture::from(host.version_heads(&document)).await;
        if !self.is_open(&document) {
            return;
        }
        let heads = found.map(|found| Array::from(&found)).unwrap_or_default();
        let heads = heads.iter().filter_map(|head| Version::parse(&head.as_string()?));
        let mut all: Vec<Version> = heads.collect();
        sort(&mut all);
        if self.all.with_untracked(|old| old.as_ref() != Some(&all)) {
            self.all.set(Some(all));
        }
    }

    async fn ready(self) {
        if self.all.try_with_untracked(Option::is_none) == Some(true) {
            self.read().await;
        }
    }

    fn newest(self) -> Option<Version> {
        self.all.try_with_untracked(|all| all.as_ref()?.first().cloned()).flatten()
    }

    /// The document was saved: perhaps a version is due.
    pub(in crate::ui) fn saved(self, text: String) {
        let at = now();
        spawn_local(async move {
            let Some((_, document)) = self.document() else { return };
            self.ready().await;
            if !self.is_open(&document) {
                return;
            }
            let newest = self.newest();
            let take = self
                .inner
                .try_update_value(|inner| inner.watch.saved(at, &text, newest.as_ref()))
                .flatten();
            if let Some(take) = take {
                // Nobody asked for it: that it can't be kept is said in the list alone.
                self.put(&document, take, Kind::Automatic, None).await;
            }
        });
    }

    /// The document is left for another one, or the page ends.
    pub(in crate::ui) fn leave(self) {
        let Some((_, document)) = self.document() else { return };
        if self.all.try_with_untracked(Option::is_none) != Some(false) {
            return;
        }
        let newest = self.newest();
        let take = self.inner.try_update_value(|inner| inner.watch.left(newest.as_ref())).flatten();
        if let Some(take) = take {
            spawn_local(async move {
                self.put(&document, take, Kind::Automatic, None).await;
            });
        }
    }

    /// Keeps the present state. Tells whether there is such a version now.
    pub(in crate::ui) async fn keep(self, text: String, kind: Kind, name: Option<&str>) -> bool {
        let Some((_, document)) = self.document() else { return false };
        self.busy.set(true);
        self.ready().await;
        let newest = self.newest();
        let known = newest.filter(|newest| newest.is_of(&text));
        let kept = match (known, name) {
            // It is there already, and only wants its name.
            (Some(known), Some(name)) if known.name.is_none() => {
                self.rename(&known.id(), name);
                true
            }
            (Some(_), None) => true,
            _ => self.put(&document, Take { at: now(), text }, kind, name).await,
        };
        let _ = self.busy.try_set(false);
        kept
    }

    /// Puts a version to the others and lets those go that are too many.
    async fn put(self, document: &str, take: Take, kind: Kind, name: Option<&str>) -> bool {
        let known =
            self.inner.try_with_value(|inner| (inner.host.clone(), inner.budget, inner.parts));
        let Some((host, budget, parts)) = known else { return false };
        if take.text.len() > budget.longest {
            let _ = self.told.try_set(Some(t!(
                "This is too large to keep versions of it here (more than {most} MB). Save it as a file to keep it as it is.",
                most = budget.longest / (1024 * 1024)
            )));
            return false;
        }
        let mut version = Version::new(&take.text, take.at, kind, name);
        version.parts = parts.map(|parts| parts(&take.text)).unwrap_or_default();
        let id = version.id();
        let answer = host.put_version(document, &id, &version.write(), &take.text);
        let kept = outcome(JsFuture::from(answer).await);
        if let Err(why) = kept {
            // It is in memory until the page is closed.
            let _ = self.told.try_set(Some(match why {
                Some(why) => t!(
                    "{why} Versions are there until this page is closed. Download what you want to keep.",
                    why = said(&why)
                ),
                None => t!(
                    "Versions are there until this page is closed. Download what you want to keep."
                )
                .to_owned(),
            }));
        }
        if !self.is_open(document) {
            return true;
        }
        let thinned = self.all.try_update(|all| {
            let all = all.get_or_insert_default();
            all.retain(|other| other.id() != id);
            all.push(version);
            sort(all);
            let thinned = thin(all, now(), budget);
            all.retain(|version| !thinned.gone.contains(&version.id()));
            thinned
        });
        let Some(thinned) = thinned else { return true };
        let _ = self.over.try_set(thinned.over);
        if !thinned.gone.is_empty() {
            let ids: Array = thinned.gone.iter().map(|id| JsValue::from(id.as_str())).collect();
            let _ = JsFuture::from(host.remove_versions(document, Some(ids))).await;
        }
        true
    }

    /// A version of the list.
    pub(in crate::ui) fn find(self, id: &str) -> Option<Version> {
        self.all.try_with_untracked(|all| {
            all.as_ref()?.iter().find(|version| version.id() == id).cloned()
        })?
    }

    /// The text of a version; `None`, and says so, when it is not there as it was kept.
    pub(in crate::ui) async fn text(self, id: &str) -> Option<String> {
        let (host, document) = self.document()?;
        let version = self.find(id)?;
        let text = JsFuture::from(host.version_text(&document, id)).await.ok()?.as_string();
        let text = text.filter(|text| version.is_of(text));
        if text.is_none() {
            let _ = self.told.try_set(Some(
                t!("This version can't be read any more. The others are not touched.").to_owned(),
            ));
        }
        text
    }

    fn rename(self, id: &str, name: &str) {
        let Some((host, document)) = self.document() else { return };
        let renamed = self.all.try_update(|all| {
            let version = all.as_mut()?.iter_mut().find(|version| version.id() == id)?;
            version.rename(name);
            Some(version.write())
        });
        if let Some(Some(head)) = renamed {
            let answer = host.put_version_head(&document, id, &head);
            spawn_local(async move {
                let _ = JsFuture::from(answer).await;
            });
        }
    }

    fn delete(self, id: &str) {
        let id = id.to_owned();
        spawn_local(async move {
            let Some((host, document)) = self.document() else { return };
            let Some(version) = self.find(&id) else { return };
            // Its text is held until it is clear that it is not wanted back.
            let text = self.text(&id).await;
            self.all.update(|all| all.iter_mut().for_each(|all| all.retain(|v| v.id() != id)));
            let ids = Array::of1(&JsValue::from(id.as_str()));
            let _ = JsFuture::from(host.remove_versions(&document, Some(ids))).await;
            let _ = self.deleted.try_set(text.map(|text| (version, text)));
        });
    }

    fn undelete(self) {
        let Some((host, document)) = self.document() else { return };
        let Some((version, text)) = self.deleted.get_untracked() else { return };
        self.deleted.set(None);
        spawn_local(async move {
            let answer = host.put_version(&document, &version.id(), &version.write(), &text);
            let _ = JsFuture::from(answer).await;
            if self.is_open(&document) {
                self.all.update(|all| {
                    let all = all.get_or_insert_default();
                    all.push(version);
                    sort(all);
                });
            }
        });
    }
}
