//! What the project knows: the learners and items that rows speak of.

use super::imported::Fault;
use super::nearest::nearest;
use crate::catalogue::{Id, Zone};
use crate::locale::mark;
use crate::rules::Project;
use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Activity,
    Journey,
    Programme,
    Group,
    Certification,
}

impl Class {
    pub const ALL: [Self; 5] =
        [Self::Activity, Self::Journey, Self::Programme, Self::Group, Self::Certification];

    /// With its article, as sentences need it.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Activity => mark!("an activity"),
            Self::Journey => mark!("a journey"),
            Self::Programme => mark!("a programme"),
            Self::Group => mark!("a group"),
            Self::Certification => mark!("a certification"),
        }
    }
}

/// An item that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub class: Class,
    pub id: &'a Id,
}

/// Why a name leads to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Unknown,
    Ambiguous,
}

/// Names in the form of [`fold`] and what they mean; `None` for two things.
type Names<'a> = HashMap<String, Option<&'a Id>>;

/// The learners, items and sessions of a project, ready to be looked up, and
/// the site's time zone.
#[derive(Debug)]
pub struct Known<'a> {
    zone: Zone,
    zone_name: Option<&'a str>,
    learner_ids: HashMap<&'a str, &'a Id>,
    learners: Names<'a>,
    sessions: Names<'a>,
    /// In the order of [`Class::ALL`].
    items: [Shelf<'a>; 5],
}

/// All items of one class.
#[derive(Debug, Default)]
struct Shelf<'a> {
    ids: HashMap<&'a str, &'a Id>,
    names: Names<'a>,
    /// In the order of the project, with what people call it.
    titles: Vec<(&'a Id, &'a str)>,
}

impl<'a> Shelf<'a> {
    fn new(items: impl Iterator<Item = (&'a Id, &'a str)>) -> Self {
        let titles: Vec<_> = items.collect();
        let mut shelf = Self { titles, ..Self::default() };
        shelf.ids = shelf.titles.iter().rev().map(|(id, _)| (id.as_str(), *id)).collect();
        shelf.names = names(shelf.titles.iter().copied());
        shelf
    }
}

/// Ids first, so that no title takes an id's place; the first of two ids that
/// differ in case only.
fn names<'a>(things: impl Iterator<Item = (&'a Id, &'a str)> + Clone) -> Names<'a> {
    let mut out = Names::new();
    for (id, _) in things.clone() {
        out.entry(fold(id).into_owned()).or_insert(Some(id));
    }
    let ids = out.len();
    let mut titled = Names::with_capacity(ids);
    for (id, title) in things.filter(|(_, title)| !title.trim().is_empty()) {
        match titled.entry(fold(title).into_owned()) {
            Entry::Vacant(free) => {
                free.insert(Some(id));
            }
            Entry::Occupied(mut taken) if *taken.get() != Some(id) => {
                taken.insert(None);
            }
            Entry::Occupied(_) => {}
        }
    }
    for (title, id) in titled {
        out.entry(title).or_insert(id);
    }
    out
}

/// In lower case, with single blanks: the form in which names are compared.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let simple = |b: u8| b.is_ascii_graphic() && !b.is_ascii_uppercase();
    if text.bytes().all(simple) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.to_lowercase());
    }
    out.into()
}

impl<'a> Known<'a> {
    /// Everything that rows may speak of, from a project.
    pub fn new(project: &'a Project) -> Self {
        let zone_name = project.options.time_zone.as_str();
        let zone = Zone::named(zone_name);
        let learners = project.learners.iter();
        Self {
            zone_name: zone.is_none().then_some(zone_name),
            zone: zone.unwrap_or_default(),
            learner_ids: learners.clone().rev().map(|l| (l.id.as_str(), &l.id)).collect(),
            learners: names(learners.map(|l| (&l.id, l.email.as_str()))),
            sessions: names(project.sessions.iter().map(|s| (&s.id, s.title.as_str()))),
            items: [
                Shelf::new(project.activities.iter().map(|x| (&x.id, x.title.as_str()))),
                Shelf::new(project.journeys.iter().map(|x| (&x.id, x.title.as_str()))),
                Shelf::new(project.programmes.iter().map(|x| (&x.id, x.title.as_str()))),
                Shelf::new(project.groups.iter().map(|x| (&x.id, x.title.as_str()))),
                Shelf::new(project.certifications.iter().map(|x| (&x.id, x.title.as_str()))),
            ],
        }
    }

