//! What cannot be drawn is refused by name, and leaves the document whole.

use super::*;
use crate::render::scene::Node;

fn refused(nodes: Vec<Node>, assets: &Assets) -> (String, String) {
    let mut writer = PdfWriter::new(PdfOptions::default());
    writer.page(&certificate(&png().0, "Ada", 1), &super::assets()).unwrap();
    let fault = match writer.page(&scene(nodes), assets) {
        // What was on the page before still is.
        Err(fault) => {
            check(&writer.finish().unwrap());
            fault
        }
        Ok(()) => writer.finish().unwrap_err(),
    };
    (fault.code.into_owned(), fault.path)
}

fn picture(bytes: &[u8], mime: Mime) -> (Vec<Node>, Assets) {
    let (id, asset) = asset(mime, 40.0, 30.0, bytes.to_vec());
    let mark = Mark::Picture { asset: id.clone(), to: WIDE, clip: WIDE, radius: 0.0 };
    (vec![node(Some("photo"), Tag::Artifact, WIDE, vec![mark])], [(id, asset)].into())
}

#[test]
fn pictures() {
    let (nodes, _) = picture(b"x", Mime::Png);
    let missing = ("picture-missing".to_owned(), "elements.photo".to_owned());
    assert_eq!(refused(nodes, &Assets::new()), missing);
    let missing = ("picture-missing".to_owned(), "background".to_owned());
    assert_eq!(refused(vec![background(&png().0)], &Assets::new()), missing);

    let unreadable = ("picture-unreadable".to_owned(), "elements.photo".to_owned());
    let whole = png().1.bytes;
    for mime in [Mime::Png, Mime::Jpeg, Mime::WebP, Mime::Svg] {
        for bytes in [&b"not a picture"[..], &b""[..]] {
            let (nodes, assets) = picture(bytes, mime);
            assert_eq!(refused(nodes, &assets), unreadable, "{mime:?}");
        }
    }
    // Damage behind the header shows when the document is finished.
    for bytes in [&whole[..whole.len() / 2], &whole[..80]] {
        let (nodes, assets) = picture(bytes, Mime::Png);
        assert_eq!(refused(nodes, &assets), unreadable);
    }
}

#[test]
fn fonts() {
    let mut line = text("line", Tag::Paragraph, "EB Garamond", 40.0, WIDE, "Ada");
    let Some(Mark::Glyphs(run)) = line.marks.first_mut() else { panic!("no text") };
    run.font = parley::FontData::new(parley::fontique::Blob::from(b"no font".to_vec()), 0);
    let unreadable = ("font-unreadable".to_owned(), "elements.line".to_owned());
    assert_eq!(refused(vec![line], &Assets::new()), unreadable);
}

#[test]
fn numbers() {
    let line = || text("line", Tag::Paragraph, "EB Garamond", 40.0, WIDE, "Ada");
    let invalid = ("pdf-invalid".to_owned(), "elements.line".to_owned());
    let turned = Node { transform: Affine::translate((f64::NAN, 0.0)), ..line() };
    assert_eq!(refused(vec![turned], &Assets::new()), invalid);
    assert_eq!(refused(vec![Node { opacity: f32::NAN, ..line() }], &Assets::new()), invalid);

    for (width, dpi) in [(0.0, 150.0), (f32::INFINITY, 150.0), (100.0, 0.0), (-1.0, -1.0)] {
        let page = Scene { width, dpi, ..scene(vec![line()]) };
        let fault = render(&[page], &Assets::new(), &PdfOptions::default()).unwrap_err();
        assert_eq!((&*fault.code, &*fault.path), ("pdf-invalid", "page"));
    }
    assert_eq!(
        render(&[], &Assets::new(), &PdfOptions::default()).unwrap_err().code,
        "pdf-invalid"
    );
}

#[test]
fn a_missing_glyph_is_drawn_and_its_character_kept() {
    let line = text("line", Tag::Title, "EB Garamond", 40.0, WIDE, "Ada \u{1f393} Lovelace");
    let pdf = made(&[scene(vec![line])]);
    check(&pdf);
    assert_eq!(words(&pdf, "-raw"), "Ada \u{1f393} Lovelace");
}

#[test]
fn an_empty_page_and_empty_descriptions_are_no_faults() {
    let nameless = Scene { title: String::new(), language: String::new(), ..scene(vec![]) };
    check(&made(&[nameless]));
    let (id, _) = png();
    let mark = Mark::Picture { asset: id, to: WIDE, clip: WIDE, radius: 0.0 };
    let mut silent = node(Some("a"), Tag::Figure(String::new()), WIDE, vec![mark]);
    silent.link = Some("https://laureate.example/é".to_owned());
    let mut forbidden = silent.clone();
    forbidden.link = Some("javascript:alert(1)".to_owned());
    let pdf = made(&[scene(vec![silent, forbidden])]);
    check(&pdf);
    let links = told(&pdf, "pdfinfo", &["-url", "@"]);
    assert!(links.contains("https://laureate.example/%C3%A9") && !links.contains("javascript"));
}
