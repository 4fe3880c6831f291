//! The sheet: `basePdf` is a size with paddings in mm, or a whole PDF.

use super::Findings;
use super::value::{DPI, data, mm, number, pt};
use crate::diagnostic::Diagnostic;
use crate::template::{MAX_PAGE_PX, Margins, Orientation, Page, Preset};
use serde_json::Value;

/// The largest PDF that is looked at for its page's size, in bytes.
const MAX_PDF: usize = 16 * 1024 * 1024;

pub(super) fn page(base: &Value, findings: &mut Findings) -> Result<Page, Diagnostic> {
    match base {
        Value::Object(map) => {
            let (Some(width), Some(height)) = (number(map, "width"), number(map, "height")) else {
                return Err(no_size("The template does not say how large its page is."));
            };
            let mut page = sized(mm(width), mm(height))?;
            let padding = map.get("padding").and_then(Value::as_array);
            let side = |at: usize| {
                let side = padding.and_then(|all| all.get(at)).and_then(Value::as_f64);
                mm(side.filter(|side| side.is_finite()).unwrap_or(0.0).clamp(0.0, 500.0))
                    .min(MAX_PAGE_PX)
            };
            let margins = Margins { top: side(0), right: side(1), bottom: side(2), left: side(3) };
            page.margins = (margins != Margins::default()).then_some(margins);
            Ok(page)
        }
        _ => {
            let size = base.as_str().and_then(|text| media_box(&data(text, MAX_PDF)?));
            let found = size.and_then(|(width, height)| sized(pt(width), pt(height)).ok());
            let message = if found.is_some() {
                "The PDF that lies below everything was left out; the page has its size."
            } else {
                "The PDF that lies below everything was left out, and its size is not known: the page is A4."
            };
            findings.push(
                Diagnostic::warning("pdfme-base-pdf", "basePdf", message)
                    .repair("Save its page as a picture, and choose that as the background."),
            );
            Ok(found.unwrap_or_else(|| Preset::A4.page(Orientation::Portrait)))
        }
    }
}

fn sized(width: f32, height: f32) -> Result<Page, Diagnostic> {
    let good = |side: f32| (10.0..=MAX_PAGE_PX).contains(&side);
    if good(width) && good(height) {
        return Ok(Page::new(width.round(), height.round(), DPI));
    }
    Err(no_size("The page is too small or too large to be drawn."))
}

fn no_size(message: &str) -> Diagnostic {
    Diagnostic::error("pdfme-page-size", "basePdf", message)
        .repair("Set a page of at most 1380 mm a side in pdfme, and save it again.")
}

/// Width and height in points of the first page whose size can be read
/// without taking the PDF apart.
fn media_box(pdf: &[u8]) -> Option<(f64, f64)> {
    const KEY: &[u8] = b"/MediaBox";
    let at = pdf.windows(KEY.len()).position(|here| here == KEY)? + KEY.len();
    let rest = pdf.get(at..)?;
    let rest = rest.get(..rest.len().min(200))?;
    let text = String::from_utf8_lossy(rest);
    let inside = text.trim_start().strip_prefix('[')?.split(']').next()?;
    let numbers: Vec<f64> = inside.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    match numbers.as_slice() {
        [left, bottom, right, top] => {
            let size = ((right - left).abs(), (top - bottom).abs());
            (size.0.is_finite() && size.1.is_finite() && size.0 < 1e5 && size.1 < 1e5)
                .then_some(size)
        }
        _ => None,
    }
}
