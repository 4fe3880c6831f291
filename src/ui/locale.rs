//! The language that this module of the page speaks.
//!
//! One module has one language: where a page shows two, `www/laureate.js` loads
//! the module once for each. So a text is had by a plain call, anywhere.

use super::host::Host;
use crate::locale::{Catalogue, Tongue};
use std::cell::Cell;

thread_local! {
    static SPOKEN: Cell<Option<&'static Catalogue>> = const { Cell::new(None) };
}

/// A text of the interface, in the language of the page. `t!("Save")` is a
/// `&'static str`; `t!("Undone: {step}", step = label)` a `String`.
macro_rules! t {
    ($text:literal) => {
        $crate::ui::locale::text($text)
    };
    ($text:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::ui::locale::filled($text, &[$((stringify!($name), &*$value.to_string())),+])
    };
}

/// A text about a count: `tn!(n, "{count} gap", "{count} gaps")`, with more places
/// after it if need be. Thousands are grouped.
macro_rules! tn {
    ($n:expr, $one:literal, $other:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let n = $n;
        $crate::ui::locale::counted(
            n as f64,
            $one,
            $other,
            &[("count", &*$crate::ui::locale::grouped(n as usize)) $(, (stringify!($name), &*$value.to_string()))*],
        )
    }};
}

/// Takes the language that the host speaks. Later calls find the same one.
pub(super) fn begin(host: &Host) {
    if SPOKEN.get().is_some() {
        return;
    }
    let Some(json) = host.catalogue() else { return };
    let own = host.clone();
    match Catalogue::read(&json, Box::new(move |n| own.plural(n))) {
        // Lives as long as the module, and there is one a module.
        Ok(catalogue) => SPOKEN.set(Some(Box::leak(Box::new(catalogue)))),
        Err(why) => web_sys::console::warn_1(&format!("Laureate: texts: {why}").into()),
    }
}

/// A text without places.
pub(super) fn text(key: &'static str) -> &'static str {
    SPOKEN.get().and_then(|spoken| spoken.text(key)).unwrap_or(key)
}

/// A text with places, filled by name.
pub(super) fn filled(key: &str, words: &[(&str, &str)]) -> String {
    with(|spoken| spoken.filled(key, words))
}

/// A text about a count.
pub(super) fn counted(n: f64, one: &str, other: &str, words: &[(&str, &str)]) -> String {
    with(|spoken| spoken.counted(n, one, other, words))
}

/// A text that other rooms have formed in English: a finding, a reason, a label.
pub(super) fn said(text: &str) -> String {
    with(|spoken| spoken.said(text))
}

/// The language for rooms that form sentences themselves.
pub(super) fn tongue() -> Tongue<'static> {
    Tongue::new(SPOKEN.get())
}

/// The language's tag, for `Intl` and `lang`.
pub(super) fn language() -> &'static str {
    SPOKEN.get().map_or("en", Catalogue::language)
}

/// Whether the page is written, and laid out, from right to left.
pub(super) fn mirrored() -> bool {
    SPOKEN.get().is_some_and(Catalogue::right_to_left)
}

/// A key as the page reads it: onwards and back change sides where it is mirrored.
pub(super) fn arrow(key: &str) -> &str {
    match key {
        "ArrowLeft" if mirrored() => "ArrowRight",
        "ArrowRight" if mirrored() => "ArrowLeft",
        other => other,
    }
}

/// With a thin space between thousands.
pub(super) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

thread_local! {
    /// What is spoken where no catalogue was given: the keys themselves.
    static ENGLISH: Option<Catalogue> =
        Catalogue::read(r#"{"language":"en","texts":{}}"#, Box::new(|_| "other".to_owned())).ok();
}

fn with(form: impl FnOnce(&Catalogue) -> String) -> String {
    match SPOKEN.get() {
        Some(spoken) => form(spoken),
        None => ENGLISH.with(|english| english.as_ref().map(form).unwrap_or_default()),
    }
}
