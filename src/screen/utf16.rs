//! Rust counts bytes, the browser UTF-16 units.

/// The UTF-16 offset of a byte.
pub(crate) fn from_byte(text: &str, byte: usize) -> u32 {
    let before = text.char_indices().take_while(|(at, _)| *at < byte);
    let units: usize = before.map(|(_, c)| c.len_utf16()).sum();
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// The byte of a UTF-16 offset; inside a pair, the byte before it.
pub(crate) fn to_byte(text: &str, units: u32) -> usize {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen >= units {
            return at;
        }
        seen += u32::try_from(c.len_utf16()).unwrap_or(1);
        if seen > units {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(text in "\\PC{0,20}") {
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                prop_assert_eq!(to_byte(&text, from_byte(&text, byte)), byte);
            }
            prop_assert_eq!(from_byte(&text, text.len()) as usize, text.encode_utf16().count());
        }
    }

    #[test]
    fn inside_a_pair_is_before_it() {
        assert_eq!(to_byte("a😀b", 2), 1);
        assert_eq!(to_byte("a😀b", 3), 5);
    }
}
