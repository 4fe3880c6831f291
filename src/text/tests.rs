//! Properties of layout that hold for any text, and cases that show how it fits.

use super::*;
use crate::template::{Align, Case, Fit, Horizontal, Overflow, TextStyle, Vertical};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn fonts(files: &[&str]) -> Fonts {
    let mut fonts = Fonts::new();
    for file in files {
        let path = format!("{}/www/fonts/{file}", env!("CARGO_MANIFEST_DIR"));
        fonts.add_file(file, std::fs::read(path).expect("fonts: run `make setup`")).unwrap();
    }
    fonts
}

struct Setting {
    style: TextStyle,
    align: Align,
    fit: Fit,
    width: f32,
    height: f32,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            style: TextStyle { size: 40.0, ..TextStyle::default() },
            align: Align::default(),
            fit: Fit::default(),
            width: 400.0,
            height: 120.0,
        }
    }
}

fn lay(fonts: &mut Fonts, text: &str, case: &Setting) -> Laid {
    lay_in(fonts, text, case, "en")
}

fn lay_in(fonts: &mut Fonts, text: &str, case: &Setting, language: &str) -> Laid {
    let request = Request {
        text,
        style: &case.style,
        align: case.align,
        fit: case.fit,
        width: case.width,
        height: case.height,
        language,
        word_breaks: &BTreeMap::new(),
    };
    lay_out(fonts, &request)
}

fn fit(overflow: Overflow, min: f32, lines: u16) -> Fit {
    Fit { overflow, min_size: Some(min), max_lines: Some(lines) }
}

#[test]
fn names_shrink_then_wrap_then_are_cut() {
    let mut fonts = fonts(&["eb-garamond-400.ttf"]);
    let case = Setting { fit: fit(Overflow::ShrinkThenWrap, 18.0, 2), ..Setting::default() };
    let report = |fonts: &mut Fonts, text: &str| lay(fonts, text, &case).report;
    let short = report(&mut fonts, "Ada Lovelace");
    assert_eq!((short.size, short.lines, short.shrunk, short.cut), (40.0, 1, false, false));
    let longer = report(&mut fonts, "Ada Augusta Byron, Countess Lovelace");
    assert!(longer.lines == 1 && longer.shrunk && longer.size >= 18.0, "{longer:?}");
    let two =
        report(&mut fonts, "Bartholomew Maximilian Featherstonehaugh-Cholmondeley-Wriothesley");
    assert!(two.lines == 2 && !two.cut, "{two:?}");
    let much = report(&mut fonts, &"Featherstonehaugh ".repeat(16));
    assert!(much.lines == 2 && much.cut && much.size == 18.0, "{much:?}");
}

#[test]
fn labels_end_in_an_ellipsis() {
    let mut fonts = fonts(&["eb-garamond-400.ttf"]);
    let case = Setting { fit: fit(Overflow::ShrinkThenEllipsis, 30.0, 1), ..Setting::default() };
    let laid =
        lay(&mut fonts, "A label that is much too long for its frame, whatever is done", &case);
    assert!(laid.text.ends_with('…') && laid.report.lines == 1, "{}", laid.text);
    assert!(!laid.report.overflows);
}

#[test]
fn right_to_left_text_starts_on_the_right() {
    let mut fonts = fonts(&["eb-garamond-400.ttf", "noto-naskh-arabic-400.ttf"]);
    let align = Align { horizontal: Horizontal::Start, vertical: Vertical::Top };
    let case = Setting { align, ..Setting::default() };
    let laid = lay(&mut fonts, "محمد", &case);
    assert!(laid.layout.is_rtl());
    let caret = laid.caret(0);
    assert!(caret.x > 390.0, "{caret:?}");
    assert_eq!(laid.plan.families, ["EB Garamond", "Noto Naskh Arabic"]);
    assert!(laid.plan.missing.is_empty());
}

#[test]
fn cased_text_keeps_the_caret_in_the_typed_text() {
    let mut fonts = fonts(&["eb-garamond-400.ttf"]);
    let style = TextStyle { case: Case::Upper, size: 40.0, ..TextStyle::default() };
    let laid = lay_in(&mut fonts, "Groß", &Setting { style, ..Setting::default() }, "de");
    assert_eq!(laid.text, "GROSS");
    let end = laid.caret("Groß".len());
    assert_eq!(laid.hit(end.x + 1.0, end.y + 5.0), "Groß".len());
    assert!(laid.caret(4).x < end.x);
}

#[test]
fn what_no_font_has_is_named_once() {
    let fonts = fonts(&["eb-garamond-400.ttf", "inter-400.ttf"]);
    let plan = fonts.plan("EB Garamond", 400, false, "ሰላም ሰ", "en");
    assert_eq!(plan.missing, ['ሰ', 'ላ', 'ም']);
    assert!(plan.wanted.is_empty());
    let wanted = fonts.plan("EB Garamond", 400, false, "山田 太郎", "ja").wanted;
    assert_eq!(wanted, ["noto-sans-jp-400.ttf"]);
    let wanted = fonts.plan("EB Garamond", 400, false, "王伟", "en").wanted;
    assert_eq!(wanted, ["noto-sans-sc-400.ttf"]);
}

