//! Moving elements and groups among their siblings, into groups and out.

use super::Node;
use crate::diagnostic::Diagnostic;
use crate::edit::command::Command;
use crate::edit::group::{is_in, join, name_of, names_inside, prefixes, regrouped};
use crate::edit::names::unique;
use crate::edit::order::units;
use crate::template::{Element, MAX_GROUP_DEPTH, Template};
use std::collections::{BTreeMap, BTreeSet};

/// How to move, and what will be where.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Does it.
    pub command: Command,
    /// Paths of the groups that were moved, and their new ones.
    pub groups: BTreeMap<String, String>,
}

/// Moves elements and groups into a group, or onto the page, so that so many
/// other siblings lie below them. They come to lie together, in the order that
/// they had. A group that is left with one element is taken apart. `None` where
/// everything stays as it is, or a group would be put into itself.
///
/// # Errors
/// `too-deep` where there would be too many groups in one another.
pub fn move_to(
    template: &Template,
    nodes: &[Node],
    into: Option<&str>,
    index: usize,
) -> Result<Option<Moved>, Diagnostic> {
    let carried = |path: &str| {
        nodes.iter().any(|n| matches!(n, Node::Group(group) if is_in(Some(path), group)))
    };
    let there = |into: &str| template.elements.iter().any(|e| is_in(e.group.as_deref(), into));
    if into.is_some_and(|into| carried(into) || !there(into)) {
        return Ok(None);
    }
    // What is within a group that moves, moves with it.
    let nodes: BTreeSet<&Node> =
        nodes.iter().filter(|n| !n.outer(template).is_some_and(carried)).collect();
    let groups = new_paths(template, &nodes, into);
    let moves = |e: &Element| {
        let path = e.group.as_deref();
        nodes.iter().any(|node| match node {
            Node::Element(id) => *id == e.id,
            Node::Group(group) => is_in(path, group),
        })
    };
    let mut paths: Vec<Option<String>> = Vec::with_capacity(template.elements.len());
    for element in &template.elements {
        let old = element.group.as_deref();
        let group = groups.iter().find(|(group, _)| is_in(old, group));
        paths.push(match group {
            Some((group, new)) => {
                Some(format!("{new}{}", old.and_then(|p| p.get(group.len()..)).unwrap_or_default()))
            }
            None if moves(element) => into.map(str::to_owned),
            None => old.map(str::to_owned),
        });
    }
    if paths.iter().flatten().any(|path| path.split('/').count() > MAX_GROUP_DEPTH) {
        let message = format!("Only {MAX_GROUP_DEPTH} groups can be in one another.");
        return Err(Diagnostic::info("too-deep", "", message)
            .repair("Ungroup one of them first, or move it to another place."));
    }
    let commands = [regroup(template, paths), order(template, moves, into, index)];
    let commands: Vec<Command> = commands.into_iter().flatten().collect();
    Ok((!commands.is_empty()).then_some(Moved { command: Command::All { commands }, groups }))
}

/// What the groups that move are called where they go: another name where
/// theirs is taken.
fn new_paths(
    template: &Template,
    nodes: &BTreeSet<&Node>,
    into: Option<&str>,
) -> BTreeMap<String, String> {
    let mut taken = names_inside(template, into);
    let mut out = BTreeMap::new();
    for node in nodes {
        let Node::Group(path) = node else { continue };
        let name = if node.outer(template) == into {
            name_of(path).to_owned()
        } else {
            unique(name_of(path), ' ', &taken)
        };
        out.insert(path.clone(), join(into, &name));
        taken.insert(name);
    }
    out
}

/// The change to these paths, less the groups that would have one element only.
fn regroup(template: &Template, mut paths: Vec<Option<String>>) -> Option<Command> {
    let mut members: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths.iter().flatten() {
        prefixes(path).for_each(|group| *members.entry(group.to_owned()).or_default() += 1);
    }
    let stays = |group: &&str| members.get(*group).is_some_and(|count| *count > 1);
    for path in &mut paths {
        let kept = path.as_deref().and_then(|p| prefixes(p).take_while(stays).last());
        *path = kept.map(str::to_owned);
    }
    let changed = template.elements.iter().zip(paths).filter(|(e, path)| e.group != *path);
    let changes: Vec<_> = changed.map(|(e, path)| regrouped(e, path)).collect();
    (!changes.is_empty()).then_some(Command::Change { changes })
}

fn belongs(element: &Element, into: Option<&str>) -> bool {
    into.is_none_or(|into| is_in(element.group.as_deref(), into))
}

