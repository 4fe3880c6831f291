//! The embeddable files outside of a page: in Node, in a worker thread, and as
//! TypeScript sees them. Needs the built site (`target/site`, or the folder that
//! `LAUREATE_SITE` names), Node 20, and TypeScript in `LAUREATE_TSC`
//! (`make test` sets both up). In browsers they are tested by `tests/browser`.
#![cfg(all(feature = "export", feature = "simulate", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use common::{Scratch, add_fonts, root};
use laureate::api::{Engine, PdfRequest, PngRequest, Room};
use laureate::field::{Values, samples};
use laureate::template::parse;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Cases of `tests/golden` in which every part of drawing is used.
const CASES: [&str; 8] = [
    "classic",
    "right-to-left",
    "chinese-japanese-korean",
    "thai",
    "qr-levels",
    "rotation-and-opacity",
    "shapes",
    "values-and-formats",
];

fn embed() -> PathBuf {
    let built = || root().join("target/site");
    std::env::var_os("LAUREATE_SITE").map_or_else(built, PathBuf::from).join("embed")
}

/// Runs a script of `tests/embed` in Node; what it prints, as JSON.
fn node(script: &str, args: &[&Path]) -> Value {
    let out = Command::new("node")
        .arg(root().join("tests/embed").join(script))
        .arg(embed())
        .args(args)
        .output()
        .unwrap();
    let (said, why) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{script}: {why}");
    serde_json::from_str(&said).unwrap_or_else(|_| panic!("{script} said: {said}{why}"))
}

/// What a case comes out as natively.
struct Native {
    svg: String,
    png: Vec<u8>,
    pdf: Vec<u8>,
}

fn native(name: &str) -> (Value, Values, Native) {
    let text =
        std::fs::read_to_string(root().join("tests/golden").join(name).join("template.json"));
    let json: Value = serde_json::from_str(&text.unwrap()).unwrap();
    let template = parse(&json.to_string()).unwrap();
    let values = samples(&template);
    let mut engine = Engine::new();
    add_fonts(&mut engine, &template, &values);
    let created = Some("2026-03-15T09:00:00Z".to_owned());
    let request = PdfRequest { created, id: None };
    let made = Native {
        svg: engine.svg(&template, &values).unwrap().value,
        png: engine.png(&template, &values, PngRequest { dpi: Some(72.0) }).unwrap().value,
        pdf: engine.pdf(&template, std::slice::from_ref(&values), &request).unwrap().value,
    };
    (json, values, made)
}

#[test]
fn node_draws_the_same_bytes_as_the_native_build() {
    let scratch = Scratch::new("-embed");
    std::fs::create_dir_all(&scratch.0).unwrap();
    let made: Vec<Native> = CASES
        .iter()
        .map(|name| {
            let (template, values, made) = native(name);
            let request = json!({ "template": template, "values": values });
            std::fs::write(scratch.0.join(format!("{name}.json")), request.to_string()).unwrap();
            made
        })
        .collect();
    let said = node("render.mjs", &[&scratch.0]);
    let mut wrong = Vec::new();
    for (name, made) in CASES.iter().zip(&made) {
        assert_eq!(said[name], json!({ "svg": true, "png": true, "pdf": true }), "{name}");
        let read = |ending| std::fs::read(scratch.0.join(format!("{name}.{ending}"))).unwrap();
        let same = [
            ("svg", read("svg") == made.svg.as_bytes()),
            ("png", read("png") == made.png),
            ("pdf", read("pdf") == made.pdf),
        ];
        wrong.extend(
            same.iter().filter(|(_, same)| !same).map(|(what, _)| format!("{name}.{what}")),
        );
    }
    assert!(wrong.is_empty(), "other bytes than natively: {}", wrong.join(", "));
}

