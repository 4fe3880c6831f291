//! Learners and completions made up by a recipe, to rehearse with many at once.
//! The same recipe gives the same learners: chance comes from its seed.

use super::Desk;
use super::edit::Edit;
use crate::catalogue::{Event, EventKind, Id, Instant, Learner, Moment, Status, Zone};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::Project;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is to be made up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// How many learners.
    pub learners: usize,
    /// What they complete.
    pub activities: Vec<Id>,
    /// Whether everyone goes through them in the given order; any order otherwise.
    pub in_order: bool,
    /// From when, in milliseconds since 1970.
    pub from: i64,
    /// The first instant that is too late, in milliseconds since 1970.
    pub to: i64,
    /// How many of a hundred learners finish all; the others leave some out.
    pub share: f64,
    /// Between which scores, 0–100; none gives completions without a score.
    pub scores: Option<(f64, f64)>,
    /// Where chance begins.
    pub seed: u32,
}

/// So many learners at most.
pub const MAX_LEARNERS: usize = 200_000;
/// So many events at most.
pub const MAX_EVENTS: usize = 2_000_000;

const MINUTE: i64 = 60_000;

/// Numbers that look like chance (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to `n` − 1; 0 when `n` is 0.
    fn below(&mut self, n: u64) -> u64 {
        self.next().checked_rem(n).unwrap_or(0)
    }

    fn place(&mut self, n: usize) -> usize {
        usize::try_from(self.below(n as u64)).unwrap_or(0)
    }

    /// From 0 to below 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are all of an f64")]
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.place(last + 1);
            list.swap(last, other);
        }
    }
}

impl Recipe {
    /// What is wrong with it.
    pub fn faults(&self) -> Diagnostics {
        let mut out = Vec::new();
        let mut wrong = |path: &str, message: String, repair: &str| {
            out.push(Diagnostic::error("wrong-argument", path, message).repair(repair));
        };
        if self.learners == 0 || self.learners > MAX_LEARNERS {
            wrong(
                "learners",
                format!("{} learners cannot be generated.", self.learners),
                "Choose a number from 1 to 200,000.",
            );
        } else if self.learners.saturating_mul(self.activities.len()) > MAX_EVENTS {
            wrong(
                "activities",
                "These are more than two million events.".to_owned(),
                "Choose fewer learners or fewer activities.",
            );
        }
        let fits = Instant(self.from).in_range() && Instant(self.to).in_range();
        if !fits || self.to - self.from < MINUTE {
            wrong("to", "The end is not after the beginning.".to_owned(), "Choose a later end.");
        }
        if !(0.0..=100.0).contains(&self.share) {
            wrong(
                "share",
                "The share is not between 0 and 100 %.".to_owned(),
                "Write a number from 0 to 100.",
            );
        }
        let in_order = |(low, high): (f64, f64)| 0.0 <= low && low <= high && high <= 100.0;
        if !self.scores.is_none_or(in_order) {
            wrong(
                "scores",
                "The scores do not go from a lower to a higher one between 0 and 100.".to_owned(),
                "Write two numbers from 0 to 100, the lower one first.",
            );
        }
        out
    }

