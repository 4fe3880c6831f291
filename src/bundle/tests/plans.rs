//! What clashes, and what is done.

use super::*;
use crate::bundle::plan::{self, Choice, Standing};
use crate::bundle::{DesignIn, apply, put_project};
use crate::storage::{Library, Memory, Store, load};

fn incoming(id: Option<&str>, name: &str) -> DesignIn {
    let mut template = classic();
    name.clone_into(&mut template.name);
    DesignIn {
        id: id.map(str::to_owned),
        name: name.into(),
        modified: Some(5),
        text: write(&template).to_string(),
    }
}

fn here() -> (Library, Memory) {
    let (library, mut store) = (Library::new("c"), Memory::default());
    for (id, name) in [("", "First"), ("d00000001", "Mine")] {
        let text = incoming(None, name).text;
        library.save(&mut store, id, &text, Some(2), 1).unwrap();
    }
    (library, store)
}

fn name_of(library: &Library, store: &Memory, id: &str) -> String {
    library.read(store, id).unwrap().name().to_owned()
}

#[test]
fn what_is_here_is_recognised() {
    let (library, mut store) = here();
    let standing = |store: &Memory, d: &DesignIn| plan::design(&library, store, d);
    assert_eq!(standing(&store, &incoming(Some("d00000001"), "Mine")), Standing::Same);
    assert_eq!(standing(&store, &incoming(Some("d00000001"), "Yours")), Standing::Clash);
    assert_eq!(standing(&store, &incoming(Some(""), "Yours")), Standing::Clash);
    assert_eq!(standing(&store, &incoming(Some("d00000009"), "Mine")), Standing::New);
    assert_eq!(standing(&store, &incoming(None, "Mine")), Standing::New);
    assert_eq!(standing(&store, &incoming(Some("x/../y"), "Mine")), Standing::New);
    store.set("c/d00000001", "torn").unwrap();
    store.remove("c/d00000001.last").unwrap();
    assert_eq!(standing(&store, &incoming(Some("d00000001"), "Mine")), Standing::Clash);
    assert_eq!(plan::project("{\"a\":1}", Some("{ \"a\": 1 }")), Standing::Same);
    assert_eq!(plan::project("{\"a\":1}", Some("{\"a\":2}")), Standing::Clash);
    assert_eq!(plan::project("{}", None), Standing::New);
}

#[test]
fn each_choice() {
    let design = incoming(Some("d00000001"), "Mine");
    let mut changed = incoming(Some("d00000001"), "Mine");
    changed.text = changed.text.replace("Certificate", "Diploma");
    for choice in Choice::ALL {
        let (library, mut store) = here();
        let before = library.read(&store, "d00000001").unwrap();
        let done = apply(&library, &mut store, [(&changed, choice)], 1000);
        assert_eq!(done.fault, None);
        let listed = library.list(&store).unwrap().len();
        match choice {
            Choice::Skip => {
                assert_eq!((listed, done.imported.len()), (2, 0));
                assert_eq!(library.read(&store, "d00000001").unwrap(), before);
            }
            Choice::Replace => {
                assert_eq!((listed, done.replaced.as_slice()), (2, &["d00000001".to_owned()][..]));
                let (revision, text) = load(&store, "c/d00000001").unwrap().document.unwrap();
                assert_eq!((revision, &text), (4, &changed.text), "above the one it replaced");
                // Taken back from what was deleted.
                let deleted = library.deleted(&store).unwrap();
                assert_eq!(deleted[0].content, before);
                let back = library.restore(&mut store, "d00000001", 2000).unwrap();
                assert_eq!(library.read(&store, &back).unwrap(), before);
            }
            Choice::KeepBoth => {
                assert_eq!(listed, 3);
                let id = &done.renamed["d00000001"];
                assert_eq!(name_of(&library, &store, id), "Mine 2");
                assert_eq!(library.read(&store, "d00000001").unwrap(), before);
                let project = PROJECT.replace("d00000001", id);
                assert_eq!(plan::relinked(PROJECT, &done.renamed), project);
            }
        }
    }
    // One that is new keeps its id, whatever is chosen for clashes.
    let (library, mut store) = here();
    let new = DesignIn { id: Some("d00000007".into()), ..design };
    let done = apply(&library, &mut store, [(&new, Choice::KeepBoth)], 1000);
    assert_eq!((done.ids, done.renamed.len()), (vec!["d00000007".to_owned()], 0));
}

/// A storage with so many characters of room.
struct Small(Memory, usize);

impl Store for Small {
    fn get(&self, key: &str) -> Result<Option<String>, crate::storage::SaveFault> {
        self.0.get(key)
    }
    fn set(&mut self, key: &str, text: &str) -> Result<(), crate::storage::SaveFault> {
        let mut used = text.len();
        for other in self.0.keys()?.into_iter().filter(|other| other != key) {
            used += self.0.get(&other)?.map_or(0, |text| text.len());
        }
        if used > self.1 { Err(crate::storage::SaveFault::Full) } else { self.0.set(key, text) }
    }
    fn remove(&mut self, key: &str) -> Result<(), crate::storage::SaveFault> {
        self.0.remove(key)
    }
    fn keys(&self) -> Result<Vec<String>, crate::storage::SaveFault> {
        self.0.keys()
    }
}

#[test]
fn a_full_storage_stops_it_and_loses_nothing() {
    let (library, store) = here();
    let designs: Vec<_> =
        (0..6).map(|n| incoming(Some(&format!("d0000001{n}")), &format!("N{n}"))).collect();
    let one = designs[0].text.len() + 300;
    let mut store = Small(store, one * 4);
    let done = apply(&library, &mut store, designs.iter().map(|d| (d, Choice::KeepBoth)), 9);
    assert_eq!(done.fault.unwrap().code, "storage-full");
    assert_eq!(done.imported.len() + done.missing.len(), 6);
    assert!(!done.imported.is_empty() && !done.missing.is_empty());
    for (id, name) in [("", "First"), ("d00000001", "Mine")] {
        assert_eq!(name_of(&library, &store.0, id), name);
    }
    for (id, name) in done.ids.iter().zip(&done.imported) {
        assert_eq!(&name_of(&library, &store.0, id), name);
    }
    // A replacement that does not fit leaves what was there.
    let mut long = incoming(Some("d00000001"), "Mine");
    long.text = long.text.replace("Certificate", &"long ".repeat(20_000));
    let done = apply(&library, &mut store, [(&long, Choice::Replace)], 10);
    assert_eq!(done.missing, ["Mine"]);
    let kept = library.read(&store.0, "d00000001").unwrap();
    assert_eq!(kept.name(), "Mine");
}

#[test]
fn a_project_makes_room_for_another() {
    let mut store = Memory::default();
    put_project(&mut store, "p", "{\"a\":1}", 1).unwrap();
    assert_eq!(store.get("p.previous").unwrap(), None);
    put_project(&mut store, "p", "{\"a\":2}", 2).unwrap();
    assert_eq!(store.get("p.previous").unwrap().as_deref(), Some("{\"a\":1}"));
    let (revision, text) = load(&store, "p").unwrap().document.unwrap();
    assert_eq!((revision, text.as_str()), (2, "{\"a\":2}"));
}
