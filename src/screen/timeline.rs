//! What part of time is on screen, which marks are too close to be told apart,
//! and in which row a label finds room.

/// A stretch of time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) from: f64,
    pub(crate) to: f64,
}

/// The shortest stretch: ten minutes.
const LEAST: f64 = 600_000.0;

impl Span {
    /// From the first to the last of some instants, with some room on both
    /// sides; `around` when there are none.
    pub(crate) fn over(times: impl IntoIterator<Item = i64>, around: f64) -> Self {
        const DAY: f64 = 86_400_000.0;
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a calendar")]
        let (from, to) = times
            .into_iter()
            .fold((f64::MAX, f64::MIN), |(from, to), at| (from.min(at as f64), to.max(at as f64)));
        if from > to {
            return Self { from: around - 30.0 * DAY, to: around + 30.0 * DAY };
        }
        let room = ((to - from) * 0.04).max(DAY / 2.0);
        Self { from: from - room, to: to + room }
    }

    /// The same, or so many days around its middle where it is shorter.
    pub(crate) fn at_least(self, days: f64) -> Self {
        let more = ((days * 86_400_000.0 - self.length()) / 2.0).max(0.0);
        Self { from: self.from - more, to: self.to + more }
    }

    pub(crate) fn length(self) -> f64 {
        (self.to - self.from).max(1.0)
    }

    /// Where an instant is on an axis of so many px.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a calendar")]
    pub(crate) fn x(self, at: i64, width: f64) -> f64 {
        (at as f64 - self.from) / self.length() * width
    }

    /// The instant at a place of the axis.
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a calendar")]
    pub(crate) fn at(self, x: f64, width: f64) -> i64 {
        (self.from + x / width.max(1.0) * self.length()).round() as i64
    }

    /// `factor` times as long around a place that stays where it is, from 0 (the
    /// left) to 1; never far beyond `all`.
    pub(crate) fn zoomed(self, factor: f64, place: f64, all: Self) -> Self {
        let length = (self.length() * factor).clamp(LEAST, all.length() * 2.0);
        let still = self.from + self.length() * place;
        Self { from: still - length * place, to: still + length * (1.0 - place) }.within(all)
    }

    /// Moved by a part of its length; never far beyond `all`.
    pub(crate) fn moved(self, parts: f64, all: Self) -> Self {
        let by = self.length() * parts;
        Self { from: self.from + by, to: self.to + by }.within(all)
    }

    /// Moved so that some of `all` stays in sight.
    fn within(self, all: Self) -> Self {
        let length = self.length();
        let from = self.from.clamp(all.from - length * 0.8, (all.to - length * 0.2).max(all.from));
        Self { from, to: from + length }
    }
}

/// Groups of places that are less than `apart` from the first of their group:
/// where each begins, and how many it has. The places are in order.
pub(crate) fn clusters(places: &[f64], apart: f64) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize, f64)> = Vec::new();
    for (at, x) in places.iter().enumerate() {
        match out.last_mut() {
            Some((_, count, first)) if x - *first < apart => *count += 1,
            _ => out.push((at, 1, *x)),
        }
    }
    out.into_iter().map(|(at, count, _)| (at, count)).collect()
}

/// The row in which each label finds room: `(left, width)` in px, in the order in
/// which they choose.
pub(crate) fn levels(labels: &[(f64, f64)]) -> Vec<usize> {
    let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
    labels
        .iter()
        .map(|(left, width)| {
            let (from, to) = (*left, left + width);
            let is_free = |row: &Vec<(f64, f64)>| row.iter().all(|(a, b)| to <= *a || from >= *b);
            let found = rows.iter().position(is_free).unwrap_or_else(|| {
                rows.push(Vec::new());
                rows.len() - 1
            });
            if let Some(row) = rows.get_mut(found) {
                row.push((from, to));
            }
            found
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_under_the_pointer_stays() {
        let all = Span { from: 0.0, to: 1e10 };
        let near = all.zoomed(0.5, 0.25, all);
        assert_eq!(near.at(200.0, 800.0), all.at(200.0, 800.0));
        assert!((near.length() - 5e9).abs() < 1.0);
        let x = near.x(2_600_000_000, 800.0);
        assert_eq!(near.at(x, 800.0), 2_600_000_000);
    }

    #[test]
    fn a_few_events_of_one_day_are_seen_in_their_month() {
        let span = Span::over([0, 1000], 0.0);
        assert!((span.at_least(28.0).length() - 28.0 * 86_400_000.0).abs() < 1.0);
        assert!((span.at_least(0.5).length() - span.length()).abs() < 1.0);
    }

    #[test]
    fn no_zoom_and_no_way_loses_everything() {
        let all = Span { from: 0.0, to: 1e10 };
        let mut span = all;
        for _ in 0..100 {
            span = span.zoomed(0.5, 0.5, all);
        }
        assert!((span.length() - LEAST).abs() < 1.0);
        for _ in 0..100 {
            span = span.zoomed(2.0, 0.5, all).moved(3.0, all);
        }
        assert!(span.from < all.to && span.to > all.from);
        assert!(span.length() <= all.length() * 2.0 + 1.0);
    }

    #[test]
    fn everything_has_room_around() {
        let span = Span::over([1_000_000_000_000, 1_010_000_000_000], 0.0);
        assert!(span.from < 1e12 && span.to > 1.01e12);
        assert!(Span::over([5], 0.0).length() > 1000.0);
        assert!(Span::over([], 7.0).from < 7.0);
    }

    #[test]
    fn what_is_too_close_is_one() {
        assert_eq!(clusters(&[0.0, 5.0, 19.0, 20.0, 60.0], 20.0), [(0, 3), (3, 1), (4, 1)]);
        assert!(clusters(&[], 20.0).is_empty());
    }

    #[test]
    fn labels_that_coincide_get_rows_of_their_own() {
        assert_eq!(levels(&[(0.0, 50.0), (0.0, 50.0), (60.0, 50.0), (10.0, 10.0)]), [0, 1, 0, 2]);
    }
}
