//! Another name, typed in the row.

use super::Layers;
use crate::edit::layers::Node;
use crate::edit::{self, Property, Selection, group};
use crate::locale::mark;
use leptos::html;
use leptos::prelude::*;

/// As in the inspector.
const LONGEST: usize = 80;

/// The box for the name, with the focus and all of the name selected.
pub(super) fn name_box(layers: Layers, node: Node, name: String) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    let node = StoredValue::new(node);
    // Once: the box that goes away loses the focus as well.
    let end = move |take: bool| {
        let Some(node) = node.try_get_value() else { return false };
        let open = layers.renaming.get_untracked().as_ref() == Some(&node);
        if let (true, Some(input)) = (open, input.get_untracked()) {
            let typed = input.value();
            layers.renaming.set(None);
            if take {
                layers.rename(&node, &typed);
            }
            return true;
        }
        false
    };
    view! {
        <input
            class="rename"
            node_ref=input
            aria-label=t!("Name of {name}", name = name)
            maxlength=LONGEST.to_string()
            autocomplete="off"
            spellcheck="false"
            value=name
            on:keydown=move |event| {
                // Its keys are not the tree's, nor the page's.
                event.stop_propagation();
                if event.is_composing() || event.key_code() == 229 {
                    return;
                }
                let take = event.key() == "Enter";
                if (take || event.key() == "Escape") && end(take) {
                    event.prevent_default();
                    if let Some((_, row)) = layers.stop.get_untracked() {
                        layers.focus(row);
                    }
                }
            }
            on:blur=move |_| {
                end(true);
            }
            on:pointerdown=move |event| event.stop_propagation()
            on:dblclick=move |event| event.stop_propagation()
        />
    }
}

impl Layers {
    fn rename(self, node: &Node, typed: &str) {
        let designer = self.designer;
        match node {
            Node::Element(id) => {
                let plain = typed.replace(|c: char| c.is_control(), " ");
                let name: String = plain.trim().chars().take(LONGEST).collect();
                let old = designer.with_template(|t| t.element(id).map(|e| e.name.clone()));
                let Some(old) = old.filter(|old| *old != name && !name.is_empty()) else { return };
                let command = designer.with_template(|t| {
                    let this = Selection::of(t, [id.as_str()]);
                    edit::set(t, &this, &[Property::Name(name.clone())])
                });
                if designer.dispatch(command, &format!(mark!("Rename {name}"), name = old), None) {
                    designer.say(t!("{old} is now {name}", old = old, name = name));
                }
            }
            Node::Group(path) => {
                let old = group::name_of(path);
                if typed.trim() == old || typed.trim().is_empty() {
                    return;
                }
                match designer.with_template(|t| group::rename_group(t, path, typed)) {
                    Ok((command, new)) => {
                        if designer.dispatch(
                            command,
                            &format!(mark!("Rename {name}"), name = old),
                            None,
                        ) {
                            designer.say(t!(
                                "{old} is now {name}",
                                old = old,
                                name = group::name_of(&new)
                            ));
                            self.follow(&[(path.clone(), new)].into());
                        }
                    }
                    Err(fault) => designer.notify(fault),
                }
            }
        }
    }
}