    /// The site's time zone; UTC when the project names none that exists.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// A warning when the project's time zone is none.
    pub(super) fn zone_fault(&self) -> Option<Fault> {
        let name = self.zone_name?;
        Some(Fault::warning(
            "unknown-time-zone",
            format!(
                "The project's time zone “{name}” does not exist. Times without an offset were read as UTC."
            ),
            "Choose the site's time zone in the options, for example Europe/Berlin, and import again.",
        ))
    }

    /// By id or e-mail address.
    pub(super) fn learner(&self, name: &str) -> Result<&'a Id, Missing> {
        let name = name.trim();
        match self.learner_ids.get(name) {
            Some(id) => Ok(id),
            None => one(self.learners.get(fold(name).as_ref())),
        }
    }

    /// By id or title.
    pub(super) fn session(&self, name: &str) -> Result<&'a Id, Missing> {
        one(self.sessions.get(fold(name).as_ref()))
    }

    /// By id or title, among these classes: the first class that has this very
    /// id, else the only thing that is called so.
    pub(super) fn item(&self, name: &str, classes: &[Class]) -> Result<Item<'a>, Missing> {
        let name = name.trim();
        if let Ok(item) = self.item_by_id(name, classes) {
            return Ok(item);
        }
        let key = fold(name);
        let mut found = None;
        for (class, shelf) in self.shelves(classes) {
            match one(shelf.names.get(key.as_ref())) {
                Ok(id) if found.is_none() => found = Some(Item { class, id }),
                Ok(_) | Err(Missing::Ambiguous) => return Err(Missing::Ambiguous),
                Err(Missing::Unknown) => {}
            }
        }
        found.ok_or(Missing::Unknown)
    }

    /// By its exact id alone.
    pub(super) fn item_by_id(&self, id: &str, classes: &[Class]) -> Result<Item<'a>, Missing> {
        self.shelves(classes)
            .find_map(|(class, shelf)| shelf.ids.get(id).map(|id| Item { class, id }))
            .ok_or(Missing::Unknown)
    }

    /// By the address that xAPI gives an object: the same id, else its last
    /// part, else the object's own name.
    pub(super) fn object(
        &self,
        iri: &str,
        own_names: impl FnOnce() -> Vec<String>,
        classes: &[Class],
    ) -> Result<Item<'a>, Missing> {
        if let Ok(item) = self.item(iri, classes) {
            return Ok(item);
        }
        let part = last_part(iri);
        if !part.is_empty()
            && let Ok(item) = self.item(&part, classes)
        {
            return Ok(item);
        }
        // One name in each language; they must not lead to different things.
        let mut found = None;
        for name in own_names() {
            match self.item(&name, classes) {
                Ok(item) if found.is_none_or(|found| found == item) => found = Some(item),
                Ok(_) | Err(Missing::Ambiguous) => return Err(Missing::Ambiguous),
                Err(Missing::Unknown) => {}
            }
        }
        found.ok_or(Missing::Unknown)
    }

    /// What the project calls the thing nearest to a name of these classes.
    pub(super) fn nearest(&self, name: &str, classes: &[Class]) -> Option<&'a str> {
        let candidates = self.shelves(classes).flat_map(|(_, shelf)| {
            shelf
                .titles
                .iter()
                .flat_map(|(id, title)| [(fold(title), *title), (fold(id), id.as_str())])
        });
        let candidates: Vec<_> = candidates.filter(|(key, _)| !key.is_empty()).take(2000).collect();
        let nearest_to = |name: &str| {
            nearest(&fold(name), candidates.iter().map(|(key, shown)| (key.as_ref(), *shown)))
        };
        nearest_to(name).or_else(|| nearest_to(&last_part(name)))
    }

    fn shelves(&self, classes: &[Class]) -> impl Iterator<Item = (Class, &Shelf<'a>)> {
        Class::ALL.into_iter().zip(&self.items).filter(|(class, _)| classes.contains(class))
    }
}

fn one<'a>(found: Option<&Option<&'a Id>>) -> Result<&'a Id, Missing> {
    match found {
        Some(Some(id)) => Ok(id),
        Some(None) => Err(Missing::Ambiguous),
        None => Err(Missing::Unknown),
    }
}

