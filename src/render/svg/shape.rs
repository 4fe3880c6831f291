//! Outlines and QR codes.

use super::write::{attribute, decimals, num, path_data};
use super::{Drawing, fill};
use crate::render::scene::PathStroke;
use crate::template::Color;
use kurbo::{BezPath, Rect};

impl Drawing<'_> {
    pub(super) fn path(
        &mut self,
        path: &BezPath,
        inside: Option<Color>,
        stroke: Option<&PathStroke>,
    ) {
        self.out.push_str("<path");
        match inside {
            Some(color) => self.out.push_str(&fill(color)),
            None => attribute(&mut self.out, "fill", "none"),
        }
        if let Some(stroke) = stroke {
            attribute(&mut self.out, "stroke", &stroke.color.hex_rgb());
            attribute(&mut self.out, "stroke-width", &num(stroke.width.into()));
            if stroke.color.a != 255 {
                attribute(&mut self.out, "stroke-opacity", &num(stroke.color.alpha().into()));
            }
            if !stroke.dash.is_empty() {
                let dash: Vec<String> = stroke.dash.iter().map(|d| num((*d).into())).collect();
                attribute(&mut self.out, "stroke-dasharray", &dash.join(" "));
            }
        }
        attribute(&mut self.out, "d", &path_data(path, 2));
        self.out.push_str("/>");
    }

    /// The dark modules as one path, in units of a module: each stretch of a
    /// row is one rectangle. Crisp edges keep upright modules sharp; turned
    /// ones they would make jagged.
    pub(super) fn modules(
        &mut self,
        side: usize,
        dark: &[bool],
        to: Rect,
        color: Color,
        upright: bool,
    ) {
        if side == 0 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 177")]
        let module = decimals(to.width() / side as f64, 6);
        let mut data = String::new();
        for (y, row) in dark.chunks(side).enumerate() {
            let mut x = 0;
            for stretch in row.chunk_by(|a, b| a == b) {
                let length = stretch.len();
                if stretch.first() == Some(&true) {
                    data.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
                }
                x += length;
            }
        }
        let crisp = if upright { " shape-rendering=\"crispEdges\"" } else { "" };
        self.out.push_str(&format!(
            "<path{}{crisp} transform=\"matrix({module} 0 0 {module} {} {})\" d=\"{data}\"/>",
            fill(color),
            num(to.x0),
            num(to.y0)
        ));
    }
}
