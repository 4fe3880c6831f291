//! What is selected, and what a pointer takes hold of. A selection is no part
//! of the template: changing it is no step and leaves redo alone.

use super::geometry::{bounds, hits, overlaps};
use super::group::{is_in, parent, prefixes, unit_of};
use crate::template::{Element, Template};
use kurbo::{Point, Rect};
use std::collections::BTreeSet;

/// The selected elements, and the group that was entered to select them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    ids: BTreeSet<String>,
    inside: Option<String>,
}

impl Selection {
    /// These elements, where they exist. It is inside the innermost group that
    /// holds all of them and has other members.
    pub fn of<'a>(template: &Template, ids: impl IntoIterator<Item = &'a str>) -> Self {
        let wanted: BTreeSet<&str> = ids.into_iter().collect();
        let there = || template.elements.iter().filter(|e| wanted.contains(e.id.as_str()));
        let mut common: Option<&str> = None;
        if let Some(first) = there().next().and_then(|e| e.group.as_deref()) {
            let shared = |group: &&str| there().all(|e| is_in(e.group.as_deref(), group));
            common = prefixes(first).take_while(shared).last();
        }
        while let Some(group) = common {
            let mut members = template.elements.iter().filter(|e| is_in(e.group.as_deref(), group));
            if members.any(|e| !wanted.contains(e.id.as_str())) {
                break;
            }
            common = parent(group);
        }
        Self { ids: there().map(|e| e.id.clone()).collect(), inside: common.map(str::to_owned) }
    }

    /// Every element that can be selected by hand, on the page or in the group
    /// that was entered.
    pub fn all(&self, template: &Template) -> Self {
        let inside = self.inside();
        let ids = template.elements.iter().filter(|e| {
            reachable(e) && inside.is_none_or(|inside| is_in(e.group.as_deref(), inside))
        });
        Self { ids: ids.map(|e| e.id.clone()).collect(), inside: self.inside.clone() }
    }

    /// The ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// The group that was entered.
    pub fn inside(&self) -> Option<&str> {
        self.inside.as_deref()
    }

    /// Whether that element is selected.
    pub fn contains(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many elements are selected.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// A click on an element: its group is selected; a click on a selected
    /// group enters it. With `add` (Shift), adds or takes away instead.
    /// `None` is a click on nothing.
    pub fn click(&mut self, template: &Template, id: Option<&str>, add: bool) {
        let Some(element) = id.and_then(|id| template.element(id)) else {
            if !add {
                *self = Self::default();
            }
            return;
        };
        let here = self.inside.as_deref();
        if here.is_some_and(|inside| !is_in(element.group.as_deref(), inside)) {
            // Outside of the group that was entered: back to the page.
            self.inside = None;
            if add {
                self.ids = self.whole_units(template);
            }
        }
        let unit = unit_of(element, self.inside());
        let members = Self::members(template, element, unit);
        let selected = members.is_subset(&self.ids);
        match (add, unit) {
            (true, _) if selected => self.ids.retain(|id| !members.contains(id)),
            (true, _) => self.ids.extend(members),
            (false, Some(group)) if members == self.ids => {
                self.inside = Some(group.to_owned());
                let inner = unit_of(element, Some(group));
                self.ids = Self::members(template, element, inner);
            }
            (false, _) => self.ids = members,
        }
    }

    /// Selects what the rectangle touches, groups whole. With `add` (Shift) the
    /// rest stays selected.
    pub fn marquee(&mut self, template: &Template, rect: Rect, add: bool) {
        if !add {
            self.ids.clear();
        }
        let inside = self.inside.clone();
        let within = |e: &&Element| {
            let path = e.group.as_deref();
            reachable(e) && inside.as_deref().is_none_or(|inside| is_in(path, inside))
        };
        let rect = rect.abs();
        // What the box was drawn within is the ground it was drawn on.
        let around = |e: &Element| {
            let own = bounds(&e.frame);
            own.contains(rect.origin())
                && own.contains(rect.origin() + rect.size().to_vec2())
                && rect.area() > 0.0
        };
        for element in template.elements.iter().filter(within).filter(|e| !around(e)) {
            if overlaps(&element.frame, rect) && !self.ids.contains(&element.id) {
                let unit = unit_of(element, inside.as_deref());
                self.ids.extend(Self::members(template, element, unit));
            }
        }
    }

    /// Out of the group that was entered, which is selected then; with nothing
    /// entered, selects nothing. `false` if nothing was selected: Escape.
    pub fn leave(&mut self, template: &Template) -> bool {
        let Some(group) = self.inside.take() else {
            return !std::mem::take(&mut self.ids).is_empty();
        };
        self.inside = parent(&group).map(str::to_owned);
        let members = template.elements.iter().filter(|e| is_in(e.group.as_deref(), &group));
        self.ids = members.map(|e| e.id.clone()).collect();
        true
    }

    /// Forgets what the template no longer has: after undo.
    pub fn refresh(&mut self, template: &Template) {
        self.ids.retain(|id| template.element(id).is_some());
        let there =
            |group: &str| template.elements.iter().any(|e| is_in(e.group.as_deref(), group));
        if self.inside().is_some_and(|group| !there(group)) {
            *self = Self::of(template, self.ids());
        }
    }

    fn members(template: &Template, element: &Element, unit: Option<&str>) -> BTreeSet<String> {
        let Some(group) = unit else { return BTreeSet::from([element.id.clone()]) };
        let members = template.elements.iter().filter(|e| is_in(e.group.as_deref(), group));
        members.filter(|e| reachable(e)).map(|e| e.id.clone()).collect()
    }

    fn whole_units(&self, template: &Template) -> BTreeSet<String> {
        let selected = template.elements.iter().filter(|e| self.contains(&e.id));
        selected.flat_map(|e| Self::members(template, e, unit_of(e, self.inside()))).collect()
    }
}

