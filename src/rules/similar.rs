//! Words that are nearly the same, for "did you mean".

/// Longer words are not compared: no id that a person mistypes is that long.
const MAX_CHARS: usize = 64;

/// The candidate nearest to `word`, when it is near enough to be a slip of the
/// pen: the same but for case and `-`, `_`, `.` and blanks, or a third of its
/// letters wrong. The first of those that are equally near.
pub(super) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = letters(word)?;
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let Some(distance) = near(&wanted, candidate) else { continue };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many letters differ, when few enough do.
pub(super) fn distance(a: &str, b: &str) -> Option<usize> {
    near(&letters(a)?, b)
}

fn near(wanted: &[char], candidate: &str) -> Option<usize> {
    let allowed = wanted.len() / 3;
    // Ids are mostly ASCII: a cheap look at the length spares most comparisons.
    if candidate.len() > (wanted.len() + allowed) * 4 + 16 {
        return None;
    }
    let other = letters(candidate)?;
    if other.len().abs_diff(wanted.len()) > allowed {
        return None;
    }
    let distance = edits(wanted, &other);
    (distance <= allowed).then_some(distance)
}

fn letters(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> =
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (1..=MAX_CHARS).contains(&letters.len()).then_some(letters)
}

/// The edit distance, in which two neighbours changing places are one edit.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last_a = None;
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut last_b = None;
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&above, j) + usize::from(x != y))
                .min(at(&above, j + 1) + 1)
                .min(at(&row, j) + 1);
            if j > 0 && last_a == Some(y) && last_b == Some(x) {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
            last_b = Some(y);
        }
        last_a = Some(x);
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_seen_and_other_words_are_not() {
        let ids = ["attire", "chainsaw-basics", "a", "b1", "climbing"];
        for (word, found) in [
            ("atire", Some("attire")),
            ("Attire", Some("attire")),
            ("chainsaw_basic", Some("chainsaw-basics")),
            ("cilmbing", Some("climbing")),
            ("b", None),
            ("c", None),
            ("A", Some("a")),
            ("weather", None),
            ("", None),
        ] {
            assert_eq!(closest(word, ids), found, "{word}");
        }
    }

    #[test]
    fn neighbours_that_change_places_are_one_edit() {
        assert_eq!(distance("climbing", "cilmbing"), Some(1));
        assert_eq!(distance("climbing", "clinbimg"), Some(2));
        assert_eq!(distance("completed_at", "completed at"), Some(0));
    }
}
