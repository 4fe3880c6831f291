//! There and back.

use super::*;
use crate::bundle::manifest::{Manifest, PATH};
use crate::bundle::{FILES_KEY, Source, with_files};
use proptest::prelude::*;
use std::io::Read;

#[test]
fn everything_comes_back_and_packs_to_the_same_bytes() {
    let (file, warnings) = pack(parts()).unwrap();
    assert_eq!(warnings, []);
    let out = unpack(&file, "x.laureate").unwrap();
    let contents = &out.contents;
    assert_eq!(contents.refused, []);
    assert_eq!((contents.source, contents.name.as_str()), (Source::Bundle, "Safety"));
    let names: Vec<_> = contents.designs.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["Red", "Blue", "First"]);
    assert_eq!(contents.designs[1].modified, Some(1_700_000_000_000));
    assert_eq!(contents.designs[2].id.as_deref(), Some(""));
    let project = contents.project.as_ref().unwrap();
    assert_eq!(project.text, PROJECT);
    let counts = &project.counts;
    assert_eq!((counts.learners, counts.certificates, counts.scenarios), (2, 2, 1));
    assert_eq!(contents.fonts[0].families, ["Alex Brush"]);
    assert_eq!((contents.pictures.len(), out.files.len()), (2, 3));
    assert_eq!(pack(parts_of(out)).unwrap().0, file, "the same bytes for the same content");
    let mut other = parts();
    other.designs.reverse();
    other.pictures.reverse();
    assert_eq!(pack(other).unwrap().0, file, "whatever order it was given in");
}

#[test]
fn what_the_gate_kept_passes_it_again_unchanged() {
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pictures/good");
    let mut all = parts().pictures;
    for entry in std::fs::read_dir(good).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kept = crate::import::picture(&std::fs::read(path).unwrap(), &name).unwrap();
        all.push((kept.info, kept.asset.bytes.to_vec()));
    }
    assert!(all.len() > 10);
    for (info, bytes) in all {
        let again = crate::import::picture(&bytes, &info.name).unwrap();
        assert_eq!(again.id, AssetId::of(&bytes));
        assert_eq!(again.info, info);
    }
}

#[test]
fn other_programs_read_it() {
    let (file, _) = pack(parts()).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(PATH).unwrap().read_to_string(&mut text).unwrap();
    let manifest: Manifest = serde_json::from_str(&text).unwrap();
    let mut paths: Vec<_> = manifest.entries.iter().map(|e| e.path.clone()).collect();
    for entry in &manifest.entries {
        let mut bytes = Vec::new();
        zip.by_name(&entry.path).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(AssetId::of(&bytes).0, entry.sha256);
    }
    let sorted = paths.clone();
    paths.sort();
    assert_eq!(paths, sorted);
    assert_eq!(zip.len(), paths.len() + 1);
}

#[test]
fn a_design_takes_its_pictures_and_fonts_along() {
    let (red, blue) = (picture("red"), picture("blue"));
    let template = design("Alone", &red);
    let text = with_files(&template, &[red.clone(), blue], &[font()]);
    let out = unpack(text.as_bytes(), "Alone.json").unwrap();
    assert_eq!(out.contents.refused, []);
    assert_eq!(out.contents.source, Source::Design);
    assert_eq!(out.contents.designs[0].text, write(&template).to_string());
    assert_eq!(out.contents.pictures.len(), 1, "only those that it uses");
    assert_eq!(out.contents.pictures[0].info, red.0);
    assert_eq!(out.contents.fonts[0].families, ["Alex Brush"]);
    assert_eq!(with_files(&template, &[red], &[font()]), text);
    // Nothing to take along: a plain template.
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&with_files(&classic(), &[], &[])).unwrap(),
        write(&classic())
    );
}

#[test]
fn a_damaged_picture_inside_of_a_design_is_told() {
    let red = picture("red");
    let text = with_files(&design("Alone", &red), std::slice::from_ref(&red), &[]);
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let id = AssetId::of(&red.1).0;
    value[FILES_KEY]["pictures"][&id]["data"] = "AAAA".into();
    let out = unpack(value.to_string().as_bytes(), "x.json").unwrap();
    assert_eq!(out.contents.refused[0].code, "entry-damaged");
    assert_eq!((out.contents.designs.len(), out.files.len()), (1, 0));
    value[FILES_KEY] = 7.into();
    let out = unpack(value.to_string().as_bytes(), "x.json").unwrap();
    assert_eq!(out.contents.refused.len(), 1);
}

#[test]
fn a_project_alone() {
    let out = unpack(PROJECT.as_bytes(), "my.json").unwrap();
    assert_eq!((out.contents.source, out.contents.name.as_str()), (Source::Project, "my"));
    assert_eq!(out.contents.project.unwrap().text, PROJECT);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_packed_is_read(
        names in proptest::collection::vec("\\PC{0,40}", 0..6),
        with_project: bool,
        modified: Option<u64>,
    ) {
        let all = parts();
        let designs = names.iter().enumerate().map(|(n, name)| {
            let text = write(&design(name, &all.pictures[n % 2])).to_string();
            (format!("d{n:08}"), modified, text)
        });
        let project = all.project.clone().filter(|_| with_project);
        let parts = Parts { designs: designs.collect(), project, ..all };
        let (file, _) = pack(parts.clone()).unwrap();
        let out = unpack(&file, "x").unwrap();
        prop_assert_eq!(&out.contents.refused, &[]);
        let again: Vec<_> = out.contents.designs.iter().map(|d| d.name.clone()).collect();
        prop_assert_eq!(again, names);
        // The manifest's name of a project is that in the project.
        prop_assert_eq!(pack(Parts { project_name: parts.project_name, ..parts_of(out) }).unwrap().0, file);
    }
}
