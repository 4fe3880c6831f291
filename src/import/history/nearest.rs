//! The nearest of some names: "did you mean …".

/// Names longer than this are compared by their beginning, in characters.
const COMPARED: usize = 48;

/// How many candidates are looked at.
const CANDIDATES: usize = 2000;

/// The candidate that differs least from `text`, when that is little enough to
/// be a slip. Both are expected in lower case. Takes time in proportion to the
/// number of candidates, within fixed bounds.
pub(super) fn nearest<'a, T>(
    text: &str,
    candidates: impl Iterator<Item = (&'a str, T)>,
) -> Option<T> {
    let wanted: Vec<char> = text.chars().take(COMPARED).collect();
    let mut best: Option<(usize, T)> = None;
    for (name, value) in candidates.take(CANDIDATES) {
        let name: Vec<char> = name.chars().take(COMPARED).collect();
        let limit = (wanted.len().max(name.len()) / 3).max(1);
        let bound = best.as_ref().map_or(limit, |(least, _)| limit.min(least.saturating_sub(1)));
        if wanted.len().abs_diff(name.len()) > bound {
            continue;
        }
        let far = distance(&wanted, &name);
        if far <= bound && best.as_ref().is_none_or(|(least, _)| far < *least) {
            best = Some((far, value));
        }
    }
    best.map(|(_, value)| value)
}

/// How many letters have to be put in, taken out or changed.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(cells) {
            let here = (diagonal + usize::from(x != y)).min(left + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, here);
            left = here;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_nothing_else() {
        let names = ["fire safety", "first aid", "chainsaw"];
        let find = |text| nearest(text, names.iter().map(|n| (*n, *n)));
        assert_eq!(find("fire safty"), Some("fire safety"));
        assert_eq!(find("chain saw"), Some("chainsaw"));
        assert_eq!(find("welding"), None);
        assert_eq!(nearest("x", std::iter::empty::<(&str, ())>()), None);
    }

    #[test]
    fn counts_edits() {
        let d = |a: &str, b: &str| {
            distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
        };
        assert_eq!((d("", "abc"), d("abc", ""), d("kitten", "sitting")), (3, 3, 3));
        assert_eq!((d("abc", "abc"), d("abc", "acb")), (0, 2));
    }
}
