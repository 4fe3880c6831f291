//! A text set in a frame.

use super::breaks::with_breaks;
use super::fit::{self, FitReport};
use super::fonts::Fonts;
use super::plan::Plan;
use crate::field::locale::Locale;
use crate::template::{Align, Case, Fit, Horizontal, TextStyle, Vertical};
use parley::{
    Alignment, AlignmentOptions, FontFamily, FontFamilyName, FontStyle, FontWeight, Language,
    Layout, LineHeight, OverflowWrap, StyleProperty,
};
use std::collections::BTreeMap;
use unicode_script::{Script, UnicodeScript};

/// What is laid out, and into what.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The text with its values in place.
    pub text: &'a str,
    /// How it is set.
    pub style: &'a TextStyle,
    /// Where it stands in the frame.
    pub align: Align,
    /// What happens when it is longer than the frame.
    pub fit: Fit,
    /// Width of the frame in px.
    pub width: f32,
    /// Height of the frame in px.
    pub height: f32,
    /// BCP 47 tag.
    pub language: &'a str,
    /// See [`crate::template::Template::word_breaks`].
    pub word_breaks: &'a BTreeMap<String, Vec<u32>>,
}

/// A text laid out.
pub struct Laid {
    /// Lines, runs and glyphs, from the top left corner of the first line.
    pub layout: Layout<()>,
    /// The text as laid out: cased, with break opportunities, cut where it had to be.
    pub text: String,
    /// How far the first line lies below the frame's top in px.
    pub top: f32,
    /// How far all of it is moved to the right in px: letter spacing follows
    /// the last letter too, and would push centred and right-aligned text off.
    pub left: f32,
    /// What fitting did.
    pub report: FitReport,
    /// Which fonts were used, and what is still wanted.
    pub plan: Plan,
    pub(super) offsets: Offsets,
    pub(super) align: Align,
    /// Width of the frame in px.
    pub width: f32,
}

/// From bytes of the laid-out text to bytes of the text that was asked for,
/// for carets. Identity when empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Offsets(Vec<(usize, usize)>);

impl Offsets {
    pub(super) fn to_source(&self, laid: usize) -> usize {
        if self.0.is_empty() {
            return laid;
        }
        let at = self.0.partition_point(|(l, _)| *l < laid);
        self.0.get(at).or(self.0.last()).map_or(laid, |(_, s)| *s)
    }

    pub(super) fn to_laid(&self, source: usize) -> usize {
        if self.0.is_empty() {
            return source;
        }
        let at = self.0.partition_point(|(_, s)| *s < source);
        self.0.get(at).or(self.0.last()).map_or(source, |(l, _)| *l)
    }
}

/// Lays a text out in its frame. Never fails: what does not fit or has no
/// glyph is in the report and the plan.
pub fn lay_out(fonts: &mut Fonts, request: &Request<'_>) -> Laid {
    let (text, offsets) = prepare(request);
    let style = request.style;
    let plan = fonts.plan(&style.font, style.weight, style.italic, &text, request.language);
    let tracking = if text.chars().any(joins_letters) { 0.0 } else { style.letter_spacing };
    let mut setter = Setter { fonts, request, plan: &plan, tracking };
    let fitted = fit::fit(&mut setter, text);
    let block = fitted.layout.height();
    let top = match request.align.vertical {
        Vertical::Top => 0.0,
        Vertical::Middle => (request.height - block) / 2.0,
        Vertical::Bottom => request.height - block,
    };
    let spacing = fitted.report.size * tracking / 1000.0;
    let left = match request.align.horizontal {
        Horizontal::Center => spacing / 2.0,
        Horizontal::Right => spacing,
        Horizontal::End if !fitted.layout.is_rtl() => spacing,
        Horizontal::Start if fitted.layout.is_rtl() => spacing,
        _ => 0.0,
    };
    Laid {
        layout: fitted.layout,
        text: fitted.text,
        top,
        left,
        report: fitted.report,
        plan,
        offsets,
        align: request.align,
        width: request.width,
    }
}

/// Letters of these scripts join: space between them would tear words apart.
fn joins_letters(c: char) -> bool {
    matches!(
        c.script(),
        Script::Arabic | Script::Syriac | Script::Mongolian | Script::Nko | Script::Devanagari
    )
}

