#![no_main]

mod genesys_checks;

libfuzzer_sys::fuzz_target!(|input: &[u8]| genesys_checks::webhook_parse(input));
