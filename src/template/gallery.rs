//! Finished certificates and empty pages to start from.

use super::{Orientation, Page, Preset, Template, classic, parse};
use crate::diagnostic::Diagnostics;
use crate::locale::mark;

/// A finished certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Names it in files and tests.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it is good for, in one line.
    pub about: &'static str,
    /// The design; the classic one is made by [`classic`].
    json: Option<&'static str>,
}

impl Entry {
    /// The design.
    ///
    /// # Errors
    /// What [`parse`] reports; a test holds that it is nothing.
    pub fn template(&self) -> Result<Template, Diagnostics> {
        self.json.map_or_else(|| Ok(classic()), parse)
    }
}

macro_rules! entry {
    ($key:literal, $name:expr, $about:expr) => {
        Entry {
            key: $key,
            name: $name,
            about: $about,
            json: Some(include_str!(concat!("gallery/", $key, ".json"))),
        }
    };
}

/// The gallery, in the order in which it is shown.
pub const ENTRIES: [Entry; 9] = [
    Entry {
        key: "classic",
        name: mark!("Classic"),
        about: mark!("Green guilloche all around and a handwritten name, for courses that expire"),
        json: None,
    },
    entry!(
        "classic-guilloche",
        mark!("Guilloche and seal"),
        mark!("Engraved guilloche border, rosette watermark and ribboned seal, for formal awards")
    ),
    entry!(
        "modern-minimal",
        mark!("Modern minimal"),
        mark!("Swiss two-column layout, much white space and one red accent")
    ),
    entry!(
        "bold-colour",
        mark!("Bold colour"),
        mark!("Big blocks of saturated colour and a huge title")
    ),
    entry!(
        "dark",
        mark!("Midnight gold"),
        mark!("Midnight blue with a fine gold half rosette and elegant serif")
    ),
    entry!(
        "academic",
        mark!("Academic diploma"),
        mark!("Traditional diploma with laurel, Latin salutation, two signatures and seal")
    ),
    entry!(
        "playful",
        mark!("Playful workshop"),
        mark!("Balloons, sun, rainbow and confetti, for children and workshops")
    ),
    entry!(
        "portrait-award",
        mark!("Portrait award"),
        mark!("Upright award with a large laurel medal on teal rays")
    ),
    entry!(
        "compliance-card",
        mark!("Compliance card"),
        mark!("Wallet card with validity date, hazard stripe and verification QR")
    ),
];

/// An empty page to start from.
#[derive(Clone, Debug, PartialEq)]
pub struct Blank {
    /// What people call its size.
    pub name: &'static str,
    /// Its size as people say it.
    pub size: &'static str,
    /// The page.
    pub page: Page,
}

impl Blank {
    /// The empty certificate.
    pub fn template(&self) -> Template {
        Template::blank("New certificate", self.page.clone())
    }
}

/// Every empty page that is offered: the sizes that people know by name, either
/// way round, and a card for the wallet.
pub fn blanks() -> Vec<Blank> {
    let mut out = Vec::new();
    for orientation in [Orientation::Landscape, Orientation::Portrait] {
        for preset in Preset::ALL {
            let (name, size) = match (preset, orientation) {
                (Preset::Classic, Orientation::Landscape) => (mark!("Classic"), mark!("10 × 7 in")),
                (Preset::Classic, Orientation::Portrait) => {
                    (mark!("Classic, upright"), mark!("7 × 10 in"))
                }
                (Preset::A4, Orientation::Landscape) => (mark!("A4"), mark!("297 × 210 mm")),
                (Preset::A4, Orientation::Portrait) => {
                    (mark!("A4, upright"), mark!("210 × 297 mm"))
                }
                (Preset::Letter, Orientation::Landscape) => (mark!("Letter"), mark!("11 × 8.5 in")),
                (Preset::Letter, Orientation::Portrait) => {
                    (mark!("Letter, upright"), mark!("8.5 × 11 in"))
                }
            };
            out.push(Blank { name, size, page: preset.page(orientation) });
        }
    }
    // ISO/IEC 7810 ID-1, the size of a bank card.
    out.push(Blank {
        name: mark!("Wallet card"),
        size: mark!("86 × 54 mm"),
        page: Page::new(1011.0, 638.0, 300.0),
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{validate, write};

    #[test]
    fn every_entry_is_read_and_written_back_as_it_is() {
        let mut keys: Vec<_> = ENTRIES.iter().map(|e| e.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), ENTRIES.len());
        for entry in ENTRIES {
            let template = entry.template().unwrap();
            let Some(json) = entry.json else { continue };
            let source: serde_json::Value = serde_json::from_str(json).unwrap();
            // What is left out in the file is written with its default.
            assert_eq!(parse(&write(&template).to_string()).unwrap(), template, "{}", entry.key);
            for key in source.as_object().unwrap().keys() {
                assert!(write(&template).get(key).is_some(), "{}: {key}", entry.key);
            }
            assert!(template.extra.is_empty(), "{}", entry.key);
        }
    }

    #[test]
    fn empty_pages_are_valid() {
        let all = blanks();
        assert_eq!(all.len(), 7);
        for blank in all {
            assert_eq!(validate(&blank.template()), [], "{}", blank.name);
        }
    }
}
