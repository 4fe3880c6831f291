//! Texts as every version ever shipped has stored them: they open for ever,
//! without loss. `tests/fixtures/storage/v1` is what was written by the first one;
//! what is there is never changed. `docs/migrations.md` says how another one comes.
#![cfg(all(feature = "simulate", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use laureate::edit::{Command, Editor};
use laureate::migrate::Chain;
use laureate::rules;
use laureate::storage::versions::{self, Version};
use laureate::storage::{Library, Memory, Store, envelope, load};
use laureate::template::{self, Template};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

const KEY: &str = "laureate:certificate";
const PROJECT: &str = "laureate:project";

fn folder(version: u64) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/storage/v{version}"))
}

/// A key as the name of a file, and back.
fn file(key: &str) -> String {
    format!("{}.txt", key.replace('/', "~").replace(':', "="))
}

/// What a browser held when that version was the newest.
fn stored(version: u64) -> Memory {
    let mut store = Memory::default();
    for entry in std::fs::read_dir(folder(version).join("keys")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let key = name.strip_suffix(".txt").unwrap().replace('~', "/").replace('=', ":");
        store.set(&key, &std::fs::read_to_string(&path).unwrap()).unwrap();
    }
    store
}

fn text(version: u64, name: &str) -> String {
    std::fs::read_to_string(folder(version).join(name)).unwrap()
}

/// Nothing of the older one is missing or other in the newer one, which may
/// have more: what was left out stands for a default. Format and version aside.
fn is_kept(older: &Value, newer: &Value, at: &str) {
    match (older, newer) {
        (Value::Object(older), Value::Object(newer)) => {
            for (key, value) in older.iter().filter(|(key, _)| *key != "version") {
                let place = format!("{at}.{key}");
                is_kept(value, newer.get(key).unwrap_or(&json!("missing")), &place);
            }
        }
        (Value::Array(older), Value::Array(newer)) => {
            assert_eq!(older.len(), newer.len(), "{at}");
            for (n, (older, newer)) in older.iter().zip(newer).enumerate() {
                is_kept(older, newer, &format!("{at}[{n}]"));
            }
        }
        (Value::Number(a), Value::Number(b)) => assert_eq!(a.as_f64(), b.as_f64(), "{at}"),
        _ => assert_eq!(older, newer, "{at}"),
    }
}

/// The versions of a format of which something is frozen: all there are.
const FORMATS: [(&Chain, u64); 4] = [
    (&template::CHAIN, template::VERSION),
    (&rules::CHAIN, rules::VERSION),
    (&envelope::CHAIN, envelope::VERSION as u64),
    (&Chain { format: versions::FORMAT, steps: &[] }, versions::VERSION as u64),
];

#[test]
fn a_version_is_raised_with_a_step_and_a_frozen_document() {
    for (chain, version) in FORMATS {
        assert_eq!(chain.newest(), version, "{} has a step a version", chain.format);
        for version in 1..=version {
            let folder = folder(version);
            let mut files: Vec<PathBuf> = Vec::new();
            for folder in [folder.clone(), folder.join("keys")] {
                let entries = std::fs::read_dir(&folder).into_iter().flatten();
                files.extend(entries.map(|entry| entry.unwrap().path()).filter(|p| p.is_file()));
            }
            let mark = format!("\"format\":\"{}\",\"version\":{version}", chain.format);
            let held = files.iter().any(|path| {
                let text = std::fs::read_to_string(path).unwrap();
                text.replace([' ', '\n'], "").contains(&mark)
            });
            assert!(held, "no {} of version {version} is frozen in {folder:?}", chain.format);
        }
    }
}

