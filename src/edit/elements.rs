//! Adding, removing and duplicating elements, and setting properties of several.

use super::command::{Change, Command, Placed};
use super::group::{dissolve_lonely, drop_lonely, name_of, names_inside, unit_of};
use super::names::{kind_name, slug, unique};
use super::property::Property;
use super::select::Selection;
use crate::template::{
    AssetId, AssetInfo, Element, ElementKind, Extra, Frame, MAX_FRAME_PX, Template,
};
use std::collections::{BTreeMap, BTreeSet};

/// A new element. [`add`] gives it an id, and a name if it has none.
pub fn element(kind: ElementKind, frame: Frame) -> Element {
    Element {
        id: String::new(),
        name: String::new(),
        frame,
        opacity: 1.0,
        locked: false,
        hidden: false,
        group: None,
        kind,
        extra: Extra::new(),
    }
}

/// Adds elements at an index (the top when absent), and gives their ids: made
/// from what they are called, and unique. An index amid a group is moved over it.
pub fn add(
    template: &Template,
    elements: Vec<Element>,
    index: Option<usize>,
) -> (Command, Vec<String>) {
    let mut taken: BTreeSet<String> = template.elements.iter().map(|e| e.id.clone()).collect();
    taken.insert("background".to_owned());
    let mut names: BTreeSet<String> = template.elements.iter().map(|e| e.name.clone()).collect();
    let mut index = index.unwrap_or(usize::MAX).min(template.elements.len());
    let group_at = |i: usize| template.elements.get(i).and_then(|e| unit_of(e, None));
    let inner = elements.first().and_then(|e| e.group.as_deref()).is_some();
    while !inner && index > 0 && group_at(index).is_some() && group_at(index - 1) == group_at(index)
    {
        index += 1;
    }
    let mut ids = Vec::with_capacity(elements.len());
    let mut placed = Vec::with_capacity(elements.len());
    for mut element in elements {
        if element.name.trim().is_empty() {
            element.name = kind_name(&element.kind).to_owned();
        }
        element.name = unique(&element.name, ' ', &names);
        names.insert(element.name.clone());
        let mut base = slug(if element.id.is_empty() { &element.name } else { &element.id }, '-');
        if base.is_empty() {
            base = slug(kind_name(&element.kind), '-');
        }
        element.id = unique(&base, '-', &taken);
        taken.insert(element.id.clone());
        ids.push(element.id.clone());
        placed.push(Placed { index, element });
        index += 1;
    }
    (Command::Insert { elements: placed }, ids)
}

/// Removes the selected elements that are not locked, and takes groups of one
/// apart. `None` where there is nothing to remove.
pub fn remove(template: &Template, selection: &Selection) -> Option<Command> {
    let gone: BTreeSet<&str> = unlocked(template, selection).map(|e| e.id.as_str()).collect();
    if gone.is_empty() {
        return None;
    }
    let elements = gone.iter().map(|id| (*id).to_owned()).collect();
    let changes = dissolve_lonely(template, &gone);
    let remove = Command::Remove { elements };
    Some(if changes.is_empty() {
        remove
    } else {
        Command::All { commands: vec![Command::Change { changes }, remove] }
    })
}

/// Copies the selected elements so many px to the right and down, just above
/// the topmost of them, and gives the copies' ids. Copies of groups are groups
/// of their own. `None` where nothing is selected.
pub fn duplicate(
    template: &Template,
    selection: &Selection,
    offset: (f32, f32),
) -> Option<(Command, Vec<String>)> {
    let inside = selection.inside();
    let mut names = names_inside(template, inside);
    let mut renamed: BTreeMap<&str, String> = BTreeMap::new();
    let mut copies = Vec::new();
    let mut top = 0;
    let selected = template.elements.iter().enumerate().filter(|(_, e)| selection.contains(&e.id));
    for (index, original) in selected {
        top = index + 1;
        let mut copy = original.clone();
        copy.frame.x = (copy.frame.x + offset.0).clamp(-MAX_FRAME_PX, MAX_FRAME_PX);
        copy.frame.y = (copy.frame.y + offset.1).clamp(-MAX_FRAME_PX, MAX_FRAME_PX);
        copy.locked = false;
        if let Some(group) = unit_of(original, inside) {
            let new = renamed.entry(group).or_insert_with(|| {
                let name = unique(name_of(group), ' ', &names);
                names.insert(name.clone());
                group.strip_suffix(name_of(group)).unwrap_or_default().to_owned() + &name
            });
            let rest = original.group.as_deref().and_then(|p| p.get(group.len()..));
            copy.group = Some(format!("{new}{}", rest.unwrap_or_default()));
        }
        copies.push(copy);
    }
    if copies.is_empty() {
        return None;
    }
    drop_lonely(&mut copies, inside);
    // Over the whole unit that the topmost is in, lest its group be torn apart.
    let unit = |i: usize| template.elements.get(i).and_then(|e| unit_of(e, inside));
    while unit(top).is_some() && unit(top) == unit(top - 1) {
        top += 1;
    }
    let (Command::Insert { elements }, ids) = add(template, copies, None) else { return None };
    let elements = elements.into_iter().zip(top..);
    let elements = elements.map(|(placed, index)| Placed { index, ..placed }).collect();
    Some((Command::Insert { elements }, ids))
}

