//! Turning about the selection's centre.

use super::geometry::{centre, frame_about, turned, union};
use crate::template::Frame;
use kurbo::Point;

/// The step that turning snaps to, in degrees.
pub const SNAP_DEGREES: f64 = 15.0;

/// The point that frames are turned about: the centre of the one, or of the box
/// around several.
pub fn pivot(frames: &[Frame]) -> Option<Point> {
    match frames {
        [one] => Some(centre(one)),
        _ => union(frames).map(|around| around.center()),
    }
}

/// By how many degrees the pointer went round the pivot, −180 to 180.
pub fn angle_between(pivot: Point, from: Point, to: Point) -> f64 {
    let (from, to) = (from - pivot, to - pivot);
    normal(to.atan2().to_degrees() - from.atan2().to_degrees())
}

/// The frames turned by so many degrees, clockwise, about their pivot. With
/// `snap`, one frame's angle becomes a multiple of [`SNAP_DEGREES`]; several are
/// turned by a multiple.
pub fn rotate(frames: &[Frame], degrees: f64, snap: bool) -> Vec<Frame> {
    let Some(pivot) = pivot(frames).filter(|_| degrees.is_finite()) else {
        return frames.to_vec();
    };
    let step = |angle: f64| (angle / SNAP_DEGREES).round() * SNAP_DEGREES;
    let by = match frames {
        [one] if snap => step(f64::from(one.rotation) + degrees) - f64::from(one.rotation),
        _ if snap => step(degrees),
        _ => degrees,
    };
    frames
        .iter()
        .map(|frame| {
            let at = pivot + turned(centre(frame) - pivot, by);
            #[expect(clippy::cast_possible_truncation, reason = "within ±180")]
            let rotation = normal(f64::from(frame.rotation) + by) as f32;
            frame_about(at, f64::from(frame.width), f64::from(frame.height), rotation)
        })
        .collect()
}

/// The same angle above −180 and up to 180; −0 is 0.
fn normal(degrees: f64) -> f64 {
    let turn = degrees.rem_euclid(360.0);
    if turn > 180.0 { turn - 360.0 } else { turn + 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_snaps_to_multiples_of_fifteen() {
        let frame = Frame { rotation: 7.0, ..Frame::new(10.0, 20.0, 30.0, 40.0) };
        let new = rotate(&[frame], 14.0, true);
        assert_eq!(new, [Frame { rotation: 15.0, ..frame }]);
        assert_eq!(rotate(&[frame], -187.0, true)[0].rotation, 180.0);
        assert_eq!(rotate(&[frame], f64::NAN, true), [frame]);
        let p = |x, y| Point::new(x, y);
        assert_eq!(angle_between(p(0.0, 0.0), p(1.0, 0.0), p(0.0, 1.0)).round(), 90.0);
    }

    proptest! {
        #[test]
        fn there_and_back(
            at in prop::collection::vec((0.0..900.0f32, 0.0..900.0f32), 1..5), by in -500.0..500.0f64
        ) {
            let frames: Vec<_> = at.iter().map(|(x, y)| Frame::new(*x, *y, 40.0, 40.0)).collect();
            let turned = rotate(&frames, by, false);
            let about = pivot(&frames).unwrap();
            for (old, new) in frames.iter().zip(&turned) {
                let (a, b) = (centre(old).distance(about), centre(new).distance(about));
                prop_assert!((a - b).abs() < 0.01);
                prop_assert!(new.rotation > -180.0 && new.rotation <= 180.0);
            }
        }
    }
}
