//! QR codes (ISO/IEC 18004), as modules.

use crate::diagnostic::Diagnostic;
use crate::template::QrLevel;
use qrcodegen::{QrCode, QrCodeEcc};
use std::sync::Arc;

/// The modules of a code.
#[derive(Clone, Debug, PartialEq)]
pub struct Modules {
    /// Modules a side, without the quiet zone: 21–177.
    pub side: usize,
    /// Row by row, `true` is dark.
    pub dark: Arc<[bool]>,
}

/// Encodes a text in the smallest version that holds it.
///
/// # Errors
/// `qr-too-long` when no version holds it at that level.
pub fn encode(text: &str, level: QrLevel) -> Result<Modules, Diagnostic> {
    let level = match level {
        QrLevel::Low => QrCodeEcc::Low,
        QrLevel::Medium => QrCodeEcc::Medium,
        QrLevel::Quartile => QrCodeEcc::Quartile,
        QrLevel::High => QrCodeEcc::High,
    };
    let code = QrCode::encode_text(text, level).map_err(|_| {
        Diagnostic::error(
            "qr-too-long",
            "qr.content",
            format!(
                "{} characters are more than a QR code of this level holds.",
                text.chars().count()
            ),
        )
        .repair("Shorten the text, or choose a lower error correction.")
    })?;
    let side = code.size();
    let dark = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    let dark = dark.map(|(x, y)| code.get_module(x, y)).collect();
    Ok(Modules { side: usize::try_from(side).unwrap_or_default(), dark })
}
