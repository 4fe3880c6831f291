//! The library over a store in memory.

use super::*;
use crate::storage::{Memory, save};
use crate::template::classic;

const KEY: &str = "laureate:certificate";

fn named(name: &str) -> Template {
    Template { name: name.into(), ..classic() }
}

fn text(name: &str) -> String {
    write(&named(name)).to_string()
}

fn names(library: &Library, store: &Memory) -> Vec<String> {
    let listed = library.list(store).unwrap();
    listed.iter().map(|l| library.read(store, &l.id).unwrap().name().to_owned()).collect()
}

#[test]
fn what_was_stored_before_there_were_several_is_one_of_them() {
    let mut store = Memory::default();
    save(&mut store, KEY, &text("Old"), Some(6)).unwrap();
    save(&mut store, KEY, &text("Older no more"), Some(7)).unwrap();
    let library = Library::new(KEY);
    assert_eq!(library.opened(&store).unwrap(), "");
    let listed = library.list(&store).unwrap();
    assert_eq!(listed, [Listed { id: String::new(), revision: 8, modified: None }]);
    let id = library.create(&mut store, &named("New"), 1_790_000_000_000).unwrap();
    assert_eq!(library.document_key(&id), format!("{KEY}/{id}"));
    assert_eq!(names(&library, &store), ["New", "Older no more"]);
    // Deleted and restored, it is where older builds look for it.
    library.delete(&mut store, "", 5).unwrap();
    assert_eq!(names(&library, &store), ["New"]);
    assert_eq!(library.restore(&mut store, "", 6).unwrap(), "");
    assert_eq!(load(&store, KEY).unwrap().document, Some((8, text("Older no more"))));
}

#[test]
fn the_last_changed_is_first_and_other_keys_are_nobodys() {
    let mut store = Memory::default();
    let library = Library::new(KEY);
    let a = library.create(&mut store, &named("A"), 1000).unwrap();
    let b = library.create(&mut store, &named("B"), 1000).unwrap();
    assert_ne!(a, b);
    library.save(&mut store, &a, &text("A"), None, 3000).unwrap();
    for other in ["/x", "/d", "-2", ".history", ".open", "/d12345678.history", ".damaged"] {
        store.set(&format!("{KEY}{other}"), "?").unwrap();
    }
    assert_eq!(names(&library, &store), ["A", "B"]);
    // What is open is noted, and found again unless it is gone.
    library.set_opened(&mut store, &b).unwrap();
    assert_eq!(library.opened(&store).unwrap(), b);
    library.delete(&mut store, &b, 4000).unwrap();
    assert_eq!(library.opened(&store).unwrap(), a);
    library.delete(&mut store, &a, 4000).unwrap();
    assert_eq!(library.opened(&store).unwrap(), b, "an id for the next one");
}

#[test]
fn each_document_is_saved_under_its_own_key_with_its_own_backup() {
    let mut store = Memory::default();
    let library = Library::new(KEY);
    let a = library.create(&mut store, &named("A"), 1).unwrap();
    let b = library.create(&mut store, &named("B"), 2).unwrap();
    // A save of the one that comes late, when the other is open already.
    library.set_opened(&mut store, &b).unwrap();
    library.save(&mut store, &a, &text("A, late"), None, 3).unwrap();
    assert_eq!(library.read(&store, &b).unwrap().name(), "B");
    assert_eq!(library.read(&store, &a).unwrap().name(), "A, late");
    store.set(&library.document_key(&a), "torn").unwrap();
    assert_eq!(library.read(&store, &a).unwrap().name(), "A", "its own backup");
}

#[test]
fn copies_and_names() {
    let mut store = Memory::default();
    let library = Library::new(KEY);
    let a = library.create(&mut store, &named("A"), 1).unwrap();
    let copy = library.duplicate(&mut store, &a, "A copy", 2).unwrap();
    library.rename(&mut store, &a, "Renamed", 3).unwrap();
    assert_eq!(names(&library, &store), ["Renamed", "A copy"]);
    let Content::Good(template) = library.read(&store, &copy).unwrap() else { panic!() };
    assert_eq!(template.elements, classic().elements);
    assert_eq!(library.rename(&mut store, "dnothere00", "x", 4).unwrap_err().code, "document-gone");

    let taken = ["A", "A copy", "A copy 2"];
    assert_eq!(free_name(taken, "A copy"), "A copy 3");
    assert_eq!(free_name(taken, "B"), "B");
    assert!(matches(&classic(), "safe INSTITUTE"), "words of its texts, in any order");
    assert!(matches(&classic(), "lovelace"), "what is seen");
    assert!(!matches(&classic(), "safe nonsense"));
    assert!(matches(&classic(), "  "));
}