#[test]
fn what_the_first_version_stored_opens_without_loss() {
    let mut store = stored(1);
    let library = Library::new(KEY);
    let listed = library.list(&store).unwrap();
    assert_eq!(listed.len(), 3);
    for listed in &listed {
        let content = library.read(&store, &listed.id).unwrap();
        let template = content.template().unwrap().clone();
        let key = library.document_key(&listed.id);
        let (revision, text) = load(&store, &key).unwrap().document.unwrap();
        assert_eq!(revision, listed.revision);
        let older: Value = serde_json::from_str(&text).unwrap();
        let newer = template::write(&template);
        is_kept(&older, &newer, &key);
        assert_eq!(template::read(newer.clone()).unwrap(), template);
        // Saved, it is of our version, and the same.
        library.save(&mut store, &listed.id, &newer.to_string(), None, 9).unwrap();
        assert_eq!(library.read(&store, &listed.id).unwrap().template(), Some(&template));
        assert_eq!(newer["version"], json!(template::VERSION));
    }
    assert!(listed.iter().any(|listed| listed.modified.is_none()), "as older builds wrote them");
    assert!(load(&store, KEY).unwrap().diagnostics.is_empty());
    let deleted = library.deleted(&store).unwrap();
    assert_eq!(deleted.len(), 1);
    assert!(deleted[0].content.template().is_some());
    library.restore(&mut store, &deleted[0].id, 7).unwrap();
    assert_eq!(library.list(&store).unwrap().len(), 4);
}

#[test]
fn the_steps_that_the_first_version_kept_can_be_undone() {
    let store = stored(1);
    let (_, text) = load(&store, KEY).unwrap().document.unwrap();
    let kept = store.get(&format!("{KEY}.history")).unwrap().unwrap();
    let history = serde_json::from_str(&kept).unwrap();
    let (mut editor, lost) = Editor::restore(template::parse(&text).unwrap(), history);
    assert_eq!(lost, None);
    assert_eq!(editor.undo().as_deref(), Some("Rename"));
    assert_eq!(editor.template().name, template::classic().name);
}

#[test]
fn projects_of_the_first_version_open_without_loss() {
    let (_, record) = load(&stored(1), PROJECT).unwrap().document.unwrap();
    for text in [record, text(1, "project.json")] {
        let older: Value = serde_json::from_str(&text).unwrap();
        let (project, faults) = rules::parse(&text).unwrap();
        assert_eq!(faults, []);
        let newer = rules::write(&project);
        is_kept(&older, &newer, "project");
        assert_eq!(rules::parse(&newer.to_string()).unwrap(), (project, Vec::new()));
    }
}

#[test]
fn templates_of_the_first_version_open_without_loss() {
    let text = text(1, "template.json");
    let older: Value = serde_json::from_str(&text).unwrap();
    let template = template::parse(&text).unwrap();
    for kind in ["text", "image", "qr", "shape", "ornament"] {
        let elements = older["elements"].as_array().unwrap();
        assert!(elements.iter().any(|element| element.get(kind).is_some()), "{kind}");
    }
    is_kept(&older, &template::write(&template), "template");
    assert_eq!(older["x-vendor"], template::write(&template)["x-vendor"]);
}

#[test]
fn versions_of_the_first_version_are_listed() {
    let head = text(1, "version-head.json");
    let version = Version::parse(&head).unwrap();
    assert!(version.is_of(&text(1, "template.json")));
    let older: Value = serde_json::from_str(&head).unwrap();
    is_kept(&older, &serde_json::from_str(&version.write()).unwrap(), "head");
}

#[test]
fn what_a_newer_program_wrote_is_refused_and_left_alone() {
    for (chain, version) in FORMATS {
        let newer = json!({"format": chain.format, "version": version + 1}).to_string();
        assert!(chain.bring(serde_json::from_str(&newer).unwrap()).is_err());
    }
    let newer = |format: &str| json!({"format": format, "version": 99}).to_string();
    assert_eq!(template::parse(&newer(template::FORMAT)).unwrap_err()[0].code, "newer-version");
    assert_eq!(rules::parse(&newer(rules::FORMAT)).unwrap_err()[0].code, "newer-version");
    let record = format!("{}\nx", newer(envelope::FORMAT));
    assert_eq!(envelope::open(&record).unwrap_err().code, "record-newer");
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        "[a-z]{0,4}".prop_map(Value::from)
    ];
    leaf.prop_recursive(2, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever stands in a stored document is read or said, never a fall.
    #[test]
    fn any_value_is_read_or_refused(version in 1..3_u64, key in 0..12_usize, value in anything()) {
        for file in ["template.json", "project.json"] {
            let mut document: Map<String, Value> = serde_json::from_str(&text(1, file)).unwrap();
            let key = document.keys().nth(key % document.len()).unwrap().clone();
            document.insert("version".into(), version.into());
            document.insert(key, value.clone());
            let text = Value::Object(document).to_string();
            if let Ok(template) = template::parse(&text) {
                let written = template::write(&template);
                prop_assert_eq!(template::write(&template::read(written.clone()).unwrap()), written);
            }
            if let Ok((project, _)) = rules::parse(&text) {
                let written = rules::write(&project).to_string();
                let again = rules::parse(&written).unwrap().0;
                prop_assert_eq!(rules::write(&again).to_string(), written);
            }
        }
    }
}

