//! What filter effects cost, and how far their settings may go.

use super::super::limits::{
    MAX_BLUR, MAX_FILTER_STEPS, MAX_KERNEL, MAX_MORPHOLOGY_RADIUS, MAX_OCTAVES,
};
use super::cost::{Surface, Work, surface};
use super::too_complex;
use crate::diagnostic::Diagnostic;
use resvg::usvg::Transform;
use resvg::usvg::filter::{Filter, Kind};

/// Counts one filter drawn on a layer.
///
/// # Errors
/// `svg-too-complex`.
pub(super) fn check(
    work: &mut Work,
    filter: &Filter,
    ts: Transform,
    layer: Surface,
) -> Result<(), Diagnostic> {
    if filter.primitives().len() > MAX_FILTER_STEPS {
        return Err(too_complex(&format!(
            "has a filter effect of more than {MAX_FILTER_STEPS} steps"
        )));
    }
    // Allocated as declared, whether or not it lies on the page.
    let region = surface(filter.rect().to_rect(), ts);
    let region = if region.area() > layer.area() { region } else { layer };
    let mut held = layer;
    for step in filter.primitives() {
        // Every step's result is kept until the filter is done.
        held = work.hold(held, region)?;
        let area = region.area();
        let each = per_pixel(step.kind(), ts)?;
        // Ten for copies and for changing colour spaces around the step.
        work.spend(area * (each + 10.0))?;
        if let Kind::Image(image) = step.kind() {
            work.children(image.root(), ts, held)?;
        }
    }
    Ok(())
}

/// Steps for each pixel.
fn per_pixel(kind: &Kind, ts: Transform) -> Result<f64, Diagnostic> {
    let blur = |x: f32, y: f32| {
        if x > MAX_BLUR || y > MAX_BLUR {
            Err(too_complex(&format!("has a blur of more than {MAX_BLUR} px")))
        } else {
            Ok(150.0)
        }
    };
    Ok(match kind {
        Kind::GaussianBlur(fe) => blur(fe.std_dev_x().get(), fe.std_dev_y().get())?,
        Kind::DropShadow(fe) => blur(fe.std_dev_x().get(), fe.std_dev_y().get())? + 15.0,
        Kind::Turbulence(fe) => {
            if fe.num_octaves() > MAX_OCTAVES {
                return Err(too_complex(&format!(
                    "has a noise effect of more than {MAX_OCTAVES} layers"
                )));
            }
            f64::from(fe.num_octaves()) * 150.0
        }
        Kind::Morphology(fe) => {
            let (x, y) = (fe.radius_x().get(), fe.radius_y().get());
            if x > MAX_MORPHOLOGY_RADIUS || y > MAX_MORPHOLOGY_RADIUS {
                return Err(too_complex(&format!(
                    "thickens or thins by more than {MAX_MORPHOLOGY_RADIUS} px"
                )));
            }
            // Every pixel looks at a whole window around it.
            let (sx, sy) = ts.get_scale();
            let window = |r: f32, s: f32| 2.0 * (f64::from(r) * f64::from(s)).ceil();
            window(x, sx) * window(y, sy) * 5.0
        }
        Kind::ConvolveMatrix(fe) => {
            let (columns, rows) = (fe.matrix().columns(), fe.matrix().rows());
            let cells = u64::from(columns) * u64::from(rows);
            // A kernel with fewer numbers than cells would be read past its end.
            if columns > MAX_KERNEL || rows > MAX_KERNEL || cells != fe.matrix().data().len() as u64
            {
                return Err(too_complex(&format!(
                    "has a convolution larger than {MAX_KERNEL}×{MAX_KERNEL}"
                )));
            }
            f64::from(columns * rows) * 8.0
        }
        Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 80.0,
        Kind::DisplacementMap(_) => 20.0,
        Kind::ColorMatrix(_) | Kind::ComponentTransfer(_) => 20.0,
        Kind::Merge(fe) => 6.0 * fe.inputs().len() as f64,
        Kind::Blend(_) | Kind::Composite(_) | Kind::Tile(_) => 12.0,
        Kind::Flood(_) | Kind::Offset(_) | Kind::Image(_) => 4.0,
    })
}