/// Whether the element can be taken hold of on the page.
fn reachable(element: &Element) -> bool {
    !element.locked && !element.hidden
}

/// The elements under a point of the page, top to bottom, with so many px to
/// spare (a pointer's or a finger's, divided by the zoom). What is hit exactly
/// comes before what is hit with the slack. Locked and hidden ones are passed over.
pub fn hit_all(template: &Template, point: Point, slack: f64) -> Vec<&str> {
    let under = |slack: f64| {
        template.elements.iter().rev().filter(move |e| reachable(e) && hits(e, point, slack))
    };
    let mut out: Vec<&str> = under(0.0).map(|e| e.id.as_str()).collect();
    let near = under(slack.max(0.0)).filter(|e| !hits(e, point, 0.0));
    out.extend(near.map(|e| e.id.as_str()));
    out
}

/// The element that a click takes hold of.
pub fn hit_test(template: &Template, point: Point, slack: f64) -> Option<&str> {
    hit_all(template, point, slack).first().copied()
}

/// The locked element under a point: it can be selected to be unlocked, and
/// nothing else.
pub fn hit_locked(template: &Template, point: Point, slack: f64) -> Option<&str> {
    let mut under = template
        .elements
        .iter()
        .rev()
        .filter(|e| e.locked && !e.hidden && hits(e, point, slack.max(0.0)));
    under.next().map(|e| e.id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::shape;
    use crate::template::{Frame, Orientation, Preset};

    fn template() -> Template {
        let mut t = Template::blank("t", Preset::Classic.page(Orientation::Landscape));
        for (i, group) in [None, Some("G"), Some("G/H"), Some("G/H"), None].iter().enumerate() {
            let frame = Frame::new(100.0 * i as f32, 0.0, 50.0, 50.0);
            let mut e = shape(&format!("e{i}"), frame);
            e.group = group.map(str::to_owned);
            t.elements.push(e);
        }
        t
    }

    fn ids(s: &Selection) -> String {
        s.ids().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn clicks_go_into_groups_and_out_again() {
        let t = template();
        let mut s = Selection::default();
        s.click(&t, Some("e3"), false);
        assert_eq!((ids(&s).as_str(), s.inside()), ("e1 e2 e3", None));
        s.click(&t, Some("e3"), false);
        assert_eq!((ids(&s).as_str(), s.inside()), ("e2 e3", Some("G")));
        s.click(&t, Some("e3"), false);
        assert_eq!((ids(&s).as_str(), s.inside()), ("e3", Some("G/H")));
        assert_eq!(Selection::of(&t, ["e3"]), s, "as the layers select it");
        assert_eq!(Selection::of(&t, ["e3", "e2"]).inside(), Some("G"));
        assert!(s.leave(&t) && ids(&s) == "e2 e3" && s.inside() == Some("G"));
        s.click(&t, Some("e0"), true);
        assert_eq!((ids(&s).as_str(), s.inside()), ("e0 e1 e2 e3", None));
        s.click(&t, Some("e1"), true);
        assert_eq!(ids(&s), "e0");
        s.click(&t, Some("e2"), true);
        s.click(&t, Some("e0"), true);
        assert_eq!(ids(&s), "e1 e2 e3");
        s.click(&t, None, false);
        assert!(s.is_empty() && !s.leave(&t));
    }

    #[test]
    fn a_marquee_takes_whole_groups_and_nothing_locked() {
        let mut t = template();
        t.elements[4].locked = true;
        let mut s = Selection::default();
        s.marquee(&t, Rect::new(460.0, 60.0, 340.0, 40.0), false);
        assert_eq!(ids(&s), "e1 e2 e3");
        s.marquee(&t, Rect::new(10.0, 10.0, 20.0, 20.0), true);
        assert_eq!(s.len(), 3, "it was drawn on e0, not around it");
        s.marquee(&t, Rect::new(-5.0, 0.0, 10.0, 10.0), true);
        assert_eq!(s.len(), 4);
        assert_eq!(s.all(&t).len(), 4);
        t.elements.truncate(1);
        s.refresh(&t);
        assert_eq!(ids(&s), "e0");
    }

    #[test]
    fn the_topmost_is_hit_and_the_exact_before_the_near() {
        let mut t = template();
        t.elements[1].frame.x = 51.0;
        assert_eq!(hit_test(&t, Point::new(49.0, 10.0), 4.0), Some("e0"));
        t.elements[1].frame.x = 40.0;
        assert_eq!(hit_all(&t, Point::new(45.0, 10.0), 4.0), ["e1", "e0"]);
        t.elements[1].hidden = true;
        assert_eq!(hit_test(&t, Point::new(45.0, 10.0), 4.0), Some("e0"));
        assert_eq!(hit_test(&t, Point::new(52.0, 10.0), 4.0), Some("e0"));
        assert_eq!(hit_test(&t, Point::new(60.0, 10.0), 4.0), None);
    }
}
