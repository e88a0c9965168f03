#![no_main]

mod lookup_checks;

libfuzzer_sys::fuzz_target!(|input: &[u8]| lookup_checks::phone_key(input));
