//! What is known of one learner at one instant.

use super::certification::CertificationState;
use super::session::Sessions;
use crate::catalogue::Instant;
use crate::rules::checked::{Checked, Ix, NONE};
use crate::rules::tree::{AnchorPoint, Fact, Facts, has_bit};
use std::collections::{BTreeMap, HashMap};

/// One learner's state. Kept and emptied from one learner to the next, so that
/// a hundred thousand of them need no new memory.
#[derive(Clone, Debug, Default)]
pub struct State {
    bits: Vec<u64>,
    items: Vec<ItemState>,
    touched: Vec<Ix>,
    group_since: Vec<Instant>,
    certificate_since: Vec<Instant>,
    /// Each certification.
    pub certifications: Vec<CertificationState>,
    /// Grades in the activities that certifications require, see [`State::grade`].
    grades: HashMap<Ix, Vec<(Instant, f64)>>,
    /// Progress in each session that has started.
    pub progress: Sessions,
    /// For each grant and item, the last one given and how many there were.
    granted: HashMap<(Ix, u32, Ix), (GrantKey, u32)>,
    /// Periodic rules whose conditions hold, in rule order.
    pub holding: Vec<Ix>,
    /// For each part of the profile that was updated, the import's place of the
    /// last update.
    pub updates: BTreeMap<String, u32>,
    /// When registered.
    pub registered: Option<Instant>,
    /// When first logged in.
    pub first_login: Option<Instant>,
    /// Whether the learner was deleted.
    pub deleted: bool,
    bit_base: BitBase,
}

#[derive(Clone, Copy, Debug, Default)]
struct BitBase {
    groups: Ix,
    certificates: Ix,
    certifications: Ix,
}

/// What is known of one item.
#[derive(Clone, Copy, Debug)]
pub struct ItemState {
    /// Since when it is completed.
    pub since: Instant,
    /// When it was last completed.
    pub last: Instant,
    /// The best score; NaN without one.
    pub best: f64,
    /// Raised by expiry, reset, and new sessions and certification periods.
    pub cycle: u32,
    /// When it was assigned to the learner; [`Instant::MAX`] when it wasn't.
    pub assigned: Instant,
    /// Whether it was opened.
    pub started: bool,
    /// Whether it waits for a grade.
    pub awaits_grade: bool,
    /// `Some(true)` when unlocked, `Some(false)` when locked.
    pub unlocked: Option<bool>,
    touched: bool,
}

impl Default for ItemState {
    fn default() -> Self {
        Self {
            since: Instant::MAX,
            last: Instant::MAX,
            best: f64::NAN,
            cycle: 0,
            assigned: Instant::MAX,
            started: false,
            awaits_grade: false,
            unlocked: None,
            touched: false,
        }
    }
}

/// One given grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantKey {
    /// The rule.
    pub rule: Ix,
    /// The place among its actions.
    pub action: u32,
    /// The item it hangs on.
    pub item: Ix,
    /// The cycle of the item.
    pub cycle: u32,
    /// The session of a certificate block, or [`NONE`].
    pub session: Ix,
    /// When it was given.
    pub at: Instant,
}

impl State {
    /// A state of the right size for a project.
    pub fn new(checked: &Checked) -> Self {
        Self {
            bits: vec![0; checked.words()],
            items: vec![ItemState::default(); checked.items.len() as usize],
            group_since: vec![Instant::MAX; checked.groups.len() as usize],
            certificate_since: vec![Instant::MAX; checked.certificates.len() as usize],
            certifications: vec![
                CertificationState::default();
                checked.certifications.len() as usize
            ],
            bit_base: BitBase {
                groups: checked.group_bit(0),
                certificates: checked.certificate_bit(0),
                certifications: checked.certification_bit(0),
            },
            ..Self::default()
        }
    }

