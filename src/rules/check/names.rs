//! Ids: those that name nothing, or something retired, or two things.

use super::known::Names;
use super::out::Out;
use crate::catalogue::{AttachTo, Id, Moment, Retired};
use crate::diagnostic::Diagnostic;
use crate::rules::references::walk;
use crate::rules::repair::Repair;
use crate::rules::similar::closest;
use crate::rules::{List, Wanted};
use std::collections::{BTreeMap, BTreeSet};

/// How many findings of one sort are listed one by one; the rest are counted.
/// Whoever has that many imported the wrong file.
pub(super) const MAX_LISTED: usize = 100;

/// `reserved-id`, `duplicate-id`, `unknown-item`, `retired-item`, `certification-cannot-be-earned`.
pub(super) fn check(out: &mut Out<'_>) {
    duplicates(out);
    reserved(out);
    let project = out.known.project;
    let mut guesses = Guesses::default();
    let mut warned: BTreeSet<(List, usize, &str)> = BTreeSet::new();
    let mut unknown: BTreeMap<List, usize> = BTreeMap::new();
    walk(project, &mut |place, id| {
        let (list, index) = (place.list, place.index);
        if !out.known.is_checked(list, index) {
            return;
        }
        let certification = list == List::Certifications;
        if out.known.find(place.wanted, id).is_none() {
            let listed = unknown.entry(list).or_insert(0);
            *listed += 1;
            if *listed > MAX_LISTED {
                return;
            }
            let path = (place.path)();
            let message = unknown_message(out, place.wanted, id);
            let finding = match certification {
                true => Diagnostic::error(
                    "certification-cannot-be-earned",
                    &path,
                    format!("Nobody can earn this certification. {message}"),
                ),
                false => Diagnostic::error("unknown-item", &path, message),
            };
            let finding = finding.repair(format!("Choose {}.", place.wanted.phrase()));
            let to = guesses.closest(out, place.wanted, id);
            let repair = to.map(|to| Repair::ReplaceId { path, from: id.clone(), to: to.into() });
            out.add(list, index, finding, repair);
        } else if place.used
            && out.known.is_retired(id)
            && warned.insert((list, index, id.as_str()))
        {
            let since = match out.known.activity(id).and_then(|activity| activity.retired) {
                Some(Retired::From(moment)) => Some(moment),
                _ => None,
            };
            let name = out.known.name(Wanted::Activity, id);
            let path = (place.path)();
            let finding = match certification {
                true => {
                    Diagnostic::error("certification-cannot-be-earned", path, unearned(name, since))
                }
                false => Diagnostic::warning("retired-item", path, retired(name, since)),
            };
            let finding = finding.repair("Choose the activity that took its place, or remove it.");
            out.add(list, index, finding, None);
        }
    });
    for (list, listed) in unknown {
        if listed > MAX_LISTED {
            let message = format!("{} more ids in this list name nothing.", listed - MAX_LISTED);
            out.add(list, 0, Diagnostic::error("unknown-item", list.key(), message), None);
        }
    }
}

/// What to say of an id that names nothing of the sort that is wanted.
pub(super) fn unknown_message(out: &Out<'_>, wanted: Wanted, id: &str) -> String {
    if id.is_empty() {
        return format!("Here {} has to be named.", wanted.phrase());
    }
    let other = [Wanted::Activity, Wanted::Journey, Wanted::Programme]
        .into_iter()
        .filter(|_| Names::of(List::Activities) == names_of(wanted))
        .find(|other| out.known.find(*other, id).is_some());
    match other {
        Some(other) => {
            format!("“{id}” is {}, and here {} has to be named.", other.phrase(), wanted.phrase())
        }
        None => format!("“{id}” names nothing; here {} has to be named.", wanted.phrase()),
    }
}

