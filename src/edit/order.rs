//! Which element lies over which. Groups move as one, among their siblings.

use super::command::Command;
use super::group::{is_in, unit_of};
use super::select::Selection;
use crate::template::Template;
use std::collections::BTreeMap;

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reorder {
    /// Over the next one above.
    Forward,
    /// Under the next one below.
    Backward,
    /// Over all siblings.
    Front,
    /// Under all siblings.
    Back,
    /// So that so many other siblings lie below.
    To(usize),
}

/// A unit among its siblings.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Indexes of its elements, bottom to top.
    pub(super) members: Vec<usize>,
    pub(super) selected: bool,
}

/// The units inside the group that the selection is in (or on the page), bottom
/// to top. A group whose members lie apart is where its topmost member is.
pub(super) fn blocks(template: &Template, selection: &Selection) -> Vec<Block> {
    units(template, selection.inside(), |id| selection.contains(id))
}

/// The units inside a group, or on the page, bottom to top.
pub(super) fn units(
    template: &Template,
    inside: Option<&str>,
    selected: impl Fn(&str) -> bool,
) -> Vec<Block> {
    let mut by_top: BTreeMap<usize, Block> = BTreeMap::new();
    let mut tops: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, element) in template.elements.iter().enumerate() {
        if inside.is_some_and(|inside| !is_in(element.group.as_deref(), inside)) {
            continue;
        }
        let before = unit_of(element, inside).and_then(|group| tops.insert(group, index));
        let mut block = before
            .and_then(|before| by_top.remove(&before))
            .unwrap_or(Block { members: Vec::new(), selected: false });
        block.members.push(index);
        block.selected |= selected(&element.id);
        by_top.insert(index, block);
    }
    by_top.into_values().collect()
}

/// The command that puts these units, which are all siblings, in that order.
/// Elements outside their group stay where they are.
pub(super) fn in_order<'a>(
    template: &Template,
    blocks: impl Iterator<Item = &'a Block>,
) -> Command {
    let wanted: Vec<usize> = blocks.flat_map(|b| b.members.iter().copied()).collect();
    let mut slots = wanted.clone();
    slots.sort_unstable();
    let moved: BTreeMap<usize, usize> = slots.into_iter().zip(wanted).collect();
    let id = |index: usize| template.elements.get(index).map(|e| e.id.clone());
    let order = (0..template.elements.len())
        .filter_map(|slot| id(moved.get(&slot).copied().unwrap_or(slot)))
        .collect();
    Command::Order { order }
}

/// Moves the selected units over or under their siblings.
pub fn reorder(template: &Template, selection: &Selection, to: Reorder) -> Command {
    let mut all = blocks(template, selection);
    match to {
        // Stable: the selected keep their order among themselves.
        Reorder::Front => all.sort_by_key(|b| b.selected),
        Reorder::Back => all.sort_by_key(|b| !b.selected),
        Reorder::Forward => {
            for i in (1..all.len()).rev() {
                if let Some([a, b]) = all.get_mut(i - 1..=i)
                    && a.selected
                    && !b.selected
                {
                    std::mem::swap(a, b);
                }
            }
        }
        Reorder::Backward => {
            for i in 1..all.len() {
                if let Some([a, b]) = all.get_mut(i - 1..=i)
                    && b.selected
                    && !a.selected
                {
                    std::mem::swap(a, b);
                }
            }
        }
        Reorder::To(index) => {
            let (selected, mut others): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|b| b.selected);
            let above = others.split_off(index.min(others.len()));
            all = others.into_iter().chain(selected).chain(above).collect();
        }
    }
    in_order(template, all.iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::template::{Frame, Orientation, Preset};

    fn template(groups: &[(&str, Option<&str>)]) -> Template {
        let mut t = Template::blank("t", Preset::Classic.page(Orientation::Landscape));
        for (id, group) in groups {
            let mut e = crate::edit::tests::shape(id, Frame::new(0.0, 0.0, 10.0, 10.0));
            e.group = group.map(str::to_owned);
            t.elements.push(e);
        }
        t
    }

    fn after(t: &Template, ids: &[&str], to: Reorder) -> String {
        let mut t = t.clone();
        let command = reorder(&t, &Selection::of(&t, ids.iter().copied()), to);
        apply(&mut t, command).unwrap();
        t.elements.iter().map(|e| e.id.as_str()).collect()
    }

    #[test]
    fn elements_move_among_their_siblings() {
        let t = template(&[("a", None), ("b", None), ("c", None), ("d", None)]);
        assert_eq!(after(&t, &["a"], Reorder::Forward), "bacd");
        assert_eq!(after(&t, &["a", "c"], Reorder::Forward), "badc");
        assert_eq!(after(&t, &["c", "d"], Reorder::Forward), "abcd");
        assert_eq!(after(&t, &["b", "d"], Reorder::Backward), "badc");
        assert_eq!(after(&t, &["c", "a"], Reorder::Front), "bdac");
        assert_eq!(after(&t, &["d", "b"], Reorder::Back), "bdac");
        assert_eq!(after(&t, &["a", "d"], Reorder::To(1)), "badc");
        assert_eq!(after(&t, &["a"], Reorder::To(99)), "bcda");
    }

    #[test]
    fn groups_move_as_one_and_members_within() {
        let t = template(&[("a", None), ("b", Some("G")), ("c", Some("G")), ("d", None)]);
        assert_eq!(after(&t, &["b", "c"], Reorder::Forward), "adbc");
        assert_eq!(after(&t, &["a"], Reorder::Forward), "bcad");
        assert_eq!(after(&t, &["b"], Reorder::Front), "acbd", "only within its group");
        let apart = template(&[("a", Some("G")), ("b", None), ("c", Some("G"))]);
        assert_eq!(after(&apart, &["a", "c"], Reorder::Front), "bac", "gathered");
    }
}
