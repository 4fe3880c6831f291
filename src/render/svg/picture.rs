//! Pictures, and drawings nested in the drawing.

use super::write::{attribute, escape, num};
use super::{Drawing, Pictures};
use crate::diagnostic::Diagnostic;
use crate::render::assets::Asset;
use crate::template::{AssetId, Mime};
use base64::Engine;
use kurbo::Rect;

impl Drawing<'_> {
    pub(super) fn picture(
        &mut self,
        id: &AssetId,
        to: Rect,
        clip: Rect,
        radius: f64,
    ) -> Result<(), Diagnostic> {
        let clipped = clip != to || radius > 0.0;
        if clipped {
            let name = format!("{}{}", self.id, self.clips);
            self.clips += 1;
            self.out.push_str(&format!("<clipPath id=\"{name}\"><rect{}", place(clip)));
            if radius > 0.0 {
                attribute(&mut self.out, "rx", &num(radius));
            }
            self.out.push_str(&format!("/></clipPath><g clip-path=\"url(#{name})\">"));
        }
        match &self.pictures {
            Pictures::LeftOut => {}
            Pictures::Linked(address) => {
                let address = address(id).ok_or_else(missing)?;
                let mut escaped = String::new();
                escape(&mut escaped, &address);
                image(&mut self.out, to, &escaped);
            }
            Pictures::Embedded(assets) => {
                let asset = assets.get(id).ok_or_else(missing)?;
                match asset.mime {
                    Mime::Svg => nested(&mut self.out, to, asset)?,
                    mime => {
                        let data = base64::engine::general_purpose::STANDARD.encode(&asset.bytes);
                        image(&mut self.out, to, &format!("data:{};base64,{data}", mime.as_str()));
                    }
                }
            }
        }
        if clipped {
            self.out.push_str("</g>");
        }
        Ok(())
    }
}

/// `address` is written as it is: nothing in base64 needs escaping, and looking
/// for it in megabytes would take most of the time.
fn image(out: &mut String, to: Rect, address: &str) {
    out.push_str("<image");
    out.push_str(&place(to));
    out.push_str(" preserveAspectRatio=\"none\" xlink:href=\"");
    out.push_str(address);
    out.push_str("\"/>");
}

/// A drawing that passed the import gate, which gives its ids a prefix of their
/// own: written inline, since print programs don't open drawings in pictures.
fn nested(out: &mut String, to: Rect, asset: &Asset) -> Result<(), Diagnostic> {
    let inner = inner(&asset.bytes).ok_or_else(|| {
        Diagnostic::error("picture-unreadable", "", "A drawing on the page is damaged.")
            .repair("Choose the picture again.")
    })?;
    out.push_str(&format!(
        "<svg{} viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\">{inner}</svg>",
        place(to),
        num(asset.width.into()),
        num(asset.height.into())
    ));
    Ok(())
}

/// What stands between `<svg …>` and `</svg>`.
fn inner(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let open = text.find("<svg")?;
    let body = open + text.get(open..)?.find('>')? + 1;
    let end = text.rfind("</svg>")?;
    text.get(body..end).map(str::trim)
}

fn place(rect: Rect) -> String {
    let mut out = String::new();
    for (name, value) in
        [("x", rect.x0), ("y", rect.y0), ("width", rect.width()), ("height", rect.height())]
    {
        attribute(&mut out, name, &num(value));
    }
    out
}

fn missing() -> Diagnostic {
    Diagnostic::error("picture-missing", "", "A picture of the certificate is not in the store.")
        .repair("Choose the picture again.")
}
