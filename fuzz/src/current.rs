//! The input at hand, kept in a file: when the stack overflows or the process
//! has to be killed, libFuzzer names none.

use std::fs::File;
use std::io::{Seek, Write};
use std::sync::{LazyLock, Mutex};

/// The file that `FUZZ_CURRENT` names.
static FILE: LazyLock<Option<Mutex<File>>> = LazyLock::new(|| {
    let path = std::env::var_os("FUZZ_CURRENT")?;
    Some(Mutex::new(File::create(path).expect("FUZZ_CURRENT can be written")))
});

/// Keeps an input, in place of the one before.
pub fn keep(bytes: &[u8]) {
    let Some(file) = &*FILE else { return };
    let Ok(mut file) = file.lock() else { return };
    let length = bytes.len() as u64;
    let kept =
        file.rewind().and_then(|()| file.write_all(bytes)).and_then(|()| file.set_len(length));
    kept.expect("FUZZ_CURRENT can be written");
}
