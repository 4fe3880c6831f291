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
    /// Rules that ask for a thing, in rule order. Not merged with the ones above:
    /// that would take memory for each rule and thing.
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
                rules.dedup();
            }
        }
        Self { kinds }
    }

    /// The rules that can match an event. Every other rule of
    /// [`Index::listening`] does not hold.
    pub fn candidates(&self, kind: EventKind, target: Ix) -> Candidates<'_> {
        let Some(kind) = self.kinds.get(kind as usize) else { return Candidates::default() };
        let own = kind.by_target.get(&target).map_or(&[][..], Vec::as_slice);
        Candidates { own, any: &kind.any }
    }

    /// Every rule that is evaluated for this kind of event, in rule order.
    pub fn listening(&self, kind: EventKind) -> &[Ix] {
        self.kinds.get(kind as usize).map_or(&[], |kind| &kind.all)
    }
}

/// The rules that can match an event: those that ask for what it is about, and
/// those that ask for nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Candidates<'a> {
    own: &'a [Ix],
    any: &'a [Ix],
}

impl Candidates<'_> {
    /// Whether a rule is among them.
    pub fn contains(&self, rule: Ix) -> bool {
        self.own.binary_search(&rule).is_ok() || self.any.binary_search(&rule).is_ok()
    }
}

impl Iterator for Candidates<'_> {
    type Item = Ix;

    /// The next one in rule order.
    fn next(&mut self) -> Option<Ix> {
        let list = match (self.own.first(), self.any.first()) {
            (Some(own), Some(any)) if own > any => &mut self.any,
            (None, Some(_)) => &mut self.any,
            (None, None) => return None,
            _ => &mut self.own,
        };
        let (first, rest) = list.split_first()?;
        *list = rest;
        Some(*first)
    }
}