/// Cases the text and puts break opportunities in.
fn prepare(request: &Request<'_>) -> (String, Offsets) {
    let source = request.text;
    let locale = Locale::of(request.language);
    let cased = match request.style.case {
        Case::AsTyped => source.to_owned(),
        Case::Upper => locale.upper(source),
        Case::Lower => locale.lower(source),
        Case::Title => locale.title(source),
    };
    let broken = with_breaks(&cased, request.word_breaks);
    if broken.is_none() && cased.len() == source.len() {
        return (cased, Offsets::default());
    }
    let (laid, inserted) = broken.unwrap_or((cased, Vec::new()));
    // Walks both texts letter by letter. A letter may become several when it
    // is cased (ß, SS); the few cases where neighbours matter shift a caret by
    // a letter and nothing else.
    let mut pairs = Vec::with_capacity(source.len() + 1);
    let mut inserted = inserted.into_iter().peekable();
    let (mut l, mut s) = (0, 0);
    for c in source.chars() {
        while inserted.next_if(|at| *at == l).is_some() {
            l += '\u{200b}'.len_utf8();
        }
        pairs.push((l, s));
        let one = c.encode_utf8(&mut [0; 4]).to_owned();
        l += match request.style.case {
            Case::AsTyped => one.len(),
            Case::Upper => locale.upper(&one).len(),
            Case::Lower => locale.lower(&one).len(),
            Case::Title => one.len(),
        };
        s += c.len_utf8();
    }
    pairs.push((laid.len(), source.len()));
    (laid, Offsets(pairs))
}

/// Sets texts in one style at any size.
pub(super) struct Setter<'a> {
    fonts: &'a mut Fonts,
    pub(super) request: &'a Request<'a>,
    plan: &'a Plan,
    tracking: f32,
}

impl Setter<'_> {
    /// One layout at a size in px, wrapped at the frame's width if `wrap`.
    pub(super) fn set(&mut self, text: &str, size: f32, wrap: bool) -> Layout<()> {
        let style = self.request.style;
        let families: Vec<FontFamilyName<'_>> =
            self.plan.families.iter().map(|f| FontFamilyName::named(f)).collect();
        let mut builder = self.fonts.layout.ranged_builder(
            &mut self.fonts.context,
            text,
            1.0,
            // Whole pixels would make the same certificate differ at another dpi.
            false,
        );
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(families.into())));
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(f32::from(style.weight))));
        let slope = if style.italic { FontStyle::Italic } else { FontStyle::Normal };
        builder.push_default(StyleProperty::FontStyle(slope));
        builder.push_default(StyleProperty::LetterSpacing(size * self.tracking / 1000.0));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(
            style.line_height,
        )));
        builder.push_default(StyleProperty::Locale(Language::parse(self.request.language).ok()));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        for (range, family) in self.plan.swapped(text) {
            let first = std::iter::once(family);
            let rest = self.plan.families.iter().map(String::as_str).filter(|f| *f != family);
            let families: Vec<FontFamilyName<'_>> =
                first.chain(rest).map(FontFamilyName::named).collect();
            builder.push(StyleProperty::FontFamily(FontFamily::List(families.into())), range);
        }
        let mut layout = builder.build(text);
        layout.break_all_lines(wrap.then_some(self.request.width));
        layout
    }

    /// Aligns a finished layout within the frame's width.
    pub(super) fn align(&mut self, text: &str, size: f32, mut layout: Layout<()>) -> Layout<()> {
        if layout.layout_max_advance() != self.request.width {
            // Broken without a width: aligned within the frame all the same.
            layout = self.set(text, size, true);
        }
        let alignment = match self.request.align.horizontal {
            Horizontal::Start => Alignment::Start,
            Horizontal::Center => Alignment::Center,
            Horizontal::End => Alignment::End,
            Horizontal::Left => Alignment::Left,
            Horizontal::Right => Alignment::Right,
            Horizontal::Justify => Alignment::Justify,
        };
        let options =
            AlignmentOptions { align_when_overflowing: true, ..AlignmentOptions::default() };
        layout.align(alignment, options);
        layout
    }
}