fn names_of(wanted: Wanted) -> Names {
    match wanted {
        Wanted::Activity | Wanted::Journey | Wanted::Programme | Wanted::Course | Wanted::Item => {
            Names::Items
        }
        Wanted::Group => Names::Of(List::Groups),
        Wanted::Learner => Names::Of(List::Learners),
        Wanted::Certificate => Names::Of(List::Certificates),
        Wanted::Certification => Names::Of(List::Certifications),
        Wanted::Session => Names::Of(List::Sessions),
    }
}

/// Looks for ids that may have been meant, as long as that takes no long time.
pub(super) struct Guesses<'a> {
    /// How many comparisons are left.
    left: usize,
    known: BTreeMap<(Wanted, Id), Option<&'a str>>,
}

impl Default for Guesses<'_> {
    fn default() -> Self {
        Self { left: 1_000_000, known: BTreeMap::new() }
    }
}

impl<'a> Guesses<'a> {
    pub fn closest(&mut self, out: &Out<'a>, wanted: Wanted, id: &Id) -> Option<&'a str> {
        if let Some(guess) = self.known.get(&(wanted, id.clone())) {
            return *guess;
        }
        let project = out.known;
        let candidates = project.candidates(wanted).take(self.left).inspect(|_| self.left -= 1);
        // An id that is taken by something of another sort can't be the answer.
        let guess = closest(id, candidates).filter(|guess| project.find(wanted, guess).is_some());
        self.known.insert((wanted, id.clone()), guess);
        guess
    }
}

/// An item of the id by which a grant says that it hangs on the event's item.
fn reserved(out: &mut Out<'_>) {
    let id = Id::from(AttachTo::Event);
    let Some((list, index)) = out.known.find(Wanted::Item, &id) else { return };
    let message = format!(
        "No item may have the id “{id}”: a certificate that is attached to “{id}” hangs on whatever the event is about, so never on this."
    );
    let finding = Diagnostic::error("reserved-id", format!("{}.{id}", list.key()), message)
        .repair("Give it another id, wherever it is named.");
    out.add(list, index, finding, None);
}

fn duplicates(out: &mut Out<'_>) {
    let known = out.known;
    let mut listed: BTreeMap<Names, usize> = BTreeMap::new();
    let mut given: BTreeSet<(Names, String)> = BTreeSet::new();
    for &(list, index, (first, at)) in &known.duplicates {
        let names = Names::of(list);
        let count = listed.entry(names).or_insert(0);
        *count += 1;
        if *count > MAX_LISTED {
            continue;
        }
        let Some(id) = super::known::ids(known.project, list).nth(index) else { continue };
        let free = (2_usize..)
            .map(|n| format!("{id}-{n}"))
            .find(|new| !known.is_taken(list, new) && !given.contains(&(names, new.clone())));
        let Some(to) = free else { continue };
        given.insert((names, to.clone()));
        let message = format!(
            "{}[{at}] has the id “{id}” already; rules that name it mean that one, and this one is left out.",
            first.key()
        );
        let finding =
            Diagnostic::error("duplicate-id", format!("{}[{index}]", list.key()), message);
        let repair = Repair::RenameEntry { list, index, from: id.into(), to: to.into() };
        out.add(list, index, finding, Some(repair));
    }
    for (names, count) in listed {
        if count > MAX_LISTED {
            let list = known.duplicates.iter().map(|d| d.0).find(|l| Names::of(*l) == names);
            let Some(list) = list else { continue };
            let message = format!("{} more ids are taken.", count - MAX_LISTED);
            out.add(list, 0, Diagnostic::error("duplicate-id", list.key(), message), None);
        }
    }
}
/// A certification that asks for something that is retired.
fn unearned(name: &str, since: Option<Moment>) -> String {
    match since {
        Some(from) => format!(
            "Nobody can earn this certification from {from} on: it requires “{name}”, which is retired."
        ),
        None => {
            format!("Nobody can earn this certification: it requires “{name}”, which is retired.")
        }
    }
}

fn retired(name: &str, since: Option<Moment>) -> String {
    match since {
        Some(from) => {
            format!("“{name}” is retired from {from} on and can no longer be completed.")
        }
        None => format!("“{name}” is retired and can no longer be completed."),
    }
}
