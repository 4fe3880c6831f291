//! Which rules an event can concern, by its kind and by what it is about: the
//! cost of an event follows the rules that can match, not all rules.

use super::checked::{Checked, Ix};
use crate::catalogue::EventKind;
use std::collections::HashMap;

/// The rules by kind of event and by what it is about.
#[derive(Clone, Debug, Default)]
pub struct Index {
    kinds: Vec<Kind>,
}

#[derive(Clone, Debug, Default)]
struct Kind {
    /// Rules that may hold whatever the event is about, in rule order.
    any: Vec<Ix>,
    /// For what some rules ask for: these and the ones above, in rule order.
    by_target: HashMap<Ix, Vec<Ix>>,
    /// Every rule that listens to this kind, in rule order.
    all: Vec<Ix>,
}

impl Index {
    /// Sorts the rules of a project.
    pub fn new(checked: &Checked) -> Self {
        let mut kinds = vec![Kind::default(); EventKind::ALL.len()];
        for (rule, number) in checked.rules.iter().zip(0..).filter(|(rule, _)| rule.runs) {
            for listened in &rule.listens {
                let Some(kind) = kinds.get_mut(*listened as usize) else { continue };
                kind.all.push(number);
                match &rule.tree.fast.about {
                    None => kind.any.push(number),
                    Some(about) => {
                        for (of, target) in about {
                            if of == listened {
                                kind.by_target.entry(*target).or_default().push(number);
                            }
                        }
                    }
                }
            }
        }
        for kind in &mut kinds {
            for rules in kind.by_target.values_mut() {
                rules.extend_from_slice(&kind.any);
                rules.sort_unstable();
                rules.dedup();
            }
        }
        Self { kinds }
    }

    /// The rules that can match an event, in rule order. Every other rule of
    /// [`Index::listening`] does not hold.
    pub fn candidates(&self, kind: EventKind, target: Ix) -> &[Ix] {
        let Some(kind) = self.kinds.get(kind as usize) else { return &[] };
        if kind.by_target.is_empty() {
            return &kind.any;
        }
        kind.by_target.get(&target).unwrap_or(&kind.any)
    }

    /// Every rule that is evaluated for this kind of event, in rule order.
    pub fn listening(&self, kind: EventKind) -> &[Ix] {
        self.kinds.get(kind as usize).map_or(&[], |kind| &kind.all)
    }
}