    /// Learners and events, to be added to the project. A sound recipe is
    /// expected ([`Recipe::faults`]).
    pub fn make(&self, project: &Project) -> (Vec<Learner>, Vec<Event>) {
        let zone = Zone::named(&project.options.time_zone).unwrap_or_else(Zone::utc);
        let taken: BTreeSet<&str> = project.learners.iter().map(|l| l.id.as_str()).collect();
        let mut dice = Dice(u64::from(self.seed));
        let mut free = (1_u64..)
            .map(|n| format!("generated-{n:04}"))
            .filter(|id| !taken.contains(id.as_str()));
        let mut learners = Vec::with_capacity(self.learners);
        let mut events: Vec<(i64, Event)> = Vec::new();
        let minutes = u64::try_from((self.to - self.from) / MINUTE).unwrap_or(0).max(1);
        let mut times: Vec<i64> = Vec::new();
        let mut order: Vec<&Id> = Vec::new();
        for _ in 0..self.learners {
            let id: Id = free.next().unwrap_or_default().into();
            let (first, last) = name(&mut dice);
            let all = dice.part() * 100.0 < self.share;
            order.clear();
            order.extend(&self.activities);
            if !self.in_order {
                dice.shuffle(&mut order);
            }
            let some = dice.place(self.activities.len());
            order.truncate(if all { self.activities.len() } else { some });
            times.clear();
            times.extend(order.iter().map(|_| {
                let minute = i64::try_from(dice.below(minutes)).unwrap_or(0);
                self.from + minute * MINUTE
            }));
            times.sort_unstable();
            for (item, at) in order.iter().zip(&times) {
                let moment = zone.civil(Instant(*at)).map(Moment::local);
                // An hour that the clocks repeat is told by the instant alone.
                let moment = moment.filter(|m| zone.instant(*m).0 == *at);
                let score =
                    self.scores.map(|(low, high)| (low + dice.part() * (high - low)).round());
                let event = Event {
                    at: moment.unwrap_or(Moment::At(Instant(*at))),
                    learner: id.clone(),
                    kind: EventKind::ActivityCompleted,
                    item: (*item).clone(),
                    status: Status::Completed,
                    score: score.map(|s| self.scores.map_or(s, |(low, high)| s.clamp(low, high))),
                    session: None,
                    attributes: None,
                };
                events.push((*at, event));
            }
            learners.push(Learner {
                email: format!("{id}@example.org"),
                id,
                first_name: first.to_owned(),
                last_name: last.to_owned(),
                ..Learner::default()
            });
        }
        events.sort_by_key(|(at, _)| *at);
        (learners, events.into_iter().map(|(_, event)| event).collect())
    }
}

/// A name; about one in eight is of the awkward ones.
fn name(dice: &mut Dice) -> (&'static str, &'static str) {
    let awkward = dice.below(8) == 0;
    if awkward && let Some(name) = AWKWARD.get(dice.place(AWKWARD.len())) {
        return *name;
    }
    let (first, last) = (dice.place(FIRST.len()), dice.place(LAST.len()));
    (FIRST.get(first).unwrap_or(&""), LAST.get(last).unwrap_or(&""))
}

impl Desk {
    /// Adds what a recipe makes, as one step.
    pub(super) fn generate(&mut self, recipe: &Recipe, now: f64) -> Result<(), Diagnostics> {
        let faults = recipe.faults();
        if !faults.is_empty() {
            return Err(faults);
        }
        let (learners, events) = recipe.make(self.project());
        let label = format!("Generate {} learners", recipe.learners);
        let edits = vec![Edit::insert(usize::MAX, learners), Edit::insert(usize::MAX, events)];
        self.edit(edits, &label, None, now);
        Ok(())
    }
}

const FIRST: [&str; 40] = [
    "Ada", "Aisha", "Amara", "Anna", "Aylin", "Ben", "Carlos", "Chiara", "Daniel", "David",
    "Elena", "Elif", "Emma", "Fatima", "Felix", "Grace", "Hannah", "Ines", "Ivan", "Jamal",
    "Jonas", "Julia", "Karim", "Lena", "Liam", "Linh", "Lucas", "Maria", "Mateo", "Mia", "Milan",
    "Noah", "Olga", "Omar", "Paul", "Priya", "Samuel", "Sofia", "Tom", "Yuki",
];

const LAST: [&str; 40] = [
    "Ahmed",
    "Andersson",
    "Bauer",
    "Becker",
    "Bianchi",
    "Brandt",
    "Brown",
    "Costa",
    "Demir",
    "Dubois",
    "Fischer",
    "García",
    "Haddad",
    "Hansen",
    "Ivanova",
    "Jansen",
    "Jensen",
    "Kaya",
    "Keller",
    "Kim",
    "Kowalski",
    "Lindberg",
    "Lopez",
    "Martin",
    "Meyer",
    "Mori",
    "Nguyen",
    "Novak",
    "Okafor",
    "Patel",
    "Petrov",
    "Rossi",
    "Santos",
    "Schmidt",
    "Silva",
    "Singh",
    "Smith",
    "Tanaka",
    "Weber",
    "Wójcik",
];

