//! Which families a text is set in, which files are still to be fetched, and
//! which characters no font has.

use super::catalogue::{catalogue, nearest};
use super::fonts::Fonts;
use std::ops::Range;
use unicode_script::{Script, UnicodeScript};

/// The family used where a template names one that nobody has.
pub const DEFAULT_FAMILY: &str = "EB Garamond";

/// The families to set a text in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The text's own family, then the fallbacks that it needs.
    pub families: Vec<String>,
    /// Files of the program's set that should be added before laying it out.
    pub wanted: Vec<&'static str>,
    /// Characters that no font of the set has, once each, in order.
    pub missing: Vec<char>,
    /// Scripts of which the text's own family lacks some letters that occur.
    pub swaps: Vec<Swap>,
    /// Whether the family asked for is neither in the set nor added.
    pub unknown_family: bool,
}

/// Words that are set in another family, whole: a name of which one letter
/// comes from another face looks like a misprint.
#[derive(Clone, Debug, PartialEq)]
pub struct Swap {
    /// Letters of this script.
    pub script: Script,
    /// The family that has all of them, or most.
    pub family: String,
    /// In a long text only words that have one of these; all words otherwise.
    pub only_with: Option<Vec<char>>,
}

/// Longer texts than this many characters are paragraphs: there a foreign word
/// stands for itself, while a name is swapped whole.
const PARAGRAPH: usize = 80;

impl Fonts {
    /// Plans a text. `language` is the template's and decides between the
    /// Chinese, Japanese and Korean forms of characters that they share.
    pub fn plan(
        &self,
        family: &str,
        weight: u16,
        italic: bool,
        text: &str,
        language: &str,
    ) -> Plan {
        let mut plan = Plan::default();
        let known = nearest(family, weight, italic).is_some() || self.has_family(family);
        plan.unknown_family = !known;
        let own = if known { family } else { DEFAULT_FAMILY };
        plan.families.push(own.to_owned());
        self.want(&mut plan, own, weight, italic);
        let own_face = self.face(own, weight, italic);
        let context = Context::of(text, language);
        for (script, chars) in by_script(text) {
            let lacking: Vec<char> = match own_face {
                Some(face) => chars.into_iter().filter(|c| !Fonts::covers(face, *c)).collect(),
                // Not loaded yet: a face of the set is taken to have letters
                // of its own scripts, so that no fallback is fetched in vain.
                None if may_cover(own, script) => continue,
                None => chars,
            };
            if lacking.is_empty() {
                continue;
            }
            if matches!(script, Script::Common | Script::Inherited) {
                for c in lacking {
                    self.fall_back(&mut plan, c, weight, italic, &context);
                }
            } else {
                self.swap(&mut plan, script, lacking, (weight, italic), &context, text);
            }
        }
        plan
    }

    /// Finds the family that has all letters of a script, or most of them.
    fn swap(
        &self,
        plan: &mut Plan,
        script: Script,
        lacking: Vec<char>,
        (weight, italic): (u16, bool),
        context: &Context,
        text: &str,
    ) {
        let letters: Vec<char> = by_script(text)
            .into_iter()
            .filter(|(s, _)| *s == script)
            .flat_map(|(_, chars)| chars)
            .collect();
        let mut best: Option<(&'static str, usize)> = None;
        for family in context.fallbacks(script) {
            let loaded = nearest(family, weight, italic).is_some_and(|f| self.is_loaded(f.file));
            if !loaded {
                self.want(plan, family, weight, italic);
                return;
            }
            let Some(face) = self.face(family, weight, italic) else { continue };
            let covered = letters.iter().filter(|c| Fonts::covers(face, **c)).count();
            if covered > best.map_or(0, |(_, most)| most) {
                best = Some((family, covered));
            }
            if covered == letters.len() {
                break;
            }
        }
        let face = best.and_then(|(family, _)| self.face(family, weight, italic));
        plan.missing
            .extend(lacking.iter().filter(|c| !face.is_some_and(|face| Fonts::covers(face, **c))));
        if let Some((family, _)) = best {
            if !plan.families.iter().any(|f| f == family) {
                plan.families.push(family.to_owned());
            }
            let long = text.chars().count() > PARAGRAPH;
            let only_with = long.then_some(lacking);
            plan.swaps.push(Swap { script, family: family.to_owned(), only_with });
        }
    }

    fn want(&self, plan: &mut Plan, family: &str, weight: u16, italic: bool) {
        if let Some(file) = nearest(family, weight, italic)
            && !self.is_loaded(file.file)
            && !plan.wanted.contains(&file.file)
        {
            plan.wanted.push(file.file);
        }
    }

    fn fall_back(&self, plan: &mut Plan, c: char, weight: u16, italic: bool, context: &Context) {
        for family in context.fallbacks(c.script()) {
            // Only the face that would be used counts.
            let loaded = nearest(family, weight, italic).is_some_and(|f| self.is_loaded(f.file));
            if !loaded {
                self.want(plan, family, weight, italic);
                return;
            }
            if self.face(family, weight, italic).is_some_and(|f| Fonts::covers(f, c)) {
                if !plan.families.iter().any(|f| f == family) {
                    plan.families.push(family.to_owned());
                }
                return;
            }
        }
        if !plan.missing.contains(&c) {
            plan.missing.push(c);
        }
    }
}

/// The characters that need a glyph, once each, by script, in the order in
/// which they occur.
fn by_script(text: &str) -> Vec<(Script, Vec<char>)> {
    let mut out: Vec<(Script, Vec<char>)> = Vec::new();
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        let script = c.script();
        match out.iter_mut().find(|(s, _)| *s == script) {
            Some((_, chars)) if chars.contains(&c) => {}
            Some((_, chars)) => chars.push(c),
            None => out.push((script, vec![c])),
        }
    }
    out
}