/// Sets properties of all selected elements that have them, within their
/// limits; what is not named stays as it is on each. Setting the size of texts
/// keeps their smallest size below it.
pub fn set(template: &Template, selection: &Selection, set: &[Property]) -> Command {
    let set: Vec<Property> = set.iter().cloned().map(Property::clamped).collect();
    let selected = template.elements.iter().filter(|e| selection.contains(&e.id));
    let changes = selected.filter_map(|element| {
        let mut own: Vec<Property> =
            set.iter().filter(|p| p.applies_to(&element.kind)).cloned().collect();
        let size = own.iter().find_map(|p| match p {
            Property::Size(size) => Some(*size),
            _ => None,
        });
        if let (Some(size), ElementKind::Text(text)) = (size, &element.kind)
            && text.fit.min_size.is_some_and(|min| min > size)
        {
            own.push(Property::MinSize(Some(size)));
        }
        (!own.is_empty()).then(|| Change { element: element.id.clone(), set: own })
    });
    Command::Change { changes: changes.collect() }
}

/// Puts a picture in the selected picture elements, with what is known of it.
pub fn set_picture(
    template: &Template,
    selection: &Selection,
    asset: &AssetId,
    info: AssetInfo,
) -> Command {
    let known = Command::SetAssets { assets: BTreeMap::from([(asset.clone(), Some(info))]) };
    let change = set(template, selection, &[Property::Asset(Some(asset.clone()))]);
    Command::All { commands: vec![known, change] }
}

/// The selected elements that may be changed by hand, bottom to top.
pub(super) fn unlocked<'a>(
    template: &'a Template,
    selection: &'a Selection,
) -> impl Iterator<Item = &'a Element> {
    template.elements.iter().filter(|e| !e.locked && selection.contains(&e.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::template::classic;

    #[test]
    fn added_elements_get_readable_new_ids() {
        let mut t = classic();
        let new = || crate::edit::tests::shape("", Frame::new(0.0, 0.0, 9.0, 9.0));
        let (command, ids) = add(&t, vec![new(), new()], Some(1));
        assert_eq!(ids, ["rectangle", "rectangle-2"]);
        apply(&mut t, command).unwrap();
        assert_eq!(t.elements[1].name, "Rectangle");
        assert_eq!(t.elements[2].name, "Rectangle 2");
        let named = Element { id: "background".into(), ..new() };
        assert_eq!(add(&t, vec![named], None).1, ["background-2"]);
    }

    #[test]
    fn elements_are_not_added_amid_a_group() {
        let mut t = classic();
        t.elements[1].group = Some("G".into());
        t.elements[2].group = Some("G".into());
        let new = crate::edit::tests::shape("new", Frame::new(0.0, 0.0, 9.0, 9.0));
        let command = add(&t, vec![new], Some(2)).0;
        apply(&mut t, command).unwrap();
        assert_eq!(t.elements[3].id, "new");
    }

    #[test]
    fn copies_of_a_group_are_a_group_above_it() {
        let mut t = classic();
        t.elements[0].group = Some("G".into());
        t.elements[1].group = Some("G/H".into());
        let both = Selection::of(&t, ["name", "title"]);
        let (command, ids) = duplicate(&t, &both, (16.0, 16.0)).unwrap();
        assert_eq!(ids, ["name-2", "title-2"]);
        apply(&mut t, command).unwrap();
        let paths: Vec<_> = t.elements.iter().take(4).map(|e| e.group.as_deref()).collect();
        assert_eq!(paths, [Some("G"), Some("G/H"), Some("G 2"), Some("G 2")], "none of one");
        assert_eq!(t.elements[2].frame.x, t.elements[0].frame.x + 16.0);
        assert_eq!(t.elements[2].name, "Certificate name 2");
    }

    #[test]
    fn a_removed_member_leaves_no_group_of_one() {
        let mut t = classic();
        t.elements[0].group = Some("G".into());
        t.elements[1].group = Some("G".into());
        t.elements[2].locked = true;
        let start = t.clone();
        let some = Selection::of(&t, ["title", "recipient"]);
        let command = remove(&start, &some).unwrap();
        let undo = apply(&mut t, command).unwrap();
        assert!(t.element("recipient").is_some(), "it is locked");
        assert_eq!((t.elements.len(), &t.elements[0].group), (8, &None));
        apply(&mut t, undo).unwrap();
        assert_eq!(t, start);
        assert!(remove(&t, &Selection::of(&t, ["recipient"])).is_none());
    }

    #[test]
    fn a_style_is_set_where_it_fits_and_nothing_else_changes() {
        let mut t = classic();
        t.elements.push(crate::edit::tests::shape("box", Frame::new(0.0, 0.0, 9.0, 9.0)));
        let all = Selection::of(&t, t.elements.iter().map(|e| e.id.as_str()));
        let before = t.clone();
        let command = set(&t, &all, &[Property::Size(12.0), Property::Radius(-4.0)]);
        apply(&mut t, command).unwrap();
        let ElementKind::Text(title) = &t.element("title").unwrap().kind else { unreachable!() };
        let ElementKind::Text(old) = &before.element("title").unwrap().kind else { unreachable!() };
        assert_eq!((title.style.size, title.fit.min_size), (12.0, Some(12.0)));
        assert_eq!(title.style.font, old.style.font);
        assert_eq!(crate::template::validate(&t), vec![]);
    }
}
