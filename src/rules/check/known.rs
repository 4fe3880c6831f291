//! What the project names, and which of its entries are looked at.

use crate::catalogue::{Activity, Certification, Group, Id, Journey, Programme, Retired, Session};
use crate::catalogue::{Block, CertificateTemplate, Grant, Zone};
use crate::rules::repair::GrantPlace;
use crate::rules::{Automation, List, Node, Project, Trigger, Wanted};
use std::collections::{BTreeSet, HashMap};

/// A project with its ids looked up. Of several entries of one id the first is
/// the one that counts; the later ones are reported and otherwise left alone,
/// and so are rules whose groups nest too deep.
pub(super) struct Known<'a> {
    pub project: &'a Project,
    pub zone: Option<Zone>,
    /// Activities, journeys and programmes; automations and triggers; and the
    /// other lists, each with ids of its own.
    names: HashMap<(Names, &'a str), (List, usize)>,
    skipped: BTreeSet<(List, usize)>,
    /// Every later entry of a taken id, and the entry that has it.
    pub duplicates: Vec<(List, usize, (List, usize))>,
}

/// What shares one set of ids.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Names {
    Items,
    Rules,
    Of(List),
}

impl Names {
    pub fn of(list: List) -> Self {
        match list {
            List::Activities | List::Journeys | List::Programmes => Self::Items,
            List::Automations | List::Triggers => Self::Rules,
            other => Self::Of(other),
        }
    }
}

/// The lists whose entries have ids.
const NAMED: [List; 10] = [
    List::Activities,
    List::Journeys,
    List::Programmes,
    List::Sessions,
    List::Groups,
    List::Learners,
    List::Certificates,
    List::Certifications,
    List::Automations,
    List::Triggers,
];

impl<'a> Known<'a> {
    pub fn new(project: &'a Project) -> Self {
        let mut known = Self {
            project,
            zone: Zone::named(&project.options.time_zone),
            names: HashMap::new(),
            skipped: BTreeSet::new(),
            duplicates: Vec::new(),
        };
        for list in NAMED {
            for (index, id) in ids(project, list).enumerate() {
                let first = known.names.entry((Names::of(list), id)).or_insert((list, index));
                if *first != (list, index) {
                    known.duplicates.push((list, index, *first));
                    known.skipped.insert((list, index));
                }
            }
        }
        for (index, rule) in project.automations.iter().enumerate() {
            if too_deep(rule) {
                known.skipped.insert((List::Automations, index));
            }
        }
        known
    }

    /// Whether an entry is looked at.
    pub fn is_checked(&self, list: List, index: usize) -> bool {
        !self.skipped.contains(&(list, index))
    }

    /// Whether an id is taken among those that share ids with the list.
    pub fn is_taken(&self, list: List, id: &str) -> bool {
        self.names.contains_key(&(Names::of(list), id))
    }

    fn checked<T>(&self, list: List, entries: &'a [T]) -> impl Iterator<Item = (usize, &'a T)> {
        entries.iter().enumerate().filter(move |(index, _)| self.is_checked(list, *index))
    }

    pub fn activities(&self) -> impl Iterator<Item = (usize, &'a Activity)> {
        self.checked(List::Activities, &self.project.activities)
    }

    pub fn journeys(&self) -> impl Iterator<Item = (usize, &'a Journey)> {
        self.checked(List::Journeys, &self.project.journeys)
    }

    pub fn programmes(&self) -> impl Iterator<Item = (usize, &'a Programme)> {
        self.checked(List::Programmes, &self.project.programmes)
    }

    pub fn sessions(&self) -> impl Iterator<Item = (usize, &'a Session)> {
        self.checked(List::Sessions, &self.project.sessions)
    }

    pub fn groups(&self) -> impl Iterator<Item = (usize, &'a Group)> {
        self.checked(List::Groups, &self.project.groups)
    }

    pub fn certifications(&self) -> impl Iterator<Item = (usize, &'a Certification)> {
        self.checked(List::Certifications, &self.project.certifications)
    }

    pub fn automations(&self) -> impl Iterator<Item = (usize, &'a Automation)> {
        self.checked(List::Automations, &self.project.automations)
    }

    /// Automations that run.
    pub fn running(&self) -> impl Iterator<Item = (usize, &'a Automation)> {
        self.automations().filter(|(_, rule)| rule.enabled)
    }

    pub fn triggers(&self) -> impl Iterator<Item = (usize, &'a Trigger)> {
        self.checked(List::Triggers, &self.project.triggers)
    }

    /// What an id names where `wanted` is asked for.
    pub fn find(&self, wanted: Wanted, id: &str) -> Option<(List, usize)> {
        let names = lists(wanted).first().map(|list| Names::of(*list))?;
        let found = *self.names.get(&(names, id))?;
        lists(wanted).contains(&found.0).then_some(found)
    }

