//! QR codes.
//!
//! Drawn as the outline of the dark areas, in units of a module: the numbers
//! are small and whole, so it deflates to the size of a bitmap, and it is sharp
//! at any zoom in any viewer, with no seams between modules. (A bitmap that is
//! not to be interpolated is all the same smoothed below 400 % by poppler.)

use super::prepare::nowhere;
use super::shape::{Shape, fill, transform};
use crate::diagnostic::Diagnostic;
use crate::template::Color;
use krilla::geom::PathBuilder;
use kurbo::{Affine, Rect};

/// The dark modules as one shape, or nothing if all is light.
///
/// # Errors
/// `pdf-invalid` for coordinates that are not numbers.
pub(super) fn modules(
    side: usize,
    dark: &[bool],
    to: Rect,
    color: Color,
) -> Result<Option<Shape>, Diagnostic> {
    if side == 0 || dark.len() < side * side || color.a == 0 {
        return Ok(None);
    }
    let modules = side as f64;
    let scale = Affine::scale_non_uniform(to.width() / modules, to.height() / modules);
    let place = transform(scale.then_translate(to.origin().to_vec2())).ok_or_else(nowhere)?;
    let mut path = PathBuilder::new();
    for contour in contours(side, dark) {
        for (i, (x, y)) in contour.into_iter().enumerate() {
            let (x, y) = (x as f32, y as f32);
            if i == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        path.close();
    }
    Ok(path.finish().map(|path| Shape {
        path,
        fill: Some(fill(color)),
        stroke: None,
        transform: Some(place),
    }))
}

/// A step along the grid, clockwise from east.
const STEPS: [(isize, isize); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// The corners of the dark areas' outlines. Dark lies to the right of the way,
/// so areas run clockwise and the holes in them against it.
fn contours(side: usize, dark: &[bool]) -> Vec<Vec<(usize, usize)>> {
    let is_dark = |x: Option<usize>, y: Option<usize>| match (x, y) {
        (Some(x), Some(y)) if x < side && y < side => {
            dark.get(y * side + x).copied().unwrap_or(false)
        }
        _ => false,
    };
    // For each corner of the grid, a bit for each direction in which an edge
    // leaves it.
    let mut leaving = vec![[false; 4]; (side + 1) * (side + 1)];
    let at = |x: usize, y: usize| y * (side + 1) + x;
    let mut leave = |x: usize, y: usize, way: usize| {
        if let Some(edge) = leaving.get_mut(at(x, y)).and_then(|edges| edges.get_mut(way)) {
            *edge = true;
        }
    };
    for y in 0..side {
        for x in 0..side {
            if !is_dark(Some(x), Some(y)) {
                continue;
            }
            if !is_dark(Some(x), y.checked_sub(1)) {
                leave(x, y, 0);
            }
            if !is_dark(Some(x + 1), Some(y)) {
                leave(x + 1, y, 1);
            }
            if !is_dark(Some(x), Some(y + 1)) {
                leave(x + 1, y + 1, 2);
            }
            if !is_dark(x.checked_sub(1), Some(y)) {
                leave(x, y + 1, 3);
            }
        }
    }

    // Takes an edge away if it is there.
    let mut take = |x: usize, y: usize, way: usize| {
        let edge = leaving.get_mut(at(x, y)).and_then(|edges| edges.get_mut(way));
        edge.is_some_and(std::mem::take)
    };
    let mut contours = Vec::new();
    for y in 0..=side {
        for x in 0..=side {
            // Row by row, the first corner met of a contour has a turn at it.
            while let Some(mut way) = (0..4).find(|way| take(x, y, *way)) {
                let mut corners = vec![(x, y)];
                let (mut cx, mut cy) = (x, y);
                loop {
                    let (dx, dy) = STEPS.get(way).copied().unwrap_or_default();
                    cx = cx.saturating_add_signed(dx);
                    cy = cy.saturating_add_signed(dy);
                    // To the right first: areas that touch at a corner only
                    // stay apart.
                    let turns = [(way + 1) % 4, way, (way + 3) % 4];
                    let Some(next) = turns.into_iter().find(|way| take(cx, cy, *way)) else {
                        break;
                    };
                    if next != way {
                        corners.push((cx, cy));
                    }
                    way = next;
                }
                contours.push(corners);
            }
        }
    }
    contours
}

#[cfg(test)]
mod tests {
    use super::contours;
    use proptest::prelude::*;

    #[test]
    fn a_ring_has_an_outer_and_an_inner_outline() {
        let ring = [true, true, true, true, false, true, true, true, true];
        assert_eq!(
            contours(3, &ring),
            [vec![(0, 0), (3, 0), (3, 3), (0, 3)], vec![(1, 1), (1, 2), (2, 2), (2, 1)]]
        );
    }

    proptest! {
        #[test]
        fn winding_is_one_in_dark_modules_and_zero_elsewhere(
            dark in proptest::collection::vec(any::<bool>(), 7 * 7)
        ) {
            let contours = contours(7, &dark);
            for y in 0..7 {
                for x in 0..7 {
                    // Edges crossed by a ray to the right of the module.
                    let winding: i32 = contours
                        .iter()
                        .flat_map(|c| c.iter().zip(c.iter().cycle().skip(1)))
                        .filter(|(a, b)| a.0 == b.0 && a.0 > x)
                        .filter(|(a, b)| a.1.min(b.1) <= y && y < a.1.max(b.1))
                        .map(|(a, b)| if b.1 > a.1 { 1 } else { -1 })
                        .sum();
                    prop_assert_eq!(winding, i32::from(dark[y * 7 + x]));
                }
            }
        }
    }
}