    /// Empties the state and takes over what the profile of a learner says.
    pub fn begin(&mut self, learner: Ix, checked: &Checked) {
        self.bits.fill(0);
        for item in self.touched.drain(..) {
            if let Some(item) = self.items.get_mut(item as usize) {
                *item = ItemState::default();
            }
        }
        for certification in &mut self.certifications {
            if certification.is_assigned() {
                *certification = CertificationState::default();
            }
        }
        // New ones: clearing what one learner has made large costs every other.
        self.grades = HashMap::new();
        self.granted = HashMap::new();
        self.progress.clear();
        self.holding.clear();
        self.updates.clear();
        self.deleted = false;
        self.registered = None;
        self.first_login = None;
        if let Some(person) = checked.people.get(learner as usize) {
            self.registered = person.registered;
            self.first_login = person.first_login;
            for group in &person.groups {
                self.join(*group, Instant::MIN);
            }
        }
    }

    /// What is known of an item.
    pub fn item(&self, item: Ix) -> ItemState {
        self.items.get(item as usize).copied().unwrap_or_default()
    }

    /// Changes what is known of an item.
    pub fn item_mut(&mut self, item: Ix) -> Option<&mut ItemState> {
        let state = self.items.get_mut(item as usize)?;
        if !state.touched {
            state.touched = true;
            self.touched.push(item);
        }
        Some(state)
    }

    /// Whether an item is completed.
    pub fn is_completed(&self, item: Ix) -> bool {
        item != NONE && has_bit(&self.bits, item)
    }

    fn set(&mut self, bit: Ix, value: bool) {
        if let Some(word) = self.bits.get_mut(bit as usize / 64) {
            let mask = 1_u64 << (bit % 64);
            if value { *word |= mask } else { *word &= !mask }
        }
    }

    /// Notes that an item is completed.
    pub fn complete(&mut self, item: Ix, at: Instant) {
        let before = self.is_completed(item);
        if let Some(state) = self.item_mut(item) {
            if !before {
                state.since = at;
            }
            // One that arrives late does not undo a later one.
            state.last = if before { state.last.max(at) } else { at };
            self.set(item, true);
        }
    }

    /// Notes that an item's completion no longer counts, and raises its cycle.
    pub fn expire(&mut self, item: Ix, forget: bool) {
        if let Some(state) = self.item_mut(item) {
            state.since = Instant::MAX;
            state.last = Instant::MAX;
            state.cycle += 1;
            if forget {
                state.best = f64::NAN;
                state.started = false;
                state.awaits_grade = false;
            }
            self.set(item, false);
        }
    }

    /// Raises the cycle of an item.
    pub fn raise_cycle(&mut self, item: Ix) {
        self.raise_cycle_by(item, 1);
    }

    /// Raises the cycle of an item by several.
    pub fn raise_cycle_by(&mut self, item: Ix, cycles: u32) {
        if let Some(state) = self.item_mut(item) {
            state.cycle = state.cycle.saturating_add(cycles);
        }
    }

    /// Whether the learner is in a group.
    pub fn is_in_group(&self, group: Ix) -> bool {
        group != NONE && has_bit(&self.bits, self.bit_base.groups + group)
    }

    /// Adds the learner to a group; nothing when there already.
    pub fn join(&mut self, group: Ix, at: Instant) {
        if group == NONE || self.is_in_group(group) {
            return;
        }
        if let Some(since) = self.group_since.get_mut(group as usize) {
            *since = at;
            self.set(self.bit_base.groups + group, true);
        }
    }

    /// Removes the learner from a group.
    pub fn leave(&mut self, group: Ix) {
        if group != NONE && (group as usize) < self.group_since.len() {
            self.set(self.bit_base.groups + group, false);
        }
    }

    /// Notes that the learner has a certificate of a template.
    pub fn receive(&mut self, certificate: Ix, at: Instant) {
        let bit = self.bit_base.certificates + certificate;
        if let Some(since) = self.certificate_since.get_mut(certificate as usize) {
            if !has_bit(&self.bits, bit) {
                *since = at;
            }
            self.set(bit, true);
        }
    }

    /// Notes whether a certification counts.
    pub fn certify(&mut self, certification: Ix, counts: bool) {
        self.set(self.bit_base.certifications + certification, counts);
    }