/// Writes what is not frozen yet of the newest version, as this program stores
/// it: `FREEZE=1 cargo test --test stored -- freeze --ignored`. Never over what is there.
#[test]
#[ignore = "writes fixtures, on demand"]
fn freeze() {
    assert_eq!(std::env::var("FREEZE").as_deref(), Ok("1"), "set FREEZE=1");
    let newest = FORMATS.iter().map(|(chain, _)| chain.newest()).max().unwrap();
    let top = folder(newest);
    std::fs::create_dir_all(top.join("keys")).unwrap();
    let write = |name: &Path, text: &str| {
        if !top.join(name).exists() {
            std::fs::write(top.join(name), text).unwrap();
        }
    };
    let full = everything();
    let template = template::write(&full).to_string();
    write(Path::new("template.json"), &template);
    let head =
        Version::new(&template, 1_790_000_000_000, versions::Kind::Named, Some("For the board"));
    write(Path::new("version-head.json"), &head.write());
    let project = include_str!("fixtures/schema/full.json");
    let project = rules::write(&rules::parse(project).unwrap().0).to_string();
    write(Path::new("project.json"), &project);

    let mut store = Memory::default();
    let library = Library::new(KEY);
    let mut editor = Editor::new(template::classic());
    let classic = template::write(editor.template()).to_string();
    // The first builds kept one certificate, without the time of its change.
    laureate::storage::save(&mut store, KEY, &classic, Some(2)).unwrap();
    editor.dispatch(Command::Rename { name: "Renamed".into() }, "Rename", None, 5.0).unwrap();
    let renamed = template::write(editor.template()).to_string();
    laureate::storage::save(&mut store, KEY, &renamed, Some(3)).unwrap();
    let history = serde_json::to_string(&editor.save_within(100_000)).unwrap();
    store.set(&format!("{KEY}.history"), &history).unwrap();
    let at = 1_790_000_000_000;
    library.create(&mut store, &full, at).unwrap();
    let gallery = template::gallery::ENTRIES[0].template().unwrap();
    let second = library.create(&mut store, &gallery, at + 1).unwrap();
    library
        .save(&mut store, &second, &template::write(&gallery).to_string(), Some(1), at + 2)
        .unwrap();
    let third = library.create(&mut store, &template::classic(), at + 3).unwrap();
    library.delete(&mut store, &third, at + 4).unwrap();
    library.set_opened(&mut store, &second).unwrap();
    laureate::storage::save_dated(&mut store, PROJECT, &project, None, Some(at)).unwrap();
    for key in store.keys().unwrap() {
        let text = store.get(&key).unwrap().unwrap();
        write(&Path::new("keys").join(file(&key)), &text);
    }
}

/// A template with every kind of element, and keys that nobody knows.
fn everything() -> Template {
    let frame = json!({"x": 10, "y": 20, "width": 300, "height": 80, "rotation": 15});
    let element = |id: &str, kind: &str, what: Value| {
        let mut element = json!({"id": id, "name": id, "frame": frame, "note": "kept"});
        element[kind] = what;
        element
    };
    let picture = "0".repeat(64);
    let mut value = template::write(&template::classic());
    value["x-vendor"] = json!({"keep": [1, 2]});
    let more = [
        element("t", "text", json!({"content": "For {{recipient_name}}\nأحمد", "glow": 1})),
        element("i", "image", json!({"asset": picture})),
        element("q", "qr", json!({"content": "https://example.org/{{certificate_id}}"})),
        element("s1", "shape", json!({"form": "ellipse"})),
        element("s2", "shape", json!({"form": "rectangle", "radius": 4})),
        element("s3", "shape", json!({"form": "line"})),
        element("o", "ornament", json!({"form": "laurel", "weight": 2.5})),
    ];
    value["elements"].as_array_mut().unwrap().extend(more);
    value["assets"] =
        json!({picture: {"mime": "image/png", "width": 4, "height": 3, "name": "Logo"}});
    template::read(value).unwrap()
}