/// Names that break what was tried with "Jane Doe" only.
const AWKWARD: [(&str, &str); 20] = [
    ("José Ángel", "Muñoz de la Peña y Fernández-Villaverde"),
    ("Bartholomew Maximilian", "Featherstonehaugh-Cholmondeley-Wriothesley"),
    ("Li", "Ōe"),
    ("Nguyễn Thị", "Ánh Tuyết"),
    ("Łukasz", "Żółć-Gęślą"),
    ("Αλέξανδρος", "Παπαδόπουλος"),
    ("Екатерина", "Щербакова"),
    ("محمد", "عبد الرحمن"),
    ("שרה", "בן-דוד"),
    ("अनुष्का", "श्रीवास्तव"),
    ("สมชาย", "ศรีสุวรรณ"),
    ("太郎", "山田"),
    ("伟", "王"),
    ("민준", "김"),
    ("Zoë", "O’Brien–Smith"),
    ("İbrahim", "Işık"),
    ("Ø", "Å"),
    ("Marie-Hélène", "de l’Étoile"),
    ("Suharto", ""),
    ("Mary \"Mae\"", "Null, Jr."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn recipe() -> Recipe {
        Recipe {
            learners: 200,
            activities: vec!["attire".into(), "safety".into(), "tools".into()],
            in_order: false,
            from: 1_772_323_200_000,
            to: 1_774_915_200_000,
            share: 100.0,
            scores: Some((60.0, 100.0)),
            seed: 7,
        }
    }

    #[test]
    fn one_step_adds_all_and_one_undo_takes_all() {
        let mut desk = Desk::new();
        desk.generate(&recipe(), 0.0).unwrap();
        assert_eq!(desk.project().learners.len(), 200);
        assert_eq!(desk.project().events.len(), 600);
        desk.undo();
        assert!(desk.project().learners.is_empty() && desk.project().events.is_empty());
    }

    #[test]
    fn a_second_run_finds_free_ids() {
        let mut desk = Desk::new();
        desk.generate(&recipe(), 0.0).unwrap();
        desk.generate(&recipe(), 0.0).unwrap();
        let ids: BTreeSet<_> = desk.project().learners.iter().map(|l| l.id.clone()).collect();
        assert_eq!(ids.len(), 400);
    }

    #[test]
    fn a_bad_recipe_is_refused_with_its_place() {
        let bad = Recipe { learners: 0, to: 0, share: 120.0, scores: Some((9.0, 1.0)), ..recipe() };
        let paths: Vec<_> = bad.faults().into_iter().map(|f| f.path).collect();
        assert_eq!(paths, ["learners", "to", "share", "scores"]);
        assert!(Desk::new().generate(&bad, 0.0).is_err());
        let many = Recipe { learners: 200_000, activities: vec!["a".into(); 11], ..recipe() };
        assert_eq!(many.faults().len(), 1);
    }

    proptest! {
        #[test]
        fn what_was_asked_for_is_made(
            seed in any::<u32>(), learners in 1..60_usize, n in 0..6_usize, in_order: bool,
            share in 0.0..=100.0_f64, low in 0.0..100.0_f64, more in 0.0..50.0_f64,
        ) {
            let activities: Vec<Id> = (0..n).map(|i| format!("a{i}").into()).collect();
            let high = (low + more).min(100.0);
            let recipe = Recipe {
                learners, activities: activities.clone(), in_order, share,
                scores: Some((low, high)), seed, ..recipe()
            };
            prop_assert!(recipe.faults().is_empty());
            let mut project = Project::default();
            project.options.time_zone = "Europe/Berlin".into();
            let (people, events) = recipe.make(&project);
            prop_assert_eq!(recipe.make(&project), (people.clone(), events.clone()));
            prop_assert_eq!(people.len(), learners);
            let zone = Zone::named("Europe/Berlin").unwrap();
            let mut last = i64::MIN;
            for event in &events {
                let at = zone.instant(event.at).0;
                prop_assert!(at >= last && (recipe.from..recipe.to).contains(&at));
                prop_assert!((low..=high).contains(&event.score.unwrap()));
                last = at;
            }
            for person in &people {
                let own: Vec<_> = events.iter().filter(|e| e.learner == person.id).collect();
                prop_assert!(share < 100.0 || own.len() == n);
                prop_assert!(share > 0.0 || n == 0 || own.len() < n);
                let items: BTreeSet<_> = own.iter().map(|e| &e.item).collect();
                prop_assert_eq!(items.len(), own.len());
                if in_order {
                    prop_assert!(own.iter().zip(&activities).all(|(e, a)| e.item == *a));
                }
            }
        }
    }
}
