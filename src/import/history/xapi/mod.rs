//! Events from xAPI statements, as learning record stores export them.

mod meaning;
mod merge;
mod statement;
mod stream;

use super::decode::decode;
use super::event::{Resolver, check_score};
use super::imported::{Fault, Faults, Imported, count};
use super::known::Known;
use super::{Settings, csv, too_large};
use crate::catalogue::Event;
use meaning::Meaning;
use merge::{Draft, Ids, StatementId};
use statement::{Object, Statement};
use std::collections::BTreeMap;
use stream::{Found, Stream};

/// How many different verbs that are not needed are named.
const OTHER_VERBS: usize = 100;

/// Reads xAPI statements of version 1.0.3 or 2.0: one, a list of them, the
/// answer of a record store (`{"statements": […]}`), or one a line.
///
/// | Verb | Event |
/// |---|---|
/// | `completed`, cmi5 `satisfied` and `waived` | the item was completed |
/// | `passed`, `failed`, cmi5 `abandoned` | the same, with that status |
/// | `scored` | activity graded |
/// | `initialized`, `launched`, `attempted` | activity started |
/// | `registered` | the course was assigned; the learner registered when the object is nothing of the project |
/// | `terminated` | none; left early when `result.completion` is false |
/// | `voided` | none; takes its target back |
///
/// The events come in the order of their instants, and those of one instant in
/// the order of the file.
pub fn read(bytes: &[u8], known: &Known<'_>, settings: Settings) -> Imported {
    if let Some(imported) = too_large(bytes) {
        return imported;
    }
    let (text, guessed) = decode(bytes);
    let mut reader = Reader {
        resolver: Resolver::new(known, settings),
        faults: Faults::default(),
        drafts: Vec::new(),
        seen: Ids::default(),
        voided: Ids::default(),
        other_verbs: BTreeMap::new(),
        read: 0,
    };
    known.zone_fault().into_iter().chain(guessed).for_each(|fault| reader.faults.file(fault));
    let mut stream = Stream::new(&text);
    while let Some(found) = stream.next() {
        reader.read = reader.read.saturating_add(1);
        match found {
            Found::Statement { number, text, statement } => {
                if let Err(fault) = reader.statement(number, text, &statement) {
                    reader.faults.row(number, fault, text);
                }
            }
            Found::Fault { number, text, fault } => reader.faults.row(number, fault, text),
        }
    }
    if let Some(fault) = stream.unfinished() {
        reader.faults.file(fault);
    }
    reader.finish()
}

struct Reader<'k, 'a, 't> {
    resolver: Resolver<'k, 'a>,
    faults: Faults,
    drafts: Vec<Draft<'t>>,
    seen: Ids<'t>,
    voided: Ids<'t>,
    /// The first statement with each, and how many there are.
    other_verbs: BTreeMap<String, (u32, u32)>,
    read: u32,
}

impl<'t> Reader<'_, '_, 't> {
    fn statement(
        &mut self,
        number: u32,
        text: &'t str,
        statement: &Statement<'t>,
    ) -> Result<(), Fault> {
        let id = statement.id.as_ref().map(StatementId::new);
        if let Some(id) = &id
            && self.seen.contains(id)
        {
            return Err(Fault::note(
                "duplicate-statement",
                "A statement with this id came before; it counts once.",
            ));
        }
        if let Some(draft) = self.draft(number, text, statement)? {
            self.drafts.push(Draft { id: id.clone(), ..draft });
        }
        // Only what was read takes the id: a faulty one leaves it to a good one.
        if let Some(id) = id {
            self.seen.insert(id);
        }
        Ok(())
    }

