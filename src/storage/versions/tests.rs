//! Versions: when they are taken, and which ones stay.

use super::*;
use crate::locale::Tongue;
use crate::storage::{Memory, save};
use proptest::prelude::*;

const MINUTE: u64 = 60_000;
const NOW: u64 = 1_790_000_000_000;

fn text(n: u64) -> String {
    format!(r#"{{"name":"Certificate {n}"}}"#)
}

fn version(at: u64, n: u64) -> Version {
    Version::new(&text(n), at, Kind::Automatic, None)
}

fn take(at: u64, n: u64) -> Take {
    Take { at, text: text(n) }
}

#[test]
fn a_head_comes_back_as_it_was_written() {
    let mut version = Version::new(&text(7), NOW, Kind::Named, Some("  To the board "));
    assert_eq!(version.title, "Certificate 7");
    assert_eq!(version.name.as_deref(), Some("To the board"));
    assert_eq!(Version::parse(&version.write()), Some(version.clone()));
    assert!(version.is_of(&text(7)) && !version.is_of(&text(8)));
    version.rename("  ");
    assert_eq!((version.name.as_deref(), &*version.called(Tongue::ENGLISH)), (None, "Kept by you"));
    let newer = version.write().replace("\"version\":1", "\"version\":2");
    assert_eq!(Version::parse(&newer), None);
    assert_eq!(Version::parse("{"), None);
}

#[test]
fn ids_sort_by_time() {
    let mut all = vec![version(NOW, 1), version(NOW + 1, 2), version(5, 3)];
    sort(&mut all);
    assert_eq!(all.iter().map(|v| v.at).collect::<Vec<_>>(), [NOW + 1, NOW, 5]);
}

#[test]
fn the_state_before_the_first_change_after_a_rest_is_kept() {
    let mut watch = Watch::opened(NOW, Some(take(NOW - 2 * REST, 0)));
    assert_eq!(watch.saved(NOW + MINUTE, &text(1), None), Some(take(NOW - 2 * REST, 0)));
    let newest = version(NOW - 2 * REST, 0);
    // Going on, nothing for ten minutes, then the present one, then nothing again.
    assert_eq!(watch.saved(NOW + 2 * MINUTE, &text(2), Some(&newest)), None);
    let later = NOW + REST;
    assert_eq!(watch.saved(later, &text(3), Some(&newest)), Some(take(later, 3)));
    let newest = version(later, 3);
    assert_eq!(watch.saved(later + 1, &text(4), Some(&newest)), None);
    // A rest, and a change after it.
    let rested = later + 1 + REST;
    assert_eq!(watch.saved(rested, &text(5), Some(&newest)), Some(take(later + 1, 4)));
}

#[test]
fn the_same_state_is_never_kept_twice_in_a_row() {
    let mut watch = Watch::opened(NOW, Some(take(NOW - 2 * REST, 0)));
    assert_eq!(watch.saved(NOW + REST, &text(0), None), None, "nothing was changed");
    let newest = version(NOW - REST, 0);
    assert_eq!(watch.saved(NOW + 1, &text(1), Some(&newest)), None, "it is kept already");
    assert_eq!(watch.left(Some(&newest)), Some(take(NOW + 1, 1)));
    assert_eq!(watch.left(Some(&newest)), None, "left once");
}

#[test]
fn what_was_not_changed_or_not_stored_leaves_no_version() {
    let mut watch = Watch::opened(NOW, Some(take(NOW, 0)));
    assert_eq!(watch.left(None), None);
    let mut watch = Watch::opened(NOW, None);
    assert_eq!(watch.saved(NOW + 1, &text(1), None), None);
    assert_eq!(watch.left(None), Some(take(NOW + 1, 1)));
}

#[test]
fn the_last_hour_stays_and_the_rest_gets_sparse() {
    let all: Vec<Version> = (0..20_000).map(|n| version(NOW - n * 10 * MINUTE, n)).collect();
    let budget = Budget { automatic: usize::MAX, bytes: u64::MAX, longest: usize::MAX };
    let gone: BTreeSet<String> = thin(&all, NOW, budget).gone.into_iter().collect();
    let stay: Vec<&Version> = all.iter().filter(|v| !gone.contains(&v.id())).collect();
    let within = |from: u64, to: u64| {
        stay.iter().filter(|v| (from..to).contains(&((NOW - v.at) / MINUTE))).count()
    };
    assert_eq!(within(0, 60), 6);
    assert!((23..=24).contains(&within(60, 1440)), "{}", within(60, 1440));
    assert!((29..=30).contains(&within(1440, 43_200)), "{}", within(1440, 43_200));
    assert!((4..=5).contains(&within(43_200, u64::MAX)), "{}", within(43_200, u64::MAX));
}

#[test]
fn versions_of_what_was_deleted_for_good_are_orphans() {
    let mut store = Memory::default();
    let library = Library::new("k");
    let template = crate::template::classic();
    let a = library.create(&mut store, &template, 1000).unwrap();
    let b = library.create(&mut store, &template, 2000).unwrap();
    let keys = |ids: &[&str]| ids.iter().map(|id| library.document_key(id)).collect::<Vec<_>>();
    let lost = "d00000zzz";
    let mut documents = keys(&[&a, &b, lost]);
    documents.extend(["other".to_owned(), "k-2".to_owned(), "k/x".to_owned()]);
    library.delete(&mut store, &a, 3000).unwrap();
    let orphans =
        |store: &Memory, kept: &[String]| orphans(&library, store, &documents, kept).unwrap();
    assert_eq!(orphans(&store, &[]), keys(&[lost]), "the deleted one can come back");
    assert_eq!(orphans(&store, &keys(&[lost])), [""; 0]);
    store.remove(&format!("k.trash/{a}")).unwrap();
    assert_eq!(orphans(&store, &[]), keys(&[&a, lost]));
    save(&mut store, "k", "x", None).unwrap();
    assert_eq!(orphans(&store, &[]), keys(&[&a, lost]));
}

#[cfg(feature = "simulate")]
#[test]
fn a_project_is_compared_in_words() {
    let then =
        parts(r#"{"format":"f","version":1,"automations":[1,2],"learners":[1],"options":{}}"#);
    let now = parts(
        r#"{"format":"f","version":1,"automations":[1,2,3],"learners":[2],"events":[1],"options":{"a":1},"groups":[1]}"#,
    );
    assert_eq!(
        compared(&then, &now, Tongue::ENGLISH),
        [
            "2 rules (1 fewer than now)",
            "1 learner (other than now)",
            "0 events (1 fewer than now)",
            "0 groups (1 fewer than now)",
            "options other than now"
        ]
    );
    assert_eq!(compared(&then, &then, Tongue::ENGLISH), ["2 rules", "1 learner", "0 events"]);
    assert!(parts("[").is_empty());
}

/// Versions at times of any distance, some of them asked for.
fn many() -> impl Strategy<Value = Vec<Version>> {
    let age = prop_oneof![0..2 * 3_600_000_u64, 0..172_800_000_u64, 0..200 * 86_400_000_u64];
    let one = (age, 0..9_u64, 0..4_u8, 1..3_000_u64).prop_map(|(age, n, kind, size)| {
        let kind = match kind {
            0 => Kind::Named,
            1 => Kind::BeforeRestore,
            _ => Kind::Automatic,
        };
        let name = (kind == Kind::Named && n > 4).then_some("Mine");
        Version { size, ..Version::new(&text(n), NOW - age, kind, name) }
    });
    prop::collection::vec(one, 0..120).prop_map(|mut all| {
        sort(&mut all);
        all.dedup_by_key(|v| v.id());
        all
    })
}

proptest! {
    #[test]
    fn thinning_keeps_what_it_must(all in many(), automatic in 0..40_usize, bytes in 0..60_000_u64) {
        let budget = Budget { automatic, bytes, longest: usize::MAX };
        let thinned = thin(&all, NOW, budget);
        let gone: BTreeSet<String> = thinned.gone.iter().cloned().collect();
        let stay: Vec<Version> =
            all.iter().filter(|v| !gone.contains(&v.id())).cloned().collect();
        // The newest stays, and every one that was asked for.
        if let Some(newest) = all.first() {
            prop_assert_eq!(stay.first(), Some(newest));
        }
        for asked in all.iter().filter(|v| !v.is_thinned()) {
            prop_assert!(stay.contains(asked));
        }
        // The budget holds, but for the newest and those that were asked for.
        let counted = stay.iter().filter(|v| v.is_thinned()).count();
        prop_assert!(counted <= automatic.max(1));
        let taken: u64 = stay.iter().map(|v| v.size).sum();
        prop_assert_eq!(thinned.over, taken > bytes);
        if thinned.over {
            prop_assert!(stay.iter().skip(1).all(|v| !v.is_thinned()));
        }
        // Once is enough.
        prop_assert_eq!(thin(&stay, NOW, budget).gone, Vec::<String>::new());
    }

    #[test]
    fn versions_are_taken_at_most_so_often(steps in prop::collection::vec((0..30 * MINUTE, 0..5_u64), 1..60)) {
        let mut watch = Watch::opened(NOW, None);
        let (mut at, mut all) = (NOW, Vec::<Version>::new());
        for (pause, n) in steps {
            at += pause;
            if let Some(take) = watch.saved(at, &text(n), all.last()) {
                let version = Version::new(&take.text, take.at, Kind::Automatic, None);
                if let Some(last) = all.last() {
                    prop_assert!(last.digest != version.digest);
                    prop_assert!(last.at <= version.at);
                }
                all.push(version);
            }
        }
        let span = usize::try_from((at - NOW) / REST).unwrap();
        prop_assert!(all.len() <= 2 * span + 1, "{} in {span} rests", all.len());
    }
}
