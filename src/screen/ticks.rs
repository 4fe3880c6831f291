//! Where the ticks and numbers of a ruler stand.

use crate::edit::units::{Unit, from_px, to_px};

/// Numbers stand at least so far apart, px of the screen.
const APART: f64 = 56.0;

/// Where ticks stand (and whether they are long), and the numbers.
pub(crate) type Ticks = (Vec<(f64, bool)>, Vec<(f64, String)>);

/// The ticks of a ruler whose 0 is at `start`, px of the screen.
pub(crate) fn ticks(start: f64, scale: f64, length: f64, unit: Unit, dpi: f64) -> Ticks {
    let one = to_px(1.0, unit, dpi) * scale;
    let mut out = (Vec::new(), Vec::new());
    if !(one > 0.0 && length > 0.0) {
        return out;
    }
    // 1, 2, 5, 10, 20, … of the unit, the least that leaves room for numbers.
    let raw = APART / one;
    let ten = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|n| n * ten).into_iter().find(|s| *s >= raw);
    let step = step.unwrap_or(10.0 * ten);
    let first = from_px(-start / scale, unit, dpi).div_euclid(step);
    let last = from_px((length - start) / scale, unit, dpi).div_euclid(step) + 1.0;
    let mut n = first;
    while n <= last {
        let at = start + n * step * one;
        let value = n * step;
        let words = if step < 1.0 { format!("{value:.1}") } else { format!("{value:.0}") };
        out.0.push((at, true));
        out.1.push((at, if words == "-0" { "0".into() } else { words }));
        for part in 1..5 {
            out.0.push((at + f64::from(part) * step * one / 5.0, false));
        }
        n += 1.0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_apart_and_begin_at_the_page() {
        for scale in [0.05, 0.4, 1.0, 7.3] {
            for unit in [Unit::Px, Unit::Mm, Unit::In] {
                let (_, numbers) = ticks(100.0, scale, 900.0, unit, 150.0);
                assert!(
                    numbers.iter().any(|(at, n)| n.starts_with('0') && (at - 100.0).abs() < 0.01)
                );
                for pair in numbers.windows(2) {
                    let apart = pair[1].0 - pair[0].0;
                    assert!((APART..=APART * 2.6).contains(&apart), "{unit:?} {scale}: {apart}");
                }
            }
        }
        assert!(ticks(0.0, 0.0, 900.0, Unit::Px, 150.0).0.is_empty());
    }
}
