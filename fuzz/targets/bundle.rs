//! Files of everything, and designs with pictures inside.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fuzz::current::keep(bytes);
    fuzz::bundle(bytes);
});
