#![no_main]

mod signaling_checks;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    signaling_checks::call_event(input);
});
