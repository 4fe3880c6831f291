//! The page as a tree: its elements and groups as rows, topmost first, and
//! moving rows in it.

mod drop;
mod moving;

pub use drop::{Drop, drop_at};
pub use moving::{Moved, move_to};

use super::group::{is_in, parent};
use super::order::units;
use super::select::Selection;
use crate::template::Template;
use std::collections::BTreeSet;

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An element, by its id.
    Element(String),
    /// A group, by its path.
    Group(String),
}

impl Node {
    /// The group around it.
    pub fn outer<'a>(&'a self, template: &'a Template) -> Option<&'a str> {
        match self {
            Self::Element(id) => template.element(id).and_then(|e| e.group.as_deref()),
            Self::Group(path) => parent(path),
        }
    }

    /// Whether it is in that group, at any depth.
    pub fn is_inside(&self, template: &Template, group: &str) -> bool {
        is_in(self.outer(template), group)
    }

    /// The ids of its elements, bottom to top.
    pub fn members(&self, template: &Template) -> Vec<String> {
        match self {
            Self::Element(id) => vec![id.clone()],
            Self::Group(path) => {
                let inner = template.elements.iter();
                let inner = inner.filter(|e| is_in(e.group.as_deref(), path));
                inner.map(|e| e.id.clone()).collect()
            }
        }
    }
}

/// A row that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub node: Node,
    /// The path of the group that it is in.
    pub outer: Option<String>,
    /// 1 on the page, one more with each group around it.
    pub level: usize,
    /// Its place among its siblings, from 1 at the top.
    pub position: usize,
    /// How many siblings there are, with itself.
    pub of: usize,
    /// Whether its members are shown; `None` for elements.
    pub open: Option<bool>,
    /// The ids of its elements, bottom to top.
    pub members: Vec<String>,
}

/// The rows, topmost first, without what is inside closed groups.
pub fn rows(template: &Template, closed: &BTreeSet<String>) -> Vec<Row> {
    let mut out = Vec::with_capacity(template.elements.len());
    add_rows(&mut out, template, closed, None, 1);
    out
}

fn add_rows(
    out: &mut Vec<Row>,
    template: &Template,
    closed: &BTreeSet<String>,
    inside: Option<&str>,
    level: usize,
) {
    let siblings = siblings(template, inside);
    let of = siblings.len();
    for (index, (node, members)) in siblings.into_iter().rev().enumerate() {
        let group = match &node {
            Node::Group(path) => Some(path.clone()),
            Node::Element(_) => None,
        };
        let open = group.as_ref().map(|path| !closed.contains(path));
        let outer = inside.map(str::to_owned);
        out.push(Row { node, outer, level, position: index + 1, of, open, members });
        if let (Some(path), Some(true)) = (group, open) {
            add_rows(out, template, closed, Some(&path), level + 1);
        }
    }
}

/// What is directly in a group, or on the page, with the ids of its elements;
/// bottom to top.
fn siblings(template: &Template, inside: Option<&str>) -> Vec<(Node, Vec<String>)> {
    let element = |i: &usize| template.elements.get(*i);
    let units = units(template, inside, |_| false);
    let node = |members: Vec<usize>| {
        let first = members.first().and_then(element)?;
        let node = super::group::unit_of(first, inside)
            .map_or_else(|| Node::Element(first.id.clone()), |path| Node::Group(path.to_owned()));
        Some((node, members.iter().filter_map(element).map(|e| e.id.clone()).collect()))
    };
    units.into_iter().filter_map(|unit| node(unit.members)).collect()
}

/// What is selected, as rows: groups whole, and their members only where the
/// rest of the group is not selected.
pub fn selected(template: &Template, selection: &Selection) -> Vec<Node> {
    let mut out: Vec<Row> = Vec::new();
    for row in rows(template, &BTreeSet::new()) {
        let within = |group: &Row| match &group.node {
            Node::Group(path) => row.node.is_inside(template, path),
            Node::Element(_) => false,
        };
        if row.members.iter().all(|id| selection.contains(id)) && !out.last().is_some_and(within) {
            out.push(row);
        }
    }
    out.into_iter().map(|row| row.node).collect()
}

/// What to open so that the selected elements have rows: the groups around
/// them of which only a part is selected.
pub fn around(template: &Template, selection: &Selection) -> BTreeSet<String> {
    let parts = selected(template, selection);
    let outer = parts.iter().filter_map(|node| node.outer(template));
    outer.flat_map(super::group::prefixes).map(str::to_owned).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::edit::tests::shape;
    use crate::template::{Frame, Orientation, Preset};

    /// Bottom to top.
    pub(super) fn template(elements: &[(&str, &str)]) -> Template {
        let mut t = Template::blank("t", Preset::Classic.page(Orientation::Landscape));
        for (id, group) in elements {
            let mut e = shape(id, Frame::new(0.0, 0.0, 10.0, 10.0));
            e.group = Some((*group).to_owned()).filter(|group| !group.is_empty());
            t.elements.push(e);
        }
        t
    }

    pub(super) fn sample() -> Template {
        template(&[("a", ""), ("b", "G"), ("c", "G/H"), ("d", "G/H"), ("e", "")])
    }

    fn shown(rows: &[Row]) -> Vec<String> {
        let line = |row: &Row| {
            let name = match &row.node {
                Node::Element(id) => id.clone(),
                Node::Group(path) => format!("[{path}]"),
            };
            format!("{}{name} {}/{}", "-".repeat(row.level - 1), row.position, row.of)
        };
        rows.iter().map(line).collect()
    }

    #[test]
    fn rows_are_the_page_from_the_top() {
        let t = sample();
        let all = rows(&t, &BTreeSet::new());
        let want = ["e 1/3", "[G] 2/3", "-[G/H] 1/2", "--d 1/2", "--c 2/2", "-b 2/2", "a 3/3"];
        assert_eq!(shown(&all), want);
        assert_eq!(all[1].members, ["b", "c", "d"]);
        let closed = BTreeSet::from(["G".to_owned()]);
        assert_eq!(shown(&rows(&t, &closed)), ["e 1/3", "[G] 2/3", "a 3/3"]);
    }

    #[test]
    fn what_is_selected_is_as_few_rows_as_can_be() {
        let t = sample();
        let of = |ids: &[&str]| Selection::of(&t, ids.iter().copied());
        let group = |path: &str| Node::Group(path.to_owned());
        assert_eq!(selected(&t, &of(&["b", "c", "d"])), [group("G")]);
        assert_eq!(selected(&t, &of(&["c", "d"])), [group("G/H")]);
        let parts = selected(&t, &of(&["e", "c", "b"]));
        assert_eq!(parts.len(), 3);
        assert_eq!(around(&t, &of(&["c", "d"])), BTreeSet::from(["G".to_owned()]));
        assert_eq!(around(&t, &of(&["c"])).len(), 2);
        assert!(around(&t, &of(&["b", "c", "d"])).is_empty());
    }
}
