//! The texts of the interface in other languages.
//!
//! The English text in the code is the key of its translation, as with gettext:
//! the code can be read, and what has no translation yet is English instead of a
//! code. A [`Catalogue`] is one language's file (`www/locales/*.json`) with what
//! the host put in place of some texts. Texts with words to fill in are formed by
//! name ([`Catalogue::filled`]), counted ones by the plural rules of the language,
//! which the browser knows ([`Plurals`]). What other rooms have already formed
//! (findings, reasons) is found by its shape ([`Catalogue::said`]); where they put
//! sentences together, which no shape finds, they are told in which language
//! ([`Tongue`]).

/// A text in the language of a [`Tongue`], as a `String`: `say!(tongue, "wait until
/// {when}", when = at)`.
macro_rules! say {
    ($tongue:expr, $text:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $tongue.filled($text, &[$((stringify!($name), &*$value.to_string())),*])
    };
}

/// A text about a count in the language of a [`Tongue`]: `say_n!(tongue, n, "{count}
/// day", "{count} days")`, with more places after it if need be.
#[cfg(any(feature = "simulate", feature = "leptos-page", test))]
macro_rules! say_n {
    ($tongue:expr, $n:expr, $one:literal, $other:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $tongue.counted(
            $one,
            $other,
            &[("count", &*$n.to_string()) $(, (stringify!($name), &*$value.to_string()))*],
        )
    };
}

mod catalogue;
mod pattern;
mod tongue;

pub use catalogue::{Catalogue, Plurals};
pub use tongue::Tongue;

/// Marks a text for translation where it is written down and nothing is shown yet;
/// [`Catalogue::said`] translates it later.
macro_rules! mark {
    ($text:literal) => {
        $text
    };
}
pub(crate) use mark;
pub(crate) use say;
#[cfg(any(feature = "simulate", feature = "leptos-page", test))]
pub(crate) use say_n;
