//! Numbers, attributes and paths as text.

use kurbo::{Affine, BezPath, PathEl, Point};

/// A number with at most two decimals and nothing that could be left out.
pub(super) fn num(value: f64) -> String {
    decimals(value, 2)
}

/// A number with at most `places` decimals. What is not finite is 0: an SVG
/// with `NaN` in it would not be shown at all.
pub(super) fn decimals(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let mut text = format!("{value:.places$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// A matrix, or a translation where that says it all.
pub(super) fn affine(transform: Affine) -> String {
    let [a, b, c, d, e, f] = transform.as_coeffs();
    if [a, b, c, d] == [1.0, 0.0, 0.0, 1.0] {
        return format!("translate({} {})", num(e), num(f));
    }
    let fine = |v| decimals(v, 6);
    format!("matrix({} {} {} {} {} {})", fine(a), fine(b), fine(c), fine(d), num(e), num(f))
}

/// ` name="value"`.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// Text that XML 1.0 (section 2.2) allows: markup escaped, characters that may
/// not stand in any document replaced.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}

/// Path data, relative, with so many decimals. Rounding is carried along so
/// that errors don't add up.
pub(super) fn path_data(path: &BezPath, places: usize) -> String {
    let mut out = PathData { out: String::new(), at: Point::ZERO, places };
    let mut start = Point::ZERO;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                out.command('m', &[p]);
                start = out.at;
            }
            PathEl::LineTo(p) => out.command('l', &[p]),
            PathEl::QuadTo(a, p) => out.command('q', &[a, p]),
            PathEl::CurveTo(a, b, p) => out.command('c', &[a, b, p]),
            PathEl::ClosePath => {
                out.out.push('z');
                out.at = start;
            }
        }
    }
    out.out
}

struct PathData {
    out: String,
    at: Point,
    places: usize,
}

impl PathData {
    fn command(&mut self, letter: char, points: &[Point]) {
        self.out.push(letter);
        let unit = 10_f64.powi(i32::try_from(self.places).unwrap_or(2));
        let round = |v: f64| if v.is_finite() { (v * unit).round() / unit } else { 0.0 };
        let from = self.at;
        let mut first = true;
        for point in points {
            let point = Point::new(round(point.x), round(point.y));
            for value in [point.x - from.x, point.y - from.y] {
                let text = decimals(value, self.places);
                if !first && !text.starts_with('-') {
                    self.out.push(' ');
                }
                first = false;
                self.out.push_str(text.strip_prefix("0.").map_or(text.as_str(), |_| {
                    // `0.5` may be written `.5`.
                    text.get(1..).unwrap_or_default()
                }));
            }
            self.at = point;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (1.0, "1"),
            (-0.001, "0"),
            (12.5, "12.5"),
            (100.0, "100"),
            (f64::NAN, "0"),
            (0.126, "0.13"),
        ] {
            assert_eq!(num(value), text);
        }
    }

    proptest! {
        #[test]
        fn paths_come_back_as_they_were(points in prop::collection::vec((-2000.0..2000.0f64, -2000.0..2000.0f64), 2..20)) {
            let mut path = BezPath::new();
            for (i, p) in points.iter().enumerate() {
                if i == 0 { path.move_to(*p) } else { path.line_to(*p) }
            }
            let back = BezPath::from_svg(&path_data(&path, 2)).unwrap();
            for (a, b) in path.elements().iter().zip(back.elements()) {
                let (Some(a), Some(b)) = (a.end_point(), b.end_point()) else { continue };
                prop_assert!(a.distance(b) < 0.01, "{a:?} {b:?}");
            }
        }
    }
}