#[test]
fn a_name_is_set_in_one_face() {
    // Alex Brush has π, a sign of mathematics, and no other Greek letter.
    let mut fonts = fonts(&["alex-brush-400.ttf", "eb-garamond-400.ttf"]);
    let style = TextStyle { font: "Alex Brush".into(), size: 40.0, ..TextStyle::default() };
    let setting = Setting { style, ..Setting::default() };
    let laid = lay(&mut fonts, "Παπαδόπουλος", &setting);
    let runs = laid.layout.lines().flat_map(|line| line.runs()).count();
    assert_eq!(runs, 1, "one face, one run");
    assert!(laid.plan.missing.is_empty());
    // A Latin word beside it keeps its own face.
    let laid = lay(&mut fonts, "Ada Παπαδόπουλος", &setting);
    assert_eq!(laid.layout.lines().flat_map(|line| line.runs()).count(), 2);
}

#[test]
fn no_font_at_all_is_no_panic() {
    let laid = lay(&mut Fonts::new(), "Anything\n\nat all", &Setting::default());
    assert_eq!(laid.plan.wanted, ["eb-garamond-400.ttf"]);
}

#[test]
fn what_is_no_font_is_refused() {
    let mut fonts = Fonts::new();
    for bytes in [&b""[..], b"OTTO", b"not a font at all, but long enough to look like one"] {
        assert_eq!(fonts.add_custom("x.ttf", bytes).unwrap_err().code, "not-a-font");
    }
    let path = format!("{}/www/fonts/inter-400.ttf", env!("CARGO_MANIFEST_DIR"));
    let families = fonts.add_custom("inter.ttf", std::fs::read(path).unwrap()).unwrap();
    assert_eq!(families.len(), 1);
    assert_eq!(fonts.custom_families(), families);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_fits_lies_in_its_frame(
        text in "([A-Za-zéß]{1,14}[ ,-]{0,2}){1,12}",
        width in 60.0..900.0f32,
        height in 30.0..300.0f32,
        size in 12.0..90.0f32,
        min in 6.0..40.0f32,
        lines in 1..5u16,
        overflow in prop::sample::select(vec![Overflow::Wrap, Overflow::ShrinkThenWrap, Overflow::ShrinkThenEllipsis]),
    ) {
        let mut fonts = fonts(&["eb-garamond-400.ttf"]);
        let style = TextStyle { size, ..TextStyle::default() };
        let case = Setting { style, fit: fit(overflow, min.min(size), lines), width, height, ..Setting::default() };
        let laid = lay(&mut fonts, &text, &case);
        let report = laid.report;
        prop_assert!(report.size <= size && report.size >= min.min(size) - 0.01, "{report:?}");
        prop_assert_eq!(report.shrunk, report.size < size);
        if !report.overflows {
            prop_assert!(laid.layout.width() <= width + 0.1, "{} > {width}", laid.layout.width());
            prop_assert!(laid.layout.len() <= usize::from(lines), "{report:?}");
        }
        if !report.cut {
            prop_assert_eq!(&laid.text, &text);
        }
    }

    #[test]
    fn carets_stand_where_they_are_hit(text in "[A-Za-zאבגד ]{1,24}") {
        let mut fonts = fonts(&["eb-garamond-400.ttf", "noto-serif-hebrew-400.ttf"]);
        let laid = lay(&mut fonts, &text, &Setting { height: 600.0, ..Setting::default() });
        for (at, _) in text.char_indices() {
            let caret = laid.caret(at);
            prop_assert!(caret.x >= -0.5 && caret.x <= 400.5, "{caret:?}");
            let hit = laid.hit(caret.x, caret.y + caret.height / 2.0);
            let back = laid.caret(hit);
            // At a change of direction two offsets share a place, or one has two.
            prop_assert!((back.y - caret.y).abs() < 0.5, "{text:?} at {at}: {caret:?} {back:?}");
        }
        prop_assert!(laid.selection(0, text.len()).iter().all(|b| b.width >= 0.0));
    }

    #[test]
    fn any_text_is_laid_out(text in "\\PC{0,60}", width in 1.0..500.0f32, height in 1.0..200.0f32) {
        let mut fonts = fonts(&["eb-garamond-400.ttf"]);
        let laid = lay(&mut fonts, &text, &Setting { width, height, fit: fit(Overflow::Wrap, 8.0, 3), ..Setting::default() });
        for at in 0..=text.len() {
            if text.is_char_boundary(at) {
                let _ = laid.caret(at);
                let _ = laid.moved(at, Motion::Down);
            }
        }
        let _ = laid.word_at(width / 2.0, height / 2.0);
    }
}
