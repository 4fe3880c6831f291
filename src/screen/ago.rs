//! Times as people say them.

/// How long ago, both in milliseconds since 1970; `None` after a month: the day
/// itself is said then.
pub(crate) fn ago(now: u64, then: u64) -> Option<String> {
    let minutes = now.saturating_sub(then) / 60_000;
    let (n, unit) = match minutes {
        0 => return Some("just now".into()),
        1..60 => (minutes, "minute"),
        60..1440 => (minutes / 60, "hour"),
        1440..43_200 => (minutes / 1440, "day"),
        _ => return None,
    };
    Some(format!("{n} {unit}{} ago", if n == 1 { "" } else { "s" }))
}

#[cfg(test)]
mod tests {
    use super::ago;

    #[test]
    fn times_are_said_as_people_do() {
        let then = 1_790_000_000_000;
        for (later, said) in [
            (0, "just now"),
            (61_000, "1 minute ago"),
            (59 * 60_000, "59 minutes ago"),
            (3 * 3_600_000, "3 hours ago"),
            (30 * 3_600_000, "1 day ago"),
        ] {
            assert_eq!(ago(then + later, then).as_deref(), Some(said));
        }
        assert_eq!(ago(then, then + 5000).as_deref(), Some("just now"), "clocks of two devices");
        assert_eq!(ago(then + 40 * 86_400_000, then), None);
    }
}
