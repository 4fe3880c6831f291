//! What is written is read; what is hostile is refused, in time.

mod hostile;
mod plans;
mod round;

use super::{Parts, Unpacked, pack, unpack};
use crate::template::{AssetId, AssetInfo, ElementKind, Image, Mime, Template, classic, write};

/// A picture as the gate keeps it, and what is known of it.
pub(super) fn picture(color: &str) -> (AssetInfo, Vec<u8>) {
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='20' height='10' fill='{color}'/></svg>"
    );
    let kept = crate::import::picture(svg.as_bytes(), "seal.svg").unwrap();
    assert_eq!(kept.info.mime, Mime::Svg);
    (kept.info, kept.asset.bytes.to_vec())
}

pub(super) fn font() -> (String, Vec<u8>) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/fonts/alex-brush-400.ttf");
    ("Mine.ttf".into(), std::fs::read(path).unwrap())
}

/// A design with that picture, in that font.
pub(super) fn design(name: &str, picture: &(AssetInfo, Vec<u8>)) -> Template {
    let mut template = classic();
    name.clone_into(&mut template.name);
    let id = AssetId::of(&picture.1);
    template.assets.insert(id.clone(), picture.0.clone());
    let mut element = template.elements[0].clone();
    element.id = "picture".into();
    element.kind = ElementKind::Image(Image { asset: Some(id), ..Image::default() });
    template.elements.push(element);
    for element in &mut template.elements {
        if let ElementKind::Text(text) = &mut element.kind {
            text.style.font = "Alex Brush".into();
        }
    }
    template
}

pub(super) const PROJECT: &str = r#"{"format":"laureate-project","version":1,"name":"Safety","learners":["a","b"],"events":[],"certificates":[{"id":"c","design":"library/d00000001"},{"id":"e","design":"gallery/dark"}],"scenarios":[{}]}"#;

pub(super) fn parts() -> Parts {
    let (red, blue) = (picture("red"), picture("blue"));
    let text = |name, picture| write(&design(name, picture)).to_string();
    Parts {
        name: "Safety".into(),
        program: "0.1.0".into(),
        project: Some(PROJECT.into()),
        project_name: "Safety".into(),
        designs: vec![
            ("d00000002".into(), Some(1_700_000_000_000), text("Blue", &blue)),
            ("d00000001".into(), None, text("Red", &red)),
            (String::new(), None, text("First", &red)),
        ],
        pictures: vec![red, blue],
        fonts: vec![font()],
    }
}

/// What goes into a file that holds what was read.
pub(super) fn parts_of(unpacked: Unpacked) -> Parts {
    let bytes = |id: &str| unpacked.files.iter().find(|f| f.id == id).unwrap().bytes.clone();
    let contents = unpacked.contents.clone();
    Parts {
        name: contents.name,
        program: contents.program,
        project_name: contents.project.as_ref().map(|p| p.counts.name.clone()).unwrap_or_default(),
        project: contents.project.map(|p| p.text),
        designs: contents
            .designs
            .into_iter()
            .map(|d| (d.id.unwrap_or_default(), d.modified, d.text))
            .collect(),
        pictures: contents.pictures.into_iter().map(|p| (p.info, bytes(&p.id.0))).collect(),
        fonts: contents.fonts.into_iter().map(|f| (f.name, bytes(&f.id))).collect(),
    }
}
