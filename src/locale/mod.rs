//! The texts of the interface in other languages.
//!
//! The English text in the code is the key of its translation, as with gettext:
//! the code can be read, and what has no translation yet is English instead of a
//! code. A [`Catalogue`] is one language's file (`www/locales/*.json`) with what
//! the host put in place of some texts. Texts with words to fill in are formed by
//! name ([`Catalogue::filled`]), counted ones by the plural rules of the language,
//! which the browser knows ([`Plurals`]). What other rooms have already formed
//! (findings, reasons) is found by its shape ([`Catalogue::said`]).

mod catalogue;
mod pattern;

pub use catalogue::{Catalogue, Plurals};

/// Marks a text for translation where it is written down and nothing is shown yet;
/// [`Catalogue::said`] translates it later.
macro_rules! mark {
    ($text:literal) => {
        $text
    };
}
pub(crate) use mark;
