//! The rules engine: `cargo bench --bench rules`. The same works, from the same
//! workloads, run in Chromium by `make bench`, which shows both beside the aims.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, missing_docs, reason = "benchmarks")]

#[path = "rules/workload.rs"]
mod workload;

use criterion::{Criterion, criterion_group, criterion_main};
use laureate::import::history::{Known, Settings, xapi};
use laureate::simulate::Rehearsal;
use std::hint::black_box;
use std::time::Duration;

fn replay(c: &mut Criterion) {
    let mut group = c.benchmark_group("rules");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    let large = Rehearsal::new(workload::read(&workload::replay(1_000_000, 200, 100_000, 400)));
    group.bench_function("replay, 1000000 events, 200 rules", |b| {
        b.iter(|| black_box(large.run(|_, _| true)).grants.len());
    });
    group.bench_function("explain one learner", |b| {
        let mut learner = 0;
        b.iter(|| {
            learner = (learner + 1) % 1000;
            large.explain(&format!("learner-{learner}"), "c3")
        });
    });
    drop(large);
    // Over a large catalogue the rules that can match stay few, and the time
    // shows what the others cost; over a small one every event grants.
    for (rules, activities) in [(10, 2000), (100, 2000), (1000, 2000), (1000, 400)] {
        let some =
            Rehearsal::new(workload::read(&workload::replay(200_000, rules, 20_000, activities)));
        let small = if activities == 400 { ", 400 activities" } else { "" };
        group.bench_function(format!("replay, 200000 events, {rules} rules{small}"), |b| {
            b.iter(|| black_box(some.run(|_, _| true)).grants.len());
        });
    }
    let periodic = Rehearsal::new(workload::read(&workload::periodic(1000)));
    group.bench_function("ten years of hourly rules, 1000 learners", |b| {
        b.iter(|| black_box(periodic.run(|_, _| true)).events);
    });
    let project = workload::read(&workload::replay(10_000, 200, 1000, 400));
    group.bench_function("after an edit, 10000 events", |b| {
        b.iter(|| black_box(Rehearsal::new(project.clone()).run(|_, _| true)).grants.len());
    });
}

/// Statements as a learning record store gives them.
fn statements(count: usize) -> String {
    let one = |n: usize| {
        serde_json::json!({
            "id": format!("00000000-0000-4000-8000-{n:012}"),
            "timestamp": format!("2026-{:02}-{:02}T{:02}:{:02}:00Z", n % 12 + 1, n % 28 + 1, n % 24, n % 60),
            "actor": { "objectType": "Agent", "name": "Ada", "account": { "homePage": "https://lms.example.org", "name": format!("learner-{}", n % 1000) } },
            "verb": { "id": "http://adlnet.gov/expapi/verbs/passed", "display": { "en-US": "passed" } },
            "object": { "id": format!("https://lms.example.org/activities/a{}", n % 400), "definition": { "name": { "en": "Activity" } } },
            "result": { "score": { "scaled": 0.85 }, "success": true, "completion": true },
            "context": { "registration": format!("00000000-0000-4000-9000-{n:012}") },
        })
    };
    serde_json::Value::from((0..count).map(one).collect::<Vec<_>>()).to_string()
}

fn import(c: &mut Criterion) {
    let project = workload::read(&workload::replay(0, 0, 1000, 400));
    let known = Known::new(&project);
    let bytes = statements(100_000).into_bytes();
    let settings = Settings { create_learners: false };
    assert_eq!(xapi::read(&bytes, &known, settings).kept, 100_000);
    let mut group = c.benchmark_group("rules");
    group.sample_size(10);
    group.bench_function("import, 100000 xAPI statements", |b| {
        b.iter(|| black_box(xapi::read(&bytes, &known, settings)).events.len());
    });
}

criterion_group!(benches, replay, import);
criterion_main!(benches);
