//! The parts of a statement that are read; everything else is skipped.

use crate::import::history::imported::Fault;
use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

/// A text that is borrowed wherever JSON has no escapes in it. (Serde copies
/// every `Option<Cow<str>>`.)
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text<'t>(pub Cow<'t, str>);

impl Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 't, 't> Deserialize<'de> for Text<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Statement<'t> {
    #[serde(borrow)]
    pub id: Option<Text<'t>>,
    #[serde(borrow)]
    pub actor: Option<Actor<'t>>,
    #[serde(borrow)]
    verb: Option<Verb<'t>>,
    #[serde(borrow)]
    pub object: Option<Object<'t>>,
    pub result: Option<Outcome>,
    #[serde(borrow)]
    context: Option<Context<'t>>,
    #[serde(borrow)]
    pub timestamp: Option<Text<'t>>,
    #[serde(borrow)]
    pub stored: Option<Text<'t>>,
    /// Only within another statement.
    #[serde(borrow, rename = "objectType")]
    object_type: Option<Text<'t>>,
}

impl<'t> Statement<'t> {
    /// Whether it is a statement of its own: not just any object, nor a
    /// statement within another.
    pub fn is_one(&self) -> bool {
        self.verb.is_some()
            && self.object.is_some()
            && self.object_type.as_deref().is_none_or(|t| t != "SubStatement")
    }

    pub fn verb_id(&self) -> Option<&str> {
        self.verb.as_ref()?.id.as_deref()
    }

    pub fn registration(&self) -> Option<&Text<'t>> {
        self.context.as_ref()?.registration.as_ref()
    }
}

#[derive(Debug, Deserialize)]
struct Verb<'t> {
    #[serde(borrow)]
    id: Option<Text<'t>>,
}

#[derive(Debug, Deserialize)]
struct Context<'t> {
    #[serde(borrow)]
    registration: Option<Text<'t>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Outcome {
    pub completion: Option<bool>,
    pub success: Option<bool>,
    pub score: Option<Score>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Score {
    pub scaled: Option<f64>,
    pub raw: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Actor<'t> {
    #[serde(borrow, rename = "objectType")]
    object_type: Option<Text<'t>>,
    #[serde(borrow)]
    name: Option<Text<'t>>,
    #[serde(borrow)]
    mbox: Option<Text<'t>>,
    #[serde(borrow)]
    mbox_sha1sum: Option<Text<'t>>,
    #[serde(borrow)]
    openid: Option<Text<'t>>,
    #[serde(borrow)]
    account: Option<Account<'t>>,
}

#[derive(Debug, Deserialize)]
struct Account<'t> {
    #[serde(borrow)]
    name: Option<Text<'t>>,
}

/// Who an actor is, as far as it says; empty where it does not.
pub(super) struct Who {
    pub id: String,
    pub email: String,
    pub name: String,
}

impl Actor<'_> {
    /// Who it is.
    ///
    /// # Errors
    /// When it is a group, or only the hash of an address.
    pub fn who(&self) -> Result<Who, Fault> {
        if self.object_type.as_deref() == Some("Group") {
            return Err(Fault::error(
                "group-actor",
                "This is about a group, not about one learner.",
                "Leave it out, or write a statement for each learner.",
            ));
        }
        let text = |part: &'_ Option<Text<'_>>| part.as_deref().unwrap_or("").trim().to_owned();
        let mbox = text(&self.mbox);
        let email = match mbox.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => mbox.get(7..).unwrap_or(""),
            _ => mbox.as_str(),
        };
        let account = self.account.as_ref().map(|account| text(&account.name));
        let mut id = account.unwrap_or_default();
        if id.is_empty() && email.is_empty() {
            let openid = text(&self.openid);
            id = openid.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned();
        }
        if id.is_empty() && email.is_empty() && self.mbox_sha1sum.is_some() {
            return Err(Fault::error(
                "hashed-learner",
                "Only a hash of the e-mail address is given (mbox_sha1sum); whose it is can't be known.",
                "Export the statements with addresses or account names.",
            ));
        }
        Ok(Who { id, email: email.to_owned(), name: text(&self.name) })
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Object<'t> {
    #[serde(borrow, rename = "objectType")]
    object_type: Option<Text<'t>>,
    #[serde(borrow)]
    pub id: Option<Text<'t>>,
    #[serde(borrow)]
    definition: Option<&'t RawValue>,
}

impl Object<'_> {
    /// Whether it is something that is learned.
    ///
    /// # Errors
    /// When it is a statement or a person.
    pub fn check(&self) -> Result<(), Fault> {
        match self.object_type.as_deref() {
            Some("SubStatement" | "StatementRef") => Err(Fault::error(
                "sub-statement",
                "This speaks about another statement, not about something that is learned.",
                "Leave it out.",
            )),
            Some("Agent" | "Group") => Err(Fault::error(
                "no-item",
                "This speaks about a person or a group of them, not about something that is learned.",
                "Leave it out.",
            )),
            _ => Ok(()),
        }
    }

    /// What the object is called, in each language; only read when needed.
    pub fn names(&self) -> Vec<String> {
        #[derive(Deserialize)]
        struct Definition {
            #[serde(default)]
            name: BTreeMap<String, String>,
        }
        let definition = self.definition.map(|raw| serde_json::from_str::<Definition>(raw.get()));
        match definition {
            Some(Ok(definition)) => definition.name.into_values().collect(),
            _ => Vec::new(),
        }
    }
}