/// The last part of an address's path (or of a URN), without its query and
/// fragment, and with `%20` written out.
fn last_part(iri: &str) -> Cow<'_, str> {
    let path = iri.split(['?', '#']).next().unwrap_or(iri).trim_end_matches('/');
    let part = path.rsplit(['/', ':']).next().unwrap_or(path);
    if !part.contains('%') {
        return part.into();
    }
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let coded = match (first, after) {
            (b'%', [a, b, after @ ..]) => hex(*a).zip(hex(*b)).map(|(a, b)| (a * 16 + b, after)),
            _ => None,
        };
        let (byte, after) = coded.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).map_or_else(|_| part.into(), Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Activity, FromId, Group, Journey, Learner};

    fn project() -> Project {
        let activity =
            |id: &str, title: &str| Activity { title: title.to_owned(), ..Activity::from_id(id) };
        let learner =
            |id: &str, email: &str| Learner { email: email.to_owned(), ..Learner::from_id(id) };
        Project {
            activities: vec![
                activity("fire", "Fire  Safety"),
                activity("aid", "First aid"),
                activity("aid-2", "first AID"),
                activity("Fire safety", "Trap"),
            ],
            journeys: vec![Journey { title: "Onboarding".to_owned(), ..Journey::from_id("j") }],
            groups: vec![Group::from_id("fire")],
            learners: vec![
                learner("Ada", "ada@example.org"),
                learner("ben", "Shared@example.org"),
                learner("cleo", "shared@example.org"),
            ],
            ..Project::default()
        }
    }

    #[test]
    fn learners_by_id_or_address_in_any_case() {
        let project = project();
        let known = Known::new(&project);
        for name in ["Ada", "ada", " ADA ", "ADA@example.org"] {
            assert_eq!(known.learner(name).unwrap(), "Ada", "{name}");
        }
        assert_eq!(known.learner("shared@example.org"), Err(Missing::Ambiguous));
        assert_eq!(known.learner(""), Err(Missing::Unknown));
    }

    #[test]
    fn items_by_id_then_title_within_their_classes() {
        let project = project();
        let known = Known::new(&project);
        let any = Class::ALL;
        let id = |name: &str| known.item(name, &any).map(|item| item.id.as_str());
        assert_eq!(id("fire"), Ok("fire"));
        assert_eq!(id("FIRE SAFETY"), Ok("Fire safety"), "an id comes before a title");
        assert_eq!(id(" onboarding "), Ok("j"));
        assert_eq!(id("First aid"), Err(Missing::Ambiguous));
        assert_eq!(id("aid"), Ok("aid"));
        assert_eq!(known.item("fire", &[Class::Group]).unwrap().class, Class::Group);
        assert_eq!(known.item("fire", &[Class::Journey]), Err(Missing::Unknown));
        assert_eq!(known.nearest("onbording", &any), Some("Onboarding"));
        assert_eq!(known.nearest("https://x/onbording", &any), Some("Onboarding"));
        assert_eq!(known.nearest("welding", &any), None);
    }

    #[test]
    fn objects_by_address_last_part_or_name() {
        let project = project();
        let known = Known::new(&project);
        let of = |iri: &str, name: &str| {
            known
                .object(iri, || vec![name.to_owned()], &[Class::Activity])
                .map(|item| item.id.as_str())
        };
        assert_eq!(of("https://lms.example/courses/fire/?a=b#c", ""), Ok("fire"));
        assert_eq!(of("urn:course:aid-2", ""), Ok("aid-2"));
        assert_eq!(of("https://x/Fire%20safety", ""), Ok("Fire safety"));
        assert_eq!(of("https://x/4711", "trap"), Ok("Fire safety"));
        assert_eq!(of("https://x/%F", "none"), Err(Missing::Unknown));
        assert_eq!(last_part("https://x/%C3%A9%zz"), "é%zz");
    }

    #[test]
    fn a_zone_that_is_none_is_said() {
        let mut project = project();
        assert!(Known::new(&project).zone_fault().is_none());
        project.options.time_zone = "Mars/Olympus".to_owned();
        assert_eq!(Known::new(&project).zone_fault().unwrap().code, "unknown-time-zone");
    }
}
