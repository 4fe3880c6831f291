//! Filling the dynamic fields of a certificate.

use super::outcome::{Unfit, UnfitReason};
use super::state::State;
use crate::catalogue::{
    DateRule, EventKind, Instant, Learner, MappingValue, Moment, Once, Source, SourceKind,
};
use crate::rules::Project;
use crate::rules::checked::{Checked, CheckedGrant, Ix, NONE};
use crate::rules::tree::EventFacts;
use crate::template::{Field, FieldType};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// All that sources read.
pub struct Sources<'a> {
    /// The project as it was written.
    pub project: &'a Project,
    /// The project, resolved.
    pub checked: &'a Checked,
    /// The learner.
    pub learner: Ix,
    /// The learner's state at the grant.
    pub state: &'a State,
    /// The event.
    pub event: &'a EventFacts,
    /// When the event itself happened: completion dates are from here.
    pub occurred: Instant,
    /// The session, for a certificate block or an event that names one.
    pub session: Ix,
    /// The item that the certificate hangs on.
    pub item: Ix,
    /// The cycle of the item.
    pub cycle: u32,
    /// How many were given before on the same item.
    pub ordinal: u32,
    /// The id of the rule, for the certificate's number.
    pub rule: &'a str,
    /// The position of the grant among the rule's actions.
    pub action: u32,
    /// The grant.
    pub grant: &'a CheckedGrant,
}

/// A value before it is written.
enum Value<'a> {
    Text(Cow<'a, str>),
    Day(Instant),
    Number(f64),
}