/// The order in which what moves lies over so many siblings.
fn order(
    template: &Template,
    moves: impl Fn(&Element) -> bool,
    into: Option<&str>,
    index: usize,
) -> Option<Command> {
    let moves = |i: usize| template.elements.get(i).is_some_and(&moves);
    let mut all = Vec::with_capacity(template.elements.len());
    gather(template, None, &mut all);
    let (moved, mut rest): (Vec<usize>, Vec<usize>) = all.iter().partition(|i| moves(**i));
    // Siblings that stay, each by its elements.
    let siblings: Vec<Vec<usize>> = units(template, into, |_| false)
        .into_iter()
        .map(|unit| unit.members.into_iter().filter(|i| !moves(*i)).collect::<Vec<_>>())
        .filter(|members| !members.is_empty())
        .collect();
    let place = |i: &usize| rest.iter().position(|other| other == i);
    let over = |members: &Vec<usize>| members.iter().filter_map(place).max().map(|at| at + 1);
    let under = |members: &Vec<usize>| members.iter().filter_map(place).min();
    let at = match siblings.get(index) {
        Some(above) => under(above),
        None => siblings.last().and_then(over),
    };
    // With no siblings left, they lie where the group lies: as high as what is
    // under it and stays.
    let within = |i: &&usize| template.elements.get(**i).is_some_and(|e| belongs(e, into));
    let under_group =
        |first: &usize| all.iter().take_while(|i| *i != first).filter(|i| !moves(**i)).count();
    let at = at.unwrap_or_else(|| all.iter().find(within).map_or(0, under_group));
    let above = rest.split_off(at.min(rest.len()));
    rest.extend(moved.into_iter().chain(above));
    if rest.iter().copied().eq(0..template.elements.len()) {
        return None;
    }
    let id = |i: usize| template.elements.get(i).map(|e| e.id.clone());
    Some(Command::Order { order: rest.into_iter().filter_map(id).collect() })
}

/// All elements, bottom to top, those of a group together.
fn gather(template: &Template, inside: Option<&str>, out: &mut Vec<usize>) {
    for unit in units(template, inside, |_| false) {
        let first = unit.members.first().and_then(|i| template.elements.get(*i));
        match first.and_then(|e| crate::edit::group::unit_of(e, inside)) {
            Some(group) => gather(template, Some(group), out),
            None => out.extend(unit.members),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, template};
    use super::*;
    use crate::edit::apply;

    fn nodes(names: &[&str]) -> Vec<Node> {
        let node = |name: &&str| match name.strip_prefix('+') {
            Some(path) => Node::Group(path.to_owned()),
            None => Node::Element((*name).to_owned()),
        };
        names.iter().map(node).collect()
    }

    /// What lies where afterwards, bottom to top; `+` marks groups.
    fn after(t: &Template, names: &[&str], into: &str, index: usize) -> String {
        let mut t = t.clone();
        let into = Some(into).filter(|into| !into.is_empty());
        let Some(moved) = move_to(&t, &nodes(names), into, index).unwrap() else {
            return "as it was".into();
        };
        let start = t.clone();
        let undo = apply(&mut t, moved.command).unwrap();
        let line = |e: &Element| match &e.group {
            Some(group) => format!("{}:{group}", e.id),
            None => e.id.clone(),
        };
        let out = t.elements.iter().map(line).collect::<Vec<_>>().join(" ");
        apply(&mut t, undo).unwrap();
        assert_eq!(t, start);
        out
    }

    #[test]
    fn rows_go_into_groups_and_out() {
        let t = sample();
        assert_eq!(after(&t, &["a"], "", 1), "b:G c:G/H d:G/H a e");
        assert_eq!(after(&t, &["a"], "", 0), "as it was");
        assert_eq!(after(&t, &["a"], "G", 0), "a:G b:G c:G/H d:G/H e");
        assert_eq!(after(&t, &["a"], "G", 9), "b:G c:G/H d:G/H a:G e");
        assert_eq!(after(&t, &["e"], "G/H", 1), "a b:G c:G/H e:G/H d:G/H");
        assert_eq!(after(&t, &["a", "e"], "G", 1), "b:G a:G e:G c:G/H d:G/H");
        assert_eq!(after(&t, &["b"], "", 0), "b a c:G/H d:G/H e");
        assert_eq!(after(&t, &["d", "c"], "", 9), "a b e c d", "b is no group");
        let whole = "b:G a:G/H c:G/H d:G/H e";
        assert_eq!(after(&t, &["a", "c", "d"], "G/H", 0), whole, "all that is there moves too");
    }

    #[test]
    fn groups_keep_their_members_and_a_name_of_their_own() {
        let t = sample();
        assert_eq!(after(&t, &["+G/H"], "", 9), "a b e c:H d:H");
        assert_eq!(after(&t, &["+G", "c"], "", 0), "b:G c:G/H d:G/H a e");
        assert_eq!(after(&t, &["+G"], "G/H", 0), "as it was");
        assert_eq!(after(&t, &["a"], "gone", 0), "as it was");
        let twins = template(&[("a", "G"), ("b", "G"), ("c", "K/G"), ("d", "K/G"), ("e", "K")]);
        assert_eq!(after(&twins, &["+K/G"], "", 0), "c:G 2 d:G 2 a:G b:G e");
        assert_eq!(after(&twins, &["+G"], "K", 9), "c:K/G d:K/G e:K a:K/G 2 b:K/G 2");
        let apart = template(&[("a", "G"), ("b", ""), ("c", "G"), ("d", "")]);
        assert_eq!(after(&apart, &["d"], "", 0), "d b a:G c:G", "gathered");
    }

    #[test]
    fn there_is_an_end_to_groups_in_groups() {
        let deep = "a/b/c/d/e/f/g";
        let mut list: Vec<(&str, &str)> = prefixes(deep).map(|path| (path, path)).collect();
        list.extend([("y", deep), ("m", "X/Y"), ("n", "X/Y"), ("o", "X")]);
        let t = template(&list);
        assert!(move_to(&t, &nodes(&["+X/Y"]), Some(deep), 0).unwrap().is_some());
        let fault = move_to(&t, &nodes(&["+X"]), Some(deep), 0).unwrap_err();
        assert_eq!(fault.code, "too-deep");
    }
}
