//! Putting lists into sentences.

/// How many names a sentence lists before it counts the rest.
const MAX_NAMES: usize = 8;

/// `“A”, “B” and “C”`; of many the first, and how many more.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let (shown, more) = names.split_at(names.len().min(MAX_NAMES));
    let mut parts: Vec<String> = shown.iter().map(|name| format!("“{name}”")).collect();
    if !more.is_empty() {
        parts.push(format!("{} more", more.len()));
    }
    match parts.pop() {
        Some(end) if !parts.is_empty() => format!("{} and {end}", parts.join(", ")),
        Some(end) => end,
        None => String::new(),
    }
}

/// `“A”, then “B”, then “C”`.
pub(super) fn sequence<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let (shown, more) = names.split_at(names.len().min(MAX_NAMES));
    let mut text = shown.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", then ");
    if !more.is_empty() {
        text.push_str(&format!(", then {} more", more.len()));
    }
    text
}

/// `an activity`, `a journey`.
pub(super) fn a(thing: &str) -> String {
    let article = if thing.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {thing}")
}

/// `1 event`, `2 events`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_names_are_counted() {
        assert_eq!(list([]), "");
        assert_eq!(list(["a"]), "“a”");
        assert_eq!(list(["a", "b", "c"]), "“a”, “b” and “c”");
        assert_eq!(sequence(["a", "b"]), "“a”, then “b”");
        assert!(list(vec!["x"; 20]).ends_with("“x” and 12 more"));
    }
}
