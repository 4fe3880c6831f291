//! What a file is, told by its first bytes.

use super::refuse;
use crate::diagnostic::Diagnostic;
use crate::locale::mark;

/// The formats that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Png,
    Jpeg,
    WebP,
    Svg,
}

const CHOOSE: &str = "Choose a PNG, JPEG, WebP or SVG picture.";

/// What the bytes are.
///
/// # Errors
/// `svg-compressed`, `picture-unsupported` or `not-a-picture`.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Diagnostic> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Kind::Png);
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(Kind::Jpeg);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Kind::WebP);
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(refuse(
            "svg-compressed",
            "This file is compressed (SVGZ or gzip).",
            "Save it from your drawing program as plain SVG, not as compressed SVG.",
        ));
    }
    if let Some(name) = other_format(bytes) {
        return Err(refuse("picture-unsupported", format!("This is {name}."), CHOOSE));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(refuse(
            "svg-damaged",
            "This text file uses the UTF-16 encoding.",
            "If it is an SVG drawing, save it again with the encoding UTF-8.",
        ));
    }
    match root_element(bytes) {
        Some("svg") => Ok(Kind::Svg),
        Some("html") => Err(refuse("not-a-picture", "This is a web page, not a picture.", CHOOSE)),
        _ => Err(refuse("not-a-picture", "This file isn't a picture.", CHOOSE)),
    }
}

/// Formats that people try, by the name they know.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if let (Some(b"ftyp"), Some(brand)) = (bytes.get(4..8), bytes.get(8..12)) {
        return Some(match brand {
            b"avif" | b"avis" => mark!("an AVIF picture"),
            b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" => {
                mark!("a HEIC picture")
            }
            _ => mark!("a video"),
        });
    }
    Some(match () {
        () if starts(b"%PDF") => mark!("a PDF"),
        () if starts(b"GIF87a") || starts(b"GIF89a") => mark!("a GIF"),
        () if starts(b"II*\0") || starts(b"MM\0*") => mark!("a TIFF picture"),
        // Two letters alone would claim any text that begins so.
        () if starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]) => mark!("a BMP picture"),
        () if starts(b"8BPS") => mark!("a Photoshop file"),
        () if starts(&[0, 0, 1, 0]) => mark!("an icon file"),
        () if starts(&[0xff, 0x0a]) || starts(b"\0\0\0\x0cJXL ") => mark!("a JPEG XL picture"),
        () if starts(b"\0\0\0\x0cjP  ") => mark!("a JPEG 2000 picture"),
        () if starts(b"%!PS") || starts(&[0xc5, 0xd0, 0xd3, 0xc6]) => mark!("a PostScript file"),
        () if starts(b"PK\x03\x04") => mark!("a ZIP archive or an office document"),
        () => return None,
    })
}

/// The first element's name without its prefix, in lower case for `html` only,
/// behind any byte-order mark, prologue, comments and document type.
fn root_element(bytes: &[u8]) -> Option<&'static str> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // The document's own check says where the text isn't UTF-8; here only the
    // start matters, so a cut character at its end may be ignored.
    let text = text.utf8_chunks().next()?.valid();
    let mut rest = text.trim_start();
    loop {
        if let Some(r) = rest.strip_prefix("<!--") {
            rest = r.split_once("-->")?.1.trim_start();
        } else if let Some(r) = rest.strip_prefix("<?") {
            rest = r.split_once("?>")?.1.trim_start();
        } else if let Some(r) = rest.strip_prefix("<!") {
            if r.get(..7).is_some_and(|d| d.eq_ignore_ascii_case("doctype"))
                && r.get(7..).is_some_and(|d| {
                    d.trim_start().get(..4).is_some_and(|d| d.eq_ignore_ascii_case("html"))
                })
            {
                return Some("html");
            }
            rest = after_doctype(r)?.trim_start();
        } else {
            break;
        }
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
    let name = name.get(..end)?;
    let local = name.rsplit(':').next().unwrap_or(name);
    match local {
        "svg" => Some("svg"),
        _ if local.eq_ignore_ascii_case("html") => Some("html"),
        _ => None,
    }
}

/// What follows a document type declaration, with or without an internal part.
fn after_doctype(text: &str) -> Option<&str> {
    let close = text.find('>')?;
    match text.find('[') {
        Some(open) if open < close => {
            text.get(open..)?.split_once(']')?.1.split_once('>').map(|t| t.1)
        }
        _ => text.get(close + 1..),
    }
}