    /// The event of a statement; none for those that say nothing rules need.
    fn draft(
        &mut self,
        number: u32,
        text: &'t str,
        statement: &Statement<'t>,
    ) -> Result<Option<Draft<'t>>, Fault> {
        let verb = statement.verb_id().ok_or_else(|| not_a_statement("its verb"))?;
        let object = statement.object.as_ref().ok_or_else(|| not_a_statement("its object"))?;
        let meaning = match meaning::of(verb) {
            Meaning::Voided => {
                let target = object.id.as_ref().ok_or_else(|| not_a_statement("what it voids"))?;
                self.voided.insert(StatementId::new(target));
                return Ok(None);
            }
            Meaning::Other => {
                self.count_other(verb, number);
                return Ok(None);
            }
            meaning => meaning,
        };
        let result = statement.result.as_ref();
        let Some(happened) = meaning::happened(meaning, result) else { return Ok(None) };
        let actor = statement.actor.as_ref().ok_or_else(|| not_a_statement("its actor"))?;
        let who = actor.who()?;
        let learner = self.resolver.learner(&who.id, &who.email, &who.name)?;
        let what = self.what(meaning, happened, object)?;
        let time = statement.timestamp.as_ref().or(statement.stored.as_ref());
        let at = csv::moment(time.map_or("", |time| time), super::DateOrder::default())?;
        let mut warnings: Vec<Fault> = self.resolver.clock_fault(at).into_iter().collect();
        let mut score = None;
        if super::event::has_score(what.kind)
            && let Some(given) = result.and_then(|result| result.score.as_ref())
        {
            let (value, fault) = meaning::score(given)?;
            score = value;
            warnings.extend(fault);
        }
        check_score(what.kind, score)?;
        for fault in warnings {
            self.faults.row(number, fault, text);
        }
        let instant = self.resolver.known.zone().instant(at);
        let event = Event {
            at,
            learner,
            kind: what.kind,
            item: what.item,
            status: what.status,
            score,
            session: None,
            attributes: None,
        };
        let registration = statement.registration().map(StatementId::new);
        Ok(Some(Draft { number, instant, id: None, registration, meaning, event }))
    }

    fn what(
        &mut self,
        meaning: Meaning,
        happened: super::words::Happened,
        object: &Object<'t>,
    ) -> Result<super::event::What, Fault> {
        object.check()?;
        let iri = object.id.as_deref().unwrap_or("");
        let names = || object.names();
        let found =
            self.resolver.what(happened, iri, |known, classes| known.object(iri, names, classes));
        match found {
            Err(fault) if meaning == Meaning::Registered && fault.code == "unknown-item" => self
                .resolver
                .what(meaning::LEARNER_REGISTERED, "", |known, classes| known.item("", classes)),
            found => found,
        }
    }

    fn count_other(&mut self, verb: &str, number: u32) {
        if let Some((_, count)) = self.other_verbs.get_mut(verb) {
            *count = count.saturating_add(1);
        } else {
            let key = if self.other_verbs.len() < OTHER_VERBS { verb } else { "other verbs" };
            let entry = self.other_verbs.entry(super::imported::excerpt(key));
            let (_, count) = entry.or_insert((number, 0));
            *count = count.saturating_add(1);
        }
    }

    fn finish(mut self) -> Imported {
        for (verb, (first, count)) in std::mem::take(&mut self.other_verbs) {
            let message = format!("{count} with the verb “{verb}”: rules need nothing of it.");
            self.faults.row(first, Fault::note("other-verb", message), "");
        }
        let mut drafts = self.drafts;
        drafts.retain(|draft| {
            let voided = draft.id.as_ref().is_some_and(|id| self.voided.contains(id));
            if voided {
                let note = Fault::note("voided", "A later statement takes this one back.");
                self.faults.row(draft.number, note, "");
            }
            !voided
        });
        // Stable: what happened in one instant stays in the order of the file.
        drafts.sort_by_key(|draft| draft.instant);
        let merged = merge::merge(&mut drafts);
        if merged > 0 {
            let message = format!(
                "{merged} say “completed” of an attempt that another says “passed” or “failed” of: one event each."
            );
            self.faults.file(Fault::note("merged", message));
        }
        let (events, lines): (Vec<_>, Vec<_>) =
            drafts.into_iter().map(|draft| (draft.event, draft.number)).unzip();
        let kept = count(events.len());
        let mut imported = Imported { events, lines, read: self.read, kept, ..Imported::default() };
        self.resolver.into(&mut imported);
        self.faults.into(&mut imported);
        imported
    }
}

fn not_a_statement(what: &str) -> Fault {
    Fault::error(
        "not-a-statement",
        format!("This is no xAPI statement: {what} is missing."),
        "Leave it out, or export the statements again.",
    )
}
