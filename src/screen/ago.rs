//! Times as people say them.

use crate::locale::{Tongue, say, say_n};

/// How long ago, both in milliseconds since 1970; `None` after a month: the day
/// itself is said then.
pub(crate) fn ago(now: u64, then: u64, tongue: Tongue<'_>) -> Option<String> {
    let minutes = now.saturating_sub(then) / 60_000;
    Some(match minutes {
        0 => say!(tongue, "just now"),
        1..60 => say_n!(tongue, minutes, "{count} minute ago", "{count} minutes ago"),
        60..1440 => say_n!(tongue, minutes / 60, "{count} hour ago", "{count} hours ago"),
        1440..43_200 => say_n!(tongue, minutes / 1440, "{count} day ago", "{count} days ago"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::locale::Tongue;

    fn ago(now: u64, then: u64) -> Option<String> {
        super::ago(now, then, Tongue::ENGLISH)
    }

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
