//! Projects.
#![no_main]

use fuzz::mutate::json;

libfuzzer_sys::fuzz_target!(init: fuzz::seeds::write_if_asked("project"), |bytes: &[u8]| {
    fuzz::current::keep(bytes);
    fuzz::project(bytes);
});

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    json(data, size, max_size, seed)
});
