//! The one thing kept of a camera's notes: which way up the picture is.

/// How the stored pixels must be turned to stand upright: EXIF orientation 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Orientation {
    /// Exchange rows and columns (first).
    pub transpose: bool,
    /// Then mirror left to right.
    pub mirror_x: bool,
    /// Then mirror top to bottom.
    pub mirror_y: bool,
}

impl Orientation {
    pub(super) const UPRIGHT: Self = Self { transpose: false, mirror_x: false, mirror_y: false };

    fn of(value: u16) -> Self {
        let (transpose, mirror_x, mirror_y) = match value {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, true, false),
            7 => (true, true, true),
            8 => (true, false, true),
            // 1, and what the standard doesn't know.
            _ => (false, false, false),
        };
        Self { transpose, mirror_x, mirror_y }
    }
}

/// The orientation noted in an EXIF block, upright when there is none or the
/// block is damaged: notes never decide whether a picture is accepted.
pub(super) fn orientation(block: &[u8]) -> Orientation {
    let tiff = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    value(tiff).map_or(Orientation::UPRIGHT, Orientation::of)
}

/// Tag 0x0112 of the first directory. Read by hand: a dozen lines that walk one
/// list of at most 65535 entries are easier to trust than a whole EXIF reader.
fn value(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let u16_at = |at: usize| -> Option<u16> {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let offset: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let offset = if little { u32::from_le_bytes(offset) } else { u32::from_be_bytes(offset) };
    let directory = usize::try_from(offset).ok()?;
    let count = usize::from(u16_at(directory)?);
    (0..count)
        .map_while(|i| {
            let entry = directory.checked_add(2)?.checked_add(i.checked_mul(12)?)?;
            Some((entry, u16_at(entry)?))
        })
        .find(|(_, tag)| *tag == 0x0112)
        .and_then(|(entry, _)| u16_at(entry.checked_add(8)?))
}
