//! Tables with histories.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::seeds::write_if_asked("csv"), |bytes: &[u8]| {
    fuzz::current::keep(bytes);
    fuzz::csv(bytes);
});
