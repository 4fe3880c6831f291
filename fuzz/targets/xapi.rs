//! xAPI statements.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::seeds::write_if_asked("xapi"), |bytes: &[u8]| {
    fuzz::current::keep(bytes);
    fuzz::xapi(bytes);
});
