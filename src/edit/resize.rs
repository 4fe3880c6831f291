//! Resizing by handles: the opposite corner or edge (or the centre) stays where
//! it is on the page, however the frame is turned.

use super::geometry::{MIN_SIZE_PX, centre, frame_about, sin_cos, turned, union};
use crate::template::{Frame, MAX_FRAME_PX};
use kurbo::{Point, Vec2};

/// One of the eight handles of a frame, named before turning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "compass points, north being the top")]
pub enum Handle {
    NorthWest,
    North,
    NorthEast,
    East,
    SouthEast,
    South,
    SouthWest,
    West,
}

impl Handle {
    /// All handles, clockwise from the top left.
    pub const ALL: [Self; 8] = [
        Self::NorthWest,
        Self::North,
        Self::NorthEast,
        Self::East,
        Self::SouthEast,
        Self::South,
        Self::SouthWest,
        Self::West,
    ];

    /// Which way it pulls: −1, 0 or 1 along the frame's width and height.
    pub fn direction(self) -> Vec2 {
        let (x, y) = match self {
            Self::NorthWest => (-1.0, -1.0),
            Self::North => (0.0, -1.0),
            Self::NorthEast => (1.0, -1.0),
            Self::East => (1.0, 0.0),
            Self::SouthEast => (1.0, 1.0),
            Self::South => (0.0, 1.0),
            Self::SouthWest => (-1.0, 1.0),
            Self::West => (-1.0, 0.0),
        };
        Vec2::new(x, y)
    }

    /// Where it is on the page.
    pub fn position(self, frame: &Frame) -> Point {
        let half = Vec2::new(f64::from(frame.width), f64::from(frame.height)) / 2.0;
        let to = self.direction();
        let local = Vec2::new(to.x * half.x, to.y * half.y);
        centre(frame) + turned(local, f64::from(frame.rotation))
    }
}

/// How a handle is dragged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResizeOptions {
    /// Width and height stay in proportion (Shift).
    pub keep_ratio: bool,
    /// Both sides move, the centre stays (Alt).
    pub from_centre: bool,
}

/// The frame when one of its handles is dragged by so many px on the page. Its
/// width and height stay between [`MIN_SIZE_PX`] and [`MAX_FRAME_PX`].
pub fn resize(frame: &Frame, handle: Handle, drag: Vec2, options: ResizeOptions) -> Frame {
    let to = handle.direction();
    let (w, h) = (f64::from(frame.width), f64::from(frame.height));
    let rotation = f64::from(frame.rotation);
    let pull = turned(drag, -rotation) * if options.from_centre { 2.0 } else { 1.0 };
    if !pull.x.is_finite() || !pull.y.is_finite() {
        return *frame;
    }
    let (mut width, mut height) = (w + to.x * pull.x, h + to.y * pull.y);
    if options.keep_ratio && w > 0.0 && h > 0.0 {
        // A corner follows the pointer along the diagonal.
        let scale = if to.x == 0.0 {
            height / h
        } else if to.y == 0.0 {
            width / w
        } else {
            (width * w + height * h) / (w * w + h * h)
        };
        let least = MIN_SIZE_PX / w.min(h);
        let most = f64::from(MAX_FRAME_PX) / w.max(h);
        let scale = scale.min(most).max(least);
        (width, height) = (w * scale, h * scale);
    }
    // A side that is not pulled keeps even an odd size.
    let limit = |size: f64, old: f64| {
        if size == old { old } else { size.clamp(MIN_SIZE_PX, f64::from(MAX_FRAME_PX)) }
    };
    (width, height) = (limit(width, w), limit(height, h));
    let shift = if options.from_centre {
        Vec2::ZERO
    } else {
        Vec2::new(to.x * (width - w), to.y * (height - h)) / 2.0
    };
    frame_about(centre(frame) + turned(shift, rotation), width, height, frame.rotation)
}

