//! A fault of ours: the module cannot be trusted any more, and every instance
//! offers what was saved last.

use super::host::Host;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};

static PANICKED: AtomicBool = AtomicBool::new(false);

/// Whether this module has panicked: its state may be torn, so nothing is
/// written any more, and the last saved state stays.
#[cfg(feature = "ui")]
pub(super) fn panicked() -> bool {
    PANICKED.load(Ordering::Relaxed)
}

thread_local! {
    /// Every instance's host, to be told of a panic once.
    static HOSTS: RefCell<Vec<(Host, Option<String>)>> = const { RefCell::new(Vec::new()) };
}

/// Forgets an instance that was taken out of the page.
pub(super) fn forget(host: &Host) {
    HOSTS.with_borrow_mut(|hosts| {
        hosts.retain(|(other, _)| !js_sys::Object::is(other.as_ref(), host.as_ref()));
    });
}

/// Notes where an instance keeps what is open now.
#[cfg(feature = "ui")]
pub(super) fn keeps(host: &Host, storage_key: Option<&str>) {
    HOSTS.with_borrow_mut(|hosts| {
        for (other, key) in hosts.iter_mut() {
            if js_sys::Object::is(other.as_ref(), host.as_ref()) {
                *key = storage_key.map(str::to_owned);
            }
        }
    });
}

/// Notes a panic, says it in the console, and has every instance offer what
/// was saved last: the module cannot be trusted any more.
pub(super) fn remember_panics(host: &Host, storage_key: Option<&str>) {
    HOSTS.with_borrow_mut(|hosts| hosts.push((host.clone(), storage_key.map(str::to_owned))));
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        if PANICKED.swap(true, Ordering::Relaxed) {
            return;
        }
        HOSTS.with(|hosts| {
            // The panic may have come while the list was being changed.
            for (host, key) in hosts.try_borrow().iter().flat_map(|hosts| hosts.iter()) {
                host.panicked(key.as_deref());
            }
        });
    }));
}
