//! Where one is in the room, and the way to a finding's place.

use super::state::Room;
use crate::catalogue::Id;
use crate::rules::List;
use crate::rules::check::Check;
use leptos::prelude::*;

/// A list of the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shelf {
    #[default]
    Activities,
    Journeys,
    Programmes,
    Sessions,
    Groups,
    Certificates,
    Certifications,
    Options,
}

impl Shelf {
    pub(super) const ALL: [Self; 8] = [
        Self::Activities,
        Self::Journeys,
        Self::Programmes,
        Self::Sessions,
        Self::Groups,
        Self::Certificates,
        Self::Certifications,
        Self::Options,
    ];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Activities => t!("Activities"),
            Self::Journeys => t!("Journeys"),
            Self::Programmes => t!("Programmes"),
            Self::Sessions => t!("Sessions"),
            Self::Groups => t!("Groups"),
            Self::Certificates => t!("Certificates"),
            Self::Certifications => t!("Certifications"),
            Self::Options => t!("Options"),
        }
    }
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RuleAt {
    Automation(Id),
    Trigger(Id),
}

/// A report over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Report {
    /// Learners × certificates.
    #[default]
    Everyone,
    Gaps,
    NearMisses,
    Coverage,
    Orders,
    Changes,
}

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// The catalogue, and the id of the entry that is open.
    Catalogue(Shelf, Option<Id>),
    /// The rules, and the one that is open.
    Rules(Option<RuleAt>),
    /// Learners and their events on a time axis.
    Learners,
    /// Who got what.
    Results(Report),
    /// Why a learner has a certificate, or has not.
    Why { learner: Id, certificate: Id },
    /// What a learner sees.
    Learner(Id),
    /// Kept cases.
    Cases,
    /// The steps of the history.
    Steps,
}

impl Default for View {
    fn default() -> Self {
        Self::Rules(None)
    }
}

impl Room {
    /// Goes somewhere; the way back leads here.
    pub(super) fn go(self, view: View) {
        let from = self.view.get_untracked();
        if from == view {
            return;
        }
        // Steps between entries of one list are no way back.
        if std::mem::discriminant(&from) != std::mem::discriminant(&view) {
            self.trail.update(|trail| {
                trail.push(from);
                let extra = trail.len().saturating_sub(50);
                trail.drain(..extra);
            });
        }
        self.sought.set(None);
        self.view.set(view);
    }

    /// Goes back to where one was.
    pub(super) fn go_back(self) {
        let last = self.trail.try_update(Vec::pop).flatten();
        self.sought.set(None);
        self.view.set(last.unwrap_or_default());
    }

    /// Goes to the place of a finding.
    pub(super) fn go_to(self, check: &Check) {
        let id = check.subject.id.clone();
        let some = || Some(id.clone());
        let view = match check.subject.list {
            List::Options => View::Catalogue(Shelf::Options, None),
            List::Activities => View::Catalogue(Shelf::Activities, some()),
            List::Journeys => View::Catalogue(Shelf::Journeys, some()),
            List::Programmes => View::Catalogue(Shelf::Programmes, some()),
            List::Sessions => View::Catalogue(Shelf::Sessions, some()),
            List::Groups => View::Catalogue(Shelf::Groups, some()),
            List::Certificates => View::Catalogue(Shelf::Certificates, some()),
            List::Certifications => View::Catalogue(Shelf::Certifications, some()),
            List::Automations => View::Rules(Some(RuleAt::Automation(id.clone()))),
            List::Triggers => View::Rules(Some(RuleAt::Trigger(id.clone()))),
            List::Learners | List::Events => View::Learners,
        };
        self.go(view);
        self.sought.set(Some(check.diagnostic.path.clone()));
    }

    /// What was found about an entry.
    pub(super) fn checks_of(self, list: List, id: &str) -> Vec<Check> {
        self.progress.with(|progress| {
            let all = progress.checks.iter().flatten();
            all.filter(|c| c.subject.list == list && c.subject.id == id).cloned().collect()
        })
    }
}