/// Several frames when a handle of the upright box around them is dragged: each
/// keeps its share of the box. A frame that is turned askew keeps its angle and
/// takes the nearest width and height.
pub fn resize_all(
    frames: &[Frame],
    handle: Handle,
    drag: Vec2,
    options: ResizeOptions,
) -> Vec<Frame> {
    if let [one] = frames {
        return vec![resize(one, handle, drag, options)];
    }
    let Some(old) = union(frames) else { return Vec::new() };
    let around = frame_about(old.center(), old.width(), old.height(), 0.0);
    // No member becomes smaller than the least.
    let smallest = |of: fn(&Frame) -> f32| {
        frames.iter().map(of).map(f64::from).filter(|v| *v > 0.0).fold(f64::INFINITY, f64::min)
    };
    let least = MIN_SIZE_PX / smallest(|f| f.width.min(f.height));
    let new = resize(&around, handle, drag, options);
    let scale = |new: f32, old: f64| {
        if old > 0.0 { (f64::from(new) / old).max(least.min(1.0)) } else { 1.0 }
    };
    let (sx, sy) = (scale(new.width, old.width()), scale(new.height, old.height()));
    let to = handle.direction();
    let half = Vec2::new(old.width(), old.height()) / 2.0;
    let fixed = if options.from_centre {
        old.center()
    } else {
        old.center() - Vec2::new(to.x * half.x, to.y * half.y)
    };
    frames
        .iter()
        .map(|frame| {
            let from = centre(frame) - fixed;
            let (sin, cos) = sin_cos(f64::from(frame.rotation));
            let width = f64::from(frame.width) * (sx * cos).hypot(sy * sin);
            let height = f64::from(frame.height) * (sx * sin).hypot(sy * cos);
            let at = fixed + Vec2::new(from.x * sx, from.y * sy);
            frame_about(at, width, height, frame.rotation)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn opposite(handle: Handle) -> Handle {
        let at = Handle::ALL.iter().position(|h| *h == handle).unwrap();
        Handle::ALL[(at + 4) % 8]
    }

    fn frame() -> impl Strategy<Value = Frame> {
        (-500.0..1500.0f32, -500.0..1500.0f32, 1.0..800.0f32, 1.0..800.0f32, -720.0..720.0f32)
            .prop_map(|(x, y, width, height, rotation)| Frame { x, y, width, height, rotation })
    }

    proptest! {
        #[test]
        fn the_opposite_stays(
            frame in frame(), handle in prop::sample::select(Handle::ALL.to_vec()),
            drag in (-2000.0..2000.0f64, -2000.0..2000.0f64),
            keep_ratio: bool, from_centre: bool,
        ) {
            let options = ResizeOptions { keep_ratio, from_centre };
            let new = resize(&frame, handle, Vec2::new(drag.0, drag.1), options);
            let (before, after) = if from_centre {
                (centre(&frame), centre(&new))
            } else {
                (opposite(handle).position(&frame), opposite(handle).position(&new))
            };
            prop_assert!(before.distance(after) < 0.01, "{before} {after}");
            prop_assert!(new.width >= 1.0 && new.height >= 1.0);
            prop_assert!(new.width <= MAX_FRAME_PX && new.height <= MAX_FRAME_PX);
            if keep_ratio {
                let (old, now) = (frame.width / frame.height, new.width / new.height);
                prop_assert!((old - now).abs() <= old * 1e-4, "{old} {now}");
            } else if !from_centre && new.width > 1.0 && new.height > 1.0 {
                // The handle is under the pointer, along the ways it pulls.
                let moved = handle.position(&new) - handle.position(&frame);
                let (local, asked) = (
                    turned(moved, -f64::from(frame.rotation)),
                    turned(Vec2::new(drag.0, drag.1), -f64::from(frame.rotation)),
                );
                let to = handle.direction();
                prop_assert!((local.x - asked.x * to.x.abs()).abs() < 0.02);
                prop_assert!((local.y - asked.y * to.y.abs()).abs() < 0.02);
            }
        }

        #[test]
        fn several_keep_their_shares(
            frames in prop::collection::vec(frame(), 2..6),
            handle in prop::sample::select(Handle::ALL.to_vec()),
            drag in (-300.0..900.0f64, -300.0..900.0f64),
        ) {
            let upright: Vec<Frame> =
                frames.iter().map(|f| Frame { rotation: 0.0, ..*f }).collect();
            let drag = Vec2::new(drag.0, drag.1);
            let new = resize_all(&upright, handle, drag, ResizeOptions::default());
            let (old_box, new_box) = (union(&upright).unwrap(), union(&new).unwrap());
            for (old, new) in upright.iter().zip(&new) {
                let share = |x: f32, from: f64, size: f64| (f64::from(x) - from) / size;
                let before = share(old.x, old_box.x0, old_box.width());
                let after = share(new.x, new_box.x0, new_box.width());
                prop_assert!((before - after).abs() < 1e-2, "{before} {after}");
                prop_assert!(new.width >= 0.99 && new.height >= 0.99);
            }
        }
    }

    #[test]
    fn several_turned_by_a_right_angle_scale_across() {
        let frames = [
            Frame::new(0.0, 0.0, 100.0, 100.0),
            Frame { rotation: 90.0, ..Frame::new(200.0, 0.0, 100.0, 50.0) },
        ];
        let new = resize_all(&frames, Handle::East, Vec2::new(275.0, 0.0), Default::default());
        assert_eq!((new[0].width, new[0].height), (200.0, 100.0));
        assert_eq!((new[1].width, new[1].height), (100.0, 100.0), "its height lies along x");
        assert_eq!(new[0].x, 0.0);
    }
}