    pub fn activity(&self, id: &str) -> Option<&'a Activity> {
        let (_, index) = self.find(Wanted::Activity, id)?;
        self.project.activities.get(index)
    }

    pub fn certificate(&self, id: &str) -> Option<&'a CertificateTemplate> {
        let (_, index) = self.find(Wanted::Certificate, id)?;
        self.project.certificates.get(index)
    }

    /// Whether the id names an activity that is retired, or will be.
    pub fn is_retired(&self, id: &str) -> bool {
        let retired = self.activity(id).and_then(|activity| activity.retired);
        !matches!(retired, None | Some(Retired::Always(false)))
    }

    /// The ids that could stand where `wanted` is asked for.
    pub fn candidates(&self, wanted: Wanted) -> impl Iterator<Item = &'a str> {
        let project = self.project;
        lists(wanted).iter().flat_map(move |list| ids(project, *list))
    }

    /// What people call an entry.
    pub fn title(&self, list: List, index: usize) -> &'a str {
        let project = self.project;
        let title = match list {
            List::Activities => project.activities.get(index).map(|e| (&e.title, &e.id)),
            List::Journeys => project.journeys.get(index).map(|e| (&e.title, &e.id)),
            List::Programmes => project.programmes.get(index).map(|e| (&e.title, &e.id)),
            List::Sessions => project.sessions.get(index).map(|e| (&e.title, &e.id)),
            List::Groups => project.groups.get(index).map(|e| (&e.title, &e.id)),
            List::Learners => project.learners.get(index).map(|e| (&e.full_name, &e.id)),
            List::Certificates => project.certificates.get(index).map(|e| (&e.title, &e.id)),
            List::Certifications => project.certifications.get(index).map(|e| (&e.title, &e.id)),
            List::Automations => project.automations.get(index).map(|e| (&e.name, &e.id)),
            List::Triggers => project.triggers.get(index).map(|e| (&e.name, &e.id)),
            List::Options | List::Events => None,
        };
        match title {
            Some((title, id)) if title.is_empty() => id,
            Some((title, _)) => title,
            None => "",
        }
    }

    /// What people call what an id names; the id when it names nothing.
    pub fn name<'b>(&self, wanted: Wanted, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.find(wanted, id).map_or(id, |(list, index)| self.title(list, index))
    }

    /// Every grant: of automations, programmes, and the blocks of sessions.
    pub fn grants(&self) -> Vec<(List, usize, GrantPlace, &'a Grant)> {
        let mut out = Vec::new();
        for (index, programme) in self.programmes() {
            let place = |block| GrantPlace::Programme { id: programme.id.clone(), block };
            for (block, grant) in granting(&programme.blocks) {
                out.push((List::Programmes, index, place(block), grant));
            }
        }
        for (index, session) in self.sessions() {
            let place = |block| GrantPlace::Session { id: session.id.clone(), block };
            for (block, grant) in granting(session.blocks.as_deref().unwrap_or_default()) {
                out.push((List::Sessions, index, place(block), grant));
            }
        }
        for (index, rule) in self.automations() {
            let place = |action| GrantPlace::Automation { id: rule.id.clone(), action };
            for (action, grant) in rule.grants() {
                out.push((List::Automations, index, place(action), grant));
            }
        }
        out
    }
}

/// Whether a rule's groups nest deeper than anything may follow them.
pub(super) fn too_deep(rule: &Automation) -> bool {
    rule.conditions.as_ref().is_some_and(|tree| tree.depth() > Node::MAX_DEPTH)
}

fn granting(blocks: &[Block]) -> impl Iterator<Item = (usize, &Grant)> {
    blocks.iter().enumerate().filter_map(|(index, block)| match block {
        Block::Certificate(grant) => Some((index, &**grant)),
        _ => None,
    })
}

fn lists(wanted: Wanted) -> &'static [List] {
    match wanted {
        Wanted::Activity => &[List::Activities],
        Wanted::Journey => &[List::Journeys],
        Wanted::Programme => &[List::Programmes],
        Wanted::Course => &[List::Activities, List::Journeys],
        Wanted::Item => &[List::Activities, List::Journeys, List::Programmes],
        Wanted::Group => &[List::Groups],
        Wanted::Learner => &[List::Learners],
        Wanted::Certificate => &[List::Certificates],
        Wanted::Certification => &[List::Certifications],
        Wanted::Session => &[List::Sessions],
    }
}

/// The ids of a list, in order.
pub(super) fn ids(project: &Project, list: List) -> Box<dyn Iterator<Item = &str> + '_> {
    fn of<'a, T>(list: &'a [T], id: fn(&T) -> &Id) -> Box<dyn Iterator<Item = &'a str> + 'a> {
        Box::new(list.iter().map(move |entry| id(entry).as_str()))
    }
    match list {
        List::Options | List::Events => Box::new(std::iter::empty()),
        List::Activities => of(&project.activities, |e| &e.id),
        List::Journeys => of(&project.journeys, |e| &e.id),
        List::Programmes => of(&project.programmes, |e| &e.id),
        List::Sessions => of(&project.sessions, |e| &e.id),
        List::Groups => of(&project.groups, |e| &e.id),
        List::Learners => of(&project.learners, |e| &e.id),
        List::Certificates => of(&project.certificates, |e| &e.id),
        List::Certifications => of(&project.certifications, |e| &e.id),
        List::Automations => of(&project.automations, |e| &e.id),
        List::Triggers => of(&project.triggers, |e| &e.id),
    }
}
