//! The rules engine: `cargo bench --bench rules`. The same works, from the same
//! workloads, run in Chromium by `make bench`, which shows both beside the aims.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, missing_docs, reason = "benchmarks")]

#[path = "rules/workload.rs"]
mod workload;

use criterion::{Criterion, criterion_group, criterion_main};
use laureate::simulate::Rehearsal;
use std::hint::black_box;
use std::time::Duration;

fn replay(c: &mut Criterion) {
    let mut group = c.benchmark_group("rules");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    let large = Rehearsal::new(workload::read(&workload::replay(1_000_000, 200, 100_000)));
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
    for rules in [10, 100, 1000] {
        let some = Rehearsal::new(workload::read(&workload::replay(200_000, rules, 20_000)));
        group.bench_function(format!("replay, 200000 events, {rules} rules"), |b| {
            b.iter(|| black_box(some.run(|_, _| true)).grants.len());
        });
    }
    let periodic = Rehearsal::new(workload::read(&workload::periodic(1000)));
    group.bench_function("ten years of hourly rules, 1000 learners", |b| {
        b.iter(|| black_box(periodic.run(|_, _| true)).events);
    });
    let project = workload::read(&workload::replay(10_000, 200, 1000));
    group.bench_function("after an edit, 10000 events", |b| {
        b.iter(|| black_box(Rehearsal::new(project.clone()).run(|_, _| true)).grants.len());
    });
}

criterion_group!(benches, replay);
criterion_main!(benches);
