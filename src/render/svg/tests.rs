use super::*;
use crate::field::{Values, samples};
use crate::render::{assets::builtin, compose};
use crate::template::{ElementKind, classic};
use crate::text::Fonts;
use proptest::prelude::*;
use resvg::usvg::roxmltree;

/// All of the program's fonts that a template wants.
fn fonts(template: &crate::template::Template, values: &Values) -> Fonts {
    let mut fonts = Fonts::new();
    loop {
        let wanted = compose(template, values, &mut fonts).wanted;
        if wanted.is_empty() {
            return fonts;
        }
        for file in wanted {
            let path = format!("{}/www/fonts/{file}", env!("CARGO_MANIFEST_DIR"));
            fonts.add_file(file, std::fs::read(path).expect("fonts: run `make setup`")).unwrap();
        }
    }
}

fn svg(template: &crate::template::Template, values: &Values) -> String {
    let mut fonts = fonts(template, values);
    let composed = compose(template, values, &mut fonts);
    render(&composed.scene, &builtin(), &mut Outlines::new()).unwrap()
}

#[test]
fn says_its_words_and_repeats_its_bytes() {
    let template = classic();
    let values = samples(&template);
    let first = svg(&template, &values);
    assert_eq!(first, svg(&template, &values), "same input, same bytes");
    let document = roxmltree::Document::parse(&first).unwrap();
    let words: Vec<&str> = document
        .descendants()
        .filter(|n| n.has_tag_name("text"))
        .filter_map(|n| n.text())
        .collect();
    for line in
        ["Certificate", "Ada Lovelace", "Completed on 15 March 2026", "Valid until 15 March 2028"]
    {
        assert!(words.contains(&line), "{line} in {words:?}");
    }
    let title = document.descendants().find(|n| n.has_tag_name("title")).and_then(|n| n.text());
    assert_eq!(title, Some("Certificate of completion"));
    assert!(!first.contains("http://") || !first.contains("href=\"http:"), "self-contained");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_gives_valid_xml(name in any::<String>(), title in "\\PC*", content in "[a-z{}&<>\"'\u{0}\u{1}\u{fffe}]{0,30}") {
        let mut template = classic();
        template.name = title;
        if let ElementKind::Text(text) = &mut template.elements[1].kind {
            text.content = content;
        }
        let mut values = samples(&template);
        values.insert("recipient_name".into(), name);
        // Without fallbacks: what has no glyph must still be valid.
        let mut fonts = Fonts::new();
        for file in ["playfair-display-700.ttf", "eb-garamond-400.ttf", "alex-brush-400.ttf"] {
            let path = format!("{}/www/fonts/{file}", env!("CARGO_MANIFEST_DIR"));
            fonts.add_file(file, std::fs::read(path).unwrap()).unwrap();
        }
        let composed = compose(&template, &values, &mut fonts);
        let out = render(&composed.scene, &builtin(), &mut Outlines::new()).unwrap();
        prop_assert!(roxmltree::Document::parse(&out).is_ok());
    }
}
