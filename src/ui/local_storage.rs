//! The browser's localStorage as a [`Store`], with second copies in IndexedDB.
//!
//! Copies are read once, before anything is mounted, and written behind every
//! save. Those that are newer than what localStorage has are held here: what was
//! lost when the browser was killed, and what it has no room for.

use super::host::Host;
use crate::storage::aside::set_aside;
use crate::storage::{SaveFault, Store, envelope};
use js_sys::{Array, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// localStorage, looked up at each call: a page can lose its right to it.
pub(super) struct LocalStorage;

#[derive(Default)]
struct Copies {
    /// Who writes them; nobody where nothing is kept.
    host: Option<Host>,
    newer: BTreeMap<String, String>,
    /// They could not be read: there may be newer ones than are known.
    unseen: bool,
}

thread_local! {
    static COPIES: RefCell<Copies> = RefCell::default();
}

fn revision(text: &str) -> u64 {
    envelope::peek(text).map_or(0, |head| head.revision)
}

/// Milliseconds since 1970.
fn now() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole milliseconds of this age"
    )]
    {
        js_sys::Date::now() as u64
    }
}

/// The revision of what can be opened: what is damaged may have a good head.
fn good(text: &str) -> u64 {
    envelope::open(text).map_or(0, |(head, _)| head.revision)
}

impl LocalStorage {
    fn storage() -> Result<web_sys::Storage, SaveFault> {
        // Reading the property throws in sandboxed frames and with blocked cookies.
        web_sys::window().and_then(|w| w.local_storage().ok().flatten()).ok_or(SaveFault::Denied)
    }

    /// Takes note of the copies that there are: `[[key, text]]`, or nothing when
    /// they cannot be read.
    pub(super) fn begin(host: &Host, copies: &JsValue) {
        COPIES.with_borrow_mut(|all| {
            all.host = Some(host.clone());
            all.unseen = !Array::is_array(copies);
        });
        if Array::is_array(copies) {
            for pair in Array::from(copies) {
                let get = |at: u32| Reflect::get_u32(&pair, at).ok().and_then(|v| v.as_string());
                if let (Some(key), Some(text)) = (get(0), get(1)) {
                    Self::adopt(&key, text);
                }
            }
        }
    }

    /// Takes note of one copy, where it is newer than what is here.
    fn adopt(key: &str, text: String) {
        let here = Self.get(key).ok().flatten();
        if here.is_some_and(|here| here == text || good(&here) >= revision(&text)) {
            // What is here is as new as it says it is. Were it newer in truth,
            // it must not be gone after the next save.
            if envelope::open(&text).is_err_and(|fault| fault.code == "record-damaged") {
                let _ = set_aside(&mut Self, key, &text, now());
            }
            return;
        }
        COPIES.with_borrow_mut(|all| drop(all.newer.insert(key.to_owned(), text)));
    }

    /// Reads a copy anew: another tab may have written it.
    pub(super) async fn look_again(key: &str) {
        let Some(host) = COPIES.with_borrow(|all| all.host.clone()) else { return };
        let found = JsFuture::from(host.get_record(key)).await;
        if let Some(text) = found.ok().and_then(|text| text.as_string()) {
            Self::adopt(key, text);
        }
    }

    /// How far the next revision must be from the one that was found, so that it
    /// is newer than a copy that could not be seen.
    pub(super) fn margin() -> u64 {
        COPIES.with_borrow(|all| if all.unseen { 1000 } else { 0 })
    }

    /// Whether the copies that were asked for are kept, when that is known.
    pub(super) async fn settled() -> bool {
        let Some(host) = COPIES.with_borrow(|all| all.host.clone()) else { return false };
        let answer = JsFuture::from(host.records_settled()).await;
        answer.is_ok_and(|answer| {
            Reflect::get(&answer, &"kept".into()).is_ok_and(|kept| kept.is_truthy())
        })
    }
}

impl Store for LocalStorage {
    fn get(&self, key: &str) -> Result<Option<String>, SaveFault> {
        Self::storage()?.get_item(key).map_err(|_| SaveFault::Denied)
    }

    fn set(&mut self, key: &str, text: &str) -> Result<(), SaveFault> {
        // The one reason for which a browser refuses a write to a storage it gave.
        Self::storage()?.set_item(key, text).map_err(|_| SaveFault::Full)
    }

    fn remove(&mut self, key: &str) -> Result<(), SaveFault> {
        Self::storage()?.remove_item(key).map_err(|_| SaveFault::Denied)
    }

    fn keys(&self) -> Result<Vec<String>, SaveFault> {
        let storage = Self::storage()?;
        let count = storage.length().map_err(|_| SaveFault::Denied)?;
        // Another tab may take one away meanwhile: there is none at its place then.
        let mut keys: Vec<String> =
            (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
        let copies = COPIES.with_borrow(|all| all.newer.keys().cloned().collect::<Vec<_>>());
        for key in copies {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        Ok(keys)
    }

    fn copy(&self, key: &str) -> Option<String> {
        COPIES.with_borrow(|all| all.newer.get(key).cloned())
    }

    fn set_copy(&mut self, key: &str, text: Option<&str>) {
        let here = self.get(key).ok().flatten();
        COPIES.with_borrow_mut(|all| {
            let Some(host) = &all.host else { return };
            host.put_record(key, text);
            match text {
                Some(text) if here.as_deref() != Some(text) => {
                    all.newer.insert(key.to_owned(), text.to_owned());
                }
                _ => drop(all.newer.remove(key)),
            }
        });
    }
}
