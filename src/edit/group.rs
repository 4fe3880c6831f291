//! Groups: the paths that elements carry, and what is done to them.
//!
//! A *unit* is what one click takes hold of: an element, or a group with all
//! its members, seen from the page or from inside the group that was entered.

use super::command::{Change, Command};
use super::names::unique;
use super::order::{blocks, in_order};
use super::property::Property;
use super::select::Selection;
use crate::diagnostic::Diagnostic;
use crate::template::{Element, Template};
use std::collections::{BTreeMap, BTreeSet};

/// Whether an element with that path is in the group, at any depth.
pub fn is_in(path: Option<&str>, group: &str) -> bool {
    let rest = path.and_then(|path| path.strip_prefix(group));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The group that a click on the element takes hold of, seen from `inside` a
/// group or from the page; `None` is the element alone.
pub fn unit_of<'a>(element: &'a Element, inside: Option<&str>) -> Option<&'a str> {
    let path = element.group.as_deref()?;
    let from = match inside {
        Some(inside) if path == inside => return None,
        Some(inside) if is_in(Some(path), inside) => inside.len() + 1,
        _ => 0,
    };
    let rest = path.get(from..).unwrap_or_default();
    path.get(..from + rest.find('/').unwrap_or(rest.len()))
}

/// The group around a group.
pub fn parent(group: &str) -> Option<&str> {
    group.rsplit_once('/').map(|(outer, _)| outer)
}

/// A group's own name.
pub fn name_of(group: &str) -> &str {
    group.rsplit_once('/').map_or(group, |(_, name)| name)
}

pub(super) fn join(outer: Option<&str>, name: &str) -> String {
    outer.map_or_else(|| name.to_owned(), |outer| format!("{outer}/{name}"))
}

/// Names of the groups directly inside a group, or on the page.
pub(super) fn names_inside(template: &Template, inside: Option<&str>) -> BTreeSet<String> {
    let within = template
        .elements
        .iter()
        .filter(|e| inside.is_none_or(|inside| is_in(e.group.as_deref(), inside)));
    within.filter_map(|e| unit_of(e, inside)).map(|group| name_of(group).to_owned()).collect()
}

/// Makes one group of the selected units, and gives its path. They come to lie
/// together, where the topmost of them was.
///
/// # Errors
/// `nothing-to-group` for fewer than two units.
pub fn group(template: &Template, selection: &Selection) -> Result<(Command, String), Diagnostic> {
    let inside = selection.inside();
    let all = blocks(template, selection);
    if all.iter().filter(|b| b.selected).count() < 2 {
        return Err(Diagnostic::info("nothing-to-group", "", "A group needs two elements.")
            .repair("Select several elements, holding Shift."));
    }
    let name = unique("Group 1", ' ', &names_inside(template, inside));
    let path = join(inside, &name);
    let mut changes = Vec::new();
    for block in all.iter().filter(|b| b.selected) {
        for element in block.members.iter().filter_map(|i| template.elements.get(*i)) {
            let old = element.group.as_deref();
            let rest = match inside {
                Some(inside) => old.and_then(|p| p.get(inside.len() + 1..)),
                None => old,
            };
            let new = rest.map_or_else(|| path.clone(), |rest| format!("{path}/{rest}"));
            changes.push(regrouped(element, Some(new)));
        }
    }
    let top = all.iter().rposition(|b| b.selected).unwrap_or_default();
    let (below, above) = all.split_at(top + 1);
    let (selected, others): (Vec<_>, Vec<_>) = below.iter().partition(|b| b.selected);
    let order = in_order(template, others.into_iter().chain(selected).chain(above));
    Ok((Command::All { commands: vec![Command::Change { changes }, order] }, path))
}

/// Takes the selected groups apart, one level. `None` where none is selected.
pub fn ungroup(template: &Template, selection: &Selection) -> Option<Command> {
    let inside = selection.inside();
    let selected = template.elements.iter().filter(|e| selection.contains(&e.id));
    let groups: BTreeSet<&str> = selected.filter_map(|e| unit_of(e, inside)).collect();
    let mut taken = names_inside(template, inside);
    for group in &groups {
        taken.remove(name_of(group));
    }
    let mut renamed: BTreeMap<&str, String> = BTreeMap::new();
    let mut changes = Vec::new();
    for element in &template.elements {
        let path = element.group.as_deref();
        let Some(group) = groups.iter().find(|group| is_in(path, group)) else { continue };
        // Groups inside come up a level, where their name may be taken.
        let new = match unit_of(element, Some(group)) {
            None => inside.map(str::to_owned),
            Some(inner) => {
                let name = renamed.entry(inner).or_insert_with(|| {
                    let name = unique(name_of(inner), ' ', &taken);
                    taken.insert(name.clone());
                    name
                });
                let rest = path.and_then(|p| p.get(inner.len()..)).unwrap_or_default();
                Some(format!("{}{rest}", join(inside, name)))
            }
        };
        changes.push(regrouped(element, new));
    }
    (!changes.is_empty()).then_some(Command::Change { changes })
}

