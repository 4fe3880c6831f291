//! Elements on the clipboard: a small versioned JSON of their own, with what
//! they need of their template.

use super::check::check_elements;
use super::command::Command;
use super::elements::add;
use super::fields::uses_in;
use super::geometry::{bounds, moved, page_rect, union};
use super::group::{drop_lonely, names_inside, prefixes};
use super::names::unique;
use super::select::Selection;
use crate::diagnostic::Diagnostic;
use crate::template::{AssetId, AssetInfo, Element, ElementKind, Field, Template};
use kurbo::Vec2;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the key `format` of copied elements says.
pub const FORMAT: &str = "laureate-elements";
/// The version that this build writes, and the newest that it reads.
pub const VERSION: u32 = 1;
/// The longest text that is read as copied elements, in bytes.
pub const MAX_CLIPPING_BYTES: usize = 5_000_000;

/// Copied elements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clipping {
    format: String,
    version: u32,
    /// Bottom to top.
    pub elements: Vec<Element>,
    /// The fields that they name.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// What is known of their pictures.
    #[serde(default)]
    pub assets: BTreeMap<AssetId, AssetInfo>,
}

/// The selected elements with what they need. `None` where nothing is selected.
pub fn copy(template: &Template, selection: &Selection) -> Option<Clipping> {
    let selected = || template.elements.iter().filter(|e| selection.contains(&e.id));
    let elements: Vec<Element> = selected()
        .map(|e| {
            let mut copy = e.clone();
            // Groups around what is copied stay behind.
            if let Some(inside) = selection.inside() {
                let inner = e.group.as_deref().and_then(|p| p.get(inside.len() + 1..));
                copy.group = inner.map(str::to_owned);
            }
            copy
        })
        .collect();
    if elements.is_empty() {
        return None;
    }
    let named = |f: &&Field| selected().any(|e| uses_in(e, &f.name).is_some());
    let fields = template.fields.iter().filter(named).cloned().collect();
    let asset = |e: &Element| match &e.kind {
        ElementKind::Image(image) => image.asset.clone(),
        _ => None,
    };
    let known = |id: AssetId| template.assets.get(&id).cloned().map(|info| (id, info));
    let assets = selected().filter_map(asset).filter_map(known).collect();
    Some(Clipping { format: FORMAT.to_owned(), version: VERSION, elements, fields, assets })
}

