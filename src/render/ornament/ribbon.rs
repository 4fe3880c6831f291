//! A banner.

use super::curve::polygon;
use super::{Mark, Pen, filled};
use kurbo::Rect;

/// A banner with folded ends: the middle in the main ink, the ends behind it in
/// the second one, the folds darker still, as they lie in the shade.
pub fn banner(frame: Rect, pen: &Pen) -> Vec<Mark> {
    let Rect { x0, y0, x1, y1 } = frame;
    let (width, height) = (frame.width(), frame.height());
    let drop = height * 0.22;
    let tail = (width * 0.14).min(height * 1.4);
    let fold = tail * 0.45;
    let notch = tail * 0.35;
    let middle = polygon(&[
        (x0 + tail - fold, y0),
        (x1 - tail + fold, y0),
        (x1 - tail + fold, y1 - drop),
        (x0 + tail - fold, y1 - drop),
    ]);
    let left = polygon(&[
        (x0, y0 + drop),
        (x0 + tail, y0 + drop),
        (x0 + tail, y1),
        (x0, y1),
        (x0 + notch, (y0 + drop + y1) / 2.0),
    ]);
    let right = polygon(&[
        (x1, y0 + drop),
        (x1 - tail, y0 + drop),
        (x1 - tail, y1),
        (x1, y1),
        (x1 - notch, (y0 + drop + y1) / 2.0),
    ]);
    let fold_left =
        polygon(&[(x0 + tail - fold, y1 - drop), (x0 + tail, y1 - drop), (x0 + tail, y1)]);
    let fold_right =
        polygon(&[(x1 - tail + fold, y1 - drop), (x1 - tail, y1 - drop), (x1 - tail, y1)]);
    let shade = super::shade(pen.second);
    vec![
        filled(left, pen.second),
        filled(right, pen.second),
        filled(fold_left, shade),
        filled(fold_right, shade),
        filled(middle, pen.main),
    ]
}
