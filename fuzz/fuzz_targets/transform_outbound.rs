#![no_main]

mod transform_checks;

libfuzzer_sys::fuzz_target!(|input: &[u8]| transform_checks::outbound(input));
