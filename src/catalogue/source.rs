//! Paths in the tree of an event, from which certificates take their values.

use super::Period;
use crate::template::FieldType;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A path such as `Event > Invite > User > Full name`. Case and blanks don't
/// matter when it is read; it is written in the form of [`SourceKind::path`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// One of the tree's fixed leaves.
    Known(SourceKind),
    /// `Event > Invite > User > Attribute > <name>`.
    Attribute(String),
    /// A path that does not exist, kept as it was written.
    Unknown(String),
}

macro_rules! sources {
    ($($(#[$doc:meta])* $name:ident = $path:literal: $kind:ident;)*) => {
        /// The fixed leaves of the tree.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum SourceKind { $($(#[$doc])* $name,)* }

        impl SourceKind {
            /// All of them, in the order of the tree.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The path as it is written.
            pub fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }

            /// What its values are.
            pub fn field_type(self) -> FieldType {
                match self { $(Self::$name => FieldType::$kind,)* }
            }
        }
    };
}

sources! {
    /// The learner's name as it is printed.
    FullName = "Event > Invite > User > Full name": Text;
    /// The given name.
    FirstName = "Event > Invite > User > First name": Text;
    /// The family name.
    LastName = "Event > Invite > User > Last name": Text;
    /// The e-mail address.
    Email = "Event > Invite > User > E-mail": Text;
    /// The learner's language (BCP 47).
    Language = "Event > Invite > User > Language": Text;
    /// The learner's id.
    UserId = "Event > Invite > User > Id": Text;
    /// The activity's title; that of the activity source, when the grant has one.
    ActivityTitle = "Event > Invite > Activity > Title": Text;
    /// The activity's id.
    ActivityId = "Event > Invite > Activity > Id": Text;
    /// The title of the journey that was completed.
    JourneyTitle = "Event > Invite > Journey > Title": Text;
    /// The title of the programme that was completed or that the block is in.
    ProgrammeTitle = "Event > Invite > Programme > Title": Text;
    /// The title of the session.
    SessionTitle = "Event > Invite > Session > Title": Text;
    /// The day on which the session starts.
    SessionStart = "Event > Invite > Session > Start": Date;
    /// The day on which the session ends.
    SessionEnd = "Event > Invite > Session > End": Date;
    /// When the item was completed: the event's instant, or that of the activity source.
    CompletedAt = "Event > Invite > Completed at": Date;
    /// The score of the event, or the best of the activity source.
    Score = "Event > Invite > Score": Number;
    /// How the attempt ended.
    Status = "Event > Invite > Status": Text;
    /// When the certificate was granted.
    GrantedAt = "Event > Certificate > Granted at": Date;
    /// The certificate's title as the learner sees it.
    CertificateTitle = "Event > Certificate > Title": Text;
    /// A number that is the same for the same grant, learner, item and cycle,
    /// and different for any other.
    CertificateNumber = "Event > Certificate > Number": Text;
}

const ATTRIBUTE: &str = "Event > Invite > User > Attribute > ";

impl Source {
    /// Reads a path; what is not one becomes [`Source::Unknown`].
    pub fn parse(text: &str) -> Self {
        let key = normal(text);
        if let Some(kind) = SourceKind::ALL.iter().find(|kind| normal(kind.path()) == key) {
            return Self::Known(*kind);
        }
        // The shorter forms of domain.md.
        let short = match key.as_str() {
            "completedat" => Some(SourceKind::CompletedAt),
            "grantedat" => Some(SourceKind::GrantedAt),
            "event>invite>section>title" => Some(SourceKind::JourneyTitle),
            "event>invite>user>email" => Some(SourceKind::Email),
            _ => None,
        };
        if let Some(kind) = short {
            return Self::Known(kind);
        }
        let parts: Vec<&str> = text.split('>').collect();
        match parts.as_slice() {
            [.., name] if parts.len() == 5 && key.starts_with(&normal(ATTRIBUTE)) => {
                Self::Attribute(name.trim().to_owned())
            }
            _ => Self::Unknown(text.to_owned()),
        }
    }

    /// What its values are; attributes may be anything.
    pub fn field_type(&self) -> Option<FieldType> {
        match self {
            Self::Known(kind) => Some(kind.field_type()),
            Self::Attribute(_) | Self::Unknown(_) => None,
        }
    }
}

fn normal(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '-' && *c != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(kind) => f.write_str(kind.path()),
            Self::Attribute(name) => write!(f, "{ATTRIBUTE}{name}"),
            Self::Unknown(text) => f.write_str(text),
        }
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&std::borrow::Cow::<str>::deserialize(deserializer)?))
    }
}

/// A day computed from another: `Event > Invite > Completed at + 24 months`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRule {
    /// A source of dates.
    pub from: Source,
    /// How much later; negative for earlier.
    pub plus: Period,
}

impl DateRule {
    /// Reads `<source> + <period>`, `<source> - <period>` or `<source>`.
    ///
    /// # Errors
    /// A sentence, when the period is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        for (sign, negative) in [(" + ", false), (" - ", true)] {
            if let Some((from, plus)) = text.rsplit_once(sign) {
                let plus = Period::parse(plus)?;
                let plus = if negative { plus.negated() } else { plus };
                return Ok(Self { from: Source::parse(from), plus });
            }
        }
        Ok(Self { from: Source::parse(text), plus: Period::default() })
    }
}

impl fmt::Display for DateRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Period { months, days, ms } = self.plus;
        if (months, days, ms) == (0, 0, 0) {
            write!(f, "{}", self.from)
        } else if months <= 0 && days <= 0 && ms <= 0 {
            write!(f, "{} - {}", self.from, self.plus.negated())
        } else {
            write!(f, "{} + {}", self.from, self.plus)
        }
    }
}

impl Serialize for DateRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_in_any_case_and_written_in_one() {
        for kind in SourceKind::ALL {
            assert_eq!(Source::parse(kind.path()), Source::Known(*kind));
            assert_eq!(Source::parse(&kind.path().to_uppercase()), Source::Known(*kind));
        }
        let attribute = Source::parse("event>invite>user>attribute> Contract start ");
        assert_eq!(attribute, Source::Attribute("Contract start".to_owned()));
        assert_eq!(attribute.to_string(), "Event > Invite > User > Attribute > Contract start");
        assert_eq!(Source::parse("Event > Weather").to_string(), "Event > Weather");
    }

    #[test]
    fn date_rules_read_and_write() {
        let rule = DateRule::parse("Completed at + 24 months").unwrap();
        assert_eq!(rule.plus, Period::months(24));
        assert_eq!(rule.to_string(), "Event > Invite > Completed at + 2 years");
        assert_eq!(DateRule::parse(&rule.to_string()), Ok(rule));
        let earlier = DateRule::parse("Granted at - 1 day").unwrap();
        assert_eq!(earlier.to_string(), "Event > Certificate > Granted at - 1 day");
        assert!(DateRule::parse("Completed at + soon").is_err());
    }
}
