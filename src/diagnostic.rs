//! How every phase reports: data, never prose made on the spot.
//!
//! A [`Diagnostic`] says how grave it is, which rule it comes from (a stable
//! code that tests and interfaces can key on), where, what happened in words a
//! person understands, and what to do about it. Phases collect all of them;
//! warnings travel beside a success.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing, nothing is wrong.
    Info,
    /// The output is made, but not quite as asked.
    Warning,
    /// The thing asked for could not be done.
    Error,
}

/// One finding, with its place and its repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// Stable identifier in kebab case, e.g. `missing-glyph`.
    pub code: Cow<'static, str>,
    /// Where: a path through the document such as `elements.title.text.size`,
    /// or empty for the document as a whole. Elements and fields are named by
    /// their id, not by their index, so that the place survives reordering.
    pub path: String,
    /// What happened, for people.
    pub message: String,
    /// What to do about it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<String>,
}

impl Diagnostic {
    fn new(
        severity: Severity,
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code: Cow::Borrowed(code),
            path: path.into(),
            message: message.into(),
            repair: None,
        }
    }

    /// An error: what was asked for could not be done.
    pub fn error(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, path, message)
    }

    /// A warning: done, but not quite as asked.
    pub fn warning(
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, path, message)
    }

    /// A note: nothing is wrong.
    pub fn info(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, path, message)
    }

    /// Adds what the person can do about it.
    #[must_use]
    pub fn repair(mut self, repair: impl Into<String>) -> Self {
        self.repair = Some(repair.into());
        self
    }

    /// The same finding seen from one level further out: `prefix.path`.
    #[must_use]
    pub fn within(mut self, prefix: &str) -> Self {
        self.path = match (prefix.is_empty(), self.path.is_empty()) {
            (true, _) => self.path,
            (false, true) => prefix.to_owned(),
            (false, false) => format!("{prefix}.{}", self.path),
        };
        self
    }

    /// Whether this is an [`Severity::Error`].
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.severity {
            Severity::Info => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{kind}[{}]", self.code)?;
        if !self.path.is_empty() {
            write!(f, " at {}", self.path)?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(repair) = &self.repair {
            write!(f, " ({repair})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Every finding of a phase. An `Err(Diagnostics)` holds at least one error and
/// whatever warnings were found on the way.
pub type Diagnostics = Vec<Diagnostic>;

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_code_place_message_and_repair() {
        let d = Diagnostic::error("too-big", "size", "The size is 9000 px.")
            .repair("Use at most 2000 px.")
            .within("elements.title");
        assert_eq!(
            d.to_string(),
            "error[too-big] at elements.title.size: The size is 9000 px. (Use at most 2000 px.)"
        );
    }

    #[test]
    fn json_form_is_what_the_javascript_surface_promises() {
        let d = Diagnostic::warning("w", "a.b", "m");
        let json = serde_json::to_value(&d).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"severity":"warning","code":"w","path":"a.b","message":"m"})
        );
    }
}
