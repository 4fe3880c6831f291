//! Texts with a form of their own: moments, periods, sources, sentences.

use super::validator::{Validator, definition, schema};
use laureate::catalogue::{DateRule, Instant, Moment, Period, Source, SourceKind, Zone};
use laureate::simulate::scenario::event_line;
use proptest::prelude::*;
use proptest::string::string_regex;
use serde_json::{Value, json};
use std::sync::LazyLock;

static MOMENT: LazyLock<Validator> = LazyLock::new(|| Validator::of("moment"));
static PERIOD: LazyLock<Validator> = LazyLock::new(|| Validator::of("period"));
static DATE_RULE: LazyLock<Validator> = LazyLock::new(|| Validator::of("date-rule"));
static EVENT_LINE: LazyLock<Validator> = LazyLock::new(|| Validator::of("event-line"));

/// A pattern of the schema, for making texts of that form.
fn pattern(place: &str) -> String {
    let schema = schema();
    let pattern = definition(&schema, place)["pattern"].as_str().unwrap();
    pattern.trim_start_matches('^').trim_end_matches('$').to_owned()
}

fn examples(place: &str) -> Vec<String> {
    let schema = schema();
    let examples = definition(&schema, place)["examples"].as_array().unwrap();
    examples.iter().map(|example| example.as_str().unwrap().to_owned()).collect()
}

#[test]
fn examples_are_read() {
    for text in examples("moment") {
        assert!(MOMENT.accepts(&json!(text)) && Moment::parse(&text).is_ok());
    }
    for text in examples("period") {
        assert!(PERIOD.accepts(&json!(text)) && Period::parse(&text).is_ok());
    }
    for text in examples("date-rule") {
        assert!(DATE_RULE.accepts(&json!(text)), "{text}");
        assert!(matches!(DateRule::parse(&text).unwrap().from, Source::Known(_)), "{text}");
    }
    for text in examples("event-line") {
        assert!(EVENT_LINE.accepts(&json!(text)) && event_line(&text).is_ok());
    }
    for name in examples("options/properties/time_zone") {
        assert!(Zone::named(&name).is_some(), "{name}");
    }
}

#[test]
fn sources_are_those_of_the_program() {
    let paths = examples("source");
    let known: Vec<&str> = SourceKind::ALL.iter().map(|kind| kind.path()).collect();
    let listed: Vec<&str> =
        paths.iter().map(String::as_str).filter(|path| !path.contains("Attribute")).collect();
    assert_eq!(listed, known);
    assert!(paths.iter().all(|path| !matches!(Source::parse(path), Source::Unknown(_))));
}

#[test]
fn verbs_are_those_of_the_program() {
    let why = event_line("2026-03-01 ada ?").unwrap_err();
    let verbs = why.split_once("is not one of ").unwrap().1.trim_end_matches('.');
    let pattern = pattern("event-line");
    let (_, listed) = pattern.split_once(r"\S+ (").unwrap();
    let (listed, _) = listed.split_once(')').unwrap();
    assert_eq!(listed.split('|').collect::<Vec<_>>(), verbs.split(", ").collect::<Vec<_>>());
}

#[test]
fn units_of_time_are_read() {
    for unit in [
        "y",
        "yr",
        "yrs",
        "year",
        "years",
        "mo",
        "mos",
        "month",
        "months",
        "w",
        "wk",
        "wks",
        "week",
        "weeks",
        "d",
        "day",
        "days",
        "h",
        "hr",
        "hrs",
        "hour",
        "hours",
        "m",
        "min",
        "mins",
        "minute",
        "minutes",
        "s",
        "sec",
        "secs",
        "second",
        "seconds",
        "ms",
        "msec",
        "msecs",
        "milli",
        "millis",
        "millisecond",
        "milliseconds",
    ] {
        for text in [format!("2 {unit}"), format!("2{unit}")] {
            assert!(PERIOD.accepts(&json!(text)), "{text}");
            assert!(Period::parse(&text).is_ok(), "{text}");
            assert!(DATE_RULE.accepts(&json!(format!("Completed at - {text}"))), "{text}");
        }
    }
    assert!(!PERIOD.accepts(&json!("")) && Period::parse("").is_err());
    for text in ["soon", "5", "P", "30 day s", "days", "30 fortnights", "1.5"] {
        assert!(!PERIOD.accepts(&json!(text)) && Period::parse(text).is_err(), "{text}");
        let text = format!("Completed at + {text}");
        assert!(!DATE_RULE.accepts(&json!(text)) && DateRule::parse(&text).is_err(), "{text}");
    }
}

proptest! {
    /// What the program writes, the schema accepts.
    #[test]
    fn moments_that_are_written_are_valid(ms in Instant::EARLIEST.0..Instant::LATEST.0, local in any::<bool>()) {
        let moment = if local { Moment::Local(ms) } else { Moment::At(Instant(ms)) };
        prop_assert!(MOMENT.accepts(&json!(moment)), "{}", moment);
    }

    #[test]
    fn periods_that_are_written_are_valid(months in 0..3600, days in 0..100_000, ms in 0..9_000_000_000_i64) {
        let plus = Period { months, days, ms };
        prop_assert!(PERIOD.accepts(&json!(plus)), "{}", plus);
        let rule = DateRule { from: Source::Known(SourceKind::CompletedAt), plus };
        prop_assert!(DATE_RULE.accepts(&json!(rule)), "{}", rule);
    }

    /// And what the schema accepts, the program reads, but for days that a month
    /// does not have and the edges of the calendar.
    #[test]
    fn moments_that_are_valid_are_read(text in string_regex(&pattern("moment")).unwrap()) {
        let day = text.get(8..10).and_then(|day| day.parse::<u8>().ok()).unwrap();
        let edge = text.starts_with("1900-01-01") || text.starts_with("2199-12-31");
        if let Err(why) = Moment::parse(&text) {
            prop_assert!(day > 28 || edge, "{}", why);
        }
    }

    /// But for the years; and of ISO 8601 the schema does not hold the order of units.
    #[test]
    fn periods_that_are_valid_are_read(count in 0..90, texts in prop::collection::vec(0..7_usize, 1..3)) {
        const UNITS: [&str; 7] =
            ["years", "months", "weeks", "days", "hours", "minutes", "seconds"];
        let mut units = texts;
        units.sort_unstable();
        units.dedup();
        let parts: Vec<_> = units.iter().map(|unit| format!("{count} {}", UNITS[*unit])).collect();
        for text in [parts.join(" "), parts.join(", ")] {
            prop_assert!(PERIOD.accepts(&json!(text)), "{}", text);
            prop_assert!(Period::parse(&text).is_ok(), "{}", text);
        }
    }

    #[test]
    fn sentences_that_are_read_are_valid(
        verb in 0..18_usize,
        rest in prop::sample::select(vec!["", " fire", " fire with 80", " fire with 79.5 in spring", " fire city=New_York"]),
        time in prop::sample::select(vec!["", " 09:00", " 9:00", " 10:15:30.5"]),
    ) {
        let pattern = pattern("event-line");
        let verbs = pattern.split_once(r"\S+ (").unwrap().1;
        let verb = verbs.split(['|', ')']).nth(verb).unwrap();
        let text = format!("2026-03-01{time} ada {verb}{rest}");
        if event_line(&text).is_ok() {
            prop_assert!(EVENT_LINE.accepts(&Value::String(text)));
        }
    }
}