impl Sources<'_> {
    /// The fields that get no fitting value, in the template's order.
    pub fn unfit(&self) -> Vec<Unfit> {
        let Some(template) = self.template() else { return Vec::new() };
        let mut out = Vec::new();
        for (field, row) in template.fields.iter().zip(&self.grant.rows) {
            if let Err(why) = self.field(field, *row, false) {
                out.push(Unfit { field: field.name.clone(), why });
            }
        }
        out
    }

    /// The values by field; unfit ones are left empty.
    pub fn values(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        let Some(template) = self.template() else { return out };
        for (field, row) in template.fields.iter().zip(&self.grant.rows) {
            let value = match self.field(field, *row, true) {
                Ok(Some(value)) => self.write(value),
                _ => String::new(),
            };
            out.insert(field.name.clone(), value);
        }
        out
    }

    fn template(&self) -> Option<&crate::catalogue::CertificateTemplate> {
        self.project.certificates.get(self.grant.certificate.number as usize)
    }

    /// The fitting value of a field; `Ok(None)` for an optional one that nothing
    /// is mapped to. Unless it is `exact`, only whether there is one is right:
    /// what takes time to compute is stood in for.
    fn field(
        &self,
        field: &Field,
        row: Option<usize>,
        exact: bool,
    ) -> Result<Option<Value<'_>>, UnfitReason> {
        let Some(row) = row.and_then(|row| self.grant.grant.mapping.get(row)) else {
            return if field.required { Err(UnfitReason::Unmapped) } else { Ok(None) };
        };
        let value = match &row.value {
            MappingValue::Constant(text) => Some(Value::Text(Cow::Borrowed(text))),
            MappingValue::Source(source) => self.source(source, exact)?,
            MappingValue::Date(rule) => self.date(rule, exact)?,
        };
        match value {
            None => Err(UnfitReason::Missing),
            Some(Value::Text(text)) if text.trim().is_empty() => Err(UnfitReason::Missing),
            Some(value) if fits(&value, field.kind) => Ok(Some(value)),
            Some(_) => Err(UnfitReason::WrongFormat),
        }
    }

    fn write(&self, value: Value<'_>) -> String {
        match value {
            Value::Text(text) => text.into_owned(),
            Value::Day(at) => self.checked.zone.day(at),
            Value::Number(number) => number.to_string(),
        }
    }

    fn date(&self, rule: &DateRule, exact: bool) -> Result<Option<Value<'_>>, UnfitReason> {
        let from = match self.source(&rule.from, exact)? {
            Some(Value::Day(at)) => at,
            Some(Value::Text(text)) => match Moment::parse(&text) {
                Ok(moment) => self.checked.zone.instant(moment),
                Err(_) => return Err(UnfitReason::WrongFormat),
            },
            Some(Value::Number(_)) => return Err(UnfitReason::WrongFormat),
            None => return Ok(None),
        };
        if !exact {
            return Ok(Some(Value::Day(from)));
        }
        let end = self.checked.settings.month_end;
        Ok(Some(Value::Day(self.checked.zone.add(from, rule.plus, end))))
    }

    fn source(&self, source: &Source, exact: bool) -> Result<Option<Value<'_>>, UnfitReason> {
        match source {
            Source::Known(SourceKind::CertificateNumber) if !exact => {
                Ok(Some(Value::Text(Cow::Borrowed("0"))))
            }
            Source::Known(kind) => Ok(self.known(*kind)),
            Source::Attribute(name) => {
                Ok(self.attribute(name).map(|text| Value::Text(Cow::Borrowed(text))))
            }
            Source::Unknown(_) => Err(UnfitReason::UnknownSource),
        }
    }

    fn person(&self) -> Option<&Learner> {
        self.project.learners.get(self.learner as usize)
    }

    /// The attribute's newest value: of the last update that names it, else the
    /// profile's.
    fn attribute(&self, name: &str) -> Option<&str> {
        let known = self.updated(name).or_else(|| self.person()?.attributes.get(name));
        known.map(String::as_str)
    }

    /// The activity that activity paths mean: the activity source, else the
    /// event's, else (for journeys and blocks) none.
    fn activity(&self) -> Ix {
        match &self.grant.activity_source {
            Some(reference) => reference.number,
            None if matches!(
                self.event.kind,
                EventKind::ActivityCompleted
                    | EventKind::ActivityGraded
                    | EventKind::ActivityStarted
                    | EventKind::ActivityReadyForGrading
            ) =>
            {
                self.event.target
            }
            None => NONE,
        }
    }

    /// What the last update that names it says.
    fn updated(&self, name: &str) -> Option<&String> {
        let seq = self.state.updates.get(name)?;
        self.project.events.get(*seq as usize)?.attributes.as_ref()?.get(name)
    }

    /// A part of the profile: an update may carry it too.
    fn own<'s>(&'s self, name: &str, pick: fn(&Learner) -> &str) -> Option<Cow<'s, str>> {
        match self.updated(name) {
            Some(updated) => Some(Cow::Borrowed(updated)),
            None => self.person().map(|person| Cow::Borrowed(pick(person))),
        }
    }

    /// The full name, else first and last.
    fn full_name(&self) -> Option<Cow<'_, str>> {
        let full = self.own("full_name", |l| &l.full_name)?;
        if !full.is_empty() {
            return Some(full);
        }
        let first = self.own("first_name", |l| &l.first_name)?;
        let last = self.own("last_name", |l| &l.last_name)?;
        match (first.is_empty(), last.is_empty()) {
            (_, true) => Some(first),
            (true, false) => Some(last),
            (false, false) => Some(Cow::Owned(format!("{first} {last}"))),
        }
    }

    fn known(&self, kind: SourceKind) -> Option<Value<'_>> {
        let text = |text: &str| Some(Value::Text(Cow::Owned(text.to_owned())));
        let own = |name: &str, pick: fn(&Learner) -> &str| self.own(name, pick).map(Value::Text);
        match kind {
            SourceKind::FullName => self.full_name().map(Value::Text),
            SourceKind::FirstName => own("first_name", |l| &l.first_name),
            SourceKind::LastName => own("last_name", |l| &l.last_name),
            SourceKind::Email => own("email", |l| &l.email),
            SourceKind::Language => own("language", |l| &l.language),
            SourceKind::UserId => text(&self.person()?.id),
            SourceKind::ActivityTitle => self.item_title(self.activity()).and_then(|t| text(&t)),
            SourceKind::ActivityId => Some(self.activity())
                .filter(|a| *a != NONE)
                .and_then(|a| text(&self.checked.items.id(a))),
            SourceKind::JourneyTitle => self
                .event_item(EventKind::JourneyCompleted)
                .and_then(|item| self.item_title(item))
                .and_then(|t| text(&t)),
            SourceKind::ProgrammeTitle => {
                let session = self.checked.sessions.get(self.session as usize);
                let item = self
                    .event_item(EventKind::ProgrammeCompleted)
                    .or_else(|| session.map(|s| s.programme))?;
                self.item_title(item).and_then(|t| text(&t))
            }
            SourceKind::SessionTitle => {
                let session = self.project.sessions.get(self.session as usize)?;
                text(if session.title.is_empty() { &session.id } else { &session.title })
            }
            SourceKind::SessionStart => {
                self.checked.sessions.get(self.session as usize).map(|s| Value::Day(s.start))
            }
            SourceKind::SessionEnd => {
                self.checked.sessions.get(self.session as usize).map(|s| Value::Day(s.end))
            }
            SourceKind::CompletedAt => match &self.grant.activity_source {
                Some(reference) => {
                    let last = self.state.item(reference.number).last;
                    (last != Instant::MAX).then_some(Value::Day(last))
                }
                None => Some(Value::Day(self.occurred)),
            },
            SourceKind::Score => {
                let score = match &self.grant.activity_source {
                    Some(reference) => self.state.item(reference.number).best,
                    None => self.event.score,
                };
                (!score.is_nan()).then_some(Value::Number(score))
            }
            SourceKind::Status => text(self.event.status.as_str()),
            SourceKind::GrantedAt => Some(Value::Day(self.event.at)),
            SourceKind::CertificateTitle => {
                text(&super::titles::certificate(self.project, self.grant)?)
            }
            SourceKind::CertificateNumber => text(&self.number()),
        }
    }

    fn event_item(&self, kind: EventKind) -> Option<Ix> {
        (self.event.kind == kind).then_some(self.event.target)
    }

    fn item_title(&self, item: Ix) -> Option<String> {
        super::titles::item(self.project, self.checked, item)
    }

    /// Twelve letters and digits from a digest of what makes the grant unique,
    /// in Crockford's alphabet, which leaves out I, L, O and U.
    fn number(&self) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut digest = Sha256::new();
        let learner = self.person().map_or("", |l| l.id.as_str());
        let item = self.checked.items.id(self.item);
        let session = self.checked.session_names.id(self.session);
        // With every event granted anew, each has a number of its own.
        let ordinal = match (self.grant.once, self.ordinal) {
            (Once::EveryEvent, ordinal) if ordinal > 0 => format!("\u{0}{ordinal}"),
            _ => String::new(),
        };
        let numbers = format!("{}\u{0}{}{ordinal}", self.action, self.cycle);
        for part in [self.rule, learner, &item, &session, &numbers] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        let digest = digest.finalize();
        let letters: Vec<char> = digest
            .iter()
            .take(12)
            .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)).map(|b| char::from(*b)))
            .collect();
        let blocks: Vec<String> = letters.chunks(4).map(|c| c.iter().collect()).collect();
        blocks.join("-")
    }
}

fn fits(value: &Value<'_>, kind: FieldType) -> bool {
    match (kind, value) {
        (FieldType::Text, _) => true,
        (FieldType::Date, Value::Day(_)) | (FieldType::Number, Value::Number(_)) => true,
        (FieldType::Date, Value::Text(text)) => Moment::parse(text).is_ok(),
        (FieldType::Number, Value::Text(text)) => {
            text.trim().parse::<f64>().is_ok_and(f64::is_finite)
        }
        (FieldType::Url, Value::Text(text)) => {
            ["http://", "https://", "mailto:"].iter().any(|scheme| text.starts_with(scheme))
        }
        _ => false,
    }
}
