//! What is said of an entry of each kind. Each is a sentence of its own, since
//! languages bend words around a noun.

use crate::locale::mark;

/// Sentences about entries of one kind, in English: steps keep them so, and what
/// is shown is translated there.
pub(in super::super) struct Nouns {
    /// What stands for a title that is empty.
    pub(super) untitled: &'static str,
    /// The label of the field for the title.
    pub(super) title: &'static str,
    /// The group of buttons for the entry as a whole.
    pub(super) whole: &'static str,
    pub(super) remove: &'static str,
    /// Steps.
    pub(super) add: &'static str,
    pub(super) rename: &'static str,
    pub(super) duplicate: &'static str,
}

pub(super) const ACTIVITY: Nouns = Nouns {
    untitled: mark!("Untitled activity"),
    title: mark!("Title of the activity"),
    whole: mark!("Activity as a whole"),
    remove: mark!("Remove this activity"),
    add: mark!("Add a activity"),
    rename: mark!("Rename a activity"),
    duplicate: mark!("Duplicate a activity"),
};

pub(super) const JOURNEY: Nouns = Nouns {
    untitled: mark!("Untitled journey"),
    title: mark!("Title of the journey"),
    whole: mark!("Journey as a whole"),
    remove: mark!("Remove this journey"),
    add: mark!("Add a journey"),
    rename: mark!("Rename a journey"),
    duplicate: mark!("Duplicate a journey"),
};

pub(super) const PROGRAMME: Nouns = Nouns {
    untitled: mark!("Untitled programme"),
    title: mark!("Title of the programme"),
    whole: mark!("Programme as a whole"),
    remove: mark!("Remove this programme"),
    add: mark!("Add a programme"),
    rename: mark!("Rename a programme"),
    duplicate: mark!("Duplicate a programme"),
};

pub(super) const SESSION: Nouns = Nouns {
    untitled: mark!("Untitled session"),
    title: mark!("Title of the session"),
    whole: mark!("Session as a whole"),
    remove: mark!("Remove this session"),
    add: mark!("Add a session"),
    rename: mark!("Rename a session"),
    duplicate: mark!("Duplicate a session"),
};

pub(super) const GROUP: Nouns = Nouns {
    untitled: mark!("Untitled group"),
    title: mark!("Title of the group"),
    whole: mark!("Group as a whole"),
    remove: mark!("Remove this group"),
    add: mark!("Add a group"),
    rename: mark!("Rename a group"),
    duplicate: mark!("Duplicate a group"),
};

pub(super) const CERTIFICATE: Nouns = Nouns {
    untitled: mark!("Untitled certificate"),
    title: mark!("Title of the certificate"),
    whole: mark!("Certificate as a whole"),
    remove: mark!("Remove this certificate"),
    add: mark!("Add a certificate"),
    rename: mark!("Rename a certificate"),
    duplicate: mark!("Duplicate a certificate"),
};

pub(super) const CERTIFICATION: Nouns = Nouns {
    untitled: mark!("Untitled certification"),
    title: mark!("Title of the certification"),
    whole: mark!("Certification as a whole"),
    remove: mark!("Remove this certification"),
    add: mark!("Add a certification"),
    rename: mark!("Rename a certification"),
    duplicate: mark!("Duplicate a certification"),
};

pub(super) const TRIGGER: Nouns = Nouns {
    untitled: mark!("Untitled trigger"),
    title: mark!("Title of the trigger"),
    whole: mark!("Trigger as a whole"),
    remove: mark!("Remove this trigger"),
    add: mark!("Add a trigger"),
    rename: mark!("Rename a trigger"),
    duplicate: mark!("Duplicate a trigger"),
};
