//! What the targets do with bytes. No bytes may make the program panic, hang
//! or fill the memory; what else has to hold is asserted here.

pub mod current;
pub mod mutate;
pub mod seeds;
pub mod words;

use laureate::import::history::{Imported, Known, MAX_FAULTS, Settings, csv, xapi};
use laureate::rules::check::check;
use laureate::rules::repair::apply;
use laureate::rules::{Project, parse, write};
use laureate::simulate::scenario::Scenario;
use laureate::simulate::{Rehearsal, report};
use std::sync::LazyLock;

/// The longest input that is looked at, in bytes: what a run costs grows with
/// it, and everything that can be said is said in less. `scripts/fuzz.sh`
/// makes none that are longer.
const MAX_BYTES: usize = 16 * 1024;

/// How many events times rules are asked for evidence. One event may cause ten
/// thousand others, which are played in ten milliseconds, but explained in some
/// 150 MB: that is known, and would hide the rest.
const MAX_OUTCOMES: u64 = 4000;

/// How many expectations of a case are looked at. Each may play the whole
/// history again.
const MAX_EXPECTATIONS: usize = 16;

/// What the histories of `tests/fixtures/history` speak of.
static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let text = include_str!("known.json");
    let (project, faults) = parse(text).expect("known.json is a project");
    assert_eq!(faults, []);
    project
});
static KNOWN: LazyLock<Known<'static>> = LazyLock::new(|| Known::new(&PROJECT));

const NEW: Settings = Settings { create_learners: true };

/// Reads a table, and reads it again with the columns that were guessed.
pub fn csv(bytes: &[u8]) {
    let imported = csv::read(bytes, None, &KNOWN, NEW);
    hold(&imported);
    let again = csv::read(bytes, imported.columns.as_ref(), &KNOWN, NEW);
    assert_eq!(again.events, imported.events, "the columns are not those that were read");
}

/// Reads statements.
pub fn xapi(bytes: &[u8]) {
    hold(&xapi::read(bytes, &KNOWN, NEW));
}

fn hold(imported: &Imported) {
    assert_eq!(imported.events.len(), imported.lines.len());
    assert_eq!(imported.events.len(), imported.kept as usize);
    // Besides those of rows a few of the file.
    assert!(imported.faults.len() <= MAX_FAULTS + 200);
    let mut lines = imported.lines.clone();
    lines.dedup();
    assert_eq!(imported.without(&lines).events, []);
    if imported.events.is_empty() {
        return;
    }
    // What was imported can be kept.
    let project = Project {
        events: imported.events.clone(),
        learners: imported.new_learners.clone(),
        ..Project::default()
    };
    stays(&project);
}

/// Reads a file of everything: what is let in is what its digests say.
pub fn bundle(bytes: &[u8]) {
    let Ok(out) = laureate::bundle::unpack(bytes, "fuzz") else { return };
    for file in &out.files {
        assert_eq!(laureate::template::AssetId::of(&file.bytes).0, file.id);
    }
    for design in &out.contents.designs {
        assert!(laureate::template::parse(&design.text).is_ok());
    }
}

/// Plays a case.
pub fn scenario(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(mut scenario) = Scenario::parse(text) else { return };
    scenario.then.truncate(MAX_EXPECTATIONS);
    let Ok((project, faults)) = scenario.project(None) else { return };
    if !is_small(&Rehearsal::new(project)) {
        return;
    }
    let result = scenario.run(None);
    assert_eq!(result.faults, faults);
    assert!(result.differences.len() <= MAX_EXPECTATIONS);
}

/// Reads a project, checks it, plays it, and asks why.
pub fn project(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok((project, _)) = parse(text) else { return };
    stays(&project);
    for repair in check(&project).into_iter().filter_map(|check| check.repair).take(4) {
        apply(&project, &repair);
    }
    let rehearsal = Rehearsal::new(project);
    if !is_small(&rehearsal) {
        return;
    }
    let tally = rehearsal.run(|_, _| true);
    report::gaps(&rehearsal, Some(0), |_, _| true);
    let project = &rehearsal.project;
    if let (Some(learner), Some(certificate)) =
        (project.learners.first(), project.certificates.first())
    {
        let explained = rehearsal.explain(&learner.id, &certificate.id);
        assert!(explained.is_some());
        assert!(serde_json::to_string(&explained).is_ok());
    }
    // The quick way and the plain one agree.
    let mut plain = rehearsal;
    plain.plain = true;
    let again = plain.run(|_, _| true);
    assert_eq!((again.events, again.grants), (tally.events, tally.grants));
}

/// Plays everyone, and says whether there is little enough to explain.
fn is_small(rehearsal: &Rehearsal) -> bool {
    let rules = rehearsal.checked.rules.len().max(1);
    rehearsal.run(|_, _| true).events.saturating_mul(rules as u64) <= MAX_OUTCOMES
}

/// Whether a project is the same, and without a fault, when it was kept and read.
fn stays(project: &Project) {
    let (again, faults) = parse(&write(project).to_string()).expect("it is a project");
    assert_eq!(faults, []);
    assert_eq!(&again, project);
}

fn text(bytes: &[u8]) -> Option<&str> {
    (bytes.len() <= MAX_BYTES).then(|| std::str::from_utf8(bytes).ok()).flatten()
}
