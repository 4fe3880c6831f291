//! Plays every case of `tests/rules`: given these rules and events, then these
//! outcomes, because of this evidence.
#![cfg(feature = "simulate")]
#![expect(clippy::unwrap_used, reason = "tests")]

use laureate::simulate::scenario::Scenario;
use std::path::{Path, PathBuf};

/// The cases, in the order of their names.
fn cases() -> Vec<PathBuf> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut folders = vec![top];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "json") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

/// `CASE=recipe cargo test --test rules` runs only cases with that in their path.
#[test]
fn every_case_comes_out_as_it_says() {
    let only = std::env::var("CASE").unwrap_or_default();
    let mut failed = 0;
    for path in cases().iter().filter(|p| p.to_str().unwrap().contains(&only)) {
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display();
        let text = std::fs::read_to_string(path).unwrap();
        let scenario = match Scenario::parse(&text) {
            Ok(scenario) => scenario,
            Err(why) => panic!("{name}: {why}"),
        };
        let result = scenario.run(None);
        if result.passed {
            continue;
        }
        failed += 1;
        eprintln!("\n{name}: {}", result.name);
        for fault in &result.faults {
            eprintln!("  {fault}");
        }
        for difference in &result.differences {
            eprintln!("  then[{}]: {}", difference.index, difference.message);
            if let Some(found) = &difference.found {
                eprintln!("    nearest: {found}");
            }
        }
    }
    assert!(failed == 0, "{failed} cases failed");
}
