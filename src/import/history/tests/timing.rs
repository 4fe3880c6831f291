//! How long large files take. Run in release:
//! `cargo test --release --lib import::history::tests::timing -- --ignored --nocapture`.

use super::*;
use std::time::Instant;

fn timed(what: &str, seconds: f64, run: impl FnOnce() -> Imported) {
    let start = Instant::now();
    let imported = run();
    let took = start.elapsed().as_secs_f64();
    println!("{what}: {took:.2} s, {} read, {} kept", imported.read, imported.kept);
    assert!(took < seconds, "{what} took {took:.2} s");
}

#[test]
#[ignore = "measures time"]
fn large_files_take_seconds() {
    let project = project();
    let known = Known::new(&project);
    let statements = |count: usize| {
        let one = |i: usize| {
            format!(
                r#"{{"id":"{:08x}-0000-4000-8000-000000000000","actor":{{"objectType":"Agent","name":"Ada Lovelace","mbox":"mailto:ada@example.org"}},"verb":{{"id":"http://adlnet.gov/expapi/verbs/passed","display":{{"en-US":"passed"}}}},"object":{{"id":"https://lms.example/courses/fire","objectType":"Activity","definition":{{"name":{{"en":"Fire safety"}},"type":"http://adlnet.gov/expapi/activities/course"}}}},"result":{{"completion":true,"success":true,"score":{{"scaled":0.85}},"duration":"PT20M"}},"context":{{"registration":"{:08x}-1111-4000-8000-000000000000","platform":"LMS","language":"en","extensions":{{"https://example.org/a":[1,2,3]}}}},"timestamp":"2026-03-{:02}T10:00:00.000Z","stored":"2026-03-01T10:00:00Z","version":"1.0.3"}}"#,
                i,
                i,
                1 + i % 28
            )
        };
        format!("[{}]", (0..count).map(one).collect::<Vec<_>>().join(","))
    };
    let text = statements(100_000);
    timed("100,000 statements", 2.0, || super::super::xapi::read(text.as_bytes(), &known, NO_NEW));
    let rows = "ada,ada@example.org,Fire safety,15/03/2026 10:30,85,passed\n".repeat(1_000_000);
    let table = format!("learner,email,course,date,score,status\n{rows}");
    timed("1,000,000 rows", 10.0, || {
        super::super::csv::read(table.as_bytes(), None, &known, NO_NEW)
    });
    let open = format!("learner,email,course,date,score,status\n\"{rows}");
    timed("after an open quote", 10.0, || {
        super::super::csv::read(open.as_bytes(), None, &known, NO_NEW)
    });
    let worst =
        format!("learner,email,course,date,score,status\n{}", "x\"y,\"b\n".repeat(1_000_000));
    timed("1,000,000 open quotes", 10.0, || {
        super::super::csv::read(worst.as_bytes(), None, &known, NO_NEW)
    });
    let line = ",".repeat(100_000_000);
    timed("one line of 100 MB", 5.0, || {
        super::super::csv::read(line.as_bytes(), None, &known, NO_NEW)
    });
    for (what, text) in [
        ("1,000,000 open objects a line", "{\"a\":\n".repeat(1_000_000)),
        ("1,000,000 open objects", "{\"a\":".repeat(1_000_000)),
        ("10,000,000 numbers", "1,".repeat(10_000_000)),
        ("10,000,000 quotes", "\"".repeat(10_000_000)),
        ("10,000,000 empty objects", "{}".repeat(10_000_000)),
        ("10,000,000 words", "[x ".repeat(10_000_000)),
    ] {
        timed(what, 10.0, || super::super::xapi::read(text.as_bytes(), &known, NO_NEW));
        timed(what, 10.0, || super::super::csv::read(text.as_bytes(), None, &known, NO_NEW));
    }
}