#[test]
fn the_last_ten_deleted_are_kept_and_come_back_whole() {
    let mut store = Memory::default();
    let library = Library::new(KEY);
    for n in 0..13 {
        let id = library.create(&mut store, &named(&format!("No. {n}")), 100 + n).unwrap();
        store.set(&format!("{}.history", library.document_key(&id)), "steps").unwrap();
        library.save(&mut store, &id, &text(&format!("No. {n}!")), None, 200 + n).unwrap();
        library.delete(&mut store, &id, 300 + n).unwrap();
    }
    assert_eq!(names(&library, &store), [""; 0]);
    let deleted = library.deleted(&store).unwrap();
    assert_eq!(deleted.len(), TRASH);
    assert_eq!(deleted[0].content.name(), "No. 12!");
    assert_eq!(deleted[9].content.name(), "No. 3!");
    let keys = store.keys().unwrap();
    assert_eq!(keys.iter().filter(|k| k.ends_with(".history")).count(), TRASH);
    let id = library.restore(&mut store, &deleted[4].id, 0).unwrap();
    assert_eq!(id, deleted[4].id);
    assert_eq!(names(&library, &store), ["No. 8!"]);
    assert_eq!(library.list(&store).unwrap()[0].modified, Some(208));
    assert!(store.get(&format!("{}.history", library.document_key(&id))).unwrap().is_some());
    assert_eq!(library.deleted(&store).unwrap().len(), TRASH - 1);
    // Its place is taken: it comes back beside what took it.
    library.delete(&mut store, &id, 400).unwrap();
    library.save(&mut store, &id, &text("Taken"), None, 500).unwrap();
    let other = library.restore(&mut store, &id, 600).unwrap();
    assert_ne!(other, id);
    assert_eq!(names(&library, &store), ["Taken", "No. 8!"]);
    assert_eq!(library.restore(&mut store, &id, 7).unwrap_err().code, "document-gone");
}

#[test]
fn damage_is_listed_and_never_dropped() {
    let mut store = Memory::default();
    let library = Library::new(KEY);
    let id = library.create(&mut store, &named("A"), 1).unwrap();
    let key = library.document_key(&id);
    store.set(&key, "half a rec").unwrap();
    let found = library.read(&store, &id).unwrap();
    assert_eq!(found.name(), "Damaged certificate");
    let Content::Damaged { text: kept, .. } = found else { panic!() };
    assert_eq!(kept, "half a rec");
    assert_eq!(library.list(&store).unwrap().len(), 1);
    assert_eq!(library.rename(&mut store, &id, "B", 2).unwrap_err().code, "record-damaged");
    assert_eq!(store.get(&key).unwrap().as_deref(), Some("half a rec"));
    library.delete(&mut store, &id, 3).unwrap();
    for n in 0..12 {
        let id = library.create(&mut store, &named("B"), 10 + n).unwrap();
        library.delete(&mut store, &id, 20 + n).unwrap();
    }
    let last = library.deleted(&store).unwrap().pop().unwrap();
    assert_eq!((last.id.as_str(), last.content.template()), (id.as_str(), None));
    library.restore(&mut store, &id, 99).unwrap();
    assert_eq!(store.get(&key).unwrap().as_deref(), Some("half a rec"));

    // With a good copy before it, the damaged one is set aside.
    let two = library.create(&mut store, &named("First"), 200).unwrap();
    library.save(&mut store, &two, &text("Second"), None, 201).unwrap();
    let key = library.document_key(&two);
    store.set(&key, "torn").unwrap();
    library.rename(&mut store, &two, "Third", 202).unwrap();
    assert_eq!(library.read(&store, &two).unwrap().name(), "Third");
    let aside = crate::storage::aside::list(&store, &key).unwrap();
    let texts: Vec<_> = aside.iter().map(|a| store.get(&a.key).unwrap().unwrap()).collect();
    assert_eq!(texts, ["torn"]);
    // What parses as no template is damaged too.
    save(&mut store, &key, "{}", Some(49)).unwrap();
    let Content::Damaged { fault, .. } = library.read(&store, &two).unwrap() else { panic!() };
    assert_eq!(fault.code, "not-a-template");
}

#[test]
fn a_full_store_lets_go_of_the_oldest_deleted_first_and_of_nothing_else() {
    let one = text("A").encode_utf16().count() + 400;
    let mut store = Memory::with_capacity(one * 4);
    let library = Library::new(KEY);
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(library.create(&mut store, &named("A"), n).unwrap());
    }
    assert_eq!(library.create(&mut store, &named("A"), 9), Err(SaveFault::Full));
    assert_eq!(library.list(&store).unwrap().len(), 4);
    // There is no room for two of what is to be deleted, yet it can be.
    library.delete(&mut store, &ids[0], 11).unwrap();
    assert_eq!(library.list(&store).unwrap().len(), 3);
    assert_eq!(library.deleted(&store).unwrap()[0].content.name(), "A");
    library.create(&mut store, &named("A"), 9).unwrap();
    assert_eq!(library.deleted(&store).unwrap(), [], "it made room");
    library.delete(&mut store, &ids[2], 11).unwrap();
    store.remove(&library.document_key(&ids[3])).unwrap();
    library.delete(&mut store, &ids[1], 12).unwrap();
    assert_eq!(library.deleted(&store).unwrap().len(), 2);
    library.create(&mut store, &named("B"), 20).unwrap();
    library.create(&mut store, &named("C"), 21).unwrap();
    assert_eq!(library.deleted(&store).unwrap().len(), 1);
    assert_eq!(library.deleted(&store).unwrap()[0].id, ids[1], "the last deleted");
    // Restoring needs no room for two.
    assert_eq!(library.restore(&mut store, &ids[1], 30).unwrap(), ids[1]);
    assert_eq!(library.list(&store).unwrap().len(), 4);
}