impl Plan {
    /// The stretches of a text that are set in another family.
    pub(super) fn swapped(&self, text: &str) -> Vec<(Range<usize>, &str)> {
        if self.swaps.is_empty() {
            return Vec::new();
        }
        let swap_of = |word: &str| {
            let swap = self.swaps.iter().find(|s| word.chars().any(|c| c.script() == s.script))?;
            let wanted =
                swap.only_with.as_ref().is_none_or(|cs| word.chars().any(|c| cs.contains(&c)));
            wanted.then_some(swap.family.as_str())
        };
        let mut out: Vec<(Range<usize>, &str)> = Vec::new();
        let mut start = 0;
        // Words, and within a word stretches of one script, marks with their letters.
        for word in text.split_inclusive(char::is_whitespace) {
            let mut from = start;
            let mut script = None;
            for (at, c) in word.char_indices() {
                let common = matches!(c.script(), Script::Common | Script::Inherited);
                let new = (!common).then(|| c.script());
                if let (Some(old), Some(new)) = (script, new)
                    && old != new
                {
                    let stretch = from..start + at;
                    out.extend(text.get(stretch.clone()).and_then(swap_of).map(|f| (stretch, f)));
                    from = start + at;
                }
                script = new.or(script);
            }
            start += word.len();
            let stretch = from..start;
            out.extend(text.get(stretch.clone()).and_then(swap_of).map(|f| (stretch, f)));
        }
        out
    }
}

/// Characters that need no glyph: blanks, line ends, joiners, marks of
/// direction, variation selectors (Unicode's Default_Ignorable_Code_Point).
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn may_cover(family: &str, script: Script) -> bool {
    matches!(script, Script::Common | Script::Inherited)
        || catalogue().iter().any(|f| f.family == family && f.scripts.contains(&script))
}

/// What the rest of the text says about which of several fonts suits.
struct Context {
    han: [&'static str; 3],
    east_asian: Option<&'static str>,
    own: Vec<Script>,
}

impl Context {
    fn of(text: &str, language: &str) -> Self {
        const JP: &str = "Noto Sans JP";
        const SC: &str = "Noto Sans SC";
        const KR: &str = "Noto Sans KR";
        let has = |scripts: &[Script]| text.chars().any(|c| scripts.contains(&c.script()));
        let kana = has(&[Script::Hiragana, Script::Katakana]);
        let hangul = has(&[Script::Hangul]);
        let han = has(&[Script::Han]);
        let first = if kana || (!hangul && language.starts_with("ja")) {
            JP
        } else if hangul || language.starts_with("ko") {
            KR
        } else {
            SC
        };
        let order = match first {
            JP => [JP, SC, KR],
            KR => [KR, JP, SC],
            _ => [SC, JP, KR],
        };
        let mut own: Vec<Script> = Vec::new();
        for c in text.chars() {
            let script = c.script();
            if !matches!(script, Script::Common | Script::Inherited) && !own.contains(&script) {
                own.push(script);
            }
        }
        Self { han: order, east_asian: (kana || hangul || han).then_some(first), own }
    }

    /// Families to try for a character of a script, best first.
    fn fallbacks(&self, script: Script) -> Vec<&'static str> {
        let mut out: Vec<&'static str> = Vec::new();
        let mut push = |family| {
            if !out.contains(&family) {
                out.push(family);
            }
        };
        let common = matches!(script, Script::Common | Script::Inherited);
        if script == Script::Han {
            self.han.into_iter().for_each(&mut push);
        }
        if !common {
            let serving = catalogue().iter().filter(|f| f.scripts.contains(&script));
            // The set's Latin faces are ordered by taste; the text faces serve best.
            let text_faces =
                serving.clone().filter(|f| [DEFAULT_FAMILY, "Inter"].contains(&f.family));
            text_faces.for_each(|f| push(f.family));
            serving.for_each(|f| push(f.family));
        }
        if common {
            // Punctuation goes with the letters around it where it can.
            if let Some(family) = self.east_asian {
                push(family);
            }
            for own in &self.own {
                let mut serving = catalogue().iter().filter(|f| f.scripts.contains(own));
                if let Some(file) = serving.next() {
                    push(file.family);
                }
            }
        }
        push(DEFAULT_FAMILY);
        push("Inter");
        out
    }
}
