//! Keeping the focus: what has it may go away with what an edit changes. Then
//! the room itself takes it, so that its shortcuts and the next Tab still work.

use super::state::Room;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, Node};

impl Room {
    pub(super) fn focus_came(self, event: &FocusEvent) {
        let element = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok());
        self.core.update_value(|core| core.focused = element);
    }

    /// It went somewhere else, or what had it is about to go.
    pub(super) fn focus_went(self, event: &FocusEvent) {
        let to = event.related_target().is_some();
        if !to {
            // Only when it is gone from the page in a moment it was taken away.
            self.look_after_focus();
            return;
        }
        self.core.update_value(|core| core.focused = None);
    }

    /// Looks in a moment whether what has the focus is still there.
    pub(super) fn look_after_focus(self) {
        let look = move || {
            let gone = self.core.try_update_value(|core| {
                let gone = core.focused.as_ref().is_some_and(|e| !e.is_connected());
                if gone {
                    core.focused = None;
                }
                gone
            });
            if gone != Some(true) {
                return;
            }
            let Some(Some(shell)) = self.shell.try_get_untracked() else { return };
            let root = shell.unchecked_ref::<Node>().get_root_node();
            let active = root
                .dyn_into::<web_sys::ShadowRoot>()
                .ok()
                .and_then(|root| js_sys::Reflect::get(&root, &"activeElement".into()).ok());
            if active.is_none_or(|active| active.is_null()) {
                let _ = shell.focus();
            }
        };
        set_timeout(look, std::time::Duration::from_millis(0));
    }
}
