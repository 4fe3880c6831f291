//! A document with what is needed to trust it: format, version, revision, digest.
//!
//! The text form is one line of JSON (the head), a newline, and the document's
//! text as it is, so that the digest is over bytes and not over a notion of them.

use crate::diagnostic::Diagnostic;
use crate::migrate::{Chain, Trouble};
use crate::template::AssetId;
use serde::{Deserialize, Serialize};

/// What the head's `format` says.
pub const FORMAT: &str = "laureate-record";
/// The version of the envelope.
pub const VERSION: u32 = 1;

/// What was read before [`VERSION`], and the steps from there: of heads.
pub const CHAIN: Chain = Chain { format: FORMAT, steps: &[] };

/// What stands before a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// Grows with every save.
    pub revision: u64,
    /// SHA-256 of the document's text.
    pub digest: String,
    /// When it was changed, milliseconds since 1970; older builds wrote none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<u64>,
    /// Whether only the second copy holds the document, which is too long for
    /// here: nothing stands behind the head then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
}

/// Puts a document in an envelope.
pub fn seal(document: &str, revision: u64, modified: Option<u64>) -> String {
    let head = head(document, revision, modified);
    // Strings and numbers: cannot fail.
    let head = serde_json::to_string(&head).unwrap_or_default();
    format!("{head}\n{document}")
}

/// What stands in for a document whose second copy is the only one.
pub fn stand_in(revision: u64, modified: Option<u64>) -> String {
    let head = Head { elsewhere: true, ..head("", revision, modified) };
    let head = serde_json::to_string(&head).unwrap_or_default();
    format!("{head}\n")
}

fn head(document: &str, revision: u64, modified: Option<u64>) -> Head {
    Head {
        format: FORMAT.to_owned(),
        version: VERSION,
        revision,
        digest: AssetId::of(document.as_bytes()).0,
        modified,
        elsewhere: false,
    }
}

/// The head alone, unchecked: for lists, which have no time for digests.
pub fn peek(text: &str) -> Option<Head> {
    serde_json::from_str(text.split_once('\n')?.0).ok()
}

/// Takes a document out of its envelope.
///
/// # Errors
/// `record-damaged` when it is not an envelope or not what was put in;
/// `record-newer` when a newer program wrote it; `record-elsewhere` when it only
/// stands in for its second copy.
pub fn open(text: &str) -> Result<(Head, &str), Diagnostic> {
    let damaged = |why: &str| {
        Diagnostic::error("record-damaged", "", format!("The saved work is damaged: {why}."))
            .repair("It was set aside; the last good copy is used.")
    };
    let (head, document) = text.split_once('\n').ok_or_else(|| damaged("it has no head"))?;
    let head = serde_json::from_str(head).map_err(|_| damaged("its head is unreadable"))?;
    // The version comes first: the head of a newer program may look different.
    let head = CHAIN.bring(head).map_err(|trouble| match trouble {
        Trouble::Newer(_) => {
            Diagnostic::error("record-newer", "", "The saved work was written by a newer Laureate.")
                .repair("Reload the page to get the newest Laureate. Nothing is overwritten.")
        }
        Trouble::OtherFormat => damaged("it is of another kind"),
        _ => damaged("its head is unreadable"),
    })?;
    let head: Head =
        serde_json::from_value(head.into()).map_err(|_| damaged("its head is unreadable"))?;
    if head.elsewhere {
        return Err(Diagnostic::error(
            "record-elsewhere",
            "",
            "The saved work is in this browser's database, which cannot be read now.",
        )
        .repair("Close other tabs with Laureate and reload the page. Nothing is overwritten."));
    }
    if AssetId::of(document.as_bytes()).0 != head.digest {
        return Err(damaged("its digest does not match"));
    }
    Ok((head, document))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_out_as_it_went_in(document in "\\PC{0,200}(\n\\PC{0,20})?", revision: u64, modified: Option<u64>) {
            let sealed = seal(&document, revision, modified);
            let (head, out) = open(&sealed).unwrap();
            prop_assert_eq!(head.modified, modified);
            prop_assert_eq!(peek(&sealed), Some(head.clone()));
            prop_assert_eq!(out, document.as_str());
            prop_assert_eq!(head.revision, revision);
        }

        #[test]
        fn what_a_newer_program_wrote_is_never_taken_for_damage(document in "[a-z]{0,20}", version in 2..9_u32) {
            // Its head may have lost what ours must have.
            let text = format!("{{\"format\":\"{FORMAT}\",\"version\":{version},\"hash\":7}}\n{document}");
            prop_assert_eq!(open(&text).unwrap_err().code, "record-newer");
        }

        #[test]
        fn a_flipped_bit_in_the_document_is_noticed(at in 0..60usize, bit in 0..7u8) {
            let document = r#"{"name":"Certificate","elements":[1,2,3],"more":"text here"}"#;
            let sealed = seal(document, 7, None);
            let start = sealed.len() - document.len();
            let mut bytes = sealed.into_bytes();
            bytes[start + at] ^= 1 << bit;
            if let Ok(text) = String::from_utf8(bytes) {
                prop_assert!(open(&text).is_err());
            }
        }
    }
}
