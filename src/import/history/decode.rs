//! From bytes to text, whatever program wrote them.

use super::imported::Fault;
use std::borrow::Cow;

/// The text of a file, without its byte order mark, and a warning when it had
/// to be guessed. UTF-16 is read when it says so by its mark. Bytes that are no
/// UTF-8 are read as Windows-1252, each by itself: the rest stays as it is.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<Fault>) {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes).into(), None),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes).into(), None),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<Fault>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.into(), None);
    }
    let mut out = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|byte| windows_1252(*byte)));
    }
    let fault = Fault::warning(
        "not-utf8",
        "This file is not in UTF-8. Letters that are not were read as Windows-1252, so names with accents may look wrong.",
        "Look at a few names with accents. If they are wrong, save the file as “CSV UTF-8” and import it again.",
    );
    (out.into(), Some(fault))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Windows-1252 is Latin-1 but for these 32; five of them mean nothing.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž',
        '\u{FFFD}', '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ',
        '\u{FFFD}', 'ž', 'Ÿ',
    ];
    let special = byte.checked_sub(0x80).and_then(|at| FROM_80.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_spreadsheets_write() {
        let utf16_le: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("né".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let utf16_be: Vec<u8> = [0xFE, 0xFF]
            .into_iter()
            .chain("né".encode_utf16().flat_map(u16::to_be_bytes))
            .collect();
        for bytes in ["né".as_bytes(), b"\xEF\xBB\xBFn\xC3\xA9", &utf16_le, &utf16_be] {
            let (text, fault) = decode(bytes);
            assert_eq!(text, "né");
            assert!(fault.is_none());
        }
    }

    #[test]
    fn other_bytes_are_windows_1252_one_by_one() {
        let (text, fault) = decode(b"Jos\xE9 \x80 5, Zo\xC3\xAB");
        assert_eq!(text, "José € 5, Zoë");
        assert_eq!(fault.unwrap().code, "not-utf8");
        assert_eq!(decode(&[0xFF, 0xFE, 0x00]).0, "");
        assert_eq!(decode(&[0xFF, 0xFE, 0x00, 0xD8]).0, "\u{FFFD}");
    }
}