impl Clipping {
    /// As text for the clipboard.
    pub fn to_text(&self) -> String {
        // Maps with string keys, strings and finite numbers: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a clipboard's text. `None` where it is no copied elements at all:
    /// it is to be pasted as words then.
    ///
    /// # Errors
    /// `not-elements` where it is damaged, `newer-version`, or what makes an
    /// element faulty.
    pub fn from_text(text: &str) -> Result<Option<Self>, Diagnostic> {
        let start = text.trim_start();
        let head: String = start.chars().take(60).filter(|c| !c.is_whitespace()).collect();
        if !head.starts_with(&format!("{{\"format\":\"{FORMAT}\"")) {
            return Ok(None);
        }
        let damaged = |why: String| {
            Diagnostic::error(
                "not-elements",
                "",
                format!("The copied elements cannot be read: {why}."),
            )
            .repair("Copy them again.")
        };
        if text.len() > MAX_CLIPPING_BYTES {
            return Err(damaged("they are larger than 5 MB".to_owned()));
        }
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let found: Version = serde_json::from_str(text).map_err(|e| damaged(e.to_string()))?;
        if found.version > VERSION {
            let message = "These elements were copied from a newer Laureate.";
            return Err(Diagnostic::error("newer-version", "", message)
                .repair("Reload the page to get the newest Laureate."));
        }
        let clipping: Self = serde_json::from_str(text).map_err(|e| damaged(e.to_string()))?;
        check_elements(&clipping.elements)?;
        Ok(Some(clipping))
    }
}

/// Pastes copied elements at the top, and gives their ids. They keep their
/// places, moved by (16, 16) px as often as needed not to lie exactly on the
/// ones they were copied from, and are brought onto the page. Fields that the
/// template lacks come along; ids and groups get new names where taken.
///
/// # Errors
/// `nothing-to-paste` for a clipping without elements.
pub fn paste(
    template: &Template,
    clipping: &Clipping,
) -> Result<(Command, Vec<String>), Diagnostic> {
    const STEP: Vec2 = Vec2::new(16.0, 16.0);
    let page = page_rect(&template.page);
    let Some(around) = union(clipping.elements.iter().map(|e| &e.frame)) else {
        return Err(Diagnostic::info("nothing-to-paste", "", "No elements were copied.")
            .repair("Select elements and copy them first."));
    };
    let near = |at: f64, to: f64, page: f64| {
        let size = to - at;
        if size > page { (page - to - at) / 2.0 } else { at.clamp(0.0, page - size) - at }
    };
    let mut by =
        Vec2::new(near(around.x0, around.x1, page.x1), near(around.y0, around.y1, page.y1));
    let lies_on = |by: Vec2| {
        clipping.elements.iter().all(|new| {
            let at = bounds(&new.frame) + by;
            template.elements.iter().any(|old| {
                let old = bounds(&old.frame);
                (old.origin() - at.origin()).hypot() < 0.5 && old.size() == at.size()
            })
        })
    };
    for _ in 0..100 {
        if !lies_on(by) {
            break;
        }
        by += STEP;
    }
    let mut taken = names_inside(template, None);
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut elements = clipping.elements.clone();
    for element in &mut elements {
        element.frame = moved(&element.frame, by);
        if let Some(path) = element.group.clone()
            && let Some(outer) = prefixes(&path).next()
        {
            let new = renamed.entry(outer.to_owned()).or_insert_with(|| {
                let name = unique(outer, ' ', &taken);
                taken.insert(name.clone());
                name
            });
            element.group = Some(format!("{new}{}", path.get(outer.len()..).unwrap_or_default()));
        }
    }
    drop_lonely(&mut elements, None);
    let (insert, ids) = add(template, elements, None);
    let mut commands = Vec::new();
    let missing: Vec<Field> =
        clipping.fields.iter().filter(|f| template.field(&f.name).is_none()).cloned().collect();
    if !missing.is_empty() {
        let fields = template.fields.iter().cloned().chain(missing).collect();
        commands.push(Command::SetFields { fields });
    }
    let unknown = clipping.assets.iter().filter(|(id, _)| !template.assets.contains_key(id));
    let assets: BTreeMap<_, _> =
        unknown.map(|(id, info)| (id.clone(), Some(info.clone()))).collect();
    if !assets.is_empty() {
        commands.push(Command::SetAssets { assets });
    }
    commands.push(insert);
    Ok((Command::All { commands }, ids))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::template::{Orientation, Preset, classic, validate};

    #[test]
    fn from_one_template_to_another() {
        let mut from = classic();
        from.elements[2].group = Some("Top/In".into());
        from.elements[4].group = Some("Top/In".into());
        from.elements[3].group = Some("Top".into());
        let selection = Selection::of(&from, ["recipient", "completed"]);
        let clipping = copy(&from, &selection).unwrap();
        let read = Clipping::from_text(&clipping.to_text()).unwrap().unwrap();
        assert_eq!(read, clipping);
        let mut to = Template::blank("other", Preset::Classic.page(Orientation::Portrait));
        let (command, ids) = paste(&to, &read).unwrap();
        let undo = apply(&mut to, command).unwrap();
        assert_eq!(ids, ["recipient", "completed"]);
        let names: Vec<_> = to.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["recipient_name", "completed_at"]);
        assert_eq!(to.elements[0].group.as_deref(), Some("In"));
        assert_eq!(validate(&to), vec![]);
        let (again, ids) = paste(&to, &read).unwrap();
        let undo_again = apply(&mut to, again).unwrap();
        assert_eq!(ids, ["recipient-2", "completed-2"]);
        assert_eq!(to.elements[2].group.as_deref(), Some("In 2"));
        assert_eq!(to.elements[2].frame.x, to.elements[0].frame.x + 16.0);
        apply(&mut to, undo_again).unwrap();
        apply(&mut to, undo).unwrap();
        assert!(to.elements.is_empty() && to.fields.is_empty());
    }

    #[test]
    fn what_is_on_the_clipboard_is_looked_at_first() {
        assert_eq!(Clipping::from_text("Dear Ada"), Ok(None));
        let code = |text: &str| Clipping::from_text(text).unwrap_err().code;
        assert_eq!(code("{\"format\":\"laureate-elements\",\"version\":9}"), "newer-version");
        assert_eq!(code("{\"format\":\"laureate-elements\",\"version\":1"), "not-elements");
        let mut clipping = copy(&classic(), &Selection::of(&classic(), ["title"])).unwrap();
        clipping.elements[0].frame.width = -1.0;
        assert_eq!(code(&clipping.to_text()), "out-of-range");
        assert!(copy(&classic(), &Selection::default()).is_none());
    }
}