#[test]
fn node_rehearses_as_the_native_build_does() {
    for story in ["three-ways-to-a-certificate", "a-programme-with-an-exam"] {
        let path = root().join("tests/rules/stories").join(format!("{story}.json"));
        let case: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        // What a case gives is a project without its head.
        let mut project = case["given"].clone();
        project["format"] = json!("laureate-project");
        project["version"] = json!(1);
        let project = project.to_string();
        let scratch = Scratch::new("-project.json");
        std::fs::write(&scratch.0, &project).unwrap();
        let said = node("rehearse.mjs", &[&scratch.0]);
        let (mut room, _) = Room::open(&project).unwrap();
        let same = |what: &str, native: Value| assert_eq!(said[what], native, "{story}: {what}");
        same("checks", serde_json::to_value(room.checks()).unwrap());
        same("summary", serde_json::to_value(room.run(|_, _| true)).unwrap());
        same("grants", serde_json::to_value(room.grants(0, usize::MAX)).unwrap());
        let gaps = serde_json::to_value(room.gaps()).unwrap();
        same("gaps", gaps["gaps"].clone());
        same("nearMisses", gaps["near_misses"].clone());
        same("coverage", serde_json::to_value(room.coverage()).unwrap());
    }
}

#[test]
fn bad_input_gets_a_clear_answer_or_a_typed_error() {
    let said = node("refusals.mjs", &[]);
    let expected: Value = serde_json::from_str(
        &std::fs::read_to_string(root().join("tests/embed/refusals.json")).unwrap(),
    )
    .unwrap();
    for (what, expected) in expected.as_object().unwrap() {
        assert_eq!(&said[what], expected, "{what}");
    }
    assert_eq!(said.as_object().unwrap().len(), expected.as_object().unwrap().len(), "{said:#}");
}

#[test]
fn types_fit_what_a_person_writes() {
    let tsc = std::env::var_os("LAUREATE_TSC");
    let tsc =
        tsc.unwrap_or_else(|| panic!("LAUREATE_TSC names TypeScript; `make test` sets it up"));
    let scratch = Scratch::new("-types");
    std::fs::create_dir_all(&scratch.0).unwrap();
    // As an integrator has it: the embeddable files beside their own.
    std::os::unix::fs::symlink(embed(), scratch.0.join("laureate")).unwrap();
    for file in ["sample.ts", "frame.ts", "wrong.ts"] {
        std::fs::copy(root().join("tests/embed/types").join(file), scratch.0.join(file)).unwrap();
    }
    std::fs::write(scratch.0.join("readme.ts"), readme_sample()).unwrap();
    let check = |files: &[&str]| {
        let out = Command::new("node")
            .arg(&tsc)
            .args(["--noEmit", "--strict", "--target", "es2022", "--module", "es2022"])
            .args(["--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable"])
            .arg("--preserveSymlinks")
            .args(files)
            .current_dir(&scratch.0)
            .output()
            .unwrap();
        (out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let (good, why) = check(&["sample.ts", "frame.ts", "readme.ts"]);
    assert!(good, "{why}");
    // Each line of it that is marked is wrong, and no other.
    let wrong = std::fs::read_to_string(root().join("tests/embed/types/wrong.ts")).unwrap();
    let marked: Vec<usize> = wrong
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("// wrong:"))
        .map(|(n, _)| n + 1)
        .collect();
    let (_, why) = check(&["wrong.ts"]);
    let mut found: Vec<usize> = why
        .lines()
        .filter_map(|line| line.strip_prefix("wrong.ts(")?.split(',').next()?.parse().ok())
        .collect();
    found.dedup();
    assert_eq!(found, marked, "{why}");
}

/// The TypeScript of docs/embedding.md.
fn readme_sample() -> String {
    let page = std::fs::read_to_string(root().join("docs/embedding.md")).unwrap();
    let blocks: Vec<&str> =
        page.split("```ts\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty(), "docs/embedding.md has no TypeScript");
    blocks.join("\n")
}

#[test]
fn the_manifest_of_elements_is_that_of_the_elements() {
    let said = node("elements.mjs", &[&root().join("www/custom-elements.json")]);
    assert_eq!(said, json!([]));
}

#[test]
fn the_version_is_the_packages() {
    let text = std::fs::read_to_string(root().join("www/version.js")).unwrap();
    assert!(text.contains(&format!("'{}'", env!("CARGO_PKG_VERSION"))), "{text}");
}