/// Another name for a group, and its new path. `/` cannot be in a name; a name
/// that is taken gets a number.
///
/// # Errors
/// `unknown-group`, and `empty-name` where nothing is left of the name.
pub fn rename_group(
    template: &Template,
    group: &str,
    name: &str,
) -> Result<(Command, String), Diagnostic> {
    let cleaned: String =
        name.chars().map(|c| if c == '/' || c.is_control() { ' ' } else { c }).take(60).collect();
    let name = cleaned.trim();
    let place = format!("groups.{group}");
    if name.is_empty() {
        return Err(Diagnostic::error("empty-name", place, "A group needs a name.")
            .repair("Type at least one letter."));
    }
    let mut taken = names_inside(template, parent(group));
    if !taken.remove(name_of(group)) {
        let message = format!("There is no group `{group}`.");
        return Err(Diagnostic::error("unknown-group", place, message)
            .repair("It may have been taken apart meanwhile."));
    }
    let path = join(parent(group), &unique(name, ' ', &taken));
    let inner = template.elements.iter().filter(|e| is_in(e.group.as_deref(), group));
    let changes = inner.map(|e| {
        let rest = e.group.as_deref().and_then(|p| p.get(group.len()..)).unwrap_or_default();
        regrouped(e, Some(format!("{path}{rest}")))
    });
    Ok((Command::Change { changes: changes.collect() }, path))
}

/// What takes apart the groups that would have only one element left without
/// `gone`.
pub(super) fn dissolve_lonely(template: &Template, gone: &BTreeSet<&str>) -> Vec<Change> {
    let mut members: BTreeMap<&str, usize> = BTreeMap::new();
    let left = || template.elements.iter().filter(|e| !gone.contains(e.id.as_str()));
    for path in left().filter_map(|e| e.group.as_deref()) {
        prefixes(path).for_each(|group| *members.entry(group).or_default() += 1);
    }
    let lonely = |group: &&str| members.get(group).is_none_or(|count| *count < 2);
    left()
        .filter_map(|e| {
            let path = e.group.as_deref()?;
            prefixes(path).find(lonely)?;
            let keep = prefixes(path).take_while(|group| !lonely(group)).last();
            Some(regrouped(e, keep.map(str::to_owned)))
        })
        .collect()
}

/// Takes apart the groups of new elements that have only one of them: copies of
/// a part of a group. The group `inside` has other members.
pub(super) fn drop_lonely(elements: &mut [Element], inside: Option<&str>) {
    let mut members: BTreeMap<String, usize> = BTreeMap::new();
    for path in elements.iter().filter_map(|e| e.group.as_deref()) {
        prefixes(path).for_each(|group| *members.entry(group.to_owned()).or_default() += 1);
    }
    for element in elements {
        let keep = |group: &&str| {
            is_in(inside, group) || members.get(*group).is_some_and(|count| *count > 1)
        };
        let path = element.group.as_deref();
        element.group = path.and_then(|p| prefixes(p).take_while(keep).last()).map(str::to_owned);
    }
}

/// A path's groups, outermost first, each with its whole path.
pub(super) fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter_map(|end| path.get(..end))
}

pub(super) fn regrouped(element: &Element, group: Option<String>) -> Change {
    Change { element: element.id.clone(), set: vec![Property::Group(group)] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Editor, Selection};
    use crate::template::classic;

    fn done(editor: &mut Editor, command: Command) {
        editor.dispatch(command, "step", None, 0.0).unwrap();
    }

    fn groups(editor: &Editor) -> Vec<Option<&str>> {
        editor.template().elements.iter().map(|e| e.group.as_deref()).collect()
    }

    #[test]
    fn groups_nest_and_come_apart() {
        let mut editor = Editor::new(classic());
        let pick = |e: &Editor, ids: &[&str]| Selection::of(e.template(), ids.iter().copied());
        let (command, inner) =
            group(editor.template(), &pick(&editor, &["name", "recipient"])).unwrap();
        done(&mut editor, command);
        assert_eq!(inner, "Group 1");
        let ids: Vec<_> = editor.template().elements.iter().take(3).map(|e| &*e.id).collect();
        assert_eq!(ids, ["title", "name", "recipient"], "they lie together");
        let outer = pick(&editor, &["name", "recipient", "title"]);
        let (command, path) = group(editor.template(), &outer).unwrap();
        done(&mut editor, command);
        assert_eq!(path, "Group 2");
        assert_eq!(
            groups(&editor)[0..3],
            [Some("Group 2"), Some("Group 2/Group 1"), Some("Group 2/Group 1")]
        );
        // Another group of the inner one's name on the page: the inner gets a number.
        let (command, _) =
            group(editor.template(), &pick(&editor, &["number", "contact"])).unwrap();
        done(&mut editor, command);
        assert_eq!(groups(&editor).last(), Some(&Some("Group 1")));
        let whole = pick(&editor, &["name", "recipient", "title"]);
        let command = ungroup(editor.template(), &whole).unwrap();
        done(&mut editor, command);
        assert_eq!(groups(&editor)[0..3], [None, Some("Group 2"), Some("Group 2")]);
        assert!(group(editor.template(), &pick(&editor, &["title"])).is_err());
    }

    #[test]
    fn names_of_groups_stay_apart() {
        let mut t = classic();
        for (i, path) in ["A", "A", "B/C", "B/C"].iter().enumerate() {
            t.elements[i].group = Some((*path).into());
        }
        let (command, path) = rename_group(&t, "B", " A/ ").unwrap();
        assert_eq!(path, "A 2");
        crate::edit::apply(&mut t, command).unwrap();
        assert_eq!(t.elements[2].group.as_deref(), Some("A 2/C"));
        assert_eq!(rename_group(&t, "B", "x").unwrap_err().code, "unknown-group");
        assert_eq!(rename_group(&t, "A", "/").unwrap_err().code, "empty-name");
        let gone = BTreeSet::from([t.elements[0].id.as_str()]);
        let changes = dissolve_lonely(&t, &gone);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].set, [Property::Group(None)]);
    }
}