    /// Whether a course was assigned to the learner.
    pub fn is_assigned(&self, item: Ix) -> bool {
        self.item(item).assigned != Instant::MAX
    }

    /// Assigns a course; `false` when it was assigned before.
    pub fn assign(&mut self, item: Ix, at: Instant) -> bool {
        match self.item_mut(item) {
            Some(own) if own.assigned == Instant::MAX => {
                own.assigned = at;
                true
            }
            _ => false,
        }
    }

    /// Notes a grade in an activity; NaN for a completion without a score. Of two
    /// grades the earlier one is dropped when the later is as good: whatever the
    /// period, the later counts as well.
    pub fn grade(&mut self, activity: Ix, at: Instant, grade: f64) {
        let grades = self.grades.entry(activity).or_default();
        let as_good = |old: f64| old.is_nan() || old <= grade;
        while grades.last().is_some_and(|(_, old)| as_good(*old)) {
            grades.pop();
        }
        grades.push((at, grade));
    }

    /// The best grade in an activity since an instant, `None` without any.
    pub fn best_grade(&self, activity: Ix, since: Instant) -> Option<f64> {
        let grades = self.grades.get(&activity)?;
        let first = grades.partition_point(|(at, _)| *at < since);
        grades.get(first).map(|(_, grade)| *grade)
    }

    /// Forgets the grades in an activity.
    pub fn forget_grades(&mut self, activity: Ix) {
        self.grades.remove(&activity);
    }

    /// The last time that a grant was given on an item, and how often it was.
    pub fn given(&self, rule: Ix, action: u32, item: Ix) -> Option<(GrantKey, u32)> {
        self.granted.get(&(rule, action, item)).copied()
    }

    /// The last time that each grant was given on each item, in no order.
    pub fn all_given(&self) -> impl Iterator<Item = &GrantKey> {
        self.granted.values().map(|(last, _)| last)
    }

    /// Notes that a grant was given; `key` stands for its rule.
    pub fn give(&mut self, key: Ix, grant: GrantKey) {
        let place = self.granted.entry((key, grant.action, grant.item));
        place
            .and_modify(|(last, count)| {
                *last = grant;
                *count += 1;
            })
            .or_insert((grant, 1));
    }

    /// Notes that the conditions of a periodic rule hold; says whether they did.
    pub fn hold(&mut self, rule: Ix) -> bool {
        match self.holding.binary_search(&rule) {
            Ok(_) => true,
            Err(place) => {
                self.holding.insert(place, rule);
                false
            }
        }
    }

    /// Notes that the conditions of a periodic rule do not hold.
    pub fn release(&mut self, rule: Ix) {
        if let Ok(place) = self.holding.binary_search(&rule) {
            self.holding.remove(place);
        }
    }
}

impl Facts for State {
    fn bits(&self) -> &[u64] {
        &self.bits
    }

    fn best_score(&self, activity: Ix) -> f64 {
        self.item(activity).best
    }

    fn awaits_grade(&self, activity: Ix) -> bool {
        self.item(activity).awaits_grade
    }

    fn anchor(&self, anchor: AnchorPoint) -> Option<Instant> {
        match anchor {
            AnchorPoint::Registration => self.registered,
            AnchorPoint::FirstLogin => self.first_login,
            AnchorPoint::Completion(item) => {
                Some(self.item(item).last).filter(|at| *at != Instant::MAX)
            }
        }
    }

    fn since(&self, fact: Fact) -> Option<Instant> {
        let held =
            |bit: Ix, since: Option<Instant>| has_bit(&self.bits, bit).then_some(since).flatten();
        match fact {
            Fact::Completed(item) => held(item, Some(self.item(item).since)),
            Fact::InGroup(group) => {
                held(self.bit_base.groups + group, self.group_since.get(group as usize).copied())
            }
            Fact::HasCertificate(certificate) => held(
                self.bit_base.certificates + certificate,
                self.certificate_since.get(certificate as usize).copied(),
            ),
            Fact::HasCertification(certification) => held(
                self.bit_base.certifications + certification,
                self.certifications.get(certification as usize).map(|c| c.earned),
            ),
        }
    }
}
