//! Pages of rows: results, lanes, and learners to choose from.

use super::ask::{Filter, GrantMark, Granted, Lane, Lanes, Mark, Named, Row, Rows};
use super::{Desk, Played};
use crate::catalogue::Learner;
use crate::rules::checked::{Ix, NONE};
use crate::simulate::GrantRow;
use crate::simulate::report::grants;

/// The learners that a filter found last.
pub(super) struct Found {
    filter: Filter,
    learners: Vec<Ix>,
}

/// So many events of one learner are shown.
const MARKS: usize = 400;

/// The name as it is printed; the id when there is none.
pub(super) fn name(learner: &Learner) -> String {
    let name = learner.printed_name();
    if name.is_empty() { learner.id.to_string() } else { name }
}

fn contains(learner: &Learner, search: &str) -> bool {
    search.is_empty()
        || name(learner).to_lowercase().contains(search)
        || learner.id.to_lowercase().contains(search)
        || learner.email.to_lowercase().contains(search)
}

impl Desk {
    /// The numbers of the learners that a filter lets through, in the project's
    /// order.
    fn found(&mut self, filter: &Filter) -> Vec<Ix> {
        if let Some(found) = &self.found
            && found.filter == *filter
        {
            return found.learners.clone();
        }
        let played = self.compiled();
        let checked = &played.rehearsal.checked;
        let search = filter.search.trim().to_lowercase();
        let certificate = filter.certificate.as_ref().map(|id| checked.certificates.get(id));
        let only: Option<std::collections::BTreeSet<Ix>> = filter
            .only
            .as_ref()
            .map(|only| only.iter().map(|id| checked.learners.get(id)).collect());
        let fits = |(learner, number): &(&Learner, Ix)| {
            only.as_ref().is_none_or(|only| only.contains(number))
                && contains(learner, &search)
                && played.table.matches(*number, certificate, filter.standing)
        };
        let learners: Vec<Ix> = (played.rehearsal.project.learners.iter().zip(0..))
            .filter(fits)
            .map(|(_, number)| number)
            .collect();
        self.found = Some(Found { filter: filter.clone(), learners: learners.clone() });
        learners
    }

    pub(super) fn rows(&mut self, filter: &Filter, from: usize, count: usize) -> Rows {
        let found = self.found(filter);
        let played = self.compiled();
        let learners = &played.rehearsal.project.learners;
        let row = |number: &Ix| {
            let learner = learners.get(*number as usize)?;
            Some(Row {
                learner: learner.id.clone(),
                name: name(learner),
                email: learner.email.clone(),
                cells: played.table.cells(*number),
            })
        };
        let rows = found.iter().skip(from).take(count).filter_map(row).collect();
        Rows { total: found.len(), rows }
    }

    pub(super) fn lanes(&mut self, filter: &Filter, from: usize, count: usize) -> Lanes {
        let found = self.found(filter);
        let played = self.compiled();
        let lanes = found.iter().skip(from).take(count).filter_map(|n| played.lane(*n)).collect();
        Lanes { total: found.len(), lanes }
    }

    pub(super) fn named(&self, search: &str, count: usize) -> Vec<Named> {
        let search = search.trim().to_lowercase();
        let found = self.project().learners.iter().filter(|l| contains(l, &search)).take(count);
        found.map(|l| Named { id: l.id.clone(), name: name(l) }).collect()
    }

    pub(super) fn granted(
        &mut self,
        learner: Option<&str>,
        until: Option<i64>,
        from: usize,
        count: usize,
    ) -> Granted {
        let played = self.compiled();
        let range = match learner {
            None => 0..played.tally.grants.len(),
            Some(id) => match played.rehearsal.checked.learners.get(id) {
                NONE => 0..0,
                number => played.table.grants_of(number),
            },
        };
        let all = played.tally.grants.get(range).unwrap_or_default();
        let before = |grant: &&GrantRow| until.is_none_or(|until| grant.at.0 <= until);
        let fitting: Vec<&GrantRow> = all.iter().filter(before).collect();
        let some: Vec<GrantRow> = fitting.iter().skip(from).take(count).copied().cloned().collect();
        Granted {
            total: fitting.len(),
            at: some.iter().map(|grant| grant.at.0).collect(),
            grants: grants(&played.rehearsal, &some),
        }
    }
}

impl Played {
    fn lane(&self, number: Ix) -> Option<Lane> {
        let project = &self.rehearsal.project;
        let checked = &self.rehearsal.checked;
        let learner = project.learners.get(number as usize)?;
        let recorded = self.rehearsal.history.of(number);
        let mark = |event: &crate::simulate::Recorded| {
            let written = project.events.get(event.seq as usize)?;
            Some(Mark {
                seq: event.seq as usize,
                at: event.at.0,
                moment: written.at,
                kind: written.kind,
                item: written.item.clone(),
                status: written.status,
                score: written.score,
                session: written.session.as_deref().cloned(),
                attributes: written.attributes.as_deref().cloned(),
            })
        };
        let grants = self.tally.grants.get(self.table.grants_of(number)).unwrap_or_default();
        let grant = |row: &GrantRow| GrantMark {
            at: row.at.0,
            certificate: checked.certificates.id(row.certificate),
            by: checked.rules.get(row.rule as usize).map(|r| r.id.clone()).unwrap_or_default(),
        };
        Some(Lane {
            learner: learner.id.clone(),
            index: number as usize,
            name: name(learner),
            marks: recorded.iter().take(MARKS).filter_map(mark).collect(),
            more: recorded.len().saturating_sub(MARKS),
            grants: grants.iter().take(MARKS).map(grant).collect(),
        })
    }
}
